"""Plant and machines that stand in the open: water tank, dish, wind turbine, solar array, drone pad."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, era, grown, pick, plate, ring
from partgen.solids import Solid, ball, beam, box, cone, cylinder, dome, frustum, hull, rod, taper


@kind("water_tank", "furniture", width=(1.8, 4.5), depth=(1.8, 4.5), words=("water tank", "water tower", "tank", "cistern"))
def water_tank(b: Build) -> None:
    """A round tank with hoops and a conical lid on a braced stand."""
    low, rng = -b.lot.drop, b.rng
    r = min(b.lot.width, b.lot.depth) / 2 - 0.03
    legs_h = between(rng, 1.6, 2.6) * r * grown(b.lot) * 0.7
    tall = 1.45 * r
    q = r * 0.72
    spots = [(q * sx, q * sy) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    b.add("legs", "metal", [box(0.16, 0.16, legs_h - low, at=(x, y, low)) for x, y in spots], label="post")
    braces: list[Solid] = []
    for k in range(4):
        a, c = spots[k], spots[(k + 1) % 4]
        braces += [beam((*a, 0.15), (*c, legs_h - 0.1), 0.06, 0.06), beam((*a, legs_h - 0.1), (*c, 0.15), 0.06, 0.06)]
    b.add("braces", "metal", braces, label="beam")
    b.add("platform", "wood", box(2 * q + 0.3, 2 * q + 0.3, 0.12, at=(0, 0, legs_h)), label="floor")
    wooden = rng.random() < 0.5
    z = legs_h + 0.12
    b.add("tank", "wood" if wooden else "metal", cylinder(r * 0.94, tall, at=(0, 0, z), segments=16))
    b.add(
        "hoops",
        "metal" if wooden else "trim",
        [cylinder(r * 0.965, 0.07, at=(0, 0, z + tall * e), segments=16) for e in (0.12, 0.45, 0.8)],
        label="hoop",
    )
    b.add("lid", "roof" if wooden else "metal", cone(r, 0.5 * r, at=(0, 0, z + tall), segments=16), label="roof")
    b.add("pipe", "metal", cylinder(0.09, legs_h - low, at=(0, 0, low), segments=7))
    x = r * 0.94 + 0.03
    rungs = [box(0.03, 0.3, 0.03, at=(q + 0.24, 0, h)) for h in np.arange(0.3, legs_h, 0.35)]
    if q + 0.28 < b.lot.width / 2 and x < b.lot.width / 2:
        b.add(
            "ladder",
            "metal",
            [box(0.04, 0.04, legs_h + 0.12 - low, at=(q + 0.17, s * 0.17, low)) for s in (-1, 1)],
            [s.moved(-0.07) for s in rungs],
        )


@kind(
    "satellite_dish",
    "furniture",
    width=(1.2, 3.6),
    depth=(1.2, 3.6),
    words=("satellite dish", "dish", "radio telescope", "radar", "antenna"),
)
def satellite_dish(b: Build) -> None:
    """A dish on a mount, tilted to the south (-y), with feed horn."""
    low = -b.lot.drop
    s = min(b.lot.width, b.lot.depth)
    r = 0.46 * s
    metal, pale = b.look.material("metal"), b.look.material("trim")
    b.add("base", "plinth", cylinder(0.3 * s, 0.2 - low, at=(0, 0, low), segments=10))
    h = 0.2 + 0.55 * s
    b.add(
        "mount",
        metal,
        frustum(0.14 * s, 0.08 * s, h - 0.2, at=(0, 0, 0.2), segments=8),
        ball(0.1 * s, at=(0, 0, h), detail=1),
        label="post",
    )
    shell: list[Solid] = []
    n = 12
    radii, depths = (0.0, 0.45 * r, 0.78 * r, r), (0.0, 0.07 * r, 0.2 * r, 0.34 * r)
    t = 0.04
    for k in range(n):
        u = [2 * pi * (k + e) / n for e in (0, 1)]
        for j in range(3):
            pts = [(radii[i] * cos(v), radii[i] * sin(v), depths[i] + e) for i in (j, j + 1) for v in u for e in (0, t)]
            shell.append(hull(np.array(pts)))
    tilt = 0.85
    place = dict(x=0.0, y=-0.04 * s, z=h + 0.02 * s)
    b.add("dish", pale, [x.turned(roll=tilt).moved(**place) for x in shell], label="antenna")
    feed = [
        rod((0.8 * r * cos(v), 0.8 * r * sin(v), 0.22 * r), (0, 0, 0.72 * r), 0.022, segments=5)
        for v in (pi / 2, pi / 2 + 2 * pi / 3, pi / 2 + 4 * pi / 3)
    ]
    b.add(
        "feed",
        metal,
        [x.turned(roll=tilt).moved(**place) for x in [*feed, frustum(0.06 * r, 0.1 * r, 0.16 * r, at=(0, 0, 0.66 * r), segments=7)]],
        label="antenna",
    )
    b.add("box", metal, box(0.22 * s, 0.16 * s, 0.28 * s, at=(0, 0.2 * s, 0.2)), label="machine")


@kind("wind_turbine", "furniture", width=(3.6, 8.0), depth=(1.2, 2.6), words=("wind turbine", "turbine", "windmill turbine", "wind power"))
def wind_turbine(b: Build) -> None:
    """A slender white tower with three blades that face -y."""
    low, w = -b.lot.drop, b.lot.width
    r = w / 2 - 0.02
    h = max(1.85 * r, 3.0) * (grown(b.lot) * 0.5 + 0.5) + 1.2
    white = b.look.material("trim", color="#f0f0ec", pattern="plain")
    foot = min(0.08 * r + 0.12, b.lot.depth * 0.3)
    b.add("base", "plinth", cylinder(foot * 1.6, 0.15 - low, at=(0, 0, low), segments=12))
    b.add("tower", white, frustum(foot, foot * 0.5, h - 0.15, at=(0, 0, 0.15), segments=12), label="post")
    size = foot * 0.62
    b.add("nacelle", white, box(2 * size, min(b.lot.depth * 0.6, 5 * size), 2 * size, at=(0, 0, h)), label="machine")
    front = -min(b.lot.depth * 0.3, 2.5 * size)
    hub = (0.0, front - 0.4 * size, h + size)
    b.add("hub", b.look.material("metal"), axle(0, front - 0.35 * size, h + size, 0.8 * size, 0.9 * size, segments=9), label="hub")
    turn = between(b.rng, 0, 2 * pi / 3)
    blades: list[Solid] = []
    for k in range(3):
        a = turn + 2 * pi * k / 3
        out, across = np.array([sin(a), 0, cos(a)]), np.array([cos(a), 0, -sin(a)])
        c = np.array(hub)
        root = [c + 0.5 * size * out + s * 0.35 * size * across for s in (-1, 1)]
        belly = [c + 0.25 * r * out + 1.0 * size * across, c + 0.25 * r * out - 0.5 * size * across]
        tip = [c + 0.985 * r * out + 0.12 * size * across, c + 0.985 * r * out - 0.25 * size * across]
        blades += [plate([root[0], belly[1], belly[0], root[1]], 0.3 * size), plate([belly[1], tip[1], tip[0], belly[0]], 0.2 * size)]
    b.add("blades", white, blades, label="blade")


@kind(
    "solar_array",
    "furniture",
    width=(1.8, 6.0),
    depth=(1.4, 3.2),
    words=("solar array", "solar panel", "solar panels", "photovoltaic", "solar farm"),
)
def solar_array(b: Build) -> None:
    """A row of tilted panels on a frame, facing -y, with an inverter box."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    y0, y1, z0 = -d / 2 + 0.06, d / 2 - 0.12, 0.5
    z1 = z0 + 0.52 * (y1 - y0)
    n = max(2, round(w / 1.1))
    step = w / n
    t = 0.07
    solar = b.look.material("metal", color="#23405f", pattern="solar")
    panels = [
        hull(
            np.array(
                [
                    (-w / 2 + (k + e) * step + (0.03 if e == 0 else -0.03), y, z + h)
                    for e in (0, 1)
                    for y, z in ((y0, z0), (y1, z1))
                    for h in (0, t)
                ]
            )
        )
        for k in range(n)
    ]
    b.add("panels", solar, panels, label="solar_panel")
    frame: list[Solid] = []
    for e in (0.2, 0.8):
        y, z = y0 + (y1 - y0) * e, z0 + (z1 - z0) * e
        frame.append(box(w, 0.08, 0.1, at=(0, y, z - 0.09)))
        m = max(2, round(w / 2.2))
        frame += [box(0.09, 0.09, z - 0.05 - low, at=(float(x), y, low)) for x in np.linspace(-w / 2 + 0.2, w / 2 - 0.2, m)]
    b.add("frame", "metal", frame)
    y, z = y0 + (y1 - y0) * 0.8, z0 + (z1 - z0) * 0.8
    b.add(
        "inverter", "trim", box(0.4, 0.2, 0.5, at=(w / 2 - 0.35, y + 0.12 if y + 0.22 < d / 2 else y, max(0.3, z - 0.75))), label="machine"
    )


