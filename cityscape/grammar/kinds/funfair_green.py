"""What is planted on a funfair, and what drives and sits there: rosettes, round trees, a little train, a bear."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar.fairground import candies, cream
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import axle, between, clump, lathe, settle, tint
from cityscape.world.material import Material
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, rod


@kind(
    "prize_bear",
    "furniture",
    width=(1.3, 2.0),
    depth=(1.2, 1.8),
    words=("teddy bear", "giant bear", "prize bear", "mascot"),
    stand="square",
)
def prize_bear(b: Build) -> None:
    """A giant teddy bear that sits on a drum, with a bow."""
    k = min(b.lot.width / 1.3, b.lot.depth / 1.25)
    low = settle(b) - 1e-9
    fur, bow = b.look.material("wood", pattern="plain"), candies(b, 1)[0]
    light = tint(fur, "#fdf3e0", 0.6)
    eye = b.look.material("bark", color="#33272b", pattern="plain")
    b.add("drum", bow, cylinder(0.55 * k, 0.3 - low, at=(0, 0.02, low), segments=16), label="plinth")
    b.add("drum_rim", "trim", cylinder(0.58 * k, 0.08, at=(0, 0.02, 0.28), segments=16), label="plinth")
    z = 0.34

    def put(name: str, m: Material, *balls: tuple[float, float, float, float, float, float]) -> None:
        b.add(
            name,
            m,
            [ball(rx * k, ry * k, rz * k, at=(x * k, y * k, z + zz * k), detail=2 if rx > 0.3 else 1) for x, y, zz, rx, ry, rz in balls],
            label="toy",
        )

    put(
        "bear",
        fur,
        (0, 0.08, 0.48, 0.42, 0.36, 0.46),
        (0, 0.02, 1.2, 0.36, 0.33, 0.34),
        (-0.3, 0.05, 1.5, 0.14, 0.09, 0.14),
        (0.3, 0.05, 1.5, 0.14, 0.09, 0.14),
    )
    put(
        "bear_arms",
        fur,
        (-0.44, -0.12, 0.66, 0.15, 0.3, 0.16),
        (0.44, -0.12, 0.66, 0.15, 0.3, 0.16),
        (-0.28, -0.34, 0.18, 0.17, 0.25, 0.18),
        (0.28, -0.34, 0.18, 0.17, 0.25, 0.18),
    )
    put(
        "bear_belly",
        light,
        (0, -0.16, 0.48, 0.3, 0.18, 0.34),
        (0, -0.26, 1.12, 0.17, 0.14, 0.13),
        (-0.28, -0.54, 0.18, 0.11, 0.05, 0.12),
        (0.28, -0.54, 0.18, 0.11, 0.05, 0.12),
    )
    put("bear_face", eye, (-0.13, -0.29, 1.3, 0.05, 0.05, 0.06), (0.13, -0.29, 1.3, 0.05, 0.05, 0.06), (0, -0.39, 1.17, 0.06, 0.04, 0.045))
    put("bow", bow, (-0.15, -0.27, 0.92, 0.15, 0.09, 0.11), (0.15, -0.27, 0.92, 0.15, 0.09, 0.11), (0, -0.32, 0.92, 0.07, 0.07, 0.07))


@kind(
    "rosette_bed",
    "plant",
    width=(2.0, 3.6),
    depth=(2.0, 3.6),
    words=("flower rosette", "round flower bed", "flower roundel", "flower circle"),
)
def rosette_bed(b: Build) -> None:
    """A round bed with rings of flowers in bands of colour around a clipped ball."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.04
    low = settle(b) - 1e-9
    b.add("rim", "trim", ring(r - 0.14, r, low, 0.22, segments=20), label="kerb")
    b.add("soil", "soil", cylinder(r - 0.1, 0.16 - low, at=(0, 0, low), segments=20), label="soil")
    tones = candies(b, 3, role="flower")
    for k, q in enumerate((0.78, 0.5)):
        m = tones[k % len(tones)]
        n = 14 if k == 0 else 9
        for i in range(n):
            t = 2 * pi * (i + 0.5 * k) / n
            s = 0.2 * r
            b.add(
                f"flowers_{'abc'[k]}",
                m,
                clump(b.rng, s, s, s * 0.8, at=(q * r * cos(t), q * r * sin(t), 0.22), points=16, floor=0.1),
                label="flower",
            )
    b.add("ball", "foliage", ball(0.3 * r, at=(0, 0, 0.14 + 0.26 * r), detail=2), label="leaf")
    b.add("crest", tones[-1], ball(0.13 * r, at=(0, 0, 0.14 + 0.55 * r), detail=1), label="flower")


