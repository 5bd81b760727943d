"""Flat regions brought to order: planes refitted, turned upright, level or square where that moves them little, and joined at one level.

What "little" is depends on the region: a turn counts by how far it moves the region's own ends.
"""

from __future__ import annotations

import numpy as np

from partgen.crisp.frame import Frame
from partgen.crisp.planes import Planes
from partgen.crisp.regions import PATCH, Moments
from partgen.crisp.surface import Floats, Ints, Surface

_TILT = 0.45
"""Root mean square, in units, by which a region's points may leave a plane that is turned for order's sake."""
_TINY = 8.0
"""Area, in square units, of regions that stay as they were found."""
_STEP = 0.75
"""Parallel planes nearer than this, in units, are one if they are small; see `_levels`."""
_ERROR = 0.45
"""Standard deviation of those errors in units."""


def snapped(surface: Surface, which: Ints, planes: Planes, frame: Frame, unit: float, *, weights: Floats) -> Planes:
    """One plane for each region: the most orderly of those that fit it about as well as its best one.

    Parameters
    ----------
    which : (f,) region of each face, -1 for none; `planes` holds what each region was found on. weights : (f,).
    """
    count = len(planes)
    m = Moments.of(surface, which, count, weights)
    middle, scatter, weight = m.middle, m.scatter, m.weight
    values, vectors = np.linalg.eigh(scatter)
    best = vectors[:, :, 0]
    best = np.where(((best * planes.normals).sum(1) < 0)[:, None], -best, best)
    wild = ((best * planes.normals).sum(1) < 0.9) | (values[:, 1] < (1.0 * unit) ** 2)  # narrow strips say little of their turn
    best = np.where(wild[:, None], planes.normals, best)
    normals = best.copy()
    order = np.argsort(-weight, kind="stable")
    chosen: list[int] = []
    for r in order:
        if weight[r] < _TINY * unit**2:
            continue
        for n in _orders(best[r], frame, normals[chosen]):
            turn = n - best[r] * (n @ best[r])
            if n @ best[r] > 0.93 and float(turn @ scatter[r] @ turn) <= (_TILT * unit) ** 2:
                normals[r] = n
                break
        chosen.append(int(r))
    offsets = (normals * middle).sum(1)
    return Planes(normals, _levels(normals, offsets, weight, unit))


def _orders(n: Floats, frame: Frame, known: Floats) -> list[Floats]:
    """Directions near n, the most orderly first: the frame's, level ones and gables' slopes, parallels and squares of known ones."""
    out = []
    six = frame.six[frame.six @ n > 0.93]
    out += list(six)
    up = float(n @ frame.up)
    flat = n - up * frame.up
    if np.linalg.norm(flat) > 1e-6:
        flat = flat / np.linalg.norm(flat)
        heads = [h for h in frame.six if abs(h @ frame.up) < 0.5 and h @ flat > 0.93]
        near = known[known @ n > 0.95] if len(known) else known
        if len(near):  # a parallel, and what it mirrors
            out.append(near[int((near @ n).argmax())])
        if abs(up) < 0.37:
            out.append(flat)
        if heads and len(known):  # a gable's other side has the same slope
            slopes = known @ frame.up
            like = slopes[(np.abs(slopes - up) < 0.12) & (np.abs(slopes) < 0.98) & (np.abs(slopes) > 0.1)]
            if len(like):
                s = float(like[np.abs(like - up).argmin()])
                out.append(s * frame.up + np.sqrt(1 - s * s) * heads[0])
        if heads:
            out.append(up * frame.up + np.sqrt(max(1 - up * up, 0.0)) * heads[0])
    if len(known):
        back = known[known @ n < -0.95]
        if len(back):
            out.append(-back[int((back @ n).argmin())])
    return out


def _levels(normals: Floats, offsets: Floats, weight: Floats, unit: float) -> Floats:
    """Offsets after regions of one direction and nearly one level share it.

    Two levels are one where their difference is within what errors explain: the fewer patches of independent error a region holds,
    the less its own level counts.
    """
    out = offsets.copy()
    name = np.unique(np.round(normals, 6), axis=0, return_inverse=True)[1].ravel()
    spread = unit * _ERROR / np.sqrt(np.maximum(weight / (unit**2 * PATCH), 0.25))
    for d in np.unique(name):
        mine = np.flatnonzero(name == d)
        groups = [[int(k)] for k in mine[np.argsort(offsets[mine], kind="stable")]]
        while len(groups) > 1:
            level = np.array([np.average(offsets[g], weights=weight[g]) for g in groups])
            error = np.array([1 / np.sqrt((1 / spread[g] ** 2).sum()) for g in groups])
            gap = np.diff(level)
            allowed = np.minimum(_STEP * unit, 1.5 * np.hypot(error[1:], error[:-1]))
            k = int((gap / allowed).argmin())
            if gap[k] > allowed[k]:
                break
            groups[k : k + 2] = [groups[k] + groups[k + 1]]
        for g in groups:
            out[g] = np.average(offsets[g], weights=weight[g])
    return out
