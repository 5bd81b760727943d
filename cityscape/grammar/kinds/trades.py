"""Where a medieval town works and meets: tavern, smithy, market hall."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar import roofs, timber
from cityscape.grammar.fittings import balcony, flag, hanging_sign, wall_lantern
from cityscape.grammar.kit import (
    ENDS,
    SIDES,
    Block,
    Side,
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
from cityscape.grammar.masonry import chimney, ngon
from cityscape.grammar.recipe import Build, kind
from cityscape.world.theme import Role
from partgen.solids import beam, box, cylinder, frustum, hull, spandrel, taper


def _timbered(
    b: Build, block: Block, sides: dict[Side, tuple[int, list[int]]], *, sill: float = 0.85, wh: float = 1.15, pattern: int = 0
) -> None:
    """Half-timber on some sides of a storey: side -> (bays, bays with windows)."""
    h = block.z1 - block.z0
    for name, (n, openings) in sides.items():
        f = block.wall(name)
        mid = timber.bay_middles(f.length, n)
        for k in openings:
            window(b, f, mid[k], sill, min(1.05, f.length / n - 0.45), wh, bar=0.08, sill=False)
        timber.frame_wall(
            b,
            f,
            h,
            bays=n,
            openings=openings,
            sill=sill,
            head=sill + wh,
            pattern=pattern,
            corners=name in ("front", "back") and not b.lot.attached,
        )


@kind("tavern", "building", width=(8.5, 14.0), depth=(7.5, 12.0), words=("tavern", "inn", "pub", "alehouse", "guesthouse", "saloon"))
def tavern(b: Build) -> None:
    """An inn: a long house with a jettied cross gable, a balcony over the door, a big hanging sign and lanterns."""
    lot = b.lot
    east = chance(b, 0.5)
    s = 1 if east else -1
    side = 0.02 if lot.attached else 0.42
    floor, h1, h2 = between(b, 0.3, 0.4), between(b, 2.8, 3.0), between(b, 2.5, 2.7)
    front = 1.75
    body = Block(0, (front - 0.45) / 2, lot.width - 2 * side, lot.depth - front - 0.45, floor, floor + h1)
    jut = 0.55
    ww = body.w * between(b, 0.38, 0.44)
    xw = s * (body.w / 2 - ww / 2)
    wing = body.span(x0=xw - ww / 2, x1=xw + ww / 2, y0=body.y0 - jut, y1=body.y0 + 0.3)
    foundation(b, body, wing, proud=0.0 if lot.attached else 0.07)
    ground: Role = "stone" if chance(b, 0.6) else "wall2"
    b.add("ground_floor", ground, body.solid(), wing.solid(), label="wall")
    up = body.above(h2)
    over = 0.35
    wing_up = wing.above(h2).span(x0=wing.x0, x1=wing.x1, y0=wing.y0 - over, y1=body.y0 + 0.3)
    b.add("upper_walls", "wall", up.solid(), wing_up.solid(), label="wall")
    timber.jetty(b, wing_up, "front", over)
    stuff = b.look.material("roof")
    thick = min(roofs.thickness(stuff), 0.24)
    rise = min(up.d / 2, 3.6) * between(b, 1.0, 1.15)
    r = roofs.pitched(
        up, rise, eaves=0.4, verge=max(side - 0.05, 0.0), thick=thick, kick=0.3, hip=0.0 if lot.attached else pick(b, 0.0, 0.35)
    )
    long = wing_up.span(x0=wing_up.x0, x1=wing_up.x1, y0=wing_up.y0, y1=up.y)
    rw = min(ww / 2 * 1.3, rise * 0.94)
    g = roofs.pitched(long, rw, axis="y", eaves=0.0 if lot.attached else min(0.3, side - 0.04), verge=0.24, thick=thick, kick=0.3)
    b.add("upper_walls", "wall", r.attic, g.attic)
    b.add("roof", "roof", r.cover, g.cover)
    b.add("roof_ridge", shade(stuff, 0.82), r.ridge, g.ridge, label="roof")
    bays = max(2, round(ww / 1.5))
    pattern = int(b.rng.integers(3))
    _timbered(b, wing_up, {"front": (bays, list(range(bays)))}, pattern=pattern)
    top = wing_up.wall("front", z=wing_up.z1)
    window(b, top, 0, 0.5, 0.8, 0.9, bar=0.08, frame="timber")
    timber.frame_gable(b, top, rw, window=1.1)
    nb = max(3, round(body.d / 1.9))
    ends: dict[Side, tuple[int, list[int]]] = {} if lot.attached else {k: (nb, [j for j in range(nb) if j % 2 == 1]) for k in ENDS}
    _timbered(b, up, {**ends, "back": (max(3, round(up.w / 2.2)), [1])}, pattern=0)
    f = wing.wall("front")
    window_row(
        b, f, 2 if ww > 3.8 else 1, 0.9, 1.15 if ww > 3.8 else 1.7, 1.25, margin=0.35, panes=(2 if ww > 3.8 else 4, 2), frame="timber"
    )
    x0, x1 = (body.x0, wing.x0) if east else (wing.x1, body.x1)
    main = body.wall("front").at((x0 + x1) / 2, 0, length=x1 - x0)
    w = main.length
    dx = -s * -0.22 * w
    door(b, main, dx, 1.25, 2.15, top="round", stone=True, bar=0.2)
    steps(b, main, dx, 1.9, floor, room=front - 0.05, tread=0.3)
    window(b, main, dx - s * (w * 0.47), 0.95, min(1.5, w * 0.3), 1.2, panes=(3, 2), frame="timber")
    for q in (-1, 1):
        wall_lantern(b, main, dx + q * 1.05, 1.65)
    upf = main.at(0, h1)
    deck = 1.15
    door(b, upf.at(0, 0.03), dx, 0.9, 1.95, frame="timber", name="balcony_door", bar=0.09)
    window(b, upf, dx - s * w * 0.4, 0.85, 0.95, 1.1, frame="timber", bar=0.08, shutters=False)
    balcony(b, upf.at(0, 0.05), 0, 0, w - 0.12, out=deck, role="wood", brackets=False)
    low = -lot.drop - upf.z
    b.add(
        "balcony_posts",
        "timber",
        upf.put(*[box(0.16, 0.16, -low - 0.07, at=(x, -deck + 0.1, low)) for x in (-w / 2 + 0.2, w / 2 - 0.2)]),
        label="post",
    )
    hanging_sign(b, wing.wall("front"), -s * (ww / 2 - 0.35), 2.5, out=0.95, size=0.8)
    for name in () if lot.attached else ENDS:
        window_row(b, body.wall(name), 2, 1.0, 0.9, 1.15, margin=0.7, frame="timber")
    window_row(b, body.wall("back"), 3, 1.0, 0.9, 1.15, frame="timber")
    if not lot.attached:
        b.add(
            "bench",
            "wood",
            main.put(
                box(min(1.7, w * 0.34), 0.36, 0.07, at=(dx - s * w * 0.47, -0.3, 0.42 - floor)),
                *[box(0.1, 0.32, 0.43 + lot.drop, at=(dx - s * w * 0.47 + q * 0.6, -0.3, -lot.drop - floor)) for q in (-1, 1)],
            ),
            label="bench",
        )
    dmx = -s * body.w * 0.22
    d = roofs.dormer(r.plane("front"), r.slope, dmx, 0.5, 1.2, 0.95, rise=0.6)
    b.add("dormers", "wall", d.cheeks, label="dormer")
    b.add("dormer_roofs", "roof", d.cover, label="roof")
    window(b, d.front, 0, 0.15, 0.7, 0.7, bar=0.08, sill=False, frame="timber")
    cx = -s * (body.w / 2 - 1.1 if r.ends[1][0] > body.w / 2 - 0.3 else body.w * 0.22)
    chimney(b, cx, up.y + 0.35, r.height(cx, up.y + 0.9) - 1.0, r.top + 0.8, w=0.7, d=1.0, pots=2)
    if not lot.attached and chance(b, 0.6):
        chimney(b, s * body.w * 0.3, up.y + up.d * 0.24, r.height(0, up.y + up.d * 0.24) - 1.0, r.top + 0.4, w=0.6, d=0.6, pots=1)


@kind("smithy", "building", width=(7.5, 11.5), depth=(6.0, 9.5), words=("smithy", "forge", "blacksmith", "smith"))
def smithy(b: Build) -> None:
    """A stone workshop and an open shed on posts that covers the forge, with a broad chimney, anvil and trough."""
    lot = b.lot
    s = 1 if chance(b, 0.5) else -1
    floor = 0.22
    front, back, side = 0.75, 0.45, 0.4
    h = between(b, 2.7, 3.0)
    whole_w = lot.width - 2 * side
    w = whole_w * between(b, 0.5, 0.56)
    body = Block(-s * (whole_w / 2 - w / 2), (front - back) / 2, w, lot.depth - front - back, floor, floor + h)
    foundation(b, body)
    b.add("walls", "stone", body.solid(), label="wall")
    stuff = b.look.material("roof")
    thick = roofs.thickness(stuff)
    rise = body.d / 2 * between(b, 0.95, 1.15)
    r = roofs.pitched(body, rise, eaves=0.4, verge=0.28, thick=thick, kick=0.25)
    b.add("gables", "wood", r.attic, label="wall")
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(stuff, 0.82), r.ridge, label="roof")
    sx0, sx1 = (body.x1, whole_w / 2) if s > 0 else (-whole_w / 2, body.x0)
    shed_d = body.d * 0.86
    low = Block((sx0 + sx1) / 2, body.y, sx1 - sx0, shed_d, floor, floor + h - 0.45)
    b.add("shed_floor", "plinth", box(low.w, low.d, lot.drop + 0.12, at=(low.x, low.y, -lot.drop)), label="floor")
    posts = []
    for x in (low.x + s * (low.w / 2 - 0.12), low.x - s * (low.w / 2 - 0.42)):
        for y in (low.y0 + 0.12, low.y1 - 0.12):
            posts.append(box(0.2, 0.2, low.z1 - 0.12, at=(x, y, 0.12)))
            posts.append(beam((x - s * 0.05, y, low.z1 - 0.85), (x - s * 0.6, y, low.z1 - 0.1), 0.12, 0.14))
    for y in (low.y0 + 0.12, low.y1 - 0.12):
        posts.append(box(low.w, 0.2, 0.2, at=(low.x, y, low.z1 - 0.199)))
    posts.append(box(0.2, low.d - 0.42, 0.18, at=(low.x + s * (low.w / 2 - 0.12), low.y, low.z1 - 0.198)))
    b.add("shed_frame", "timber", posts, label="beam")
    lr = roofs.pitched(low, low.d / 2 * 0.62, eaves=0.32, verge=0.25, thick=0.12)
    cut = low.x + s * 0.125
    lr = roofs.pitched(low.at(x=cut, w=low.w - 0.25), low.d / 2 * 0.62, eaves=0.32, verge=0.25, thick=0.12)
    b.add("shed_roof", "wood" if chance(b, 0.6) else "roof", lr.cover, label="roof")
    b.add(
        "shed_frame",
        "timber",
        [
            plate([(-low.d / 2, 0), (low.d / 2, 0), (0, low.d / 2 * 0.62)], -0.06, 0.06)
            .turned(pi / 2)
            .moved(low.x + s * (low.w / 2 - 0.2), low.y, low.z1)
        ],
    )
    fx, fy = low.x - s * (low.w / 2 - 0.75), low.y1 - 0.95
    _forge(b, fx, fy, r.top + between(b, 0.5, 0.9))
    ax, ay = low.x + s * low.w * 0.12, low.y - low.d * 0.16
    b.add("anvil_block", "wood", cylinder(0.27, 0.52, at=(ax, ay, 0.11), segments=8), label="anvil")
    b.add(
        "anvil",
        "metal",
        box(0.22, 0.18, 0.16, at=(ax, ay, 0.62)),
        hull(
            [(ax + q * (0.3 if q > 0 else 0.42), ay + p, 0.9) for q in (-1, 1) for p in (-0.1, 0.1)]
            + [(ax + q * 0.18, ay + p, 0.77) for q in (-1, 1) for p in (-0.09, 0.09)]
        ),
        label="anvil",
    )
    tx = low.x + s * low.w * 0.22
    b.add("trough", "wood", box(0.9, 0.45, 0.42, at=(tx, low.y1 - 0.6, 0.11)), label="trough")
    b.add("trough_water", "water", box(0.76, 0.32, 0.03, at=(tx, low.y1 - 0.6, 0.52)), label="water")
    f = body.wall("front")
    dx = s * w * 0.18
    door(b, f, dx, 1.3, 2.1, leaves=2, frame="timber", bar=0.15)
    steps(b, f, dx, 1.8, floor, room=front - 0.1, tread=0.3)
    window(b, f, -s * w * 0.27, 0.95, 0.95, 1.0, shutters=w > 4.2, frame="timber")
    outer = body.wall("left" if s > 0 else "right")
    window_row(b, outer, 2, 1.0, 0.9, 1.0, frame="timber", shutters=True)
    window(b, outer.at(z=h), 0, 0.5, 0.7, 0.8, panes=(2, 1), frame="timber")
    window_row(b, body.wall("back"), 2, 1.0, 0.9, 1.0, frame="timber")
    hanging_sign(b, f, dx + s * 1.15 if w / 2 - dx * s > 1.4 else dx - s * 1.15, 2.35, out=0.68, size=0.55)


def _forge(b: Build, x: float, y: float, top: float) -> None:
    """A brick hearth with embers under a hood that narrows into a stack."""
    b.add(
        "forge",
        "stone",
        box(1.3, 1.1, 0.8, at=(x, y, 0.1)),
        *[box(0.22, 1.1, 0.9, at=(x + q * 0.54, y, 0.89)) for q in (-1, 1)],
        box(1.3, 0.25, 0.9, at=(x, y + 0.425, 0.89)),
        label="chimney",
    )
    b.add(
        "forge",
        "stone",
        taper(1.3, 1.1, 0.8, 0.75, 0.9, at=(x, y, 1.78)),
        box(0.8, 0.75, top - 2.67, at=(x, y, 2.67)),
        box(0.98, 0.93, 0.2, at=(x, y, top - 0.35)),
        box(0.9, 0.85, 0.12, at=(x, y, top - 0.01)),
    )
    b.add("embers", "lamp", box(0.8, 0.6, 0.1, at=(x, y - 0.1, 0.89)), label="lamp")


@kind("market_hall", "building", width=(9.0, 17.0), depth=(7.0, 12.5), words=("market hall", "guildhall", "covered market", "moot hall"))
def market_hall(b: Build) -> None:
    """An open arcade of stone arches under a half-timbered hall with a steep roof and a bell turret."""
    lot = b.lot
    floor = 0.45
    side, front = 0.75, 0.95
    w, d = lot.width - 2 * side, lot.depth - front - side
    y = (front - side) / 2
    h1, h2 = between(b, 3.3, 3.7), between(b, 2.7, 3.0)
    ground = Block(0, y, w, d, floor, floor + h1)
    b.add(
        "plinth",
        "plinth",
        box(w + 0.5, d + 0.5, floor + lot.drop - 0.17, at=(0, y, -lot.drop)),
        box(w + 0.2, d + 0.2, 0.18, at=(0, y, floor - 0.18)),
        label="plinth",
    )
    t = 0.5
    counts = {"front": max(3, round(w / 2.9)), "right": max(2, round(d / 2.9))}
    for name in SIDES:
        f = ground.wall(name)
        n = counts["front" if name in ("front", "back") else "right"]
        step = (f.length - t) / n
        xs = [-f.length / 2 + t / 2 + step * k for k in range(n + 1)]
        inner = xs if name in ("front", "back") else xs[1:-1]
        spring = 2.0
        for x in inner:
            b.add(
                "arcade",
                "stone",
                f.put(
                    box(t, t, spring, at=(x, t / 2, 0)),
                    box(t + 0.14, t + 0.14, 0.16, at=(x, t / 2, spring - 0.16)),
                    box(t + 0.16, t + 0.16, 0.3, at=(x, t / 2, 0)),
                ),
                label="wall",
            )
        span = step - t
        for k in range(n):
            x = (xs[k] + xs[k + 1]) / 2
            rise = min(span / 2, h1 - spring - 0.35)
            b.add("arcade", "stone", f.put(*[q.moved(x, t / 2, spring) for q in spandrel(span, rise, t, h1 - spring, steps=6)]))
        for k, x in enumerate(xs):
            if name in ("front", "back") or 0 < k < n:
                b.add("arcade", "stone", f.one(box(t, t, h1 - spring, at=(x, t / 2, spring))))
    steps(
        b,
        Wall(0, y - d / 2 - 0.24, 0, 0, w),
        0,
        (w - t) / counts["front"] * (1 if counts["front"] % 2 else 2) + 0.4,
        floor,
        room=front - 0.3,
        tread=0.3,
    )
    hall = Block(0, y, w + 0.3, d + 0.3, ground.z1, ground.z1 + h2)
    b.add("upper_walls", "wall", hall.solid(), label="wall")
    nf, ns = counts["front"] * 2, counts["right"] * 2
    _timbered(
        b,
        hall,
        {
            "front": (nf, [k for k in range(nf) if k % 4 in (0, 3)] if nf < 8 else [k for k in range(nf) if k % 3 != 1]),
            "back": (nf, [1, nf - 2]),
            "right": (ns, [k for k in range(ns) if k % 2 == 1]),
            "left": (ns, [k for k in range(ns) if k % 2 == 0]),
        },
        pattern=int(b.rng.integers(3)),
        wh=1.3,
    )
    stuff = b.look.material("roof")
    rise = min(hall.d / 2, 4.0) * between(b, 0.95, 1.15)
    r = roofs.pitched(hall, rise, hip=pick(b, 0.4, 0.5, 0.0), eaves=0.42, verge=0.3, thick=0.16, kick=0.35)
    b.add("upper_walls", "wall", r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(stuff, 0.8), r.ridge, label="roof")
    for k in range(2):
        x = (k - 0.5) * hall.w * 0.52
        dm = roofs.dormer(r.plane("front"), r.slope, x, 0.5, 1.3, 1.0, rise=0.7)
        b.add("dormers", "wall", dm.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", dm.cover, label="roof")
        window(b, dm.front, 0, 0.15, 0.75, 0.75, bar=0.08, sill=False, frame="timber")
    _turret(b, 0.0, y, r.top - 0.7)
    for x in (-w / 2 + t / 2, w / 2 - t / 2):
        wall_lantern(b, Wall(x, y - d / 2, floor, 0, 1), 0, 2.3)
    b.add("stalls", "wood", *[box(1.5, 0.7, 0.85, at=(x, y + d * 0.12, floor - 0.01)) for x in (-w * 0.28, w * 0.28)], label="counter")
    b.add("goods", "accent", *[box(1.2, 0.5, 0.16, at=(x, y + d * 0.12, floor + 0.83)) for x in (-w * 0.28, w * 0.28)], label="goods")


def _turret(b: Build, x: float, y: float, z: float) -> None:
    """A clock and bell turret astride the ridge."""
    b.add("turret", "wood", box(1.5, 1.5, 1.7, at=(x, y, z)), label="tower")
    b.add("turret", "timber", box(1.66, 1.66, 0.14, at=(x, y, z + 1.7)))
    for yaw in (0.0, pi / 2, pi, -pi / 2):
        f = Wall(x + sin(yaw) * 0.75, y - cos(yaw) * 0.75, z + 1.18, yaw, 1.5)
        b.add("clock", "trim", f.one(plate(ngon(0.4, 14), -0.05, 0.02)), label="clock")
        b.add(
            "clock_hands",
            "metal",
            f.put(box(0.05, 0.05, 0.33, at=(0, -0.06, 0)), box(0.24, 0.05, 0.05, at=(0.1, -0.06, -0.025))),
            label="clock",
        )
    b.add(
        "belfry",
        "timber",
        *[box(0.14, 0.14, 0.95, at=(x + i * 0.58, y + j * 0.58, z + 1.84)) for i in (-1, 1) for j in (-1, 1)],
        label="tower",
    )
    b.add(
        "bell",
        "metal",
        frustum(0.32, 0.16, 0.42, at=(x, y, z + 2.1), segments=10),
        cylinder(0.05, 0.4, at=(x, y, z + 2.5), segments=6),
        label="bell",
    )
    roof = Block(x, y, 1.4, 1.4, z + 1.84, z + 2.79)
    b.add("turret_roof", "roof", roofs.pyramid(roof, 2.2, eaves=0.25, kick=0.35), label="roof")
    flag(b, x, y, z + 2.79 + 2.1, height=1.3, size=0.7)
