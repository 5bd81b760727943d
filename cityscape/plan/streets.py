"""The street network: a connected subgraph of the grid graph with a hierarchy, and roads that leave the map."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Iterable, Literal

import networkx as nx
import numpy as np

from cityscape.plan.borders import Border, border, cells_of
from cityscape.plan.water import grid_graph, rim
from cityscape.world.brief import OPPOSITE, SIDES, STEP, Side
from cityscape.world.records import Cell

Rank = Literal["main", "side"]


@dataclass(frozen=True)
class Kept:
    """Streets that stand already: the cells whose borders are settled, and the streets across those."""

    cells: frozenset[Cell] = frozenset()
    ranks: dict[Border, Rank] = field(default_factory=dict)

    @cached_property
    def borders(self) -> frozenset[Border]:
        """The borders about which nothing is left to decide."""
        return frozenset(border(c, side) for c in self.cells for side in SIDES)


NONE = Kept()


@dataclass
class Network:
    """Borders that streets cross, with their rank; `exits` are those on the rim, `kept` those that stay as they are."""

    ranks: dict[Border, Rank] = field(default_factory=dict)
    exits: tuple[Border, ...] = ()
    kept: frozenset[Border] = frozenset()

    def cells(self, rank: Rank | None = None) -> frozenset[Cell]:
        """Cells that streets (of a rank) touch, some of them beyond the rim."""
        return frozenset(c for b, r in self.ranks.items() if rank in (None, r) for c in cells_of(b))


def centre(cells: Iterable[Cell]) -> Cell:
    """The cell nearest to the middle of all."""
    ordered = sorted(cells, key=lambda c: (c[1], c[0]))
    x = (min(c[0] for c in ordered) + max(c[0] for c in ordered)) / 2
    y = (min(c[1] for c in ordered) + max(c[1] for c in ordered)) / 2
    return min(ordered, key=lambda c: (c[0] - x) ** 2 + (c[1] - y) ** 2)


def network(
    cells: frozenset[Cell], blocked: frozenset[Border], *, pattern: str, rng: np.random.Generator, heart: Cell, kept: Kept = NONE
) -> Network:
    """Streets that join all cells without crossing a blocked border.

    grid: nearly every border is crossed, every fourth line is a main street; organic: winding main streets from
    the heart to the exits, a random spanning tree and some loops; radial: spokes and rings; none: a tree.
    What is `kept` stands, and is gone on with; cells that it shuts off get roads of their own out of the map.
    """
    g = grid_graph(cells)
    shut = (blocked | kept.borders) - frozenset(kept.ranks)
    g.remove_edges_from([(u, v) for u, v, d in g.edges(data=True) if d["border"] in shut])
    for u, v, data in g.edges(data=True):
        if pattern == "grid":
            on_line = _lines(u, v, heart)
            data["cost"] = (0.8 if on_line else 1.0) + 0.001 * float(rng.random())
        else:
            data["cost"] = 1 + 1.4 * float(rng.random())

    out = Network(dict(kept.ranks), kept=kept.borders)
    exits = _exits(cells, blocked, pattern=pattern, rng=rng, heart=heart, kept=kept)
    ways = nx.single_source_dijkstra_path(g, heart, weight="cost")
    for part in nx.connected_components(g) if kept.cells else ():
        if heart not in part:
            root = min(part, key=lambda c: (c not in kept.cells, abs(c[0] - heart[0]) + abs(c[1] - heart[1]), c))
            ways |= nx.single_source_dijkstra_path(g.subgraph(part), root, weight="cost")
            exits += _own_exit(part, blocked, exits, kept)
    for b, c in exits:
        _mark(out, g, ways[c], "main")
        out.ranks[b] = "main"
    for b in (b for b, rank in kept.ranks.items() if rank == "main"):
        _onward(out, g, b, kept)
    rim = [b for b in kept.ranks if sum(c in cells for c in cells_of(b)) == 1]
    out.exits = (*sorted(rim), *(b for b, _ in exits))
    for c in _hubs(cells - kept.cells, rng):
        _mark(out, g, ways[c], "main")
    if pattern == "grid" and len(cells) >= 25 and not kept.cells:
        for u, v, data in g.edges(data=True):
            if _lines(u, v, heart, every=4):
                out.ranks[data["border"]] = "main"

    for _, _, data in g.edges(data=True):
        stands = out.ranks.get(data["border"]) == "main" or data["border"] in kept.ranks
        data["tree"] = 0.0 if stands else data["cost"]
    for u, v in nx.minimum_spanning_edges(g, weight="tree", data=False):
        out.ranks.setdefault(g.edges[u, v]["border"], "side")
    loops = {"grid": 0.93, "organic": 0.34, "radial": 0.12, "none": 0.0}[pattern]
    for u, v, data in g.edges(data=True):
        keep = float(rng.random()) < loops
        same_ring = pattern == "radial" and _ring(u, heart) == _ring(v, heart)
        if keep or same_ring:
            out.ranks.setdefault(data["border"], "side")
    return out


def _own_exit(part: set[Cell], blocked: frozenset[Border], exits: list[tuple[Border, Cell]], kept: Kept) -> list[tuple[Border, Cell]]:
    """A road out of the map for cells that no street joins to the rest; none where they have one, or can have none."""
    if part & kept.cells or any(c in part for _, c in exits):
        return []
    free = [(border(c, s), c) for s in SIDES for c in rim(frozenset(part), s)]
    return [x for x in free if x[0] not in blocked and x[0] not in kept.borders and not set(cells_of(x[0])) & kept.cells][:1]


def _onward(out: Network, g: nx.Graph, b: Border, kept: Kept) -> None:
    """Let a main street that leaves what is kept run straight on to the edge of the map, or until water is in its way."""
    one, two = cells_of(b)
    if (one in kept.cells) == (two in kept.cells):
        return
    came, here = (one, two) if one in kept.cells else (two, one)
    while here in g and here not in kept.cells:
        ahead = (2 * here[0] - came[0], 2 * here[1] - came[1])
        if not g.has_edge(here, ahead):
            return
        out.ranks.setdefault(g.edges[here, ahead]["border"], "main")
        came, here = here, ahead


def _mark(out: Network, g: nx.Graph, way: list[Cell], rank: Rank) -> None:
    for a, b in pairwise(way):
        if (crossed := g.edges[a, b]["border"]) not in out.kept:
            out.ranks[crossed] = rank


def _lines(u: Cell, v: Cell, heart: Cell, *, every: int = 0) -> bool:
    k = 1 if u[1] == v[1] else 0
    off = u[k] - heart[k]
    return off % every == 0 if every else off == 0


def _ring(c: Cell, heart: Cell) -> int:
    return max(abs(c[0] - heart[0]), abs(c[1] - heart[1]))


def _exits(
    cells: frozenset[Cell], blocked: frozenset[Border], *, pattern: str, rng: np.random.Generator, heart: Cell, kept: Kept
) -> list[tuple[Border, Cell]]:
    """Where roads leave, besides those that are kept: at most one for each compass side, two to four in all."""
    many = 2 if len(cells) < 4 and not kept.cells else 3 if len(cells) < 9 and not kept.cells else 4
    out = []
    for k in rng.permutation(4).tolist():
        side = SIDES[k]
        axis = 0 if side in ("south", "north") else 1
        edge = rim(cells, side)
        free = [c for c in edge if c not in kept.cells and border(c, side) not in blocked]
        if not free or any(border(c, side) in kept.ranks for c in edge):
            continue
        wide = max(c[axis] for c in free) - min(c[axis] for c in free)
        shift = 0.0 if pattern in ("grid", "radial") else (float(rng.random()) - 0.5) * 0.7 * wide
        free = [c for c in free if _comes_to(c, side, cells, blocked, kept)] or free
        c = min(free, key=lambda c: (abs(c[axis] - heart[axis] - shift), c))
        out.append((border(c, side), c))
    return out[:many]


def _comes_to(cell: Cell, side: Side, cells: frozenset[Cell], blocked: frozenset[Border], kept: Kept) -> bool:
    """Whether a main street that is kept comes straight to this cell on its way to that side of the map."""
    b = border(cell, OPPOSITE[side])
    while cell in cells and cell not in kept.cells and b not in blocked:
        cell = (cell[0] - STEP[side][0], cell[1] - STEP[side][1])
        if cell in kept.cells:
            return kept.ranks.get(b) == "main"
        b = border(cell, OPPOSITE[side])
    return False


def _hubs(cells: frozenset[Cell], rng: np.random.Generator) -> list[Cell]:
    """Cells, one for every 25 or so, that a main street should reach."""
    ordered = sorted(cells, key=lambda c: (c[1], c[0]))
    n = len(ordered) // 25
    return [ordered[int(k)] for k in sorted(rng.choice(len(ordered), size=n, replace=False).tolist())] if n else []


def joined(asked: dict[Border, Rank], reserve: Network, cells: frozenset[Cell], blocked: frozenset[Border]) -> tuple[Network, list[str]]:
    """The asked-for streets, less those on blocked borders, with as many of the `reserve` as it takes to join all cells.

    Also what had to be changed, in words. `reserve` must join all cells; it gives the roads out of the map if none is asked for.
    """
    out = Network({b: r for b, r in asked.items() if b not in blocked and any(c in cells for c in cells_of(b))})
    notes = []
    if drowned := len([b for b in asked if b in blocked]):
        notes.append(f"{drowned} street{'s' if drowned > 1 else ''} left out where water crosses the border")
    out.exits = tuple(b for b in sorted(out.ranks) if not all(c in cells for c in cells_of(b)))
    if not out.exits:
        out.exits = reserve.exits
        out.ranks.update({b: reserve.ranks[b] for b in reserve.exits})
    g = nx.utils.UnionFind(sorted(cells))
    for b in out.ranks:
        if b not in out.exits:
            g.union(*cells_of(b))
    added = 0
    for b in sorted(reserve.ranks, key=lambda b: (reserve.ranks[b] != "main", b)):
        one, two = cells_of(b)
        if b not in reserve.exits and b not in out.ranks and g[one] != g[two]:
            g.union(one, two)
            out.ranks[b] = reserve.ranks[b]
            added += 1
    if added:
        notes.append(f"{added} street{'s' if added > 1 else ''} of the layout added, so that every tile can be reached")
    return out, notes


def quieten(net: Network, cells: frozenset[Cell], quiet: Iterable[Cell], *, keep: int = 1) -> None:
    """Take streets from some cells, roads out of the map first, down to `keep` as long as all cells stay joined."""
    g = nx.Graph()
    g.add_nodes_from(cells)
    g.add_edges_from(e for e in map(cells_of, net.ranks) if e[0] in cells and e[1] in cells)
    for cell in quiet:
        mine = [b for b in (border(cell, side) for side in SIDES) if b in net.ranks]
        for b in sorted(mine, key=lambda b: (b not in net.exits, net.ranks[b] == "main", b)):
            if len([m for m in mine if m in net.ranks]) <= keep:
                break
            if b in net.kept:
                continue
            rank, ends = net.ranks.pop(b), cells_of(b)
            inner = g.has_edge(*ends)
            if inner:
                g.remove_edge(*ends)
            if nx.has_path(g, *ends) if inner else len(net.exits) > 1:
                net.exits = tuple(e for e in net.exits if e != b)
            else:
                net.ranks[b] = rank
                if inner:
                    g.add_edge(*ends)


def make_room(net: Network, cells: frozenset[Cell], roomy: Iterable[Cell]) -> None:
    """Take side streets away from cells that hold a great building, down to two, as long as all cells stay joined."""
    g = nx.Graph()
    g.add_nodes_from(sorted(cells))
    g.add_edges_from(e for e in (cells_of(b) for b in sorted(net.ranks) if b not in net.exits) if e[0] in cells and e[1] in cells)
    for c in roomy:
        for side in SIDES:
            b = border(c, side)
            ways = sum(border(c, s) in net.ranks for s in SIDES)
            if ways > 2 and net.ranks.get(b) == "side" and b not in net.exits and b not in net.kept:
                g.remove_edge(*cells_of(b))
                if nx.has_path(g, *cells_of(b)):
                    del net.ranks[b]
                else:
                    g.add_edge(*cells_of(b))


def asides(net: Network, roomy: Iterable[Cell], *, pattern: str, rng: np.random.Generator) -> dict[Border, float]:
    """Where streets cross that give way to a great building, off the middle; on a grid their whole line moves."""
    out: dict[Border, float] = {}
    for c in roomy:
        for sides in (("south", "north"), ("west", "east")):
            at = 0.3 if rng.random() < 0.5 else 0.7
            for side in sides:
                b = border(c, side)  # type: ignore[arg-type]
                line = [x for x in net.ranks if x[0] == b[0] and x[1 if b[0] == "h" else 2] == b[1 if b[0] == "h" else 2]]
                for x in line if pattern == "grid" else [b]:
                    out.setdefault(x, at)
    return out
