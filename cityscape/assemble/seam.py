"""Seam figures: how well the tiles of a scene meet, border by border, measured from their meshes."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from cityscape.assemble.edge import LABELS, ON, Edge, edges, span, top
from cityscape.assemble.strips import difference, strips
from cityscape.grammar.height import SNAP
from cityscape.world.brief import OPPOSITE, Crossing, Side
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Scene

Array = NDArray[np.float64]

STEP = 0.01
"""Distance between the rays along a border, metres."""
ASIDE = 0.001
"""Rays are cast on the border and this far to either side of it, metres."""

WHOLE = "ground"
"""Label of a ground that is one part (``--parts coarse``)."""


class Seam(Record):
    """The figures of one border."""

    cells: tuple[Cell, Cell]
    side: Literal["east", "north"] = Field(description="where the second cell lies, seen from the first")
    height_gap: float = Field(description="largest difference between both grounds' upper outlines on the border, metres")
    loose_vertices: int = Field(description="ground vertices on the border that have no twin on the other side")
    rays: int = Field(description="places along the border, every centimetre, at which rays were cast down")
    fallen_rays: int = Field(description="places at which a ray met no ground on one of the sides or between them")
    socket_offset: float = Field(description="largest offset of a crossing's edges between the sides or from the plan, % of the tile")
    color_across: float | None = Field(description="mean CIE DE2000 between the 2 % strips on both sides, materials without light")
    color_inside: float | None = Field(description="the same across lines inside both tiles, a quarter of the tile from the border")


class SeamReport(Record):
    """All borders of a scene, and the worst of each figure."""

    borders: tuple[Seam, ...] = ()

    @property
    def height_gap(self) -> float:
        """Largest height gap, metres."""
        return max((b.height_gap for b in self.borders), default=0.0)

    @property
    def loose_vertices(self) -> int:
        """Ground vertices on borders without a twin, all borders together."""
        return sum(b.loose_vertices for b in self.borders)

    @property
    def fallen_rays(self) -> int:
        """Rays that fell through, all borders together."""
        return sum(b.fallen_rays for b in self.borders)

    @property
    def rays(self) -> int:
        """Places at which rays were cast, all borders together."""
        return sum(b.rays for b in self.borders)

    @property
    def socket_offset(self) -> float:
        """Largest socket offset, % of the tile."""
        return max((b.socket_offset for b in self.borders), default=0.0)

    @property
    def color_across(self) -> float | None:
        """Mean colour difference across borders, CIE DE2000."""
        return _mean([b.color_across for b in self.borders])

    @property
    def color_inside(self) -> float | None:
        """Mean colour difference of the same strips inside the tiles, CIE DE2000."""
        return _mean([b.color_inside for b in self.borders])

    def lines(self) -> list[str]:
        """The summary as text, a figure a line."""
        across, inside = self.color_across, self.color_inside
        color = "no ground" if across is None or inside is None else f"{across:.2f} across, {inside:.2f} inside the tiles"
        return [
            f"borders: {len(self.borders)}",
            f"largest height gap: {1000 * self.height_gap:.3f} mm",
            f"fallen rays: {self.fallen_rays} of {self.rays}",
            f"largest socket offset: {self.socket_offset:.3f} % of the tile",
            f"colour difference (CIE DE2000): {color}",
        ]


def seams(scene: Scene, *, color: bool = True) -> SeamReport:
    """Measure every border of two tiles that are there.

    Tiles are visited once, row by row, and only their edges are kept. `color` false leaves out the
    colour figures, which take about half of the time.
    """
    kept: dict[tuple[Cell, Side], tuple[Edge, Array | None]] = {}
    out = []
    for cell in scene.plan.cells:
        if cell not in scene.tiles:
            continue
        tile = scene.tiles[cell]
        measured, colors = edges(tile), strips(tile) if color else {}
        for side, edge in measured.items():
            step: Side = OPPOSITE[side]
            before = (cell[0] - (side == "west"), cell[1] - (side == "south"))
            if side in ("west", "south") and (before, step) in kept:
                theirs, their_colors = kept.pop((before, step))
                out.append(_seam(scene, before, cell, step, (theirs, edge), (their_colors, colors.get(side))))
            elif side in ("east", "north"):
                kept[cell, side] = edge, colors.get(side)
    return SeamReport(borders=tuple(out))


def _seam(scene: Scene, a: Cell, b: Cell, side: Side, pair: tuple[Edge, Edge], colors: tuple[Array | None, Array | None]) -> Seam:
    brief = scene.plan.brief(a)
    across = inside = None
    if colors[0] is not None and colors[1] is not None:
        across = difference(colors[0][0], colors[1][0])
        inside = _mean([difference(c[1], c[2]) for c in colors if c is not None])
    places, fallen = fallen_rays(*pair, brief.size)
    return Seam(
        cells=(a, b),
        side="east" if side == "east" else "north",
        height_gap=height_gap(*pair, base=brief.base),
        loose_vertices=loose(*pair),
        rays=places,
        fallen_rays=fallen,
        socket_offset=max((socket_offset(*pair, c, brief.size) for c in brief.sockets[side].of(*LABELS)), default=0.0),  # type: ignore[arg-type]
        color_across=across,
        color_inside=inside,
    )


def height_gap(a: Edge, b: Edge, *, base: float) -> float:
    """Largest difference between the upper outlines of two edges, metres, to the nanometre; no ground counts as `base`."""
    t = np.unique(np.concatenate([e.segments[:, k] for e in (a, b) for k in (0, 2)]))
    if len(t) < 2:
        return 0.0
    wide = np.diff(t) > 1e-6
    lo, hi = t[:-1][wide], t[1:][wide]
    return round(float(np.abs(top(a, lo, hi, base=base) - top(b, lo, hi, base=base)).max()), 9)


def loose(a: Edge, b: Edge) -> int:
    """How many vertices on the border have no twin on the other side, bit by bit."""
    mine, theirs = ({tuple(x) for x in e.corners.tolist()} for e in (a, b))
    return len(mine ^ theirs)


def fallen_rays(a: Edge, b: Edge, size: float) -> tuple[int, int]:
    """Places along the border, and at how many of them a ray cast down met no ground.

    At each place one ray goes down exactly on the border, where the ground of either side may stop it, and
    one on either side of it, where that side's own ground must.
    """
    from cityscape.look.tracer import Tracer

    t = np.arange(1, round(size / STEP)) * STEP
    mine, theirs = a.triangles, b.triangles * (1, -1, 1)
    fell = np.zeros(len(t), bool)
    for triangles, d in ((np.concatenate([mine, theirs]), 0.0), (mine, ASIDE), (theirs, -ASIDE)):
        if not len(triangles):
            return len(t), len(t)
        v = np.ascontiguousarray(triangles.reshape(-1, 3), np.float32)
        o = np.stack([t, np.full(len(t), d), np.full(len(t), float(v[:, 2].max()) + 1)], 1).astype(np.float32)
        fell |= Tracer(v, np.arange(len(v), dtype=np.int32).reshape(-1, 3)).first(o, np.array([0, 0, -1], np.float32)) < 0
    return len(t), int(fell.sum())


def socket_offset(a: Edge, b: Edge, crossing: Crossing, size: float) -> float:
    """How far a crossing's edges lie from each other on both sides, or its middle from the plan's, % of the tile.

    Between the sides everything counts that float32 can tell; against the plan less than 1 / SNAP metre does
    not, since plan positions are rounded to that lattice. 100 where one side lacks the crossing; 0 where the ground
    was gathered into one part, in which no crossing can be told.
    """
    if WHOLE in a.spans or WHOLE in b.spans:
        return 0.0
    mine, theirs = span(a, crossing, size), span(b, crossing, size)
    if mine is None or theirs is None:
        return 100.0
    off = max(abs(x - y) for x, y in zip(mine, theirs, strict=True))
    off = off if off > ON else 0.0
    planned = max(abs(sum(s) / 2 - crossing.at * size) for s in (mine, theirs))
    return 100 * max(off, planned if planned > 1 / SNAP else 0.0) / size


def _mean(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return float(np.mean(known)) if known else None
