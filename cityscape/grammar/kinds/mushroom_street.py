"""Small things of a mushroom village: glowing lamps, toadstool seats, snail carts, leaf stalls, acorn barrels, rope posts, gourds."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.vehicles import Piece, put
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, grown, lathe, spoked, tube
from cityscape.grammar.toadstool import cap_paint, glow, grounded, leaf, warts
from partgen.solids import Solid, ball, box, cylinder, hull, rod


@kind(
    "glow_shroom",
    "furniture",
    width=(0.8, 1.4),
    depth=(0.8, 1.4),
    words=("glowing mushroom", "mushroom lamp", "glow mushroom", "fairy light"),
    stand="post",
)
def glow_shroom(b: Build) -> None:
    """A street lamp: a bent stem with a drooping cap that glows, and a small one at its foot."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.03
    h = between(rng, 2.1, 2.7) * grown(b.lot)
    light = glow(b, strength=1.25)
    r = reach * 0.72
    a = 2 * pi * rng.random()
    bend = reach - r
    line = [(0, 0, low), (0, 0, 0.3), (-0.3 * bend * cos(a), -0.3 * bend * sin(a), h * 0.5), (bend * cos(a), bend * sin(a), h)]
    b.add("stem", "wall", tube(line, [0.2, 0.13, 0.09, 0.075], segments=8), label="post")
    b.add(
        "collar",
        "trim",
        lathe(
            [(0.08, -0.1), (0.2, -0.02), (0.1, 0.04)],
            at=(line[2][0] + 0.3 * bend * cos(a), line[2][1] + 0.3 * bend * sin(a), h * 0.62),
            segments=9,
        ),
        label="ornament",
    )
    tip = line[-1]
    b.add(
        "lamp",
        light,
        lathe([(r * 0.9, -0.16), (r, -0.04), (r * 0.86, 0.16), (r * 0.56, 0.34), (r * 0.2, 0.44), (0.0, 0.46)], at=tip, segments=14),
    )
    b.add("gills", "trim", lathe([(0.08, -0.14), (r * 0.86, -0.05)], at=(tip[0], tip[1], tip[2] - 0.13), segments=12), label="ornament")
    t = a + 2.2
    x, y = 0.4 * reach * cos(t), 0.4 * reach * sin(t)
    b.add("small_stem", "trim", cylinder(0.05, 0.55 - low, at=(x, y, low), segments=6), label="post")
    b.add("small_lamp", light, lathe([(0.2, -0.04), (0.22, 0.03), (0.12, 0.16), (0.0, 0.2)], at=(x, y, 0.52), segments=9), label="lamp")


