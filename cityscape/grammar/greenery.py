"""Leaves, sprigs and pots: what potted plants and cut flowers are made of. Metres, z up."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np
from numpy.typing import ArrayLike

from cityscape.grammar.kit import between
from cityscape.grammar.recipe import Build
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, cylinder, hull, rod


def leaf(root: ArrayLike, tip: ArrayLike, wide: float, *, thick: float = 0.008, belly: float = 0.55) -> list[Solid]:
    """A leaf from root to tip: two blades that meet in a sunk rib, widest at `belly` of its length."""
    p, q = np.asarray(root, float), np.asarray(tip, float)
    axis = q - p
    side = np.cross(axis, [0.0, 0, 1])
    n = np.linalg.norm(side)
    side = side / n if n > 1e-6 else np.array([1.0, 0, 0])
    up = np.cross(side, axis)
    up /= np.linalg.norm(up)
    m = p + axis * belly
    out = []
    for s in (-1, 1):
        edge = m + s * side * wide / 2 + up * wide * 0.16
        inner = p + axis * min(0.92, belly + 0.3) + s * side * wide * 0.34 + up * wide * 0.1
        pts = np.array([p, q, edge, inner, m - s * side * 0.002])
        out.append(hull(np.vstack([pts + up * thick / 2, pts - up * thick / 2])))
    return out


def sprigs(
    b: Build, x: float, y: float, z: float, *, r: float, high: float, n: int = 5, name: str = "leaves"
) -> list[tuple[float, float, float]]:
    """Small arching leaves from a point; returns the places where blossoms may sit."""
    tops = []
    turn = between(b, 0, 2 * pi)
    solids: list[Solid] = []
    for k in range(n):
        a = turn + 2 * pi * k / n + between(b, -0.2, 0.2)
        e, h = r * between(b, 0.6, 0.95), high * between(b, 0.7, 1.0)
        tip = (x + e * cos(a), y + e * sin(a), z + h)
        solids += leaf((x, y, z - 0.01), tip, 0.42 * r)
        tops.append(tip)
    b.add(name, "foliage", solids, label="leaf")
    return tops


def pot(b: Build, x: float, y: float, z: float, r: float, h: float, material: Role | Material, *, name: str = "pot") -> float:
    """A round pot with a lip, full of soil; returns the height of the soil."""
    b.add(
        name,
        material,
        rod((x, y, z), (x, y, z + h), 0.74 * r, end=0.95 * r, segments=12),
        cylinder(r, 0.22 * h, at=(x, y, z + 0.78 * h), segments=12),
        label="pot",
    )
    b.add(f"{name}_soil", "soil", cylinder(0.84 * r, 0.02, at=(x, y, z + h - 0.012), segments=10), label="soil")
    return z + h + 0.008
