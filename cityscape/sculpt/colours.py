"""Colours of learned parts: what the picture shows of them, without the light in it, and a guess at what it does not show.

The light is divided out so that the scene, drawn by this project's own renderer in the plan's light, looks like the painting
again: shape is drawn white from the painting's camera, and what the painting is darker than that is colour. What is hidden is
`cityscape.sculpt.hidden`'s to guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.sculpt.hidden import Hidden
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Camera, Painting
from cityscape.world.part import Part, Thing
from partgen.silhouette import raster

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

GLOW = 2.0
"""Emission of the material of parts that glow, in units of white paper in the sun."""
BRIGHT = 0.5
"""Painted light (linear, 0 to 1) from which on something may glow."""
GREY = 0.5
"""Albedo of the shapes that are drawn to find the light."""
STRAY = 8.0
"""How far from its region, in pixels, a vertex may fall and still take its colour from there."""
FLATTEN = 0.12
"""How much of the picture's grain is left out: the weight of its total variation."""


@dataclass(frozen=True, eq=False)
class Region:
    """What a painting shows of one part.

    points, normals : (n, 3) places and normals of some of its pixels, tile frame. colors : (n, 4) linear and glow.
    filled : (height, width, 4) the same round the region, those of its nearest inner pixel; away (height, width) pixels to it.
    corner : row and column where `filled` begins.
    """

    points: Array
    normals: Array
    colors: Array
    filled: Array
    away: Array
    corner: tuple[int, int]


