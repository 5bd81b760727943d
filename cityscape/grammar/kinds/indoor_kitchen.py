"""The kitchen: base and wall cabinets, sink, island."""

from __future__ import annotations

from cityscape.grammar.joinery import Handle, books, doors, drawers, eased, joined, metal, second, several, vessel, wished
from cityscape.grammar.kit import chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tint, tube
from partgen.solids import ball, box, cylinder, frustum, hull, rod

TOP = 0.9


"""Height of worktops, metres."""


def _base(b: Build, *, hollow: bool = False) -> float:
    """Carcass and kick board of a base cabinet, `hollow` where a basin sinks in; returns the plane of its fronts' backs."""
    w, d = b.lot.width, b.lot.depth
    y = -d / 2 + 0.055
    deep, middle = d / 2 - y - 0.002, (y + d / 2) / 2
    paint, low = wished(b, "cabinet"), 0.1
    high = TOP - 0.035 - low - (0.24 if hollow else 0.0)
    b.add("body", paint, box(w, deep, high, at=(0, middle, low)))
    if hollow:
        rim = [box(0.02, deep, 0.3, at=(s * (w - 0.02) / 2, middle, TOP - 0.335)) for s in (-1, 1)]
        b.add("body", paint, rim, box(w, 0.02, 0.3, at=(0, y + 0.01, TOP - 0.335)))
    b.add("kickboard", shade(paint, 0.5), box(w - 0.01, d - 0.14, 0.11, at=(0, 0.06, 0)), label="plinth")
    return y


def _fronts(b: Build, x0: float, x1: float, y: float, *, forms: tuple[str, ...]) -> None:
    """Doors and drawers under a worktop, one form for each unit from x0 to x1."""
    paint, iron = wished(b, "cabinet"), metal(b)
    panel = chance(b, 0.5)
    grip: Handle = pick(b, "knob", "bar", "cup")
    w = (x1 - x0) / len(forms)
    for k, form in enumerate(forms):
        a, c = x0 + k * w, x0 + (k + 1) * w
        if form == "drawers":
            drawers(b, a, c, (0.11, 0.4, 0.66, TOP - 0.045), y, paint, iron, form=grip, panel=panel)
        elif form == "doors":
            doors(b, a, c, 0.11, TOP - 0.045, y, paint, iron, form=grip, panel=panel, leaves=2 if w > 0.6 else 1, high=True)
        else:
            drawers(b, a, c, (0.66, TOP - 0.045), y, paint, iron, form=grip)
            doors(b, a, c, 0.11, 0.66, y, paint, iron, form=grip, panel=panel, leaves=2 if w > 0.6 else 1, high=True)


def _splash(b: Build, w: float) -> None:
    """A low tiled upstand at the back of a worktop."""
    tile = b.look.material("ceramic", pattern="tiles")
    b.add("splashback", tile, box(w, 0.015, 0.09, at=(0, b.lot.depth / 2 - 0.0075, TOP - 0.005)), label="panel")


