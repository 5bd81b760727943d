"""The networks once more, straight from the specification: no memory kept, no branch left out, one line per sentence.

Everything is a function of a state dict (`p`, keys under a `prefix`), so that nothing is shared with `partgen`. Tests compare the two and
`benchmarks/core.py` takes ratios. Source: AUTOPARTGEN.md sections 1, 2, 3, 5.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

State = dict[str, Tensor]


def linear(p: State, name: str, x: Tensor) -> Tensor:
    return F.linear(x, p[f"{name}.weight"], p.get(f"{name}.bias"))


def norm(p: State, name: str, x: Tensor) -> Tensor:
    return F.layer_norm(x, x.shape[-1:], p[f"{name}.weight"], p[f"{name}.bias"], 1e-5)


def rms(p: State, name: str, x: Tensor) -> Tensor:
    if f"{name}.weight" not in p:
        return x
    return (x * (x.float().square().mean(-1, keepdim=True) + 1e-6).rsqrt()).to(x.dtype) * p[f"{name}.weight"]


def attention(p: State, name: str, x: Tensor, context: Tensor | None, heads: int) -> Tensor:
    b, n, w = x.shape
    d = w // heads
    if context is None:
        q, k, v = torch.cat([linear(p, f"{name}.to_{r}", x) for r in "qkv"], -1).view(b, n, heads, 3 * d).split(d, -1)
    else:
        if f"{name}.norm_cross.weight" in p:
            context = norm(p, f"{name}.norm_cross", context)
        q = linear(p, f"{name}.to_q", x).view(b, n, heads, d)
        kv = torch.cat([linear(p, f"{name}.to_k", context), linear(p, f"{name}.to_v", context)], -1)
        k, v = kv.view(b, context.shape[1], heads, 2 * d).split(d, -1)
    q, k = rms(p, f"{name}.norm_q", q), rms(p, f"{name}.norm_k", k)
    y = F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2))
    return linear(p, f"{name}.to_out.0", y.transpose(1, 2).reshape(b, n, w))


def feed_forward(p: State, name: str, x: Tensor) -> Tensor:
    return linear(p, f"{name}.net.2", F.gelu(linear(p, f"{name}.net.0.proj", x)))


def sinusoid(t: Tensor, width: int) -> Tensor:
    a = t.float()[..., None] * torch.exp(-math.log(10000.0) * torch.arange(width // 2, device=t.device) / (width // 2))
    return torch.cat([a.sin(), a.cos()], -1)


def scalar(p: State, name: str, t: Tensor) -> Tensor:
    width = p[f"{name}.linear_1.weight"].shape[1]
    return linear(p, f"{name}.linear_2", F.gelu(linear(p, f"{name}.linear_1", sinusoid(t, width).to(p[f"{name}.linear_1.weight"].dtype))))


def dit(p: State, heads: int, x: Tensor, t: Tensor, image: Tensor, geometry: Tensor | None = None, sigma: Tensor | None = None) -> Tensor:
    """The part DiT of section 3 (a release's flags)."""
    layers = 1 + max(int(key.split(".")[1]) for key in p if key.startswith("blocks."))
    c = linear(p, "cond_proj.3", norm(p, "cond_proj.2", F.gelu(linear(p, "cond_proj.0", image))))
    tokens = None
    if geometry is not None:
        slot = sinusoid(torch.arange(geometry.shape[1], device=x.device), 256).to(x.dtype)
        tokens = geometry + F.silu(linear(p, "map_position", linear(p, "part_position_embedding.linear", slot)))[:, None]
        if sigma is not None and sigma.ndim == 2:
            tokens = tokens + scalar(p, "sigma_per_part_proj", 1000 * sigma)[:, :, None]
        tokens = tokens.flatten(1, 2)
    s = torch.zeros(len(x), device=x.device) if sigma is None else sigma.mean(1) if sigma.ndim == 2 else sigma
    tau = scalar(p, "time_proj", t) + scalar(p, "sigma_history_proj", 1000 * s)
    x = torch.cat([tau[:, None], linear(p, "proj_in", x)], 1)
    stack: list[Tensor] = []
    for i in range(layers):
        b = f"blocks.{i}"
        if i > layers // 2:
            x = norm(p, f"{b}.skip_norm", linear(p, f"{b}.skip_linear", torch.cat([stack.pop(), x], -1)))
        x = x + attention(p, f"{b}.attn1", norm(p, f"{b}.norm1", x), None, heads)
        x = x + attention(p, f"{b}.attn2", norm(p, f"{b}.norm2", x), c, heads)
        if f"{b}.norm3.weight" in p and tokens is not None:
            x = x + attention(p, f"{b}.attn3", norm(p, f"{b}.norm3", x), tokens, heads)
        x = x + feed_forward(p, f"{b}.ff", norm(p, f"{b}.norm_ff", x))
        if i < layers // 2:
            stack.append(x)
    return linear(p, "proj_out", norm(p, "norm_out", x)[:, 1:])


def guided(
    p: State, heads: int, x: Tensor, t: Tensor, image: Tensor, dropped: Tensor, geometry: Tensor, scales: tuple[float, float]
) -> Tensor:
    """One guided prediction of section 5 for x (1, n, c): three branches in one batch, [none, image + geometry, geometry]."""
    v0, vi, vg = dit(
        p,
        heads,
        x.expand(3, -1, -1),
        t.expand(3),
        torch.cat([dropped, image, dropped]),
        torch.cat([torch.zeros_like(geometry), geometry, geometry]),
    ).split(1)
    return v0 + scales[1] * (vg - v0) + scales[0] * (vi - vg)


def embed(x: Tensor, octaves: int) -> Tensor:
    a = torch.cat([x[..., i : i + 1] * 2.0 ** torch.arange(octaves) for i in range(3)], -1)
    return torch.cat([x, a.sin(), a.cos()], -1)


def encode(p: State, heads: int, octaves: int, points: Tensor, index: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and clamped log-variance of section 2.3; points (b, n, 6), index (b, m)."""
    context = linear(p, "encoder.proj_in", torch.cat([embed(points[..., :3], octaves), points[..., 3:]], -1))
    x = torch.stack([c[i] for c, i in zip(context, index, strict=True)])
    x = vae_block(p, "encoder.blocks.0", x, context, heads)
    i = 1
    while f"encoder.blocks.{i}.norm1.weight" in p:
        x = vae_block(p, f"encoder.blocks.{i}", x, None, heads)
        i += 1
    mean, logvar = linear(p, "quant", norm(p, "encoder.norm_out", x)).chunk(2, -1)
    return mean, logvar.clamp(-30, 20)


def decode(p: State, heads: int, octaves: int, latents: Tensor, queries: Tensor) -> Tensor:
    """The SDF of section 2.5."""
    memory, i = linear(p, "post_quant", latents), 0
    while f"decoder.blocks.{i}.norm1.weight" in p:
        memory = vae_block(p, f"decoder.blocks.{i}", memory, None, heads)
        i += 1
    x = vae_block(p, f"decoder.blocks.{i}", linear(p, "decoder.proj_query", embed(queries, octaves)), memory, heads)
    return -linear(p, "decoder.proj_out", norm(p, "decoder.norm_out", x))[..., 0]


def vae_block(p: State, name: str, x: Tensor, context: Tensor | None, heads: int) -> Tensor:
    which = (1, None) if context is None else (2, context)
    x = x + attention(p, f"{name}.attn{which[0]}", norm(p, f"{name}.norm{which[0]}", x), which[1], heads)
    return x + feed_forward(p, f"{name}.ff", norm(p, f"{name}.norm3", x))


def randomise(module: torch.nn.Module, seed: int = 0) -> torch.nn.Module:
    """The goldens' kind of weights: matrices N(0, 1 / fan in), vectors 1 + N / 4, biases N / 4; returns the module."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in module.named_parameters():
            noise = torch.randn(value.shape, generator=g)
            if value.ndim > 1:
                value.copy_(noise / value.shape[-1] ** 0.5)
            else:
                value.copy_((0.0 if name.endswith("bias") else 1.0) + 0.25 * noise)
    return module.eval()
