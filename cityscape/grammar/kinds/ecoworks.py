"""Solarpunk works: timber block, vertical farm, solar hall."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.facade import (
    SOLAR,
    Block,
    body,
    door,
    doorstep,
    frame,
    free_sides,
    lip,
    plinth,
    profile,
    put,
    spread,
    storeys,
    window,
    windows,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, leaf_ball, planter, tree, vine
from cityscape.grammar.signage import ink_on, sign
from cityscape.world.brief import Side
from partgen.solids import box, gable, hull

# -- timber block ------------------------------------------------------------------------------------------


@kind(
    "timber_block",
    "building",
    width=(9, 20),
    depth=(8, 15),
    words=("timber block", "wooden apartment", "co-housing", "eco block", "wood building", "commune", "timber house"),
)
def timber_block(b: Build) -> None:
    """Flats of timber behind a gallery of posts and beams grown with vines, under a big roof of sun cells."""
    rise = 3.0
    n = storeys(b, 2, 5.4)
    deep = 1.5
    block = body(b, 0.3 + n * rise, side=0.5, front=deep + 0.35, back=0.5)
    walls = plinth(b, block, paint="stone")
    split = walls.sx > 10 and n > 2 and b.rng.random() < 0.6
    end: Side = "west" if b.rng.random() < 0.5 else "east"
    tall, wing = walls.cut(end, walls.sx * 0.36) if split else (walls, None)
    put(b, "walls", "wood", tall.solid())
    if wing is not None:
        wing = wing.with_z(wing.z0, wing.z1 - rise)
        put(b, "wing", "wall", wing.solid())
        _green_roof(b, wing)
    _gallery(b, tall, rise, n, deep)
    if wing is not None:
        windows(b, wing, ("south",), z=1.1, rows=n - 1, rise=rise, w=1.3, h=1.5, pitch=2.3, margin=0.4, frame_paint="wood")
        for u in spread(wing.sx, 2.2, margin=0.3):
            if b.rng.random() < 0.7:
                vine(b, wing, "south", u, wing.z1, 1.0, 2.6)
    door(b, tall, 0, w=1.5, h=2.2, leaves=2, frame_paint="trim")
    doorstep(b, tall, 0, 2.2, depth=0.6)
    for side in free_sides(b):
        if side == "south":
            continue
        on = wing if wing is not None and side == end else tall
        rows = n - 1 if on is wing else n
        windows(
            b, on, (side,), z=1.15, rows=rows, rise=rise, w=1.2, h=1.4, pitch=2.9, margin=0.6, framed=side == "east", frame_paint="trim"
        )
        if side != "north":
            _trellis(b, on, side, rows * rise)
    if wing is not None:
        windows(
            b, tall.with_z(wing.z1, tall.z1), (end,), z=wing.z1 + 1.0, rows=1, rise=rise, w=1.1, h=1.2, pitch=2.8, margin=0.8, framed=False
        )
    _sun_roof(b, tall, deep)


def _gallery(b: Build, walls: Block, rise: float, n: int, deep: float) -> None:
    """Posts, decks and rails before the south side; glazed doors behind."""
    bays = spread(walls.sx, 3.3, margin=0.0)
    step = bays[1] - bays[0] if len(bays) > 1 else walls.sx
    edges = [u - step / 2 for u in bays] + [bays[-1] + step / 2]
    for u in edges:
        x = float(np.clip(u, -walls.sx / 2 + 0.1, walls.sx / 2 - 0.1))
        put(b, "posts", "timber", walls.panel("south", x, -b.lot.drop, 0.2, walls.z1 + b.lot.drop, deep, back=deep - 0.2))
    for row in range(n):
        z = 0.3 + row * rise
        for u in bays:
            if row or abs(u) > 1.2:
                wide = min(2.2, step * 0.6)
                window(b, walls, "south", u, z + 0.12, wide, 2.15, bars=1, framed=n * len(bays) < 14, frame_paint="trim")
        if row:
            put(b, "balconies", "timber", walls.panel("south", 0, z - 0.12, walls.sx, 0.16, deep - 0.2))
            put(b, "railings", "timber", walls.panel("south", 0, z + 0.9, walls.sx, 0.08, deep - 0.2, back=deep - 0.3))
            for u in edges[:-1]:
                for q in (0.25, 0.5, 0.75) if n * len(bays) < 22 else (0.5,):
                    put(b, "railings", "timber", walls.panel("south", u + step * q, z + 0.04, 0.06, 0.86, deep - 0.22, back=deep - 0.28))
        for u in bays:
            c = float(b.rng.random())
            if row and c < 0.55:
                put(b, "planters", "wood", walls.panel("south", u, z + 0.3, step * 0.7, 0.3, deep + 0.12, back=deep - 0.2))
                put(b, "plants", "foliage", walls.panel("south", u, z + 0.6, step * 0.66, 0.35, deep + 0.16, back=deep - 0.2))
                put(b, "vines", "foliage", walls.panel("south", u - step * 0.1, z - 0.5, step * 0.3, 0.8, deep + 0.18, back=deep + 0.12))
    for u in edges[:: 2 if len(edges) > 4 else 1]:
        x = float(np.clip(u, -walls.sx / 2 + 0.2, walls.sx / 2 - 0.2))
        high = (0.4 + 0.6 * float(b.rng.random())) * walls.z1
        put(b, "vines", "foliage", walls.panel("south", x, -b.lot.drop, 0.4, high + b.lot.drop, deep + 0.12, back=deep))
        put(b, "vines", "foliage", walls.panel("south", x - 0.05 * np.sign(x), high * 0.4, 0.5, high * 0.35, deep + 0.2, back=deep))


def _trellis(b: Build, walls: Block, side: Side, high: float) -> None:
    """A lattice with climbing green on a side wall."""
    u = walls.length(side) * float(b.rng.uniform(-0.2, 0.2))
    w = min(1.3, walls.length(side) * 0.2)
    top = high * float(b.rng.uniform(0.7, 0.95))
    for s in (-1, 0, 1):
        put(b, "trellis", "timber", walls.panel(side, u + s * w / 2, 0.3, 0.08, top, 0.12))
    for k in range(4):
        z = 0.3 + top * (k + 0.2 + 0.5 * float(b.rng.random())) / 4.4
        q = w * float(b.rng.uniform(0.6, 1.1))
        put(b, "vines", "foliage", walls.panel(side, u + 0.2 * (k % 2 - 0.5), z, q, top / 4, 0.26, back=0.12))


def _green_roof(b: Build, block: Block) -> None:
    z = block.z1
    put(b, "copings", "timber", frame(block.grown(0.0, 0.08).with_z(z, z + 0.5), 0.2))
    put(b, "green_roof", "foliage", block.grown(-0.2, -0.12).with_z(z, z + 0.3).solid())
    for _ in range(4):
        s = float(b.rng.uniform(0.35, 0.6))
        u, v = (float(q) for q in b.rng.uniform(-0.5, 0.5, 2))
        put(b, "green_roof", "foliage", leaf_ball(b, block.x + u * (block.sx - 2), block.y + v * (block.sy - 2), z + 0.4, s))
    tree(b, block.x, block.y + 0.2 * block.sy, z + 0.3, 2.2)


def _sun_roof(b: Build, walls: Block, deep: float) -> None:
    """A single slope falling to the south over the gallery, covered with panels."""
    y0, y1 = -walls.sy / 2 - deep - 0.2, walls.sy / 2 + 0.35
    slope = float(b.rng.uniform(0.16, 0.26))
    x = walls.sx / 2 + (0.0 if b.lot.attached else 0.35)
    h = slope * walls.sy
    half = walls.sy / 2
    put(b, "walls", "wood", profile([(-half, 0), (half, 0), (half, h)], -walls.sx / 2, walls.sx / 2).moved(walls.x, walls.y, walls.z1))
    za, zb = (slope * (y + half) for y in (y0, y1))
    roof = profile([(y0, za), (y1, zb), (y1, zb + 0.25), (y0, za + 0.25)], -x, x)
    put(b, "roofs", "roof", roof.moved(walls.x, walls.y, walls.z1))
    rows, cols = max(2, round((y1 - y0) / 2.2)), max(2, round(2 * x / 1.7))
    bare = int(b.rng.integers(rows * cols))
    for i in range(rows):
        for k in range(cols):
            if i * cols + k == bare:
                continue
            ya, yb = (y0 + (y1 - y0) * (i + q) / rows for q in (0.06, 0.94))
            xa, xb = (-x + 2 * x * (k + q) / cols for q in (0.06, 0.94))
            qa, qb = (slope * (y + half) + 0.25 for y in (ya, yb))
            plate = profile([(ya, qa), (yb, qb), (yb, qb + 0.07), (ya, qa + 0.07)], xa, xb)
            put(b, "solar_panels", SOLAR, plate.moved(walls.x, walls.y, walls.z1))
    put(
        b,
        "edge_beams",
        "timber",
        profile([(y0, za - 0.2), (y0 + 0.4, za - 0.2 + slope * 0.4), (y0 + 0.4, za + slope * 0.4), (y0, za)], -x, x).moved(
            walls.x, walls.y, walls.z1
        ),
    )


# -- vertical farm -----------------------------------------------------------------------------------------

LEAVES = ("#7fb04a", "#5d9a3f", "#a3bd4c", "#4f8a55", "#b8545e")


@kind(
    "vertical_farm",
    "building",
    width=(9, 20),
    depth=(9, 18),
    words=("vertical farm", "farm tower", "hydroponic farm", "urban farm", "greenhouse tower", "plant factory"),
)
def vertical_farm(b: Build) -> None:
    """A glass core with shelves of crops round it, a service tower, and a glasshouse on top."""
    rise = 2.6
    n = storeys(b, 4, 9)
    block = body(b, 3.6, side=0.5, front=0.9)
    ground = plinth(b, block, height=0.3)
    put(b, "ground_floor", "wall", ground.solid())
    door(b, ground, -0.2 * ground.sx, w=2.2, h=2.5, leaves=2, frame_paint="metal")
    doorstep(b, ground, -0.2 * ground.sx, 3.0, depth=0.6)
    for side in free_sides(b):
        for u in spread(ground.length(side), 2.6, margin=0.5):
            if side != "south" or abs(u + 0.2 * ground.sx) > 2.3:
                window(b, ground, side, u, 0.9, 1.9, 1.7, frame_paint="metal")
    sign(
        b,
        ground,
        str(b.rng.choice(["FARM", "GROW", "LEAF", "SALAT"])),
        u=0.22 * ground.sx,
        z=2.75,
        h=0.75,
        board=None,
        ink=ink_on(b, "wall"),
        w=0.4 * ground.sx,
    )
    tower_side: Side = "west" if b.rng.random() < 0.6 else "east"
    farm, tower = ground.cut(tower_side, max(2.3, 0.2 * ground.sx))
    z = ground.z1
    top = z + n * rise
    crops = [b.look.material("foliage", color=LEAVES[k]) for k in b.rng.permutation(len(LEAVES))[:3]]
    deep = min(1.3, 0.16 * min(farm.sx, farm.sy))
    put(b, "windows", "glass", farm.grown(-deep).with_z(z + 0.22, top).solid())
    sides_free = free_sides(b)
    sides = [s for s in sides_free if s != tower_side]
    for k in range(n + 1):
        level = farm.with_z(z + k * rise, z + k * rise + 0.22)
        put(b, "shelves", "trim", frame(level, deep) if k else level.solid())
        if k == n:
            break
        for side in sides:
            cut = 2 * deep + 0.3 if side in ("east", "west") else 0.3
            length = farm.length(side) - cut
            tone = int(b.rng.integers(3)) if b.rng.random() < 0.35 else k % 3
            put(b, "troughs", "metal", farm.panel(side, 0, level.z1, length, 0.35, -0.1, back=-deep + 0.1))
            m = max(2, min(5 if n < 6 else 3 if n < 8 else 2, round(length / 2.2)))
            for j in range(m):
                high = float(b.rng.uniform(0.5, 1.15))
                u = -length / 2 + length * (j + 0.5) / m
                put(
                    b, f"crops_{tone}", crops[tone], farm.panel(side, u, level.z1 + 0.35, length / m - 0.12, high, -0.16, back=-deep + 0.16)
                )
            put(b, "grow_lamps", "lamp", farm.panel(side, 0, level.z0 + rise - 0.1, length, 0.1, -0.3, back=-0.45))
    for side in ("south", "north"):
        for u in spread(farm.sx, 4.0, margin=0.0):
            for s in (-1, 1) if u == spread(farm.sx, 4.0, margin=0.0)[-1] else (-1,):
                step = farm.sx / len(spread(farm.sx, 4.0, margin=0.0))
                x = float(np.clip(u + s * step / 2, -farm.sx / 2 + 0.09, farm.sx / 2 - 0.09))
                put(b, "columns", "metal", farm.panel(side, x, z, 0.18, top - z + 0.22, 0.12))  # type: ignore[arg-type]
    put(b, "tower", "wall2", tower.with_z(z, top + 2.6).solid())
    if tower_side in sides_free:
        for k in range(0, n, 2):
            window(b, tower, tower_side, -0.25 * tower.sy, z + k * rise + 0.7, 1.2, 1.3, framed=False)
        for q in (0.05, 0.3):
            vine(b, tower, tower_side, q * tower.sy, z + (0.4 + 1.2 * q) * n * rise, 1.6, 0.45 * n * rise)
        pipe_u = -0.4 * tower.sy
        put(b, "pipes", "metal", tower.panel(tower_side, pipe_u, 0.3, 0.22, top - 0.3, 0.25))
    for k in range(n):
        window(b, tower, "south", 0, z + k * rise + 0.7, min(1.1, tower.sx - 0.6), 1.3, framed=False)
    put(b, "roof_decks", "roof_flat", tower.with_z(top + 2.6, top + 2.8).grown(0.0 if b.lot.attached else 0.12, 0.12).solid())
    furnish(b, tower.with_z(top, top + 2.8), ["vent", "antenna", "vent"])
    _glasshouse(b, farm, top + 0.22, deep)


def _glasshouse(b: Build, farm: Block, z: float, deep: float) -> None:
    put(b, "roof_decks", "roof_flat", farm.grown(-deep).with_z(z - 0.22, z).solid())
    g = farm.grown(-0.5 * deep)
    ridges = max(1, round(g.sx / 5.5))
    w = g.sx / ridges
    for k in range(ridges):
        x = g.x - g.sx / 2 + w * (k + 0.5)
        put(b, "glasshouse", "glass", box(w, g.sy, 1.7, at=(x, g.y, z)), gable(g.sy, w, 0.32 * w).turned(np.pi / 2).moved(x, g.y, z + 1.7))
        for s in (-1, 1):
            at = g.y + s * (g.sy / 2 + 0.05)
            put(b, "ribs", "trim", box(w, 0.1, 0.12, at=(x, at, z + 1.62)), box(0.1, 0.1, 1.7 + 0.32 * w, at=(x, at, z)))
    for k in range(ridges + 1):
        x = float(np.clip(g.x - g.sx / 2 + w * k, g.x - g.sx / 2 + 0.06, g.x + g.sx / 2 - 0.06))
        for s in (-1, 1):
            put(b, "ribs", "trim", box(0.12, 0.1, 1.62, at=(x, g.y + s * (g.sy / 2 + 0.05), z)))


# -- solar hall --------------------------------------------------------------------------------------------


@kind(
    "solar_hall",
    "building",
    width=(11, 28),
    depth=(9, 20),
    words=("solar hall", "assembly hall", "community hall", "market hall of glass", "solar pavilion", "maker hall", "forum"),
)
def solar_hall(b: Build) -> None:
    """A hall under one curved roof of sun cells that swings up from the front; glass between timber ribs."""
    block = body(b, 1.0, side=0.7, front=1.3, back=0.8)
    half = block.sy / 2
    z0 = 0.35
    put(b, "plinth", "plinth", block.grown(lip(b, 0.15), 0.15).with_z(-b.lot.drop, z0).solid())
    peak = float(b.rng.uniform(0.42, 0.52)) * block.sy + 1.5
    crest = float(b.rng.uniform(0.05, 0.35))
    low = 3.0
    ys = np.linspace(-half - 0.55, half + 0.45, 9)
    curve = _swing(ys / half, crest, low, peak)
    inner = [(y, z) for y, z in zip(np.linspace(-half, half, 9), _swing(np.linspace(-1, 1, 9), crest, low, peak), strict=True)]
    x = block.sx / 2
    put(b, "walls", "wall", profile([(-half, z0), (half, z0), *inner], -x, x).moved(0, block.y, 0))
    panes = max(3, round(block.sx / 2.4))
    for k in range(panes):
        u = -x + block.sx * (k + 0.5) / panes
        doorway = k == panes // 2
        if not doorway:
            put(b, "windows", "glass", block.panel("south", u, z0 + 0.25, block.sx / panes - 0.35, low - 0.65, 0.06))
    for k in range(panes + 1):
        u = float(np.clip(-x + block.sx * k / panes, -x + 0.14, x - 0.14))
        put(b, "posts", "timber", block.panel("south", u, z0, 0.24, low - z0 - 0.15, 0.14))
    mid = -x + block.sx * (panes // 2 + 0.5) / panes
    door(b, block, mid, z=z0, w=min(1.8, block.sx / panes - 0.6), h=2.25, leaves=2, frame_paint="timber", out=0.08)
    doorstep(b, block.grown(0.15), mid, 3.0, depth=0.7, top=0.18)
    for side, s in (("east", 1), ("west", -1)):
        bays = 5
        for k in range(bays):
            ya, yb = (-half + 0.4 + (block.sy - 0.8) * (k + q) / bays for q in (0.06, 0.94))
            za, zb = (float(_swing(np.array([y / half]), crest, low, peak)[0]) - 0.5 for y in (ya, yb))
            base = z0 + 0.9
            pts = [(s * (x + t), y, z) for t in (0.0, 0.06) for y, z in ((ya, base), (yb, base), (yb, zb), (ya, za))]
            if not b.lot.attached:
                put(b, "windows", "glass", hull(np.array(pts)).moved(0, block.y, 0))
        del side
    windows(b, block, ("north",), z=1.1, rows=1, rise=3, w=1.5, h=1.4, pitch=3.0, framed=True, frame_paint="timber")
    over = x + (0.0 if b.lot.attached else 0.5)
    for (ya, yb), (za, zb) in zip(zip(ys[:-1], ys[1:], strict=True), zip(curve[:-1], curve[1:], strict=True), strict=True):
        put(b, "roofs", "roof", profile([(ya, za), (yb, zb), (yb, zb + 0.28), (ya, za + 0.28)], -over, over).moved(0, block.y, 0))
    cols = max(4, round(2 * over / 1.7))
    gap = int(b.rng.integers(2, cols - 1)) if cols > 5 else -1
    for (ya, yb), (za, zb) in list(zip(zip(ys[:-1], ys[1:], strict=True), zip(curve[:-1], curve[1:], strict=True), strict=True))[:-1]:
        for k in range(cols):
            xa, xb = (-over + 2 * over * (k + q) / cols for q in (0.05, 0.95))
            p, q = ya + 0.04 * (yb - ya), yb - 0.04 * (yb - ya)
            za2, zb2 = (za + (zb - za) * (t - ya) / (yb - ya) + 0.28 for t in (p, q))
            name, paint = ("skylights", "glass") if k == gap else ("solar_panels", SOLAR)
            put(b, name, paint, profile([(p, za2), (q, zb2), (q, zb2 + 0.06), (p, za2 + 0.06)], xa, xb).moved(0, block.y, 0))  # type: ignore[arg-type]
    n = max(2, round(block.sx / 5))
    for k in range(n):
        u = -x + block.sx * (k + 0.5) / n
        if abs(u - mid) > 2.4:
            planter(b, Block(min(2.2, block.sx / n - 1), 0.6, -b.lot.drop, 0.55, u, block.y - half - 0.75), bushes=3, paint="timber")


def _swing(t: np.ndarray, crest: float, low: float, peak: float) -> np.ndarray:
    """Height of the curved roof at t in [-1, 1] from the south to the north eaves: concave, highest at `crest`."""
    a = np.where(t < crest, (t - crest) / (1 + crest), (t - crest) / (1 - crest))
    fall = np.where(t < crest, peak - low, (peak - low) * 0.35)
    return peak - fall * a**2
