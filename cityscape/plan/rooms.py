"""`plan_rooms`: free text to a room, or to a floor of rooms whose doorways are the sockets of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from cityscape.errors import InputError
from cityscape.grammar.chamber import door_crossing
from cityscape.grammar.kinds import kinds
from cityscape.grammar.roomkinds import load_room, load_rooms, room_names
from cityscape.plan import request
from cityscape.plan.borders import Border, border, cells_of
from cityscape.plan.standing import Standing
from cityscape.plan.text import WEATHER, article, counted, listed
from cityscape.plan.wish import MANY, Wish
from cityscape.plan.words import DEFAULT_ROOM, read_room
from cityscape.world.brief import SIDES, STEP, Brief, Crossing, Side, Socket, Wanted
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.room import BASE, Back, Room, RoomKind
from cityscape.world.seeds import generator
from cityscape.world.theme import Style

SMALLEST, LARGEST = 3.0, 14.0
MOST_ROOMS = 12
"""Rooms a side of a floor."""
SOME, PLENTY = 2, 4
"""What a plural without a number and "many" mean."""
EXTRA_WAY = 0.3
"""How often two rooms that are joined already get another doorway between them."""


@dataclass
class Floor:
    """Rooms in the making: which kind each cell is; `height` of the walls, by default of the highest kind.

    `standing`: rooms that are there already, with their doors.
    """

    wish: Wish
    names: dict[Cell, RoomKind]
    size: float
    seed: int
    notes: list[str]
    height: float | None = None
    standing: Standing | None = None

    def taken(self, cell: Cell) -> bool:
        """Whether a cell is a room, new or old."""
        return cell in self.names or (self.standing is not None and cell in self.standing.all_cells)


def plan_rooms(
    prompt: str,
    *,
    grid: tuple[int, int] = (1, 1),
    seed: int = 7,
    style: str | None = None,
    kind: str | None = None,
    size: float | None = None,
) -> Plan:
    """The plan of a prompt for rooms; the same arguments give the same plan.

    Parameters
    ----------
    grid : columns (east) and rows (north) of rooms on one floor, 1..12 each.
    style : name or .toml path of a style, over what the words call. kind : the same for the kind of room.
    size : edge of a room in metres, 3..14, rounded to a quarter; by default what is usual for the kind.

    Raises
    ------
    InputError : for a prompt, grid, seed, style, kind or size that cannot be used.
    """
    prompt, seed = request.check_prompt(prompt), request.check_seed(seed)
    columns, rows = request.check_grid(grid)
    if max(columns, rows) > MOST_ROOMS:
        raise InputError(f"the grid {columns}x{rows} is too large for rooms: {MOST_ROOMS} a side is the limit")
    known = {r.name: r for r in load_rooms()}
    given = load_room(kind) if kind is not None else None
    if given is not None:
        known[given.name] = given
    if DEFAULT_ROOM not in known:
        known[DEFAULT_ROOM] = load_room(room_names()[0])
    wish = read_room(prompt, known, style=style, kind=given)
    notes: list[str] = []
    cells = tuple((i, j) for j in reversed(range(rows)) for i in range(columns))
    names = assigned(cells, wish, known, given, seed, notes)
    floor = Floor(wish, names, 0.0, seed, notes)
    floor.size = _size(floor, size)
    return _plan(prompt, floor)


def assigned(
    cells: tuple[Cell, ...],
    wish: Wish,
    known: dict[str, RoomKind],
    given: RoomKind | None,
    seed: int,
    notes: list[str],
    there: Sequence[RoomKind] = (),
) -> dict[Cell, RoomKind]:
    """Which kind each cell gets: those that are named, in their order, then what goes well with them and with what is `there`."""
    named = [known[n] for n in wish.rooms]
    if given is not None:
        named = [given, *[k for k in named if k.name != given.name]]
    if not named and not there:
        named = [known[_guess(wish, known)]]
        notes.append(f"no word calls a kind of room, so {named[0].title.lower()}")
    rng = generator(seed, "rooms")
    while len(named) < len(cells):
        weights: dict[str, float] = {}
        for k in (*there, *named):
            for name, w in k.companions.items():
                if name in known:
                    weights[name] = weights.get(name, 0.0) + w
        have = [k.name for k in (*there, *named)]
        weights = {n: w / (1 + 6 * have.count(n)) for n, w in sorted(weights.items())} or {have[0]: 1.0}
        p = np.array(list(weights.values()))
        named.append(known[list(weights)[int(rng.choice(len(weights), p=p / p.sum()))]])
    if len(named) > len(cells):
        left = ", ".join(k.title.lower() for k in named[len(cells) :])
        notes.append(f"no cell for: {left} (make the floor larger with --grid)")
    return dict(zip(cells, named, strict=False))


def _guess(wish: Wish, known: dict[str, RoomKind]) -> str:
    """The kind of room that has most of the pieces that are asked for."""

    def hits(r: RoomKind) -> int:
        own = {k for p in r.pieces.values() for k in p.kinds}
        return sum(2 if any(d.kind in p.kinds and p.essential for p in r.pieces.values()) else d.kind in own for d in wish.desires)

    best = max(sorted(known), key=lambda n: (hits(known[n]), n == DEFAULT_ROOM))
    return best if hits(known[best]) else DEFAULT_ROOM


def _size(f: Floor, given: float | None) -> float:
    if given is not None:
        if not isinstance(given, (int, float)) or not SMALLEST <= given <= LARGEST:
            raise InputError(f"the size {str(given)[:20]} m cannot be used for rooms: it goes from {SMALLEST:g} to {LARGEST:g} metres")
        return round(float(given) * 4) / 4
    share = {"small": 0.0, "medium": 0.45, "large": 1.0}[f.wish.size]
    sizes = [k.size[0] + share * (k.size[1] - k.size[0]) for k in f.names.values()]
    return round((0.5 * max(sizes) + 0.5 * float(np.mean(sizes))) * 4) / 4


def _plan(prompt: str, f: Floor) -> Plan:
    theme = f.wish.theme.with_variants(*f.wish.variants)
    style = Style(theme=theme, variants=f.wish.variants, overrides=f.wish.overrides)
    briefs = briefs_of(f, _doors(f))
    return Plan(prompt=prompt, seed=f.seed, tile_size=f.size, base=BASE, style=style, briefs=briefs, notes=tuple(notes_of(f)))


def briefs_of(f: Floor, doors: dict[Border, list[Crossing]]) -> tuple[Brief, ...]:
    """The briefs of a floor's rooms, with their doors."""
    wish = f.wish
    height = max(k.height for k in f.names.values()) if f.height is None else f.height
    wanted = _wanted(f)
    attic = wish.features.get("attic")
    briefs = []
    for c in sorted(f.names, key=lambda c: (c[1], c[0])):
        kind = f.names[c]
        near = {s for s in SIDES if f.taken((c[0] + STEP[s][0], c[1] + STEP[s][1]))}
        low: tuple[Back, ...] = tuple(s for s in ("north", "west") if s in near)
        slope = _slope(c, low, f) if attic else None
        windows = kind.windows
        if "window" in wish.refused:
            windows = (0, 0)
        elif (ask := wish.features.get("window")) is not None:
            windows = (ask.count, ask.count) if ask.count else (max(1, kind.windows[0]), max(2, kind.windows[1]))
        mine: dict[Side, Socket] = {s: Socket(crossings=tuple(doors.get(border(c, s), ()))) for s in SIDES}
        if f.standing is not None:
            mine = {s: f.standing.sockets.get(border(c, s), k) for s, k in mine.items()}
        briefs.append(
            Brief(
                cell=c,
                text=_sentence(kind, wish, wanted[c], slope is not None),
                wanted=tuple(wanted[c]),
                sockets=mine,
                size=f.size,
                base=BASE if f.standing is None else f.standing.plan.base,
                room=Room(kind=kind, height=height, attic=slope, windows=windows, low=low, without=wish.without),
            )
        )
    return tuple(briefs)