@kind(
    "kitchen_unit",
    "furniture",
    width=(0.6, 2.4),
    depth=(0.6, 0.66),
    words=("kitchen unit", "kitchen cabinet", "base cabinet", "counter", "worktop"),
    indoor=Indoor("wall", front=0.8, surface=TOP),
)
def kitchen_unit(b: Build) -> None:
    """Base cabinets under a worktop; a board, a jar or a knife block at the back."""
    w, d = b.lot.width, b.lot.depth
    n = max(1, round(w / 0.55))
    y = _base(b)
    forms = [pick(b, "doors", "mixed", "mixed", "drawers") for _ in range(n)]
    _fronts(b, -w / 2, w / 2, y, forms=tuple(forms))
    b.add("worktop", "worktop", eased(w, d, 0.04, at=(0, 0, TOP - 0.04), r=0.008))
    _splash(b, w)
    things, back = int(b.rng.integers(3)), d / 2 - 0.09
    if things == 0:
        wood = joined(b)
        b.add(
            "board",
            second(wood),
            hull(
                [
                    (x, back + 0.06 * z / 0.32 + k, TOP + z - 0.002)
                    for x in (-0.12 - w * 0.25, 0.12 - w * 0.25)
                    for z in (0.0, 0.32)
                    for k in (-0.009, 0.009)
                ]
            ),
        )
    elif things == 1:
        m = several(b, "ceramic", 2)[1]
        for dx, r, h in ((0, 0.05, 0.17), (0.11, 0.045, 0.14), (0.21, 0.04, 0.11)):
            x = -w / 2 + 0.1 + dx
            b.add("jars", m, cylinder(r, h, at=(x, back, TOP - 0.003), segments=12), label="jar")
            b.add(
                "lids",
                joined(b),
                cylinder(r * 1.04, 0.022, at=(x, back, TOP + h - 0.006), segments=12),
                ball(0.013, at=(x, back, TOP + h + 0.024), detail=1),
                label="lid",
            )
    else:
        b.add(
            "knife_block",
            joined(b),
            hull(
                [
                    (w * 0.3 + x, back + y2, TOP + z - 0.003)
                    for x in (-0.045, 0.045)
                    for y2, z in ((-0.06, 0), (0.06, 0), (0.07, 0.16), (-0.02, 0.22))
                ]
            ),
            label="box",
        )
        b.add(
            "knives",
            b.look.material("plastic", color="#2c2c30"),
            [
                rod((w * 0.3 + x, back + 0.01 - e, TOP + 0.17), (w * 0.3 + x, back - 0.03 - e, TOP + 0.27), 0.009, segments=6)
                for x, e in ((-0.025, 0.0), (0.0, 0.0), (0.025, 0.0))
            ],
            label="handle",
        )
    squeeze(b)


@kind(
    "kitchen_sink",
    "furniture",
    width=(0.8, 1.3),
    depth=(0.6, 0.66),
    words=("kitchen sink", "sink"),
    indoor=Indoor("wall", front=0.8),
)
def kitchen_sink(b: Build) -> None:
    """A base cabinet with a sunk basin, a bent tap, a drainer with plates, a cloth over the door."""
    w, d = b.lot.width, b.lot.depth
    y = _base(b, hollow=True)
    _fronts(b, -w / 2, w / 2, y, forms=("doors",))
    side = 1 if chance(b, 0.5) else -1
    bw, bd, bx = 0.46, 0.36, side * (w / 2 - 0.33)
    by = -0.015
    plates = [
        box(w, (d - bd) / 2 + by, 0.04, at=(0, -d / 2 + ((d - bd) / 2 + by) / 2, TOP - 0.04)),
        box(w, (d - bd) / 2 - by, 0.04, at=(0, d / 2 - ((d - bd) / 2 - by) / 2, TOP - 0.04)),
    ]
    x0, x1 = bx - bw / 2, bx + bw / 2
    plates += [
        box(x0 + w / 2, bd + 0.01, 0.04, at=((x0 - w / 2) / 2, by, TOP - 0.04)),
        box(w / 2 - x1, bd + 0.01, 0.04, at=((x1 + w / 2) / 2, by, TOP - 0.04)),
    ]
    b.add("worktop", "worktop", plates)
    steel = b.look.material("appliance") if chance(b, 0.5) else b.look.material("ceramic")
    b.add("basin", steel, vessel(bw + 0.012, bd + 0.012, 0.2, wall=0.02, foot=0.9, corner=0.05, at=(bx, by, TOP - 0.192)))
    b.add("drain", "metal", cylinder(0.03, 0.012, at=(bx, by, TOP - 0.178), segments=10), label="pipe")
    iron = b.look.material("metal", color="#c3c7ca")
    ty = d / 2 - 0.07
    b.add(
        "tap",
        iron,
        tube(
            [
                (bx, ty, TOP - 0.005),
                (bx, ty, TOP + 0.2),
                (bx, ty - 0.04, TOP + 0.26),
                (bx, ty - 0.11, TOP + 0.27),
                (bx, ty - 0.16, TOP + 0.22),
            ],
            [0.013] * 5,
            segments=8,
        ),
        cylinder(0.025, 0.02, at=(bx, ty, TOP - 0.003), segments=10),
        rod((bx + 0.02, ty, TOP + 0.05), (bx + 0.075, ty - 0.01, TOP + 0.075), 0.007, segments=6),
    )
    _splash(b, w)
    rw = min(0.28, w - 0.6)
    rx = -side * (w / 2 - rw / 2 - 0.04)
    b.add(
        "rack",
        "metal",
        [box(rw, 0.008, 0.008, at=(rx, by + e, TOP + z)) for e in (-0.12, 0.12) for z in (0.0, 0.07)],
        [box(0.008, 0.24, 0.008, at=(rx + s * rw / 2, by, TOP + z)) for s in (-1, 1) for z in (0.0, 0.07)],
        [box(0.008, 0.008, 0.085, at=(rx + s * rw / 2, by + e, TOP - 0.003)) for s in (-1, 1) for e in (-0.12, 0.12)],
        label="frame",
    )
    china = several(b, "ceramic", 2)
    n = max(2, int(rw / 0.06))
    b.add(
        "plates",
        china[1],
        [
            rod((rx - rw / 2 + 0.03 + 0.05 * k, by, TOP + 0.1), (rx - rw / 2 + 0.045 + 0.05 * k, by, TOP + 0.105), 0.098, segments=16)
            for k in range(n)
        ],
        label="plate",
    )
    cloth = b.look.material("curtain")
    b.add("towel", cloth, eased(0.16, 0.014, 0.3, at=(-side * w * 0.25, y - 0.032, 0.46), r=0.005), label="cloth")
    b.add("towel_stripe", tint(cloth, "#f4efe2", 0.7), box(0.162, 0.016, 0.03, at=(-side * w * 0.25, y - 0.032, 0.5)), label="cloth")
    squeeze(b)


