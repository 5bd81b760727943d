"""Swap, merge, split: other meshes in the place of what is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.address import address_of, found, parse
from cityscape.edit.operations import Merge, Split, Swap
from cityscape.edit.posing import shaped
from cityscape.edit.targets import (
    by_cell,
    each_thing,
    free,
    fresh_id,
    fresh_name,
    is_address,
    renumbered,
    resolve,
    said,
    settled,
    taken,
    with_part,
    with_thing,
)
from cityscape.errors import InputError
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose
from cityscape.world.tile import Tile

Box = NDArray[np.float64]

MANY = 200
"""Pieces into which a part can be split at most."""


def swap(draft: Any, op: Swap) -> str:
    """Put another part or object in the place of objects or parts; ids, names, pivots and poses stay."""
    source = None if op.file is not None else _source(draft, op)
    whole = None if op.file is None else _thing_of_file(op.file)

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        free(tile, thing, part)
        if part is None:
            new = whole or source
            if not isinstance(new, Thing):
                raise InputError(f"{op.source} is a part, which cannot take the place of an object: name an object, or a part to swap")
            return with_thing(tile, _in_place(thing, new, op.fit, taken(tile)))
        one = _one(source) if source is not None else _part_of_file(op.file)
        scale = tuple(a / b for a, b in zip(one.pose.scale, thing.pose.scale, strict=True))
        return with_thing(tile, with_part(thing, _fitted(part, replace(one, pose=Pose(scale=scale)), op.fit)))

    done = each_thing(draft, op.target, change, "swapped")
    return f"put {op.source or Path(str(op.file)).name} in place of {said(done)}"


def merge(draft: Any, op: Merge) -> str:
    """Make one part of several of an object: their union where all are closed, else their faces side by side."""
    addresses = resolve(draft, op.target)
    made = []
    for cell, mine in by_cell(addresses).items():
        tile = draft.tile(cell)
        groups: dict[str, list[Part]] = {}
        for a in mine:
            thing, part = found(a, tile)
            if thing is None:
                raise InputError(f"{a} is a whole tile, whose objects cannot become one part: name an object, or parts of one")
            groups.setdefault(thing.id, []).extend(thing.parts if part is None else [part])
        for id, parts in groups.items():
            thing = next(t for t in tile.things if t.id == id)
            for p in parts:
                free(tile, thing, p)
            if len(parts) < 2:
                raise InputError(f"{address_of(cell, thing, parts[0])} is one part: name at least two parts of one object, or an object")
            one = merged(thing, parts, name=op.name)
            gone = {p.id for p in parts}
            kept = [one if p.id == one.id else p for p in thing.parts if p.id == one.id or p.id not in gone]
            if sum(p.name == one.name for p in kept) > 1:
                raise InputError(f"object {id!r} has a part called {one.name!r} already: choose another name")
            tile = with_thing(tile, thing.with_parts(tuple(kept)))
            made.append(address_of(cell, thing, one))
        draft.put(tile)
    return f"merged {said(addresses)} into {said(made)}"


def split(draft: Any, op: Split) -> str:
    """Make a part of each piece of a part that hangs together by itself, the largest first."""
    made = []

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        if part is None and len(thing.parts) > 1:
            raise InputError(f"{address_of(tile.cell, thing)} has {len(thing.parts)} parts: say which one is to be split")
        part = part or thing.parts[0]
        free(tile, thing, part)
        pieces = components(part.mesh)
        if len(pieces) == 1:
            raise InputError(f"{address_of(tile.cell, thing, part)} hangs together in one piece, so it cannot be split")
        if len(pieces) > MANY:
            raise InputError(f"{address_of(tile.cell, thing, part)} has {len(pieces)} pieces: more than {MANY} are not made parts")
        ids, names = taken(tile) - {part.id}, {p.name for p in thing.parts} - {part.name}
        new = []
        for k, piece in enumerate(pieces):
            id = part.id if k == 0 else fresh_id(f"{part.id}_{k + 1}", ids)
            name = fresh_name(part.name if k == 0 else f"{part.name}_{k + 1}", names)
            ids.add(id)
            names.add(name)
            new.append(pivoted(replace(part, id=id, name=name, mesh=piece)))
            made.append(address_of(tile.cell, thing, new[-1]))
        at = next(k for k, p in enumerate(thing.parts) if p.id == part.id)
        return with_thing(tile, thing.with_parts((*thing.parts[:at], *new, *thing.parts[at + 1 :])))

    done = each_thing(draft, op.target, change, "split")
    return f"split {said(done)} into {len(made)} parts, {said(made)}"


def merged(thing: Thing, parts: Sequence[Part], *, name: str | None = None) -> Part:
    """One part of several, with the id, name, label and material of the largest, its pivot in the middle of its base."""
    largest = max(parts, key=lambda p: (_area(p), p.id))
    meshes = [_in_thing(p) for p in parts]
    mesh = union(meshes) if all(m.watertight and m.volume > 0 for m in meshes) else None
    if any(m.colors is not None for m in meshes):
        mesh = _coloured(mesh or joined(meshes), meshes, parts)
    out = replace(largest, name=name or largest.name, mesh=mesh or joined(meshes), pose=Pose())
    return pivoted(out)


def union(meshes: Sequence[Mesh]) -> Mesh | None:
    """The union of closed meshes; None where none could be made."""
    import manifold3d as m3

    solids = [m3.Manifold(m3.Mesh(m.vertices, m.faces.astype(np.uint32))) for m in meshes]
    whole = m3.Manifold.batch_boolean(solids, m3.OpType.Add)
    if whole.status() != m3.Error.NoError or whole.is_empty():
        return None
    raw = whole.to_mesh()
    out = Mesh(np.asarray(raw.vert_properties, np.float32)[:, :3], np.asarray(raw.tri_verts, np.int32))
    return out if out.watertight and out.volume > 0 else None


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """The faces of meshes in one mesh."""
    starts = np.cumsum([0, *(len(m.vertices) for m in meshes[:-1])])
    faces = [m.faces + s for m, s in zip(meshes, starts, strict=True)]
    return Mesh(np.concatenate([m.vertices for m in meshes]), np.concatenate(faces).astype(np.int32))


def components(mesh: Mesh) -> list[Mesh]:
    """The pieces of a mesh that touch nowhere, the largest first; the inside of a hollow goes with what is round it."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    _, weld = np.unique(mesh.vertices, axis=0, return_inverse=True)
    weld = weld.ravel()
    f = weld[mesh.faces]
    n = int(weld.max()) + 1
    edges = np.concatenate([f[:, [0, 1]], f[:, [1, 2]]])
    count, of = connected_components(coo_matrix((np.ones(len(edges), bool), (edges[:, 0], edges[:, 1])), shape=(n, n)), directed=False)
    of_face = of[f[:, 0]]
    pieces = [_faces(mesh, of_face == k) for k in range(count) if (of_face == k).any()]
    if mesh.watertight:
        solid, hollow = [p for p in pieces if p.volume >= 0], [p for p in pieces if p.volume < 0]
        for h in hollow:
            around = [k for k, s in enumerate(solid) if (s.bounds[0] <= h.bounds[0]).all() and (s.bounds[1] >= h.bounds[1]).all()]
            if not around:
                solid.append(h)
                continue
            k = min(around, key=lambda k: float(np.prod(solid[k].bounds[1] - solid[k].bounds[0])))
            solid[k] = _stacked([solid[k], h])
        pieces = solid
    return sorted(pieces, key=lambda m: (-float(np.prod(m.bounds[1] - m.bounds[0] + 1e-6)), *m.bounds[0].tolist()))


