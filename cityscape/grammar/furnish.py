"""Everything small: fields, squares, street furniture, vehicles, boats, trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cityscape.grammar.ground import HARD, Patch
from cityscape.grammar.plane import common, merged, minus
from cityscape.grammar.recipe import KINDS, Lot
from cityscape.grammar.site import polygons
from cityscape.grammar.yard import Placed, Yard, lot_for
from cityscape.world.brief import Wanted

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CENTREPIECES = ("fountain", "statue", "well", "gazebo")
QUAY = 4.0
"""How far from the bank things still stand at the water's edge, metres."""

WILD = 1.6
"""Trees and bushes per 100 square metres of land that nothing else has taken."""


def furnish(yard: Yard, wanted: list[Wanted]) -> None:
    """Place all loose objects: the prompt's wishes first, then what the theme has for this land use."""
    brief = yard.site.brief
    theme = brief.look.theme
    scale = (brief.size / 40.0) ** 2
    rng = yard.rng("furnish")
    centrepiece(yard)
    if brief.land_use == "farm":
        fields(yard)
    if brief.land_use == "park":
        promenade(yard)
    if brief.land_use == "harbour":
        moor(yard)
    if brief.land_use in ("harbour", "lake"):
        landing(yard)
    for n, w in enumerate(wanted):
        for k in range(w.count):
            scatter(yard, w.kind, key=("wanted", n, k), size=w.size, color=w.color, tries=40)
    along_streets(yard)
    traffic(yard)
    counts = theme.objects.get(brief.land_use, {})
    plants: list[tuple[str, int]] = []
    for name in sorted(counts):
        n = int(rng.poisson(counts[name] * scale))
        known = KINDS.get(name)
        if brief.land_use == "harbour" and ship(name):
            continue
        if name == "tree" or (known and known.category == "plant"):
            plants.append((name, n))
            continue
        for k in range(n):
            scatter(yard, name, key=(name, k))
    for name, n in plants:
        for k in range(n):
            scatter(yard, name, key=(name, k))
    wild = 0.0 if brief.land_use in ("farm", "fort") else WILD * (0.35 if brief.land_use in HARD else 1.0)
    for k in range(int(yard.free.buffer(-1.5).area / 100.0 * wild)):
        scatter(yard, "tree" if k % 3 else undergrowth(yard, yard.rng("undergrowth", k)), key=("wild", k))


def shade_trees(yard: Yard) -> None:
    """A few full-grown trees behind the houses, before fences and sheds take the room."""
    brief = yard.site.brief
    if brief.land_use in HARD or brief.land_use == "farm":
        return
    rng = yard.rng("shade")
    for k in range(int(rng.integers(3, 6) * (brief.size / 40.0) ** 2)):
        scatter(yard, "tree", key=("shade", k), size="medium", tries=24)


def undergrowth(yard: Yard, rng: np.random.Generator) -> str:
    """What grows wild under the trees: bushes where the theme's woods have them, else one of their low plants, else trees."""
    woods = yard.site.brief.look.theme.objects.get("forest", {})
    if "bush" in woods:
        return "bush"
    low = {k: v for k, v in woods.items() if k in KINDS and KINDS[k].category == "plant" and KINDS[k].stand == "ground"}
    names = sorted(low)
    w = np.array([low[n] for n in names])
    return names[int(rng.choice(len(names), p=w / w.sum()))] if names else "tree"


def species(yard: Yard, rng: np.random.Generator) -> str:
    """A tree drawn from the theme's species."""
    trees = {k: v for k, v in yard.site.brief.look.theme.trees.items() if k in KINDS}
    names = sorted(trees)
    w = np.array([trees[n] for n in names])
    return names[int(rng.choice(len(names), p=w / w.sum()))] if names else "oak"


def vehicle(yard: Yard, rng: np.random.Generator) -> str | None:
    """A vehicle drawn from the theme's."""
    known = {k: v for k, v in yard.site.brief.look.theme.vehicles.items() if k in KINDS}
    names = sorted(known)
    w = np.array([known[n] for n in names])
    return names[int(rng.choice(len(names), p=w / w.sum()))] if names else None


