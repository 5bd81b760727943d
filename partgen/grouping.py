"""Regions for a picture that has none: a network says, pixel by pixel, to which part the surface there belongs.

It sees the visible shell of the whole (colours, points, normals) and lets each pixel vote for the middle and the size of its part, beside
whether it is ground and whether its neighbours are of the same part. Neighbours that are form patches, patches that vote alike form
parts. So image-to-parts becomes masks-to-parts, whose windows show every part large.

Source: votes for centres as in Hough voting for point clouds (VoteNet, arXiv:1904.09664) and Panoptic-DeepLab (arXiv:1911.10194).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from partgen import checkpoint
from partgen.errors import PartgenError
from partgen.pictures import pixels
from partgen.seen import LEAST_PIXELS, Seen
from partgen.unet import UNet
from partgen.windows import Windows

LEAST_HALF = 0.02
"""Smaller parts vote for this half side."""
TOGETHER = 0.55
"""Patches whose votes are nearer than this share of the smaller one's half side are of one part."""
LEAST_PATCH = 5
"""Patches of fewer pixels join the part that they vote for."""


@dataclass(frozen=True)
class GroupingConfig:
    """size : pixels along a side of what is looked at. widths, fine, groups : of `UNet`. levels : granularities."""

    size: int = 128
    widths: tuple[int, ...] = (48, 72, 96, 128)
    fine: int = 24
    groups: int = 8
    levels: int = 4

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        if not self.widths or self.size % 2 ** len(self.widths) or any(w % self.groups for w in (*self.widths, self.fine)):
            raise PartgenError(f"a grouping network of size {self.size}, widths {self.widths} and fine {self.fine} cannot be made")


@dataclass(frozen=True, eq=False)
class Votes:
    """What b pictures are said to show, (b, ..., s, s): `centre` (b, 3, s, s) less the pixel's point, logarithm of the half side,
    logits of `ground` and of being of one part with the next pixel to the `right` and `below`."""

    centre: Tensor
    half: Tensor
    ground: Tensor
    right: Tensor
    below: Tensor


class GroupingNetwork(nn.Module):
    """See the module."""

    def __init__(self, config: GroupingConfig | None = None) -> None:
        super().__init__()
        self.config = c = config or GroupingConfig()
        self.net = UNet(10 + c.levels, 7, widths=c.widths, fine=c.fine, groups=c.groups, blended=10)
        with torch.no_grad():
            self.net.out.bias[:] = torch.tensor([0.0, 0.0, 0.0, -1.6, 0.0, 2.0, 2.0])  # type: ignore[index]

    def forward(self, shown: Tensor, level: Tensor) -> Votes:
        """Pictures (b, 10, s, s), as `inputs` makes them, and levels (b,) from 0."""
        b, _, h, w = shown.shape
        planes = torch.nn.functional.one_hot(level, self.config.levels).to(shown)[:, :, None, None].expand(b, -1, h, w)
        y = self.net(torch.cat([shown, planes], 1))
        return Votes(y[:, :3], y[:, 3], y[:, 4], y[:, 5], y[:, 6])

    @torch.no_grad()
    def regions(self, seen: Seen, *, level: int = 1, most: int = 0) -> Tensor:
        """The mask (s, s) int64 of what is seen: 0 nothing, 1 ground, from 2 on the parts.

        level : granularity. most : parts beside the ground where there are more, the smallest join what is near; 0: any number.
        """
        c, s = self.config, len(seen.shown)
        which, inside = pixels(s, seen.axes[None], torch.tensor([seen.span]), seen.middle[None], Windows.whole(1), size=c.size)
        there = (seen.shown[None][which] & inside)[0]
        cut = seen.surface[None][which][0]
        shown = inputs(seen.picture[None][which], cut[None], there[None])
        device = self.net.out.weight.device
        votes = self(shown.to(device), torch.tensor([min(level, c.levels - 1)], device=device))
        found = grouped(votes, cut[..., :3].permute(2, 0, 1), there, most=most)
        return _spread(found, cut, there, seen)


def inputs(rgb: Tensor, surface: Tensor, there: Tensor) -> Tensor:
    """(b, 10, s, s) from colours (b, s, s, 3) uint8, points and normals (b, s, s, 6), and whether anything is there (b, s, s)."""
    some = there[..., None]
    x = torch.cat([rgb.float() / 127.5 - 1, surface.float() * some, some], -1)
    return x.permute(0, 3, 1, 2).contiguous()


