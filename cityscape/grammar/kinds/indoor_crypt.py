"""The crypt: altar and sarcophagus by candle and torch light."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.indoor_dungeon import gold, iron, skull
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tube
from cityscape.grammar.shopfit import (
    board,
    bowl,
    candle,
    flame,
    hoop,
    loft,
    pile,
    puff,
    several,
)
from partgen.solids import Solid, ball, box, cylinder, hull, rod


@kind(
    "altar",
    "furniture",
    width=(1.3, 2.0),
    depth=(0.7, 1.0),
    words=("altar", "stone altar", "shrine table"),
    indoor=Indoor(front=0.9, surface=0.95),
)
def altar(b: Build) -> None:
    """A stone altar on a step: a runner with fringes, candles, a bowl, a book or a skull."""
    w, d, stone = b.lot.width, b.lot.depth, b.look.material("stone")
    b.add("step", shade(stone, 0.85), board(w, d, 0.14, cut=0.03))
    b.add(
        "body",
        stone,
        loft(
            (w / 2 - 0.16, d / 2 - 0.14, 0.13),
            (w / 2 - 0.2, d / 2 - 0.17, 0.3),
            (w / 2 - 0.2, d / 2 - 0.17, 0.72),
            (w / 2 - 0.12, d / 2 - 0.1, 0.84),
        ),
        label="plinth",
    )
    b.add("slab", shade(stone, 1.1), board(w - 0.12, d - 0.12, 0.12, at=(0, 0, 0.83), cut=0.025), label="top")
    front, z = -d / 2 + 0.17, 0.95
    arches = [
        loft((0.11, 0.012, 0), (0.11, 0.012, 0.22), (0.04, 0.012, 0.32), at=(x, front - 0.002, 0.33))
        for x in np.linspace(-w / 2 + 0.36, w / 2 - 0.36, 3 if w < 1.7 else 4)
    ]
    b.add("carvings", shade(stone, 0.72), arches, label="ornament")
    cloth = b.look.material("upholstery")
    b.add(
        "runner",
        cloth,
        box(0.5, d - 0.1, 0.012, at=(0, 0, z - 0.002)),
        box(0.5, 0.014, 0.4, at=(0, -d / 2 + 0.053, z - 0.39)),
        label="cloth",
    )
    b.add(
        "fringe",
        gold(b),
        [
            box(0.5, 0.018, 0.03, at=(0, -d / 2 + 0.053, z - 0.42)),
            box(0.09, 0.018, 0.2, at=(0, -d / 2 + 0.0515, z - 0.27)),
            box(0.22, 0.0185, 0.06, at=(0, -d / 2 + 0.0515, z - 0.18)),
        ],
        label="border",
    )
    for x in (-w * 0.36, -w * 0.28, w * 0.3, w * 0.37):
        candle(b, x, between(b, -0.1, 0.16) * d, z - 0.004, r=0.03, h=between(b, 0.14, 0.34))
    if chance(b, 0.5):
        b.add("bowl", gold(b), bowl(0, d * 0.06, z + 0.008, 0.15, 0.12))
        b.add(
            "brew",
            b.look.material("lamp", color="#c2443a").model_copy(update={"emission": 0.35}),
            cylinder(0.125, 0.01, at=(0, d * 0.06, z + 0.12), segments=12),
            label="liquid",
        )
    else:
        b.add("skull", b.look.material("ceramic", color="#d9cfb4"), skull(-0.12, d * 0.1, z + 0.008, 0.2), label="bone")
        pile(b, several(b, "leather", 1), 0.13, d * 0.06, z + 0.008, n=1, w=0.28, d=0.34)


@kind(
    "sarcophagus",
    "furniture",
    width=(2.0, 2.4),
    depth=(0.9, 1.15),
    words=("sarcophagus", "tomb", "coffin", "stone coffin"),
    indoor=Indoor(spot="free", front=0.7),
)
def sarcophagus(b: Build) -> None:
    """A stone coffin with panels and corner columns; on its lid a sleeping knight, or a cross and bands."""
    w, d, stone = b.lot.width, b.lot.depth, b.look.material("stone")
    b.add("plinth", shade(stone, 0.82), board(w, d, 0.12, cut=0.03))
    b.add("body", stone, board(w - 0.16, d - 0.16, 0.52, at=(0, 0, 0.11)), label="coffin")
    b.add(
        "columns",
        shade(stone, 1.1),
        [
            s
            for i in (-1, 1)
            for j in (-1, 1)
            for s in lathe(
                [(0.07, 0.12), (0.05, 0.17), (0.045, 0.55), (0.07, 0.62)], at=(i * (w / 2 - 0.09), j * (d / 2 - 0.09), 0), segments=9
            )
        ],
        label="column",
    )
    n = 4
    panels = [
        board((w - 0.4) / n - 0.07, 0.34, 0.02).turned(roll=pi / 2).moved(-(w - 0.4) / 2 + (w - 0.4) * (k + 0.5) / n, -d / 2 + 0.085, 0.37)
        for k in range(n)
    ]
    sides = [board(d - 0.45, 0.34, 0.02).turned(roll=pi / 2).turned(s * pi / 2).moved(s * (w / 2 - 0.085), 0, 0.37) for s in (-1, 1)]
    b.add("panels", shade(stone, 0.75), panels, sides, label="panel")
    b.add(
        "crests",
        shade(stone, 1.1),
        [
            rod((q[0], -d / 2 + 0.075, 0.37), (q[0], -d / 2 + 0.05, 0.37), 0.07, segments=6)
            for q in [(-(w - 0.4) / 2 + (w - 0.4) * (k + 0.5) / n,) for k in range(n)]
        ],
        label="ornament",
    )
    ajar = 0.035 if chance(b, 0.4) else 0.0
    top, turn = 0.63, ajar
    lid = [board(w - 0.1, d - 0.12, 0.08, at=(0, 0, 0)), loft((w / 2 - 0.12, d / 2 - 0.14, 0.07), (w / 2 - 0.26, d / 2 - 0.3, 0.15))]
    b.add("lid", shade(stone, 1.06), [s.turned(turn).moved(0, 0, top) for s in lid])
    z = top + 0.14
    pale = shade(stone, 1.2)
    if chance(b, 0.6):
        body: list[Solid] = [
            ball(0.1, 0.09, 0.1, at=(-w * 0.34, 0, 0.08), detail=1),
            puff(0.24, 0.3, 0.07, at=(-w * 0.34, 0, -0.03), soft=0.03),
        ]
        body += [
            hull(
                np.array(
                    [
                        (x, s * v, q)
                        for x, v, q in (
                            (-w * 0.29, 0.08, 0.1),
                            (-w * 0.26, 0.19, 0.08),
                            (0.0, 0.15, 0.09),
                            (w * 0.24, 0.12, 0.05),
                            (w * 0.3, 0.1, 0.02),
                            (-w * 0.28, 0.2, 0),
                            (w * 0.3, 0.12, 0),
                        )
                        for s in (-1, 1)
                    ]
                )
            )
        ]
        body += [loft((0.05, 0.045, 0), (0.03, 0.04, 0.14), at=(w * 0.31, s * 0.055, 0)) for s in (-1, 1)]
        body += [box(0.11, 0.13, 0.04, at=(-w * 0.16, 0, 0.09))]
        b.add("effigy", pale, [s.turned(turn).moved(0, 0, z) for s in body], label="statue")
        sword = [box(w * 0.34, 0.04, 0.022, at=(0.02, 0, 0.092)), box(0.035, 0.2, 0.026, at=(-w * 0.11, 0, 0.098))]
        b.add("sword", shade(stone, 0.85), [s.turned(turn).moved(0, 0, z) for s in sword], label="ornament")
    else:
        cross = [
            board(w - 0.5, 0.11, 0.035, at=(0, 0, -0.005)),
            board(0.11, d - 0.55, 0.034, at=(-w * 0.16, 0, -0.005)),
            *[s.moved(-w * 0.16, 0, 0.02) for s in hoop(0.12, 0.045, thick=0.03)],
        ]
        b.add("cross", pale, [s.turned(turn).moved(0, 0, z) for s in cross], label="ornament")


@kind(
    "candelabra",
    "furniture",
    width=(0.45, 0.62),
    depth=(0.42, 0.58),
    words=("candelabra", "candle stand", "candlestick"),
    indoor=Indoor(spot="free", front=0.2),
)
def candelabra(b: Build) -> None:
    """A standing candlestick of wrought iron or brass: three clawed feet, a twisted stem, three or five arms with candles."""
    w, d = b.lot.width, b.lot.depth
    m = iron(b) if chance(b, 0.5) else gold(b)
    r, h = min(w, d) / 2 - 0.06, between(b, 1.2, 1.4)
    for k in range(3):
        t = pi / 2 + 2.0944 * k
        b.add(
            "foot",
            m,
            tube(
                [(0, 0, 0.26), (r * 0.5 * cos(t), r * 0.5 * sin(t), 0.18), (r * 0.85 * cos(t), r * 0.85 * sin(t), 0.02)],
                (0.028, 0.026, 0.024),
                segments=6,
            ),
            ball(0.03, at=(r * 0.9 * cos(t), r * 0.9 * sin(t), 0.032), detail=1),
            label="leg",
        )
    b.add(
        "stem",
        m,
        lathe(
            [
                (0.02, 0.22),
                (0.045, 0.26),
                (0.02, 0.32),
                (0.018, 0.6),
                (0.04, 0.64),
                (0.018, 0.68),
                (0.018, h - 0.14),
                (0.035, h - 0.1),
                (0.02, h - 0.04),
                (0.02, h),
            ],
            segments=8,
        ),
        label="post",
    )
    n = pick(b, 3, 4, 5)
    tops = [(0.0, 0.0, h + 0.06)]
    for k in range(n):
        t = 2 * pi * k / n + 0.4
        x, y = r * cos(t), r * sin(t)
        b.add(
            "arms",
            m,
            tube(
                [(0, 0, h - 0.16), (x * 0.5, y * 0.5, h - 0.22), (x * 0.95, y * 0.95, h - 0.16), (x, y, h - 0.05)], (0.019,) * 4, segments=6
            ),
            label="arm",
        )
        tops.append((x, y, h - 0.06))
    for x, y, z in tops:
        b.add(
            "pans",
            m,
            lathe([(0.018, z - 0.06), (0.02, z - 0.012), (0.055, z + 0.006), (0.055, z + 0.014)], at=(x, y, 0), segments=9),
            label="plate",
        )
        candle(b, x, y, z + 0.01, r=0.026, h=between(b, 0.12, 0.22))


@kind(
    "wall_torch",
    "furniture",
    width=(0.2, 0.3),
    depth=(0.28, 0.4),
    words=("wall torch", "torch", "sconce"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.35, 1.6)),
)
def wall_torch(b: Build) -> None:
    """A burning torch held aslant by an iron bracket on the wall."""
    d, back, m = b.lot.depth, b.lot.depth / 2, iron(b)
    b.add("plate", m, board(0.11, 0.34, 0.02, cut=0.008, corner=0.03).turned(roll=pi / 2).moved(0, back, 0.17), label="bracket")
    b.add(
        "bracket",
        m,
        tube([(0, back - 0.01, 0.06), (0, back - 0.09, 0.04), (0, back - 0.13, 0.14)], (0.016,) * 3),
        [s.moved(0, back - 0.13, 0) for s in hoop(0.045, 0.018, at=(0, 0, 0.15), segments=8)],
        tube([(0, back - 0.01, 0.24), (0, back - 0.07, 0.25), (0, back - 0.13, 0.26)], (0.014,) * 3),
        [s.moved(0, back - 0.15, 0) for s in hoop(0.05, 0.018, at=(0, 0, 0.26), segments=8)],
    )
    top = (0.0, -d / 2 + 0.1, 0.44)
    b.add("shaft", "timber", rod((0, back - 0.115, 0.008), top, 0.022, end=0.032, segments=8), label="torch")
    b.add(
        "head", shade(b.look.material("timber"), 0.4), cylinder(0.055, 0.1, at=(top[0], top[1], top[2] - 0.03), segments=9), label="torch"
    )
    b.add("cage", m, [s.moved(top[0], top[1], 0) for z in (0.43, 0.49) for s in hoop(0.062, 0.014, at=(0, 0, z), segments=9)], label="ring")
    warm = b.look.material("lamp")
    b.add(
        "flame",
        warm,
        flame(top[0], top[1], 0.49, between(b, 0.2, 0.27)),
        flame(0.03, top[1] + 0.015, 0.49, between(b, 0.12, 0.18)),
        flame(-0.028, top[1] - 0.012, 0.49, 0.17),
    )
    b.add(
        "flame_tips",
        warm.model_copy(update={"color": "#ff9a3c", "name": "lamp-ember"}),
        flame(0.0, top[1] + 0.03, 0.485, 0.2),
        flame(0.02, top[1] - 0.035, 0.485, 0.11),
        label="flame",
    )
