"""How a run's progress looks: a live board on a terminal, plain lines in a log, or nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Callable, Iterator

if TYPE_CHECKING:
    from cityscape.run import Event
    from cityscape.run.events import Progress


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """A callback for `generate` and `resume` that writes to standard error."""
    if quiet:
        yield lambda event: None
    elif sys.stderr.isatty():
        with _Board() as board:
            yield board
    else:
        yield _Lines()


@contextmanager
def counted(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A callback (done, total) that shows a bar on a terminal; None where nothing is to be shown."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=None, visible=False)
        yield lambda done, total: bars.update(task, completed=done, total=total, visible=True)


class _Lines:
    """One line per finished tile."""

    def __init__(self) -> None:
        self.total = self.done = 0

    def __call__(self, event: Event) -> None:
        from cityscape.run import Planned, Said, TileDone

        if isinstance(event, Said):
            print(event.text, file=sys.stderr, flush=True)
        elif isinstance(event, Planned):
            self.total, self.done = len(event.plan.briefs), event.done
            print(_planned(event), file=sys.stderr, flush=True)
        elif isinstance(event, TileDone):
            self.done += 1
            i, j = event.cell
            text = f"tile {i},{j} done ({self.done}/{self.total}): {event.objects} objects, {event.parts} parts, {event.seconds:.1f} s"
            print(text, file=sys.stderr, flush=True)


class _Board:
    """A bar for the city, and a line for each tile that is being made."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self.console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bars = Progress(*columns, console=self.console, transient=True)
        self.city: Any = None
        self.tiles: dict[Any, Any] = {}

    def __enter__(self) -> _Board:
        self.bars.start()
        self.city = self.bars.add_task("planning", total=None)
        return self

    def __exit__(self, *error: object) -> None:
        self.bars.stop()

    def __call__(self, event: Event) -> None:
        from cityscape.run import Planned, Said, StageStarted, TileDone, TileStarted
        from cityscape.run.events import STAGES

        if isinstance(event, Said):
            self.console.print(event.text, highlight=False, markup=False)
        elif isinstance(event, Planned):
            self.console.print(_planned(event), highlight=False, markup=False)
            self.bars.update(self.city, description="city", total=len(event.plan.briefs), completed=event.done)
        elif isinstance(event, TileStarted):
            self.tiles[event.cell] = self.bars.add_task(f"tile {event.cell[0]},{event.cell[1]}", total=len(STAGES))
        elif isinstance(event, StageStarted):
            name = f"tile {event.cell[0]},{event.cell[1]} {event.stage}"
            self.bars.update(self.tiles[event.cell], description=name, completed=STAGES.index(event.stage))
        elif isinstance(event, TileDone):
            self.bars.remove_task(self.tiles.pop(event.cell))
            self.bars.advance(self.city)


def _planned(event: Any) -> str:
    plan = event.plan
    before = f", {event.done} of them finished before" if event.done else ""
    workers = f"{event.workers} worker{'s' if event.workers > 1 else ''}"
    notes = "".join(f"\n{n}" for n in plan.notes)
    return f"planned {len(plan.briefs)} tiles of {plan.style.theme.title}{before}; {workers}{notes}"
