"""`Site`: the plan view of one tile: streets, water, walls and the land between them, as shapely polygons.

Plan coordinates are metres in the tile's frame, x east and y north, origin at the south-west corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Sequence

import numpy as np

from cityscape.errors import InputError
from cityscape.grammar.height import BANK, SNAP, ground
from cityscape.grammar.plane import common, merged, minus
from cityscape.world.brief import SIDES, Brief, Crossing, Side
from cityscape.world.seeds import generator

if TYPE_CHECKING:
    from shapely import LineString, Polygon
    from shapely.geometry.base import BaseGeometry

Point = np.ndarray
INWARD: dict[Side, tuple[float, float]] = {"south": (0, 1), "east": (-1, 0), "north": (0, -1), "west": (1, 0)}


@dataclass(frozen=True, eq=False)
class Road:
    """A street or path: its axis, from the border to the hub or to another border, and its cross-section."""

    line: LineString
    width: float
    pavement: float
    kerb: float
    rank: str
    kind: str


@dataclass(frozen=True, eq=False)
class Bridge:
    """Where a road crosses water: middle (x, y), heading in radians, length and width in metres."""

    x: float
    y: float
    yaw: float
    length: float
    width: float
    rank: str

    @cached_property
    def area(self) -> Polygon:
        """The rectangle that the bridge takes in plan."""
        return rectangle(self.x, self.y, self.yaw, self.length, self.width)


@dataclass(frozen=True)
class Deck:
    """How a bridge lies: height of its deck's middle, grade along its heading, depth of its body; metres."""

    middle: float
    grade: float
    drop: float


@dataclass(frozen=True, eq=False)
class Site:
    """The plan view of one tile."""

    brief: Brief
    roads: tuple[Road, ...]
    hub: tuple[float, float]
    river: LineString | None
    river_width: float
    levels: tuple[float, float]
    lake: Polygon | None
    walls: tuple[LineString, ...]
    bridges: tuple[Bridge, ...]
    square: Polygon | None
    areas: dict[str, BaseGeometry] = field(default_factory=dict)

    @property
    def land(self) -> BaseGeometry:
        """What is neither street, pavement, water nor wall."""
        return self.areas["land"]

    def deck(self, bridge: Bridge) -> Deck:
        """A bridge's deck joins the street's height at both ends; its body ends where the water is highest."""
        way = np.array([np.cos(bridge.yaw), np.sin(bridge.yaw)]) * bridge.length / 2
        at = np.array([bridge.x, bridge.y])
        a, b = (float(z) for z in ground(self.brief, np.array([at - way, at + way])))
        rim = np.array(bridge.area.exterior.coords)[:4]
        level = float(self.water_level(np.vstack([rim, at[None]])).max())
        drop = max(0.45, (a + b) / 2 - abs(b - a) / 2 - level)
        return Deck((a + b) / 2, (b - a) / bridge.length, drop)

    def abutment(self, xy: np.ndarray) -> np.ndarray:
        """Height of the land under the bridges at points (n, 2) -> (n,): the underside of the nearest one's body."""
        import shapely

        out, best = np.zeros(len(xy)), np.full(len(xy), np.inf)
        for b in self.bridges:
            gap = shapely.distance(b.area, shapely.points(xy))
            deck = self.deck(b)
            along = (xy - (b.x, b.y)) @ (np.cos(b.yaw), np.sin(b.yaw))
            out = np.where(gap < best, deck.middle + deck.grade * along - deck.drop, out)
            best = np.minimum(gap, best)
        return out

    def water_level(self, xy: np.ndarray) -> np.ndarray:
        """Height of the water surface at points (n, 2) -> (n,), metres; runs along the river's axis."""
        import shapely

        if self.river is None:
            return np.full(len(xy), self.levels[0])
        s = shapely.line_locate_point(self.river, shapely.points(xy), normalized=True)
        return self.levels[0] + (self.levels[1] - self.levels[0]) * s


def rectangle(x: float, y: float, yaw: float, length: float, width: float) -> Polygon:
    """A rectangle centred on (x, y), its length along yaw."""
    from shapely import Polygon

    c, s = np.cos(yaw), np.sin(yaw)
    return Polygon(
        [
            (x + c * a - s * b, y + s * a + c * b)
            for a, b in ((-length / 2, -width / 2), (length / 2, -width / 2), (length / 2, width / 2), (-length / 2, width / 2))
        ]
    )


