"""The modern side of a campus: science building, lecture theatre, palm house, sports field."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, body, curtain, door, flat_roof, pick, plinth, put, spread, stairs
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, vault
from cityscape.grammar.signage import sign
from partgen.solids import Solid, ball, beam, box, cylinder, dome, hull, prism, rod


@kind(
    "science_hall",
    "building",
    width=(11, 20),
    depth=(9, 13),
    words=("science building", "laboratory", "physics building", "research centre", "institute"),
)
def science_hall(b: Build) -> None:
    """A block of glass behind upright terracotta fins, a brick stair tower, an observatory dome and ducts on its roof."""
    n = {"small": 2, "medium": 3, "large": 4}[b.lot.size]
    rise = 3.3
    block = body(b, 0.4 + n * rise, side=0.6, front=1.1, back=0.6)
    s = 1 if b.rng.random() < 0.5 else -1
    hall, stairwell = block.cut("east" if s > 0 else "west", 3.4)
    hall = plinth(b, hall, height=0.4)
    curtain(b, hall, rise=rise, slab=0.55, recess=0.3, fin=None, slab_paint="trim")
    fins: list[Solid] = []
    for side in ("south", "north", "east", "west"):
        if side == ("east" if s > 0 else "west"):
            continue
        for u in spread(hall.length(side), 0.85, margin=0.1):  # type: ignore[arg-type]
            for k in range(n):
                if side == "south" and k == 0:
                    continue
                z = hall.z0 + k * (hall.height - 0.55) / n + 0.45
                fins.append(hall.panel(side, u, z, 0.14, (hall.height - 0.55) / n + 0.1, 0.3, back=-0.28))  # type: ignore[arg-type]
    put(b, "fins", "wall2", fins)
    for u in spread(hall.sx, 3.0, margin=0.4):
        put(b, "piers", "trim", hall.panel("south", u, hall.z0, 0.4, rise - 0.3, 0.0, back=-0.35))
    tower = Block(
        stairwell.sx + 0.1,
        min(4.6, stairwell.sy * 0.6),
        0,
        block.z1 + 1.6,
        stairwell.x - s * 0.05,
        stairwell.y - stairwell.sy / 2 + min(4.6, stairwell.sy * 0.6) / 2 - 0.35,
    )
    rest = Block(stairwell.sx, stairwell.sy, 0, block.z1 - rise * 0.5, stairwell.x, stairwell.y)
    for name, part in (("tower", tower), ("wing", rest)):
        put(b, name, "wall", plinth(b, part, height=0.4).solid())
    put(
        b,
        "copings",
        "trim",
        tower.grown(0.08).with_z(tower.z1 - 0.02, tower.z1 + 0.2).solid(),
        rest.grown(0.06).with_z(rest.z1 - 0.02, rest.z1 + 0.14).solid(),
    )
    put(b, "windows", "glass", tower.panel("south", 0.3 * s, 3.4, 1.1, tower.z1 - 4.4, 0.06))
    put(
        b,
        "mullions",
        "metal",
        [tower.panel("south", 0.3 * s, 3.4 + k * (tower.z1 - 4.4) / 6, 1.1, 0.08, 0.1, back=0.06) for k in range(1, 6)],
    )
    for u in spread(rest.sy - 2.0, 1.9, margin=0.2):
        for k in range(n - 1 if n > 2 else 1):
            put(b, "windows", "glass", rest.panel("east" if s > 0 else "west", u, 1.2 + k * rise, 1.3, 1.6, 0.05))
    door(b, tower, 0.0, w=1.8, h=2.4, leaves=2, z=0.42, paint="glass", frame_paint="metal")
    stairs(b, tower, 0.0, 2.6, rise=0.42, steps=2, run=0.26)
    put(b, "canopies", "wall2", tower.panel("south", 0, 2.95, 2.7, 0.16, 0.7))
    sign(
        b,
        hall,
        pick(b, "SCIENCE", "PHYSICS", "BIOLOGY", "LABS", "CHEMISTRY"),
        u=0,
        z=hall.z1 - 0.56,
        h=0.55,
        w=hall.sx * 0.5,
        board=None,
        ink="metal",
        out=0.01,
    )
    deck = flat_roof(b, hall.with_z(hall.z1, hall.z1), parapet=0.6, wall="trim", cap="metal")
    r = min(1.7, hall.sy * 0.24)
    x, y = hall.x - s * hall.sx * 0.26, hall.y + 0.1
    z = deck.z1
    b.add("observatory", "trim", cylinder(r, 1.1, at=(x, y, z), segments=20), label="tower")
    b.add("observatory_dome", "metal", dome(r * 1.03, r, at=(x, y, z + 1.08), segments=20, rings=5), label="dome")
    slit = [
        hull(
            [(q * rr * cos(a) * 1.02, v, rr * sin(a)) for q in (1,) for a in (a0, a1) for rr in (r * 0.9, r * 1.05) for v in (-0.24, 0.24)]
        )
        for a0, a1 in ((0.35, 0.7), (0.7, 1.05), (1.05, 1.4))
    ]
    b.add("observatory_slit", "door", [q.turned(-0.9).moved(x, y, z + 1.08) for q in slit], label="door")
    furnish(b, deck, ("ac_unit", "duct", "vent", "vent", "solar"), keep=(Block(2 * r + 0.6, 2 * r + 0.6, z, z + 2, x, y),))


@kind(
    "lecture_theatre",
    "building",
    width=(11, 17),
    depth=(9.5, 14),
    words=("lecture theatre", "lecture hall", "auditorium", "aula", "assembly hall of a university"),
)
def lecture_theatre(b: Build) -> None:
    """A raked auditorium of brick ribs that rises behind a low glazed foyer with a broad flight of steps."""
    lot = b.lot
    base = plinth(b, body(b, 4.0, side=0.5, front=1.7, back=0.5), height=0.5)
    foyer, rest = base.cut("north", base.sy * 0.62)
    put(b, "walls", "wall", rest.with_z(0.5, 2.0).solid())
    curtain(
        b,
        foyer,
        rise=3.5,
        slab=0.45,
        recess=0.2,
        pitch=1.2,
        fin=(0.12, 0.12),
        sides=("south", "east", "west"),
        slab_paint="trim",
        fin_paint="trim",
    )
    put(b, "roof_decks", "roof_flat", foyer.with_z(3.98, 4.1).solid())
    put(b, "cornices", "trim", foyer.grown(0.25, 0.0).with_z(3.8, 4.14).solid())
    put(b, "canopies", "trim", foyer.panel("south", 0, 3.62, foyer.sx * 0.6, 0.2, 1.1))
    top = {"small": 7.0, "medium": 7.8, "large": 8.8}[lot.size]
    y0, y1 = rest.y - rest.sy / 2 - 0.6, rest.y + rest.sy / 2
    x = rest.sx / 2
    narrow = 0.72
    shape = [(s * x * k, y, z) for s in (-1, 1) for k, y, zs in ((narrow, y0, (0.5, 5.3)), (1.0, y1, (0.5, top))) for z in zs]
    put(b, "auditorium", "wall", hull(shape))
    roof = [(s * x * k * q, y, z) for s in (-1, 1) for k, y, z, q in ((narrow, y0 - 0.25, 5.24, 1.03), (1.0, y1 + 0.2, top + 0.02, 1.02))]
    put(b, "roofs", "roof", hull(roof + [(px, py, pz + 0.22) for px, py, pz in roof]))
    n = 7
    for s in (-1, 1):
        for k in range(n + 1):
            t = k / n
            half, y, z = x * (narrow + (1 - narrow) * t), y0 + (y1 - y0) * t, 5.3 + (top - 5.3) * t
            put(b, "ribs", "trim", box(0.34, 0.26, z - 0.5, at=(s * (half - 0.06), min(max(y, y0 + 0.14), y1 - 0.14), 0.5)))
        for k in range(n):
            t = (k + 0.5) / n
            half, y, z = x * (narrow + (1 - narrow) * t), y0 + (y1 - y0) * t, 5.3 + (top - 5.3) * t
            if k >= 2:
                put(b, "windows", "glass", box(0.2, 0.5, 1.4, at=(s * (half - 0.05), y, z - 2.2)))
    back = Block(2 * x, 0.5, 0.5, top, 0, y1 - 0.25)
    for u in spread(2 * x, 2.2, margin=0.5):
        put(b, "windows", "glass", back.panel("north", u, top - 2.2, 1.2, 1.2, 0.05))
    door(b, back, 0.0, side="north", w=1.6, h=2.2, leaves=2, z=0.52)
    door(b, foyer, 0.0, w=2.2, h=2.5, leaves=2, z=0.55, out=0.14, paint="door", frame_paint="trim")
    stairs(b, foyer, 0.0, foyer.sx * 0.55, rise=0.5, steps=3, run=0.4)
    sign(b, foyer, pick(b, "AULA", "LECTURES", "THEATRE", "FORUM"), u=0, z=4.12, h=0.8, board="sign", out=-0.3, w=foyer.sx * 0.5)
    for q in (-0.5, 0.0, 0.5):
        put(b, "roof_plant", "metal", box(1.3, 0.9, 1.0, at=(q * x, y1 - 1.4, top - 0.7)))


@kind(
    "palm_house",
    "building",
    width=(10, 16),
    depth=(6.5, 9.5),
    words=("palm house", "botanical garden", "conservatory", "hothouse", "glass house"),
)
def palm_house(b: Build) -> None:
    """A white iron glasshouse: a domed middle between two vaulted wings on a brick footing, plants inside."""
    lot = b.lot
    low = -lot.drop
    w, d = lot.width - 0.6, lot.depth - 1.0
    r = min(d / 2, w * 0.24)
    wing = d * 0.62
    y = 0.2
    b.add(
        "plinth",
        "wall",
        box(w, wing, 0.8 - low, at=(0, y, low)),
        prism([(r * 1.02 * cos(t), y + r * 1.02 * sin(t)) for t in pi / 8 + np.arange(8) * pi / 4], low, 0.8),
        label="plinth",
    )
    h = 2.6
    glass = b.look.material("glass").model_copy(update={"pattern": "glass", "color": "#b9dccf", "opacity": 1.0, "name": "glass-green"})
    b.add("glazing", glass, box(w - 0.14, wing - 0.14, h - 0.78, at=(0, y, 0.79)), label="window")
    b.add("vault", glass, vault(w - 0.14, wing - 0.14, wing * 0.34, steps=10).moved(0, y, h - 0.01), label="window")
    ribs: list[Solid] = []
    n = max(5, round(w / 1.15))
    t = np.linspace(0, pi, 9)
    a, rise = wing / 2 - 0.02, wing * 0.34 + 0.05
    for k in range(n + 1):
        x = -w / 2 + 0.07 + (w - 0.14) * k / n
        if abs(x) < r - 0.1:
            continue
        ribs += [box(0.1, 0.1, h - 0.7, at=(x, y + s * (wing / 2 - 0.05), 0.78)) for s in (-1, 1)]
        arc = [(-(a) * cos(q), rise * sin(q)) for q in t]
        ribs += [beam((x, y + p, h + q), (x, y + p1, h + q1), 0.09, 0.09) for (p, q), (p1, q1) in zip(arc, arc[1:], strict=False)]
    for z, half in ((h - 0.05, wing / 2 - 0.03),):
        ribs += [box(w, 0.14, 0.16, at=(0, y + s * half, z)) for s in (-1, 1)] + [
            box(0.14, wing, 0.16, at=(s * (w / 2 - 0.07), y, z)) for s in (-1, 1)
        ]
    ribs += [box(0.08, 0.12, wing * 0.34, at=(s * (w / 2 - 0.05), y, h)) for s in (-1, 1)]
    b.add("frame", "trim", ribs, box(w, 0.16, 0.16, at=(0, y, h + rise - 0.06)), label="frame")
    hd = h + 1.6
    octagon = [(r * cos(q), y + r * sin(q)) for q in pi / 8 + np.arange(8) * pi / 4]
    b.add("drum", glass, prism([(0.97 * px, y + 0.97 * (py - y)) for px, py in octagon], 0.79, hd), label="window")
    rd = r * cos(pi / 8)
    b.add("dome", glass, dome(rd * 0.97, rd * 0.95, at=(0, y, hd), segments=16, rings=6), label="dome")
    frames: list[Solid] = []
    for k in range(8):
        (x0, y0), (x1, y1) = octagon[k], octagon[(k + 1) % 8]
        frames.append(box(0.16, 0.16, hd - 0.7, at=(x0 * 0.985, y + (y0 - y) * 0.985, 0.78)))
        frames += [beam((x0 * 0.985, y + (y0 - y) * 0.985, z), (x1 * 0.985, y + (y1 - y) * 0.985, z), 0.13, 0.13) for z in (hd, h, 0.85)]
        mx, my = (x0 + x1) / 2 * 0.985, y + ((y0 + y1) / 2 - y) * 0.985
        frames.append(box(0.08, 0.08, hd - 0.8, at=(mx, my, 0.8)))
        q = 2 * pi * k / 8
        arc = [(rd * 0.985 * cos(e), rd * 0.965 * sin(e)) for e in np.linspace(0, 1.5, 6)]
        frames += [
            beam((p * cos(q), y + p * sin(q), hd + z), (p1 * cos(q), y + p1 * sin(q), hd + z1), 0.09, 0.09)
            for (p, z), (p1, z1) in zip(arc, arc[1:], strict=False)
        ]
    b.add("frame", "trim", frames, label="frame")
    b.add("lantern", "trim", cylinder(0.5, 0.7, at=(0, y, hd + rd * 0.93), segments=8), label="tower")
    b.add(
        "lantern_roof",
        "metal",
        dome(0.58, 0.5, at=(0, y, hd + rd * 0.93 + 0.68), segments=10, rings=3),
        cylinder(0.05, 0.8, at=(0, y, hd + rd * 0.93 + 1.1), segments=6),
        label="roof",
    )
    face = Block(rd * 0.9, 0.9, 0, 3.1, 0, y - rd + 0.05)
    b.add("porch", "trim", face.solid(), label="porch")
    b.add("porch_base", "plinth", box(face.sx + 0.2, 1.1, 0.2 - low, at=(0, face.y, low)), label="plinth")
    door(b, face, 0.0, w=1.3, h=2.3, leaves=2, z=0.06, paint="glass", frame_paint="trim")
    b.add(
        "porch_roof",
        "trim",
        hull(
            [(s * (face.sx / 2 + 0.12), yy, z) for s in (-1, 1) for yy, z in ((face.y - 0.5, 3.08), (face.y + 0.5, 3.08))]
            + [(0, face.y - 0.5, 3.75), (0, face.y + 0.5, 3.75)]
        ),
        label="roof",
    )
    for s in (-1, 1):
        for k in range(3):
            x = s * (r + 0.7 + (w / 2 - r - 1.2) * k / 2)
            b.add("tubs", "timber", cylinder(0.22, 0.4 - low, at=(x, y - wing / 2 - 0.32, low), segments=10), label="planter")
            b.add("bushes", "foliage", ball(0.3, at=(x, y - wing / 2 - 0.32, 0.62), detail=1), label="leaf")


def oval(long: float, r: float, n: int = 12) -> np.ndarray:
    """The outline (2 n, 2) of a stadium: straights of length `long` and half circles of radius r."""
    t = np.linspace(-pi / 2, pi / 2, n)
    right = np.c_[long / 2 + r * np.cos(t), r * np.sin(t)]
    return np.vstack([right, -right])


def loop_line(points: np.ndarray, z: float, width: float) -> list[Solid]:
    """A painted line along a closed outline."""
    return [
        beam((*p, z), (*q, z), width, 0.02) for p, q in zip(points, np.roll(points, -1, axis=0), strict=True) if np.hypot(*(p - q)) > 1e-6
    ]


@kind(
    "sports_field",
    "building",
    width=(17, 28),
    depth=(11, 16),
    words=("sports field", "running track", "stadium", "football pitch", "athletics track", "playing field"),
)
def sports_field(b: Build) -> None:
    """A red running track with white lanes round a mown pitch with goals, a stand along one side, flood lights."""
    lot = b.lot
    low = -lot.drop
    w, d = lot.width - 0.3, lot.depth - 2.6
    y = -lot.depth / 2 + 0.15 + d / 2
    r = d / 2
    long = w - d
    b.add("verge", "ground", box(w, lot.depth - 0.3, 0.1 - low, at=(0, 0, low)), label="grass")
    red = b.look.material("wall2", color="#b5593f", pattern="asphalt")
    b.add("track", red, prism(oval(long, r) + (0, y), 0.05, 0.14), label="track")
    inner = r - 2.3
    b.add("infield", "ground", prism(oval(long, inner) + (0, y), 0.06, 0.17), label="grass")
    white = b.look.material("marking")
    lanes: list[Solid] = []
    for k in range(1, 4):
        lanes += loop_line(oval(long, r - 2.3 * k / 4) + (0, y), 0.142, 0.07)
    lanes += loop_line(oval(long, r - 0.05) + (0, y), 0.142, 0.09)
    lanes.append(box(0.1, 2.25, 0.02, at=(long * 0.3, y - r + 1.15, 0.135)))
    b.add("lanes", white, lanes, label="line")
    pw, pd = long + inner * 0.9, 2 * inner - 1.0
    grass = b.look.material("ground")
    for k in range(6):
        if k % 2 == 0:
            x = -pw / 2 + pw * (k + 0.5) / 6
            b.add(
                "mown",
                grass.model_copy(update={"color": "#6f9a45", "color2": "#7aa54c", "name": "grass-mown"}),
                box(pw / 6, pd, 0.03, at=(x, y, 0.15)),
                label="grass",
            )
    marks = [box(pw, 0.09, 0.03, at=(0, y + s * pd / 2, 0.165)) for s in (-1, 1)] + [
        box(0.09, pd, 0.029, at=(x, y, 0.165)) for x in (-pw / 2, 0, pw / 2)
    ]
    marks += [box(0.08, pd * 0.5, 0.028, at=(s * pw * 0.38, y, 0.165)) for s in (-1, 1)] + [
        box(pw * 0.12, 0.08, 0.027, at=(s * pw * 0.44, y + q * pd * 0.25, 0.165)) for s in (-1, 1) for q in (-1, 1)
    ]
    c = pd * 0.19
    marks += loop_line(np.array([(c * cos(t), y + c * sin(t)) for t in 2 * pi * np.arange(18) / 18]), 0.182, 0.08)
    b.add("lines", white, marks, label="line")
    for s in (-1, 1):
        x = s * pw / 2
        g = min(1.5, pd * 0.22)
        posts: list[Solid] = [cylinder(0.06, 1.6, at=(x, y + q * g, 0.15), segments=6) for q in (-1, 1)]
        posts.append(rod((x, y - g, 1.72), (x, y + g, 1.72), 0.06, segments=6))
        posts += [rod((x, y + q * g, 1.7), (x + s * 0.8, y + q * g, 0.17), 0.035, segments=5) for q in (-1, 1)]
        posts.append(rod((x + s * 0.8, y - g, 0.19), (x + s * 0.8, y + g, 0.19), 0.035, segments=5))
        nets = [rod((x, y + e, 1.7), (x + s * 0.8, y + e, 0.18), 0.014, segments=4) for e in np.linspace(-g + 0.25, g - 0.25, 5)]
        b.add("goals", "trim", posts, nets, label="goal")
    top = lot.depth / 2 - 0.2
    rows, stand = 4, w * 0.5
    for k in range(rows):
        b.add("stand", "stone", box(stand, 0.46, 0.35 * (k + 1) - low, at=(0, top - 1.75 + 0.45 * k + 0.2, low)), label="stairs")
        b.add(
            "seats",
            "accent",
            [box(stand / 3 - 0.5, 0.24, 0.14, at=(q * stand / 3, top - 1.75 + 0.45 * k + 0.26, 0.35 * (k + 1) - 0.01)) for q in (-1, 0, 1)],
            label="seat",
        )
    b.add(
        "stand_posts",
        "metal",
        [box(0.12, 0.12, 3.4 - low, at=(x, top - 0.1, low)) for x in np.linspace(-stand / 2 + 0.1, stand / 2 - 0.1, 5)],
        label="post",
    )
    b.add(
        "stand_roof",
        "roof_flat",
        hull(
            [
                (s * (stand / 2 + 0.1), yy, z)
                for s in (-1, 1)
                for yy, z in ((top + 0.0, 3.3), (top + 0.0, 3.42), (top - 2.0, 3.75), (top - 2.0, 3.85))
            ]
        ),
        label="roof",
    )
    for s in (-1, 1):
        x = s * (w / 2 - 0.5)
        b.add(
            "flood_posts",
            "metal",
            cylinder(0.1, 6.0 - low, at=(x, top - 0.3, low), segments=6),
            box(0.9, 0.16, 0.6, at=(x, top - 0.35, 5.8)),
            label="post",
        )
        b.add(
            "flood_lamps",
            "lamp",
            [box(0.24, 0.08, 0.2, at=(x + q * 0.29, top - 0.46, zz)) for q in (-1, 0, 1) for zz in (5.87, 6.12)],
            label="lamp",
        )
