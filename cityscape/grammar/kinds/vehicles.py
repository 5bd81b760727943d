"""Cars, vans, trucks and tractors, and what all vehicles share. They point along +x; the lot's width is their length."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, pick, settle, side, tint
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, beam, box, hull, rod

Piece = tuple[str, Role | Material, str, list[Solid]]


def put(b: Build, pieces: list[Piece]) -> None:
    """Add pieces (name, material, label, solids) of something that stands on wheels, settled on the slope."""
    z = settle(b)
    for name, material, label, solids in pieces:
        b.add(name, material, [s.moved(z=z) for s in solids], label=label)


def plain(b: Build, color: str, *, rough: float = 0.5) -> Material:
    """Vehicle paint."""
    return b.look.material("vehicle", color=color, pattern="plain").model_copy(update={"roughness": rough, "name": f"paint-{color[1:]}"})


def glowing(b: Build, color: str, strength: float) -> Material:
    """Paint that gives off light."""
    return plain(b, color).model_copy(update={"emission": strength, "name": f"light-{color[1:]}"})


def wheels_of(b: Build, xs: list[float], half: float, r: float, width: float) -> list[Piece]:
    """Tyres and hub caps at each x, their outer sides at y = +-half."""
    tyres = [axle(x, s * (half - width / 2), r, r, width) for x in xs for s in (-1, 1)]
    caps = [axle(x, s * (half - width / 2), r, r * 0.52, width + 0.03, segments=8) for x in xs for s in (-1, 1)]
    return [("wheels", plain(b, "#26272a", rough=0.9), "wheel", tyres), ("hubcaps", plain(b, "#b9bcc0"), "wheel", caps)]


def lights_of(b: Build, front: float, back: float, half: float, z: float, size: tuple[float, float]) -> list[Piece]:
    """Head lights at x = front, tail lights at x = back."""
    y = half - size[0] / 2 - 0.1
    return [
        ("headlights", glowing(b, "#fff4d6", 0.6), "lamp", [box(0.08, size[0], size[1], at=(front - 0.03, s * y, z)) for s in (-1, 1)]),
        ("tail_lights", glowing(b, "#c8281e", 0.3), "lamp", [box(0.08, size[0], size[1], at=(back + 0.03, s * y, z)) for s in (-1, 1)]),
    ]


@kind("car", "vehicle", width=(3.8, 4.7), depth=(1.72, 1.95), words=("car", "automobile", "taxi", "hatchback", "sedan", "cab"))
def car(b: Build) -> None:
    """A saloon, a hatchback, an estate or a pick-up."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.04, b.lot.depth / 2 - 0.05
    form = int(rng.integers(4)) if b.lot.width > 4.1 else int(rng.integers(1, 3))
    r, belt = 0.33, between(rng, 0.86, 0.94)
    top = belt + between(rng, 0.5, 0.56)
    taxi = rng.random() < 0.06
    paint = plain(b, "#f2c230") if taxi else b.look.material("vehicle")
    body = side(
        [
            (-end, 0.36),
            (-end, belt - 0.12),
            (-end + 0.1, belt),
            (end - 1.0, belt),
            (end - 0.12, belt - 0.16),
            (end, 0.62),
            (end, 0.36),
            (end - 0.15, 0.2),
            (-end + 0.15, 0.2),
        ],
        half,
        bevel=0.06,
    )
    foot = {0: (-end + 0.62, end - 1.05), 1: (-end + 0.08, end - 0.95), 2: (-end + 0.06, end - 1.0), 3: (-0.3, end - 0.95)}[form]
    head = {0: (-end + 1.15, end - 1.75), 1: (-end + 0.5, end - 1.6), 2: (-end + 0.25, end - 1.65), 3: (-0.2, end - 1.55)}[form]
    wide, narrow = half - 0.08, half - 0.22

    def slab(z0: float, z1: float, inset: float) -> Solid:
        rows = []
        for z in (z0, z1):
            e = (z - belt) / (top - belt)
            y = wide + (narrow - wide) * e - inset
            rows += [(foot[k] + (head[k] - foot[k]) * e + (inset if k == 0 else -inset), s * y, z) for k in (0, 1) for s in (-1, 1)]
        return hull(np.array(rows))

    roof = slab(top - 0.04, top + 0.05, -0.02)
    pillars: list[Solid] = []
    for fx, hx in ((foot[0], head[0]), ((foot[0] + foot[1]) / 2 - 0.1, (head[0] + head[1]) / 2 - 0.1), (foot[1], head[1])):
        pillars += [beam((fx, s * (wide - 0.02), belt - 0.02), (hx, s * (narrow - 0.02), top), 0.07, 0.07) for s in (-1, 1)]
    pieces: list[Piece] = [
        ("body", paint, "body", [body, roof, *pillars]),
        ("windows", "glass", "window", [slab(belt - 0.01, top - 0.02, 0.015)]),
    ]
    axles = [-end + 0.78, end - 0.82]
    pieces += wheels_of(b, axles, half + 0.02, r, 0.22)
    pieces += lights_of(b, end, -end, half, 0.6, (0.36, 0.14))
    dark = plain(b, "#2f3136", rough=0.8)
    pieces.append(("bumpers", dark, "bumper", [box(0.1, 1.5 * half, 0.16, at=(s * (end - 0.02), 0, 0.32)) for s in (-1, 1)]))
    pieces.append(
        ("mirrors", paint, "mirror", [box(0.12, 0.12, 0.1, at=(foot[1] - 0.2, s * (half - 0.045), belt - 0.02)) for s in (-1, 1)])
    )
    if form == 3:
        bed = (-end + 0.12, foot[0] - 0.1)
        pieces.append(("bed", dark, "bed", [box(bed[1] - bed[0], 1.7 * half, 0.03, at=((bed[0] + bed[1]) / 2, 0, belt))]))
        pieces.append(
            (
                "body",
                paint,
                "body",
                [box(bed[1] - bed[0] + 0.1, 0.08, 0.2, at=((bed[0] + bed[1]) / 2, s * (half - 0.1), belt - 0.02)) for s in (-1, 1)],
            )
        )
        pieces.append(("body", paint, "body", [box(0.08, 1.8 * half, 0.2, at=(bed[0], 0, belt - 0.02))]))
        if rng.random() < 0.6:
            pieces.append(
                (
                    "cargo",
                    "wood",
                    "cargo",
                    [
                        box(0.6, 0.5, 0.45, at=(bed[0] + 0.45, 0.2, belt + 0.03)),
                        box(0.45, 0.45, 0.3, at=(bed[0] + 0.5, -0.35, belt + 0.03)),
                    ],
                )
            )
    if taxi:
        pieces.append(("sign", glowing(b, "#fff1c0", 0.8), "sign", [box(0.18, 0.5, 0.16, at=((head[0] + head[1]) / 2, 0, top + 0.05))]))
    elif form == 2 and rng.random() < 0.5:
        mid = (head[0] + head[1]) / 2
        pieces.append(("rails", dark, "rail", [box(1.3, 0.05, 0.07, at=(mid, s * (narrow - 0.1), top + 0.05)) for s in (-1, 1)]))
    put(b, pieces)


