"""Pictures to parts: the sculptors, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cityscape.errors import InputError

if TYPE_CHECKING:
    from cityscape.world.protocols import Sculptor

SCULPTORS = {"exact": "fine", "partgen": "coarse"}
"""The names that `sculptor` knows, and the level of parts that each makes unless told otherwise."""

EXACT, LEARNED = "exact", "partgen"


def suited(painter: str, *, parts: str | None = None, weights: str | Path | None = None, rooms: bool = False) -> str:
    """The name of the sculptor that works where none is named.

    The learned one where its figures hold: on whole objects in paintings whose mask and depth are known, which are those of the embedded
    painter. Weights are for it too. All else is for the exact one, rooms too: their rugs, screens and pictures are so thin and so near
    that the learned ones look torn.

    Parameters
    ----------
    painter : the painter's name. parts : the level asked for; None: none is. weights : networks asked for. rooms : whether rooms are made.
    """
    if weights:
        return LEARNED
    return LEARNED if painter == "procedural" and parts in (None, "", "coarse", "object") and not rooms else EXACT


def level_for(name: str) -> str:
    """The level of parts at which a sculptor (of any name) works unless told otherwise."""
    return SCULPTORS.get(name, "fine")


def is_name_of_weights(weights: str) -> bool:
    """Whether this is the name of known weights that make shapes, and no folder of that name is there."""
    from partgen.weights import ALIASES, EMBEDDED, REGISTRY

    name = ALIASES.get(weights, weights)
    return (name == EMBEDDED or (name in REGISTRY and REGISTRY[name].preset is not None)) and not Path(weights).is_dir()


def sculptor(name: str = EXACT, *, parts: str | None = None, weights: str | Path | None = None, device: str | None = None) -> Sculptor:
    """The sculptor of that name.

    Parameters
    ----------
    parts : the level of parts that it makes; None: what it is best at.
    weights : networks of a learned one: a name of `partgen.weights`, or a folder; None: those that come with the package.
    device : where they run; None: a card, if there is one, for released weights, else the processor.

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
        from cityscape.sculpt.released import ReleasedSculptor, is_released

        if weights is not None and is_released(str(weights)):
            return ReleasedSculptor(str(weights), parts=level, device=device).check()
        folder = None if weights is None or (str(weights) == "tile" and not Path(weights).is_dir()) else Path(weights)
        return PartgenSculptor(parts=level, weights=folder, device=device or "cpu").check()
    if weights is not None:
        raise InputError(f"the sculptor {name} has no networks, so weights mean nothing to it: leave them out, or use the sculptor partgen")
    from cityscape.sculpt.exact import ExactSculptor

    return ExactSculptor(parts=level)
