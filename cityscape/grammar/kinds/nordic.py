"""Houses of a Nordic village: log and board houses, turf gables, stilted storehouse and cabin, barn, store, sauna."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar import roofs
from cityscape.grammar.fittings import porch, wall_lantern
from cityscape.grammar.kit import ENDS, SIDES, Block, Side, Wall, between, chance, door, foundation, pick, shade, steps, window, window_row
from cityscape.grammar.masonry import chimney
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import spike
from cityscape.grammar.snow import blanket, cover, heap, mound, snow, snowy
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import ball, beam, box, cylinder, hull, rod

COURSE = 0.27
"""Height of a log, metres."""


def log_walls(b: Build, block: Block, *, ends: bool = True, name: str = "logs", role: Role | Material = "timber") -> None:
    """Courses of logs round a block, notched at the corners with their ends standing out."""
    n = max(2, round((block.z1 - block.z0) / COURSE))
    step = (block.z1 - block.z0) / n
    for k in range(n):
        z = block.z0 + step * k
        rows = [(z, -0.05), (z + step * 0.25, 0.02), (z + step * 0.75, 0.02), (z + step, -0.05)]
        p = [(block.x + i * (block.w / 2 + o), block.y + j * (block.d / 2 + o), q) for q, o in rows for i in (-1, 1) for j in (-1, 1)]
        b.add(name, role, hull(p), label="wall")
    if not ends:
        return
    tips = []
    for i in (-1, 1):
        for j in (-1, 1):
            for k in range(n):
                z = block.z0 + step * (k + 0.5)
                x, y = block.x + i * (block.w / 2 - 0.1), block.y + j * (block.d / 2 - 0.1)
                if k % 2:
                    tips.append(rod((x, y, z), (x + i * 0.32, y, z), step * 0.44, segments=6))
                else:
                    tips.append(rod((x, y, z), (x, y + j * 0.32, z), step * 0.44, segments=6))
    b.add("log_ends", shade(b.look.material(role), 1.25) if isinstance(role, str) else role, tips, label="beam")


def board_walls(b: Build, block: Block) -> None:
    """Painted boards with pale boards at the corners and a band over the plinth."""
    b.add("walls", "wall", block.solid(), label="wall")
    h = block.z1 - block.z0
    for side in SIDES:
        f = block.wall(side)
        b.add("corner_boards", "trim", f.put(*[box(0.2, 0.06, h, at=(s * (f.length / 2 - 0.07), -0.01, 0)) for s in (-1, 1)]), label="trim")
        b.add("corner_boards", "trim", f.one(box(f.length, 0.07, 0.14, at=(0, -0.012, 0))), label="trim")


def verge_boards(b: Build, roof: roofs.Roof, verge: float, eaves: float) -> None:
    """Pale boards along the gables' edges."""
    m, s = roof.slope, (roof.block.d if roof.axis == "x" else roof.block.w) / 2
    long = (roof.block.w if roof.axis == "x" else roof.block.d) / 2 + verge
    t = roof.thickness
    pieces = []
    for i in (-1, 1):
        for j in (-1, 1):
            q = [
                (0.0, roof.rise - 0.12),
                (0.0, roof.rise + t + 0.03),
                (j * (s + eaves), -eaves * m + t + 0.03),
                (j * (s + eaves), -eaves * m - 0.12),
            ]
            pieces.append(hull([(i * (long + e), y, z) for y, z in q for e in (-0.05, 0.04)]))
    turn = 0.0 if roof.axis == "x" else pi / 2
    b.add("verge_boards", "trim", [p.turned(turn).moved(roof.block.x, roof.block.y, roof.block.z1) for p in pieces], label="trim")


def icicles(b: Build, roof: roofs.Roof, eaves: float, sides: tuple[Side, ...]) -> None:
    """Icicles under the eaves."""
    if not snowy(b):
        return
    ice = b.look.material("glass", color="#dbe9f4", pattern="plain")
    for side in sides:
        f = roof.block.wall(side)
        out = []
        for x in np.arange(-f.length / 2 + 0.3, f.length / 2 - 0.2, 0.42):
            long = between(b, 0.08, 0.42)
            if long > 0.16:
                z = roof.block.z1 - f.z - eaves * roof.slope + 0.04
                out.append(spike((x, -eaves + 0.08, z), (x, -eaves + 0.08, z - long), 0.035))
        b.add("icicles", ice, f.put(*out), label="ice")


