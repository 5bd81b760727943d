"""What stands in the lanes of a Japanese old town: rickshaw, food stall, sake barrels."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.sashes import paper_lantern
from cityscape.grammar.shapes import axle, spoked, tube
from partgen.solids import beam, box, cylinder, hull, rod


@kind("rickshaw", "vehicle", width=(2.5, 3.0), depth=(1.2, 1.5), words=("rickshaw", "jinrikisha", "pulled rickshaw"), stand="square")
def rickshaw(b: Build) -> None:
    """Two thin high wheels, a lacquered seat under a folding hood, long shafts to the front."""
    end, half = b.lot.width / 2, b.lot.depth / 2
    r, x = 0.6, -end + 0.72
    lacquer = b.look.material("accent")
    black = b.look.material("timber", color="#2e2624", pattern="plain")
    b.add("wheels", black, [s for q in (-1, 1) for s in spoked(x, q * (half - 0.07), r, r, 0.06, spokes=5, segments=12)], label="wheel")
    b.add("axle", "metal", axle(x, 0, r, 0.04, 2 * half - 0.1, segments=6), label="axle")
    w = half - 0.16
    body = [
        box(0.8, 2 * w, 0.1, at=(x, 0, r)),
        box(0.12, 2 * w, 0.75, at=(x - 0.4, 0, r)),
        box(0.5, 2 * w, 0.28, at=(x - 0.08, 0, r + 0.1)),
    ]
    body += [box(0.75, 0.06, 0.42, at=(x - 0.05, s * (w - 0.03), r + 0.1)) for s in (-1, 1)]
    body.append(box(0.45, 2 * w - 0.1, 0.08, at=(x + 0.62, 0, r - 0.22)))
    body.append(
        hull([(x + 0.36 + i, s * (w - 0.05), r + j) for s in (-1, 1) for i, j in ((0.0, 0.1), (0.06, 0.1), (0.06, -0.2), (0.16, -0.2))])
    )
    b.add("body", black, body, label="body")
    b.add(
        "cushion",
        lacquer,
        box(0.46, 2 * w - 0.14, 0.12, at=(x - 0.08, 0, r + 0.38)),
        box(0.1, 2 * w - 0.14, 0.5, at=(x - 0.3, 0, r + 0.42)),
        label="cushion",
    )
    hood = []
    t = np.linspace(0.15, 0.92, 6) * pi
    for k in range(5):
        p = [(x + 0.1 - 0.66 * cos(pi - v) * 0.9, r + 0.62 + 0.72 * sin(v)) for v in t[k : k + 2]]
        hood.append(hull([(px, s * (w + 0.02), pz + q) for px, pz in p for s in (-1, 1) for q in (0.0, 0.04)]))
    b.add("hood", lacquer, hood, label="awning")
    b.add(
        "hood_ribs",
        black,
        [
            hull(
                [
                    (x + q - 0.02, s * (w + 0.01), r + 0.4),
                    (x + q + 0.03, s * (w + 0.01), r + 0.4),
                    (x + q + 0.03, s * (w - 0.02), r + 0.4),
                    (px, s * (w + 0.01), pz),
                    (px + 0.04, s * (w - 0.02), pz),
                ]
            )
            for s in (-1, 1)
            for q, px, pz in ((-0.36, x - 0.42, r + 0.96), (-0.25, x + 0.3, r + 1.28))
        ],
        label="frame",
    )
    for s in (-1, 1):
        b.add(
            "shafts",
            black,
            tube(
                [(x - 0.2, s * (w - 0.02), r - 0.02), (x + 0.8, s * (w - 0.05), r - 0.06), (end - 0.03, s * (w - 0.16), 0.12)],
                [0.045, 0.04, 0.03],
                segments=6,
            ),
            label="beam",
        )
    b.add("shafts", black, rod((end - 0.06, -(w - 0.16), 0.12), (end - 0.06, w - 0.16, 0.12), 0.035, segments=6), label="beam")
    b.add("shafts", black, [box(0.06, 0.06, 0.14, at=(end - 0.3, s * (w - 0.15), 0.0)) for s in (-1, 1)], label="beam")


@kind(
    "yatai",
    "furniture",
    width=(2.4, 3.4),
    depth=(1.9, 2.6),
    words=("yatai", "food stall", "ramen stall", "street food", "noodle stall"),
    stand="square",
)
def yatai(b: Build) -> None:
    """A wheeled food stall: a small tiled roof, a curtain round the counter, red lanterns, stools, steaming pots."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    yf, yb = -d / 2 + 0.75, d / 2 - 0.3
    h = 2.1
    b.add("posts", "timber", [box(0.1, 0.1, h - low, at=(s * (w / 2 - 0.3), y, low)) for s in (-1, 1) for y in (yf, yb)], label="post")
    b.add(
        "counter",
        "wood",
        box(w - 0.4, yb - yf, 0.75, at=(0, (yf + yb) / 2, 0.18)),
        box(w - 0.3, 0.5, 0.08, at=(0, yf - 0.12, 0.93)),
        label="counter",
    )
    b.add(
        "counter_boards",
        "timber",
        [box(0.06, 0.05, 0.75, at=((k / 6 - 0.5) * (w - 0.5), yf - 0.005, 0.18)) for k in range(7)],
        label="beam",
    )
    wheels = [s.turned(pi / 2).moved(q * (w / 2 - 0.14), (yf + yb) / 2) for q in (-1, 1) for s in spoked(0, 0, 0.4, 0.4, 0.07)]
    b.add("wheels", "timber", wheels, label="wheel")
    e, m = w / 2 - 0.04, (yf + yb) / 2 - 0.1
    for s in (-1, 1):
        reach = (d / 2 - 0.04) + (m if s < 0 else -m)
        rows = [(m, h + 0.62), (m + s * reach * 0.5, h + 0.2), (m + s * reach, h - 0.02)]
        for (ya, za), (yb2, zb) in zip(rows, rows[1:], strict=False):
            b.add(
                "roof",
                "roof",
                hull([(i * e, y, z + t) for i in (-1, 1) for y, z in ((ya, za), (yb2, zb)) for t in (0, 0.08)]),
                label="roof",
            )
    b.add("roof_ridge", shade(b.look.material("roof"), 0.72), box(2 * e, 0.16, 0.16, at=(0, m, h + 0.6)), label="roof")
    b.add(
        "gables",
        "wood",
        [
            hull([(i * (w / 2 - 0.3) + q, m + y, z) for q in (-0.04, 0.04) for y, z in ((-0.7, h - 0.06), (0.7, h - 0.06), (0, h + 0.64))])
            for i in (-1, 1)
        ],
        label="wall",
    )
    b.add("beams", "timber", [box(w - 0.4, 0.09, 0.1, at=(0, y, h - 0.1)) for y in (yf, yb)], label="beam")
    n = max(4, round(w / 0.5))
    step = (w - 0.7) / n
    b.add(
        "curtain",
        "awning",
        [box(step - 0.04, 0.03, 0.46, at=((k + 0.5 - n / 2) * step, yf - 0.08, h - 0.52)) for k in range(n)],
        label="curtain",
    )
    b.add(
        "curtain_rail", "wood", rod((-w / 2 + 0.3, yf - 0.08, h - 0.06), (w / 2 - 0.3, yf - 0.08, h - 0.06), 0.03, segments=5), label="rail"
    )
    b.add(
        "crest",
        "trim",
        [cylinder(0.11, 0.02, segments=8).turned(roll=pi / 2).moved((k + 0.5 - n / 2) * step, yf - 0.085, h - 0.3) for k in range(n)],
        label="ornament",
    )
    for k in range(3):
        paper_lantern(b, (k - 1) * (w / 2 - 0.38), -d / 2 + 0.3, h - 0.02, r=0.15, h=0.4, red=True)
    b.add(
        "curtain_rail",
        "wood",
        rod((-w / 2 + 0.2, -d / 2 + 0.3, h + 0.0), (w / 2 - 0.2, -d / 2 + 0.3, h + 0.0), 0.03, segments=5),
        label="rail",
    )
    b.add(
        "curtain_rail",
        "wood",
        [beam((s * (w / 2 - 0.3), yf, h - 0.05), (s * (w / 2 - 0.3), -d / 2 + 0.26, h + 0.0), 0.06, 0.06) for s in (-1, 1)],
        label="rail",
    )
    b.add("pots", "metal", [cylinder(0.22, 0.3, at=(x, yf + 0.4, 0.92), segments=10) for x in (-0.55, 0.1)], label="pot")
    b.add("stools", "wood", [box(0.34, 0.34, 0.06, at=(x, -d / 2 + 0.24, 0.44)) for x in (-w * 0.28, w * 0.02, w * 0.3)], label="stool")
    b.add(
        "stools",
        "wood",
        [
            box(0.05, 0.05, 0.44 - low, at=(x + i * 0.12, -d / 2 + 0.24 + j * 0.12, low))
            for x in (-w * 0.28, w * 0.02, w * 0.3)
            for i in (-1, 1)
            for j in (-1, 1)
        ],
        label="stool",
    )


