"""Houses of a Japanese old town: machiya, storehouse, tea house, inn, bathhouse, thatched farmhouse."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.kit import ENDS, Block, Side, Wall, between, chance, foundation, shade, steps
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.swept import Swept, ridge_tiles, swept
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import ball, box, cylinder, frustum, hull, rod


def tiled(b: Build, roof: Swept, *, walls: Role | Material = "wall", ridge: float = 0.3) -> None:
    """A swept roof with its gables, white under the ridge, and its ridge tiles."""
    b.add("roof", "roof", roof.cover, label="roof")
    b.add("gables", walls, [*roof.attic, *roof.gables], label="wall")
    ridge_tiles(b, roof, tile=shade(b.look.material("roof"), 0.72), h=ridge)


def lattice(b: Build, wall: Wall, x: float, z: float, w: float, h: float, *, pitch: float = 0.2, slat: float = 0.075) -> None:
    """A lattice of upright slats before a pane, in a frame."""
    f = wall.at(x, z)
    b.add("windows", "glass", f.one(box(w, 0.05, h, at=(0, -0.005, 0))), label="window")
    n = max(2, round(w / pitch))
    step = w / n
    b.add("lattice", "wood", f.put(*[box(slat, 0.04, h, at=(-w / 2 + step * (k + 0.5), -0.072, 0)) for k in range(n)]), label="lattice")
    b.add("lattice", "wood", f.put(*[box(w, 0.02, 0.05, at=(0, -0.04, h * e)) for e in (0.34, 0.68)]), label="lattice")
    bars = [box(w + 0.2, 0.12, 0.1, at=(0, -0.04, q)) for q in (-0.1, h)]
    bars += [box(0.1, 0.12, h, at=(s * (w / 2 + 0.05), -0.04, 0)) for s in (-1, 1)]
    b.add("beams", "timber", f.put(*bars), label="beam")


def shoji(b: Build, wall: Wall, x: float, z: float, w: float, h: float) -> None:
    """Paper screens with a grid of thin bars over a boarded foot."""
    f = wall.at(x, z)
    foot = 0.36 if h > 1.6 else 0.0
    b.add("screens", "glass", f.one(box(w, 0.05, h - foot, at=(0, -0.005, foot))), label="window")
    if foot:
        b.add("screen_foot", "wood", f.one(box(w, 0.06, foot, at=(0, -0.01, 0))), label="panel")
    n = max(2, round(w / 1.2))
    bars = [box(0.06, 0.03, h - 0.002, at=(-w / 2 + w * k / n, -0.065, 0)) for k in range(n + 1)]
    bars += [box(w, 0.02, 0.05, at=(0, -0.039, foot + (h - foot) * e)) for e in (0.34, 0.67)]
    b.add("screen_bars", "timber", f.put(*bars, box(w + 0.14, 0.1, 0.1, at=(0, -0.03, h))), label="frame")


def noren(b: Build, wall: Wall, x: float, z: float, w: float, drop: float, *, out: float = 0.1, leaves: int = 3) -> None:
    """A shop curtain of several strips with a pale crest, hung at height z before a doorway."""
    f = wall.at(x, z)
    b.add("curtain_rail", "wood", f.one(rod((-w / 2 - 0.08, -out, 0.03), (w / 2 + 0.08, -out, 0.03), 0.03, segments=5)), label="rail")
    b.add(
        "curtain_rail", "wood", f.put(*[box(0.05, out + 0.02, 0.05, at=(s * (w / 2 + 0.02), -out / 2, 0.0)) for s in (-1, 1)]), label="rail"
    )
    step = w / leaves
    b.add(
        "curtain",
        "awning",
        f.put(*[box(step - 0.035, 0.03, drop, at=(-w / 2 + step * (k + 0.5), -out, 0.02 - drop)) for k in range(leaves)]),
        label="curtain",
    )
    crest = [cylinder(drop * 0.2, 0.02, segments=8).turned(roll=pi / 2).moved(0, -out - 0.01, 0.02 - drop * 0.52)]
    b.add("crest", "trim", f.put(*crest), label="ornament")


def sliding_door(b: Build, wall: Wall, x: float, w: float, h: float = 1.95) -> None:
    """Two sliding leaves with a lattice, in a frame."""
    f = wall.at(x)
    b.add("door", "door", f.put(*[box(w / 2 - 0.02, 0.05, h, at=(s * w / 4, -0.01 - 0.02 * s, 0)) for s in (-1, 1)]), label="door")
    n = max(4, round(w / 0.2))
    b.add(
        "door_bars",
        "wood",
        f.put(*[box(0.04, 0.05, h * 0.62, at=(-w / 2 + w * (k + 0.5) / n, -0.055, h * 0.34)) for k in range(n)]),
        label="lattice",
    )
    bars = [box(0.12, 0.14, h + 0.1, at=(s * (w / 2 + 0.06), -0.05, 0)) for s in (-1, 1)]
    b.add("beams", "timber", f.put(*bars, box(w + 0.24, 0.14, 0.14, at=(0, -0.05, h))), label="beam")


def paper_lantern(b: Build, x: float, y: float, z: float, *, r: float = 0.2, h: float = 0.5, red: bool = False) -> None:
    """A hanging paper lantern with black rims, its top at z."""
    m = b.look.material("lamp")
    if red:
        m = m.model_copy(update={"name": "lamp-red", "color": "#d8412f", "emission": m.emission * 0.55})
    b.add("lantern", m, ball(r, r, h / 2, at=(x, y, z - 0.05 - h / 2), detail=1), label="lamp")
    b.add("lantern_rims", "metal", [cylinder(r * 0.55, 0.06, at=(x, y, q), segments=8) for q in (z - 0.09, z - h - 0.04)], label="lamp")
    b.add("lantern_rims", "metal", box(0.03, 0.03, 0.1, at=(x, y, z - 0.05)), label="lamp")


def frame_posts(b: Build, block: Block, side: Side, bays: int, *, rails: tuple[float, ...] = ()) -> None:
    """Dark posts and rails that divide a wall into bays."""
    f = block.wall(side)
    h = block.z1 - block.z0
    bars = [box(0.13, 0.07, h - 0.002, at=(-f.length / 2 + 0.065 + (f.length - 0.13) * k / bays, -0.02, 0.001)) for k in range(bays + 1)]
    step = (f.length - 0.13) / bays
    bars += [box(step - 0.134, 0.06, 0.12, at=(-f.length / 2 + 0.065 + step * (k + 0.5), -0.014, z)) for z in rails for k in range(bays)]
    b.add("beams", "timber", f.put(*bars), label="beam")


def pent_roof(b: Build, wall: Wall, depth: float, *, low: float, high: float, side: float = 0.0) -> None:
    """A tiled roof on brackets along a wall, flatter at its edge; side: how far it goes beyond the wall's ends."""
    e = wall.length / 2 + side
    m = high - low
    rows = [(0.03, high), (-depth * 0.5, high - 0.6 * m), (-depth, low)]
    slabs = [hull([(s * e, y, z + t) for s in (-1, 1) for y, z in pair for t in (0, 0.13)]) for pair in zip(rows, rows[1:], strict=False)]
    b.add("pent_roof", "roof", wall.put(*slabs), label="roof")
    b.add("roof_ridge", shade(b.look.material("roof"), 0.72), wall.one(box(2 * e, 0.16, 0.2, at=(0, -0.07, high + 0.04))), label="roof")
    n = max(2, round(wall.length / 1.6))
    arms = [box(0.09, depth * 0.85, 0.11, at=((k / n - 0.5) * (wall.length - 0.2), -depth * 0.42, low - 0.02)) for k in range(n + 1)]
    b.add("beams", "timber", wall.put(*arms, box(wall.length, 0.1, 0.12, at=(0, -depth * 0.8, low - 0.02))), label="beam")


