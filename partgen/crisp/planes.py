"""The planes that a surface lies on: found by greedy cover, each face given to one, and gathered into flat regions.

`unit` is what the surface's own errors amount to (a voxel of its extraction): lengths are judged in it.
Source of the cover: Schnabel, Wahl and Klein, "Efficient RANSAC for point-cloud shape detection", 2007, with directions from a histogram
in place of random triples.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from partgen.crisp.frame import Frame
from partgen.crisp.surface import Floats, Ints, Surface, sums

MOST = 48
"""Planes looked for at most."""
_SAMPLES = 2000
_DIRECTIONS = 40
_TURN = np.cos(np.radians(26))
"""How far a face may be turned from the plane it lies on."""
_BAND = 0.9
"""How far off, in units, it may be."""
_LEAST = 10.0
"""Area of the smallest plane worth having, in square units."""
_CURVED = 7.0
"""Cost of belonging to no plane: see `label`."""


@dataclass(frozen=True, eq=False)
class Planes:
    """normals : (k, 3) unit, outwards. offsets : (k,): points x of a plane have normal x = offset."""

    normals: Floats
    offsets: Floats

    def __len__(self) -> int:
        return len(self.offsets)

    def heights(self, points: Floats) -> Floats:
        """(n, k) signed distances of points (n, 3), positive outside."""
        return points @ self.normals.T - self.offsets

    def take(self, index: Ints) -> Planes:
        """Some of them, in that order."""
        return Planes(self.normals[index], self.offsets[index])


def find(surface: Surface, frame: Frame, unit: float, *, normals: Floats) -> Planes:
    """The planes that cover most of a surface, largest first.

    Parameters
    ----------
    normals : (f, 3) unit, smoothed.
    """
    total = float(surface.areas.sum())
    pick = _spread(surface.areas, min(_SAMPLES, len(surface.faces)))
    weight = total / len(pick)
    points, facing = surface.centres[pick] / unit, normals[pick]
    least = max(_LEAST, 0.002 * total / unit**2) / (weight / unit**2)
    directions = _directions(facing, frame)
    chosen_n: list[Floats] = []
    chosen_d: list[float] = []
    left = np.ones(len(pick), bool)
    heights, faced = directions @ points.T, directions @ facing.T >= _TURN
    sorted_by: dict[int, Ints] = {}
    heap = [(-float(len(pick) + 1), k) for k in range(len(directions))]
    while heap and len(chosen_d) < MOST:
        _, k = heappop(heap)
        if k not in sorted_by:
            mine = np.flatnonzero(faced[k])
            sorted_by[k] = mine[np.argsort(heights[k, mine], kind="stable")]
        order = sorted_by[k]
        count, d = _best_window(heights[k, order[left[order]]])
        if heap and count < -heap[0][0]:  # what is left of a direction only shrinks: look again when its turn comes
            heappush(heap, (-float(count), k))
            continue
        if count < least:
            break
        n = directions[k]
        if k >= len(frame.six):
            n, d = _refined(n, d, points, facing, left)
        chosen_n.append(n)
        chosen_d.append(d)
        left &= ~((np.abs(points @ n - d) <= 1.2 * _BAND) & (facing @ n >= _TURN))
        left &= ~((np.abs(heights[k] - d) <= _BAND) & faced[k])
        heappush(heap, (-float(count), k))
    if not chosen_d:
        return Planes(np.zeros((0, 3)), np.zeros(0))
    return Planes(np.array(chosen_n), np.array(chosen_d) * unit)


def _spread(weights: Floats, count: int) -> Ints:
    """About `count` indices that stand for equal shares of the weight."""
    ends = np.cumsum(weights)
    at = (np.arange(count) + 0.5) * (ends[-1] / count)
    return np.asarray(np.searchsorted(ends, at), np.int64)


def _directions(facing: Floats, frame: Frame) -> Floats:
    """(k, 3) directions in which faces may lie: the frame's, then peaks of the normals' histogram, level where they nearly are."""
    cell = np.floor((facing + 1) * 7.999).astype(np.int64)
    key, name = np.unique((cell[:, 0] * 16 + cell[:, 1]) * 16 + cell[:, 2], return_inverse=True)
    name = name.ravel()
    weight = np.bincount(name).astype(np.float64)
    mean = np.stack([sums(name, facing[:, k], len(key)) for k in range(3)], 1)
    mean /= np.maximum(np.linalg.norm(mean, axis=1), 1e-300)[:, None]
    close = mean @ mean.T
    near = np.clip((close - np.cos(np.radians(14))) / (1 - np.cos(np.radians(14))), 0, 1)
    found = list(frame.six)
    alive = weight * (mean @ frame.six.T < np.cos(np.radians(5))).all(1)
    while len(found) < _DIRECTIONS + len(frame.six):
        score = near @ alive
        k = int(score.argmax())
        if score[k] < 0.004 * len(facing):
            break
        n = (near[k] * alive) @ mean
        n /= np.linalg.norm(n)
        found.append(n)
        up = float(n @ frame.up)
        if 0.02 < abs(up) < 0.17:
            found.append((n - up * frame.up) / np.linalg.norm(n - up * frame.up))
        alive = alive * (mean @ n < np.cos(np.radians(9)))
    return np.array(found)


def _best_window(height: Floats) -> tuple[int, float]:
    """How many samples of these heights, ascending, lie on the best plane, and its offset."""
    if not len(height):
        return 0, 0.0
    last = np.searchsorted(height, height + 2 * _BAND, side="right")
    count = last - np.arange(len(height))
    k = int(count.argmax())
    return int(count[k]), float(height[(k + last[k]) // 2])


def _refined(n: Floats, d: float, points: Floats, facing: Floats, left: NDArray[np.bool_]) -> tuple[Floats, float]:
    """A plane fitted to the samples on it."""
    for _ in range(2):
        on = left & (np.abs(points @ n - d) <= _BAND) & (facing @ n >= _TURN)
        if on.sum() < 6:
            break
        p = points[on]
        c = p.mean(0)
        m = np.linalg.eigh((p - c).T @ (p - c))[1][:, 0]
        m = m if m @ n > 0 else -m
        if m @ n < 0.97:
            break
        n, d = m, float(c @ m)
    return n, d


def label(surface: Surface, planes: Planes, unit: float, *, normals: Floats, rounds: int = 5) -> Ints:
    """(f,) which plane each face belongs to, -1 where none.

    The cost of a plane is (distance / unit)^2 + (turn / 25 degrees)^2; neighbours of another plane cost more.
    Source: iterated conditional modes; Besag, "On the statistical analysis of dirty pictures", 1986.
    """
    f, k = len(surface.faces), len(planes)
    if not k:
        return np.full(f, -1)
    cost = np.empty((f, k + 1), np.float32)
    cost[:, :k] = ((surface.centres @ planes.normals.T - planes.offsets) / unit) ** 2
    turn = np.degrees(np.arccos(np.clip(normals @ planes.normals.T, -1, 1))) / 25
    cost[:, :k] += turn**2
    cost[:, :k][turn > 3] = 1e6
    cost[:, k] = _CURVED
    mine = cost.argmin(1)
    row = np.arange(f)
    for _ in range(rounds):
        bent = cost.copy()
        for j in range(3):
            bent[row, mine[surface.neighbours[:, j]]] -= 0.8
        new = bent.argmin(1)
        if np.array_equal(new, mine):
            break
        mine = new
    return np.where(mine == k, -1, mine)
