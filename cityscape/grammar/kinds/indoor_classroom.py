"""The classroom: desks and chairs, the board, the globe, coats on their hooks."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.lettering import lettering, text_width
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import axle, lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    books,
    border,
    fronts,
    fruit,
    pile,
    puff,
    several,
    stroke,
    upright_plate,
)
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, hull, rod


def pencils(b: Build, x: float, y: float, z: float) -> None:
    """A cup of pencils standing on z."""
    b.add("cup", "plastic", cylinder(0.034, 0.09, at=(x, y, z), segments=8))
    b.add(
        "pencils",
        "accent",
        [rod((x, y, z + 0.05), (x + 0.03 * cos(t), y + 0.03 * sin(t), z + 0.16), 0.008, segments=5) for t in (0.5, 2.6, 4.5)],
        label="pencil",
    )


def chalk(b: Build) -> Material:
    """What is written with on a board: white on a dark one, ink on a pale one."""
    m = b.look.material("board")
    dark = sum(int(m.color[k : k + 2], 16) for k in (1, 3, 5)) < 360
    return Material(name="chalk" if dark else "ink", color="#eeece2" if dark else "#2c3a5a", roughness=0.9)


def tubes(*paths: list[tuple[float, float, float]], r: float = 0.014) -> list[Solid]:
    """Bent steel tubes along paths."""
    return [s for p in paths for s in tube(p, (r,) * len(p), segments=6)]


@kind(
    "school_desk",
    "furniture",
    width=(0.65, 1.25),
    depth=(0.5, 0.6),
    words=("school desk", "pupil's desk", "desk with bench"),
    indoor=Indoor(spot="free", front=0.6, surface=0.72),
)
def school_desk(b: Build) -> None:
    """A pupil's desk: steel frame, ply top with a groove, a box below for books; a double one when it is wide."""
    w, d, z = b.lot.width, b.lot.depth, 0.72
    b.add("top", "furniture", board(w, d, 0.032, at=(0, 0, z - 0.032), corner=0.03))
    b.add("edge", shade(b.look.material("furniture"), 0.75), board(w - 0.02, d - 0.02, 0.02, at=(0, 0, z - 0.05), corner=0.03))
    iron = b.look.material("metal")
    frame = []
    for s in (-1, 1):
        x = s * (w / 2 - 0.06)
        frame += tubes(
            [(x, d / 2 - 0.05, z - 0.04), (x, d / 2 - 0.05, 0.02)], [(x, -d / 2 + 0.06, z - 0.04), (x, -d / 2 + 0.06, 0.02)], r=0.017
        )
        frame += [box(0.045, d - 0.03, 0.035, at=(x, 0, 0))]
    frame.append(rod((-w / 2 + 0.06, d / 2 - 0.05, 0.3), (w / 2 - 0.06, d / 2 - 0.05, 0.3), 0.014))
    b.add("frame", iron, frame, label="leg")
    seats = 2 if w > 1.0 else 1
    shades = several(b, "book", 2)
    for k in range(seats):
        x = (k - (seats - 1) / 2) * w / 2
        room = w / seats - 0.2
        b.add(
            "tray",
            "metal",
            board(room, d - 0.14, 0.014, at=(x, 0.02, z - 0.17)),
            [box(0.014, d - 0.14, 0.13, at=(x + s * room / 2, 0.02, z - 0.17)) for s in (-1, 1)],
            label="shelf",
        )
        pile(b, shades, x + 0.02, -0.02, z - 0.157, n=2, w=room * 0.7, d=0.2)
        b.add(
            "groove",
            shade(b.look.material("furniture"), 0.6),
            box(min(0.3, room), 0.02, 0.005, at=(x, d / 2 - 0.055, z - 0.002)),
            label="seam",
        )
        b.add("pencil", "accent", rod((x - 0.1, d / 2 - 0.055, z + 0.007), (x + 0.06, d / 2 - 0.055, z + 0.007), 0.006, segments=6))
    if chance(b, 0.6):
        x = -w / 2 + 0.06
        b.add("bag", b.look.material("fabric"), puff(0.1, 0.26, 0.32, at=(-w / 2 + 0.052, -0.02, 0.24), soft=0.035))
        b.add("strap", shade(b.look.material("fabric"), 0.6), tubes([(x, -0.02, 0.54), (x + 0.01, -0.02, 0.66)], r=0.012), label="rope")


