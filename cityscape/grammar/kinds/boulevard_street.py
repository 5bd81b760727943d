"""What stands on the pavements of boulevards: planes, advertising columns, kiosks, metro entrances, cafe terraces."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.boulevards import cafe_set
from cityscape.grammar.kinds.trees import _leaves, _radius, _tall
from cityscape.grammar.kit import shade
from cityscape.grammar.lettering import lettering
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, clump, lathe, side, tube
from partgen.solids import ball, box, cylinder, dome, frustum, hull, rod


@kind(
    "plane_tree",
    "plant",
    width=(2.4, 4.0),
    depth=(2.4, 4.0),
    words=("plane tree", "platane", "london plane"),
    stand="trunk",
)
def plane_tree(b: Build) -> None:
    """A tall, blotched trunk, high forked limbs, a clipped upright crown; an iron grate at its foot."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 6.4, 7.8)
    bark = b.look.material("bark")
    fork = 0.36 * h
    r = 0.15 + 0.03 * reach
    b.add("trunk", bark, tube([(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.3), (0.03, 0, fork)], [1.4 * r, r, 0.85 * r], segments=8))
    patches = [
        tube([(r * 0.5 * cos(t), r * 0.5 * sin(t), z), (r * 0.5 * cos(t), r * 0.5 * sin(t), z + 0.4)], [r * 0.54, r * 0.52], segments=6)[0]
        for t, z in ((0.4, 0.7), (2.6, 1.2), (4.6, 1.7), (1.4, 2.0))
    ]
    b.add("bark_patches", shade(bark, 0.72), patches, label="bark")
    crown = [clump(rng, 0.7 * reach, 0.7 * reach, 0.26 * h, at=(0, 0, 0.68 * h), points=36)]
    turn = 2 * pi * rng.random()
    for k in range(5):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / 5
        q = reach * between(rng, 0.46, 0.56)
        away = reach - q
        z = h * between(rng, 0.5, 0.66)
        tip = (0.8 * away * cos(t), 0.8 * away * sin(t), z)
        b.add(
            "trunk",
            bark,
            tube([(0.03, 0, fork - 0.1), (0.4 * tip[0], 0.4 * tip[1], (fork + z) / 2), tip], [r * 0.6, r * 0.42, r * 0.2], segments=5),
        )
        crown.append(clump(rng, q, q, 0.15 * h, at=(away * cos(t), away * sin(t), z), points=28))
    for k in range(3):
        t = turn + 0.6 + 2.1 * k
        q = reach * between(rng, 0.5, 0.58)
        crown.append(clump(rng, q, q, 0.13 * h, at=(0.3 * reach * cos(t), 0.3 * reach * sin(t), h * between(rng, 0.78, 0.86)), points=28))
    b.add("crown", _leaves(b, "#84994f", 0.35), crown)


