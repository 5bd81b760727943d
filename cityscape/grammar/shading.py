"""Quick colours for the teacher's pictures: sun with a shadow map, sky, contact shade; close to the painter, not equal to it.

What light means in numbers is the painter's (`cityscape.look.light`, `finish`); patterns are replaced by their mean colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.world.material import Material
from cityscape.world.theme import Light
from partgen.solid_batch import Picks, SolidBatch, rows
from partgen.solid_pictures import Depths, Views, depths

EXPOSURE, PAPER, SKY = 0.365, 2.7, 1.5
MEAN: dict[str, tuple[float, float, float]] = {
    "brick": (1.08, 1.2, 1.25),
    "cobble": (0.92, 0.92, 0.91),
    "concrete": (0.91, 0.91, 0.91),
    "fabric": (1.2, 1.1, 1.1),
    "foliage": (0.89, 0.91, 0.85),
    "glass": (1.2, 0.93, 0.8),
    "grass": (1.15, 1.06, 1.12),
    "gravel": (0.94, 0.93, 0.93),
    "meadow": (1.28, 1.07, 1.0),
    "needles": (0.9, 0.91, 0.85),
    "neon": (0.6, 0.6, 0.6),
    "plaster": (0.99, 0.97, 0.94),
    "roof_tile": (0.89, 0.9, 0.89),
    "rubble": (0.94, 0.94, 0.94),
    "sand": (0.95, 0.94, 0.9),
    "shingle": (0.95, 0.95, 0.95),
    "soil": (0.81, 0.95, 1.21),
    "solar": (0.69, 1.07, 1.05),
    "stone": (0.94, 0.94, 0.94),
    "thatch": (0.87, 0.87, 0.87),
    "water": (1.4, 1.11, 1.13),
    "window": (1.1, 0.81, 0.78),
}
"""Mean reflectance of a pattern, linear, as a factor on its colour: measured on the painter's coats of 18 tiles; 1 where not named."""
REACH = 2.5
"""Contact shade comes from what lies nearer than this, metres."""
RING = ((2, 0), (0, 2), (-2, 0), (0, -2), (5, 5), (-5, 5), (-5, -5), (5, -5))
"""Places, in 256ths of the picture, at which contact shade looks around."""


@dataclass(frozen=True, eq=False)
class Paint:
    """What faces wear, and the light.

    face : (f,) int64 into the tables; color (n, 3) linear, emit (n,), glassy (n,).
    sun_to, sun, zenith, horizon, bounce : (b, 3); exposure (b,).
    """

    face: Tensor
    color: Tensor
    emit: Tensor
    glassy: Tensor
    sun_to: Tensor
    sun: Tensor
    zenith: Tensor
    horizon: Tensor
    bounce: Tensor
    exposure: Tensor

    @classmethod
    def of(cls, materials: Sequence[Sequence[Material]], faces: Sequence[NDArray[np.int64]], lights: Sequence[Light]) -> Paint:
        """The paint of several scenes."""
        flat = [m for row in materials for m in row]
        first = np.concatenate([[0], np.cumsum([len(row) for row in materials])])
        face = np.concatenate([f + k for f, k in zip(faces, first, strict=False)])
        mean = np.array([MEAN.get(m.pattern, (1.0, 1.0, 1.0)) for m in flat], np.float32)
        rows = [_numbers(x) for x in lights]
        return cls(
            torch.from_numpy(face),
            torch.from_numpy(_linear([m.color for m in flat]) * mean),
            torch.tensor([m.emission for m in flat], dtype=torch.float32),
            torch.tensor([m.pattern in ("glass", "window", "water", "solar") for m in flat]),
            *(torch.from_numpy(np.stack([r[k] for r in rows]).astype(np.float32)) for k in range(6)),
        )

    def to(self, device: torch.device | str) -> Paint:
        """The paint on a device."""
        return Paint(*(x.to(device) for x in vars(self).values()))


