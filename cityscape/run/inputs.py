"""What a run refuses before it starts."""

from __future__ import annotations

from cityscape.errors import InputError

LONGEST_PROMPT = 2000
"""Characters; a city's description, not a novel."""

MANY_TILES = 40 * 40
"""More than this only with `large=True` (`--yes` on the command line)."""


def check_prompt(prompt: object) -> str:
    """The prompt without surrounding space; raises `InputError` for an empty, overlong or unprintable one."""
    if not isinstance(prompt, str):
        raise InputError(f"the prompt is a {type(prompt).__name__}: give text, such as 'a small medieval town by a river'")
    text = prompt.strip()
    if not text:
        raise InputError("the prompt is empty: say what to build, such as 'a small medieval town by a river'")
    if len(text) > LONGEST_PROMPT:
        raise InputError(f"the prompt has {len(text):,} characters, at most {LONGEST_PROMPT:,} are read: say it shorter")
    if any(c < " " and c not in "\t\n\r" for c in text):
        raise InputError("the prompt holds control characters: give plain text")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError("the prompt is not valid Unicode text: check the terminal's encoding") from None
    return text


def check_grid(grid: object, *, large: bool = False) -> tuple[int, int]:
    """Columns and rows; raises `InputError` unless both are whole numbers >= 1 and there are not too many tiles."""
    numbers = tuple(grid) if isinstance(grid, (tuple, list)) else ()
    if len(numbers) != 2 or not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        raise InputError(f"grid {grid!r} is not two whole numbers: give columns and rows, such as 3x3")
    columns, rows = numbers
    if columns < 1 or rows < 1:
        raise InputError(f"grid {columns}x{rows} has no tiles: give at least 1x1")
    if columns > 10_000 or rows > 10_000:
        raise InputError(f"grid {columns}x{rows} is too large: at most 10000x10000")
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


def check_workers(workers: object) -> int | None:
    """None, or a whole number >= 1."""
    if workers is None:
        return None
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise InputError(f"workers is {workers!r}: give a whole number of at least 1")
    return workers
