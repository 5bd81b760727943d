"""Quality of one tile: closed parts, and objects that keep out of each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from cityscape.world.part import Thing, placed
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Tile


class Overlap(Record):
    """Two objects that share room."""

    things: tuple[str, str]
    volume: float = Field(description="of their intersection, cubic metres")
    share: float = Field(description="of the smaller one's volume")


class TileQuality(Record):
    """What is right and wrong with a tile's meshes."""

    cell: Cell
    objects: int
    parts: int
    triangles: int
    open_parts: tuple[str, ...] = Field(description="ids of parts that are not watertight")
    hollow_parts: tuple[str, ...] = Field(description="ids of parts without a positive volume")
    overlaps: tuple[Overlap, ...] = Field(description="pairs of objects, the ground among them, worst first")

    @property
    def largest_overlap(self) -> float:
        """The largest intersection of two objects as a share of the smaller one's volume."""
        return max((o.share for o in self.overlaps), default=0.0)

    @property
    def good(self) -> bool:
        """Every part closed with positive volume, and no two objects sharing more than 1 % of the smaller one."""
        return not self.open_parts and not self.hollow_parts and self.largest_overlap <= 0.01


def quality(tile: Tile, *, least: float = 1e-4) -> TileQuality:
    """Check a tile's parts and the room that its objects take.

    Parameters
    ----------
    tile : the tile.
    least : overlaps of a smaller share than this are left out.

    Notes
    -----
    The ground counts like any other object: buildings stand on pads cut into it, the rest on its surface.
    Boxes of objects and of parts sort out what cannot meet; the rest are manifold3d intersections, first part
    by part, whose sum cannot be less than the objects' own, then, where that is too much, of the objects' unions.
    """
    open_, hollow, triangles, parts = [], [], 0, 0
    for _, p in tile.parts():
        parts, triangles = parts + 1, triangles + len(p.mesh.faces)
        if not p.mesh.watertight:
            open_.append(p.id)
        if p.mesh.volume <= 0:
            hollow.append(p.id)
    bodies = [_Body(t) for t in tile.things]
    found = []
    for a, b in _meeting(bodies):
        volume = _shared(a, b, least)
        smaller = min(a.volume, b.volume)
        if smaller > 0 and volume > least * smaller:
            found.append(Overlap(things=(a.thing.id, b.thing.id), volume=volume, share=volume / smaller))
    return TileQuality(
        cell=tile.cell,
        objects=len(tile.things),
        parts=parts,
        triangles=triangles,
        open_parts=tuple(open_),
        hollow_parts=tuple(hollow),
        overlaps=tuple(sorted(found, key=lambda o: (-o.share, o.things))),
    )


class _Body:
    """An object in the tile's frame; its manifolds are made when they are needed."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.meshes = [placed(thing, p) for p in thing.parts]
        self.boxes = np.array([(v.min(0), v.max(0)) for v, _ in self.meshes]).reshape(-1, 2, 3)
        self.volume = sum(abs(p.mesh.volume) for p in thing.parts) * abs(float(np.prod(thing.pose.scale)))
        self._solids: dict[int, Any] = {}

    def solid(self, k: int) -> Any:
        """The k-th part as a manifold."""
        from manifold3d import Manifold, Mesh

        if k not in self._solids:
            v, f = self.meshes[k]
            self._solids[k] = Manifold(Mesh(v.astype(np.float32), np.ascontiguousarray(f, np.uint32)))
        return self._solids[k]

    def union(self, parts: list[int]) -> Any:
        """Some parts as one manifold."""
        from manifold3d import Manifold, OpType

        return Manifold.batch_boolean([self.solid(k) for k in parts], OpType.Add)


def _meeting(bodies: list[_Body]) -> list[tuple[_Body, _Body]]:
    bodies = [b for b in bodies if len(b.boxes)]
    if len(bodies) < 2:
        return []
    boxes = np.array([(b.boxes[:, 0].min(0), b.boxes[:, 1].max(0)) for b in bodies])
    return [(bodies[i], bodies[j]) for i, j in _pairs(boxes, boxes) if i < j]


def _pairs(a: NDArray[np.float64], b: NDArray[np.float64], *, slack: float = 1e-6) -> list[tuple[int, int]]:
    """Indices of boxes (n, 2, 3) and (m, 2, 3) whose insides meet."""
    meet = (a[:, None, 0] + slack < b[None, :, 1]) & (b[None, :, 0] + slack < a[:, None, 1])
    return [(int(i), int(j)) for i, j in np.argwhere(meet.all(-1))]


def _shared(a: _Body, b: _Body, least: float) -> float:
    """Volume of the intersection, cubic metres: exact above `least` of the smaller one, else at most that."""
    pairs = _pairs(a.boxes, b.boxes)
    total = sum(abs((a.solid(i) ^ b.solid(j)).volume()) for i, j in pairs)
    if total <= least * min(a.volume, b.volume):
        return total
    return abs(float((a.union(sorted({i for i, _ in pairs})) ^ b.union(sorted({j for _, j in pairs}))).volume()))
