"""What lies about on Mars: small buttes, craters, ice, and the plants that stand outside under glass."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, grown
from partgen.solids import Solid, ball, beam, cylinder, dome, frustum, hull


@kind(
    "rock_spire",
    "plant",
    width=(1.4, 3.4),
    depth=(1.4, 3.4),
    words=("rock spire", "mesa", "butte", "wind-carved rock", "hoodoo"),
)
def rock_spire(b: Build) -> None:
    """A small butte carved by the wind: strata that step in and out, on a skirt of scree with loose stones."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    lean = (between(rng, -0.12, 0.12) * rx, between(rng, -0.12, 0.12) * ry)
    scree = clump(rng, rx * 0.98, ry * 0.98, 0.34 * min(rx, ry), at=(0, 0, low + 0.02), points=26, floor=low)
    b.add("scree", "rock", scree, label="rock")
    n = 4 if rng.random() < 0.6 else 3
    z = 0.1
    strata: list[Solid] = []
    dark: list[Solid] = []
    for k in range(n):
        e = (k + 1) / n
        q = between(rng, 0.66, 0.86) * (1 - 0.45 * e) * (1.22 if k == n - 1 else 1.0)
        h = between(rng, 0.28, 0.5) * min(rx, ry) * grown(b.lot)
        turn = between(rng, 0, 2 * pi)
        m = 8
        around = turn + 2 * pi * np.arange(m) / m
        wob = 1 - 0.22 * rng.random(m)
        a, c = lean[0] * e, lean[1] * e
        lower = [(a + rx * q * w * cos(u), c + ry * q * w * sin(u), z - 0.06) for u, w in zip(around, wob, strict=True)]
        upper = [(a + rx * q * 0.86 * w * cos(u), c + ry * q * 0.86 * w * sin(u), z + h) for u, w in zip(around, wob, strict=True)]
        (strata if k % 2 == 0 else dark).append(hull(np.array(lower + upper)))
        z += h
    b.add("strata", "rock", strata, label="rock")
    b.add("strata_dark", b.look.material("rock", fresh=True), dark, label="rock")
    t0 = between(rng, 0, 2 * pi)
    stones = [
        clump(
            rng,
            0.13 * rx,
            0.13 * ry,
            0.13 * rx,
            at=(0.8 * rx * cos(t0 + k * 2.1), 0.8 * ry * sin(t0 + k * 2.1), 0.04),
            points=12,
            floor=low,
        )
        for k in range(3)
    ]
    b.add("stones", "rock", stones, label="rock")


