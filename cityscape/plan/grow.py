"""`grow` and `fill`: a plan with more cells, in which all that was there stays as it is and goes on past its edge."""

from __future__ import annotations

from typing import Iterable

from cityscape.errors import InputError
from cityscape.plan import request
from cityscape.plan.borders import border, cells_of
from cityscape.plan.standing import Standing
from cityscape.world.brief import SIDES, STEP, Brief
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.seeds import derive

FARTHEST = 1_000_000
"""Columns and rows lie between minus this and this."""


def grow(
    plan: Plan,
    *,
    east: int = 0,
    west: int = 0,
    north: int = 0,
    south: int = 0,
    to: tuple[int, int] | None = None,
    seed: int | None = None,
    prompt: str | None = None,
) -> Plan:
    """A larger plan: whole columns and rows beside the old ones, which stay as they are.

    What reaches the old edge goes on: streets, rivers (level or falling downstream), walls, rails, the ground, the land uses. The
    notes tell what went on and what ends. Where the old cells fill no rectangle, its gaps stay; the new bands are whole.

    Parameters
    ----------
    plan : from any planner, or a file.
    east, west, north, south : columns and rows to add on that side; the new western and southern ones have negative numbers.
    to : columns and rows that the plan shall have instead, growing east and north.
    seed : of the new part; by default it follows from the plan's.
    prompt : what the new part shall be; by default what the plan's prompt says, less what is there already.

    Raises
    ------
    InputError : for a size or prompt that cannot be used, and for rooms that no door would lead to.
    """
    i, j = ([c[k] for c in plan.cells] for k in (0, 1))
    columns, rows = max(i) - min(i) + 1, max(j) - min(j) + 1
    if to is not None:
        if east or west or north or south:
            raise InputError("both a size to grow to and sides to grow on are given: leave one of them out")
        columns_to, rows_to = request.check_grid(to, confirm=True)
        if columns_to < columns or rows_to < rows:
            raise InputError(f"the plan has {columns}x{rows} cells already: {columns_to}x{rows_to} is less, and growing takes nothing away")
        east, north = columns_to - columns, rows_to - rows
    for name, n in (("east", east), ("west", west), ("north", north), ("south", south)):
        if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= request.LARGEST_CONFIRMED:
            raise InputError(f"{name} is {str(n)[:20]!r}: give how many rows or columns to add, 0 to {request.LARGEST_CONFIRMED}")
    if not (east or west or north or south):
        if to is not None:
            raise InputError(f"the plan has {columns}x{rows} cells already: give a larger size")
        raise InputError("no side to grow on is given: give east, west, north or south, or the size to grow to")
    request.check_grid((columns + east + west, rows + north + south), confirm=True)
    inner = [(a, b) for a in range(min(i), max(i) + 1) for b in range(min(j), max(j) + 1)]
    all_cells = {(a, b) for a in range(min(i) - west, max(i) + east + 1) for b in range(min(j) - south, max(j) + north + 1)}
    sides = {"east": east, "west": west, "north": north, "south": south}
    said = " and ".join(f"{n} {'column' if s in ('east', 'west') else 'row'}{'s' if n > 1 else ''} {s}" for s, n in sides.items() if n)
    return _larger(plan, all_cells - set(inner), f"grown by {said}", seed=seed, prompt=prompt)


def fill(plan: Plan, cells: Iterable[Cell], *, seed: int | None = None, prompt: str | None = None) -> Plan:
    """A plan with some more cells, anywhere; beside old ones they take over what crosses the border. Else as `grow`."""
    there, new = set(plan.cells), set()
    for c in cells:
        cell = tuple(c)
        if len(cell) != 2 or not all(isinstance(x, int) and not isinstance(x, bool) and abs(x) <= FARTHEST for x in cell):
            raise InputError(f"{str(c)[:40]} is no cell: give column and row, two whole numbers")
        if cell in there:
            raise InputError(f"the plan has cell {cell} already: choose a free one, or remove it first")
        new.add(cell)
    if not new:
        raise InputError("no cell to add is given: give column and row")
    many = f"cell {min(new)} was added" if len(new) == 1 else f"{len(new)} cells were added, the first {min(new)}"
    return _larger(plan, new, many, seed=seed, prompt=prompt)


