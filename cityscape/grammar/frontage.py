"""Buildings along streets and squares: frontages are walked, parcels cut, fronts turned to the street."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator

import numpy as np

from cityscape.grammar.ground import HARD, Patch
from cityscape.grammar.plane import common, merged, minus
from cityscape.grammar.recipe import KINDS, Lot
from cityscape.grammar.site import polygons, rectangle
from cityscape.grammar.yard import Placed, Yard, lot_for
from cityscape.world.brief import Wanted

if TYPE_CHECKING:
    from shapely import LineString, Polygon
    from shapely.geometry.base import BaseGeometry


QUAY = 4.5
"""Width of a harbour's quay between the bank and the houses that look onto it, metres."""


BEND = 2.5
"""How far from the street a doorway may end where its frontage bends; from there the way is continued to the street, metres."""


def frontages(yard: Yard) -> list[LineString]:
    """The edges of a harbour's quays, then of streets and squares, that face land; of each sort the longest first, land on the left.

    A quay across the water from every street has none: nobody could walk to its doors.
    """
    from shapely import box

    areas, size = yard.site.areas, yard.site.brief.size
    streets = _edges_of(areas["wide"], size)
    if yard.site.brief.land_use != "harbour":
        return streets
    wet = merged(areas["water"], areas["bank"])
    shores = [p for p in polygons(minus(box(0, 0, size, size), wet)) if areas["wide"].is_empty or p.intersects(areas["wide"])]
    quays = _edges_of(wet.buffer(QUAY, quad_segs=2), size)
    return [q for q in quays if any(p.intersects(q) for p in shores)] + streets


def _edges_of(area: BaseGeometry, size: float) -> list[LineString]:
    """The outlines of an area inside the tile, longest first, the area on the right."""
    from shapely import box
    from shapely.geometry.polygon import orient
    from shapely.ops import linemerge

    inside = box(0, 0, size, size).buffer(-0.05)
    lines = []
    for p in polygons(area, smallest=1.0):
        p = orient(p, sign=-1.0)
        for ring in (p.exterior, *p.interiors):
            cut = common(ring, inside)
            if cut.geom_type == "MultiLineString":
                cut = linemerge(cut)
            lines += [g for g in getattr(cut, "geoms", [cut]) if g.geom_type == "LineString" and g.length > 2]
    return sorted(lines, key=lambda g: (-g.length, g.bounds))


def facing(line: LineString, s: float, width: float) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Middle of the chord over [s - width/2, s + width/2], the unit normal towards the land, and the building's yaw."""
    if s - width / 2 < 0 or s + width / 2 > line.length:
        return None
    a, b = (np.array(line.interpolate(t).coords[0]) for t in (s - width / 2, s + width / 2))
    way = b - a
    length = float(np.linalg.norm(way))
    if length < width * 0.93:
        return None
    way /= length
    normal = np.array([-way[1], way[0]])
    return (a + b) / 2, normal, float(np.arctan2(normal[1], normal[0]) - np.pi / 2)


def place_wanted(yard: Yard, wanted: Wanted, *, key: object, tries: int = 60) -> Placed | None:
    """Put one wanted building where it shows best: at the frontage nearest to the hub, else on open land."""
    rng = yard.rng("wanted", wanted.kind, key)
    theme = yard.site.brief.look.theme
    hub = np.array(yard.site.hub)
    for shrink in (0.0, 0.35, 0.7, 1.0):
        k = KINDS[wanted.kind]
        lot = lot_for(wanted.kind, rng, size=wanted.size)
        width, depth = (float(v + (r[0] - v) * shrink) for v, r in ((lot.width, k.width), (lot.depth, k.depth)))
        lot = Lot(width, depth, size=wanted.size)
        spots = []
        for line in frontages(yard):
            for s in np.arange(width / 2, line.length - width / 2, 1.5):
                at = facing(line, float(s), width)
                if at is not None:
                    centre = at[0] + at[1] * (theme.setback + depth / 2)
                    spots.append((float(np.linalg.norm(centre - hub)), float(s), centre, at[1], at[2]))
        for _, _, centre, normal, yaw in sorted(spots, key=lambda x: (x[0], x[1]))[:tries]:
            if _free_front(yard, centre, normal, yaw, lot):
                return _build(yard, wanted.kind, centre, normal, yaw, lot, wanted.color, key)
        placed = _on_open_land(yard, wanted, lot, key)
        if placed is not None:
            return placed
    return None


