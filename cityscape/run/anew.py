"""Tiles made anew among the tiles that are there: `remake`, and the loop behind it and behind `cityscape.run.regenerate`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from cityscape.errors import InputError
from cityscape.paint import PaintOptions
from cityscape.run.events import Progress, StageStarted, TileStarted
from cityscape.run.graph import STEPS_BEFORE, Around, order
from cityscape.run.keeping import kept, reserved, with_kept
from cityscape.run.machine import workers as how_many
from cityscape.run.pool import Pool
from cityscape.run.recall import recalled
from cityscape.run.stages import Crew, Hired, make_tile, tile_seed
from cityscape.store.draft import Draft
from cityscape.world.brief import STEP
from cityscape.world.painting import Painting
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.records import Cell
from cityscape.world.tile import Tile

AROUND: tuple[Cell, ...] = tuple((i, j) for j in (-1, 0, 1) for i in (-1, 0, 1) if (i, j) != (0, 0))
"""The steps to a cell's eight neighbours."""


@dataclass(frozen=True)
class Job:
    """A tile to make: its cell, its seed, and cells whose tiles must be made before."""

    cell: Cell
    seed: int
    after: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Made:
    """A tile that was made, how many of its objects made room, and the objects for which they did."""

    tile: Tile
    left_out: int
    stay: tuple[Thing, ...]


def remake(
    draft: Draft,
    cells: Sequence[Cell],
    *,
    seeds: Mapping[Cell, int] | None = None,
    keep: Sequence[str] = (),
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Make the tiles of cells under the draft's plan and put them into the draft.

    A painter that looks at neighbours sees those that are not being made as well on all sides, and of those that are the ones
    to the west and south. Tiles that are locked or imported stay as they are; locked objects and parts, and those that `keep`
    names, stay in theirs.

    Parameters
    ----------
    seeds : cell -> seed; else a tile keeps its own, and a new one gets that of its first attempt.
    painter, sculptor, weights, device, paint : what the scene's settings cannot hold, as for `cityscape.run.resume`.
    workers : processes; by default what cores and memory allow. Never changes the result.

    Raises
    ------
    InputError : a cell is not in the plan; or a locked tile's border would have to change.
    """
    crew = recalled(draft.settings, draft.folder.path, painter=painter, sculptor=sculptor, weights=weights, device=device, paint=paint)
    todo = []
    for c in dict.fromkeys(cells):
        tile = draft.tile(c) if _planned(draft, c) and draft.has(c) else None
        if tile is not None and (tile.locked or draft.plan.brief(c).imported):
            _check_border(tile, draft)
            continue
        todo.append((c, (seeds or {}).get(c, tile.seed if tile else tile_seed(draft.plan, c))))
    jobs = planned(draft.plan, todo, crew.hired())
    for done in made(draft, crew, jobs, keep=keep, workers=workers, progress=progress):
        draft.put(done.tile)


def planned(plan: Plan, wanted: Sequence[tuple[Cell, int]], hired: Hired) -> list[Job]:
    """Cells and seeds as jobs in the order of their making, which waits for no more than it must."""
    seeds, cells = dict(wanted), frozenset(c for c, _ in wanted)
    steps = STEPS_BEFORE if hired.shown else (STEP["west"], STEP["south"]) if hired.chained else ()
    there = [c for c in order(plan, chained=hired.chained) if c in cells]
    return [Job(c, seeds[c], frozenset((c[0] + i, c[1] + j) for i, j in steps) & cells) for c in there]


def made(
    draft: Draft,
    crew: Crew,
    jobs: Sequence[Job],
    *,
    keep: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Made]:
    """Make jobs among the draft's tiles; each comes as it is finished, and is to be put before the next is asked for.

    A tile is shown all neighbours that the draft has, but of those that are jobs too only the ones that it comes after. What
    is locked in the tile that is there, or named by `keep`, is in the new one too.
    """
    tell = progress or (lambda event: None)
    hired, plan = crew.hired(), draft.plan
    mine = {j.cell for j in jobs}
    count = 1 if hired.alone else how_many(workers, tiles=max(1, len(jobs)))

    def around(job: Job, stay: tuple[Thing, ...]) -> Around:
        paintings, things = surroundings(draft, job.cell, hired, hidden=mine - job.after)
        return paintings, {**things, (0, 0): stay} if hired.shown and stay else things

    def staying(job: Job) -> tuple[Thing, ...]:
        return kept(draft.tile(job.cell), keep) if draft.has(job.cell) else ()

    if count == 1 or len(jobs) < 2:
        for job in jobs:
            tell(TileStarted(job.cell, 0))
            stay = staying(job)
            paintings, things = around(job, stay)
            tile, report = make_tile(
                plan,
                job.cell,
                hired,
                paintings=paintings,
                finished=things,
                folder=None,
                stage=_told(tell, job.cell),
                seed=job.seed,
                reserved=reserved(stay),
            )
            tell(report)
            yield Made(*with_kept(tile, stay), stay)
        return
    left, finished, held = list(jobs), set[Cell](), dict[tuple[Cell, int], tuple[Thing, ...]]()
    with Pool(min(count, len(jobs)), plan, crew, None) as pool:
        while pool.busy or left:
            while pool.idle and (ready := next((j for j in left if j.after <= finished), None)) is not None:
                left.remove(ready)
                stay = held[ready.cell, ready.seed] = staying(ready)
                worker = pool.start(ready.cell, *around(ready, stay), ready.seed, reserved(stay))
                tell(TileStarted(ready.cell, worker))
            kind, *news = pool.news()
            if kind == "stage":
                tell(StageStarted(*news))
                continue
            tell(news[0])
            stay = held.pop((news[1].cell, news[1].seed))
            yield Made(*with_kept(news[1], stay), stay)
            finished.add(news[1].cell)


def surroundings(draft: Draft, cell: Cell, hired: Hired, *, hidden: set[Cell] | frozenset[Cell] = frozenset()) -> Around:
    """What the painter of a cell gets of the tiles round it, those that are `hidden` left out."""
    paintings: dict = {}
    things: dict[Cell, tuple[Thing, ...]] = {}
    if hired.chained:
        for side, c in draft.plan.neighbours(cell).items():
            if c not in hidden and draft.has(c):
                painting: Painting | None = draft.tile(c).painting
                if painting is not None:
                    paintings[side] = painting
    if hired.shown:
        cells = set(draft.plan.cells)
        for i, j in AROUND:
            c = (cell[0] + i, cell[1] + j)
            if c in cells and c not in hidden and draft.has(c):
                things[(i, j)] = draft.tile(c).things
    return paintings, things


def _planned(draft: Draft, cell: Cell) -> bool:
    if cell not in draft.plan.cells:
        raise InputError(f"the plan of {draft.folder.path} has no cell {cell[0]},{cell[1]}")
    return True


def _check_border(tile: Tile, draft: Draft) -> None:
    brief = draft.plan.brief(tile.cell)
    if any(getattr(tile.brief, w) != getattr(brief, w) for w in ("corners", "sockets", "size", "base")):
        why = "locked, and its border would have to change: unlock it first"
        why = why if tile.locked else "imported, so it cannot follow a border that changes"
        raise InputError(f"tile {tile.cell[0]},{tile.cell[1]} is {why}")


def _told(tell: Progress, cell: Cell) -> Callable:
    return lambda stage: tell(StageStarted(cell, stage))