def _larger(plan: Plan, new: set[Cell], title: str, *, seed: int | None, prompt: str | None) -> Plan:
    prompt = None if prompt is None else request.check_prompt(prompt)
    seed = derive(plan.seed, "grow", len(plan.briefs), sorted(new)) if seed is None else request.check_seed(seed)
    standing = Standing(plan, frozenset(new))
    if any(b.room is not None for b in plan.briefs):
        from cityscape.plan.grow_rooms import rooms_beside

        briefs, notes = rooms_beside(standing, prompt=prompt, seed=seed)
    else:
        from cityscape.plan.offline import plan_beside

        briefs, notes = plan_beside(standing, prompt=prompt, seed=seed)
        notes = [*_ends(standing, briefs), *notes]
    told = [f"{title}: {_listed(standing)}", *notes]
    return Plan(**{**_fields(plan), "briefs": (*plan.briefs, *briefs), "notes": (*plan.notes, *told)})


def _fields(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in type(plan).model_fields}


def _listed(standing: Standing) -> str:
    """What crosses from the old cells into the new ones, in words."""
    out = []
    for kind in ("street", "path", "river", "wall", "rail", "door"):
        if n := len(standing.ends(kind)):  # type: ignore[arg-type]
            out.append(f"{n} {kind}{'s' if n > 1 else ''}")
    return (", ".join(out) + (" go on" if len(out) > 1 or not out[0].startswith("1 ") else " goes on")) if out else "nothing goes on"


def _ends(standing: Standing, briefs: tuple[Brief, ...]) -> list[str]:
    """What ends at the old edge or just beyond it, in words."""
    out = []
    by_cell = {b.cell: b for b in briefs}
    sockets = standing.sockets | {border(c, s): b.sockets[s] for c, b in by_cell.items() for s in SIDES}
    for kind in ("river", "wall", "rail"):
        for b, _ in standing.ends(kind):  # type: ignore[arg-type]
            cell = next(c for c in cells_of(b) if c in by_cell)
            if sum(bool(by_cell[cell].sockets[s].of(kind)) for s in SIDES) == 1:  # type: ignore[arg-type]
                out.append(f"a {kind} begins or ends in {cell}: it has no way on from there")
    for b, _ in standing.ends("street", "path"):
        cell = next(c for c in cells_of(b) if c in by_cell)
        if sum(bool(by_cell[cell].sockets[s].of("street", "path")) for s in SIDES) == 1:
            out.append(f"the street into {cell} ends there")
    shut = _shut(standing, by_cell)
    if shut:
        ways = any(sockets[border(c, s)].of("street", "path") for c in shut for s in SIDES)
        own = "they have roads of their own" if ways else "they have no road"
        out.append(f"no street of the old part leads to {len(shut)} of the new cells, first {min(shut)}: {own}")
    if any(s.of("wall") for s in standing.sockets.values()) and not standing.ends("wall"):
        out.append("the city wall stays where it was, with its gates: the new cells lie outside it")
    return out


def _shut(standing: Standing, by_cell: dict[Cell, Brief]) -> set[Cell]:
    """The new cells that no street of the old part leads to."""
    reached: set[Cell] = set()
    todo = [c for b, _ in standing.ends("street", "path") for c in cells_of(b) if c in by_cell]
    while todo:
        c = todo.pop()
        if c in reached:
            continue
        reached.add(c)
        for s in SIDES:
            n = (c[0] + STEP[s][0], c[1] + STEP[s][1])
            if n in by_cell and n not in reached and by_cell[c].sockets[s].of("street", "path"):
                todo.append(n)
    return set(by_cell) - reached


