"""One part made crisp: what it may be is tried from the simplest on, and the simplest that fits is taken.

A part falls into shells (its connected surfaces, cavities among them); each is judged by itself and all are put together again.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc
from typing import TYPE_CHECKING, Any, Sequence

import numpy as np

from partgen.crisp import regions
from partgen.crisp.budget import decimated, flattened, smoothed, thinned
from partgen.crisp.convex import polytope
from partgen.crisp.ellipsoid import ellipsoid
from partgen.crisp.fit import Error, Ruler
from partgen.crisp.frame import Frame, frame_of
from partgen.crisp.planes import Planes, find, label
from partgen.crisp.rebuild import rebuilt
from partgen.crisp.shape import Shape
from partgen.crisp.snap import snapped
from partgen.crisp.solids import arrays, manifold
from partgen.crisp.surface import Flags, Floats, Ints, Surface, as_surface, sums, volume
from partgen.crisp.sweep import lathe, prism
from partgen.errors import PartgenError

if TYPE_CHECKING:
    import trimesh

VOXELS = 1.5
"""A tolerance is this many units, a unit being what the surface's own errors amount to (a voxel of its extraction)."""
_FIRST = 9_000
"""Surfaces of more faces are thinned before anything is asked of them."""
_SHELLS = 40
"""So many shells of a part are judged; smaller ones are only decimated."""
_MOST = 1.5
"""How far, in units, 95 in 100 points of a shape may lie from the surface; mean and stray: see `_Limits`."""
_ROUND = 1.0, 0.6
"""Round shapes, which much resembles, must keep to these shares of the mean and of the stray."""
_SEEN = 250.0
"""Area, in square units, below which everything looks round."""
_VOLUME = 0.04, 0.08
"""By what share of its volume, and by what layer on its surface in units, a part may grow or shrink."""
_GOOD = 0.36
"""A shape of which the surface lies so near on average, in units, needs no rival."""
_FEW, _NEAR = 7, 0.38
"""A polytope of so few sides that is so near, in units, is looked at alone."""
_SIDES, _LARGE = 10, 1500.0
"""Sides that a polytope may have which lie in any direction, and how large it must be, in square units."""
_THIN = 0.003
"""Share of its volume that smoothing may cost a part."""
_STRIP = 120.0
"""Area, in square units, of what is not flat but so small, between flat faces, that it goes to them."""
_WORSE = 0.12
"""How much farther off, in units, a simple shape may lie than what planes make of the surface."""
_FLAT, _ORDER = 0.5, 0.6
"""Share of a surface that must be flat for planes to be tried, and that must lie as buildings do."""
_FACET = 100.0
"""Area, in square units, from which a flat region counts that lies otherwise."""


@dataclass(frozen=True)
class _Limits:
    """What a shape must keep to, in units: the mean distance, and the share of the surface that may stray from it (see `Error`).

    Both follow from the errors that the surface's flat regions show.
    """

    mean: float
    stray: float

    @classmethod
    def of(cls, rough: float | None) -> _Limits:
        s = 0.35 if rough is None else min(rough, 0.55)
        return cls(float(np.clip(0.9 * s + 0.06, 0.36, 0.52)), 0.01 + 1.5 * erfc(1.25 / (1.4142 * max(s, 0.1))))


@dataclass(frozen=True, eq=False)
class Crisped:
    """A part after cleaning.

    mesh : closed, of positive volume, in the frame it came in.
    kind : box, prism, cylinder, cone (and frustum), sphere (and ellipsoid), lathe (any outline turned about a line), planar (other
        planes), simplified (smoothed and decimated) or kept (as it came): what most of its surface is.
    moved, mean_moved : largest and mean distance between the surface before and after, both ways, sampled, in the mesh's unit.
    faces : before and after.
    """

    mesh: trimesh.Trimesh
    kind: str
    moved: float
    mean_moved: float
    faces: tuple[int, int]


