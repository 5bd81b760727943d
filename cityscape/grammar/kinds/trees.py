"""Trees, told apart by their outline: oak, maple, birch, willow, poplar, fruit tree, pine, fir, cypress, palm."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, pick, tint, tube
from cityscape.world.material import Material
from partgen.solids import Solid, ball, frustum, hull, rod


def _tall(b: Build, low: float, high: float) -> float:
    """A height, a little changed by the prompt's wish."""
    return between(b.rng, low, high) * {"small": 0.9, "medium": 1.0, "large": 1.1}[b.lot.size]


def _radius(b: Build) -> float:
    return min(b.lot.width, b.lot.depth) / 2


def _leaves(b: Build, toward: str, amount: float) -> Material:
    m = b.look.material("foliage")
    return m if b.look.color else tint(m, toward, amount)


def _trunk(b: Build, height: float, radius: float, *, lean: float = 0.0, top: float = 0.55, segments: int = 7) -> list[Solid]:
    """A trunk with a flared foot that reaches down to the lowest ground; its tip is leaned by `lean` metres."""
    a = 2 * pi * b.rng.random()
    dx, dy = lean * cos(a), lean * sin(a)
    p = [(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.35), (dx * 0.35, dy * 0.35, height * 0.5), (dx, dy, height)]
    r = [radius * 1.55, radius, radius * (1 + top) / 2, radius * top]
    return tube(p, r, segments=segments)


def _branches(b: Build, tips: np.ndarray, start: np.ndarray, radius: float) -> list[Solid]:
    out: list[Solid] = []
    for tip in tips:
        middle = start + (tip - start) * (0.55, 0.55, 0.4)
        out += tube([start, middle, tip], [radius, radius * 0.7, radius * 0.35], segments=5)
    return out