@kind(
    "school_chair",
    "furniture",
    width=(0.4, 0.5),
    depth=(0.45, 0.55),
    words=("school chair", "classroom chair"),
    indoor=Indoor(spot="free", front=0.4, seat=True),
)
def school_chair(b: Build) -> None:
    """A stacking chair: bent tube, moulded ply or plastic seat and back."""
    w, d, z = b.lot.width, b.lot.depth, 0.45
    shell = b.look.material("furniture") if chance(b, 0.5) else b.look.material("plastic")
    y0, y1, x = -d / 2 + 0.05, d / 2 - 0.04, w / 2 - 0.05
    if chance(b, 0.5):
        path = [
            [(s * x, y0 - 0.02, 0.015), (s * x, y0 + 0.02, z - 0.03), (s * x, y1 - 0.05, z - 0.04), (s * x * 0.9, y1 - 0.02, 0.86)]
            for s in (-1, 1)
        ]
        path += [[(s * x, y1 - 0.1, z - 0.04), (s * x, y1 + 0.02, 0.015)] for s in (-1, 1)]
    else:
        path = [
            [
                (s * x, y1, 0.016),
                (s * x, y0, 0.016),
                (s * x, y0 + 0.01, z - 0.035),
                (s * x, y1 - 0.05, z - 0.045),
                (s * x * 0.9, y1 - 0.02, 0.86),
            ]
            for s in (-1, 1)
        ]
        path.append([(-x, y1, 0.016), (x, y1, 0.016)])
    b.add("frame", "metal", tubes(*path), label="leg")
    seat = hull(
        np.array(
            [
                (sx * u, y, h)
                for y, u, h in ((y0 - 0.025, w / 2 - 0.06, z - 0.03), (y0 + 0.02, w / 2 - 0.01, z), (y1 - 0.06, w / 2 - 0.025, z - 0.008))
                for sx in (-1, 1)
                for h in (h, h - 0.022)
            ]
        )
    )
    back = hull(
        np.array(
            [
                (sx * u, y + q, h)
                for y, u, h in ((y1 - 0.045, w / 2 - 0.05, 0.64), (y1 - 0.035, w / 2 - 0.02, 0.72), (y1 - 0.02, w / 2 - 0.06, 0.87))
                for sx in (-1, 1)
                for q in (-0.012, 0.012)
            ]
        )
    )
    b.add("seat", shell, seat)
    b.add("back", shell, back)
    b.add("screws", "metal", [axle(sx * (w / 2 - 0.09), y1 - 0.05, 0.73, 0.01, 0.02, segments=6) for sx in (-1, 1)], label="screw")
    b.add(
        "rubber",
        shade(b.look.material("plastic"), 0.4),
        [cylinder(0.02, 0.03, at=(s * x, y, 0), segments=6) for s in (-1, 1) for y in (y0 - 0.01, y1)],
        label="foot",
    )


