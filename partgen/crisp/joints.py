"""Parts that touch: faces that all but meet made to meet, and what still lies in two parts taken from one of them.

The smaller part keeps what two parts share. The same cut costs it a larger share of itself, and in buildings it is the small part
(a door, a window, a chimney) that is let into the large one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Sequence, get_args

import numpy as np

from partgen.crisp.budget import flattened
from partgen.crisp.fit import Ruler
from partgen.crisp.frame import Frame, frame_of
from partgen.crisp.part import VOXELS, Crisped, check, cleaned, kept, measured
from partgen.crisp.planes import Planes
from partgen.crisp.rebuild import rebuilt
from partgen.crisp.solids import arrays, manifold
from partgen.crisp.surface import Floats, Ints, Surface, sums, volume
from partgen.errors import PartgenError

if TYPE_CHECKING:
    import trimesh

_Cut = Literal["all", "slight", "none"]
_PARALLEL = 1 - 1e-4
"""Cosine from which two faces are parallel (0.8 degrees)."""
_FACE = 4.0
"""Area, in square units, from which a flat face takes part."""
_OWN = np.cos(np.radians(5))
"""A part whose own frame is turned farther than this from the common one keeps its own."""
_SHARE = 0.12
"""Share of a part's depth by which a face of it may move."""
_LEAST = 0.4
"""Share of its volume that a part must keep when it is cut or its faces are moved."""


@dataclass(frozen=True, eq=False)
class _Faces:
    """The flat faces of a part: which (f,) of the mesh's faces, their planes, areas, and the corners on each."""

    surface: Surface
    which: Ints
    planes: Planes
    areas: Floats

    def corners(self, k: int) -> Floats:
        return self.surface.vertices[np.unique(self.surface.faces[self.which == k])]


def crisp_parts(
    meshes: Sequence[trimesh.Trimesh],
    *,
    tolerance: float,
    up: Sequence[float] = (0, 1, 0),
    max_faces: int = 600,
    cut: _Cut = "slight",
) -> list[Crisped]:
    """Parts of one thing cleaned together: in one frame, meeting where they all but met, and sharing no room.

    Parameters
    ----------
    meshes : in one frame, each as in `crisp`. tolerance : float, in their unit. up : (3,). max_faces : int, of each part.
    cut : which of the overlaps left are taken from the larger part: the slight ones, no thicker than the tolerance, which errors of the
        extraction explain (thicker ones are of parts that are let into each other, a post into the ground, a plant into its pot), all,
        or none.

    Returns
    -------
    list, one for each mesh in order; none is empty, and those that came closed are closed. A part that a cut would leave with less than
    two fifths of itself, or with more faces than allowed, keeps its overlap.

    Raises
    ------
    PartgenError : as in `crisp`; or there is no such `cut`.
    """
    check(tolerance, max_faces)
    if cut not in get_args(_Cut):
        raise PartgenError(f"cut must be one of {', '.join(get_args(_Cut))}, got {cut!r}")
    unit = tolerance / VOXELS
    surfaces = [measured(m) for m in meshes]
    known = [s for s in surfaces if s is not None]
    if not known:
        return [kept(m) for m in meshes]
    common = frame_of(np.concatenate([s.smooth_normals(2) for s in known]), np.concatenate([s.areas for s in known]), up)
    rulers: list[Ruler | None] = []
    made: list[Crisped] = []
    for m, s in zip(meshes, surfaces, strict=True):
        rulers.append(None if s is None else Ruler(s, unit))
        made.append(kept(m) if s is None else cleaned(m, s, _frame(s, common, up), unit, max_faces, ruler=rulers[-1]))
    closed = [k for k, s in enumerate(surfaces) if s is not None]
    bodies = {k: (np.asarray(made[k].mesh.vertices, np.float64), np.asarray(made[k].mesh.faces, np.int64)) for k in closed}
    bodies = _met(bodies, unit, tolerance)
    if cut != "none":
        bodies = _parted(bodies, unit, max_faces, thick=tolerance if cut == "slight" else np.inf)
    return [_remade(made[k], bodies.get(k), rulers[k]) for k in range(len(made))]


def _frame(surface: Surface, common: Frame, up: Sequence[float]) -> Frame:
    own = frame_of(surface.smooth_normals(2), surface.areas, up)
    turned = own.sure and np.abs(own.axes[0] @ common.axes[[0, 2]].T).max() < _OWN
    return own if turned or not common.sure else common


