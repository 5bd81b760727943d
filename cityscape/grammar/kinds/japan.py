"""Houses of a Japanese old town: machiya, storehouse, thatched farmhouse."""

from __future__ import annotations

from math import pi

from cityscape.grammar.kit import ENDS, Block, Side, Wall, between, chance, foundation, shade, steps
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.sashes import boarded, frame_posts, lattice, noren, paper_lantern, pent_roof, shoji, sliding_door, tiled
from cityscape.grammar.swept import ridge_tiles, swept
from partgen.solids import box, cylinder, hull, rod


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
