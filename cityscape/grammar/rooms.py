"""`room_drafts`: a brief with a room becomes the room's shell, its furniture and what lies about."""

from __future__ import annotations

from dataclasses import replace

from cityscape.errors import InputError
from cityscape.grammar.arrange import State, Unit, arrange
from cityscape.grammar.chamber import Chamber
from cityscape.grammar.draft import Draft, numbered
from cityscape.grammar.garnish import hang, lay_rugs, set_out
from cityscape.grammar.kinds import kinds
from cityscape.grammar.pieces import Body, Put, Sizes, body_of
from cityscape.grammar.recipe import KINDS, Look
from cityscape.grammar.room_shell import room_draft
from cityscape.world.brief import Brief, Wanted
from cityscape.world.material import Material
from cityscape.world.room import Piece
from cityscape.world.seeds import generator
from cityscape.world.theme import Role, Style

SETS = ("before", "around", "beside", "rows")
"""Relations whose pieces are made alike: a set of chairs, a pair of night stands."""

SHARED: tuple[Role, ...] = ("furniture", "cabinet", "worktop", "wood", "timber", "metal", "trim", "frame")
"""Roles that have one material throughout a room."""

GROUPED = ("before", "around", "beside")


def room_style(brief: Brief) -> Style:
    """The brief's style with the room kind's own materials, over which the prompt's wishes go."""
    assert brief.room is not None
    style = brief.look
    theme = style.theme.model_copy(update={"materials": {**style.theme.materials, **brief.room.kind.materials}})
    return style.model_copy(update={"theme": theme})


def furnished(brief: Brief, *, seed: int) -> tuple[State, tuple[Put, ...]]:
    """The arrangement of a room (with its windows) and everything that stands, hangs or lies in it."""
    kinds()
    assert brief.room is not None
    style = room_style(brief)
    units = _units(brief, style, seed)
    floor = [u for u in units if u.bodies[0][0].indoor.spot not in ("hung", "flat", "top") or _looked_at(u, units)]
    state = arrange(Chamber.of(brief), _tree(floor), windows=brief.room.windows, seed=seed)

    def of(spot: str) -> list[Unit]:
        return [u for u in units if u.bodies[0][0].indoor.spot == spot and u not in floor]

    rugs, puts = lay_rugs(state, of("flat"), generator(seed, "rugs"))
    hung = hang(state, of("hung"), generator(seed, "hung"))
    small = set_out(state, puts, of("top"), generator(seed, "small"), hung=hung)
    return state, (*rugs, *puts, *hung, *small)


def room_drafts(brief: Brief, *, seed: int) -> list[Draft]:
    """The objects of a room's tile as solids, the room itself first; the same brief and seed give the same bytes."""
    state, puts = furnished(brief, seed=seed)
    look = Look(room_style(brief), generator(seed, "room"))
    out = [room_draft(brief, state.chamber, look, seed=seed)]
    count: dict[str, int] = {}
    for p in puts:
        id = numbered(p.body.kind.name, count)
        out.append(Draft(id, id.replace("_", " "), p.body.kind.name, p.pose, tuple(p.body.parts)))
    return out


def _units(brief: Brief, style: Style, seed: int) -> list[Unit]:
    """The room's entries with the prompt's wishes, their pieces made."""
    assert brief.room is not None
    wishes = list(brief.wanted)
    entries = dict(brief.room.kind.pieces)
    asked: dict[str, Wanted] = {}
    for w in wishes:
        if w.kind not in KINDS or KINDS[w.kind].indoor is None:
            raise InputError(f"no recipe makes {w.kind!r} for a room: see 'cityscape rooms'")
        home = next((n for n, p in entries.items() if w.kind in p.kinds and n not in asked), None)
        name = home or _free(w.kind, entries)
        if home is None:
            entries[name] = Piece(kinds={w.kind: 1.0}, count=(w.count, w.count), essential=True, alike=True)
        else:
            n = w.count
            update = {"kinds": {w.kind: 1.0}, "count": (n, n), "chance": 1.0, "essential": True}
            entries[name] = entries[name].model_copy(update=update)
        asked[name] = w
    out = []
    taste = Look(style, generator(seed, "taste"))
    known: dict[str, Material] = {role: taste.material(role) for role in SHARED}
    for name, piece in entries.items():
        unit = _unit(name, piece, brief, style, known, seed, asked.get(name))
        if unit is not None:
            out.append(unit)
    there = {u.name for u in out}
    return [
        u
        for u in out
        if u.piece.relation is None or u.piece.relation[1] in there | {"any"} or u.piece.relation[0] in ("near", "facing", "over", "under")
    ]


def _free(kind: str, entries: dict[str, Piece]) -> str:
    name = kind
    while name in entries:
        name += "_more"
    return name


def _unit(name: str, piece: Piece, brief: Brief, style: Style, known: dict[str, Material], seed: int, wish: Wanted | None) -> Unit | None:
    assert brief.room is not None
    rng = generator(seed, "entry", name)
    refused = brief.room.without if wish is None else ()
    choice = {k: w for k, w in piece.kinds.items() if k not in refused}
    if not choice or rng.random() >= piece.chance:
        return None
    names = sorted(choice)
    total = sum(choice.values())
    kind = names[int(rng.choice(len(names), p=[choice[n] / total for n in names]))]
    lo, hi = piece.count
    n = int(rng.integers(lo, hi + 1))
    if n == 0:
        return None
    relation = piece.relation
    same = piece.alike or (relation is not None and relation[0] in SETS)

    def made(fill: float) -> tuple[Body, ...]:
        which = kind if fill else min(names, key=lambda n: (KINDS[n].width[0] * KINDS[n].depth[0], n))
        bodies = [
            body_of(which, style, (seed, "piece", name, 0 if same else k), fill=fill, wish=wish, known=known)
            for k in range(1 if same else n)
        ]
        return tuple(bodies * n if same else bodies)

    return Unit(name, piece, Sizes(made), least=min(n, max(lo, 1)))


def _looked_at(u: Unit, units: list[Unit]) -> bool:
    """Whether others are placed by this one although it hangs on a wall: a blackboard."""
    if u.bodies[0][0].indoor.spot != "hung":
        return False
    return any(o.piece.relation is not None and o.piece.relation in (("rows", u.name), ("facing", u.name)) for o in units)


def _tree(units: list[Unit]) -> list[Unit]:
    """The units that stand by themselves, each with those that belong to it."""

    def grown(u: Unit) -> Unit:
        mine = [d for d in units if d.piece.relation and d.piece.relation[0] in GROUPED and d.piece.relation[1] == u.name]
        return replace(u, dependents=tuple(grown(d) for d in sorted(mine, key=lambda d: not d.piece.essential)))

    return [grown(u) for u in units if not (u.piece.relation and u.piece.relation[0] in GROUPED)]