def crisp(mesh: trimesh.Trimesh, *, tolerance: float, max_faces: int = 600, up: Sequence[float] = (0, 1, 0)) -> Crisped:
    """A part cleaned: flat, edged, or truly round where it is so within tolerance, smooth and light elsewhere.

    Parameters
    ----------
    mesh : closed, finely and evenly meshed as marching cubes leave it; anything else comes back as it is.
    tolerance : float, in the mesh's unit: about one and a half voxels of the extraction.
    max_faces : int, at most. up : (3,) the direction that buildings keep to.

    Raises
    ------
    PartgenError : the tolerance is not positive, the budget is under 12 faces, or `up` is no direction.
    """
    check(tolerance, max_faces)
    surface = measured(mesh)
    if surface is None:
        return kept(mesh)
    frame = frame_of(surface.smooth_normals(2), surface.areas, up)
    return cleaned(mesh, surface, frame, tolerance / VOXELS, max_faces)


def check(tolerance: float, max_faces: int) -> None:
    """Raise PartgenError for a tolerance or a budget that makes no sense."""
    if not (np.isfinite(tolerance) and tolerance > 0):
        raise PartgenError(f"the tolerance must be a length above 0 (about 1.5 voxels of the extraction), got {tolerance!r}")
    if max_faces < 12:
        raise PartgenError(f"a part cannot do with {max_faces} faces: allow at least 12, a box's")


def kept(mesh: trimesh.Trimesh) -> Crisped:
    """A part as it is."""
    return Crisped(mesh.copy(), "kept", 0.0, 0.0, (len(mesh.faces), len(mesh.faces)))


def measured(mesh: trimesh.Trimesh) -> Surface | None:
    """A mesh's surface, thinned to what can be looked at in time; None where it is not closed."""
    return thinned(mesh, _FIRST) or as_surface(mesh)


