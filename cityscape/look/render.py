"""`picture`: a stage, a camera and a light make an image with exact ids, depth and normals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityscape.look.clean import edges, smooth_light, smooth_sun
from cityscape.look.color import linear
from cityscape.look.finish import finish
from cityscape.look.hits import Hits, along, hits_at
from cityscape.look.lamps import dark, lamps
from cityscape.look.light import LATTICE, glow, lattice_index, sky
from cityscape.look.noise import F32
from cityscape.look.shade import Scenery, ambient, foam, lit, sunlight
from cityscape.look.stage import Stage
from cityscape.look.surface import coats
from cityscape.world.painting import Camera
from cityscape.world.theme import Light

BLOCK = 1024
"""Pictures are made in squares of this many pixels, so that memory does not grow with the picture."""
_PAD = 8
_CHUNK = 1 << 18
_MATCH = [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)]


@dataclass(frozen=True, eq=False)
class Picture:
    """An image and what is exactly at its pixels' centres.

    rgba : (h, w, 4) uint8 sRGB, straight alpha. ids : (h, w) int32, the items' ids, 0 where nothing is.
    depth : (h, w) float32 metres as in `Camera.project`, NaN where nothing is. normal : (h, w, 3) float32 of the
    flat faces, scene frame, 0 where nothing is.
    """

    rgba: NDArray[np.uint8]
    ids: NDArray[np.int32]
    depth: F32
    normal: F32


@dataclass(eq=False)
class Layers:
    """A picture before its tones are fixed: `light` (h, w, 4) float32 linear, premultiplied, and `Picture`'s others."""

    light: F32
    ids: NDArray[np.int32]
    depth: F32
    normal: F32

    @classmethod
    def empty(cls, h: int, w: int) -> Layers:
        """Layers that show nothing."""
        nothing = np.full((h, w), np.nan, np.float32)
        return cls(np.zeros((h, w, 4), np.float32), np.zeros((h, w), np.int32), nothing, np.zeros((h, w, 3), np.float32))

    def put(self, top: int, left: int, part: Layers) -> None:
        """Paste another's pixels."""
        h, w = part.ids.shape
        here = np.s_[top : top + h, left : left + w]
        self.light[here], self.ids[here], self.depth[here], self.normal[here] = part.light, part.ids, part.depth, part.normal


def picture(
    stage: Stage,
    camera: Camera,
    light: Light,
    *,
    samples: int = 8,
    shadows: bool = True,
    ambient_occlusion: int = 8,
    background: F32 | None = None,
) -> Picture:
    """Draw a stage.

    Parameters
    ----------
    stage, camera, light : camera in the scene frame.
    samples : rays through each pixel on an edge (1: no anti-aliasing).
    shadows : whether the sun casts them. ambient_occlusion : ambient rays per pixel, 0 for plain ambient light.
    background : (h, w, 3) or (3,) float sRGB 0..1 to lay underneath; None leaves it transparent.
    """
    layers = trace(stage, camera, light, samples=samples, shadows=shadows, ambient_occlusion=ambient_occlusion)
    return Picture(finish(layers.light, light, background=background), layers.ids, layers.depth, layers.normal)


def trace(
    stage: Stage,
    camera: Camera,
    light: Light,
    *,
    samples: int = 8,
    shadows: bool = True,
    ambient_occlusion: int = 8,
    window: tuple[int, int, int, int] | None = None,
    only: str = "light",
) -> Layers:
    """The linear layers of a window (left, top, right, bottom in pixels; default: all) of a picture.

    only : ``light`` for the picture's light; ``detail`` for what patterns make of their materials' colours (a factor).
    """
    left, top, right, bottom = window or (0, 0, camera.width, camera.height)
    h, w = bottom - top, right - left
    out = Layers.empty(h, w)
    if not len(stage.faces):
        return out
    at = sky(light)
    found = lamps(stage, light.lamps) if dark(at.sun, at.zenith, float(at.sun_to[2])) else None
    scenery = Scenery(stage, at, glow(stage, at, shadows, light.windows), shadows, ambient_occlusion, only == "detail", found)
    for y in range(top, bottom, BLOCK):
        for x in range(left, right, BLOCK):
            x1, y1 = min(x + BLOCK, right), min(y + BLOCK, bottom)
            out.put(y - top, x - left, _block(scenery, camera, light, (x, y, x1, y1), samples))
    return out


