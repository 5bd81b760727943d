"""Small things of a port: anchors, nets on racks, drying fish, fish stalls, creels, mooring posts."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import gables
from cityscape.grammar.kinds.port_works import fish, fish_table
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, pick, ring, squeeze, tube
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


@kind("anchor", "furniture", width=(1.4, 2.2), depth=(1.2, 1.8), words=("anchor", "ship's anchor", "anchors"), stand="quay")
def anchor(b: Build) -> None:
    """A great iron anchor with its wooden stock, leaned on a stone block, and a heap of chain."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    iron = b.look.material("metal", color="#3b3f44")
    e = w / 2 - 0.08
    b.add("base", "stone", box(w * 0.5, d * 0.42, 0.35 - low, at=(0, d * 0.16, low)), label="plinth")
    foot, head = np.array([0.0, -d / 2 + 0.3, 0.16]), np.array([0.0, d * 0.3, 1.75])
    arms = [(e * sin(t), foot[1] + 0.02, 0.15 + 0.62 * e * (1 - cos(t)) + 0.0) for t in np.linspace(-1.25, 1.25, 7)]
    solids = [rod(foot, head, 0.085, end=0.07, segments=7), *tube(arms, [0.05, 0.08, 0.09, 0.1, 0.09, 0.08, 0.05], segments=6)]
    for s in (-1, 1):
        x, y, z = arms[0 if s < 0 else -1]
        solids.append(
            hull(
                np.array(
                    [(x - s * 0.02, y + 0.04 * q, z + 0.12) for q in (-1, 1)]
                    + [(x - s * 0.26, y + q * 0.14, z - 0.02) for q in (-1, 1)]
                    + [(x - s * 0.1, y, z - 0.14), (x - s * 0.1, y + 0.03, z - 0.14)]
                )
            )
        )
    solids += [s.turned(roll=pi / 2).moved(0, head[1] + 0.06, head[2] + 0.16) for s in ring(0.1, 0.17, 0.09, segments=9)]
    solids.append(box(0.2, 0.08, 0.18 - low, at=(0, foot[1], low)))
    b.add("anchor", iron, solids, label="anchor")
    b.add(
        "stock", "wood", beam((-e * 0.9, head[1] - 0.1, head[2] - 0.25), (e * 0.9, head[1] - 0.1, head[2] - 0.25), 0.16, 0.16), label="beam"
    )
    links = [
        ring(0.07, 0.14, 0.06 + 0.03 * k - low, at=(w * 0.3 + 0.14 * cos(2.4 * k), -d * 0.1 + 0.24 * sin(2.4 * k), low), segments=7)
        for k in range(6)
    ]
    b.add("chain", iron, [s for q in links for s in q], cylinder(0.2, 0.14 - low, at=(w * 0.3, -d * 0.1, low), segments=8), label="chain")
    squeeze(b)


@kind("net_rack", "furniture", width=(3.0, 5.0), depth=(1.1, 1.7), words=("fishing net", "net rack", "drying net", "nets"), stand="quay")
def net_rack(b: Build) -> None:
    """Nets hung to dry in swags over a rail on crossed poles, with cork floats along their edge."""
    w, low, rng = b.lot.width, -b.lot.drop, b.rng
    e, high, q = w / 2 - 0.12, 2.05, b.lot.depth / 2 - 0.1
    n = 3 if w > 4 else 2
    for k in range(n):
        x = -e + 2 * e * k / (n - 1)
        b.add("posts", "wood", *[rod((x, s * q, low + 0.025), (x, -s * 0.1, high + 0.28), 0.06, segments=6) for s in (-1, 1)], label="post")
    b.add("rail", "wood", rod((-w / 2 + 0.01, 0, high), (w / 2 - 0.01, 0, high), 0.055, segments=6), label="beam")
    net = b.look.material("fabric", color=pick(rng, ("#8fa9ad", "#a3957a", "#b49a72")), pattern="woven")
    m = max(5, round(w / 0.6))
    floats: list[Solid] = []
    for k in range(m):
        a, c = -e + 0.08 + (2 * e - 0.16) * k / m, -e + 0.08 + (2 * e - 0.16) * (k + 1) / m
        za, zc = (0.4 + 0.95 * abs(sin(j * pi / 3 + 0.2)) for j in (k, k + 1))
        for s in (-1, 1):
            out = 0.2 + 0.1 * sin(k * 2.2 + s)
            p = [(x, s * (y + t), z) for x, lo in ((a, za), (c, zc)) for y, z in ((0.04, high + 0.05), (out, lo)) for t in (0.0, 0.05)]
            b.add("net", net, hull(np.array(p)), label="net")
            floats.append(ball(0.06, at=(a, s * (out + 0.02), za), detail=1))
    b.add("floats", "accent", floats, label="float")


