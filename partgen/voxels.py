"""Meshes as sets of voxels: the voxels a surface passes through, and those whose centres it encloses.

Frame: a grid of ``grid`` cells an axis over [-1, 1]^3. Exact for any triangle size: no samples are drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SLIVER = 1e-9  # voxels end this much early, so that a face between two belongs to the upper one
_SHIFT = (1.2345e-6, 2.7182e-6)  # columns miss the vertices and edges of shapes made on round numbers
_PAIRS = 1 << 15  # triangle and box pairs tested at a time


def surface_voxels(triangles: Floats, grid: int) -> Ints:
    """The voxels [i, i + 1) that the triangles touch.

    Parameters
    ----------
    triangles : (f, 3, 3) float, in the frame of the grid; what lies outside [-3, 3]^3 is left out.
    grid : int, voxels over [-1, 1].

    Returns
    -------
    (k,) int64, sorted, one number a voxel, comparable between calls of equal `grid`.

    Source: Akenine-Moller, "Fast 3D triangle-box overlap testing", 2001, descending an octree for large triangles.
    """
    scaled = (triangles + 3) * (grid / 2)
    side = 3 * grid
    inside = (scaled.min(1) >= 0).all(1) & (scaled.max(1) < side).all(1)
    scaled = scaled[inside]
    low, high = np.floor(scaled.min(1) + _SLIVER).astype(np.int64), np.floor(scaled.max(1) + _SLIVER).astype(np.int64)
    one = (low == high).all(1)
    found = [_keys(low[one], side)]
    level = np.ceil(np.log2(np.maximum((high - low).max(1, initial=1), 1))).astype(int)
    for size in np.unique(level[~one]):
        of = np.flatnonzero(~one & (level == size))
        first, last = low[of] >> size, high[of] >> size
        tri, box = _spread(of, first, last)
        for i in range(0, len(tri), _PAIRS):
            found.append(_descend(scaled, low, high, tri[i : i + _PAIRS], box[i : i + _PAIRS], int(size), side))
    return np.unique(np.concatenate(found))


def solid_voxels(triangles: Floats, grid: int) -> NDArray[np.bool_]:
    """The voxels whose centres the triangles enclose, (grid, grid, grid) bool.

    The winding number is counted along columns of each of the three axes, and two of three decide: overlapping
    shells stay solid, and small holes in a mesh leave no streaks.
    """
    votes = sum((_winding(triangles, grid, axis) != 0).astype(np.int8) for axis in range(3))
    return np.asarray(votes) >= 2


def mean_thickness(triangles: Floats) -> float:
    """Twice the volume over the area: the thickness of a plate, two thirds of a ball's radius."""
    if not len(triangles):
        return 0.0
    area = np.linalg.norm(np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]), axis=1).sum() / 2
    centred = triangles - triangles.reshape(-1, 3).mean(0)
    volume = abs(np.einsum("fc,fc->f", centred[:, 0], np.cross(centred[:, 1], centred[:, 2])).sum()) / 6
    return float(2 * volume / area) if area > 0 else 0.0


# -- surface ---------------------------------------------------------------------------------------
def _keys(index: Ints, side: int) -> Ints:
    """One number for each voxel index (n, 3)."""
    return (index[:, 0] * side + index[:, 1]) * side + index[:, 2]


