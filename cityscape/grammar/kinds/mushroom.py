"""Houses of a mushroom village: a toadstool alone, twins, a tower with balconies, a shop."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.fittings import hanging_sign
from cityscape.grammar.kit import between, chance, pick
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import lathe, tube
from cityscape.grammar.toadstool import (
    FLAT,
    Form,
    Stem,
    cap,
    cap_paint,
    crooked,
    eye_dormer,
    glow,
    leaf,
    moss,
    railing,
    round_door,
    round_window,
)
from partgen.solids import ball, box, cylinder

SILL = 0.3


@kind(
    "mushroom_house",
    "building",
    width=(5.6, 8.6),
    depth=(5.8, 8.8),
    words=("mushroom house", "toadstool house", "mushroom cottage", "toadstool", "gnome house", "fairy house", "house", "home"),
)
def mushroom_house(b: Build) -> None:
    """One fat stem with a round door and windows under a broad spotted cap, eye dormers, a crooked chimney and moss."""
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.05
    form: Form = pick(b, "dome", "dome", "bell", "cushion")
    skin, pale = cap_paint(b, spotted=True)
    h = between(b, 2.5, 3.1) + (0.6 if b.lot.size == "large" else 0.0)
    r = reach * between(b, 0.54, 0.6)
    lean = (between(b, -0.16, 0.16), between(b, 0.0, 0.14))
    tall = reach * FLAT[form] * between(b, 0.92, 1.15)
    big = reach - abs(lean[0]) - 0.04
    stem = Stem(0, 0, r, h, lean=lean)
    b.add("walls", "wall", stem.solids(b.lot.drop), label="wall")
    x, y, _ = stem.at(h)
    neck = stem.at(h)[2]
    tilt, turn = between(b, 0.02, 0.07), 2 * pi * b.rng.random()
    cap(b, x, y, h - 0.1, big * 0.97, tall, form=form, neck=neck, skin=skin, spots=pale, tilt=tilt, turn=turn)
    _front(b, stem)
    side = 1 if chance(b, 0.5) else -1
    if tall > 1.7:
        for yaw in (0.0, side * 1.9)[: 2 if chance(b, 0.6) else 1]:
            eye_dormer(b, x, y, h - 0.1, big, tall, form, yaw + 0.15 * side, up=0.34, size=0.3, skin=skin)
    a = side * 2.2
    q = big * 0.45
    crooked(b, x + q * sin(a), y - q * cos(a), h + tall * 0.55, h + tall * 0.95 + between(b, 0.4, 0.8))
    moss(b, stem)


def _front(b: Build, stem: Stem, *, angles: tuple[float, ...] = (-0.95, 0.95, 2.2, -2.2), door: float = 0.0, second: bool = False) -> None:
    """Door and windows of a stem that is lived in."""
    round_door(b, stem.wall(SILL, door), w=min(1.1, stem.r * 0.62))
    for k, a in enumerate(angles):
        round_window(b, stem.wall(1.5 + SILL * 0.4, door + a), r=min(0.36, stem.r * 0.2), box_=k < 2)
    if second:
        for a in (-0.45, 0.6, 1.8, -1.8):
            round_window(b, stem.wall(stem.h * 0.72, door + a), r=min(0.3, stem.r * 0.2))


@kind(
    "mushroom_twin",
    "building",
    width=(8.6, 13.0),
    depth=(7.0, 10.5),
    words=("mushroom cluster", "twin mushroom", "mushroom family", "toadstool cluster", "mushroom inn"),
)
def mushroom_twin(b: Build) -> None:
    """Two or three mushrooms grown together, tall and short, their caps in steps, with a door in the tallest."""
    w, d = b.lot.width, b.lot.depth
    s = 1 if chance(b, 0.5) else -1
    r1 = min(w * 0.33, d * 0.47)
    h1 = between(b, 4.0, 4.9)
    form: Form = pick(b, "dome", "bell", "dome")
    skin, pale = cap_paint(b, spotted=True)
    x1, y1 = -s * (w / 2 - r1 - 0.1), d / 2 - r1 - 0.1
    main = Stem(x1, y1, r1 * 0.52, h1, lean=(s * -0.05, 0.05))
    r2 = min(w * 0.27, d * 0.36)
    h2 = between(b, 2.15, 2.5)
    x2, y2 = s * (w / 2 - r2 - 0.1), -d / 2 + r2 + 0.1 + (d - 2 * r2 - 0.2) * 0.35
    second = Stem(x2, y2, r2 * 0.6, h2)
    b.add("walls", "wall", main.solids(b.lot.drop), second.solids(b.lot.drop), label="wall")
    mid = tube([(x1, y1, 1.3), ((x1 + x2) / 2, (y1 + y2) / 2, 1.2), (x2, y2, 1.2)], [r2 * 0.5, r2 * 0.44, r2 * 0.45], segments=12)
    b.add("passage", "wall", mid, label="wall")
    mx, my, neck = main.at(h1)
    t1 = r1 * FLAT[form]
    cap(b, mx, my, h1 - 0.1, r1 * 0.97, t1, form=form, neck=neck, skin=skin, spots=pale, tilt=0.05, turn=2.0)
    other, pale2 = cap_paint(b, spotted=True, fresh=True)
    low: Form = "cushion" if chance(b, 0.6) else "dome"
    cap(
        b,
        x2,
        y2,
        h2 - 0.08,
        r2,
        min(r2 * FLAT[low], h1 - h2 - 0.5),
        form=low,
        neck=second.at(h2)[2],
        skin=other,
        spots=pale2,
        name="low_cap",
        many=0.8,
    )
    _front(b, main, angles=(-1.2, 1.2, pi), second=h1 > 4.2)
    for a in (0.0, s * 1.3, pi):
        round_window(b, second.wall(1.25, a), r=0.3, box_=a == 0.0)
    if d > 8.2:
        r3 = r2 * 0.62
        x3, y3 = -s * (w / 2 - r3 - 0.1) * 0.7, -d / 2 + r3 + 0.1
        third = Stem(x3, y3, r3 * 0.5, 1.7)
        if np.hypot(x3 - x1, y3 - y1) > main.r + 0.9 and abs(x3 - x1) > 1.0 + r3 * 0.6:
            b.add("walls", "wall", third.solids(b.lot.drop))
            cap(
                b,
                x3,
                y3,
                1.64,
                r3,
                r3 * 0.8,
                form="bell",
                neck=third.at(1.7)[2],
                skin=skin,
                spots=pale,
                name="small_cap",
                gills=14,
                many=0.6,
            )
            round_window(b, third.wall(0.9, 0.3), r=0.22)
    eye_dormer(b, mx, my, h1 - 0.1, r1 * 0.97, t1, form, s * 0.5, up=0.3, size=0.32, skin=other)
    crooked(b, mx - s * r1 * 0.35, my + r1 * 0.25, h1 + t1 * 0.5, h1 + t1 + 0.6)
    moss(b, main, n=4)
    moss(b, second, n=4, skip=0.4)


@kind(
    "mushroom_tower",
    "building",
    width=(6.4, 9.4),
    depth=(6.4, 9.4),
    words=("mushroom tower", "wizard tower", "tall mushroom", "toadstool tower"),
)
def mushroom_tower(b: Build) -> None:
    """A tall leaning stem with two stepped cap balconies, lanterns under them, and a pointed cap on top."""
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.06
    r = reach * 0.5
    h = between(b, 7.2, 9.0) * {"small": 0.85, "medium": 1.0, "large": 1.12}[b.lot.size]
    lean = (between(b, -0.3, 0.3), between(b, -0.05, 0.3))
    stem = Stem(0, -0.02, r, h, lean=lean, foot=1.3, neck=0.62)
    b.add("walls", "wall", stem.solids(b.lot.drop), label="wall")
    skin, pale = cap_paint(b, spotted=True)
    second, _ = cap_paint(b, spotted=True, fresh=True)
    light = glow(b)
    for k, e in enumerate((0.4, 0.68)):
        z = h * e
        x, y, q = stem.at(z)
        out = min(q + (1.15, 0.95)[k], reach - abs(x) - 0.02, reach - abs(y) - 0.02)
        b.add(
            "balconies",
            second,
            lathe([(q, -0.5), (out * 0.94, -0.12), (out, 0.04), (out * 0.96, 0.12)], at=(x, y, z), segments=22),
            label="balcony",
        )
        b.add("decks", "wood", cylinder(out * 0.95, 0.06, at=(x, y, z + 0.1), segments=20), label="floor")
        edge = [(x + out * 0.88 * cos(t), y + out * 0.88 * sin(t)) for t in np.arange(11) * 2 * pi / 11]
        railing(b, edge, z + 0.13, closed=True)
        b.add(
            "lanterns",
            light,
            [ball(0.14, at=(x + out * 0.8 * cos(t), y + out * 0.8 * sin(t), z - 0.2), detail=0) for t in (-2.4, -0.8, 0.9, 2.4)],
            label="lamp",
        )
        round_door(b, stem.wall(z + 0.16, 0.5 - 1.1 * k), w=0.75, h=1.55, name=f"balcony_door_{k + 1}", step=0.0)
        for a in (-1.2, 1.9):
            round_window(b, stem.wall(z + 1.0, a + k), r=0.26)
    x, y, neck = stem.at(h)
    big = reach - max(abs(x), abs(y)) - 0.03
    form: Form = pick(b, "bell", "bell", "dome")
    tall = big * FLAT[form] * (1.1 if form == "bell" else 1.0)
    cap(b, x, y, h - 0.1, big, tall, form=form, neck=neck, skin=skin, spots=pale, many=1.3)
    eye_dormer(b, x, y, h - 0.1, big, tall, form, 0.3, up=0.3, size=0.3, skin=second)
    if form == "bell":
        b.add("finial", "accent", ball(0.2, at=(x, y, h + tall), detail=1), label="ornament")
    _front(b, stem, angles=(-0.9, 0.9, 2.4))
    moss(b, stem, n=5)


@kind(
    "toadstool_shop",
    "building",
    width=(6.8, 10.0),
    depth=(6.6, 9.4),
    words=("mushroom shop", "potion shop", "toadstool shop", "mushroom bakery", "shop"),
)
def toadstool_shop(b: Build) -> None:
    """A squat stem under a broad cushion cap, with a counter window under a leaf, a sign, and goods before the wall."""
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.05
    form: Form = pick(b, "cushion", "flat")
    skin, pale = cap_paint(b, spotted=True)
    h = between(b, 2.75, 3.2)
    stem = Stem(0, 0.1, reach * 0.62, h, foot=1.1, neck=0.9)
    b.add("walls", "wall", stem.solids(b.lot.drop), label="wall")
    tall = reach * FLAT[form] * 1.2
    cap(b, 0, 0.1, h - 0.1, reach - 0.12, tall, form=form, neck=stem.at(h)[2], skin=skin, spots=pale, many=1.2)
    s = 1 if chance(b, 0.5) else -1
    round_door(b, stem.wall(SILL, -s * 0.55), w=1.1, h=2.0)
    f = stem.wall(SILL, s * 0.42)
    b.add("windows", "glass", f.one(box(1.5, 0.5, 0.95, at=(0, 0.17, 0.8))), label="window")
    b.add(
        "window_frames",
        "timber",
        f.put(
            *[box(0.13, 0.62, 1.1, at=(q * 0.8, 0.18, 0.75)) for q in (-1, 1)],
            box(1.72, 0.62, 0.13, at=(0, 0.18, 1.75)),
            box(0.08, 0.56, 0.95, at=(0, 0.17, 0.8)),
        ),
        label="frame",
    )
    b.add(
        "counter",
        "timber",
        f.put(
            box(1.9, 0.6, 0.1, at=(0, -0.05, 0.68)),
            *[box(0.1, 0.4, 0.75 + f.z + b.lot.drop, at=(q * 0.75, 0.0, -f.z - b.lot.drop)) for q in (-1, 1)],
        ),
        label="counter",
    )
    goods = [ball(0.13, 0.13, 0.12, at=(q, -0.18, 0.86), detail=1) for q in (-0.6, -0.3, 0.0, 0.35, 0.65)]
    b.add("goods", "accent", f.put(*goods), label="goods")
    awn = [
        s_
        for q in (-0.62, 0.0, 0.62)
        for s_ in leaf([(q, 0.25, 2.2), (q * 1.1, -0.35, 2.15), (q * 1.2, -0.85, 1.85)], [0.22, 0.36, 0.05], thick=0.05)
    ]
    b.add("leaf_awning", "foliage", f.put(*awn), label="awning")
    hanging_sign(b, stem.wall(SILL, -s * 0.05), 0.0, 2.15, out=min(0.8, reach * 0.3), size=0.6)
    for a in (1.6, -1.6, 2.6, -2.6):
        round_window(b, stem.wall(1.55, a), r=0.36)
    eye_dormer(b, 0, 0.1, h - 0.1, reach - 0.12, tall, form, s * 0.35, up=0.34, size=0.3, skin=skin)
    crooked(b, -s * reach * 0.35, reach * 0.3, h + tall * 0.5, h + tall + 0.7)
    moss(b, stem, n=6, skip=1.1)