def _remade(part: Crisped, body: tuple[Floats, Ints] | None, ruler: Ruler | None) -> Crisped:
    """The part with the mesh that meeting and cutting made of it."""
    import trimesh

    before = np.asarray(part.mesh.vertices)
    if body is None or ruler is None or (len(body[0]) == len(before) and np.array_equal(body[0], before)):
        return part
    vertices, faces = body
    error = ruler.error(vertices, faces)
    mesh = trimesh.Trimesh(vertices, faces, process=False, validate=False)
    return replace(part, mesh=mesh, moved=error.largest, mean_moved=error.mean, faces=(part.faces[0], len(faces)))


# -- meeting ---------------------------------------------------------------------------------------


def _met(bodies: dict[int, tuple[Floats, Ints]], unit: float, tolerance: float) -> dict[int, tuple[Floats, Ints]]:
    """Bodies after flat faces of different parts that are parallel, beside each other and within tolerance lie in one plane."""
    parts = {k: _flat(*b, unit) for k, b in bodies.items()}
    level = [(k, j) for k, p in parts.items() if p is not None for j in range(len(p.areas)) if p.areas[j] >= _FACE * unit**2]
    pairs = []
    for a in range(len(level)):
        for b in range(a + 1, len(level)):
            if level[a][0] != level[b][0]:
                gap = _gap(parts[level[a][0]], level[a][1], parts[level[b][0]], level[b][1], tolerance)
                if gap is not None:
                    pairs.append((gap, a, b))
    home = {a: {a} for a in range(len(level))}
    for _, a, b in sorted(pairs):
        one, two = home[a], home[b]
        owners = [level[k][0] for k in one | two]
        if one is not two and len(set(owners)) == len(owners) and _common(parts, [level[k] for k in one | two], tolerance) is not None:
            one |= two  # of different parts, so that no part's two faces fall into one
            for k in two:
                home[k] = one
    moves: dict[int, list[tuple[int, float]]] = {}
    for group in {id(g): g for g in home.values() if len(g) > 1}.values():
        members = [level[k] for k in sorted(group)]
        for (part, face), offset in zip(members, _common(parts, members, tolerance) or [], strict=False):
            moves.setdefault(part, []).append((face, offset))
    out = dict(bodies)
    for k, changes in moves.items():
        changed = _shifted(_part(parts, (k, 0)), changes, unit)
        if changed is not None:
            out[k] = (changed, bodies[k][1])
    return out


def _common(parts: dict[int, _Faces | None], members: list[tuple[int, int]], tolerance: float) -> list[float] | None:
    """Offsets that put faces into one plane, as far as each may move; None where there is no place for all.

    Weights are area over squared depth, so that the thin parts, to which a shift is most, move least.
    """
    first = _plane(parts, members[0])[0]
    signs = [1.0 if _plane(parts, m)[0] @ first > 0 else -1.0 for m in members]
    at = [s * _plane(parts, m)[1] for s, m in zip(signs, members, strict=True)]
    reach = [min(tolerance, _SHARE * _depth(_part(parts, m), m[1])) for m in members]
    low, high = max(d - r for d, r in zip(at, reach, strict=True)), min(d + r for d, r in zip(at, reach, strict=True))
    if low > high:
        return None
    weight = [_part(parts, m).areas[m[1]] / _depth(_part(parts, m), m[1]) ** 2 for m in members]
    mean = float(np.average(at, weights=weight))
    return [s * min(max(mean, low), high) for s in signs]


def _depth(part: _Faces, face: int) -> float:
    """How thick the part is behind a face: to the nearest parallel face that looks the other way, else to its end."""
    n = part.planes.normals[face]
    back = part.planes.normals @ n < -_PARALLEL
    thick = part.planes.offsets[face] + part.planes.offsets[back & (part.areas >= 0.1 * part.areas[face])]
    thick = thick[thick > 0]
    return float(thick.min()) if len(thick) else float(np.ptp(part.surface.vertices @ n))


def _part(parts: dict[int, _Faces | None], level: tuple[int, int]) -> _Faces:
    part = parts[level[0]]
    assert part is not None
    return part


def _plane(parts: dict[int, _Faces | None], level: tuple[int, int]) -> tuple[Floats, float]:
    planes = _part(parts, level).planes
    return planes.normals[level[1]], float(planes.offsets[level[1]])


