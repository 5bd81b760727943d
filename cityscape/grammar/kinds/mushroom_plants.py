"""What grows in a mushroom village: tall toadstools, tree ferns, giant flowers, ferns, clover, small mushrooms, mossy stones."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.plants import petals
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, grown, lathe, pick, tint, tube
from cityscape.grammar.toadstool import FLAT, Form, cap, cap_paint, frond, glow, grounded, leaf, sprout
from partgen.solids import Solid, ball, cylinder, hull, rod


@kind(
    "tree_toadstool",
    "plant",
    width=(2.6, 5.4),
    depth=(2.6, 5.4),
    words=("giant toadstool", "toadstool tree", "tall mushroom", "mushroom tree"),
    stand="trunk",
)
def tree_toadstool(b: Build) -> None:
    """A toadstool as tall as a tree, on a bent stem with a ring, often with one or two younger ones at its side."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.04
    form: Form = ("dome", "bell", "flat")[int(rng.choice(3, p=[0.45, 0.35, 0.2]))]
    skin, pale = cap_paint(b, spotted=True)
    r = reach * 0.8
    a = 2 * pi * rng.random()
    bend = reach - r
    h = between(rng, 1.5, 2.1) * reach * grown(b.lot)
    thick = 0.13 * reach + 0.06
    line = [
        (0, 0, low),
        (0, 0, 0.35),
        (-0.5 * bend * cos(a), -0.5 * bend * sin(a), h * 0.5),
        (0.5 * bend * cos(a), 0.5 * bend * sin(a), h * 0.85),
        (bend * cos(a), bend * sin(a), h),
    ]
    b.add("trunk", "wall", grounded(tube(line, [thick * 1.9, thick * 1.25, thick, thick * 0.85, thick * 0.9], segments=10), low))
    b.add(
        "ring",
        "trim",
        lathe([(thick * 0.8, 0.16), (thick * 2.1, -0.06), (thick * 0.9, -0.02)][::-1], at=(line[3][0], line[3][1], h * 0.8), segments=11),
        label="ornament",
    )
    cap(
        b,
        line[4][0],
        line[4][1],
        h,
        r,
        r * FLAT[form],
        form=form,
        neck=thick * 0.9,
        skin=skin,
        spots=pale,
        name="crown",
        gills=12,
        many=0.8,
    )
    for k in range(int(rng.integers(0, 3))):
        t = a + pi + 0.9 * (k - 0.5)
        q = reach * 0.3
        x, y = (reach - q - 0.02) * cos(t) * 0.8, (reach - q - 0.02) * sin(t) * 0.8
        tall = h * between(rng, 0.3, 0.5)
        b.add("young_trunks", "wall", lathe([(q * 0.42, low), (q * 0.28, 0.3), (q * 0.24, tall)], at=(x, y, 0), segments=8), label="trunk")
        b.add(
            "young_crowns",
            skin,
            lathe([(q * 0.92, -0.06), (q, 0.03), (q * 0.82, 0.3 * q), (q * 0.45, 0.58 * q), (0.0, 0.68 * q)], at=(x, y, tall), segments=14),
            label="crown",
        )


