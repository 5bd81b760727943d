"""Rides of a funfair: ferris wheel, merry-go-round, drop tower, swing ride, tea cups."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.fairground import bulbs, candies, cream, floor, pennant, railing, scallops, striped
from cityscape.grammar.kit import between
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import lathe
from cityscape.grammar.truss import mast, wheel_points
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cone, cylinder, frustum, hull, rod


def booth(b: Build, x: float, y: float, z: float, *, size: float = 1.3) -> None:
    """An operator's hut with a pointed roof."""
    s = size / 2
    b.add("booth", "wall", box(size, size, 1.9, at=(x, y, z)), label="wall")
    b.add(
        "booth_window",
        "glass",
        box(size * 0.7, size + 0.06, 0.7, at=(x, y, z + 0.95)),
        box(size + 0.06, size * 0.7, 0.7, at=(x, y, z + 0.95)),
        label="window",
    )
    b.add("booth_roof", "roof", frustum(s * 1.75, 0.05, 0.9, at=(0, 0, 0), segments=4).turned(pi / 4).moved(x, y, z + 1.88), label="roof")
    b.add("booth_ball", "lamp", ball(0.12, at=(x, y, z + 2.82), detail=1), label="lamp")


@kind("ferris_wheel", "building", width=(9.5, 17), depth=(4.6, 7), words=("ferris wheel", "big wheel", "observation wheel", "giant wheel"))
def ferris_wheel(b: Build) -> None:
    """A great wheel of two rims with spokes, cabins in candy colours, bulbs, on two pairs of raking legs."""
    floor(b, 0.3)
    d = b.lot.depth
    R = b.lot.width / 2 - 0.95
    cz = R + 2.3
    n = 16 if R > 5.4 else 12
    half = 0.85
    turn = between(b, 0, 2 * pi / n)
    paint, white = candies(b, 1)[0], cream(b)
    pts = wheel_points(n, R, turn=turn)
    mid = wheel_points(n, R * 0.62, turn=turn)
    rim: list[Solid] = []
    spokes: list[Solid] = []
    for s in (-half, half):
        for k in range(n):
            j = (k + 1) % n
            (u, v), (p, q) = pts[k], pts[j]
            rim.append(beam((u, s, cz + v), (p, s, cz + q), 0.16, 0.16))
            (mu, mv), (mp, mq) = mid[k], mid[j]
            rim.append(beam((mu, s, cz + mv), (mp, s, cz + mq), 0.1, 0.1))
            spokes.append(beam((0, s * 1.1, cz), (u, s, cz + v), 0.1, 0.1))
            spokes.append(beam((mu, s, cz + mv), (p, s, cz + q), 0.06, 0.06))
    b.add("rim", paint, rim, label="wheel")
    b.add("spokes", white, spokes, label="wheel")
    b.add("cross_bars", white, [beam((u, -half, cz + v), (u, half, cz + v), 0.1, 0.1) for u, v in pts], label="beam")
    b.add("hub", paint, rod((0, -half - 0.45, cz), (0, half + 0.45, cz), 0.42, segments=14), label="wheel")
    b.add(
        "hub_star", "lamp", [rod((0, s * (half + 0.44), cz), (0, s * (half + 0.56), cz), 0.34, segments=10) for s in (-1, 1)], label="lamp"
    )
    bulbs(b, [(u * t, s * (half + 0.08), cz + v * t) for u, v in pts for s in (-1,) for t in (0.42, 0.8, 1.0)])
    colors = candies(b, 5)
    for k, (u, v) in enumerate(pts):
        _cabin(b, u, cz + v, colors[k % len(colors)], white, k % len(colors))
    e = d / 2 - 0.45
    legs = [beam((i * R * 0.5, s * e, 0.2), (0, s * (half + 0.4), cz), 0.36, 0.36) for i in (-1, 1) for s in (-1, 1)]
    ties = [
        beam(
            (-R * 0.3, s * (half + 0.4 + (e - half - 0.4) * 0.6), cz * 0.4),
            (R * 0.3, s * (half + 0.4 + (e - half - 0.4) * 0.6), cz * 0.4),
            0.2,
            0.2,
        )
        for s in (-1, 1)
    ]
    b.add("legs", white, legs, ties, label="post")
    b.add("leg_feet", "plinth", [box(1.0, 0.8, 0.5, at=(i * R * 0.5, s * e, 0.2)) for i in (-1, 1) for s in (-1, 1)], label="plinth")
    b.add("stage", "wood", box(R * 0.8, 2.6, 0.5, at=(0, 0, 0.28)), label="floor")
    b.add("steps", "wood", [box(1.6, 0.32, 0.25, at=(0, -1.46, 0.28))], label="stairs")
    w = b.lot.width / 2 - 0.3
    railing(b, [(-w, -d / 2 + 0.25), (-1.2, -d / 2 + 0.25)], 0.3)
    railing(b, [(1.2, -d / 2 + 0.25), (w, -d / 2 + 0.25), (w, d / 2 - 0.25)], 0.3)
    booth(b, min(R * 0.85, w - 0.9), -d / 2 + 1.2, 0.28)


