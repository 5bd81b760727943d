"""Training: objects to learn from, tasks, and one loop for all of them; how to train is `TrainSettings`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partgen.train.loop import Result
    from partgen.train.settings import TrainSettings
    from partgen.train.task import Task
    from partgen.train.trainer import train

__all__ = ["Result", "Task", "TrainSettings", "train"]

_HOME = {"Result": "loop", "Task": "task", "TrainSettings": "settings", "train": "trainer"}


def __getattr__(name: str) -> Any:
    """The loop and torch are loaded on first use: the command line reads the settings alone."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
