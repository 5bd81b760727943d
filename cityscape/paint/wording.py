"""What an image model is told of a tile, in words."""

from __future__ import annotations

from cityscape.world.brief import SIDES, Brief

AVOID = "blurry, photo of a map, text, watermark, people in close-up, tilted horizon, perspective distortion, cropped, frame"
"""For models that are told what to leave out."""

_CORNER = {"south": "lower left", "east": "lower right", "north": "upper right", "west": "upper left"}
"""Where the sides of a tile are in its picture."""


def wording(brief: Brief, *, editing: bool = False) -> str:
    """The instruction for one tile, the tile's own sentence first, because short memories (77 tokens of CLIP) cut the end.

    editing : the model edits a picture by command instead of describing what is to be seen.
    """
    what = brief.text.rstrip(". ") or f"A {brief.land_use} tile of {brief.look.theme.description or brief.look.theme.title}"
    way = [
        f"a {c.kind} leaves at the {_CORNER[side]} edge"
        for side in SIDES
        for c in brief.sockets[side].of("street", "river", "rail", "wall")
    ]
    style = "Isometric view, orthographic, one square tile of a diorama, open space, ground-level continuity with the tiles round it"
    light = "night" if brief.look.theme.light.windows > 0.5 else "clear daylight, soft shadows"
    text = f"{what}. {style}, {light}."
    if way:
        text += f" {'; '.join(way[:4]).capitalize()}."
    if editing:
        text = f"Fill the blank slab in the middle of the picture and leave everything round it as it is. On the slab: {text}"
    return text
