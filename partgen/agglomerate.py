"""Pixels to segments: what a network says of pairs of pixels, near and far, joined from the surest pair on.

Direct neighbours that are surely of one thing, they and the pairs beside them, form patches. Between two patches counts the
mean of all that is said of their pairs; the pair of patches with the highest mean is joined, again and again, until none is
said to be one thing. Pairs that lie far apart hold things together that something stands before, and keep apart what touches.

Source: agglomeration by average linkage of signed affinities (GASP, arXiv:1906.11713), long-range pairs as in the
Mutex Watershed (arXiv:1904.12654).
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from math import sqrt

import numpy as np
from numpy.typing import NDArray

SURE = 2.5
"""Logit from which direct neighbours are of one patch."""


def offsets(reach: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """(rows, columns) from a pixel to those that it is paired with: right and below at every reach, from 2 on the diagonals too."""
    out: list[tuple[int, int]] = []
    for d in reach:
        out += [(0, d), (d, 0)]
        if d > 1:
            out += [(d, d), (d, -d)]
    return tuple(out)


def pair(shape: tuple[int, int], offset: tuple[int, int]) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The pixels that have a partner at an offset, and these partners, as slices of rows and columns."""
    (h, w), (down, right) = shape, offset
    rows = slice(0, max(h - down, 0)), slice(down, h)
    columns = (slice(0, max(w - right, 0)), slice(right, w)) if right >= 0 else (slice(-right, w), slice(0, max(w + right, 0)))
    return (rows[0], columns[0]), (rows[1], columns[1])


def segments(
    logits: NDArray[np.floating],
    pairs: Sequence[tuple[int, int]],
    inside: NDArray[np.bool_],
    *,
    sure: float = SURE,
    bias: float = 0.0,
    least: int = 1,
) -> NDArray[np.int64]:
    """(h, w) number of each pixel's segment from 0 on, -1 outside.

    Parameters
    ----------
    logits : (len(pairs), h, w), for each offset whether a pixel and its partner are of one thing; not looked at where one is outside.
    pairs : the offsets, the direct neighbours first. inside : (h, w) the pixels that belong to segments.
    sure : logit from which direct neighbours are joined at once. bias : patches are joined where the mean logit is above this.
    least : segments of fewer pixels join the one beside them that they most belong to, if any is beside them.
    """
    h, w = inside.shape
    out = np.full((h, w), -1, np.int64)
    if not inside.any():
        return out
    patch = _patches(logits, pairs, inside, sure)
    a, b, total, count = _between(logits, pairs, inside, patch)
    root = _joined(int(patch.max()) + 1, a, b, total, count, bias)
    out[inside] = np.unique(root[patch[inside]], return_inverse=True)[1]
    if least > 1:
        out[inside] = np.unique(_swept(out, logits, pairs, inside, least)[out[inside]], return_inverse=True)[1]
    return out


def _swept(
    segment: NDArray[np.int64], logits: NDArray[np.floating], pairs: Sequence[tuple[int, int]], inside: NDArray[np.bool_], least: int
) -> NDArray[np.int64]:
    """(n,) the segment that each is in once slivers are swept up."""
    n = int(segment.max()) + 1
    size = np.bincount(segment[inside], minlength=n)
    direct = [k for k, offset in enumerate(pairs) if max(map(abs, offset)) == 1]
    a, b, total, count = _between(logits[direct], [pairs[k] for k in direct], inside, segment)
    owner, mean = np.arange(n), total / count
    for k in np.argsort(size, kind="stable"):
        beside = (a == k) | (b == k)
        if size[k] >= least or not beside.any():
            continue
        best = np.flatnonzero(beside)[mean[beside].argmax()]
        into = owner[a[best] if b[best] == k else b[best]]
        if into != k:
            owner[owner == k] = into
    return owner


def _patches(logits: NDArray[np.floating], pairs: Sequence[tuple[int, int]], inside: NDArray[np.bool_], sure: float) -> NDArray[np.int64]:
    """(h, w) patches of pixels that hang together surely, -1 outside."""
    from scipy.ndimage import minimum_filter
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    number = np.arange(inside.size).reshape(inside.shape)
    ends = []
    for said, offset in zip(logits, pairs, strict=True):
        if max(abs(offset[0]), abs(offset[1])) > 1:
            continue
        here, there = pair(inside.shape, offset)  # type: ignore[arg-type]
        both = inside[here] & inside[there]
        beside = (3, 1) if offset[0] == 0 else (1, 3)  # a single pair that errs must not tie two things
        one = (minimum_filter(np.where(both, said[here], np.inf), beside, mode="nearest") > sure) & both
        ends.append((number[here][one], number[there][one]))
    a, b = (np.concatenate(x) for x in zip(*ends, strict=True))
    graph = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(inside.size, inside.size))
    out = np.full(inside.shape, -1, np.int64)
    out[inside] = np.unique(connected_components(graph, directed=False)[1].reshape(inside.shape)[inside], return_inverse=True)[1]
    return out


def _between(
    logits: NDArray[np.floating], pairs: Sequence[tuple[int, int]], inside: NDArray[np.bool_], patch: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The pairs of patches that something is said of: both numbers, the sum of what is said, how often."""
    n = int(patch.max()) + 1
    keys, values = [], []
    for said, offset in zip(logits, pairs, strict=True):
        here, there = pair(inside.shape, offset)  # type: ignore[arg-type]
        p, q = patch[here], patch[there]
        apart = (p >= 0) & (q >= 0) & (p != q)
        low, high = np.minimum(p, q)[apart], np.maximum(p, q)[apart]
        keys.append(low * n + high)
        values.append(np.asarray(said[here][apart], np.float64).clip(-8, 8))
    key, which = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.asarray(np.bincount(which, np.concatenate(values), len(key)), np.float64)
    return key // n, key % n, total, np.bincount(which, minlength=len(key)).astype(np.float64)


def _joined(
    n: int, a: NDArray[np.int64], b: NDArray[np.int64], total: NDArray[np.float64], count: NDArray[np.float64], bias: float
) -> NDArray[np.int64]:
    """(n,) the patch that stands for each: greedy joining by the mean, weighed down a little where it rests on few pairs."""
    beside: list[dict[int, tuple[float, float]]] = [{} for _ in range(n)]
    for i, j, t, c in zip(a.tolist(), b.tolist(), total.tolist(), count.tolist(), strict=True):
        beside[i][j] = beside[j][i] = (t, c)
    root = list(range(n))

    def worth(t: float, c: float) -> float:
        mean = t / c - bias
        return mean * sqrt(c / (c + 4)) if mean > 0 else mean

    heap = [(-worth(t, c), i, j, t, c) for i, near in enumerate(beside) for j, (t, c) in near.items() if i < j and t / c > bias]
    heapify(heap)
    while heap:
        _, i, j, t, c = heappop(heap)
        if root[i] != i or root[j] != j or beside[i].get(j) != (t, c):
            continue  # joined already, or with more beside it than when this was put down
        if len(beside[i]) < len(beside[j]):
            i, j = j, i
        root[j] = i
        del beside[i][j]
        for k, (t, c) in beside[j].items():
            if k == i:
                continue
            del beside[k][j]
            if k in beside[i]:
                t, c = t + beside[i][k][0], c + beside[i][k][1]
            beside[i][k] = beside[k][i] = (t, c)
            if t / c > bias:
                heappush(heap, (-worth(t, c), i, k, t, c))
        beside[j] = {}
    for i in range(n):
        while root[i] != root[root[i]]:
            root[i] = root[root[i]]
    return np.array(root)