@kind(
    "toadstool_seat",
    "furniture",
    width=(1.6, 3.0),
    depth=(1.6, 3.0),
    words=("toadstool seat", "mushroom table", "mushroom stool", "toadstool table"),
    stand="square",
)
def toadstool_seat(b: Build) -> None:
    """A flat toadstool for a table with two to four small ones to sit on, and cups of dew."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.03
    skin, pale = cap_paint(b, spotted=True)
    r = reach * 0.42
    b.add("stem", "trim", lathe([(0.2, low), (0.13, 0.35), (0.16, 0.72)], segments=9), label="leg")
    b.add("table", skin, lathe([(0.16, 0.58), (r * 0.94, 0.68), (r, 0.74), (r * 0.9, 0.84), (r * 0.3, 0.88)], segments=18))
    b.add(
        "cups", "wood", [cylinder(0.07, 0.13, at=(r * 0.5 * cos(t), r * 0.5 * sin(t), 0.84), segments=8) for t in (0.4, 2.7)], label="cup"
    )
    other, _ = cap_paint(b, spotted=True, fresh=True)
    n = 4 if reach > 1.2 else 3
    t0 = 2 * pi * rng.random()
    for k in range(n):
        t = t0 + 2 * pi * k / n
        q = min(0.34, reach * 0.26)
        x, y = (reach - q) * cos(t), (reach - q) * sin(t)
        b.add("stool_stems", "trim", lathe([(q * 0.5, low), (q * 0.38, 0.34)], at=(x, y, 0), segments=8), label="leg")
        b.add(
            "stools",
            other,
            lathe([(q * 0.9, 0.28), (q, 0.36), (q * 0.8, 0.5), (q * 0.35, 0.56), (0.0, 0.57)], at=(x, y, 0), segments=14),
            label="seat",
        )
        b.add("stool_spots", pale, [s.moved(x, y, 0.33) for s in warts(b, q, 0.24, "dome", many=0.25)], label="ornament")


@kind("snail_cart", "vehicle", width=(3.2, 4.4), depth=(1.4, 1.9), words=("snail cart", "snail", "snail wagon", "giant snail"))
def snail_cart(b: Build) -> None:
    """A great snail, its shell a spiral, that draws a two-wheeled cart of mushrooms."""
    end, half = b.lot.width / 2 - 0.03, b.lot.depth / 2 - 0.03
    skin = b.look.material("wall").model_copy(update={"pattern": "plain", "name": "snail-skin", "color": "#c9a878", "color2": None})
    shell = b.look.material("accent")
    long = min(1.9, end * 0.95)
    x0 = end - long
    foot = [(x0, 0, 0.08), (x0 + 0.4 * long, 0, 0.2), (x0 + 0.68 * long, 0, 0.22), (x0 + 0.8 * long, 0, 0.5), (x0 + 0.85 * long, 0, 0.78)]
    body = tube(foot, [0.08, 0.26, 0.27, 0.2, 0.17], segments=9)
    body = grounded(body, 0.01)
    head = ball(0.2, 0.17, 0.17, at=(end - 0.25, 0, 0.86), detail=1)
    horns = [rod((end - 0.22, s * 0.07, 0.9), (end - 0.08, s * 0.17, 1.28), 0.03, segments=5) for s in (-1, 1)]
    eyes = [ball(0.065, at=(end - 0.08, s * 0.17, 1.29), detail=0) for s in (-1, 1)]
    cx, cz, r = x0 + 0.42 * long, 0.86, 0.62
    coils = []
    for k in range(13):
        e = k / 12
        t = -2.2 - 2 * pi * 1.35 * e
        q = r * 0.56 * (1 - 0.72 * e)
        away = r * 0.5 * (1 - e) ** 0.9
        coils.append(ball(q, min(q * 1.05, half * 0.8), q, at=(cx + away * cos(t), 0.0, cz + away * sin(t)), detail=1))
    pieces: list[Piece] = [
        ("snail", skin, "body", [*body, head, *horns]),
        ("eyes", "timber", "eye", eyes),
        ("shell", shell, "body", coils),
        ("shell_whorl", "trim", "ornament", [axle(cx, 0, cz, r * 0.16, 2 * min(r * 0.62, half * 0.8), segments=9)]),
    ]
    a, c = -end + 0.05, x0 - 0.15
    mid, wide = (a + c) / 2, half * 0.72
    wr = 0.42
    bed = [box(c - a, 2 * wide, 0.1, at=(mid, 0, 0.55))]
    bed += [box(c - a, 0.07, 0.34, at=(mid, s * (wide - 0.03), 0.64)) for s in (-1, 1)]
    bed += [box(0.07, 2 * wide - 0.02, 0.34, at=(x, 0, 0.64)) for x in (a + 0.035, c - 0.035)]
    pieces.append(("cart", "vehicle", "body", bed))
    pieces.append(
        (
            "shafts",
            "timber",
            "frame",
            [rod((c - 0.3, s * 0.4 * half, 0.6), (cx + 0.1, s * 0.44 * half, 0.55), 0.045, segments=6) for s in (-1, 1)],
        )
    )
    pieces.append(("wheels", "timber", "wheel", [s for q in (-1, 1) for s in spoked(mid, q * (half - 0.09), wr, wr, 0.12)]))
    pieces.append(
        ("axle", "timber", "axle", [axle(mid, 0, wr, 0.06, 2 * half - 0.1, segments=6), box(0.14, 0.2, 0.2, at=(mid, 0, wr - 0.02))])
    )
    red, _ = cap_paint(b, spotted=True)
    caps: list[Solid] = []
    stems: list[Solid] = []
    for k in range(4):
        x, y = mid + (0.26 * (c - a)) * (1 if k % 2 else -1), wide * 0.45 * (1 if k < 2 else -1)
        q = min(0.3, (c - a) * 0.22)
        z = 0.62 - 0.02 * k
        stems.append(cylinder(q * 0.4, 0.34, at=(x, y, z), segments=8))
        caps += lathe([(q * 0.9, 0.28), (q, 0.33), (q * 0.75, 0.48), (q * 0.3, 0.56), (0.0, 0.57)], at=(x, y, z), segments=12)
    pieces += [("load_stems", "trim", "goods", stems), ("load", red, "goods", caps)]
    put(b, pieces)


@kind(
    "leaf_stall",
    "furniture",
    width=(2.4, 3.8),
    depth=(2.0, 3.0),
    words=("leaf stall", "mushroom stall", "fairy stall", "berry stall"),
    stand="square",
)
def leaf_stall(b: Build) -> None:
    """A counter of bark and planks under three great leaves on bent stalks, with berries, nuts and small mushrooms to sell."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    top = 0.92
    y = -d * 0.16
    b.add("counter", "wood", box(w - 0.5, d * 0.34, 0.1, at=(0, y, top - 0.1)))
    b.add(
        "counter_front",
        "bark",
        [
            cylinder(0.16, top - 0.1 - low, at=(x, y, low), segments=8)
            for x in np.linspace(-w / 2 + 0.45, w / 2 - 0.45, max(4, round((w - 0.9) / 0.34)))
        ],
        label="counter",
    )
    n = 3
    stalks: list[Solid] = []
    blades: list[Solid] = []
    for k in range(n):
        x = (k - 1) * (w * 0.31)
        root = (x * 0.8, d / 2 - 0.22, low)
        neck = (x * 0.9, d / 2 - 0.3, 1.5)
        head = (x, d * 0.2, 2.4 + 0.12 * (k == 1))
        stalks += grounded(tube([root, neck, head], [0.09, 0.07, 0.055], segments=6), low)
        p = [
            (x, d / 2 - 0.12, head[2] + 0.02),
            (x, d * 0.1, head[2] + 0.16),
            (x, -d * 0.22, head[2] - 0.02),
            (x, -d / 2 + 0.05, head[2] - 0.45),
        ]
        blades += leaf(p, [0.14, w * 0.185, w * 0.165, 0.05], thick=0.06)
    b.add("stalks", "needles", stalks, label="post")
    b.add("leaf_roof", "foliage", blades, label="canopy")
    goods = ("accent", "flower", "roof")
    for k in range(3):
        x = (k - 1) * (w - 0.9) / 3
        b.add("baskets", "wood", lathe([(0.2, top - 0.02), (0.27, top + 0.16)], at=(x, y, 0), segments=9), label="basket")
        heap = [ball(0.1, at=(x + 0.13 * cos(t), y + 0.13 * sin(t), top + 0.2), detail=0) for t in np.arange(5) * 2 * pi / 5 + rng.random()]
        b.add(f"goods_{k + 1}", b.look.material(goods[k], pattern="plain"), heap, ball(0.1, at=(x, y, top + 0.3), detail=0), label="goods")  # type: ignore[arg-type]
    light = glow(b)
    b.add("lantern", light, ball(0.15, at=(0, -d / 2 + 0.2, 1.88), detail=1), label="lamp")
    b.add("lantern_cord", "timber", rod((0, -d / 2 + 0.2, 1.95), (0, -d / 2 + 0.2, 2.32), 0.02, segments=5), label="rope")


