"""Trees in the snow: laden fir, bare birch, the lit tree of the square."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.lights import lit
from cityscape.grammar.kinds.trees import _radius, _tall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, tint, tube
from cityscape.grammar.snow import snow, snowy
from partgen.solids import Solid, ball, cylinder, frustum, hull, rod


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
