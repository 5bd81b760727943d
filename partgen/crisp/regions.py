"""Flat regions of a surface: connected faces of one plane, small ones given to their neighbours, and those that are one plane joined.

A region is what the surface's own errors (of about a `unit`) leave of one flat face; `patch` statistics of all regions are sums over faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from partgen.crisp.frame import Frame
from partgen.crisp.planes import Planes
from partgen.crisp.surface import Flags, Floats, Ints, Surface, sums

JOIN = 0.5
"""Root mean square distance, in units, from one plane up to which neighbours are one region."""
_PARALLEL = 0.9
"""Cosine between the planes of such neighbours."""
PATCH = 120.0
"""Area, in square units, over which an extraction's errors are about the same."""
BEND = 12.5
"""Degrees (root mean square) that the normals of a large flat region may be scattered by; those of a curved one are more."""
_NARROW = 3.2
"""Width, in units, of what may be a rounded edge."""
_TELLING = 60.0
"""Area, in square units, below which a region's normals say nothing of its own; it is taken to be as what surrounds it."""


@dataclass(frozen=True, eq=False)
class Moments:
    """What regions weigh and how they lie: weight (r,), middle (r, 3), scatter (r, 3, 3), the mean outer products about the middle."""

    weight: Floats
    middle: Floats
    scatter: Floats

    @classmethod
    def of(cls, surface: Surface, which: Ints, count: int, weights: Floats) -> Moments:
        """Of regions `which` (f,), -1 for none, with faces weighed by `weights` (f,)."""
        on = which >= 0
        w, r, p = weights[on], which[on], surface.centres[on]
        weight = np.maximum(np.bincount(r, w, minlength=count), 1e-300)
        middle = np.stack([sums(r, w * p[:, k], count) for k in range(3)], 1) / weight[:, None]
        q = p - middle[r]
        scatter = np.empty((count, 3, 3))
        for i in range(3):
            for j in range(i, 3):
                scatter[:, i, j] = scatter[:, j, i] = sums(r, w * q[:, i] * q[:, j], count) / weight
        return cls(weight, middle, scatter)

    def joined(self, a: int, b: int) -> tuple[float, Floats, Floats]:
        """Weight, middle and scatter of two regions taken together."""
        w = self.weight[a] + self.weight[b]
        s, t = self.weight[a] / w, self.weight[b] / w
        d = self.middle[a] - self.middle[b]
        return float(w), s * self.middle[a] + t * self.middle[b], s * self.scatter[a] + t * self.scatter[b] + s * t * np.outer(d, d)