@kind("van", "vehicle", width=(4.7, 5.8), depth=(1.9, 2.15), words=("van", "delivery van", "minibus", "camper", "food truck"))
def van(b: Build) -> None:
    """A panel van with a stripe, or a minibus with windows all along."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.06
    top, belt = between(rng, 2.15, 2.4), 1.1
    paint = b.look.material("vehicle")
    low = side([(-end, 0.3), (-end, belt), (end - 0.75, belt), (end - 0.06, belt - 0.16), (end, 0.7), (end, 0.3)], half, bevel=0.05)
    high = side(
        [(-end, belt), (-end + 0.05, top - 0.06), (-end + 0.15, top), (end - 1.6, top), (end - 1.45, top - 0.06), (end - 0.7, belt)],
        half - 0.02,
        bevel=0.06,
    )
    pieces: list[Piece] = [("body", paint, "body", [low, high])]
    glass: list[Solid] = []
    t = 0.05
    for s in (-1, 1):
        y = s * (half - 0.02)
        quad = [(end - 1.5, belt + 0.08), (end - 1.86, top - 0.35), (end - 2.2, top - 0.35), (end - 2.2, belt + 0.08)]
        glass.append(side([(x + 0.35, z) for x, z in quad], t, y=y))
    slope = np.array([(end - 0.73, 0.0, belt + 0.07), (end - 1.38, 0.0, top - 0.22)])
    glass.append(
        hull(
            np.array(
                [(x + dx, s * (half - 0.16 - 0.06 * k), z) for k, (x, _, z) in enumerate(slope) for s in (-1, 1) for dx in (-0.04, 0.05)]
            )
        )
    )
    windowed = rng.random() < 0.4
    if windowed:
        n = 3
        step = (2 * end - 2.1) / n
        glass += [box(step - 0.18, 2 * (half + 0.02), 0.55, at=(-end + 0.2 + step * (k + 0.5), 0, belt + 0.12)) for k in range(n)]
    else:
        stripe = tint(paint, "#ffffff", 0.7) if rng.random() < 0.5 else b.look.material("accent")
        pieces.append(("stripe", stripe, "stripe", [box(2 * end - 2.2, 2 * (half + 0.01), 0.34, at=(-0.9, 0, belt + 0.25))]))
    glass.append(box(0.06, 1.2 * half, 0.45, at=(-end + 0.03, 0, belt + 0.3)))
    pieces.append(("windows", "glass", "window", glass))
    pieces += wheels_of(b, [-end + 0.95, end - 0.95], half + 0.025, 0.36, 0.24)
    pieces += lights_of(b, end, -end, half, 0.72, (0.34, 0.2))
    pieces.append(
        ("bumpers", plain(b, "#2f3136", rough=0.8), "bumper", [box(0.1, 1.8 * half, 0.2, at=(s * (end - 0.01), 0, 0.36)) for s in (-1, 1)])
    )
    put(b, pieces)


@kind("truck", "vehicle", width=(5.6, 8.6), depth=(2.15, 2.5), words=("truck", "lorry", "dump truck", "delivery truck"))
def truck(b: Build) -> None:
    """A cab with a box, a tilt cover or a flat bed with crates."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.06, b.lot.depth / 2 - 0.04
    paint = b.look.material("vehicle")
    dark = plain(b, "#34373c", rough=0.8)
    x0 = end - 1.75
    cab = side(
        [(x0, 0.45), (x0, 2.35), (x0 + 0.12, 2.45), (end - 0.45, 2.45), (end - 0.05, 1.45), (end, 1.3), (end, 0.45)],
        half - 0.04,
        bevel=0.06,
    )
    glass = [
        hull(
            np.array(
                [(x + dx, s * (half - 0.2), z) for x, z in ((end - 0.095, 1.5), (end - 0.42, 2.3)) for s in (-1, 1) for dx in (-0.05, 0.06)]
            )
        ),
        side([(x0 + 0.45, 1.5), (x0 + 0.45, 2.2), (end - 0.55, 2.2), (end - 0.28, 1.5)], half - 0.01),
    ]
    pieces: list[Piece] = [("cabin", paint, "body", [cab]), ("windows", "glass", "window", glass)]
    pieces.append(
        ("chassis", dark, "chassis", [box(2 * end - 0.3, 1.1, 0.3, at=(-0.1, 0, 0.55)), box(0.12, 2 * half - 0.1, 0.3, at=(end, 0, 0.4))])
    )
    back, front = -end, x0 - 0.12
    mid, long = (back + front) / 2, front - back
    form = int(rng.integers(3))
    if form == 0:
        body = side([(back, 0.85), (back, 2.9), (front, 2.9), (front, 0.85)], half, bevel=0.03)
        pieces.append(("box", tint(paint, "#f3f1ea", 0.85), "body", [body]))
        pieces.append(("stripe", b.look.material("accent"), "stripe", [box(long * 0.62, 2 * half + 0.03, 0.5, at=(mid, 0, 1.7))]))
    else:
        bed = [box(long, 2 * half, 0.15, at=(mid, 0, 0.85))]
        bed += [box(long, 0.08, 0.45, at=(mid, s * (half - 0.04), 1.0)) for s in (-1, 1)] + [
            box(0.08, 2 * half - 0.16, 0.45, at=(x, 0, 1.0)) for x in (back + 0.04, front - 0.04)
        ]
        pieces.append(("bed", dark if form == 1 else "wood", "bed", bed))
        if form == 1:
            cover = [(back + 0.1, 1.4), (back + 0.1, 2.5), (back + 0.3, 2.72), (front - 0.3, 2.72), (front - 0.1, 2.5), (front - 0.1, 1.4)]
            pieces.append(("cover", "fabric", "cover", [side(cover, half - 0.04, bevel=0.18)]))
        else:
            crates = [
                box(0.75, 0.75, h, at=(back + 0.6 + 0.85 * k, s * 0.45, 1.0))
                for k in range(int((long - 0.4) / 0.85))
                for s, h in ((-1, between(rng, 0.5, 0.9)), (1, between(rng, 0.4, 1.2)))
                if rng.random() < 0.8
            ]
            pieces.append(("crates", tint(b.look.material("wood"), "#d2a768", 0.5), "cargo", crates))
    pieces += wheels_of(b, [end - 0.95, back + 0.75, *([back + 1.75] if long > 4.2 else [])], half + 0.01, 0.46, 0.3)
    pieces += lights_of(b, end, -end, half, 0.75, (0.3, 0.18))
    put(b, pieces)


