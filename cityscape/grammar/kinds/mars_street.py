"""Small things of a Mars colony: rovers, crawlers, beacons, gas tanks, cargo, probes, tables of sun cells."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import habitat
from cityscape.grammar.kinds.vehicles import Piece, glowing, lights_of, plain, put, wheels_of
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, grown, side
from cityscape.world.theme import Role
from partgen.solids import ball, beam, box, cylinder, frustum, hull, rod


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
    roles: tuple[Role, ...] = ("trim", "accent", "wall2")
    for k, (y, z) in enumerate(rows):
        role = roles[(k + int(b.rng.integers(3))) % 3]
        drum = [rod((-long / 2 + 0.2, y, z), (long / 2 - 0.2, y, z), r, segments=12)]
        drum += [rod((s * (long / 2 - 0.21), y, z), (s * long / 2, y, z), r, end=r * 0.55, segments=12) for s in (-1, 1)]
        b.add(f"bottle_{k + 1}", role, drum, label="tank")
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

    def case(x: float, y: float, z: float, sx: float, sy: float, h: float, role: Role, n: int) -> None:
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
        )
        b.add(
            "straps",
            "accent" if role != "accent" else "trim",
            [box(0.13, sy + 0.03, h + 0.04, at=(x + s * sx * 0.26, y, z - 0.01)) for s in (-1, 1)],
            label="ornament",
        )

    b.add("skids", "metal", [box(w - 0.1, 0.14, 0.14 - low, at=(0, s * d * 0.3, low)) for s in (-1, 1)], label="frame")
    h = between(rng, 0.75, 1.0)
    roles: tuple[Role, ...] = ("trim", "accent", "wall2")
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
