"""Houses of a Nordic village: log and board house, turf gables, storehouse on stilts."""

from __future__ import annotations

import numpy as np

from cityscape.grammar import roofs
from cityscape.grammar.fittings import porch, wall_lantern
from cityscape.grammar.kit import ENDS, SIDES, Block, Wall, between, chance, door, foundation, pick, steps, window
from cityscape.grammar.masonry import chimney
from cityscape.grammar.northern import board_walls, drifts, icicles, log_walls, verge_boards, warm_windows, wreath
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.snow import blanket, cover, mound, snow, snowy
from partgen.solids import beam, box, cylinder, hull


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
