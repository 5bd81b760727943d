"""Whether two surfaces touch: exact distances between triangles, only between those that can be near."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from partgen.points import triangles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PAIRS = 1 << 15  # pairs of triangles measured at a time


def touch(a: Any, b: Any, *, tolerance: float) -> bool:
    """Whether the surfaces of two meshes intersect or come within `tolerance` of each other."""
    s, t = triangles(a), triangles(b)
    s, t = _near_box(s, t, tolerance), _near_box(t, s, tolerance)
    if not len(s) or not len(t):
        return False
    i, j = _pairs(s, t, tolerance)
    return any(bool((triangle_distances(s[i[k : k + _PAIRS]], t[j[k : k + _PAIRS]]) <= tolerance).any()) for k in range(0, len(i), _PAIRS))


def triangle_distances(s: Floats, t: Floats) -> Floats:
    """The distances between the triangles of each pair, s and t of (n, 3, 3): (n,), 0 where they intersect.

    Two triangles that do not intersect are nearest at a corner of one or between two edges.
    """
    best = np.full(len(s), np.inf)
    crossed = np.zeros(len(s), bool)
    for p, q in ((s, t), (t, s)):
        for k in range(3):
            best = np.minimum(best, _point_to_triangle(p[:, k], q))
            crossed |= _pierces(p[:, k], p[:, (k + 1) % 3], q)
    for k in range(3):
        for m in range(3):
            best = np.minimum(best, _segments(s[:, k], s[:, (k + 1) % 3], t[:, m], t[:, (m + 1) % 3]))
    return np.where(crossed, 0.0, best)


# -- which pairs -----------------------------------------------------------------------------------
def _near_box(s: Floats, t: Floats, tolerance: float) -> Floats:
    """The triangles of `s` whose boxes come near the box of all of `t`."""
    if not len(t):
        return s[:0]
    low, high = t.reshape(-1, 3).min(0) - tolerance, t.reshape(-1, 3).max(0) + tolerance
    return s[((s.min(1) <= high) & (s.max(1) >= low)).all(1)]


def _pairs(s: Floats, t: Floats, tolerance: float) -> tuple[Ints, Ints]:
    """Numbers of triangles whose boxes come within `tolerance`: a tree over two axes, the third compared."""
    import shapely

    # the two widest axes separate the most
    wide = np.argsort(np.ptp(np.concatenate([s, t]).reshape(-1, 3), axis=0))[1:]
    (sl, sh), (tl, th) = (s.min(1) - tolerance, s.max(1) + tolerance), (t.min(1), t.max(1))
    tree = shapely.STRtree(shapely.box(tl[:, wide[0]], tl[:, wide[1]], th[:, wide[0]], th[:, wide[1]]))
    i, j = tree.query(shapely.box(sl[:, wide[0]], sl[:, wide[1]], sh[:, wide[0]], sh[:, wide[1]]))
    near = ((sl[i] <= th[j]) & (sh[i] >= tl[j])).all(1)
    return i[near], j[near]


# -- one pair --------------------------------------------------------------------------------------
def _dot(a: Floats, b: Floats) -> Floats:
    return (a * b).sum(-1)


def _point_to_triangle(p: Floats, t: Floats) -> Floats:
    """(n,) distances of points (n, 3) to triangles (n, 3, 3): to the plane over the inside, else to the nearest edge."""
    normal = np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0])
    length = np.sqrt(_dot(normal, normal))
    safe = np.where(length > 0, length, 1.0)
    inside = length > 0
    best = np.full(len(p), np.inf)
    for k in range(3):
        a, b = t[:, k], t[:, (k + 1) % 3]
        inside &= _dot(np.cross(b - a, p - a), normal) >= 0
        along = np.clip(_dot(p - a, b - a) / np.maximum(_dot(b - a, b - a), 1e-300), 0, 1)
        best = np.minimum(best, np.linalg.norm(p - a - along[:, None] * (b - a), axis=1))
    return np.where(inside, np.abs(_dot(p - t[:, 0], normal)) / safe, best)


def _pierces(a: Floats, b: Floats, t: Floats) -> NDArray[np.bool_]:
    """Whether segments a-b pass through triangles, (n,) bool."""
    normal = np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0])
    da, db = _dot(a - t[:, 0], normal), _dot(b - t[:, 0], normal)
    through = (da * db <= 0) & (da != db)
    x = a + np.where(through, da / np.where(through, da - db, 1.0), 0.0)[:, None] * (b - a)
    for k in range(3):
        through &= _dot(np.cross(t[:, (k + 1) % 3] - t[:, k], x - t[:, k]), normal) >= 0
    return through


def _segments(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """(n,) distances between segments a-b and c-d. Source: Ericson, "Real-time collision detection", 5.1.9."""
    u, v, w = b - a, d - c, a - c
    uu, vv, uv, uw, vw = _dot(u, u), _dot(v, v), _dot(u, v), _dot(u, w), _dot(v, w)
    den = uu * vv - uv * uv
    s = np.where(den > 1e-14 * uu * vv, np.clip((uv * vw - uw * vv) / np.where(den > 0, den, 1.0), 0, 1), 0.0)
    t = np.clip((uv * s + vw) / np.maximum(vv, 1e-300), 0, 1)
    s = np.clip((uv * t - uw) / np.maximum(uu, 1e-300), 0, 1)
    return np.linalg.norm(w + s[:, None] * u - t[:, None] * v, axis=1)
