"""Sets of points in plan: union, difference and intersection on the snapping lattice, which cannot fail on near misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cityscape.grammar.height import SNAP

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def minus(a: BaseGeometry, *others: BaseGeometry) -> BaseGeometry:
    """What of `a` lies in none of the others."""
    import shapely

    dimension = shapely.get_dimensions(a)
    for b in others:
        a = _only(shapely.difference(a, b, grid_size=1 / SNAP), dimension)
    return a


def common(a: BaseGeometry, *others: BaseGeometry) -> BaseGeometry:
    """What lies in all of them."""
    import shapely

    for b in others:
        dimension = min(shapely.get_dimensions(a), shapely.get_dimensions(b))
        both_lines = shapely.get_dimensions(a) == shapely.get_dimensions(b) == 1
        a = shapely.intersection(a, b, grid_size=1 / SNAP)
        a = a if both_lines else _only(a, dimension)
    return a


def merged(*parts: BaseGeometry) -> BaseGeometry:
    """What lies in any of them."""
    import shapely

    dimension = max((shapely.get_dimensions(p) for p in parts), default=2)
    return _only(shapely.union_all(list(parts), grid_size=1 / SNAP), dimension)


def _only(g: BaseGeometry, dimension: int) -> BaseGeometry:
    """A geometry without the pieces of lower dimension (points and lines where areas only touch)."""
    import shapely

    if g.geom_type != "GeometryCollection":
        return g if shapely.get_dimensions(g) == dimension or g.is_empty else shapely.Polygon()
    return shapely.union_all([p for p in g.geoms if shapely.get_dimensions(p) == dimension])
