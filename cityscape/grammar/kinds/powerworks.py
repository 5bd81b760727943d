"""Power station and boathouse."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.facade import Block, body, door, flat_roof, lip, pick, plinth, profile, put, spread, window, windows
from cityscape.grammar.kinds.industry import across, chimney, roller_door
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, ring, strut
from cityscape.grammar.signage import sign
from cityscape.world.material import Material
from partgen.solids import box, cylinder, frustum

CONCRETE = Material(name="bare-concrete", pattern="concrete", color="#cdc8be", roughness=0.9, wear=0.5)

# -- power station -----------------------------------------------------------------------------------------


@kind(
    "power_station",
    "building",
    width=(15, 34),
    depth=(12, 30),
    words=("power station", "power plant", "nuclear plant", "cooling tower", "generator", "energy plant", "reactor"),
)
def power_station(b: Build) -> None:
    """A turbine hall, one or two waisted cooling towers, a chimney or a reactor dome, transformers before it."""
    lot = b.lot
    area = body(b, 1.0, side=0.4, front=0.6, back=0.4)
    put(b, "yard", "pavement", area.with_z(-lot.drop, 0.15).grown(lip(b, 0.2), 0.2).solid())
    ground = 0.15
    hall_d = min(0.4 * area.sy, 9.0)
    back, front = area.cut("south", hall_d)
    split = max(4.5, 0.3 * front.sx)
    hall, switch = front.cut("east", split)
    tall = 6.0 + 0.12 * hall.sx
    hall = hall.grown(-0.3, -0.3).with_z(ground, tall)
    _turbine_hall(b, hall)
    _switchyard(b, switch.grown(-0.3), ground)
    count = 2 if back.sx > 1.75 * back.sy else 1
    extra = back.sx - count * back.sy > 3.2
    room = back.sx / (count + (0.45 if extra else 0))
    r = min(back.sy, room) / 2 - 0.35
    high = min(3.1 * r, 26.0) * float(b.rng.uniform(0.9, 1.05))
    for k in range(count):
        _cooling_tower(b, back.x - back.sx / 2 + room * (k + 0.5), back.y, r, high, ground)
    left = Block(back.sx - count * room, back.sy, ground, 0, back.x + count * room / 2, back.y)
    if extra:
        if pick(b, "chimney", "dome") == "chimney" or left.sx < 4.4:
            chimney(b, left.x, left.y + left.sy * 0.15, min(1.2, left.sx * 0.3), high * 1.05, z=ground)
            put(b, "tanks", "metal", cylinder(min(1.3, left.sx * 0.35), 3.0, at=(left.x, left.y - left.sy * 0.28, ground), segments=14))
        else:
            q = min(left.sx, left.sy) / 2 - 0.4
            put(b, "reactor", "trim", cylinder(q, 1.7 * q, at=(left.x, left.y, ground), segments=20))
            put(b, "reactor_dome", "roof", frustum(q, q * 0.72, q * 0.42, at=(left.x, left.y, ground + 1.7 * q), segments=20))
            put(b, "reactor_dome", "roof", frustum(q * 0.72, q * 0.2, q * 0.25, at=(left.x, left.y, ground + 2.12 * q), segments=20))
    pipe_y = (hall.y + hall.sy / 2 + back.y - back.sy / 2) / 2
    length = back.sx * 0.8
    put(b, "pipes", "metal", box(length, 0.35, 0.35, at=(back.x, pipe_y, 1.1)), box(length, 0.25, 0.25, at=(back.x, pipe_y, 1.75)))
    for u in np.linspace(-0.42, 0.42, 5):
        put(b, "posts", "metal", box(0.2, 0.3, 0.95, at=(back.x + float(u) * length, pipe_y, ground)))
        put(b, "posts", "metal", box(0.2, 0.3, 0.3, at=(back.x + float(u) * length, pipe_y, 1.45)))


def _cooling_tower(b: Build, x: float, y: float, r: float, h: float, z: float) -> None:
    """A hyperboloid from frusta on a ring of slanted legs, with a rim and a dark throat."""
    n, leg, legs = 20, 0.09 * h, 10
    for k in range(legs):
        for s in (-1, 1):
            a0, a1 = (2 * np.pi * (k + s * q) / legs for q in (0.08, 0.42))
            foot = (x + 0.96 * r * np.cos(a0), y + 0.96 * r * np.sin(a0), z)
            strut(b, foot, (x + 0.93 * r * np.cos(a1), y + 0.93 * r * np.sin(a1), z + leg), 0.24, name="legs", paint=CONCRETE)
    put(b, "basin", "water", cylinder(0.8 * r, leg + 0.05, at=(x, y, z), segments=n))
    waist, steps = 0.6 * r, 6

    def radius(t: float) -> float:
        return float(waist * np.sqrt(1 + ((t - 0.74) / 0.56) ** 2))

    scale = 0.95 * r / radius(0.0)
    z0, body_h = z + leg, h - leg
    for k in range(steps):
        t0, t1 = k / steps, (k + 1) / steps
        put(
            b,
            "cooling_tower",
            CONCRETE,
            frustum(radius(t0) * scale, radius(t1) * scale, body_h / steps, at=(x, y, z0 + body_h * t0), segments=n),
        )
    top, q = z0 + body_h, radius(1.0) * scale
    put(b, "rims", "accent", ring(q * 0.9, q * 1.01, top, top + 0.45, segments=n, at=(x, y)))
    put(b, "throats", "metal", cylinder(q * 0.9, 0.1, at=(x, y, top), segments=n))


def _turbine_hall(b: Build, hall: Block) -> None:
    put(b, "hall", "wall2", hall.solid())
    roof = flat_roof(b, hall, parapet=0.5, wall="wall2")
    furnish(b, roof, ["skylight", "vent", "skylight", "ac_big", "vent", "skylight", "duct"], margin=0.4)
    for u in spread(hall.sx, 2.6, margin=0.4):
        put(b, "windows", "glass", hall.panel("south", u, hall.z1 - 4.2, 1.5, 3.4, 0.06))
        if abs(u + 1.15 + 0.28 * hall.sx) > 1.7:
            put(b, "piers", "wall", hall.panel("south", u + 1.15, hall.z0, 0.3, hall.height, 0.16))
    for u in spread(hall.sy, 2.8, margin=0.5):
        put(b, "windows", "glass", [hall.panel(s, u, hall.z1 - 3.0, 1.6, 2.0, 0.06) for s in ("east", "west")])  # type: ignore[arg-type]
    roller_door(b, hall, -0.28 * hall.sx, w=2.4, h=2.6, z=hall.z0)
    door(b, hall, 0.2 * hall.sx, z=hall.z0, w=1.1, h=2.1)
    sign(
        b,
        hall,
        str(b.rng.choice(["POWER", "VOLT", "ENERGY", "UNIT 4"])),
        z=hall.z1 - 0.75,
        h=0.65,
        w=min(hall.sx * 0.6, 6),
        board=None,
        ink="sign",
    )


def _switchyard(b: Build, yard: Block, z: float) -> None:
    """Transformers and a portal with insulators."""
    put(b, "gravel", "soil", yard.with_z(z, z + 0.08).solid())
    z += 0.08
    n = max(1, min(3, int(yard.sx / 2.3)))
    for k in range(n):
        x = yard.x - yard.sx / 2 + yard.sx * (k + 0.5) / n
        y = yard.y - yard.sy * 0.12
        put(b, "transformers", "metal", box(1.4, 1.7, 1.5, at=(x, y, z)))
        for s in (-1, 1):
            put(b, "transformers", "metal", box(0.2, 1.4, 1.1, at=(x + s * 0.8, y, z + 0.2)))
        for j in (-1, 0, 1):
            put(b, "insulators", "trim", frustum(0.14, 0.06, 0.7, at=(x, y + 0.5 * j, z + 1.5), segments=6))
    top, y = 5.2, yard.y + yard.sy / 2 - 0.5
    for s in (-1, 1):
        put(b, "pylons", "metal", box(0.25, 0.25, top, at=(yard.x + s * (yard.sx / 2 - 0.4), y, z)))
    put(b, "pylons", "metal", box(yard.sx - 0.2, 0.3, 0.25, at=(yard.x, y, z + top)))
    for j in (-1, 0, 1):
        put(b, "insulators", "trim", frustum(0.06, 0.13, 0.7, at=(yard.x + j * yard.sx * 0.28, y, z + top - 0.7), segments=6))


# -- boathouse ---------------------------------------------------------------------------------------------


@kind(
    "boathouse",
    "building",
    width=(5.5, 13),
    depth=(7.5, 18),
    words=("boathouse", "boat house", "boat shed", "marina house", "rowing club", "fishing hut"),
)
def boathouse(b: Build) -> None:
    """A timber hall with a gable and wide gates towards -y, a slipway, a balcony over the gates and piles."""
    lot = b.lot
    ramp = min(2.4, 0.2 * lot.depth)
    tall = 3.6 + 0.4 * float(b.rng.random())
    block = body(b, tall, side=0.5, front=ramp + 0.3, back=0.5)
    walls = plinth(b, block, height=0.25, paint="stone")
    put(b, "walls", "wood", walls.solid())
    rise = float(b.rng.uniform(0.42, 0.6)) * walls.sx / 2 + 0.8
    x, y, out = walls.sx / 2, walls.sy / 2, 0.45
    side = lip(b, 0.4)
    gable = [(-x, 0.0), (x, 0.0), (0.0, rise)]
    put(b, "gables", "wood", across(gable, -y, y).moved(0, walls.y, walls.z1))
    slope = rise / x
    for s in (-1, 1):
        e = s * (x + side)
        low = -slope * side
        pts = [(0.0, rise), (e, low), (e, low + 0.2), (0.0, rise + 0.2)]
        put(b, "roofs", "roof", across(pts, -y - out, y + 0.25).moved(0, walls.y, walls.z1))
    gates = 2 if walls.sx > 7.5 else 1
    w = min(3.4, (walls.sx - 1.0) / gates - 0.4)
    for k in range(gates):
        u = (k - (gates - 1) / 2) * (w + 0.6)
        put(b, "gate_frames", "trim", walls.panel("south", u, 0.06, w + 0.3, 2.95, 0.1))
        for s in (-1, 1):
            put(b, "gates", "door", walls.panel("south", u + s * w / 4, 0.1, w / 2 - 0.05, 2.75, 0.16, back=0.1))
            put(b, "windows", "glass", walls.panel("south", u + s * w / 4, 1.75, w / 2 - 0.6, 0.7, 0.2, back=0.16))
    slip = profile([(0, -lot.drop), (-ramp, -lot.drop), (-ramp, -lot.drop + 0.02), (0, 0.06)], -walls.sx / 2 + 0.3, walls.sx / 2 - 0.3)
    put(b, "slipway", "wood", walls.on("south", 0, 0, [slip], out=0.05))
    for s in (-1, 1):
        pile = [
            cylinder(0.16, lot.drop + h, at=(s * (walls.sx / 2 - 0.12), -q, -lot.drop), segments=6)
            for q, h in ((ramp * 0.35, 1.1), (ramp * 0.85, 0.9))
        ]
        put(b, "piles", "timber", walls.on("south", 0, 0, pile, out=0.05))
    if rise > 1.7:
        bw = min(2.6, walls.sx * 0.4)
        put(b, "balconies", "timber", walls.panel("south", 0, walls.z1 - 0.12, bw + 0.6, 0.14, 0.85))
        put(b, "railings", "timber", walls.panel("south", 0, walls.z1 + 0.82, bw + 0.6, 0.09, 0.85, back=0.76))
        for u in np.linspace(-(bw + 0.5) / 2, (bw + 0.5) / 2, 5):
            put(b, "railings", "timber", walls.panel("south", float(u), walls.z1 + 0.02, 0.08, 0.8, 0.84, back=0.76))
        put(b, "windows", "glass", walls.panel("south", 0, walls.z1 + 0.1, min(1.5, bw * 0.6), min(1.7, rise * 0.55), 0.06))
        for s in (-1, 1):
            u = s * (bw + 0.4) / 2
            put(
                b,
                "brackets",
                "timber",
                walls.on("south", u, walls.z1 - 0.95, [profile([(0, 0), (-0.1, 0), (-0.8, 0.83), (0, 0.83)], -0.06, 0.06)]),
            )
    else:
        put(b, "lifebelt", "accent", walls.panel("south", 0, walls.z1 + 0.15, 0.6, 0.6, 0.08))
    if not lot.attached:
        for end in ("east", "west"):
            for u in spread(walls.sy, 2.6, margin=0.6):
                window(b, walls, end, u, 1.2, 1.1, 1.1, frame_paint="trim", sill=0.12)  # type: ignore[arg-type]
    door(b, walls, 0, side="north", w=1.0, h=2.1)
    windows(
        b, walls, ("north",), z=1.2, rows=1, rise=3, w=0.9, h=1.0, pitch=2.6, skip=lambda _s, _r, c: abs(spread(walls.sx, 2.6)[c]) < 1.2
    )
    put(b, "weather_vane", "metal", cylinder(0.07, 1.2, at=(0.0, walls.y - walls.sy * 0.35, walls.z1 + rise + 0.1), segments=6))
    put(b, "weather_vane", "metal", box(0.06, 0.8, 0.3, at=(0.0, walls.y - walls.sy * 0.35, walls.z1 + rise + 1.25)))
    if rise <= 1.7:
        sign(b, walls, str(b.rng.choice(["BOATS", "ROWING", "MARINA"])), z=walls.z1 - 0.52, h=0.45, w=min(4.0, walls.sx * 0.6))