@kind(
    "sake_barrels",
    "furniture",
    width=(1.6, 2.6),
    depth=(0.8, 1.1),
    words=("sake barrel", "sake", "straw barrel", "kazaridaru"),
    stand="square",
)
def sake_barrels(b: Build) -> None:
    """Straw-wrapped barrels with painted fronts, stacked in a rack under a little roof."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    n = max(2, round((w - 0.3) / 0.6))
    step = (w - 0.3) / n
    r = min(step * 0.46, 0.3, d / 2 - 0.12)
    h = 0.62
    b.add("rack", "timber", [box(0.09, 0.09, 2.0 - low, at=(s * (w / 2 - 0.12), d / 2 - 0.16, low)) for s in (-1, 1)], label="frame")
    b.add(
        "rack",
        "timber",
        box(w - 0.16, d - 0.2, 0.16 - low, at=(0, 0, low)),
        [box(w - 0.2, 0.08, 0.08, at=(0, d / 2 - 0.16, z)) for z in (0.8, 1.42)],
        label="frame",
    )
    b.add(
        "roof",
        "roof",
        hull([(s * (w / 2 - 0.02), y, z + t) for s in (-1, 1) for y, z in ((d / 2 - 0.04, 2.05), (-d / 2 + 0.04, 1.82)) for t in (0, 0.1)]),
        label="roof",
    )
    straw = b.look.material("fabric", color="#efe6cf", pattern="woven").model_copy(update={"color2": None})
    marks = ("#c23a2c", "#27446b", "#2f2a28")
    for row in range(2):
        for k in range(n):
            x, z = (k + 0.5 - n / 2) * step, 0.16 + row * (h + 0.005)
            b.add("barrels", straw, cylinder(r, h, at=(x, 0.02, z), segments=12), label="barrel")
            b.add("ropes", "fence", [cylinder(r + 0.02, 0.05, at=(x, 0.02, z + h * e), segments=12) for e in (0.02, 0.88)], label="rope")
            m = b.look.material("flower", color=marks[(k + row) % 3], pattern="plain")
            b.add(f"marks_{1 + (k + row) % 3}", m, box(r * 0.95, 0.1, h * 0.44, at=(x, 0.02 - r + 0.03, z + h * 0.24)), label="sign")
    b.add("rope", "fence", rod((-w / 2 + 0.1, d / 2 - 0.2, 1.7), (w / 2 - 0.1, d / 2 - 0.2, 1.7), 0.05, segments=6), label="rope")
