"""`rooms_beside`: more rooms for a floor, joined by the doors that it has."""

from __future__ import annotations

from dataclasses import replace

from cityscape.errors import InputError
from cityscape.grammar.roomkinds import load_rooms
from cityscape.plan.borders import border, cells_of
from cityscape.plan.rooms import DEFAULT_ROOM, Floor, assigned, back_walls, briefs_of, inner_doors, notes_of, outer_door
from cityscape.plan.standing import Standing
from cityscape.plan.words import read_room
from cityscape.world.brief import SIDES, Brief
from cityscape.world.records import Cell
from cityscape.world.seeds import generator


def rooms_beside(standing: Standing, *, prompt: str | None = None, seed: int = 0) -> tuple[tuple[Brief, ...], list[str]]:
    """Briefs for new rooms of a floor, and what there is to say of them.

    The rooms that stand keep their walls, so new ones are reached through doors that lead out of the floor as it is. Without a
    prompt they are what goes well with the rooms that are there.

    Raises
    ------
    InputError : some new room could be reached by no door.
    """
    plan = standing.plan
    kinds = [b.room.kind for b in plan.briefs if b.room is not None]
    if len(kinds) < len(plan.briefs):
        raise InputError("a plan of both rooms and land cannot grow: keep rooms and land in scenes of their own")
    known = {r.name: r for r in (*load_rooms(), *kinds)}
    through = [b for b, _ in standing.ends("door")]
    joined = [c for b in through for c in cells_of(b) if c in standing.new]
    _check_reach(standing, joined)
    wish = read_room(prompt if prompt is not None else "a room", known, kind=known.get(DEFAULT_ROOM, kinds[0]))
    wish = replace(wish, theme=plan.style.theme, variants=plan.style.variants, overrides=plan.style.overrides)
    notes: list[str] = []
    cells = tuple(sorted(standing.new, key=lambda c: (-c[1], c[0])))
    names = assigned(cells, wish, known, None, seed, notes, there=kinds)
    height = max(b.room.height for b in plan.briefs if b.room is not None)
    floor = Floor(wish, names, plan.tile_size, seed, notes, height=height, standing=standing)
    rng = generator(seed, "doors")
    doors = inner_doors(floor, rng, joined=joined)
    if not _ways_out(standing) and (walls := back_walls(floor)):
        c, side = walls[int(rng.integers(len(walls)))]
        doors[border(c, side)] = [outer_door(floor, c, side)]
    return briefs_of(floor, doors), notes_of(floor) if prompt is not None else notes


def _check_reach(standing: Standing, joined: list[Cell]) -> None:
    """Refuse rooms that cannot be joined to the floor."""
    reached, todo = set(joined), list(joined)
    while todo:
        c = todo.pop()
        for n in (n for s in SIDES for n in cells_of(border(c, s)) if n in standing.new and n not in reached):
            reached.add(n)
            todo.append(n)
    if lost := sorted(standing.new - reached):
        out = sorted(f"the {s} side of {c}" for b, c, s in _outer_doors(standing))
        where = f"its way out is on {' and '.join(out)}: add the room behind it" if out else "it has no way out"
        raise InputError(f"no door of the floor would lead to room {lost[0]}, since rooms that are there keep their walls; {where}")


def _outer_doors(standing: Standing) -> list[tuple[object, Cell, str]]:
    """The doors that lead out of the floor as it stands: border, room and side."""
    return [
        (border(b.cell, s), b.cell, s)
        for b in standing.plan.briefs
        for s in SIDES
        if b.sockets[s].of("door") and not all(n in standing.all_cells for n in cells_of(border(b.cell, s)))
    ]


def _ways_out(standing: Standing) -> bool:
    """Whether a door still leads out of the floor when the new rooms are there."""
    return any(not any(n in standing.new for n in cells_of(b)) for b, _, _ in _outer_doors(standing))  # type: ignore[arg-type]
