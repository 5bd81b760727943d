"""Houses of Paris-like boulevards: apartment house, corner rotunda, brasserie."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, Paint, put
from cityscape.grammar.mansard import STEEP, bays, boutique, chimney_row, dormer, french_window, long_balcony, mansard, rustic
from cityscape.grammar.recipe import Build, kind
from cityscape.world.brief import SIDES, Side
from partgen.solids import Solid, ball, box, cylinder, dome, frustum, hull

FRONTS = ("#27463c", "#6b1f2a", "#22364f", "#2b2a2c", "#8a2f24")
"""Colours of shop fronts."""


def shop_paint(b: Build) -> Paint:
    """One of the dark enamels of shop fronts."""
    return b.look.material("shutter", color=FRONTS[int(b.rng.integers(len(FRONTS)))], pattern="plain").model_copy(update={"color2": None})


def storeys(b: Build) -> int:
    """Storeys below the mansard, the ground floor among them."""
    return min(max(b.lot.storeys or {"small": 4, "medium": 5, "large": 6}[b.lot.size] - int(b.rng.random() < 0.3), 2), 8)


def heights(n: int) -> list[float]:
    """Height of each storey: a tall ground floor, a noble first, then lower ones."""
    return [3.7, 3.4, *[3.05] * 8][:n]


def ground_floor(b: Build, block: Block, h: float, axes: list[float], step: float) -> None:
    """Shops on both sides of an arched carriage door."""
    gate = int(b.rng.integers(len(axes)))
    paint = shop_paint(b)
    rustic(b, block, ("south", "east", "north", "west"), 0.35, h - 0.35)
    u = axes[gate]
    w = min(1.9, step - 0.5)
    arch = [(w / 2 * cos(t), 2.15 + 0.5 * sin(t)) for t in np.linspace(0, pi, 9)]
    for grow, name, m, out0, out1 in ((0.22, "gate_surround", "trim", 0.0, 0.12), (0.0, "gate", "door", 0.1, 0.15)):
        k = 1 + 2 * grow / w
        pts = [(x * k, -y, max(z + (grow if z > 0.1 else 0.0), 0.0)) for x, z in [(-w / 2, 0.0), (w / 2, 0.0), *arch] for y in (out0, out1)]
        put(b, name, m, block.on("south", u, 0.06, [hull(pts)]))  # type: ignore[arg-type]
    put(b, "gate_bars", "metal", [block.panel("south", u + s * w * 0.24, 0.4, 0.05, 1.6, 0.17, back=0.15) for s in (-1, 0, 1)])
    k = 0
    while k < len(axes):
        if k == gate:
            k += 1
            continue
        run = 1
        while k + run < len(axes) and k + run != gate and run < 2 and step < 3.4:
            run += 1
        mid = (axes[k] + axes[k + run - 1]) / 2
        boutique(b, block, mid, run * step - 0.4, h - 0.55, paint if b.rng.random() < 0.6 else shop_paint(b))
        k += run
    put(b, "doorstep", "stone", block.panel("south", u, -b.lot.drop, w + 0.5, 0.1 + b.lot.drop, 0.35))


def upper_storeys(b: Build, block: Block, rows: list[float], sides: tuple[Side, ...], *, skip: float = 0.0) -> None:
    """Windows of the storeys above the ground floor, with long balconies at the second and the last."""
    z = block.z0
    n = len(rows)
    for k, h in enumerate(rows):
        for side in sides:
            along = block.length(side)
            noble = k in (0, n - 1) if n > 2 else k == 0
            front = side == "south"
            for u in bays(along):
                if front and skip and u > along / 2 - skip:
                    continue
                tall = h - (0.75 if k == 0 else 0.9)
                french_window(b, block, side, u, z + 0.12, 1.05, tall, hood=front and k in (0, 1), rail=front and not noble)
            if noble and front:
                w = along - 0.3 - skip
                long_balcony(b, block, side, -skip / 2, z + 0.1, w)
            elif side in ("south", "north"):
                put(
                    b,
                    "bands",
                    "trim",
                    block.panel(side, -skip / 2 if front else 0, z - 0.08, along - (skip if front else 0) - 0.02, 0.16, 0.09),
                )
        z += h


def crown(b: Build, block: Block, *, sides: tuple[Side, ...] = ("south", "north"), height: float = 3.1, skip: float = 0.0) -> None:
    """Cornice, mansard, dormers, chimney rows on the party walls."""
    put(b, "cornices", "trim", block.grown(0.0, 0.32).with_z(block.z1 - 0.28, block.z1).solid())
    put(b, "cornices", "trim", block.grown(0.0, 0.18).with_z(block.z1 - 0.46, block.z1 - 0.275).solid())
    n = max(4, round(block.sx / 0.55))
    put(
        b,
        "modillions",
        "trim",
        [block.panel("south", (k + 0.5 - n / 2) * block.sx / n, block.z1 - 0.44, 0.18, 0.17, 0.27) for k in range(n)],
    )
    top = mansard(b, block, height, sides=sides)
    lean = STEEP * height / 3.2
    for side in sides:
        for k, u in enumerate(bays(block.length(side))):
            if side == "south" and skip and u > block.length(side) / 2 - skip:
                continue
            dormer(b, block, side, u, block.z1 + 0.4, w=1.0, h=1.55, lean=lean * 0.14, round_=k % 2 == 0)
    for s in (-1, 1):
        x = block.x + s * (block.sx / 2 - 0.26)
        if skip and s > 0:
            continue
        put(b, "party_walls", "wall2", hull([(x + q, y, z) for q in (-0.25, 0.25) for y, z in _party(block, top, lean)]))
        deep = block.sy * 0.3
        for q in (-1, 1):
            chimney_row(b, x, block.y + q * block.sy * 0.2, top.z0 - 0.4, top.z1 + 1.15 + 0.3 * float(b.rng.random()), length=deep)


def _party(block: Block, top: Block, lean: float) -> list[tuple[float, float]]:
    """The outline (y, z) of a party wall, a little above the roof."""
    y0, y1 = block.y - block.sy / 2, block.y + block.sy / 2
    up = 0.12
    return [
        (y0 - 0.02, block.z1 - 0.1),
        (y1 + 0.02, block.z1 - 0.1),
        (y0 - 0.1, block.z1 + 0.3),
        (y1 + 0.1, block.z1 + 0.3),
        (y0 + lean - 0.1, top.z0 + up),
        (y1 - lean + 0.1, top.z0 + up),
        (block.y, top.z1 + up),
    ]


@kind(
    "haussmann",
    "building",
    width=(5.2, 9.8),
    depth=(5.6, 10.4),
    words=("haussmann building", "parisian apartment", "paris house", "limestone building", "boulevard house"),
)
def haussmann(b: Build) -> None:
    """Five or six storeys of cream stone over shops, two long iron balconies, a blue-grey mansard and rows of chimneys."""
    n = storeys(b)
    rows = heights(n)
    block = Block(b.lot.width - 0.26, b.lot.depth - 1.65, 0.0, sum(rows), 0.0, 0.3)
    put(b, "plinth", "plinth", block.grown(0.06, 0.08).with_z(-b.lot.drop, 0.35).solid())
    put(b, "walls", "wall", block.with_z(0.3, block.z1).solid())
    step = (block.sx - 0.7) / len(bays(block.sx))
    ground_floor(b, block, rows[0], bays(block.sx), step)
    put(b, "bands", "trim", block.grown(0.04, 0.2).with_z(rows[0] - 0.3, rows[0]).solid())
    upper = block.with_z(rows[0], block.z1)
    upper_storeys(b, upper, rows[1:], SIDES)
    put(
        b,
        "quoins",
        "trim",
        [
            upper.panel(s, e * (upper.length(s) / 2 - 0.3), upper.z0, 0.5, upper.height - 0.5, 0.035)
            for s in ("south", "north")
            for e in (-1, 1)
        ],
    )  # type: ignore[arg-type]
    crown(b, block)
    for u in bays(block.sx):
        french_window(b, block, "north", u, 0.9, 1.05, 1.9, rail=False)


@kind(
    "rotunda_house",
    "building",
    width=(7.4, 10.6),
    depth=(7.4, 10.4),
    words=("rotunda", "corner building", "flatiron", "corner house", "corner rotunda"),
)
def rotunda_house(b: Build) -> None:
    """An apartment house whose street corner swells into a round tower with a zinc dome, a balcony ring and a flagged spike."""
    n = storeys(b)
    rows = heights(n)
    block = Block(b.lot.width - 1.0, b.lot.depth - 1.75, 0.0, sum(rows), -0.35, 0.35)
    r = min(2.3, 0.3 * block.sx)
    put(b, "plinth", "plinth", block.grown(0.06, 0.08).with_z(-b.lot.drop, 0.35).solid())
    put(b, "walls", "wall", block.with_z(0.3, block.z1).solid())
    x, y = block.x + block.sx / 2 - r + 0.4, block.y - block.sy / 2 + r - 0.45
    skip = r + 1.0
    axes = [u for u in bays(block.sx) if u < block.sx / 2 - skip] or bays(block.sx)[:1]
    step = (block.sx - 0.7) / len(bays(block.sx))
    ground_floor(b, block, rows[0], axes, step)
    put(b, "bands", "trim", block.grown(0.04, 0.2).with_z(rows[0] - 0.3, rows[0]).solid())
    upper = block.with_z(rows[0], block.z1)
    upper_storeys(b, upper, rows[1:], ("south", "north", "west"), skip=skip - 0.6)
    east = [u for u in bays(upper.sy) if u > -upper.sy / 2 + 2 * r - 0.2]
    z = upper.z0
    for h in rows[1:]:
        for u in east:
            french_window(b, upper, "east", u, z + 0.12, 1.05, h - 0.9, hood=True, rail=True)
        z += h
    crown(b, block, sides=("south", "north", "east"), skip=skip - 0.4)
    _rotunda(b, x, y, r, rows)


def _rotunda(b: Build, x: float, y: float, r: float, rows: list[float]) -> None:
    """A round tower of windows from the pavement to a dome."""
    low = -b.lot.drop
    put(b, "plinth", "plinth", cylinder(r + 0.06, 0.45 - low, at=(x, y, low), segments=20))
    top = sum(rows)
    put(b, "tower", "wall", cylinder(r, top - 0.3, at=(x, y, 0.3), segments=20))
    faces = [-pi / 2 - 0.62, -pi / 2 + 0.16, -pi / 2 + 0.94, 0.16]
    z = 0.0
    for k, h in enumerate(rows):
        for t in faces:
            tall = h - (0.9 if k else 1.2)
            for name, m, w, d, up in (("surrounds", "trim", 1.24, 0.06, 0.16), ("windows", "glass", 0.94, 0.1, 0.0)):
                plate = box(0.24, w, tall + up, at=(r - 0.12 + d, 0, z + (0.12 if k else 0.45)))
                put(b, name, m, plate.turned(t).moved(x, y))  # type: ignore[arg-type]
        put(b, "bands", "trim", cylinder(r + 0.13, 0.16, at=(x, y, z + h - 0.16), segments=20))
        if k in (1, len(rows) - 1):
            _round_balcony(b, x, y, r, z + 0.08, faces)
        z += h
    put(b, "cornices", "trim", cylinder(r + 0.36, 0.28, at=(x, y, top - 0.02), segments=20))
    put(b, "tower", "wall", cylinder(r * 0.94, 1.0, at=(x, y, top + 0.2), segments=20))
    put(b, "cornices", "trim", cylinder(r * 1.0, 0.14, at=(x, y, top + 1.15), segments=20))
    put(b, "dome", "roof", dome(r * 0.96, r * 1.35, at=(x, y, top + 1.28), segments=20, rings=6))
    for t in faces:
        oculus = [cylinder(0.5, 0.3, segments=10).turned(pitch=pi / 2).moved(r * 0.86, 0, top + 2.0)]
        put(b, "dormers", "trim", [s.turned(t).moved(x, y) for s in oculus])
        put(
            b,
            "windows",
            "glass",
            cylinder(0.34, 0.36, segments=10).turned(pitch=pi / 2).moved(r * 0.86, 0, top + 2.0).turned(t).moved(x, y),
        )
    z = top + 1.2 + r * 1.35
    put(
        b,
        "lantern",
        "roof_flat",
        cylinder(0.34, 0.75, at=(x, y, z - 0.1), segments=8),
        frustum(0.46, 0.05, 0.9, at=(x, y, z + 0.62), segments=8),
    )
    put(b, "finial", "metal", cylinder(0.04, 1.1, at=(x, y, z + 1.4), segments=6), ball(0.12, at=(x, y, z + 1.7), detail=1))


def _round_balcony(b: Build, x: float, y: float, r: float, z: float, faces: list[float]) -> None:
    """A balcony round a tower's free side."""
    t = np.linspace(faces[0] - 0.35, faces[-1] + 0.35, 9)
    slab: list[Solid] = []
    rail: list[Solid] = []
    for u, v in zip(t, t[1:], strict=False):
        ring = [(q * cos(w), q * sin(w)) for w in (u, v) for q in (r - 0.05, r + 0.42)]
        slab.append(hull([(x + px, y + py, z - 0.14 + q) for px, py in ring for q in (0.0, 0.14)]))
        edge = [(q * cos(w), q * sin(w)) for w in (u, v) for q in (r + 0.34, r + 0.41)]
        rail += [hull([(x + px, y + py, zz + q) for px, py in edge for q in (0.0, 0.06)]) for zz in (z + 0.1, z + 0.86)]
        rail += [box(0.045, 0.045, 0.69, at=(x + (r + 0.375) * cos(w), y + (r + 0.375) * sin(w), z + 0.165)) for w in (u, (u + v) / 2)]
    put(b, "balconies", "trim", slab)
    put(
        b,
        "railings",
        "metal",
        rail,
        [box(0.06, 0.06, 0.9, at=(x + (r + 0.37) * cos(w), y + (r + 0.37) * sin(w), z - 0.02)) for w in (t[0], t[4], t[-1])],
    )


