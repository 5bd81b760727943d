"""Image-space helpers: where edges are, and taking the grain out of gathered light without crossing them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cityscape.look.noise import F32
from cityscape.world.painting import Camera


def slopes(normal: F32, camera: Camera) -> tuple[F32, F32]:
    """How much depth grows per pixel to the right and per pixel down, (h, w) each, on surfaces with these normals."""
    right, up, back = (v.astype(np.float32) for v in camera.axes())
    facing = normal @ back
    facing = np.where(np.abs(facing) < 0.08, np.where(facing < 0, np.float32(-0.08), np.float32(0.08)), facing)
    k = np.float32(camera.span / camera.height)
    return (normal @ right) / facing * k, -(normal @ up) / facing * k


def edges(owner: NDArray[np.int32], normal: F32, depth: F32, camera: Camera) -> NDArray[np.bool_]:
    """(h, w) pixels beside a change of part, of direction or of depth."""
    out = np.zeros(owner.shape, bool)
    gx, gy = slopes(normal, camera)
    pixel = camera.span / camera.height
    for axis, g in ((1, gx), (0, gy)):
        a = tuple(slice(None, -1) if k == axis else slice(None) for k in range(2))
        b = tuple(slice(1, None) if k == axis else slice(None) for k in range(2))
        differs = owner[a] != owner[b]
        both = (owner[a] >= 0) & (owner[b] >= 0)
        turned = np.einsum("ijk,ijk->ij", normal[a], normal[b]) < 0.95
        with np.errstate(invalid="ignore"):
            jump = np.abs(depth[b] - depth[a] - 0.5 * (g[a] + g[b])) > np.maximum(2.5 * pixel, 0.04)
        change = differs | (both & (turned | jump))
        out[a] |= change
        out[b] |= change
    return out


def smooth_light(light: F32, owner: NDArray[np.int32], normal: F32, depth: F32, camera: Camera, *, radius: int = 4, rounds: int = 2) -> F32:
    """Mean of (h, w, c) light over neighbours on the same smooth surface: along rows, then along columns, `rounds` times."""
    gx, gy = slopes(normal, camera)
    depth = np.nan_to_num(depth, nan=1e9)
    tolerance = np.float32(max(0.10, 2.0 * camera.span / camera.height))
    same = {(axis, d): _same(owner, normal, depth, g, axis, d, tolerance) for axis, g in ((1, gx), (0, gy)) for d in range(1, radius + 1)}
    planes = np.ascontiguousarray(np.moveaxis(light, -1, 0))
    for r in [max(radius - k, 2) for k in range(rounds)]:
        for axis in (1, 0):
            planes = _pass(planes, same, axis, r)
    return np.moveaxis(planes, 0, -1)


def _ends(axis: int, d: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Indices of all pixels that have a neighbour d further on, and of those neighbours."""
    first, rest = slice(None, -d), slice(d, None)
    every = slice(None)
    return ((every, first), (every, rest)) if axis else ((first, every), (rest, every))


def _same(owner: NDArray, normal: F32, depth: F32, slope: F32, axis: int, d: int, tolerance: np.float32) -> F32:
    """1 where a pixel and the one d further on show the same smooth surface, else 0."""
    a, b = _ends(axis, d)
    w = (owner[a] == owner[b]) & (np.abs(depth[b] - depth[a] - (0.5 * d) * (slope[a] + slope[b])) < tolerance)
    n, m = normal[a], normal[b]
    w &= n[..., 0] * m[..., 0] + n[..., 1] * m[..., 1] + n[..., 2] * m[..., 2] > 0.90
    return w.astype(np.float32)


def _pass(planes: F32, same: dict[tuple[int, int], F32], axis: int, radius: int) -> F32:
    """One blur of (c, h, w) along an axis."""
    total, weight = planes.copy(), np.ones(planes.shape[1:], np.float32)
    for d in range(1, radius + 1):
        a, b = _ends(axis, d)
        w = same[axis, d]
        weight[a] += w
        weight[b] += w
        for channel, out in zip(planes, total, strict=True):
            out[a] += channel[b] * w
            out[b] += channel[a] * w
    total /= weight
    return total


def smooth_sun(sun: F32, owner: NDArray[np.int32], normal: F32, depth: F32, camera: Camera) -> F32:
    """Take the lattice out of (h, w) sun shares in wide half-shadows; sharp ones stay as they are."""
    from scipy.ndimage import uniform_filter

    partial = ((sun > 0.02) & (sun < 0.98)).astype(np.float32)
    wide = np.clip((uniform_filter(partial, 5) - 0.16) / 0.24, 0, 1)
    rows, cols = np.flatnonzero(wide.any(1)), np.flatnonzero(wide.any(0))
    if not len(rows):
        return sun
    box = np.s_[max(rows[0] - 6, 0) : rows[-1] + 7, max(cols[0] - 6, 0) : cols[-1] + 7]
    soft = smooth_light(sun[box][..., None], owner[box], normal[box], depth[box], camera, radius=2, rounds=2)[..., 0]
    out = sun.copy()
    out[box] += wide[box] * (soft - sun[box])
    return out
