"""Roofs with real thickness, overhanging eaves, and what stands on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, hypot, pi, sin
from typing import Literal, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cityscape.grammar.kit import Block, Side, Wall
from cityscape.world.material import Material
from partgen.solids import Solid, frustum, hull

Axis = Literal["x", "y"]


@dataclass(frozen=True)
class Roof:
    """A roof over a block.

    cover : the roof itself. attic : walls under it (gable ends), above the block's top. ridge : caps of ridges.
    planes : (a, b, c) of the upper surface, which is the least of ``a x + b y + c``, object frame.
    block : what it covers; rise : from the block's top to the underside of the ridge; thickness : vertical, metres.
    """

    cover: list[Solid]
    attic: list[Solid]
    ridge: list[Solid]
    planes: list[tuple[float, float, float]]
    block: Block
    rise: float
    thickness: float
    slope: float = 1.0
    axis: Axis = "x"
    ends: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Height of the ridge's upper edge, metres."""
        return self.block.z1 + self.rise + self.thickness

    def height(self, x: float, y: float) -> float:
        """Height of the upper surface at a point in plan."""
        return min(a * x + b * y + c for a, b, c in self.planes)

    def plane(self, side: Side) -> Wall:
        """The frame of a slope: above the wall of that side, at the height of the upper surface."""
        return self.block.wall(side, z=self.block.z1 + self.thickness)


def thickness(material: Material) -> float:
    """How thick a roof of this material looks, metres, measured vertically."""
    return {"thatch": 0.36, "planks": 0.12, "corrugated": 0.08, "metal": 0.1, "solar": 0.1}.get(material.pattern, 0.16)


def slab(points: ArrayLike, thick: float) -> Solid:
    """A plane convex polygon (n, 3) thickened upwards."""
    p = np.asarray(points, float)
    return hull(np.vstack([p, p + (0, 0, thick)]))


def pitched(
    block: Block,
    rise: float,
    *,
    axis: Axis = "x",
    hip: float = 0.0,
    eaves: float = 0.4,
    verge: float = 0.25,
    thick: float = 0.16,
    kick: float = 0.0,
    cap: float = 0.14,
) -> Roof:
    """A gable (hip = 0), half-hip (0 < hip < 1) or hip (hip = 1) roof with its ridge along `axis`.

    rise : from the block's top to the underside of the ridge. eaves, verge : overhang over the long and
    the gable sides. kick : 0..1, how much flatter the eaves are than the slope (bell-cast).
    cap : width of the ridge's cap; 0 leaves it away.
    """
    long, span = (block.w, block.d) if axis == "x" else (block.d, block.w)
    a, s = long / 2, span / 2
    m = rise / s
    low = rise * (1 - hip)
    mh = max(m * 0.9, rise * hip / (a * 0.94)) if hip else m
    v = eaves * m / mh if hip >= 1 else verge
    zv = max(low - v * mh, -eaves * m)
    r = a - (rise - low) / mh if hip else a + v
    flat = m * (1 - kick)

    def across(z: float) -> float:
        return s - z / m

    cover: list[Solid] = []
    for sign in (-1, 1):
        if kick > 0 and eaves > 0 and hip < 1:
            outline = [(-a - v, -s, 0.0), (a + v, -s, 0.0)]
            cover.append(
                slab(
                    [(x, sign * y, z) for x, y, z in (*outline, (a + v, -s - eaves, -eaves * flat), (-a - v, -s - eaves, -eaves * flat))],
                    thick,
                )
            )
        else:
            outline = [(-a - v, -s - eaves, -eaves * m), (a + v, -s - eaves, -eaves * m)]
        edge = across(zv) if hip else 0.0
        tip = (
            [(a + v, -edge, zv), (r, 0.0, rise), (-r, 0.0, rise), (-a - v, -edge, zv)] if hip else [(a + v, 0.0, rise), (-a - v, 0.0, rise)]
        )
        if r <= 1e-3 and hip:
            tip = [(a + v, -edge, zv), (0.0, 0.0, rise), (-a - v, -edge, zv)]
        cover.append(slab([(x, sign * y, z) for x, y, z in _distinct([*outline, *tip])], thick))
        if hip:
            e = across(zv)
            cover.append(slab([(sign * (a + v), -e, zv), (sign * (a + v), e, zv), (sign * max(r, 0.0), 0.0, rise)], thick))
    attic = []
    if low > 0:
        top = s * (1 - low / rise)
        p = [(x, y, z) for x in (-a, a) for y, z in ((-s, 0.0), (s, 0.0), (-top, low), (top, low))]
        attic = [hull(p)]
    ridge = []
    if cap > 0:
        ridge.append(_cap((-max(r, 0.1), 0, rise + thick), (max(r, 0.1), 0, rise + thick), cap, m))
        if hip:
            for sx in (-1, 1):
                for sy in (-1, 1):
                    ridge.append(
                        _cap(
                            (sx * (a + v) * 0.97, sy * across(zv) * 0.97, zv + thick + (rise - zv) * 0.03),
                            (sx * max(r, 0.0), 0, rise + thick),
                            cap * 0.8,
                            m * 0.6,
                        )
                    )
    planes = [(0.0, m, m * s + thick), (0.0, -m, m * s + thick)]
    if hip:
        planes += [(mh, 0.0, low + mh * a + thick), (-mh, 0.0, low + mh * a + thick)]
    ends = [(-max(r, 0.0), 0.0, rise + thick), (max(r, 0.0), 0.0, rise + thick)]
    return _over(block, axis, Roof(cover, attic, ridge, planes, block, rise, thick, m, axis, ends))


