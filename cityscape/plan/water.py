"""Rivers: a way through the grid that enters and leaves by outer borders and cuts no cell off."""

from __future__ import annotations

from itertools import pairwise
from math import floor

import networkx as nx
import numpy as np

from cityscape.plan.borders import Border, between, border, cells_of, ends
from cityscape.plan.heights import Heights, along, rounded
from cityscape.world.brief import OPPOSITE, SIDES, STEP, Side
from cityscape.world.records import Cell

DEPTH = 0.9
"""Metres from the ground at a border down to the water."""

River = list[Border]
"""The borders that the river crosses, downstream, the first and the last on the rim."""


def grid_graph(cells: frozenset[Cell]) -> nx.Graph:
    """Cells as nodes, an edge with attribute `border` for each pair of neighbours; in a fixed order."""
    g = nx.Graph()
    ordered = sorted(cells, key=lambda c: (c[1], c[0]))
    g.add_nodes_from(ordered)
    for c in ordered:
        for side in ("east", "north"):
            n = (c[0] + STEP[side][0], c[1] + STEP[side][1])  # type: ignore[index]
            if n in cells:
                g.add_edge(c, n, border=between(c, n))
    return g


def rim(cells: frozenset[Cell], side: Side) -> list[Cell]:
    """The cells whose given side faces outwards, in order."""
    di, dj = STEP[side]
    return sorted(c for c in cells if (c[0] + di, c[1] + dj) not in cells)


def _borders(way: list[Cell], enter: Side, leave: Side) -> River:
    return [border(way[0], enter), *(between(a, b) for a, b in pairwise(way)), border(way[-1], leave)]


def harmless(g: nx.Graph, river: River) -> bool:
    """Whether streets can still join all cells without crossing a border that the river crosses."""
    crossed = frozenset(river)
    return nx.is_connected(nx.subgraph_view(g, filter_edge=lambda u, v: g.edges[u, v]["border"] not in crossed))


def winding(
    cells: frozenset[Cell], heights: Heights, rng: np.random.Generator, *, straight: bool = False, middle_cell: Cell | None = None
) -> River | None:
    """A river across the map along low ground; None where every way would cut the streets apart."""
    g = grid_graph(cells)
    lowest, highest = min(heights.values()), max(heights.values())
    cost = {}
    for c in g.nodes:
        z = sum(heights[(c[0] + a, c[1] + b)] for a in (0, 1) for b in (0, 1)) / 4
        rough = 0.0 if straight else 1.6 * float(rng.random()) + 1.2 * (z - lowest) / (highest - lowest + 1e-9)
        cost[c] = 1 + rough + (0.4 if c == middle_cell and len(cells) > 4 else 0.0)
    for u, v, data in g.edges(data=True):
        data["cost"] = cost[u] + cost[v]
    tries: list[River] = []
    for _ in range(14):
        enter: Side = SIDES[int(rng.integers(4))]
        others = [s for s in SIDES if s != enter]
        leave = OPPOSITE[enter] if straight or rng.random() < 0.6 else others[int(rng.integers(3))]
        starts, stops = rim(cells, enter), rim(cells, leave)
        a = starts[int(rng.integers(len(starts)))]
        if straight:
            stops = [c for c in stops if c[0] == a[0] or c[1] == a[1]] or stops
        b = stops[int(rng.integers(len(stops)))]
        tries.append(_borders(nx.shortest_path(g, a, b, weight="cost"), enter, leave))
    for enter in SIDES:
        tries += [_borders(w, enter, OPPOSITE[enter]) for c in rim(cells, enter) if (w := run(cells, c, OPPOSITE[enter]))]

    def merit(river: River) -> tuple[int, int, bool]:
        return (-min(crossable(river, cells), 2), 0 if straight else -min(bends(river), 2), middle_cell in wet(river, cells))

    tries.sort(key=merit)
    best = next((river for river in tries if len(set(river)) == len(river) and harmless(g, river)), None)
    if best is None:
        return None
    return downstream(best, heights)


def downstream(river: River, heights: Heights) -> River:
    """The river from its higher end to its lower one."""
    return river if _height(heights, river[0]) >= _height(heights, river[-1]) else river[::-1]


