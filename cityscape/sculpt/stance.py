"""Where shapes of a frame of their own belong on a tile: their size from the slab, their turn from the painting.

A released core makes shapes in its own cube, and which of the tile's four sides it takes for the front is not told. So every quarter turn
is set on the tile, drawn from the painting's camera and compared with the painting: outlines, the mask's regions where it has any, and
structural similarity of light (Wang et al. 2004, "Image quality assessment", SSIM). The best turn wins, the first of equals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.world.painting import Painting

Array = NDArray[np.float64]

PIXELS = 192
"""Most pixels along a side of the pictures that are compared."""
LIGHT = np.array([0.35, -0.5, 0.8]) / np.linalg.norm([0.35, -0.5, 0.8])
"""Where light comes from in what is compared: the camera's side, z up."""


@dataclass(frozen=True, eq=False)
class Shape:
    """Vertices (v, 3), z up, and faces (f, 3) of one shape, and its number in the painting's mask (None: it has none)."""

    vertices: Array
    faces: NDArray[np.integer]
    region: int | None = None


def turned(xyz: Array, quarters: int) -> Array:
    """Points (n, 3) turned about the vertical axis by quarters of a circle, exactly."""
    x, y, z = xyz.T
    return np.stack([(x, y, z), (-y, x, z), (-x, -y, z), (y, -x, z)][quarters % 4], 1)


def on_slab(shapes: Sequence[Shape], slab: Array, quarters: int, *, size: float, level: float, top: bool) -> list[Shape]:
    """The shapes turned, scaled by one number and moved so that the slab fills the tile.

    Parameters
    ----------
    slab : (n, 3) points that span the tile's footprint: the slab's own, or where there is none those of all shapes.
    size : edge of the tile, metres. level : z of the ground, metres.
    top : the slab's upper side comes to lie on `level`; else its underside does.
    """
    box = turned(slab, quarters)
    low, high = box.min(0), box.max(0)
    scale = size / max(float((high - low)[:2].max()), 1e-6)
    foot = float(np.quantile(box[:, 2], 0.9)) if top else float(low[2])
    shift = np.array([size / 2 - scale * (low[0] + high[0]) / 2, size / 2 - scale * (low[1] + high[1]) / 2, level - scale * foot])
    return [Shape(turned(s.vertices, quarters) * scale + shift, s.faces, s.region) for s in shapes]


def best_turn(place: Callable[[int], list[Shape]], painting: Painting) -> tuple[int, list[Shape], list[float]]:
    """The quarter turn (0 to 3) whose placed shapes look most like the painting; the shapes; and how alike each turn is, 0 to 1."""
    tried = [place(k) for k in range(4)]
    scores = [likeness(shapes, painting) for shapes in tried]
    k = int(np.argmax(np.round(scores, 9)))
    return k, tried[k], scores


