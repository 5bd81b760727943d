"""What a suburb or village shares: school, church, corner shop."""

from __future__ import annotations

from math import cos, pi

from cityscape.grammar import roofs
from cityscape.grammar.fittings import flag, wall_lantern
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
    shade,
    steps,
    stripes,
    window,
    window_row,
)
from cityscape.grammar.masonry import band, buttress, chimney, ngon, quoins
from cityscape.grammar.recipe import Build, kind
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, box, cylinder, frustum, hull, rod


def clock_face(b: Build, wall: Wall, x: float, z: float, radius: float) -> None:
    """A round dial with hands, its middle at (x, z) of the wall."""
    f = wall.at(x, z)
    b.add("clock", "trim", f.one(plate(ngon(radius, 16), -0.06, 0.02)), label="clock")
    b.add("clock_rim", "metal", f.one(plate(ngon(radius + 0.09, 16), -0.035, 0.02)), label="clock")
    b.add(
        "clock_hands",
        "metal",
        f.put(box(0.06, 0.03, radius * 0.8, at=(0, -0.075, 0)), box(radius * 0.55, 0.03, 0.06, at=(radius * 0.27, -0.075, -0.03))),
        label="clock",
    )


@kind(
    "school",
    "building",
    width=(18.0, 32.0),
    depth=(11.0, 18.0),
    words=("school", "kindergarten", "primary school", "high school", "college"),
)
def school(b: Build) -> None:
    """Two brick storeys with rows of tall windows, a gabled entrance with clock and bell turret, and a flag."""
    lot = b.lot
    floor, h1 = 0.5, 3.5
    storeys = min(lot.storeys or (1 if lot.size == "small" and chance(b, 0.5) else 2), 3)
    h = h1 * storeys + 0.25
    front, side = 2.3, 0.75
    body = Block(0, (front - side) / 2, lot.width - 2 * side, lot.depth - front - side, floor, floor + h)
    ew = min(7.0, body.w * 0.26)
    wing = Block(0, body.y0 - 0.4 + 0.2, ew, 1.2, floor, floor + h + 0.5)
    foundation(b, body, wing, proud=0.1)
    b.add("walls", "wall", body.solid(), label="wall")
    b.add("entrance_walls", "wall2", wing.solid(), label="wall")
    band(b, body, floor + h1 - 0.1, height=0.22)
    stuff = b.look.material("roof")
    rise = min(body.d / 2, 4.5) * between(b, 0.55, 0.7)
    r = roofs.pitched(body, rise, hip=1.0, eaves=0.5, thick=0.16)
    b.add("roof", "roof", r.cover)
    long = wing.span(x0=wing.x0, x1=wing.x1, y0=wing.y0, y1=body.y)
    rw = min(ew / 2 * 0.85, rise - 0.65)
    g = roofs.pitched(long, rw, axis="y", eaves=0.25, verge=0.3, thick=0.16)
    b.add("roof", "roof", g.cover)
    b.add("roof_ridge", shade(stuff, 0.82), r.ridge, g.ridge, label="roof")
    b.add("entrance_walls", "wall2", g.attic)
    f = wing.wall("front")
    door(b, f, 0, 2.0, 2.5, leaves=2, light=True, bar=0.18)
    steps(b, f, 0, 3.4, floor, room=1.25, tread=0.32)
    b.add("sign", "sign", f.one(box(min(4.2, ew - 1.0), 0.1, 0.6, at=(0, -0.04, 3.2))), label="sign")
    for k in range(1, storeys):
        window_row(b, f, 3, h1 * k + 0.85, 1.1, 1.9, margin=0.5, panes=(2, 3))
    clock_face(b, wing.wall("front", z=wing.z1), 0, rw * 0.34, min(0.75, rw * 0.3))
    half = (body.w - ew) / 2
    n = max(3, round(half / 2.3))
    for s in (-1, 1):
        part = body.wall("front").at(s * (ew / 2 + half / 2), 0, length=half)
        for k in range(storeys):
            window_row(b, part, n, h1 * k + 0.85, half / n - 0.75, 2.0, margin=0.3, panes=(2, 2))
    for name in ENDS:
        wall = body.wall(name)
        for k in range(storeys):
            window_row(b, wall, max(3, round(wall.length / 2.8)), h1 * k + 0.85, 1.5, 2.0, margin=0.5, panes=(2, 2))
    for k in range(storeys):
        window_row(b, body.wall("back"), max(4, round(body.w / 4.2)), h1 * k + 0.85, 2.0, 2.0, panes=(2, 1))
    _bell_turret(b, 0.0, body.y, r.top - 0.5)
    for s in (-1, 1):
        x = s * body.w * 0.28
        chimney(b, x, body.y + 0.6, r.height(x, body.y + 1.2) - 0.8, r.top + 0.5, w=1.0, d=0.6, pots=3)
        wall_lantern(b, f, s * 1.55, 1.9)
    x = -min(ew / 2 + 1.6, lot.width / 2 - 1.4)
    b.add(
        "flag_pole",
        "metal",
        cylinder(0.16, 0.3 + lot.drop, at=(x, -lot.depth / 2 + 0.6, -lot.drop), segments=8),
        rod((x, -lot.depth / 2 + 0.6, 0), (x, -lot.depth / 2 + 0.6, 7.0), 0.06, segments=8),
        label="flag",
    )
    b.add("flag", "fabric", box(1.5, 0.04, 0.95, at=(x + 0.78, -lot.depth / 2 + 0.6, 5.9)), label="flag")


