"""`apply` and `edit`: operations carried out in a draft, all of them or none."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterable, Mapping, Sequence

from cityscape.edit import naming, posing, replanning, restyling, shaping, surfacing
from cityscape.edit.address import Address
from cityscape.edit.operations import plain, read_operations
from cityscape.edit.targets import Done
from cityscape.errors import InputError
from cityscape.store import SceneFolder
from cityscape.world.records import Cell

if TYPE_CHECKING:
    from cityscape.store.draft import Draft
    from cityscape.store.history import Entry

    Maker = Callable[[Draft, Sequence[Cell]], None]
    """Makes the tiles of cells under the draft's plan, and puts them."""

DOES: dict[str, Callable[[Any, Any], str | Done]] = {
    "move": posing.move,
    "rotate": posing.rotate,
    "scale": posing.scale,
    "duplicate": posing.duplicate,
    "delete": naming.delete,
    "rename": naming.rename,
    "relabel": naming.relabel,
    "lock": naming.lock,
    "unlock": naming.unlock,
    "recolour": surfacing.recolour,
    "material": surfacing.material,
    "texture": surfacing.texture,
    "swap": shaping.swap,
    "merge": shaping.merge,
    "split": shaping.split,
    "add_tile": replanning.add_tile,
    "remove_tile": replanning.remove_tile,
    "brief": replanning.brief,
    "socket": replanning.socket,
    "set": replanning.set_prompt,
    "restyle": restyling.restyle,
}
"""What carries out the operations: each a plain function of a draft and a record."""


@dataclass(frozen=True)
class Edited:
    """What came of operations.

    said : a sentence for each. remade : cells whose tiles were made again.
    handed : objects that are at another address now, since they were moved over another tile.
    entry : the history's; None where they were only tried, or wait for the end of a batch.
    """

    said: tuple[str, ...]
    remade: tuple[Cell, ...] = ()
    handed: Mapping[Address, Address] = field(default_factory=dict)
    entry: Entry | None = None


def apply(draft: Draft, ops: Iterable[Any], *, maker: Maker | None = None) -> list[str]:
    """Carry out operations in a draft, in order; returns a sentence for each. The draft is committed by the caller, or thrown away.

    Parameters
    ----------
    ops : records of `cityscape.edit.operations`, or the JSON data of such.
    maker : makes tiles again for operations on the plan.

    Raises
    ------
    InputError : an operation cannot be done. What came before it is in the draft then: throw it away.
    """
    return list(carried_out(draft, ops, maker=maker).said)


def carried_out(draft: Draft, ops: Iterable[Any], *, maker: Maker | None = None) -> Edited:
    """`apply`, with all that came of it; tiles are made again once for operations that follow each other."""
    known = read_operations(list(ops))
    out: list[str] = []
    waiting: dict[Cell, None] = {}
    made: dict[Cell, None] = {}
    gone: dict[Address, Address] = {}

    def make() -> None:
        cells = [c for c in waiting if c in draft.plan.cells]
        if cells and maker is not None:
            maker(draft, cells)
            made.update(dict.fromkeys(cells))
        waiting.clear()

    for k, op in enumerate(known, 1):
        if op.remakes and maker is None:
            raise InputError(f"{op.op} makes tiles again, and nobody is given who could: pass a maker, or use 'cityscape edit'")
        if not op.remakes:
            make()
        try:
            told = DOES[op.op](draft, op)
        except InputError as e:
            raise InputError(f"operation {k} ({op.op}): {e}; nothing was changed" if len(known) > 1 else str(e)) from e
        done = told if isinstance(told, Done) else Done(told)
        out.append(done.said)
        waiting.update(dict.fromkeys(c for c in done.remake if draft.has(c) or op.op == "add_tile"))
        gone = {old: done.handed.get(now, now) for old, now in gone.items()} | dict(done.handed)
    make()
    return Edited(tuple(out), tuple(made), gone)


def edit(
    scene: SceneFolder | str | Path,
    ops: Iterable[Any] | Any,
    *,
    maker: Maker | None = None,
    text: str | None = None,
    wait: float = 0.0,
    dry: bool = False,
) -> Edited:
    """Carry out operations on a scene, as one step of its history: all of them or none.

    Parameters
    ----------
    ops : records, their JSON data, or one of either. maker : see `apply`. text : what the history says; default: what was done.
    wait : seconds to wait while another program writes the scene.
    dry : only try: nothing is changed and no tile is made.
    """
    folder = scene if isinstance(scene, SceneFolder) else SceneFolder.open(scene)
    known = read_operations(ops if isinstance(ops, (list, tuple)) else [ops])
    held: AbstractContextManager[Draft] = folder.draft(wait=wait)
    with held as draft:
        done = carried_out(draft, known, maker=_nobody if dry else maker)
        return done if dry else replace(done, entry=commit(draft, known, done.said, text=text))


def commit(draft: Draft, ops: Sequence[Any], said: Sequence[str], *, text: str | None = None) -> Entry:
    """Make the draft's changes, as one entry that tells the operations."""
    kind = ops[0].op if len(ops) == 1 else "batch"
    return draft.commit(kind, text or shortened(said), what={"ops": plain(ops)})


def shortened(said: Sequence[str], most: int = 200) -> str:
    """Sentences as one line."""
    line = "; ".join(said)
    return line if len(line) <= most else f"{line[: most - 3]}..."


def _nobody(draft: Draft, cells: Sequence[Cell]) -> None:
    """A maker for trying."""