def likeness(shapes: Sequence[Shape], painting: Painting) -> float:
    """How much shapes in the tile's frame (metres) look like a painting, seen by its camera: 0 to 1, the mean of what can be compared.

    Intersection over union of the outline; of each region of the mask with the shapes of its number; SSIM of grey shapes in plain light
    with the painting's luminance, both over white.
    """
    from skimage.metrics import structural_similarity

    step = max(1, int(np.ceil(max(painting.rgba.shape[:2]) / PIXELS)))
    near, owner = front(shapes, painting, step)
    rgba = np.asarray(painting.rgba)[step // 2 :: step, step // 2 :: step].astype(float) / 255
    h, w = min(rgba.shape[0], near.shape[0]), min(rgba.shape[1], near.shape[1])
    near, owner, rgba = near[:h, :w], owner[:h, :w], rgba[:h, :w]
    marks = []
    if painting.mask is None:
        marks.append(_overlap(owner >= 0, rgba[..., 3] > 0.5))
    else:
        mask = np.asarray(painting.mask)[step // 2 :: step, step // 2 :: step][:h, :w]
        numbers = {s.region for s in shapes if s.region is not None}
        region = np.array([s.region or 0 for s in shapes] + [0])
        drawn = region[owner]
        marks.append(_overlap(drawn > 0, np.isin(mask, list(numbers))))
        marks.append(float(np.mean([_overlap(drawn == k, mask == k) for k in sorted(numbers)])) if numbers else 0.0)
    painted = rgba[..., :3] @ [0.2126, 0.7152, 0.0722] * rgba[..., 3] + 1 - rgba[..., 3]
    side = min(7, h, w) | 1
    side = side if side <= min(h, w) else side - 2
    if side >= 3:
        grey = np.where(owner >= 0, _shade(near, painting, step), 1.0)
        marks.append(max(0.0, float(structural_similarity(grey, painted, data_range=1.0, win_size=side))))
    return float(np.mean(marks))


def on_region(
    shape: Shape, mask: NDArray[np.bool_], painting: Painting, heights: Callable[[Array], Array], *, level: float, size: float
) -> Shape:
    """A shape that fills its own cube, turned, scaled and moved so that it covers its region of the painting and stands on the ground.

    mask : (h, w) its pixels. heights : z of the ground at points (n, 2). level : z where there is no ground. size : edge of the tile.
    """
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    want = np.array([[columns[0], rows[0]], [columns[-1] + 1, rows[-1] + 1]], float)
    camera = painting.camera
    axes, k = camera.axes(), camera.height / camera.span

    def placed(quarters: int) -> list[Shape]:
        v = turned(shape.vertices, quarters)
        v = v - [*((v.min(0) + v.max(0)) / 2)[:2], v[:, 2].min()]  # stands on the origin
        flat = v @ axes[:2].T * [k, -k]
        low, high = flat.min(0), flat.max(0)
        scale = float(np.sqrt(np.prod((want[1] - want[0]) / np.maximum(high - low, 1e-6))))
        scale = min(scale, size / max(float(np.ptp(v[:, :2], axis=0).max()), 1e-6))
        aim = want.mean(0) - scale * (low + high) / 2  # the pixel where the origin has to be
        right = (aim[0] - camera.width / 2) / k + axes[0] @ np.array(camera.target)
        up = (camera.height / 2 - aim[1]) / k + axes[1] @ np.array(camera.target)
        z, xy = level, np.zeros(2)
        for _ in range(3):
            xy = np.linalg.solve(axes[:2, :2], [right - axes[0, 2] * z, up - axes[1, 2] * z])
            found = float(heights(np.clip(xy, 0, size)[None])[0])
            z = found if np.isfinite(found) else level
        return [Shape(v * scale + [*xy, z], shape.faces, 1)]

    alone = Painting(np.asarray(painting.rgba), camera, mask.astype(np.uint16), None, (), painting.painter)
    return Shape(best_turn(placed, alone)[1][0].vertices, shape.faces, shape.region)


def front(shapes: Sequence[Shape], painting: Painting, step: int = 1) -> tuple[Array, NDArray[np.int64]]:
    """(h, w) nearness of shapes to the painting's camera, -inf where none is, and which is in front, -1: none; one pixel in `step`."""
    from partgen.silhouette import raster

    c = painting.camera
    h, w = c.height // step, c.width // step
    near, owner = np.full((h, w), -np.inf), np.full((h, w), -1)
    for i, s in enumerate(shapes):
        p = c.project(s.vertices)
        z = raster(np.c_[p[:, :2] / step, -p[:, 2]][np.asarray(s.faces)], h, w)
        owner[z > near] = i
        near = np.maximum(near, z)
    return near, owner


def _shade(near: Array, painting: Painting, step: int) -> Array:
    """Grey shapes in plain light from their nearness (h, w)."""
    pixel = painting.camera.span / painting.camera.height * step
    z = np.where(np.isfinite(near), near, np.nanmin(np.where(np.isfinite(near), near, np.nan)) if np.isfinite(near).any() else 0.0)
    down, across = np.gradient(z, pixel) if min(z.shape) > 1 else (np.zeros_like(z), np.zeros_like(z))
    n = np.stack([-across, down, np.ones_like(z)], -1)
    n /= np.linalg.norm(n, axis=-1, keepdims=True)
    return 0.3 + 0.6 * np.clip((n @ painting.camera.axes()) @ LIGHT, 0, 1)


def _overlap(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    either = int((a | b).sum())
    return float((a & b).sum() / either) if either else 0.0