def _bell_turret(b: Build, x: float, y: float, z: float) -> None:
    """A white turret with louvres and a bell roof."""
    t = Block(x, y, 1.7, 1.7, z, z + 1.3)
    b.add("turret", "trim", t.solid(), box(1.9, 1.9, 0.14, at=(x, y, z + 1.3)), label="tower")
    b.add("turret", "trim", *[box(0.2, 0.2, 1.2, at=(x + i * 0.68, y + j * 0.68, z + 1.43)) for i in (-1, 1) for j in (-1, 1)])
    b.add(
        "bell",
        "metal",
        frustum(0.38, 0.18, 0.5, at=(x, y, z + 1.7), segments=10),
        cylinder(0.05, 0.5, at=(x, y, z + 2.15), segments=6),
        label="bell",
    )
    roof = Block(x, y, 1.56, 1.56, z + 1.44, z + 2.62)
    b.add("turret_roof", "roof", roofs.pyramid(roof, 1.5, eaves=0.25, kick=0.35), label="roof")
    b.add("finial", "metal", rod((x, y, z + 4.0), (x, y, z + 4.9), 0.035, segments=6), label="finial")


@kind("village_church", "building", width=(8.0, 13.0), depth=(14.0, 24.0), words=("village church", "church", "parish church", "steeple"))
def village_church(b: Build) -> None:
    """A white nave with round-headed windows behind a square tower with clock, belfry and a tall steeple."""
    lot = b.lot
    floor = 0.45
    front, side = 1.2, 0.7
    tw = min(4.2, lot.width * 0.36)
    w = lot.width - 2 * side
    h = between(b, 4.4, 5.0)
    y0 = -lot.depth / 2 + front
    chancel = min(3.4, lot.depth * 0.17)
    nave = Block(0, 0, w, 1, floor, floor + h).span(x0=-w / 2, x1=w / 2, y0=y0 + tw * 0.8, y1=lot.depth / 2 - 0.45 - chancel)
    east = nave.span(x0=-w * 0.32, x1=w * 0.32, y0=nave.y1, y1=nave.y1 + chancel).at(z1=floor + h * 0.82)
    tower_h = h + between(b, 4.6, 5.6)
    tower = Block(0, y0 + tw / 2, tw, tw, floor, floor + tower_h)
    foundation(b, nave, east, tower, proud=0.12)
    b.add("walls", "wall", nave.solid(), east.solid(), label="wall")
    stuff = b.look.material("roof")
    rise = w / 2 * between(b, 1.0, 1.2)
    r = roofs.pitched(nave, rise, axis="y", eaves=0.4, verge=0.2, thick=0.16, kick=0.2)
    e = roofs.pitched(east, w * 0.32 * 1.05, axis="y", eaves=0.3, verge=0.0, thick=0.16, hip=0.0)
    b.add("walls", "wall", r.attic, e.attic)
    b.add("roof", "roof", r.cover, e.cover)
    b.add("roof_ridge", shade(stuff, 0.8), r.ridge, e.ridge, label="roof")
    n = max(3, round(nave.d / 2.8))
    for name in ENDS:
        f = nave.wall(name)
        step = f.length / n
        for k in range(n):
            window(b, f, -f.length / 2 + step * (k + 0.5), 1.2, 1.0, h - 1.9, top="round", panes=(2, 3), bar=0.12)
        for k in range(1, n):
            buttress(b, f, -f.length / 2 + step * k, height=h - 0.8, w=0.4, out=0.42, role="stone")
        window(b, east.wall(name), 0, 1.3, 0.8, h * 0.82 - 2.0, top="round", panes=(2, 2), bar=0.11)
    window(b, east.wall("back"), 0, 1.4, 1.3, h * 0.82 - 1.7, top="round", panes=(2, 3), bar=0.12)
    for s in (-1, 1):
        x = s * (w / 2 + tw / 2) / 2
        if w / 2 - tw / 2 > 1.5:
            window(b, nave.wall("front"), x, 1.4, 0.8, h - 2.4, top="round", panes=(2, 2), bar=0.12)
    b.add("tower", "wall", tower.solid(), label="tower")
    quoins(b, tower, height=0.7, role="trim")
    band(b, tower, floor + h + 0.6, height=0.2)
    f = tower.wall("front")
    door(b, f, 0, 1.7, 2.9, top="round", stone=True, leaves=2, bar=0.26)
    steps(b, f, 0, 2.7, floor, room=front - 0.1, tread=0.32)
    window(b, f, 0, 3.9, 0.9, 1.6, top="round", panes=(2, 2), bar=0.12)
    for side_name in SIDES:
        g = tower.wall(side_name)
        z = tower_h - 2.2
        if side_name != "back":
            clock_face(b, g, 0, z - 1.0, 0.62)
        arch = g.at(0, z)
        b.add(
            "belfry",
            "timber",
            arch.one(plate([(-0.5, 0), (0.5, 0), (0.5, 1.1), (0.36, 1.42), (0, 1.55), (-0.36, 1.42), (-0.5, 1.1)], -0.03, 0.02)),
            label="window",
        )
        louvres: list[Solid] = [box(0.96, 0.06, 0.08, at=(0, -0.045, 0.12 + 0.24 * k)) for k in range(5)]
        b.add("louvres", "trim", arch.put(*louvres), label="window")
    band(b, tower, tower.z1 - 0.05, height=0.25, proud=0.16, name="tower_cornice")
    top = tower.z1 + 0.2
    sp = between(b, 5.0, 7.0)
    half = tw / 2 + 0.12
    octo = [(half * 0.78 / cos(pi / 8) * px, half * 0.78 / cos(pi / 8) * py) for px, py in ngon(1.0, 8, turn=pi / 8)]
    base = [(i * half, j * half, q) for i in (-1, 1) for j in (-1, 1) for q in (0.0, 0.1)]
    b.add(
        "steeple",
        "roof",
        hull(base + [(px, py, 0.95) for px, py in octo]).moved(0, tower.y, top),
        hull([(px, py, 0.95) for px, py in octo] + [(0.0, 0.0, sp)]).moved(0, tower.y, top),
        label="roof",
    )
    b.add(
        "cross",
        "metal",
        box(0.1, 0.1, 1.5, at=(0, tower.y, top + sp - 0.25)),
        box(0.7, 0.1, 0.1, at=(0, tower.y, top + sp + 0.7)),
        label="cross",
    )
    wall_lantern(b, f, 1.35, 2.0)


