"""Where a Nordic village works and warms itself: fishing cabin, barn, store, sauna."""

from __future__ import annotations

from cityscape.grammar import roofs
from cityscape.grammar.kit import ENDS, Block, Wall, chance, door, foundation, pick, steps, window, window_row
from cityscape.grammar.masonry import chimney
from cityscape.grammar.northern import board_walls, drifts, icicles, log_walls, verge_boards, warm_windows, wreath
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.snow import blanket, cover, mound, snow, snowy
from partgen.solids import ball, beam, box, cylinder, hull, rod


@kind(
    "rorbu",
    "building",
    width=(5.0, 7.4),
    depth=(6.5, 9.5),
    words=("rorbu", "fishing cabin", "fisherman hut", "fishermans cabin", "boat house on stilts"),
)
def rorbu(b: Build) -> None:
    """A narrow cabin of red boards on stilts with cross braces, its gable and a plank deck to the front."""
    lot = b.lot
    low = -lot.drop
    base = 0.9
    front, side = 2.0, 0.55
    body = Block(0, (front - 0.6) / 2, lot.width - 2 * side, lot.depth - front - 0.6, base, base + 2.6)
    n = max(2, round(body.d / 2.2))
    for s in (-1, 1):
        for k in range(n + 1):
            y = body.y0 + 0.2 + (body.d - 0.4) * k / n
            b.add("stilts", "timber", box(0.22, 0.22, base - low, at=(s * (body.w / 2 - 0.2), y, low)), label="post")
            if k < n and s > 0:
                y2 = body.y0 + 0.2 + (body.d - 0.4) * (k + 1) / n
                b.add(
                    "braces",
                    "timber",
                    beam((s * (body.w / 2 - 0.18), y, 0.08), (s * (body.w / 2 - 0.18), y2, base - 0.05), 0.08, 0.1),
                    label="beam",
                )
    b.add("floor", "wood", box(body.w + 0.2, body.d + 0.2, 0.2, at=(body.x, body.y, base - 0.2)), label="floor")
    board_walls(b, body)
    r = roofs.pitched(body, body.w / 2 * 1.1, axis="y", eaves=0.45, verge=0.4, thick=0.12)
    b.add("gables", "wall", r.attic, label="wall")
    cover(b, r, eaves=0.45, verge=0.4, depth=0.24)
    verge_boards(b, r, 0.4, 0.45)
    icicles(b, r, 0.45, ENDS)
    f = body.wall("front")
    dx = body.w * pick(b, -0.24, 0.24)
    door(b, f, dx, 0.95, 2.0, frame="trim")
    window(b, f, -dx, 0.8, 1.1, 1.1, frame="trim", panes=(3, 2))
    warm_windows(b, body.wall("front", z=body.z1), 1, 0.4, 0.8, 0.95, margin=0.1)
    for name in ENDS:
        warm_windows(b, body.wall(name), 2, 0.8, 0.85, 1.1)
    warm_windows(b, body.wall("back"), 1, 0.8, 0.9, 1.0)
    deck = 1.25
    b.add("deck", "wood", box(lot.width - 0.4, deck, 0.14, at=(0, f.y - deck / 2 - 0.1, base - 0.16)), label="floor")
    b.add(
        "stilts",
        "timber",
        [box(0.18, 0.18, base - 0.16 - low, at=(s * (lot.width / 2 - 0.4), f.y - deck - 0.0, low)) for s in (-1, 0, 1)],
        label="post",
    )
    x0 = lot.width / 2 - 0.3
    b.add(
        "railing",
        "trim",
        [box(0.08, 0.08, 0.95, at=(s * x0, f.y - deck + q * deck * 0.9, base - 0.04)) for s in (-1, 1) for q in (0, 1)],
        label="railing",
    )
    b.add(
        "railing",
        "trim",
        [box(0.07, deck, 0.08, at=(s * x0, f.y - deck / 2 - 0.05, base + z)) for s in (-1, 1) for z in (0.45, 0.85)],
        label="railing",
    )
    w = lot.width - 0.4
    m = 4
    for k in range(m):
        b.add(
            "steps",
            "wood",
            box(1.3, 0.2, 0.1, at=(dx, f.y - deck - 0.18 - 0.15 * k, (base - 0.16) * (m - k) / (m + 0.4) - 0.06)),
            label="stairs",
        )
    b.add(
        "steps",
        "timber",
        [
            hull(
                [
                    (dx + s * 0.62 + q, y, z)
                    for q in (-0.05, 0.05)
                    for y, z in (
                        (f.y - deck - 0.05, base - 0.16),
                        (f.y - deck - 0.05, base - 0.4),
                        (f.y - deck - 0.72, low),
                        (f.y - deck - 0.72, 0.1),
                    )
                ]
            )
            for s in (-1, 1)
        ],
        label="stairs",
    )
    chimney(b, 0.0, body.y + body.d * 0.22, r.top - 0.8, r.top + 0.75, w=0.5, d=0.5, pots=0, role="metal" if chance(b, 0.4) else "stone")
    for x in (-w * 0.3, 0.0):
        blanket(b, *[(x + i * w * 0.12, f.y - 0.45 + j * 0.3, base - 0.02) for i in (-1, 1) for j in (-1, 1)], depth=0.08)


