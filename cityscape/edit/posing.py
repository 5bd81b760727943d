"""Move, rotate, scale, duplicate: objects and parts stand elsewhere."""

from __future__ import annotations

from dataclasses import replace
from math import floor, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.address import Address, address_of
from cityscape.edit.operations import FAR, Duplicate, Move, Rotate, Scale
from cityscape.edit.targets import (
    Done,
    each_thing,
    free,
    fresh_id,
    fresh_name,
    renumbered,
    resolve,
    said,
    taken,
    with_part,
    with_thing,
    without_thing,
)
from cityscape.errors import InputError
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing, placed
from cityscape.world.pose import Pose
from cityscape.world.records import Vec3
from cityscape.world.tile import Tile

Array = NDArray[np.float64]

GAP = 0.5
"""Metres between an object and its copy, where no distance is given."""
THINNEST, THICKEST = 1e-4, 1e4
"""Scales of a pose, all edits of it together."""


def move(draft: Any, op: Move) -> Done:
    """Move objects or parts by or to somewhere; an object over another finished tile is handed to it."""
    gone: dict[Address, Address] = {}
    if op.to is not None and len(many := resolve(draft, op.target)) > 1:
        raise InputError(f"{len(many)} things cannot all be moved to one place: say which, or move them by a distance")

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        free(tile, thing, part)
        if part is None:
            by = np.array(op.by) if op.by is not None else np.array(op.to) - tile.origin - thing.pose.position
            new = replace(thing, pose=_at(thing.pose, thing.pose.position + by, thing.id))
            tile, there = handed(draft, with_thing(tile, new), thing.id)
            if there.cell != tile.cell:
                gone[address_of(tile.cell, thing)] = there
            return tile
        frame = thing.pose.matrix()
        now = (frame @ [*part.pose.position, 1.0])[:3]
        want = now + op.by if op.by is not None else np.array(op.to) - tile.origin
        local = np.linalg.solve(frame[:3, :3], want - frame[:3, 3])
        return with_thing(tile, with_part(thing, replace(part, pose=_at(part.pose, local, part.id))))

    done = each_thing(draft, op.target, change, "moved")
    where = f", now {said(list(gone.values()))}" if gone else ""
    return Done(f"moved {said(done)} {f'by {_m(op.by)}' if op.by is not None else f'to {_m(op.to)}'}{where}", handed=gone)


def rotate(draft: Any, op: Rotate) -> str:
    """Turn objects or parts about an axis of the scene through their pivot."""
    from scipy.spatial.transform import Rotation

    axis = np.array(op.axis) / np.linalg.norm(op.axis)
    turn = Rotation.from_rotvec(axis * radians(op.degrees))

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        free(tile, thing, part)
        if part is None:
            q = (turn * Rotation.from_quat(thing.pose.rotation)).as_quat(canonical=True)
            return with_thing(tile, replace(thing, pose=thing.pose.model_copy(update={"rotation": _quaternion(q)})))
        frame = thing.pose.matrix()[:3, :3]
        linear = np.linalg.solve(frame, turn.as_matrix() @ frame @ part.pose.matrix()[:3, :3])
        return with_thing(tile, with_part(thing, shaped(part, linear)))

    done = each_thing(draft, op.target, change, "turned")
    return f"turned {said(done)} by {op.degrees:g} degrees about {_direction(op.axis)}"


def scale(draft: Any, op: Scale) -> str:
    """Scale objects or parts along their own axes; the pivot stays."""

    def grown(pose: Pose, id: str) -> Pose:
        factors = tuple(_rounded(s * f) for s, f in zip(pose.scale, op.factor, strict=True))
        if not all(THINNEST <= abs(f) <= THICKEST for f in factors):
            raise InputError(f"{id} would be {max(factors, key=abs):g} times its size: scales go from {THINNEST:g} to {THICKEST:g}")
        return pose.model_copy(update={"scale": factors})

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        free(tile, thing, part)
        if part is None:
            return with_thing(tile, replace(thing, pose=grown(thing.pose, thing.id)))
        return with_thing(tile, with_part(thing, replace(part, pose=grown(part.pose, part.id))))

    done = each_thing(draft, op.target, change, "scaled")
    times = f"{op.factor[0]:g}" if len(set(op.factor)) == 1 else " x ".join(f"{f:g}" for f in op.factor)
    return f"scaled {said(done)} by {times}"


