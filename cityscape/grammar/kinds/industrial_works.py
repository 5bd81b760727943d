"""Open-air works of an industrial district: refinery, tank farm."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, door, flat_roof, profile, put, window
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import lathe
from cityscape.grammar.truss import chain, gallery, hoops, ladder, mast
from partgen.solids import Solid, ball, beam, box, cylinder, dome, frustum, rod


def pad(b: Build, *, h: float = 0.14) -> None:
    """A concrete slab over the lot, down to the lowest ground."""
    b.add("floor", "stone", box(b.lot.width - 0.1, b.lot.depth - 0.1, h + b.lot.drop, at=(0, 0, -b.lot.drop)), label="floor")


def sphere(b: Build, x: float, y: float, r: float) -> None:
    """A spherical gas tank on braced legs, with a gangway about its middle and a stair."""
    z = r + 1.5
    b.add("sphere", "trim", ball(r, at=(x, y, z), detail=2), label="tank")
    n = 8
    spots = [(x + 0.94 * r * cos(2 * pi * k / n), y + 0.94 * r * sin(2 * pi * k / n)) for k in range(n)]
    b.add("sphere_legs", "metal", [cylinder(0.13, z - 0.1, at=(*p, 0.1), segments=8) for p in spots], label="post")
    braces = []
    for k in range(n):
        p, q = spots[k], spots[(k + 1) % n]
        braces.append(beam((*p, 0.3 if k % 2 else z - 0.6), (*q, z - 0.6 if k % 2 else 0.3), 0.07, 0.07))
    b.add("sphere_legs", "metal", braces, label="post")
    gallery(b, x, y, z + 0.05, r, 0.5, segments=16)
    b.add("sphere_top", "accent", cylinder(0.5, 0.3, at=(x, y, z + r - 0.06), segments=10), label="vent")
    b.add("pipes", "metal", cylinder(0.16, 1.7, at=(x, y, 0.1), segments=8), label="pipe")


def column(b: Build, x: float, y: float, r: float, h: float, *, floors: int = 3, paint: str = "metal") -> None:
    """A refinery column: skirt, shell with hoops, galleries, a domed head with an overhead pipe."""
    b.add("column_skirts", "stone", cylinder(r * 1.15, 0.7, at=(x, y, 0.1), segments=14), label="plinth")
    b.add("columns", paint, cylinder(r, h - 0.8, at=(x, y, 0.78), segments=16), label="column")  # type: ignore[arg-type]
    b.add("columns", paint, dome(r, r * 0.7, at=(x, y, h - 0.04), segments=16, rings=4), label="column")  # type: ignore[arg-type]
    b.add("hoops", "timber", hoops(r, 1.4, h - 0.3, 4, at=(x, y), h=0.1), label="band")
    for k in range(floors):
        gallery(b, x, y, 1.2 + (h - 1.6) * (k + 1) / floors, r, 0.5, segments=10)
    b.add("ladders", "accent", ladder((x + r + 0.14, y, 0.3), (x + r + 0.14, y, h - 0.4), side=(0, 1, 0)), label="ladder")
    b.add(
        "pipes", "trim", chain([(x, y, h + 0.4 * r), (x, y, h + r), (x - r - 0.42, y, h + r), (x - r - 0.42, y, 0.1)], 0.13), label="pipe"
    )
    b.add("pipes", "trim", [ball(0.15, at=p, detail=1) for p in ((x, y, h + r), (x - r - 0.42, y, h + r))], label="pipe")


def drum_tank(b: Build, x: float, y: float, r: float, h: float, *, paint: object, name: str = "tanks") -> None:
    """A standing oil tank: shell with wind girders, a flat cone for a roof, a stair that winds up its side, a rail."""
    b.add(name, paint, cylinder(r, h, at=(x, y, 0.1), segments=24), label="tank")  # type: ignore[arg-type]
    b.add(name + "_roof", shade(paint, 0.9), frustum(r, 0.3, 0.16 * r, at=(x, y, h + 0.08), segments=24), label="roof")  # type: ignore[arg-type]
    b.add("hoops", "timber", [cylinder(r + 0.05, 0.1, at=(x, y, z), segments=24) for z in (0.14, 0.55 * h, h - 0.05)], label="band")
    n = 12
    steps: list[Solid] = []
    for k in range(n):
        t = -2.6 + 2.2 * k / n
        z = 0.15 + h * (k + 0.5) / n
        steps.append(box(0.62, 0.34, 0.1).moved(r + 0.26, 0, 0).turned(t).moved(x, y, z))
    b.add("stairs", "accent", steps, label="stairs")
    rails = [rod(_round(x, y, r + 0.55, t0, z0), _round(x, y, r + 0.55, t1, z1), 0.04) for (t0, t1), (z0, z1) in _flight(n, h)]
    posts = [
        cylinder(0.03, 0.95, at=((r + 0.5) * cos(t) + x, (r + 0.5) * sin(t) + y, 0.16 + h * (k + 0.5) / n), segments=6)
        for k, t in ((k, -2.6 + 2.2 * k / n) for k in range(0, n, 3))
    ]
    b.add("railings", "accent", rails, posts, label="railing")
    b.add("vents", "metal", cylinder(0.22, 0.5, at=(x, y, h + 0.14 * r), segments=8), label="vent")
    b.add("railings", "accent", ring(r - 0.1, r - 0.03, h + 0.9, h + 0.97, at=(x, y), segments=16), label="railing")
    b.add(
        "railings",
        "accent",
        [box(0.06, 0.06, 0.95, at=(x + (r - 0.07) * cos(t), y + (r - 0.07) * sin(t), h)) for t in np.arange(8) * pi / 4],
        label="railing",
    )


def _round(x: float, y: float, r: float, t: float, z: float) -> tuple[float, float, float]:
    """The point at angle t and height z on a circle about (x, y)."""
    return x + r * cos(t), y + r * sin(t), z


def _flight(n: int, h: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Angles and heights at both ends of each piece of a winding stair's rail."""
    out = []
    for k in range(0, n - 3, 3):
        out.append(((-2.6 + 2.2 * k / n, -2.6 + 2.2 * (k + 3) / n), (1.06 + h * (k + 0.5) / n, 1.06 + h * (k + 3.5) / n)))
    return out


