"""`Edge`: what one tile shows at one of its borders, measured from its ground's meshes.

An edge has its own frame: t runs along the border (west to east or south to north, metres from the tile's
corner), d inwards from it, z up as in the scene; so the edges of both tiles of a border can be laid together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityscape.world.brief import SIDES, Crossing, Side
from cityscape.world.part import Thing, placed
from cityscape.world.tile import Tile

Array = NDArray[np.float64]

ON = 1e-5
"""A vertex closer to the border than this, in metres, lies on it: ten times what float32 rounds off."""
NEAR = 0.005
"""Triangles that come this close to the border are kept for the rays, metres."""

LABELS: dict[str, tuple[str, ...]] = {
    "street": ("street", "street_side", "road", "path"),
    "path": ("path", "street", "street_side"),
    "river": ("water", "bank", "river", "riverbed"),
    "wall": ("town wall",),
    "door": ("threshold",),
}
"""What a crossing of each kind is made of: labels of the ground's parts, and the objects of `WALLS`."""

FLOORS = ("floor", "threshold", "slab")
"""Labels of the parts of a room that meet its neighbours."""

WALLS = ("city_wall", "gate", "wall_tower")
"""Kinds of objects that carry a town wall across a border."""


@dataclass(frozen=True, eq=False)
class Edge:
    """A tile's ground at one border.

    segments : (s, 4) float, edges of the ground's border walls as t0, z0, t1, z1 with t0 < t1.
    corners : (n, 2) float, t and z of the vertices on the border, without repeats, sorted.
    spans : label -> (k, 2) float, the disjoint intervals of t that parts of that label take, and "town wall".
    triangles : (m, 3, 3) float, t, d, z of the ground's triangles close to the border.
    """

    segments: Array
    corners: Array
    spans: dict[str, Array]
    triangles: Array


def ground(tile: Tile) -> tuple[Thing, ...]:
    """The objects that are the tile's ground; of a room its floor, without the walls."""
    out = []
    for t in tile.things:
        if t.kind == "ground":
            out.append(t)
        elif t.kind == "room":
            out.append(t.with_parts(tuple(p for p in t.parts if p.label in FLOORS)))
    return tuple(out)


def edges(tile: Tile) -> dict[Side, Edge]:
    """The tile's four edges."""
    size = tile.brief.size
    meshes = [(p.label, *placed(t, p)) for t in ground(tile) for p in t.parts]
    walls = [np.concatenate([placed(t, p)[0] for p in t.parts]) for t in tile.things if t.kind in WALLS and t.parts]
    return {side: _edge(side, size, meshes, walls) for side in SIDES}


def span(edge: Edge, crossing: Crossing, size: float) -> tuple[float, float] | None:
    """The interval of t that a crossing takes on an edge, or None where nothing of its kind is."""
    middle, half = crossing.at * size, crossing.width / 2
    parts = [edge.spans[k] for k in LABELS[crossing.kind] if k in edge.spans]
    found = merged(np.concatenate(parts)) if parts else np.zeros((0, 2))
    shared = np.minimum(found[:, 1], middle + half) - np.maximum(found[:, 0], middle - half)
    if not len(found) or shared.max() <= 0:
        return None
    lo, hi = found[int(shared.argmax())]
    return float(lo), float(hi)


def merged(intervals: Array, *, gap: float = ON) -> Array:
    """(k, 2) the union of intervals (n, 2), those closer than `gap` joined."""
    out: list[list[float]] = []
    for a, b in intervals[np.argsort(intervals[:, 0], kind="stable")].tolist():
        if out and a <= out[-1][1] + gap:
            out[-1][1] = max(out[-1][1], b)
        else:
            out.append([a, b])
    return np.array(out).reshape(-1, 2)


def top(edge: Edge, a: Array, b: Array, *, base: float) -> Array:
    """Upper outline over intervals a..b (n,) that no vertex divides: (n, 2) heights at their ends; `base` where nothing is."""
    if not len(edge.segments):
        return np.full((len(a), 2), base)
    t0, z0, t1, z1 = (edge.segments[:, k] for k in range(4))
    covers = (t0 <= a[:, None] + ON) & (t1 >= b[:, None] - ON)
    grade = (z1 - z0) / (t1 - t0)
    out = [np.where(covers, z0 + (t[:, None] - t0) * grade, -np.inf).max(1) for t in (a, b)]
    z = np.stack(out, 1)
    return np.where(np.isfinite(z), z, base)


def _edge(side: Side, size: float, meshes: list[tuple[str, Array, NDArray[np.int32]]], walls: list[Array]) -> Edge:
    fixed, along = (1, 0) if side in ("south", "north") else (0, 1)
    segments, corners, near = [np.zeros((0, 4))], [np.zeros((0, 2))], [np.zeros((0, 3, 3))]
    spans: dict[str, list[Array]] = {}
    low = side in ("south", "west")
    for v in walls:
        t = v[np.abs(v[:, fixed] if low else size - v[:, fixed]) <= NEAR, along]
        if len(t):
            spans.setdefault(LABELS["wall"][0], []).append(np.array([[t.min(), t.max()]]))
    for label, v, f in meshes:
        d = v[:, fixed] if low else size - v[:, fixed]
        local = np.stack([v[:, along], np.where(np.abs(d) <= ON, 0.0, d), v[:, 2]], 1)
        close = d[f]
        near.append(local[f[(close <= NEAR).any(1)]])
        wall = local[f[(np.abs(close) <= ON).all(1)]]
        if not len(wall):
            continue
        corners.append(local[np.abs(d) <= ON][:, [0, 2]])
        ends = np.concatenate([wall[:, [k, (k + 1) % 3]] for k in range(3)])
        t, z = ends[:, :, 0], ends[:, :, 2]
        order = np.argsort(t, axis=1, kind="stable")
        t, z = np.take_along_axis(t, order, 1), np.take_along_axis(z, order, 1)
        long = t[:, 1] - t[:, 0] > ON
        segments.append(np.stack([t[:, 0], z[:, 0], t[:, 1], z[:, 1]], 1)[long])
        spans.setdefault(label, []).append(np.stack([wall[:, :, 0].min(1), wall[:, :, 0].max(1)], 1))
    return Edge(
        np.unique(np.concatenate(segments), axis=0),
        np.unique(np.concatenate(corners), axis=0),
        {k: merged(np.concatenate(x)) for k, x in spans.items()},
        np.concatenate(near),
    )
