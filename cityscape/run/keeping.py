"""What survives a tile's regeneration: locked objects and parts, and those that are named. The new tile makes room for them."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Sequence

import numpy as np

from cityscape.errors import InputError
from cityscape.world.brief import Outline
from cityscape.world.painting import Painting
from cityscape.world.part import Thing, placed
from cityscape.world.records import Cell
from cityscape.world.tile import Tile

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GROUND = ("ground", "room")
"""Kinds of what all else stands on."""

BOUND = frozenset({"bridge", "footbridge", "city_wall", "gate", "wall_tower"})
"""Kinds that continue what crosses the borders: the new tile keeps them wherever they are."""

ROOM = 0.1
"""So much free land is left round what stays, metres."""

TOUCH = 1e-3
"""Footprints that share no more than this, in square metres, only touch."""


def kept(tile: Tile, patterns: Sequence[str] = ()) -> tuple[Thing, ...]:
    """The objects of a tile that stay: locked, with a locked part, or named by a pattern (``house_*``, ``house_02/roof``,
    ``1,2/house_02``). Whoever keeps a part keeps its object."""
    mine = [x for p in patterns if (x := _within(p, tile.cell))]
    return tuple(t for t in tile.things if t.locked or any(p.locked for p in t.parts) or any(_named(t, x) for x in mine))


def check_patterns(tiles: Sequence[Tile], patterns: Sequence[str]) -> None:
    """Raise `InputError` for a pattern that names nothing in these tiles, with the nearest names."""
    for x in patterns:
        if any(_named(t, mine) for tile in tiles if (mine := _within(x, tile.cell)) for t in tile.things):
            continue
        names = [n for tile in tiles for t in tile.things for n in (t.id, *(f"{t.id}/{p.name}" for p in t.parts))]
        near = get_close_matches(x, names, n=3, cutoff=0.5)
        cells = " or ".join(_cell(t.cell) for t in tiles)
        raise InputError(f"nothing in tile {cells} is called {x!r}" + (f": did you mean {', '.join(near)}?" if near else ""))


def with_kept(tile: Tile, old: Sequence[Thing]) -> tuple[Tile, int]:
    """A new tile with the objects of `old`, untouched, and how many of its own it left out for them.

    Left out is what overlaps an object of `old` seen from above. The ground and what continues over borders stay, unless
    `old` has a ground. Where two ids are the same, the new object's is counted on.
    """
    if not old:
        return tile, 0
    grounded = any(t.kind in GROUND for t in old)
    solid = [t for t in old if t.kind not in GROUND]
    boxes = [_box(t) for t in solid]
    shapes: dict[int, BaseGeometry] = {}
    stay = []
    for t in tile.things:
        if t.kind in GROUND:
            if not grounded:
                stay.append(t)
        elif (t.kind in BOUND and not any(o.kind == t.kind for o in solid)) or not _overlaps(t, solid, boxes, shapes):
            stay.append(t)
    ids = _fresh(stay, old)
    renamed = [_renamed(t, ids[t.id]) for t in stay]
    ground = [t for t in (*old, *renamed) if t.kind in GROUND]
    rest = [t for t in (*renamed, *old) if t.kind not in GROUND]
    names = {p.id: q.id for t, r in zip(stay, renamed, strict=True) for p, q in zip(t.parts, r.parts, strict=True)}
    painting = _relabelled(tile.painting, names) if tile.painting is not None else None
    return replace(tile, things=(*ground, *rest), painting=painting), len(tile.things) - len(stay)


def footprint(thing: Thing) -> BaseGeometry:
    """What an object covers seen from above, in its tile's frame: the convex outlines of its pieces together."""
    import shapely
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    points, index, n = [], [], 0
    for p in thing.parts:
        v, f = placed(thing, p)
        edges = np.concatenate([f[:, :2], f[:, 1:]])
        count, piece = connected_components(coo_matrix((np.ones(len(edges), np.int8), edges.T), (len(v), len(v))), directed=False)
        order = np.argsort(piece, kind="stable")
        points.append(v[order, :2])
        index.append(piece[order] + n)
        n += count
    if not points:
        return shapely.Polygon()
    hulls = shapely.convex_hull(shapely.multipoints(np.concatenate(points), indices=np.concatenate(index)))
    return shapely.union_all(hulls[shapely.get_dimensions(hulls) == 2])


