"""Solarpunk dwellings: green tower and dome house."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import (
    SOLAR,
    Block,
    Paint,
    body,
    curtain,
    door,
    doorstep,
    free_sides,
    lip,
    pick,
    profile,
    put,
    spread,
    storeys,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, leaf_ball, mast, planter, strut, tree, vine
from cityscape.world.brief import SIDES
from partgen.solids import Array, ball, box, cone, cylinder, gable, hull, rod

# -- green tower -------------------------------------------------------------------------------------------


@kind(
    "green_tower",
    "building",
    width=(10, 20),
    depth=(10, 20),
    words=("green tower", "garden tower", "vertical forest", "eco tower", "terraced tower", "living tower", "tree tower", "arcology"),
)
def green_tower(b: Build) -> None:
    """Storeys that step back from each other, every step a garden; or a round tower with a garden round each floor."""
    if min(b.lot.width, b.lot.depth) > 11 and not b.lot.attached and b.rng.random() < 0.4:
        _round_tower(b)
    else:
        _terraced_tower(b)


def _terraced_tower(b: Build) -> None:
    rise = 3.3
    n = storeys(b, 5, 12)
    tiers = int(np.clip(round(n / 2.4), 2, 4)) if n > 2 else 1
    block = body(b, 0.3, side=0.45, front=0.8)
    put(b, "plinth", "plinth", block.with_z(-b.lot.drop, 0.35).grown(lip(b, 0.1), 0.1).solid())
    sizes = np.diff(np.round(np.linspace(0, n, tiers + 1)).astype(int))
    corner = int(b.rng.choice([0, 0, 1, 2]))
    z = 0.35
    for k, floors in enumerate(sizes):
        tier = block.with_z(z, z + float(floors) * rise)
        curtain(
            b,
            tier,
            rise=rise,
            slab=0.45,
            recess=0.5,
            pitch=max(3.0, 0.45 * max(tier.sx, tier.sy)),
            fin=(0.16, 0.01),
            sides=free_sides(b),
            slab_paint="wall",
            fin_paint="wood",
            fins="posts",
        )
        if k == 0:
            inner = tier.grown(-0.5)
            door(b, inner, z=0.35, w=2.2, h=2.4, leaves=2, paint="door", frame_paint="wood")
            doorstep(b, block.grown(0.1), 0, 3.2, depth=0.6, top=0.16)
        _sill_green(b, tier, rise, int(floors), first=k == 0)
        z = tier.z1
        if k == tiers - 1:
            _green_crown(b, tier)
            break
        step = max(1.6, 0.19 * min(block.sx, block.sy))
        nxt = block.grown(-0.4 if min(block.sx, block.sy) < 9 else -1.0)
        if min(nxt.sx, nxt.sy) - step > 4.2:
            nxt = nxt.cut("south", step)[0] if corner != 1 or k % 2 == 0 else nxt
            nxt = nxt.cut("east" if corner != 2 else "west", step)[0] if corner != 1 or k % 2 else nxt
        deck = block.with_z(z, z + 0.1)
        put(b, "terraces", "wood", deck.grown(-0.05).solid())
        _terrace(b, block.with_z(z + 0.1, z + 0.1), nxt, trees={1: 0.8, 2: 0.8, 3: 0.45}.get(tiers, 0.26))
        block = nxt
        z += 0.1


def _sill_green(b: Build, tier: Block, rise: float, floors: int, *, first: bool) -> None:
    """Troughs of green on the slab edges of some storeys, with leaves hanging down from them."""
    step = (tier.height - 0.45) / floors
    for row in range(1 if first else 0, floors):
        z = tier.z0 + row * step + 0.45
        for side in free_sides(b):
            length = tier.length(side)
            if b.rng.random() < (0.75 if floors < 3 else 0.5):
                w = length * float(b.rng.uniform(0.3, 0.75))
                u = (length - w - 0.3) * float(b.rng.uniform(-0.5, 0.5))
                put(b, "plants", "foliage", tier.panel(side, u, z, w, float(b.rng.uniform(0.45, 0.8)), -0.06, back=-0.42))
                if row > 0 or not first:
                    for q in (-0.3, 0.25) if floors < 3 else (0.1,):
                        vine(b, tier, side, u + q * w, z - 0.02, min(0.7, w * 0.2), 1.7, out=0.12)


def _terrace(b: Build, deck: Block, house: Block, *, trees: float) -> None:
    """Planters with bushes along the free edges of a terrace (surface deck.z1), and trees in its widest parts."""
    z = deck.z1
    for side in SIDES:
        sign_ = 1 if side in ("east", "north") else -1
        if side in ("east", "west"):
            room = sign_ * ((deck.x + sign_ * deck.sx / 2) - (house.x + sign_ * house.sx / 2))
        else:
            room = sign_ * ((deck.y + sign_ * deck.sy / 2) - (house.y + sign_ * house.sy / 2))
        if room < 0.34 or (b.lot.attached and side in ("east", "west")):
            continue
        t = min(0.7, room * 0.8)
        length = deck.length(side) - (0.3 if side in ("south", "north") else 2 * 0.75)
        if room < 1.2:
            put(b, "plants", "foliage", deck.panel(side, 0, z, length * 0.9, 0.55, -0.06, back=-t))
            continue
        n = max(1, min(3 if side in ("south", "east") else 1, round(length / 3.2)))
        for k in range(n):
            u = -length / 2 + length * (k + 0.5) / n
            trough = deck.panel(side, u, z, length / n - 0.15, 0.45, -0.08, back=-0.08 - t)
            p = trough.corners()
            lo, hi = p.min(0), p.max(0)
            where = Block(hi[0] - lo[0], hi[1] - lo[1], z, z + 0.45, (lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2)
            put(b, "planters", "wood", trough)
            for q in range(2):
                m = where.sx if side in ("south", "north") else where.sy
                w = m * float(b.rng.uniform(0.4, 0.5))
                green = deck.panel(side, u + (q - 0.5) * m * 0.5, z + 0.45, w, float(b.rng.uniform(0.25, 0.7)), -0.12, back=-0.04 - t)
                put(b, "plants", "foliage", green)
            if side in ("south", "east") and b.rng.random() < trees:
                h = min(2.6, 1.0 / 0.33 * (0.08 + t / 2) * 2.2) * float(b.rng.uniform(0.85, 1.1))
                inward = {"south": (0, 1), "north": (0, -1), "east": (-1, 0), "west": (1, 0)}[side]
                shift = max(0.0, 0.34 * h - t / 2 - 0.08)
                tree(b, where.x + inward[0] * shift, where.y + inward[1] * shift, z + 0.1, h + 0.3, root=0.1)


def _green_crown(b: Build, tier: Block) -> None:
    z = tier.z1
    put(b, "terraces", "wood", tier.grown(-0.05).with_z(z, z + 0.1).solid())
    style = pick(b, "solar", "solar", "glasshouse", "turbine")
    roof = tier.grown(-0.15).with_z(z, z + 0.1)
    for side in SIDES:
        cut = 0.1 if side in ("south", "north") else 1.1
        put(
            b,
            "plants",
            "foliage",
            roof.panel(side, 0, z + 0.1, roof.length(side) - cut, float(b.rng.uniform(0.45, 0.75)), -0.02, back=-0.5),
        )
    if style == "solar":
        a = roof.grown(-0.5)
        low, high = 2.4, 2.4 + 0.28 * a.sy
        y = a.sy / 2
        for sx in (-1, 1):
            put(b, "posts", "wood", box(0.22, 0.22, low + 0.03 * a.sy, at=(a.x + sx * (a.sx / 2 - 0.3), a.y - y + 0.35, z + 0.1)))
            put(b, "posts", "wood", box(0.22, 0.22, high - 0.01 * a.sy, at=(a.x + sx * (a.sx / 2 - 0.3), a.y + y - 0.35, z + 0.1)))
        put(
            b,
            "canopies",
            "wood",
            profile([(-y, low), (y, high), (y, high + 0.15), (-y, low + 0.15)], -a.sx / 2, a.sx / 2).moved(a.x, a.y, z + 0.1),
        )
        rows, cols = max(1, round(a.sy / 1.8)), max(2, round(a.sx / 1.5))
        slope = (high - low) / a.sy
        for i in range(rows):
            for k in range(cols):
                y0, y1 = -y + a.sy * i / rows + 0.08, -y + a.sy * (i + 1) / rows - 0.08
                x0, x1 = -a.sx / 2 + a.sx * k / cols + 0.08, -a.sx / 2 + a.sx * (k + 1) / cols - 0.08
                zs = [low + 0.15 + slope * (q + y) for q in (y0, y1)]
                plate = profile([(y0, zs[0]), (y1, zs[1]), (y1, zs[1] + 0.07), (y0, zs[0] + 0.07)], x0, x1)
                put(b, "solar_panels", SOLAR, plate.moved(a.x, a.y, z + 0.1))
        furnish(b, roof, ["planter", "garden", "garden"], margin=0.9)
    elif style == "glasshouse":
        g = roof.grown(-0.18 * roof.sx, -0.18 * roof.sy)
        put(b, "glasshouse", "glass", box(g.sx, g.sy, 2.2, at=(g.x, g.y, z + 0.1)), gable(g.sx, g.sy, 1.3, at=(g.x, g.y, z + 2.3)))
        for side in SIDES:
            put(b, "ribs", "wood", g.panel(side, 0, z + 2.1, g.length(side), 0.14, 0.08))
            for u in spread(g.length(side), 1.8, margin=-0.6):
                put(b, "ribs", "wood", g.panel(side, u, z + 0.1, 0.1, 2.0, 0.07))
        furnish(b, roof, ["garden", "planter", "planter", "garden", "planter", "planter"], keep=[g], margin=0.7)
    else:
        h = 4.6
        x, y = roof.x + roof.sx * 0.2, roof.y + roof.sy * 0.18
        put(b, "turbines", "metal", cylinder(0.12, h, at=(x, y, z + 0.1), segments=8))
        for k in range(3):
            turn = 2 * pi * k / 3
            p = [
                (x + r * cos(turn + t), y + r * sin(turn + t), z + q)
                for r, t, q in ((0.1, 0, 1.6), (0.95, 0.2, 2.4), (0.95, 0.9, 3.9), (0.1, 1.0, 4.6))
            ]
            for q0, q1 in zip(p[:-1], p[1:], strict=True):
                strut(b, q0, q1, 0.16, name="turbines", paint="metal")
        furnish(b, roof, ["solar", "solar", "garden", "garden", "planter", "solar"], keep=[Block(2.2, 2.2, z, z, x, y)], margin=0.7)


def _round_tower(b: Build) -> None:
    n = storeys(b, 5, 11)
    radius = min(b.lot.width, b.lot.depth) / 2 - 0.6
    rise, seg = 3.3, 16
    put(b, "plinth", "plinth", cylinder(radius, b.lot.drop + 0.3, at=(0, 0, -b.lot.drop), segments=seg))
    put(b, "steps", "stone", box(3.0, radius * 0.3 + 0.5, b.lot.drop + 0.14, at=(0, -radius * 0.85 - 0.25, -b.lot.drop)))
    wave, phase = float(b.rng.uniform(0.1, 0.2)), float(b.rng.uniform(0, 6.3))
    shrink = float(b.rng.uniform(0.2, 0.4))
    z = 0.3
    for k in range(n + 1):
        q = k / n
        r = radius * (1 - shrink * q) * (1 - wave * (0.5 - 0.5 * sin(phase + 4.5 * q)))
        r = max(r, 2.8)
        if k:
            put(b, "floors", "wall", cylinder(r, 0.4, at=(0, 0, z), segments=seg))
            z += 0.4
            _garden_ring(b, r, z, dense=k == n, trees=1.3 / n)
        if k < n:
            up = radius * (1 - shrink * (k + 1) / n) * (1 - wave * (0.5 - 0.5 * sin(phase + 4.5 * (k + 1) / n)))
            core = max(1.9, min(r, up) - 1.15)
            put(b, "windows", "glass", cylinder(core, rise - 0.4, at=(0, 0, z), segments=seg))
            for t in np.arange(6) * pi / 3 + pi / 6:
                reach = core + 0.12
                put(b, "posts", "wood", box(0.24, 0.24, rise - 0.4, at=(reach * cos(t), reach * sin(t), z)))
            if k == 0:
                front = Block(2.4, 0.6, z, z + 2.6, 0, -core - 0.05)
                put(b, "entrance", "wood", front.solid())
                door(b, front, z=z, w=1.6, h=2.2, leaves=2, paint="door", frame_paint="trim", out=0.06)
            z += rise - 0.4
    top = cylinder(0.9, 1.2, at=(0, 0, z), segments=10)
    put(b, "lift_house", "wall2", top)
    style = pick(b, "mast", "sails")
    if style == "mast":
        mast(b, 0, 0, z + 1.2, 4.0)
    else:
        put(b, "solar_panels", SOLAR, cone(1.9, 0.7, at=(0, 0, z + 1.2), segments=12))


def _garden_ring(b: Build, r: float, z: float, *, dense: bool, trees: float) -> None:
    """Hedges in arcs round a floor's edge, bushes between them and a few trees."""
    n = 6
    start = 6.28 * float(b.rng.random())
    for k in range(n):
        a = start + 2 * pi * k / n
        c = float(b.rng.random())
        if c < 0.55 or dense:
            ts = (a, a + 2 * pi / n * 0.8)
            high = float(b.rng.uniform(0.45, 0.85))
            arc: Array = np.array([(q * cos(t), q * sin(t), z + h) for t in ts for q in (r - 0.65, r - 0.1) for h in (0, high)])
            put(b, "plants", "foliage", hull(arc))
        elif c < 0.55 + trees and z > 3:
            h = 2.1 + 0.5 * float(b.rng.random())
            tree(b, (r - 0.75) * cos(a), (r - 0.75) * sin(a), z, h)
        else:
            put(b, "plants", "foliage", leaf_ball(b, (r - 0.55) * cos(a), (r - 0.55) * sin(a), z + 0.3, 0.5))


