"""Columns: closed solids that stand over a region of the plan, from one height field up to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

import numpy as np

from cityscape.grammar.height import SNAP
from cityscape.world.mesh import Mesh

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Height = Callable[[np.ndarray], np.ndarray]
"""Points (n, 2) in plan -> heights (n,), metres."""


def cuts(size: float, *, cells: int = 8, verge: float = 1.0) -> np.ndarray:
    """Where triangles are cut in x and in y: even cells, and lines a verge away from the borders; metres."""
    inner = np.round(np.linspace(0, size, cells + 1) * SNAP) / SNAP
    return np.unique(np.r_[inner, verge, size - verge])


def triangulate(region: BaseGeometry, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Triangles of a polygonal region, none of which crosses a cutting line.

    Returns
    -------
    xy : (n, 2) float, on the snapping lattice, without repeats.
    faces : (m, 3) int, counter-clockwise.
    """
    import shapely

    if region.is_empty:
        return np.zeros((0, 2)), np.zeros((0, 3), np.int64)
    lo, hi = np.array(region.bounds[:2]), np.array(region.bounds[2:])
    x = _within(lines, lo[0], hi[0])
    y = _within(lines, lo[1], hi[1])
    x0, y0 = (g.ravel() for g in np.meshgrid(x[:-1], y[:-1], indexing="ij"))
    x1, y1 = (g.ravel() for g in np.meshgrid(x[1:], y[1:], indexing="ij"))
    shapely.prepare(region)
    cells = shapely.box(x0, y0, x1, y1)
    whole = shapely.contains_properly(region, cells) | shapely.covers(region, cells)
    corners = np.stack([np.c_[x0, y0], np.c_[x1, y0], np.c_[x1, y1], np.c_[x0, y1]], 1)[whole]
    tris = [corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]]
    pieces = shapely.intersection(region, cells[~whole])
    pieces = shapely.set_precision(pieces[~shapely.is_empty(pieces)], 1 / SNAP)
    flat = shapely.get_parts(pieces)
    flat = flat[(shapely.get_type_id(flat) == 3) & (shapely.area(flat) > 1e-6)]
    if len(flat):
        parts = shapely.get_parts(shapely.constrained_delaunay_triangles(flat))
        if len(parts):
            tris.append(shapely.get_coordinates(parts).reshape(len(parts), 4, 2)[:, :3])
    t = np.round(np.concatenate(tris) * SNAP).astype(np.int64)
    cross = (t[:, 1, 0] - t[:, 0, 0]) * (t[:, 2, 1] - t[:, 0, 1]) - (t[:, 1, 1] - t[:, 0, 1]) * (t[:, 2, 0] - t[:, 0, 0])
    t = np.where((cross < 0)[:, None, None], t[:, ::-1], t)[cross != 0]
    unique, index = np.unique(t.reshape(-1, 2), axis=0, return_inverse=True)
    return unique / SNAP, index.reshape(-1, 3)


def column(xy: np.ndarray, faces: np.ndarray, top: np.ndarray, bottom: np.ndarray) -> Mesh:
    """The closed solid between two heights (n,) over a triangulation; watertight by construction.

    Every edge that only one triangle owns gets a wall; corners that triangles share only by touching in
    a point are taken apart, so that each edge of the result has exactly two faces.
    """
    corner, n = _fans(faces, len(xy))
    source = np.empty(n, np.int64)
    source[corner.ravel()] = faces.ravel()
    v = np.r_[np.c_[xy[source], top[source]], np.c_[xy[source], bottom[source]]]
    edge = corner[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    key = edge[:, 0] * n + edge[:, 1]
    back = edge[:, 1] * n + edge[:, 0]
    rim = edge[~np.isin(key, back)]
    a, b = rim[:, 0], rim[:, 1]
    walls = np.r_[np.c_[a, a + n, b + n], np.c_[a, b + n, b]]
    return Mesh(v, np.r_[corner, corner[:, ::-1] + n, walls])


def prismatic(region: BaseGeometry, lines: np.ndarray, top: Height, bottom: Height) -> Mesh | None:
    """The column over a region, or None where the region is empty."""
    xy, faces = triangulate(region, lines)
    if not len(faces):
        return None
    return column(xy, faces, top(xy), bottom(xy))


def _within(lines: np.ndarray, lo: float, hi: float) -> np.ndarray:
    inside = lines[(lines > lo) & (lines < hi)]
    return np.r_[np.floor(lo * SNAP) / SNAP, inside, np.ceil(hi * SNAP) / SNAP]


def _fans(faces: np.ndarray, n: int) -> tuple[np.ndarray, int]:
    """Vertex ids (m, 3) in which triangles share a vertex only if edges connect them around it, and their number."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    m = len(faces)
    e = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    c = np.arange(3 * m).reshape(m, 3)[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    key, back = e[:, 0] * n + e[:, 1], e[:, 1] * n + e[:, 0]
    order = np.argsort(key, kind="stable")
    unique, first, count = np.unique(key[order], return_index=True, return_counts=True)
    at = np.searchsorted(unique, back)
    at[at == len(unique)] = 0
    mate = (unique[at] == back) & (count[at] == 1)
    mine = np.flatnonzero(mate & (count[np.searchsorted(unique, key)] == 1))
    other = order[first[at[mine]]]
    rows = np.r_[c[mine, 0], c[mine, 1]]
    cols = np.r_[c[other, 1], c[other, 0]]
    k, label = connected_components(coo_matrix((np.ones(len(rows)), (rows, cols)), shape=(3 * m, 3 * m)), directed=False)
    return label.reshape(m, 3).astype(np.int64), int(k)
