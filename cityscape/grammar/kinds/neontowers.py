"""Cyberpunk towers: neon tower and capsule stack."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.facade import Block, body, curtain, door, doorstep, flat_roof, frame, free_sides, lip, pick, put, spread, storeys
from cityscape.grammar.kinds.cyberpunk import NEON, glow_board, neons
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, mast, spire, strut
from cityscape.grammar.signage import blade, sign
from cityscape.world.brief import SIDES, Side
from cityscape.world.material import Material
from partgen.solids import Solid, hull, rod

# -- neon tower --------------------------------------------------------------------------------------------


@kind(
    "neon_tower",
    "building",
    width=(9, 18),
    depth=(9, 18),
    words=("neon tower", "cyber tower", "corporate spire", "neon skyscraper", "dark tower", "holo tower"),
)
def neon_tower(b: Build) -> None:
    """A dark tower with light along its edges, big sign panels and a glowing crown."""
    rise = 3.4
    slender = 4.2 * min(b.lot.width, b.lot.depth) / rise
    n = b.lot.storeys or min(storeys(b, 9, 20), max(6, round(slender)))
    base = body(b, 4.4, side=0.9, front=1.2)
    hot, cold = neons(b)
    put(b, "plinth", "plinth", base.grown(lip(b, 0.25), 0.25).with_z(-b.lot.drop, 0.3).solid())
    hall = base.with_z(0.3, 4.4)
    put(b, "base", "wall2", hall.solid())
    for u in spread(hall.sx, 2.8, margin=0.4):
        if abs(u) > 1.5:
            put(b, "windows", "glass", hall.panel("south", u, 0.8, 2.0, 2.6, 0.05))
    if not b.lot.attached:
        for side in ("east", "west"):
            put(b, "windows", "glass", hall.panel(side, 0, 0.8, hall.sy - 1.4, 2.6, 0.05))  # type: ignore[arg-type]
    door(b, hall, 0, z=0.3, w=2.0, h=2.5, leaves=2, paint="glass", out=0.08)
    doorstep(b, hall, 0, 3.0, depth=1.0, top=0.18)
    put(b, "canopies", "frame", hall.panel("south", 0, 3.3, min(6, hall.sx * 0.7), 0.2, 1.0))
    put(b, "neon_strips", hot, hall.panel("south", 0, 3.35, min(6, hall.sx * 0.7), 0.1, 1.06, back=1.0))
    put(b, "neon_strips_2", cold, [hall.panel(s, 0, 3.95, hall.length(s), 0.12, 0.06) for s in free_sides(b)])
    shape = pick(b, "stepped", "wedge", "split")
    height = (n - 1) * rise
    if shape == "stepped":
        top = _stepped(b, hall, height, rise, hot, cold)
    elif shape == "wedge":
        top = _wedge(b, hall, height, rise, hot, cold)
    else:
        top = _split(b, hall, height, rise, hot, cold)
    _tower_signs(b, top)


def _dark(b: Build, block: Block, rise: float) -> None:
    curtain(
        b,
        block,
        rise=rise,
        slab=0.4,
        recess=0.05,
        pitch=2.2,
        fin=(0.14, 0.1),
        sides=free_sides(b),
        slab_paint="frame",
        fin_paint="wall2",
        glass="glass",
    )


def _edges(b: Build, block: Block, paint: Material, name: str, *, w: float = 0.22, out: float = 0.16) -> None:
    """Light along the upright edges."""
    for side in ("south", "north"):
        for s in (-1, 1):
            put(b, name, paint, block.panel(side, s * (block.sx / 2 - w / 2), block.z0, w, block.height, out, back=0.1))  # type: ignore[arg-type]
    if not b.lot.attached:
        for side in ("east", "west"):
            for s in (-1, 1):
                put(b, name, paint, block.panel(side, s * (block.sy / 2 - w / 2), block.z0, w, block.height, out, back=0.1))  # type: ignore[arg-type]


def _halo(b: Build, block: Block, z: float, paint: Material, name: str) -> None:
    put(b, name, paint, frame(block.grown(lip(b, 0.08), 0.08).with_z(z, z + 0.2), 0.3))


def _stepped(b: Build, hall: Block, height: float, rise: float, hot: Material, cold: Material) -> Block:
    """Three tiers, each with its own light; a needle on top."""
    block = hall.grown(-0.25 if not b.lot.attached else 0.0, -0.25).with_z(hall.z1, hall.z1 + 0.5 * height)
    tier = block
    for k, share in enumerate((0.5, 0.3, 0.2)):
        tier = tier.with_z(tier.z0, tier.z0 + share * height)
        _dark(b, tier, rise)
        _edges(b, tier, hot if k % 2 == 0 else cold, "neon_strips" if k % 2 == 0 else "neon_strips_2")
        roof = flat_roof(b, tier, parapet=0.6, wall="frame", cap=None)
        _halo(b, tier, tier.z1 + 0.6, cold if k % 2 == 0 else hot, "neon_strips_2" if k % 2 == 0 else "neon_strips")
        if k == 2:
            break
        step = 0.13 * min(tier.sx, tier.sy)
        tier = roof.grown(-step + 0.22).with_z(roof.z1, roof.z1)
    spire(b, tier.x, tier.y, tier.z1 + 0.12, 6.0 + 0.08 * height, r=0.35)
    furnish(b, tier.with_z(0, tier.z1 + 0.12).grown(-0.3), ["ac_unit", "vent", "ac_unit", "dish"], keep=[Block(1, 1, 0, 0, tier.x, tier.y)])
    return block


def _wedge(b: Build, hall: Block, height: float, rise: float, hot: Material, cold: Material) -> Block:
    """A tower whose top is cut off aslant, its upper edges lined with light."""
    block = hall.grown(-0.25 if not b.lot.attached else 0.0, -0.25).with_z(hall.z1, hall.z1 + 0.8 * height)
    _dark(b, block, rise)
    _edges(b, block, hot, "neon_strips")
    x, y, z = block.sx / 2, block.sy / 2, block.z1
    low, high = 0.5, 0.2 * height + 1.5
    fall = "x" if b.rng.random() < 0.5 else "y"
    s = float(b.rng.choice([-1, 1]))

    def top(px: float, py: float) -> float:
        t = (px / x if fall == "x" else py / y) * s
        return low + (high - low) * (t + 1) / 2

    corners = [(-x, -y), (x, -y), (x, y), (-x, y)]
    pts = [(px, py, 0.0) for px, py in corners] + [(px, py, top(px, py)) for px, py in corners]
    put(b, "windows", "glass", hull(np.array(pts)).moved(block.x, block.y, z))
    for k in range(4):
        (ax, ay), (cx, cy) = corners[k], corners[(k + 1) % 4]
        a, c = (block.x + ax * 0.985, block.y + ay * 0.985, z + top(ax, ay)), (block.x + cx * 0.985, block.y + cy * 0.985, z + top(cx, cy))
        strut(b, a, c, 0.26, name="neon_strips_2", paint="accent" if cold is None else cold)  # type: ignore[arg-type]
    _halo(b, block, z - 0.2, cold, "neon_strips_2")
    crown = block.with_z(z, z + low)
    mast(b, block.x + (0 if fall == "y" else s * x * 0.8), block.y + (0 if fall == "x" else s * y * 0.8), z + high * 0.86, 7.0)
    if fall == "x":
        face: Side = "east" if s > 0 else "west"
    else:
        face = "north" if s > 0 else "south"
    if not (b.lot.attached and face in ("east", "west")):
        n = 5
        for k in range(n):
            h = (high - 0.8) / n
            put(b, "neon_strips", hot, crown.panel(face, 0, z + 0.3 + k * h, crown.length(face) * 0.8, min(0.3, h * 0.4), 0.06))
    return block


def _split(b: Build, hall: Block, height: float, rise: float, hot: Material, cold: Material) -> Block:
    """Two slabs with a glowing gap between them."""
    block = hall.grown(-0.25 if not b.lot.attached else 0.0, -0.25)
    gap = 1.0
    left, right = block.cut("east", block.sx * float(b.rng.uniform(0.38, 0.6)))
    left = left.cut("east", gap / 2)[0].with_z(hall.z1, hall.z1 + height)
    right = right.cut("west", gap / 2)[0].with_z(hall.z1, hall.z1 + height * float(b.rng.uniform(0.68, 0.85)))
    if b.rng.random() < 0.5:
        left, right = left.with_z(hall.z1, right.z1), right.with_z(hall.z1, left.z1)
    for k, slab in enumerate((left, right)):
        _dark(b, slab, rise)
        _edges(b, slab, hot, "neon_strips")
        roof = flat_roof(b, slab, parapet=0.8, wall="frame", cap=None)
        _halo(b, slab, slab.z1 + 0.8, cold, "neon_strips_2")
        furnish(
            b, roof, ["lift_house", "ac_big", "antenna", "ac_unit", "antenna"] if k else ["ac_big", "antenna", "dish", "vent", "ac_unit"]
        )
    low = min(left.z1, right.z1)
    xa, xb = left.x + left.sx / 2, right.x - right.sx / 2
    core = Block(xb - xa, block.sy - 1.2, hall.z1, low - 0.5, (xa + xb) / 2, block.y)
    put(b, "core", "wall2", core.solid())
    z = hall.z1 + 1.0
    while z < low - 1.2:
        for side in ("south", "north"):
            put(b, "neon_strips_2", cold, core.panel(side, 0, z, core.sx, 0.35, 0.1))  # type: ignore[arg-type]
        z += 2.4
    return left if left.z1 > right.z1 else right


def _tower_signs(b: Build, block: Block) -> None:
    word = str(b.rng.choice([w for w in NEON if len(w) > 3]))
    edge = float(b.rng.choice([-1, 1]))
    front: Side = "south" if b.rng.random() < 0.6 else "north"
    flank: Side = "east" if b.rng.random() < 0.6 else "west"
    tall = min(0.6 * block.height, 0.95 * len(word))
    z = block.z1 - tall - 0.12 * block.height
    blade(
        b,
        block,
        word,
        side=front,
        u=edge * (block.sx / 2 - 0.7),
        z=z,
        w=0.8,
        h=tall,
        gap=0.1,
        board="frame",
        ink="sign",
        name="sign_frames",
    )
    if not b.lot.attached:
        wide = block.sy * 0.62
        glow_board(
            b,
            block,
            str(b.rng.choice(NEON)),
            side=flank,
            u=0,
            z=block.z0 + 0.55 * block.height,
            w=wide,
            h=min(wide * 0.55, 4.0),
            gap=0.1,
        )
        high = min(0.3 * block.height, 7.0)
        put(
            b,
            "sign_frames",
            "frame",
            block.panel(front, -edge * block.sx * 0.2, block.z0 + 0.1 * block.height, block.sx * 0.34, high, 0.24, back=-0.07),
        )
        for k in range(5):
            w = block.sx * 0.3 * float(b.rng.uniform(0.4, 1.0))
            zz = block.z0 + 0.1 * block.height + high * (k + 0.2) / 5
            put(b, "signs", "sign", block.panel(front, -edge * block.sx * 0.2, zz, w, high / 5 * 0.6, 0.3, back=0.24))


# -- capsule stack -----------------------------------------------------------------------------------------


@kind(
    "capsule_stack",
    "building",
    width=(8, 16),
    depth=(8, 16),
    words=("capsule", "capsule tower", "capsule hotel", "pod tower", "capsule stack", "stacked pods", "container tower"),
)
def capsule_stack(b: Build) -> None:
    """Capsules with round windows, hung at random round one or two cores."""
    n = storeys(b, 4, 9)
    base = body(b, 3.6, side=0.5, front=0.9)
    put(b, "plinth", "plinth", base.grown(lip(b, 0.2), 0.2).with_z(-b.lot.drop, 0.3).solid())
    podium = base.grown(0.0, -0.8).with_z(0.3, 3.4)
    put(b, "podium", "wall2", podium.solid())
    for u in spread(podium.sx, 2.6, margin=0.4):
        if abs(u) > 1.2:
            put(b, "lit_windows", "lamp", podium.panel("south", u, 0.7, 1.8, 1.7, 0.06))
    door(b, podium, 0, z=0.3, w=1.5, h=2.2, leaves=2)
    doorstep(b, base, 0, 2.4, depth=0.7, top=0.18)
    deck = base.with_z(3.4, 3.7)
    put(b, "decks", "trim", deck.solid())
    size = 2.5
    twin = base.sx > 11
    cores = []
    for s in (-1, 1) if twin else (0,):
        cx = base.x + s * base.sx * 0.24
        half = (base.sx * 0.26 if twin else base.sx / 2) - 0.05
        floors = n if s <= 0 else max(2, n - int(b.rng.integers(0, 3)))
        cores.append(_core(b, cx, base.y, half, base.sy / 2, deck.z1, floors, size, inner=-s))
    for k, core in enumerate(cores):
        roof = flat_roof(b, core, parapet=0.5, wall="wall2", cap=None)
        furnish(b, roof, ["water_tank", "antenna", "vent"] if k == 0 else ["antenna", "ac_unit", "vent"], margin=0.05)
    main = max(cores, key=lambda c: c.z1)
    mast(b, main.x + main.sx * 0.3, main.y + main.sy * 0.3, main.z1 + 0.12, 4.0)
    hot, _ = neons(b)
    put(b, "neon_strips", hot, [deck.panel(s, 0, 3.48, deck.length(s), 0.12, 0.05) for s in free_sides(b)])
    sign(
        b,
        podium,
        str(b.rng.choice(["CAPSULE", "PODS", "SLEEP", "HIVE"])),
        z=2.5,
        h=0.8,
        w=podium.sx * 0.8,
        board="frame",
        ink="sign",
        name="sign_frames",
    )


def _core(b: Build, x: float, y: float, half_x: float, half_y: float, z: float, floors: int, size: float, *, inner: int) -> Block:
    """A shaft with capsules on its four sides; nothing leaves x +- half_x, y +- half_y."""
    shaft = Block(max(1.8, half_x * 0.72), max(2.0, half_y * 0.78), z, z + floors * (size + 0.15) + 1.3, x, y)
    put(b, "core", "wall2", shaft.solid())
    shades = (
        b.look.material("trim"),
        b.look.material("wall"),
        b.look.material("door") if b.rng.random() < 0.4 else b.look.material("trim"),
    )
    budget = 44
    slots = []
    for side in SIDES:
        if inner and side == ("east" if inner > 0 else "west"):
            continue
        wide = shaft.length(side) + 0.9
        count = max(1, int(wide / (size * 0.82)))
        for row in range(floors):
            for k in range(count):
                slots.append((side, row, k, count, wide))
    keep = min(0.9, budget / len(slots) / (2 if inner else 1))
    for side, row, k, count, wide in slots:
        if b.rng.random() > keep:
            continue
        w = min(size, wide / count - 0.12)
        u = -wide / 2 + wide * (k + 0.5) / count
        reach = (half_y - shaft.sy / 2) if side in ("south", "north") else (half_x - shaft.sx / 2)
        d = reach * float(b.rng.choice([0.72, 0.86, 1.0])) - 0.1
        if d < 0.5:
            continue
        up = z + 0.1 + row * (size + 0.15) + (0.55 * (k % 2) if count > 1 else 0.55 * (side in ("east", "west")))
        shade = int(b.rng.choice(3, p=[0.5, 0.35, 0.15]))
        put(b, f"capsules_{shade + 1}", shades[shade], shaft.on(side, u, up, [_capsule(w, d, size)]))
        r = min(w, size) * 0.34
        face = [rod((0, -d, size / 2), (0, -d - 0.06, size / 2), r, segments=10)]
        name, paint = ("windows", "glass") if b.rng.random() < 0.75 else ("lit_windows", "lamp")
        put(b, name, paint, shaft.on(side, u, up, face))  # type: ignore[arg-type]
    return shaft


def _capsule(w: float, d: float, h: float) -> Solid:
    """A box with bevelled outer edges, its back at y = 0, its face at y = -d."""
    e = 0.22
    pts = [(s * w / 2, y, z) for s in (-1, 1) for y in (0.0, -d + e) for z in (0.0, h)]
    pts += [(s * (w / 2 - e), -d, z) for s in (-1, 1) for z in (e, h - e)]
    return hull(np.array(pts))