@kind("nordic_barn", "building", width=(8.5, 12.0), depth=(10.0, 15.0), words=("nordic barn", "reindeer stable"))
def nordic_barn(b: Build) -> None:
    """A long red barn on a stone foot with white-crossed doors and a ramp up to its loft."""
    lot = b.lot
    low = -lot.drop
    floor, h = 0.9, 3.4
    front = 2.6
    body = Block(0, (front - 0.6) / 2, lot.width - 1.2, lot.depth - front - 0.6, floor, floor + h)
    foundation(b, body, proud=0.1, role="stone")
    board_walls(b, body)
    r = roofs.pitched(body, body.w / 2 * 1.0, axis="y", eaves=0.5, verge=0.45, thick=0.14)
    b.add("gables", "wall", r.attic, label="wall")
    cover(b, r, eaves=0.5, verge=0.45, depth=0.28)
    verge_boards(b, r, 0.45, 0.5)
    icicles(b, r, 0.5, ENDS)
    f = body.wall("front")
    gw, gh = 3.0, 2.9
    for s in (-1, 1):
        e = gw / 4 - 0.02
        leaf = f.at(s * gw / 4)
        b.add("doors", "door", leaf.one(box(2 * e, 0.1, gh, at=(0, -0.03, 0))), label="door")
        bars = [box(2 * e, 0.06, 0.16, at=(0, -0.1, z)) for z in (0.02, gh / 2 - 0.08, gh - 0.18)]
        for z in (0.18, gh / 2 + 0.08):
            top = z + gh / 2 - 0.26
            bars.append(
                hull([(i * (e - 0.02) + q, y, zz) for i, zz in ((-1, z), (1, top)) for q in (-0.08, 0.08) for y in (-0.125, -0.07)])
            )
        b.add("door_bars", "trim", leaf.put(*bars), label="beam")
    b.add(
        "door_frame",
        "trim",
        f.put(
            *[box(0.16, 0.14, gh + 0.1, at=(s * (gw / 2 + 0.09), -0.05, 0)) for s in (-1, 1)], box(gw + 0.36, 0.14, 0.18, at=(0, -0.05, gh))
        ),
        label="frame",
    )
    y0, y1 = f.y - front + 0.15, f.y
    ramp = [(s * 1.9, y, z) for s in (-1, 1) for y, z in ((y0, low), (y0, 0.06), (y1, floor - 0.04), (y1, low))]
    b.add("ramp", "stone", hull(ramp), label="stairs")
    b.add(
        "ramp_deck",
        "wood",
        hull([(s * 1.7, y, z + t) for s in (-1, 1) for y, z in ((y0 + 0.02, 0.05), (y1, floor - 0.06)) for t in (0.0, 0.1)]),
        label="floor",
    )
    warm_windows(b, body.wall("front", z=body.z1), 1, 0.6, 1.1, 1.1, margin=0.1)
    for x in (-body.w * 0.36, body.w * 0.36):
        window(b, f, x, 1.0, 0.8, 0.8, frame="trim")
    for name in ENDS:
        window_row(b, body.wall(name), max(3, round(body.d / 2.4)), 1.4, 0.75, 0.65, frame="trim")
    window_row(b, body.wall("back"), 3, 1.4, 0.8, 0.8, frame="trim")
    ridge = Block(0, body.y + 0.4, 0.9, 1.1, r.top - 0.5, r.top + 0.55)
    b.add("vent", "trim", ridge.solid(), label="vent")
    vent = roofs.pitched(ridge, 0.45, eaves=0.15, verge=0.12, thick=0.16, cap=0)
    b.add("vent_roof", "roof", [*vent.cover, *vent.attic], label="roof")
    drifts(b, body, 0.56)