@kind("crater", "plant", width=(3.0, 7.0), depth=(3.0, 7.0), words=("crater", "impact crater", "meteor crater"))
def crater(b: Build) -> None:
    """A shallow ring of thrown-up ground around a dark floor, with stones on its rim."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2 - 0.02, b.lot.depth / 2 - 0.02
    n = 18
    wob = 1 - 0.09 * rng.random(n)
    high = 0.2 * min(rx, ry) * (0.7 + 0.5 * rng.random(n))
    rim: list[Solid] = []
    for k in range(n):
        p = []
        for i in (k, (k + 1) % n):
            t = 2 * pi * i / n
            c, s = rx * wob[i] * cos(t), ry * wob[i] * sin(t)
            p += [
                (c, s, low),
                (c * 0.55, s * 0.55, low),
                (c * 0.86, s * 0.86, high[i] * 0.8),
                (c * 0.78, s * 0.78, high[i]),
                (c * 0.58, s * 0.58, 0.05),
            ]
            if low > -0.01:
                p.append((c, s, 0.015))
        rim.append(hull(np.array(p)))
    b.add("rim", "ground", rim, label="ground")
    around = 2 * pi * np.arange(n) / n
    floor = [(0.62 * rx * w * cos(u), 0.62 * ry * w * sin(u), z) for u, w in zip(around, wob, strict=True) for z in (low, 0.06)]
    b.add("floor", "soil", hull(np.array(floor)), label="ground")
    t0 = between(rng, 0, 2 * pi)
    stones = []
    for k in range(6):
        u = t0 + 2.4 * k
        e = 0.82 if k % 2 else 0.3
        q = between(rng, 0.04, 0.085) * min(rx, ry)
        stones.append(
            clump(
                rng,
                q,
                q,
                q * 0.9,
                at=(e * rx * cos(u), e * ry * sin(u), (0.5 * float(high.min())) if k % 2 else 0.08),
                points=12,
                floor=low,
            )
        )
    b.add("stones", "rock", stones, label="rock")


@kind("plant_pod", "plant", width=(1.5, 2.6), depth=(1.5, 2.6), words=("plant pod", "bell jar", "tree pod", "glass pod", "seedling dome"))
def plant_pod(b: Build) -> None:
    """A small tree under a bell of hoops and glass on a white pot: the only green that stands outside."""
    rng, low = b.rng, -b.lot.drop
    r = min(b.lot.width, b.lot.depth) / 2 - 0.03
    base = 0.6
    b.add("pot", "trim", cylinder(r, base - low, at=(0, 0, low), segments=16))
    b.add("band", "accent", cylinder(r + 0.025, 0.16, at=(0, 0, base - 0.24), segments=16), label="ornament")
    b.add("soil", "soil", cylinder(r * 0.86, 0.05, at=(0, 0, base - 0.01), segments=14))
    h = 2.1 * r * grown(b.lot)
    b.add("trunk", "bark", frustum(0.09, 0.06, h * 0.5, at=(0, 0, base), segments=6))
    q = 0.7 * r
    b.add(
        "crown",
        "foliage",
        clump(rng, q, q, h * 0.27, at=(0, 0, base + h * 0.58), points=30),
        clump(rng, q * 0.7, q * 0.7, q * 0.4, at=(0.2 * r, -0.2 * r, base + 0.18), points=18, floor=base),
    )
    t = np.linspace(0, pi / 2, 6)
    bars: list[Solid] = []
    for k in range(6):
        u = pi / 6 + k * pi / 3
        p = [(0.95 * r * cos(e) * cos(u), 0.95 * r * cos(e) * sin(u), base - 0.02 + h * sin(e)) for e in t]
        bars += [beam(a, c, 0.07, 0.07) for a, c in zip(p, p[1:], strict=False)]
    b.add("hoops", "frame", bars, label="frame")
    b.add(
        "cap",
        "glass",
        dome(0.95 * r * cos(t[3]), h * (1 - sin(t[3])), at=(0, 0, base - 0.02 + h * sin(t[3])), segments=12, rings=3),
        label="window",
    )
    b.add("finial", "accent", ball(0.1, at=(0, 0, base + h), detail=0), label="ornament")


@kind("ice_block", "plant", width=(1.2, 3.0), depth=(1.2, 3.0), words=("ice block", "ice shard", "ice crystal", "frost"))
def ice_block(b: Build) -> None:
    """Shards of blue ice leaning out of a frosted mound."""
    rng, low = b.rng, -b.lot.drop
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    ice = b.look.material("water", color="#cfe6ec", pattern="plain").model_copy(update={"roughness": 0.2})
    b.add(
        "mound",
        b.look.material("rock"),
        clump(rng, rx * 0.9, ry * 0.9, 0.3 * min(rx, ry), at=(0, 0, low), points=20, floor=low),
        label="ground",
    )
    t0 = between(rng, 0, 2 * pi)
    shards: list[Solid] = []
    for k in range(6):
        u = t0 + 2.4 * k
        e = 0.0 if k == 0 else 0.42
        h = min(rx, ry) * (1.5 if k == 0 else between(rng, 0.6, 1.15))
        q = 0.2 * min(rx, ry)
        x, y = e * rx * cos(u), e * ry * sin(u)
        tip = (x + 0.3 * rx * e * 1.6 * cos(u), y + 0.3 * ry * e * 1.6 * sin(u), h)
        foot = [(x + q * cos(v), y + q * sin(v), low) for v in np.arange(6) * pi / 3]
        mid = [
            (x + (tip[0] - x) * 0.7 + 0.75 * q * cos(v), y + (tip[1] - y) * 0.7 + 0.75 * q * sin(v), h * 0.7) for v in np.arange(6) * pi / 3
        ]
        shards.append(hull(np.array([*foot, *mid, tip])))
    b.add("shards", ice, shards, label="crystal")
