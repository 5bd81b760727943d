"""Segments by the boxes that they vote for: which are of one part, and which parts are joined where there are too many.

Frame: the whole within [-1, 1]^3, y up. The figures were tuned on 64 coarse pictures of the split `probe`, from its seed 5000 on.

Source: Ward, "Hierarchical grouping to optimize an objective function", 1963; the rule of coarse parts that is guessed at is
`cityscape.grammar.levels`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_HALF = 0.01
"""Thinner boxes vote for this half side."""
LEAST_SEGMENT = 5
"""Segments of fewer pixels join the part that they vote for."""
TOGETHER = 0.5
"""Segments of one sort whose boxes' middles are nearer than this share of the smaller one's half side are of one part."""
OVERLAP = 0.2
"""So are those whose boxes share this much of what both fill."""
STRANGE = 1e6
"""What joining parts of two sorts costs, as a squared distance."""
OTHER_KIND = 0.3
"""What joining parts surely of two kinds costs, as a squared distance."""
HIGHER, WIDER, HUE, ALIKE = 4.0, 1.7, 30.0, -3.0
"""Logit of two parts of one sort being of two kinds: so much of the difference of their heights' logarithms, of those of their sides
(the shorter ones', the longer ones'), of their colours' distance; and what it is where nothing differs."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """What n segments vote for: middles and half sides (n, 3) of their boxes, log-likelihoods (n, k) of their sorts, pixels (n,), and
    their colours (n, 3), each channel's share of the three, all 0 where colours are not looked at."""

    middle: NDArray[np.float64]
    half: NDArray[np.float64]
    sort: NDArray[np.float64]
    count: NDArray[np.float64]
    hue: NDArray[np.float64]

    def summed(self, owner: NDArray[np.int64]) -> Boxes:
        """The boxes of those that are one: means by their pixels."""
        n = int(owner.max()) + 1
        count = np.asarray(np.bincount(owner, self.count, n), np.float64)

        def mean(v: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.stack([np.bincount(owner, v[:, k] * self.count, n) for k in range(v.shape[1])], 1) / count[:, None]

        return Boxes(mean(self.middle), np.exp(mean(np.log(self.half))), mean(self.sort), count, mean(self.hue))


def together(boxes: Boxes) -> NDArray[np.int64]:
    """(n,) the part of each segment: large ones first, each to the nearest part that votes alike, else a part of its own."""
    owner = np.full(len(boxes.count), -1)
    size, kind = boxes.half.max(1), boxes.sort.argmax(1)
    low, high = boxes.middle - boxes.half, boxes.middle + boxes.half
    volume = (high - low + LEAST_HALF).prod(1)
    first: list[int] = []
    for k in np.argsort(-boxes.count, kind="stable"):
        if first:
            away = np.linalg.norm(boxes.middle[first] - boxes.middle[k], axis=1)
            small = boxes.count[k] < LEAST_SEGMENT
            near = away / (size[first] if small else np.minimum(size[first], size[k]))
            if not small:
                shared = (np.minimum(high[first], high[k]) - np.maximum(low[first], low[k]) + LEAST_HALF).clip(0).prod(1)
                overlap = shared / (volume[first] + volume[k] - shared)
                alike = (kind[first] == kind[k]) & ((near < TOGETHER) | (overlap > OVERLAP))
                near = np.where(alike, near, np.inf)
            best = int(near.argmin())
            if np.isfinite(near[best]):
                owner[k] = best
                continue
        owner[k] = len(first)
        first.append(int(k))
    return owner


def fewer(boxes: Boxes, most: int) -> NDArray[np.int64]:
    """(n,) numbers from 0 on, at most so many, 0: any number: what costs least to join is joined (Ward, by plan and surface), like with
    like.

    The world joins things of one kind first. Kinds are not known, but what is of one kind is as high and wide and of one colour. What
    parts became one counts as of the larger one's kind.
    """
    n = len(boxes.count)
    number = np.arange(n)
    if not most or n <= most:
        return number
    at, kind = boxes.middle[:, [0, 2]].copy(), boxes.sort.argmax(1)
    x, y, z = (2 * boxes.half).T
    area = x * z + (x + z) * y
    strange = STRANGE * (kind[:, None] != kind[None]) + OTHER_KIND * _other(boxes)
    while len(area) > most:
        d = ((at[:, None] - at[None]) ** 2).sum(-1) + strange
        cost = area[:, None] * area[None] / (area[:, None] + area[None]) * (d + 1e-6)
        cost[np.tril_indices(len(area))] = np.inf
        a, b = np.unravel_index(int(cost.argmin()), cost.shape)
        at[a] = (at[a] * area[a] + at[b] * area[b]) / (area[a] + area[b])
        if area[a] < area[b]:
            strange[a], strange[:, a] = strange[b], strange[:, b]
        area[a] += area[b]
        strange = np.delete(np.delete(strange, b, 0), b, 1)
        at, area = np.delete(at, b, 0), np.delete(area, b)
        number[number == b] = a
        number[number > b] -= 1
    return number


def _other(boxes: Boxes) -> NDArray[np.float64]:
    """(n, n) how likely two parts of one sort are of two kinds."""
    sides = np.log(boxes.half + LEAST_HALF / 2)
    flat, high = np.sort(sides[:, [0, 2]], 1), sides[:, 1]
    logit = ALIKE + HIGHER * np.abs(high[:, None] - high[None]) + WIDER * np.abs(flat[:, None] - flat[None]).sum(-1)
    logit += HUE * np.linalg.norm(boxes.hue[:, None] - boxes.hue[None], axis=-1)
    return np.asarray(1 / (1 + np.exp(-logit)), np.float64)
