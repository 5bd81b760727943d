"""The shop: counter and till, stocked shelves, tables of goods."""

from __future__ import annotations

from math import pi
from typing import Sequence

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.lettering import lettering, text_width
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tint, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    bottle,
    knob,
    legs,
    pile,
    puff,
    several,
    side_plate,
    tilted,
)
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import ball, beam, box, cylinder, frustum, rod


@kind(
    "shop_counter",
    "furniture",
    width=(1.4, 2.4),
    depth=(0.6, 0.75),
    words=("shop counter", "sales counter", "till counter"),
    indoor=Indoor(front=0.9, surface=0.95),
)
def shop_counter(b: Build) -> None:
    """A counter with framed panels in front, a stone or wooden top, and paper bags and rolls on the shelf beneath."""
    w, d, z = b.lot.width, b.lot.depth, 0.95
    m, deep = b.look.material("cabinet"), d - 0.08
    top: Role = "worktop" if chance(b, 0.5) else "furniture"
    b.add("top", top, board(w, d, 0.05, at=(0, 0, z - 0.05), cut=0.016))
    b.add("plinth", shade(m, 0.5), box(w - 0.1, deep - 0.06, 0.09, at=(0, 0, 0)))
    b.add(
        "body",
        m,
        box(w - 0.05, 0.05, z - 0.13, at=(0, -deep / 2 + 0.03, 0.085)),
        [box(0.04, deep, z - 0.13, at=(s * (w / 2 - 0.045), 0, 0.085)) for s in (-1, 1)],
        label="cabinet",
    )
    b.add("body", m, [box(w - 0.07, deep - 0.03, 0.025, at=(0, 0.005, h)) for h in (0.085, 0.5)], label="cabinet")
    n, face = max(2, round(w / 0.6)), -deep / 2 + 0.005
    step = (w - 0.05) / n
    for k in range(n):
        x = -w / 2 + 0.025 + step * (k + 0.5)
        b.add(
            "mouldings",
            shade(m, 0.88),
            [s.moved(x, 0, 0) for s in border(step - 0.07, z - 0.26, 0.045, face - 0.02, face + 0.01, z=0.15)],
            label="frame",
        )
        b.add(
            "panels",
            shade(m, 1.1),
            board(step - 0.22, z - 0.42, 0.018).turned(roll=pi / 2).moved(x, face + 0.005, z / 2 + 0.02),
            label="panel",
        )
    for k in range(max(2, round(w / 0.5))):
        x = -w / 2 + 0.2 + k * 0.36
        if x < w / 2 - 0.2:
            b.add("boxes", "paper", puff(0.22, 0.24, between(b, 0.15, 0.3), at=(x, 0.05, 0.52), soft=0.015), label="box")
    b.add("foot_strip", "metal", box(w - 0.06, 0.012, 0.05, at=(0, face - 0.004, 0.1)), label="strip")


