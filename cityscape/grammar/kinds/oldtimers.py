"""Vehicles of the thirties: platform bus, saloon car."""

from __future__ import annotations

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, side
from partgen.solids import ball, box, hull, rod


@kind(
    "platform_bus", "vehicle", width=(7.0, 8.4), depth=(2.3, 2.5), words=("platform bus", "paris bus", "old bus", "omnibus", "vintage bus")
)
def platform_bus(b: Build) -> None:
    """A green and cream bus with a bonnet in front and an open platform behind."""
    w, half = b.lot.width / 2, b.lot.depth / 2
    green = b.look.material("accent")
    cream = b.look.material("trim")
    floor, roof = 0.62, 2.75
    y = half - 0.08
    x0, x1, x2 = -w + 0.1, -w + 1.35, w - 1.7
    b.add("chassis", "metal", box(2 * w - 0.5, 2 * y - 0.3, 0.22, at=(0.1, 0, 0.42)), label="frame")
    b.add("body", green, box(x2 - x1, 2 * y, 0.85, at=((x1 + x2) / 2, 0, floor)))
    b.add("upper", cream, box(x2 - x1, 2 * y - 0.04, roof - floor - 0.85, at=((x1 + x2) / 2, 0, floor + 0.84)), label="body")
    n = 5
    step = (x2 - x1 - 0.3) / n
    b.add(
        "windows",
        "glass",
        [box(step - 0.16, 2 * y + 0.03, 0.78, at=(x1 + 0.15 + step * (k + 0.5), 0, floor + 1.02)) for k in range(n)],
        box(0.06, 2 * y - 0.5, 0.75, at=(x2 + 0.005, 0, floor + 1.04)),
        label="window",
    )
    b.add(
        "roof",
        cream,
        side([(x0 + 0.05, roof - 0.02), (x2 + 0.12, roof - 0.02), (x2 + 0.05, roof + 0.12), (x0 + 0.2, roof + 0.12)], y + 0.02, bevel=0.08),
    )
    b.add(
        "bonnet",
        green,
        side(
            [(x2 - 0.05, floor), (w - 0.22, floor), (w - 0.2, floor + 0.72), (w - 0.35, floor + 0.86), (x2 - 0.05, floor + 0.98)],
            y * 0.52,
            bevel=0.06,
        ),
        label="hood",
    )
    b.add("grille", "metal", box(0.08, y * 0.8, 0.66, at=(w - 0.2, 0, floor + 0.04)), label="grille")
    b.add("bumper", "metal", box(0.16, 2 * y - 0.2, 0.16, at=(w - 0.1, 0, 0.42)), label="bumper")
    b.add("lamps", "lamp", [ball(0.13, at=(w - 0.28, s * y * 0.6, floor + 0.5), detail=1) for s in (-1, 1)], label="lamp")
    b.add(
        "fenders",
        green,
        [
            side(
                [(w - 1.35, 0.62), (w - 1.1, 0.98), (w - 0.6, 0.98), (w - 0.3, 0.62), (w - 0.3, 0.5), (w - 1.35, 0.5)],
                0.16,
                y=s * (y - 0.18),
            )
            for s in (-1, 1)
        ],
        label="fender",
    )
    b.add("platform", "wood", box(x1 - x0 + 0.1, 2 * y, 0.12, at=((x0 + x1) / 2, 0, floor - 0.06)), label="floor")
    b.add(
        "railings",
        green,
        box(0.06, 2 * y, 0.8, at=(x0 + 0.05, 0, floor)),
        [box(x1 - x0, 0.05, 0.5, at=((x0 + x1) / 2, s * (y - 0.03), floor + 0.04)) for s in (1,)],
        label="railing",
    )
    b.add(
        "posts",
        "metal",
        [rod((x0 + 0.1, s * (y - 0.08), floor), (x0 + 0.1, s * (y - 0.08), roof), 0.035, segments=6) for s in (-1, 1)],
        label="post",
    )
    wheels = [axle(x, s * (y - 0.14), 0.47, 0.47, 0.26, segments=14) for x in (-w + 1.9, w - 0.85) for s in (-1, 1)]
    b.add("wheels", b.look.material("metal", color="#25262a", pattern="plain"), wheels, label="wheel")
    b.add(
        "hubs", cream, [axle(x, s * (y - 0.08), 0.47, 0.2, 0.2, segments=10) for x in (-w + 1.9, w - 0.85) for s in (-1, 1)], label="wheel"
    )
    b.add(
        "sign",
        "sign",
        box(1.4, 0.08, 0.26, at=((x1 + x2) / 2, -y - 0.01, roof - 0.36)),
        box(0.08, 1.2, 0.24, at=(x2 + 0.04, 0, roof - 0.3)),
    )


