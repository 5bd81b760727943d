"""Small things of a hill town: olive trees, oleander, lemons in pots, donkeys and their carts, terraces of dry stone, café tables."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import blossom
from cityscape.grammar.kinds.hilltown import table_set
from cityscape.grammar.kit import Wall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, pick, settle, spoked, squeeze, tint, tube
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod, spandrel


@kind("olive_tree", "plant", width=(3.2, 4.8), depth=(3.2, 4.8), words=("olive tree", "olive", "olive grove"), stand="trunk")
def olive_tree(b: Build) -> None:
    """A gnarled trunk that parts low into twisted limbs under loose, silver-green tufts."""
    rng, reach = b.rng, min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 1.75, 2.1) * reach * {"small": 0.9, "medium": 1.0, "large": 1.1}[b.lot.size]
    turn = 2 * pi * rng.random()
    bark = tint(b.look.material("bark"), "#8a8173", 0.6)
    fork = np.array([0.08 * cos(turn), 0.08 * sin(turn), 0.28 * h])
    b.add("trunk", bark, tube([(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.15), (-0.07 * cos(turn), -0.07 * sin(turn), 0.16 * h), fork], [0.42, 0.3, 0.25, 0.24], segments=7))
    tufts, limbs = [], []
    m = 4
    for k in range(m):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / m
        knee = fork + np.array([0.24 * reach * cos(t + 0.5), 0.24 * reach * sin(t + 0.5), 0.14 * h])
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
    b.add("leaves", tint(b.look.material("foliage"), "#5f7d3c", 0.5), clump(rng, r * 0.88, r * 0.88, h * 0.5, at=(0, 0, h * 0.45), points=34, rough=0.2, floor=low), label="leaf")
    b.add("stems", "bark", *[rod((0.1 * cos(t), 0.1 * sin(t), low + 0.012), (0.2 * r * cos(t), 0.2 * r * sin(t), h * 0.4), 0.05, segments=5) for t in 2.1 * np.arange(3)], label="trunk")
    heads = []
    for k in range(9):
        t, e = 2.4 * k + rng.random(), (k + 0.5) / 9
        q = r * between(rng, 0.26, 0.36)
        away = (r - q) * (0.92 - 0.7 * e**1.6)
        heads.append(clump(rng, q, q, q * 0.8, at=(away * cos(t), away * sin(t), h * (0.4 + 0.5 * e)), points=14, rough=0.25))
    b.add("blossoms", blossom.magenta(b), heads, label="flower")
    squeeze(b)


@kind("lemon_pot", "plant", width=(0.9, 1.4), depth=(0.9, 1.4), words=("lemon tree in a pot", "potted lemon", "citrus pot", "terracotta pot", "terracotta pots"))
def lemon_pot(b: Build) -> None:
    """A clipped lemon tree in a big terracotta pot with a garland."""
    rng, low = b.rng, -b.lot.drop
    r = min(b.lot.width, b.lot.depth) / 2
    clay = b.look.material("roof", color="#b8663f", pattern="plain")
    p = r * 0.62
    b.add("pot", clay, frustum(p * 0.66, p, 0.62 - low, at=(0, 0, low), segments=10), cylinder(p * 1.12, 0.12, at=(0, 0, 0.58), segments=10), frustum(p * 0.9, p * 0.94, 0.07, at=(0, 0, 0.34), segments=10))
    b.add("soil", "soil", cylinder(p * 0.9, 0.04, at=(0, 0, 0.69), segments=10))
    b.add("trunk", "bark", rod((0, 0, 0.6), (0, 0, 1.35), 0.06, segments=6))
    q = r * 0.92
    b.add("crown", tint(b.look.material("foliage"), "#4f7a35", 0.6), clump(rng, q, q, q * 0.95, at=(0, 0, 1.2 + q * 0.7), points=40, rough=0.12))
    fruit = []
    for k in range(9):
        t, e = 2.4 * k, -0.5 + k / 9
        c = (1 - e * e) ** 0.5 * q * 0.9
        fruit.append(ball(0.085, 0.085, 0.1, at=(c * cos(t), c * sin(t), 1.2 + q * 0.7 + e * q * 0.85), detail=0))
    b.add("fruit", b.look.material("flower", color="#f0c93a", pattern="plain"), fruit)
    squeeze(b)


@kind("dry_terrace", "plant", width=(4.0, 8.0), depth=(2.6, 4.2), words=("terrace wall", "stone terrace", "dry stone wall", "vineyard terrace", "lavender terrace"))
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
        b.add("beds", "soil", box(w - 0.58, deep - (t if j == 0 else t + 0.26), top - 0.1 - low, at=(0, y + t + (deep - (t if j == 0 else t + 0.26)) / 2 - 0.01, low)), label="soil")
        y0, room = y + t + 0.02, deep - (t if j == 0 else t + 0.3)
        m = max(3, round((w - 0.8) / (0.62 if form == 0 else 0.85)))
        for k in range(m):
            x = -(w - 0.9) / 2 + (w - 0.9) * (k + 0.5) / m
            py = y0 + room / 2
            q = min((w - 0.9) / m * 0.52, room * 0.48)
            if form == 0:
                b.add("herbs", tint(b.look.material("foliage"), "#8f9a78", 0.6), clump(rng, q, q, 0.28, at=(x, py, top + 0.02), points=14), label="leaf")
                b.add("lavender", b.look.material("flower", color="#8f78b8"), clump(rng, q * 0.86, q * 0.86, 0.22, at=(x, py, top + 0.24), points=14, rough=0.3), label="flower")
            elif form == 1:
                b.add("stakes", "timber", rod((x, py, top - 0.2), (x, py, top + 1.05), 0.035, segments=5), label="post")
                b.add("vines", tint(b.look.material("foliage"), "#7d9a45", 0.5), clump(rng, q, q * 0.8, 0.42, at=(x, py, top + 0.62), points=18, rough=0.25), label="vine")
            else:
                b.add("herbs", tint(b.look.material("foliage"), "#7f8f58", 0.5), clump(rng, q, q, between(rng, 0.24, 0.4), at=(x, py, top + 0.1), points=16, rough=0.25), label="leaf")
                if k % 2:
                    b.add("blossoms", blossom.magenta(b), clump(rng, q * 0.6, q * 0.6, 0.16, at=(x, py, top + 0.36), points=12, rough=0.3), label="flower")
    squeeze(b)


def donkey(b: Build, x: float, y: float, z: float, *, scale: float = 1.0, packed: bool = False) -> None:
    """A donkey that stands at (x, y, z) and looks along +x, with two baskets if packed."""
    grey = b.look.material("fabric", color=pick(b.rng, ("#8f857a", "#7b7169", "#9c8f7e")), pattern="plain")
    pale = tint(grey, "#e9e2d4", 0.7)

    def go(solids: list[Solid]) -> list[Solid]:
        return [s.scaled(scale).moved(x, y, z) for s in solids]

    body = [
        hull(np.array([(px, s * w, pz) for px, w, pz in ((-0.52, 0.14, 0.98), (-0.5, 0.19, 0.74), (-0.1, 0.2, 0.6), (0.38, 0.18, 0.62), (0.5, 0.12, 0.98), (0.0, 0.14, 1.0)) for s in (-1, 1)])),
        hull(np.array([(px, s * w, pz) for px, w, pz in ((0.3, 0.12, 0.95), (0.48, 0.11, 0.72), (0.62, 0.07, 1.3), (0.76, 0.07, 1.18)) for s in (-1, 1)])),
        hull(np.array([(px, s * w, pz) for px, w, pz in ((0.58, 0.08, 1.34), (0.62, 0.08, 1.16), (0.96, 0.055, 1.06), (0.98, 0.05, 0.96)) for s in (-1, 1)])),
        rod((-0.5, 0, 0.95), (-0.6, 0, 0.5), 0.03, segments=5),
    ]
    ears = [hull(np.array([(0.6, s * 0.05, 1.32), (0.66, s * 0.09, 1.32), (0.66, s * 0.02, 1.32), (0.56, s * 0.13, 1.62), (0.6, s * 0.1, 1.5)])) for s in (-1, 1)]
    legs = [frustum(0.05, 0.075, 0.72, at=(px, s * 0.12, 0.0), segments=6) for px in (-0.4, 0.36) for s in (-1, 1)]
    b.add("donkey", grey, go([*body, *ears, *legs]), label="animal")
    b.add("muzzle", pale, go([ball(0.085, at=(0.97, 0, 1.0), detail=1)]), label="animal")
    b.add("mane", tint(grey, "#2c2824", 0.6), go([beam((0.3, 0, 1.02), (0.62, 0, 1.38), 0.05, 0.08)]), label="animal")
    b.add("blanket", "fabric", go([hull(np.array([(px, s * w, pz) for px in (-0.28, 0.2) for w, pz in ((0.215, 0.72), (0.16, 1.02), (0.21, 0.86)) for s in (-1, 1)] + [(px, 0, 1.05) for px in (-0.28, 0.2)]))]), label="cloth")
    if packed:
        cane = b.look.material("wood", color="#b3925f", pattern="woven")
        b.add("panniers", cane, go([frustum(0.15, 0.2, 0.36, at=(-0.04, s * 0.37, 0.6), segments=9) for s in (-1, 1)] + [box(0.1, 0.7, 0.05, at=(-0.04, 0, 1.04))]), label="basket")
        b.add("goods", b.look.material("flower", color=pick(b.rng, ("#f0c93a", "#d97b2f", "#7d8a45")), pattern="plain"), go([clump(b.rng, 0.17, 0.17, 0.12, at=(-0.04, s * 0.37, 0.97), points=14) for s in (-1, 1)]), label="goods")


@kind("donkey", "vehicle", width=(1.9, 2.3), depth=(1.2, 1.4), words=("donkey", "mule", "burro", "pack donkey"))
def pack_donkey(b: Build) -> None:
    """A donkey with a blanket and two baskets of fruit."""
    scale = min(b.lot.width / 1.75, b.lot.depth / 1.18)
    donkey(b, -0.17 * scale, 0, settle(b) if b.lot.drop else 0.0, scale=scale, packed=True)
    squeeze(b)


@kind("donkey_cart", "vehicle", width=(3.7, 4.6), depth=(1.5, 1.8), words=("donkey cart", "mule cart", "farm cart"))
def donkey_cart(b: Build) -> None:
    """A painted two-wheeled cart of oranges, jars or hay behind a donkey; it heads along +x."""
    w, half = b.lot.width, b.lot.depth / 2 - 0.02
    donkey(b, w / 2 - 1.04, 0, 0.0)
    r = 0.52
    x0, x1 = -w / 2 + 0.03, w / 2 - 1.95
    mid, bed, inner = (x0 + x1) / 2, 0.62, half - 0.2
    paint = b.look.material("shutter")
    b.add("bed", "wood", box(x1 - x0, 2 * inner, 0.08, at=(mid, 0, bed)), label="bed")
    b.add("sides", paint, *[box(x1 - x0, 0.06, 0.36, at=(mid, s * (inner - 0.03), bed + 0.07)) for s in (-1, 1)], *[box(0.06, 2 * inner - 0.1, 0.36, at=(x, 0, bed + 0.07)) for x in (x0 + 0.03, x1 - 0.03)], label="side")
    b.add("shafts", "timber", *[beam((x1 - 0.3, s * 0.3, bed + 0.04), (w / 2 - 0.7, s * 0.24, 0.85), 0.07, 0.07) for s in (-1, 1)], rod((mid, -half + 0.06, r), (mid, half - 0.06, r), 0.06, segments=6), *[box(0.14, 0.14, bed - r + 0.02, at=(mid, s * inner * 0.7, r)) for s in (-1, 1)], label="beam")
    b.add("wheels", tint(b.look.material("timber"), "#b5683c", 0.5), [q for s in (-1, 1) for q in spoked(mid, s * (half - 0.08), r, r, 0.09, segments=10)], label="wheel")
    load = int(b.rng.integers(3))
    if load == 0:
        heap = [ball(0.11, at=(mid + (i - 2) * (x1 - x0) * 0.17, (j - 1) * inner * 0.55, bed + 0.36 + 0.03 * (2 - abs(i - 2))), detail=1) for i in range(5) for j in range(3)]
        b.add("goods", b.look.material("flower", color="#e8902c", pattern="plain"), heap, box(x1 - x0 - 0.14, 2 * inner - 0.14, 0.26, at=(mid, 0, bed + 0.06)), label="goods")
    elif load == 1:
        clay = b.look.material("roof", color="#b8663f", pattern="plain")
        b.add("jars", clay, [s for i in (-1, 0, 1) for j in (-1, 1) for s in (frustum(0.1, 0.19, 0.3, at=(mid + i * (x1 - x0) * 0.29, j * inner * 0.46, bed + 0.07), segments=8), frustum(0.19, 0.09, 0.22, at=(mid + i * (x1 - x0) * 0.29, j * inner * 0.46, bed + 0.365), segments=8))], label="jar")
    else:
        b.add("goods", b.look.material("crop", color="#d8bd6a"), clump(b.rng, (x1 - x0) * 0.48, inner * 0.9, 0.55, at=(mid, 0, bed + 0.35), points=30, floor=bed + 0.06), label="hay")
    squeeze(b)


@kind("taverna_table", "furniture", width=(2.0, 2.6), depth=(1.1, 1.6), words=("taverna table", "café table", "cafe table", "bistro table", "blue chairs"))
def taverna_table(b: Build) -> None:
    """A table with a cloth and two blue chairs under the open sky."""
    table_set(b, 0, 0, 0, low=b.lot.drop)
    squeeze(b)


@kind("white_bench", "furniture", width=(1.8, 3.0), depth=(0.8, 1.1), words=("stone bench", "whitewashed bench", "built-in bench"))
def white_bench(b: Build) -> None:
    """A whitewashed seat built of stone with a low back, cushions in blue, a pot on its end."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    b.add("seat", "wall", box(w - 0.02, d * 0.62, 0.45 - low, at=(0, -d * 0.12, low)), label="seat")
    b.add("back", "wall", box(w - 0.02, d * 0.2, 0.88 - low, at=(0, d * 0.27, low)), label="back")
    n = max(1, int((w - 0.8) / 0.6))
    b.add("cushions", "shutter", *[box(0.5, d * 0.42, 0.09, at=(-w / 2 + 0.4 + 0.6 * k, -d * 0.14, 0.445)) for k in range(n)], label="cushion")
    blossom.pots(b, [(w / 2 - 0.3, -d * 0.12)], 0.45)
    squeeze(b)


