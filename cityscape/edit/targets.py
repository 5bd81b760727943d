"""What operations aim at: addresses and selectors, looked up in a draft; locks; and ids that nobody else has."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Collection, Iterable, Iterator, Mapping, NamedTuple

from cityscape.edit.address import Address, address_of, cell_of, found, parse
from cityscape.edit.find import find
from cityscape.errors import InputError
from cityscape.world.part import Part, Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.tile import Tile

RESERVED = frozenset(("z_up", "world"))
"""Ids that the GLB of a tile needs for itself."""


class Done(NamedTuple):
    """What an operation came to: a sentence, cells whose tiles are to be made again, and objects that are at another address now."""

    said: str
    remake: tuple[Cell, ...] = ()
    handed: Mapping[Address, Address] = {}


def resolve(draft: Any, targets: Iterable[str], *, nested: bool = False) -> list[Address]:
    """All that addresses and selectors mean, each once, by ids; what lies in another target is left out unless `nested`.

    Raises `InputError` for an unknown name, with the nearest ones, and for a selector that matches nothing.
    """
    out: dict[Address, None] = {}
    for text in targets:
        if is_address(text):
            out[settled(draft, parse(text))] = None
            continue
        matches = selected(draft, text)
        if not matches:
            raise InputError(f"nothing in {draft.folder.path} matches {text!r}: look with 'cityscape find {draft.folder.path} {text!r}'")
        out |= dict.fromkeys(matches)
    if nested or len(out) == 1:
        return list(out)
    wholes = {a for a in out if a.part is None}
    return [a for a in out if not ({Address(a.cell), Address(a.cell, a.thing)} & wholes) - {a}]


def selected(draft: Any, text: str) -> list[Address]:
    """What a selector means: objects where it speaks only of tiles, kinds and objects (``kind:cottage tile:2,*``), else parts."""
    hits = [a for a, _ in find(Looked(draft), text)]
    keys = set(re.findall(r"[A-Za-z_]+(?=[:<>=])", text))
    if keys and keys <= {"tile", "kind", "object", "not"} and not re.search(r"[<>=]", text):
        hits = [Address(a.cell, a.thing) for a in hits]
    return list(dict.fromkeys(hits))


class Looked:
    """A draft as `cityscape.edit.find.find` looks at a scene."""

    def __init__(self, draft: Any) -> None:
        self.draft: Any = draft
        self.path: Path = draft.folder.path
        self.plan: Plan = draft.plan

    def done(self) -> set[Cell]:
        """The cells whose tiles are finished."""
        cells: set[Cell] = self.draft.done()
        return cells

    def read_tile(self, cell: Cell, *, painting: bool = True) -> Tile:
        """A finished tile, with the draft's changes."""
        tile: Tile = self.draft.tile(cell)
        return tile


def is_address(text: str) -> bool:
    """Whether a text is meant as one address, not as a selector."""
    return re.match(r"\s*[+-]?\d+\s*,\s*[+-]?\d+\s*(/|$)", text) is not None


def settled(draft: Any, address: Address) -> Address:
    """An address by ids, of what there is; raises `InputError` with the nearest names."""
    tile = tile_of(draft, address.cell)
    thing, part = found(address, tile)
    return address_of(tile.cell, thing, part)


def tile_of(draft: Any, cell: Cell) -> Tile:
    """A finished tile; raises `InputError` with the nearest ones where it is none."""
    if not draft.has(cell):
        cell_of(cell, draft.done(), where=str(draft.folder.path))
    found: Tile = draft.tile(cell)
    return found


def by_cell(addresses: Iterable[Address]) -> dict[Cell, list[Address]]:
    """Addresses by their tiles."""
    out: dict[Cell, list[Address]] = {}
    for a in addresses:
        out.setdefault(a.cell, []).append(a)
    return out


def said(addresses: list[Address], *, most: int = 3) -> str:
    """Addresses in a sentence: the first few, and how many there are."""
    few = ", ".join(str(a) for a in addresses[:most])
    return few if len(addresses) <= most else f"{few} and {len(addresses) - most} more"


# -- locks ------------------------------------------------------------------------------------------------


