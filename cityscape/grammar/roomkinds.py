"""Room files: finding, inheriting, checking. `prompts/rooms/bedroom.toml` says how to write one."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from cityscape.errors import InputError
from cityscape.grammar.tables import Table, folders, read_table
from cityscape.grammar.themes import load_theme
from cityscape.world.material import PATTERNS
from cityscape.world.room import Piece, RoomKind

_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_MERGED = ("pieces", "materials")


def room_names() -> list[str]:
    """Names of all kinds of rooms: the shipped ones and those in ``./prompts/rooms`` of the working folder, sorted."""
    return sorted({f.stem for d in folders("rooms") for f in d.glob("*.toml") if not f.stem.startswith("_")})


def load_rooms() -> list[RoomKind]:
    """All kinds of rooms, in the order of their names."""
    return [load_room(n) for n in room_names()]


def load_room(name_or_path: str | Path) -> RoomKind:
    """The room kind of a name, or of a file whose path ends in .toml; raises `InputError` for what is not a good one."""
    chain = _chain(_find(str(name_or_path), near=None))
    return _build(tuple((str(p), p.stat().st_mtime_ns) for p in chain))


@lru_cache(maxsize=64)
def _build(files: tuple[tuple[str, int], ...]) -> RoomKind:
    path = Path(files[0][0])
    table: Table = {}
    for file, _ in reversed(files):
        for key, value in read_table(Path(file), "room").items():
            old = table.get(key)
            if key == "extends":
                continue
            table[key] = {**old, **value} if key in _MERGED and isinstance(old, dict) and isinstance(value, dict) else value
    table.setdefault("name", path.stem)
    table.setdefault("title", str(table["name"]).replace("_", " ").capitalize())
    room = _validated(path, table)
    _check(path, room)
    return room


def _find(name: str, *, near: Path | None) -> Path:
    if name.lower().endswith(".toml"):
        path = Path(name) if near is None or Path(name).is_absolute() else near.parent / name
        if not path.is_file():
            raise InputError(f"there is no room file {name!r}: give the path of a .toml file or one of {', '.join(room_names())}")
        return path
    if _NAME.fullmatch(name):
        for folder in ([near.parent] if near is not None else []) + folders("rooms"):
            if (folder / f"{name}.toml").is_file():
                return folder / f"{name}.toml"
    shown = name if len(name) <= 60 else name[:57] + "..."
    raise InputError(f"there is no kind of room {shown!r}: {_near(name.lower(), room_names())}")


def _chain(path: Path) -> list[Path]:
    chain = [path]
    while (parent := read_table(chain[-1], "room").get("extends")) is not None:
        here = chain[-1]
        if not isinstance(parent, str):
            raise InputError(f"room file {path}: extends must be the name of a kind of room, not {parent!r}")
        there = _find(parent, near=here)
        if there.resolve() == here.resolve():  # a user's bedroom.toml may extend the shipped "bedroom"
            there = next((f for d in folders("rooms")[1:] if (f := d / f"{parent}.toml").is_file()), there)
        if any(there.resolve() == p.resolve() for p in chain):
            names = " -> ".join(p.stem for p in [*chain, there])
            raise InputError(f"room file {path}: extends goes round in a circle ({names}): let one of them stand by itself")
        chain.append(there)
    return chain


def _validated(path: Path, table: Table) -> RoomKind:
    try:
        return RoomKind.model_validate(table)
    except ValidationError as e:
        error = e.errors()[0]
        loc = [str(x) for x in error["loc"] if x != "[key]"]
        last, message = (loc[-1] if loc else ""), error["msg"].removeprefix("Value error, ")
        if error["type"] == "extra_forbidden":
            known = list(Piece.model_fields if loc[0] == "pieces" else RoomKind.model_fields if len(loc) == 1 else ())
            why = f"is an unknown key: {_near(last, known)}" if known else "is an unknown key: remove it"
        elif error["type"] == "missing":
            why = "is missing: add it"
        elif error["type"] == "literal_error" and last == "pattern":
            why = f"{error.get('input')!r} is not a pattern: {_near(str(error.get('input')), list(PATTERNS))}"
        elif error["type"] == "value_error":
            why = message
        else:
            why = f"{str(error.get('input'))[:60]!r}: {message[:1].lower()}{message[1:]}"
        raise InputError(f"room file {path}: {'.'.join(loc)}{' ' if loc else ''}{why}") from e


def _check(path: Path, room: RoomKind) -> None:
    from cityscape.grammar.kinds import kinds

    known = sorted(n for n, k in kinds().items() if k.indoor is not None)
    for name, piece in room.pieces.items():
        for kind in piece.kinds:
            if kind not in known:
                raise InputError(f"room file {path}: pieces.{name}.kinds.{kind} is no kind of furniture: {_near(kind, known)}")
    palette = load_theme("_base", "styles").palette
    for role, swatches in room.materials.items():
        if not swatches:
            raise InputError(f"room file {path}: materials.{role} is empty: give one swatch or more")
        for s in swatches:
            for c in (*s.colors, *([s.color2] if s.color2 else [])):
                if not (re.fullmatch(r"#[0-9a-fA-F]{6}", c) or palette.get(c)):
                    raise InputError(f"room file {path}: materials.{role} {c!r} is neither #rrggbb nor {_near(c, sorted(palette))}")


def _near(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
