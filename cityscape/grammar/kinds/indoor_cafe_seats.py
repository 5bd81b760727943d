"""Where a cafe's guests sit and stand: tables, chairs, the banquette."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    hoop,
    puff,
    several,
    tilted,
)
from partgen.solids import ball, box, cylinder, frustum, rod


def _round_top(b: Build, r: float, z: float, square: bool) -> None:
    top = b.look.material("worktop") if chance(b, 0.5) else b.look.material("furniture")
    if square:
        b.add("top", top, board(2 * r, 2 * r, 0.032, at=(0, 0, z - 0.032), corner=0.05))
    else:
        b.add("top", top, lathe([(r * 0.97, z - 0.032), (r, z - 0.024), (r, z - 0.008), (r * 0.97, z)], segments=24))


@kind(
    "cafe_table",
    "furniture",
    width=(0.6, 0.85),
    depth=(0.6, 0.85),
    words=("cafe table", "bistro table", "coffee house table"),
    indoor=Indoor(spot="free", front=0.5, surface=0.75),
)
def cafe_table(b: Build) -> None:
    """A small table: round or square top of stone or wood on a turned iron column with four feet."""
    r, iron = min(b.lot.width, b.lot.depth) / 2, b.look.material("metal")
    square = chance(b, 0.35)
    _round_top(b, r, 0.75, square)
    b.add(
        "column",
        iron,
        lathe([(0.06, 0.05), (0.035, 0.13), (0.03, 0.3), (0.045, 0.36), (0.03, 0.42), (0.028, 0.62), (0.07, 0.722)], segments=9),
        label="leg",
    )
    for k in range(4):
        t = pi / 4 + k * pi / 2
        a = 0.72 * r
        foot = tube(
            [(0.02 * cos(t), 0.02 * sin(t), 0.12), (a * 0.6 * cos(t), a * 0.6 * sin(t), 0.06), (a * cos(t), a * sin(t), 0.016)],
            (0.03, 0.024, 0.016),
            segments=6,
        )
        b.add("column", iron, foot, label="leg")
        b.add("struts", iron, box(0.26, 0.03, 0.02, at=(0, 0, 0.71)).turned(t), label="beam")


@kind(
    "cafe_chair",
    "furniture",
    width=(0.4, 0.48),
    depth=(0.44, 0.54),
    words=("cafe chair", "bistro chair", "bentwood chair"),
    indoor=Indoor(spot="free", front=0.4, seat=True),
)
def cafe_chair(b: Build) -> None:
    """A bentwood chair with a round seat and hooped back, or a bistro chair of slats on an iron frame."""
    w, d, z = b.lot.width, b.lot.depth, 0.45
    if chance(b, 0.6):
        wood, r = b.look.material("furniture"), w / 2 - 0.02
        y = -d / 2 + r + 0.02
        b.add("seat", wood, lathe([(r, z - 0.04), (r, z - 0.01), (r * 0.95, z - 0.002)], at=(0, y, 0), segments=16))
        b.add(
            "cushion",
            "upholstery" if chance(b, 0.5) else tint(wood, "#e8cf9a", 0.5),
            cylinder(r * 0.8, 0.012, at=(0, y, z - 0.01), segments=14),
        )
        feet = [
            rod((sx * r * 0.66, y - r * 0.62, z - 0.03), (sx * r * 0.86, y - r * 0.86, 0.005), 0.018, end=0.013, segments=7)
            for sx in (-1, 1)
        ]
        b.add("legs", wood, feet, [s.moved(0, y, 0) for s in hoop(r, 0.02, at=(0, 0, 0.26), segments=14)], label="leg")
        back, top = d / 2 - 0.025, 0.88
        for wide, high in ((r * 0.92, top), (r * 0.5, top - 0.16)):
            arc = [
                (-wide, y + r * 0.62, z - 0.02),
                (-wide, back - 0.03, high - 0.22),
                (-wide * 0.7, back, high - 0.05),
                (0, back + 0.008, high),
                (wide * 0.7, back, high - 0.05),
                (wide, back - 0.03, high - 0.22),
                (wide, y + r * 0.62, z - 0.02),
            ]
            b.add("back", wood, tube(arc, (0.016,) * 7, segments=6))
        b.add(
            "legs",
            wood,
            [
                rod((sx * r * 0.92, y + r * 0.62, z - 0.0), (sx * r * 0.95, back - 0.012, 0.005), 0.018, end=0.014, segments=7)
                for sx in (-1, 1)
            ],
            label="leg",
        )
        return
    iron, slat = b.look.material("metal"), b.look.material("accent") if chance(b, 0.4) else b.look.material("furniture")
    y0, y1 = -d / 2 + 0.03, d / 2 - 0.04
    n = 5
    b.add("seat", slat, [board(w - 0.03, (y1 - y0) / n - 0.012, 0.02, at=(0, y0 + (y1 - y0) * (k + 0.5) / n, z - 0.02)) for k in range(n)])
    frame = [
        s
        for e in (-1, 1)
        for s in tube(
            [(e * (w / 2 - 0.03), y0 + 0.02, 0.01), (e * (w / 2 - 0.03), y1 - 0.06, z - 0.03), (e * (w / 2 - 0.03), y1 + 0.0, 0.85)],
            (0.013,) * 3,
            segments=6,
        )
    ]
    frame += [
        s
        for e in (-1, 1)
        for s in tube([(e * (w / 2 - 0.045), y1 + 0.02, 0.01), (e * (w / 2 - 0.045), y0 + 0.05, z - 0.03)], (0.013,) * 2, segments=6)
    ]
    b.add(
        "frame",
        iron,
        frame,
        [rod((-w / 2 + 0.03, y, z - 0.03), (w / 2 - 0.03, y, z - 0.03), 0.012, segments=6) for y in (y0 + 0.05, y1 - 0.06)],
        label="leg",
    )
    b.add(
        "back",
        slat,
        [board(w - 0.04, 0.06, 0.018).turned(roll=pi / 2 - 0.12).moved(0, y1 - 0.045 + 0.06 * k / 1.6, 0.62 + 0.1 * k) for k in (0, 1, 2)],
    )


@kind(
    "bar_table",
    "furniture",
    width=(0.55, 0.75),
    depth=(0.55, 0.75),
    words=("bar table", "high table", "standing table"),
    indoor=Indoor(spot="free", front=0.5, surface=1.05),
)
def bar_table(b: Build) -> None:
    """A table to stand at: a slim column on a heavy disc, a ring for the feet."""
    r, iron = min(b.lot.width, b.lot.depth) / 2, b.look.material("metal")
    _round_top(b, r, 1.05, chance(b, 0.3))
    b.add("base", iron, lathe([(r * 0.82, 0), (r * 0.82, 0.014), (r * 0.3, 0.04), (0.045, 0.06)], segments=18))
    b.add(
        "column",
        iron,
        cylinder(0.036, 0.98, at=(0, 0, 0.04), segments=10),
        frustum(0.036, 0.12, 0.05, at=(0, 0, 0.97), segments=10),
        label="leg",
    )
    b.add(
        "foot_ring",
        iron,
        hoop(r * 0.55, 0.02, at=(0, 0, 0.3), segments=16),
        [box(r * 1.08, 0.016, 0.016, at=(0, 0, 0.292)).turned(t) for t in (0.4, 0.4 + pi / 2)],
        label="ring",
    )


@kind(
    "sofa_bench",
    "furniture",
    width=(1.2, 2.6),
    depth=(0.6, 0.72),
    words=("sofa bench", "banquette", "cafe sofa", "booth seat"),
    indoor=Indoor(front=0.5, seat=True),
)
def sofa_bench(b: Build) -> None:
    """A banquette: long seat cushions on a plinth, a back of upright rolls, a wooden cap rail, loose pillows."""
    w, d = b.lot.width, b.lot.depth
    m, wood, back = b.look.material("upholstery"), b.look.material("furniture"), d / 2
    b.add("plinth", shade(wood, 0.6), box(w - 0.06, d - 0.14, 0.1, at=(0, 0.04, 0)))
    b.add("base", wood, board(w, d - 0.04, 0.2, at=(0, 0.02, 0.09)), label="frame")
    b.add("base", wood, box(w, 0.07, 0.62, at=(0, back - 0.035, 0.28)), label="frame")
    n = max(2, round(w / 0.65))
    b.add(
        "cushions",
        m,
        [puff(w / n - 0.012, d - 0.14, 0.17, at=(w * ((k + 0.5) / n - 0.5), -0.06, 0.28), soft=0.045) for k in range(n)],
        label="cushion",
    )
    rolls = n * 3 if chance(b, 0.6) else n
    tall = 0.5
    b.add(
        "back",
        shade(m, 0.94),
        [
            tilted(
                puff(w / rolls - 0.008, 0.12, tall, at=(w * ((k + 0.5) / rolls - 0.5), back - 0.125, 0.42), soft=0.045),
                about=(0, back - 0.125, 0.42),
                roll=-0.06,
            )
            for k in range(rolls)
        ],
    )
    b.add("cap", wood, board(w, 0.1, 0.03, at=(0, back - 0.05, 0.9)), label="rail")
    pillows = several(b, "fabric", 2)
    for k in range(int(b.rng.integers(1, 4))):
        x = w * (pick(b, -0.38, -0.2, 0.22, 0.38) + between(b, -0.03, 0.03))
        x = float(np.clip(x, -w / 2 + 0.22, w / 2 - 0.22))
        p = puff(0.38, 0.12, 0.36, at=(0, 0, -0.18), soft=0.06).turned(pick(b, -0.12, 0.1, 0.15), pitch=between(b, -0.2, 0.2), roll=-0.3)
        b.add(f"pillows_{k % 2 + 1}", pillows[k % 2], p.moved(x, back - 0.25, 0.63), label="pillow")
    if chance(b, 0.4):
        b.add(
            "buttons",
            shade(m, 0.6),
            [ball(0.016, at=(w * ((k + 0.5) / n - 0.5), -0.06, 0.449), detail=1) for k in range(n)],
            label="button",
        )
