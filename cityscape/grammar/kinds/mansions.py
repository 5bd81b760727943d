"""What breaks the rows of boulevards: private mansion, department store."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, put, spread
from cityscape.grammar.mansard import chimney_row, dormer, french_window, mansard
from cityscape.grammar.recipe import Build, kind
from cityscape.world.brief import SIDES, Side
from partgen.solids import ball, cylinder, dome, frustum, hull


@kind(
    "private_mansion",
    "building",
    width=(9.0, 14.0),
    depth=(8.0, 11.5),
    words=("private mansion", "hotel particulier", "embassy", "french mansion"),
)
def private_mansion(b: Build) -> None:
    """Two tall storeys with quoins, a pedimented middle, flights of steps and a high slate mansard with round dormers."""
    rows = [3.6, 3.3]
    front = 1.7
    block = Block(b.lot.width - 1.3, b.lot.depth - front - 0.8, 0.0, 0.7 + sum(rows), 0.0, (front - 0.8) / 2)
    base = 0.7
    put(b, "plinth", "plinth", block.grown(0.1).with_z(-b.lot.drop, base).solid())
    walls = block.with_z(base, block.z1)
    put(b, "walls", "wall", walls.solid())
    mid = min(4.4, block.sx * 0.42)
    bay = Block(mid, 0.5, base, block.z1, 0.0, block.y - block.sy / 2 - 0.2)
    put(b, "plinth", "plinth", bay.grown(0.1, 0.05).with_z(-b.lot.drop, base).solid())
    put(b, "walls", "wall", bay.solid())
    for k, h in enumerate(rows):
        z = base + sum(rows[:k]) + (0.3 if k else 0.15)
        for side in SIDES:
            for u in spread(walls.length(side), 2.2, margin=0.5):
                if side == "south" and abs(u) < mid / 2 + 0.6:
                    continue
                french_window(b, walls, side, u, z, 1.05, h - 1.1, hood=side in ("south", "east"), rail=k == 1)
        for u in (-mid * 0.3, mid * 0.3) if mid > 3.4 or k else ():
            french_window(b, bay, "south", u, z, 0.95, h - 1.1, hood=True, rail=k == 1)
    put(b, "doors", "door", bay.panel("south", 0, base, 1.3, 2.6, 0.1))
    put(
        b,
        "door_surround",
        "trim",
        [bay.panel("south", s * 0.78, base, 0.24, 2.75, 0.16) for s in (-1, 1)],
        bay.panel("south", 0, base + 2.62, 1.9, 0.24, 0.22),
    )
    french_window(b, bay, "south", 0, base + rows[0] + 0.3, 1.0, rows[1] - 1.1)
    for k in range(4):
        top = base * (4 - k) / 4.6
        put(b, "steps", "stone", bay.panel("south", 0, -b.lot.drop, 2.4 + 0.2 * k, top + b.lot.drop, 0.26 * (k + 1), back=0.26 * k))
    put(
        b,
        "quoins",
        "trim",
        [walls.panel(s, e * (walls.length(s) / 2 - 0.24), base, 0.46, walls.height - 0.4, 0.045) for s in SIDES for e in (-1, 1)],
    )
    put(b, "bands", "trim", walls.grown(0.08).with_z(base + rows[0] - 0.1, base + rows[0] + 0.12).solid())
    put(b, "cornices", "trim", block.grown(0.3).with_z(block.z1 - 0.02, block.z1 + 0.26).solid())
    put(b, "cornices", "trim", bay.grown(0.15, 0.12).with_z(block.z1 - 0.02, block.z1 + 0.26).solid())
    e = mid / 2 + 0.15
    y = bay.y - bay.sy / 2 - 0.08
    put(b, "pediment", "trim", hull([(x, y + q, block.z1 + 0.25 + z) for q in (0.0, 1.6) for x, z in ((-e, 0.0), (e, 0.0), (0.0, 1.25))]))
    put(b, "medallion", "wall", cylinder(0.34, 0.1, segments=12).turned(roll=pi / 2).moved(0, y + 0.04, block.z1 + 0.66))
    roof = block.with_z(block.z0, block.z1 + 0.24)
    upper = mansard(b, roof, 2.5, sides=SIDES, eaves=0.12)
    for side in SIDES:
        for k, u in enumerate(spread(block.length(side), 2.6, margin=1.0)):
            if side == "south" and abs(u) < e + 0.5:
                continue
            dormer(b, roof, side, u, roof.z1 + 0.3, w=0.85, h=1.15, lean=0.1, round_=k % 2 == 0)
    for s in (-1, 1):
        chimney_row(b, block.x + s * block.sx * 0.28, block.y + 0.5, upper.z0 - 0.3, upper.z1 + 1.0, length=1.5)


@kind(
    "department_store",
    "building",
    width=(13.0, 19.0),
    depth=(11.0, 14.5),
    words=("department store", "grand magasin", "printemps"),
)
def department_store(b: Build) -> None:
    """Wide bays of glass between stone piers, a glazed canopy, corner pavilions with domes, a great glass dome over the middle."""
    n = min(max(b.lot.storeys or 4, 2), 6)
    rows = [4.2, *[3.5] * (n - 1)]
    block = Block(b.lot.width - 1.6, b.lot.depth - 2.4, 0.0, sum(rows), 0.0, 0.4)
    put(b, "plinth", "plinth", block.grown(0.08).with_z(-b.lot.drop, 0.35).solid())
    put(b, "walls", "wall", block.with_z(0.3, block.z1).solid())
    pav = 3.0
    for side in ("south", "east", "west", "north"):
        along = block.length(side)
        inner = along - 2 * pav if side in ("south", "north") else along - pav - 0.4
        off = 0.0 if side in ("south", "north") else (pav / 2 - 0.2) * (1 if side == "east" else -1)
        many = max(2, round(inner / 2.6))
        step = inner / many
        z = 0.0
        for k, h in enumerate(rows):
            for j in range(many):
                u = off + (j + 0.5 - many / 2) * step
                put(
                    b,
                    "windows",
                    "glass",
                    block.panel(side, u, z + (0.5 if k == 0 else 0.35), step - 0.55, h - (1.0 if k == 0 else 0.75), 0.05),
                )
                put(
                    b,
                    "mullions",
                    "metal",
                    [block.panel(side, u + q * (step - 0.55) / 3.2, z + 0.5, 0.07, h - 1.0, 0.08, back=0.05) for q in (-0.5, 0.5)],
                )
            put(b, "bands", "trim", block.panel(side, off, z + h - 0.3, inner, 0.26, 0.12))
            z += h
        for j in range(many + 1):
            put(b, "piers", "trim", block.panel(side, off + (j - many / 2) * step, 0.3, 0.34, block.z1 - 0.6, 0.16))
    for s in (-1, 1):
        p = Block(pav, pav, 0.0, block.z1 + 0.6, s * (block.sx / 2 - pav / 2 + 0.3), block.y - block.sy / 2 + pav / 2 - 0.3)
        put(b, "plinth", "plinth", p.grown(0.08).with_z(-b.lot.drop, 0.35).solid())
        put(b, "pavilions", "wall", p.with_z(0.3, p.z1).solid())
        sides: tuple[Side, ...] = ("south", "east" if s > 0 else "west")
        z = 0.0
        for k, h in enumerate(rows):
            for side in sides:
                french_window(b, p, side, 0, z + (0.5 if k == 0 else 0.3), 1.3, h - 1.1, hood=True, rail=k > 0)
            z += h
        put(b, "cornices", "trim", p.grown(0.24).with_z(p.z1 - 0.05, p.z1 + 0.26).solid())
        put(b, "domes", "roof", dome(pav * 0.5, pav * 0.78, at=(p.x, p.y, p.z1 + 0.24), segments=16, rings=5))
        put(
            b,
            "finials",
            "metal",
            cylinder(0.06, 1.2, at=(p.x, p.y, p.z1 + 0.2 + pav * 0.76), segments=6),
            ball(0.15, at=(p.x, p.y, p.z1 + 0.9 + pav * 0.76), detail=1),
        )
    put(b, "cornices", "trim", block.grown(0.26).with_z(block.z1 - 0.02, block.z1 + 0.3).solid())
    deck = block.grown(-0.5).with_z(block.z1 + 0.3, block.z1 + 0.9)
    put(
        b,
        "attic",
        "roof",
        hull(
            [
                (deck.x + i * (deck.sx / 2 + e), deck.y + j * (deck.sy / 2 + e), z)
                for i in (-1, 1)
                for j in (-1, 1)
                for e, z in ((0.4, block.z1 + 0.28), (-0.5, block.z1 + 1.7))
            ]
        ),
    )
    r = min(deck.sx, deck.sy) * 0.3
    put(b, "drum", "trim", cylinder(r + 0.2, 0.9, at=(deck.x, deck.y, block.z1 + 1.5), segments=20))
    z = block.z1 + 2.35
    put(b, "glass_dome", "glass", dome(r, r * 0.72, at=(deck.x, deck.y, z), segments=20, rings=5))
    ribs = []
    for t in 2 * pi * np.arange(10) / 10:
        arc = [(r * 1.01 * cos(e), r * 0.73 * sin(e)) for e in np.linspace(0, pi / 2, 5)]
        for (r0, z0), (r1, z1) in zip(arc, arc[1:], strict=False):
            side_ = (-sin(t) * 0.05, cos(t) * 0.05)
            ribs.append(
                hull(
                    [
                        (deck.x + q * cos(t) + i * side_[0], deck.y + q * sin(t) + i * side_[1], z + zz + up)
                        for q, zz in ((r0, z0), (r1, z1))
                        for i in (-1, 1)
                        for up in (-0.04, 0.06)
                    ]
                )
            )
    put(b, "dome_ribs", "metal", ribs)
    put(
        b,
        "lantern",
        "metal",
        cylinder(0.4, 0.6, at=(deck.x, deck.y, z + r * 0.7), segments=8),
        frustum(0.5, 0.04, 0.7, at=(deck.x, deck.y, z + r * 0.7 + 0.6), segments=8),
    )
    mid = block.sx - 2 * pav - 0.4
    put(b, "canopy", "glass", block.panel("south", 0, 3.35, mid, 0.08, 1.1))
    put(
        b,
        "canopy_frame",
        "metal",
        block.panel("south", 0, 3.28, mid, 0.14, 1.18, back=1.1),
        [block.panel("south", (k / 6 - 0.5) * (mid - 0.1), 3.28, 0.08, 0.07, 1.1) for k in range(7)],
    )
    put(b, "doors", "door", [block.panel("south", s * 0.75, 0.3, 1.3, 2.5, 0.1) for s in (-1, 1)])
    put(b, "signs", "sign", block.panel("south", 0, 3.78, mid * 0.62, 0.5, 0.24))
    put(b, "steps", "stone", block.panel("south", 0, -b.lot.drop, 4.0, 0.16 + b.lot.drop, 0.7))
