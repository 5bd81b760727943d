"""`RoomKind` and `Room`: the vocabulary of one kind of room, read from `prompts/rooms/*.toml`, and what one cell's room is told to be."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cityscape.world.records import Positive, Record, Unit
from cityscape.world.theme import Role, Swatch

Relation = Literal["before", "beside", "around", "on", "facing", "under", "over", "rows", "near"]
"""How one entry of a room stands to another: drawn up to its front and facing it; at its side with its back in line; about all
its sides, facing it; on its top; across the room, looking at it; a rug below it; on the wall above it; in rows that face it; close by."""

RELATIONS: tuple[Relation, ...] = ("before", "beside", "around", "on", "facing", "under", "over", "rows", "near")

BASE = -0.3125
"""z of the underside of a room's slab, metres."""

Back = Literal["north", "west"]
"""The sides where a room has walls; the camera looks in over the other two."""


class Piece(Record):
    """One entry of a room: pieces of furniture of one purpose, and at most one relation to another entry."""

    kinds: dict[str, Positive] = Field(min_length=1, description="kind -> weight; one is drawn for the whole entry")
    count: tuple[int, int] = Field((1, 1), description="fewest and most; with a relation: for each of the others")
    chance: Unit = Field(1.0, description="how often a room has it at all")
    essential: bool = Field(False, description="a room without it is not of its kind")
    alike: bool = Field(False, description="all pieces of the entry are made the same (chairs of one set always are)")
    side: Back | None = Field(None, description="the wall it prefers")
    before: str | None = None
    beside: str | None = None
    around: str | None = None
    on: str | None = Field(None, description="an entry, or 'any' for whatever has a top")
    facing: str | None = None
    under: str | None = None
    over: str | None = None
    rows: str | None = None
    near: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> Piece:
        lo, hi = self.count
        if not 0 <= lo <= hi <= 40:
            raise ValueError(f"count {lo}..{hi} must be two whole numbers from 0 to 40, the smaller first")
        said = [r for r in RELATIONS if getattr(self, r) is not None]
        if len(said) > 1:
            raise ValueError(f"{' and '.join(said)} are given: an entry has one relation at most")
        return self

    @property
    def relation(self) -> tuple[Relation, str] | None:
        """The relation and the entry that it speaks of."""
        return next(((r, getattr(self, r)) for r in RELATIONS if getattr(self, r) is not None), None)


class RoomKind(Record):
    """One kind of room. Weights are relative; kinds are names in `cityscape.grammar`'s registry."""

    name: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")
    title: str
    description: str = Field("", description="a phrase for image models")
    words: tuple[str, ...] = Field((), description="words of a prompt that call this kind")
    style: str = Field("cosy", description="the style of a room whose prompt names none")
    size: tuple[float, float] = Field((4.0, 6.0), description="usual edge of a small and of a large one, metres")
    height: float = Field(2.6, ge=2.0, le=8.0, description="of the walls, metres")
    windows: tuple[int, int] = (1, 3)
    door: float = Field(0.9, ge=0.6, le=2.4, description="clear width of its door, metres")
    curtains: bool = Field(True, description="false: never, whatever the style says")
    wainscot: float | None = Field(None, ge=0, le=1.6, description="height of panelling or wall tiles, over the style's, metres")
    companions: dict[str, Positive] = Field({}, description="kinds of rooms beside it on one floor -> weight")
    materials: dict[Role, tuple[Swatch, ...]] = Field({}, description="over the style's; colours may be names of the style's palette")
    pieces: dict[str, Piece] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> RoomKind:
        lo, hi = self.size
        if not 2.5 <= lo <= hi <= 16:
            raise ValueError(f"size {lo:g}..{hi:g} must be two numbers of metres from 2.5 to 16, the smaller first")
        if not 0 <= self.windows[0] <= self.windows[1] <= 8:
            raise ValueError(f"windows {self.windows[0]}..{self.windows[1]} must be two whole numbers from 0 to 8, the smaller first")
        for name, p in self.pieces.items():
            seen, at = [name], p.relation
            while at is not None and at[1] != "any":
                if at[1] not in self.pieces:
                    raise ValueError(f"pieces.{seen[-1]}.{at[0]} names {at[1]!r}, which is no entry: there are {', '.join(self.pieces)}")
                if at[1] in seen:
                    raise ValueError(
                        f"pieces.{name} goes round in a circle ({' -> '.join([*seen, at[1]])}): let one of them stand by itself"
                    )
                seen.append(at[1])
                at = self.pieces[at[1]].relation
            if p.relation is not None and p.relation[1] == "any" and p.relation[0] != "on":
                raise ValueError(f"pieces.{name}.{p.relation[0]} is 'any': only on = \"any\" has a meaning")
        return self


class Room(Record):
    """What one cell's room is told to be; its doors are the brief's sockets, its wishes the brief's `wanted`.

    low : back walls behind which another room lies; they are cut low, so that a picture shows both rooms.
    """

    kind: RoomKind
    height: Positive = 2.6
    attic: Back | None = Field(None, description="the side with a sloping roof")
    windows: tuple[int, int] = (1, 3)
    low: tuple[Back, ...] = ()
    without: tuple[str, ...] = Field((), description="kinds that the prompt refuses")