@kind(
    "morris_column",
    "furniture",
    width=(1.3, 1.6),
    depth=(1.3, 1.6),
    words=("morris column", "advertising column", "poster column", "litfass column"),
    stand="post",
)
def morris_column(b: Build) -> None:
    """A bottle-green column pasted with posters, under a scalloped dome with a finial."""
    r = min(b.lot.width, b.lot.depth) / 2
    low = -b.lot.drop
    green = b.look.material("accent")
    e = 0.74 * r
    b.add("base", green, cylinder(e * 1.12, 0.4 - low, at=(0, 0, low), segments=14), cylinder(e * 1.05, 0.16, at=(0, 0, 0.36), segments=14))
    b.add("column", green, cylinder(e, 2.3, at=(0, 0, 0.5), segments=14))
    colors = ("#d8b048", "#c8473a", "#3f6f86", "#efe4c8", "#7a4a6a")
    n = 6
    for k in range(n):
        t = 2 * pi * k / n + 0.2
        m = b.look.material("paper", color=colors[(k + int(b.rng.integers(5))) % 5], pattern="plain")
        p = [
            (e * q * cos(t + d), e * q * sin(t + d), z)
            for q in (0.93, 1.045)
            for d in (-0.42, 0.0, 0.42)
            for z in (0.7 + 0.1 * (k % 2), 2.35)
        ]
        b.add(f"poster_{k + 1}", m, hull(p), label="poster")
        z = 1.75
        q = [(e * w * cos(t + d), e * w * sin(t + d), zz) for w in (1.0, 1.06) for d in (-0.24, 0.24) for zz in (z, z + 0.3)]
        b.add("poster_bands", "trim", hull(q), label="poster")
    b.add("cornice", green, lathe([(e, 2.78), (r * 0.98, 2.98), (r * 0.98, 3.1), (e * 0.9, 3.12)], segments=14))
    b.add(
        "dome",
        green,
        dome(e * 0.95, e * 0.85, at=(0, 0, 3.1), segments=14, rings=4),
        lathe([(0.1, 3.05 + e * 0.85), (0.14, 3.2 + e * 0.85), (0.03, 3.3 + e * 0.85), (0.02, 3.62 + e * 0.85)], segments=8),
    )
    b.add(
        "leaves",
        green,
        [
            hull(
                [(r * 0.9 * cos(t + d), r * 0.9 * sin(t + d), z) for d, z in ((-0.14, 3.08), (0.14, 3.08), (0.0, 3.36))]
                + [(r * 0.8 * cos(t), r * 0.8 * sin(t), 3.08)]
            )
            for t in 2 * pi * np.arange(8) / 8
        ],
        label="ornament",
    )


@kind(
    "news_kiosk",
    "furniture",
    width=(1.9, 2.6),
    depth=(1.7, 2.2),
    words=("news kiosk", "newspaper kiosk", "paris kiosk", "magazine stand"),
    stand="square",
)
def news_kiosk(b: Build) -> None:
    """A green kiosk of eight sides with papers in racks, a scalloped canopy and an onion cap."""
    w, d, low = b.lot.width / 2, b.lot.depth / 2, -b.lot.drop
    green = b.look.material("accent")
    q = 0.3
    bx, by = w - 0.26, d - 0.26

    def eight(x: float, y: float, cut: float) -> list[tuple[float, float]]:
        return [(i * (x - (cut if k else 0)), j * (y - (0 if k else cut))) for i in (-1, 1) for j in (-1, 1) for k in (0, 1)]

    b.add("base", green, hull([(x, y, z) for x, y in eight(bx + 0.06, by + 0.06, q) for z in (low, 0.35)]))
    b.add("body", green, hull([(x, y, z) for x, y in eight(bx, by, q) for z in (0.3, 2.35)]))
    b.add(
        "windows",
        "glass",
        box(1.2 * bx, 0.08, 0.9, at=(0, -by - 0.005, 1.25)),
        [box(0.08, 1.0 * by, 0.8, at=(s * bx, 0, 1.3)) for s in (-1, 1)],
        label="window",
    )
    b.add("counter", "wood", box(1.3 * bx, 0.24, 0.06, at=(0, -by - 0.1, 1.06)))
    papers = ("#efe9da", "#c8473a", "#e2b948", "#4f7fa0")
    n = max(4, int(2 * (bx - q) / 0.3))
    for k in range(n):
        m = b.look.material("paper", color=papers[(k + int(b.rng.integers(2))) % 4], pattern="plain")
        x = (k + 0.5 - n / 2) * 2 * (bx - q) / n
        b.add(f"papers_{1 + k % 4}", m, box(2 * (bx - q) / n - 0.06, 0.07, 0.42, at=(x, -by - 0.01, 0.5)), label="paper")
        b.add(
            f"papers_{1 + k % 4}",
            m,
            [box(0.07, 0.24, 0.36, at=(s * (bx + 0.01), (k + 0.5 - n / 2) * 2 * (by - q) / n, 0.5)) for s in (-1, 1)],
            label="paper",
        )
    b.add(
        "canopy",
        green,
        hull(
            [(x, y, z) for x, y in eight(w - 0.02, d - 0.02, q * 1.2) for z in (2.32, 2.42)]
            + [(x, y, 2.62) for x, y in eight(bx * 0.7, by * 0.7, q * 0.7)]
        ),
        label="roof",
    )
    many = 8
    fringe = []
    for k in range(many):
        x = (k + 0.5 - many / 2) * 2 * (w - q * 1.3) / many
        h = (w - q * 1.3) / many
        fringe += [
            hull(
                [
                    (x + u, s * (d - 0.03) + y, z)
                    for u, z in ((-h, 2.34), (h, 2.34), (0.6 * h, 2.2), (-0.6 * h, 2.2))
                    for y in (-0.015, 0.015)
                ]
            )
            for s in (-1, 1)
        ]
    b.add("fringe", green, fringe, label="ornament")
    b.add("frieze", "sign", [box(1.2 * bx, 0.06, 0.24, at=(0, s * (by * 0.86), 2.5)) for s in (-1, 1)], label="sign")
    e = min(bx, by) * 0.66
    b.add(
        "cap",
        green,
        lathe([(e, 2.6), (e, 2.72), (e * 1.08, 2.86), (e * 0.8, 3.14), (e * 0.3, 3.36), (0.06, 3.5), (0.03, 3.85)], segments=12),
        label="dome",
    )
    b.add("finial", "lamp", ball(0.08, at=(0, 0, 3.86), detail=1), label="ornament")