def rack(b: Build, x0: float, x1: float, y: float, *, h: float = 3.0, width: float = 1.6) -> None:
    """A pipe rack along x: portal frames that carry two layers of pipes."""
    n = max(2, round((x1 - x0) / 3.0) + 1)
    for k in range(n):
        x = x0 + (x1 - x0) * k / (n - 1)
        legs = [box(0.2, 0.2, h + 0.9, at=(x, y + s * width / 2, 0.1)) for s in (-1, 1)]
        b.add("rack", "timber", legs, [box(0.18, width + 0.2, 0.18, at=(x, y, z)) for z in (h - 0.3, h + 0.7)], label="beam")
    for k, (role, r) in enumerate((("trim", 0.17), ("accent", 0.12), ("metal", 0.2), ("timber", 0.14))):
        v = y - width / 2 + 0.28 + (width - 0.56) * k / 3
        b.add(f"rack_pipes_{role}", role, rod((x0 - 0.3, v, h - 0.12 + r), (x1 + 0.3, v, h - 0.12 + r), r, segments=8), label="pipe")  # type: ignore[arg-type]
    for k, (role, r) in enumerate((("metal", 0.14), ("trim", 0.2))):
        v = y - 0.35 + 0.7 * k
        b.add(f"rack_pipes_{role}", role, rod((x0 - 0.2, v, h + 0.88 + r), (x1 + 0.2, v, h + 0.88 + r), r, segments=8), label="pipe")  # type: ignore[arg-type]


