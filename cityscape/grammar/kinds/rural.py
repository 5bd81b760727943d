"""Farm buildings: farmhouse, barn, shed, greenhouse, silo."""

from __future__ import annotations

from math import pi

from cityscape.grammar import roofs
from cityscape.grammar.fittings import porch, wall_lantern
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
from cityscape.grammar.masonry import chimney
from cityscape.grammar.recipe import Build, kind
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


@kind("farmhouse", "building", width=(8.5, 15.0), depth=(7.0, 11.0), words=("farmhouse", "farm house", "homestead", "farm"))
def farmhouse(b: Build) -> None:
    """A long house of two storeys with shutters, a veranda or porch, dormers and a chimney at each end."""
    lot = b.lot
    floor = 0.42
    veranda = chance(b, 0.55)
    front = 1.95 if veranda else 1.75
    storeys = lot.storeys or (1 if lot.size == "small" else 2)
    h = 2.75 * min(storeys, 2) + 0.1
    body = Block(0, (front - 0.5) / 2, lot.width - 0.9, lot.depth - front - 0.5, floor, floor + h)
    foundation(b, body)
    b.add("walls", "wall", body.solid(), label="wall")
    stuff = b.look.material("roof")
    rise = min(body.d / 2, 3.4) * between(b, 0.9, 1.1)
    hip = pick(b, 0.0, 0.0, 0.35)
    r = roofs.pitched(body, rise, hip=hip, eaves=0.42, verge=0.32, thick=roofs.thickness(stuff), kick=0.3)
    b.add("gables" if chance(b, 0.5) else "walls", "wood" if hip == 0 else "wall", r.attic, label="wall")
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(stuff, 0.82), r.ridge, label="roof")
    f = body.wall("front")
    n = 5 if body.w > 10 else 3
    middle = n // 2
    shutters = body.w / n > 1.9
    xs = window_row(b, f, n, 0.85, 0.95, 1.35, skip=[middle], shutters=shutters)
    if storeys > 1:
        window_row(b, f, n, 3.55, 0.95, 1.25, shutters=shutters)
    door(b, f, xs[middle], 1.05, 2.1, light=True)
    for name in ENDS:
        w = body.wall(name)
        for z in (0.85, 3.55)[: min(storeys, 2)]:
            window_row(b, w, 2, z, 0.9, 1.3, margin=0.7, shutters=w.length > 5.6)
        window(b, w.at(z=h), 0, 0.55, 0.75, 0.95)
    for z in (0.85, 3.55)[: min(storeys, 2)]:
        window_row(b, body.wall("back"), 3, z, 0.95, 1.3)
    if veranda:
        _veranda(b, f, floor, front - 0.15)
        steps(b, f.at(0, 0, out=front - 0.62), 0, 1.6, floor - 0.02, room=0.5, tread=0.25)
    else:
        steps(b, f, 0, 1.9, floor, room=front - 0.15, tread=0.3)
        porch(b, f, 0, 2.2, 1.35, 2.35, rise=0.75)
    for s in (-1, 1):
        x = body.x + s * (body.w / 2 - 0.75 if hip == 0 else body.w * 0.22)
        if s > 0 or chance(b, 0.6):
            chimney(b, x, body.y + 0.3, r.height(x, body.y + 0.8) - 1.0, r.top + between(b, 0.6, 0.9), w=0.62, d=0.85, pots=2)
    for x in (-body.w * 0.27, body.w * 0.27):
        d = roofs.dormer(r.plane("front"), r.slope, x, 0.35, 1.25, 1.0, rise=0.6)
        b.add("dormers", "wall", d.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", d.cover, label="roof")
        window(b, d.front, 0, 0.16, 0.75, 0.72, bar=0.08, sill=False)
    wall_lantern(b, f, 0.95, 1.6)


def _veranda(b: Build, f: Wall, floor: float, out: float) -> None:
    """A deck under a lean-to roof on posts along a front."""
    deck = out - 0.45
    low = -b.lot.drop - floor
    w = f.length
    b.add("veranda", "wood", f.put(box(w, deck, 0.12, at=(0, -deck / 2 - 0.001, -0.14))), label="porch")
    n = max(3, round(w / 2.4))
    posts = []
    for k in range(n + 1):
        x = -w / 2 + 0.1 + (w - 0.2) * k / n
        posts.append(box(0.15, 0.15, 2.25 - low, at=(x, -deck + 0.1, low)))
        if k < n and abs(x + (w - 0.2) / n / 2) > 1.0:
            posts.append(box((w - 0.2) / n - 0.15, 0.07, 0.08, at=(x + (w - 0.2) / n / 2, -deck + 0.1, 0.8)))
            posts += [box(0.05, 0.05, 0.8, at=(x + (w - 0.2) / n * (j + 1) / 7, -deck + 0.1, -0.02)) for j in range(6)]
    posts.append(box(w, 0.16, 0.18, at=(0, -deck + 0.1, 2.25)))
    b.add("veranda_posts", "trim", f.put(*posts), label="post")
    b.add("veranda_roof", "roof", roofs.lean_to(f, deck, low=2.4, high=2.95, eaves=0.25, verge=0.12, thick=0.1), label="roof")


@kind("barn", "building", width=(7.5, 13.0), depth=(9.0, 17.0), words=("barn", "stable", "cowshed", "granary"))
def barn(b: Build) -> None:
    """A boarded barn under a gambrel or gable roof, with big braced doors, a hay door and a vent on the ridge."""
    lot = b.lot
    floor = 0.3
    front = 0.6
    body = Block(0, (front - 0.45) / 2, lot.width - 0.9, lot.depth - front - 0.45, floor, floor + between(b, 3.2, 3.8))
    foundation(b, body)
    boards = b.look.material("wood")
    red = chance(b, 0.45)
    stuff = boards.model_copy(update={"name": "barn-red", "pattern": "planks", "color": "#9c3b2e", "color2": None}) if red else boards
    b.add("walls", stuff, body.solid(), label="wall")
    h = body.z1 - floor
    if chance(b, 0.65):
        rise = body.w / 2 * between(b, 0.95, 1.1)
        r = roofs.gambrel(body, rise, axis="y", eaves=0.38, verge=0.36)
    else:
        rise = body.w / 2 * between(b, 0.85, 1.0)
        r = roofs.pitched(body, rise, axis="y", eaves=0.4, verge=0.36, kick=0.2)
    b.add("walls", stuff, r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.8), r.ridge, label="roof")
    for name in ("front", "back"):
        f = body.wall(name)
        w = min(3.4, body.w * 0.46)
        _barn_doors(b, f, w, 2.9)
        hay = f.at(0, h + 0.35)
        b.add("hay_door", "door", hay.one(box(1.2, 0.06, 1.35, at=(0, -0.03, 0))), label="door")
        b.add("trim", "trim", hay.put(*ring(1.2, 1.35, "flat", 0.12, -0.09, 0.02)), label="frame")
        b.add("trim", "trim", hay.put(*_cross(1.2, 1.35)))
        b.add("hoist", "timber", hay.one(box(0.16, 0.34, 0.18, at=(0, -0.16, 1.9))), label="beam")
        for s in (-1, 1):
            window(b, f, s * (w / 2 + (body.w - w) / 4 + 0.1), 1.2, 0.7, 0.8, frame="trim")
    for name in ENDS:
        window_row(b, body.wall(name), max(2, round(body.d / 3.2)), 1.35, 0.8, 0.8, frame="trim")
    corners = [
        box(0.18, 0.18, h, at=(body.x + i * (body.w / 2 - 0.03), body.y + j * (body.d / 2 - 0.03), floor)) for i in (-1, 1) for j in (-1, 1)
    ]
    b.add("corner_boards", "trim", corners, label="frame")
    vents = 1 if body.d < 11 else 2
    for k in range(vents):
        y = body.y + (k - (vents - 1) / 2) * body.d * 0.45
        v = Block(0, y, 1.0, 1.0, r.top - 0.6, r.top + 0.75)
        b.add("vent", stuff, v.solid(), label="vent")
        b.add("trim", "trim", box(1.08, 0.6, 0.08, at=(0, y, r.top + 0.3)), box(0.6, 1.08, 0.08, at=(0, y, r.top + 0.3)))
        b.add("vent_roof", "roof", roofs.pyramid(v, 0.8, eaves=0.22, kick=0.0, thick=0.08), label="roof")
        if k == 0:
            b.add(
                "weather_vane",
                "metal",
                cylinder(0.035, 0.9, at=(0, y, v.z1 + 0.75), segments=6),
                box(0.05, 0.8, 0.05, at=(0, y, v.z1 + 1.35)),
                hull([(x, y + q, z) for x in (-0.02, 0.02) for q, z in ((0.2, v.z1 + 1.39), (0.45, v.z1 + 1.39), (0.45, v.z1 + 1.75))]),
                label="vane",
            )