@kind(
    "metro_entrance",
    "furniture",
    width=(2.6, 3.2),
    depth=(3.6, 4.8),
    words=("metro entrance", "subway entrance", "underground entrance", "art nouveau metro"),
    stand="square",
)
def metro_entrance(b: Build) -> None:
    """Stairs down between cast-iron rails, two stalk lamps with red buds over the sign, in the art-nouveau manner."""
    w, d, low = b.lot.width / 2, b.lot.depth / 2, -b.lot.drop
    iron = b.look.material("metal", color="#3f6a54").model_copy(update={"name": "iron-green", "metallic": 0.2})
    b.add(
        "kerb",
        "stone",
        [box(0.3, 2 * d - 0.1, 0.3 - low, at=(s * (w - 0.2), 0, low)) for s in (-1, 1)],
        box(2 * w - 0.1, 0.3, 0.3 - low, at=(0, d - 0.2, low)),
    )
    n = 7
    run = (2 * d - 0.6) / n
    b.add("floor", shade(b.look.material("stone"), 0.3), box(2 * w - 0.6, 2 * d - 0.5, 0.04 - low, at=(0, 0, low)), label="floor")
    for k in range(n):
        m = shade(b.look.material("stone"), 1.0 - 0.12 * k)
        b.add(f"stair_{k + 1}", m, box(2 * w - 0.62, run - 0.02, 0.2 - 0.022 * k, at=(0, -d + 0.2 + run * (k + 0.5), 0.03)), label="stairs")
    panel = []
    for s in (-1, 1):
        x = s * (w - 0.2)
        many = max(3, round(2 * d / 0.75))
        for k in range(many + 1):
            y = (k / many - 0.5) * (2 * d - 0.4)
            panel.append(box(0.08, 0.08, 0.776, at=(x, y, 0.422)))
            if k < many:
                y2 = y + (2 * d - 0.4) / many / 2
                panel.append(ball(0.06, 0.2, 0.24, at=(x, y2, 0.74), detail=0))
                panel += [box(0.05, 0.05, long, at=(x, y2, z)) for z, long in ((0.421, 0.1), (0.96, 0.238))]
        panel += [box(0.1, 2 * d - 0.3, t, at=(x, 0, z)) for z, t in ((0.28, 0.14), (1.2, 0.08))]
    panel += [box(2 * w - 0.4, 0.1, t, at=(0, d - 0.2, z)) for z, t in ((0.28, 0.14), (1.2, 0.08))]
    panel += [box(0.07, 0.07, 0.776, at=((k / 5 - 0.5) * (2 * w - 0.6), d - 0.2, 0.422)) for k in range(6)]
    b.add("railings", iron, panel, label="railing")
    y = -d + 0.24
    for s in (-1, 1):
        x = s * (w - 0.2)
        stalk = [
            (x, y, low),
            (x, y, 0.4),
            (x + s * 0.04, y, 1.6),
            (x - s * 0.06, y, 2.6),
            (x - s * 0.02, y, 3.2),
            (x + s * 0.1, y, 3.5),
            (x, y - 0.12, 3.62),
        ]
        b.add(
            "stalks",
            iron,
            tube(stalk, [0.15, 0.11, 0.08, 0.065, 0.06, 0.055, 0.05], segments=6),
            ball(0.13, 0.13, 0.2, at=(x, y, 0.5), detail=1),
            label="post",
        )
        red = b.look.material("lamp", color="#e2572e")
        b.add("lamps", red, ball(0.13, 0.13, 0.22, at=(x, y - 0.06, 3.5), detail=1), label="lamp")
        b.add(
            "stalks",
            iron,
            hull([(x + i * 0.16, y + j, z) for i in (-1, 1) for j, z in ((-0.02, 3.42), (0.06, 3.4))] + [(x, y + 0.02, 3.22)]),
            label="post",
        )
    b.add(
        "sign_frame",
        iron,
        tube([(-w + 0.24, y, 2.42), (-0.5 * w, y, 2.68), (0, y, 2.74), (0.5 * w, y, 2.68), (w - 0.24, y, 2.42)], [0.05] * 5, segments=6),
        label="frame",
    )
    b.add("sign_frame", iron, rod((-w + 0.22, y, 2.26), (w - 0.22, y, 2.26), 0.04, segments=6), label="frame")
    cream = b.look.material("sign", color="#efe2b0", pattern="plain")
    b.add(
        "sign",
        cream,
        hull(
            [
                (x, y + q, z)
                for x, z in ((-w * 0.74, 2.28), (w * 0.74, 2.28), (-w * 0.62, 2.56), (w * 0.62, 2.56), (0, 2.7))
                for q in (-0.035, 0.035)
            ]
        ),
    )
    size = min(0.2, 1.1 * w / 6)
    letters = [q.moved(0, y - 0.034, 2.36) for q in lettering("METRO", size, 0.03)]
    b.add("letters", iron, letters, label="letter")


