"""Does a part look as the picture that it was made from: its silhouette, where it is in front, against its region."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from partgen.seen import Seen

BEHIND = 0.03
"""What lies this far behind the shell, in the frame of the whole, is hidden by it."""


def raster(corners: NDArray[np.floating], height: int, width: int) -> NDArray[np.float64]:
    """Nearest heights at pixel centres, a z-buffer.

    Parameters
    ----------
    corners : (f, 3, 3) triangles as pixel column, pixel row (the first pixel's centre is 0.5) and height towards the viewer.

    Returns
    -------
    (height, width) float, the largest height of what covers a centre, -inf where nothing does.
    """
    out = np.full(height * width, -np.inf)
    p = np.asarray(corners, np.float64)
    low = np.maximum(np.ceil(p[..., :2].min(1) - 0.5), 0).astype(np.int64)
    high = np.minimum(np.floor(p[..., :2].max(1) - 0.5), (width - 1, height - 1)).astype(np.int64)
    size = np.maximum(high - low + 1, 0)
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = (p[:, k].T for k in range(3))
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    use = np.flatnonzero((size.prod(1) > 0) & (np.abs(area) > 1e-12))
    if not len(use):
        return out.reshape(height, width)
    count = size[use].prod(1)
    for part in np.array_split(use, max(1, int(count.sum()) // 4_000_000)):
        n = size[part].prod(1)
        tri = np.repeat(part, n)
        k = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        x, y = low[tri, 0] + k % size[tri, 0], low[tri, 1] + k // size[tri, 0]
        px, py = x + 0.5 - ax[tri], y + 0.5 - ay[tri]
        v = (px * (cy - ay)[tri] - (cx - ax)[tri] * py) / area[tri]
        w = ((bx - ax)[tri] * py - px * (by - ay)[tri]) / area[tri]
        inside = (v >= -1e-9) & (w >= -1e-9) & (v + w <= 1 + 1e-9)
        tri, v, w = tri[inside], v[inside], w[inside]
        np.maximum.at(out, y[inside] * width + x[inside], az[tri] + v * (bz - az)[tri] + w * (cz - az)[tri])
    return out.reshape(height, width)


def heights(mesh: Any, seen: Seen) -> NDArray[np.float64]:
    """(s, s) how near a mesh comes to the camera at the picture's pixels, in the frame of the whole; -inf where it is not."""
    right, up, back = seen.axes.numpy().astype(np.float64)
    s = seen.mask.shape[0]
    per = s / seen.span
    v = np.asarray(mesh.vertices, np.float64)
    middle = seen.middle.numpy()
    placed = np.stack([s / 2 + (v @ right - middle[0]) * per, s / 2 - (v @ up - middle[1]) * per, v @ back], 1)
    return raster(placed[np.asarray(mesh.faces)], s, s)


def agreement(mesh: Any, seen: Seen, own: Tensor, *, behind: float = BEHIND) -> float:
    """Intersection over union of what is seen of a part with its region, 0 to 1.

    Parameters
    ----------
    mesh : in the frame of the whole. own : (k,) the numbers of the seen points that show the part.
    behind : how far behind the shell it may lie and still count as seen.
    """
    drawn = heights(mesh, seen)
    shown = seen.shown.numpy()
    shell = np.full(drawn.shape, -np.inf)
    shell[shown] = seen.points[:, :3].numpy().astype(np.float64) @ seen.axes[2].numpy().astype(np.float64)
    region = np.zeros(len(seen.points), bool)
    region[own.numpy()] = True
    wanted = np.zeros(drawn.shape, bool)
    wanted[shown] = region
    visible = np.isfinite(drawn) & (drawn >= shell - behind)
    either = int((visible | wanted).sum())
    return float((visible & wanted).sum() / either) if either else 0.0