def _slope(c: Cell, low: tuple[Back, ...], f: Floor) -> Back | None:
    free: list[Back] = [s for s in ("north", "west") if s not in low]  # type: ignore[misc]
    if not free:
        return None
    first: Back = "north" if generator(f.seed, "attic").random() < 0.6 else "west"  # one roof for the whole floor
    return first if first in free else free[0]


def _doors(f: Floor) -> dict[Border, list[Crossing]]:
    """Doorways: a tree that joins all rooms, a few more, and one way in from outside through a wall at the back."""
    rng = generator(f.seed, "doors")
    out = inner_doors(f, rng, joined=[])
    outer = back_walls(f)
    c, side = outer[int(rng.integers(len(outer)))]
    out[border(c, side)] = [outer_door(f, c, side)]
    return out


def inner_doors(f: Floor, rng: np.random.Generator, *, joined: list[Cell]) -> dict[Border, list[Crossing]]:
    """Doorways between rooms of the floor: a tree, and a few more; rooms that are `joined` by others count as one."""
    borders = {border(c, s) for c in f.names for s in SIDES}
    inner = sorted(b for b in borders if all(n in f.names for n in cells_of(b)))
    root = {c: joined[0] if c in joined else c for c in f.names}

    def top(c: Cell) -> Cell:
        while root[c] != c:
            c = root[c]
        return c

    out: dict[Border, list[Crossing]] = {}
    for k in rng.permutation(len(inner)):
        b = inner[int(k)]
        one, other = (top(c) for c in cells_of(b))
        if one == other and rng.random() > EXTRA_WAY:
            continue
        root[one] = other
        width = max(f.names[c].door for c in cells_of(b))
        out[b] = [door_crossing(f.size, width, late=bool(rng.random() < 0.5), spare=0.55)]
    return out


