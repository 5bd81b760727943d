"""Roofs with a sweep: hollow slopes that steepen towards the ridge, eaves that rise at the corners, as in East Asia."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from cityscape.grammar.kit import Block
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import tube
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, beam, box, hull

HOLLOW = 0.38
"""How much flatter than a plane the eaves are: 0 a plane roof."""


@dataclass(frozen=True)
class Swept:
    """A swept roof's solids, object frame.

    cover : the slopes. attic : walls under a gabled roof, from the block's top. gables : the upright triangles of a hipped
    gable. ridges, hips : lines (n, 3) along the upper edges, from the ends. top : height of the ridge, metres.
    """

    cover: list[Solid]
    attic: list[Solid]
    gables: list[Solid]
    ridge: np.ndarray
    hips: list[np.ndarray]
    top: float


def swept(
    block: Block,
    rise: float,
    *,
    axis: str = "x",
    hip: float = 0.0,
    eaves: float = 0.8,
    verge: float = 0.35,
    lift: float = 0.0,
    hollow: float = HOLLOW,
    thick: float = 0.16,
    rows: int = 4,
    inner: float = 0.0,
) -> Swept:
    """A roof over a block with its ridge along `axis`.

    rise : from the block's top to the underside of the ridge, metres.
    hip : share of the slope up to which the ends are hipped too: 0 a gable roof, 1 a hip or tent roof, between them a
        hipped gable.
    eaves : overhang on hipped and long sides; verge : on gables; lift : how far the eaves' corners rise.
    inner : where the slopes end below the ridge: half width of the wall they lean on (a skirt roof round a storey), metres.
    """
    if hip >= 1:  # all four sides slope alike, so the ridge runs along the longer way
        axis = "x" if block.w >= block.d else "y"
    long, span = (block.w, block.d) if axis == "x" else (block.d, block.w)
    s = span / 2 + eaves
    a = long / 2 + (eaves if hip else verge)
    hip = min(hip, a / s) if hip < 1 else hip
    wall = eaves / s
    full = rise / (1 - _fall(wall, hollow))
    low = block.z1 - full * _fall(wall, hollow)
    last = 1.0 if inner <= 0 else 1 - inner / s

    def half(t: float) -> float:
        """Half length of the slope's row at t."""
        return max(a - s * min(t, hip), 0.0) if hip else a

    def row(t: float, long_side: bool, count: int) -> np.ndarray:
        c = np.array([-1.0, -0.8, -0.45, 0.0, 0.45, 0.8, 1.0]) if lift else np.array([-1.0, 1.0])
        c = c if count else c[[0, -1]]
        z = low + full * _fall(t, hollow) + lift * (1 - min(t, 1)) ** 2 * np.abs(c) ** 3
        x, y = (half(t) * c, np.full(len(c), -s * (1 - t))) if long_side else (np.full(len(c), half(t)), s * (1 - t) * c)
        return np.c_[x, y, z]

    cuts = np.unique(np.r_[np.linspace(0, last, rows + 1), [hip] if 0 < hip < last else []])
    cover: list[Solid] = []
    for t0, t1 in zip(cuts, cuts[1:], strict=False):
        for long_side in (True, False):
            if not long_side and (hip <= 0 or t1 > hip + 1e-9):
                continue
            lower, upper = row(float(t0), long_side, 1), row(float(t1), long_side, 1)
            for k in range(len(lower) - 1):
                quad = np.vstack([lower[k : k + 2], upper[k : k + 2]])
                for turn in (1, -1):
                    q = quad * (turn, turn, 1)
                    cover.append(hull(np.vstack([q, q + (0, 0, thick)])))
    attic, gables = _gable_ends(block, cuts, axis, s, low, full, hollow, wall, hip, half, thick)
    if 0 < hip < 1:  # the shelf before the upright gable
        z, x, y = low + full * _fall(hip, hollow), half(1.0), s * (1 - hip)
        cover += [box(0.5, 2 * y, thick, at=(i * (x - 0.25), 0, z)) for i in (-1, 1)]
    end = half(1.0)
    z = low + full + thick
    ridge = np.array([(-end, 0, z), (end, 0, z)])
    hips = []
    if hip:
        line = [t for t in cuts if t <= hip + 1e-9]
        for i in (-1, 1):
            for j in (-1, 1):
                p = [
                    (i * half(t), j * s * (1 - t), low + full * _fall(t, hollow) + lift * (1 - t) ** 2 + thick)
                    for t in (float(v) for v in line)
                ]
                hips.append(np.array(p))
    place = _Place(block, axis)
    return Swept(place.solids(cover), attic, gables, place.points(ridge), [place.points(p) for p in hips], z)


