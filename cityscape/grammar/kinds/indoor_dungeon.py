"""The dungeon: plank bed, cage, stocks and rack, chains and straw."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, tint
from cityscape.grammar.shopfit import (
    board,
    bowl,
    hoop,
    knob,
    legs,
    loft,
    puff,
    several,
)
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, rod, spandrel


def iron(b: Build) -> Material:
    """Wrought iron."""
    return shade(b.look.material("metal"), 0.7)


def gold(b: Build) -> Material:
    """Gold."""
    return b.look.material("metal", color="#d9a72e")


def chain(a: Point3, e: Point3, *, r: float = 0.012, link: float = 0.06) -> list[Solid]:
    """A chain from a to e as flat links that stand crosswise in turn."""
    p, q = np.array(a), np.array(e)
    n = max(2, round(float(np.linalg.norm(q - p)) / link))
    out = []
    for k in range(n):
        u, v = p + (q - p) * (k - 0.12) / n, p + (q - p) * (k + 1.12) / n
        u, v = (p if k == 0 else u), (q if k == n - 1 else v)
        out.append(beam(u, v, *((2.6 * r, r) if k % 2 else (r, 2.6 * r))))
    return out


def skull(x: float, y: float, z: float, turn: float = 0.0) -> list[Solid]:
    """A skull that looks towards -y, its chin on z."""
    parts = [
        ball(0.07, 0.085, 0.07, at=(0, 0.015, 0.105), detail=1),
        loft((0.035, 0.035, 0.0), (0.045, 0.045, 0.05), (0.05, 0.05, 0.09), at=(0, -0.025, 0)),
    ]
    return [s.turned(turn).moved(x, y, z) for s in parts]


def straw(b: Build) -> Material:
    """Straw."""
    return b.look.material("crop", color="#cfae55", pattern="thatch")


Point3 = tuple[float, float, float]


@kind(
    "prison_bed",
    "furniture",
    width=(1.85, 2.1),
    depth=(0.75, 0.95),
    words=("prison bed", "plank bed", "cell bed"),
    indoor=Indoor(front=0.6, seat=True),
)
def prison_bed(b: Build) -> None:
    """A plank bed on chains from the wall: straw mattress, thin blanket, a rolled sack for a pillow."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    wood, n = b.look.material("timber"), 4
    b.add(
        "planks",
        wood,
        [board(w - 0.02, (d - 0.02) / n - 0.01, 0.05, at=(0, -back + 0.01 + (d - 0.02) * (k + 0.5) / n, 0.33)) for k in range(n)],
        label="plank",
    )
    b.add("planks", wood, [box(0.09, d - 0.06, 0.05, at=(s * (w / 2 - 0.22), 0, 0.285)) for s in (-1, 1)], label="plank")
    b.add(
        "legs",
        wood,
        [box(0.09, 0.09, 0.3, at=(s * (w / 2 - 0.22), -back + 0.08, 0)) for s in (-1, 1)],
        [box(0.09, 0.09, 0.3, at=(s * (w / 2 - 0.22), back - 0.06, 0)) for s in (-1, 1)],
        label="leg",
    )
    m = iron(b)
    for s in (-1, 1):
        x = s * (w / 2 - 0.06)
        b.add("chains", m, chain((x, -back + 0.05, 0.38), (x, back - 0.03, 1.05)), label="chain")
        b.add(
            "rings",
            m,
            board(0.1, 0.1, 0.02).turned(roll=pi / 2).moved(x, back - 0.001, 1.06),
            box(0.07, 0.07, 0.02, at=(x, -back + 0.06, 0.375)),
            label="ring",
        )
    b.add("mattress", straw(b), puff(w - 0.2, d - 0.12, 0.09, at=(0, 0.02, 0.375), soft=0.04))
    s, cloth = pick(b, -1, 1), several(b, "fabric", 1)[0]
    dull = tint(cloth, "#5d5a52", 0.7)
    bx = -s * w * 0.16
    b.add(
        "blanket",
        dull,
        puff(w * 0.52, d - 0.1, 0.03, at=(bx, 0.015, 0.452), soft=0.02),
        box(w * 0.46, 0.024, between(b, 0.1, 0.2), at=(bx, -back + 0.012, 0.27)),
    )
    b.add("blanket", dull, puff(0.09, d - 0.1, 0.055, at=(bx + s * w * 0.24, 0.015, 0.45), soft=0.025))
    b.add(
        "pillow", tint(b.look.material("linen"), "#9a8f78", 0.4), puff(0.3, d * 0.55, 0.11, at=(s * (w / 2 - 0.28), 0.03, 0.452), soft=0.05)
    )
    b.add(
        "stalks",
        straw(b),
        [
            rod((x, -back + 0.02, 0.42), (x + e, -back + 0.012, 0.32), 0.007, segments=4)
            for x, e in zip(np.linspace(-0.4, 0.4, 5) * w, (0.03, -0.02, 0.04, -0.03, 0.02), strict=True)
        ],
        label="straw",
    )


