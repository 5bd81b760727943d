"""Objects pulled apart: every part is lifted by its rank in height and moved out from its object's middle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cityscape.world.part import Thing, placed
from cityscape.world.pose import Pose

RISE = 0.85
"""How far the uppermost part is lifted, in heights of its object."""
OUT = 0.45
"""How far parts move outwards, as a share of their distance from the middle."""


def exploded(thing: Thing, spread: float = 1.0) -> Thing:
    """The object with its parts apart; `spread` 0 leaves it as it is. The lowest part, and the ground, stay."""
    if len(thing.parts) < 2 or spread == 0:
        return thing
    boxes = np.array([(v.min(0), v.max(0)) for v in (placed(thing, p)[0] for p in thing.parts)])
    middle = boxes.mean(1)
    lo, hi = boxes[:, 0].min(0), boxes[:, 1].max(0)
    height = hi[2] - lo[2]
    if thing.kind == "ground":
        height = min(height, 3.0)
    order = np.lexsort((np.arange(len(middle)), boxes[:, 1, 2], middle[:, 2]))
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order)) / (len(order) - 1)
    offset = np.c_[OUT * (middle - (lo + hi) / 2)[:, :2], RISE * height * rank] * spread
    if thing.kind == "ground":
        offset[:, :2] = 0
    turn = np.linalg.inv(thing.pose.matrix()[:3, :3])
    parts = []
    for p, d in zip(thing.parts, offset @ turn.T, strict=True):
        at = tuple(float(a + b) for a, b in zip(p.pose.position, d, strict=True))
        parts.append(replace(p, pose=Pose(position=at, rotation=p.pose.rotation, scale=p.pose.scale)))
    return thing.with_parts(tuple(parts))