def _cabin(b: Build, x: float, z: float, paint: Material, roof: Material, k: int) -> None:
    """A round gondola that hangs from a bar at (x, z)."""
    b.add(
        "hangers",
        roof,
        box(0.06, 0.7, 0.06, at=(x, 0, z - 0.06)),
        [box(0.05, 0.05, 0.95, at=(x + i * 0.3, 0, z - 1.0)) for i in (-1, 1)],
        label="frame",
    )
    b.add("hangers", roof, box(0.68, 0.08, 0.06, at=(x, 0, z - 0.08)), label="frame")
    b.add(f"cabin_{'abcde'[k]}", paint, frustum(0.4, 0.62, 0.6, at=(x, 0, z - 1.55), segments=10), label="cabin")
    b.add("cabin_seats", roof, cylinder(0.5, 0.08, at=(x, 0, z - 0.97), segments=10), label="seat")
    b.add(f"cabin_{'abcde'[k]}", paint, frustum(0.66, 0.1, 0.34, at=(x, 0, z - 0.34), segments=10), label="cabin")


@kind(
    "merry_go_round",
    "building",
    width=(6.5, 10.5),
    depth=(6.5, 10.5),
    words=("carousel", "merry-go-round", "roundabout ride", "horse carousel"),
)
def merry_go_round(b: Build) -> None:
    """A carousel: striped canopy with a painted board and bulbs, horses on brass poles, a mirrored drum."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.35
    white, gold = (
        cream(b),
        b.look.material("lamp", color="#e8b84a").model_copy(update={"emission": 0.0, "pattern": "plain", "name": "gilt", "metallic": 0.4}),
    )
    one, two = (candies(b, 2) * 2)[:2]
    low = -b.lot.drop
    b.add("plinth", "plinth", cylinder(r, 0.28 - low, at=(0, 0, low), segments=28), label="plinth")
    b.add("platform", "wood", cylinder(r * 0.95, 0.24, at=(0, 0, 0.27), segments=28), label="floor")
    b.add("platform_rim", one, ring(r * 0.9, r * 0.965, 0.3, 0.54, segments=24), label="floor")
    z1 = 3.3
    b.add("drum", white, cylinder(r * 0.26, z1, at=(0, 0, 0.5), segments=12), label="column")
    b.add("mirrors", "glass", [box(r * 0.1, r * 0.53, 1.6).turned(pi * k / 6).moved(z=1.2) for k in range(6)], label="panel")
    b.add("drum_rims", gold, [cylinder(r * 0.29, 0.14, at=(0, 0, z), segments=12) for z in (0.5, 1.0, 3.0)], label="band")
    striped(b, "canopy", "roof", (one, white), [(r * 1.0, 0.0), (r * 0.5, r * 0.26), (0.3, r * 0.62)], n=20, at=(0, 0, z1 + 0.42))
    b.add("board", white, cylinder(r * 1.0, 0.5, at=(0, 0, z1 - 0.06), segments=20), label="cornice")
    n = 20
    for k in range(0, n, 2):
        t = 2 * pi * (k + 0.5) / n
        b.add("panels", two, box(0.08, 0.8 * r * 0.31, 0.32).moved(r * 0.99 * cos(pi / n)).turned(t).moved(z=z1 + 0.03), label="panel")
    scallops(b, "scallops", (two, white), r * 0.985, z1 - 0.02, n=20, h=0.4)
    bulbs(b, [(r * 1.01 * cos(2 * pi * k / n), r * 1.01 * sin(2 * pi * k / n), z1 + 0.45) for k in range(n)], r=0.1)
    b.add(
        "crown",
        gold,
        lathe([(0.36, 0.0), (0.5, 0.2), (0.3, 0.5), (0.0, 0.9)], at=(0, 0, z1 + 0.4 + r * 0.62), segments=10),
        label="ornament",
    )
    pennant(b, 0, 0, z1 + 1.2 + r * 0.62, paint=two)
    m = 9
    coats = [white, *candies(b, 3)]
    for k in range(m):
        t = 2 * pi * k / m
        out = r * 0.7
        x, y, lift = out * cos(t), out * sin(t), 0.85 + (0.0, 0.35, 0.15)[k % 3]
        b.add("poles", gold, rod((x, y, 0.45), (x, y, z1), 0.05, segments=6), label="post")
        _horse(b, x, y, lift, t + pi / 2, coats[k % len(coats)], (one, two)[k % 2], k % len(coats))
        if k % 3 == 0:
            b.add(
                "posts",
                gold,
                rod(
                    (r * 0.93 * cos(t + 0.3), r * 0.93 * sin(t + 0.3), 0.45),
                    (r * 0.93 * cos(t + 0.3), r * 0.93 * sin(t + 0.3), z1),
                    0.06,
                    segments=6,
                ),
                label="post",
            )


def _horse(b: Build, x: float, y: float, z: float, yaw: float, coat: Material, saddle: Material, k: int) -> None:
    """A wooden horse in a gallop, its head towards yaw."""
    body: list[Solid] = [ball(0.55, 0.22, 0.26, at=(0, 0, 0.5), detail=1)]
    body.append(
        hull(
            [(px, q * w, pz) for px, w, pz in ((0.3, 0.12, 0.5), (0.5, 0.12, 0.45), (0.55, 0.07, 1.05), (0.72, 0.08, 1.1)) for q in (-1, 1)]
        )
    )
    body.append(
        hull([(px, q * 0.08, pz) for px, pz in ((0.52, 1.12), (0.66, 1.2), (0.95, 0.92), (0.9, 0.82), (0.6, 0.92)) for q in (-1, 1)])
    )
    for px, tip in ((0.36, 0.62), (0.32, 0.5), (-0.36, -0.62), (-0.4, -0.5)):
        s = 0.11 if abs(tip) > 0.55 else -0.11
        body.append(rod((px, s, 0.45), (tip, s, 0.0 if abs(tip) > 0.55 else 0.08), 0.07, end=0.045, segments=5))
    b.add(f"horses_{'abcd'[k]}", coat, [p.turned(yaw).moved(x, y, z) for p in body], label="horse")
    gear = [
        box(0.4, 0.48, 0.2, at=(-0.05, 0, 0.58)),
        hull([(px, q * 0.04, pz) for px, pz in ((-0.5, 0.66), (-0.52, 0.5), (-0.85, 0.2), (-0.72, 0.55)) for q in (-1, 1)]),
    ]
    b.add("saddles", saddle, [g.turned(yaw).moved(x, y, z) for g in gear], label="saddle")


@kind("drop_tower", "building", width=(5, 7.5), depth=(5, 7.5), words=("drop tower", "free fall tower", "freefall", "space shot"))
def drop_tower(b: Build) -> None:
    """A lattice tower in two colours with a ring of seats half way up, a star on top, lamps along its legs."""
    s = min(b.lot.width, b.lot.depth)
    low = -b.lot.drop
    h = {"small": 15.0, "medium": 18.0, "large": 22.0}[b.lot.size] + between(b, 0, 2)
    white = cream(b)
    one, two = (candies(b, 2) * 2)[:2]
    b.add("plinth", "plinth", cylinder(s / 2 - 0.1, 0.3 - low, at=(0, 0, low), segments=24), label="plinth")
    b.add("stage", two, cylinder(s * 0.36, 0.3, at=(0, 0, 0.28), segments=20), label="floor")
    w = 1.3
    n = 6
    for k in range(n):
        z0, z1 = 0.5 + (h - 0.5) * k / n, 0.5 + (h - 0.5) * (k + 1) / n
        b.add(f"mast_{'ab'[k % 2]}", (one, white)[k % 2], mast(w, w, z1 - z0, bays=2, at=(0, 0, z0), leg=0.18, brace=0.09), label="tower")
    zc = h * between(b, 0.35, 0.72)
    rr = min(1.75, s / 2 - 0.55)
    b.add("gondola", one, ring(0.98, rr - 0.1, zc, zc + 0.4, segments=16), label="cabin")
    b.add("gondola", one, ring(0.9, 1.02, zc - 0.3, zc + 1.5, segments=8), label="cabin")
    b.add(
        "gondola",
        one,
        [beam((q * (w / 2 - 0.1), p * 0.2, zc + 0.1), (q * 1.0, p * 0.2, zc + 0.1), 0.2, 0.2) for q in (-1, 1) for p in (-1, 1)],
        label="cabin",
    )
    for k in range(12):
        t = 2 * pi * (k + 0.5) / 12
        seat = box(0.3, 0.42, 0.9).moved(rr - 0.35).turned(t).moved(z=zc + 0.36)
        b.add(f"seats_{'ab'[k % 2]}", (two, white)[k % 2], seat, label="seat")
        b.add("seat_bars", two, box(0.12, 0.3, 0.12).moved(rr - 0.06).turned(t).moved(z=zc + 0.3), label="seat")
    b.add("cap", two, box(w + 0.7, w + 0.7, 0.35, at=(0, 0, h)), cone(1.15, 1.6, at=(0, 0, h + 0.34), segments=12), label="roof")
    star = []
    for k in range(5):
        t = pi / 2 + 2 * pi * k / 5
        star.append(
            hull(
                [
                    (0.75 * cos(t), 0, 0.75 * sin(t)),
                    *[(0.3 * cos(t + q * pi / 5), y, 0.3 * sin(t + q * pi / 5)) for q in (-1, 1) for y in (-0.1, 0.1)],
                    (0, -0.13, 0),
                    (0, 0.13, 0),
                ]
            )
        )
    b.add("cap", two, cylinder(0.07, 0.8, at=(0, 0, h + 1.8), segments=6), label="roof")
    b.add("star", "lamp", [p.moved(0, 0, h + 2.5) for p in star], label="lamp")
    bulbs(
        b, [(i * (w / 2 + 0.1), j * (w / 2 + 0.1), float(z)) for z in np.arange(1.5, h - 0.3, 1.5) for i in (-1, 1) for j in (-1, 1)], r=0.1
    )
    pts = [(s * 0.44 * cos(t), s * 0.44 * sin(t)) for t in np.linspace(-1.2, 4.34, 14)]
    railing(b, pts, 0.3, pitch=1.4)
    for k in range(4):
        t = pi / 4 + pi / 2 * k
        pennant(b, s * 0.43 * cos(t), s * 0.43 * sin(t), 0.4, h=2.0, paint=(one, two)[k % 2], name=f"flags_{'ab'[k % 2]}")


@kind(
    "swing_ride",
    "building",
    width=(7.5, 11),
    depth=(7.5, 11),
    words=("swing ride", "chair swing", "chairoplane", "wave swinger", "flying chairs"),
)
def swing_ride(b: Build) -> None:
    """A chair-o-plane: a painted column, a striped crown, chairs that fly out on their chains."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.3
    white = cream(b)
    one, two = (candies(b, 2) * 2)[:2]
    low = -b.lot.drop
    b.add("plinth", "plinth", cylinder(r * 0.72, 0.25 - low, at=(0, 0, low), segments=24), label="plinth")
    b.add("stage", "wood", cylinder(r * 0.5, 0.25, at=(0, 0, 0.24), segments=20), label="floor")
    top = 6.0 + 0.25 * r
    striped(b, "column", "column", (one, white), [(0.95, 0.45), (0.55, 2.2), (0.5, top - 0.9), (0.9, top)], n=10)
    crown = r * 0.6
    b.add("crown_ring", white, cylinder(crown, 0.75, at=(0, 0, top), segments=16), label="cornice")
    b.add("crown_soffit", two, frustum(0.9, crown * 0.98, 0.5, at=(0, 0, top - 0.46), segments=16), label="roof")
    for k in range(0, 16, 2):
        t = 2 * pi * (k + 0.5) / 16
        b.add("panels", two, box(0.1, crown * 0.32, 0.5).moved(crown * 0.985).turned(t).moved(z=top + 0.12), label="panel")
    striped(b, "canopy", "roof", (one, white), [(crown, 0.0), (crown * 0.45, 0.55), (0.12, 1.7)], n=16, at=(0, 0, top + 0.74))
    scallops(b, "scallops", (two, white), crown * 0.98, top + 0.04, n=16, h=0.4)
    bulbs(b, [(crown * 1.01 * cos(2 * pi * k / 16), crown * 1.01 * sin(2 * pi * k / 16), top + 0.72) for k in range(16)], r=0.1)
    pennant(b, 0, 0, top + 2.35, h=1.2, paint=two)
    n = 14
    colors = candies(b, 3)
    for k in range(n):
        t = 2 * pi * k / n
        z = 2.5 + 0.35 * sin(t + 1.0)
        far = r * 0.9
        hang, seat = np.array([crown * 0.9 * cos(t), crown * 0.9 * sin(t), top - 0.02]), np.array([far * cos(t), far * sin(t), z + 0.75])
        b.add("chains", white, rod(hang, seat, 0.03, segments=5), label="rope")
        chair = [
            box(0.4, 0.42, 0.09, at=(0, 0, 0)),
            box(0.09, 0.42, 0.5, at=(0.18, 0, 0)),
            box(0.05, 0.05, 0.8, at=(0, -0.2, 0)),
            box(0.05, 0.05, 0.8, at=(0, 0.2, 0)),
            box(0.06, 0.46, 0.06, at=(0, 0, 0.73)),
        ]
        b.add(
            f"chairs_{'abc'[k % len(colors)]}",
            colors[k % len(colors)],
            [c.turned(t).moved(far * cos(t), far * sin(t), z) for c in chair],
            label="seat",
        )
    pts = [(r * 0.68 * cos(t), r * 0.68 * sin(t)) for t in np.linspace(-1.2, 4.34, 14)]
    railing(b, pts, 0.25, pitch=1.6)


