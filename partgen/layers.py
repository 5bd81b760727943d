"""The layers that both networks are made of: embeddings, attention with its two head layouts, feed-forward.

Parameter names are those of the released checkpoints. Source: AUTOPARTGEN.md sections 1, 2.1, 3.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def frequency_embedding(x: Tensor, octaves: int, *, pi: bool = False) -> Tensor:
    """Coordinates beside their sines and cosines at doubling frequencies.

    Parameters
    ----------
    x : (..., 3) float.
    octaves : number n of frequencies 1, 2, 4, ...
    pi : multiply the frequencies by pi.

    Returns
    -------
    (..., 3 (2 n + 1)) float: x, then the sines, coordinate by coordinate, then the cosines.
    """
    a = (x[..., None] * frequencies(octaves, pi=pi, device=x.device).to(x.dtype)).flatten(-2)
    return torch.cat([x, a.sin(), a.cos()], -1)


def frequencies(octaves: int, *, pi: bool = False, device: torch.device | None = None) -> Tensor:
    """(octaves,) float32: 1, 2, 4, ..., times pi if asked."""
    f = 2.0 ** torch.arange(octaves, dtype=torch.float32, device=device)
    return f * math.pi if pi else f


def sinusoid(t: Tensor, width: int) -> Tensor:
    """(...) numbers to (..., width) float32: sines of t 10000^(-k / (width / 2)), then the cosines."""
    half = width // 2
    w = torch.exp(-math.log(10000.0) * torch.arange(half, dtype=torch.float32, device=t.device) / half)
    a = t.to(torch.float32)[..., None] * w
    return torch.cat([a.sin(), a.cos()], -1)


@lru_cache(maxsize=1)
def _quick_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 matrices in hardware; without, float32 is six times as fast."""
    told = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(told and told())


def compute_dtype(weight: Tensor) -> torch.dtype:
    """The type in which a network with such weights computes: theirs, but float32 for half precision on a CPU without such units."""
    if weight.device.type != "cpu" or weight.dtype not in (torch.bfloat16, torch.float16):
        return weight.dtype
    return weight.dtype if weight.dtype == torch.bfloat16 and _quick_bfloat16() else torch.float32


def exact_linear(layer: nn.Linear, x: Tensor) -> Tensor:
    """`layer` in float32 whatever the weights' type or autocast, in the network's type after: for coordinates, which bfloat16 would round
    to a voxel."""
    with torch.autocast(x.device.type, enabled=False):
        return F.linear(x.float(), layer.weight.float(), layer.bias.float()).to(compute_dtype(layer.weight))


class Linear(nn.Linear):
    """A linear layer in the type of its input: weights of another type are cast as they are used."""

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        if self.weight.dtype == x.dtype or torch.is_autocast_enabled(x.device.type):
            return F.linear(x, self.weight, self.bias)
        return F.linear(x, self.weight.to(x.dtype), None if self.bias is None else self.bias.to(x.dtype))


