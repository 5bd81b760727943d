"""`Plan`: prompt, style and a grid of briefs that agree with each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from cityscape.world.brief import OPPOSITE, SIDES, STEP, Brief
from cityscape.world.records import Cell, Positive, Record
from cityscape.world.theme import Style

if TYPE_CHECKING:
    import networkx as nx

SCHEMA = 1
"""Version of the plan and scene files."""

_CORNERS = {"south": (0, 1), "east": (1, 2), "north": (3, 2), "west": (0, 3)}


class Plan(Record):
    """What is to be made. Cells need not fill a rectangle; neighbours must agree on their border."""

    schema_version: int = Field(SCHEMA, ge=1, le=SCHEMA)
    prompt: str
    seed: int = Field(0, ge=0, lt=2**63)
    tile_size: Positive = Field(40.0, ge=2.5, le=400)
    base: float = Field(-3.0, description="z of the slab's underside, metres")
    style: Style
    briefs: tuple[Brief, ...] = Field(min_length=1)
    notes: tuple[str, ...] = Field((), description="what the planner wants the reader to know, a line each")

    @model_validator(mode="after")
    def _agrees(self) -> Plan:
        seen: dict[Cell, Brief] = {}
        for b in self.briefs:
            if b.cell in seen:
                raise ValueError(f"two briefs claim cell {b.cell}: keep one of them")
            seen[b.cell] = b
            if b.size != self.tile_size or b.base != self.base:
                raise ValueError(f"cell {b.cell} has size {b.size} and base {b.base}, the plan {self.tile_size} and {self.base}")
            least = 0.5 if b.room is None else 0.2
            if min(b.corners) < self.base + least:
                raise ValueError(f"cell {b.cell} has a corner at {min(b.corners)} m, less than {least} m above the base at {self.base} m")
        for b in self.briefs:
            for side in ("east", "north"):
                di, dj = STEP[side]  # type: ignore[index]
                other = seen.get((b.cell[0] + di, b.cell[1] + dj))
                if other is None:
                    continue
                if b.sockets[side] != other.sockets[OPPOSITE[side]]:  # type: ignore[index]
                    raise ValueError(f"sockets disagree between cells {b.cell} and {other.cell}: give both the same crossings")
                mine = [b.corners[k] for k in _CORNERS[side]]
                theirs = [other.corners[k] for k in _CORNERS[OPPOSITE[side]]]  # type: ignore[index]
                if mine != theirs:
                    raise ValueError(f"corner heights disagree between cells {b.cell} and {other.cell}: {mine} and {theirs}")
        return self

    @cached_property
    def _by_cell(self) -> dict[Cell, Brief]:
        return {b.cell: b for b in self.briefs}

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, row by row from the south."""
        return tuple(sorted(self._by_cell, key=lambda c: (c[1], c[0])))

    def brief(self, cell: Cell) -> Brief:
        """The brief of a cell with its style filled in; raises KeyError where there is none."""
        b = self._by_cell[cell]
        return b if b.style is not None else b.model_copy(update={"style": self.style})

    def neighbours(self, cell: Cell) -> dict[str, Cell]:
        """Side -> cell for the neighbours that exist."""
        around = {s: (cell[0] + STEP[s][0], cell[1] + STEP[s][1]) for s in SIDES}
        return {s: c for s, c in around.items() if c in self._by_cell}

    def graph(self) -> nx.Graph:
        """The grid graph: a node per cell (attribute `brief`), an edge per border (attribute `socket`)."""
        import networkx as nx

        g = nx.Graph()
        g.add_nodes_from((c, {"brief": self.brief(c)}) for c in self.cells)
        for c in self.cells:
            for side, other in self.neighbours(c).items():
                if side in ("east", "north"):
                    g.add_edge(c, other, socket=self._by_cell[c].sockets[side], side=side)  # type: ignore[index]
        return g
