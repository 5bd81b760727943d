"""The procedural world: recipes of solids, laid out by themes; `sample` draws tiles for whoever learns from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cityscape.grammar.teacher import Batch, Pool, Sample, sample

__all__ = ["Batch", "Pool", "Sample", "sample"]


def __getattr__(name: str) -> Any:
    """The teacher's names, loaded (with torch) when they are first used."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("cityscape.grammar.teacher"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
