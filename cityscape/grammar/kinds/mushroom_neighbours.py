"""The mushrooms' neighbours: houses in acorns, gourds, puffballs and snail shells."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import Wall, between, chance, pick
from cityscape.grammar.masonry import tower_wall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.toadstool import (
    PROFILE,
    cap,
    cap_paint,
    glow,
    leaf,
    round_door,
    round_window,
    sprout,
    warts,
)
from partgen.solids import ball, box, cylinder, frustum, rod

SILL = 0.3


@kind("acorn_house", "building", width=(4.6, 6.8), depth=(5.0, 7.2), words=("acorn house", "acorn", "nut house", "squirrel house"))
def acorn_house(b: Build) -> None:
    """A tall brown acorn on a ring of stones: swelling walls, a scaly cap with a stalk, a round door and windows."""
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.35
    r = reach * 0.82
    y = b.lot.depth / 2 - reach - 0.05
    low = -b.lot.drop
    b.add("plinth", "stone", cylinder(r * 0.86, 0.35 - low, at=(0, y, low), segments=16), label="plinth")
    h = r * between(b, 1.75, 2.0)
    nut = b.look.material("wall2")
    body = [(r * 0.72, 0.28), (r * 0.9, 0.28 + h * 0.16), (r, 0.28 + h * 0.45), (r * 0.97, 0.28 + h * 0.72), (r * 0.86, 0.28 + h)]
    b.add("walls", nut, lathe(body, at=(0, y, 0), segments=22), label="wall")
    z = 0.28 + h * 0.95
    scaly = tint(b.look.material("timber"), "#a4764a", 0.5).model_copy(update={"pattern": "shingle", "scale": 1.3, "name": "acorn-scales"})
    top = r * 0.72
    crown = [
        (r * 1.04, -0.12),
        (reach * 0.98, 0.0),
        (reach, top * 0.16),
        (reach * 0.9, top * 0.42),
        (reach * 0.66, top * 0.72),
        (reach * 0.34, top * 0.92),
        (0.16, top),
    ]
    b.add("cap", scaly, lathe(crown, at=(0, y, z), segments=24), label="roof")
    a = 2 * pi * b.rng.random()
    stalk = [(0.0, y, z + top - 0.15), (0.05 * cos(a), y + 0.05 * sin(a), z + top + 0.4), (0.3 * cos(a), y + 0.3 * sin(a), z + top + 0.8)]
    b.add("stalk", "timber", tube(stalk, [0.22, 0.17, 0.2], segments=8), label="chimney")
    tip = stalk[-1]
    b.add(
        "leaves",
        "foliage",
        *[
            leaf(
                [
                    tip,
                    (tip[0] + 0.5 * cos(t), tip[1] + 0.5 * sin(t), tip[2] + 0.15),
                    (tip[0] + 0.95 * cos(t), tip[1] + 0.95 * sin(t), tip[2] - 0.12),
                ],
                [0.1, 0.28, 0.03],
            )
            for t in (a + 0.6, a + 2.4)
        ],
        label="leaf",
    )

    def on(zz: float, yaw: float) -> Wall:
        q = float(np.interp(zz, [e for _, e in body], [p for p, _ in body]))
        return tower_wall(0, y, zz, q, yaw)

    porch = on(1.3, 0.0).at(0, 0.32 - 1.3)
    b.add("porch", nut, porch.one(rod((0, 0.7, 0.98), (0, -0.16, 0.98), 0.98, segments=18)), label="wall")
    b.add("porch_foot", "stone", porch.one(box(1.7, 0.8, 0.3 - low, at=(0, 0.2, -0.3 + low))), label="plinth")
    round_door(b, porch.at(out=0.16), w=0.95, h=1.75)
    for a in (-1.0, 1.0, 2.3, -2.3):
        round_window(b, on(0.28 + h * 0.5, a), r=0.32, box_=abs(a) < 1.5)
    for a in (0.0, 1.9):
        round_window(b, on(0.28 + h * 0.78, a), r=0.24)
    light = glow(b)
    for s in (-1, 1):
        sprout(b, s * r * 0.9, y - r * 0.8, between(b, 0.6, 0.9), glow=light)


@kind("gourd_house", "building", width=(5.2, 8.0), depth=(5.8, 8.6), words=("gourd house", "pumpkin house", "pumpkin", "gourd"))
def gourd_house(b: Build) -> None:
    """A great ribbed gourd with a round door under a leaf, lit windows between its ribs and a curling stalk that smokes."""
    reach = min(b.lot.width / 2 - 0.42, (b.lot.depth - 1.35) / 1.95)
    y = b.lot.depth / 2 - reach - 0.1
    low = -b.lot.drop
    skin = b.look.material("accent", color=pick(b, "#e2762a", "#e88f34", "#d9a13c", "#8a9c45"), pattern="plain")
    n = 11
    h = reach * between(b, 1.25, 1.5)
    lobes = []
    for k in range(n):
        t = 2 * pi * k / n - pi / 2
        q = reach * 0.4
        lobes.append(ball(q, q * 0.8, h / 2, detail=2).turned(t).moved(reach * 0.6 * cos(t), y + reach * 0.6 * sin(t), h / 2))
    core = lathe([(reach * 0.5, low), (reach * 0.72, 0.35), (reach * 0.72, h * 0.62), (reach * 0.4, h * 0.88)], at=(0, y, 0), segments=20)
    b.add("walls", skin, lobes, core, label="wall")
    b.add("plinth", "stone", cylinder(reach * 0.9, 0.16 - low, at=(0, y, low), segments=18), label="plinth")
    a = 2 * pi * b.rng.random()
    z = h * 0.84
    stalk = [(0, y, z - 0.3), (0, y, z + 0.25), (0.22 * cos(a), y + 0.22 * sin(a), z + 0.75), (0.75 * cos(a), y + 0.75 * sin(a), z + 1.05)]
    b.add("stalk", b.look.material("needles", pattern="bark"), tube(stalk, [0.5, 0.3, 0.24, 0.3], segments=9), label="chimney")
    for k in range(3):
        t = a + 1.4 + 1.5 * k
        p = [
            (0.2 * cos(t), y + 0.2 * sin(t), z + 0.02),
            (0.9 * cos(t), y + 0.9 * sin(t), z + 0.34),
            (1.6 * cos(t), y + 1.6 * sin(t), z + 0.05),
        ]
        b.add("leaves", "foliage", leaf(p, [0.18, 0.52, 0.04]), label="leaf")
    f = tower_wall(0, y, 0.22, reach * 0.93, 0.0)
    b.add("porch", "trim", f.one(rod((0, 0.6, 0.98), (0, -0.12, 0.98), 1.02, segments=18)), label="frame")
    b.add("porch_foot", "stone", f.one(box(1.9, 0.9, 0.25 - low, at=(0, 0.2, -0.22 + low))), label="plinth")
    round_door(b, f.at(0, 0, out=0.12), w=0.95, h=1.75)
    b.add(
        "leaf_awning",
        "foliage",
        f.put(
            *[
                s
                for q in (-0.55, 0.0, 0.55)
                for s in leaf([(q, 0.4, 2.15), (q * 1.3, -0.1, 2.2), (q * 1.6, -0.42, 1.95)], [0.2, 0.36, 0.05])
            ]
        ),
        label="awning",
    )
    for k in (2, 3, 5, 6, 8, 9):
        t = 2 * pi * (k + 0.5) / n
        round_window(b, tower_wall(0, y, h * 0.5, reach * 0.93, t), r=0.28)


@kind(
    "puffball_hall",
    "building",
    width=(8.0, 13.0),
    depth=(8.0, 13.0),
    words=("puffball", "puffball hall", "mushroom barn", "mushroom store", "mushroom market hall"),
)
def puffball_hall(b: Build) -> None:
    """A giant pale puffball, flattened, with a wide round gate, rings of windows and a crown of small caps."""
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.5
    low = -b.lot.drop
    y = b.lot.depth / 2 - reach - 0.32
    h = reach * between(b, 0.98, 1.15)
    rows = [(0.86, 0.0), (0.97, 0.14), *((q, 0.3 + 0.7 * e) for q, e in PROFILE["dome"][1:])]
    prof = [(q * reach, e * h) for q, e in rows]
    if low < 0:
        prof = [(0.84 * reach, low), *prof]
    b.add("walls", "wall", lathe(prof, at=(0, y, 0), segments=28), label="wall")
    tan = tint(b.look.material("wall"), "#b98f5c", 0.45).model_copy(update={"pattern": "plain", "name": "puffball-spots"})
    b.add("spots", tan, [q.moved(0, y, 0.3 * h) for q in warts(b, reach, 0.7 * h, "dome", many=1.2)], label="ornament")

    def out(e: float) -> float:
        return float(np.interp(e, [z for _, z in rows], [q for q, _ in rows])) * reach

    gate = tower_wall(0, y, SILL, out(0.12) + 0.12, 0.0)
    w = min(2.4, reach * 0.55)
    b.add("gate_arch", "timber", gate.one(rod((0, 1.2, w * 0.62), (0, -0.1, w * 0.62), w * 0.72, segments=20)), label="frame")
    b.add("gate_foot", "stone", gate.one(box(w * 1.3, 1.2, 0.3 - low, at=(0, 0.3, -SILL + low))), label="plinth")
    b.add("gate", "door", gate.one(rod((0, 0.4, w * 0.62), (0, -0.18, w * 0.62), w * 0.56, segments=20)), label="door")
    b.add(
        "gate_bars",
        "metal",
        gate.put(box(0.08, 0.1, w * 0.98, at=(0, -0.2, w * 0.12)), *[box(w * 0.8, 0.08, 0.1, at=(0, -0.2, w * q)) for q in (0.42, 0.8)]),
        label="handle",
    )
    for k in range(10):
        a = 2 * pi * (k + 0.5) / 10
        if 0.5 < a < 2 * pi - 0.5:
            round_window(b, tower_wall(0, y, h * 0.36, out(0.36), a), r=0.36, box_=k % 2 == 0)
    skin, spots = cap_paint(b, spotted=True)
    for k in range(3):
        t = 2.0 + 2 * pi * k / 3
        q = reach * (0.42 if k else 0.3)
        x, yy = q * cos(t), y + q * sin(t)
        z = h * 0.86
        size = reach * (0.3, 0.22, 0.26)[k]
        b.add("caps_stems", "trim", cylinder(size * 0.34, 1.5 + 0.4 * k, at=(x, yy, z - 0.6), segments=10), label="tower")
        cap(
            b,
            x,
            yy,
            z + 0.75 + 0.4 * k,
            size,
            size * 0.7,
            form="dome",
            neck=size * 0.3,
            skin=skin,
            spots=spots,
            name=f"crown_cap_{k + 1}",
            gills=10,
            many=0.5,
        )
    light = glow(b)
    for s in (-1, 1):
        for k in range(2):
            sprout(b, s * (w * 0.85 + 0.55 * k), -b.lot.depth / 2 + 0.5, between(b, 0.7, 1.1), glow=light)


@kind("shell_house", "building", width=(6.0, 9.0), depth=(6.0, 8.6), words=("snail shell house", "shell house", "snail house"))
def shell_house(b: Build) -> None:
    """A snail's shell that somebody moved into: coils that shrink to a tip, a flared mouth with a door, windows in the whorl."""
    w, d = b.lot.width, b.lot.depth
    low = -b.lot.drop
    s = 1 if chance(b, 0.5) else -1
    r = min(w * 0.34, d * 0.4)
    y = d / 2 - r - 0.15
    x = s * (w / 2 - r - 0.25)
    shell, _ = cap_paint(b, spotted=True)
    band = tint(shell, "#f6ead2", 0.45)
    pale = b.look.material("wall")
    coils = []
    turns = 16
    for k in range(turns):
        e = k / (turns - 1)
        t = -pi / 2 + s * (0.4 + 4.4 * pi / 2 * e * 1.15)
        q = r * 0.66 * (1 - e) ** 0.85 + 0.16
        away = r * 0.34 * (1 - e) ** 0.7
        z = (r * 0.66 + 0.16) * 1.05 + r * 1.4 * e**1.15
        coils.append((x + away * cos(t), y + away * sin(t), z, q))
    for k, (px, py, z, q) in enumerate(coils):
        name, paint, more = ("shell", shell, 1.06) if k % 3 else ("shell_bands", band, 1.07)
        b.add(name, paint, ball(q * more, q * more, q * more * 0.95, at=(px, py, z), detail=2), label="roof")
    foot = [(r * 0.98, 0.0), (r, 0.3), (r * 0.86, r * 0.5), (r * 0.7, r * 0.7)]
    b.add("foot", pale, lathe([(r * 0.98, low), *foot[1:]], at=(x, y, 0), segments=22), label="wall")
    mouth = tower_wall(x, y, 0.24, r * 0.9, -s * 0.25)
    horn = [(0.96, 0.9), (1.1, 0.05), (1.22, -0.34)]
    for (q0, y0), (q1, y1) in zip(horn, horn[1:], strict=False):
        b.add("mouth", pale, mouth.one(rod((0, y0, 1.02), (0, y1, 1.02), q0, end=q1, segments=20)), label="frame")
    b.add("mouth_foot", "stone", mouth.one(box(1.8, 1.1, 0.27 - low, at=(0, 0.1, low - 0.24))), label="plinth")
    round_door(b, mouth.at(0, 0, out=0.32), w=0.95, h=1.75)
    for k, a in enumerate((0.8, 1.7, 2.8, -1.6)):
        round_window(b, tower_wall(x, y, r * 0.42, r * 0.93, -s * 0.25 + a * (1 if k < 3 else s)), r=0.3)
    tx, ty, tz, tq = coils[-1]
    b.add("tip", "accent", frustum(tq, 0.03, 0.5, at=(tx, ty, tz + tq * 0.6), segments=8), label="ornament")
    light = glow(b)
    for k in range(3):
        sprout(b, -s * (w / 2 - 0.45 - 0.6 * k), -d / 2 + 0.45 + 0.2 * (k % 2), between(b, 0.6, 1.2), glow=light if k != 1 else None)