@kind(
    "cafe_terrace",
    "furniture",
    width=(2.6, 4.2),
    depth=(2.0, 3.0),
    words=("cafe terrace", "bistro tables", "round tables", "pavement cafe", "sidewalk cafe"),
    stand="square",
)
def cafe_terrace(b: Build) -> None:
    """Round tables with cane chairs between boxes of clipped box, a menu board before them, a parasol over some."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    n = 2 if w > 3.1 else 1
    rows = 2 if d > 2.5 else 1
    for k in range(n):
        for j in range(rows):
            cafe_set(b, (k + 0.5 - n / 2) * (w - 0.9) / n, (j + 0.5 - rows / 2) * 1.0 + 0.05, low)
    b.add("boxes", "accent", [box(0.3, d - 0.5, 0.5 - low, at=(s * (w / 2 - 0.17), 0.1, low)) for s in (-1, 1)], label="planter")
    b.add("hedges", "foliage", [box(0.26, d - 0.56, 0.36, at=(s * (w / 2 - 0.17), 0.1, 0.48)) for s in (-1, 1)], label="hedge")
    x = between(b.rng, -0.2, 0.2) * w
    y = -d / 2 + 0.22
    b.add(
        "menu",
        "timber",
        [
            hull([(x + i * 0.24, y + s * q, z) for i in (-1, 1) for q, z in ((0.17, low), (0.13, low), (0.02, 0.95), (0.05, 0.95))])
            for s in (-1, 1)
        ],
        label="sign",
    )
    if b.rng.random() < 0.6:
        r, z = min(w / 2, d / 2) * 0.92, 2.3
        b.add("parasol", "awning", frustum(r, 0.06, 0.5, at=(0, 0, z), segments=10), cylinder(r, 0.14, at=(0, 0, z - 0.12), segments=10))
        b.add("pole", "wood", cylinder(0.045, 2.7 - low, at=(0, 0, low), segments=6), label="post")


@kind(
    "boulevard_lamp",
    "furniture",
    width=(1.1, 1.5),
    depth=(0.6, 0.9),
    words=("gas lamp", "candelabra lamp", "ornate lamp", "globe lamp"),
    stand="post",
)
def boulevard_lamp(b: Build) -> None:
    """A cast-iron lamp standard with two or three lanterns on scrolled arms."""
    low, h = -b.lot.drop, 3.6
    e = b.lot.width / 2 - 0.19
    b.add("post", "metal", lathe([(0.22, low - 1e-9), (0.22, 0.3), (0.13, 0.42), (0.15, 0.8), (0.07, 0.95), (0.055, h)], segments=8))
    b.add("post", "metal", lathe([(0.06, 2.3), (0.11, 2.4), (0.06, 2.5)], segments=8))
    three = b.rng.random() < 0.6
    for s in (-1, 1):
        arm = [(0, 0, h - 0.45), (s * e * 0.55, 0, h - 0.52), (s * e, 0, h - 0.28), (s * e, 0, h - 0.05)]
        b.add("arms", "metal", tube(arm, [0.04, 0.035, 0.03, 0.03], segments=6), label="arm")
        _lantern(b, s * e, 0.0, h - 0.08)
    if three:
        _lantern(b, 0.0, 0.0, h - 0.02)
    else:
        b.add("post", "metal", ball(0.1, at=(0, 0, h + 0.03), detail=1))


def _lantern(b: Build, x: float, y: float, z: float) -> None:
    """A four-sided lantern under a crowned cap."""
    b.add("lamp", "lamp", frustum(0.1, 0.16, 0.34, at=(x, y, z), segments=4))
    b.add(
        "cap", "metal", frustum(0.185, 0.07, 0.14, at=(x, y, z + 0.34), segments=4), cylinder(0.03, 0.14, at=(x, y, z + 0.46), segments=5)
    )


@kind(
    "wallace_fountain",
    "furniture",
    width=(1.1, 1.4),
    depth=(1.1, 1.4),
    words=("wallace fountain", "drinking fountain", "green fountain"),
    stand="square",
)
def wallace_fountain(b: Build) -> None:
    """A green cast-iron fountain: four figures hold a pointed dome over a basin."""
    r, low = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop
    green = b.look.material("accent")
    b.add("step", "stone", cylinder(r * 0.98, 0.16 - low, at=(0, 0, low), segments=8), label="base")
    b.add(
        "base",
        green,
        lathe([(0.62 * r, 0.14), (0.62 * r, 0.3), (0.44 * r, 0.4), (0.4 * r, 1.0), (0.6 * r, 1.1), (0.6 * r, 1.2)], segments=8),
    )
    b.add("water", "water", cylinder(0.42 * r, 0.05, at=(0, 0, 1.18), segments=8))
    for k in range(4):
        t = pi / 4 + k * pi / 2
        x, y = 0.46 * r * cos(t), 0.46 * r * sin(t)
        b.add(
            "figures", green, frustum(0.13, 0.07, 0.7, at=(x, y, 1.18), segments=7), ball(0.085, at=(x, y, 1.95), detail=1), label="statue"
        )
        b.add("figures", green, rod((x, y, 1.75), (x * 1.1, y * 1.1, 2.16), 0.04, segments=5), label="statue")
    b.add(
        "dome",
        green,
        lathe(
            [(0.7 * r, 2.1), (0.72 * r, 2.2), (0.6 * r, 2.34), (0.3 * r, 2.52), (0.12 * r, 2.62), (0.16 * r, 2.72), (0.02, 2.95)],
            segments=12,
        ),
    )


@kind(
    "book_stall",
    "furniture",
    width=(2.0, 3.4),
    depth=(0.9, 1.3),
    words=("book stall", "bouquiniste", "bookseller", "second hand books"),
    stand="square",
)
def book_stall(b: Build) -> None:
    """A green box on a low wall, its lid propped open over rows of books, with prints hung under it."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    green = b.look.material("accent")
    b.add("wall", "stone", box(w, 0.42, 0.75 - low, at=(0, d / 2 - 0.24, low)), box(w, 0.5, 0.1, at=(0, d / 2 - 0.26, 0.74)))
    y = d / 2 - 0.45
    b.add(
        "box",
        green,
        box(w - 0.2, 0.7, 0.3, at=(0, y, 0.86)),
        [box(0.08, 0.7, 0.62, at=(s * (w / 2 - 0.14), y, 0.86)) for s in (-1, 1)],
        box(w - 0.2, 0.06, 0.62, at=(0, y + 0.33, 0.86)),
        label="crate",
    )
    b.add("box", green, [box(0.07, 0.07, 0.88 - low, at=(s * (w / 2 - 0.16), y - 0.28, low)) for s in (-1, 1)], label="crate")
    lid = [(s * (w / 2 - 0.1), yy, z + t) for s in (-1, 1) for yy, z in ((y + 0.36, 1.46), (-d / 2 + 0.04, 1.95)) for t in (0.0, 0.06)]
    b.add("lid", green, hull(lid), label="roof")
    b.add(
        "props",
        "metal",
        [rod((s * (w / 2 - 0.16), y - 0.3, 1.4), (s * (w / 2 - 0.16), -d / 2 + 0.12, 1.93), 0.02, segments=5) for s in (-1, 1)],
        label="post",
    )
    colors = ("#7a3a2f", "#33506b", "#c9a254", "#4f6b4a", "#e6dcc2", "#5b3a52")
    n = int((w - 0.4) / 0.13)
    for k in range(n):
        m = b.look.material("book", color=colors[int(b.rng.integers(6))], pattern="plain")
        x = (k + 0.5 - n / 2) * (w - 0.4) / n
        name = f"books_{1 + colors.index(m.color)}"
        b.add(
            name,
            m,
            box(0.1, 0.3, between(b.rng, 0.2, 0.3), at=(x, y + 0.1, 1.15)),
            box(0.1, 0.2, between(b.rng, 0.1, 0.16), at=(x, y - 0.2, 1.15)),
            label="book",
        )
    b.add("prints", "paper", [box(0.3, 0.02, 0.36, at=((k - 1) * w * 0.26, y - 0.36, 0.86 - 0.02)) for k in range(3)], label="paper")


