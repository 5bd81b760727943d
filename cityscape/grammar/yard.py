"""`Yard`: what has been placed in a tile so far, and what room is left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from cityscape.grammar.ground import Pad, Patch, surface
from cityscape.grammar.height import ground, roughness, slope
from cityscape.grammar.plane import merged, minus
from cityscape.grammar.recipe import KINDS, Lot, PartRecipe, make
from cityscape.grammar.site import Site, polygons, rectangle
from cityscape.world.pose import Pose
from cityscape.world.records import Hex
from cityscape.world.seeds import generator
from partgen.solids import Solid

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, eq=False)
class Placed:
    """An object that has its place: its recipe and its pose in the tile's frame."""

    kind: str
    parts: list[PartRecipe]
    pose: Pose
    area: BaseGeometry


@dataclass
class Yard:
    """The state of placing objects in one tile.

    free : land on which something may still stand; taken : what objects cover, seen from above.
    lanes : the ways from doors to the street, which stay clear.
    """

    site: Site
    seed: int
    free: BaseGeometry
    taken: BaseGeometry
    inside: BaseGeometry
    placed: list[Placed] = field(default_factory=list)
    pads: list[Pad] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    lanes: list[BaseGeometry] = field(default_factory=list)
    _made: dict[tuple[object, ...], tuple[list[PartRecipe], np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, *, seed: int) -> Yard:
        """A yard with nothing in it but what its brief has reserved room for."""
        from shapely import Polygon, box

        size = site.brief.size
        inside = box(0, 0, size, size).buffer(-0.15, join_style="mitre")
        yard = cls(site, seed, site.areas["buildable"], Polygon(), inside)
        if site.brief.reserved:
            yard.keep_clear(merged(*(Polygon(o) for o in site.brief.reserved)))
        return yard

    def rng(self, *key: object) -> np.random.Generator:
        """A generator for one purpose, independent of all others."""
        return generator(self.seed, self.site.brief.cell, *key)

    def height(self, x: float, y: float) -> float:
        """Height of what one stands on at a point, metres."""
        z = float(surface(self.site, np.array([[x, y]]))[0])
        if self.patches:
            from shapely import Point

            p = Point(x, y)
            z += max((q.rise for q in self.patches if q.area.contains(p)), default=0.0)
        return z

    def fits(self, area: BaseGeometry, *, on: BaseGeometry | None = None) -> bool:
        """Whether an area lies on free land (or on `on`), and nothing is there yet."""
        where = self.free if on is None else on
        return bool(where.contains(area) and not self.taken.intersects(area))

    def building(self, kind: str, x: float, y: float, yaw: float, lot: Lot, *, color: Hex | None = None, key: object = 0) -> Placed:
        """Put up a building on a rectangle that has been found to fit; it stands on a level pad."""
        brief = self.site.brief
        rect = rectangle(x, y, yaw, lot.width, lot.depth)
        z = ground(brief, np.array(rect.exterior.coords)[:4])
        high, low = float(z.max()), float(z.min())
        lot = replace(lot, drop=high - low)
        parts = make(kind, lot, brief.look, self.rng("make", kind, key), color=color)
        pose = Pose.standing(x, y, high, yaw)
        if high - low > 1e-9:
            area = _below(parts, pose)
            if area is not None:
                self.pads.append(Pad(area, low))
        return self._add(kind, parts, pose, rect, gap=0.0)

    def prop(
        self,
        kind: str,
        x: float,
        y: float,
        yaw: float,
        lot: Lot,
        *,
        on: BaseGeometry | None = None,
        root: float | None = None,
        z: float | None = None,
        color: Hex | None = None,
        key: object = 0,
        margin: float = 0.05,
    ) -> Placed | None:
        """Put an object on the ground if it fits; its base follows the slope by a vertical shear.

        root : radius in metres of what must stand on free land (a trunk, a post); the rest may overhang.
        z : height to stand at instead of the ground's (on water, on a quay), level.
        """
        from shapely import Point

        brief = self.site.brief
        if root is not None and not (on or self.free).contains(Point(x, y).buffer(root, quad_segs=2)):
            return None
        parts, corners = self._recipe(kind, lot, color, key)
        pose = Pose.standing(x, y, self.height(x, y) if z is None else z, yaw)
        area = _hull(corners, pose)
        if not self.inside.contains(area) or self.taken.intersects(area):
            return None
        if root is None and not (on or self.free).contains(area):
            return None
        if z is None:
            gx, gy = slope(brief, x, y)
            parts = sheared(parts, gx, gy, yaw=yaw)
            rim = np.array(area.exterior.coords)
            swell = ground(brief, rim) - ground(brief, np.array([[x, y]])) - (rim - (x, y)) @ (gx, gy)
            lift = max(0.0, float(swell.max())) + roughness(brief)
            pose = pose.model_copy(update={"position": (x, y, pose.position[2] + lift)})
        return self._add(kind, parts, pose, area, gap=margin)

    def _recipe(self, kind: str, lot: Lot, color: Hex | None, key: object) -> tuple[list[PartRecipe], np.ndarray]:
        """The parts of an object and the corners (n, 3) of its solids; made once for all places at which it is tried."""
        what = (kind, lot, color, str(key))
        if what not in self._made:
            parts = make(kind, lot, self.site.brief.look, self.rng("make", kind, key), color=color)
            self._made[what] = parts, np.vstack([s.corners() for r in parts for s in r.solids])
        return self._made[what]

    def keep_clear(self, area: BaseGeometry) -> None:
        """Nothing may be placed on this area from now on."""
        self.free = minus(self.free, area)
        self.taken = merged(self.taken, area)

    def _add(self, kind: str, parts: list[PartRecipe], pose: Pose, area: BaseGeometry, *, gap: float) -> Placed:
        done = Placed(kind, parts, pose, area)
        self.placed.append(done)
        grown = area.buffer(gap, quad_segs=2, join_style="mitre") if gap else area
        self.free = minus(self.free, grown)
        self.taken = merged(self.taken, grown)
        return done

    def spots(self, area: BaseGeometry, n: int, rng: np.random.Generator) -> np.ndarray:
        """Up to n random points (m, 2) in an area."""
        import shapely

        if area.is_empty or n <= 0:
            return np.zeros((0, 2))
        x0, y0, x1, y1 = area.bounds
        p = rng.uniform((x0, y0), (x1, y1), (n * 6, 2))
        shapely.prepare(area)
        return p[shapely.contains_xy(area, p[:, 0], p[:, 1])][:n]

    def rooms(self, *, smallest: float = 4.0) -> list[Polygon]:
        """The free land's pieces, largest first."""
        return polygons(self.free, smallest=smallest)


def lot_for(kind: str, rng: np.random.Generator, *, width: float | None = None, size: str = "medium", **more: object) -> Lot:
    """A lot drawn from a kind's range, upper part for large ones, lower part for small ones."""
    k = KINDS[kind]
    lo, hi = {"small": (0.0, 0.4), "medium": (0.2, 0.8), "large": (0.65, 1.0)}[size]

    def draw(r: tuple[float, float]) -> float:
        return float(r[0] + (r[1] - r[0]) * rng.uniform(lo, hi))

    w = draw(k.width) if width is None else width
    return Lot(w, draw(k.depth), size=size, **more)  # type: ignore[arg-type]


def footprint(parts: list[PartRecipe], pose: Pose) -> Polygon:
    """The convex hull in plan of an object, in the tile's frame."""
    return _hull(np.vstack([s.corners() for r in parts for s in r.solids]), pose)


def _hull(corners: np.ndarray, pose: Pose) -> Polygon:
    from shapely import MultiPoint

    m = pose.matrix()
    p = corners @ m[:3, :3].T + m[:3, 3]
    return MultiPoint(p[:, :2]).convex_hull.buffer(0.01, join_style="mitre")


def sheared(parts: list[PartRecipe], gx: float, gy: float, *, yaw: float) -> list[PartRecipe]:
    """The parts with z raised by the ground's gradient (in the tile's frame); verticals stay vertical."""
    c, s = np.cos(yaw), np.sin(yaw)
    shear = np.eye(3)
    shear[2, 0], shear[2, 1] = gx * c + gy * s, -gx * s + gy * c
    if not shear[2, :2].any():
        return parts

    def bent(solid: Solid) -> Solid:
        return replace(solid, linear=shear @ solid.linear, offset=shear @ solid.offset)

    return [replace(p, solids=tuple(bent(s) for s in p.solids)) for p in parts]


def _below(parts: list[PartRecipe], pose: Pose) -> BaseGeometry | None:
    """The area of everything that reaches below the object's z = 0."""
    from shapely import MultiPoint

    m = pose.matrix()
    hulls = []
    for r in parts:
        for s in r.solids:
            v = s.corners()
            if v[:, 2].min() < -1e-6:
                low = v[v[:, 2] < 1e-6] if (v[:, 2] < 1e-6).sum() > 2 else v
                hulls.append(MultiPoint((low @ m[:3, :3].T + m[:3, 3])[:, :2]).convex_hull)
    flat = [h for h in hulls if h.geom_type == "Polygon"]
    return merged(*flat) if flat else None
