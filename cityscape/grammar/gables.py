"""Gables of brick and boards that stand before a roof: stepped, bell-shaped and crow-capped, with loading doors and hoists."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from cityscape.grammar.kit import Wall, box, outline, plate
from cityscape.grammar.recipe import Build
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, hull, rod

BELL = ((1.0, 0.0), (1.0, 0.16), (0.93, 0.22), (0.8, 0.34), (0.67, 0.5), (0.58, 0.66), (0.54, 0.8), (0.42, 0.95), (0.2, 1.06), (0.0, 1.1))
"""A bell gable's outline: half width and height as shares of the roof's; nowhere inside the roof's triangle."""


def stepped(b: Build, wall: Wall, rise: float, *, steps: int = 5, thick: float = 0.42, part: str = "walls", role: Role = "wall2") -> float:
    """A stepped gable on a wall's top (the frame's foot), `thick` deep; returns the height of its highest step over the foot."""
    e, n = wall.length / 2, steps
    half = [e * (1 - k / n) + 0.02 for k in range(n)]
    half[-1] = max(half[-1], 0.34)
    tops = [rise * (k + 1) / n + 0.28 for k in range(n)]
    b.add(
        part,
        role,
        wall.put(*[box(2 * x, thick, z + 0.02, at=(0, thick / 2, -0.02)) for x, z in zip(half, tops, strict=True)]),
        label="wall",
    )
    caps: list[Solid] = []
    for k in range(n):
        inner = half[k + 1] if k + 1 < n else 0.0
        out = half[k] + 0.06
        for s in (-1, 1) if inner else (1,):
            w, x = (out - inner - 0.002, s * (out + inner) / 2) if inner else (2 * out, 0.0)
            caps.append(box(w, thick + 0.14, 0.11, at=(x, thick / 2, tops[k])))
    b.add("copings", "trim", wall.put(*caps), label="parapet")
    return tops[-1] + 0.11


def bell(b: Build, wall: Wall, rise: float, *, thick: float = 0.36, part: str = "walls", role: Role = "wall2") -> float:
    """A bell gable with a pale rim on a wall's top (the frame's foot); returns its height over the foot."""
    e = wall.length / 2
    rows = [(e * x + (0.02 if z else 0.0), rise * z) for x, z in BELL]
    body, rim = [], []
    for (x0, z0), (x1, z1) in zip(rows, rows[1:], strict=False):
        body.append(
            plate(
                [(-x0, z0 - 0.02), (x0, z0 - 0.02), (x1, z1), (-x1, z1)] if x1 > 1e-6 else [(-x0, z0 - 0.02), (x0, z0 - 0.02), (0, z1)],
                0.0,
                thick,
            )
        )
        if z0 > 0:
            t = 0.13
            for s in (-1, 1):
                pts = [(s * x0, z0), (s * x1, z1), (s * (x1 + t * 0.4), z1 + t), (s * (x0 + t * 0.4), z0 + t)]
                rim.append(hull([(x, y, z) for x, z in pts for y in (-0.06, thick + 0.06)]))
    b.add(part, role, wall.put(*body), label="wall")
    b.add("copings", "trim", wall.put(*rim), label="parapet")
    top = rise * BELL[-1][1]
    b.add(
        "finials",
        "trim",
        wall.put(box(0.3, 0.3, 0.34, at=(0, thick / 2, top - 0.12)), ball(0.2, at=(0, thick / 2, top + 0.36), detail=1)),
        label="ornament",
    )
    return top + 0.56


def pointed(
    b: Build, wall: Wall, rise: float, *, thick: float = 0.36, part: str = "walls", role: Role = "wall2", over: float = 0.3
) -> float:
    """A plain gable that stands `over` above the roof, with coping stones; returns its height over the foot."""
    e = wall.length / 2
    k = rise / e
    top = rise + over
    b.add(part, role, wall.one(plate([(-e, -0.02), (e, -0.02), (e, over), (0, top), (-e, over)], 0.0, thick)), label="wall")
    rim = [
        hull(
            [
                (s * x, y, z)
                for x, z in ((0.0, top), (e + 0.08, over - 0.08 * k), (e + 0.08, over - 0.08 * k + 0.13), (0.0, top + 0.13))
                for y in (-0.06, thick + 0.06)
            ]
        )
        for s in (-1, 1)
    ]
    b.add("copings", "trim", wall.put(*rim), label="parapet")
    return top + 0.13


def niche(b: Build, wall: Wall, x: float, z: float, w: float, h: float, *, role: Role | Material = "trim") -> Wall:
    """A pointed field of pale plaster on a brick wall; returns a frame on its face, where a window may sit."""
    b.add("niches", role, wall.at(x, z).one(plate(outline(w, h, "pointed"), -0.03, 0.02)), label="ornament")
    return wall.at(x, z, out=0.03, length=w)