@kind("tree_fern", "plant", width=(3.0, 5.2), depth=(3.0, 5.2), words=("tree fern", "giant fern", "palm fern"), stand="trunk")
def tree_fern(b: Build) -> None:
    """A shaggy trunk with a fountain of drooping fronds and curled young ones in the middle."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.02
    h = between(rng, 0.7, 1.05) * reach * grown(b.lot)
    b.add("trunk", "bark", tube([(0, 0, low), (0, 0, 0.3), (0.04, 0, h)], [0.3, 0.24, 0.2], segments=8))
    m = tint(b.look.material("foliage"), "#3f8f3a", 0.35)
    fronds: list[Solid] = []
    n = int(rng.integers(9, 12))
    t0 = 2 * pi * rng.random()
    for k in range(n):
        t = t0 + 2 * pi * k / n
        far = reach * between(rng, 0.86, 0.99)
        lift = between(rng, 0.3, 0.6) * reach
        p = [
            (far * e * cos(t), far * e * sin(t), h - 0.05 + lift * u)
            for e, u in ((0.03, 0.0), (0.3, 0.75), (0.6, 0.85), (0.84, 0.5), (0.97, 0.0))
        ]
        fronds += frond(p, 0.24 * reach, barbs=8)
    b.add("crown", m, fronds)
    curls = []
    for k in range(3):
        t = t0 + 2.1 * k
        c, s = cos(t), sin(t)
        q = 0.16 * reach
        top = h + 0.62 * reach
        curls += tube(
            [
                (0.05 * c, 0.05 * s, h - 0.1),
                (0.08 * c, 0.08 * s, top - q),
                (0.08 * c + q * 0.5 * c, 0.08 * s + q * 0.5 * s, top),
                (q * 1.4 * c, q * 1.4 * s, top - 0.5 * q),
                (q * c, q * s, top - q),
            ],
            [0.06, 0.05, 0.05, 0.05, 0.04],
            segments=5,
        )
    b.add("curls", tint(m, "#b5d65a", 0.5), curls, label="leaf")


@kind(
    "giant_flower",
    "plant",
    width=(1.6, 3.2),
    depth=(1.6, 3.2),
    words=("giant flower", "giant tulip", "giant daisy", "bellflower", "foxglove"),
    stand="trunk",
)
def giant_flower(b: Build) -> None:
    """A flower as tall as a house: tulip, daisy, bells on a bent stalk, or a dandelion clock, with broad leaves at its foot."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.02
    h = between(rng, 2.6, 3.8) * grown(b.lot)
    green = tint(b.look.material("foliage"), "#4f9a35", 0.4)
    a = 2 * pi * rng.random()
    form = int(rng.integers(4))
    bend = 0.16 * reach if form != 2 else 0.4 * reach
    line = [
        (0, 0, low),
        (-0.3 * bend * cos(a), -0.3 * bend * sin(a), h * 0.45),
        (0.2 * bend * cos(a), 0.2 * bend * sin(a), h * 0.8),
        (bend * cos(a), bend * sin(a), h),
    ]
    stalk = b.look.material("needles", pattern="plain")
    b.add("stalk", stalk, grounded(tube(line, [0.13, 0.1, 0.08, 0.06], segments=7), low), label="trunk")
    blades: list[Solid] = []
    for k in range(4):
        t = a + 0.7 + pi / 2 * k
        q = reach * 0.97
        blades += leaf(
            [
                (0.05 * cos(t), 0.05 * sin(t), 0.06),
                (0.4 * q * cos(t), 0.4 * q * sin(t), 0.34 * h),
                (0.8 * q * cos(t), 0.8 * q * sin(t), 0.36 * h),
                (q * cos(t), q * sin(t), 0.22 * h),
            ],
            [0.08, 0.2 * reach, 0.14 * reach, 0.01],
            thick=0.03,
        )
    b.add("leaves", green, blades, label="leaf")
    x, y, z = line[-1]
    first = petals(b)
    first = first.model_copy(update={"pattern": "plain", "name": f"petal-{first.color[1:]}"})
    r = (reach - bend) * 0.8
    if form == 0:
        b.add(
            "flower",
            first,
            lathe([(0.1, 0.0), (r * 0.7, 0.22 * r), (r * 0.82, 0.8 * r), (r * 0.6, 1.3 * r)], at=(x, y, z - 0.05), segments=12),
        )
        tips = [
            hull(
                [(x + r * 0.5 * cos(t + s * 0.36), y + r * 0.5 * sin(t + s * 0.36), z + 1.1 * r) for s in (-1, 1)]
                + [(x + r * 0.72 * cos(t + s * 0.4), y + r * 0.72 * sin(t + s * 0.4), z + 1.05 * r) for s in (-1, 1)]
                + [(x + r * 0.62 * cos(t), y + r * 0.62 * sin(t), z + 1.85 * r)]
            )
            for t in np.arange(6) * pi / 3
        ]
        b.add("flower", first, tips)
    elif form == 1:
        n = 11
        for k in range(n):
            t = 2 * pi * k / n
            b.add(
                "flower",
                first,
                leaf(
                    [
                        (x + 0.2 * r * cos(t), y + 0.2 * r * sin(t), z + 0.04),
                        (x + 0.7 * r * cos(t), y + 0.7 * r * sin(t), z + 0.2 * r),
                        (x + 1.15 * r * cos(t), y + 1.15 * r * sin(t), z + 0.06 * r),
                    ],
                    [0.1 * r, 0.24 * r, 0.08 * r],
                    thick=0.03,
                ),
            )
        heart = b.look.material("flower", color="#f2b632", pattern="plain")
        b.add("heart", heart, ball(0.36 * r, 0.36 * r, 0.26 * r, at=(x, y, z + 0.06), detail=1), label="flower")
    elif form == 2:
        for k in range(5):
            e = 0.55 + 0.11 * k
            px, py = (
                float(np.interp(e * h, [p[2] for p in line], [p[0] for p in line])),
                float(np.interp(e * h, [p[2] for p in line], [p[1] for p in line])),
            )
            t = a + (1.2 if k % 2 else -1.2)
            q = 0.3 * reach * (1.15 - 0.1 * k)
            ox, oy = px + q * cos(t), py + q * sin(t)
            b.add("stalk", stalk, rod((px, py, e * h - 0.05), (ox, oy, e * h + 0.05), 0.03, segments=5))
            bell = [(q * 0.98, -0.95 * q), (q * 0.66, -0.55 * q), (q * 0.55, -0.1 * q), (q * 0.15, 0.16 * q)]
            b.add("flower", first, lathe(bell, at=(ox, oy, e * h), segments=10))
    else:
        fluff = b.look.material("trim").model_copy(update={"pattern": "foliage", "color": "#f3efe6", "name": "fluff"})
        b.add("flower", fluff, clump(rng, r, r, r, at=(x, y, z + 0.7 * r), points=46, rough=0.2))


