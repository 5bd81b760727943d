"""What stands on flat roofs and terraces: plant, tanks, antennas, solar panels, planters, trees, helipads."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Callable, Sequence

import numpy as np

from cityscape.grammar.facade import SOLAR, Block, Paint, put
from cityscape.grammar.recipe import Build
from partgen.solids import Array, Solid, ball, beam, box, cone, cylinder, frustum, gable, hull

Rect = tuple[float, float, float, float]


def furnish(b: Build, roof: Block, items: Sequence[str], *, keep: Sequence[Block] = (), margin: float = 0.35) -> None:
    """Place as many of the named things on a roof (top surface roof.z1) as find room, none in the way of `keep` blocks."""
    taken: list[Rect] = [(k.x - k.sx / 2, k.y - k.sy / 2, k.x + k.sx / 2, k.y + k.sy / 2) for k in keep]
    x0, y0 = roof.x - roof.sx / 2 + margin, roof.y - roof.sy / 2 + margin
    w, d = roof.sx - 2 * margin, roof.sy - 2 * margin
    for name in items:
        sx, sy, maker = _ITEMS[name]
        for _ in range(14):
            a, c = (sy, sx) if b.rng.random() < 0.5 and name not in ("solar", "lift_house") else (sx, sy)
            u, v = (float(t) for t in b.rng.random(2))
            if a > w or c > d:
                continue
            x, y = x0 + a / 2 + u * (w - a), y0 + c / 2 + v * (d - c)
            rect = (x - a / 2, y - c / 2, x + a / 2, y + c / 2)
            if any(rect[0] < t[2] + 0.2 and t[0] < rect[2] + 0.2 and rect[1] < t[3] + 0.2 and t[1] < rect[3] + 0.2 for t in taken):
                continue
            taken.append(rect)
            maker(b, x, y, roof.z1, a, c)
            break


def _lift_house(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    h = 2.3 + 0.5 * float(b.rng.random())
    house = Block(w - 0.2, d - 0.2, z, z + h, x, y)
    put(b, "lift_house", "wall2", house.solid())
    put(b, "roof_decks", "roof_flat", house.grown(0.1).with_z(z + h, z + h + 0.15).solid())
    put(b, "doors", "door", house.panel("south", 0, z, 0.9, 2.0, 0.06))


def _ac_unit(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    put(b, "roof_plant", "metal", box(w, d, 0.75, at=(x, y, z)))
    n = 2 if max(w, d) > 1.5 else 1
    for k in range(n):
        s = (k - (n - 1) / 2) * max(w, d) / n
        at = (x + (s if w >= d else 0), y + (0 if w >= d else s), z + 0.75)
        put(b, "roof_plant", "metal", cylinder(0.32 * min(w, d), 0.1, at=at, segments=8))


def _vent(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    h = 0.7 + 0.5 * float(b.rng.random())
    put(b, "roof_plant", "metal", cylinder(0.18, h, at=(x, y, z), segments=6), frustum(0.32, 0.12, 0.22, at=(x, y, z + h), segments=6))


def _duct(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    put(b, "roof_plant", "metal", box(w, d, 0.5, at=(x, y, z)), box(0.7, 0.7, 1.1, at=(x, y, z)))


def _water_tank(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    r, legs, h = w / 2 - 0.1, 1.3, 1.9
    for i in (-1, 1):
        for j in (-1, 1):
            put(b, "roof_plant", "metal", box(0.14, 0.14, legs, at=(x + i * r * 0.62, y + j * r * 0.62, z)))
    put(b, "roof_plant", "metal", box(r * 1.5, r * 1.5, 0.12, at=(x, y, z + legs)))
    put(b, "water_tank", "wood", cylinder(r, h, at=(x, y, z + legs + 0.12), segments=12))
    put(b, "roof_plant", "metal", cone(r + 0.1, 0.7, at=(x, y, z + legs + 0.12 + h), segments=12))


def _antenna(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    mast(b, x, y, z, 3.5 + 2.5 * float(b.rng.random()))


def mast(b: Build, x: float, y: float, z: float, h: float, *, lamp: bool = True) -> None:
    """A thin mast with cross arms and a lamp on its tip."""
    r = 0.05 + 0.008 * h
    put(b, "antennas", "metal", frustum(r, r * 0.5, h, at=(x, y, z), segments=6))
    for q in (0.55, 0.75):
        s = 0.12 * h * (1.2 - q)
        for side in (-1, 1):
            put(b, "antennas", "metal", box(s - 0.02, 0.06, 0.06, at=(x + side * (s / 2 + 0.02), y, z + h * q)))
    if lamp:
        put(b, "lamps", "lamp", ball(0.15, at=(x, y, z + h + 0.1), detail=0))


def _dish(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    put(b, "antennas", "metal", cylinder(0.07, 0.8, at=(x, y, z), segments=6))
    bowl = frustum(0.12, 0.6, 0.28, segments=12).turned(0.0, roll=0.9).moved(x, y - 0.04, z + 0.76)
    put(b, "antennas", "metal", bowl)


def _solar(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    solar_row(b, x, y, z, w, d)


def solar_row(b: Build, x: float, y: float, z: float, w: float, d: float, *, low: float = 0.25) -> None:
    """A row of panels tilted to the south, w by d in plan."""
    rise = 0.5 * d
    a = d / 2
    pts = [(sx * w / 2, s * a, low + (rise if s > 0 else 0) + t) for sx in (-1, 1) for s in (-1, 1) for t in (0, 0.07)]
    put(b, "solar_panels", SOLAR, hull(np.array(pts) + (x, y, z)))
    for s in (-1, 1):
        put(b, "roof_plant", "metal", box(0.07, 0.07, low + rise * 0.2, at=(x + s * w * 0.38, y - a * 0.6, z)))
        put(b, "roof_plant", "metal", box(0.07, 0.07, low + rise * 0.8, at=(x + s * w * 0.38, y + a * 0.6, z)))


def _skylight(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    put(b, "roof_plant", "metal", box(w, d, 0.25, at=(x, y, z)))
    g = gable(w - 0.1, d - 0.1, 0.5, at=(0, 0, 0)) if w >= d else gable(d - 0.1, w - 0.1, 0.5).turned(pi / 2)
    put(b, "skylights", "glass", g.moved(x, y, z + 0.25))


def _garden(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    planter(b, Block(w, d, z, z + 0.45, x, y), bushes=3)
    tree(b, x, y, z + 0.45, 1.6 + float(b.rng.random()))


def _planter(b: Build, x: float, y: float, z: float, w: float, d: float) -> None:
    planter(b, Block(w, d, z, z + 0.5, x, y), bushes=3)


_ITEMS: dict[str, tuple[float, float, Callable[[Build, float, float, float, float, float], None]]] = {
    "lift_house": (2.6, 2.3, _lift_house),
    "ac_unit": (1.8, 1.1, _ac_unit),
    "ac_big": (2.4, 1.6, _ac_unit),
    "vent": (0.7, 0.7, _vent),
    "duct": (2.6, 0.9, _duct),
    "water_tank": (2.2, 2.2, _water_tank),
    "antenna": (0.9, 0.9, _antenna),
    "dish": (1.3, 1.3, _dish),
    "solar": (2.6, 1.3, _solar),
    "skylight": (2.0, 1.3, _skylight),
    "garden": (2.2, 1.8, _garden),
    "planter": (1.8, 0.8, _planter),
}


# -- green ------------------------------------------------------------------------------------------------


def leaf_ball(b: Build, x: float, y: float, z: float, r: float, *, flat: float = 0.85, detail: int = 0) -> Solid:
    """A clump of leaves: a coarse ball turned at random."""
    s = ball(1.0, detail=detail).turned(6.28 * float(b.rng.random()), pitch=3 * float(b.rng.random()))
    return s.scaled(r, r, r * flat).moved(x, y, z)


def tree(b: Build, x: float, y: float, z: float, h: float, *, root: float = 0.0) -> None:
    """A small tree `h` high with a crown of one or two clumps within 0.33 h of the trunk; the trunk starts `root` below z."""
    put(b, "tree_trunks", "bark", frustum(0.05 * h, 0.03 * h, 0.6 * h + root, at=(x, y, z - root), segments=5))
    a = 6.28 * float(b.rng.random())
    crown = [leaf_ball(b, x, y, z + 0.7 * h, 0.29 * h, flat=1.02, detail=1)]
    if b.rng.random() < 0.35:
        crown.append(leaf_ball(b, x + 0.12 * h * cos(a), y + 0.12 * h * sin(a), z + 0.52 * h, 0.2 * h))
    put(b, "tree_crowns", "foliage", crown)


def planter(b: Build, block: Block, *, bushes: int, paint: Paint = "trim", tall: float = 0.45) -> None:
    """A trough with a row of bushes along its longer side; nothing leaves the trough's plan."""
    put(b, "planters", paint, block.solid())
    length, across = max(block.sx, block.sy), min(block.sx, block.sy)
    n = max(1, bushes)
    for k in range(n):
        r = min(across / 2, length / 2 / n * 1.25, length / 2) * (0.85 + 0.15 * float(b.rng.random()))
        s = (k + 0.5) / n * length - length / 2
        s = float(np.clip(s, -length / 2 + r, length / 2 - r))
        x, y = (block.x + s, block.y) if block.sx >= block.sy else (block.x, block.y + s)
        high = tall / r * (0.7 + 0.6 * float(b.rng.random()))
        put(b, "plants", "foliage", leaf_ball(b, x, y, block.z1 + 0.1, r, flat=min(high, (block.height + 0.1) / r)))


