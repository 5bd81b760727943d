"""Stone buildings of a medieval place: chapel, watchtower, manor."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar import roofs
from cityscape.grammar.fittings import flag, wall_lantern
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
    shade,
    steps,
    window,
    window_row,
)
from cityscape.grammar.masonry import (
    band,
    buttress,
    chimney,
    ngon,
    polygon_tower,
    quoins,
    ring_battlements,
    tower_wall,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, prism


@kind("chapel", "building", width=(6.0, 10.5), depth=(9.0, 17.0), words=("chapel", "church", "shrine", "abbey"))
def chapel(b: Build) -> None:
    """A nave with buttresses and pointed windows, a bell-cote over the west front, a round or square east end."""
    lot = b.lot
    out, floor = 0.6, 0.36
    w = lot.width - 2 * (out + 0.12)
    h = between(b, 3.6, 4.2) + {"small": -0.3, "medium": 0.2, "large": 0.9}[lot.size]
    y0 = -lot.depth / 2 + 1.15
    apse = chance(b, 0.7)
    deep = min(w * 0.36, lot.depth * 0.2) if apse else 0.35
    y1 = lot.depth / 2 - deep - (0.4 if apse else 0.35)
    nave = Block(0, (y0 + y1) / 2, w, y1 - y0, floor, floor + h)
    foundation(b, nave, proud=0.1)
    stuff = b.look.material("roof")
    role: Role = "stone" if chance(b, 0.5) else "wall"
    b.add("walls", role, nave.solid(), label="wall")
    rise = w / 2 * between(b, 1.15, 1.4)
    r = roofs.pitched(nave, rise, axis="y", eaves=0.32, verge=0.0, thick=0.16, kick=0.25)
    b.add("walls", role, r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(stuff, 0.8), r.ridge, label="roof")
    _gable_parapet(b, nave, rise, front=True)
    _gable_parapet(b, nave, rise, front=False)
    bays = max(2, round(nave.d / 2.7))
    for name in ENDS:
        f = nave.wall(name)
        step = f.length / bays
        for k in range(bays):
            window(b, f, -f.length / 2 + step * (k + 0.5), 1.15, 0.85, h - 1.85, top="pointed", panes=(2, 1), bar=0.14, stone=True)
        for k in range(bays + 1):
            x = -f.length / 2 + step * k
            buttress(b, f, min(max(x, -f.length / 2 + 0.26), f.length / 2 - 0.26), height=h - 0.55, out=out - 0.02)
    f = nave.wall("front")
    door(b, f, 0, min(1.7, w * 0.3), 2.7, top="pointed", stone=True, bar=0.28, leaves=2)
    steps(b, f, 0, min(2.6, w * 0.5), floor, room=1.1, tread=0.3)
    rose = f.at(0, h + rise * 0.16)
    b.add("windows", "glass", rose.one(plate(ngon(0.62, 12), -0.05, 0.02)), label="window")
    b.add("window_frames", "stone", rose.put(*_wheel(0.62, 0.16)), label="frame")
    if apse:
        _apse(b, nave, y1, deep, w, h, role)
    else:
        window(b, nave.wall("back"), 0, 1.5, 1.5, h - 0.9, top="pointed", panes=(3, 1), bar=0.14, stone=True)
    _bell_cote(b, nave, r.top)


def _wheel(radius: float, bar: float) -> list[Solid]:
    """The tracery of a round window."""
    outer = []
    p, q = ngon(radius, 12), ngon(radius + bar, 12)
    for k in range(12):
        j = (k + 1) % 12
        outer.append(plate([p[k], p[j], q[k], q[j]], -0.09, 0.02))
    spokes = [box(0.07, 0.05, 2 * radius - 0.01, at=(0, -0.06, -radius + 0.005)).turned(0, pitch=pi * k / 3) for k in range(3)]
    return outer + spokes


def _gable_parapet(b: Build, block: Block, rise: float, *, front: bool) -> None:
    """Coping stones that stand up over the roof along a gable."""
    f = block.wall("front" if front else "back", z=block.z1)
    e = f.length / 2
    k = rise / e
    for s in (-1, 1):
        pts = [(s * (e + 0.3), -0.3 * k - 0.05), (s * (e + 0.3), -0.3 * k + 0.36), (0.0, rise + 0.4), (0.0, rise - 0.02)]
        b.add("coping", "stone", f.one(plate(pts, -0.08, 0.24)), label="wall")


def _apse(b: Build, nave: Block, y1: float, deep: float, w: float, h: float, role: Role) -> None:
    """A half-octagonal choir at the east end under a half-tent roof."""
    e, low = w * 0.36, h * 0.86
    plan = [(-e, 0.0), (-e, deep * 0.45), (-e * 0.5, deep), (e * 0.5, deep), (e, deep * 0.45), (e, 0.0)]
    grown = [(x * 1.1 + 0.0, y * 1.06 if y > 0 else 0.0) for x, y in plan]
    b.add("plinth", "plinth", prism([(x * 1.05, y * 1.05) for x, y in plan], -b.lot.drop, nave.z0).moved(0, y1))
    b.add("apse", role, prism(plan, nave.z0, nave.z0 + low).moved(0, y1), label="wall")
    z = nave.z0 + low
    top = [(0.0, 0.0, z + e * 1.15)]
    b.add("apse_roof", "roof", hull([(x, y, q) for x, y in grown for q in (z, z + 0.12)] + top).moved(0, y1), label="roof")
    back = Wall(0, y1 + deep, nave.z0, pi, e)
    window(b, back, 0, 1.1, 0.7, low - 1.8, top="pointed", panes=(1, 1), bar=0.13, stone=True)
    for s in (-1, 1):
        side = Wall(s * e, y1 + deep * 0.225, nave.z0, s * pi / 2, deep * 0.45)
        if deep * 0.45 > 0.8:
            window(b, side, 0, 1.1, 0.4, low - 1.8, top="pointed", panes=(1, 1), bar=0.1, stone=True)


def _bell_cote(b: Build, nave: Block, top: float) -> None:
    """Two piers, a little gable roof, a bell and a cross on the ridge at the front."""
    y, w = nave.y0 + 0.42, 1.5
    z = top - 0.75
    b.add("bell_cote", "stone", *[box(0.36, 0.66, 1.95, at=(s * (w / 2 - 0.18), y, z)) for s in (-1, 1)], label="bell_cote")
    b.add("bell_cote", "stone", box(w + 0.02, 0.68, 0.62, at=(0, y, z)), box(w + 0.1, 0.74, 0.14, at=(0, y, z + 1.95)))
    base = z + 2.09
    b.add(
        "bell_cote_roof",
        "roof",
        hull([(x, y + q, base + t) for q in (-0.48, 0.48) for x, t in ((-w * 0.62, 0.0), (w * 0.62, 0.0), (0.0, 0.75))]),
        label="roof",
    )
    b.add(
        "bell",
        "metal",
        frustum(0.3, 0.16, 0.4, at=(0, y, z + 1.25), segments=10),
        cylinder(0.05, 0.34, at=(0, y, z + 1.63), segments=6),
        label="bell",
    )
    c = base + 0.68
    b.add("cross", "metal", box(0.09, 0.09, 0.95, at=(0, y, c)), box(0.52, 0.09, 0.09, at=(0, y, c + 0.55)), label="cross")


@kind("watchtower", "building", width=(4.0, 6.5), depth=(4.0, 6.5), words=("watchtower", "watch tower", "lookout", "beacon", "guard tower"))
def watchtower(b: Build) -> None:
    """A round tower: battered foot, arrow slits, a corbelled timber gallery or battlements, a pointed roof with a flag."""
    lot = b.lot
    reach = min(lot.width, lot.depth) / 2
    gallery = chance(b, 0.6)
    r1 = reach - (0.62 if gallery else 0.4)
    r0 = min(r1 * 1.1, reach - 0.34)
    storeys = lot.storeys or {"small": 3, "medium": int(b.rng.integers(3, 5)), "large": 4}[lot.size]
    h = storeys * 2.7 + 0.5
    y = reach * 0.0
    n = 16
    b.add("plinth", "plinth", frustum(reach - 0.18, r0 + 0.1, 0.7 + lot.drop, at=(0, y, -lot.drop), segments=n), label="plinth")
    b.add("walls", "stone", frustum(r0, r1, h - 0.68, at=(0, y, 0.68), segments=n), label="wall")
    b.add("cornice", "trim", cylinder(r1 + 0.12, 0.16, at=(0, y, h * 0.45), segments=n), label="cornice")
    sills = [h * (k + 0.55) / storeys for k in range(storeys)]
    for k, z in enumerate(sills):
        for j, yaw in enumerate((0.0, pi / 2, pi, -pi / 2)):
            if k == 0 and j == 0:
                continue
            rr = r0 + (r1 - r0) * z / h
            window(
                b, tower_wall(0, y, 0, rr * cos(pi / n), yaw), 0, z, 0.34, 0.95, top="round", panes=(1, 1), bar=0.14, stone=True, sill=False
            )
    gate = tower_wall(0, y, 0.36, r0 * cos(pi / n) + 0.02, 0.0)
    b.add(
        "doorway",
        "stone",
        gate.one(box(1.55, 0.3, 2.42, at=(0, 0.02, -0.36 - lot.drop + 0.0)).scaled(1, 1, 1)),
        gate.one(box(1.55, 0.3, 2.4, at=(0, 0.02, 0))),
        label="wall",
    )
    face = gate.at(0, 0, out=0.13)
    door(b, face, 0, 0.9, 1.95, top="round", stone=True, bar=0.18)
    steps(b, Wall(0, -(r0 * cos(pi / n) + 0.15), 0, 0, 2), 0, 1.3, 0.36, room=reach - r0 - 0.17, tread=0.26)
    if gallery:
        _gallery(b, y, r1, h, reach, n)
    else:
        rr = r1 + 0.3
        b.add("walls", "stone", frustum(r1, rr, 0.5, at=(0, y, h - 0.02), segments=n), cylinder(rr, 0.25, at=(0, y, h + 0.47), segments=n))
        ring_battlements(b, rr, at=(0, y, h + 0.71), n=8, segments=n)
        if chance(b, 0.7):
            b.add("drum", "stone", cylinder(r1 * 0.72, 1.5, at=(0, y, h + 0.9), segments=n), label="wall")
            top = roofs.spire(r1 * 0.72, between(b, 2.2, 3.0), at=(0, y, h + 2.38), eaves=0.22, sides=12)
            b.add("roof", "roof", top, label="roof")
            flag(b, 0, y, h + 2.3 + 2.2, height=2.4, size=0.9)
        else:
            b.add("fire_basket", "metal", frustum(0.3, 0.55, 0.7, at=(0, y, h + 1.0), segments=8), label="lamp")
            b.add("fire", "lamp", frustum(0.45, 0.05, 0.8, at=(0, y, h + 1.7), segments=7), label="lamp")


def _gallery(b: Build, y: float, r1: float, h: float, reach: float, n: int) -> None:
    """A planked gallery on brackets under a pointed roof."""
    rg = r1 + 0.28
    b.add("gallery", "wood", frustum(rg, rg, 1.9, at=(0, y, h), segments=8).turned(pi / 8), label="wall")
    c = cos(pi / 8)
    for k in range(8):
        t = 2 * pi * k / 8
        f = tower_wall(0, y, h, rg * c, t)
        b.add(
            "beams",
            "timber",
            f.one(hull([(q, yy, z) for q in (-0.09, 0.09) for yy, z in ((0.06, -0.02), (0.4, -0.02), (0.4, -0.75))])),
            label="beam",
        )
        b.add(
            "beams",
            "timber",
            f.put(
                box(2 * rg * sin(pi / 8) + 0.04, 0.12, 0.16, at=(0, -0.0, 0.0)),
                box(2 * rg * sin(pi / 8) + 0.04, 0.12, 0.14, at=(0, 0.0, 0.82)),
            ),
        )
        if k % 2 == 0:
            window(b, f, 0, 1.06, min(0.8, rg * 0.5), 0.6, panes=(1, 1), bar=0.07, sill=False, frame="timber")
    b.add(
        "roof",
        "roof",
        [
            s.turned(0)
            for s in roofs.spire(
                rg / c * 0.98, between(b, 2.8, 3.8), at=(0, y, h + 1.88), eaves=min(0.3, reach - rg / c * 0.98 - 0.02), sides=12
            )
        ],
        label="roof",
    )
    flag(b, 0, y, h + 1.88 + 2.6, height=2.6, size=0.9)


@kind("manor", "building", width=(12.0, 20.0), depth=(9.5, 16.0), words=("manor", "manor house", "hall", "mansion", "palace", "villa"))
def manor(b: Build) -> None:
    """Two stone storeys under a steep roof, a gabled wing to the front, a stair tower in the angle, chimneys and dormers."""
    lot = b.lot
    east = chance(b, 0.5)
    s = 1 if east else -1
    floor, h1, h2 = 0.5, between(b, 3.1, 3.4), between(b, 2.8, 3.1)
    w, back = lot.width - 1.1, 0.5
    d = min(lot.depth * 0.58, 8.2)
    y1 = lot.depth / 2 - back
    body = Block(0, y1 - d / 2, w, d, floor, floor + h1 + h2)
    ww = w * between(b, 0.36, 0.42)
    wy0 = -lot.depth / 2 + 0.75
    wing = body.span(x0=s * w / 2 - ww / 2 - s * ww / 2, x1=s * w / 2 + ww / 2 - s * ww / 2, y0=wy0, y1=body.y0 + 0.02)
    foundation(b, body, wing, proud=0.1)
    role: Role = "wall" if chance(b, 0.6) else "stone"
    b.add("walls", role, body.solid(), wing.solid(), label="wall")
    stuff = b.look.material("roof")
    rise = d / 2 * between(b, 1.05, 1.25)
    r = roofs.pitched(body, rise, hip=pick(b, 0.0, 0.35), eaves=0.4, verge=0.2, thick=0.16, kick=0.3)
    long = wing.span(x0=wing.x0, x1=wing.x1, y0=wing.y0, y1=body.y)
    rw = min(ww / 2 * 1.35, rise * 0.92)
    g = roofs.pitched(long, rw, axis="y", eaves=0.3, verge=0.0, thick=0.16, kick=0.3)
    b.add("walls", role, r.attic, g.attic)
    b.add("roof", "roof", r.cover, g.cover)
    b.add("roof_ridge", shade(stuff, 0.8), r.ridge, g.ridge, label="roof")
    _gable_parapet(b, wing.span(x0=wing.x0, x1=wing.x1, y0=wing.y0, y1=body.y0), rw, front=True)
    quoins(b, body.at(z0=floor), height=0.66)
    quoins(b, wing, height=0.66)
    band(b, body, floor + h1 - 0.08, role="trim")
    f = wing.wall("front")
    nw = max(2, round(ww / 2.2))
    window_row(b, f, nw, 0.9, 1.15, 1.65, panes=(2, 3), stone=True)
    window_row(b, f, nw, h1 + 0.75, 1.15, 1.5, panes=(2, 3), stone=True)
    window(b, f, 0, h1 + h2 + rw * 0.2, 0.85, 1.1, top="round", panes=(2, 1), stone=True)
    side = wing.wall("right" if east else "left")
    _two_rows(b, side, 2 if side.length > 3.4 else 1, h1)
    x0, x1 = (body.x0, wing.x0) if east else (wing.x1, body.x1)
    tower_r = min(1.75, (body.y0 - lot.depth * -0.5) * 0.28, 1.9)
    tx, ty = (x1 - tower_r * 0.75 if east else x0 + tower_r * 0.75), body.y0 - tower_r * 0.35
    main = body.wall("front").at((x0 + x1) / 2 - body.x, 0, length=x1 - x0 - tower_r * 1.6)
    main = main.at(-s * tower_r * 0.8, 0)
    n = max(2, round(main.length / 2.3))
    gate = n // 2
    window_row(b, main, n, 0.9, 1.1, 1.65, skip=[gate], panes=(2, 3), stone=True)
    window_row(b, main, n, h1 + 0.75, 1.1, 1.5, panes=(2, 3), stone=True, margin=0.6)
    places = [-(main.length - 1.2) / 2 + (main.length - 1.2) * (k + 0.5) / n for k in range(n)]
    door(b, main, places[gate], 1.35, 2.35, top="round", stone=True, bar=0.24, leaves=2)
    steps(b, main, places[gate], 2.3, floor, room=min(1.3, main.y + lot.depth / 2 - 0.1), tread=0.32)
    for q in (-1, 1):
        wall_lantern(b, main, places[gate] + q * 1.15, 1.8)
    _two_rows(b, body.wall("back"), max(3, round(w / 2.9)), h1)
    for name in ENDS:
        _two_rows(b, body.wall(name), 2, h1)
    _stair_tower(b, tx, ty, tower_r, body.z1 + rise * 0.35)
    free = x1 - x0 - 2 * tower_r
    for k in range(2 if free > 4 else 1):
        x = (x0 + x1) / 2 - s * tower_r * 0.8 + (k - 0.5 * (free > 4)) * free * 0.48
        dm = roofs.dormer(r.plane("front"), r.slope, x, 0.45, 1.3, 1.1, rise=0.75)
        b.add("dormers", role, dm.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", dm.cover, label="roof")
        window(b, dm.front, 0, 0.2, 0.75, 0.8, sill=False, stone=True)
    for q in (-1, 1):
        x = q * (w / 2 - (1.9 if r.cover and len(r.ends) and abs(r.ends[0][0]) < w / 2 - 0.5 else 0.8))
        chimney(b, x, body.y + 0.2, r.height(x, body.y + 0.9) - 1.2, r.top + between(b, 0.9, 1.3), w=0.6, d=1.25, pots=3)


def _two_rows(b: Build, f: Wall, n: int, h1: float) -> None:
    window_row(b, f, n, 0.9, 1.05, 1.6, panes=(2, 2), stone=True)
    window_row(b, f, n, h1 + 0.75, 1.05, 1.45, panes=(2, 2), stone=True)


def _stair_tower(b: Build, x: float, y: float, r: float, top: float) -> None:
    """An octagonal tower with climbing windows and a spire."""
    drop = b.lot.drop
    b.add("plinth", "plinth", polygon_tower(x, y, r + 0.12, -drop, 0.5))
    b.add("stair_tower", "stone", polygon_tower(x, y, r, 0.5, top), label="tower")
    c = cos(pi / 8)
    b.add("tower_cornice", "trim", polygon_tower(x, y, r + 0.12, top - 0.02, top + 0.2), label="cornice")
    for k, z in enumerate((1.4, 3.6, 5.8)):
        if z + 1.2 < top:
            window(
                b,
                tower_wall(x, y, 0, r * c, (0.0, -pi / 4, pi / 4)[k % 3]),
                0,
                z,
                0.55,
                1.1,
                top="round",
                panes=(1, 1),
                bar=0.13,
                stone=True,
            )
    window(b, tower_wall(x, y, 0, r * c, 0.0), 0, top - 1.5, 0.55, 1.0, top="round", panes=(1, 1), bar=0.13, stone=True)
    tip = r * between(b, 2.0, 2.6)
    b.add(
        "tower_roof",
        "roof",
        [
            q.moved(x, y, top + 0.18)
            for q in (
                prism(ngon(r + 0.35, 8, turn=pi / 8 + pi / 2), 0, 0.12),
                hull(
                    [(px, py, 0.12) for px, py in ngon(r + 0.35, 8, turn=pi / 8)]
                    + [(px * 0.62, py * 0.62, 0.62) for px, py in ngon(r + 0.35, 8, turn=pi / 8)]
                ),
                hull([(px * 0.62, py * 0.62, 0.62) for px, py in ngon(r + 0.35, 8, turn=pi / 8)] + [(0, 0, tip)]),
            )
        ],
        label="roof",
    )
    b.add(
        "finial",
        "metal",
        cylinder(0.05, 0.7, at=(x, y, top + tip), segments=6),
        ball(0.14, at=(x, y, top + tip + 0.5), detail=1),
        label="finial",
    )
