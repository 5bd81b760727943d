"""What stands around a classroom: globe, map, coats on their hooks, lockers, low shelves."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    books,
    border,
    fronts,
    puff,
    several,
    upright_plate,
)
from partgen.solids import Solid, ball, beam, box, hull, rod


@kind("globe", "furniture", width=(0.3, 0.42), depth=(0.3, 0.42), words=("globe", "world globe"), indoor=Indoor(spot="top"))
def globe(b: Build) -> None:
    """A globe on a turned foot: sea, lands, a brass meridian with its axis aslant."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.025
    lean, z = 0.41, r + 0.13
    b.add(
        "base",
        "furniture",
        lathe([(r * 0.62, 0), (r * 0.62, 0.02), (r * 0.42, 0.03), (0.03, 0.05), (0.024, 0.085), (0.035, 0.1)], segments=12),
    )
    sea = b.look.material("plastic", color="#3f83ad")
    b.add("sea", sea, ball(r, at=(0, 0, z), detail=2), label="globe")
    lands = b.look.material("plastic", color="#8aa556")
    spin = between(b, 0, 2 * pi)
    for u, v, size in (
        (0, 0.5, 0.5),
        (0.35, -0.25, 0.38),
        (1.9, 0.65, 0.55),
        (2.5, -0.45, 0.3),
        (3.9, 0.25, 0.42),
        (4.3, -0.4, 0.35),
        (5.3, 0.75, 0.36),
    ):
        b.add("lands", lands, _land(b, r, u + spin, v, size).turned(pitch=lean).moved(0, 0, z), label="land")
    brass = tint(b.look.material("metal"), "#c9a14a", 0.7)
    arc = [(0.0, (r + 0.014) * cos(t), (r + 0.014) * sin(t)) for t in np.linspace(-pi / 2, pi / 2, 9)]
    band = [s.turned(pitch=lean).moved(0, 0, z) for s in tube(arc, (0.009,) * 9, segments=5)]
    pins = [rod((0, 0, s * (r - 0.02)), (0, 0, s * (r + 0.017)), 0.012, segments=6).turned(pitch=lean).moved(0, 0, z) for s in (-1, 1)]
    b.add("meridian", brass, band, pins, rod((0, 0, 0.09), (0, 0, 0.135), 0.012, segments=6), label="ring")


def _land(b: Build, r: float, u: float, v: float, size: float) -> Solid:
    """A patch that lies on a ball of radius r at longitude u and latitude v (radians), size across."""
    t = 2 * pi * (np.arange(7) + b.rng.random(7) * 0.6) / 7
    s = size * (0.7 + 0.5 * b.rng.random(7))
    p = []
    for e, q in ((1.025, 1.0), (0.9, 1.0), (1.035, 0.6), (1.04, 0.25)):
        lon, lat = u + q * s * np.cos(t) / max(0.5, cos(v)), v + q * s * np.sin(t) * 0.7
        p.append(r * e * np.c_[np.cos(lon) * np.cos(lat), np.sin(lon) * np.cos(lat), np.sin(lat)])
    return hull(np.vstack(p))


@kind(
    "map_chart",
    "furniture",
    width=(1.1, 1.8),
    depth=(0.06, 0.1),
    words=("map", "world map", "wall map", "chart"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.0, 1.2)),
)
def map_chart(b: Build) -> None:
    """A map on rollers: sea, lands in three colours, a grid, a legend, the cord above."""
    w, d, h = b.lot.width, b.lot.depth, min(1.15, 0.72 * b.lot.width + 0.1)
    back = d / 2
    face = back - 0.02
    b.add("sheet", b.look.material("paper", color="#a9cbd3"), box(w - 0.06, 0.02, h - 0.16, at=(0, back - 0.01, 0.03)), label="paper")
    b.add("margin", "paper", border(w - 0.05, h - 0.15, 0.03, face - 0.006, back - 0.002, z=0.025), label="border")
    b.add(
        "rollers",
        "furniture",
        [rod((-w / 2, back - 0.025, z), (w / 2, back - 0.025, z), 0.024, segments=8) for z in (0.024, h - 0.13)],
        label="roller",
    )
    b.add(
        "cord",
        "timber",
        [beam((s * w * 0.3, back - 0.012, h - 0.12), (0, back - 0.012, h - 0.012), 0.012, 0.012) for s in (-1, 1)],
        label="rope",
    )
    lands = [b.look.material("paper", color=c) for c in ("#7f9f56", "#cf9f4f", "#b9694b")]
    for k, (x, z, rx, rz) in enumerate(
        (
            (-0.29, 0.66, 0.15, 0.15),
            (-0.22, 0.33, 0.08, 0.19),
            (0.04, 0.7, 0.1, 0.12),
            (0.06, 0.42, 0.09, 0.18),
            (0.25, 0.66, 0.17, 0.16),
            (0.33, 0.3, 0.08, 0.09),
        )
    ):
        m = 9
        t = 2 * pi * (np.arange(m) + 0.7 * b.rng.random(m)) / m
        s = 0.72 + 0.4 * b.rng.random(m)
        shape = np.c_[x * w + rx * w * s * np.cos(t), 0.06 + (h - 0.22) * z + rz * (h - 0.22) * s * np.sin(t)]
        shape[:, 1] = np.clip(shape[:, 1], 0.075, h - 0.2)
        b.add(f"lands_{k % 3 + 1}", lands[k % 3], upright_plate(shape, face - 0.005 - 0.0007 * k, face + 0.005), label="land")
    grid = [box(w - 0.12, 0.004, 0.005, at=(0, face - 0.0008, 0.06 + (h - 0.22) * k / 4)) for k in (1, 2, 3)]
    grid += [box(0.005, 0.0043, h - 0.24, at=((k - 3) * w / 6.5, face - 0.0008, 0.06)) for k in range(1, 6)]
    b.add("grid", b.look.material("paper", color="#d9e6e4"), grid, label="line")