def shaded(solids: SolidBatch, picks: Picks, views: Views, seen: Depths, normal: Tensor, paint: Paint) -> Tensor:
    """(m, h, w, 4) float32 sRGB with alpha of what `depths` saw."""
    m, h, w = seen.face.shape
    at = torch.nonzero(seen.face.reshape(-1) >= 0)[:, 0]
    scene = torch.div(at, h * w, rounding_mode="floor")
    open_ = rows(_open(seen.depth, normal, views).reshape(-1, 1), at)
    n = rows(normal.reshape(-1, 3), at)
    wear = rows(paint.face, rows(seen.face.reshape(-1), at))
    sky = {k: rows(getattr(paint, k)[picks.scene], scene) for k in ("sun", "sun_to", "zenith", "horizon", "bounce", "exposure")}
    points = rows(views.points(seen.depth).reshape(-1, 3), at)
    direct = _dot(n, sky["sun_to"]).clamp(min=0) * _sunlit(solids, picks, views, points, n, scene, paint.sun_to[picks.scene])
    mean = 0.45 * sky["zenith"] + 0.55 * sky["horizon"]
    ambient = sky["bounce"] + (mean - sky["bounce"]) * (0.5 + 0.5 * n[:, 2:3])
    around = sky["bounce"] * 0.8 + 0.1 * mean  # what stands near gives back some of the light that it keeps away
    ambient = ambient * open_ + around * (1 - open_)
    albedo = rows(paint.color, wear)
    light = albedo * (direct[:, None] * sky["sun"] + ambient)
    light = torch.where(rows(paint.glassy, wear)[:, None], 0.55 * light + 0.14 * mean, light)
    light = light + albedo * (rows(paint.emit, wear) * PAPER)[:, None]
    rgb = _srgb(_grade(_tone(light * (EXPOSURE * sky["exposure"])[:, None])))
    out = torch.zeros(m * h * w, 4, device=at.device)
    out[at] = torch.cat([rgb, torch.ones_like(rgb[:, :1])], 1)
    return out.reshape(m, h, w, 4)


def _sunlit(solids: SolidBatch, picks: Picks, views: Views, points: Tensor, normal: Tensor, scene: Tensor, sun_to: Tensor) -> Tensor:
    """(n,) share of sun that points (n, 3) of pictures (n,) get: a shadow map from the sun, looked up with soft edges."""
    side = torch.linalg.cross(torch.tensor([0.0, 0.0, 1.0], device=points.device).expand(len(sun_to), 3), sun_to)
    side = side / side.norm(dim=1, keepdim=True).clamp(min=1e-6)
    axes = torch.stack([side, torch.linalg.cross(sun_to, side), sun_to], 1)
    size = views.width
    bounds = solids.bounds[picks.scene]
    middle = bounds.mean(1)
    half = ((bounds[:, 1] - bounds[:, 0]) / 2)[:, None] * axes.abs()
    scale = size / 2 / (half.sum(-1)[:, :2].amax(1) + 0.1)
    sun = Views(axes.double(), middle.double(), scale.double(), size, size)
    heights = depths(solids, picks, sun).depth.nan_to_num(1e9).reshape(-1)
    local = points + normal * 0.06 - rows(middle, scene)
    k = rows(scale, scene)
    x = _dot(local, rows(axes[:, 0], scene)) * k + size / 2 - 0.5
    y = size / 2 - 0.5 - _dot(local, rows(axes[:, 1], scene)) * k
    here = -_dot(local, rows(axes[:, 2], scene)) - 0.6 / k
    x0, y0 = x.floor(), y.floor()
    fx, fy = x - x0, y - y0
    out = torch.zeros_like(here)
    for dx in (0, 1):
        for dy in (0, 1):
            at = (scene * size + (y0 + dy).long().clamp(0, size - 1)) * size + (x0 + dx).long().clamp(0, size - 1)
            out += (rows(heights, at) > here) * ((fx if dx else 1 - fx) * (fy if dy else 1 - fy))
    return out


