"""What stands in the snow of a Nordic village: woodpile, snowman, fish rack, lamp, heaps of snow."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, settle
from cityscape.grammar.snow import heap, mound, snow, snowy
from cityscape.world.material import Material
from partgen.solids import ball, beam, box, cylinder, frustum, hull, rod


def white(b: Build) -> Material:
    """Snow, whether or not the roofs carry it."""
    return (
        snow(b)
        if snowy(b)
        else b.look.material("ground", color="#eef2f6", pattern="snow").model_copy(update={"name": "snow", "color2": None})
    )


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