@kind(
    "cash_register",
    "furniture",
    width=(0.36, 0.46),
    depth=(0.36, 0.46),
    words=("cash register", "till", "cash desk"),
    indoor=Indoor(spot="top"),
)
def cash_register(b: Build) -> None:
    """A till: drawer, sloping keyboard, a display on a stalk and a curling receipt; or a brass one of old."""
    w, d = b.lot.width, b.lot.depth
    if chance(b, 0.5):
        m = shade(b.look.material("plastic", color="#4a4f57"), 1.0)
        b.add("drawer", shade(m, 0.8), board(w, d, 0.1, at=(0, 0, 0)))
        b.add("lock", "metal", knob(0, -d / 2 + 0.018, 0.05, 0.01))
        b.add(
            "body",
            m,
            side_plate([(-d * 0.36, 0.095), (d * 0.42, 0.095), (d * 0.42, 0.24), (d * 0.12, 0.24), (-d * 0.36, 0.13)], -w * 0.44, w * 0.44),
            label="machine",
        )
        rise = 0.11 / (d * 0.48)
        keys = [
            board(0.026, 0.024, 0.012, cut=0.004)
            .turned(roll=0.51)
            .moved(-w * 0.34 + 0.036 * i, -d * 0.32 + 0.034 * j, 0.128 + rise * (0.04 * d + 0.034 * j))
            for i in range(4)
            for j in range(4)
        ]
        b.add("keys", "paper", keys[:12], label="button")
        b.add(
            "colored_keys",
            "accent",
            keys[12:],
            [board(0.06, 0.05, 0.012).turned(roll=0.51).moved(w * 0.28, -d * 0.2, 0.128 + rise * 0.16 * d)],
            label="button",
        )
        b.add(
            "display",
            shade(m, 0.6),
            tilted(box(w * 0.5, 0.03, 0.1, at=(-w * 0.1, d * 0.2, 0.3)), about=(0, d * 0.2, 0.3), roll=-0.2),
            cylinder(0.02, 0.1, at=(-w * 0.1, d * 0.21, 0.23), segments=8),
            label="screen",
        )
        b.add(
            "digits",
            "screen",
            tilted(box(w * 0.42, 0.006, 0.055, at=(-w * 0.1, d * 0.2 - 0.017, 0.325)), about=(0, d * 0.2, 0.3), roll=-0.2),
            label="screen",
        )
        paper = [(w * 0.27, d * 0.28, 0.235), (w * 0.27, d * 0.27, 0.3), (w * 0.27, d * 0.2, 0.34), (w * 0.27, d * 0.12, 0.31)]
        b.add("receipt", "paper", [beam(p, q, 0.07, 0.006) for p, q in zip(paper, paper[1:], strict=False)], label="paper")
        return
    brass = tint(b.look.material("metal"), "#b98a3e", 0.75)
    b.add("drawer", "furniture", board(w, d - 0.03, 0.09, at=(0, 0.012, 0)), knob(0, -d / 2 + 0.03, 0.045, 0.014))
    b.add(
        "body",
        brass,
        side_plate(
            [(-d * 0.42, 0.085), (d * 0.4, 0.085), (d * 0.4, 0.36), (d * 0.08, 0.4), (-d * 0.02, 0.3), (-d * 0.38, 0.13)],
            -w * 0.42,
            w * 0.42,
        ),
        label="machine",
    )
    b.add("crown", brass, board(w * 0.8, 0.1, 0.1, at=(0, d * 0.22, 0.37), corner=0.03), label="machine")
    b.add("display", "paper", box(w * 0.6, 0.02, 0.055, at=(0, d * 0.22 - 0.045, 0.395)), label="screen")
    keys = [
        rod(
            (-w * 0.3 + w * 0.6 * i / 4, -d * 0.34 + 0.05 * j, 0.13 + 0.028 * j),
            (-w * 0.3 + w * 0.6 * i / 4, -d * 0.36 + 0.05 * j, 0.2 + 0.03 * j),
            0.014,
            segments=6,
        )
        for i in range(5)
        for j in range(4)
    ]
    b.add("keys", "paper", keys, label="button")
    b.add(
        "crank",
        "metal",
        [s for s in tube([(w * 0.4, 0, 0.2), (w * 0.46, 0, 0.2), (w * 0.46, -0.08, 0.24)], (0.01,) * 3, segments=6)],
        ball(0.02, at=(w * 0.43, -0.085, 0.245), detail=1),
        label="handle",
    )


def goods(b: Build, shades: Sequence[Material], *, x0: float, x1: float, y: float, z: float, room: float, deep: float) -> None:
    """Goods of a few sorts along a shelf from x0 to x1, their fronts at y: packets, tins, bottles, jars, each sort in its colour."""
    x = x0
    while x < x1 - 0.1:
        k = int(b.rng.integers(len(shades)))
        sort, run = int(b.rng.integers(4)), min(x1 - x, between(b, 0.25, 0.45))
        size = (0.11, 0.095, 0.085, 0.1)[sort]
        n = max(1, int(run / size))
        h = min(room * 0.82, (0.24, 0.13, 0.27, 0.17)[sort]) * between(b, 0.85, 1.0)
        for j in range(n):
            u = x + size * (j + 0.5)
            v = y + size / 2 + 0.01
            if sort == 0:
                one = [box(size - 0.012, min(deep - 0.04, 0.2), h, at=(u, y + min(deep - 0.04, 0.2) / 2 + 0.01, z))]
                b.add("labels", "paper", box(size * 0.6, 0.006, h * 0.3, at=(u, y + 0.009, z + h * 0.45)), label="label")
            elif sort == 1:
                one = [cylinder(size * 0.45, h, at=(u, v, z), segments=7)]
                if 2 * h + 0.01 < room * 0.92 and chance(b, 0.6):
                    one.append(cylinder(size * 0.45, h, at=(u, v, z + h + 0.001), segments=7))
            elif sort == 2:
                one = bottle(u, v, z, size * 0.4, h, segments=6)[1:]
            else:
                one = [frustum(size * 0.44, size * 0.4, h, at=(u, v, z), segments=7)]
                b.add("labels", "paper", cylinder(size * 0.36, h * 0.14, at=(u, v, z + h - 0.002), segments=7), label="label")
            b.add(f"goods_{k + 1}", shades[k], one, label="goods")
        x += n * size + 0.025


