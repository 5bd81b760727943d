"""What a caller may ask for: a prompt, a grid and a tile size, checked before any work."""

from __future__ import annotations

import unicodedata

from cityscape.errors import InputError

LONGEST_PROMPT = 2000
LARGEST_SIDE = 64
LARGEST_CONFIRMED = 1000
SMALLEST_TILE, LARGEST_TILE = 20.0, 200.0


def check_prompt(prompt: str) -> str:
    """The prompt without space at its ends; raises `InputError` when it is empty, too long or holds control characters."""
    if not isinstance(prompt, str):
        raise InputError(f"a prompt is text, not {type(prompt).__name__}: describe the city in a sentence")
    text = prompt.strip()
    if not text:
        raise InputError("the prompt is empty: describe the city in a sentence, e.g. 'a medieval town by a river'")
    if len(text) > LONGEST_PROMPT:
        raise InputError(f"the prompt has {len(text):,} characters: {LONGEST_PROMPT:,} are allowed, so say it shorter")
    for c in text:
        if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t\r":
            raise InputError(f"the prompt holds the control character U+{ord(c):04X}: remove it")
    return text


def check_grid(grid: tuple[int, int], *, confirm: bool = False) -> tuple[int, int]:
    """The grid as (columns, rows); raises `InputError` when it is empty or larger than is allowed."""
    try:
        columns, rows = (int(n) for n in grid)
        whole = (columns, rows) == tuple(grid)
    except (TypeError, ValueError):
        columns = rows = 0
        whole = False
    if not whole:
        raise InputError(f"the grid {str(grid)[:40]!r} is not two whole numbers: write it as (columns, rows), e.g. (3, 3)")
    if columns < 1 or rows < 1:
        raise InputError(f"the grid {columns}x{rows} has no tiles: each side needs at least 1")
    if max(columns, rows) > LARGEST_CONFIRMED:
        raise InputError(f"the grid {columns}x{rows} is too large: {LARGEST_CONFIRMED} tiles a side is the limit")
    if max(columns, rows) > LARGEST_SIDE and not confirm:
        raise InputError(f"the grid {columns}x{rows} means {columns * rows:,} tiles: more than {LARGEST_SIDE} a side must be confirmed")
    return columns, rows


def check_seed(seed: int) -> int:
    """The seed; raises `InputError` unless it is a whole number from 0 to 2^63 - 1."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        raise InputError(f"the seed {str(seed)[:40]} cannot be used: give a whole number from 0 to 9223372036854775807")
    return seed


def check_tile_size(size: float) -> float:
    """The tile size in metres, rounded to a quarter; raises `InputError` outside 20..200 m."""
    if not isinstance(size, (int, float)) or not SMALLEST_TILE <= size <= LARGEST_TILE:
        raise InputError(f"the tile size {str(size)[:20]} m cannot be used: it goes from {SMALLEST_TILE:g} to {LARGEST_TILE:g} metres")
    return round(float(size) * 4) / 4
