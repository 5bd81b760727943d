"""Cottages, town houses and workshops of a medieval town."""

from __future__ import annotations

from cityscape.grammar import roofs, timber
from cityscape.grammar.fittings import hanging_sign, wall_lantern
from cityscape.grammar.kit import ENDS, SIDES, Block, Side, Wall, between, chance, door, foundation, pick, shade, steps, window, window_row
from cityscape.grammar.masonry import chimney, stack
from cityscape.grammar.recipe import Build, kind
from partgen.solids import box, hull


@kind("cottage", "building", width=(5.5, 9.5), depth=(5.0, 8.5), words=("cottage", "hut", "house", "home", "cabin"))
def cottage(b: Build) -> None:
    """One low storey under a big roof, with a chimney breast, crooked dormers and often a half-timbered front."""
    lot, roof_stuff = b.lot, b.look.material("roof")
    thick = roofs.thickness(roof_stuff)
    side = 0.02 if lot.attached else between(b, 0.35, 0.5)
    breast = not lot.attached and chance(b, 0.55) and lot.width > 6.0
    front, back = between(b, 0.75, 0.95), 0.45
    floor = between(b, 0.28, 0.42)
    h = between(b, 2.25, 2.6) + {"small": -0.1, "medium": 0.0, "large": 0.3}[lot.size]
    east = breast and chance(b, 0.6)
    x0 = -lot.width / 2 + side + (0.35 if breast and not east else 0.07)
    x1 = lot.width / 2 - side - (0.35 if breast and east else 0.07)
    annex = not lot.attached and lot.width > 7.4 and chance(b, 0.55)
    if annex:
        x0, x1 = (x0 + 1.7, x1) if east or (not breast and chance(b, 0.5)) else (x0, x1 - 1.7)
    body = Block((x0 + x1) / 2, (front - back) / 2, x1 - x0, lot.depth - front - back, floor, floor + h)
    foundation(b, body)
    if annex:
        _annex(b, body, 1 if body.x < 0 else -1)
    tall = lot.storeys >= 2 or (lot.storeys == 0 and lot.size == "large" and chance(b, 0.5))
    if tall:
        body = body.at(z1=body.z1 + between(b, 0.7, 1.1))
    rise = body.d / 2 * between(b, 1.05, 1.3)
    hip = 0.0 if lot.attached else pick(b, 0.0, 0.4, 0.45, 1.0, p=[0.45, 0.25, 0.15, 0.15])
    eaves = min(0.42, front - 0.32) if hip < 1 else max(side - 0.06, 0.0)
    r = roofs.pitched(
        body,
        rise,
        hip=hip,
        eaves=eaves,
        verge=max(side - 0.06, 0.0),
        thick=thick,
        kick=0.35 if hip < 1 else 0.0,
        cap=0.2 if thick > 0.3 else 0.13,
    )
    timbered = chance(b, 0.6)
    b.add("walls", "wall", body.solid(), label="wall")
    if r.attic and not lot.attached and chance(b, 0.4):
        b.add("gables", "wood", r.attic, label="wall")
    else:
        b.add("walls", "wall", r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(roof_stuff, 0.82), r.ridge, label="roof")
    bays = 3 if body.w < 6.6 else 5 if body.w > 8 else 4
    gate = pick(b, 1, bays - 2) if bays > 3 else 1
    middles = timber.bay_middles(body.w, bays)
    f = body.wall("front")
    step = body.w / bays
    ww, wh, sill = min(1.0, step - 0.55), between(b, 0.85, 1.0), 0.85
    open_bays = [k for k in range(bays) if k != gate and (bays < 5 or k in (0, bays - 1) or chance(b, 0.4))]
    for k in open_bays:
        window(b, f, middles[k], sill, ww, wh, shutters=not timbered and step > 1.9, frame="frame" if not timbered else "timber")
    door(b, f, middles[gate], 0.95, 1.95, frame="timber", top="round" if not timbered and chance(b, 0.5) else "flat")
    steps(b, f, middles[gate], 1.35, floor, room=front - 0.05, tread=0.27)
    if chance(b, 0.45) and h < 3.2:
        hood = f.at(middles[gate], 0, length=1.5)
        b.add(
            "door_hood",
            "roof",
            roofs.lean_to(hood, 0.55, low=2.12, high=min(2.4, h - 0.05), eaves=0.05, verge=0.1, thick=0.1),
            label="roof",
        )
        b.add(
            "beams",
            "timber",
            hood.put(
                *[hull([(s * 0.72 + q, y, z) for q in (-0.05, 0.05) for y, z in ((0.02, 2.2), (-0.5, 2.12), (0.02, 1.7))]) for s in (-1, 1)]
            ),
            label="beam",
        )
    if timbered:
        timber.frame_wall(
            b, f, body.z1 - floor, bays=bays, openings=open_bays, doors=[gate], sill=sill, head=sill + wh, pattern=int(b.rng.integers(3))
        )
    for name in () if lot.attached else ENDS:
        w = body.wall(name)
        n = 2 if body.d > 5.2 else 1
        blind = breast and (name == "right") == east
        skip = [n - 1 if name == "right" else 0] if blind and n == 2 else []
        sides = timber.bay_middles(w.length, 4)
        if timbered:
            openings = [k for k in (1, 3) if not (blind and k >= 1)]
            for k in openings:
                window(b, w, sides[k], sill, min(0.85, w.length / 4 - 0.45), wh, frame="timber", panes=(2, 2))
            timber.frame_wall(b, w, body.z1 - floor, bays=4, openings=openings, sill=sill, head=sill + wh, pattern=0, corners=False)
        elif not blind:
            window_row(b, w, n, sill, 0.85, wh, skip=skip, shutters=w.length > 4.4)
        if hip < 1 and not blind and rise > 2.2:
            top = w.at(z=body.z1 - floor)
            small = 0.7
            window(b, top, 0, 0.45, small, 0.8, panes=(2, 1), frame="timber" if timbered else "frame")
            if timbered and hip == 0:
                timber.frame_gable(b, top, rise, window=small + 0.3)
    window_row(b, body.wall("back"), 2, sill, 0.85, wh, shutters=not timbered)
    if breast:
        w = body.wall("right" if east else "left")
        stack(b, w, -0.1 if east else 0.1, r.top + between(b, 0.3, 0.7), w=between(b, 1.2, 1.5), out=0.5, shoulder=h * 0.95, pots=1)
    else:
        cx = body.x + body.w * between(b, 0.16, 0.3) * (1 if chance(b, 0.5) else -1)
        chimney(b, cx, body.y + 0.25, r.height(cx, body.y) - 0.9, r.top + between(b, 0.6, 0.9), w=0.75, d=0.6, pots=1 + int(chance(b, 0.5)))
    if hip < 1 and rise > 2.0 and chance(b, 0.65):
        _cottage_dormers(b, r, n=2 if body.w > 7.2 and chance(b, 0.5) else 1)
    if chance(b, 0.5):
        wall_lantern(b, f, middles[gate] + 0.75, 1.45)