def vine(b: Build, block: Block, side: str, u: float, z: float, w: float, length: float, *, out: float = 0.14) -> None:
    """Leaves hanging on a side from z downwards, in strands of different length."""
    n = max(1, min(4, round(w / 0.6)))
    for k in range(n):
        drop = length * (0.45 + 0.55 * float(b.rng.random()))
        s = u - w / 2 + w * (k + 0.5) / n
        put(b, "vines", "foliage", block.panel(side, s, z - drop, w / n * 1.02, drop, out * (0.7 + 0.3 * float(b.rng.random()))))  # type: ignore[arg-type]


# -- shapes -----------------------------------------------------------------------------------------------


def ring(r0: float, r1: float, z0: float, z1: float, *, segments: int = 24, at: Sequence[float] = (0, 0)) -> list[Solid]:
    """A flat ring with inner radius r0 and outer radius r1, as wedges."""
    out = []
    for k in range(segments):
        ts = (2 * pi * k / segments, 2 * pi * (k + 1) / segments)
        pts = [(at[0] + r * cos(t), at[1] + r * sin(t), z) for t in ts for r in (r0, r1) for z in (z0, z1)]
        out.append(hull(np.array(pts)))
    return out


def vault(length: float, width: float, rise: float, *, steps: int = 10) -> Solid:
    """A barrel along x on z = 0: half an ellipse, as a polytope."""
    t = pi * np.arange(steps + 1) / steps
    yz = np.c_[-width / 2 * np.cos(t), rise * np.sin(t)]
    pts: Array = np.array([(x, y, z) for x in (-length / 2, length / 2) for y, z in yz])
    return hull(pts)


