"""What stands out over a hill town: church with a bell gable, domed chapel, stone tower, windmill with sails."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import adobe, blossom, roofs
from cityscape.grammar.kit import ENDS, Block, Wall, between, box, chance, door, foundation, plate, shade, steps, window, window_row
from cityscape.grammar.masonry import ngon, tower_wall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import vault
from cityscape.world.theme import Role
from partgen.solids import ball, cylinder, frustum, hull, prism, rod, spandrel


def bell_gable(b: Build, wall: Wall, w: float, *, bells: int, thick: float = 0.55, role: Role = "wall") -> float:
    """A wall with arched openings and bells on a facade's top (the frame's foot), a scrolled crown and a cross; returns its height."""
    y = thick / 2
    open_w, pier = 0.78, 0.42
    wide = bells * open_w + (bells + 1) * pier
    h = 1.75
    b.add("bell_gable", role, wall.one(box(max(w, wide), thick, 0.62, at=(0, y, -0.02))), label="wall")
    for s in (-1, 1):
        if w > wide + 0.3:
            curve = [
                (s * wide / 2, 0.55),
                (s * wide / 2, 1.5),
                (s * (wide / 2 + (w - wide) * 0.14), 1.05),
                (s * (wide / 2 + (w - wide) * 0.3), 0.75),
                (s * w / 2, 0.58),
            ]
            for k in range(1, 4):
                b.add(
                    "bell_gable", role, wall.one(plate([(curve[k][0], 0.55), curve[k], curve[k + 1], (curve[k + 1][0], 0.55)], 0.0, thick))
                )
    z = 0.58
    for k in range(bells + 1):
        x = -wide / 2 + pier / 2 + k * (open_w + pier)
        b.add("bell_gable", role, wall.one(box(pier, thick, h, at=(x, y, z))))
    for k in range(bells):
        x = -wide / 2 + pier + open_w / 2 + k * (open_w + pier)
        b.add("bell_gable", role, wall.put(*spandrel(open_w + 0.01, open_w / 2, thick, 0.72, steps=6, at=(x, y, z + h - 0.71))))
        b.add(
            "bells",
            b.look.material("metal", color="#a88a4a", pattern="metal"),
            wall.put(frustum(0.28, 0.15, 0.42, at=(x, y, z + 0.55), segments=10), cylinder(0.17, 0.06, at=(x, y, z + 0.96), segments=8)),
            label="bell",
        )
        b.add("bell_yokes", "timber", wall.one(box(open_w + 0.02, 0.12, 0.12, at=(x, y, z + 1.01))), label="beam")
    top = z + h
    b.add("cornice", "trim", wall.one(box(wide + 0.24, thick + 0.2, 0.13, at=(0, y, top - 0.005))), label="cornice")
    z = top + 0.12
    e = wide / 2
    crown = [(e, 0.0), (e * 0.72, 0.34), (e * 0.4, 0.62), (0.2, 0.92)]
    for (x0, z0), (x1, z1) in zip(crown, crown[1:], strict=False):
        b.add(
            "bell_gable",
            role,
            wall.one(plate([(-x0, z + z0 - 0.01), (x0, z + z0 - 0.01), (x1, z + z1), (-x1, z + z1)], 0.04, thick - 0.04)),
        )
    c = z + 0.9
    b.add("cross", "metal", wall.put(box(0.08, 0.08, 0.95, at=(0, y, c)), box(0.5, 0.08, 0.08, at=(0, y, c + 0.55))), label="cross")
    return c + 0.95


@kind(
    "hill_church",
    "building",
    width=(8.5, 12.5),
    depth=(13.0, 19.0),
    words=("greek church", "hill church", "blue-domed church", "domed church"),
)
def hill_church(b: Build) -> None:
    """A white church: a facade with a bell gable of three bells, a vaulted nave, a blue dome on a drum over the crossing, an apse."""
    lot = b.lot
    floor, front, out = 0.5, 1.4, 0.35
    wide = lot.width - 2 * out
    w = wide * 0.68
    h = between(b, 4.4, 5.0)
    y0, y1 = -lot.depth / 2 + front, lot.depth / 2 - 0.4
    apse = min(w * 0.36, 2.0)
    nave = Block(0, (y0 + y1 - apse) / 2, w, y1 - apse - y0, floor, floor + h)
    cross_y = nave.y1 - nave.d * 0.3
    transept = Block(0, cross_y, wide - 0.16, min(nave.d * 0.32, w * 0.8), floor, floor + h * 0.92)
    foundation(b, nave, transept, proud=0.08)
    b.add("walls", "wall", nave.solid(), transept.solid(), label="wall")
    rise = w * 0.26
    b.add(
        "vaults",
        "wall",
        vault(nave.d - 0.5, w - 0.3, rise).turned(pi / 2).moved(0, nave.y + 0.2, nave.z1 - 0.02),
        vault(transept.w - 0.2, transept.d - 0.2, rise * 0.9).moved(0, cross_y, transept.z1 - 0.02),
        label="roof",
    )
    f = nave.wall("front")
    facade = Block(0, nave.y0 + 0.28, w + 0.5, 0.7, floor, floor + h + 0.7)
    foundation(b, facade, proud=0.06)
    b.add("facade", "wall", facade.solid(), label="wall")
    f = facade.wall("front")
    bell_gable(b, facade.wall("front", z=facade.z1).at(0, 0, out=-0.04), facade.w, bells=3 if w > 6 else 2)
    door(b, f, 0, 1.7, 2.7, top="round", stone=True, bar=0.24, leaves=2)
    steps(b, f, 0, 3.0, floor, room=front - 0.2, tread=0.3)
    rose = f.at(0, h - 0.55)
    b.add("windows", "glass", rose.one(plate(ngon(0.5, 12), -0.04, 0.02)), label="window")
    for k in range(12):
        p, q = ngon(0.5, 12), ngon(0.68, 12)
        j = (k + 1) % 12
        b.add("window_frames", "shutter", rose.one(plate([p[k], p[j], q[k], q[j]], -0.09, 0.02)), label="frame")
    for s in (-1, 1):
        b.add("pilasters", "trim", f.one(box(0.4, 0.14, facade.z1 - floor, at=(s * (facade.w / 2 - 0.24), -0.04, 0))), label="column")
        x = s * (w / 2 - 1.05)
        if w > 5.6:
            window(b, f, x, 1.2, 0.6, 1.3, top="round", panes=(1, 2), frame="shutter", bar=0.1)
    b.add("bands", "trim", f.one(box(facade.w - 0.9, 0.12, 0.16, at=(0, -0.03, h + 0.35))), label="cornice")
    for name in ENDS:
        g = nave.wall(name)
        window(b, g, g.length * (-0.28 if name == "right" else 0.28), 1.7, 0.75, 1.6, top="round", panes=(2, 2), frame="shutter", bar=0.1)
        window(b, transept.wall(name), 0, 1.5, 0.85, 1.9, top="round", panes=(2, 3), frame="shutter", bar=0.1)
    r = min(w, transept.d) * 0.46
    base = nave.z1 + rise * 0.45
    b.add(
        "dome_base",
        "wall",
        box(2 * r + 0.4, min(2 * r + 0.4, transept.d), base - nave.z1 + 0.3, at=(0, cross_y, nave.z1 - 0.3)),
        label="wall",
    )
    drum = 1.25
    n = 12
    top = adobe.drum_dome(b, 0, cross_y, base - 0.02, r * 0.97, drum=drum, height=r * 1.0, role="accent", sides=n, finial=False)
    b.add(
        "drum_cornice",
        "trim",
        prism(ngon(r * 1.1 / cos(pi / n), n, turn=pi / n), 0, 0.12).moved(0, cross_y, base + drum - 0.08),
        label="cornice",
    )
    for k in range(0, n, 2):
        g = tower_wall(0, cross_y, base, r * 0.97 * 1.06, 2 * pi * k / n)
        window(b, g, 0, 0.25, 0.36, 0.75, top="round", panes=(1, 1), frame="trim", bar=0.08, sill=False)
    b.add(
        "cross",
        "metal",
        ball(0.14, at=(0, cross_y, top + 0.06), detail=1),
        box(0.08, 0.08, 1.1, at=(0, cross_y, top)),
        box(0.52, 0.08, 0.08, at=(0, cross_y, top + 0.65)),
        label="cross",
    )
    n = 12
    ya = nave.y1 - 0.02
    half = [(w * 0.34 * cos(t), apse * sin(t)) for t in np.linspace(0, pi, 8)]
    b.add("plinth", "plinth", prism([(x * 1.06, y * 1.05) for x, y in half], -lot.drop, floor).moved(0, ya), label="plinth")
    b.add("apse", "wall", prism(half, floor, floor + h * 0.72).moved(0, ya), label="wall")
    cap = [
        (w * 0.34 * cos(e) * cos(t), apse * cos(e) * sin(t), floor + h * 0.72 - 0.01 + w * 0.22 * sin(e))
        for e in (0.0, 0.5, 0.95)
        for t in np.linspace(0, pi, 8)
    ]
    b.add("apse_roof", "accent", hull(np.array([*cap, (0, 0, floor + h * 0.72 + w * 0.22)])).moved(0, ya), label="dome")


@kind(
    "domed_chapel",
    "building",
    width=(5.0, 7.5),
    depth=(6.5, 9.5),
    words=("domed chapel", "greek chapel", "blue dome", "blue domes"),
)
def domed_chapel(b: Build) -> None:
    """A small white cube with a blue dome, one bell over the door, a bench and an olive jar beside it."""
    lot = b.lot
    floor, front, side = 0.35, 1.2, 0.4
    w, d = lot.width - 2 * side - 0.14, lot.depth - front - 0.45
    h = between(b, 3.0, 3.5)
    body = Block(0, (front - 0.45) / 2, w, d, floor, floor + h)
    foundation(b, body)
    b.add("walls", "wall", body.solid(), label="wall")
    adobe.flat_roof(b, body, height=0.22, thick=0.24, corners=False)
    r = min(w, d) * 0.36
    y = body.y + d * 0.12
    top = adobe.drum_dome(b, 0, y, body.z1 + 0.06, r, drum=0.7, height=r * 0.95, role="accent", finial=False)
    b.add("cross", "metal", box(0.07, 0.07, 0.9, at=(0, y, top - 0.05)), box(0.42, 0.07, 0.07, at=(0, y, top + 0.45)), label="cross")
    for k in range(4):
        window(
            b,
            tower_wall(0, y, body.z1, r * 1.06, pi / 2 * k),
            0,
            0.22,
            0.32,
            0.42,
            top="round",
            panes=(1, 1),
            frame="trim",
            bar=0.07,
            sill=False,
        )
    f = body.wall("front")
    bell_gable(b, body.wall("front", z=body.z1 + 0.2).at(0, 0, out=-0.02), w * 0.7, bells=1, thick=0.42)
    door(b, f, 0, 1.15, 2.15, top="round", frame="trim", bar=0.18, leaves=2)
    steps(b, f, 0, 2.0, floor, room=front - 0.1, tread=0.3)
    for s in (-1, 1):
        window(b, f, s * w * 0.34, 1.2, 0.45, 0.9, top="round", panes=(1, 2), frame="shutter", bar=0.08)
    for name in ENDS:
        window_row(b, body.wall(name), 2, 1.3, 0.5, 0.95, top="round", panes=(1, 2), frame="shutter", bar=0.08)
    window(b, body.wall("back"), 0, 1.4, 0.5, 0.95, top="round", panes=(1, 2), frame="shutter", bar=0.08)
    bx = w * 0.36
    b.add("bench", "wall", box(w * 0.22, 0.42, 0.45 + lot.drop, at=(-bx, f.y - 0.3, -lot.drop)), label="seat")
    blossom.pots(b, [(bx, f.y - 0.32)], 0.0, size=1.5, low=lot.drop)
    if chance(b, 0.6):
        blossom.bougainvillea(b, body.wall("left" if chance(b, 0.5) else "right"), 0.0, 1.3, 1.6, h - 1.2, foot=0.0, out=0.3)


@kind(
    "stone_tower",
    "building",
    width=(5.5, 8.5),
    depth=(6.0, 9.0),
    words=("stone tower", "tower house", "campanile", "bell tower", "medieval tower"),
)
def stone_tower(b: Build) -> None:
    """A slim family tower of honey-coloured stone with an open belfry under a low tiled roof, a little house at its foot."""
    lot = b.lot
    floor, side, front, back = 0.3, 0.4, 0.9, 0.4
    w, d = lot.width - 2 * side - 0.14, lot.depth - front - back
    s = 1 if chance(b, 0.5) else -1
    tw = min(w * 0.58, d * 0.62, 4.2)
    y1 = lot.depth / 2 - back
    tall = {"small": 11.0, "medium": 13.5, "large": 16.5}[lot.size] + between(b, 0, 1.5)
    tower = Block(s * (w - tw) / 2, y1 - tw / 2, tw, tw, floor, floor + tall)
    low = Block(0, (front - back) / 2, w, d, floor, floor + 3.0)
    foundation(b, low)
    b.add("walls", "wall2", low.solid(), label="wall")
    b.add("tower", "stone", tower.solid(), label="tower")
    g = roofs.pitched(low, min(w, d) / 2 * 0.44, hip=1.0, eaves=0.34, verge=0.34, thick=0.17)
    b.add("roof", "roof", g.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.88), g.ridge, label="roof")
    for z in (0.42, 0.64, 0.84):
        b.add("bands", "trim", box(tw + 0.16, tw + 0.16, 0.14, at=(tower.x, tower.y, floor + tall * z)), label="cornice")
        for name in ("front", "right", "back", "left"):
            window(b, tower.wall(name), 0, tall * z - 1.9, 0.55, 1.15, top="round", panes=(1, 2), stone=True, bar=0.14, sill=False)
    h = 2.3
    z = tower.z1
    for i in (-1, 1):
        for j in (-1, 1):
            b.add(
                "belfry", "stone", box(tw * 0.2, tw * 0.2, h, at=(tower.x + i * tw * 0.4, tower.y + j * tw * 0.4, z - 0.01)), label="tower"
            )
    span = tw * 0.6
    for turn in (0.0, pi / 2):
        for j in (-1, 1):
            arch = spandrel(span + 0.01, min(span / 2, 1.0), tw * 0.2, 1.25, steps=8, at=(0, j * tw * 0.4, h - 1.25))
            b.add("belfry", "stone", [q.turned(turn).moved(tower.x, tower.y, z) for q in arch])
    b.add(
        "bells",
        b.look.material("metal", color="#a88a4a", pattern="metal"),
        frustum(0.42, 0.2, 0.62, at=(tower.x, tower.y, z + 1.38), segments=10),
        cylinder(0.22, 0.1, at=(tower.x, tower.y, z + 1.99), segments=8),
        label="bell",
    )
    b.add("bell_yokes", "timber", box(tw * 0.9, 0.16, 0.16, at=(tower.x, tower.y, z + 2.08)), label="beam")
    lid = Block(tower.x, tower.y, tw, tw, z + h, z + h + 0.25)
    b.add("cornice", "trim", lid.at(w=tw + 0.2, d=tw + 0.2).solid(), label="cornice")
    cap = roofs.pyramid(lid, tw * 0.36, eaves=0.26, kick=0.0)
    b.add("tower_roof", "roof", cap, label="roof")
    f = low.wall("front")
    dx = -s * w * 0.22
    door(b, f, dx, 1.05, 2.05, top="round", stone=True, bar=0.18)
    steps(b, f, dx, 1.5, floor, room=front - 0.05, tread=0.28)
    window(b, f, s * w * 0.2, 0.95, 0.85, 1.15, stone=True, shutters=True)
    for name in ENDS:
        window(b, low.wall(name), -low.d * (0.3 if name == "right" else -0.3), 1.0, 0.7, 1.0, stone=True, shutters=True)
    window(b, low.wall("back"), -low.w * -0.28 * s, 1.0, 0.7, 1.0, stone=True)
    if chance(b, 0.6):
        blossom.bougainvillea(b, f, dx + s * 1.1, 1.1, 1.0, 1.7, foot=0.0)


@kind(
    "sail_mill",
    "building",
    width=(7.0, 9.0),
    depth=(6.5, 8.5),
    words=("white windmill", "greek windmill", "sail mill", "cycladic windmill"),
)
def sail_mill(b: Build) -> None:
    """A round white mill under a cone of thatch, its wheel of twelve poles rigged with small triangular sails."""
    lot = b.lot
    n = 14
    r0 = min(lot.width * 0.36, lot.depth * 0.36)
    y = lot.depth / 2 - r0 - 0.28
    h = between(b, 5.6, 6.6)
    r1 = r0 * 0.86
    b.add("plinth", "plinth", cylinder(r0 + 0.12, 0.3 + lot.drop, at=(0, y, -lot.drop), segments=n), label="plinth")
    b.add("walls", "wall", frustum(r0, r1, h, at=(0, y, 0.3), segments=n), label="wall")
    z = 0.3 + h
    b.add("cornice", "trim", cylinder(r1 + 0.1, 0.14, at=(0, y, z - 0.05), segments=n), label="cornice")
    straw = b.look.material("roof", color="#b59a63", pattern="thatch")
    rim = r1 + 0.22
    b.add(
        "roof",
        straw,
        cylinder(rim, 0.2, at=(0, y, z + 0.09), segments=n),
        frustum(rim, 0.12, r1 * 1.15, at=(0, y, z + 0.28), segments=n),
        label="roof",
    )
    hub_y, hub_z = -lot.depth / 2 + 0.42, z + 0.55
    b.add("axle", "timber", rod((0, y, hub_z), (0, -lot.depth / 2 + 0.02, hub_z), 0.14, segments=8), label="beam")
    b.add("hub", "timber", rod((0, hub_y - 0.14, hub_z), (0, hub_y + 0.16, hub_z), 0.3, segments=10), label="wheel")
    reach = min(lot.width / 2 - 0.1, hub_z - 0.9, 3.6)
    poles, sails, rim_ropes = [], [], []
    m = 12
    for k in range(m):
        t = 2 * pi * k / m
        tip = np.array([reach * cos(t), hub_y, hub_z + reach * sin(t)])
        poles.append(rod((0, hub_y, hub_z), tip, 0.055, end=0.035, segments=5))
        u = 2 * pi * (k + 1) / m
        nxt = np.array([reach * cos(u), hub_y, hub_z + reach * sin(u)])
        rim_ropes.append(rod(tip, nxt, 0.022, segments=4))
        if k % 2 == 0 or chance(b, 0.5):
            root = np.array([0.55 * cos(t), hub_y, hub_z + 0.55 * sin(t)])
            back = tip + (nxt - tip) * 0.52
            p = [root, tip * 0.97 + np.array([0, hub_y, hub_z]) * 0.03, np.array([back[0], hub_y - 0.1, back[2]])]
            sails.append(hull(np.array([q + (0, o, 0) for q in p for o in (-0.025, 0.025)])))
    b.add("poles", "timber", poles, label="beam")
    b.add("sails", b.look.material("fabric", color="#f4efe2", pattern="plain"), sails, label="sail")
    b.add("ropes", b.look.material("fabric", color="#b7a27a", pattern="plain"), rim_ropes, label="rope")
    f = tower_wall(0, y, 0.3, r0 * cos(pi / n) - 0.03, 0.0)
    b.add("doorway", "trim", f.one(box(1.5, 0.4, 2.3, at=(0, 0.05, 0))), label="wall")
    door(b, f.at(0, 0, out=0.15), 0, 0.95, 1.95, frame="trim", bar=0.12)
    steps(b, Wall(0, f.y - 0.12, 0, 0, 2), 0, 1.3, 0.3, room=0.6, tread=0.27)
    for k, yaw in enumerate((pi / 2, pi, -pi / 2, pi / 2 + 0.9)):
        q = 0.35 + 0.16 * k
        g = tower_wall(0, y, 0.3, (r0 + (r1 - r0) * (q + 0.06)) * cos(pi / n) - 0.02, yaw)
        window(b, g, 0, h * q, 0.5, 0.7, panes=(2, 2), frame="shutter", bar=0.09, sill=False)
