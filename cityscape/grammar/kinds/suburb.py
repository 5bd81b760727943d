"""Homes of a suburb: family house, bungalow, garage."""

from __future__ import annotations

from cityscape.grammar import roofs
from cityscape.grammar.fittings import porch, wall_lantern
from cityscape.grammar.kit import (
    ENDS,
    Block,
    Wall,
    between,
    chance,
    door,
    foundation,
    pick,
    plate,
    ring,
    shade,
    steps,
    window,
    window_row,
)
from cityscape.grammar.masonry import chimney, stack
from cityscape.grammar.recipe import Build, kind
from partgen.solids import Solid, box, hull


def gable_vent(b: Build, wall: Wall, z: float) -> None:
    """A louvred vent high in a gable."""
    f = wall.at(0, z)
    b.add(
        "gable_vents",
        "trim",
        f.put(*ring(0.5, 0.6, "flat", 0.07, -0.05, 0.02), *[box(0.49, 0.05, 0.05, at=(0, -0.01, 0.05 + 0.14 * k)) for k in range(4)]),
        label="vent",
    )


def barge_boards(b: Build, wall: Wall, rise: float, *, eaves: float, out: float, thick: float = 0.16) -> None:
    """White boards along the edge of a gable's roof; the wall frame's foot is the top of the wall."""
    e = wall.length / 2
    k = rise / e
    x, z = e + eaves, -eaves * k
    for s in (-1, 1):
        p = [(s * x, z - 0.06), (s * x, z + thick), (0.0, rise + thick), (0.0, rise - 0.06)]
        b.add("barge_boards", "trim", wall.one(plate(p, -out - 0.03, -out + 0.001)), label="trim")


def garage_door(b: Build, wall: Wall, x: float, w: float, h: float = 2.15) -> None:
    """A sectional door with panels, a row of panes and a frame."""
    f = wall.at(x)
    b.add("garage_door", "trim" if chance(b, 0.6) else "door", f.one(box(w, 0.06, h, at=(0, -0.02, 0))), label="door")
    n, m = max(2, round(w / 0.75)), 4
    pw, ph = w / n, h / m
    panels: list[Solid] = []
    for j in range(m):
        for k in range(n):
            at = (-w / 2 + pw * (k + 0.5), -0.06, ph * j + 0.05)
            if j == m - 1:
                b.add("windows", "glass", f.one(box(pw - 0.16, 0.04, ph - 0.16, at=(at[0], -0.055, at[2] + 0.04))), label="window")
            else:
                panels.append(box(pw - 0.12, 0.03, ph - 0.1, at=at))
    b.add("garage_panels", shade(b.look.material("trim"), 0.93), f.put(*panels), label="door")
    b.add("door_frame", "frame", f.put(*ring(w, h, "flat", 0.13, -0.08, 0.02, foot=False)), label="frame")


def driveway(b: Build, wall: Wall, x: float, w: float, out: float) -> None:
    """A ramp of paving from the garage to the lot's edge, sunk to the lowest ground."""
    f = wall.at(x)
    low = -f.z - b.lot.drop
    b.add(
        "driveway",
        "pavement",
        f.one(hull([(s * w / 2, y, z) for s in (-1, 1) for y, z in ((0.0, -0.02), (0.0, low), (-out, low), (-out, -f.z + 0.03))])),
        label="floor",
    )


