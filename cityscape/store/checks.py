"""`check`: whether everything in a scene's folder is whole, agrees, and can be gone back to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Callable, Iterator, Literal

from pydantic import Field

from cityscape.errors import CityscapeError, SceneError
from cityscape.store import disk, lock, moves, pictures, tiles
from cityscape.store.folder import SceneFolder, check_schema, parse
from cityscape.store.history import History, cell_of, file_of
from cityscape.store.records import SceneRecord, TileRecord
from cityscape.store.states import Tree, tree
from cityscape.world.plan import Plan
from cityscape.world.records import Cell, Record

Kind = Literal[
    "lock", "temp", "pending",
    "scene", "tile", "plan", "asset", "outside", "entry", "object", "head", "marks", "past", "variant", "stray", "seam"
]  # fmt: skip

LEFT: frozenset[str] = frozenset({"lock", "temp", "pending"})
"""What killed writers leave, which the next writer clears away by itself."""

ASSET = re.compile(r"[0-9a-f]{64}\.(?:glb|png)")
AN_ASSET = re.compile(rb'"([0-9a-f]{64}\.(?:glb|png))"')
"""Names of assets in the text of a record."""

KNOWN = {
    "tiles": re.compile(rf"{moves.CELL}\.json"),
    "assets": ASSET,
    "history": re.compile(r"\d{6,}\.json|head\.json|marks\.json|marks\.copy\.json|pending\.json|objects|aside"),
    "history/objects": moves.CONTENT,
    "variants": re.compile(rf"{moves.CELL}(?:\.json|\.png)?"),
}
"""What the folders of a scene may hold."""

Step = Callable[[str, int, int], None]
"""Hears what is looked at, how much of it is done, and of how much."""


class Problem(Record):
    """One thing that is wrong: where, what and why, and what to do about it."""

    kind: Kind
    file: str = Field(description="within the scene")
    what: str
    todo: str
    cell: Cell | None = None
    asset: str | None = Field(None, description="the asset that is missing or damaged")

    @property
    def line(self) -> str:
        """All of it in one line."""
        return f"{self.file}: {self.what}; {self.todo}"


class Report(Record):
    """What a check found; `notes` are no problems, `counts` tell what was looked at."""

    scene: str
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    counts: dict[str, int] = {}

    @property
    def left_by_the_dead(self) -> bool:
        """Whether all problems are such as the next writer clears away by itself."""
        return all(p.kind in LEFT for p in self.problems)


class Checker:
    """One look through a scene's folder; memory holds one tile at a time, and names."""

    def __init__(self, path: Path, step: Step | None = None) -> None:
        self.path = path
        self.step = step or (lambda what, done, total: None)
        self.counts = dict.fromkeys(("tiles", "assets", "entries", "contents", "variants"), 0)
        self.notes: list[str] = []
        self.folder: SceneFolder | None = None
        self.tree = Tree()
        self.used: set[str] = set()
        self.bad: dict[str, str] = {}
        self.contents: dict[str, str] = {}
        self._seen: set[str] = set()
        self._repair = f"run 'cityscape check {path} --repair'"

    def report(self) -> Report:
        """Look at everything."""
        if not (self.path / "scene.json").exists() and not (self.path / moves.FOLDER).is_dir():
            SceneFolder.open(self.path)  # says what is there instead
        found = [*self.leftovers(), *self.scene(), *self.history(), *self.tiles(), *self.past(), *self.variants(), *self.strays()]
        return Report(scene=str(self.path), problems=tuple(found), notes=tuple(self.notes), counts=self.counts)

    # -- what writers leave ---------------------------------------------------------------------------
    def leftovers(self) -> Iterator[Problem]:
        """Locks of the dead, half-written files, moves that were begun."""
        holder = lock.holder(self.path)
        if holder is not None and not (holder[1] or holder[0]["pid"] == os.getpid()):
            raise SceneError(lock.busy(self.path, holder[0]))
        if holder is not None and holder[1]:
            who = f"process {holder[0]['pid']}, which is gone," if holder[0] else "nobody can tell whom and"
            yield self._problem("lock", lock.NAME, f"the lock of {who} was left behind", f"the next edit removes it, or {self._repair}")
        for file in disk.temps(self.path):
            name = file.relative_to(self.path).as_posix()
            yield self._problem("temp", name, "half-written, since its writer was stopped", f"{self._repair} to remove it")
        try:
            if moves.pending(self.path):
                what = "a change was begun and cut off"
                yield self._problem("pending", f"{moves.FOLDER}/{moves.PENDING}", what, f"the next edit finishes it, or {self._repair}")
                for name in filter(None, moves.wanted(self.path).values()):
                    moves.kept(self.path, name)
        except SceneError as e:
            yield self._problem("head", f"{moves.FOLDER}/{moves.PENDING}", f"a change was begun and cannot be finished ({e})", self._repair)

    # -- the plan -------------------------------------------------------------------------------------
    def scene(self) -> Iterator[Problem]:
        """The scene's own record."""
        try:
            self.folder = SceneFolder.open(self.path, mend=False)
        except SceneError as e:
            yield self._problem("scene", "scene.json", _short(e, self.path), f"restore a copy, or {self._repair}")

    # -- the history ----------------------------------------------------------------------------------
    def history(self) -> Iterator[Problem]:
        """Entries, contents, head and checkpoints."""
        total = len(moves.numbers(self.path))

        def step() -> None:
            self.counts["entries"] += 1
            self.step("entries", self.counts["entries"], total)

        self.tree = tree(self.path, step)
        for n, why in self.tree.damaged.items():
            todo = "restore a copy: undo cannot pass it"
            yield self._problem("entry", self._entry(n), f"damaged: {_short(why, self.path)}", todo)
        for n in sorted(self.tree.broken):
            what = f"cannot be reached, since entry {self.tree.steps[n].parent} before it is missing or damaged"
            yield self._problem("entry", self._entry(n), what, "restore a copy of that one")
        yield from self._numbers()
        yield from self._head()
        yield from self._marks()
        yield from self._contents()

    def _numbers(self) -> Iterator[Problem]:
        known = {*self.tree.steps, *self.tree.damaged}
        try:
            head = History(self.path).head
        except SceneError:
            return
        for n in range(head.forgotten + 1, max(head.last, max(known, default=0)) + 1):
            if n not in known:
                yield self._problem("entry", self._entry(n), "missing: the entries before and after it are there", "restore a copy")

    def _head(self) -> Iterator[Problem]:
        file = f"{moves.FOLDER}/{moves.HEAD}"
        try:
            head = History(self.path).head
        except SceneError as e:
            yield self._problem("head", file, _short(e, self.path), self._repair)
            return
        for n in (*([head.entry] if head.entry else ()), *head.forward):
            if n not in self.tree.steps or n in self.tree.broken:
                yield self._problem("head", file, f"names entry {n}, which is missing, damaged or out of reach", self._repair)
                return
        state = self.tree.state(head.entry)
        for f, name in state.items():
            now = self._now(f)
            if now == name or (name is None and f.startswith("tiles/") and cell_of(f) in head.fresh):
                continue
            cell = cell_of(f) if f.startswith("tiles/") else None
            if now is None:
                yield self._problem("tile", f, f"missing, though entry {head.entry} of the history has it", self._repair, cell=cell)
            elif self._sound(f):
                what = f"is not what entry {head.entry} of the history left: it was changed by something else"
                yield self._problem("outside", f, what, f"{self._repair} to enter it, so that it can be undone", cell=cell)

    def _marks(self) -> Iterator[Problem]:
        file = self.path / moves.FOLDER / moves.MARKS
        try:
            marks = History(self.path).marks()
            if not file.exists() and (copy := file.with_name(moves.MARKS_COPY)).is_file() and not moves.cut_off(self.path):
                yield self._problem("marks", f"{moves.FOLDER}/{moves.MARKS}", f"missing, though {copy.name} is there", self._repair)
        except SceneError as e:
            yield self._problem("marks", f"{moves.FOLDER}/{moves.MARKS}", _short(e, self.path), self._repair)
            return
        for name, n in sorted(marks.items()):
            if n and (n not in self.tree.steps or n in self.tree.broken):
                what = f"the checkpoint {name!r} is at entry {n}, which is missing, damaged or out of reach"
                yield self._problem("marks", f"{moves.FOLDER}/{moves.MARKS}", what, "restore a copy of the entry")

    def _contents(self) -> Iterator[Problem]:
        """The contents that entries refer to; which assets they need is kept for `past`."""
        objects = sorted(self.tree.objects())
        for k, name in enumerate(objects):
            self.step("contents", k + 1, len(objects))
            self.counts["contents"] += 1
            file = f"{moves.FOLDER}/{moves.OBJECTS}/{name}"
            try:
                data = moves.kept(self.path, name)
                plain = disk.parse_json(data, self.path / file)
                parse(TileRecord if "things" in plain else SceneRecord, plain, self.path / file)
            except SceneError as e:
                yield self._problem("object", file, _short(e, self.path), f"restore a copy, or {self._repair}")
                continue
            for found in AN_ASSET.findall(data):
                self.contents.setdefault(found.decode(), name)

    # -- tiles ----------------------------------------------------------------------------------------
    def tiles(self) -> Iterator[Problem]:
        """The finished tiles, their assets, pixels included, and how their borders fit the plan."""
        if self.folder is None:
            return
        done, plan = self.folder.done(), self.folder.plan
        if len(done) < len(plan.briefs):
            left = len(plan.briefs) - len(done)
            self.notes.append(f"{left} of {len(plan.briefs)} tiles are not made yet: 'cityscape resume {self.path}' makes them")
        for k, cell in enumerate(sorted(done)):
            self.step("tiles", k + 1, len(done))
            self.counts["tiles"] += 1
            yield from self.tile(self.folder, cell)

    def tile(self, folder: SceneFolder, cell: Cell) -> Iterator[Problem]:
        """One finished tile."""
        file = file_of(cell)
        try:
            record = folder.record(cell)
        except SceneError as e:
            yield self._problem("tile", file, _short(e, self.path), self._repair, cell=cell)
            return
        names = tiles.assets_of(record)
        self.used.update(names)
        lost = [name for name in dict.fromkeys(names) if not self._whole(name)]
        for name in lost:
            yield self._problem(
                "asset", f"assets/{name}", f"{self.bad[name]}, and tile {_said(cell)} needs it", self._repair, cell=cell, asset=name
            )
        if not lost:
            try:
                painting = folder.read_tile(cell).painting
                if painting is not None:
                    pictures.check(painting)
            except CityscapeError as e:
                yield self._problem("tile", file, _short(e, self.path), self._repair, cell=cell)
                return
        if wrong := misfit(record, folder.plan, cell):
            what = f"was made for other {' and '.join(wrong)} than the plan has for cell {_said(cell)}"
            yield self._problem("plan", file, what, f"'cityscape regenerate {self.path} {_said(cell)}' makes it anew", cell=cell)

    # -- what is not in the scene now -----------------------------------------------------------------
    def past(self) -> Iterator[Problem]:
        """The assets that states of the history need, each once."""
        names = sorted(set(self.contents) - self._seen)
        for k, name in enumerate(names):
            self.step("assets of the history", k + 1, len(names))
            if not self._whole(name):
                what = f"{self.bad[name]}, and a state of the history needs it (contents {self.contents[name][:12]}...)"
                yield self._problem("past", f"assets/{name}", what, f"restore a copy, or {self._repair}", asset=name)
        self.used.update(self.contents)

    def variants(self) -> Iterator[Problem]:
        """The tiles to choose from that lie beside the scene."""
        for file in variant_files(self.path):
            self.counts["variants"] += 1
            name = file.relative_to(self.path).as_posix()
            again = f"{self._repair}, or 'cityscape regenerate {self.path} {file.parent.name.replace('_', ',')} --variants' makes others"
            try:
                record = parse(TileRecord, disk.read_json(file), file)
            except (SceneError, OSError) as e:
                yield self._problem("variant", name, _short(e, self.path), again)
                continue
            for asset in dict.fromkeys(tiles.assets_of(record)):
                self.used.add(asset)
                if not self._whole(asset):
                    yield self._problem("variant", f"assets/{asset}", f"{self.bad[asset]}, and {name} needs it", again, asset=asset)

    def strays(self) -> Iterator[Problem]:
        """Files that nothing in a scene is called; and, as a note, what nothing reaches."""
        cells = set(self.folder.plan.cells) if self.folder else None
        garbage = [0, 0]
        objects = self.tree.objects()
        for place, pattern in KNOWN.items():
            if not (self.path / place).is_dir():
                continue
            with os.scandir(self.path / place) as entries:
                names = sorted(e.name for e in entries)
            for name in names:
                file = f"{place}/{name}"
                if name.startswith(disk.TEMP):
                    continue
                if not pattern.fullmatch(name):
                    yield self._problem("stray", file, "no file of a scene has such a name", "move it elsewhere, or delete it")
                elif place == "tiles" and cells is not None and cell_of(file) not in cells:
                    what = f"the plan has no cell {_said(cell_of(file))}"
                    yield self._problem("stray", file, what, f"move it elsewhere, or {self._repair} to put it aside")
                elif (place == "assets" and name not in self.used) or (place == "history/objects" and name not in objects):
                    garbage[0] += 1
                    garbage[1] += (self.path / file).stat().st_size
        if garbage[0]:
            text = f"{garbage[0]} files, {garbage[1] / 2**20:.1f} MB, are reached by nothing: 'cityscape gc {self.path}' removes them"
            self.notes.append(text)

    # -- inside ---------------------------------------------------------------------------------------
    def _problem(self, kind: Kind, file: str, what: str, todo: str, *, cell: Cell | None = None, asset: str | None = None) -> Problem:
        return Problem(kind=kind, file=file, what=what, todo=todo, cell=cell, asset=asset)

    def _entry(self, n: int) -> str:
        return moves.entry_file(self.path, n).relative_to(self.path).as_posix()

    def _whole(self, name: str) -> bool:
        """Whether an asset is there with the bytes that its name tells; each is read once."""
        if name not in self._seen:
            self._seen.add(name)
            self.counts["assets"] += 1
            if why := asset_fault(self.path / "assets", name):
                self.bad[name] = why
        return name not in self.bad

    def _now(self, file: str) -> str | None:
        return content_now(self.path, file)

    def _sound(self, file: str) -> bool:
        """Whether a file can be read as what it should be; those that cannot are told where they are looked at."""
        try:
            data = disk.parse_json(moves.read(self.path, file), self.path / file)
            check_schema(data, self.path / file)
            parse(TileRecord if file.startswith("tiles/") else SceneRecord, data, self.path / file)
        except (SceneError, OSError):
            return False
        return True


