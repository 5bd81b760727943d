"""What keeps a Mars colony going: rocket pad, drilling rig, oxygen plant, ground station, rover hangar."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import habitat
from cityscape.grammar.kit import Wall, between, chance, pick
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import lathe
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


@kind(
    "rocket_pad",
    "building",
    width=(14.0, 20.0),
    depth=(14.0, 20.0),
    words=("rocket", "rocket pad", "launch pad", "landing pad", "spaceport", "starship"),
)
def rocket_pad(b: Build) -> None:
    """A rocket on its legs in the middle of a marked round pad, with a gantry, propellant tanks and floodlights."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    r = min(w, d) / 2 - 0.1
    top = 0.45
    b.add("pad", "plinth", cylinder(r, top - low, at=(0, 0, low), segments=32), label="floor")
    b.add("apron", "stone", cylinder(r * 0.9, 0.06, at=(0, 0, top - 0.02), segments=32), label="floor")
    marks = ring(r * 0.72, r * 0.8, top + 0.03, top + 0.07, segments=32)
    b.add("pad_ring", "accent", marks, label="marking")
    ticks = [box(r * 0.16, 0.5, 0.04, at=(r * 0.61, 0, top + 0.03)).turned(k * pi / 4 + pi / 8) for k in range(8)]
    b.add("pad_marks", "trim", ticks, label="marking")
    _rocket(b, top + 0.04, r)
    _gantry(b, r, top)
    for k in range(2):
        t = 0.35 + 0.32 * k
        x, y = r * 0.84 * cos(t), r * 0.84 * sin(t)
        habitat.tank(b, x, y, top - 0.05, 1.0, 3.2, name=f"propellant_tank_{k + 1}")
        b.add("pipes", "metal", rod((x, y, top + 0.25), (1.2 * cos(t), 1.2 * sin(t), top + 0.25), 0.09, segments=6), label="pipe")
    for t in (-0.5, -1.25, pi + 0.6, pi + 1.2):
        x, y = r * 0.93 * cos(t), r * 0.93 * sin(t)
        b.add("light_posts", "metal", rod((x, y, top - 0.05), (x, y, top + 2.6), 0.08, segments=6), label="post")
        b.add("floodlights", "lamp", box(0.16, 0.6, 0.36).turned(t).moved(x * 0.985, y * 0.985, top + 2.5), label="lamp")


