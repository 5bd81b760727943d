"""`History`: what was changed in a scene, step by step, and the way back and forth.

    history/000001.json        an entry: what was asked, and of each changed file what it held before and after
    history/objects/SHA.json   those contents
    history/head.json          which entry the scene is at, and what redo would do
    history/marks.json         named checkpoints

Entries are only ever added. After an undo a new edit begins a branch beside what was undone, which stays reachable by its number.
The state that an entry leads from is restored byte for byte, since what is kept of a file is the file.
"""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any, Iterable, Iterator, TypeVar

from pydantic import Field, ValidationError

from cityscape.errors import InputError, SceneError
from cityscape.store import disk, moves, tiles
from cityscape.store.moves import FOLDER, Files, Move
from cityscape.store.records import Name, TileRecord
from cityscape.world.records import Cell, Record

R = TypeVar("R", bound=Record)
File = Annotated[str, Field(pattern=f"^(?:{moves.FILE.pattern})$")]
Content = Annotated[str, Field(pattern=f"^(?:{moves.CONTENT.pattern})$")]

MADE = "made"
"""Kind of the entries that record tiles which a larger plan asked for; undo and redo take them with the entry before."""


class Entry(Record):
    """One step of a scene's history."""

    n: int = Field(ge=1)
    parent: int = Field(ge=0, description="the entry that the scene was at; 0: as it was made")
    when: str
    kind: Name
    text: str = Field(description="what was done, for people")
    what: dict[str, Any] = Field({}, description="what was done, for programs")
    changes: dict[File, tuple[Content | None, Content | None]] = Field(
        description="file -> its content before and after; None: no such file"
    )
    fresh: tuple[Cell, ...] = Field((), description="cells that the plan gained, whose tiles were still to be made")
    left: tuple[Cell, ...] = Field((), description="cells that this entry or one before it asked for, and that none has made so far")

    def cells(self) -> tuple[Cell, ...]:
        """The cells whose tiles it changed."""
        return tuple(cell_of(f) for f in self.changes if f.startswith("tiles/"))


class Head(Record):
    """Where a scene is in its history."""

    entry: int = 0
    forward: tuple[int, ...] = Field((), description="entries that redo would do, the next one last")
    fresh: tuple[Cell, ...] = Field((), description="cells that an entry's plan gained, whose tiles no entry has yet")
    last: int = Field(0, ge=0, description="the newest entry that ever was; 0: not told")
    forgotten: int = Field(0, ge=0, description="entries up to this one may be gone, since the history was shortened")


