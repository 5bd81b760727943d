"""The classical alphabet of public buildings: columns, porticoes, pediments, arched windows, clocks, domes."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block, Paint, put
from cityscape.grammar.recipe import Build
from cityscape.world.brief import Side
from partgen.solids import Solid, box, cylinder, dome, frustum, hull, rod


def column(b: Build, x: float, y: float, z: float, h: float, r: float, *, paint: Paint = "stone") -> None:
    """A tapering round column with a square foot and head."""
    foot = 0.16 * r + 0.14
    put(b, "columns", paint, frustum(r, 0.84 * r, h - 2 * foot, at=(x, y, z + foot), segments=10))
    put(b, "column_feet", "trim", box(2.3 * r, 2.3 * r, foot, at=(x, y, z)), box(2.2 * r, 2.2 * r, foot, at=(x, y, z + h - foot)))


def pediment(block: Block, side: Side, *, rise: float, depth: float) -> Solid:
    """A triangular gable as wide as a block's side, standing on the block's top, its face in the block's face."""
    w = block.length(side)
    tri = [(-w / 2, 0.0), (w / 2, 0.0), (0.0, rise)]
    pts = np.array([(u, y, z) for y in (0.0, depth) for u, z in tri])
    return block.on(side, 0, block.z1, [hull(pts)])[0]


def gable_roof(block: Block, *, rise: float, along: str = "y", out: float = 0.25, t: float = 0.18) -> list[Solid]:
    """Two roof slabs over a block; the ridge runs along x or y, the eaves stand out."""
    half = (block.sx if along == "y" else block.sy) / 2
    length = (block.sy if along == "y" else block.sx) / 2 + out
    fall = -rise / half * out
    res = []
    for s in (-1, 1):
        e = s * (half + out)
        prof = [(0.0, rise), (e, fall), (e, fall + t), (0.0, rise + t)]
        pts = (
            [(u, v, z) for v in (-length, length) for u, z in prof]
            if along == "y"
            else [(v, u, z) for v in (-length, length) for u, z in prof]
        )
        res.append(hull(np.array(pts)).moved(block.x, block.y, block.z1))
    return res


def attic(block: Block, *, rise: float, along: str = "y") -> Solid:
    """The triangular body under `gable_roof`."""
    half = (block.sx if along == "y" else block.sy) / 2
    length = (block.sy if along == "y" else block.sx) / 2
    tri = [(-half, 0.0), (half, 0.0), (0.0, rise)]
    pts = [(u, v, z) for v in (-length, length) for u, z in tri] if along == "y" else [(v, u, z) for v in (-length, length) for u, z in tri]
    return hull(np.array(pts)).moved(block.x, block.y, block.z1)


def portico(b: Build, block: Block, *, w: float, depth: float, base: float, h: float, columns: int, rise: float, r: float = 0.32) -> Block:
    """Columns on a floor at z = base before the south side, entablature, pediment and roof; returns the entablature."""
    put(b, "plinth", "plinth", block.panel("south", 0, -b.lot.drop, w, base + b.lot.drop, depth))
    row = block.panel("south", 0, base, w, h, depth).corners()
    y0 = float(row[:, 1].min())
    for k in range(columns):
        x = block.x - w / 2 + r * 1.3 + (w - 2.6 * r) * k / (columns - 1)
        column(b, x, y0 + 1.25 * r, base, h, r)
    beam_h = 0.75
    top = Block(w, depth, base + h, base + h + beam_h, block.x, y0 + depth / 2)
    put(b, "entablature", "stone", top.solid())
    eave = top.grown(0.12, 0.0).with_z(top.z1, top.z1 + 0.16)
    put(b, "cornices", "trim", eave.cut("south", -0.12)[0].solid())
    face = top.with_z(top.z1 + 0.16, top.z1 + 0.16)
    put(b, "pediment", "stone", attic(face, rise=rise))
    out = 0.12
    half, fall = w / 2, rise / (w / 2) * out
    for s in (-1, 1):
        e = s * (half + out)
        prof = [(0.0, rise), (e, -fall), (e, -fall + 0.2), (0.0, rise + 0.2)]
        pts = np.array([(u, v, z) for v in (-depth / 2 - out, depth / 2) for u, z in prof])
        put(b, "portico_roof", "roof", hull(pts).moved(block.x, face.y, face.z1))
    return top


