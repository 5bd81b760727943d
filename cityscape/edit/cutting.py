"""Cutting what spans several tiles along their borders, and telling apart what one mesh holds."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.foreign import Body, Piece, components, numbered, painted, welded
from cityscape.edit.names import label_in
from cityscape.edit.reading import Floats, Surface
from cityscape.grammar.labels import vocabulary
from cityscape.world.records import Cell

SLACK = 1e-4
"""Corners as near as this to a border, metres, lie on it once it is cut along."""
TOUCH = 0.02
"""Boxes of components as near as this, metres, belong to one object."""
LAND = ("land", "roads", "water")


def wide(box: Floats, size: float) -> bool:
    """Whether a box (2, 3) is larger than a tile."""
    return bool((box[1] - box[0])[:2].max() > 1.01 * size)


def is_ground(name: str, box: Floats) -> bool:
    """Whether something is ground: low for its extent, and called so or flat."""
    x, y, z = box[1] - box[0]
    known = label_in(name)
    called = known is not None and vocabulary()[known].group in LAND
    return bool(z < (0.25 if called else 0.08) * max(min(x, y), 1e-9))


def cut(piece: Piece, size: float) -> dict[Cell, Piece] | None:
    """The piece in each cell of edge `size`, metres, cut at the borders; None where it encloses nothing and so cannot be cut.

    New corners lie exactly on the border; the faces that close a cut have the colours round it.
    """
    solid = _solid(piece)
    if solid is None:
        return None
    (x0, y0, _), (x1, y1, _) = piece.corners.min((0, 1)), piece.corners.max((0, 1))
    columns, rows = (range(floor(a / size + 1e-6), max(floor(a / size + 1e-6) + 1, ceil(b / size - 1e-6))) for a, b in ((x0, x1), (y0, y1)))
    out: dict[Cell, Piece] = {}
    rest = solid
    for i in columns:
        rest, strip = rest.split_by_plane((1, 0, 0), (i + 1) * size) if i + 1 < columns.stop else (None, rest)
        for j in rows:
            strip, cell = strip.split_by_plane((0, 1, 0), (j + 1) * size) if j + 1 < rows.stop else (None, strip)
            if not cell.is_empty():
                found = _piece(cell, piece, (i, j), size)
                if len(found.corners):
                    out[i, j] = found
    return out


def _solid(piece: Piece) -> Any:
    """A manifold of a piece, its colours as properties; None where it is not closed."""
    from manifold3d import Error, Manifold
    from manifold3d import Mesh as Raw

    colors = None if piece.colors is None else painted(piece)
    first, faces = welded(piece.corners, colors)
    points = piece.corners.reshape(-1, 3)[first].astype(np.float32)
    values = points if colors is None else np.c_[points, colors.reshape(-1, 3)[first]].astype(np.float32)
    lead, place = numbered(points)
    home = lead[place]
    other = np.flatnonzero(home != np.arange(len(points)))
    merges = {"merge_from_vert": other.astype(np.uint32), "merge_to_vert": home[other].astype(np.uint32)}
    solid = Manifold(Raw(np.ascontiguousarray(values), faces.astype(np.uint32), **merges))
    return solid if solid.status() == Error.NoError and not solid.is_empty() and solid.volume() > 0 else None


def _piece(solid: Any, piece: Piece, cell: Cell, size: float) -> Piece:
    mesh = solid.to_mesh()
    values, faces = np.asarray(mesh.vert_properties, np.float64), np.asarray(mesh.tri_verts, np.int64)
    corners = values[:, :3][faces]
    caps = np.zeros(len(faces), bool)
    for axis in (0, 1):
        for border in (cell[axis] * size, (cell[axis] + 1) * size):
            on = np.abs(corners[..., axis] - border) < SLACK
            corners[..., axis][on] = border
            caps |= on.all(1)
    if piece.colors is None:
        return replace(piece, corners=corners, colors=None)
    colors = np.clip(np.rint(values[:, 3:6][faces]), 0, 255).astype(np.uint8)
    return replace(piece, corners=corners, colors=_covered(corners, colors, caps))


def _covered(corners: Floats, colors: NDArray[np.uint8], caps: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Colours (f, 3, 3) in which the caps' corners have those of the nearest other corners."""
    if not caps.any() or caps.all():
        return colors
    from scipy.spatial import cKDTree

    near = cKDTree(corners[~caps].reshape(-1, 3)).query(corners[caps].reshape(-1, 3))[1]
    out = colors.copy()
    out[caps] = colors[~caps].reshape(-1, 3)[near].reshape(-1, 3, 3)
    return out


def apart(body: Body, size: float) -> list[Body]:
    """The objects in a body that is larger than a tile: its grounds by themselves, and of the rest what touches each other.

    Components belong together where their boxes come within `TOUCH` of one another. One object only: the body as it is.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from shapely import STRtree, box

    bits: list[Surface] = []
    for s in body.surfaces:
        label = components(s.corners)
        order = np.argsort(label, kind="stable")
        for part in np.split(order, np.cumsum(np.bincount(label))[:-1]):
            bits.append(replace(s, local=s.local[part], colors=None if s.colors is None else s.colors[part], numbers=None))
    boxes = np.array([Body("", (b,)).box for b in bits])
    land = np.array([wide(b, size) and is_ground(f"{body.name} {s.material.name}", b) for b, s in zip(boxes, bits, strict=True)])
    group = np.zeros(len(bits), np.int64)
    free = np.flatnonzero(~land)
    if len(free):
        low, high = boxes[free, 0] - TOUCH / 2, boxes[free, 1] + TOUCH / 2
        shapes = box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        a, b = STRtree(shapes).query(shapes)
        meet = (low[a, 2] <= high[b, 2]) & (low[b, 2] <= high[a, 2])
        a, b = a[meet], b[meet]
        group[free] = connected_components(coo_matrix((np.ones(len(a), np.int8), (a, b)), (len(free),) * 2), directed=False)[1]
    group[land] = -1
    out = []
    for k in dict.fromkeys(group.tolist()):
        mine = [bits[n] for n in np.flatnonzero(group == k)]
        name = f"{body.name}_ground" if k < 0 and not land.all() else body.name
        out.append(replace(body, name=name, surfaces=_rejoined(mine)))
    return out


def _rejoined(bits: list[Surface]) -> tuple[Surface, ...]:
    """Surfaces of one node and material as one again."""
    groups: dict[tuple[int, Any, bool], list[Surface]] = {}
    for b in bits:
        groups.setdefault((id(b.node), b.material, b.colors is None), []).append(b)
    out = []
    for g in groups.values():
        colors = None if g[0].colors is None else np.concatenate([b.colors for b in g if b.colors is not None])
        out.append(replace(g[0], local=np.concatenate([b.local for b in g]), colors=colors))
    return tuple(out)
