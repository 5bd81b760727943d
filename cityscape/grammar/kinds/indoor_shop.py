"""The shop: counter and till, shelves of goods, clothes, fruit, the freezer, baskets."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.lettering import lettering, text_width
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    bottle,
    castors,
    fronts,
    fruit,
    hoop,
    jar,
    knob,
    layers,
    cut_corners,
    legs,
    loft,
    pile,
    puff,
    several,
    side_plate,
    stacked,
    tilted,
    tin,
)
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


@kind("shop_counter", "furniture", width=(1.4, 2.4), depth=(0.6, 0.75), words=("shop counter", "sales counter", "till counter"), indoor=Indoor(front=0.9, surface=0.95))
def shop_counter(b: Build) -> None:
    """A counter with framed panels in front, a stone or wooden top, and paper bags and rolls on the shelf beneath."""
    w, d, z = b.lot.width, b.lot.depth, 0.95
    m, deep = b.look.material("cabinet"), d - 0.08
    top = "worktop" if chance(b, 0.5) else "furniture"
    b.add("top", top, board(w, d, 0.05, at=(0, 0, z - 0.05), cut=0.016))
    b.add("plinth", shade(m, 0.5), box(w - 0.1, deep - 0.06, 0.09, at=(0, 0, 0)))
    b.add("body", m, box(w - 0.05, 0.05, z - 0.13, at=(0, -deep / 2 + 0.03, 0.085)), [box(0.04, deep, z - 0.13, at=(s * (w / 2 - 0.045), 0, 0.085)) for s in (-1, 1)], label="cabinet")
    b.add("body", m, [box(w - 0.07, deep - 0.03, 0.025, at=(0, 0.005, h)) for h in (0.085, 0.5)], label="cabinet")
    n, face = max(2, round(w / 0.6)), -deep / 2 + 0.005
    step = (w - 0.05) / n
    for k in range(n):
        x = -w / 2 + 0.025 + step * (k + 0.5)
        b.add("mouldings", shade(m, 0.88), [s.moved(x, 0, 0) for s in border(step - 0.07, z - 0.26, 0.045, face - 0.02, face + 0.01, z=0.15)], label="frame")
        b.add("panels", shade(m, 1.1), board(step - 0.22, z - 0.42, 0.018).turned(roll=pi / 2).moved(x, face + 0.005, z / 2 + 0.02), label="panel")
    for k in range(max(2, round(w / 0.5))):
        x = -w / 2 + 0.2 + k * 0.36
        if x < w / 2 - 0.2:
            b.add("boxes", "paper", puff(0.22, 0.24, between(b, 0.15, 0.3), at=(x, 0.05, 0.52), soft=0.015), label="box")
    b.add("foot_strip", "metal", box(w - 0.06, 0.012, 0.05, at=(0, face - 0.004, 0.1)), label="strip")


@kind("cash_register", "furniture", width=(0.36, 0.46), depth=(0.36, 0.46), words=("cash register", "till", "cash desk"), indoor=Indoor(spot="top"))
def cash_register(b: Build) -> None:
    """A till: drawer, sloping keyboard, a display on a stalk and a curling receipt; or a brass one of old."""
    w, d = b.lot.width, b.lot.depth
    if chance(b, 0.5):
        m = shade(b.look.material("plastic", color="#4a4f57"), 1.0)
        b.add("drawer", shade(m, 0.8), board(w, d, 0.1, at=(0, 0, 0)))
        b.add("lock", "metal", knob(0, -d / 2 + 0.018, 0.05, 0.01))
        b.add("body", m, side_plate([(-d * 0.36, 0.095), (d * 0.42, 0.095), (d * 0.42, 0.24), (d * 0.12, 0.24), (-d * 0.36, 0.13)], -w * 0.44, w * 0.44), label="machine")
        rise = 0.11 / (d * 0.48)
        keys = [board(0.026, 0.024, 0.012, cut=0.004).turned(roll=0.51).moved(-w * 0.34 + 0.036 * i, -d * 0.32 + 0.034 * j, 0.128 + rise * (0.04 * d + 0.034 * j)) for i in range(4) for j in range(4)]
        b.add("keys", "paper", keys[:12], label="button")
        b.add("colored_keys", "accent", keys[12:], [board(0.06, 0.05, 0.012).turned(roll=0.51).moved(w * 0.28, -d * 0.2, 0.128 + rise * 0.16 * d)], label="button")
        b.add("display", shade(m, 0.6), tilted(box(w * 0.5, 0.03, 0.1, at=(-w * 0.1, d * 0.2, 0.3)), about=(0, d * 0.2, 0.3), roll=-0.2), cylinder(0.02, 0.1, at=(-w * 0.1, d * 0.21, 0.23), segments=8), label="screen")
        b.add("digits", "screen", tilted(box(w * 0.42, 0.006, 0.055, at=(-w * 0.1, d * 0.2 - 0.017, 0.325)), about=(0, d * 0.2, 0.3), roll=-0.2), label="screen")
        paper = [(w * 0.27, d * 0.28, 0.235), (w * 0.27, d * 0.27, 0.3), (w * 0.27, d * 0.2, 0.34), (w * 0.27, d * 0.12, 0.31)]
        b.add("receipt", "paper", [beam(p, q, 0.07, 0.006) for p, q in zip(paper, paper[1:], strict=False)], label="paper")
        return
    brass = tint(b.look.material("metal"), "#b98a3e", 0.75)
    b.add("drawer", "furniture", board(w, d - 0.03, 0.09, at=(0, 0.012, 0)), knob(0, -d / 2 + 0.03, 0.045, 0.014))
    b.add("body", brass, side_plate([(-d * 0.42, 0.085), (d * 0.4, 0.085), (d * 0.4, 0.36), (d * 0.08, 0.4), (-d * 0.02, 0.3), (-d * 0.38, 0.13)], -w * 0.42, w * 0.42), label="machine")
    b.add("crown", brass, board(w * 0.8, 0.1, 0.1, at=(0, d * 0.22, 0.37), corner=0.03), label="machine")
    b.add("display", "paper", box(w * 0.6, 0.02, 0.055, at=(0, d * 0.22 - 0.045, 0.395)), label="screen")
    keys = [rod((-w * 0.3 + w * 0.6 * i / 4, -d * 0.34 + 0.05 * j, 0.13 + 0.028 * j), (-w * 0.3 + w * 0.6 * i / 4, -d * 0.36 + 0.05 * j, 0.2 + 0.03 * j), 0.014, segments=6) for i in range(5) for j in range(4)]
    b.add("keys", "paper", keys, label="button")
    b.add("crank", "metal", [s for s in tube([(w * 0.4, 0, 0.2), (w * 0.46, 0, 0.2), (w * 0.46, -0.08, 0.24)], (0.01,) * 3, segments=6)], ball(0.02, at=(w * 0.43, -0.085, 0.245), detail=1), label="handle")


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


@kind("shop_shelf", "furniture", width=(0.9, 1.8), depth=(0.4, 0.55), words=("shop shelf", "store shelf", "grocery shelf", "stocked shelf"), indoor=Indoor(front=0.8))
def shop_shelf(b: Build) -> None:
    """A shop's shelving: back panel, base, three more shelves with price rails, stocked; a heading above."""
    w, d, h, back = b.lot.width, b.lot.depth, 1.65, b.lot.depth / 2
    m = b.look.material("cabinet")
    b.add("back", m, box(w, 0.04, h, at=(0, back - 0.02, 0)), [box(0.035, d - 0.04, h - 0.2, at=(s * (w / 2 - 0.018), 0.015, 0)) for s in (-1, 1)], label="panel")
    b.add("base", shade(m, 0.6), box(w - 0.04, d - 0.08, 0.14, at=(0, 0, 0)), label="plinth")
    levels = ((0.13, d - 0.05), (0.52, d - 0.08), (0.87, d - 0.12), (1.2, d - 0.16))
    b.add("shelves", "furniture", [board(w - 0.05, deep, 0.03, at=(0, back - 0.03 - deep / 2, z)) for z, deep in levels], label="shelf")
    b.add("price_rails", "accent", [box(w - 0.06, 0.012, 0.034, at=(0, back - 0.035 - deep, z - 0.002)) for z, deep in levels], label="rail")
    shades = several(b, "food", 2) + several(b, "book", 2)
    for k, (z, deep) in enumerate(levels):
        goods(b, shades, x0=-w / 2 + 0.05, x1=w / 2 - 0.05, y=back - 0.02 - deep, z=z + 0.029, room=(0.36, 0.32, 0.3, 0.3)[k], deep=deep)
    b.add("sign", "sign", board(w, 0.05, 0.2, at=(0, back - 0.03, h - 0.01)), label="sign")
    text = pick(b, "FOOD", "TEA", "SALE", "SPICE", "NEW")
    size = min(0.12, (w - 0.2) / text_width(text, 1.0))
    b.add("letters", "paper", [s.moved(0, back - 0.054, h + 0.035) for s in lettering(text, size, 0.008)], label="letter")


