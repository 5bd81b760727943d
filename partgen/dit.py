"""The part diffusion transformer: a noisy part latent, an image context and geometry slots to a velocity.

What does not change while a part is denoised (keys and values of all cross-attention) is computed once, in a `Context`.
Source: AUTOPARTGEN.md section 3; the paper (arXiv:2507.13346), section 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

import torch
from torch import Tensor, nn

from partgen.config import DiTConfig
from partgen.errors import PartgenError
from partgen.layers import Attention, FeedForward, Linear, Memory, Norm, ScalarMLP, compute_dtype, sinusoid

POSITION_WIDTH = 256  # numbers that tell a slot's index


class DiTBlock(nn.Module):
    """Skip, self-attention, image attention, part attention, feed-forward; all pre-norm but the skip, whose norm comes last.

    part : channels of the geometry slots' tokens; None: no part attention. skip : whether an earlier block's output comes in.
    adaln : whether time and scalar conditions shift, scale and gate the self-attention, the image attention and the feed-forward.
    """

    def __init__(self, width: int, heads: int, context: int, *, part: int | None = None, skip: bool = False, adaln: bool = False) -> None:
        super().__init__()
        self.norm1 = Norm(width)
        self.attn1 = Attention(width, heads, qk_norm=True)
        self.norm2 = Norm(width)
        self.attn2 = Attention(width, heads, context, qk_norm=True)
        self.norm3 = Norm(width) if part else None
        self.attn3 = Attention(width, heads, part, qk_norm=True) if part else None
        self.norm_ff = Norm(width)
        self.ff = FeedForward(width)
        self.skip_linear = Linear(2 * width, width) if skip else None
        self.skip_norm = Norm(width) if skip else None
        self.modulation = nn.Parameter(torch.tensor([0.0, 0.0, 0.3] * 3)[:, None].repeat(1, width)) if adaln else None

    def forward(
        self,
        x: Tensor,
        image: Tensor | Sequence[Memory],
        part: Tensor | Sequence[Memory] | None = None,
        skip: Tensor | None = None,
        condition: Tensor | None = None,
    ) -> Tensor:
        """One block.

        Parameters
        ----------
        x : (b, n, width) tokens.
        image, part : the contexts as tokens (b, t, c) or as memories whose rows add up to b; part None: no part attention.
        skip : (b, n, width) output of the block that this one mirrors.
        condition : (b, 9, width) shift, scale and gate of three branches, to which the block adds its own; adaln only.
        """
        if self.modulation is not None:
            assert condition is not None, "this block wants its modulation"
            a = (condition + self.modulation.to(condition.dtype))[:, :, None].unbind(1)
            x = x + a[2] * self.attn1(self.norm1(x) * (1 + a[1]) + a[0])
            x = x + a[5] * self.attn2(self.norm2(x) * (1 + a[4]) + a[3], image)
            return x + a[8] * self.ff(self.norm_ff(x) * (1 + a[7]) + a[6])
        if self.skip_linear is not None and self.skip_norm is not None:
            assert skip is not None, "this block wants the output of the block it mirrors"
            x = self.skip_norm(self.skip_linear(torch.cat([skip, x], -1)))
        x = x + self.attn1(self.norm1(x))
        x = x + self.attn2(self.norm2(x), image)
        if self.attn3 is not None and self.norm3 is not None and part is not None:
            x = x + self.attn3(self.norm3(x), part)
        return x + self.ff(self.norm_ff(x))


class PartPosition(nn.Module):
    """A slot's index as a vector: sinusoid of 256 numbers, then a linear layer."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = Linear(POSITION_WIDTH, width)

    def forward(self, slot: Tensor) -> Tensor:
        """(s,) indices to (s, width)."""
        return self.linear(sinusoid(slot, POSITION_WIDTH).to(compute_dtype(self.linear.weight)))


@dataclass(frozen=True)
class ImageContext:
    """Keys and values of projected image features, one memory per block: good for every part and step that sees these pictures."""

    memories: tuple[Memory, ...]

    @property
    def rows(self) -> int:
        """Rows of the batch it was made for."""
        return self.memories[0].rows