def _rocket(b: Build, z: float, reach: float) -> None:
    """A stout white ship: legs, engine skirt, body with bands and portholes, fins, an orange nose."""
    tall = {"small": 12.0, "medium": 14.5, "large": 17.0}[b.lot.size]
    r = min(1.75, reach * 0.22)
    legs: list[Solid] = []
    feet: list[Solid] = []
    for k in range(4):
        t = pi / 4 + k * pi / 2
        c, s = cos(t), sin(t)
        foot = (2.15 * r * c, 2.15 * r * s, z + 0.14)
        legs += [
            rod((0.9 * r * c, 0.9 * r * s, z + 3.6), foot, 0.2, end=0.14, segments=7),
            rod((0.85 * r * c, 0.85 * r * s, z + 1.75), foot, 0.11, segments=6),
        ]
        feet.append(cylinder(0.5, 0.16, at=(foot[0], foot[1], z), segments=10))
    b.add("legs", "metal", legs, label="leg")
    b.add("feet", "accent", feet, label="foot")
    dark = b.look.material("metal", color="#4a4a4e")
    bells = [
        frustum(0.5 * r * 0.62, 0.2 * r, 0.85, at=(0.46 * r * cos(t), 0.46 * r * sin(t), z + 0.5), segments=10)
        for t in (0.3, 0.3 + 2 * pi / 3, 0.3 + 4 * pi / 3)
    ]
    b.add("engines", dark, bells, label="machine")
    skirt = z + 1.3
    b.add("skirt", "metal", frustum(r * 0.96, r, 0.7, at=(0, 0, skirt), segments=20), label="hull")
    body = tall * 0.58
    b.add("fuselage", "wall", cylinder(r, body, at=(0, 0, skirt + 0.68), segments=24), label="hull")
    shoulder = skirt + 0.68 + body
    nose = [(r, 0.0), (r * 0.94, 0.12), (r * 0.8, 0.34), (r * 0.56, 0.6), (r * 0.28, 0.84), (0.05, 1.0)]
    long = tall * 0.3
    cut = 3
    white = [(q, shoulder + e * long) for q, e in nose[:cut]]
    orange = [(q, shoulder + e * long) for q, e in nose[cut - 1 :]]
    b.add("fuselage", "wall", lathe(white, segments=24))
    b.add("nose", "accent", lathe(orange, segments=24), label="hull")
    for e, h in ((0.1, 0.5), (0.62, 0.24), (0.7, 0.24)):
        b.add("bands", "accent", cylinder(r + 0.035, h, at=(0, 0, skirt + 0.68 + body * e), segments=24), label="ornament")
    fins = []
    for k in range(4):
        p = [(r * 0.85, skirt + 0.2), (r * 1.75, skirt - 0.5), (r * 1.75, skirt + 0.5), (r * 0.85, skirt + 3.2)]
        fins.append(hull([(x, y, zz) for x, zz in p for y in (-0.1, 0.1)]).turned(k * pi / 2))
    b.add("fins", "accent", fins, label="wing")
    for t, zz in ((-pi / 2, 0.82), (-pi / 2 + 0.6, 0.82), (-pi / 2 - 0.6, 0.82), (pi / 2, 0.82), (0.0, 0.82), (-pi / 2, 0.4)):
        at = skirt + 0.68 + body * zz
        wall = Wall(r * cos(t), r * sin(t), at, t + pi / 2, 1.0)
        b.add("window_frames", "frame", wall.one(rod((0, 0.2, 0), (0, -0.08, 0), 0.34, segments=12)), label="frame")
        b.add("windows", "glass", wall.one(rod((0, 0.0, 0), (0, -0.11, 0), 0.25, segments=12)), label="window")


def _gantry(b: Build, r: float, z: float) -> None:
    """A braced steel tower with two access arms to the rocket."""
    x, y, half = -r * 0.5, r * 0.5, 0.75
    tall = 9.5
    steel: Material = b.look.material("metal")
    out: list[Solid] = [box(0.18, 0.18, tall, at=(x + i * half, y + j * half, z)) for i in (-1, 1) for j in (-1, 1)]
    n = 5
    for k in range(n):
        z0, z1 = z + tall * k / n, z + tall * (k + 1) / n
        for i in (-1, 1):
            out.append(beam((x - half, y + i * half, z0 if i > 0 else z1), (x + half, y + i * half, z1 if i > 0 else z0), 0.09, 0.09))
            out.append(beam((x + i * half, y - half, z0 if i > 0 else z1), (x + i * half, y + half, z1 if i > 0 else z0), 0.09, 0.09))
        out.append(box(2 * half, 2 * half, 0.1, at=(x, y, z1 - 0.1)))
    b.add("gantry", steel, out, label="tower")
    length = r * 0.72 - 1.9
    for zz in (z + tall * 0.6, z + tall - 0.12):
        arm = box(length, 0.8, 0.14, at=(length / 2 + half * 0.9, 0, zz))
        rails = [box(length, 0.06, 0.08, at=(length / 2 + half * 0.9, s * 0.37, zz + 0.85)) for s in (-1, 1)]
        posts = [box(0.06, 0.06, 0.9, at=(half * 0.9 + length * e, s * 0.37, zz)) for e in (0.1, 0.5, 0.9) for s in (-1, 1)]
        b.add("access_arms", "accent", [q.turned(-pi / 4).moved(x, y) for q in (arm, *rails, *posts)], label="bridge")
    habitat.beacon(b, x, y, z + tall - 0.05, 1.8)


