"""The Parisian house front: stone storeys, iron balconies, mansards with dormers, chimney rows, shop fronts."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np

from cityscape.grammar.facade import Block, Paint, frame, put, spread
from cityscape.grammar.recipe import Build
from cityscape.world.brief import Side
from cityscape.world.material import Material
from partgen.solids import Solid, box, frustum, hull

STEEP = 0.62
"""How far the steep slope of a mansard leans back over its height, metres."""


def bays(length: float) -> list[float]:
    """Middles of the window axes along a front: about 2.35 m apart, at least two."""
    return spread(length, min(2.35, (length - 0.7) / 2), margin=0.35)


def french_window(
    b: Build, block: Block, side: Side, u: float, z: float, w: float, h: float, *, hood: bool = False, rail: bool = True
) -> None:
    """A tall window in a stone surround with an iron rail at its foot, under a hood if asked."""
    put(b, "surrounds", "trim", block.panel(side, u, z, w + 0.34, h + 0.2, 0.05))
    put(b, "windows", "glass", block.panel(side, u, z + 0.02, w, h - 0.02, 0.09, back=0.05))
    if side in ("south", "east"):
        put(b, "mullions", "frame", block.panel(side, u, z + 0.02, 0.07, h - 0.02, 0.11, back=0.09))
    if hood:
        put(b, "hoods", "trim", block.panel(side, u, z + h + 0.22, w + 0.6, 0.14, 0.2))
    if rail:
        put(b, "railings", "metal", block.panel(side, u, z + 0.72, w + 0.1, 0.07, 0.19, back=0.13))
        n = 5
        for k in range(n):
            put(b, "railings", "metal", block.panel(side, u + (k / (n - 1) - 0.5) * w, z + 0.1, 0.035, 0.612, 0.17, back=0.13))
        put(b, "railings", "metal", [block.panel(side, u + s * (w / 2 + 0.02), z + 0.6, 0.05, 0.118, 0.16) for s in (-1, 1)])


def long_balcony(b: Build, block: Block, side: Side, u: float, z: float, w: float, *, out: float = 0.5, brackets: float = 1.6) -> None:
    """A balcony along a storey: slab on stone brackets, rails and balusters of wrought iron."""
    put(b, "balconies", "trim", block.panel(side, u, z - 0.16, w, 0.15, out))
    n = max(2, round(w / brackets))
    for k in range(n):
        x = u + (k / max(n - 1, 1) - 0.5) * (w - 0.5)
        put(b, "brackets", "trim", block.panel(side, x, z - 0.5, 0.2, 0.345, out * 0.62))
    put(b, "railings", "metal", block.panel(side, u, z + 0.86, w, 0.07, out, back=out - 0.08))
    put(b, "railings", "metal", block.panel(side, u, z + 0.1, w, 0.05, out, back=out - 0.05))
    m = max(4, round(w / 0.36))
    for k in range(m + 1):
        x = u + (k / m - 0.5) * (w - 0.08)
        put(b, "railings", "metal", block.panel(side, x, z - 0.005, 0.045, 0.862, out - 0.055, back=out - 0.09))
    for s in (-1, 1):
        put(b, "railings", "metal", block.panel(side, u + s * (w / 2 - 0.04), z + 0.86, 0.06, 0.07, out - 0.08))


def rustic(b: Build, block: Block, sides: Sequence[Side], z0: float, z1: float, *, course: float = 0.45) -> None:
    """Courses of dressed stone, a little proud, over the whole of some sides."""
    n = max(1, round((z1 - z0) / course))
    step = (z1 - z0) / n
    for side in sides:
        for k in range(n):
            put(b, "courses", "stone", block.panel(side, 0, z0 + k * step + 0.03, block.length(side) - 0.04, step - 0.06, 0.045))


def zinc(b: Build) -> Material | str:
    """The sheet on flat slopes."""
    return "roof_flat"


def mansard(b: Build, block: Block, height: float, *, sides: Sequence[Side], eaves: float = 0.18) -> Block:
    """A steep slope on the given sides (plumb walls on the others) under a low zinc hip; returns the block of the upper roof."""
    x0, x1 = block.x - block.sx / 2, block.x + block.sx / 2
    y0, y1 = block.y - block.sy / 2, block.y + block.sy / 2
    lean = {s: (STEEP * height / 3.2 if s in sides else 0.0) for s in ("south", "east", "north", "west")}
    grow = {s: (eaves if s in sides else 0.0) for s in ("south", "east", "north", "west")}
    low = [
        (x0 - grow["west"], y0 - grow["south"]),
        (x1 + grow["east"], y0 - grow["south"]),
        (x1 + grow["east"], y1 + grow["north"]),
        (x0 - grow["west"], y1 + grow["north"]),
    ]
    a0, a1, c0, c1 = x0 + lean["west"], x1 - lean["east"], y0 + lean["south"], y1 - lean["north"]
    high = [(a0, c0), (a1, c0), (a1, c1), (a0, c1)]
    z0, z1 = block.z1, block.z1 + height
    put(b, "mansard", "roof", hull([(x, y, z0 + q) for x, y in low for q in (0.0, 0.12)] + [(x, y, z1) for x, y in high]))
    top = Block(a1 - a0, c1 - c0, z1, z1, (a0 + a1) / 2, (c0 + c1) / 2)
    put(b, "roof_edge", "roof_flat", frame(top.grown(0.07).with_z(z1 - 0.1, z1 + 0.1), 0.14))
    put(
        b,
        "gutters",
        "roof_flat",
        frame(block.grown(min(grow["east"], grow["west"]) + 0.06, eaves + 0.06).with_z(z0 + 0.02, z0 + 0.16), 0.16),
    )
    rise = 0.2 * min(top.sx, top.sy)
    inset = {s: (min(top.sx, top.sy) * 0.42 if s in sides else 0.0) for s in ("south", "north", "east", "west")}
    crown = [
        (a0 + inset["west"], c0 + inset["south"]),
        (a1 - inset["east"], c0 + inset["south"]),
        (a1 - inset["east"], c1 - inset["north"]),
        (a0 + inset["west"], c1 - inset["north"]),
    ]
    put(b, "zinc_roof", "roof_flat", hull([(x, y, z1 - 0.02) for x, y in high] + [(x, y, z1 + rise) for x, y in crown]))
    seams: list[Solid] = []
    n = int(top.sx / 0.9)
    for k in range(1, n):
        x = a0 + (a1 - a0) * k / n
        if crown[0][0] <= x <= crown[1][0]:
            seams.append(
                hull([(x + q, y, z + t) for q in (-0.03, 0.03) for y, z in ((c0, z1), (crown[0][1], z1 + rise)) for t in (0.0, 0.05)])
            )
    put(b, "seams", "roof_flat", seams)
    return top.with_z(z1, z1 + rise)


def dormer(
    b: Build, block: Block, side: Side, u: float, z: float, *, w: float = 1.0, h: float = 1.5, lean: float = 0.3, round_: bool = False
) -> None:
    """A dormer before a mansard's steep slope: stone front, window, zinc hood; `lean` is how far the slope has run back at its foot."""
    deep = STEEP + 0.25
    face = -lean + 0.16
    put(b, "dormers", "trim", block.panel(side, u, z, w + 0.36, h, face, back=face - deep))
    put(b, "windows", "glass", block.panel(side, u, z + 0.16, w - 0.1, h - 0.3, face + 0.04, back=face))
    put(b, "mullions", "frame", block.panel(side, u, z + 0.16, 0.06, h - 0.3, face + 0.06, back=face + 0.04))
    e = w / 2 + 0.26
    if round_:
        arc = [(e * cos(t), 0.42 * sin(t)) for t in np.linspace(0, pi, 7)]
        pts = [(x, y, zz) for x, zz in arc for y in (-0.1, deep)]
    else:
        pts = [(x, y, zz) for x, zz in ((-e, 0.0), (e, 0.0), (e, 0.08), (-e, 0.08), (0, 0.46)) for y in (-0.1, deep)]
    put(b, "dormer_roofs", "roof_flat", block.on(side, u, z + h, [hull(pts)], out=face))


