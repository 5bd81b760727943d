"""Rows, silos and yards of an industrial district."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.facade import (
    Block,
    body,
    door,
    doorstep,
    free_sides,
    lip,
    plinth,
    profile,
    put,
    spread,
)
from cityscape.grammar.kinds.industrial import headed
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.truss import girder, hoops, ladder, planted
from cityscape.world.material import Material
from partgen.solids import Solid, beam, box, cylinder, frustum, hull


@kind(
    "worker_row",
    "building",
    width=(8, 17),
    depth=(6.2, 8.5),
    words=("worker's house", "workers' houses", "terrace", "back-to-back", "company housing"),
)
def worker_row(b: Build) -> None:
    """A terrace of sooty brick houses, each a door, two windows and a share of a stack of chimney pots; yards behind."""
    n = max(2, round((b.lot.width - 0.6) / 3.7))
    h = 5.0 + float(b.rng.uniform(0, 0.4))
    row = body(b, h, side=0.3, front=0.75, back=0.45)
    row = plinth(b, row, height=0.25)
    brick = b.look.material("wall")
    put(b, "walls", brick, row.solid())
    e, rise, over, t = row.sy / 2, row.sy * 0.4, 0.25, 0.14
    fall = rise / e * over
    x0, x1 = row.x - row.sx / 2, row.x + row.sx / 2
    put(b, "gables", brick, profile([(-e, 0), (e, 0), (0, rise)], x0, x1).moved(0, row.y, h))
    for s in (-1, 1):
        slope = [(0.0, rise), (s * (e + over), -fall), (s * (e + over), -fall + t), (0.0, rise + t)]
        put(b, "roofs", "roof", profile(slope, x0 - 0.15, x1 + 0.15).moved(0, row.y, h))
    put(b, "ridge", shade(b.look.material("roof"), 0.75), box(row.sx + 0.3, 0.3, 0.12, at=(row.x, row.y, h + rise + t - 0.06)))
    step = row.sx / n
    for k in range(n):
        u = -row.sx / 2 + step * (k + 0.5)
        flip = 1 if k % 2 else -1
        d = u + flip * step * 0.26
        door(b, row, d, w=0.9, h=2.05, z=0.12)
        doorstep(b, row, d, 1.2)
        put(b, "sills", "trim", row.panel("south", d, 2.35, 1.3, 0.2, 0.1))
        headed(b, row, "south", u - flip * step * 0.18, 0.95, 1.1, 1.35)
        for q in (-0.24, 0.24):
            headed(b, row, "south", u + q * step, 3.2, 0.85, 1.2)
        headed(b, row, "north", u - 0.2 * step, 0.95, 1.0, 1.3)
        headed(b, row, "north", u, 3.2, 0.9, 1.2)
        if k < n - 1 or n == 2:
            x = row.x - row.sx / 2 + step * (k + 1) - (step if k == n - 1 else 0)
            if abs(x - x1) > 0.5 and not (n == 2 and k == 1):
                _pots(b, x, row.y, h + rise - 0.5, brick)
        pipe = row.panel("south", -row.sx / 2 + step * k + 0.12, 0.2, 0.1, h - 0.3, 0.12)
        put(b, "pipes", "metal", pipe)
    for s in (-1, 1):
        _pots(b, row.x + s * (row.sx / 2 - 0.45), row.y, h + rise - 0.7, brick)
    for side in ("east", "west"):
        if side in free_sides(b):
            headed(b, row, side, 0.0, 3.3, 0.8, 1.2)  # type: ignore[arg-type]
    put(b, "bands", "trim", row.grown(lip(b, 0.05), 0.05).with_z(2.75, 2.92).solid())


def _pots(b: Build, x: float, y: float, z: float, brick: Material) -> None:
    """A long low stack with four pots."""
    put(b, "chimneys", shade(brick, 0.82), box(0.7, 1.5, 1.7, at=(x, y, z)))
    put(b, "chimneys", shade(brick, 0.82), box(0.86, 1.66, 0.16, at=(x, y, z + 1.5)))
    for k in range(4):
        put(b, "chimney_pots", "timber", frustum(0.15, 0.11, 0.5, at=(x, y - 0.54 + 0.36 * k, z + 1.7), segments=8))


@kind(
    "silo_battery",
    "building",
    width=(8, 15),
    depth=(6, 10),
    words=("silos", "grain elevator", "cement works", "silo battery", "concrete silo"),
)
def silo_battery(b: Build) -> None:
    """Rows of concrete silos that stand shoulder to shoulder under a gallery, fed by a sloping conveyor from a hopper."""
    lot = b.lot
    h = {"small": 8.0, "medium": 10.0, "large": 13.0}[lot.size] + float(b.rng.uniform(0, 1.5))
    run = 2.8
    across_n, r = 2, min((lot.depth - 0.8) / 4.1, (lot.width - run - 0.8) / 4, 1.9)
    n = max(2, int((lot.width - run - 0.8) / (2 * r) + 1e-6))
    x0 = lot.width / 2 - 0.4 - 2 * r * n
    put(b, "plinth", "plinth", box(2 * r * n + 0.4, 4 * r + 0.4, 0.5 + lot.drop, at=(x0 + r * n, 0, -lot.drop)))
    for i in range(n):
        for j in range(across_n):
            at = (x0 + r * (2 * i + 1), r * (2 * j - 1))
            put(b, "silos", "stone", cylinder(r + 0.02, h, at=(*at, 0.5), segments=18))
            put(b, "hoops", shade(b.look.material("stone"), 0.86), hoops(r, 1.5, h, 5, at=at, proud=0.045, h=0.1))
    length = 2 * r * n
    top = Block(length - 0.3, 2.6, h + 0.48, h + 3.0, x0 + length / 2, 0.0)
    put(b, "upper_walls", "wall2", top.solid())
    put(b, "roofs", "roof", profile([(-1.55, 0), (1.55, 0), (0, 0.6)], top.x - top.sx / 2 - 0.2, top.x + top.sx / 2 + 0.2).moved(z=top.z1))
    for side in ("south", "north"):
        for u in spread(top.sx, 1.7, margin=0.3):
            put(b, "windows", "glass", top.panel(side, u, h + 1.4, 0.9, 0.9, 0.05))  # type: ignore[arg-type]
    deck = Block(length + 0.3, 4 * r + 0.1, h + 0.44, h + 0.56, x0 + length / 2, 0.0)
    put(b, "decks", "trim", deck.solid())
    put(b, "railings", "accent", _rails(deck))
    hx = -lot.width / 2 + 1.3
    put(b, "plinth", "plinth", box(2.0, 2.4, 0.3 + lot.drop, at=(hx, 0, -lot.drop)))
    put(
        b,
        "hopper",
        "timber",
        box(1.8, 2.0, 1.0, at=(hx, 0, 1.5)),
        hull([(hx + i * q, j * q, z) for q, z in ((0.9, 1.5), (0.3, 0.3)) for i in (-1, 1) for j in (-1, 1)]),
    )
    a, c = np.array([hx + 0.2, 0, 1.9]), np.array([top.x - top.sx / 2 + 0.15, 0, h + 2.2])
    put(b, "conveyor", "wall2", beam(a, c, 1.1, 1.0))
    put(b, "pipes", "accent", [beam(a + (0, s * 0.58, -0.55), c + (0, s * 0.58, -0.55), 0.08, 0.12) for s in (-1, 1)])
    p = a + (c - a) * 0.4
    put(
        b,
        "posts",
        "metal",
        planted(-lot.drop, *(beam((p[0] - 0.15, s * 0.9, -lot.drop), (p[0], s * 0.45, p[2] - 0.4), 0.14, 0.14) for s in (-1, 1))),
    )
    gate = Block(length, 4 * r, 0.5, h, x0 + length / 2, 0)
    put(b, "doors", "door", gate.panel("south", -length / 2 + r, 0.5, 1.1, 2.0, 0.16, back=-0.4))
    put(b, "steps", "stone", gate.panel("south", -length / 2 + r, -lot.drop, 1.4, 0.42 + lot.drop, 0.35))
    put(b, "ladders", "accent", ladder((x0 + 3 * r, -2 * r - 0.16, 0.4), (x0 + 3 * r, -2 * r - 0.16, h + 1.4)))


def _rails(deck: Block, *, h: float = 1.0) -> list[Solid]:
    """A rail of posts and one bar round a deck's rim."""
    out: list[Solid] = []
    for side in ("south", "north", "east", "west"):
        out.append(deck.panel(side, 0, deck.z1 + h - 0.08, deck.length(side) - 0.02, 0.08, -0.02, back=-0.1))  # type: ignore[arg-type]
        for u in spread(deck.length(side), 1.4, margin=0.1):  # type: ignore[arg-type]
            out.append(deck.panel(side, u, deck.z1 - 0.02, 0.07, h - 0.04, -0.03, back=-0.1))  # type: ignore[arg-type]
    return out