@kind(
    "brasserie",
    "building",
    width=(5.6, 10.0),
    depth=(8.0, 11.4),
    words=("brasserie", "bistro", "french cafe", "parisian cafe", "cafe house"),
)
def brasserie(b: Build) -> None:
    """A narrow-windowed house over a cafe: a wide red awning, round tables and cane chairs on the pavement before it."""
    n = max(3, storeys(b) - 1)
    rows = heights(n)
    terrace = 2.0
    block = Block(b.lot.width - 0.26, b.lot.depth - terrace - 1.1, 0.0, sum(rows), 0.0, terrace / 2 + 0.05)
    put(b, "plinth", "plinth", block.grown(0.06, 0.08).with_z(-b.lot.drop, 0.3).solid())
    put(b, "walls", "wall", block.with_z(0.25, block.z1).solid())
    paint = shop_paint(b)
    boutique(b, block, 0.0, block.sx - 0.5, rows[0] - 0.35, paint, awning=False)
    y = block.y - block.sy / 2
    out = 1.75
    w = block.sx - 0.6
    put(
        b,
        "awnings",
        "awning",
        hull([(s * w / 2, yy, z + t) for s in (-1, 1) for yy, z in ((y - 0.2, 3.0), (y - out, 2.5)) for t in (0.0, 0.06)]),
    )
    k = round(w / 0.5)
    hem = [
        hull(
            [
                (-w / 2 + w * (i + q) / k, y - out + d, 2.5 + zz)
                for q, zz in ((0.02, 0.05), (0.98, 0.05), (0.85, -0.24), (0.15, -0.24))
                for d in (0.0, 0.03)
            ]
        )
        for i in range(k)
    ]
    put(b, "awnings", "awning", hem)
    put(
        b,
        "awning_arms",
        "metal",
        [
            hull(
                [
                    (s * (w / 2 - 0.1) + q, yy, z)
                    for q in (-0.03, 0.03)
                    for yy, z in ((y - 0.05, 2.35), (y - 0.05, 2.42), (y - out + 0.05, 2.52), (y - out + 0.05, 2.45))
                ]
            )
            for s in (-1, 1)
        ],
    )
    m = max(3, round(w / 1.9))
    for i in range(m):
        if abs((i + 0.5 - m / 2) * w / m - 0.0) < 0.4 and m % 2:
            continue
        cafe_set(b, (i + 0.5 - m / 2) * w / m, y - 1.15, -b.lot.drop)
    for s in (-1, 1):
        put(b, "planters", paint, box(0.4, 1.2, 0.55 + b.lot.drop, at=(s * (block.sx / 2 - 0.25), y - 1.1, -b.lot.drop)))
        put(b, "plants", "foliage", ball(0.3, 0.62, 0.34, at=(s * (block.sx / 2 - 0.29), y - 1.1, 0.68), detail=1))
    upper = block.with_z(rows[0], block.z1)
    upper_storeys(b, upper, rows[1:], SIDES)
    crown(b, block)
    for u in bays(block.sx):
        french_window(b, block, "north", u, 0.9, 1.05, 1.9, rail=False)


def cafe_set(b: Build, x: float, y: float, low: float, *, chairs: int = 2) -> None:
    """A round marble table on an iron foot with cane chairs left and right."""
    put(b, "tables", "trim", cylinder(0.34, 0.05, at=(x, y, 0.7), segments=12))
    put(
        b,
        "table_feet",
        "metal",
        cylinder(0.04, 0.7 - low, at=(x, y, low), segments=6),
        cylinder(0.22, 0.05 - low, at=(x, y, low), segments=8),
    )
    cane = b.look.material("wood", color="#c08a4e", pattern="plain")
    for k in range(chairs):
        s = 1 if k % 2 else -1
        cx = x + s * 0.56
        put(b, "chairs", cane, box(0.38, 0.38, 0.06, at=(cx, y, 0.42)), box(0.06, 0.38, 0.46, at=(cx + s * 0.18, y, 0.44)))
        put(b, "chairs", cane, [box(0.045, 0.045, 0.44 - low, at=(cx + i * 0.16, y + j * 0.16, low)) for i in (-1, 1) for j in (-1, 1)])