def bay_window(b: Build, wall: Wall, x: float, z: float, *, w: float = 2.1, h: float = 1.5, out: float = 0.6, rise: float = 0.6) -> None:
    """A canted bay on a foot down to the ground with a little hipped roof."""
    f = wall.at(x)
    low = -f.z - b.lot.drop
    plan = [(-w / 2, 0.02), (w / 2, 0.02), (w / 2 - 0.42, -out), (-w / 2 + 0.42, -out)]

    def block(z0: float, z1: float, grow: float = 0.0) -> Solid:
        return hull([(px * (1 + grow), py - (grow * 0.7 if py < 0 else 0.0), q) for px, py in plan for q in (z0, z1)])

    b.add("plinth", "plinth", f.one(block(low, 0.0, 0.05)))
    b.add("bay", "wall2", f.put(block(0.0, z), block(z + h, z + h + 0.25)), label="wall")
    b.add("windows", "glass", f.one(block(z - 0.01, z + h + 0.01, -0.045)), label="window")
    posts = [(-w / 2 + 0.05, 0.0), (w / 2 - 0.05, 0.0), (w / 2 - 0.43, -out + 0.05), (-w / 2 + 0.43, -out + 0.05), (0.0, -out + 0.045)]
    b.add(
        "window_frames",
        "frame",
        f.put(
            *[box(0.1, 0.1, h, at=(px, py, z)) for px, py in posts],
            block(z - 0.1, z - 0.001, 0.06),
            block(z + h + 0.001, z + h + 0.08, 0.05),
        ),
        label="frame",
    )
    top = z + h + 0.25
    b.add(
        "bay_roof",
        "roof",
        f.one(
            hull(
                [(px * 1.12, py * 1.22 if py < 0 else py, q) for px, py in plan for q in (top, top + 0.08)]
                + [(s * w * 0.3, 0.0, top + rise) for s in (-1, 1)]
            )
        ),
        label="roof",
    )