def _spread(owner: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """All integer places of the boxes [first, last] (n, 3), with their owners."""
    counts = last - first + 1
    total = counts.prod(1)
    which = np.repeat(np.arange(len(owner)), total)
    rank = np.arange(len(which)) - np.repeat(np.cumsum(total) - total, total)
    c = counts[which]
    place = np.stack([rank // (c[:, 1] * c[:, 2]), rank // c[:, 2] % c[:, 1], rank % c[:, 2]], -1)
    return owner[which], first[which] + place


def _descend(scaled: Floats, low: Ints, high: Ints, tri: Ints, box: Ints, size: int, side: int) -> Ints:
    """Keys of the voxels that pairs of triangles and boxes of 2^size voxels touch."""
    eight = np.array([(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    while True:
        hit = _touch(scaled[tri], box.astype(np.float64) * 2**size, float(2**size))
        tri, box = tri[hit], box[hit]
        if size == 0:
            return np.unique(_keys(box, side))
        size -= 1
        tri, box = np.repeat(tri, 8), (2 * box[:, None] + eight).reshape(-1, 3)
        near = ((box >= low[tri] >> size) & (box <= high[tri] >> size)).all(1)
        tri, box = tri[near], box[near]


def _touch(tri: Floats, low: Floats, size: float) -> NDArray[np.bool_]:
    """Whether triangles (n, 3, 3) meet the boxes [low, low + size), by separating axes: (n,) bool."""
    half = size / 2
    left = np.arange(len(tri))
    t = tri - (low + (half - _SLIVER))[:, None]
    corners = [[np.ascontiguousarray(t[:, k, c]) for c in range(3)] for k in range(3)]

    def keep(ok: NDArray[np.bool_]) -> None:
        nonlocal left, corners
        left, corners = left[ok], [[x[ok] for x in corner] for corner in corners]

    a, b, c = corners  # the box's axes, cheapest first
    keep(
        np.all(
            [
                (np.minimum(np.minimum(p, q), r) <= half) & (np.maximum(np.maximum(p, q), r) >= -half)
                for p, q, r in zip(a, b, c, strict=True)
            ],
            axis=0,
        )
    )
    a, b, c = corners  # the triangle's plane
    e, f = [q - p for p, q in zip(a, b, strict=True)], [r - q for q, r in zip(b, c, strict=True)]
    normal = [e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]]
    reach = half * (np.abs(normal[0]) + np.abs(normal[1]) + np.abs(normal[2]))
    keep(np.abs(normal[0] * a[0] + normal[1] * a[1] + normal[2] * a[2]) <= reach)
    ok = np.ones(len(left), bool)  # an edge crossed with an axis
    for k in range(3):
        p, q, other = corners[k], corners[(k + 1) % 3], corners[(k + 2) % 3]
        edge = [y - x for x, y in zip(p, q, strict=True)]
        for u, v in ((1, 2), (2, 0), (0, 1)):
            one = p[v] * edge[u] - p[u] * edge[v]  # the same for both ends of the edge
            two = other[v] * edge[u] - other[u] * edge[v]
            reach = half * (np.abs(edge[u]) + np.abs(edge[v]))
            ok &= (np.minimum(one, two) <= reach) & (np.maximum(one, two) >= -reach)
    hit = np.zeros(len(tri), bool)
    hit[left[ok]] = True
    return hit


# -- solid -----------------------------------------------------------------------------------------
def _winding(triangles: Floats, grid: int, axis: int) -> NDArray[np.int32]:
    """Winding numbers of the voxel centres counted along `axis`, (grid, grid, grid) in the order x, y, z."""
    b, c = (axis + 1) % 3, (axis + 2) % 3
    u = (triangles + 1) * (grid / 2)
    p = np.stack([u[..., b] - 0.5 - _SHIFT[0], u[..., c] - 0.5 - _SHIFT[1]], -1)  # column (i, j) passes through (i, j)
    first, last = np.ceil(p.min(1)).clip(0).astype(np.int64), np.floor(p.max(1)).clip(max=grid - 1).astype(np.int64)
    area = (p[:, 1, 0] - p[:, 0, 0]) * (p[:, 2, 1] - p[:, 0, 1]) - (p[:, 1, 1] - p[:, 0, 1]) * (p[:, 2, 0] - p[:, 0, 0])
    useful = np.flatnonzero((last >= first).all(1) & (area != 0))
    change = np.zeros(grid * grid * (grid + 1), np.int32)
    pad = np.zeros((len(useful), 1), np.int64)
    which, place = _spread(useful, np.hstack([first[useful], pad]), np.hstack([last[useful], pad]))
    at = place[:, :2].astype(np.float64)
    q = p[which] - at[:, None]
    weights = np.stack([q[:, (k + 1) % 3, 0] * q[:, (k + 2) % 3, 1] - q[:, (k + 1) % 3, 1] * q[:, (k + 2) % 3, 0] for k in range(3)], -1)
    sign = np.sign(area[which])
    hit = (weights * sign[:, None] > 0).all(1)
    which, place, weights, sign = which[hit], place[hit], weights[hit], sign[hit]
    height = (weights * u[which][..., axis]).sum(1) / weights.sum(1)
    below = np.ceil(height - 0.5).clip(0, grid).astype(np.int64)  # centres under the crossing
    flat = (place[:, 0] * grid + place[:, 1]) * (grid + 1) + below
    change += np.bincount(flat, weights=sign, minlength=len(change)).astype(np.int32)
    count = change.reshape(grid, grid, grid + 1)[:, :, ::-1].cumsum(2, dtype=np.int32)[:, :, ::-1][:, :, 1:]
    return np.moveaxis(count, (0, 1, 2), (b, c, axis))