def _cross(w: float, h: float) -> list[Solid]:
    t = 0.11
    return [beam((s * (w / 2 - 0.02), -0.06, 0.04), (-s * (w / 2 - 0.02), -0.06, h - 0.04), 0.05, t) for s in (-1, 1)]


def _barn_doors(b: Build, f: Wall, w: float, h: float) -> None:
    """Two braced leaves with a frame, and a ramp down to the ground."""
    for s in (-1, 1):
        leaf = f.at(s * w / 4)
        b.add("doors", "door", leaf.one(box(w / 2 - 0.03, 0.07, h, at=(0, -0.03, 0))), label="door")
        e = w / 2 - 0.03
        b.add(
            "door_bracing",
            "trim",
            leaf.put(
                *[box(0.14, 0.05, h, at=(q * (e / 2 - 0.07), -0.08, 0)) for q in (-1, 1)],
                *[box(e - 0.29, 0.05, 0.14, at=(0, -0.08, z)) for z in (0.0, h * 0.5 - 0.07, h - 0.14)],
            ),
            label="frame",
        )
        for z0, z1 in ((0.15, h * 0.5 - 0.08), (h * 0.5 + 0.08, h - 0.15)):
            b.add("door_bracing", "trim", leaf.one(beam((s * (e / 2 - 0.16), -0.075, z0), (-s * (e / 2 - 0.16), -0.075, z1), 0.04, 0.11)))
    b.add("door_frame", "trim", f.put(*ring(w, h, "flat", 0.16, -0.1, 0.02, foot=False)), label="frame")
    b.add(
        "ramp",
        "stone",
        f.one(
            hull(
                [
                    (s * (w / 2 + 0.1), y, z)
                    for s in (-1, 1)
                    for y, z in ((0.0, -0.03), (0.0, -f.z - b.lot.drop), (-0.42, -f.z - b.lot.drop), (-0.42, -f.z + 0.02))
                ]
            )
        ),
        label="stairs",
    )


