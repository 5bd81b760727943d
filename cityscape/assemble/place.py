"""Placing tiles: a plan and its finished tiles become a scene."""

from __future__ import annotations

from typing import Iterable

from cityscape.errors import InputError
from cityscape.world.plan import Plan
from cityscape.world.tile import Scene, Tile


def assemble(plan: Plan, tiles: Iterable[Tile]) -> Scene:
    """The scene of a plan's finished tiles, in the plan's order.

    Tiles need not be all there, and may come in any order. Borders need no mending: both sides take
    them from the same corner heights and sockets, which is what is checked here.

    Raises
    ------
    InputError : a tile's cell is not in the plan or comes twice, or its borders are not the plan's.
    """
    found: dict[tuple[int, int], Tile] = {}
    for t in tiles:
        if t.cell in found:
            raise InputError(f"two tiles claim cell {t.cell}: keep one of them")
        if t.cell not in plan.cells:
            raise InputError(f"the plan has no cell {t.cell}: take the tile from another scene's plan, or extend this one's")
        brief = plan.brief(t.cell)
        for what in ("corners", "sockets", "size", "base"):
            if getattr(t.brief, what) != getattr(brief, what):
                raise InputError(f"the tile of cell {t.cell} was made for other {what} than the plan's: make it again")
        found[t.cell] = t
    return Scene(plan, {c: found[c] for c in plan.cells if c in found})
