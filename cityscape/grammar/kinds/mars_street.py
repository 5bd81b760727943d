"""Small things of a Mars colony: rovers, beacons, tanks, cargo, probes, solar tables, rocks, craters, plants under glass."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import habitat
from cityscape.grammar.kinds.vehicles import Piece, glowing, lights_of, plain, put, wheels_of
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, grown, side
from partgen.solids import Solid, ball, beam, box, cylinder, dome, frustum, hull, rod


@kind("rover", "vehicle", width=(3.8, 5.0), depth=(2.1, 2.6), words=("rover", "mars rover", "moon buggy", "pressurised rover", "buggy"))
def rover(b: Build) -> None:
    """Six big wheels on rockers under a rounded cabin with a bubble of glass, a rack, a mast and a lamp bar."""
    end, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.03
    r = 0.5
    floor, top = 0.82, 2.15
    wide = half - 0.42
    body = side(
        [
            (-end + 0.15, floor),
            (-end + 0.1, top - 0.35),
            (-end + 0.5, top),
            (end - 1.35, top),
            (end - 0.7, top - 0.35),
            (end - 0.62, floor),
        ],
        wide,
        bevel=0.22,
    )
    glass = side(
        [
            (end - 1.3, floor + 0.42),
            (end - 1.25, top - 0.1),
            (end - 0.8, top - 0.28),
            (end - 0.3, floor + 0.75),
            (end - 0.35, floor + 0.35),
        ],
        wide - 0.1,
        bevel=0.25,
    )
    chin = side(
        [(end - 1.3, floor), (end - 1.3, floor + 0.42), (end - 0.28, floor + 0.38), (end - 0.2, floor + 0.15), (end - 0.6, floor)],
        wide - 0.05,
        bevel=0.12,
    )
    rails = [box(2 * end - 1.3, 0.12, 0.16, at=(0, s * (half - 0.5), 0.72)) for s in (-1, 1)]
    rails += [
        beam((x, s * (half - 0.5), 0.8), (x, s * (half - 0.18), r), 0.14, 0.14) for x in (-end + 0.6, 0.0, end - 0.6) for s in (-1, 1)
    ]
    stripe = side([(-end + 0.1, 1.25), (-end + 0.1, 1.47), (end - 1.4, 1.47), (end - 1.4, 1.25)], wide + 0.02, bevel=0.0)
    pieces: list[Piece] = [
        ("cabin", "wall", "cabin", [body, chin]),
        ("windows", "glass", "window", [glass]),
        ("stripe", "accent", "ornament", [stripe]),
        ("chassis", plain(b, "#5a5654"), "body", [box(2 * end - 1.0, 2 * wide - 0.2, 0.2, at=(0, 0, 0.66)), *rails]),
        (
            "portholes",
            "glass",
            "window",
            [
                rod((x, s * (wide + 0.035), 1.75), (x, s * (wide - 0.3), 1.75), 0.17, segments=9)
                for x in (-end + 0.95, -end + 1.75)
                for s in (-1, 1)
            ],
        ),
        (
            "rack",
            plain(b, "#8d8781"),
            "frame",
            [
                box(1.5, 1.2, 0.06, at=(-end + 1.2, 0, top + 0.1)),
                *[box(0.07, 0.07, 0.16, at=(-end + 1.2 + i * 0.6, j * 0.5, top - 0.02)) for i in (-1, 1) for j in (-1, 1)],
            ],
        ),
        ("cargo", "accent", "cargo", [box(0.6, 0.9, 0.4, at=(-end + 0.95, 0, top + 0.15))]),
        ("tank", "trim", "tank", [rod((-end + 1.45, -0.5, top + 0.34), (-end + 1.45, 0.5, top + 0.34), 0.2, segments=10)]),
        ("lamp_bar", glowing(b, "#fff2cf", 0.9), "lamp", [box(0.12, 1.1, 0.14, at=(end - 1.3, 0, top - 0.03))]),
    ]
    mast = (-end + 0.35, wide * 0.55)
    pieces.append(
        (
            "antenna",
            plain(b, "#8d8781"),
            "antenna",
            [rod((*mast, top - 0.3), (*mast, top + 1.0), 0.035, segments=5), frustum(0.08, 0.26, 0.12, at=(*mast, top + 0.95), segments=9)],
        )
    )
    pieces += wheels_of(b, [-end + r + 0.02, 0.0, end - r - 0.02], half, r, 0.36)
    pieces += lights_of(b, end - 0.2, -end + 0.12, wide, floor + 0.1, (0.26, 0.14))
    put(b, pieces)


@kind(
    "cargo_crawler",
    "vehicle",
    width=(4.6, 6.4),
    depth=(2.2, 2.7),
    words=("crawler", "cargo crawler", "hauler", "ore truck", "mining truck"),
)
def cargo_crawler(b: Build) -> None:
    """A low flatbed on eight wheels with a glazed cab in front and containers or ore behind."""
    end, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.03
    r = 0.48
    cab = side([(end - 1.5, 0.75), (end - 1.5, 2.05), (end - 0.7, 2.05), (end - 0.05, 1.3), (end - 0.02, 0.75)], half - 0.25, bevel=0.14)
    pane = side([(end - 1.2, 1.3), (end - 1.15, 1.92), (end - 0.66, 1.98), (end - 0.03, 1.35)], half - 0.22, bevel=0.05)
    bed = (-end + 0.1, end - 1.6)
    length, mid = bed[1] - bed[0], (bed[0] + bed[1]) / 2
    pieces: list[Piece] = [
        ("cab", "accent", "cabin", [cab]),
        ("windows", "glass", "window", [pane]),
        (
            "bed",
            plain(b, "#6a655f"),
            "bed",
            [
                box(2 * end - 0.6, 2 * half - 0.9, 0.24, at=(0, 0, 0.62)),
                box(length, 2 * half - 0.15, 0.14, at=(mid, 0, 0.98)),
                box(length - 0.3, 1.0, 0.2, at=(mid, 0, 0.82)),
            ],
        ),
    ]
    if b.rng.random() < 0.5:
        n = 2 if length > 3.2 else 1
        for k in range(n):
            x, long = bed[0] + length * (k + 0.5) / n, length / n - 0.18
            pieces.append(
                (
                    f"container_{k + 1}",
                    "wall" if (k + int(b.rng.integers(2))) % 2 else "trim",
                    "cargo",
                    [box(long, 2 * half - 0.5, 1.25, at=(x, 0, 1.11))],
                )
            )
            pieces.append(
                ("straps", "accent", "ornament", [box(0.12, 2 * half - 0.44, 1.29, at=(x + s * long * 0.28, 0, 1.1)) for s in (-1, 1)])
            )
    else:
        walls = [box(length, 0.1, 0.6, at=(mid, s * (half - 0.14), 1.1)) for s in (-1, 1)] + [
            box(0.1, 2 * half - 0.2, 0.6, at=(x, 0, 1.1)) for x in (bed[0] + 0.05, bed[1] - 0.05)
        ]
        pieces.append(("sides", "trim", "body", walls))
        pieces.append(
            (
                "ore",
                "rock",
                "cargo",
                [
                    clump(b.rng, length * 0.3, half * 0.62, 0.62, at=(mid + s * length * 0.18, 0, 1.3), points=20, floor=1.1)
                    for s in (-1, 1)
                ],
            )
        )
    xs = [float(x) for x in np.linspace(-end + r + 0.02, end - r - 0.04, 4)]
    pieces += wheels_of(b, xs, half, r, 0.34)
    pieces += lights_of(b, end - 0.02, -end + 0.12, half - 0.25, 0.85, (0.3, 0.16))
    put(b, pieces)


@kind("beacon_mast", "furniture", width=(0.6, 1.0), depth=(0.6, 1.0), words=("beacon", "beacon mast", "marker light", "mast"), stand="post")
def beacon_mast(b: Build) -> None:
    """A trackside mast: weighted foot, striped post, a lamp drum and a red light on top."""
    low, h = -b.lot.drop, between(b.rng, 3.3, 3.8) * grown(b.lot)
    q = min(b.lot.width, b.lot.depth) / 2 - 0.02
    b.add("foot", "plinth", frustum(q, q * 0.7, 0.25 - low, at=(0, 0, low), segments=8), label="post")
    b.add("post", "trim", frustum(0.09, 0.065, h - 0.2, at=(0, 0, 0.2), segments=8))
    b.add("stripes", "accent", [cylinder(0.105, 0.34, at=(0, 0, 0.7 + 0.72 * k), segments=8) for k in range(3)], label="post")
    b.add("lamp", "lamp", cylinder(0.19, 0.34, at=(0, 0, h - 0.02), segments=10))
    b.add("cap", "metal", frustum(0.25, 0.12, 0.12, at=(0, 0, h + 0.3), segments=10))
    b.add("beacon", habitat.signal(b), ball(0.1, at=(0, 0, h + 0.48), detail=1), label="lamp")


@kind(
    "gas_tanks",
    "furniture",
    width=(1.8, 3.4),
    depth=(1.0, 1.7),
    words=("oxygen tank", "gas tank", "gas bottle", "tank rack", "oxygen bottle"),
    stand="square",
)
def gas_tanks(b: Build) -> None:
    """A rack of two or three lying pressure bottles in white, orange and grey, with valves and a pipe."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    r = min(0.36, d * 0.21)
    long = w - 0.25
    rows = [(-r * 1.06, r + 0.16), (r * 1.06, r + 0.16), (0.0, r * 2.75 + 0.16)][: 3 if b.rng.random() < 0.65 else 2]
    for k, (y, z) in enumerate(rows):
        role = ("trim", "accent", "wall2")[(k + int(b.rng.integers(3))) % 3]
        drum = [rod((-long / 2 + 0.2, y, z), (long / 2 - 0.2, y, z), r, segments=12)]
        drum += [rod((s * (long / 2 - 0.21), y, z), (s * long / 2, y, z), r, end=r * 0.55, segments=12) for s in (-1, 1)]
        b.add(f"bottle_{k + 1}", role, drum, label="tank")  # type: ignore[arg-type]
        b.add("valves", "metal", rod((long / 2 - 0.02, y, z), (long / 2 + 0.11, y, z), 0.07, segments=6), label="pipe")
    high = 0.16 + (r * 2.3 if len(rows) == 2 else r * 2.9)
    for x in (-long * 0.3, long * 0.3):
        b.add(
            "rack",
            "metal",
            box(0.1, d - 0.06, 0.18 - low, at=(x, 0, low)),
            [box(0.1, 0.09, high - low, at=(x, s * (d / 2 - 0.08), low)) for s in (-1, 1)],
            label="frame",
        )


