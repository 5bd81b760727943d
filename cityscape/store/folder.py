"""`SceneFolder`: a scene on disk.

    scene.json          prompt, seed, settings, plan
    tiles/I_J.json      one finished tile: brief, seed, provenance, painting, objects and parts
    assets/SHA256.glb   its meshes, a node per part
    assets/SHA256.png   its pictures
    history/            what was changed since, and what the files held before (`cityscape.store.history`)
    .lock               while somebody writes

A tile's JSON is written after all that it refers to, so what is there is finished.
"""

from __future__ import annotations

import os
import shutil
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, TypeVar

from pydantic import ValidationError

from cityscape.errors import InputError, SceneError
from cityscape.store import disk, lock, moves, pictures, tiles
from cityscape.store.draft import Draft, draft
from cityscape.store.history import History, file_of
from cityscape.store.records import SceneRecord, Settings, TileRecord, plain
from cityscape.world.painting import Painting
from cityscape.world.plan import SCHEMA, Plan
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Provenance, Scene, Tile

R = TypeVar("R", bound=Record)

TRIES = 5
"""How often a scene is read that others change meanwhile, before it is given up."""


class SceneFolder:
    """A scene's folder; make one with `create` or `open`."""

    def __init__(self, path: Path, record: SceneRecord, state: str = "", stamp: object = None) -> None:
        self.path = path
        self._record = record
        self._state = state
        self._stamp = stamp

    # -- making and opening -------------------------------------------------------------------------
    @classmethod
    def create(cls, path: str | Path, plan: Plan, settings: Settings | None = None, *, overwrite: bool = False) -> SceneFolder:
        """Begin a scene in a new or empty folder.

        `overwrite` allows a folder that holds a scene, whose files are then removed; a folder with
        anything else in it is always refused.
        """
        from cityscape import __version__

        path = Path(path)
        record = SceneRecord(
            made_by=f"cityscape {__version__}", prompt=plan.prompt, seed=plan.seed, settings=settings or Settings(), plan=plan
        )
        _make_folder(path)
        with lock.locked(path):
            disk.remove_temps(path)
            if overwrite and (path / "scene.json").is_file():
                _clear(path)
            found = sorted(p.name for p in path.iterdir() if p.name != lock.NAME)
            if found:
                what = "already holds a scene" if "scene.json" in found else f"is not empty (it holds {found[0]})"
                raise InputError(f"{path} {what}: choose another folder, or continue an unfinished scene with 'cityscape resume {path}'")
            disk.write(path / "scene.json", disk.dumps(plain(record), depth=3).encode())
            for name in ("tiles", "assets"):
                disk.make_folder(path / name)
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path, *, mend: bool = True) -> SceneFolder:
        """Open a scene's folder; raises `SceneError` where there is none or it cannot be trusted.

        A change that was cut off is finished, unless `mend` is false; it is read as done either way.
        """
        path = Path(path)
        file = path / "scene.json"
        if mend and moves.cut_off(path):
            with suppress(SceneError), lock.locked(path):  # where somebody else holds it, or nothing can be written, it is read as done
                disk.remove_temps(path)
                moves.finish(path)
        stamp = History(path).stamp()
        raw = _scene_file(path)
        with disk.unswept():
            data = disk.parse_json(raw, file)
            check_schema(data, file)
            record = parse(SceneRecord, data, file)
        if record.prompt != record.plan.prompt or record.seed != record.plan.seed:
            raise SceneError(f"{file} is damaged: its prompt and seed are not those of its plan")
        return cls(path, record, disk.digest(raw), stamp)

    # -- asking ---------------------------------------------------------------------------------------
    @property
    def plan(self) -> Plan:
        """The plan."""
        return self._record.plan

    @property
    def settings(self) -> Settings:
        """The back-ends and their options."""
        return self._record.settings

    @property
    def scene_record(self) -> SceneRecord:
        """The scene's own record."""
        return self._record

    def done(self) -> set[Cell]:
        """The cells of the plan whose tiles are finished."""
        try:
            names = {f"tiles/{name}" for name in os.listdir(self.path / "tiles")}
        except (FileNotFoundError, NotADirectoryError):
            names = set()
        for file, content in moves.wanted(self.path).items():
            (names.discard if content is None else names.add)(file)
        return {c for c in self.plan.cells if file_of(c) in names}

    def read_tile(self, cell: Cell, *, painting: bool = True) -> Tile:
        """A finished tile, checked: schema, ranges, references and the SHA-256 of its assets.

        `painting` false leaves its picture out. Raises `SceneError` with what is wrong and what to do.
        """
        with disk.unswept():
            return tiles.read(
                self.assets,
                self.record(cell),
                style=self.plan.brief(cell).style,
                painting=painting,
                user=self._help(cell),
                file=self._tile_file(cell),
                known=self.known,
            )

    def provenance(self, cell: Cell) -> Provenance:
        """How a finished tile came about, without reading its assets."""
        return self.record(cell).provenance

    def read_painting(self, cell: Cell) -> Painting | None:
        """The picture of a finished tile, without its meshes; None where it has none."""
        record = self.record(cell).painting
        return pictures.read(self.assets, record, user=self._help(cell)) if record else None

    def scene(self, *, paintings: bool = True) -> Scene:
        """All finished tiles, in the plan's order and of one state; pictures are decoded only when they are looked at."""
        for _ in range(TRIES):
            if self._stamp != self.history.stamp():
                self.reload()  # somebody changed it since
            done = self.done()
            damage = None
            try:
                tiles = {c: self.read_tile(c, painting=paintings) for c in self.plan.cells if c in done}
            except SceneError as e:
                damage = e
            if self._stamp == self.history.stamp():
                if damage is not None:
                    raise damage
                return Scene(self.plan, tiles)
        raise SceneError(f"{self.path} is being changed faster than it can be read: ask again when the other program has ended")

    def verify(self) -> list[str]:
        """Read everything that is finished, pixels included; returns one line per problem."""
        problems = []
        for cell in self.plan.cells:
            if not self._tile_file(cell).is_file():
                continue
            try:
                painting = self.read_tile(cell).painting
                if painting is not None:
                    pictures.check(painting)
            except (SceneError, InputError) as e:
                problems.append(str(e))
        return problems

    def assets_of(self, cell: Cell) -> tuple[str, ...]:
        """Names of the assets that a finished tile refers to."""
        return tiles.assets_of(self.record(cell))

    # -- writing --------------------------------------------------------------------------------------
    @contextmanager
    def lock(self, *, wait: float = 0.0) -> Iterator[None]:
        """Be the only writer; finishes or cleans up what killed writers left. See `cityscape.store.lock.locked`."""
        with lock.locked(self.path, wait=wait) as stale:
            disk.remove_temps(
                self.path, deep=stale
            )  # who left files in the folders left the lock; one cut off at the lock's own left it here
            if moves.finish(self.path):
                self.reload()
            try:
                yield
            except BaseException:  # such as a worker that died
                disk.remove_temps(self.path)
                raise

    def draft(self, *, wait: float = 0.0) -> AbstractContextManager[Draft]:
        """Gather changes to be made at once, as the only writer. See `cityscape.store.draft.draft`."""
        return draft(self, wait=wait)

    @property
    def history(self) -> History:
        """What was changed since the scene was made."""
        return History(self.path)

    def write_tile(self, tile: Tile) -> None:
        """Store a tile in place of what its cell held: assets first, then the record that makes it finished."""
        if tile.cell not in self._cells:
            raise InputError(f"the plan has no cell {tile.cell}, so its tile cannot be stored")
        disk.write(self._tile_file(tile.cell), self.encode(tile))

    def encode(self, tile: Tile) -> bytes:
        """Store what a tile refers to; returns the text of its record, which is not stored."""
        for name in ("tiles", "assets"):
            disk.make_folder(self.path / name)
        data = tiles.write(self.assets, tile, self.known)
        parse(TileRecord, data, self._tile_file(tile.cell))
        return disk.dumps(data, depth=2).encode()

    def decode(self, data: bytes, cell: Cell, plan: Plan) -> Tile:
        """The tile of a record's text under a plan: what `encode` was given."""
        file = self._tile_file(cell)
        record = parse(TileRecord, disk.parse_json(data, file), file)
        style = plan.brief(cell).style
        return tiles.read(self.assets, record, style=style, painting=True, user=self._help(cell), file=file, known=self.known)

    def encode_scene(self, plan: Plan, settings: Settings | None = None) -> bytes:
        """The text of a scene's record with another plan, and other settings if given."""
        changed = {"plan": plan, "prompt": plan.prompt, "seed": plan.seed, "settings": settings or self.settings}
        with disk.unswept():
            return disk.dumps(plain(self._record.model_copy(update=changed)), depth=3).encode()

    def took(self, data: bytes, plan: Plan, settings: Settings | None) -> None:
        """Remember what `encode_scene` was given, now that its text is on disk; saves reading it."""
        changed = {"plan": plan, "prompt": plan.prompt, "seed": plan.seed, "settings": settings or self.settings}
        self._record, self._state = self._record.model_copy(update=changed), disk.digest(data)
        self.__dict__.pop("_cells", None)

    def reload(self) -> None:
        """Read the scene's own record anew where it was changed on disk: a plan of ten thousand cells takes a second."""
        stamp = self.history.stamp()
        if not moves.cut_off(self.path) and disk.digest(_scene_file(self.path)) == self._state:
            self._stamp = stamp
            return
        now = type(self).open(self.path)
        self._record, self._state, self._stamp = now._record, now._state, now._stamp
        self.__dict__.pop("_cells", None)

    # -- inside ---------------------------------------------------------------------------------------
    @cached_property
    def assets(self) -> Path:
        """The folder of meshes and pictures."""
        return self.path / "assets"

    @cached_property
    def known(self) -> tiles.Known:
        """The meshes that were read from here."""
        return tiles.Known()

    @cached_property
    def _cells(self) -> frozenset[Cell]:
        return frozenset(self.plan.cells)

    def _tile_file(self, cell: Cell) -> Path:
        return self.path / "tiles" / f"{cell[0]}_{cell[1]}.json"

    def _help(self, cell: Cell) -> str:
        again = f"delete {self._tile_file(cell)} and run 'cityscape resume {self.path}' to make it again"
        return f"tile {cell} needs it; restore a copy, or {again}"

    def record(self, cell: Cell) -> TileRecord:
        """The record of a finished tile, checked against the plan's cell, without its assets."""
        file = self._tile_file(cell)
        if cell not in self._cells:
            raise SceneError(f"the plan of {self.path} has no cell {cell}")
        try:
            data = disk.parse_json(moves.read(self.path, file_of(cell)), file)
        except FileNotFoundError:
            raise SceneError(f"tile {cell} of {self.path} is not finished: run 'cityscape resume {self.path}'") from None
        except OSError as e:
            raise SceneError(f"cannot read {file}: {e.strerror or e}") from e
        check_schema(data, file)
        record = parse(TileRecord, data, file)
        plan = self.plan
        if record.brief.cell != cell or record.brief.size != plan.tile_size or record.brief.base != plan.base:
            raise SceneError(f"{file} is damaged: it describes cell {record.brief.cell} in a size that is not cell {cell}'s")
        return record


