"""Japanese gardens in small: koi pond with its bridge, raked gravel, bamboo screen."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, pick, settle, tint, tube
from partgen.solids import Solid, ball, box, cylinder, hull, rod


@kind(
    "koi_pond",
    "furniture",
    width=(4.4, 7.0),
    depth=(3.6, 5.6),
    words=("koi pond", "koi", "fish pond", "garden pond"),
)
def koi_pond(b: Build) -> None:
    """A pond edged with boulders, koi in it, lily pads on it, an arched vermilion bridge across it."""
    rng = b.rng
    w, d, low = b.lot.width, b.lot.depth, settle(b)
    rx, ry = w / 2 - 0.36, d / 2 - 0.36
    n = 18
    t = 2 * pi * np.arange(n) / n
    wave = 1 - 0.1 * (1 + np.sin(2 * t + 2 * pi * rng.random())) / 2 - 0.06 * (1 + np.sin(3 * t + 2 * pi * rng.random())) / 2
    rim = np.c_[rx * wave * np.cos(t), ry * wave * np.sin(t)]
    b.add("basin", "stone", hull(np.vstack([np.c_[rim * 1.03, np.full(n, z)] for z in (low, 0.1)])), label="basin")
    b.add("water", "water", hull(np.vstack([np.c_[rim * 0.98, np.full(n, z)] for z in (0.08, 0.16)])), label="water")
    rocks = []
    for k in range(n):
        r = between(rng, 0.2, 0.33)
        p = rim[k] * (1 + between(rng, -0.02, 0.01))
        rocks.append(clump(rng, r, r, r * between(rng, 0.7, 1.2), at=(p[0], p[1], 0.1), points=14, rough=0.2, floor=low))
    b.add("rocks", "rock", rocks, label="rock")
    for k in range(5):
        u, e = 2 * pi * rng.random(), between(rng, 0.3, 0.72)
        x, y = rx * e * cos(u), ry * e * sin(u)
        m = b.look.material("flower", color=pick(rng, ("#e8622c", "#f3ead8", "#d8412f", "#f0a23c")), pattern="plain")
        yaw = 2 * pi * rng.random()
        fish = [ball(0.2, 0.075, 0.05, detail=1), hull([(-0.16, 0, -0.02), (-0.16, 0, 0.02), (-0.33, 0.09, 0.0), (-0.33, -0.09, 0.0)])]
        b.add(f"koi_{k + 1}", m, [s.turned(yaw).moved(x, y, 0.165) for s in fish], label="fish")
    pads = []
    for _ in range(7):
        u, e = 2 * pi * rng.random(), between(rng, 0.45, 0.8)
        pads.append(cylinder(between(rng, 0.12, 0.2), 0.025, at=(rx * e * cos(u), ry * e * sin(u), 0.15), segments=9))
    b.add("lily_pads", tint(b.look.material("foliage"), "#5b8a4a", 0.6), pads, label="leaf")
    _arched_bridge(b, w, low)
    tuft = [
        clump(rng, 0.32, 0.32, 0.28, at=(sx * (rx - 0.1) * 0.72, sy * (ry - 0.1) * 0.74, 0.25), points=20, floor=low)
        for sx, sy in ((-1, 1), (1, -1))
    ]
    b.add("moss", tint(b.look.material("foliage"), "#6f8a3f", 0.4), tuft, label="foliage")


def _arched_bridge(b: Build, w: float, low: float) -> None:
    """A red bridge along x that rises in a bow, with posts and rails."""
    red = b.look.material("accent")
    half, wide, rise = w / 2 - 0.04, 1.15, 0.8
    n = 9
    x = np.linspace(-half, half, n)
    z = 0.18 + rise * np.clip(np.cos(0.5 * np.pi * x / half), 0, 1) ** 1.2
    deck = [hull([(x[i], y, z[i] + t) for i in (k, k + 1) for y in (-wide / 2, wide / 2) for t in (-0.1, 0.0)]) for k in range(n - 1)]
    b.add("bridge_deck", "wood", deck, label="floor")
    rails: list[Solid] = []
    for s in (-1, 1):
        y = s * wide / 2
        for up, t in ((0.0, 0.14), (0.3, 0.07), (0.58, 0.09)):
            rails += [
                hull([(x[i], y + d, z[i] + up + q) for i in (k, k + 1) for d in (-0.05, 0.05) for q in (-t, 0.0)]) for k in range(n - 1)
            ]
        rails += [box(0.11, 0.11, 0.78, at=(float(np.clip(x[k], -half + 0.06, half - 0.06)), y, z[k] - 0.12)) for k in range(0, n, 2)]
        rails += [box(0.14, 0.14, 0.5 - low, at=(s2 * (half - 0.08), y, low)) for s2 in (-1, 1)]
    b.add("bridge_rails", red, rails, label="railing")
    caps = [
        ball(0.09, 0.09, 0.12, at=(float(np.clip(x[k], -half + 0.09, half - 0.09)), s * wide / 2, z[k] + 0.7), detail=0)
        for k in (0, 4, 8)
        for s in (-1, 1)
    ]
    b.add("bridge_knobs", "metal", caps, label="ornament")


@kind(
    "raked_garden",
    "furniture",
    width=(3.6, 6.0),
    depth=(3.0, 4.8),
    words=("zen garden", "raked gravel", "rock garden", "dry garden", "raked garden"),
)
def raked_garden(b: Build) -> None:
    """Pale gravel raked in lines and rings around three groups of rocks on moss, in a frame of stone."""
    rng = b.rng
    w, d, low = b.lot.width, b.lot.depth, settle(b)
    gravel = b.look.material("path", color="#d9d3c3", pattern="sand").model_copy(update={"color2": None})
    b.add("gravel", gravel, box(w - 0.3, d - 0.3, 0.1 - low, at=(0, 0, low)), label="gravel")
    b.add("border", "stone", [box(w, 0.16, 0.18 - low, at=(0, s * (d / 2 - 0.08), low)) for s in (-1, 1)], label="kerb")
    b.add("border", "stone", [box(0.16, d - 0.3, 0.18 - low, at=(s * (w / 2 - 0.08), 0, low)) for s in (-1, 1)], label="kerb")
    lines = int((d - 0.5) / 0.22)
    spots = [(-w * 0.22, d * 0.12, 0.5), (w * 0.2, -d * 0.13, 0.42), (w * 0.3, d * 0.24, 0.3)]
    rake: list[Solid] = []
    for k in range(lines):
        y = -d / 2 + 0.28 + (d - 0.56) * k / (lines - 1)
        cuts = [-w / 2 + 0.22]
        for x, yy, r in spots:
            gap = (r + 0.42) ** 2 - (y - yy) ** 2
            if gap > 0:
                cuts += [x - gap**0.5, x + gap**0.5]
        cuts.append(w / 2 - 0.22)
        cuts = sorted(cuts)
        for a, c in zip(cuts[::2], cuts[1::2], strict=True):
            if c - a > 0.15:
                rake.append(hull([(q, y + e, z) for q in (a, c) for e, z in ((-0.06, 0.09), (0.06, 0.09), (0.0, 0.13))]))
    b.add("rake_marks", gravel, rake, label="gravel")
    for x, y, r in spots:
        for q in (r + 0.32, r + 0.12):
            u = 2 * pi * np.arange(15) / 14
            b.add(
                "rings",
                gravel,
                tube(np.c_[x + q * np.cos(u), y + q * np.sin(u), np.full(15, 0.1)][:14], [0.045] * 14, segments=4),
                label="gravel",
            )
        b.add(
            "moss",
            tint(b.look.material("foliage"), "#6f8a3f", 0.5),
            clump(rng, r, r * 0.9, 0.14, at=(x, y, 0.1), points=20, floor=0.05),
            label="foliage",
        )
        tall = between(rng, 0.9, 1.5)
        b.add(
            "rocks",
            "rock",
            clump(rng, r * 0.52, r * 0.42, r * tall, at=(x - 0.2 * r, y, 0.15), points=18, rough=0.2, floor=0.05),
            label="rock",
        )
        b.add(
            "rocks",
            "rock",
            clump(rng, r * 0.3, r * 0.28, r * 0.45, at=(x + 0.45 * r, y - 0.15 * r, 0.12), points=14, rough=0.2, floor=0.05),
            label="rock",
        )


@kind("bamboo_fence", "furniture", width=(1.8, 3.4), depth=(0.3, 0.5), words=("bamboo fence", "bamboo screen", "reed fence"))
def bamboo_fence(b: Build) -> None:
    """A screen of upright canes tied to rails between two posts."""
    w, low = b.lot.width, -b.lot.drop
    h = between(b.rng, 1.25, 1.6)
    cane = b.look.material("fence")
    n = int(w / 0.1)
    b.add(
        "canes",
        cane,
        [cylinder(0.048, h + 0.05 * ((k * 7) % 3), at=((k + 0.5 - n / 2) * (w - 0.2) / n, 0, 0.0), segments=6) for k in range(n)],
        label="fence",
    )
    b.add(
        "rails",
        shade(cane, 0.72),
        [rod((-w / 2 + 0.04, y, h * e), (w / 2 - 0.04, y, h * e), 0.035, segments=6) for e in (0.25, 0.6, 0.9) for y in (-0.075, 0.075)],
        label="rail",
    )
    b.add("posts", "timber", [cylinder(0.08, h + 0.12 - low, at=(s * (w / 2 - 0.09), 0, low), segments=7) for s in (-1, 1)], label="post")