def boarded(b: Build, block: Block, sides: tuple[Side, ...], h: float) -> None:
    """Charred boards with cover strips on the lower part of walls."""
    for side in sides:
        f = block.wall(side)
        b.add("boards", "wall2", f.one(box(f.length - 0.01, 0.06, h, at=(0, -0.02, 0.0))), label="wall")
        n = max(2, round(f.length / 0.75))
        b.add(
            "board_strips",
            "timber",
            f.put(
                *[box(0.06, 0.09, h, at=((k / n - 0.5) * (f.length - 0.08), -0.03, 0.0)) for k in range(n + 1)],
                box(f.length, 0.1, 0.09, at=(0, -0.03, h)),
            ),
            label="beam",
        )


@kind(
    "machiya",
    "building",
    width=(5.0, 8.4),
    depth=(7.0, 11.0),
    words=("machiya", "japanese house", "japanese townhouse", "kyoto house"),
)
def machiya(b: Build) -> None:
    """A town house: lattice and shop curtain below, a tiled pent roof, slatted windows in white plaster above."""
    lot = b.lot
    side = 0.04 if lot.attached else 0.3
    front, back = 1.15, 0.88
    floor, h0 = 0.22, between(b, 2.7, 2.9)
    tall = lot.storeys != 1 and (lot.size != "small" or chance(b, 0.75))
    h1 = (between(b, 2.2, 2.6) if lot.size == "large" or chance(b, 0.5) else between(b, 1.7, 2.0)) if tall else 0.0
    y0, y1 = -lot.depth / 2 + front, lot.depth / 2 - back
    wing = lot.depth > 8.6 and tall
    main_d = (y1 - y0) * (0.62 if wing else 1.0)
    w = lot.width - 2 * side
    low = Block(0, y0 + main_d / 2, w, main_d, floor, floor + h0)
    foundation(b, low, proud=0.0 if lot.attached else 0.05)
    b.add("walls", "wall", low.solid(), label="wall")
    top = low
    if tall:
        top = low.above(h1)
        b.add("walls", "wall", top.solid())
    roof = swept(top, top.d * between(b, 0.26, 0.31), eaves=0.85 if front > 1 else 0.6, verge=side - 0.02, hollow=0.25, thick=0.17, rows=3)
    tiled(b, roof)
    _shop_front(b, low, h0, front)
    f = top.wall("front", z=top.z0)
    bays = max(2, round(w / 1.9))
    if tall:
        pent_roof(b, low.wall("front"), 1.05, low=h0 - 0.52, high=h0 + 0.0)
        _upper_front(b, f, h1, bays)
        frame_posts(b, top, "front", bays, rails=(0.04, h1 - 0.14))
        g = top.wall("back")
        lattice(b, g, 0.0, 0.6, w * 0.5, h1 - 0.95)
        frame_posts(b, top, "back", bays, rails=(h1 - 0.14,))
    if not lot.attached:
        boarded(b, low, ENDS, h0 * 0.62)
        for name in ENDS:
            frame_posts(b, top, name, 3, rails=(0.04, top.z1 - top.z0 - 0.14))
            e = top.wall(name)
            lattice(b, e, between(b, -0.2, 0.2) * e.length, (top.z1 - top.z0) * 0.42, 0.9, 0.8 if tall else 0.6)
            if tall:
                pent_roof(b, low.wall(name).at(length=low.d - 0.3), side - 0.03, low=h0 - 0.12, high=h0 + 0.02)
    if wing:
        _rear_wing(b, low, y1, side)
    elif not wing:
        lattice(b, low.wall("back"), -w * 0.2, 0.9, 1.3, 1.1)
        sliding_door(b, low.wall("back"), w * 0.25, 1.3)