# -- dome house --------------------------------------------------------------------------------------------


@kind(
    "dome_house",
    "building",
    width=(6.5, 15),
    depth=(7.5, 14),
    words=("dome", "dome house", "geodesic dome", "earth house", "round house", "hobbit house", "eco house", "pod house"),
)
def dome_house(b: Build) -> None:
    """A faceted dome with panels of glass, sun cells and moss, a barrel porch and a round door."""
    w, d = b.lot.width, b.lot.depth
    r = min((d - 1.9) / 2, w / 2 - 0.35)
    second = w - 2 * r > 3.4
    x = -(w / 2 - r - 0.35) if second else 0.0
    if second and b.rng.random() < 0.5:
        x = -x
    y = d / 2 - r - 0.35
    _dome(b, x, y, r, main=True)
    if second:
        r2 = min(r * 0.7, (w - 2 * r - 0.7) / 2 + 0.25 * r)
        away = -np.sign(x) if x else 1.0
        x2 = float(x + away * min(r + 0.72 * r2, w / 2 - r2 - 0.35 - away * x))
        _dome(b, x2, y + (r - r2) * 0.25, r2, main=False, other=(x, y, r))
    _porch(b, x, y, r)


def _dome(b: Build, x: float, y: float, r: float, *, main: bool, other: tuple[float, float, float] | None = None) -> None:
    base = 0.4
    put(b, "plinth", "plinth", cylinder(r, b.lot.drop + base, at=(x, y, -b.lot.drop), segments=24))
    q = r - 0.16
    tall = q * 0.92
    rings = ((0, 12), (24, 12), (47, 9), (68, 5)) if r < 3.4 else ((0, 16), (17, 16), (35, 14), (53, 10), (71, 5))
    pts = [(0.0, 0.0, tall)]
    for k, (deg, n) in enumerate(rings):
        e = np.radians(deg)
        t = 2 * pi * (np.arange(n) + 0.5 * (k % 2)) / n + 0.13
        pts += [(q * cos(e) * cos(a), q * cos(e) * sin(a), tall * sin(e)) for a in t]
    shell = hull(np.array(pts)).moved(x, y, base)
    put(b, "dome", "wall", shell)
    v, faces = shell.mesh()
    moss = float(b.rng.uniform(0.0, 0.9)) if main else 0.8
    for f in faces:
        p = v[f]
        if p[:, 2].max() < base + 0.05:
            continue
        mid, normal = p.mean(0), np.cross(p[1] - p[0], p[2] - p[0])
        normal /= np.linalg.norm(normal)
        front = mid[1] - y < -0.55 * r and abs(mid[0] - x) < 1.6 and mid[2] < 2.6
        c = float(b.rng.random())
        name: str
        paint: Paint
        thick: float
        hidden = other is not None and np.hypot(mid[0] - other[0], mid[1] - other[1]) < other[2]
        if front or hidden or normal[2] < -0.5:
            continue
        high = (mid[2] - base) / tall
        if high > 0.62 and c < moss:
            name, paint, thick = "plants", "foliage", 0.16
        elif normal[1] < -0.15 and high > 0.35 and c < 0.75:
            name, paint, thick = "solar_panels", SOLAR, 0.06
        elif c < 0.62:
            name, paint, thick = "windows", "glass", 0.05
        else:
            continue
        small = mid + (p - mid) * 0.86
        put(b, name, paint, hull(np.vstack([small - normal * 0.01, small + normal * thick])))  # type: ignore[arg-type]
    if main:
        put(b, "lantern", "wood", cylinder(0.34 * r**0.5, 0.55, at=(x, y, base + tall - 0.25), segments=10))
        put(b, "lantern_roof", "roof", cone(0.5 * r**0.5, 0.5, at=(x, y, base + tall + 0.3), segments=10))
    n = max(5, round(r * 2.2))
    for k in range(n):
        a = 2 * pi * k / n + 0.2
        if -0.75 < cos(a + pi / 2) * -1 < 0.75 and sin(a) < -0.2 and main:
            continue
        s = 0.34 + 0.2 * float(b.rng.random())
        out = r + 0.3 - s
        if other is not None and np.hypot(x + out * cos(a) - other[0], y + out * sin(a) - other[1]) < other[2]:
            continue
        put(b, "plants", "foliage", leaf_ball(b, x + out * cos(a), y + out * sin(a), base + s * 0.3, s))