def chimney_row(b: Build, x: float, y: float, z0: float, z1: float, *, length: float, along: str = "y", thick: float = 0.5) -> None:
    """A long stack of plastered brick with a coping and a row of clay pots."""
    sx, sy = (thick, length) if along == "y" else (length, thick)
    put(b, "chimneys", "wall2", box(sx, sy, z1 - z0, at=(x, y, z0)))
    put(b, "chimneys", "wall2", box(sx + 0.12, sy + 0.12, 0.16, at=(x, y, z1 - 0.2)))
    clay = b.look.material("stone", color="#b8643f", pattern="plain").model_copy(update={"color2": None, "name": "clay-pot"})
    n = max(2, round(length / 0.42))
    for k in range(n):
        o = (k / (n - 1) - 0.5) * (length - 0.4)
        at = (x, y + o, z1 - 0.05) if along == "y" else (x + o, y, z1 - 0.05)
        put(b, "chimney_pots", clay, frustum(0.13, 0.09, 0.5 + 0.1 * (k % 2), at=at, segments=6))


def boutique(b: Build, block: Block, u: float, w: float, h: float, paint: Paint, *, side: Side = "south", awning: bool = True) -> None:
    """A painted wooden shop front: stall riser, two panes, a door, pilasters, a fascia with a name board, an awning."""
    put(b, "shop_fronts", paint, block.panel(side, u, 0.06, w, h, 0.1))
    left = -1 if b.rng.random() < 0.5 else 1
    dw = 0.95
    du = u + left * (w / 2 - dw / 2 - 0.2)
    span = w - dw - 0.62
    su = u - left * (dw / 2 + 0.1)
    n = max(1, round(span / 1.3))
    for k in range(n):
        put(b, "windows", "glass", block.panel(side, su + (k + 0.5 - n / 2) * span / n, 0.62, span / n - 0.12, h - 1.25, 0.14, back=0.1))
    put(b, "windows", "glass", block.panel(side, du, 0.75, dw - 0.3, h - 1.45, 0.16, back=0.12))
    put(b, "doors", "door", block.panel(side, du, 0.08, dw, h - 0.7, 0.12, back=0.09))
    put(b, "pilasters", paint, [block.panel(side, u + s * (w / 2 - 0.08), 0.06, 0.18, h, 0.17) for s in (-1, 1)])
    put(b, "fascias", paint, block.panel(side, u, h - 0.48, w, 0.46, 0.2))
    put(b, "signs", "sign", block.panel(side, u, h - 0.4, w * 0.62, 0.28, 0.23, back=0.2))
    if awning:
        _canvas(b, block, side, u, h - 0.55, w - 0.25, 0.85 if side == "south" else 0.5)


def _canvas(b: Build, block: Block, side: Side, u: float, z: float, w: float, d: float) -> None:
    """A sloping awning with a scalloped hem."""
    e = w / 2
    sheet = hull([(s * e, y, zz + t) for s in (-1, 1) for y, zz in ((-0.1, 0.0), (-d, -0.34)) for t in (0.0, 0.05)])
    put(b, "awnings", "awning", block.on(side, u, z, [sheet]))
    n = max(3, round(w / 0.4))
    hem = [
        hull(
            [
                (-e + w * (k + q) / n, -d + y, -0.34 + zz)
                for q, zz in ((0.02, 0.04), (0.98, 0.04), (0.85, -0.2), (0.15, -0.2))
                for y in (0.0, 0.03)
            ]
        )
        for k in range(n)
    ]
    put(b, "awnings", "awning", block.on(side, u, z, hem))