def duplicate(draft: Any, op: Duplicate) -> str:
    """Copy objects or parts, each copy `by` farther on; a copy is not locked."""
    made: list[Address] = []

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        by = np.array(op.by) if op.by is not None else np.array([_width(thing, part) + GAP, 0.0, 0.0])
        if part is not None:
            free(tile, thing, inside=False)
            local = np.linalg.solve(thing.pose.matrix()[:3, :3], by)
            for k in range(1, op.count + 1):
                id = fresh_id(part.id, taken(tile))
                name = fresh_name(part.name, {p.name for p in thing.parts})
                new = replace(part, id=id, name=name, locked=False, pose=_at(part.pose, part.pose.position + k * local, id))
                thing = thing.with_parts((*thing.parts, new))
                tile = with_thing(tile, thing)
                made.append(address_of(tile.cell, thing, new))
            return tile
        free(tile, inside=False)
        for k in range(1, op.count + 1):
            ids = taken(tile)
            bare = thing.with_parts(tuple(replace(p, locked=False) for p in thing.parts))
            copy = renumbered(bare, fresh_id(thing.id, ids), ids)
            copy = replace(copy, locked=False, pose=_at(thing.pose, thing.pose.position + k * by, copy.id))
            tile, there = handed(draft, replace(tile, things=(*tile.things, copy)), copy.id)
            made.append(there)
        return tile

    done = each_thing(draft, op.target, change, "copied")
    return f"copied {said(done)} as {said(made)}"


def handed(draft: Any, tile: Tile, id: str) -> tuple[Tile, Address]:
    """The tile after giving an object to the finished tile over which its base lies, if that is another one, and its address now.

    The object keeps its id where that is free in the other tile, and its lock.
    """
    thing = next(t for t in tile.things if t.id == id)
    size, cell = tile.brief.size, tile.cell
    steps = [floor(x / size) for x in thing.pose.position[:2]]
    there = (cell[0] + steps[0], cell[1] + steps[1])
    if there == cell or not draft.has(there):
        return tile, address_of(cell, thing)
    other = draft.tile(there)
    free(other, inside=False)
    ids = taken(other)
    new = renumbered(thing, fresh_id(id, ids), ids)
    x, y, z = thing.pose.position
    new = replace(new, pose=_at(new.pose, (x - steps[0] * size, y - steps[1] * size, z), id))
    draft.put(replace(other, things=(*other.things, new)))
    return without_thing(tile, id), address_of(there, new)


def shaped(part: Part, linear: Array) -> Part:
    """The part with another linear map (3, 3) into its object's frame; what no pose can say goes into its vertices."""
    from scipy.spatial.transform import Rotation

    lengths = np.linalg.norm(linear, axis=0)
    turn = linear / lengths
    if np.linalg.det(turn) < 0:
        lengths[0], turn[:, 0] = -lengths[0], -turn[:, 0]
    if np.allclose(turn.T @ turn, np.eye(3), atol=1e-9):
        q = _quaternion(Rotation.from_matrix(turn).as_quat(canonical=True))
        return replace(part, pose=Pose(position=part.pose.position, rotation=q, scale=_triple(lengths)))
    v = part.mesh.vertices.astype(np.float64) @ linear.T
    faces = part.mesh.faces if np.linalg.det(linear) > 0 else part.mesh.faces[:, ::-1]
    return replace(part, pose=Pose(position=part.pose.position), mesh=Mesh(v.astype(np.float32), faces, part.mesh.colors, part.mesh.glow))


def _width(thing: Thing, part: Part | None) -> float:
    x = np.concatenate([placed(thing, p)[0][:, 0] for p in thing.parts if part is None or p is part])
    return float(x.max() - x.min())


def _at(pose: Pose, position: Any, id: str) -> Pose:
    x, y, z = (old if abs(new - old) < 1e-9 else _rounded(float(new)) for old, new in zip(pose.position, position, strict=True))
    p = (x, y, z)
    if not all(abs(x) <= FAR for x in p):
        raise InputError(f"{id} would stand at {_m(p)}: nothing stands farther away than {FAR:g} m")
    return pose.model_copy(update={"position": p})


def _triple(values: Any) -> Vec3:
    x, y, z = (_rounded(float(v)) for v in values)
    return x, y, z


def _rounded(x: float) -> float:
    return round(x, 9) + 0.0


def _quaternion(q: Any) -> tuple[float, float, float, float]:
    x, y, z, w = (round(float(v), 12) + 0.0 for v in q)
    return x, y, z, w


def _m(v: Any) -> str:
    return ", ".join(f"{x:g}" for x in v) + " m"


def _direction(axis: Vec3) -> str:
    named: dict[Vec3, str] = {(1.0, 0.0, 0.0): "x", (0.0, 1.0, 0.0): "y", (0.0, 0.0, 1.0): "z"}
    return named.get(axis) or ",".join(f"{x:g}" for x in axis)
