"""Small things of an industrial district: wagon, fork truck, tipper, conveyor, heaps, coils, fences, flood lights, sick trees."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.vehicles import plain
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import axle, between, clump, pick, settle, tint, tube
from cityscape.grammar.truss import girder, mast
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


def _tracks(b: Build, length: float, gauge: float = 1.2) -> float:
    """A piece of railway with ballast and a buffer stop at its left end; returns the rails' height."""
    low = settle(b) - 1e-9
    b.add(
        "ballast",
        "rock",
        hull(
            [
                (i * (length / 2 - q), j * (gauge / 2 + 0.45 - q), z)
                for q, z in ((0.0, low), (0.0, 0.02), (0.12, 0.12))
                for i in (-1, 1)
                for j in (-1, 1)
            ]
        ),
        label="gravel",
    )
    n = max(4, round(length / 0.7))
    b.add(
        "sleepers",
        "wood",
        [box(0.26, gauge + 0.5, 0.1, at=(-length / 2 + 0.3 + (length - 0.6) * k / (n - 1), 0, 0.1)) for k in range(n)],
        label="beam",
    )
    b.add("rails", "metal", [box(length, 0.08, 0.14, at=(0, s * gauge / 2, 0.18)) for s in (-1, 1)], label="rail")
    return 0.32


@kind(
    "freight_wagon",
    "furniture",
    width=(6.0, 9.0),
    depth=(2.2, 2.8),
    words=("freight wagon", "railway wagon", "boxcar", "goods wagon", "rail car", "train"),
)
def freight_wagon(b: Build) -> None:
    """A goods wagon on a piece of siding: box, open or tank wagon with two bogies and buffers."""
    length = b.lot.width
    top = _tracks(b, length)
    body = length - 1.5
    w = min(2.1, b.lot.depth - 0.3)
    z = top + 0.62
    for q in (-0.34, 0.34):
        for s in (-0.42, 0.42):
            for side in (-1, 1):
                b.add("wheels", "metal", axle(q * body + s, side * 0.58, top + 0.32, 0.32, 0.1, segments=12), label="wheel")
        b.add(
            "bogies",
            "metal",
            box(1.3, 1.0, 0.26, at=(q * body, 0, top + 0.3)),
            box(0.4, 0.6, 0.3, at=(q * body, 0, top + 0.5)),
            label="frame",
        )
    b.add("frame", "timber", box(body, w * 0.86, 0.2, at=(0, 0, z - 0.02)), label="frame")
    b.add(
        "buffers",
        "metal",
        [rod((s * body / 2, j * 0.6, z + 0.08), (s * (body / 2 + 0.4), j * 0.6, z + 0.08), 0.12) for s in (-1, 1) for j in (-1, 1)],
        label="buffer",
    )
    z += 0.16
    paint = b.look.material("fabric")
    form = pick(b.rng, ("box", "open", "tank"))
    if form == "box":
        b.add("body", paint, box(body, w, 1.9, at=(0, 0, z)), label="body")
        b.add(
            "roof",
            "metal",
            hull(
                [
                    (i * (body / 2 + 0.06), y, zz)
                    for i in (-1, 1)
                    for y, zz in ((-w / 2 - 0.05, z + 1.88), (w / 2 + 0.05, z + 1.88), (0.4, z + 2.2), (-0.4, z + 2.2))
                ]
            ),
            label="roof",
        )
        b.add("doors", shade(paint, 0.82), [box(1.5, 0.1, 1.7, at=(0, s * (w / 2 + 0.02), z + 0.06)) for s in (-1, 1)], label="door")
        b.add(
            "ribs",
            shade(paint, 0.7),
            [box(0.1, w + 0.12, 1.86, at=(x, 0, z + 0.01)) for x in np.linspace(-body / 2 + 0.1, body / 2 - 0.1, 7) if abs(x) > 0.85],
            label="post",
        )
    elif form == "open":
        b.add(
            "body",
            paint,
            [box(body, 0.1, 1.1, at=(0, s * (w / 2 - 0.05), z)) for s in (-1, 1)],
            [box(0.1, w - 0.18, 1.1, at=(s * (body / 2 - 0.05), 0, z)) for s in (-1, 1)],
            box(body - 0.1, w - 0.1, 0.1, at=(0, 0, z)),
            label="body",
        )
        b.add(
            "ribs",
            shade(paint, 0.7),
            [box(0.12, w + 0.08, 0.98, at=(x, 0, z + 0.04)) for x in np.linspace(-body / 2 + 0.4, body / 2 - 0.4, 6)],
            label="post",
        )
        coal = b.look.material("rock", color="#35322f")
        b.add(
            "coal",
            coal,
            [clump(b.rng, body * 0.25, w * 0.42, 0.62, at=(q * body, 0, z + 0.95), points=36, floor=z + 0.5) for q in (-0.24, 0.0, 0.24)],
            label="goods",
        )
    else:
        r = min(0.95, w / 2)
        b.add(
            "tank",
            paint,
            rod((-body / 2 + 0.35, 0, z + r), (body / 2 - 0.35, 0, z + r), r, segments=18),
            [ball(0.3, r, r, at=(s * (body / 2 - 0.35), 0, z + r), detail=1) for s in (-1, 1)],
            label="tank",
        )
        b.add(
            "tank_bands",
            "metal",
            [rod((x - 0.06, 0, z + r), (x + 0.06, 0, z + r), r + 0.03, segments=18) for x in (-body * 0.28, body * 0.28)],
            label="band",
        )
        b.add("dome", "metal", cylinder(0.36, 0.4, at=(0, 0, z + 2 * r - 0.12), segments=12), label="tank")
        b.add("saddles", "metal", [box(0.5, w * 0.7, 0.5, at=(s * body * 0.3, 0, z - 0.04)) for s in (-1, 1)], label="frame")