def scatter(yard: Yard, kind: str, *, key: object, size: str = "medium", color: str | None = None, tries: int = 10) -> Placed | None:
    """One object somewhere sensible: boats on water, stalls on squares, trees away from walls, the rest on free land."""

    rng = yard.rng("scatter", key)
    if kind == "tree":
        kind = species(yard, rng)
    elif kind == "vehicle":
        kind = vehicle(yard, rng) or "cart"
    if kind not in KINDS:
        return None
    k = KINDS[kind]
    lot = lot_for(kind, rng, size=size)
    if k.stand == "water":
        return afloat(yard, kind, lot, rng, tries=tries)
    areas = [square(yard), yard.free] if k.stand == "square" else [quay(yard), yard.free] if k.stand == "quay" else [yard.free]
    if k.stand == "field":
        crops = [q.area.buffer(-0.4) for q in yard.patches if q.label == "field"]
        areas = [minus(merged(*crops), yard.taken), *areas] if crops else areas
    for area in areas:
        for x, y in yard.spots(area, tries, rng):
            root = 0.35 if k.stand == "trunk" else lot.width / 2 if k.stand == "quay" and k.category == "structure" else None
            yaw = float(rng.uniform(0, 2 * np.pi)) if k.category == "plant" else towards_street(yard, x, y)
            if k.stand == "quay" and area is areas[0]:
                yaw = towards_water(yard, x, y)
            done = yard.prop(kind, float(x), float(y), yaw, lot, on=area, root=root, color=color, key=key)
            if done is not None:
                return done
    return None


def towards_street(yard: Yard, x: float, y: float) -> float:
    """The yaw that turns a front (-y) to the nearest street, on its land side; 0 where there is none."""
    from shapely import Point
    from shapely.ops import nearest_points

    axes = [r.line for r in yard.site.roads]
    if not axes:
        return 0.0
    p = Point(x, y)
    line = min(axes, key=lambda g: g.distance(p))
    q = nearest_points(p, line)[1]
    return float(np.arctan2(y - q.y, x - q.x) - np.pi / 2) if q.distance(p) > 1e-6 else 0.0


def quay(yard: Yard) -> BaseGeometry:
    """The free land within a few steps of a river's or a lake's bank."""
    bank = yard.site.areas["bank"]
    return common(bank.buffer(QUAY), yard.free) if not bank.is_empty else bank


def towards_water(yard: Yard, x: float, y: float) -> float:
    """The yaw that turns a front (-y) to the nearest bank."""
    from shapely import Point
    from shapely.ops import nearest_points

    q = nearest_points(yard.site.areas["bank"], Point(x, y))[0]
    return float(np.arctan2(y - q.y, x - q.x) - np.pi / 2)


def square(yard: Yard) -> BaseGeometry:
    """The part of the square that no street runs through and that is still free."""
    from shapely import Polygon

    if yard.site.square is None:
        return Polygon()
    lanes = merged(*(r.line.buffer(r.width / 2 + 0.1) for r in yard.site.roads))
    return minus(yard.site.areas["square"], merged(lanes, *yard.lanes), yard.taken)


def centrepiece(yard: Yard) -> None:
    """A fountain, statue or well in the middle of a square; the streets go round it."""
    site = yard.site
    if site.square is None:
        return
    counts = site.brief.look.theme.objects.get(site.brief.land_use, {})
    names = [n for n in CENTREPIECES if n in counts and n in KINDS]
    if not names:
        return
    rng = yard.rng("centrepiece")
    kind = names[int(rng.integers(len(names)))]
    lot = lot_for(kind, rng, size="large" if site.brief.land_use in ("market", "civic") else "small")
    yard.prop(kind, *site.hub, 0.0, lot, on=site.areas["square"], key="centrepiece")


def fields(yard: Yard) -> None:
    """Crop fields on the free land, parted by strips of grass."""
    from shapely import box
    from shapely.affinity import rotate

    rng = yard.rng("fields")
    size = yard.site.brief.size
    n = 0
    for room in yard.rooms(smallest=60.0):
        core = room.buffer(-1.4, join_style="mitre")
        cuts = np.sort(rng.uniform(0.25, 0.75, 2) * size)
        turn = float(rng.choice([0.0, 90.0]))
        lo = [0.0, cuts[0], cuts[1], size]
        for a, b in zip(lo, lo[1:], strict=False):
            strip = rotate(box(-size, a + 0.5, 2 * size, b - 0.5), turn, origin=(size / 2, size / 2))
            for p in polygons(common(core, strip), smallest=25.0):
                role = ("crop", "crop", "soil")[int(rng.integers(3))]
                n += 1
                yard.patches.append(Patch(f"field_{n}", "field", role, p, rise=0.12))  # type: ignore[arg-type]
                yard.free = minus(yard.free, p)


