"""All recipes, one module per family; importing this package fills the registry."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from cityscape.grammar.recipe import KINDS, Kind


def kinds() -> dict[str, Kind]:
    """Every kind by name."""
    _load()
    return KINDS


@cache
def _load() -> None:
    for m in iter_modules(__path__):
        import_module(f"{__name__}.{m.name}")
