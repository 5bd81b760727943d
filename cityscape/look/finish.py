"""From linear light to the finished picture: exposure, bloom, tone curve, grading."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cityscape.look.color import to_linear, to_srgb
from cityscape.look.noise import F32
from cityscape.world.theme import Light

EXPOSURE = 0.365
"""Scale at which white paper in a default sun is just below white."""


def finish(light: F32, settings: Light, *, background: F32 | None = None) -> NDArray[np.uint8]:
    """(h, w, 4) premultiplied linear light -> (h, w, 4) uint8 sRGB, straight alpha."""
    alpha = np.clip(light[..., 3:], 0, 1)
    c = light[..., :3] * np.float32(EXPOSURE * settings.exposure)
    c = c / np.maximum(alpha, 1e-3)
    halo = _bloom(np.where(alpha > 0, c, 0) * alpha)
    srgb = to_srgb(_grade(_tone(c + halo)))
    if background is not None:
        under = np.broadcast_to(np.asarray(background, np.float32), c.shape)
        glowing = to_srgb(to_linear(under) + halo)
        srgb = srgb * alpha + glowing * (1 - alpha)
        alpha = np.ones_like(alpha)
    else:
        srgb = np.where(alpha > 0, srgb, 0)
    return np.concatenate([np.round(srgb * 255), np.round(alpha * 255)], -1).astype(np.uint8)


def _bloom(c: F32) -> F32:
    """Light that spills from what is brighter than white."""
    from PIL import Image
    from scipy.ndimage import gaussian_filter

    bright = np.clip(c - 1.05, 0, 4)
    if bright.max() <= 0.02:
        return np.zeros_like(c)
    h, w = c.shape[:2]
    small = bright[: h - h % 4, : w - w % 4].reshape(h // 4, 4, w // 4, 4, 3).mean((1, 3)) if min(h, w) >= 8 else bright
    total = np.zeros_like(small)
    for sigma, amount in ((1.2, 0.30), (4.0, 0.32), (12.0, 0.20)):
        total += amount * gaussian_filter(small, (sigma, sigma, 0))
    if small.shape == bright.shape:
        return total
    out = np.zeros_like(c)
    size = (small.shape[1] * 4, small.shape[0] * 4)
    for k in range(3):
        out[: size[1], : size[0], k] = Image.fromarray(total[..., k]).resize(size, Image.Resampling.BILINEAR)
    return out


def _tone(c: F32) -> F32:
    """Faithful up to three quarters, then a soft shoulder that bleaches as it brightens."""
    start = np.float32(0.66)
    peak = c.max(-1, keepdims=True)
    over = np.maximum(peak - start, 0)
    rolled = np.where(peak > start, start + (1 - start) * (1 - np.exp(-over / (1 - start))), peak)
    c = c * (rolled / np.maximum(peak, 1e-6))
    bleach = 1 - 1 / (1 + 0.16 * over)
    return c + (rolled - c) * bleach


def _grade(c: F32) -> F32:
    """A gentle S, cooler shadows, warmer lights, a little more colour; linear in, linear out."""
    y = (c @ np.array([0.2126, 0.7152, 0.0722], np.float32))[..., None]
    c = y + (c - y) * 1.03
    p = np.sqrt(np.clip(y, 0, 1))
    c = c * (1 + 0.18 * (p - 0.45) * (1 - p))
    cool, warm = np.array([-0.012, 0.0, 0.020], np.float32), np.array([0.016, 0.004, -0.014], np.float32)
    return np.clip(c * (1 + (1 - p) * 1.5 * cool + p * warm), 0, 1)