def snap(g: BaseGeometry) -> BaseGeometry:
    """The geometry on the 1 / SNAP metre lattice, valid, polygons only."""
    import shapely

    g = shapely.set_precision(g, 1 / SNAP)
    if g.geom_type in ("Polygon", "MultiPolygon"):
        return g
    return shapely.union_all([p for p in getattr(g, "geoms", []) if p.geom_type in ("Polygon", "MultiPolygon")] or [shapely.Polygon()])


def polygons(g: BaseGeometry, *, smallest: float = 0.02) -> list[Polygon]:
    """The polygons of a geometry that are larger than `smallest` square metres, largest first."""
    parts = [g] if g.geom_type == "Polygon" else [p for p in getattr(g, "geoms", []) if p.geom_type == "Polygon"]
    return sorted((p for p in parts if p.area > smallest), key=lambda p: (-p.area, p.bounds))


def door(brief: Brief, side: Side, crossing: Crossing) -> tuple[Point, Point]:
    """Where a crossing's axis meets the border (2,) and the inward direction (2,)."""
    t = crossing.at * brief.size
    far = brief.size
    p = {"south": (t, 0.0), "north": (t, far), "west": (0.0, t), "east": (far, t)}[side]
    return np.array(p), np.array(INWARD[side], float)


def curve(p: Point, d: Point, q: Point, e: Point, *, lead: float = 2.0, pull: float = 0.5) -> list[Point]:
    """A smooth path from p heading d to q heading e (unit vectors along the motion), with straight ends of `lead` metres."""
    a, b = p + d * lead, q - e * lead
    gap = float(np.linalg.norm(b - a))
    if abs(float(d[0] * e[1] - d[1] * e[0])) < 1e-9 and float(d @ e) > 0 and abs(float(d[0] * (b - a)[1] - d[1] * (b - a)[0])) < 1e-6:
        return [p, q]
    t = np.linspace(0, 1, max(6, int(gap / 1.5)))[:, None]
    c1, c2 = a + d * gap * pull, b - e * gap * pull
    bezier = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * c1 + 3 * (1 - t) * t**2 * c2 + t**3 * b
    return [p, *bezier, q]


def lay_out(brief: Brief, *, seed: int) -> Site:
    """The site of a brief.

    Every crossing starts at right angles to its border, so that both tiles cut the same interval out of it.
    """
    from shapely import Point as ShPoint
    from shapely import Polygon, box

    rng = generator(seed, brief.cell, "site")
    size = brief.size
    tile = box(0, 0, size, size)
    doors = [(s, c, *door(brief, s, c)) for s in SIDES for c in brief.sockets[s].crossings]

    river, river_width, levels = _river(brief, [d for d in doors if d[1].kind == "river"], rng)
    channel = river.buffer(river_width / 2, cap_style="flat", quad_segs=4) if river is not None else None
    walls = _walls(brief, [d for d in doors if d[1].kind == "wall"])

    streets = [d for d in doors if d[1].kind in ("street", "path")]
    hub = _hub(brief, streets, river, river_width, rng)
    roads, bridges = _roads(brief, streets, hub, channel, river)

    _check_bridges(brief, bridges, tile)
    square = None
    if brief.land_use in ("market", "civic") and streets:
        r = size * (0.21 if brief.land_use == "market" else 0.15)
        square = rectangle(hub[0], hub[1], 0.0, 2 * r, 2 * r).buffer(1.0, quad_segs=3)
    turning = ShPoint(hub).buffer(max(roads[0].width * 0.95, 4.0), quad_segs=6) if len(streets) == 1 and square is None else None
    if turning is not None and not brief.look.theme.streets.markings:
        square, turning = turning, None

    keep = tile.buffer(-1.0, join_style="mitre")
    street = _strips(roads, keep, extra=0.0, fillet=2.5)
    wide = merged(_strips(roads, keep, extra=1.0, fillet=1.2), street)
    if turning is not None:  # a cul-de-sac ends in a round where cars turn
        street, wide = merged(street, turning), merged(wide, turning.buffer(roads[0].pavement, quad_segs=4))
    if square is not None:
        square = common(square, keep)
        wide = merged(wide, square)
    wet = channel if channel is not None else tile.buffer(-size)
    if square is not None and channel is not None:
        square = minus(square, channel.buffer(1.0))
        square = polygons(square)[0] if polygons(square) else None

    lake = None
    if brief.land_use == "lake":
        blob = _blob(size, rng)
        lake = minus(blob, wide.buffer(BANK + 1.2)).buffer(-1.5).buffer(1.5)
        lake = polygons(lake)[0] if polygons(lake, smallest=20.0) else None
        if lake is not None and channel is not None:
            lake = None if not lake.intersects(channel) else polygons(minus(lake, wide.buffer(1.0)))[0]
        if lake is not None:
            wet = merged(wet, lake)
            if river is None:
                low = min(brief.corners) - 0.5
                levels = (low, low)

    nothing = Polygon()
    decks = snap(common(merged(*(b.area for b in bridges)), tile)) if bridges else nothing
    wet, street, wide = (snap(common(g, tile)) for g in (wet, street, wide))
    inner = common(river.buffer(river_width / 2 - BANK, cap_style="flat", quad_segs=4), tile) if river is not None else nothing
    water = snap(merged(inner, lake.buffer(-BANK)) if lake is not None else inner)
    band = merged(*(w.buffer(0.95, cap_style="flat", join_style="mitre") for w in walls)) if walls else nothing
    dry = snap(minus(tile, wet, decks))
    plaza = snap(common(square, dry)) if square is not None else nothing
    carriageway = snap(minus(common(street, dry), plaza))
    driven = _strips([r for r in roads if r.kind == "street"], keep, extra=0.0, fillet=2.5)
    main = _strips([r for r in roads if r.rank == "main" and r.kind == "street"], keep, extra=0.0, fillet=2.5)
    if turning is not None and roads[0].kind == "street":
        driven, main = merged(driven, turning), merged(main, turning) if roads[0].rank == "main" else main
    main, walked = snap(main), snap(minus(street, driven))
    land = snap(minus(dry, wide))
    areas = {
        "street": snap(common(carriageway, main)),
        "street_side": snap(minus(carriageway, main, walked)),
        "path": snap(common(minus(carriageway, main), walked)),
        "pavement": snap(minus(common(minus(wide, street), dry), plaza)),
        "square": plaza,
        "water": water,
        "bank": snap(minus(wet, water, decks)),
        "abutment": snap(minus(decks, water)),
        "land": land,
        "buildable": snap(common(minus(land, snap(band.buffer(0.6))), keep)),
        "wide": wide,
    }
    return Site(
        brief, tuple(roads), (float(hub[0]), float(hub[1])), river, river_width, levels, lake, tuple(walls), tuple(bridges), square, areas
    )