@kind("box_yard", "building", width=(11, 18), depth=(8, 13), words=("container yard", "container terminal", "freight yard", "gantry crane"))
def box_yard(b: Build) -> None:
    """Stacks of shipping containers under a yellow gantry crane that spans the yard."""
    lot = b.lot
    w, d = lot.width - 0.3, lot.depth - 0.3
    put(b, "floor", "stone", box(w, d, 0.12 + lot.drop, at=(0, 0, -lot.drop)))
    legs, top = 1.5, 9.0
    span = d - 0.6
    bay = 2.7
    rows = max(2, int((span - 2.4) / bay))
    y0 = -bay * rows / 2
    x = -w / 2 + 0.5
    lengths = (5.2, 2.6)
    gx = -w / 2 + w * float(b.rng.choice([0.34, 0.62]))
    while x < w / 2 - 2.8:
        length = lengths[int(b.rng.random() < 0.3)]
        if x + length > w / 2 - 0.3:
            length = 2.6
        for row in range(rows):
            for level in range(int(b.rng.choice([0, 1, 2, 3], p=[0.14, 0.26, 0.34, 0.26]))):
                _container(b, x + length / 2, y0 + bay * (row + 0.5), 0.12 + 2.21 * level, length - 0.25, 2.1)
        x += length + 0.12
    for s in (-1, 1):
        y = s * (span / 2)
        put(b, "rails", "metal", box(w - 0.3, 0.16, 0.12, at=(0, y, 0.12)))
        for q in (-1, 1):
            put(b, "crane_legs", "accent", beam((gx + q * legs, y, 0.7), (gx + q * 0.7, y - s * 0.25, top), 0.34, 0.34))
            put(b, "crane_wheels", "metal", box(0.7, 0.3, 0.5, at=(gx + q * legs, y, 0.22)))
        put(b, "crane_legs", "accent", box(2 * legs + 0.4, 0.3, 0.3, at=(gx, y, 0.68)))
        put(b, "crane_legs", "accent", box(2.4, 0.26, 0.26, at=(gx, y - s * 0.12, 4.6)))
    for q in (-1, 1):
        put(
            b,
            "crane_beam",
            "accent",
            girder((gx + q * 0.7, -span / 2, top + 0.6), (gx + q * 0.7, span / 2, top + 0.6), depth=0.7, width=0.4, bays=6, bar=0.16),
        )
    ty = float(b.rng.uniform(-0.25, 0.25)) * span
    put(b, "trolley", "metal", box(2.0, 1.3, 0.6, at=(gx, ty, top + 0.5)))
    put(b, "cabin", "trim", box(1.1, 1.2, 1.3, at=(gx - 0.1, ty + 1.1, top - 1.3)))
    put(
        b,
        "cabin_hangers",
        "metal",
        box(0.3, 0.3, 0.9, at=(gx - 0.1, ty + 1.1, top - 0.1)),
        box(0.3, 1.2, 0.2, at=(gx - 0.1, ty + 0.8, top + 0.55)),
    )
    put(b, "windows", "glass", box(0.9, 0.06, 0.7, at=(gx - 0.1, ty + 0.48, top - 0.8)))
    put(b, "ropes", "metal", [box(0.05, 0.05, 1.6, at=(gx + i * 0.5, ty, top - 1.0)) for i in (-1, 1)])
    put(b, "spreader", "accent", box(1.8, 0.9, 0.22, at=(gx, ty, top - 1.2)))


def _container(b: Build, x: float, y: float, z: float, length: float, width: float) -> None:
    """One box: ribbed sides, corner castings, doors on its end."""
    paint = b.look.material("fabric", fresh=True)
    name = f"container_{paint.color[1:]}"
    b.add(name, paint, box(length, width, 2.2, at=(x, y, z)), label="container")
    ribs = max(3, round(length / 0.95))
    dark = shade(paint, 0.8)
    at = [x - length / 2 + length * (k + 0.5) / ribs for k in range(ribs)]
    b.add(name + "_ribs", dark, [box(0.12, width + 0.07, 1.86, at=(u, y, z + 0.17)) for u in at], label="container")
    b.add(name + "_ribs", dark, [box(length + 0.06, 0.06, 1.9, at=(x, y + s * width * 0.25, z + 0.15)) for s in (-1, 1)], label="container")