def _fall(t: float, hollow: float) -> float:
    """Height at the share t of the run, from 0 to 1."""
    return (1 - hollow) * t + hollow * t * t


def _gable_ends(block, cuts, axis, s, low, full, hollow, wall, hip, half, thick):  # type: ignore[no-untyped-def]
    """Strips of wall under a gable roof, and the upright triangles of a hipped gable."""
    place = _Place(block, axis)
    long = block.w if axis == "x" else block.d
    attic: list[Solid] = []
    gables: list[Solid] = []
    start = wall if hip <= 0 else hip
    if hip >= 1:
        return [], []
    lines = [start, *[float(t) for t in cuts if t > start + 1e-6]]
    for t0, t1 in zip(lines, lines[1:], strict=False):
        y0, y1 = s * (1 - t0), s * (1 - t1)
        z0, z1 = (low + full * _fall(t, hollow) for t in (t0, t1))
        spans = [(-long / 2, long / 2)] if hip <= 0 else [(i * (half(1.0) - 0.3) - 0.1, i * (half(1.0) - 0.3) + 0.1) for i in (-1, 1)]
        for x0, x1 in spans:
            base = z0 if hip <= 0 or t0 > start + 1e-6 else z0 - 0.1
            p = [(x, sg * y, z) for x in (x0, x1) for y, z in ((y0, base), (y0, z0), (y1, z1), (y1, base)) for sg in (-1, 1)]
            (attic if hip <= 0 else gables).append(hull(p))
    return place.solids(attic), place.solids(gables)


@dataclass(frozen=True)
class _Place:
    """From a roof at the origin with its ridge along x onto its block, heights kept."""

    block: Block
    axis: str

    def solids(self, some: Sequence[Solid]) -> list[Solid]:
        return [s.turned(0.0 if self.axis == "x" else np.pi / 2).moved(self.block.x, self.block.y) for s in some]

    def points(self, p: np.ndarray) -> np.ndarray:
        if self.axis == "y":
            p = p[:, [1, 0, 2]] * (-1, 1, 1)
        return np.asarray(p + (self.block.x, self.block.y, 0.0))


def ridge_tiles(
    b: Build, roof: Swept, *, tile: Role | Material = "roof", w: float = 0.26, h: float = 0.3, ends: bool = True, name: str = "roof_ridge"
) -> None:
    """The stacked ridge with its end tiles, and round tiles down the hips."""
    p, q = roof.ridge
    long = float(np.linalg.norm(q - p))
    if long > 0.3:
        way = (q - p) / long
        up = np.array([0, 0, h / 2 - 0.1])
        b.add(name, tile, beam(p + up, q + up, w, h + 0.2), label="roof")
        top = np.array([0, 0, h + 0.02])
        b.add(name, tile, beam(p + top - way * 0.02, q + top + way * 0.02, w * 1.5, 0.1), label="roof")
        if ends:
            for e, d in ((p, way), (q, -way)):
                c = e + d * 0.12
                b.add(
                    name,
                    tile,
                    box(
                        w * 1.7 if abs(way[1]) > 0.5 else 0.2, w * 1.7 if abs(way[0]) > 0.5 else 0.2, h + 0.34, at=(c[0], c[1], c[2] - 0.16)
                    ),
                    label="roof",
                )
    else:
        b.add(name, tile, ball(w * 1.1, w * 1.1, w, at=tuple(p + (0, 0, 0.04)), detail=1), label="roof")
    for p in roof.hips:
        step = p[1] - p[0]
        line = np.vstack([p[0] + step * min(0.5, w / float(np.linalg.norm(step))), p[1:]])
        b.add(name, tile, tube(line + (0, 0, 0.02), [w * 0.42] * len(line), segments=6), label="roof")