@kind("shed", "building", width=(2.6, 5.0), depth=(2.4, 4.6), words=("shed", "hut", "tool shed", "outhouse", "coop"))
def shed(b: Build) -> None:
    """A plank shed with a single slope or a small gable."""
    lot = b.lot
    floor = 0.16
    body = Block(0, 0.14, lot.width - 0.5, lot.depth - 0.72, floor, floor + between(b, 1.95, 2.15))
    foundation(b, body, proud=0.04)
    b.add("walls", "wood", body.solid(), label="wall")
    if chance(b, 0.5):
        rise = body.d * 0.3
        b.add(
            "walls",
            "wood",
            hull(
                [
                    (x, y, z)
                    for x in (body.x0, body.x1)
                    for y, z in ((body.y0, body.z1 - 0.01), (body.y1, body.z1 - 0.01), (body.y0, body.z1 + rise))
                ]
            ),
        )
        b.add(
            "roof",
            "roof",
            roofs.lean_to(
                Wall(body.x, body.y0 - 0.28, body.z1, pi, body.w),
                body.d + 0.28,
                low=0.0,
                high=rise * (1 + 0.28 / body.d),
                eaves=0.22,
                verge=0.18,
                thick=0.1,
            ),
            label="roof",
        )
    else:
        r = roofs.pitched(body, body.d / 2 * 0.75, eaves=0.2, verge=0.18, thick=0.1, cap=0.09)
        b.add("walls", "wood", r.attic)
        b.add("roof", "roof", r.cover)
        b.add("roof_ridge", shade(b.look.material("roof"), 0.8), r.ridge, label="roof")
    f = body.wall("front")
    dx = -body.w * 0.2 if body.w > 2.9 else 0.0
    door(b, f, dx, 0.85, 1.8, frame="timber", bar=0.09)
    if body.w > 2.9:
        window(b, f, body.w * 0.24, 0.95, 0.7, 0.65, bar=0.07, frame="timber")
    if body.d > 1.8:
        window(b, body.wall("right"), 0, 0.95, 0.7, 0.65, bar=0.07, frame="timber")
    b.add("step", "stone", f.one(box(1.05, 0.32, floor + lot.drop - 0.02, at=(dx, -0.15, -floor - lot.drop))), label="stairs")
    b.add(
        "corner_boards",
        "timber",
        [
            box(0.1, 0.1, body.z1 - floor - 0.02, at=(body.x + i * (body.w / 2), body.y + j * (body.d / 2), floor))
            for i in (-1, 1)
            for j in (-1, 1)
        ],
        label="frame",
    )
    if chance(b, 0.5) and body.d > 1.9:
        logs = [
            rod((body.x1 + 0.02, body.y + y, floor + z - 0.16), (body.x1 + 0.19, body.y + y, floor + z - 0.16), 0.07, segments=6)
            for z in (0.25, 0.39, 0.53)
            for y in (-0.42, -0.28, -0.14, 0.0, 0.14)
        ]
        b.add(
            "firewood_rack", "timber", box(0.2, 0.95, floor + lot.drop + 0.03, at=(body.x1 + 0.1, body.y - 0.14, -lot.drop)), label="rack"
        )
        b.add("firewood", "bark", logs, label="wood")


