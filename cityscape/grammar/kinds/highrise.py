"""Skyscraper and hotel."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.classical import arched_window
from cityscape.grammar.facade import (
    Block,
    awning,
    body,
    canopy,
    cornice,
    curtain,
    door,
    doorstep,
    flat_roof,
    free_sides,
    pick,
    plinth,
    put,
    spread,
    storeys,
    window,
    windows,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import flag, furnish, planter, spire
from cityscape.grammar.signage import blade, sign
from cityscape.world.brief import SIDES
from partgen.solids import Solid, box, cylinder, frustum, hip, prism, taper

# -- skyscraper --------------------------------------------------------------------------------------------


@kind(
    "skyscraper",
    "building",
    width=(11, 22),
    depth=(11, 22),
    words=("skyscraper", "art deco tower", "supertall", "high tower", "landmark tower", "empire tower", "twisted tower"),
)
def skyscraper(b: Build) -> None:
    """A stepped tower of piers with a crown and a spire, a bundle of tubes, or a twisted stack of floors."""
    style = pick(b, "deco", "deco", "bundle", "twist") if not b.lot.attached else "deco"
    if style == "deco":
        _deco(b)
    elif style == "bundle":
        _bundle(b)
    else:
        _twist(b)


def _levels(b: Build, rise: float) -> int:
    slender = 4.6 * min(b.lot.width, b.lot.depth) / rise
    return b.lot.storeys or min(storeys(b, 10, 20), max(9, round(slender)))


def _deco_base(b: Build, base: Block, tall: float) -> Block:
    """Stone base with tall arches and a bronze door; returns the base block."""
    block = plinth(b, base.with_z(0, tall), height=0.4)
    put(b, "base", "stone", block.solid())
    for side in free_sides(b):
        for u in spread(block.length(side), 2.9, margin=0.3, most=6):
            if side == "south" and abs(u) < 1.5:
                continue
            arched_window(b, block, side, u, 0.9, 1.5, tall - 1.9, framed=side in ("south", "east"))
    put(b, "portal", "trim", block.panel("south", 0, 0.0, 2.9, tall - 0.9, 0.22))
    door(b, block, 0, z=0.02, w=1.8, h=2.6, leaves=2, out=0.3, frame_paint="metal")
    put(b, "windows", "glass", block.panel("south", 0, 2.95, 1.8, tall - 4.2, 0.28, back=0.22))
    canopy(b, block, 0, 2.74, 3.2, 0.95)
    doorstep(b, block, 0, 3.0, depth=0.75)
    return block


def _deco(b: Build) -> None:
    rise = 3.6
    n = _levels(b, rise)
    lot = body(b, 1.0, side=0.7, front=1.15)
    tall = 5.6
    base = _deco_base(b, lot, tall)
    total = max(14.0, n * rise - tall)
    top = cornice(b, base, h=0.3, out=0.12)
    tiers = ((1.0, 0.4), (0.8, 0.32), (0.62, 0.2), (0.46, 0.08))
    z, tier = top.z1, base
    for k, (share, part) in enumerate(tiers):
        inset = (0.16 if k == 0 else 0.06) if not b.lot.attached else 0.16
        sx = base.sx * share - 2 * inset if not (b.lot.attached and k == 0) else base.sx
        sy = base.sy * share - 2 * inset
        tier = Block(sx, sy, z, z + part * total, base.x, base.y)
        piers = max(1.5, min(sx, sy) / max(3, round(min(sx, sy) / 2.1)))
        sides = free_sides(b) if k == 0 else SIDES
        curtain(
            b,
            tier,
            rise=rise,
            slab=1.25,
            recess=0.22,
            pitch=piers,
            fin=(0.62, 0.14),
            sides=sides,
            slab_paint="wall2",
            fin_paint="wall",
            fins="piers",
        )
        put(b, "setbacks", "trim", tier.grown(0.14 if sides == SIDES else 0.0, 0.14).with_z(tier.z1, tier.z1 + 0.35).solid())
        z = tier.z1 + 0.35
        if k < 3:
            nxt = base.sx * tiers[k + 1][0] / 2, base.sy * tiers[k + 1][0] / 2
            for i in (-1, 1):
                for j in (-1, 1):
                    gx, gy = (nxt[0] + sx / 2) / 2, (nxt[1] + sy / 2) / 2
                    q = max(0.3, min(sx / 2 - nxt[0], sy / 2 - nxt[1]) * 0.55)
                    put(b, "finials", "trim", taper(q, q, 0.3 * q, 0.3 * q, 2.6 * q + 0.6, at=(tier.x + i * gx, tier.y + j * gy, z)))
    _deco_crown(b, tier, z)


def _deco_crown(b: Build, tier: Block, z: float) -> None:
    style = pick(b, "ziggurat", "pyramid", "fan")
    w, d = tier.sx, tier.sy
    if style == "ziggurat":
        for k in range(3):
            q = 0.86 - 0.24 * k
            h = 1.3 - 0.15 * k
            put(b, "crown_steps", "trim" if k % 2 else "wall", box(w * q, d * q, h, at=(tier.x, tier.y, z)))
            put(
                b,
                "crown_lights",
                "lamp",
                [box(w * q * 0.5, 0.08, h * 0.5, at=(tier.x, tier.y + s * (d * q / 2 + 0.04), z + 0.25 * h)) for s in (-1, 1)],
            )
            z += h
        spire(b, tier.x, tier.y, z, 7.0, r=0.36)
    elif style == "pyramid":
        put(b, "crown_roof", "roof", hip(w * 0.98, d * 0.98, 1.15 * min(w, d), ridge=0, at=(tier.x, tier.y, z)))
        spire(b, tier.x, tier.y, z + 1.15 * min(w, d) - 0.35, 4.5, r=0.24)
    else:
        r = 0.46 * min(w, d)
        for k in range(4):
            h = 1.25
            r1 = r * 0.74
            put(
                b,
                "crown_steps" if k % 2 == 0 else "crown_metal",
                "metal" if k % 2 else "trim",
                frustum(r, r * 0.86, h, at=(tier.x, tier.y, z), segments=12),
            )
            z, r = z + h, r1
        spire(b, tier.x, tier.y, z, 7.5, r=max(0.2, r * 0.8))


def _bundle(b: Build) -> None:
    rise = 3.5
    n = _levels(b, rise)
    lot = body(b, 1.0, side=0.75, front=1.2)
    tall = 5.0
    hall = plinth(b, lot.with_z(0, tall), height=0.35)
    put(b, "lobby", "glass", hall.grown(-0.5).with_z(0.35, tall - 0.7).solid())
    put(b, "floors", "wall2", hall.with_z(tall - 0.7, tall).solid())
    for side in SIDES:
        for u in spread(hall.length(side) - (0 if side in ("south", "north") else 1.4), 3.0, margin=0.0):
            if side == "south" and abs(u) < 1.5:
                continue
            put(b, "columns", "metal", hall.panel(side, u, 0.35, 0.4, tall - 1.05, 0.0, back=-0.42))
    door(b, hall.grown(-0.5), 0, z=0.35, w=2.2, h=2.6, leaves=2, paint="glass", frame_paint="metal")
    put(b, "canopies", "metal", hall.panel("south", 0, 3.3, 5.0, 0.2, 1.0, back=-0.5))
    doorstep(b, hall, 0, 4.0, depth=1.0)
    fx, fy = (float(q) for q in b.rng.uniform(0.42, 0.58, 2))
    gap = 0.3
    heights = np.array([1.0, 0.8, 0.64, 0.5])[b.rng.permutation(4)]
    quads = []
    for i, (x0, x1) in enumerate(((0.0, fx), (fx, 1.0))):
        for j, (y0, y1) in enumerate(((0.0, fy), (fy, 1.0))):
            sx, sy = hall.sx * (x1 - x0) - gap, hall.sy * (y1 - y0) - gap
            x, y = hall.x + hall.sx * ((x0 + x1) / 2 - 0.5), hall.y + hall.sy * ((y0 + y1) / 2 - 0.5)
            x, y = x + (-gap / 2 if i == 0 else gap / 2), y + (-gap / 2 if j == 0 else gap / 2)
            quads.append(Block(sx, sy, tall, tall + round(n * float(heights[2 * i + j])) * rise, x, y))
    best = max(quads, key=lambda q: q.z1)
    core_x, core_y = hall.x + hall.sx * (fx - 0.5), hall.y + hall.sy * (fy - 0.5)
    second = sorted(q.z1 for q in quads)[1]
    put(b, "core", "wall2", box(2 * gap, hall.sy * 0.8, second - tall - 0.5, at=(core_x, hall.y, tall)))
    for k in (-1, 1):
        x = core_x + k * gap
        edge = hall.x + k * hall.sx * 0.4
        put(b, "core", "wall2", box(abs(edge - x), 2 * gap, second - tall - 0.5, at=((edge + x) / 2, core_y, tall)))
    for q in quads:
        curtain(
            b, q, rise=2 * rise, slab=0.55, recess=0.06, pitch=1.9, fin=(0.16, 0.14), slab_paint="wall2", fin_paint="wall", fins="mullions"
        )
        roof = flat_roof(b, q, parapet=0.9, wall="wall2", cap="metal")
        if q is best:
            put(b, "plant_room", "wall2", roof.grown(-0.7).with_z(roof.z1, roof.z1 + 1.8).solid())
            for s in (-1, 1):
                spire(b, q.x + s * roof.sx * 0.2, q.y, roof.z1 + 1.8, 7.5, r=0.22)
        else:
            furnish(b, roof, ["ac_big", "ac_unit", "vent", "antenna"], margin=0.2)


def _twist(b: Build) -> None:
    rise = 3.7
    n = min(_levels(b, rise), 18)
    lot = b.lot
    radius = min(lot.width, lot.depth) / 2 - 0.7
    y0 = 0.35
    put(b, "plinth", "plinth", cylinder(radius + 0.3, lot.drop + 0.3, at=(0, y0, -lot.drop), segments=24))
    step = box(3.6, radius * 0.3 + 0.9, lot.drop + 0.16, at=(0, y0 - radius * 0.85 - 0.45 + 0.2, -lot.drop))
    put(b, "steps", "stone", step)
    turn = float(b.rng.choice([-1, 1])) * float(b.rng.uniform(0.06, 0.11))
    shrink = float(b.rng.uniform(0.1, 0.32))
    chamfer = float(b.rng.uniform(0.12, 0.3))
    z = 0.3
    for k in range(n + 1):
        r = radius * (1 - shrink * (k / n) ** 1.4)
        if k:
            put(b, "floors", "trim", _rounded(r, chamfer, z, z + 0.45).turned(turn * k).moved(y=y0))
            z += 0.45
        if k < n:
            up = radius * (1 - shrink * ((k + 1) / n) ** 1.4) - 0.3
            h = rise - 0.45 if k else 5.0
            put(b, "windows", "glass", _rounded(min(r, up), chamfer, z, z + h).turned(turn * (k + 0.5)).moved(y=y0))
            if k == 0:
                reach = (radius - 0.3) * 0.5**0.5 * 1.0
                porch = Block(3.0, 1.4, z, z + 2.9, 0, y0 - reach - 0.25)
                put(b, "entrance", "metal", porch.solid())
                door(b, porch, 0, z=z, w=2.0, h=2.4, leaves=2, paint="glass", frame_paint="trim", out=0.06)
            z += h
    r = radius * (1 - shrink)
    crown = _rounded(r * 0.62, chamfer, z, z + 2.4).turned(turn * n).moved(y=y0)
    put(b, "plant_room", "wall2", crown)
    put(b, "floors", "trim", _rounded(r * 0.7, chamfer, z + 2.4, z + 2.7).turned(turn * n).moved(y=y0))
    spire(b, 0, y0, z + 2.7, 8.0, r=0.4)


def _rounded(r: float, chamfer: float, z0: float, z1: float) -> Solid:
    """A square with cut corners inside a circle of radius r, as a prism."""
    a = r / (1 + (1 - chamfer) ** 2) ** 0.5
    c = a * (1 - chamfer)
    return prism([(a, c), (c, a), (-c, a), (-a, c), (-a, -c), (-c, -a), (c, -a), (a, -c)], z0, z1)


# -- hotel -------------------------------------------------------------------------------------------------


@kind(
    "hotel",
    "building",
    width=(10, 23),
    depth=(9, 17),
    words=("hotel", "grand hotel", "inn", "hostel", "resort", "guest house", "motel"),
)
def hotel(b: Build) -> None:
    """A canopy on posts before the doors, a sign, and above either a grand old front with a mansard or a plain modern slab."""
    grand = b.rng.random() < 0.5
    rise = 3.2
    n = storeys(b, 3, 6) if grand else storeys(b, 5, 10)
    reach = 2.3
    block = body(b, 4.4 + (n - 1) * rise, side=0.6 if grand else 1.1, front=reach + 0.3, back=0.5)
    walls = plinth(b, block, height=0.35)
    ground = walls.with_z(walls.z0, 4.2)
    put(b, "ground_floor", "stone" if grand else "wall2", ground.solid())
    upper = walls.with_z(4.2, walls.z1)
    put(b, "walls", "wall", upper.solid())
    port = min(6.0, walls.sx * 0.5)
    put(b, "canopies", "metal", walls.panel("south", 0, 3.15, port, 0.3, reach))
    for s in (-1, 1):
        put(
            b,
            "columns",
            "trim",
            walls.panel("south", s * (port / 2 - 0.3), -b.lot.drop, 0.28, 3.15 + b.lot.drop, reach - 0.15, back=reach - 0.43),
        )
    put(b, "lamps", "lamp", walls.panel("south", 0, 3.2, port * 0.9, 0.14, reach + 0.05, back=reach))
    door(b, walls, 0, w=2.2, h=2.5, leaves=2, paint="glass", frame_paint="metal")
    put(b, "steps", "stone", walls.panel("south", 0, -b.lot.drop, port, 0.05 + b.lot.drop, reach - 0.45, back=0.05))
    put(b, "carpet", "fabric", walls.panel("south", 0, 0.05, 1.8, 0.03, reach - 0.45, back=0.12))
    for u in spread(walls.sx, 2.6, margin=0.4):
        if abs(u) > 1.7:
            if grand:
                arched_window(b, walls, "south", u, 0.9, 1.5, 2.6)
            else:
                window(b, walls, "south", u, 0.8, 2.1, 2.5, frame_paint="metal")
            if grand and abs(u) > port / 2 + 0.7:
                awning(b, walls, u, 3.45, 1.8, 0.7, fall=0.35, stripes=False, out=0.12)
    if grand:
        _grand(b, walls, upper, rise, n)
    else:
        _modern(b, walls, upper, rise, n)
    for s in (-1, 1):
        planter(b, Block(0.8, 0.8, -b.lot.drop, 0.6, s * (port / 2 + 0.6), walls.y - walls.sy / 2 - 0.6), bushes=1, paint="stone", tall=0.7)


def _grand(b: Build, walls: Block, upper: Block, rise: float, n: int) -> None:
    sides = free_sides(b)
    put(b, "bands", "trim", [walls.panel(s, 0, 4.1, walls.length(s), 0.22, 0.12) for s in sides])
    for row in range(n - 1):
        z = 4.2 + row * rise + 0.75
        for side in sides:
            front = side == "south"
            for k, u in enumerate(spread(walls.length(side), 2.1 if front else 2.9, margin=0.5, most=7 if front else 5)):
                window(b, walls, side, u, z, 1.0, 1.8, frame_paint="trim", framed=front)
                if front and row and (k + row) % 2 == 0:
                    put(b, "balconies", "trim", walls.panel(side, u, z - 0.24, 1.5, 0.14, 0.55))
                    put(b, "railings", "metal", walls.panel(side, u, z - 0.1, 1.5, 0.75, 0.55, back=0.49))
    for s in (-1, 1):
        put(b, "quoins", "trim", upper.panel("south", s * (upper.sx / 2 - 0.25), 4.4, 0.5, upper.z1 - 4.4, 0.08))
    top = cornice(b, walls, h=0.45, out=0.3)
    h, a = 2.7, 1.0
    inset = a if not b.lot.attached else 0.01
    roof = taper(walls.sx, walls.sy, walls.sx - 2 * inset, walls.sy - 2 * a, h, at=(walls.x, walls.y, top.z1))
    put(b, "roofs", "roof", roof)
    flat = Block(walls.sx - 2 * inset - 0.2, walls.sy - 2 * a - 0.2, top.z1 + h, top.z1 + h + 0.2, walls.x, walls.y)
    put(b, "roof_decks", "roof_flat", flat.solid())
    for side in free_sides(b):
        for u in spread(walls.length(side), 2.7, margin=1.2):
            z = top.z1 + 0.25
            d = top.with_z(z, z + 1.6).panel(side, u, z, 1.2, 1.5, -0.1, back=-1.0)
            c = top.with_z(z, z + 1.6).panel(side, u, z + 1.5, 1.5, 0.16, 0.02, back=-1.0)
            put(b, "dormers", "wall", d)
            put(b, "dormer_roofs", "roof_flat", c)
            put(b, "windows", "glass", top.panel(side, u, z + 0.3, 0.8, 1.0, -0.05, back=-0.1))
    word = str(b.rng.choice(["HOTEL", "GRAND", "PALACE", "RITZ", "ASTORIA"]))
    board = Block(min(flat.sx * 0.8, 7.0), 0.3, flat.z1 + 0.5, flat.z1 + 0.7, flat.x, flat.y - flat.sy / 2 + 0.4)
    put(
        b,
        "sign_posts",
        "metal",
        board.solid(),
        *[box(0.15, 0.2, 0.5, at=(board.x + s * board.sx * 0.4, board.y, flat.z1)) for s in (-1, 1)],
    )
    size = min(1.7, board.sx / len(word) * 1.15)
    sign(b, board.with_z(board.z1, board.z1 + size), word, z=board.z1, h=size, out=-0.2, board=None, ink="sign")
    furnish(
        b, flat, ["lift_house", "vent", "ac_unit", "vent"], keep=[board.grown(0.3), Block(0.6, 0.6, 0, 0, flat.x, flat.y + 0.2)], margin=0.2
    )
    flag(b, flat.x, flat.y + 0.2, flat.z1, 4.0)


def _modern(b: Build, walls: Block, upper: Block, rise: float, n: int) -> None:
    sides = free_sides(b)
    put(b, "bands", "trim", [walls.panel(s, 0, 4.0, walls.length(s), 0.3, 0.14) for s in sides])
    rows = n - 1
    front = spread(upper.sx, 2.7, margin=0.5)
    for row in range(rows):
        z = 4.2 + row * rise + 0.55
        for u in front:
            window(b, upper, "south", u, z, 1.8, 2.0, framed=False)
            put(b, "spandrels", "wall2", upper.panel("south", u, z - 0.5, 1.8, 0.45, 0.04))
    for u in [f - (front[1] - front[0]) / 2 for f in front] + [front[-1] + (front[1] - front[0]) / 2]:
        x = float(np.clip(u, -upper.sx / 2 + 0.16, upper.sx / 2 - 0.16))
        put(b, "piers", "trim", upper.panel("south", x, 4.3, 0.32, upper.z1 - 4.3, 0.16))
    windows(b, upper, ("north",), z=4.9, rows=rows, rise=rise, w=1.5, h=1.6, pitch=3.0, framed=False)
    if "east" in sides:
        strip = 1.3
        for side in ("east", "west"):
            put(b, "windows", "glass", [upper.panel(side, 0, 4.5 + r * rise, strip, rise - 0.5, 0.06) for r in range(rows)])  # type: ignore[arg-type]
        blade(
            b,
            upper,
            "HOTEL",
            side="east",
            u=-upper.sy / 2 + 0.7,
            z=upper.z1 - min(6.4, upper.height - 0.3),
            w=0.85,
            gap=0.1,
            board="sign",
            ink="lamp",
            h=min(6.0, upper.height - 0.8),
        )
    roof = flat_roof(b, upper, parapet=1.0)
    if roof.sx > 9 and b.rng.random() < 0.6:
        pool = Block(
            min(5.5, roof.sx * 0.4), min(2.6, roof.sy * 0.45), roof.z1, roof.z1 + 0.45, roof.x - roof.sx * 0.22, roof.y - roof.sy * 0.1
        )
        put(b, "pool_rim", "trim", pool.grown(0.3).with_z(roof.z1, roof.z1 + 0.4).solid())
        put(b, "pool_water", "water", pool.with_z(roof.z1 + 0.4, roof.z1 + 0.46).solid())
        for k in range(3):
            put(b, "deck_chairs", "fabric", box(0.6, 1.5, 0.3, at=(pool.x + pool.sx / 2 + 0.9 + 0.9 * k, pool.y, roof.z1)))
        chairs = Block(3.0, 1.6, 0, 0, pool.x + pool.sx / 2 + 1.8, pool.y)
        furnish(b, roof, ["lift_house", "ac_unit", "planter", "vent", "planter"], keep=[pool.grown(0.4), chairs])
    else:
        furnish(b, roof, ["lift_house", "ac_big", "ac_unit", "vent", "antenna", "duct", "solar"])
    word = str(b.rng.choice(["HOTEL", "PLAZA", "METRO", "INN", "SKY INN"]))
    put(b, "canopy_sign", "sign", walls.panel("south", 0, 3.45, 3.6, 0.1, 2.0, back=1.7))
    sign(b, walls, word, u=0, z=3.55, h=0.7, w=4.0, out=1.82, board=None, ink="sign")
