"""Rides on a track: roller coaster and log flume."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.fairground import bulbs, candies, cream, pennant
from cityscape.grammar.kinds.funfair import booth
from cityscape.grammar.kit import between
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import clump, tube
from cityscape.grammar.truss import planted
from partgen.solids import Solid, beam, box, cylinder, hull, rod


def smooth(t: float) -> float:
    """0 to 1 with level ends."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def course(w: float, d: float, top: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[int]]:
    """Points (n, 3) of the track, the direction of its left rail (n, 3), its upward normal (n, 3), and which belong to the loop.

    A stadium with a loop in the front straight, a lift along the back and a plunge round the left end.
    """
    c = d / 2
    long = w / 2 - c
    r = min(2.7, top * 0.32)
    shift = 1.1
    pts: list[tuple[float, float, float]] = []
    side: list[tuple[float, float, float]] = []
    up: list[tuple[float, float, float]] = []
    loop: list[int] = []

    def add(x: float, y: float, z: float, s: tuple[float, float, float], u: tuple[float, float, float] = (0, 0, 1)) -> None:
        pts.append((x, y, z))
        side.append(s)
        up.append(u)

    base = 1.0
    n = max(3, round(long / 1.1))
    for k in range(n):
        add(-long + long * k / n, -c, base, (0, 1, 0))
    m = 20
    for k in range(m + 1):
        t = 2 * pi * k / m
        loop.append(len(pts))
        add(r * sin(t), -c + shift * k / m, base + r - r * cos(t), (0, 1, 0), (-sin(t), 0, cos(t)))
    for k in range(1, n + 1):
        add(long * k / n, -c + shift, base + 1.4 * smooth(k / n) ** 2, (0, 1, 0))
    cy, rc = shift / 2, c - shift / 2
    arcs = 12
    for k in range(1, arcs + 1):
        t = -pi / 2 + pi * k / arcs
        bank = 0.5 * sin(pi * k / arcs)
        add(
            long + rc * cos(t),
            cy + rc * sin(t),
            base + 1.4 + 1.2 * smooth(k / arcs),
            (-cos(t), -sin(t), -bank),
            (-bank * cos(t), -bank * sin(t), 1),
        )
    lift = max(6, round(2 * long / 1.1))
    for k in range(1, lift + 1):
        e = smooth(0.1 + 0.9 * k / lift) if k > 1 else 0.0
        add(long - 2 * long * k / lift, c, base + 2.6 + (top - base - 2.6) * e, (0, -1, 0))
    for k in range(1, arcs):
        t = pi / 2 + pi * k / arcs
        bank = 0.55 * sin(pi * k / arcs)
        fall = smooth(k / arcs * 1.02)
        add(-long + c * cos(t), c * sin(t), top + (base - top) * fall, (-cos(t), -sin(t), -bank), (-bank * cos(t), -bank * sin(t), 1))
    return np.array(pts), np.array(side, float), np.array(up, float), loop


