"""Painters: a brief becomes one isometric picture of its cell."""

from __future__ import annotations

from difflib import get_close_matches

from cityscape.errors import InputError
from cityscape.world.protocols import Painter

NAMES = ("procedural",)
"""The painters that can be asked for."""


def painter(name: str = "procedural") -> Painter:
    """The painter of that name."""
    if name == "procedural":
        from cityscape.paint.procedural import ProceduralPainter

        return ProceduralPainter()
    near = get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(NAMES)}"
    raise InputError(f"there is no painter {name!r}: {hint}")