@kind(
    "coat_rack",
    "furniture",
    width=(1.0, 1.8),
    depth=(0.34, 0.45),
    words=("coat rack", "coat hooks", "cloakroom bench"),
    indoor=Indoor(front=0.5),
)
def coat_rack(b: Build) -> None:
    """A cloakroom bench: coats and bags on hooks, a hat shelf above, shoes on the rack below."""
    w, d, h, back = b.lot.width, b.lot.depth, 1.62, b.lot.depth / 2
    wood = b.look.material("furniture")
    b.add(
        "frame",
        wood,
        [box(0.06, 0.05, h, at=(s * (w / 2 - 0.03), back - 0.025, 0)) for s in (-1, 1)],
        box(w - 0.08, 0.03, 0.14, at=(0, back - 0.03, 1.28)),
        label="post",
    )
    b.add("frame", wood, [box(0.06, 0.05, 0.4, at=(s * (w / 2 - 0.03), -back + 0.05, 0)) for s in (-1, 1)], label="post")
    b.add("frame", wood, [box(0.045, d - 0.06, 0.05, at=(s * (w / 2 - 0.03), 0, z)) for s in (-1, 1) for z in (0.14, 0.36)], label="post")
    b.add("seat", wood, [board(w - 0.01, d / 4 - 0.015, 0.03, at=(0, (k - 1.5) * d / 4, 0.4)) for k in range(4)])
    b.add("shelf", wood, board(w, 0.24, 0.028, at=(0, back - 0.121, h - 0.06)))
    b.add(
        "shoe_rack",
        "metal",
        [rod((-w / 2 + 0.03, y, 0.16), (w / 2 - 0.03, y, 0.16), 0.012, segments=6) for y in (-0.08, 0.02, 0.1)],
        label="rail",
    )
    n = max(4, round(w / 0.24))
    cloth, shoes = several(b, "fabric", 3), several(b, "leather", 2)
    for k in range(n):
        x = -w / 2 + 0.15 + (w - 0.3) * k / (n - 1)
        b.add("hooks", "metal", rod((x, back - 0.035, 1.36), (x, back - 0.11, 1.38), 0.012, segments=6), label="hook")
        what = int(b.rng.integers(5))
        m = cloth[int(b.rng.integers(3))]
        y = back - 0.105
        if what < 3:
            long = between(b, 0.55, 0.72)
            coat = hull(
                np.array(
                    [
                        (x + s * u, y + q * v, 1.37 - z)
                        for u, v, z in ((0.03, 0.02, 0.0), (0.095, 0.05, 0.1), (0.115, 0.06, long))
                        for s in (-1, 1)
                        for q in (-1, 1)
                    ]
                )
            )
            arms = [
                hull(
                    np.array(
                        [
                            (x + s * a + e, y + q, 1.37 - z)
                            for a, z in ((0.075, 0.08), (0.115, 0.5))
                            for e in (-0.026, 0.026)
                            for q in (-0.055, 0.03)
                        ]
                    )
                )
                for s in (-1, 1)
            ]
            b.add(f"coats_{cloth.index(m) + 1}", m, coat, arms, label="coat")
            b.add("collars", shade(m, 0.65), puff(0.1, 0.075, 0.05, at=(x, y, 1.33), soft=0.02), label="collar")
        elif what == 3:
            b.add(
                f"coats_{cloth.index(m) + 1}",
                m,
                puff(0.19, 0.12, 0.26, at=(x, y - 0.01, 0.97), soft=0.04),
                puff(0.14, 0.05, 0.12, at=(x, y - 0.08, 0.99), soft=0.02),
                label="bag",
            )
            b.add(
                "straps",
                shade(m, 0.55),
                [beam((x + s * 0.05, y - 0.02, 1.2), (x, back - 0.1, 1.385), 0.02, 0.014) for s in (-1, 1)],
                label="strap",
            )
        if chance(b, 0.6):
            b.add(
                f"shoes_{k % 2 + 1}",
                shoes[k % 2],
                [puff(0.07, 0.2, 0.075, at=(x + s * 0.045, 0.01, 0.165), soft=0.03) for s in (-1, 1)],
                label="shoe",
            )
    if chance(b, 0.7):
        b.add("basket", "wood", puff(0.26, 0.19, 0.16, at=(-w * 0.28, back - 0.125, h - 0.034), soft=0.02), label="box")


