"""What stands in the snow of a Nordic village: firs, lit tree, woodpile, sledges, snowman, reindeer, fish rack, lamp."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.lights import lit
from cityscape.grammar.kinds.trees import _radius, _tall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, pick, settle, squeeze, tint, tube
from cityscape.grammar.snow import heap, mound, snow, snowy
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


def white(b: Build) -> Material:
    """Snow, whether or not the roofs carry it."""
    return (
        snow(b)
        if snowy(b)
        else b.look.material("ground", color="#eef2f6", pattern="snow").model_copy(update={"name": "snow", "color2": None})
    )


def _tiers(b: Build, h: float, reach: float, tiers: int) -> tuple[list[Solid], list[Solid]]:
    """Skirts of a fir, and the snow on them."""
    rng = b.rng
    base, green, snows = 0.12 * h, [], []
    for k in range(tiers):
        e = k / tiers
        r, z = reach * (1 - 0.8 * e), base + (h - base) * 0.92 * e**0.95
        top = h if k == tiers - 1 else z + (h - base) * 1.5 / tiers
        n = 10
        u = 2 * pi * (np.arange(n) + 0.3 * rng.random(n)) / n
        rr = r * (1 - 0.2 * rng.random(n))
        fall = 0.16 * r * rng.random(n)
        rim = np.c_[rr * np.cos(u), rr * np.sin(u), z - fall + 0.12 * r]
        under = np.c_[0.4 * rr * np.cos(u), 0.4 * rr * np.sin(u), np.full(n, z + 0.22 * r)]
        head = np.array([[0, 0, top]]) if k == tiers - 1 else np.c_[0.14 * r * np.cos(u), 0.14 * r * np.sin(u), np.full(n, top)]
        green.append(hull(np.vstack([rim, under, head])))
        run = np.full(n, 0.56) + 0.2 * rng.random(n)  # where the snow ends, as a share of the skirt's reach
        slope = (top - rim[:, 2]) * (1 - run) / (1.0 if k == tiers - 1 else 0.86)
        edge = np.c_[rim[:, :2] * run[:, None], rim[:, 2] + slope]
        crest = head + (0, 0, 0.07)
        snows.append(hull(np.vstack([edge * (1.03, 1.03, 1) + (0, 0, 0.04), edge * (1.0, 1.0, 1) - (0, 0, 0.06), crest * (1.2, 1.2, 1)])))
    return green, snows


@kind(
    "snowy_fir",
    "plant",
    width=(2.4, 4.2),
    depth=(2.4, 4.2),
    words=("snowy fir", "snowy pine", "snow covered fir", "winter tree"),
    stand="trunk",
)
def snowy_fir(b: Build) -> None:
    """A slender fir whose skirts carry snow."""
    reach = _radius(b)
    h = _tall(b, 4.2, 5.2) * reach
    b.add("trunk", "bark", frustum(0.22, 0.16, 0.3 * h + b.lot.drop, at=(0, 0, -b.lot.drop), segments=7))
    green, snows = _tiers(b, h, reach, int(b.rng.integers(5, 7)))
    b.add("crown", tint(b.look.material("needles"), "#2c5348", 0.35), green)
    if snowy(b):
        b.add("snow", snow(b), snows)


@kind("bare_birch", "plant", width=(2.2, 3.6), depth=(2.2, 3.6), words=("bare birch", "bare tree", "leafless tree"), stand="trunk")
def bare_birch(b: Build) -> None:
    """A white stem with dark marks and bare twigs, some with snow along them."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 5.4, 6.8)
    stem = b.look.material("bark").model_copy(update={"color": "#e6e1d6", "color2": "#4a443d", "name": "bark-birch"})
    lean = between(rng, -0.15, 0.15)
    line = [(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.3), (lean, 0.05, 0.55 * h), (0, 0, 0.98 * h)]
    b.add("trunk", stem, tube(line, [0.2, 0.14, 0.09, 0.02], segments=7))
    marks = [cylinder(0.135 - 0.008 * k, 0.07, at=(lean * (0.1 + 0.12 * k), 0.01 * k, 0.5 + 0.45 * k), segments=7) for k in range(5)]
    b.add("bark_marks", stem.model_copy(update={"color": "#3b362f", "name": "bark-birch-mark"}), marks, label="bark")
    twigs, caps = [], []
    brown = tint(b.look.material("bark"), "#5a4338", 0.5)
    for k in range(13):
        e = k / 12
        t, z = 2.4 * k + rng.random(), h * (0.34 + 0.52 * e)
        out = (reach - 0.05) * (1 - 0.68 * e) * between(rng, 0.8, 1.0)
        root = np.array([lean * max(0.0, 1 - abs(z / h - 0.55) * 2), 0.03, z])
        tip = np.array([out * cos(t), out * sin(t), z + h * between(rng, 0.09, 0.16)])
        mid = (root + tip) / 2 + (0, 0, 0.12)
        twigs += tube([root, mid, tip], [0.045, 0.032, 0.012], segments=5)
        for j in (-1, 1):
            u = t + 0.7 * j
            end = mid + (0.42 * out * cos(u), 0.42 * out * sin(u), between(rng, 0.1, 0.35))
            end[:2] *= min(1.0, (reach - 0.03) / max(1e-6, float(np.hypot(*end[:2]))))
            twigs.append(rod(mid, end, 0.022, end=0.01, segments=4))
        caps.append(rod(mid + (0, 0, 0.035), tip + (0, 0, 0.03), 0.04, end=0.03, segments=5))
    b.add("branches", brown, twigs, label="branch")
    if snowy(b):
        b.add("snow", snow(b), caps)


