"""`Standing`: the part of a plan that is there already and stays as it is, as far as planning beside it needs to know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Iterable

from cityscape.plan.borders import Border, border, cells_of
from cityscape.plan.heights import Heights
from cityscape.plan.streets import Kept, Rank, centre
from cityscape.world.brief import SIDES, Brief, Crossing, CrossingKind, Side, Socket
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.theme import LandUse

REACH = 8
"""How many cells around new ones are looked at: what lies farther off changes nothing."""

LIKED: tuple[LandUse, ...] = ("market", "commercial", "civic")
"""Land uses that lie about the heart of a city."""

_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))


@dataclass(frozen=True, eq=False)
class Standing:
    """A plan beside which cells are planned, and the new cells."""

    plan: Plan
    new: frozenset[Cell]

    @cached_property
    def all_cells(self) -> frozenset[Cell]:
        """All cells that stand."""
        return frozenset(b.cell for b in self.plan.briefs)

    @cached_property
    def briefs(self) -> dict[Cell, Brief]:
        """The briefs of the standing cells near the new ones."""
        near = {(i + di, j + dj) for i, j in _blocks(self.new) for di in (-1, 0, 1) for dj in (-1, 0, 1)}
        found = {b.cell: b for b in self.plan.briefs if (b.cell[0] // REACH, b.cell[1] // REACH) in near}
        return found

    @cached_property
    def cells(self) -> frozenset[Cell]:
        """The standing cells near the new ones."""
        return frozenset(self.briefs)

    @cached_property
    def window(self) -> frozenset[Cell]:
        """The new cells and the standing ones near them."""
        return self.new | self.cells

    @cached_property
    def heart(self) -> Cell:
        """The cell at the heart of what stands: amid its markets, shops and squares."""
        mid = [b.cell for b in self.plan.briefs if b.land_use in LIKED] or list(self.all_cells)
        x, y = (sum(c[k] for c in mid) / len(mid) for k in (0, 1))
        return min(sorted(self.all_cells), key=lambda c: (c[0] - x) ** 2 + (c[1] - y) ** 2)

    @cached_property
    def uses(self) -> dict[Cell, LandUse]:
        """Land uses of the standing cells near the new ones."""
        return {c: b.land_use for c, b in self.briefs.items()}

    @cached_property
    def amounts(self) -> Counter[LandUse]:
        """How many standing cells have each land use."""
        return Counter(b.land_use for b in self.plan.briefs)

    @cached_property
    def objects(self) -> Counter[str]:
        """How many of each kind of object the standing cells want."""
        out: Counter[str] = Counter()
        for b in self.plan.briefs:
            for w in b.wanted:
                out[w.kind] += w.count
        return out

    @cached_property
    def heights(self) -> Heights:
        """Heights of the corners of the standing cells near the new ones."""
        return {(c[0] + a, c[1] + b): k.corners[n] for c, k in self.briefs.items() for n, (a, b) in enumerate(_CORNERS)}

    @cached_property
    def sockets(self) -> dict[Border, Socket]:
        """The sockets of the standing cells near the new ones."""
        return {border(c, s): b.sockets[s] for c, b in self.briefs.items() for s in SIDES}

    def socket(self, cell: Cell, side: Side) -> Socket:
        """The socket of any cell that stands."""
        return self.plan.brief(cell).sockets[side]

    @cached_property
    def kept(self) -> Kept:
        """The streets that stand."""
        ranks: dict[Border, Rank] = {}
        for b, socket in self.sockets.items():
            if ways := socket.of("street", "path"):
                ranks[b] = "main" if any(w.rank == "main" for w in ways) else "side"
        return Kept(self.cells, ranks)

    @cached_property
    def usual(self) -> dict[tuple[CrossingKind, str], Crossing]:
        """The commonest street and path of each rank."""
        seen: dict[tuple[CrossingKind, str], Counter[Crossing]] = {}
        for _, socket in sorted(self.sockets.items()):
            for c in socket.of("street", "path"):
                seen.setdefault((c.kind, c.rank), Counter())[c.model_copy(update={"at": 0.5})] += 1
        return {k: n.most_common(1)[0][0] for k, n in seen.items()}

    def ends(self, *kinds: CrossingKind) -> list[tuple[Border, Crossing]]:
        """What reaches the new cells: borders of a standing and a new cell, with what crosses there."""
        out = []
        for b in sorted(self.sockets):
            if sum(c in self.new for c in cells_of(b)) == 1:
                out += [(b, c) for c in self.sockets[b].of(*kinds)]
        return out

    def lines(self) -> dict[tuple[str, int], float]:
        """Where streets cross a whole line of borders: (kind, row or column) -> the `at` of the one nearest to the new cells."""
        x, y = (sum(c[k] for c in self.new) / len(self.new) for k in (0, 1))
        out: dict[tuple[str, int], float] = {}
        for b in sorted(self.kept.ranks, key=lambda b: (-abs(b[1] - x) - abs(b[2] - y), b)):
            out[(b[0], b[2] if b[0] == "v" else b[1])] = self.sockets[b].of("street", "path")[0].at
        return out


def beside(plan: Plan, new: Iterable[Cell]) -> Standing:
    """The standing of a plan whose new cells are given."""
    return Standing(plan, frozenset(new))


def heart_of(standing: Standing) -> Cell:
    """The cell, among those that are looked at, nearest to the heart."""
    x, y = standing.heart
    return min(sorted(standing.window), key=lambda c: (c[0] - x) ** 2 + (c[1] - y) ** 2) if standing.window else centre(standing.new)


def _blocks(cells: Iterable[Cell]) -> set[Cell]:
    return {(i // REACH, j // REACH) for i, j in cells}