@kind(
    "refinery",
    "building",
    width=(12, 20),
    depth=(10, 15),
    words=("refinery", "oil refinery", "chemical plant", "petrochemical plant", "distillery"),
)
def refinery(b: Build) -> None:
    """Distillation columns with galleries, a sphere, drums on saddles, a pipe rack in front and a flare stack."""
    lot = b.lot
    pad(b)
    w, d = lot.width, lot.depth
    rack(b, -w / 2 + 0.8, w / 2 - 0.8, -d / 2 + 1.5)
    tall = {"small": 9.0, "medium": 11.0, "large": 14.0}[lot.size]
    y = d * 0.12
    xs = np.linspace(-w / 2 + 2.0, w * 0.02, 3)
    for k, x in enumerate(xs):
        r = (0.6, 0.85, 0.55)[k]
        h = tall * (0.72, 1.0, 0.84)[(k + int(b.rng.integers(3))) % 3]
        column(b, float(x), y + (0.8 if k == 1 else -0.4), r, h, floors=2, paint=("trim", "metal", "trim")[k])
        b.add(
            "pipes",
            "trim",
            chain(
                [(x - r - 0.42, y + (0.8 if k == 1 else -0.4), 1.2), (x - r - 0.42, -d / 2 + 1.5, 1.2), (x - r - 0.42, -d / 2 + 1.5, 2.8)],
                0.13,
            ),
            label="pipe",
        )
    r = min(2.1, d * 0.18)
    sphere(b, w / 2 - r - 0.75, d / 2 - r - 0.75, r)
    for k in range(2):
        x, z = w * 0.2 + 0.4, 0.9
        yy = -d / 2 + 3.6 + 1.5 * k
        long = min(4.4, w * 0.19)
        b.add("drums", ("metal", "trim")[k], rod((x, yy, z + 0.25), (x + long, yy, z + 0.25), 0.58, segments=14), label="tank")  # type: ignore[arg-type]
        b.add("drums", "metal", [ball(0.3, 0.58, 0.58, at=(x + q * long, yy, z + 0.25), detail=1) for q in (0, 1)], label="tank")
        b.add("saddles", "stone", [box(0.4, 1.0, 0.9, at=(x + q * long, yy, 0.1)) for q in (0.2, 0.8)], label="plinth")
        b.add(
            "pipes",
            "trim",
            chain([(x + long / 2, yy, z + 0.75), (x + long / 2, yy, 3.1), (x + long / 2, -d / 2 + 1.6, 3.1)], 0.1),
            label="pipe",
        )
    fx, fy = -w / 2 + 1.2, d / 2 - 1.2
    b.add("flare_mast", "accent", mast(1.5, 0.5, tall * 1.15, bays=5, at=(fx, fy, 0.12), leg=0.1, brace=0.06), label="tower")
    b.add("flare", "metal", cylinder(0.16, tall * 1.15 + 0.9, at=(fx, fy, 0.12), segments=8), label="pipe")
    b.add(
        "flame",
        "lamp",
        lathe([(0.16, 0.0), (0.34, 0.5), (0.22, 1.1), (0.0, 1.9)], at=(fx, fy, tall * 1.15 + 0.96), segments=8),
        label="flame",
    )
    hut = Block(3.0, 2.4, 0.12, 2.9, w * 0.06, d / 2 - 1.6)
    put(b, "walls", "wall", hut.solid())
    flat_roof(b, hut, parapet=0.25, cap=None)
    window(b, hut, "south", -0.6, 1.2, 1.2, 0.9)
    window(b, hut, "east", 0, 1.2, 1.2, 0.9)
    door(b, hut, 0.85, w=0.8, h=2.0, z=0.14, out=0.06)


