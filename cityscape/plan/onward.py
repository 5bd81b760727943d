"""What goes on past the edge of a plan: rivers, walls and rails that reach new cells."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from cityscape.plan import heights as ground
from cityscape.plan.borders import Border, Crossings, border, cells_of, ends
from cityscape.plan.heights import Heights, along
from cityscape.plan.standing import Standing
from cityscape.plan.water import DEPTH, grid_graph
from cityscape.world.brief import OPPOSITE, SIDES, STEP, Crossing, Side
from cityscape.world.records import Cell

TURN = 0.35
"""What a turn of a river costs, in cells."""
BROAD = 0.3
"""A river wider than this share of a tile is a harbour's water: it goes straight on."""

CLIMB = 0.4
"""Metres that a valley may rise from border to border, upstream."""


@dataclass
class Onward:
    """One thing that goes on: the border where it leaves what stands, how it is there, and the borders that it crosses from there on.

    up : its new part lies upstream, so that nothing new may lie lower.
    """

    begin: Border
    crossing: Crossing
    way: tuple[Border, ...] = ()
    up: bool = False

    @property
    def river(self) -> bool:
        """Whether it is water."""
        return self.crossing.kind == "river"


def go_on(standing: Standing, heights: Heights, rng: np.random.Generator, *, straight: bool) -> list[Onward]:
    """The ways of all rivers, walls and rails that reach the new cells, up to the edge of the map.

    A river winds along low ground unless it is `straight` or broad, and neither cuts streets off nor runs where the ground that
    stands is too low for it; walls and rails go straight on. Ends that meet in one cell are joined there.
    """
    out: list[Onward] = []
    for kind in ("river", "wall", "rail"):
        reached = standing.ends(kind)
        taken: set[Cell] = set()
        first = [_entered(standing, b) for b, _ in reached]
        for (b, c), cell in zip(reached, first, strict=True):
            one = Onward(b, c, up=kind == "river" and _upstream(standing, b, c))
            out.append(one)
            if first.count(cell) > 1:
                taken.add(cell)
                continue
            free = standing.new - taken - (set(first) - {cell})
            if kind == "river":
                stiff = straight or c.width > BROAD * standing.plan.tile_size
                one.way = _river(standing, one, free, heights, rng, stiff=stiff)
            else:
                one.way = _straight(standing, b, free)
            taken |= {n for x in (b, *one.way) for n in cells_of(x) if n in standing.new}
    return out


def blocked(ways: list[Onward], size: float) -> frozenset[Border]:
    """The borders that new water crosses, and those on the far side of broad water, where no road leaves."""
    out = {b for w in ways if w.river for b in w.way}
    for w in ways:
        if w.river and w.crossing.width > BROAD * size:
            low = w.crossing.at < 0.5
            side: Side = ("south" if low else "north") if w.begin[0] == "v" else ("west" if low else "east")
            out |= {border(c, side) for one, two in pairwise((w.begin, *w.way)) for c in set(cells_of(one)) & set(cells_of(two))}
    return frozenset(out)


def shore(standing: Standing, ways: list[Onward]) -> frozenset[Cell]:
    """The cells with broad water, such as harbours have, those that stand included."""
    wide = BROAD * standing.plan.tile_size
    there = {c for b, s in standing.sockets.items() if any(x.width > wide for x in s.of("river")) for c in cells_of(b)}
    new = {c for w in ways if w.river and w.crossing.width > wide for b in (w.begin, *w.way) for c in cells_of(b)}
    return frozenset((there | new) & standing.window)


def corners(ways: list[Onward]) -> frozenset[Cell]:
    """The grid corners at the ends of the borders that new water crosses."""
    return frozenset(p for w in ways if w.river for b in w.way for p in ends(b))


def wet(standing: Standing, ways: list[Onward]) -> frozenset[Cell]:
    """The cells with a river, those that stand included."""
    there = {c for b, s in standing.sockets.items() if s.of("river") for c in cells_of(b)}
    new = {c for w in ways if w.river for b in (w.begin, *w.way) for c in cells_of(b)}
    return frozenset((there | new) & standing.window)


