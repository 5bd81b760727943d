"""Arranging a room: a search over places for its pieces that keeps every constraint and drops what is optional first.

Constraints: nothing collides; doors swing free; the floor before wardrobes and drawers is clear; what is tall leaves windows
free and fits under a slope; a person walks from every door to every other, to every seat and before every drawer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Iterator

import numpy as np

from cityscape.grammar.chamber import DRAPE, THICK, Chamber, Rect, glaze
from cityscape.grammar.groups import around, before, beside, rows
from cityscape.grammar.pieces import Body, Put, Sizes, collide, meet, strip_of
from cityscape.grammar.spots import (
    NEAR_WALL,
    Spots,
    across,
    along_walls,
    in_corners,
    in_the_open,
    inside,
    nearer,
    overlaps,
    under_roof,
    within,
)
from cityscape.grammar.walkable import REACH, Grid, Walk
from cityscape.world.room import Piece
from cityscape.world.seeds import generator

ATTEMPTS = 9
CHOICES = 5
"""Places that are tried for a piece before it counts as unplaceable."""
LAX = 2
"""The last resort: small pieces, and what belongs to one may be missing or stand by itself."""
ROWS_TRIED = 14
"""Ways of setting up rows that are tried."""
BUDGET = 60
"""Essential pieces that an attempt may place and take back."""
OVER_SILL = 0.22
"""How far a tap or a headboard may rise above the sill of the window behind it, metres."""
FRONT_MIN = 0.4
"""Pieces with at least this much clear floor before them must be reachable there, metres."""


@dataclass(frozen=True, eq=False)
class Unit:
    """One entry of a room with its pieces made: `bodies[0]` for usual sizes, `bodies[1]` as small as they go."""

    name: str
    piece: Piece
    bodies: Sizes
    least: int
    dependents: tuple[Unit, ...] = ()

    @property
    def essential(self) -> bool:
        """Whether the room cannot be without it."""
        return self.piece.essential


@dataclass(frozen=True, eq=False)
class State:
    """A room in the making; adding gives a new one."""

    chamber: Chamber
    walk: Walk
    puts: tuple[Put, ...] = ()
    clears: tuple[tuple[int, Rect], ...] = ()
    score: float = 0.0
    anchors: dict[int, int] = field(default_factory=dict)

    @classmethod
    def empty(cls, c: Chamber) -> State:
        """The bare room, its doors' floor kept clear."""
        return cls(c, Walk.of(c.inner), (), tuple((-1, r) for r in c.clear()))

    def solids(self, but: int = -2) -> list[Rect]:
        """Footprints of all that stands on the floor, without piece number `but`."""
        return [p.rect for k, p in enumerate(self.puts) if k != but]

    def kept(self, but: int = -2) -> list[Rect]:
        """Floor that is kept clear, without what piece number `but` needs."""
        return [r for k, r in self.clears if k != but]

    def panes(self, height: float) -> list[Rect]:
        """The floor below windows that something this high would cover."""
        c = self.chamber
        out = []
        for o in c.windows:
            a, b = o.span
            bands = [(a - 0.08, b + 0.08, NEAR_WALL)] if height > o.z0 + OVER_SILL else []
            if c.draped and height > o.z0 - DRAPE:
                bands += [(a - 0.3, a + 0.12, 0.18), (b - 0.12, b + 0.3, 0.18)]
            for lo, hi, deep in bands:
                out.append((lo, c.size - THICK - deep, hi, c.size) if o.side == "north" else (0.0, lo, THICK + deep, hi))
        return out

    def add(self, put: Put, *, anchor: int = -2, score: float = 0.0, faces_anchor: bool = False) -> State | None:
        """With one more piece, or None where it collides. `anchor`: the piece that it belongs to and whose clear floor it may take."""
        rect, inner, indoor = put.rect, self.chamber.inner, put.body.indoor
        if not inside(rect, inner) or (self.chamber.attic and not under_roof(self.chamber, np.array([rect]), put.body.top)[0]):
            return None
        if any(meet(rect, r) for r in (*self.solids(anchor), *self.kept(anchor), *self.panes(put.body.top))):
            return None
        if anchor >= 0 and meet(rect, self.puts[anchor].rect) and collide(put.boxes, self.puts[anchor].boxes):
            return None
        clears = self.clears
        if not faces_anchor:
            wants = [strip_of(rect, put.turn, indoor.front)] if indoor.front else []
            if indoor.sides:
                wants += [strip_of(rect, put.turn + s, indoor.sides) for s in (1, 3)]
            for k, w in enumerate(wants):
                if (k == 0 and not inside(w, inner)) or any(meet(w, r) for r in self.solids()):
                    return None
            clears = (*clears, *((len(self.puts), w) for w in wants))
        anchors = {**self.anchors, len(self.puts): anchor} if anchor >= 0 else self.anchors
        return State(self.chamber, self.walk.without(rect), (*self.puts, put), clears, self.score + score, anchors)

    def ways(self) -> Grid | None:
        """Where one can walk from every door."""
        return self.walk.ways(self.chamber.entrances())

    def sound(self) -> bool:
        """Whether every door leads to every other, to every seat, and before all that is opened or used."""
        ways = self.ways()
        if ways is None:
            return False
        fronts = dict(self.clears)
        for k, p in enumerate(self.puts):
            indoor = p.body.indoor
            if indoor.seat and not self.walk.touches(ways, p.rect, REACH):
                return False
            if indoor.front >= FRONT_MIN and k in fronts and not (indoor.seat or self._served(k)):
                strip = strip_of(p.rect, p.turn, indoor.front)
                if not self.walk.touches(ways, strip, 0.15):
                    return False
        return True

    def _served(self, k: int) -> bool:
        return any(a == k and self.puts[p].body.indoor.seat for p, a in self.anchors.items())


