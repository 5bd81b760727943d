"""Great landmarks of an industrial district: gasometer, cooling tower, blast furnace."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, profile, put
from cityscape.grammar.kinds.industrial_works import pad
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import lathe
from cityscape.grammar.truss import chain, girder, hoops, plume
from partgen.solids import Solid, ball, beam, box, cylinder, dome, frustum, hull, rod


@kind("gasometer", "building", width=(9, 15), depth=(9, 15), words=("gasometer", "gas holder", "gasholder", "gas works"))
def gasometer(b: Build) -> None:
    """A gas bell that rises in a round frame of iron columns, ring girders and crossed ties."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.45
    h = r * 1.55
    n = 12
    pad(b)
    b.add("tank_wall", "wall", ring(r - 0.9, r + 0.2, -b.lot.drop, 1.0, segments=24), label="wall")
    b.add("tank_wall", "trim", ring(r - 0.95, r + 0.26, 0.98, 1.16, segments=24), label="wall")
    inner = r - 0.75
    up = h * float(b.rng.uniform(0.4, 0.7))
    bell = b.look.material("wall2")
    b.add("bell", bell, cylinder(inner, up, at=(0, 0, 0.3), segments=28), label="tank")
    b.add("bell_lift", shade(bell, 0.85), cylinder(inner - 0.3, up + 0.9, at=(0, 0, 0.3), segments=28), label="tank")
    b.add("bell_cap", shade(bell, 1.12), frustum(inner - 0.3, 0.4, 0.13 * inner, at=(0, 0, up + 1.18), segments=28), label="roof")
    b.add("bell_hoops", "timber", hoops(inner, 0.9, up + 0.3, 4, h=0.1), label="band")
    spots = [(r * cos(2 * pi * k / n), r * sin(2 * pi * k / n)) for k in range(n)]
    b.add("columns", "metal", [frustum(0.2, 0.15, h - 1.0, at=(*p, 1.1), segments=8) for p in spots], label="column")
    b.add("column_feet", "trim", [box(0.55, 0.55, 0.5, at=(*p, 1.1)) for p in spots], label="plinth")
    for z in (h * 0.56, h):
        b.add(
            "ring_girders",
            "metal",
            [beam((*spots[k], z + e), (*spots[(k + 1) % n], z + e), 0.16, 0.1) for k in range(n) for e in (0.0, -0.5)],
            label="beam",
        )
        b.add(
            "ring_girders",
            "metal",
            [beam((*spots[k], z - 0.48), (*spots[(k + 1) % n], z - 0.02), 0.08, 0.08) for k in range(n)],
            label="beam",
        )
    ties = []
    for lo, hi in ((1.5, h * 0.56 - 0.5), (h * 0.56, h - 0.5)):
        ties += [beam((*spots[k], lo if k % 2 else hi), (*spots[(k + 1) % n], hi if k % 2 else lo), 0.07, 0.07) for k in range(n)]
    b.add("ties", "metal", ties, label="beam")
    b.add("finials", "accent", [ball(0.24, at=(*p, h + 0.2), detail=1) for p in spots], label="ornament")
    b.add(
        "valve_house",
        "wall",
        box(2.0, 1.3, 2.4 + b.lot.drop, at=(-b.lot.width / 2 + 1.2, -b.lot.depth / 2 + 0.85, -b.lot.drop)),
        label="wall",
    )
    b.add(
        "valve_roof",
        "roof",
        profile([(-0.8, 0), (0.8, 0), (0, 0.6)], -1.1, 1.1).moved(-b.lot.width / 2 + 1.2, -b.lot.depth / 2 + 0.85, 2.4),
        label="roof",
    )
    b.add("valve_door", "door", box(0.9, 0.08, 2.0, at=(-b.lot.width / 2 + 1.2, -b.lot.depth / 2 + 0.18, 0.02)), label="door")