@kind(
    "kitchen_island",
    "furniture",
    width=(1.2, 2.2),
    depth=(0.8, 1.0),
    words=("kitchen island", "island", "breakfast bar"),
    indoor=Indoor("centre", front=0.8, sides=0.6, surface=TOP),
)
def kitchen_island(b: Build) -> None:
    """A block to work on from all sides: drawers in front, open shelves at the end, an overhang for stools."""
    w, d = b.lot.width, b.lot.depth
    paint, iron = wished(b, "cabinet"), metal(b)
    over = 0.24
    y, yb = -d / 2 + 0.06, d / 2 - over
    ends = 0.32
    x1 = w / 2 - 0.04 - ends
    b.add("worktop", pick(b, b.look.material("worktop"), joined(b)), eased(w, d, 0.05, at=(0, 0, TOP - 0.05), r=0.01))
    b.add("body", paint, box(x1 + w / 2 - 0.04, yb - y, TOP - 0.14, at=((x1 - w / 2 + 0.04) / 2, (y + yb) / 2, 0.1)))
    b.add("kickboard", shade(paint, 0.5), box(w - 0.14, yb - y - 0.06, 0.11, at=(0, (y + yb) / 2, 0)), label="plinth")
    drawers(
        b,
        -w / 2 + 0.05,
        x1,
        (0.11, 0.4, 0.66, TOP - 0.055),
        y,
        paint,
        iron,
        form=pick(b, "cup", "bar", "knob"),
        panel=chance(b, 0.5),
        cols=max(1, round((x1 + w / 2) / 0.6)),
    )
    xm = (x1 + w / 2 - 0.04) / 2
    b.add(
        "shelves",
        joined(b),
        [box(ends + 0.01, yb - y - 0.01, 0.025, at=(xm, (y + yb) / 2, z)) for z in (0.1, 0.36, 0.62)],
        box(0.025, yb - y, TOP - 0.14, at=(x1 + 0.01, (y + yb) / 2, 0.1)),
        [box(0.04, 0.04, TOP - 0.14, at=(w / 2 - 0.06, e, 0.1)) for e in (y + 0.02, yb - 0.02)],
        label="shelf",
    )
    books(b, x1 + 0.04, w / 2 - 0.09, y + 0.14, 0.642, 0.22, deep=0.16, colors=several(b, "book", 3))
    china = several(b, "ceramic", 2)[1]
    b.add(
        "bowls",
        china,
        [frustum(0.05 + 0.004 * k, 0.1, 0.05, at=(xm, y + 0.16, 0.382 + 0.028 * k), segments=16) for k in range(4)],
        label="bowl",
    )
    b.add(
        "basket",
        b.look.material("wood", color="#b98f58", pattern="woven"),
        vessel(ends - 0.08, yb - y - 0.12, 0.16, wall=0.014, foot=0.88, corner=0.05, at=(xm, (y + yb) / 2, 0.122)),
    )
    posts = [eased(0.07, 0.07, TOP - 0.04, at=(s * (w / 2 - 0.06), d / 2 - 0.06, 0), r=0.012) for s in (-1, 1)]
    b.add("posts", paint, posts, label="post")
    b.add(
        "panels",
        second(paint),
        [
            eased(
                (w - ends - 0.16) / 3 - 0.03,
                0.014,
                TOP - 0.3,
                at=(-w / 2 + 0.05 + (k + 0.5) * (w - ends - 0.1) / 3, yb + 0.003, 0.16),
                r=0.005,
            )
            for k in range(3)
        ],
        label="panel",
    )
    squeeze(b)


