"""Pictures with known heights, made to look like many others: framing, light, colours, texture and the marks of files.

All take and give colours (b, 3, s, s) float in [0, 1] and heights (b, s, s) float, in half sides of the frame over the lowest
that is seen, NaN where nothing is. Every draw is from the given generator, and all lies on its device: within ``torch.device`` of it.
"""

from __future__ import annotations

from math import pi, sqrt

import torch
from torch import Tensor
from torch.nn import functional as F

from partgen.depth import FILL, JUMP, TOWARDS, UP


def framed_again(colours: Tensor, height: Tensor, parts: Tensor, g: torch.Generator | None) -> tuple[Tensor, Tensor, Tensor]:
    """Pictures in frames of their own, as `partgen.depth.framed` cuts them; moved and sized a little if `g` is given.

    Returns
    -------
    colours, heights in half sides of the new frames over what is the lowest there, and parts (b, s, s) whole numbers.
    """
    b, _, s, _ = colours.shape
    there = ~height.isnan()
    at = (torch.arange(s) + 0.5) / s * 2 - 1
    ends = []
    for seen in (there.any(1), there.any(2)):  # columns, rows
        low = torch.where(seen, at, 2.0).amin(1).clamp(max=1)
        high = torch.where(seen, at, -2.0).amax(1).clamp(min=-1)
        ends.append((low, torch.maximum(high, low)))
    middle = torch.stack([(low + high) / 2 for low, high in ends], 1)
    half = (torch.stack([high - low for low, high in ends], 1).amax(1) / 2 + 1 / s).clamp(min=8 / s) / FILL
    if g is not None:
        half = half * (0.96 + 0.24 * torch.rand(b, generator=g) ** 2)
        middle = middle + (torch.rand(b, 2, generator=g) - 0.5) * 0.1 * half[:, None]
    grid = torch.stack(
        [(middle[:, :1] + half[:, None] * at)[:, None].expand(b, s, s), (middle[:, 1:] + half[:, None] * at)[:, :, None].expand(b, s, s)],
        -1,
    )
    colours = 1 + F.grid_sample(colours - 1, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    outside = (grid.abs() > 1).any(-1)
    smooth, nearest = (
        F.grid_sample(height[:, None], grid, mode=mode, padding_mode="border", align_corners=False)[:, 0]
        for mode in ("bilinear", "nearest")
    )
    height = torch.where((smooth - nearest).abs() < JUMP, smooth, nearest)  # a NaN among its neighbours: the nearest alone
    height = torch.where(outside, torch.nan, height) / half[:, None, None]
    parts = F.grid_sample(parts[:, None].float(), grid, mode="nearest", padding_mode="zeros", align_corners=False)[:, 0].long()
    return colours.clamp(0, 1), over_lowest(height), parts


def over_lowest(height: Tensor) -> Tensor:
    """Heights over the lowest that is seen, of which one in two hundred may be lower."""
    flat = height.flatten(1)
    k = ((~flat.isnan()).sum(1) // 200).clamp(max=flat.shape[1] - 1)
    low = flat.nan_to_num(torch.inf).sort(1).values.gather(1, k[:, None])
    return height - torch.where(low.isfinite(), low, 0)[..., None]


def normals(height: Tensor) -> Tensor:
    """(b, s - 2, s - 2, 3) normals along right, up and towards the isometric camera, from heights two pixels apart."""
    s = height.shape[-1]
    right = (height[:, 1:-1, 2:] - height[:, 1:-1, :-2]) * (s / 4)
    up = (height[:, :-2, 1:-1] - height[:, 2:, 1:-1]) * (s / 4)
    n = torch.stack([-right / TOWARDS, (UP - up) / TOWARDS, torch.ones_like(up)], -1)
    return F.normalize(n, dim=-1)


def even(height: Tensor) -> Tensor:
    """(b, s - 2, s - 2) bool, where the five heights that a normal is taken from lie on one surface."""
    middle, out = height[:, 1:-1, 1:-1], torch.ones(1, dtype=torch.bool, device=height.device)
    for a, c in ((height[:, 1:-1, 2:], height[:, 1:-1, :-2]), (height[:, :-2, 1:-1], height[:, 2:, 1:-1])):
        out = out & ((a - middle).abs() < JUMP) & ((c - middle).abs() < JUMP) & ((a + c - 2 * middle).abs() < JUMP / 3)
    return out


def looks(colours: Tensor, height: Tensor, parts: Tensor, g: torch.Generator) -> Tensor:
    """Pictures in another light, palette, texture and file; parts : (b, s, s) whole numbers, coloured anew together."""
    b, _, s, _ = colours.shape
    there = ~height.isnan()[:, None]
    x = colours
    x = _recoloured(x, parts, g)
    x = _mixed(x, g)
    x = _lit(x, height, g)
    x = _textured(x, g)
    x = torch.where(there, x.clamp(0, 1), _background(b, s, g))
    return _filed(x, g).clamp(0, 1)


def _whole(low: int, high: int, g: torch.Generator) -> int:
    """A whole number from `low` to below `high` for a batch; of another device's generator by its seed, without waiting for it."""
    if g.device.type == "cpu":
        return int(torch.randint(low, high, (1,), generator=g))
    return low + g.initial_seed() // 7 % (high - low)


def _some(b: int, share: float, g: torch.Generator) -> Tensor:
    """(b, 1, 1, 1) of 0 and 1."""
    return (torch.rand(b, 1, 1, 1, generator=g) < share).float()


def _uniform(b: int, low: float, high: float, g: torch.Generator, channels: int = 1) -> Tensor:
    return low + (high - low) * torch.rand(b, channels, 1, 1, generator=g)


def _noise(b: int, cells: int, s: int, g: torch.Generator, channels: int = 1) -> Tensor:
    """(b, channels, s, s) smooth noise of deviation about 1, so many cells along a side."""
    x = torch.randn(b, channels, cells, cells, generator=g)
    return x if cells == s else F.interpolate(x, size=(s, s), mode="bilinear", align_corners=False)


def _recoloured(x: Tensor, parts: Tensor, g: torch.Generator) -> Tensor:
    """Each listed part, and all that is not listed, in a tint of its own."""
    b = len(x)
    tints = torch.randn(b, 256, 3, generator=g).mul(0.35).exp() * torch.randn(b, 256, 1, generator=g).mul(0.25).exp()
    tint = tints.gather(1, parts.flatten(1).long()[..., None].expand(-1, -1, 3)).transpose(1, 2).reshape(x.shape)
    return torch.where(_some(b, 0.35, g) > 0, x * tint, x)


def _mixed(x: Tensor, g: torch.Generator) -> Tensor:
    """Hue, saturation, gain of each channel, sometimes channels exchanged or mixed; then contrast, brightness and gamma."""
    b = len(x)
    grey = torch.full((3, 3), 1 / 3)
    angle = (torch.rand(b, generator=g) - 0.5) * pi * torch.where(torch.rand(b, generator=g) < 0.3, 2.0, 0.3)
    # a turn about the grey axis
    k = (torch.eye(3).roll(1, 0) - torch.eye(3).roll(-1, 0)) / sqrt(3)
    turn = grey + angle.cos()[:, None, None] * (torch.eye(3) - grey) + angle.sin()[:, None, None] * k
    colour = torch.rand(b, 1, 1, generator=g) * 1.6
    turn = grey + colour * (turn - grey)
    order = torch.rand(b, 3, generator=g).argsort(1)
    turn = torch.where(torch.rand(b, 1, 1, generator=g) < 0.2, torch.eye(3)[order] @ turn, turn)
    turn = turn * (1 + 0.15 * torch.randn(b, 3, 1, generator=g))
    y = torch.einsum("bij,bjhw->bihw", turn, x)
    y = (y - 0.5) * _uniform(b, 0.6, 1.4, g) + 0.5 + _uniform(b, -0.18, 0.18, g)
    y = y.clamp(1e-3, 1) ** _uniform(b, -0.5, 0.5, g).exp()
    y = torch.where(_some(b, 0.04, g) > 0, 1 - y, y)
    return torch.where(_some(b, 0.9, g) > 0, y, x)


def _lit(x: Tensor, height: Tensor, g: torch.Generator) -> Tensor:
    """Light from elsewhere on all faces, a slant of light over the picture, blots of shadow, outlines."""
    b, _, s, _ = x.shape
    solid = height.nan_to_num(0)
    light = torch.randn(b, 1, 1, 3, generator=g)
    shade = F.pad((normals(solid) * light).sum(-1)[:, None], (1, 1, 1, 1), mode="replicate")
    x = x * (1 + 0.22 * _some(b, 0.4, g) * shade.clamp(-2, 2))
    at = torch.linspace(-1, 1, s)
    slant = _uniform(b, -0.25, 0.25, g) * at + _uniform(b, -0.25, 0.25, g) * at[:, None]
    x = x * (1 + slant * _some(b, 0.4, g))
    cells = _whole(4, 14, g)
    blots = ((_noise(b, cells, s, g) - _uniform(b, 0.2, 1.0, g)) * _uniform(b, 4, 20, g)).sigmoid()
    x = x * (1 - blots * _uniform(b, 0.2, 0.65, g) * _some(b, 0.4, g))
    edge = F.max_pool2d(solid[:, None], 3, 1, 1) + F.max_pool2d(-solid[:, None], 3, 1, 1) > 2 * JUMP
    return x * (1 - edge.float() * _uniform(b, 0.3, 0.9, g) * _some(b, 0.15, g))


def _textured(x: Tensor, g: torch.Generator) -> Tensor:
    b, _, s, _ = x.shape
    middle = _whole(16, 100, g)
    x = x + _noise(b, s, s, g, 3) * _uniform(b, 0, 0.05, g) * _some(b, 0.4, g)
    return x * (1 + _noise(b, middle, s, g) * _uniform(b, 0, 0.18, g) * _some(b, 0.5, g))


def _background(b: int, s: int, g: torch.Generator) -> Tensor:
    """White, at times not quite."""
    return (1 - _some(b, 0.2, g) * (_uniform(b, 0, 0.02, g) + 0.01 * torch.randn(b, 3, s, s, generator=g).abs())).clamp(0, 1)


def _filed(x: Tensor, g: torch.Generator) -> Tensor:
    """Blurred, or rounded in blocks of 8 x 8 as JPEG does."""
    b, _, s, _ = x.shape
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = torch.lerp(x, soft, _uniform(b, 0, 1, g) * _some(b, 0.35, g))
    if s % 8:
        return x
    k = torch.arange(8.0)
    cosines = (pi / 8 * (k + 0.5) * k[:, None]).cos() * torch.where(k[:, None] == 0, sqrt(1 / 8), 0.5)
    blocks = x.reshape(b, 3, s // 8, 8, s // 8, 8)
    waves = torch.einsum("ui,vj,bcyixj->bcyuxv", cosines, cosines, blocks)
    step = _uniform(b, 0.02, 0.12, g)[..., None, None] * (1 + (k[:, None, None] + k) / 3)
    waves = (waves / step).round() * step
    back = torch.einsum("ui,vj,bcyuxv->bcyixj", cosines, cosines, waves).reshape(x.shape)
    return torch.where(_some(b, 0.3, g) > 0, back, x)