def through(cells: frozenset[Cell], stops: list[Cell], enter: Side, leave: Side) -> River | None:
    """A river over the given cells, in their order, in by one outer side and out by another; None where none is harmless.

    Without stops, or where they are not at the rim, it goes on to the nearest rim cell of that side.
    """
    g = grid_graph(cells)
    first, last = rim(cells, enter), rim(cells, leave)
    stops = [c for c in stops if c in cells]
    middle = stops or [first[len(first) // 2]]

    def near(c: Cell, row: list[Cell]) -> Cell:
        return min(row, key=lambda r: (abs(r[0] - c[0]) + abs(r[1] - c[1]), r))

    way = [near(middle[0], first)]
    for stop in [*middle, near(middle[-1], last)]:
        if stop == way[-1]:
            continue
        free = g.subgraph([c for c in g.nodes if c == way[-1] or c not in way])
        if stop not in free or not nx.has_path(free, way[-1], stop):
            return None
        way += nx.shortest_path(free, way[-1], stop)[1:]
    river = _borders(way, enter, leave)
    return river if len(set(river)) == len(river) and harmless(g, river) else None


def chain(crossed: frozenset[Border], cells: frozenset[Cell]) -> River | None:
    """The crossed borders in order, if they are one harmless river from one outer border to another; else None."""
    by_cell: dict[Cell, list[Border]] = {}
    for b in sorted(crossed):
        for c in cells_of(b):
            if c in cells:
                by_cell.setdefault(c, []).append(b)
    outer = [b for b in sorted(crossed) if sum(c in cells for c in cells_of(b)) == 1]
    if len(outer) != 2 or any(len(bs) != 2 for bs in by_cell.values()):
        return None
    river, came = [outer[0]], None
    while river[-1] != outer[1]:
        (cell,) = [c for c in cells_of(river[-1]) if c in cells and c != came]
        one, two = by_cell[cell]
        river.append(two if one == river[-1] else one)
        came = cell
    return river if len(river) == len(crossed) and harmless(grid_graph(cells), river) else None


def bends(river: River) -> int:
    """In how many cells a river turns."""
    return sum(a[0] != b[0] for a, b in pairwise(river))


def crossable(river: River, cells: frozenset[Cell]) -> int:
    """In how many cells a street could cross the river from one neighbour to another."""
    n = 0
    for a, b in pairwise(river):
        if a[0] == b[0]:
            (cell,) = set(cells_of(a)) & set(cells_of(b))
            sides: tuple[Side, Side] = ("south", "north") if a[0] == "v" else ("west", "east")
            n += all((cell[0] + STEP[s][0], cell[1] + STEP[s][1]) in cells for s in sides)
    return n


def run(cells: frozenset[Cell], start: Cell, towards: Side) -> list[Cell]:
    """The cells in a straight row from `start` to the rim."""
    out, (di, dj) = [start], STEP[towards]
    while (n := (out[-1][0] + di, out[-1][1] + dj)) in cells:
        out.append(n)
    return out


def shore(cells: frozenset[Cell], heights: Heights) -> River | None:
    """Broad water along an edge row or column, the south one if that cuts nothing off; None where every one would."""
    g = grid_graph(cells)
    south, north = min(c[1] for c in cells), max(c[1] for c in cells)
    west, east = min(c[0] for c in cells), max(c[0] for c in cells)
    rows: list[tuple[Side, list[Cell]]] = [
        ("east", sorted(c for c in cells if c[1] == south)),
        ("north", sorted(c for c in cells if c[0] == east)),
        ("east", sorted(c for c in cells if c[1] == north)),
        ("north", sorted(c for c in cells if c[0] == west)),
    ]
    for towards, row in rows:
        way = run(cells, row[0], towards)
        river = _borders(way, OPPOSITE[towards], towards)
        if harmless(g, river):
            return river if _height(heights, river[0]) >= _height(heights, river[-1]) else river[::-1]
    return None


def wet(river: River | None, cells: frozenset[Cell]) -> frozenset[Cell]:
    """The cells that a river runs through."""
    return frozenset(c for b in river or () for c in cells_of(b) if c in cells)


def levels(heights: Heights, river: River, spans: list[tuple[float, float]]) -> list[float]:
    """Height of the water at each border, falling or level downstream; `spans` are the river's `at` intervals there."""
    out: list[float] = []
    for b, (lo, hi) in zip(river, spans, strict=True):
        ground = min(along(heights, b, lo), along(heights, b, hi))
        z = rounded(ground - DEPTH)
        out.append(min(z, out[-1]) if out else z)
    return out


def base(heights: Heights, water: list[float]) -> float:
    """z of the slab's underside: 3 m under the lowest corner and 2 m under the lowest water, rounded down to 0.5 m."""
    low = min([min(heights.values()) - 3, *(w - 2 for w in water)])
    return floor(low * 2) / 2


def _height(heights: Heights, b: Border) -> float:
    p, q = ends(b)
    return (heights[p] + heights[q]) / 2