def _on_open_land(yard: Yard, wanted: Wanted, lot: Lot, key: object) -> Placed | None:
    """Somewhere in the largest free pieces, with a clear path from its door to the nearest street."""
    import shapely
    from shapely import Point
    from shapely.ops import nearest_points

    hub = np.array(yard.site.hub)
    reach = float(np.hypot(lot.width, lot.depth)) / 2
    for room in yard.rooms(smallest=lot.width * lot.depth)[:3]:
        core = room.buffer(-reach)
        if core.is_empty:
            core = room.buffer(-min(lot.width, lot.depth) / 2)
        if core.is_empty:
            continue
        near = nearest_points(core, Point(hub))[0]
        for p in (np.array([near.x, near.y]), np.array(shapely.get_coordinates(core.representative_point())[0])):
            way = p - hub
            turn = float(np.round(np.arctan2(way[1], way[0]) / (np.pi / 2)) - 1)
            for quarter in (0, 1, -1, 2):
                yaw = (turn + quarter) * np.pi / 2
                rect = rectangle(p[0], p[1], yaw, lot.width, lot.depth)
                normal = np.array([-np.sin(yaw), np.cos(yaw)])
                path = _path(yard, p - normal * (lot.depth / 2), rect)
                if path is not None and yard.fits(rect):
                    placed = yard.building(wanted.kind, float(p[0]), float(p[1]), yaw, lot, color=wanted.color, key=key)
                    if not path.is_empty:
                        yard.patches.append(Patch("garden_path", "path", "path", path))
                        yard.free = minus(yard.free, path)
                        yard.lanes.append(path)
                    return placed
    return None


def _path(yard: Yard, front: np.ndarray, rect: Polygon) -> BaseGeometry | None:
    """The strip from a door to the nearest street; empty where there is no street, None where something is in the way."""
    from shapely import LineString, Point, Polygon
    from shapely.ops import nearest_points

    areas = yard.site.areas
    if areas["wide"].is_empty:
        return Polygon()
    goal = nearest_points(Point(front), areas["wide"])[1]
    line = LineString([front, (goal.x, goal.y)])
    if line.length < 0.3:
        return Polygon()
    if common(line, rect).length > 0.1:
        return None
    strip = minus(line.buffer(0.9, cap_style="flat"), rect)
    if any(strip.intersects(g) for g in (yard.taken, areas["water"], areas["bank"], areas["abutment"])):
        return None
    return strip


def infill(yard: Yard, kinds: dict[str, float], *, density: float) -> None:
    """Houses on the land behind the frontages, each with a path to the street."""
    names = sorted(k for k in kinds if k in KINDS)
    if not names:
        return
    rng = yard.rng("infill")
    weights = np.array([kinds[n] for n in names])
    weights = weights / weights.sum()
    for k in range(int(rng.poisson(4 * density * (yard.site.brief.size / 40.0) ** 2))):
        name = names[int(rng.choice(len(names), p=weights))]
        low = KINDS[name]
        lot = lot_for(name, rng, size="small")
        if _on_open_land(yard, Wanted(kind=name, size="small"), lot, ("infill", k)) is None:
            _on_open_land(yard, Wanted(kind=name, size="small"), Lot(low.width[0], low.depth[0], size="small"), ("infill", k))


