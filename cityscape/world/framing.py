"""`tile_camera`: how a tile is framed, by whoever draws it."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from cityscape.world.painting import Camera

MARGIN = 1.03
"""Free space around the tile, as a factor on what must fit."""

ROOMY = 20.0
"""Tiles with a shorter edge than this (rooms) have spans of quarter metres, metres."""


def tile_camera(edge: float, points: NDArray[np.floating], *, size: int = 1024) -> Camera:
    """The isometric camera in the tile's frame (origin at the south-west corner).

    The tile's diamond is `edge * sqrt(2)` wide; with `MARGIN`, rounded up to whole metres (rooms: quarters), that is the span, so that
    all ordinary tiles of one size share one scale. Only where the picture of `points` (n, 3), the vertices of all
    objects, is higher than that does the span grow to its height with `MARGIN`, likewise rounded. The camera looks
    along the vertical axis through the tile's centre, at the height that centres the picture (rounded to 0.1 m).
    """
    probe = Camera(target=(edge / 2, edge / 2, 0.0))
    right, up, _ = probe.axes()
    offset = np.asarray(points, float) - probe.target
    heights, sides = offset @ up, offset @ right
    low, high = float(heights.min()), float(heights.max())
    grain = 1.0 if edge >= ROOMY else 0.25
    span = ceil(MARGIN * max(edge * sqrt(2), 2 * float(np.abs(sides).max()), high - low) / grain) * grain
    middle = round((low + high) / 2 / float(up[2]), 1)
    return Camera(target=(edge / 2, edge / 2, middle), span=span, width=size, height=size)
