"""The reading room: lamplit table, wing chair, a bust."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    legs,
    loft,
    pile,
    puff,
    several,
    side_plate,
    stacked,
    tilted,
)
from cityscape.world.material import Material
from partgen.solids import ball, box, dome, hull, rod


@kind(
    "reading_table",
    "furniture",
    width=(1.5, 2.4),
    depth=(0.85, 1.1),
    words=("reading table", "library table", "study table"),
    indoor=Indoor(spot="centre", front=0.7, sides=0.6, surface=0.75),
)
def reading_table(b: Build) -> None:
    """A long table inlaid with leather, lit by brass lamps with green shades; books lie open and in piles."""
    w, d, z = b.lot.width, b.lot.depth, 0.75
    wood = b.look.material("furniture")
    b.add("top", wood, board(w, d, 0.045, at=(0, 0, z - 0.045), cut=0.016))
    b.add("inlay", "leather", box(w - 0.2, d - 0.2, 0.006, at=(0, 0, z - 0.0055)), label="top")
    b.add(
        "apron",
        shade(wood, 0.85),
        [box(w - 0.2, 0.03, 0.1, at=(0, s * (d / 2 - 0.1), z - 0.14)) for s in (-1, 1)],
        [box(0.03, d - 0.2, 0.099, at=(s * (w / 2 - 0.1), 0, z - 0.14)) for s in (-1, 1)],
        label="frame",
    )
    for sx in (-1, 1):
        for sy in (-1, 1):
            turned = lathe(
                [(0.035, 0), (0.04, 0.05), (0.026, 0.09), (0.045, 0.3), (0.028, 0.52), (0.045, 0.56), (0.05, 0.6)],
                at=(sx * (w / 2 - 0.11), sy * (d / 2 - 0.11), 0),
                segments=8,
            )
            b.add("legs", wood, turned, box(0.1, 0.1, 0.13, at=(sx * (w / 2 - 0.11), sy * (d / 2 - 0.11), z - 0.16)), label="leg")
    b.add(
        "stretcher",
        wood,
        box(w - 0.24, 0.05, 0.05, at=(0, 0, 0.14)),
        [box(0.05, d - 0.22, 0.05, at=(s * (w / 2 - 0.11), 0, 0.139)) for s in (-1, 1)],
        label="beam",
    )
    brass = tint(b.look.material("metal"), "#c9a14a", 0.75)
    green = b.look.material("cabinet", color="#2f7d55")
    for x in (-w * 0.25, w * 0.25) if w > 1.4 else (0.0,):
        b.add(
            "lamp_stands",
            brass,
            lathe([(0.08, z), (0.075, z + 0.018), (0.014, z + 0.035), (0.012, z + 0.3)], at=(x, 0, 0), segments=10),
            rod((x, -0.035, z + 0.3), (x, 0.035, z + 0.3), 0.01),
            label="base",
        )
        cover = [(-0.085, 0.0), (0.085, 0.0), (0.07, 0.06), (0.03, 0.09), (-0.03, 0.09), (-0.07, 0.06)]
        b.add("lamp_shades", green, side_plate(cover, -0.15, 0.15).moved(x, 0, z + 0.28), label="lamp")
        b.add("bulbs", "lamp", box(0.24, 0.09, 0.02, at=(x, 0, z + 0.27)), label="lamp")
        b.add("lamp_stands", brass, rod((x, 0, z + 0.36), (x, 0, z + 0.395), 0.012, end=0.005), label="base")
    shades = several(b, "book", 3)
    for k in range(int(b.rng.integers(2, 5))):
        x = float(np.clip(w * (-0.42 + 0.28 * k) + between(b, -0.04, 0.04), -w / 2 + 0.2, w / 2 - 0.2))
        y = (-1) ** k * d * between(b, 0.24, 0.3)
        if chance(b, 0.5):
            _open_book(b, x, y, z, shades[k % 3])
        else:
            pile(b, shades[k % 3 :] + shades[: k % 3], x, y, z, n=int(b.rng.integers(2, 5)))


def _open_book(b: Build, x: float, y: float, z: float, cover: Material) -> None:
    turn = between(b, -0.3, 0.3) + (pi if y > 0 else 0)
    b.add("covers", cover, box(0.34, 0.22, 0.008, at=(0, 0, 0)).turned(turn).moved(x, y, z + 0.001), label="book")
    leaves = [
        hull(
            np.array(
                [
                    (s * u, v, h)
                    for u, h in ((0.003, 0.006), (0.003, 0.03), (0.08, 0.036), (0.155, 0.012), (0.155, 0.006))
                    for v in (-0.1, 0.1)
                ]
            )
        )
        for s in (-1, 1)
    ]
    b.add("pages", "paper", [p.turned(turn).moved(x, y, z) for p in leaves], label="paper")


@kind(
    "reading_chair",
    "furniture",
    width=(0.76, 0.92),
    depth=(0.78, 0.95),
    words=("reading chair", "wing chair", "library chair", "leather armchair"),
    indoor=Indoor(spot="free", front=0.5, seat=True),
)
def reading_chair(b: Build) -> None:
    """A wing chair in leather or cloth: deep cushion, buttoned back, rolled arms, brass nails, turned feet."""
    w, d = b.lot.width, b.lot.depth
    m = b.look.material("leather") if chance(b, 0.6) else b.look.material("upholstery")
    wood, back, arm = b.look.material("furniture"), d / 2, 0.14
    b.add("feet", wood, legs(w - 0.08, d - 0.1, 0.14, 0.06, foot=0.6, turned=True), label="leg")
    b.add("base", m, board(w - 0.04, d - 0.12, 0.2, at=(0, -0.0, 0.12), cut=0.03), label="frame")
    b.add("seat", shade(m, 1.1), puff(w - 2 * arm - 0.01, d - 0.26, 0.15, at=(0, -0.06, 0.3), soft=0.05))
    for s in (-1, 1):
        x = s * (w / 2 - arm / 2 - 0.005)
        b.add(
            "arms",
            m,
            puff(arm - 0.03, d - 0.24, 0.34, at=(x, -0.045, 0.26), soft=0.025),
            rod((x, -d / 2 + 0.07, 0.6), (x, back - 0.14, 0.62), arm / 2 - 0.005, segments=10),
            label="arm",
        )
        b.add("arm_fronts", shade(m, 0.8), rod((x, -d / 2 + 0.075, 0.6), (x, -d / 2 + 0.06, 0.6), arm / 2 - 0.02, segments=10), label="arm")
        wing = hull(
            np.array(
                [
                    (x + s * e, y, z)
                    for e in (-0.035, 0.03)
                    for y, z in ((back - 0.28, 0.62), (back - 0.07, 0.6), (back - 0.03, 1.08), (back - 0.16, 1.1), (back - 0.26, 0.92))
                ]
            )
        )
        b.add("wings", m, wing, label="back")
    rest = puff(w - 2 * arm + 0.03, 0.16, 0.74, at=(0, back - 0.15, 0.36), soft=0.06)
    b.add(
        "back",
        shade(m, 1.04),
        tilted(rest, about=(0, back - 0.15, 0.4), roll=-0.06),
        puff(w - 0.16, 0.11, 0.14, at=(0, back - 0.085, 1.0), soft=0.05),
    )
    span = w - 2 * arm - 0.12
    buttons = [
        ball(0.016, at=(span * (i + 0.5 * (j % 2)) / 2 - span / 2 + 0.0, back - 0.226 + 0.018 * j, 0.62 + 0.13 * j), detail=1)
        for j in range(3)
        for i in range(3 - j % 2)
    ]
    b.add("buttons", shade(m, 0.55), buttons, label="button")
    b.add(
        "nails",
        tint(b.look.material("metal"), "#c9a14a", 0.7),
        [
            box(w - 0.1, 0.012, 0.014, at=(0, -d / 2 + 0.055, 0.14)),
            *[box(0.014, 0.012, 0.28, at=(s * (w / 2 - 0.03), -d / 2 + 0.068, 0.28)) for s in (-1, 1)],
        ],
        label="nail",
    )
    if chance(b, 0.5):
        b.add(
            "pillow",
            several(b, "fabric", 1)[0],
            puff(0.36, 0.12, 0.34, at=(0, 0, -0.16), soft=0.055)
            .turned(0.2, pitch=0.15, roll=-0.3)
            .moved(between(b, -0.05, 0.05), back - 0.28, 0.62),
        )
    else:
        side = pick(b, -1, 1)
        x = side * (w / 2 - arm / 2 - 0.005)
        b.add("blanket", "fabric", box(arm + 0.0, 0.3, 0.016, at=(x, 0, 0.665)), label="blanket")
        b.add(
            "blanket",
            "fabric",
            box(0.016, 0.3, 0.3, at=(side * (w / 2 - 0.008), 0, 0.38)),
            box(0.016, 0.3, 0.2, at=(x - side * (arm / 2), 0, 0.48)),
            label="blanket",
        )


@kind(
    "bust_pedestal",
    "furniture",
    width=(0.45, 0.62),
    depth=(0.42, 0.55),
    words=("bust", "bust on a pedestal", "marble bust"),
    indoor=Indoor(spot="corner", front=0.3),
)
def bust_pedestal(b: Build) -> None:
    """A marble bust, bearded or with its hair in a knot, on a fluted column or a square pillar."""
    w, d = b.lot.width, b.lot.depth
    r, marble, stone = min(w, d) / 2 - 0.02, b.look.material("ceramic", pattern="marble", color="#e6e1d6"), b.look.material("worktop")
    z = between(b, 1.0, 1.12)
    if chance(b, 0.5):
        b.add(
            "pedestal",
            stone,
            board(2 * r, 2 * r, 0.1),
            lathe([(r * 0.92, 0.095), (r * 0.72, 0.16), (r * 0.66, z - 0.16), (r * 0.72, z - 0.12), (r * 0.9, z - 0.06)], segments=14),
            board(2 * r, 2 * r, 0.065, at=(0, 0, z - 0.065)),
            label="column",
        )
        flutes = [
            rod((r * 0.705 * cos(t), r * 0.705 * sin(t), 0.19), (r * 0.655 * cos(t), r * 0.655 * sin(t), z - 0.19), r * 0.07, segments=5)
            for t in 2 * pi * np.arange(12) / 12
        ]
        b.add("flutes", shade(stone, 1.12), flutes, label="ornament")
    else:
        b.add(
            "pedestal",
            stone,
            board(2 * r, 2 * r, 0.12),
            board(1.56 * r, 1.56 * r, z - 0.16, at=(0, 0, 0.11)),
            board(2 * r, 2 * r, 0.07, at=(0, 0, z - 0.07)),
            label="column",
        )
        b.add(
            "plaque",
            tint(b.look.material("metal"), "#c9a14a", 0.7),
            board(r, 0.12, 0.014).turned(roll=pi / 2).moved(0, -r * 0.78, z - 0.3),
            label="sign",
        )
    b.add("socle", shade(marble, 0.8), lathe([(0.1, z), (0.095, z + 0.03), (0.05, z + 0.05), (0.05, z + 0.09)], segments=10), label="base")
    chest = stacked(
        (0.07, 0.06, z + 0.08),
        (min(0.2, r), 0.1, z + 0.2),
        (min(0.205, r), 0.1, z + 0.24),
        (0.15, 0.085, z + 0.3),
        (0.06, 0.058, z + 0.33),
        (0.052, 0.055, z + 0.42),
    )
    b.add("bust", marble, chest, label="statue")
    y, top = -0.012, z + 0.51
    b.add(
        "bust",
        marble,
        ball(0.088, 0.105, 0.125, at=(0, y, top), detail=2),
        hull(
            np.array(
                [
                    (x, y + q, top + h)
                    for x, q, h in (
                        (-0.014, -0.098, 0.02),
                        (0.014, -0.098, 0.02),
                        (0.02, -0.09, -0.03),
                        (-0.02, -0.09, -0.03),
                        (0, -0.128, -0.026),
                        (0, -0.09, 0.03),
                    )
                ]
            )
        ),
        label="statue",
    )
    b.add("bust", marble, [ball(0.018, 0.014, 0.028, at=(s * 0.087, y + 0.012, top - 0.005), detail=1) for s in (-1, 1)], label="statue")
    b.add(
        "hair",
        shade(marble, 0.86),
        dome(0.096, 0.09, at=(0, y + 0.018, top + 0.045), segments=10, rings=3),
        ball(0.092, 0.075, 0.1, at=(0, y + 0.045, top + 0.02), detail=1),
    )
    if chance(b, 0.5):
        b.add(
            "hair", shade(marble, 0.86), loft((0.03, 0.02, -0.09), (0.065, 0.035, 0.02), (0.05, 0.03, 0.045), at=(0, y - 0.078, top - 0.1))
        )
    else:
        b.add("hair", shade(marble, 0.86), ball(0.05, at=(0, y + 0.115, top + 0.03), detail=1))
    b.add(
        "drape",
        shade(marble, 0.92),
        [
            tube([(-0.15, -0.06, z + 0.27), (-0.02, -0.105, z + 0.2), (0.12, -0.09, z + 0.15)], (0.018, 0.026, 0.02), segments=6)[k]
            for k in (0, 1)
        ],
        label="cloth",
    )