def pivoted(part: Part) -> Part:
    """The part with its pivot moved to the middle of its base, its shape staying where it is."""
    lo, hi = part.mesh.bounds.astype(np.float64)
    base = np.array([(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2]])
    if not np.abs(base).max() > 1e-6:
        return part
    at = part.pose.matrix() @ [*base, 1.0]
    x, y, z = (round(float(c), 9) + 0.0 for c in at[:3])
    return replace(part, mesh=part.mesh.moved(-base), pose=part.pose.model_copy(update={"position": (x, y, z)}))


# -- swapping ---------------------------------------------------------------------------------------------


def _source(draft: Any, op: Swap) -> Thing | Part:
    assert op.source is not None
    if not is_address(op.source):
        raise InputError(f"swap needs one address as its source, such as 1,2/house_02/roof, not {op.source!r}")
    address = settled(draft, parse(op.source))
    thing, part = found(address, draft.tile(address.cell))
    if thing is None:
        raise InputError(f"{address} is a whole tile: name an object or a part of it as the source")
    if part is None:
        return thing
    scale = tuple(a * b for a, b in zip(part.pose.scale, thing.pose.scale, strict=True))
    return replace(part, pose=Pose(scale=scale))


def _thing_of_file(file: Path) -> Thing:
    """A file as an object whose frame is upright."""
    from cityscape.edit.foreign import read_thing

    thing = read_thing(file)
    turn = thing.pose.matrix()[:3, :3]
    parts = []
    for p in thing.parts:
        x, y, z = (round(float(c), 9) + 0.0 for c in turn @ p.pose.position)
        parts.append(shaped(replace(p, pose=p.pose.model_copy(update={"position": (x, y, z)})), turn @ p.pose.matrix()[:3, :3]))
    return replace(thing, pose=Pose(), parts=tuple(parts))