@kind(
    "cargo_pod",
    "furniture",
    width=(1.2, 2.6),
    depth=(1.1, 1.8),
    words=("cargo pod", "supply crate", "supply drop", "cargo container"),
    stand="square",
)
def cargo_pod(b: Build) -> None:
    """A chamfered supply case on skids with straps and corner caps, or two of them stacked."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng

    def case(x: float, y: float, z: float, sx: float, sy: float, h: float, role: str, n: int) -> None:
        c = 0.12
        p = [
            (px, py)
            for s in (-1, 1)
            for px, py in ((s * sx / 2, -sy / 2 + c), (s * sx / 2, sy / 2 - c), (s * (sx / 2 - c), -sy / 2), (s * (sx / 2 - c), sy / 2))
        ]
        b.add(
            f"case_{n}",
            role,
            hull([(x + px * k, y + py * k, z + zz) for px, py in p for zz, k in ((0.0, 0.94), (0.1, 1.0), (h - 0.1, 1.0), (h, 0.92))]),
            label="crate",
        )  # type: ignore[arg-type]
        b.add(
            "straps",
            "accent" if role != "accent" else "trim",
            [box(0.13, sy + 0.03, h + 0.04, at=(x + s * sx * 0.26, y, z - 0.01)) for s in (-1, 1)],
            label="ornament",
        )

    b.add("skids", "metal", [box(w - 0.1, 0.14, 0.14 - low, at=(0, s * d * 0.3, low)) for s in (-1, 1)], label="frame")
    h = between(rng, 0.75, 1.0)
    roles = ("trim", "accent", "wall2")
    k = int(rng.integers(3))
    case(0, 0, 0.13, w - 0.06, d - 0.06, h, roles[k], 1)
    if rng.random() < 0.45 and w > 1.5:
        case(between(rng, -0.15, 0.15) * w, 0, 0.13 + h, w * 0.5, d * 0.62, 0.55, roles[(k + 1) % 3], 2)


@kind(
    "probe_lander",
    "furniture",
    width=(2.4, 3.8),
    depth=(2.4, 3.8),
    words=("lander", "probe", "old probe", "space probe", "monument"),
    stand="square",
)
def probe_lander(b: Build) -> None:
    """A three-legged probe of the first days: gold foil body, dish, camera mast and sun wings."""
    low, rng = -b.lot.drop, b.rng
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.05
    foil = b.look.material("metal", color="#c9973c")
    body = 0.42 * reach
    z = 0.75
    hexa = [(body * cos(t), body * sin(t)) for t in np.arange(6) * pi / 3]
    b.add("body", foil, hull([(x, y, zz) for x, y in hexa for zz in (z, z + 0.5)]))
    b.add("deck", "trim", hull([(x * 1.1, y * 1.1, zz) for x, y in hexa for zz in (z + 0.48, z + 0.58)]), label="floor")
    for k in range(3):
        t = pi / 2 + 2 * pi * k / 3
        c, s = cos(t), sin(t)
        foot = (0.86 * reach * c, 0.86 * reach * s)
        b.add(
            "legs",
            "metal",
            rod((body * 0.8 * c, body * 0.8 * s, z + 0.4), (*foot, 0.08), 0.06, segments=6),
            rod((body * 0.6 * c, body * 0.6 * s, z + 0.05), (foot[0] * 0.9, foot[1] * 0.9, 0.2), 0.04, segments=5),
            label="leg",
        )
        b.add("feet", "trim", cylinder(0.13 * reach, 0.1 - low, at=(*foot, low), segments=9), label="foot")
    solar = b.look.material("metal", color="#22345a", pattern="solar")
    b.add(
        "sun_wings",
        solar,
        [box(reach * 0.8, body * 1.1, 0.05, at=(s * (body * 0.85 + reach * 0.12), 0, z + 0.56)) for s in (-1, 1)],
        label="solar_panel",
    )
    b.add(
        "mast",
        "metal",
        rod((0.3 * body, 0.3 * body, z + 0.5), (0.3 * body, 0.3 * body, z + 1.3), 0.045, segments=6),
        box(0.24, 0.16, 0.16, at=(0.3 * body, 0.3 * body, z + 1.28)),
        label="antenna",
    )
    habitat.dish(b, -0.35 * body, -0.2 * body, z + 0.55, 0.42 * reach * 0.8, yaw=between(rng, -0.8, 0.8), tilt=0.7)


@kind(
    "solar_table",
    "furniture",
    width=(3.2, 6.4),
    depth=(1.7, 2.6),
    words=("solar table", "solar field", "solar panel", "sun cells"),
    stand="field",
)
def solar_table(b: Build) -> None:
    """A broad table of sun cells on short legs, facing the front."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    habitat.panels(b, 0, 0, low, w - 0.02, d - 0.1, low=0.4 - low, rise=0.42)
    b.add("inverter", "trim", box(0.5, 0.3, 0.7 - low, at=(w * 0.32, d / 2 - 0.3, low)), label="machine")
    b.add("inverter_band", "accent", box(0.53, 0.33, 0.12, at=(w * 0.32, d / 2 - 0.3, 0.5)), label="ornament")


