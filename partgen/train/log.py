"""What a training says: lines of JSON in its folder, curves for TensorBoard, a line for whoever watches."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from torch import Tensor

from partgen.files import whole

Event = dict[str, Any]  # "event": log, probe, save, warning or end; "step", "seconds", and what belongs to it
OnEvent = Callable[[Event], None]


class Figures:
    """Running means of named scalars, each over the steps that gave it."""

    def __init__(self) -> None:
        self._sums: dict[str, Any] = {}
        self._counts: dict[str, int] = {}

    def add(self, figures: dict[str, Any]) -> None:
        for name, value in figures.items():
            value = value.detach().float() if isinstance(value, Tensor) else value
            self._sums[name] = self._sums[name] + value if name in self._sums else value
            self._counts[name] = self._counts.get(name, 0) + 1

    def take(self) -> dict[str, tuple[float, int]]:
        """(sum, count) by name; begins anew."""
        taken = {name: (float(value), self._counts[name]) for name, value in self._sums.items()}
        self._sums, self._counts = {}, {}
        return taken


def means(taken: list[dict[str, tuple[float, int]]]) -> dict[str, float]:
    """Means over all ranks of what their `Figures.take` gave."""
    names = list(dict.fromkeys(name for one in taken for name in one))
    return {name: sum(one[name][0] for one in taken if name in one) / sum(one[name][1] for one in taken if name in one) for name in names}


class Log:
    """``log.jsonl`` and, where it can be imported, TensorBoard; passes every event on to `told`.

    A log that goes on loses its lines from after `step`: those steps are made again.
    """

    def __init__(self, folder: Path, *, step: int, told: OnEvent) -> None:
        self._file, self._told, self._warned = folder / "log.jsonl", told, False
        if self._file.exists():
            lines = [line for line in self._file.read_text().splitlines() if _step(line) <= step]
            with whole(self._file) as unfinished:
                unfinished.write_text("".join(f"{line}\n" for line in lines))
        try:
            from torch.utils.tensorboard import SummaryWriter

            self._board: Any = SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1)
        except ImportError:
            self._board = None

    def __call__(self, event: str, **said: Any) -> None:
        """Write and tell one event."""
        entry = {"event": event, **said}
        try:
            with self._file.open("a") as opened:
                opened.write(json.dumps(entry) + "\n")
            if self._board is not None:
                for name, value in said.items():
                    if name != "step" and isinstance(value, float):
                        self._board.add_scalar(f"{event}/{name}", value, said["step"])
        except OSError as e:
            if not self._warned:
                self._warned = True
                self._told({"event": "warning", "step": said.get("step", 0), "text": f"the log can not be written: {e}"})
        self._told(entry)

    def close(self) -> None:
        if self._board is not None:
            self._board.close()


def _step(line: str) -> int:
    try:
        return int(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return 1 << 62  # cut short by the end of the process


class Teller:
    """Says events on standard error: on a terminal a live line, elsewhere a line every `every` seconds."""

    def __init__(self, *, every: float = 30.0) -> None:
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._every, self._said = every, -1e9
        self._live: Any = None

    def __call__(self, event: Event) -> None:
        kind, text = event["event"], line(event)
        if kind != "log":
            self._stop()
            self._print(text)
        elif self._console.is_terminal:
            if self._live is None:
                self._live = self._console.status(text)
                self._live.start()
            self._live.update(text)
        elif monotonic() - self._said >= self._every:
            self._said = monotonic()
            self._print(text)

    def _print(self, text: str) -> None:
        if self._console.is_terminal:
            self._console.print(text, markup=False)
        else:
            print(text, file=sys.stderr, flush=True)

    def _stop(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None


def line(event: Event) -> str:
    """An event in words."""
    head = f"step {event['step']}"
    if "seconds" in event:
        head += f", {event['seconds'] / 60:.1f} min"
    figures = "  ".join(
        f"{name} {value:.4g}" for name, value in event.items() if isinstance(value, float) and name not in ("seconds", "done")
    )
    if event["event"] in ("log", "probe"):
        done = f" ({100 * event['done']:.0f} %)" if "done" in event else ""
        return f"{head}{done}  {'probe  ' * (event['event'] == 'probe')}{figures}"
    return f"{head}  {event['event']}: {event.get('text', event.get('file', ''))}"
