"""Tables: to eat at, before a sofa, beside a chair."""

from __future__ import annotations

from math import pi

from cityscape.grammar.joinery import disc, drawers, eased, joined, legs, lying_books, metal, second, several, slab, stake
from cityscape.grammar.kit import between, pick
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze
from partgen.solids import box, cylinder, hull


@kind(
    "coffee_table",
    "furniture",
    width=(0.9, 1.25),
    depth=(0.52, 0.7),
    words=("coffee table", "low table", "sofa table"),
    indoor=Indoor("free", front=0.3, surface=0.42),
)
def coffee_table(b: Build) -> None:
    """A low table: a slatted shelf with magazines, an oval on splayed legs, or a chest."""
    w, d, h = b.lot.width, b.lot.depth, 0.42
    wood, form = joined(b), int(b.rng.integers(3))
    if form == 0:
        b.add("top", wood, slab(w, d, 0.032, at=(0, 0, h - 0.032), corner=0.03))
        b.add("legs", second(wood), legs(w - 0.04, d - 0.04, h - 0.02, thick=0.05), label="leg")
        b.add(
            "shelf", second(wood), [box(w - 0.08, (d - 0.1) / 6 - 0.014, 0.02, at=(0, (k - 2.5) * (d - 0.1) / 6, 0.13)) for k in range(6)]
        )
        lying_books(b, -w * 0.2, 0, 0.15, 3, w=0.28, d=0.21, colors=several(b, "book", 3))
    elif form == 1:
        b.add("top", wood, disc(w, d, h - 0.03, h, corner=d * 0.49, steps=8))
        b.add(
            "legs",
            second(wood),
            [
                stake((i * w * 0.26, j * d * 0.24, h - 0.02), (i * w * 0.36, j * d * 0.37, 0), 0.025, 0.013)
                for i in (-1, 1)
                for j in (-1, 1)
            ],
            label="leg",
        )
        b.add("frame", second(wood), box(w * 0.54, d * 0.44, 0.04, at=(0, 0, h - 0.065)))
    else:
        b.add("top", second(wood), slab(w, d, 0.03, at=(0, 0, h - 0.03), corner=0.015))
        b.add("body", wood, eased(w - 0.06, d - 0.06, h - 0.09, at=(0, 0, 0.07)))
        b.add("legs", second(wood), legs(w - 0.05, d - 0.05, 0.1, thick=0.06), label="leg")
        drawers(b, -w / 2 + 0.06, w / 2 - 0.06, (0.1, h - 0.05), -d / 2 + 0.035, second(wood), metal(b), cols=2)
    squeeze(b)


