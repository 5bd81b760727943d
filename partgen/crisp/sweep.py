"""Parts that are one outline swept: along a line (prisms, walls with openings) or about one (cylinders, cones, vessels, rings).

Frame: the mesh's. The outline is drawn by cutting the part several times and taking what most cuts agree on; then it is made crisp.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from partgen.crisp.frame import Frame
from partgen.crisp.outline import area, distances, straightened, within
from partgen.crisp.shape import Shape
from partgen.crisp.solids import arrays, moved
from partgen.crisp.surface import Floats

_SAG = 0.12
"""How far, in units, a facet's middle may lie within the circle that it stands for."""
_FACETED = 0.22
"""How strongly normals must prefer so many directions for a round part to have so many facets: 1 of perfect ones, 0 of a circle."""
_MADE = 0.4
"""Share of the surface of a turned part that is square to its axis or along it, if its outline has more than four corners."""
_CUTS = 9


def prism(solid: Any, points: Floats, normals: Floats, axis: Floats, frame: Frame, unit: float, max_faces: int) -> Shape | None:
    """The part as an outline extruded along `axis` between two flat ends, or None where it does not look like one.

    Parameters
    ----------
    solid : the part as a manifold. points, normals : (n, 3), evenly on its surface.
    """
    along = normals @ axis
    side = np.abs(along) < 0.5
    if (np.abs(along) > 0.8).sum() + side.sum() < 0.82 * len(points):
        return None
    ends = []
    for sign in (-1, 1):
        height = (points @ axis)[sign * along > 0.8]
        if len(height) < 8:
            return None
        level = float(np.median(height))
        if (np.abs(height - level) > 1.3 * unit).mean() > 0.06:
            return None
        ends.append(level)
    low, high = ends
    if high - low < unit:
        return None
    u, v = _sides(axis, frame)
    turn = np.stack([u, v, axis])
    standing = moved(solid, turn, np.zeros(3))
    cuts = [standing.slice(low + (high - low) * s) for s in np.linspace(0.1, 0.9, _CUTS)]
    drawn = _agreed(cuts)
    flat = np.stack([points @ u, points @ v], 1)[side]
    facing = np.stack([normals @ u, normals @ v], 1)[side]
    facing /= np.maximum(np.linalg.norm(facing, axis=1), 1e-12)[:, None]
    rings = straightened(drawn, flat, facing, unit, along=np.eye(2))
    if rings is None:
        return None
    corners = sum(len(r) for r in rings)
    if 4 * corners > max_faces:
        return None
    made = _section(rings).extrude(high - low)
    made = moved(made, turn.T, turn.T @ np.array([0, 0, low]))
    if made.is_empty() or made.volume() <= 0:
        return None
    vertices, faces = arrays(made)
    kind = "box" if len(rings) == 1 and _square(rings[0]) else "prism"
    return Shape(vertices, faces, kind, corners + 2, _off_prism(rings, low, high, points, np.stack([u, v, axis])))