@kind("roller_coaster", "building", width=(15, 25), depth=(8.5, 14), words=("roller coaster", "rollercoaster", "coaster", "looping"))
def roller_coaster(b: Build) -> None:
    """A closed track on white supports: station, loop, lift hill and plunge, with a train at the top."""
    lot = b.lot
    w, d = lot.width - 1.6, lot.depth - 1.6
    low = -lot.drop
    top = {"small": 8.0, "medium": 9.0, "large": 10.5}[lot.size] + between(b, 0, 0.8)
    p, side, up, loop = course(w, d, top)
    rail, train = (candies(b, 2) * 2)[:2]
    white = cream(b)
    n = len(p)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    along = np.cross(up, side)
    g, deep = 0.42, 0.34
    left, right, spine = p + g * side, p - g * side, p - deep * up
    for name, line, radius in (("left_rail", left, 0.085), ("right_rail", right, 0.085), ("spine", spine, 0.14)):
        b.add(name, rail, tube(np.vstack([line, line[:1]]), [radius] * (n + 1), segments=5), label="rail")
    e = 0.05
    ties = [hull([*(q[k] + i * e * along[k] for q in (left, right, spine) for i in (-1, 1)), spine[k] - 0.08 * up[k]]) for k in range(n)]
    b.add("ties", white, ties, label="beam")
    posts: list[Solid] = []
    feet: list[Solid] = []
    free = [k for k in range(n) if k not in loop]
    for i, k in enumerate(free):
        x, y, z = spine[k]
        if i % 2:
            continue
        posts.append(rod((x, y, low), (x, y, z), 0.1, segments=6))
        feet.append(box(0.5, 0.5, 0.2 - low, at=(x, y, low)))
        if z > 3.5:
            s = side[k] * (1, 1, 0)
            s = s / np.linalg.norm(s)
            q = spine[k] + s * min(1.5, 0.22 * z) * (1, 1, 0)
            posts += [rod((q[0], q[1], low), (x, y, z - 0.2), 0.08, segments=6)]
            feet.append(box(0.4, 0.4, 0.2 - low, at=(q[0], q[1], low)))
            for e in np.arange(1.8, z - 1.2, 2.2):
                posts.append(
                    rod(
                        (x, y, e),
                        tuple(np.array([q[0], q[1], 0]) + (np.array([x, y, z]) - (q[0], q[1], 0)) * (e + 0.7) / z),
                        0.05,
                        segments=5,
                    )
                )
    for k in (loop[6], loop[14]):
        x, y, z = p[k]
        out = 1 if x > 0 else -1
        for s in (-1, 1):
            foot = (x + out * 0.9, y + s * 0.8, low)
            posts.append(rod(foot, (x, y + s * g, z), 0.1, segments=6))
            feet.append(box(0.5, 0.5, 0.2 - low, at=foot))
    b.add("supports", white, planted(low, *posts), label="post")
    b.add("feet", "plinth", feet, label="plinth")
    free_top = [k for k in range(n) if k not in loop]
    start = max(free_top, key=lambda k: p[k][2])
    for c in range(4):
        k = (start - 1 - c) % n
        way = p[(k + 1) % n] - p[k]
        way /= np.linalg.norm(way)
        at = p[k] + 0.1 * up[k]
        half = 0.46
        body = hull(
            [
                at + way * fx + side[k] * sy + up[k] * z
                for fx, z0, z1 in ((-half, -0.04, 0.55), (half, -0.04, 0.75 if c == 0 else 0.55))
                for z in (z0, z1)
                for sy in (-0.44, 0.44)
            ]
        )
        b.add("train", train, body, label="train")
        b.add(
            "train_seats",
            white,
            hull([at + way * fx + side[k] * sy + up[k] * z for fx in (-0.3, -0.12) for z in (0.4, 1.0) for sy in (-0.36, 0.36)]),
            label="seat",
        )
    st = p[1]
    b.add("station", "wood", box(2.6, 0.9, 0.9 - low, at=(st[0] + 0.8, st[1] + 1.05, low)), label="floor")
    b.add(
        "station_steps",
        "wood",
        [box(0.8, 0.3, 0.9 * (3 - k) / 4 - low, at=(st[0] + 0.8, st[1] + 1.5 + 0.3 * k + 0.14, low)) for k in range(3)],
        label="stairs",
    )
    b.add(
        "station_posts",
        white,
        [cylinder(0.07, 2.4, at=(st[0] + 0.8 + i * 1.15, st[1] + 1.3, 0.85), segments=6) for i in (-1, 1)],
        label="post",
    )
    roof = b.look.material("roof")
    b.add(
        "station_roof",
        roof,
        hull(
            [
                (st[0] + 0.8 + i * q, st[1] + 1.0 + y, z)
                for q, y, z in ((1.5, -0.75, 3.1), (1.5, 0.75, 3.1), (1.5, 0.0, 3.75))
                for i in (-1, 1)
            ]
        ),
        label="roof",
    )
    booth(b, st[0] + 3.0, st[1] + 2.0, low if low < 0 else 0.0) if w > 17 and d > 9 else None
    peak = p[start]
    pennant(b, float(left[start][0]), float(left[start][1]), float(peak[2]) + 0.05, h=1.5, paint=train)
    lamps = [tuple(spine[k] - (0, 0, 0.18)) for k in loop[::2]]
    bulbs(b, lamps, r=0.1)


