"""Lamps, signs and neon that light what stands around them after dark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityscape.look.color import linear
from cityscape.look.hits import Hits
from cityscape.look.light import PAPER
from cityscape.look.noise import F32
from cityscape.look.stage import Stage

CELL = 2.0
"""Glowing faces of one colour within a cube of this edge (metres) count as one lamp."""
NEAREST = 6
STRENGTH = 1.1
"""How much of its glow a lamp gives to its surroundings; half of a closed lamp's faces look away, but dark eyes see more."""
REACH = 11.0
"""A lamp lights nothing farther away, metres."""


@dataclass(frozen=True, eq=False)
class Lamps:
    """at : (k, 3) float32 relative to the stage's origin; power : (k, 3) float32 linear, area times radiance."""

    at: F32
    power: F32

    def __len__(self) -> int:
        return len(self.at)


def lamps(stage: Stage, strength: float = 1.0) -> Lamps:
    """The lamps of a stage: its glowing faces, gathered in cells; `strength` is `Light.lamps`."""
    shine = stage.emission
    which = np.flatnonzero(shine > 0.2)
    if not len(which):
        return Lamps(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
    tri = stage.vertices[stage.faces[which]].astype(np.float64)
    area = np.linalg.norm(np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0]), axis=1) / 2
    sound = area > 1e-9
    if not sound.any():
        return Lamps(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
    which, tri, area = which[sound], tri[sound], area[sound]
    centre = tri.mean(1)
    cell = np.floor((centre + stage.origin) / CELL).astype(np.int64)
    key = np.concatenate([cell, stage.material[stage.owner[which]][:, None]], 1)
    _, group = np.unique(key, axis=0, return_inverse=True)
    group = group.ravel()
    count = int(group.max()) + 1
    weight = np.bincount(group, area, count)
    at = np.stack([np.bincount(group, area * (centre[:, a] + 0.15 * stage.normals[which, a]), count) / weight for a in range(3)], 1)
    color = linear([m.color for m in stage.materials])[stage.material][stage.owner[which]]
    if stage.paint is not None:
        color = np.where(stage.coloured[which, None], stage.paint[stage.faces[which]].mean(1), color)
    power = np.stack([np.bincount(group, area * shine[which] * color[:, a], count) for a in range(3)], 1)
    return Lamps(at.astype(np.float32), (strength * STRENGTH * PAPER * np.minimum(power, 6.0)).astype(np.float32))


def lamplight(stage: Stage, found: Lamps, hits: Hits) -> F32:
    """(n, 3) irradiance / pi from the nearest lamps, with shadows."""
    from scipy.spatial import cKDTree

    out = np.zeros((len(hits), 3), np.float32)
    if not len(found) or not len(hits):
        return out
    k = min(NEAREST, len(found))
    distance, which = cKDTree(found.at).query(hits.point, k=k, distance_upper_bound=REACH)
    distance, which = distance.reshape(-1, k), which.reshape(-1, k)
    for j in range(k):
        near = np.flatnonzero(np.isfinite(distance[:, j]))
        if not len(near):
            break
        lamp = which[near, j]
        to = found.at[lamp] - hits.lifted[near]
        d = np.linalg.norm(to, axis=1)
        cosine = np.einsum("ij,ij->i", hits.normal[near], to) / np.maximum(d, 1e-3)
        facing = np.clip(0.15 + 0.85 * cosine, 0, 1)
        fall = np.clip(1 - (d / REACH) ** 2, 0, 1) ** 2 / (d * d + 0.6)
        strength = (facing * fall).astype(np.float32)
        use = np.flatnonzero(strength * found.power[lamp].max(1) > 4e-3)
        short = to[use] * np.clip(1 - 0.35 / np.maximum(d[use], 0.36), 0.02, 1)[:, None]
        clear = ~stage.tracer.blocked(hits.lifted[near[use]], short.astype(np.float32), 1.0)
        out[near[use]] += found.power[lamp[use]] * (strength[use] * clear / np.float32(np.pi))[:, None]
    return out


def dark(sun: NDArray, zenith: NDArray, height: float) -> bool:
    """Whether it is dark enough for lamps to matter; sun and zenith radiance (3,), height of the sun as a sine."""
    y = np.array([0.2126, 0.7152, 0.0722])
    return float(y @ sun * height + y @ zenith) < 1.3