@kind("cooling_tower", "building", width=(10, 16), depth=(10, 16), words=("cooling tower", "nuclear plant", "power plant", "hyperboloid"))
def cooling_tower(b: Build) -> None:
    """A waisted concrete shell on raking legs over a basin, steam rolling out of it."""
    R = min(b.lot.width, b.lot.depth) / 2 - 0.5
    h = R * 2.9
    low = 1.9
    b.add("basin", "stone", ring(R * 0.86, R + 0.35, -b.lot.drop, 0.7, segments=28), label="basin")
    b.add("water", "water", cylinder(R * 0.88, 0.42 + b.lot.drop, at=(0, 0, -b.lot.drop), segments=28), label="water")
    waist = 0.62

    def radius(t: float) -> float:
        u = (t - 0.74) / 0.74
        return R * 0.98 * waist * float(np.sqrt(1 + (1 / waist**2 - 1) * u * u))

    legs: list[Solid] = []
    n = 14
    for k in range(n):
        foot = 2 * pi * k / n
        for q in (-1, 1):
            top = foot + q * pi / n
            legs.append(
                beam(
                    (R * cos(foot), R * sin(foot), 0.5),
                    (radius(0.0) * 0.985 * cos(top), radius(0.0) * 0.985 * sin(top), low + 0.3),
                    0.24,
                    0.24,
                )
            )
    b.add("legs", "stone", legs, label="post")
    ts = np.linspace(0, 1, 13)
    shell = b.look.material("stone")
    pale = shade(shell, 1.09)
    b.add("packing", "metal", cylinder(R * 0.84, low, at=(0, 0, 0.3), segments=20), label="machine")
    for a, c in zip(ts, ts[1:], strict=False):
        z0, z1 = low + (h - low) * a, low + (h - low) * c
        if c < 1:
            b.add("shell", pale, frustum(radius(a), radius(c), z1 - z0, at=(0, 0, z0), segments=32), label="wall")
        else:
            b.add("shell", pale, ring(radius(c) * 0.9, radius(c) + 0.02, z0 - 0.01, z1, segments=32), label="wall")
            b.add("throat", "roof_flat", cylinder(radius(c) * 0.91, 0.08, at=(0, 0, z0), segments=32), label="vent")
    b.add("rim", shade(shell, 0.86), ring(radius(1) * 0.88, radius(1) + 0.16, h - 0.02, h + 0.25, segments=32), label="parapet")
    for t in (0.9, 0.82):
        z0 = low + (h - low) * t
        b.add(
            "bands", "sign", frustum(radius(t) + 0.05, radius(t + 0.03) + 0.05, (h - low) * 0.03, at=(0, 0, z0), segments=32), label="band"
        )
    b.add(
        "ladders",
        "metal",
        [
            beam((0, -radius(a) - 0.1, low + (h - low) * a), (0, -radius(c) - 0.1, low + (h - low) * c), 0.4, 0.1)
            for a, c in zip(ts[:-1], ts[1:], strict=True)
        ],
        label="ladder",
    )
    plume(b, 0, 0, h - 0.9, radius(1) * 0.95, puffs=4, lean=(0.12, 0.08), shade="#f2f2ef")
    x, y = b.lot.width / 2 - 1.5, -b.lot.depth / 2 + 1.1
    if x - 1.2 > 0.72 * R:
        b.add("pump_house", "wall", box(2.2, 1.6, 2.3 + b.lot.drop, at=(x, y, -b.lot.drop)), label="wall")
        b.add("pump_roof", "roof_flat", box(2.4, 1.8, 0.18, at=(x, y, 2.3)), label="roof")
        b.add("pump_door", "accent", box(0.9, 0.08, 1.95, at=(x, y - 0.83, 0.02)), label="door")


