"""Halls of an industrial district: saw-tooth hall, brick mill, steel shed, workers' row, silos, container yard."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.facade import (
    Block,
    body,
    door,
    doorstep,
    flat_roof,
    free_sides,
    lip,
    pick,
    plinth,
    profile,
    put,
    spread,
    storeys,
    window,
)
from cityscape.grammar.kinds.industry import WORKS, roller_door, sawtooth
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, ring
from cityscape.grammar.signage import sign
from cityscape.grammar.truss import girder, hoops, ladder, plume
from cityscape.world.material import Material
from partgen.solids import Solid, beam, box, cylinder, frustum, hull

YARD = ("WORKS 4", "STEEL", "IRON", "COKE", "GAS", "UNION MILL", "BOILERS", "FORGE")


def brick_stack(b: Build, x: float, y: float, r: float, h: float, *, z: float | None = None, smoke: float = 0.0) -> None:
    """A tall round brick chimney with iron hoops, a corbelled head black with soot, and smoke that leans by `smoke` (signed)."""
    foot = -b.lot.drop if z is None else z
    brick = b.look.material("wall")
    base = (0.0 if z is None else z) + 1.6
    b.add("chimney_feet", "plinth", box(2.7 * r, 2.7 * r, base - foot, at=(x, y, foot)), label="plinth")
    b.add("chimneys", brick, frustum(r, 0.68 * r, h * 0.86, at=(x, y, base), segments=14), label="chimney")
    b.add(
        "chimney_heads", shade(brick, 0.5), frustum(0.68 * r, 0.66 * r, h * 0.14, at=(x, y, base + 0.86 * h), segments=14), label="chimney"
    )
    b.add("chimney_heads", shade(brick, 0.5), ring(0.42 * r, 0.86 * r, base + h, base + h + 0.4, segments=14, at=(x, y)), label="chimney")
    b.add("flues", "roof_flat", cylinder(0.44 * r, 0.1, at=(x, y, base + h), segments=12), label="chimney")
    bands = [(r * (1 - 0.32 * t / 0.86) + 0.03, base + h * t) for t in (0.2, 0.4, 0.6, 0.8)]
    b.add("hoops", "metal", [cylinder(q, 0.12, at=(x, y, zz), segments=14) for q, zz in bands], label="band")
    if smoke:
        plume(b, x, y, base + h + 0.3, 0.55 * r, puffs=5, lean=(smoke, 0.0), shade="#a7a39c")


def paned(b: Build, block: Block, side: str, u: float, z: float, w: float, h: float) -> None:
    """A tall factory window with a segmental head of brick and small panes in iron bars."""
    e, rise = w / 2, 0.16 * w
    face = [(-e, 0.0), (e, 0.0), (e, h - rise), (0.5 * e, h - 0.3 * rise), (0.0, h), (-0.5 * e, h - 0.3 * rise), (-e, h - rise)]
    pane = hull(np.array([(px, -py, pz) for py in (0.0, 0.05) for px, pz in face]))
    outer = hull(np.array([(px * 1.16, -py, pz * 1.06 - 0.06) for py in (0.0, 0.03) for px, pz in face]))
    put(b, "frames", "trim", block.on(side, u, z, [outer]))  # type: ignore[arg-type]
    put(b, "windows", "glass", block.on(side, u, z, [pane], out=0.0))  # type: ignore[arg-type]
    bars: list[Solid] = [box(0.05, 0.05, h * 0.94, at=(-e + w * k / 3, -0.06, 0.0)) for k in (1, 2)]
    bars += [box(w, 0.045, 0.05, at=(0, -0.0575, h * k / 4)) for k in (1, 2, 3)]
    put(b, "mullions", "metal", block.on(side, u, z, bars))  # type: ignore[arg-type]
    put(b, "sills", "stone", block.panel(side, u, z - 0.16, w + 0.3, 0.14, 0.12))  # type: ignore[arg-type]


def piers(b: Build, block: Block, side: str, pitch: float, *, w: float = 0.45, d: float = 0.14) -> list[float]:
    """Brick piers along a side, and the middles of the bays between them."""
    n = max(1, round(block.length(side) / pitch))  # type: ignore[arg-type]
    step = (block.length(side) - w) / n  # type: ignore[arg-type]
    for k in range(n + 1):
        u = -block.length(side) / 2 + w / 2 + k * step  # type: ignore[arg-type]
        put(b, "piers", "wall", block.panel(side, u, block.z0, w, block.height, d))  # type: ignore[arg-type]
    return [-block.length(side) / 2 + w / 2 + (k + 0.5) * step for k in range(n)]  # type: ignore[arg-type]


@kind(
    "saw_hall",
    "building",
    width=(9, 19),
    depth=(8, 14),
    words=("saw-tooth hall", "sawtooth factory", "factory hall", "assembly hall", "plant"),
)
def saw_hall(b: Build) -> None:
    """A brick hall of bays with tall iron windows under a saw-tooth roof with north lights, a gate and a stack."""
    tall = {"small": 4.2, "medium": 4.8, "large": 5.6}[b.lot.size] + float(b.rng.uniform(0, 0.5))
    hall = body(b, tall, side=0.3, front=0.75, back=0.3)
    hall = plinth(b, hall, height=0.35)
    put(b, "walls", "wall", hall.solid())
    gate = int(b.rng.integers(3))
    for side in free_sides(b):
        bays = piers(b, hall, side, 3.0)
        at = min(gate, len(bays) - 1) if side == "south" else -1
        for k, u in enumerate(bays):
            room = (bays[1] - bays[0] if len(bays) > 1 else hall.length(side)) - 0.6
            if k == at:
                roller_door(b, hall, u, w=min(2.3, room - 0.5), h=min(3.0, tall - 1.3))
            elif side == "south" and k == (at + 1) % len(bays):
                door(b, hall, u - 0.5, w=0.95, h=2.05, z=0.05)
                doorstep(b, hall, u - 0.5, 1.4)
                if room > 1.9:
                    window(b, hall, side, u + 0.65, 1.4, 0.7, 1.1, sill=0.1)
            else:
                paned(b, hall, side, u, 1.2, min(1.5, room), tall - 2.1)
    put(b, "cornices", "trim", hall.grown(lip(b, 0.16), 0.16).with_z(tall - 0.22, tall).solid())
    teeth = max(3, round(hall.sx / 3.1))
    sawtooth(b, hall, teeth=teeth, rise=min(2.0, 0.62 * hall.sx / teeth))
    sign(b, hall, pick(b, *YARD), u=0.0, z=tall - 0.95, h=0.66, w=hall.sx * 0.4, out=0.14)
    if b.rng.random() < 0.6 and hall.sx > 10:
        x, y = hall.x + hall.sx * 0.36, hall.y + hall.sy * 0.28
        brick_stack(b, x, y, 0.62, 8.0 + tall * 0.6, z=tall + 0.2, smoke=-0.35)
    for k in range(2):
        u = hall.x - hall.sx / 2 + hall.sx / teeth * (k + 0.5)
        put(b, "vents", "metal", cylinder(0.2, 1.6, at=(u, hall.y + 0.2 * hall.sy, tall + 0.25), segments=8))
        put(b, "vents", "metal", frustum(0.36, 0.1, 0.3, at=(u, hall.y + 0.2 * hall.sy, tall + 1.85), segments=8))


@kind(
    "brick_mill",
    "building",
    width=(10, 18),
    depth=(8, 12.5),
    words=("mill", "brick mill", "cotton mill", "spinning mill", "works", "brewery"),
)
def brick_mill(b: Build) -> None:
    """A mill of many storeys: grids of segment-headed windows, a stair tower with a tank on top, a tall chimney."""
    n = storeys(b, 3, 5)
    rise = 2.7
    block = body(b, n * rise + 0.4, side=0.35, front=1.0, back=0.4)
    wing = 3.0
    east = b.rng.random() < 0.5
    s = 1 if east else -1
    main = Block(block.sx - wing, block.sy, 0, block.z1, block.x - s * wing / 2, block.y)
    walls = plinth(b, main, height=0.4)
    put(b, "walls", "wall", walls.solid())
    tower = Block(
        wing,
        min(4.0, block.sy * 0.5),
        0,
        block.z1 + 2.6,
        block.x + s * (block.sx - wing) / 2,
        block.y - block.sy / 2 + min(4.0, block.sy * 0.5) / 2 - 0.3,
    )
    tower = plinth(b, tower, height=0.4)
    put(b, "tower", "wall", tower.solid())
    for side in free_sides(b):
        bays = piers(b, walls, side, 2.0, w=0.35, d=0.1)
        step = bays[1] - bays[0] if len(bays) > 1 else walls.length(side)
        inner = ("east" if east else "west") == side
        for u in bays:
            for row in range(n):
                if inner and _behind(walls, tower, side, u):
                    continue
                _headed(b, walls, side, u, 1.1 + row * rise, min(1.15, step - 0.7), 1.65)
    for row in range(n):
        _headed(b, tower, "south", 0.0, 3.2 + row * rise * 0.95, 0.8, 1.4) if 3.2 + row * rise * 0.95 + 1.6 < tower.z1 - 0.8 else None
        side = "east" if east else "west"
        _headed(b, tower, side, 0.0, 2.0 + row * rise, 0.8, 1.4)
    door(b, tower, 0.0, w=1.3, h=2.3, leaves=2, z=0.05)
    doorstep(b, tower, 0.0, 2.0)
    put(b, "bands", "trim", [walls.grown(0.06).with_z(k * rise + 0.55, k * rise + 0.72).solid() for k in range(1, n)])
    put(
        b,
        "cornices",
        "trim",
        walls.grown(lip(b, 0.2), 0.2).with_z(block.z1 - 0.3, block.z1).solid(),
        tower.grown(0.14).with_z(tower.z1 - 0.3, tower.z1).solid(),
    )
    deck = flat_roof(b, walls.with_z(block.z1, block.z1), parapet=0.7, cap="trim")
    furnish(b, deck, ("skylight", "skylight", "vent", "vent", "ac_unit"))
    top = tower.z1
    r = min(wing, tower.sy) * 0.42
    legs = [box(0.16, 0.16, 1.3, at=(tower.x + i * r * 0.68, tower.y + j * r * 0.68, top)) for i in (-1, 1) for j in (-1, 1)]
    b.add("tank_legs", "metal", legs, label="post")
    b.add("tank", "timber", cylinder(r, 2.0, at=(tower.x, tower.y, top + 1.28), segments=16), label="tank")
    b.add("tank_hoops", "metal", hoops(r, top + 1.4, top + 3.2, 3, at=(tower.x, tower.y), h=0.08), label="band")
    b.add("tank_roof", "roof", frustum(r + 0.12, 0.05, 0.8, at=(tower.x, tower.y, top + 3.28), segments=16), label="roof")
    sign(b, walls, pick(b, *WORKS, "UNION MILL"), u=0, z=block.z1 - 1.25, h=0.85, w=walls.sx * 0.6, out=0.1, board=None, ink="trim")
    x, y = walls.x - s * walls.sx * 0.3, walls.y + walls.sy * 0.26
    brick_stack(b, x, y, 0.85, 9.0, z=block.z1 + 0.1, smoke=0.4 * s)


def _behind(walls: Block, tower: Block, side: str, u: float) -> bool:
    """Whether the tower stands before place u of the main block's east or west side."""
    y = walls.y + (u if side == "east" else -u)
    return abs(y - tower.y) < tower.sy / 2 + 0.75


