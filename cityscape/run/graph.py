"""The tile graph: which tile waits for which, and who makes it."""

from __future__ import annotations

from typing import Callable, Iterator

from cityscape.run.events import Progress, StageStarted, TileDone, TileStarted
from cityscape.run.pool import Pool
from cityscape.run.stages import Crew, Hired, make_tile
from cityscape.store import SceneFolder
from cityscape.world.brief import Side
from cityscape.world.painting import Painting
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.tile import Tile
from partgen.memory import peak

BEFORE: tuple[Side, ...] = ("west", "south")
"""The neighbours that a painter who wants paintings sees: always these, so order and workers change nothing."""


STEPS_BEFORE: tuple[Cell, ...] = ((-1, 0), (0, -1), (-1, -1))
"""The steps to the neighbours whose objects a painter who wants them is shown, for the same reason."""

Around = tuple[dict[Side, Painting], dict[Cell, tuple[Thing, ...]]]
"""What a tile's painter gets of its neighbours: paintings, and objects."""


def order(plan: Plan, *, chained: bool) -> list[Cell]:
    """The cells in the order of their making: row by row, or diagonal by diagonal where tiles wait for others."""
    return sorted(plan.cells, key=lambda c: (c[0] + c[1], c[1])) if chained else list(plan.cells)


def waits_for(plan: Plan, cell: Cell, *, chained: bool) -> dict[Side, Cell]:
    """Side -> cell that must be finished first."""
    around = plan.neighbours(cell)
    return {s: around[s] for s in BEFORE if s in around} if chained else {}


def shown_of(plan: Plan, cell: Cell) -> dict[Cell, Cell]:
    """Step -> neighbour whose objects must be finished first, for a painter who wants to be shown them."""
    there = set(plan.cells)
    around = {(di, dj): (cell[0] + di, cell[1] + dj) for di, dj in STEPS_BEFORE}
    return {step: c for step, c in around.items() if c in there}


def make_all(
    plan: Plan, crew: Crew, *, folder: SceneFolder | None, done: set[Cell], workers: int, tell: Progress
) -> tuple[dict[Cell, Tile], int]:
    """Make all cells that are not `done`.

    Returns the new tiles (empty with a folder, where they lie on disk) and the peak memory of all processes.
    """
    hired = crew.hired()  # also where the workers hire their own: an unknown name fails here, at once
    tiles: dict[Cell, Tile] = {}
    finished = set(done)
    pending = [c for c in order(plan, chained=hired.chained) if c not in finished]
    needs = {c: waits_for(plan, c, chained=hired.chained) for c in pending}

    objects = {c: shown_of(plan, c) if hired.shown else {} for c in pending}

    def shown(cell: Cell) -> Around:
        found = {s: folder.read_painting(c) if folder else tiles[c].painting for s, c in needs[cell].items()}
        things = {k: folder.read_tile(c, painting=False).things if folder else tiles[c].things for k, c in objects[cell].items()}
        return {s: p for s, p in found.items() if p is not None}, things

    def ready() -> Iterator[Cell]:
        return (c for c in pending if finished.issuperset(needs[c].values()) and finished.issuperset(objects[c].values()))

    if workers == 1 or len(pending) < 2:
        _alone(plan, hired, pending, folder=folder, tiles=tiles, shown=shown, tell=tell)
        return tiles, peak()
    with Pool(min(workers, len(pending)), plan, crew, folder.path if folder else None) as pool:
        failure: Exception | None = None
        while pool.busy or (pending and failure is None):
            while failure is None and pool.idle and (cell := next(ready(), None)) is not None:
                pending.remove(cell)
                tell(TileStarted(cell, pool.start(cell, *shown(cell))))
            try:
                kind, *news = pool.news()
            except Exception as e:  # what the other workers have begun is still finished and kept
                failure = failure or e
                continue
            if kind == "stage":
                tell(StageStarted(*news))
                continue
            report: TileDone = news[0]
            if news[1] is not None:
                tiles[report.cell] = news[1]
            finished.add(report.cell)
            tell(report)
        if failure is not None:
            raise failure
        return tiles, peak() + sum(pool.peaks)


def _alone(
    plan: Plan,
    crew: Hired,
    pending: list[Cell],
    *,
    folder: SceneFolder | None,
    tiles: dict[Cell, Tile],
    shown: Callable[[Cell], Around],
    tell: Progress,
) -> None:
    for cell in pending:
        tell(TileStarted(cell, 0))
        paintings, objects = shown(cell)
        tile, report = make_tile(
            plan,
            cell,
            crew,
            paintings=paintings,
            finished=objects,
            folder=folder,
            stage=lambda s, c=cell: tell(StageStarted(c, s)),  # type: ignore[misc]
        )
        if folder is None:
            tiles[cell] = tile
        tell(report)
