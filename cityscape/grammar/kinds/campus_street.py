"""Small things of a campus: great elms, banner lamps, notice boards, founder, bicycle shelter, lawns with paths, books, carts."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.vehicles import plain
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, clump, lathe, ring, settle, tint, tube
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, beam, box, cone, cylinder, frustum, hull, rod


@kind(
    "great_elm",
    "plant",
    width=(5.0, 7.6),
    depth=(5.0, 7.6),
    words=("elm", "old tree", "great tree", "campus oak", "shade tree"),
    stand="trunk",
)
def great_elm(b: Build) -> None:
    """An old elm: a stout flared trunk that forks low into boughs under a wide, tiered crown."""
    rng, reach = b.rng, min(b.lot.width, b.lot.depth) / 2
    h = reach * between(rng, 2.3, 2.6)
    r = 0.09 * reach + 0.1
    fork = h * 0.3
    low = -b.lot.drop - 1e-9
    b.add("trunk", "bark", tube([(0, 0, low), (0, 0, 0.4), (0, 0, fork)], [r * 1.9, r * 1.1, r], segments=9), label="trunk")
    for k in range(4):
        t = 1.7 * k + 0.4
        b.add(
            "trunk",
            "bark",
            hull(
                [(r * 0.6 * cos(t + q), r * 0.6 * sin(t + q), z) for q in (-0.5, 0.5) for z in (low, 0.7)]
                + [(2.3 * r * cos(t), 2.3 * r * sin(t), low), (2.3 * r * cos(t), 2.3 * r * sin(t), low + 0.08)]
            ),
            label="root",
        )
    leaf = b.look.material("foliage")
    if not b.look.color and not {"winter", "autumn"} & set(b.look.style.variants):
        leaf = tint(leaf, "#55803a", 0.3)
    crown: list[Solid] = [clump(rng, reach * 0.62, reach * 0.62, h * 0.2, at=(0, 0, h * 0.66), points=40)]
    boughs: list[Solid] = []
    n, turn = 6, 6.28 * rng.random()
    for k in range(n):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / n
        q = between(rng, 0.42, 0.5) * reach
        away = reach - q
        z = h * (0.5 if k % 2 else 0.6)
        tip = (away * cos(t), away * sin(t), z)
        boughs += tube(
            [(0, 0, fork * 0.85), (away * 0.45 * cos(t), away * 0.45 * sin(t), (fork + z) / 2), tip],
            [r * 0.62, r * 0.42, r * 0.2],
            segments=6,
        )
        crown.append(clump(rng, q, q, q * 0.72, at=tip, points=34))
    for k in range(4):
        t = turn + 0.6 + 2 * pi * k / 4
        q = between(rng, 0.36, 0.44) * reach
        crown.append(clump(rng, q, q, q * 0.7, at=(0.34 * reach * cos(t), 0.34 * reach * sin(t), h * 0.78), points=32))
    crown.append(clump(rng, 0.36 * reach, 0.36 * reach, 0.24 * reach, at=(0, 0, h * 0.93), points=28))
    b.add("boughs", "bark", boughs, label="branch")
    b.add("crown", leaf, crown, label="crown")


@kind(
    "banner_lamp",
    "furniture",
    width=(1.5, 2.0),
    depth=(0.5, 0.8),
    words=("banner lamp", "lamp with banners", "campus lamp", "banner"),
    stand="post",
)
def banner_lamp(b: Build) -> None:
    """A black lamp post with a globe and two banners in the college's colours."""
    low = -b.lot.drop - 1e-9
    dark = b.look.material("metal", color="#2f3436")
    b.add("post", dark, lathe([(0.2, low), (0.18, 0.4), (0.08, 0.6), (0.065, 3.5), (0.14, 3.62)], segments=8), label="post")
    b.add("globe", "lamp", ball(0.22, at=(0, 0, 3.8), detail=1), label="lamp")
    b.add("cap", dark, cone(0.18, 0.24, at=(0, 0, 3.95), segments=8), label="lamp")
    e = b.lot.width / 2 - 0.04
    b.add("arms", dark, [rod((-e, 0, z), (e, 0, z), 0.025, segments=5) for z in (3.2, 1.85)], label="post")
    for i, s in enumerate((-1, 1)):
        cloth = b.look.material("accent", fresh=True)
        b.add(f"banners_{'ab'[i]}", cloth, box(e - 0.14, 0.035, 1.3, at=(s * (e + 0.1) / 2, 0, 1.88)), label="banner")
        b.add(
            "crests",
            "trim",
            hull(
                [
                    (s * (e + 0.1) / 2 + x, y, 2.5 + z)
                    for x, z in ((-0.16, 0.2), (0.16, 0.2), (0.16, -0.02), (0, -0.22), (-0.16, -0.02))
                    for y in (-0.035, 0.035)
                ]
            ),
            label="ornament",
        )


