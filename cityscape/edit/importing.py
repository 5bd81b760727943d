"""`import_scene`: foreign 3D files become a scene of tiles, objects and parts."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from math import ceil, floor, sqrt
from pathlib import Path
from typing import Callable, Iterator, Literal, Sequence, get_args

import numpy as np

from cityscape.edit.cutting import apart, cut, is_ground, wide
from cityscape.edit.foreign import Body, By, Piece, build, closed, pieces, thing_of_body, whole
from cityscape.edit.names import free, is_wrapper
from cityscape.edit.ours import is_ours, our_plan, our_tiles
from cityscape.edit.reading import SUFFIXES, Floats, Foreign, Node, Surface, Up, read
from cityscape.errors import InputError
from cityscape.grammar.themes import load_theme
from cityscape.store import SceneFolder, Settings
from cityscape.store.disk import TEMP
from cityscape.world.brief import IMPORTED, Brief
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell, Record
from cityscape.world.theme import Style
from cityscape.world.tile import Provenance, Step, Tile

Layout = Literal["grid", "row", "pack"]
Step_ = Callable[[int, int], None]

TILE = 40.0
"""Edge of a tile, metres, where nothing else is asked for."""
FREE = frozenset("cc0 cc0-1.0 public-domain unlicense mit apache-2.0 bsd-2-clause bsd-3-clause cc-by-3.0 cc-by-4.0 0bsd".split())  # noqa: SIM905
"""Licences that are known to allow commercial use."""


class Imported(Record):
    """What an import made. `open` counts parts that enclose nothing; `cut` objects that were cut at borders of tiles."""

    path: str
    files: int
    tile_size: float
    tiles: int
    objects: int
    parts: int
    faces: int
    open: int
    cut: int = 0
    notes: tuple[str, ...] = ()


@dataclass
class _Place:
    """The tiles that come about: cell -> its objects, in the tile's frame, and the ids that are taken there."""

    size: float
    tiles: dict[Cell, list[Thing]] = field(default_factory=dict)
    ids: dict[Cell, set[str]] = field(default_factory=dict)

    def cell(self, xy: Floats) -> Cell:
        return (floor(xy[0] / self.size + 1e-9), floor(xy[1] / self.size + 1e-9))

    def put(self, cell: Cell, thing: Thing) -> None:
        self.tiles.setdefault(cell, []).append(_moved(thing, (-cell[0] * self.size, -cell[1] * self.size, 0.0)))


def _moved(thing: Thing, by: tuple[float, float, float]) -> Thing:
    x, y, z = (a + b for a, b in zip(thing.pose.position, by, strict=True))
    return replace(thing, pose=thing.pose.model_copy(update={"position": (x, y, z)}))


def import_scene(
    source: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    tile_size: float | None = None,
    by: By = "auto",
    scale: float = 1.0,
    up: Up = "y",
    layout: Layout = "grid",
    licence: str = "",
    theme: str = "suburb",
    step: Step_ | None = None,
) -> Imported:
    """Make a scene of a foreign scene, or of several models.

    Parameters
    ----------
    source : a file, whose nodes become objects, each in the cell in which the middle of its base lies; what `cityscape export` wrote
        becomes again the tiles, objects and parts that it was. Or several files, or a folder of them, each of which becomes one object.
    out : a new or empty folder. It is put in place when all is done, so a stopped import leaves nothing.
    tile_size : edge of a tile, metres; default 40, or of several models what holds the largest.
    by : what the parts of an object are, see `cityscape.edit.foreign.read_thing`.
    scale : metres per unit of the files. up : their vertical axis.
    layout : of several models: ``grid`` a square of tiles with one each, ``row`` a row of such, ``pack`` as many in a tile as have room.
    licence : under which the files are; unknown licences are taken to forbid commercial use.
    theme : whose light the scene has.
    step : called with (done, total).

    Raises
    ------
    InputError : nothing can be used, or a number cannot; one sentence says why.
    """
    target = Path(out)
    _check(target, tile_size, by, layout)
    files = list(_files(source))
    notes: list[str] = []
    if isinstance(source, (str, Path)) and not Path(source).is_dir():
        file = read(files[0], up=up, scale=scale)
        notes += file.notes
        if is_ours(file):
            plan = our_plan(file, style=Style(theme=load_theme(theme)))
            made = our_tiles(file, plan)
            return _written(target, plan, made, files=1, cuts=0, notes=notes, licence=licence, step=step)
        place = _Place(tile_size or TILE)
        cuts = _scene(file, place, by, notes, step)
    else:
        place, cuts = _models(files, tile_size, by=by, scale=scale, up=up, layout=layout, notes=notes, step=step), 0
    plan = _plan(place, files, Style(theme=load_theme(theme)))
    tiles = (Tile(plan.brief(c), tuple(place.tiles[c]), 0) for c in plan.cells)
    return _written(target, plan, tiles, files=len(files), cuts=cuts, notes=notes, licence=licence, step=None)


