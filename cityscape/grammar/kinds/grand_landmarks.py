"""Landmarks of a capital of the belle epoque: lattice tower, triumphal arch, opera house, iron market hall."""

from __future__ import annotations

from math import cos, exp, pi, sin

import numpy as np

from cityscape.grammar.classical import arched_window, column, wide_steps
from cityscape.grammar.facade import Block, body, lip, put, spread
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import tube
from cityscape.world.brief import SIDES, Side
from cityscape.world.material import Material
from partgen.solids import Solid, arch, ball, beam, box, cylinder, dome, frustum, hip, hull, spandrel, taper


def gilt(b: Build) -> Material:
    """Gilded bronze."""
    return b.look.material("metal", color="#c9a24a").model_copy(update={"name": "gilt", "metallic": 0.5, "roughness": 0.4})


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
    "triumphal_arch",
    "building",
    width=(11.0, 16.0),
    depth=(6.5, 9.5),
    words=("triumphal arch", "arc de triomphe", "victory arch", "memorial arch"),
)
def triumphal_arch(b: Build) -> None:
    """A massive arch with a coffered vault, relief groups on its piers, a frieze, an attic with shields and bronze on top."""
    w, d = b.lot.width - 1.2, b.lot.depth - 1.2
    low = -b.lot.drop
    span, imp = 0.34 * w, 0.46 * w
    rise = span / 2
    top = imp + rise + 0.09 * w
    pier = (w - span) / 2
    for s in (-1, 1):
        x = s * (span / 2 + pier / 2)
        put(b, "plinth", "plinth", box(pier + 0.5, d + 0.5, 0.5 - low, at=(x, 0, low)), box(pier + 0.28, d + 0.28, 1.0, at=(x, 0, 0.45)))
        put(b, "piers", "wall", box(pier, d, imp - 1.4, at=(x, 0, 1.42)))
        put(b, "imposts", "trim", box(pier + 0.24, d + 0.24, 0.34, at=(x, 0, imp - 0.16)))
        put(b, "piers", "wall", box(pier, d, top - imp - 0.15, at=(x, 0, imp + 0.15)))
        for side in (-1, 1):
            y = side * (d / 2)
            _relief(b, x, y, side, pier * 0.66, 1.9, imp * 0.46)
            put(b, "panels", "trim", box(pier * 0.72, 0.16, imp * 0.16, at=(x, y, imp * 0.72)))
            put(
                b,
                "medallions",
                "wall",
                cylinder(0.07 * pier + 0.2, 0.24, segments=12).turned(roll=pi / 2).moved(x, y + 0.12, imp + rise * 0.6),
            )
        niche = [(d * 0.2 * cos(t), imp * 0.62 + d * 0.2 * sin(t)) for t in np.linspace(0, pi, 9)]
        e = d * 0.2
        for grow, m, out in ((0.22, "trim", 0.1), (0.0, "wall2", 0.16)):
            k = 1 + grow / e
            pts = [
                (s * (w / 2 + q), yy * k, zz + (grow if zz > 1.6 else 0))
                for yy, zz in [(-e, 1.45), (e, 1.45), *niche]
                for q in (-0.05, out)
            ]
            put(b, "side_arches", m, hull(pts))  # type: ignore[arg-type]
    put(b, "vault", "wall", [q.moved(0, 0, imp + 0.16) for q in spandrel(span, rise, d, top - imp - 0.16, steps=10)])
    put(b, "archivolt", "trim", [q.moved(0, y, imp + 0.16) for y in (-d / 2, d / 2) for q in arch(span, rise, 0.3, 0.34, steps=10)])
    put(b, "keystones", "trim", [box(0.5, 0.5, 0.9, at=(0, y, imp + rise + 0.1)) for y in (-d / 2, d / 2)])
    put(b, "frieze", "trim", box(w + 0.24, d + 0.24, 0.07 * w, at=(0, 0, top)))
    n = round(w / 0.8)
    for side in (-1, 1):
        for k in range(n):
            put(b, "figures", "wall2", box(0.34, 0.1, 0.045 * w, at=((k + 0.5 - n / 2) * w / n, side * (d / 2 + 0.15), top + 0.011 * w)))
    z = top + 0.07 * w
    put(b, "cornices", "trim", box(w + 0.9, d + 0.9, 0.32, at=(0, 0, z)), box(w + 0.5, d + 0.5, 0.2, at=(0, 0, z - 0.19)))
    h = 0.14 * w
    put(b, "attic", "wall", box(w - 0.1, d - 0.1, h, at=(0, 0, z + 0.3)))
    shields = round(w / 1.5)
    for k in range(shields):
        x = (k + 0.5 - shields / 2) * (w - 0.4) / shields
        for side in (-1, 1):
            put(
                b,
                "shields",
                "trim",
                cylinder(0.32, 0.16, segments=10).turned(roll=pi / 2).moved(x, side * (d / 2 - 0.05) + 0.08, z + 0.3 + h * 0.5),
            )
    put(b, "cornices", "trim", box(w + 0.2, d + 0.2, 0.24, at=(0, 0, z + 0.3 + h)))
    put(b, "parapet", "wall", box(w - 0.5, d - 0.5, 0.6, at=(0, 0, z + 0.5 + h)))
    _quadriga(b, z + 1.08 + h, 0.13 * w)
    put(b, "pavement", "plaza", box(span + 0.1, d + 0.4, 0.12 - low, at=(0, 0, low)))


