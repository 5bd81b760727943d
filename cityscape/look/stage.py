"""`Stage`: all triangles that a picture shows, with what every hit needs to know of its surface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.look.smooth import Smooth, smooth
from cityscape.world.material import Material
from cityscape.world.part import Thing, placed
from cityscape.world.tile import Tile

Array = NDArray[np.float64]

CLEAR = 0.5
"""Materials with less opacity than this cast no shadow: window panes, glass cases."""


@dataclass(frozen=True, eq=False)
class Item:
    """One part to be drawn.

    vertices : (v, 3) float, scene frame, metres; faces : (f, 3) int, counter-clockwise from outside.
    id : its number in the id image, from 1.
    frame : (4, 4) float or None, object frame to scene; patterns of objects are drawn in it. None: the scene's.
    colors : (v, 3) uint8 sRGB in place of the material's colour, or None; glow : (v,) uint8, their share of its emission, or None.
    """

    vertices: Array
    faces: NDArray[np.integer]
    material: Material
    id: int
    frame: Array | None = None
    colors: NDArray[np.uint8] | None = None
    glow: NDArray[np.uint8] | None = None


class Stage:
    """Items packed into flat arrays.

    origin : (3,) float64, a point near the middle; `vertices` (v, 3) float32 are relative to it, so that
    far-away tiles keep their precision. faces : (f, 3) int32. owner : (f,) int32, index of a face's item.
    local : (v, 3) float32, vertices in their objects' frames. paint : (v, 3) float32 linear colours where any item
    has colours of its own (the others have their material's), else None;
    coloured : (f,) bool, the faces of those; glowing : (v,) float32 share of the materials' emission, with `paint`.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = len(items)
        bounds = np.array([(i.vertices.min(0), i.vertices.max(0)) for i in items]) if items else np.zeros((1, 2, 3))
        self.bounds: Array = np.stack([bounds[:, 0].min(0), bounds[:, 1].max(0)])
        self.origin: Array = np.round(self.bounds.mean(0), 3)
        self.ids = np.array([i.id for i in items], np.int64)
        self.materials, self.material = _unique([i.material for i in items])
        sizes = np.array([len(i.vertices) for i in items], np.int64)
        start = np.concatenate([[0], np.cumsum(sizes)])[:-1] if items else sizes
        self.owner = np.repeat(np.arange(len(items), dtype=np.int32), [len(i.faces) for i in items])
        self.vertices = _stack([(i.vertices - self.origin).astype(np.float32) for i in items], np.float32)
        self.faces = _stack([(i.faces + s).astype(np.int32) for i, s in zip(items, start, strict=True)], np.int32)
        self.local = _stack([_to_local(i).astype(np.float32) for i in items], np.float32)
        self.paint = _paint(items)
        self.glowing = None if self.paint is None else np.concatenate([_glowing(i) for i in items])
        self.coloured = np.array([i.colors is not None for i in items], bool)[self.owner] if items else np.zeros(0, bool)
        self.tint = np.array([_tint(i.frame) for i in items], np.float32)

    @property
    def radius(self) -> float:
        """Half the diagonal of the bounding box, metres."""
        return float(np.linalg.norm(self.bounds[1] - self.bounds[0]) / 2)

    @cached_property
    def emission(self) -> NDArray[np.float32]:
        """(f,) float32 light given off by each face, in the unit of `Material.emission`."""
        own = np.array([m.emission for m in self.materials], np.float32)
        out = own[self.material][self.owner] if len(self.faces) else np.zeros(0, np.float32)
        return out if self.glowing is None else out * self.glowing[self.faces].mean(1)

    @cached_property
    def normals(self) -> NDArray[np.float32]:
        """(f, 3) float32 unit normals of the faces, scene frame."""
        return _normals(self.vertices, self.faces)

    @cached_property
    def local_normals(self) -> NDArray[np.float32]:
        """(f, 3) float32 unit normals of the faces, in their objects' frames."""
        return _normals(self.local, self.faces)

    @cached_property
    def smooth(self) -> Smooth:
        """Rounded normals, connected shells and round axes."""
        return smooth(self)

    @cached_property
    def tracer(self):  # type: ignore[no-untyped-def]
        """The ray caster over these triangles (a `cityscape.look.tracer.Tracer`)."""
        from cityscape.look.tracer import Tracer

        return Tracer(self.vertices, self.faces)

    @cached_property
    def shades(self):  # type: ignore[no-untyped-def]
        """The ray caster over what the sun does not shine through."""
        from cityscape.look.tracer import Tracer

        clear = np.array([m.opacity < CLEAR for m in self.materials], bool)
        if not clear.any():
            return self.tracer
        return Tracer(self.vertices, np.ascontiguousarray(self.faces[~clear[self.material[self.owner]]]))


def stage_of(things: Iterable[Thing], origin: Sequence[float] = (0, 0, 0)) -> tuple[Stage, tuple[str, ...]]:
    """The stage of one tile's objects and the part ids in mask order (number k is entry k - 1).

    Parameters
    ----------
    things : objects in the tile's frame.
    origin : (3,) where that frame's origin lies in the scene; patterns of the ground run on across tiles.
    """
    items, names = items_of(things, np.asarray(origin, float), 1)
    return Stage(items), tuple(names)


def stage_of_tiles(tiles: Iterable[Tile]) -> tuple[Stage, tuple[str, ...]]:
    """The stage of several tiles; names are ``i_j/part id`` in id order."""
    items: list[Item] = []
    names: list[str] = []
    for t in tiles:
        more, known = items_of(t.things, np.asarray(t.origin, float), len(names) + 1)
        items += more
        names += [f"{t.cell[0]}_{t.cell[1]}/{n}" for n in known]
    return Stage(items), tuple(names)


def items_of(things: Iterable[Thing], origin: Sequence[float] | Array, first: int = 1) -> tuple[list[Item], list[str]]:
    """Items of objects whose frame lies at `origin` in the scene, numbered from `first`, and all part ids in order."""
    origin = np.asarray(origin, float)
    items: list[Item] = []
    names: list[str] = []
    for t in things:
        frame = t.pose.matrix()
        frame[:3, 3] += origin
        for p in t.parts:
            v, f = placed(t, p)
            names.append(p.id)
            if len(f):
                items.append(Item(v + origin, f, p.material, first + len(names) - 1, frame, p.mesh.colors, p.mesh.glow))
    return items, names


def _normals(vertices: NDArray[np.float32], faces: NDArray[np.int32]) -> NDArray[np.float32]:
    a, b, c = (vertices[faces[:, k]].astype(np.float64) for k in range(3))
    n = np.cross(b - a, c - a)
    length = np.linalg.norm(n, axis=1, keepdims=True)
    return (n / np.where(length > 0, length, 1)).astype(np.float32)


def _stack(parts: list[NDArray], dtype: type) -> NDArray:
    return np.ascontiguousarray(np.concatenate(parts), dtype) if parts else np.zeros((0, 3), dtype)


def _paint(items: Sequence[Item]) -> NDArray[np.float32] | None:
    if all(i.colors is None for i in items):
        return None
    from cityscape.look.color import linear, to_linear

    return np.concatenate([
        np.repeat(linear([i.material.color]), len(i.vertices), 0) if i.colors is None else to_linear(i.colors / np.float32(255))
        for i in items
    ]).astype(np.float32)  # fmt: skip


def _glowing(item: Item) -> NDArray[np.float32]:
    if item.colors is None:
        return np.ones(len(item.vertices), np.float32)
    return np.zeros(len(item.vertices), np.float32) if item.glow is None else (item.glow / np.float32(255)).astype(np.float32)


def _to_local(item: Item) -> Array:
    if item.frame is None:
        return item.vertices
    m = np.linalg.inv(item.frame)
    return item.vertices @ m[:3, :3].T + m[:3, 3]


def _tint(frame: Array | None) -> float:
    """A repeatable number in [0, 1) per object, from where it stands."""
    if frame is None:
        return 0.5
    from cityscape.look.noise import hash01

    x, y, z = (int(k) for k in np.round(frame[:3, 3] * 100))
    return float(hash01(np.array([x]), np.array([y]), np.array([z]))[0])


def _unique(materials: list[Material]) -> tuple[list[Material], NDArray[np.int32]]:
    known: dict[Material, int] = {}
    index = [known.setdefault(m, len(known)) for m in materials]
    return list(known), np.array(index, np.int32)
