"""Small things that lie about on tables: books, fruit, breakfast."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import joined, lying_books, several, slab, vessel, wished
from cityscape.grammar.kit import between, chance, pick
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tube
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, rod


@kind(
    "books_stack",
    "furniture",
    width=(0.26, 0.34),
    depth=(0.2, 0.28),
    words=("stack of books", "pile of books", "books"),
    indoor=Indoor("top", front=0.0),
)
def books_stack(b: Build) -> None:
    """A pile of books, the uppermost open or with spectacles on it."""
    w, d = b.lot.width, b.lot.depth
    n = int(b.rng.integers(3, 6))
    z = lying_books(b, 0, 0, 0.002, n, w=w - 0.04, d=d - 0.04, colors=several(b, "book", 3))
    if chance(b, 0.5):
        half, deep = 0.4 * w, 0.62 * d
        leaves = [
            hull(
                [
                    (s * x, y, zz)
                    for y in (-deep / 2, deep / 2)
                    for x, zz in ((0.0, z - 0.002), (half, z - 0.002), (half, z + 0.008), (0.5 * half, z + 0.022), (0.003, z + 0.014))
                ]
            )
            for s in (-1, 1)
        ]
        b.add("open_book", "paper", leaves, label="page")
        b.add("cover", several(b, "book", 2)[1], box(2 * half + 0.012, deep + 0.012, 0.005, at=(0, 0, z - 0.004)), label="book")
    else:
        y = -0.1 * d
        arms = [rod((s * 0.078, y, z + 0.004), (s * 0.06, y + 0.09, z + 0.002), 0.004, segments=5) for s in (-1, 1)]
        b.add("spectacles", "metal", arms, box(0.024, 0.006, 0.007, at=(0, y, z)), label="glass")
        for x in (-0.045, 0.045):
            b.add("spectacles", "metal", vessel(0.07, 0.05, 0.008, wall=0.006, foot=1.0, corner=0.022, at=(x, y, z - 0.001))[1:])
    squeeze(b)


@kind(
    "bowl_of_fruit",
    "furniture",
    width=(0.26, 0.36),
    depth=(0.26, 0.36),
    words=("bowl of fruit", "fruit bowl", "fruit"),
    indoor=Indoor("top", front=0.0),
)
def bowl_of_fruit(b: Build) -> None:
    """A bowl heaped with apples, oranges, pears, a banana and grapes."""
    r = min(b.lot.width, b.lot.depth) / 2
    m = pick(b, wished(b, "ceramic"), joined(b), several(b, "upholstery", 2)[1].model_copy(update={"pattern": "plain", "roughness": 0.3}))
    h = 0.1
    b.add(
        "bowl",
        m,
        vessel(2 * r, 2 * r, h, wall=0.012, foot=0.46, base=0.02, steps=6, at=(0, 0, 0.012)),
        cylinder(0.44 * r, 0.02, segments=16),
    )
    turn, s = between(b, 0, 2 * pi), 0.29 * r
    fruit = {"apples": "#c23b33", "oranges": "#e58a2e", "pears": "#a8b548"}
    for k in range(6):
        name = list(fruit)[k % 3]
        a = turn + 2 * pi * k / 6
        x, y, z = 0.52 * r * cos(a), 0.52 * r * sin(a), h + 0.3 * s
        skin = b.look.material("food", color=fruit[name])
        b.add(name, skin, ball(s, s, 0.94 * s, at=(x, y, z), detail=1), label="fruit")
        if name == "pears":
            b.add(name, skin, frustum(0.72 * s, 0.3 * s, 0.9 * s, at=(x, y, z + 0.5 * s), segments=9))
        if name != "oranges":
            b.add(
                "stalks",
                "bark",
                rod((x, y, z + 0.8 * s), (x + 0.008, y, z + (1.75 if name == "pears" else 1.3) * s), 0.003, segments=4),
                label="stem",
            )
    b.add("apples", b.look.material("food", color="#c23b33"), ball(s, s, 0.94 * s, at=(0.1 * r, 0.05 * r, h + 1.35 * s), detail=1))
    b.add("heap", b.look.material("food", color="#a8b548"), cylinder(0.6 * r, 0.05, at=(0, 0, h - 0.045), segments=12), label="fruit")
    if chance(b, 0.7):
        arc = [
            (0.75 * r * cos(turn + t) * 0.9, 0.75 * r * sin(turn + t) * 0.9, h + s * (1.1 + 0.5 * sin((t - 0.2) / 1.7 * pi)))
            for t in np.linspace(0.2, 1.9, 5)
        ]
        b.add("banana", b.look.material("food", color="#efcf4a"), tube(arc, [0.008, 0.02, 0.023, 0.019, 0.007], segments=6), label="fruit")
    else:
        for k in range(12):
            a, q = 2.4 * k, 0.2 * r * (k / 12) ** 0.5
            b.add(
                "grapes",
                b.look.material("food", color="#6a3f77"),
                ball(0.019, at=(-0.35 * r + q * cos(a), -0.3 * r + q * sin(a), h + 1.35 * s + 0.02 - 0.004 * k), detail=0),
                label="fruit",
            )
    squeeze(b)


@kind(
    "mug_and_plate",
    "furniture",
    width=(0.3, 0.38),
    depth=(0.22, 0.28),
    words=("mug", "coffee cup", "breakfast", "tea"),
    indoor=Indoor("top", front=0.0),
)
def mug_and_plate(b: Build) -> None:
    """A mug of coffee beside a plate: toast with jam, a slice of cake, or biscuits; a spoon."""
    w, d = b.lot.width, b.lot.depth
    china = several(b, "ceramic", 2)
    glaze = pick(b, china[0], china[1], wished(b, "upholstery").model_copy(update={"pattern": "plain", "roughness": 0.3}))
    pr = min(0.105, d / 2 - 0.005)
    px = -w / 2 + pr + 0.003
    b.add("plate", china[0], lathe([(0.62 * pr, 0), (pr, 0.014), (pr, 0.018)], at=(px, 0, 0), segments=20))
    b.add("plate_rim", glaze, vessel(2 * pr, 2 * pr, 0.006, wall=0.014, foot=1.0, steps=5, at=(px, 0, 0.0145))[1:], label="plate")
    form = int(b.rng.integers(3))
    if form == 0:
        toast = b.look.material("food", color="#cf9a55")
        slices = [
            slab(0.085, 0.09, 0.016, at=(0, 0, 0), corner=0.018, ease=0.004)
            .turned(0.4 + 0.5 * k)
            .moved(px - 0.012 + 0.026 * k, 0.01 * k, 0.016 + 0.014 * k)
            for k in range(2)
        ]
        b.add("toast", toast, slices, label="food")
        b.add(
            "jam",
            b.look.material("food", color="#b5332e"),
            slab(0.06, 0.062, 0.006, at=(0, 0, 0), corner=0.02, ease=0.002).turned(0.9).moved(px + 0.014, 0.01, 0.044),
            label="food",
        )
    elif form == 1:
        wedge = [(0.0, 0.055), (-0.04, -0.055), (0.04, -0.055)]

        def layer(z0: float, z1: float, grow: float = 1.0) -> Solid:
            return hull([(px + x * grow, y * grow, z) for x, y in wedge for z in (z0, z1)])

        b.add("cake", b.look.material("food", color="#e2b878"), layer(0.016, 0.038), layer(0.046, 0.066), label="food")
        b.add("cream", b.look.material("food", color="#fbf1e0"), layer(0.037, 0.047, 1.03), layer(0.065, 0.075, 1.03), label="food")
        b.add("cherry", b.look.material("food", color="#b5222e"), ball(0.013, at=(px, -0.03, 0.084), detail=1), label="fruit")
    else:
        biscuit = b.look.material("food", color="#b9793d")
        b.add(
            "biscuits",
            biscuit,
            [
                cylinder(0.034, 0.012, at=(px + 0.04 * cos(2.1 * k), 0.04 * sin(2.1 * k), 0.016 + 0.006 * (k % 2)), segments=12)
                for k in range(3)
            ],
            cylinder(0.034, 0.012, at=(px, 0, 0.027), segments=12),
            label="food",
        )
        b.add(
            "chips",
            b.look.material("food", color="#4a2c1a"),
            [box(0.008, 0.008, 0.006, at=(px + 0.018 * cos(2.4 * k), 0.018 * sin(2.4 * k), 0.037)) for k in range(5)],
            label="food",
        )
    mr = 0.042
    mx = w / 2 - mr - 0.03
    my = between(b, -0.02, 0.03)
    b.add("mug", glaze, vessel(2 * mr, 2 * mr, 0.095, wall=0.006, foot=0.92, base=0.012, steps=5, at=(mx, my, 0)))
    b.add(
        "mug",
        glaze,
        tube(
            [(mx + 0.036, my, 0.078), (mx + 0.062, my, 0.074), (mx + 0.066, my, 0.045), (mx + 0.036, my, 0.026)], [0.0065] * 4, segments=6
        ),
    )
    b.add("coffee", b.look.material("food", color="#4a2c1a"), cylinder(mr - 0.004, 0.006, at=(mx, my, 0.074), segments=14), label="food")
    sy = -d / 2 + 0.018
    spoon = [
        rod((mx - 0.05, sy, 0.005), (mx + 0.03, sy, 0.006), 0.004, segments=5),
        ball(0.02, 0.012, 0.005, at=(mx - 0.06, sy, 0.005), detail=1),
    ]
    b.add("spoon", "metal", spoon, label="cutlery")
    squeeze(b)
