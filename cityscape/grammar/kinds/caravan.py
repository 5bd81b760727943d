"""Where a caravan rests and prays: mosque and caravanserai."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar import adobe, roofs
from cityscape.grammar.fittings import flag, wall_lantern
from cityscape.grammar.kit import SIDES, Block, Wall, between, chance, door, foundation, plate, steps
from cityscape.grammar.masonry import band, ngon, tower_wall
from cityscape.grammar.recipe import Build, kind
from cityscape.world.theme import Role
from partgen.solids import ball, beam, box, cylinder, frustum, hull, prism, rod, spandrel


@kind("mosque", "building", width=(12.0, 21.0), depth=(12.0, 21.0), words=("mosque", "prayer hall", "minaret"))
def mosque(b: Build) -> None:
    """A domed prayer hall with a tall tiled portal, corner domes, stepped merlons and one or two minarets."""
    lot = b.lot
    floor, front, side = 0.5, 2.1, 0.55
    h = between(b, 4.6, 5.4)
    hall = Block(0, (front - side) / 2, lot.width - 2 * side, lot.depth - front - side, floor, floor + h)
    foundation(b, hall, proud=0.14)
    b.add("walls", "wall", hall.solid(), label="wall")
    adobe.flat_roof(b, hall, height=0.5, corners=False)
    for name in SIDES:
        f = hall.wall(name, z=hall.z1 + 0.5)
        adobe.crown(b, f if name in ("front", "back") else f.at(0, 0, length=f.length - 0.6), size=0.75, gap=0.25)
    band(b, hall, hall.z1 - 0.55, height=0.28, proud=0.05, role="accent", name="tile_band")
    f = hall.wall("front")
    pw = min(5.4, hall.w * 0.34)
    ph = h + between(b, 1.3, 2.0)
    niche = adobe.portal(b, f, 0, w=pw, h=ph, out=1.0, span=pw * 0.56, rise_to=ph - 1.2, low=-floor - lot.drop)
    door(b, niche, 0, 1.7, 2.9, top="pointed", leaves=2, frame="trim", bar=0.16)
    adobe.crown(b, niche.at(0, ph, out=1.0, length=pw), size=0.45, gap=0.16)
    b.add("threshold", "stone", niche.one(box(pw * 0.56 - 0.01, 1.0, floor + lot.drop, at=(0, -0.5, -floor - lot.drop))), label="stairs")
    steps(b, f.at(0, 0, out=1.0), 0, pw * 0.9, floor, room=front - 1.1, tread=0.32)
    rest = (hall.w - pw) / 2
    n = max(1, round(rest / 2.6))
    for s in (-1, 1):
        for k in range(n):
            x = s * (pw / 2 + rest * (k + 0.5) / n)
            adobe.deep_window(b, f, x, 1.0, 1.0, 2.2, top="pointed")
    for name in SIDES[1:]:
        w = hall.wall(name)
        m = max(3, round(w.length / 3.0))
        for k in range(m):
            adobe.deep_window(b, w, -w.length / 2 + w.length * (k + 0.5) / m, 1.0, 1.0, 2.2, top="pointed", lattice=name == "right")
    _domes(b, hall)
    r = min(1.15, hall.w * 0.075)
    two = lot.width > 16 and chance(b, 0.55)
    s = 1 if chance(b, 0.5) else -1
    mh = h + hall.w * 0.55 + between(b, 3.0, 5.0)
    for q in (-1, 1) if two else (s,):
        _minaret(b, q * (lot.width / 2 - r * 1.55 - 0.05), -lot.depth / 2 + r * 1.55 + 0.1, r, mh)


def _domes(b: Build, hall: Block) -> None:
    """The great dome on its drum with windows, and four small ones."""
    z = hall.z1 + 0.07
    r = min(hall.w, hall.d) * between(b, 0.25, 0.29)
    drum = between(b, 1.1, 1.5)
    base = Block(hall.x, hall.y, 2.5 * r, 2.5 * r, z, z + 0.6)
    b.add("drums", "wall", base.solid(), label="wall")
    pointed = chance(b, 0.6)
    role: Role = "accent" if chance(b, 0.6) else "trim"
    adobe.drum_dome(b, hall.x, hall.y, z + 0.59, r, drum=drum, pointed=pointed, role=role, sides=16)
    for k in range(8):
        w = tower_wall(hall.x, hall.y, z + 0.8, r * 1.06, 2 * pi * k / 8)
        adobe.deep_window(b, w, 0, 0, 0.5, drum - 0.45, top="round", lattice=False)
    small = min(hall.w, hall.d) * 0.095
    for i in (-1, 1):
        for j in (-1, 1):
            x, y = hall.x + i * (hall.w / 2 - small - 0.75), hall.y + j * (hall.d / 2 - small - 0.75)
            adobe.drum_dome(b, x, y, z, small, drum=0.45, pointed=pointed, role=role, sides=12, finial=False)


def _minaret(b: Build, x: float, y: float, r: float, h: float) -> None:
    """Square foot, tapering round shaft, corbelled balcony, lantern and pointed cap with a crescent."""
    foot = 3.2
    b.add("minaret", "wall", box(2.7 * r, 2.7 * r, foot + b.lot.drop, at=(x, y, -b.lot.drop)), label="tower")
    b.add(
        "minaret",
        "wall",
        hull(
            [(px * 1.35 * r, py * 1.35 * r, foot - 0.01) for px in (-1, 1) for py in (-1, 1)]
            + [(px, py, foot + 0.9) for px, py in ngon(r, 12)]
        ).moved(x, y),
    )
    gallery = h * 0.72
    b.add("minaret", "wall", frustum(r, r * 0.86, gallery - foot - 0.88, at=(x, y, foot + 0.88), segments=12))
    b.add(
        "minaret",
        "wall",
        frustum(r * 0.86, r * 1.4, 0.6, at=(x, y, gallery), segments=12),
        cylinder(r * 1.4, 0.16, at=(x, y, gallery + 0.59), segments=12),
    )
    for z in (foot + 1.5, gallery - 1.0):
        b.add("tile_bands", "accent", cylinder(r * 1.04, 0.3, at=(x, y, z), segments=12), label="tiles")
    deck = gallery + 0.75
    rail = r * 1.32
    b.add("minaret_rail", "trim", *[box(0.1, 0.1, 0.84, at=(x + px, y + py, deck - 0.01)) for px, py in ngon(rail, 10)], label="railing")
    ring_pts = ngon(rail, 10)
    for k in range(10):
        (x0, y0), (x1, y1) = ring_pts[k], ring_pts[(k + 1) % 10]
        b.add("minaret_rail", "trim", beam((x + x0, y + y0, deck + 0.835), (x + x1, y + y1, deck + 0.835), 0.08, 0.08))
    top = h - r * 1.7
    b.add("minaret", "wall", cylinder(r * 0.62, top - deck + 0.01, at=(x, y, deck - 0.01), segments=10))
    f = tower_wall(x, y, deck, r * 0.6, 0.0)
    b.add("minaret_door", "door", f.one(plate([(-0.28, 0), (0.28, 0), (0.28, 1.3), (0, 1.7), (-0.28, 1.3)], -0.05, 0.1)), label="door")
    b.add(
        "minaret_cap",
        "accent",
        cylinder(r * 0.78, 0.14, at=(x, y, top - 0.01), segments=12),
        roofs.bulb(r * 0.72, r * 1.7, at=(x, y, top + 0.12), segments=12),
        label="dome",
    )
    b.add(
        "crescents",
        "metal",
        rod((x, y, top + r * 1.7), (x, y, top + r * 1.7 + 0.8), 0.04, segments=6),
        ball(0.11, at=(x, y, top + r * 1.7 + 0.3), detail=1),
        label="finial",
    )
    c = top + r * 1.7 + 0.98
    for k in range(6):
        t0, t1 = pi * (1.15 + k * 0.283), pi * (1.15 + (k + 1) * 0.283)
        b.add(
            "crescents",
            "metal",
            rod((x + 0.2 * cos(t0), y, c + 0.2 * sin(t0)), (x + 0.2 * cos(t1), y, c + 0.2 * sin(t1)), 0.035, segments=5),
        )
    for k, z in enumerate((foot + 2.4, foot + 4.6)):
        if z + 1.4 < gallery:
            adobe.deep_window(b, tower_wall(x, y, z, r * 0.97 * cos(pi / 12), (0.0, pi / 2)[k]), 0, 0, 0.34, 0.9, lattice=False)


@kind(
    "caravanserai",
    "building",
    width=(15.0, 26.0),
    depth=(15.0, 26.0),
    words=("caravanserai", "caravansary", "khan", "souk", "desert fort", "trading post"),
)
def caravanserai(b: Build) -> None:
    """A walled square with round corner towers and a monumental gate; inside, arcades around a court with a well."""
    lot = b.lot
    floor, r = 0.2, between(b, 1.3, 1.6)
    h = between(b, 4.3, 5.0)
    foot = r + 0.35
    cx, cy = lot.width / 2 - foot, lot.depth / 2 - foot - 0.35
    y = 0.35
    t = between(b, 2.9, 3.3)
    wings = {
        "front": Block(0, y - cy + t / 2, 2 * cx, t, floor, h),
        "back": Block(0, y + cy - t / 2, 2 * cx, t, floor, h),
        "right": Block(cx - t / 2, y, t, 2 * cy - 2 * t, floor, h),
        "left": Block(-cx + t / 2, y, t, 2 * cy - 2 * t, floor, h),
    }
    gate = 3.0
    south = wings.pop("front")
    half = (south.w - gate) / 2
    wings["front_left"] = south.at(x=-gate / 2 - half / 2, w=half)
    wings["front_right"] = south.at(x=gate / 2 + half / 2, w=half)
    b.add("plinth", "plinth", box(2 * cx + 0.2, 2 * cy + 0.2, floor + lot.drop, at=(0, y, -lot.drop)), label="plinth")
    for w in wings.values():
        b.add("walls", "wall", w.solid(), label="wall")
        adobe.flat_roof(b, w, height=0.55, corners=False)
    b.add("walls", "wall", [q.moved(0, south.y, floor + 2.5) for q in spandrel(gate, 1.1, t, h + 0.55 - floor - 2.5, steps=6)])
    b.add("court_floor", "plaza", box(2 * (cx - t) - 0.002, 2 * (cy - t) - 0.002, 0.05, at=(0, y, floor)), label="floor")
    _gate_front(b, south, gate, h)
    for i in (-1, 1):
        for j in (-1, 1):
            _corner(b, i * cx, y + j * cy, r, h + 0.9)
    outer = Block(0, y, 2 * cx, 2 * cy, floor, h + 0.55)
    for name in SIDES:
        f = outer.wall(name, z=h + 0.55)
        if name == "front":
            for q in (-1, 1):
                room = (f.length - 2 * r - 5.2) / 2
                adobe.crown(b, f.at(q * (2.6 + room / 2), 0, length=room), size=0.75, gap=0.3, role="wall")
        else:
            adobe.crown(b, f.at(0, 0, length=f.length - 2 * r), size=0.75, gap=0.3, role="wall")
        if name != "front":
            g = outer.wall(name)
            n = max(3, round(g.length / 4))
            for k in range(n):
                adobe.deep_window(b, g, -g.length / 2 + g.length * (k + 0.5) / n, 2.3, 0.5, 0.9, lattice=False)
    _court(b, wings, cx - t, cy - t, y, floor, h)


def _gate_front(b: Build, south: Block, gate: float, h: float) -> None:
    """The monumental portal with open leaves, lanterns and flags."""
    f = south.wall("front")
    drop, z = b.lot.drop, south.z0
    ph = h + 1.9
    adobe.portal(b, f, 0, w=5.2, h=ph, out=0.9, span=gate, rise_to=ph - 1.5, low=-z - drop)
    adobe.crown(b, f.at(0, ph, out=0.9, length=5.2), size=0.45, gap=0.15)
    b.add("portal", "wall", f.one(box(5.2, 0.3, ph - h - 0.55 + z, at=(0, 0.15, h + 0.55 - z))))
    b.add("threshold", "stone", f.one(box(gate - 0.01, 1.0, z + drop, at=(0, -0.55, -z - drop))), label="stairs")
    for s in (-1, 1):
        b.add("gate_leaves", "door", f.one(box(0.12, 1.35, 2.6, at=(s * (gate / 2 - 0.07), 0.72, 0.01))), label="door")
        wall_lantern(b, f.at(0, 0, out=0.9), s * 2.05, 2.3)
        flag(b, s * 2.2, south.y0 - 0.45, z + ph, height=2.0, size=0.9)
    for s in (-1, 1):
        for k in range(2):
            x = s * (2.6 + (south.w / 2 - 2.6) * (0.25 + 0.4 * k))
            adobe.deep_window(b, f, x, 2.2, 0.6, 1.1, lattice=False)


def _corner(b: Build, x: float, y: float, r: float, h: float) -> None:
    """A tapering round tower with a ring of merlons."""
    drop = b.lot.drop
    b.add("plinth", "plinth", cylinder(r + 0.2, drop + 0.5, at=(x, y, -drop), segments=14))
    b.add("towers", "wall", frustum(r * 1.05, r * 0.94, h - 0.49, at=(x, y, 0.49), segments=14), label="tower")
    b.add("tower_bands", "trim", cylinder(r * 1.02, 0.22, at=(x, y, h - 0.6), segments=14), label="cornice")
    for k in range(8):
        t = 2 * pi * (k + 0.5) / 8
        b.add(
            "merlons",
            "trim",
            hull([(u, v, q) for u in (r * 0.72, r * 0.9) for v, q in ((-0.26, 0.0), (0.26, 0.0), (0.26, 0.3), (-0.26, 0.3), (0.0, 0.55))])
            .turned(t)
            .moved(x, y, h - 0.01),
            label="battlement",
        )
    window_z = h - 1.7
    for yaw in (0.0, pi / 2):
        adobe.deep_window(b, tower_wall(x, y, window_z, r * 0.955 * cos(pi / 14), yaw), 0, 0, 0.3, 0.75, lattice=False)


def _court(b: Build, wings: dict[str, Block], cx: float, cy: float, y: float, floor: float, h: float) -> None:
    """Blind arches around the court, a raised well, goods and shade."""
    faces = [wings["back"].wall("front").at(0, 0, length=2 * cx), wings["right"].wall("left"), wings["left"].wall("right")]
    faces += [Wall(wings[k].x + q, wings[k].y1, floor, pi, wings[k].w - 2.8) for k, q in (("front_left", 1.4), ("front_right", -1.4))]
    for f in faces:
        n = max(2, round(f.length / 2.5))
        step = f.length / n
        for k in range(n):
            x = -f.length / 2 + step * (k + 0.5)
            g = f.at(x, 0.06)
            b.add(
                "niches",
                "door",
                g.one(
                    plate(
                        [
                            (-step * 0.34, 0),
                            (step * 0.34, 0),
                            (step * 0.34, 1.9),
                            (step * 0.2, 2.5),
                            (0, 2.8),
                            (-step * 0.2, 2.5),
                            (-step * 0.34, 1.9),
                        ],
                        -0.04,
                        0.03,
                    )
                ),
                label="door",
            )
        b.add(
            "arcade",
            "trim",
            f.put(
                *[
                    box(
                        step * 0.24,
                        0.35,
                        3.1,
                        at=(-f.length / 2 + step * k + (0.12 * step if k == 0 else -0.12 * step if k == n else 0), -0.16, 0.05),
                    )
                    for k in range(n + 1)
                ],
                box(f.length, 0.36, 0.3, at=(0, -0.16, 3.151)),
            ),
            label="wall",
        )
    b.add("well", "stone", prism(ngon(1.0, 8), floor + 0.04, floor + 0.75).moved(0, y), label="well")
    b.add("well_water", "water", prism(ngon(0.78, 8), floor + 0.74, floor + 0.78).moved(0, y), label="water")
    for q in (-1, 1):
        b.add("well_frame", "wood", box(0.14, 0.14, 2.2, at=(q * 0.9, y, floor + 0.05)), label="post")
    b.add("well_frame", "wood", rod((-1.0, y, floor + 2.15), (1.0, y, floor + 2.15), 0.08, segments=6))
    adobe.canopy(b, -cx + 1.5, y + cy * 0.35, floor + 0.05, 2.2, min(3.4, cy), h=2.3)
    adobe.pots(b, [(cx - 0.7, y + cy - 0.8), (cx - 1.3, y + cy - 0.7), (cx - 0.75, y + cy - 1.45)], floor + 0.045)
    b.add("bales", "fabric", *[box(0.8, 0.6, 0.5, at=(-cx + 1.2 + 0.9 * k, y + cy * 0.35, floor + 0.045)) for k in range(2)], label="goods")
    if chance(b, 0.6):
        back = wings["back"]
        adobe.drum_dome(b, 0, back.y, back.z1 + 0.07, min(1.25, back.d * 0.4), drum=0.35, role="accent")