def gambrel(
    block: Block, rise: float, *, axis: Axis = "x", eaves: float = 0.35, verge: float = 0.3, thick: float = 0.14, knee: float = 0.62
) -> Roof:
    """A barn's roof: steep below, flat above; `knee` is the share of the rise under the break."""
    long, span = (block.w, block.d) if axis == "x" else (block.d, block.w)
    a, s = long / 2 + verge, span / 2
    z1, y1 = rise * knee, s * 0.62
    m1, m2 = z1 / (s - y1), (rise - z1) / y1
    flat = m1 * 0.4
    cover = []
    for sign in (-1, 1):
        rows = [(s + eaves, -eaves * flat), (s, 0.0), (y1, z1), (0.0, rise)]
        for (ya, za), (yb, zb) in zip(rows, rows[1:], strict=False):
            cover.append(slab([(x, sign * y, z) for y, z in ((ya, za), (yb, zb)) for x in (-a, a)], thick))
    attic = [hull([(x, y, z) for x in (-long / 2, long / 2) for y, z in ((-s, 0.0), (s, 0.0), (-y1, z1), (y1, z1), (0.0, rise))])]
    ridge = [_cap((-a, 0, rise + thick), (a, 0, rise + thick), 0.14, m2)]
    planes = [(0.0, sg * m, c + thick) for m, c in ((m1, m1 * s), (m2, rise)) for sg in (1.0, -1.0)]
    return _over(
        block, axis, Roof(cover, attic, ridge, planes, block, rise, thick, m1, axis, [(-a, 0, rise + thick), (a, 0, rise + thick)])
    )


def lean_to(wall: Wall, depth: float, *, low: float, high: float, eaves: float = 0.25, verge: float = 0.15, thick: float = 0.12) -> Solid:
    """One slope against a wall: its underside falls from `high` at the wall to `low` at `depth` before it, over the wall's foot."""
    m = (high - low) / depth
    x = wall.length / 2 + verge
    p = [(-x, 0, high), (x, 0, high), (x, -depth - eaves, low - m * eaves), (-x, -depth - eaves, low - m * eaves)]
    return wall.put(slab(p, thick))[0]


