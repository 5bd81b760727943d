"""TOML files of themes, styles and rooms: where they lie, and reading one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from cityscape.errors import InputError
from cityscape.world.resources import resource

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib  # type: ignore[no-redef]

Table = dict[str, Any]

BIGGEST = 1_000_000
"""Bytes; a larger file is refused."""


def folders(shelf: str) -> list[Path]:
    """Where files of a shelf lie: in the working folder's prompts, then among the shipped ones."""
    mine = Path.cwd() / "prompts" / shelf
    shipped = resource("prompts", shelf)
    return [mine, shipped] if mine.is_dir() and mine.resolve() != shipped.resolve() else [shipped]


def read_table(path: Path, what: str) -> Table:
    """The table of a file of a theme or a room (`what` names it in errors), read again only when it changes.

    Raises
    ------
    InputError : it cannot be read, is larger than `BIGGEST` or no TOML.
    """
    try:
        stat = path.stat()
    except OSError as e:
        raise InputError(f"{what} file {path} cannot be read: {e.strerror}") from e
    if stat.st_size > BIGGEST:
        raise InputError(f"{what} file {path} has {stat.st_size:,} bytes: a {what} may have {BIGGEST:,} at most")
    return _parse(str(path), what, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=128)
def _parse(path: str, what: str, _mtime: int, _size: int) -> Table:
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as e:
        raise InputError(f"{what} file {path} cannot be read: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as e:
        raise InputError(f"{what} file {path} is not good TOML: {e}") from e