@kind(
    "christmas_tree",
    "furniture",
    width=(2.4, 3.6),
    depth=(2.4, 3.6),
    words=("christmas tree", "decorated tree", "lit tree", "yule tree"),
    stand="square",
)
def christmas_tree(b: Build) -> None:
    """A fir in a wooden tub with lights, red balls and a star."""
    reach = min(b.lot.width, b.lot.depth) / 2
    h = _tall(b, 4.4, 5.0) * reach
    low = -b.lot.drop
    b.add("tub", "wood", frustum(0.52, 0.62, 0.7 - low, at=(0, 0, low), segments=10), label="barrel")
    b.add("trunk", "bark", cylinder(0.16, 0.4 * h, at=(0, 0, 0.5), segments=7))
    green, snows = _tiers(b, h - 0.5, reach, 6)
    b.add("crown", tint(b.look.material("needles"), "#244a3c", 0.4), [s.moved(z=0.5) for s in green])
    if snowy(b):
        b.add("snow", snow(b), [s.moved(z=0.46) for s in snows[::2]])
    bulbs: list[Solid] = []
    balls: list[Solid] = []
    for k in range(44):
        e = (k + 0.5) / 44
        p = green[min(5, int(e * 6))].corners()
        p = p[p[:, 2] < np.median(p[:, 2]) + 0.01] if len(p) > 6 else p
        q = p[int(b.rng.integers(len(p)))]
        near = min(0.96, (reach - 0.12) / max(0.1, float(np.hypot(q[0], q[1]))))
        at = (q[0] * near, q[1] * near, q[2] + 0.5)
        (balls if k % 3 == 0 else bulbs).append(ball(0.1 if k % 3 == 0 else 0.075, at=at, detail=0))
    b.add("lights", lit(b, "#ffd27a", 2.0), bulbs, label="lamp")
    b.add("balls", "accent", balls, label="ornament")
    star = [
        hull(
            [(0.06 * cos(t + q), s * 0.07, h + 0.12 + 0.06 * sin(t + q)) for q in (-1.3, 1.3) for s in (-1, 1)]
            + [(0.34 * cos(t), 0, h + 0.12 + 0.34 * sin(t))]
        )
        for t in pi / 2 + 2 * pi * np.arange(5) / 5
    ]
    b.add("star", lit(b, "#ffe09a", 1.6), star, cylinder(0.05, 0.4, at=(0, 0, h - 0.25), segments=6), label="ornament")


