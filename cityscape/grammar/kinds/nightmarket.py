"""Low cyberpunk buildings: noodle bar and data center."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.facade import Block, body, door, flat_roof, free_sides, plinth, put, spread, storeys, window
from cityscape.grammar.kinds.cyberpunk import neons
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, mast
from cityscape.grammar.signage import sign
from cityscape.world.brief import Side
from partgen.solids import ball, box, cylinder

# -- noodle bar --------------------------------------------------------------------------------------------

BARS = ("RAMEN", "UDON", "SOBA", "WOK", "NOODLE", "SAKE", "PHO", "BAO")


@kind(
    "noodle_bar",
    "building",
    width=(4, 9.5),
    depth=(4.5, 9.5),
    words=("noodle bar", "ramen", "noodle shop", "street food", "sushi bar", "food stall", "izakaya", "diner"),
)
def noodle_bar(b: Build) -> None:
    """A lit counter behind curtains and lanterns, stools before it, a big sign on the roof."""
    n = min(3, storeys(b, 1, 2.6))
    reach = min(1.5, 0.2 * b.lot.depth + 0.35)
    block = body(b, 3.1 + (n - 1) * 2.7, side=0.3, front=reach + 0.1, back=0.35)
    walls = plinth(b, block, height=0.2)
    hot, cold = neons(b)
    put(b, "ground_floor", "wall", walls.with_z(walls.z0, 3.1).solid())
    if n > 1:
        put(b, "upper_walls", "wall2", walls.with_z(3.1, walls.z1).solid())
    dw = 1.0
    du = float(b.rng.choice([-1, 1])) * (walls.sx / 2 - dw / 2 - 0.35)
    door(b, walls, du, w=dw - 0.15, h=2.1)
    cu, cw = -np.sign(du) * (dw + 0.25) / 2, walls.sx - dw - 0.75
    put(b, "lit_windows", "lamp", walls.panel("south", cu, 1.05, cw, 1.35, 0.04))
    put(b, "shelf", "wood", walls.panel("south", cu, 1.55, cw * 0.94, 0.08, 0.14, back=0.04))
    put(
        b,
        "counter",
        "wood",
        walls.panel("south", cu, -b.lot.drop, cw, 0.95 + b.lot.drop, 0.3),
        walls.panel("south", cu, 0.95, cw + 0.1, 0.09, 0.5),
    )
    put(b, "canopies", "frame", walls.panel("south", 0, 2.62, walls.sx, 0.14, reach * 0.82))
    put(b, "neon_strips", hot, walls.panel("south", 0, 2.64, walls.sx, 0.1, reach * 0.82 + 0.07, back=reach * 0.82))
    m = max(3, round(cw / 0.55))
    for k in range(m):
        u = cu - cw / 2 + cw * (k + 0.5) / m
        h = 0.62 + 0.1 * (k % 2)
        put(b, "curtains", "fabric", walls.panel("south", u, 2.62 - h, cw / m - 0.05, h, reach * 0.82 - 0.12, back=reach * 0.82 - 0.17))
    count = max(2, round(walls.sx / 1.1))
    for k in range(count):
        u = -walls.sx / 2 + walls.sx * (k + 0.5) / count
        lantern = [cylinder(0.03, 0.22, at=(0, 0, 0.4), segments=6), ball(0.19, 0.19, 0.24, at=(0, 0, 0.24), detail=1)]
        put(b, "lanterns", cold if k % 2 else hot, walls.on("south", u, 2.02, [s.moved(0, -reach * 0.82 + 0.05, 0) for s in lantern]))
    for u in spread(cw, 0.75, margin=0.1):
        seat = [cylinder(0.05, 0.62 + b.lot.drop, at=(0, 0, -b.lot.drop), segments=6), cylinder(0.2, 0.1, at=(0, 0, 0.62), segments=8)]
        put(b, "stools", "metal", walls.on("south", cu + u, 0, [s.moved(0, -0.78, 0) for s in seat]) if reach > 0.98 else [])
    _bar_walls(b, walls, n)
    roof = flat_roof(b, walls, parapet=0.35, wall="wall2", cap="frame")
    _roof_sign(b, roof, str(b.rng.choice(BARS)))
    furnish(b, roof, ["ac_unit", "vent", "ac_unit", "vent", "antenna", "water_tank"], keep=[roof.cut("south", 0.9)[1]], margin=0.15)
    if not b.lot.attached:
        x, y = walls.x + walls.sx / 2, walls.y + 0.38 * walls.sy
        put(b, "pipes", "metal", box(0.24, 0.3, walls.z1 + 0.2 - 1.2, at=(x + 0.12, y, 1.2)))
        put(b, "pipes", "metal", box(0.3, 0.4, 0.25, at=(x + 0.15, y, walls.z1 - 0.1)))


def _bar_walls(b: Build, walls: Block, n: int) -> None:
    """Menus, meters and windows."""
    if not b.lot.attached:
        put(b, "menu_boards", "sign", walls.panel("east", -walls.sy * 0.24, 1.2, 0.8, 1.2, 0.07))
        window(b, walls, "east", walls.sy * 0.08, 1.3, 0.9, 0.9)
        put(b, "ac_boxes", "metal", walls.panel("west", 0, 1.9, 0.9, 0.6, 0.28))
    door(b, walls, 0.2 * walls.sx, side="north", w=0.9, h=2.0)
    for row in range(1, n):
        z = 3.1 + (row - 1) * 2.7
        for u in spread(walls.sx, 1.7, margin=0.2):
            lit = b.rng.random() < 0.4
            if lit:
                _lit(b, walls, u, z + 0.75)
            else:
                window(b, walls, "south", u, z + 0.75, 1.15, 1.2)
        if not b.lot.attached:
            window(b, walls, "east", -walls.sy * 0.08, z + 0.75, min(2.4, walls.sy * 0.45), 1.2)
            put(b, "ac_boxes", "metal", walls.panel("south", -walls.sx / 2 + 0.6, z + 0.05, 0.8, 0.5, 0.35))


def _lit(b: Build, walls: Block, u: float, z: float) -> None:
    put(b, "frames", "frame", walls.panel("south", u, z - 0.08, 1.31, 1.36, 0.04))
    put(b, "lit_windows", "lamp", walls.panel("south", u, z, 1.15, 1.2, 0.08, back=0.04))


def _roof_sign(b: Build, roof: Block, word: str) -> None:
    w = roof.sx * 0.94
    h = min(1.5, 0.26 * w + 0.35)
    z = roof.z1 + 0.75
    board = Block(w, 0.22, z, z + h, roof.x, roof.y - roof.sy / 2 + 0.3)
    for s in (-1, 1):
        put(b, "sign_posts", "metal", box(0.12, 0.16, 0.75, at=(board.x + s * w * 0.36, board.y, roof.z1)))
    put(b, "sign_frames", "frame", board.solid())
    sign(b, board, word, z=z + 0.16 * h, h=0.68 * h, board=None, ink="sign", letters="lit_letters")
    for q in (0.0, 1.0):
        put(b, "sign_lines", "sign", board.panel("south", 0, z + q * (h - 0.1), w, 0.1, 0.08))


# -- data center -------------------------------------------------------------------------------------------


@kind(
    "data_center",
    "building",
    width=(11, 26),
    depth=(9, 22),
    words=("data center", "data centre", "server farm", "server hall", "datacenter", "computing centre"),
)
def data_center(b: Build) -> None:
    """Blind halls with ribs and lines of light, a glazed entrance, rows of coolers and generators."""
    n = storeys(b, 2, 4.4)
    rise = 3.6
    block = body(b, 0.5 + n * rise, side=0.6, front=1.0, back=0.6)
    walls = plinth(b, block, height=0.5)
    hot, cold = neons(b)
    yard = not b.lot.attached and walls.sx > 12.5
    side: Side = "east" if b.rng.random() < 0.6 else "west"
    hall, strip = walls.cut(side, 2.8) if yard else (walls, None)
    put(b, "hall", "wall", hall.solid())
    front_u = (-0.28 if side == "east" else 0.28) * hall.sx
    box_w = min(5.2, hall.sx * 0.4)
    _ribs(b, hall, front_u, box_w)
    for s in free_sides(b):
        cut = 0.4
        put(b, "neon_strips", hot, hall.panel(s, 0, hall.z1 - 0.9, hall.length(s) - cut, 0.16, 0.2))
        if n > 2:
            put(b, "neon_strips_2", cold, hall.panel(s, 0, hall.z0 + 0.5 * hall.height, hall.length(s) - cut, 0.12, 0.2))
    entry = hall.panel("south", front_u, 0.5, box_w, 3.6, 0.5).corners()
    lo, hi = entry.min(0), entry.max(0)
    porch = Block(hi[0] - lo[0], hi[1] - lo[1], 0.5, 4.1, (lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2)
    put(b, "lobby", "glass", porch.solid())
    put(b, "plinth", "plinth", porch.with_z(-b.lot.drop, 0.5).solid())
    put(b, "canopies", "frame", porch.grown(0.1, 0.0).with_z(4.1, 4.35).solid())
    door(b, porch, 0, z=0.5, w=1.8, h=2.3, leaves=2, paint="metal", frame_paint="frame", out=0.05)
    put(b, "steps", "stone", porch.panel("south", 0, -b.lot.drop, 3.0, 0.3 + b.lot.drop, 0.42))
    name = str(b.rng.choice(["DATA", "NODE", "CORE", "GRID", "CLOUD", "ZETTA"]))
    sign(
        b,
        hall,
        name,
        u=-front_u * 0.8,
        z=hall.z0 + 0.62 * hall.height,
        h=min(1.6, 0.16 * hall.sx),
        w=hall.sx * 0.42,
        out=0.18,
        board="frame",
        ink="sign",
        name="sign_frames",
    )
    roof = flat_roof(b, hall, parapet=0.7, wall="wall2", cap="frame")
    _coolers(b, roof)
    if strip is not None:
        _generators(b, strip, side)
    door(b, hall, 0.25 * hall.sx, side="north", w=2.4, h=2.8, paint="metal")


def _ribs(b: Build, hall: Block, front_u: float, box_w: float) -> None:
    for s in free_sides(b):
        for u in spread(hall.length(s), 1.5, margin=0.0, most=16):
            if s == "south" and abs(u - front_u) < box_w / 2 + 0.25:
                put(b, "ribs", "wall2", hall.panel(s, u, 4.6, 0.28, hall.z1 - 4.6 - 0.02, 0.18))
            else:
                put(b, "ribs", "wall2", hall.panel(s, u, hall.z0, 0.28, hall.height - 0.02, 0.18))


def _coolers(b: Build, roof: Block) -> None:
    """Rows of cooling units with round fans, and a pipe along each row."""
    rows, cols = max(1, min(5, int((roof.sy - 1.0) / 3.0))), max(2, min(5, int((roof.sx - 1.6) / 2.5)))
    house = int(b.rng.integers(rows * cols))
    for i in range(rows):
        y = roof.y + (i - (rows - 1) / 2) * (roof.sy - 0.4) / rows
        for k in range(cols):
            x = roof.x + (k - (cols - 1) / 2) * (roof.sx - 1.0) / cols
            if i * cols + k == house:
                furnish(b, Block(3.2, 2.6, 0, roof.z1, x, y), ["lift_house"], margin=0)
                continue
            put(b, "coolers", "metal", box(1.9, 1.5, 1.15, at=(x, y, roof.z1)))
            put(b, "fans", "frame", [cylinder(0.36, 0.12, at=(x + s * 0.47, y, roof.z1 + 1.15), segments=8) for s in (-1, 1)])
        length = roof.sx - 1.6
        put(b, "pipes", "metal", box(length, 0.2, 0.2, at=(roof.x, y - 0.95, roof.z1 + 0.2)))
        for s in (-1, 1):
            put(b, "pipes", "metal", box(0.2, 0.2, 0.2, at=(roof.x + s * length * 0.45, y - 0.95, roof.z1)))
    if b.rng.random() < 0.7:
        mast(b, roof.x + roof.sx / 2 - 0.4, roof.y + roof.sy / 2 - 0.4, roof.z1, 5.0)


def _generators(b: Build, yard: Block, side: Side) -> None:
    """A yard beside the hall with generator boxes, exhausts and a tank."""
    put(b, "yard", "plinth", yard.with_z(yard.z0, yard.z0 + 0.12).solid())
    z = yard.z0 + 0.12
    count = max(2, int((yard.sy - 1.0) / 2.7))
    for k in range(count):
        y = yard.y - yard.sy / 2 + yard.sy * (k + 0.5) / count
        if k == count - 1:
            put(b, "tanks", "trim", cylinder(0.95, 3.0, at=(yard.x, y, z), segments=14))
            put(b, "tanks", "trim", cylinder(0.7, 0.25, at=(yard.x, y, z + 3.0), segments=14))
            continue
        put(b, "generators", "wall2", box(1.8, 2.0, 1.9, at=(yard.x, y, z)))
        put(b, "pipes", "metal", cylinder(0.16, 1.6, at=(yard.x + 0.4, y + 0.5, z + 1.9), segments=8))
        put(b, "grilles", "metal", box(0.06, 1.4, 1.1, at=(yard.x + (0.93 if side == "east" else -0.93), y, z + 0.4)))
