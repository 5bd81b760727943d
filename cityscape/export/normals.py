"""Vertex normals with creases: corners that lie on one smooth surface share a vertex, others do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityscape.look.smooth import LEAFY

CREASE = 35.0
"""Edges whose faces turn by more than this many degrees stay sharp (on leafy parts: `LEAFY`)."""

_FLAT = float(np.cos(np.radians(0.5)))
_ROUND = 5  # a surface that faces fewer directions than this is faceted on purpose: a low roof keeps its ridge


@dataclass(frozen=True, eq=False)
class Shaded:
    """A mesh with one normal per vertex.

    source : (n,) int64, which of the given vertices each new one copies; ascending.
    normals : (n, 3) float32, unit length.
    faces : (f, 3) int64, the given faces on the new vertices.
    """

    source: NDArray[np.int64]
    normals: NDArray[np.float32]
    faces: NDArray[np.int64]


def shade(vertices: NDArray[np.floating], faces: NDArray[np.integer], *, crease: NDArray[np.floating] | float = CREASE) -> Shaded:
    """Split vertices along creases and give each its angle-weighted normal.

    Parameters
    ----------
    vertices : (v, 3) float. faces : (f, 3) int, counter-clockwise from outside.
    crease : degrees, one number or (f,): an edge is smooth where its faces turn by less than that of the first.

    Notes
    -----
    Weights after Thürmer and Wüthrich, "Computing vertex normals from polygonal facets", JGT 3(1), 1998.
    """
    v, f = np.asarray(vertices, np.float64), np.asarray(faces, np.int64)
    tri = v[f]
    flat = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    flat = np.where(length > 0, flat / np.where(length > 0, length, 1), (0.0, 0.0, 1.0))
    left, right = neighbours(f, len(v))
    turn = np.einsum("ij,ij->i", flat[left], flat[right])
    limit = np.cos(np.radians(np.broadcast_to(np.asarray(crease, float), (len(f),))))
    soft = turn > limit[left]
    group = _groups(left[soft], right[soft], len(f))
    curved = _directions(flat, group)[group] >= _ROUND
    soft &= curved[left] | (turn > _FLAT)
    group = _groups(left[soft], right[soft], len(f))

    weight = _angles(tri)[:, :, None] * flat[:, None]
    key = f * (2 * len(f)) + group[:, None]
    source, normals, index = _gather(key, weight)
    away = np.einsum("ijk,ik->ij", normals[index], flat) < 0.25
    if away.any():  # folded surfaces, where a mean normal would look away from one of its faces
        folded = np.bincount(index[away], minlength=len(source)) > 0
        key = np.where(folded[index], f * (2 * len(f)) + (len(f) + np.arange(len(f)))[:, None], key)
        source, normals, index = _gather(key, weight)
    return Shaded(source // (2 * len(f)), normals.astype(np.float32), index)


def creases(patterns: list[str], counts: list[int]) -> NDArray[np.float64]:
    """(f,) degrees per face, from each part's material pattern and number of faces."""
    leafy = ("foliage", "needles", "thatch", "bark", "rock")
    return np.repeat([LEAFY if p in leafy else CREASE for p in patterns], counts)


def neighbours(faces: NDArray[np.int64], v: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of faces that share an edge, two (e,) arrays of face indices."""
    a, b = faces, np.roll(faces, -1, 1)
    key = (np.minimum(a, b) * v + np.maximum(a, b)).ravel()
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(np.diff(key[order]) == 0)
    return order[same] // 3, order[same + 1] // 3


def _groups(left: NDArray[np.int64], right: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(left), bool), (left, right)), shape=(n, n))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _directions(flat: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many different normals each group has."""
    q = np.round(flat * 24).astype(np.int64) + 32
    key = np.unique((group << 24) | (q[:, 0] << 16) | (q[:, 1] << 8) | q[:, 2])
    return np.bincount(key >> 24)


def _angles(tri: NDArray[np.float64]) -> NDArray[np.float64]:
    """(f, 3) the triangles' inner angles, radians."""
    out = np.empty(tri.shape[:2])
    for k in range(3):
        a, b = tri[:, (k + 1) % 3] - tri[:, k], tri[:, (k + 2) % 3] - tri[:, k]
        out[:, k] = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), np.einsum("ij,ij->i", a, b))
    return out


def _gather(key: NDArray[np.int64], weight: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Unique keys, the normalised sum of each one's weights, and where every corner's key is among them."""
    unique, index = np.unique(key.ravel(), return_inverse=True)
    w = weight.reshape(-1, 3)
    total = np.stack([np.bincount(index, w[:, a], len(unique)) for a in range(3)], 1)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return unique, np.where(length > 1e-12, total / np.where(length > 1e-12, length, 1), (0.0, 0.0, 1.0)), index.reshape(key.shape)