def free(tile: Tile, thing: Thing | None = None, part: Part | None = None, *, inside: bool = True) -> None:
    """Raise `InputError` where a tile, an object or a part is locked; `inside`: and where something in it is."""
    if tile.locked:
        raise _locked(address_of(tile.cell))
    if thing is None:
        if inside:
            for t in tile.things:
                free(tile, t)
        return
    if thing.locked:
        raise _locked(address_of(tile.cell, thing))
    for p in (part,) if part is not None else thing.parts if inside else ():
        if p.locked:
            raise _locked(address_of(tile.cell, thing, p))


def _locked(address: Address) -> InputError:
    return InputError(f"{address} is locked: unlock it first")


# -- changing ---------------------------------------------------------------------------------------------


def with_thing(tile: Tile, new: Thing) -> Tile:
    """The tile with an object in place of the one of its id."""
    return replace(tile, things=tuple(new if t.id == new.id else t for t in tile.things))


def without_thing(tile: Tile, id: str) -> Tile:
    """The tile without an object."""
    return replace(tile, things=tuple(t for t in tile.things if t.id != id))


def with_part(thing: Thing, new: Part) -> Thing:
    """The object with a part in place of the one of its id."""
    return thing.with_parts(tuple(new if p.id == new.id else p for p in thing.parts))


def each_part(draft: Any, targets: Iterable[str], change: Callable[[Tile, Thing, Part], Part]) -> list[Address]:
    """Change all parts that targets mean, those of objects and tiles, too; refuses locked ones. Returns what was aimed at."""
    addresses = resolve(draft, targets)
    for cell, mine in by_cell(addresses).items():
        tile = draft.tile(cell)
        for thing, part in _parts(tile, mine):
            free(tile, thing, part)
            now = next(t for t in tile.things if t.id == thing.id)
            tile = with_thing(tile, with_part(now, change(tile, now, part)))
        draft.put(tile)
    return addresses


def _parts(tile: Tile, addresses: list[Address]) -> Iterator[tuple[Thing, Part]]:
    for a in addresses:
        thing, part = found(a, tile)
        for t in (thing,) if thing is not None else tile.things:
            for p in (part,) if part is not None else t.parts:
                yield t, p


def each_thing(draft: Any, targets: Iterable[str], change: Callable[[Tile, Thing, Part | None], Tile], what: str) -> list[Address]:
    """Change tiles by all objects and parts that targets mean, one after the other; a whole tile is refused as no thing to `what`."""
    addresses = resolve(draft, targets)
    for cell, mine in by_cell(addresses).items():
        for a in mine:
            tile = draft.tile(cell)
            thing, part = found(a, tile)
            if thing is None:
                raise InputError(f"{a} is a whole tile, which cannot be {what}: name an object in it, such as {_example(tile)}")
            draft.put(change(tile, thing, part))
    return addresses


def _example(tile: Tile) -> str:
    return str(address_of(tile.cell, tile.things[-1])) if tile.things else f"{address_of(tile.cell)}/house_01"


# -- ids --------------------------------------------------------------------------------------------------


def taken(tile: Tile) -> set[str]:
    """All ids in a tile, and those that none may have."""
    return {*RESERVED, *(t.id for t in tile.things), *(p.id for _, p in tile.parts())}


def fresh_id(wish: str, ids: Collection[str]) -> str:
    """The wished id, or the next number of it that nothing has: house_02 -> house_03."""
    if wish not in ids:
        return wish
    m = re.fullmatch(r"(.*?)_?(\d+)", wish)
    stem, width = (m[1], len(m[2])) if m and m[1] else (wish, 2)
    n = 1
    while (id := f"{stem}_{n:0{width}d}") in ids:
        n += 1
    return id


def fresh_name(wish: str, names: Collection[str]) -> str:
    """The wished name, or one with a number that nothing has."""
    n, name = 2, wish
    while name in names:
        name, n = f"{wish}_{n}", n + 1
    return name


def renumbered(thing: Thing, id: str, ids: Collection[str]) -> Thing:
    """The object under another id, its parts' ids following."""
    used = {*ids, id}
    parts = []
    for p in thing.parts:
        short = p.id.removeprefix(f"{thing.id}__")
        new = fresh_id(f"{id}__{short}", used)
        used.add(new)
        parts.append(replace(p, id=new, thing=id))
    return replace(thing, id=id, parts=tuple(parts))