def promenade(yard: Yard) -> None:
    """Paths round the lawns of a park, with benches that look onto them, joined to the street."""
    from shapely import LineString, Point
    from shapely.ops import nearest_points

    wide = yard.site.areas["wide"]
    for n, room in enumerate(yard.rooms(smallest=90.0)):
        core = room.buffer(-3.2).buffer(-2.0).buffer(2.0)
        for lawn in polygons(core, smallest=20.0)[:1]:
            ring = lawn.exterior.simplify(0.3).buffer(0.75, quad_segs=3)
            ways = [ring]
            if not wide.is_empty:
                a, b = nearest_points(lawn.exterior, wide)
                ways.append(LineString([(a.x, a.y), (b.x, b.y)]).buffer(0.75, cap_style="flat"))
            path = common(merged(*ways), room)
            yard.patches.append(Patch(f"park_path_{n + 1}", "path", "path", path))
            yard.free = minus(yard.free, path.buffer(0.1))
            if "bench" in KINDS:
                rng = yard.rng("promenade", n)
                for s in np.arange(rng.uniform(2, 5), lawn.exterior.length, 9.0):
                    p = lawn.exterior.interpolate(s)
                    inner = lawn.buffer(-1.35)
                    if inner.is_empty:
                        break
                    q = nearest_points(inner, Point(p))[0]
                    yaw = float(np.arctan2(q.y - p.y, q.x - p.x) - np.pi / 2)
                    yard.prop("bench", q.x, q.y, yaw, lot_for("bench", rng, size="small"), key="promenade")


def ship(name: str) -> bool:
    """Whether a kind is so long that it takes its berth before piers and boats do."""
    return name in KINDS and KINDS[name].stand == "water" and KINDS[name].width[0] > 6.0


def moor(yard: Yard) -> None:
    """The theme's ships along the quay of a harbour."""
    site = yard.site
    counts = site.brief.look.theme.objects.get(site.brief.land_use, {})
    rng = yard.rng("moor")
    for name in sorted(n for n in counts if ship(n)):
        for k in range(int(rng.poisson(counts[name] * (site.brief.size / 40.0) ** 2))):
            scatter(yard, name, key=("moor", name, k), tries=24)


def landing(yard: Yard) -> None:
    """Piers from the bank out over the water, and a crane on the quay of a harbour: the theme's own where it has one."""
    from shapely import Point
    from shapely.ops import nearest_points

    site = yard.site
    if "pier" not in KINDS or site.areas["water"].is_empty or site.areas["bank"].is_empty:
        return
    rng = yard.rng("landing")
    harbour = site.brief.land_use == "harbour"
    shore = site.areas["water"].boundary
    bank = site.areas["bank"]
    built = 0
    for s in rng.uniform(0, shore.length, 24):
        p = shore.interpolate(float(s))
        core = site.areas["water"].buffer(-3.0)
        if core.is_empty or bank.distance(p) > 0.05 or built >= (3 if harbour else 1):
            continue
        q = nearest_points(core, p)[0]
        way = np.array([q.x - p.x, q.y - p.y])
        if np.linalg.norm(way) < 1.0:
            continue
        way /= np.linalg.norm(way)
        length = float(rng.uniform(4.5, 7.5))
        a = np.array([p.x, p.y]) + way * (length / 2 + 0.15)
        z = float(site.water_level(a[None])[0]) + 0.55
        lot = Lot(length, float(np.clip(1.8, *KINDS["pier"].depth)), drop=0.55)
        room = site.areas["water"].buffer(0.1)
        built += yard.prop("pier", a[0], a[1], float(np.arctan2(way[1], way[0])), lot, on=room, z=z, key="landing") is not None
    own = [n for n in sorted(site.brief.look.theme.objects.get(site.brief.land_use, {})) if n.endswith("_crane") and n in KINDS]
    if harbour and own:
        scatter(yard, own[0], key="crane", tries=24)
    elif harbour and "quay_crane" in KINDS:
        quay = common(bank.buffer(4.5), yard.free)
        for x, y in yard.spots(quay, 12, rng):
            q = nearest_points(bank, Point(x, y))[0]
            yaw = float(np.arctan2(y - q.y, x - q.x) - np.pi / 2)
            if yard.prop("quay_crane", float(x), float(y), yaw, lot_for("quay_crane", rng, size="small"), key="crane"):
                break


