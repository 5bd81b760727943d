"""What moves over snow: sledge, sleigh, reindeer."""

from __future__ import annotations

from math import pi

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import pick, squeeze, tube
from cityscape.grammar.snow import heap, mound
from partgen.solids import ball, beam, box, cylinder, hull, rod


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
        heap(b, -w * 0.42, 0.0, 0.86, 0.36, e * 0.86, 0.16, points=10),
        box(0.12, 2 * e - 0.2, 0.41, at=(-w * 0.42 - 0.2, 0, 0.845)),
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