@kind("tractor", "vehicle", width=(2.7, 3.6), depth=(1.5, 1.9), words=("tractor", "farm tractor"), stand="field")
def tractor(b: Build) -> None:
    """Big wheels behind, small ones in front, bonnet, roofed cabin and exhaust."""
    end, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.06
    paint = b.look.material("vehicle", color=b.look.color or pick(b.rng, ("#3f7d3a", "#b5352a", "#2f66a3", "#d98a2b")))
    big, small = min(0.72, 0.24 * b.lot.width), 0.4
    xr, xf = -end + big, end - small
    dark = plain(b, "#26272a", rough=0.9)
    hood = side([(xr + 0.45, 0.7), (xr + 0.45, 1.3), (end - 0.2, 1.18), (end - 0.1, 0.7)], 0.34, bevel=0.05)
    cab = side([(xr - 0.5, 1.3), (xr - 0.42, 2.1), (xr + 0.42, 2.1), (xr + 0.5, 1.3)], half * 0.62, bevel=0.03)
    pieces: list[Piece] = [
        ("body", paint, "body", [hood, box(1.0, half * 1.2, 0.75, at=(xr, 0, 0.55)), box(1.15, half * 1.34, 0.1, at=(xr, 0, 2.1))]),
        (
            "fenders",
            paint,
            "body",
            [box(0.95, 0.3, 0.08, at=(xr, s * (half - 0.17), 2 * big + 0.01)) for s in (-1, 1)]
            + [box(0.95, half - 0.3, 0.06, at=(xr, s * (half - 0.2) * 0.62, 2 * big - 0.05)) for s in (-1, 1)],
        ),
        ("windows", "glass", "window", [cab]),
        (
            "chassis",
            dark,
            "chassis",
            [
                box(xf - xr, 0.3, 0.3, at=((xf + xr) / 2, 0, 0.42)),
                axle(xf, 0, small, 0.08, 2 * half - 0.3, segments=6),
                axle(xr, 0, big, 0.1, 2 * half - 0.3, segments=6),
            ],
        ),
        (
            "wheels",
            dark,
            "wheel",
            [axle(xr, s * (half - 0.2), big, big, 0.38) for s in (-1, 1)]
            + [axle(xf, s * (half - 0.18), small, small, 0.26) for s in (-1, 1)],
        ),
        (
            "hubcaps",
            plain(b, "#e3c84a"),
            "wheel",
            [axle(xr, s * (half - 0.2), big, big * 0.5, 0.42, segments=8) for s in (-1, 1)]
            + [axle(xf, s * (half - 0.18), small, small * 0.5, 0.3, segments=8) for s in (-1, 1)],
        ),
        ("exhaust", "metal", "pipe", [rod((end - 0.75, 0.18, 1.15), (end - 0.75, 0.18, 1.95), 0.06, segments=7)]),
        ("headlights", glowing(b, "#fff4d6", 0.6), "lamp", [box(0.08, 0.16, 0.14, at=(end - 0.13, s * 0.2, 0.98)) for s in (-1, 1)]),
    ]
    put(b, pieces)