@kind("display_table", "furniture", width=(1.0, 1.7), depth=(0.7, 1.0), words=("display table", "sales table"), indoor=Indoor(spot="centre", front=0.7, sides=0.5))
def display_table(b: Build) -> None:
    """A low table with a raised step: folded shirts, books in piles or boxed goods, a price card."""
    w, d, z = b.lot.width, b.lot.depth, 0.72
    wood = b.look.material("furniture")
    b.add("top", wood, board(w, d, 0.045, at=(0, 0, z - 0.045)))
    b.add("legs", wood, legs(w - 0.06, d - 0.06, z - 0.04, 0.07, foot=0.7), [box(w - 0.14, 0.03, 0.09, at=(0, s * (d / 2 - 0.065), z - 0.13)) for s in (-1, 1)], label="leg")
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
                b.add(f"goods_{c + 1}", shades[c], puff(0.24, 0.28, 0.034, at=(x + between(b, -0.008, 0.008), y, base + 0.035 * j), soft=0.016), label="shirt")
        elif form == 1:
            pile(b, [shades[c]], x, y, base, n=int(b.rng.integers(2, 6)), w=0.2, d=0.26, name=f"goods_{c + 1}")
        else:
            high = between(b, 0.1, 0.2)
            b.add(f"goods_{c + 1}", shades[c], board(0.2, 0.2, high, at=(x, y, base)), label="box")
            b.add("ribbons", "paper", box(0.03, 0.204, high + 0.004, at=(x, y, base)), box(0.204, 0.03, high + 0.003, at=(x, y, base)), label="ribbon")
    for k in range(2):
        b.add("boxes", "paper", puff(w * 0.3, d * 0.5, 0.2, at=((k - 0.5) * w * 0.42, 0, 0.208), soft=0.015), label="box")
    b.add("card", "sign", tilted(box(0.22, 0.012, 0.2, at=(0, d * 0.33, z + 0.165)), about=(0, d * 0.33, z + 0.165), roll=-0.15), label="sign")
    b.add("card_stand", "metal", box(0.12, 0.06, 0.014, at=(0, d * 0.34, z + 0.156)), label="base")