@kind(
    "family_house",
    "building",
    width=(9.5, 16.5),
    depth=(8.0, 13.0),
    words=("family house", "detached house", "suburban house", "single family home", "house", "home"),
)
def family_house(b: Build) -> None:
    """Two storeys with a gabled front bay, a garage wing with drive, a porch, a bay window, dormers and a chimney."""
    lot = b.lot
    s = 1 if chance(b, 0.5) else -1
    floor, h1 = 0.32, 2.75
    storeys = min(lot.storeys or 2, 3)
    h = h1 * storeys + 0.1
    side, back = 0.45, 0.55
    with_garage = lot.width > 10.2
    gw = min(5.6, max(3.5, lot.width * 0.33)) if with_garage else 0.0
    front = 1.7
    w = lot.width - 2 * side - gw
    d = lot.depth - front - back
    body = Block(-s * gw / 2, (front - back) / 2, w, d, floor, floor + h)
    jut = 0.75
    ww = w * between(b, 0.42, 0.5)
    xw = body.x - s * (w / 2 - ww / 2)
    wing = body.span(x0=xw - ww / 2, x1=xw + ww / 2, y0=body.y0 - jut, y1=body.y0 + 0.2)
    foundation(b, body, wing)
    b.add("walls", "wall", body.solid(), wing.solid(), label="wall")
    stuff = b.look.material("roof")
    pitch = between(b, 0.72, 0.95)
    hip = pick(b, 0.0, 0.0, 1.0)
    rise = min(d / 2, 4.2) * pitch
    r = roofs.pitched(body, rise, hip=hip, eaves=0.38, verge=0.3, thick=0.14, cap=0.12)
    long = wing.span(x0=wing.x0, x1=wing.x1, y0=wing.y0, y1=body.y)
    rw = min(ww / 2 * pitch * 1.15, rise * 0.92)
    g = roofs.pitched(long, rw, axis="y", eaves=0.3, verge=0.28, thick=0.14, cap=0.12)
    b.add("walls", "wall", r.attic)
    b.add("gables", "wall2", [q for q in g.attic], label="wall")
    b.add("roof", "roof", r.cover, g.cover)
    b.add("roof_ridge", shade(stuff, 0.82), r.ridge, g.ridge, label="roof")
    barge_boards(b, wing.wall("front", z=wing.z1), rw, eaves=0.3, out=0.28, thick=0.14)
    gable_vent(b, wing.wall("front", z=wing.z1), rw * 0.38)
    if hip == 0:
        for name in ENDS:
            barge_boards(b, body.wall(name, z=body.z1), rise, eaves=0.38, out=0.3, thick=0.14)
    shutters = chance(b, 0.5)
    f = wing.wall("front")
    if chance(b, 0.65):
        bay_window(b, f, 0, 0.7, w=min(2.3, ww - 0.8), h=1.5, out=0.55)
    else:
        window(b, f, 0, 0.8, min(2.0, ww - 1.2), 1.45, panes=(3, 2), shutters=shutters and ww > 4.6)
    for k in range(1, storeys):
        window_row(b, f, 2 if ww > 3.6 else 1, h1 * k + 0.85, 1.0, 1.3, margin=0.3, shutters=shutters and ww > 5.0)
    x0, x1 = (wing.x1, body.x1) if s > 0 else (body.x0, wing.x0)
    main = body.wall("front").at((x0 + x1) / 2 - body.x, 0, length=x1 - x0)
    dx = -s * main.length * 0.16
    door(b, main, dx, 1.0, 2.1, light=True)
    side_light = dx + s * 0.85
    b.add("windows", "glass", main.one(box(0.34, 0.05, 1.9, at=(side_light, 0, 0.2))), label="window")
    b.add("door_frame", "frame", main.put(*[q.moved(side_light, 0, 0.2) for q in ring(0.34, 1.9, "flat", 0.08, -0.07, 0.02)]))
    for k in range(1, storeys):
        window_row(b, main, 2 if main.length > 3.6 else 1, h1 * k + 0.85, 0.95, 1.3, margin=0.2, shutters=shutters and main.length > 4.4)
    pw = min(main.length - 0.3, 2.7)
    b.add("porch_floor", "plinth", main.one(box(pw, 1.2, floor + lot.drop - 0.03, at=(dx, -0.6, -floor - lot.drop))), label="floor")
    porch(b, main, dx, pw, 1.3, 2.4, rise=0.6, role="trim")
    steps(b, main.at(0, 0, out=1.2), dx, 1.5, floor - 0.05, room=0.42, tread=0.21)
    wall_lantern(b, main, dx - s * 0.8, 1.55)
    for name in ("right", "left", "back"):
        wall = body.wall(name)
        n = 2 if name != "back" else 3
        for k in range(storeys):
            if with_garage and k == 0 and name == ("right" if s > 0 else "left"):
                continue
            window_row(b, wall, n, h1 * k + 0.85, 0.95, 1.3, margin=0.7)
        if hip == 0 and name != "back":
            window(b, wall.at(z=h), 0, 0.4, 0.8, 0.9)
    if with_garage:
        _garage_wing(b, body, s, gw, front)
    if hip == 0 and rise > 2.6 and main.length > 3.4:
        dm = roofs.dormer(r.plane("front"), r.slope, s * (w / 2 - main.length * 0.48), 0.7, 1.25, 0.95, rise=0.5)
        b.add("dormers", "wall", dm.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", dm.cover, label="roof")
        window(b, dm.front, 0, 0.15, 0.75, 0.7, sill=False, bar=0.08)
    if chance(b, 0.55):
        stack(b, body.wall("left" if s > 0 else "right"), -0.9 if s > 0 else 0.9, r.top + 0.6, w=1.15, out=0.38, shoulder=h1 * 0.95, pots=2)
    else:
        cx = body.x + s * w * 0.2
        chimney(b, cx, body.y + 0.5, r.height(cx, body.y + 0.8) - 0.9, r.top + 0.6, w=0.7, d=0.5, pots=2)


def _garage_wing(b: Build, body: Block, s: int, gw: float, front: float) -> None:
    """A single-storey wing with one or two garage doors and its own gable."""
    lot = b.lot
    floor = 0.12
    y0 = body.y0 - 0.4
    deep = min(body.d + 0.4, 7.2)
    x0, x1 = (body.x1, body.x1 + gw) if s > 0 else (body.x0 - gw, body.x0)
    wing = Block((x0 + x1) / 2, y0 + deep / 2, gw, deep, floor, floor + 2.75)
    foundation(b, wing, proud=0.06)
    b.add("garage_walls", "wall", wing.solid(), label="wall")
    rise = gw / 2 * between(b, 0.6, 0.75)
    r = roofs.pitched(wing, rise, axis="y", eaves=0.3, verge=0.28, thick=0.14, cap=0.12)
    b.add("gables", "wall2", r.attic, label="wall")
    b.add("garage_roof", "roof", r.cover, label="roof")
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge)
    f = wing.wall("front")
    barge_boards(b, wing.wall("front", z=wing.z1), rise, eaves=0.3, out=0.28, thick=0.14)
    gable_vent(b, wing.wall("front", z=wing.z1), rise * 0.35)
    doors = 2 if gw > 5.3 else 1
    for k in range(doors):
        garage_door(b, f, (k - (doors - 1) / 2) * 2.55, 2.3 if doors == 2 else min(2.9, gw - 0.8))
    driveway(b, f, 0, min(gw - 0.5, 5.0), wing.y0 + lot.depth / 2 - 0.02)
    window(b, wing.wall("right" if s > 0 else "left"), 0, 1.0, 0.95, 1.0)


