"""Small things of a funfair: booths, stalls and carts, candy lamps, garlands, balloons, pennants."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.fairground import bulbs, candies, cane, cream, pennant, scallops, striped, valance
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, lathe, settle, spoked
from partgen.solids import ball, box, cone, cylinder, frustum, hull, rod


@kind(
    "ticket_booth",
    "furniture",
    width=(1.7, 2.4),
    depth=(1.7, 2.4),
    words=("ticket booth", "ticket office", "kiosk", "cash desk"),
    stand="square",
)
def ticket_booth(b: Build) -> None:
    """An eight-sided booth with windows, a striped pointed roof and a ball of light."""
    r = min(b.lot.width, b.lot.depth) / 2
    low = settle(b) - 1e-9
    white, one = cream(b), candies(b, 1)[0]
    q = r * 0.78
    b.add("plinth", "plinth", cylinder(q + 0.06, 0.15 - low, at=(0, 0, low), segments=8), label="plinth")
    b.add("wall", "wall", cylinder(q, 1.0, at=(0, 0, 0.14), segments=8), label="wall")
    b.add("windows", "glass", cylinder(q * 0.94, 0.95, at=(0, 0, 1.12), segments=8), label="window")
    b.add("posts", white, [box(0.1, 0.1, 1.05).moved(q * 0.93).turned(2 * pi * k / 8).moved(z=1.1) for k in range(8)], label="post")
    b.add("counter", white, cylinder(q + 0.1, 0.08, at=(0, 0, 1.08), segments=8), label="counter")
    b.add("sign", one, cylinder(q + 0.05, 0.34, at=(0, 0, 2.06), segments=8), label="sign")
    striped(b, "roof", "roof", (one, white), [(r * 0.97, 2.38), (r * 0.5, 2.75), (0.06, 3.5)], n=8)
    scallops(b, "scallops", (white, one), r * 0.94, 2.42, n=16, h=0.22)
    b.add("ball", "lamp", ball(0.14, at=(0, 0, 3.55), detail=1), label="lamp")


@kind(
    "candy_stall",
    "furniture",
    width=(2.4, 3.6),
    depth=(1.6, 2.3),
    words=("candy stall", "sweet stall", "sweets", "candy floss stall", "snack stall"),
    stand="square",
)
def candy_stall(b: Build) -> None:
    """A counter of sweets under a striped awning on candy-cane posts."""
    w, d = b.lot.width - 0.2, b.lot.depth - 0.3
    low = settle(b) - 1e-9
    white = cream(b)
    cloth = b.look.material("awning")
    plain = cloth.model_copy(update={"pattern": "plain", "color2": None, "name": f"hem-{cloth.color[1:]}"})
    b.add("counter", "wall", box(w - 0.4, d * 0.5, 0.9 - low, at=(0, 0.05, low)), label="counter")
    b.add("counter_top", white, box(w - 0.2, d * 0.6, 0.08, at=(0, 0.05, 0.89)), label="counter")
    sweets = candies(b, 4)
    for k in range(int((w - 0.6) / 0.34)):
        x = -w / 2 + 0.45 + 0.34 * k
        m = k % len(sweets)
        b.add(
            f"jars_{'abcd'[m]}",
            sweets[m],
            cylinder(0.12, 0.34, at=(x, -d * 0.1, 0.96), segments=8),
            ball(0.15, at=(x, d * 0.2, 1.1), detail=1),
            label="goods",
        )
    for i in (-1, 1):
        for j in (-1, 1):
            cane(b, i * (w / 2 - 0.1), j * (d / 2 - 0.1), low, 2.21 + 0.67 * 0.2 / (d / 2 + 0.1), r=0.07, turns=6)
    b.add(
        "awning",
        cloth,
        [
            hull(
                [
                    (x, y, z)
                    for x in (-w / 2 - 0.05, w / 2 + 0.05)
                    for y, z in ((s * (d / 2 + 0.1), 2.18), (0, 2.85), (0, 2.92), (s * (d / 2 + 0.1), 2.25))
                ]
            )
            for s in (-1, 1)
        ],
        label="awning",
    )
    for s in (-1, 1):
        valance(b, "hem", (plain, white), -w / 2, w / 2, s * (d / 2 + 0.1) - 0.025, 2.24, h=0.28)
    b.add(
        "gables",
        plain,
        [
            hull([(x + q, y, z) for q in (-0.03, 0.03) for y, z in ((-d / 2, 2.17), (d / 2, 2.17), (0, 2.82))])
            for x in (-w / 2 + 0.05, w / 2 - 0.05)
        ],
        label="awning",
    )
    b.add("lolly_stick", white, cylinder(0.05, 0.7, at=(0, 0, 2.85), segments=6), label="post")
    b.add("lolly", sweets[0], rod((0, -0.08, 3.75), (0, 0.08, 3.75), 0.36, segments=14), label="sign")
    b.add("lolly_ring", white, rod((0, -0.1, 3.75), (0, 0.1, 3.75), 0.22, segments=14), label="sign")


@kind(
    "popcorn_cart",
    "furniture",
    width=(1.6, 2.2),
    depth=(1.0, 1.3),
    words=("popcorn cart", "popcorn", "ice cream cart", "snack cart", "candy floss"),
    stand="square",
)
def popcorn_cart(b: Build) -> None:
    """A glass box of popcorn on a cart with big spoked wheels and a striped canopy."""
    w, d = b.lot.width, b.lot.depth
    one, white = candies(b, 1)[0], cream(b)
    r = 0.42
    for s in (-1, 1):
        b.add("wheels", white, spoked(-0.15 * w, s * (d / 2 - 0.08), r, r, 0.07, spokes=4, segments=12), label="wheel")
    b.add("leg", white, box(0.08, 0.4, 0.5 + b.lot.drop, at=(w * 0.32, 0, -b.lot.drop)), label="post")
    b.add("body", one, box(w * 0.72, d - 0.34, 0.6, at=(-0.02, 0, 0.44)), label="body")
    b.add("trim", white, box(w * 0.76, d - 0.28, 0.08, at=(-0.02, 0, 1.03)), label="frame")
    b.add(
        "axle",
        "metal",
        rod((-0.15 * w, -d / 2 + 0.06, r), (-0.15 * w, d / 2 - 0.06, r), 0.05),
        box(0.3, 0.2, 0.2, at=(-0.15 * w, 0, r - 0.1)),
        label="frame",
    )
    corn = b.look.material("wall", color="#fbe08a", pattern="plain")
    b.add("popcorn", corn, clump(b.rng, w * 0.27, d * 0.27, 0.34, at=(-0.02, 0, 1.3), points=40, floor=1.1), label="food")
    b.add(
        "glass",
        white,
        [box(0.06, 0.06, 0.85, at=(-0.02 + i * w * 0.33, j * (d / 2 - 0.24), 1.1)) for i in (-1, 1) for j in (-1, 1)],
        label="frame",
    )
    b.add("canopy_base", one, box(w * 0.78, d - 0.3, 0.12, at=(-0.02, 0, 1.93)), label="roof")
    n = 6
    for k in range(n):
        x0, x1 = -0.02 - w * 0.4 + w * 0.8 * k / n, -0.02 - w * 0.4 + w * 0.8 * (k + 1) / n
        b.add(
            f"canopy_{'ab'[k % 2]}",
            (one, white)[k % 2],
            hull(
                [(x, y, z) for x in (x0, x1) for y, z in ((-d / 2 + 0.06, 2.03), (d / 2 - 0.06, 2.03), (d * 0.2, 2.35), (-d * 0.2, 2.35))]
            ),
            label="awning",
        )
    b.add(
        "handle", "wood", box(0.4, 0.07, 0.07, at=(w / 2 - 0.22, 0, 0.95)), box(0.07, 0.6, 0.07, at=(w / 2 - 0.06, 0, 0.95)), label="handle"
    )
    bulbs(b, [(-0.02 + q * w * 0.36, -d / 2 + 0.08, 2.0) for q in (-1, 0, 1)], r=0.07)


@kind(
    "balloon_cart",
    "furniture",
    width=(1.3, 2.0),
    depth=(1.3, 2.0),
    words=("balloon", "balloons", "balloon seller", "balloon cart"),
    stand="square",
)
def balloon_cart(b: Build) -> None:
    """A bunch of balloons tied to a small stand."""
    r = min(b.lot.width, b.lot.depth) / 2
    low = settle(b) - 1e-9
    white, colors = cream(b), candies(b, 6)
    b.add(
        "stand",
        white,
        frustum(0.34, 0.26, 0.75 - low, at=(0, 0, low), segments=12),
        cylinder(0.32, 0.07, at=(0, 0, 0.74), segments=12),
        label="body",
    )
    b.add("stand_band", colors[0], cylinder(0.33, 0.12, at=(0, 0, 0.3), segments=12), label="band")
    n = 13
    for k in range(n):
        t = 2.4 * k
        q = np.sqrt((k + 0.4) / n)
        rb = 0.26
        x, y, z = min(q, 1.0) * (r - rb - 0.02) * cos(t), min(q, 1.0) * (r - rb - 0.02) * sin(t), 2.75 - 0.5 * q + 0.18 * (k % 3)
        m = k % len(colors)
        b.add(
            f"balloons_{'abcdef'[m]}",
            colors[m],
            ball(rb, rb, rb * 1.18, at=(x, y, z), detail=1),
            cone(0.07, 0.1, at=(x, y, z - rb * 1.18 - 0.06), segments=5),
            label="balloon",
        )
        b.add("strings", white, rod((0, 0, 0.78), (x, y, z - rb * 1.1), 0.012, segments=4), label="rope")


@kind(
    "bulb_garland",
    "furniture",
    width=(4.0, 7.0),
    depth=(0.5, 0.8),
    words=("string of lights", "fairy lights", "bulb garland", "light garland", "string lights"),
)
def bulb_garland(b: Build) -> None:
    """A string of coloured bulbs that sags between two striped poles with pennants."""
    e = b.lot.width / 2 - 0.75
    low = -b.lot.drop - 1e-9
    h = 3.4
    colors = candies(b, 3)
    white = cream(b)
    for i, s in enumerate((-1, 1)):
        b.add("feet", "plinth", cylinder(0.22, 0.3 - low, at=(s * e, 0, low), segments=8), label="plinth")
        cane(b, s * e, 0, 0.28, h, r=0.08, turns=8)
        pennant(b, s * e, 0, h, h=0.7, size=0.5, paint=colors[i % len(colors)], name=f"flags_{'ab'[i]}")
    line = [np.array([-e + 2 * e * t, 0, h - 0.1 - 3.2 * t * (1 - t)]) for t in np.linspace(0, 1, 11)]
    b.add("rope", white, [rod(p, q, 0.02, segments=4) for p, q in zip(line, line[1:], strict=False)], label="rope")
    tones = [b.look.material("lamp").model_copy(update={"color": c.color, "emission": 0.9, "name": f"bulb-{c.color[1:]}"}) for c in colors]
    for k, p in enumerate(line[1:-1]):
        b.add(
            f"bulbs_{'abc'[k % len(tones)]}", tones[k % len(tones)], ball(0.1, 0.1, 0.13, at=tuple(p - (0, 0, 0.1)), detail=1), label="lamp"
        )


@kind("candy_lamp", "furniture", width=(0.7, 1.0), depth=(0.7, 1.0), words=("candy cane lamp", "fair lamp", "globe lamp"), stand="post")
def candy_lamp(b: Build) -> None:
    """A candy-cane post that carries three glowing globes."""
    low = -b.lot.drop - 1e-9
    b.add("foot", "plinth", lathe([(0.24, low), (0.24, 0.25), (0.14, 0.45)], segments=10), label="post")
    cane(b, 0, 0, 0.44, 3.0, r=0.085, turns=9)
    white = cream(b)
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.17
    b.add("arms", white, rod((-reach, 0, 2.9), (reach, 0, 2.9), 0.04), label="post")
    b.add(
        "globes",
        "lamp",
        [ball(0.16, at=(x, 0, z), detail=1) for x, z in ((-reach, 3.08), (reach, 3.08))],
        ball(0.21, at=(0, 0, 3.2), detail=1),
        label="lamp",
    )
    b.add("rings", "accent", cylinder(0.13, 0.1, at=(0, 0, 2.85), segments=10), label="post")


@kind("pennant_mast", "furniture", width=(1.7, 2.2), depth=(0.5, 0.8), words=("flag pole", "pennant", "flag", "banner pole"), stand="post")
def pennant_mast(b: Build) -> None:
    """A tall white pole with a long pennant and a gilt ball."""
    low = -b.lot.drop - 1e-9
    h = between(b.rng, 4.2, 5.2)
    one, two = (candies(b, 2) * 2)[:2]
    b.add("foot", "plinth", frustum(0.2, 0.12, 0.35 - low, at=(0, 0, low), segments=8), label="plinth")
    b.add("pole", "trim", cylinder(0.055, h, at=(0, 0, 0.3), segments=6), label="post")
    b.add("ball", "lamp", ball(0.12, at=(0, 0, h + 0.35), detail=1), label="lamp")
    far = b.lot.width / 2 - 0.08
    t = h + 0.1
    for k in range(3):
        x0, x1 = 0.03 + (far - 0.03) * k / 3, 0.03 + (far - 0.03) * (k + 1) / 3
        s0, s1 = 0.75 * (1 - x0 / far) + 0.02, 0.75 * (1 - x1 / far) + 0.02
        y0, y1 = 0.06 * sin(k * 2.0), 0.06 * sin((k + 1) * 2.0)
        pts = [(x, y + q, z) for x, s, y in ((x0, s0, y0), (x1, s1, y1)) for z in (t - 0.4 - s / 2, t - 0.4 + s / 2) for q in (-0.02, 0.02)]
        b.add(f"pennant_{'ab'[k % 2]}", (one, two)[k % 2], hull(pts), label="flag")