@kind(
    "acorn_barrel",
    "furniture",
    width=(0.8, 2.0),
    depth=(0.8, 1.6),
    words=("acorn barrel", "acorn cask", "acorn keg", "nut barrel"),
    stand="square",
)
def acorn_barrel(b: Build) -> None:
    """One to three big acorns on end or lying, used as barrels, with their scaly caps for lids."""
    rng, low = b.rng, -b.lot.drop
    w, d = b.lot.width, b.lot.depth
    scaly = b.look.material("timber").model_copy(update={"pattern": "shingle", "scale": 0.6, "name": "acorn-scales"})
    n = 1 if w < 1.15 else 2 if w < 1.6 or rng.random() < 0.5 else 3
    r = min(w / (2 * min(n, 2)), d / (2 if n < 3 else 2.4)) * 0.94
    r = min(r, 0.46)
    places = {
        1: [(0.0, 0.0)],
        2: [(-w / 2 + r, 0.0), (w / 2 - r, 0.0)],
        3: [(-w / 2 + r, d / 2 - r), (w / 2 - r, d / 2 - r), (0.0, -d / 2 + r)],
    }[n]
    for k, (x, y) in enumerate(places):
        h = 2.0 * r * between(rng, 0.9, 1.1)
        b.add(
            f"acorn_{k + 1}",
            "wall2",
            lathe([(r * 0.6, low), (r * 0.86, h * 0.3), (r * 0.9, h * 0.7), (r * 0.8, h)], at=(x, y, 0), segments=13),
            label="barrel",
        )
        b.add(
            f"lid_{k + 1}",
            scaly,
            lathe([(r, h * 0.86), (r * 0.96, h * 1.05), (r * 0.6, h * 1.24), (0.05, h * 1.3)], at=(x, y, 0), segments=13),
            cylinder(0.05, 0.2, at=(x, y, h * 1.24), segments=6),
            label="barrel",
        )


