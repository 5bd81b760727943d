"""Greenery of warm walls: bougainvillea that climbs, pots of flowers, vines over a pergola."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from cityscape.grammar.kit import Wall, between
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import clump, tint
from cityscape.world.material import Material
from partgen.solids import Solid, box, frustum, rod


def magenta(b: Build) -> Material:
    """What bougainvillea flowers in."""
    return b.look.material("flower", pattern="foliage")


def bougainvillea(b: Build, wall: Wall, x: float, z: float, w: float, h: float, *, out: float = 0.3, foot: float = 0.0) -> None:
    """A climber on a wall: a stem from `foot`, leaves and a cloud of flowers w by h whose lowest point is at z (wall frame)."""
    rng = b.rng
    leaves: list[Solid] = []
    flowers: list[Solid] = []
    n = max(6, round(w * h * 3.2))
    for k in range(n):
        e = ((k + 0.5) / n) ** 0.8
        r = between(b, 0.24, 0.36)
        px = x + (w / 2 - r) * (0.35 + 0.65 * e) * np.sin(2.4 * k + 0.6)
        pz = z + r * 0.6 + (h - 1.6 * r) * e
        thick = min(out * 0.5, 0.2)
        at = (px, -thick * 0.9, pz)
        (flowers if k % 3 else leaves).append(clump(rng, r * 1.1, thick, r, at=at, points=16, rough=0.25))
    stem = rod((x - 0.2, -0.06, (foot - wall.z if foot < wall.z else foot) + 0.03), (x, -0.08, z + h * 0.5), 0.035, segments=5)
    b.add("vine_stem", "bark", wall.one(stem), label="trunk")
    if leaves:
        b.add("vine_leaves", tint(b.look.material("foliage"), "#5f7d3c", 0.5), wall.put(*leaves), label="leaf")
    b.add("blossoms", magenta(b), wall.put(*flowers), label="flower")


def pots(b: Build, places: Sequence[tuple[float, float]], z: float, *, size: float = 1.0, low: float = 0.0) -> None:
    """Terracotta pots with a tuft of leaves or flowers, standing at z; they reach down by `low`."""
    clay = b.look.material("roof", color="#b8663f", pattern="plain")
    for k, (x, y) in enumerate(places):
        s = size * between(b, 0.85, 1.15)
        h = 0.32 * s
        solids: list[Solid] = [
            frustum(0.14 * s, 0.21 * s, h, at=(x, y, z), segments=8),
            frustum(0.235 * s, 0.235 * s, 0.06 * s, at=(x, y, z + h - 0.01), segments=8),
        ]
        if low > 0:
            solids.append(box(0.24 * s, 0.24 * s, low + 0.02, at=(x, y, z - low)))
        b.add("pots", clay, solids, label="pot")
        tuft = clump(b.rng, 0.22 * s, 0.22 * s, 0.24 * s, at=(x, y, z + h + 0.2 * s), points=14, rough=0.25)
        if (k + int(b.rng.integers(2))) % 2:
            b.add("pot_flowers", magenta(b), tuft, label="flower")
        else:
            b.add("pot_leaves", tint(b.look.material("foliage"), "#6d8a45", 0.5), tuft, label="leaf")


def pergola(b: Build, x: float, y: float, z: float, w: float, d: float, *, h: float = 2.15, low: float = 0.0, leaves: float = 0.8) -> None:
    """White posts at its corners, beams, canes and a roof of vine leaves; `leaves` is the share of it that is covered."""
    t = 0.18
    b.add(
        "pergola_posts",
        "wall",
        *[box(t, t, h + low, at=(x + i * (w / 2 - t), y + j * (d / 2 - t), z - low)) for i in (-1, 1) for j in (-1, 1)],
        label="post",
    )
    b.add("pergola_beams", "timber", *[box(w, 0.12, 0.13, at=(x, y + j * (d / 2 - t), z + h)) for j in (-1, 1)], label="beam")
    n = max(3, round(w / 0.5))
    b.add(
        "pergola_canes",
        "timber",
        *[box(0.07, d, 0.07, at=(x - w / 2 + 0.06 + (w - 0.12) * k / (n - 1), y, z + h + 0.13)) for k in range(n)],
        label="beam",
    )
    nx, ny = max(2, round(w / 0.95)), max(2, round(d / 0.95))
    green: list[Solid] = []
    for k in range(nx * ny):
        if b.rng.random() > leaves:
            continue
        rx, ry = w / nx * 0.62, d / ny * 0.62
        px = min(max(x + ((k % nx + 0.5) / nx - 0.5) * w, x - w / 2 + rx), x + w / 2 - rx)
        py = min(max(y + ((k // nx + 0.5) / ny - 0.5) * d, y - d / 2 + ry), y + d / 2 - ry)
        green.append(clump(b.rng, rx, ry, 0.17, at=(px, py, z + h + 0.27), points=14, rough=0.25))
    if green:
        b.add("vines", tint(b.look.material("foliage"), "#7d9a45", 0.5), green, label="vine")


def laundry(b: Build, wall: Wall, x: float, z: float, w: float, *, out: float = 0.4) -> None:
    """Washing on a line along a wall, held by two brackets."""
    f = wall.at(x, z)
    b.add(
        "line",
        "timber",
        f.put(
            *[box(0.05, out + 0.03, 0.05, at=(s * w / 2, -out / 2 + 0.015, 0)) for s in (-1, 1)],
            box(w, 0.03, 0.03, at=(0, -out + 0.03, 0.02)),
        ),
        label="rope",
    )
    n = max(2, int(w / 0.55))
    for k in range(n):
        cw, ch = w / n * 0.8, between(b, 0.45, 0.8)
        name = f"wash_{k % 2 + 1}"
        paint = b.look.material("fabric") if k % 2 else b.look.material("fabric", color="#f4f1e8", pattern="plain")
        b.add(name, paint, f.one(box(cw, 0.04, ch, at=(-w / 2 + w * (k + 0.5) / n, -out + 0.03, 0.03 - ch))), label="cloth")
