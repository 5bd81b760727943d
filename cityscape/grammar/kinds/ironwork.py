"""Architecture of iron: lattice tower, market hall."""

from __future__ import annotations

from math import cos, exp, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, body, put
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import tube
from cityscape.world.brief import SIDES
from cityscape.world.material import Material
from partgen.solids import arch, beam, box, cylinder, dome, frustum, hip, hull, taper


@kind(
    "lattice_tower",
    "building",
    width=(12.0, 16.0),
    depth=(12.0, 16.0),
    words=("lattice tower", "eiffel tower", "iron tower", "observation tower"),
)
def lattice_tower(b: Build) -> None:
    """Four curved legs of iron lattice that meet in a slender mast, arches between the feet, three platforms and a lantern."""
    edge = min(b.lot.width, b.lot.depth)
    a = edge / 2 - 0.55
    tall = 2.65 * edge * {"small": 0.85, "medium": 1.0, "large": 1.08}[b.lot.size]
    iron = b.look.material("metal", color="#6d5d4d").model_copy(update={"name": "iron-brown", "metallic": 0.35})
    low = -b.lot.drop

    def half(z: float) -> float:
        return a * (0.94 * exp(-3.1 * z / tall) + 0.06 * (1 - z / tall))

    def leg(z: float) -> float:
        return 0.3 * a * (1 - 0.55 * z / (0.4 * tall))

    foot = 0.9
    for i in (-1, 1):
        for j in (-1, 1):
            c = a - 0.15 * a
            put(b, "feet", "stone", taper(0.42 * a, 0.42 * a, 0.36 * a, 0.36 * a, foot - low, at=(i * c, j * c, low)))
    cuts = [foot - 0.05, 0.06 * tall, 0.115 * tall, 0.175 * tall, 0.235 * tall, 0.3 * tall, 0.38 * tall]
    for i in (-1, 1):
        for j in (-1, 1):
            rings = []
            for z in cuts:
                o, n = half(z), max(half(z) - leg(z), 0.02 * a)
                rings.append([np.array([i * x, j * y, z]) for x, y in ((o, o), (n, o), (n, n), (o, n))])
            _truss(b, rings, [0.05 * a * (1 - 0.4 * z / tall) for z in cuts], iron)
    mast = [float(z) for z in np.linspace(0.38 * tall, 0.9 * tall, 9)]
    rings = [[np.array([i * half(z), j * half(z), z]) for i, j in ((1, 1), (-1, 1), (-1, -1), (1, -1))] for z in mast]
    _truss(b, rings, [0.04 * a * (1 - 0.45 * z / tall) for z in mast], iron)
    _feet_arches(b, half(0.1 * tall), 0.175 * tall, leg(0.1 * tall), iron)
    for share, out, h in ((0.175, 0.5, 0.75), (0.38, 0.35, 0.6), (0.9, 0.5, 0.5)):
        z = share * tall
        w = 2 * (half(z) + out)
        put(
            b,
            "platforms",
            iron,
            box(w, w, 0.28, at=(0, 0, z - 0.1)),
            taper(w - 0.7, w - 0.7, w - 0.05, w - 0.05, 0.35, at=(0, 0, z - 0.44)),
        )
        for s in (-1, 1):
            put(
                b,
                "railings",
                iron,
                box(w, 0.08, 0.08, at=(0, s * (w / 2 - 0.04), z + h)),
                box(0.08, w, 0.08, at=(s * (w / 2 - 0.04), 0, z + h)),
            )
            n = max(3, round(w / 0.9))
            for k in range(n + 1):
                u = (k / n - 0.5) * (w - 0.08)
                put(
                    b,
                    "railings",
                    iron,
                    box(0.05, 0.05, h, at=(u, s * (w / 2 - 0.04), z + 0.1)),
                    box(0.05, 0.05, h, at=(s * (w / 2 - 0.04), u, z + 0.1)),
                )
        if share < 0.5:
            put(b, "galleries", "glass", box(w - 1.1, w - 1.1, h * 1.1, at=(0, 0, z + 0.17)))
            put(b, "gallery_roofs", iron, box(w - 0.9, w - 0.9, 0.14, at=(0, 0, z + 0.17 + h * 1.1)))
    z = 0.9 * tall
    r = half(z) * 0.9 + 0.25
    put(b, "cabin", "glass", cylinder(r, 0.9, at=(0, 0, z + 0.17), segments=10))
    put(b, "cabin_roof", iron, dome(r * 1.15, r, at=(0, 0, z + 1.05), segments=12, rings=4))
    put(b, "antenna", iron, frustum(0.14, 0.04, 0.1 * tall, at=(0, 0, z + 1.0 + r * 0.9), segments=6))
    put(
        b,
        "flag",
        "accent",
        hull(
            [
                (x, y, z + 1.0 + r * 0.9 + 0.1 * tall - d)
                for y in (-0.02, 0.02)
                for x, d in ((0.03, 0.0), (0.03, 0.7), (1.1, 0.1), (1.1, 0.75))
            ]
        ),
    )


