"""Downtown: office tower and apartment block."""

from __future__ import annotations

from cityscape.grammar.facade import (
    Block,
    Paint,
    balcony,
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
    profile,
    put,
    spread,
    storeys,
    window,
    windows,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, helipad, planter
from cityscape.grammar.signage import sign
from cityscape.world.brief import SIDES, Side
from partgen.solids import box, hip

FIRMS = ("NOVA", "ACME", "ORBIT", "DELTA", "UNION", "APEX", "ZENIT", "ATLAS", "LUMEN", "VEGA")
PLANT = ["lift_house", "ac_big", "ac_unit", "ac_unit", "duct", "vent", "vent", "antenna"]


# -- office tower ------------------------------------------------------------------------------------------


@kind(
    "office_tower",
    "building",
    width=(9, 19),
    depth=(9, 19),
    words=("office", "office tower", "office building", "tower block", "corporate tower", "business centre", "high-rise", "headquarters"),
)
def office_tower(b: Build) -> None:
    """A tower with a glazed lobby, perhaps a podium and a setback, and plant on its roof."""
    rise = 3.5
    lot = b.lot
    slender = 3.9 * min(lot.width, lot.depth) / rise
    n = min(storeys(b, 6, 15), max(5, round(slender))) if not lot.storeys else lot.storeys
    base = body(b, 4.6, side=0.75, front=1.3, back=0.75)
    roomy = min(base.sx, base.sy) > 10.5
    shape = pick(b, "podium", "setback", "twin", "plain") if roomy and n >= 6 else pick(b, "plain", "setback")
    skin = pick(b, "glass", "ribbon", "frame", "piers")
    hall = _lobby(b, base, tall=4.6)
    if shape == "podium":
        deck = base.with_z(hall.z1, hall.z1 + rise)
        _skin(b, deck, skin, rise)
        roof = flat_roof(b, deck, parapet=0.9)
        tower = roof.grown(-0.09 * base.sx, -0.09 * base.sy).with_z(roof.z1, roof.z1 + (n - 2) * rise)
        _terrace_planters(b, roof, tower)
        _skin(b, tower, skin, rise)
        _crown(b, tower)
    elif shape == "setback":
        low = max(2, round(n * float(b.rng.uniform(0.5, 0.72))))
        first = hall.with_z(hall.z1, hall.z1 + low * rise)
        _skin(b, first, skin, rise)
        roof = flat_roof(b, first, parapet=0.9)
        side = pick(b, "west", "north", "east")
        upper, _ = roof.grown(-0.35).cut(side, 0.24 * base.sx)  # type: ignore[arg-type]
        upper = upper.with_z(roof.z1, roof.z1 + max(2, n - 1 - low) * rise)
        _skin(b, upper, skin, rise)
        furnish(b, roof, ["ac_unit", "planter", "vent", "planter"], keep=[upper])
        _crown(b, upper)
    elif shape == "twin":
        left, right = hall.cut("east", base.sx * float(b.rng.uniform(0.4, 0.56)))
        gap = 0.35
        heights = [n - 1, max(3, round((n - 1) * float(b.rng.uniform(0.55, 0.8))))]
        for k, part in enumerate((left, right) if b.rng.random() < 0.5 else (right, left)):
            inward: Side = "east" if part is left else "west"
            slab = part.cut(inward, gap)[0].with_z(hall.z1, hall.z1 + heights[k] * rise)
            _skin(b, slab, skin if k == 0 else pick(b, "glass", "piers", "ribbon"), rise, second=k == 1)
            if k == 0:
                _crown(b, slab)
            else:
                furnish(b, flat_roof(b, slab, parapet=1.0), PLANT[1:])
        core = Block(2 * gap, base.sy * 0.6, hall.z1, hall.z1 + heights[1] * rise - 0.6, (left.x + left.sx / 2), base.y)
        put(b, "service_core", "wall2", core.solid())
    else:
        tower = hall.with_z(hall.z1, hall.z1 + (n - 1) * rise)
        _skin(b, tower, skin, rise)
        _crown(b, tower)


def _lobby(b: Build, base: Block, *, tall: float) -> Block:
    """Glass ground floor behind pillars, doors and canopy; returns the block above it (z1 = z0)."""
    deck = base.with_z(-b.lot.drop, 0.25)
    put(b, "plinth", "plinth", deck.grown(0.0 if b.lot.attached else 0.2, 0.2).solid())
    glass = base.grown(-0.7, -0.7).with_z(0.25, tall - 0.5)
    put(b, "lobby", "glass", glass.solid())
    put(b, "floors", "wall", base.with_z(tall - 0.5, tall).solid())
    for side in SIDES:
        corner = 0.0 if side in ("south", "north") else 2.4
        for u in spread(base.length(side) - corner, 3.4, margin=0.0):
            if side == "south" and abs(u) < 1.65:
                continue
            put(b, "columns", "stone", base.panel(side, u, 0.25, 0.55, tall - 0.75, 0.0, back=-0.6))
    door(b, glass, z=0.25, w=2.4, h=2.5, leaves=2, paint="glass", frame_paint="metal")
    canopy(b, base, 0, tall - 1.35, min(5.0, base.sx * 0.6), 1.0)
    put(b, "canopies", "metal", base.panel("south", 0, tall - 1.35, 1.6, 0.18, 0.0, back=-0.7))
    doorstep(b, base.grown(0.0, 0.2), 0, min(5.0, base.sx * 0.6), depth=0.7, top=0.13)
    return base.with_z(tall, tall)


def _skin(b: Build, block: Block, skin: str, rise: float, *, second: bool = False) -> None:
    """Dress a tower block as one of the four facades."""
    wall: Paint = "wall2" if second else "wall"
    tag = "_2" if second else ""
    name, fins = "floors" + tag, ("mullions" if skin in ("glass",) else "piers") + tag
    sides = free_sides(b)
    if skin == "glass":
        curtain(b, block, rise=rise, slab=0.4, recess=0.06, pitch=1.7, fin=(0.09, 0.1), sides=sides, slab_paint=wall, name=name, fins=fins)
    elif skin == "ribbon":
        curtain(b, block, rise=rise, slab=1.55, recess=0.14, fin=None, slab_paint=wall, name=name)
    elif skin == "frame":
        curtain(
            b,
            block,
            rise=rise,
            slab=0.7,
            recess=0.3,
            pitch=3.1,
            fin=(0.55, 0.12),
            sides=sides,
            slab_paint=wall,
            fin_paint=wall,
            name=name,
            fins=fins,
        )
    else:
        curtain(
            b,
            block,
            rise=rise,
            slab=1.2,
            recess=0.2,
            pitch=2.2,
            fin=(0.6, 0.3),
            sides=sides,
            slab_paint="wall2" if not second else "wall",
            fin_paint=wall,
            name=name,
            fins=fins,
        )


def _terrace_planters(b: Build, roof: Block, tower: Block) -> None:
    gap = (roof.sy - tower.sy) / 2
    if gap < 0.7:
        return
    for side in ("south", "east"):
        length = roof.length(side) * 0.5
        t = min(0.6, gap - 0.2)
        put(b, "planters", "stone", roof.panel(side, 0, roof.z1, length, 0.45, -0.08, back=-0.08 - t))
        put(b, "plants", "foliage", roof.panel(side, 0, roof.z1 + 0.45, length - 0.1, 0.4, -0.13, back=-0.03 - t))


def _crown(b: Build, tower: Block) -> None:
    """The top of a tower: a plain parapet, a screened plant floor, a lit sign, or a helipad."""
    style = pick(b, "screen", "sign", "screen", "helipad", "plain")
    big = min(tower.sx, tower.sy) > 7.5
    roof = flat_roof(b, tower, parapet=1.1 if style != "screen" else 0.6)
    if style == "screen" and big:
        plant = roof.grown(-0.16 * roof.sx, -0.16 * roof.sy).with_z(roof.z1, roof.z1 + 2.8)
        put(b, "plant_room", "wall2", plant.solid())
        for side in SIDES:
            for u in spread(plant.length(side), 0.7, margin=0.1):
                put(b, "louvres", "metal", plant.panel(side, u, plant.z0, 0.14, 2.8, 0.1))
        top = flat_roof(b, plant, parapet=0.5, wall="wall2", cap=None)
        furnish(b, top, ["ac_big", "antenna", "vent", "ac_unit", "antenna"])
    elif style == "sign":
        word = str(b.rng.choice(FIRMS))
        room = roof.grown(-0.3).with_z(roof.z1, roof.z1 + 3.4)
        board = Block(min(room.sx, 7.5), 0.35, roof.z1, roof.z1 + 3.2, room.x, room.y - room.sy / 2 + 0.4)
        for s in (-1, 1):
            put(b, "sign_posts", "metal", box(0.25, 0.25, 1.3, at=(board.x + s * board.sx * 0.35, board.y, roof.z1)))
        put(b, "signs", "sign", board.with_z(roof.z1 + 1.3, roof.z1 + 3.2).solid())
        sign(b, board, word, z=roof.z1 + 1.5, h=1.5, board=None, ink="lamp")
        furnish(b, roof, PLANT, keep=[board.grown(0.2)])
    elif style == "helipad" and big:
        r = min(roof.sx, roof.sy) / 2 - 0.5
        helipad(b, roof.x, roof.y, roof.z1, min(r, 4.5))
    else:
        furnish(b, roof, PLANT)


# -- apartment block ---------------------------------------------------------------------------------------


@kind(
    "apartment_block",
    "building",
    width=(9, 21),
    depth=(8, 15),
    words=(
        "apartment",
        "apartment block",
        "flat",
        "flats",
        "apartment building",
        "tenement",
        "housing block",
        "condo",
        "residential tower",
    ),
)
def apartment_block(b: Build) -> None:
    """Flats with balconies, a stair strip of glass over the entrance, perhaps a penthouse."""
    rise = 3.0
    n = storeys(b, 3, 8)
    deep = float(b.rng.uniform(1.2, 1.5))
    block = body(b, 0.3 + n * rise, side=0.35, front=deep + 0.15, back=0.35)
    sides = free_sides(b)
    walls = plinth(b, block)
    tone = pick(b, "base", "frame", "plain", "bay")
    ground = walls.with_z(walls.z0, 0.3 + rise)
    rest = walls.with_z(ground.z1, walls.z1)
    put(b, "ground_floor", "wall2" if tone in ("base", "frame") else "wall", ground.solid())
    put(b, "walls", "wall", rest.solid())

    stair = 2.4
    stair_u = 0.0 if block.sx > 12 or b.rng.random() < 0.4 else float(b.rng.choice([-1, 1])) * (block.sx / 2 - stair / 2 - 0.5)
    _stair_strip(b, walls, stair_u, stair, rise, n)

    bays = _bays(walls, stair_u, stair)
    layout = pick(b, "all", "chess", "stack")
    usual = {"all": "metal", "chess": "glass", "stack": "wall2"}[layout]
    rail: Paint = usual if b.rng.random() < 0.6 else pick(b, "metal", "glass", "door")  # type: ignore[assignment]
    bars = rail == "metal" and n * len(bays) < 13
    fine = n * (block.sx + block.sy) < 140
    for k, (u, w) in enumerate(bays):
        for row in range(n):
            z = 0.3 + row * rise
            here = row > 0 and (layout == "all" or (layout == "chess" and (row + k) % 2 == 0) or (layout == "stack" and k % 2 == 0))
            if here:
                wide = min(w - 0.35, 4.2)
                balcony(b, walls, "south", u, z + 0.05, wide, deep, rail=rail, bars=bars)
                window(b, walls, "south", u - wide * 0.14, z + 0.08, min(1.7, wide * 0.55), 2.2, bars=1, framed=fine)
            elif w > 3.2:
                for s in (-1, 1):
                    window(b, walls, "south", u + s * w * 0.22, z + 0.95, 1.15, 1.4, sill=0.14 if fine else 0.0, framed=fine)
            else:
                window(b, walls, "south", u, z + 0.95, min(1.4, w * 0.6), 1.4, sill=0.14, framed=fine)
    pitch = 2.7 if fine else 3.2
    if "east" in sides:
        windows(b, walls, ("east", "west"), z=1.25, rows=n, rise=rise, w=1.1, h=1.4, pitch=pitch, margin=0.7, framed=fine)
    put(b, "stair_bay", "wall2", walls.panel("north", 0, 0.3, 1.9, n * rise - 0.4, 0.12))
    put(b, "windows", "glass", [walls.panel("north", 0, 1.6 + row * rise, 1.1, 1.7, 0.17, back=0.12) for row in range(n)])
    half = walls.sx / 2 - 1.0
    for row in range(n):
        for u in spread(half, pitch, margin=0.2):
            for s in (-1, 1):
                window(b, walls, "north", s * (1.0 + half / 2 + u), 1.25 + row * rise, 1.2, 1.4, framed=fine)
    if tone == "frame":
        for row in range(1, n):
            z = 0.3 + row * rise
            for side in sides:
                if side != "south":
                    put(b, "bands", "trim", walls.panel(side, 0, z - 0.12, walls.length(side), 0.24, 0.06))
    _apartment_top(b, walls, rise)


def _stair_strip(b: Build, walls: Block, u: float, w: float, rise: float, n: int) -> None:
    """Entrance with canopy and a strip of stair windows above it."""
    door(b, walls, u, w=1.5, h=2.2, leaves=2)
    put(b, "canopies", "trim", walls.panel("south", u, 2.75, w, 0.16, 1.1))
    doorstep(b, walls, u, 2.0, depth=0.7)
    put(b, "stair_bay", "wall2", walls.panel("south", u, 0.3 + rise, w - 0.2, (n - 1) * rise - 0.1, 0.1))
    for row in range(1, n):
        put(b, "windows", "glass", walls.panel("south", u, 0.3 + row * rise + 0.5, w - 0.9, rise - 0.8, 0.15, back=0.1))


def _bays(walls: Block, stair_u: float, stair: float) -> list[tuple[float, float]]:
    """Middles and widths of the flats' bays on the front, left and right of the stairs."""
    out = []
    for a, c in ((-walls.sx / 2 + 0.15, stair_u - stair / 2), (stair_u + stair / 2, walls.sx / 2 - 0.15)):
        if c - a < 1.5:
            continue
        n = max(1, round((c - a) / 3.8))
        out += [(a + (c - a) * (k + 0.5) / n, (c - a) / n) for k in range(n)]
    return out


def _apartment_top(b: Build, walls: Block, rise: float) -> None:
    style = pick(b, "flat", "penthouse", "flat", "mono" if walls.sy < 9 else "hip" if walls.sx > walls.sy + 2 else "penthouse")
    if style == "penthouse" and walls.sy > 6:
        roof = flat_roof(b, walls, parapet=0.95)
        flat = roof.grown(-0.9, -0.5).cut("south", 1.3)[0].with_z(roof.z1, roof.z1 + 2.7)
        put(b, "penthouse", "wall2", flat.solid())
        for u in spread(flat.sx, 2.4, margin=0.3):
            window(b, flat, "south", u, flat.z0 + 0.1, 1.7, 2.1, bars=1)
        for u in spread(flat.sy, 2.6, margin=0.4):
            window(b, flat, "east", u, flat.z0 + 0.5, 1.4, 1.5)
        over = flat.grown(0.35).with_z(flat.z1, flat.z1 + 0.22)
        put(b, "roof_decks", "roof_flat", over.solid())
        furnish(b, over, ["solar", "solar", "vent", "antenna", "ac_unit"])
        for s in (-1, 1):
            planter(b, Block(1.6, 0.6, roof.z1, roof.z1 + 0.5, roof.x + s * roof.sx * 0.28, roof.y - roof.sy / 2 + 0.45), bushes=3)
    elif style == "mono":
        rise_to = 0.18 * walls.sy
        y0, y1 = -walls.sy / 2 - 0.15, walls.sy / 2 + 0.15
        x = walls.sx / 2 + (0.0 if b.lot.attached else 0.15)
        put(
            b,
            "walls",
            "wall",
            profile([(-walls.sy / 2, 0), (walls.sy / 2, 0), (walls.sy / 2, rise_to)], -walls.sx / 2, walls.sx / 2).moved(
                0, walls.y, walls.z1
            ),
        )
        slope = rise_to / walls.sy
        a, c = slope * (y0 + walls.sy / 2), slope * (y1 + walls.sy / 2)
        put(b, "roofs", "roof", profile([(y0, a), (y1, c), (y1, c + 0.22), (y0, a + 0.22)], -x, x).moved(0, walls.y, walls.z1))
        for u in (-0.28, 0.24):
            put(b, "chimneys", "wall2", box(0.9, 0.7, 1.7, at=(u * walls.sx, walls.y + walls.sy * 0.2, walls.z1 + rise_to * 0.7)))
    elif style == "hip":
        out = 0.0 if b.lot.attached else 0.3
        put(b, "roofs", "roof", hip(walls.sx + 2 * out, walls.sy + 0.6, 0.26 * walls.sy, at=(walls.x, walls.y, walls.z1)))
        for u in (-0.25, 0.25):
            put(b, "chimneys", "wall2", box(0.8, 0.8, 1.6, at=(u * walls.sx, walls.y + walls.sy * 0.12, walls.z1 + 0.2 * walls.sy - 0.4)))
    else:
        top = cornice(b, walls, out=0.18)
        roof = flat_roof(b, top, parapet=0.7, wall="wall")
        furnish(b, roof, ["lift_house", "vent", "vent", "water_tank", "solar", "solar", "antenna", "ac_unit"])