@kind(
    "corner_shop",
    "building",
    width=(6.5, 12.0),
    depth=(7.0, 12.0),
    words=("corner shop", "grocery", "convenience store", "bakery", "store", "shop", "café"),
)
def corner_shop(b: Build) -> None:
    """A shop with big panes, a striped awning and a sign board, a flat above with sash windows, parapet or gable."""
    lot = b.lot
    floor, h1 = 0.18, 3.4
    storeys = min(lot.storeys or 2, 4)
    h2 = 2.9
    side = 0.02 if lot.attached else 0.35
    front = 1.35
    body = Block(0, (front - 0.4) / 2, lot.width - 2 * side, lot.depth - front - 0.4, floor, floor + h1 + h2 * (storeys - 1))
    foundation(b, body, proud=0.0 if lot.attached else 0.06)
    b.add("walls", "wall", body.solid(), label="wall")
    f = body.wall("front")
    w = body.w
    s = 1 if chance(b, 0.5) else -1
    dx = s * (w / 2 - 1.1) if w < 8 or chance(b, 0.5) else 0.0
    _shop_panes(b, f, dx, w)
    door(b, f, dx, 1.1, 2.2, light=True, frame="accent")
    steps(b, f, dx, 1.6, floor, room=0.6, tread=0.3)
    b.add("fascia", "accent", f.one(box(w - 0.1, 0.16, 0.62, at=(0, -0.07, 2.72))), label="sign")
    b.add("sign", "sign", f.one(box(w * 0.62, 0.06, 0.42, at=(0, -0.18, 2.82))), label="sign")
    _striped_awning(b, f, 0, 2.7, w - 0.3, front - 0.25)
    n = max(2, round(w / 2.2))
    for k in range(1, storeys):
        window_row(b, f, n, h1 + h2 * (k - 1) + 0.75, 1.0, 1.6, margin=0.3, panes=(2, 2))
    for name in () if lot.attached else ENDS:
        wall = body.wall(name)
        m = max(2, round(wall.length / 2.8))
        for k in range(storeys):
            z = 0.9 if k == 0 else h1 + h2 * (k - 1) + 0.75
            if k == 0 and name == "right":
                window(b, wall, -wall.length / 2 + 1.5, 0.7, 2.0, 1.6, panes=(3, 1), frame="accent")
                continue
            window_row(b, wall, m, z, 0.95, 1.5, margin=0.4)
    for k in range(1, storeys):
        window_row(b, body.wall("back"), 2, h1 + h2 * (k - 1) + 0.75, 0.95, 1.5)
    door(b, body.wall("back"), 0.0, 0.95, 2.0, name="back_door")
    band(b, body.at(w=body.w - (0.12 if lot.attached else 0.0)), floor + h1 - 0.1, height=0.18)
    top = "pitched" if lot.attached and chance(b, 0.5) else pick(b, "parapet", "parapet", "pitched", "pitched", "mansard")
    if top == "parapet":
        _parapet(b, body)
    elif top == "mansard" and not lot.attached:
        _mansard(b, body)
    else:
        rise = min(body.d / 2, 4.0) * between(b, 0.7, 0.9)
        r = roofs.pitched(body, rise, eaves=0.36, verge=0.0 if lot.attached else 0.26, thick=0.14)
        b.add("walls", "wall", r.attic)
        b.add("roof", "roof", r.cover)
        b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
        chimney(b, -s * (w / 2 - 0.8), body.y + 0.2, r.height(0, body.y + 0.7) - 0.9, r.top + 0.6, w=0.6, d=0.85, pots=2)
        if rise > 2.2:
            for q in (-1, 1):
                dm = roofs.dormer(r.plane("front"), r.slope, q * w * 0.23, 0.5, 1.2, 0.9, rise=0.5)
                b.add("dormers", "wall", dm.cheeks, label="dormer")
                b.add("dormer_roofs", "roof", dm.cover, label="roof")
                window(b, dm.front, 0, 0.13, 0.7, 0.7, sill=False, bar=0.08)
    crates = [(-s * w * 0.18, 0.0), (-s * w * 0.18 - s * 0.85, 0.0)]
    for x, _ in crates:
        b.add(
            "display",
            "wood",
            f.one(
                hull(
                    [
                        (x + q * 0.36, y, z)
                        for q in (-1, 1)
                        for y, z in ((-0.12, -floor - lot.drop), (-0.12, 0.72), (-0.62, 0.42), (-0.62, -floor - lot.drop))
                    ]
                )
            ),
            label="crate",
        )
        b.add(
            "goods",
            "flower" if chance(b, 0.5) else "accent",
            f.one(hull([(x + q * 0.3, y, z) for q in (-1, 1) for y, z in ((-0.17, 0.68), (-0.17, 0.82), (-0.57, 0.54), (-0.57, 0.42))])),
            label="goods",
        )