class History:
    """The history of the scene in a folder. Whatever changes something wants the scene's lock to be held."""

    def __init__(self, scene: Path) -> None:
        self.scene = scene

    # -- asking ---------------------------------------------------------------------------------------
    @property
    def head(self) -> Head:
        """Where the scene is; raises `SceneError` where its file is damaged, or missing though there are entries."""
        file, begun = self.scene / FOLDER / moves.HEAD, self._begun()
        if begun:
            return _record(Head, begun.head, self.scene / FOLDER / moves.PENDING)
        try:
            return _record(Head, disk.read_json(file), file)
        except (FileNotFoundError, NotADirectoryError):
            if moves.numbers(self.scene):
                raise SceneError(
                    f"{file} is missing though there are entries beside it: see 'cityscape check {self.scene} --repair'"
                ) from None
            return Head()

    def entry(self, n: int) -> Entry:
        """An entry by its number; raises `InputError` where there is none."""
        file = moves.entry_file(self.scene, n)
        try:
            entry = _record(Entry, disk.read_json(file), file)
        except (FileNotFoundError, NotADirectoryError):
            begun = moves.pending(self.scene)
            found = next((e for e in begun.entries if e["n"] == n), None) if begun else None
            if found is None:
                raise InputError(f"the history of {self.scene} has no entry {n}{self._why(n)}; see 'cityscape log {self.scene}'") from None
            entry = _record(Entry, found, self.scene / FOLDER / moves.PENDING)
        if entry.n != n or entry.parent >= n:
            raise SceneError(f"{file} is damaged: it calls itself entry {entry.n}, after entry {entry.parent}")
        return entry

    @property
    def last(self) -> int:
        """The number of the newest entry that ever was; 0 where nothing was changed yet."""
        n = self.head.last or max(moves.numbers(self.scene), default=0)
        while moves.entry_file(self.scene, n + 1).is_file():
            n += 1
        return n

    def entries(self) -> Iterator[Entry]:
        """All entries, the oldest first."""
        return (self.entry(n) for n in moves.numbers(self.scene))

    def line(self, n: int | None = None) -> list[Entry]:
        """The entries that lead from the beginning to an entry, or to where the scene is."""
        n = self.head.entry if n is None else n
        out = []
        while n:
            out.append(self.entry(n))
            n = out[-1].parent
        return out[::-1]

    def marks(self) -> dict[str, int]:
        """Named checkpoints and their entries."""
        begun = self._begun()
        if begun and begun.marks is not None:
            return begun.marks
        try:
            return read_marks(self.scene / FOLDER / moves.MARKS)
        except (FileNotFoundError, NotADirectoryError):
            return {}

    def find(self, name: str | int) -> int:
        """The number of an entry that is given as one, as a checkpoint's name, as ``head`` or as ``start``."""
        text = str(name).strip()
        marks = self.marks()
        if text in marks:
            return marks[text]
        if text.lower() in ("head", "start"):
            return self.head.entry if text.lower() == "head" else 0
        if text.isdigit():
            return self.entry(int(text)).n if int(text) else 0
        there = f"the checkpoints are {', '.join(sorted(marks))}" if marks else "there are no checkpoints yet"
        raise InputError(f"{self.scene} has no checkpoint {text!r}: {there}; give one of them, an entry's number, 'head' or 'start'")

    def files_at(self, n: int) -> Files:
        """What the files that any step between here and an entry changed hold there."""
        return self._between(self.head.entry, n)[0]

    def objects(self) -> set[str]:
        """Names of all contents that some entry refers to."""
        return {name for e in self.entries() for pair in e.changes.values() for name in pair if name}

    def assets(self) -> set[str]:
        """Names of all assets that some state of the history refers to."""
        return {a for name in self.objects() for a in self._assets(name)}

    def stamp(self) -> object:
        """Something that is another whenever a move was made, or is being made, since."""
        seen: list[object] = []
        for name in (moves.PENDING, moves.HEAD):
            try:
                file = os.stat(self.scene / FOLDER / name)
                seen.append((file.st_ino, file.st_mtime_ns, file.st_size))
            except OSError:
                seen.append(None)
        return seen

    # -- changing -------------------------------------------------------------------------------------
    def commit(self, files: Files, *, kind: str, text: str, what: dict[str, Any] | None = None, fresh: Iterable[Cell] = ()) -> Entry:
        """Put files in place as a new entry after the one that the scene is at."""
        moves.make_folder(self.scene)
        head = self.head
        changes = {}
        for file, after in files.items():
            before = moves.held(self.scene, file)
            if before != after:
                changes[file] = (before, after)
        done = {cell_of(f) for f in changes if f.startswith("tiles/")}
        entry = Entry(
            n=self.last + 1,
            parent=head.entry,
            when=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            kind=kind,
            text=text,
            what=what or {},
            changes=changes,
            fresh=(asked := tuple(fresh)),
            left=tuple(c for c in dict.fromkeys((*head.fresh, *asked)) if c not in done),
        )
        new = head.model_copy(update={"entry": entry.n, "forward": (), "fresh": entry.left, "last": entry.n})
        moves.move(self.scene, Move(plain(new), {f: after for f, (_, after) in changes.items()}, (plain(entry),)))
        return entry

    def settle(self) -> Entry | None:
        """Enter the tiles that were made since an entry asked for them; returns the entry, None where there are none."""
        made = [c for c in self.head.fresh if (self.scene / file_of(c)).is_file()]
        if not made:
            return None
        moves.make_folder(self.scene)
        head, n = self.head, self.last + 1
        changes = {file_of(c): (None, moves.held(self.scene, file_of(c))) for c in made}
        text = f"{len(made)} tiles were made" if len(made) > 1 else f"tile {made[0][0]},{made[0][1]} was made"
        when = datetime.now(timezone.utc).isoformat(timespec="seconds")
        left = tuple(c for c in head.fresh if c not in set(made))
        entry = Entry(n=n, parent=head.entry, when=when, kind=MADE, text=text, changes=changes, left=left)
        new = head.model_copy(update={"entry": n, "forward": (), "fresh": left, "last": n})
        moves.move(self.scene, Move(plain(new), entries=(plain(entry),)))
        return entry

    def undo(self, steps: int = 1) -> list[Entry]:
        """Take back the last entries; returns them, the newest first. Raises `InputError` where there is nothing to undo."""
        self.settle()
        head = self.head
        n, gone = head.entry, []
        for _ in range(_count(steps)):
            if not n:
                break
            while True:
                entry = self.entry(n)
                gone.append(entry)
                n = entry.parent
                if entry.kind != MADE or not n:
                    break
        if not gone:
            raise InputError(f"nothing to undo in {self.scene}: it is as it was made")
        self._go(n, forward=(*head.forward, *(e.n for e in gone)))
        return gone

    def redo(self, steps: int = 1) -> list[Entry]:
        """Do again what was undone; returns the entries, in the order of doing. Raises `InputError` where there is nothing to redo."""
        head = self.head
        forward, again = list(head.forward), []
        for _ in range(_count(steps)):
            if not forward:
                break
            again.append(self.entry(forward.pop()))
            while forward and (entry := self.entry(forward[-1])).kind == MADE:
                again.append(entry)
                forward.pop()
        if not again:
            raise InputError(f"nothing to redo in {self.scene}: nothing was undone since the last edit")
        self._go(again[-1].n, forward=tuple(forward))
        return again

    def go(self, name: str | int) -> int:
        """Bring the scene to an entry, a checkpoint, or ``start``; returns the entry's number."""
        self.settle()
        n, head = self.find(name), self.head
        _, back, on = self._between(head.entry, n)
        again = tuple(e.n for e in reversed(on))
        if not on:
            forward = (*head.forward, *(e.n for e in back))
        elif not back and head.forward[-len(on) :] == again:
            forward = head.forward[: -len(on)]
        else:
            forward = ()
        self._go(n, forward=forward)
        return n

    def mark(self, name: str) -> int:
        """Name the entry that the scene is at; raises `InputError` for a name that is taken or reads as something else."""
        self.settle()
        name = name.strip()
        marks = self.marks()
        if not name or name.isdigit() or name.lower() in ("head", "start") or len(name) > 100 or not name.isprintable():
            raise InputError(f"a checkpoint cannot be called {name!r}: give a name of up to 100 signs that is no number, 'head' or 'start'")
        if name in marks:
            raise InputError(f"{self.scene} has a checkpoint {name!r} already, at entry {marks[name]}: give another name")
        moves.make_folder(self.scene)
        n = self.head.entry
        moves.write_marks(self.scene, {**marks, name: n})
        return n

    # -- inside ---------------------------------------------------------------------------------------
    def _begun(self) -> Move | None:
        """The move that is being made."""
        try:
            return moves.pending(self.scene)
        except SceneError:  # told by checks and by whoever wants to write
            return None

    def _between(self, start: int, end: int) -> tuple[Files, list[Entry], list[Entry]]:
        """What changes on the way between two entries, and the entries that are taken back and done on it."""
        back: list[Entry] = []
        on: list[Entry] = []
        while start != end:  # parents are older than their children, so the newer end is never a common ancestor
            if start > end:
                back.append(self.entry(start))
                start = back[-1].parent
            else:
                on.append(self.entry(end))
                end = on[-1].parent
        on.reverse()
        files: Files = {}
        for e in back:
            files |= {f: before for f, (before, _) in e.changes.items()}
        for e in on:
            files |= {f: after for f, (_, after) in e.changes.items()}
        return files, back, on

    def _go(self, n: int, *, forward: tuple[int, ...]) -> None:
        head = self.head
        files = self.files_at(n)
        for file, name in files.items():
            for asset in self._assets(name) if name else ():
                if not (self.scene / "assets" / asset).is_file():
                    raise SceneError(
                        f"asset {asset} is missing from {self.scene / 'assets'}, and {file} as it was needs it: restore a copy, "
                        f"or see 'cityscape check {self.scene} --repair'; nothing was changed"
                    )
        moves.make_folder(self.scene)
        new = head.model_copy(update={"entry": n, "forward": forward, "fresh": self.entry(n).left if n else ()})
        moves.move(self.scene, Move(plain(new), files))

    def _why(self, n: int) -> str:
        """Why there is no such entry, for an error."""
        last = self.last
        if not last:
            return ": it has no entries yet"
        return ": it was forgotten, see 'cityscape gc'" if 0 < n <= self.head.forgotten else f": it has entries up to {last}"

    def _assets(self, name: str) -> tuple[str, ...]:
        """Assets that a kept content refers to: none where it is no tile's record."""
        file = self.scene / FOLDER / moves.OBJECTS / name
        data = disk.parse_json(moves.kept(self.scene, name), file)
        return tiles.assets_of(_record(TileRecord, data, file)) if "things" in data else ()


