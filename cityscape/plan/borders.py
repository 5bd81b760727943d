"""Borders between cells: one key for both sides, and room for crossings on each.

A border is ("v", i, j), the west side of cell (i, j), or ("h", i, j), its south side; so the east side of
(i, j) is ("v", i + 1, j). Along it, `at` runs 0..1 from south to north or from west to east.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import Iterable, Literal

from cityscape.world.brief import Crossing, Side
from cityscape.world.records import Cell

Border = tuple[Literal["v", "h"], int, int]

CORNER_ROOM = 3.0
"""Metres at both ends of a border where nothing crosses."""

SIDE_ROOM = 2.0
"""Metres that a crossing keeps free on both of its sides."""

_GRAIN = 1024


def border(cell: Cell, side: Side) -> Border:
    """The key of a cell's side."""
    i, j = cell
    return {"west": ("v", i, j), "east": ("v", i + 1, j), "south": ("h", i, j), "north": ("h", i, j + 1)}[side]  # type: ignore[return-value]


def cells_of(b: Border) -> tuple[Cell, Cell]:
    """The two cells that a border parts: west and east of it, or south and north."""
    kind, i, j = b
    return ((i - 1, j), (i, j)) if kind == "v" else ((i, j - 1), (i, j))


def between(a: Cell, b: Cell) -> Border:
    """The border of two neighbours."""
    return ("v", max(a[0], b[0]), a[1]) if a[1] == b[1] else ("h", a[0], max(a[1], b[1]))


def ends(b: Border) -> tuple[Cell, Cell]:
    """The grid corners at `at` = 0 and `at` = 1."""
    kind, i, j = b
    return ((i, j), (i, j + 1)) if kind == "v" else ((i, j), (i + 1, j))


def middle(b: Border) -> tuple[float, float]:
    """The border's middle in cells."""
    (x0, y0), (x1, y1) = ends(b)
    return (x0 + x1) / 2, (y0 + y1) / 2


def reach(width: float, pavement: float = 0.0) -> float:
    """Half of the room in metres that a crossing takes of its border, with its free sides."""
    return max(width / 2 + SIDE_ROOM, width / 2 + pavement + 0.75)


def span(c: Crossing, size: float) -> tuple[float, float]:
    """The interval in metres that a crossing takes of a border of length `size`, with its free sides."""
    half = reach(c.width, c.pavement)
    return c.at * size - half, c.at * size + half


def place(want: float, half: float, size: float, taken: Iterable[tuple[float, float]] = ()) -> float | None:
    """The `at` nearest to `want` where a crossing of half-width `half` fits between those already there; None where none fits."""
    gaps = [(CORNER_ROOM, size - CORNER_ROOM)]
    for lo, hi in sorted(taken):
        a, b = gaps.pop()
        gaps += [(a, min(b, lo)), (max(a, hi), b)]
    best: float | None = None
    for a, b in gaps:
        lo, hi = ceil((a + half) / size * _GRAIN), floor((b - half) / size * _GRAIN)
        if lo <= hi:
            at = min(max(round(want * _GRAIN), lo), hi) / _GRAIN
            if best is None or abs(at - want) < abs(best - want):
                best = at
    return best


@dataclass
class Crossings:
    """All crossings of a plan in the making, by border."""

    size: float
    by_border: dict[Border, list[Crossing]] = field(default_factory=dict)

    def fits(self, b: Border, want: float, width: float, pavement: float = 0.0) -> float | None:
        """Where a crossing of this width would go, nearest to `want`; None where there is no room."""
        return place(want, reach(width, pavement), self.size, [span(c, self.size) for c in self.by_border.get(b, ())])

    def add(self, b: Border, want: float, crossing: Crossing) -> bool:
        """Add a crossing as near to `want` as there is room; False where there is none."""
        at = self.fits(b, want, crossing.width, crossing.pavement)
        if at is None:
            return False
        self.by_border.setdefault(b, []).append(crossing.model_copy(update={"at": at}))
        return True

    def has(self, b: Border, *kinds: str) -> bool:
        """Whether something of these kinds crosses the border."""
        return any(c.kind in kinds for c in self.by_border.get(b, ()))