def _shop_front(b: Build, low: Block, h0: float, front: float) -> None:
    """Lattices either side of a doorway with its curtain, bamboo guards at the foot, a lantern under the eaves."""
    f = low.wall("front")
    w = low.w
    left = -1 if chance(b, 0.5) else 1
    dw = 1.3 if w < 6.5 else 1.6
    dx = left * (w / 2 - dw / 2 - (0.55 if chance(b, 0.6) else w * 0.28))
    shop = chance(b, 0.55)
    h = 1.95
    sliding_door(b, f, dx, dw, h)
    steps(b, f, dx, dw + 0.3, low.z0, room=0.5, tread=0.3)
    if shop or chance(b, 0.5):
        noren(b, f, dx, h - 0.02, dw, 0.85 if shop else 0.6, leaves=3 if dw < 1.5 else 4, out=0.17)
    edges = [(-w / 2 + 0.2, dx - dw / 2 - 0.24), (dx + dw / 2 + 0.24, w / 2 - 0.2)]
    for a, c in edges:
        span = c - a
        if span < 0.7:
            continue
        lattice(b, f, (a + c) / 2, 0.5, span - 0.25, h - 0.5)
        if chance(b, 0.6):
            _guard(b, f, (a + c) / 2, span - 0.1, low.z0)
        else:
            b.add("boards", "wall2", f.one(box(span - 0.05, 0.07, 0.38, at=((a + c) / 2, -0.02, 0))), label="wall")
    b.add("beams", "timber", f.put(*[box(0.15, 0.1, h0 - 0.003, at=(s * (w / 2 - 0.076), -0.03, 0.0)) for s in (-1, 1)]), label="beam")
    b.add("beams", "timber", f.one(box(w - 0.004, 0.09, 0.16, at=(0, -0.025, h + 0.14))), label="beam")
    x = dx - left * (dw / 2 + 0.32)
    y = f.y - 0.42
    b.add("lantern_hooks", "metal", box(0.04, 0.44, 0.04, at=(x, f.y - 0.21, low.z0 + h + 0.1)), label="lamp")
    paper_lantern(b, x, y, low.z0 + h + 0.1, red=chance(b, 0.4))
    if shop:
        sx = dx + left * -(dw / 2 + 1.0)
        if abs(sx) < w / 2 - 0.7:
            b.add("sign", "sign", f.one(box(1.3, 0.1, 0.42, at=(sx, -0.1, h + 0.08))), label="sign")


def _guard(b: Build, f: Wall, x: float, w: float, floor: float) -> None:
    """A curved bamboo guard leaning on the foot of a wall."""
    low = -b.lot.drop - floor
    bow = [(0.46, -floor), (0.34, 0.12), (0.06, 0.4)]
    pale = b.look.material("fence")
    pieces = [
        hull([(x + s * w / 2, -y - t, z) for s in (-1, 1) for y, z in pair for t in (0.0, 0.05)])
        for pair in zip(bow, bow[1:], strict=False)
    ]
    b.add("guards", pale, f.put(*pieces), label="fence")
    b.add("guards", pale, f.put(box(w, 0.05, -floor - low + 0.05, at=(x, -0.485, low))) if b.lot.drop else [], label="fence")
    n = max(2, round(w / 0.7))
    ribs = [
        hull([(x + w * (k / n - 0.5) * 0.97 + q, -y - t, z + 0.02) for q in (-0.03, 0.03) for y, z in pair for t in (0.02, 0.08)])
        for k in range(n + 1)
        for pair in zip(bow, bow[1:], strict=False)
    ]
    b.add("guard_ribs", shade(pale, 0.7), f.put(*ribs), label="fence")