@kind("clothes_rack", "furniture", width=(1.1, 1.8), depth=(0.5, 0.62), words=("clothes rack", "clothes rail", "garment rack"), indoor=Indoor(spot="free", front=0.6))
def clothes_rack(b: Build) -> None:
    """A rail on castors hung with shirts, coats and dresses in groups of a colour, shoes on the shelf below."""
    w, d, h = b.lot.width, b.lot.depth, 1.55
    iron = b.look.material("metal")
    b.add("wheels", shade(iron, 0.5), castors(w - 0.02, d - 0.02, 0.032), label="wheel")
    x = w / 2 - 0.04
    frame = [box(0.035, d - 0.02, 0.03, at=(s * x, 0, 0.075)) for s in (-1, 1)]
    frame += tube([(-x, 0, 0.09), (-x, 0, h - 0.06), (-x + 0.06, 0, h), (x - 0.06, 0, h), (x, 0, h - 0.06), (x, 0, 0.09)], (0.017,) * 6, segments=8)
    b.add("frame", iron, frame)
    b.add("shelf", "furniture", board(w - 0.1, d * 0.7, 0.025, at=(0, 0, 0.1)))
    cloth = several(b, "fabric", 3) + several(b, "upholstery", 1)
    n, k, left, long = min(13, int((w - 0.3) / 0.085)), 0, 0, 0.6
    for j in range(n):
        if left == 0:
            k, left, long = (k + 1) % 4, int(b.rng.integers(2, 5)), pick(b, 0.55, 0.68, 0.95, 1.05)
        u = -w / 2 + 0.15 + (w - 0.3) * (j + 0.5) / n
        half, top = d / 2 - 0.035, h - 0.06
        dress = long > 0.9
        yaw = between(b, -0.18, 0.18)
        waist = 0.55 if dress else 0.92
        body = hull(np.array([(sx * t, s * e, top - q) for t, e, q in ((0.014, 0.03, 0.0), (0.02, half * 0.78, 0.07), (0.024, half * 0.8, 0.14), (0.028, half * 0.74, long)) for sx in (-1, 1) for s in (-1, 1)]))
        sleeves = [] if dress else [hull(np.array([(sx * 0.02, s * e, top - q) for e, q in ((half * 0.74, 0.06), (half * 0.5, 0.12), (half, 0.42), (half * 0.74, 0.44)) for sx in (-1, 1)])) for s in (-1, 1)]
        if dress:
            body = hull(np.array([(sx * t, s * e, top - q) for t, e, q in ((0.014, 0.04, 0.0), (0.018, half * 0.6, 0.06), (0.022, half * waist, 0.4), (0.034, half * 0.95, long)) for sx in (-1, 1) for s in (-1, 1)]))
        b.add(f"clothes_{k + 1}", cloth[k], [s.turned(yaw).moved(u, 0, 0) for s in (body, *sleeves)], label="shirt" if not dress else "dress")
        b.add("hangers", iron, rod((u, 0, top - 0.01), (u, 0, h + 0.024), 0.007, segments=5), label="hanger")
        left -= 1
    shoes = several(b, "leather", 1)[0]
    for j in range(int((w - 0.3) / 0.26)):
        u = -w / 2 + 0.24 + 0.26 * j
        b.add("shoes", shoes, [puff(0.075, 0.22, 0.08, at=(u + s * 0.05, 0, 0.124), soft=0.03) for s in (-1, 1)], label="shoe")


