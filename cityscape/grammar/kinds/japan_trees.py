"""Trees of Japanese gardens: blossoming cherry, cloud pine, bamboo."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.trees import _branches, _radius, _tall, _trunk
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, pick, tint, tube
from partgen.solids import Solid, cylinder, hull

BLOSSOM = ("#f2b6c6", "#f6cad5", "#eda3b8")


@kind("cherry", "plant", width=(3.6, 5.6), depth=(3.6, 5.6), words=("cherry", "cherry blossom", "sakura", "blossom tree"), stand="trunk")
def cherry(b: Build) -> None:
    """A low forked trunk under flat clouds of blossom; green in summer, red in autumn, bare twigs in snow."""
    rng, reach = b.rng, _radius(b)
    variants = b.look.style.variants
    h = _tall(b, 1.75, 2.05) * reach
    leaves = b.look.material("foliage")
    if not b.look.color and not {"summer", "autumn", "winter"} & set(variants):
        leaves = leaves.model_copy(update={"color": (c := pick(rng, BLOSSOM)), "name": f"blossom-{c[1:]}"})
    bark = tint(b.look.material("bark"), "#3f2f2b", 0.5)
    start = np.array([0.0, 0.0, 0.26 * h])
    b.add("trunk", bark, _trunk(b, 0.34 * h, 0.1 * reach, lean=0.1, top=0.8))
    turn, crown, tips = 2 * pi * rng.random(), [], []
    n = int(rng.integers(6, 8))
    for k in range(n):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / n
        r = reach * between(rng, 0.34, 0.44)
        away = (reach - r) * between(rng, 0.9, 1.0)
        z = h * between(rng, 0.52, 0.7)
        crown.append(clump(rng, r, r, r * 0.62, at=(away * cos(t), away * sin(t), z), points=34, rough=0.2))
        tips.append((0.85 * away * cos(t), 0.85 * away * sin(t), z - 0.2 * r))
    for k in range(4):
        t = turn + 0.4 + pi / 2 * k
        r = reach * between(rng, 0.36, 0.46)
        crown.append(
            clump(
                rng, r, r, r * 0.62, at=(0.34 * reach * cos(t), 0.34 * reach * sin(t), h * between(rng, 0.74, 0.84)), points=34, rough=0.2
            )
        )
    b.add("trunk", bark, _branches(b, np.array(tips), start, 0.06 * reach))
    b.add("crown", leaves, crown)


@kind(
    "cloud_pine", "plant", width=(2.8, 4.6), depth=(2.8, 4.6), words=("cloud pine", "japanese pine", "bonsai", "black pine"), stand="trunk"
)
def cloud_pine(b: Build) -> None:
    """A bent trunk with a flat, clipped cushion of needles at the end of each limb."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 4.2, 5.4) * (0.6 + 0.22 * reach)
    a = 2 * pi * rng.random()
    bend = 0.24 * reach
    ax, ay = cos(a), sin(a)
    line = np.array(
        [
            (0, 0, -b.lot.drop - 1e-9),
            (0, 0, 0.25),
            (bend * ax, bend * ay, 0.26 * h),
            (-0.5 * bend * ay, 0.5 * bend * ax, 0.5 * h),
            (-0.8 * bend * ax, -0.8 * bend * ay, 0.72 * h),
            (0.0, 0.0, 0.93 * h),
        ]
    )
    bark = tint(b.look.material("bark"), "#4a3b33", 0.4)
    b.add("trunk", bark, tube(line, [0.3, 0.21, 0.18, 0.15, 0.11, 0.07], segments=7))
    pads: list[Solid] = []
    for k in range(6):
        e = k / 5
        t = a + 2.5 * k
        r = reach * (0.5 - 0.16 * e) * between(rng, 0.9, 1.05)
        away = (reach - r) * (1 - 0.25 * e)
        z = h * (0.36 + 0.44 * e)
        root = np.array([np.interp(line[2, 2] + (line[4, 2] - line[2, 2]) * e, line[:, 2], line[:, i]) for i in range(3)])
        tip = np.array([away * cos(t), away * sin(t), z])
        b.add("trunk", bark, tube([root, (root + tip) / 2 + (0, 0, 0.12), tip], [0.08, 0.06, 0.04], segments=5))
        pads.append(clump(rng, r, r, 0.34 * r + 0.12, at=tuple(tip + (0, 0, 0.1)), points=36, rough=0.09, floor=float(z) - 0.02))
        s = 0.55 * r
        u = t + between(rng, -1, 1)
        pads.append(
            clump(
                rng,
                s,
                s,
                0.42 * s + 0.1,
                at=(tip[0] * 0.86 + 0.3 * r * cos(u), tip[1] * 0.86 + 0.3 * r * sin(u), z + 0.24 * r),
                points=24,
                rough=0.09,
            )
        )
    r = 0.42 * reach
    pads.append(clump(rng, r, r, 0.4 * r + 0.14, at=(0, 0, 0.95 * h), points=36, rough=0.09, floor=0.91 * h))
    b.add("crown", tint(b.look.material("needles"), "#35583f", 0.3), pads)


