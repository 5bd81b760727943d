"""`regenerate`: single tiles made anew among all their neighbours; nothing else of the scene changes."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Iterable, Sequence

from pydantic import Field

from cityscape.assemble import SeamReport, seams
from cityscape.errors import InputError, SceneError
from cityscape.paint import PaintOptions
from cityscape.plan.reword import replaced, reworded
from cityscape.run.anew import Made, made, planned
from cityscape.run.events import Planned, Progress
from cityscape.run.inputs import check_workers
from cityscape.run.keeping import check_patterns
from cityscape.run.licences import check_asked
from cityscape.run.recall import recalled
from cityscape.run.stages import tile_seed
from cityscape.run.survey import TINY
from cityscape.store import SceneFolder, moves
from cityscape.store.disk import parse_json
from cityscape.store.draft import Draft
from cityscape.store.history import file_of
from cityscape.world.brief import Brief
from cityscape.world.plan import Plan
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Scene, Tile

SEARCHED = 1000
"""Attempts that nobody made, after which no later one is looked for."""


class Remade(Record):
    """What became of one tile."""

    cell: Cell
    attempt: int
    seed: int
    objects: int
    parts: int
    kept: tuple[str, ...] = Field((), description="ids of the objects that stayed")
    left_out: int = Field(0, description="objects of the new tile that had to make room for them")


class Regenerated(Record):
    """What `regenerate` did."""

    path: str
    entry: int = Field(description="the history's entry")
    tiles: tuple[Remade, ...]
    before: SeamReport = Field(description="the borders that the tiles touch, as they were")
    after: SeamReport
    notes: tuple[str, ...] = ()
    seconds: float


def regenerate(
    path: str | Path,
    cells: Cell | Sequence[Cell],
    *,
    prompt: str | None = None,
    seed: int | None = None,
    keep: Sequence[str] = (),
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    wait: float = 0.0,
    progress: Progress | None = None,
) -> Regenerated:
    """Make tiles anew, as one step of the scene's history; all other files stay as they are.

    A tile's brief stays, and with it what crosses its borders and their heights; a painter that looks at neighbours sees all
    of them that are there. The same call on the same scene, history included, makes the same bytes. Interrupted, it changes
    nothing. `cityscape.run.variants` makes several to choose from.

    Parameters
    ----------
    cells : columns and rows of tiles that are finished.
    prompt : what to show there instead, in plain words: text, objects, land use, density and colours of the brief change.
    seed : number of the attempt, as which the tile is made: 0 was the first; by default the one after all that were tried.
    keep : what stays besides what is locked: ids of objects, or object/part, with * and ?; whoever keeps a part keeps its object.
    painter, sculptor, weights, device, commercial, paint, workers, progress : as for `cityscape.run.resume`.
    wait : seconds to wait for another program that writes the scene.

    Raises
    ------
    InputError : there is no such tile, or it is locked; nothing is called as `keep` says; the prompt cannot be used.
    SceneError : the scene is damaged, or somebody else writes it.
    """
    began = perf_counter()
    count = check_workers(workers)
    folder = SceneFolder.open(path)
    with folder.draft(wait=wait) as draft:
        wanted = check_tiles(draft, cells, keep, worded=prompt is not None)
        crew = recalled(folder.settings, folder.path, painter=painter, sculptor=sculptor, weights=weights, device=device, paint=paint)
        check_asked(crew, commercial)
        near = {c: draft.tile(c) for c in draft.plan.neighbours(wanted[0]).values() if draft.has(c)} if len(wanted) == 1 else {}
        before = touched(draft, wanted, near)
        notes = rebrief(draft, wanted, prompt)
        attempts = {c: next_attempt(draft, c) if seed is None else check_attempt(seed) for c in wanted}
        jobs = planned(draft.plan, [(c, tile_seed(draft.plan, c, attempts[c])) for c in wanted], crew.hired())
        if progress is not None:
            progress(Planned(selected(draft.plan, wanted), 0, min(count or 1, len(jobs)), folder.path))
        done: dict[Cell, Remade] = {}
        for new in made(draft, crew, jobs, keep=keep, workers=count, progress=progress):
            draft.put(new.tile)
            done[new.tile.cell] = account(new, attempts[new.tile.cell])
        after = touched(draft, wanted, near)
        check_seams(before, after)
        names = " and ".join(f"{i},{j}" for i, j in wanted) if len(wanted) < 4 else f"{len(wanted)} tiles"
        what = {
            "op": "regenerate",
            "cells": [list(c) for c in wanted],
            "attempts": [attempts[c] for c in wanted],
            **({"prompt": prompt} if prompt is not None else {}),
            **({"keep": list(keep)} if keep else {}),
        }
        text = f"regenerated {names}" + (f": {' '.join(prompt.split())[:80]}" if prompt is not None else "")
        entry = draft.commit("regenerate", text, what=what)
    return Regenerated(
        path=str(folder.path),
        entry=entry.n,
        tiles=tuple(done[c] for c in wanted),
        before=before,
        after=after,
        notes=notes,
        seconds=round(perf_counter() - began, 3),
    )


# -- the steps, which `cityscape.run.variants` takes too ------------------------------------------------------------------


def check_tiles(draft: Draft, cells: Cell | Sequence[Cell], keep: Sequence[str], *, worded: bool) -> list[Cell]:
    """The cells, each once; raises `InputError` where one has no tile, a locked or an imported one, or `keep` names nothing there.

    `worded` says that something else than the brief tells what to make.
    """
    given = [cells] if len(cells) == 2 and all(isinstance(x, int) for x in cells) else list(cells)
    wanted: list[Cell] = list(dict.fromkeys((int(c[0]), int(c[1])) for c in given))  # type: ignore[index]
    if not wanted:
        raise InputError("no tile is named: give columns and rows, such as 1,2")
    there = set(draft.plan.cells)
    tiles = []
    for i, j in wanted:
        if (i, j) not in there:
            columns, rows = ([c[k] for c in there] for k in (0, 1))
            extent = f"columns {min(columns)} to {max(columns)} and rows {min(rows)} to {max(rows)}"
            raise InputError(f"{draft.folder.path} has no tile {i},{j}: it has {extent}")
        if not draft.has((i, j)):
            raise InputError(f"tile {i},{j} of {draft.folder.path} is not finished: run 'cityscape resume {draft.folder.path}'")
        tile = draft.tile((i, j))
        if tile.locked:
            raise InputError(f"tile {i},{j} is locked: unlock it first")
        if draft.plan.brief((i, j)).imported and not worded:
            raise InputError(f"tile {i},{j} was imported, so it cannot be made again: say with --prompt what is to be there instead")
        if keep:
            tiles.append(tile)
    check_patterns(tiles, keep)
    return wanted


def check_attempt(seed: object) -> int:
    """The number of an attempt; raises `InputError` unless it is a whole number from 0 on."""
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**63:
        raise InputError(f"seed {str(seed)[:40]} cannot be used: give a whole number from 0 to 9223372036854775807")
    return seed


def rebrief(draft: Draft, cells: Iterable[Cell], prompt: str | None) -> tuple[str, ...]:
    """Let the draft's plan ask for what a prompt says in these cells; returns what of it was understood."""
    if prompt is None:
        return ()
    briefs: list[Brief] = []
    notes: list[str] = []
    for c in cells:
        brief, said = reworded(draft.plan, c, prompt)
        briefs.append(brief)
        notes += said
    draft.plan = replaced(draft.plan, briefs)
    return tuple(dict.fromkeys(notes))