def _relief(b: Build, x: float, y: float, s: int, w: float, z: float, h: float) -> None:
    """A group of figures standing out of a pier: a pedestal, bodies, a winged one above."""
    put(b, "pedestals", "trim", box(w, 0.7, 0.3, at=(x, y, z - 0.3)))
    group: list[Solid] = []
    for k, (u, e) in enumerate(((-0.34, 0.62), (-0.12, 0.75), (0.12, 0.7), (0.34, 0.58))):
        px = x + u * w
        tall = e * h
        group.append(
            hull(
                [(px + i * 0.13 * w, y + j * 0.2, q) for i in (-1, 1) for j, q in ((-1, z), (1, z))]
                + [(px + i * 0.07 * w, y + s * 0.02 + j * 0.12, z + tall * 0.78) for i in (-1, 1) for j in (-1, 1)]
            )
        )
        group.append(ball(0.075 * w + 0.05, at=(px, y + s * 0.04, z + tall * 0.86), detail=1))
        if k in (0, 3):
            group.append(beam((px, y + s * 0.06, z + tall * 0.6), (px + u * 0.5 * w, y + s * 0.1, z + tall * 1.05), 0.08, 0.08))
    group.append(
        hull(
            [(x + i * 0.1 * w, y + j * 0.14, z + 0.62 * h) for i in (-1, 1) for j in (-1, 1)]
            + [(x, y, z + 0.95 * h), (x + 0.42 * w, y, z + 0.92 * h), (x - 0.42 * w, y, z + 0.86 * h)]
        )
    )
    put(b, "reliefs", "trim", group)


def _quadriga(b: Build, z: float, r: float) -> None:
    """Four horses and a chariot in bronze."""
    m = b.look.material("metal", color="#5f7f6f").model_copy(update={"name": "bronze-green", "metallic": 0.3})
    put(b, "quadriga", m, box(2.1 * r, 1.7 * r, 0.16, at=(0, 0, z - 0.02)))
    for k in range(4):
        x = (k - 1.5) * 0.5 * r
        y = -0.25 * r
        put(b, "quadriga", m, ball(0.17 * r, 0.42 * r, 0.2 * r, at=(x, y, z + 0.62 * r), detail=1))
        put(
            b,
            "quadriga",
            m,
            beam((x, y - 0.3 * r, z + 0.66 * r), (x, y - 0.5 * r, z + 1.05 * r), 0.16 * r, 0.16 * r),
            ball(0.09 * r, 0.2 * r, 0.1 * r, at=(x, y - 0.56 * r, z + 1.05 * r), detail=0),
        )
        put(
            b,
            "quadriga",
            m,
            [beam((x, y + q, z + 0.55 * r), (x, y + q * 1.25, z + 0.1), 0.08 * r, 0.08 * r) for q in (-0.28 * r, 0.28 * r)],
        )
    put(
        b,
        "quadriga",
        m,
        hull(
            [
                (i * 0.4 * r, 0.55 * r + j * 0.25 * r, z + q)
                for i in (-1, 1)
                for j, q in ((-1, 0.1), (1, 0.1), (-1, 0.62 * r), (1, 0.35 * r))
            ]
        ),
    )
    put(
        b,
        "quadriga",
        m,
        frustum(0.26 * r, 0.12 * r, 0.9 * r, at=(0, 0.5 * r, z + 0.4 * r), segments=8),
        ball(0.13 * r, at=(0, 0.5 * r, z + 1.4 * r), detail=1),
        beam((0.1 * r, 0.45 * r, z + 1.1 * r), (0.55 * r, 0.2 * r, z + 1.75 * r), 0.07 * r, 0.07 * r),
    )