def mansard(block: Block, rise: float, *, eaves: float = 0.3, inset: float = 0.7, thick: float = 0.16) -> list[Solid]:
    """Steep sides and a flat top: a curb roof as solid blocks."""
    w, d, at = block.w + 2 * eaves, block.d + 2 * eaves, (block.x, block.y, block.z1)
    tw, td = w - 2 * inset - eaves, d - 2 * inset - eaves
    lower = hull(_rect(w, d, 0) + _rect(w, d, thick) + _rect(tw, td, rise * 0.78))
    upper = hull(
        _rect(tw + 0.16, td + 0.16, rise * 0.78)
        + _rect(tw + 0.16, td + 0.16, rise * 0.78 + 0.1)
        + _rect(max(tw - 1.6, 0.4), max(td - 1.6, 0.4), rise)
    )
    return [s.moved(*at) for s in (lower, upper)]


def pyramid(block: Block, rise: float, *, eaves: float = 0.3, thick: float = 0.14, kick: float = 0.25) -> list[Solid]:
    """A tent roof over a block, solid; `kick` is the share of the half width that the flatter foot takes."""
    w, d, at = block.w + 2 * eaves, block.d + 2 * eaves, (block.x, block.y, block.z1)
    k = 1 - kick
    foot = rise * kick * 0.55
    solids = (
        [hull(_rect(w, d, 0) + _rect(w, d, thick) + _rect(w * k, d * k, foot + thick))]
        if kick
        else [hull(_rect(w, d, 0) + _rect(w, d, thick))]
    )
    solids.append(hull([*_rect(w * k, d * k, foot + thick if kick else thick), (0.0, 0.0, rise)]))
    return [s.moved(*at) for s in solids]


def spire(radius: float, rise: float, *, at: Sequence[float], eaves: float = 0.25, sides: int = 12, kick: float = 0.3) -> list[Solid]:
    """A conical roof with a flatter foot."""
    r, z = radius + eaves, rise * kick * 0.45
    x, y, z0 = at
    rim = 0.12
    return [
        frustum(r, r, rim, at=(x, y, z0), segments=sides),
        frustum(r, r * (1 - kick), z, at=(x, y, z0 + rim), segments=sides),
        frustum(r * (1 - kick), 0.0, rise - z - rim, at=(x, y, z0 + rim + z), segments=sides),
    ]


def bulb(radius: float, height: float, *, at: Sequence[float], segments: int = 20, belly: float = 1.06) -> list[Solid]:
    """A pointed dome of stacked rings: swells over its foot, then closes to a tip."""
    x, y, z = at
    profile = [(1.0, 0.0), (belly, 0.16), (belly, 0.3), (0.93, 0.48), (0.72, 0.66), (0.44, 0.81), (0.17, 0.92), (0.0, 1.0)]
    return [
        frustum(radius * r0, radius * r1, height * (t1 - t0), at=(x, y, z + height * t0), segments=segments)
        for (r0, t0), (r1, t1) in zip(profile, profile[1:], strict=False)
    ]


def cupola(radius: float, height: float, *, at: Sequence[float], segments: int = 20, rings: int = 6) -> Solid:
    """A half ellipsoid on its flat side."""
    pts = [(0.0, 0.0, height)]
    for k in range(rings):
        e = pi / 2 * k / rings
        pts += [(radius * cos(e) * cos(t), radius * cos(e) * sin(t), height * sin(e)) for t in 2 * pi * np.arange(segments) / segments]
    return hull(np.array(pts) + at)


@dataclass(frozen=True)
class Dormer:
    """A dormer's solids and the frame of its front wall."""

    cheeks: list[Solid]
    cover: list[Solid]
    front: Wall


