"""The workshop's machines and what is worked on: lathe, saw, anvil, paint, timber."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tint
from cityscape.grammar.shopfit import (
    board,
    hoop,
    knob,
    loft,
    puff,
    several,
    side_plate,
)
from partgen.solids import beam, box, cylinder, frustum, hull, rod


@kind("lathe", "furniture", width=(1.3, 1.9), depth=(0.55, 0.75), words=("lathe", "turning lathe", "wood lathe"), indoor=Indoor(front=0.9))
def wood_lathe(b: Build) -> None:
    """A turning lathe: bed on two stands, headstock with its wheel, tailstock, rest, and a baluster half turned."""
    w, d = b.lot.width, b.lot.depth
    y, z = 0.05, 0.86
    paint = b.look.material("cabinet")
    iron = b.look.material("metal")
    for e in (-1, 1):
        x = e * (w / 2 - 0.2)
        b.add(
            "stands",
            paint,
            side_plate([(y - 0.22, 0), (y + 0.22, 0), (y + 0.13, z - 0.1), (y - 0.13, z - 0.1)], x - 0.16, x + 0.16),
            label="leg",
        )
        b.add("stands", paint, board(0.38, min(0.52, d - 0.02), 0.05, at=(x, 0, 0)), label="leg")
    b.add(
        "bed",
        iron,
        [box(w - 0.06, 0.07, 0.12, at=(0, y + s * 0.07, z - 0.12)) for s in (-1, 1)],
        box(0.3, 0.2, 0.09, at=(-w / 2 + 0.2, y, z - 0.11)),
        label="beam",
    )
    hx, axis = -w / 2 + 0.2, z + 0.22
    b.add("headstock", paint, puff(0.3, 0.26, 0.36, at=(hx, y, z - 0.005), soft=0.04), label="machine")
    b.add("headstock", paint, puff(0.2, 0.22, 0.24, at=(w / 2 - 0.22, y, z - 0.005), soft=0.04), label="machine")
    b.add(
        "spindle",
        iron,
        rod((hx + 0.1, y, axis), (hx + 0.22, y, axis), 0.055, end=0.035, segments=10),
        rod((w / 2 - 0.38, y, axis - 0.01), (w / 2 - 0.02, y, axis - 0.01), 0.03, segments=8),
        label="machine",
    )
    wheel = [t.turned(pitch=pi / 2).moved(w / 2 - 0.035, y, axis - 0.01) for t in hoop(0.075, 0.022, segments=12)]
    b.add(
        "handwheels",
        iron,
        wheel,
        [
            beam(
                (w / 2 - 0.035, y - 0.075 * cos(t), axis - 0.01 - 0.075 * sin(t)),
                (w / 2 - 0.035, y + 0.075 * cos(t), axis - 0.01 + 0.075 * sin(t)),
                0.014,
                0.014,
            )
            for t in (0.3, 1.9)
        ],
        label="wheel",
    )
    start, end = hx + 0.2, w / 2 - 0.37
    steps = np.linspace(0, 1, 9)
    radii = (
        [0.05, 0.05, 0.03, 0.058, 0.038, 0.05, 0.028, 0.052, 0.045]
        if chance(b, 0.6)
        else [0.055, 0.055, 0.055, 0.035, 0.06, 0.048, 0.04, 0.035, 0.03]
    )
    work = [
        rod((start + (end - start) * p, y, axis), (start + (end - start) * q, y, axis), r0, end=r1, segments=9)
        for p, q, r0, r1 in zip(steps, steps[1:], radii, radii[1:], strict=False)
    ]
    b.add("workpiece", tint(b.look.material("wood"), "#e0b878", 0.6), work, label="goods")
    b.add(
        "tool_rest",
        iron,
        box((end - start) * 0.5, 0.025, 0.06, at=((start + end) / 2, y - 0.12, axis - 0.06)),
        rod(((start + end) / 2, y - 0.12, axis - 0.03), ((start + end) / 2, y - 0.1, z - 0.06), 0.022),
        label="machine",
    )
    b.add(
        "switch",
        b.look.material("accent"),
        box(0.07, 0.03, 0.11, at=(hx, y - 0.135, z + 0.1)),
        knob(hx, y - 0.148, z + 0.155, 0.022),
        label="machine",
    )
    if chance(b, 0.6):
        b.add(
            "shavings",
            tint(b.look.material("wood"), "#edcf9c", 0.7),
            [puff(0.3, 0.2, 0.03, at=(x, y + q, 0.0), soft=0.02) for x, q in ((-0.08, 0.05), (0.14, -0.06))],
            label="shaving",
        )


@kind(
    "table_saw",
    "furniture",
    width=(1.1, 1.6),
    depth=(0.8, 1.1),
    words=("table saw", "circular saw", "bench saw"),
    indoor=Indoor(spot="free", front=0.9, sides=0.3),
)
def table_saw(b: Build) -> None:
    """A table saw: cast top with wings and mitre slots, blade with guard, fence on its rail, board being cut."""
    w, d = b.lot.width, b.lot.depth
    z, deep = 0.87, d - 0.14
    y, paint, iron = 0.05, b.look.material("cabinet"), b.look.material("metal")
    b.add(
        "body",
        paint,
        hull(
            np.array(
                [
                    (sx * u, y + sy * v, q)
                    for u, v, q in ((0.3, deep * 0.42, 0.04), (0.3, deep * 0.42, 0.5), (0.26, deep * 0.38, z - 0.05))
                    for sx in (-1, 1)
                    for sy in (-1, 1)
                ]
            )
        ),
        label="cabinet",
    )
    b.add("plinth", shade(paint, 0.5), board(0.62, deep * 0.88, 0.06, at=(0, y, 0)))
    b.add("door", shade(paint, 0.9), board(0.34, 0.3, 0.02).turned(roll=pi / 2).moved(-0.05, y - deep * 0.42 + 0.012, 0.28))
    top = tint(iron, "#c8ccd0", 0.45)
    b.add(
        "top",
        top,
        board(0.66, deep, 0.05, at=(0, y, z - 0.05)),
        [board((w - 0.67) / 2, deep - 0.02, 0.036, at=(s * (w + 0.664) / 4, y, z - 0.037)) for s in (-1, 1)],
    )
    b.add(
        "slots",
        shade(top, 0.45),
        [box(0.024, deep - 0.01, 0.006, at=(s * 0.16, y, z - 0.003)) for s in (-1, 1)],
        box(0.06, 0.4, 0.006, at=(0, y, z - 0.003)),
        label="seam",
    )
    b.add(
        "rail",
        iron,
        rod((-w / 2 + 0.01, y - deep / 2 - 0.03, z - 0.04), (w / 2 - 0.01, y - deep / 2 - 0.03, z - 0.04), 0.03, segments=8),
        label="rail",
    )
    fx = between(b, 0.22, 0.3)
    b.add(
        "fence",
        b.look.material("accent"),
        box(0.055, deep + 0.05, 0.08, at=(fx, y - 0.015, z - 0.002)),
        box(0.16, 0.05, 0.07, at=(fx, y - deep / 2 - 0.03, z - 0.03)),
        label="rail",
    )
    b.add(
        "blade",
        tint(iron, "#dfe3e6", 0.6),
        rod((-0.004, y + 0.02, z - 0.06), (0.004, y + 0.02, z - 0.06), 0.17, segments=20),
        label="blade",
    )
    b.add(
        "guard",
        shade(b.look.material("plastic"), 0.7),
        hull(
            np.array(
                [
                    (x, y + q, z + h)
                    for x in (-0.016, 0.016)
                    for q, h in ((0.19, 0.06), (0.2, 0.13), (0.05, 0.17), (-0.1, 0.15), (-0.13, 0.125))
                ]
            )
        ),
        box(0.02, 0.03, 0.1, at=(0, y + 0.19, z - 0.01)),
        label="guard",
    )
    wheel = [t.turned(roll=pi / 2).moved(0.14, y - deep * 0.42 - 0.06, 0.55) for t in hoop(0.08, 0.022)]
    b.add(
        "handwheel",
        iron,
        wheel,
        box(0.15, 0.016, 0.022, at=(0.14, y - deep * 0.42 - 0.06, 0.539)),
        rod((0.14, y - deep * 0.4, 0.55), (0.14, y - deep * 0.42 - 0.07, 0.55), 0.016),
        label="wheel",
    )
    b.add("switch", b.look.material("accent"), box(0.09, 0.05, 0.12, at=(-0.24, y - deep / 2 - 0.02, z - 0.2)), label="machine")
    long = min(0.8, deep - 0.05)
    b.add("plank", tint(b.look.material("wood"), "#e0b878", 0.6), board(0.16, long, 0.022, at=(fx - 0.11, y - 0.02, z)), label="plank")


@kind(
    "anvil_block", "furniture", width=(0.65, 0.9), depth=(0.5, 0.7), words=("anvil", "anvil block"), indoor=Indoor(spot="free", front=0.7)
)
def anvil_block(b: Build) -> None:
    """An anvil on a hooped oak stump, tongs at its side, the hammer on the face."""
    w, d = b.lot.width, b.lot.depth
    r, hit = min(0.24, d / 2 - 0.03) * between(b, 0.92, 1.0), between(b, -0.05, 0.08)
    b.add("block", "bark", frustum(r, r * 0.94, 0.5, segments=12), label="block")
    b.add("block_top", tint(b.look.material("wood"), "#d9a866", 0.3), cylinder(r * 0.88, 0.02, at=(0, 0, 0.49), segments=12), label="block")
    iron = shade(b.look.material("metal"), 0.75)
    b.add("hoops", b.look.material("metal"), [cylinder(r + 0.008, 0.045, at=(0, 0, z), segments=12) for z in (0.08, 0.38)], label="hoop")
    foot = loft(*((0.17, 0.1, 0.5), (0.15, 0.085, 0.54), (0.08, 0.045, 0.6)))
    body = loft(*((0.075, 0.045, 0.58), (0.14, 0.06, 0.68), (0.16, 0.062, 0.7)))
    face = board(0.36, 0.125, 0.06, at=(0.02, 0, 0.69), cut=0.006)
    horn = hull(
        np.array(
            [*[(-0.15, s * 0.055, z) for s in (-1, 1) for z in (0.69, 0.735)], (-min(0.34, w / 2.4 - 0.01), 0, 0.738), (-0.15, 0, 0.655)]
        )
    )
    heel = hull(
        np.array(
            [
                (x, s * 0.05, z)
                for x, z in ((0.1, 0.69), (0.19, 0.69), (min(0.27, w / 2.4 - 0.03), 0.73), (min(0.27, w / 2.4 - 0.03), 0.745), (0.1, 0.745))
                for s in (-1, 1)
            ]
        )
    )
    b.add("anvil", iron, [p.moved(0, 0, -0.5).scaled(1.2).moved(0, 0, 0.5) for p in (foot, body, face, horn, heel)])
    hy = -0.02
    head = [box(0.05, 0.13, 0.05, at=(0.1, hy + hit * 0.2, 0.798))]
    b.add("hammer_head", tint(iron, "#ffffff", 0.15), head, label="tool")
    b.add(
        "hammer_handle",
        tint(b.look.material("wood"), "#d9a866", 0.4),
        rod((0.1, hy + hit * 0.2, 0.825), (-0.16, hy - 0.02 - hit, 0.815), 0.016, segments=6),
        label="handle",
    )
    tx = w / 2 - 0.06
    b.add(
        "tongs",
        b.look.material("metal"),
        rod((tx, -0.1, 0.02), (r * 0.8, -0.05, 0.52), 0.012),
        rod((tx - 0.02, -0.02, 0.02), (r * 0.8, -0.06, 0.52), 0.012),
        label="tool",
    )


@kind(
    "paint_shelf",
    "furniture",
    width=(0.8, 1.3),
    depth=(0.32, 0.45),
    words=("paint shelf", "paint rack", "tin shelf"),
    indoor=Indoor(front=0.5),
)
def paint_shelf(b: Build) -> None:
    """A steel shelf of paint tins in a few colours, bottles, a jar of brushes and a tray with a roller."""
    w, d, h = b.lot.width, b.lot.depth, 1.72
    iron = b.look.material("metal")
    b.add(
        "posts",
        iron,
        [box(0.035, 0.035, h, at=(sx * (w / 2 - 0.018), sy * (d / 2 - 0.018), 0)) for sx in (-1, 1) for sy in (-1, 1)],
        label="post",
    )
    levels = (0.1, 0.62, 1.12, 1.6)
    b.add("shelves", "furniture", [board(w - 0.02, d - 0.02, 0.03, at=(0, 0, z)) for z in levels], label="shelf")
    b.add(
        "braces",
        iron,
        [beam((-s * (w / 2 - 0.03), d / 2 - 0.012, 0.14), (s * (w / 2 - 0.03), d / 2 - 0.012, 1.58), 0.012, 0.02) for s in (-1, 1)],
        label="beam",
    )
    paints = several(b, "plastic", 3)
    for level, (r, tall, stack) in enumerate(((0.115, 0.24, 1), (0.085, 0.16, 2), (0.075, 0.14, 2), (0.07, 0.13, 1))):
        n = int((w - 0.1) / (2 * r + 0.015))
        for k in range(n):
            x = (k - (n - 1) / 2) * (w - 0.1) / n
            if chance(b, 0.12) or (level == 3 and k >= n - 2):
                continue
            c = (k + level + int(b.rng.integers(2))) % 3
            for j in range(stack if chance(b, 0.5) else 1):
                z = levels[level] + 0.029 + j * (tall + 0.001)
                b.add(
                    f"lids_{c + 1}",
                    paints[c],
                    cylinder(r * 0.86, 0.012, at=(x, 0, z + tall - 0.006), segments=9),
                    cylinder(r * 0.985, tall * 0.52, at=(x, 0, z + tall * 0.16), segments=9),
                    label="label",
                )
                b.add("tins", tint(iron, "#d8dce0", 0.6), cylinder(r * 0.95, tall, at=(x, 0, z), segments=9), label="tin")
    x = w / 2 - 0.13
    b.add("brush_jar", "glass", cylinder(0.045, 0.12, at=(x, 0, 1.629), segments=9), label="jar")
    b.add(
        "brushes",
        tint(b.look.material("wood"), "#d9a866", 0.5),
        [rod((x, 0, 1.64), (x + 0.04 * cos(t), 0.04 * sin(t), 1.83), 0.011, segments=5) for t in (0.3, 2.4, 4.4)],
        label="brush",
    )
    b.add(
        "bristles",
        paints[1],
        [box(0.035, 0.016, 0.06, at=(x + 0.043 * cos(t), 0.043 * sin(t), 1.82)) for t in (0.3, 2.4, 4.4)],
        label="brush",
    )


@kind(
    "timber_rack",
    "furniture",
    width=(1.5, 2.4),
    depth=(0.45, 0.65),
    words=("timber rack", "wood rack", "lumber rack", "planks"),
    indoor=Indoor(front=0.6),
)
def timber_rack(b: Build) -> None:
    """Posts with arms that carry boards, battens and rods in three levels; off-cuts stand in a bin."""
    w, d, h = b.lot.width, b.lot.depth, 1.75
    iron, back = b.look.material("metal"), d / 2 - 0.05
    places = [-w / 2 + 0.22, 0.0, w / 2 - 0.22]
    arms = (0.28, 0.78, 1.28)
    for x in places:
        b.add("posts", iron, box(0.07, 0.07, h, at=(x, back, 0)), box(0.07, d - 0.04, 0.06, at=(x, 0, 0)), label="post")
        b.add("posts", iron, [box(0.05, d - 0.1, 0.045, at=(x, 0.0, z)) for z in arms], label="post")
        b.add("posts", iron, [beam((x, back, z - 0.14), (x, -0.02, z + 0.01), 0.04, 0.03) for z in arms], label="post")
    woods = [tint(b.look.material("wood"), c, 0.65) for c in ("#e6c48d", "#b9793f", "#8c5a36")]
    for level, z in enumerate(arms):
        y = -d / 2 + 0.06
        k = level
        while y < back - 0.12:
            wide = between(b, 0.08, 0.16)
            if y + wide > back - 0.04:
                break
            for j in range(int(b.rng.integers(1, 5))):
                long = w - 0.02 - between(b, 0, 0.3)
                x = between(b, -1, 1) * (w - long) / 2
                b.add(
                    f"boards_{(k % 3) + 1}",
                    woods[k % 3],
                    box(long, wide - 0.008, 0.028, at=(x, y + wide / 2, z + 0.044 + 0.03 * j)),
                    label="plank",
                )
            y, k = y + wide, k + 1
    b.add(
        "rods",
        iron,
        [rod((-w / 2 + 0.1, back - 0.07, z), (w / 2 - 0.06, back - 0.07, z), 0.022, segments=7) for z in (1.346, 1.39)],
        label="pipe",
    )
