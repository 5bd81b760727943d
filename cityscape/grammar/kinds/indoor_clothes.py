"""The draper: clothes on a rail and on a tailor's form."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tube
from cityscape.grammar.shopfit import (
    board,
    castors,
    puff,
    several,
    stacked,
    tilted,
)
from partgen.solids import ball, box, hull, rod


@kind(
    "clothes_rack",
    "furniture",
    width=(1.1, 1.8),
    depth=(0.5, 0.62),
    words=("clothes rack", "clothes rail", "garment rack"),
    indoor=Indoor(spot="free", front=0.6),
)
def clothes_rack(b: Build) -> None:
    """A rail on castors hung with shirts, coats and dresses in groups of a colour, shoes on the shelf below."""
    w, d, h = b.lot.width, b.lot.depth, 1.55
    iron = b.look.material("metal")
    b.add("wheels", shade(iron, 0.5), castors(w - 0.02, d - 0.02, 0.032), label="wheel")
    x = w / 2 - 0.04
    frame = [box(0.035, d - 0.02, 0.03, at=(s * x, 0, 0.075)) for s in (-1, 1)]
    frame += tube(
        [(-x, 0, 0.09), (-x, 0, h - 0.06), (-x + 0.06, 0, h), (x - 0.06, 0, h), (x, 0, h - 0.06), (x, 0, 0.09)], (0.017,) * 6, segments=8
    )
    b.add("frame", iron, frame)
    b.add("shelf", "furniture", board(w - 0.1, d * 0.7, 0.025, at=(0, 0, 0.1)))
    cloth = several(b, "fabric", 3) + several(b, "upholstery", 1)
    n, k, left, long = min(13, int((w - 0.3) / 0.085)), 0, 0, 0.6
    for j in range(n):
        if left == 0:
            k, left, long = (k + 1) % 4, int(b.rng.integers(2, 5)), pick(b, 0.55, 0.68, 0.95, 1.05)
        u = -w / 2 + 0.15 + (w - 0.3) * (j + 0.5) / n
        half, top = d / 2 - 0.035, h - 0.06
        dress = long > 0.9
        yaw = between(b, -0.18, 0.18)
        waist = 0.55 if dress else 0.92
        body = hull(
            np.array(
                [
                    (sx * t, s * e, top - q)
                    for t, e, q in ((0.014, 0.03, 0.0), (0.02, half * 0.78, 0.07), (0.024, half * 0.8, 0.14), (0.028, half * 0.74, long))
                    for sx in (-1, 1)
                    for s in (-1, 1)
                ]
            )
        )
        sleeves = (
            []
            if dress
            else [
                hull(
                    np.array(
                        [
                            (sx * 0.02, s * e, top - q)
                            for e, q in ((half * 0.74, 0.06), (half * 0.5, 0.12), (half, 0.42), (half * 0.74, 0.44))
                            for sx in (-1, 1)
                        ]
                    )
                )
                for s in (-1, 1)
            ]
        )
        if dress:
            body = hull(
                np.array(
                    [
                        (sx * t, s * e, top - q)
                        for t, e, q in (
                            (0.014, 0.04, 0.0),
                            (0.018, half * 0.6, 0.06),
                            (0.022, half * waist, 0.4),
                            (0.034, half * 0.95, long),
                        )
                        for sx in (-1, 1)
                        for s in (-1, 1)
                    ]
                )
            )
        b.add(
            f"clothes_{k + 1}", cloth[k], [s.turned(yaw).moved(u, 0, 0) for s in (body, *sleeves)], label="shirt" if not dress else "dress"
        )
        b.add("hangers", iron, rod((u, 0, top - 0.01), (u, 0, h + 0.024), 0.007, segments=5), label="hanger")
        left -= 1
    shoes = several(b, "leather", 1)[0]
    for j in range(int((w - 0.3) / 0.26)):
        u = -w / 2 + 0.24 + 0.26 * j
        b.add("shoes", shoes, [puff(0.075, 0.22, 0.08, at=(u + s * 0.05, 0, 0.124), soft=0.03) for s in (-1, 1)], label="shoe")


@kind(
    "mannequin",
    "furniture",
    width=(0.56, 0.68),
    depth=(0.45, 0.6),
    words=("mannequin", "dress form", "tailor's dummy"),
    indoor=Indoor(spot="free", front=0.4),
)
def mannequin(b: Build) -> None:
    """A tailor's form on a turned post, dressed in a jacket and skirt, a gown, or a coat with a scarf."""
    w, d = b.lot.width, b.lot.depth
    wood, form = b.look.material("furniture"), int(b.rng.integers(3))
    cloth, second = several(b, "fabric", 2)
    reach = min(w, d) / 2 - 0.03
    b.add(
        "stand",
        wood,
        [box(2 * reach * 0.9, 0.05, 0.04, at=(0, 0, 0)).turned(t) for t in (pi / 4, -pi / 4)],
        lathe([(0.05, 0.03), (0.03, 0.1), (0.022, 0.6), (0.03, 0.9)], segments=9),
        label="post",
    )
    body = b.look.material("linen", color="#e2d3b8")
    b.add(
        "body",
        body,
        stacked(
            (0.155, 0.11, 0.86),
            (0.165, 0.115, 0.92),
            (0.118, 0.09, 1.1),
            (0.165, 0.115, 1.3),
            (0.17, 0.095, 1.4),
            (0.07, 0.06, 1.47),
            (0.052, 0.052, 1.54),
        ),
        label="body",
    )
    b.add("cap", wood, lathe([(0.05, 1.538), (0.052, 1.55), (0.02, 1.57), (0.026, 1.59), (0.012, 1.61)], segments=9), label="ornament")
    if form == 0:
        b.add(
            "jacket",
            cloth,
            stacked(
                (0.19, 0.135, 0.84), (0.18, 0.13, 0.95), (0.132, 0.102, 1.1), (0.178, 0.128, 1.3), (0.185, 0.108, 1.4), (0.09, 0.075, 1.47)
            ),
            label="coat",
        )
        arms = [
            hull(
                np.array(
                    [
                        (s * (x + e), y, z)
                        for x, z, t in ((0.16, 1.41, 0.045), (0.215, 1.1, 0.045), (0.2, 0.86, 0.035))
                        for e in (-t, t)
                        for y in (-t, t)
                    ]
                )
            )
            for s in (-1, 1)
        ]
        b.add("jacket", cloth, arms, label="coat")
        b.add("skirt", second, stacked((0.24, 0.19, 0.42), (0.22, 0.17, 0.6), (0.165, 0.12, 0.9)))
        b.add(
            "buttons",
            "metal",
            [ball(0.013, at=(0.02, -0.118 - q, z), detail=0) for z, q in ((1.05, -0.012), (1.15, -0.008), (1.25, 0.004))],
            label="button",
        )
    elif form == 1:
        b.add(
            "dress",
            cloth,
            stacked((reach + 0.02, reach + 0.02, 0.16), (0.2, 0.16, 0.55), (0.122, 0.094, 1.08)),
            stacked((0.122, 0.094, 1.06), (0.17, 0.122, 1.28), (0.15, 0.1, 1.38)),
        )
        b.add("hem", second, stacked((reach + 0.025, reach + 0.025, 0.14), (reach + 0.022, reach + 0.022, 0.2)), label="border")
        b.add("sash", second, stacked((0.13, 0.102, 1.05), (0.132, 0.104, 1.12)), label="ribbon")
        b.add(
            "folds",
            shade(cloth, 0.82),
            [
                rod((0.16 * cos(t), 0.12 * sin(t), 0.85), ((reach + 0.005) * cos(t), (reach + 0.005) * sin(t), 0.21), 0.014, segments=5)
                for t in np.linspace(0, 2 * pi, 9)[:-1]
            ],
            label="fold",
        )
    else:
        b.add(
            "coat",
            cloth,
            stacked(
                (0.235, 0.19, 0.4), (0.19, 0.14, 0.95), (0.15, 0.118, 1.1), (0.182, 0.132, 1.3), (0.185, 0.11, 1.4), (0.09, 0.075, 1.47)
            ),
        )
        arms = [
            hull(
                np.array(
                    [
                        (s * (x + e), y, z)
                        for x, z, t in ((0.16, 1.41, 0.048), (0.215, 1.1, 0.048), (0.2, 0.84, 0.045))
                        for e in (-t, t)
                        for y in (-t, t)
                    ]
                )
            )
            for s in (-1, 1)
        ]
        b.add("coat", cloth, arms)
        b.add(
            "seam",
            shade(cloth, 0.6),
            hull(np.array([(x, y, z) for x in (0.0, 0.012) for y, z in ((-0.14, 1.0), (-0.195, 0.42), (-0.12, 1.0), (-0.17, 0.42))])),
        )
        b.add("belt", shade(cloth, 0.55), stacked((0.158, 0.126, 1.07), (0.157, 0.125, 1.12)))
        b.add(
            "scarf",
            second,
            stacked((0.105, 0.09, 1.42), (0.11, 0.1, 1.46), (0.085, 0.075, 1.5)),
            tilted(box(0.075, 0.03, 0.42, at=(0.05, -0.12, 1.02)), about=(0.05, -0.12, 1.44), roll=0.05),
        )
