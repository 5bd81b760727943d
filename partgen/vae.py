"""The shape VAE: surface points and normals to a set of latent tokens, latent tokens and query points to a signed distance.

Points are in partgen's frame (y up, [-1, 1]^3). Source: AUTOPARTGEN.md section 2; 3DShape2VecSet, arXiv:2301.11445.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import torch
from torch import Tensor, nn

from partgen.config import VAEConfig
from partgen.layers import Attention, FeedForward, Linear, Memory, Norm, compute_dtype, exact_linear, frequency_embedding
from partgen.points import query_index
from partgen.sight import Panes, Sight

TAU = 0.15
"""The VAEs that this package trains learn distances up to here, in a window's frame, as shares of it from -1 to 1."""
CPU_CHUNK = 4096  # queries at a time on a CPU: their activations then stay near the caches


@dataclass(frozen=True)
class Posterior:
    """A diagonal Gaussian over latents: mean and log-variance, (b, m, c) each."""

    mean: Tensor
    logvar: Tensor

    @staticmethod
    def from_moments(moments: Tensor) -> Posterior:
        """(b, m, 2 c): the mean, then the log-variance, which is clamped to [-30, 20]."""
        mean, logvar = moments.float().chunk(2, -1)
        return Posterior(mean, logvar.clamp(-30.0, 20.0))

    @property
    def mode(self) -> Tensor:
        """(b, m, c): the mean, which inference uses."""
        return self.mean

    @property
    def std(self) -> Tensor:
        """(b, m, c) standard deviation."""
        return (0.5 * self.logvar).exp()

    def sample(self, generator: torch.Generator | None = None) -> Tensor:
        """(b, m, c) draw; the generator must live on the latents' device."""
        noise = torch.randn(self.mean.shape, generator=generator, device=self.mean.device, dtype=self.mean.dtype)
        return self.mean + self.std * noise

    def kl(self) -> Tensor:
        """(b,) divergence from the standard normal, averaged over tokens and channels (the training term)."""
        return 0.5 * (self.mean.square() + self.logvar.exp() - 1.0 - self.logvar).mean(dim=(1, 2))


@lru_cache(maxsize=8)
def lattice(side: int, device: torch.device) -> Tensor:
    """(side^3, 3) centres of the cells that divide [-1, 1]^3."""
    k = (torch.arange(side, device=device) * 2 + 1) / side - 1
    return torch.stack(torch.meshgrid(k, k, k, indexing="ij"), -1).reshape(-1, 3)


class VAEBlock(nn.Module):
    """Pre-norm transformer block: self-attention, or cross-attention over a normed context, then feed-forward (`norm3` is its norm)."""

    def __init__(self, width: int, heads: int, *, cross: bool = False, context: int | None = None, local: bool = False) -> None:
        super().__init__()
        self.cross = cross
        if cross:
            self.norm2 = Norm(width)
            self.attn2 = Attention(width, heads, context or width, norm_cross=True, local=local)
        else:
            self.norm1 = Norm(width)
            self.attn1 = Attention(width, heads)
        self.norm3 = Norm(width)
        self.ff = FeedForward(width)

    def forward(self, x: Tensor, context: Tensor | Memory | None = None, *, at: Tensor | None = None, of: Tensor | None = None) -> Tensor:
        """(b, n, width) to (b, n, width); for local attention `at` (b, n, 3) are the tokens' places and `of` (b, t, 3) the context's."""
        x = x + (self.attn2(self.norm2(x), context, at=at, of=of) if self.cross else self.attn1(self.norm1(x)))
        return x + self.ff(self.norm3(x))