def carved(heights: Heights, ways: list[Onward], standing: Standing, *, lowest: float) -> Heights:
    """The ground with the valleys of new water; what stands stays as it is."""
    known = standing.heights
    rivers = [w for w in ways if w.river and w.way]
    for w in rivers:
        line = [w.begin, *w.way]
        floor = np.array([along(heights, b, 0.5) for b in line])
        step = 0.05 * np.arange(len(line))
        floor = _rising(floor) if w.up else np.minimum.accumulate(floor) - step
        heights = {**ground.valley(heights, line, np.maximum(floor, lowest)), **known}
    for w in rivers:  # after all valleys, each of which may lower what another's water needs
        level = w.crossing.level
        if w.up and level is not None:
            for b in w.way:
                _lift(heights, b, level + DEPTH + 1 / 32, w.crossing.width / standing.plan.tile_size, known)
    return heights


def _rising(floor: NDArray[np.float64]) -> NDArray[np.float64]:
    """A valley's floor from its mouth upwards: with the ground, but gently."""
    out = floor.copy()
    for k in range(1, len(out)):
        out[k] = min(max(floor[k], out[k - 1] + 0.05), out[k - 1] + CLIMB)
    return out


def cross(crossings: Crossings, ways: list[Onward], heights: Heights, rng: np.random.Generator, *, straight: bool) -> list[str]:
    """Put what goes on across its borders, water at levels that fall; returns what had no room, in words."""
    lost = []
    for w in ways:
        c, size = w.crossing, crossings.size
        stiff = straight or not w.river or c.width > BROAD * size
        spots = []
        for b in w.way:
            want = (c.at if b[0] == w.begin[0] else 0.5) if stiff else 0.36 + 0.28 * float(rng.random())
            at = crossings.fits(b, want, c.width)
            spots.append(want if at is None else at)
        levels = _levels(w, spots, heights, size) if w.river and c.level is not None else [c.level] * len(w.way)
        for b, at, level in zip(w.way, spots, levels, strict=True):
            if not crossings.add(b, at, c.model_copy(update={"level": level})):
                lost.append(f"a {c.kind} ends in {cells_of(b)[0]}: no room across its border")
    return lost


def _levels(w: Onward, spots: list[float], heights: Heights, size: float) -> list[float]:
    """Height of the water at each border of the way, level or falling downstream."""
    half, start = w.crossing.width / 2 / size, w.crossing.level
    assert start is not None
    room = []
    for b, at in zip(w.way, spots, strict=True):
        low = min(along(heights, b, max(at - half, 0)), along(heights, b, min(at + half, 1)))
        room.append(ground.rounded(low - DEPTH))
    if w.up:
        out = np.minimum.accumulate(room[::-1])[::-1] if room else np.zeros(0)
        return [float(max(z, start)) for z in out]
    return [float(z) for z in np.minimum(np.minimum.accumulate(room), start)] if room else []


def _lift(heights: Heights, b: Border, least: float, width: float, known: Heights) -> None:
    """Raise a border's free corners until the ground between its middle parts is at least so high."""
    p, q = ends(b)
    for near, far in ((p, q), (q, p)):
        share = min(0.64 + width / 2, 0.95)  # the farthest from `near` that the water reaches
        low = min(heights[near] + (heights[far] - heights[near]) * t for t in (1 - share, share))
        if low >= least:
            return
        if near not in known and far not in known:
            heights[near], heights[far] = max(heights[near], least), max(heights[far], least)
        elif far not in known:
            heights[far] = max(heights[far], heights[near] + (least - heights[near]) / (1 - share))


def _entered(standing: Standing, b: Border) -> Cell:
    """The new cell behind a border."""
    one, two = cells_of(b)
    return one if one in standing.new else two


def _upstream(standing: Standing, b: Border, c: Crossing) -> bool:
    """Whether a river comes from beyond a border: it lies higher there than where it goes on, as far as that can be followed."""
    if c.level is None:
        return False
    here, came, seen = b, _entered(standing, b), {b}
    while True:
        inside = next((n for n in cells_of(here) if n != came), None)
        if inside not in standing.all_cells:
            return b > here  # level all along: one end is called the upper one
        on = [x for s, x in ((s, border(inside, s)) for s in SIDES) if x not in seen and standing.socket(inside, s).of("river")]
        if len(on) != 1:
            return b > here
        here, came = on[0], inside
        seen.add(here)
        level = standing.socket(inside, next(s for s in SIDES if border(inside, s) == here)).of("river")[0].level
        if level is not None and level != c.level:
            return c.level > level


