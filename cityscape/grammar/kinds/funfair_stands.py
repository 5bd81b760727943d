"""Stands and halls of a funfair: bumper cars, sweet house, game booth."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, door, doorstep, frame, plinth, profile, put, spread
from cityscape.grammar.fairground import bulbs, candies, cane, cream, row, valance
from cityscape.grammar.kit import between, pick
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import lathe
from cityscape.grammar.signage import sign
from partgen.solids import Solid, ball, box, cone, cylinder, frustum, hull, rod


@kind("bumper_hall", "building", width=(9, 15), depth=(7.5, 11.5), words=("bumper cars", "dodgems", "autoscooter", "bumper car hall"))
def bumper_hall(b: Build) -> None:
    """Bumper cars on a floor under a wire grid, with a scalloped cornice, bulbs and a sign on its front."""
    w, d = b.lot.width - 0.3, b.lot.depth - 0.3
    low = -b.lot.drop
    white = cream(b)
    one, two = (candies(b, 2) * 2)[:2]
    b.add("plinth", "plinth", box(w, d, 0.3 - low, at=(0, 0, low)), label="plinth")
    b.add("track", b.look.material("floor", color="#6e6a86", pattern="plain"), box(w - 1.8, d - 1.8, 0.1, at=(0, 0, 0.28)), label="floor")
    b.add("bumper", one, frame(Block(w - 1.5, d - 1.5, 0.28, 0.68), 0.22), label="barrier")
    top = 3.5
    spots = [(i * (w / 2 - 0.3), j) for i in (-1, 1) for j in np.linspace(-d / 2 + 0.3, d / 2 - 0.3, 3)] + [
        (x, j * (d / 2 - 0.3)) for x in np.linspace(-w / 2 + 0.3, w / 2 - 0.3, 4)[1:-1] for j in (-1, 1)
    ]
    for x, y in spots:
        cane(b, float(x), float(y), 0.28, top, r=0.14, turns=7)
    head = Block(w, d, top - 0.02, top + 0.8)
    b.add("cornice", white, frame(head, 0.55), label="cornice")
    b.add("cornice_cap", two, frame(head.grown(0.0).with_z(top + 0.78, top + 0.92), 0.6), label="cornice")
    for side in ("south", "north", "east", "west"):
        for k, u in enumerate(spread(head.length(side), 1.1, margin=0.2)):  # type: ignore[arg-type]
            if k % 2:
                b.add(
                    "panels",
                    one,
                    head.panel(side, u, top + 0.1, 0.8, 0.56, 0.03, back=-0.06),
                    label="panel",
                )  # type: ignore[arg-type]
    for j in (-1, 1):
        y = -d / 2 + 0.02 if j < 0 else d / 2 - 0.07
        valance(b, "valance", (two, white), -w / 2, w / 2, y, top + 0.06, h=0.42)
        x = -w / 2 + 0.02 if j < 0 else w / 2 - 0.07
        valance(b, "valance", (two, white), -d / 2 + 0.06, d / 2 - 0.06, x, top + 0.06, h=0.42, side=True)
    bars: list[Solid] = [box(0.05, d - 1.05, 0.05, at=(x, 0, top + 0.3)) for x in np.arange(-w / 2 + 1.4, w / 2 - 1.0, 1.0)]
    bars += [box(w - 1.05, 0.05, 0.045, at=(0, y, top + 0.3)) for y in np.arange(-d / 2 + 1.4, d / 2 - 1.0, 1.0)]
    b.add("grid", "metal", bars, label="frame")
    ring_of = [
        *row((-w / 2 + 0.1, -d / 2 + 0.1, top + 0.96), (w / 2 - 0.1, -d / 2 + 0.1, top + 0.96), 0.8),
        *row((w / 2 - 0.1, -d / 2 + 0.9, top + 0.96), (w / 2 - 0.1, d / 2 - 0.1, top + 0.96), 0.8),
    ]
    bulbs(b, ring_of, r=0.11)
    board = Block(w * 0.6, 0.2, top + 0.9, top + 2.1, 0, -d / 2 + 0.35)
    b.add(
        "board",
        two,
        box(w * 0.6, 0.2, 1.1, at=(0, -d / 2 + 0.35, top + 0.9)),
        box(w * 0.4, 0.2, 0.4, at=(0, -d / 2 + 0.35, top + 1.98)),
        label="sign",
    )
    sign(b, board, pick(b, "BUMPER", "DODGEMS", "SCOOTER"), z=top + 0.98, h=0.9, board=None, ink="trim")
    colors = candies(b, 5)
    nx, ny = max(2, int((w - 2.4) / 2.6)), max(1, int((d - 2.4) / 2.4))
    for i in range(nx):
        for j in range(ny):
            if b.rng.random() < 0.12 and nx * ny > 3:
                continue
            x, y = (
                (i + 0.5) * (w - 2.4) / nx - (w - 2.4) / 2 + between(b, -0.2, 0.2),
                (j + 0.5) * (d - 2.4) / ny - (d - 2.4) / 2 + between(b, -0.2, 0.2),
            )
            yaw = between(b, 0, 2 * pi)
            k = (i + 2 * j) % len(colors)
            shape = [
                hull(
                    [
                        (px, q * py, z)
                        for px, py, z in ((-0.8, 0.42, 0.14), (-0.8, 0.42, 0.55), (0.3, 0.46, 0.62), (0.95, 0.2, 0.4), (0.85, 0.3, 0.14))
                        for q in (-1, 1)
                    ]
                )
            ]
            b.add(f"cars_{'abcde'[k]}", colors[k], [s.turned(yaw).moved(x, y, 0.4) for s in shape], label="car")
            rub = frustum(0.98, 0.98, 0.16, segments=10).scaled(1.0, 0.56, 1.0)
            b.add("car_bumpers", "roof_flat", rub.turned(yaw).moved(x, y, 0.38), label="bumper")
            seat = [box(0.5, 0.6, 0.2, at=(-0.3, 0, 0.56)), box(0.14, 0.7, 0.5, at=(-0.62, 0, 0.5))]
            b.add("car_seats", white, [s.turned(yaw).moved(x, y, 0.4) for s in seat], label="seat")
            pole = np.array([cos(yaw), sin(yaw), 0]) * -0.72 + (x, y, 0)
            b.add("car_poles", "metal", rod((pole[0], pole[1], 0.8), (pole[0], pole[1], top + 0.32), 0.03, segments=5), label="post")


@kind(
    "sweet_house",
    "building",
    width=(5.4, 8.6),
    depth=(5.2, 7.8),
    words=("sweet shop", "candy shop", "gingerbread house", "ice cream parlour", "cafe", "candy house"),
)
def sweet_house(b: Build) -> None:
    """A little pastel shop with icing along its roof, candy-cane posts, a striped awning and a giant sweet on top."""
    w, d = b.lot.width - 1.0, b.lot.depth - 1.9
    h = between(b, 2.9, 3.3)
    block = Block(w, d, 0, h, 0, 0.55)
    block = plinth(b, block, height=0.25)
    wall = b.look.material("wall")
    put(b, "walls", wall, block.solid())
    roof, white = b.look.material("roof"), cream(b)
    rise, over, t = d * 0.55, 0.32, 0.16
    e = d / 2
    fall = rise / e * over
    put(b, "gables", wall, profile([(-e, 0), (e, 0), (0, rise)], -w / 2, w / 2).moved(0, block.y, h))
    for s in (-1, 1):
        slope = [(0.0, rise), (s * (e + over), -fall), (s * (e + over), -fall + t), (0.0, rise + t)]
        put(b, "roofs", roof, profile(slope, -w / 2 - 0.3, w / 2 + 0.3).moved(0, block.y, h))
        edge = -(e + over) if s < 0 else e + over - 0.04
        valance(b, "icing", (white,), -w / 2 - 0.3, w / 2 + 0.3, block.y + edge - (0.03 if s < 0 else -0.03), h - fall + t + 0.02, h=0.42)
    for q in (-1, 1):
        x = q * (w / 2 + 0.32)
        for s in (-1, 1):
            n = 5
            for k in range(n):
                t0, t1 = k / n, (k + 1) / n
                a = [(block.y + s * (e + over) * (1 - v), h - fall + (rise + fall) * v) for v in (t0, t1)]
                m = ((a[0][0] + a[1][0]) / 2, (a[0][1] + a[1][1]) / 2 - 0.4)
                b.add(
                    "icing_gable",
                    white,
                    hull(
                        [(x + p, yy, zz) for p in (-0.05, 0.05) for yy, zz in (*a, (a[0][0], a[0][1] + 0.18), (a[1][0], a[1][1] + 0.18), m)]
                    ),
                    label="ornament",
                )
    u = pick(b, -1, 1) * w * 0.24
    door(b, block, u, w=1.0, h=2.1, z=0.05)
    doorstep(b, block, u, 1.5)
    heart = rod((0, 0, 0), (0, -0.05, 0), 0.22, segments=12)
    put(b, "door_light", "glass", block.on("south", u, 1.6, [heart], out=0.17))
    put(b, "frames", "frame", block.panel("south", -u, 0.75, w * 0.4 + 0.2, 1.5, 0.05))
    put(b, "windows", "glass", block.panel("south", -u, 0.85, w * 0.4, 1.3, 0.09, back=0.05))
    sweets = candies(b, 4)
    for k in range(5):
        x = -u + (k - 2) * w * 0.075
        b.add(
            f"sweets_{'abcd'[k % len(sweets)]}",
            sweets[k % len(sweets)],
            block.on("south", x, 1.0, [cylinder(0.11, 0.3, at=(0, -0.1, 0), segments=8)]),
            label="goods",
        )
    put(b, "sills", "trim", block.panel("south", -u, 0.66, w * 0.4 + 0.4, 0.1, 0.28))
    front = -b.lot.depth / 2 + 0.3
    reach = block.y - d / 2 - front
    cloth = profile([(0, 0), (0, 0.08), (-reach, -0.55), (-reach, -0.63)], -w / 2, w / 2)
    put(b, "awnings", "awning", block.on("south", 0, 2.72, [cloth]))
    stripe = b.look.material("awning")
    solid = stripe.model_copy(update={"pattern": "plain", "color2": None, "name": f"hem-{stripe.color[1:]}"})
    valance(b, "hem", (solid, white), -w / 2, w / 2, front + 0.01, 2.2, h=0.32)
    for s in (-1, 1):
        cane(b, s * (w / 2 - 0.14), front + 0.16, -b.lot.drop, 2.16, r=0.1, turns=6, name="canes")
    for side in ("east", "west", "north"):
        put(b, "frames", "frame", block.panel(side, 0, 1.05, 1.2, 1.2, 0.05))  # type: ignore[arg-type]
        put(b, "windows", "glass", block.panel(side, 0, 1.15, 1.0, 1.0, 0.09, back=0.05))  # type: ignore[arg-type]
        put(
            b,
            "mullions",
            "trim",
            block.panel(side, 0, 1.15, 0.08, 1.0, 0.12, back=0.09),
            block.panel(side, 0, 1.6, 1.0, 0.08, 0.115, back=0.09),
        )  # type: ignore[arg-type]
    z = h + rise + t
    what = pick(b, "ice", "cake", "ring", "lolly")
    one, two = (sweets * 2)[:2]
    wafer = b.look.material("wood")
    if what == "ice":
        b.add("cone", wafer, frustum(0.1, 0.75, 1.6, at=(0, block.y, z - 0.5), segments=14), label="ornament")
        b.add("scoop_a", one, ball(0.85, at=(0, block.y, z + 1.4), detail=2), label="ornament")
        b.add("scoop_b", cream(b), ball(0.66, at=(0.05, block.y, z + 2.2), detail=2), label="ornament")
        b.add("cherry", b.look.material("accent", color="#e2474a"), ball(0.24, at=(0.05, block.y, z + 2.92), detail=1), label="ornament")
    elif what == "cake":
        b.add("cake", two, frustum(0.62, 0.95, 1.0, at=(0, block.y, z - 0.45), segments=14), label="ornament")
        b.add(
            "frosting",
            one,
            lathe([(1.05, 0.0), (0.95, 0.3), (0.7, 0.55), (0.72, 0.6), (0.4, 0.95), (0.0, 1.3)], at=(0, block.y, z + 0.53), segments=14),
            label="ornament",
        )
        b.add("cherry", b.look.material("accent", color="#e2474a"), ball(0.26, at=(0, block.y, z + 1.85), detail=1), label="ornament")
    elif what == "ring":
        base = [s.turned(roll=pi / 2).moved(0, block.y + 0.3, z + 0.95) for s in ring(0.45, 1.2, 0.0, 0.6, segments=16)]
        b.add("doughnut", wafer, base, label="ornament")
        b.add(
            "glaze",
            one,
            [s.turned(roll=pi / 2).moved(0, block.y - 0.26, z + 0.95) for s in ring(0.5, 1.14, 0.0, 0.16, segments=16)],
            label="ornament",
        )
        b.add(
            "sprinkles",
            cream(b),
            [
                box(0.22, 0.1, 0.07).turned(0, pitch=k * 1.1).moved(0.82 * cos(k * 2.4), block.y - 0.44, z + 0.95 + 0.82 * sin(k * 2.4))
                for k in range(12)
            ],
            label="ornament",
        )
    else:
        b.add("stick", white, cylinder(0.12, 1.6, at=(0, block.y, z - 0.4), segments=8), label="post")
        for k, radius in enumerate((1.1, 0.8, 0.5, 0.22)):
            b.add(
                f"lolly_{'ab'[k % 2]}",
                (one, white)[k % 2],
                rod((0, block.y - 0.14 - 0.03 * k, z + 2.1), (0, block.y + 0.14 + 0.03 * k, z + 2.1), radius, segments=18),
                label="ornament",
            )


@kind(
    "game_booth",
    "building",
    width=(4.0, 7.0),
    depth=(3.4, 4.8),
    words=("game booth", "fair stall", "shooting gallery", "coconut shy", "ring toss", "sideshow"),
)
def game_booth(b: Build) -> None:
    """A booth with a counter, shelves of prizes, a striped pavilion roof with scallops and a board of bulbs."""
    w, d = b.lot.width - 0.5, b.lot.depth - 0.6
    low = -b.lot.drop
    white = cream(b)
    one, two, three = (candies(b, 3) * 3)[:3]
    cloth = b.look.material("wall2")
    b.add("plinth", "plinth", box(w, d, 0.2 - low, at=(0, 0, low)), label="plinth")
    h = 2.5
    b.add(
        "walls",
        cloth,
        [box(w - 0.1, 0.12, h, at=(0, d / 2 - 0.1, 0.18))],
        [box(0.12, d * 0.72, h, at=(s * (w / 2 - 0.1), d * 0.12, 0.18)) for s in (-1, 1)],
        label="wall",
    )
    b.add("counter", one, box(w - 0.2, 0.5, 0.85, at=(0, -d / 2 + 0.45, 0.18)), label="counter")
    b.add("counter_top", white, box(w - 0.05, 0.66, 0.1, at=(0, -d / 2 + 0.43, 1.02)), label="counter")
    b.add(
        "panels",
        white,
        [box(0.5, 0.06, 0.5, at=(x, -d / 2 + 0.19, 0.36)) for x in np.linspace(-w / 2 + 0.6, w / 2 - 0.6, max(2, round(w / 1.1)))],
        label="panel",
    )
    for s in (-1, 1):
        cane(b, s * (w / 2 - 0.15), -d / 2 + 0.25, 0.18, h + 0.2, r=0.09, turns=7)
    prizes = candies(b, 4)
    for level in range(2):
        z, y = 1.1 + 0.6 * level, d / 2 - 0.42
        b.add("shelves", white, box(w - 0.4, 0.5, 0.06, at=(0, y, z)), label="shelf")
        n = max(3, int(w / 0.62))
        for k in range(n):
            x = -w / 2 + 0.5 + (w - 1.0) * k / (n - 1)
            m = (k + level) % len(prizes)
            b.add(
                f"prizes_{'abcd'[m]}",
                prizes[m],
                ball(0.19, at=(x, y, z + 0.22), detail=1),
                ball(0.13, at=(x, y, z + 0.46), detail=1),
                label="toy",
            )
    goods = [cone(0.13, 0.3, at=(x, -d / 2 + 0.45, 1.11), segments=8) for x in np.linspace(-w * 0.36, w * 0.36, 5)]
    b.add("goods", three, goods, label="goods")
    z0 = h + 0.16
    ex, ey = w / 2 + 0.2, d / 2 + 0.25
    n = max(5, round(2 * ex / 0.7)) | 1
    for k in range(n):
        x0, x1 = -ex + 2 * ex * k / n, -ex + 2 * ex * (k + 1) / n
        i = k % 2
        peak = 1.15
        for s in (-1, 1):
            pts = [(x, y, z) for x in (x0, x1) for y, z in ((s * ey, z0), (0.0, z0 + peak), (0.0, z0 + peak + 0.07), (s * ey, z0 + 0.07))]
            b.add(f"roof_{'ab'[i]}", (one, white)[i], hull(pts), label="roof")
    for x in (-w / 2 + 0.1, w / 2 - 0.1):
        b.add(
            "gables",
            cloth,
            hull(
                [
                    (x + q, s * y, z)
                    for q in (-0.05, 0.05)
                    for s in (-1, 1)
                    for y, z in ((d / 2 - 0.1, h), (d / 2 - 0.1, z0 + 1.17 * (1 - (d / 2 - 0.1) / ey)), (0, z0 + 1.17))
                ]
            ),
            label="wall",
        )
    for s in (-1, 1):
        valance(b, "valance", (two, white), -ex, ex, s * ey - (0.03 if s < 0 else 0.02), z0 + 0.06, h=0.36)
    b.add(
        "board", two, box(w * 0.74, 0.12, 0.7, at=(0, -ey * 0.55, z0 + 0.5)), box(0.3, 0.5, 0.3, at=(0, -ey * 0.4, z0 + 0.42)), label="sign"
    )
    board = Block(w * 0.74, 0.12, z0 + 0.5, z0 + 1.2, 0, -ey * 0.55)
    sign(b, board, pick(b, "POP", "LUCKY", "DARTS", "RINGS", "WIN", "CANDY", "DUCKS"), z=z0 + 0.52, h=0.62, board=None, ink="trim")
    bulbs(
        b,
        [
            *row((-w * 0.37, -ey * 0.55, z0 + 1.24), (w * 0.37, -ey * 0.55, z0 + 1.24), 0.5),
            *row((-ex + 0.1, -ey + 0.02, z0 + 0.13), (ex - 0.1, -ey + 0.02, z0 + 0.13), 0.7),
        ],
        r=0.08,
    )