@kind("log_flume", "building", width=(12, 19), depth=(7.5, 12), words=("log flume", "water ride", "water slide", "flume", "splash ride"))
def log_flume(b: Build) -> None:
    """Logs that plunge down a chute from a painted mountain into a basin with spray."""
    lot = b.lot
    w, d = lot.width - 0.4, lot.depth - 0.4
    low = -lot.drop
    stone, white = b.look.material("plinth"), cream(b)
    rim, hr = 0.55, 0.7
    b.add(
        "basin",
        stone,
        [box(w, rim, hr - low, at=(0, s * (d / 2 - rim / 2), low)) for s in (-1, 1)],
        [box(rim, d - 2 * rim + 0.02, hr - low, at=(s * (w / 2 - rim / 2), 0, low)) for s in (-1, 1)],
        label="basin",
    )
    b.add("coping", white, [box(w + 0.06, rim + 0.1, 0.1, at=(0, s * (d / 2 - rim / 2 - 0.02), hr - 0.01)) for s in (-1, 1)], label="basin")
    b.add("water", "water", box(w - 2 * rim + 0.04, d - 2 * rim + 0.04, 0.45 - low, at=(0, 0, low)), label="water")
    top = {"small": 4.6, "medium": 5.4, "large": 6.4}[lot.size]
    rr = min(0.27 * w, d / 2 - 0.75)
    hx = -w / 2 + rr + 0.35
    rocks = [
        clump(b.rng, k * rr, k * rr, q * top, at=(hx + e * rr, f * rr, z * top), points=56, rough=0.1, floor=low)
        for k, q, e, f, z in (
            (1.0, 0.3, 0.0, 0.0, 0.0), (0.84, 0.32, 0.08, 0.1, 0.2), (0.66, 0.3, -0.04, 0.05, 0.44), (0.5, 0.3, 0.0, 0.0, 0.7),
            (0.4, 0.34, -0.45, -0.4, 0.1), (0.36, 0.3, 0.5, -0.45, 0.08), (0.36, 0.3, -0.3, 0.5, 0.3),
        )
    ]  # fmt: skip
    b.add("mountain", "rock", rocks, label="rock")
    cw, n = 1.5, 8
    x0, x1 = hx + 0.5, w / 2 - rim - 1.6
    line = []
    for k in range(n + 1):
        t = k / n
        line.append((x0 + (x1 - x0) * t, top * (1 - t) ** 1.25 + 0.42 * t))
    chute, water = [], []
    for (xa, za), (xb, zb) in zip(line, line[1:], strict=False):
        chute.append(hull([(x, y, z + q) for x, z in ((xa, za), (xb, zb)) for y in (-cw / 2, cw / 2) for q in (-0.3, 0.0)]))
        chute += [
            hull([(x, s * (cw / 2 - p), z + q) for x, z in ((xa, za), (xb, zb)) for p in (0.0, 0.16) for q in (-0.3, 0.42)])
            for s in (-1, 1)
        ]
        water.append(hull([(x, y, z + q) for x, z in ((xa, za), (xb, zb)) for y in (-cw / 2 + 0.17, cw / 2 - 0.17) for q in (-0.02, 0.12)]))
    b.add("chute", "wood", chute, label="slide")
    b.add("chute_water", "water", water, label="water")
    posts = []
    for x, z in line[2:-2:2]:
        posts += [box(0.2, 0.2, z - low, at=(x, s * (cw / 2 + 0.04), low)) for s in (-1, 1)] + [
            beam((x, -cw / 2, z * 0.35), (x, cw / 2, z * 0.75), 0.1, 0.1)
        ]
    b.add("posts", "timber", posts, label="post")
    b.add("hut", "wall", box(2.0, 2.1, 1.9, at=(hx - 0.3, 0, top - 0.3)), label="wall")
    b.add("hut_gate", b.look.material("door"), box(0.1, 1.3, 1.4, at=(hx + 0.72, 0, top - 0.1)), label="door")
    z = top + 1.55
    b.add(
        "hut_roof",
        "roof",
        hull([(hx - 0.3 + i * 1.25, y, zz) for i in (-1, 1) for y, zz in ((-1.45, z), (1.45, z), (0, z + 1.1))]),
        label="roof",
    )
    pennant(b, hx - 0.3, 0, z + 1.05, h=1.3, paint="accent")
    for t in (0.42, 1.0):
        e = t * n
        i = min(int(e), n - 1)
        (xa, za), (xb, zb) = line[i], line[i + 1]
        x, zz = xa + (xb - xa) * (e - i), za + (zb - za) * (e - i)
        way = np.array([xb - xa, 0, zb - za]) / np.hypot(xb - xa, zb - za)
        a = np.array([x, 0, zz + 0.42]) - way * 0.85
        b.add("logs", "bark", rod(a, a + way * 1.9, 0.42, segments=10), label="boat")
        b.add("log_seats", "accent", [box(0.3, 0.5, 0.4, at=tuple(a + way * q + (0, 0, 0.25))) for q in (0.6, 1.25)], label="seat")
    spray = b.look.material("water", color="#eefaff").model_copy(update={"pattern": "plain", "name": "spray"})
    plumes = [
        hull(
            [
                (x1 + 0.6 + q * 0.9, s * 0.5, 0.4),
                (x1 + 1.0 + q * 0.9, s * 0.5, 0.4),
                (x1 + 0.8 + q * 0.9, s * 0.75, 0.4),
                (x1 + 0.9 + q * 0.5, s * (1.2 + 0.3 * q), 1.3 + 0.4 * q),
            ]
        )
        for s in (-1, 1)
        for q in (0.0, 0.5, 1.0)
        if 0.9 + x1 + q * 0.9 < w / 2 - 0.05
    ]
    b.add("spray", spray, plumes, label="water")
    for k in range(4):
        x, s = -w / 2 + w * (k + 0.5) / 4, -1
        b.add("tubs", "wood", cylinder(0.24, 0.35, at=(x, s * (d / 2 - rim / 2), hr + 0.06), segments=10), label="planter")
        b.add("tub_flowers", "flower", clump(b.rng, 0.27, 0.27, 0.26, at=(x, s * (d / 2 - rim / 2), hr + 0.5), points=20), label="flower")