def _upper_front(b: Build, f: Wall, h: float, bays: int) -> None:
    """The upper storey's street side: slatted openings, screens behind a rail, or reed blinds."""
    form = int(b.rng.integers(3))
    step = f.length / bays
    z, hh = 0.42, h - 0.75
    for k in range(bays):
        x = -f.length / 2 + step * (k + 0.5)
        w = step - 0.5
        if form == 0 or hh < 1.0:
            lattice(b, f, x, z, w, hh, pitch=0.17, slat=0.08)
        else:
            shoji(b, f, x, z, w, hh)
        if form == 2 and hh >= 1.0:
            b.add("blinds", "fence", f.one(box(w * 0.96, 0.04, hh * 0.72, at=(x, -0.16, z + hh * 0.3))), label="blind")
            b.add("blinds", "fence", f.one(box(w * 0.96, 0.14, 0.06, at=(x, -0.09, z + hh))), label="blind")
    if form == 1:
        w = f.length - 0.3
        n = round(w / 0.35)
        rail = [box(w, 0.06, 0.06, at=(0, -0.24, zz)) for zz in (0.62, 0.36)]
        rail += [box(0.05, 0.05, 0.62, at=((k / n - 0.5) * (w - 0.06), -0.24, 0.02)) for k in range(n + 1)]
        b.add("balcony", "wood", f.put(*rail, box(w, 0.3, 0.08, at=(0, -0.13, 0.02))), label="balcony")


def _rear_wing(b: Build, low: Block, y1: float, side: float) -> None:
    """A lower wing on one side behind the house, and a small court with a garden wall beside it."""
    w = low.w * 0.56
    s = 1 if chance(b, 0.5) else -1
    x = s * (low.w - w) / 2
    wing = Block(x, (low.y1 + y1 - 0.1) / 2, w, y1 - 0.1 - low.y1 + 0.02, low.z0, low.z0 + 2.35)
    foundation(b, wing, proud=0.03)
    b.add("wing_walls", "wall", wing.solid(), label="wall")
    roof = swept(wing, w * 0.27, axis="y", eaves=0.3 if side > 0.25 else 0.03, verge=0.4, hollow=0.2, thick=0.15, rows=2)
    b.add("wing_roof", "roof", roof.cover, label="roof")
    b.add("gables", "wall", roof.attic, label="wall")
    ridge_tiles(b, roof, tile=shade(b.look.material("roof"), 0.72), h=0.22, name="wing_ridge")
    inner: Side = "left" if s > 0 else "right"
    shoji(b, wing.wall(inner), 0.0, 0.1, wing.d * 0.6, 1.85)
    sliding_door(b, wing.wall("back"), 0.0, min(1.3, w - 0.6))
    outer: Side = "right" if s > 0 else "left"
    if not b.lot.attached:
        boarded(b, wing, (outer,), 1.5)
    free = low.w - w - 0.3
    cx = -s * (low.w - free) / 2
    wall = Block(cx - s * 0.06, y1 - 0.2, free + 0.1, 0.26, 0.0, 1.7)
    b.add("garden_wall", "wall", box(wall.w, wall.d, 1.7 + b.lot.drop, at=(wall.x, wall.y, -b.lot.drop)), label="wall")
    cap = [
        (wall.x + i * (wall.w / 2 + 0.05), wall.y + y, 1.7 + z)
        for i in (-1, 1)
        for y, z in ((-0.3, 0.0), (0.3, 0.0), (0, 0.28), (0.3, 0.06), (-0.3, 0.06))
    ]
    b.add("garden_wall_roof", "roof", hull(cap), label="roof")


@kind("kura", "building", width=(4.6, 7.0), depth=(5.2, 8.0), words=("kura", "storehouse", "japanese storehouse", "treasure house"))
def kura(b: Build) -> None:
    """A storehouse of thick white plaster over a tile-hatched foot, with small iron-shuttered windows under a heavy roof."""
    lot = b.lot
    floor, h = 0.45, between(b, 4.1, 4.8) + (0.3 if lot.size == "large" else 0.0)
    front = 1.2
    body = Block(0, (front - 0.5) / 2, lot.width - 1.0, lot.depth - front - 0.5, floor, floor + h)
    foundation(b, body, proud=0.1)
    b.add("walls", "trim", body.solid(), label="wall")
    roof = swept(body, body.w * 0.27, axis="y", eaves=0.46, verge=0.42, hollow=0.15, thick=0.24, rows=2)
    tiled(b, roof, walls="trim", ridge=0.36)
    b.add("cornice", "trim", box(body.w + 0.3, body.d + 0.3, 0.22, at=(body.x, body.y, body.z1 - 0.24)), label="cornice")
    _hatched(b, body, 1.5)
    f = body.wall("front")
    b.add(
        "door_surround",
        "trim",
        f.put(*[box(0.3, 0.28, 2.3, at=(s * 0.75, -0.1, 0)) for s in (-1, 1)], box(1.8, 0.28, 0.3, at=(0, -0.1, 2.3))),
        label="frame",
    )
    b.add("door", "door", f.one(box(1.2, 0.1, 2.3, at=(0, -0.02, 0))), label="door")
    b.add("door_bands", "metal", f.put(*[box(1.2, 0.13, 0.09, at=(0, -0.03, z)) for z in (0.4, 1.1, 1.8)]), label="ornament")
    pent = f.at(0, 0, length=2.3)
    pent_roof(b, pent, 0.75, low=2.62, high=3.0)
    steps(b, f, 0, 1.7, floor, room=0.9, tread=0.3)
    for name, at in (("front", 0.0), ("back", 0.0), ("left", -0.22), ("left", 0.22), ("right", -0.22), ("right", 0.22)):
        w = body.wall(name)  # type: ignore[arg-type]
        _shuttered(b, w, at * w.length, h - 1.35)
    crest = f.at(0, h + body.w * 0.1)
    b.add("crest", "roof", crest.one(cylinder(0.34, 0.1, segments=10).turned(roll=pi / 2).moved(0, 0.03, 0)), label="ornament")