@kind(
    "iron_cage",
    "furniture",
    width=(0.9, 1.6),
    depth=(0.9, 1.5),
    words=("iron cage", "cage", "prison cage"),
    indoor=Indoor(spot="corner", front=0.8),
)
def iron_cage(b: Build) -> None:
    """A cage of bars with bands, a barred door with its lock, straw and a skull within."""
    w, d, h, m = b.lot.width, b.lot.depth, 1.95, iron(b)
    x, y = w / 2 - 0.04, d / 2 - 0.05
    b.add("floor", "timber", board(w - 0.02, d - 0.02, 0.06))
    b.add(
        "bands",
        m,
        [
            s
            for z in (0.06, 1.0, h - 0.05)
            for s in (
                box(w - 0.02, 0.05, 0.05, at=(0, y, z)),
                box(w - 0.02, 0.05, 0.05, at=(0, -y, z)),
                box(0.048, 2 * y, 0.049, at=(x, 0, z)),
                box(0.048, 2 * y, 0.049, at=(-x, 0, z)),
            )
        ],
        label="beam",
    )
    n, k = max(4, round(w / 0.15)), max(4, round(d / 0.15))
    bars = [
        rod((-x + 2 * x * i / n, s * y, 0.05), (-x + 2 * x * i / n, s * y, h - 0.01), 0.018, segments=6)
        for i in range(n + 1)
        for s in (-1, 1)
    ]
    bars += [
        rod((s * x, -y + 2 * y * i / k, 0.05), (s * x, -y + 2 * y * i / k, h - 0.01), 0.018, segments=6)
        for i in range(1, k)
        for s in (-1, 1)
    ]
    b.add("bars", m, bars, label="post")
    b.add(
        "roof",
        m,
        [box(0.05, 2 * y, 0.03, at=(-x + 2 * x * i / 4, 0, h - 0.02)) for i in range(1, 4)],
        [box(2 * x, 0.05, 0.029, at=(0, e * y * 0.5, h - 0.019)) for e in (-1, 0, 1)],
    )
    dw = min(0.7, w * 0.5)
    door = [box(0.05, 0.03, 1.7, at=(s * dw / 2, -y - 0.03, 0.1)) for s in (-1, 1)] + [
        box(dw, 0.03, 0.06, at=(0, -y - 0.0305, z)) for z in (0.1, 1.02, 1.74)
    ]
    b.add("door", shade(m, 1.25), door)
    b.add(
        "lock",
        tint(m, "#b98a3e", 0.6),
        box(0.11, 0.03, 0.15, at=(dw / 2 - 0.04, -y - 0.034, 0.98)),
        [s.turned(roll=pi / 2).moved(dw / 2 - 0.04, -y - 0.034, 1.14) for s in hoop(0.035, 0.016, segments=8)],
    )
    b.add("straw", straw(b), clump(b.rng, w * 0.36, d * 0.34, 0.12, at=(0.02, 0.05, 0.05), points=24, floor=0.055))
    bone = b.look.material("ceramic", color="#d9cfb4")
    b.add(
        "bones",
        bone,
        skull(-w * 0.12, -d * 0.12, 0.13, 0.4),
        [rod((w * 0.05, -d * 0.2, 0.13), (w * 0.22, -d * 0.1, 0.15), 0.018, segments=6)],
        label="bone",
    )
    b.add("chains", m, chain((w * 0.2, y, 1.0), (w * 0.16, y * 0.45, 0.16)), label="chain")