@kind(
    "rock_spire",
    "plant",
    width=(1.4, 3.4),
    depth=(1.4, 3.4),
    words=("rock spire", "mesa", "butte", "wind-carved rock", "hoodoo", "red rock"),
)
def rock_spire(b: Build) -> None:
    """A small butte carved by the wind: strata that step in and out, on a skirt of scree with loose stones."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    lean = (between(rng, -0.12, 0.12) * rx, between(rng, -0.12, 0.12) * ry)
    scree = clump(rng, rx * 0.98, ry * 0.98, 0.34 * min(rx, ry), at=(0, 0, low + 0.02), points=26, floor=low)
    b.add("scree", "rock", scree, label="rock")
    n = 4 if rng.random() < 0.6 else 3
    z = 0.1
    strata: list[Solid] = []
    dark: list[Solid] = []
    for k in range(n):
        e = (k + 1) / n
        q = between(rng, 0.66, 0.86) * (1 - 0.45 * e) * (1.22 if k == n - 1 else 1.0)
        h = between(rng, 0.28, 0.5) * min(rx, ry) * grown(b.lot)
        turn = between(rng, 0, 2 * pi)
        m = 8
        t = turn + 2 * pi * np.arange(m) / m
        wob = 1 - 0.22 * rng.random(m)
        a, c = lean[0] * e, lean[1] * e
        lower = [(a + rx * q * w * cos(u), c + ry * q * w * sin(u), z - 0.06) for u, w in zip(t, wob, strict=True)]
        upper = [(a + rx * q * 0.86 * w * cos(u), c + ry * q * 0.86 * w * sin(u), z + h) for u, w in zip(t, wob, strict=True)]
        (strata if k % 2 == 0 else dark).append(hull(np.array(lower + upper)))
        z += h
    b.add("strata", "rock", strata, label="rock")
    b.add("strata_dark", b.look.material("rock", fresh=True), dark, label="rock")
    t0 = between(rng, 0, 2 * pi)
    stones = [
        clump(
            rng,
            0.13 * rx,
            0.13 * ry,
            0.13 * rx,
            at=(0.8 * rx * cos(t0 + k * 2.1), 0.8 * ry * sin(t0 + k * 2.1), 0.04),
            points=12,
            floor=low,
        )
        for k in range(3)
    ]
    b.add("stones", "rock", stones, label="rock")


@kind("crater", "plant", width=(3.0, 7.0), depth=(3.0, 7.0), words=("crater", "impact crater", "meteor crater"))
def crater(b: Build) -> None:
    """A shallow ring of thrown-up ground around a dark floor, with stones on its rim."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2 - 0.02, b.lot.depth / 2 - 0.02
    n = 18
    wob = 1 - 0.09 * rng.random(n)
    high = 0.2 * min(rx, ry) * (0.7 + 0.5 * rng.random(n))
    rim: list[Solid] = []
    for k in range(n):
        p = []
        for i in (k, (k + 1) % n):
            t = 2 * pi * i / n
            c, s = rx * wob[i] * cos(t), ry * wob[i] * sin(t)
            p += [
                (c, s, low),
                (c * 0.55, s * 0.55, low),
                (c * 0.86, s * 0.86, high[i] * 0.8),
                (c * 0.78, s * 0.78, high[i]),
                (c * 0.58, s * 0.58, 0.05),
            ]
            if low > -0.01:
                p.append((c, s, 0.015))
        rim.append(hull(np.array(p)))
    b.add("rim", "ground", rim, label="ground")
    t = 2 * pi * np.arange(n) / n
    floor = [(0.62 * rx * w * cos(u), 0.62 * ry * w * sin(u), z) for u, w in zip(t, wob, strict=True) for z in (low, 0.06)]
    b.add("floor", "soil", hull(np.array(floor)), label="ground")
    t0 = between(rng, 0, 2 * pi)
    stones = []
    for k in range(6):
        u = t0 + 2.4 * k
        e = 0.82 if k % 2 else 0.3
        q = between(rng, 0.04, 0.085) * min(rx, ry)
        stones.append(
            clump(
                rng,
                q,
                q,
                q * 0.9,
                at=(e * rx * cos(u), e * ry * sin(u), (0.5 * float(high.min())) if k % 2 else 0.08),
                points=12,
                floor=low,
            )
        )
    b.add("stones", "rock", stones, label="rock")