def along_streets(yard: Yard) -> None:
    """Lamps and the like in an even rhythm along both sides of the streets, fronts to the street."""
    from shapely import Point

    site = yard.site
    theme = site.brief.look.theme
    land = minus(merged(yard.free, site.areas["pavement"]), site.areas["street"], site.areas["street_side"], *yard.lanes)
    for name in sorted(theme.street_objects):
        if name != "tree" and name not in KINDS:
            continue
        spacing = 40.0 / theme.street_objects[name]
        for index, r in enumerate(site.roads):
            rng = yard.rng("along", name, index)
            alike = name != "tree" and KINDS[name].category != "plant"
            for turn, s in enumerate(np.arange(float(rng.uniform(0.25, 0.75)) * spacing * 0.5 + 1.5, r.line.length - 1.0, spacing / 2)):
                side = 1 if turn % 2 else -1
                a, b = (np.array(r.line.interpolate(t).coords[0]) for t in (max(0, s - 0.2), min(r.line.length, s + 0.2)))
                way = (b - a) / np.linalg.norm(b - a)
                out = np.array([-way[1], way[0]]) * side
                kind = species(yard, rng) if name == "tree" else name
                lot = lot_for(kind, rng, size="small")
                reach = 0.5 if name == "tree" else min(lot.depth / 2, 0.9)
                gap = r.width / 2 + (max(0.15 + reach, min(r.pavement * 0.45, r.pavement - reach)) if r.pavement > 0.8 else reach + 0.35)
                p = (a + b) / 2 + out * gap
                yaw = float(np.arctan2(out[1], out[0]) - np.pi / 2)
                if not yard.inside.contains(Point(p)):
                    continue
                root = 0.3 if KINDS[kind].stand in ("trunk", "post") else None
                yard.prop(kind, float(p[0]), float(p[1]), yaw, lot, on=land, root=root, key=name if alike else (name, index, turn))


def traffic(yard: Yard) -> None:
    """Vehicles on the right-hand lanes, headed along them, clear of junctions, borders and bridges."""
    from shapely import Point

    site = yard.site
    if not site.brief.look.theme.vehicles or not site.roads:
        return
    lanes = merged(site.areas["street"], site.areas["street_side"])
    decks = merged(*(b.area for b in site.bridges)) if site.bridges else None
    for index, r in enumerate(site.roads):
        if r.kind != "street":
            continue
        rng = yard.rng("traffic", index)
        for k in range(int(rng.poisson(r.line.length / 22.0))):
            kind = vehicle(yard, rng)
            if kind is None:
                return
            lot = lot_for(kind, rng)
            if lot.depth > r.width / 2 - 0.2 and r.width < 4.5:
                continue
            s = float(rng.uniform(lot.width / 2 + 0.6, max(lot.width / 2 + 0.7, r.line.length - lot.width / 2 - 0.6)))
            forward = bool(rng.integers(2))
            a, b = (np.array(r.line.interpolate(t).coords[0]) for t in (max(0.0, s - 0.5), min(r.line.length, s + 0.5)))
            way = (b - a) / np.linalg.norm(b - a) * (1 if forward else -1)
            right = np.array([way[1], -way[0]])
            p = (a + b) / 2 + right * (r.width / 4)
            if len(site.roads) > 2 and Point(p).distance(Point(site.hub)) < r.width * 0.8 + lot.width / 2:
                continue
            if decks is not None and decks.distance(Point(p)) < lot.width / 2:
                continue
            yard.prop(kind, float(p[0]), float(p[1]), float(np.arctan2(way[1], way[0])), lot, on=lanes, key=("traffic", index, k))


def afloat(yard: Yard, kind: str, lot, rng: np.random.Generator, *, tries: int) -> Placed | None:  # type: ignore[no-untyped-def]
    """A boat on the water, along the river."""
    from shapely import Point

    site = yard.site
    bank, beam = site.areas["bank"], lot.depth / 2
    water = minus(site.areas["water"], bank.buffer(0.15), yard.taken, *(b.area.buffer(0.5) for b in site.bridges))
    moored = common(water, minus(bank.buffer(beam + 0.8), bank.buffer(beam + 0.2))) if site.brief.land_use == "harbour" else water
    for n, (x, y) in enumerate((*yard.spots(moored, tries, rng), *yard.spots(water, tries, rng))):
        yaw = float(rng.uniform(0, 2 * np.pi))
        if site.river is not None:
            s = site.river.project(Point(x, y))
            up, down = (np.array(site.river.interpolate(t).coords[0]) for t in (max(0.0, s - 0.5), s + 0.5))
            yaw = float(np.arctan2(*(down - up)[::-1])) + float(rng.normal(0, 0.12 if n >= tries or moored is water else 0.02))
        reach = lot.width / 2 * np.array([[0, 0], [np.cos(yaw), np.sin(yaw)], [-np.cos(yaw), -np.sin(yaw)]])
        z = float(site.water_level(np.array([x, y]) + reach).max())
        done = yard.prop(kind, float(x), float(y), yaw, lot, on=water, z=z, key=("afloat", float(x)))
        if done is not None:
            return done
    return None