def helipad(b: Build, x: float, y: float, z: float, r: float) -> None:
    """A round deck with a ring and an H, on a short stem."""
    put(b, "helipad", "roof_flat", cylinder(r * 0.55, 0.6, at=(x, y, z), segments=12), cylinder(r, 0.25, at=(x, y, z + 0.6), segments=24))
    mark = ring(r * 0.78, r * 0.9, z + 0.85, z + 0.89, at=(x, y))
    a = r * 0.32
    mark += [box(0.18 * r, 2 * a + 0.1 * r, 0.04, at=(x + s * a, y, z + 0.85)) for s in (-1, 1)]
    put(b, "helipad_marks", "trim", [*mark, box(2 * a, 0.18 * r, 0.04, at=(x, y, z + 0.85))])


def spire(b: Build, x: float, y: float, z: float, h: float, *, r: float = 0.3, paint: Paint = "metal") -> None:
    """A needle with a lamp on its tip."""
    put(b, "spire", paint, frustum(r, 0.06, h, at=(x, y, z), segments=8))
    put(b, "lamps", "lamp", ball(0.16, at=(x, y, z + h + 0.1), detail=1))


def strut(b: Build, a: Sequence[float], c: Sequence[float], w: float, *, name: str = "posts", paint: Paint = "metal") -> None:
    """A square bar between two points."""
    put(b, name, paint, beam(a, c, w, w))


def flag(b: Build, x: float, y: float, z: float, h: float, *, paint: Paint = "accent", root: float = 0.0) -> None:
    """A pole with a flag flying to +x."""
    put(b, "flag_poles", "metal", cylinder(0.06, h + root, at=(x, y, z - root), segments=6))
    put(b, "flags", paint, box(1.3, 0.05, 0.8, at=(x + 0.7, y, z + h - 0.9)))
