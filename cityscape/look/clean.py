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


def smooth_light(light: F32, owner: NDArray[np.int32], normal: F32, depth: F32, camera: Camera, *, radius: int = 4) -> F32:
    """Mean of (h, w, 3) light over neighbours on the same smooth surface: along rows, then along columns, twice."""
    gx, gy = slopes(normal, camera)
    depth = np.nan_to_num(depth, nan=1e9)
    tolerance = np.float32(max(0.10, 2.0 * camera.span / camera.height))
    for r in (radius, radius - 1):
        for axis, g in ((1, gx), (0, gy)):
            light = _pass(light, owner, normal, depth, g, axis, r, tolerance)
    return light


def _pass(light: F32, owner: NDArray, normal: F32, depth: F32, slope: F32, axis: int, radius: int, tolerance: np.float32) -> F32:
    total, weight = light.copy(), np.ones(owner.shape, np.float32)
    for d in range(1, radius + 1):
        a = tuple(slice(None, -d) if k == axis else slice(None) for k in range(2))
        b = tuple(slice(d, None) if k == axis else slice(None) for k in range(2))
        w = (owner[a] == owner[b]) & (np.abs(depth[b] - depth[a] - (0.5 * d) * (slope[a] + slope[b])) < tolerance)
        w &= np.einsum("ijk,ijk->ij", normal[a], normal[b]) > 0.90
        w = w.astype(np.float32)
        total[a] += light[b] * w[..., None]
        total[b] += light[a] * w[..., None]
        weight[a] += w
        weight[b] += w
    return total / weight[..., None]