@kind(
    "wall_cabinet",
    "furniture",
    width=(0.6, 1.8),
    depth=(0.32, 0.38),
    words=("wall cabinet", "kitchen cupboard", "overhead cabinet"),
    indoor=Indoor("hung", front=0.0, at=(1.42, 1.5)),
)
def wall_cabinet(b: Build) -> None:
    """Cupboards over a worktop; wide ones have an open bay with crockery, or glass doors."""
    w, d, h = b.lot.width, b.lot.depth, 0.7
    paint, iron = wished(b, "cabinet"), metal(b)
    n, y, t = max(1, round(w / 0.5)), -d / 2 + 0.045, 0.02
    open_bay = int(b.rng.integers(n)) if n > 1 and chance(b, 0.75) else -1
    step = w / n
    panel = chance(b, 0.5)
    grip: Handle = pick(b, "knob", "bar")
    china = several(b, "ceramic", 3)
    for k in range(n):
        x0, x = -w / 2 + k * step, -w / 2 + (k + 0.5) * step
        if k != open_bay:
            b.add("body", paint, box(step, d / 2 - y, h - 0.06, at=(x, (y + d / 2) / 2, 0)))
            leaves = 2 if step > 0.62 else 1
            doors(b, x0, x0 + step, 0.0, h - 0.06, y, paint, iron, form=grip, panel=panel, leaves=leaves)
            continue
        case = [
            box(step, 0.014, h - 0.06, at=(x, d / 2 - 0.007, 0)),
            *[box(step, d - 0.04, t, at=(x, 0.02, z)) for z in (0.0, 0.32, h - 0.08)],
            *[box(t, d - 0.04, h - 0.06, at=(x + s * (step - t) / 2, 0.02, 0)) for s in (-1, 1)],
        ]
        b.add("bay", joined(b), case, label="shelf")
        for j in range(3):
            cx = x + (j - 1) * step * 0.27
            b.add("cups", china[1 + j % 2], frustum(0.026, 0.04, 0.075, at=(cx, 0, 0.337), segments=10), label="cup")
        b.add(
            "plates",
            china[0],
            [frustum(0.06, 0.1, 0.018, at=(x - step * 0.13, 0.02, 0.018 + 0.012 * j), segments=16) for j in range(5)],
            label="plate",
        )
        b.add("jug", china[2], lathe([(0.03, 0), (0.05, 0.05), (0.028, 0.11), (0.036, 0.14)], at=(x + step * 0.27, 0, 0.018), segments=10))
    b.add("cornice", paint if chance(b, 0.5) else second(paint), eased(w, d - 0.002, 0.07, at=(0, 0, h - 0.07), r=0.015))
    squeeze(b)
