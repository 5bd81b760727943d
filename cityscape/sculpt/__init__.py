"""Pictures to parts: the sculptors, by name."""

from __future__ import annotations

from cityscape.errors import InputError
from cityscape.world.protocols import Sculptor

SCULPTORS = ("exact",)
"""The names that `sculptor` knows."""


def sculptor(name: str = "exact", *, parts: str = "fine") -> Sculptor:
    """The sculptor of that name, who makes parts of that level; raises `InputError` with the names there are."""
    if name == "exact":
        from cityscape.grammar.levels import check_level
        from cityscape.sculpt.exact import ExactSculptor

        return ExactSculptor(parts=check_level(parts))
    raise InputError(f"there is no sculptor {name!r}: use one of {', '.join(SCULPTORS)}")