@kind("woodpile", "furniture", width=(1.8, 2.8), depth=(0.7, 1.1), words=("woodpile", "firewood", "log pile", "stacked wood", "wood stack"))
def woodpile(b: Build) -> None:
    """Split logs stacked between stakes, capped with snow, an axe in the block beside them."""
    w, d, low = b.lot.width, b.lot.depth, settle(b)
    rng = b.rng
    room = w - 0.9 if w > 2.4 else w - 0.24
    x0 = -w / 2 + 0.12
    r = 0.125
    cols, rows = int(room / (2 * r)), 5
    long = d - 0.12
    logs, faces = [], []
    for j in range(rows):
        for k in range(cols - (j % 2)):
            x, z = x0 + r * (2 * k + 1 + j % 2), r + j * r * 1.72
            q = r * between(rng, 0.97, 1.02)
            half = long / 2 * between(rng, 0.94, 1.0)
            logs.append(rod((x, -half, z), (x, half, z), q, segments=6))
            faces.append(rod((x, -half - 0.012, z), (x, -half + 0.02, z), q * 0.8, segments=6))
            faces.append(rod((x, half - 0.02, z), (x, half + 0.012, z), q * 0.8, segments=6))
    b.add("logs", "bark", logs, box(room, long * 0.8, r - low, at=(x0 + room / 2, 0, low)), label="log")
    b.add("ends", b.look.material("wood", color="#d3ae78", pattern="plain"), faces, label="log")
    top = r + rows * r * 1.72
    b.add(
        "stakes",
        "timber",
        [box(0.08, 0.08, top + 0.25 - low, at=(x, y, low)) for x in (x0 - 0.05, x0 + room + 0.05) for y in (-long * 0.3, long * 0.3)],
        label="post",
    )
    if snowy(b):
        b.add(
            "snow",
            snow(b),
            hull(
                [
                    (x0 + room / 2 + i * room * e, j * long * 0.5 * f, top - 0.1 + z)
                    for i in (-0.5, 0.5)
                    for j in (-1, 1)
                    for e, f, z in ((1.0, 1.0, 0.0), (1.0, 1.0, 0.12), (0.9, 0.75, 0.24))
                ]
            ),
        )
    if w > 2.4:
        x = w / 2 - 0.36
        b.add("block", "bark", cylinder(0.26, 0.5 - low, at=(x, 0, low), segments=9), label="trunk")
        b.add("axe", "wood", beam((x - 0.05, 0.05, 0.62), (x + 0.22, -0.22, 1.02), 0.05, 0.06), label="handle")
        b.add(
            "axe_head",
            "metal",
            hull(
                [(x - 0.06 + i * 0.03 + q, 0.06 - q, z) for i in (-1, 1) for q, z in ((-0.08, 0.48), (-0.05, 0.7), (0.12, 0.7), (0.1, 0.6))]
            ),
            label="blade",
        )


