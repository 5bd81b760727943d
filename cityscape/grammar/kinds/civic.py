"""Civic buildings: museum, town hall, library."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.classical import arched_window, attic, clock, column, cupola, gable_roof, portico, wide_steps
from cityscape.grammar.facade import Block, body, cornice, door, flat_roof, free_sides, lip, pick, put, spread, storeys, window
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import flag, furnish, spire
from cityscape.grammar.signage import sign
from cityscape.world.brief import SIDES
from partgen.solids import box, frustum, hip, taper

OLD_WORLDS = ("medieval", "oasis")

# -- museum ------------------------------------------------------------------------------------------------


@kind(
    "museum",
    "building",
    width=(13, 30),
    depth=(12, 26),
    words=("museum", "gallery", "art gallery", "exhibition hall", "palace of arts", "courthouse", "parliament"),
)
def museum(b: Build) -> None:
    """A portico with columns over wide steps, wings with tall windows, a dome or skylights; or a pile of white cubes."""
    if b.rng.random() < 0.3 and b.look.style.theme.name not in OLD_WORLDS:
        _cubes(b)
        return
    base = 1.3
    tall = 6.2 + {"small": 0.0, "medium": 0.7, "large": 1.4}[b.lot.size]
    porch = min(3.2, 0.16 * b.lot.depth + 0.6)
    run = 0.34
    stairs_room = min(2.4, 0.12 * b.lot.depth + 0.4)
    walls = body(b, base + tall, side=0.5, front=porch + stairs_room + 0.3, back=0.5)
    put(b, "plinth", "plinth", walls.grown(lip(b, 0.15), 0.15).with_z(-b.lot.drop, base).solid())
    walls = walls.with_z(base, walls.z1)
    put(b, "walls", "stone", walls.solid())
    w = min(walls.sx * 0.62, 13.0)
    cols = int(np.clip(round(w / 2.1), 4, 8))
    front = walls.with_z(0, walls.z1)
    portico(b, front, w=w, depth=porch, base=base, h=tall - 1.0, columns=cols, rise=0.17 * w)
    stair = Block(w, 0.1, 0, 0, walls.x, walls.y - walls.sy / 2 - porch + 0.05)
    wide_steps(b, stair, w * 0.8, rise=base, run=run, room=stairs_room)
    door(b, walls, 0, z=base, w=1.8, h=3.2, leaves=2, out=0.1, frame_paint="trim")
    for s in (-1, 1):
        for k in range(2 if w > 8 else 1):
            arched_window(b, walls, "south", s * (2.2 + 2.0 * k), base + 0.8, 1.0, 2.8)
    wing = (walls.sx - w) / 2
    if wing > 1.6:
        for s in (-1, 1):
            n = max(1, round(wing / 2.4))
            for k in range(n):
                u = s * (w / 2 + wing * (k + 0.5) / n)
                arched_window(b, walls, "south", u, base + 1.0, min(1.3, wing / n - 0.7), 3.4)
            if wing < 2.8:
                continue
            put(b, "banners", "fabric", walls.panel("south", s * (w / 2 + 0.35), base + 1.6, 0.6, tall - 2.4, 0.08))
    for side in free_sides(b):
        if side == "south":
            continue
        for u in spread(walls.length(side), 2.9, margin=0.5, most=7):
            arched_window(b, walls, side, u, base + 1.0, 1.3, 3.4, framed=side == "east")
    top = cornice(b, walls, h=0.4, out=0.18, paint="trim")
    roof = flat_roof(b, top, parapet=0.7, wall="stone")
    r = min(0.24 * min(roof.sx, roof.sy), 4.6)
    style = pick(b, "dome", "skylights", "dome")
    if style == "dome" and r > 1.6:
        hub = roof.sized(2.3 * r, 2.3 * r).with_z(roof.z1, roof.z1 + 1.0)
        put(b, "dome_base", "stone", hub.solid())
        cupola(b, hub.x, hub.y, hub.z1, r)
        furnish(b, roof, ["skylight", "skylight", "skylight", "skylight", "vent"], keep=[hub], margin=0.6)
    else:
        n = max(2, round(roof.sx / 4))
        for k in range(n):
            x = roof.x - roof.sx / 2 + roof.sx * (k + 0.5) / n
            put(b, "skylight_bases", "trim", box(2.4, roof.sy * 0.6, 0.3, at=(x, roof.y, roof.z1)))
            put(b, "skylights", "glass", hip(roof.sy * 0.6 - 0.1, 2.3, 0.9).turned(np.pi / 2).moved(x, roof.y, roof.z1 + 0.3))


def _cubes(b: Build) -> None:
    """A modern museum: white volumes set across each other over a glass foyer."""
    base = body(b, 4.0, side=1.2, front=1.8, back=0.8)
    put(b, "plinth", "plinth", base.grown(lip(b, 0.6), 0.6).with_z(-b.lot.drop, 0.35).solid())
    foyer = base.with_z(0.35, 4.0)
    put(b, "foyer", "glass", foyer.solid())
    for side in free_sides(b):
        for u in spread(foyer.length(side), 2.4, margin=0.0):
            put(b, "mullions", "metal", foyer.panel(side, u, 0.35, 0.12, 3.65, 0.1))
    door(b, foyer, 0, z=0.35, w=2.4, h=2.6, leaves=2, paint="glass", frame_paint="metal", out=0.14)
    put(b, "steps", "stone", base.grown(0, 0.6).panel("south", 0, -b.lot.drop, min(6, base.sx * 0.6), 0.18 + b.lot.drop, 0.7))
    z, block = 4.0, base
    for k, (fx, fy, h) in enumerate(((1.0, 0.72, 3.6), (0.62, 1.0, 3.4), (0.5, 0.5, 2.8))):
        sx, sy = (base.sx + lip(b, 1.6)) * fx, (base.sy + 1.2) * fy
        x = base.x + (base.sx + lip(b, 1.6) - sx) * float(b.rng.uniform(-0.5, 0.5))
        y = base.y - 0.2 + (base.sy + 1.2 - sy) * float(b.rng.uniform(-0.5, 0.5))
        block = Block(sx, sy, z, z + h, x, y)
        put(b, f"volume_{k + 1}", "trim" if k != 1 else "wall", block.solid())
        side = "south" if k % 2 == 0 or b.lot.attached else "east"
        put(b, "windows", "glass", block.panel(side, 0, z + 0.7, block.length(side) * 0.7, h - 1.4, 0.06))  # type: ignore[arg-type]
        put(b, "roof_decks", "roof_flat", block.grown(-0.3).with_z(block.z1, block.z1 + 0.1).solid())
        z += h
    word = str(b.rng.choice(["MUSEUM", "ART", "MODERN", "EXPO"]))
    sign(b, foyer, word, u=0, z=3.05, h=0.75, w=base.sx * 0.5, out=0.1, board=None, ink="sign")
    furnish(b, block.grown(-0.3).with_z(0, block.z1 + 0.1), ["skylight", "skylight", "vent"], margin=0.4)


# -- town hall ---------------------------------------------------------------------------------------------


@kind(
    "town_hall",
    "building",
    width=(11, 24),
    depth=(10, 18),
    words=("town hall", "city hall", "guildhall", "rathaus", "mayor", "council"),
)
def town_hall(b: Build) -> None:
    """Two or three storeys under a hipped roof with dormers, a clock tower over the door, a balcony and flags."""
    n = min(4, storeys(b, 2, 3.5))
    rise, base = 3.5, 0.9
    step_room = 1.7
    block = body(b, base + n * rise, side=0.55, front=step_room + 1.2, back=0.55)
    put(b, "plinth", "plinth", block.grown(lip(b, 0.1), 0.1).with_z(-b.lot.drop, base).solid())
    walls = block.with_z(base, block.z1)
    put(b, "walls", "wall", walls.solid())
    tw = float(np.clip(0.28 * walls.sx, 3.2, 5.0))
    tall = walls.z1 + 0.75 * tw + 3.6 + float(b.rng.uniform(0.0, 1.6))
    tower = Block(tw, tw, base, tall, walls.x, walls.y - walls.sy / 2 + tw / 2 - 0.9)
    for side in free_sides(b):
        for row in range(n):
            for u in spread(walls.length(side), 2.5, margin=0.45):
                if side == "south" and abs(u) < tw / 2 + 0.75:
                    continue
                z = base + row * rise + 0.9
                if row == 0:
                    arched_window(b, walls, side, u, z, 1.15, 2.0, framed=side in ("south", "east"))
                else:
                    window(
                        b,
                        walls,
                        side,
                        u,
                        z,
                        1.1,
                        1.8,
                        framed=side in ("south", "east"),
                        frame_paint="trim",
                        sill=0.14 if side == "south" else 0,
                    )
    for row in range(1, n):
        put(
            b,
            "bands",
            "trim",
            [walls.panel(s, 0, base + row * rise - 0.1, walls.length(s), 0.2, 0.08) for s in free_sides(b) if s != "south"],
        )
        for s in (-1, 1):
            w = (walls.sx - tw) / 2
            put(b, "bands", "trim", walls.panel("south", s * (tw / 2 + w / 2), base + row * rise - 0.1, w, 0.2, 0.08))
    _hall_tower(b, tower, walls, base, rise, n, step_room)
    _hall_roof(b, walls, tw)


def _hall_tower(b: Build, tower: Block, walls: Block, base: float, rise: float, n: int, room: float) -> None:
    tw = tower.sx
    bay = tower.y - tower.sy / 2
    put(b, "plinth", "plinth", Block(tw + 0.2, 1.0, -b.lot.drop, base, tower.x, bay + 0.4).solid())
    low = Block(tw, 0.9, base, walls.z1, tower.x, bay + 0.45)
    put(b, "tower", "wall2", low.solid())
    up = tower.with_z(walls.z1, tower.z1)
    put(b, "tower", "wall2", up.solid())
    face = tower.with_z(base, tower.z1)
    arched_window(b, face, "south", 0, base + rise + 0.7, 1.5, 2.3)
    put(b, "doors", "door", face.panel("south", 0, base, 1.7, 2.7, 0.1))
    put(b, "door_surround", "trim", [face.panel("south", s * 1.02, base, 0.3, 2.9, 0.16) for s in (-1, 1)])
    put(b, "balconies", "trim", face.panel("south", 0, base + 2.9, min(tw, 3.4), 0.2, 0.95))
    put(b, "railings", "metal", face.panel("south", 0, base + 3.1, min(tw, 3.4), 0.75, 0.95, back=0.88))
    for k in (-1, 1):
        put(b, "railings", "metal", face.panel("south", k * (min(tw, 3.4) / 2 - 0.04), base + 3.1, 0.07, 0.75, 0.88))
    stair = Block(tw, 0.1, 0, 0, tower.x, bay - 0.1 + 0.05)
    wide_steps(b, stair, min(tw - 0.4, 3.4), rise=base, run=0.32, room=room)
    for k in range(2, n):
        arched_window(b, face, "south", 0, base + k * rise + 0.7, 1.3, 2.0)
    z = tower.z1 - 1.9
    r = min(1.05, 0.3 * tw)
    for side in SIDES:
        clock(b, face, side, 0, z, r)
    put(b, "cornices", "trim", up.grown(0.22).with_z(tower.z1, tower.z1 + 0.3).solid())
    z = tower.z1 + 0.3
    style = pick(b, "spire", "belfry", "dome", "pyramid")
    roofed = up.grown(0.05)
    if style == "spire":
        put(b, "tower_roof", "roof", taper(roofed.sx, roofed.sy, 0.5, 0.5, 1.5 * tw, at=(up.x, up.y, z)))
        spire(b, up.x, up.y, z + 1.5 * tw, 1.8, r=0.14)
    elif style == "pyramid":
        put(b, "tower_roof", "roof", hip(roofed.sx + 0.3, roofed.sy + 0.3, 0.9 * tw, ridge=0, at=(up.x, up.y, z)))
        spire(b, up.x, up.y, z + 0.9 * tw - 0.1, 1.6, r=0.12)
    elif style == "dome":
        cupola(b, up.x, up.y, z, 0.42 * tw)
    else:
        belfry = up.grown(-0.35).with_z(z, z + 2.0)
        for i in (-1, 1):
            for j in (-1, 1):
                put(b, "belfry", "wall2", box(0.5, 0.5, 2.0, at=(up.x + i * (belfry.sx / 2 - 0.25), up.y + j * (belfry.sy / 2 - 0.25), z)))
        put(b, "bell", "metal", frustum(0.55, 0.25, 0.8, at=(up.x, up.y, z + 1.2), segments=10))
        put(b, "tower_roof", "roof", hip(belfry.sx + 0.6, belfry.sy + 0.6, 0.85 * tw, ridge=0, at=(up.x, up.y, z + 2.0)))
        spire(b, up.x, up.y, z + 2.0 + 0.85 * tw - 0.1, 1.4, r=0.1)


def _hall_roof(b: Build, walls: Block, tw: float) -> None:
    top = cornice(b, walls, h=0.3, out=0.2)
    rise = 0.36 * walls.sy
    out = 0.35
    side = lip(b, out)
    ridge = max(0.0, walls.sx - walls.sy * 0.8)
    put(b, "roofs", "roof", hip(walls.sx + 2 * side, walls.sy + 2 * out, rise, ridge=ridge, at=(walls.x, walls.y, top.z1)))
    slope = rise / (walls.sy / 2 + out)
    for s in (-1, 1):
        w = (walls.sx - tw) / 2
        n = max(1, round(w / 3.2))
        for k in range(n):
            u = s * (tw / 2 + w * (k + 0.5) / n)
            if abs(u) > ridge / 2 + 1.6:
                continue
            z = top.z1 + 0.45
            y = walls.y - walls.sy / 2 - out + 0.45 / slope
            dormer = Block(1.2, 1.6, z, z + 1.1, walls.x + u, y + 0.85)
            put(b, "dormers", "wall", dormer.solid())
            put(b, "dormer_roofs", "roof", attic(dormer.grown(0.1, 0.1), rise=0.6))
            put(b, "windows", "glass", dormer.panel("south", 0, z + 0.2, 0.75, 0.75, 0.05))
    for s in (-1, 1):
        put(
            b,
            "chimneys",
            "wall2",
            box(0.8, 0.8, rise * 0.8 + 0.9, at=(walls.x + s * (ridge / 2 + 0.2), walls.y + 0.18 * walls.sy, top.z1 + 0.25 * rise)),
        )
        flag(b, walls.x + s * (walls.sx / 2 - 2.2) - 0.7, walls.y - walls.sy / 2 - 1.4, 0, 5.5, root=b.lot.drop)


# -- library -----------------------------------------------------------------------------------------------


@kind(
    "library",
    "building",
    width=(10, 24),
    depth=(9, 18),
    words=("library", "reading room", "archive", "school of letters", "academy", "university"),
)
def library(b: Build) -> None:
    """A long reading room with tall arched windows, a gabled entrance, a lantern along the ridge."""
    base, tall = 0.9, 6.4 + {"small": 0.0, "medium": 0.8, "large": 1.8}[b.lot.size]
    bay_d = 1.5
    block = body(b, base + tall, side=0.5, front=bay_d + 1.7, back=0.5)
    put(b, "plinth", "plinth", block.grown(lip(b, 0.12), 0.12).with_z(-b.lot.drop, base).solid())
    walls = block.with_z(base, block.z1)
    put(b, "walls", "wall", walls.solid())
    bw = float(np.clip(0.3 * walls.sx, 3.6, 6.5))
    bay = Block(bw, bay_d, base, walls.z1 - 0.6, walls.x, walls.y - walls.sy / 2 - bay_d / 2)
    put(b, "plinth", "plinth", bay.grown(0.1, 0.0).with_z(-b.lot.drop, base).solid())
    put(b, "entrance_bay", "wall2", bay.solid())
    put(b, "entrance_gable", "wall2", attic(bay, rise=0.42 * bw))
    put(b, "roofs", "roof", [s for s in gable_roof(bay, rise=0.42 * bw, out=0.0)])
    door(b, bay, 0, z=base, w=1.7, h=2.6, leaves=2, frame_paint="trim")
    for s in (-1, 1):
        column(b, bay.x + s * (bw / 2 - 0.45), bay.y - bay_d / 2 - 0.36, base, 3.2, 0.24)
    put(b, "canopies", "trim", bay.panel("south", 0, base + 3.2, bw, 0.35, 0.66))
    put(b, "plinth", "plinth", bay.panel("south", 0, -b.lot.drop, bw, base + b.lot.drop, 0.7))
    arched_window(b, bay, "south", 0, base + 4.3, min(2.0, bw * 0.45), min(2.6, bay.z1 - base - 4.5))
    stair = Block(bw, 0.1, 0, 0, bay.x, bay.y - bay_d / 2 - 0.7 + 0.05)
    wide_steps(b, stair, bw * 0.75, rise=base, run=0.28, room=0.9)
    for side in free_sides(b):
        for u in spread(walls.length(side), 2.3, margin=0.4, most=9):
            if side == "south" and abs(u) < bw / 2 + 0.7:
                continue
            arched_window(b, walls, side, u, base + 1.0, 1.2, tall - 2.2, framed=side in ("south", "east"))
    edges = [s for s in free_sides(b) if s != "south"]
    put(b, "bands", "trim", [walls.panel(s, 0, walls.z1 - 0.75, walls.length(s), 0.22, 0.1) for s in edges])
    top = cornice(b, walls, h=0.3, out=0.18)
    style = pick(b, "hip", "flat", "hip")
    if style == "hip":
        rise = 0.3 * walls.sy
        side_out = lip(b, 0.3)
        ridge = max(1.0, walls.sx - 0.8 * walls.sy)
        put(b, "main_roof", "roof", hip(walls.sx + 2 * side_out, walls.sy + 0.6, rise, ridge=ridge, at=(walls.x, walls.y, top.z1)))
        lantern = Block(max(1.6, ridge * 0.7), 1.5, top.z1 + rise - 0.55, top.z1 + rise + 0.7, walls.x, walls.y)
        put(b, "lantern", "glass", lantern.solid())
        put(b, "lantern_roof", "roof", hip(lantern.sx + 0.4, lantern.sy + 0.4, 0.6, at=(walls.x, walls.y, lantern.z1)))
    else:
        roof = flat_roof(b, top, parapet=0.8, wall="wall")
        r = min(3.2, 0.26 * min(roof.sx, roof.sy))
        cupola(b, roof.x, roof.y, roof.z1, r, paint="glass", drum=0.9)
        furnish(b, roof, ["skylight", "skylight", "vent", "skylight"], keep=[roof.sized(2.2 * r, 2.2 * r)], margin=0.5)
    sign(b, bay, "LIBRARY", z=base + 3.58, h=0.42, w=bw - 0.4, out=0.0, board=None, ink="metal")
