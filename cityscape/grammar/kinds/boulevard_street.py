"""What lines the pavements of boulevards: planes, cafe terraces, lamps, drinking fountains."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar.kinds.boulevards import cafe_set
from cityscape.grammar.kinds.trees import _leaves, _radius, _tall
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, lathe, tube
from partgen.solids import ball, box, cylinder, frustum, hull, rod


@kind(
    "plane_tree",
    "plant",
    width=(2.4, 4.0),
    depth=(2.4, 4.0),
    words=("plane tree", "platane", "london plane"),
    stand="trunk",
)
def plane_tree(b: Build) -> None:
    """A tall, blotched trunk, high forked limbs, a clipped upright crown; an iron grate at its foot."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 6.4, 7.8)
    bark = b.look.material("bark")
    fork = 0.36 * h
    r = 0.15 + 0.03 * reach
    b.add("trunk", bark, tube([(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.3), (0.03, 0, fork)], [1.4 * r, r, 0.85 * r], segments=8))
    patches = [
        tube([(r * 0.5 * cos(t), r * 0.5 * sin(t), z), (r * 0.5 * cos(t), r * 0.5 * sin(t), z + 0.4)], [r * 0.54, r * 0.52], segments=6)[0]
        for t, z in ((0.4, 0.7), (2.6, 1.2), (4.6, 1.7), (1.4, 2.0))
    ]
    b.add("bark_patches", shade(bark, 0.72), patches, label="bark")
    crown = [clump(rng, 0.7 * reach, 0.7 * reach, 0.26 * h, at=(0, 0, 0.68 * h), points=36)]
    turn = 2 * pi * rng.random()
    for k in range(5):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / 5
        q = reach * between(rng, 0.46, 0.56)
        away = reach - q
        z = h * between(rng, 0.5, 0.66)
        tip = (0.8 * away * cos(t), 0.8 * away * sin(t), z)
        b.add(
            "trunk",
            bark,
            tube([(0.03, 0, fork - 0.1), (0.4 * tip[0], 0.4 * tip[1], (fork + z) / 2), tip], [r * 0.6, r * 0.42, r * 0.2], segments=5),
        )
        crown.append(clump(rng, q, q, 0.15 * h, at=(away * cos(t), away * sin(t), z), points=28))
    for k in range(3):
        t = turn + 0.6 + 2.1 * k
        q = reach * between(rng, 0.5, 0.58)
        crown.append(clump(rng, q, q, 0.13 * h, at=(0.3 * reach * cos(t), 0.3 * reach * sin(t), h * between(rng, 0.78, 0.86)), points=28))
    b.add("crown", _leaves(b, "#84994f", 0.35), crown)