def _annex(b: Build, body: Block, s: int) -> None:
    """A low lean-to of planks or stone against one gable."""
    side: Side = "right" if s > 0 else "left"
    w = body.wall(side, z=body.z0)
    deep, length = 1.55, w.length * 0.72
    x = s * (w.length - length) / 2 * 0.7
    low, high = 1.75, 2.35
    f = w.at(x, 0, length=length)
    b.add(
        "plinth",
        "plinth",
        f.one(box(length + 0.1, deep + 0.05, body.z0 + b.lot.drop, at=(0, -deep / 2 - 0.025, -body.z0 - b.lot.drop))),
        label="plinth",
    )
    b.add(
        "annex",
        "wood" if chance(b, 0.6) else "stone",
        f.one(hull([(q * length / 2, y, z) for q in (-1, 1) for y, z in ((0.0, 0.0), (-deep, 0.0), (0.0, high), (-deep, low))])),
        label="wall",
    )
    b.add("annex_roof", "roof", roofs.lean_to(f, deep, low=low, high=high, eaves=0.1, verge=0.12, thick=0.14), label="roof")
    end = Wall(f.x + s * deep / 2, body.y + 0.0, body.z0, 0.0, deep)
    front = end.at(0, 0, out=body.y - (f.y - length / 2))
    window(b, front, 0, 0.75, 0.6, 0.6, panes=(2, 1), bar=0.07, frame="timber")