@kind("snowman", "furniture", width=(1.0, 1.5), depth=(1.0, 1.5), words=("snowman", "snow man", "snow woman"))
def snowman(b: Build) -> None:
    """Three balls of snow with a hat, a scarf, a carrot, coal buttons and twig arms."""
    e = min(b.lot.width, b.lot.depth)
    m = white(b)
    r = 0.36 * e
    z1, z2 = r, 2.2 * r
    z3 = z2 + 1.02 * r
    b.add("body", m, ball(r * 1.15, r * 1.15, r, at=(0, 0, z1), detail=2), ball(0.8 * r, 0.8 * r, 0.74 * r, at=(0, 0, z2), detail=2))
    b.add("body", m, cylinder(r * 0.8, 0.4 * r + b.lot.drop, at=(0, 0, -b.lot.drop), segments=10))
    b.add("head", m, ball(0.56 * r, at=(0, 0, z3), detail=2))
    coal = b.look.material("metal", color="#25242a", pattern="plain")
    b.add(
        "buttons",
        coal,
        [ball(0.055 * e, at=(0, -0.8 * r * c, z2 + dz * r), detail=0) for dz, c in ((0.25, 0.93), (-0.08, 0.97), (-0.4, 0.82))],
        label="button",
    )
    b.add("eyes", coal, [ball(0.045 * e, at=(s * 0.2 * r, -0.5 * r, z3 + 0.15 * r), detail=0) for s in (-1, 1)], label="eye")
    b.add(
        "nose",
        b.look.material("flower", color="#e2792d", pattern="plain"),
        rod((0, -0.45 * r, z3), (0, -0.95 * r, z3 - 0.06 * r), 0.1 * r, end=0.012, segments=6),
    )
    b.add(
        "hat",
        coal,
        cylinder(0.6 * r, 0.06, at=(0, 0, z3 + 0.42 * r), segments=12),
        frustum(0.38 * r, 0.42 * r, 0.6 * r, at=(0, 0, z3 + 0.44 * r), segments=12),
    )
    b.add(
        "scarf",
        "accent",
        cylinder(0.56 * r, 0.24 * r, at=(0, 0, z3 - 0.62 * r), segments=12),
        hull(
            [
                (0.22 * r + i * 0.1 * r, -y * r, z3 + dz * r)
                for i in (-1, 1)
                for y, dz in ((0.46, -0.45), (0.62, -0.45), (0.8, -1.3), (0.7, -1.3))
            ]
        ),
    )
    for s in (-1, 1):
        tip = (s * (e / 2 - 0.03), -0.1 * r, z2 + 0.62 * r)
        b.add("arms", "bark", rod((s * 0.6 * r, 0, z2 + 0.1 * r), tip, 0.035, end=0.02, segments=5), label="branch")
        b.add(
            "arms",
            "bark",
            rod(
                (s * (e / 2 - 0.12), -0.08 * r, z2 + 0.5 * r),
                (s * (e / 2 - 0.04), 0.08 * r, z2 + 0.5 * r + 0.16),
                0.022,
                end=0.015,
                segments=4,
            ),
        )


@kind("sledge", "vehicle", width=(1.5, 2.0), depth=(0.6, 0.8), words=("sledge", "sled", "toboggan", "kicksled"), stand="square")
def sledge(b: Build) -> None:
    """A wooden sledge on two curled runners with a rope."""
    w, half = b.lot.width / 2, b.lot.depth / 2 - 0.06
    red = b.look.material("accent")
    for s in (-1, 1):
        y = s * half
        runner = [(-w + 0.05, y, 0.04), (w - 0.42, y, 0.04), (w - 0.16, y, 0.16), (w - 0.06, y, 0.4), (w - 0.2, y, 0.5)]
        b.add("runners", red, tube(runner, [0.04] * 5, segments=6), label="runner")
        b.add("posts", "wood", [box(0.06, 0.06, 0.3, at=(x, y, 0.05)) for x in (-w * 0.6, 0.0, w * 0.45)], label="post")
        b.add("posts", "wood", box(1.5 * w, 0.07, 0.06, at=(-w * 0.12, y, 0.3)), label="beam")
    b.add("seat", "wood", [box(1.5 * w, 0.09, 0.05, at=(-w * 0.12, (k - 1.5) * half * 0.54, 0.35)) for k in range(4)], label="seat")
    b.add("posts", "wood", [box(0.08, 2 * half, 0.06, at=(x, 0, 0.3)) for x in (-w * 0.7, w * 0.42)], label="beam")
    b.add("rope", "fence", tube([(w - 0.12, -half, 0.4), (w - 0.05, 0, 0.3), (w - 0.12, half, 0.4)], [0.02] * 3, segments=4))
    mound(b, -w * 0.3, 0.0, 0.4, w * 0.35, half * 0.8, 0.1, points=8)


