"""Halls of an industrial district: saw-tooth hall, brick mill, steel shed."""

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
from cityscape.grammar.truss import hoops, plume
from partgen.solids import Solid, box, cylinder, frustum, hull

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
    words=("mill", "cotton mill", "spinning mill", "works", "brewery"),
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
                headed(b, walls, side, u, 1.1 + row * rise, min(1.15, step - 0.7), 1.65)
    for row in range(n):
        headed(b, tower, "south", 0.0, 3.2 + row * rise * 0.95, 0.8, 1.4) if 3.2 + row * rise * 0.95 + 1.6 < tower.z1 - 0.8 else None
        side = "east" if east else "west"
        headed(b, tower, side, 0.0, 2.0 + row * rise, 0.8, 1.4)
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
    put(b, "roof_decks", "roof_flat", tower.grown(0.02).with_z(tower.z1 - 0.02, tower.z1 + 0.1).solid())
    top = tower.z1 + 0.08
    r = min(wing, tower.sy) * 0.42
    legs = [box(0.16, 0.16, 1.3, at=(tower.x + i * r * 0.68, tower.y + j * r * 0.68, top)) for i in (-1, 1) for j in (-1, 1)]
    b.add("tank_legs", "metal", legs, label="post")
    b.add("tank", "timber", cylinder(r, 2.0, at=(tower.x, tower.y, top + 1.28), segments=16), label="tank")
    b.add("tank_hoops", "metal", hoops(r, top + 1.4, top + 3.2, 3, at=(tower.x, tower.y), h=0.08), label="band")
    b.add("tank_roof", "roof", frustum(r + 0.12, 0.05, 0.8, at=(tower.x, tower.y, top + 3.28), segments=16), label="roof")
    sign(b, walls, pick(b, *WORKS, "UNION MILL"), u=0, z=block.z1 + 0.02, h=0.74, w=walls.sx * 0.6, board="trim")
    x, y = walls.x - s * walls.sx * 0.3, walls.y + walls.sy * 0.26
    brick_stack(b, x, y, 0.85, 9.0, z=block.z1 + 0.1, smoke=0.4 * s)


def _behind(walls: Block, tower: Block, side: str, u: float) -> bool:
    """Whether the tower stands before place u of the main block's east or west side."""
    y = walls.y + (u if side == "east" else -u)
    return abs(y - tower.y) < tower.sy / 2 + 0.75


def headed(b: Build, block: Block, side: str, u: float, z: float, w: float, h: float) -> None:
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
        face = pick(b, "east", "west", "south")
        u = float(b.rng.uniform(-0.3, 0.3)) * hall.length(face) if face != "south" else hall.sx * 0.2  # type: ignore[arg-type]
        put(b, "patches", rust, hall.panel(face, u, 0.5 + float(b.rng.random()), 1.1, 1.3, 0.03))  # type: ignore[arg-type]
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