def reserved(things: Sequence[Thing]) -> tuple[Outline, ...]:
    """The outlines that objects keep free of what comes, a hand's breadth wider than they are, to the centimetre."""
    import shapely

    found = [footprint(t).buffer(ROOM, join_style="mitre") for t in things if t.kind not in GROUND]
    pieces = shapely.get_parts(shapely.union_all(found)) if found else []
    outlines = [shapely.set_precision(p, 0.01).exterior.coords for p in pieces if p.area > 0.01]
    return tuple(tuple((float(x), float(y)) for x, y in o) for o in outlines)


def _overlaps(thing: Thing, old: Sequence[Thing], boxes: Sequence[np.ndarray], shapes: dict[int, BaseGeometry]) -> bool:
    box = _box(thing)
    near = [k for k, b in enumerate(boxes) if (box[0] < b[1]).all() and (b[0] < box[1]).all()]
    if not near:
        return False
    mine = footprint(thing)
    for k in near:
        if k not in shapes:
            shapes[k] = footprint(old[k])
        if mine.intersection(shapes[k]).area > TOUCH:
            return True
    return False


def _box(thing: Thing) -> np.ndarray:
    """(2, 2): least and largest x and y of an object in its tile's frame."""
    v = [placed(thing, p)[0][:, :2] for p in thing.parts]
    if not v:
        return np.full((2, 2), np.nan)
    return np.array([np.min([x.min(0) for x in v], axis=0), np.max([x.max(0) for x in v], axis=0)])


def _within(pattern: str, cell: Cell) -> str | None:
    """A pattern without the cell that it may begin with; None where that is another."""
    found = re.match(r"\s*([+-]?\d+)\s*,\s*([+-]?\d+)/", pattern)
    if not found:
        return pattern
    return pattern[found.end() :] if (int(found[1]), int(found[2])) == cell else None


def _named(thing: Thing, pattern: str) -> bool:
    """Whether a pattern names an object, or a part of it by its name or id, with or without the object's."""
    object_, _, part = pattern.partition("/")
    if not fnmatchcase(thing.id, object_):
        return not part and any(fnmatchcase(p.id, pattern) for p in thing.parts)
    short = (x for p in thing.parts for x in (p.name, p.id, p.id.removeprefix(f"{thing.id}__")))
    return not part or any(fnmatchcase(n, part) for n in short)


def _fresh(new: Sequence[Thing], old: Sequence[Thing]) -> dict[str, str]:
    """Id -> the id that a new object gets, so that no object and no part has one of `old`'s."""
    taken = {x for t in old for x in (t.id, *(p.id for p in t.parts))}
    names = {x for t in new for x in (t.id, *(p.id for p in t.parts))}
    out = {}
    for t in new:
        id = t.id
        if taken & {id, *(p.id for p in t.parts)}:
            stem, number = re.fullmatch(r"(.*?)(?:_(\d+))?", id).groups()  # type: ignore[union-attr]
            k = int(number or 1)
            while taken & (mine := {id, *(_part_id(p.id, t.id, id) for p in t.parts)}) or (id != t.id and mine & names):
                k += 1
                id = f"{stem}_{k:02d}"
            taken |= mine
        out[t.id] = id
    return out


def _renamed(thing: Thing, id: str) -> Thing:
    if id == thing.id:
        return thing
    name = id.replace("_", " ") if thing.name == thing.id.replace("_", " ") else thing.name
    parts = tuple(replace(p, id=_part_id(p.id, thing.id, id), thing=id) for p in thing.parts)
    return replace(thing, id=id, name=name, parts=parts)


def _part_id(part: str, old: str, new: str) -> str:
    return new + part.removeprefix(old) if part.startswith(old) else f"{new}__{part}"


def _relabelled(painting: Painting, names: dict[str, str]) -> Painting:
    """The picture with its mask under new part ids; what was left out is no part any more."""
    if painting.mask is None or all(names.get(x) == x for x in painting.parts):
        return painting
    left = [k for k, x in enumerate(painting.parts, 1) if x in names]
    table = np.zeros(len(painting.parts) + 1, np.uint16)
    table[left] = np.arange(1, len(left) + 1)
    return replace(painting, mask=table[np.asarray(painting.mask)], parts=tuple(names[painting.parts[k - 1]] for k in left))


def _cell(cell: Cell) -> str:
    return f"{cell[0]},{cell[1]}"