def _scene_file(path: Path) -> bytes:
    """The bytes of a scene's own record, as a change that was begun leaves it."""
    try:
        return moves.read(path, "scene.json")
    except (FileNotFoundError, NotADirectoryError):
        there = "is no folder" if not path.is_dir() else "holds no scene.json"
        raise SceneError(f"{path} {there}: give the folder that 'cityscape generate' printed") from None
    except OSError as e:
        raise SceneError(f"cannot read {path / 'scene.json'}: {e.strerror or e}") from e


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(f"{path} is a file: choose another folder for the scene") from None
    except OSError as e:
        raise InputError(f"cannot make the folder {path} ({e.strerror or e}): choose one that you may write to") from e
    if not os.access(path, os.W_OK | os.X_OK):
        raise InputError(f"cannot write to the folder {path}: choose another one or change its permissions")


def _clear(path: Path) -> None:
    """Remove a scene's files, its record first, so that half a removal is no scene."""
    (path / "scene.json").unlink()
    for name in (moves.FOLDER, "variants"):
        shutil.rmtree(path / name, ignore_errors=True)
    for name, pattern in (("tiles", "*.json"), ("assets", "*.*")):
        for file in sorted((path / name).glob(pattern)):
            file.unlink()
        if (path / name).is_dir():
            (path / name).rmdir()


def check_schema(data: dict[str, Any], file: Path) -> None:
    """Raise `SceneError` unless a file's schema is one that is known here."""
    version = data.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SceneError(f"{file} is damaged: it has no schema version")
    if version > SCHEMA:
        raise SceneError(f"{file} was made by a newer cityscape (schema {version}, not {SCHEMA}): install a newer cityscape")


def parse(kind: type[R], data: dict[str, Any], file: Path) -> R:
    """A file's data as a record; raises `SceneError` that says what in it is wrong."""
    try:
        return kind.model_validate(data)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(x) for x in first["loc"]) or "the file"
        raise SceneError(f"{file} is damaged: {where}: {first['msg'].removeprefix('Value error, ')}") from e
