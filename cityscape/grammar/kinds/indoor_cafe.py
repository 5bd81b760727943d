"""The cafe's counter: coffee machine, cakes, the menu on the wall."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.lettering import lettering, text_width
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, ring, tint, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    drawn,
    fruit,
    hoop,
    knob,
    legs,
    mug,
    puff,
    side_plate,
    stroke,
)
from cityscape.world.material import Material
from partgen.solids import ball, box, cylinder, frustum, rod

ICING = ("#f3e6d2", "#e7a9a6", "#5b3826", "#e8cf7d")


def icing(b: Build, k: int) -> Material:
    """Cream, strawberry, chocolate or lemon."""
    return b.look.material("paper", color=ICING[k % len(ICING)])


def treat(b: Build, x: float, y: float, z: float, r: float, what: int, *, flavours: tuple[int, int] = (0, 2)) -> None:
    """A cake on z, no wider than r from its middle: a torte, a tart, muffins, croissants or a loaf."""
    crust = b.look.material("food", color="#c08344")
    berry = b.look.material("food", color="#b23238")
    k = flavours[int(b.rng.integers(2))]
    if what == 0:
        h = r * 0.75
        cut = 2 * pi * 5 / 6
        t = between(b, 3.6, 4.6)
        b.add("sponge", crust, [s.moved(x, y, z) for s in ring(0.0, r * 0.94, h * 0.94, segments=9, start=t, sweep=cut)], label="cake")
        b.add(
            f"icing_{k + 1}",
            icing(b, k),
            [s.moved(x, y, z + q * h) for q in (0.42, 0.9) for s in ring(0.0, r, 0.13 * h, segments=9, start=t, sweep=cut)],
            label="cake",
        )
        b.add(
            "berries",
            berry,
            [fruit(x + r * 0.7 * cos(a), y + r * 0.7 * sin(a), z + h, r * 0.14, detail=0) for a in t + cut * (np.arange(5) + 0.5) / 5],
            label="fruit",
        )
    elif what == 1:
        b.add("sponge", crust, frustum(r * 0.82, r, r * 0.32, at=(x, y, z), segments=12), label="cake")
        b.add(f"icing_{k + 1}", icing(b, k), cylinder(r * 0.86, 0.02, at=(x, y, z + r * 0.32 - 0.008), segments=12), label="cake")
        b.add(
            "berries",
            berry,
            [fruit(x + r * 0.5 * cos(a), y + r * 0.5 * sin(a), z + r * 0.34, r * 0.16, detail=0) for a in np.arange(4) * pi / 2],
            label="fruit",
        )
    elif what == 2:
        for i in (-1, 1):
            for j in (-1, 1):
                u, v, e = x + i * r * 0.5, y + j * r * 0.5, r * 0.4
                b.add("sponge", crust, frustum(e * 0.7, e, e * 1.1, at=(u, v, z), segments=8), label="cake")
                b.add(f"icing_{k + 1}", icing(b, k), frustum(e * 1.1, e * 0.5, e * 0.75, at=(u, v, z + e), segments=8), label="cake")
    elif what == 3:
        for j in (-1, 0, 1):
            arc = [
                (x - r * 0.8, y + j * r * 0.6 - r * 0.2, z + 0.02),
                (x - r * 0.35, y + j * r * 0.6, z + 0.03),
                (x + r * 0.35, y + j * r * 0.6, z + 0.03),
                (x + r * 0.8, y + j * r * 0.6 - r * 0.2, z + 0.02),
            ]
            b.add("sponge", crust, tube(arc, (0.008, r * 0.27, r * 0.27, 0.008), segments=7), label="cake")
    else:
        b.add(
            "sponge", crust, [puff(r * 1.7, r * 0.75, r * 0.6, at=(x, y + j * r * 0.45, z), soft=r * 0.22) for j in (-1, 1)], label="bread"
        )


@kind(
    "cafe_counter",
    "furniture",
    width=(1.8, 3.2),
    depth=(0.7, 0.9),
    words=("cafe counter", "coffee counter", "bar counter", "cake counter"),
    indoor=Indoor(front=0.9, surface=1.05),
)
def cafe_counter(b: Build) -> None:
    """A counter: a long top, a panelled front, and at one end two lit shelves of cakes behind glass lips."""
    w, d, z, s = b.lot.width, b.lot.depth, 1.05, pick(b, -1, 1)
    wood, deep = b.look.material("furniture"), d - 0.1
    b.add("top", "worktop", board(w, d, 0.05, at=(0, 0, z - 0.05), cut=0.016))
    show = min(1.3, w * 0.46)
    x, solid = s * (w / 2 - 0.03 - show / 2), w - 0.06 - show
    cx = -s * (w / 2 - 0.03 - solid / 2)
    b.add("plinth", shade(wood, 0.55), box(w - 0.1, deep - 0.08, 0.1, at=(0, 0, 0)))
    b.add("body", wood, box(solid, deep, z - 0.13, at=(cx, 0, 0.09)), box(show + 0.02, deep, 0.22, at=(x, 0, 0.09)), label="cabinet")
    b.add("body", wood, box(show + 0.02, 0.04, z - 0.2, at=(x, deep / 2 - 0.02, 0.16)), label="cabinet")
    n, front = max(4, round(solid / 0.16)), -deep / 2
    slat = shade(wood, 1.12)
    strips = [
        board(solid / n - 0.022, z - 0.22, 0.025, cut=0.008)
        .turned(roll=pi / 2)
        .moved(cx + solid * ((k + 0.5) / n - 0.5), front + 0.012, z / 2 + 0.02)
        for k in range(n)
    ]
    b.add("panels", slat, strips, box(show - 0.04, 0.03, 0.13, at=(x, front, 0.14)), label="panel")
    steel = tint(b.look.material("metal"), "#c9ccd0", 0.4)
    b.add("case", steel, [box(0.025, 0.025, z - 0.32, at=(x + q * (show / 2 - 0.013), front + 0.014, 0.3)) for q in (-1, 1)], label="frame")
    b.add("case", steel, [box(0.02, deep - 0.05, z - 0.34, at=(x + show / 2 * s - s * 0.01, 0.0, 0.3))], label="frame")
    b.add("shelves", "ceramic", [board(show - 0.03, deep - 0.1, 0.02, at=(x, 0.01, h)) for h in (0.305, 0.66)], label="shelf")
    b.add("lights", "lamp", [box(show - 0.08, 0.03, 0.016, at=(x, front + 0.05, h)) for h in (z - 0.068, 0.642)], label="lamp")
    b.add("glass", "glass", [box(show - 0.06, 0.012, 0.1, at=(x, front + 0.014, h)) for h in (0.315, 0.67)], label="pane")
    flavours = pick(b, (0, 1), (1, 2), (0, 2), (2, 3))
    for h in (0.325, 0.68):
        m = max(2, round(show / 0.3))
        for k in range(m):
            treat(
                b,
                x + (show - 0.06) * ((k + 0.5) / m - 0.5),
                front + 0.2,
                h,
                min(0.115, show / m * 0.44),
                int(b.rng.integers(5)),
                flavours=flavours,
            )
    if chance(b, 0.7):
        lean = [box(0.3, 0.02, 0.36, at=(0, 0, 0))]
        px = cx - s * solid * 0.1
        b.add("slate", "board", [t.moved(px, front - 0.028, 0.42) for t in lean])
        b.add(
            "writing",
            "paper",
            [box(q, 0.006, 0.022, at=(px, front - 0.04, 0.72 - 0.07 * k)) for k, q in enumerate((0.2, 0.14, 0.22, 0.17))],
            label="letter",
        )
    b.add(
        "foot_rail",
        "metal",
        rod((cx - solid / 2 + 0.05, -d / 2 + 0.03, 0.16), (cx + solid / 2 - 0.05, -d / 2 + 0.03, 0.16), 0.018),
        label="rail",
    )
    b.add(
        "foot_rail", "metal", [box(0.03, 0.09, 0.03, at=(cx + q * (solid / 2 - 0.1), -d / 2 + 0.065, 0.145)) for q in (-1, 1)], label="rail"
    )


@kind(
    "espresso_machine",
    "furniture",
    width=(0.5, 0.78),
    depth=(0.4, 0.5),
    words=("espresso machine", "coffee machine"),
    indoor=Indoor(spot="top"),
)
def espresso_machine(b: Build) -> None:
    """A two-group machine: polished body with coloured flanks, group heads and filter holders, wands, cups on its roof."""
    w, d = b.lot.width, b.lot.depth
    steel = tint(b.look.material("metal"), "#d3d7da", 0.6)
    color, dark = b.look.material("accent"), shade(b.look.material("metal"), 0.4)
    y = 0.04
    b.add("body", steel, box(w - 0.06, d * 0.5, 0.34, at=(0, d / 2 - d * 0.25 - 0.01, 0.04)), label="machine")
    b.add(
        "body",
        steel,
        side_plate([(-d / 2 + 0.03, 0.28), (0.1, 0.26), (0.1, 0.395), (-d / 2 + 0.05, 0.385)], -w / 2 + 0.025, w / 2 - 0.025),
        label="machine",
    )
    sides = [
        (-d / 2 + 0.01, 0.02),
        (d / 2 - 0.005, 0.02),
        (d / 2 - 0.005, 0.38),
        (d / 2 - 0.04, 0.41),
        (-d / 2 + 0.05, 0.4),
        (-d / 2 + 0.015, 0.27),
    ]
    b.add("flanks", color, [side_plate(sides, q - 0.014, q + 0.014) for q in (-w / 2 + 0.015, w / 2 - 0.015)], label="panel")
    b.add("feet", dark, legs(w - 0.04, d - 0.06, 0.045, 0.045), label="foot")
    b.add("tray", dark, box(w - 0.05, d * 0.5, 0.035, at=(0, -d / 4 + 0.01, 0.035)))
    b.add("grate", steel, [box(w - 0.08, 0.012, 0.008, at=(0, q, 0.068)) for q in np.linspace(-d / 2 + 0.05, -0.03, 5)], label="grate")
    groups = (-w * 0.26, 0.0, w * 0.26) if w > 0.6 and chance(b, 0.6) else (-w * 0.2, w * 0.2)
    levers = chance(b, 0.4)
    for x in groups:
        b.add(
            "groups",
            steel,
            cylinder(0.05, 0.075, at=(x, -d * 0.22, 0.21), segments=10),
            cylinder(0.036, 0.035, at=(x, -d * 0.22, 0.18), segments=10),
            label="machine",
        )
        b.add("filter_handles", dark, rod((x, -d * 0.22, 0.2), (x, -d / 2 + 0.012, 0.185), 0.012, end=0.017), label="handle")
        if levers:
            b.add("levers", dark, rod((x, -d * 0.3, 0.36), (x, -d / 2 + 0.03, 0.52), 0.01, end=0.016), label="handle")
        b.add("cups", "ceramic", mug(x, -d * 0.22, 0.075, 0.034, 0.06), label="cup")
    b.add(
        "wands",
        steel,
        [
            s
            for q in (-1, 1)
            for s in tube(
                [(q * w * 0.4, -d * 0.3, 0.3), (q * w * 0.41, -d * 0.42, 0.26), (q * w * 0.41, -d * 0.45, 0.1)],
                (0.009, 0.009, 0.006),
                segments=6,
            )
        ],
        label="pipe",
    )
    b.add(
        "gauges",
        "ceramic",
        [rod((q, -d / 2 + 0.06, 0.335), (q, -d / 2 + 0.034, 0.33), 0.026, segments=10) for q in (-0.035, 0.035)],
        label="clock",
    )
    b.add(
        "buttons",
        color,
        [knob(q * w * 0.3 + e, -d / 2 + 0.046, 0.335, 0.011) for q in (-1, 1) for e in (-0.035, 0.0, 0.035)],
        label="button",
    )
    b.add(
        "rail",
        steel,
        [rod((-w / 2 + 0.03, q, 0.44), (w / 2 - 0.03, q, 0.44), 0.007, segments=6) for q in (y + 0.1, -d * 0.3)],
        label="rail",
    )
    b.add(
        "rail",
        steel,
        [box(0.012, 0.012, 0.06, at=(e * (w / 2 - 0.04), q, 0.385)) for q in (y + 0.1, -d * 0.3) for e in (-1, 1)],
        label="rail",
    )
    n = int((w - 0.1) / 0.09)
    b.add(
        "cups", "ceramic", [mug((k - (n - 1) / 2) * 0.09, q, 0.385, 0.034, 0.06)[0] for k in range(n) for q in (-0.06, 0.04)], label="cup"
    )
    b.add(
        "cups",
        "ceramic",
        [frustum(0.032, 0.038, 0.05, at=((k - (n - 1) / 2) * 0.09, q, 0.395), segments=8) for k in range(n) for q in (-0.06, 0.04)],
        label="cup",
    )


@kind(
    "menu_board",
    "furniture",
    width=(0.7, 1.3),
    depth=(0.05, 0.1),
    words=("menu board", "menu", "price list"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.2, 1.4)),
)
def menu_board(b: Build) -> None:
    """A framed slate with the menu in chalk: a heading, lines with their prices, a steaming cup."""
    w, d, h = b.lot.width, b.lot.depth, min(1.0, b.lot.width * 1.05)
    back = d / 2
    face = back - 0.022
    b.add("board", "board", box(w - 0.04, 0.022, h - 0.04, at=(0, back - 0.011, 0.02)))
    b.add("frame", "furniture", border(w, h, 0.05, max(-d / 2, face - 0.022), back))
    chalk, warm = b.look.material("paper"), b.look.material("paper", color="#efc77a")
    word = pick(b, "MENU", "TODAY", "SPECIALS", "OPEN")
    size = min(0.13, (w * 0.72) / text_width(word, 1.0))
    b.add("heading", warm, [s.moved(0, face + 0.001, h - 0.08 - size) for s in lettering(word, size, 0.006)], label="letter")
    rows = int((h - 0.42) / 0.085)
    for k in range(rows):
        z = h - 0.2 - size - 0.085 * k
        left = w * between(b, 0.24, 0.4)
        b.add(
            "lines",
            chalk,
            box(left, 0.006, 0.022, at=(-w * 0.38 + left / 2, face, z)),
            box(0.07, 0.006, 0.024, at=(w * 0.34, face, z)),
            label="letter",
        )
    x, z = w * 0.12, 0.1
    if chance(b, 0.75):
        b.add(
            "drawing",
            warm,
            drawn([(x - 0.06, z + 0.08), (x - 0.04, z), (x + 0.04, z), (x + 0.06, z + 0.08)], face, width=0.012),
            label="drawing",
        )
        b.add(
            "drawing", warm, stroke([(x + 0.06, z + 0.07), (x + 0.09, z + 0.05), (x + 0.05, z + 0.03)], face, width=0.01), label="drawing"
        )
        b.add("drawing", warm, stroke([(x - 0.02, z + 0.1), (x - 0.03, z + 0.13), (x - 0.01, z + 0.16)], face, width=0.01), label="drawing")


@kind(
    "pastry_stand",
    "furniture",
    width=(0.3, 0.4),
    depth=(0.3, 0.4),
    words=("pastry stand", "cake stand", "cakes"),
    indoor=Indoor(spot="top"),
)
def pastry_stand(b: Build) -> None:
    """Three plates on a stem, each with small cakes around; or one tall stand with a torte."""
    r = min(b.lot.width, b.lot.depth) / 2
    if chance(b, 0.3):
        b.add(
            "stand",
            "ceramic",
            lathe([(r * 0.55, 0), (r * 0.5, 0.015), (0.03, 0.035), (0.025, 0.11), (r * 0.4, 0.135), (r, 0.145), (r, 0.16)], segments=16),
            label="plate",
        )
        treat(b, 0, 0, 0.158, r * 0.86, 0)
        return
    levels = ((r, 0.02), (r * 0.76, 0.15), (r * 0.52, 0.27))
    b.add(
        "plates",
        "ceramic",
        [s for q, z in levels for s in lathe([(q * 0.6, z - 0.014), (q * 0.94, z - 0.002), (q, z + 0.01)], segments=16)],
        cylinder(r * 0.5, 0.012, segments=12),
        label="plate",
    )
    brass = tint(b.look.material("metal"), "#c9a14a", 0.7)
    b.add(
        "stem",
        brass,
        cylinder(0.009, 0.35, at=(0, 0, 0.01), segments=7),
        [s.turned(roll=pi / 2).moved(0, 0, 0.375) for s in hoop(0.025, 0.01, segments=8)],
        label="post",
    )
    for level, (q, z) in enumerate(levels):
        n, k = (6, 5, 3)[level], int(b.rng.integers(4))
        e = min(0.034, q * 0.26)
        for j in range(n):
            t = 2 * pi * (j + 0.5 * level) / n
            x, y = (q - e * 1.15) * cos(t), (q - e * 1.15) * sin(t)
            b.add(
                "sponge",
                b.look.material("food", color="#c08344"),
                frustum(e * 0.8, e, e * 1.1, at=(x, y, z + 0.009), segments=7),
                label="cake",
            )
            b.add(f"icing_{k + 1}", icing(b, k), ball(e * 0.95, e * 0.95, e * 0.7, at=(x, y, z + 0.01 + e * 1.15), detail=1), label="cake")
