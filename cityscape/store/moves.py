"""Several files of a scene changed as one: all of them or, whenever the process dies, none or all at the next look.

What a move wants is written first, whole, as ``history/pending.json``: from then on it is made, by whoever comes next if not by
the one who asked. The contents that it puts in place lie under ``history/objects`` by their SHA-256.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cityscape.errors import SceneError
from cityscape.store import disk

FOLDER = "history"
OBJECTS = "objects"
SUFFIX = ".json"
PENDING = "pending.json"
HEAD = "head.json"
MARKS = "marks.json"
MARKS_COPY = "marks.copy.json"

CELL = r"(?:0|-?[1-9]\d*)_(?:0|-?[1-9]\d*)"
"""A cell in the names of files."""

FILE = re.compile(rf"scene\.json|tiles/{CELL}\.json")
"""The files that a history may change."""

CONTENT = re.compile(r"[0-9a-f]{64}\.json")
"""Names of contents."""

Files = dict[str, str | None]
"""File of a scene (``scene.json``, ``tiles/I_J.json``) -> name of its content among the objects; None: there is no such file."""


@dataclass(frozen=True)
class Move:
    """What ``pending.json`` asks for.

    entries : of the history, as JSON data, to be written. head : of the history. files : to be put in place.
    gone : numbers of entries to be removed. marks : checkpoints to be written; None: as they are.
    """

    head: dict[str, Any]
    files: Files = field(default_factory=dict)
    entries: tuple[dict[str, Any], ...] = ()
    gone: tuple[int, ...] = ()
    marks: dict[str, int] | None = None


def make_folder(scene: Path) -> None:
    """Make the folders of a scene's history where there are none."""
    disk.make_folder(scene / FOLDER / OBJECTS)


def keep(scene: Path, data: bytes) -> str:
    """Store the content of a file; returns its name."""
    return disk.write_asset(scene / FOLDER / OBJECTS, data, SUFFIX)


def kept(scene: Path, name: str) -> bytes:
    """A content by its name; raises `SceneError` where it is missing or damaged."""
    user = f"the history needs it; restore a copy, or see 'cityscape check {scene}'"
    return disk.read_asset(scene / FOLDER / OBJECTS, name, user=user)


def held(scene: Path, file: str) -> str | None:
    """What a file holds now, stored among the objects; None where there is no such file."""
    try:
        data = (scene / file).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise SceneError(f"cannot read {scene / file}: {e.strerror or e}") from e
    return keep(scene, data)


def move(scene: Path, what: Move) -> None:
    """Put files in place, and with them entries of the history and its head. Wants the lock.

    Returns when all of it is done and lasts. Raises `SceneError` with nothing changed, or, where the disk
    failed in the middle, with a move that whoever opens the scene next will finish.
    """
    data = {
        "head": what.head,
        "files": what.files,
        "entries": list(what.entries),
        **({"gone": list(what.gone)} if what.gone else {}),
        **({"marks": what.marks} if what.marks is not None else {}),
    }
    _parse(data, scene / FOLDER / PENDING)
    for name in filter(None, what.files.values()):
        kept(scene, name)
    disk.sync_folder(scene / FOLDER / OBJECTS)
    disk.write(scene / FOLDER / PENDING, disk.dumps(data, depth=2).encode())
    try:
        finish(scene)
    except SceneError as e:
        raise SceneError(
            f"{e}; what was asked is written down in {scene / FOLDER / PENDING} and is done when the scene is next changed"
        ) from e


def pending(scene: Path) -> Move | None:
    """The move that was begun and not finished; raises `SceneError` where its file is damaged."""
    file = scene / FOLDER / PENDING
    try:
        said = disk.read_json(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _parse(said, file)


def cut_off(scene: Path) -> bool:
    """Whether a move was begun and not finished."""
    return (scene / FOLDER / PENDING).is_file()


def wanted(scene: Path) -> Files:
    """What a move that was begun wants of files. Whoever reads them so sees all of it from the moment that it is begun."""
    try:
        move = pending(scene)
    except SceneError:  # told by checks and by whoever wants to write
        return {}
    return move.files if move else {}


def read(scene: Path, file: str) -> bytes:
    """A file of a scene as it is or, where a move was begun, as it will be; raises `FileNotFoundError` where there is none."""
    files = wanted(scene)
    if file not in files:
        return (scene / file).read_bytes()
    name = files[file]
    if name is None:
        raise FileNotFoundError(file)
    return kept(scene, name)


def finish(scene: Path) -> bool:
    """Finish a move that was begun; returns whether there was one. Wants the lock."""
    what = pending(scene)
    if what is None:
        return False
    for name in filter(None, what.files.values()):  # all of them are there before the first is put in place
        kept(scene, name)
    for entry in what.entries:
        disk.write(entry_file(scene, entry["n"]), disk.dumps(entry, depth=2).encode(), sync=False)
    for file, content in what.files.items():
        if content is None:
            _remove(scene / file)
        else:
            disk.write(scene / file, kept(scene, content), sync=False)
    for folder in {(scene / file).parent for file in what.files}:
        disk.sync_folder(folder)
    if what.marks is not None:
        write_marks(scene, what.marks)
    disk.write(scene / FOLDER / HEAD, disk.dumps(what.head, depth=1).encode())
    for n in what.gone:
        _remove(entry_file(scene, n))
    _remove(scene / FOLDER / PENDING)
    disk.sync_folder(scene / FOLDER)  # an old move that a power cut brought back would undo what came after it
    return True


def write_marks(scene: Path, marks: dict[str, int]) -> None:
    """Write the checkpoints, and a second copy of them, since nothing else tells of them."""
    for name in (MARKS_COPY, MARKS):
        disk.write(scene / FOLDER / name, disk.dumps(marks, depth=1).encode())


def entry_file(scene: Path, n: int) -> Path:
    """The file of an entry of the history."""
    return scene / FOLDER / f"{n:06d}.json"


def numbers(scene: Path) -> list[int]:
    """The numbers of the entries that there are, in order."""
    try:
        names = os.listdir(scene / FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(int(stem) for name in names if name.endswith(SUFFIX) and (stem := name[: -len(SUFFIX)]).isdigit() and len(stem) >= 6)


def _parse(said: dict[str, Any], file: Path) -> Move:
    head, files, entries = said.get("head"), said.get("files"), said.get("entries", [])
    gone, marks = said.get("gone", []), said.get("marks")
    sound = (
        isinstance(head, dict)
        and isinstance(files, dict)
        and all(FILE.fullmatch(f) and (n is None or (isinstance(n, str) and CONTENT.fullmatch(n))) for f, n in files.items())
        and isinstance(entries, list)
        and all(isinstance(e, dict) and _number(e.get("n")) for e in entries)
        and isinstance(gone, list)
        and all(map(_number, gone))
        and (marks is None or (isinstance(marks, dict) and all(_number(n) or n == 0 for n in marks.values())))
    )
    if not sound:
        raise SceneError(f"{file} is damaged: it does not say what to change; see 'cityscape check {file.parent.parent} --repair'")
    assert isinstance(head, dict) and isinstance(files, dict)
    return Move(head, files, tuple(entries), tuple(gone), marks)


def _number(n: object) -> bool:
    return isinstance(n, int) and not isinstance(n, bool) and n > 0


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as e:
        raise SceneError(f"cannot remove {file}: {e.strerror or e}") from e
