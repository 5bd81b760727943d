"""Where the camera stands so that everything fits with a margin."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.world.painting import Camera
from cityscape.world.part import placed
from cityscape.world.tile import Tile

MARGIN = 1.07


def extremes(tile: Tile) -> NDArray[np.float64]:
    """(n, 3) corner points, scene frame, of boxes around the tile's objects."""
    corners = []
    for t in tile.things:
        v = np.concatenate([placed(t, p)[0] for p in t.parts]) if t.parts else np.zeros((0, 3))
        if len(v):
            lo, hi = v.min(0), v.max(0)
            corners.append(np.array([(x, y, z) for x in (lo[0], hi[0]) for y in (lo[1], hi[1]) for z in (lo[2], hi[2])]))
    return np.concatenate(corners) + tile.origin if corners else np.zeros((0, 3))


def fit(tiles: Sequence[Tile], *, azimuth: float, elevation: float, width: int, height: int) -> Camera:
    """The orthographic camera that shows all tiles in the middle of the picture."""
    points = np.concatenate([extremes(t) for t in tiles])
    centre = (points.min(0) + points.max(0)) / 2
    camera = Camera(azimuth=azimuth, elevation=elevation, target=tuple(centre), width=width, height=height)
    right, up, _ = camera.axes()
    p = (points - centre) @ np.stack([right, up]).T
    lo, hi = p.min(0), p.max(0)
    target = centre + right * (lo[0] + hi[0]) / 2 + up * (lo[1] + hi[1]) / 2
    span = MARGIN * max(hi[1] - lo[1], (hi[0] - lo[0]) * height / width)
    return camera.model_copy(update={"target": tuple(float(x) for x in target), "span": float(span)})


def fit_turning(tiles: Sequence[Tile], *, elevation: float, width: int, height: int) -> Camera:
    """The camera that keeps everything in the picture at every azimuth, turning about the vertical through the middle."""
    points = np.concatenate([extremes(t) for t in tiles])
    lo, hi = points.min(0), points.max(0)
    centre = (lo + hi) / 2
    reach = float(np.hypot(*(points[:, :2] - centre[:2]).T).max())
    e = np.radians(elevation)
    r = np.hypot(*(points[:, :2] - centre[:2]).T)
    z = (points[:, 2] - centre[2]) * np.cos(e)
    top, bottom = float((z + r * abs(np.sin(e))).max()), float((z - r * abs(np.sin(e))).min())
    centre[2] += (top + bottom) / 2 / max(np.cos(e), 0.05)
    span = MARGIN * max(top - bottom, 2 * reach * height / width)
    return Camera(elevation=elevation, target=tuple(float(x) for x in centre), span=float(span), width=width, height=height)