def _shop_panes(b: Build, f: Wall, dx: float, w: float) -> None:
    """Show windows with a stall riser on both sides of the door."""
    for x0, x1 in ((-w / 2 + 0.3, dx - 0.85), (dx + 0.85, w / 2 - 0.3)):
        if x1 - x0 < 0.9:
            continue
        mid, span = (x0 + x1) / 2, x1 - x0
        window(b, f, mid, 0.55, span - 0.24, 1.9, panes=(max(2, round(span / 1.1)), 1), frame="accent", bar=0.11)
        b.add("stall_riser", "accent", f.one(box(span, 0.1, 0.42, at=(mid, -0.04, 0.0))), label="wall")


def _striped_awning(b: Build, f: Wall, x: float, z: float, w: float, out: float) -> None:
    """Alternating stripes of cloth with a scalloped valance, on two arms."""
    n = max(5, round(w / 0.5)) | 1
    step = w / n
    for k in range(n):
        a, c = x - w / 2 + step * k + 5e-4, x - w / 2 + step * (k + 1) - 5e-4
        role: Role | Material
        part, role = ("awning", "awning") if k % 2 == 0 else ("awning_stripes", stripes(b, "awning"))
        b.add(
            part,
            role,
            f.one(hull([(q, y, h + t) for q in (a, c) for y, h in ((-0.14, z), (-out, z - 0.5)) for t in (0.0, 0.05)])),
            label="awning",
        )
        b.add(
            part,
            role,
            f.one(plate([(a, 0.0), (c, 0.0), (c, -0.16), ((a + c) / 2, -0.24), (a, -0.16)], -out, -out + 0.04).moved(z=z - 0.45)),
        )
    b.add(
        "awning_arms",
        "metal",
        f.put(
            *[
                rod((x + q * (w / 2 - 0.1), 0.02, z - 0.75), (x + q * (w / 2 - 0.1), -out + 0.05, z - 0.5), 0.025, segments=6)
                for q in (-1, 1)
            ]
        ),
        label="post",
    )