def _part_of_file(file: Path | None) -> Part:
    from cityscape.edit.foreign import read_part

    assert file is not None
    return replace(pivoted(replace(read_part(file), pose=Pose())), pose=Pose())


def _one(source: Thing | Part) -> Part:
    """What takes a part's place: a part in its own frame, an object as one part."""
    if isinstance(source, Part):
        return source
    if not source.parts:
        raise InputError(f"object {source.id!r} has no parts to take")
    if len(source.parts) == 1:
        p = source.parts[0]
        return pivoted(replace(p, mesh=_in_thing(p), pose=Pose(scale=source.pose.scale)))
    return replace(pivoted(merged(source, source.parts)), pose=Pose(scale=source.pose.scale))


def _fitted(old: Part, new: Part, fit: str) -> Part:
    """A part's mesh and material in another's box; pose and pivot are the old one's, as are id, name and label."""
    k, offset = _fit(old.mesh.bounds * np.array(old.pose.scale), np.sort(new.mesh.bounds * np.array(new.pose.scale), axis=0), fit)
    scale = np.array(new.pose.scale) * k
    mesh = new.mesh
    shift = offset / scale
    if np.abs(shift).max() > 1e-6:
        mesh = mesh.moved(shift)
    sx, sy, sz = (round(float(s), 9) for s in scale)
    return replace(old, material=new.material, mesh=mesh, pose=old.pose.model_copy(update={"scale": (sx, sy, sz)}))


def _in_place(old: Thing, new: Thing, fit: str, ids: set[str]) -> Thing:
    """An object's parts in another's box, standing on its base; pose, id, name and pivot are the old one's."""
    if not old.parts or not new.parts:
        raise InputError(f"object {old.id if not old.parts else new.id!r} has no parts to swap")
    k, offset = _fit(_box(old), _box(new), fit)
    if fit == "stretch" and any(p.pose.rotation != (0.0, 0.0, 0.0, 1.0) for p in new.parts) and len({round(x, 9) for x in k.tolist()}) > 1:
        new = new.with_parts(tuple(pivoted(replace(p, mesh=_in_thing(p), pose=Pose())) for p in new.parts))
    parts = []
    for p in new.parts:
        position = tuple(round(float(x), 9) + 0.0 for x in np.array(p.pose.position) * k + offset)
        scale = tuple(round(float(x), 9) for x in np.array(p.pose.scale) * k)
        parts.append(replace(p, pose=Pose(position=position, rotation=p.pose.rotation, scale=scale), locked=False))
    mine = {p.id for p in old.parts} | {old.id}
    out = renumbered(replace(new, parts=tuple(parts)), old.id, ids - mine)
    return replace(out, name=old.name, pose=old.pose, locked=old.locked)


