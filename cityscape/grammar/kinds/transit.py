"""Buses, trams, hover cars and bicycles. They point along +x; the lot's width is their length."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.kinds.vehicles import Piece, glowing, lights_of, plain, put, wheels_of
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, ring, side, tint
from partgen.solids import Solid, beam, box, frustum, hull, rod


@kind("bus", "vehicle", width=(8.5, 12.0), depth=(2.35, 2.6), words=("bus", "coach", "city bus", "double-decker"))
def bus(b: Build) -> None:
    """A city bus, now and then a double-decker; doors are on the right-hand side (-y)."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.04
    decks = 2 if rng.random() < 0.25 else 1
    top = 2.95 if decks == 1 else 4.2
    paint = b.look.material("vehicle")
    body = side(
        [(-end, 0.35), (-end, top - 0.25), (-end + 0.2, top), (end - 0.25, top), (end - 0.02, top - 0.3), (end, 1.2), (end, 0.35)],
        half,
        bevel=0.08,
    )
    glass: list[Solid] = []
    n = max(5, round(2 * end / 1.45))
    step = (2 * end - 0.5) / n
    for deck in range(decks):
        z = 1.35 + 1.45 * deck
        glass += [box(step - 0.14, 2 * (half + 0.025), 0.95, at=(-end + 0.25 + step * (k + 0.5), 0, z)) for k in range(n)]
        glass.append(box(0.08, 2 * half - 0.3, 1.05, at=(end - 0.01, 0, z - 0.05 if deck == 0 else z)))
        glass.append(box(0.08, 1.5 * half, 0.75, at=(-end + 0.01, 0, z + 0.1)))
    pieces: list[Piece] = [("body", paint, "body", [body]), ("windows", "glass", "window", glass)]
    doors = [box(1.0, 0.08, 0.86, at=(x, -half - 0.0, 0.42)) for x in (end - 0.25 - step * 0.5, -end + 0.25 + step * (n // 2 + 0.5))]
    pieces.append(("doors", tint(paint, "#1d2126", 0.75), "door", doors))
    pieces.append(("stripe", tint(paint, "#ffffff", 0.75), "stripe", [box(2 * end - 0.4, 2 * (half + 0.012), 0.12, at=(0, 0, 0.98))]))
    pieces.append(("sign", glowing(b, "#ffc34d", 0.9), "sign", [box(0.06, 1.3, 0.24, at=(end - 0.06, 0, 2.48 if decks == 1 else 2.5))]))
    roof = [box(1.6, 1.3, 0.22, at=(x, 0, top)) for x in ((-end * 0.5, end * 0.35) if decks == 1 else (-end * 0.4,))]
    pieces.append(("roof_units", plain(b, "#d9d9d4"), "machine", roof))
    pieces += wheels_of(b, [-end + 2.1, end - 2.3], half + 0.025, 0.48, 0.3)
    pieces += lights_of(b, end, -end, half, 0.62, (0.4, 0.2))
    put(b, pieces)


@kind("tram", "vehicle", width=(11.0, 18.0), depth=(2.2, 2.5), words=("tram", "streetcar", "trolley", "light rail"))
def tram(b: Build) -> None:
    """An articulated tram with rounded ends and a pantograph."""
    end, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.04
    n = 2 if b.lot.width < 14.5 else 3
    paint = b.look.material("vehicle")
    pale = tint(paint, "#f5f2ea", 0.85)
    top, joint = 3.1, 0.4
    long = (2 * end - (n - 1) * joint) / n
    bodies: list[Solid] = []
    skirts: list[Solid] = []
    glass: list[Solid] = []
    folds: list[Solid] = []
    wheels: list[Solid] = []
    for k in range(n):
        a = -end + k * (long + joint)
        c = a + long
        nose_a, nose_c = (0.5 if k == 0 else 0.0), (0.5 if k == n - 1 else 0.0)
        bodies.append(
            side(
                [
                    (a, 1.05),
                    (a + nose_a * 0.9, top - 0.12),
                    (a + nose_a, top),
                    (c - nose_c, top),
                    (c - nose_c * 0.9, top - 0.12),
                    (c, 1.05),
                ],
                half,
                bevel=0.08,
            )
        )
        skirts.append(side([(a + 0.05, 0.25), (a, 1.05), (c, 1.05), (c - 0.05, 0.25)], half, bevel=0.05))
        m = max(3, round(long / 1.3))
        step = (long - 0.5 - nose_a - nose_c) / m
        glass += [box(step - 0.14, 2 * (half + 0.02), 1.0, at=(a + 0.25 + nose_a + step * (j + 0.5), 0, 1.4)) for j in range(m)]
        if k < n - 1:
            folds.append(box(joint, 2 * half - 0.3, top - 0.7, at=(c + joint / 2, 0, 0.5)))
        wheels += [axle(x, 0, 0.3, 0.3, 2 * half - 0.5, segments=12) for x in (a + 0.25 * long, a + 0.75 * long)]
    for s in (-1, 1):
        glass.append(
            hull(
                np.array(
                    [
                        (s * (end - 0.02 - e * 0.3 + dx), y * (half - 0.25), 1.3 + e * 1.35)
                        for e in (0, 1)
                        for y in (-1, 1)
                        for dx in (-0.06, 0.02)
                    ]
                )
            )
        )
    dark = plain(b, "#2c2e33", rough=0.9)
    pole = [
        rod((0.9, 0, top), (-0.1, 0, top + 0.55), 0.04, segments=5),
        rod((-0.1, 0, top + 0.55), (0.6, 0, top + 1.0), 0.035, segments=5),
        box(0.12, 1.4, 0.06, at=(0.6, 0, top + 0.97)),
    ]
    pieces: list[Piece] = [
        ("body", pale, "body", bodies),
        ("skirt", paint, "body", skirts),
        ("windows", "glass", "window", glass),
        ("bellows", dark, "joint", folds),
        ("wheels", dark, "wheel", wheels),
        (
            "pantograph",
            "metal",
            "antenna",
            [*pole, box(0.8, 0.6, 0.12, at=(0.9, 0, top - 0.04))]
            if n != 2
            else [p.moved(long * 0.5) for p in pole] + [box(0.8, 0.6, 0.12, at=(0.9 + long * 0.5, 0, top - 0.04))],
        ),
    ]
    pieces += lights_of(b, end, -end, half, 0.7, (0.35, 0.2))
    put(b, pieces)


@kind("hover_car", "vehicle", width=(3.8, 5.0), depth=(1.8, 2.2), words=("hover car", "hovercar", "flying car", "spinner", "pod"))
def hover_car(b: Build) -> None:
    """A wedge on glowing pads instead of wheels."""
    end, half = b.lot.width / 2 - 0.06, b.lot.depth / 2 - 0.04
    paint = b.look.material("vehicle")
    glow = b.look.material("accent")
    body = side(
        [(-end, 0.55), (-end + 0.1, 0.95), (-end + 0.9, 1.02), (end - 0.9, 0.86), (end, 0.55), (end - 0.5, 0.34), (-end + 0.4, 0.34)],
        half,
        bevel=0.2,
    )
    cabin = np.array(
        [
            (x, s * y, z)
            for x, y, z in (
                (-end + 0.7, half - 0.3, 0.98),
                (-end + 1.2, half - 0.5, 1.4),
                (0.25, half - 0.5, 1.42),
                (end - 0.95, half - 0.36, 0.85),
            )
            for s in (-1, 1)
        ]
    )
    pods = [(sx * (end - 0.85), sy * (half - 0.34)) for sx in (-1, 1) for sy in (-1, 1)]
    pieces: list[Piece] = [
        ("body", paint, "body", [body]),
        ("windows", "glass", "window", [hull(cabin)]),
        ("pads", "metal", "engine", [frustum(0.3, 0.24, 0.22, at=(x, y, 0.16), segments=10) for x, y in pods]),
        ("glow", glow, "lamp", [frustum(0.2, 0.28, 0.16, at=(x, y, 0.0), segments=10) for x, y in pods]),
        (
            "light_bars",
            glow,
            "lamp",
            [box(0.06, 1.5 * half, 0.07, at=(-end + 0.04, 0, 0.68)), box(2 * end - 1.6, 2 * half + 0.02, 0.05, at=(0, 0, 0.6))],
        ),
        ("headlights", glowing(b, "#f2fbff", 1.2), "lamp", [box(0.14, 0.5, 0.07, at=(end - 0.1, s * (half - 0.5), 0.58)) for s in (-1, 1)]),
    ]
    if b.rng.random() < 0.5:
        fin = [
            hull(
                np.array(
                    [
                        (-end + dx, s * (half - 0.2) + dy, z)
                        for dx, z in ((0.05, 0.9), (0.6, 0.9), (0.02, 1.35), (0.3, 1.35))
                        for dy in (-0.03, 0.03)
                    ]
                )
            )
            for s in (-1, 1)
        ]
        pieces.append(("fins", paint, "fin", fin))
    put(b, pieces)


@kind("bicycle", "vehicle", width=(1.65, 1.95), depth=(0.5, 0.7), words=("bicycle", "bike", "cargo bike"))
def bicycle(b: Build) -> None:
    """Two thin wheels, a frame, saddle, handlebar and basket."""
    end, r = b.lot.width / 2 - 0.02, 0.34
    back, front = -end + r, end - r
    tyres = []
    for x in (back, front):
        tyres += [s.turned(roll=pi / 2).moved(x, 0.025, r) for s in ring(r - 0.055, r, 0.05, segments=10, start=-pi / 2)]
        tyres += [
            beam((x - 0.3 * np.cos(t), 0, r - 0.3 * np.sin(t)), (x + 0.3 * np.cos(t), 0, r + 0.3 * np.sin(t)), 0.018, 0.018)
            for t in (0.3, 1.9)
        ]
        tyres.append(axle(x, 0, r, 0.05, 0.1, segments=6))
    crank, seat, neck = (-0.08, 0, 0.32), (-0.24, 0, 0.86), (front - 0.14, 0, 0.88)
    frame = [
        rod(p, q, 0.028, segments=5)
        for p, q in (
            ((back, 0, r), crank),
            (crank, seat),
            (crank, neck),
            (seat, neck),
            ((back, 0, r), seat),
            ((front, 0, r), (front - 0.18, 0, 1.0)),
        )
    ]
    dark = plain(b, "#2b2c2f", rough=0.8)
    put(
        b,
        [
            ("wheels", dark, "wheel", tyres),
            ("frame", "vehicle", "frame", frame),
            ("saddle", plain(b, "#5b3a26"), "seat", [box(0.26, 0.14, 0.07, at=(-0.24, 0, 0.86))]),
            ("handlebar", dark, "handlebar", [box(0.05, min(0.5, b.lot.depth - 0.06), 0.05, at=(front - 0.2, 0, 0.98))]),
            ("basket", "wood", "basket", [box(0.28, 0.32, 0.22, at=(front + 0.02, 0, 0.8))]),
        ],
    )
