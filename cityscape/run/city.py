"""`generate`, `resume` and `load`: a prompt becomes a scene."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from cityscape.errors import InputError
from cityscape.paint import PaintOptions
from cityscape.run.events import Finished, Planned, Progress, Said
from cityscape.run.graph import make_all
from cityscape.run.inputs import check_count, check_grid, check_workers
from cityscape.run.licences import check_asked, check_scene
from cityscape.run.machine import workers as how_many
from cityscape.run.recall import recalled
from cityscape.run.stages import Crew, name_of, step_of
from cityscape.sculpt import suited
from cityscape.store import SceneFolder, Settings
from cityscape.world.plan import Plan
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.tile import Scene

if TYPE_CHECKING:
    from cityscape.plan.llm import LlmPlanner
    from cityscape.plan.offline import OfflinePlanner


def generate(
    prompt: str = "",
    *,
    grid: tuple[int, int] = (3, 3),
    seed: int = 7,
    theme: str | None = None,
    tile_size: float = 40.0,
    out: str | Path | None = None,
    plan: Plan | str | Path | None = None,
    planner: str | OfflinePlanner | LlmPlanner = "offline",
    painter: str | Painter = "procedural",
    sculptor: str | Sculptor | None = None,
    parts: str | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    large: bool = False,
) -> Scene:
    """Make a city.

    Parameters
    ----------
    prompt : what to build, in plain words.
    grid : columns and rows of tiles.
    seed : another number gives another city of the same kind.
    theme : name of a theme instead of the one that the prompt's words call.
    tile_size : edge of a tile, metres.
    out : a new or empty folder to keep the scene in; without it the scene is only in memory.
    plan : a plan, or a file with one, that replaces prompt, grid, seed, theme and tile_size.
    planner, painter, sculptor : back-ends by name or as objects. The planner "llm" takes address, model and key from the environment.
        The sculptor is by default "partgen" for whole objects of the embedded painter's pictures of towns, and "exact" for all else.
    parts : level of the parts that back-ends by name make: ``fine``, ``medium`` (roofs, walls, openings...) or ``coarse`` (objects,
        at most 15 in a tile); by default what the sculptor is best at.
    weights : networks of the sculptor "partgen", a name such as "triposg" or a folder; by default those that come with the package.
    device : where they run; by default as the sculptor does by itself.
    commercial : refuse, before anything is planned, whatever may not be used commercially.
    paint : what the painters "diffusers" and "remote" are told: model, server, size, steps, masks.
    workers : number of processes; by default what cores and memory allow. Never changes the result.
    progress : called with the events of `cityscape.run.events`.
    large : allow more than 40x40 tiles.

    Raises
    ------
    cityscape.errors.CityscapeError
        with one sentence that says what was wrong and what to do.
    """
    began = perf_counter()
    count = check_workers(workers)
    by = name_of(planner) if plan is None else "file"
    given = None if plan is None else _given(plan)
    rooms = given is not None and any(b.room is not None for b in given.briefs)
    sculptor = sculptor or suited(name_of(painter), parts=parts, weights=weights, rooms=rooms)
    crew = Crew(by, painter, sculptor, parts or "", str(weights or ""), device or "", paint=paint or PaintOptions())
    if given is None:
        grid = check_grid(grid, large=large)
        hired = _hired(planner, progress)
        crew = replace(crew, planned=step_of("plan", name_of(planner), hired))
        check_asked(crew, commercial)
        made = _planned(prompt, hired, progress, grid=grid, seed=seed, theme=theme, tile_size=tile_size)
    else:
        made = given
        check_count(len(made.briefs), large=large)
        check_asked(crew, commercial)
    return _begin(made, crew, out, workers=count, progress=progress, began=began)


def room(
    prompt: str,
    *,
    grid: tuple[int, int] = (1, 1),
    seed: int = 7,
    style: str | None = None,
    kind: str | None = None,
    size: float | None = None,
    out: str | Path | None = None,
    painter: str | Painter = "procedural",
    sculptor: str | Sculptor | None = None,
    parts: str | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Scene:
    """Make a room, or with `grid` a floor of rooms joined by doorways.

    Parameters
    ----------
    prompt : which room, in plain words: its kind, style, furniture, colours, hour and season.
    grid : columns and rows of rooms.
    style, kind : a style and a kind of room by name, or .toml files, over what the prompt's words call.
    size : edge of a room, metres; by default what is usual for its kind.
    seed, out, painter, sculptor, parts, weights, device, commercial, paint, workers, progress : as for `generate`.

    Raises
    ------
    cityscape.errors.CityscapeError
        with one sentence that says what was wrong and what to do.
    """
    from cityscape.plan.rooms import plan_rooms

    began = perf_counter()
    count = check_workers(workers)
    sculptor = sculptor or suited(name_of(painter), parts=parts, weights=weights, rooms=True)
    crew = Crew("offline", painter, sculptor, parts or "", str(weights or ""), device or "", paint=paint or PaintOptions())
    check_asked(crew, commercial)
    made = plan_rooms(prompt, grid=check_grid(grid), seed=seed, style=style, kind=kind, size=size)
    return _begin(made, crew, out, workers=count, progress=progress, began=began)


def _begin(made: Plan, crew: Crew, out: str | Path | None, *, workers: int | None, progress: Progress | None, began: float) -> Scene:
    crew.hired()
    folder = None
    if out is not None:
        planner, painter, sculptor = crew.names()
        options: dict[str, bool | int | float | str] = {} if crew.level == "fine" else {"parts": crew.level}
        if crew.weights:
            options["weights"] = crew.weights
        options |= crew.paint.stored()
        known = Settings(planner=planner, painter=painter, sculptor=sculptor, options=options, planned=crew.planned)
        folder = SceneFolder.create(out, made, known)
    return _run(folder.plan if folder else made, crew, folder, workers=workers, progress=progress, began=began)


def resume(
    path: str | Path,
    *,
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Scene:
    """Finish a scene whose making was stopped; tiles that are finished stay as they are.

    `painter` and `sculptor` are needed only where the scene was begun with objects of one's own;
    their names must be the ones that the scene remembers. `weights` is needed where the sculptor's have moved,
    `paint` where the painter's model or server has.
    """
    began = perf_counter()
    count = check_workers(workers)
    folder = SceneFolder.open(path)
    crew = crew_of(folder, painter=painter, sculptor=sculptor, weights=weights, device=device, commercial=commercial, paint=paint)
    return _run(folder.plan, crew, folder, workers=count, progress=progress, began=began)


def crew_of(
    folder: SceneFolder,
    *,
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
) -> Crew:
    """Who goes on with a scene: the ones that it remembers; the parameters are those of `resume`."""
    imported = {b.cell for b in folder.plan.briefs if b.imported}
    if imported and (lost := sorted(imported - folder.done())):
        cell = f"{lost[0][0]},{lost[0][1]}"
        raise InputError(
            f"tile {cell} of {folder.path} was imported, so it cannot be made again: restore a copy of it, or import its model anew"
        )
    crew = recalled(folder.settings, folder.path, painter=painter, sculptor=sculptor, weights=weights, device=device, paint=paint)
    check_asked(crew, commercial)
    if commercial:
        check_scene(folder)
    return crew


def load(path: str | Path) -> Scene:
    """The finished tiles of a scene folder, checked; pictures are read when they are looked at."""
    return SceneFolder.open(path).scene()


def _hired(planner: str | OfflinePlanner | LlmPlanner, progress: Progress | None) -> OfflinePlanner | LlmPlanner:
    """A planner by name, or the one that is given; what one that asks others says goes to `progress`."""
    if not isinstance(planner, str):
        return planner
    from cityscape.plan import planner as hire

    tell = progress or (lambda event: None)
    return hire(planner, say=lambda line: tell(Said(line)))


def _planned(
    prompt: str, planner: OfflinePlanner | LlmPlanner, progress: Progress | None, *, grid: tuple[int, int], seed: int, **more: Any
) -> Plan:
    """A planner's plan; what it took goes to `progress`, also where nothing came of it."""
    try:
        return planner.plan(prompt, grid=grid, seed=seed, confirm=True, **more)
    finally:
        if progress is not None and (usage := getattr(planner, "usage", None)) is not None:
            progress(Said(usage.line()))


