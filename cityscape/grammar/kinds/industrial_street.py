"""Small things of an industrial district: heaps, coils, fences, flood lights, barriers, sick trees."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import axle, between, clump, pick, settle, tint, tube
from cityscape.grammar.truss import mast
from partgen.solids import Solid, ball, beam, box, hull, rod


@kind("slag_heap", "plant", width=(2.4, 5.0), depth=(2.4, 4.0), words=("slag heap", "coal heap", "spoil tip", "ore heap", "scrap heap"))
def slag_heap(b: Build) -> None:
    """A heap of coal, slag or rusty scrap."""
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    low = settle(b)
    scrap = b.rng.random() < 0.4
    m = b.look.material("timber") if scrap else b.look.material("rock", color=pick(b.rng, ("#36322f", "#4a423b", "#6a4f3d")))
    solids = [clump(b.rng, rx * 0.98, ry * 0.98, min(rx, ry) * 0.75, at=(0, 0, low), points=60, rough=0.12, floor=low)]
    solids.append(clump(b.rng, rx * 0.5, ry * 0.5, min(rx, ry) * 0.6, at=(0.2 * rx, 0, 0.35), points=36, floor=low))
    b.add("heap", m, solids, label="heap")
    if scrap:
        for _ in range(9):
            t, q = 6.28 * b.rng.random(), between(b.rng, 0.1, 0.55)
            x, y = q * rx * cos(t), q * ry * sin(t)
            piece = box(between(b.rng, 0.3, 0.8), 0.14, 0.14).turned(t, pitch=between(b.rng, -0.6, 0.6))
            b.add("scrap", pick_role(b), piece.moved(x, y, low + min(rx, ry) * 0.62 * (1 - q * 0.6)), label="beam")


def pick_role(b: Build):  # type: ignore[no-untyped-def]
    """A material of scrap."""
    return b.look.material("metal" if b.rng.random() < 0.5 else "fabric")


@kind(
    "coil_store",
    "furniture",
    width=(2.0, 4.2),
    depth=(1.3, 2.2),
    words=("steel coil", "coil", "steel coils", "cable drum", "pipes"),
    stand="square",
)
def coil_store(b: Build) -> None:
    """Steel coils or stacked pipes on timber skids."""
    long, d = b.lot.width, b.lot.depth
    low = settle(b) - 1e-9
    b.add("skids", "wood", [box(long - 0.1, 0.18, 0.16 - low, at=(0, s * d * 0.28, low)) for s in (-1, 1)], label="beam")
    if b.rng.random() < 0.5:
        n = max(1, int(long / 1.25))
        r = min(0.6, long / n / 2 - 0.03)
        for k in range(n):
            x = -long / 2 + long * (k + 0.5) / n
            turned = [s.turned(roll=pi / 2).moved(x, d * 0.36, 0.12 + r) for s in ring(r * 0.45, r, 0.0, d * 0.72, segments=14)]
            b.add("coils", "metal", turned, label="goods")
            b.add("straps", "accent", [axle(x, q * d, 0.12 + r, r + 0.015, 0.08, segments=14) for q in (-0.2, 0.2)], label="band")
    else:
        r = 0.24
        n = max(2, int((d - 0.2) / (2 * r)))
        for row in range(min(3, n)):
            for k in range(n - row):
                y = (k - (n - row - 1) / 2) * 2 * r
                b.add(
                    "pipes",
                    ("timber", "metal", "trim")[(k + row) % 3],
                    rod(
                        (-long / 2 + 0.05, y, 0.15 + r + row * r * 1.74),
                        (long / 2 - 0.05, y, 0.15 + r + row * r * 1.74),
                        r + 0.005,
                        segments=10,
                    ),
                    label="pipe",
                )  # type: ignore[arg-type]


@kind(
    "barbed_fence",
    "furniture",
    width=(3.0, 6.0),
    depth=(0.46, 0.6),
    words=("barbed fence", "barbed wire", "chain-link fence", "wire fence", "security fence"),
)
def barbed_fence(b: Build) -> None:
    """Concrete posts with bent heads, wires, and a sign."""
    long = b.lot.width - 0.16
    low = -b.lot.drop - 1e-9
    n = max(2, round(long / 1.6) + 1)
    for k in range(n):
        x = -long / 2 + long * k / (n - 1)
        b.add(
            "posts", "stone", box(0.13, 0.13, 2.0 - low, at=(x, 0.06, low)), beam((x, 0.06, 1.95), (x, -0.14, 2.35), 0.1, 0.1), label="post"
        )
    b.add("wires", "metal", [box(long, 0.035, 0.035, at=(0, 0.04, z)) for z in np.arange(0.15, 1.95, 0.25)], label="wire")
    b.add("mesh", "metal", [box(0.03, 0.03, 1.85, at=(x, 0.07, 0.1)) for x in np.arange(-long / 2 + 0.2, long / 2, 0.22)], label="fence")
    b.add("barbs", "metal", [box(long, 0.04, 0.04, at=(0, 0.06 - 0.2 * t, 1.95 + 0.36 * t)) for t in (0.2, 0.6, 0.96)], label="wire")
    b.add("sign", "accent", box(0.8, 0.05, 0.55, at=(long * 0.12, -0.0, 1.1)), label="sign")


@kind(
    "flood_light",
    "furniture",
    width=(1.2, 1.6),
    depth=(0.9, 1.3),
    words=("flood light", "floodlight", "yard light", "light mast"),
    stand="post",
)
def flood_light(b: Build) -> None:
    """A steel mast with a cross arm of flood lights."""
    low = -b.lot.drop - 1e-9
    b.add("post", "stone", box(0.4, 0.4, 0.5 - low, at=(0, 0, low)), label="post")
    b.add("mast", "metal", mast(0.3, 0.2, 5.0, bays=8, at=(0, 0, 0.48), leg=0.06, brace=0.04), label="mast")
    b.add("arm", "metal", box(b.lot.width - 0.1, 0.1, 0.1, at=(0, 0, 5.45)), label="beam")
    for x in np.linspace(-b.lot.width / 2 + 0.25, b.lot.width / 2 - 0.25, 3):
        b.add("heads", "accent", box(0.34, 0.24, 0.3, at=(x, -0.12, 5.5)), label="lamp")
        b.add(
            "lamps",
            "lamp",
            hull([(x + i * 0.14, y, z) for i in (-1, 1) for y, z in ((-0.25, 5.72), (-0.22, 5.52), (-0.32, 5.6), (-0.22, 5.76))]),
            label="lamp",
        )


@kind("hazard_block", "furniture", width=(1.6, 3.0), depth=(0.5, 0.7), words=("barrier", "concrete barrier", "jersey barrier", "roadblock"))
def hazard_block(b: Build) -> None:
    """A concrete barrier striped in yellow and black, with a lamp."""
    long, d = b.lot.width - 0.04, b.lot.depth - 0.04
    low = settle(b) - 1e-9
    prof = [(-d / 2, low), (d / 2, low), (d / 2, 0.18), (0.12, 0.45), (0.09, 0.9), (-0.09, 0.9), (-0.12, 0.45), (-d / 2, 0.18)]
    n = max(3, round(long / 0.4))
    yellow, black = b.look.material("accent"), b.look.material("roof_flat", color="#2e2c2a", pattern="plain")
    for k in range(n):
        x0, x1 = -long / 2 + long * k / n, -long / 2 + long * (k + 1) / n
        upper = hull([(x, y, z) for x in (x0, x1) for y, z in ((-0.121, 0.45), (0.121, 0.45), (0.091, 0.9), (-0.091, 0.9))])
        b.add("stripes_a" if k % 2 else "stripes_b", yellow if k % 2 else black, upper, label="barrier")
    lower = [(x, yy, zz) for x in (-long / 2, long / 2) for yy, zz in prof if zz <= 0.45]
    b.add("foot", "stone", hull(lower), label="barrier")
    b.add("lamp", "lamp", ball(0.1, at=(long / 2 - 0.25, 0, 0.98), detail=1), label="lamp")


@kind(
    "ailing_tree",
    "plant",
    width=(2.0, 3.4),
    depth=(2.0, 3.4),
    words=("sick tree", "dead tree", "bare tree", "dying tree", "withered tree"),
    stand="trunk",
)
def ailing_tree(b: Build) -> None:
    """A half-dead tree: a crooked bare stem, stubs of branches, a few brownish tufts."""
    rng = b.rng
    reach = min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 3.6, 5.0)
    lean = between(rng, 0.1, 0.35)
    t0 = 2 * pi * rng.random()
    line = [
        (0, 0, -b.lot.drop - 1e-9),
        (0, 0, 0.3),
        (0.4 * lean * cos(t0), 0.4 * lean * sin(t0), h * 0.5),
        (lean * cos(t0 + 0.8), lean * sin(t0 + 0.8), h),
    ]
    bark = tint(b.look.material("bark"), "#5d554d", 0.4)
    b.add("trunk", bark, tube(line, [0.22, 0.15, 0.11, 0.03], segments=7), label="trunk")
    leaf = b.look.material("foliage")
    twigs: list[Solid] = []
    tufts: list[Solid] = []
    for k in range(8):
        t = t0 + 2.4 * k
        e = 0.42 + 0.07 * k
        z = h * e
        s = min(1.0, max(0.0, (e - 0.06) / 0.94))
        base = np.array([lean * cos(t0 + 0.5) * s * 0.75, lean * sin(t0 + 0.5) * s * 0.75, z - 0.15])
        away = reach * between(rng, 0.5, 0.78) * (1.2 - 0.6 * e)
        tip = base + (away * cos(t), away * sin(t), 0.5 + 0.4 * rng.random())
        twigs.append(rod(base - (0.0, 0.0, 0.1), tip, 0.06, end=0.02, segments=5))
        if k % 3:
            r = reach * between(rng, 0.26, 0.4)
            q = max(abs(tip[0]) + r, abs(tip[1]) + r) / reach
            at = (
                tip
                if q <= 0.98
                else tip * (0.98 * (reach - r) / max(abs(tip[0]), abs(tip[1])), 0.98 * (reach - r) / max(abs(tip[0]), abs(tip[1])), 1)
            )
            tufts.append(clump(rng, r, r, r * 0.7, at=tuple(at), points=24, rough=0.3))
    b.add("branches", bark, twigs, label="branch")
    b.add("crown", leaf, tufts, label="crown")