# -- one foreign scene ---------------------------------------------------------------------------------------
def bodies(file: Foreign, size: float) -> list[Body]:
    """The objects of a scene: the topmost nodes that are no wrappers and fit into a tile; what is larger is taken apart."""
    below: dict[int, list[Node]] = {}
    own: dict[int, list[Surface]] = {}
    under: dict[int, list[Surface]] = {}
    for s in file.surfaces:
        chain = s.node.above()
        own.setdefault(id(s.node), []).append(s)
        for n in chain:
            under.setdefault(id(n), []).append(s)
        for a, b in zip(chain, chain[1:], strict=False):
            if all(b is not x for x in below.setdefault(id(a), [])):
                below[id(a)].append(b)
    out: list[Body] = []

    def visit(node: Node, sole: bool) -> None:
        children, mine = below.get(id(node), []), own.get(id(node), [])
        all = Body(node.name, tuple(under[id(node)]), node)
        groups = not mine and any(below.get(id(c)) for c in children)  # a district, not an object
        large = wide(all.box, size / 2 if groups else size)
        if children and (large or (not mine and sole and is_wrapper(node.name))):
            if mine:
                out.extend(_parted(Body(node.name, tuple(mine), node), size))
            for c in children:
                visit(c, sole and len(children) == 1)
        else:
            out.extend(_parted(all, size))

    for r in file.roots:
        visit(r, len(file.roots) == 1)
    return out


def _parted(body: Body, size: float) -> list[Body]:
    if not wide(body.box, size) or (is_ground(body.name, body.box) and len({id(s.node) for s in body.surfaces}) == 1):
        return [body]
    return apart(body, size)


def _scene(file: Foreign, place: _Place, by: By, notes: list[str], step: Step_ | None) -> int:
    """Put a foreign scene's objects into cells; returns how many were cut."""
    found = bodies(file, place.size)
    box = np.stack([np.min([b.box[0] for b in found], 0), np.max([b.box[1] for b in found], 0)])
    shift = np.zeros(2)
    if (box[1] - box[0])[:2].max() <= place.size * (1 + 1e-6):
        shift = place.size / 2 - (box[0] + box[1])[:2] / 2
        if np.abs(shift).max() > 1e-6:
            notes.append(f"all of it fits into one tile: moved by {shift[0]:.4g}, {shift[1]:.4g} m to the middle of tile 0,0")
    cuts = 0
    for k, body in enumerate(found):
        if step:
            step(k, len(found))
        low, high = body.box
        cell = place.cell((low + high)[:2] / 2 + shift)
        if wide(body.box, place.size) and is_ground(body.name, body.box):
            cuts += _ground(body, cell, place, by, notes)
            continue
        if wide(body.box, place.size):
            x, y = (high - low)[:2]
            notes.append(f"{body.name} is {x:.4g} x {y:.4g} m, larger than a tile: kept whole in tile {cell[0]},{cell[1]}")
        thing = thing_of_body(body, by=by, taken=place.ids.setdefault(cell, set()), notes=notes)
        place.put(cell, _moved(thing, (float(shift[0]), float(shift[1]), 0.0)))
    if step:
        step(len(found), len(found))
    return cuts


