"""`Area`: a rectangle of cells, and its division into parts that one request to a language model can hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from cityscape.world.records import Cell

LEAF = 5
"""Cells a side that one request plans, at most."""

WIDEST = 6
"""Parts a side that one request divides into, at most."""


@dataclass(frozen=True)
class Area:
    """Cells from (x, y) on, so many columns and rows."""

    x: int
    y: int
    columns: int
    rows: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple((self.x + i, self.y + j) for j in range(self.rows) for i in range(self.columns))

    @property
    def middle(self) -> Cell:
        """The cell in the middle."""
        return self.x + self.columns // 2, self.y + self.rows // 2

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, tuple) and 0 <= cell[0] - self.x < self.columns and 0 <= cell[1] - self.y < self.rows


Parts = dict[Cell, Area]
"""Parts of an area by their place in its coarse grid."""


def parts(area: Area) -> Parts:
    """The parts of an area, evenly divided; none where it is small enough for one request."""
    longest = max(area.columns, area.rows)
    if longest <= LEAF:
        return {}
    block = LEAF
    while ceil(longest / block) > WIDEST:
        block *= WIDEST
    xs, ys = _even(area.x, area.columns, ceil(area.columns / block)), _even(area.y, area.rows, ceil(area.rows / block))
    return {(i, j): Area(x, y, w, h) for j, (y, h) in enumerate(ys) for i, (x, w) in enumerate(xs)}


def requests(area: Area) -> int:
    """How many requests an area takes, without its own."""
    return sum(1 + requests(p) for p in parts(area).values())


def _even(start: int, length: int, count: int) -> list[tuple[int, int]]:
    edges = [start + length * k // count for k in range(count + 1)]
    return [(a, b - a) for a, b in pairwise(edges)]
