"""Shop, parking garage and bank."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.classical import arched_window, attic, clock, column, cupola, gable_roof, wide_steps
from cityscape.grammar.facade import (
    Block,
    awning,
    body,
    canopy,
    cornice,
    door,
    doorstep,
    flat_roof,
    free_sides,
    lip,
    pick,
    plinth,
    profile,
    put,
    shop_front,
    spread,
    storeys,
    window,
    windows,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish
from cityscape.grammar.signage import sign
from cityscape.world.brief import Side
from cityscape.world.material import Material
from partgen.solids import box, cylinder, hull, rod

SHOPS = ("CAFE", "BOOKS", "BAKER", "FLORA", "DELI", "MUSIC", "BIKES", "TOYS", "SHOES", "PIZZA", "OPTIC", "RECORDS", "TEA", "ANTIK")

# -- shop --------------------------------------------------------------------------------------------------


@kind(
    "shop",
    "building",
    width=(4.5, 11),
    depth=(5.5, 13),
    words=("shop", "store", "cafe", "restaurant", "bakery", "boutique", "bookshop", "bar", "retail"),
)
def shop(b: Build) -> None:
    """Shop front with awning and sign; flats above; flat roof, stepped gable or mansard."""
    n = storeys(b, 1, 3.4)
    low, rise = 3.5, 2.9
    reach = min(1.4, 0.16 * b.lot.depth + 0.3)
    block = body(b, low + (n - 1) * rise, side=0.25, front=reach + 0.15, back=0.25)
    walls = plinth(b, block, height=0.25)
    sides = free_sides(b)
    put(b, "ground_floor", "wall2", walls.with_z(0.25, low).solid())
    if n > 1:
        put(b, "walls", "wall", walls.with_z(low, walls.z1).solid())
    wide = walls.sx - 0.5
    shop_front(b, walls, w=wide, h=2.65, z=0.25)
    doorstep(b, walls, 0, wide, depth=0.35, top=0.1)
    word = str(b.rng.choice(SHOPS))
    sign(b, walls, word, z=2.72, h=0.68, w=wide)
    style = pick(b, "awning", "awning", "canopy", "box")
    if style == "awning":
        awning(b, walls, 0, 2.72, wide, reach, fall=0.45)
    elif style == "canopy":
        canopy(b, walls, 0, 2.62, wide, reach * 0.8, t=0.1)
    else:
        for s in (-1, 1):
            awning(b, walls, s * wide * 0.26, 2.72, wide * 0.44, reach * 0.8, fall=0.45, stripes=False)
    if walls.sy > 4.5 and "east" in sides:
        put(b, "frames", "frame", walls.panel("east", -walls.sy / 2 + 1.3, 0.65, 1.8, 1.8, 0.05))
        put(b, "windows", "glass", walls.panel("east", -walls.sy / 2 + 1.3, 0.75, 1.6, 1.6, 0.09, back=0.05))
    if n > 1:
        put(b, "bands", "trim", walls.panel("south", 0, low - 0.08, walls.sx, 0.16, 0.1))
        tall = 1.65
        windows(b, walls, ("south",), z=low + 0.65, rows=n - 1, rise=rise, w=1.0, h=tall, pitch=1.75, margin=0.4, sill=0.14)
        windows(b, walls, [s for s in sides if s != "south"], z=low + 0.85, rows=n - 1, rise=rise, w=0.95, h=1.3, pitch=2.5, margin=0.6)
    door(b, walls, 0.25 * walls.sx, side="north", w=0.95, h=2.1)
    _shop_top(b, walls)


def _shop_top(b: Build, walls: Block) -> None:
    style = pick(b, "cornice", "stepped", "mansard", "plain")
    if style == "stepped":
        roof = flat_roof(b, walls, parapet=0.5)
        front = Block(walls.sx, 0.3, walls.z1 + 0.6, walls.z1 + 1.1, walls.x, walls.y - walls.sy / 2 + 0.15)
        steps = [front.sized(walls.sx * q, 0.3).with_z(walls.z1 + z, walls.z1 + z + 0.5).solid() for q, z in ((0.62, 1.1), (0.3, 1.6))]
        put(b, "parapets", "wall", front.solid(), *steps)
        put(b, "copings", "trim", front.panel("south", 0, walls.z1 + 1.05, 0.7, 0.7, 0.05))
    elif style == "mansard":
        h = 1.9
        x = walls.sx / 2
        y = walls.sy / 2
        a = 0.55
        pts = [(-y, 0), (y, 0), (y - a, h), (-y + a, h)]
        put(b, "roofs", "roof", profile(pts, -x, x).moved(0, walls.y, walls.z1))
        for u in spread(walls.sx, 2.2, margin=0.5):
            dormer = Block(1.1, 0.6, walls.z1 + 0.25, walls.z1 + 1.5, u, walls.y - y + 0.3)
            put(b, "walls", "wall", dormer.solid())
            put(b, "roofs", "roof", dormer.grown(0.12, 0.08).with_z(dormer.z1, dormer.z1 + 0.14).solid())
            put(b, "windows", "glass", dormer.panel("south", 0, dormer.z0 + 0.2, 0.75, 0.9, 0.04))
        put(b, "chimneys", "wall2", box(0.7, 0.9, h + 1.0, at=(x - 0.7, walls.y + y - 1.4, walls.z1 + 0.4)))
        return
    else:
        top = cornice(b, walls, out=0.2) if style == "cornice" else walls
        roof = flat_roof(b, top, parapet=0.55)
    furnish(b, roof, ["ac_unit", "vent", "skylight", "ac_unit", "vent", "antenna"], margin=0.5)


# -- parking garage ----------------------------------------------------------------------------------------


@kind(
    "parking_garage",
    "building",
    width=(13, 30),
    depth=(12, 24),
    words=("parking garage", "car park", "parking", "multi-storey car park", "parking deck", "park house"),
)
def parking_garage(b: Build) -> None:
    """Open decks on columns with a ramp along the front, a stair tower with a P, cars on the top deck."""
    rise, slab = 3.0, 0.35
    n = int(np.clip(storeys(b, 2, 5), 1, 6))
    area = body(b, 0.3, side=0.5, front=0.7, back=0.5)
    put(b, "plinth", "plinth", area.grown(lip(b, 0.2), 0.2).with_z(-b.lot.drop, 0.12).solid())
    lane = 3.1
    rest, ramps = area.cut("south", lane)
    tower_side: Side = "east" if b.rng.random() < 0.5 else "west"
    _, tower = rest.cut(tower_side, 2.9)
    decks, _ = rest.cut(tower_side, 2.9)
    tower = Block(
        tower.sx - 0.1,
        min(4.0, rest.sy * 0.5),
        0.12,
        n * rise + 2.9,
        tower.x + (0.05 if tower_side == "east" else -0.05),
        rest.y - rest.sy / 2 + min(4.0, rest.sy * 0.5) / 2,
    )
    tail = Block(2.9, rest.sy - tower.sy, 0, 0, tower.x, rest.y + tower.sy / 2)
    floor_b = [decks, tail]
    z = 0.12
    for k in range(1, n + 1):
        z = k * rise
        put(b, "decks", "roof_flat", [q.with_z(z, z + slab).solid() for q in floor_b])
        _barriers(b, decks, tail, tower_side, z + slab)
    _columns(b, decks, tail, n, rise, slab)
    _ramps(b, ramps, n, rise, slab)
    _stair_tower(b, tower, tower_side, n, rise)
    _cars(b, decks, n * rise + slab, wide=True)
    for k in range(n):
        _cars(b, decks.cut("north", decks.sy * 0.45)[0], 0.12 if k == 0 else k * rise + slab, wide=False)
    top = n * rise + slab
    for u in spread(decks.sx, 7.0, margin=1.0, most=3):
        put(
            b,
            "lamp_posts",
            "metal",
            cylinder(0.07, 3.2, at=(decks.x + u, decks.y, top), segments=6),
            box(1.6, 0.12, 0.1, at=(decks.x + u, decks.y, top + 3.2)),
        )
        put(b, "lamps", "lamp", [box(0.4, 0.2, 0.08, at=(decks.x + u + s * 0.6, decks.y, top + 3.12)) for s in (-1, 1)])


def _barriers(b: Build, decks: Block, tail: Block, side: Side, z: float) -> None:
    """Parapets round a deck, but for the gap to the ramp on the south."""
    h, t = 0.95, 0.16
    put(b, "barriers", "wall", decks.panel("north", 0, z, decks.sx, h, 0.0, back=-t))
    far: Side = "west" if side == "east" else "east"
    put(b, "barriers", "wall", decks.panel(far, 0, z, decks.sy - 2 * t, h, 0.0, back=-t))
    gap = 3.6
    rail = decks.sx - 2 * gap
    if rail > 1:
        put(b, "barriers", "wall", decks.panel("south", 0, z, rail, h, 0.0, back=-t))
    if tail.sy > 0.6:
        put(
            b,
            "barriers",
            "wall",
            tail.panel("north", 0, z, tail.sx, h, 0.0, back=-t),
            tail.panel(side, 0, z, tail.sy - 2 * t, h, 0.0, back=-t),
        )


def _columns(b: Build, decks: Block, tail: Block, n: int, rise: float, slab: float) -> None:
    xs, ys = spread(decks.sx - 0.8, 6.0, margin=-2.2), spread(decks.sy - 0.6, 5.5, margin=-2.2)
    for k in range(n):
        z0 = 0.12 if k == 0 else k * rise + slab
        z1 = (k + 1) * rise
        for x in xs:
            for y in ys:
                px = np.clip(x, -decks.sx / 2 + 0.35, decks.sx / 2 - 0.35)
                py = np.clip(y, -decks.sy / 2 + 0.3, decks.sy / 2 - 0.3)
                put(b, "columns", "stone", box(0.4, 0.4, z1 - z0, at=(decks.x + float(px), decks.y + float(py), z0)))
        if tail.sy > 1:
            put(b, "columns", "stone", box(0.4, 0.4, z1 - z0, at=(tail.x, tail.y + tail.sy / 2 - 0.4, z0)))


def _ramps(b: Build, ramps: Block, n: int, rise: float, slab: float) -> None:
    """Sloping lanes along the front, to and fro, one a storey, each with a kerb wall and legs."""
    flat = 2.9
    x0, x1 = ramps.x - ramps.sx / 2, ramps.x + ramps.sx / 2
    y0, y1 = ramps.y - ramps.sy / 2, ramps.y + ramps.sy / 2 - 0.02
    for k in range(n):
        z0 = 0.12 if k == 0 else k * rise + slab
        z1 = (k + 1) * rise + slab
        a, c = (x0 + flat, x1 - flat) if k % 2 == 0 else (x1 - flat, x0 + flat)
        low = -slab if k else -0.02
        pts = [(x, y, z) for y in (y0, y1) for x, z in ((a, z0 + low), (a, z0), (c, z1), (c, z1 - slab))]
        put(b, "ramps", "roof_flat", hull(np.array(pts)))
        wall = [(x, y, z) for y in (y0, y0 + 0.16) for x, z in ((a, z0), (a, z0 + 0.8), (c, z1 + 0.8), (c, z1))]
        put(b, "ramp_walls", "wall", hull(np.array(wall)))
        end = x1 if k % 2 == 0 else x0
        land = sorted((c, end))
        put(b, "ramps", "roof_flat", box(land[1] - land[0], y1 - y0, slab, at=((land[0] + land[1]) / 2, (y0 + y1) / 2, z1 - slab)))
        put(b, "ramp_walls", "wall", box(land[1] - land[0], 0.16, 0.8, at=((land[0] + land[1]) / 2, y0 + 0.08, z1)))
        s = 1 if end == x1 else -1
        put(b, "ramp_walls", "wall", box(0.16, y1 - y0 - 0.16, 0.8, at=(end - s * 0.08, (y0 + y1) / 2 + 0.08, z1)))
        foot = 0.12 if k < 2 else z1 - slab - 2 * rise + slab
        for y in (y0 + 0.3, y1 - 0.3):
            put(b, "columns", "stone", box(0.35, 0.35, z1 - slab - foot, at=(end - s * 0.4, y, foot)))
        mid = (a + c) / 2
        top = (z0 + z1) / 2 - slab * 1.2
        if top > 1.4 and k < 1:
            put(b, "columns", "stone", box(0.35, 0.35, top - 0.12, at=(mid, y0 + 0.4, 0.12)))


def _stair_tower(b: Build, tower: Block, side: Side, n: int, rise: float) -> None:
    put(b, "stair_tower", "wall2", tower.solid())
    for k in range(n):
        put(b, "windows", "glass", tower.panel("south", 0, 0.9 + (k + (1 if k == 0 else 0.6)) * rise, 1.3, 1.3, 0.06))
        if not b.lot.attached:
            put(b, "windows", "glass", tower.panel(side, 0, 1.0 + k * rise, tower.sy * 0.5, 1.9, 0.06))
    roof = tower.grown(lip(b, 0.0), 0.0).with_z(tower.z1, tower.z1 + 0.2)
    put(b, "roof_decks", "roof_flat", roof.solid())
    face: Side = side if not b.lot.attached else "north"
    q = 1.5
    blue = Material(name="parking-blue", pattern="plain", color="#1f5fae", roughness=0.5)
    put(b, "parking_signs", blue, tower.panel("south", 0, tower.z1 - 1.8, q, q, 0.1), tower.panel(face, 0, tower.z1 - 1.8, q, q, 0.1))
    for f in ("south", face):
        sign(b, tower, "P", side=f, u=0, z=tower.z1 - 1.6, h=1.1, w=q + 0.4, out=0.1, board=None, ink="trim")  # type: ignore[arg-type]
    door(b, tower, 0, z=0.12, w=1.1, h=2.1)


def _cars(b: Build, deck: Block, z: float, *, wide: bool) -> None:
    """Bays marked on a deck with cars in some of them."""
    n = max(2, min(7 if wide else 4, int((deck.sx - 1.5) / 2.8)))
    for side in (1, -1) if wide and deck.sy > 9.5 else (1,):
        for k in range(n):
            x = deck.x + (k - (n - 1) / 2) * 2.8
            y = deck.y + side * (deck.sy / 2 - 2.6)
            if wide:
                put(b, "markings", "marking", box(0.1, 4.2, 0.02, at=(x - 1.4, y, z)))
            if b.rng.random() < (0.5 if wide else 0.35):
                tone = int(b.rng.integers(3))
                paint = b.look.material("vehicle", fresh=True)
                put(b, f"cars_{tone + 1}", paint, box(1.7, 4.0, 0.55, at=(x, y, z + 0.25)), box(1.5, 2.1, 0.5, at=(x, y - 0.2, z + 0.8)))
                put(b, "wheels", "frame", [box(1.74, 0.6, 0.3, at=(x, y + s * 1.2, z)) for s in (-1, 1)])


# -- bank --------------------------------------------------------------------------------------------------


@kind(
    "bank",
    "building",
    width=(8, 19),
    depth=(8, 17),
    words=("bank", "savings bank", "treasury", "stock exchange", "credit union", "vault"),
)
def bank(b: Build) -> None:
    """Heavy stone: columns between corner piers, an inscription, an attic; a pediment, a dome or a clock on top."""
    lot = b.lot
    floor = 0.85
    steps_room = min(1.7, 0.16 * lot.depth + 0.2)
    tall = {"small": 6.2, "medium": 7.0, "large": 8.2}[lot.size]
    block = body(b, floor + tall, side=0.45, front=steps_room + 0.25, back=0.45)
    put(b, "plinth", "plinth", block.grown(lip(b, 0.12), 0.12).with_z(-lot.drop, floor).solid())
    depth = 1.7
    whole = block.with_z(floor, floor + tall)
    walls, porch = whole.cut("south", depth)
    put(b, "walls", "stone", walls.solid())
    pier = max(0.9, 0.13 * whole.sx)
    beam_h = 1.25
    high = whole.z1 - beam_h
    for s in (-1, 1):
        put(b, "corner_piers", "stone", Block(pier, depth, floor, high, whole.x + s * (whole.sx - pier) / 2, porch.y).solid())
        put(b, "lamps", "lamp", whole.panel("south", s * (whole.sx - pier) / 2, floor + 2.2, 0.3, 0.6, 0.2))
    put(b, "entablature", "stone", porch.with_z(high, whole.z1).solid())
    span = whole.sx - 2 * pier
    n = 2 if span < 5 else 4 if span < 9.5 else 6
    r = float(np.clip(0.055 * tall, 0.32, 0.5))
    for k in range(n):
        u = -span / 2 + span * (k + 0.5) / n if n > 2 else (-1) ** k * max(1.2, span * 0.28)
        column(b, porch.x + u, porch.y - depth / 2 + 1.25 * r, floor, high - floor, r)
    wide_steps(b, block.grown(0, 0.12), span * 0.9, rise=floor, run=0.32, room=steps_room - 0.15)
    door(b, walls, 0, z=floor, w=1.7, h=3.0, leaves=2, out=0.1, frame_paint="metal")
    put(b, "windows", "glass", walls.panel("south", 0, floor + 3.3, 1.7, min(1.5, high - floor - 3.8), 0.06))
    for k in (-1, 1):
        if span > 6:
            window(b, walls, "south", k * span * 0.3, floor + 1.0, 1.2, high - floor - 1.8, bars=1, frame_paint="metal")
    for side in free_sides(b):
        if side == "south":
            continue
        for u in spread(walls.length(side), 2.6, margin=0.5, most=5):
            if lot.size == "small":
                window(b, walls, side, u, floor + 1.2, 1.2, tall - 3.2, bars=1, frame_paint="metal", framed=side != "north")
            else:
                arched_window(b, walls, side, u, floor + 1.0, 1.3, tall - 2.6, framed=side != "north")
    word = pick(b, "BANK", "BANK", "SAVINGS", "TRUST", "CREDIT")
    sign(b, whole, word, z=high + 0.16, h=0.85, w=span, board=None, ink="metal")
    top = cornice(b, whole, h=0.35, out=0.2)
    _bank_top(b, top)


def _bank_top(b: Build, top: Block) -> None:
    style = pick(b, "pediment", "dome", "attic", "attic")
    if style == "pediment":
        rise = 0.19 * top.sx
        put(b, "pediment", "stone", attic(top, rise=rise))
        put(b, "roofs", "roof", gable_roof(top, rise=rise, out=0.12 if not b.lot.attached else 0.0, t=0.22))
        coin = [rod((0, 0, 0), (0, -0.14, 0), 0.3 * rise, segments=16)]
        put(b, "emblem", "accent", top.on("south", 0, top.z1 + 0.4 * rise, coin))
        return
    if style == "attic":
        upper = top.grown(-0.25).with_z(top.z1, top.z1 + 2.4)
        put(b, "attic", "stone", upper.solid())
        for side in free_sides(b):
            for u in spread(upper.length(side), 1.9, margin=0.3, most=6):
                window(b, upper, side, u, top.z1 + 0.6, 0.95, 1.2, framed=side in ("south", "east"), frame_paint="trim")
        crown = cornice(b, upper, h=0.25, out=0.12)
        roof = flat_roof(b, crown, parapet=0.5, wall="stone")
        board = Block(2.0, 0.5, roof.z1, roof.z1 + 2.0, roof.x, roof.y - roof.sy / 2 + 0.35)
        put(b, "clock_house", "stone", board.solid())
        put(b, "copings", "trim", board.grown(0.12).with_z(board.z1, board.z1 + 0.18).solid())
        clock(b, board, "south", 0, board.z0 + 1.05, 0.7)
        furnish(b, roof, ["skylight", "ac_unit", "vent", "skylight", "ac_unit"], keep=[board.grown(0.3)], margin=0.4)
        return
    roof = flat_roof(b, top, parapet=0.7, wall="stone")
    r = min(3.4, 0.32 * min(roof.sx, roof.sy))
    hub = roof.sized(2.2 * r, 2.2 * r).with_z(roof.z1, roof.z1 + 0.5)
    put(b, "dome_base", "stone", hub.solid())
    cupola(b, hub.x, hub.y, hub.z1, r)
    furnish(b, roof, ["vent", "ac_unit", "vent", "skylight"], keep=[hub], margin=0.3)
