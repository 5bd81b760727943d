"""`compose`: a brief becomes the objects of a tile."""

from __future__ import annotations

from functools import lru_cache

from cityscape.errors import InputError
from cityscape.grammar.draft import Draft, numbered
from cityscape.grammar.frontage import infill, line_streets, place_wanted
from cityscape.grammar.furnish import furnish, shade_trees
from cityscape.grammar.ground import ground_covers
from cityscape.grammar.kinds import kinds
from cityscape.grammar.levels import Level, check_level, coarser
from cityscape.grammar.quayside import clear_quays
from cityscape.grammar.recipe import KINDS
from cityscape.grammar.rooms import room_drafts
from cityscape.grammar.runs import bridges, fences, town_walls
from cityscape.grammar.site import lay_out
from cityscape.grammar.yard import Yard
from cityscape.world.brief import Brief, Outline, Wanted
from cityscape.world.part import Thing
from cityscape.world.pose import Pose

SPARSE = {"farm": 0.3, "park": 0.25, "forest": 0.15, "lake": 0.3, "fort": 0.4}
"""How much of a frontage is built up where the land is meant for something else."""

INFILLED = frozenset({"residential", "commercial", "market", "industry", "harbour"})
"""Land uses that also build behind the first row."""

BUILDINGS = {"farm": 3, "park": 2, "forest": 1, "lake": 2}
"""Most buildings of such a tile."""


def compose(brief: Brief, *, seed: int, level: Level = "fine") -> tuple[Thing, ...]:
    """The objects of a tile, the ground first (of a room: the room).

    Parameters
    ----------
    brief : the cell's instruction with its style.
    seed : the tile's seed; the same brief and seed give the same bytes.
    level : how far parts are gathered (`cityscape.grammar.levels`): ``fine``, ``medium`` or ``coarse``.

    Returns
    -------
    Things in the tile's frame (z up, metres, origin at the south-west corner).

    Raises
    ------
    InputError : the brief asks for a kind that no recipe makes, or the level is none.
    """
    return coarser(_compose(brief.model_dump_json(), brief.reserved, seed), check_level(level))


@lru_cache(maxsize=4)
def _compose(text: str, reserved: tuple[Outline, ...], seed: int) -> tuple[Thing, ...]:
    brief = Brief.model_validate_json(text).model_copy(update={"reserved": reserved})
    return tuple(d.meshed() for d in draft(brief, seed=seed))


def draft(brief: Brief, *, seed: int) -> list[Draft]:
    """The objects of a tile as solids, the ground (or the room) first: all of `compose` but the meshing."""
    return room_drafts(brief, seed=seed) if brief.room is not None else drafts_of(fill(brief, seed=seed))


def drafts_of(yard: Yard) -> list[Draft]:
    """The ground of a yard and what has been placed in it."""
    out = [Draft("ground", "ground", "ground", Pose(), covers=tuple(ground_covers(yard.site, pads=yard.pads, patches=yard.patches)))]
    count: dict[str, int] = {}
    for p in yard.placed:
        id = numbered(p.kind, count)
        out.append(Draft(id, id.replace("_", " "), p.kind, p.pose, tuple(p.parts)))
    return out


def fill(brief: Brief, *, seed: int) -> Yard:
    """Lay out a brief's site and place everything on it, the large and fixed before the small and loose."""
    kinds()
    site = lay_out(brief, seed=seed)
    yard = Yard.of(site, seed=seed)
    theme = brief.look.theme
    bridges(yard)
    town_walls(yard)
    wanted = list(brief.wanted)
    if brief.landmark and theme.landmarks and not any(_kind(w).category == "building" for w in wanted):
        rng = yard.rng("landmark")
        wanted.insert(0, Wanted(kind=theme.landmarks[int(rng.integers(len(theme.landmarks)))], size="large"))
    loose = []
    for w in wanted:
        if _kind(w).category == "building":
            for k in range(w.count):
                place_wanted(yard, w, key=k)
        else:
            loose.append(w)
    sparse = SPARSE.get(brief.land_use, 1.0)
    houses = list(
        line_streets(yard, theme.buildings.get(brief.land_use, {}), density=brief.density * sparse, most=BUILDINGS.get(brief.land_use))
    )
    shade_trees(yard)
    fences(yard, houses)
    if brief.land_use in INFILLED:
        infill(yard, theme.buildings.get(brief.land_use, {}), density=brief.density)
    furnish(yard, loose)
    clear_quays(yard)
    return yard


def _kind(w: Wanted):  # type: ignore[no-untyped-def]
    if w.kind not in KINDS:
        from difflib import get_close_matches

        near = get_close_matches(w.kind, KINDS, 3, 0.4)
        raise InputError(
            f"no recipe makes {w.kind!r}"
            + (f": did you mean {', '.join(near)}?" if near else f": choose one of {', '.join(sorted(KINDS))}")
        )
    return KINDS[w.kind]