def _hatched(b: Build, body: Block, h: float) -> None:
    """Dark tiles with raised white joints in a diamond net, on the foot of the walls."""
    for name in ("front", "right", "left", "back"):
        f = body.wall(name)  # type: ignore[arg-type]
        b.add("tiles", "roof", f.one(box(f.length + 0.06, 0.06, h, at=(0, -0.01, 0))), label="wall")
        if name == "back":
            continue
        n = round(f.length / 0.75)
        step = f.length / n
        for k in range(n):
            x = -f.length / 2 + step * (k + 0.5)
            for i in range(2):
                z = h * (0.25 + 0.5 * i)
                for sgn in (-1, 1):
                    if name == "front" and abs(x) < 1.0:
                        continue
                    e, t = step / 2 - 0.01, 0.035
                    q = h / 4 - 0.01
                    p = [(x + e * u, z + sgn * q * u) for u in (-1, 1)]
                    b.add(
                        "joints",
                        "trim",
                        f.one(hull([(px, y, pz + d) for px, pz in p for y in (-0.065, -0.03) for d in (-t, t)])),
                        label="ornament",
                    )
        b.add("joints", "trim", f.one(box(f.length + 0.1, 0.09, 0.1, at=(0, -0.03, h))), label="ornament")


def _shuttered(b: Build, wall: Wall, x: float, z: float) -> None:
    """A small barred window with two thick open shutters."""
    f = wall.at(x, z)
    b.add("windows", "glass", f.one(box(0.62, 0.06, 0.72, at=(0, 0.0, 0))), label="window")
    b.add("bars", "metal", f.put(*[box(0.04, 0.04, 0.72, at=(q, -0.04, 0)) for q in (-0.16, 0.0, 0.16)]), label="frame")
    b.add("shutters", "metal", f.put(*[box(0.4, 0.1, 0.82, at=(s * 0.54, -0.04, -0.05)) for s in (-1, 1)]), label="shutter")
    b.add("window_frames", "trim", f.put(box(0.8, 0.16, 0.1, at=(0, -0.05, 0.72)), box(0.8, 0.16, 0.1, at=(0, -0.05, -0.1))), label="frame")