@kind("mannequin", "furniture", width=(0.56, 0.68), depth=(0.45, 0.6), words=("mannequin", "dress form", "tailor's dummy"), indoor=Indoor(spot="free", front=0.4))
def mannequin(b: Build) -> None:
    """A tailor's form on a turned post, dressed in a jacket and skirt, a gown, or a coat with a scarf."""
    w, d = b.lot.width, b.lot.depth
    wood, form = b.look.material("furniture"), int(b.rng.integers(3))
    cloth, second = several(b, "fabric", 2)
    reach = min(w, d) / 2 - 0.03
    b.add("stand", wood, [box(2 * reach * 0.9, 0.05, 0.04, at=(0, 0, 0)).turned(t) for t in (pi / 4, -pi / 4)], lathe([(0.05, 0.03), (0.03, 0.1), (0.022, 0.6), (0.03, 0.9)], segments=9), label="post")
    body = b.look.material("linen", color="#e2d3b8")
    b.add("body", body, stacked((0.155, 0.11, 0.86), (0.165, 0.115, 0.92), (0.118, 0.09, 1.1), (0.165, 0.115, 1.3), (0.17, 0.095, 1.4), (0.07, 0.06, 1.47), (0.052, 0.052, 1.54)), label="body")
    b.add("cap", wood, lathe([(0.05, 1.538), (0.052, 1.55), (0.02, 1.57), (0.026, 1.59), (0.012, 1.61)], segments=9), label="ornament")
    if form == 0:
        b.add("jacket", cloth, stacked((0.19, 0.135, 0.84), (0.18, 0.13, 0.95), (0.132, 0.102, 1.1), (0.178, 0.128, 1.3), (0.185, 0.108, 1.4), (0.09, 0.075, 1.47)), label="coat")
        arms = [hull(np.array([(s * (x + e), y, z) for x, z, t in ((0.16, 1.41, 0.045), (0.215, 1.1, 0.045), (0.2, 0.86, 0.035)) for e in (-t, t) for y in (-t, t)])) for s in (-1, 1)]
        b.add("jacket", cloth, arms, label="coat")
        b.add("skirt", second, stacked((0.24, 0.19, 0.42), (0.22, 0.17, 0.6), (0.165, 0.12, 0.9)))
        b.add("buttons", "metal", [ball(0.013, at=(0.02, -0.118 - q, z), detail=0) for z, q in ((1.05, -0.012), (1.15, -0.008), (1.25, 0.004))], label="button")
    elif form == 1:
        b.add("dress", cloth, stacked((reach + 0.02, reach + 0.02, 0.16), (0.2, 0.16, 0.55), (0.122, 0.094, 1.08)), stacked((0.122, 0.094, 1.06), (0.17, 0.122, 1.28), (0.15, 0.1, 1.38)))
        b.add("hem", second, stacked((reach + 0.025, reach + 0.025, 0.14), (reach + 0.022, reach + 0.022, 0.2)), label="border")
        b.add("sash", second, stacked((0.13, 0.102, 1.05), (0.132, 0.104, 1.12)), label="ribbon")
        b.add("folds", shade(cloth, 0.82), [rod((0.16 * cos(t), 0.12 * sin(t), 0.85), ((reach + 0.005) * cos(t), (reach + 0.005) * sin(t), 0.21), 0.014, segments=5) for t in np.linspace(0, 2 * pi, 9)[:-1]], label="fold")
    else:
        b.add("coat", cloth, stacked((0.235, 0.19, 0.4), (0.19, 0.14, 0.95), (0.15, 0.118, 1.1), (0.182, 0.132, 1.3), (0.185, 0.11, 1.4), (0.09, 0.075, 1.47)))
        arms = [hull(np.array([(s * (x + e), y, z) for x, z, t in ((0.16, 1.41, 0.048), (0.215, 1.1, 0.048), (0.2, 0.84, 0.045)) for e in (-t, t) for y in (-t, t)])) for s in (-1, 1)]
        b.add("coat", cloth, arms)
        b.add("seam", shade(cloth, 0.6), hull(np.array([(x, y, z) for x in (0.0, 0.012) for y, z in ((-0.14, 1.0), (-0.195, 0.42), (-0.12, 1.0), (-0.17, 0.42))])))
        b.add("belt", shade(cloth, 0.55), stacked((0.158, 0.126, 1.07), (0.157, 0.125, 1.12)))
        b.add("scarf", second, stacked((0.105, 0.09, 1.42), (0.11, 0.1, 1.46), (0.085, 0.075, 1.5)), tilted(box(0.075, 0.03, 0.42, at=(0.05, -0.12, 1.02)), about=(0.05, -0.12, 1.44), roll=0.05))


