"""What grows by the sea: wind-bent pines and dune grass."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, settle, squeeze, tint, tube
from partgen.solids import Solid, hull, rod


@kind(
    "wind_pine",
    "plant",
    width=(3.6, 5.2),
    depth=(3.6, 5.2),
    words=("wind-bent tree", "coastal pine", "windswept tree", "shore pine"),
    stand="trunk",
)
def wind_pine(b: Build) -> None:
    """A shore pine bent by the west wind: its trunk leans, its crown streams away in a wedge."""
    rng, reach = b.rng, min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 2.0, 2.4) * reach * {"small": 0.9, "medium": 1.0, "large": 1.1}[b.lot.size]
    a = between(rng, -0.35, 0.35)
    along = np.array([cos(a), sin(a), 0.0])
    stem = [
        np.array([0, 0, -b.lot.drop - 1e-9]),
        np.array([0, 0, 0.3]),
        along * 0.14 * reach + (0, 0, 0.45 * h),
        along * 0.42 * reach + (0, 0, 0.78 * h),
    ]
    bark = tint(b.look.material("bark"), "#6a5a4e", 0.5)
    b.add("trunk", bark, tube(stem, [0.27, 0.19, 0.14, 0.07], segments=7))
    across = np.array([-along[1], along[0], 0.0])
    lumps, limbs = [], []
    for k in range(8):
        e = k / 7
        r = reach * (0.3 + 0.22 * sin(pi * min(e + 0.18, 1.0))) * between(rng, 0.9, 1.1)
        p = along * (-0.42 + 0.98 * e) * reach + across * between(rng, -0.3, 0.3) * reach + (0, 0, h * (0.5 + 0.36 * e + 0.03 * (k % 2)))
        lumps.append(clump(rng, r, r * 0.85, r * 0.42, at=tuple(p), points=24, rough=0.22))
        limbs.append(rod(stem[2] + (stem[3] - stem[2]) * e * 0.9, p - (0, 0, 0.1 * r), 0.06, end=0.03, segments=5))
    b.add("trunk", bark, limbs)
    b.add("crown", tint(b.look.material("needles"), "#5f7560", 0.45), lumps)
    squeeze(b)


@kind("dune_grass", "plant", width=(0.8, 1.8), depth=(0.8, 1.6), words=("dune grass", "marram", "sea grass", "beach grass"))
def dune_grass(b: Build) -> None:
    """A tussock of marram: pale blades that lean with the wind."""
    rng, low = b.rng, settle(b)
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    blades: list[Solid] = []
    for k in range(11):
        t, e = 2.4 * k, ((k + 0.5) / 11) ** 0.5 * 0.5
        x, y, tall = rx * e * cos(t), ry * e * sin(t), between(rng, 0.4, 0.85)
        lean = 0.32 * tall
        tip = (x + lean + 0.3 * x, y + 0.3 * y, tall)
        blades.append(hull(np.array([(x - 0.08, y - 0.05, low), (x + 0.08, y - 0.05, low), (x, y + 0.08, low), tip])))
    b.add("tuft", "foliage", clump(rng, rx * 0.6, ry * 0.6, 0.16, at=(0, 0, 0.04), points=18, floor=low), label="leaf")
    b.add("blades", tint(b.look.material("foliage"), "#cfc79a", 0.75), blades, label="leaf")
    squeeze(b)