def lathe(solid: Any, points: Floats, normals: Floats, axis: Floats, frame: Frame, unit: float, max_faces: int) -> Shape | None:
    """The part as an outline turned about a line along `axis`, or None where it does not look like one."""
    u, v = _sides(axis, frame)
    along = normals @ axis
    flat, facing = np.stack([points @ u, points @ v], 1), np.stack([normals @ u, normals @ v], 1)
    side = np.abs(along) < 0.9
    if side.sum() < 0.2 * len(points):
        return None
    few = np.flatnonzero(side)[:: max(int(side.sum()) // 500, 1)]
    centre = _centre(flat[few], facing[few])
    if centre is None:
        return None
    arm = flat - centre
    radius = np.linalg.norm(arm, axis=1)
    out = (arm * facing).sum(1) / np.maximum(radius, 1e-12)
    cross = np.abs(arm[:, 0] * facing[:, 1] - arm[:, 1] * facing[:, 0])  # how far a normal passes by the axis
    if np.median(cross[side] / np.maximum(np.hypot(*facing[side].T), 1e-12)) > max(1.2 * unit, 0.22 * float(np.median(radius))):
        return None
    height = points @ axis
    turn = np.stack([u, v, axis])
    standing = moved(solid, turn, -np.array([*centre, 0.0]))
    cuts = []
    for k in range(_CUTS):
        a = np.pi * (k + 0.25) / _CUTS
        plane = np.array([[np.cos(a), np.sin(a), 0], [0, 0, 1.0], [np.sin(a), -np.cos(a), 0]])
        cut = moved(standing, plane, np.zeros(3)).slice(0.0)
        cuts.append((cut, cut.mirror((1, 0))))
    reach = float(radius.max()) + unit
    half = _rectangle(0.0, reach, float(height.min()) - unit, float(height.max()) + unit)
    drawn = _agreed([(x ^ half) for pair in cuts for x in pair][: _CUTS * 2 // 3 * 3])
    profile_n = np.c_[out, along]
    profile_n /= np.maximum(np.linalg.norm(profile_n, axis=1), 1e-12)[:, None]
    rings = straightened(drawn, np.c_[radius, height], profile_n, unit, along=np.eye(2), fixed=0.0)
    if rings is None:
        return None
    corners = sum(len(r) for r in rings)
    if not _turned(rings):
        return None
    wide = max(float(r[:, 0].max()) for r in rings)
    segments, first = _facets(facing[side], wide / unit)
    if segments * 2 * corners > max_faces:
        segments, first = max_faces // (2 * corners) // 2 * 2, 0.0
        if segments < 12:
            return None
    full = 2 * np.pi / segments
    grow = np.sqrt(full / np.sin(full))  # facets that enclose what the circle does
    made = _section([r * (grow, 1.0) for r in rings]).revolve(segments)
    c, s = np.cos(first), np.sin(first)
    made = moved(made, turn.T @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]), turn.T @ np.array([*centre, 0.0]))
    if made.is_empty() or made.volume() <= 0:
        return None
    vertices, faces = arrays(made)
    guess = float(distances(rings, np.c_[radius, height], fixed=0.0).mean())
    return Shape(vertices, faces, _round_kind(rings, unit), corners + 3, guess)


def _off_prism(rings: list[Floats], low: float, high: float, points: Floats, turn: Floats) -> float:
    """Mean distance of points from a prism's surface."""
    x = points @ turn.T
    beside = distances(rings, x[:, :2])
    above = np.maximum(np.maximum(low - x[:, 2], x[:, 2] - high), 0)
    end = np.minimum(np.abs(x[:, 2] - low), np.abs(x[:, 2] - high))
    out = np.where(within(rings, x[:, :2]), 0, beside)
    return float(np.minimum(np.hypot(beside, above), np.hypot(end, out)).mean())


def _turned(rings: list[Floats]) -> bool:
    """Whether a profile looks made: of few corners, or with much of the surface square to the axis or along it."""
    if sum(len(r) for r in rings) <= 4:
        return True
    straight = total = 0.0
    for r in rings:
        span = np.roll(r, -1, 0) - r
        size = np.linalg.norm(span, axis=1)
        swept = size * (r[:, 0] + np.roll(r[:, 0], -1)) / 2
        total += float(swept.sum())
        straight += float(swept[np.abs(span).min(1) < 0.05 * size].sum())
    return straight > _MADE * total


def _facets(facing: Floats, wide: float) -> tuple[int, float]:
    """How many facets a part has around, and where (radians) the first corner is; enough for a circle where normals prefer no directions.

    Parameters
    ----------
    facing : (n, 2) normals across the axis. wide : the radius in units.
    """
    size = np.linalg.norm(facing, axis=1)
    way = (facing[:, 0] + 1j * facing[:, 1]) / np.maximum(size, 1e-12)
    best, found = 0.0, 0j
    number = 0
    power = way**4
    for n in range(5, 21):
        power = power * way
        mean = complex((power * size).sum() / max(size.sum(), 1e-12))
        if abs(mean) > best + 0.05:
            best, found, number = abs(mean), mean, n
    if best > (_FACETED if wide >= 6 else 2 * _FACETED):
        return number, float(np.angle(found) / number + np.pi / number)
    return int(np.clip(4 * np.ceil(np.pi / 4 / np.sqrt(2 * _SAG / wide)), 8, 32)), 0.0


def _sides(axis: Floats, frame: Frame) -> tuple[Floats, Floats]:
    """Two directions square to an axis and to each other, those of the frame where it has them; u x v = axis."""
    best = frame.axes[int(np.abs(frame.axes @ axis).argmin())]
    u = best - axis * (best @ axis)
    u /= np.linalg.norm(u)
    return u, np.cross(axis, u)


def _centre(points: Floats, normals: Floats) -> Floats | None:
    """The point that lines along 2D normals pass nearest to, outliers weighed down. Source: least squares, reweighted (Cauchy)."""
    across = np.stack([normals[:, 1], -normals[:, 0]], 1)
    right = (across * points).sum(1)
    weight = np.ones(len(points))
    centre = points.mean(0)
    for _ in range(4):
        a = across * weight[:, None]
        m = a.T @ across
        if np.linalg.cond(m) > 1e4:
            return None
        centre = np.linalg.solve(m, a.T @ right)
        off = across @ centre - right
        scale = max(float(np.median(np.abs(off))) * 2, 1e-12)
        weight = 1 / (1 + (off / scale) ** 2)
    return np.asarray(centre)


def _agreed(cuts: list[Any]) -> list[Floats]:
    """The contours of what two of each three cuts hold, and again of those."""
    while len(cuts) >= 3:
        third = len(cuts) // 3
        cuts = [(a ^ b) + (b ^ c) + (a ^ c) for a, b, c in zip(cuts[:third], cuts[third : 2 * third], cuts[2 * third :], strict=False)]
    return [np.asarray(p, np.float64) for p in cuts[0].to_polygons() if len(p) >= 3]


def _section(rings: list[Floats]) -> Any:
    from manifold3d import CrossSection, FillRule

    return CrossSection([np.ascontiguousarray(r) for r in rings], FillRule.NonZero)


def _rectangle(x0: float, x1: float, y0: float, y1: float) -> Any:
    return _section([np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])])


def _square(ring: Floats) -> bool:
    """Whether a ring has four square corners."""
    if len(ring) != 4:
        return False
    e = np.roll(ring, -1, 0) - ring
    e /= np.maximum(np.linalg.norm(e, axis=1), 1e-300)[:, None]
    return bool((np.abs((e * np.roll(e, -1, 0)).sum(1)) < 0.02).all())


def _round_kind(rings: list[Floats], unit: float) -> str:
    """cylinder, cone (frustums too), sphere, or lathe."""
    ring = rings[0]
    if len(rings) == 1 and area(ring) > 0:
        on_axis = (ring[:, 0] <= 1e-9).sum()
        if len(ring) == 4 and on_axis == 2:
            outer = ring[ring[:, 0] > 1e-9][:, 0]
            return "cylinder" if np.ptp(outer) < 0.02 * outer.max() else "cone"
        if len(ring) == 3 and on_axis == 2:
            return "cone"
        middle = np.array([0.0, (ring[:, 1].max() + ring[:, 1].min()) / 2])
        far = np.linalg.norm(ring - middle, axis=1)
        if on_axis >= 1 and len(ring) >= 6 and np.ptp(far) < 2 * unit:
            return "sphere"
    return "lathe"
