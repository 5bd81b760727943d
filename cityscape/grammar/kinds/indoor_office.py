"""The office: desk, swivel chair, whiteboard, waste basket."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import cushion, drawers, eased, joined, leaning, metal, second, several, slab, stake, vessel, wished
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, lathe, squeeze, tint
from cityscape.world.material import Material
from partgen.solids import Solid, ball, box, cylinder, hull, rod

DESK = 0.74


"""Height of desk tops, metres."""


@kind(
    "desk",
    "furniture",
    width=(1.2, 1.8),
    depth=(0.62, 0.8),
    words=("desk", "writing desk", "work desk", "study table"),
    indoor=Indoor("wall", front=0.9, surface=DESK),
)
def desk(b: Build) -> None:
    """A desk: a drawer unit and legs, two pedestals with leather on top, or trestles with a steel frame."""
    w, d, h = b.lot.width, b.lot.depth, DESK
    wood, form = joined(b), int(b.rng.integers(3))
    iron, y = metal(b), -d / 2 + 0.07
    side = 1 if chance(b, 0.5) else -1
    if form == 0:
        b.add("top", wood, slab(w, d, 0.03, at=(0, 0, h - 0.03), corner=0.03))
        uw, x = 0.42, side * (w / 2 - 0.25)
        b.add("body", second(wood), box(uw, d - 0.12, h - 0.13, at=(x, 0.02, 0.11)))
        b.add("plinth", shade(second(wood), 0.6), box(uw - 0.05, d - 0.2, 0.12, at=(x, 0.03, 0)))
        drawers(
            b,
            x - uw / 2 + 0.01,
            x + uw / 2 - 0.01,
            (0.12, 0.36, 0.54, h - 0.04),
            y + 0.01,
            second(wood),
            iron,
            form=pick(b, "bar", "knob", "cup"),
        )
        feet = [
            stake((-side * (w / 2 - 0.08), j * (d / 2 - 0.09), h - 0.02), (-side * (w / 2 - 0.05), j * (d / 2 - 0.05), 0), 0.028, 0.017)
            for j in (-1, 1)
        ]
        b.add("legs", second(wood), feet, label="leg")
        b.add("apron", second(wood), box(w - 0.55, 0.02, 0.08, at=(-side * 0.16, d / 2 - 0.12, h - 0.11)), label="frame")
    elif form == 1:
        b.add("top", wood, slab(w, d, 0.04, at=(0, 0, h - 0.041), corner=0.02, ease=0.012))
        b.add(
            "pad", b.look.material("leather"), slab(w - 0.2, d - 0.2, 0.004, at=(0, 0, h - 0.003), corner=0.02, ease=0.001), label="panel"
        )
        uw = 0.29 * w
        for s in (-1, 1):
            x = s * (w / 2 - uw / 2 - 0.03)
            b.add("body", wood, box(uw, d - 0.1, h - 0.11, at=(x, 0.015, 0.075)))
            b.add("plinth", second(wood), eased(uw + 0.03, d - 0.06, 0.08, at=(x, 0.01, 0), r=0.008))
            drawers(
                b,
                x - uw / 2 + 0.01,
                x + uw / 2 - 0.01,
                (0.09, 0.34, 0.53, h - 0.05),
                y - 0.003,
                second(wood),
                iron,
                form="cup",
                panel=chance(b, 0.5),
            )
        b.add(
            "body",
            wood,
            box(w - 2 * uw, d - 0.12, 0.09, at=(0, 0.02, h - 0.125)),
            box(w - 2 * uw, 0.02, 0.45, at=(0, d / 2 - 0.08, h - 0.5)),
        )
        drawers(b, -w / 2 + uw + 0.04, w / 2 - uw - 0.04, (h - 0.12, h - 0.045), y, second(wood), iron, form="knob")
    else:
        steel = b.look.material("metal")
        b.add("top", wood, slab(w, d, 0.032, at=(0, 0, h - 0.032), corner=0.02))
        t = 0.035
        for s in (-1, 1):
            x = s * (w / 2 - 0.1)
            b.add(
                "legs",
                steel,
                [box(t, t, h - 0.02, at=(x, j * (d / 2 - 0.07), 0)) for j in (-1, 1)],
                [box(t - 0.004, d - 0.14, t, at=(x, 0, z)) for z in (0.02, h - 0.06)],
                label="leg",
            )
        b.add(
            "legs",
            steel,
            box(w - 0.2, t, t, at=(0, d / 2 - 0.1, h - 0.061)),
            box(w - 0.2, t, t, at=(0, d / 2 - 0.1, 0.25)),
            box(t, d * 0.4, t, at=(0, d * 0.22, h - 0.062)),
        )
        b.add("legs", steel, [box(t * 0.9, t * 0.9, 0.3, at=(s * (w / 2 - 0.1), d / 2 - 0.1, 0.0)) for s in (-1, 1)])
        uw, x = 0.36, side * (w / 2 - 0.34)
        b.add("body", second(wood), eased(uw, d - 0.2, 0.46, at=(x, -0.01, 0.06)))
        b.add(
            "castors",
            b.look.material("plastic", color="#2b2d31"),
            [cylinder(0.025, 0.065, at=(x + i * 0.13, j * 0.17 - 0.01, 0), segments=8) for i in (-1, 1) for j in (-1, 1)],
            label="wheel",
        )
        drawers(b, x - uw / 2 + 0.01, x + uw / 2 - 0.01, (0.07, 0.29, 0.51), y + 0.03, second(wood), iron, form="bar")
    squeeze(b)


@kind(
    "whiteboard",
    "furniture",
    width=(1.2, 2.0),
    depth=(0.07, 0.1),
    words=("whiteboard", "white board", "planning board"),
    indoor=Indoor("hung", front=0.0, at=(0.9, 1.0)),
)
def whiteboard(b: Build) -> None:
    """A white board with a diagram, notes stuck on, pens and a sponge on its tray."""
    w, d, h = b.lot.width, b.lot.depth, 1.0
    y = d / 2 - 0.012
    face = y - 0.012
    rail = b.look.material("metal", color="#b9bec2")
    b.add("board", b.look.material("ceramic", color="#fbfcfb"), box(w - 0.02, 0.022, h - 0.02, at=(0, y, 0.01)), label="board")
    b.add(
        "frame",
        rail,
        [eased(0.03, 0.034, h, at=(s * (w / 2 - 0.015), d / 2 - 0.017, 0), r=0.006) for s in (-1, 1)],
        [eased(w, 0.034, 0.03, at=(0, d / 2 - 0.017, z), r=0.006) for z in (0.0, h - 0.03)],
    )
    b.add(
        "tray",
        rail,
        box(w * 0.5, d - 0.012, 0.012, at=(0, -0.002, 0.012)),
        box(w * 0.5, 0.008, 0.024, at=(0, -d / 2 + 0.006, 0.012)),
        label="shelf",
    )
    inks = [b.look.material("plastic", color=c) for c in ("#2c6fb0", "#c23b3b", "#2f8a57")]

    def stroke(k: int, *lines: tuple[float, float, float, float]) -> None:
        bars = []
        for x0, z0, x1, z1 in lines:
            p, q = np.array([x0 * w, z0]), np.array([x1 * w, z1])
            side = 0.0035 * np.array([p[1] - q[1], q[0] - p[0]]) / np.linalg.norm(q - p)
            ends = [v + s * side for v in (p, q) for s in (-1, 1)]
            bars.append(hull([(x, face + e, z) for x, z in ends for e in (-0.002, 0.006)]))
        b.add(f"ink_{k + 1}", inks[k], bars, label="sign")

    boxes = [(-0.3, 0.72), (-0.06, 0.72), (-0.18, 0.46)]
    stroke(
        0,
        *[
            (x + a, z + c, x + e, z + f)
            for x, z in boxes
            for a, c, e, f in (
                (-0.07, -0.07, 0.07, -0.07),
                (0.07, -0.07, 0.07, 0.07),
                (0.07, 0.07, -0.07, 0.07),
                (-0.07, 0.07, -0.07, -0.07),
            )
        ],
    )
    stroke(
        1,
        (-0.23, 0.72, -0.13, 0.72),
        (-0.16, 0.74, -0.13, 0.72),
        (-0.16, 0.7, -0.13, 0.72),
        (-0.3, 0.65, -0.2, 0.53),
        (-0.06, 0.65, -0.14, 0.53),
    )
    stroke(
        2,
        *[(0.12, 0.84 - 0.1 * k, 0.12 + between(b, 0.12, 0.24), 0.84 - 0.1 * k) for k in range(3)],
        *[(-0.35, 0.22 - 0.07 * k, -0.35 + between(b, 0.15, 0.3), 0.22 - 0.07 * k) for k in range(2)],
    )
    notes = [tint(m, "#fff1a8", 0.55) for m in several(b, "flower", 3)]
    for k in range(3):
        spots = [(0.14 + 0.085 * i, 0.16 + 0.14 * k) for i in range(4) if b.rng.random() < 0.75]
        b.add(
            f"notes_{k + 1}",
            notes[k].model_copy(update={"pattern": "plain"}),
            [box(0.09, 0.008, 0.09, at=(x * w, face, z)) for x, z in spots]
            or [box(0.09, 0.008, 0.09, at=(0.2 * w, face, 0.16 + 0.14 * k))],
            label="paper",
        )
    for k in range(3):
        b.add(
            f"pen_{k + 1}",
            inks[k],
            rod((-0.18 * w + 0.16 * k, -0.006, 0.033), (-0.18 * w + 0.13 + 0.16 * k, -0.002, 0.033), 0.011, segments=7),
            label="pen",
        )
    b.add(
        "sponge",
        tint(b.look.material("upholstery"), "#2f3237", 0.3),
        eased(0.13, 0.045, 0.04, at=(0.19 * w, 0, 0.021), r=0.008),
        label="brush",
    )
    squeeze(b)


@kind(
    "waste_basket",
    "furniture",
    width=(0.26, 0.34),
    depth=(0.26, 0.34),
    words=("waste basket", "wastebasket", "paper bin", "waste bin"),
    indoor=Indoor("corner", front=0.2),
)
def waste_basket(b: Build) -> None:
    """A basket full of crumpled paper: wire, wicker or plastic."""
    r = min(b.lot.width, b.lot.depth) / 2
    h = 0.34
    form = int(b.rng.integers(3))
    m: Material = (b.look.material("metal"), b.look.material("wood", color="#c09a62", pattern="woven"), wished(b, "plastic"))[form]
    if form == 0:
        n = 16
        wires = [
            rod(
                (0.74 * r * cos(2 * pi * k / n), 0.74 * r * sin(2 * pi * k / n), 0.01),
                (0.94 * r * cos(2 * pi * k / n), 0.94 * r * sin(2 * pi * k / n), h - 0.01),
                0.006,
                segments=4,
            )
            for k in range(n)
        ]
        b.add(
            "basket",
            m,
            wires,
            cylinder(0.76 * r, 0.02, segments=16),
            vessel(1.75 * r, 1.75 * r, 0.016, wall=0.016, foot=1.0, steps=5, at=(0, 0, 0.62 * h))[1:],
        )
        b.add(
            "liner",
            tint(m, "#ffffff", 0.35),
            vessel(1.66 * r, 1.66 * r, h * 0.8, wall=0.012, foot=0.86, steps=5, at=(0, 0, 0.015)),
            label="basket",
        )
    else:
        b.add("basket", m, vessel(1.94 * r, 1.94 * r, h, wall=0.014, foot=0.76, steps=5))
    b.add("rim", shade(m, 0.75), vessel(2 * r, 2 * r, 0.024, wall=0.026, foot=1.0, steps=5, at=(0, 0, h - 0.016))[1:], label="frame")
    balls: list[Solid] = []
    for k in range(7):
        a, e = 2.4 * k, 0.42 * r * (k / 6) ** 0.5
        s = between(b, 0.3, 0.4) * r
        balls.append(clump(b.rng, s, s, s * 0.85, at=(e * cos(a), e * sin(a), h - 0.02 + 0.05 * (k == 0)), points=14, rough=0.3))
    b.add("paper", "paper", balls, cylinder(0.7 * r, 0.06, at=(0, 0, h - 0.1), segments=10))
    squeeze(b)


@kind(
    "office_chair",
    "furniture",
    width=(0.6, 0.68),
    depth=(0.6, 0.68),
    words=("office chair", "desk chair", "swivel chair"),
    indoor=Indoor("free", front=0.0, seat=True),
)
def office_chair(b: Build) -> None:
    """A swivel chair on five castors, with arms."""
    r = min(b.lot.width, b.lot.depth) / 2
    cloth, dark = wished(b, pick(b, "upholstery", "leather")), b.look.material("plastic", color="#2f3237")
    steel = b.look.material("metal")
    turn = between(b, 0, 2 * pi)
    tips = [(0.88 * r * cos(turn + 2 * pi * k / 5), 0.88 * r * sin(turn + 2 * pi * k / 5)) for k in range(5)]
    b.add(
        "base",
        steel,
        [
            hull(
                [
                    (q * x - y * e / r, q * y + x * e / r, z)
                    for q, e, z in (
                        (0.05, 0.03, 0.1),
                        (0.05, -0.03, 0.1),
                        (0.05, 0.03, 0.15),
                        (0.05, -0.03, 0.15),
                        (1, 0.018, 0.055),
                        (1, -0.018, 0.055),
                        (1, 0.018, 0.085),
                        (1, -0.018, 0.085),
                    )
                ]
            )
            for x, y in tips
        ],
        label="leg",
    )
    b.add("castors", dark, [ball(0.03, at=(x, y, 0.0295), detail=1) for x, y in tips], label="wheel")
    b.add("column", steel, lathe([(0.045, 0.09), (0.04, 0.22), (0.026, 0.225), (0.026, 0.4)], segments=12))
    b.add("mechanism", dark, box(0.24, 0.26, 0.05, at=(0, 0, 0.37)), label="machine")
    b.add("seat", cloth, cushion(0.48, 0.48, 0.1, at=(0, -0.03, 0.395), puff=0.25, corner=0.12), label="cushion")
    high = 0.56 if chance(b, 0.5) else 0.42
    b.add("back", cloth, leaning(cushion(0.44, high, 0.085, puff=0.3, corner=0.12), 0.13, 0, r - 0.13, 0.54), label="cushion")
    b.add(
        "spine",
        dark,
        hull(
            [
                (x, y, z)
                for x in (-0.035, 0.035)
                for y, z in ((0.05, 0.37), (0.05, 0.41), (r - 0.1, 0.37), (r - 0.07, 0.4), (r - 0.05, 0.72), (r - 0.075, 0.72))
            ]
        ),
        label="frame",
    )
    for s in (-1, 1):
        x = s * min(0.27, r - 0.03)
        b.add("arms", dark, box(0.035, 0.06, 0.24, at=(x, -0.01, 0.39)), box(abs(x), 0.05, 0.03, at=(x / 2, -0.01, 0.385)), label="armrest")
        b.add("arm_pads", dark, eased(0.055, 0.26, 0.035, at=(x, -0.03, 0.62), r=0.012), label="armrest")
    squeeze(b)
