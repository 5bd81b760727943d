"""Walking on a harbour's quay: goods that shut the way from a door to the street are carried away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cityscape.grammar.plane import merged, minus
from cityscape.grammar.recipe import KINDS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from cityscape.grammar.yard import Placed, Yard

STEP = 0.45
"""Half the width of the way that a person needs between goods, metres."""
CARRIED = 7.0
"""Goods on a smaller footprint than this can be carried away, square metres."""


def clear_quays(yard: Yard) -> None:
    """Take away the goods nearest to a door until a person gets from it over the pavement to a street."""
    wide = yard.site.areas["wide"]
    if yard.site.brief.land_use != "harbour" or wide.is_empty:
        return
    for lane in yard.lanes:
        while not _leads(yard, lane, wide):
            loose = sorted((p for p in yard.placed if _loose(p)), key=lambda p: (p.area.distance(lane), p.area.bounds))
            if not loose:
                break
            yard.placed.remove(loose[0])


def _loose(p: Placed) -> bool:
    return KINDS[p.kind].category in ("furniture", "vehicle") and KINDS[p.kind].stand != "water" and p.area.area < CARRIED


def _leads(yard: Yard, lane: BaseGeometry, wide: BaseGeometry) -> bool:
    """Whether the pavement that is left joins a lane and a street."""
    from shapely import box

    size = yard.site.brief.size
    solid = [p.area for p in yard.placed if KINDS[p.kind].category != "plant" and KINDS[p.kind].stand != "water"]
    shut = merged(*solid, yard.site.areas["water"]).buffer(STEP, quad_segs=2)
    pavement = minus(box(0, 0, size, size), shut)
    return any(p.intersects(lane) and p.intersects(wide) for p in getattr(pavement, "geoms", [pavement]))
