"""Ships of a medieval port: the cog under sail or furled, the rowing boat keel up on land."""

from __future__ import annotations

import numpy as np

from cityscape.grammar import gables
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import pick, tint, tube
from partgen.solids import Solid, beam, box, cylinder, frustum, hull, rod

STATIONS = (
    (-1.0, 0.62, 1.55),
    (-0.72, 0.86, 1.2),
    (-0.3, 1.0, 0.98),
    (0.2, 0.98, 0.96),
    (0.62, 0.72, 1.12),
    (0.88, 0.36, 1.35),
    (1.0, 0.06, 1.5),
)
"""A cog's hull: along its length, share of the half beam, share of the height of its sides."""


@kind(
    "cog",
    "vehicle",
    width=(7.5, 10.5),
    depth=(2.9, 3.8),
    words=("cog", "hanseatic cog", "merchant ship", "sailing ship", "medieval ship", "carrack", "galleon"),
    stand="water",
)
def cog(b: Build) -> None:
    """A round-bellied trading ship: clinker hull, castles fore and aft, one mast with a crow's nest and a square sail; floats on z = 0."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.55, b.lot.depth / 2 - 0.06
    high = 0.34 * half + 0.75
    wood = b.look.material("wood", color=pick(rng, ("#5b4634", "#6a4f38", "#4c3d31")))
    shell: list[Solid] = []
    wales: list[Solid] = []
    for (xa, fa, ha), (xc, fc, hc) in zip(STATIONS, STATIONS[1:], strict=False):
        for s in (-1, 1):
            for lo, hi, flo, fhi in ((0.0, 0.5, 0.7, 0.95), (0.5, 1.0, 0.95, 1.0)):
                p = []
                for x, f, h in ((xa * end, fa, ha), (xc * end, fc, hc)):
                    for q, fq in ((lo, flo), (hi, fhi)):
                        for t in (0.0, min(0.14, half * f * 0.8)):
                            p.append((x * (1 - 0.05 * (1 - q)), s * max(half * f * fq - t, 0.004), high * h * q))
                shell.append(hull(np.array(p)))
            w = [
                (x * end, s * (half * f * fq + o), high * h * q)
                for x, f, h in ((xa, fa, ha), (xc, fc, hc))
                for q, fq in ((0.62, 0.95), (0.74, 0.965))
                for o in (-0.03, 0.05)
            ]
            wales.append(hull(np.array(w)))
        shell.append(
            hull(
                np.array([(x * end * 0.95, s * half * f * 0.72, z) for x, f in ((xa, fa), (xc, fc)) for s in (-1, 1) for z in (0.0, 0.12)])
            )
        )
    b.add("hull", wood, shell, label="hull")
    b.add("wales", tint(wood, "#2e2924", 0.5), wales, label="hull")
    b.add(
        "transom",
        wood,
        hull(
            np.array(
                [
                    (x, s * half * f, z)
                    for x in (-end, -end + 0.12)
                    for s in (-1, 1)
                    for f, z in ((0.44, 0.02), (0.6, high * 0.6), (0.62, high * 1.5))
                ]
            )
        ),
        label="hull",
    )
    deck = [(x * end, s * half * f * 0.93, z) for x, f, _ in STATIONS[:-1] for s in (-1, 1) for z in (high * 0.66, high * 0.74)]
    b.add("deck", tint(wood, "#c79f6b", 0.6), hull(np.array(deck)), label="deck")
    top = high * 1.62
    castles: list[Solid] = []
    panels: list[Solid] = []
    for x0, x1, f0, f1, lift in ((-end, -0.52 * end, 0.78, 0.98, 0.0), (0.62 * end, end, 0.7, 0.42, 0.12)):
        a, c = half * f0, half * f1
        castles.append(hull(np.array([(x, s * y, z + lift) for x, y in ((x0, a), (x1, c)) for s in (-1, 1) for z in (top, top + 0.12)])))
        for s in (-1, 1):
            castles.append(
                hull(
                    np.array(
                        [(x, s * (y - t), z + lift) for x, y in ((x0, a), (x1, c)) for t in (0, 0.09) for z in (top + 0.55, top + 0.66)]
                    )
                )
            )
            for q in np.linspace(0.02, 0.98, 4):
                y = a + (c - a) * q
                castles.append(box(0.1, 0.1, 0.5 + (top - high * 1.1), at=(x0 + (x1 - x0) * q, s * (y - 0.055), high * 1.1 + lift)))
            panels.append(
                hull(
                    np.array(
                        [(x, s * (y - t), z + lift) for x, y in ((x0, a), (x1, c)) for t in (0.02, 0.06) for z in (top + 0.12, top + 0.55)]
                    )
                )
            )
        for x, y in ((x0 + 0.05, a), (x1 - 0.05, c)):
            castles.append(box(0.1, 2 * y - 0.02, 0.11, at=(x, 0, top + lift + 0.55)))
    b.add("castles", tint(wood, "#c79f6b", 0.25), castles, label="deck")
    b.add("shields", "accent", panels, label="ornament")
    mx, tall = 0.02 * end, high + 0.82 * b.lot.width
    b.add("mast", "timber", rod((mx, 0, 0.1), (mx, 0, tall), 0.15, end=0.08, segments=8), label="mast")
    nest = tall * 0.86
    b.add("crows_nest", tint(wood, "#c79f6b", 0.3), frustum(0.2, 0.42, 0.5, at=(mx, 0, nest), segments=10), label="mast")
    yard, wide = tall * 0.78, half * 0.98
    b.add("yard", "timber", rod((mx + 0.2, -wide, yard), (mx + 0.2, wide, yard), 0.09, segments=7), label="mast")
    cloth = b.look.material("fabric", color=pick(rng, ("#e9e2cf", "#e9e2cf", "#b5654a", "#d9cdb0")), pattern="plain")
    furled = rng.random() < 0.35
    if furled:
        n = 6
        roll = [(mx + 0.2, -wide * 0.92 + 2 * wide * 0.92 * k / n, yard - 0.2 - 0.06 * (k % 2)) for k in range(n + 1)]
        b.add("sail", cloth, tube(roll, [0.12, 0.2, 0.17, 0.21, 0.17, 0.2, 0.12], segments=7), label="sail")
    else:
        foot = high * 1.75 + 0.5
        rows = np.linspace(yard - 0.06, foot, 5)
        belly = [0.0, 0.42, 0.6, 0.5, 0.22]
        k = 5
        for j, (za, zc) in enumerate(zip(rows, rows[1:], strict=False)):
            for i in range(k):
                ya, yc = (-wide * 0.94 + 2 * wide * 0.94 * q / k for q in (i, i + 1))
                patch = [(mx + 0.26 + belly[m] * (1 - (y / wide) ** 2), y, z) for m, z in ((j, za), (j + 1, zc)) for y in (ya, yc)]
                stripe = i % 2 == 1
                paint = tint(cloth, "#a8503a" if cloth.color != "#b5654a" else "#e9e2cf", 0.85) if stripe else cloth
                b.add(
                    "sail_stripes" if stripe else "sail",
                    paint,
                    hull(np.array([(x + t, y, z) for x, y, z in patch for t in (0, 0.06)])),
                    label="sail",
                )
        b.add(
            "ropes",
            gables.rope(b),
            *[
                rod((mx + 0.45, s * wide * 0.9, foot + 0.02), (-0.4 * end, s * half * 0.92, high * 0.95), 0.028, segments=4)
                for s in (-1, 1)
            ],
            label="rope",
        )
    stays = [rod((mx, 0, tall * 0.94), (x * end, 0, z), 0.028, segments=4) for x, z in ((0.97, top + 0.2), (-0.97, top + 0.2))]
    stays += [rod((mx, 0, tall * 0.85), (mx + dx, s * half * 0.97, high * 0.98), 0.025, segments=4) for s in (-1, 1) for dx in (-0.5, 0.35)]
    b.add("ropes", gables.rope(b), stays, label="rope")
    b.add("bowsprit", "timber", rod((0.7 * end, 0, top), (b.lot.width / 2 - 0.04, 0, top + 0.9), 0.08, end=0.05, segments=6), label="mast")
    pennant = [(mx, y, z) for y in (-0.02, 0.02) for z in (tall - 0.05, tall - 0.5)] + [(mx - 1.3, 0, tall - 0.3)]
    b.add("flag", "accent", hull(np.array(pennant)), label="flag")
    b.add(
        "rudder",
        "timber",
        hull(
            np.array(
                [
                    (x, y, z)
                    for y in (-0.05, 0.05)
                    for x, z in ((-end - 0.02, 0.02), (-end - 0.42, 0.02), (-end - 0.3, high * 1.3), (-end + 0.02, high * 1.3))
                ]
            )
        ),
        label="rudder",
    )
    b.add(
        "cargo",
        tint(wood, "#b58b57", 0.7),
        *[cylinder(0.26, 0.55, at=(x * end, y * half, high * 0.72), segments=9) for x, y in ((-0.34, 0.3), (-0.3, -0.35), (0.32, 0.25))],
        box(0.6, 0.5, 0.45, at=(0.35 * end, -0.28 * half, high * 0.72)),
        label="barrel",
    )


@kind(
    "upturned_boat",
    "furniture",
    width=(3.2, 4.4),
    depth=(1.5, 1.9),
    words=("upturned boat", "overturned boat", "boat on land", "beached boat"),
    stand="quay",
)
def upturned_boat(b: Build) -> None:
    """A rowing boat keel up on two trestles, freshly tarred or painted, with its oars beneath."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    end, half, z = w / 2 - 0.03, d / 2 - 0.04, 0.42
    b.add("trestles", "wood", *[box(0.14, half * 1.5, z - low, at=(x * end, 0, low)) for x in (-0.45, 0.45)], label="beam")
    rows = [(-1.0, 0.62), (-0.5, 0.93), (0.1, 1.0), (0.6, 0.7), (1.0, 0.05)]
    paint = b.look.material("wood")
    side = tint(paint, pick(rng, ("#2f5f7c", "#e4e0d4", "#8f4233", "#3c6a62")), 0.75)
    upper: list[Solid] = []
    lower: list[Solid] = []
    for (xa, fa), (xc, fc) in zip(rows, rows[1:], strict=False):
        for s in (-1, 1):
            for part, lo, hi, f0, f1 in ((lower, 0.0, 0.22, 1.0, 0.97), (upper, 0.22, 0.6, 0.97, 0.55)):
                part.append(
                    hull(
                        np.array(
                            [
                                (x * end * (1 - 0.06 * q), s * max(half * f * g - t, 0.0), z + q + 0.1 * abs(x) ** 2 * -0.6)
                                for x, f in ((xa, fa), (xc, fc))
                                for q, g in ((lo, f0), (hi, f1))
                                for t in (0.0, half * f * 0.5)
                            ]
                        )
                    )
                )
        upper.append(
            hull(
                np.array(
                    [
                        (x * end * 0.965, s * half * f * 0.56, z + q - 0.06 * x * x)
                        for x, f in ((xa, fa), (xc, fc))
                        for s in (-1, 1)
                        for q in (0.5, 0.6)
                    ]
                )
            )
        )
    b.add("hull", side, lower, label="hull")
    b.add("bottom", tint(paint, "#2b2826", 0.6), upper, label="hull")
    b.add("keel", paint, beam((-end * 0.93, 0, z + 0.58), (end * 0.94, 0, z + 0.58), 0.09, 0.16), label="keel")
    b.add(
        "oars",
        "trim",
        *[rod((-end * 0.8, s * half * 0.45, z - 0.06), (end * 0.7, s * half * 0.4, z - 0.06), 0.05, segments=5) for s in (-1, 1)],
        label="oar",
    )
