"""The grocer: fruit in crates, the freezer, baskets."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.kit import between, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tint, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    castors,
    loft,
    puff,
    several,
    side_plate,
    tilted,
)
from partgen.solids import ball, box, cylinder, hull


@kind(
    "freezer",
    "furniture",
    width=(1.1, 1.9),
    depth=(0.65, 0.85),
    words=("freezer", "chest freezer", "ice cream freezer"),
    indoor=Indoor(front=0.8),
)
def freezer(b: Build) -> None:
    """A chest freezer: one glass lid slid over the other, packets and tubs in the cold, a compressor grille, a striped front."""
    w, d, z, t = b.lot.width, b.lot.depth, 0.88, 0.055
    m = b.look.material("appliance", color="#eef1f1")
    b.add("base", shade(b.look.material("metal"), 0.5), box(w - 0.08, d - 0.08, 0.09, at=(0, 0, 0)), label="plinth")
    b.add("body", m, puff(w - 0.02, d - 0.02, 0.42, at=(0, 0, 0.08), soft=0.02), label="machine")
    b.add(
        "body",
        m,
        [box(w - 0.02, t, z - 0.4, at=(0, s * (d / 2 - 0.01 - t / 2), 0.4)) for s in (-1, 1)],
        [box(t, d - 0.03, z - 0.4, at=(s * (w / 2 - 0.01 - t / 2), 0, 0.4)) for s in (-1, 1)],
        label="machine",
    )
    b.add("rim", "metal", [s.turned(roll=-pi / 2).moved(0, 0, z) for s in border(w, d, 0.075, -0.022, 0.01, z=-d / 2)], label="frame")
    b.add(
        "stripe",
        "accent",
        box(w - 0.016, 0.014, 0.12, at=(0, -d / 2 + 0.012, 0.56)),
        box(w - 0.016, 0.012, 0.035, at=(0, -d / 2 + 0.012, 0.72)),
        label="strip",
    )
    b.add(
        "grille",
        shade(m, 0.45),
        [box(0.26, 0.012, 0.016, at=(w / 2 - 0.22, -d / 2 + 0.008, h)) for h in (0.16, 0.2, 0.24, 0.28)],
        label="vent",
    )
    shades = several(b, "plastic", 3)
    inner, n = w - 0.2, max(4, int((w - 0.2) / 0.24))
    for k in range(n):
        for j in range(3):
            x, y = -inner / 2 + inner * (k + 0.5) / n, (d - 0.3) * (j - 1) / 3
            c, top = (k + j) % 3, between(b, 0.68, 0.78)
            if (k + j) % 2:
                b.add(
                    f"goods_{c + 1}", shades[c], board(inner / n - 0.025, (d - 0.3) / 3 - 0.02, top - 0.48, at=(x, y, 0.48)), label="goods"
                )
                b.add("labels", "paper", box(inner / n - 0.1, 0.06, 0.006, at=(x, y, top - 0.002)), label="label")
            else:
                b.add(
                    f"goods_{c + 1}",
                    shades[c],
                    cylinder(min(inner / n, (d - 0.3) / 3) / 2 - 0.012, top - 0.48, at=(x, y, 0.48), segments=10),
                    label="goods",
                )
    b.add("divider", m, [box(0.02, d - 0.12, 0.3, at=(x, 0, 0.48)) for x in (-w / 6, w / 6)], label="panel")
    s = pick(b, -1, 1)
    lid = w / 2 - 0.12
    b.add("lid", "glass", box(lid, d - 0.17, 0.012, at=(s * (lid / 2 + 0.03), 0, z - 0.012)), label="pane")
    b.add(
        "lid_frame",
        "metal",
        [
            q.turned(roll=-pi / 2).moved(s * (lid / 2 + 0.03), 0, z + 0.002)
            for q in border(lid + 0.03, d - 0.14, 0.03, -0.02, 0.0, z=-(d - 0.14) / 2)
        ],
        label="frame",
    )
    b.add("handle", "accent", box(0.035, 0.24, 0.03, at=(s * 0.05, 0, z - 0.0)))


@kind(
    "produce_stand",
    "furniture",
    width=(1.2, 2.0),
    depth=(0.75, 1.0),
    words=("produce stand", "fruit stand", "vegetable stand", "fruit shelf"),
    indoor=Indoor(front=0.8),
)
def produce_stand(b: Build) -> None:
    """Sloping crates on steps, heaped with apples, oranges, lemons, greens and roots, a price slate on each."""
    w, d = b.lot.width, b.lot.depth
    wood = b.look.material("furniture")
    rows, n = 2, max(2, round(w / 0.5))
    step, deep = (w - 0.04) / n, (d - 0.06) / rows
    b.add(
        "frame",
        wood,
        [
            side_plate(
                [(-d / 2 + 0.02, 0), (d / 2 - 0.01, 0), (d / 2 - 0.01, 0.98), (d / 2 - 0.05, 1.0), (-d / 2 + 0.02, 0.42)],
                s * (w / 2 - 0.016) - 0.016,
                s * (w / 2 - 0.016) + 0.016,
            )
            for s in (-1, 1)
        ],
    )
    b.add("frame", wood, box(w - 0.05, 0.03, 0.4, at=(0, -d / 2 + 0.045, 0.02)), box(w - 0.05, 0.03, 0.96, at=(0, d / 2 - 0.03, 0.02)))
    b.add(
        "slats",
        shade(wood, 1.15),
        [board(w - 0.06, 0.09, 0.018, cut=0.005).turned(roll=pi / 2).moved(0, -d / 2 + 0.034, 0.1 + 0.115 * k) for k in range(3)],
        label="plank",
    )
    colors = ("#c23b2e", "#e08a2c", "#e6c545", "#7fa23f", "#7a3f6b", "#c98a54")
    start = int(b.rng.integers(6))
    tray = tint(b.look.material("wood"), "#d9a866", 0.5)
    for i in range(rows):
        y0, z0 = -d / 2 + 0.05 + deep * i, 0.42 + 0.3 * i
        rise = 0.2
        for k in range(n):
            x = -w / 2 + 0.02 + step * (k + 0.5)
            half = step / 2 - 0.012
            y1 = y0 + deep - 0.02
            b.add(
                "crates",
                tray,
                hull(
                    np.array(
                        [(x + s * half, y, z) for s in (-1, 1) for y, z in ((y0, z0), (y1, z0 + rise), (y0, z0 - 0.1), (y1, z0 - 0.1))]
                    )
                ),
                label="crate",
            )
            b.add(
                "crates",
                tray,
                box(2 * half, 0.02, 0.1, at=(x, y0 + 0.008, z0 - 0.02)),
                [
                    hull(
                        np.array(
                            [
                                (x + s * half + e, y, z)
                                for e in (-0.009, 0.009)
                                for y, z in ((y0, z0), (y1, z0 + rise), (y0, z0 + 0.08), (y1, z0 + rise + 0.08))
                            ]
                        )
                    )
                    for s in (-1, 1)
                ],
                label="crate",
            )
            c = (start + k + 2 * i) % 6
            m = b.look.material("food", color=colors[c])
            across, along = (3, 3) if c != 3 else (2, 2)
            r = min(half / across, deep / 2 / along) * 0.98
            for u in range(across):
                for v in range(along):
                    e = (v + 0.5) / along
                    at = (
                        x + (u - (across - 1) / 2) * 2 * half * 0.94 / across,
                        y0 + 0.03 + (deep - 0.06) * e,
                        z0 + rise * e + r * 0.75 + between(b, 0, 0.012),
                    )
                    b.add(f"goods_{c + 1}", m, ball(r, r, r * (0.75 if c == 3 else 0.95), at=at, detail=0), label="fruit")
            b.add(
                "slates",
                "board",
                tilted(box(0.13, 0.012, 0.09, at=(x, y1 - 0.02, z0 + rise + 0.06)), about=(x, y1, z0 + rise + 0.06), roll=-0.2),
                label="sign",
            )
            b.add(
                "prices",
                "paper",
                tilted(box(0.08, 0.006, 0.022, at=(x, y1 - 0.026, z0 + rise + 0.095)), about=(x, y1, z0 + rise + 0.06), roll=-0.2),
                label="letter",
            )
            b.add("slates", "board", box(0.012, 0.012, 0.12, at=(x, y1 - 0.014, z0 + rise - 0.04)), label="sign")


@kind(
    "basket_stack",
    "furniture",
    width=(0.44, 0.56),
    depth=(0.34, 0.44),
    words=("shopping baskets", "basket stack", "baskets"),
    indoor=Indoor(spot="wall", front=0.5),
)
def basket_stack(b: Build) -> None:
    """Shopping baskets nested in a stand on castors, the handles of the topmost folded out."""
    w, d = b.lot.width, b.lot.depth
    m, iron = b.look.material("accent"), b.look.material("metal")
    b.add("wheels", shade(iron, 0.5), castors(w - 0.06, d - 0.06, 0.03), label="wheel")
    b.add("stand", iron, board(w - 0.04, d - 0.04, 0.025, at=(0, 0, 0.07)), label="base")
    n, step = int(b.rng.integers(4, 8)), 0.075
    rows = []
    for k in range(n):
        z = 0.094 + step * k
        rows.append(loft((w / 2 - 0.07, d / 2 - 0.06, z), (w / 2 - 0.03, d / 2 - 0.03, z + step - 0.02)))
        b.add("rims", shade(m, 0.7), board(w - 0.02, d - 0.02, 0.018, at=(0, 0, z + step - 0.021)), label="border")
    b.add("baskets", m, rows, label="basket")
    z = 0.094 + step * n
    walls = [
        hull(
            np.array(
                [
                    (s * (w / 2 - 0.02 - e - q), y * (d / 2 - 0.03), h)
                    for q, h in ((0.035, z - 0.01), (0.0, z + 0.16))
                    for e in (0, 0.014)
                    for y in (-1, 1)
                ]
            )
        )
        for s in (-1, 1)
    ]
    walls += [
        hull(
            np.array(
                [
                    (x * (w / 2 - 0.025), s * (d / 2 - 0.015 - e - q), h)
                    for q, h in ((0.03, z - 0.01), (0.0, z + 0.16))
                    for e in (0, 0.014)
                    for x in (-1, 1)
                ]
            )
        )
        for s in (-1, 1)
    ]
    b.add("baskets", m, walls, label="basket")
    b.add(
        "rims",
        shade(m, 0.7),
        [s.turned(roll=-pi / 2).moved(0, 0, z + 0.15) for s in border(w - 0.005, d - 0.005, 0.03, 0.0, 0.02, z=-(d - 0.005) / 2)],
        label="border",
    )
    b.add(
        "handles",
        iron,
        [
            s
            for e in (-1, 1)
            for s in tube(
                [
                    (-w * 0.3, e * 0.04, z + 0.16),
                    (-w * 0.24, e * 0.03, z + 0.3),
                    (w * 0.24, e * 0.03, z + 0.3),
                    (w * 0.3, e * 0.04, z + 0.16),
                ],
                (0.01,) * 4,
                segments=6,
            )
        ],
        label="handle",
    )
    b.add("handles", iron, [box(0.02, d - 0.04, 0.014, at=(s * w * 0.3, 0, z + 0.155)) for s in (-1, 1)], label="handle")
