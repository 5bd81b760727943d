"""Convex parts: the simplest intersection of half-spaces that fits; boxes, prisms, wedges, hipped roofs."""

from __future__ import annotations

import numpy as np

from partgen.crisp.frame import Frame
from partgen.crisp.planes import Planes
from partgen.crisp.shape import Shape
from partgen.crisp.solids import arrays
from partgen.crisp.surface import Floats, Ints

_MOST = 24
"""Planes a convex part may have."""
_WORSE = 0.02
"""By how much, in units, the mean distance may grow for one plane less."""


def polytope(planes: Planes, areas: Floats, points: Floats, normals: Floats, frame: Frame, unit: float) -> Shape | None:
    """The intersection of the fewest half-spaces that follows a surface, or None where the surface is not convex.

    Parameters
    ----------
    planes : candidates, with `areas` (k,) of the surface on each. points, normals : (n, 3) evenly on the surface.
    """
    heights = planes.heights(points)
    order = np.argsort(-areas, kind="stable")[:_MOST]
    order = order[np.quantile(heights[:, order], 0.98, axis=0) <= 1.0 * unit]  # what cuts into the surface is no side of it
    if len(order) < 4:
        return None
    keep = list(order)
    error = _miss(heights[:, keep], unit)
    if error > 0.75:
        return None
    for k in order[::-1]:
        if len(keep) <= 4:
            break
        rest = [j for j in keep if j != k]
        less = _miss(heights[:, rest], unit)
        if less <= max(error + _WORSE, 0.3 * _WORSE):
            keep, error = rest, min(error, less) if less < error else error + 0.5 * (less - error)
    sides = _refitted(planes.take(np.array(keep)), points, normals, unit)
    made = _intersection(sides, points, unit)
    if made is None:
        return None
    vertices, faces, count = made
    return Shape(vertices, faces, _kind(sides.normals, frame), count, float(np.abs(sides.heights(points).max(1)).mean()))


def _miss(heights: Floats, unit: float) -> float:
    """Mean distance of points to the polytope's surface, in units; what lies beyond two units counts double."""
    h = np.abs(heights.max(1)) / unit
    return float((h + np.maximum(h - 2, 0)).mean())


def _refitted(planes: Planes, points: Floats, normals: Floats, unit: float) -> Planes:
    """The planes moved to the mean height of the points that are theirs, away from rounded edges."""
    offsets = planes.offsets.copy()
    for _ in range(2):
        heights = points @ planes.normals.T - offsets
        order = np.argsort(heights, axis=1)
        row = np.arange(len(points))
        mine, second = order[:, -1], order[:, -2]
        clear = heights[row, second] < -1.2 * unit
        facing = np.einsum("ni,ni->n", normals, planes.normals[mine]) > 0.85
        for k in range(len(offsets)):
            own = mine == k
            use = own & clear & facing
            if use.sum() < max(6, 0.15 * own.sum()):
                use = own & facing
            if use.sum() >= 4:
                offsets[k] += float(heights[use, k].mean())
    return Planes(planes.normals, offsets)


def _intersection(planes: Planes, points: Floats, unit: float) -> tuple[Floats, Ints, int] | None:
    from manifold3d import Manifold
    from scipy.spatial import HalfspaceIntersection, QhullError

    low, high = points.min(0) - 4 * unit, points.max(0) + 4 * unit
    n = np.concatenate([planes.normals, np.eye(3), -np.eye(3)])
    d = np.concatenate([planes.offsets, high, -low])
    inside = _middle(n, d)
    if inside is None:
        return None
    try:
        corners = HalfspaceIntersection(np.c_[n, -d], inside).intersections
    except QhullError:
        return None
    if not np.isfinite(corners).all() or (corners < low + 0.5 * unit).any() or (corners > high - 0.5 * unit).any():
        return None
    hull = Manifold.hull_points(np.ascontiguousarray(corners)).simplify(1e-3 * unit)
    if hull.is_empty() or hull.volume() <= 0:
        return None
    vertices, faces = arrays(hull)
    return vertices, faces, len(planes)


def _middle(n: Floats, d: Floats) -> Floats | None:
    """The middle of the largest ball within half-spaces n x <= d; None where they share nothing."""
    from scipy.optimize import linprog

    found = linprog([0, 0, 0, -1.0], A_ub=np.c_[n, np.ones(len(n))], b_ub=d, bounds=[(None, None)] * 3 + [(0, None)], method="highs")
    return np.asarray(found.x[:3]) if found.status == 0 and found.x[3] > 0 else None


def _kind(normals: Floats, frame: Frame) -> str:
    """What a polytope of such planes is called."""
    dots = np.abs(normals @ normals.T)
    if len(normals) == 6 and ((dots > 0.999) | (dots < 0.035)).all():
        return "box"
    for axis in (*frame.axes, *normals):
        along = np.abs(normals @ axis)
        if ((along > 0.999) | (along < 0.035)).all() and (along > 0.999).sum() == 2:
            return "prism"
    return "planar"
