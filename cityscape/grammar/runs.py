"""Things that run along a line: bridges, town walls with gates and towers, fences and hedges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cityscape.grammar.height import ground
from cityscape.grammar.plane import common, minus
from cityscape.grammar.recipe import KINDS, Lot, make
from cityscape.grammar.site import polygons
from cityscape.grammar.yard import Placed, Yard, footprint, sheared
from cityscape.world.pose import Pose

if TYPE_CHECKING:
    from shapely import LineString, Polygon

STEP = 5.0
"""Length of one piece of wall or fence, metres: short enough to follow the ground."""


def bridges(yard: Yard) -> None:
    """A bridge on every crossing of road and water; its deck runs from bank to bank at the street's height."""
    brief = yard.site.brief
    for k, b in enumerate(yard.site.bridges):
        deck = yard.site.deck(b)
        lot = Lot(b.length, b.width, drop=deck.drop, opening=b.length * 0.7)
        parts = make("bridge", lot, brief.look, yard.rng("bridge", k))
        pose = Pose.standing(b.x, b.y, deck.middle, b.yaw)
        parts = sheared(parts, deck.grade * float(np.cos(b.yaw)), deck.grade * float(np.sin(b.yaw)), yaw=b.yaw)
        yard._add("bridge", parts, pose, b.area, gap=0.05)


def run(yard: Yard, kind: str, a: np.ndarray, b: np.ndarray, *, thickness: float, key: object, flip: bool = False) -> list[Placed]:
    """Pieces of a linear structure from a to b (2,), each following the ground by a shear along its length."""
    length = float(np.linalg.norm(b - a))
    lo = KINDS[kind].width[0]
    if length < max(0.6, lo):
        return []
    n = max(1, int(np.ceil(length / STEP)))
    way = (b - a) / length
    yaw = float(np.arctan2(way[1], way[0])) + (np.pi if flip else 0.0)
    out = []
    for k in range(n):
        p, q = a + way * length * k / n, a + way * length * (k + 1) / n
        out.append(_piece(yard, kind, p, q, yaw, Lot(length / n, thickness), key=(key, n)))
    return out


def _piece(yard: Yard, kind: str, p: np.ndarray, q: np.ndarray, yaw: float, lot: Lot, *, key: object) -> Placed:
    brief = yard.site.brief
    m = (p + q) / 2
    zp, zq = ground(brief, np.array([p, q]))
    way = (q - p) / np.linalg.norm(q - p)
    grade = float(zq - zp) / float(np.linalg.norm(q - p))
    parts = make(kind, lot, brief.look, yard.rng("run", kind, key))
    across = np.array([-way[1], way[0]])
    dz = float(np.diff(ground(brief, np.array([m - across, m + across])))[0]) / 2
    g = grade * way + dz * across
    parts = sheared(parts, float(g[0]), float(g[1]), yaw=yaw)
    pose = Pose.standing(float(m[0]), float(m[1]), float(ground(brief, m[None])[0]), yaw)
    return yard._add(kind, parts, pose, footprint(parts, pose), gap=0.0)


def town_walls(yard: Yard) -> None:
    """The town wall on its line: a gate where a street passes, a gap at water, towers at corners."""
    from shapely import Point

    site = yard.site
    size = site.brief.size
    for index, line in enumerate(site.walls):
        corners = [np.array(c) for c in line.coords]
        stops: list[tuple[float, float, str, float]] = []
        for r in site.roads:
            hit = common(line, r.line)
            for g in getattr(hit, "geoms", [hit]):
                if g.geom_type == "Point":
                    clear = r.width + 2 * r.pavement + 0.6
                    stops.append((line.project(g), clear / 2 + 2.2, "gate", clear))
        if site.river is not None:
            cut = common(line, site.river.buffer(site.river_width / 2 + 0.3, cap_style="flat"))
            if not cut.is_empty and cut.length > 0:
                s = [line.project(Point(c)) for g in getattr(cut, "geoms", [cut]) for c in g.coords]
                stops.append(((min(s) + max(s)) / 2, (max(s) - min(s)) / 2, "gap", 0.0))
        for c in corners[1:-1] if len(corners) == 3 else []:
            stops.append((line.project(Point(c)), 2.4, "wall_tower", 0.0))
        stops.sort()
        clean: list[tuple[float, float, str, float]] = []
        for stop in stops:
            if not clean or stop[0] - stop[1] >= clean[-1][0] + clean[-1][1] + 0.2:
                clean.append(stop)
        done = 0.0
        for mid, half, what, clear in [*clean, (line.length, 0.0, "end", 0.0)]:
            _wall_span(yard, line, done, mid - half, key=(index, what, len(yard.placed)))
            p, way = np.array(line.interpolate(mid).coords[0]), _heading(line, mid)
            if what == "gate":
                _gate(yard, p, way, 2 * half, clear, inside=np.full(2, size / 2))
            elif what == "wall_tower":
                z = float(ground(site.brief, p[None])[0])
                lot = Lot(2 * half - 0.04, 2 * half - 0.04)
                parts = make("wall_tower", lot, site.brief.look, yard.rng("tower", index))
                pose = Pose.standing(float(p[0]), float(p[1]), z, 0.0)
                from cityscape.grammar.height import slope

                parts = sheared(parts, *slope(site.brief, float(p[0]), float(p[1])), yaw=0.0)
                yard._add("wall_tower", parts, pose, footprint(parts, pose), gap=0.1)
            done = mid + half


