"""What rolls and conveys in an industrial district: wagon, fork truck, tipper, belt."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.kinds.vehicles import plain
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, clump, pick, settle
from cityscape.grammar.truss import girder, planted
from partgen.solids import ball, beam, box, cylinder, frustum, hull, rod


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
        planted(low, *(beam((m[0] + q, s * 0.55, low), (m[0], s * 0.36, m[2] - 0.05), 0.1, 0.1) for s in (-1, 1) for q in (-0.4, 0.4))),
        label="post",
    )
    b.add("legs", "metal", [box(0.1, 0.1, 0.6 - low, at=(a[0] + 0.15, s * 0.36, low)) for s in (-1, 1)], label="post")
    b.add(
        "hopper",
        "timber",
        hull([(a[0] + 0.45 + i * q, j * q, z) for q, z in ((0.5, 1.5), (0.24, 0.8)) for i in (-1, 1) for j in (-1, 1)]),
        label="hopper",
    )
