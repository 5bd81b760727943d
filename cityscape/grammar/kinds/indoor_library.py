"""The library: shelves to the ceiling, reading tables and chairs, the ladder, the catalogue, a bust."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    books,
    border,
    castors,
    fronts,
    hoop,
    legs,
    loft,
    pile,
    puff,
    several,
    side_plate,
    stacked,
    tilted,
)
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, dome, frustum, hull, rod


@kind(
    "tall_bookshelf",
    "furniture",
    width=(0.9, 1.8),
    depth=(0.32, 0.42),
    words=("tall bookshelf", "library shelf", "bookcase", "wall of books"),
    indoor=Indoor(front=0.6),
)
def tall_bookshelf(b: Build) -> None:
    """A bookcase to over head height: plinth, pilasters, cornice, shelves of books in four colours; perhaps cupboards below."""
    w, d, h = b.lot.width, b.lot.depth, between(b, 2.15, 2.35)
    wood, back = b.look.material("furniture"), d / 2
    dark = shade(wood, 0.62)
    bays = 2 if w > 1.25 else 1
    front = -back + 0.045
    deep = d - 0.045
    mid = front + deep / 2
    b.add("back", dark, box(w - 0.06, 0.025, h - 0.1, at=(0, back - 0.013, 0.05)))
    ends = [box(0.04, deep, h - 0.06, at=(-w / 2 + 0.045 + (w - 0.09) * k / bays, mid, 0)) for k in range(bays + 1)]
    b.add("sides", wood, ends, label="frame")
    b.add("pilasters", shade(wood, 1.1), [board(0.07, h - 0.12, 0.02, cut=0.008).turned(roll=pi / 2).moved(-w / 2 + 0.045 + (w - 0.09) * k / bays, front + 0.004, h / 2) for k in range(bays + 1)], label="column")
    b.add("cornice", wood, loft((w / 2 - 0.03, d / 2 - 0.02, h - 0.09), (w / 2, d / 2, h - 0.03), (w / 2, d / 2, h)))
    b.add("plinth", wood, board(w - 0.01, d - 0.01, 0.1))
    low = 0.62 if chance(b, 0.4) else 0.1
    if low > 0.5:
        b.add("cupboards", wood, box(w - 0.08, deep - 0.01, low - 0.09, at=(0, mid + 0.005, 0.09)), board(w - 0.01, d - 0.02, 0.04, at=(0, 0, low - 0.02)), label="cabinet")
        fronts(b, "doors", shade(wood, 1.12), x0=-w / 2 + 0.07, x1=w / 2 - 0.07, z0=0.12, z1=low - 0.03, y=front + 0.012, cols=2 * bays, grip="knob", label="door")
    levels = round((h - low) / 0.36)
    step = (h - 0.1 - low) / levels
    shades = several(b, "book", 4)
    b.add("shelves", wood, [box(w - 0.08, deep - 0.02, 0.028, at=(0, mid + 0.008, low + step * k - (0.012 if k else 0.005))) for k in range(levels)], label="shelf")
    thick = (0.035, 0.06) if bays == 1 else (0.042, 0.066)
    for k in range(levels):
        z = low + step * k + (0.015 if k else 0.022)
        for j in range(bays):
            x0 = -w / 2 + 0.07 + (w - 0.09) * j / bays
            books(b, shades, x0=x0, x1=x0 + (w - 0.09) / bays - 0.05, y=front + 0.035, z=z, room=step - 0.03, deep=min(0.24, deep - 0.08), thick=thick, full=between(b, 0.8, 1.0))


@kind("reading_table", "furniture", width=(1.5, 2.4), depth=(0.85, 1.1), words=("reading table", "library table", "study table"), indoor=Indoor(spot="centre", front=0.7, sides=0.6))
def reading_table(b: Build) -> None:
    """A long table inlaid with leather, lit by brass lamps with green shades; books lie open and in piles."""
    w, d, z = b.lot.width, b.lot.depth, 0.75
    wood = b.look.material("furniture")
    b.add("top", wood, board(w, d, 0.045, at=(0, 0, z - 0.045), cut=0.016))
    b.add("inlay", "leather", box(w - 0.2, d - 0.2, 0.006, at=(0, 0, z - 0.003)), label="top")
    b.add("apron", shade(wood, 0.85), [box(w - 0.2, 0.03, 0.1, at=(0, s * (d / 2 - 0.1), z - 0.14)) for s in (-1, 1)], [box(0.03, d - 0.2, 0.099, at=(s * (w / 2 - 0.1), 0, z - 0.14)) for s in (-1, 1)], label="frame")
    for sx in (-1, 1):
        for sy in (-1, 1):
            turned = lathe([(0.035, 0), (0.04, 0.05), (0.026, 0.09), (0.045, 0.3), (0.028, 0.52), (0.045, 0.56), (0.05, 0.6)], at=(sx * (w / 2 - 0.11), sy * (d / 2 - 0.11), 0), segments=8)
            b.add("legs", wood, turned, box(0.1, 0.1, 0.13, at=(sx * (w / 2 - 0.11), sy * (d / 2 - 0.11), z - 0.16)), label="leg")
    b.add("stretcher", wood, box(w - 0.24, 0.05, 0.05, at=(0, 0, 0.14)), [box(0.05, d - 0.22, 0.05, at=(s * (w / 2 - 0.11), 0, 0.139)) for s in (-1, 1)], label="beam")
    brass = tint(b.look.material("metal"), "#c9a14a", 0.75)
    green = b.look.material("cabinet", color="#2f7d55")
    for x in (-w * 0.25, w * 0.25) if w > 1.4 else (0.0,):
        b.add("lamp_stands", brass, lathe([(0.08, z), (0.075, z + 0.018), (0.014, z + 0.035), (0.012, z + 0.3)], at=(x, 0, 0), segments=10), rod((x, -0.035, z + 0.3), (x, 0.035, z + 0.3), 0.01), label="base")
        cover = [(-0.085, 0.0), (0.085, 0.0), (0.07, 0.06), (0.03, 0.09), (-0.03, 0.09), (-0.07, 0.06)]
        b.add("lamp_shades", green, side_plate(cover, -0.15, 0.15).moved(x, 0, z + 0.28), label="lamp")
        b.add("bulbs", "lamp", box(0.24, 0.09, 0.02, at=(x, 0, z + 0.27)), label="lamp")
        b.add("lamp_stands", brass, rod((x, 0, z + 0.36), (x, 0, z + 0.395), 0.012, end=0.005), label="base")
    shades = several(b, "book", 3)
    for k in range(int(b.rng.integers(2, 5))):
        x = float(np.clip(w * (-0.42 + 0.28 * k) + between(b, -0.04, 0.04), -w / 2 + 0.2, w / 2 - 0.2))
        y = (-1) ** k * d * between(b, 0.24, 0.3)
        if chance(b, 0.5):
            _open_book(b, x, y, z, shades[k % 3])
        else:
            pile(b, shades[k % 3 :] + shades[: k % 3], x, y, z, n=int(b.rng.integers(2, 5)))


def _open_book(b: Build, x: float, y: float, z: float, cover: Material) -> None:
    turn = between(b, -0.3, 0.3) + (pi if y > 0 else 0)
    b.add("covers", cover, box(0.34, 0.22, 0.008, at=(0, 0, 0)).turned(turn).moved(x, y, z + 0.001), label="book")
    leaves = [hull(np.array([(s * u, v, h) for u, h in ((0.003, 0.006), (0.003, 0.03), (0.08, 0.036), (0.155, 0.012), (0.155, 0.006)) for v in (-0.1, 0.1)])) for s in (-1, 1)]
    b.add("pages", "paper", [p.turned(turn).moved(x, y, z) for p in leaves], label="paper")


@kind("library_ladder", "furniture", width=(0.45, 0.6), depth=(0.7, 1.0), words=("library ladder", "ladder", "rolling ladder"), indoor=Indoor(front=0.4))
def library_ladder(b: Build) -> None:
    """A rolling ladder leaning on its shelf: broad treads, wheels at the feet, hooks and a brass rail at the head."""
    w, d = b.lot.width, b.lot.depth
    wood, brass = b.look.material("furniture"), tint(b.look.material("metal"), "#c9a14a", 0.7)
    y0, y1, h = -d / 2 + 0.09, d / 2 - 0.07, between(b, 2.0, 2.2)
    lean = (y1 - y0) / (h - 0.1)
    for s in (-1, 1):
        x = s * (w / 2 - 0.05)
        b.add("stringers", wood, beam((x, y0, 0.09), (x, y1, h), 0.035, 0.085), label="frame")
        b.add("wheels", shade(brass, 0.6), rod((x - 0.02, y0, 0.06), (x + 0.02, y0, 0.06), 0.06, segments=12), label="wheel")
        b.add("fittings", brass, box(0.05, 0.05, 0.07, at=(x, y0 + 0.005, 0.06)), label="bracket")
        b.add("fittings", brass, tube([(x, y1 - 0.01, h - 0.05), (x, y1 + 0.03, h + 0.04), (x, y1 + 0.055, h + 0.0)], (0.015,) * 3, segments=6), label="hook")
    n = 7
    b.add("treads", shade(wood, 1.1), [board(w - 0.12, 0.12, 0.028, at=(0, y0 + lean * (0.2 + (h - 0.42) * k / (n - 1)), 0.27 + (h - 0.42) * k / (n - 1))) for k in range(n)], label="stairs")
    b.add("rail", brass, rod((-w / 2 + 0.01, y1 + 0.045, h + 0.0), (w / 2 - 0.01, y1 + 0.045, h + 0.0), 0.018), label="rail")
    b.add("rods", brass, [rod((-w / 2 + 0.05, y0 + lean * (z - 0.1), z), (w / 2 - 0.05, y0 + lean * (z - 0.1), z), 0.01, segments=6) for z in (0.2, h - 0.12)], label="rail")
    if chance(b, 0.6):
        z = 0.27 + (h - 0.42) * 3 / 6
        pile(b, several(b, "book", 2), 0.0, y0 + lean * (z - 0.07), z + 0.028, n=2, w=0.2, d=0.13)


@kind("card_catalogue", "furniture", width=(0.8, 1.4), depth=(0.42, 0.52), words=("card catalogue", "card catalog", "card index", "apothecary chest"), indoor=Indoor(front=0.6, surface=1.15))
def card_catalogue(b: Build) -> None:
    """A cabinet of many small drawers with brass label holders, on a stand with legs."""
    w, d, z = b.lot.width, b.lot.depth, 1.15
    wood, brass = b.look.material("furniture"), tint(b.look.material("metal"), "#c9a14a", 0.75)
    deep, y = d - 0.07, 0.035
    b.add("top", wood, board(w, d, 0.035, at=(0, 0, z - 0.035)))
    b.add("body", wood, box(w - 0.04, deep, 0.64, at=(0, y, z - 0.67)), label="cabinet")
    b.add("stand", shade(wood, 0.8), board(w - 0.01, d - 0.03, 0.05, at=(0, 0.012, z - 0.71)), legs(w - 0.04, d - 0.08, z - 0.7, 0.07, foot=0.6, at=(0, 0.012, 0)), label="leg")
    b.add("stand", shade(wood, 0.8), [box(w - 0.12, 0.03, 0.05, at=(0, 0.012 + s * (d / 2 - 0.08), 0.14)) for s in (-1, 1)], label="leg")
    cols, rows = max(4, round(w / 0.2)), 5
    fronts(b, "drawers", shade(wood, 1.14), x0=-w / 2 + 0.03, x1=w / 2 - 0.03, z0=z - 0.66, z1=z - 0.045, y=y - deep / 2, cols=cols, rows=rows, grip="cup", metal=brass, proud=0.014)
    k, step = int(b.rng.integers(cols)), (w - 0.06) / cols
    row, tall = int(b.rng.integers(2, rows)), 0.615 / rows
    x, low = -w / 2 + 0.03 + step * (k + 0.5), z - 0.66 + tall * row
    out = 0.03
    b.add("open_drawer", shade(wood, 0.9), box(step - 0.02, out + 0.03, tall - 0.02, at=(x, y - deep / 2 - out / 2, low + 0.01)), label="drawer")
    b.add("cards", "paper", box(step - 0.05, out, 0.02, at=(x, y - deep / 2 - 0.014, low + tall - 0.02)), label="paper")


@kind("reading_chair", "furniture", width=(0.76, 0.92), depth=(0.78, 0.95), words=("reading chair", "wing chair", "library chair", "leather armchair"), indoor=Indoor(spot="free", front=0.5, seat=True))
def reading_chair(b: Build) -> None:
    """A wing chair in leather or cloth: deep cushion, buttoned back, rolled arms, brass nails, turned feet."""
    w, d = b.lot.width, b.lot.depth
    m = b.look.material("leather") if chance(b, 0.6) else b.look.material("upholstery")
    wood, back, arm = b.look.material("furniture"), d / 2, 0.14
    b.add("feet", wood, legs(w - 0.08, d - 0.1, 0.14, 0.06, foot=0.6, turned=True), label="leg")
    b.add("base", m, board(w - 0.04, d - 0.12, 0.2, at=(0, -0.0, 0.12), cut=0.03), label="frame")
    b.add("seat", shade(m, 1.1), puff(w - 2 * arm - 0.01, d - 0.26, 0.15, at=(0, -0.06, 0.3), soft=0.05))
    for s in (-1, 1):
        x = s * (w / 2 - arm / 2 - 0.005)
        b.add("arms", m, puff(arm - 0.03, d - 0.24, 0.34, at=(x, -0.045, 0.26), soft=0.025), rod((x, -d / 2 + 0.07, 0.6), (x, back - 0.14, 0.62), arm / 2 - 0.005, segments=10), label="arm")
        b.add("arm_fronts", shade(m, 0.8), rod((x, -d / 2 + 0.075, 0.6), (x, -d / 2 + 0.06, 0.6), arm / 2 - 0.02, segments=10), label="arm")
        wing = hull(np.array([(x + s * e, y, z) for e in (-0.035, 0.03) for y, z in ((back - 0.28, 0.62), (back - 0.07, 0.6), (back - 0.03, 1.08), (back - 0.16, 1.1), (back - 0.26, 0.92))]))
        b.add("wings", m, wing, label="back")
    rest = puff(w - 2 * arm + 0.03, 0.16, 0.74, at=(0, back - 0.15, 0.36), soft=0.06)
    b.add("back", shade(m, 1.04), tilted(rest, about=(0, back - 0.15, 0.4), roll=-0.06), puff(w - 0.16, 0.11, 0.14, at=(0, back - 0.085, 1.0), soft=0.05))
    span = w - 2 * arm - 0.12
    buttons = [ball(0.016, at=(span * (i + 0.5 * (j % 2)) / 2 - span / 2 + 0.0, back - 0.226 + 0.018 * j, 0.62 + 0.13 * j), detail=1) for j in range(3) for i in range(3 - j % 2)]
    b.add("buttons", shade(m, 0.55), buttons, label="button")
    b.add("nails", tint(b.look.material("metal"), "#c9a14a", 0.7), [box(w - 0.1, 0.012, 0.014, at=(0, -d / 2 + 0.055, 0.14)), *[box(0.014, 0.012, 0.28, at=(s * (w / 2 - 0.03), -d / 2 + 0.068, 0.28)) for s in (-1, 1)]], label="nail")
    if chance(b, 0.5):
        b.add("pillow", several(b, "fabric", 1)[0], puff(0.36, 0.12, 0.34, at=(0, 0, -0.16), soft=0.055).turned(0.2, pitch=0.15, roll=-0.3).moved(between(b, -0.05, 0.05), back - 0.28, 0.62))
    else:
        side = pick(b, -1, 1)
        x = side * (w / 2 - arm / 2 - 0.005)
        b.add("blanket", "fabric", box(arm + 0.0, 0.3, 0.016, at=(x, 0, 0.665)), label="blanket")
        b.add("blanket", "fabric", box(0.016, 0.3, 0.3, at=(side * (w / 2 - 0.008), 0, 0.38)), box(0.016, 0.3, 0.2, at=(x - side * (arm / 2), 0, 0.48)), label="blanket")


@kind("book_cart", "furniture", width=(0.8, 1.05), depth=(0.42, 0.54), words=("book cart", "book trolley", "library cart"), indoor=Indoor(spot="free", front=0.5))
def book_cart(b: Build) -> None:
    """A trolley with two troughs of books and a flat shelf, on castors."""
    w, d, h = b.lot.width, b.lot.depth, 1.02
    m = b.look.material("cabinet") if chance(b, 0.5) else b.look.material("furniture")
    b.add("wheels", shade(b.look.material("metal"), 0.5), castors(w - 0.06, d - 0.04, 0.055), label="wheel")
    ends = [side_plate([(-d / 2 + 0.02, 0.13), (d / 2 - 0.02, 0.13), (d / 2 - 0.02, h - 0.08), (d / 2 - 0.08, h), (-d / 2 + 0.08, h), (-d / 2 + 0.02, h - 0.08)], s * (w / 2 - 0.02) - 0.016, s * (w / 2 - 0.02) + 0.016) for s in (-1, 1)]
    b.add("ends", m, ends, label="frame")
    shelves = [board(w - 0.05, d - 0.08, 0.026, at=(0, 0, z)) for z in (0.15, 0.42, 0.7)]
    b.add("shelves", shade(m, 0.85), shelves, [box(w - 0.05, 0.02, 0.24, at=(0, 0.02, z)) for z in (0.44, 0.72)], label="shelf")
    b.add("rails", "metal", [rod((-w / 2 + 0.02, s * (d / 2 - 0.06), z), (w / 2 - 0.02, s * (d / 2 - 0.06), z), 0.01, segments=6) for s in (-1, 1) for z in (0.52, 0.8)], label="rail")
    shades = several(b, "book", 4)
    for z in (0.445, 0.725):
        books(b, shades, x0=-w / 2 + 0.05, x1=w / 2 - 0.05, y=-d / 2 + 0.075, z=z, room=0.28, deep=0.18, full=between(b, 0.7, 1.0))
    pile(b, shades, -w * 0.22, 0, 0.175, n=4)
    pile(b, shades[::-1], w * 0.2, 0.02, 0.175, n=3)
    b.add("handles", "metal", [s for e in (-1, 1) for s in tube([(e * (w / 2 - 0.02), -0.1, h - 0.06), (e * (w / 2 - 0.012), -0.09, h + 0.03), (e * (w / 2 - 0.012), 0.09, h + 0.03), (e * (w / 2 - 0.02), 0.1, h - 0.06)], (0.012,) * 4, segments=6)], label="handle")


@kind("bust_pedestal", "furniture", width=(0.45, 0.62), depth=(0.42, 0.55), words=("bust", "bust on a pedestal", "marble bust"), indoor=Indoor(spot="corner", front=0.3))
def bust_pedestal(b: Build) -> None:
    """A marble bust, bearded or with its hair in a knot, on a fluted column or a square pillar."""
    w, d = b.lot.width, b.lot.depth
    r, marble, stone = min(w, d) / 2 - 0.02, b.look.material("ceramic", pattern="marble", color="#e6e1d6"), b.look.material("worktop")
    z = between(b, 1.0, 1.12)
    if chance(b, 0.5):
        b.add("pedestal", stone, board(2 * r, 2 * r, 0.1), lathe([(r * 0.92, 0.095), (r * 0.72, 0.16), (r * 0.66, z - 0.16), (r * 0.72, z - 0.12), (r * 0.9, z - 0.06)], segments=14), board(2 * r, 2 * r, 0.065, at=(0, 0, z - 0.065)), label="column")
        flutes = [rod((r * 0.705 * cos(t), r * 0.705 * sin(t), 0.19), (r * 0.655 * cos(t), r * 0.655 * sin(t), z - 0.19), r * 0.07, segments=5) for t in 2 * pi * np.arange(12) / 12]
        b.add("flutes", shade(stone, 1.12), flutes, label="ornament")
    else:
        b.add("pedestal", stone, board(2 * r, 2 * r, 0.12), board(1.56 * r, 1.56 * r, z - 0.16, at=(0, 0, 0.11)), board(2 * r, 2 * r, 0.07, at=(0, 0, z - 0.07)), label="column")
        b.add("plaque", tint(b.look.material("metal"), "#c9a14a", 0.7), board(r, 0.12, 0.014).turned(roll=pi / 2).moved(0, -r * 0.78, z - 0.3), label="sign")
    b.add("socle", shade(marble, 0.8), lathe([(0.1, z), (0.095, z + 0.03), (0.05, z + 0.05), (0.05, z + 0.09)], segments=10), label="base")
    chest = stacked((0.07, 0.06, z + 0.08), (min(0.2, r), 0.1, z + 0.2), (min(0.205, r), 0.1, z + 0.24), (0.15, 0.085, z + 0.3), (0.06, 0.058, z + 0.33), (0.052, 0.055, z + 0.42))
    b.add("bust", marble, chest, label="statue")
    y, top = -0.012, z + 0.51
    b.add("bust", marble, ball(0.088, 0.105, 0.125, at=(0, y, top), detail=2), hull(np.array([(x, y + q, top + h) for x, q, h in ((-0.014, -0.098, 0.02), (0.014, -0.098, 0.02), (0.02, -0.09, -0.03), (-0.02, -0.09, -0.03), (0, -0.128, -0.026), (0, -0.09, 0.03))])), label="statue")
    b.add("bust", marble, [ball(0.018, 0.014, 0.028, at=(s * 0.087, y + 0.012, top - 0.005), detail=1) for s in (-1, 1)], label="statue")
    b.add("hair", shade(marble, 0.86), dome(0.096, 0.09, at=(0, y + 0.018, top + 0.045), segments=10, rings=3), ball(0.092, 0.075, 0.1, at=(0, y + 0.045, top + 0.02), detail=1))
    if chance(b, 0.5):
        b.add("hair", shade(marble, 0.86), loft((0.03, 0.02, -0.09), (0.065, 0.035, 0.02), (0.05, 0.03, 0.045), at=(0, y - 0.078, top - 0.1)))
    else:
        b.add("hair", shade(marble, 0.86), ball(0.05, at=(0, y + 0.115, top + 0.03), detail=1))
    b.add("drape", shade(marble, 0.92), [tube([(-0.15, -0.06, z + 0.27), (-0.02, -0.105, z + 0.2), (0.12, -0.09, z + 0.15)], (0.018, 0.026, 0.02), segments=6)[k] for k in (0, 1)], label="cloth")