@kind(
    "drilling_rig",
    "building",
    width=(6.5, 10.0),
    depth=(6.5, 10.0),
    words=("drilling rig", "drill", "drill rig", "derrick", "ice drill", "mine", "mining rig"),
)
def drilling_rig(b: Build) -> None:
    """A tapering lattice derrick over its string of pipes, with winch house, mud tank and racks of casing."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    deck = 1.0
    q = min(w, d) * 0.25
    y0 = d / 2 - q - 0.5
    b.add("deck", "metal", box(2 * q + 0.7, 2 * q + 0.7, 0.25, at=(0, y0, deck - 0.25)), label="floor")
    b.add("legs", "metal", [box(0.3, 0.3, deck - low - 0.1, at=(i * q, y0 + j * q, low)) for i in (-1, 1) for j in (-1, 1)], label="post")
    tall = between(b, 7.5, 9.5) * {"small": 0.85, "medium": 1.0, "large": 1.15}[b.lot.size]
    tip = 0.38

    def corner(e: float, i: int, j: int) -> tuple[float, float, float]:
        k = q + (tip - q) * e
        return (i * k, y0 + j * k, deck + tall * e)

    bars = [beam(corner(0, i, j), corner(1, i, j), 0.2, 0.2) for i in (-1, 1) for j in (-1, 1)]
    levels = [0.0, 0.22, 0.42, 0.6, 0.75, 0.88, 1.0]
    around = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    for n, (e0, e1) in enumerate(zip(levels, levels[1:], strict=False)):
        for k in range(4):
            a, c = around[k], around[(k + 1) % 4]
            if (n + k) % 2:
                a, c = c, a
            bars.append(beam(corner(e0, *a), corner(e1, *c), 0.09, 0.09))
            bars.append(beam(corner(e1, *a), corner(e1, *c), 0.1, 0.1))
    b.add("derrick", "accent", bars, label="tower")
    b.add("crown_block", "metal", box(1.0, 1.0, 0.4, at=(0, y0, deck + tall - 0.05)), label="machine")
    b.add(
        "drill_string",
        "trim",
        rod((0, y0, low), (0, y0, deck + tall), 0.13, segments=8),
        cylinder(0.42, 0.8, at=(0, y0, deck + tall * 0.3), segments=10),
        label="pipe",
    )
    b.add("cuttings", "ground", frustum(1.3, 0.3, 0.62, at=(0, y0, 0), segments=12), label="ground")
    b.add("lamps", habitat.signal(b), ball(0.16, at=(0, y0, deck + tall + 0.45), detail=1), label="lamp")
    front = -d / 2
    side = 1 if chance(b, 0.5) else -1
    hw = min(w * 0.42, 3.4)
    hx, hy = side * (w / 2 - hw / 2 - 0.1), front + 1.35
    b.add("winch_house", "wall", box(hw, 2.0, 2.3 - low, at=(hx, hy, low)), label="wall")
    b.add("winch_roof", "roof", box(hw + 0.16, 2.16, 0.14, at=(hx, hy, 2.29)), label="roof")
    b.add("bands", "accent", box(hw + 0.05, 2.05, 0.24, at=(hx, hy, 1.9)), label="ornament")
    habitat.hatch(b, Wall(hx - hw * 0.22, hy - 1.0, 0.06, 0.0, 1.2), w=0.85, h=1.75)
    habitat.porthole(b, Wall(hx + hw * 0.25, hy - 1.0, 0.0, 0.0, 1.0), 0.0, 1.35, 0.27)
    b.add("exhaust", "metal", rod((hx + hw * 0.3, hy + 0.4, 2.3), (hx + hw * 0.3, hy + 0.4, 3.2), 0.12, segments=8), label="pipe")
    tx = -side * (w / 2 - 0.95)
    b.add("mud_tank", "wall2", box(1.6, 2.4, 1.1 - low, at=(tx, front + 1.5, low)), label="tank")
    b.add("mud", "soil", box(1.36, 2.16, 0.06, at=(tx, front + 1.5, 1.08)), label="ground")
    b.add("pipes", "metal", beam((tx * 0.9, front + 2.6, 0.7), (0, y0 - 0.3, 0.7), 0.16, 0.16), label="pipe")
    casing = [
        rod(
            (-side * (w / 2 - 0.25 - 0.24 * (k % 3)), y0 - q * 0.9, 0.13 + 0.22 * (k // 3)),
            (-side * (w / 2 - 0.25 - 0.24 * (k % 3)), d / 2 - 0.1, 0.13 + 0.22 * (k // 3)),
            0.12,
            segments=7,
        )
        for k in range(6)
    ]
    if w / 2 - 0.9 > q + 0.4:
        b.add("casing", "trim", casing, label="pipe")


@kind(
    "oxygen_plant",
    "building",
    width=(8.0, 13.0),
    depth=(7.5, 12.0),
    words=("oxygen plant", "fuel plant", "gas works", "life support", "air plant", "refinery", "chemical plant"),
)
def oxygen_plant(b: Build) -> None:
    """Spheres and standing tanks on a slab, a column with platforms, pipe bridges and a control hut."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    z = 0.3
    b.add("slab", "plinth", box(w - 0.1, d - 0.1, z - low, at=(0, 0, low)), label="floor")
    s = 1 if chance(b, 0.5) else -1
    r = min(w * 0.15, d * 0.17, 1.9)
    for k in range(2):
        x, y = s * (w / 2 - r - 0.45), d / 2 - 0.45 - r - k * (2 * r + 0.5)
        b.add(f"sphere_{k + 1}", "wall", ball(r, at=(x, y, z + r + 0.7), detail=2), label="tank")
        b.add("bands", "accent", cylinder(r * 1.01, 0.24, at=(x, y, z + r + 0.58), segments=20), label="ornament")
        b.add(
            "legs",
            "metal",
            [
                rod(
                    (x + 0.8 * r * cos(t), y + 0.8 * r * sin(t), z - 0.02),
                    (x + 0.8 * r * cos(t), y + 0.8 * r * sin(t), z + r + 0.6),
                    0.1,
                    segments=6,
                )
                for t in pi / 4 + np.arange(4) * pi / 2
            ],
            label="post",
        )
        b.add("pipes", "metal", rod((x, y, z + 2 * r + 0.6), (x, y, z + 2 * r + 1.0), 0.14, segments=6), label="pipe")
    n = 3 if w > 10 else 2
    q = min(0.8, w * 0.07)
    for k in range(n):
        x = -s * (w / 2 - q - 0.5) + s * k * (2 * q + 0.35)
        habitat.tank(b, x, d / 2 - q - 0.5, z - 0.02, q, between(b, 3.2, 4.6), name=f"tank_{k + 1}")
        b.add("pipes", "metal", rod((x, d / 2 - q - 0.5, z + 0.5), (x, d / 2 - 2.4 * q - 1.0, z + 0.5), 0.1, segments=6), label="pipe")
    b.add("pipes", "metal", box(n * (2 * q + 0.35), 0.2, 0.2, at=(-s * (w / 2 - n * (q + 0.18) - 0.3), d / 2 - 2.4 * q - 1.0, z + 0.4)))
    cx, cy = s * w * 0.02, d * 0.12
    tall = between(b, 5.5, 7.0)
    b.add(
        "column",
        "wall2",
        cylinder(0.55, tall, at=(cx, cy, z - 0.02), segments=14),
        frustum(0.55, 0.25, 0.5, at=(cx, cy, z + tall - 0.03), segments=14),
        label="column",
    )
    for e in (0.35, 0.62, 0.88):
        b.add("platforms", "metal", cylinder(0.98, 0.08, at=(cx, cy, z + tall * e), segments=14), label="balcony")
        b.add("railings", "accent", ring(0.9, 0.96, z + tall * e + 0.06, z + tall * e + 0.55, segments=14, at=(cx, cy)), label="railing")
    b.add("flare", "lamp", frustum(0.16, 0.08, 0.4, at=(cx, cy, z + tall + 0.45), segments=8), label="lamp")
    hw, hd = min(w * 0.38, 3.6), min(d * 0.3, 2.8)
    hx, hy = -s * (w / 2 - hw / 2 - 0.5), -d / 2 + hd / 2 + 0.6
    habitat.vault(b, hx - hw / 2, hx + hw / 2, hy, hd / 2, 1.3, name="control_hut", bulge=0.0)
    habitat.hoops(b, [hx - hw / 2 + 0.14, hx + hw / 2 - 0.14], hy, hd / 2, 1.3, paint="accent")
    habitat.hatch(b, Wall(hx, hy - hd / 2, z + 0.02, 0.0, 1.2), w=0.85, h=1.6)
    px, py = s * (w / 2 - 1.6), -d / 2 + 1.3
    habitat.panels(b, px, py, z - 0.02, min(2.6, w * 0.24), 1.6)
    bridge = z + 2.6
    b.add(
        "pipe_bridge",
        "metal",
        [rod((cx + 0.2 * k, cy - 0.4, bridge + 0.22 * k), (hx + 0.2 * k, hy, bridge - 0.35 + 0.22 * k), 0.09, segments=6) for k in (-1, 1)],
        label="pipe",
    )


