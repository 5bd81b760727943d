"""`Draft`: changes to a scene that come about all at once or not at all."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Iterable, Iterator

from cityscape.errors import InputError, SceneError
from cityscape.store import moves
from cityscape.store.history import Entry, History, cell_of, file_of
from cityscape.store.records import Settings
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.tile import Tile

if TYPE_CHECKING:
    from cityscape.store.folder import SceneFolder

OPEN = 4
"""Changed tiles that are kept in memory; what goes beyond is written to the objects of the history, where nothing refers to it yet."""


class Draft:
    """Changes on top of a scene's folder; see `draft`."""

    def __init__(self, folder: SceneFolder) -> None:
        self.folder = folder
        self.history = History(folder.path)
        self._plan: Plan | None = None
        self._settings: Settings | None = None
        self._tiles: OrderedDict[Cell, Tile] = OrderedDict()
        self._files: moves.Files = {}

    @property
    def plan(self) -> Plan:
        """The plan as the draft has it."""
        return self._plan or self.folder.plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self._plan = plan

    @property
    def settings(self) -> Settings:
        """The settings as the draft has them."""
        return self._settings or self.folder.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def changed(self) -> bool:
        """Whether anything was put, removed or planned."""
        return bool(self._plan or self._settings or self._tiles or self._files)

    def done(self) -> set[Cell]:
        """The cells of the plan whose tiles are finished."""
        return {c for c in self.plan.cells if self.has(c)}

    def has(self, cell: Cell) -> bool:
        """Whether a cell has a finished tile."""
        if cell in self._tiles:
            return True
        file = file_of(cell)
        return self._files[file] is not None if file in self._files else (self.folder.path / file).is_file()

    def tile(self, cell: Cell) -> Tile:
        """A finished tile, with the changes so far; raises `SceneError` where there is none."""
        if cell in self._tiles:
            self._tiles.move_to_end(cell)
            return self._tiles[cell]
        file = file_of(cell)
        if file not in self._files:
            return self.folder.read_tile(cell)
        name = self._files[file]
        if name is None:
            raise SceneError(f"{self.folder.path} has no tile {cell}")
        return self.folder.decode(moves.kept(self.folder.path, name), cell, self.plan)

    def put(self, tile: Tile) -> None:
        """Let a cell hold this tile."""
        self._tiles[tile.cell] = tile
        self._tiles.move_to_end(tile.cell)
        while len(self._tiles) > OPEN:
            self._store(self._tiles.popitem(last=False)[1])

    def remove(self, cell: Cell) -> None:
        """Let a cell hold no tile."""
        self._tiles.pop(cell, None)
        self._files[file_of(cell)] = None

    def commit(self, kind: str, text: str, *, what: dict[str, Any] | None = None, fresh: Iterable[Cell] = ()) -> Entry:
        """Make the changes, as one entry of the history; what is in the draft afterwards is nothing."""
        moves.make_folder(self.folder.path)
        for tile in self._tiles.values():
            self._store(tile)
        scene = None
        self._fits(self.plan)
        if self._plan or self._settings:
            scene = self.folder.encode_scene(self.plan, self.settings)
            self._files["scene.json"] = moves.keep(self.folder.path, scene)
        entry = self.history.commit(self._files, kind=kind, text=text, what=what, fresh=fresh)
        if scene is not None:
            self.folder.took(scene, self.plan, self.settings)
        self._tiles.clear()
        self._files, self._plan, self._settings = {}, None, None
        self.folder.reload()
        return entry

    def _fits(self, plan: Plan) -> None:
        """Take away the tiles of cells that another plan no longer has; raises `InputError` for a tile that has no place in it."""
        old = self.folder.plan
        if (plan.tile_size, plan.base) != (old.tile_size, old.base):
            raise InputError(
                f"a scene keeps its tile size of {old.tile_size:g} m and its base at {old.base:g} m: make a new scene for others"
            )
        cells = set(plan.cells)
        for cell in set(old.cells) - cells if plan is not old else ():
            if self._files.get(file_of(cell)) is None and self.has(cell):
                self.remove(cell)
        for file, name in self._files.items():
            if name is not None and cell_of(file) not in cells:
                raise InputError(f"the plan has no cell {cell_of(file)}, so its tile cannot be stored")

    def _store(self, tile: Tile) -> None:
        moves.make_folder(self.folder.path)
        self._files[file_of(tile.cell)] = moves.keep(self.folder.path, self.folder.encode(tile))


@contextmanager
def draft(folder: SceneFolder, *, wait: float = 0.0) -> Iterator[Draft]:
    """Hold a scene's lock and gather changes; leaving without `Draft.commit` changes nothing.

    Raises `SceneError` while another program writes the scene, after `wait` seconds of asking again.
    """
    with folder.lock(wait=wait):
        folder.reload()
        History(folder.path).settle()
        yield Draft(folder)
