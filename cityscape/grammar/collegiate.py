"""What old universities are built with: limestone dressings, mullioned windows, coped gables, battlements, ivy.

Details are set on a `kit.Wall`; all lengths are metres.
"""

from __future__ import annotations

from math import pi
from typing import Sequence

from cityscape.grammar import roofs
from cityscape.grammar.kit import Block, Wall, window
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import clump, tint
from cityscape.grammar.truss import planted
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, box, cone, cylinder, frustum, hull


def quoins(b: Build, block: Block, z1: float, *, proud: float = 0.05, back: bool = True) -> None:
    """Dressed corner stones, long and short in turn, from a block's bottom up to z1; `back`: on the rear corners too."""
    n = max(2, round((z1 - block.z0) / 0.68))
    step = (z1 - block.z0) / n
    for i in (-1, 1):
        for j in (-1, 1) if back else (-1,):
            x, y = block.x + i * block.w / 2, block.y + j * block.d / 2
            for k in range(n):
                a, c = (0.55, 0.34) if k % 2 else (0.34, 0.55)
                at = (x - i * (a / 2 - proud), y - j * (c / 2 - proud), block.z0 + k * step)
                b.add("quoins", "trim", box(a, c, step - 0.04, at=at), label="ornament")


def bands(b: Build, block: Block, heights: Sequence[float], *, proud: float = 0.06, h: float = 0.2, name: str = "bands") -> None:
    """String courses round a block."""
    b.add(name, "trim", [box(block.w + 2 * proud, block.d + 2 * proud, h, at=(block.x, block.y, z)) for z in heights], label="band")


def mullioned(b: Build, wall: Wall, x: float, z: float, w: float, h: float, *, lights: int = 2, hood: bool = False) -> None:
    """A stone window of two or three lights with a transom, under a hood if asked."""
    window(b, wall, x, z, w, h, panes=(lights, 2), bar=0.16, frame="trim", proud=0.09, stone=False)
    if hood:
        f = wall.at(x, z)
        solids = [
            box(w + 0.62, 0.16, 0.1, at=(0, -0.07, h + 0.17)),
            *[box(0.1, 0.14, 0.34, at=(s * (w / 2 + 0.26), -0.06, h - 0.16)) for s in (-1, 1)],
        ]
        b.add("hoods", "trim", f.put(*solids), label="ornament")


def coping(b: Build, wall: Wall, half: float, rise: float, *, thick: float = 0.34, up: float = 0.2, finial: bool = True) -> None:
    """Stone along a gable's two slopes, standing above the roof, with kneelers and a finial; the wall's foot is at the eaves."""
    for s in (-1, 1):
        pts = [(s * (half + 0.1), -0.08), (0.0, rise - 0.06), (0.0, rise + up + 0.12), (s * (half + 0.1), up + 0.1)]
        b.add("copings", "trim", wall.one(hull([(x, y, z) for x, z in pts for y in (-0.09, thick)])), label="parapet")
        b.add("copings", "trim", wall.one(box(0.44, thick + 0.12, 0.4, at=(s * (half + 0.0), thick / 2 - 0.05, -0.22))), label="parapet")
    if finial:
        top = rise + up + 0.08
        b.add(
            "finials",
            "trim",
            wall.put(box(0.26, 0.26, 0.3, at=(0, 0.1, top)), cone(0.15, 0.6, at=(0, 0.1, top + 0.28), segments=6)),
            label="ornament",
        )


def battlement(
    b: Build, block: Block, z: float, *, t: float = 0.3, h: float = 0.7, pitch: float = 0.9, paint: Role | Material = "trim"
) -> None:
    """A crenellated parapet round a block's top at z."""
    for length, wall in ((block.w, "front"), (block.d, "right"), (block.w, "back"), (block.d, "left")):
        f = block.wall(wall, z=z)  # type: ignore[arg-type]
        n = max(2, round(length / pitch))
        solids: list[Solid] = [box(length + 0.1, t, h * 0.5, at=(0, t / 2 - 0.05, 0))]
        solids += [box(pitch * 0.52, t - 0.01, h, at=(-length / 2 + length * (k + 0.5) / n, t / 2 - 0.045, 0)) for k in range(n)]
        b.add("parapets", paint, f.put(*solids), label="parapet")


