"""What a run tells while it works: small records for a progress callback."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Literal

from cityscape.world.plan import Plan
from cityscape.world.records import Cell

Stage = Literal["paint", "sculpt", "store"]
STAGES: tuple[Stage, ...] = ("paint", "sculpt", "store")


@dataclass(frozen=True)
class Planned:
    """The plan stands. `done` tiles were finished before (by a run that was stopped)."""

    plan: Plan
    done: int
    workers: int
    path: Path | None


@dataclass(frozen=True)
class Said:
    """A line for the user from a back-end that asks others: what it waits for, what it mended, what it took."""

    text: str


@dataclass(frozen=True)
class TileStarted:
    """Worker number `worker` begins a tile."""

    cell: Cell
    worker: int


@dataclass(frozen=True)
class StageStarted:
    """A tile enters a stage."""

    cell: Cell
    stage: Stage


@dataclass(frozen=True)
class TileDone:
    """A tile is finished (and on disk, where there is a folder)."""

    cell: Cell
    seconds: float
    objects: int
    parts: int
    faces: int


@dataclass(frozen=True)
class Finished:
    """All tiles are there. `seconds` is wall-clock time since the start, planning included.

    `peak_memory` is the sum of the peaks of all processes of the run, in bytes.
    """

    tiles: int
    made: int
    seconds: float
    peak_memory: int
    path: Path | None


Event = Planned | Said | TileStarted | StageStarted | TileDone | Finished
Progress = Callable[[Event], None]