@kind("drone_pad", "furniture", width=(2.0, 4.5), depth=(2.0, 4.5), words=("drone", "drone pad", "landing pad", "helipad"))
def drone_pad(b: Build) -> None:
    """A lit landing disc with a quadcopter standing on it."""
    low, rng = -b.lot.drop, b.rng
    r = min(b.lot.width, b.lot.depth) / 2 - 0.02
    glow = b.look.material("lamp" if era(b.look.style) != "neon" else "accent")
    b.add("pad", "plinth", frustum(r, r * 0.94, 0.2 - low, at=(0, 0, low), segments=8))
    b.add("surface", b.look.material("street"), cylinder(r * 0.88, 0.04, at=(0, 0, 0.2), segments=8), label="floor")
    b.add("ring", glow, ring(r * 0.72, r * 0.79, 0.03, at=(0, 0, 0.24), segments=16), label="lamp")
    mark = b.look.material("marking")
    b.add(
        "marking",
        mark,
        [box(0.12, r * 0.7, 0.02, at=(s * r * 0.24, 0, 0.24)) for s in (-1, 1)],
        box(r * 0.48 - 0.1, 0.12, 0.02, at=(0, 0, 0.24)),
    )
    if rng.random() < 0.75:
        k = min(0.55, r * 0.4)
        paint = b.look.material("vehicle", color=pick(rng, ("#e8e6e0", "#d9a32b", "#c8402f")), pattern="plain")
        z = 0.26
        dark = b.look.material("metal", color="#2a2c31", pattern="plain")
        b.add(
            "drone_legs",
            dark,
            [
                rod((sx * k * 0.5, sy * k * 0.35, z - 0.02), (sx * k * 0.2, sy * k * 0.2, z + 0.4 * k), 0.03, segments=5)
                for sx in (-1, 1)
                for sy in (-1, 1)
            ],
            label="leg",
        )
        b.add(
            "drone",
            paint,
            taper(k * 0.7, k * 0.5, k * 0.45, k * 0.3, k * 0.3, at=(0, 0, z + 0.36 * k)),
            [
                beam((sx * k * 0.2, sy * k * 0.15, z + 0.5 * k), (sx * k * 0.85, sy * k * 0.85, z + 0.56 * k), 0.06, 0.05)
                for sx in (-1, 1)
                for sy in (-1, 1)
            ],
            label="body",
        )
        b.add(
            "rotors",
            dark,
            [cylinder(k * 0.42, 0.03, at=(sx * k * 0.85, sy * k * 0.85, z + 0.63 * k), segments=10) for sx in (-1, 1) for sy in (-1, 1)],
            [cylinder(0.05, 0.14 * k, at=(sx * k * 0.85, sy * k * 0.85, z + 0.52 * k), segments=6) for sx in (-1, 1) for sy in (-1, 1)],
            label="rotor",
        )
        b.add("parcel", "wood", box(k * 0.36, k * 0.3, 0.36 * k + 0.02, at=(0, 0, z - 0.02)), label="cargo")
    else:
        b.add("beacon", glow, dome(0.14, 0.14, at=(0, 0, 0.26), segments=8, rings=3), label="lamp")
