"""Colours of learned parts: what the picture shows of them, without the light in it, and a guess at what it does not show.

The light is divided out so that the scene, drawn by this project's own renderer in the plan's light, looks like the painting
again: shape is drawn white from the painting's camera, and what the painting is darker than that is colour. What is hidden takes
the colour of what is seen of the same part on the opposite side, at the same height, with the like normal: the back of a house is
taken to be as its front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Camera, Painting
from cityscape.world.part import Part, Thing
from partgen.silhouette import raster

Array = NDArray[np.float64]

GLOW = 2.0
"""Emission of the material of parts that glow, in units of white paper in the sun."""
BRIGHT = 0.5
"""Painted light (linear, 0 to 1) from which on something may glow."""
GREY = 0.5
"""Albedo of the shapes that are drawn to find the light."""
STRAY = 8.0
"""How far from its region, in pixels, a vertex may fall and still take its colour from there."""
TURN = 0.2
"""How much a difference of normals counts, as a share of the part's size."""
LEAST_EDGE = 2.0
"""Faces whose edges have fewer than twice as many pixels are not divided further."""
PROBES = (
    (1 / 3, 1 / 3, 1 / 3), (0.6, 0.2, 0.2), (0.2, 0.6, 0.2), (0.2, 0.2, 0.6), (0.48, 0.48, 0.04), (0.48, 0.04, 0.48), (0.04, 0.48, 0.48),
)  # fmt: skip
"""Where on a face the picture is looked at, as weights of its corners."""
CONTRAST = 0.05
"""Faces on which the picture differs by more than this from an even run of colour (sRGB, 0 to 1) are divided."""


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
    return np.concatenate([np.clip(color, 0.012, 0.92), np.clip(glow, 0, 1)], -1)


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
    """The colour of any point on a part's surface."""

    def __init__(self, mesh: Mesh, region: Region, camera: Camera) -> None:
        from scipy.spatial import cKDTree

        self.region, self.camera = region, camera
        box = mesh.bounds.astype(float)
        self.middle, self.size = box.mean(0), float((box[1] - box[0]).max())
        v = camera.project(mesh.vertices)
        corners = v[mesh.faces]
        self.low = np.floor(corners.reshape(-1, 3)[:, :2].min(0)).astype(int) - 1
        high = np.ceil(corners.reshape(-1, 3)[:, :2].max(0)).astype(int) + 1
        size = np.maximum(high - self.low + 1, 1)
        corners = corners - (*self.low, 0)
        corners[..., 2] *= -1
        self.front = -raster(corners, int(size[1]), int(size[0]))
        self.tree = cKDTree(np.c_[region.points, region.normals * (TURN * self.size)])

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

    def colors(self, points: Array, normals: Array) -> Array:
        """(n, 4) sRGB colours 0..1 and glow of points (n, 3) with normals (n, 3), tile frame."""
        from cityscape.look.color import to_srgb

        facing = normals @ self.camera.axes()[2] > -0.05
        shown, r, c = self.visible(points)
        shown &= facing
        out = self.region.filled[r, c].copy()
        hidden = np.flatnonzero(~shown)
        if len(hidden):
            p, n = points[hidden].copy(), normals[hidden].copy()
            turned = n @ self.camera.axes()[2] < 0  # walls that face away look as those opposite do
            turned &= np.abs(n[:, 2]) < 0.85
            p[turned, :2] = 2 * self.middle[:2] - p[turned, :2]
            n[turned, :2] *= -1
            at = self.tree.query(np.c_[p, n * (TURN * self.size)], k=1)[1]
            out[hidden] = self.region.colors[at]
        return np.concatenate([to_srgb(out[:, :3]), out[:, 3:]], 1).astype(float)


