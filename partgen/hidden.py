"""Hidden sides that are given: whose they are, and what they prove.

Where points on the whole surface of an object are known, as of a mesh, no side of a part has to be guessed. Points that the picture
shows are of their pixels' regions; from there regions spread over the surface, cheaply round corners that stand out and dearly over
creases, where things touch. Near points whose neighbours look the same way a field is the distance to their planes, as it is near pixels
(`partgen.carve`).

Frame: that of the whole. Source: geodesic Voronoi cells by Dijkstra's algorithm; that parts meet in creases is the minima rule of Hoffman
and Richards, "Parts of recognition", 1984.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.points import draw
from partgen.seen import Seen
from partgen.windows import Windows

NEIGHBOURS = 10
"""Of each point, between which regions spread."""
APART = 2.0
"""Neighbours are nearer than this many times the points' spacing."""
CREASE, DEAR = 0.15, 60.0
"""Points whose normals lean towards each other by more than this, a sum of sines, face each other over a crease; what more of it adds to
their way, in its lengths."""
REACH, ASIDE = 1.0, 1.2
"""Points tell of what is this many times their spacing before and behind their planes, and beside them."""
DENSE = 0.2
"""Points tell of planes in windows of whose half side their spacing is less than this share: of smaller parts they know too little."""
ALIKE = 0.7
"""Least cosine between normals of points that tell of one plane."""
MOST = 0.6
"""Seen points tell of their region where so many of those round them do."""
LOW = 0.3
"""What is no higher above the ground than this many times the points' spacing is ground."""


