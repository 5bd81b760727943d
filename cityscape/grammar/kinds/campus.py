"""Collegiate buildings: student hall, court with cloister and gate tower."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.collegiate import (
    bands,
    battlement,
    ivy,
    mullioned,
    quoins,
    range_roof,
    tall_stack,
    verdigris,
)
from cityscape.grammar.kit import Block, between, chance, door, foundation, steps, window
from cityscape.grammar.recipe import Build, kind
from partgen.solids import box, cone, cylinder, frustum, hull


@kind(
    "student_hall",
    "building",
    width=(9, 17),
    depth=(7.2, 10),
    words=("student hall", "college", "dormitory", "hall of residence", "faculty", "university building"),
)
def student_hall(b: Build) -> None:
    """A brick range with limestone dressings: coped gables, mullioned windows, a stone porch, tall chimneys, ivy."""
    lot = b.lot
    floor, h = 0.55, 3.0
    out = 0.85
    levels = 2 if lot.size != "large" else 3
    main = Block(0, (1.35 + out - 0.45) / 2, lot.width - 1.0, lot.depth - 1.35 - out - 0.45, floor, floor + h * levels)
    bays_at = [0.0] if main.w < 10.5 else [-main.w / 2 + 2.0, main.w / 2 - 2.0]
    if main.w < 10.5:
        bays_at = [(main.w / 2 - 1.9) * (1 if chance(b, 0.5) else -1)]
    wide = 3.3
    bays = [Block(x, (main.y0 - out + main.y) / 2, wide, main.y - (main.y0 - out), floor, main.z1 + 0.35) for x in bays_at]
    foundation(b, main, *[k.at(d=main.y0 - k.y0 + 0.3, y=k.y0 + (main.y0 - k.y0 + 0.3) / 2) for k in bays], proud=0.1)
    b.add("walls", "wall", main.solid(), *[k.solid() for k in bays], label="wall")
    r = range_roof(b, main, main.d * 0.52, ends=("left", "right"))
    quoins(b, main, main.z1)
    bands(b, main, [floor + h * k - 0.25 for k in range(1, levels)] + [main.z1 - 0.22])
    for k in bays:
        rise = wide / 2 * 1.25
        range_roof(b, k, min(rise, r.rise * 0.86), axis="y", ends=("front",), eaves=0.12)
        quoins(b, k.at(y=k.y0 + 0.6, d=1.2), k.z1, back=False)
        f = k.wall("front")
        for level in range(levels):
            mullioned(b, f, 0, 0.75 + h * level, 1.9, 1.65, lights=3, hood=True)
        window(b, k.wall("front", z=k.z1), 0, 0.45, 0.55, 0.95, top="pointed", panes=(1, 1), frame="trim", bar=0.12)
        b.add("bands", "trim", [box(wide + 0.12, 0.3, 0.2, at=(k.x, k.y0 + 0.09, z)) for z in (floor + h - 0.25, k.z1 - 0.2)], label="band")
    f = main.wall("front")
    gate = 0.0 if len(bays) == 2 else -np.sign(bays_at[0]) * main.w * 0.14
    lo, hi = (-main.w / 2 + 0.7, main.w / 2 - 0.7)
    spots = np.arange(lo + 0.55, hi, 1.9)
    free = [float(x) for x in spots + (hi - 0.55 - spots[-1]) / 2 if all(abs(x - k.x) > wide / 2 + 0.85 for k in bays)]
    for level in range(levels):
        for x in free:
            if level or abs(x - gate) > 1.75:
                mullioned(b, f, x, 0.75 + h * level, 1.0, 1.65)
    porch = Block(float(gate), main.y0 - out / 2 + 0.05, 2.5, out + 0.1, floor, floor + 3.3)
    foundation(b, porch, proud=0.08)
    b.add("porch", "stone", porch.solid(), label="porch")
    battlement(b, porch, porch.z1 - 0.02, h=0.55, pitch=0.62, t=0.25)
    door(b, porch.wall("front"), 0, 1.25, 2.35, top="pointed", frame="trim", bar=0.2, leaves=2)
    steps(b, porch.wall("front"), 0, 1.9, floor, room=main.y0 - out + lot.depth / 2 - 0.05, tread=0.3)
    for side in ("left", "right"):
        w = main.wall(side)  # type: ignore[arg-type]
        for level in range(levels):
            for u in (-0.24, 0.24):
                mullioned(b, w, u * w.length, 0.75 + h * level, 1.0, 1.6)
        window(b, main.wall(side, z=main.z1), 0, 0.6, 0.9, 1.25, top="pointed", panes=(2, 2), frame="trim", bar=0.13)  # type: ignore[arg-type]
    back = main.wall("back")
    n = max(2, int((main.w - 1.2) / 2.8))
    for level in range(levels):
        for j in range(n):
            mullioned(b, back, -main.w / 2 + 0.6 + (main.w - 1.2) * (j + 0.5) / n, 0.75 + h * level, 1.0, 1.6)
    for q in (-0.3, 0.3) if main.w > 9 else (0.28,):
        x = main.x + q * main.w
        tall_stack(b, x, main.y + main.d * 0.18, r.height(x, main.y + main.d * 0.18) - 1.0, r.top + 1.9, n=2 + int(main.w > 12))
    ivy(b, main.wall("right", z=0.1), -main.d * 0.32, main.d * 0.42, (h * levels) * between(b, 0.75, 1.0))
    k = bays[-1]
    ivy(b, k.wall("front", z=0.1), -0.75, 1.1, h * between(b, 0.9, 1.5))
    if free and chance(b, 0.7):
        ivy(b, f.at(z=-floor + 0.1), main.w / 2 - 0.75 if len(bays) == 1 and bays_at[0] < 0 else float(gate) + 1.75, 0.8, h * 1.5)


@kind(
    "college_court",
    "building",
    width=(15, 23),
    depth=(12.5, 17),
    words=("quadrangle", "college court", "cloister", "quad", "courtyard college", "old college"),
)
def college_court(b: Build) -> None:
    """Four ranges round a lawn with crossing paths: cloister and gate tower in front, gabled wings, a hall behind."""
    lot = b.lot
    floor, h = 0.4, 5.6
    side, back = 4.0, 4.6
    y1, y0 = lot.depth / 2 - 0.45, -lot.depth / 2 + 1.15
    x1 = lot.width / 2 - 0.5
    rear = Block(0, y1 - back / 2, 2 * x1, back, floor, floor + h)
    wings = [Block(s * (x1 - side / 2), (y0 + rear.y) / 2, side, rear.y - y0, floor, floor + h) for s in (-1, 1)]
    walk = Block(0, y0 + 1.15 + 0.3, 2 * x1 - 2 * side + 0.2, 1.9, floor, floor + 2.7)
    b.add("plinth", "plinth", box(2 * x1 + 0.2, y1 - y0 + 0.2, floor + lot.drop - 0.12, at=(0, (y0 + y1) / 2, -lot.drop)), label="plinth")
    foundation(b, rear, walk, *[k.at(y=(y0 + rear.y0 + 0.2) / 2, d=rear.y0 + 0.2 - y0) for k in wings], proud=0.12)
    b.add("walls", "wall", rear.solid(), *[k.solid() for k in wings], label="wall")
    b.add("cloister", "stone", walk.solid(), label="wall")
    range_roof(b, rear, 2.75, ends=("left", "right"), eaves=0.25)
    for k in wings:
        range_roof(b, k, 2.35, axis="y", ends=("front",), eaves=0.25)
        quoins(b, k, k.z1, back=False)
        bands(b, k, [floor + 2.75, k.z1 - 0.2])
    bands(b, rear, [floor + 2.75, rear.z1 - 0.2], proud=0.08)
    range_roof(b, walk, 0.85, eaves=0.15)
    for k, name in zip(wings, ("left", "right"), strict=True):
        f = k.wall("front")
        mullioned(b, f, 0, 0.7, 2.0, 1.6, lights=3, hood=True)
        mullioned(b, f, 0, 3.3, 2.0, 1.8, lights=3, hood=True)
        window(b, k.wall("front", z=k.z1), 0, 0.5, 0.6, 1.0, top="pointed", panes=(1, 1), frame="trim", bar=0.12)
        outer = rear.span(x0=k.x0, x1=k.x1, y0=k.y0, y1=rear.y1).wall(name)  # type: ignore[arg-type]
        n = max(3, int(outer.length / 3.0))
        for j in range(n):
            u = -outer.length / 2 + outer.length * (j + 0.5) / n
            mullioned(b, outer, u, 0.7, 1.0, 1.5)
            mullioned(b, outer, u, 3.3, 1.0, 1.6)
        court = k.wall("right" if name == "left" else "left")
        for j in range(2):
            reach = rear.y0 - (walk.y1 + 0.3)
            u0 = (walk.y1 + 0.3 + reach * (j + 0.5) / 2 - k.y) * (1 if name == "left" else -1)
            mullioned(b, court, u0, 3.3, 0.9, 1.5)
            window(b, court, u0, 0.3, 1.0, 2.1, top="pointed", panes=(1, 1), frame="trim", bar=0.14)
        tall_stack(b, k.x + (0.8 if name == "left" else -0.8), k.y, k.z1 + 0.6, k.z1 + 4.4)
    n = max(3, int(rear.w / 3.1))
    for j in range(n):
        u = -rear.w / 2 + rear.w * (j + 0.5) / n
        mullioned(b, rear.wall("back"), u, 0.7, 1.0, 1.5)
        mullioned(b, rear.wall("back"), u, 3.3, 1.0, 1.6)
        if abs(u) < x1 - side - 0.6:
            window(b, rear.wall("front"), u, 1.2, 1.2, 3.6, top="pointed", panes=(2, 2), frame="trim", bar=0.15)
    tower = Block(0, y0 + 1.6, 3.9, 3.2, floor, floor + 8.2)
    foundation(b, tower, proud=0.14)
    b.add("tower", "stone", tower.solid(), label="tower")
    quoins(b, tower, floor + 2.8, back=False)
    bands(b, tower, [floor + 3.4, floor + 6.0, tower.z1 - 0.25], proud=0.1)
    battlement(b, tower, tower.z1 - 0.03)
    f = tower.wall("front")
    door(b, f, 0, 1.9, 2.9, top="pointed", frame="trim", bar=0.26, leaves=2)
    steps(b, f, 0, 2.6, floor, room=tower.y0 + lot.depth / 2 - 0.05, tread=0.3)
    mullioned(b, f, 0, 3.85, 1.7, 1.7, lights=3, hood=True)
    window(b, f, 0, 6.4, 0.8, 1.2, top="pointed", panes=(2, 1), frame="trim", bar=0.14)
    for name in ("left", "right", "back"):
        mullioned(b, tower.wall(name), 0, 5.2, 1.0, 1.5)  # type: ignore[arg-type]
    window(b, tower.wall("back"), 0, 0.1, 1.7, 2.4, top="pointed", panes=(2, 1), frame="trim", bar=0.2)
    for i in (-1, 1):
        for j in (-1, 1):
            x, y = tower.x + i * tower.w / 2, tower.y + j * tower.d / 2
            b.add(
                "turrets",
                "trim",
                cylinder(0.45, tower.z1 - 3.2, at=(x, y, floor + 3.4), segments=8),
                frustum(0.12, 0.45, 0.6, at=(x, y, floor + 2.82), segments=8),
                label="tower",
            )
            b.add("turret_caps", verdigris(b), cone(0.58, 1.3, at=(x, y, tower.z1 + 0.58), segments=8), label="roof")
    b.add("flag_pole", "metal", cylinder(0.06, 3.0, at=(0, tower.y, tower.z1 - 0.1), segments=6), label="post")
    b.add("flag", "accent", box(1.3, 0.05, 0.8, at=(0.68, tower.y, tower.z1 + 2.0)), label="flag")
    m = max(1, int((walk.w / 2 - 2.1) / 1.9))
    for s in (-1, 1):
        for j in range(m):
            u = s * (2.1 + (walk.w / 2 - 2.1) * (j + 0.5) / m)
            for name in ("front", "back"):
                window(b, walk.wall(name), u, 0.5, 0.95, 1.75, top="pointed", panes=(1, 1), frame="trim", bar=0.14)  # type: ignore[arg-type]
    lx, ly0, ly1 = x1 - side - 0.25, walk.y1 + 0.2, rear.y0 - 0.2
    _lawn(b, 2 * lx, ly1 - ly0, 0.0, (ly0 + ly1) / 2, floor - 0.14)
    ivy(b, wings[1].wall("right", z=0.1), -2.2, 2.6, 4.4)
    ivy(b, wings[0].wall("front", z=0.1), -1.0, 1.3, 3.6)


def _lawn(b: Build, w: float, d: float, x: float, y: float, z: float) -> None:
    """A lawn with two crossing paths and a sundial, its foot at z."""
    b.add("court_path", "path", box(w, d, 0.1, at=(x, y, z)), label="path")
    p = 0.62
    qx, qy = (w - p) / 2 - 0.5, (d - p) / 2 - 0.5
    b.add(
        "lawn",
        "ground",
        [box(qx, qy, 0.16, at=(x + i * (p + qx) / 2, y + j * (p + qy) / 2, z + 0.05)) for i in (-1, 1) for j in (-1, 1)],
        label="grass",
    )
    b.add(
        "sundial",
        "stone",
        cylinder(0.85, 0.14, at=(x, y, z + 0.08), segments=12),
        cylinder(0.2, 0.9, at=(x, y, z + 0.2), segments=8),
        cylinder(0.34, 0.1, at=(x, y, z + 1.08), segments=10),
        label="sundial",
    )
    b.add(
        "sundial_hand",
        "accent",
        hull(
            [
                (x + u, y + v, z + q)
                for u, v, q in (
                    (-0.25, -0.02, 1.16),
                    (-0.25, 0.02, 1.16),
                    (0.25, -0.02, 1.16),
                    (0.25, 0.02, 1.16),
                    (0.22, -0.02, 1.5),
                    (0.22, 0.02, 1.5),
                )
            ]
        ),
        label="sundial",
    )