def drifts(b: Build, block: Block, room: float) -> None:
    """Snow blown against the walls, within `room` metres of them."""
    if not snowy(b):
        return
    low = -b.lot.drop
    for side in ("right", "left", "back"):
        f = block.wall(side, z=0.0)  # type: ignore[arg-type]
        for x in (-0.36, 0.0, 0.34):
            rx, h = between(b, 0.12, 0.17) * f.length, between(b, 0.3, 0.55)
            deep = room * between(b, 0.75, 0.98)
            p = heap(b, x * f.length, 0.0, low, rx, deep, h - low, points=12)
            b.add("drifts", snow(b), f.one(p), label="snow")


def wreath(b: Build, wall: Wall, x: float, z: float) -> None:
    """A ring of fir twigs with a bow."""
    f = wall.at(x, z)
    n = 8
    t = 2 * pi * np.arange(n) / n
    b.add(
        "wreath", "needles", f.put(*[ball(0.1, 0.06, 0.1, at=(0.2 * np.cos(u), -0.09, 0.2 * np.sin(u)), detail=0) for u in t]), label="leaf"
    )
    b.add("bow", "accent", f.one(ball(0.08, 0.06, 0.06, at=(0, -0.13, -0.2), detail=0)), label="ornament")


def warm_windows(
    b: Build, wall: Wall, n: int, z: float, w: float, h: float, *, skip: tuple[int, ...] = (), margin: float = 0.6
) -> list[float]:
    """Windows with white frames and snow on their sills."""
    at = window_row(b, wall, n, z, w, h, margin=margin, skip=skip, panes=(2, 3), frame="trim")
    if snowy(b):
        f = [wall.one(box(w + 0.16, 0.15, 0.06, at=(x, -0.08, z - 0.005))) for k, x in enumerate(at) if k not in skip]
        b.add("sill_snow", snow(b), f, label="snow")
    return at


