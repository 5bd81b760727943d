"""Low growth: bushes, beds, reeds, desert plants, planters, pergolas, and rocks."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, era, grown, lathe, pick, squeeze, tint, tube
from cityscape.world.material import Material
from partgen.solids import Solid, ball, box, cone, cylinder, frustum, hull, rod, taper

PETALS = ("#d8485c", "#f0c23c", "#9b6fd0", "#f4efe6", "#ef8a3a", "#e58fb4")


def petals(b: Build, *, but: str = "") -> Material:
    """A flower colour: the theme's own, or one of the garden's."""
    own = b.look.material("flower", fresh=True)
    color = pick(b.rng, [c for c in (own.color, *PETALS) if c != but])
    return b.look.material("flower", color=color)


def bloom(x: float, y: float, z: float, r: float) -> Solid:
    """A flower head: eight facets."""
    return hull(np.array([(x - r, y, z), (x + r, y, z), (x, y - r, z), (x, y + r, z), (x, y, z - r), (x, y, z + r * 0.8)]))


def climbing(b: Build, at: Sequence[tuple[float, float, float]], r: float, reach: float) -> None:
    """Climbing leaves at points, at most `reach` from y = 0, with a few flowers."""
    wide = min(r, reach)
    leaves = [clump(b.rng, r, wide, r * 1.5, at=p, points=13, rough=0.25) for p in at]
    b.add("vines", "foliage", leaves, label="vine")
    size = min(0.07, wide * 0.25)
    blooms = []
    for s in leaves:
        p = s.corners()
        x, y, z = p[np.argsort(p[:, 1])[int(b.rng.integers(3))]]
        blooms.append(bloom(x, max(y, size - reach), z, size))
    b.add("flowers", petals(b), blooms, label="flower")


def _mound(b: Build, rx: float, ry: float, high: float, *, lumps: int, points: int = 26) -> list[Solid]:
    """A low heap of clumps with its feet below the ground."""
    rng = b.rng
    low = -min(b.lot.drop, 0.4)
    out = [clump(rng, rx * 0.72, ry * 0.72, 0.7 * high - low, at=(0, 0, 0.3 * high), points=points + 6, floor=low)]
    turn = 2 * pi * rng.random()
    for k in range(lumps):
        t = turn + 2 * pi * k / lumps
        e = between(rng, 0.45, 0.58)
        top = high * between(rng, 0.6, 0.85)
        at = (rx * (1 - e) * cos(t), ry * (1 - e) * sin(t), 0.3 * top)
        out.append(clump(rng, rx * e, ry * e, 0.7 * top - low, at=at, points=points, floor=low))
    return out


@kind("bush", "plant", width=(0.9, 2.6), depth=(0.9, 2.6), words=("bush", "shrub", "bramble", "undergrowth"))
def bush(b: Build) -> None:
    """A heap of leafy clumps, in every third bush with flowers or berries."""
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    high = between(b.rng, 0.75, 0.95) * min(rx, ry) * 1.25 * grown(b.lot)
    lumps = _mound(b, rx, ry, high, lumps=4)
    b.add("foliage", tint(b.look.material("foliage"), pick(b.rng, ("#3f6b35", "#7f9a4a", "#587f4f")), 0.3), lumps)
    if b.rng.random() < 0.4:
        spots: list[Solid] = []
        for _ in range(60):
            j = int(b.rng.integers(len(lumps)))
            p = lumps[j].corners()
            q = p[int(b.rng.integers(len(p)))] * (0.97, 0.97, 1.0)
            hidden = any(s.contains(q[None])[0] for k, s in enumerate(lumps) if k != j)
            if q[2] > 0.3 * high and not hidden and len(spots) < 14:
                q[:2] = np.clip(q[:2], (-rx + 0.09, -ry + 0.09), (rx - 0.09, ry - 0.09))
                spots.append(bloom(q[0], q[1], q[2], 0.085))
        b.add("flowers", petals(b), spots, label="flower")


@kind("hedge_bush", "plant", width=(0.7, 1.6), depth=(0.7, 1.6), words=("topiary", "clipped bush", "box tree", "boxwood"))
def hedge_bush(b: Build) -> None:
    """Topiary: a ball, a cone, a cube with a ball, or tiers."""
    r, low = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop
    g = grown(b.lot)
    m = tint(b.look.material("foliage"), "#39623a", 0.35)
    form = int(b.rng.integers(4))
    if form == 0:
        b.add("trunk", "bark", cylinder(0.07, 0.3 + 0.2 * r - low, at=(0, 0, low), segments=6))
        b.add("foliage", m, ball(r, r, r, at=(0, 0, 0.25 + r), detail=2))
    elif form == 1:
        b.add("trunk", "bark", cylinder(0.08, 0.35 - low, at=(0, 0, low), segments=6))
        b.add("foliage", m, frustum(r * 0.85, r, 0.15, at=(0, 0, 0.2), segments=12), cone(r, 2.6 * r * g, at=(0, 0, 0.35), segments=12))
    elif form == 2:
        high = 1.3 * r
        b.add("foliage", m, box(1.7 * r, 1.7 * r, high - low, at=(0, 0, low)), ball(0.62 * r, at=(0, 0, high + 0.52 * r), detail=1))
    else:
        b.add("trunk", "bark", cylinder(0.06, 0.9 * r + 2.1 * r - low, at=(0, 0, low), segments=6))
        b.add(
            "foliage",
            m,
            [ball(r * e, r * e, r * e * 0.75, at=(0, 0, r * z), detail=1) for e, z in ((1.0, 0.95), (0.74, 2.15), (0.48, 3.05))],
        )


@kind(
    "flower_bed",
    "plant",
    width=(1.2, 5.0),
    depth=(0.8, 2.4),
    words=("flower bed", "flowers", "flowerbed", "tulips", "roses", "garden bed", "vegetable patch"),
)
def flower_bed(b: Build) -> None:
    """Soil in an edging with rows of flowers over leaves, in two colours."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    edge = 0.12
    high = 0.16
    age = era(b.look.style)
    rails = [box(w, edge, high - low, at=(0, s * (d - edge) / 2, low)) for s in (-1, 1)]
    rails += [box(edge, d - 2 * edge, high - low, at=(s * (w - edge) / 2, 0, low)) for s in (-1, 1)]
    b.add("edging", "wood" if age in ("old", "green") and rng.random() < 0.6 else "stone", rails, label="kerb")
    b.add("soil", "soil", box(w - 2 * edge, d - 2 * edge, 0.1 - low, at=(0, 0, low)))
    nx, ny = min(9, max(2, round((w - 0.4) / 0.38))), min(5, max(2, round((d - 0.4) / 0.38)))
    leaves: list[Solid] = []
    heads: tuple[list[Solid], list[Solid]] = ([], [])
    rows = rng.random() < 0.5
    for i in range(nx):
        for j in range(ny):
            x = (i + 0.5) / nx * (w - 0.5) - (w - 0.5) / 2 + between(rng, -0.05, 0.05)
            y = (j + 0.5) / ny * (d - 0.45) - (d - 0.45) / 2 + between(rng, -0.05, 0.05)
            tall = between(rng, 0.16, 0.26)
            leaves.append(cone(0.17, tall, at=(x, y, 0.09), segments=5))
            heads[(j if rows else i) % 2].append(bloom(x, y, 0.09 + tall, between(rng, 0.1, 0.13)))
    b.add("leaves", "foliage", leaves, label="leaf")
    first = petals(b)
    b.add("flowers_1", first, heads[0], label="flower")
    b.add("flowers_2", petals(b, but=first.color), heads[1], label="flower")


