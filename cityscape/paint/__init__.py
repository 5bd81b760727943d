"""Painters: a brief becomes one isometric picture of its cell."""

from __future__ import annotations

from difflib import get_close_matches

from cityscape.errors import InputError
from cityscape.world.protocols import Painter

NAMES = ("procedural",)
"""The painters that can be asked for."""


def painter(name: str = "procedural", *, parts: str = "fine") -> Painter:
    """The painter of that name, whose mask numbers parts of that level; raises `InputError` with the names there are."""
    if name == "procedural":
        from cityscape.grammar.levels import check_level
        from cityscape.paint.procedural import ProceduralPainter

        return ProceduralPainter(parts=check_level(parts))
    near = get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(NAMES)}"
    raise InputError(f"there is no painter {name!r}: {hint}")