@kind("bungalow", "building", width=(9.0, 16.0), depth=(7.0, 11.5), words=("bungalow", "ranch house", "villa", "one-storey house"))
def bungalow(b: Build) -> None:
    """One wide storey under a low hip roof with a recessed veranda, big windows and a chimney."""
    lot = b.lot
    floor, h = 0.35, between(b, 2.7, 2.85)
    s = 1 if chance(b, 0.5) else -1
    front, side, back = 1.15, 0.6, 0.6
    body = Block(0, (front - back) / 2, lot.width - 2 * side, lot.depth - front - back, floor, floor + h)
    recess = 1.45
    split = body.w * between(b, 0.44, 0.54)
    wing = body.span(
        x0=(body.x1 - split) if s > 0 else body.x0, x1=body.x1 if s > 0 else body.x0 + split, y0=body.y0, y1=body.y0 + recess + 0.2
    )
    rear = body.span(x0=body.x0, x1=body.x1, y0=body.y0 + recess, y1=body.y1)
    foundation(b, body)
    b.add("walls", "wall", rear.solid(), wing.solid(), label="wall")
    stuff = b.look.material("roof")
    eaves = side - 0.08
    rise = body.d / 2 * between(b, 0.48, 0.62)
    r = roofs.pitched(body, rise, hip=1.0, eaves=eaves, thick=0.14, cap=0.12)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(stuff, 0.82), r.ridge, label="roof")
    if chance(b, 0.65):
        long = wing.span(x0=wing.x0, x1=wing.x1, y0=wing.y0, y1=body.y)
        rw = min(split / 2 * 0.62, rise * 0.85)
        g = roofs.pitched(long, rw, axis="y", eaves=eaves * 0.7, verge=0.4, thick=0.14, cap=0.12)
        b.add("gables", "wall2", g.attic, label="wall")
        b.add("roof", "roof", g.cover)
        b.add("roof_ridge", shade(stuff, 0.82), g.ridge)
        barge_boards(b, wing.wall("front", z=wing.z1), rw, eaves=eaves * 0.7, out=0.4, thick=0.14)
        gable_vent(b, wing.wall("front", z=wing.z1), rw * 0.3)
    b.add(
        "soffit",
        "trim",
        box(body.w + 2 * eaves - 0.1, body.d + 2 * eaves - 0.1, 0.1, at=(body.x, body.y, body.z1 - eaves * r.slope - 0.02)),
        label="trim",
    )
    px0, px1 = (body.x0, wing.x0) if s > 0 else (wing.x1, body.x1)
    n = max(2, round((px1 - px0) / 2.4))
    z = body.z1 - eaves * r.slope
    posts = [px0 + 0.12 + (px1 - px0 - 0.24) * k / n for k in range(n + 1)]
    b.add("veranda_posts", "trim", [box(0.18, 0.18, z - floor, at=(x, body.y0 + 0.12, floor)) for x in posts], label="post")
    main = rear.wall("front").at((px0 + px1) / 2 - rear.x, 0, length=px1 - px0)
    dx = s * main.length * 0.22
    door(b, main, dx, 1.05, 2.1, light=False)
    window(b, main, -s * main.length * 0.2, 0.6, min(2.0, main.length * 0.42), 1.6, panes=(3, 1))
    wall_lantern(b, main, dx - s * 0.85, 1.55)
    sx = main.x + dx
    gate = min(range(n), key=lambda k: abs((posts[k] + posts[k + 1]) / 2 - sx))
    for k in range(n):
        if k != gate:
            a, c = posts[k] + 0.09, posts[k + 1] - 0.09
            rail = [box(c - a - 0.002, 0.06, 0.07, at=((a + c) / 2, body.y0 + 0.12, floor + q)) for q in (0.12, 0.85)]
            m = max(2, round((c - a) / 0.25))
            rail += [box(0.045, 0.045, 0.655, at=(a + (c - a) * (j + 0.5) / m, body.y0 + 0.12, floor + 0.192)) for j in range(m)]
            b.add("railing", "trim", rail, label="railing")
    steps(
        b,
        body.wall("front"),
        (posts[gate] + posts[gate + 1]) / 2 - body.x,
        min(1.9, posts[gate + 1] - posts[gate] - 0.1),
        floor,
        room=front - 0.2,
        tread=0.3,
    )
    f = wing.wall("front")
    if chance(b, 0.5):
        bay_window(b, f, 0, 0.5, w=min(2.6, split - 1.0), h=1.4, out=0.55, rise=0.12)
    else:
        window(b, f, 0, 0.7, min(2.4, split - 1.3), 1.5, panes=(4, 1), shutters=split > 5.2)
    for name in ENDS:
        window_row(b, rear.wall(name), 2, 0.85, 1.15, 1.25, margin=0.4)
    window_row(b, rear.wall("back"), 4, 0.85, 1.15, 1.25)
    cx = -s * body.w * 0.16
    chimney(b, cx, body.y + 0.6, r.height(cx, body.y + 1.0) - 0.7, r.top + 0.6, w=0.9, d=0.55, pots=2)
    b.add(
        "flower_boxes",
        "wood",
        f.put(*[box(1.1, 0.28, 0.26, at=(x, -0.15, 0.02)) for x in ([] if split < 4.4 else [-split / 2 + 0.7, split / 2 - 0.7])]),
        label="planter",
    )
    if split >= 4.4:
        b.add(
            "flowers",
            "flower",
            f.put(*[box(1.0, 0.2, 0.14, at=(x, -0.15, 0.275)) for x in (-split / 2 + 0.7, split / 2 - 0.7)]),
            label="plant",
        )