def arrange(c: Chamber, units: list[Unit], *, windows: tuple[int, int], seed: int) -> State:
    """The best of several attempts; the same arguments give the same room."""
    best: State | None = None
    rank = -1e9
    ordered = _ordered(units)
    most = sum(_value(u) for u in ordered)
    for k in range(ATTEMPTS):
        rng = generator(seed, "arrange", k)
        count = int(rng.integers(windows[0], windows[1] + 1)) if k < 3 else windows[0]
        here = replace(c, windows=glaze(c, count, rng))
        if here.windows and len(here.windows) < windows[0]:
            here = replace(c, windows=glaze(c, windows[1], rng))
        small = 0 if k < 4 else 1
        state, missing = _attempt(State.empty(here), ordered, small, rng)
        ways = state.ways()
        open_floor = float(ways.mean()) if ways is not None else 0.0
        mark = state.score - 12.0 * missing + 1.5 * open_floor + 0.6 * len(here.windows) - 2.5 * _lopsided(state)
        if mark > rank:
            best, rank = state, mark
        if k >= 2 and not missing and best is not None and (best.score >= 0.8 * most or k >= 3):
            break
    assert best is not None
    return best


def _lopsided(state: State) -> float:
    """How far the middle of all that stands lies from the middle of the floor, as a share of half the room."""
    if not state.puts:
        return 0.0
    r = np.array(state.solids())
    area = (r[:, 2] - r[:, 0]) * (r[:, 3] - r[:, 1])
    centre = np.array([(r[:, 0] + r[:, 2]) @ area, (r[:, 1] + r[:, 3]) @ area]) / (2 * area.sum())
    half = state.chamber.size / 2
    return float(np.hypot(*(centre - half))) / half


def _value(u: Unit) -> float:
    return (3.0 if u.essential else 1.0) * max(1, len(u.bodies[0]))


def _ordered(units: list[Unit]) -> list[Unit]:
    """The essential first, then the large; nothing before what it faces or is near to."""

    def bulk(u: Unit) -> float:
        w, d, _ = u.bodies[0][0].size
        return w * d * (1 + 0.5 * len(u.dependents))

    out: list[Unit] = []
    left = sorted(units, key=lambda u: (not u.essential, u.piece.relation is not None and u.piece.relation[0] == "near", -bulk(u), u.name))
    names = {u.name for u in units}
    while left:
        known = {u.name for u in out}
        ready = next((u for u in left if u.piece.relation is None or u.piece.relation[1] not in names - known), left[0])
        out.append(ready)
        left.remove(ready)
    return out


def _attempt(state: State, units: list[Unit], small: int, rng: np.random.Generator) -> tuple[State, int]:
    """One attempt: the essential by backtracking, the optional as far as they fit; how many essential units are missing."""
    essential = [u for u in units if u.essential]
    budget = [BUDGET]

    def search(s: State, k: int) -> State | None:
        if k == len(essential):
            return s
        for nxt in _placed(s, essential[k], small, rng):
            budget[0] -= 1
            done = search(nxt, k + 1)
            if done is not None:
                return done
            if budget[0] <= 0:
                return None
        return None

    found, missing = search(state, 0), 0
    if found is None:
        found = state
        for u in essential:
            nxt = next(_placed(found, u, LAX, rng), None)
            missing += nxt is None
            found = nxt or found
        for d in [d for u in essential for d in u.dependents if d.essential]:
            if not any(p.entry == d.name for p in found.puts):  # rather by itself than not at all
                nxt = next(_placed(found, d, LAX, rng), None)
                missing += nxt is None
                found = nxt or found
    for u in units:
        if not u.essential:
            found = next(_placed(found, u, small, rng), found)
    return found, missing


def _placed(state: State, unit: Unit, small: int, rng: np.random.Generator) -> Iterator[State]:
    """States with all pieces of a unit added, better ones first; further copies only as far as they fit."""
    bodies = unit.bodies[small]
    relation = unit.piece.relation
    if relation is not None and relation[0] == "rows":
        yield from _rowed(state, unit, bodies)
        return
    for first in _one(state, unit, bodies[0], small, rng):
        s, n = first, 1
        for body in bodies[1:]:
            more = next(_one(s, unit, body, small, rng), None)
            if more is None:
                break
            s, n = more, n + 1
        if n >= unit.least:
            yield s