def _porch(b: Build, x: float, y: float, r: float) -> None:
    """A barrel porch towards -y with a round door, a step and two planters."""
    front, wide = -b.lot.depth / 2 + 0.75, min(2.7, r * 0.9)
    back = y - r * 0.8
    length = back - front
    c = 0.4 * wide
    t = 2 * pi * np.arange(18) / 18
    arc = np.c_[wide / 2 * np.cos(t), np.maximum(0.05, c + wide / 2 * np.sin(t))]
    pts = np.array([(x + px, py, pz) for py in (front + 0.12, back) for px, pz in arc])
    put(b, "porch", "wood", hull(pts))
    top = float(arc[:, 1].max())
    put(b, "plinth", "plinth", box(wide * 0.8, length - 0.12, b.lot.drop + 0.05, at=(x, (front + 0.12 + back) / 2, -b.lot.drop)))
    q = min(c - 0.06, wide / 2 - 0.2)
    put(b, "frames", "trim", rod((x, front + 0.12, c), (x, front + 0.02, c), q, segments=18))
    put(b, "doors", "door", rod((x, front + 0.02, c), (x, front - 0.04, c), q * 0.86, segments=18))
    put(b, "windows", "glass", rod((x, front - 0.04, c + q * 0.3), (x, front - 0.08, c + q * 0.3), q * 0.28, segments=12))
    put(b, "steps", "stone", box(wide * 0.8, 0.65, b.lot.drop + 0.1, at=(x, front - 0.325 + 0.1, -b.lot.drop)))
    for s in (-1, 1):
        px = x + s * (wide / 2 + 0.5)
        if abs(px) + 0.45 < b.lot.width / 2:
            planter(b, Block(0.8, 0.6, -b.lot.drop, 0.5, px, front + 0.5), bushes=1, paint="wood", tall=0.5)
    put(b, "lamps", "lamp", ball(0.12, at=(x, front + 0.06, top + 0.06), detail=1))
