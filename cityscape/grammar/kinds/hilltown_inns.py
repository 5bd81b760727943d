"""Larger houses of a Mediterranean hill town: loggias over the street, stone farmhouses, tavernas with a vine terrace."""

from __future__ import annotations

from math import pi

from cityscape.grammar import adobe, blossom, roofs
from cityscape.grammar.fittings import awning
from cityscape.grammar.kinds.hilltown import tiled_chimney
from cityscape.grammar.kit import (
    ENDS,
    Block,
    Side,
    Wall,
    between,
    chance,
    door,
    foundation,
    outline,
    plate,
    shade,
    steps,
    window,
    window_row,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.world.theme import Role
from partgen.solids import Solid, box, cylinder, frustum, spandrel


@kind(
    "loggia_house",
    "building",
    width=(8.0, 13.0),
    depth=(8.0, 11.5),
    words=("loggia", "arcade house", "arcaded house", "portico", "arcade"),
)
def loggia_house(b: Build) -> None:
    """Round arches on stone columns along the street, a terrace or a second arcade above, the house behind under barrel tiles."""
    lot = b.lot
    side, front, back, floor = 0.02 if lot.attached else 0.42, 0.75, 0.42, 0.3
    w, d = lot.width - 2 * side - 0.14, lot.depth - front - back
    deep, h0 = min(2.4, d * 0.3), between(b, 3.2, 3.5)
    whole = Block(0, (front - back) / 2, w, d, floor, floor + h0)
    foundation(b, whole, proud=0.0 if lot.attached else 0.07)
    body = whole.span(x0=whole.x0, x1=whole.x1, y0=whole.y0 + deep, y1=whole.y1)
    role: Role = "wall2" if chance(b, 0.7) else "wall"
    n = min(max(lot.storeys or {"small": 2, "medium": 2, "large": 3}[lot.size], 2), 3)
    h1 = 2.8
    tall = body.at(z1=floor + h0 + h1 * (n - 1))
    b.add("walls", role, tall.solid(), label="wall")
    _arcade(b, whole.wall("front"), w, h0, deep, role)
    hall = body.wall("front")
    m = max(3, round(w / 2.5))
    fan = [w * ((k + 0.5) / m - 0.5) for k in range(m)]
    for k, x in enumerate(fan):
        if k == m // 2:
            door(b, hall, x, 1.2, 2.3, top="round", stone=True, bar=0.18, leaves=2)
        else:
            window(b, hall, x, 0.85, 0.9, 1.35, stone=True, panes=(2, 2), shutters=w / m > 2.3)
    steps(b, whole.wall("front"), fan[m // 2], 2.0, floor, room=front - 0.05, tread=0.3)
    terrace = whole.span(x0=whole.x0, x1=whole.x1, y0=whole.y0, y1=body.y0 + 0.02)
    top = Block(terrace.x, terrace.y, terrace.w, terrace.d, floor + h0 - 0.25, floor + h0)
    double = n > 2 or chance(b, 0.35)
    b.add("terrace", "trim", top.solid(), label="floor")
    if double:
        up = whole.wall("front", z=floor + h0)
        _arcade(b, up, w, h1 - 0.02, deep, role, rail=True)
        roof_block = whole.at(z0=floor, z1=tall.z1) if n == 2 else body.at(z1=tall.z1)
        if n > 2:
            lower = Block(terrace.x, terrace.y, terrace.w, terrace.d, floor + h0 + h1 - 0.25, floor + h0 + h1)
            b.add("terrace", "trim", lower.solid())
            b.add(
                "loggia_roof",
                "roof",
                roofs.lean_to(
                    body.wall("front", z=lower.z1), deep, low=0.04, high=deep * 0.36, eaves=0.3, verge=0.0 if lot.attached else 0.2
                ),
                label="roof",
            )
    else:
        roof_block = tall
        posts = top.wall("front", z=top.z1)
        _balustrade(b, posts, w)
        for q in ENDS:
            _balustrade(b, top.wall(q, z=top.z1).at(length=deep - 0.3), deep - 0.3)
        blossom.pots(b, [(fan[0], whole.y0 + 0.55), (fan[-1], whole.y0 + 0.55)], top.z1)
        if chance(b, 0.6):
            pw = w * 0.42
            blossom.pergola(b, -w * 0.24, whole.y0 + deep / 2 + 0.1, top.z1, pw, deep - 0.5, h=2.0)
    for j in range(1, n):
        g = body.wall("front", z=floor + h0 + h1 * (j - 1))
        for k, x in enumerate(fan):
            if j == 1 and k == m // 2:
                door(b, g, x, 0.95, 2.0, frame="trim", name="terrace_door")
            else:
                window(b, g, x, 0.8, 0.8, 1.2, stone=True, panes=(2, 2), shutters=w / m > 2.1)
    for name in () if lot.attached else ENDS:
        for j in range(n):
            window_row(b, tall.wall(name, z=floor + (0 if j == 0 else h0 + h1 * (j - 1))), 2, 0.9, 0.8, 1.2, stone=True, shutters=True)
    for j in range(n):
        window_row(b, tall.wall("back", z=floor + (0 if j == 0 else h0 + h1 * (j - 1))), m - 1, 0.9, 0.8, 1.2, stone=True)
    over = 0.0 if lot.attached else side - 0.05
    rise = min(roof_block.w, roof_block.d) / 2 * 0.46
    r = roofs.pitched(
        roof_block, rise, hip=0.0 if lot.attached else 1.0, eaves=min(0.36, over) if not lot.attached else 0.3, verge=over, thick=0.18
    )
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.88), r.ridge, label="roof")
    b.add("walls", role, r.attic)
    cx, cy = roof_block.x + w * 0.22, roof_block.y + roof_block.d * 0.2
    tiled_chimney(b, cx, cy, r.height(cx, cy) - 0.35, r.top + 0.4)


def _arcade(b: Build, wall: Wall, w: float, h: float, deep: float, role: Role, *, rail: bool = False) -> None:
    """Round arches on columns along a wall frame, piers at the ends and the side walls' arches; open behind."""
    n = max(3, round(w / 2.5))
    step, t = w / n, 0.42
    span = step - 0.36
    rise = min(span / 2, h * 0.36)
    spring = h - rise - 0.42
    solids: list[Solid] = []
    for k in range(n):
        x = -w / 2 + step * (k + 0.5)
        solids += spandrel(span, rise, t, h - spring, steps=8, at=(x, t / 2, spring))
    for k in range(n + 1):
        x = -w / 2 + step * k
        a, c = max(x - 0.19, -w / 2), min(x + 0.19, w / 2)
        solids.append(box(c - a, t, h - spring, at=((a + c) / 2, t / 2, spring)))
        if k in (0, n):
            solids.append(box(c - a, t, spring + 0.01, at=((a + c) / 2, t / 2, 0)))
        else:
            b.add(
                "columns",
                "stone",
                wall.put(
                    frustum(0.17, 0.15, spring - 0.2, at=(x, t / 2, 0.1), segments=10),
                    box(0.42, t, 0.14, at=(x, t / 2, spring - 0.13)),
                    box(0.42, t, 0.12, at=(x, t / 2, 0)),
                ),
                label="column",
            )
    for s in (-1, 1):
        x = s * (w / 2 - 0.19)
        side_arch = spandrel(max(deep - 0.8, 0.6), min(rise, deep * 0.4), 0.36, h - spring, steps=6)
        solids += [q.turned(pi / 2).moved(x, deep / 2 + 0.05, spring) for q in side_arch]
        solids.append(box(0.36, 0.5, h, at=(x, deep - 0.24, 0)))
        solids.append(
            box(
                0.36,
                max(deep / 2 + 0.05 - max(deep - 0.8, 0.6) / 2, 0.1),
                h - spring,
                at=(x, (deep / 2 + 0.05 - max(deep - 0.8, 0.6) / 2) / 2, spring),
            )
        )
    b.add("arcade", role, wall.put(*solids), label="arch")  # type: ignore[arg-type]
    if rail:
        for k in range(n):
            x = -w / 2 + step * (k + 0.5)
            b.add(
                "balustrade",
                "trim",
                wall.put(
                    box(span + 0.02, 0.14, 0.1, at=(x, t / 2, 0.78)),
                    *[frustum(0.06, 0.05, 0.8, at=(x - span / 2 + span * (j + 0.5) / 4, t / 2, 0), segments=6) for j in range(4)],
                ),
                label="railing",
            )


def _balustrade(b: Build, wall: Wall, w: float) -> None:
    """A low parapet of small columns under a rail, just inside a wall's edge."""
    n = max(3, round(w / 0.42))
    solids: list[Solid] = [box(w, 0.2, 0.1, at=(0, 0.12, 0.78))]
    solids += [frustum(0.075, 0.05, 0.79, at=(-w / 2 + w * (k + 0.5) / n, 0.12, 0), segments=6) for k in range(n)]
    b.add("balustrade", "trim", wall.put(*solids), label="railing")


@kind(
    "casale",
    "building",
    width=(9.0, 14.0),
    depth=(8.0, 11.0),
    words=("casale", "masseria", "olive mill", "olive farm", "podere", "country villa"),
)
def casale(b: Build) -> None:
    """A farmhouse of honey-coloured stone with an outside stair to its arched porch, a low wing and a dovecote tower."""
    lot = b.lot
    floor, front, back, side = 0.25, 1.5, 0.45, 0.45
    w, d = lot.width - 2 * side - 0.14, lot.depth - front - back
    s = 1 if chance(b, 0.5) else -1
    y = (front - back) / 2
    ww = w * 0.34
    main = Block(s * ww / 2, y, w - ww, d, floor, floor + 5.2)
    wing = Block(-s * (w / 2 - ww / 2), y + d * 0.1, ww + 0.04, d * 0.8, floor, floor + 2.7)
    foundation(b, main, wing)
    b.add("walls", "stone", main.solid(), wing.solid(), label="wall")
    r = roofs.pitched(main, min(main.w, main.d) / 2 * 0.45, axis="x", eaves=0.38, verge=0.34, thick=0.18)
    g = roofs.pitched(wing, wing.d / 2 * 0.42, axis="x", eaves=0.35, verge=0.3, thick=0.16)
    b.add("roof", "roof", r.cover)
    cut = [q for q in g.cover]
    b.add("wing_roof", "roof", cut, label="roof")
    b.add("roof_ridge", shade(b.look.material("roof"), 0.88), r.ridge, label="roof")
    b.add("walls", "stone", r.attic, g.attic)
    tw = min(main.w * 0.4, 2.9)
    tower = Block(main.x + s * main.w * 0.12, main.y + 0.2, tw, tw, main.z1 - 0.3, r.top + 1.7)
    b.add("dovecote", "wall2", tower.solid(), label="tower")
    t = roofs.pitched(tower, tw / 2 * 0.5, hip=1.0, eaves=0.28, verge=0.28, thick=0.15)
    b.add("dovecote_roof", "roof", t.cover, label="roof")
    holes: list[Solid] = []
    for name in ("front", "right", "back", "left"):
        k = tower.wall(name)  # type: ignore[arg-type]
        z = tower.z1 - tower.z0 - 1.0
        holes += k.put(
            *[
                plate([(x + px, z + q + pz) for px, pz in outline(0.26, 0.34, "round")], -0.03, 0.02)
                for x in (-0.5, 0.0, 0.5)
                for q in (0.0, 0.45)
            ]
        )
    b.add("dove_holes", "glass", holes, label="window")
    f = main.wall("front")
    rise = 2.75
    x1, x0 = -s * main.w * 0.02, s * (main.w / 2 - 0.2)
    low = f.at(0, -floor)
    adobe.outside_stairs(b, low, x0, x1, rise + floor, w=1.15, role="stone")
    land = x1 - s * 1.3
    b.add("stairs", "stone", low.one(box(2.6, 1.15, rise + floor + lot.drop, at=(land, -0.565, -lot.drop))), label="stairs")
    door(b, f.at(0, rise), land - s * 0.35, 1.0, 2.0, top="round", stone=True)
    b.add(
        "porch_posts",
        "timber",
        low.put(*[box(0.16, 0.16, 2.15, at=(land + q * 1.12, -1.0, rise + floor - 0.02)) for q in (-1, 1)]),
        label="post",
    )
    b.add(
        "porch_roof",
        "roof",
        roofs.lean_to(f.at(land, rise, length=2.5), 1.1, low=2.08, high=2.45, eaves=0.12, verge=0.08, thick=0.1),
        label="roof",
    )
    window(b, f.at(0, rise), s * main.w * 0.3, 0.7, 0.8, 1.1, stone=True, shutters=True)
    door(b, wing.wall("front"), 0, 1.5, 1.95, top="segment", leaves=2, stone=True, bar=0.18)
    steps(b, wing.wall("front"), 0, 1.8, floor, room=front, tread=0.3)
    end: Side = "right" if s > 0 else "left"
    for z in (0.9, 0.9 + rise):
        window_row(b, main.wall(end, z=floor + z - 0.9), 2, 0.9, 0.75, 1.05, stone=True, shutters=True)
        window_row(b, main.wall("back", z=floor + z - 0.9), 3, 0.9, 0.75, 1.05, stone=True, shutters=True)
    window(b, wing.wall("back"), 0, 1.0, 0.7, 0.8, stone=True)
    cx = main.x - s * main.w * 0.3
    tiled_chimney(b, cx, main.y - 0.4, r.height(cx, main.y - 0.4) - 0.35, r.top + 0.4)


@kind(
    "taverna",
    "building",
    width=(8.0, 12.0),
    depth=(9.0, 12.5),
    words=("taverna", "greek taverna", "trattoria", "osteria", "cantina", "kafeneio"),
)
def taverna(b: Build) -> None:
    """A white house with blue doors behind a terrace: tables and chairs under a pergola of vines, an awning, pots along the edge."""
    lot = b.lot
    floor, side, back = 0.25, 0.02 if lot.attached else 0.36, 0.36
    yard = min(4.2, lot.depth * 0.4)
    y0, y1 = -lot.depth / 2 + 0.3, lot.depth / 2 - back
    w = lot.width - 2 * side - 0.1
    house = Block(0, (y0 + yard + y1) / 2, w, y1 - y0 - yard, floor, floor + 3.0)
    terrace = Block(0, y0 + yard / 2, w, yard, -lot.drop, floor)
    foundation(b, house, proud=0.0)
    b.add("terrace", "plaza", terrace.solid(), label="floor")
    b.add("curb", "wall", *[box(w * 0.36, 0.24, 0.42, at=(s * w * 0.31, y0 + 0.13, floor - 0.01)) for s in (-1, 1)], label="wall")
    b.add("steps", "stone", box(w * 0.24, 0.28, floor * 0.5 + lot.drop, at=(0, y0 - 0.13, -lot.drop)), label="stairs")
    b.add("walls", "wall", house.solid(), label="wall")
    adobe.flat_roof(b, house, height=0.4, thick=0.26, corners=False)
    s = 1 if chance(b, 0.5) else -1
    up = Block(s * w * 0.2, house.y1 - house.d * 0.36, w * 0.58, house.d * 0.7, house.z1 + 0.001, house.z1 + 2.6)
    b.add("upper_walls", "wall", up.solid(), label="wall")
    rise = min(up.w, up.d) / 2 * 0.45
    r = roofs.pitched(up, rise, hip=1.0, eaves=0.3, verge=0.3, thick=0.17)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.88), r.ridge, label="roof")
    f = house.wall("front")
    for x in (-w * 0.32, w * 0.32):
        window(b, f, x, 0.75, 1.1, 1.4, panes=(2, 3), frame="shutter", shutters=True)
    door(b, f, 0, 1.3, 2.2, leaves=2, top="round", frame="trim", bar=0.14)
    b.add("sign", "sign", f.one(box(2.4, 0.1, 0.5, at=(0, -0.05, 2.42))), label="sign")
    g = up.wall("front")
    for x in (-up.w * 0.25, up.w * 0.25):
        window(b, g, x, 0.8, 0.75, 1.1, panes=(2, 2), frame="shutter", shutters=True)
    for name in () if lot.attached else ENDS:
        window_row(b, house.wall(name), 2 if house.d > 4 else 1, 1.0, 0.7, 1.0, panes=(2, 2), frame="shutter")
        window(b, up.wall(name), 0, 0.85, 0.7, 1.0, panes=(2, 2), frame="shutter")
    window_row(b, house.wall("back"), 2, 1.0, 0.7, 1.0, panes=(2, 2), frame="shutter")
    pw, pd = w * 0.6, yard - 0.75
    blossom.pergola(b, -s * (w / 2 - 0.12 - pw / 2), house.y0 - 0.15 - pd / 2, floor, pw, pd, h=2.25, leaves=0.7)
    ax = s * (w / 2 - 0.1 - w * 0.16)
    awning(b, f, ax, 2.75, w * 0.3, out=1.5, fall=0.4)
    for x, y in ((-s * w * 0.34, y0 + yard * 0.38), (-s * w * 0.12, y0 + yard * 0.62), (s * w * 0.3, y0 + yard * 0.42)):
        table_set(b, x, y, floor)
    blossom.pots(b, [(q * w * 0.44, y0 + 0.13) for q in (-1, 1)], floor + 0.4)
    if chance(b, 0.7):
        blossom.bougainvillea(b, f, -s * w * 0.44, 1.6, 0.9, 1.7, foot=0.0, out=0.3)