@kind(
    "greenhouse",
    "building",
    width=(3.2, 8.0),
    depth=(4.0, 11.0),
    words=("greenhouse", "glasshouse", "orangery", "conservatory", "hothouse"),
)
def greenhouse(b: Build) -> None:
    """Glass on a slender frame over a low wall, with vents, a door and beds of green inside."""
    lot = b.lot
    w, d = lot.width - 0.5, lot.depth - 0.9
    low, h = 0.55, between(b, 2.0, 2.3)
    body = Block(0, 0.18, w, d, low, h)
    b.add("plinth", "plinth", box(w + 0.16, d + 0.16, low + lot.drop, at=(0, body.y, -lot.drop)), label="plinth")
    rise = w / 2 * between(b, 0.6, 0.8)
    t = 0.04
    glass: list[Solid] = []
    for side in SIDES:
        f = body.wall(side)
        glass.append(f.one(box(f.length - (0.0 if side in ("front", "back") else 2 * t), t, h - low, at=(0, t / 2, 0))))
    for s in (-1, 1):
        glass.append(roofs.slab([(s * w / 2, y, h) for y in (body.y0, body.y1)] + [(0.0, y, h + rise) for y in (body.y0, body.y1)], t))
    for y in (body.y0 + t / 2, body.y1 - t / 2):
        glass.append(plate([(-w / 2, 0), (w / 2, 0), (0, rise)], -t / 2, t / 2).moved(0, y, h))
    b.add("glass_panes", "glass", glass, label="window")
    bars: list[Solid] = []
    c = 0.07
    n = max(3, round(d / 1.1))
    for k in range(n + 1):
        y = body.y0 + d * k / n
        y = min(max(y, body.y0 - 0.02), body.y1 + 0.02)
        for s in (-1, 1):
            bars.append(box(c, c, h - low, at=(s * (w / 2), y, low)))
            bars.append(beam((s * w / 2, y, h + t), (0, y, h + rise + t), c, c))
    m = max(2, round(w / 1.1))
    for f in (body.wall("front"), body.wall("back")):
        for k in range(1, m):
            x = -w / 2 + w * k / m
            bars.append(f.one(box(c, c, h - low + rise * (1 - abs(x) / (w / 2)) - 0.02, at=(x, 0, 0))))
    for s in (-1, 1):
        for z in (low, (low + h) / 2, h - 0.03):
            bars.append(box(c, d + c, c, at=(s * w / 2, body.y, z)))
        bars.append(box(c, d + c, c, at=(s * w / 4, body.y, h + rise / 2 + 0.02)))
    for y in (body.y0, body.y1):
        for z in (low, h - 0.03):
            bars.append(box(w + c, c, c, at=(0, y, z)))
    bars.append(box(0.12, d + 0.1, 0.12, at=(0, body.y, h + rise)))
    b.add("glazing_bars", "frame", bars, label="frame")
    f = body.wall("front", z=0.0)
    b.add("doorway", "plinth", f.one(box(1.3, 0.12, 0.12 + lot.drop, at=(0, -0.14, -lot.drop))), label="stairs")
    b.add("door", "glass", f.one(box(0.9, 0.06, 2.0, at=(0, -0.1, 0.12))), label="door")
    b.add(
        "door_frame",
        "frame",
        f.put(*[q.moved(z=0.12) for q in ring(0.9, 1.95, "flat", 0.09, -0.16, 0.0, foot=False)], box(0.9, 0.09, 0.08, at=(0, -0.11, 1.0))),
        label="frame",
    )
    b.add("beds", "soil", *[box(w / 2 - 0.7, d - 0.5, 0.3, at=(s * (w / 4 + 0.12), body.y, low - 0.01)) for s in (-1, 1)], label="bed")
    for s in (-1, 1):
        k = max(3, round(d / 1.2))
        b.add(
            "plants",
            "foliage",
            *[
                ball(
                    0.32,
                    0.4,
                    between(b, 0.4, 0.75),
                    at=(s * (w / 4 + 0.12), body.y - d / 2 + 0.6 + (d - 1.2) * j / (k - 1), low + 0.5),
                    detail=1,
                )
                for j in range(k)
            ],
            label="crown",
        )