def dyed(mesh: Mesh, dye: Dye, *, more: int) -> Mesh:
    """The mesh with colours, its faces divided where the picture has detail, into at most about `more` faces more.

    Faces are halved at their longest edges, which keeps them in shape. Source: Rivara, "Algorithms for refining triangular grids
    suitable for adaptive and multigrid techniques", 1984.
    """
    v, f = mesh.vertices.astype(np.float64), mesh.faces.astype(np.int64)
    least = LEAST_EDGE * dye.camera.span / dye.camera.height
    most = len(f) + more
    said, score = np.zeros((0, 4)), np.zeros(0)  # of the vertices and of the first faces, known from the round before
    for _ in range(16):
        normals = _vertex_normals(v, f)
        said = np.concatenate([said, dye.colors(v[len(said) :], normals[len(said) :])])
        a, b, edge_of = _edges(f)
        length = np.linalg.norm(v[a] - v[b], axis=1)
        longest = edge_of[np.arange(len(f)), length[edge_of].argmax(1)]
        new = np.arange(len(score), len(f))
        score = np.concatenate([score, _unevenness(v, f[new], length[longest[new]], said, dye, least)])
        chosen = np.argsort(-score, kind="stable")[: max(0, most - len(f)) // 2]
        marked = np.zeros(len(a), bool)
        marked[longest[chosen[score[chosen] > 0]]] = True
        if not marked.any():
            break
        score = score[~marked[edge_of].any(1)]
        v, f = divided(v, f, a, b, edge_of, marked)
    out = np.round(np.concatenate([said, dye.colors(v[len(said) :], _vertex_normals(v, f)[len(said) :])]) * 255).astype(np.uint8)
    return Mesh(v.astype(np.float32), f.astype(np.int32), out[:, :3], out[:, 3])


def _unevenness(v: Array, f: NDArray[np.int64], longest: Array, said: Array, dye: Dye, least: float) -> Array:
    """(f,) how much the picture differs on each face from an even run of its corners' colours `said` (v, 4), by the face's size.

    Faces whose longest edge (f,) is under twice `least` metres, and where the picture does not show them four times, are left alone.
    """
    flat = _face_normals(v, f)
    k = np.flatnonzero(longest >= np.where(flat @ dye.camera.axes()[2] > -0.05, 2, 4) * least)
    worst = np.zeros(len(f))
    for weights in PROBES:
        w = np.array(weights)
        there = dye.colors(np.einsum("fkc,k->fc", v[f[k]], w), flat[k])
        worst[k] = np.maximum(worst[k], np.abs(there - np.einsum("fkc,k->fc", said[f[k]], w)).max(1))
    return np.asarray(np.where(worst > CONTRAST, worst * longest, 0.0))


def divided(
    v: Array, f: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64], edge_of: NDArray[np.int64], marked: NDArray[np.bool_]
) -> tuple[Array, NDArray[np.int64]]:
    """Vertices and faces after each marked edge got a vertex in its middle; neighbours share it, so nothing opens.

    Vertices and faces that stay come first, in their order.

    a, b : (e,) the edges' ends. edge_of : (f, 3) which edge follows each corner.
    """
    middle = np.full(len(a), -1)
    middle[marked] = len(v) + np.arange(int(marked.sum()))
    v = np.concatenate([v, (v[a[marked]] + v[b[marked]]) / 2])
    m = middle[edge_of]
    count = (m >= 0).sum(1)
    out = [f[count == 0]]
    one = np.flatnonzero(count == 1)
    if len(one):
        p, q, r, x, _, _ = _turned(f[one], m[one], (m[one] >= 0).argmax(1))
        out += [np.stack([p, x, r], 1), np.stack([x, q, r], 1)]
    two = np.flatnonzero(count == 2)
    if len(two):  # turned so that the edge without a middle is the last
        p, q, r, x, y, _ = _turned(f[two], m[two], ((m[two] < 0).argmax(1) + 1) % 3)
        out += [np.stack([x, q, y], 1), np.stack([p, x, y], 1), np.stack([p, y, r], 1)]
    three = np.flatnonzero(count == 3)
    if len(three):
        p, q, r, x, y, z = _turned(f[three], m[three], np.zeros(len(three), np.int64))
        out += [np.stack(t, 1) for t in ((p, x, z), (x, q, y), (z, y, r), (x, y, z))]
    return v, np.concatenate(out)


def _turned(f: NDArray[np.int64], m: NDArray[np.int64], first: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Corners and middles of faces, beginning with corner `first` (n,)."""
    rows = np.arange(len(f))
    k = [(first + i) % 3 for i in range(3)]
    return (*(f[rows, i] for i in k), *(m[rows, i] for i in k))


def _edges(f: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Each edge once: its ends (e,), (e,), and which edge runs from each corner (f, 3) to the next."""
    ends = np.sort(np.stack([f, np.roll(f, -1, 1)], -1).reshape(-1, 2), axis=1)
    key = ends[:, 0] * (int(f.max()) + 1) + ends[:, 1]
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    return ends[first, 0], ends[first, 1], index.reshape(f.shape)


def _face_normals(v: Array, f: NDArray[np.int64]) -> Array:
    n = np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]])
    return np.asarray(n / (np.linalg.norm(n, axis=1, keepdims=True) + 1e-12))


def _vertex_normals(v: Array, f: NDArray[np.int64]) -> Array:
    n = np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]])
    out = np.zeros_like(v)
    for k in range(3):
        np.add.at(out, f[:, k], n)
    return np.asarray(out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12))
