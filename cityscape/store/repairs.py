"""`repair`: what `cityscape.store.checks` finds wrong is rebuilt where the folder, its history or its makers know how.

Nothing is thrown away: what cannot be read is put aside under ``history/aside``, and what replaces a state that could be read
becomes an entry of the history.
"""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Callable, Iterable, Iterator

from cityscape.errors import CityscapeError, SceneError
from cityscape.store import disk, lock, moves, tiles
from cityscape.store.checks import ASSET, Checker, Problem, Report, Step, asset_fault, content_now, misfit, variant_files
from cityscape.store.folder import SceneFolder, check_schema, parse
from cityscape.store.history import Entry, Head, History, cell_of, file_of, plain, read_marks
from cityscape.store.moves import Files, Move
from cityscape.store.records import SceneRecord, TileRecord
from cityscape.store.states import Tree, tree
from cityscape.world.brief import Brief
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Tile

REPAIR = "repair"
"""Kind of the entries that a repair makes."""

Remake = Callable[[SceneFolder, Cell, int | None, Brief | None], Tile]
"""Makes a cell's tile again, from a seed and a brief or, without them, as it was made first."""


class Repaired(Record):
    """What a repair did, what it tried in vain, and what a check says afterwards."""

    did: tuple[str, ...]
    failed: tuple[str, ...]
    report: Report


def repair(path: str | Path, *, remake: Remake | None = None, wait: float = 0.0, step: Step | None = None) -> Repaired:
    """Mend a scene's folder as far as that is possible. `remake` makes tiles; without it they are only restored.

    Raises `SceneError` while another program writes the scene, after `wait` seconds of asking again.
    """
    path = Path(path)
    if not path.is_dir():
        SceneFolder.open(path)  # says so
    mender = _Mender(path, remake, step)
    with lock.locked(path, wait=wait) as stale:
        if stale:
            mender.did.append("removed the lock of a process that is gone")
        mender.mend()
        report = Checker(path, step).report()
    return Repaired(did=tuple(mender.did), failed=tuple(mender.failed), report=report)