@kind(
    "sleigh",
    "vehicle",
    width=(2.6, 3.4),
    depth=(1.3, 1.6),
    words=("sleigh", "horse sleigh", "santa sleigh", "one horse open sleigh"),
    stand="square",
)
def sleigh(b: Build) -> None:
    """A curved red sleigh with a bench, furs, sacks behind, on iron runners with shafts."""
    w, half = b.lot.width / 2, b.lot.depth / 2
    body, dark = b.look.material("accent"), b.look.material("timber")
    for s in (-1, 1):
        y = s * (half - 0.1)
        b.add(
            "runners",
            "metal",
            tube(
                [(-w + 0.1, y, 0.05), (w - 0.8, y, 0.05), (w - 0.35, y, 0.22), (w - 0.2, y, 0.62), (w - 0.42, y, 0.8)],
                [0.045] * 5,
                segments=6,
            ),
            label="runner",
        )
        b.add("struts", dark, [rod((x, y, 0.06), (x, y * 0.8, 0.5), 0.04, segments=6) for x in (-w * 0.55, w * 0.1)], label="post")
        side = [
            (-w * 0.8, 0.48),
            (w * 0.28, 0.48),
            (w * 0.62, 0.75),
            (w * 0.6, 1.0),
            (w * 0.1, 0.86),
            (-w * 0.3, 1.05),
            (-w * 0.85, 1.4),
            (-w * 0.95, 1.35),
        ]
        lower, upper = side[:4] + [side[4]], [side[0], side[1], side[4], side[5], side[6], side[7]]
        b.add("body", body, [hull([(x, y * 0.82 + q, z) for x, z in part for q in (-0.04, 0.04)]) for part in (lower, upper)], label="body")
    e = (half - 0.1) * 0.82
    b.add("floor", dark, box(w * 1.12, 2 * e, 0.08, at=(-w * 0.24, 0, 0.46)), label="floor")
    b.add(
        "body",
        body,
        hull(
            [
                (x, s * e, z)
                for s in (-1, 1)
                for x, z in ((w * 0.26, 0.46), (w * 0.32, 0.46), (w * 0.64, 0.78), (w * 0.56, 1.0), (w * 0.52, 0.98))
            ]
        ),
        label="body",
    )
    b.add(
        "body",
        body,
        hull([(x, s * e, z) for s in (-1, 1) for x, z in ((-w * 0.8, 0.48), (-w * 0.74, 0.48), (-w * 0.82, 1.4), (-w * 0.92, 1.4))]),
        label="body",
    )
    b.add("seat", "wood", box(0.5, 2 * e - 0.08, 0.36, at=(-w * 0.42, 0, 0.52)), label="seat")
    fur = b.look.material("fabric", color="#e6ddca", pattern="carpet").model_copy(update={"color2": None})
    b.add(
        "furs",
        fur,
        heap(b, -w * 0.42, 0.0, 0.87, 0.36, e * 0.86, 0.16, points=10),
        box(0.12, 2 * e - 0.2, 0.4, at=(-w * 0.66, 0, 0.85)),
        label="cushion",
    )
    sack = b.look.material("fabric", color="#9a7a52", pattern="plain")
    b.add("sacks", sack, [heap(b, -w * 0.02, y, 0.53, 0.26, 0.24, 0.42, points=10) for y in (-0.26, 0.26)], label="sack")
    b.add(
        "shafts",
        dark,
        [beam((w * 0.55, s * e * 0.8, 0.62), (w - 0.04, s * e * 0.7, 0.2), 0.06, 0.06) for s in (-1, 1)],
        [box(0.08, 0.08, 0.22, at=(w - 0.1, s * e * 0.7, 0.0)) for s in (-1, 1)],
        label="beam",
    )