def albedo(painting: Painting, brief: Brief, things: Sequence[Thing], ground: Sequence[Thing]) -> Array:
    """(h, w, 4) linear colours of a painting's surfaces without light and shadow, and how much they glow, all 0..1.

    Where the plan has lit windows, what is bright though it has less light than white would need gives off light itself.

    Parameters
    ----------
    things : the learned objects, whatever their colours. ground : the exact ones, in theirs. Both in the tile's frame.
    """
    from cityscape.look.color import to_linear
    from cityscape.look.finish import EXPOSURE
    from cityscape.look.light import PAPER
    from cityscape.look.render import trace
    from cityscape.look.stage import Item, Stage, items_of

    light = brief.look.theme.light
    grey = Material(name="grey", pattern="painted", color="#bcbcbc")  # GREY in sRGB
    bare = [t.with_parts(tuple(Part(p.id, p.name, p.label, p.thing, grey, Mesh(p.mesh.vertices, p.mesh.faces), p.pose) for p in t.parts))
            for t in (*ground, *things)]  # fmt: skip
    origin = np.array([brief.cell[0] * brief.size, brief.cell[1] * brief.size, 0.0])
    items: list[Item] = items_of(bare, origin, 1)[0]
    camera = painting.camera
    half = 2 if min(camera.width, camera.height) >= 256 else 1
    target = tuple(float(a + b) for a, b in zip(camera.target, origin, strict=True))
    small = camera.model_copy(update={"target": target, "width": camera.width // half, "height": camera.height // half})
    drawn = trace(Stage(items), small, light, samples=1, ambient_occlusion=4)
    lit = _even(drawn.light[..., :3].astype(float) / GREY, drawn.ids, drawn.normal)
    lit = np.repeat(np.repeat(lit, half, 0), half, 1)
    h, w = painting.rgba.shape[:2]
    lit = np.pad(lit, ((0, h - len(lit)), (0, w - lit.shape[1]), (0, 0)), mode="edge")
    painted = to_linear(painting.rgba[..., :3] / np.float32(255)).astype(float)
    shown = _untoned(painted) / (EXPOSURE * light.exposure)
    floor = 0.06 * float(np.quantile(lit[np.isfinite(lit).all(-1)], 0.9)) if np.isfinite(lit).any() else 1.0
    known = np.maximum(np.nan_to_num(lit, nan=1.0), floor)
    peak, most = shown.max(-1, keepdims=True), known.max(-1, keepdims=True)
    shines = (painted.max(-1, keepdims=True) > BRIGHT) & (peak > 1.2 * most) & (light.windows > 0)
    glow = np.where(shines, (peak - 0.9 * known.mean(-1, keepdims=True)) / (0.9 * GLOW * PAPER), 0.0)
    color = np.where(glow > 0, 0.9 * shown / np.maximum(peak, 1e-6), shown / known)
    return flattened(np.concatenate([np.clip(color, 0.012, 0.92), np.clip(glow, 0, 1)], -1), painting.rgba[..., 3] > 0)


def flattened(colors: Array, there: NDArray[np.bool_]) -> Array:
    """Colours (h, w, 4), linear and glow, without their grain, which vertices could not show; (h, w) where there are any.

    Source: Chambolle, "An algorithm for total variation minimization and applications", 2004 (scikit-image).
    """
    from skimage.restoration import denoise_tv_chambolle

    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    if not len(rows):
        return colors
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tones = np.sqrt(colors[box]).astype(np.float32)
    out = colors.copy()
    out[box] = denoise_tv_chambolle(tones, weight=FLATTEN, max_num_iter=30, channel_axis=-1) ** 2
    return out


def _even(light: Array, ids: NDArray[np.int32], normal: NDArray[np.float32]) -> Array:
    """Light blurred a little within each part and direction: edges of learned shapes and shadows are not where the painted ones are."""
    from scipy.ndimage import gaussian_filter

    side = np.argmax(np.abs(normal), -1) * 2 + (np.take_along_axis(normal, np.argmax(np.abs(normal), -1)[..., None], -1)[..., 0] > 0)
    key = ids.astype(np.int64) * 6 + side
    out = np.full(light.shape, np.nan)
    for k in np.unique(key[ids > 0]):
        at = key == k
        rows, columns = np.flatnonzero(at.any(1)), np.flatnonzero(at.any(0))
        box = np.s_[max(0, rows[0] - 8) : rows[-1] + 9, max(0, columns[0] - 8) : columns[-1] + 9]
        m = at[box].astype(float)
        weight = gaussian_filter(m, 2.5)
        soft = np.stack([gaussian_filter(light[box][..., c] * m, 2.5) for c in range(3)], -1) / np.maximum(weight, 1e-6)[..., None]
        inner = out[box]
        inner[at[box]] = soft[at[box]]
    return out


def _untoned(c: Array) -> Array:
    """Linear light before the tone curve of `cityscape.look.finish` (its shoulder alone; bleaching and grading are slight)."""
    start = 0.66
    peak = c.max(-1, keepdims=True)
    over = -(1 - start) * np.log(np.maximum(1 - (np.minimum(peak, 0.985) - start) / (1 - start), 1e-3))
    return np.asarray(np.where(peak > start, c * (start + over) / np.maximum(peak, 1e-6), c))


@dataclass(frozen=True, eq=False)
class Surface:
    """What a painting with depth shows at its pixels: places (h, w, 3) and normals (h, w, 3), tile frame; there (h, w) bool."""

    places: Array
    normals: Array
    there: NDArray[np.bool_]

    @classmethod
    def of(cls, depth: NDArray[np.floating], camera: Camera) -> Surface:
        """The surface of a depth map (h, w) in metres, NaN where nothing is. Normals are rough."""
        d, there = np.nan_to_num(np.asarray(depth, float)), np.isfinite(depth)
        h, w = d.shape
        k, axes = camera.span / camera.height, camera.axes()
        right, up, back = axes @ np.array(camera.target)
        x = np.broadcast_to((np.arange(w) + 0.5 - w / 2) * k + right, (h, w))
        y = np.broadcast_to(((h / 2 - 0.5 - np.arange(h)) * k + up)[:, None], (h, w))
        n = np.stack([np.gradient(d, axis=1) / k, -np.gradient(d, axis=0) / k, np.ones_like(d)], -1)
        n /= np.linalg.norm(n, axis=-1, keepdims=True)
        return cls(np.stack([x, y, back - d], -1) @ axes, n @ axes, there)


def region_of(colors: Array, mask: NDArray[np.bool_], surface: Surface, *, most: int = 12_000) -> Region | None:
    """What a painting shows of a part; None where that is nothing.

    colors : (h, w, 3) from `albedo`. mask : (h, w) its pixels. most : points kept.
    """
    from scipy.ndimage import binary_erosion, distance_transform_edt

    mask = mask & surface.there
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    pad = int(STRAY) + 2
    top, left = max(0, int(rows[0]) - pad), max(0, int(columns[0]) - pad)
    box = np.s_[top : int(rows[-1]) + pad + 1, left : int(columns[-1]) + pad + 1]
    own = mask[box]
    inner = binary_erosion(own)
    if inner.sum() < 0.3 * own.sum():  # thin things have no inside
        inner = own
    away, (r, c) = distance_transform_edt(~inner, return_indices=True)
    filled = colors[box][r, c]
    y, x = np.nonzero(own)
    step = max(1, len(y) // most)
    y, x = y[::step], x[::step]
    return Region(surface.places[box][y, x], surface.normals[box][y, x], filled[y, x], filled, away, (top, left))


class Dye:
    """The colour of any point on a part's surface.

    built : whether the part is architecture, whose sides end sharply and whose hidden sides are of one colour each.
    """

    def __init__(self, mesh: Mesh, region: Region, camera: Camera, *, built: bool = False) -> None:
        self.region, self.camera, self.built = region, camera, built
        self.toward = camera.axes()[2]
        self.size = float(np.ptp(mesh.bounds, axis=0).max())
        corners = camera.project(mesh.vertices)[mesh.faces]
        self.low = np.floor(corners.reshape(-1, 3)[:, :2].min(0)).astype(int) - 1
        high = np.ceil(corners.reshape(-1, 3)[:, :2].max(0)).astype(int) + 1
        size = np.maximum(high - self.low + 1, 1)
        corners = corners - (*self.low, 0)
        corners[..., 2] *= -1
        self.front = -raster(corners, int(size[1]), int(size[0]))
        self.hidden = Hidden(mesh, region.points, region.normals, region.colors, built=built)

    def visible(self, points: Array) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
        """Whether the picture shows points (n, 3), and their rows and columns in `Region.filled`."""
        p = self.camera.project(points)
        column, row = np.floor(p[:, 0]).astype(int), np.floor(p[:, 1]).astype(int)
        h, w = self.front.shape
        y, x = np.clip(row - self.low[1], 0, h - 1), np.clip(column - self.low[0], 0, w - 1)
        pixel = self.camera.span / self.camera.height
        ahead = self.front[y, x]  # infinite beside the part: an edge, which is seen
        shown = p[:, 2] <= ahead + max(3 * pixel, 0.01 * self.size)
        r, c = row - self.region.corner[0], column - self.region.corner[1]
        fh, fw = self.region.away.shape
        inside = (r >= 0) & (r < fh) & (c >= 0) & (c < fw)
        r, c = np.clip(r, 0, fh - 1), np.clip(c, 0, fw - 1)
        return shown & inside & (self.region.away[r, c] <= STRAY), r, c

    def colors(self, points: Array, piece: Ints, side: Ints, away: NDArray[np.bool_]) -> Array:
        """(n, 4) sRGB colours 0..1 and glow of points (n, 3), tile frame, of pieces (n,), on sides (n,), which may look away (n,)."""
        from cityscape.look.color import to_srgb

        shown, r, c = self.visible(points)
        shown &= ~away
        out = self.region.filled[r, c].copy()
        hidden = np.flatnonzero(~shown)
        if len(hidden):
            out[hidden] = self.hidden.at(points[hidden], piece[hidden], side[hidden])
        return np.concatenate([to_srgb(out[:, :3]), out[:, 3:]], 1).astype(float)
