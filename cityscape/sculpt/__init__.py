"""Pictures to parts: the sculptors, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cityscape.errors import InputError

if TYPE_CHECKING:
    from cityscape.world.protocols import Sculptor

SCULPTORS = {"exact": "fine", "partgen": "coarse"}
"""The names that `sculptor` knows, and the level of parts that each makes unless told otherwise."""

DEFAULT = "exact"
"""The sculptor that works where none is named."""


def level_for(name: str) -> str:
    """The level of parts at which a sculptor (of any name) works unless told otherwise."""
    return SCULPTORS.get(name, "fine")


def sculptor(name: str = DEFAULT, *, parts: str | None = None, weights: str | Path | None = None) -> Sculptor:
    """The sculptor of that name.

    Parameters
    ----------
    parts : the level of parts that it makes; None: what it is best at.
    weights : folder of the networks of a learned one; None: those that come with the package.

    Raises
    ------
    InputError : another name, with the names there are; weights that are missing, or for a sculptor that has none.
    """
    if name not in SCULPTORS:
        raise InputError(f"there is no sculptor {name!r}: use one of {', '.join(SCULPTORS)}")
    from cityscape.grammar.levels import check_level

    level = check_level(parts or level_for(name))
    if name == "partgen":
        from cityscape.sculpt.partgen import PartgenSculptor

        return PartgenSculptor(parts=level, weights=None if weights is None else Path(weights)).check()
    if weights is not None:
        raise InputError(f"the sculptor {name} has no networks, so weights mean nothing to it: leave them out, or use the sculptor partgen")
    from cityscape.sculpt.exact import ExactSculptor

    return ExactSculptor(parts=level)
