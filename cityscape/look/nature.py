"""Patterns of plants: clumps in space, on the object's own coordinates."""

from __future__ import annotations

import numpy as np

from cityscape.look.noise import F32, fbm3, hash01, lumps3
from cityscape.look.spot import Coat, Spot, mix, smoothstep


def _voxels(p: F32, size: F32 | float) -> F32:
    i = np.floor(p / np.asarray(size, np.float32).reshape(-1, 1)).astype(np.int32)
    return hash01(i[:, 0], i[:, 1], i[:, 2])


def _leaves(s: Spot, *, clump: float, leaf: float, flat: float) -> Coat:
    q = s.local * np.array([1.0, 1.0, flat], np.float32) + s.tint[:, None] * 23
    big, slope = lumps3(q, clump * s.scale)
    small, fine = lumps3(q + 5.1, leaf * s.scale)
    fb, fs = s.fade(clump), s.fade(leaf, low=1.4, high=3.0)
    slow = fbm3(q, 2.8)
    t = (s.tint - 0.5)[:, None] * np.array([0.16, 0.05, -0.06], np.float32)
    base = s.color * (1 + t)
    light = base * np.array([1.24, 1.13, 0.82], np.float32)
    dark = s.second((0.50, 0.62, 0.56))
    h = smoothstep((big - 0.15) * 1.25)
    c = mix(dark, base, mix(np.full_like(h, 0.75), h, fb))
    c = mix(c, light, 0.55 * smoothstep(big * 0.8 + 0.5 * slow - 0.35) * fb)
    grain = (small - 0.55) * fs
    c = c * (1 + 0.85 * grain + 0.12 * slow)[:, None]
    c = c * (1 + 0.24 * (_voxels(q, leaf * 0.6) - 0.5) * s.fade(leaf * 0.6, low=1.2, high=2.4))[:, None]
    bump = -(0.20 * fb)[:, None] * slope - (0.30 * fs)[:, None] * fine
    coat = Coat.of(s, c, tilt=bump)
    coat.wrap[:] = 0.35
    coat.shine[:] = 0.02
    return coat


def foliage(s: Spot) -> Coat:
    """Broad leaves in clumps, bright on top, dark between."""
    return _leaves(s, clump=0.95, leaf=0.27, flat=1.15)


def needles(s: Spot) -> Coat:
    """Needles: finer, layered, with lighter tips."""
    coat = _leaves(s, clump=0.70, leaf=0.20, flat=1.7)
    tier = fbm3(s.local * np.array([0.7, 0.7, 2.2], np.float32) + s.tint[:, None] * 9, 1.2)
    coat.albedo = np.clip(coat.albedo * (1 + 0.14 * tier)[:, None], 0, 1)
    coat.wrap[:] = 0.2
    return coat


def bark(s: Spot) -> Coat:
    """Ridges up the trunk."""
    q = s.local * np.array([1.0, 1.0, 0.22], np.float32) + s.tint[:, None] * 17
    ridge, fine = fbm3(q, 0.34 * s.scale), fbm3(s.local, 0.2 * s.scale)
    f = s.fade(0.2)
    c = s.color * (1 + 0.30 * ridge * f + 0.10 * fine * f)[:, None]
    c = mix(c, s.second(0.55), 0.5 * smoothstep((ridge - 0.2) * 2) * f)
    moss = smoothstep((0.5 - s.local[:, 2]) * 1.2) * 0.25
    c = mix(c, c * np.array([0.85, 1.0, 0.7], np.float32), moss)
    return Coat.of(s, c, tilt=(0.35 * ridge * f)[:, None] * s.along)
