"""A surface rebuilt on planes: faces flat, edges where two planes meet, corners where three do; its connections stay as they are."""

from __future__ import annotations

import numpy as np

from partgen.crisp.planes import Planes
from partgen.crisp.surface import Floats, Ints, Surface

_PULL = 0.03
"""Weight of where a vertex was, against that of one plane: what planes leave open, it decides."""
_ROUNDS = 8
_FAR = 5.0
"""A vertex that its planes would carry farther than this, in units, goes to the nearest of them instead."""


def rebuilt(surface: Surface, which: Ints, planes: Planes, unit: float, *, start: Floats) -> Floats:
    """(v, 3) vertices on all planes of the faces around them; those of no plane's faces stay where `start` (v, 3) has them.

    Parameters
    ----------
    which : (f,) the plane of each face, -1 for none.

    Source: the quadric error of Garland and Heckbert 1997, minimised near the old place as in dual contouring (Ju et al. 2002).
    """
    count = len(planes)
    face = np.flatnonzero(which >= 0)
    if not len(face):
        return start
    key = np.unique(surface.faces[face].ravel() * count + np.repeat(which[face], 3))
    vertex, plane = key // count, key % count
    n, d = planes.normals[plane], planes.offsets[plane]
    first = np.flatnonzero(np.r_[True, vertex[1:] != vertex[:-1]])
    at = vertex[first]
    a = np.add.reduceat(n[:, :, None] * n[:, None, :], first) + _PULL * np.eye(3)
    b = np.add.reduceat(n * d[:, None], first)
    inverse = np.linalg.inv(a)
    x = start[at]
    for _ in range(_ROUNDS):
        x = np.einsum("vij,vj->vi", inverse, b + _PULL * x)
    far = np.linalg.norm(x - surface.vertices[at], axis=1) > _FAR * unit
    if far.any():
        old = start[at[far]]
        m, e = n[first[far]], d[first[far]]
        x[far] = old - m * ((old * m).sum(1) - e)[:, None]
    out = start.copy()
    out[at] = x
    return out
