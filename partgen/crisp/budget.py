"""Fewer faces: without a trace where a surface is flat, with the least where it is not, and never at the cost of being closed."""

from __future__ import annotations

from typing import Any

import numpy as np

from partgen.crisp.solids import arrays, manifold
from partgen.crisp.surface import Floats, Ints, Surface, sums, volume

_LAMBDA, _MU = 0.5, -0.53


def flattened(vertices: Floats, faces: Ints, most: int, unit: float) -> tuple[Floats, Ints] | None:
    """A surface of planes with as few faces as move it by a tenth of a unit or two, and by more where there are still over `most`.

    Source: manifold3d's edge collapses.
    """
    solid = manifold(vertices, faces)
    if solid is None:
        return None
    for share in (0.15, 0.3, 0.5, 0.8):
        less = solid.simplify(share * unit)
        if less.is_empty():
            return None
        if less.num_tri() <= most:
            return arrays(less)
    return decimated(*arrays(less), most)


def decimated(vertices: Floats, faces: Ints, most: int) -> tuple[Floats, Ints] | None:
    """A surface of at most `most` faces with the volume it had, or None where that cannot be had.

    Source: Garland and Heckbert 1997 (fast_simplification); then all vertices move along their normals alike until the volume is right.
    """
    if len(faces) <= most:
        return vertices, faces
    import fast_simplification

    want = volume(vertices, faces)
    for target in (most, int(0.8 * most), int(0.6 * most)):
        v, f = vertices, faces
        for force in (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0):  # gently first: the order in which edges go is then the best
            v, f = fast_simplification.simplify(v, f, target_count=max(target, 4), agg=force)
            if len(f) <= most:
                break
        if len(f) > most:
            continue
        v, f = np.asarray(v, np.float64), np.asarray(f, np.int64)
        found = Surface.of(v, f)
        if found is None and (solid := manifold(v, f)) is not None:
            found = Surface.of(*arrays(solid))
        if found is not None and found.volume > 0 and len(found.faces) <= most:
            return _of_volume(found, want), found.faces
    return None


def thinned(mesh: Any, most: int) -> Surface | None:
    """A finely meshed surface with about `most` faces that lie where they lay; None where that is not to be had, or need not be."""
    import fast_simplification

    v, f = np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64)
    if len(f) <= 1.2 * most or not np.isfinite(v).all() or f.min() < 0 or f.max() >= len(v):
        return None
    v, f = fast_simplification.simplify(v, f, target_count=most, agg=3.0)
    found = Surface.of(np.asarray(v, np.float64), np.asarray(f, np.int64))
    return found if found is not None and found.volume > 0 else None


def _of_volume(surface: Surface, want: float) -> Floats:
    """Vertices moved out or in until the volume is `want`, by no more than a hundredth of the size."""
    size = float(np.ptp(surface.vertices, axis=0).max())
    now, gone = surface, 0.0
    for _ in range(3):
        step = (want - now.volume) / float(now.areas.sum())
        gone += abs(step)
        if gone > 0.01 * size:
            break
        moved = Surface(now.vertices + step * now.vertex_normals, now.faces, now.neighbours)
        if abs(moved.volume - want) >= abs(now.volume - want):
            break
        now = moved
    return now.vertices


def smoothed(surface: Surface, rounds: int, *, free: Floats | None = None) -> Floats:
    """(v, 3) vertices smoothed without shrinking; only those that `free` (v,) marks.

    Source: Taubin, "A signal processing approach to fair surface design", 1995.
    """
    a, b = surface.faces.ravel(), np.roll(surface.faces, -1, 1).ravel()
    count = len(surface.vertices)
    degree = np.maximum(np.bincount(a, minlength=count), 1)[:, None]
    v = surface.vertices
    for _ in range(rounds):
        for factor in (_LAMBDA, _MU):
            mean = np.stack([sums(a, v[b, k], count) for k in range(3)], 1) / degree
            step = factor * (mean - v)
            v = v + (step if free is None else step * free[:, None])
    return v
