"""Industry: warehouse, factory, workshop."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from cityscape.grammar.facade import (
    Block,
    Paint,
    body,
    canopy,
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
    windows,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, ring
from cityscape.grammar.signage import ink_on, sign
from partgen.solids import Solid, box, cylinder, frustum, hull

CARGO = ("CARGO", "DEPOT", "DOCK 7", "FREIGHT", "STORE", "NORD", "LOGIS", "HALL 3")
WORKS = ("WORKS", "MILL", "STEEL", "FOUNDRY", "MOTOR", "KESSEL", "BREW")


def sawtooth(b: Build, hall: Block, *, teeth: int, rise: float, wall: Paint = "wall", roof: Paint = "roof") -> None:
    """A roof of north lights along x on top of a hall: upright glass to the east, slopes falling to the west."""
    w = hall.sx / teeth
    y = hall.sy / 2
    out = 0.12
    for k in range(teeth):
        x = hall.x - hall.sx / 2 + k * w
        z = hall.z1
        put(b, "gables", wall, across([(0, 0), (w, 0), (w, rise)], -y, y).moved(x, hall.y, z))
        slope = [(0.0, 0.0), (w, rise), (w, rise + 0.16), (0.0, 0.16)]
        put(b, "roofs", roof, across(slope, -y - out, y + out).moved(x, hall.y, z))
        last = k == teeth - 1
        if not (last and b.lot.attached):
            base = 0.35 if last else 0.3
            n = max(2, min(4, round(hall.sy / 3)))
            for j in range(n):
                v = -y + hall.sy * (j + 0.5) / n
                put(b, "windows", "glass", box(0.06, hall.sy / n - 0.3, rise - base - 0.12, at=(x + w + 0.03, hall.y + v, z + base)))


def across(xz: Sequence[tuple[float, float]], y0: float, y1: float) -> Solid:
    """A convex profile in the x-z plane, extruded from y0 to y1."""
    return hull(np.array([(x, y, z) for y in (y0, y1) for x, z in xz], float))


def roller_door(
    b: Build, block: Block, u: float, *, w: float, h: float, z: float = 0.05, side: str = "south", paint: Paint = "shutter"
) -> None:
    """A rolling gate of slats in a frame."""
    put(b, "gate_frames", "metal", block.panel(side, u, z, w + 0.4, h + 0.3, 0.1))  # type: ignore[arg-type]
    n = max(3, round(h / 0.7))
    for k in range(n):
        put(b, "gates", paint, block.panel(side, u, z + h * k / n + 0.03, w, h / n - 0.06, 0.16, back=0.1))  # type: ignore[arg-type]


def chimney(
    b: Build, x: float, y: float, r: float, h: float, *, paint: Paint = "wall2", bands: bool = True, z: float | None = None
) -> None:
    """A tall round chimney on a square foot, with a rim and painted bands."""
    z0 = -b.lot.drop if z is None else z
    put(b, "chimney_feet", "plinth", box(2.5 * r, 2.5 * r, 1.2 - z0 if z is None else 0.8, at=(x, y, z0)))
    base = 1.2 if z is None else z + 0.8
    cuts = (0.0, 0.82, 0.87, 0.92, 0.97, 1.0) if bands else (0.0, 1.0)
    for k, (p, q) in enumerate(zip(cuts[:-1], cuts[1:], strict=True)):
        name, tone = ("chimney_bands", "accent") if k % 2 else ("chimneys", paint)
        piece = frustum(r * (1 - 0.34 * p), r * (1 - 0.34 * q), h * (q - p), at=(x, y, base + h * p), segments=12)
        put(b, name, tone, piece)  # type: ignore[arg-type]
    put(b, "chimney_rims", "trim", ring(0.42 * r, 0.8 * r, base + h, base + h + 0.35, segments=12, at=(x, y)))
    put(b, "flues", "roof_flat", cylinder(0.42 * r, 0.12, at=(x, y, base + h), segments=12))


# -- warehouse ---------------------------------------------------------------------------------------------


@kind(
    "warehouse",
    "building",
    width=(10, 26),
    depth=(9, 22),
    words=("warehouse", "depot", "storage hall", "logistics", "freight hall", "distribution centre"),
)
def warehouse(b: Build) -> None:
    """A big hall with loading docks under canopies, light bands below the eaves, sawtooth or low gable roof."""
    lot = b.lot
    tall = {"small": 5.5, "medium": 6.1, "large": 7.1}[lot.size] + float(b.rng.uniform(0, 0.8))
    reach = min(2.6, 0.22 * lot.depth)
    block = body(b, tall, side=0.4, front=reach + 0.2, back=0.4)
    walls = plinth(b, block, height=0.5)
    put(b, "walls", "wall", walls.solid())
    office = not lot.attached and walls.sx > 11 and b.rng.random() < 0.6
    room = walls.length("south") - (4.2 if office else 1.8)
    shift = -1.8 if office else -0.6
    level = 1.05
    docks = spread(room, 3.6, margin=0.2, most=6)
    deck = walls.panel("south", shift, -lot.drop, room - 0.3, level - 0.1 + lot.drop, reach * 0.55)
    put(b, "dock", "stone", deck)
    put(b, "dock_edges", "accent", walls.panel("south", shift, level - 0.1, room - 0.3, 0.1, reach * 0.55))
    for u in docks:
        roller_door(b, walls, shift + u, w=2.3, h=2.6, z=level)
        for s in (-1, 1):
            put(b, "bumpers", "frame", walls.panel("south", shift + u + s * 1.0, 0.5, 0.25, 0.45, reach * 0.55 + 0.15, back=reach * 0.55))
    canopy(b, walls, shift, level + 3.0, room - 0.3, reach, t=0.16)
    put(b, "steps", "stone", walls.panel("south", shift + room / 2 + 0.15, -lot.drop, 0.6, level * 0.5 + lot.drop, reach * 0.5))
    if office:
        u = walls.sx / 2 - 2.0
        cab = walls.panel("south", u, 0.5, 3.4, 3.0, 1.2).corners()
        lo, hi = cab.min(0), cab.max(0)
        lodge = Block(hi[0] - lo[0], hi[1] - lo[1], 0.2, 3.5, (lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2)
        put(b, "plinth", "plinth", lodge.with_z(-lot.drop, 0.2).solid())
        put(b, "office", "wall2", lodge.solid())
        put(b, "roof_decks", "roof_flat", lodge.grown(0.12, 0.0).with_z(3.5, 3.68).solid())
        window(b, lodge, "south", -0.7, 1.1, 1.4, 1.2)
        window(b, lodge, "east", 0, 1.1, 0.7, 1.2)
        door(b, lodge, 0.85, w=0.9, h=2.1, z=0.05, out=0.1)
    for side in free_sides(b):
        if side != "south":
            for u in spread(walls.length(side), 3.2, margin=0.5):
                put(b, "windows", "glass", walls.panel(side, u, tall - 1.3, 2.4, 0.8, 0.06))
    door(b, walls, 0.3 * walls.sx, side="north", w=1.0, h=2.1)
    if not lot.attached:
        roller_door(b, walls, -0.15 * walls.sy, w=min(3.4, walls.sy * 0.4), h=3.2, z=0.1, side="east")
    put(b, "bands", "accent", [walls.panel(s, 0, tall - 0.28, walls.length(s), 0.28, 0.05) for s in free_sides(b)])
    style = pick(b, "sawtooth", "gable", "gable", "flat")
    if style == "sawtooth":
        sawtooth(b, walls, teeth=max(2, round(walls.sx / 4.2)), rise=1.9)
    elif style == "gable":
        _low_gable(b, walls)
    else:
        roof = flat_roof(b, walls, parapet=0.5, cap="trim")
        furnish(b, roof, ["skylight"] * 5 + ["vent", "vent", "ac_big", "duct"], margin=0.5)
    sign(b, walls, str(b.rng.choice(CARGO)), u=shift, z=tall - 1.2, h=0.8, w=min(room * 0.7, 7.0), board=None, ink="sign")


def _low_gable(b: Build, walls: Block) -> None:
    rise = 0.16 * walls.sy
    x, y, out = walls.sx / 2, walls.sy / 2, 0.3
    side = lip(b, 0.25)
    put(b, "gables", "wall", profile([(-y, 0), (y, 0), (0, rise)], -x, x).moved(0, walls.y, walls.z1))
    for s in (-1, 1):
        e = s * (y + out)
        drop = -rise / y * out
        put(
            b,
            "roofs",
            "roof",
            profile([(0, rise), (e, drop), (e, drop + 0.18), (0, rise + 0.18)], -x - side, x + side).moved(0, walls.y, walls.z1),
        )
    n = max(2, round(walls.sx / 4))
    for k in range(n):
        u = -x + walls.sx * (k + 0.5) / n
        for s in (-1, 1):
            ya, yb = s * 0.3 * y, s * 0.75 * y
            za, zb = (rise * (1 - abs(q) / y) + 0.18 for q in (ya, yb))
            light = profile([(ya, za), (yb, zb), (yb, zb + 0.1), (ya, za + 0.1)], u - 0.6, u + 0.6)
            put(b, "skylights", "glass", light.moved(0, walls.y, walls.z1))
        put(b, "roof_plant", "metal", frustum(0.35, 0.25, 0.6, at=(u, walls.y, walls.z1 + rise + 0.02), segments=8))


# -- factory -----------------------------------------------------------------------------------------------


@kind(
    "factory",
    "building",
    width=(13, 30),
    depth=(11, 24),
    words=("factory", "mill", "plant", "steelworks", "foundry", "brewery", "industrial building", "works"),
)
def factory(b: Build) -> None:
    """A brick hall under a sawtooth roof, an office block, tall chimneys, tanks and pipes."""
    lot = b.lot
    tall = 5.2 + {"small": 0, "medium": 0.8, "large": 1.6}[lot.size]
    whole = body(b, tall, side=0.4, front=0.9, back=0.4)
    yard_d = min(4.2, 0.26 * whole.sy)
    rest, yard = whole.cut("north", yard_d)
    office_w = max(4.0, 0.24 * rest.sx)
    end = "west" if b.rng.random() < 0.5 else "east"
    hall, office = rest.cut(end, office_w)  # type: ignore[arg-type]
    hall = plinth(b, hall, height=0.4)
    put(b, "hall", "wall", hall.solid())
    teeth = max(2, round(hall.sx / 3.8))
    sawtooth(b, hall, teeth=teeth, rise=2.0)
    bays = [u for u in spread(hall.sx, hall.sx / teeth, margin=0.0)]
    for k, u in enumerate(bays):
        if k == len(bays) // 2:
            roller_door(b, hall, u, w=min(2.8, hall.sx / teeth - 0.9), h=3.2)
            continue
        window(b, hall, "south", u, 1.3, min(2.3, hall.sx / teeth - 1.0), 2.6, bars=2)
    for u in np.linspace(-hall.sx / 2 + 0.2, hall.sx / 2 - 0.2, teeth + 1):
        put(b, "piers", "wall2", hall.panel("south", float(u), 0.4, 0.4, tall - 0.4, 0.2))
    if not lot.attached:
        far = "east" if end == "west" else "west"
        for u in spread(hall.sy, 3.6, margin=0.5, most=5):
            window(b, hall, far, u, 1.3, 2.2, 2.6, bars=2)  # type: ignore[arg-type]
    _factory_office(b, office, end)
    _factory_yard(b, yard, tall)


def _factory_office(b: Build, office: Block, end: str) -> None:
    n = b.lot.storeys or storeys(b, 2, 4)
    rise = 3.1
    block = plinth(b, office.with_z(0, 0.4 + n * rise), height=0.4, paint="plinth")
    put(b, "office", "wall2", block.solid())
    sides = ["south", "north"] + ([] if b.lot.attached else [end])
    windows(b, block, ["south"], z=1.2 + rise, rows=n - 1, rise=rise, w=1.2, h=1.6, pitch=2.0, margin=0.3, sill=0.12)
    windows(b, block, [s for s in sides if s != "south"], z=1.2, rows=n, rise=rise, w=1.2, h=1.6, pitch=2.8, margin=0.5, framed=False)  # type: ignore[misc]
    door(b, block, 0, w=1.6, h=2.3, leaves=2)
    canopy(b, block, 0, 2.7, 2.6, 0.8)
    doorstep(b, block, 0, 2.2, depth=0.6)
    roof = flat_roof(b, block, parapet=0.6, wall="wall2")
    word = str(b.rng.choice(WORKS))
    board = Block(roof.sx * 0.95, 0.25, roof.z1 + 0.6, roof.z1 + 2.0, roof.x, roof.y - roof.sy / 2 + 0.25)
    put(b, "sign_posts", "metal", [box(0.15, 0.2, 0.6, at=(board.x + s * board.sx * 0.35, board.y, roof.z1)) for s in (-1, 1)])
    put(b, "signs", "sign", board.solid())
    sign(b, board, word, z=board.z0 + 0.25, h=0.9, board=None, ink=ink_on(b, "sign"))
    furnish(b, roof, ["ac_unit", "vent", "water_tank", "ac_unit"], keep=[board.grown(0.1)])


def _factory_yard(b: Build, yard: Block, tall: float) -> None:
    """Behind the hall: one to three chimneys, tanks and the boiler house."""
    n = int(b.rng.integers(1, 4)) if yard.sx > 12 else 1
    r = min(1.3, yard.sy * 0.3)
    boiler_w = min(6.0, yard.sx * 0.36)
    house = Block(boiler_w, yard.sy, -b.lot.drop, tall * 0.8, yard.x - yard.sx / 2 + boiler_w / 2, yard.y)
    put(b, "boiler_house", "wall2", house.solid())
    put(b, "roof_decks", "roof_flat", house.grown(lip(b, 0.05), 0.0).with_z(house.z1, house.z1 + 0.2).solid())
    window(b, house, "north", 0, 1.4, min(2.4, boiler_w - 1), 1.8, bars=2)
    free = Block(yard.sx - boiler_w - 0.3, yard.sy, 0, 0, yard.x + boiler_w / 2 + 0.15, yard.y)
    put(b, "yard", "plinth", free.with_z(-b.lot.drop, 0.2).solid())
    high = {"small": 9, "medium": 12, "large": 15}[b.lot.size] + float(b.rng.uniform(0, 3))
    slots = max(n + 1, int(free.sx / (2.9 * r)))
    striped = b.rng.random() < 0.7
    for k in range(slots):
        x = free.x - free.sx / 2 + free.sx * (k + 0.5) / slots
        if k < n:
            chimney(b, x, yard.y, r, high * (1 - 0.14 * k), bands=bool(striped), z=0.2)
        else:
            q = min(free.sx / slots * 0.46, yard.sy * 0.42, 1.9)
            h = float(b.rng.uniform(3.0, 5.5))
            put(b, "tanks", "metal", cylinder(q, h, at=(x, yard.y, 0.2), segments=16))
            put(b, "tank_lids", "trim", frustum(q, q * 0.35, 0.5, at=(x, yard.y, 0.2 + h), segments=16))
            put(b, "pipes", "metal", box(0.25, yard.sy / 2 - q * 0.6, 0.25, at=(x, yard.y - yard.sy / 4 - q * 0.3, h * 0.75)))


# -- workshop ----------------------------------------------------------------------------------------------


@kind(
    "workshop",
    "building",
    width=(6, 15),
    depth=(6, 14),
    words=("workshop", "garage shop", "repair shop", "mechanic", "maker space", "studio", "atelier", "carpentry"),
)
def workshop(b: Build) -> None:
    """A small hall with a roller gate, a door with a lamp, big windows and a lean-to or sawtooth roof."""
    lot = b.lot
    tall = 3.6 + 0.5 * float(b.rng.random())
    block = body(b, tall, side=0.35, front=1.25, back=0.35)
    walls = plinth(b, block, height=0.3)
    put(b, "walls", "wall", walls.solid())
    gate = min(3.0, walls.sx * 0.42)
    s = float(b.rng.choice([-1, 1]))
    gu = s * (walls.sx / 2 - gate / 2 - 0.5)
    roller_door(b, walls, gu, w=gate, h=2.7)
    put(
        b,
        "ramp",
        "stone",
        walls.on(
            "south",
            gu,
            0,
            [profile([(0, -lot.drop), (-1.0, -lot.drop), (-1.0, -lot.drop + 0.02), (0, 0.06)], -gate / 2, gate / 2)],
            out=0.05,
        ),
    )
    du = gu - s * (gate / 2 + 1.0)
    door(b, walls, du, w=0.95, h=2.1)
    put(b, "lamps", "lamp", walls.panel("south", du, 2.45, 0.25, 0.18, 0.3))
    a, c = sorted((-s * (walls.sx / 2 - 0.3), du - s * 0.75))
    if c - a > 1.0:
        window(b, walls, "south", (a + c) / 2, 1.0, min(c - a - 0.3, 2.6), 1.5, bars=2)
    if not lot.attached:
        for side in ("east", "west"):
            for u in spread(walls.sy, 3.0, margin=0.5):
                window(b, walls, side, u, 1.1, 1.9, 1.5, bars=2)  # type: ignore[arg-type]
    windows(b, walls, ("north",), z=1.4, rows=1, rise=3, w=1.2, h=1.1, pitch=2.4)
    style = pick(b, "sawtooth", "lean", "sawtooth", "flat") if walls.sx > 6.5 else pick(b, "lean", "flat", "gable")
    if style == "sawtooth":
        sawtooth(b, walls, teeth=max(2, round(walls.sx / 3.4)), rise=1.5)
    elif style == "gable":
        _low_gable(b, walls)
    elif style == "lean":
        y, rise = walls.sy / 2, 0.2 * walls.sy
        over_x = walls.sx / 2 + lip(b, 0.25)
        put(b, "gables", "wall", profile([(-y, 0), (y, 0), (-y, rise)], -walls.sx / 2, walls.sx / 2).moved(0, walls.y, walls.z1))
        over = [(-y - 0.4, rise + 0.08), (y + 0.25, -0.05), (y + 0.25, 0.13), (-y - 0.4, rise + 0.26)]
        put(b, "roofs", "roof", profile(over, -over_x, over_x).moved(0, walls.y, walls.z1))
        high = max(0.4, rise - 0.55)
        front = walls.with_z(walls.z1, walls.z1 + rise)
        for u in spread(walls.sx, 2.2, margin=0.3):
            put(b, "windows", "glass", front.panel("south", u, walls.z1 + 0.2, 1.8, high, 0.06))
    else:
        roof = flat_roof(b, walls, parapet=0.5)
        furnish(b, roof, ["skylight", "skylight", "vent", "ac_unit", "duct", "solar"], margin=0.3)
    sign(
        b,
        walls,
        str(b.rng.choice(["REPAIR", "TOOLS", "MAKER", "WOOD", "MOTO", "CYCLE"])),
        u=0,
        z=tall - 0.75,
        h=0.62,
        w=min(walls.sx * 0.6, 4.5),
    )
    x = walls.x + s * -(walls.sx / 2 - 0.7)
    for k in range(2):
        put(b, "crates", "wood", box(0.7, 0.6, 0.6 + lot.drop, at=(x + s * 0.8 * k, walls.y - walls.sy / 2 - 0.5, -lot.drop)))
    put(b, "chimneys", "metal", cylinder(0.2, 3.0, at=(-s * (walls.sx / 2 - 1.0), walls.y + 0.22 * walls.sy, walls.z1), segments=8))
