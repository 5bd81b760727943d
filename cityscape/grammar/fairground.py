"""What fairgrounds are dressed with: striped canopies, scallops, bulbs, pennants, candy colours.

All lengths are metres in the object's frame (z up, front towards -y).
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np

from cityscape.grammar.recipe import Build
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, hull, rod


def candies(b: Build, n: int, *, role: Role = "accent") -> list[Material]:
    """Up to n different colours of a role, at least one."""
    out: list[Material] = []
    for _ in range(6 * n):
        m = b.look.material(role, fresh=True)
        if all(m.color != o.color for o in out):
            out.append(m)
        if len(out) == n:
            break
    return out


def cream(b: Build) -> Material:
    """The white of painted boards and cloth."""
    return b.look.material("trim")


def sector(r0: float, r1: float, z0: float, z1: float, k: int, n: int, *, at: Sequence[float] = (0, 0), turn: float = 0.0) -> Solid:
    """The k-th of n wedges of a frustum."""
    x, y = at
    pts = [(x, y, z0), (x, y, z1)]
    for t in (turn + 2 * pi * k / n, turn + 2 * pi * (k + 1) / n):
        pts += [(x + r0 * cos(t), y + r0 * sin(t), z0), (x + max(r1, 1e-3) * cos(t), y + max(r1, 1e-3) * sin(t), z1)]
    return hull(pts)


def striped(
    b: Build,
    name: str,
    label: str,
    paints: Sequence[Role | Material],
    profile: Sequence[tuple[float, float]],
    *,
    n: int = 16,
    at: Sequence[float] = (0, 0, 0),
) -> None:
    """A round canopy along a profile of (radius, height), its n wedges alternating between paints."""
    x, y, z = at
    for (r0, z0), (r1, z1) in zip(profile, profile[1:], strict=False):
        for k in range(n):
            i = k % len(paints)
            b.add(f"{name}_{'abcd'[i]}", paints[i], sector(r0, r1, z + z0, z + z1, k, n, at=(x, y)), label=label)


def scallops(
    b: Build,
    name: str,
    paints: Sequence[Role | Material],
    r: float,
    z: float,
    *,
    n: int = 16,
    h: float = 0.45,
    at: Sequence[float] = (0, 0),
    drop: float = 0.55,
) -> None:
    """A hanging border on a circle: n cloths whose lower edges are round; z is the upper edge."""
    for k in range(n):
        t0, t1 = 2 * pi * k / n, 2 * pi * (k + 1) / n
        a, c = (np.array([at[0] + r * cos(t), at[1] + r * sin(t)]) for t in (t0, t1))
        m = (a + c) / 2 - np.asarray(at[:2], float)
        inward = -m / np.linalg.norm(m) * 0.05
        b.add(f"{name}_{'abcd'[k % len(paints)]}", paints[k % len(paints)], cloth(a, c, inward, z, h, drop), label="awning")


def cloth(a: np.ndarray, c: np.ndarray, inward: np.ndarray, z: float, h: float, drop: float = 0.55) -> Solid:
    """One scallop between points a and c (2,), `inward` its thickness as a vector, hanging h below z."""
    edge = [(0.0, 1.0), (1.0, 1.0), (1.0, drop), (0.85, 0.18), (0.5, 0.0), (0.15, 0.18), (0.0, drop)]
    return hull([(*(a + (c - a) * u + q * inward), z - h * (1 - v)) for u, v in edge for q in (0, 1)])


def valance(
    b: Build, name: str, paints: Sequence[Role | Material], x0: float, x1: float, y: float, z: float, *, h: float = 0.4, side: bool = False
) -> None:
    """Scallops along a straight edge from x0 to x1 at y (with `side`: from y = x0 to x1 at x = y)."""
    n = max(2, round(abs(x1 - x0) / 0.5))
    for k in range(n):
        u0, u1 = x0 + (x1 - x0) * k / n, x0 + (x1 - x0) * (k + 1) / n
        a, c = (np.array([y, u] if side else [u, y]) for u in (u0, u1))
        inward = np.array([0.05, 0.0] if side else [0.0, 0.05])
        b.add(f"{name}_{'abcd'[k % len(paints)]}", paints[k % len(paints)], cloth(a, c, inward, z, h), label="awning")


def bulbs(b: Build, points: Sequence[Sequence[float]], *, r: float = 0.09, name: str = "bulbs") -> None:
    """Light bulbs at points."""
    b.add(name, "lamp", [ball(r, at=tuple(p), detail=0) for p in points], label="lamp")


def row(a: Sequence[float], c: Sequence[float], pitch: float) -> list[tuple[float, float, float]]:
    """Points from a to c about `pitch` apart."""
    p, q = np.asarray(a, float), np.asarray(c, float)
    n = max(2, round(float(np.linalg.norm(q - p)) / pitch) + 1)
    return [tuple(p + (q - p) * k / (n - 1)) for k in range(n)]  # type: ignore[misc]


def pennant(
    b: Build, x: float, y: float, z: float, *, h: float = 1.4, size: float = 0.7, paint: Role | Material = "accent", name: str = "flags"
) -> None:
    """A pole with a ball on its tip and a pointed flag."""
    b.add(
        "flag_poles", "trim", rod((x, y, z - 0.1), (x, y, z + h), 0.045, segments=6), ball(0.08, at=(x, y, z + h), detail=0), label="post"
    )
    t = z + h - 0.08
    tip = [(x, t), (x, t - size * 0.6), (x + size, t - size * 0.3)]
    b.add(name, paint, hull([(px, y + q, pz) for px, pz in tip for q in (-0.02, 0.02)]), label="flag")


def cane(b: Build, x: float, y: float, z0: float, z1: float, *, r: float = 0.12, turns: int = 6, name: str = "posts") -> None:
    """A candy-cane post: red and white rings set at a slant."""
    red, white = b.look.material("accent"), cream(b)
    tilt = 0.5 * r
    for k in range(turns):
        a, c = z0 + (z1 - z0) * k / turns, z0 + (z1 - z0) * (k + 1) / turns
        ring = []
        for t in 2 * pi * np.arange(10) / 10:
            for z, free in ((a, k > 0), (c, k < turns - 1)):
                ring.append((x + r * cos(t), y + r * sin(t), z + (tilt * cos(t) if free else 0.0)))
        b.add(f"{name}_{'ab'[k % 2]}", (red, white)[k % 2], hull(ring), label="post")


def floor(b: Build, h: float = 0.16, *, role: Role | Material = "plaza", inset: float = 0.08) -> None:
    """A paved base over the lot, down to the lowest ground."""
    size = (b.lot.width - 2 * inset, b.lot.depth - 2 * inset)
    b.add("floor", role, box(*size, h + b.lot.drop, at=(0, 0, -b.lot.drop)), label="floor")


def railing(
    b: Build, points: Sequence[Sequence[float]], z: float, *, h: float = 0.95, pitch: float = 1.1, paint: Role | Material = "trim"
) -> None:
    """A low fence along points (x, y): posts with two bars."""
    for a, c in zip(points, points[1:], strict=False):
        for t in (0.5, 0.95):
            b.add("railings", paint, rod((*a, z + h * t), (*c, z + h * t), 0.035, segments=5), label="railing")
        for p in row((*a, z), (*c, z), pitch):
            b.add("railings", paint, box(0.08, 0.08, h, at=(p[0], p[1], z - 0.02)), label="railing")