def _mansard(b: Build, body: Block) -> None:
    """A steep curb roof with a row of dormers on the street and the sides."""
    rise, eaves, inset, thick = 2.7, 0.28, 0.75, 0.16
    b.add("roof", "roof", roofs.mansard(body, rise, eaves=eaves, inset=inset, thick=thick), label="roof")
    slope = (rise * 0.78 - thick) / (inset + eaves / 2)
    for side in ("front", *ENDS):
        plane = body.wall(side, z=body.z1 + thick + slope * eaves)
        room = plane.length - 1.7
        n = max(2, round(room / 2.3))
        for k in range(n):
            x = room * ((k + 0.5) / n - 0.5)
            d = roofs.dormer(plane, slope, x, 0.06, 1.15, 1.05, rise=0.35)
            b.add("dormers", "trim", d.cheeks, label="dormer")
            b.add("dormer_roofs", "roof", d.cover, label="roof")
            window(b, d.front, 0, 0.14, 0.75, 0.85, sill=False, bar=0.08)
    chimney(b, body.x - body.w * 0.2, body.y + 0.6, body.z1 + rise * 0.6, body.z1 + rise + 0.9, w=0.9, d=0.55, pots=3)


def _parapet(b: Build, body: Block) -> None:
    """A brick parapet with a raised middle and coping, a flat roof and a hatch behind it."""
    t = 0.26
    for side in SIDES:
        f = body.wall(side, z=body.z1)
        length = f.length if side in ("front", "back") else f.length - 2 * t
        b.add("walls", "wall", f.one(box(length, t, 0.6, at=(0, t / 2, 0))))
        b.add("coping", "trim", f.one(box(length, t, 0.1, at=(0, t / 2, 0.601))), label="cornice")
    f = body.wall("front", z=body.z1)
    e = min(2.4, body.w * 0.3)
    b.add("walls", "wall", f.one(box(2 * e, t, 0.55, at=(0, t / 2, 0.7))))
    b.add(
        "coping",
        "trim",
        f.one(hull([(px, y, q) for y in (-0.0, t) for px, q in ((-e, 1.251), (e, 1.251), (-e, 1.33), (e, 1.33), (0.0, 1.62))])),
    )
    b.add(
        "roof_deck",
        "roof_flat",
        box(body.w - 2 * t - 0.002, body.d - 2 * t - 0.002, 0.08, at=(body.x, body.y, body.z1 - 0.001)),
        label="roof",
    )
    b.add("roof_hatch", "metal", box(1.1, 0.9, 0.5, at=(body.x + body.w * 0.2, body.y + body.d * 0.15, body.z1 + 0.07)), label="vent")
    chimney(b, body.x - body.w * 0.3, body.y1 - 0.55, body.z1 + 0.05, body.z1 + 1.7, w=0.85, d=0.5, pots=2)
    flag(b, body.x, body.y0 + t / 2, body.z1 + 1.55, height=1.6, size=0.8) if chance(b, 0.3) else None