@kind("stocks", "furniture", width=(1.3, 1.7), depth=(0.7, 0.95), words=("stocks", "pillory"), indoor=Indoor(spot="free", front=0.7))
def stocks(b: Build) -> None:
    """A pillory on a plank stage: two posts, two boards with holes for neck and wrists, a hinge and a lock."""
    w, d, wood = b.lot.width, b.lot.depth, b.look.material("timber")
    b.add("stage", "wood", [board(w, d / 5 - 0.008, 0.05, at=(0, -d / 2 + d * (k + 0.5) / 5, 0.1)) for k in range(5)], label="floor")
    b.add("stage", "wood", [box(0.09, d - 0.02, 0.11, at=(x, 0, 0)) for x in (-w / 2 + 0.12, 0, w / 2 - 0.12)], label="floor")
    px = w / 2 - 0.14
    b.add(
        "posts",
        wood,
        [box(0.12, 0.13, 1.42, at=(s * px, 0.05, 0.13)) for s in (-1, 1)],
        [loft((0.075, 0.08, 1.54), (0.02, 0.02, 1.62), at=(s * px, 0.05, 0)) for s in (-1, 1)],
        label="post",
    )
    b.add(
        "posts",
        wood,
        [beam((s * px, y, 0.14), (s * px, 0.05, 0.62), 0.08, 0.08) for s in (-1, 1) for y in (-d / 2 + 0.09, d / 2 - 0.06)],
        label="post",
    )
    z, t, span = 1.2, 0.06, 2 * px - 0.12
    holes = [(-span * 0.33, 0.1), (0.0, 0.17), (span * 0.33, 0.1)]
    for name, sign, high in (("upper_board", 1, 0.2), ("lower_board", -1, 0.22)):
        edge, solids = -span / 2, []
        for x, wide in [*holes, (span / 2, 0.0)]:
            right = x - wide / 2
            solids.append(box(right - edge + 0.002, t, high, at=((edge + right) / 2, 0, 0)))
            if wide:
                solids += [s.moved(x, 0, 0) for s in spandrel(wide, wide / 2, t, high, steps=6)]
            edge = x + wide / 2
        flip = [s if sign > 0 else s.turned(roll=pi) for s in solids]
        b.add(name, "wood", [s.moved(0, 0.05, z + sign * 0.004) for s in flip], label="board")
    m = iron(b)
    b.add("irons", m, [box(0.05, t + 0.03, 0.34, at=(s * (span / 2 - 0.05), 0.05, z - 0.17)) for s in (-1, 1)], label="hinge")
    b.add("lock", tint(m, "#b98a3e", 0.5), box(0.1, 0.05, 0.12, at=(span * 0.17, 0.05 - t / 2 - 0.02, z - 0.1)))
    b.add("straw", straw(b), clump(b.rng, w * 0.28, d * 0.2, 0.05, at=(between(b, -0.1, 0.1), -d * 0.16, 0.145), points=18, floor=0.148))


@kind(
    "wall_chains",
    "furniture",
    width=(0.5, 0.9),
    depth=(0.16, 0.2),
    words=("wall chains", "chains", "shackles", "manacles"),
    indoor=Indoor(spot="hung", front=0.4, at=(0.7, 0.95)),
)
def wall_chains(b: Build) -> None:
    """Two chains with shackles hanging from ring plates on the wall."""
    w, back, m = b.lot.width, b.lot.depth / 2, iron(b)
    h = 0.95
    for s in (-1, 1):
        x, low = s * (w / 2 - 0.1), 0.0 if s < 0 else between(b, 0.0, 0.12)
        b.add("plates", m, board(0.13, 0.13, 0.025, cut=0.01, corner=0.03).turned(roll=pi / 2).moved(x, back, h - 0.07), label="plate")
        b.add(
            "bolts",
            shade(m, 1.4),
            [knob(x + i * 0.042, back - 0.022, h - 0.07 + j * 0.042, 0.01) for i in (-1, 1) for j in (-1, 1)],
            label="screw",
        )
        b.add(
            "rings",
            shade(m, 1.2),
            [q.turned(pi / 2, roll=pi / 2).moved(x, back - 0.05, h - 0.08) for q in hoop(0.034, 0.014, segments=8)],
            label="ring",
        )
        end = x + s * 0.03
        b.add("chains", m, chain((x, back - 0.052, h - 0.1), (end, back - 0.06, low + 0.1), r=0.013, link=0.07), label="chain")
        b.add(
            "shackles",
            shade(m, 1.2),
            [q.turned(roll=0.5).moved(end, back - 0.075, low + 0.06) for q in hoop(0.05, 0.03, thick=0.035, segments=9)],
            label="ring",
        )
        if low < 0.03:
            b.add("shackles", shade(m, 1.2), box(0.03, 0.03, 0.05, at=(end, back - 0.075, 0.0)), label="ring")
    b.add("rail", m, board(w - 0.06, 0.045, 0.02).turned(roll=pi / 2).moved(0, back, h - 0.07), label="bar")


