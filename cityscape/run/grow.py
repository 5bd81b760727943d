"""`grow`: a scene gets more tiles around those that it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Callable

from cityscape.paint import PaintOptions
from cityscape.run.city import crew_of, make_missing
from cityscape.run.events import Finished, Progress
from cityscape.run.inputs import check_count, check_workers
from cityscape.store import SceneFolder
from cityscape.world.plan import Plan
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.records import Cell


@dataclass(frozen=True)
class Grown:
    """How a scene grew. `made` may be more than the new cells, where tiles were missing before; `entry` is its number in the history.

    `peak_memory` is the sum of the peaks of all processes, in bytes.
    """

    path: Path
    entry: int
    new: tuple[Cell, ...]
    tiles: int
    made: int
    notes: tuple[str, ...]
    seconds: float
    peak_memory: int


def grow(
    path: str | Path,
    *,
    east: int = 0,
    west: int = 0,
    north: int = 0,
    south: int = 0,
    to: tuple[int, int] | None = None,
    seed: int | None = None,
    prompt: str | None = None,
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    large: bool = False,
    wait: float = 0.0,
) -> Grown:
    """Make a stored scene larger; what is there stays as it is, and goes on in the new tiles.

    The larger plan is one entry of the scene's history, which undo takes back with the tiles made for it. Stopped at any moment the
    scene is valid, and `resume` makes what is missing. Memory does not grow with the scene's tiles.

    Parameters
    ----------
    path : the scene's folder.
    east, west, north, south, to, seed, prompt : as for `cityscape.plan.grow.grow`.
    painter, sculptor, weights, device, commercial, paint, workers, progress : as for `resume`.
    large : allow more than 40x40 tiles.
    wait : seconds to wait for another program that writes the scene.

    Raises
    ------
    cityscape.errors.CityscapeError
        with one sentence that says what was wrong and what to do.
    """
    from cityscape.plan.grow import grow as larger

    sides = {k: n for k, n in (("east", east), ("west", west), ("north", north), ("south", south)) if n}
    what: dict[str, Any] = sides if to is None else {**sides, "to": list(to)}
    what |= {k: v for k, v in (("seed", seed), ("prompt", prompt)) if v is not None}
    return enlarge(
        path,
        lambda plan: larger(plan, east=east, west=west, north=north, south=south, to=to, seed=seed, prompt=prompt),
        what=what,
        crew={"painter": painter, "sculptor": sculptor, "weights": weights, "device": device, "commercial": commercial, "paint": paint},
        workers=workers,
        progress=progress,
        large=large,
        wait=wait,
    )


def enlarge(
    path: str | Path,
    larger: Callable[[Plan], Plan],
    *,
    what: dict[str, Any],
    crew: dict[str, Any] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    large: bool = False,
    wait: float = 0.0,
) -> Grown:
    """Give a stored scene the larger plan that `larger` makes of its own, then the tiles that are missing.

    `what` is the operation, for the history; `crew` the options of `cityscape.run.city.crew_of`. Else as `grow`.
    """
    began = perf_counter()
    count, tell = check_workers(workers), progress or (lambda event: None)
    folder = SceneFolder.open(path)
    people = crew_of(folder, **(crew or {}))
    people.hired()  # who cannot be hired is told before the plan grows
    with folder.draft(wait=wait) as draft:
        old = draft.plan
        plan = larger(old)
        check_count(len(plan.briefs), large=large)
        known = frozenset(old.cells)
        new = tuple(c for c in plan.cells if c not in known)
        notes = plan.notes[len(old.notes) :]
        draft.plan = plan
        entry = draft.commit("grow", notes[0] if notes else f"{len(new)} cells were added", what=what, fresh=new)
    made, memory = make_missing(folder, people, workers=count, tell=tell, check=False, notes=notes)
    tiles, seconds = len(folder.done()), perf_counter() - began
    tell(Finished(tiles, made, seconds, memory, folder.path))
    return Grown(folder.path, entry.n, new, tiles, made, notes, seconds, memory)