@kind("tea_house", "building", width=(5.6, 8.5), depth=(5.6, 8.0), words=("tea house", "teahouse", "japanese tea house", "tea room"))
def tea_house(b: Build) -> None:
    """A small pavilion on stilts with a veranda round it, paper screens and a swept hipped gable."""
    lot = b.lot
    floor, h = 0.62, 2.35
    over, deck = 0.95, 0.85
    body = Block(0, 0.1, lot.width - 2 * (over + 0.1), lot.depth - 2 * (over + 0.2), floor, floor + h)
    low = -lot.drop
    room = body.at(w=body.w - 0.3, d=body.d - 0.3)
    b.add("walls", "wall", room.solid(), label="wall")
    base = Block(0, 0.1, body.w + 2 * deck - 0.3, body.d + 2 * deck - 0.3, floor - 0.12, floor)
    b.add("floor", "wood", base.solid(), label="floor")
    b.add("plinth", "plinth", box(room.w - 0.2, room.d - 0.2, floor - 0.12 - low, at=(room.x, room.y, low)), label="plinth")
    for i in np.linspace(-1, 1, 4):
        for j in np.linspace(-1, 1, 4):
            if max(abs(i), abs(j)) < 0.99:
                continue
            x, y = base.x + i * (base.w / 2 - 0.14), base.y + j * (base.d / 2 - 0.14)
            tall = max(abs(i), abs(j)) > 0.99 and ((abs(i) > 0.99 and abs(j) > 0.99) or j < -0.99)
            b.add("posts", "timber", box(0.13, 0.13, (floor + h - 0.32 if tall else floor - 0.1) - low, at=(x, y, low)), label="post")
    b.add(
        "beams",
        "timber",
        [box(base.w - 0.2, 0.12, 0.16, at=(base.x, base.y + s * (base.d / 2 - 0.14), floor + h - 0.42)) for s in (-1, 1)],
        label="beam",
    )
    b.add(
        "beams",
        "timber",
        [box(0.12, base.d - 0.2, 0.16, at=(base.x + s * (base.w / 2 - 0.14), base.y, floor + h - 0.42)) for s in (-1, 1)],
        label="beam",
    )
    for side in ("front", "right", "left", "back"):
        f = room.wall(side)  # type: ignore[arg-type]
        shoji(b, f, 0, 0.06, f.length * (0.84 if side != "back" else 0.4), 1.9)
        frame_posts(b, room, side, 3, rails=(2.02,))  # type: ignore[arg-type]
    thatched = chance(b, 0.35)
    cover = b.look.material("roof")
    if thatched:
        cover = cover.model_copy(
            update={
                "name": "roof-thatch",
                "pattern": "thatch" if cover.pattern != "snow" else "snow",
                "color": "#8d7a55" if cover.pattern != "snow" else cover.color,
            }
        )
    roof = swept(body, body.d * 0.36, hip=0.58, eaves=over + 0.02, lift=0.3, hollow=0.4, thick=0.3 if thatched else 0.16)
    b.add("roof", cover, roof.cover, label="roof")
    b.add("gables", "wall", roof.gables, label="wall")
    ridge_tiles(b, roof, tile=shade(b.look.material("roof"), 0.72))
    f = base.wall("front", z=0.0)
    steps(b, f, 0, 1.6, floor * 0.6, room=lot.depth / 2 + f.y - 0.05, tread=0.22)
    n = round(base.d / 0.5)
    for s in (-1, 1):
        x = base.x + s * (base.w / 2 - 0.14)
        b.add("railing", "wood", box(0.06, base.d - 0.3, 0.07, at=(x, base.y, floor + 0.62)), label="railing")
        b.add(
            "railing",
            "wood",
            [box(0.05, 0.05, 0.64, at=(x, base.y + (k / n - 0.5) * (base.d - 0.4), floor - 0.01)) for k in range(n + 1)],
            label="railing",
        )
    for s in (-1, 1):
        x, y = base.x + s * (base.w / 2 - 0.7), base.y - base.d / 2 + 0.14
        paper_lantern(b, x, y, floor + h - 0.4, red=chance(b, 0.5))


@kind("ryokan", "building", width=(9.0, 13.0), depth=(9.0, 12.0), words=("ryokan", "japanese inn", "geisha house"))
def ryokan(b: Build) -> None:
    """An inn of two or three storeys: galleries with rails before paper screens, a skirt of tiles over every storey."""
    lot = b.lot
    n = min(max(lot.storeys or (3 if lot.size == "large" or chance(b, 0.35) else 2), 1), 4)
    floor, h = 0.4, 2.75
    over = 1.25
    body = Block(0, 0.15, lot.width - 2 * over, lot.depth - 2 * over - 0.3, floor, floor + h)
    foundation(b, body, proud=0.15)
    k = body
    for s in range(n):
        if s:
            grow = -0.55
            k = k.above(h, grow=grow)
        b.add("walls", "wall", k.solid(), label="wall")
        for side in ("front", "right", "left", "back"):
            f = k.wall(side)  # type: ignore[arg-type]
            bays = max(2, round(f.length / 2.7))
            step = f.length / bays
            frame_posts(b, k, side, bays, rails=(0.04, 2.12, h - 0.16))  # type: ignore[arg-type]
            for j in range(bays):
                x = -f.length / 2 + step * (j + 0.5)
                if s == 0 and side == "front" and abs(x) < step * 0.6:
                    continue
                if s == 0 and side in ENDS and j % 2:
                    lattice(b, f, x, 0.5, step - 0.5, 1.5)
                else:
                    shoji(b, f, x, 0.14 if s else 0.3, step - 0.35, 1.9 if s else 1.7)
            if s:
                gallery = f.at(length=f.length + 0.7)
                rail = [box(gallery.length, 0.05, 0.06, at=(0, -0.36, z)) for z in (0.78, 0.5)]
                m = max(3, round(gallery.length / 0.8))
                rail += [box(0.06, 0.05, 0.84, at=((i / m - 0.5) * (gallery.length - 0.08), -0.412, 0.13)) for i in range(m + 1)]
                b.add("galleries", "wood", gallery.put(*rail, box(gallery.length + 0.1, 0.44, 0.1, at=(0, -0.22, 0.02))), label="balcony")
        if s < n - 1:
            skirt = swept(k, 0.62, hip=1.0, eaves=over - 0.1, lift=0.18, hollow=0.3, thick=0.15, rows=2, inner=min(k.w, k.d) / 2 - 0.62)
            b.add("skirt_roofs", "roof", skirt.cover, label="roof")
            for line in skirt.hips:
                b.add(
                    "roof_ridge",
                    shade(b.look.material("roof"), 0.72),
                    [rod(p, q, 0.11, segments=6) for p, q in zip(line, line[1:], strict=False)],
                    label="roof",
                )
    roof = swept(k, k.d * 0.3, hip=0.55, eaves=1.1, lift=0.32, hollow=0.36, thick=0.17)
    tiled(b, roof, ridge=0.4)
    f = body.wall("front")
    sliding_door(b, f, 0, 1.9, 2.0)
    noren(b, f, 0, 2.02, 1.9, 0.7, leaves=4, out=0.18)
    steps(b, f, 0, 2.6, floor, room=1.0, tread=0.3)
    if n > 1:
        b.add("sign", "sign", f.one(box(2.2, 0.12, 0.5, at=(0, -0.1, 2.18))), label="sign")
    for s in (-1, 1):
        x = s * 1.75
        b.add("lantern_hooks", "metal", box(0.04, 0.5, 0.04, at=(x, f.y - 0.24, floor + 2.32)), label="lamp")
        paper_lantern(b, x, f.y - 0.46, floor + 2.32, r=0.25, h=0.62, red=True)