def _heading(line: LineString, s: float) -> np.ndarray:
    a, b = (np.array(line.interpolate(t).coords[0]) for t in (max(0.0, s - 0.05), min(line.length, s + 0.05)))
    return (b - a) / np.linalg.norm(b - a)


def _wall_span(yard: Yard, line: LineString, s0: float, s1: float, *, key: object) -> None:
    middle = np.full(2, yard.site.brief.size / 2)
    knots = [s0, *(line.project(type(line.interpolate(0))(c)) for c in line.coords[1:-1]), s1]
    knots = sorted(k for k in knots if s0 <= k <= s1)
    for a, b in zip(knots, knots[1:], strict=False):
        if b - a < 1.0:
            continue
        p, q = (np.array(line.interpolate(t).coords[0]) for t in (a, b))
        way = (q - p) / np.linalg.norm(q - p)
        outward = np.array([-way[1], way[0]])
        run(yard, "city_wall", p, q, thickness=1.6, key=key, flip=float(outward @ (middle - p)) > 0)


def _gate(yard: Yard, p: np.ndarray, way: np.ndarray, length: float, clear: float, *, inside: np.ndarray) -> None:
    outward = np.array([-way[1], way[0]])
    yaw = float(np.arctan2(way[1], way[0])) + (np.pi if float(outward @ (inside - p)) > 0 else 0.0)
    brief = yard.site.brief
    lot = Lot(length - 0.04, KINDS["gate"].depth[0] if KINDS["gate"].depth[0] > 1.6 else min(3.4, KINDS["gate"].depth[1]), opening=clear)
    parts = make("gate", lot, brief.look, yard.rng("gate", float(p[0])))
    from cityscape.grammar.height import slope

    parts = sheared(parts, *slope(brief, float(p[0]), float(p[1])), yaw=yaw)
    pose = Pose.standing(float(p[0]), float(p[1]), float(ground(brief, p[None])[0]), yaw)
    yard._add("gate", parts, pose, footprint(parts, pose), gap=0.1)


def fences(yard: Yard, houses: list[tuple[Placed, LineString, float]]) -> None:
    """Fences, hedges or low walls around the plots of houses that stand back from the street."""
    theme = yard.site.brief.look.theme
    names = sorted(theme.enclosure)
    if not names or yard.site.brief.land_use not in ("residential", "farm"):
        return
    weights = np.array([theme.enclosure[n] for n in names])
    weights /= weights.sum()
    blocks = polygons(yard.site.areas["buildable"])
    for k, (house, _, _) in enumerate(houses):
        rng = yard.rng("fence", k)
        pick = names[int(rng.choice(len(names), p=weights))]
        kind = {"wall": "low_wall"}.get(pick, pick)
        if kind not in KINDS:
            continue
        block = next((g for g in blocks if g.intersects(house.area)), None)
        if block is None:
            continue
        m = house.pose.matrix()
        local = (np.array(house.area.exterior.coords)[:4] - m[:2, 3]) @ m[:2, :2]
        (x0, y0), (x1, y1) = local.min(0), local.max(0)
        back, front, side = y1 + float(rng.uniform(3, 7)), y0 - theme.setback * 0.75, 0.45 + theme.gap * 0.35
        corners = [(x0 - side, front), (x0 - side, back), (x1 + side, back), (x1 + side, front)]
        lines = [(corners[0], corners[1]), (corners[1], corners[2]), (corners[2], corners[3])]
        if theme.setback >= 2.5:
            lines += [((x0 - side, front), (-1.2, front)), ((1.2, front), (x1 + side, front))]
        for a, b in lines:
            _fence_line(yard, kind, *(m[:2, :2] @ np.array(p) + m[:2, 3] for p in (a, b)), block=block, key=k)


def _fence_line(yard: Yard, kind: str, a: np.ndarray, b: np.ndarray, *, block: Polygon, key: object) -> None:
    """Fence pieces along the stretch of a-b that is free and on the house's own block."""
    from shapely import LineString

    lo, hi = KINDS[kind].depth
    thick = lo if kind == "fence" else float(np.clip(0.5, lo, hi))
    free = minus(common(LineString([a, b]), block, yard.free.buffer(-thick / 2 - 0.05)), yard.taken.buffer(thick / 2 + 0.05))
    for g in getattr(free, "geoms", [free]):
        if g.geom_type == "LineString" and g.length >= max(1.2, KINDS[kind].width[0]):
            p, q = np.array(g.coords[0]), np.array(g.coords[-1])
            run(yard, kind, p, q, thickness=thick, key=key)