@dataclass(frozen=True)
class Context:
    """All that the blocks need of the conditions of one part: constant over the sampling steps.

    image : per block, memories of consecutive rows. part : per block with part attention, likewise; a memory without keys: no slots.
    history : (rows, width) term of the time token that tells the history's noise level (and level and zoom, where the network is told
        them), or None.
    base : (rows, n, in_channels) latents that the network's clean latents are corrections of, or None.
    """

    rows: int
    image: tuple[tuple[Memory, ...], ...]
    part: tuple[tuple[Memory, ...], ...]
    history: Tensor | None
    base: Tensor | None = None

    @staticmethod
    def cat(contexts: Sequence[Context]) -> Context:
        """Contexts one after the other on the batch axis: branches of guidance, or several objects in lockstep.

        Neighbours made from the same `ImageContext` of one row go on sharing its keys and values; others are copied together where they
        are of equal length.
        """
        if len(contexts) == 1:
            return contexts[0]
        history = [c.history for c in contexts if c.history is not None]
        base = [c.base for c in contexts if c.base is not None]
        return Context(
            rows=sum(c.rows for c in contexts),
            image=tuple(_join([m for c in contexts for m in c.image[i]]) for i in range(len(contexts[0].image))),
            part=tuple(_join([m for c in contexts for m in c.part[i]]) for i in range(len(contexts[0].part))),
            history=torch.cat(history) if history else None,
            base=torch.cat(base) if base else None,
        )


def _join(memories: Sequence[Memory]) -> tuple[Memory, ...]:
    def kind(m: Memory) -> tuple[object, ...]:
        if m.k is None:
            return ("none",)
        shared = m.k.shape[0] == 1
        return ("shared", id(m.k)) if shared and (m.rows > 1 or twins[id(m.k)] > 1) else ("own", m.k.shape[2])

    twins: dict[int, int] = {}
    for m in memories:
        twins[id(m.k)] = twins.get(id(m.k), 0) + 1
    joined: list[Memory] = []
    for (what, *_), run in groupby(memories, kind):
        group = list(run)
        rows, k, v = sum(m.rows for m in group), group[0].k, group[0].v
        if what == "own" and len(group) > 1:
            k, v = torch.cat([m.k for m in group if m.k is not None]), torch.cat([m.v for m in group if m.v is not None])
        joined.append(Memory(rows, k, v))
    return tuple(joined)


class Fusion(nn.Module):
    """Picture tokens and geometry slots as one sequence whose tokens have looked at each other.

    Every token has a learned place; a picture or slot that is not given stands as its own learned token in each place.
    """

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        from partgen.vae import VAEBlock

        width = config.width
        self.slots, self.slot_tokens = config.slots, config.slot_tokens
        self.image_in = Linear(config.context_width, width)
        self.slot_in = nn.ModuleList(Linear(config.latent_dim, width) for _ in range(config.slots))
        self.place = nn.Parameter(torch.randn(config.slots, config.slot_tokens, width) * 0.3)
        self.absent = nn.Parameter(torch.randn(2, 1 + config.slots, width) * 0.1)
        self.blocks = nn.ModuleList(VAEBlock(width, config.num_attention_heads) for _ in range(config.fused))
        self.norm = Norm(width)

    def forward(self, image: Tensor | None, slots: Sequence[Tensor | None], present: Tensor) -> Tensor:
        """See `PartDiT.fused_context`; (b, tokens, width)."""
        rows = len(present)
        kind = compute_dtype(self.image_in.weight)
        columns = []
        if image is not None:
            there = (present[:, 0] == 2)[:, None, None]
            columns.append(torch.where(there, self.image_in(image.to(kind)), self._missing(present, 0, kind)))
        else:
            columns.append(self._missing(present, 0, kind))
        for k in range(self.slots):
            given = slots[k]
            missing = self._missing(present, 1 + k, kind)
            if given is None:
                columns.append(missing.expand(rows, self.slot_tokens, -1) + self.place[k].to(kind))
            else:
                there = (present[:, 1 + k] == 2)[:, None, None]
                columns.append(torch.where(there, self.slot_in[k](given.to(kind)), missing) + self.place[k, : given.shape[1]].to(kind))
        x = torch.cat(columns, 1)
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def _missing(self, present: Tensor, column: int, kind: torch.dtype) -> Tensor:
        """(b, 1, width)"""
        return self.absent[(present[:, column] == 1).long(), column][:, None].to(kind)