def connected(surface: Surface, labels: Ints) -> tuple[Ints, Ints]:
    """Connected faces of one label: (f,) which region a face is in, and (r,) the regions' labels."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    f = len(labels)
    row = np.repeat(np.arange(f), 3)
    column = surface.neighbours.ravel()
    same = labels[row] == labels[column]
    graph = coo_matrix((np.ones(int(same.sum()), np.int8), (row[same], column[same])), shape=(f, f))
    count, which = connected_components(graph, directed=False)
    of = np.empty(count, np.int64)
    of[which] = labels
    return which.astype(np.int64), of


def absorbed(surface: Surface, labels: Ints, planes: Planes, small: Flags, unit: float) -> Ints:
    """(f,) labels after the faces that `small` (f,) marks have gone to the neighbours around them that suit them best."""
    labels, small = labels.copy(), small.copy()
    for _ in range(60):
        todo = np.flatnonzero(small)
        good = ~small[surface.neighbours[todo]]
        has = good.any(1)
        if not has.any():
            break
        todo, good = todo[has], good[has]
        options = labels[surface.neighbours[todo]]
        height = np.abs(np.einsum("fi,fki->fk", surface.centres[todo], planes.normals[options]) - planes.offsets[options])
        height = np.where(options < 0, 1.5 * unit, height)
        labels[todo] = options[np.arange(len(todo)), np.where(good, height, np.inf).argmin(1)]
        small[todo] = False
    return labels


def crumbs(surface: Surface, labels: Ints, least: float, *, curved: bool = False) -> Flags:
    """(f,) faces of connected regions smaller than `least` (area); with `curved` only of those of no plane."""
    which, _ = connected(surface, labels)
    return np.asarray((np.bincount(which, surface.areas)[which] < least) & ((labels < 0) | (not curved)))


def rounded(surface: Surface, which: Ints, planes: Planes, unit: float) -> Flags:
    """(r,) narrow regions that lean towards a neighbour and away from none: what blurring made of an edge. A plate's rim leans to none."""
    count = len(planes)
    m = Moments.of(surface, which, count, surface.areas)
    width = np.sqrt(12 * np.maximum(np.linalg.eigvalsh(m.scatter)[:, 1], 0))
    narrow = width < _NARROW * unit
    here, there = np.repeat(which, 3), which[surface.neighbours].ravel()
    meet = (here != there) & (here >= 0) & (there >= 0)
    keys, shared = np.unique(here[meet] * count + there[meet], return_counts=True)
    lean, off = np.zeros(count), np.zeros(count)
    for key, n in zip(keys, shared, strict=True):
        i, j = int(key // count), int(key % count)
        if narrow[i] and n >= 3:
            dot = float(planes.normals[i] @ planes.normals[j])
            lean[i], off[i] = max(lean[i], dot), min(off[i], dot)
    return np.asarray(narrow & (lean > 0.4) & (off > -0.3))


def joined(surface: Surface, which: Ints, planes: Planes, unit: float, *, weights: Floats) -> tuple[Ints, Planes]:
    """Regions after neighbours that lie on one plane have become one, those first that fit it best.

    Parameters
    ----------
    which : (f,) region of each face, -1 for none; `planes` holds one for each region. weights : (f,).

    Returns
    -------
    (f,) regions, numbered anew, and their planes, refitted where they were joined.

    Source: Garland, Willmott and Heckbert, "Hierarchical face clustering on polygonal surfaces", 2001.
    """
    count = len(planes)
    m = Moments.of(surface, which, count, weights)
    normals, offsets = planes.normals.copy(), planes.offsets.copy()
    near = _adjacent(surface, which, count)
    heap: list[tuple[float, int, int, int, int]] = []
    version = np.zeros(count, np.int64)

    def offer(i: int, j: int) -> None:
        error = _together(m, i, j, normals, offsets, unit)[0]
        if error <= JOIN * unit:
            heappush(heap, (error, i, j, int(version[i]), int(version[j])))

    for i in range(count):
        for j in near[i]:
            if i < j:
                offer(i, j)
    home = np.arange(count)
    while heap:
        _, i, j, vi, vj = heappop(heap)
        if vi != version[i] or vj != version[j]:
            continue
        if m.weight[i] < m.weight[j]:
            i, j = j, i
        _, n, d = _together(m, i, j, normals, offsets, unit)
        m.weight[i], m.middle[i], m.scatter[i] = m.joined(i, j)
        normals[i], offsets[i] = n, d
        home[home == j] = i
        version[i] += 1
        version[j] = -1
        near[i] = (near[i] | near[j]) - {i, j}
        for k in near[j]:
            near[k] = (near[k] - {j}) | {i} if k != i else near[k]
        near[j] = set()
        for k in near[i]:
            offer(i, k)
    left, name = np.unique(home, return_inverse=True)
    return np.where(which >= 0, name.ravel()[which], -1), Planes(normals[left], offsets[left])


def _adjacent(surface: Surface, which: Ints, count: int) -> list[set[int]]:
    """Which regions each region meets along an edge."""
    here, there = np.repeat(which, 3), which[surface.neighbours].ravel()
    meet = (here != there) & (here >= 0) & (there >= 0)
    near: list[set[int]] = [set() for _ in range(count)]
    for key in np.unique(here[meet] * count + there[meet]):
        near[key // count].add(int(key % count))
    return near


def _together(m: Moments, i: int, j: int, normals: Floats, offsets: Floats, unit: float) -> tuple[float, Floats, float]:
    """How far (root mean square) two regions lie from one plane, infinite where they are not of one, and that plane."""
    none = np.inf, normals[i], float(offsets[i])
    if normals[i] @ normals[j] < _PARALLEL:
        return none
    _, middle, scatter = m.joined(i, j)
    values, vectors = np.linalg.eigh(scatter)
    n = vectors[:, 0] if vectors[:, 0] @ (normals[i] + normals[j]) > 0 else -vectors[:, 0]
    if min(n @ normals[i], n @ normals[j]) < _PARALLEL or values[1] < unit**2:
        n = normals[i] if m.weight[i] >= m.weight[j] else normals[j]
    d = float(n @ middle)
    for k in (i, j):
        error = np.sqrt(n @ m.scatter[k] @ n + (n @ m.middle[k] - d) ** 2)
        patches = max(m.weight[k] / (PATCH * unit**2), 1.0)
        if error > unit * (JOIN + 0.45 / np.sqrt(patches)):
            return none
    return float(np.sqrt(max(n @ scatter @ n, 0.0))), n, d


def curved(surface: Surface, which: Ints, planes: Planes, trust: Floats, unit: float, *, weights: Floats, normals: Floats) -> Flags:
    """(r,) regions that are no plane's: their normals are scattered more, or they lie farther off, than errors explain.

    Parameters
    ----------
    trust : (r,) degrees of scatter that are borne beyond what is usual.
    """
    count = len(planes)
    on = which >= 0
    w, r = weights[on], which[on]
    weight = np.maximum(np.bincount(r, w, minlength=count), 1e-300)
    turn = np.degrees(np.arccos(np.clip((normals[on] * planes.normals[r]).sum(1), -1, 1)))
    off = (surface.centres[on] * planes.normals[r]).sum(1) - planes.offsets[r]
    bend, rough = (np.sqrt(sums(r, w * x**2, count) / weight) for x in (turn, off / unit))
    size = weight / unit**2
    out = (rough > 0.9) | (bend > BEND + 60 / np.sqrt(np.maximum(size, 1.0)) + trust)
    judged = size >= _TELLING
    border = np.zeros((count, 2))
    here, there = np.repeat(which, 3), which[surface.neighbours].ravel()
    meet = (here != there) & (here >= 0)
    here, there = here[meet], there[meet]
    round_ = np.where(there >= 0, out[there] & judged[there], True)
    border[:, 0], border[:, 1] = (np.bincount(here, x, minlength=count) for x in (round_, ~round_))
    return np.asarray(np.where(judged, out, border[:, 0] > border[:, 1]))


def orderly(surface: Surface, which: Ints, planes: Planes, frame: Frame, *, normals: Floats) -> Flags:
    """(r,) regions that lie as buildings do: level, upright or sloping towards one of the frame's sides.

    Told by the mean of the normals, before anything was turned for order's sake: chance brings one in five there.
    """
    count = len(planes)
    on = which >= 0
    mean = np.stack([sums(which[on], surface.areas[on] * normals[on, k], count) for k in range(3)], 1)
    local = frame.to_local(mean / np.maximum(np.linalg.norm(mean, axis=1), 1e-300)[:, None])
    turn = np.degrees(np.arctan2(local[:, 2], local[:, 0]))
    level = np.abs(local[:, 1]) > np.cos(np.radians(8))
    return np.asarray(level | (np.abs((turn + 45) % 90 - 45) < 6.5))


def roughness(surface: Surface, which: Ints, planes: Planes, bent: Flags, unit: float, *, weights: Floats) -> float | None:
    """How far, root mean square and in units, large flat regions lie off their planes; None where too little is flat to tell."""
    count = len(planes)
    if not count:
        return None
    on = which >= 0
    size = np.bincount(which[on], surface.areas[on], minlength=count) / unit**2
    tell = (size >= _TELLING) & ~bent
    off = (surface.centres[on] * planes.normals[which[on]]).sum(1) - planes.offsets[which[on]]
    w = np.where(tell[which[on]], weights[on], 0.0)
    if float(size[tell].sum()) < 0.3 * float(surface.areas.sum()) / unit**2:
        return None
    return float(np.sqrt((w * off**2).sum() / max(w.sum(), 1e-300))) / unit