def _given(plan: Plan | str | Path) -> Plan:
    if isinstance(plan, Plan):
        return plan
    from cityscape.plan.files import read_plan

    return read_plan(Path(plan))


def _run(plan: Plan, crew: Crew, folder: SceneFolder | None, *, workers: int | None, progress: Progress | None, began: float) -> Scene:
    tell = progress or (lambda event: None)
    if folder is None:
        count = how_many(1 if crew.hired().alone else workers, tiles=len(plan.briefs))
        tell(Planned(plan, 0, count, None))
        tiles, memory = make_all(plan, crew, folder=None, done=set(), workers=count, tell=tell)
        scene = Scene(plan, {c: tiles[c] for c in plan.cells})
        tell(Finished(len(tiles), len(tiles), perf_counter() - began, memory, None))
        return scene
    left, memory = make_missing(folder, crew, workers=workers, tell=tell, check=True)
    scene = folder.scene()
    tell(Finished(len(scene.tiles), left, perf_counter() - began, memory, folder.path))
    return scene


def make_missing(
    folder: SceneFolder, crew: Crew, *, workers: int | None, tell: Progress, check: bool, notes: tuple[str, ...] | None = None
) -> tuple[int, int]:
    """Make the tiles that a scene's plan asks for and that are not there; nothing stays in memory.

    `check` reads the finished tiles before, `notes` are told instead of the plan's. Returns how many were made, and the peak memory
    of all processes.
    """
    with folder.lock():
        plan, done = folder.plan, folder.done()
        for cell in sorted(done) if check else ():
            folder.read_tile(cell)  # damage is told before hours are spent on the rest
        left = len(plan.briefs) - len(done)
        count = how_many(1 if crew.hired().alone else workers, tiles=max(1, left))
        tell(Planned(plan if notes is None else plan.model_copy(update={"notes": notes}), len(done), count, folder.path))
        _, memory = make_all(plan, crew, folder=folder, done=done, workers=count, tell=tell)
        folder.history.settle()
    return left, memory
