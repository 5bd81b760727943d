"""Scattered parts: the pieces that a region's shell falls into, each of which is made in a window of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CELLS = 24
"""Cells along the longest side of a region's box, in which its pieces are told apart."""
GAP = 2
"""Pieces are farther apart than this many empty cells."""
FILLED = 0.3
"""A region is scattered where the boxes of its pieces fill less than this share of its own box: what an occluder cuts in two fills more."""
MOST = 16
"""Pieces made of one region, the largest."""


def pieces(points: NDArray[np.floating], *, least: int = 6) -> list[NDArray[np.int64]]:
    """Numbers of the points (n, 3) of each piece, the largest first; one piece of all points where they are not scattered."""
    from scipy.ndimage import binary_dilation, label

    everything = np.arange(len(points))
    low, high = points.min(0), points.max(0)
    edge = float((high - low).max())
    if edge <= 0 or len(points) < 2 * least:
        return [everything]
    cell = edge / CELLS
    index = ((points - low) / cell).astype(np.int64).clip(0, CELLS - 1)
    grid = np.zeros((CELLS + 1,) * 3, bool)
    grid[tuple(index.T)] = True
    ball = np.ones((3, 3, 3), bool)
    near = binary_dilation(grid, ball, iterations=max(1, GAP // 2))
    found, n = label(near, ball)
    if n < 2:
        return [everything]
    of = found[tuple(index.T)]
    out = [np.flatnonzero(of == k) for k in range(1, n + 1)]
    out = sorted((p for p in out if len(p) >= least), key=lambda p: (-len(p), int(p[0])))[:MOST]
    if not out:
        return [everything]
    filled = sum(float(np.prod(np.ptp(points[p], axis=0) + cell)) for p in out)
    return out if filled < FILLED * float(np.prod(high - low + cell)) else [everything]