@kind(
    "platform_bus", "vehicle", width=(7.0, 8.4), depth=(2.3, 2.5), words=("platform bus", "paris bus", "old bus", "omnibus", "vintage bus")
)
def platform_bus(b: Build) -> None:
    """A green and cream bus with a bonnet in front and an open platform behind."""
    w, half = b.lot.width / 2, b.lot.depth / 2
    green = b.look.material("accent")
    cream = b.look.material("trim")
    floor, roof = 0.62, 2.75
    y = half - 0.08
    x0, x1, x2 = -w + 0.1, -w + 1.35, w - 1.7
    b.add("chassis", "metal", box(2 * w - 0.5, 2 * y - 0.3, 0.22, at=(0.1, 0, 0.42)), label="frame")
    b.add("body", green, box(x2 - x1, 2 * y, 0.85, at=((x1 + x2) / 2, 0, floor)))
    b.add("upper", cream, box(x2 - x1, 2 * y - 0.04, roof - floor - 0.85, at=((x1 + x2) / 2, 0, floor + 0.84)), label="body")
    n = 5
    step = (x2 - x1 - 0.3) / n
    b.add(
        "windows",
        "glass",
        [box(step - 0.16, 2 * y + 0.03, 0.78, at=(x1 + 0.15 + step * (k + 0.5), 0, floor + 1.02)) for k in range(n)],
        box(0.06, 2 * y - 0.5, 0.75, at=(x2 + 0.005, 0, floor + 1.04)),
        label="window",
    )
    b.add(
        "roof",
        cream,
        side([(x0 + 0.05, roof - 0.02), (x2 + 0.12, roof - 0.02), (x2 + 0.05, roof + 0.12), (x0 + 0.2, roof + 0.12)], y + 0.02, bevel=0.08),
    )
    b.add(
        "bonnet",
        green,
        side(
            [(x2 - 0.05, floor), (w - 0.22, floor), (w - 0.2, floor + 0.72), (w - 0.35, floor + 0.86), (x2 - 0.05, floor + 0.98)],
            y * 0.52,
            bevel=0.06,
        ),
        label="hood",
    )
    b.add("grille", "metal", box(0.08, y * 0.8, 0.66, at=(w - 0.2, 0, floor + 0.04)), label="grille")
    b.add("bumper", "metal", box(0.16, 2 * y - 0.2, 0.16, at=(w - 0.1, 0, 0.42)), label="bumper")
    b.add("lamps", "lamp", [ball(0.13, at=(w - 0.28, s * y * 0.6, floor + 0.5), detail=1) for s in (-1, 1)], label="lamp")
    b.add(
        "fenders",
        green,
        [
            side(
                [(w - 1.35, 0.62), (w - 1.1, 0.98), (w - 0.6, 0.98), (w - 0.3, 0.62), (w - 0.3, 0.5), (w - 1.35, 0.5)],
                0.16,
                y=s * (y - 0.18),
            )
            for s in (-1, 1)
        ],
        label="fender",
    )
    b.add("platform", "wood", box(x1 - x0 + 0.1, 2 * y, 0.12, at=((x0 + x1) / 2, 0, floor - 0.06)), label="floor")
    b.add(
        "railings",
        green,
        box(0.06, 2 * y, 0.8, at=(x0 + 0.05, 0, floor)),
        [box(x1 - x0, 0.05, 0.5, at=((x0 + x1) / 2, s * (y - 0.03), floor + 0.04)) for s in (1,)],
        label="railing",
    )
    b.add(
        "posts",
        "metal",
        [rod((x0 + 0.1, s * (y - 0.08), floor), (x0 + 0.1, s * (y - 0.08), roof), 0.035, segments=6) for s in (-1, 1)],
        label="post",
    )
    wheels = [axle(x, s * (y - 0.14), 0.47, 0.47, 0.26, segments=14) for x in (-w + 1.9, w - 0.85) for s in (-1, 1)]
    b.add("wheels", b.look.material("metal", color="#25262a", pattern="plain"), wheels, label="wheel")
    b.add(
        "hubs", cream, [axle(x, s * (y - 0.08), 0.47, 0.2, 0.2, segments=10) for x in (-w + 1.9, w - 0.85) for s in (-1, 1)], label="wheel"
    )
    b.add(
        "sign",
        "sign",
        box(1.4, 0.08, 0.26, at=((x1 + x2) / 2, -y - 0.01, roof - 0.36)),
        box(0.08, 1.2, 0.24, at=(x2 + 0.04, 0, roof - 0.3)),
    )