def _doorway(yard: Yard, centre: np.ndarray, normal: np.ndarray, yaw: float, lot: Lot) -> BaseGeometry:
    """The way from a front door over the setback to the street's edge, however far a bend of the frontage leaves it."""
    import shapely

    length = yard.site.brief.look.theme.setback + 0.4
    at = centre - normal * (lot.depth / 2 + length / 2)
    lane = rectangle(at[0], at[1], yaw, 1.5, length)
    wide = yard.site.areas["wide"]
    if not wide.is_empty and 0.05 < lane.distance(wide) <= BEND:
        return merged(lane, shapely.shortest_line(lane, wide).buffer(0.6, cap_style="flat"))
    return lane


def _free_front(yard: Yard, centre: np.ndarray, normal: np.ndarray, yaw: float, lot: Lot) -> bool:
    """Whether a building fits here and nothing stands before its door."""
    rect = rectangle(centre[0], centre[1], yaw, lot.width, lot.depth)
    return yard.fits(rect) and not yard.taken.intersects(_doorway(yard, centre, normal, yaw, lot))


def _build(yard: Yard, kind: str, centre: np.ndarray, normal: np.ndarray, yaw: float, lot: Lot, color: str | None, key: object) -> Placed:
    placed = yard.building(kind, float(centre[0]), float(centre[1]), yaw, lot, color=color, key=key)
    lane = _doorway(yard, centre, normal, yaw, lot)
    yard.free = minus(yard.free, lane)
    yard.lanes.append(lane)
    if yard.site.brief.look.theme.setback > 1.2 and yard.site.brief.land_use not in HARD:
        yard.patches.append(Patch("garden_path", "path", "path", lane))
    return placed


def line_streets(
    yard: Yard, kinds: dict[str, float], *, density: float, most: int | None = None
) -> Iterator[tuple[Placed, LineString, float]]:
    """Fill the frontages with buildings drawn by weight, at most `most`; yields each with its frontage and place along it."""
    theme = yard.site.brief.look.theme
    names = sorted(k for k in kinds if k in KINDS)
    if not names:
        return
    weights = np.array([kinds[n] for n in names])
    weights = weights / weights.sum()
    n, last = 0, ""
    for index, line in enumerate(frontages(yard)):
        rng = yard.rng("frontage", index)
        s = float(rng.uniform(0.2, 1.5))
        while s < line.length - 2:
            if most is not None and n >= most:
                return
            if rng.random() > 0.15 + 0.95 * density:
                s += float(rng.uniform(3, 8))
                continue
            kind = names[int(rng.choice(len(names), p=weights))]
            if kind == last and len(names) > 1:
                kind = names[int(rng.choice(len(names), p=weights))]
            done = None
            for attempt in range(4):
                name = kind if attempt < 2 else names[int(rng.choice(len(names), p=weights))]
                k = KINDS[name]
                lot = lot_for(name, rng, size=("medium", "small", "small", "small")[attempt])
                if attempt == 3:
                    lot = Lot(k.width[0], k.depth[0], size="small")
                at = facing(line, s + lot.width / 2, lot.width)
                if at is None:
                    continue
                back = theme.setback * float(rng.uniform(0.85, 1.25))
                sag = max(0.0, _sag(line, s, s + lot.width, at))
                centre = at[0] + at[1] * (back + sag + lot.depth / 2)
                if _free_front(yard, centre, at[1], at[2], lot):
                    done = _build(yard, name, centre, at[1], at[2], lot, None, n)
                    n += 1
                    last = name
                    yield done, line, s
                    s += lot.width + theme.gap * float(rng.uniform(0.6, 1.5))
                    break
            if done is None:
                s += 1.2


def _sag(line: LineString, s0: float, s1: float, at: tuple[np.ndarray, np.ndarray, float]) -> float:
    """How far the frontage bulges beyond its chord towards the land, metres."""
    p = np.array([line.interpolate(t).coords[0] for t in np.linspace(s0, s1, 5)])
    return float(((p - at[0]) @ at[1]).max())