def _fit(old: Box, new: Box, fit: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factors (3,) and then an offset (3,) that bring a box into another one, on the middle of its base."""
    old, new = np.sort(np.asarray(old, float), axis=0), np.asarray(new, float)
    have, want = np.maximum(new[1] - new[0], 1e-9), np.maximum(old[1] - old[0], 1e-9)
    k = want / have
    if fit != "stretch":
        thick = have > 1e-6
        k = np.full(3, float(k[thick].min()) if fit == "inside" and thick.any() else 1.0)
    k = np.clip(k, 1e-4, 1e4)
    base = [np.array([(b[0, 0] + b[1, 0]) / 2, (b[0, 1] + b[1, 1]) / 2, b[0, 2]]) for b in (old, new)]
    return k, base[0] - base[1] * k


def _box(thing: Thing) -> Box:
    """(2, 3) the box round an object, in its own frame."""
    v = np.concatenate([_in_thing(p).vertices for p in thing.parts]).astype(np.float64)
    return np.stack([v.min(0), v.max(0)])


# -- meshes -----------------------------------------------------------------------------------------------


def _in_thing(part: Part) -> Mesh:
    """A part's mesh in its object's frame."""
    m = part.pose.matrix()
    v = part.mesh.vertices.astype(np.float64) @ m[:3, :3].T + m[:3, 3]
    faces = part.mesh.faces if np.linalg.det(m[:3, :3]) > 0 else part.mesh.faces[:, ::-1]
    return Mesh(v.astype(np.float32), faces, part.mesh.colors, part.mesh.glow)


def _area(part: Part) -> float:
    t = _in_thing(part).vertices[part.mesh.faces].astype(np.float64)
    return float(np.linalg.norm(np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]), axis=1).sum())


def _coloured(mesh: Mesh, meshes: Sequence[Mesh], parts: Sequence[Part]) -> Mesh:
    """The mesh with the colours that the nearest vertices of others have, or their materials."""
    from scipy.spatial import cKDTree

    colors, glow = [], []
    for m, p in zip(meshes, parts, strict=True):
        own = np.array([int(p.material.color[k : k + 2], 16) for k in (1, 3, 5)], np.uint8)
        colors.append(m.colors if m.colors is not None else np.tile(own, (len(m.vertices), 1)))
        glow.append(m.glow if m.glow is not None else np.zeros(len(m.vertices), np.uint8))
    near = cKDTree(np.concatenate([m.vertices for m in meshes])).query(mesh.vertices)[1]
    return Mesh(mesh.vertices, mesh.faces, np.concatenate(colors)[near], np.concatenate(glow)[near])


def _faces(mesh: Mesh, chosen: NDArray[np.bool_]) -> Mesh:
    used, faces = np.unique(mesh.faces[chosen], return_inverse=True)
    pick = lambda x: None if x is None else x[used]  # noqa: E731
    return Mesh(mesh.vertices[used], faces.reshape(-1, 3).astype(np.int32), pick(mesh.colors), pick(mesh.glow))


def _stacked(meshes: Sequence[Mesh]) -> Mesh:
    """Meshes of one part as one, with their colours."""
    m = joined(meshes)
    if any(x.colors is None for x in meshes):
        return m
    glow = np.concatenate([x.glow if x.glow is not None else np.zeros(len(x.vertices), np.uint8) for x in meshes])
    return Mesh(m.vertices, m.faces, np.concatenate([x.colors for x in meshes if x.colors is not None]), glow)