@kind("teacup_ride", "building", width=(6.5, 10), depth=(6.5, 10), words=("teacups", "tea cups", "teacup ride", "spinning cups"))
def teacup_ride(b: Build) -> None:
    """Spinning tea cups around a great tea pot on a petalled floor, with garlands of bulbs overhead."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.25
    white = cream(b)
    colors = candies(b, 5)
    low = -b.lot.drop
    b.add("plinth", "plinth", cylinder(r, 0.22 - low, at=(0, 0, low), segments=28), label="plinth")
    pale = b.look.material("wall")
    striped(b, "stage", "floor", (pale, white), [(r * 0.94, 0.2), (r * 0.94, 0.38)], n=16)
    z = 0.37
    pot = colors[0]
    k0 = 0.3 * r / 1.5
    b.add(
        "teapot",
        pot,
        [s.scaled(k0).moved(z=z) for s in lathe([(0.7, 0.0), (1.25, 0.45), (1.4, 0.95), (1.15, 1.5), (0.7, 1.8)], segments=16)],
        label="ornament",
    )
    b.add(
        "teapot_lid",
        white,
        [s.scaled(k0).moved(z=z) for s in lathe([(0.8, 1.78), (0.55, 2.05), (0.0, 2.25)], segments=14)],
        ball(0.2 * k0, at=(0, 0, z + 2.3 * k0), detail=1),
        label="ornament",
    )
    spout = [rod((1.1, 0, 0.7), (1.8, 0, 1.2), 0.3, end=0.2, segments=8), rod((1.78, 0, 1.15), (2.0, 0, 1.75), 0.2, end=0.15, segments=8)]
    handle = [
        beam((-1.2, 0, 1.4), (-1.85, 0, 1.35), 0.18, 0.18),
        beam((-1.8, 0, 1.42), (-1.7, 0, 0.7), 0.18, 0.18),
        beam((-1.72, 0, 0.76), (-1.2, 0, 0.6), 0.18, 0.18),
    ]
    b.add("teapot", pot, [s.scaled(k0).turned(0.6).moved(z=z) for s in (*spout, *handle)], label="ornament")
    n = 6 if r > 3.6 else 5
    cup = 0.27 * r * 0.9
    turn = between(b, 0, 1)
    for k in range(n):
        t = turn + 2 * pi * k / n
        x, y = r * 0.63 * cos(t), r * 0.63 * sin(t)
        m = colors[k % len(colors)]
        b.add("saucers", white, frustum(cup * 0.8, cup * 1.08, 0.14, at=(x, y, z), segments=16), label="plate")
        wall = [s.turned(t).moved(x, y, z + 0.12) for s in _bowl(cup)]
        b.add(f"cups_{'abcde'[k % len(colors)]}", m, wall, label="cup")
        grip = [
            beam((cup * 0.85, 0, 0.75), (cup * 1.25, 0, 0.7), 0.12, 0.12),
            beam((cup * 1.22, 0, 0.76), (cup * 1.1, 0, 0.3), 0.12, 0.12),
            beam((cup * 1.14, 0, 0.32), (cup * 0.72, 0, 0.25), 0.12, 0.12),
        ]
        spin = t + 2.0 + 0.7 * k
        b.add(f"cups_{'abcde'[k % len(colors)]}", m, [s.turned(spin).moved(x, y, z + 0.12) for s in grip], label="cup")
        b.add(
            "cup_wheels",
            white,
            cylinder(0.08, 0.6, at=(x, y, z + 0.1), segments=6),
            cylinder(cup * 0.3, 0.07, at=(x, y, z + 0.66), segments=10),
            label="wheel",
        )
    posts = [(r * 0.95 * cos(t), r * 0.95 * sin(t)) for t in 2 * pi * (np.arange(6) + 0.5) / 6]
    for px, py in posts:
        b.add("posts", white, cylinder(0.07, 3.0, at=(px, py, 0.2), segments=6), ball(0.12, at=(px, py, 3.25), detail=1), label="post")
    for k in range(6):
        a, c = np.array([*posts[k], 3.1]), np.array([*posts[(k + 1) % 6], 3.1])
        line = [a + (c - a) * t - np.array([0, 0, 0.7 * 4 * t * (1 - t) * 0.8]) for t in np.linspace(0, 1, 7)]
        b.add("garlands", white, [rod(p, q, 0.025, segments=4) for p, q in zip(line, line[1:], strict=False)], label="rope")
        bulbs(b, [tuple(p - (0, 0, 0.06)) for p in line[1:-1]], r=0.1)


def _bowl(r: float) -> list[Solid]:
    """A cup as a wall of wedges on a round bottom."""
    out: list[Solid] = [frustum(r * 0.55, r * 0.72, 0.2, segments=14)]
    n = 14
    for k in range(n):
        pts = []
        for t in (2 * pi * k / n, 2 * pi * (k + 1) / n):
            for r0, z in ((r * 0.68, 0.15), (r * 0.92, 0.85)):
                pts += [((r0 - 0.08) * cos(t), (r0 - 0.08) * sin(t), z), (r0 * cos(t), r0 * sin(t), z)]
        out.append(hull(pts))
    return out
