"""Add and remove tiles, briefs, sockets, the prompt: what changes the plan. Each tells whose tiles are to be made again."""

from __future__ import annotations

from typing import Any, Iterable

from pydantic import ValidationError

from cityscape.edit.address import address_of, cell_of, nearest
from cityscape.edit.operations import Across, AddTile, ChangeBrief, ChangeSocket, RemoveTile, Set
from cityscape.edit.targets import Done, free
from cityscape.errors import InputError
from cityscape.world.brief import OPPOSITE, STEP, Brief, Crossing, Side, Socket, Wanted
from cityscape.world.plan import Plan
from cityscape.world.records import Cell

OUTDOORS = ("street", "path", "river", "wall", "rail")
LEAST_WATER = 1.0
"""Metres from a river's surface down to the underside of the slab, at least."""


def add_tile(draft: Any, op: AddTile) -> Done:
    """Plan a new cell beside the others, as growth does, and let its tile be made."""
    from cityscape.plan.grow import fill

    plan = draft.plan
    if op.cell in plan.cells:
        raise InputError(f"{draft.folder.path} has a cell {address_of(op.cell)} already: change its brief, or add another one")
    if not any((op.cell[0] + a, op.cell[1] + b) in plan.cells for a, b in STEP.values()):
        near = min(plan.cells, key=lambda c: (abs(c[0] - op.cell[0]) + abs(c[1] - op.cell[1]), c))
        raise InputError(
            f"{address_of(op.cell)} is beside no cell of the plan, the nearest being {address_of(near)}: add those between first"
        )
    larger = fill(plan, [op.cell])
    old = larger.brief(op.cell)
    changed = _told(larger, old, op.text, op.land_use, op.density, op.wanted)
    draft.plan = with_briefs(larger, [changed])
    return Done(f"added tile {address_of(op.cell)}", (op.cell,))


def remove_tile(draft: Any, op: RemoveTile) -> Done:
    """Take a cell out of the plan, with its tile; what crossed its borders ends there."""
    plan, cell = draft.plan, op.cell
    _there(draft, cell)
    if len(plan.briefs) == 1:
        raise InputError(f"{address_of(cell)} is the only cell of {draft.folder.path}: a scene has at least one")
    if draft.has(cell):
        free(draft.tile(cell))
        draft.remove(cell)
    draft.plan = replanned(plan, briefs=[b for b in plan.briefs if b.cell != cell])
    return Done(f"removed tile {address_of(cell)}")


def brief(draft: Any, op: ChangeBrief) -> Done:
    """Tell a cell to be something else; its sockets and corners stay."""
    plan = draft.plan
    old = _free_brief(draft, op.cell)
    new = _told(plan, old, op.text, op.land_use, op.density, op.wanted)
    if _same(old, new):
        raise InputError(f"{address_of(op.cell)} is told that already: nothing would change")
    draft.plan = with_briefs(plan, [new])
    fields = [n for n in ("text", "land_use", "density", "wanted") if getattr(op, n) is not None]
    shown = ", ".join(f"{n.replace('_', ' ')} {_short(getattr(new, n))}" for n in fields)
    return Done(f"changed the brief of {address_of(op.cell)} ({shown})", (op.cell,))


def socket(draft: Any, op: ChangeSocket) -> Done:
    """Change what crosses a border, in the briefs of both its sides."""
    plan, cell, side = draft.plan, op.cell, op.side
    old = _free_brief(draft, cell)
    other = (cell[0] + STEP[side][0], cell[1] + STEP[side][1])
    both = [cell, other] if other in plan.cells else [cell]
    beyond = _free_brief(draft, other) if other in plan.cells else None
    was = old.sockets[side]
    crossings = was.crossings if op.crossings is None else tuple(_crossing(plan, old, side, c) for c in op.crossings)
    new = Socket(crossings=tuple(sorted(crossings, key=lambda c: c.at)), cover=op.cover or was.cover)
    if new == was:
        raise InputError(f"the {side} border of {address_of(cell)} is as asked already: nothing would change")
    from cityscape.plan.files import check_overlap

    check_overlap(cell, side, new, plan.tile_size)
    briefs = [_with_socket(plan, old, side, new)]
    if beyond is not None:
        briefs.append(_with_socket(plan, beyond, OPPOSITE[side], new))
    draft.plan = with_briefs(plan, briefs)
    what = " and ".join(f"{c.kind} at {c.at:g}" for c in new.crossings) or "nothing"
    return Done(f"let {what} cross the {side} border of {address_of(cell)}", tuple(both))


def set_prompt(draft: Any, op: Set) -> Done:
    """Change the prompt that the scene tells of itself."""
    from cityscape.plan.request import check_prompt

    draft.plan = replanned(draft.plan, prompt=check_prompt(op.prompt))
    return Done(f"set the prompt to {op.prompt!r}")


# -- plans ------------------------------------------------------------------------------------------------