def _ground(body: Body, home: Cell, place: _Place, by: By, notes: list[str]) -> int:
    """Cut a ground at the borders of tiles; what is open stays whole in the cell `home`. Returns 1 if something was cut."""
    cells: dict[Cell, list[Piece]] = {}
    whole_ones: list[Piece] = []
    for p in pieces(body, by="nodes" if by == "core" else by, notes=notes):
        found = cut(p, place.size)
        if found is None:
            whole_ones.append(p)
        else:
            for cell, q in found.items():
                cells.setdefault(cell, []).append(q)
    if whole_ones:
        count = f"{len(whole_ones)} of its parts are" if cells else "it is"
        notes.append(f"{body.name} spans several tiles but {count} not closed and cannot be cut: kept whole in tile {home[0]},{home[1]}")
        cells.setdefault(home, []).extend(whole_ones)
    for cell, some in cells.items():
        place.put(cell, build(body.name, some, np.eye(3), taken=place.ids.setdefault(cell, set()), kind="ground"))
    return int(len(cells) > 1)


# -- several models --------------------------------------------------------------------------------------------
def _models(
    files: list[Path], tile_size: float | None, *, by: By, scale: float, up: Up, layout: Layout, notes: list[str], step: Step_ | None
) -> _Place:
    things: list[tuple[Thing, Floats]] = []
    for k, path in enumerate(files):
        if step:
            step(k, len(files))
        try:
            file = read(path, up=up, scale=scale)
            body = whole(file)
            thing = thing_of_body(body, by=by, notes=notes)
        except InputError as e:
            notes.append(f"left out: {e}")
            continue
        notes += file.notes
        things.append((thing, body.box))
    if step:
        step(len(files), len(files))
    if not things:
        raise InputError(f"none of the {len(files)} files can be used: {notes[0].removeprefix('left out: ')}")
    largest = max(float((b[1] - b[0])[:2].max()) for _, b in things)
    room = 1.2 * largest
    size = tile_size or min(400.0, max(2.5, ceil(2 * room) / 2))
    if tile_size is None and layout == "pack":
        size = TILE
    place = _Place(size)
    for (thing, box), (x, y) in zip(things, _spots([b for _, b in things], size, layout), strict=True):
        middle, cell = (box[0] + box[1])[:2] / 2, place.cell(np.array([x, y]))
        moved = _moved(thing, (float(x - middle[0]), float(y - middle[1]), -float(box[0][2])))
        place.put(cell, _renamed(moved, place.ids.setdefault(cell, set())))
        if wide(box, size):
            notes.append(f"{thing.name} is larger than a tile of {size:g} m: it reaches beyond it")
    return place


def _renamed(thing: Thing, taken: set[str]) -> Thing:
    id = free(thing.id, taken)
    if id == thing.id:
        return thing
    parts = tuple(replace(p, id=f"{id}__{p.id.removeprefix(f'{thing.id}__')}", thing=id) for p in thing.parts)
    return replace(thing, id=id, parts=parts)


