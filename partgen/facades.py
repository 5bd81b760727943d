"""The facades of a building: the two directions, at right angles, that its seen walls look in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

UPRIGHT = 0.3
"""A wall's normal rises by less than this."""
WALLS = 0.2
"""Share of the seen surface that walls must have."""
ALONG = 0.55
"""How much of one mind the walls' directions are, 0 for a round tower and 1 for a box, below which a part is left alone."""
SAME = 12.0
"""Degrees within which a wall runs along a facade."""
SNAP = 1.5
"""Facades that lie within so many degrees of the frame's axes lie along them."""


@dataclass(frozen=True)
class Facades:
    """The two directions that a building's seen walls look in.

    u, v : (3,) unit, level, at right angles, both turned to the camera. share : of the seen walls that look in one of them or away.
    """

    u: Array
    v: Array
    share: float

    def across(self, points: NDArray[Any]) -> Array:
        """(n, 3) places along u, y and v."""
        return np.asarray(points @ np.stack([self.u, [0.0, 1.0, 0.0], self.v]).T, float)


def facades(points: NDArray[np.floating], weight: NDArray[np.floating], toward: NDArray[np.floating]) -> Facades | None:
    """The facades of a part, None for what has none: what is round, what grows, what shows no walls.

    Parameters
    ----------
    points : (n, 6) seen points with normals. weight : (n,) the surface that each stands for. toward : (3,) to the camera.

    Source: the mean of fourfold angles, as for any direction that is known up to quarter turns (Mardia and Jupp, 2000).
    """
    n, w = np.asarray(points, float)[:, 3:], np.asarray(weight, float)
    wall = np.abs(n[:, 1]) < UPRIGHT
    if w[wall].sum() < WALLS * w.sum() or not wall.any():
        return None
    angle, area = np.arctan2(n[wall, 2], n[wall, 0]), w[wall]
    mean = (area * np.exp(4j * angle)).sum() / area.sum()
    if abs(mean) < ALONG:
        return None
    turn, share = float(np.angle(mean)) / 4, 0.0
    for _ in range(3):  # without what runs askew
        off = (angle - turn + np.pi / 4) % (np.pi / 2) - np.pi / 4
        near = np.abs(off) < np.radians(SAME)
        share = float(area[near].sum() / area.sum())
        turn += float(np.average(off[near], weights=area[near])) if near.any() else 0.0
    if abs(turn) < np.radians(SNAP):
        turn = 0.0
    sides = np.array([[np.cos(t), 0.0, np.sin(t)] for t in turn + np.arange(4) * np.pi / 2])
    first, second = sorted(np.argsort(-(sides @ toward))[:2])
    return Facades(sides[first], sides[second], share)