def cleaned(mesh: trimesh.Trimesh, surface: Surface, frame: Frame, unit: float, max_faces: int, *, ruler: Ruler | None = None) -> Crisped:
    """A part with a known surface and frame; see `crisp`."""
    import trimesh

    ruler = ruler or Ruler(surface, unit)
    shells = surface.shells()
    total = float(surface.areas.sum())
    made: list[tuple[Shape, float]] = []
    for k, s in enumerate(shells):
        share = float(s.areas.sum()) / total
        size = s.volume
        if len(shells) > 1 and abs(size) < min(4 * unit**3, 0.01 * total * unit):
            continue  # a crumb
        budget = max(int(max_faces * share), min(100, max_faces // 2), 12) if len(shells) > 1 else max_faces
        turned = s if size > 0 else Surface(s.vertices, s.faces[:, ::-1].copy(), s.neighbours[:, [1, 0, 2]])
        own = ruler if len(shells) == 1 else None
        made.append((_shell(turned, own, frame, unit, budget, plain=k >= _SHELLS), np.sign(size) * share))
    joined = _together(made, max_faces, unit)
    if joined is None:
        made = [(_smooth(surface), 1.0)]
        joined = _together(made, max_faces, unit)
    if joined is None:
        return kept(mesh)
    vertices, faces = joined
    error = ruler.error(vertices, faces)
    shares: dict[str, float] = {}
    for shape, share in made:
        shares[shape.kind] = shares.get(shape.kind, 0.0) + abs(share)
    kind = max(shares, key=lambda x: shares[x])
    out = trimesh.Trimesh(vertices, faces, process=False, validate=False)
    return Crisped(out, kind, error.largest, error.mean, (len(mesh.faces), len(faces)))


def _together(made: list[tuple[Shape, float]], most: int, unit: float) -> tuple[Floats, Ints] | None:
    """Shells as one closed mesh of at most `most` faces, cavities taken out; None where that cannot be had.

    Parameters
    ----------
    made : shapes with their shares of the whole surface, negative for cavities; those "simplified" are still finely meshed.
    """
    exact = [x for x in made if x[0].kind != "simplified"]
    loose = [x for x in made if x[0].kind == "simplified"]
    if loose:
        left = most - sum(len(s.faces) for s, _ in exact)
        share = sum(abs(x) for _, x in loose)
        less = decimated(*_side_by_side(loose), max(left, int(0.5 * share * most), 12))
        if less is None:
            return None
        if not exact:
            return less
        exact.append((Shape(*less, "simplified", 0), 1.0))
    if len(exact) == 1:
        v, f = exact[0][0].vertices, exact[0][0].faces
        return (v, f) if len(f) <= most and volume(v, f) > 0 else None
    while exact:
        solid = _united(exact)
        if solid is None:
            return None
        solid = solid.simplify(0.02 * unit)
        if solid.is_empty() or solid.volume() <= 0:
            return None
        if solid.num_tri() <= most:
            return arrays(solid)
        less = decimated(*arrays(solid), most)
        if less is not None:
            return less
        exact = sorted(exact, key=lambda x: -abs(x[1]))[:-1]
    return None


def _united(made: list[tuple[Shape, float]]) -> Any:
    """The union of shapes, without those whose share is negative; None where nothing of it is left."""
    from manifold3d import Manifold, OpType

    bodies = [(manifold(s.vertices, s.faces), share > 0) for s, share in made]
    full, hollow = ([m for m, solid in bodies if m is not None and solid == kind] for kind in (True, False))
    if not full:
        return None
    out = Manifold.batch_boolean(full, OpType.Add)
    return out - Manifold.batch_boolean(hollow, OpType.Add) if hollow else out


def _side_by_side(made: list[tuple[Shape, float]]) -> tuple[Floats, Ints]:
    """Shapes as one mesh, cavities turned inwards."""
    first = np.cumsum([0] + [len(s.vertices) for s, _ in made])
    faces = [(s.faces if share > 0 else s.faces[:, ::-1]) + k for (s, share), k in zip(made, first, strict=False)]
    return np.concatenate([s.vertices for s, _ in made]), np.concatenate(faces)


# -- one shell -------------------------------------------------------------------------------------


def _shell(surface: Surface, ruler: Ruler | None, frame: Frame, unit: float, budget: int, *, plain: bool) -> Shape:
    """The simplest shape that fits one connected surface."""
    if plain:
        return _smooth(surface)
    ruler = ruler or Ruler(surface, unit)
    normals = surface.smooth_normals(3)
    which, planes = _flat_regions(surface, frame, unit, normals)
    best: Shape | None = None
    error, cost = Error(np.inf, np.inf, np.inf, 1.0), np.inf
    neat = regions.orderly(surface, which, planes, frame, normals=normals)
    trust = 3.0 * neat + 3.0 * ((planes.normals @ frame.six.T).max(1, initial=-1) > 0.999)
    bent = regions.curved(surface, which, planes, trust, unit, weights=_inner(surface, which), normals=normals)
    rough = regions.roughness(surface, which, planes, bent, unit, weights=_inner(surface, which))
    limits = _Limits.of(rough)
    for shape in sorted(_simple(surface, ruler, which, planes, neat, frame, unit, budget), key=lambda s: s.cost(s.guess, unit)):
        if shape.cost(shape.guess, unit) > cost + 0.05:  # guesses see one side only
            break
        e = ruler.error(shape.vertices, shape.faces)
        if _fits(shape, e, limits, surface, unit) and shape.cost(e.mean, unit) < cost:
            best, error, cost = shape, e, shape.cost(e.mean, unit)
    if best is not None and error.mean <= _GOOD * unit:
        return best
    planar = _planar(surface, which, planes, bent, neat, unit, budget)
    if planar is not None:
        e = ruler.error(planar.vertices, planar.faces)
        if not _fits(planar, e, limits, surface, unit):
            planar = None
        elif best is not None and error.mean > e.mean + _WORSE * unit:
            best = None
    return best or planar or _smooth(surface)


def _fits(shape: Shape, error: Error, limits: _Limits, surface: Surface, unit: float) -> bool:
    """Whether a shape can stand for a surface."""
    mean, stray = _ROUND if shape.kind in ("cylinder", "cone", "sphere", "lathe") else (1.0, 1.0)
    if error.mean > mean * limits.mean * unit or error.most > _MOST * unit or error.stray > stray * limits.stray:
        return False
    size = surface.volume
    if stray < 1 and float(surface.areas.sum()) < _SEEN * unit**2:
        return False
    return abs(volume(shape.vertices, shape.faces) - size) <= _VOLUME[0] * size + _VOLUME[1] * unit * float(surface.areas.sum())


def _simple(
    surface: Surface, ruler: Ruler, which: Ints, planes: Planes, neat: Flags, frame: Frame, unit: float, budget: int
) -> list[Shape]:
    """All simple shapes that might do."""
    out = [ellipsoid(ruler.points, ruler.normals, frame, unit)]
    areas = sums(which[which >= 0], surface.areas[which >= 0], len(planes))
    if len(planes) >= 4:
        hull = polytope(planes, areas, ruler.points, ruler.normals, frame, unit)
        if hull is not None and hull.terms <= _FEW and hull.guess <= _NEAR * unit:
            return [hull]
        if hull is not None and (hull.kind != "planar" or areas[neat].sum() >= _ORDER * areas.sum() or _plain(hull, surface, unit)):
            out.append(hull)
    solid = manifold(surface.vertices, surface.faces)
    if solid is not None:
        for axis in frame.axes:
            out.append(prism(solid, ruler.points, ruler.normals, axis, frame, unit, budget))
            out.append(lathe(solid, ruler.points, ruler.normals, axis, frame, unit, budget))
    return [s for s in out if s is not None and len(s.faces) <= budget]


def _plain(hull: Shape, surface: Surface, unit: float) -> bool:
    """Whether a polytope of sides in any direction is large and simple enough to be meant."""
    return hull.terms <= _SIDES and float(surface.areas.sum()) >= _LARGE * unit**2


def _flat_regions(surface: Surface, frame: Frame, unit: float, normals: Floats) -> tuple[Ints, Planes]:
    """(f,) the plane of each face, -1 where it has none, and the planes, each once."""
    planes = find(surface, frame, unit, normals=normals)
    labels = label(surface, planes, unit, normals=normals)
    labels = regions.absorbed(surface, labels, planes, regions.crumbs(surface, labels, 6 * unit**2), unit)
    which, of = regions.connected(surface, labels)
    number = np.where(of >= 0, np.cumsum(of >= 0) - 1, -1)
    which, planes = number[which], planes.take(of[of >= 0])
    if not len(planes):
        return which, planes
    which, planes = regions.joined(surface, which, planes, unit, weights=_inner(surface, which))
    edge = regions.rounded(surface, which, planes, unit)
    which = regions.absorbed(surface, which, planes, (which >= 0) & edge[which], unit)
    left, number = np.unique(which[which >= 0], return_inverse=True)
    planes = planes.take(left)
    which[which >= 0] = number
    if not len(planes):
        return which, planes
    planes = snapped(surface, which, planes, frame, unit, weights=_inner(surface, which))
    key = np.round(np.c_[planes.normals, planes.offsets / unit], 5)
    _, first, name = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return np.where(which >= 0, name.ravel()[which], -1), planes.take(first)


def _inner(surface: Surface, which: Ints) -> Floats:
    """(f,) areas; of faces at the border of their region, where edges are rounded, a twentieth."""
    return np.where((which[surface.neighbours] == which[:, None]).all(1), surface.areas, 0.05 * surface.areas)


def _planar(surface: Surface, which: Ints, planes: Planes, bent: Flags, neat: Flags, unit: float, budget: int) -> Shape | None:
    """The surface rebuilt on its planes, smooth where it has none; None where little of it is flat or the result is not sound."""
    if not len(planes):
        return None
    size = sums(which[which >= 0], surface.areas[which >= 0], len(planes)) / unit**2
    total = float(surface.areas.sum()) / unit**2
    if float(size[neat & ~bent].sum()) < _ORDER * total:
        return None
    bent = bent | (~neat & (size < _FACET))
    which = np.where((which >= 0) & ~bent[which], which, -1)
    if float(size[~bent].sum()) < _FLAT * total:
        return None
    which = regions.absorbed(surface, which, planes, regions.crumbs(surface, which, _STRIP * unit**2, curved=True), unit)
    loose = np.zeros(len(surface.vertices))
    loose[surface.faces[which < 0]] = 1.0
    start = smoothed(surface, 4, free=loose) if loose.any() else surface.vertices
    less = flattened(rebuilt(surface, which, planes, unit, start=start), surface.faces, budget, unit)
    if less is None or volume(*less) <= 0:
        return None
    return Shape(*less, "planar", len(planes))


def _smooth(surface: Surface) -> Shape:
    """The surface smoothed, or as it is where it is so fine that smoothing would thin it; still finely meshed."""
    v = smoothed(surface, 2)
    same = abs(volume(v, surface.faces) - surface.volume) < _THIN * surface.volume
    return Shape(v if same else surface.vertices, surface.faces, "simplified", 0)
