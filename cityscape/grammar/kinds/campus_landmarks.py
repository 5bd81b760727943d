"""Landmarks of a campus: chapel, clock tower, domed rotunda."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import facade, roofs
from cityscape.grammar.classical import clock, portico
from cityscape.grammar.collegiate import (
    bands,
    battlement,
    coping,
    ivy,
    pinnacle,
    quoins,
    verdigris,
)
from cityscape.grammar.kit import Block, between, door, foundation, steps, window
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from partgen.solids import ball, box, cone, cylinder, dome, frustum, hull


@kind(
    "college_chapel",
    "building",
    width=(7, 10.5),
    depth=(12, 17),
    words=("college chapel", "university church", "gothic chapel", "chapel of a college"),
)
def college_chapel(b: Build) -> None:
    """A tall limestone chapel: buttresses with pinnacles, pointed windows, a great west window, a flèche."""
    lot = b.lot
    floor, h = 0.6, {"small": 6.2, "medium": 6.8, "large": 7.6}[lot.size]
    nave = Block(0, 0.35, lot.width - 2.3, lot.depth - 2.4, floor, floor + h)
    foundation(b, nave, proud=0.15)
    b.add("nave", "stone", nave.solid(), label="wall")
    rise = nave.w * 0.72

    r = roofs.pitched(nave, rise, axis="y", eaves=0.18, verge=-0.02, thick=0.16, cap=0.12)
    b.add("roof", "roof", r.cover, label="roof")
    b.add("roof_ridge", "trim", r.ridge, label="roof")
    b.add("nave", "stone", r.attic, label="wall")
    for side in ("front", "back"):
        f = nave.wall(side, z=nave.z1)  # type: ignore[arg-type]
        coping(b, f, nave.w / 2, rise)
    bands(b, nave, [floor + 1.3, nave.z1 - 0.2], proud=0.08)
    n = max(3, round(nave.d / 3.2))
    for name in ("left", "right"):
        f = nave.wall(name)  # type: ignore[arg-type]
        for k in range(n + 1):
            u = -f.length / 2 + 0.25 + (f.length - 0.5) * k / n
            low = -lot.drop - floor
            b.add(
                "buttresses",
                "trim",
                f.put(
                    box(0.5, 0.7, h * 0.45 - low, at=(u, -0.35, low)),
                    hull(
                        [
                            (u + i * 0.25, y, z)
                            for i in (-1, 1)
                            for y, z in ((0.02, h * 0.44), (-0.7, h * 0.44), (-0.42, h * 0.6), (0.02, h * 0.6))
                        ]
                    ),
                    box(0.44, 0.42, h * 0.42, at=(u, -0.2, h * 0.58)),
                ),
                label="buttress",
            )
            p = f.at(u, h, out=0.2)
            pinnacle(b, p.x, p.y, p.z - 0.05, w=0.4, h=1.7)
        for k in range(n):
            u = -f.length / 2 + 0.25 + (f.length - 0.5) * (k + 0.5) / n
            window(b, f, u, 1.7, min(1.5, f.length / n - 1.1), h - 2.4, top="pointed", panes=(2, 2), frame="trim", bar=0.16)
    f = nave.wall("front")
    window(b, f, 0, 3.5, nave.w * 0.5, h - 2.2, top="pointed", panes=(4, 2), frame="trim", bar=0.2)
    door(b, f, 0, 1.5, 2.6, top="pointed", frame="trim", bar=0.25, leaves=2)
    steps(b, f, 0, 2.4, floor, room=nave.y0 + lot.depth / 2 - 0.05, tread=0.3)
    window(b, nave.wall("back"), 0, 2.2, nave.w * 0.5, h - 1.2, top="pointed", panes=(3, 2), frame="trim", bar=0.2)
    for s in (-1, 1):
        x = nave.x + s * (nave.w / 2 - 0.1)
        b.add("turrets", "trim", cylinder(0.55, h + 1.6 + lot.drop + floor, at=(x, nave.y0 + 0.05, -lot.drop), segments=8), label="tower")
        b.add("turret_caps", verdigris(b), cone(0.68, 1.9, at=(x, nave.y0 + 0.05, floor + h + 1.58), segments=8), label="roof")
    z = r.top - 0.5
    b.add("fleche", "trim", box(0.9, 0.9, 1.6, at=(0, nave.y + 1.0, z)), label="tower")
    b.add("fleche_roof", verdigris(b), frustum(0.85, 0.02, 3.6, at=(0, nave.y + 1.0, z + 1.58), segments=8), label="roof")
    ivy(b, nave.wall("right", z=0.1), -nave.d * 0.32, 1.6, h * 0.7)


@kind("bell_tower", "building", width=(5, 7), depth=(5, 7), words=("clock tower", "campanile", "bell tower", "carillon"))
def bell_tower(b: Build) -> None:
    """The clock tower: brick shaft with limestone corners, a clock on each face, an open belfry, a copper spire."""
    s = min(b.lot.width, b.lot.depth) - 1.2
    floor = 0.6
    h = {"small": 13.0, "medium": 15.0, "large": 18.0}[b.lot.size] + between(b, 0, 1.5)
    y = 0.15
    base = Block(0, y, s, s, floor, floor + 4.2)
    shaft = Block(0, y, s - 0.7, s - 0.7, base.z1, h)
    head = Block(0, y, s - 0.3, s - 0.3, h, h + 3.2)
    belfry = Block(0, y, s - 0.9, s - 0.9, head.z1 + 0.3, head.z1 + 3.9)
    foundation(b, base, proud=0.2)
    b.add("base", "stone", base.solid(), label="wall")
    b.add("shaft", "wall", shaft.solid(), head.solid(), label="tower")
    b.add(
        "bands",
        "trim",
        [
            box(k.w + 2 * o, k.d + 2 * o, t, at=(0, y, z))
            for k, z, t, o in (
                (base, base.z1 - 0.02, 0.3, 0.12),
                (shaft, h - 3.3, 0.22, 0.08),
                (head, h - 0.25, 0.3, 0.16),
                (head, head.z1, 0.32, 0.3),
                (belfry, belfry.z1 - 0.02, 0.35, 0.25),
            )
        ],
        label="cornice",
    )
    quoins(b, shaft, shaft.z1 - 0.3)
    quoins(b, head, head.z1)
    f = base.wall("front")
    door(b, f, 0, 1.3, 2.6, top="pointed", frame="trim", bar=0.24, leaves=2)
    steps(b, f, 0, 2.0, floor, room=base.y0 + b.lot.depth / 2 - 0.05, tread=0.28)
    n = max(2, int((h - base.z1 - 3.6) / 2.6))
    for name in ("front", "right", "back", "left"):
        w = shaft.wall(name)  # type: ignore[arg-type]
        for k in range(n):
            window(b, w, 0, 0.8 + 2.6 * k, 0.55, 1.5, top="pointed", panes=(1, 2), frame="trim", bar=0.14)
        if name != "front":
            window(b, base.wall(name), 0, 1.1, 0.8, 2.0, top="pointed", panes=(2, 1), frame="trim", bar=0.16)  # type: ignore[arg-type]
        g = belfry.wall(name)  # type: ignore[arg-type]
        for u in (-0.24, 0.24):
            window(b, g, u * belfry.w, 0.4, belfry.w * 0.26, 2.6, top="round", panes=(1, 5), frame="trim", bar=0.12)
    b.add("belfry", "stone", belfry.solid(), label="tower")
    dial = facade.Block(head.w, head.d, head.z0, head.z1, 0, y)
    for name in ("south", "east", "north", "west"):
        clock(b, dial, name, 0, (head.z0 + head.z1) / 2 + 0.05, min(1.15, head.w * 0.36))  # type: ignore[arg-type]
    battlement(b, belfry.at(w=belfry.w + 0.4, d=belfry.d + 0.4), belfry.z1 + 0.3, h=0.6, pitch=0.7)
    copper = verdigris(b)
    z = belfry.z1 + 0.3
    q = belfry.w / 2 - 0.15
    b.add(
        "spire",
        copper,
        hull(
            [(i * q, y + j * q, z) for i in (-1, 1) for j in (-1, 1)]
            + [(i * q * 0.72, y + j * q * 0.72, z + 1.4) for i in (-1, 1) for j in (-1, 1)]
        ),
        label="roof",
    )
    b.add(
        "spire",
        copper,
        hull([(i * q * 0.72, y + j * q * 0.72, z + 1.38) for i in (-1, 1) for j in (-1, 1)] + [(0, y, z + 6.2)]),
        label="roof",
    )
    b.add(
        "spire_ball", "accent", ball(0.2, at=(0, y, z + 6.3), detail=1), cone(0.05, 0.9, at=(0, y, z + 6.4), segments=6), label="ornament"
    )
    for i in (-1, 1):
        for j in (-1, 1):
            e = belfry.w / 2 + 0.08
            pinnacle(b, i * e, y + j * e, z + 0.1, w=0.42, h=2.0)
    ivy(b, base.wall("right", z=0.1), -0.6, 1.6, 3.4)


@kind(
    "rotunda",
    "building",
    width=(13, 18),
    depth=(14, 19),
    words=("rotunda", "university library", "domed library", "reading room", "main library"),
)
def rotunda(b: Build) -> None:
    """The domed library: a round brick hall with tall windows, a limestone portico with a pediment, a copper dome."""
    lot = b.lot
    r = min(lot.width / 2 - 0.8, (lot.depth - 5.2) / 2)
    base, h = 1.1, 6.4
    y = lot.depth / 2 - r - 0.7
    low = -lot.drop
    b.add(
        "plinth",
        "plinth",
        cylinder(r + 0.45, base - 0.3 - low, at=(0, y, low), segments=36),
        cylinder(r + 0.25, 0.32, at=(0, y, base - 0.31), segments=36),
        label="plinth",
    )
    b.add("walls", "wall", cylinder(r, h, at=(0, y, base), segments=36), label="wall")
    b.add(
        "cornices",
        "trim",
        cylinder(r + 0.12, 0.3, at=(0, y, base + h * 0.62), segments=36),
        cylinder(r + 0.2, 0.35, at=(0, y, base + h - 0.2), segments=36),
        cylinder(r + 0.42, 0.28, at=(0, y, base + h + 0.14), segments=36),
        label="cornice",
    )
    n = 18
    for k in range(n):
        t = -pi / 2 + 2 * pi * (k + 0.5) / n
        if abs(((t + pi / 2 + pi) % (2 * pi)) - pi) < 0.62:
            continue
        e = 0.55
        arch = [(e * cos(q), 2.6 + e * sin(q)) for q in np.linspace(0, pi, 6)]
        outline = [(-e, 0.0), (e, 0.0), *arch]
        pane = hull([(p, v, z) for p, z in outline for v in (-0.07, 0.3)])
        ring_ = hull([(p * 1.35, v, z * 1.05 - 0.12) for p, z in outline for v in (-0.03, 0.3)])
        bars = [box(0.07, 0.4, 3.05, at=(0, 0.1, 0.0)), box(2 * e, 0.4, 0.07, at=(0, 0.105, 1.5))]
        for name, role, solids, label in (
            ("frames", "trim", [ring_], "frame"),
            ("windows", "glass", [pane], "window"),
            ("mullions", "trim", bars, "frame"),
        ):
            b.add(name, role, [s.moved(0, -r, base + 0.5).turned(t + pi / 2).moved(0, y, 0) for s in solids], label=label)  # type: ignore[arg-type]
        small = box(0.75, 0.3, 0.9, at=(0, 0.06, 0))
        b.add("windows", "glass", small.moved(0, -r, base + h * 0.7).turned(t + pi / 2).moved(0, y, 0), label="window")
        b.add(
            "pilasters",
            "trim",
            box(0.36, 0.4, h - 0.2, at=(0, 0.06, 0)).moved(0, -r, base + 0.02).turned(t + pi / 2 + pi / n).moved(0, y, 0),
            label="column",
        )
    z = base + h + 0.4
    b.add("parapet", "trim", ring(r - 0.35, r + 0.05, z - 0.02, z + 0.5, segments=36, at=(0, y)), label="parapet")
    b.add("roof_deck", "roof_flat", cylinder(r - 0.3, 0.14, at=(0, y, z - 0.04), segments=36), label="roof")
    rd = r * 0.76
    b.add("drum", "stone", cylinder(rd, 1.7, at=(0, y, z + 0.05), segments=32), label="wall")
    b.add("cornices", "trim", cylinder(rd + 0.16, 0.22, at=(0, y, z + 1.62), segments=32), label="cornice")
    for k in range(12):
        t = 2 * pi * (k + 0.5) / 12
        b.add("windows", "glass", box(0.3, 0.8, 0.8, at=(rd - 0.06, 0, 0.5)).turned(t).moved(0, y, z), label="window")
    copper = verdigris(b)
    z += 1.82
    b.add(
        "dome_steps",
        "trim",
        cylinder(rd * 0.98, 0.25, at=(0, y, z), segments=32),
        cylinder(rd * 0.92, 0.25, at=(0, y, z + 0.24), segments=32),
        label="roof",
    )
    b.add("dome", copper, dome(rd * 0.88, rd * 0.72, at=(0, y, z + 0.46), segments=32, rings=7), label="dome")
    ribs = []
    for k in range(8):
        t = 2 * pi * k / 8
        arc = [(rd * 0.895 * cos(a), rd * 0.735 * sin(a)) for a in np.linspace(0.05, 1.45, 6)]
        for (p0, q0), (p1, q1) in zip(arc, arc[1:], strict=False):
            ribs.append(
                hull([(p * k2, v, q * k2) for p, q in ((p0, q0), (p1, q1)) for k2 in (0.97, 1.012) for v in (-0.08, 0.08)])
                .turned(t)
                .moved(0, y, z + 0.46)
            )
    b.add("dome_ribs", copper.model_copy(update={"color": "#95c0ae", "name": "copper-pale"}), ribs, label="dome")
    z += 0.4 + rd * 0.72
    b.add(
        "lantern",
        "trim",
        cylinder(0.85, 1.5, at=(0, y, z - 0.15), segments=10),
        cylinder(1.05, 0.16, at=(0, y, z + 1.33), segments=10),
        label="tower",
    )
    b.add("lantern_glass", "glass", cylinder(0.87, 0.9, at=(0, y, z + 0.2), segments=10), label="window")
    b.add(
        "lantern_roof",
        copper,
        dome(0.95, 0.9, at=(0, y, z + 1.48), segments=12, rings=4),
        cone(0.09, 1.2, at=(0, y, z + 2.3), segments=6),
        label="roof",
    )
    w = min(2 * r * 0.86, 9.6)
    depth = 2.7
    face = y - r * 0.9
    block = facade.Block(w, 1.0, base, base + h, 0, face + 0.5)
    b.add("porch_wall", "stone", box(w, r * 0.4, h - 0.4 - 0.02, at=(0, face + r * 0.2, base)), label="wall")
    portico(b, block, w=w, depth=depth, base=base, h=h - 1.2, columns=6, rise=w * 0.19, r=0.33)
    facade.door(b, facade.Block(w, 1.0, base, base + 4, 0, face + 0.5), 0.0, w=1.9, h=3.2, z=base, leaves=2, out=0.14)
    front = face - depth
    room = front + lot.depth / 2 - 0.05
    k = max(3, min(6, int(room / 0.3)))
    for i in range(k):
        top = base * (k - i) / (k + 1)
        b.add("steps", "stone", box(w * 0.86, 0.3 * (i + 1), top - low, at=(0, front - 0.15 * (i + 1), low)), label="stairs")
