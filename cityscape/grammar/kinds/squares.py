"""What squares and parks gather around: fountain, well, statue, gazebo, pool, campfire."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, era, grown, lathe, pick, ring, tube
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, beam, box, cone, cylinder, frustum, gable, hull, prism, rod, taper


@kind("fountain", "furniture", width=(2.4, 6.5), depth=(2.4, 6.5), words=("fountain", "water feature", "basin"))
def fountain(b: Build) -> None:
    """A basin with water and one or two bowls on a column, water running over; or a flat modern basin with jets."""
    rng, low = b.rng, -b.lot.drop
    r = min(b.lot.width, b.lot.depth) / 2 - 0.01
    n = 14
    rim = min(0.32, 0.14 * r)
    modern = era(b.look.style) in ("modern", "neon") and rng.random() < 0.5
    if modern:
        b.add("basin", "plinth", ring(r - rim, r, 0.42 - low, at=(0, 0, low), segments=n))
        b.add("floor", "plinth", cylinder(r - rim * 0.8, 0.1 - low, at=(0, 0, low), segments=n))
        b.add("water", "water", cylinder((r - rim) * cos(pi / n), 0.2, at=(0, 0, 0.1), segments=n))
        jets = [(0.0, 0.0, 1.1 * r)] + [(0.55 * r * cos(t), 0.55 * r * sin(t), 0.6 * r) for t in 2 * pi * np.arange(6) / 6]
        b.add("nozzles", "metal", [cylinder(0.1, 0.12, at=(x, y, 0.3), segments=8) for x, y, _ in jets], label="pipe")
        b.add(
            "jets",
            b.look.material("water", color="#dcecf2"),
            [frustum(0.06, 0.11, h, at=(x, y, 0.4), segments=7) for x, y, h in jets],
            [ball(0.17, 0.17, 0.12, at=(x, y, 0.4 + h), detail=1) for x, y, h in jets],
            label="water",
        )
        return
    if r > 1.9:
        b.add("steps", "stone", frustum(r, r, 0.16 - low, at=(0, 0, low), segments=n))
        outer, z = 0.88 * r, 0.16
    else:
        outer, z = r, 0.0
    g = grown(b.lot)
    b.add("basin", "stone", ring(outer - rim, outer, 0.5 + z - (low if z == 0 else 0.16), at=(0, 0, low if z == 0 else 0.16), segments=n))
    b.add("basin", "stone", ring(outer - rim * 1.25, outer + 0.04 if z else outer, 0.09, at=(0, 0, z + 0.5), segments=n))
    inner = (outer - rim) * cos(pi / n) - 0.005
    b.add("water", "water", cylinder(inner, 0.34 + (0 if z else -low), at=(0, 0, z if z else low), segments=n))
    top = z + 0.34
    h1, r1 = (0.55 + 0.35 * r) * g, 0.5 * outer
    b.add(
        "column",
        "stone",
        lathe(
            [(0.24 * r1, 0), (0.3 * r1, 0.12), (0.2 * r1, 0.2 * h1), (0.17 * r1, 0.8 * h1), (0.35 * r1, h1)], at=(0, 0, top), segments=10
        ),
    )
    z1 = top + h1
    b.add(
        "bowls",
        "stone",
        frustum(0.35 * r1, r1, 0.28 * r1, at=(0, 0, z1), segments=n),
        ring(r1 * 0.86, r1, 0.07, at=(0, 0, z1 + 0.28 * r1), segments=n),
        label="basin",
    )
    b.add("water_upper", "water", cylinder(r1 * 0.85, 0.05, at=(0, 0, z1 + 0.28 * r1), segments=n), label="water")
    falls = [(r1, z1 + 0.26 * r1, top)]
    head = z1 + 0.28 * r1 + 0.05
    if r > 1.5:
        h2, r2 = 0.55 * h1, 0.52 * r1
        b.add("column", "stone", lathe([(0.3 * r2, 0), (0.2 * r2, 0.3 * h2), (0.3 * r2, h2)], at=(0, 0, head), segments=8))
        z2 = head + h2
        b.add("bowls", "stone", frustum(0.3 * r2, r2, 0.3 * r2, at=(0, 0, z2), segments=12), label="basin")
        b.add("water_upper", "water", cylinder(r2 * 0.88, 0.04, at=(0, 0, z2 + 0.3 * r2), segments=12), label="water")
        falls.append((r2, z2 + 0.25 * r2, head - 0.05))
        head = z2 + 0.3 * r2 + 0.04
    b.add("finial", "stone", lathe([(0.1, 0), (0.07, 0.22), (0.13, 0.3), (0.02, 0.5)], at=(0, 0, head), segments=7), label="ornament")
    pale = b.look.material("water", color="#dcecf2")
    streams = []
    for q, high, down in falls:
        for k in range(6):
            t = 2 * pi * (k + 0.5) / 6
            line = [
                (q * 0.97 * cos(t), q * 0.97 * sin(t), high + 0.04),
                (q * 1.12 * cos(t), q * 1.12 * sin(t), high - 0.3 * (high - down)),
                (q * 1.2 * cos(t), q * 1.2 * sin(t), down),
            ]
            streams += tube(line, [0.045, 0.055, 0.065], segments=4)
    b.add("streams", pale, streams, label="water")


@kind("well", "furniture", width=(1.5, 2.4), depth=(1.5, 2.2), words=("well", "water well", "draw well"))
def well(b: Build) -> None:
    """A stone ring with water, a windlass with rope and bucket under a small gable roof."""
    low = -b.lot.drop
    w, d = b.lot.width, b.lot.depth
    r = min(w, d) / 2 * 0.78
    n, rim = 12, 0.2 * r + 0.06
    b.add(
        "ring",
        "stone",
        ring(r - rim, r, 0.72 - low, at=(0, 0, low), segments=n),
        ring(r - rim * 1.1, r * 1.06, 0.1, at=(0, 0, 0.72), segments=n),
        label="wall",
    )
    b.add("water", "water", cylinder((r - rim) * cos(pi / n) - 0.003, 0.25 - low, at=(0, 0, low), segments=n))
    x, h = r * 0.93, 2.0
    b.add(
        "posts",
        "timber",
        [box(0.13, 0.13, h - 0.82, at=(s * x, 0, 0.82)) for s in (-1, 1)],
        box(2 * x - 0.1, 0.1, 0.12, at=(0, 0, h - 0.14)),
        label="post",
    )
    b.add("roof", "roof", gable(min(w - 0.04, 2 * x + 0.6), min(d - 0.04, 1.9 * r), 0.75 * r, at=(0, 0, h)))
    b.add(
        "windlass",
        "wood",
        rod((-x, 0, 1.35), (x, 0, 1.35), 0.09, segments=8),
        rod((x, 0, 1.35), (x + 0.14, 0, 1.35), 0.035, segments=6),
        box(0.05, 0.05, 0.3, at=(x + 0.12, 0, 1.08)),
        label="axle",
    )
    b.add(
        "rope",
        b.look.material("fabric", color="#c9b48a", pattern="plain"),
        rod((0.05, 0, 1.3), (0.05, 0, 1.02), 0.03, segments=5),
        rod((-0.14, 0, 1.35), (0.14, 0, 1.35), 0.115, segments=8),
    )
    b.add("bucket", "wood", frustum(0.11, 0.15, 0.26, at=(0.05, 0, 0.78), segments=8))


@kind("statue", "furniture", width=(1.2, 3.2), depth=(1.2, 3.2), words=("statue", "monument", "sculpture", "obelisk", "memorial"))
def statue(b: Build) -> None:
    """A figure on a pedestal, a rider, an obelisk, or a modern ring; it faces -y."""
    low, rng = -b.lot.drop, b.rng
    s = min(b.lot.width, b.lot.depth) - 0.02
    m = pick(rng, ("stone", "bronze", "bronze"))
    figure = b.look.material("stone") if m == "stone" else b.look.material("metal", color=pick(rng, ("#5f7f72", "#7a5f3c")))
    age = era(b.look.style)
    b.add("steps", "stone", box(s, s, 0.15 - low, at=(0, 0, low)), box(s * 0.82, s * 0.82, 0.15, at=(0, 0, 0.15)), label="stairs")
    form = int(rng.integers(3))
    if form == 0 and age != "neon":
        h = 2.4 * s * grown(b.lot)
        b.add(
            "pedestal",
            "stone",
            box(s * 0.56, s * 0.56, 0.3 * s, at=(0, 0, 0.3)),
            taper(s * 0.6, s * 0.6, s * 0.5, s * 0.5, 0.08 * s, at=(0, 0, 0.3 + 0.3 * s)),
        )
        z = 0.3 + 0.38 * s
        b.add("obelisk", figure if m == "stone" else "stone", taper(s * 0.4, s * 0.4, s * 0.25, s * 0.25, h - 0.16 * s, at=(0, 0, z)))
        b.add(
            "tip",
            "accent" if age == "old" else "metal",
            taper(s * 0.25, s * 0.25, 0.01, 0.01, 0.22 * s, at=(0, 0, z + h - 0.16 * s)),
            label="ornament",
        )
        b.add("plaque", "metal", box(s * 0.34, 0.06, 0.14 * s, at=(0, -s * 0.28, 0.3 + 0.08 * s)), label="sign")
        return
    if form == 1 and age in ("modern", "green", "neon"):
        q = 0.42 * s
        b.add("pedestal", "plinth", cylinder(0.3 * s, 0.35, at=(0, 0, 0.3), segments=14))
        b.add(
            "rings",
            "accent",
            [x.turned(roll=pi / 2).turned(0.5).moved(0, 0, 0.62 + q) for x in ring(q * 0.8, q, 0.16 * s, segments=16)],
            label="ornament",
        )
        b.add("sphere", "metal", ball(q * 0.4, at=(0, 0, 0.62 + q * 0.62), detail=2), label="ornament")
        return
    ped = 0.75 * s
    pw = s * 0.5
    b.add(
        "pedestal",
        "stone",
        box(pw * 1.2, pw * 1.2, 0.12, at=(0, 0, 0.3)),
        box(pw, pw, ped - 0.24, at=(0, 0, 0.42)),
        box(pw * 1.15, pw * 1.15, 0.12, at=(0, 0, 0.18 + ped)),
    )
    b.add("plaque", "accent", box(pw * 0.66, 0.06, ped * 0.3, at=(0, -pw / 2, 0.42 + ped * 0.22)), label="sign")
    z, k = 0.3 + ped, 0.8 * min(1.4, s * 0.62)
    up = 1 if rng.random() < 0.6 else 0

    def p(x: float, y: float, h: float) -> tuple[float, float, float]:
        return (x * k, y * k, z + h * k)

    body: list[Solid] = [box(0.7 * k, 0.5 * k, 0.08, at=(0, 0, z))]
    body += [rod(p(0.13 * e, -0.06 * e, 0.06), p(0.1 * e, 0, 0.95), 0.11 * k, end=0.13 * k, segments=7) for e in (-1, 1)]
    body += [frustum(0.2 * k, 0.3 * k, 0.62 * k, at=p(0, 0, 0.88), segments=8), ball(0.3 * k, 0.2 * k, 0.14 * k, at=p(0, 0, 1.5), detail=1)]
    body += [frustum(0.34 * k, 0.2 * k, 0.75 * k, at=p(0, 0.03, 0.35), segments=8)] if rng.random() < 0.6 else []
    body += [rod(p(0, 0, 1.52), p(0, 0, 1.68), 0.08 * k, segments=6), ball(0.16 * k, 0.17 * k, 0.2 * k, at=p(0, 0, 1.8), detail=1)]
    hand = p(0.62, -0.25, 2.15) if up else p(0.5, -0.3, 1.0)
    elbow = p(0.45, -0.08, 1.5) if up else p(0.42, 0, 1.12)
    body += tube([p(0.26, 0, 1.5), elbow, hand], [0.1 * k, 0.08 * k, 0.06 * k], segments=6)
    body += tube([p(-0.26, 0, 1.5), p(-0.42, -0.02, 1.15), p(-0.34, -0.26, 0.98)], [0.1 * k, 0.08 * k, 0.06 * k], segments=6)
    b.add("figure", figure, body, label="statue")
    if up:
        b.add(
            "sword",
            figure,
            rod(p(0.62, -0.25, 2.1), p(0.66, -0.32, 2.9), 0.045 * k, end=0.0, segments=4),
            beam(p(0.5, -0.25, 2.2), p(0.76, -0.27, 2.22), 0.04, 0.04),
            label="ornament",
        )
    else:
        b.add("staff", figure, rod(p(0.5, -0.3, 0.05), p(0.5, -0.3, 2.0), 0.04 * k, segments=5), label="ornament")


@kind("gazebo", "furniture", width=(2.8, 5.5), depth=(2.8, 5.5), words=("gazebo", "pavilion", "bandstand", "kiosk", "summer house"))
def gazebo(b: Build) -> None:
    """An eight-sided pavilion on a step, with railings and a pointed roof; the way in is at -y."""
    low = -b.lot.drop
    r = min(b.lot.width, b.lot.depth) / 2 - 0.02
    h, n = 2.35, 8
    t = 2 * pi * (np.arange(n) + 0.5) / n - pi / 2
    floor = [(r * 0.93 * cos(u), r * 0.93 * sin(u)) for u in t]
    b.add("base", "stone", prism(floor, low, 0.22))
    b.add("floor", "wood", prism([(x * 0.95, y * 0.95) for x, y in floor], 0.22, 0.27))
    b.add("stairs", "stone", box(0.9, r * 0.16, 0.11 - low, at=(0, -r * 0.92, low)))
    q = r * 0.8
    posts = [(q * cos(u), q * sin(u)) for u in t]
    trim: Role = "trim" if era(b.look.style) in ("modern", "old") else "wood"
    b.add("posts", trim, [cylinder(0.08, h - 0.27, at=(x, y, 0.27), segments=7) for x, y in posts], label="post")
    rails: list[Solid] = []
    heads: list[Solid] = []
    for k in range(n):
        a, c = posts[k], posts[(k + 1) % n]
        heads.append(beam((*a, h - 0.02), (*c, h - 0.02), 0.12, 0.2))
        if k == n - 1:
            continue
        rails += [beam((*a, z), (*c, z), 0.07, 0.07) for z in (0.48, 0.95)]
        rails += [box(0.05, 0.05, 0.45, at=(a[0] + (c[0] - a[0]) * e, a[1] + (c[1] - a[1]) * e, 0.48)) for e in (0.25, 0.5, 0.75)]
    b.add("railings", trim, rails, label="rail")
    b.add("beams", trim, heads, label="beam")
    eave = [(r * cos(u), r * sin(u), h) for u in t]
    b.add(
        "roof",
        "roof",
        hull(
            np.array(
                [
                    *eave,
                    *[(0.995 * x, 0.995 * y, h + 0.08) for x, y, _ in eave],
                    *[(0.32 * x, 0.32 * y, h + 0.08 + 0.55 * r) for x, y, _ in eave],
                ]
            )
        ),
    )
    top = h + 0.08 + 0.55 * r
    b.add("roof", "roof", hull(np.array([*[(0.38 * x, 0.38 * y, top) for x, y, _ in eave], (0, 0, top + 0.3 * r)])))
    b.add("finial", "accent", ball(0.11, at=(0, 0, top + 0.3 * r + 0.06), detail=1), label="ornament")


@kind("pool", "furniture", width=(3.0, 9.0), depth=(2.4, 5.5), words=("pool", "swimming pool", "plunge pool", "pond", "water basin"))
def pool(b: Build) -> None:
    """Water within a raised coping, a ladder, and where there is room a lounger."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    old = era(b.look.style) == "old"
    edge, z = 0.35, 0.14
    deck = 0.0 if d < 3.6 else 1.1
    pd = d - deck
    y = -deck / 2
    b.add(
        "coping",
        "stone" if old else "pavement",
        [box(w, edge, z - low, at=(0, y + s * (pd - edge) / 2, low)) for s in (-1, 1)]
        + [box(edge, pd - 2 * edge, z - low, at=(s * (w - edge) / 2, y, low)) for s in (-1, 1)],
        label="kerb",
    )
    water = b.look.material("water") if old else b.look.material("water", color="#4fb3cf")
    b.add("water", water, box(w - 2 * edge, pd - 2 * edge, z - 0.05 - low, at=(0, y, low)))
    if deck:
        b.add("deck", "pavement" if not old else "stone", box(w, deck, z - 0.02 - low, at=(0, (d - deck) / 2, low)), label="floor")
        for k in range(min(3, int(w / 2.2))):
            x = -w / 2 + (k + 0.5) * w / min(3, int(w / 2.2))
            yd = (d - deck) / 2
            b.add(
                "loungers",
                "wood",
                [box(0.07, 0.07, 0.22, at=(x + sx * 0.72, yd + sy * 0.22, z - 0.02)) for sx in (-1, 1) for sy in (-1, 1)],
                box(1.6, 0.58, 0.06, at=(x, yd, z + 0.2)),
                label="seat",
            )
            b.add(
                "cushions",
                "fabric",
                box(1.1, 0.5, 0.07, at=(x - 0.22, yd, z + 0.26)),
                hull(
                    np.array(
                        [
                            (x + dx, yd + s * 0.25, z + h)
                            for dx, h in ((0.33, 0.26), (0.4, 0.26), (0.76, 0.62), (0.72, 0.68))
                            for s in (-1, 1)
                        ]
                    )
                ),
                label="cushion",
            )
    if not old:
        x = w / 2 - edge * 0.5
        for s in (-1, 1):
            b.add(
                "ladder",
                "metal",
                tube(
                    [
                        (x + 0.05, y + s * 0.2, z - 0.02),
                        (x + 0.05, y + s * 0.2, z + 0.6),
                        (x - 0.2, y + s * 0.2, z + 0.75),
                        (x - 0.42, y + s * 0.2, z + 0.45),
                        (x - 0.42, y + s * 0.2, z - 0.06),
                    ],
                    [0.03] * 5,
                    segments=5,
                ),
                label="rail",
            )
        b.add("ladder", "metal", box(0.06, 0.4, 0.05, at=(x - 0.42, y, z + 0.05)), label="rail")