@kind("vintage_car", "vehicle", width=(3.7, 4.3), depth=(1.6, 1.8), words=("vintage car", "classic car", "oldtimer", "limousine"))
def vintage_car(b: Build) -> None:
    """A saloon of the thirties: long bonnet, swept fenders with running boards, upright grille and round lamps."""
    w, half = b.lot.width / 2, b.lot.depth / 2
    paint, dark = b.look.material("vehicle"), b.look.material("metal", color="#25262a", pattern="plain")
    y = half - 0.3
    b.add("chassis", dark, box(2 * w - 0.5, 2 * y, 0.14, at=(0, 0, 0.3)), label="frame")
    x0, x1, x2 = -w + 0.22, -0.02 * w, w - 0.24
    b.add("body", paint, side([(x0, 0.42), (x1 + 0.2, 0.42), (x1 + 0.2, 1.0), (x0 + 0.12, 0.98)], y, bevel=0.05), label="body")
    b.add("cabin", paint, side([(x0 + 0.1, 0.94), (x1 + 0.22, 0.94), (x1, 1.5), (x0 + 0.55, 1.56), (x0 + 0.22, 1.4)], y - 0.03, bevel=0.08))
    long = x1 - x0
    b.add("windows", "glass", [box(0.3 * long, 2 * y, 0.34, at=(x0 + long * e, 0, 1.06)) for e in (0.42, 0.82)], label="window")
    pane = [(x1 + dx, s * (y - 0.14), z) for s in (-1, 1) for dx, z in ((0.23, 1.0), (0.06, 1.42), (0.15, 1.0), (-0.02, 1.42))]
    b.add("windows", "glass", hull(pane), label="window")
    bonnet = [(x1 + 0.1, 0.44), (x2, 0.44), (x2 + 0.02, 0.92), (x1 + 0.1, 1.02)]
    b.add("bonnet", paint, side(bonnet, y * 0.6, bevel=0.07), label="hood")
    b.add("grille", "metal", box(0.07, y * 0.86, 0.5, at=(x2 + 0.03, 0, 0.44)), label="grille")
    wheels = [(x2 - 0.36, 0.34), (x0 + 0.5, 0.34)]
    fender = [(-0.52, 0.42), (-0.4, 0.66), (-0.05, 0.76), (0.28, 0.68), (0.44, 0.4)]
    for s in (-1, 1):
        c = s * (half - 0.16)
        b.add("fenders", paint, [side([(x + dx, z) for dx, z in fender], 0.15, bevel=0.04, y=c) for x, _ in wheels], label="fender")
        b.add(
            "boards",
            dark,
            box(wheels[0][0] - wheels[1][0] - 0.8, 0.24, 0.06, at=((wheels[0][0] + wheels[1][0]) / 2, c, 0.34)),
            label="step",
        )
        b.add("wheels", dark, [axle(x, c, r, r, 0.18, segments=12) for x, r in wheels], label="wheel")
        b.add("hubs", "trim", [axle(x, s * (half - 0.1), r, r * 0.5, 0.14, segments=10) for x, r in wheels], label="wheel")
        b.add("lamps", "lamp", ball(0.1, at=(x2 - 0.04, s * (y * 0.6 + 0.06), 0.8), detail=1), label="lamp")
    b.add("bumpers", "metal", [box(0.07, 2 * half - 0.24, 0.1, at=(x, 0, 0.36)) for x in (w - 0.06, -w + 0.06)], label="bumper")
    b.add("bumpers", "metal", [box(0.3, 0.08, 0.08, at=(x, s * y * 0.6, 0.37)) for x in (w - 0.2, -w + 0.2) for s in (-1, 1)])
    b.add(
        "boot", paint, side([(x0 - 0.1, 0.46), (x0 + 0.15, 0.46), (x0 + 0.2, 1.02), (x0 - 0.02, 0.96)], y * 0.8, bevel=0.05), label="body"
    )
    b.add("spare", dark, rod((-w + 0.05, 0, 0.72), (-w + 0.16, 0, 0.72), 0.28, segments=12), label="wheel")
