"""What things are kept in: wardrobe, chest of drawers, bookcase, filing cabinet, wall shelf."""

from __future__ import annotations

from cityscape.grammar.greenery import pot, sprigs
from cityscape.grammar.joinery import Handle, books, doors, drawers, eased, joined, legs, lying_books, metal, second, several, slab, wished
from cityscape.grammar.kit import between, chance, pick
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tint
from partgen.solids import Solid, box, hull, rod


def carcass(w: float, d: float, z0: float, z1: float, shelves: list[float], *, t: float = 0.028, y: float = 0.0) -> list[Solid]:
    """An open case: sides, top, bottom, back and shelves whose tops lie at the given heights."""
    out = [box(t, d, z1 - z0, at=(s * (w - t) / 2, y, z0)) for s in (-1, 1)]
    out += [box(w - t, d - 0.004, t, at=(0, y, z)) for z in (z0, z1 - t)]
    out += [box(w - t, d - 0.016, t, at=(0, y + 0.006, z - t)) for z in shelves]
    return [*out, box(w - t, 0.016, z1 - z0 - t, at=(0, y + d / 2 - 0.01, z0 + t / 2))]


@kind(
    "wardrobe",
    "furniture",
    width=(1.0, 2.0),
    depth=(0.56, 0.66),
    words=("wardrobe", "closet", "clothes cupboard", "armoire"),
    indoor=Indoor("wall", front=0.7),
)
def wardrobe(b: Build) -> None:
    """A tall cupboard with panelled doors, a cornice and a plinth or feet; a mirror or drawers in some."""
    w, d = b.lot.width, b.lot.depth
    high = between(b, 1.95, 2.1)
    wood, iron = joined(b), metal(b)
    light = second(wood)
    foot = 0.1
    b.add("body", wood, box(w - 0.06, d - 0.07, high - foot - 0.03, at=(0, 0.02, foot - 0.01)))
    if chance(b, 0.5):
        b.add("plinth", light, eased(w - 0.03, d - 0.05, foot, at=(0, 0.015, 0), r=0.008))
    else:
        b.add("legs", light, legs(w - 0.07, d - 0.08, foot + 0.02, thick=0.07, at=(0, 0.015, 0), form="square"), label="leg")
    b.add(
        "cornice",
        light,
        eased(w - 0.02, d - 0.01, 0.03, at=(0, 0, high - 0.04), r=0.01),
        eased(w, d, 0.025, at=(0, 0, high - 0.018), r=0.01),
    )
    y, leaves = -d / 2 + 0.055, max(2, round(w / 0.48))
    split = foot + 0.34 if chance(b, 0.5) else foot + 0.01
    x = w / 2 - 0.04
    doors(
        b,
        -x,
        x,
        split,
        high - 0.06,
        y,
        light if chance(b, 0.4) else wood,
        iron,
        panel=chance(b, 0.7),
        form=pick(b, "knob", "upright"),
        leaves=leaves,
    )
    if split > foot + 0.1:
        drawers(b, -x, x, (foot + 0.01, split), y, light, iron, form=pick(b, "knob", "cup"), cols=max(1, leaves // 2))
    if chance(b, 0.4):
        pane = 2 * x / leaves
        b.add("mirror", "glass", box(pane - 0.14, 0.012, high - split - 0.3, at=(-x + pane * (leaves // 2 + 0.5), y - 0.018, split + 0.12)))
    squeeze(b)


@kind(
    "chest_of_drawers",
    "furniture",
    width=(0.8, 1.2),
    depth=(0.42, 0.52),
    words=("chest of drawers", "drawers", "commode", "sideboard"),
    indoor=Indoor("wall", front=0.6, surface=0.86),
)
def chest_of_drawers(b: Build) -> None:
    """Three or four rows of drawers under a top, on a plinth or splayed legs."""
    w, d, h = b.lot.width, b.lot.depth, 0.86
    wood, iron = joined(b), metal(b)
    low = 0.16 if chance(b, 0.5) else 0.07
    fronts = tint(wood, "#f1e4cf", 0.22) if chance(b, 0.5) else second(wood)
    b.add("top", second(wood), slab(w, d, 0.032, at=(0, 0, h - 0.032), corner=0.02))
    b.add("body", wood, box(w - 0.05, d - 0.06, h - low - 0.02, at=(0, 0.015, low)))
    if low > 0.1:
        b.add("legs", wood, legs(w - 0.1, d - 0.1, low + 0.01, thick=0.05, splay=0.02, form="round", foot=0.5), label="leg")
    else:
        b.add("plinth", second(wood), eased(w - 0.08, d - 0.09, low + 0.01, at=(0, 0.02, 0)))
    rows, y, x = int(b.rng.integers(3, 5)), -d / 2 + 0.045, w / 2 - 0.035
    z = [low + 0.015 + (h - low - 0.05) * k / rows for k in range(rows + 1)]
    form: Handle = pick(b, "knob", "bar", "cup")
    panel = chance(b, 0.35)
    drawers(b, -x, x, z[:-1], y, fronts, iron, form=form, panel=panel)
    drawers(b, -x, x, z[-2:], y, fronts, iron, form=form, cols=2)
    squeeze(b)


@kind(
    "bookcase",
    "furniture",
    width=(0.8, 1.5),
    depth=(0.3, 0.38),
    words=("bookcase", "bookshelf", "shelves"),
    indoor=Indoor("wall", front=0.5),
)
def bookcase(b: Build) -> None:
    """Shelves of books in several colours, with a plant, a vase or a box between them."""
    w, d = b.lot.width, b.lot.depth
    high = between(b, 1.85, 2.1)
    wood = joined(b)
    base = 0.42 if chance(b, 0.35) else 0.09
    n = 4 if base > 0.2 else 5
    t = 0.028
    step = (high - 0.05 - base) / n
    levels = [base + t + step * k for k in range(n)]
    b.add("frame", wood, carcass(w - 0.02, d - 0.03, base, high - 0.02, levels[1:], y=0.01))
    b.add("cornice", second(wood), eased(w, d, 0.03, at=(0, 0, high - 0.03), r=0.01))
    b.add("plinth", second(wood), eased(w - 0.01, d - 0.01, 0.08, at=(0, 0.0, 0), r=0.008))
    if base > 0.2:
        b.add("frame", wood, box(w - 0.02, d - 0.05, base - 0.05, at=(0, 0.015, 0.06)))
        doors(b, -w / 2 + 0.02, w / 2 - 0.02, 0.09, base + 0.01, -d / 2 + 0.045, second(wood), metal(b), panel=True, high=True)
    colors = several(b, "book", 4)
    x = w / 2 - t - 0.02
    vase = several(b, "ceramic", 2)[1]
    for k, z in enumerate(levels):
        tall, form = step - t - 0.03, int(b.rng.integers(4)) if k else 0
        y, deep = -0.01, min(0.2, d - 0.12)
        if form <= 1:
            books(b, -x, x, y, z, min(tall, 0.31), deep=deep, colors=colors, fill=between(b, 0.8, 1.0))
        elif form == 2:
            books(b, -x, x * 0.1, y, z, min(tall, 0.29), deep=deep, colors=colors)
            lying_books(b, x * 0.55, 0, z, 3, w=0.24, d=deep, colors=colors[:3])
        else:
            books(b, -x * 0.1, x, y, z, min(tall, 0.29), deep=deep, colors=colors)
            r = min(0.07, tall * 0.25)
            b.add(
                "vase",
                vase,
                lathe(
                    [(0.5 * r, -0.004), (r, 0.8 * r), (0.9 * r, 1.5 * r), (0.4 * r, 2.2 * r), (0.55 * r, 2.6 * r)],
                    at=(-x * 0.6, 0, z),
                    segments=10,
                ),
            )
    squeeze(b)


@kind(
    "filing_cabinet",
    "furniture",
    width=(0.42, 0.5),
    depth=(0.5, 0.62),
    words=("filing cabinet", "file cabinet", "filing", "files"),
    indoor=Indoor("wall", front=0.6, surface=1.04),
)
def filing_cabinet(b: Build) -> None:
    """Steel drawers with label holders and grips."""
    w, d, h = b.lot.width, b.lot.depth, 1.04
    steel = wished(b, pick(b, "appliance", "cabinet"))
    b.add("body", steel, eased(w, d - 0.056, h - 0.03, at=(0, 0.028, 0.03), r=0.01))
    b.add("plinth", tint(steel, "#26282c", 0.6), box(w - 0.04, d - 0.08, 0.04, at=(0, 0.02, 0)))
    n = int(b.rng.integers(3, 5))
    z = [0.05 + (h - 0.08) * k / n for k in range(n + 1)]
    drawers(b, -w / 2 + 0.015, w / 2 - 0.015, z, -d / 2 + 0.058, tint(steel, "#ffffff", 0.12), "metal", form=pick(b, "cup", "bar"))
    b.add("labels", "paper", [box(0.1, 0.012, 0.04, at=(0, -d / 2 + 0.037, e - 0.13)) for e in z[1:]], label="sign")
    b.add(
        "lock",
        "metal",
        rod((w / 2 - 0.05, -d / 2 + 0.06, h - 0.055), (w / 2 - 0.05, -d / 2 + 0.024, h - 0.055), 0.011, segments=8),
        label="handle",
    )


@kind(
    "wall_shelf",
    "furniture",
    width=(0.7, 1.3),
    depth=(0.2, 0.28),
    words=("wall shelf", "hanging shelf"),
    indoor=Indoor("hung", front=0.0, at=(1.35, 1.6)),
)
def wall_shelf(b: Build) -> None:
    """A board or two on brackets with books, a pot plant and a vase."""
    w, d, wood = b.lot.width, b.lot.depth, joined(b)
    boards = (0.16, 0.52) if chance(b, 0.4) else (0.16,)
    for s in (-1, 1):
        x = s * w * 0.34
        for z in boards:
            brace = hull(
                [
                    (x + a, y, k)
                    for a in (-0.012, 0.012)
                    for y, k in (
                        (d / 2, z - 0.16 if z < 0.2 else z - 0.14),
                        (d / 2, z),
                        (d / 2 - 0.03, z - 0.15),
                        (-d / 2 + 0.05, z - 0.02),
                        (-d / 2 + 0.05, z),
                    )
                ]
            )
            b.add("brackets", "metal", brace, label="bracket")
        if len(boards) > 1:
            b.add("brackets", "metal", box(0.024, 0.012, boards[-1], at=(x, d / 2 - 0.006, 0)))
    b.add("boards", wood, [eased(w, d - 0.002, 0.026, at=(0, 0, z - 0.002), r=0.006) for z in boards], label="shelf")
    colors = several(b, "book", 3)
    for k, z in enumerate(boards):
        flip = -1 if (k + int(b.rng.integers(2))) % 2 else 1
        x0, x1 = sorted((flip * -(w / 2 - 0.03), flip * w * 0.08))
        top = z + 0.024
        books(b, x0, x1, 0.01, top, 0.24, deep=min(0.17, d - 0.05), colors=colors)
        x = flip * w * 0.36
        if k == 0:
            soil = pot(b, x, 0, top - 0.004, 0.075, 0.12, several(b, "ceramic", 2)[1])
            sprigs(b, x, 0, soil, r=min(0.12, w / 2 - abs(x) + 0.0, d / 2), high=0.16, n=7)
        else:
            b.add(
                "vase",
                "ceramic",
                lathe([(0.035, -0.004), (0.06, 0.05), (0.05, 0.12), (0.022, 0.17), (0.03, 0.2)], at=(x, 0, top), segments=10),
            )
    squeeze(b)