def _truss(b: Build, rings: list[list[np.ndarray]], thick: list[float], iron: Material) -> None:
    """Chords through the corners of a stack of squares, crossed braces and a frame between each two."""
    for k in range(4):
        b.add("chords", iron, tube([r[k] for r in rings], [0.7 * t for t in thick], segments=4), label="beam")
        for low, high, t in zip(rings, rings[1:], thick, strict=False):
            for name, p, q in (
                ("braces_1", low[k], high[(k + 1) % 4]),
                ("braces_2", low[(k + 1) % 4], high[k]),
                ("frames", high[k], high[(k + 1) % 4]),
            ):
                d = (q - p) / np.linalg.norm(q - p) * 0.55 * t
                b.add(name, iron, beam(p + d, q - d, 0.5 * t, 0.5 * t), label="beam")


def _feet_arches(b: Build, o: float, z: float, leg: float, iron: Material) -> None:
    """The ornamental arches between the legs."""
    span = 2 * (o - leg) * 0.98
    for s in (-1, 1):
        for turn in (0.0, pi / 2):
            solids = arch(span, z * 0.62, 0.24, 0.34, steps=9, at=(0, 0, 0.28 * z))
            put(b, "arches", iron, [q.moved(0, s * (o - 0.12), 0).turned(turn) for q in solids])


