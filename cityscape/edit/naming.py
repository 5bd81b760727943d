"""Rename, relabel, delete, lock, unlock: what objects and parts are called, and whether they are there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cityscape.edit.address import found
from cityscape.edit.operations import Delete, Lock, Relabel, Rename, Unlock
from cityscape.edit.targets import by_cell, each_thing, free, resolve, said, with_part, with_thing, without_thing
from cityscape.errors import InputError
from cityscape.world.part import Part, Thing
from cityscape.world.tile import Tile


def rename(draft: Any, op: Rename) -> str:
    """Call objects or parts something else; their ids stay. Names of an object's parts differ."""
    count = len(resolve(draft, op.target))
    if count > 1 and "{n}" not in op.name:
        raise InputError(f"{count} things cannot all be called {op.name!r}: put {{n}} into the name, which counts them")
    number = iter(range(1, count + 1))

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        name = op.name.replace("{n}", str(next(number)))
        free(tile, thing, part, inside=False)
        if part is None:
            return with_thing(tile, replace(thing, name=name))
        if any(p.name == name for p in thing.parts if p.id != part.id):
            raise InputError(f"object {thing.id!r} has a part called {name!r} already: choose another name")
        return with_thing(tile, with_part(thing, replace(part, name=name)))

    done = each_thing(draft, op.target, change, "renamed")
    return f"renamed {said(done)} to {op.name}"


def relabel(draft: Any, op: Relabel) -> str:
    """Say what parts are, or of which kind objects are."""

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        free(tile, thing, part, inside=False)
        if part is None:
            return with_thing(tile, replace(thing, kind=op.label))
        return with_thing(tile, with_part(thing, replace(part, label=op.label)))

    done = each_thing(draft, op.target, change, "relabelled")
    return f"labelled {said(done)} as {op.label}"


def delete(draft: Any, op: Delete) -> str:
    """Take objects or parts away; an object whose last part goes does, too."""

    def change(tile: Tile, thing: Thing, part: Part | None) -> Tile:
        free(tile, thing, part)
        left = tuple(p for p in thing.parts if part is not None and p.id != part.id)
        return with_thing(tile, thing.with_parts(left)) if left else without_thing(tile, thing.id)

    done = each_thing(draft, op.target, change, "deleted this way (remove_tile does it)")
    return f"deleted {said(done)}"


def lock(draft: Any, op: Lock) -> str:
    """Keep tiles, objects or parts as they are."""
    return f"locked {said(_flagged(draft, op.target, True))}"


def unlock(draft: Any, op: Unlock) -> str:
    """Let tiles, objects or parts be changed again."""
    return f"unlocked {said(_flagged(draft, op.target, False))}"


def _flagged(draft: Any, targets: Any, flag: bool) -> Any:
    addresses = resolve(draft, targets, nested=True)
    for cell, mine in by_cell(addresses).items():
        tile = draft.tile(cell)
        for a in mine:
            thing, part = found(a, tile)
            if thing is None:
                tile = replace(tile, locked=flag)
            elif part is None:
                tile = with_thing(tile, replace(thing, locked=flag))
            else:
                tile = with_thing(tile, with_part(thing, replace(part, locked=flag)))
        draft.put(tile)
    return addresses
