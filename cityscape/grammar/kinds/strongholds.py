"""Stone buildings of a medieval place: chapel, keep, watchtower, manor."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar import roofs
from cityscape.grammar.fittings import banner, flag, wall_lantern
from cityscape.grammar.kit import (
    ENDS,
    SIDES,
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
from cityscape.grammar.masonry import (
    band,
    battlements,
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
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, prism, spandrel, taper


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


@kind("keep", "building", width=(14.0, 25.0), depth=(14.0, 25.0), words=("keep", "castle", "fortress", "stronghold", "citadel", "fort"))
def keep(b: Build) -> None:
    """A castle: curtain walls with corner towers, a gatehouse with portcullis and banners, a great tower in the court."""
    lot = b.lot
    r = between(b, 2.0, 2.3) * min(1.25, min(lot.width, lot.depth) / 17)
    foot = 0.35
    hw = between(b, 5.2, 6.2)
    cx, cy = lot.width / 2 - r - foot - 0.12, lot.depth / 2 - r - foot - 0.12
    t = 1.3
    _court_walls(b, cx, cy, r, t, hw)
    round_ = chance(b, 0.75)
    roofed = [chance(b, 0.65) for _ in range(4)]
    if not any(roofed):
        roofed[2] = True
    for k, (sx, sy) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        _corner_tower(b, sx * cx, sy * cy, r, hw + between(b, 2.2, 4.2) + (0.8 if sy > 0 else 0.0), roofed=roofed[k], round_=round_)
    _gatehouse(b, cy, t, hw)
    _great_tower(b, cx, cy, r, hw)


def _court_walls(b: Build, cx: float, cy: float, r: float, t: float, h: float) -> None:
    drop = b.lot.drop
    b.add("courtyard", "plaza", box(2 * cx - t, 2 * cy - t, drop + 0.1, at=(0, 0, -drop)), label="floor")
    for k, side in enumerate(SIDES):
        half, away = (cx, cy) if side in ("front", "back") else (cy, cx)
        yaw = (0.0, pi / 2, pi, -pi / 2)[k]
        f = Wall(sin(yaw) * away, -cos(yaw) * away, 0.0, yaw, 2 * half - 1.2 * r)
        runs = [(-f.length / 2, f.length / 2)] if side != "front" else [(-f.length / 2, -2.0), (2.0, f.length / 2)]
        for x0, x1 in runs:
            g = f.at((x0 + x1) / 2, 0, length=x1 - x0)
            b.add("plinth", "plinth", g.one(taper(g.length, t + 0.5, g.length, t + 0.1, drop + 0.9, at=(0, 0, -drop))), label="plinth")
            b.add("curtain_walls", "city_wall", g.one(box(g.length, t, h - 0.9, at=(0, 0, 0.9))), label="wall")
            battlements(b, g.at(0, h, out=t / 2 + 0.06), height=0.75, merlon=0.85, gap=0.6, thick=0.36, role="city_wall")
            for x in ((x0 + x1) / 2,) if side == "front" else (-f.length / 4, f.length / 4):
                slit = f.at(x, 2.6, out=t / 2)
                b.add("windows", "glass", slit.one(box(0.2, 0.06, 1.1, at=(0, -0.005, 0))), label="window")
                b.add("window_frames", "stone", slit.put(*ring(0.2, 1.1, "flat", 0.16, -0.07, 0.02)), label="frame")


def _corner_tower(b: Build, x: float, y: float, r: float, h: float, *, roofed: bool, round_: bool) -> None:
    drop, n = b.lot.drop, 16 if round_ else 8
    turn = 0.0 if round_ else pi / 8
    b.add("plinth", "plinth", frustum(r + 0.35, r + 0.08, drop + 1.1, segments=n).turned(turn).moved(x, y, -drop))
    b.add("towers", "city_wall", frustum(r, r * 0.97, h - 1.1, segments=n).turned(turn).moved(x, y, 1.1), label="tower")
    b.add("towers", "city_wall", frustum(r * 0.97, r + 0.28, 0.45, segments=n).turned(turn).moved(x, y, h))
    for yaw in (0.0, pi / 2, pi, -pi / 2):
        if (yaw == 0.0 and y < 0) or (yaw == pi and y > 0) or (yaw == pi / 2 and x > 0) or (yaw == -pi / 2 and x < 0):
            window(
                b,
                tower_wall(x, y, 0, r * 0.985 * cos(pi / n), yaw),
                0,
                h - 2.2,
                0.42,
                1.1,
                top="round",
                panes=(1, 1),
                bar=0.14,
                stone=True,
                sill=False,
            )
    top = h + 0.45
    if roofed:
        b.add("towers", "city_wall", cylinder(r + 0.1, 0.5, segments=n).turned(turn).moved(x, y, top - 0.01))
        tip = r * between(b, 1.7, 2.1)
        b.add("tower_roofs", "roof", roofs.spire(r + 0.1, tip, at=(x, y, top + 0.48), eaves=0.24, sides=14), label="roof")
        flag(b, x, y, top + tip - 0.1, height=2.2, size=1.1)
    else:
        b.add("towers", "city_wall", cylinder(r + 0.28, 0.2, segments=n).turned(turn).moved(x, y, top - 0.01))
        ring_battlements(b, r + 0.28, at=(x, y, top + 0.18), n=8, segments=n, role="city_wall", height=0.7)


def _gatehouse(b: Build, cy: float, t: float, hw: float) -> None:
    """Two half-towers with an arched passage between them."""
    drop, h = b.lot.drop, hw + 1.5
    span, pier, deep = 2.6, 1.5, t + 1.5
    yf = -cy - 0.28
    y = yf + 0.0
    for s in (-1, 1):
        x = s * (span / 2 + pier / 2)
        b.add("plinth", "plinth", box(pier + 0.3, deep + 0.2, drop + 0.7, at=(x + s * 0.1, y, -drop)))
        b.add("gatehouse", "stone", box(pier, deep, h - 0.7, at=(x, y, 0.7)), label="wall")
        banner(b, Wall(x, y - deep / 2, 0, 0, pier), 0, h - 1.1, w=0.85, h=2.4)
    rise = 0.9
    b.add("gatehouse", "stone", [q.moved(0, y, 2.6) for q in spandrel(span, rise, deep, h - 2.6, steps=6)])
    whole = Block(0, y, span + 2 * pier, deep, 0, h)
    band(b, whole, h - 0.25, height=0.25, proud=0.14, role="trim", name="gate_cornice")
    for side in SIDES:
        f = whole.wall(side, z=h)
        if side in ("right", "left"):
            f = f.at(0, 0, length=f.length - 0.76)
        battlements(b, f.at(0, 0, out=0.14), merlon=0.62, gap=0.5, thick=0.36)
    b.add("threshold", "stone", box(span - 0.01, deep, drop + 0.12, at=(0, y, -drop)), label="floor")
    gy = y - deep * 0.18
    bars = [box(0.11, 0.1, 3.0, at=(x, gy, 1.5)) for x in (-1.04, -0.52, 0.0, 0.52, 1.04)]
    bars[0], bars[-1] = box(0.11, 0.1, 1.55, at=(-1.04, gy, 1.5)), box(0.11, 0.1, 1.55, at=(1.04, gy, 1.5))
    b.add("portcullis", "timber", bars, *[box(span + 0.02, 0.08, 0.12, at=(0, gy, z)) for z in (1.75, 2.35)], label="gate")
    for s in (-1, 1):
        wall_lantern(b, Wall(s * (span / 2 + 0.3), y - deep / 2, 0, 0, 1), 0, 2.3)


def _great_tower(b: Build, cx: float, cy: float, r: float, hw: float) -> None:
    """The donjon: four storeys, corner pilasters, battlements and a tent roof behind them."""
    drop = b.lot.drop
    w, d = min(2 * cx * 0.52, 8.6), min(2 * cy * 0.46, 7.6)
    y1 = cy - 0.9
    h = hw + between(b, 5.5, 7.5)
    body = Block(between(b, -0.12, 0.12) * cx, y1 - d / 2, w, d, 0.9, h)
    b.add("plinth", "plinth", taper(w + 0.7, d + 0.7, w + 0.15, d + 0.15, drop + 0.9, at=(body.x, body.y, -drop)))
    b.add("great_tower", "stone", body.solid(), label="tower")
    quoins(b, body, z0=0.9, z1=h - 0.5, role="trim", height=0.9)
    band(b, body, h - 0.4, height=0.4, proud=0.22, role="stone", name="great_cornice")
    for side in SIDES:
        f = body.wall(side, z=h)
        if side in ("right", "left"):
            f = f.at(0, 0, length=f.length - 0.36)
        battlements(b, f.at(0, 0, out=0.2), merlon=0.75, gap=0.55, thick=0.38)
    for side in SIDES:
        f = body.wall(side, z=0)
        for z in (4.1, h - 2.9):
            window_row(b, f, 2, z, 0.75, 1.5, margin=0.9, top="round", panes=(2, 1), bar=0.14, stone=True)
    door(b, body.wall("front", z=0.1).at(0, 0, out=0.0), 0, 1.3, 2.3, top="round", stone=True, bar=0.22)
    inner = Block(body.x, body.y, w - 0.9, d - 0.9, h, h + 0.3)
    b.add("great_tower", "stone", inner.solid())
    b.add("great_roof", "roof", roofs.pyramid(inner, between(b, 2.4, 3.4), eaves=0.1, kick=0.0), label="roof")
    banner(b, body.wall("front", z=0), 0, h - 0.9, w=1.1, h=3.0)
    flag(b, body.x, body.y, h + 2.2, height=3.2, size=1.4)


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