def replanned(plan: Plan, **changed: Any) -> Plan:
    """The plan with other fields, checked; raises `InputError` with what does not agree."""
    fields = {name: getattr(plan, name) for name in Plan.model_fields} | changed
    try:
        return Plan(**(fields | {"briefs": tuple(fields["briefs"])}))
    except ValidationError as e:
        raise _disagrees(e) from e


def with_briefs(plan: Plan, briefs: Iterable[Brief]) -> Plan:
    """The plan with briefs in place of those of their cells; raises `InputError` with what does not agree."""
    from cityscape.plan.reword import replaced

    try:
        return replaced(plan, briefs)
    except ValidationError as e:
        raise _disagrees(e) from e


def retold(plan: Plan, old: Brief, new: Brief, *, always: bool = False) -> Brief:
    """The new brief with a sentence that fits it, where the old one had one that only told its fields, or `always`."""
    from cityscape.plan.text import sentence

    if new.room is not None:
        return new

    def told(b: Brief) -> str:
        style = b.style or plan.style
        return sentence(style.theme, style.variants, b.land_use, {str(k): v for k, v in b.sockets.items()}, list(b.wanted))

    return new.model_copy(update={"text": told(new)}) if always or old.text == told(old) else new


def _told(plan: Plan, old: Brief, text: str | None, use: Any, density: float | None, wanted: tuple[Wanted, ...] | None) -> Brief:
    """A brief that is told otherwise: by a text, which is read for what it wants, and by fields, which overrule that."""
    if old.room is not None and (use is not None or density is not None):
        raise InputError(f"{address_of(old.cell)} is a room: give text or wanted, a room has no land use and no density")
    for w in wanted or ():
        _known(w.kind)
    changed: dict[str, Any] = {"land_use": use, "density": density, "wanted": wanted}
    if text is None:
        new = old.model_copy(update={k: v for k, v in changed.items() if v is not None})
        return retold(plan, old, new, always=use is not None or wanted is not None)
    from cityscape.plan.reword import reworded

    new = reworded(plan, old.cell, text)[0]
    return new.model_copy(update={k: v for k, v in changed.items() if v is not None})


def _known(kind: str) -> None:
    from cityscape.grammar.kinds import kinds

    if kind not in (known := kinds()):
        raise InputError(f"there is no kind of object {kind!r}: {nearest(kind, sorted(known)).replace('it has', 'there are')}")


def _crossing(plan: Plan, brief: Brief, side: Side, given: Across) -> Crossing:
    """A crossing with what was left out filled in as it is usual in the theme."""
    from cityscape.plan.borders import border, ends
    from cityscape.plan.files import CrossingIn, crossing_of

    if brief.room is not None:
        if given.kind != "door":
            raise InputError(f"{address_of(brief.cell)} is a room, whose borders only doors cross, no {given.kind}")
        return Crossing(kind="door", at=given.at, width=given.width or brief.room.kind.door)
    if given.kind not in OUTDOORS:
        raise InputError(f"{address_of(brief.cell)} is no room: its borders are crossed by {', '.join(OUTDOORS)}, not by a {given.kind}")
    b = border(brief.cell, side)
    k = {"south": (0, 1), "east": (1, 2), "north": (3, 2), "west": (0, 3)}[side]
    heights = dict(zip(ends(b), (brief.corners[k[0]], brief.corners[k[1]]), strict=True))
    full = crossing_of(CrossingIn(**given.model_dump()), b, plan.tile_size, (brief.style or plan.style).theme, heights)
    if full.level is not None and full.level < plan.base + LEAST_WATER:
        raise InputError(
            f"a {full.kind} at {full.level:g} m would cut through the slab, whose underside is at {plan.base:g} m: raise its level"
        )
    return full


def _with_socket(plan: Plan, old: Brief, side: Side, new: Socket) -> Brief:
    return retold(plan, old, old.model_copy(update={"sockets": {**old.sockets, side: new}}))


def _free_brief(draft: Any, cell: Cell) -> Brief:
    """A cell's own brief, where its tile may be made again."""
    _there(draft, cell)
    if draft.has(cell):
        free(draft.tile(cell), inside=False)
    found: Brief = next(b for b in draft.plan.briefs if b.cell == cell)
    if found.imported:
        raise InputError(f"tile {address_of(cell)} was imported, so it cannot be made again from a brief: edit its objects instead")
    return found


def _there(draft: Any, cell: Cell) -> None:
    cell_of(cell, draft.plan.cells, where=str(draft.folder.path))


def _same(a: Brief, b: Brief) -> bool:
    return all(getattr(a, n) == getattr(b, n) for n in ("text", "land_use", "density", "wanted"))


def _short(value: Any) -> str:
    if isinstance(value, tuple):
        return " and ".join(f"{w.count} {w.kind.replace('_', ' ')}" for w in value) or "nothing"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _disagrees(error: ValidationError) -> InputError:
    return InputError(f"the plan would not agree with itself: {error.errors()[0]['msg'].removeprefix('Value error, ')}")