@kind(
    "fish_rack",
    "furniture",
    width=(2.2, 3.8),
    depth=(1.6, 2.2),
    words=("fish rack", "stockfish", "drying fish", "fish drying rack"),
    stand="quay",
)
def fish_rack(b: Build) -> None:
    """Poles in an A-frame hung with rows of split fish drying in the wind."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    e, q, high = w / 2 - 0.12, d / 2 - 0.1, 2.3
    for x in (-e, e):
        b.add("posts", "wood", *[rod((x, s * q, low + 0.025), (x, -s * 0.08, high + 0.2), 0.06, segments=6) for s in (-1, 1)], label="post")
    b.add("rail", "wood", rod((-w / 2 + 0.01, 0, high), (w / 2 - 0.01, 0, high), 0.05, segments=6), label="beam")
    pale = b.look.material("metal", color="#cfc4a8", pattern="plain")
    dark = b.look.material("metal", color="#a5a79c", pattern="plain")
    for z in (0.95, 1.6):
        y = q - (q + 0.08) * (z - low) / (high + 0.2 - low)
        for s in (-1, 1):
            b.add("rail", "wood", rod((-e, s * y, z + 0.02), (e, s * y, z + 0.02), 0.035, segments=5), label="beam")
            n = max(5, int(2 * e / 0.3))
            for k in range(n):
                x = -e + 2 * e * (k + 0.5) / n
                hung = [f.turned(roll=pi / 2).moved(x, s * y, z - 0.22) for f in fish(0, 0, 0, 0.5)]
                b.add("fish" if k % 2 else "cod", dark if k % 2 else pale, hung, label="fish")


@kind("fish_stall", "furniture", width=(2.0, 3.0), depth=(1.5, 2.2), words=("fish stall", "fishmonger", "fish table"), stand="square")
def fish_stall(b: Build) -> None:
    """A sloping bench of silver fish under a patched sail on four poles, a tub of eels and a basket beside it."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    t = 0.08
    posts = [box(t, t, z - low, at=(s * (w / 2 - 0.1), y, low)) for s in (-1, 1) for y, z in ((-d / 2 + 0.2, 2.1), (d / 2 - 0.12, 2.55))]
    b.add("posts", "timber", posts, label="post")
    cloth = b.look.material("awning")
    n = max(3, round(w / 0.5) | 1)
    for k in range(n):
        a, c = -w / 2 + 0.01 + (w - 0.02) * k / n, -w / 2 + 0.01 + (w - 0.02) * (k + 1) / n
        sheet = hull(np.array([(x, y, z + h) for x in (a, c) for y, z in ((-d / 2 + 0.03, 2.06), (d / 2 - 0.03, 2.56)) for h in (0, 0.05)]))
        hem = box(c - a, 0.04, 0.2, at=((a + c) / 2, -d / 2 + 0.05, 1.9))
        b.add(
            "awning" if k % 2 == 0 else "awning_stripes",
            cloth if k % 2 == 0 else b.look.material("trim", color="#ece7d9", pattern="fabric"),
            sheet,
            hem,
            label="awning",
        )
    fish_table(b, 0, -d * 0.12, 0, w - 0.4, min(0.95, d * 0.5))
    if low < 0:
        b.add(
            "benches",
            "wood",
            *[box(0.1, d * 0.3, -low + 0.02, at=(s * ((w - 0.4) / 2 - 0.12), -d * 0.12, low)) for s in (-1, 1)],
            label="table",
        )
    b.add("tub", "wood", *ring(0.2, 0.27, 0.42 - low, at=(w * 0.22, d * 0.3, low), segments=10), label="barrel")
    b.add("tub_water", "water", cylinder(0.2, 0.34 - low, at=(w * 0.22, d * 0.3, low), segments=10), label="water")
    b.add(
        "basket",
        b.look.material("wood", color="#b3925f", pattern="woven"),
        frustum(0.2, 0.28, 0.36 - low, at=(-w * 0.22, d * 0.3, low), segments=10),
        label="basket",
    )


