"""What lies on the floor: rugs and mats."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import eased, several, slab, wished
from cityscape.grammar.kit import chance, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tint
from partgen.solids import ball, box, cylinder, hull


@kind("rug", "furniture", width=(1.4, 2.8), depth=(1.0, 2.0), words=("rug", "carpet", "persian rug"), indoor=Indoor("flat", front=0.0))
def rug(b: Build) -> None:
    """A woven rug with fringes at both ends; in every second case with plain bands sewn round it."""
    w, d = b.lot.width, b.lot.depth
    pile, long = wished(b, "rug"), 0.06
    cream = tint(pile, "#f2e8d2", 0.75).model_copy(update={"pattern": "plain", "color2": None})
    b.add("rug", pile, slab(w - 2 * long, d, 0.012, corner=0.015, ease=0.004))
    n = max(12, round(d / 0.07))
    b.add(
        "fringe",
        cream,
        [
            hull(
                [(s * (w / 2 - long - 0.01), y - 0.014, z) for z in (0.0, 0.008)]
                + [(s * (w / 2 - long - 0.01), y + 0.014, z) for z in (0.0, 0.008)]
                + [(s * w / 2, y + 0.006, 0.0), (s * w / 2, y + 0.006, 0.005)]
            )
            for s in (-1, 1)
            for y in (np.arange(n) - (n - 1) / 2) * d / n * 0.98
        ],
    )
    if chance(b, 0.5) or pile.color2 is None:
        dark = shade(pile, 0.7).model_copy(update={"pattern": "plain", "color2": None})
        for m, name, e in ((cream, "border", 0.07), (dark, "edge", 0.12)):
            iw, idp = w - 2 * long - 2 * e * min(1.6, d), d - 2 * e * min(1.6, d)
            t = 0.022 if name == "border" else 0.035
            b.add(
                name,
                m,
                [box(iw, t, 0.006, at=(0, s * (idp - t) / 2, 0.008)) for s in (-1, 1)],
                [box(t, idp - 2 * t + 0.002, 0.006, at=(s * (iw - t) / 2, 0, 0.008)) for s in (-1, 1)],
                label="rug",
            )


@kind(
    "round_rug",
    "furniture",
    width=(1.2, 2.2),
    depth=(1.2, 2.2),
    words=("round rug", "round carpet", "circular rug"),
    indoor=Indoor("flat", front=0.0),
)
def round_rug(b: Build) -> None:
    """A round braided rug: rings of several colours."""
    r = min(b.lot.width, b.lot.depth) / 2
    pile = wished(b, "rug").model_copy(update={"pattern": "woven", "color2": None})
    cream = tint(pile, "#f2e8d2", 0.7)
    rings = int(b.rng.integers(3, 6))
    tones = (pile, cream, shade(pile, 0.72), tint(pile, several(b, "rug", 2)[1].color, 0.6))
    for k in range(rings):
        q = r * (1 - k / rings)
        b.add(f"ring_{k + 1}", tones[k % 4], cylinder(q, 0.01 + 0.0025 * k, segments=36), label="rug")
    if chance(b, 0.4):
        n = 20
        knots = [
            ball(0.014, 0.014, 0.007, at=((r - 0.016) * cos(2 * pi * k / n), (r - 0.016) * sin(2 * pi * k / n), 0.012), detail=1)
            for k in range(n)
        ]
        b.add("tassels", cream, knots, label="fringe")


@kind(
    "bath_mat",
    "furniture",
    width=(0.6, 0.9),
    depth=(0.42, 0.6),
    words=("bath mat", "mat", "bathroom rug"),
    indoor=Indoor("flat", front=0.0),
)
def bath_mat(b: Build) -> None:
    """A thick cotton mat: tufted bars in two tones within a border."""
    w, d = b.lot.width, b.lot.depth
    cloth = wished(b, "curtain").model_copy(update={"pattern": "plain"})
    round_ends = chance(b, 0.4)
    b.add("mat", cloth, slab(w, d, 0.016, corner=0.48 * d if round_ends else 0.04, ease=0.007), label="rug")
    pale = tint(cloth, "#fbf6ea", 0.6)
    n = 7 if w > 0.7 else 5
    step = (w - 0.12) / n
    tufts = []
    for k in range(n):
        x = (k - (n - 1) / 2) * step
        reach = 1.0 if not round_ends else max(0.3, 1 - max(0.0, (abs(x) - w / 2 + 0.5 * d) / (0.5 * d)) ** 2) ** 0.5
        tufts.append(eased(step * 0.55, (d - 0.12) * reach, 0.012, at=(x, 0, 0.012), r=0.005))
    b.add("tufts", pale, tufts, label="rug")