def _block(scenery: Scenery, camera: Camera, light: Light, window: tuple[int, int, int, int], samples: int) -> Layers:
    stage = scenery.stage
    left, top, right, bottom = window[0] - _PAD, window[1] - _PAD, window[2] + _PAD, window[3] + _PAD
    left, top = left - left % LATTICE, top - top % LATTICE
    h, w = bottom - top, right - left
    rows, cols = np.divmod(np.arange(h * w), w)
    rows, cols = rows + top, cols + left
    face, depth, hits, where = _primary(stage, camera, cols, rows)
    view = -camera.axes()[2].astype(np.float32)
    pixel = camera.span / camera.height
    index = lattice_index(cols, rows)[where]

    sun = np.zeros(h * w, np.float32)
    soft = np.zeros((h * w, 3), np.float32)
    for k in _chunks(len(where)):
        part = hits.take(k)
        sun[where[k]] = sunlight(scenery, part, index[k], rays=4, extra=12)
        soft[where[k]] = ambient(scenery, part, index[k])
    flat = np.zeros((h * w, 3), np.float32)
    flat[where] = stage.normals[face[where]]
    rounded = np.zeros((h * w, 3), np.float32)
    rounded[where] = hits.normal
    owner = np.where(face >= 0, stage.owner[np.maximum(face, 0)], -1).astype(np.int32)
    shape = (h, w)
    guides = (owner.reshape(shape), rounded.reshape(h, w, 3), depth.reshape(shape))
    if scenery.shadows:
        sun = smooth_sun(sun.reshape(shape), *guides, camera).ravel()
    if scenery.ambient_rays:
        soft = smooth_light(soft.reshape(h, w, 3), *guides, camera).reshape(-1, 3)

    color = np.zeros((h * w, 4), np.float32)
    water = np.array([m.pattern == "water" for m in stage.materials])[stage.material]
    for k in _chunks(len(where)):
        color[where[k], :3] = _shaded(scenery, hits.take(k), sun[where[k]], soft[where[k]], view, pixel, light.windows, water)
        color[where[k], 3] = 1
    inner = np.s_[window[1] - top : window[3] - top, window[0] - left : window[2] - left]
    if samples > 1:
        edge = edges(owner.reshape(shape), rounded.reshape(h, w, 3), depth.reshape(shape), camera)
        inside = np.zeros(shape, bool)
        inside[inner] = edge[inner]
        known = _Known(owner, rounded, depth, soft, w)
        _refine(scenery, camera, light, color, np.flatnonzero(inside.ravel()), cols, rows, known, samples, view, pixel, water)
    ids = np.where(owner >= 0, stage.ids[np.maximum(owner, 0)], 0).astype(np.int32)
    shaped = (color.reshape(h, w, 4), ids.reshape(shape), depth.reshape(shape), flat.reshape(h, w, 3))
    return Layers(*(np.ascontiguousarray(a[inner]) for a in shaped))  # type: ignore[arg-type]


def _primary(stage: Stage, camera: Camera, cols: NDArray, rows: NDArray) -> tuple[NDArray[np.int32], F32, Hits, NDArray[np.int64]]:
    """Face (n,), depth (n,) and the hits of rays through pixel centres."""
    face, depth, point = shoot(stage, camera, cols + 0.5, rows + 0.5)
    where = np.flatnonzero(face >= 0)
    return face, depth, hits_at(stage, face[where], point[where]), where


def shoot(stage: Stage, camera: Camera, columns: NDArray, rows: NDArray) -> tuple[NDArray[np.int32], F32, F32]:
    """First faces (n,) seen at picture places (n,) each, depths (n,) and points (n, 3) relative to the stage's origin."""
    n = len(columns)
    face, depth, point = np.full(n, -1, np.int32), np.full(n, np.nan, np.float32), np.zeros((n, 3), np.float32)
    start = stage.radius + float(np.linalg.norm(stage.origin - np.array(camera.target))) + 1.0
    for k in _chunks(n):
        origins, direction = camera.rays(columns[k], rows[k], start=start)
        origins = origins - stage.origin
        f = stage.tracer.first(origins.astype(np.float32), direction.astype(np.float32))
        hit = np.flatnonzero(f >= 0)
        t = along(stage, origins[hit], direction, f[hit])
        face[k] = f
        i = hit + k.start
        depth[i] = t - start
        point[i] = origins[hit] + t[:, None] * direction
    return face, depth, point


@dataclass(eq=False)
class _Known:
    owner: NDArray[np.int32]
    normal: F32
    depth: F32
    soft: F32
    width: int