@kind("reeds", "plant", width=(0.8, 2.8), depth=(0.8, 2.8), words=("reed", "reeds", "rushes", "cattail", "tall grass"))
def reeds(b: Build) -> None:
    """A tuft of blades with brown cattails."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    n = int(min(44, 20 + 14 * rx * ry))
    blades, tails = [], []
    for k in range(n):
        t, e = 2.4 * k, ((k + 0.5) / n) ** 0.5 * 0.68
        foot = np.array([rx * e * cos(t), ry * e * sin(t), low + 0.03])
        lean = between(rng, 0.0, 0.22)
        tip = np.array([rx * min(0.93, e + lean) * cos(t), ry * min(0.93, e + lean) * sin(t), between(rng, 0.9, 1.6) * grown(b.lot)])
        if k % 5 == 0:
            top = tip * (0.97, 0.97, 1.08)
            blades.append(rod(foot, top, 0.022, segments=4))
            tails.append(rod(top - (0, 0, 0.02), top + (0, 0, 0.28), 0.05, segments=6))
        else:
            blades.append(rod(foot, tip, 0.075, end=0.0, segments=3))
    mound = frustum(0.82 * rx, 0.7 * rx, 0.05 - low, at=(0, 0, low), segments=9).scaled(1, ry / rx, 1)
    b.add("mound", "bank", mound, label="ground")
    b.add("blades", tint(b.look.material("foliage"), "#a3a85a", 0.4), blades, label="leaf")
    b.add("cattails", b.look.material("wood", color="#6b4528", pattern="plain"), tails, label="flower")


@kind("rock", "plant", width=(0.6, 3.2), depth=(0.6, 3.2), words=("rock", "boulder", "stones", "cliff rock"))
def rock(b: Build) -> None:
    """One to three boulders, half sunk."""
    rng = b.rng
    rx, ry, low = b.lot.width / 2, b.lot.depth / 2, -b.lot.drop
    high = between(rng, 0.8, 1.25) * min(rx, ry)

    def boulder(ax: float, ay: float, top: float, x: float, y: float) -> Solid:
        n = 13
        k = np.arange(n)
        a = 2.399963 * k + 2 * pi * rng.random()
        e = np.sqrt(np.linspace(1, 0.25, n))
        r = (1 - 0.18 * rng.random(n)) * e
        z = top * np.where(k < 6, 0.25 + 0.3 * rng.random(n), 0.75 + 0.25 * rng.random(n))
        p = np.c_[x + ax * r * np.cos(a), y + ay * r * np.sin(a), z]
        foot = np.c_[p[:7, :2], np.full(7, low - 1e-9)]
        return hull(np.vstack([p, foot]))

    stones = [boulder(rx * 0.78, ry * 0.78, high, -0.2 * rx, 0.2 * ry)]
    if rng.random() < 0.75:
        stones.append(boulder(rx * 0.5, ry * 0.5, high * 0.55, 0.48 * rx, -0.42 * ry))
    if rng.random() < 0.5:
        stones.append(boulder(rx * 0.32, ry * 0.32, high * 0.35, -0.5 * rx, -0.62 * ry))
    b.add("rock", "rock", stones)


@kind("cactus", "plant", width=(1.2, 2.6), depth=(1.0, 2.2), words=("cactus", "cacti", "saguaro"))
def cactus(b: Build) -> None:
    """A saguaro with bent arms and small flowers."""
    rng, low = b.rng, -b.lot.drop
    h = between(rng, 2.6, 3.8) * grown(b.lot)
    r = 0.12 * b.lot.width
    m = tint(b.look.material("foliage"), "#4f8a58", 0.6)
    stem = tube(
        [(0, 0, low - 1e-9), (0, 0, 0.5), (0, 0, h - 1.2 * r), (0, 0, h - 0.4 * r), (0, 0, h)],
        [r * 0.85, r, r, r * 0.75, r * 0.25],
        segments=10,
    )
    tops = [(0.0, 0.0, h, r)]
    yaw = between(rng, -0.35, 0.35)
    for k, side in enumerate((-1, 1) if rng.random() < 0.8 else (1,)):
        ra, z = r * 0.68, h * between(rng, 0.32, 0.5)
        reach = b.lot.width / 2 - ra * 1.1
        c, s = side * cos(yaw), side * sin(yaw) * min(1.0, b.lot.depth / b.lot.width)
        top = max(h * between(rng, 0.68, 0.92) - 0.12 * k, z + 0.4 + ra)
        p = [
            (0.3 * r * c, 0.3 * r * s, z),
            (reach * 0.75 * c, reach * 0.75 * s, z + 0.05),
            (reach * c, reach * s, z + 0.32),
            (reach * c, reach * s, top - ra),
            (reach * c, reach * s, top),
        ]
        stem += tube(p, [ra * 0.8, ra * 0.9, ra, ra * 0.92, ra * 0.3], segments=8)
        tops.append((reach * c, reach * s, top, ra))
    b.add("stem", m, stem, label="trunk")
    b.add("flowers", petals(b), [bloom(x, y, z + 0.03, q * 0.42) for x, y, z, q in tops], label="flower")


@kind("agave", "plant", width=(0.9, 1.9), depth=(0.9, 1.9), words=("agave", "aloe", "succulent", "yucca"))
def agave(b: Build) -> None:
    """A rosette of stiff pointed leaves, now and then with a tall flower stalk."""
    rng = b.rng
    reach = min(b.lot.width, b.lot.depth) / 2
    leaves = [frustum(0.2 * reach, 0.14 * reach, 0.2 + b.lot.drop, at=(0, 0, -b.lot.drop), segments=8)]
    for row, (n, tilt, size) in enumerate(((9, 0.30, 1.0), (7, 0.75, 0.95), (5, 1.15, 0.85))):
        for k in range(n):
            t = 2 * pi * (k + 0.5 * (row % 2)) / n + between(rng, -0.08, 0.08)
            along, across = np.array([cos(t), sin(t), 0.0]), np.array([-sin(t), cos(t), 0.0])
            up = np.array([0, 0, 1.0])
            long = reach * size * 0.97
            root, mid = 0.06 * reach * along + 0.12 * up, (0.5 * along * cos(tilt) + (0.45 * sin(tilt) + 0.1) * up) * long + 0.1 * up
            tip = (along * cos(tilt) + (sin(tilt) * 0.95 + 0.12) * up) * long + 0.1 * up
            tip[:2] *= min(1.0, 0.98 * reach / np.hypot(tip[0], tip[1]))
            half = 0.13 * reach
            points = [
                root + across * half * 0.7,
                root - across * half * 0.7,
                root - up * 0.06,
                mid + across * half,
                mid - across * half,
                mid - up * 0.35 * half,
                tip,
            ]
            leaves.append(hull(np.array(points)))
    b.add("leaves", tint(b.look.material("foliage"), "#7fa08a", 0.6), leaves, label="leaf")
    if rng.random() < 0.35:
        h = 2.4 * reach + 0.8
        b.add("stalk", "bark", rod((0, 0, 0.15), (0, 0, h), 0.045, end=0.03, segments=6))
        b.add(
            "flowers",
            b.look.material("flower", color="#e6c64a"),
            [ball(0.13, 0.13, 0.07, at=(0.05 * cos(k * 2.4), 0.05 * sin(k * 2.4), h - 0.13 * k), detail=0) for k in range(4)],
            label="flower",
        )


@kind(
    "planter",
    "plant",
    width=(0.6, 2.6),
    depth=(0.5, 1.2),
    words=("planter", "flower pot", "plant pot", "flower box", "window box"),
    stand="square",
)
def planter(b: Build) -> None:
    """A pot or a trough with a small shrub, grasses or flowers."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    age = era(b.look.style)
    if w / d < 1.4:
        r = min(w, d) / 2
        pot = lathe([(0.66 * r, low), (0.66 * r, 0.0), (0.94 * r, 0.5), (r, 0.5), (r, 0.62)], segments=12)
        material = b.look.material("stone", color=pick(rng, ("#b5623f", "#c27850"))) if age == "old" else b.look.material("plinth")
        b.add("pot", material, pot)
        b.add("soil", "soil", cylinder(0.82 * r, 0.06, at=(0, 0, 0.62), segments=12))
        rx = ry = 0.95 * r
        z = 0.66
    else:
        b.add("pot", "wood" if age in ("old", "green") else "plinth", taper(w * 0.94, d * 0.9, w, d, 0.55 - low, at=(0, 0, low)))
        b.add(
            "pot", "wood" if age in ("old", "green") else "plinth", [box(w, 0.07, 0.1, at=(0, s * (d - 0.07) / 2, 0.55)) for s in (-1, 1)]
        )
        b.add("soil", "soil", box(w * 0.96, d - 0.14, 0.06, at=(0, 0, 0.55)))
        rx, ry, z = w * 0.48, d * 0.46, 0.58
    form = int(rng.integers(3))
    if form == 0:
        n = max(1, round(rx / ry * 1.2))
        step = 2 * rx / n
        b.add(
            "foliage",
            "foliage",
            [
                clump(rng, min(step * 0.62, rx), ry * 0.96, 0.32, at=(-rx + (k + 0.5) * step if n > 1 else 0, 0, z + 0.2), points=24)
                for k in range(n)
            ],
        )
    elif form == 1:
        n = max(1, round(rx / ry))
        for k in range(n):
            x = -rx + (k + 0.5) * 2 * rx / n
            q = min(ry, rx / n) * 0.95
            b.add("trunk", "bark", cylinder(0.05, 0.75, at=(x, 0, z), segments=6))
            b.add("foliage", "foliage", clump(rng, q, q, q * 1.1, at=(x, 0, z + 0.7 + q * 0.7), points=30))
    else:
        leaves, heads = [], []
        n = max(5, round(8 * rx / ry))
        for k in range(n):
            t, e = 2.4 * k, ((k + 0.5) / n) ** 0.5 * 0.74
            x, y, tall = rx * e * cos(t), ry * e * sin(t), between(rng, 0.2, 0.4)
            leaves.append(cone(0.13, tall, at=(x, y, z), segments=5))
            heads.append(bloom(x, y, z + tall, 0.1))
        b.add("leaves", "foliage", leaves, label="leaf")
        b.add("flowers", petals(b), heads, label="flower")
    squeeze(b)