@kind(
    "ball_tree",
    "plant",
    width=(2.2, 3.6),
    depth=(2.2, 3.6),
    words=("round tree", "lollipop tree", "clipped tree", "topiary tree"),
    stand="trunk",
)
def ball_tree(b: Build) -> None:
    """A tree trimmed to a perfect ball on a straight stem."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.04
    h = between(b.rng, 1.5, 2.1)
    b.add("trunk", "bark", lathe([(0.2, -b.lot.drop - 1e-9), (0.13, 0.3), (0.11, h + 0.3)], segments=8), label="trunk")
    leaf = b.look.material("foliage")
    b.add("crown", leaf, ball(r, r, r * 0.96, at=(0, 0, h + 0.86 * r), detail=2), label="crown")
    if b.rng.random() < 0.4:
        q = r * 0.55
        b.add("crown_top", leaf, ball(q, at=(0, 0, h + 1.8 * r + q * 0.72), detail=2), label="crown")


@kind("puff_tree", "plant", width=(2.0, 3.2), depth=(2.0, 3.2), words=("pompom tree", "cloud tree", "candy floss tree"), stand="trunk")
def puff_tree(b: Build) -> None:
    """A pompom tree: balls of leaves at the ends of a few branches, often in blossom."""
    rng = b.rng
    reach = min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 2.6, 3.4)
    m = b.look.material("foliage")
    if rng.random() < 0.55 and not b.look.color and "winter" not in b.look.style.variants:
        m = tint(m, "#f6a9c4", 0.8)
    b.add("trunk", "bark", lathe([(0.2, -b.lot.drop - 1e-9), (0.13, 0.3), (0.08, h)], segments=8), label="trunk")
    r = reach * 0.44
    turn = 6.28 * rng.random()
    balls: list[Solid] = [ball(reach * 0.56, at=(0, 0, h + 0.25 * reach), detail=2)]
    arms: list[Solid] = []
    for k in range(4):
        t = turn + pi / 2 * k
        tip = ((reach - r) * 0.96 * cos(t), (reach - r) * 0.96 * sin(t), h * (0.66 if k % 2 else 0.82))
        arms.append(rod((0, 0, h * 0.5), tip, 0.07, segments=5))
        balls.append(ball(r * (0.9 if k % 2 else 1.0), at=tip, detail=1))
    b.add("branches", "bark", arms, label="branch")
    b.add("crown", m, balls, label="crown")


@kind(
    "park_train",
    "vehicle",
    width=(5.4, 7.6),
    depth=(1.4, 1.75),
    words=("park train", "road train", "mini train", "tourist train", "land train"),
)
def park_train(b: Build) -> None:
    """A little engine with a bell, a chimney and two open coaches under striped roofs."""
    long, w = b.lot.width, b.lot.depth - 0.12
    colors = candies(b, 3)
    white = cream(b)
    one, two = (colors * 2)[:2]
    engine = 2.0
    xe = long / 2 - engine / 2
    dark = b.look.material("bark", color="#4a4350", pattern="plain")
    for q in (-0.55, 0.1, 0.65):
        for s in (-1, 1):
            b.add("wheels", dark, axle(xe + q, s * (w / 2 - 0.1), 0.3, 0.3, 0.16, segments=12), label="wheel")
            b.add("hubs", white, axle(xe + q, s * (w / 2 - 0.02), 0.3, 0.12, 0.06, segments=8), label="wheel")
    b.add("frame", white, box(engine - 0.1, w * 0.7, 0.26, at=(xe, 0, 0.36)), label="frame")
    b.add("boiler", one, rod((xe - 0.3, 0, 0.98), (xe + 0.85, 0, 0.98), 0.42, segments=14), label="body")
    b.add(
        "boiler_bands",
        white,
        [rod((xe + q - 0.05, 0, 0.98), (xe + q + 0.05, 0, 0.98), 0.44, segments=14) for q in (0.0, 0.5)],
        label="band",
    )
    b.add("nose", white, rod((xe + 0.84, 0, 0.98), (xe + 0.94, 0, 0.98), 0.3, segments=14), label="lamp")
    b.add("chimney", two, frustum(0.13, 0.24, 0.6, at=(xe + 0.6, 0, 1.34), segments=10), label="chimney")
    b.add("bell", "lamp", ball(0.14, at=(xe + 0.15, 0, 1.48), detail=1), label="bell")
    b.add("cabin", two, box(0.7, w * 0.92, 0.9, at=(xe - 0.62, 0, 0.56)), label="cabin")
    b.add(
        "cabin_posts",
        white,
        [box(0.07, 0.07, 0.7, at=(xe - 0.62 + i * 0.3, j * (w * 0.42), 1.44)) for i in (-1, 1) for j in (-1, 1)],
        label="post",
    )
    b.add(
        "cabin_roof",
        one,
        hull([(xe - 0.62 + i * 0.45, y, z) for i in (-1, 1) for y, z in ((-w / 2, 2.1), (w / 2, 2.1), (0.25, 2.32), (-0.25, 2.32))]),
        label="roof",
    )
    rest = long - engine
    n = 2
    for c in range(n):
        lc = rest / n - 0.16
        x = -long / 2 + rest * (c + 0.5) / n
        paint = colors[(c + 1) % len(colors)]
        b.add("couplings", white, box(0.5, 0.12, 0.1, at=(x + rest / n / 2, 0, 0.44)), label="frame")
        for q in (-0.3, 0.3):
            for s in (-1, 1):
                b.add("wheels", dark, axle(x + q * lc, s * (w / 2 - 0.1), 0.24, 0.24, 0.14, segments=12), label="wheel")
        b.add(f"coach_{'ab'[c]}", paint, box(lc, w * 0.94, 0.5, at=(x, 0, 0.36)), label="body")
        b.add("seats", white, [box(0.3, w * 0.8, 0.45, at=(x + q * lc, 0, 0.84)) for q in (-0.28, 0.1)], label="seat")
        b.add(
            "coach_posts",
            white,
            [box(0.06, 0.06, 1.2, at=(x + i * (lc / 2 - 0.06), j * (w * 0.43), 0.84)) for i in (-1, 1) for j in (-1, 1)],
            label="post",
        )
        m = 5
        for k in range(m):
            x0, x1 = x - lc / 2 + lc * k / m, x - lc / 2 + lc * (k + 1) / m
            b.add(
                f"coach_roof_{'ab'[k % 2]}",
                (paint, white)[k % 2],
                hull([(px, y, z) for px in (x0, x1) for y, z in ((-w / 2, 2.0), (w / 2, 2.0), (0.3, 2.24), (-0.3, 2.24))]),
                label="roof",
            )
