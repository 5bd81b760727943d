"""Landmarks of a capital of the belle epoque: triumphal arch, opera house."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.classical import arched_window, column, wide_steps
from cityscape.grammar.facade import Block, body, lip, put, spread
from cityscape.grammar.recipe import Build, kind
from cityscape.world.brief import Side
from cityscape.world.material import Material
from partgen.solids import Solid, arch, ball, beam, box, cylinder, dome, frustum, hip, hull, spandrel


def gilt(b: Build) -> Material:
    """Gilded bronze."""
    return b.look.material("metal", color="#c9a24a").model_copy(update={"name": "gilt", "metallic": 0.5, "roughness": 0.4})


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