def _cottage_dormers(b: Build, r: roofs.Roof, *, n: int) -> None:
    """Small windows in the front slope."""
    plane, w = r.plane("front"), r.block.w
    shed = r.thickness > 0.3 or chance(b, 0.4)
    for k in range(n):
        x = (k - (n - 1) / 2) * w * 0.42 + between(b, -0.25, 0.25)
        d = roofs.dormer(plane, r.slope, x, between(b, 0.5, 0.7), 1.15, 0.85, rise=0.5, thick=0.12, shed=shed)
        b.add("dormers", "wall", d.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", d.cover, label="roof")
        window(b, d.front, 0, 0.14, 0.68, 0.58, panes=(2, 1), bar=0.08, sill=False)


@kind(
    "townhouse",
    "building",
    width=(4.6, 8.5),
    depth=(6.0, 10.5),
    words=("townhouse", "town house", "merchant house", "half-timbered house", "burgher house"),
)
def townhouse(b: Build) -> None:
    """Stone or plaster below, jettied half-timber above, a steep gable to the street, a shop or a big door."""
    lot = b.lot
    roof_stuff = b.look.material("roof")
    thick = min(roofs.thickness(roof_stuff), 0.2)
    side = 0.0 if lot.attached else between(b, 0.3, 0.42)
    n = lot.storeys or {"small": 2, "medium": int(b.rng.integers(2, 4)), "large": 3}[lot.size]
    n = min(max(n, 1), 4)
    floor = between(b, 0.22, 0.38)
    out = [between(b, 0.28, 0.4) if k < 2 else 0.0 for k in range(n - 1)]
    over = 0.38
    front = over + sum(out) + 0.08
    if front < 0.8:
        front = 0.8
    y0, y1 = -lot.depth / 2 + front, lot.depth / 2 - 0.36
    w = lot.width - 2 * side - (0.0 if lot.attached else 0.14)
    h0, h1 = between(b, 2.8, 3.1), between(b, 2.55, 2.75)
    ground = Block(0, (y0 + y1) / 2, w, y1 - y0, floor, floor + h0)
    foundation(b, ground, proud=0.0 if lot.attached else 0.07)
    stone = chance(b, 0.45)
    b.add("ground_floor", "stone" if stone else "wall2", ground.solid(), label="wall")
    top = ground
    bays = max(2, round(w / 1.55))
    pattern = int(b.rng.integers(3))
    upper: list[Block] = []
    for k in range(n - 1):
        nxt = top.above(h1).span(x0=top.x0, x1=top.x1, y0=top.y0 - out[k], y1=top.y1)
        if out[k]:
            timber.jetty(b, nxt, "front", out[k])
        upper.append(nxt)
        top = nxt
    for k, u in enumerate(upper):
        b.add("upper_walls", "wall", u.solid(), label="wall")
        _framed_storey(b, u, h1, bays=bays, pattern=pattern if k == 0 else (pattern + k) % 3)
    street = lot.attached or w < lot.depth * 1.05 or chance(b, 0.6)
    axis: roofs.Axis = "y" if street else "x"
    half = (w if street else top.d) / 2
    rise = half * between(b, 1.25, 1.6) if street else half * between(b, 1.0, 1.2)
    hip = pick(b, 0.0, 0.28, p=[0.75, 0.25]) if street else 0.0
    room = min(over, lot.depth / 2 + top.y0 - 0.01)
    r = roofs.pitched(
        top,
        rise,
        axis=axis,
        hip=hip,
        eaves=(0.0 if lot.attached else side) if street else min(room, 0.3),
        verge=(0.26 if street else side),
        thick=thick,
        kick=0.3 if hip == 0 else 0.0,
    )
    b.add("upper_walls" if upper else "ground_floor", "wall" if upper else ("stone" if stone else "wall2"), r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(roof_stuff, 0.8), r.ridge, label="roof")
    if street:
        g = top.wall("front", z=top.z1)
        ww = 0.8
        if hip == 0:
            timber.frame_gable(b, g, rise, window=ww + 0.32)
            if rise > 3.4:
                timber.frame_gable(b, top.wall("back", z=top.z1), rise)
        window(b, g, 0, 0.5, ww, 0.95, panes=(2, 2), bar=0.08, frame="timber")
        if hip == 0 and rise > 3.2:
            _hoist(b, g, rise)
        if not lot.attached and rise > 2.4:
            for name in ENDS:
                if chance(b, 0.7):
                    _dormer(b, r, name, between(b, -0.6, 0.6), back=0.35)
    else:
        for x in (-w * 0.24, w * 0.24) if w > 5.4 else (0.0,):
            _dormer(b, r, "front", x, back=0.3)
    _shop_or_hall(b, ground, front, bays=bays, side=None if lot.attached else "right", overhang=out[0] if out else 0.0)
    if not lot.attached:
        for name in ENDS:
            window_row(b, ground.wall(name), 2, 1.1, 0.8, 1.05, margin=0.8, stone=stone)
    window_row(b, ground.wall("back"), max(1, bays - 1), 1.1, 0.8, 1.05, stone=stone)
    cy = top.y + top.d * between(b, 0.1, 0.28)
    cx = (w * 0.2 if chance(b, 0.5) else -w * 0.2) if street else w * 0.3
    chimney(b, cx, cy if street else top.y + 0.1, r.height(cx * 1.2, cy) - 1.1, r.top + between(b, 0.4, 0.8), w=0.6, d=0.85, pots=2)


def _framed_storey(b: Build, u: Block, h: float, *, bays: int, pattern: int) -> None:
    """Half-timber with windows on every free side of a storey."""
    sill, wh = 0.85, 1.15
    for name in SIDES:
        n = max(3, round(u.d / 1.9)) if name in ENDS else bays
        if b.lot.attached and name in ENDS:
            continue
        f = u.wall(name)
        if name == "front":
            open_bays = list(range(n)) if n < 4 else [k for k in range(n) if k not in (0, n - 1)] if n > 4 else [0, 1, 2, 3]
        else:
            open_bays = [k for k in range(n) if k % 2 == 1 or (n == 3 and k == 0 and name == "back")][: 3 if name != "back" else 2]
        step = f.length / n
        for k in open_bays:
            window(
                b, f, timber.bay_middles(f.length, n)[k], sill, min(1.0, step - 0.42), wh, panes=(2, 3), bar=0.08, frame="frame", sill=False
            )
        timber.frame_wall(
            b,
            f,
            h,
            bays=n,
            openings=open_bays,
            sill=sill,
            head=sill + wh,
            pattern=pattern if name == "front" else 0,
            corners=name in ("front", "back") and not b.lot.attached,
        )


def _dormer(b: Build, r: roofs.Roof, side: Side, x: float, *, back: float) -> None:
    d = roofs.dormer(r.plane(side), r.slope, x, back, 1.1, 1.0, rise=0.65, thick=0.1)
    b.add("dormers", "wall", d.cheeks, label="dormer")
    b.add("dormer_roofs", "roof", d.cover, label="roof")
    window(b, d.front, 0, 0.16, 0.66, 0.72, panes=(2, 2), bar=0.08, sill=False, frame="timber")


def _hoist(b: Build, gable: Wall, rise: float) -> None:
    """A hoist beam under the ridge."""
    b.add("beams", "timber", gable.one(box(0.16, 0.36, 0.16, at=(0, -0.17, rise * 0.74))), label="beam")


def _shop_or_hall(b: Build, ground: Block, front: float, *, bays: int, side: str | None, overhang: float) -> None:
    """The street front of the ground floor: shop window with counter roof and sign, or an arched door with windows."""
    f = ground.wall("front")
    w = ground.w
    floor = ground.z0
    room = front - 0.04
    left = -1 if chance(b, 0.5) else 1
    dx = left * (w / 2 - 0.95)
    if chance(b, 0.6):
        sw = min(w - 2.3, 2.6)
        sx = -left * (w / 2 - 0.45 - sw / 2)
        window(b, f, sx, 0.75, sw, 1.4, panes=(max(3, round(sw / 0.5)), 2), frame="timber", bar=0.11)
        b.add(
            "counter",
            "wood",
            f.put(
                box(sw + 0.3, 0.42, 0.1, at=(sx, -0.2, 0.58)), *[box(0.1, 0.3, 0.4, at=(sx + q * sw * 0.4, -0.13, 0.2)) for q in (-1, 1)]
            ),
            label="counter",
        )
        pent = Wall(*_xyz(f.at(sx, 0.0)), f.yaw, sw + 0.2)
        b.add(
            "pentice",
            "roof" if chance(b, 0.5) else "awning",
            roofs.lean_to(pent, 0.5, low=2.3, high=2.55, eaves=min(0.15, room - 0.55), verge=0.1, thick=0.09),
            label="awning",
        )
        door(b, f, dx, 0.95, 2.05, frame="timber", light=True)
    else:
        door(b, f, dx, 1.15, 2.25, top="round", stone=True, bar=0.2)
        xs = [x for x in timber.bay_middles(w, bays) if abs(x - dx) > 1.35]
        for x in xs:
            window(b, f, x, 0.95, min(1.0, w / bays - 0.5), 1.25, panes=(2, 3), frame="timber", shutters=False)
    steps(b, f, dx, 1.5, floor, room=room, tread=0.27)
    if chance(b, 0.7):
        hanging_sign(b, f, dx + left * -0.95, 2.55, out=min(0.75, room), size=0.55)
    else:
        wall_lantern(b, f, dx - left * 0.85, 1.7)
    _ = (side, overhang)


def _xyz(f: Wall) -> tuple[float, float, float]:
    return f.x, f.y, f.z
