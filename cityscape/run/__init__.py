"""The tile graph, run on this machine: prompt in, scene out."""

from __future__ import annotations

from cityscape.run.city import generate, load, resume
from cityscape.run.events import Event, Finished, Planned, StageStarted, TileDone, TileStarted

__all__ = ["Event", "Finished", "Planned", "StageStarted", "TileDone", "TileStarted", "generate", "load", "resume"]
