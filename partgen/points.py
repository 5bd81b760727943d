"""Points on surfaces: area-weighted samples of meshes and farthest-point subsets of clouds.

Frame: whatever the caller works in (partgen: y up, [-1, 1]^3). Clouds of six channels are xyz and the unit normal.
"""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.errors import PartgenError

Floats = NDArray[np.float32]

_NAIVE = 4096  # below this many points the textbook loop is the quickest
_BLOCK = 1024  # candidates that are looked at together
_LEAF = 128  # points in one leaf of the update


def farthest_points(points: Tensor, m: int, start: int | Sequence[int] | Tensor = 0) -> Tensor:
    """Greedy farthest-point sampling: each next point is the one farthest from all points taken so far.

    Exactly the textbook order (float32 squared distances, ties to the lowest index, no index twice), reached without
    touching every point at every step: the farthest `_BLOCK` points are settled among themselves for as long as they
    stay farther than all others, and only then are the leaves that the new points can reach updated.

    Parameters
    ----------
    points : (b, n, 3) float.
    m : int, points wanted; ``m >= n`` keeps all, in order.
    start : the first index, one for all or one per cloud.

    Returns
    -------
    (b, min(m, n)) int64, indices in the order taken, on the device of `points`.

    Source: Eldar et al., "The farthest point strategy for progressive image sampling", 1997.
    """
    if points.ndim != 3 or points.shape[-1] != 3:
        raise PartgenError(f"farthest_points wants points of shape (b, n, 3), got {tuple(points.shape)}")
    b, n, _ = points.shape
    if m < 1 or n < 1:
        raise PartgenError(f"farthest_points cannot take {m} of {n} points")
    if m >= n:
        return torch.arange(n, device=points.device).expand(b, n).clone()
    first = torch.as_tensor(start, dtype=torch.int64).expand(b).tolist()
    if min(first) < 0 or max(first) >= n:
        raise PartgenError(f"the start {first} lies outside the {n} points")
    clouds = points.detach().to("cpu", torch.float32).numpy()
    taken = np.stack([_greedy(cloud, m, s) for cloud, s in zip(clouds, first, strict=True)])
    return torch.from_numpy(taken).to(points.device)


