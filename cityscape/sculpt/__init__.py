"""Pictures to parts: the sculptors, by name."""

from __future__ import annotations

from cityscape.errors import InputError
from cityscape.world.protocols import Sculptor

SCULPTORS = ("exact",)
"""The names that `sculptor` knows."""


def sculptor(name: str = "exact") -> Sculptor:
    """The sculptor of that name; raises `InputError` with the names there are."""
    if name == "exact":
        from cityscape.sculpt.exact import ExactSculptor

        return ExactSculptor()
    raise InputError(f"there is no sculptor {name!r}: use one of {', '.join(SCULPTORS)}")