@kind("reindeer", "furniture", width=(1.9, 2.3), depth=(0.8, 1.0), words=("reindeer", "deer", "elk", "caribou", "moose"))
def reindeer(b: Build) -> None:
    """A standing reindeer with branching antlers and a red halter."""
    x0 = b.lot.width / 2
    low = -b.lot.drop
    coat = b.look.material("bark", color=pick(b.rng, ("#7b6250", "#8f7a66", "#6a5546")), pattern="plain")
    pale = b.look.material("bark", color="#e4dccd", pattern="plain")
    b.add(
        "body",
        coat,
        ball(0.58, 0.25, 0.3, at=(-0.12, 0, 0.98), detail=2),
        tube([(0.3, 0, 1.05), (0.52, 0, 1.32), (0.6, 0, 1.5)], [0.2, 0.15, 0.12], segments=8),
    )
    b.add(
        "head",
        coat,
        ball(0.22, 0.12, 0.13, at=(0.72, 0, 1.5), detail=2),
        [ball(0.05, 0.13, 0.05, at=(0.58, s * 0.14, 1.6), detail=0) for s in (-1, 1)],
    )
    b.add(
        "muzzle",
        pale,
        ball(0.11, 0.09, 0.09, at=(0.88, 0, 1.45), detail=1),
        ball(0.14, 0.17, 0.2, at=(0.42, 0, 1.06), detail=1),
        label="head",
    )
    legs = []
    for i, s in ((0.24, 1), (0.26, -1), (-0.5, 1), (-0.47, -1)):
        legs += tube([(i, s * 0.13, 0.95), (i + 0.03, s * 0.13, 0.5), (i, s * 0.13, low + 0.005)], [0.1, 0.055, 0.05], segments=6)
    b.add("legs", coat, legs, label="leg")
    b.add("tail", pale, ball(0.1, 0.07, 0.12, at=(-0.68, 0, 1.08), detail=0))
    horn = b.look.material("wood", color="#c9b08a", pattern="plain")
    reach = min(0.36, b.lot.depth / 2 - 0.05)
    for s in (-1, 1):
        p = [(0.62, s * 0.08, 1.58), (0.42, s * reach * 0.6, 1.78), (0.44, s * reach * 0.95, 2.05), (0.66, s * reach * 0.8, 2.3)]
        b.add("antlers", horn, tube(p, [0.035, 0.032, 0.028, 0.014], segments=5), label="antler")
        tines = [(p[0], (min(0.9, x0 - 0.05), s * 0.14, 1.82)), (p[1], (0.6, s * reach * 0.72, 1.98)), (p[2], (0.3, s * reach * 0.9, 2.28))]
        b.add("antlers", horn, [rod(a, c, 0.026, end=0.012, segments=5) for a, c in tines], label="antler")
    b.add("halter", "accent", cylinder(0.135, 0.05, segments=8).turned(pitch=pi / 2).moved(0.76, 0, 1.485), label="rope")
    squeeze(b)


