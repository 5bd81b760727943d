"""Small things of a hill town: donkeys and their carts, café tables, whitewashed benches, the village spring."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import blossom
from cityscape.grammar.kinds.hilltown_inns import table_set
from cityscape.grammar.kit import Wall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import clump, pick, settle, spoked, squeeze, tint
from partgen.solids import Solid, ball, beam, box, frustum, hull, rod, spandrel


def donkey(b: Build, x: float, y: float, z: float, *, scale: float = 1.0, packed: bool = False) -> None:
    """A donkey that stands at (x, y, z) and looks along +x, with two baskets if packed."""
    grey = b.look.material("fabric", color=pick(b.rng, ("#8f857a", "#7b7169", "#9c8f7e")), pattern="plain")
    pale = tint(grey, "#e9e2d4", 0.7)

    def go(solids: list[Solid]) -> list[Solid]:
        return [s.scaled(scale).moved(x, y, z) for s in solids]

    body = [
        hull(
            np.array(
                [
                    (px, s * w, pz)
                    for px, w, pz in (
                        (-0.52, 0.14, 0.98),
                        (-0.5, 0.19, 0.74),
                        (-0.1, 0.2, 0.6),
                        (0.38, 0.18, 0.62),
                        (0.5, 0.12, 0.98),
                        (0.0, 0.14, 1.0),
                    )
                    for s in (-1, 1)
                ]
            )
        ),
        hull(
            np.array(
                [
                    (px, s * w, pz)
                    for px, w, pz in ((0.3, 0.12, 0.95), (0.48, 0.11, 0.72), (0.62, 0.07, 1.3), (0.76, 0.07, 1.18))
                    for s in (-1, 1)
                ]
            )
        ),
        hull(
            np.array(
                [
                    (px, s * w, pz)
                    for px, w, pz in ((0.58, 0.08, 1.34), (0.62, 0.08, 1.16), (0.96, 0.055, 1.06), (0.98, 0.05, 0.96))
                    for s in (-1, 1)
                ]
            )
        ),
        rod((-0.5, 0, 0.95), (-0.6, 0, 0.5), 0.03, segments=5),
    ]
    ears = [
        hull(np.array([(0.6, s * 0.05, 1.32), (0.66, s * 0.09, 1.32), (0.66, s * 0.02, 1.32), (0.56, s * 0.13, 1.62), (0.6, s * 0.1, 1.5)]))
        for s in (-1, 1)
    ]
    legs = [frustum(0.05, 0.075, 0.72, at=(px, s * 0.12, 0.0), segments=6) for px in (-0.4, 0.36) for s in (-1, 1)]
    b.add("donkey", grey, go([*body, *ears, *legs]), label="animal")
    b.add("muzzle", pale, go([ball(0.085, at=(0.97, 0, 1.0), detail=1)]), label="animal")
    b.add("mane", tint(grey, "#2c2824", 0.6), go([beam((0.3, 0, 1.02), (0.62, 0, 1.38), 0.05, 0.08)]), label="animal")
    b.add(
        "blanket",
        "fabric",
        go(
            [
                hull(
                    np.array(
                        [(px, s * w, pz) for px in (-0.28, 0.2) for w, pz in ((0.215, 0.72), (0.16, 1.02), (0.21, 0.86)) for s in (-1, 1)]
                        + [(px, 0, 1.05) for px in (-0.28, 0.2)]
                    )
                )
            ]
        ),
        label="cloth",
    )
    if packed:
        cane = b.look.material("wood", color="#b3925f", pattern="woven")
        b.add(
            "panniers",
            cane,
            go(
                [frustum(0.15, 0.2, 0.36, at=(-0.04, s * 0.37, 0.6), segments=9) for s in (-1, 1)]
                + [box(0.1, 0.7, 0.05, at=(-0.04, 0, 1.04))]
            ),
            label="basket",
        )
        b.add(
            "goods",
            b.look.material("flower", color=pick(b.rng, ("#f0c93a", "#d97b2f", "#7d8a45")), pattern="plain"),
            go([clump(b.rng, 0.17, 0.17, 0.12, at=(-0.04, s * 0.37, 0.97), points=14) for s in (-1, 1)]),
            label="goods",
        )


@kind("donkey", "vehicle", width=(1.9, 2.3), depth=(1.2, 1.4), words=("donkey", "mule", "burro", "pack donkey"))
def pack_donkey(b: Build) -> None:
    """A donkey with a blanket and two baskets of fruit."""
    scale = min(b.lot.width / 1.75, b.lot.depth / 1.18)
    donkey(b, -0.17 * scale, 0, settle(b) if b.lot.drop else 0.0, scale=scale, packed=True)
    squeeze(b)


@kind("donkey_cart", "vehicle", width=(3.7, 4.6), depth=(1.5, 1.8), words=("donkey cart", "mule cart", "farm cart"))
def donkey_cart(b: Build) -> None:
    """A painted two-wheeled cart of oranges, jars or hay behind a donkey; it heads along +x."""
    w, half = b.lot.width, b.lot.depth / 2 - 0.02
    donkey(b, w / 2 - 1.04, 0, 0.0)
    r = 0.52
    x0, x1 = -w / 2 + 0.03, w / 2 - 1.95
    mid, bed, inner = (x0 + x1) / 2, 0.62, half - 0.2
    paint = b.look.material("shutter")
    b.add("bed", "wood", box(x1 - x0, 2 * inner, 0.08, at=(mid, 0, bed)), label="bed")
    b.add(
        "sides",
        paint,
        *[box(x1 - x0, 0.06, 0.36, at=(mid, s * (inner - 0.03), bed + 0.07)) for s in (-1, 1)],
        *[box(0.06, 2 * inner - 0.1, 0.36, at=(x, 0, bed + 0.07)) for x in (x0 + 0.03, x1 - 0.03)],
        label="side",
    )
    b.add(
        "shafts",
        "timber",
        *[beam((x1 - 0.3, s * 0.3, bed + 0.04), (w / 2 - 0.7, s * 0.24, 0.85), 0.07, 0.07) for s in (-1, 1)],
        rod((mid, -half + 0.06, r), (mid, half - 0.06, r), 0.06, segments=6),
        *[box(0.14, 0.14, bed - r + 0.02, at=(mid, s * inner * 0.7, r)) for s in (-1, 1)],
        label="beam",
    )
    b.add(
        "wheels",
        tint(b.look.material("timber"), "#b5683c", 0.5),
        [q for s in (-1, 1) for q in spoked(mid, s * (half - 0.08), r, r, 0.09, segments=10)],
        label="wheel",
    )
    load = int(b.rng.integers(3))
    if load == 0:
        heap = [
            ball(0.11, at=(mid + (i - 2) * (x1 - x0) * 0.17, (j - 1) * inner * 0.55, bed + 0.36 + 0.03 * (2 - abs(i - 2))), detail=1)
            for i in range(5)
            for j in range(3)
        ]
        b.add(
            "goods",
            b.look.material("flower", color="#e8902c", pattern="plain"),
            heap,
            box(x1 - x0 - 0.14, 2 * inner - 0.14, 0.26, at=(mid, 0, bed + 0.06)),
            label="goods",
        )
    elif load == 1:
        clay = b.look.material("roof", color="#b8663f", pattern="plain")
        b.add(
            "jars",
            clay,
            [
                s
                for i in (-1, 0, 1)
                for j in (-1, 1)
                for s in (
                    frustum(0.1, 0.19, 0.3, at=(mid + i * (x1 - x0) * 0.29, j * inner * 0.46, bed + 0.07), segments=8),
                    frustum(0.19, 0.09, 0.22, at=(mid + i * (x1 - x0) * 0.29, j * inner * 0.46, bed + 0.365), segments=8),
                )
            ],
            label="jar",
        )
    else:
        b.add(
            "goods",
            b.look.material("crop", color="#d8bd6a"),
            clump(b.rng, (x1 - x0) * 0.48, inner * 0.9, 0.55, at=(mid, 0, bed + 0.35), points=30, floor=bed + 0.06),
            label="hay",
        )
    squeeze(b)


@kind(
    "taverna_table",
    "furniture",
    width=(2.0, 2.6),
    depth=(1.1, 1.6),
    words=("taverna table", "café table", "cafe table", "bistro table"),
)
def taverna_table(b: Build) -> None:
    """A table with a cloth and two blue chairs under the open sky."""
    table_set(b, 0, 0, 0, low=b.lot.drop)
    squeeze(b)


@kind("white_bench", "furniture", width=(1.8, 3.0), depth=(0.8, 1.1), words=("whitewashed bench", "built-in bench"))
def white_bench(b: Build) -> None:
    """A whitewashed seat built of stone with a low back, cushions in blue, a pot on its end."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    b.add("seat", "wall", box(w - 0.02, d * 0.62, 0.45 - low, at=(0, -d * 0.12, low)), label="seat")
    b.add("back", "wall", box(w - 0.02, d * 0.2, 0.88 - low, at=(0, d * 0.27, low)), label="back")
    n = max(1, int((w - 0.8) / 0.6))
    b.add(
        "cushions", "shutter", *[box(0.5, d * 0.42, 0.09, at=(-w / 2 + 0.4 + 0.6 * k, -d * 0.14, 0.445)) for k in range(n)], label="cushion"
    )
    blossom.pots(b, [(w / 2 - 0.3, -d * 0.12)], 0.45)
    squeeze(b)


