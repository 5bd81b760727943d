"""Where people sleep: beds, night stand, dressing table, mirror, toy box."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import (
    cushion,
    drape,
    drawers,
    eased,
    joined,
    leaning,
    legs,
    lying_books,
    metal,
    second,
    several,
    slab,
    wished,
)
from cityscape.grammar.kit import between, chance, pick
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tint
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, cylinder, frustum, hull

BLANKETS: tuple[Role, ...] = ("upholstery", "curtain", "upholstery")


def bedding(
    b: Build, w: float, y0: float, y1: float, z: float, *, pillows: int = 1, n: str = "", along: tuple[float, float] | None = None
) -> None:
    """Mattress, sheet, blanket and pillows on slats at z, the head at y1.

    along : lays all of it along x instead and tucks it in: the side of the head (-1 left, 1 right) and the place in y.
    """

    def put(*solids: Solid) -> list[Solid]:
        return [s.turned(-along[0] * pi / 2).moved(0, along[1], 0) for s in solids] if along else list(solids)

    long, top = y1 - y0, z + 0.17
    linen, cover = b.look.material("linen"), wished(b, pick(b, *BLANKETS))
    b.add(f"mattress{n}", tint(linen, "#bfb4a2", 0.4), put(cushion(w, long, 0.17, at=(0, (y0 + y1) / 2, z), puff=0.0)), label="mattress")
    b.add(f"sheet{n}", linen, put(slab(w - 0.01, long - 0.01, 0.02, at=(0, (y0 + y1) / 2, top - 0.01), corner=0.06)), label="sheet")
    fold = y1 - 0.33 * long
    quilt = [slab(w + 0.04, fold - y0 + 0.03, 0.05, at=(0, (fold + y0) / 2 - 0.012, top), corner=0.04, ease=0.022)]
    low = z + between(b, 0.0, 0.05)
    if along:
        quilt.append(slab(w + 0.03, fold - y0 + 0.02, 0.13, at=(0, (fold + y0) / 2 - 0.008, top - 0.1), corner=0.04))
    else:
        n_side, n_foot = max(5, round((fold - y0) / 0.24)), max(4, round(w / 0.24))
        quilt += drape(-w / 2, w / 2, y0 - 0.004, low, top + 0.035, folds=n_foot)
        quilt += [s.turned(pi / 2) for s in drape(y0, fold, -w / 2 - 0.004, low, top + 0.035, folds=n_side)]
        quilt += [s.turned(-pi / 2) for s in drape(-fold, -y0, -w / 2 - 0.004, low, top + 0.035, folds=n_side)]
    b.add(f"blanket{n}", cover, put(*quilt), label="blanket")
    b.add(f"fold{n}", linen, put(slab(w + 0.05, 0.24, 0.06, at=(0, fold - 0.02, top + 0.004), corner=0.05, ease=0.024)), label="sheet")
    lie = cushion(min(0.66, (w - 0.06) / pillows), 0.42, 0.14, puff=0.7, corner=0.13)
    for k in range(pillows):
        x = (k - (pillows - 1) / 2) * (w - 0.04) / pillows
        name = f"pillow{n}" if pillows == 1 else f"pillow{n}_{k + 1}"
        b.add(name, linen, put(leaning(lie, pi / 2 - 0.3, x, y1 - 0.24, top + 0.005)), label="pillow")


def _headboard(b: Build, w: float, y: float, high: float) -> None:
    """A headboard whose back is the plane y: framed boards, upholstered channels, turned spindles, or a bowed board."""
    wood, form = joined(b), int(b.rng.integers(4))
    posts = [eased(0.06, 0.06, high, at=(s * (w / 2 - 0.03), y - 0.03, 0), r=0.008) for s in (-1, 1)]
    if form == 0:
        b.add("headboard", wood, box(w - 0.1, 0.025, high - 0.3, at=(0, y - 0.025, 0.26)), posts)
        b.add("headboard", wood, [eased(w - 0.1, 0.04, 0.07, at=(0, y - 0.025, z), r=0.008) for z in (0.3, high - 0.1)])
        b.add("rail", second(wood), eased(w, 0.085, 0.035, at=(0, y - 0.0425, high - 0.01), r=0.01))
    elif form == 1:
        n = max(4, round(w / 0.26))
        cloth = wished(b, "upholstery")
        b.add("headboard", wood, box(w - 0.02, 0.03, high - 0.04, at=(0, y - 0.015, 0)))
        pads = [eased(w / n + 0.002, 0.08, high - 0.24, at=((k - (n - 1) / 2) * w / n, y - 0.06, 0.24), r=0.022) for k in range(n)]
        b.add("headboard_pad", cloth, pads, label="cushion")
    elif form == 2:
        n = max(5, round(w / 0.19))
        spindles = [cylinder(0.014, high - 0.32, at=((k - (n - 1) / 2) * (w - 0.1) / n, y - 0.03, 0.28), segments=6) for k in range(n)]
        b.add("headboard", wood, posts, spindles, [eased(w - 0.06, 0.045, 0.07, at=(0, y - 0.03, z), r=0.01) for z in (0.26, high - 0.07)])
        b.add("knobs", wood, [ball(0.036, at=(s * (w / 2 - 0.036), y - 0.036, high + 0.025), detail=1) for s in (-1, 1)], label="ornament")
    else:
        arc = [(w / 2 * cos(t), high - 0.22 + 0.24 * sin(t)) for t in np.linspace(0, pi, 9)]
        bow = hull([(x, y - d, z) for x, z in [(-w / 2, 0.2), (w / 2, 0.2), *arc] for d in (0.0, 0.04)])
        inner = hull([(x * 0.86, y - d, 0.42 + (z - 0.42) * 0.8) for x, z in [(-w / 2, 0.42), (w / 2, 0.42), *arc] for d in (0.03, 0.055)])
        b.add("headboard", wood, bow, [box(0.06, 0.05, 0.3, at=(s * (w / 2 - 0.03), y - 0.025, 0)) for s in (-1, 1)])
        b.add("headboard_field", second(wood), inner, label="headboard")


def _bed(b: Build, *, pillows: int, high: float) -> None:
    w, d = b.lot.width, b.lot.depth
    wood = joined(b)
    _headboard(b, w, d / 2, high)
    frame = [eased(0.035, d - 0.1, 0.16, at=(s * (w / 2 - 0.045), -0.01, 0.17), r=0.008) for s in (-1, 1)]
    frame += [eased(w - 0.05, 0.04, 0.16, at=(0, -d / 2 + 0.06, 0.17), r=0.008), box(w - 0.1, d - 0.14, 0.03, at=(0, -0.01, 0.29))]
    b.add("frame", wood, frame)
    foot = legs(w - 0.03, d - 0.06, 0.2, thick=0.06, form=pick(b, "square", "round"))
    b.add("legs", wood, foot, label="leg")
    y0, y1 = -d / 2 + 0.1, d / 2 - 0.1
    bedding(b, w - 0.13, y0, y1, 0.31, pillows=pillows)
    top = 0.31 + 0.17 + 0.05
    if chance(b, 0.6):
        throw = several(b, "upholstery", 2)[1]
        y = y0 + 0.2 * (y1 - y0)
        cloth = [slab(w - 0.06, 0.42, 0.022, at=(0, y, top - 0.008), corner=0.02, ease=0.008)]
        cloth += [eased(0.018, 0.42, 0.15, at=(s * (w / 2 - 0.034), y, top - 0.145), r=0.006) for s in (-1, 1)]
        b.add("throw", throw, cloth, label="blanket")
    if chance(b, 0.75):
        m = tint(several(b, "upholstery", 3)[2], "#f0e6d2", 0.2)
        loose = cushion(0.42, 0.42, 0.14, puff=0.9, corner=0.05)
        for k, x in enumerate((-0.2, 0.24) if pillows > 1 else (0.02,)):
            b.add("cushions", m, leaning(loose, 0.75, x, y1 - 0.52, top - 0.035, yaw=0.2 - 0.35 * k), label="cushion")
    squeeze(b)


@kind("bed", "furniture", width=(0.98, 1.2), depth=(2.05, 2.2), words=("bed", "single bed"), indoor=Indoor("corner", front=0.5, seat=True))
def bed(b: Build) -> None:
    """A single bed, its head to the wall."""
    _bed(b, pillows=1, high=between(b, 0.95, 1.1))


@kind(
    "double_bed",
    "furniture",
    width=(1.55, 2.0),
    depth=(2.1, 2.25),
    words=("double bed", "queen bed", "king bed", "marriage bed"),
    indoor=Indoor("wall", front=0.6, sides=0.5, seat=True),
)
def double_bed(b: Build) -> None:
    """A bed for two, its head to the wall."""
    _bed(b, pillows=2, high=between(b, 1.0, 1.2))


@kind(
    "bunk_bed",
    "furniture",
    width=(2.05, 2.2),
    depth=(1.0, 1.15),
    words=("bunk bed", "bunk", "loft bed"),
    indoor=Indoor("corner", front=0.7, seat=True),
)
def bunk_bed(b: Build) -> None:
    """Two beds, one over the other, along the wall, with a ladder in front."""
    w, d = b.lot.width, b.lot.depth
    side = 1 if chance(b, 0.5) else -1
    wood, bright = joined(b), second(joined(b))
    t, high, floors = 0.075, 1.75, (0.3, 1.2)
    inner = d - 0.13
    b.add(
        "posts",
        wood,
        [eased(t, t, high, at=(i * (w - t) / 2, 0.03 + j * (inner - t) / 2, 0), r=0.01) for i in (-1, 1) for j in (-1, 1)],
        label="post",
    )
    rails: list[Solid] = []
    for z in floors:
        rails += [eased(w - t, 0.03, 0.13, at=(0, 0.03 + j * (inner - t) / 2, z - 0.09), r=0.008) for j in (-1, 1)]
        rails += [box(w - t, inner - 0.06, 0.025, at=(0, 0.03, z - 0.02))]
        for e in (0.26, 0.42):
            rails += [box(0.026, inner - t, 0.07, at=(i * (w - t) / 2, 0.03, z + e)) for i in (-1, 1)]
    rails += [box(w - t, 0.026, 0.07, at=(0, 0.03 + (inner - t) / 2, floors[1] + e)) for e in (0.26, 0.42)]
    gap = 0.46
    short = w - t - gap
    rails += [box(short, 0.026, 0.07, at=(-side * gap / 2, 0.03 - (inner - t) / 2, floors[1] + e)) for e in (0.3, 0.44)]
    rails.append(eased(0.05, 0.04, 0.6, at=(side * (w / 2 - t / 2 - gap), 0.03 - (inner - t) / 2, floors[1] - 0.08), r=0.006))
    b.add("frame", wood, rails)
    x, y = side * (w / 2 - t - gap / 2 + 0.02), -d / 2 + 0.035
    tall = floors[1] + 0.5
    stiles = [
        hull([(x + i * 0.18 + a, y + c + (0.06 * z / tall), z) for a in (-0.02, 0.02) for c in (-0.03, 0.03) for z in (0.0, tall)])
        for i in (-1, 1)
    ]
    rungs = [box(0.36, 0.05, 0.03, at=(x, y + 0.06 * z / tall, z)) for z in (0.28, 0.54, 0.8, 1.06, 1.32, 1.58)]
    b.add("ladder", bright, stiles, rungs)
    for k, z in enumerate(floors):
        bedding(b, inner - 0.12, -(w / 2 - 0.1), w / 2 - 0.1, z, n=f"_{k + 1}", along=(-side, 0.03))
    squeeze(b)


@kind(
    "night_stand",
    "furniture",
    width=(0.42, 0.55),
    depth=(0.36, 0.45),
    words=("night stand", "nightstand", "bedside table"),
    indoor=Indoor("wall", front=0.4, surface=0.55),
)
def night_stand(b: Build) -> None:
    """A small table by a bed: a drawer over a shelf with books, on legs or a plinth."""
    w, d, h = b.lot.width, b.lot.depth, 0.55
    wood, iron = joined(b), metal(b)
    b.add("top", second(wood), slab(w, d, 0.026, at=(0, 0, h - 0.026), corner=0.025))
    y = -d / 2 + 0.03
    if chance(b, 0.5):
        b.add("legs", wood, legs(w - 0.03, d - 0.03, h - 0.02, thick=0.045, form=pick(b, "square", "round")), label="leg")
        b.add("body", wood, box(w - 0.06, d - 0.06, 0.17, at=(0, 0.0, h - 0.19)))
        drawers(b, -w / 2 + 0.07, w / 2 - 0.07, (h - 0.18, h - 0.03), y, second(wood), iron, form=pick(b, "knob", "cup"))
        b.add("shelf", wood, eased(w - 0.05, d - 0.05, 0.022, at=(0, 0, 0.16)))
        lying_books(b, between(b, -0.05, 0.05), 0.0, 0.182, 2, w=0.2, d=0.15, colors=several(b, "book", 2))
    else:
        b.add("body", wood, eased(w - 0.03, d - 0.035, h - 0.09, at=(0, 0.01, 0.07)))
        b.add("plinth", second(wood), box(w - 0.07, d - 0.09, 0.08, at=(0, 0.01, 0)))
        z = (0.09, 0.3, h - 0.035) if chance(b, 0.6) else (0.09, 0.24, 0.38, h - 0.035)
        drawers(b, -w / 2 + 0.03, w / 2 - 0.03, z, y, second(wood), iron, form=pick(b, "knob", "bar", "cup"))
    squeeze(b)


@kind(
    "dresser",
    "furniture",
    width=(1.0, 1.4),
    depth=(0.44, 0.54),
    words=("dresser", "vanity", "dressing table"),
    indoor=Indoor("wall", front=0.7, surface=0.76),
)
def dresser(b: Build) -> None:
    """A dressing table: drawers to both sides of the knees, a mirror on top, bottles and a brush."""
    w, d, h = b.lot.width, b.lot.depth, 0.76
    wood, iron = joined(b), metal(b)
    b.add("top", second(wood), slab(w, d, 0.03, at=(0, 0, h - 0.03), corner=0.03))
    side = 0.3 * w
    for s in (-1, 1):
        b.add("body", wood, box(side, d - 0.07, 0.42, at=(s * (w / 2 - side / 2 - 0.03), 0.01, h - 0.44)))
        x0 = s * (w / 2 - side / 2 - 0.03) - side / 2 + 0.01
        drawers(
            b,
            x0,
            x0 + side - 0.02,
            (h - 0.43, h - 0.3, h - 0.17, h - 0.04),
            -d / 2 + 0.045,
            second(wood),
            iron,
            form=pick(b, "knob", "cup"),
        )
    b.add("body", wood, box(w - 0.1, d - 0.09, 0.1, at=(0, 0.01, h - 0.12)))
    drawers(b, -w / 2 + side + 0.05, w / 2 - side - 0.05, (h - 0.12, h - 0.04), -d / 2 + 0.055, second(wood), iron)
    b.add("legs", wood, legs(w - 0.06, d - 0.06, h - 0.4, thick=0.05, form=pick(b, "square", "round")), label="leg")
    y, r = d / 2 - 0.035, min(0.34, w * 0.3)
    mirror = [(r * cos(t), 0.5 + 0.44 * sin(t)) for t in np.linspace(0, 2 * pi, 20, endpoint=False)]
    if chance(b, 0.4):
        mirror = [(x * 1.3, z) for x, z in ((-r, 0.08), (r, 0.08), (r, 0.74), (0.8 * r, 0.86), (-0.8 * r, 0.86), (-r, 0.74))]
    b.add(
        "mirror_frame",
        wood,
        hull([(x * 1.08, y + k, h + 0.5 + (z - 0.5) * 1.08) for x, z in mirror for k in (-0.018, 0.018)]),
        label="frame",
    )
    b.add("mirror", "glass", hull([(x, y - k, h + z) for x, z in mirror for k in (0.0, 0.024)]))
    b.add("mirror_frame", wood, [box(0.035, 0.03, 0.56, at=(s * r * 1.1, y + 0.012, h - 0.01)) for s in (-1, 1)])
    glassy = several(b, "curtain", 2)
    for k, (x, t) in enumerate(((-0.36, 0.14), (-0.29, 0.1), (0.33, 0.12))):
        bottle = lathe(
            [(0.026, -0.004), (0.03, 0.5 * t), (0.012, 0.7 * t), (0.014, t)], at=(x * w, y - 0.1 - 0.04 * (k % 2), h), segments=8
        )
        b.add(f"bottles_{k % 2 + 1}", glassy[k % 2], bottle, label="bottle")
    squeeze(b)


@kind(
    "mirror",
    "furniture",
    width=(0.5, 0.8),
    depth=(0.04, 0.06),
    words=("mirror", "looking glass"),
    indoor=Indoor("hung", front=0.0, at=(0.85, 1.1)),
)
def mirror(b: Build) -> None:
    """A mirror on the wall: upright with a frame, round, or with a rounded head."""
    w, d = b.lot.width, b.lot.depth
    h = w if (form := int(b.rng.integers(3))) == 1 else min(1.25, between(b, 1.5, 1.7) * w)
    if form == 1:
        line = [(w / 2 * cos(t), w / 2 + w / 2 * sin(t)) for t in np.linspace(0, 2 * pi, 24, endpoint=False)]
    elif form == 2:
        line = [(-w / 2, 0.0), (w / 2, 0.0)] + [(w / 2 * cos(t), h - w / 2 + w / 2 * sin(t)) for t in np.linspace(0, pi, 13)]
    else:
        line = [(-w / 2, 0.0), (w / 2, 0.0), (w / 2, h), (-w / 2, h)]
    bar = 0.09 * w

    def at(e: float, y: float) -> list[tuple[float, float, float]]:
        return [(x * (1 - 2 * e / w), y, h / 2 + (z - h / 2) * (1 - 2 * e / h)) for x, z in line]

    b.add(
        "frame",
        joined(b) if chance(b, 0.6) else metal(b),
        hull([*at(0.0, d / 2), *at(0.0, d / 2 - 0.6 * d), *at(0.35 * bar, -d / 2 + 0.012)]),
    )
    b.add("mirror", "glass", hull([*at(bar, d / 2 - 0.01), *at(bar, -d / 2 + 0.006), *at(bar + 0.02, -d / 2)]))


@kind(
    "toy_box", "furniture", width=(0.75, 1.0), depth=(0.45, 0.56), words=("toy box", "toys", "toy chest"), indoor=Indoor("wall", front=0.5)
)
def toy_box(b: Build) -> None:
    """An open box full of toys: a bear or a rabbit, a ball, blocks, a rocket; some have a lid."""
    w, d, h = b.lot.width, b.lot.depth, 0.4
    wood, bright = joined(b), several(b, "book", 3)
    t = 0.025
    sides = [box(w - 0.02, t, h, at=(0, s * (d - t - 0.02) / 2, 0.03)) for s in (-1, 1)] + [
        box(t, d - 0.02, h, at=(s * (w - t - 0.02) / 2, 0, 0.03)) for s in (-1, 1)
    ]
    b.add("body", wood, sides, box(w - 0.03, d - 0.03, 0.24, at=(0, 0, 0.05)))
    b.add(
        "battens",
        second(wood),
        [eased(w, d, 0.035, at=(0, 0, 0.0)), *[eased(0.05, 0.02, h, at=(s * w * 0.36, -d / 2 + 0.01, 0.03)) for s in (-1, 1)]],
        label="plinth",
    )
    rim = [eased(w, 0.045, 0.028, at=(0, s * (d - 0.045) / 2, h + 0.025)) for s in (-1, 1)] + [
        eased(0.045, d, 0.027, at=(s * (w - 0.045) / 2, 0, h + 0.025)) for s in (-1, 1)
    ]
    b.add("rim", second(wood), rim, label="frame")
    rabbit = chance(b, 0.4)
    fur = tint(b.look.material("linen" if rabbit else "leather"), "#cbb9a6" if rabbit else "#c99a62", 0.6)
    x, z = -w * 0.24, 0.28
    bear = [ball(0.11, 0.1, 0.13, at=(x, 0.02, z + 0.11), detail=2), ball(0.085, 0.08, 0.08, at=(x, 0.0, z + 0.29), detail=2)]
    ear, up = (0.09, 0.4) if rabbit else (0.034, 0.36)
    bear += [
        ball(0.024 if rabbit else 0.034, 0.022, ear, at=(x + s * (0.045 if rabbit else 0.066), 0.01, z + up), detail=1) for s in (-1, 1)
    ]
    bear += [ball(0.034, 0.05, 0.034, at=(x + s * 0.1, -0.06, z + 0.17), detail=1) for s in (-1, 1)]
    b.add("rabbit" if rabbit else "bear", fur, bear, label="toy")
    b.add("snout", tint(fur, "#f3e4c8", 0.6), ball(0.04, 0.03, 0.032, at=(x, -0.07, z + 0.275), detail=1), label="toy")
    b.add("ball", bright[0], ball(0.12, at=(w * 0.08, 0.06, z + 0.11), detail=2), label="toy")
    b.add("ball_stripe", b.look.material("paper"), cylinder(0.121, 0.05, at=(w * 0.08, 0.06, z + 0.085), segments=20), label="toy")
    for k in range(4):
        s = 0.085
        cube = (
            eased(s, s, s, at=(0, 0, 0))
            .turned(0.5 * k)
            .moved(w * 0.3 + (0.05 if k % 2 else -0.06), -0.1 + 0.07 * (k // 2) * (1 if k % 2 else 2), z + 0.0 + 0.07 * (k == 3))
        )
        b.add(f"blocks_{k % 2 + 1}", bright[1 + k % 2], cube, label="toy")
    y = -d / 2 + 0.018
    b.add(
        "star",
        bright[1],
        [
            hull([(0.07 * cos(t + u), y + v, 0.22 + 0.07 * sin(t + u)) for u in (0, 2 * pi / 3, 4 * pi / 3) for v in (-0.012, 0.012)])
            for t in (pi / 2, -pi / 2)
        ],
        label="ornament",
    )
    if chance(b, 0.5):
        x, y = w * 0.34, d * 0.22
        b.add(
            "rocket",
            b.look.material("paper"),
            lathe([(0.045, 0.2), (0.055, 0.36), (0.05, 0.46), (0.03, 0.53)], at=(x, y, 0.1), segments=12),
            label="toy",
        )
        fins = [
            hull([(r * cos(a) + e, r * sin(a), zz) for r, zz in ((0.03, 0.3), (0.1, 0.26), (0.045, 0.46)) for e in (-0.008, 0.008)])
            for a in (0.3, 2.4, 4.5)
        ]
        fins = [f.moved(x, y, 0.02) for f in fins]
        b.add("rocket_fins", bright[0], fins, frustum(0.032, 0.0, 0.09, at=(x, y, 0.625), segments=12), label="toy")
    else:
        b.add(
            "lid",
            wood,
            hull(
                [
                    (i * (w / 2 - 0.02), e, zz)
                    for i in (-1, 1)
                    for e, zz in ((d / 2 - 0.03, h + 0.04), (d / 2 - 0.005, h + 0.04), (d / 2, h + 0.4), (d / 2 - 0.02, h + 0.4))
                ]
            ),
        )
    squeeze(b)