@kind(
    "tank_farm",
    "building",
    width=(9, 18),
    depth=(8, 13),
    words=("tank farm", "oil tanks", "oil depot", "fuel depot", "gas tank", "storage tank"),
)
def tank_farm(b: Build) -> None:
    """Oil tanks and a gas sphere inside a low wall, with a pump house and pipes that join them."""
    lot = b.lot
    pad(b)
    w, d = lot.width - 0.4, lot.depth - 0.4
    rim = 0.8
    walls = [box(w, 0.25, rim, at=(0, s * (d / 2 - 0.125), 0.1)) for s in (-1, 1)] + [
        box(0.25, d, rim, at=(s * (w / 2 - 0.125), 0, 0.1)) for s in (-1, 1)
    ]
    put(b, "parapets", "stone", walls)
    put(b, "copings", "accent", [box(w + 0.06, 0.32, 0.07, at=(0, -d / 2 + 0.125, 0.1 + rim - 0.01))])
    r = min(d / 2 - 1.4, w / 4 - 0.7, 3.2)
    h = {"small": 3.4, "medium": 4.2, "large": 5.4}[lot.size]
    white = b.look.material("trim")
    rusty = b.look.material("timber")
    xs = (-w / 2 + r + 0.95, w / 2 - r - 0.95)
    flip = 1 if b.rng.random() < 0.5 else -1
    for k, x in enumerate(xs[::flip]):
        y = d / 2 - r - 1.0
        if k == 1 and b.rng.random() < 0.6:
            sphere(b, x, d / 2 - r * 0.92 - 1.0, r * 0.86)
        else:
            drum_tank(b, x, y, r, h * (1.0 if k == 0 else 0.8), paint=white if k == 0 else rusty, name=f"tank_{'ab'[k]}")
    room = d - 2 * r - 2.0
    if room > 1.6:
        small = min(room * 0.42, 1.25)
        for k in range(2):
            drum_x = (k - 0.5) * 2 * (small + 0.25) - w * 0.2
            b.add("vessels", "metal", cylinder(small * 0.86, h * 0.6, at=(drum_x, -d / 2 + small + 0.5, 0.1), segments=16), label="tank")
            b.add(
                "vessels",
                "metal",
                dome(small * 0.86, 0.4, at=(drum_x, -d / 2 + small + 0.5, h * 0.6 + 0.08), segments=16, rings=3),
                label="tank",
            )
    y = -d / 2 + 0.85
    for role, off, rr in (("accent", 0.0, 0.13), ("metal", 0.42, 0.16)):
        line = [(-w / 2 + 0.9, y + off, 0.42), (w / 2 - 0.9, y + off, 0.42)]
        if room <= 1.6 or off == 0.0:
            b.add(f"pipes_{role}", role, chain(line, rr), label="pipe")  # type: ignore[arg-type]
    b.add("pipes_accent", "accent", [rod((x, y, 0.42), (x, d / 2 - 1.0 - r, 0.42), 0.13) for x in xs], label="pipe")
    b.add(
        "valves",
        "sign",
        [cylinder(0.26, 0.08, at=(x, y + 0.4, 0.8), segments=10) for x in xs],
        [cylinder(0.05, 0.5, at=(x, y + 0.4, 0.35), segments=6) for x in xs],
        label="wheel",
    )
    b.add(
        "saddles", "stone", [box(0.3, 0.9, 0.3, at=(x, y + 0.15, 0.1)) for x in np.linspace(-w / 2 + 1.3, w / 2 - 1.3, 4)], label="plinth"
    )
    hut = Block(2.2, 1.7, 0.12, 2.5, w / 2 - 1.6, -d / 2 + 2.0) if room > 2.6 else None
    if hut is not None:
        put(b, "walls", "wall", hut.solid())
        put(b, "roofs", "roof", profile([(-1.1, 0), (1.1, 0), (0, 0.55)], hut.x - 1.3, hut.x + 1.3).moved(0, hut.y, hut.z1))
        door(b, hut, 0.0, w=0.9, h=1.95, z=0.14, out=0.06)
        window(b, hut, "east", 0, 1.2, 0.8, 0.8)