def _strips(roads: Sequence[Road], inside: Polygon, *, extra: float, fillet: float) -> BaseGeometry:
    """The union of the roads' strips (with `extra` times their pavement), their inner corners rounded away from the borders."""
    from shapely import Polygon

    if not roads:
        return Polygon()
    raw = merged(*(r.line.buffer(r.width / 2 + extra * r.pavement, cap_style="flat", quad_segs=4) for r in roads))
    if len(roads) < 2:
        return raw
    return merged(raw, common(raw.buffer(fillet, quad_segs=4).buffer(-fillet, quad_segs=4), inside))


def _check_bridges(brief: Brief, bridges: list[Bridge], tile: Polygon) -> None:
    for k, b in enumerate(bridges):
        if not tile.buffer(-0.5).contains(b.area):
            raise InputError(f"cell {brief.cell}: a bridge would reach the tile's border: move the river's crossing away from the street's")
        if any(b.area.intersects(other.area) for other in bridges[:k]):
            raise InputError(f"cell {brief.cell}: two bridges would meet: let fewer streets cross the river there")


def _river(brief: Brief, doors: list, rng: np.random.Generator):  # type: ignore[no-untyped-def]
    from shapely import LineString

    low = float(min(brief.corners)) - 0.9
    if not doors:
        return None, 0.0, (low, low)
    doors = sorted(doors, key=lambda d: -(low if d[1].level is None else d[1].level))
    side, c, p, d = doors[0]
    level0 = low if c.level is None else c.level
    if len(doors) == 1:
        mid = np.full(2, brief.size / 2)
        return LineString(curve(p, d, mid, d, lead=3.0)), c.width, (level0, level0)
    _, c2, q, e = doors[1]
    level1 = low if c2.level is None else c2.level
    return LineString(curve(p, d, q, -e, lead=3.0, pull=0.42)), min(c.width, c2.width), (level0, level1)


def _walls(brief: Brief, doors: list) -> list[LineString]:
    from shapely import LineString

    if len(doors) == 1:
        _, _, p, d = doors[0]
        return [LineString([p, p + d * brief.size * 0.5])]
    if len(doors) < 2:
        return []
    (_, _, p, d), (_, _, q, e) = doors[:2]
    if abs(float(d @ e)) < 0.5:
        corner = np.array([q[0], p[1]]) if abs(d[0]) > 0.5 else np.array([p[0], q[1]])
        return [LineString([p, corner, q])]
    if np.linalg.norm((q - p) - d * float((q - p) @ d)) < 1e-6:
        return [LineString([p, q])]
    return [LineString(curve(p, d, q, -e, lead=4.0))]


