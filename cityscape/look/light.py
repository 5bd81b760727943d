"""Sun and sky: directions, colours, and the light that faces send on to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from cityscape.look.color import linear, to_linear
from cityscape.look.noise import F32
from cityscape.look.stage import Stage
from cityscape.world.theme import Light

PAPER = 2.7
"""Radiance of white paper in the sun of a default `Light`: the unit of a material's emission."""
SKY = 1.5
"""Radiance of the zenith at a sky strength of 1."""
ADAPTATION = 0.5
"""How far the eye makes up for a dim light: 0 not at all, 1 fully."""
LATTICE = 4
"""Samples differ over blocks of this many pixels a side, and are blended over them afterwards."""


@dataclass(frozen=True, eq=False)
class Sky:
    """What a `Light` means in linear numbers: `sun_to` unit vector, radiances (3,)."""

    sun_to: F32
    sun: F32
    zenith: F32
    horizon: F32
    ground: F32

    def radiance(self, direction: F32) -> F32:
        """(n, 3) light from where nothing stands, by direction (n, 3), any length."""
        z = direction[:, 2] / (np.linalg.norm(direction, axis=1) + 1e-9)
        up = np.clip(z, 0, 1)[:, None]
        sky = self.horizon + (self.zenith - self.horizon) * np.sqrt(up)
        down = np.clip(z * 4 + 0.5, 0, 1)[:, None]
        return (self.ground + (sky - self.ground) * down).astype(np.float32)

    def dome(self, normal: F32) -> F32:
        """(n, 3) irradiance / pi of an open place, by normal."""
        t = 0.5 + 0.5 * normal[:, 2:3]
        mean = 0.45 * self.zenith + 0.55 * self.horizon
        return (self.ground + (mean - self.ground) * t).astype(np.float32)


def sky(light: Light) -> Sky:
    """Numbers of a theme's light."""
    a, e = radians(light.azimuth), radians(light.elevation)
    to = np.array([cos(e) * cos(a), cos(e) * sin(a), sin(e)], np.float32)
    level = _level(light)
    adapt = np.float32(np.clip((2.3 / max(level, 1e-3)) ** ADAPTATION, 1.0, 2.6))
    sun = linear([light.sun])[0] * np.float32(light.sun_strength) * adapt
    blue = linear([light.sky])[0]
    pale = 0.55 * blue + 0.45 * linear([light.background])[0]
    zenith, horizon = blue * np.float32(SKY * light.sky_strength), pale * np.float32(SKY * 0.95 * light.sky_strength)
    zenith, horizon = zenith * adapt, horizon * adapt
    lit = sun * max(sin(e), 0.1) + zenith
    return Sky(to, sun, zenith, horizon, (linear([light.bounce])[0] * 0.30 * lit).astype(np.float32))


def _level(light: Light) -> float:
    """Luminance of white paper on the ground, before the eye adapts."""
    y = np.array([0.2126, 0.7152, 0.0722])
    sun = float(y @ linear([light.sun])[0]) * light.sun_strength * sin(radians(light.elevation))
    return sun + float(y @ linear([light.sky])[0]) * light.sky_strength * SKY


def glow(stage: Stage, at: Sky, shadows: bool, windows: float = 0.0) -> F32:
    """(f, 3) light that each face sends out, for the first bounce: sun where its middle sees the sun, sky, emission.

    windows : share of windows that are lit.
    """
    if not len(stage.faces):
        return np.zeros((0, 3), np.float32)
    n = stage.normals
    facing = np.clip(n @ at.sun_to, 0, 1)
    if shadows:
        seen = np.zeros(len(n), np.float32)
        tri = stage.vertices[stage.faces]
        which = np.flatnonzero(facing > 0)
        for w in ((1 / 3, 1 / 3, 1 / 3), (0.7, 0.15, 0.15), (0.15, 0.7, 0.15), (0.15, 0.15, 0.7)):
            p = np.einsum("ijk,j->ik", tri[which], np.array(w, np.float32)) + n[which] * np.float32(5e-3)
            seen[which] += 0.25 * ~stage.shades.blocked(p, at.sun_to)
        facing = facing * seen
    own = np.array([_mean_color(m.color, m.color2, m.pattern) for m in stage.materials], np.float32)
    bright = np.array([1.0 if m.pattern in ("neon", "lamp", "painted") else 0.3 for m in stage.materials], np.float32)
    color = own[stage.material][stage.owner]
    if stage.paint is not None:
        color = np.where(stage.coloured[:, None], stage.paint[stage.faces].mean(1), color)
    shine = bright[stage.material][stage.owner] * stage.emission
    out = color * (facing[:, None] * at.sun + 0.75 * at.dome(n))
    out = out + color * np.minimum(shine, 4.0)[:, None] * PAPER * 0.8
    panes = np.array([m.pattern in ("glass", "window") for m in stage.materials])[stage.material][stage.owner]
    out[panes] += np.array([1.0, 0.68, 0.36]) * (0.42 * windows * PAPER)
    return out.astype(np.float32)


def _mean_color(first: str, second: str | None, pattern: str) -> NDArray:
    a = to_linear(np.array([int(first[k : k + 2], 16) / 255 for k in (1, 3, 5)]))
    if pattern in ("foliage", "needles"):
        return a * 0.8
    if pattern in ("glass", "window"):
        return a * 0.5
    return a


@lru_cache(maxsize=8)
def sphere_samples(count: int) -> F32:
    """(LATTICE^2, count, 3) points of the unit sphere; each row is spread well by itself and all rows together too."""
    n = LATTICE * LATTICE
    total = n * count
    i = np.arange(total) + 0.5
    z = 1 - 2 * i / total
    a = pi * (3 - sqrt(5)) * i
    r = np.sqrt(1 - z * z)
    points = np.stack([r * np.cos(a), r * np.sin(a), z], 1).astype(np.float32).reshape(count, n, 3)
    return np.ascontiguousarray(points[:, _ORDER].transpose(1, 0, 2))


@lru_cache(maxsize=8)
def disc_samples(count: int) -> F32:
    """(LATTICE^2, count, 2) points of the unit disc, arranged likewise."""
    n = LATTICE * LATTICE
    i = np.arange(n * count) + 0.5
    r, a = np.sqrt(i / (n * count)), pi * (3 - sqrt(5)) * i
    points = np.stack([r * np.cos(a), r * np.sin(a)], 1).astype(np.float32).reshape(count, n, 2)
    return np.ascontiguousarray(points[:, _ORDER].transpose(1, 0, 2))


def cone(direction: F32, points: F32, radius: float) -> F32:
    """(..., 3) unit directions about `direction`, spread by disc points (..., 2) times `radius` (radians)."""
    side = np.cross(direction, [0.0, 0.0, 1.0] if abs(direction[2]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    other = np.cross(direction, side)
    d = direction + radius * (points[..., :1] * side + points[..., 1:] * other)
    return (d / np.linalg.norm(d, axis=-1, keepdims=True)).astype(np.float32)


def lattice_index(columns: NDArray, rows: NDArray) -> NDArray[np.int32]:
    """Which row of the sample tables a pixel uses, from its whole-numbered place in the picture."""
    return ((rows % LATTICE) * LATTICE + columns % LATTICE).astype(np.int32)


_ORDER = np.array([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5])
"""A Bayer matrix: neighbours use samples far apart."""