@kind("garage", "building", width=(3.4, 7.0), depth=(5.0, 8.0), words=("garage", "carport"))
def garage(b: Build) -> None:
    """A garage with one or two sectional doors under a gable or a flat roof."""
    lot = b.lot
    floor, front = 0.12, 0.5
    body = Block(0, (front - 0.35) / 2, lot.width - 0.75, lot.depth - front - 0.35, floor, floor + 2.6)
    foundation(b, body, proud=0.05)
    b.add("walls", "wall", body.solid(), label="wall")
    if chance(b, 0.7):
        rise = body.w / 2 * between(b, 0.55, 0.8)
        r = roofs.pitched(body, rise, axis="y", eaves=0.28, verge=0.25, thick=0.13, cap=0.11)
        b.add("gables", "wall2", r.attic, label="wall")
        b.add("roof", "roof", r.cover)
        b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
        barge_boards(b, body.wall("front", z=body.z1), rise, eaves=0.28, out=0.25, thick=0.13)
        gable_vent(b, body.wall("front", z=body.z1), rise * 0.3)
    else:
        b.add("roof", "roof_flat", box(body.w + 0.5, body.d + 0.5, 0.16, at=(body.x, body.y, body.z1)), label="roof")
        b.add("fascia", "trim", box(body.w + 0.6, 0.06, 0.26, at=(body.x, body.y0 - 0.27, body.z1 - 0.06)), label="trim")
    f = body.wall("front")
    n = 2 if body.w > 5.4 else 1
    for k in range(n):
        garage_door(b, f, (k - (n - 1) / 2) * (body.w / 2), min(2.9, body.w / n - 0.55))
    driveway(b, f, 0, body.w - 0.3, front - 0.05)
    window_row(b, body.wall("right"), 2, 1.1, 0.8, 0.8)
    door(b, body.wall("left"), 0.5, 0.85, 1.95)
    wall_lantern(b, f, body.w / 2 - 0.16 if n == 1 else 0.0, 1.9)