def query_index(points: Tensor, m: int, *, start: int | None = 0, chunks: int = 1, generator: torch.Generator | None = None) -> Tensor:
    """The query points of the shape encoder: farthest points of each of `chunks` equal consecutive cuts.

    Parameters
    ----------
    points : (b, n, 3 or 6) float; only xyz counts.
    m : int, queries in all. ``n <= m`` keeps the points as they are.
    start : int, the first index within each cut; None draws it with `generator`.
    chunks : int, cuts; must divide both n and m.

    Returns
    -------
    (b, m) int64.  Source: AUTOPARTGEN.md section 2.4.
    """
    b, n = points.shape[:2]
    if n <= m:
        return torch.arange(n, device=points.device).expand(b, n).clone()
    if n % chunks or m % chunks:
        raise PartgenError(f"{n} points and {m} queries cannot be cut into {chunks} equal chunks")
    size = n // chunks
    out = []
    for i in range(chunks):
        cut = points[:, i * size : (i + 1) * size, :3]
        begin = torch.randint(size, (b,), generator=generator) if start is None else start
        out.append(farthest_points(cut, m // chunks, begin) + i * size)
    return torch.cat(out, 1)


def sample_surface(meshes: Any, n: int, seed: int | np.random.Generator | torch.Generator | None = 0) -> Tensor:
    """`n` area-weighted points of one mesh or of several taken together, with the normals of their faces.

    Parameters
    ----------
    meshes : a mesh or a sequence of meshes with ``vertices`` (v, 3) and ``faces`` (f, 3).
    seed : int or generator; the same seed gives the same points.

    Returns
    -------
    (n, 6) float32, xyz and unit normal; zeros where the meshes have no area.
    """
    corners = triangles(meshes)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    double = np.linalg.norm(normal, axis=1)
    total = np.cumsum(double)
    if not len(total) or not total[-1] > 0:
        return torch.zeros(n, 6)
    rng = _generator(seed)
    draws = rng.random((n, 3))
    face = np.minimum(np.searchsorted(total, draws[:, 0] * total[-1], side="right"), np.flatnonzero(double > 0)[-1])
    root = np.sqrt(draws[:, 1:2])
    weights = np.concatenate([1 - root, root * (1 - draws[:, 2:3]), root * draws[:, 2:3]], 1)
    xyz = np.einsum("nk,nkc->nc", weights, corners[face])
    return torch.from_numpy(np.concatenate([xyz, normal[face] / double[face, None]], 1).astype(np.float32))


def surface_cloud(
    meshes: Any, n: int = 32_768, *, candidates: int = 65_536, seed: int | np.random.Generator | torch.Generator | None = 0
) -> Tensor:
    """The encoder's input: `candidates` surface samples thinned to the `n` farthest of them.

    The release draws 500,000 samples first and keeps a random 65,536 of them; independent draws are the same cloud in
    distribution, so that step is left out.

    Returns
    -------
    (n, 6) float32, xyz and face normal; zeros for an empty mesh, which is how an empty history is told.
    Source: AUTOPARTGEN.md section 7.
    """
    rng = _generator(seed)
    cloud = sample_surface(meshes, max(candidates, n), rng)
    if not cloud.any():
        return torch.zeros(n, 6)
    if len(cloud) == n:
        return cloud
    return cloud[farthest_points(cloud[None, :, :3], n, int(rng.integers(len(cloud))))[0]]


def triangles(meshes: Any) -> NDArray[np.float64]:
    """All triangles of one mesh or of a sequence of meshes, (f, 3, 3) float64."""
    several = [meshes] if hasattr(meshes, "faces") else list(meshes)
    out = [np.asarray(m.vertices, np.float64)[np.asarray(m.faces, np.int64)] for m in several if len(m.faces)]
    return np.concatenate(out) if out else np.zeros((0, 3, 3))


def _generator(seed: int | np.random.Generator | torch.Generator | None) -> np.random.Generator:
    """A numpy generator from a seed or from a torch generator, which one draw moves on."""
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, torch.Generator):
        seed = int(torch.randint(2**62, (1,), generator=seed, device=seed.device))
    return np.random.default_rng(seed)


# -- greedy farthest points of one cloud -----------------------------------------------------------
def _greedy(cloud: Floats, m: int, start: int) -> NDArray[np.int64]:
    """Indices (m,) of one cloud (n, 3)."""
    n = len(cloud)
    if n <= _NAIVE:
        return _textbook(cloud, m, start, np.full(n, np.inf, np.float32))[0]
    order = _along_curve(cloud)  # neighbours in space become neighbours in memory
    near = np.full(n, np.inf, np.float32)
    head = min(m, 128)
    taken = list(_textbook(cloud, head, start, near)[0])
    leaves = _Leaves(cloud, order)
    while len(taken) < m:
        block = np.argpartition(near, n - _BLOCK)[n - _BLOCK :]
        limit = near[block].min()  # no point outside the block is farther than this
        block.sort()
        x, y, z = np.ascontiguousarray(cloud[block].T)
        rest = near[block]
        new: list[int] = []
        while len(taken) + len(new) < m:
            k = int(rest.argmax())
            if not rest[k] > limit:
                break
            new.append(int(block[k]))
            d = _squared(x, y, z, x[k], y[k], z[k])
            np.minimum(rest, d, out=rest)
            rest[k] = -1.0
        if not new:  # a plateau wider than the block: one plain step
            new = [int(near.argmax())]
        leaves.update(near, np.array(new))
        taken += new
    return np.array(taken, np.int64)


def _textbook(cloud: Floats, m: int, start: int, near: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The plain loop, one pass over all points a step; `near` (n,) is updated in place, taken points get -1."""
    x, y, z = np.ascontiguousarray(cloud.T)
    taken = np.empty(m, np.int64)
    k = start
    for i in range(m):
        taken[i] = k
        np.minimum(near, _squared(x, y, z, x[k], y[k], z[k]), out=near)
        near[k] = -1.0
        k = int(near.argmax())
    return taken, near


def _squared(x: Floats, y: Floats, z: Floats, a: Any, b: Any, c: Any) -> Floats:
    """Squared distances, summed in one fixed order so that every path gives the same float."""
    dx, dy, dz = x - a, y - b, z - c
    dx *= dx
    dy *= dy
    dz *= dz
    dx += dy
    dx += dz
    return dx


class _Leaves:
    """A cloud cut into leaves of `_LEAF` neighbouring points, each with its box."""

    def __init__(self, cloud: Floats, order: NDArray[np.int64]) -> None:
        fill = -len(cloud) % _LEAF
        self.index = np.concatenate([order, np.repeat(order[-1:], fill)]).reshape(-1, _LEAF)
        self.cloud = cloud
        points = cloud[self.index]
        self.xyz = [np.ascontiguousarray(points[..., c]) for c in range(3)]
        self.low, self.high = points.min(1), points.max(1)

    def update(self, near: Floats, new: NDArray[np.int64]) -> None:
        """Lower `near` (n,) in place by the distances to the points `new` (k,)."""
        reach = near[self.index].max(1) * np.float32(1.0001)  # a leaf farther than its own largest distance is out of reach
        p = self.cloud[new]
        gap = np.zeros((len(reach), len(p)), np.float32)
        for c in range(3):
            d = np.maximum(self.low[:, c, None] - p[:, c], p[:, c] - self.high[:, c, None])
            np.maximum(d, 0, out=d)
            d *= d
            gap += d
        leaf, which = np.divmod(np.flatnonzero(gap <= reach[:, None]), len(p))
        if not len(leaf):
            near[new] = -1.0
            return
        a, b, c_ = (p[which, k, None] for k in range(3))
        d = _squared(self.xyz[0][leaf], self.xyz[1][leaf], self.xyz[2][leaf], a, b, c_)
        begins = np.flatnonzero(np.r_[True, leaf[1:] != leaf[:-1]])
        least = np.minimum.reduceat(d, begins, axis=0)
        rows = self.index[leaf[begins]]
        near[rows] = np.minimum(near[rows], least)
        near[new] = -1.0


def _along_curve(cloud: Floats) -> NDArray[np.int64]:
    """The order of the points along a Morton curve of 2^10 cells an axis, (n,) int64."""
    low, high = cloud.min(0), cloud.max(0)
    cell = ((cloud - low) / max(float((high - low).max()), 1e-30) * 1023).astype(np.int64)
    code = np.zeros(len(cloud), np.int64)
    for bit in range(10):
        for axis in range(3):
            code |= ((cell[:, axis] >> bit) & 1) << (3 * bit + axis)
    return np.argsort(code, kind="stable")


def draw(weight: Tensor, n: int, g: torch.Generator) -> Tensor:
    """n indices drawn by weight (k,), by inversion (torch.multinomial is limited to 2^24 and slower)."""
    total = weight.cumsum(0)
    return torch.searchsorted(total, torch.rand(n, generator=g, dtype=total.dtype) * total[-1]).clamp(max=len(weight) - 1)