@kind("fern", "plant", width=(1.0, 2.2), depth=(1.0, 2.2), words=("fern", "ferns", "bracken"))
def fern(b: Build) -> None:
    """A low rosette of arching fronds."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2 - 0.01, b.lot.depth / 2 - 0.01
    reach = min(rx, ry)
    m = tint(b.look.material("foliage"), pick(rng, ("#3f8f3a", "#68b03c", "#2f7d4c")), 0.4)
    t0 = 2 * pi * rng.random()
    out: list[Solid] = [cylinder(0.1, 0.14 - low, at=(0, 0, low), segments=6)]
    n = 7
    for k in range(n):
        t = t0 + 2 * pi * k / n
        far = between(rng, 0.82, 1.0)
        lift = between(rng, 0.55, 0.95) * reach * grown(b.lot)
        p = [
            (rx * far * e * cos(t), ry * far * e * sin(t), 0.08 + lift * u)
            for e, u in ((0.03, 0.0), (0.42, 0.82), (0.74, 0.85), (0.95, 0.3))
        ]
        out += frond(p, 0.26 * reach, barbs=5)
    b.add("fronds", m, out, label="leaf")


@kind("clover_patch", "plant", width=(1.0, 2.6), depth=(1.0, 2.4), words=("clover", "clover patch", "shamrock", "four-leaf clover"))
def clover_patch(b: Build) -> None:
    """Oversized clover: three round leaves to a stalk, many stalks, and balls of blossom between them."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    n = int(min(10, 5 + 3 * rx * ry))
    green = tint(b.look.material("foliage"), "#7cc24a", 0.45)
    leaves: list[Solid] = []
    stalks: list[Solid] = []
    heads: list[Solid] = []
    for k in range(n):
        t, e = 2.4 * k + 0.5, ((k + 0.5) / n) ** 0.5
        q = between(rng, 0.17, 0.22)
        x, y = (rx - 2 * q) * e * cos(t), (ry - 2 * q) * e * sin(t)
        h = between(rng, 0.16, 0.46) * (1.1 - 0.4 * e)
        stalks += grounded([rod((x * 0.9, y * 0.9, low), (x, y, h), 0.03, segments=4)], low)
        if k % 4 == 3:
            heads.append(ball(0.15, at=(x, y, h + 0.08), detail=0))
            continue
        u0 = 2 * pi * rng.random()
        for j in range(3):
            u = u0 + 2 * pi * j / 3
            disc = [
                (x + q * (cos(u) + 0.92 * cos(v)), y + q * (sin(u) + 0.92 * sin(v)), h + zz + 0.05 * cos(v - u))
                for v in np.arange(6) * pi / 3
                for zz in (0.0, 0.035)
            ]
            leaves.append(hull(np.array(disc)))
    b.add("stalks", "needles", stalks, label="trunk")
    b.add("leaves", green, leaves, label="leaf")
    b.add("flowers", petals(b), heads, label="flower")