@kind(
    "rope_posts", "furniture", width=(2.6, 5.0), depth=(0.7, 1.2), words=("rope posts", "rope bridge", "rope rail", "rope"), stand="square"
)
def rope_posts(b: Build) -> None:
    """Crooked posts with small caps, joined by two sagging ropes from which lanterns and bunting hang."""
    w, low, rng = b.lot.width, -b.lot.drop, b.rng
    n = 3 if w > 3.4 else 2
    xs = np.linspace(-w / 2 + 0.3, w / 2 - 0.3, n)
    skin, pale = cap_paint(b, spotted=True)
    light = glow(b)
    h = between(rng, 1.9, 2.3)
    for x in xs:
        b.add(
            "posts",
            "timber",
            grounded(
                tube([(float(x), 0, low), (float(x) + between(rng, -0.06, 0.06), 0, h * 0.5), (float(x), 0, h)], [0.13, 0.1, 0.08]), low
            ),
            label="post",
        )
        b.add(
            "post_caps",
            skin,
            lathe([(0.22, 0.0), (0.26, 0.05), (0.18, 0.2), (0.0, 0.27)], at=(float(x), 0, h - 0.05), segments=11),
            label="ornament",
        )
        b.add("post_spots", pale, [s.moved(float(x), 0, h - 0.02) for s in warts(b, 0.25, 0.22, "dome", many=0.3)], label="ornament")
    for a, c in zip(xs, xs[1:], strict=False):
        for z, sag in ((h - 0.25, 0.28), (h * 0.45, 0.2)):
            t = np.linspace(0, 1, 6)
            p = [(float(a + (c - a) * e), 0.0, float(z - sag * 4 * e * (1 - e))) for e in t]
            b.add("ropes", b.look.material("wood", color="#b79a66", pattern="plain"), tube(p, [0.035] * 6, segments=5), label="rope")
            if sag > 0.25:
                for j in (1, 2, 3, 4):
                    x, zz = p[j][0], p[j][2]
                    if j % 2:
                        b.add("lanterns", light, ball(0.11, at=(x, 0, zz - 0.13), detail=1), label="lamp")
                    else:
                        b.add(
                            "bunting",
                            "fabric",
                            hull([(x + q, s, zz - 0.01 - u) for q, u in ((-0.16, 0.0), (0.16, 0.0), (0.0, 0.32)) for s in (-0.015, 0.015)]),
                            label="flag",
                        )