@kind(
    "cafe_terrace",
    "furniture",
    width=(2.6, 4.2),
    depth=(2.0, 3.0),
    words=("cafe terrace", "bistro tables", "round tables", "pavement cafe", "sidewalk cafe"),
    stand="square",
)
def cafe_terrace(b: Build) -> None:
    """Round tables with cane chairs between boxes of clipped box, a menu board before them, a parasol over some."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    n = 2 if w > 3.1 else 1
    rows = 2 if d > 2.5 else 1
    for k in range(n):
        for j in range(rows):
            cafe_set(b, (k + 0.5 - n / 2) * (w - 0.9) / n, (j + 0.5 - rows / 2) * 1.0 + 0.05, low)
    b.add("boxes", "accent", [box(0.3, d - 0.5, 0.5 - low, at=(s * (w / 2 - 0.17), 0.1, low)) for s in (-1, 1)], label="planter")
    b.add("hedges", "foliage", [box(0.26, d - 0.56, 0.36, at=(s * (w / 2 - 0.17), 0.1, 0.48)) for s in (-1, 1)], label="hedge")
    x = between(b.rng, -0.2, 0.2) * w
    y = -d / 2 + 0.22
    b.add(
        "menu",
        "timber",
        [
            hull([(x + i * 0.24, y + s * q, z) for i in (-1, 1) for q, z in ((0.17, low), (0.13, low), (0.02, 0.95), (0.05, 0.95))])
            for s in (-1, 1)
        ],
        label="sign",
    )
    if b.rng.random() < 0.6:
        r, z = min(w / 2, d / 2) * 0.92, 2.3
        b.add("parasol", "awning", frustum(r, 0.06, 0.5, at=(0, 0, z), segments=10), cylinder(r, 0.14, at=(0, 0, z - 0.12), segments=10))
        b.add("pole", "wood", cylinder(0.045, 2.7 - low, at=(0, 0, low), segments=6), label="post")


@kind(
    "boulevard_lamp",
    "furniture",
    width=(1.1, 1.5),
    depth=(0.6, 0.9),
    words=("gas lamp", "candelabra lamp", "ornate lamp", "globe lamp"),
    stand="post",
)
def boulevard_lamp(b: Build) -> None:
    """A cast-iron lamp standard with two or three lanterns on scrolled arms."""
    low, h = -b.lot.drop, 3.6
    e = b.lot.width / 2 - 0.19
    b.add("post", "metal", lathe([(0.22, low - 1e-9), (0.22, 0.3), (0.13, 0.42), (0.15, 0.8), (0.07, 0.95), (0.055, h)], segments=8))
    b.add("post", "metal", lathe([(0.06, 2.3), (0.11, 2.4), (0.06, 2.5)], segments=8))
    three = b.rng.random() < 0.6
    for s in (-1, 1):
        arm = [(0, 0, h - 0.45), (s * e * 0.55, 0, h - 0.52), (s * e, 0, h - 0.28), (s * e, 0, h - 0.05)]
        b.add("arms", "metal", tube(arm, [0.04, 0.035, 0.03, 0.03], segments=6), label="arm")
        _lantern(b, s * e, 0.0, h - 0.08)
    if three:
        _lantern(b, 0.0, 0.0, h - 0.02)
    else:
        b.add("post", "metal", ball(0.1, at=(0, 0, h + 0.03), detail=1))


def _lantern(b: Build, x: float, y: float, z: float) -> None:
    """A four-sided lantern under a crowned cap."""
    b.add("lamp", "lamp", frustum(0.1, 0.16, 0.34, at=(x, y, z), segments=4))
    b.add(
        "cap", "metal", frustum(0.185, 0.07, 0.14, at=(x, y, z + 0.34), segments=4), cylinder(0.03, 0.14, at=(x, y, z + 0.46), segments=5)
    )


@kind(
    "wallace_fountain",
    "furniture",
    width=(1.1, 1.4),
    depth=(1.1, 1.4),
    words=("wallace fountain", "drinking fountain", "green fountain"),
    stand="square",
)
def wallace_fountain(b: Build) -> None:
    """A green cast-iron fountain: four figures hold a pointed dome over a basin."""
    r, low = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop
    green = b.look.material("accent")
    b.add("step", "stone", cylinder(r * 0.98, 0.16 - low, at=(0, 0, low), segments=8), label="base")
    b.add(
        "base",
        green,
        lathe([(0.62 * r, 0.14), (0.62 * r, 0.3), (0.44 * r, 0.4), (0.4 * r, 1.0), (0.6 * r, 1.1), (0.6 * r, 1.2)], segments=8),
    )
    b.add("water", "water", cylinder(0.42 * r, 0.05, at=(0, 0, 1.18), segments=8))
    for k in range(4):
        t = pi / 4 + k * pi / 2
        x, y = 0.46 * r * cos(t), 0.46 * r * sin(t)
        b.add(
            "figures", green, frustum(0.13, 0.07, 0.7, at=(x, y, 1.18), segments=7), ball(0.085, at=(x, y, 1.95), detail=1), label="statue"
        )
        b.add("figures", green, rod((x, y, 1.75), (x * 1.1, y * 1.1, 2.16), 0.04, segments=5), label="statue")
    b.add(
        "dome",
        green,
        lathe(
            [(0.7 * r, 2.1), (0.72 * r, 2.2), (0.6 * r, 2.34), (0.3 * r, 2.52), (0.12 * r, 2.62), (0.16 * r, 2.72), (0.02, 2.95)],
            segments=12,
        ),
    )