class PartDiT(nn.Module):
    """The part DiT; state-dict keys are the release's."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        width, heads, image = config.width, config.num_attention_heads, config.cross_attention_dim
        self.time_proj = ScalarMLP(width, width)
        self.sigma_history_proj = ScalarMLP(width, width) if config.use_diffusion_forcing else None
        self.sigma_per_part_proj = ScalarMLP(width, config.latent_dim) if config.use_diffusion_forcing else None
        self.proj_in = Linear(config.in_channels, width)
        self.part_position_embedding = PartPosition(width) if config.use_part_position_embedding else None
        self.map_position = Linear(width, config.latent_dim) if config.use_part_position_embedding else None
        self.cond_proj = None
        if config.mlp_encode_cond:
            self.cond_proj = nn.Sequential(Linear(config.context_width, image), nn.GELU(), Norm(image), Linear(image, image))
        self.fusion = Fusion(config) if config.fused else None
        context = width if config.fused else image
        self.level = nn.Embedding(config.levels + 1, width) if config.levels else None
        self.zoom_proj = ScalarMLP(width, width) if config.zoom else None
        self.modulation = Linear(width, 9 * width) if config.adaln else None
        middle = config.num_layers // 2
        self.blocks = nn.ModuleList(
            DiTBlock(
                width,
                heads,
                context,
                part=config.latent_dim if i < config.token_cross_attention_layer else None,
                skip=config.skips and i > middle,
                adaln=config.adaln,
            )
            for i in range(config.num_layers)
        )
        self.position = nn.Parameter(torch.randn(config.num_latents, width) * 0.3) if config.fused else None
        self.norm_out = Norm(width)
        self.proj_out = Linear(width, config.in_channels)
        if config.residual:
            nn.init.zeros_(self.proj_out.weight)
            nn.init.zeros_(self.proj_out.bias)

    @staticmethod
    def from_release(config: Mapping[str, Any]) -> PartDiT:
        """A model with random weights for a release's configuration (key names of the goldens' ``meta.config``)."""
        return PartDiT(DiTConfig.from_release(config))

    @property
    def stack(self) -> list[DiTBlock]:
        """The blocks, typed."""
        return cast("list[DiTBlock]", list(self.blocks))

    # -- conditions -------------------------------------------------------------------------------
    def image_tokens(self, image: Tensor) -> Tensor:
        """Raw image context (b, t, context width) to what the blocks attend to, (b, t, cross_attention_dim)."""
        image = image.to(compute_dtype(self.proj_in.weight))
        return image if self.cond_proj is None else self.cond_proj(image)

    def part_tokens(self, geometry: Tensor, sigma: Tensor | None = None) -> Tensor:
        """Slots (b, s, n, l) to tokens (b, s n, l), each marked with its slot and, for sigma (b, s), with the slot's noise level."""
        geometry = geometry.to(compute_dtype(self.proj_in.weight))
        if self.part_position_embedding is not None and self.map_position is not None:
            slots = torch.arange(geometry.shape[1], device=geometry.device)
            position = nn.functional.silu(self.map_position(self.part_position_embedding(slots)))
            geometry = geometry + position[:, None]
        if self.sigma_per_part_proj is not None and sigma is not None and sigma.ndim == 2:
            geometry = geometry + self.sigma_per_part_proj(1000.0 * sigma)[:, :, None]
        return geometry.flatten(1, 2)

    def image_context(self, image: Tensor) -> ImageContext:
        """Keys and values of all blocks for a raw image context (b, t, context width).

        It depends on the pictures only: compute it once per object (the dropped picture once per run), with b = 1, and give it to
        `context` for every part; rows that share it are then not copied.
        """
        tokens = self.image_tokens(image)
        return ImageContext(tuple(block.attn2.memory(tokens) for block in self.stack))

    def context(
        self, image: Tensor | ImageContext, geometry: Tensor | None = None, sigma: Tensor | None = None, *, collapse: bool | None = None
    ) -> Context:
        """Everything that is constant while a part is denoised.

        Parameters
        ----------
        image : (b, t, context width) raw features, or an `ImageContext`; one row serves all rows of the geometry.
        geometry : (b, slots, n, latent_dim) scaled latents, or None: no part attention.
        sigma : (b, slots) or (b,) noise level of the history, or None.
        collapse : attend to one token instead of n equal ones in rows whose slots are each constant, such as the empty slots of
            guidance; the softmax is the same. None: when no gradient is wanted.

        Returns
        -------
        Context for `denoise`; several make a batch with `Context.cat`.
        """
        if not isinstance(image, ImageContext):
            image = self.image_context(image)
        rows = image.rows if geometry is None else max(image.rows, len(geometry))
        if geometry is not None and {image.rows, len(geometry)} - {1, rows}:
            raise PartgenError(
                f"{image.rows} rows of image context and {len(geometry)} of geometry cannot be paired: equal numbers, or one"
            )
        memories = tuple((Memory(rows, m.k, m.v),) for m in image.memories)
        history = None
        if self.sigma_history_proj is not None:
            level = torch.zeros(rows, device=self.proj_in.weight.device) if sigma is None else sigma.float().to(self.proj_in.weight.device)
            history = self.sigma_history_proj(1000.0 * (level.mean(1) if level.ndim == 2 else level)).expand(rows, -1)
        looking = [block.attn3 for block in self.stack if block.attn3 is not None]
        if geometry is None:
            return Context(rows, memories, tuple((Memory(rows, None, None),) for _ in looking), history)
        collapse = not torch.is_grad_enabled() if collapse is None else collapse
        runs = _constant_runs(geometry) if collapse else [(False, slice(0, len(geometry)))]
        tokens = [
            self.part_tokens(geometry[run, :, :1] if constant else geometry[run], sigma if sigma is None or len(sigma) == 1 else sigma[run])
            for constant, run in runs
        ]
        spread = rows if len(geometry) == 1 else None  # one row of slots for several pictures
        part = tuple(tuple(attn.memory(t, rows=spread) for t in tokens) for attn in looking)
        return Context(rows, memories, part, history)

    def fused_context(
        self,
        image: Tensor | None,
        slots: Sequence[Tensor | None],
        present: Tensor,
        *,
        level: Tensor | None = None,
        zoom: Tensor | None = None,
    ) -> Context:
        """Everything that is constant while parts are denoised, for a network with a fused context.

        Parameters
        ----------
        image : (b, t, context width) raw features of the pictures, or None.
        slots : one (b, n, latent_dim) of scaled latents for each slot, or None where no row has it.
        present : (b, 1 + slots) int, of the picture and of each slot: 0 not told, 1 told that there is nothing, 2 given.
        level : (b,) int, 1 + a granularity, 0 not told. zoom : (b,) float, log2 of how far the window is zoomed into the whole.

        Returns
        -------
        Context for `denoise`, which may be given several noisy latents a row, one after the other.
        """
        assert self.fusion is not None, "this network was not made with a fused context"
        tokens = self.fusion(image, slots, present)
        rows = len(tokens)
        memories = tuple((block.attn2.memory(tokens),) for block in self.stack)
        told = torch.zeros(rows, self.config.width, device=tokens.device)
        if self.level is not None:
            told = told + self.level(torch.zeros(rows, dtype=torch.long, device=tokens.device) if level is None else level)
        if self.zoom_proj is not None:
            told = told + self.zoom_proj(100.0 * (torch.zeros(rows, device=tokens.device) if zoom is None else zoom))
        base = None
        if self.config.residual:
            last = slots[-1]
            shape = (rows, self.config.num_latents, self.config.in_channels)
            base = torch.zeros(shape, device=tokens.device)
            if last is not None:
                base = torch.where((present[:, -1] == 2)[:, None, None], last[:, : shape[1]].float(), base)
        return Context(rows, memories, (), told, base)

    # -- velocity ---------------------------------------------------------------------------------
    def denoise(self, x: Tensor, t: Tensor | float, context: Context) -> Tensor:
        """The velocity at x (b, n, in_channels) and timesteps t (b,) or (), raw integers or floats in 0..999 (flow: up to 1000).

        Returns (b, n, in_channels).
        """
        out = self.predict(x, t, context)
        if self.config.prediction == "v":
            return out
        level = (torch.as_tensor(t, device=x.device, dtype=torch.float32) / 1000.0).expand(len(x))[:, None, None]
        return (x - out) / level.clamp(min=1e-3)

    def predict(self, x: Tensor, t: Tensor | float, context: Context) -> Tensor:
        """What the network says at x (b, n, in_channels) and t: a velocity or, with ``prediction="x0"``, the clean latent."""
        time = self.time_proj(torch.as_tensor(t, device=x.device).expand(len(x)))
        if context.history is not None:
            times = len(x) // len(context.history)
            time = time + (context.history if times == 1 else context.history.repeat_interleave(times, 0))
        x = self.proj_in(x.to(compute_dtype(self.proj_in.weight)))
        if self.position is not None:
            x = x + self.position
        condition = None
        if self.modulation is None:
            x = torch.cat([time[:, None], x], 1)
        else:
            condition = self.modulation(nn.functional.silu(time)).unflatten(-1, (9, -1))
        middle = self.config.num_layers // 2
        kept: list[Tensor] = []
        part = iter(context.part)
        for i, block in enumerate(self.stack):
            skip = kept.pop() if self.config.skips and i > middle else None
            slots: tuple[Memory, ...] | None = next(part) if block.attn3 is not None else None
            if slots is not None and all(m.k is None for m in slots):
                slots = None
            x = block(x, context.image[i], slots, skip, condition)
            if i < middle:
                kept.append(x)
        out = self.proj_out(self.norm_out(x if condition is not None else x[:, 1:]))
        if context.base is None:
            return out
        times = len(out) // len(context.base)
        return out + (context.base if times == 1 else context.base.repeat_interleave(times, 0))

    def forward(self, x: Tensor, t: Tensor | float, image: Tensor, geometry: Tensor | None = None, sigma: Tensor | None = None) -> Tensor:
        """The velocity with all conditions given, as in training.

        Parameters
        ----------
        x : (b, n, in_channels) noisy latent, in the scaled space.
        t : (b,) int or float timesteps, 0..999.
        image : (b, k, 2 c) whole-image features beside part-image features.
        geometry : (b, slots, n, l) scaled latents: [whole object, parts so far]; None: image only.
        sigma : (b, slots) or (b,) noise level of the history.

        Returns
        -------
        (b, n, in_channels) v.
        """
        return self.denoise(x, t, self.context(image, geometry, sigma))