def _straight(standing: Standing, begin: Border, free: frozenset[Cell] | set[Cell]) -> tuple[Border, ...]:
    """The borders straight on from the first, to the edge of the map; none where a cell that stands is in the way."""
    cell = _entered(standing, begin)
    side = next(s for s in SIDES if border(cell, OPPOSITE[s]) == begin)
    out: list[Border] = []
    while cell in free:
        out.append(border(cell, side))
        cell = (cell[0] + STEP[side][0], cell[1] + STEP[side][1])
    return tuple(out) if cell not in standing.all_cells and cell not in standing.new else ()


def _river(
    standing: Standing, w: Onward, free: frozenset[Cell] | set[Cell], heights: Heights, rng: np.random.Generator, *, stiff: bool
) -> tuple[Border, ...]:
    """A way for water from a border to the edge of the map, the best of those that cut no streets off; empty where there is none."""
    g = grid_graph(standing.window)
    g.remove_edges_from([(u, v) for u, v, d in g.edges(data=True) if standing.kept.ranks.get(d["border"]) is None and _stands(standing, d)])
    parts = nx.number_connected_components(g)

    def cuts(way: tuple[Border, ...]) -> int:
        crossed = frozenset(way)
        left = nx.subgraph_view(g, filter_edge=lambda u, v: g.edges[u, v]["border"] not in crossed)
        return nx.number_connected_components(left) - parts

    tries = []
    for rough in (0.0,) if stiff else (1.0, 1.0, 1.0, 0.0):
        noise = {c: 1.6 * rough * float(rng.random()) for c in sorted(free)}
        tries += [_winding(standing, w, free, heights, noise, ahead=ahead, turn=3.0 if stiff else TURN) for ahead in (True, False)]
    tries = [t for t in tries if t]
    return min(tries, key=lambda t: max(cuts(t), 0)) if tries else ()


def _stands(standing: Standing, data: dict) -> bool:  # type: ignore[type-arg]
    return data["border"] in standing.kept.borders


def _winding(
    standing: Standing,
    w: Onward,
    free: frozenset[Cell] | set[Cell],
    heights: Heights,
    noise: dict[Cell, float],
    *,
    ahead: bool,
    turn: float,
) -> tuple[Border, ...]:
    """The cheapest way out (Dijkstra over cells and headings); `ahead`: by the side that lies straight on."""
    first = _entered(standing, w.begin)
    begin: Side = next(s for s in SIDES if border(first, OPPOSITE[s]) == w.begin)
    lowest, highest = min(heights.values()), max(heights.values())
    level = None if w.crossing.level is None or not w.up else w.crossing.level + DEPTH

    def rough(c: Cell) -> float:
        z = sum(heights[(c[0] + a, c[1] + b)] for a in (0, 1) for b in (0, 1)) / 4
        lean = (highest - z) if w.up else (z - lowest)
        return 1 + noise[c] + 0.6 * lean / (highest - lowest + 1e-9)

    def passable(b: Border) -> bool:
        return level is None or not all(x in standing.heights and standing.heights[x] < level for x in ends(b))

    queue: list[tuple[float, Cell, Side, tuple[Border, ...]]] = [(rough(first), first, begin, ())]
    seen: set[tuple[Cell, Side]] = set()
    if first not in free:
        return ()
    while queue:
        cost, cell, heading, way = heappop(queue)
        if cell not in standing.window:
            return way
        if (cell, heading) in seen:
            continue
        seen.add((cell, heading))
        for side in SIDES:
            b, there = border(cell, side), (cell[0] + STEP[side][0], cell[1] + STEP[side][1])
            if side == OPPOSITE[heading] or not passable(b) or b in way or any(there in cells_of(x) for x in (w.begin, *way)):
                continue
            bend = 0.0 if side == heading else turn
            if there in free:
                heappush(queue, (cost + bend + rough(there), there, side, (*way, b)))
            elif there not in standing.all_cells and there not in standing.new and (side == begin or not ahead):
                heappush(queue, (cost + bend, there, side, (*way, b)))
    return ()