@kind(
    "notice_board",
    "furniture",
    width=(1.5, 2.4),
    depth=(0.4, 0.7),
    words=("notice board", "bulletin board", "poster board", "information board"),
    stand="square",
)
def notice_board(b: Build) -> None:
    """A roofed board on two posts, covered with notices."""
    w = b.lot.width - 0.2
    low = settle(b) - 1e-9
    b.add("posts", "timber", [box(0.12, 0.12, 2.3 - low, at=(s * (w / 2 - 0.06), 0, low)) for s in (-1, 1)], label="post")
    b.add("board", "board", box(w - 0.1, 0.08, 1.1, at=(0, 0, 0.85)), label="board")
    b.add(
        "roof",
        "roof",
        [
            hull(
                [
                    (x, s * y, z)
                    for x in (-w / 2 - 0.08, w / 2 + 0.08)
                    for y, z in ((0.0, 2.28), (0.0, 2.36), (b.lot.depth / 2 - 0.01, 2.06), (b.lot.depth / 2 - 0.01, 2.13))
                ]
            )
            for s in (-1, 1)
        ],
        label="roof",
    )
    for k in range(9):
        x, z = -w / 2 + 0.3 + (w - 0.6) * (k % 5) / 4, 0.98 + 0.46 * (k // 5) + 0.06 * float(b.rng.random())
        s = -1 if k % 3 else 1
        sheet: Role = "paper" if k % 2 else "accent"
        b.add("notices" if k % 2 else "posters", sheet, box(0.24, 0.03, 0.32, at=(x, s * 0.05, z)), label="paper")


@kind(
    "founder_statue",
    "furniture",
    width=(1.6, 2.6),
    depth=(1.6, 2.6),
    words=("founder", "founder's statue", "scholar statue", "statue of a scholar"),
    stand="square",
)
def founder_statue(b: Build) -> None:
    """A bronze scholar in a gown, a book in hand, on a stepped limestone plinth."""
    s = min(b.lot.width, b.lot.depth)
    low = settle(b) - 1e-9
    bronze = b.look.material("metal", color="#6d7f6c")
    b.add(
        "plinth",
        "stone",
        box(s - 0.05, s - 0.05, 0.2 - low, at=(0, 0, low)),
        box(s * 0.8, s * 0.8, 0.2, at=(0, 0, 0.19)),
        box(s * 0.5, s * 0.5, 1.2, at=(0, 0, 0.38)),
        label="plinth",
    )
    b.add(
        "plinth_cap", "trim", box(s * 0.58, s * 0.58, 0.14, at=(0, 0, 1.56)), box(s * 0.56, s * 0.56, 0.12, at=(0, 0, 0.38)), label="plinth"
    )
    b.add("plaque", "accent", box(s * 0.3, 0.05, 0.4, at=(0, -s * 0.26, 0.85)), label="sign")
    z = 1.68
    b.add(
        "figure",
        bronze,
        lathe([(0.4, 0.0), (0.3, 0.5), (0.22, 1.0), (0.3, 1.25), (0.12, 1.45)], at=(0, 0, z), segments=10),
        ball(0.17, 0.18, 0.21, at=(0, -0.02, z + 1.65), detail=1),
        label="statue",
    )
    b.add(
        "figure",
        bronze,
        rod((0.27, 0, z + 1.25), (0.3, -0.28, z + 0.95), 0.09),
        rod((-0.27, 0, z + 1.25), (-0.22, -0.3, z + 1.0), 0.09),
        label="statue",
    )
    b.add(
        "book",
        bronze,
        box(0.4, 0.1, 0.3).turned(roll=0.5).moved(0.02, -0.36, z + 0.86),
        rod((0.3, -0.28, z + 0.95), (0.05, -0.35, z + 0.98), 0.07),
        label="book",
    )
    b.add("cap", bronze, box(0.44, 0.44, 0.05).turned(0.5).moved(0, -0.02, z + 1.84), label="hat")


@kind("bike_shelter", "furniture", width=(3.0, 5.0), depth=(1.7, 2.2), words=("bicycle shelter", "bike shelter", "bike shed", "bike park"))
def bike_shelter(b: Build) -> None:
    """A curved roof on steel hoops over a row of parked bicycles."""
    w, d = b.lot.width - 0.1, b.lot.depth - 0.1
    low = settle(b) - 1e-9
    b.add("floor", "stone", box(w, d, 0.06 - low, at=(0, 0, low)), label="floor")
    for x in np.linspace(-w / 2 + 0.15, w / 2 - 0.15, 3):
        b.add(
            "hoops",
            "metal",
            beam((x, d / 2 - 0.12, 0.02), (x, d / 2 - 0.12, 1.95), 0.08, 0.08),
            beam((x, d / 2 - 0.1, 1.92), (x, -d / 2 + 0.1, 2.33), 0.08, 0.08),
            label="post",
        )
    curve = [(d / 2 - 0.0, 1.98), (d * 0.22, 2.25), (-d * 0.15, 2.38), (-d / 2 + 0.02, 2.34)]
    b.add(
        "roof",
        "roof_flat",
        [
            hull([(x, y, z + q) for x in (-w / 2, w / 2) for y, z in (p, r) for q in (0, 0.07)])
            for p, r in zip(curve, curve[1:], strict=False)
        ],
        label="roof",
    )
    n = max(3, int(w / 0.72))
    for k in range(n):
        x = -w / 2 + w * (k + 0.5) / n
        if b.rng.random() < 0.2:
            continue
        paint = b.look.material("vehicle", fresh=True)
        tyre = [s.turned(pi / 2).moved(x, y, 0) for y in (-0.42, 0.42) for s in _tyre(0.31)]
        b.add("tyres", plain(b, "#2b2c2e", rough=0.9), tyre, label="wheel")
        pts = [
            ((0.42, 0.36), (0.05, 0.34)),
            ((0.05, 0.34), (-0.32, 0.75)),
            ((0.42, 0.36), (0.15, 0.78)),
            ((0.15, 0.78), (-0.3, 0.78)),
            ((-0.42, 0.36), (-0.3, 0.95)),
            ((0.05, 0.34), (0.18, 0.9)),
        ]
        b.add(
            f"bicycles_{paint.color[1:]}",
            paint,
            [rod((x, u, z), (x, u1, z1), 0.028, segments=5) for (u, z), (u1, z1) in pts],
            label="frame",
        )
        b.add("handles", "metal", rod((x - 0.22, -0.3, 0.96), (x + 0.22, -0.3, 0.96), 0.025, segments=5), label="handle")
        b.add("saddles", "leather", box(0.13, 0.26, 0.07, at=(x, 0.2, 0.88)), label="seat")


def _tyre(r: float) -> list[Solid]:
    """A tyre about the y axis, its foot just on the ground at z = 0.06."""
    return [s.turned(roll=pi / 2).moved(0, 0.025, r + 0.05) for s in ring(r * 0.82, r, 0.05, segments=10)] + [
        box(2 * r * 0.86, 0.02, 0.03, at=(0, 0, r + 0.035))
    ]


@kind(
    "quad_lawn",
    "furniture",
    width=(4.0, 8.5),
    depth=(3.4, 7.0),
    words=("lawn", "quad lawn", "campus lawn", "college lawn", "crossing paths"),
)
def quad_lawn(b: Build) -> None:
    """A mown lawn with a kerb, cut by diagonal paths that meet at a stone with a bed of flowers."""
    w, d = b.lot.width - 0.05, b.lot.depth - 0.05
    low = settle(b) - 1e-9
    b.add("paths", "path", box(w, d, 0.07 - low, at=(0, 0, low)), label="path")
    grass = b.look.material("ground")
    mown = grass.model_copy(update={"color": shade(grass, 1.1).color, "name": "grass-mown"})
    p = 0.42
    k = d / w
    inset = 0.12
    a, c = w / 2 - inset, d / 2 - inset
    for s in (-1, 1):
        b.add(
            "lawn",
            mown,
            hull([(x, s * y, z) for x, y in ((-(a - p), c), (a - p, c), (0.0, p * k + 0.25)) for z in (0.02, 0.13)]),
            label="grass",
        )
        b.add(
            "lawn",
            mown,
            hull([(s * x, y, z) for x, y in ((a, -(c - p * k)), (a, c - p * k), (p + 0.25, 0.0)) for z in (0.02, 0.13)]),
            label="grass",
        )
    b.add("bed", "stone", cylinder(0.75, 0.2, at=(0, 0, 0.05), segments=14), label="kerb")
    b.add("soil", "soil", cylinder(0.62, 0.22, at=(0, 0, 0.05), segments=14), label="soil")
    b.add(
        "flowers",
        "flower",
        [clump(b.rng, 0.22, 0.22, 0.2, at=(0.38 * cos(t), 0.38 * sin(t), 0.32), points=16) for t in np.arange(6) * pi / 3],
        label="flower",
    )
    b.add("stone", "trim", frustum(0.2, 0.14, 1.0, at=(0, 0, 0.2), segments=8), ball(0.2, at=(0, 0, 1.3), detail=1), label="ornament")


@kind(
    "book_stack",
    "furniture",
    width=(1.5, 2.4),
    depth=(1.3, 2.0),
    words=("book sculpture", "giant books", "stack of books", "books"),
    stand="square",
)
def book_stack(b: Build) -> None:
    """A sculpture of giant books, one lying on the other, with a globe on top."""
    w, d = b.lot.width * 0.86, b.lot.depth * 0.84
    low = settle(b) - 1e-9
    b.add("plinth", "stone", cylinder(min(b.lot.width, b.lot.depth) / 2 - 0.03, 0.2 - low, at=(0, 0, low), segments=16), label="plinth")
    z = 0.19
    for k in range(4):
        t = 0.34 - 0.03 * k
        f = (0.86 - 0.09 * k) * 0.9
        yaw = between(b.rng, -0.18, 0.18)
        cover = b.look.material("book", fresh=True)
        lids = [box(w * f, d * f, 0.05, at=(0, 0, q)) for q in (0.0, t - 0.05)] + [box(0.07, d * f, t, at=(-w * f / 2 + 0.035, 0, 0))]
        b.add(f"covers_{'abcd'[k]}", cover, [s.turned(yaw).moved(0, 0, z) for s in lids], label="book")
        b.add("pages", "paper", box(w * f - 0.14, d * f - 0.1, t - 0.08, at=(0.02, 0, 0.04)).turned(yaw).moved(0, 0, z), label="book")
        z += t - 0.005
    b.add("globe", "accent", ball(0.3, at=(0, 0, z + 0.36), detail=2), frustum(0.2, 0.08, 0.12, at=(0, 0, z), segments=10), label="globe")
    b.add("globe_ring", "trim", [s.turned(roll=0.4).moved(0, 0, z + 0.36) for s in ring(0.31, 0.35, 0.05, segments=14)], label="globe")


@kind(
    "campus_cart", "vehicle", width=(2.5, 3.3), depth=(1.2, 1.45), words=("golf cart", "campus cart", "electric cart", "buggy", "shuttle")
)
def campus_cart(b: Build) -> None:
    """A small electric cart with a canopy and two benches."""
    long, w = b.lot.width, b.lot.depth - 0.08
    for x in (-long / 2 + 0.5, long / 2 - 0.5):
        for s in (-1, 1):
            b.add("wheels", plain(b, "#2a2b2d", rough=0.9), axle(x, s * (w / 2 - 0.1), 0.25, 0.25, 0.18, segments=12), label="wheel")
            b.add("hubs", "trim", axle(x, s * (w / 2 - 0.02), 0.25, 0.11, 0.05, segments=8), label="wheel")
    b.add("floor", "metal", box(long - 0.2, w * 0.8, 0.14, at=(0, 0, 0.26)), label="frame")
    b.add(
        "body",
        "vehicle",
        hull(
            [
                (x, j * w * 0.47, z)
                for x, z in (
                    (long / 2 - 0.85, 0.36),
                    (long / 2 - 0.02, 0.36),
                    (long / 2 - 0.06, 0.68),
                    (long / 2 - 0.5, 0.95),
                    (long / 2 - 0.7, 0.95),
                )
                for j in (-1, 1)
            ]
        ),
        box(0.8, w * 0.94, 0.3, at=(-long / 2 + 0.45, 0, 0.38)),
        label="body",
    )
    for x in (-long / 2 + 0.6, 0.1):
        b.add("seats", "leather", box(0.5, w * 0.84, 0.3, at=(x, 0, 0.4)), box(0.12, w * 0.84, 0.5, at=(x - 0.24, 0, 0.66)), label="seat")
    b.add(
        "posts",
        "trim",
        [rod((x, s * w * 0.44, 0.4), (x * 0.92, s * w * 0.44, 1.82), 0.03) for x in (-long / 2 + 0.25, long / 2 - 0.5) for s in (-1, 1)],
        label="post",
    )
    b.add(
        "canopy",
        "trim",
        hull(
            [
                (x, j * w * k, z)
                for x, k, z in (
                    (-long / 2 + 0.1, 0.49, 1.8),
                    (long / 2 - 0.4, 0.49, 1.8),
                    (-long / 2 + 0.3, 0.4, 1.92),
                    (long / 2 - 0.6, 0.4, 1.92),
                )
                for j in (-1, 1)
            ]
        ),
        label="roof",
    )
    b.add("stripe", "accent", [box(0.8, 0.03, 0.1, at=(-long / 2 + 0.45, s * (w * 0.47 + 0.005), 0.48)) for s in (-1, 1)], label="band")
    b.add("lamps", "lamp", [ball(0.07, at=(long / 2 - 0.07, s * w * 0.33, 0.6), detail=1) for s in (-1, 1)], label="lamp")
    b.add(
        "wheel",
        plain(b, "#2a2b2d"),
        cylinder(0.18, 0.04, segments=10).turned(0, pitch=0.6).moved(long / 2 - 0.92, -w * 0.2, 1.0),
        rod((long / 2 - 0.92, -w * 0.2, 1.0), (long / 2 - 0.7, -w * 0.2, 0.8), 0.03),
        label="wheel",
    )
