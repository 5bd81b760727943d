"""The spaceship's airlock: its door, and a suit on its stand."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.indoor_spaceship import dark, glow
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tube
from cityscape.grammar.shopfit import (
    board,
    border,
    hoop,
    knob,
    puff,
    stacked,
    upright_plate,
)
from partgen.solids import ball, box, rod


@kind(
    "airlock_door",
    "furniture",
    width=(1.5, 2.1),
    depth=(0.24, 0.4),
    words=("airlock", "airlock door", "hatch", "bulkhead door"),
    indoor=Indoor(front=1.0),
)
def airlock_door(b: Build) -> None:
    """An airlock: eight-sided frame, two interlocking leaves with a porthole, hazard stripes, a wheel, a key pad, a lamp above."""
    w, d, h, back = b.lot.width, b.lot.depth, 2.25, b.lot.depth / 2
    m, leaf = b.look.material("cabinet"), b.look.material("plastic", color="#56626d")
    face = -back + 0.07
    c, e = 0.42, 0.2
    outer = [(-w / 2, 0), (w / 2, 0), (w / 2, h - c), (w / 2 - c, h), (-w / 2 + c, h), (-w / 2, h - c)]
    inner = [
        (-w / 2 + e, 0.08),
        (w / 2 - e, 0.08),
        (w / 2 - e, h - c - 0.02),
        (w / 2 - c - 0.06, h - e),
        (-w / 2 + c + 0.06, h - e),
        (-w / 2 + e, h - c - 0.02),
    ]
    ringed = [upright_plate([outer[k], outer[(k + 1) % 6], inner[(k + 1) % 6], inner[k]], face, back) for k in range(6)]
    b.add("frame", m, ringed)
    b.add(
        "rim",
        shade(m, 0.7),
        [
            upright_plate(
                [
                    inner[k],
                    inner[(k + 1) % 6],
                    (inner[(k + 1) % 6][0] * 0.93, 0.05 + 0.955 * inner[(k + 1) % 6][1]),
                    (inner[k][0] * 0.93, 0.05 + 0.955 * inner[k][1]),
                ],
                face - 0.025,
                back - 0.04,
            )
            for k in range(6)
        ],
        label="border",
    )
    deep = (face + 0.07, back - 0.05)
    left = [(-w / 2 + e - 0.02, 0.06), (0.0, 0.06), (0.0, h - e - 0.01), (-w / 2 + c + 0.04, h - e - 0.01), (-w / 2 + e - 0.02, h - c)]
    right = [(-x, z) for x, z in left]
    b.add(
        "leaves",
        leaf,
        upright_plate([(x - 0.006 if x == 0 else x, z) for x, z in left], *deep),
        upright_plate([(x + 0.006 if x == 0 else x, z) for x, z in right], *deep),
        label="door",
    )
    b.add(
        "ribs",
        shade(leaf, 0.75),
        [box(w / 2 - e - 0.1, 0.03, 0.06, at=(s * (w / 4 - e / 2 + 0.02), face + 0.062, z)) for s in (-1, 1) for z in (0.32, 1.82)],
        [box(0.05, 0.03, 1.5, at=(s * (w / 2 - e - 0.08), face + 0.0615, 0.33)) for s in (-1, 1)],
        label="beam",
    )
    yellow = b.look.material("plastic", color="#e8b92e")
    stripes = [
        upright_plate([(x, 0.55), (x + 0.06, 0.55), (x + 0.13, 0.68), (x + 0.07, 0.68)], face + 0.058, face + 0.08)
        for x in np.arange(-w / 2 + e + 0.06, w / 2 - e - 0.16, 0.12)
    ]
    b.add("hazard", yellow, stripes, label="strip")
    b.add("hazard_ground", dark(b), box(w - 2 * e - 0.06, 0.02, 0.15, at=(0, face + 0.072, 0.54)), label="strip")
    z, side = 1.38, pick(b, -1, 1)
    slits = chance(b, 0.4)
    x0 = w / 4 - e / 2
    if slits:
        b.add(
            "porthole",
            m,
            [q.moved(s * x0, 0, 0) for s in (-1, 1) for q in border(0.17, 0.62, 0.04, face + 0.035, face + 0.08, z=1.1)],
            label="frame",
        )
        b.add("pane", "glass", [box(0.12, 0.03, 0.56, at=(s * x0, face + 0.07, 1.13)) for s in (-1, 1)], label="window")
        b.add(
            "bolts",
            "metal",
            [knob(s * x0 + i * 0.065, face + 0.04, q, 0.012) for s in (-1, 1) for i in (-1, 1) for q in (1.12, 1.7)],
            label="screw",
        )
    else:
        b.add(
            "porthole", m, [s.turned(roll=pi / 2).moved(0, face + 0.05, z) for s in hoop(0.2, 0.07, thick=0.05, segments=16)], label="frame"
        )
        b.add("pane", "glass", rod((0, face + 0.072, z), (0, face + 0.05, z), 0.18, segments=16), label="window")
        b.add(
            "bolts",
            "metal",
            [knob(0.2 * cos(t), face + 0.028, z + 0.2 * sin(t), 0.014) for t in np.arange(8) * pi / 4 + 0.2],
            label="screw",
        )
    b.add("keypad", dark(b), board(0.13, 0.2, 0.03).turned(roll=pi / 2).moved(side * (w / 2 - 0.1), face + 0.004, 1.15), label="panel")
    b.add(
        "keys",
        glow(b, power=1.2),
        [
            box(0.024, 0.01, 0.02, at=(side * (w / 2 - 0.1) + 0.034 * i, face - 0.026, 1.09 + 0.036 * j))
            for i in (-1, 0, 1)
            for j in range(3)
        ],
        label="button",
    )
    b.add("lamp", glow(b, pick(b, "#ff5a4a", "#5ee06a"), 1.6), puff(0.3, 0.06, 0.07, at=(0, face - 0.02, h - 0.14), soft=0.02))
    b.add(
        "sill",
        "metal",
        board(w - 0.1, d - 0.02, 0.05, at=(0, 0, 0)),
        [box(w - 0.3, 0.02, 0.012, at=(0, -back + 0.03 + 0.04 * k, 0.046)) for k in range(2)],
    )


@kind(
    "space_suit_stand",
    "furniture",
    width=(0.84, 1.0),
    depth=(0.55, 0.8),
    words=("space suit", "space suit stand", "suit rack", "astronaut suit"),
    indoor=Indoor(front=0.5),
)
def space_suit_stand(b: Build) -> None:
    """A space suit on its stand: helmet with golden visor, chest pack, gloves and boots, air pack behind, hoses."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    suit, trim, black = b.look.material("linen", color="#eceae4"), b.look.material("accent"), dark(b)
    b.add(
        "stand",
        "metal",
        board(w - 0.06, d - 0.04, 0.06, cut=0.02, corner=0.08),
        box(0.09, 0.07, 1.75, at=(0, back - 0.06, 0.03)),
        box(w - 0.26, 0.05, 0.06, at=(0, back - 0.08, 1.56)),
        label="base",
    )
    b.add(
        "lights",
        glow(b, power=1.4),
        [box(0.03, 0.02, 1.1, at=(s * 0.07, back - 0.095, 0.4)) for s in (-1, 1)],
        box(w - 0.2, 0.02, 0.02, at=(0, -d / 2 + 0.025, 0.04)),
        label="lamp",
    )
    y = -0.02
    reach = between(b, 0.0, 0.06)
    for s in (-1, 1):
        b.add("boots", black, puff(0.14, 0.26, 0.12, at=(s * 0.12, y - 0.03, 0.055), soft=0.04), label="boot")
        b.add(
            "suit",
            suit,
            stacked(
                (0.075, 0.085, 0.14),
                (0.085, 0.095, 0.4),
                (0.095, 0.105, 0.5),
                (0.1, 0.11, 0.8),
                (0.11, 0.12, 0.92),
                at=(s * 0.115, y, 0),
                segments=10,
            ),
            label="coat",
        )
        arm = tube(
            [
                (s * 0.24, y, 1.4),
                (s * 0.32, y - 0.01, 1.2),
                (s * 0.335, y - 0.05 - 0.5 * reach, 0.98),
                (s * 0.325, y - 0.1 - reach, 0.84 + reach),
            ],
            (0.085, 0.08, 0.07, 0.062),
            segments=9,
        )
        b.add("suit", suit, arm, ball(0.1, at=(s * 0.22, y, 1.4), detail=1), label="coat")
        b.add("gloves", black, puff(0.1, 0.11, 0.14, at=(s * 0.325, y - 0.11 - reach, 0.71 + reach), soft=0.035), label="glove")
        b.add(
            "bands",
            trim,
            [q.moved(s * 0.115, y, 0) for z in (0.46, 0.8) for q in hoop(0.102, 0.02, at=(0, 0, z), thick=0.04, segments=10)],
            rod((s * 0.327, y - 0.018, 1.13), (s * 0.33, y - 0.03, 1.08), 0.086, segments=9),
            label="strip",
        )
    b.add(
        "suit",
        suit,
        stacked((0.2, 0.14, 0.86), (0.21, 0.15, 0.98), (0.25, 0.17, 1.3), (0.24, 0.16, 1.42), (0.14, 0.13, 1.5), at=(0, y, 0)),
        label="coat",
    )
    b.add("pack", b.look.material("cabinet"), puff(0.36, 0.16, 0.56, at=(0, min(y + 0.22, back - 0.12), 0.94), soft=0.04), label="machine")
    b.add("chest_pack", b.look.material("cabinet"), puff(0.24, 0.1, 0.17, at=(0, y - 0.19, 1.12), soft=0.025), label="machine")
    b.add("chest_lights", glow(b, power=1.2), [box(0.03, 0.01, 0.025, at=(q, y - 0.24, 1.22)) for q in (-0.06, 0.0, 0.06)], label="button")
    b.add(
        "hoses",
        trim,
        [
            q
            for s in (-1, 1)
            for q in tube(
                [(s * 0.09, y - 0.22, 1.16), (s * 0.17, y - 0.23, 1.05), (s * 0.24, y - 0.12, 1.1), (s * 0.22, y + 0.1, 1.2)],
                (0.018,) * 4,
                segments=6,
            )
        ],
        label="pipe",
    )
    b.add("collar", "metal", hoop(0.15, 0.045, at=(0, y, 1.51), thick=0.05, segments=14), label="ring")
    b.add("helmet", suit, ball(0.185, 0.185, 0.195, at=(0, y, 1.68), detail=2))
    b.add(
        "visor",
        b.look.material("metal", color="#d99a2e").model_copy(update={"roughness": 0.12}),
        ball(0.16, 0.15, 0.14, at=(0, y - 0.06, 1.68), detail=2),
        label="glass",
    )
    b.add(
        "helmet_lamp",
        b.look.material("accent"),
        [puff(0.045, 0.09, 0.06, at=(s * 0.185, y - 0.01, 1.7), soft=0.015) for s in (-1, 1)],
        label="lamp",
    )