@kind(
    "opera_house",
    "building",
    width=(15.0, 24.0),
    depth=(14.0, 20.0),
    words=("opera house", "opera", "palais garnier", "theatre", "theater", "concert hall"),
)
def opera_house(b: Build) -> None:
    """An arcade under a loggia of paired columns, gilded groups on the attic, a low green dome and the gabled stage behind."""
    base, h0, h1 = 0.9, 4.2, 5.0
    walls = body(b, base + h0 + h1, side=1.3, front=3.1, back=0.8)
    put(b, "plinth", "plinth", walls.grown(0.12).with_z(-b.lot.drop, base).solid())
    walls = walls.with_z(base, walls.z1)
    copper = b.look.material("roof", color="#7fa592", pattern="metal").model_copy(update={"name": "copper-green", "color2": None})
    gold = gilt(b)
    put(b, "walls", "wall", walls.solid())
    porch = Block(walls.sx - 0.2, 1.2, base, walls.z1, walls.x, walls.y - walls.sy / 2 - 0.55)
    put(b, "plinth", "plinth", porch.grown(0.1, 0.1).with_z(-b.lot.drop, base).solid())
    lower = porch.with_z(base, base + h0)
    put(b, "arcade", "wall", lower.solid())
    put(b, "entablature", "trim", porch.grown(0.1, 0.15).with_z(base + h0 - 0.02, base + h0 + 0.4).solid())
    put(b, "entablature", "trim", porch.with_z(walls.z1 - 0.9, walls.z1 + 0.02).grown(0.08, 0.1).solid())
    bays = max(5, round(porch.sx / 2.5) // 2 * 2 + 1)
    step = (porch.sx - 1.0) / bays
    for k in range(bays):
        u = (k + 0.5 - bays / 2) * step
        arched_window(b, lower, "south", u, base + 0.1, step * 0.56, h0 - 0.9)
        loggia = walls.with_z(base + h0, walls.z1)
        put(b, "windows", "glass", loggia.panel("south", u, base + h0 + 0.6, step * 0.5, h1 - 2.1, 0.08))
        put(b, "frames", gold, loggia.panel("south", u, base + h0 + 0.5, step * 0.5 + 0.24, h1 - 1.9, 0.04))
        put(b, "railings", "trim", porch.panel("south", u, base + h0 + 0.4, step * 0.62, 0.7, -0.02, back=-0.2))
    y = porch.y - porch.sy / 2 + 0.34
    for k in range(bays + 1):
        x = porch.x + (k - bays / 2) * step
        for s in (-1, 1):
            column(b, x + s * 0.24, y, base + h0 + 0.38, h1 - 1.3, 0.19)
    attic = Block(porch.sx + 0.1, 1.5, walls.z1, walls.z1 + 1.5, porch.x, porch.y + 0.2)
    put(b, "attic", "trim", attic.solid())
    for k in range(bays):
        put(
            b,
            "medallions",
            gold,
            cylinder(0.32, 0.14, segments=10)
            .turned(roll=pi / 2)
            .moved((k + 0.5 - bays / 2) * step, attic.y - attic.sy / 2 + 0.02, walls.z1 + 0.78),
        )
    put(b, "cornices", "trim", attic.grown(0.2).with_z(attic.z1 - 0.02, attic.z1 + 0.24).solid())
    for s in (-1, 1):
        _winged(b, s * (attic.sx / 2 - 0.9), attic.y, attic.z1 + 0.22, 2.2, gold)
    hall = Block(walls.sx - 0.1, walls.sy * 0.42, walls.z1, walls.z1, walls.x, walls.y - walls.sy * 0.27)
    put(b, "hall_roof", copper, hip(hall.sx, hall.sy, 0.9, ridge=hall.sx * 0.7, at=(hall.x, hall.y, walls.z1)))
    put(b, "cornices", "trim", walls.grown(lip(b, 0.28), 0.28).with_z(walls.z1 - 0.3, walls.z1 + 0.05).solid())
    r = min(walls.sx * 0.26, walls.sy * 0.27)
    cy = walls.y - 0.02 * walls.sy
    put(b, "drum", "wall", cylinder(r * 1.04, 1.9, at=(0, cy, walls.z1 - 0.05), segments=24))
    put(b, "drum_rim", "trim", cylinder(r * 1.12, 0.26, at=(0, cy, walls.z1 + 1.8), segments=24))
    for t in 2 * pi * np.arange(12) / 12:
        put(
            b,
            "windows",
            "glass",
            cylinder(0.3, 0.2, segments=10).turned(pitch=pi / 2).moved(r * 1.0, 0, 0).turned(t).moved(0, cy, walls.z1 + 1.2),
        )
    put(b, "dome", copper, dome(r, r * 0.62, at=(0, cy, walls.z1 + 2.05), segments=24, rings=5))
    put(
        b,
        "lantern",
        gold,
        cylinder(0.5, 0.7, at=(0, cy, walls.z1 + 2.0 + r * 0.62), segments=8),
        dome(0.55, 0.5, at=(0, cy, walls.z1 + 2.68 + r * 0.62), segments=8, rings=3),
    )
    stage = Block(walls.sx * 0.62, walls.sy * 0.34, walls.z1, walls.z1 + 3.4, 0.0, walls.y + walls.sy / 2 - walls.sy * 0.17 - 0.1)
    put(b, "stage_house", "wall", stage.solid())
    put(
        b,
        "stage_gable",
        "wall",
        hull(
            [
                (stage.x + x, stage.y + q * stage.sy / 2, stage.z1 + z)
                for x, z in ((-stage.sx / 2, -0.02), (stage.sx / 2, -0.02), (0, 2.0))
                for q in (-1, 1)
            ]
        ),
    )
    for s in (-1, 1):
        e = stage.sx / 2 + 0.3
        put(
            b,
            "stage_roof",
            copper,
            hull(
                [
                    (stage.x + x, stage.y + q * (stage.sy / 2 + 0.2), stage.z1 + z + t)
                    for x, z in ((0.0, 2.0), (s * e, -0.12))
                    for q in (-1, 1)
                    for t in (0.0, 0.18)
                ]
            ),
        )
    _winged(b, 0.0, stage.y - stage.sy / 2 + 0.2, stage.z1 + 2.1, 1.7, gold)
    _opera_sides(b, walls, base, h0, h1)
    stair = Block(porch.sx, 0.1, 0, 0, porch.x, porch.y - porch.sy / 2 - 0.1 + 0.05)
    wide_steps(b, stair, porch.sx * 0.8, rise=base, run=0.32, room=1.5)


def _winged(b: Build, x: float, y: float, z: float, h: float, m: Material) -> None:
    """A winged figure on a block."""
    put(
        b,
        "gilded_groups",
        m,
        box(0.9, 0.8, 0.24 * h, at=(x, y, z - 0.03)),
        frustum(0.22 * h, 0.09 * h, 0.5 * h, at=(x, y, z + 0.2 * h), segments=8),
        ball(0.09 * h, at=(x, y, z + 0.78 * h), detail=1),
    )
    put(
        b,
        "gilded_groups",
        m,
        [
            hull(
                [(x + s * 0.05, y + q, z + 0.6 * h) for q in (-0.05, 0.05)]
                + [(x + s * 0.05, y, z + 0.44 * h), (x + s * 0.36 * h, y, z + 0.98 * h), (x + s * 0.3 * h, y, z + 0.58 * h)]
            )
            for s in (-1, 1)
        ],
    )
    put(b, "gilded_groups", m, beam((x, y, z + 0.62 * h), (x + 0.1 * h, y - 0.1 * h, z + 1.02 * h), 0.07, 0.07))


def _opera_sides(b: Build, walls: Block, base: float, h0: float, h1: float) -> None:
    sides: tuple[Side, ...] = ("east", "north", "west")
    for side in sides:
        for u in spread(walls.length(side), 2.4, margin=0.9):
            arched_window(b, walls, side, u, base + 0.7, 1.05, h0 - 1.4)
            put(b, "surrounds", "trim", walls.panel(side, u, base + h0 + 0.6, 1.3, h1 - 1.7, 0.06))
            put(b, "windows", "glass", walls.panel(side, u, base + h0 + 0.7, 1.0, h1 - 2.0, 0.1, back=0.06))
        put(b, "bands", "trim", walls.panel(side, 0, base + h0 - 0.1, walls.length(side) + 0.1, 0.3, 0.12))
        for u in spread(walls.length(side), 2.4, margin=0.9)[:-1]:
            put(
                b,
                "pilasters",
                "trim",
                walls.panel(
                    side,
                    u + (walls.length(side) - 1.8) / len(spread(walls.length(side), 2.4, margin=0.9)) / 2,
                    base + h0 + 0.3,
                    0.36,
                    h1 - 0.7,
                    0.1,
                ),
            )
    for s in (-1, 1):
        p = Block(1.15, 3.6, base, base + h0, walls.x + s * (walls.sx / 2 + 0.5), walls.y)
        put(b, "plinth", "plinth", p.grown(0.1, 0.1).with_z(-b.lot.drop, base).solid())
        put(b, "side_pavilions", "wall", p.solid())
        put(b, "cornices", "trim", p.grown(0.12, 0.12).with_z(base + h0, base + h0 + 0.24).solid())
        side_: Side = "east" if s > 0 else "west"
        arched_window(b, p, side_, 0, base + 0.2, 1.6, h0 - 1.0)
        put(
            b,
            "side_domes",
            "roof",
            hull(
                [
                    (p.x + i * (p.sx / 2 - q), p.y + j * (p.sy / 2 - q), base + h0 + 0.22 + z)
                    for i in (-1, 1)
                    for j in (-1, 1)
                    for q, z in ((0.05, 0.0), (0.2, 0.6), (0.45, 0.9))
                ]
            ),
        )


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