@kind("silo", "building", width=(3.2, 5.5), depth=(3.2, 5.5), words=("silo", "grain silo", "grain tower"))
def silo(b: Build) -> None:
    """A tall round silo with bands, a domed or conical cap, a ladder and a chute."""
    lot = b.lot
    r = min(lot.width, lot.depth) / 2 - 0.5
    h = {"small": 6.5, "medium": 8.5, "large": 10.5}[lot.size] + between(b, -0.6, 0.8)
    n = 18
    b.add("plinth", "plinth", cylinder(r + 0.3, lot.drop + 0.35, at=(0, 0, -lot.drop), segments=n), label="plinth")
    metal = chance(b, 0.5)
    sheet = b.look.material("metal").model_copy(
        update={"name": "metal-galvanised", "pattern": "corrugated", "color": "#b4bac0", "roughness": 0.45}
    )
    b.add("body", sheet if metal else "wall2", cylinder(r, h - 0.34, at=(0, 0, 0.34), segments=n), label="wall")
    k = max(4, round(h / 1.3))
    b.add(
        "bands",
        "trim" if metal else "metal",
        *[cylinder(r + 0.05, 0.1, at=(0, 0, 0.6 + (h - 0.9) * j / k), segments=n) for j in range(k + 1)],
        label="band",
    )
    if chance(b, 0.6):
        b.add(
            "roof",
            "roof" if not metal else sheet,
            cylinder(r + 0.12, 0.12, at=(0, 0, h - 0.02), segments=n),
            roofs.cupola(r + 0.06, r * 0.8, at=(0, 0, h + 0.09), segments=n, rings=5),
            label="roof",
        )
        top = h + 0.09 + r * 0.8
    else:
        b.add(
            "roof",
            "roof" if not metal else sheet,
            cylinder(r + 0.15, 0.1, at=(0, 0, h - 0.02), segments=n),
            frustum(r + 0.15, 0.3, r * 0.75, at=(0, 0, h + 0.07), segments=n),
            label="roof",
        )
        top = h + 0.07 + r * 0.75
    b.add("hatch", "metal", cylinder(0.3, 0.3, at=(0, 0, top - 0.08), segments=10), label="vent")
    f = Wall(0, -r + 0.02, 0, 0, 1)
    y = -0.14
    b.add(
        "ladder",
        "metal",
        f.put(
            *[box(0.05, 0.05, h + 0.55 + lot.drop, at=(s * 0.22, y, -lot.drop)) for s in (-1, 1)],
            *[box(0.4, 0.04, 0.04, at=(0, y, 0.4 + 0.4 * j)) for j in range(int((h - 0.4) / 0.4) + 1)],
            *[box(0.05, 0.2, 0.05, at=(s * 0.22, y / 2, z)) for s in (-1, 1) for z in (h * 0.3, h * 0.6, h - 0.3)],
        ),
        label="ladder",
    )
    g = Wall(r * 0.985, 0, 0.35, pi / 2, 1)
    b.add("hatch_door", "door", g.one(box(0.75, 0.12, 1.3, at=(0, 0, 0.0))), label="door")
    b.add(
        "chute",
        "metal",
        rod((-(r + 0.18), 0, -lot.drop), (-(r + 0.18), 0, h - 0.3), 0.14, segments=8),
        rod((-(r + 0.18), 0, h - 0.45), (-(r - 0.3), 0, h + 0.2), 0.14, segments=8),
        label="pipe",
    )