def check(path: str | Path, *, step: Step | None = None) -> Report:
    """Look through a scene's folder, changing nothing; raises `SceneError` where there is none or another program is writing it."""
    return Checker(Path(path), step).report()


def misfit(record: TileRecord, plan: Plan, cell: Cell) -> list[str]:
    """What of a tile's borders is not as the plan says now."""
    brief = plan.brief(cell)
    words = {"corners": "corner heights", "sockets": "crossings"}
    return [said for field, said in words.items() if getattr(record.brief, field) != getattr(brief, field)]


def asset_fault(folder: Path, name: str) -> str | None:
    """What is wrong with an asset: None, ``missing``, or that it is damaged."""
    try:
        disk.read_asset(folder, name, user="")
    except SceneError:
        return "damaged: its bytes are not those that it is named after" if (folder / name).exists() else "missing"
    return None


def content_now(scene: Path, file: str) -> str | None:
    """The name that a file's content has among the objects, as the file is or as a begun move wants it; None: no such file."""
    files = moves.wanted(scene)
    if file in files:
        return files[file]
    try:
        return disk.digest((scene / file).read_bytes()) + moves.SUFFIX
    except FileNotFoundError:
        return None
    except OSError as e:
        raise SceneError(f"cannot read {scene / file}: {e.strerror or e}") from e


def variant_files(scene: Path) -> list[Path]:
    """The records of variants, ``variants/I_J/K.json``."""
    return sorted((scene / "variants").glob("*_*/[0-9]*.json"))


def _said(cell: Cell) -> str:
    return f"{cell[0]},{cell[1]}"


def _short(e: object, path: Path) -> str:
    """An error without the advice behind it and without the scene's path."""
    text = str(e).split(": restore a copy")[0].split("; restore a copy")[0].split("; see 'cityscape")[0].split(": see 'cityscape")[0]
    return text.replace(f"{path}{os.sep}", "").removesuffix(": the history needs it")
