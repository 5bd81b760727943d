"""Cast iron on the pavement: advertising column, newspaper kiosk, metro entrance, book stall."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import shade
from cityscape.grammar.lettering import lettering
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, lathe, tube
from partgen.solids import ball, box, cylinder, dome, hull, rod


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
