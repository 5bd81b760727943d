"""Where guests go in a Japanese old town: tea house, inn, bathhouse."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.kit import ENDS, Block, Wall, chance, foundation, shade, steps
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.sashes import frame_posts, lattice, noren, paper_lantern, shoji, sliding_door, tiled
from cityscape.grammar.swept import ridge_tiles, swept
from partgen.solids import box, cylinder, frustum, hull, rod


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