class _Mender:
    """One repair, in the order in which one thing rests on another."""

    def __init__(self, path: Path, remake: Remake | None, step: Step | None) -> None:
        self.path, self.remake, self.step = path, remake, step
        self.did: list[str] = []
        self.failed: list[str] = []

    def mend(self) -> None:
        if count := disk.remove_temps(self.path):
            self.did.append(f"removed {count} half-written file{'s' * (count > 1)}")
        self.pending()
        self.tree = tree(self.path)
        self.head()
        self.marks()
        self.scene()
        checker = Checker(self.path, self.step)
        found = checker.report().problems
        self.objects(p for p in found if p.kind == "object")
        if checker.folder is None:
            return
        self.folder = checker.folder
        for cell in dict.fromkeys(p.cell for p in found if p.kind in ("tile", "asset") and p.cell is not None):
            self.guarded(f"tile {cell[0]},{cell[1]}", lambda cell=cell: self.tile(cell))  # type: ignore[misc]
        self.past(p for p in found if p.kind in ("past", "variant"))
        self.strays(p for p in found if p.kind == "stray")
        self.tree = tree(self.path)
        self.outside()

    def guarded(self, what: str, work: Callable[[], None]) -> None:
        """Do something of which a failure must not keep the rest from being mended."""
        try:
            work()
        except CityscapeError as e:
            self.failed.append(f"{what}: {e}")

    # -- the history ----------------------------------------------------------------------------------
    def pending(self) -> None:
        """Finish a change that was begun; one that cannot be is put aside, and the files are as its history says."""
        try:
            if moves.finish(self.path):
                self.did.append("finished a change that was cut off")
        except SceneError:
            self.aside(f"{moves.FOLDER}/{moves.PENDING}")
            self.did.append("put aside a change that was cut off and that cannot be finished, since what it needs is damaged")

    def head(self) -> None:
        """Find out where the scene is, if its history does not tell."""
        numbers, steps = moves.numbers(self.path), self.tree.steps
        if not numbers:
            return
        try:
            head = History(self.path).head
            last, forgotten = head.last, head.forgotten
            if max((head.entry, *head.forward)) <= max(last, numbers[-1]):  # lost entries may be restored, and then it is right
                return
        except SceneError:
            last = forgotten = 0
        now = {f: content_now(self.path, f) for f in self.tree.start()}
        n = self.tree.like(now)
        if n is None:
            n = max((k for k in steps if k not in self.tree.broken), default=0)
        gaps = sorted(set(range(1, numbers[-1])) - set(numbers))
        if gaps and not forgotten:
            forgotten = gaps[-1]
            self.did.append(
                f"history/head.json cannot tell any more whether entries up to {forgotten} that are missing were forgotten or lost"
            )
        new = Head(entry=n, fresh=steps[n].left if n else (), last=max(last, numbers[-1]), forgotten=forgotten)
        if (self.path / moves.FOLDER / moves.HEAD).is_file():
            self.aside(f"{moves.FOLDER}/{moves.HEAD}")
        disk.write(self.path / moves.FOLDER / moves.HEAD, disk.dumps(plain(new), depth=1).encode())
        self.did.append(f"wrote history/head.json from the entries: the scene is at entry {n}" if n else "wrote history/head.json anew")

    def marks(self) -> None:
        """Checkpoints from their copy."""
        folder = self.path / moves.FOLDER
        try:
            read_marks(folder / moves.MARKS)
            return
        except (FileNotFoundError, NotADirectoryError):
            damaged = False
        except SceneError:
            damaged = True
        try:
            marks = read_marks(folder / moves.MARKS_COPY)
        except (SceneError, FileNotFoundError, NotADirectoryError):
            if damaged:
                self.aside(f"{moves.FOLDER}/{moves.MARKS}")
                self.failed.append("history/marks.json: its copy is no better, so the checkpoints' names are lost; it was put aside")
            return
        if damaged:
            self.aside(f"{moves.FOLDER}/{moves.MARKS}")
        moves.write_marks(self.path, marks)
        self.did.append(f"wrote history/marks.json from its copy: {len(marks)} checkpoint{'s' * (len(marks) != 1)}")

    def objects(self, problems: Iterable[Problem]) -> None:
        """Contents that a file of the scene still holds."""
        lost = {p.file.rsplit("/", 1)[1] for p in problems}
        for file in self.tree.start() if lost else ():
            if (name := content_now(self.path, file)) in lost:
                moves.keep(self.path, (self.path / file).read_bytes())
                lost.discard(name)
                self.did.append(f"kept {file} again as history/objects/{name[:12]}...")

    # -- the scene ------------------------------------------------------------------------------------
    def wanted(self) -> Files:
        """What files should hold, as far as the history tells."""
        try:
            return self.tree.state(History(self.path).head.entry)
        except SceneError:
            return {}

    def scene(self) -> None:
        """The scene's record as the history has it."""
        try:
            SceneFolder.open(self.path, mend=False)
        except SceneError:
            name = self.wanted().get("scene.json")
            if name and self.sound("scene.json", name):
                self.restore("scene.json", name)

    def tile(self, cell: Cell) -> None:
        """A tile from the history, by making its assets again, or by making it anew."""
        file, wanted = file_of(cell), self.wanted()
        if self.whole(cell):
            return
        name = wanted.get(file)
        if name and content_now(self.path, file) != name and self.sound(file, name):
            self.restore(file, name)
        try:
            record = self.folder.record(cell)
        except SceneError:
            self.anew(cell, None, "its record could not be read")
            return
        self.assets(cell, record, file)
        for earlier in self.records(file):  # what was kept of one of these has its meshes from there
            self.assets(cell, earlier, file, wanted=record)
        if self.whole(cell):
            return
        for name in self.before(file):
            if self.sound(file, name, fits=cell):
                text = f"tile {cell[0]},{cell[1]} as it was before, since assets of its last state are lost"
                History(self.path).commit({file: name}, kind=REPAIR, text=text)
                self.did.append(f"{text} (entry {History(self.path).head.entry})")
                return
        self.anew(cell, record, "assets of it are lost that cannot be made again")

    def anew(self, cell: Cell, record: TileRecord | None, why: str) -> None:
        """Make a tile and put it in place; what was there is kept."""
        if self.remake is None:
            return
        file = file_of(cell)
        data = self.folder.encode(self.remake(self.folder, cell, record.seed if record else None, None))
        if record is not None and moves.numbers(self.path):
            text = f"tile {cell[0]},{cell[1]} was made again, since {why}"
            History(self.path).commit({file: moves.keep(self.path, data)}, kind=REPAIR, text=text)
        else:
            if (self.path / file).exists():
                self.aside(file)
            disk.write(self.path / file, data)
        self.did.append(f"made tile {cell[0]},{cell[1]} again, since {why}; edits of it are not in it")

    def past(self, problems: Iterable[Problem]) -> None:
        """Assets that states of the history and variants need, made again by these."""
        lost = {p.asset for p in problems if p.asset}
        if not lost:
            return
        places = [(self.path / moves.FOLDER / moves.OBJECTS / name, "a state of the history") for name in sorted(self.tree.objects())]
        for place, who in (*places, *((f, f.relative_to(self.path).as_posix()) for f in variant_files(self.path))):
            if not any(asset_fault(self.folder.assets, a) for a in lost):
                return
            try:
                data = disk.read_json(place)
                record = parse(TileRecord, data, place) if "things" in data else None
            except (SceneError, OSError):
                continue
            if record is not None and lost & set(tiles.assets_of(record)):
                cell = record.brief.cell
                self.guarded(f"tile {cell[0]},{cell[1]}", lambda r=record, c=cell, w=who: self.assets(c, r, w))  # type: ignore[misc]

    def records(self, file: str) -> Iterator[TileRecord]:
        """What a tile was before, by the history, each seed once."""
        seeds = set()
        for name in self.before(file):
            if self.sound(file, name):
                record = parse(TileRecord, disk.parse_json(moves.kept(self.path, name), self.path / file), self.path / file)
                if record.seed not in seeds:
                    yield record
                seeds.add(record.seed)

    def assets(self, cell: Cell, record: TileRecord, who: str, *, wanted: TileRecord | None = None) -> None:
        """Make the lost assets of a record, or of another, again; those that come out with the same bytes are put in place."""
        lost = [a for a in dict.fromkeys(tiles.assets_of(wanted or record)) if asset_fault(self.folder.assets, a)]
        if not lost or self.remake is None:
            return
        tile = self.remake(self.folder, cell, record.seed, record.brief)
        with TemporaryDirectory() as place:
            SceneFolder(Path(place), self.folder.scene_record).encode(tile)
            for name in lost:
                file = Path(place) / "assets" / name
                if file.is_file() and ASSET.fullmatch(name):
                    disk.write(self.folder.assets / name, file.read_bytes())
                    self.did.append(f"made asset {name} again, for {who}")

    def outside(self) -> None:
        """Files that are not as the history left them: entered into it, or put back where they are an older state."""
        history = History(self.path)
        try:
            head = history.head
        except SceneError:
            return
        known, changes = self.tree.objects(), {}
        for file, name in self.tree.state(head.entry).items():
            now = content_now(self.path, file)
            if now == name or (name is None and file.startswith("tiles/") and cell_of(file) in head.fresh):
                continue
            if (now is None or now in known) and name and self.sound(file, name):
                self.restore(file, name)
            elif now is not None and self.readable(file, (self.path / file).read_bytes()):
                changes[file] = (name, moves.keep(self.path, (self.path / file).read_bytes()))
        if not changes:
            return
        when = datetime.now(timezone.utc).isoformat(timespec="seconds")
        text = f"changed outside of the history: {', '.join(changes)}"
        entry = Entry(n=history.last + 1, parent=head.entry, when=when, kind=REPAIR, text=text, changes=changes, left=head.fresh)
        new = head.model_copy(update={"entry": entry.n, "forward": (), "last": entry.n})
        moves.move(self.path, Move(plain(new), entries=(plain(entry),)))
        self.did.append(f"entered into the history what was {text}")

    def strays(self, problems: Iterable[Problem]) -> None:
        """Tiles that have no place in the plan are put aside; other foreign files are left alone."""
        for p in problems:
            if moves.FILE.fullmatch(p.file):
                self.aside(p.file)

    # -- inside ---------------------------------------------------------------------------------------
    def aside(self, file: str) -> None:
        """Put a file where nothing reads it, under its own name and time."""
        source = self.path / file
        place = self.path / moves.FOLDER / "aside"
        disk.make_folder(place)
        stem = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S}-{file.replace('/', '-')}"
        target, k = place / stem, 1
        while target.exists():
            target, k = place / f"{stem}.{k}", k + 1
        os.replace(source, target)
        disk.sync_folder(place)
        disk.sync_folder(source.parent)
        self.did.append(f"put {file} aside as {target.relative_to(self.path).as_posix()}")

    def restore(self, file: str, name: str) -> None:
        """Put a content of the history in a file's place."""
        now = content_now(self.path, file)
        if now is not None and now not in self.tree.objects():
            self.aside(file)
        disk.make_folder((self.path / file).parent)
        disk.write(self.path / file, moves.kept(self.path, name))
        self.did.append(f"restored {file} from the history")

    def before(self, file: str) -> list[str]:
        """What a file held on the way to where the scene is, the newest first."""
        now = content_now(self.path, file)
        line = reversed(self.tree.line(History(self.path).head.entry))
        pairs = (self.tree.steps[n].changes[file] for n in line if file in self.tree.steps[n].changes)
        return [name for name in dict.fromkeys(name for before, after in pairs for name in (after, before)) if name and name != now]

    def sound(self, file: str, name: str, *, fits: Cell | None = None) -> bool:
        """Whether a content is there and can be read; with `fits` also whether all its assets are there and its borders fit."""
        try:
            data = moves.kept(self.path, name)
            if not self.readable(file, data):
                return False
            if fits is None:
                return True
            record = parse(TileRecord, disk.parse_json(data, self.path / file), self.path / file)
        except SceneError:
            return False
        return not misfit(record, self.folder.plan, fits) and not any(asset_fault(self.folder.assets, a) for a in tiles.assets_of(record))

    def readable(self, file: str, data: bytes) -> bool:
        """Whether bytes are what such a file should hold."""
        try:
            said = disk.parse_json(data, self.path / file)
            check_schema(said, self.path / file)
            parse(TileRecord if file.startswith("tiles/") else SceneRecord, said, self.path / file)
        except SceneError:
            return False
        return True

    def whole(self, cell: Cell) -> bool:
        """Whether a tile can be read."""
        try:
            self.folder.read_tile(cell)
        except CityscapeError:
            return False
        return True

    tree: Tree
    folder: SceneFolder