def next_attempt(draft: Draft, cell: Cell, also: Iterable[int] = ()) -> int:
    """The attempt after all that the tile's history knows, undone ones too, and after those with the seeds in `also`."""
    file, path = file_of(cell), draft.folder.path
    names = {n for e in draft.history.entries() for n in e.changes.get(file, ()) if n}
    seeds = {parse_json(moves.kept(path, n), path / file).get("seed") for n in sorted(names)}
    seeds |= {draft.tile(cell).seed, *also}
    last = k = 0
    while k <= last + SEARCHED:
        if tile_seed(draft.plan, cell, k) in seeds:
            last = k
        k += 1
    return last + 1


def touched(draft: Draft, cells: Sequence[Cell], tiles: dict[Cell, Tile] | None = None) -> SeamReport:
    """The figures of all borders that cells have with finished neighbours; `tiles` stand for what the draft holds."""
    found = {}
    for cell in cells:
        near = {c: (tiles or {}).get(c) or draft.tile(c) for c in (cell, *draft.plan.neighbours(cell).values()) if draft.has(c)}
        report = seams(Scene(selected(draft.plan, list(near)), near))
        found.update({b.cells: b for b in report.borders if cell in b.cells})
    return SeamReport(borders=tuple(found[k] for k in sorted(found)))


def check_seams(before: SeamReport, after: SeamReport) -> None:
    """Raise `SceneError` where a border is worse than it was."""
    was = {b.cells: b for b in before.borders}
    for b in after.borders:
        for figure in ("height_gap", "fallen_rays", "socket_offset"):
            old = getattr(was[b.cells], figure) if b.cells in was else 0.0
            if getattr(b, figure) > old + TINY:
                a, c = (f"{i},{j}" for i, j in b.cells)
                raise SceneError(
                    f"the border of {a} and {c} would be worse than it was ({figure} {getattr(b, figure):g}, before {old:g}): "
                    "nothing was changed, try another seed"
                )


def account(made: Made, attempt: int) -> Remade:
    """What there is to say of a tile that was made."""
    t = made.tile
    return Remade(
        cell=t.cell,
        attempt=attempt,
        seed=t.seed,
        objects=len(t.things),
        parts=sum(len(x.parts) for x in t.things),
        kept=tuple(x.id for x in made.stay),
        left_out=made.left_out,
    )


def selected(plan: Plan, cells: Sequence[Cell]) -> Plan:
    """A plan of these cells alone."""
    return replaced(plan.model_copy(update={"notes": ()}), [plan.brief(c) for c in cells], alone=True)