def pinnacle(b: Build, x: float, y: float, z: float, *, w: float = 0.4, h: float = 1.5, name: str = "pinnacles") -> None:
    """A stone spikelet with a knob."""
    b.add(
        name,
        "trim",
        box(w, w, h * 0.45, at=(x, y, z)),
        frustum(w * 0.78, 0.03, h * 0.62, at=(0, 0, 0), segments=4).turned(pi / 4).moved(x, y, z + h * 0.43),
        label="ornament",
    )


def ivy(b: Build, wall: Wall, x: float, w: float, h: float, *, z: float = 0.0) -> None:
    """Ivy that climbs a wall from its foot, broad below and ragged above."""
    rng = b.rng
    leaf = tint(b.look.material("foliage"), "#3f6b35", 0.45)
    rows = max(2, round(h / 0.9))
    for k in range(rows):
        t = k / rows
        half = w / 2 * (1 - 0.55 * t) * (0.85 + 0.3 * float(rng.random()))
        at = x + (float(rng.random()) - 0.5) * 0.35 * w * t
        patch = clump(rng, half, 0.14, h / rows * 0.85, at=(at, -0.02, z + h * (k + 0.5) / rows), points=24, rough=0.3)
        b.add("ivy", leaf, planted(-b.lot.drop, wall.one(patch)), label="leaf")
        if rng.random() < 0.7:
            r = half * 0.5
            extra = clump(
                rng, r, 0.12, 0.6, at=(at + (1 if k % 2 else -1) * half * 0.9, -0.02, z + h * (k + 0.75) / rows), points=18, rough=0.35
            )
            b.add("ivy", leaf, planted(-b.lot.drop, wall.one(extra)), label="leaf")


def range_roof(b: Build, block: Block, rise: float, *, axis: roofs.Axis = "x", ends: Sequence[str] = (), eaves: float = 0.3) -> roofs.Roof:
    """A slate roof with brick gables, coped where `ends` says so (front, right, back, left)."""
    r = roofs.pitched(block, rise, axis=axis, eaves=eaves, verge=-0.02, thick=0.16, cap=0.12)
    b.add("roof", "roof", r.cover, label="roof")
    b.add("roof_ridge", "trim", r.ridge, label="roof")
    b.add("walls", "wall", r.attic, label="wall")
    for side in ends:
        f = block.wall(side, z=block.z1)  # type: ignore[arg-type]
        coping(b, f, f.length / 2, rise)
    return r


def tall_stack(b: Build, x: float, y: float, z0: float, z1: float, *, n: int = 2) -> None:
    """A row of tall brick flues on a stone base."""
    w = 0.62 * n
    b.add("chimneys", "wall", box(w + 0.2, 0.9, z1 - z0 - 1.7, at=(x, y, z0)), label="chimney")
    b.add("chimney_caps", "trim", box(w + 0.34, 1.04, 0.16, at=(x, y, z1 - 1.72)), label="chimney")
    for k in range(n):
        u = x - w / 2 + w * (k + 0.5) / n
        b.add("chimneys", "wall", cylinder(0.24, 1.5, at=(u, y, z1 - 1.6), segments=8), label="chimney")
        b.add("chimney_caps", "trim", cylinder(0.32, 0.16, at=(u, y, z1 - 0.14), segments=8), label="chimney")


def verdigris(b: Build) -> Material:
    """Weathered copper."""
    m = b.look.material("metal")
    return m.model_copy(update={"color": "#7fb09c", "color2": None, "metallic": 0.1, "roughness": 0.7, "name": "copper-green"})
