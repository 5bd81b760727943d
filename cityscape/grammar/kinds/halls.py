"""Station and temple."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.classical import arched_window, attic, clock, column, gable_roof, wide_steps
from cityscape.grammar.facade import Block, body, cornice, door, flat_roof, free_sides, lip, pick, put, spread
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, spire, vault
from cityscape.grammar.signage import ink_on, sign
from cityscape.world.brief import SIDES
from partgen.solids import Solid, arch, ball, box, cone, cylinder, hip, hull, rod

# -- station -----------------------------------------------------------------------------------------------


@kind(
    "station",
    "building",
    width=(16, 40),
    depth=(14, 28),
    words=("station", "train station", "railway station", "terminal", "metro station", "central station", "depot station"),
)
def station(b: Build) -> None:
    """A head building with a clock over the doors, a barrel of glass behind it, a platform under a canopy at the back."""
    lot = b.lot
    area = body(b, 1.0, side=0.5, front=2.0, back=0.3)
    platform_d = min(4.2, 0.2 * area.sy)
    rest, platform = area.cut("north", platform_d)
    head_d = min(6.5, 0.36 * rest.sy)
    shed, head = rest.cut("south", head_d)
    floor = 0.35
    put(b, "plinth", "plinth", rest.grown(lip(b, 0.12), 0.12).with_z(-lot.drop, floor).cut("north", 0.12)[0].solid())
    wing_h = 4.6
    _shed(b, shed, floor, wing_h)
    _head(b, head, floor, wing_h)
    _platform(b, platform, floor)


def _shed(b: Build, shed: Block, floor: float, h: float) -> None:
    base = shed.with_z(floor, h)
    put(b, "shed_walls", "wall", base.solid())
    bays = max(3, min(5, round(shed.sx / 4.6)))
    sides = free_sides(b)
    for side in ("east", "west"):
        if side in sides:
            arched_window(b, base, side, 0, floor + 0.5, min(2.6, shed.sy * 0.35), h - floor - 0.9)  # type: ignore[arg-type]
    for k in range(bays):
        u = -shed.sx / 2 + shed.sx * (k + 0.5) / bays
        put(b, "doors" if k % 2 else "windows", "glass", base.panel("north", u, floor + 0.1, shed.sx / bays - 1.0, 2.6, 0.08))
    put(b, "cornices", "trim", base.grown(lip(b, 0.12), 0.12).with_z(h, h + 0.3).solid())
    steps, rise = 8, 0.44 * shed.sy
    z = h + 0.3
    inner = shed.sy - 0.3
    put(b, "glass_vault", "glass", vault(shed.sx - 0.2, inner, rise, steps=steps).moved(shed.x, shed.y, z))
    for k in range(bays + 1):
        x = float(np.clip(-shed.sx / 2 + shed.sx * k / bays, -shed.sx / 2 + 0.25, shed.sx / 2 - 0.25))
        ring = arch(inner, rise, 0.22, 0.16, steps=steps)
        put(b, "ribs", "metal", [s.turned(np.pi / 2).moved(shed.x + x, shed.y, z) for s in ring])
    put(b, "ridge_vent", "metal", box(shed.sx * 0.8, 1.1, 0.5, at=(shed.x, shed.y, z + rise - 0.02)))
    put(b, "ridge_vent", "metal", box(shed.sx * 0.8 + 0.3, 1.5, 0.12, at=(shed.x, shed.y, z + rise + 0.48)))


def _head(b: Build, head: Block, floor: float, wing_h: float) -> None:
    mid_w = float(np.clip(0.36 * head.sx, 5.5, 11.0))
    side_w = (head.sx - mid_w) / 2
    mid = Block(mid_w, head.sy + 0.6, floor, wing_h + 2.6, head.x, head.y - 0.3)
    sides = free_sides(b)
    style = pick(b, "gable", "arch", "tower" if side_w > 3.2 else "gable")
    tower_end = float(b.rng.choice([-1, 1])) if style == "tower" else 0.0
    for s in (-1, 1):
        wing = Block(side_w, head.sy, floor, wing_h, head.x + s * (mid_w + side_w) / 2, head.y)
        put(b, "wings", "wall", wing.solid())
        for u in spread(side_w, 2.3, margin=0.3, most=3):
            arched_window(b, wing, "south", u, floor + 0.7, 1.15, 2.7)
        end = "east" if s > 0 else "west"
        if end in sides:
            for u in spread(head.sy, 2.2, margin=0.4, most=2):
                arched_window(b, wing, end, u, floor + 0.7, 1.15, 2.7)  # type: ignore[arg-type]
        top = cornice(b, wing, h=0.3, out=0.12)
        taken = [Block(3.6, head.sy, 0, 0, head.x + s * (mid_w / 2 + 1.8), head.y)] if s == tower_end else []
        furnish(b, flat_roof(b, top, parapet=0.5), ["skylight", "vent", "ac_unit"], margin=0.3, keep=taken)
    put(b, "hall", "wall2", mid.solid())
    put(b, "plinth", "plinth", mid.grown(0.1, 0.0).with_z(-b.lot.drop, floor).cut("south", -0.1)[0].solid())
    n = 3
    w = mid_w / n
    for k in range(n):
        u = (k - 1) * w
        arched_window(b, mid, "south", u, floor + 0.02, min(1.7, w - 0.5), 3.0)
    put(b, "doors", "door", [mid.panel("south", (k - 1) * w, floor + 0.02, min(1.5, w - 0.7), 2.0, 0.2, back=0.14) for k in range(n)])
    put(b, "canopies", "metal", mid.panel("south", 0, floor + 3.35, mid_w, 0.16, 1.2))
    put(b, "steps", "stone", mid.panel("south", 0, -b.lot.drop, mid_w * 0.95, floor - 0.13 + b.lot.drop, 0.6))
    top = cornice(b, mid, h=0.3, out=0.12)
    rise = 0.3 * mid_w
    if style == "arch":
        steps = 10
        body_ = vault(mid.sy, mid_w - 0.5, rise * 1.25, steps=steps).turned(np.pi / 2).moved(mid.x, mid.y, top.z1)
        put(b, "hall_gable", "wall2", body_)
        ring = [s.moved(mid.x, mid.y, top.z1) for s in arch(mid_w - 0.5, rise * 1.25, mid.sy + 0.16, 0.22, steps=steps)]
        put(b, "roofs", "roof", ring)
        crown = top.z1 + 0.5 * rise
    else:
        put(b, "hall_gable", "wall2", attic(top, rise=rise))
        put(b, "roofs", "roof", gable_roof(top, rise=rise, out=0.12, t=0.2))
        crown = top.z1 + 0.36 * rise
    face = mid.with_z(floor, top.z1 + rise)
    clock(b, face, "south", 0, crown, min(1.0, 0.3 * rise))
    sign(b, face, "STATION" if mid_w > 7 else "CENTRAL", z=floor + 3.75, h=0.8, w=mid_w - 0.6, board=None, ink=ink_on(b, "wall2"))
    if style == "tower":
        _clock_tower(b, tower_end, head, mid_w, floor, wing_h)


def _clock_tower(b: Build, s: float, head: Block, mid_w: float, floor: float, wing_h: float) -> None:
    t = min(2.8, head.sy * 0.6)
    z = wing_h + 0.42
    shaft = Block(t, t, z, z + 7.0, head.x + s * (mid_w / 2 + t / 2 + 0.35), head.y)
    put(b, "clock_tower", "wall2", shaft.solid())
    for side in free_sides(b):
        clock(b, shaft, side, 0, shaft.z1 - 1.3, 0.85)
        put(b, "windows", "glass", shaft.panel(side, 0, z + 2.2, 0.7, 2.0, 0.06))
    put(b, "cornices", "trim", shaft.grown(0.2).with_z(shaft.z1, shaft.z1 + 0.3).solid())
    put(b, "tower_roof", "roof", hip(t + 0.3, t + 0.3, 1.1 * t, ridge=0, at=(shaft.x, shaft.y, shaft.z1 + 0.3)))
    spire(b, shaft.x, shaft.y, shaft.z1 + 0.2 + 1.1 * t, 1.2, r=0.1)


def _platform(b: Build, platform: Block, floor: float) -> None:
    top = 0.85
    put(b, "platform", "pavement", platform.with_z(-b.lot.drop, top).cut("south", 0.12)[0].solid())
    put(b, "platform_edge", "marking", platform.panel("north", 0, top, platform.sx - 0.2, 0.03, -0.25, back=-0.6))
    z = 4.0
    roof = platform.with_z(z, z + 0.2).cut("north", 0.35)[0]
    put(b, "canopies", "metal", roof.solid())
    for u in spread(platform.sx, 4.5, margin=0.6):
        x = platform.x + u
        y = platform.y + platform.sy * 0.2
        put(b, "canopy_posts", "metal", box(0.22, 0.22, z - top, at=(x, y, top)))
        put(b, "benches", "wood", box(1.5, 0.45, 0.45, at=(x + 1.4, y - 0.3, top)))
    put(b, "signs", "sign", box(2.4, 0.1, 0.5, at=(platform.x, platform.y + platform.sy * 0.2, z - 0.5)))


# -- temple ------------------------------------------------------------------------------------------------


@kind(
    "temple",
    "building",
    width=(8, 24),
    depth=(9, 26),
    words=("temple", "shrine", "pagoda", "sanctuary", "pantheon", "monastery", "cathedral of light"),
)
def temple(b: Build) -> None:
    """Columns all round under a low gable, or a pagoda of three to five flared roofs."""
    east = {"solarpunk": 0.6, "cyberpunk": 0.85, "oasis": 0.15, "medieval": 0.2}.get(b.look.style.theme.name, 0.45)
    if b.rng.random() < east:
        _pagoda(b)
    else:
        _peripteros(b)


def _peripteros(b: Build) -> None:
    lot = b.lot
    steps, run = 3, 0.42
    whole = body(b, 1.0, side=0.3, front=0.9, back=0.3)
    deck = whole
    for k in range(steps):
        deck = whole.grown(-run * k)
        put(b, "stylobate", "stone", deck.with_z(-lot.drop if k == 0 else 0.32 * k, 0.32 * (k + 1)).solid())
    z = 0.32 * steps
    wide_steps(b, whole, min(4.0, whole.sx * 0.4), rise=z, run=0.3, room=0.85)
    ring = deck.grown(-0.45)
    r = float(np.clip(0.026 * (ring.sx + ring.sy), 0.32, 0.55))
    h = float(np.clip(0.36 * ring.sx, 3.4, 6.6))
    nx, ny = max(4, min(8, round(ring.sx / (4.6 * r)))), max(4, min(10, round(ring.sy / (4.8 * r))))
    xs, ys = np.linspace(-ring.sx / 2 + r, ring.sx / 2 - r, nx), np.linspace(-ring.sy / 2 + r, ring.sy / 2 - r, ny)
    for i, x in enumerate(xs):
        for j, y in enumerate(ys):
            if i in (0, nx - 1) or j in (0, ny - 1):
                column(b, ring.x + float(x), ring.y + float(y), z, h, r)
    cella = ring.grown(-(2 * r + 1.0)).with_z(z, z + h)
    if min(cella.sx, cella.sy) > 1.5:
        put(b, "cella", "wall", cella.solid())
        door(b, cella, 0, z=z, w=min(1.8, cella.sx * 0.4), h=min(3.2, h - 0.8), leaves=2, out=0.1)
        for s in (-1, 1):
            put(b, "lamps", "lamp", cella.panel("south", s * min(1.6, cella.sx * 0.36), z + 2.0, 0.25, 0.5, 0.2))
    beam = ring.grown(0.1).with_z(z + h, z + h + 0.55)
    put(b, "architrave", "stone", beam.solid())
    frieze = ring.grown(0.02).with_z(beam.z1, beam.z1 + 0.5)
    put(b, "frieze", "wall2", frieze.solid())
    for side in SIDES:
        for u in spread(frieze.length(side), 1.3, margin=0.2):  # type: ignore[arg-type]
            put(b, "triglyphs", "stone", frieze.panel(side, u, frieze.z0, 0.45, 0.5, 0.08))  # type: ignore[arg-type]
    shelf = ring.grown(0.28).with_z(frieze.z1, frieze.z1 + 0.2)
    put(b, "cornices", "trim", shelf.solid())
    rise = 0.2 * shelf.sx
    front = shelf.grown(-0.12).with_z(shelf.z1, shelf.z1)
    put(b, "pediment", "stone", attic(front, rise=rise))
    put(b, "roofs", "roof", gable_roof(front, rise=rise, out=0.14, t=0.2))
    put(b, "acroterion", "accent", cone(0.3, 0.9, at=(front.x, front.y - front.sy / 2, front.z1 + rise + 0.1), segments=8))
    put(b, "relief", "accent", front.on("south", 0, front.z1 + rise * 0.38, [_disc(0.24 * rise)]))


def _disc(r: float) -> Solid:
    return rod((0, 0, 0), (0, -0.12, 0), r, segments=16)


def flared_roof(x: float, y: float, z: float, base: float, top: float, rise: float, *, lift: float = 0.35, dy: float = 0.0) -> Solid:
    """A hipped roof whose corners turn up by `lift`; `base` and `top` are full widths, `dy` extra depth."""
    a, c = base / 2, top / 2
    ring = [(s * a, t * (a + dy / 2), lift) for s in (-1, 1) for t in (-1, 1)]
    ring += [(s * a * 0.98, 0.0, 0.0) for s in (-1, 1)] + [(0.0, t * (a + dy / 2) * 0.98, 0.0) for t in (-1, 1)]
    ring += [(s * 0.7 * a, t * (a + dy / 2), 0.06) for s in (-1, 1) for t in (-1, 1)] + [
        (s * a, t * 0.7 * (a + dy / 2), 0.06) for s in (-1, 1) for t in (-1, 1)
    ]
    cap = [(s * c, t * (c + dy / 2), rise) for s in (-1, 1) for t in (-1, 1)]
    return hull(np.array(ring + cap)).moved(x, y, z)


def _pagoda(b: Build) -> None:
    lot = b.lot
    room = body(b, 1.0, side=0.25, front=1.3, back=0.25)
    size = min(room.sx, room.sy, 15.0)
    x, y = room.x, room.y + (room.sy - size) / 2 * float(b.rng.uniform(-0.4, 0.4))
    base = 1.0
    deck = Block(size - 0.3, size - 0.3, -lot.drop, base, x, y)
    put(b, "plinth", "stone", deck.solid())
    face = deck.with_z(0, base)
    wide_steps(b, face, min(3.0, size * 0.32), rise=base, run=0.3, room=y - size / 2 + 0.15 + lot.depth / 2 - 0.1)
    for side in SIDES:
        length = size - 0.5
        spans = ((-1, (length - 3.4) / 2), (1, (length - 3.4) / 2)) if side == "south" else ((0, length),)
        for s, w in spans:
            if w < 0.6:
                continue
            u = s * (3.4 / 2 + w / 2)
            put(b, "railings", "accent", deck.panel(side, u, base + 0.62, w, 0.1, -0.12, back=-0.22))  # type: ignore[arg-type]
            for v in np.linspace(-w / 2 + 0.06, w / 2 - 0.06, max(2, round(w / 1.6))):
                put(b, "railings", "accent", deck.panel(side, u + float(v), base, 0.12, 0.62, -0.11, back=-0.23))  # type: ignore[arg-type]
    tiers = b.lot.storeys if 2 <= b.lot.storeys <= 7 else int(b.rng.integers(3, 6))
    w, z = size * 0.62, base
    eave = size * 0.96
    for k in range(tiers):
        h = 2.7 if k == 0 else 1.7
        block = Block(w, w, z, z + h, x, y)
        put(b, "walls", "wall", block.solid())
        q = 0.14
        for i in (-1, 1):
            for j in (-1, 1):
                put(b, "posts", "accent", box(2 * q, 2 * q, h, at=(x + i * (w / 2 + q), y + j * (w / 2 + q), z)))
        for side in SIDES:
            if k == 0 and side == "south":
                door(b, block, 0, z=z, w=min(1.7, w * 0.35), h=2.1, leaves=2, paint="door", frame_paint="accent", out=0.1)
                continue
            n = max(1, round(w / 2.2))
            for u in spread(w, w / n, margin=0.1):
                put(b, "lattices", "glass", block.panel(side, u, z + 0.5, min(1.2, w / n - 0.4), h - 1.0, 0.06))  # type: ignore[arg-type]
        put(b, "beams", "accent", block.grown(0.32).with_z(z + h, z + h + 0.2).solid())
        z += h + 0.2
        last = k == tiers - 1
        rise = 0.2 * eave + (0.45 if last else 0.0)
        nxt = w * 0.86
        put(b, "roofs", "roof", flared_roof(x, y, z, eave, 0.5 if last else nxt * 1.02, rise, lift=0.07 * eave * 0.7))
        z += rise
        w, eave = nxt, eave * 0.87
    put(b, "finial", "accent", cylinder(0.1, 2.0, at=(x, y, z - 0.05), segments=8))
    put(b, "finial", "accent", [cylinder(0.34 - 0.07 * k, 0.14, at=(x, y, z + 0.35 + 0.42 * k), segments=10) for k in range(4)])
    put(b, "finial", "accent", ball(0.2, at=(x, y, z + 2.05), detail=1))