@kind(
    "wall_fountain",
    "furniture",
    width=(2.2, 3.4),
    depth=(1.5, 2.1),
    words=("wall fountain", "village fountain", "spring fountain", "drinking trough"),
)
def wall_fountain(b: Build) -> None:
    """A village spring: a gabled wall of pale stone with a blue tiled niche, two spouts and a long trough."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    f = Wall(0, d / 2 - 0.42, 0.0, 0.0, w)
    h = 2.0
    b.add("wall", "stone", box(w * 0.86, 0.4, h - low, at=(0, d / 2 - 0.21, low)), label="wall")
    b.add(
        "wall",
        "stone",
        hull(
            np.array(
                [(x, d / 2 - 0.21 + q * 0.2, h - 0.01 + z) for x, z in ((-w * 0.43, 0.0), (w * 0.43, 0.0), (0.0, 0.55)) for q in (-1, 1)]
            )
        ),
    )
    b.add(
        "coping",
        "trim",
        *[
            hull(
                np.array(
                    [
                        (x, d / 2 - 0.21 + q * 0.205, h + z)
                        for x, z in ((s * w * 0.47, -0.06), (s * w * 0.47, 0.04), (0.0, 0.55), (0.0, 0.66))
                        for q in (-1, 1)
                    ]
                )
            )
            for s in (-1, 1)
        ],
        label="parapet",
    )
    b.add(
        "tiles",
        "accent",
        f.one(
            hull(
                np.array(
                    [
                        (x, y, z)
                        for x, z in [(-0.5, 0.85), (0.5, 0.85), *[(0.5 * cos(t), 1.45 + 0.4 * sin(t)) for t in np.linspace(0, pi, 7)]]
                        for y in (-0.03, 0.05)
                    ]
                )
            )
        ),
        label="tiles",
    )
    b.add("niche_arch", "trim", f.put(*spandrel(1.0, 0.4, 0.12, 0.52, steps=8, at=(0, -0.03, 1.45))), label="arch")
    b.add(
        "spouts", "metal", f.put(*[rod((s * 0.25, 0.04, 1.15), (s * 0.25, -0.28, 1.1), 0.045, segments=6) for s in (-1, 1)]), label="pipe"
    )
    b.add(
        "streams",
        b.look.material("water", color="#dcecf2"),
        f.put(*[rod((s * 0.25, -0.27, 1.1), (s * 0.25, -0.33, 0.44), 0.035, segments=5) for s in (-1, 1)]),
        label="water",
    )
    tw, td = w * 0.8, d - 0.62
    y = -d / 2 + 0.1 + td / 2
    b.add(
        "trough",
        "stone",
        *[box(tw, 0.16, 0.58 - low, at=(0, y + s * (td / 2 - 0.08), low)) for s in (-1, 1)],
        *[box(0.16, td - 0.3, 0.58 - low, at=(s * (tw / 2 - 0.08), y, low)) for s in (-1, 1)],
        label="basin",
    )
    b.add("water", "water", box(tw - 0.3, td - 0.3, 0.46 - low, at=(0, y, low)), label="water")
    blossom.pots(b, [(w / 2 - 0.2, -d * 0.05)], 0.0, low=b.lot.drop)
    squeeze(b)
