"""Handles: a scene, its tiles, objects and parts by their addresses, to be read and edited from Python.

    scene = cityscape.open("town")
    scene.tile(1, 2).object("house_02").part("roof").recolour("#aa3322")
    with scene.batch("a red street"):
        scene.select("label:roof tile:2,*").recolour("#aa3322")

A handle holds an address, never a copy: what is read after an edit is what is there then. An edit is one step of the history; those
within a batch are one together.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Sequence

from cityscape.edit.address import Address, address_of, found, parse
from cityscape.edit.changes import Edited, carried_out, commit
from cityscape.edit.operations import read_operations
from cityscape.edit.targets import is_address, selected, tile_of
from cityscape.errors import InputError
from cityscape.store import SceneFolder
from cityscape.world.part import Part, Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.tile import Tile

if TYPE_CHECKING:
    from typing_extensions import Self

    from cityscape.edit.changes import Maker
    from cityscape.store.draft import Draft
    from cityscape.store.history import Entry

RECENT = 8
"""Tiles that a handle of a scene keeps in memory."""


class SceneHandle:
    """A scene on disk, to be read and edited.

    Parameters
    ----------
    path : the scene's folder. wait : seconds to wait for another program that writes it. maker : makes tiles again.
    """

    def __init__(self, path: str | Path, *, wait: float = 0.0, maker: Maker | None = None) -> None:
        self.folder = SceneFolder.open(path)
        self.wait = wait
        self._maker = maker
        self._draft: Draft | None = None
        self._done: list[tuple[Any, str]] = []
        self._broken = False
        self._tiles: OrderedDict[Cell, tuple[bytes, Tile]] = OrderedDict()
        self._stamp = self._mark()

    def __repr__(self) -> str:
        return f"<scene {self.folder.path}>"

    # -- looking --------------------------------------------------------------------------------------
    @property
    def path(self) -> Path:
        """The scene's folder."""
        return self.folder.path

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._held().plan

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that have a finished tile."""
        held = self._held()
        done = held.done()
        return tuple(c for c in held.plan.cells if c in done)

    @property
    def tiles(self) -> list[TileHandle]:
        """All finished tiles."""
        return [TileHandle(self, Address(c)) for c in self.cells]

    def tile(self, i: int, j: int) -> TileHandle:
        """The tile of column i, row j; raises `InputError` with the nearest where there is none."""
        tile_of(_View(self), (i, j))
        return TileHandle(self, Address((i, j)))

    def at(self, address: str) -> TileHandle | ThingHandle | PartHandle:
        """What is at an address, such as ``1,2/house_02/roof``."""
        return self._handle(parse(address))

    def find(self, selector: str) -> list[ThingHandle | PartHandle]:
        """The parts that a selector means, or the objects where it speaks only of kinds, objects and tiles."""
        return [self._handle(a) for a in selected(_View(self), selector)]  # type: ignore[misc]

    def select(self, *targets: str) -> Selection:
        """All that selectors and addresses mean, to be edited as one; what matches is looked up when it is edited."""
        return Selection(self, targets)

    # -- editing --------------------------------------------------------------------------------------
    def edit(self, *ops: Any, text: str | None = None) -> Edited:
        """Carry out operations, records or JSON data, all of them or none; `text` is what the history says."""
        known = read_operations(list(ops))
        if self._draft is not None:
            if self._broken:
                raise InputError("an operation of this batch failed, so it is dropped: begin another one")
            try:
                done = carried_out(self._draft, known, maker=self._maker)
            except BaseException:
                self._broken = True
                raise
            self._done += zip(known, done.said, strict=True)
            return done
        with self.folder.draft(wait=self.wait) as draft:
            done = carried_out(draft, known, maker=self._maker)
            return replace(done, entry=commit(draft, known, done.said, text=text))

    @contextmanager
    def batch(self, text: str | None = None) -> Iterator[Self]:
        """Gather edits into one step of the history; an error within drops them all."""
        if self._draft is not None:
            raise InputError("a batch is open already: end it first")
        with self.folder.draft(wait=self.wait) as draft:
            self._draft, self._done, self._broken = draft, [], False
            try:
                yield self
                if self._broken:
                    raise InputError("nothing was changed: an operation of the batch failed")
                if self._done:
                    commit(draft, [op for op, _ in self._done], [said for _, said in self._done], text=text)
            finally:
                self._draft = None

    def add_tile(self, i: int, j: int, **brief: Any) -> TileHandle:
        """Plan a cell beside the others and make its tile; text, land_use, density and wanted as for `TileHandle.change`."""
        self.edit({"op": "add_tile", "cell": (i, j), **brief})
        return TileHandle(self, Address((i, j)))

    def restyle(self, **style: Any) -> Self:
        """Make all tiles that are not locked in another theme, season, weather, hour, palette, or as words say."""
        self.edit({"op": "restyle", **style})
        return self

    # -- history --------------------------------------------------------------------------------------
    def undo(self, steps: int = 1) -> list[Entry]:
        """Take back the last edits; returns them, the newest first."""
        with self._at_rest():
            return self.folder.history.undo(steps)

    def redo(self, steps: int = 1) -> list[Entry]:
        """Do again what was undone."""
        with self._at_rest():
            return self.folder.history.redo(steps)

    def checkpoint(self, name: str) -> int:
        """Name the state that the scene is in; returns the entry's number."""
        with self._at_rest():
            return self.folder.history.mark(name)

    def go(self, name: str | int) -> int:
        """Bring the scene to a checkpoint, an entry or ``start``; returns the entry's number."""
        with self._at_rest():
            return self.folder.history.go(name)

    def log(self) -> list[Entry]:
        """The steps that lead from the beginning to here."""
        return self.folder.history.line()

    # -- inside ---------------------------------------------------------------------------------------
    @contextmanager
    def _at_rest(self) -> Iterator[None]:
        if self._draft is not None:
            raise InputError("a batch is open: end it before going through the history")
        with self.folder.lock(wait=self.wait):
            yield
        self.folder.reload()

    def _held(self) -> Any:
        """The draft of the batch that is open, or the folder as it is on disk now."""
        if self._draft is not None:
            return self._draft
        if (stamp := self._mark()) != self._stamp:
            self.folder.reload()
            self._stamp = stamp
        return self.folder

    def _mark(self) -> tuple[int, int, int]:
        s = (self.folder.path / "scene.json").stat()
        return s.st_mtime_ns, s.st_size, s.st_ino

    def _has(self, cell: Cell) -> bool:
        held = self._held()
        return bool(held.has(cell)) if self._draft is not None else cell in held.plan.cells and _file(self.path, cell).is_file()

    def _tile(self, cell: Cell) -> Tile:
        """A tile as it is now; what was read is kept while its file stays the same."""
        held = self._held()
        if self._draft is not None:
            tile: Tile = held.tile(cell)
            return tile
        data = _file(self.path, cell).read_bytes()
        known = self._tiles.get(cell)
        if known is None or known[0] != data:
            self._tiles[cell] = known = (data, held.read_tile(cell))
        self._tiles.move_to_end(cell)
        while len(self._tiles) > RECENT:
            self._tiles.popitem(last=False)
        return known[1]

    def _handle(self, address: Address) -> TileHandle | ThingHandle | PartHandle:
        tile = tile_of(_View(self), address.cell)
        thing, part = found(address, tile)
        kind = TileHandle if thing is None else ThingHandle if part is None else PartHandle
        return kind(self, address_of(address.cell, thing, part))