@kind("gourd", "furniture", width=(0.8, 1.9), depth=(0.8, 1.9), words=("pumpkin patch", "pumpkin", "gourds", "squash"), stand="field")
def gourd(b: Build) -> None:
    """A ribbed pumpkin with a stalk, leaves and tendrils, sometimes with a smaller one beside it."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.02
    two = rng.random() < 0.5
    skins = b.look.material("accent", color="#e2762a", pattern="plain")
    for k, (x, y, r) in enumerate(
        ((0.0, 0.0, reach * 0.8),) if not two else ((-0.28 * reach, 0.2 * reach, reach * 0.62), (0.56 * reach, -0.5 * reach, reach * 0.4))
    ):
        h = r * between(rng, 1.0, 1.3)
        lobes = [
            ball(r * 0.42, r * 0.34, h / 2, detail=1).turned(t).moved(x + 0.56 * r * cos(t), y + 0.56 * r * sin(t), h / 2)
            for t in np.arange(8) * pi / 4
        ]
        b.add(f"gourd_{k + 1}", skins, lobes, cylinder(r * 0.6, h * 0.8 - low, at=(x, y, low), segments=10), label="fruit")
        b.add(
            "stalk",
            "needles",
            tube([(x, y, h * 0.7), (x, y, h * 1.02), (x + 0.16 * r, y, h * 1.22)], [0.16 * r, 0.1 * r, 0.11 * r], segments=6),
            label="trunk",
        )
        t = 2 * pi * rng.random()
        for j in range(3):
            u = t + 2.1 * j
            q = min(r * 1.1, reach - float(np.hypot(x, y)) - 0.02)
            b.add(
                "leaves",
                "foliage",
                leaf(
                    [(x, y, h * 0.86), (x + 0.6 * q * cos(u), y + 0.6 * q * sin(u), h * 0.95), (x + q * cos(u), y + q * sin(u), h * 0.6)],
                    [0.06, 0.22 * r + 0.04, 0.02],
                    thick=0.03,
                ),
                label="leaf",
            )


@kind("leaf_boat", "vehicle", width=(2.6, 4.0), depth=(1.0, 1.5), words=("leaf boat", "leaf raft"), stand="water")
def leaf_boat(b: Build) -> None:
    """A curled leaf afloat with a twig for a mast and a petal for a sail."""
    w, d = b.lot.width, b.lot.depth
    end, half = w / 2 - 0.07, d / 2 - 0.07
    hullp: list[Solid] = []
    xs = [-end, -0.6 * end, 0.0, 0.6 * end, end]
    wide = [0.1, 0.75, 1.0, 0.8, 0.06]
    rise = [0.5, 0.1, 0.0, 0.12, 0.62]
    rows = []
    for x, k, z in zip(xs, wide, rise, strict=True):
        y = half * k
        rows.append(
            [(x, -y, z + 0.36), (x, y, z + 0.36), (x, -0.5 * y, z), (x, 0.5 * y, z), (x, -y * 0.94, z + 0.3), (x, y * 0.94, z + 0.3)]
        )
    for a, c in zip(rows, rows[1:], strict=False):
        hullp.append(hull(np.array(a + c)))
    b.add("hull", "foliage", hullp)
    b.add("rim", "needles", [rod(a[s], c[s], 0.05, segments=5) for a, c in zip(rows, rows[1:], strict=False) for s in (0, 1)], label="hull")
    h = between(b.rng, 1.9, 2.4)
    b.add("mast", "bark", rod((0.1 * end, 0, 0.3), (0.1 * end, 0, h), 0.05, end=0.03, segments=6))
    sail = hull(
        [(0.1 * end + 0.04, s, 0.75) for s in (-0.02, 0.02)]
        + [(0.1 * end + 0.04, s, h - 0.06) for s in (-0.02, 0.02)]
        + [(-0.62 * end, s, 0.95) for s in (-0.02, 0.02)]
        + [(-0.4 * end, s, h * 0.66) for s in (-0.02, 0.02)]
    )
    b.add("sail", b.look.material("flower", pattern="plain"), sail)
    b.add("load", "accent", ball(0.2, at=(0.52 * end, 0, 0.56), detail=1), label="cargo")
