"""A drawn outline made crisp: few straight edges, each the best line through what was measured of it, and sharp corners.

Frame: any plane, two coordinates. Outer contours run counter-clockwise, holes clockwise.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from partgen.crisp.surface import Floats, Ints

_BEND = 0.75
"""How far, in units, the outline may leave a straight edge."""
_TILT = 0.4
"""Root mean square, in units, by which measurements may leave a line turned for order's sake."""
_CORNER = 0.015
"""What a corner must bring the outline nearer to what was measured, on average, in units."""
_MANY = 48
"""Corners beyond which an outline is no outline."""
_SHORT = 1.6
"""Edges shorter than this, in units, are what is left of a rounded corner."""


def straightened(
    contours: Sequence[Floats], points: Floats, normals: Floats, unit: float, *, along: Floats, fixed: float | None = None
) -> list[Floats] | None:
    """Contours of few corners.

    Parameters
    ----------
    contours : (m, 2) each, as drawn. points, normals : (n, 2) what was measured of the edges, and the outward normals there.
    along : (k, 2) unit directions that edges like to run in. fixed : the contour must not cross this x and keeps its corners on it.

    Returns
    -------
    (m, 2) each; None where nothing sound is left.
    """
    rings = [r for r in (_rough(c, unit) for c in contours) if r is not None]
    if not rings or sum(len(r) for r in rings) > _MANY:
        return None
    for _ in range(2):
        rings = [_merged(r, unit, fixed) for r in rings]
        rings = [r for r in rings if len(r) >= 3]
        if not rings:
            return None
        rings = _refitted(rings, points, normals, unit, along, fixed)
    rings, fewer = _reduced(rings, points[:: max(len(points) // 400, 1)], unit, fixed)
    if fewer:
        rings = _refitted(rings, points, normals, unit, along, fixed)
    if fixed is not None:
        rings = [np.c_[np.maximum(r[:, 0], fixed), r[:, 1]] for r in rings]
    return rings if _sound(rings) else None


def area(ring: Floats) -> float:
    """Signed area of a ring (m, 2), positive where it runs counter-clockwise."""
    x, y = ring.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def distances(rings: Sequence[Floats], points: Floats, *, fixed: float | None = None) -> Floats:
    """(n,) distances of points (n, 2) to the nearest edge; edges that lie on x = `fixed` do not count."""
    return np.asarray(np.min([_to_edges(r, np.roll(r, -1, 0), points, fixed).min(1) for r in rings], 0))


def within(rings: Sequence[Floats], points: Floats) -> NDArray[np.bool_]:
    """(n,) whether points (n, 2) lie in what the rings enclose."""
    crossings = np.zeros(len(points), np.int64)
    for r in rings:
        for a, b in zip(r, np.roll(r, -1, 0), strict=True):
            if a[1] != b[1]:
                up = (a[1] <= points[:, 1]) != (b[1] <= points[:, 1])
                crossings += up & (points[:, 0] < a[0] + (points[:, 1] - a[1]) * ((b[0] - a[0]) / (b[1] - a[1])))
    return crossings % 2 == 1


def _rough(contour: Floats, unit: float) -> Floats | None:
    """Douglas and Peucker's corners of a closed contour, begun at its farthest point."""
    import shapely

    if len(contour) < 3 or abs(area(contour)) < 4 * unit**2:
        return None
    k = int(np.linalg.norm(contour - contour.mean(0), axis=1).argmax())
    ring = np.roll(contour, -k, 0)
    line = shapely.simplify(shapely.LineString(np.concatenate([ring, ring[:1]])), _BEND * unit)
    out = shapely.get_coordinates(line)[:-1]
    return out if len(out) >= 3 and abs(area(out)) > 4 * unit**2 else None


def _merged(ring: Floats, unit: float, fixed: float | None) -> Floats:
    """Without corners that hardly bend, and with one corner in place of a short edge between two long ones."""
    ring = ring.copy()
    while len(ring) > 3:
        before, after = np.roll(ring, 1, 0), np.roll(ring, -1, 0)
        e, f = ring - before, after - ring
        chord = after - before
        size = np.maximum(np.linalg.norm(chord, axis=1), 1e-12)
        off = np.abs(e[:, 0] * chord[:, 1] - e[:, 1] * chord[:, 0]) / size
        off = np.where((e * f).sum(1) > 0, off, np.inf)
        k = int(off.argmin())
        if off[k] > 0.3 * unit:
            break
        ring = np.delete(ring, k, 0)
    while len(ring) > 4:
        after = np.roll(ring, -1, 0)
        long = np.linalg.norm(after - ring, axis=1)
        if fixed is not None:  # what ends on the axis is twice as wide as it looks
            long[np.minimum(ring[:, 0], after[:, 0]) <= fixed + 0.1 * unit] *= 2
        k = int(long.argmin())
        if long[k] > _SHORT * unit:
            break
        a, b, c, d = (ring[(k + j) % len(ring)] for j in (-1, 0, 1, 2))
        corner = _cross(a, b - a, d, c - d)
        if corner is None or np.linalg.norm(corner - (b + c) / 2) > 2 * unit:
            corner = (b + c) / 2
        ring[k] = corner
        ring = np.delete(ring, (k + 1) % len(ring), 0)
    return ring


def _reduced(rings: list[Floats], points: Floats, unit: float, fixed: float | None) -> tuple[list[Floats], bool]:
    """Rings without the corners and edges that hardly bring them nearer to the points, and whether any went.

    An edge goes by letting its neighbours meet, a corner by joining its own.
    """
    rings = [r.copy() for r in rings]
    fewer = False
    while True:
        columns = [_to_edges(r, np.roll(r, -1, 0), points, fixed) for r in rings]
        now = float(np.concatenate(columns, 1).min(1).mean())
        best, change = np.inf, None
        for i, r in enumerate(rings):
            others = [c for j, c in enumerate(columns) if j != i]
            rest = np.concatenate(others, 1).min(1) if others else np.full(len(points), np.inf)
            for ring in _smaller(r, unit):
                cost = float(np.minimum(rest, _to_edges(ring, np.roll(ring, -1, 0), points, fixed).min(1)).mean())
                if cost < best and abs(area(ring)) > 4 * unit**2:
                    best, change = cost, (i, ring)
        if change is None or best > now + _CORNER * unit:
            return rings, fewer
        rings[change[0]], fewer = change[1], True


def _smaller(ring: Floats, unit: float) -> list[Floats]:
    """All rings with one corner less."""
    if len(ring) <= 3:
        return []
    out = [np.delete(ring, k, 0) for k in range(len(ring))]
    for k in range(len(ring)) if len(ring) > 3 else ():
        a, b, c, d = (ring[(k + j) % len(ring)] for j in (-1, 0, 1, 2))
        corner = _cross(a, b - a, d, c - d)
        if corner is not None and max(np.linalg.norm(corner - b), np.linalg.norm(corner - c)) < 5 * unit:
            less = ring.copy()
            less[k] = corner
            out.append(np.delete(less, (k + 1) % len(ring), 0))
    return out


def _to_edges(start: Floats, end: Floats, points: Floats, fixed: float | None) -> Floats:
    """(n, e) distances of points to edges; infinite to those that lie on x = `fixed`."""
    span = end - start
    size = np.maximum((span**2).sum(1), 1e-300)
    dx, dy = points[:, :1] - start[:, 0], points[:, 1:] - start[:, 1]
    t = np.clip((dx * span[:, 0] + dy * span[:, 1]) / size, 0, 1)
    far = np.hypot(dx - t * span[:, 0], dy - t * span[:, 1])
    if fixed is not None:
        far[:, (start[:, 0] <= fixed + 1e-9) & (end[:, 0] <= fixed + 1e-9)] = np.inf
    return np.asarray(far)


def _cross(p: Floats, u: Floats, q: Floats, v: Floats) -> Floats | None:
    """Where the lines p + s u and q + t v meet; None where they hardly do."""
    det = u[0] * v[1] - u[1] * v[0]
    if abs(det) < 0.2 * np.linalg.norm(u) * np.linalg.norm(v):
        return None
    s = ((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / det
    return np.asarray(p + s * u)


def _refitted(rings: list[Floats], points: Floats, normals: Floats, unit: float, along: Floats, fixed: float | None) -> list[Floats]:
    """Each edge on the best line through the points measured of it, corners where neighbouring lines meet."""
    start = np.concatenate(rings)
    end = np.concatenate([np.roll(r, -1, 0) for r in rings])
    span = end - start
    size = np.maximum(np.linalg.norm(span, axis=1), 1e-12)
    way = span / size[:, None]
    out = np.c_[way[:, 1], -way[:, 0]]
    owner = _owners(points, normals, start, way, size, out, unit)
    mid, turn = (start + end) / 2, way.copy()
    for k in range(len(start)):
        held = fixed is not None and max(start[k, 0], end[k, 0]) <= fixed + 0.5 * unit
        if held:
            mid[k, 0], turn[k] = fixed, (0.0, way[k, 1])
            continue
        p = points[owner == k]
        inner = p[np.abs((p - mid[k]) @ way[k]) <= max(size[k] / 2 - unit, 0.3 * size[k])] if len(p) else p
        p = inner if len(inner) >= 8 else p
        if len(p) < 4:
            continue
        mid[k] = p.mean(0)
        q = p - mid[k]
        scatter = q.T @ q / len(q)
        t = np.linalg.eigh(scatter)[1][:, 1]
        t = t if t @ way[k] > 0 else -t
        if t @ way[k] < 0.96 or size[k] < 4 * unit:
            t = way[k]
        for a in along:
            if abs(a @ t) > 0.94:
                m = a if a @ t > 0 else -a
                n = np.array([m[1], -m[0]])
                if n @ scatter @ n <= (_TILT * unit) ** 2 + np.linalg.eigvalsh(scatter)[0]:
                    t = m
                    break
        turn[k] = t
    made, first = [], 0
    for r in rings:
        index = np.arange(first, first + len(r))
        corners = []
        for i, j in zip(np.roll(index, 1), index, strict=True):
            c = _cross(mid[i], turn[i], mid[j], turn[j])
            old = start[j]
            if c is None or np.linalg.norm(c - old) > 3 * unit:
                c = old
                for m, t in ((mid[i], turn[i]), (mid[j], turn[j])):
                    c = c + (m + t * ((old - m) @ t) - old) / 2
            corners.append(c)
        made.append(np.array(corners))
        first += len(r)
    return made


def _owners(points: Floats, normals: Floats, start: Floats, way: Floats, size: Floats, out: Floats, unit: float) -> Ints:
    """(n,) the nearest edge that faces as a point does, -1 where none is near."""
    d = points[:, None] - start
    t = np.clip((d * way).sum(2), 0, size)
    far = np.linalg.norm(d - t[..., None] * way, axis=2)
    far[normals @ out.T < 0.75] = np.inf
    k = far.argmin(1)
    return np.where(far[np.arange(len(points)), k] < 2.0 * unit, k, -1)


def _sound(rings: list[Floats]) -> bool:
    """Whether every ring is simple and the outer ones enclose the holes."""
    import shapely

    outer = [shapely.Polygon(r) for r in rings if area(r) > 0]
    holes = [shapely.Polygon(r) for r in rings if area(r) < 0]
    if not outer or not all(p.is_valid and p.area > 0 for p in outer + holes):
        return False
    body = shapely.union_all(outer)
    return all(body.contains(h) for h in holes) and sum(h.area for h in holes) < body.area
