"""Where a port builds and lifts: the shipyard with a hull in frame, the treadwheel crane."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import gables, roofs
from cityscape.grammar.kit import Block, door, foundation, shade, window
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, ring
from partgen.solids import Solid, beam, box, frustum, hull, rod


@kind("shipyard", "building", width=(7.5, 11.0), depth=(13.0, 19.0), words=("shipyard", "ship yard", "slipway", "boatyard", "dockyard"))
def shipyard(b: Build) -> None:
    """A ship in frame on the stocks: keel, ribs, half its strakes, shores and a scaffold with ladders; a tool shed behind."""
    lot = b.lot
    w, d, low = lot.width, lot.depth, -lot.drop
    half, long = min(w * 0.27, 2.6), d * 0.74
    y0 = -d / 2 + 0.6
    deck = 0.35
    n = max(5, round(long / 1.1))
    b.add("stocks", "wood", *[box(half * 1.5, 0.34, deck - low, at=(0, y0 + long * (k + 0.5) / n, low)) for k in range(n)], label="beam")
    keel = deck + 0.3
    b.add("keel", b.look.material("wood", color="#7d5c3c"), box(0.3, long - 0.3, 0.32, at=(0, y0 + long / 2, deck - 0.01)), label="beam")
    stem = [
        rod((0, y0 + 0.3, keel), (0, y0 + 0.02, keel + 2.7), 0.16, segments=6),
        rod((0, y0 + long - 0.3, keel), (0, y0 + long - 0.02, keel + 2.9), 0.16, segments=6),
    ]
    b.add("stem", b.look.material("wood", color="#7d5c3c"), stem, label="beam")
    ribs: list[Solid] = []
    m = n * 2

    def section(e: float) -> tuple[float, float]:
        """Half beam and sheer of the hull at share e of its length."""
        full = max(0.0, 1 - abs(2 * e - 1) ** 2.6) ** 0.6
        return half * (0.16 + 0.84 * full), 2.15 + 0.75 * (2 * e - 1) ** 2

    rows = []
    for k in range(m + 1):
        e = 0.05 + 0.9 * k / m
        beam_, sheer = section(e)
        y = y0 + long * e
        side = [(0.08, 0.0), (0.62 * beam_, 0.22), (0.93 * beam_, 0.85), (beam_, sheer)]
        rows.append((y, side))
        for s in (-1, 1):
            for (xa, za), (xc, zc) in zip(side, side[1:], strict=False):
                ribs.append(beam((s * xa, y, keel + za), (s * xc, y, keel + zc), 0.15, 0.17))
    oak = b.look.material("wood", color="#96714a")
    b.add("ribs", oak, ribs, label="rib")
    planks: list[Solid] = []
    for (ya, sa), (yc, sc) in zip(rows, rows[1:], strict=False):
        for s in (-1, 1):
            for j in (0, 1):
                q = [(s * (x + 0.07), y, keel + z) for y, row in ((ya - 0.004, sa), (yc + 0.004, sc)) for x, z in (row[j], row[j + 1])]
                planks.append(hull(np.array([(x + s * t, y, z) for x, y, z in q for t in (0.0, 0.07)])))
            q = [
                (s * (x + 0.08), y, keel + z)
                for y, row in ((ya - 0.004, sa), (yc + 0.004, sc))
                for x, z in (row[3], (row[3][0], row[3][1] - 0.22))
            ]
            planks.append(hull(np.array([(x + s * t, y, z) for x, y, z in q for t in (0.0, 0.08)])))
    b.add("strakes", b.look.material("wood", color="#b08a5c"), planks, label="plank")
    shores = []
    for k in range(1, n, 2):
        y = y0 + long * (k + 0.5) / n
        bm, _ = section((k + 0.5) / n)
        shores += [beam((s * (bm + 0.06), y, keel + 1.2), (s * (half + 0.75), y, low + 0.052), 0.13, 0.13) for s in (-1, 1)]
    b.add("shores", "timber", shores, label="post")
    x = half + 1.0
    if x + 0.55 < w / 2:
        b.add(
            "scaffold",
            b.look.material("wood", color="#9a8568"),
            *[box(0.12, 0.12, 3.0 - low, at=(x + t, y0 + long * q, low)) for t in (-0.3, 0.35) for q in (0.2, 0.5, 0.8)],
            label="scaffold",
        )
        b.add(
            "scaffold",
            b.look.material("wood", color="#9a8568"),
            box(0.8, long * 0.66, 0.07, at=(x + 0.02, y0 + long * 0.5, 1.75)),
            *[box(0.8, 0.1, 0.1, at=(x + 0.02, y0 + long * q, 1.66)) for q in (0.2, 0.5, 0.8)],
            box(0.07, long * 0.62, 0.08, at=(x + 0.35, y0 + long * 0.5, 2.7)),
        )
        a, c = (x + 0.02, y0 + long * 0.16 - 0.35, low + 0.04), (x + 0.02, y0 + long * 0.18, 2.1)
        b.add(
            "ladder",
            "wood",
            *[rod((a[0] + s * 0.2, a[1], a[2]), (c[0] + s * 0.2, c[1], c[2]), 0.04, segments=5) for s in (-1, 1)],
            *[
                rod(
                    (a[0] - 0.2, a[1] + (c[1] - a[1]) * q, a[2] + (c[2] - a[2]) * q),
                    (a[0] + 0.2, a[1] + (c[1] - a[1]) * q, a[2] + (c[2] - a[2]) * q),
                    0.03,
                    segments=5,
                )
                for q in np.linspace(0.15, 0.9, 6)
            ],
            label="ladder",
        )
    sd = min(d - long - 1.5, 3.0)
    shed = Block(0, d / 2 - 0.35 - sd / 2, min(w - 1.2, 6.0), sd, 0.2, 2.5)
    foundation(b, shed)
    b.add("walls", "wood", shed.solid(), label="wall")
    r = roofs.pitched(shed, sd / 2 * 0.9, eaves=0.25, verge=0.25)
    b.add("walls", "wood", r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    door(b, shed.wall("front"), 0, 1.3, 1.95, leaves=2)
    for s in (-1, 1):
        window(b, shed.wall("front"), s * shed.w * 0.32, 0.8, 0.7, 0.8, panes=(2, 2))
    logs = -w / 2 + 0.45
    b.add(
        "timber_stack",
        "bark",
        *[
            rod((logs + dx, y0 + 0.6, z), (logs + dx, y0 + long * 0.55, z), 0.19, segments=7)
            for dx, z in ((-0.2, 0.2), (0.2, 0.2), (0.0, 0.52))
        ],
        label="log",
    )
    if low < 0:
        b.add("timber_stack", "bark", *[box(0.75, 0.3, 0.12 - low, at=(logs, y0 + long * q, low)) for q in (0.15, 0.4)], label="log")


@kind(
    "treadwheel_crane",
    "structure",
    width=(3.4, 4.2),
    depth=(8.5, 10.5),
    words=("treadwheel crane", "tread wheel crane", "medieval crane"),
    stand="quay",
)
def treadwheel_crane(b: Build) -> None:
    """A post crane: a tarred house with a treadwheel on each side turns on a stone base; its roofed jib leans out over the water."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    r = w / 2 - 0.06
    e = r * 0.68
    b.add("base", "stone", frustum(e * 1.36, e * 1.28, 0.7 - low, at=(0, 0, low), segments=8), label="plinth")
    house = Block(0, 0, 2 * e * 0.94, 2 * e * 1.1, 0.7, 3.9)
    b.add("walls", "wood", house.solid(), label="wall")
    corner = [box(0.16, 0.16, 3.2, at=(s * (house.w / 2 - 0.03), q * (house.d / 2 - 0.03), 0.7)) for s in (-1, 1) for q in (-1, 1)]
    b.add("posts", "timber", corner, label="post")
    rise = house.w / 2 * 1.7
    roof = roofs.pitched(house, rise, axis="y", eaves=0.22, verge=0.2, thick=0.12)
    b.add("roof", "roof", roof.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), roof.ridge, label="roof")
    b.add("walls", "wood", roof.attic)
    back = house.wall("back")
    door(b, back, 0, 0.75, 1.7)
    window(b, house.wall("front"), 0, 0.9, 0.6, 0.7, panes=(2, 2), bar=0.08)
    wheel = min(1.25, house.d * 0.46)
    for s in (-1, 1):
        x = s * (house.w / 2 + 0.02 + (r - house.w / 2) * 0.5)
        t = (r - house.w / 2) * 0.8
        rim = [q.turned(roll=pi / 2).turned(pi / 2) for q in ring(wheel * 0.8, wheel, t, segments=12)]
        b.add("treadwheels", b.look.material("wood", color="#9a7448"), [q.moved(x - t / 2, 0, 2.15) for q in rim], label="wheel")
        b.add(
            "treadwheels",
            b.look.material("wood", color="#9a7448"),
            *[
                beam(
                    (x, wheel * 0.9 * cos(k), 2.15 + wheel * 0.9 * sin(k)),
                    (x, -wheel * 0.9 * cos(k), 2.15 - wheel * 0.9 * sin(k)),
                    0.12,
                    0.12,
                )
                for k in (0.2, 0.2 + pi / 3, 0.2 + 2 * pi / 3)
            ],
        )
        b.add("axles", "timber", rod((s * (house.w / 2 - 0.05), 0, 2.15), (s * r, 0, 2.15), 0.12, segments=8), label="beam")
    tip = -d / 2 + 0.35
    head = 7.4
    b.add("jib", "timber", *[beam((s * 0.34, 0.2, 3.2), (s * 0.12, tip, head), 0.2, 0.26) for s in (-1, 1)], label="jib")
    b.add(
        "jib",
        "timber",
        *[box(0.6 - 0.35 * q, 0.14, 0.14, at=(0, 0.2 + (tip - 0.2) * q, 3.13 + (head - 3.2) * q)) for q in (0.45, 0.6, 0.75, 0.9)],
        label="jib",
    )
    up = [(s * x, y, z) for y, z, x in ((house.y0 - 0.25, 4.25, 0.62), (tip - 0.1, head + 0.2, 0.36)) for s in (-1, 1)]
    for s in (-1, 1):
        cover = [(0, y, z + 0.34) for _, y, z in up[::2]] + [(s * abs(x), y, z) for x, y, z in up[::2]]
        b.add("jib_roof", "roof", hull(np.array([(x, y, z + t) for x, y, z in cover for t in (0.0, 0.09)])), label="roof")
    b.add("jib", "timber", *[box(0.34, 0.12, 0.75, at=(0, 0.2 + (tip - 0.2) * q, 3.25 + (head - 3.2) * q)) for q in (0.5, 0.75, 0.97)])
    b.add("pulley", "metal", axle(0, 0, 0, 0.2, 0.16, segments=10).turned(pi / 2).moved(0, tip, head + 0.05), label="wheel")
    b.add("hoist_ropes", gables.rope(b), rod((0, tip - 0.18, head + 0.02), (0, tip - 0.18, 2.6), 0.035, segments=5), label="rope")
    b.add("hoist_loads", "fabric", box(0.85, 0.3, 0.6, at=(0, tip + 0.0, 1.75)), label="goods")
    b.add(
        "hoist_slings",
        gables.rope(b),
        *[rod((s * 0.4, tip - 0.1, 2.33), (0, tip - 0.18, 2.65), 0.025, segments=4) for s in (-1, 1)],
        label="rope",
    )
    b.add("stay", "timber", beam((0, d / 2 - 0.35, low + 0.09), (0, house.y1 - 0.1, 3.3), 0.2, 0.22), label="beam")
    gables.gulls(b, (0.0, house.y1 - 0.3, roof.top + 0.05, 0.6))
