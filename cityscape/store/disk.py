"""Bytes on disk: whole files or none, named by what they hold."""

from __future__ import annotations

import gc
import json
import os
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import Any, Iterator

from cityscape.errors import SceneError

TEMP = ".tmp-"
"""How the names of half-written files begin."""


@contextmanager
def unswept() -> Iterator[None]:
    """Without the garbage collector, which goes through ten thousand new records again and again though none of them is garbage.

    Afterwards they count as old, so that what comes next is not swept together with them.
    """
    was, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not frozen:  # through the door and back: all there is moves to the oldest generation, and nothing is looked at
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def digest(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def write(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Put a whole file in place: temporary file beside it, flush, fsync, rename, fsync of the folder.

    A process that dies at any moment leaves the old file or the new one. With `sync` false the
    folder's own fsync is left to a later `sync_folder`.
    """
    temp = path.with_name(f"{TEMP}{os.getpid()}-{path.name}")
    try:
        with temp.open("wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        _replace(temp, path)
        if sync:
            sync_folder(path.parent)
    except OSError as e:
        _forget(temp)
        raise SceneError(f"cannot write {path}: {e.strerror or e}") from e
    except BaseException:  # Ctrl-C
        _forget(temp)
        raise


def _replace(temp: Path, path: Path) -> None:
    """Rename over a file; Windows refuses that while somebody reads it, which is soon over."""
    for left in reversed(range(40 if os.name == "nt" else 1)):
        try:
            os.replace(temp, path)
            return
        except PermissionError:
            if not left:
                raise
            sleep(0.05)


def _forget(temp: Path) -> None:
    with suppress(OSError):
        temp.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where there is none; what is made lasts through a power cut."""
    if folder.is_dir():
        return
    try:
        made = [f for f in (folder, *folder.parents) if not f.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise SceneError(f"cannot write {folder}: {e.strerror or e}") from e
    for f in reversed(made):
        sync_folder(f.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut, where the system allows it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def write_asset(folder: Path, data: bytes, suffix: str) -> str:
    """Store bytes under their hash unless they are there already; returns the file's name."""
    name = digest(data) + suffix
    path = folder / name
    if not (path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data):
        write(path, data, sync=False)
    return name


def read_asset(folder: Path, name: str, *, user: str) -> bytes:
    """The bytes of an asset after checking its hash; `user` says in errors who needs it and what to do."""
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError:
        raise SceneError(f"asset {name} is missing from {folder}: {user}") from None
    except OSError as e:
        raise SceneError(f"cannot read asset {folder / name}: {e.strerror or e}") from e
    if digest(data) != name.split(".")[0]:
        raise SceneError(f"asset {name} in {folder} was altered or damaged (its SHA-256 is {digest(data)[:12]}...): {user}")
    return data


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object; refuses NaN, infinities and anything that is not an object."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as e:
        raise SceneError(f"cannot read {path}: {e.strerror or e}") from e
    return parse_json(data, path)


def parse_json(text: bytes, path: Path) -> dict[str, Any]:
    """The JSON object in a file's text; see `read_json`."""
    try:
        data = json.loads(text.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as e:
        raise SceneError(f"{path} is damaged: it is not valid JSON ({e})") from e
    if not isinstance(data, dict):
        raise SceneError(f"{path} is damaged: it holds {type(data).__name__} where an object is wanted")
    return data


def dumps(value: Any, *, depth: int = 2) -> str:
    """JSON text that people can read and compare: `depth` levels line by line, what lies deeper on one line."""
    return _lines(value, depth, "") + "\n"


def remove_temps(folder: Path, *, deep: bool = True) -> int:
    """Remove what killed writers left half-written; returns how many files that were. `deep` false looks into no folder of it."""
    found = temps(folder, deep=deep)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def temps(folder: Path, *, deep: bool = True) -> list[Path]:
    """The half-written files of a scene, or of its outermost folder only."""
    out: list[Path] = []
    names = ("tiles", "assets", "history", "history/objects", "variants", *_variants(folder)) if deep else ()
    for place in (folder, *(folder / name for name in names)):
        if place.is_dir():
            with os.scandir(place) as entries:
                out += sorted(place / e.name for e in entries if e.name.startswith(TEMP) and e.is_file(follow_symlinks=False))
    return out


def _variants(folder: Path) -> list[str]:
    place = folder / "variants"
    return [f"variants/{p.name}" for p in sorted(place.iterdir()) if p.is_dir()] if place.is_dir() else []


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is not a number that JSON knows")


def _lines(value: Any, depth: int, indent: str) -> str:
    if depth <= 0 or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner = indent + " "
    if isinstance(value, dict):
        items = [f"{inner}{json.dumps(k, ensure_ascii=False)}: {_lines(v, depth - 1, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _lines(v, depth - 1, inner) for v in value) + f"\n{indent}]"