def _hub(brief: Brief, streets: list, river: LineString | None, width: float, rng: np.random.Generator) -> Point:
    from shapely import Point as ShPoint

    size = brief.size
    ns = [p[0] for s, _, p, _ in streets if s in ("south", "north")]
    ew = [p[1] for s, _, p, _ in streets if s in ("east", "west")]
    hub = np.array([np.mean(ns) if ns else size * rng.uniform(0.44, 0.56), np.mean(ew) if ew else size * rng.uniform(0.44, 0.56)])
    if brief.land_use == "fort" and streets:  # the stronghold wants the land in one piece
        hub = np.mean([p + d * size * 0.16 for _, _, p, d in streets], axis=0)
    if river is not None:
        need = width / 2 + 6.5
        gap = river.distance(ShPoint(hub))
        if gap < need and not _passes_through(streets):
            near = river.interpolate(river.project(ShPoint(hub)))
            away = hub - np.array([near.x, near.y])
            if np.linalg.norm(away) < 0.5:
                s = river.project(near)
                a, b = river.interpolate(max(0.0, s - 1)), river.interpolate(s + 1)
                away = np.array([-(b.y - a.y), b.x - a.x])
            votes = [float((p - hub) @ away) for _, _, p, _ in streets]
            if sum(v > 0 for v in votes) * 2 < len(votes):
                away = -away
            hub = np.array([near.x, near.y]) + away / np.linalg.norm(away) * need
    return np.clip(hub, size * 0.22, size * 0.78)


def _passes_through(streets: list) -> bool:
    """Whether two equal crossings make one road from border to border, without a hub."""
    return len(streets) == 2 and len({(c.kind, c.width, c.pavement) for _, c, _, _ in streets}) == 1


def _roads(brief: Brief, streets: list, hub: Point, channel, river):  # type: ignore[no-untyped-def]
    from shapely import LineString

    axes: list[tuple[Crossing, list[Point], Point, Point, Point, Point]] = []
    if _passes_through(streets):
        (_, c, p, d), (_, _, q, e) = streets
        axes.append((c, curve(p, d, q, -e), p, d, q, -e))
    else:
        for _, c, p, d in streets:
            axes.append((c, curve(p, d, hub, d, pull=0.38), p, d, hub, d))
    roads, bridges = [], []
    for c, pts, p, d, q, e in axes:
        line = LineString(pts)
        pavement = c.pavement
        if channel is not None and line.intersects(channel):
            line, bridge = _bridged(line, channel, c, p, d, q, e)
            if bridge is not None:
                bridges.append(bridge)
        roads.append(Road(line, c.width, pavement, c.kerb, c.rank, c.kind))
    return roads, bridges


def _bridged(line: LineString, channel, c: Crossing, p: Point, d: Point, q: Point, e: Point):  # type: ignore[no-untyped-def]
    """The road made straight where it crosses the channel, and the bridge there (None if it only grazes it)."""
    from shapely import LineString

    cut = common(line, channel)
    pieces = [g for g in getattr(cut, "geoms", [cut]) if g.geom_type == "LineString" and g.length > 0.5]
    if not pieces:
        return line, None
    s = [line.project(type(line.interpolate(0))(xy)) for g in pieces for xy in g.coords]
    a, b = (np.array(line.interpolate(x).coords[0]) for x in (min(s), max(s)))
    way = (b - a) / np.linalg.norm(b - a)
    full = c.width + 2 * c.pavement
    length = float(np.linalg.norm(b - a))
    middle = (a + b) / 2
    yaw = float(np.arctan2(way[1], way[0]))
    for _ in range(60):
        tips = [middle + way * k * (length / 2) for k in (-1, 1)]
        ends = [rectangle(tip[0], tip[1], yaw, 0.02, full) for tip in tips]
        if not any(end.intersects(channel) for end in ends):
            break
        length += 0.5
    length += 0.4
    a, b = middle - way * length / 2, middle + way * length / 2
    first = curve(p, d, a, way, lead=1.0)
    second = curve(b, way, q, e, lead=1.0)
    return LineString([*first, *second]), Bridge(float(middle[0]), float(middle[1]), yaw, length, full, c.rank)


def _blob(size: float, rng: np.random.Generator) -> Polygon:
    from shapely import Polygon

    t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    r = size * 0.36 * (1 + 0.10 * np.sin(2 * t + rng.uniform(0, 6)) + 0.07 * np.sin(3 * t + rng.uniform(0, 6)))
    return Polygon(np.c_[size / 2 + r * np.cos(t), size / 2 + r * np.sin(t)])