def loading_bay(
    b: Build, wall: Wall, x: float, levels: Sequence[float], *, w: float = 1.3, h: float = 1.9, top: float = 0.0, reach: float = 0.85
) -> None:
    """Loading doors one above the other (their sills over the wall's foot) and over them, at `top`, a hoist beam with rope and hook."""
    f = wall.at(x)
    for z in levels:
        for s in (-1, 1):
            b.add("hatches", "door", f.one(box(w / 2 - 0.02, 0.07, h, at=(s * w / 4, -0.035, z))), label="door")
        b.add(
            "hatch_frames",
            "frame",
            f.put(
                *[box(0.12, 0.12, h + 0.14, at=(s * (w / 2 + 0.06), -0.04, z)) for s in (-1, 1)],
                box(w + 0.24, 0.12, 0.14, at=(0, -0.04, z + h)),
            ),
            label="frame",
        )
        b.add("hatch_sills", "timber", f.one(box(w + 0.4, 0.3, 0.1, at=(0, -0.13, z - 0.1))), label="sill")
        b.add(
            "hinges",
            "metal",
            f.put(*[box(w * 0.3, 0.03, 0.07, at=(s * w * 0.33, -0.08, z + q * h)) for s in (-1, 1) for q in (0.22, 0.74)]),
            label="hinge",
        )
    if top:
        hoist(b, f, top, reach=reach, drop=top - (levels[0] + 0.55 if levels else 0.0))


def hoist(b: Build, wall: Wall, z: float, *, reach: float = 0.8, drop: float = 2.0) -> None:
    """A hoist beam at height z on a wall, with a wheel, a rope and what hangs on its hook `drop` below."""
    b.add(
        "hoist",
        "timber",
        wall.put(
            box(0.2, reach + 0.1, 0.22, at=(0, -reach / 2 + 0.05, z)),
            hull([(q, y, p) for q in (-0.07, 0.07) for y, p in ((0.03, z - 0.02), (-reach * 0.7, z - 0.02), (0.03, z - 0.55))]),
        ),
        label="beam",
    )
    y = -reach + 0.17
    b.add("hoist_ropes", rope(b), wall.one(rod((0, y, z + 0.01), (0, y, z - drop), 0.032, segments=5)), label="rope")
    b.add("hoist_loads", "fabric", wall.one(ball(0.24, 0.2, 0.3, at=(0, y, z - drop - 0.22), detail=1)), label="goods")


def rope(b: Build) -> Material:
    """Hemp."""
    return b.look.material("fabric", color="#b7a27a", pattern="plain")


def gulls(b: Build, *places: tuple[float, float, float, float]) -> None:
    """Gulls that stand at (x, y, z) and look along yaw."""
    for x, y, z, yaw in places:
        bird = [
            hull(
                np.array(
                    [
                        (-0.2, 0, 0.2),
                        (-0.1, 0.07, 0.2),
                        (-0.1, -0.07, 0.2),
                        (0.16, 0.08, 0.24),
                        (0.16, -0.08, 0.24),
                        (0.12, 0, 0.12),
                        (0.2, 0, 0.32),
                        (-0.05, 0, 0.11),
                    ]
                )
            ),
            ball(0.085, at=(0.21, 0, 0.36), detail=1),
        ]
        b.add(
            "gulls", b.look.material("trim", color="#f4f5f4", pattern="plain"), [s.turned(yaw).moved(x, y, z) for s in bird], label="bird"
        )
        wings = [
            hull(
                np.array(
                    [(0.14, s * 0.07, 0.27), (0.1, s * 0.1, 0.18), (-0.34, s * 0.03, 0.2), (-0.3, s * 0.02, 0.23), (-0.08, s * 0.11, 0.2)]
                )
            )
            for s in (-1, 1)
        ]
        b.add(
            "gull_wings",
            b.look.material("trim", color="#98a3ac", pattern="plain"),
            [s.turned(yaw).moved(x, y, z) for s in wings],
            label="bird",
        )
        feet = [rod((0.02, s * 0.03, -0.03), (0.04, s * 0.03, 0.16), 0.018, segments=4) for s in (-1, 1)]
        feet.append(rod((0.26, 0, 0.36), (0.36, 0, 0.33), 0.025, end=0.01, segments=4))
        b.add(
            "gull_feet",
            b.look.material("trim", color="#d79a3a", pattern="plain"),
            [s.turned(yaw).moved(x, y, z) for s in feet],
            label="bird",
        )
