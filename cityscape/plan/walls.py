"""The city wall: a ring through the outer cells."""

from __future__ import annotations

from cityscape.plan.borders import CORNER_ROOM, SIDE_ROOM, Border, between
from cityscape.world.records import Cell

WIDTH = 1.6
SMALLEST_TILE = 30.0


def ring(cells: frozenset[Cell], size: float) -> dict[Border, float] | None:
    """Border -> `at` of the wall's crossing there; None where the cells are no rectangle of 2 x 2 or more, or too small."""
    west, east = min(c[0] for c in cells), max(c[0] for c in cells)
    south, north = min(c[1] for c in cells), max(c[1] for c in cells)
    if east == west or north == south or len(cells) != (east - west + 1) * (north - south + 1) or size < SMALLEST_TILE:
        return None
    far = min(0.88, 1 - (CORNER_ROOM + SIDE_ROOM + WIDTH / 2) / size)
    out: dict[Border, float] = {}
    for i in range(west, east):
        out[between((i, south), (i + 1, south))] = 1 - far
        out[between((i, north), (i + 1, north))] = far
    for j in range(south, north):
        out[between((west, j), (west, j + 1))] = 1 - far
        out[between((east, j), (east, j + 1))] = far
    return out