@kind(
    "shop_shelf",
    "furniture",
    width=(0.9, 1.8),
    depth=(0.4, 0.55),
    words=("shop shelf", "store shelf", "grocery shelf", "stocked shelf"),
    indoor=Indoor(front=0.8),
)
def shop_shelf(b: Build) -> None:
    """A shop's shelving: back panel, base, three more shelves with price rails, stocked; a heading above."""
    w, d, h, back = b.lot.width, b.lot.depth, 1.65, b.lot.depth / 2
    m = b.look.material("cabinet")
    b.add(
        "back",
        m,
        box(w, 0.04, h, at=(0, back - 0.02, 0)),
        [box(0.035, d - 0.04, h - 0.2, at=(s * (w / 2 - 0.018), 0.015, 0)) for s in (-1, 1)],
        label="panel",
    )
    b.add("base", shade(m, 0.6), box(w - 0.04, d - 0.08, 0.14, at=(0, 0, 0)), label="plinth")
    levels = ((0.13, d - 0.05), (0.52, d - 0.08), (0.87, d - 0.12), (1.2, d - 0.16))
    b.add("shelves", "furniture", [board(w - 0.05, deep, 0.03, at=(0, back - 0.03 - deep / 2, z)) for z, deep in levels], label="shelf")
    b.add(
        "price_rails", "accent", [box(w - 0.06, 0.012, 0.034, at=(0, back - 0.035 - deep, z - 0.002)) for z, deep in levels], label="rail"
    )
    shades = several(b, "food", 2) + several(b, "book", 2)
    for k, (z, deep) in enumerate(levels):
        goods(b, shades, x0=-w / 2 + 0.05, x1=w / 2 - 0.05, y=back - 0.02 - deep, z=z + 0.029, room=(0.36, 0.32, 0.3, 0.3)[k], deep=deep)
    b.add("sign", "sign", board(w, 0.05, 0.2, at=(0, back - 0.03, h - 0.01)), label="sign")
    text = pick(b, "FOOD", "TEA", "SALE", "SPICE", "NEW")
    size = min(0.12, (w - 0.2) / text_width(text, 1.0))
    b.add("letters", "paper", [s.moved(0, back - 0.054, h + 0.035) for s in lettering(text, size, 0.008)], label="letter")


@kind(
    "display_table",
    "furniture",
    width=(1.0, 1.7),
    depth=(0.7, 1.0),
    words=("display table", "sales table"),
    indoor=Indoor(spot="centre", front=0.7, sides=0.5),
)
def display_table(b: Build) -> None:
    """A low table with a raised step: folded shirts, books in piles or boxed goods, a price card."""
    w, d, z = b.lot.width, b.lot.depth, 0.72
    wood = b.look.material("furniture")
    b.add("top", wood, board(w, d, 0.045, at=(0, 0, z - 0.045)))
    b.add(
        "legs",
        wood,
        legs(w - 0.06, d - 0.06, z - 0.04, 0.07, foot=0.7),
        [box(w - 0.14, 0.03, 0.09, at=(0, s * (d / 2 - 0.065), z - 0.13)) for s in (-1, 1)],
        label="leg",
    )
    b.add("shelf", wood, board(w - 0.1, d - 0.1, 0.03, at=(0, 0, 0.18)))
    b.add("step", shade(wood, 1.12), board(w * 0.6, d * 0.42, 0.16, at=(0, d * 0.2, z)))
    form = int(b.rng.integers(3))
    shades = several(b, ("fabric", "book", "plastic")[form], 3)  # type: ignore[arg-type]
    n = max(3, int(w / 0.32))
    spots = [(-w / 2 + w * (k + 0.5) / n, -d * 0.27, z, k) for k in range(n)]
    spots += [(w * 0.58 * ((k + 0.5) / 2 - 0.5), d * 0.2, z + 0.159, k + 1) for k in range(2)]
    for x, y, base, k in spots:
        c = k % 3
        if form == 0:
            for j in range(int(b.rng.integers(2, 5))):
                b.add(
                    f"goods_{c + 1}",
                    shades[c],
                    puff(0.24, 0.28, 0.034, at=(x + between(b, -0.008, 0.008), y, base + 0.035 * j), soft=0.016),
                    label="shirt",
                )
        elif form == 1:
            pile(b, [shades[c]], x, y, base, n=int(b.rng.integers(2, 6)), w=0.2, d=0.26, name=f"goods_{c + 1}")
        else:
            high = between(b, 0.1, 0.2)
            b.add(f"goods_{c + 1}", shades[c], board(0.2, 0.2, high, at=(x, y, base)), label="box")
            b.add(
                "ribbons",
                "paper",
                box(0.03, 0.204, high + 0.004, at=(x, y, base)),
                box(0.204, 0.03, high + 0.003, at=(x, y, base)),
                label="ribbon",
            )
    for k in range(2):
        b.add("boxes", "paper", puff(w * 0.3, d * 0.5, 0.2, at=((k - 0.5) * w * 0.42, 0, 0.208), soft=0.015), label="box")
    b.add(
        "card", "sign", tilted(box(0.22, 0.012, 0.2, at=(0, d * 0.33, z + 0.165)), about=(0, d * 0.33, z + 0.165), roll=-0.15), label="sign"
    )
    b.add("card_stand", "metal", box(0.12, 0.06, 0.014, at=(0, d * 0.34, z + 0.156)), label="base")
