"""Balls and ellipsoids whose axes are the frame's."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from partgen.crisp.frame import Frame
from partgen.crisp.shape import Shape
from partgen.crisp.surface import Floats, Ints

_SPREAD = 0.9
"""Root mean square distance, in units, up to which a ball or an ellipsoid is worth a closer look."""
_ROUND = 0.06
"""How much farther off, in units, a ball may be than an ellipsoid."""
_SMALL = 4.5
"""Half axes below this, in units, are of something that blurring made round."""


def ellipsoid(points: Floats, normals: Floats, frame: Frame, unit: float) -> Shape | None:
    """The ball or ellipsoid through a surface's points, or None where they lie on none.

    Parameters
    ----------
    points, normals : (n, 3) evenly on the surface.
    """
    local, facing = frame.to_local(points), frame.to_local(normals)
    size = np.ptp(local, axis=0) / 2
    if size.min() < _SMALL * unit or size.max() > 4 * size.min():
        return None
    ball, round_off = _ball(local)
    middle, radii, off = _quadric(local) or (ball[:3], np.full(3, ball[3]), round_off)
    if round_off <= off + _ROUND * unit:
        middle, radii, off, terms = ball[:3], np.full(3, ball[3]), round_off, 4
    else:
        terms = 6
    if off > _SPREAD * unit:
        return None
    out = (local - middle) / radii**2
    out /= np.maximum(np.linalg.norm(out, axis=1), 1e-12)[:, None]
    if np.mean((out * facing).sum(1)) < 0.95:
        return None
    unit_ball, faces = _icosphere()
    vertices = frame.to_world(unit_ball * radii + middle)
    return Shape(vertices, faces, "sphere", terms, float(np.abs(_height(local, middle, radii)).mean()))


def _height(p: Floats, middle: Floats, radii: Floats) -> Floats:
    """Signed distances to an ellipsoid, to first order."""
    q = (p - middle) / radii
    value = np.linalg.norm(q, axis=1)
    slope = np.linalg.norm(q / radii, axis=1) / np.maximum(value, 1e-12)
    return (value - 1) / np.maximum(slope, 1e-12)


def _ball(p: Floats) -> tuple[Floats, float]:
    """(x, y, z, radius) of the best ball, and the root mean square distance from it. Source: linear least squares (Kasa 1976)."""
    c = p.mean(0)
    q = p - c
    x = np.linalg.lstsq(np.c_[2 * q, np.ones(len(q))], (q**2).sum(1), rcond=None)[0]
    radius = float(np.sqrt(max(x[3] + x[:3] @ x[:3], 1e-300)))
    off = np.linalg.norm(q - x[:3], axis=1) - radius
    return np.r_[x[:3] + c, radius + off.mean()], float(np.sqrt((off**2).mean()))


def _quadric(p: Floats) -> tuple[Floats, Floats, float] | None:
    """Middle, half axes and root mean square distance of the best axis-parallel ellipsoid; None where the best quadric is none."""
    c = p.mean(0)
    scale = float(np.abs(p - c).max())
    q = (p - c) / scale
    x = np.linalg.lstsq(np.c_[q**2, q], np.ones(len(q)), rcond=None)[0]
    if (x[:3] <= 1e-3).any():
        return None
    middle = -x[3:] / (2 * x[:3])
    level = 1 + float((x[:3] * middle**2).sum())
    if level <= 0:
        return None
    middle, radii = middle * scale + c, np.sqrt(level / x[:3]) * scale
    off = _height(p, middle, radii)
    return middle, radii + off.mean(), float(np.sqrt(((off - off.mean()) ** 2).mean()))


@lru_cache(maxsize=1)
def _icosphere() -> tuple[Floats, Ints]:
    """320 facets that enclose the unit ball's volume."""
    import trimesh

    ball = trimesh.creation.icosphere(subdivisions=2)
    grow = (4 / 3 * np.pi / ball.volume) ** (1 / 3)
    return np.array(ball.vertices) * grow, np.array(ball.faces, np.int64)