class _View:
    """A scene's handle as the operations look at a draft."""

    def __init__(self, scene: SceneHandle) -> None:
        self.scene, self.folder, self.plan = scene, scene.folder, scene.plan
        self.has, self.tile = scene._has, scene._tile

    def done(self) -> set[Cell]:
        return set(self.scene.cells)


class Aim:
    """What can be edited: an object, a part, or all that selectors mean. Every method is one operation and returns the handle."""

    def __init__(self, scene: SceneHandle, targets: Sequence[str]) -> None:
        self.scene = scene
        self.targets = tuple(targets)

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower().removesuffix('handle')} {', '.join(self.targets)}>"

    def _do(self, op: str, **fields: Any) -> Self:
        done = self.scene.edit({"op": op, "target": self.targets, **{k: v for k, v in fields.items() if v is not None}})
        if done.handed:
            self._follow({str(old): str(new) for old, new in done.handed.items()})
        return self

    def _follow(self, handed: dict[str, str]) -> None:
        self.targets = tuple(handed.get(t, t) for t in self.targets)

    def move(self, *, by: Sequence[float] | None = None, to: Sequence[float] | None = None) -> Self:
        """Move by, or its pivot to, metres in the scene's frame; the handle follows an object to another tile."""
        return self._do("move", by=by, to=to)

    def rotate(self, degrees: float, *, axis: str | Sequence[float] = "z") -> Self:
        """Turn about an axis of the scene through the pivot."""
        return self._do("rotate", degrees=degrees, axis=axis)

    def scale(self, factor: float | Sequence[float]) -> Self:
        """Make larger or smaller, by one factor or by three along its own axes."""
        return self._do("scale", factor=factor)

    def duplicate(self, *, by: Sequence[float] | None = None, count: int = 1) -> Self:
        """Copy, each copy `by` metres from the one before."""
        return self._do("duplicate", by=by, count=count)

    def delete(self) -> None:
        """Delete."""
        self._do("delete")

    def rename(self, name: str) -> Self:
        """Call it something else; its id stays."""
        return self._do("rename", name=name)

    def relabel(self, label: str) -> Self:
        """Say what it is: the label of a part, the kind of an object."""
        return self._do("relabel", label=label)

    def recolour(self, color: str, *, color2: str | None = None) -> Self:
        """Give it another colour, `#rrggbb`."""
        return self._do("recolour", color=color, color2=color2)

    def material(self, **fields: Any) -> Self:
        """Change fields of its material: pattern, color, roughness..."""
        return self._do("material", **fields)

    def texture(self, file: str | Path, **how: Any) -> Self:
        """Lay a picture on it; mapping, axis, size, detail and most as in `cityscape.edit.operations.Texture`."""
        return self._do("texture", file=str(file), **how)

    def swap(self, source: str | ThingHandle | PartHandle | Path, *, fit: str = "inside") -> Self:
        """Put another part or object in its place: a handle, an address, or a file."""
        if isinstance(source, Aim):
            return self._do("swap", source=source.targets[0], fit=fit)
        if isinstance(source, str) and is_address(source):
            return self._do("swap", source=source, fit=fit)
        return self._do("swap", file=str(source), fit=fit)

    def merge(self, *, name: str | None = None) -> Self:
        """Make one part of all that is meant, object by object."""
        return self._do("merge", name=name)

    def split(self) -> Self:
        """Make a part of each piece that hangs together by itself."""
        return self._do("split")

    def lock(self) -> Self:
        """Keep it as it is, whatever is edited or made again."""
        return self._do("lock")

    def unlock(self) -> Self:
        """Let it be changed again."""
        return self._do("unlock")