def _constant_runs(geometry: Tensor) -> list[tuple[bool, slice]]:
    """Consecutive rows of which all, or none, have slots of equal tokens."""
    flags = (geometry == geometry[:, :, :1]).flatten(1).all(1).tolist()
    runs, start = [], 0
    for constant, group in groupby(flags):
        end = start + len(list(group))
        runs.append((constant, slice(start, end)))
        start = end
    return runs


def remap_triposg(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A state dict with this module's names, from this module's or TripoSG's.

    Checkpoints whose image attention is called ``attn_cross.0`` are renamed throughout; in a block without part attention a norm called
    ``norm3`` and no ``norm_ff`` is the feed-forward's (public TripoSG files). Source: AUTOPARTGEN.md section 3.9.
    """
    if any("attn_cross.0." in key for key in state):
        state = {
            key.replace("attn_cross.0.", "attn2.").replace("norm_cross.0", "norm2").replace(".norm3.", ".norm_ff."): value
            for key, value in state.items()
        }
    seen = {tuple(key.split(".")[:3]) for key in state if key.startswith("blocks.")}

    def name(key: str) -> str:
        at = key.split(".")
        if key.startswith("blocks.") and at[2] == "norm3" and not {("blocks", at[1], "attn3"), ("blocks", at[1], "norm_ff")} & seen:
            at[2] = "norm_ff"
        return ".".join(at)

    return {name(key): value for key, value in state.items()}
