"""Motor vehicles, trams and hover cars. They point along +x; the lot's width is their length."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, pick, settle, side, tint
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, beam, box, frustum, hull, rod

Piece = tuple[str, Role | Material, str, list[Solid]]


def put(b: Build, pieces: list[Piece]) -> None:
    """Add pieces (name, material, label, solids) of something that stands on wheels, settled on the slope."""
    z = settle(b)
    for name, material, label, solids in pieces:
        b.add(name, material, [s.moved(z=z) for s in solids], label=label)


def _plain(b: Build, color: str, *, rough: float = 0.5) -> Material:
    return b.look.material("vehicle", color=color, pattern="plain").model_copy(update={"roughness": rough, "name": f"paint-{color[1:]}"})


def _lit(b: Build, color: str, strength: float) -> Material:
    return _plain(b, color).model_copy(update={"emission": strength, "name": f"light-{color[1:]}"})


def _wheels(b: Build, xs: list[float], half: float, r: float, width: float) -> list[Piece]:
    tyres = [axle(x, s * (half - width / 2), r, r, width) for x in xs for s in (-1, 1)]
    caps = [axle(x, s * (half - width / 2), r, r * 0.52, width + 0.03, segments=8) for x in xs for s in (-1, 1)]
    return [("wheels", _plain(b, "#26272a", rough=0.9), "wheel", tyres), ("hubcaps", _plain(b, "#b9bcc0"), "wheel", caps)]


def _lights(b: Build, front: float, back: float, half: float, z: float, size: tuple[float, float]) -> list[Piece]:
    y = half - size[0] / 2 - 0.1
    return [
        ("headlights", _lit(b, "#fff4d6", 0.6), "lamp", [box(0.08, size[0], size[1], at=(front - 0.03, s * y, z)) for s in (-1, 1)]),
        ("tail_lights", _lit(b, "#c8281e", 0.3), "lamp", [box(0.08, size[0], size[1], at=(back + 0.03, s * y, z)) for s in (-1, 1)]),
    ]


@kind("car", "vehicle", width=(3.8, 4.7), depth=(1.72, 1.95), words=("car", "automobile", "taxi", "hatchback", "sedan", "cab"))
def car(b: Build) -> None:
    """A saloon, a hatchback, an estate or a pick-up."""
    rng = b.rng
    l, half = b.lot.width / 2 - 0.04, b.lot.depth / 2 - 0.05
    form = int(rng.integers(4)) if b.lot.width > 4.1 else int(rng.integers(1, 3))
    r, belt = 0.33, between(rng, 0.86, 0.94)
    top = belt + between(rng, 0.5, 0.56)
    taxi = rng.random() < 0.06
    paint = _plain(b, "#f2c230") if taxi else b.look.material("vehicle")
    body = side([(-l, 0.36), (-l, belt - 0.12), (-l + 0.1, belt), (l - 1.0, belt), (l - 0.12, belt - 0.16), (l, 0.62), (l, 0.36), (l - 0.15, 0.2), (-l + 0.15, 0.2)], half, bevel=0.06)
    foot = {0: (-l + 0.62, l - 1.05), 1: (-l + 0.08, l - 0.95), 2: (-l + 0.06, l - 1.0), 3: (-0.3, l - 0.95)}[form]
    head = {0: (-l + 1.15, l - 1.75), 1: (-l + 0.5, l - 1.6), 2: (-l + 0.25, l - 1.65), 3: (-0.2, l - 1.55)}[form]
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
    pieces: list[Piece] = [("body", paint, "body", [body, roof, *pillars]), ("windows", "glass", "window", [slab(belt - 0.01, top - 0.02, 0.015)])]
    axles = [-l + 0.78, l - 0.82]
    pieces += _wheels(b, axles, half + 0.02, r, 0.22)
    pieces += _lights(b, l, -l, half, 0.6, (0.36, 0.14))
    dark = _plain(b, "#2f3136", rough=0.8)
    pieces.append(("bumpers", dark, "bumper", [box(0.1, 1.5 * half, 0.16, at=(s * (l - 0.02), 0, 0.32)) for s in (-1, 1)]))
    pieces.append(("mirrors", paint, "mirror", [box(0.12, 0.12, 0.1, at=(foot[1] - 0.2, s * (half - 0.045), belt - 0.02)) for s in (-1, 1)]))
    if form == 3:
        bed = (-l + 0.12, foot[0] - 0.1)
        pieces.append(("bed", dark, "bed", [box(bed[1] - bed[0], 1.7 * half, 0.03, at=((bed[0] + bed[1]) / 2, 0, belt))]))
        pieces.append(("body", paint, "body", [box(bed[1] - bed[0] + 0.1, 0.08, 0.2, at=((bed[0] + bed[1]) / 2, s * (half - 0.1), belt - 0.02)) for s in (-1, 1)]))
        pieces.append(("body", paint, "body", [box(0.08, 1.8 * half, 0.2, at=(bed[0], 0, belt - 0.02))]))
        if rng.random() < 0.6:
            pieces.append(("cargo", "wood", "cargo", [box(0.6, 0.5, 0.45, at=(bed[0] + 0.45, 0.2, belt + 0.03)), box(0.45, 0.45, 0.3, at=(bed[0] + 0.5, -0.35, belt + 0.03))]))
    if taxi:
        pieces.append(("sign", _lit(b, "#fff1c0", 0.8), "sign", [box(0.18, 0.5, 0.16, at=((head[0] + head[1]) / 2, 0, top + 0.05))]))
    elif form == 2 and rng.random() < 0.5:
        mid = (head[0] + head[1]) / 2
        pieces.append(("rails", dark, "rail", [box(1.3, 0.05, 0.07, at=(mid, s * (narrow - 0.1), top + 0.05)) for s in (-1, 1)]))
    put(b, pieces)


@kind("van", "vehicle", width=(4.7, 5.8), depth=(1.9, 2.15), words=("van", "delivery van", "minibus", "camper", "food truck"))
def van(b: Build) -> None:
    """A panel van with a stripe, or a minibus with windows all along."""
    rng = b.rng
    l, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.06
    top, belt = between(rng, 2.15, 2.4), 1.1
    paint = b.look.material("vehicle")
    low = side([(-l, 0.3), (-l, belt), (l - 0.75, belt), (l - 0.06, belt - 0.16), (l, 0.7), (l, 0.3)], half, bevel=0.05)
    high = side([(-l, belt), (-l + 0.05, top - 0.06), (-l + 0.15, top), (l - 1.6, top), (l - 1.45, top - 0.06), (l - 0.7, belt)], half - 0.02, bevel=0.06)
    pieces: list[Piece] = [("body", paint, "body", [low, high])]
    glass: list[Solid] = []
    t = 0.05
    for s in (-1, 1):
        y = s * (half - 0.02)
        quad = [(l - 1.5, belt + 0.08), (l - 1.86, top - 0.35), (l - 2.2, top - 0.35), (l - 2.2, belt + 0.08)]
        glass.append(side([(x + 0.35, z) for x, z in quad], t, y=y))
    slope = np.array([(l - 0.73, 0.0, belt + 0.07), (l - 1.38, 0.0, top - 0.22)])
    glass.append(hull(np.array([(x + dx, s * (half - 0.16 - 0.06 * k), z) for k, (x, _, z) in enumerate(slope) for s in (-1, 1) for dx in (-0.04, 0.05)])))
    windowed = rng.random() < 0.4
    if windowed:
        n = 3
        step = (2 * l - 2.1) / n
        glass += [box(step - 0.18, 2 * (half + 0.02), 0.55, at=(-l + 0.2 + step * (k + 0.5), 0, belt + 0.12)) for k in range(n)]
    else:
        stripe = tint(paint, "#ffffff", 0.7) if rng.random() < 0.5 else b.look.material("accent")
        pieces.append(("stripe", stripe, "stripe", [box(2 * l - 2.2, 2 * (half + 0.01), 0.34, at=(-0.9, 0, belt + 0.25))]))
    glass.append(box(0.06, 1.2 * half, 0.45, at=(-l + 0.03, 0, belt + 0.3)))
    pieces.append(("windows", "glass", "window", glass))
    pieces += _wheels(b, [-l + 0.95, l - 0.95], half + 0.025, 0.36, 0.24)
    pieces += _lights(b, l, -l, half, 0.72, (0.34, 0.2))
    pieces.append(("bumpers", _plain(b, "#2f3136", rough=0.8), "bumper", [box(0.1, 1.8 * half, 0.2, at=(s * (l - 0.01), 0, 0.36)) for s in (-1, 1)]))
    put(b, pieces)


@kind("bus", "vehicle", width=(8.5, 12.0), depth=(2.35, 2.6), words=("bus", "coach", "city bus", "double-decker"))
def bus(b: Build) -> None:
    """A city bus, now and then a double-decker; doors are on the right-hand side (-y)."""
    rng = b.rng
    l, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.04
    decks = 2 if rng.random() < 0.25 else 1
    top = 2.95 if decks == 1 else 4.2
    paint = b.look.material("vehicle")
    body = side([(-l, 0.35), (-l, top - 0.25), (-l + 0.2, top), (l - 0.25, top), (l - 0.02, top - 0.3), (l, 1.2), (l, 0.35)], half, bevel=0.08)
    glass: list[Solid] = []
    n = max(5, round(2 * l / 1.45))
    step = (2 * l - 0.5) / n
    for deck in range(decks):
        z = 1.35 + 1.45 * deck
        glass += [box(step - 0.14, 2 * (half + 0.025), 0.95, at=(-l + 0.25 + step * (k + 0.5), 0, z)) for k in range(n)]
        glass.append(box(0.08, 2 * half - 0.3, 1.05, at=(l - 0.01, 0, z - 0.05 if deck == 0 else z)))
        glass.append(box(0.08, 1.5 * half, 0.75, at=(-l + 0.01, 0, z + 0.1)))
    pieces: list[Piece] = [("body", paint, "body", [body]), ("windows", "glass", "window", glass)]
    doors = [box(1.0, 0.08, 0.86, at=(x, -half - 0.0, 0.42)) for x in (l - 0.25 - step * 0.5, -l + 0.25 + step * (n // 2 + 0.5))]
    pieces.append(("doors", tint(paint, "#1d2126", 0.75), "door", doors))
    pieces.append(("stripe", tint(paint, "#ffffff", 0.75), "stripe", [box(2 * l - 0.4, 2 * (half + 0.012), 0.12, at=(0, 0, 0.98))]))
    pieces.append(("sign", _lit(b, "#ffc34d", 0.9), "sign", [box(0.06, 1.3, 0.24, at=(l - 0.06, 0, 2.48 if decks == 1 else 2.5))]))
    roof = [box(1.6, 1.3, 0.22, at=(x, 0, top)) for x in ((-l * 0.5, l * 0.35) if decks == 1 else (-l * 0.4,))]
    pieces.append(("roof_units", _plain(b, "#d9d9d4"), "machine", roof))
    pieces += _wheels(b, [-l + 2.1, l - 2.3], half + 0.025, 0.48, 0.3)
    pieces += _lights(b, l, -l, half, 0.62, (0.4, 0.2))
    put(b, pieces)


@kind("truck", "vehicle", width=(5.6, 8.6), depth=(2.15, 2.5), words=("truck", "lorry", "dump truck", "delivery truck"))
def truck(b: Build) -> None:
    """A cab with a box, a tilt cover or a flat bed with crates."""
    rng = b.rng
    l, half = b.lot.width / 2 - 0.06, b.lot.depth / 2 - 0.04
    paint = b.look.material("vehicle")
    dark = _plain(b, "#34373c", rough=0.8)
    x0 = l - 1.75
    cab = side([(x0, 0.45), (x0, 2.35), (x0 + 0.12, 2.45), (l - 0.45, 2.45), (l - 0.05, 1.45), (l, 1.3), (l, 0.45)], half - 0.04, bevel=0.06)
    glass = [
        hull(np.array([(x + dx, s * (half - 0.2), z) for x, z in ((l - 0.095, 1.5), (l - 0.42, 2.3)) for s in (-1, 1) for dx in (-0.05, 0.06)])),
        side([(x0 + 0.45, 1.5), (x0 + 0.45, 2.2), (l - 0.55, 2.2), (l - 0.28, 1.5)], half - 0.01),
    ]
    pieces: list[Piece] = [("cabin", paint, "body", [cab]), ("windows", "glass", "window", glass)]
    pieces.append(("chassis", dark, "chassis", [box(2 * l - 0.3, 1.1, 0.3, at=(-0.1, 0, 0.55)), box(0.12, 2 * half - 0.1, 0.3, at=(l, 0, 0.4))]))
    back, front = -l, x0 - 0.12
    mid, long = (back + front) / 2, front - back
    form = int(rng.integers(3))
    if form == 0:
        body = side([(back, 0.85), (back, 2.9), (front, 2.9), (front, 0.85)], half, bevel=0.03)
        pieces.append(("box", tint(paint, "#f3f1ea", 0.85), "body", [body]))
        pieces.append(("stripe", b.look.material("accent"), "stripe", [box(long * 0.62, 2 * half + 0.03, 0.5, at=(mid, 0, 1.7))]))
    else:
        bed = [box(long, 2 * half, 0.15, at=(mid, 0, 0.85))]
        bed += [box(long, 0.08, 0.45, at=(mid, s * (half - 0.04), 1.0)) for s in (-1, 1)] + [box(0.08, 2 * half - 0.16, 0.45, at=(x, 0, 1.0)) for x in (back + 0.04, front - 0.04)]
        pieces.append(("bed", dark if form == 1 else "wood", "bed", bed))
        if form == 1:
            cover = [(back + 0.1, 1.4), (back + 0.1, 2.5), (back + 0.3, 2.72), (front - 0.3, 2.72), (front - 0.1, 2.5), (front - 0.1, 1.4)]
            pieces.append(("cover", "fabric", "cover", [side(cover, half - 0.04, bevel=0.18)]))
        else:
            crates = [box(0.75, 0.75, h, at=(back + 0.6 + 0.85 * k, s * 0.45, 1.0)) for k in range(int((long - 0.4) / 0.85)) for s, h in ((-1, between(rng, 0.5, 0.9)), (1, between(rng, 0.4, 1.2))) if rng.random() < 0.8]
            pieces.append(("crates", tint(b.look.material("wood"), "#d2a768", 0.5), "cargo", crates))
    pieces += _wheels(b, [l - 0.95, back + 0.75, *([back + 1.75] if long > 4.2 else [])], half + 0.01, 0.46, 0.3)
    pieces += _lights(b, l, -l, half, 0.75, (0.3, 0.18))
    put(b, pieces)


@kind("tram", "vehicle", width=(11.0, 18.0), depth=(2.2, 2.5), words=("tram", "streetcar", "trolley", "light rail"))
def tram(b: Build) -> None:
    """An articulated tram with rounded ends and a pantograph."""
    l, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.04
    n = 2 if b.lot.width < 14.5 else 3
    paint = b.look.material("vehicle")
    pale = tint(paint, "#f5f2ea", 0.85)
    top, joint = 3.1, 0.4
    long = (2 * l - (n - 1) * joint) / n
    bodies: list[Solid] = []
    skirts: list[Solid] = []
    glass: list[Solid] = []
    folds: list[Solid] = []
    wheels: list[Solid] = []
    for k in range(n):
        a = -l + k * (long + joint)
        c = a + long
        nose_a, nose_c = (0.5 if k == 0 else 0.0), (0.5 if k == n - 1 else 0.0)
        bodies.append(side([(a, 1.05), (a + nose_a * 0.9, top - 0.12), (a + nose_a, top), (c - nose_c, top), (c - nose_c * 0.9, top - 0.12), (c, 1.05)], half, bevel=0.08))
        skirts.append(side([(a + 0.05, 0.25), (a, 1.05), (c, 1.05), (c - 0.05, 0.25)], half, bevel=0.05))
        m = max(3, round(long / 1.3))
        step = (long - 0.5 - nose_a - nose_c) / m
        glass += [box(step - 0.14, 2 * (half + 0.02), 1.0, at=(a + 0.25 + nose_a + step * (j + 0.5), 0, 1.4)) for j in range(m)]
        if k < n - 1:
            folds.append(box(joint, 2 * half - 0.3, top - 0.7, at=(c + joint / 2, 0, 0.5)))
        wheels += [axle(x, 0, 0.3, 0.3, 2 * half - 0.5, segments=12) for x in (a + 0.25 * long, a + 0.75 * long)]
    for s in (-1, 1):
        glass.append(hull(np.array([(s * (l - 0.02 - e * 0.3 + dx), y * (half - 0.25), 1.3 + e * 1.35) for e in (0, 1) for y in (-1, 1) for dx in (-0.06, 0.02)])))
    dark = _plain(b, "#2c2e33", rough=0.9)
    pole = [rod((0.9, 0, top), (-0.1, 0, top + 0.55), 0.04, segments=5), rod((-0.1, 0, top + 0.55), (0.6, 0, top + 1.0), 0.035, segments=5), box(0.12, 1.4, 0.06, at=(0.6, 0, top + 0.97))]
    pieces: list[Piece] = [
        ("body", pale, "body", bodies),
        ("skirt", paint, "body", skirts),
        ("windows", "glass", "window", glass),
        ("bellows", dark, "joint", folds),
        ("wheels", dark, "wheel", wheels),
        ("pantograph", "metal", "antenna", [*pole, box(0.8, 0.6, 0.12, at=(0.9, 0, top - 0.04))] if n != 2 else [p.moved(long * 0.5) for p in pole] + [box(0.8, 0.6, 0.12, at=(0.9 + long * 0.5, 0, top - 0.04))]),
    ]
    pieces += _lights(b, l, -l, half, 0.7, (0.35, 0.2))
    put(b, pieces)


@kind("hover_car", "vehicle", width=(3.8, 5.0), depth=(1.8, 2.2), words=("hover car", "hovercar", "flying car", "spinner", "pod"))
def hover_car(b: Build) -> None:
    """A wedge on glowing pads instead of wheels."""
    l, half = b.lot.width / 2 - 0.06, b.lot.depth / 2 - 0.04
    paint = b.look.material("vehicle")
    glow = b.look.material("accent")
    body = side([(-l, 0.55), (-l + 0.1, 0.95), (-l + 0.9, 1.02), (l - 0.9, 0.86), (l, 0.55), (l - 0.5, 0.34), (-l + 0.4, 0.34)], half, bevel=0.2)
    cabin = np.array([(x, s * y, z) for x, y, z in ((-l + 0.7, half - 0.3, 0.98), (-l + 1.2, half - 0.5, 1.4), (0.25, half - 0.5, 1.42), (l - 0.95, half - 0.36, 0.85)) for s in (-1, 1)])
    pods = [(sx * (l - 0.85), sy * (half - 0.34)) for sx in (-1, 1) for sy in (-1, 1)]
    pieces: list[Piece] = [
        ("body", paint, "body", [body]),
        ("windows", "glass", "window", [hull(cabin)]),
        ("pads", "metal", "engine", [frustum(0.3, 0.24, 0.22, at=(x, y, 0.16), segments=10) for x, y in pods]),
        ("glow", glow, "lamp", [frustum(0.2, 0.28, 0.16, at=(x, y, 0.0), segments=10) for x, y in pods]),
        ("light_bars", glow, "lamp", [box(0.06, 1.5 * half, 0.07, at=(-l + 0.04, 0, 0.68)), box(2 * l - 1.6, 2 * half + 0.02, 0.05, at=(0, 0, 0.6))]),
        ("headlights", _lit(b, "#f2fbff", 1.2), "lamp", [box(0.14, 0.5, 0.07, at=(l - 0.1, s * (half - 0.5), 0.58)) for s in (-1, 1)]),
    ]
    if b.rng.random() < 0.5:
        fin = [hull(np.array([(-l + dx, s * (half - 0.2) + dy, z) for dx, z in ((0.05, 0.9), (0.6, 0.9), (0.02, 1.35), (0.3, 1.35)) for dy in (-0.03, 0.03)])) for s in (-1, 1)]
        pieces.append(("fins", paint, "fin", fin))
    put(b, pieces)


@kind("tractor", "vehicle", width=(2.7, 3.6), depth=(1.5, 1.9), words=("tractor", "farm tractor"))
def tractor(b: Build) -> None:
    """Big wheels behind, small ones in front, bonnet, roofed cabin and exhaust."""
    l, half = b.lot.width / 2 - 0.05, b.lot.depth / 2 - 0.06
    paint = b.look.material("vehicle", color=b.look.color or pick(b.rng, ("#3f7d3a", "#b5352a", "#2f66a3", "#d98a2b")))
    big, small = min(0.72, 0.24 * b.lot.width), 0.4
    xr, xf = -l + big, l - small
    dark = _plain(b, "#26272a", rough=0.9)
    hood = side([(xr + 0.45, 0.7), (xr + 0.45, 1.3), (l - 0.2, 1.18), (l - 0.1, 0.7)], 0.34, bevel=0.05)
    cab = side([(xr - 0.5, 1.3), (xr - 0.42, 2.1), (xr + 0.42, 2.1), (xr + 0.5, 1.3)], half * 0.62, bevel=0.03)
    pieces: list[Piece] = [
        ("body", paint, "body", [hood, box(1.0, half * 1.2, 0.75, at=(xr, 0, 0.55)), box(1.15, half * 1.34, 0.1, at=(xr, 0, 2.1))]),
        ("fenders", paint, "body", [box(0.95, 0.3, 0.08, at=(xr, s * (half - 0.17), 2 * big + 0.01)) for s in (-1, 1)] + [box(0.95, half - 0.3, 0.06, at=(xr, s * (half - 0.2) * 0.62, 2 * big - 0.05)) for s in (-1, 1)]),
        ("windows", "glass", "window", [cab]),
        ("chassis", dark, "chassis", [box(xf - xr, 0.3, 0.3, at=((xf + xr) / 2, 0, 0.42)), axle(xf, 0, small, 0.08, 2 * half - 0.3, segments=6), axle(xr, 0, big, 0.1, 2 * half - 0.3, segments=6)]),
        ("wheels", dark, "wheel", [axle(xr, s * (half - 0.2), big, big, 0.38) for s in (-1, 1)] + [axle(xf, s * (half - 0.18), small, small, 0.26) for s in (-1, 1)]),
        ("hubcaps", _plain(b, "#e3c84a"), "wheel", [axle(xr, s * (half - 0.2), big, big * 0.5, 0.42, segments=8) for s in (-1, 1)] + [axle(xf, s * (half - 0.18), small, small * 0.5, 0.3, segments=8) for s in (-1, 1)]),
        ("exhaust", "metal", "pipe", [rod((l - 0.75, 0.18, 1.15), (l - 0.75, 0.18, 1.95), 0.06, segments=7)]),
        ("headlights", _lit(b, "#fff4d6", 0.6), "lamp", [box(0.08, 0.16, 0.14, at=(l - 0.13, s * 0.2, 0.98)) for s in (-1, 1)]),
    ]
    put(b, pieces)


@kind("bicycle", "vehicle", width=(1.65, 1.95), depth=(0.5, 0.7), words=("bicycle", "bike", "cargo bike"))
def bicycle(b: Build) -> None:
    """Two thin wheels, a frame, saddle, handlebar and basket."""
    from cityscape.grammar.shapes import ring

    l, r = b.lot.width / 2 - 0.02, 0.34
    back, front = -l + r, l - r
    tyres = []
    for x in (back, front):
        tyres += [s.turned(roll=pi / 2).moved(x, 0.025, r) for s in ring(r - 0.055, r, 0.05, segments=10)]
        tyres += [beam((x - 0.3 * np.cos(t), 0, r - 0.3 * np.sin(t)), (x + 0.3 * np.cos(t), 0, r + 0.3 * np.sin(t)), 0.018, 0.018) for t in (0.3, 1.9)]
        tyres.append(axle(x, 0, r, 0.05, 0.1, segments=6))
    crank, seat, neck = (-0.08, 0, 0.32), (-0.24, 0, 0.86), (front - 0.14, 0, 0.88)
    frame = [rod(p, q, 0.028, segments=5) for p, q in (((back, 0, r), crank), (crank, seat), (crank, neck), (seat, neck), ((back, 0, r), seat), ((front, 0, r), (front - 0.18, 0, 1.0)))]
    dark = _plain(b, "#2b2c2f", rough=0.8)
    put(
        b,
        [
            ("wheels", dark, "wheel", tyres),
            ("frame", "vehicle", "frame", frame),
            ("saddle", _plain(b, "#5b3a26"), "seat", [box(0.26, 0.14, 0.07, at=(-0.24, 0, 0.86))]),
            ("handlebar", dark, "handlebar", [box(0.05, min(0.5, b.lot.depth - 0.06), 0.05, at=(front - 0.2, 0, 0.98))]),
            ("basket", "wood", "basket", [box(0.28, 0.32, 0.22, at=(front + 0.02, 0, 0.8))]),
        ],
    )