class Selection(Aim):
    """All that selectors and addresses mean."""

    def __iter__(self) -> Iterator[TileHandle | ThingHandle | PartHandle]:
        for t in self.targets:
            yield from [self.scene.at(t)] if is_address(t) else self.scene.find(t)


class _One(Aim):
    """One thing at an address."""

    def __init__(self, scene: SceneHandle, address: Address) -> None:
        super().__init__(scene, (str(address),))

    @property
    def address(self) -> Address:
        """Where it is."""
        return parse(self.targets[0])

    def _found(self) -> tuple[Tile, Thing | None, Part | None]:
        tile = tile_of(_View(self.scene), self.address.cell)
        return tile, *found(self.address, tile)


class PartHandle(_One):
    """A part by its address."""

    def read(self) -> Part:
        """The part as it is now."""
        part = self._found()[2]
        assert part is not None
        return part

    @property
    def object(self) -> ThingHandle:
        """The object that it belongs to."""
        return ThingHandle(self.scene, Address(self.address.cell, self.address.thing))


class ThingHandle(_One):
    """An object by its address."""

    def read(self) -> Thing:
        """The object as it is now."""
        thing = self._found()[1]
        assert thing is not None
        return thing

    def part(self, name: str) -> PartHandle:
        """A part by id or name; raises `InputError` with the nearest."""
        a = self.address
        return self.scene._handle(Address(a.cell, a.thing, name))  # type: ignore[return-value]

    @property
    def parts(self) -> list[PartHandle]:
        """Its parts."""
        thing = self.read()
        return [PartHandle(self.scene, address_of(self.address.cell, thing, p)) for p in thing.parts]

    @property
    def tile(self) -> TileHandle:
        """The tile that it stands in."""
        return TileHandle(self.scene, Address(self.address.cell))


class TileHandle:
    """A tile by its cell."""

    def __init__(self, scene: SceneHandle, address: Address) -> None:
        self.scene, self.cell = scene, address.cell

    def __repr__(self) -> str:
        return f"<tile {Address(self.cell)}>"

    def read(self) -> Tile:
        """The tile as it is now."""
        return tile_of(_View(self.scene), self.cell)

    def object(self, name: str) -> ThingHandle:
        """An object by id or name; raises `InputError` with the nearest."""
        return self.scene._handle(Address(self.cell, name))  # type: ignore[return-value]

    @property
    def objects(self) -> list[ThingHandle]:
        """Its objects."""
        return [ThingHandle(self.scene, Address(self.cell, t.id)) for t in self.read().things]

    def change(self, **brief: Any) -> Self:
        """Tell it to be something else and make it again: text, land_use, density, wanted."""
        self.scene.edit({"op": "brief", "cell": self.cell, **brief})
        return self

    def socket(self, side: str, **across: Any) -> Self:
        """Change what crosses a border, and make both its tiles again: crossings, cover."""
        self.scene.edit({"op": "socket", "cell": self.cell, "side": side, **across})
        return self

    def remove(self) -> None:
        """Take the cell and its tile out of the scene."""
        self.scene.edit({"op": "remove_tile", "cell": self.cell})

    def lock(self) -> Self:
        """Keep it as it is, whatever is edited or made again."""
        self.scene.edit({"op": "lock", "target": str(Address(self.cell))})
        return self

    def unlock(self) -> Self:
        """Let it be changed again."""
        self.scene.edit({"op": "unlock", "target": str(Address(self.cell))})
        return self


def _file(path: Path, cell: Cell) -> Path:
    return path / "tiles" / f"{cell[0]}_{cell[1]}.json"