def _spots(boxes: list[Floats], size: float, layout: Layout) -> Iterator[tuple[float, float]]:
    """Where the middles of models stand, scene frame, metres."""
    if layout != "pack":
        columns = len(boxes) if layout == "row" else ceil(sqrt(len(boxes)))
        yield from (((k % columns + 0.5) * size, (k // columns + 0.5) * size) for k in range(len(boxes)))
        return
    columns = max(1, round(sqrt(sum(float(np.prod((b[1] - b[0])[:2] + 2)) for b in boxes)) / size))
    x = y = deep = 0.0
    for b in boxes:  # shelf by shelf, no model across a border that it need not cross
        w, d = (float(v) for v in (b[1] - b[0])[:2])
        gap = max(0.5, 0.15 * max(w, d))
        w, d = w + gap, d + gap
        if x % size + w > size and x % size > 0:
            x = ceil(x / size) * size
        if x >= columns * size:
            x, y, deep = 0.0, y + deep, 0.0
        if y % size + d > size and y % size > 0:
            x, y, deep = 0.0, ceil(y / size) * size, 0.0
        yield x + w / 2, y + d / 2
        x, deep = x + w, max(deep, d)


# -- writing -----------------------------------------------------------------------------------------------------
def _plan(place: _Place, files: list[Path], style: Style) -> Plan:
    things = [t for some in place.tiles.values() for t in some]
    lowest = min(float(t.pose.position[2]) for t in things)
    base = min(-3.0 if place.size >= TILE / 2 else -0.5, lowest)
    name = files[0].stem if len(files) == 1 else f"{len(files)} models of {files[0].parent.name}"
    briefs = []
    for cell in sorted(place.tiles):
        kinds = Counter(t.kind.replace("_", " ") for t in place.tiles[cell])
        text = ", ".join(f"{n} {k}" if n > 1 else k for k, n in kinds.most_common(8))
        briefs.append(Brief(cell=cell, size=place.size, base=base, text=IMPORTED + text))
    return Plan(prompt=f"import of {name}", tile_size=place.size, base=base, style=style, briefs=tuple(briefs))


def _written(
    out: Path, plan: Plan, tiles: Iterator[Tile], *, files: int, cuts: int, notes: list[str], licence: str, step: Step_ | None
) -> Imported:
    """Write the scene beside its place and put it there when it is whole."""
    temp = out.parent / f"{TEMP}import-{os.getpid()}-{out.name}"
    objects = parts = faces = open = 0
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temp, ignore_errors=True)
        folder = SceneFolder.create(temp, plan, Settings(planner="import", planned=Step(role="plan", name="import", licences=())))
        with folder.lock():
            for k, tile in enumerate(tiles):
                if step:
                    step(k, len(plan.cells))
                folder.write_tile(replace(tile, provenance=_provenance(licence, tile.provenance)))
                meshes = [p.mesh for _, p in tile.parts()]
                objects, parts = objects + len(tile.things), parts + len(meshes)
                faces += sum(len(m.faces) for m in meshes)
                open += sum(not closed(m) for m in meshes)
        os.replace(temp, out)
    except OSError as e:
        raise InputError(f"cannot write the scene {out} ({e.strerror or e}): choose another folder") from e
    finally:
        shutil.rmtree(temp, ignore_errors=True)
    return Imported(
        path=str(out),
        files=files,
        tile_size=plan.tile_size,
        tiles=len(plan.cells),
        objects=objects,
        parts=parts,
        faces=faces,
        open=open,
        cut=cuts,
        notes=tuple(dict.fromkeys(notes)),
    )


def _provenance(licence: str, known: Provenance) -> Provenance:
    """Who made a tile: nobody here; under the licence that is said, else the one that its own export noted."""
    said = (licence.strip(),) if licence.strip() else known.licences if known.planner == "import" else ()
    commercial = bool(said) and all("-".join(x.lower().split()) in FREE for x in said)
    made = Step(role="sculpt", name="import", licences=said, commercial=commercial)
    return Provenance(
        planner="import", painter="none", sculptor="import", licences=said or ("not stated",), commercial=commercial, steps=(made,)
    )


# -- asking ------------------------------------------------------------------------------------------------------
def _files(source: str | Path | Sequence[str | Path]) -> Iterator[Path]:
    found = 0
    for given in [source] if isinstance(source, (str, Path)) else source:
        path = Path(given)
        if path.is_dir():
            inside = sorted(f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file())
            if not inside:
                raise InputError(f"{path} holds no file that can be read: put {', '.join(SUFFIXES)} files into it")
            yield from inside
            found += len(inside)
        else:
            yield path
            found += 1
    if not found:
        raise InputError("nothing to import is given: name a file, several, or a folder of them")


def _check(out: Path, tile_size: float | None, by: str, layout: str) -> None:
    if by not in get_args(By):
        raise InputError(f"parts cannot be made by {by!r}: choose one of {', '.join(get_args(By))}")
    if layout not in get_args(Layout):
        raise InputError(f"models cannot be laid out as {layout!r}: choose one of {', '.join(get_args(Layout))}")
    if tile_size is not None and not 2.5 <= tile_size <= 400:
        raise InputError(f"a tile of {tile_size:g} m cannot be used: give an edge from 2.5 to 400 metres")
    if out.is_file():
        raise InputError(f"{out} is a file: choose another folder for the scene")
    if out.is_dir() and any(out.iterdir()):
        what = "already holds a scene" if (out / "scene.json").is_file() else "is not empty"
        raise InputError(f"{out} {what}: choose another folder for the scene")