@kind("vintage_car", "vehicle", width=(3.7, 4.3), depth=(1.6, 1.8), words=("vintage car", "classic car", "oldtimer", "limousine"))
def vintage_car(b: Build) -> None:
    """A saloon of the thirties: long bonnet, swept fenders with running boards, upright grille and round lamps."""
    w, half = b.lot.width / 2, b.lot.depth / 2
    paint, dark = b.look.material("vehicle"), b.look.material("metal", color="#25262a", pattern="plain")
    y = half - 0.3
    b.add("chassis", dark, box(2 * w - 0.5, 2 * y, 0.14, at=(0, 0, 0.3)), label="frame")
    x0, x1, x2 = -w + 0.22, -0.02 * w, w - 0.24
    b.add("body", paint, side([(x0, 0.42), (x1 + 0.2, 0.42), (x1 + 0.2, 1.0), (x0 + 0.12, 0.98)], y, bevel=0.05), label="body")
    b.add("cabin", paint, side([(x0 + 0.1, 0.94), (x1 + 0.22, 0.94), (x1, 1.5), (x0 + 0.55, 1.56), (x0 + 0.22, 1.4)], y - 0.03, bevel=0.08))
    long = x1 - x0
    b.add("windows", "glass", [box(0.3 * long, 2 * y, 0.34, at=(x0 + long * e, 0, 1.06)) for e in (0.42, 0.82)], label="window")
    pane = [(x1 + dx, s * (y - 0.14), z) for s in (-1, 1) for dx, z in ((0.23, 1.0), (0.06, 1.42), (0.15, 1.0), (-0.02, 1.42))]
    b.add("windows", "glass", hull(pane), label="window")
    bonnet = [(x1 + 0.1, 0.44), (x2, 0.44), (x2 + 0.02, 0.92), (x1 + 0.1, 1.02)]
    b.add("bonnet", paint, side(bonnet, y * 0.6, bevel=0.07), label="hood")
    b.add("grille", "metal", box(0.07, y * 0.86, 0.5, at=(x2 + 0.03, 0, 0.44)), label="grille")
    wheels = [(x2 - 0.36, 0.34), (x0 + 0.5, 0.34)]
    fender = [(-0.52, 0.42), (-0.4, 0.66), (-0.05, 0.76), (0.28, 0.68), (0.44, 0.4)]
    for s in (-1, 1):
        c = s * (half - 0.16)
        b.add("fenders", paint, [side([(x + dx, z) for dx, z in fender], 0.15, bevel=0.04, y=c) for x, _ in wheels], label="fender")
        b.add(
            "boards",
            dark,
            box(wheels[0][0] - wheels[1][0] - 0.8, 0.24, 0.06, at=((wheels[0][0] + wheels[1][0]) / 2, c, 0.34)),
            label="step",
        )
        b.add("wheels", dark, [axle(x, c, r, r, 0.18, segments=12) for x, r in wheels], label="wheel")
        b.add("hubs", "trim", [axle(x, s * (half - 0.1), r, r * 0.5, 0.14, segments=10) for x, r in wheels], label="wheel")
        b.add("lamps", "lamp", ball(0.1, at=(x2 - 0.04, s * (y * 0.6 + 0.06), 0.8), detail=1), label="lamp")
    b.add("bumpers", "metal", [box(0.07, 2 * half - 0.24, 0.1, at=(x, 0, 0.36)) for x in (w - 0.06, -w + 0.06)], label="bumper")
    b.add("bumpers", "metal", [box(0.3, 0.08, 0.08, at=(x, s * y * 0.6, 0.37)) for x in (w - 0.2, -w + 0.2) for s in (-1, 1)])
    b.add(
        "boot", paint, side([(x0 - 0.1, 0.46), (x0 + 0.15, 0.46), (x0 + 0.2, 1.02), (x0 - 0.02, 0.96)], y * 0.8, bevel=0.05), label="body"
    )
    b.add("spare", dark, rod((-w + 0.05, 0, 0.72), (-w + 0.16, 0, 0.72), 0.28, segments=12), label="wheel")
