"""`SceneFolder`: a scene on disk.

    scene.json          prompt, seed, settings, plan: small, written once
    tiles/I_J.json      one finished tile: brief, seed, provenance, painting, objects and parts
    assets/SHA256.glb   its meshes, a node per part
    assets/SHA256.png   its pictures
    .lock               while somebody writes

A tile's JSON is written after all that it refers to, so what is there is finished.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, TypeVar

from pydantic import ValidationError

from cityscape.errors import InputError, SceneError
from cityscape.store import disk, glb, lock, pictures
from cityscape.store.records import PaintingRecord, SceneRecord, Settings, ThingRecord, TileRecord, plain, things_plain
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Painting
from cityscape.world.part import Part, Thing
from cityscape.world.plan import SCHEMA, Plan
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Provenance, Scene, Tile

R = TypeVar("R", bound=Record)


class SceneFolder:
    """A scene's folder; make one with `create` or `open`."""

    def __init__(self, path: Path, record: SceneRecord) -> None:
        self.path = path
        self._record = record

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
                (path / name).mkdir()
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path) -> SceneFolder:
        """Open a scene's folder; raises `SceneError` where there is none or it cannot be trusted."""
        path = Path(path)
        file = path / "scene.json"
        try:
            data = disk.read_json(file)
        except (FileNotFoundError, NotADirectoryError):
            there = "is no folder" if not path.is_dir() else "holds no scene.json"
            raise SceneError(f"{path} {there}: give the folder that 'cityscape generate' printed") from None
        _check_schema(data, file)
        record = _record(SceneRecord, data, file)
        if record.prompt != record.plan.prompt or record.seed != record.plan.seed:
            raise SceneError(f"{file} is damaged: its prompt and seed are not those of its plan")
        return cls(path, record)

    # -- asking ---------------------------------------------------------------------------------------
    @property
    def plan(self) -> Plan:
        """The plan."""
        return self._record.plan

    @property
    def settings(self) -> Settings:
        """The back-ends and their options."""
        return self._record.settings

    def done(self) -> set[Cell]:
        """The cells of the plan whose tiles are finished."""
        return {c for c in self.plan.cells if self._tile_file(c).is_file()}

    def read_tile(self, cell: Cell, *, painting: bool = True) -> Tile:
        """A finished tile, checked: schema, ranges, references and the SHA-256 of its assets.

        `painting` false leaves its picture out. Raises `SceneError` with what is wrong and what to do.
        """
        file = self._tile_file(cell)
        record = self._tile_record(cell)
        user = self._help(cell)
        try:
            meshes = glb.decode(disk.read_asset(self.assets, record.mesh, user=user)) if record.mesh else {}
        except SceneError as e:
            raise e if user in str(e) else SceneError(f"asset {record.mesh}: {e}; {user}") from e
        picture = record.painting if painting else None
        return Tile(
            brief=record.brief.model_copy(update={"style": self.plan.brief(cell).style}),
            things=_things(record, meshes, file),
            seed=record.seed,
            painting=pictures.read(self.assets, picture, user=user) if picture else None,
            provenance=record.provenance,
        )

    def provenance(self, cell: Cell) -> Provenance:
        """How a finished tile came about, without reading its assets."""
        return self._tile_record(cell).provenance

    def read_painting(self, cell: Cell) -> Painting | None:
        """The picture of a finished tile, without its meshes; None where it has none."""
        record = self._tile_record(cell).painting
        return pictures.read(self.assets, record, user=self._help(cell)) if record else None

    def scene(self, *, paintings: bool = True) -> Scene:
        """All finished tiles, in the plan's order; pictures are decoded only when they are looked at."""
        done = self.done()
        return Scene(self.plan, {c: self.read_tile(c, painting=paintings) for c in self.plan.cells if c in done})

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
        r = self._tile_record(cell)
        p = r.painting
        return tuple(n for n in (r.mesh, *((p.rgba, p.mask, p.depth.asset if p.depth else None) if p else ())) if n)

    # -- writing --------------------------------------------------------------------------------------
    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer; cleans up what killed writers left. See `cityscape.store.lock.locked`."""
        with lock.locked(self.path):
            disk.remove_temps(self.path)
            yield

    def write_tile(self, tile: Tile) -> None:
        """Store a tile in place of what its cell held: assets first, then the record that makes it finished."""
        if tile.cell not in self._cells:
            raise InputError(f"the plan has no cell {tile.cell}, so its tile cannot be stored")
        _check_ids(tile.things, f"tile {tile.cell}")
        picture: PaintingRecord | None = None
        try:
            for name in ("tiles", "assets"):
                (self.path / name).mkdir(exist_ok=True)
        except OSError as e:
            raise SceneError(f"cannot write {self.path}: {e.strerror or e}") from e
        parts = sum(len(t.parts) for t in tile.things)
        mesh = disk.write_asset(self.assets, glb.encode(tile.things), ".glb") if parts else None
        if tile.painting is not None:
            picture = pictures.write(self.assets, tile.painting)
        disk.sync_folder(self.assets)
        materials, things = things_plain(tile.things)
        data: dict[str, Any] = {
            "schema_version": SCHEMA,
            "brief": plain(tile.brief.model_copy(update={"style": None})),
            "seed": tile.seed,
            "provenance": plain(tile.provenance),
            "painting": plain(picture) if picture else None,
            "mesh": mesh,
            "materials": materials,
            "things": things,
        }
        _record(TileRecord, data, self._tile_file(tile.cell))
        disk.write(self._tile_file(tile.cell), disk.dumps(data, depth=2).encode())

    # -- inside ---------------------------------------------------------------------------------------
    @cached_property
    def assets(self) -> Path:
        """The folder of meshes and pictures."""
        return self.path / "assets"

    @cached_property
    def _cells(self) -> frozenset[Cell]:
        return frozenset(self.plan.cells)

    def _tile_file(self, cell: Cell) -> Path:
        return self.path / "tiles" / f"{cell[0]}_{cell[1]}.json"

    def _help(self, cell: Cell) -> str:
        again = f"delete {self._tile_file(cell)} and run 'cityscape resume {self.path}' to make it again"
        return f"tile {cell} needs it; restore a copy, or {again}"

    def _tile_record(self, cell: Cell) -> TileRecord:
        file = self._tile_file(cell)
        if cell not in self._cells:
            raise SceneError(f"the plan of {self.path} has no cell {cell}")
        try:
            data = disk.read_json(file)
        except FileNotFoundError:
            raise SceneError(f"tile {cell} of {self.path} is not finished: run 'cityscape resume {self.path}'") from None
        _check_schema(data, file)
        record = _record(TileRecord, data, file)
        plan = self.plan
        if record.brief.cell != cell or record.brief.size != plan.tile_size or record.brief.base != plan.base:
            raise SceneError(f"{file} is damaged: it describes cell {record.brief.cell} in a size that is not cell {cell}'s")
        return record


def _make_folder(path: Path) -> None:
    import os

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
    for name, pattern in (("tiles", "*.json"), ("assets", "*.*")):
        for file in sorted((path / name).glob(pattern)):
            file.unlink()
        if (path / name).is_dir():
            (path / name).rmdir()


def _check_schema(data: dict[str, Any], file: Path) -> None:
    version = data.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SceneError(f"{file} is damaged: it has no schema version")
    if version > SCHEMA:
        raise SceneError(f"{file} was made by a newer cityscape (schema {version}, not {SCHEMA}): install a newer cityscape")


def _record(kind: type[R], data: dict[str, Any], file: Path) -> R:
    try:
        return kind.model_validate(data)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(x) for x in first["loc"]) or "the file"
        raise SceneError(f"{file} is damaged: {where}: {first['msg'].removeprefix('Value error, ')}") from e


def _check_ids(things: tuple[Thing, ...] | tuple[ThingRecord, ...], where: str) -> None:
    seen: set[str] = {glb.ROOT, "world"}
    for t in things:
        for id in (t.id, *(p.id for p in t.parts)):
            if id in seen:
                raise SceneError(f"{where} uses the id {id!r} twice")
            seen.add(id)


def _things(record: TileRecord, meshes: dict[str, Mesh], file: Path) -> tuple[Thing, ...]:
    """Objects with their meshes, after checking that record and meshes tell the same."""
    _check_ids(record.things, f"{file} is damaged: it")
    out = []
    for t in record.things:
        parts = []
        for p in t.parts:
            m = meshes.get(p.node)
            if m is None:
                raise SceneError(f"{file} is damaged: its meshes have no node {p.node!r} for part {p.id!r}")
            if (len(m.vertices), len(m.faces)) != (p.vertices, p.faces):
                raise SceneError(f"{file} is damaged: part {p.id!r} has {len(m.faces)} faces, its record says {p.faces}")
            if abs(m.volume - p.volume) > 1e-6 * max(1.0, abs(p.volume)):
                raise SceneError(f"{file} is damaged: part {p.id!r} has a volume of {m.volume:.6g} m3, its record says {p.volume:.6g}")
            if p.material >= len(record.materials):
                raise SceneError(f"{file} is damaged: part {p.id!r} wants material {p.material} of {len(record.materials)}")
            parts.append(Part(p.id, p.name, p.label, t.id, record.materials[p.material], m, p.pose))
        out.append(Thing(t.id, t.name, t.kind, t.pose, tuple(parts)))
    return tuple(out)