def back_walls(f: Floor) -> list[tuple[Cell, Back]]:
    """The walls of the floor's rooms with nothing behind them."""
    outer: list[tuple[Cell, Back]] = []
    for c in sorted(f.names):
        for side in ("north", "west"):
            if not f.taken((c[0] + STEP[side][0], c[1] + STEP[side][1])):  # type: ignore[index]
                outer.append((c, side))  # type: ignore[arg-type]
    return outer


def outer_door(f: Floor, cell: Cell, side: Back) -> Crossing:
    """The way into a room from outside."""
    return door_crossing(f.size, f.names[cell].door, late=side == "north", spare=0.4)


def _wanted(f: Floor) -> dict[Cell, list[Wanted]]:
    """The pieces that the prompt names, each in the room that is most at home with it."""
    registry = kinds()
    out: dict[Cell, list[Wanted]] = {c: [] for c in f.names}
    for d in f.wish.desires:
        if d.kind not in registry:
            continue
        count = SOME if d.count is None else PLENTY if d.count == MANY else d.count
        home = next((c for c, k in f.names.items() if any(d.kind in p.kinds for p in k.pieces.values())), next(iter(f.names)))
        out[home].append(Wanted(kind=d.kind, count=min(count, 24), size=d.size, color=d.color))
    return out


def _sentence(kind: RoomKind, wish: Wish, wanted: list[Wanted], attic: bool) -> str:
    """What the room shows, in one sentence that an image model can follow."""
    about = kind.description or article(kind.title.lower())
    extra = [counted(w) for w in wanted[:5]] + wish.looks[:4] + (["a sloping attic roof"] if attic else [])
    text = about + (", with " + listed(extra) if extra else "")
    mood = " ".join(WEATHER.get(v, v) for v in wish.variants)
    style = wish.theme.description or wish.theme.title
    return f"{text[0].upper()}{text[1:]}: {style}{', ' + mood if mood else ''}, seen from above as an open diorama."


def notes_of(f: Floor) -> list[str]:
    """What there is to say of a floor."""
    wish = f.wish
    out = ["understood: " + ", ".join(dict.fromkeys(wish.understood))]
    out += wish.guessed
    if wish.unused:
        shown = wish.unused[:12] + ([f"{len(wish.unused) - 12} more"] if len(wish.unused) > 12 else [])
        out.append("could not use: " + ", ".join(f'"{u[:60]}"' if u in wish.unused else u for u in shown))
    return out + list(dict.fromkeys(f.notes))