class Norm(nn.LayerNorm):
    """Affine layer norm, eps 1e-5, computed in float32, in the input's type after."""

    def __init__(self, width: int) -> None:
        super().__init__(width, eps=1e-5)

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) to the same."""
        if self.weight.dtype == x.dtype:
            return super().forward(x).to(x.dtype)
        return F.layer_norm(x.float(), self.normalized_shape, self.weight.float(), self.bias.float(), self.eps).to(x.dtype)


class RMSNorm(nn.Module):
    """x (mean x^2 + 1e-6)^(-1/2) weight over the last axis, the mean in float32."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) to the same."""
        return F.rms_norm(x, self.weight.shape, self.weight.to(x.dtype), 1e-6).to(x.dtype)


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Scaled dot-product attention, (b, heads, n, d) each; values may be narrower.

    Training on a CPU takes plain products: the fused kernel's backward is slow there.
    """
    if q.device.type == "cpu" and torch.is_grad_enabled() and q.requires_grad:
        weights = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2)).softmax(-1)
        return torch.matmul(weights.to(v.dtype), v)
    if more := q.shape[-1] - v.shape[-1]:  # the fast kernels want one width
        return F.scaled_dot_product_attention(q, k, F.pad(v, (0, more)))[..., :-more]
    return F.scaled_dot_product_attention(q, k, v)


@dataclass(frozen=True)
class Memory:
    """Keys and values of one cross-attention for `rows` consecutive rows of a batch.

    k, v : (rows, heads, tokens, d), or (1, heads, tokens, d) shared by all the rows; None where these rows do not attend at all.
    """

    rows: int
    k: Tensor | None
    v: Tensor | None

    def attend(self, q: Tensor) -> Tensor:
        """(rows, heads, n, d) queries to the attention's result, same shape; zeros where there is nothing to attend to.

        There may be several queries to a row, one after the other, (rows times, heads, n, d): they share its keys.
        """
        if self.k is None or self.v is None:
            return torch.zeros_like(q)
        times, rows = len(q) // self.rows, self.k.shape[0]
        if times > 1 and rows == self.rows:
            folded = q.unflatten(0, (rows, times)).transpose(1, 2).flatten(2, 3)
            return attend(folded, self.k, self.v).unflatten(2, (times, -1)).transpose(1, 2).flatten(0, 1)
        if rows == len(q):
            return attend(q, self.k, self.v)
        return attend(q, self.k.expand(len(q), -1, -1, -1), self.v.expand(len(q), -1, -1, -1))


PLACE, HALF_PLACE = 4, 16
"""Channels that say a place in local attention: in float32, and in half precision."""


def _in_halves(place: Tensor, dtype: torch.dtype, which: tuple[int, int, int]) -> Tensor:
    """Places (b, h, n, 4) float32 as channels of a type.

    In half precision a place is said in two numbers, what it rounds to and what is left, three times over, so that products of two places
    are right to a part in 2^15; `which` of the two comes at each time. Four more channels are zeros: kernels want multiples of eight.
    """
    if dtype == torch.float32:
        return place
    said = place.to(dtype)
    two = said, (place - said.float()).to(dtype)
    return torch.cat([*(two[k] for k in which), torch.zeros_like(said)], -1)


class Attention(nn.Module):
    """Multi-head attention with the release's layout of heads.

    The projections are joined on the channels first and split into heads after: head h of self-attention owns 3 d consecutive channels of
    [q | k | v], head h of cross-attention 2 d consecutive channels of [k | v].

    Parameters
    ----------
    width : channels of the tokens. heads : number of heads.
    context : channels of the context: makes it cross-attention; None: self-attention.
    qk_norm : RMS norm on the queries and keys of each head. norm_cross : layer norm on the context.
    local : queries and keys have places, and far ones weigh less: each head subtracts its own multiple of the squared distance from
        the logits. Cross-attention only.
    """

    def __init__(
        self, width: int, heads: int, context: int | None = None, *, qk_norm: bool = False, norm_cross: bool = False, local: bool = False
    ) -> None:
        super().__init__()
        self.heads, self.cross = heads, context is not None
        source = width if context is None else context
        self.norm_q = RMSNorm(width // heads) if qk_norm else None
        self.norm_k = RMSNorm(width // heads) if qk_norm else None
        self.norm_cross = Norm(source) if norm_cross else None
        self.to_q = Linear(width, width, bias=False)
        self.to_k = Linear(source, width, bias=False)
        self.to_v = Linear(source, width, bias=False)
        self.to_out = nn.ModuleList([Linear(width, width)])
        # logarithm of each head's multiple: from a reach of the whole cube to one of a tenth of it
        self.near = nn.Parameter(torch.linspace(0.0, math.log(128.0), heads)) if local else None

    def split(self, *projections: Tensor) -> tuple[Tensor, ...]:
        """n projections (b, t, width) to n tensors (b, heads, t, d), joined on the channels before they are split."""
        n = len(projections)
        joined = torch.cat(projections, -1) if n > 1 else projections[0]
        return joined.unflatten(-1, (self.heads, n, -1)).permute(3, 0, 2, 1, 4).unbind(0)

    def queries(self, x: Tensor, at: Tensor | None = None) -> Tensor:
        """Cross-attention's queries: (b, n, width), of local attention at places (b, n, 3), to (b, heads, n, d or d + 4)."""
        (q,) = self.split(self.to_q(x))
        q = q if self.norm_q is None else self.norm_q(q)
        if self.near is None:
            return q
        assert at is not None, "local attention needs the queries' places"
        # -m |a - p|^2 = m (2 a p - |p|^2) - m |a|^2, of which the last is the same for all keys: four more channels say it
        d, more = q.shape[-1], PLACE if q.dtype == torch.float32 else HALF_PLACE
        times = self.near.to(at.dtype).exp()[:, None, None] * (d + more) ** 0.5
        place = torch.cat([2 * at, -torch.ones_like(at[..., :1])], -1)[:, None] * times
        place = _in_halves(place, q.dtype, (0, 1, 0))
        return torch.cat([q * (1 + more / d) ** 0.5, place.expand(len(q), -1, -1, -1)], -1)

    def memory(self, context: Tensor, *, rows: int | None = None, at: Tensor | None = None) -> Memory:
        """Cross-attention's keys and values of a context (b, t, c), of local attention at places (b, t, 3), for many queries."""
        if self.norm_cross is not None:
            context = self.norm_cross(context)
        k, v = self.split(self.to_k(context), self.to_v(context))
        k = k if self.norm_k is None else self.norm_k(k)
        if self.near is not None:
            assert at is not None, "local attention needs the context's places"
            place = torch.cat([at, at.square().sum(-1, keepdim=True)], -1)[:, None]
            k = torch.cat([k, _in_halves(place, k.dtype, (0, 0, 1)).expand(len(k), self.heads, -1, -1)], -1)
        return Memory(rows or len(context), k.contiguous(), v.contiguous())

    def qkv(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Self-attention's queries, keys and values, (b, heads, n, d) each."""
        q, k, v = self.split(self.to_q(x), self.to_k(x), self.to_v(x))
        return (q if self.norm_q is None else self.norm_q(q)), (k if self.norm_k is None else self.norm_k(k)), v

    def join(self, y: Tensor) -> Tensor:
        """(b, heads, n, d) to (b, n, width) and through the output projection."""
        return self.to_out[0](y.transpose(1, 2).flatten(2))

    def forward(
        self,
        x: Tensor,
        context: Tensor | Memory | Sequence[Memory] | None = None,
        *,
        at: Tensor | None = None,
        of: Tensor | None = None,
    ) -> Tensor:
        """(b, n, width) to (b, n, width).

        context : None for self-attention; for cross-attention tokens (b, t, c), or memories whose rows add up to b. Rows of a memory
        without keys get zeros. at, of : for local attention the places of x (b, n, 3) and of a context of tokens (b, t, 3).
        """
        if not self.cross:
            return self.join(attend(*self.qkv(x)))
        assert context is not None, "cross-attention needs a context"
        if isinstance(context, Tensor):
            context = self.memory(context, at=of)
        memories = [context] if isinstance(context, Memory) else context
        q = self.queries(x, at)
        if len(memories) == 1:
            return self.join(memories[0].attend(q))
        rows = [m.rows for m in memories]
        y = self.join(torch.cat([m.attend(part) for m, part in zip(memories, q.split(rows), strict=True)]))
        if any(m.k is None for m in memories):
            y = torch.cat([torch.zeros_like(part) if m.k is None else part for m, part in zip(memories, y.split(rows), strict=True)])
        return y


class _Gelu(nn.Module):
    """Linear, then the exact (erf) GELU."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.proj = Linear(width, out)

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(self.proj(x))


class FeedForward(nn.Module):
    """Linear to four times the width, GELU, linear back; `net.1` is the release's dropout, which has no parameters."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.net = nn.Sequential(_Gelu(width, 4 * width), nn.Identity(), Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class ScalarMLP(nn.Module):
    """A scalar per row as a vector: sinusoid of `width`, linear to 4 width, GELU, linear to `out`."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.width = width
        self.linear_1 = Linear(width, 4 * width)
        self.linear_2 = Linear(4 * width, out)

    def forward(self, t: Tensor) -> Tensor:
        """(...) numbers to (..., out)."""
        return self.linear_2(F.gelu(self.linear_1(sinusoid(t, self.width).to(compute_dtype(self.linear_1.weight)))))
