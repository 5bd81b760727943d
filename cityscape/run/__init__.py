"""The tile graph, run on this machine: prompt in, scene out."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Event", "Finished", "Planned", "Said", "StageStarted", "TileDone", "TileStarted", "generate", "load", "resume", "room"]

if TYPE_CHECKING:
    from cityscape.run.city import generate, load, resume, room
    from cityscape.run.events import Event, Finished, Planned, Said, StageStarted, TileDone, TileStarted


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    if name not in __all__:
        raise AttributeError(f"module 'cityscape.run' has no attribute {name!r}")
    from importlib import import_module  # numpy and pydantic load when a city is made, not for a help text

    return getattr(import_module("cityscape.run.city" if name in ("generate", "load", "resume", "room") else "cityscape.run.events"), name)
