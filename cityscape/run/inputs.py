"""What a run refuses before it starts."""

from __future__ import annotations

from cityscape.errors import InputError

MANY_TILES = 40 * 40
"""More than this only with `large=True` (`--yes` on the command line)."""


def check_grid(grid: object, *, large: bool = False) -> tuple[int, int]:
    """Columns and rows; raises `InputError` unless both are whole numbers >= 1 and there are not too many tiles."""
    numbers = tuple(grid) if isinstance(grid, (tuple, list)) else ()
    if len(numbers) != 2 or not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        raise InputError(f"grid {grid!r} is not two whole numbers: give columns and rows, such as 3x3")
    columns, rows = numbers
    if columns < 1 or rows < 1:
        raise InputError(f"grid {columns}x{rows} has no tiles: give at least 1x1")
    check_count(columns * rows, large=large)
    return columns, rows


def check_count(tiles: int, *, large: bool) -> None:
    """Raise `InputError` for very many tiles that nobody confirmed."""
    if tiles > MANY_TILES and not large:
        hours = tiles * 5 / 3600
        raise InputError(
            f"that is {tiles:,} tiles, more than 40x40 (about {hours:,.0f} hours of one core): confirm with --yes (in Python: large=True)"
        )


def parse_grid(text: str) -> tuple[int, int]:
    """'3x2' (columns x rows) or '3' (square) as two numbers; raises `InputError`."""
    words = text.lower().replace("×", "x").split("x")
    try:
        numbers = [int(w) for w in words]
    except ValueError:
        numbers = []
    if len(numbers) == 1:
        numbers *= 2
    if len(numbers) != 2:
        raise InputError(f"grid {text!r} is not understood: write columns x rows, such as 3x3")
    return numbers[0], numbers[1]


def parse_size(text: str) -> tuple[int, int]:
    """'1600x1200' or '1600' (4:3) as width and height in pixels; raises `InputError`."""
    words = text.lower().replace("×", "x").split("x")
    if not 1 <= len(words) <= 2 or not all(w.strip().isascii() and w.strip().isdigit() for w in words):
        raise InputError(f"size {text!r} is not understood: write width x height in pixels, such as 1600x1200")
    width = int(words[0])
    return width, int(words[1]) if len(words) == 2 else max(1, round(width * 3 / 4))


def check_workers(workers: object) -> int | None:
    """None, or a whole number >= 1."""
    if workers is None:
        return None
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise InputError(f"workers is {workers!r}: give a whole number of at least 1")
    return workers