@dataclass(frozen=True, eq=False)
class Hidden:
    """A whole surface with regions.

    points : (k, 6) float32 points with normals. region : (k,) int64, the mask's number of each, 0 where nothing is near.
    unseen : (k,) bool, which of them no pixel shows. spacing : between neighbours. weight : the surface that each stands for, as
    `Seen.weight` counts that of pixels.
    """

    points: Tensor
    region: Tensor
    unseen: Tensor
    spacing: float
    weight: float

    @staticmethod
    def of(surface: Tensor, seen: Seen, *, ground: int | None = None) -> Hidden:
        """The surface (k, 6) of what is seen, whose mask tells regions.

        ground : the number of the region that is the ground: all that is no higher is of it, and nothing else.
        """
        from scipy.spatial import cKDTree

        cloud = surface.float().cpu()
        points = cloud.numpy()
        tree = cKDTree(points[:, :3])
        spacing = max(float(np.median(tree.query(points[:, :3], k=[min(4, len(points))])[0])), 1e-6)
        unseen = ~_shown(cloud, seen)
        seeds = _thinned(seen, spacing)
        shown, known = seen.points[seeds].numpy(), seen.region[seeds].numpy()
        agreed = _agreed(shown, known)
        shown, known = shown[agreed], known[agreed]
        region = np.zeros(len(points), np.int64)
        above = np.ones(len(points), bool)
        if ground is not None and (known == ground).any():
            level = shown[known == ground]
            above = _above(points, level, LOW * spacing)
            region[~above] = ground
            stands = (known != ground) & _above(shown, level, LOW * spacing)
            shown, known = shown[stands], known[stands]
        if len(known):
            links = _linked(np.concatenate([shown, points[above]]), APART * spacing)
            region[above] = _nearest(links, known)[len(known) :]
        region[_far(points, region, seen)] = 0
        pixel = seen.span / len(seen.shown)
        each = float(seen.weight.double().sum()) * pixel**2 / max(1, int((~unseen).sum()))
        return Hidden(cloud, torch.from_numpy(region), unseen, spacing, each / pixel**2)

    def of_region(self, region: int) -> Tensor:
        """(n,) numbers of the points of a region that no pixel shows."""
        return torch.nonzero(self.unseen & (self.region == region))[:, 0]

    def drawn(self, seen: Seen, own: Tensor, more: Tensor, n: int, g: torch.Generator) -> Tensor:
        """n of the seen points numbered `own` (k,) and the hidden ones numbered `more` (m,), by the surface they stand for, (n, 6)."""
        points = torch.cat([seen.points[own], self.points[more]])
        weight = torch.cat([seen.weight[own].double(), torch.full((len(more),), self.weight, dtype=torch.float64)])
        return points[draw(weight, n, g)]

    @cached_property
    def tree(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(self.points[:, :3].numpy())


@dataclass(frozen=True, eq=False)
class Sides:
    """What the points of a whole surface prove of one part's field in one window.

    own : (k,) bool, which of the points are the part's. scale : the field's steepness, its values are distance / scale.
    """

    hidden: Hidden
    own: NDArray[np.bool_]
    window: Windows
    scale: float

    @staticmethod
    def of(hidden: Hidden, region: int | None, more: Tensor, window: Windows, *, scale: float) -> Sides:
        """The sides of the piece of a region, or of all of it, of which the hidden points numbered `more` are known."""
        own = (hidden.region == region) & ~hidden.unseen
        own[more] = True
        return Sides(hidden, own.numpy(), window, scale)

    def certain(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """(n,) values of the field, negative inside, at points (n, 3) of the window, and (n,) bool, whether they are known: near points
        that look the same way and are all of the part, or all of others."""
        h, half = self.hidden, float(self.window.half[0])
        place = points.detach().to("cpu", torch.float64).numpy() * half + self.window.centre[0].double().numpy()
        value, known = np.zeros(len(place), np.float32), np.zeros(len(place), bool)
        away, at = h.tree.query(place, k=4, distance_upper_bound=float(np.hypot(REACH, ASIDE)) * h.spacing)
        some = np.flatnonzero(np.isfinite(away[:, 0]) & (h.spacing < DENSE * half))
        at, near = at[some], np.isfinite(away[some])
        at = np.where(near, at, at[:, :1])
        cloud = h.points.numpy()[at]
        plane = ((place[some, None] - cloud[..., :3]) * cloud[..., 3:]).sum(2)
        aside = np.sqrt(np.maximum(away[some, 0] ** 2 - plane[:, 0] ** 2, 0))
        alike = (
            ((cloud[..., 3:] * cloud[:, :1, 3:]).sum(2) > ALIKE).all(1)
            & (aside < ASIDE * h.spacing)
            & (np.abs(plane[:, 0]) < REACH * h.spacing)
        )
        mine = self.own[at]
        same = (mine == mine[:, :1]).all(1)
        middle = plane.mean(1)
        value[some] = np.where(mine[:, 0], middle, np.abs(middle)) / (half * self.scale)
        known[some] = alike & same
        return torch.from_numpy(value.clip(-1, 1)), torch.from_numpy(known)

    def __call__(self, points: Tensor, ask: Callable[[Tensor], Tensor]) -> Tensor:
        """The field (n,) at points (n, 3) of the window; `ask` gives it, (k, 3) to (k,), where no point tells."""
        value, known = (x.to(points.device) for x in self.certain(points))
        if len(open_ := torch.nonzero(~known)[:, 0]):
            value[open_] = ask(points[open_]).to(value.dtype)
        return value


# -- whose a surface is -------------------------------------------------------------------------------


def _shown(cloud: Tensor, seen: Seen) -> Tensor:
    """(k,) bool, which points (k, 6) lie on what their pixels show, and look at the camera."""
    pixel = seen.span / len(seen.shown)
    toward, at = seen.under(cloud[:, :3])
    plane = seen.planes[at]
    before = (cloud[:, :3] * plane[:, :3]).sum(1) - plane[:, 3]
    near = (before.abs() < 1.5 * pixel) & ((toward - plane[:, 4]).abs() < 6 * pixel)
    return near & (cloud[:, 3:] @ seen.axes[2] > 0)


def _far(points: NDArray[np.float32], region: NDArray[np.int64], seen: Seen) -> NDArray[np.bool_]:
    """(k,) bool, which points (k, 6) lie farther from the box of what is seen of their regions than its longest side."""
    out = np.zeros(len(points), bool)
    for k in np.unique(region[region > 0]):
        own, mine = seen.points[seen.region == int(k), :3].numpy(), region == k
        low, high = own.min(0), own.max(0)
        side = float((high - low).max())
        out[mine] = ((points[mine, :3] < low - side) | (points[mine, :3] > high + side)).any(1)
    return out


def _thinned(seen: Seen, spacing: float) -> NDArray[np.int64]:
    """Numbers of seen points in regions, about as far from each other as `spacing`; of small regions all."""
    step = max(1, int(spacing / (seen.span / len(seen.shown))))
    row, column = torch.nonzero(seen.shown, as_tuple=True)
    region = seen.region.numpy()
    small = np.bincount(region)[region] < 40 * step**2
    thin = ((row % step == 0) & (column % step == 0)).numpy()
    return np.flatnonzero((region > 0) & (thin | small))


def _agreed(points: NDArray[np.float32], region: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) bool, which points (n, 6) are of the region (n,) that most points round them are of that look the same way: where regions end,
    pixels show what lies behind."""
    from scipy.spatial import cKDTree

    at = cKDTree(points[:, :3]).query(points[:, :3], k=min(NEIGHBOURS, len(points)))[1].reshape(len(points), -1)
    alike = (points[at, 3:] * points[:, None, 3:]).sum(2) > ALIKE
    same = alike & (region[at] == region[:, None])
    return np.asarray(same.sum(1) >= MOST * alike.sum(1))


def _above(points: NDArray[np.float32], ground: NDArray[np.float32], low: float) -> NDArray[np.bool_]:
    """(n,) bool, which points (n, 6) are more than `low` above the nearest of those of the ground (k, 6)."""
    from scipy.spatial import cKDTree

    top = ground[ground[:, 4] > ALIKE]
    if not len(top):
        return np.ones(len(points), bool)
    at = cKDTree(top[:, [0, 2]]).query(points[:, [0, 2]], k=1)[1]
    return np.asarray(points[:, 1] > top[at, 1] + low)


def _linked(points: NDArray[np.float32], reach: float) -> Any:
    """The ways between neighbours of points (n, 6), no longer than `reach`: a sparse matrix (n, n) of their lengths."""
    from scipy.sparse import coo_matrix
    from scipy.spatial import cKDTree

    n = len(points)
    away, at = cKDTree(points[:, :3]).query(points[:, :3], k=min(NEIGHBOURS + 1, n), distance_upper_bound=reach)
    a, k = np.nonzero(np.isfinite(away) & (away > 0))
    b, d = at[a, k], away[a, k]
    way = (points[b, :3] - points[a, :3]) / d[:, None]
    facing = np.maximum((way * points[a, 3:]).sum(1), 0) + np.maximum(-(way * points[b, 3:]).sum(1), 0)
    return coo_matrix((d * (1 + DEAR * np.maximum(facing - CREASE, 0)), (a, b)), (n, n)).tocsr()


def _nearest(links: Any, seeds: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) the region of the nearest of the first points, whose regions are `seeds`; 0 where no way leads to any."""
    from scipy.sparse.csgraph import dijkstra

    far, _, source = dijkstra(links, directed=False, indices=np.arange(len(seeds)), min_only=True, return_predecessors=True)
    out = np.zeros(links.shape[0], np.int64)
    reached = np.isfinite(far)
    out[reached] = seeds[source[reached]]
    return out