@kind("freezer", "furniture", width=(1.1, 1.9), depth=(0.65, 0.85), words=("freezer", "chest freezer", "ice cream freezer"), indoor=Indoor(front=0.8))
def freezer(b: Build) -> None:
    """A chest freezer: one glass lid slid over the other, packets and tubs in the cold, a compressor grille, a striped front."""
    w, d, z, t = b.lot.width, b.lot.depth, 0.88, 0.055
    m = b.look.material("appliance", color="#eef1f1")
    b.add("base", shade(b.look.material("metal"), 0.5), box(w - 0.08, d - 0.08, 0.09, at=(0, 0, 0)), label="plinth")
    b.add("body", m, puff(w - 0.02, d - 0.02, 0.42, at=(0, 0, 0.08), soft=0.02), label="machine")
    b.add("body", m, [box(w - 0.02, t, z - 0.4, at=(0, s * (d / 2 - 0.01 - t / 2), 0.4)) for s in (-1, 1)], [box(t, d - 0.03, z - 0.4, at=(s * (w / 2 - 0.01 - t / 2), 0, 0.4)) for s in (-1, 1)], label="machine")
    b.add("rim", "metal", [s.turned(roll=-pi / 2).moved(0, 0, z) for s in border(w, d, 0.075, -0.022, 0.01, z=-d / 2)], label="frame")
    b.add("stripe", "accent", box(w - 0.016, 0.014, 0.12, at=(0, -d / 2 + 0.012, 0.56)), box(w - 0.016, 0.012, 0.035, at=(0, -d / 2 + 0.012, 0.72)), label="strip")
    b.add("grille", shade(m, 0.45), [box(0.26, 0.012, 0.016, at=(w / 2 - 0.22, -d / 2 + 0.008, h)) for h in (0.16, 0.2, 0.24, 0.28)], label="vent")
    shades = several(b, "plastic", 3)
    inner, n = w - 0.2, max(4, int((w - 0.2) / 0.24))
    for k in range(n):
        for j in range(3):
            x, y = -inner / 2 + inner * (k + 0.5) / n, (d - 0.3) * (j - 1) / 3
            c, top = (k + j) % 3, between(b, 0.68, 0.78)
            if (k + j) % 2:
                b.add(f"goods_{c + 1}", shades[c], board(inner / n - 0.025, (d - 0.3) / 3 - 0.02, top - 0.48, at=(x, y, 0.48)), label="goods")
                b.add("labels", "paper", box(inner / n - 0.1, 0.06, 0.006, at=(x, y, top - 0.002)), label="label")
            else:
                b.add(f"goods_{c + 1}", shades[c], cylinder(min(inner / n, (d - 0.3) / 3) / 2 - 0.012, top - 0.48, at=(x, y, 0.48), segments=10), label="goods")
    b.add("divider", m, [box(0.02, d - 0.12, 0.3, at=(x, 0, 0.48)) for x in (-w / 6, w / 6)], label="panel")
    s = pick(b, -1, 1)
    lid = w / 2 - 0.12
    b.add("lid", "glass", box(lid, d - 0.17, 0.012, at=(s * (lid / 2 + 0.03), 0, z - 0.012)), label="pane")
    b.add("lid_frame", "metal", [q.turned(roll=-pi / 2).moved(s * (lid / 2 + 0.03), 0, z + 0.002) for q in border(lid + 0.03, d - 0.14, 0.03, -0.02, 0.0, z=-(d - 0.14) / 2)], label="frame")
    b.add("handle", "accent", box(0.035, 0.24, 0.03, at=(s * 0.05, 0, z - 0.0)))


