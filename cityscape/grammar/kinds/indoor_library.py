"""The library: shelves to the ceiling, the ladder, the catalogue, the cart."""

from __future__ import annotations

from math import pi

from cityscape.grammar.kit import between, chance, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tint, tube
from cityscape.grammar.shopfit import (
    board,
    books,
    castors,
    fronts,
    legs,
    loft,
    pile,
    several,
    side_plate,
)
from partgen.solids import beam, box, rod


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
    b.add(
        "pilasters",
        shade(wood, 1.1),
        [
            board(0.07, h - 0.12, 0.02, cut=0.008).turned(roll=pi / 2).moved(-w / 2 + 0.045 + (w - 0.09) * k / bays, front + 0.004, h / 2)
            for k in range(bays + 1)
        ],
        label="column",
    )
    b.add("cornice", wood, loft((w / 2 - 0.03, d / 2 - 0.02, h - 0.09), (w / 2, d / 2, h - 0.03), (w / 2, d / 2, h)))
    b.add("plinth", wood, board(w - 0.01, d - 0.01, 0.1))
    low = 0.62 if chance(b, 0.4) else 0.1
    if low > 0.5:
        b.add(
            "cupboards",
            wood,
            box(w - 0.08, deep - 0.01, low - 0.09, at=(0, mid + 0.005, 0.09)),
            board(w - 0.01, d - 0.02, 0.04, at=(0, 0, low - 0.02)),
            label="cabinet",
        )
        fronts(
            b,
            "doors",
            shade(wood, 1.12),
            x0=-w / 2 + 0.07,
            x1=w / 2 - 0.07,
            z0=0.12,
            z1=low - 0.03,
            y=front + 0.012,
            cols=2 * bays,
            grip="knob",
            label="door",
        )
    levels = round((h - low) / 0.36)
    step = (h - 0.1 - low) / levels
    shades = several(b, "book", 4)
    b.add(
        "shelves",
        wood,
        [box(w - 0.08, deep - 0.02, 0.028, at=(0, mid + 0.008, low + step * k - (0.012 if k else 0.005))) for k in range(levels)],
        label="shelf",
    )
    thick = (0.035, 0.06) if bays == 1 else (0.042, 0.066)
    for k in range(levels):
        z = low + step * k + (0.015 if k else 0.022)
        for j in range(bays):
            x0 = -w / 2 + 0.07 + (w - 0.09) * j / bays
            books(
                b,
                shades,
                x0=x0,
                x1=x0 + (w - 0.09) / bays - 0.05,
                y=front + 0.035,
                z=z,
                room=step - 0.03,
                deep=min(0.24, deep - 0.08),
                thick=thick,
                full=between(b, 0.8, 1.0),
            )


@kind(
    "library_ladder",
    "furniture",
    width=(0.45, 0.6),
    depth=(0.7, 1.0),
    words=("library ladder", "ladder", "rolling ladder"),
    indoor=Indoor(front=0.4),
)
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
        b.add(
            "fittings",
            brass,
            tube([(x, y1 - 0.01, h - 0.05), (x, y1 + 0.03, h + 0.04), (x, y1 + 0.055, h + 0.0)], (0.015,) * 3, segments=6),
            label="hook",
        )
    n = 7
    b.add(
        "treads",
        shade(wood, 1.1),
        [
            board(w - 0.12, 0.12, 0.028, at=(0, y0 + lean * (0.2 + (h - 0.42) * k / (n - 1)), 0.27 + (h - 0.42) * k / (n - 1)))
            for k in range(n)
        ],
        label="stairs",
    )
    b.add("rail", brass, rod((-w / 2 + 0.01, y1 + 0.045, h + 0.0), (w / 2 - 0.01, y1 + 0.045, h + 0.0), 0.018), label="rail")
    b.add(
        "rods",
        brass,
        [
            rod((-w / 2 + 0.05, y0 + lean * (z - 0.1), z), (w / 2 - 0.05, y0 + lean * (z - 0.1), z), 0.01, segments=6)
            for z in (0.2, h - 0.12)
        ],
        label="rail",
    )
    if chance(b, 0.6):
        z = 0.27 + (h - 0.42) * 3 / 6
        pile(b, several(b, "book", 2), 0.0, y0 + lean * (z - 0.07), z + 0.028, n=2, w=0.2, d=0.13)