@kind(
    "vine_pergola",
    "plant",
    width=(2.2, 8.0),
    depth=(2.0, 4.5),
    words=("pergola", "vine pergola", "vines", "arbour", "arbor", "grape vines", "vineyard"),
)
def vine_pergola(b: Build) -> None:
    """Posts, beams and rafters under vines with grapes."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    high, inset = 2.35, 0.3
    n = max(2, round((w - 2 * inset) / 2.4) + 1)
    xs = np.linspace(-w / 2 + inset, w / 2 - inset, n)
    ys = (-d / 2 + inset, d / 2 - inset)
    stone = era(b.look.style) == "old" and rng.random() < 0.4
    b.add(
        "posts",
        "stone" if stone else "wood",
        [box(0.3 if stone else 0.15, 0.3 if stone else 0.15, high - low, at=(float(x), y, low)) for x in xs for y in ys],
        label="post",
    )
    b.add("beams", "wood", [box(w - 0.1, 0.12, 0.18, at=(0, y, high)) for y in ys], label="beam")
    rafters = np.linspace(-w / 2 + 0.15, w / 2 - 0.15, max(4, round(w / 0.8)))
    b.add("rafters", "wood", [box(0.08, d - 0.04, 0.12, at=(float(x), 0, high + 0.18)) for x in rafters], label="beam")
    leaves, grapes = [], []
    nx, ny = max(2, round((w - 0.6) / 1.05)), max(2, round((d - 0.5) / 1.05))
    for k in range(nx * ny):
        x = ((k % nx + 0.5) / nx - 0.5) * (w - 0.3)
        y = ((k // nx + 0.5) / ny - 0.5) * (d - 0.3)
        if rng.random() < 0.85:
            half = min(0.72, w / 2 - abs(x)), min(0.72, d / 2 - abs(y))
            leaves.append(clump(rng, half[0], half[1], between(rng, 0.2, 0.32), at=(x, y, high + 0.34), points=11, rough=0.25))
        if k % 2 == 0:
            near = float(rafters[np.abs(rafters - x).argmin()])
            grapes.append(frustum(0.03, 0.12, 0.32, at=(near, y, high - 0.13), segments=6))
    for x in (xs[0], xs[-1]):
        side = ys[0] if rng.random() < 0.5 else ys[1]
        leaves += [clump(rng, 0.25, 0.25, 0.5, at=(float(x), side, z), points=18, rough=0.25) for z in (0.5, 1.2, 1.9)]
    b.add("vines", tint(b.look.material("foliage"), "#6f9a3f", 0.3), leaves, label="vine")
    b.add("grapes", b.look.material("flower", color=pick(rng, ("#5b3a78", "#7a2f56", "#a9b84a"))), grapes, label="fruit")
