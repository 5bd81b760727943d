"""Meshes with colours: faces divided where the picture has detail that their corners' colours cannot show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cityscape.sculpt.charts import UP, cut, sides
from cityscape.sculpt.colours import Dye
from cityscape.world.mesh import Mesh

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

INWARD = 4.0
"""So many pixels inside its chart a vertex on the chart's border is looked at."""
LEAST_EDGE = 2.0
"""Faces whose edges have fewer than twice as many pixels are not divided further."""
PROBES = (
    (1 / 3, 1 / 3, 1 / 3), (0.6, 0.2, 0.2), (0.2, 0.6, 0.2), (0.2, 0.2, 0.6), (0.48, 0.48, 0.04), (0.48, 0.04, 0.48), (0.04, 0.48, 0.48),
)  # fmt: skip
"""Where on a face the picture is looked at, as weights of its corners."""
MIDDLE = 0.2
"""Edges are divided no farther from their middle than this share of their length: else faces turn into splinters."""
STEPS = 16
"""Parts of an edge at whose ends the picture is looked at for where to divide it."""
CONTRAST = 0.12
"""Faces on which the picture differs by more than this from an even run of colour (sRGB, 0 to 1) are divided."""


def dyed(mesh: Mesh, dye: Dye, *, more: int) -> Mesh:
    """The mesh with colours, its faces divided where the picture has detail, into at most about `more` faces more.

    Faces are divided at their longest edges, which keeps them in shape, where the picture leaves an even run of colour most; those that
    look away from the camera are not. Sources: Rivara, "Algorithms for refining triangular grids suitable for adaptive and multigrid
    techniques", 1984; Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a line", 1973.
    """
    v, f = mesh.vertices.astype(np.float64), mesh.faces.astype(np.int64)
    least = LEAST_EDGE * dye.camera.span / dye.camera.height
    side, away = sides(v, f, dye.toward)
    most = len(f) + more
    v, f, source = cut(v, f, 2 * side + away) if dye.built else (v, f, np.arange(len(v)))
    strips = len(f) - len(side)
    piece = dye.hidden.piece_of[source]
    side, away = np.r_[side, np.zeros(strips, np.int64)], np.r_[away, np.ones(strips, bool)]
    whole = np.r_[np.ones(len(side) - strips, bool), np.zeros(strips, bool)]  # faces that have a width
    said, score = np.zeros((0, 4)), np.zeros(0)  # of the vertices and of the first faces, known from the round before
    for last in range(17):
        said = np.concatenate([said, _said(v, f, piece, side, away, whole, dye, begin=len(said))])
        if last == 16:
            break
        a, b, edge_of = _edges(f)
        length = np.linalg.norm(v[a] - v[b], axis=1)
        longest = edge_of[np.arange(len(f)), length[edge_of].argmax(1)]
        new = np.arange(len(score), len(f))
        fresh = np.zeros(len(new))
        open_ = ~away[new]
        k = new[open_]
        fresh[open_] = _unevenness(v, f[k], length[longest[k]], said, dye, least, piece[f[k, 0]], side[k])
        score = np.concatenate([score, fresh])
        chosen = np.argsort(-score, kind="stable")[: max(0, most - len(f)) // 2]
        marked = np.zeros(len(a), bool)
        marked[longest[chosen[score[chosen] > 0]]] = True
        if not marked.any():
            break
        score = score[~marked[edge_of].any(1)]
        asked = np.zeros(len(a), np.int64)
        asked[longest[chosen]] = chosen
        asked = asked[marked]  # one of the faces that each marked edge is the longest of
        share = _steps(v, f[asked], a[marked], b[marked], length[marked], said, dye, piece[a[marked]], side[asked])
        piece = np.r_[piece, piece[a[marked]]]
        v, f, parent = divided(v, f, a, b, edge_of, marked, share)
        side, away, whole = side[parent], away[parent], whole[parent]
    out = np.round(said * 255).astype(np.uint8)
    return Mesh(v.astype(np.float32), f.astype(np.int32), out[:, :3], out[:, 3])


def _said(v: Array, f: Ints, piece: Ints, side: Ints, away: Bools, whole: Bools, dye: Dye, *, begin: int) -> Array:
    """(n, 4) colours of the vertices from number `begin` on. Those beside faces without width are looked at within their chart."""
    faces, n = f[whole], len(v)
    corner, of = faces.ravel(), np.repeat(np.flatnonzero(whole), 3)
    count = np.maximum(np.bincount(corner, minlength=n), 1)
    middle = v[f[of]].mean(1)
    inward = np.stack([np.bincount(corner, middle[:, k], n) for k in range(3)], 1) / count[:, None] - v
    far = np.linalg.norm(inward, axis=1, keepdims=True)
    step = np.minimum(INWARD * dye.camera.span / dye.camera.height, far / 2) / np.maximum(far, 1e-12)
    border = np.zeros(n, bool)
    border[f[~whole]] = True
    hidden = np.bincount(corner, away[of], n) >= (1 if not dye.built else 0.5) * count
    up = np.bincount(corner, side[of] == UP, n) > count / 2
    at = np.where(border[:, None], v + step * inward, v)[begin:]
    return dye.colors(at, piece[begin:], up[begin:].astype(np.int64), hidden[begin:])


def _steps(v: Array, f: Ints, a: Ints, b: Ints, length: Array, said: Array, dye: Dye, piece: Ints, side: Ints) -> Array:
    """(e,) where to divide edges from vertices a to b (e,), 0..1: where the picture differs most from an even run from end to end.

    f : (e, 3) a face of each, from whose inside it is looked at. length : (e,) metres.
    """
    pixel = dye.camera.span / dye.camera.height
    inward = v[f].mean(1) - (v[a] + v[b]) / 2
    far = np.linalg.norm(inward, axis=1, keepdims=True)
    inward *= np.minimum(pixel, far / 2) / np.maximum(far, 1e-12)
    share = np.arange(1, STEPS) / STEPS
    off = np.empty((len(a), len(share)))
    shown = np.zeros(len(a), bool)
    for k, t in enumerate(share):
        there = dye.colors(v[a] * (1 - t) + v[b] * t + inward, piece, side, shown)
        off[:, k] = np.abs(there - said[a] * (1 - t) - said[b] * t).max(1)
    off[:, len(share) // 2] += CONTRAST / 2  # in doubt in the middle
    inner = np.abs(share - 0.5) <= MIDDLE
    return np.asarray(share[inner][off[:, inner].argmax(1)])


def _unevenness(v: Array, f: Ints, longest: Array, said: Array, dye: Dye, least: float, piece: Ints, side: Ints) -> Array:
    """(f,) how much the picture differs on each face from an even run of its corners' colours `said` (v, 4), by the face's size.

    Faces whose longest edge (f,) is under twice `least` metres are left alone. piece, side : (f,) of the faces.
    """
    area = np.linalg.norm(np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]]), axis=1) / 2
    k = np.flatnonzero((longest >= 2 * least) & (area > least**2 / 2))
    worst = np.zeros(len(f))
    seen = np.zeros(len(k), bool)
    for weights in PROBES:
        w = np.array(weights)
        there = dye.colors(np.einsum("fkc,k->fc", v[f[k]], w), piece[k], side[k], seen)
        worst[k] = np.maximum(worst[k], np.abs(there - np.einsum("fkc,k->fc", said[f[k]], w)).max(1))
    return np.asarray(np.where(worst > CONTRAST, worst * np.sqrt(area), 0.0))