@kind(
    "comms_station",
    "building",
    width=(7.5, 12.5),
    depth=(8.5, 13.5),
    words=("ground station", "comms station", "radio station", "radio telescope", "deep space antenna", "observatory"),
)
def comms_station(b: Build) -> None:
    """A great radio dish on a tripod over a round equipment hall, with masts and smaller dishes."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    r = min(w * 0.46, (d - 2.0) * 0.44)
    y = d / 2 - r - 0.1
    q = r * 0.62
    b.add("hall", "wall", cylinder(q, 2.6 - low, at=(0, y, low), segments=22), label="wall")
    b.add("bands", "accent", cylinder(q + 0.06, 0.26, at=(0, y, 2.2), segments=22), label="ornament")
    b.add("roof", "roof", frustum(q + 0.12, q * 0.5, 0.6, at=(0, y, 2.58), segments=22), label="roof")
    for a in (-1.1, -0.65, 0.65, 1.1, 2.0, -2.0, pi):
        habitat.porthole(b, Wall(q * sin(a), y - q * cos(a), 0.0, a, 1.0), 0.0, 1.35, 0.3)
    habitat.airlock(b, Wall(0, y - q, 0.2, 0.0, 2.0), out=min(1.8, d / 2 + y - q - 0.05), back=0.5, h=2.2)
    habitat.dish(b, 0, y, 3.1, r * 0.93, yaw=between(b, -0.25, 0.25), tilt=pick(b, 0.55, 0.65, 0.72))
    for s in (-1, 1):
        x = s * (w / 2 - 0.4)
        habitat.beacon(b, x, -d / 2 + 0.5, low, between(b, 4.0, 6.0) - low)
    if w > 8.5:
        habitat.panels(b, -w * 0.32, -d / 2 + 1.3, low, min(2.4, w * 0.24), 1.4, low=0.45 - low)


@kind(
    "rover_hangar",
    "building",
    width=(8.5, 13.0),
    depth=(8.0, 13.0),
    words=("rover hangar", "hangar", "rover garage", "mars workshop", "vehicle bay", "depot"),
)
def rover_hangar(b: Build) -> None:
    """A barrel hall with hoops, a wide ribbed door under an orange collar, a side lock and machines on its roof."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    run = 0.7
    r = w / 2 - run
    y0, y1 = -d / 2 + 0.9, d / 2 - 0.15
    t = np.linspace(0, pi, 13)
    zc, k = 1.1, 0.78

    def arch(q: float) -> list[tuple[float, float]]:
        return [(-q * cos(u), zc + (q * k) * sin(u)) for u in t] + [(s * q, low) for s in (-1, 1)]

    def slice_of(q: float, a: float, c: float) -> Solid:
        return hull([(px, yy, pz) for px, pz in arch(q) for yy in (a, c)])

    b.add("walls", "wall", slice_of(r, y0, y1), label="wall")
    for s in (-1, 1):
        p = [(r - 0.1, low), (r + run, low), (r + run, 0.0), (r + run * 0.2, 1.0), (r - 0.1, 1.0)]
        b.add("berm", "ground", hull([(s * px, yy, pz) for px, pz in p for yy in (y0 + 0.3, y1)]), label="ground")
    n = max(3, round((y1 - y0) / 2.2))
    for i in range(1, n):
        yy = y0 + (y1 - y0) * i / n
        b.add("ribs", "trim", slice_of(r + 0.07, yy - 0.11, yy + 0.11), label="beam")
    b.add("collar", "accent", slice_of(r + 0.12, y0 - 0.12, y0 + 0.32), label="frame")
    gate_w, gate_h = r * 1.25, zc + r * k * 0.62
    b.add("gate_frame", "frame", box(gate_w + 0.4, 0.16, gate_h + 0.2 - low, at=(0, y0 - 0.16, low)), label="frame")
    m = max(5, round(gate_h / 0.42))
    b.add(
        "gate",
        "door",
        [box(gate_w, 0.1, gate_h / m - 0.05, at=(0, y0 - 0.27, gate_h * j / m + 0.03)) for j in range(m)],
        box(gate_w, 0.08, gate_h - 0.05 - low, at=(0, y0 - 0.25, low)),
        label="door",
    )
    stripes = [
        hull(
            [
                (x + q + e, y0 - 0.28 - o, zz)
                for q in (0.0, 0.22)
                for o in (0.0, 0.06)
                for zz, e in ((gate_h + 0.22, 0.18), (gate_h + 0.5, 0.0))
            ]
        )
        for x in np.arange(-gate_w / 2, gate_w / 2 - 0.3, 0.5)
    ]
    b.add("hazard_board", "trim", box(gate_w, 0.12, 0.34, at=(0, y0 - 0.22, gate_h + 0.19)), label="sign")
    b.add("hazard_stripes", "accent", stripes, label="sign")
    b.add("lamps", "lamp", [box(0.34, 0.2, 0.16, at=(s * gate_w * 0.36, y0 - 0.2, gate_h + 0.62)) for s in (-1, 1)], label="lamp")
    ramp = y0 - 0.2 + d / 2 - 0.03
    b.add(
        "ramp",
        "metal",
        hull(
            [
                (s * gate_w / 2, yy, zz)
                for s in (-1, 1)
                for yy, zz in ((y0 - 0.2, 0.12), (y0 - 0.2, low), (y0 - 0.2 - ramp, low), (y0 - 0.2 - ramp, low + 0.04))
            ]
        ),
        label="stairs",
    )
    top = zc + r * k
    b.add(
        "skylights",
        "glass",
        [box(0.9, (y1 - y0) / n - 0.8, 0.1, at=(0, y0 + (y1 - y0) * (i + 0.5) / n, top - 0.04)) for i in range(n)],
        label="window",
    )
    b.add(
        "fans",
        "metal",
        [cylinder(0.4, 0.5, at=(s * r * 0.42, y1 - 1.0, zc + r * k * 0.88 - 0.1), segments=10) for s in (-1, 1)],
        label="vent",
    )
    habitat.beacon(b, r * 0.3, y0 + 0.2, zc + r * k * 0.94, 2.6)