def table_set(b: Build, x: float, y: float, z: float, *, low: float = 0.0) -> None:
    """A small table with a checked cloth and two rush-bottomed chairs painted blue."""
    b.add(
        "tables",
        "wood",
        box(0.1, 0.1, 0.72 + low, at=(x, y, z - low)),
        cylinder(0.26, 0.04 + low, at=(x, y, z - low), segments=8),
        label="table",
    )
    b.add("table_cloths", "awning", box(0.78, 0.78, 0.05, at=(x, y, z + 0.71)), label="cloth")
    b.add(
        "jugs",
        b.look.material("roof", color="#b8663f", pattern="plain"),
        frustum(0.07, 0.04, 0.2, at=(x + 0.12, y + 0.1, z + 0.755), segments=7),
        label="jug",
    )
    for s in (-1, 1):
        cx = x + s * 0.72
        legs = [
            box(0.05, 0.05, (0.9 if q * s > 0 else 0.44) + low, at=(cx + q * 0.17, y + p * 0.17, z - low)) for q in (-1, 1) for p in (-1, 1)
        ]
        b.add(
            "chairs",
            "shutter",
            legs,
            box(0.05, 0.34, 0.09, at=(cx + s * 0.17, y, z + 0.78)),
            box(0.05, 0.34, 0.07, at=(cx + s * 0.17, y, z + 0.6)),
            label="chair",
        )
        b.add(
            "chair_seats",
            b.look.material("wood", color="#d8bd84", pattern="woven"),
            box(0.42, 0.42, 0.05, at=(cx, y, z + 0.43)),
            label="seat",
        )
