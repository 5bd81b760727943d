"""Checking a scene with its seams, and mending it with those who made it: what `cityscape.store` cannot do alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Mapping

from cityscape.errors import CityscapeError, InputError, SceneError
from cityscape.paint import PaintOptions
from cityscape.run.graph import BEFORE, STEPS_BEFORE, Around
from cityscape.run.recall import recalled
from cityscape.run.stages import Hired, make_tile
from cityscape.run.survey import TINY
from cityscape.store import SceneFolder
from cityscape.store.checks import Problem, Report, Step
from cityscape.store.checks import check as check_files
from cityscape.store.repairs import Repaired
from cityscape.store.repairs import repair as mend_files
from cityscape.world.brief import STEP, Brief, Side
from cityscape.world.painting import Painting
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.records import Cell
from cityscape.world.tile import Scene, Tile


def check(path: str | Path, *, seams: bool = True, step: Step | None = None) -> Report:
    """Look through a scene's folder, changing nothing: every hash, reference and record, its history, and its seams.

    Parameters
    ----------
    seams : measure the borders of tiles too, which takes about as long as the rest.
    step : hears what is looked at, how much of it is done, and of how much.

    Raises
    ------
    SceneError : there is no scene, or another program is writing it.
    """
    report = check_files(path, step=step)
    return _with_seams(report, step) if seams else report


def repair(
    path: str | Path,
    *,
    seams: bool = True,
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    paint: PaintOptions | None = None,
    wait: float = 0.0,
    step: Step | None = None,
) -> Repaired:
    """Mend what can be rebuilt, and check again.

    Tiles come back from the history or, where it has none, from the back-ends that made them, by their brief and seed.
    `painter`, `sculptor`, `weights`, `device`, `paint` : as for `cityscape.run.resume`.
    """
    maker = _Maker(painter=painter, sculptor=sculptor, weights=weights, device=device, paint=paint)
    mended = mend_files(path, remake=maker, wait=wait, step=step)
    return mended.model_copy(update={"report": _with_seams(mended.report, step)}) if seams else mended


class _Maker:
    """Makes tiles again with a scene's own crew, which is hired when the first is wanted."""

    def __init__(self, **given: Any) -> None:
        self.given = given
        self.hired: Hired | None = None

    def __call__(self, folder: SceneFolder, cell: Cell, seed: int | None, brief: Brief | None) -> Tile:
        if folder.plan.brief(cell).imported:
            raise InputError(f"tile {cell[0]},{cell[1]} was imported, so it cannot be made again: restore a copy, or import its model anew")
        if self.hired is None:
            self.hired = recalled(folder.settings, folder.path, **self.given).hired()
        plan = folder.plan if brief is None else _with(folder.plan, brief)
        paintings, finished = _around(folder, plan, cell, self.hired)
        tile, _ = make_tile(
            plan, cell, self.hired, paintings=paintings, finished=finished, folder=None, stage=lambda stage: None, seed=seed
        )
        return tile


def _with(plan: Plan, brief: Brief) -> Plan:
    """A plan in which a cell has this brief. Borders need not agree: it tells of what was."""
    briefs = tuple(b for b in plan.briefs if b.cell != brief.cell)
    own = next((b.style for b in plan.briefs if b.cell == brief.cell), None)
    return plan.model_copy(update={"briefs": (*briefs, brief.model_copy(update={"style": own}))})


def _around(folder: SceneFolder, plan: Plan, cell: Cell, hired: Hired) -> Around:
    """What the painter saw of finished neighbours when the tile was made first."""
    paintings: dict[Side, Painting] = {}
    finished: dict[Cell, tuple[Thing, ...]] = {}
    cells = set(plan.cells)
    for side in BEFORE if hired.chained else ():
        other = (cell[0] + STEP[side][0], cell[1] + STEP[side][1])
        if other in cells and (painting := _read(folder, other, painting=True)) and painting.painting is not None:
            paintings[side] = painting.painting
    for di, dj in STEPS_BEFORE if hired.shown else ():
        other = (cell[0] + di, cell[1] + dj)
        if other in cells and (tile := _read(folder, other, painting=False)):
            finished[di, dj] = tile.things
    return paintings, finished


def _read(folder: SceneFolder, cell: Cell, *, painting: bool) -> Tile | None:
    try:
        return folder.read_tile(cell, painting=painting)
    except SceneError:  # not made yet, or damaged as well
        return None


class _Tiles(Mapping[Cell, Tile]):
    """The tiles of a scene, each read when it is asked for and kept by nobody."""

    def __init__(self, folder: SceneFolder, cells: set[Cell], step: Step | None) -> None:
        self.folder, self.cells, self.step, self.count = folder, cells, step, 0

    def __getitem__(self, cell: Cell) -> Tile:
        self.count += 1
        if self.step is not None:
            self.step("seams", self.count, len(self.cells))
        return self.folder.read_tile(cell, painting=False)

    def __contains__(self, cell: object) -> bool:
        return cell in self.cells

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def _with_seams(report: Report, step: Step | None) -> Report:
    """A report to which the borders of the tiles that can be read are added."""
    from cityscape.assemble import seams

    try:
        folder = SceneFolder.open(report.scene, mend=False)
        broken = {p.cell for p in report.problems}
        tiles = _Tiles(folder, folder.done() - broken, step)
        found = seams(Scene(folder.plan, tiles), color=False)  # type: ignore[arg-type]
    except CityscapeError:  # told already, or changed meanwhile
        return report
    problems = []
    for b in found.borders:
        wrong = [
            text
            for value, text in (
                (b.height_gap, f"the ground has a step of {1000 * b.height_gap:.3g} mm"),
                (b.fallen_rays, f"{b.fallen_rays} of {b.rays} rays fall through"),
                (b.socket_offset, f"what crosses it is off by {b.socket_offset:.3g} % of the tile"),
            )
            if value > TINY
        ]
        if wrong and not any(folder.plan.brief(cell).imported for cell in b.cells):
            a, c = (f"{i},{j}" for i, j in b.cells)
            todo = f"undo what moved it, or 'cityscape regenerate {report.scene} {c}' makes that side anew"
            what = f"tiles {a} and {c} do not meet: {'; '.join(wrong)}"
            problems.append(Problem(kind="seam", file=f"border {a} to {c}", what=what, todo=todo, cell=b.cells[1]))
    counts = {**report.counts, "borders": len(found.borders)}
    return report.model_copy(update={"problems": (*report.problems, *problems), "counts": counts})