def dormer(
    plane: Wall,
    slope: float,
    x: float,
    back: float,
    w: float,
    h: float,
    *,
    rise: float = 0.5,
    thick: float = 0.1,
    over: float = 0.12,
    shed: bool = False,
) -> Dormer:
    """A dormer on a slope, `x` along the eaves and `back` behind the wall line; gabled, or a shed dormer.

    w, h : width and height of its front wall; rise : of its gable (of the shed's slope, to the back).
    """
    z0, z1 = slope * back, slope * back + h
    e, g = w / 2, 0.03
    if shed:
        k = min(0.35, slope * 0.4)
        y1 = back + h / (slope - k)
        zb = z1 + k * (y1 - back)
        cheeks = [hull([(s * e, y, z) for s in (-1, 1) for y, z in ((back, z0 - g), (back, z1), (y1, zb), (y1, zb - g))])]
        y2 = y1 + thick / (slope - k)
        p = [(s * (e + over), y, z1 + k * (y - back)) for s in (-1, 1) for y in (back - over, y2)]
        cover = [slab(p, thick)]
    else:
        z2 = z1 + rise
        y1, y2 = back + h / slope, back + (h + rise) / slope
        k = rise / e
        cheeks = [
            hull([(s * e, y, z) for s in (-1, 1) for y, z in ((back, z0 - g), (back, z1), (y1, z1), (y1, z1 - g))]),
            hull([(-e, back, z1), (e, back, z1), (0, back, z2), (0, y2, z2), (-e, y1, z1), (e, y1, z1)]),
        ]
        ze = z1 - over * k
        cover = []
        for s in (-1, 1):
            p = [
                (s * (e + over), back - over, ze),
                (0, back - over, z2),
                (0, y2 + thick / slope, z2),
                (s * (e + over), max(ze / slope + thick / slope, back), ze),
            ]
            cover.append(slab(p, thick))
    front = plane.at(x, z0, out=-back, length=w)
    return Dormer([plane.one(c.moved(x=x)) for c in cheeks], [plane.one(c.moved(x=x)) for c in cover], front)


def _cap(a: Sequence[float], b: Sequence[float], width: float, slope: float) -> Solid:
    """A ridge cap: a low triangular bar from a to b that sits astride."""
    p, q = np.asarray(a, float), np.asarray(b, float)
    d = (q - p)[:2] / max(hypot(*(q - p)[:2]), 1e-9)
    n = np.array([-d[1], d[0], 0.0]) * width
    sink = (0, 0, -width * min(slope, 1.5) - 0.02)
    up = (0, 0, 0.07)
    side = (0, 0, -width * min(slope, 1.5) + 0.07)
    return hull([c + k for c in (p, q) for k in (up, n + sink, -n + sink, n + side, -n + side)])


def _rect(w: float, d: float, z: float) -> list[tuple[float, float, float]]:
    return [(-w / 2, -d / 2, z), (w / 2, -d / 2, z), (w / 2, d / 2, z), (-w / 2, d / 2, z)]


def _distinct(points: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    out: list[tuple[float, float, float]] = []
    for p in points:
        if all(max(abs(u - v) for u, v in zip(p, q, strict=False)) > 1e-6 for q in out):
            out.append(p)
    return out


def _over(block: Block, axis: Axis, roof: Roof) -> Roof:
    """Carry a roof made at the origin, ridge along x, onto its block."""
    yaw = 0.0 if axis == "x" else pi / 2

    def go(solids: list[Solid]) -> list[Solid]:
        return [s.turned(yaw).moved(block.x, block.y, block.z1) for s in solids]

    planes = []
    for a, b, c in roof.planes:
        u, v = (a, b) if axis == "x" else (-b, a)
        planes.append((u, v, c + block.z1 - u * block.x - v * block.y))
    ends = [(block.x + (x if axis == "x" else 0.0), block.y + (x if axis == "y" else 0.0), z + block.z1) for x, _, z in roof.ends]
    return Roof(go(roof.cover), go(roof.attic), go(roof.ridge), planes, block, roof.rise, roof.thickness, roof.slope, axis, ends)
