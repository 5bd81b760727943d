"""The ground: one height per grid corner, from a low-frequency field with a valley along the river."""

from __future__ import annotations

from math import floor
from typing import Iterable

import numpy as np
from numpy.typing import NDArray

from cityscape.plan.borders import Border, ends, middle
from cityscape.world.records import Cell
from cityscape.world.seeds import generator

Heights = dict[Cell, float]
"""Metres by grid corner (i, j), the south-west corner of cell (i, j)."""

STEEPEST = 0.11
"""The largest rise along a tile's edge, as a share of its length."""

_GRAIN = 64


def rounded(z: float) -> float:
    """A height rounded down to 1/64 m, which every float type holds exactly."""
    return floor(z * _GRAIN) / _GRAIN


def noise(xy: NDArray[np.float64], *, seed: int, wave: float) -> NDArray[np.float64]:
    """Smooth value noise in 0..1 at points (n, 2) in cells; `wave` is its wavelength in cells."""
    lo = np.floor(xy.min(0) / wave).astype(int)
    n = np.floor(xy.max(0) / wave).astype(int) - lo + 2
    lattice = generator(seed, "height", wave).random((int(n[0]), int(n[1])))
    p = xy / wave - lo
    k = np.floor(p).astype(int)
    f = p - k
    f = f * f * f * (f * (6 * f - 15) + 10)
    a, b = lattice[k[:, 0], k[:, 1]], lattice[k[:, 0] + 1, k[:, 1]]
    c, d = lattice[k[:, 0], k[:, 1] + 1], lattice[k[:, 0] + 1, k[:, 1] + 1]
    return (a + (b - a) * f[:, 0]) * (1 - f[:, 1]) + (c + (d - c) * f[:, 0]) * f[:, 1]


def field(cells: Iterable[Cell], *, relief: float, seed: int, size: float) -> Heights:
    """Heights of all corners of the cells before rivers and lakes; `relief` as in `Theme.relief`."""
    corners = sorted({(i + a, j + b) for i, j in cells for a in (0, 1) for b in (0, 1)})
    xy = np.array(corners, float)
    z = 0.72 * noise(xy, seed=seed, wave=4.3) + 0.28 * noise(xy, seed=seed, wave=2.1)
    z *= 2.2 * relief * min(1.0, size / 40)
    at = dict(zip(corners, z.tolist(), strict=True))
    steps = [abs(at[c] - at[n]) for c in corners for n in ((c[0] + 1, c[1]), (c[0], c[1] + 1)) if n in at]
    worst = max(steps, default=0.0)
    scale = min(1.0, STEEPEST * size / worst) if worst > 0 else 1.0
    low = min(at.values())
    return {c: (h - low) * scale for c, h in at.items()}


def lifted(heights: Heights, lift: dict[Cell, float], *, size: float) -> Heights:
    """The ground with cells at given heights (metres above the lowest); a corner takes the mean of its cells, others stay.

    All is scaled down where an edge would rise more than `STEEPEST`.
    """
    known: dict[Cell, list[float]] = {}
    for (i, j), up in lift.items():
        for a in (0, 1):
            for b in (0, 1):
                known.setdefault((i + a, j + b), []).append(up)
    z = {c: sum(known[c]) / len(known[c]) if c in known else h for c, h in heights.items()}
    worst = max((abs(h - z[n]) for c, h in z.items() for n in ((c[0] + 1, c[1]), (c[0], c[1] + 1)) if n in z), default=0.0)
    scale = min(1.0, STEEPEST * size / worst) if worst > 0 else 1.0
    low = min(z.values())
    return {c: (h - low) * scale for c, h in z.items()}


def along(heights: Heights, b: Border, at: float) -> float:
    """Height of the ground on a border, straight between its corners."""
    p, q = ends(b)
    return heights[p] + (heights[q] - heights[p]) * at


def carve(heights: Heights, river: list[Border]) -> Heights:
    """The ground with a valley whose floor falls along the borders that a river crosses, in order."""
    floor_at = np.minimum.accumulate([along(heights, b, 0.5) for b in river])
    return valley(heights, river, floor_at - 0.05 * np.arange(len(river)))


def valley(heights: Heights, river: list[Border], floor_at: NDArray[np.float64]) -> Heights:
    """The ground with a valley along borders whose floor has the given height (n,) at each."""
    from scipy.spatial import cKDTree

    corners = sorted(heights)
    distance, nearest = cKDTree(np.array([middle(b) for b in river])).query(np.array(corners, float))
    t = np.clip((distance - 0.5) / 1.7, 0, 1)
    t = t * t * (3 - 2 * t)
    z = np.array([heights[c] for c in corners])
    v = floor_at[nearest]
    return dict(zip(corners, (v * (1 - t) + np.maximum(z, v) * t).tolist(), strict=True))


def continued(heights: Heights, known: Heights, *, lowest: float, size: float) -> Heights:
    """The ground with some corners at known heights, and the rest moved so that it goes on from them.

    What the known corners differ by is spread over the others as a membrane would lie (Laplace's equation), then no edge with
    a free end may rise more than `STEEPEST` as far as the known corners allow, and nothing free lies under `lowest`.
    """
    from scipy import sparse
    from scipy.sparse.linalg import spsolve

    corners = sorted(heights)
    index = {c: k for k, c in enumerate(corners)}
    z = np.array([heights[c] for c in corners])
    fixed = np.array([c in known for c in corners])
    z_known = np.array([known.get(c, 0.0) for c in corners])
    if fixed.all():
        return dict(zip(corners, z_known.tolist(), strict=True))
    edges = np.array([(index[c], index[n]) for c in corners for n in ((c[0] + 1, c[1]), (c[0], c[1] + 1)) if n in index])
    a, b = edges[:, 0], edges[:, 1]
    off = np.where(fixed, z_known - z, 0.0)
    usual = float(off[fixed].mean()) if fixed.any() else lowest - float(z.min())
    n, weak = len(z), 1e-4
    w = sparse.coo_matrix((np.ones(2 * len(a)), (np.r_[a, b], np.r_[b, a])), shape=(n, n)).tocsr()
    free = ~fixed
    laplace = sparse.diags(np.asarray(w.sum(1)).ravel() + weak) - w
    right = weak * usual + w[free][:, fixed] @ off[fixed]
    off[free] = spsolve(laplace[free][:, free].tocsc(), right)
    z = np.where(fixed, z_known, z + off)
    give = np.stack([free[a], free[b]], 1).astype(float)
    give /= np.maximum(give.sum(1, keepdims=True), 1)
    for _ in range(200):
        rise = z[b] - z[a]
        over = np.sign(rise) * np.maximum(np.abs(rise) - STEEPEST * size, 0) * give.any(1)
        if not over.any():
            break
        np.add.at(z, a, 0.5 * over * give[:, 0])
        np.add.at(z, b, -0.5 * over * give[:, 1])
    z = np.where(free, lowest + np.abs(z - lowest), z)  # what would lie too low is turned up: as steep as it was
    return dict(zip(corners, z.tolist(), strict=True))


def levelled(heights: Heights, cell: Cell, share: float) -> Heights:
    """The ground with a cell's four corners moved down towards the lowest of them by `share` 0..1."""
    four = [(cell[0] + a, cell[1] + b) for a in (0, 1) for b in (0, 1)]
    low = min(heights[c] for c in four)
    return {**heights, **{c: heights[c] + (low - heights[c]) * share for c in four}}