@kind(
    "teacher_desk",
    "furniture",
    width=(1.3, 1.7),
    depth=(0.65, 0.8),
    words=("teacher's desk", "teacher desk", "lectern"),
    indoor=Indoor(front=0.8, surface=0.76),
)
def teacher_desk(b: Build) -> None:
    """A wooden desk with drawers on both sides and a panelled back; exercise books, an apple, pencils."""
    w, d, z = b.lot.width, b.lot.depth, 0.76
    wood = b.look.material("furniture")
    b.add("top", wood, board(w, d, 0.045, at=(0, 0, z - 0.045), cut=0.015))
    ped, deep = w * 0.28, d - 0.1
    for s in (-1, 1):
        x = s * (w / 2 - 0.04 - ped / 2)
        b.add("body", wood, box(ped, deep, z - 0.1, at=(x, 0, 0.06)), label="cabinet")
        b.add("plinth", shade(wood, 0.7), box(ped - 0.04, deep - 0.04, 0.07, at=(x, 0, 0)))
        fronts(
            b,
            "drawers",
            shade(wood, 1.1),
            x0=x - ped / 2 + 0.02,
            x1=x + ped / 2 - 0.02,
            z0=0.08,
            z1=z - 0.06,
            y=-deep / 2,
            rows=(2, 1, 1) if s > 0 else (1, 1, 1),
            grip="knob",
        )
    b.add(
        "body",
        wood,
        box(w - 0.1, 0.03, z - 0.2, at=(0, deep / 2 - 0.03, 0.16)),
        box(w * 0.4, deep - 0.1, 0.08, at=(0, 0.03, z - 0.12)),
        label="cabinet",
    )
    b.add(
        "panels",
        shade(wood, 1.1),
        [board(w * 0.26, 0.4, 0.02).turned(roll=-pi / 2).moved(k * w * 0.3, deep / 2 - 0.02, 0.42) for k in (-1, 0, 1)],
        label="panel",
    )
    shades = several(b, "book", 3)
    s = pick(b, -1, 1)
    top = pile(b, shades, s * (w / 2 - 0.2), d * 0.18, z, n=int(b.rng.integers(3, 6)))
    b.add("apple", b.look.material("food", color="#c23b2e"), fruit(s * (w / 2 - 0.2), d * 0.18, top, 0.04), label="fruit")
    pencils(b, -s * (w / 2 - 0.1), d * 0.3, z)
    b.add(
        "papers",
        "paper",
        [
            box(0.21, 0.29, 0.006, at=(0, 0, 0)).turned(a).moved(-s * (w / 2 - 0.2) + q, -d * 0.1, z + 0.005 * k)
            for k, (a, q) in enumerate(((0.1, 0), (-0.12, 0.012)))
        ],
        label="paper",
    )


@kind(
    "blackboard",
    "furniture",
    width=(1.8, 3.6),
    depth=(0.1, 0.16),
    words=("blackboard", "chalkboard", "whiteboard", "board"),
    indoor=Indoor(spot="hung", front=0.8, at=(0.8, 0.95)),
)
def blackboard(b: Build) -> None:
    """A board in a wooden frame, written on in chalk: letters, a sum, a figure; a tray with chalk and sponge."""
    w, d, h = b.lot.width, b.lot.depth, 1.25
    back, m = d / 2, chalk(b)
    face = back - 0.035
    b.add("board", "board", box(w - 0.05, 0.035, h - 0.07, at=(0, back - 0.0175, 0.045)))
    b.add("frame", "furniture", border(w, h - 0.02, 0.06, face - 0.02, back, z=0.02))
    deep = d - 0.035
    b.add("tray", "furniture", board(w * 0.7, deep, 0.025, at=(0, face - deep / 2 + 0.01, 0.0)), label="shelf")
    b.add("chalk", "paper", [rod((x, face - 0.045, 0.033), (x + 0.07, face - 0.04, 0.033), 0.008, segments=6) for x in (-0.3, -0.18, 0.1)])
    b.add("sponge", "fabric", puff(0.15, 0.04, 0.05, at=(w * 0.25, face - 0.03, 0.022), soft=0.015))
    words = pick(b, ("ABC", "2-3-5"), ("LESSON 7", "ABC"), ("HELLO", "1-2-3"), ("WATER", "ICE"))
    size = 0.17
    for k, (text, x) in enumerate(zip(words, (-w * 0.26, w * 0.02), strict=True)):
        z = h - 0.3 - 0.34 * k
        fit = size * min(1.0, w * 0.42 / text_width(text, size))
        b.add("writing", m, [s.moved(x, face + 0.001, z) for s in lettering(text, fit, 0.006)], label="letter")
    b.add("writing", m, stroke([(-w * 0.42, h - 0.36), (-w * 0.1, h - 0.355)], face, width=0.01), label="letter")
    rows = int(b.rng.integers(2, 4))
    for k in range(rows):
        z = h - 0.62 - 0.12 * k
        b.add("writing", m, stroke([(-w * 0.42, z), (-w * 0.42 + w * between(b, 0.22, 0.33), z)], face, width=0.014), label="letter")
    x, z, r = w * 0.33, h * 0.55, 0.26
    if chance(b, 0.5):
        b.add(
            "drawing",
            m,
            stroke([(x - r, z - r), (x + r, z - r), (x - r * 0.2, z + r), (x - r, z - r)], face),
            stroke([(x - r * 0.2, z + r), (x - r * 0.2, z - r)], face, width=0.01),
            label="drawing",
        )
    else:
        angles = np.linspace(0, 2 * pi, 13)
        b.add("drawing", m, stroke([(x + r * 0.6 * cos(t), z + r * 0.6 * sin(t)) for t in angles], face), label="drawing")
        b.add(
            "drawing",
            m,
            [
                s
                for t in angles[:12:2]
                for s in stroke([(x + r * 0.75 * cos(t), z + r * 0.75 * sin(t)), (x + r * cos(t), z + r * sin(t))], face)
            ],
            label="drawing",
        )