@kind("stockfish_rack", "furniture", width=(2.6, 4.2), depth=(1.6, 2.4), words=("fish rack", "drying rack", "stockfish", "hjell"))
def stockfish_rack(b: Build) -> None:
    """A frame of poles in A shape hung with rows of drying fish."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    h = 2.5
    for x in (-w / 2 + 0.14, 0.0, w / 2 - 0.14):
        b.add(
            "poles",
            "timber",
            [rod((x, s * (d / 2 - 0.12), low + 0.03), (x, -s * 0.12, h), 0.06, end=0.045, segments=6) for s in (-1, 1)],
            label="post",
        )
    rails, fish = [], []
    for z, y in ((h - 0.2, 0.0), (1.65, 0.34), (1.65, -0.34), (1.0, 0.0)):
        y *= d / 2
        rails.append(rod((-w / 2 + 0.04, y, z), (w / 2 - 0.04, y, z), 0.045, segments=6))
        if z < 1.2:
            continue
        n = int((w - 0.5) / 0.26)
        for k in range(n):
            x = -w / 2 + 0.28 + (w - 0.56) * k / max(n - 1, 1)
            long = between(b.rng, 0.42, 0.58)
            fish.append(
                hull(
                    [
                        (x, y, z + 0.0),
                        (x - 0.09, y - 0.02, z - long * 0.6),
                        (x + 0.09, y + 0.02, z - long * 0.6),
                        (x, y + 0.06, z - long * 0.5),
                        (x, y - 0.06, z - long * 0.5),
                        (x, y, z - long),
                    ]
                )
            )
    b.add(
        "rails",
        "timber",
        rails,
        [rod((x, -d * 0.2, 1.6), (x, d * 0.2, 1.6), 0.045, segments=6) for x in (-w / 2 + 0.14, w / 2 - 0.14)],
        [rod((x, -d * 0.33, 1.0), (x, d * 0.33, 1.0), 0.045, segments=6) for x in (-w / 2 + 0.14, w / 2 - 0.14)],
        label="rail",
    )
    b.add("fish", b.look.material("fabric", color="#b9ab8c", pattern="plain"), fish)
    if snowy(b):
        b.add(
            "snow",
            snow(b),
            hull([(s * (w / 2 - 0.06), y, z) for s in (-1, 1) for y, z in ((-0.07, h - 0.17), (0.07, h - 0.17), (0.0, h - 0.05))]),
        )


@kind(
    "snow_lamp",
    "furniture",
    width=(0.5, 0.8),
    depth=(0.5, 0.8),
    words=("snowy lamp", "iron lantern", "gas lamp", "village lamp"),
    stand="post",
)
def snow_lamp(b: Build) -> None:
    """An iron lamp post with a warm four-sided lantern, a fir garland with a red bow, snow on its cap and at its foot."""
    low, h = -b.lot.drop, 2.7
    r = min(b.lot.width, b.lot.depth) / 2
    b.add(
        "post",
        "metal",
        cylinder(0.12, 0.4 - low, at=(0, 0, low), segments=8),
        cylinder(0.055, h, at=(0, 0, 0.0), segments=8),
        frustum(0.06, 0.16, 0.12, at=(0, 0, h - 0.02), segments=8),
    )
    b.add("lamp", "lamp", frustum(0.13, 0.2, 0.4, at=(0, 0, h + 0.1), segments=4))
    b.add("cap", "metal", frustum(0.25, 0.08, 0.18, at=(0, 0, h + 0.5), segments=4))
    t = np.arange(4) * pi / 2
    b.add(
        "frame",
        "metal",
        [rod((0.14 * cos(u), 0.14 * sin(u), h + 0.1), (0.21 * cos(u), 0.21 * sin(u), h + 0.5), 0.018, segments=4) for u in t],
    )
    b.add(
        "garland",
        "needles",
        [ball(0.11, 0.11, 0.1, at=(0.05 * cos(2.4 * k), 0.05 * sin(2.4 * k), 1.6 + 0.13 * k), detail=0) for k in range(6)],
        label="leaf",
    )
    b.add("bow", "accent", ball(0.12, 0.09, 0.08, at=(0, -0.12, 2.28), detail=0), label="ornament")
    mound(b, 0, 0, h + 0.6, 0.2, 0.2, 0.16, points=8)
    if snowy(b):
        b.add("snow", snow(b), heap(b, 0, 0, low, r * 0.95, r * 0.95, 0.16 - low, points=10))


@kind("snow_bank", "plant", width=(1.6, 3.6), depth=(1.2, 2.4), words=("snow bank", "snowdrift", "snow pile", "snow heap"))
def snow_bank(b: Build) -> None:
    """Heaps of cleared snow, a shovel in one of them; without snow the boulders that it hides."""
    w, d, low = b.lot.width / 2, b.lot.depth / 2, -b.lot.drop
    m = white(b) if snowy(b) or b.look.material("ground").pattern == "snow" else b.look.material("rock")
    h = between(b.rng, 0.45, 0.8)
    lumps = [heap(b, 0, 0, low, w * 0.72, d * 0.98, h - low, points=14)]
    for s in (-1, 1):
        lumps.append(heap(b, s * w * 0.48, s * d * 0.2, low, w * 0.5, d * 0.72, h * between(b.rng, 0.55, 0.85) - low, points=12))
    b.add("heap", m, lumps, label="snow")
    if b.rng.random() < 0.4 and m.pattern == "snow":
        b.add(
            "shovel",
            "wood",
            rod((0.1, 0, h * 0.5), (0.32, -0.1, h + 0.95), 0.03, segments=6),
            box(0.26, 0.05, 0.05, at=(0.32, -0.1, h + 0.92)),
            label="handle",
        )
