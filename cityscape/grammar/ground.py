"""The ground of a tile: slab, streets, pavements, water and land as closed columns, one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Sequence

import numpy as np

from cityscape.grammar.columns import Height, column, cuts, prismatic, triangulate
from cityscape.grammar.height import BANK, ground, profile
from cityscape.grammar.labels import canonical
from cityscape.grammar.plane import common, merged, minus
from cityscape.grammar.recipe import Look
from cityscape.grammar.site import Site, polygons, snap
from cityscape.world.brief import SIDES, Brief
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose
from cityscape.world.seeds import generator
from cityscape.world.theme import Role

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

COVER = 0.35
"""Thickness of the covers (street, grass, ...) on the slab, metres."""

KERB = 0.22
"""Width of a kerb stone, metres."""

HARD: frozenset[str] = frozenset({"commercial", "market", "civic", "station", "industry", "harbour"})
"""Land uses whose open land is paved where the theme paves."""


@dataclass(frozen=True, eq=False)
class Pad:
    """A level place cut into the land for a building: its area in plan and its height, metres."""

    area: BaseGeometry
    level: float


@dataclass(frozen=True, eq=False)
class Patch:
    """A piece of land with a cover of its own (a field, a garden path, a flower bed's soil)."""

    name: str
    label: str
    role: Role
    area: BaseGeometry
    rise: float = 0.0


def surface(site: Site, xy: np.ndarray) -> np.ndarray:
    """Height of what one can stand on at points (n, 2) -> (n,): pavements and squares carry their kerb."""
    import shapely

    z = ground(site.brief, xy)
    on = shapely.intersects_xy(site.areas["pavement"], xy[:, 0], xy[:, 1])
    return np.where(on, z + _kerb(site), z)


def _kerb(site: Site) -> float:
    return max((r.kerb for r in site.roads), default=0.0)


class _Heights:
    """Height fields of one tile; on its borders they are the shared profile, bit by bit."""

    def __init__(self, site: Site) -> None:
        self.site, self.brief = site, site.brief
        self.borders = {s: profile(site.brief, s) for s in SIDES}
        self.kerb = _kerb(site)

    def field(self, cover: str) -> Height:
        """The top of a cover."""

        def height(xy: np.ndarray) -> np.ndarray:
            z = self._inside(cover, xy)
            size = self.brief.size
            for side, fixed, along, edge in (("south", 1, 0, 0.0), ("north", 1, 0, size), ("west", 0, 1, 0.0), ("east", 0, 1, size)):
                on = xy[:, fixed] == edge
                if on.any():
                    z[on] = self.borders[side].height(xy[on, along], cover=cover)  # type: ignore[index]
            return z

        return height

    def _inside(self, cover: str, xy: np.ndarray) -> np.ndarray:
        z = ground(self.brief, xy)
        if cover == "pavement":
            return z + self.kerb
        if cover == "water":
            return self.site.water_level(xy)
        if cover == "bank":
            level = self.site.water_level(xy)
            return level + (z - level) * self._rise(xy)
        return z

    def _rise(self, xy: np.ndarray) -> np.ndarray:
        import shapely

        p = shapely.points(xy)
        if self.site.river is not None:
            w = np.clip((shapely.distance(self.site.river, p) - (self.site.river_width / 2 - BANK)) / BANK, 0, 1)
        else:
            w = np.ones(len(xy))
        if self.site.lake is not None:
            inside = shapely.contains(self.site.lake, p) * shapely.distance(self.site.lake.exterior, p)
            w = np.minimum(w, 1 - np.clip(inside / BANK, 0, 1))
        return np.round(w * 64) / 64


def lower(height: Height, by: float) -> Height:
    """A height field shifted down."""
    return lambda xy: height(xy) - by


def level(z: float) -> Height:
    """A horizontal plane."""
    return lambda xy: np.full(len(xy), z)


def ground_look(brief: Brief) -> Look:
    """Materials of the ground: the same in every tile of a style, so that streets and meadows run on."""
    return Look(brief.look, generator("ground", brief.look.theme.name))


@dataclass(frozen=True, eq=False)
class Cover:
    """One part of the ground: columns (`cityscape.grammar.columns.column`) of one material, in the tile's frame."""

    name: str
    label: str
    material: Material
    columns: tuple[Mesh, ...]

    @property
    def mesh(self) -> Mesh:
        """All columns as one mesh."""
        return self.columns[0] if len(self.columns) == 1 else _joined(list(self.columns))


def ground_thing(site: Site, *, pads: list[Pad], patches: list[Patch], seed: int) -> Thing:
    """The object "ground" with its meshes."""
    return Thing("ground", "ground", "ground", Pose(), cover_parts("ground", ground_covers(site, pads=pads, patches=patches)))


def cover_parts(thing: str, covers: Sequence[Cover]) -> tuple[Part, ...]:
    """Covers as parts of an object that stands at the tile's origin."""
    return tuple(Part(f"{thing}__{c.name}", c.name, c.label, thing, c.material, c.mesh, Pose()) for c in covers)


def ground_covers(site: Site, *, pads: list[Pad], patches: list[Patch]) -> list[Cover]:
    """The parts of the ground: closed columns side by side, from the slab's base up to street, grass, water..."""
    from shapely import box

    brief = site.brief
    size, lines = brief.size, cuts(brief.size)
    look, heights = ground_look(brief), _Heights(site)
    open_ground = heights.field("ground")
    tile = box(0, 0, size, size)
    parts: list[Cover] = []

    def add(name: str, label: str, material: Material, *meshes: Mesh | None) -> None:
        columns = tuple(m for m in meshes if m is not None)
        if columns and abs(sum(m.volume for m in columns)) > 1e-6:
            parts.append(Cover(name, canonical(label), material, columns))

    pad_area = snap(merged(*(p.area for p in pads))) if pads else tile.buffer(-size)
    full = snap(merged(site.areas["water"], site.areas["bank"], site.areas["abutment"], pad_area))
    slab = snap(minus(tile, full))
    add("slab", "slab", look.material("slab"), prismatic(slab, lines, lower(open_ground, COVER), level(brief.base)))

    taken = pad_area
    covers: dict[str, tuple[str, Role, list[Mesh]]] = {}
    for p in patches:
        area = snap(minus(common(p.area, site.land), taken))
        taken = merged(taken, p.area)
        mesh = prismatic(area, lines, lambda xy, r=p.rise: open_ground(xy) + r, lower(open_ground, COVER))  # type: ignore[misc]
        if mesh is not None and mesh.volume > 1e-3:
            covers.setdefault(p.name, (p.label, p.role, []))[2].append(mesh)

    rest = snap(minus(site.land, taken))
    hard = snap(common(rest, _hard_area(brief)))
    soft = snap(minus(rest, hard))
    walk = snap(minus(site.areas["pavement"], pad_area))
    kerb = snap(common(walk, merged(site.areas["street"], site.areas["street_side"]).buffer(KERB, quad_segs=3)))
    simple = (
        ("grass", "grass", "ground", soft, "ground"),
        ("paving", "paving", "plaza", hard, "ground"),
        ("square", "plaza", "plaza", snap(minus(site.areas["square"], pad_area)), "ground"),
        ("street", "street", "street", site.areas["street"], "ground"),
        ("side_street", "street", "street_side", site.areas["street_side"], "ground"),
        ("path", "path", "path", site.areas["path"], "ground"),
        ("pavement", "pavement", "pavement", snap(minus(walk, kerb)), "pavement"),
        ("kerb", "kerb", "kerb", kerb, "pavement"),
    )
    for name, label, role, area, cover in simple:
        add(name, label, look.material(role), prismatic(area, lines, heights.field(cover), lower(open_ground, COVER)))  # type: ignore[arg-type]
    for name, (label, patch_role, meshes) in covers.items():
        add(name, label, look.material(patch_role), *meshes)

    bed = [prismatic(site.areas["bank"], lines, heights.field("bank"), level(brief.base))]
    add("bank", "bank", look.material("bank"), bed[0])
    depth = heights.field("water")
    add("riverbed", "slab", look.material("slab"), prismatic(site.areas["water"], lines, lower(depth, 0.6), level(brief.base)))
    add("water", "water", look.material("water"), prismatic(site.areas["water"], lines, depth, lower(depth, 0.6)))
    add("abutment", "abutment", look.material("stone"), prismatic(site.areas["abutment"], lines, site.abutment, level(brief.base)))

    stands = [
        column(*tri, np.full(len(tri[0]), p.level), np.full(len(tri[0]), brief.base))
        for p in pads
        if len((tri := _pad_triangles(p, lines))[1])
    ]
    add("pad", "pad", look.material("slab"), *stands)
    for name, mesh in _markings(site, open_ground, lines):
        add(name, "marking", look.material("marking"), mesh)
    return parts


def _pad_triangles(pad: Pad, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return triangulate(snap(pad.area), lines)


def _joined(meshes: list[Mesh]) -> Mesh:
    n = np.cumsum([0] + [len(m.vertices) for m in meshes])
    return Mesh(np.vstack([m.vertices for m in meshes]), np.vstack([m.faces + k for m, k in zip(meshes, n, strict=False)]))


def _hard_area(brief: Brief) -> BaseGeometry:
    """Where open land is paved: all of it but a verge along borders whose socket says that they are soft."""
    from shapely import box

    if brief.land_use not in HARD:
        edge = [4.0 if brief.sockets[s].cover == "hard" else None for s in SIDES]
        if not any(edge):
            return box(0, 0, 0, 0)
        size = brief.size
        strips = {
            "south": box(0, 0, size, 1),
            "east": box(size - 1, 0, size, size),
            "north": box(0, size - 1, size, size),
            "west": box(0, 0, 1, size),
        }

        return merged(*(strips[s] for s in SIDES if brief.sockets[s].cover == "hard"))
    verge = {s: 1.0 if brief.sockets[s].cover == "soft" else 0.0 for s in SIDES}
    return box(verge["west"], verge["south"], brief.size - verge["east"], brief.size - verge["north"])


def _markings(site: Site, top: Height, lines: np.ndarray) -> list[tuple[str, Mesh]]:
    """Dashed middle lines and zebra crossings, 1.5 cm thick, on streets that have them."""
    from shapely import LineString, Point, box
    from shapely.ops import substring

    theme = site.brief.look.theme
    if not theme.streets.markings:
        return []
    inside = box(0, 0, site.brief.size, site.brief.size).buffer(-0.4)
    hub = Point(site.hub)
    dashes, zebras = [], []
    for r in site.roads:
        if r.kind != "street":
            continue
        reach = r.width * 0.62 + r.pavement if len(site.roads) > 2 or site.square is not None else 0.0
        free = minus(r.line, hub.buffer(reach + 1.2)) if reach else r.line
        for piece in getattr(free, "geoms", [free]):
            if piece.length < 3:
                continue
            for s in np.arange(0.9, piece.length - 1.2, 3.2):
                dashes.append(substring(piece, s, s + 1.5).buffer(0.075, cap_style="flat"))
        if len(site.roads) > 2 and r.pavement > 0:
            ring = minus(r.line, hub.buffer(reach + 0.4))
            piece = max(getattr(ring, "geoms", [ring]), key=lambda g: g.length)
            if piece.length > 4:
                ends = sorted((0.0, piece.length), key=lambda s: piece.interpolate(s).distance(hub))
                a = piece.interpolate(abs(ends[0] - 0.2))
                b = piece.interpolate(abs(ends[0] - 2.6))
                zebras += _zebra(a, b, r.width)
    clear = common(merged(site.areas["street"], site.areas["street_side"]), inside)
    clear = minus(clear, merged(*(b.area for b in site.bridges))) if site.bridges else clear
    out = []
    solid = merged(*zebras) if zebras else LineString()
    for name, shapes in (("middle_line", dashes), ("zebra", zebras)):
        if shapes:
            area = common(merged(*shapes), clear)
            if name == "middle_line" and zebras:
                area = minus(area, solid.buffer(0.6))
            pieces = polygons(area, smallest=0.05)
            if pieces:
                mesh = prismatic(snap(merged(*pieces)), lines, lambda xy: top(xy) + 0.015, top)
                if mesh is not None:
                    out.append((name, mesh))
    return out


def _zebra(a, b, width: float) -> list:  # type: ignore[no-untyped-def, type-arg]
    from shapely import LineString

    p, q = np.array([a.x, a.y]), np.array([b.x, b.y])
    way = (q - p) / max(1e-9, float(np.linalg.norm(q - p)))
    side = np.array([-way[1], way[0]])
    n = int((width - 0.6) / 0.9)
    offsets = (np.arange(n) - (n - 1) / 2) * 0.9
    return [LineString([p + side * o, q + side * o]).buffer(0.23, cap_style="flat") for o in offsets]
