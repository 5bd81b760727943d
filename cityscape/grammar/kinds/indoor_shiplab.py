"""The spaceship's laboratory and engine room: sleep tubes, plants under lamps, the reactor."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.indoor_spaceship import dark, glow
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, ring, tint, tube
from cityscape.grammar.shopfit import (
    board,
    cut_corners,
    hoop,
    layers,
    puff,
    stacked,
    tilted,
)
from partgen.solids import ball, beam, box, cylinder, dome, hull, rod


@kind(
    "cryo_tube",
    "furniture",
    width=(0.85, 1.1),
    depth=(0.85, 1.1),
    words=("cryo tube", "cryo pod", "stasis tube", "sleep tube"),
    indoor=Indoor(front=0.7),
)
def cryo_tube(b: Build) -> None:
    """An upright sleep tube, its glass drawn open in front: a sleeper on a padded couch, lights, hoses, a status panel."""
    r = back = min(b.lot.width, b.lot.depth) / 2 - 0.02
    shell, h = b.look.material("cabinet"), 2.32
    black = dark(b)
    b.add("base", shell, lathe([(r, 0), (r, 0.1), (r * 0.86, 0.22), (r * 0.86, 0.3)], segments=20))
    b.add("base_ring", black, lathe([(r * 0.97, 0.099), (r * 0.97, 0.13), (r * 0.92, 0.16)], segments=20), label="ring")
    b.add("cap", shell, lathe([(r * 0.86, h - 0.24), (r * 0.9, h - 0.19), (r * 0.9, h - 0.1), (r * 0.6, h)], segments=20))
    q = r * 0.84
    spine = ring(q - 0.05, q, h - 0.5, at=(0, 0, 0.28), segments=5, start=pi * 0.22, sweep=pi * 0.56)
    b.add("back", shell, spine, label="hull")
    for start in (-0.3, pi + 0.3 - 0.84):
        b.add("glass", "glass", ring(q - 0.022, q, h - 0.5, at=(0, 0, 0.285), segments=4, start=start, sweep=0.84), label="pane")
    b.add(
        "frames",
        "metal",
        [
            ring(q - 0.03, q + 0.012, h - 0.5, at=(0, 0, 0.285), segments=1, start=t - 0.04, sweep=0.08)[0]
            for t in (-0.36, pi + 0.36, pi * 0.22, pi * 0.78)
        ],
        label="frame",
    )
    light = glow(b, power=1.3)
    b.add(
        "lights",
        light,
        hoop(r * 0.885, 0.03, at=(0, 0, h - 0.215), thick=0.035, segments=20),
        [s for s in hoop(r * 0.87, 0.03, at=(0, 0, 0.27), thick=0.03, segments=20)],
        label="lamp",
    )
    couch = tilted(puff(q * 1.1, 0.1, 1.42, at=(0, q * 0.5, 0.3), soft=0.04), about=(0, q * 0.5, 0.3), roll=-0.04)
    b.add("couch", b.look.material("upholstery"), couch, label="cushion")
    y = q * 0.5 - 0.14
    suit = tint(b.look.material("linen"), "#c9d8e0", 0.3)
    legs_ = [
        s for e in (-1, 1) for s in stacked((0.055, 0.06, 0.32), (0.07, 0.075, 0.7), (0.085, 0.09, 0.98), at=(e * 0.09, y, 0), segments=9)
    ]
    fold = pick(b, 0.04, 0.08, 0.13)
    b.add(
        "sleeper",
        suit,
        legs_,
        stacked((0.16, 0.11, 0.94), (0.15, 0.1, 1.1), (0.19, 0.12, 1.36), (0.07, 0.07, 1.46), at=(0, y, 0), segments=10),
        label="person",
    )
    b.add(
        "sleeper",
        suit,
        [
            s
            for e in (-1, 1)
            for s in tube([(e * 0.17, y, 1.36), (e * 0.22, y - 0.02, 1.12), (e * fold, y - 0.12, 1.06)], (0.055, 0.048, 0.04), segments=7)
        ],
        label="person",
    )
    skin = b.look.material("ceramic", color=pick(b, "#d8a888", "#8a5a3e", "#e6c3a4", "#b47f5c"))
    b.add(
        "head",
        skin,
        ball(0.085, 0.095, 0.115, at=(0, y - 0.01, 1.57), detail=1),
        cylinder(0.045, 0.1, at=(0, y, 1.42), segments=8),
        label="person",
    )
    b.add(
        "hair",
        skin.model_copy(update={"color": pick(b, "#2c2320", "#6b4426", "#b8894a", "#d9d6d0"), "name": "hair"}),
        dome(0.09, 0.08, at=(0, y + 0.012, 1.6), segments=9, rings=3),
    )
    b.add(
        "belts",
        b.look.material("accent"),
        box(0.4, 0.29, 0.035, at=(0, y + 0.02, 0.98)),
        box(0.42, 0.27, 0.03, at=(0, y + 0.02, 1.27)),
        label="strap",
    )
    b.add("panel", black, tilted(box(0.24, 0.04, 0.13, at=(0, -r * 0.88 - 0.0, 0.13)), about=(0, -r * 0.88, 0.13), roll=-0.5))
    b.add(
        "readout",
        light,
        [
            tilted(box(v, 0.01, 0.02, at=(u, -r * 0.88 - 0.022, 0.16 + 0.032 * k)), about=(0, -r * 0.88, 0.13), roll=-0.5)
            for k, (u, v) in enumerate(((-0.03, 0.12), (0.0, 0.17), (-0.04, 0.1)))
        ],
        label="screen",
    )
    bend = between(b, 0.4, 0.9)
    b.add(
        "hoses",
        black,
        [
            s
            for e in (-1, 1)
            for s in tube(
                [
                    (e * r * 0.4, back * 0.62, h - 0.1),
                    (e * r * 0.62, back * 0.74, h - 0.3),
                    (e * r * 0.62, back * 0.74, bend),
                    (e * r * 0.5, back * 0.8, 0.12),
                ],
                (0.035,) * 4,
                segments=7,
            )
        ],
        label="pipe",
    )


@kind(
    "hydroponic_rack",
    "furniture",
    width=(1.1, 1.8),
    depth=(0.45, 0.62),
    words=("hydroponic rack", "hydroponics", "plant rack", "grow rack"),
    indoor=Indoor(front=0.6),
)
def hydroponic_rack(b: Build) -> None:
    """Three troughs of seedlings, lettuces and tomatoes under grow lamps, with pipes, a tank and a pump."""
    w, d, h = b.lot.width, b.lot.depth, 1.9
    m, back = b.look.material("cabinet"), d / 2
    b.add("frame", "metal", [box(0.045, 0.045, h, at=(sx * (w / 2 - 0.024), sy * (d / 2 - 0.024), 0)) for sx in (-1, 1) for sy in (-1, 1)])
    b.add("top", m, board(w, d, 0.05, at=(0, 0, h - 0.05)))
    levels, deep = (0.42, 0.9, 1.38), d - 0.07
    pink = glow(b, "#f08ad8", 1.2)
    b.add(
        "lamps",
        pink,
        [box(w - 0.24, 0.07, 0.03, at=(0, s * d * 0.18, z)) for z in (0.85, 1.33, h - 0.075) for s in (-2.1, 0.6)],
        label="lamp",
    )
    b.add(
        "troughs",
        m,
        [
            hull(
                np.array(
                    [
                        (s * (w / 2 - e), y * (deep / 2 - e * 0.5), z + q)
                        for e, q in ((0.08, 0.0), (0.055, 0.12))
                        for s in (-1, 1)
                        for y in (-1, 1)
                    ]
                )
            )
            for z in levels
        ],
        label="trough",
    )
    b.add("soil", shade(b.look.material("soil"), 0.7), [box(w - 0.16, deep - 0.09, 0.02, at=(0, 0, z + 0.107)) for z in levels])
    b.add(
        "lamp_rails",
        "metal",
        [box(w - 0.06, 0.03, 0.02, at=(0, s * d * 0.18, z)) for z in (0.878, 1.358) for s in (-2.1, 0.6)],
        label="rail",
    )
    greens = [b.look.material("foliage", color=c, pattern="plain") for c in ("#6fae3f", "#3f8a45", "#9cc552")]
    n = min(6, max(4, round(w / 0.24)))
    first = int(b.rng.integers(3))
    for level, z in enumerate(levels):
        crop = (level + first) % 3
        for k in range(n):
            x = -w / 2 + 0.12 + (w - 0.24) * (k + 0.5) / n
            for y in (-deep * 0.2, deep * 0.2):
                top = z + 0.12
                turn = between(b, 0, 2 * pi)
                if crop == 0:
                    leaves = [
                        hull(
                            np.array(
                                [
                                    (0, 0, 0),
                                    (0.085 * cos(t + 0.5), 0.085 * sin(t + 0.5), 0.06),
                                    (0.1 * cos(t), 0.1 * sin(t), 0.09),
                                    (0.085 * cos(t - 0.5), 0.085 * sin(t - 0.5), 0.06),
                                    (0.04 * cos(t), 0.04 * sin(t), 0.02),
                                ]
                            )
                        )
                        for t in turn + np.arange(4) * pi / 2
                    ]
                    b.add("lettuces", greens[2], [s.scaled(1.15, 1.15, 1.5).moved(x, y, top) for s in leaves], label="plant")
                elif crop == 1:
                    b.add(
                        "stems",
                        greens[1],
                        rod((x, y, top - 0.01), (x, y, top + 0.19), 0.012, end=0.006, segments=5),
                        [
                            hull(
                                np.array(
                                    [
                                        (x, y, top + q),
                                        (x + 0.09 * cos(t), y + 0.07 * sin(t), top + q + 0.03),
                                        (x + 0.05 * cos(t + 0.5), y + 0.05 * sin(t + 0.5), top + q + 0.04),
                                        (x + 0.05 * cos(t - 0.5), y + 0.05 * sin(t - 0.5), top + q + 0.005),
                                    ]
                                )
                            )
                            for q, t in ((0.07, turn), (0.11, turn + 2.1), (0.15, turn + 4.2))
                        ],
                        label="plant",
                    )
                    if k % 2:
                        b.add(
                            "fruit",
                            b.look.material("food", color="#d2402f"),
                            [ball(0.024, at=(x + 0.03 * cos(turn), y + 0.03 * sin(turn), top + 0.08), detail=0)],
                        )
                else:
                    b.add(
                        "sprouts",
                        greens[0],
                        [
                            rod(
                                (x + i * 0.04, y, top - 0.01),
                                (x + i * 0.05 + 0.02 * cos(turn), y + 0.02 * sin(turn), top + 0.17),
                                0.024,
                                end=0.004,
                                segments=4,
                            )
                            for i in (-1, 0, 1)
                        ],
                        label="plant",
                    )
    b.add("tank", tint(m, "#3f8fb0", 0.45), puff(w * 0.4, deep - 0.02, 0.3, at=(-w * 0.22, 0, 0.03), soft=0.04), label="tank")
    b.add(
        "pump",
        dark(b),
        puff(0.24, 0.24, 0.24, at=(w * 0.26, 0, 0.0), soft=0.03),
        cylinder(0.06, 0.08, at=(w * 0.26, 0, 0.23), segments=9),
        box(w * 0.4, deep - 0.06, 0.04, at=(-w * 0.22, 0, 0)),
        label="machine",
    )
    px = w / 2 - 0.07
    b.add(
        "pipes",
        b.look.material("accent"),
        tube([(w * 0.26, 0, 0.28), (px, back - 0.06, 0.36), (px, back - 0.03, h - 0.3)], (0.02,) * 3, segments=7),
        rod((-w * 0.05, 0, 0.14), (w * 0.2, 0, 0.14), 0.025, segments=7),
        label="pipe",
    )
    b.add("readout", glow(b), box(0.16, 0.014, 0.03, at=(w * 0.3, -d / 2 + 0.01, h - 0.04)), label="screen")


@kind(
    "reactor_core",
    "furniture",
    width=(1.3, 1.9),
    depth=(1.3, 1.9),
    words=("reactor core", "reactor", "warp core", "engine core"),
    indoor=Indoor(spot="free", front=0.6, sides=0.4),
)
def reactor_core(b: Build) -> None:
    """A column of light between coils, held by struts over a ringed well; pipes, gauges, a rail around."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.02
    m, black, h = b.look.material("cabinet"), dark(b), 2.3
    core = glow(b, None if chance(b, 0.6) else pick(b, "#7df0a8", "#ff9a4a", "#b48aff"), 1.6)
    eight = cut_corners(2 * r, 2 * r, r * 0.58)
    b.add("base", m, layers(eight, (0, 0), (0, 0.08), (0.05, 0.12)))
    b.add("well", black, lathe([(r * 0.66, 0.11), (r * 0.6, 0.26), (r * 0.5, 0.36)], segments=18), label="machine")
    b.add(
        "hazard", b.look.material("plastic", color="#e8b92e"), ring(r * 0.7, r * 0.76, 0.012, at=(0, 0, 0.112), segments=20), label="strip"
    )
    q = r * 0.2
    b.add(
        "core",
        core,
        cylinder(q, h - 0.62, at=(0, 0, 0.34), segments=14),
        ball(q * 1.7, q * 1.7, q * 2.1, at=(0, 0, 1.16), detail=2),
        label="lamp",
    )
    coils = [s for z in (0.55, 0.78, 1.54, 1.77) for s in hoop(r * 0.36, 0.1, at=(0, 0, z), thick=0.09, segments=14)]
    b.add("coils", "metal", coils, label="ring")
    b.add(
        "coil_lights", core, [s for z in (0.665, 1.655) for s in hoop(r * 0.34, 0.05, at=(0, 0, z), thick=0.15, segments=14)], label="lamp"
    )
    b.add("cap", m, lathe([(r * 0.3, h - 0.34), (r * 0.56, h - 0.24), (r * 0.56, h - 0.1), (r * 0.36, h)], segments=16))
    held = pick(b, 3, 4)
    for k in range(held):
        t = pi / 4 + k * 2 * pi / held
        x, y = r * 0.5 * cos(t), r * 0.5 * sin(t)
        b.add(
            "struts",
            shade(m, 0.75),
            tube(
                [(x * 1.25, y * 1.25, 0.1), (x * 1.05, y * 1.05, 0.5), (x * 0.98, y * 0.98, 1.9), (x * 0.9, y * 0.9, h - 0.16)],
                (0.055, 0.045, 0.045, 0.05),
                segments=6,
            ),
            label="column",
        )
        b.add(
            "clamps",
            black,
            [beam((r * 0.34 * cos(t), r * 0.34 * sin(t), z), (x * 1.08, y * 1.08, z), 0.07, 0.05) for z in (0.55, 0.78, 1.54, 1.77)],
            label="bracket",
        )
    pipes = [(0.0, 1), (pi * 0.5, 0), (pi, 1), (pi * 1.5, 0)]
    for t, high in pipes:
        x, y = cos(t), sin(t)
        b.add(
            "pipes",
            b.look.material("accent"),
            tube(
                [
                    (r * 0.5 * x, r * 0.5 * y, h - 0.17),
                    (r * 0.74 * x, r * 0.74 * y, h - 0.3),
                    (r * 0.74 * x, r * 0.74 * y, 0.3),
                    (r * 0.56 * x, r * 0.56 * y, 0.2),
                ],
                (0.04,) * 4,
                segments=7,
            )
            if high
            else tube(
                [(r * 0.52 * x, r * 0.52 * y, 0.28), (r * 0.8 * x, r * 0.8 * y, 0.32), (r * 0.86 * x, r * 0.86 * y, 0.1)],
                (0.05,) * 3,
                segments=7,
            ),
            label="pipe",
        )
    posts = [(r * 0.92 * cos(t), r * 0.92 * sin(t)) for t in np.arange(8) * pi / 4 + pi / 8]
    b.add("railing", "metal", [rod((x, y, 0.06), (x, y, 0.62), 0.018, segments=6) for x, y in posts])
    b.add("railing", "metal", [rod((*posts[k], z), (*posts[k + 1], z), 0.016, segments=6) for k in (0, 1, 2, 3, 6) for z in (0.38, 0.61)])
    b.add(
        "console",
        m,
        hull(
            np.array([(x, y, z) for x in (-0.2, 0.2) for y, z in ((-r + 0.02, 0.1), (-r + 0.3, 0.1), (-r + 0.02, 0.74), (-r + 0.3, 0.9))])
        ),
        label="machine",
    )
    panel = [board(0.34, 0.22, 0.02).turned(roll=0.52).moved(0, -r + 0.155, 0.82)]
    b.add("readout", glow(b, power=0.9), panel, label="screen")