def _shaded(scenery: Scenery, hits: Hits, sun: F32, soft: F32, view: F32, pixel: float, windows: float, water: NDArray) -> F32:
    coat = coats(scenery.stage, hits, pixel=pixel, lit=windows)
    foam(scenery, hits, water[scenery.stage.owner[hits.face]], coat)
    if scenery.detail:
        colors = linear([m.color for m in scenery.stage.materials])
        return coat.albedo / np.maximum(colors[scenery.stage.material][scenery.stage.owner[hits.face]], 0.02)
    return lit(scenery, hits, coat, sun, soft, view)


def _refine(
    scenery: Scenery, camera: Camera, light: Light, color: F32, edge: NDArray, cols: NDArray, rows: NDArray,
    known: _Known, samples: int, view: F32, pixel: float, water: NDArray,
) -> None:  # fmt: skip
    """Replace the pixels `edge` of `color` by the mean of several rays."""
    stage = scenery.stage
    s = np.arange(samples)
    dx, dy = (s + 0.5) / samples, (_spread(samples) + 0.5) / samples
    batch = max(1, _CHUNK // samples)
    for a in range(0, len(edge), batch):
        e = edge[a : a + batch]
        x, y = (cols[e, None] + dx).ravel(), (rows[e, None] + dy).ravel()
        face, depth, point = shoot(stage, camera, x, y)
        where = np.flatnonzero(face >= 0)
        hits = hits_at(stage, face[where], point[where])
        pixel_of = np.repeat(e, samples)[where]
        # the lattice row doubles as the sample number, so that a pixel's rays see different parts of the sun
        index = ((where % samples) * 7 + lattice_index(cols[pixel_of], rows[pixel_of])).astype(np.int32) % (LATTICE * LATTICE)
        sun = sunlight(scenery, hits, index, rays=1)
        soft, found = _borrow(known, stage.owner[hits.face], hits.normal, depth[where], pixel_of, camera, x[where], y[where], cols, rows)
        lost = np.flatnonzero(~found)
        if len(lost):
            soft[lost] = ambient(scenery, hits.take(lost), index[lost], rays=min(4, scenery.ambient_rays))
        c = np.zeros((len(x), 4), np.float32)
        c[where, :3] = np.minimum(_shaded(scenery, hits, sun, soft, view, pixel, light.windows, water), 6.0)
        c[where, 3] = 1
        color[e] = c.reshape(-1, samples, 4).mean(1)


def _borrow(
    known: _Known, owner: NDArray, normal: F32, depth: F32, pixel_of: NDArray, camera: Camera,
    x: NDArray, y: NDArray, cols: NDArray, rows: NDArray,
) -> tuple[F32, NDArray[np.bool_]]:  # fmt: skip
    """Ambient light of the nearest pixel that shows the same surface."""
    soft = np.zeros((len(owner), 3), np.float32)
    found = np.zeros(len(owner), bool)
    right, up, back = (v.astype(np.float32) for v in camera.axes())
    k = np.float32(camera.span / camera.height)
    todo = np.arange(len(owner))
    n = len(known.owner)
    for dy, dx in _MATCH:
        if not len(todo):
            break
        q = pixel_of[todo] + dy * known.width + dx
        q = np.clip(q, 0, n - 1)
        nn = normal[todo]
        facing = np.maximum(np.abs(nn @ back), 0.05)
        sx, sy = (cols[q] + 0.5 - x[todo]) * k, (y[todo] - rows[q] - 0.5) * k
        step = (nn @ right * sx + nn @ up * sy) / facing * np.sign(nn @ back)
        same = (known.owner[q] == owner[todo]) & (np.einsum("ij,ij->i", known.normal[q], nn) > 0.8)
        same &= np.abs(known.depth[q] - depth[todo] - step) < 0.12
        hit = todo[same]
        soft[hit], found[hit] = known.soft[q[same]], True
        todo = todo[~same]
    return soft, found


def _spread(count: int) -> NDArray[np.int64]:
    """0..count-1 in an order in which followers lie far apart: ranks of van der Corput's sequence."""
    k, value, step = np.arange(count), np.zeros(count), 0.5
    while k.any():
        value, k, step = value + step * (k & 1), k >> 1, step / 2
    return np.argsort(np.argsort(value, kind="stable"), kind="stable")


def _chunks(n: int) -> list[slice]:
    return [slice(a, min(a + _CHUNK, n)) for a in range(0, n, _CHUNK)]