@kind(
    "log_house",
    "building",
    width=(6.6, 10.5),
    depth=(6.4, 9.2),
    words=("log house", "log cabin", "cabin", "nordic house", "chalet"),
)
def log_house(b: Build) -> None:
    """A steep-roofed house of painted boards or tarred logs with a gabled porch, white trim and a stone chimney."""
    lot = b.lot
    logs = chance(b, 0.35)
    floor, h = 0.5, between(b, 2.5, 2.75) + (0.9 if lot.size == "large" or (not logs and chance(b, 0.4)) else 0.0)
    front, side, back = 1.75, 0.62, 0.62
    body = Block(0, (front - back) / 2, lot.width - 2 * side, lot.depth - front - back, floor, floor + h)
    foundation(b, body, proud=0.06)
    if logs:
        log_walls(b, body)
    else:
        board_walls(b, body)
    gabled = chance(b, 0.45)
    axis: roofs.Axis = "y" if gabled else "x"
    half = (body.w if gabled else body.d) / 2
    rise = half * between(b, 1.05, 1.3)
    r = roofs.pitched(body, rise, axis=axis, eaves=0.5, verge=0.42, thick=0.12)
    b.add("gables", "timber" if logs else "wall", r.attic, label="wall")
    cover(b, r, eaves=0.5, verge=0.42, depth=between(b, 0.2, 0.28))
    if not logs:
        verge_boards(b, r, 0.42, 0.5)
    icicles(b, r, 0.5, ENDS if gabled else ("front", "back"))
    f = body.wall("front")
    n = 3 if body.w > 6.4 else 2
    middle = n // 2 if n == 3 else pick(b, 0, 1)
    dx = warm_windows(b, f, n, 0.85, 0.95, 1.2, skip=(middle,))[middle]
    door(b, f, dx, 1.0, 2.05, frame="trim", light=True)
    steps(b, f, dx, 1.6, floor, room=front - 0.1, tread=0.3)
    porch(b, f, dx, 1.9, 1.15, 2.35, rise=0.8, role="trim" if not logs else "timber")
    wreath(b, f, dx, 1.5)
    wall_lantern(b, f, dx + (0.82 if n == 3 else -0.82 if dx > 0 else 0.82), 1.75)
    for name in ENDS:
        w = body.wall(name)
        warm_windows(b, w, 2 if w.length > 4.6 else 1, 0.85, 0.9, 1.15)
        if not gabled:
            warm_windows(b, w.at(z=h), 1, 0.35, 0.85, 1.0, margin=0.1)
    warm_windows(b, body.wall("back"), 2, 0.85, 0.9, 1.1)
    if gabled:
        for name in ("front", "back"):
            g = body.wall(name, z=body.z1)  # type: ignore[arg-type]
            warm_windows(b, g, 2 if half > 2.9 else 1, 0.4, 0.75, 1.05, margin=half * 0.55)
    elif chance(b, 0.6):
        d = roofs.dormer(r.plane("front"), r.slope, 0.0 if n == 3 else dx * -0.5, 0.35, 1.5, 1.15, rise=0.85, thick=0.24)
        b.add("dormers", "wall" if not logs else "timber", d.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", d.cover, label="roof")
        window(b, d.front, 0, 0.2, 0.85, 0.85, frame="trim", sill=False)
    cx, cy = (0.0, body.y + body.d * 0.2) if gabled else (body.x + body.w * pick(b, -0.22, 0.22), body.y + 0.15)
    chimney(b, cx, cy, r.height(cx + 0.4, cy + 0.4) - 1.2, r.top + between(b, 0.7, 1.0), w=0.7, d=0.7, pots=0)
    mound(b, cx, cy, r.top + 0.75 if not snowy(b) else _chimney_top(b), 0.4, 0.4, 0.16)
    drifts(b, body, 0.58)
    if chance(b, 0.4) and not gabled:
        _skis(b, f, -dx if n == 2 else body.w * 0.42)


def _chimney_top(b: Build) -> float:
    """The upper edge of the chimney built so far."""
    return float(max(s.corners()[:, 2].max() for s in b._parts["chimney"][2])) - 0.02


def _skis(b: Build, f: Wall, x: float) -> None:
    """Two pairs of skis leaning at a wall."""
    low = -f.z
    for k in range(2):
        q = x + 0.3 * k - 0.15
        b.add(
            "skis",
            "accent" if k else "fence",
            f.put(
                beam((q, -0.42, low + 0.015), (q, -0.06, low + 1.85), 0.1, 0.035),
                beam((q + 0.12, -0.42, low + 0.015), (q + 0.12, -0.06, low + 1.8), 0.1, 0.035),
            ),
            label="ski",
        )


@kind(
    "turf_house",
    "building",
    width=(8.0, 13.0),
    depth=(6.5, 9.0),
    words=("turf house", "sod house", "grass roof", "turf roof", "earth house"),
)
def turf_house(b: Build) -> None:
    """Two or three gables of tarred boards side by side between walls of turf, grass roofs under the snow."""
    lot = b.lot
    n = 3 if lot.width > 10.5 else 2
    floor, h = 0.3, 1.75
    front, back, side = 1.0, 0.5, 0.55
    step = (lot.width - 2 * side) / n
    y0, y1 = -lot.depth / 2 + front, lot.depth / 2 - back
    low = -lot.drop
    grass = b.look.material("soil", color="#6f7a45", pattern="meadow")
    walls = []
    for k in range(n + 1):
        x = -lot.width / 2 + side + step * k
        wide = 0.85
        inset = wide / 2 - side + 0.06 if k in (0, n) else 0.0
        x += inset if k == 0 else -inset
        walls.append(
            hull(
                [
                    (x + s * (wide / 2 - t), y, z)
                    for s in (-1, 1)
                    for z, t in ((low, -0.0), (floor + h * 0.95, 0.14))
                    for y in (y0 - 0.25, y1 + 0.1)
                ]
            )
        )
    b.add("turf_walls", grass, walls, label="wall")
    b.add("turf_walls", grass, box(lot.width - 2 * side - 0.2, 0.7, floor + h - low - 0.05, at=(0, y1 - 0.25, low)), label="wall")
    main = int(b.rng.integers(n))
    for k in range(n):
        x = -lot.width / 2 + side + step * (k + 0.5)
        back_off = between(b, 0.0, 0.35)
        body = Block(x, (y0 + back_off + y1) / 2, step - 0.72, y1 - y0 - back_off, floor, floor + h)
        foundation(b, body, proud=0.02, role="stone")
        b.add(f"front_{k + 1}", "wall", body.solid(), label="wall")
        rise = (step - 0.3) / 2 * between(b, 1.0, 1.15)
        under = body.at(w=step - 0.3)
        r = roofs.pitched(under, rise, axis="y", eaves=0.12, verge=0.2, thick=0.26, cap=0.0)
        g = body.wall("front", z=body.z1)
        e = under.w / 2
        b.add(f"front_{k + 1}", "wall", r.attic, label="wall")
        b.add("turf_roofs", grass, r.cover, label="roof")
        if snowy(b):
            top = roofs.pitched(
                under.at(z1=under.z1 + 0.26, y=under.y + 0.14, d=under.d - 0.1), rise, axis="y", eaves=0.02, verge=0.02, thick=0.17, cap=0.0
            )
            b.add("snow", snow(b), top.cover, label="snow")
        t = 0.3
        for s in (-1, 1):
            q = [
                (0.0, rise + t + 0.05),
                (0.0, rise - 0.12),
                (s * (e + 0.12), -0.12 * rise / e - 0.12),
                (s * (e + 0.12), -0.12 * rise / e + t),
            ]
            b.add("verge_boards", "trim", g.one(hull([(px, y, z) for px, z in q for y in (-0.27, -0.19)])), label="trim")
        f = body.wall("front")
        if k == main or n == 1:
            door(b, f, 0, 0.95, 1.9, frame="trim")
            steps(b, f, 0, 1.3, floor, room=front - 0.3, tread=0.3)
            warm_windows(b, g, 1, 0.35, 0.7, 0.75, margin=0.1)
            wreath(b, f, 0.0, 1.4)
        else:
            warm_windows(b, f, 1, 0.7, 1.0, 0.95, margin=0.1)
            warm_windows(b, g, 1, 0.3, 0.6, 0.65, margin=0.1)
        if k == main:
            cy = body.y + body.d * 0.2
            b.add("chimney", "stone", box(0.62, 0.62, rise + 1.2, at=(x, cy, body.z1)), label="chimney")
            mound(b, x, cy, body.z1 + rise + 1.19, 0.33, 0.33, 0.14)


@kind(
    "stabbur",
    "building",
    width=(4.2, 5.6),
    depth=(4.8, 6.2),
    words=("stabbur", "storehouse on stilts", "stilt house", "raised storehouse", "granary on stilts"),
)
def stabbur(b: Build) -> None:
    """A storehouse on staddle posts: logs below, a wider boarded loft above under a steep roof, loose steps before it."""
    lot = b.lot
    low = -lot.drop
    over, front = 0.52, 1.2
    w, d = lot.width - 2 * over - 0.7, lot.depth - front - over - 0.76
    y = (front - over) / 2
    base = 0.95
    lower = Block(0, y, w, d, base, base + 1.95)
    for i in np.linspace(-1, 1, 3):
        for j in (-1, 1):
            x0, y0 = i * (w / 2 - 0.2), y + j * (d / 2 - 0.2)
            b.add("stilts", "timber", box(0.26, 0.26, base - 0.22 - low, at=(x0, y0, low)), label="post")
            b.add("staddles", "stone", cylinder(0.36, 0.16, at=(x0, y0, base - 0.36), segments=9), label="base")
    b.add("sills", "timber", [box(w + 0.5, 0.26, 0.24, at=(0, y + j * (d / 2 - 0.2), base - 0.22)) for j in (-1, 1)], label="beam")
    log_walls(b, lower, role="timber")
    upper = lower.above(1.75, grow=0.34)
    b.add("loft", "wall" if chance(b, 0.5) else "timber", upper.solid(), label="wall")
    b.add("loft_beams", "timber", box(upper.w + 0.12, upper.d + 0.12, 0.2, at=(upper.x, upper.y, upper.z0 - 0.06)), label="beam")
    for side in SIDES:
        f = upper.wall(side)
        n = 4
        arches = [box(0.1, 0.07, 1.5, at=((k / n - 0.5) * (f.length - 0.1), -0.02, 0.15)) for k in range(n + 1)]
        b.add("loft_posts", "trim", f.put(*arches, box(f.length, 0.08, 0.1, at=(0, -0.02, 1.6))), label="post")
        if side != "back":
            window(b, f, 0 if side == "front" else 0.45, 0.6, 0.55, 0.65, frame="trim", panes=(2, 2))
    r = roofs.pitched(upper, upper.w / 2 * 1.1, axis="y", eaves=0.42, verge=0.45, thick=0.12)
    b.add("gables", "timber", r.attic, label="wall")
    cover(b, r, eaves=0.42, verge=0.45, depth=0.26)
    icicles(b, r, 0.42, ENDS)
    verge_boards(b, r, 0.45, 0.42)
    f = lower.wall("front")
    door(b, f, 0, 0.9, 1.7, frame="trim", top="flat")
    n = 4
    for k in range(n):
        top = base * (n - k) / (n + 0.6)
        b.add("steps", "wood", box(1.2, 0.24, 0.1, at=(0, f.y - 0.42 - 0.2 * k, top - 0.1)), label="stairs")
        blanket(b, *[(i * 0.55, f.y - 0.42 - 0.2 * k + j * 0.11, top) for i in (-1, 1) for j in (-1, 1)], depth=0.05)
    for s in (-1, 1):
        b.add(
            "stair_sides",
            "timber",
            hull(
                [
                    (s * 0.6 + q, yy, z)
                    for q in (-0.05, 0.05)
                    for yy, z in (
                        (f.y - 0.28, base - 0.16),
                        (f.y - 0.28, base - 0.02),
                        (f.y - 1.15, low),
                        (f.y - 0.95, low),
                        (f.y - 1.15, 0.2),
                    )
                ]
            ),
            label="stairs",
        )


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
