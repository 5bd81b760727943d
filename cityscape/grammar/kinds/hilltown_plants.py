"""Plants of a hill town: olive trees, oleander, lemons in pots, terraces of dry stone."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import blossom
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, settle, squeeze, tint, tube
from partgen.solids import Solid, ball, box, cylinder, frustum, rod


@kind("olive_tree", "plant", width=(3.2, 4.8), depth=(3.2, 4.8), words=("olive tree", "olive", "olive grove"), stand="trunk")
def olive_tree(b: Build) -> None:
    """A gnarled trunk that parts low into twisted limbs under loose, silver-green tufts."""
    rng, reach = b.rng, min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 1.75, 2.1) * reach * {"small": 0.9, "medium": 1.0, "large": 1.1}[b.lot.size]
    turn = 2 * pi * rng.random()
    bark = tint(b.look.material("bark"), "#8a8173", 0.6)
    fork = (0.08 * cos(turn), 0.08 * sin(turn), 0.28 * h)
    b.add(
        "trunk",
        bark,
        tube(
            [(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.15), (-0.07 * cos(turn), -0.07 * sin(turn), 0.16 * h), fork],
            [0.42, 0.3, 0.25, 0.24],
            segments=7,
        ),
    )
    tufts, limbs = [], []
    m = 4
    for k in range(m):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / m
        knee = np.array(fork) + np.array([0.24 * reach * cos(t + 0.5), 0.24 * reach * sin(t + 0.5), 0.14 * h])
        tip = np.array([0.52 * reach * cos(t), 0.52 * reach * sin(t), 0.6 * h])
        limbs += tube([fork, knee, tip], [0.17, 0.11, 0.06], segments=6)
        for e in range(2):
            r = reach * between(rng, 0.34, 0.44)
            u = t + (e - 0.5) * 0.8
            away = min(0.58 + 0.1 * e, 1 - r / reach) * reach
            tufts.append(clump(rng, r, r, r * 0.7, at=(away * cos(u), away * sin(u), h * between(rng, 0.56, 0.72)), points=22, rough=0.28))
    tufts.append(clump(rng, 0.5 * reach, 0.5 * reach, 0.2 * h, at=(0, 0, 0.8 * h), points=26, rough=0.25))
    b.add("trunk", bark, limbs)
    b.add("crown", tint(b.look.material("foliage"), "#9aa583", 0.65), tufts)
    squeeze(b)


@kind("oleander", "plant", width=(1.2, 2.2), depth=(1.2, 2.2), words=("oleander", "bougainvillea", "flowering shrub", "hibiscus"))
def oleander(b: Build) -> None:
    """A tall shrub crowded with pink and magenta flowers."""
    rng, low = b.rng, settle(b)
    r = min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 1.3, 1.9)
    b.add(
        "leaves",
        tint(b.look.material("foliage"), "#5f7d3c", 0.5),
        clump(rng, r * 0.88, r * 0.88, h * 0.5, at=(0, 0, h * 0.45), points=34, rough=0.2, floor=low),
        label="leaf",
    )
    b.add(
        "stems",
        "bark",
        *[
            rod((0.1 * cos(t), 0.1 * sin(t), low + 0.012), (0.2 * r * cos(t), 0.2 * r * sin(t), h * 0.4), 0.05, segments=5)
            for t in 2.1 * np.arange(3)
        ],
        label="trunk",
    )
    heads = []
    for k in range(9):
        t, e = 2.4 * k + rng.random(), (k + 0.5) / 9
        q = r * between(rng, 0.26, 0.36)
        away = (r - q) * (0.92 - 0.7 * e**1.6)
        heads.append(clump(rng, q, q, q * 0.8, at=(away * cos(t), away * sin(t), h * (0.4 + 0.5 * e)), points=14, rough=0.25))
    b.add("blossoms", blossom.magenta(b), heads, label="flower")
    squeeze(b)


@kind(
    "lemon_pot",
    "plant",
    width=(0.9, 1.4),
    depth=(0.9, 1.4),
    words=("lemon tree in a pot", "potted lemon", "citrus pot", "terracotta pot", "terracotta pots"),
)
def lemon_pot(b: Build) -> None:
    """A clipped lemon tree in a big terracotta pot with a garland."""
    rng, low = b.rng, -b.lot.drop
    r = min(b.lot.width, b.lot.depth) / 2
    clay = b.look.material("roof", color="#b8663f", pattern="plain")
    p = r * 0.62
    b.add(
        "pot",
        clay,
        frustum(p * 0.66, p, 0.62 - low, at=(0, 0, low), segments=10),
        cylinder(p * 1.12, 0.12, at=(0, 0, 0.58), segments=10),
        frustum(p * 0.9, p * 0.94, 0.07, at=(0, 0, 0.34), segments=10),
    )
    b.add("soil", "soil", cylinder(p * 0.9, 0.04, at=(0, 0, 0.69), segments=10))
    b.add("trunk", "bark", rod((0, 0, 0.6), (0, 0, 1.35), 0.06, segments=6))
    q = r * 0.92
    b.add(
        "crown",
        tint(b.look.material("foliage"), "#4f7a35", 0.6),
        clump(rng, q, q, q * 0.95, at=(0, 0, 1.2 + q * 0.7), points=40, rough=0.12),
    )
    fruit = []
    for k in range(9):
        t, e = 2.4 * k, -0.5 + k / 9
        c = (1 - e * e) ** 0.5 * q * 0.9
        fruit.append(ball(0.085, 0.085, 0.1, at=(c * cos(t), c * sin(t), 1.2 + q * 0.7 + e * q * 0.85), detail=0))
    b.add("fruit", b.look.material("flower", color="#f0c93a", pattern="plain"), fruit)
    squeeze(b)


@kind(
    "dry_terrace",
    "plant",
    width=(4.0, 8.0),
    depth=(2.6, 4.2),
    words=("terrace wall", "stone terrace", "dry stone wall", "vineyard terrace", "lavender terrace"),
)
def dry_terrace(b: Build) -> None:
    """Two steps of dry-stone wall with beds of lavender, vines or herbs on them."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    rows = ((-d / 2 + 0.02, 0.0, 0.62), (0.0, 0.0, 1.24))
    form = int(rng.integers(3))
    for j, (y, _, top) in enumerate(rows):
        deep = d / 2 - 0.02
        t = 0.34
        n = max(3, round(w / 1.1))
        walls: list[Solid] = []
        for k in range(n):
            a, c = -w / 2 + 0.01 + (w - 0.02) * k / n, -w / 2 + 0.01 + (w - 0.02) * (k + 1) / n
            walls.append(box(c - a + 0.004, t, top + 0.05 * (k * 7 % 3) - low, at=((a + c) / 2, y + t / 2, low)))
        walls += [box(0.3, deep, top - low, at=(s * (w / 2 - 0.16), y + deep / 2, low)) for s in (-1, 1)]
        if j == 1:
            walls.append(box(w - 0.02, 0.3, top - low, at=(0, y + deep - 0.15, low)))
        b.add("terraces", "stone", walls, label="wall")
        b.add(
            "beds",
            "soil",
            box(
                w - 0.58,
                deep - (t if j == 0 else t + 0.26),
                top - 0.1 - low,
                at=(0, y + t + (deep - (t if j == 0 else t + 0.26)) / 2 - 0.01, low),
            ),
            label="soil",
        )
        y0, room = y + t + 0.02, deep - (t if j == 0 else t + 0.3)
        m = max(3, round((w - 0.8) / (0.62 if form == 0 else 0.85)))
        for k in range(m):
            x = -(w - 0.9) / 2 + (w - 0.9) * (k + 0.5) / m
            py = y0 + room / 2
            q = min((w - 0.9) / m * 0.52, room * 0.48)
            if form == 0:
                b.add(
                    "herbs",
                    tint(b.look.material("foliage"), "#8f9a78", 0.6),
                    clump(rng, q, q, 0.28, at=(x, py, top + 0.02), points=14),
                    label="leaf",
                )
                b.add(
                    "lavender",
                    b.look.material("flower", color="#8f78b8"),
                    clump(rng, q * 0.86, q * 0.86, 0.22, at=(x, py, top + 0.24), points=14, rough=0.3),
                    label="flower",
                )
            elif form == 1:
                b.add("stakes", "timber", rod((x, py, top - 0.2), (x, py, top + 1.05), 0.035, segments=5), label="post")
                b.add(
                    "vines",
                    tint(b.look.material("foliage"), "#7d9a45", 0.5),
                    clump(rng, q, q * 0.8, 0.42, at=(x, py, top + 0.62), points=18, rough=0.25),
                    label="vine",
                )
            else:
                b.add(
                    "herbs",
                    tint(b.look.material("foliage"), "#7f8f58", 0.5),
                    clump(rng, q, q, between(rng, 0.24, 0.4), at=(x, py, top + 0.1), points=16, rough=0.25),
                    label="leaf",
                )
                if k % 2:
                    b.add(
                        "blossoms",
                        blossom.magenta(b),
                        clump(rng, q * 0.6, q * 0.6, 0.16, at=(x, py, top + 0.36), points=12, rough=0.3),
                        label="flower",
                    )
    squeeze(b)