@kind("produce_stand", "furniture", width=(1.2, 2.0), depth=(0.75, 1.0), words=("produce stand", "fruit stand", "vegetable stand", "fruit shelf"), indoor=Indoor(front=0.8))
def produce_stand(b: Build) -> None:
    """Sloping crates on steps, heaped with apples, oranges, lemons, greens and roots, a price slate on each."""
    w, d = b.lot.width, b.lot.depth
    wood = b.look.material("furniture")
    rows, n = 2, max(2, round(w / 0.5))
    step, deep = (w - 0.04) / n, (d - 0.06) / rows
    b.add("frame", wood, [side_plate([(-d / 2 + 0.02, 0), (d / 2 - 0.01, 0), (d / 2 - 0.01, 0.98), (d / 2 - 0.05, 1.0), (-d / 2 + 0.02, 0.42)], s * (w / 2 - 0.016) - 0.016, s * (w / 2 - 0.016) + 0.016) for s in (-1, 1)])
    b.add("frame", wood, box(w - 0.05, 0.03, 0.4, at=(0, -d / 2 + 0.045, 0.02)), box(w - 0.05, 0.03, 0.96, at=(0, d / 2 - 0.03, 0.02)))
    b.add("slats", shade(wood, 1.15), [board(w - 0.06, 0.09, 0.018, cut=0.005).turned(roll=pi / 2).moved(0, -d / 2 + 0.034, 0.1 + 0.115 * k) for k in range(3)], label="plank")
    colors = ("#c23b2e", "#e08a2c", "#e6c545", "#7fa23f", "#7a3f6b", "#c98a54")
    start = int(b.rng.integers(6))
    tray = tint(b.look.material("wood"), "#d9a866", 0.5)
    for i in range(rows):
        y0, z0 = -d / 2 + 0.05 + deep * i, 0.42 + 0.3 * i
        rise = 0.2
        for k in range(n):
            x = -w / 2 + 0.02 + step * (k + 0.5)
            half = step / 2 - 0.012
            y1 = y0 + deep - 0.02
            b.add("crates", tray, hull(np.array([(x + s * half, y, z) for s in (-1, 1) for y, z in ((y0, z0), (y1, z0 + rise), (y0, z0 - 0.1), (y1, z0 - 0.1))])), label="crate")
            b.add("crates", tray, box(2 * half, 0.02, 0.1, at=(x, y0 + 0.008, z0 - 0.02)), [hull(np.array([(x + s * half + e, y, z) for e in (-0.009, 0.009) for y, z in ((y0, z0), (y1, z0 + rise), (y0, z0 + 0.08), (y1, z0 + rise + 0.08))])) for s in (-1, 1)], label="crate")
            c = (start + k + 2 * i) % 6
            m = b.look.material("food", color=colors[c])
            across, along = (3, 3) if c != 3 else (2, 2)
            r = min(half / across, deep / 2 / along) * 0.98
            for u in range(across):
                for v in range(along):
                    e = (v + 0.5) / along
                    at = (x + (u - (across - 1) / 2) * 2 * half * 0.94 / across, y0 + 0.03 + (deep - 0.06) * e, z0 + rise * e + r * 0.75 + between(b, 0, 0.012))
                    b.add(f"goods_{c + 1}", m, ball(r, r, r * (0.75 if c == 3 else 0.95), at=at, detail=0), label="fruit")
            b.add("slates", "board", tilted(box(0.13, 0.012, 0.09, at=(x, y1 - 0.02, z0 + rise + 0.06)), about=(x, y1, z0 + rise + 0.06), roll=-0.2), label="sign")
            b.add("prices", "paper", tilted(box(0.08, 0.006, 0.022, at=(x, y1 - 0.026, z0 + rise + 0.095)), about=(x, y1, z0 + rise + 0.06), roll=-0.2), label="letter")
            b.add("slates", "board", box(0.012, 0.012, 0.12, at=(x, y1 - 0.014, z0 + rise - 0.04)), label="sign")