@kind(
    "bathhouse",
    "building",
    width=(9.5, 14.0),
    depth=(10.0, 14.0),
    words=("bathhouse", "bath house", "sento", "onsen", "hot spring", "public bath"),
)
def bathhouse(b: Build) -> None:
    """A broad hall under a hipped gable with a bow-shaped porch, a clerestory, and a tall chimney behind."""
    lot = b.lot
    floor, h = 0.4, 3.3
    over = 1.1
    hall_d = lot.depth * 0.6
    y0 = -lot.depth / 2 + 2.5
    hall = Block(0, y0 + (hall_d - 1.4) / 2, lot.width - 2 * over - 0.3, hall_d - 1.4, floor, floor + h)
    foundation(b, hall, proud=0.12)
    b.add("walls", "wall", hall.solid(), label="wall")
    roof = swept(hall, hall.d * 0.42, hip=0.5, eaves=over, lift=0.35, hollow=0.38, thick=0.18)
    tiled(b, roof, ridge=0.42)
    for side in ("front", "right", "left"):
        f = hall.wall(side)  # type: ignore[arg-type]
        bays = max(3, round(f.length / 1.9))
        frame_posts(b, hall, side, bays, rails=(0.05, 2.1, h - 0.2))  # type: ignore[arg-type]
        for k in range(bays):
            x = (k + 0.5 - bays / 2) * f.length / bays
            lattice(b, f, x, 2.35, f.length / bays - 0.45, 0.55, pitch=0.16)
            if side != "front" or abs(x) > 2.1:
                lattice(b, f, x, 0.75, f.length / bays - 0.45, 1.15)
    back = Block(0, (hall.y1 + lot.depth / 2 - 0.45) / 2, hall.w * 0.9, lot.depth / 2 - 0.45 - hall.y1, floor, floor + 2.6)
    foundation(b, back, proud=0.08)
    b.add("wing_walls", "wall2", back.solid(), label="wall")
    rear = swept(back, back.d * 0.3, eaves=0.4, verge=0.35, hollow=0.15, thick=0.15, rows=2)
    b.add("wing_roof", "roof", rear.cover, label="roof")
    b.add("wing_walls", "wall2", rear.attic, label="wall")
    for side in ("right", "left", "back"):
        lattice(b, back.wall(side), 0.0, 1.2, back.wall(side).length * 0.5, 0.8)  # type: ignore[arg-type]
    vent = Block(back.x, back.y, back.w * 0.42, 1.0, back.z1 + back.d * 0.15, back.z1 + back.d * 0.3 + 0.55)
    b.add("vent", "wood", vent.solid(), label="vent")
    cap = swept(vent, 0.3, eaves=0.25, verge=0.2, hollow=0.1, thick=0.1, rows=1)
    b.add("vent_roof", "roof", [*cap.cover, *cap.attic], label="roof")
    cx, cy = back.x + back.w * 0.36, back.y + back.d * 0.22
    top = back.z1 + 6.2
    b.add(
        "chimney",
        "wall2",
        frustum(0.42, 0.3, top - floor, at=(cx, cy, floor), segments=10),
        cylinder(0.36, 0.3, at=(cx, cy, top - 0.5), segments=10),
        label="chimney",
    )
    _bow_porch(b, hall, y0, floor)