def _open(depth: Tensor, normal: Tensor, views: Views) -> Tensor:
    """(m, h, w) how much of the sky a pixel sees past what its picture shows around it."""
    m, h, w = depth.shape
    right, up, back = ((normal @ views.axes[:, k, :, None].float()[:, None]).squeeze(-1) for k in range(3))
    step = (1 / views.scale).float()[:, None, None]
    shut = torch.zeros_like(depth)
    for dx, dy in RING:
        sx, sy = (int(np.sign(d)) * max(1, abs(d) * w // 256) for d in (dx, dy))
        sx, sy = sx if dx else 0, sy if dy else 0
        nearer = depth - torch.roll(depth, (sy, sx), (1, 2))  # of the pixel sx to the left and sy above
        aside = nearer * back - (right * sx - up * sy) * step
        far = (nearer * nearer + (sx * sx + sy * sy) * step * step).sqrt()
        shut += (aside / far - 0.08).clamp(min=0).mul_((1 - far / REACH).clamp(min=0)).nan_to_num_(0.0)
    return 1 - (1.5 * shut / len(RING)).clamp(max=0.85)


def _dot(a: Tensor, b: Tensor) -> Tensor:
    return a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1] + a[:, 2] * b[:, 2]


def _numbers(light: Light) -> tuple[NDArray, ...]:
    a, e = radians(light.azimuth), radians(light.elevation)
    y = np.array([0.2126, 0.7152, 0.0722])
    sun, blue, back, bounce = _linear([light.sun, light.sky, light.background, light.bounce])
    level = float(y @ sun) * light.sun_strength * sin(e) + float(y @ blue) * light.sky_strength * SKY
    adapt = float(np.clip((2.3 / max(level, 1e-3)) ** 0.5, 1.0, 2.6))
    zenith = blue * SKY * light.sky_strength * adapt
    horizon = (0.55 * blue + 0.45 * back) * SKY * 0.95 * light.sky_strength * adapt
    sun = sun * light.sun_strength * adapt
    lit = sun * max(sin(e), 0.1) + zenith
    return np.array([cos(e) * cos(a), cos(e) * sin(a), sin(e)]), sun, zenith, horizon, bounce * 0.30 * lit, np.array(light.exposure)


def _linear(colors: Sequence[str]) -> NDArray[np.float32]:
    c = np.array([[int(x[k : k + 2], 16) / 255 for k in (1, 3, 5)] for x in colors], np.float32).reshape(-1, 3)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _srgb(c: Tensor) -> Tensor:
    c = c.clamp(0, 1)
    return torch.where(c <= 0.0031308, c * 12.92, 1.055 * c.clamp(min=1e-9) ** (1 / 2.4) - 0.055)


def _tone(c: Tensor) -> Tensor:
    start = 0.66
    peak = c.amax(-1, keepdim=True)
    over = (peak - start).clamp(min=0)
    rolled = torch.where(peak > start, start + (1 - start) * (1 - torch.exp(-over / (1 - start))), peak)
    c = c * (rolled / peak.clamp(min=1e-6))
    return c + (rolled - c) * (1 - 1 / (1 + 0.16 * over))


def _grade(c: Tensor) -> Tensor:
    y = (c * torch.tensor([0.2126, 0.7152, 0.0722], device=c.device)).sum(-1, keepdim=True)
    c = y + (c - y) * 1.03
    p = y.clamp(0, 1).sqrt()
    c = c * (1 + 0.18 * (p - 0.45) * (1 - p))
    cool, warm = torch.tensor([-0.012, 0.0, 0.020], device=c.device), torch.tensor([0.016, 0.004, -0.014], device=c.device)
    return (c * (1 + (1 - p) * 1.5 * cool + p * warm)).clamp(0, 1)
