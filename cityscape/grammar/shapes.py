"""Shapes that many small recipes share: clumps of leaves, bent tubes, rings, plates, wheels; and mixed colours.

All lengths are metres in the recipe's frame (z up, front towards -y).
"""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, sin
from typing import Literal, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cityscape.grammar.recipe import Build, Lot
from cityscape.world.material import Material
from cityscape.world.records import Hex
from cityscape.world.theme import Style
from partgen.solids import Solid, beam, frustum, hull, rod

Era = Literal["old", "modern", "green", "neon"]


def era(style: Style) -> Era:
    """Which age of street furniture suits a style."""
    name = style.theme.name.lower()
    if "cyber" in name or "neon" in name:
        return "neon"
    if "solar" in name or "green" in name or "eco" in name:
        return "green"
    return "modern" if style.theme.streets.markings or style.theme.streets.bridges in ("concrete", "steel") else "old"


def mix(a: Hex, b: Hex, amount: float) -> Hex:
    """The colour `amount` (0..1) of the way from a to b, in sRGB."""
    pairs = [(int(a[k : k + 2], 16), int(b[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(p + (q - p) * amount):02x}" for p, q in pairs)


def tint(material: Material, toward: Hex, amount: float) -> Material:
    """A material with its colour mixed towards another."""
    c = mix(material.color, toward, amount)
    return material.model_copy(update={"color": c, "name": f"{material.name.split('-')[0]}-{c[1:]}"})


def pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    """One of several words or colours."""
    return options[int(rng.integers(len(options)))]


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """A number drawn evenly from [low, high]."""
    return float(low + (high - low) * rng.random())


def grown(lot: Lot) -> float:
    """Factor for heights by the prompt's wish: small 0.8, medium 1, large 1.2."""
    return {"small": 0.8, "medium": 1.0, "large": 1.2}[lot.size]


def clump(
    rng: np.random.Generator,
    rx: float,
    ry: float | None = None,
    rz: float | None = None,
    *,
    at: Sequence[float] = (0, 0, 0),
    points: int = 40,
    rough: float = 0.14,
    floor: float | None = None,
) -> Solid:
    """An irregular lump (leaves, stone) within the ellipsoid of the given radii: about 2 * points facets.

    floor : height at which its underside is cut flat.
    """
    k = np.arange(points) + 0.5
    z = 1 - 2 * k / points
    a = k * 2.399963229728653 + 2 * pi * rng.random()
    r = np.sqrt(1 - z * z)
    p = np.c_[r * np.cos(a), r * np.sin(a), z] * (1 - rough * rng.random((points, 1)))
    p = p * (rx, rx if ry is None else ry, rx if rz is None else rz) + at
    if floor is not None:
        p[:, 2] = np.maximum(p[:, 2], floor)
    return hull(p)


def tube(points: ArrayLike, radii: Sequence[float], *, segments: int = 7) -> list[Solid]:
    """A bent bar along points (n, 3) with a radius at each: n - 1 hulls that share their rings exactly.

    A last radius of 0 makes a pointed end.
    """
    p = np.asarray(points, float)
    step = np.diff(p, axis=0)
    step /= np.linalg.norm(step, axis=1, keepdims=True)
    along = np.vstack([step[:1], step[:-1] + step[1:], step[-1:]])
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.cross(along[0], [0.0, 0, 1] if abs(along[0, 2]) < 0.9 else [1.0, 0, 0])
    rings = []
    angles = 2 * pi * np.arange(segments) / segments
    for point, t, radius in zip(p, along, radii, strict=False):
        side = side - t * (side @ t)
        side /= np.linalg.norm(side)
        other = np.cross(t, side)
        ring = point + radius * (np.cos(angles)[:, None] * side + np.sin(angles)[:, None] * other)
        rings.append(ring if radius > 0 else point[None])
    return [hull(np.vstack(pair)) for pair in zip(rings, rings[1:], strict=False)]


def spike(a: ArrayLike, b: ArrayLike, radius: float, *, segments: int = 4) -> Solid:
    """A pointed bar: radius at a, a point at b."""
    return rod(a, b, radius, end=0.0, segments=segments)


def lathe(profile: Sequence[tuple[float, float]], *, at: Sequence[float] = (0, 0, 0), segments: int = 12) -> list[Solid]:
    """Frusta stacked along a profile of (radius, height), heights rising."""
    x, y, z = at
    return [
        frustum(r0, r1, z1 - z0, at=(x, y, z + z0), segments=segments)
        for (r0, z0), (r1, z1) in zip(profile, profile[1:], strict=False)
        if z1 > z0
    ]


def ring(
    inner: float,
    outer: float,
    height: float,
    *,
    at: Sequence[float] = (0, 0, 0),
    segments: int = 12,
    start: float = 0.0,
    sweep: float = 2 * pi,
) -> list[Solid]:
    """An upright wall on a circle (or an arc of it) as wedges."""
    out = []
    for k in range(segments):
        t = [start + sweep * (k + e) / segments for e in (0, 1)]
        p = [(r * cos(u), r * sin(u), z) for u in t for r in (inner, outer) for z in (0.0, height)]
        out.append(hull(np.array(p) + at))
    return out


def plate(corners: ArrayLike, thickness: float) -> Solid:
    """A flat plate: a convex, nearly plane polygon (n, 3) thickened evenly to both sides."""
    p = np.asarray(corners, float)
    n = np.cross(p[1] - p[0], p[2] - p[0])
    n *= thickness / 2 / np.linalg.norm(n)
    return hull(np.vstack([p + n, p - n]))


def axle(x: float, y: float, z: float, radius: float, width: float, *, segments: int = 14) -> Solid:
    """A disc or drum about an axis along y, its middle at (x, y, z)."""
    return rod((x, y - width / 2, z), (x, y + width / 2, z), radius, segments=segments)


def spoked(x: float, y: float, z: float, radius: float, width: float, *, spokes: int = 3, segments: int = 10) -> list[Solid]:
    """A wooden wheel about an axis along y: felloe, spokes (each through the middle), hub."""
    out = [s.turned(roll=pi / 2).moved(x, y + width / 2, z) for s in ring(radius * 0.84, radius, width, segments=segments, start=-pi / 2)]
    for k in range(spokes):
        t = pi * k / spokes + pi / segments
        c, s = radius * 0.9 * cos(t), radius * 0.9 * sin(t)
        out.append(beam((x - c, y, z - s), (x + c, y, z + s), width * 0.6, width * 0.6))
    return [*out, axle(x, y, z, radius * 0.18, width * 1.5, segments=8)]


def corners(width: float, depth: float, inset: float) -> list[tuple[float, float]]:
    """The four corners of a rectangle about the origin, drawn in by `inset`."""
    a, b = width / 2 - inset, depth / 2 - inset
    return [(-a, -b), (a, -b), (a, b), (-a, b)]


def settle(b: Build) -> float:
    """How far something without posts sinks on sloping ground: half the drop, at most 0.15 m (negative)."""
    return -min(b.lot.drop / 2, 0.15)


def side(profile: Sequence[tuple[float, float]], half: float, *, bevel: float = 0.0, y: float = 0.0) -> Solid:
    """A convex outline (x, z) seen from the side, `half` to both sides of y; its edges cut by `bevel`."""
    p = np.asarray(profile, float)
    middle = (p.max(0) + p.min(0)) / 2
    size = np.maximum(p.max(0) - p.min(0), 1e-6)
    small = middle + (p - middle) * np.maximum(0.3, 1 - 2 * bevel / size)
    rows = [(p, half - bevel), (small, half)] if bevel > 0 else [(p, half)]
    return hull(np.vstack([np.c_[q[:, 0], np.full(len(q), y + s * h), q[:, 1]] for q, h in rows for s in (-1, 1)]))


def squeeze(b: Build) -> None:
    """Press whatever juts out of the lot back into it, solid by solid."""
    half = np.array([b.lot.width / 2, b.lot.depth / 2])
    for name, (label, material, solids) in list(b._parts.items()):
        kept = []
        for s in solids:
            p = s.corners()[:, :2]
            lo, hi = p.min(0), p.max(0)
            if (lo < -half).any() or (hi > half).any():
                scale = np.minimum(1.0, 2 * half / (hi - lo))
                middle = (lo + hi) / 2
                target = np.clip(middle, -half + scale * (hi - lo) / 2, half - scale * (hi - lo) / 2)
                k = np.array([*scale, 1.0])
                s = replace(s, linear=k[:, None] * s.linear, offset=k * s.offset + np.array([*(target - scale * middle), 0.0]))
            kept.append(s)
        b._parts[name] = (label, material, kept)
