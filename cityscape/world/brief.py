"""`Socket` and `Brief`: what crosses a border, and what one cell is told to be."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cityscape.world.records import Cell, Hex, Positive, Record, Unit
from cityscape.world.room import Room
from cityscape.world.theme import LandUse, Style

Side = Literal["south", "east", "north", "west"]
SIDES: tuple[Side, ...] = ("south", "east", "north", "west")
STEP: dict[Side, Cell] = {"south": (0, -1), "east": (1, 0), "north": (0, 1), "west": (-1, 0)}
OPPOSITE: dict[Side, Side] = {"south": "north", "east": "west", "north": "south", "west": "east"}

Outline = tuple[tuple[float, float], ...]
"""Corners of a polygon without holes, seen from above, metres."""

IMPORTED = "imported: "
"""How the texts of cells begin whose tiles came from somebody else's file."""

CrossingKind = Literal["street", "path", "river", "wall", "rail", "door"]


class Crossing(Record):
    """One thing that crosses a border.

    `at` is where its axis meets the border, 0..1 from west to east (north and south borders) or from
    south to north (east and west borders), so both tiles read the same number; `width` in metres.
    `level` is the height of a river's surface in metres (scene frame); None: it lies on the ground.
    """

    kind: CrossingKind
    at: Unit = 0.5
    width: Positive = 6.0
    rank: Literal["main", "side"] = "side"
    level: float | None = None
    pavement: float = Field(0.0, ge=0, le=6, description="width of the pavement on each side of a street, metres")
    kerb: float = Field(0.0, ge=0, le=0.5, description="height of that pavement above the street, metres")

    @property
    def half(self) -> float:
        """Half of the whole strip, pavements included, metres."""
        return self.width / 2 + self.pavement


class Socket(Record):
    """What crosses one border of two cells, and what covers the rest of it; both tiles hold the same record."""

    crossings: tuple[Crossing, ...] = ()
    cover: Literal["soft", "hard"] = Field("soft", description="between crossings: the theme's ground, or its paved plaza")

    def of(self, *kinds: CrossingKind) -> tuple[Crossing, ...]:
        """The crossings of the given kinds, in order along the border."""
        return tuple(sorted((c for c in self.crossings if c.kind in kinds), key=lambda c: c.at))


class Wanted(Record):
    """Objects that a cell must show: a kind of `cityscape.grammar`'s registry and how many."""

    kind: str
    count: int = Field(1, ge=1, le=60)
    size: Literal["small", "medium", "large"] = "medium"
    color: Hex | None = None


class Brief(Record):
    """One cell's instruction.

    Heights are metres in the scene frame (z up), at the corners south-west, south-east, north-east,
    north-west. `size` is the edge of the square tile and `base` the z of the slab's underside.
    `style` may be left out in files: then the plan's holds. Rooms have level floors, and doors for crossings.
    """

    cell: Cell
    text: str = ""
    land_use: LandUse = "residential"
    density: Unit = 0.6
    wanted: tuple[Wanted, ...] = ()
    corners: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    sockets: dict[Side, Socket] = Field(default_factory=dict)
    landmark: bool = False
    size: Positive = 40.0
    base: float = -3.0
    style: Style | None = None
    room: Room | None = Field(None, description="the cell is a room instead of a piece of land")
    reserved: tuple[Outline, ...] = Field(
        (), exclude=True, description="outlines in the tile's frame of what stands there and will stay; never stored"
    )

    @model_validator(mode="after")
    def _four_sides(self) -> Brief:
        if set(self.sockets) != set(SIDES):
            object.__setattr__(self, "sockets", {s: self.sockets.get(s, Socket()) for s in SIDES})
        return self

    @property
    def imported(self) -> bool:
        """Whether the tile came from a file, so that nobody here can make it again."""
        return self.text.startswith(IMPORTED)

    @property
    def look(self) -> Style:
        """The style, which a brief taken from a plan always has."""
        if self.style is None:
            raise ValueError(f"brief {self.cell} has no style: take it from its plan with plan.brief(cell)")
        return self.style