def _one(state: State, unit: Unit, body: Body, small: int, rng: np.random.Generator) -> Iterator[State]:
    spots = _spots(state, unit, body)
    if not len(spots):
        return
    rects = spots.rects(body)
    ok = within(rects, state.chamber.inner) & under_roof(state.chamber, rects, body.top)
    ok &= ~overlaps(rects, [*state.solids(), *state.kept(), *state.panes(body.top)])
    if body.indoor.front:
        fronts = spots.fronts(body)
        ok &= within(fronts, state.chamber.inner) & ~overlaps(fronts, state.solids())
    spots = spots.chosen(ok)
    if not len(spots):
        return
    score = spots.score + _family(state, unit, spots) + rng.uniform(0, 0.6, len(spots))
    tried: list[tuple[float, float]] = []
    found: list[State] = []
    apart = 0.45 if unit.dependents else 0.25
    for i in np.argsort(-score, kind="stable"):
        x, y, turn = float(spots.x[i]), float(spots.y[i]), int(spots.turn[i])
        if any(abs(x - a) + abs(y - b) < apart for a, b in tried):
            continue
        tried.append((x, y))
        put = Put(unit.name, body, x, y, turn, z=body.base)
        nxt = state.add(put, score=(3.0 if unit.essential else 1.0) + 0.3 * float(score[i]))
        if nxt is not None:
            done = _with_dependents(nxt, unit, len(nxt.puts) - 1, small)
            if done is not None and done.sound():
                if not unit.dependents:
                    yield done
                found.append(done)
        if len(tried) >= CHOICES:
            break
    if unit.dependents:
        yield from sorted(found, key=lambda s: -s.score)


def _spots(state: State, unit: Unit, body: Body) -> Spots:
    c, solids = state.chamber, state.solids()
    relation = unit.piece.relation
    targets = [p for p in state.puts if relation is not None and p.entry == relation[1]]
    if relation is not None and relation[0] == "facing" and targets:
        return across(c, body, solids, targets[0])
    spot = body.indoor.spot
    if spot == "corner":
        found = in_corners(c, body, solids)
    elif spot in ("wall", "hung"):
        found = along_walls(c, body, solids, side=unit.piece.side)
    else:
        found = in_the_open(c, body, solids, middle=spot == "centre")
    return nearer(found, targets[0]) if relation is not None and relation[0] == "near" and targets else found


def _family(state: State, unit: Unit, spots: Spots) -> np.ndarray:
    """A bonus for standing in line with others of the same entry."""
    out = np.zeros(len(spots))
    for p in state.puts:
        if p.entry == unit.name:
            inline = (spots.turn == p.turn) & ((np.abs(spots.x - p.x) < 0.02) | (np.abs(spots.y - p.y) < 0.02))
            out += np.where(inline, 0.8, 0.0)
    return out


def _with_dependents(state: State, unit: Unit, anchor: int, small: int) -> State | None:
    """With what belongs to a piece; None where a dependent that must be there finds no room."""
    for d in unit.dependents:
        placed = _depend(state, d, anchor, small)
        if placed is None:
            if d.least and d.essential and small != LAX:
                return None
            continue
        state = placed
    return state


def _depend(state: State, unit: Unit, anchor: int, small: int) -> State | None:
    host, bodies = state.puts[anchor], unit.bodies[small]
    assert unit.piece.relation is not None
    relation = unit.piece.relation[0]
    slots = {"before": before, "beside": beside, "around": around}[relation](host, bodies[0], len(bodies))
    s, n = state, 0
    for slot in slots:
        if n >= len(bodies):
            break
        for x, y, turn in slot:
            put = Put(unit.name, bodies[n], x, y, turn)
            nxt = s.add(put, anchor=anchor, score=0.8, faces_anchor=relation != "beside")
            if nxt is not None:
                deeper = _with_dependents(nxt, unit, len(nxt.puts) - 1, small)
                if deeper is not None:
                    s, n = deeper, n + 1
                    break
    return s if n >= (1 if small == LAX else max(1, unit.least)) else None


def _rowed(state: State, unit: Unit, bodies: tuple[Body, ...]) -> Iterator[State]:
    assert unit.piece.relation is not None
    hosts = [k for k, p in enumerate(state.puts) if p.entry == unit.piece.relation[1]]
    if not hosts:
        return
    plans = rows(state.puts[hosts[0]], bodies[0], len(bodies), unit.least, state.chamber.inner)
    for plan in islice(plans, ROWS_TRIED):
        s: State | None = state
        n = 0
        for x, y, turn in plan:
            nxt = s.add(Put(unit.name, bodies[n % len(bodies)], x, y, turn), score=1.0) if s is not None else None
            nxt = _with_dependents(nxt, unit, len(nxt.puts) - 1, 0) if nxt is not None else None
            if nxt is not None:
                s, n = nxt, n + 1
        if s is not None and n >= max(unit.least, round(0.7 * len(plan))) and s.sound():
            yield s