@kind(
    "blast_furnace",
    "building",
    width=(14, 20),
    depth=(11, 15),
    words=("blast furnace", "steel works", "steelworks", "iron works", "smelter"),
)
def blast_furnace(b: Build) -> None:
    """The furnace in its frame with a skip bridge, three domed stoves, the great downcomer and the cast house."""
    lot = b.lot
    pad(b)
    w, d = lot.width, lot.depth
    tall = {"small": 13.0, "medium": 15.0, "large": 18.0}[lot.size]
    fx, fy = -w * 0.08, d * 0.12
    rust = b.look.material("timber")
    b.add(
        "furnace",
        rust,
        lathe(
            [
                (1.9, 0.1),
                (1.9, 2.6),
                (2.3, 3.8),
                (2.3, 5.0),
                (1.35, tall * 0.72),
                (1.35, tall * 0.78),
                (0.8, tall * 0.84),
                (0.8, tall * 0.9),
            ],
            at=(fx, fy, 0),
            segments=20,
        ),
        label="machine",
    )
    b.add(
        "furnace_hoops",
        shade(rust, 0.7),
        [cylinder(r, 0.16, at=(fx, fy, z), segments=20) for r, z in ((1.97, 1.0), (1.97, 2.3), (2.38, 4.1), (2.38, 4.8))],
        label="band",
    )
    b.add(
        "bustle_pipe",
        "trim",
        ring(2.5, 3.0, 3.1, 3.6, segments=16, at=(fx, fy)),
        [
            rod((fx + 2.7 * cos(t), fy + 2.7 * sin(t), 3.2), (fx + 1.8 * cos(t), fy + 1.8 * sin(t), 2.2), 0.14)
            for t in np.arange(8) * pi / 4
        ],
        label="pipe",
    )
    e = 2.9
    frame: list[Solid] = []
    for i in (-1, 1):
        for j in (-1, 1):
            frame.append(box(0.34, 0.34, tall * 0.8, at=(fx + i * e, fy + j * e, 0.1)))
    b.add("frame", "metal", frame, label="beam")
    for z in (5.6, tall * 0.58, tall * 0.8):
        deck = Block(2 * e + 0.7, 2 * e + 0.7, z, z + 0.14, fx, fy)
        put(b, "decks", "metal", deck.solid())
        for side in ("south", "north", "east", "west"):
            put(b, "railings", "accent", deck.panel(side, 0, z + 0.95, deck.length(side) - 0.02, 0.09, -0.02, back=-0.1))  # type: ignore[arg-type]
            for u in np.linspace(-deck.sx / 2 + 0.1, deck.sx / 2 - 0.1, 5):
                put(b, "railings", "accent", deck.panel(side, float(u), z + 0.1, 0.08, 0.9, -0.02, back=-0.1))  # type: ignore[arg-type]
    braces = [beam((fx - e * s, fy + j * e, 5.8), (fx + e * s, fy + j * e, tall * 0.57), 0.14, 0.14) for j in (-1, 1) for s in (-1, 1)]
    b.add("frame", "metal", braces, label="beam")
    b.add("hopper", "accent", frustum(0.7, 1.3, 1.2, at=(fx, fy, tall * 0.89), segments=14), label="machine")
    top = tall * 0.8 + 2.6
    ups = [
        chain([(fx + s * 0.8, fy + 0.3, tall * 0.8), (fx + s * 1.5, fy + 0.6, top), (fx, fy + 1.0, top + 1.3)], 0.34, segments=10)
        for s in (-1, 1)
    ]
    dx, dy = -w / 2 + 1.7, d / 2 - 1.7
    down = chain([(fx, fy + 1.0, top + 1.3), (dx, dy, 6.6)], 0.42, segments=10)
    b.add(
        "downcomer",
        "timber",
        *ups,
        down,
        ball(0.5, at=(fx, fy + 1.0, top + 1.3), detail=1),
        [ball(0.36, at=(fx + s * 1.5, fy + 0.6, top), detail=1) for s in (-1, 1)],
        label="pipe",
    )
    b.add("dust_catcher", "wall2", lathe([(0.3, 1.6), (1.4, 3.4), (1.4, 5.6), (0.5, 6.8)], at=(dx, dy, 0), segments=16), label="tank")
    b.add(
        "dust_legs", "metal", [box(0.18, 0.18, 3.9, at=(dx + i * 1.1, dy + j * 1.1, 0.1)) for i in (-1, 1) for j in (-1, 1)], label="post"
    )
    n, r = 3, min(1.15, w * 0.07)
    for k in range(n):
        x = w / 2 - r - 0.7
        y = d / 2 - r - 0.7 - k * (2 * r + 0.55)
        hh = tall * 0.62
        b.add(
            "stoves",
            "trim",
            cylinder(r, hh, at=(x, y, 0.1), segments=18),
            dome(r, r, at=(x, y, hh + 0.06), segments=18, rings=4),
            label="tank",
        )
        b.add("stove_hoops", "timber", hoops(r, 1.0, hh, 4, at=(x, y), h=0.14), label="band")
        b.add("stove_pipes", "metal", rod((x, y, 2.0), (x - r - 1.3, y, 2.0), 0.3, segments=10), label="pipe")
    mx = w / 2 - 2 * r - 2.0
    b.add(
        "stove_pipes",
        "metal",
        rod((mx, d / 2 - r - 0.7 + 0.3, 2.0), (mx, d / 2 - r - 0.7 - 2 * (2 * r + 0.55) - 0.3, 2.0), 0.4, segments=10),
        label="pipe",
    )
    b.add("stove_pipes", "metal", rod((mx, fy + 0.2, 2.0), (fx + 2.75, fy + 0.2, 3.35), 0.38, segments=10), label="pipe")
    house = Block(min(6.2, w * 0.4), d / 2 + fy - 2.6, 0.12, 4.2, fx, -d / 2 + 0.5 + (d / 2 + fy - 2.6) / 2)
    put(b, "walls", "wall2", house.solid())
    q = house.sx / 2
    for s in (-1, 1):
        slope = np.array(
            [
                (s * u, y, z)
                for y in (-house.sy / 2 - 0.25, house.sy / 2 + 0.1)
                for u, z in ((0, 1.5), (q + 0.25, -0.1), (q + 0.25, 0.02), (0, 1.62))
            ]
        )
        put(b, "roofs", "roof", hull(slope + (house.x, house.y, house.z1)))
    tri = np.array([(u, y, z) for y in (-house.sy / 2, house.sy / 2) for u, z in ((-q, -0.02), (q, -0.02), (0, 1.5))])
    put(b, "gables", "wall2", hull(tri + (house.x, house.y, house.z1)))
    put(b, "gates", "shutter", house.panel("south", 0, 0.15, 2.4, 3.0, 0.1))
    put(
        b,
        "windows",
        "glass",
        [house.panel(s, u, 2.8, 1.2, 0.8, 0.06) for s in ("east", "west") for u in (-house.sy * 0.22, house.sy * 0.22)],
    )  # type: ignore[list-item]
    glow = b.look.material("lamp", color="#ff9a3d").model_copy(update={"name": "light-iron"})
    b.add("taphole", glow, house.panel("south", 0, 0.2, 1.1, 1.4, 0.14, back=0.1), label="lamp")
    sx = -w / 2 + 0.9
    a, c = np.array([sx, fy - 1.2, 1.25]), np.array([fx - 0.6, fy, tall * 0.95])
    b.add("skip_bridge", "accent", girder(a, c, depth=0.9, width=1.0, bays=9, bar=0.14), label="beam")
    b.add("skip_pit", "stone", box(1.6, 2.0, 0.9, at=(sx + 0.1, fy - 1.2, 0.1)), label="plinth")
    p = a + (c - a) * 0.45
    b.add("skip", "metal", box(1.0, 0.9, 0.8, at=(p[0], p[1], p[2] - 0.1)), label="cart")
    plume(b, fx, fy, tall * 0.89 + 1.25, 0.6, puffs=4, lean=(0.4, 0.1), shade="#b4aaa0")