@kind("creels", "furniture", width=(1.4, 2.4), depth=(1.0, 1.6), words=("creel", "lobster pot", "crab pot", "lobster trap"), stand="quay")
def creels(b: Build) -> None:
    """Lobster pots stacked on a pallet beside a coil of rope and a few cork floats."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    cage = b.look.material("wood", color="#b08d5c", pattern="woven")
    n = max(2, int((w - 0.5) / 0.55))
    half = 0.24

    def pot(x: float, y: float, z: float) -> list[Solid]:
        t = np.linspace(0, pi, 6)
        arch = np.c_[half * np.cos(t), 0.4 * np.sin(t)]
        return [hull(np.array([(x + u, y + q * 0.3, z + v) for u, v in arch for q in (-1, 1)]))]

    b.add("pallet", "wood", box(n * 0.55, 0.75, 0.1 - low, at=(-w / 2 + n * 0.275 + 0.02, 0, low)), label="pallet")
    for k in range(n):
        x = -w / 2 + 0.3 + 0.55 * k
        b.add("pots", cage, pot(x, 0, 0.1), label="basket")
        b.add(
            "bands",
            "timber",
            *[
                hull(
                    np.array(
                        [(x + 1.04 * half * cos(a), y + o, 0.1 + 0.42 * sin(a)) for a in np.linspace(0, pi, 6) for o in (-0.025, 0.025)]
                    )
                )
                for y in (-0.24, 0.0, 0.24)
            ],
            label="hoop",
        )
        if k < n - 1:
            b.add("pots", cage, pot(x + 0.275, 0, 0.36))
    x = w / 2 - 0.3
    b.add(
        "rope_coil",
        gables.rope(b),
        [
            s
            for k in range(3)
            for s in ring(
                0.1, 0.27 - 0.02 * k, 0.1 - (low if k == 0 else -0.002), at=(x, -d * 0.12, low if k == 0 else 0.1 * k), segments=9
            )
        ],
        label="rope",
    )
    b.add(
        "floats",
        "accent",
        *[ball(0.11, at=(x + 0.12 * cos(a), d * 0.24 + 0.1 * sin(a), 0.11), detail=1) for a in 2.1 * np.arange(3) + rng.random()],
        *([box(0.3, 0.3, -low + 0.04, at=(x, d * 0.24, low))] if low < 0 else []),
        label="float",
    )
    squeeze(b)


@kind(
    "mooring_post", "furniture", width=(0.7, 1.0), depth=(0.7, 1.0), words=("mooring post", "mooring bollard", "dolphin post"), stand="quay"
)
def mooring_post(b: Build) -> None:
    """A stout tarred post with turns of rope and a white cap; often a gull stands on it."""
    r, low = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop
    tall = between(b.rng, 0.85, 1.15)
    b.add("post", "timber", cylinder(r * 0.42, tall - low, at=(0, 0, low), segments=9), label="post")
    b.add("cap", "trim", frustum(r * 0.47, r * 0.3, 0.14, at=(0, 0, tall), segments=9), label="post")
    b.add(
        "rope",
        gables.rope(b),
        *[q for k in range(3) for q in ring(r * 0.36, r * 0.58, 0.075, at=(0, 0, 0.34 + 0.085 * k), segments=9)],
        label="rope",
    )
    if b.rng.random() < 0.6:
        gables.gulls(b, (0.0, 0.0, tall + 0.14, 2 * pi * float(b.rng.random())))
    squeeze(b)