@kind("campfire", "furniture", width=(1.4, 3.0), depth=(1.4, 3.0), words=("campfire", "fire", "bonfire", "fire pit"))
def campfire(b: Build) -> None:
    """Stones around logs and flames, with a log or two to sit on."""
    rng, low = b.rng, -b.lot.drop
    reach = min(b.lot.width, b.lot.depth) / 2
    r = min(0.55, reach * 0.5)
    b.add("ash", "soil", frustum(r * 0.9, r * 0.8, 0.06 - low, at=(0, 0, low), segments=10), label="ground")
    stones = []
    for k in range(9):
        t = 2 * pi * k / 9
        stones.append(
            clump(rng, 0.36 * r, 0.26 * r, 0.15, points=12, floor=-0.09)
            .turned(t + pi / 2)
            .moved(r * cos(t) * 0.98, r * sin(t) * 0.98, 0.09)
        )
    b.add("stones", "rock", stones, label="stone")
    b.add(
        "logs",
        "bark",
        [
            rod((r * 0.62 * cos(t), r * 0.62 * sin(t), 0.08), (0.05 * cos(t), 0.05 * sin(t), 0.42), 0.065, segments=6)
            for t in 2 * pi * np.arange(5) / 5 + 0.3
        ],
        label="log",
    )
    fire = b.look.material("lamp", color="#ff8a2b").model_copy(update={"emission": 2.6, "name": "fire-ff8a2b"})
    b.add(
        "flames",
        fire,
        cone(0.24 * r + 0.06, 0.75, at=(0, 0, 0.14), segments=6),
        [cone(0.1, between(rng, 0.35, 0.5), at=(0.17 * cos(t), 0.17 * sin(t), 0.14), segments=5) for t in (0.4, 2.3, 4.4)],
        label="flame",
    )
    if reach > 1.05:
        for a in (0.6, 0.6 + pi * 0.8):
            x, y = (reach - 0.3) * cos(a), (reach - 0.3) * sin(a)
            half = min(0.55, reach * 0.42)
            dx, dy = -half * sin(a), half * cos(a)
            fit = min(1.0, (reach - 0.19) / max(abs(x) + abs(dx), abs(y) + abs(dy)))
            x, y, dx, dy = x * fit, y * fit, dx * fit, dy * fit
            b.add("seats", "bark", rod((x - dx, y - dy, 0.17), (x + dx, y + dy, 0.17), 0.17, segments=8), label="log")
