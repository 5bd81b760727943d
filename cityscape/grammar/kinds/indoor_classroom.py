"""The classroom: desks and chairs before the written board."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.lettering import lettering, text_width
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import axle, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    fronts,
    fruit,
    pile,
    puff,
    several,
    stroke,
)
from cityscape.world.material import Material
from partgen.solids import Solid, box, cylinder, hull, rod


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