@kind("locker", "furniture", width=(0.6, 1.6), depth=(0.45, 0.55), words=("locker", "lockers", "school locker"), indoor=Indoor(front=0.7))
def locker(b: Build) -> None:
    """A row of steel lockers in one or two tiers: doors with louvres, number plates and latches; a ball or a box on top."""
    w, d = b.lot.width, b.lot.depth
    h, n = 1.78, max(2, round(w / 0.34))
    m, deep = b.look.material("cabinet"), d - 0.06
    b.add("body", shade(m, 0.8), box(w, deep, h - 0.1, at=(0, 0.03, 0.1)), label="cabinet")
    b.add("feet", "metal", box(w - 0.04, deep - 0.05, 0.11, at=(0, 0.03, 0)), label="plinth")
    tiers = pick(b, 1, 2)
    front = 0.03 - deep / 2
    fronts(
        b, "doors", m, x0=-w / 2 + 0.01, x1=w / 2 - 0.01, z0=0.12, z1=h - 0.02, y=front, cols=n, rows=tiers, grip="upright", label="door"
    )
    step, tall = (w - 0.02) / n, (h - 0.14) / tiers
    for k in range(n):
        x = -w / 2 + 0.01 + step * (k + 0.5)
        for t in range(tiers):
            top = 0.12 + tall * (t + 1)
            b.add(
                "louvres",
                shade(m, 0.5),
                [box(step * 0.5, 0.006, 0.012, at=(x, front - 0.02, top - q)) for q in (0.1, 0.13, 0.16)],
                label="vent",
            )
            b.add("plates", "paper", box(0.07, 0.006, 0.04, at=(x, front - 0.02, top - 0.24)), label="sign")
    if chance(b, 0.5):
        b.add("ball", "accent", ball(0.12, at=(between(b, -0.3, 0.3) * w, 0.05, h + 0.118), detail=1))
    else:
        x = between(b, -0.25, 0.25) * w
        b.add("box", "wood", board(0.32, 0.26, 0.2, at=(x, 0.03, h)), label="box")
        b.add("tape", "paper", box(0.06, 0.264, 0.004, at=(x, 0.03, h + 0.199)), label="label")


@kind(
    "bookshelf_low",
    "furniture",
    width=(0.9, 1.6),
    depth=(0.3, 0.4),
    words=("low bookshelf", "low shelf", "book chest"),
    indoor=Indoor(front=0.5, surface=0.8),
)
def bookshelf_low(b: Build) -> None:
    """A low shelf of two levels in bays: picture books, boxes of many colours, a jar."""
    w, d, h = b.lot.width, b.lot.depth, 0.8
    wood = b.look.material("furniture")
    back = shade(wood, 0.7)
    b.add("back", back, box(w - 0.02, 0.02, h - 0.03, at=(0, d / 2 - 0.012, 0.01)))
    b.add("top", wood, board(w, d, 0.035, at=(0, 0, h - 0.035)))
    n = max(2, round(w / 0.5))
    bay = (w - 0.03) / n
    b.add("sides", wood, [box(0.028, d - 0.03, h - 0.03, at=(-w / 2 + 0.015 + bay * k, 0, 0)) for k in range(n + 1)], label="frame")
    b.add("shelves", wood, [box(w - 0.02, d - 0.035, 0.026, at=(0, 0.002, z)) for z in (0.06, 0.42)], label="shelf")
    b.add("plinth", back, box(w - 0.04, d - 0.06, 0.07, at=(0, 0, 0)))
    shades, boxes = several(b, "book", 3), several(b, "plastic", 2)
    deep = min(0.24, d - 0.07)
    for k in range(n):
        for level, z in enumerate((0.084, 0.444)):
            x0, x1 = -w / 2 + 0.03 + bay * k, -w / 2 + bay * (k + 1)
            if chance(b, 0.3):
                c = (k + level) % 2
                wide = (x1 - x0 - 0.03) / 2
                for j in range(2):
                    x = x0 + 0.01 + wide * (j + 0.5) + 0.01 * j
                    b.add(f"boxes_{c + 1}", boxes[c], board(wide - 0.012, deep, 0.2, at=(x, -d / 2 + 0.03 + deep / 2, z)), label="box")
                    b.add("labels", "paper", box(wide * 0.4, 0.008, 0.05, at=(x, -d / 2 + 0.03, z + 0.1)), label="label")
            else:
                books(b, shades, x0=x0, x1=x1, y=-d / 2 + 0.03, z=z, room=0.3, deep=deep, full=between(b, 0.75, 1.0))