@kind("globe", "furniture", width=(0.3, 0.42), depth=(0.3, 0.42), words=("globe", "world globe"), indoor=Indoor(spot="top"))
def globe(b: Build) -> None:
    """A globe on a turned foot: sea, lands, a brass meridian with its axis aslant."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.025
    lean, z = 0.41, r + 0.13
    b.add(
        "base",
        "furniture",
        lathe([(r * 0.62, 0), (r * 0.62, 0.02), (r * 0.42, 0.03), (0.03, 0.05), (0.024, 0.085), (0.035, 0.1)], segments=12),
    )
    sea = b.look.material("plastic", color="#3f83ad")
    b.add("sea", sea, ball(r, at=(0, 0, z), detail=2), label="globe")
    lands = b.look.material("plastic", color="#8aa556")
    spin = between(b, 0, 2 * pi)
    for u, v, size in (
        (0, 0.5, 0.5),
        (0.35, -0.25, 0.38),
        (1.9, 0.65, 0.55),
        (2.5, -0.45, 0.3),
        (3.9, 0.25, 0.42),
        (4.3, -0.4, 0.35),
        (5.3, 0.75, 0.36),
    ):
        b.add("lands", lands, _land(b, r, u + spin, v, size).turned(pitch=lean).moved(0, 0, z), label="land")
    brass = tint(b.look.material("metal"), "#c9a14a", 0.7)
    arc = [(0.0, (r + 0.014) * cos(t), (r + 0.014) * sin(t)) for t in np.linspace(-pi / 2, pi / 2, 9)]
    band = [s.turned(pitch=lean).moved(0, 0, z) for s in tube(arc, (0.009,) * 9, segments=5)]
    pins = [rod((0, 0, s * (r - 0.02)), (0, 0, s * (r + 0.017)), 0.012, segments=6).turned(pitch=lean).moved(0, 0, z) for s in (-1, 1)]
    b.add("meridian", brass, band, pins, rod((0, 0, 0.09), (0, 0, 0.135), 0.012, segments=6), label="ring")


def _land(b: Build, r: float, u: float, v: float, size: float) -> Solid:
    """A patch that lies on a ball of radius r at longitude u and latitude v (radians), size across."""
    t = 2 * pi * (np.arange(7) + b.rng.random(7) * 0.6) / 7
    s = size * (0.7 + 0.5 * b.rng.random(7))
    p = []
    for e, q in ((1.025, 1.0), (0.9, 1.0), (1.035, 0.6), (1.04, 0.25)):
        lon, lat = u + q * s * np.cos(t) / max(0.5, cos(v)), v + q * s * np.sin(t) * 0.7
        p.append(r * e * np.c_[np.cos(lon) * np.cos(lat), np.sin(lon) * np.cos(lat), np.sin(lat)])
    return hull(np.vstack(p))


@kind(
    "map_chart",
    "furniture",
    width=(1.1, 1.8),
    depth=(0.06, 0.1),
    words=("map", "world map", "wall map", "chart"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.0, 1.2)),
)
def map_chart(b: Build) -> None:
    """A map on rollers: sea, lands in three colours, a grid, a legend, the cord above."""
    w, d, h = b.lot.width, b.lot.depth, min(1.15, 0.72 * b.lot.width + 0.1)
    back = d / 2
    face = back - 0.02
    b.add("sheet", b.look.material("paper", color="#a9cbd3"), box(w - 0.06, 0.02, h - 0.16, at=(0, back - 0.01, 0.03)), label="paper")
    b.add("margin", "paper", border(w - 0.05, h - 0.15, 0.03, face - 0.006, back - 0.002, z=0.025), label="border")
    b.add(
        "rollers",
        "furniture",
        [rod((-w / 2, back - 0.025, z), (w / 2, back - 0.025, z), 0.024, segments=8) for z in (0.024, h - 0.13)],
        label="roller",
    )
    b.add(
        "cord",
        "timber",
        [beam((s * w * 0.3, back - 0.012, h - 0.12), (0, back - 0.012, h - 0.012), 0.012, 0.012) for s in (-1, 1)],
        label="rope",
    )
    lands = [b.look.material("paper", color=c) for c in ("#7f9f56", "#cf9f4f", "#b9694b")]
    for k, (x, z, rx, rz) in enumerate(
        (
            (-0.29, 0.66, 0.15, 0.15),
            (-0.22, 0.33, 0.08, 0.19),
            (0.04, 0.7, 0.1, 0.12),
            (0.06, 0.42, 0.09, 0.18),
            (0.25, 0.66, 0.17, 0.16),
            (0.33, 0.3, 0.08, 0.09),
        )
    ):
        m = 9
        t = 2 * pi * (np.arange(m) + 0.7 * b.rng.random(m)) / m
        s = 0.72 + 0.4 * b.rng.random(m)
        shape = np.c_[x * w + rx * w * s * np.cos(t), 0.06 + (h - 0.22) * z + rz * (h - 0.22) * s * np.sin(t)]
        shape[:, 1] = np.clip(shape[:, 1], 0.075, h - 0.2)
        b.add(f"lands_{k % 3 + 1}", lands[k % 3], upright_plate(shape, face - 0.005 - 0.0007 * k, face + 0.005), label="land")
    grid = [box(w - 0.12, 0.004, 0.005, at=(0, face - 0.0008, 0.06 + (h - 0.22) * k / 4)) for k in (1, 2, 3)]
    grid += [box(0.005, 0.0043, h - 0.24, at=((k - 3) * w / 6.5, face - 0.0008, 0.06)) for k in range(1, 6)]
    b.add("grid", b.look.material("paper", color="#d9e6e4"), grid, label="line")


@kind(
    "coat_rack",
    "furniture",
    width=(1.0, 1.8),
    depth=(0.34, 0.45),
    words=("coat rack", "coat hooks", "cloakroom bench"),
    indoor=Indoor(front=0.5),
)
def coat_rack(b: Build) -> None:
    """A cloakroom bench: coats and bags on hooks, a hat shelf above, shoes on the rack below."""
    w, d, h, back = b.lot.width, b.lot.depth, 1.62, b.lot.depth / 2
    wood = b.look.material("furniture")
    b.add(
        "frame",
        wood,
        [box(0.06, 0.05, h, at=(s * (w / 2 - 0.03), back - 0.025, 0)) for s in (-1, 1)],
        box(w - 0.08, 0.03, 0.14, at=(0, back - 0.03, 1.28)),
        label="post",
    )
    b.add("frame", wood, [box(0.06, 0.05, 0.4, at=(s * (w / 2 - 0.03), -back + 0.05, 0)) for s in (-1, 1)], label="post")
    b.add("frame", wood, [box(0.045, d - 0.06, 0.05, at=(s * (w / 2 - 0.03), 0, z)) for s in (-1, 1) for z in (0.14, 0.36)], label="post")
    b.add("seat", wood, [board(w - 0.01, d / 4 - 0.015, 0.03, at=(0, (k - 1.5) * d / 4, 0.4)) for k in range(4)])
    b.add("shelf", wood, board(w, 0.24, 0.028, at=(0, back - 0.121, h - 0.06)))
    b.add(
        "shoe_rack",
        "metal",
        [rod((-w / 2 + 0.03, y, 0.16), (w / 2 - 0.03, y, 0.16), 0.012, segments=6) for y in (-0.08, 0.02, 0.1)],
        label="rail",
    )
    n = max(4, round(w / 0.24))
    cloth, shoes = several(b, "fabric", 3), several(b, "leather", 2)
    for k in range(n):
        x = -w / 2 + 0.15 + (w - 0.3) * k / (n - 1)
        b.add("hooks", "metal", rod((x, back - 0.035, 1.36), (x, back - 0.11, 1.38), 0.012, segments=6), label="hook")
        what = int(b.rng.integers(5))
        m = cloth[int(b.rng.integers(3))]
        y = back - 0.105
        if what < 3:
            long = between(b, 0.55, 0.72)
            coat = hull(
                np.array(
                    [
                        (x + s * u, y + q * v, 1.37 - z)
                        for u, v, z in ((0.03, 0.02, 0.0), (0.095, 0.05, 0.1), (0.115, 0.06, long))
                        for s in (-1, 1)
                        for q in (-1, 1)
                    ]
                )
            )
            arms = [
                hull(
                    np.array(
                        [
                            (x + s * a + e, y + q, 1.37 - z)
                            for a, z in ((0.075, 0.08), (0.115, 0.5))
                            for e in (-0.026, 0.026)
                            for q in (-0.055, 0.03)
                        ]
                    )
                )
                for s in (-1, 1)
            ]
            b.add(f"coats_{cloth.index(m) + 1}", m, coat, arms, label="coat")
            b.add("collars", shade(m, 0.65), puff(0.1, 0.075, 0.05, at=(x, y, 1.33), soft=0.02), label="collar")
        elif what == 3:
            b.add(
                f"coats_{cloth.index(m) + 1}",
                m,
                puff(0.19, 0.12, 0.26, at=(x, y - 0.01, 0.97), soft=0.04),
                puff(0.14, 0.05, 0.12, at=(x, y - 0.08, 0.99), soft=0.02),
                label="bag",
            )
            b.add(
                "straps",
                shade(m, 0.55),
                [beam((x + s * 0.05, y - 0.02, 1.2), (x, back - 0.1, 1.385), 0.02, 0.014) for s in (-1, 1)],
                label="strap",
            )
        if chance(b, 0.6):
            b.add(
                f"shoes_{k % 2 + 1}",
                shoes[k % 2],
                [puff(0.07, 0.2, 0.075, at=(x + s * 0.045, 0.01, 0.165), soft=0.03) for s in (-1, 1)],
                label="shoe",
            )
    if chance(b, 0.7):
        b.add("basket", "wood", puff(0.26, 0.19, 0.16, at=(-w * 0.28, back - 0.125, h - 0.034), soft=0.02), label="box")


@kind("locker", "furniture", width=(0.6, 1.6), depth=(0.45, 0.55), words=("locker", "lockers", "school locker"), indoor=Indoor(front=0.7))
def locker(b: Build) -> None:
    """A row of steel lockers in one or two tiers: doors with louvres, number plates and latches; a ball or a box on top."""
    w, d = b.lot.width, b.lot.depth
    h, n = 1.78, max(2, round(w / 0.34))
    m, deep = b.look.material("cabinet"), d - 0.06
    b.add("body", shade(m, 0.8), box(w, deep, h - 0.1, at=(0, 0.03, 0.1)), label="cabinet")
    b.add("feet", "metal", box(w - 0.04, deep - 0.05, 0.11, at=(0, 0.03, 0)), label="plinth")
    tiers = pick(b, 1, 2)
    front = 0.03 - deep / 2
    fronts(
        b, "doors", m, x0=-w / 2 + 0.01, x1=w / 2 - 0.01, z0=0.12, z1=h - 0.02, y=front, cols=n, rows=tiers, grip="upright", label="door"
    )
    step, tall = (w - 0.02) / n, (h - 0.14) / tiers
    for k in range(n):
        x = -w / 2 + 0.01 + step * (k + 0.5)
        for t in range(tiers):
            top = 0.12 + tall * (t + 1)
            b.add(
                "louvres",
                shade(m, 0.5),
                [box(step * 0.5, 0.006, 0.012, at=(x, front - 0.02, top - q)) for q in (0.1, 0.13, 0.16)],
                label="vent",
            )
            b.add("plates", "paper", box(0.07, 0.006, 0.04, at=(x, front - 0.02, top - 0.24)), label="sign")
    if chance(b, 0.5):
        b.add("ball", "accent", ball(0.12, at=(between(b, -0.3, 0.3) * w, 0.05, h + 0.118), detail=1))
    else:
        x = between(b, -0.25, 0.25) * w
        b.add("box", "wood", board(0.32, 0.26, 0.2, at=(x, 0.03, h)), label="box")
        b.add("tape", "paper", box(0.06, 0.264, 0.004, at=(x, 0.03, h + 0.199)), label="label")


@kind(
    "bookshelf_low",
    "furniture",
    width=(0.9, 1.6),
    depth=(0.3, 0.4),
    words=("low bookshelf", "low shelf", "book chest"),
    indoor=Indoor(front=0.5, surface=0.8),
)
def bookshelf_low(b: Build) -> None:
    """A low shelf of two levels in bays: picture books, boxes of many colours, a jar."""
    w, d, h = b.lot.width, b.lot.depth, 0.8
    wood = b.look.material("furniture")
    back = shade(wood, 0.7)
    b.add("back", back, box(w - 0.02, 0.02, h - 0.03, at=(0, d / 2 - 0.012, 0.01)))
    b.add("top", wood, board(w, d, 0.035, at=(0, 0, h - 0.035)))
    n = max(2, round(w / 0.5))
    bay = (w - 0.03) / n
    b.add("sides", wood, [box(0.028, d - 0.03, h - 0.03, at=(-w / 2 + 0.015 + bay * k, 0, 0)) for k in range(n + 1)], label="frame")
    b.add("shelves", wood, [box(w - 0.02, d - 0.035, 0.026, at=(0, 0.002, z)) for z in (0.06, 0.42)], label="shelf")
    b.add("plinth", back, box(w - 0.04, d - 0.06, 0.07, at=(0, 0, 0)))
    shades, boxes = several(b, "book", 3), several(b, "plastic", 2)
    deep = min(0.24, d - 0.07)
    for k in range(n):
        for level, z in enumerate((0.084, 0.444)):
            x0, x1 = -w / 2 + 0.03 + bay * k, -w / 2 + bay * (k + 1)
            if chance(b, 0.3):
                c = (k + level) % 2
                wide = (x1 - x0 - 0.03) / 2
                for j in range(2):
                    x = x0 + 0.01 + wide * (j + 0.5) + 0.01 * j
                    b.add(f"boxes_{c + 1}", boxes[c], board(wide - 0.012, deep, 0.2, at=(x, -d / 2 + 0.03 + deep / 2, z)), label="box")
                    b.add("labels", "paper", box(wide * 0.4, 0.008, 0.05, at=(x, -d / 2 + 0.03, z + 0.1)), label="label")
            else:
                books(b, shades, x0=x0, x1=x1, y=-d / 2 + 0.03, z=z, room=0.3, deep=deep, full=between(b, 0.75, 1.0))
