"""The directions that a building keeps to: up, and two level ones at right angles.

Frame: the mesh's, with any direction up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from partgen.errors import PartgenError

Floats = NDArray[np.float64]

_REACH = 12
"""Degrees about a quarter turn within which normals count for it."""
_SURE = 0.42
"""Share of the level normals that one quarter turn must gather; evenly spread ones give 0.28."""


@dataclass(frozen=True, eq=False)
class Frame:
    """axes : (3, 3) float, rows side, up and front, orthonormal. sure : whether the surface has such a side at all."""

    axes: Floats
    sure: bool

    @property
    def up(self) -> Floats:
        """(3,) upwards."""
        return self.axes[1]

    @property
    def six(self) -> Floats:
        """(6, 3) the directions and their opposites; up and down alone where the rest is not sure."""
        use = self.axes if self.sure else self.axes[1:2]
        return np.concatenate([use, -use])

    def to_local(self, points: Floats) -> Floats:
        """Points or directions (n, 3) by their shares of side, up and front."""
        return points @ self.axes.T

    def to_world(self, points: Floats) -> Floats:
        """The inverse of `to_local`."""
        return points @ self.axes


def frame_of(normals: Floats, areas: Floats, up: Sequence[float] | ArrayLike = (0, 1, 0)) -> Frame:
    """The frame that most of a surface's level normals keep to.

    Parameters
    ----------
    normals : (n, 3) unit. areas : (n,) their weights. up : (3,), of any length.

    Raises
    ------
    PartgenError : `up` has no direction.
    """
    y = np.asarray(up, np.float64)
    if y.shape != (3,) or not np.isfinite(y).all() or not np.linalg.norm(y) > 0:
        raise PartgenError(f"up must be three numbers that are not all 0, got {up!r}")
    y = y / np.linalg.norm(y)
    x = np.cross(y, (0.0, 0.0, 1.0)) if abs(y[2]) < 0.9 else np.cross(y, (1.0, 0.0, 0.0))
    x /= np.linalg.norm(x)
    z = np.cross(x, y)
    level = np.hypot(normals @ x, normals @ z)
    weight = np.where(level > 0.9, areas, 0.0)
    total = float(weight.sum())
    if total <= 0:
        return Frame(np.stack([x, y, z]), False)
    turn = np.degrees(np.arctan2(normals @ z, normals @ x)) % 90
    bins = np.bincount(np.minimum(turn.astype(np.int64), 89), weight, minlength=90)
    gathered = sum(np.roll(bins, k) for k in range(-_REACH, _REACH + 1))
    best = float(np.argmax(gathered)) + 0.5
    for _ in range(3):
        off = (turn - best + 45) % 90 - 45
        near = np.where(np.abs(off) <= _REACH, weight, 0.0)
        best += float((near * off).sum() / max(near.sum(), 1e-300))
    share = float(near.sum()) / total
    a = np.radians((best + 45) % 90 - 45)
    if abs(a) < np.radians(1.5):  # worlds are built along their axes
        a = 0.0
    side = np.cos(a) * x + np.sin(a) * z
    return Frame(np.stack([side, y, np.cross(side, y)]), share >= _SURE)