@kind(
    "iron_market",
    "building",
    width=(10.0, 17.0),
    depth=(9.0, 14.0),
    words=("iron market hall", "covered market", "les halles", "market pavilion", "glass hall"),
)
def iron_market(b: Build) -> None:
    """A pavilion of cast-iron columns and glass on a brick foot, its zinc roof stepped twice for light and air."""
    h = 4.6
    walls = body(b, h, side=1.0, front=1.5, back=1.0)
    low = -b.lot.drop
    put(b, "plinth", "plinth", walls.grown(0.1).with_z(low, 0.3).solid())
    put(b, "brick_foot", "wall2", walls.with_z(0.28, 1.35).solid())
    inner = walls.grown(-0.14).with_z(1.3, h)
    put(b, "windows", "glass", inner.solid())
    iron = b.look.material("accent")
    for side in SIDES:
        along = walls.length(side)
        n = max(3, round(along / 2.3))
        for k in range(n + 1):
            u = (k / n - 0.5) * (along - 0.24)
            put(b, "columns", iron, walls.panel(side, u, 1.3, 0.22, h - 1.3, 0.06, back=-0.16))
        for k in range(n):
            u = ((k + 0.5) / n - 0.5) * (along - 0.24)
            s = (along - 0.24) / n
            bow = [(0.5 * (s - 0.3) * cos(t), h - 1.15 + 0.62 * sin(t)) for t in np.linspace(0, pi, 7)]
            rib = [
                hull([(x, -y, z + t) for x, z in pair for y in (-0.16, 0.02) for t in (0.0, 0.1)])
                for pair in zip(bow, bow[1:], strict=False)
            ]
            put(b, "arches", iron, walls.on(side, u, 0.0, rib))
            put(b, "mullions", iron, [walls.panel(side, u + q * s, 1.35, 0.07, h - 2.2, -0.06, back=-0.15) for q in (-0.17, 0.17)])
        put(b, "beams", iron, walls.panel(side, 0, h - 0.34, along + 0.1, 0.34, 0.1, back=-0.15))
    r0 = 1.1
    put(
        b,
        "roofs",
        "roof_flat",
        hull(
            [
                (walls.x + i * (walls.sx / 2 + e), walls.y + j * (walls.sy / 2 + e), z)
                for i in (-1, 1)
                for j in (-1, 1)
                for e, z in ((0.7, h - 0.06), (0.7, h + 0.08), (-walls.sy * 0.2, h + r0 + 0.4))
            ]
        ),
    )
    mid = walls.grown(-walls.sy * 0.2).with_z(h + r0, h + r0 + 1.7)
    eave, rise, run = walls.grown(0.7), r0 + 0.32, walls.sy * 0.2 + 0.7
    for side in SIDES:
        n = max(3, round(mid.length(side) / 1.5))
        for k in range(n):
            u = (k + 0.5 - n / 2) * mid.length(side) / n
            seam = [
                (u + mid.length(side) / n / 2 + x, run * e, h + 0.08 + rise * e + t)
                for x in (-0.05, 0.05)
                for e in (0.02, 0.97)
                for t in (-0.05, 0.07)
            ]
            if k < n - 1:
                put(b, "seams", "roof_flat", eave.on(side, 0, 0.0, [hull(seam)]))
    put(b, "clerestory", "glass", mid.solid())
    for side in SIDES:
        n = max(3, round(mid.length(side) / 0.9))
        put(
            b,
            "louvres",
            iron,
            [mid.panel(side, (k / n - 0.5) * (mid.length(side) - 0.1), h + r0 + 0.3, 0.1, 1.4, 0.06) for k in range(n + 1)],
        )
    z = mid.z1
    put(
        b,
        "roofs",
        "roof_flat",
        hull(
            [
                (mid.x + i * (mid.sx / 2 + e), mid.y + j * (mid.sy / 2 + f), q)
                for i in (-1, 1)
                for j in (-1, 1)
                for e, f, q in ((0.55, 0.55, z - 0.02), (0.55, 0.55, z + 0.1), (-mid.sy * 0.35, -mid.sy / 2 + 0.3, z + 1.5))
            ]
        ),
    )
    ridge = Block(mid.sx * 0.5, 0.9, z + 1.1, z + 2.0, mid.x, mid.y)
    put(b, "lantern", "glass", ridge.solid())
    put(b, "lantern_roof", "roof_flat", hip(ridge.sx + 0.5, ridge.sy + 0.5, 0.5, at=(ridge.x, ridge.y, ridge.z1)))
    gate = Block(3.4, 0.7, 0.0, h + 0.5, walls.x, walls.y - walls.sy / 2 - 0.2)
    put(b, "gate_piers", "wall2", [box(0.6, 0.7, h + 0.5 - low, at=(gate.x + s * 1.5, gate.y, low)) for s in (-1, 1)])
    put(
        b,
        "gate_gable",
        iron,
        hull(
            [
                (gate.x + x, gate.y + q, zz)
                for q in (-0.15, 0.15)
                for x, zz in ((-1.9, h - 0.3), (1.9, h - 0.3), (-1.9, h + 0.3), (1.9, h + 0.3), (0, h + 1.4))
            ]
        ),
    )
    put(b, "clock", "trim", cylinder(0.42, 0.1, segments=14).turned(roll=pi / 2).moved(gate.x, gate.y - 0.12, h + 0.55))
    put(b, "doors", "door", [gate.panel("south", s * 0.58, 0.12, 1.12, 2.7, -0.2, back=-0.42) for s in (-1, 1)])
    put(b, "signs", "sign", gate.panel("south", 0, h - 0.25, 2.6, 0.4, -0.12, back=-0.22))
    put(b, "steps", "stone", gate.panel("south", 0, low, 2.4, 0.12 - low, 0.4, back=-0.4))