def arched_window(
    b: Build, block: Block, side: Side, u: float, z: float, w: float, h: float, *, framed: bool = True, frame_paint: Paint = "trim"
) -> None:
    """A tall window with a round head: total height h."""
    if framed:
        put(b, "frames", frame_paint, block.on(side, u, z - 0.12, [_lancet(w + 0.3, h + 0.27, 0.0, 0.06)]))
    back = 0.06 if framed else 0.0
    put(b, "windows", "glass", block.on(side, u, z, [_lancet(w, h, back, back + 0.05)]))
    if framed:
        put(b, "frames", frame_paint, block.panel(side, u, z, 0.07, h, back + 0.08, back=back + 0.05))


def _lancet(w: float, h: float, back: float, out: float) -> Solid:
    r = w / 2
    edge = [(-r, 0.0), (r, 0.0)] + [(r * cos(a), h - r + r * sin(a)) for a in pi * np.arange(7) / 6]
    return hull(np.array([(x, -y, z) for y in (back, out) for x, z in edge]))


def clock(b: Build, block: Block, side: Side, u: float, z: float, r: float) -> None:
    """A clock face centred at z with its hands."""
    put(b, "clock_rims", "metal", block.on(side, u, z, [rod((0, 0, 0), (0, -0.1, 0), r * 1.14, segments=16)]))
    put(b, "clock_faces", "trim", block.on(side, u, z, [rod((0, -0.1, 0), (0, -0.15, 0), r, segments=16)]))
    hands = [box(0.09 * r + 0.03, 0.04, 0.78 * r, at=(0, -0.17, 0)), box(0.55 * r, 0.04, 0.09 * r + 0.04, at=(0.25 * r, -0.17, -0.05))]
    put(b, "clock_hands", "metal", block.on(side, u, z, hands))


def cupola(b: Build, x: float, y: float, z: float, r: float, *, paint: Paint = "roof", drum: float = 0.8, lantern: bool = True) -> float:
    """A dome on a drum, with a lantern; returns the height of its top."""
    put(b, "drum", "stone", cylinder(r, drum, at=(x, y, z), segments=20))
    put(b, "drum_rim", "trim", cylinder(r * 1.06, 0.2, at=(x, y, z + drum), segments=20))
    z += drum + 0.2
    put(b, "dome", paint, dome(r, 0.95 * r, at=(x, y, z), segments=20, rings=5))
    z += 0.95 * r
    if lantern:
        q = max(0.35, 0.16 * r)
        put(b, "lantern", "stone", cylinder(q, 3 * q + 0.15, at=(x, y, z - 0.15), segments=8))
        put(b, "lantern_roof", paint, frustum(1.3 * q, 0.05, 1.6 * q, at=(x, y, z + 3 * q), segments=8))
        z += 4.6 * q
    return z


def wide_steps(b: Build, face: Block, w: float, *, rise: float, run: float, room: float, side: Side = "south", u: float = 0.0) -> None:
    """Steps up to `rise` before a face, in at most `room` metres, with cheek walls."""
    n = max(2, min(int(room / run), round(rise / 0.17)))
    for k in range(n):
        top = rise * (n - k) / (n + 1)
        put(b, "steps", "stone", face.panel(side, u, -b.lot.drop, w, top + b.lot.drop, (k + 1) * run, back=k * run))
    for s in (-1, 1):
        put(b, "cheek_walls", "plinth", face.panel(side, u + s * (w / 2 + 0.2), -b.lot.drop, 0.4, rise + b.lot.drop, n * run))
