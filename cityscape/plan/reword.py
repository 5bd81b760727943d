"""One cell's brief in other words: what a prompt for a single tile changes, and what the tile's borders forbid it to."""

from __future__ import annotations

from typing import Iterable

from cityscape.errors import InputError
from cityscape.grammar.roomkinds import load_rooms
from cityscape.plan import request, text
from cityscape.plan.offline import BROAD, FEATURES, SET_APART, serving
from cityscape.plan.wanted import homes, stock
from cityscape.plan.wish import MANY, Wish
from cityscape.plan.words import read, read_room
from cityscape.plan.zoning import Lie
from cityscape.world.brief import Brief, Wanted
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.seeds import generator
from cityscape.world.theme import LandUse, Role, Style

LAND: frozenset[Role] = frozenset({
    "street", "street_side", "pavement", "kerb", "marking", "ground", "plaza", "path", "sand", "water", "bank", "rock", "slab", "city_wall",
})  # fmt: skip
"""What crosses borders, and so keeps the scene's colours in every tile."""

WIDE = 0.9 * BROAD
"""Water of this share of the tile's edge bears a harbour."""


def reworded(plan: Plan, cell: Cell, prompt: str) -> tuple[Brief, tuple[str, ...]]:
    """A cell's brief as a prompt wants it, and notes on what was understood.

    Text and wanted objects are the prompt's. Land use and density change where it speaks of them; colours and materials that it
    names become the cell's own style, those of the land excepted. Corners, sockets and size never change.

    Raises
    ------
    InputError : the plan has no such cell, or the prompt is empty or too long.
    """
    prompt = request.check_prompt(prompt)
    if cell not in plan.cells:
        raise InputError(f"the plan has no cell {cell[0]},{cell[1]}")
    old = plan.brief(cell)
    return _room(plan, old, prompt) if old.room is not None else _land(plan, old, prompt)


def replaced(plan: Plan, briefs: Iterable[Brief], *, alone: bool = False) -> Plan:
    """A plan with other briefs for some cells, or with these briefs `alone`; raises pydantic's error where borders disagree."""
    new = {b.cell: b if b.style != plan.style else b.model_copy(update={"style": None}) for b in briefs}
    kept = tuple(new.values()) if alone else tuple(new.get(b.cell, b) for b in plan.briefs)
    return Plan(**{name: getattr(plan, name) for name in Plan.model_fields if name != "briefs"}, briefs=kept)


def _land(plan: Plan, old: Brief, prompt: str) -> tuple[Brief, tuple[str, ...]]:
    theme = old.look.theme
    wish = read(prompt, theme=theme)
    notes = _understood(wish)
    serving(wish)
    use, said = _use(wish, old)
    notes += said
    kept = [f for f in wish.features if f in ("river", "canal", "wall", "hills", "mountains", "flat") or f.endswith("_streets")]
    if kept:
        notes.append(f"{', '.join(kept).replace('_', ' ')}: what crosses the tile's borders stays as it is")
    ways = {old.cell: sum(bool(s.of("street", "path")) for s in old.sockets.values())}
    wet = frozenset([old.cell] if any(s.of("river") for s in old.sockets.values()) else [])
    lie = Lie((old.cell,), old.cell, {}, wet, frozenset(), frozenset(), ways)
    bare = theme.model_copy(update={"landmarks": ()})
    shelf = stock(lie, {old.cell: use}, bare, wish.desires, generator(plan.seed, old.cell, "reword"), size=old.size)
    notes += [f"could not place {x}" for x in shelf.too_many]
    brief = old.model_copy(
        update={
            "text": text.within(prompt.rstrip(".! "), theme, old.look.variants),
            "land_use": use,
            "density": old.density if wish.density is None else round(wish.density, 2),
            "wanted": tuple(shelf.by_cell.get(old.cell, ())),
            "landmark": old.cell in shelf.landmarks,
            "style": _style(old.look, wish),
        }
    )
    return brief, tuple(notes)


def _use(wish: Wish, old: Brief) -> tuple[LandUse, list[str]]:
    """The land use that a wish means, as far as the water that crosses the borders allows it."""
    named = [FEATURES[f] for f in wish.features if f in FEATURES and f not in wish.refused]
    for d in wish.desires:
        places = homes(d.kind, wish.theme)
        if places[0] in SET_APART and old.land_use not in places:
            named.append(places[0])
    use = named[0] if named else old.land_use
    rivers = [c for s in old.sockets.values() for c in s.of("river")]
    if use == "lake" and rivers:
        return "park", ["no lake beside a river: a park instead"]
    if use == "harbour" and not any(c.width >= WIDE * old.size for c in rivers):
        return "commercial", ["no harbour without broad water: shops instead"]
    return use, []


def _style(look: Style, wish: Wish) -> Style:
    """The style with the materials that a wish names, except for the land, which goes on beyond the borders."""
    mine = {role: swatches for role, swatches in wish.overrides.items() if role not in LAND}
    return look.model_copy(update={"overrides": {**look.overrides, **mine}}) if mine else look


def _room(plan: Plan, old: Brief, prompt: str) -> tuple[Brief, tuple[str, ...]]:
    room = old.room
    assert room is not None
    known = {r.name: r for r in load_rooms()} | {room.kind.name: room.kind}
    wish = read_room(prompt, known, style=old.look.theme, kind=room.kind)
    notes = _understood(wish)
    kind = known[wish.rooms[0]] if wish.rooms else room.kind
    wanted = tuple(
        Wanted(kind=d.kind, count=min({None: 2, MANY: 4}.get(d.count, d.count) or 1, 24), size=d.size, color=d.color) for d in wish.desires
    )
    ask = wish.features.get("window")
    windows = (ask.count, ask.count) if ask is not None and ask.count else room.windows
    brief = old.model_copy(
        update={
            "text": text.within(prompt.rstrip(".! "), old.look.theme, old.look.variants),
            "wanted": wanted,
            "style": _style(old.look, wish),
            "room": room.model_copy(
                update={"kind": kind, "without": wish.without, "windows": (0, 0) if "window" in wish.refused else windows}
            ),
        }
    )
    return brief, tuple(notes)


def _understood(wish: Wish) -> list[str]:
    words = [w for w in dict.fromkeys(wish.understood) if not w.startswith(("theme ", "style "))]
    out = ["understood: " + ", ".join(words)] if words else []
    if wish.variants:
        out.append(f"{', '.join(wish.variants)}: season, weather and hour are those of the whole scene, and stay")
    if wish.unused:
        out.append("told only to painters that read: " + ", ".join(f'"{u[:60]}"' for u in wish.unused[:12]))
    return out + wish.guessed