@kind(
    "mushroom_patch",
    "plant",
    width=(0.8, 2.4),
    depth=(0.8, 2.2),
    words=("mushroom patch", "small mushrooms", "glowing mushrooms", "little mushrooms"),
)
def mushroom_patch(b: Build) -> None:
    """A troop of small mushrooms of all heights in moss, some of them glowing."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    b.add("moss", "foliage", clump(rng, rx * 0.82, ry * 0.82, 0.16, at=(0, 0, 0.02), points=20, floor=low), label="leaf")
    light = glow(b)
    n = int(min(8, 4 + 2.4 * rx * ry))
    glowing = rng.random() < 0.55
    for k in range(n):
        t, e = 2.4 * k + rng.random(), ((k + 0.4) / n) ** 0.5
        h = between(rng, 0.45, 1.05) * (1.15 - 0.5 * e)
        h = min(h, 1.5 * min(rx, ry))
        q = 0.36 * h
        x, y = max(rx - q - 0.01, 0) * e * cos(t), max(ry - q - 0.01, 0) * e * sin(t)
        lit = glowing and k % 2 == 0
        sprout(b, x, y, h, glow=light if lit else None, name="glowing" if lit else "sprouts")


@kind("fairy_ring", "plant", width=(3.0, 5.0), depth=(3.0, 5.0), words=("fairy ring", "ring of mushrooms", "elf circle"))
def fairy_ring(b: Build) -> None:
    """Mushrooms in a ring about a mossy stone that glows."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2
    light = glow(b)
    b.add("stone", "rock", clump(rng, 0.55, 0.5, 1.1, at=(0, 0, 0), points=18, floor=low), label="rock")
    b.add("rune", light, rod((0, -0.53, 0.55), (0, -0.1, 0.55), 0.16, segments=8), label="lamp")
    b.add("moss", "foliage", clump(rng, 0.9, 0.9, 0.22, at=(0, 0, 0), points=18, floor=low), label="leaf")
    n = 11
    for k in range(n):
        t = 2 * pi * k / n
        h = between(rng, 0.6, 0.9)
        r = reach - 0.36 * h - 0.02
        lit = k % 3 == 0
        sprout(b, r * cos(t), r * sin(t), h, glow=light if lit else None, name="glowing" if lit else "sprouts")


@kind("mossy_stone", "plant", width=(0.9, 2.6), depth=(0.9, 2.4), words=("mossy stone", "mossy rock", "standing stone", "moss"))
def mossy_stone(b: Build) -> None:
    """Grey stones half sunk, capped with moss, with a small mushroom or two."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    small = min(rx, ry)
    lumps = [(0.0, 0.1 * ry, 0.72, between(rng, 0.75, 1.15))]
    if rng.random() < 0.7:
        lumps.append((0.5 * rx, -0.45 * ry, 0.42, 0.5))
    for x, y, q, e in lumps:
        h = e * small
        stone = clump(rng, rx * q, ry * q, h, at=(x, y, 0), points=22, floor=low, rough=0.2)
        b.add("stone", "rock", stone, label="rock")
        b.add("moss", "foliage", clump(rng, rx * q * 0.8, ry * q * 0.8, 0.22 * small, at=(x, y, 0.82 * h), points=20), label="leaf")
    sprout(b, -0.55 * rx, -0.5 * ry, min(0.8 * small, 0.6), glow=glow(b) if rng.random() < 0.5 else None)