@kind("bamboo", "plant", width=(1.6, 3.0), depth=(1.6, 3.0), words=("bamboo", "bamboo grove"), stand="trunk")
def bamboo(b: Build) -> None:
    """A clump of jointed canes that lean outwards, feathered towards their tips."""
    rng, reach = b.rng, _radius(b)
    cane = b.look.material("wood", color="#9fae5e", pattern="plain")
    leaves = tint(b.look.material("foliage"), "#8fb052", 0.55)
    n = int(rng.integers(6, 8))
    canes, joints, tufts = [], [], []
    for k in range(n):
        t = 2.4 * k + between(rng, -0.3, 0.3)
        e = ((k + 0.5) / n) ** 0.5
        foot = np.array([0.27 * e * cos(t), 0.27 * e * sin(t), 0.0])
        h = _tall(b, 5.0, 6.6) * (1.02 - 0.22 * e)
        out = e * (reach - 0.42) * between(rng, 0.75, 1.0)
        tip = np.array([out * cos(t), out * sin(t), h * 0.94])
        mid = foot * 0.55 + tip * 0.45 + (0, 0, 0.08 * h)
        canes += tube([foot - (0, 0, b.lot.drop + 1e-9), foot + (0, 0, 0.02), mid, tip], [0.055, 0.055, 0.045, 0.02], segments=5)
        joints += [cylinder(0.066, 0.05, at=tuple(foot + (mid - foot) * q), segments=6) for q in (0.4, 0.85)]
        for q, r in ((0.25, 0.4), (0.55, 0.44), (0.88, 0.36)):
            c = mid + (tip - mid) * q
            for j in range(3):
                u = 2.4 * j + 2 * pi * rng.random()
                long = min(r * between(rng, 1.3, 1.8), reach - float(np.hypot(c[0], c[1])) - 0.04)
                if long > 0.15:
                    tufts.append(_leaf(c + (tip - mid) * 0.09 * j / 4, u, long, between(rng, -0.55, 0.25), 0.3 * r + 0.06))
    b.add("canes", cane, canes, label="trunk")
    b.add("joints", shade(cane, 0.75), joints, label="ring")
    b.add("crown", leaves, tufts)


def _leaf(at: np.ndarray, t: float, long: float, fall: float, wide: float) -> Solid:
    """A spray of leaves: a ridged blade from a point outwards."""
    out, side = np.array([cos(t), sin(t), fall]) * long, np.array([-sin(t), cos(t), 0.0]) * wide
    middle = at + out * 0.45
    up = np.array([0, 0, 0.5 * wide])
    return hull(np.array([at, middle + side, middle - side, middle + up, middle - 0.6 * up, at + out]))
