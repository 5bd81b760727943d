"""The decisions about single areas joined to those about the whole city: one street network, one river, one wall, one ground."""

from __future__ import annotations

from dataclasses import replace

from cityscape.plan import water
from cityscape.plan.borders import Border, border
from cityscape.plan.given import Given
from cityscape.plan.settle_tiles import Tiles, laid_out, rank_of
from cityscape.plan.walls import SMALLEST_TILE
from cityscape.plan.wish import Ask, Wish
from cityscape.world.brief import SIDES
from cityscape.world.plan import Plan
from cityscape.world.records import Cell

INSET = 0.15
"""Where a wall that is not the layout's crosses a border: off the middle, which is the streets'."""

LEAST_LIFT = 0.5
"""Metres; heights that differ by less say nothing, and the layout's ground is kept."""


def joined(given: Given, tiles: Tiles, draft: Plan) -> tuple[Given, list[str]]:
    """All decisions, those about borders made to fit together; and what could not be held to, in words.

    `draft` is the layout that follows from `given`; it decides wherever tiles say nothing or what makes no sense.
    """
    notes: list[str] = []
    usual = {border(c, s): laid_out(draft, c, s) for c in draft.cells for s in SIDES}
    across = {**usual, **tiles.across}
    out = replace(
        given,
        uses=dict(tiles.uses),
        texts=dict(tiles.texts),
        wanted=dict(tiles.wanted),
        densities=dict(tiles.densities),
        landmarks=frozenset(tiles.landmarks),
    )
    if tiles.across:
        out.ranks = {b: rank for b in sorted(across) if (rank := rank_of(across[b])) is not None}
    out.river, wish = _river(given, draft, _with("river", usual), _with("river", across), notes)
    out.wish = wish
    out.walls = _walls(draft, _with("wall", usual), _with("wall", across), notes)
    lifts = tiles.lift.values()
    if lifts and max(lifts) - min(lifts) >= LEAST_LIFT:
        out.lift = dict(tiles.lift)
    return out, notes


def _with(kind: str, across: dict[Border, frozenset[str]]) -> frozenset[Border]:
    return frozenset(b for b, kinds in across.items() if kind in kinds)


def _river(
    given: Given, draft: Plan, usual: frozenset[Border], asked: frozenset[Border], notes: list[str]
) -> tuple[list[Border] | None, Wish | None]:
    """The river of the tiles, if it is one; else the layout's."""
    cells, wish = frozenset(draft.cells), given.wish
    broad = any(c.width > 0.3 * draft.tile_size for b in draft.briefs for s in SIDES for c in b.sockets[s].of("river"))
    if broad:
        if asked != usual:
            notes.append("the tiles' water is not the harbour's: the harbour of the layout is kept")
        return None, wish
    if asked and asked != usual:
        river = water.chain(asked, cells)
        if river is not None:
            if wish is not None and not {"river", "canal"} & set(wish.features):
                wish = replace(wish, features={**wish.features, "river": Ask()}, refused=(*wish.refused, "harbour"))
            return river, wish
    if asked != usual:
        what = "the river of the layout is kept" if usual else "it is left out"
        notes.append(f"the tiles' river is not one way from edge to edge that streets can get round: {what}")
    return (water.chain(usual, cells) if usual else None), wish


def _walls(draft: Plan, usual: frozenset[Border], asked: frozenset[Border], notes: list[str]) -> dict[Border, float] | None:
    """The walls of the tiles, if they go on from tile to tile; else None, for the layout's."""
    if asked == usual:
        return None
    crossed: dict[Cell, int] = {c: sum(border(c, s) in asked for s in SIDES) for c in draft.cells}
    if not asked or draft.tile_size < SMALLEST_TILE or set(crossed.values()) - {0, 2}:
        what = "the layout's wall is kept" if usual else "there is none"
        notes.append(f"the tiles' walls do not go on from tile to tile: {what}")
        return None
    spots = {border(c, s): w.at for c in draft.cells for s in SIDES for w in draft.brief(c).sockets[s].of("wall")}
    return {b: spots.get(b, INSET) for b in sorted(asked)}