def _flat(vertices: Floats, faces: Ints, unit: float) -> _Faces | None:
    """The flat faces of a mesh: triangles in one plane, wherever they are."""
    surface = Surface.of(vertices, faces)
    if surface is None:
        return None
    n = surface.normals
    d = (surface.centres * n).sum(1)
    order = np.argsort(-surface.areas, kind="stable")
    which = np.full(len(faces), -1)
    normals: list[Floats] = []
    offsets: list[float] = []
    for f in order:
        if which[f] >= 0 or surface.areas[f] <= 0:
            continue
        same = (which < 0) & (n @ n[f] > 1 - 1e-6) & (np.abs(surface.centres @ n[f] - d[f]) < 1e-3 * unit)
        same[f] = True
        which[same] = len(normals)
        normals.append(n[f])
        offsets.append(float(d[f]))
    areas = sums(which[which >= 0], surface.areas[which >= 0], len(normals))
    return _Faces(surface, which, Planes(np.array(normals), np.array(offsets)), areas)


def _gap(p: _Faces | None, i: int, q: _Faces | None, j: int, tolerance: float) -> float | None:
    """How far apart two faces lie that could be one plane; None where they could not.

    Faces that look at each other may be a tolerance apart, faces that look the same way a quarter: what stands out by more is meant to.
    """
    if p is None or q is None:
        return None
    n = p.planes.normals[i]
    dot = float(n @ q.planes.normals[j])
    if abs(dot) < _PARALLEL:
        return None
    gap = abs(float(p.planes.offsets[i] - np.sign(dot) * q.planes.offsets[j]))
    if gap > (tolerance if dot < 0 else tolerance / 4):
        return None
    u = np.cross(n, np.eye(3)[int(np.abs(n).argmin())])
    u /= np.linalg.norm(u)
    v = np.cross(n, u)
    a, b = (np.stack([c @ u, c @ v], 1) for c in (p.corners(i), q.corners(j)))
    reach = 0.0 if dot < 0 else tolerance
    beside = (a.max(0) + reach > b.min(0)).all() and (b.max(0) + reach > a.min(0)).all()
    return gap if beside else None


def _shifted(part: _Faces, changes: list[tuple[int, float]], unit: float) -> Floats | None:
    """Vertices after some planes moved; None where that would turn faces over or leave too little."""
    offsets = part.planes.offsets.copy()
    for k, d in changes:
        offsets[k] = d
    s = part.surface
    moved = rebuilt(s, part.which, Planes(part.planes.normals, offsets), 10 * unit, start=s.vertices)
    now = Surface(moved, s.faces, s.neighbours)
    large = s.areas > 1e-3 * unit**2
    if now.volume < _LEAST * s.volume or ((now.normals * s.normals).sum(1)[large] < 0.5).any():
        return None
    return moved


# -- cutting ---------------------------------------------------------------------------------------


def _parted(bodies: dict[int, tuple[Floats, Ints]], unit: float, most: int, *, thick: float) -> dict[int, tuple[Floats, Ints]]:
    """Bodies of which no two share room: from the smallest on, each without those before it; overlaps thicker than `thick` stay."""
    out = dict(bodies)
    done: list[tuple[Any, Floats, Floats]] = []
    for k in sorted(bodies, key=lambda k: (volume(*bodies[k]), k)):
        solid = manifold(*bodies[k])
        if solid is None:
            continue
        low, high = bodies[k][0].min(0), bodies[k][0].max(0)
        near = [m for m, a, b in done if (a < high).all() and (b > low).all() and _overlap(solid, m) <= thick]
        less = _without(solid, near, unit, most)
        if less is not None:
            solid, out[k] = less, arrays(less)
        done.append((solid, low, high))
    return out


def _overlap(a: Any, b: Any) -> float:
    """How thick what two solids share is: twice its volume by its surface."""
    both = a ^ b
    return float(2 * both.volume() / both.surface_area()) if not both.is_empty() and both.surface_area() > 0 else 0.0


def _without(solid: Any, others: list[Any], unit: float, most: int) -> Any:
    """A solid without others, of at most `most` faces; None where it shares nothing with them or too little would be left."""
    from manifold3d import Manifold, OpType

    size = solid.volume()
    cut = solid
    for other in others:
        cut = cut - other
    if cut.is_empty() or size - cut.volume() <= max(1e-4 * size, 1e-3 * unit**3) or cut.volume() < _LEAST * size:
        return None
    pieces = [p for p in cut.decompose() if p.volume() > max(0.002 * size, 0.5 * unit**3)]
    if not pieces:
        return None
    cut = Manifold.batch_boolean(pieces, OpType.Add).simplify(1e-3 * unit)
    if cut.num_tri() > most:
        less = flattened(*arrays(cut), most, unit)
        cut = manifold(*less) if less is not None else None
    return cut if cut is not None and not cut.is_empty() and cut.volume() > 0 and cut.num_tri() <= most else None
