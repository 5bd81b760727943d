"""Snow that lies on things: blankets on roofs, caps on posts and piles, where the style's roofs are snowed in."""

from __future__ import annotations

from cityscape.grammar.recipe import Build
from cityscape.grammar.roofs import Roof, pitched
from cityscape.grammar.shapes import clump
from cityscape.world.material import Material
from partgen.solids import Solid, hull


def snowy(b: Build) -> bool:
    """Whether the style covers roofs with snow."""
    return b.look.material("roof").pattern == "snow"


def snow(b: Build) -> Material:
    """Fallen snow."""
    return b.look.material("roof", color=b.look.material("roof").color, pattern="snow").model_copy(update={"name": "snow", "color2": None})


def cover(
    b: Build,
    roof: Roof,
    *,
    eaves: float,
    verge: float,
    board: str = "wood",
    depth: float = 0.2,
    hip: float = 0.0,
    kick: float = 0.0,
    name: str = "roof",
) -> None:
    """A pitched roof as its boards under a blanket of snow that stops short of the edges; without snow, its own covering."""
    if not snowy(b):
        b.add(name, "roof", roof.cover, label="roof")
        b.add("roof_ridge", "timber", roof.ridge, label="roof")
        return
    b.add(name, board, roof.cover, label="roof")  # type: ignore[arg-type]
    base = roof.block.at(z1=roof.block.z1 + roof.thickness)
    blanket = pitched(
        base,
        roof.rise,
        axis=roof.axis,
        hip=hip,
        eaves=max(eaves - 0.07, 0.0),
        verge=max(verge - 0.07, 0.0),
        thick=depth,
        cap=0.0,
        kick=kick,
    )
    b.add("snow", snow(b), blanket.cover, label="snow")


def blanket(b: Build, *points: tuple[float, float, float], depth: float = 0.14) -> None:
    """Snow on a plane convex polygon."""
    if snowy(b):
        b.add("snow", snow(b), hull([(x, y, z + t) for x, y, z in points for t in (0.0, depth)]), label="snow")


def mound(b: Build, x: float, y: float, z: float, rx: float, ry: float, h: float, *, points: int = 18) -> None:
    """A soft cap of snow on something flat at height z."""
    if snowy(b):
        b.add("snow", snow(b), heap(b, x, y, z, rx, ry, h, points=points), label="snow")


def heap(b: Build, x: float, y: float, z: float, rx: float, ry: float, h: float, *, points: int = 18) -> Solid:
    """A flat-bottomed heap within an ellipse."""
    return clump(b.rng, rx, ry, h, at=(x, y, z), points=points * 2, rough=0.07, floor=z)