def _bow_porch(b: Build, hall: Block, y0: float, floor: float) -> None:
    """A porch under a bow-shaped gable (karahafu) with a curtain, a board and two lanterns."""
    w, deep, h = 3.6, 1.55, 2.55
    low = -b.lot.drop
    ya, yb = y0 - deep, y0 + 0.5
    b.add("porch_posts", "timber", [box(0.2, 0.2, floor + h - low, at=(s * (w / 2 - 0.2), ya + 0.25, low)) for s in (-1, 1)], label="post")
    b.add("porch_floor", "plinth", box(w, deep, floor - low, at=(0, y0 - deep / 2, low)), label="plinth")
    b.add("beams", "timber", box(w, 0.2, 0.26, at=(0, ya + 0.25, floor + h - 0.1)), label="beam")
    b.add("beams", "timber", [box(0.18, deep, 0.2, at=(s * (w / 2 - 0.2), y0 - deep / 2, floor + h - 0.1)) for s in (-1, 1)], label="beam")
    x = np.linspace(-1, 1, 11)
    bow = 0.12 + 0.72 * (0.5 + 0.5 * np.cos(np.pi * x)) ** 1.0 + 0.1 * np.abs(x) ** 6
    e = w / 2 + 0.45
    z = floor + h + 0.1
    front = ya - 0.3
    for k in range(10):
        q = [(e * x[i], y, z + bow[i] + t) for i in (k, k + 1) for y in (front, yb) for t in (0.0, 0.17)]
        b.add("porch_roof", "roof", hull(q), label="roof")
        if x[k] > -0.85 and x[k + 1] < 0.85:
            g = [(e * x[i], y, zz) for i in (k, k + 1) for y in (ya + 0.2, ya + 0.3) for zz in (z, z + bow[i])]
            b.add("porch_gable", "trim", hull(g), label="wall")
    b.add(
        "porch_edge",
        "timber",
        [
            hull([(e * x[i], y, z + bow[i] + t) for i in (k, k + 1) for y in (front - 0.03, front + 0.06) for t in (-0.16, 0.0)])
            for k in range(10)
        ],
        label="beam",
    )
    f = hall.wall("front")
    sliding_door(b, f, 0, 2.0, 2.05)
    porch = Wall(0, ya + 0.16, floor, 0.0, w)
    noren(b, porch, 0, h - 0.2, w - 1.0, 0.75, leaves=4, out=0.08)
    b.add("sign", "sign", porch.one(box(1.5, 0.1, 0.42, at=(0, 0.02, h + 0.2))), label="sign")
    for s in (-1, 1):
        paper_lantern(b, s * (w / 2 - 0.65), ya + 0.2, floor + h - 0.1, r=0.22, h=0.55, red=True)
    steps(b, porch, 0, 2.4, floor, room=b.lot.depth / 2 + ya + 0.16 - 0.06, tread=0.28)


@kind(
    "minka", "building", width=(8.0, 12.0), depth=(7.5, 10.5), words=("minka", "gassho house", "thatched farmhouse", "japanese farmhouse")
)
def minka(b: Build) -> None:
    """A farmhouse under a huge steep roof of thatch, its gable glazed with paper and lattice, a veranda in front."""
    lot = b.lot
    floor, h = 0.5, 2.5
    over = 1.0
    body = Block(0, 0.15, lot.width - 1.0, lot.depth - 2 * over - 0.3, floor, floor + h)
    foundation(b, body, proud=0.06)
    b.add("walls", "wall", body.solid(), label="wall")
    m = b.look.material("roof")
    straw = (
        m if m.pattern == "snow" else m.model_copy(update={"name": "roof-straw", "pattern": "thatch", "color": "#8f7b54", "color2": None})
    )
    rise = body.d * between(b, 0.72, 0.86)
    roof = swept(body, rise, eaves=over - 0.05, verge=0.42, hollow=0.06, thick=0.5, rows=3)
    b.add("roof", straw, roof.cover, label="roof")
    b.add("gables", "wood", roof.attic, label="wall")
    p, q = roof.ridge
    b.add("roof_ridge", shade(straw, 0.78), rod(p - (0.02, 0, 0.12), q + (0.02, 0, -0.12), 0.3, segments=8), label="roof")
    n = 5
    for k in range(n):
        x = p[0] + (q[0] - p[0]) * (k + 0.5) / n
        saddle = [
            hull([(x + d, s * y, p[2] + z) for d in (-0.09, 0.09) for y, z in ((0.05, 0.3), (0.05, 0.16), (0.62, -0.42), (0.62, -0.56))])
            for s in (-1, 1)
        ]
        b.add("ridge_poles", "timber", [s.moved(0, p[1], 0) for s in saddle], label="beam")
    for side in ENDS:
        f = body.wall(side)
        frame_posts(b, body, side, 4, rails=(0.05, 2.0, h - 0.14))
        lattice(b, f, 0.0, 0.8, 1.6, 1.0)
        g = body.wall(side, z=body.z1)
        shoji(b, g, 0, 0.55, body.d * 0.4, 1.1)
        lattice(b, g, 0, 2.1, body.d * 0.2, 0.8)
        b.add("beams", "timber", g.one(box(body.d * 0.8, 0.08, 0.14, at=(0, -0.02, 0.3))), label="beam")
    f = body.wall("front")
    shoji(b, f, -body.w * 0.16, 0.1, body.w * 0.56, 1.9)
    sliding_door(b, f, body.w * 0.33, 1.6, 1.95)
    frame_posts(b, body, "front", 5, rails=(h - 0.3,))
    shoji(b, body.wall("back"), 0, 0.6, body.w * 0.4, 1.2)
    deck = f.at(-body.w * 0.16)
    low = -lot.drop - floor
    b.add("veranda", "wood", deck.one(box(body.w * 0.6, 0.75, 0.1, at=(0, -0.375, -0.02))), label="floor")
    b.add("veranda", "wood", deck.put(*[box(0.1, 0.1, -0.02 - low, at=(s * body.w * 0.28, -0.65, low)) for s in (-1, 0, 1)]), label="floor")
    steps(b, f, body.w * 0.33, 1.6, floor, room=0.85, tread=0.28)
