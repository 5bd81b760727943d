"""Small things that lie about on tops: a tea set, jars, papers, a pot plant, a game."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from partgen.solids import ball, box, cylinder, frustum, rod

TOP = Indoor(spot="top", front=0.0)


@kind("tea_set", "furniture", width=(0.34, 0.46), depth=(0.26, 0.34), words=("tea set", "teapot", "coffee cups"), indoor=TOP)
def tea_set(b: Build) -> None:
    """A tray with a pot and two cups on saucers."""
    w, d = b.lot.width, b.lot.depth
    b.add("tray", "furniture", box(w, d, 0.012), *[box(w, 0.012, 0.03, at=(0, s * (d / 2 - 0.006), 0)) for s in (-1, 1)])
    pot = b.look.material("ceramic")
    x = -w * 0.2
    b.add(
        "teapot",
        pot,
        ball(0.062, 0.062, 0.055, at=(x, 0.02, 0.066)),
        cylinder(0.03, 0.016, at=(x, 0.02, 0.112)),
        ball(0.012, at=(x, 0.02, 0.134), detail=1),
        label="pot",
    )
    b.add("spout", pot, rod((x + 0.05, 0.02, 0.06), (x + 0.1, 0.02, 0.11), 0.013, end=0.009), label="spout")
    for k, (cx, cy) in enumerate(((w * 0.2, d * 0.18), (w * 0.24, -d * 0.2))):
        b.add(
            f"cup_{k + 1}",
            "accent" if chance(b, 0.5) else pot,
            frustum(0.022, 0.034, 0.05, at=(cx, cy, 0.018), segments=12),
            cylinder(0.05, 0.008, at=(cx, cy, 0.011), segments=14),
            label="cup",
        )


@kind("jar_row", "furniture", width=(0.36, 0.6), depth=(0.12, 0.16), words=("jars", "spice jars", "bottles", "potions"), indoor=TOP)
def jar_row(b: Build) -> None:
    """Jars and bottles of several heights in a row."""
    n = max(3, int(b.lot.width / 0.12))
    for k in range(n):
        x = -b.lot.width / 2 + b.lot.width * (k + 0.5) / n
        r, h = between(b, 0.034, 0.046), between(b, 0.09, 0.17)
        group = k % 3 + 1
        what = b.look.material(("food", "ceramic", "plastic")[group - 1])
        if chance(b, 0.4):
            b.add(
                f"bottle_{group}",
                what,
                cylinder(r * 0.8, h, at=(x, 0, 0), segments=12),
                frustum(r * 0.8, 0.014, 0.05, at=(x, 0, h - 0.002), segments=12),
                cylinder(0.014, 0.05, at=(x, 0, h + 0.04), segments=8),
                label="bottle",
            )
        else:
            b.add(f"jar_{group}", what, cylinder(r, h, at=(x, 0, 0), segments=12), label="jar")
            b.add("lids", "wood", cylinder(r * 1.05, 0.022, at=(x, 0, h), segments=12), label="lid")


@kind(
    "papers",
    "furniture",
    width=(0.36, 0.5),
    depth=(0.28, 0.36),
    words=("papers", "documents", "letters", "notebook", "sketches", "plans"),
    indoor=TOP,
)
def papers(b: Build) -> None:
    """Loose sheets, a notebook and a cup of pencils."""
    w, d = b.lot.width, b.lot.depth
    sheets = [
        box(0.2, 0.28, 0.003, at=(-w * 0.18, 0, 0.003 * k)).scaled(w / 0.5, d / 0.36, 1).turned(between(b, -0.12, 0.12)) for k in range(3)
    ]
    b.add("sheets", "paper", sheets, label="page")
    b.add("notebook", b.look.material("book", fresh=True), box(w * 0.3, d * 0.5, 0.018, at=(w * 0.26, -d * 0.14, 0)), label="book")
    b.add("pencil_cup", "ceramic", cylinder(0.032, 0.09, at=(w * 0.3, d * 0.32, 0), segments=12), label="cup")
    tips = [
        rod(
            (w * 0.3 + 0.012 * cos(a), d * 0.32 + 0.012 * sin(a), 0.02),
            (w * 0.3 + 0.03 * cos(a), d * 0.32 + 0.03 * sin(a), 0.15),
            0.005,
            segments=6,
        )
        for a in (0.3, 2.1, 4.2)
    ]
    b.add("pencils", "accent", tips, label="pencil")


@kind(
    "small_plant",
    "plant",
    width=(0.2, 0.3),
    depth=(0.2, 0.3),
    words=("small plant", "succulent", "cactus pot", "herbs", "pot plant"),
    indoor=TOP,
)
def small_plant(b: Build) -> None:
    """A plant in a pot, small enough for a window sill: a succulent, a tuft or a little bush."""
    r = min(b.lot.width, b.lot.depth) / 2
    b.add("pot", pick(b, "ceramic", "accent", "wood"), frustum(r * 0.42, r * 0.56, r * 0.9, segments=14), label="pot")
    b.add("soil", "soil", cylinder(r * 0.48, 0.012, at=(0, 0, r * 0.885), segments=14), label="soil")
    z = r * 0.88
    leaf = b.look.material("foliage")
    leaves = []
    form = int(b.rng.integers(3))
    if form == 0:  # a rosette
        for ring, (n, tilt, size) in enumerate(((7, 0.35, 0.42), (6, 0.8, 0.36), (4, 1.25, 0.28))):
            for k in range(n):
                a = 2 * pi * (k + 0.5 * ring) / n
                leaves.append(
                    ball(r * size, r * 0.15, r * 0.07, at=(r * size * 0.9, 0, 0), detail=1).turned(a, pitch=-tilt).moved(0, 0, z + 0.01)
                )
    elif form == 1:  # long blades
        for k in range(9):
            a, out = 2 * pi * k / 9, between(b, 0.45, 0.95) * r
            tip = (out * cos(a), out * sin(a), z + between(b, 1.0, 1.7) * r)
            leaves.append(rod((0.1 * out * cos(a), 0.1 * out * sin(a), z - 0.01), tip, r * 0.11, end=r * 0.02, segments=5))
    else:  # a little bush
        for k in range(7):
            a, out = 2 * pi * k / 6, 0.0 if k == 6 else 0.42 * r
            leaves.append(ball(r * between(b, 0.36, 0.48), at=(out * cos(a), out * sin(a), z + r * (0.75 if k == 6 else 0.35)), detail=1))
    b.add("leaves", leaf if form else shade(leaf, 1.12), leaves, label="leaf")


@kind(
    "board_game",
    "furniture",
    width=(0.36, 0.44),
    depth=(0.36, 0.44),
    words=("board game", "chess", "chess board", "game board"),
    indoor=TOP,
)
def board_game(b: Build) -> None:
    """A chequered board with a few men on it."""
    s = min(b.lot.width, b.lot.depth)
    b.add("board", "wood", box(s, s, 0.014))
    step = s * 0.9 / 6
    dark = [box(step, step, 0.004, at=((i - 2.5) * step, (j - 2.5) * step, 0.013)) for i in range(6) for j in range(6) if (i + j) % 2]
    b.add("squares", shade(b.look.material("wood"), 0.5), dark, label="board")
    for name, material, rows in (
        ("white_men", b.look.material("paper"), (0, 1)),
        ("black_men", shade(b.look.material("wood"), 0.35), (4, 5)),
    ):
        men = []
        for i in range(6):
            j = rows[int(b.rng.integers(2))]
            x, y, h = (i - 2.5) * step, (j - 2.5) * step, between(b, 0.035, 0.06)
            men += [frustum(step * 0.3, step * 0.14, h, at=(x, y, 0.016), segments=8), ball(step * 0.17, at=(x, y, 0.016 + h), detail=0)]
        b.add(name, material, men, label="piece")


@kind(
    "wall_lamp",
    "furniture",
    width=(0.2, 0.28),
    depth=(0.18, 0.24),
    words=("wall lamp", "wall light", "wall sconce"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.6, 1.8)),
)
def wall_lamp(b: Build) -> None:
    """A shade, a globe or a cone on an arm from the wall."""
    w, d = b.lot.width, b.lot.depth
    back, r = d / 2, min(w * 0.48, d * 0.47)
    y = back - d + r
    b.add("plate", "metal", rod((0, back - 0.018, 0.05), (0, back, 0.05), 0.05, segments=14))
    b.add("arm", "metal", rod((0, back - 0.012, 0.05), (0, y, 0.02), 0.009), rod((0, y, 0.01), (0, y, 0.08), 0.011))
    form = pick(b, "shade", "globe", "cone")
    if form == "globe":
        b.add("lamp", "lamp", ball(r * 0.86, at=(0, y, 0.08 + r * 0.7), detail=2))
    else:
        low, high = (r, r * 0.66) if form == "shade" else (r, r * 0.3)
        b.add("lamp", "lamp", frustum(low, high, 0.17, at=(0, y, 0.06), segments=18))
        b.add("trim", "metal", cylinder(high * 1.02, 0.012, at=(0, y, 0.222), segments=18))
