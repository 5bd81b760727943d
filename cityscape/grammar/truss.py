"""Steelwork that machines and rides share: lattice masts and girders, round galleries, drums on saddles, plumes.

All functions return solids, or add them to parts, in the object's frame (z up, metres).
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cityscape.grammar.recipe import Build
from cityscape.grammar.rooftop import ring
from cityscape.grammar.shapes import clump
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, beam, box, cylinder, hull, rod


def mast(
    w0: float, w1: float, h: float, *, bays: int, at: Sequence[float] = (0, 0, 0), leg: float = 0.16, brace: float = 0.08
) -> list[Solid]:
    """A square lattice mast, w0 wide at its foot and w1 at its top, each bay with rungs and one diagonal a face."""
    x, y, z = at
    out: list[Solid] = []

    def corner(k: int, t: float) -> tuple[float, float, float]:
        e = (w0 + (w1 - w0) * t) / 2
        i, j = ((-1, -1), (1, -1), (1, 1), (-1, 1))[k % 4]
        return x + i * e, y + j * e, z + h * t

    for k in range(4):
        out.append(beam(corner(k, 0.0), corner(k, 1.0), leg, leg))
        for n in range(bays):
            lo, hi = n / bays, (n + 1) / bays
            out.append(beam(corner(k, hi), corner(k + 1, hi), brace, brace))
            a, b = (corner(k, lo), corner(k + 1, hi)) if (n + k) % 2 else (corner(k + 1, lo), corner(k, hi))
            out.append(beam(a, b, brace, brace))
    return out


def girder(a: ArrayLike, b: ArrayLike, *, depth: float, width: float, bays: int, bar: float = 0.1, thin: float = 0.07) -> list[Solid]:
    """A box girder between two points: four chords, zigzag sides, cross bars; `depth` hangs below the line a-b."""
    p, q = np.asarray(a, float), np.asarray(b, float)
    way = q - p
    side = np.cross(way, [0, 0, 1.0])
    side *= width / 2 / np.linalg.norm(side)
    down = np.array([0, 0, -depth])
    out: list[Solid] = []
    for s in (-1, 1):
        for d in (0 * down, down):
            out.append(beam(p + s * side + d, q + s * side + d, bar, bar))
        for n in range(bays):
            u, v = p + way * n / bays, p + way * (n + 1) / bays
            out.append(beam(u + s * side + (0 * down if n % 2 else down), v + s * side + (down if n % 2 else 0 * down), thin, thin))
            out.append(beam(v + s * side, v + s * side + down, thin, thin))
    for n in range(bays + 1):
        u = p + way * n / bays
        out += [beam(u - side, u + side, thin, thin), beam(u - side + down, u + side + down, thin, thin)]
    return out


def gallery(b: Build, x: float, y: float, z: float, r: float, out: float, *, segments: int = 12, rail: Role | Material = "accent") -> None:
    """A round gangway about a vessel of radius r, its floor's top at z, with a rail."""
    far = r + out
    b.add("galleries", "metal", ring(r - 0.04, far, z - 0.1, z, segments=segments, at=(x, y)), label="balcony")
    b.add("railings", rail, ring(far - 0.07, far - 0.01, z + 0.85, z + 0.93, segments=segments, at=(x, y)), label="railing")
    for k in range(segments // 2):
        t = 2 * pi * (2 * k) / segments
        at = (x + (far - 0.05) * cos(t), y + (far - 0.05) * sin(t), z - 0.02)
        b.add("railings", rail, box(0.07, 0.07, 0.92, at=at), label="railing")


def hoops(r: float, z0: float, z1: float, n: int, *, at: Sequence[float] = (0, 0), proud: float = 0.04, h: float = 0.12) -> list[Solid]:
    """n flat hoops about a cylinder of radius r between z0 and z1."""
    return [cylinder(r + proud, h, at=(*at, float(z)), segments=16) for z in np.linspace(z0, z1 - h, n)]


def ladder(a: ArrayLike, b: ArrayLike, *, width: float = 0.5, side: Sequence[float] = (1, 0, 0), pitch: float = 0.5) -> list[Solid]:
    """Two stiles and rungs between two points; `side` is the direction of the rungs."""
    p, q, s = np.asarray(a, float), np.asarray(b, float), np.asarray(side, float) * width / 2
    n = max(2, int(np.linalg.norm(q - p) / pitch))
    out = [beam(p + k * s, q + k * s, 0.06, 0.06) for k in (-1, 1)]
    return out + [beam(p + (q - p) * (k + 0.5) / n - s, p + (q - p) * (k + 0.5) / n + s, 0.04, 0.04) for k in range(n)]


def arc(centre: ArrayLike, r: float, t0: float, t1: float, n: int, *, axis: str = "y") -> np.ndarray:
    """Points (n + 1, 3) on a circle about an axis along y (angles from +x towards +z) or z (from +x towards +y)."""
    t = np.linspace(t0, t1, n + 1)
    flat = np.c_[r * np.cos(t), 0 * t, r * np.sin(t)] if axis == "y" else np.c_[r * np.cos(t), r * np.sin(t), 0 * t]
    return flat + np.asarray(centre, float)


def chain(points: ArrayLike, radius: float, *, segments: int = 6) -> list[Solid]:
    """Round bars from point to point (n, 3)."""
    p = np.asarray(points, float)
    return [rod(a, c, radius, segments=segments) for a, c in zip(p, p[1:], strict=False)]


def plume(
    b: Build, x: float, y: float, z: float, r: float, *, puffs: int = 5, lean: Sequence[float] = (0.5, 0.2), shade: str = "#e9e7e2"
) -> None:
    """Steam or smoke out of a mouth of radius r: puffs that swell and drift as they rise."""
    m = Material(name=f"steam-{shade[1:]}", pattern="plain", color=shade, roughness=1.0, wear=0.0)
    up, dx, dy, size = z - 0.1 * r, 0.0, 0.0, r * 0.9
    b.add("plume", m, clump(b.rng, size, size, size * 0.8, at=(x, y, z), points=36, rough=0.1), label="smoke")
    for k in range(puffs):
        turn = 2.4 * k + 6.28 * float(b.rng.random())
        for q, near in ((1.0, 0.12), (0.72, 0.55)):
            at = (x + dx + near * size * cos(turn), y + dy + near * size * sin(turn), up + (0.5 + 0.3 * (q < 1)) * size)
            b.add("plume", m, clump(b.rng, q * size, q * size, q * size * 0.85, at=at, points=36, rough=0.1), label="smoke")
            turn += 2.6
        up += size * 0.75
        dx, dy = dx + lean[0] * size, dy + lean[1] * size
        size *= 0.98 + 0.14 * float(b.rng.random())


def planted(low: float, *solids: Solid) -> list[Solid]:
    """Solids cut level at height `low`, below which they would reach: raking feet, roots, leaves at a wall's foot."""
    out = []
    for s in solids:
        p = s.corners()
        out.append(hull(np.c_[p[:, :2], np.maximum(p[:, 2], low)]) if p[:, 2].min() < low else s)
    return out


def wheel_points(n: int, r: float, *, turn: float = 0.0) -> list[tuple[float, float]]:
    """n points (u, v) evenly on a circle of radius r."""
    return [(r * cos(turn + 2 * pi * k / n), r * sin(turn + 2 * pi * k / n)) for k in range(n)]