def _headed(b: Build, block: Block, side: str, u: float, z: float, w: float, h: float) -> None:
    """A window under a flat arch: pale lintel and sill, bars."""
    put(b, "windows", "glass", block.panel(side, u, z, w, h, 0.04))  # type: ignore[arg-type]
    put(b, "mullions", "frame", block.panel(side, u, z + h * 0.55, w, 0.06, 0.07, back=0.04))  # type: ignore[arg-type]
    put(b, "mullions", "frame", block.panel(side, u, z, 0.06, h * 0.55, 0.07, back=0.04))  # type: ignore[arg-type]
    put(b, "sills", "trim", block.panel(side, u, z - 0.14, w + 0.24, 0.14, 0.1), block.panel(side, u, z + h, w + 0.24, 0.2, 0.06))  # type: ignore[arg-type]


@kind(
    "steel_shed",
    "building",
    width=(6, 14),
    depth=(6, 12),
    words=("steel shed", "corrugated shed", "tin shed", "rolling mill", "scrap shed"),
)
def steel_shed(b: Build) -> None:
    """A corrugated shed, patched and rusty, with a raised monitor along its ridge and sliding doors."""
    tall = {"small": 3.4, "medium": 4.0, "large": 5.0}[b.lot.size] + float(b.rng.uniform(0, 0.5))
    hall = body(b, tall, side=0.45, front=0.6, back=0.45)
    hall = plinth(b, hall, height=0.5)
    put(b, "walls", "wall2", hall.solid())
    tin = b.look.material("wall2", fresh=True)
    rise = hall.sy * 0.2
    e, t = hall.sy / 2, 0.1
    over = 0.3
    fall = rise / e * over
    put(b, "gables", "wall2", profile([(-e, 0), (e, 0), (0, rise)], hall.x - hall.sx / 2, hall.x + hall.sx / 2).moved(0, hall.y, tall))
    for s in (-1, 1):
        slope = [(0.0, rise), (s * (e + over), -fall), (s * (e + over), -fall + t), (0.0, rise + t)]
        put(b, "roofs", tin, profile(slope, hall.x - hall.sx / 2 - over, hall.x + hall.sx / 2 + over).moved(0, hall.y, tall))
    m, mz = hall.sy * 0.13, tall + rise * (1 - 0.26) - 0.1
    lift = 0.26 * rise + 0.85
    x0, x1 = hall.x - hall.sx * 0.36, hall.x + hall.sx * 0.36
    put(b, "monitor", "wall2", box(x1 - x0, 2 * m, lift, at=(hall.x, hall.y, mz)))
    put(b, "windows", "glass", [box(x1 - x0 - 0.4, 0.05, 0.5, at=(hall.x, hall.y + s * (m + 0.025), mz + lift - 0.65)) for s in (-1, 1)])
    put(b, "roofs", tin, profile([(-m - 0.3, 0), (m + 0.3, 0), (0, 0.5)], x0 - 0.2, x1 + 0.2).moved(0, hall.y, mz + lift))
    w = min(3.0, hall.sx * 0.4)
    u = -hall.sx * 0.16
    put(b, "gates", "shutter", [hall.panel("south", u + s * w / 4, 0.08, w / 2 - 0.04, 2.8, 0.1) for s in (-1, 1)])
    put(b, "gate_frames", "metal", hall.panel("south", u + w / 4, 2.9, w * 1.9, 0.16, 0.14))
    stripes = [hall.panel("south", u + s * (w / 2 + 0.12), 0.05, 0.2, 2.8, 0.12) for s in (-1, 1)]
    put(b, "bumpers", "accent", stripes)
    door(b, hall, hall.sx * 0.36, w=0.95, h=2.0, z=0.05, paint="accent")
    for side in free_sides(b):
        if side == "south":
            continue
        for u in spread(hall.length(side), 2.6, margin=0.3):
            put(b, "windows", "glass", hall.panel(side, u, tall - 1.5, 1.6, 0.9, 0.05))
    rust = b.look.material("wall2", fresh=True)
    for _ in range(3):
        side = pick(b, "east", "west", "south")
        u = float(b.rng.uniform(-0.3, 0.3)) * hall.length(side) if side != "south" else hall.sx * 0.2  # type: ignore[arg-type]
        put(b, "patches", rust, hall.panel(side, u, 0.5 + float(b.rng.random()), 1.1, 1.3, 0.03))  # type: ignore[arg-type]
    for q in (-0.25, 0.2):
        x = hall.x + q * hall.sx
        y = hall.y + 0.3 * hall.sy
        put(
            b,
            "vents",
            "metal",
            cylinder(0.17, 2.2, at=(x, y, tall + 0.25), segments=8),
            frustum(0.32, 0.06, 0.3, at=(x, y, tall + 2.45), segments=8),
        )


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
        _headed(b, row, "south", u - flip * step * 0.18, 0.95, 1.1, 1.35)
        for q in (-0.24, 0.24):
            _headed(b, row, "south", u + q * step, 3.2, 0.85, 1.2)
        _headed(b, row, "north", u - 0.2 * step, 0.95, 1.0, 1.3)
        _headed(b, row, "north", u, 3.2, 0.9, 1.2)
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
            _headed(b, row, side, 0.0, 3.3, 0.8, 1.2)  # type: ignore[arg-type]
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
    across_n, r = 2, min((lot.depth - 0.8) / 4.1, 1.9)
    n = max(2, int((lot.width - run - 0.8) / (2 * r)))
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
    for t in (0.4,):
        p = a + (c - a) * t
        put(b, "posts", "metal", [beam((p[0] - 0.15, s * 0.9, -lot.drop), (p[0], s * 0.45, p[2] - 0.4), 0.14, 0.14) for s in (-1, 1)])
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
                _container(b, x + length / 2, y0 + bay * (row + 0.5), 0.12 + 2.3 * level, length - 0.25, 2.1)
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
    ribs = max(3, round(length / 0.65))
    dark = shade(paint, 0.8)
    at = [x - length / 2 + length * (k + 0.5) / ribs for k in range(ribs)]
    b.add(name + "_ribs", dark, [box(0.12, width + 0.07, 1.86, at=(u, y, z + 0.17)) for u in at], label="container")
    b.add(
        name + "_ribs", dark, [box(length + 0.06, 0.06, 1.9, at=(x, y + s * width * 0.25, z + 0.15)) for s in (-1, 0, 1)], label="container"
    )
