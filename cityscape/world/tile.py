"""`Tile` and `Scene`: the unit of regeneration, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Iterator, Literal

from pydantic import Field

from cityscape.world.brief import Brief
from cityscape.world.painting import Painting
from cityscape.world.part import Part, Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell, Record


class Step(Record):
    """One step of a tile's making: who did it, with which models, under which licences, from which seed."""

    role: Literal["plan", "paint", "masks", "sculpt"]
    name: str
    models: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    commercial: bool = Field(True, description="whether the licences are known to allow commercial use")
    seed: int | None = None


class Provenance(Record):
    """Which back-ends made a tile and under which licences; `steps` is the trail, in the order of the work."""

    planner: str = "offline"
    painter: str = "procedural"
    sculptor: str = "exact"
    models: tuple[str, ...] = ()
    licences: tuple[str, ...] = ("Apache-2.0",)
    commercial: bool = True
    steps: tuple[Step, ...] = ()

    def step(self, role: str) -> Step | None:
        """The step of a role, or None where it is not told."""
        return next((s for s in self.steps if s.role == role), None)


@dataclass(frozen=True, eq=False)
class Tile:
    """One finished cell: what was asked, the picture, the objects with their parts, and how it came about.

    locked : neither edits nor regeneration change it.
    """

    brief: Brief
    things: tuple[Thing, ...]
    seed: int
    painting: Painting | None = None
    provenance: Provenance = Provenance()
    locked: bool = False

    @property
    def cell(self) -> Cell:
        """Column and row."""
        return self.brief.cell

    @property
    def origin(self) -> tuple[float, float, float]:
        """The tile frame's origin in the scene: its south-west corner at z = 0, metres."""
        return (self.cell[0] * self.brief.size, self.cell[1] * self.brief.size, 0.0)

    def parts(self) -> Iterator[tuple[Thing, Part]]:
        """All parts with their objects, in order."""
        for t in self.things:
            for p in t.parts:
                yield t, p


@dataclass(frozen=True, eq=False)
class Scene:
    """A plan and its tiles."""

    plan: Plan
    tiles: dict[Cell, Tile] = field(default_factory=dict)

    def tile(self, i: int, j: int) -> Tile:
        """The tile of column i, row j; raises KeyError where none is made."""
        if (i, j) not in self.tiles:
            raise KeyError(f"no tile at ({i}, {j}); there are {sorted(self.tiles)}")
        return self.tiles[(i, j)]

    def with_tile(self, tile: Tile) -> Scene:
        """A copy in which `tile` replaces what its cell held."""
        return replace(self, tiles={**self.tiles, tile.cell: tile})