@kind(
    "village_store",
    "building",
    width=(8.5, 13.0),
    depth=(8.0, 11.0),
    words=("village store", "country store", "general store", "bakery", "christmas shop", "toy shop"),
)
def village_store(b: Build) -> None:
    """Two storeys of ochre boards: glowing shop windows under a snowed-in canopy, a sign, strings of lights, a cross gable."""
    lot = b.lot
    floor, h0, h1 = 0.4, 3.0, 2.4
    front, side = 1.7, 0.6
    body = Block(0, (front - 0.6) / 2, lot.width - 2 * side, lot.depth - front - 0.6, floor, floor + h0 + h1)
    foundation(b, body, proud=0.08, role="stone")
    board_walls(b, body)
    rise = body.d / 2 * 1.0
    r = roofs.pitched(body, rise, eaves=0.5, verge=0.42, thick=0.12)
    b.add("gables", "wall", r.attic, label="wall")
    cover(b, r, eaves=0.5, verge=0.42, depth=0.26)
    verge_boards(b, r, 0.42, 0.5)
    icicles(b, r, 0.5, ("back",))
    d = roofs.dormer(r.plane("front"), r.slope, 0.0, 0.02, 3.2, 1.1, rise=1.7, thick=0.26)
    b.add("dormers", "wall", d.cheeks, label="dormer")
    b.add("dormer_roofs", "roof", d.cover, label="roof")
    window(b, d.front, 0, 0.3, 1.2, 1.3, frame="trim", panes=(3, 3))
    f = body.wall("front")
    w = body.w
    door(b, f, 0, 1.3, 2.2, frame="trim", leaves=2, light=True)
    steps(b, f, 0, 2.2, floor, room=1.0, tread=0.3)
    for s in (-1, 1):
        window(b, f, s * (w / 4 + 0.35), 0.6, w / 2 - 1.75, 1.75, frame="trim", panes=(max(2, round((w / 2 - 1.75) / 0.6)), 2), bar=0.1)
        wreath(b, f, s * 0.35, 1.5)
    b.add("canopy", "wood", roofs.lean_to(f.at(length=w - 0.5), 1.1, low=2.78, high=3.15, eaves=0.1, verge=0.1, thick=0.1), label="canopy")
    if snowy(b):
        b.add(
            "snow", snow(b), roofs.lean_to(f.at(length=w - 0.6), 1.1, low=2.88, high=3.25, eaves=0.04, verge=0.06, thick=0.2), label="snow"
        )
    low = -lot.drop - floor
    b.add(
        "canopy_posts",
        "trim",
        f.put(*[box(0.14, 0.14, 2.8 - low, at=(x, -1.05, low)) for x in (-w / 2 + 0.4, -1.3, 1.3, w / 2 - 0.4)]),
        label="post",
    )
    b.add("sign", "sign", f.one(box(min(3.4, w * 0.42), 0.1, 0.55, at=(0, -1.2, 2.42))), label="sign")
    b.add("sign_posts", "metal", f.put(*[box(0.04, 0.04, 0.14, at=(s * 0.9, -1.16, 2.9)) for s in (-1, 1)]), label="sign")
    n = max(8, round(w / 0.5))
    glow = b.look.material("lamp")
    b.add(
        "lights",
        glow,
        f.put(
            *[
                ball(0.075, at=((k / n - 0.5) * (w - 0.6), -1.22, 2.68 - 0.06 * (k % 2)), detail=0)
                for k in range(n + 1)
                if abs((k / n - 0.5) * (w - 0.6)) > min(3.4, w * 0.42) / 2 + 0.1
            ]
        ),
        label="lamp",
    )
    b.add(
        "wire",
        "metal",
        f.put(
            *[rod((s * (w / 2 - 0.3), -1.21, 2.7), (s * 0.4, -1.21, 2.7), 0.02, segments=4) for s in (-1, 1)],
            *[box(0.04, 0.2, 0.04, at=(x, -1.13, 2.68)) for x in (-w / 2 + 0.4, w / 2 - 0.4)],
        ),
        label="rope",
    )
    warm_windows(b, f.at(z=h0), 4 if w > 8.5 else 2, 0.75, 0.9, 1.25)
    for name in (*ENDS, "back"):
        e = body.wall(name)  # type: ignore[arg-type]
        warm_windows(b, e, 2, 0.9, 0.9, 1.3)
        warm_windows(b, e.at(z=h0), 2, 0.65, 0.9, 1.25)
        if name != "back":
            warm_windows(b, e.at(z=h0 + h1), 1, 0.5, 0.85, 1.0, margin=0.1)
    for s in (-1, 1):
        cx = s * w * 0.3
        chimney(b, cx, body.y + 0.4, r.top - 1.6, r.top + 0.75, w=0.65, d=0.65, pots=0, role="wall2")
    drifts(b, body, 0.55)