def divided(v: Array, f: Ints, a: Ints, b: Ints, edge_of: Ints, marked: Bools, share: Array) -> tuple[Array, Ints, Ints]:
    """Vertices and faces after each marked edge got a vertex within, and (f,) the face that each is of; nothing opens.

    Vertices and faces that stay come first, in their order.

    a, b : (e,) the edges' ends. edge_of : (f, 3) which edge follows each corner. share : (m,) where on the marked ones, from a to b.
    """
    middle = np.full(len(a), -1)
    middle[marked] = len(v) + np.arange(int(marked.sum()))
    t = share[:, None]
    v = np.concatenate([v, v[a[marked]] * (1 - t) + v[b[marked]] * t])
    m = middle[edge_of]
    count = (m >= 0).sum(1)
    out, of = [f[count == 0]], [np.flatnonzero(count == 0)]
    one = np.flatnonzero(count == 1)
    if len(one):
        p, q, r, x, _, _ = _turned(f[one], m[one], (m[one] >= 0).argmax(1))
        out += [np.stack([p, x, r], 1), np.stack([x, q, r], 1)]
        of += [one, one]
    two = np.flatnonzero(count == 2)
    if len(two):  # turned so that the edge without a middle is the last
        p, q, r, x, y, _ = _turned(f[two], m[two], ((m[two] < 0).argmax(1) + 1) % 3)
        out += [np.stack([x, q, y], 1), np.stack([p, x, y], 1), np.stack([p, y, r], 1)]
        of += [two, two, two]
    three = np.flatnonzero(count == 3)
    if len(three):
        p, q, r, x, y, z = _turned(f[three], m[three], np.zeros(len(three), np.int64))
        out += [np.stack(t, 1) for t in ((p, x, z), (x, q, y), (z, y, r), (x, y, z))]
        of += [three] * 4
    return v, np.concatenate(out), np.concatenate(of)


def _turned(f: Ints, m: Ints, first: Ints) -> tuple[Ints, ...]:
    """Corners and middles of faces, beginning with corner `first` (n,)."""
    rows = np.arange(len(f))
    k = [(first + i) % 3 for i in range(3)]
    return (*(f[rows, i] for i in k), *(m[rows, i] for i in k))


def _edges(f: Ints) -> tuple[Ints, Ints, Ints]:
    """Each edge once: its ends (e,), (e,), and which edge runs from each corner (f, 3) to the next."""
    ends = np.sort(np.stack([f, np.roll(f, -1, 1)], -1).reshape(-1, 2), axis=1)
    key = ends[:, 0] * (int(f.max()) + 1) + ends[:, 1]
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    return ends[first, 0], ends[first, 1], index.reshape(f.shape)
