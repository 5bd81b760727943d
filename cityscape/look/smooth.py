"""What makes facets look round: normals shared across shallow edges, and the shells and axes that patterns follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cityscape.look.stage import Stage

F32 = NDArray[Any]

CREASE = 33.0
"""Edges whose faces turn by less than this many degrees may be rounded."""
LEAFY = 62.0
"""The same for foliage, needles, thatch, bark and rock."""


@dataclass(frozen=True, eq=False)
class Smooth:
    """Per-face knowledge about roundness and shells.

    corner : (f, 3, 3) float32, unit normals at the faces' corners, scene frame.
    curved : (f,) bool, whether those differ from the flat normal on purpose.
    round : (f,) bool, whether a face belongs to a surface of revolution about a vertical axis.
    axis : (f, 3) float32, that axis' x and y relative to the stage's origin, and the mean radius.
    shell : (f,) int32, number of the connected piece (a pane, a brick, a wheel) that a face belongs to.
    shell_box : (s, 2, 3) float32, lowest and highest corner of each piece in its object's frame.
    """

    corner: F32
    curved: NDArray[np.bool_]
    round: NDArray[np.bool_]
    axis: F32
    shell: NDArray[np.int32]
    shell_box: F32


def smooth(stage: Stage) -> Smooth:
    """Find the rounded surfaces of a stage.

    Faces are joined across edges shallower than the crease angle; a joined surface counts as curved when it
    shows at least five different directions, so a low gable or hip roof keeps its ridge.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    faces, normals = stage.faces, stage.normals
    f, v = len(faces), len(stage.vertices)
    if f == 0:
        no, nothing = np.zeros(0, bool), np.zeros((0, 3), np.float32)
        return Smooth(np.zeros((0, 3, 3), np.float32), no, no, nothing, np.zeros(0, np.int32), np.zeros((0, 2, 3), np.float32))
    leafy = np.array([m.pattern in ("foliage", "needles", "bark", "rock") for m in stage.materials])[stage.material][stage.owner]
    left, right = _neighbours(faces, v)
    turn = np.einsum("ij,ij->i", normals[left], normals[right])
    limit = np.where(leafy[left], np.cos(np.radians(LEAFY)), np.cos(np.radians(CREASE)))
    soft = turn > limit
    count, group = connected_components(coo_matrix((np.ones(soft.sum(), bool), (left[soft], right[soft])), shape=(f, f)), directed=False)
    curved = _directions(normals, group, count)[group] >= 5
    corner = _corner_normals(stage, group, curved)
    is_round, axis = _axes(stage, group, count, curved)
    _, piece = connected_components(
        coo_matrix((np.ones(3 * f, bool), (faces.ravel(), np.roll(faces, 1, 1).ravel())), shape=(v, v)), directed=False
    )
    shell = piece[faces[:, 0]].astype(np.int32)
    return Smooth(corner, curved, is_round, axis, shell, _boxes(stage.local, piece))


def _neighbours(faces: NDArray[np.int32], v: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of faces that share an edge, two (e,) arrays."""
    a = faces.astype(np.int64)
    b = np.roll(a, -1, 1)
    key = (np.minimum(a, b) * v + np.maximum(a, b)).ravel()
    order = np.argsort(key, kind="stable")
    k = key[order]
    same = np.flatnonzero(k[1:] == k[:-1])
    return order[same] // 3, order[same + 1] // 3


def _directions(normals: F32, group: NDArray, count: int) -> NDArray[np.int64]:
    """(count,) number of different normals in each group."""
    q = np.round(normals * 24).astype(np.int64) + 32
    key = np.unique((group.astype(np.int64) << 24) | (q[:, 0] << 16) | (q[:, 1] << 8) | q[:, 2])
    return np.bincount(key >> 24, minlength=count)


def _corner_normals(stage: Stage, group: NDArray, curved: NDArray[np.bool_]) -> F32:
    faces, normals = stage.faces, stage.normals
    corner = np.repeat(normals[:, None], 3, 1)
    which = np.flatnonzero(curved)
    if not len(which):
        return corner
    tri = stage.vertices[faces[which]]
    weight = np.empty((len(which), 3), np.float32)
    for k in range(3):
        a, b = tri[:, (k + 1) % 3] - tri[:, k], tri[:, (k + 2) % 3] - tri[:, k]
        c = np.einsum("ij,ij->i", a, b) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1) + 1e-20)
        weight[:, k] = np.arccos(np.clip(c, -1, 1))
    key = (faces[which].astype(np.int64) + group[which].astype(np.int64)[:, None] * len(stage.vertices)).ravel()
    _, index = np.unique(key, return_inverse=True)
    total = np.stack([np.bincount(index, (weight * normals[which, a][:, None]).ravel()) for a in range(3)], 1)
    total = total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-20)
    out = total[index].reshape(-1, 3, 3)
    bad = np.einsum("ijk,ik->ij", out, normals[which]) < 0.25
    out[bad] = np.repeat(normals[which][:, None], 3, 1)[bad]
    corner[which] = out
    return corner


def _axes(stage: Stage, group: NDArray, count: int, curved: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], F32]:
    n = stage.normals.astype(np.float64)
    flat = np.hypot(n[:, 0], n[:, 1])
    w = np.where(curved & (flat > 0.2), 1.0, 0.0)
    ux, uy = n[:, 0] / np.maximum(flat, 1e-9), n[:, 1] / np.maximum(flat, 1e-9)
    total = np.maximum(np.bincount(group, w, count), 1e-9)
    xx, yy, xy = (np.bincount(group, w * q, count) / total for q in (ux * ux, uy * uy, ux * uy))
    spread = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    centre = np.stack([stage.vertices[stage.faces][:, :, a].mean(1) for a in range(2)], 1).astype(np.float64)
    cx, cy = (np.bincount(group, w * centre[:, a], count) / total for a in range(2))
    r = np.hypot(centre[:, 0] - cx[group], centre[:, 1] - cy[group])
    radius = np.bincount(group, w * r, count) / total
    ok = (spread < 0.55) & (total > 5) & (radius > 0.05)
    return ok[group] & curved, np.stack([cx[group], cy[group], np.maximum(radius, 0.05)[group]], 1).astype(np.float32)


def _boxes(points: F32, piece: NDArray) -> F32:
    order = np.argsort(piece, kind="stable")
    starts = np.flatnonzero(np.diff(piece[order], prepend=-1))
    p = points[order]
    return np.stack([np.minimum.reduceat(p, starts), np.maximum.reduceat(p, starts)], 1)