@kind("plant_pod", "plant", width=(1.5, 2.6), depth=(1.5, 2.6), words=("plant pod", "bell jar", "tree pod", "glass pod", "seedling dome"))
def plant_pod(b: Build) -> None:
    """A small tree under a bell of hoops and glass on a white pot: the only green that stands outside."""
    rng, low = b.rng, -b.lot.drop
    r = min(b.lot.width, b.lot.depth) / 2 - 0.03
    base = 0.6
    b.add("pot", "trim", cylinder(r, base - low, at=(0, 0, low), segments=16))
    b.add("band", "accent", cylinder(r + 0.025, 0.16, at=(0, 0, base - 0.24), segments=16), label="ornament")
    b.add("soil", "soil", cylinder(r * 0.86, 0.05, at=(0, 0, base - 0.01), segments=14))
    h = 2.1 * r * grown(b.lot)
    b.add("trunk", "bark", frustum(0.09, 0.06, h * 0.5, at=(0, 0, base), segments=6))
    q = 0.7 * r
    b.add(
        "crown",
        "foliage",
        clump(rng, q, q, h * 0.27, at=(0, 0, base + h * 0.58), points=30),
        clump(rng, q * 0.7, q * 0.7, q * 0.4, at=(0.2 * r, -0.2 * r, base + 0.18), points=18, floor=base),
    )
    t = np.linspace(0, pi / 2, 6)
    bars: list[Solid] = []
    for k in range(6):
        u = pi / 6 + k * pi / 3
        p = [(0.95 * r * cos(e) * cos(u), 0.95 * r * cos(e) * sin(u), base - 0.02 + h * sin(e)) for e in t]
        bars += [beam(a, c, 0.07, 0.07) for a, c in zip(p, p[1:], strict=False)]
    b.add("hoops", "frame", bars, label="frame")
    b.add(
        "cap",
        "glass",
        dome(0.95 * r * cos(t[3]), h * (1 - sin(t[3])), at=(0, 0, base - 0.02 + h * sin(t[3])), segments=12, rings=3),
        label="window",
    )
    b.add("finial", "accent", ball(0.1, at=(0, 0, base + h), detail=0), label="ornament")