@kind(
    "rack_table",
    "furniture",
    width=(1.9, 2.4),
    depth=(0.75, 1.0),
    words=("rack", "torture rack", "rack table"),
    indoor=Indoor(spot="free", front=0.7),
)
def rack_table(b: Build) -> None:
    """A rack: slatted bed on stout legs, a roller with spokes at each end, ropes and cuffs."""
    w, d, wood, z = b.lot.width, b.lot.depth, b.look.material("timber"), 0.62
    b.add(
        "frame",
        wood,
        [box(w - 0.12, 0.1, 0.12, at=(0, s * (d / 2 - 0.1), z - 0.06)) for s in (-1, 1)],
        legs(w - 0.16, d - 0.08, z, 0.12, foot=0.85),
        label="leg",
    )
    b.add(
        "frame",
        wood,
        [box(w - 0.3, 0.07, 0.08, at=(0, s * (d / 2 - 0.1), 0.16)) for s in (-1, 1)],
        [box(0.07, d - 0.2, 0.08, at=(s * (w / 2 - 0.14), 0, 0.161)) for s in (-1, 1)],
        label="leg",
    )
    n = 9
    b.add(
        "slats",
        "wood",
        [board((w - 0.7) / n - 0.03, d - 0.14, 0.03, at=((w - 0.7) * ((k + 0.5) / n - 0.5), 0, z + 0.03)) for k in range(n)],
        label="plank",
    )
    m = iron(b)
    for s in (-1, 1):
        x = s * (w / 2 - 0.16)
        b.add(
            "rollers",
            tint(wood, "#a9805a", 0.3),
            rod((x, -d / 2 + 0.03, z + 0.12), (x, d / 2 - 0.03, z + 0.12), 0.075, segments=10),
            label="roller",
        )
        b.add("brackets", wood, [box(0.12, 0.09, 0.22, at=(x, q * (d / 2 - 0.1), z + 0.02)) for q in (-1, 1)], label="bracket")
        b.add(
            "hoops",
            m,
            [rod((x, q - 0.02, z + 0.12), (x, q + 0.02, z + 0.12), 0.084, segments=10) for q in (-d * 0.22, d * 0.22)],
            label="hoop",
        )
        turn = between(b, 0.1, 0.6)
        for q in (0.0, pi / 2):
            dx, dz = 0.14 * cos(turn + q), 0.2 * sin(turn + q)
            b.add(
                "spokes",
                tint(b.look.material("wood"), "#d9a866", 0.3),
                rod((x - dx, -d / 2 + 0.026, z + 0.12 - dz), (x + dx, -d / 2 + 0.026, z + 0.12 + dz), 0.02, segments=6),
                label="handle",
            )
        for q in (-d * 0.18, d * 0.18):
            b.add(
                "ropes",
                b.look.material("fabric", color="#b99a63"),
                rod((x - s * 0.06, q, z + 0.16), (s * (w / 2 - 0.5), q * 0.8, z + 0.075), 0.014, segments=6),
                label="rope",
            )
            b.add(
                "cuffs",
                m,
                [c.moved(s * (w / 2 - 0.52), q * 0.8, z + 0.075) for c in hoop(0.05, 0.025, thick=0.035, segments=8)],
                label="ring",
            )


@kind(
    "straw_pile",
    "furniture",
    width=(0.8, 1.6),
    depth=(0.7, 1.3),
    words=("straw pile", "straw bed", "heap of straw"),
    indoor=Indoor(spot="corner", front=0.2),
)
def straw_pile(b: Build) -> None:
    """A heap of straw with stalks sticking out; a rag, a bone or a bowl left in it."""
    w, d, m = b.lot.width, b.lot.depth, straw(b)
    b.add(
        "straw",
        m,
        clump(b.rng, w * 0.46, d * 0.46, 0.16, at=(0, 0, 0.0), points=46, rough=0.2, floor=0.0),
        clump(b.rng, w * 0.27, d * 0.27, 0.17, at=(-w * 0.1, d * 0.1, 0.08), points=30, rough=0.2, floor=0.0),
    )
    t = 2 * pi * (np.arange(14) + 0.6 * b.rng.random(14)) / 14
    stalks = []
    for k, u in enumerate(t):
        r0, r1 = 0.3, 0.38 + 0.1 * float(b.rng.random())
        p = (w * r0 * cos(u), d * r0 * sin(u), 0.06)
        q = (w * min(r1, 0.48) * cos(u + 0.25), d * min(r1, 0.48) * sin(u + 0.25), 0.05 + 0.1 * (k % 3))
        stalks.append(rod(p, q, 0.009, segments=4))
    b.add("stalks", tint(m, "#f0dc98", 0.5), stalks, label="straw")
    what = int(b.rng.integers(3))
    if what == 0:
        b.add(
            "rag",
            tint(b.look.material("fabric"), "#6e6455", 0.5),
            clump(b.rng, w * 0.2, d * 0.2, 0.05, at=(-w * 0.08, d * 0.08, 0.2), points=20, rough=0.3),
            label="cloth",
        )
    elif what == 1:
        b.add("bowl", "wood", bowl(w * 0.24, -d * 0.2, 0.07, 0.085, 0.07))
    else:
        b.add(
            "bones",
            b.look.material("ceramic", color="#d9cfb4"),
            skull(w * 0.12, -d * 0.16, 0.1, 0.5),
            rod((-0.05, -d * 0.2, 0.13), (w * 0.05, -d * 0.1, 0.17), 0.017, segments=6),
            label="bone",
        )