def _broad(b: Build, *, height: float, base: float, lumps: int, leaves: Material, trunk: float, flat: float = 1.0) -> None:
    """A broad tree: a crown of overlapping clumps from `base` up to `height` on a branching trunk."""
    reach = _radius(b)
    rng = b.rng
    tall = height - base
    lean = between(rng, 0.0, 0.06 * reach)
    stem = _trunk(b, base + 0.18 * tall, trunk, lean=lean)
    middle = np.array([0.0, 0.0, base + 0.5 * tall])
    crown = [clump(rng, 0.66 * reach, 0.66 * reach, 0.46 * tall * flat, at=tuple(middle), points=40)]
    turn = 2 * pi * rng.random()
    tips = []
    for k in range(lumps):
        t = turn + 2 * pi * (k + between(rng, -0.18, 0.18)) / lumps
        r = between(rng, 0.40, 0.52) * reach
        away = (reach - r) * between(rng, 0.9, 1.0)
        rz = r * between(rng, 0.75, 0.9) * flat
        z = base + rz + tall * between(rng, 0.02, 0.24)
        crown.append(clump(rng, r, r, rz, at=(away * cos(t), away * sin(t), z), points=34))
        tips.append((0.75 * away * cos(t), 0.75 * away * sin(t), z - 0.35 * rz))
    for k in range(2):
        t = turn + pi * k + between(rng, 0, 1)
        r = between(rng, 0.36, 0.46) * reach
        rz = min(r * 0.9, tall * 0.3)
        away = between(rng, 0.12, 0.3) * reach
        crown.append(clump(rng, r, r, rz, at=(away * cos(t), away * sin(t), height - rz * (1 + 0.35 * k)), points=30))
    start = np.array([0.0, 0.0, base * 0.72])
    b.add("trunk", "bark", stem, _branches(b, np.array(tips[:: max(1, lumps // 4)]), start, trunk * 0.5))
    b.add("crown", leaves, crown)


@kind("oak", "plant", width=(4.4, 6.6), depth=(4.4, 6.6), words=("tree", "oak", "beech", "chestnut", "lime tree", "linden"), stand="trunk")
def oak(b: Build) -> None:
    """A broad, spreading crown on a stout trunk with branches."""
    h = _tall(b, 2.1, 2.45) * _radius(b)
    _broad(b, height=h, base=0.27 * h, lumps=int(b.rng.integers(5, 7)), leaves=_leaves(b, "#4d7a2e", 0.25), trunk=0.085 * _radius(b) + 0.08)


@kind("maple", "plant", width=(3.4, 5.2), depth=(3.4, 5.2), words=("maple", "acer", "autumn tree"), stand="trunk")
def maple(b: Build) -> None:
    """An upright oval crown, red in autumn and sometimes all year."""
    fiery = "autumn" in b.look.style.variants or b.rng.random() < 0.2
    m = b.look.material("foliage")
    if not b.look.color:
        m = tint(m, pick(b.rng, ("#c2492a", "#d97b2a", "#b23a2e")), 0.85) if fiery else tint(m, "#8aa83a", 0.35)
    h = _tall(b, 2.55, 2.9) * _radius(b)
    _broad(b, height=h, base=0.3 * h, lumps=4, leaves=m, trunk=0.08 * _radius(b) + 0.05, flat=1.25)


@kind("birch", "plant", width=(2.4, 3.8), depth=(2.4, 3.8), words=("birch", "aspen", "silver birch"), stand="trunk")
def birch(b: Build) -> None:
    """Slim white stem with dark marks and a small, airy crown of separate tufts."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 6.0, 7.4)
    r = 0.1 + 0.015 * reach
    white = b.look.material("bark").model_copy(update={"color": "#e9e5da", "color2": "#4a443d", "name": "bark-birch"})
    b.add("trunk", white, frustum(r * 1.35, r, 0.4 + b.lot.drop, at=(0, 0, -b.lot.drop), segments=8))
    b.add("trunk", white, frustum(r, r * 0.3, h * 0.9 - 0.4, at=(0, 0, 0.4), segments=8))
    marks = []
    for k in range(5):
        z = 0.6 + k * 0.085 * h + between(rng, 0, 0.2)
        here = r * (1 - 0.7 * (z - 0.4) / (h * 0.9 - 0.4))
        marks.append(frustum(here + 0.012, here + 0.01, between(rng, 0.06, 0.12), at=(0, 0, z), segments=8))
    b.add("bark_marks", white.model_copy(update={"color": "#3b362f", "name": "bark-birch-mark"}), marks, label="bark")
    turn, twigs = 2 * pi * rng.random(), []
    tufts = [clump(rng, 0.46 * reach, 0.46 * reach, 0.27 * h, at=(0, 0, 0.62 * h), points=30, rough=0.25)]
    for k in range(8):
        e = k / 7
        t = turn + 2.4 * k
        z = h * (0.4 + 0.46 * e)
        rr = reach * (0.46 - 0.14 * e) * between(rng, 0.85, 1.1)
        away = (reach - rr) * (0.95 - 0.75 * e)
        at = (away * cos(t), away * sin(t), z)
        tufts.append(clump(rng, rr, rr, rr * 1.05, at=at, points=24, rough=0.2))
        twigs.append(rod((0, 0, z - 0.35 * reach), at, 0.045, end=0.015, segments=5))
    tufts.append(clump(rng, 0.3 * reach, 0.3 * reach, 0.1 * h, at=(0, 0, h * 0.9), points=22, rough=0.2))
    b.add("trunk", white, twigs)
    b.add("crown", _leaves(b, "#a9c25a", 0.5), tufts)


@kind("willow", "plant", width=(4.4, 6.6), depth=(4.4, 6.6), words=("willow", "weeping willow"), stand="trunk")
def willow(b: Build) -> None:
    """A domed crown with long hanging curtains of leaves."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 1.9, 2.2) * reach
    b.add("trunk", "bark", _trunk(b, h * 0.6, 0.11 * reach + 0.06, lean=0.1))
    crown = [clump(rng, 0.7 * reach, 0.7 * reach, 0.26 * h, at=(0, 0, 0.74 * h), points=40)]
    tips, turn, n = [], 2 * pi * rng.random(), 11
    for k in range(n):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / n
        out = (0.60 if k % 2 else 0.74) * reach
        low, high = h * between(rng, 0.10, 0.3), h * between(rng, 0.78, 0.86)
        side = 0.21 * reach
        rings = []
        for z, w, away in (
            (high, 0.9, out - 0.2 * reach),
            (low + 0.72 * (high - low), 1.3, out),
            (low + 0.35 * (high - low), 1.0, out + 0.03 * reach),
            (low, 0.25, out),
        ):
            u = 2 * pi * np.arange(6) / 6 + rng.random()
            local = np.c_[np.cos(u) * side * 0.72 * w, np.sin(u) * side * 1.15 * w]
            x = local[:, 0] * cos(t) - local[:, 1] * sin(t) + away * cos(t)
            y = local[:, 0] * sin(t) + local[:, 1] * cos(t) + away * sin(t)
            rings.append(np.c_[x, y, np.full(6, z) + 0.06 * rng.random(6)])
        crown += [hull(np.vstack(pair)) for pair in zip(rings, rings[1:], strict=False)]
        tips.append((0.7 * out * cos(t), 0.7 * out * sin(t), 0.7 * h))
    b.add("trunk", "bark", _branches(b, np.array(tips[::3]), np.array([0, 0, 0.3 * h]), 0.05 * reach))
    b.add("crown", _leaves(b, "#9db567", 0.45), crown)


@kind("poplar", "plant", width=(1.6, 2.6), depth=(1.6, 2.6), words=("poplar", "lombardy poplar"), stand="trunk")
def poplar(b: Build) -> None:
    """A tall column of upright clumps above a visible stem."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 7.4, 9.2)
    b.add("trunk", "bark", _trunk(b, h * 0.34, 0.14 + 0.03 * reach, top=0.7))
    crown, turn = [clump(rng, 0.62 * reach, 0.62 * reach, 0.4 * h, at=(0, 0, 0.58 * h), points=36)], 2 * pi * rng.random()
    for k in range(6):
        t, e = turn + 2.4 * k, k / 5
        r = reach * (0.56 - 0.2 * e)
        away = (reach - r) * (1 - 0.6 * e)
        rz = h * (0.2 - 0.05 * e)
        crown.append(clump(rng, r, r, rz, at=(away * cos(t), away * sin(t), h * (0.3 + 0.5 * e)), points=26))
    b.add("crown", _leaves(b, "#6f9a45", 0.3), crown)


@kind(
    "fruit_tree",
    "plant",
    width=(2.4, 3.8),
    depth=(2.4, 3.8),
    words=("apple tree", "orchard", "cherry tree", "orange tree", "fruit tree", "lemon tree"),
    stand="trunk",
)
def fruit_tree(b: Build) -> None:
    """A small round crown with fruit, or with blossom in spring."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 2.2, 2.5) * reach
    base = 0.3 * h
    b.add("trunk", "bark", _trunk(b, 0.5 * h, 0.12, lean=0.1))
    middle = (0.0, 0.0, (h + base) / 2)
    lumps = [(0.74 * reach, (h - base) * 0.46, middle)]
    turn = 2 * pi * rng.random()
    for k in range(4):
        t, r = turn + pi / 2 * k, 0.5 * reach
        lumps.append((r, r * 0.85, ((reach - r) * cos(t), (reach - r) * sin(t), middle[2] + between(rng, -0.12, 0.1) * h)))
    crown = [clump(rng, r, r, rz, at=at, points=34) for r, rz, at in lumps]
    b.add("crown", _leaves(b, "#6b9a3a", 0.35), crown)
    spring = "spring" in b.look.style.variants
    color = pick(rng, ("#f3b6c4", "#f7d9df")) if spring else pick(rng, ("#d23b2f", "#e8892b", "#e3b92f", "#b8283f"))
    fruit: list[Solid] = []
    for k in range(60):
        r, rz, at = lumps[k % 5]
        t, e = 2 * pi * rng.random(), between(rng, -0.6, 0.7)
        c = (1 - e * e) ** 0.5
        p = np.array([r * c * cos(t), r * c * sin(t), rz * e]) * 0.9 + at
        p[:2] *= min(1.0, (reach - 0.1) / max(1e-6, np.hypot(p[0], p[1])))
        if not any(s.contains(p[None])[0] for j, s in enumerate(crown) if j != k % 5) and len(fruit) < 16:
            fruit.append(ball(0.1, at=tuple(p), detail=0))
    b.add("blossom" if spring else "fruit", b.look.material("flower", color=color, pattern="plain"), fruit)


@kind("pine", "plant", width=(3.0, 5.0), depth=(3.0, 5.0), words=("pine", "stone pine", "scots pine", "umbrella pine"), stand="trunk")
def pine(b: Build) -> None:
    """A bare, leaning trunk under flat layers of needles."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 7.0, 8.6)
    a, lean = 2 * pi * rng.random(), 0.16 * reach
    tip = np.array([lean * cos(a), lean * sin(a), 0.86 * h])
    stem = [
        (0, 0, -b.lot.drop - 1e-9),
        (0, 0, 0.4),
        (0.2 * tip[0], 0.2 * tip[1], 0.4 * h),
        (0.75 * tip[0], 0.75 * tip[1], 0.68 * h),
        tuple(tip),
    ]
    b.add("trunk", tint(b.look.material("bark"), "#a8663f", 0.45), tube(stem, [0.3, 0.2, 0.16, 0.13, 0.09], segments=7))
    pads, limbs = [clump(rng, 0.7 * reach, 0.7 * reach, 0.075 * h, at=(tip[0], tip[1], 0.92 * h), points=36)], []
    for k in range(5):
        t, e = a + 1.1 + 2.4 * k, k / 4
        r = reach * between(rng, 0.40, 0.5) * (0.78 + 0.22 * e)
        away = (reach - r) * 0.98
        z = h * (0.6 + 0.22 * e)
        root = (tip[0] * 0.7, tip[1] * 0.7, z - 0.06 * h)
        pads.append(clump(rng, r, r, 0.052 * h, at=(away * cos(t), away * sin(t), z), points=28))
        limbs.append(rod(root, (0.85 * away * cos(t), 0.85 * away * sin(t), z - 0.01 * h), 0.08, end=0.03, segments=5))
    b.add("trunk", tint(b.look.material("bark"), "#a8663f", 0.45), limbs)
    b.add("crown", tint(b.look.material("needles"), "#5c7f4a", 0.25), pads)


@kind("fir", "plant", width=(2.6, 4.4), depth=(2.6, 4.4), words=("fir", "spruce", "christmas tree", "conifer", "evergreen"), stand="trunk")
def fir(b: Build) -> None:
    """Four or five stacked, slightly ragged cones."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 4.0, 4.7) * reach
    tiers, base = int(rng.integers(4, 6)), 0.12 * h
    b.add("trunk", "bark", frustum(0.24, 0.18, base + 0.14 * h + b.lot.drop, at=(0, 0, -b.lot.drop), segments=8))
    cones = []
    for k in range(tiers):
        e = k / tiers
        r, z = reach * (1 - 0.76 * e), base + (h - base) * 0.9 * e**0.94
        top = h if k == tiers - 1 else z + (h - base) * 1.55 / tiers
        n = 11
        u = 2 * pi * (np.arange(n) + 0.35 * rng.random(n)) / n
        rr = r * (1 - 0.16 * rng.random(n))
        skirt = np.c_[rr * np.cos(u), rr * np.sin(u), z + 0.1 * rng.random(n) * r]
        under = np.c_[0.45 * rr * np.cos(u), 0.45 * rr * np.sin(u), np.full(n, z + 0.16 * r)]
        tip = np.array([[0.0, 0.0, top]])
        if k < tiers - 1:
            tip = np.c_[0.16 * r * np.cos(u), 0.16 * r * np.sin(u), np.full(n, top)]
        cones.append(hull(np.vstack([skirt, under, tip])))
    b.add("crown", tint(b.look.material("needles"), "#2f5d4a", 0.25), cones)


@kind("cypress", "plant", width=(1.0, 1.9), depth=(1.0, 1.9), words=("cypress", "thuja", "italian cypress"), stand="trunk")
def cypress(b: Build) -> None:
    """A tall, slim spindle."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 5.4, 7.0)
    b.add("trunk", "bark", frustum(0.16, 0.13, 0.8 + b.lot.drop, at=(0, 0, -b.lot.drop), segments=7))
    rows = []
    for z, r in ((0.06, 0.5), (0.12, 0.82), (0.26, 1.0), (0.45, 0.93), (0.63, 0.72), (0.8, 0.42), (0.93, 0.15)):
        u = 2 * pi * (np.arange(9) + rng.random()) / 9
        rr = reach * r * (1 - 0.12 * rng.random(9))
        rows.append(np.c_[rr * np.cos(u), rr * np.sin(u), h * (z + 0.02 * rng.random(9))])
    tip = np.array([[0.05 * reach, 0, h]])
    b.add(
        "crown",
        tint(b.look.material("needles"), "#34573a", 0.4),
        hull(np.vstack(rows[:4])),
        hull(np.vstack(rows[2:6])),
        hull(np.vstack([*rows[4:], tip])),
    )


def _frond(t: float, length: float, lift: float, at: np.ndarray, width: float) -> list[Solid]:
    """A drooping leaf of three ridged segments, starting in direction t."""
    along, across = np.array([cos(t), sin(t), 0.0]), np.array([-sin(t), cos(t), 0.0])
    up = np.array([0, 0, 1.0])
    line = [(0.0, 0.0, 0.35), (0.34, lift, 1.0), (0.70, lift * 0.55, 0.8), (1.0, -0.32 - 0.2 * lift, 0.12)]
    out, previous = [], None
    for r, z, w in line:
        p = at + length * (r * along + z * up)
        half = width / 2 * w
        here = np.array(
            [p + 0.05 * up, p + half * across - 0.3 * half * up, p - half * across - 0.3 * half * up, p - (0.02 + 0.1 * half) * up]
        )
        if previous is not None:
            out.append(hull(np.vstack([previous, here])))
        previous = here
    return out


@kind(
    "palm", "plant", width=(4.2, 6.2), depth=(4.2, 6.2), words=("palm", "palm tree", "date palm", "coconut palm", "coconut"), stand="trunk"
)
def palm(b: Build) -> None:
    """A bent trunk with drooping fronds and fruit under them."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 4.8, 6.4)
    a, bend = 2 * pi * rng.random(), between(rng, 0.1, 0.22) * reach
    e = np.linspace(0, 1, 6)
    line = np.c_[bend * e**2 * cos(a), bend * e**2 * sin(a), 0.25 + e * (h - 0.25)]
    stem = np.vstack([[0, 0, -b.lot.drop - 1e-9], line])
    b.add("trunk", tint(b.look.material("bark"), "#a88a62", 0.5), tube(stem, [0.26, 0.2, 0.17, 0.155, 0.145, 0.14, 0.17], segments=8))
    head = line[-1] + (0, 0, 0.02)
    fronds: list[Solid] = []
    n, length = int(rng.integers(9, 12)), reach - bend
    for k in range(n):
        t = a + 2 * pi * (k + between(rng, -0.15, 0.15)) / n
        fronds += _frond(t, length * between(rng, 0.85, 0.97), between(rng, 0.1, 0.34) if k % 2 else between(rng, 0.3, 0.48), head, 0.62)
    fronds.append(clump(rng, 0.24, 0.24, 0.22, at=tuple(head), points=16))
    b.add("crown", _leaves(b, "#5d8f3f", 0.3), fronds)
    fruit = [
        ball(0.13, 0.13, 0.16, at=(head[0] + 0.26 * cos(t), head[1] + 0.26 * sin(t), head[2] - 0.16), detail=0)
        for t in a + np.arange(4) * pi / 2
    ]
    b.add("fruit", b.look.material("wood", color=pick(rng, ("#8a5a2b", "#c9802e")), pattern="plain"), fruit)