def grouped(votes: Votes, points: Tensor, there: Tensor, *, most: int = 0) -> NDArray[np.int64]:
    """(s, s) numbers of one picture's votes: 0 nothing, 1 ground, from 2 on the parts, the largest first.

    points : (3, s, s) that the pixels show. there : (s, s) bool.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    s = there.shape[0]
    ground = (votes.ground[0] > 0).cpu() & there
    thing = (there & ~ground).numpy()
    out = np.zeros((s, s), np.int64)
    out[ground.numpy()] = 1
    if not thing.any():
        return out
    number = np.arange(s * s).reshape(s, s)
    right = (votes.right[0, :, :-1].cpu().numpy() > 0) & thing[:, :-1] & thing[:, 1:]
    below = (votes.below[0, :-1].cpu().numpy() > 0) & thing[:-1] & thing[1:]
    a = np.concatenate([number[:, :-1][right], number[:-1][below]])
    b = np.concatenate([number[:, 1:][right], number[1:][below]])
    graph = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(s * s, s * s))
    patch = np.unique(connected_components(graph, directed=False)[1].reshape(s, s)[thing], return_inverse=True)[1]
    centre = (points + votes.centre[0].cpu()).permute(1, 2, 0).numpy()[thing]
    half = np.maximum(votes.half[0].exp().cpu().numpy()[thing], LEAST_HALF)
    count = np.bincount(patch).astype(float)
    middle = np.stack([np.bincount(patch, centre[:, k]) for k in range(3)], 1) / count[:, None]
    size = np.exp(np.bincount(patch, np.log(half)) / count)
    owner = _joined(middle, size, count)
    out[thing] = _ordered(_fewer(owner, middle, size, count, most), count)[patch] + 2
    return out


def _joined(middle: NDArray[np.float64], size: NDArray[np.float64], count: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) the part of each patch: large patches first, each to the nearest part that votes alike, else a part of its own."""
    owner = np.full(len(count), -1)
    centres: list[NDArray[np.float64]] = []
    sizes: list[float] = []
    weights: list[float] = []
    for k in np.argsort(-count, kind="stable"):
        if centres:
            away = np.linalg.norm(np.array(centres) - middle[k], axis=1)
            near = away / np.minimum(np.array(sizes), size[k])
            if count[k] < LEAST_PATCH:
                near = away / np.array(sizes)
            best = int(near.argmin())
            if near[best] < TOGETHER or count[k] < LEAST_PATCH:
                w = weights[best] + count[k]
                centres[best] = (centres[best] * weights[best] + middle[k] * count[k]) / w
                sizes[best] = float(np.exp((np.log(sizes[best]) * weights[best] + np.log(size[k]) * count[k]) / w))
                weights[best], owner[k] = w, best
                continue
        owner[k] = len(centres)
        centres.append(middle[k].copy())
        sizes.append(float(size[k]))
        weights.append(float(count[k]))
    return owner


def _fewer(
    owner: NDArray[np.int64], middle: NDArray[np.float64], size: NDArray[np.float64], count: NDArray[np.float64], most: int
) -> NDArray[np.int64]:
    """The same with at most so many parts: what costs least to join is joined (Ward, by plan and surface), until no more are left."""
    n = int(owner.max()) + 1
    if not most or n <= most:
        return owner
    weight = np.bincount(owner, count, n)
    at = np.stack([np.bincount(owner, middle[:, k] * count, n) / weight for k in (0, 2)], 1)
    area = np.exp(np.bincount(owner, np.log(size) * count, n) / weight) ** 2
    number = np.arange(n)
    while len(area) > most:
        d = ((at[:, None] - at[None]) ** 2).sum(-1)
        cost = area[:, None] * area[None] / (area[:, None] + area[None]) * (d + 1e-6)
        cost[np.tril_indices(len(area))] = np.inf
        a, b = np.unravel_index(int(cost.argmin()), cost.shape)
        at[a] = (at[a] * area[a] + at[b] * area[b]) / (area[a] + area[b])
        area[a] += area[b]
        at, area = np.delete(at, b, 0), np.delete(area, b)
        number[number == b] = a
        number[number > b] -= 1
    return number[owner]


def _ordered(owner: NDArray[np.int64], count: NDArray[np.float64]) -> NDArray[np.int64]:
    """The same numbers, the part with the most pixels first."""
    total = np.bincount(owner, count)
    rank = np.empty(len(total), np.int64)
    rank[np.argsort(-total, kind="stable")] = np.arange(len(total))
    return rank[owner]


def _spread(found: NDArray[np.int64], cut: Tensor, there: Tensor, seen: Seen) -> Tensor:
    """The numbers of a small picture on all pixels of the large one: that of the nearest place that looks the same way."""
    from scipy.spatial import cKDTree

    out = torch.zeros(seen.shown.shape, dtype=torch.int64)
    if int(there.sum()) < LEAST_PIXELS:
        return out
    bent = torch.tensor([1.0, 1.0, 1.0, 0.02, 0.02, 0.02])
    tree = cKDTree((cut[there] * bent).numpy())
    nearest = tree.query((seen.points * bent).numpy())[1]
    out[seen.shown] = torch.from_numpy(found[there.numpy()][nearest])
    return out


# -- files ---------------------------------------------------------------------------------------------


def save(network: GroupingNetwork, file: str | Path) -> Path:
    """Write a network as float16 safetensors with its shape noted inside."""
    return checkpoint.write_network(network, network.config, file, kind="groups")


def load(file: str | Path, *, device: str | torch.device = "cpu") -> GroupingNetwork:
    """The network in a file that `save` wrote; it computes in float32."""
    wanted = "the groups file that a training exported"
    made = checkpoint.read_network(
        Path(file), lambda shape: GroupingNetwork(GroupingConfig(**shape)), kind="groups", title="grouping network", wanted=wanted
    )
    return made.to(device)
