"""Charts: a mesh's faces sorted by the side that they are of, and cut apart along where sides meet, so that colours can change there.

A vertex has one colour, so a colour that ends at an edge would run on over the next faces. Along such edges vertices are doubled and
joined by faces without width: colours end sharply, the surface stays closed and where it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

SLOPE = 0.3
"""Faces whose normals rise by more than this look up (roofs); others are walls."""
TURNED = 0.1
"""Faces that look towards the camera by less than this show it nothing that can be relied on."""
SPECK = 3.0
"""Charts of less than this area, in square metres, are of the side of what is round them."""
PATCH, ENCLOSED = 10.0, 0.75
"""So are charts of less than that many square metres of whose border this share is with one other side: dormers, and steps in a roof."""
SMALL = 2.5
"""Faces of less than this area, in square metres, look where the surface round them looks: steps on a slope are slope."""
AROUND = 60
"""So many of `SPREAD` points on a surface are round a face."""
SPREAD = 6000
LOW = 0.3
"""What looks up in this lowest share of a thing's height is a step or a plinth and of the walls' colour."""

WALL, UP = 0, 1


def sides(v: Array, f: Ints, toward: Array) -> tuple[Ints, NDArray[np.bool_]]:
    """(f,) whether faces are `WALL` or `UP`, and (f,) bool, whether they look away from the camera (`toward` it is (3,)); without specks.

    v : (v, 3), z up. f : (f, 3) of a closed mesh.
    """
    from scipy.spatial import cKDTree

    n = np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]])
    area = np.linalg.norm(n, axis=1) / 2
    n = n / np.maximum(2 * area, 1e-12)[:, None]
    away = n @ toward < TURNED
    small = np.flatnonzero(area < SMALL)
    smooth = n.copy()
    if len(small):
        spots, of = spread(v, f, SPREAD)
        smooth[small] = n[of[cKDTree(spots).query(v[f[small]].mean(1), k=AROUND)[1]]].mean(1)
    low, high = v[:, 2].min(), v[:, 2].max()
    label = np.where((smooth[:, 2] > SLOPE) & (v[f, 2].mean(1) > low + LOW * (high - low)), UP, WALL) * 2 + away
    left, right = beside(f)
    length = np.linalg.norm(v[f[left // 3, left % 3]] - v[f[left // 3, (left % 3 + 1) % 3]], axis=1)
    for _ in range(3):
        label, changed = _without_specks(label, area, left // 3, right // 3, length)
        if not changed:
            break
    return label // 2, label % 2 == 1


def spread(v: Array, f: Ints, n: int) -> tuple[Array, Ints]:
    """(n, 3) points all over a surface, and the faces (n,) that they are on."""
    area = np.linalg.norm(np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]]), axis=1)
    rng = np.random.default_rng(0)
    face = rng.choice(len(f), n, p=area / area.sum())
    a, b = np.sort(rng.random((2, n, 1)), 0)
    return v[f[face, 0]] * a + v[f[face, 1]] * (b - a) + v[f[face, 2]] * (1 - b), face


def beside(f: Ints) -> tuple[Ints, Ints]:
    """Each edge of a closed mesh once: its two half-edges (e,), (e,), numbered 3 * face + corner where they begin."""
    n = int(f.max()) + 1
    there, back = f.ravel() * n + np.roll(f, -1, 1).ravel(), np.roll(f, -1, 1).ravel() * n + f.ravel()
    a, b = np.argsort(there, kind="stable"), np.argsort(back, kind="stable")
    once = a < b
    return a[once], b[once]


def _without_specks(label: Ints, area: Array, left: Ints, right: Ints, length: Array) -> tuple[Ints, bool]:
    """Labels of faces (f,), those of small connected charts exchanged for the one that most of their border is shared with."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    same = label[left] == label[right]
    links = coo_matrix((np.ones(int(same.sum()), bool), (left[same], right[same])), shape=(len(label),) * 2)
    count, chart = connected_components(links, directed=False)
    size = np.bincount(chart, area, count)
    a, b, w = np.r_[chart[left], chart[right]], np.r_[label[right], label[left]], np.r_[length, length]
    border = (np.r_[~same, ~same]) & (size < PATCH)[a]
    if not border.any():
        return label, False
    votes = np.bincount(a[border] * 4 + b[border], w[border], count * 4).reshape(count, 4)
    most, all_ = votes.max(1), votes.sum(1)
    new = np.where((all_ > 0) & ((size < SPECK) | ((size < PATCH) & (most > ENCLOSED * all_))), votes.argmax(1), -1)
    out = np.where(new[chart] >= 0, new[chart], label)
    return out, bool((out != label).any())


def cut(v: Array, f: Ints, chart: Ints) -> tuple[Array, Ints, Ints]:
    """Vertices and faces with those of different charts (f,) cut apart, and faces without width between them, which come last.

    Returns
    -------
    vertices, faces, and (v,) which of the given vertices each one is a copy of. Closed where the given ones are.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    left, right = beside(f)
    apart = chart[left // 3] != chart[right // 3]
    if not apart.any():
        return v, f, np.arange(len(v))
    after = 3 * (left // 3) + (left % 3 + 1) % 3
    ahead = 3 * (right // 3) + (right % 3 + 1) % 3
    # a corner's copies: one for each run of faces of one chart round its vertex
    a, b = np.r_[left[~apart], after[~apart]], np.r_[ahead[~apart], right[~apart]]
    copies, copy = connected_components(coo_matrix((np.ones(len(a), bool), (a, b)), shape=(f.size,) * 2), directed=False)
    source = np.zeros(copies, np.int64)
    source[copy] = f.ravel()
    # the half-edge left runs from p to q in one chart, right from q to p in the other
    p, q, back_q, back_p = copy[left[apart]], copy[after[apart]], copy[right[apart]], copy[ahead[apart]]
    strips = np.concatenate([np.stack([q, p, back_p], 1), np.stack([q, back_p, back_q], 1)])
    ends = np.concatenate([np.stack([p, back_p], 1), np.stack([back_q, q], 1)])
    return v[source], np.concatenate([copy.reshape(-1, 3), strips, _fillings(ends, copies)]).astype(np.int64), source


def _fillings(ends: Ints, n: int) -> Ints:
    """Faces (k, 3) that close what is open between the ends (e, 2) of strips where more than two of them meet."""
    key, back = ends[:, 0] * n + ends[:, 1], ends[:, 1] * n + ends[:, 0]
    follows = dict(ends[~np.isin(key, back)].tolist())
    out = []
    while follows:
        first, at = follows.popitem()
        ring = [first]
        while at != first:
            ring.append(at)
            at = follows.pop(at)
        ring.reverse()
        out += [(ring[0], ring[k], ring[k + 1]) for k in range(1, len(ring) - 1)]
    return np.array(out, np.int64).reshape(-1, 3)