@kind(
    "dining_table",
    "furniture",
    width=(1.2, 2.1),
    depth=(0.8, 1.0),
    words=("dining table", "table", "kitchen table"),
    indoor=Indoor("centre", front=0.6, sides=0.5, surface=0.75),
)
def dining_table(b: Build) -> None:
    """A table to eat at: four legs and aprons, a trestle, or splayed round legs under an oval top."""
    w, d, h = b.lot.width, b.lot.depth, 0.75
    wood, form = joined(b), int(b.rng.integers(3))
    dark = second(wood)
    if form == 0:
        n = 4
        b.add(
            "top",
            wood,
            [eased(w, d / n - 0.003, 0.036, at=(0, (k - (n - 1) / 2) * d / n, h - 0.036), r=0.005) for k in range(n)],
            box(w - 0.06, d - 0.06, 0.02, at=(0, 0, h - 0.05)),
        )
        b.add("legs", dark, legs(w - 0.08, d - 0.08, h - 0.03, thick=0.075, form=pick(b, "square", "turned")), label="leg")
        b.add(
            "apron",
            dark,
            [box(w - 0.14, 0.022, 0.09, at=(0, s * (d / 2 - 0.09), h - 0.13)) for s in (-1, 1)],
            [box(0.022, d - 0.18, 0.09, at=(s * (w / 2 - 0.09), 0, h - 0.13)) for s in (-1, 1)],
            label="frame",
        )
    elif form == 1:
        b.add("top", wood, slab(w, d, 0.045, at=(0, 0, h - 0.045), corner=0.03, ease=0.012))
        for s in (-1, 1):
            x = s * w * 0.31
            feet = [
                hull(
                    [
                        (x + a, y, z)
                        for a in (-0.035, 0.035)
                        for y, z in ((j * 0.06, h - 0.05), (j * 0.16, h - 0.05), (j * (d / 2 - 0.12), 0.0), (j * (d / 2 - 0.04), 0.0))
                    ]
                )
                for j in (-1, 1)
            ]
            b.add(
                "legs", dark, feet, eased(0.07, d * 0.82, 0.06, at=(x, 0, h - 0.1)), box(0.055, d * 0.5, 0.06, at=(x, 0, 0.28)), label="leg"
            )
        b.add("stretcher", dark, eased(w * 0.62 + 0.16, 0.045, 0.09, at=(0, 0, 0.265)), label="beam")
    else:
        b.add("top", wood, disc(w, d, h - 0.032, h, corner=d * 0.49, steps=9))
        b.add(
            "legs",
            dark,
            [
                stake((i * w * 0.27, j * d * 0.25, h - 0.02), (i * w * 0.37, j * d * 0.38, 0), 0.036, 0.018)
                for i in (-1, 1)
                for j in (-1, 1)
            ],
            label="leg",
        )
        b.add("apron", dark, box(w * 0.56, d * 0.5, 0.06, at=(0, 0, h - 0.085)), label="frame")
    squeeze(b)


@kind(
    "side_table",
    "furniture",
    width=(0.42, 0.56),
    depth=(0.42, 0.56),
    words=("side table", "end table", "occasional table"),
    indoor=Indoor("free", front=0.2, surface=0.55),
)
def side_table(b: Build) -> None:
    """A small table: three splayed legs, a pedestal, or a square one with a shelf."""
    r, h, wood = min(b.lot.width, b.lot.depth) / 2, 0.55, joined(b)
    form = int(b.rng.integers(3))
    if form == 0:
        b.add(
            "top", wood, cylinder(r, 0.016, at=(0, 0, h - 0.016), segments=24), cylinder(r * 0.97, 0.014, at=(0, 0, h - 0.028), segments=24)
        )
        turn = between(b, 0, 2)
        stays = [stake((r * 0.42, 0, h - 0.02), (r * 0.86, 0, 0), 0.022, 0.012).turned(turn + 2 * pi * k / 3) for k in range(3)]
        b.add("legs", second(wood), stays, label="leg")
    elif form == 1:
        b.add("top", wood, cylinder(r, 0.028, at=(0, 0, h - 0.028), segments=24))
        b.add(
            "column",
            second(wood),
            lathe(
                [(0.6 * r, 0), (0.56 * r, 0.02), (0.1 * r, 0.05), (0.08 * r, 0.2), (0.14 * r, 0.26), (0.08 * r, 0.32), (0.3 * r, 0.53)],
                segments=14,
            ),
        )
    else:
        b.add("top", wood, slab(2 * r, 2 * r, 0.028, at=(0, 0, h - 0.028), corner=0.02))
        b.add("legs", second(wood), legs(2 * r - 0.03, 2 * r - 0.03, h - 0.02, thick=0.04), label="leg")
        b.add("shelf", wood, eased(2 * r - 0.05, 2 * r - 0.05, 0.02, at=(0, 0, 0.18)))
        b.add("aprons", second(wood), [box(2 * r - 0.08, 2 * r - 0.06, 0.06, at=(0, 0, h - 0.08))], label="frame")
        lying_books(b, 0, 0, 0.2, 3, w=0.24, d=0.18, colors=several(b, "book", 3))