def file_of(cell: Cell) -> str:
    """The file of a cell's tile, within the scene."""
    return f"tiles/{cell[0]}_{cell[1]}.json"


def cell_of(file: str) -> Cell:
    """The cell of a tile's file."""
    i, j = file.removeprefix("tiles/").removesuffix(".json").split("_")
    return int(i), int(j)


def parse_entry(data: dict[str, Any], file: Path) -> Entry:
    """An entry from JSON data; raises `SceneError` where it is none."""
    return _record(Entry, data, file)


def read_marks(file: Path) -> dict[str, int]:
    """Named checkpoints and their entries; raises `SceneError` where the file is damaged."""
    data = disk.read_json(file)
    if not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in data.values()):
        raise SceneError(f"{file} is damaged: it must map names to entries")
    return data


def plain(record: Record) -> dict[str, Any]:
    """An entry or a head as JSON data."""
    return record.model_dump(mode="json")


def _count(steps: int) -> int:
    if steps < 1:
        raise InputError(f"{steps} steps cannot be taken: give 1 or more")
    return steps


def _record(kind: type[R], data: dict[str, Any], file: Path) -> R:
    try:
        return kind.model_validate(data)
    except ValidationError as e:
        raise SceneError(f"{file} is damaged: {e.errors()[0]['msg']}") from e