@kind("fork_truck", "vehicle", width=(2.6, 3.3), depth=(1.1, 1.4), words=("forklift", "fork truck", "forklift truck", "stacker"))
def fork_truck(b: Build) -> None:
    """A yellow fork truck: counterweight, mast with forks and a pallet, overhead guard."""
    long, w = b.lot.width, b.lot.depth - 0.1
    x0 = -long / 2
    for x, r in ((x0 + 0.36, 0.3), (x0 + 1.45, 0.34)):
        for s in (-1, 1):
            b.add("wheels", plain(b, "#2a2a2b", rough=0.9), axle(x, s * (w / 2 - 0.13), r, r, 0.24, segments=12), label="wheel")
    b.add(
        "body",
        "accent",
        hull(
            [
                (x, j * (w / 2 - 0.06), z)
                for x, z in ((x0 + 0.02, 0.4), (x0 + 0.0 + 0.06, 1.1), (x0 + 0.75, 1.15), (x0 + 1.7, 0.75), (x0 + 1.75, 0.35))
                for j in (-1, 1)
            ]
        ),
        label="body",
    )
    b.add("counterweight", "metal", box(0.34, w - 0.2, 0.55, at=(x0 + 0.19, 0, 0.3)), label="body")
    b.add("seat", "roof_flat", box(0.5, 0.5, 0.14, at=(x0 + 0.8, 0, 1.08)), box(0.14, 0.5, 0.5, at=(x0 + 0.56, 0, 1.12)), label="seat")
    posts = [box(0.08, 0.08, 1.3, at=(x, s * (w / 2 - 0.14), 0.8)) for x in (x0 + 0.3, x0 + 1.5) for s in (-1, 1)]
    b.add(
        "guard",
        "metal",
        posts,
        [box(1.34, 0.08, 0.08, at=(x0 + 0.9, y, 2.08)) for y in np.linspace(-w / 2 + 0.14, w / 2 - 0.14, 5)],
        label="roof",
    )
    b.add("guard", "metal", [box(0.1, w - 0.2, 0.09, at=(x, 0, 2.075)) for x in (x0 + 0.3, x0 + 1.5)], label="roof")
    mx = x0 + 1.82
    b.add(
        "mast",
        "metal",
        [box(0.12, 0.1, 2.2, at=(mx, s * 0.3, 0.12)) for s in (-1, 1)],
        [box(0.1, 0.7, 0.1, at=(mx, 0, z)) for z in (0.5, 2.2)],
        label="mast",
    )
    fork = long - 1.92
    b.add("forks", "metal", [box(fork - 0.04, 0.12, 0.06, at=(mx + fork / 2, s * 0.26, 0.16)) for s in (-1, 1)], label="fork")
    b.add("pallet", "wood", box(min(0.85, fork - 0.1), w * 0.8, 0.1, at=(mx + fork / 2 + 0.08, 0, 0.21)), label="pallet")
    b.add("load", "fabric", box(min(0.7, fork - 0.2), w * 0.66, 0.62, at=(mx + fork / 2 + 0.08, 0, 0.3)), label="crate")