@kind("wall_fountain", "furniture", width=(2.2, 3.4), depth=(1.5, 2.1), words=("wall fountain", "village fountain", "spring fountain", "drinking trough"))
def wall_fountain(b: Build) -> None:
    """A village spring: a gabled wall of pale stone with a blue tiled niche, two spouts and a long trough."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    f = Wall(0, d / 2 - 0.42, 0.0, 0.0, w)
    h = 2.0
    b.add("wall", "stone", box(w * 0.86, 0.4, h - low, at=(0, d / 2 - 0.21, low)), label="wall")
    b.add("wall", "stone", hull(np.array([(x, d / 2 - 0.21 + q * 0.2, h - 0.01 + z) for x, z in ((-w * 0.43, 0.0), (w * 0.43, 0.0), (0.0, 0.55)) for q in (-1, 1)])))
    b.add("coping", "trim", *[hull(np.array([(x, d / 2 - 0.21 + q * 0.205, h + z) for x, z in ((s * w * 0.47, -0.06), (s * w * 0.47, 0.04), (0.0, 0.55), (0.0, 0.66)) for q in (-1, 1)])) for s in (-1, 1)], label="parapet")
    b.add("tiles", "accent", f.one(hull(np.array([(x, y, z) for x, z in [(-0.5, 0.85), (0.5, 0.85), *[(0.5 * cos(t), 1.45 + 0.4 * sin(t)) for t in np.linspace(0, pi, 7)]] for y in (-0.03, 0.05)]))), label="tiles")
    b.add("niche_arch", "trim", f.put(*spandrel(1.0, 0.4, 0.12, 0.52, steps=8, at=(0, -0.03, 1.45))), label="arch")
    b.add("spouts", "metal", f.put(*[rod((s * 0.25, 0.04, 1.15), (s * 0.25, -0.28, 1.1), 0.045, segments=6) for s in (-1, 1)]), label="pipe")
    b.add("streams", b.look.material("water", color="#dcecf2"), f.put(*[rod((s * 0.25, -0.27, 1.1), (s * 0.25, -0.33, 0.44), 0.035, segments=5) for s in (-1, 1)]), label="water")
    tw, td = w * 0.8, d - 0.62
    y = -d / 2 + 0.1 + td / 2
    b.add("trough", "stone", *[box(tw, 0.16, 0.58 - low, at=(0, y + s * (td / 2 - 0.08), low)) for s in (-1, 1)], *[box(0.16, td - 0.3, 0.58 - low, at=(s * (tw / 2 - 0.08), y, low)) for s in (-1, 1)], label="basin")
    b.add("water", "water", box(tw - 0.3, td - 0.3, 0.46 - low, at=(0, y, low)), label="water")
    blossom.pots(b, [(w / 2 - 0.2, -d * 0.05)], 0.0, low=b.lot.drop)
    squeeze(b)