@kind("sauna", "building", width=(4.0, 5.4), depth=(4.2, 5.8), words=("sauna", "smoke hut"))
def sauna(b: Build) -> None:
    """A small hut of logs with a deep roofed porch, a stove pipe, a bench and a tub."""
    lot = b.lot
    floor, h = 0.35, 2.05
    front = 1.5
    body = Block(0, (front - 0.55) / 2, lot.width - 1.2, lot.depth - front - 0.55, floor, floor + h)
    foundation(b, body, role="stone")
    log_walls(b, body)
    hood = body.at(y=body.y - 0.5, d=body.d + 1.0)
    r = roofs.pitched(hood, hood.w / 2 * 1.0, axis="y", eaves=0.5, verge=0.3, thick=0.12)
    b.add("gables", "wood", [s for s in roofs.pitched(body, body.w / 2, axis="y", thick=0.12).attic], label="wall")
    cover(b, r, eaves=0.5, verge=0.3, depth=0.28)
    icicles(b, r, 0.5, ENDS)
    low = -lot.drop
    b.add(
        "porch",
        "timber",
        [box(0.16, 0.16, floor + h - low, at=(s * (body.w / 2 - 0.1), body.y0 - 0.9, low)) for s in (-1, 1)],
        label="post",
    )
    b.add(
        "porch",
        "timber",
        [box(0.14, 1.0, 0.16, at=(s * (body.w / 2 - 0.1), body.y0 - 0.48, floor + h - 0.16)) for s in (-1, 1)],
        label="post",
    )
    b.add("porch_floor", "wood", box(body.w, 1.0, floor - 0.04 - low, at=(0, body.y0 - 0.5, low)), label="floor")
    f = body.wall("front")
    dx = body.w * 0.2
    door(b, f, dx, 0.85, 1.75, frame="timber")
    window(b, f, -dx, 0.8, 0.6, 0.6, frame="trim")
    for name in (*ENDS, "back"):
        window(b, body.wall(name), 0, 0.9, 0.7, 0.55, frame="trim")  # type: ignore[arg-type]
    b.add("bench", "wood", box(1.0, 0.35, 0.42, at=(-dx - 0.1, body.y0 - 0.3, floor - 0.04)), label="bench")
    b.add("tub", "wood", cylinder(0.26, 0.5, at=(dx + 0.1, body.y0 - 0.78, floor - 0.04), segments=10), label="barrel")
    x, y = -body.w * 0.22, body.y + body.d * 0.2
    top = r.top + 0.7
    b.add(
        "pipe",
        "metal",
        cylinder(0.13, top - body.z1, at=(x, y, body.z1), segments=8),
        cylinder(0.24, 0.07, at=(x, y, top), segments=8),
        label="pipe",
    )
    mound(b, x, y, top + 0.06, 0.22, 0.22, 0.12, points=10)
    steps(b, Wall(0, body.y0 - 1.0, floor - 0.04, 0.0, body.w), dx, 1.1, floor - 0.04, room=0.45, tread=0.22)
    drifts(b, body, 0.5)
