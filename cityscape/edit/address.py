"""`Address`: what a person calls a tile, an object or a part: ``1,2``, ``1,2/house_02``, ``1,2/house_02/roof``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Collection, Iterable

from cityscape.errors import InputError
from cityscape.world.part import Part, Thing
from cityscape.world.records import Cell
from cityscape.world.tile import Tile

_CELL = re.compile(r"\s*([+-]?\d{1,9})\s*,\s*([+-]?\d{1,9})\s*")


@dataclass(frozen=True)
class Address:
    """A tile, an object in it, or a part of that.

    cell : column and row; negative ones too. thing : id of an object, or None for the whole tile.
    part : id of a part, the id without its object (``roof`` for ``house_02__roof``), or its name; None for the whole object.
    """

    cell: Cell
    thing: str | None = None
    part: str | None = None

    def __post_init__(self) -> None:
        if self.part is not None and self.thing is None:
            raise InputError(f"part {self.part!r} needs its object: write COLUMN,ROW/OBJECT/PART")

    def __str__(self) -> str:
        return "/".join((f"{self.cell[0]},{self.cell[1]}", *(x for x in (self.thing, self.part) if x is not None)))

    def within(self, other: Address) -> bool:
        """Whether this is `other` or lies in it."""
        return self.cell == other.cell and other.thing in (None, self.thing) and other.part in (None, self.part)


def parse(text: str) -> Address:
    """The address that a text means; raises `InputError` where it is none. Nothing is looked up."""
    cell, *names = text.strip().split("/")
    if not (found := _CELL.fullmatch(cell)) or len(names) > 2 or not all(n.strip() for n in names):
        raise InputError(f"{text!r} is no address: write COLUMN,ROW or COLUMN,ROW/OBJECT/PART, such as 1,2/house_02/roof")
    thing, part, *_ = (*(n.strip() for n in names), None, None)
    return Address((int(found[1]), int(found[2])), thing, part)


def address_of(cell: Cell, thing: Thing | None = None, part: Part | None = None) -> Address:
    """The address of what is at hand, as short as it is clear: ``1,2/house_02/roof``."""
    if thing is None:
        return Address(cell)
    return Address(cell, thing.id, None if part is None else part.id.removeprefix(f"{thing.id}__") or part.id)


def cell_of(address: Address | Cell, cells: Collection[Cell], *, where: str = "the scene") -> Cell:
    """The address' cell, which must be one of `cells`; raises `InputError` with the nearest ones."""
    i, j = cell = address.cell if isinstance(address, Address) else address
    if cell in cells:
        return cell
    near = sorted(cells, key=lambda c: (abs(c[0] - i) + abs(c[1] - j), c))[:3]
    hint = "it has no tiles" if not near else f"the nearest {'are' if len(near) > 1 else 'is'} " + ", ".join(f"{a},{b}" for a, b in near)
    raise InputError(f"{where} has no tile {i},{j}: {hint}")


def thing_of(tile: Tile, name: str) -> Thing:
    """The object of that id, or the only one of that name; raises `InputError` with the nearest ids."""
    place = f"tile {tile.cell[0]},{tile.cell[1]}"
    for t in tile.things:
        if t.id == name:
            return t
    called = [t for t in tile.things if t.name == name]
    if len(called) == 1:
        return called[0]
    if called:
        raise InputError(f"{place} has {len(called)} objects called {name!r}: say which by its id, {_few(t.id for t in called)}")
    raise InputError(f"{place} has no object {name!r}: {nearest(name, [t.id for t in tile.things])}")


def part_of(thing: Thing, name: str) -> Part:
    """The part of that id, with or without its object, or the only one of that name; raises `InputError` with the nearest."""
    for p in thing.parts:
        if name in (p.id, p.id.removeprefix(f"{thing.id}__")):
            return p
    called = [p for p in thing.parts if p.name == name]
    if len(called) == 1:
        return called[0]
    short = [p.id.removeprefix(f"{thing.id}__") for p in called or thing.parts]
    if called:
        raise InputError(f"object {thing.id!r} has {len(called)} parts called {name!r}: say which by its id, {_few(short)}")
    raise InputError(f"object {thing.id!r} has no part {name!r}: {nearest(name, short)}")


def found(address: Address, tile: Tile) -> tuple[Thing | None, Part | None]:
    """The object and the part that an address names in its tile; None for what it leaves out.

    Raises
    ------
    InputError : there is no such object or part; the sentence names the nearest.
    """
    if address.cell != tile.cell:
        raise InputError(f"{address} is not in tile {tile.cell[0]},{tile.cell[1]}: read tile {address.cell[0]},{address.cell[1]}")
    if address.thing is None:
        return None, None
    thing = thing_of(tile, address.thing)
    return thing, None if address.part is None else part_of(thing, address.part)


def nearest(word: str, known: Iterable[str]) -> str:
    """Half a sentence for an unknown word: which known ones it may have meant, or what there is."""
    words = list(dict.fromkeys(known))
    if not words:
        return "it has none"
    lower = {w.lower(): w for w in reversed(words)}
    near = [lower[m] for m in get_close_matches(word.lower(), list(lower), 3, 0.5)]
    near = near or [w for w in words if word.lower() in w.lower()][:3]
    return f"did you mean {_few(near)}?" if near else f"it has {_few(words)}"


def _few(words: Iterable[str], most: int = 6) -> str:
    all = list(words)
    return ", ".join(all[:most]) + (f" and {len(all) - most} more" if len(all) > most else "")