@kind("basket_stack", "furniture", width=(0.44, 0.56), depth=(0.34, 0.44), words=("shopping baskets", "basket stack", "baskets"), indoor=Indoor(spot="wall", front=0.5))
def basket_stack(b: Build) -> None:
    """Shopping baskets nested in a stand on castors, the handles of the topmost folded out."""
    w, d = b.lot.width, b.lot.depth
    m, iron = b.look.material("accent"), b.look.material("metal")
    b.add("wheels", shade(iron, 0.5), castors(w - 0.06, d - 0.06, 0.03), label="wheel")
    b.add("stand", iron, board(w - 0.04, d - 0.04, 0.025, at=(0, 0, 0.07)), label="base")
    n, step = int(b.rng.integers(4, 8)), 0.075
    rows = []
    for k in range(n):
        z = 0.094 + step * k
        rows.append(loft((w / 2 - 0.07, d / 2 - 0.06, z), (w / 2 - 0.03, d / 2 - 0.03, z + step - 0.02)))
        b.add("rims", shade(m, 0.7), board(w - 0.02, d - 0.02, 0.018, at=(0, 0, z + step - 0.021)), label="border")
    b.add("baskets", m, rows, label="basket")
    z = 0.094 + step * n
    walls = [hull(np.array([(s * (w / 2 - 0.02 - e - q), y * (d / 2 - 0.03), h) for q, h in ((0.035, z - 0.01), (0.0, z + 0.16)) for e in (0, 0.014) for y in (-1, 1)])) for s in (-1, 1)]
    walls += [hull(np.array([(x * (w / 2 - 0.025), s * (d / 2 - 0.015 - e - q), h) for q, h in ((0.03, z - 0.01), (0.0, z + 0.16)) for e in (0, 0.014) for x in (-1, 1)])) for s in (-1, 1)]
    b.add("baskets", m, walls, label="basket")
    b.add("rims", shade(m, 0.7), [s.turned(roll=-pi / 2).moved(0, 0, z + 0.15) for s in border(w - 0.005, d - 0.005, 0.03, 0.0, 0.02, z=-(d - 0.005) / 2)], label="border")
    b.add("handles", iron, [s for e in (-1, 1) for s in tube([(-w * 0.3, e * 0.04, z + 0.16), (-w * 0.24, e * 0.03, z + 0.3), (w * 0.24, e * 0.03, z + 0.3), (w * 0.3, e * 0.04, z + 0.16)], (0.01,) * 4, segments=6)], label="handle")
    b.add("handles", iron, [box(0.02, d - 0.04, 0.014, at=(s * w * 0.3, 0, z + 0.155)) for s in (-1, 1)], label="handle")