@kind("ice_block", "plant", width=(1.2, 3.0), depth=(1.2, 3.0), words=("ice block", "ice shard", "ice crystal", "frost"))
def ice_block(b: Build) -> None:
    """Shards of blue ice leaning out of a frosted mound."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    ice = b.look.material("water", color="#cfe6ec", pattern="plain").model_copy(update={"roughness": 0.2})
    b.add(
        "mound",
        b.look.material("rock"),
        clump(rng, rx * 0.9, ry * 0.9, 0.3 * min(rx, ry), at=(0, 0, low), points=20, floor=low),
        label="ground",
    )
    t0 = between(rng, 0, 2 * pi)
    shards: list[Solid] = []
    for k in range(6):
        u = t0 + 2.4 * k
        e = 0.0 if k == 0 else 0.42
        h = min(rx, ry) * (1.5 if k == 0 else between(rng, 0.6, 1.15))
        q = 0.2 * min(rx, ry)
        x, y = e * rx * cos(u), e * ry * sin(u)
        tip = (x + 0.3 * rx * e * 1.6 * cos(u), y + 0.3 * ry * e * 1.6 * sin(u), h)
        foot = [(x + q * cos(v), y + q * sin(v), low) for v in np.arange(6) * pi / 3]
        mid = [
            (x + (tip[0] - x) * 0.7 + 0.75 * q * cos(v), y + (tip[1] - y) * 0.7 + 0.75 * q * sin(v), h * 0.7) for v in np.arange(6) * pi / 3
        ]
        shards.append(hull(np.array([*foot, *mid, tip])))
    b.add("shards", ice, shards, label="crystal")
