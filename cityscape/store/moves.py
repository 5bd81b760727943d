"""Several files of a scene changed as one: all of them or, whenever the process dies, none or all at the next look.

What a move wants is written first, whole, as ``history/pending.json``: from then on it is made, by whoever comes next if not by
the one who asked. The contents that it puts in place lie under ``history/objects`` by their SHA-256.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cityscape.errors import SceneError
from cityscape.store import disk

FOLDER = "history"
OBJECTS = "objects"
SUFFIX = ".json"

FILE = re.compile(r"scene\.json|tiles/-?\d+_-?\d+\.json")
"""The files that a history may change."""

Files = dict[str, str | None]
"""File of a scene (``scene.json``, ``tiles/I_J.json``) -> name of its content among the objects; None: there is no such file."""


def make_folder(scene: Path) -> None:
    """Make the folders of a scene's history where there are none."""
    try:
        (scene / FOLDER / OBJECTS).mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise SceneError(f"cannot write {scene / FOLDER}: {e.strerror or e}") from e


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


def move(scene: Path, files: Files, *, entry: dict[str, Any] | None, head: dict[str, Any]) -> None:
    """Put files in place, and with them an entry of the history (by its ``n``) and the history's head. Wants the lock."""
    for name in filter(None, files.values()):
        kept(scene, name)
    disk.sync_folder(scene / FOLDER / OBJECTS)
    disk.write(scene / FOLDER / "pending.json", disk.dumps({"entry": entry, "head": head, "files": files}, depth=2).encode())
    finish(scene)


def cut_off(scene: Path) -> bool:
    """Whether a move was begun and not finished."""
    return (scene / FOLDER / "pending.json").is_file()


def finish(scene: Path) -> bool:
    """Finish a move that was begun; returns whether there was one. Wants the lock."""
    pending = scene / FOLDER / "pending.json"
    try:
        said = disk.read_json(pending)
    except (FileNotFoundError, NotADirectoryError):
        return False
    entry, head, files = said.get("entry"), said.get("head"), said.get("files")
    sound = entry is None or (isinstance(entry, dict) and isinstance(entry.get("n"), int))
    if not (sound and isinstance(head, dict) and isinstance(files, dict)) or not all(FILE.fullmatch(file) for file in files):
        raise SceneError(f"{pending} is damaged: it does not say what to change; restore a copy of {scene / FOLDER}")
    if entry is not None:
        disk.write(entry_file(scene, entry["n"]), disk.dumps(entry, depth=2).encode(), sync=False)
    for file, name in files.items():
        if name is None:
            (scene / file).unlink(missing_ok=True)
        else:
            disk.write(scene / file, kept(scene, name), sync=False)
    for folder in {(scene / file).parent for file in files}:
        disk.sync_folder(folder)
    disk.write(scene / FOLDER / "head.json", disk.dumps(head, depth=1).encode())
    pending.unlink()
    return True


def entry_file(scene: Path, n: int) -> Path:
    """The file of an entry of the history."""
    return scene / FOLDER / f"{n:06d}.json"