@kind("tipper", "vehicle", width=(5.0, 7.0), depth=(2.1, 2.5), words=("tipper", "dumper", "dump truck", "tipper truck", "ore truck"))
def tipper(b: Build) -> None:
    """A heavy tipper with a ribbed steel skip full of ore and a short cab."""
    long, w = b.lot.width, b.lot.depth - 0.16
    r = 0.5
    x1 = long / 2
    for x in (-long / 2 + 0.9, -long / 2 + 2.0, x1 - 1.0):
        for s in (-1, 1):
            b.add("wheels", plain(b, "#2a2a2b", rough=0.9), axle(x, s * (w / 2 - 0.2), r, r, 0.36, segments=14), label="wheel")
            b.add("hubs", "accent", axle(x, s * (w / 2 - 0.04), r, 0.2, 0.1, segments=8), label="wheel")
    b.add("frame", "metal", box(long - 0.5, w * 0.5, 0.3, at=(0, 0, 0.55)), label="frame")
    b.add(
        "cabin",
        "vehicle",
        hull(
            [
                (x, j * w / 2 * 0.92, z)
                for x, z in ((x1 - 1.6, 0.62), (x1 - 0.08, 0.62), (x1 - 0.05, 1.5), (x1 - 0.45, 2.5), (x1 - 1.6, 2.55))
                for j in (-1, 1)
            ]
        ),
        label="cabin",
    )
    b.add(
        "windows",
        "glass",
        hull(
            [(x, j * w * 0.38, z) for x, z in ((x1 - 0.08, 1.58), (x1 - 0.03, 1.58), (x1 - 0.42, 2.35), (x1 - 0.36, 2.35)) for j in (-1, 1)]
        ),
        [box(0.8, 0.05, 0.6, at=(x1 - 1.05, s * w * 0.465, 1.7)) for s in (-1, 1)],
        label="window",
    )
    b.add("bumper", "accent", box(0.16, w * 0.94, 0.34, at=(x1 - 0.1, 0, 0.5)), label="bumper")
    b.add("lamps", "lamp", [box(0.06, 0.28, 0.18, at=(x1 - 0.05, s * w * 0.33, 1.0)) for s in (-1, 1)], label="lamp")
    back = long - 1.85
    xm = -long / 2 + 0.05 + back / 2
    paint = b.look.material("vehicle")
    shell = [
        (q * t, j * v, z) for (t, v, z) in ((back / 2 - 0.35, w / 2 - 0.2, 0.9), (back / 2, w / 2, 2.0)) for q in (-1, 1) for j in (-1, 1)
    ]
    b.add("skip", paint, hull([(x + xm, y, z) for x, y, z in shell]), label="body")
    b.add(
        "skip_ribs",
        shade(paint, 0.75),
        [
            hull(
                [
                    (xm + x + q * 0.07, j * v, z)
                    for q in (-1, 1)
                    for j in (-1, 1)
                    for v, z in ((w / 2 - 0.22, 0.95), (w / 2 - 0.16, 0.95), (w / 2 + 0.05, 2.0))
                ]
            )
            for x in np.linspace(-back * 0.36, back * 0.36, 4)
        ],
        label="body",
    )
    b.add(
        "ore",
        b.look.material("rock", color="#5b4a3f"),
        clump(b.rng, back * 0.46, w * 0.42, 0.55, at=(xm, 0, 2.0), points=40, floor=1.9),
        label="goods",
    )


@kind("conveyor", "furniture", width=(5.0, 8.0), depth=(2.0, 3.2), words=("conveyor", "conveyor belt", "belt", "loader"))
def conveyor(b: Build) -> None:
    """A belt on a lattice girder that throws ore on a heap."""
    long, d = b.lot.width, b.lot.depth
    low = settle(b) - 1e-9
    r = d / 2 - 0.05
    ore = b.look.material("rock", color="#54483f")
    hx = long / 2 - r
    b.add("heap", ore, frustum(r, 0.12, 1.5 + 0.2 * r, at=(hx, 0, low), segments=11), label="heap")
    a, c = np.array([-long / 2 + 0.35, 0, 0.6]), np.array([hx + 0.1, 0, 3.0])
    b.add("girder", "accent", girder(a, c, depth=0.4, width=0.8, bays=6, bar=0.1, thin=0.06), label="beam")
    b.add("belt", "roof_flat", beam(a + (0, 0, 0.1), c + (0, 0, 0.1), 0.66, 0.1), label="belt")
    b.add("rollers", "metal", [rod((*p[:1], -0.42, p[2] + 0.1), (*p[:1], 0.42, p[2] + 0.1), 0.14) for p in (a, c)], label="wheel")
    m = a + (c - a) * 0.55
    b.add(
        "legs",
        "metal",
        [beam((m[0] + q, s * 0.55, low), (m[0], s * 0.36, m[2] - 0.05), 0.1, 0.1) for s in (-1, 1) for q in (-0.4, 0.4)],
        label="post",
    )
    b.add("legs", "metal", [box(0.1, 0.1, 0.6 - low, at=(a[0] + 0.15, s * 0.36, low)) for s in (-1, 1)], label="post")
    b.add(
        "hopper",
        "timber",
        hull([(a[0] + 0.45 + i * q, j * q, z) for q, z in ((0.5, 1.5), (0.24, 0.8)) for i in (-1, 1) for j in (-1, 1)]),
        label="hopper",
    )


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
    depth=(0.35, 0.5),
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
    bars = [box(long, 0.035, 0.035, at=(0, 0.05, z)) for z in np.arange(0.15, 1.95, 0.22)]
    bars += [box(0.03, 0.03, 1.85, at=(x, 0.06, 0.1)) for x in np.arange(-long / 2 + 0.2, long / 2, 0.2)]
    b.add("mesh", "metal", bars, label="fence")
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