class Encoder(nn.Module):
    """Point features to token features: query tokens look at all points once, then at each other."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        width, heads = config.width_encoder, config.num_attention_heads
        self.octaves, self.pi = config.embed_frequency, config.embed_include_pi
        self.proj_in = Linear(config.in_channels * (2 * config.embed_frequency + 1) + 3, config.width_points or width)
        depth = config.num_layers_encoder
        first = VAEBlock(width, heads, cross=True, context=config.width_points or width, local=config.lattice > 0)
        self.blocks = nn.ModuleList([first] + [VAEBlock(width, heads) for _ in range(depth)])
        self.norm_out = Norm(width)
        self.query = nn.Parameter(torch.randn(config.queries, width) * 0.5) if config.queries else None
        self.places = config.lattice

    def features(self, points: Tensor) -> Tensor:
        """(b, n, 6) to (b, n, 54): embedded coordinates, then the normal, in float32."""
        points = points.float()
        return torch.cat([frequency_embedding(points[..., :3], self.octaves, pi=self.pi), points[..., 3:]], -1)

    def forward(self, points: Tensor, query_index: Tensor | int) -> Tensor:
        """(b, n, 6) points and (b, m) indices into them, or m, how many of the learned queries to take, to (b, m, width)."""
        context = exact_linear(self.proj_in, self.features(points))
        at = None
        if isinstance(query_index, int):
            assert self.query is not None
            x = self.query[:query_index].to(context.dtype).expand(len(points), -1, -1)
            at = lattice(self.places, points.device)[None, :query_index] if self.places else None
        else:
            x = context.gather(1, query_index[..., None].expand(-1, -1, context.shape[-1]))
        x = self.blocks[0](x, context, at=at, of=points[..., :3].float())
        for block in self.blocks[1:]:
            x = block(x)
        return self.norm_out(x)


class Decoder(nn.Module):
    """Latent tokens to a memory (self blocks), query points to a value (one cross block over the memory)."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        width, heads = config.width_decoder, config.num_attention_heads
        self.octaves, self.pi = config.embed_frequency, config.embed_include_pi
        narrow = config.width_query or width
        last = VAEBlock(narrow, max(1, heads * narrow // width), cross=True, context=width, local=config.lattice > 0)
        self.blocks = nn.ModuleList([VAEBlock(width, heads) for _ in range(config.num_layers_decoder)] + [last])
        self.proj_query = Linear(config.in_channels * (2 * config.embed_frequency + 1), narrow)
        self.norm_out = Norm(narrow)
        self.proj_out = Linear(narrow, 1)
        self.position = nn.Parameter(torch.randn(config.queries, width) * 0.1) if config.queries else None

    def tokens(self, x: Tensor) -> Tensor:
        """(b, m, width) to (b, m, width): the memory's tokens."""
        if self.position is not None:
            x = x + self.position[: x.shape[1]].to(x.dtype)
        for block in self.blocks[:-1]:
            x = block(x)
        return x

    def forward(self, memory: Memory, queries: Tensor) -> Tensor:
        """(b, q, 3) points to (b, q) float32, positive inside."""
        return self.proj_out(self.features(memory, queries))[..., 0].float()

    def features(self, memory: Memory, queries: Tensor) -> Tensor:
        """(b, q, 3) points to (b, q, narrow): what the value is read from."""
        x = exact_linear(self.proj_query, frequency_embedding(queries.float(), self.octaves, pi=self.pi))
        return self.norm_out(self.blocks[-1](x, memory, at=queries.float()))


class ShapeVAE(nn.Module):
    """Surface points to a VecSet posterior, latents and query points to an SDF; state-dict keys are the release's."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        self.quant = Linear(config.width_encoder, 2 * config.latent_channels)
        self.post_quant = Linear(config.latent_channels, config.width_decoder)
        self.sight = Sight(config.width_query or config.width_decoder, width=config.sight) if config.sight else None
        self.latent_mean: Tensor
        self.latent_std: Tensor
        if config.queries:  # learned queries have a place each, so that latents can be standardised place by place
            self.register_buffer("latent_mean", torch.zeros(config.queries, config.latent_channels))
            self.register_buffer("latent_std", torch.ones(config.queries, config.latent_channels))

    @staticmethod
    def from_release(config: Mapping[str, Any]) -> ShapeVAE:
        """A model with random weights for a release's configuration (key names of the goldens' ``meta.config``)."""
        return ShapeVAE(VAEConfig.from_release(config))

    def query_index(self, points: Tensor, *, start: int = 0) -> Tensor:
        """The points that become latent tokens: farthest-point sampling on the coordinates.

        Parameters
        ----------
        points : (b, n, 3 or more) float.
        start : index of the first point taken, in each of the configuration's consecutive chunks.

        Returns
        -------
        (b, m) int64, m = n // points per latent; all points where n does not exceed m.
        """
        m = points.shape[1] // self.config.latent_eval_downscale
        return query_index(points, m, start=start, chunks=self.config.surface_sampling_chunks)

    def encode(self, points: Tensor, query_index: Tensor | None = None, *, start: int = 0, tokens: int = 0) -> Posterior:
        """Surface points to the posterior of their latent tokens.

        Parameters
        ----------
        points : (b, n, 6) float, coordinates in [-1, 1]^3 and unit normals.
        query_index : (b, m) or (m,) int, the points that become tokens; None: farthest points from `start`.
        tokens : with learned queries, how many of them; 0: all.

        Returns
        -------
        Posterior with (b, m, c) mean and logvar in float32. Nothing depends on the points' order but through `query_index`.
        """
        if self.config.queries:
            m = tokens or self.config.queries
            posterior = Posterior.from_moments(self.quant(self.encoder(points, m)))
            mean, std = self.latent_mean[:m], self.latent_std[:m]
            return Posterior((posterior.mean - mean) / std, posterior.logvar - 2 * std.log())
        if query_index is None:
            query_index = self.query_index(points, start=start)
        query_index = torch.as_tensor(query_index, device=points.device)
        return Posterior.from_moments(self.quant(self.encoder(points, query_index.expand(len(points), -1))))

    def encode_nothing(self, tokens: int, *, batch: int = 1) -> Posterior:
        """The posterior of an all-zero cloud, (batch, tokens, c): all its tokens are equal, so that one is computed and repeated."""
        device = self.quant.weight.device
        if self.config.queries:
            return self.encode(torch.zeros(batch, 1, 6, device=device), tokens=tokens)
        one = self.encode(torch.zeros(1, 1, 6, device=device), torch.zeros(1, 1, dtype=torch.long, device=device))
        return Posterior(one.mean.expand(batch, tokens, -1), one.logvar.expand(batch, tokens, -1))

    def memory(self, latents: Tensor) -> Memory:
        """What queries attend to, computed once per part: (b, m, c) latents to the last block's keys and values.

        Latents of several parts may be joined on the token axis: they decode to about their union (paper, figure 3).
        """
        if self.config.queries:
            m = latents.shape[1]
            latents = latents * self.latent_std[:m] + self.latent_mean[:m]
        tokens = self.decoder.tokens(self.post_quant(latents.to(compute_dtype(self.post_quant.weight))))
        at = lattice(self.config.lattice, latents.device)[None, : tokens.shape[1]] if self.config.lattice else None
        return cast(VAEBlock, self.decoder.blocks[-1]).attn2.memory(tokens, at=at)

    def standardise(self, latents: Tensor, *, floor: float = 0.25) -> None:
        """Make the latents of a data set (n, m, c), as `encode` gives them, have mean 0 and deviation 1 in each place.

        For learned queries only. What latents decode to does not change.

        floor : least deviation, as a share of the root mean square of all: collapsed channels then stay near zero.
        """
        m, std = latents.shape[1], latents.std(0)
        std = std.clamp(min=floor * float(std.square().mean().sqrt()))
        self.latent_mean[:m] += latents.mean(0) * self.latent_std[:m]
        self.latent_std[:m] *= std

    def query(
        self, memory: Memory, queries: Tensor, *, chunk: int = 50_000, panes: Panes | None = None, pictures: Tensor | None = None
    ) -> Tensor:
        """Signed distance at (b, q, 3) points: (b, q) float32, negative inside, steep and not metric.

        chunk : points evaluated at a time; changes the memory needed, not the result.
        panes : what a picture shows of the windows, for a model with sight. pictures : their features, where they are known already.
        """
        if queries.device.type == "cpu" and not torch.is_grad_enabled():
            chunk = min(chunk, CPU_CHUNK)
        if panes is None or self.sight is None:
            return torch.cat([-self.decoder(memory, part) for part in queries.split(chunk, 1)], 1)
        shown = self.sight.pictures(panes) if pictures is None else pictures
        return torch.cat([self._told(self.decoder.features(memory, q), q, panes, shown) for q in queries.split(chunk, 1)], 1)

    def query_both(self, memory: Memory, queries: Tensor, panes: Panes) -> tuple[Tensor, Tensor]:
        """What `query` gives without panes and with them."""
        assert self.sight is not None
        y = self.decoder.features(memory, queries)
        return -self.decoder.proj_out(y)[..., 0].float(), self._told(y, queries, panes, self.sight.pictures(panes))

    def _told(self, features: Tensor, queries: Tensor, panes: Panes, pictures: Tensor) -> Tensor:
        assert self.sight is not None
        return self.sight(features, queries, panes, pictures) - self.decoder.proj_out(features)[..., 0].float()

    def decode(self, latents: Tensor, queries: Tensor, *, chunk: int = 50_000) -> Tensor:
        """(b, m, c) latents in the VAE's own scale and (b, q, 3) points to the SDF (b, q), negative inside."""
        return self.query(self.memory(latents), queries, chunk=chunk)

    def forward(self, points: Tensor, queries: Tensor, *, generator: torch.Generator | None = None) -> tuple[Tensor, Posterior]:
        """Training's pass: encode (b, n, 6), draw, decode at (b, q, 3). Returns the SDF (b, q) and the posterior."""
        posterior = self.encode(points)
        return self.decode(posterior.sample(generator), queries), posterior