@kind(
    "card_catalogue",
    "furniture",
    width=(0.8, 1.4),
    depth=(0.42, 0.52),
    words=("card catalogue", "card catalog", "card index", "apothecary chest"),
    indoor=Indoor(front=0.6, surface=1.15),
)
def card_catalogue(b: Build) -> None:
    """A cabinet of many small drawers with brass label holders, on a stand with legs."""
    w, d, z = b.lot.width, b.lot.depth, 1.15
    wood, brass = b.look.material("furniture"), tint(b.look.material("metal"), "#c9a14a", 0.75)
    deep, y = d - 0.07, 0.035
    b.add("top", wood, board(w, d, 0.035, at=(0, 0, z - 0.035)))
    b.add("body", wood, box(w - 0.04, deep, 0.64, at=(0, y, z - 0.67)), label="cabinet")
    b.add(
        "stand",
        shade(wood, 0.8),
        board(w - 0.01, d - 0.03, 0.05, at=(0, 0.012, z - 0.71)),
        legs(w - 0.04, d - 0.08, z - 0.7, 0.07, foot=0.6, at=(0, 0.012, 0)),
        label="leg",
    )
    b.add("stand", shade(wood, 0.8), [box(w - 0.12, 0.03, 0.05, at=(0, 0.012 + s * (d / 2 - 0.08), 0.14)) for s in (-1, 1)], label="leg")
    cols, rows = max(4, round(w / 0.2)), 5
    fronts(
        b,
        "drawers",
        shade(wood, 1.14),
        x0=-w / 2 + 0.03,
        x1=w / 2 - 0.03,
        z0=z - 0.66,
        z1=z - 0.045,
        y=y - deep / 2,
        cols=cols,
        rows=rows,
        grip="cup",
        metal=brass,
        proud=0.014,
    )
    k, step = int(b.rng.integers(cols)), (w - 0.06) / cols
    row, tall = int(b.rng.integers(2, rows)), 0.615 / rows
    x, low = -w / 2 + 0.03 + step * (k + 0.5), z - 0.66 + tall * row
    out = 0.03
    b.add(
        "open_drawer",
        shade(wood, 0.9),
        box(step - 0.02, out + 0.03, tall - 0.02, at=(x, y - deep / 2 - out / 2, low + 0.01)),
        label="drawer",
    )
    b.add("cards", "paper", box(step - 0.05, out, 0.02, at=(x, y - deep / 2 - 0.014, low + tall - 0.02)), label="paper")


@kind(
    "book_cart",
    "furniture",
    width=(0.8, 1.05),
    depth=(0.42, 0.54),
    words=("book cart", "book trolley", "library cart"),
    indoor=Indoor(spot="free", front=0.5),
)
def book_cart(b: Build) -> None:
    """A trolley with two troughs of books and a flat shelf, on castors."""
    w, d, h = b.lot.width, b.lot.depth, 1.02
    m = b.look.material("cabinet") if chance(b, 0.5) else b.look.material("furniture")
    b.add("wheels", shade(b.look.material("metal"), 0.5), castors(w - 0.06, d - 0.04, 0.055), label="wheel")
    ends = [
        side_plate(
            [
                (-d / 2 + 0.02, 0.13),
                (d / 2 - 0.02, 0.13),
                (d / 2 - 0.02, h - 0.08),
                (d / 2 - 0.08, h),
                (-d / 2 + 0.08, h),
                (-d / 2 + 0.02, h - 0.08),
            ],
            s * (w / 2 - 0.02) - 0.016,
            s * (w / 2 - 0.02) + 0.016,
        )
        for s in (-1, 1)
    ]
    b.add("ends", m, ends, label="frame")
    shelves = [board(w - 0.05, d - 0.08, 0.026, at=(0, 0, z)) for z in (0.15, 0.42, 0.7)]
    b.add("shelves", shade(m, 0.85), shelves, [box(w - 0.05, 0.02, 0.24, at=(0, 0.02, z)) for z in (0.44, 0.72)], label="shelf")
    b.add(
        "rails",
        "metal",
        [
            rod((-w / 2 + 0.02, s * (d / 2 - 0.06), z), (w / 2 - 0.02, s * (d / 2 - 0.06), z), 0.01, segments=6)
            for s in (-1, 1)
            for z in (0.52, 0.8)
        ],
        label="rail",
    )
    shades = several(b, "book", 4)
    for z in (0.445, 0.725):
        books(b, shades, x0=-w / 2 + 0.05, x1=w / 2 - 0.05, y=-d / 2 + 0.075, z=z, room=0.28, deep=0.18, full=between(b, 0.7, 1.0))
    pile(b, shades, -w * 0.22, 0, 0.175, n=4)
    pile(b, shades[::-1], w * 0.2, 0.02, 0.175, n=3)
    b.add(
        "handles",
        "metal",
        [
            s
            for e in (-1, 1)
            for s in tube(
                [
                    (e * (w / 2 - 0.02), -0.1, h - 0.06),
                    (e * (w / 2 - 0.012), -0.09, h + 0.03),
                    (e * (w / 2 - 0.012), 0.09, h + 0.03),
                    (e * (w / 2 - 0.02), 0.1, h - 0.06),
                ],
                (0.012,) * 4,
                segments=6,
            )
        ],
        label="handle",
    )
