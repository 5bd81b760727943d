"""cityscape: one prompt becomes an editable 3D city or room made of named parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["generate", "grow", "load", "open", "room"]

if TYPE_CHECKING:
    from cityscape.run import generate, load, room
    from cityscape.run.grow import grow
    from cityscape.scene import open

_HOUSES = {"grow": "cityscape.run.grow", "open": "cityscape.scene"}


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    if name in __all__:  # heavy libraries load only when a city is made or opened
        from importlib import import_module

        return getattr(import_module(_HOUSES.get(name, "cityscape.run")), name)
    raise AttributeError(f"module 'cityscape' has no attribute {name!r}")
