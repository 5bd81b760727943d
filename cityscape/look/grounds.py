"""Patterns of the ground, in scene coordinates, so that they run on from tile to tile."""

from __future__ import annotations

import numpy as np

from cityscape.look.noise import F32, cells2, fbm2, fbm3, hash01, spots2
from cityscape.look.spot import Coat, Spot, mix, smoothstep


def _xy(s: Spot) -> F32:
    """Scene x, y; on steep faces height stands in for what the plan hides."""
    steep = (1 - np.abs(s.normal[:, 2]))[:, None]
    return s.scene[:, :2] + steep * s.scene[:, 2:3] * np.array([0.7, 0.9], np.float32)


def _soft(dx: F32, dy: F32) -> F32:
    return np.stack([dx, dy, np.zeros_like(dx)], 1)


def earth_wall(s: Spot, coat: Coat) -> Coat:
    """Upright faces of the ground (the slab's cut): layers of earth below the pattern."""
    side = smoothstep((0.45 - s.normal[:, 2]) * 6)
    if side.max() <= 0:
        return coat
    q = s.scene * np.array([0.35, 0.35, 1.6], np.float32)
    band, grain = fbm3(q, 1.6), fbm3(s.scene, 0.6)
    c = np.array([0.235, 0.165, 0.108], np.float32) * (1 + 0.22 * band + 0.14 * grain)[:, None]
    coat.albedo = mix(coat.albedo, np.clip(c, 0, 1), side)
    return coat


_FLOWERS = np.array([[0.93, 0.90, 0.84], [0.93, 0.72, 0.12], [0.80, 0.28, 0.40], [0.48, 0.33, 0.72], [0.86, 0.40, 0.14]], np.float32)


def grass(s: Spot) -> Coat:
    """Lawn: slow patches, tufts, blades."""
    p = _xy(s)
    slow, mid = fbm2(p, 17.0), fbm2(p + 7.3, 3.1)
    tuft, blade = fbm2(p + 3.1, 0.85 * s.scale), fbm2(p + 1.7, 0.30 * s.scale)
    ft, fb = s.fade(0.4), s.fade(0.15)
    dry = s.second((1.22, 1.06, 0.80))
    c = mix(s.color, dry, smoothstep(0.42 + 0.55 * slow + 0.35 * mid))
    dark = c * np.array([0.70, 0.80, 0.62], np.float32)
    c = mix(c, dark, smoothstep(0.25 + 0.6 * tuft - 0.3 * mid) * (0.30 + 0.25 * ft))
    c = c * (1 + 0.10 * tuft * ft + 0.15 * blade * fb)[:, None]
    clover = smoothstep(1.3 * fbm2(p + 41.0, 5.2) - 0.25) * (0.6 + 0.5 * tuft)
    c = mix(c, c * np.array([0.80, 0.97, 0.86], np.float32), 0.6 * np.clip(clover, 0, 1))
    bunch, flower = _sprinkle(s, p)
    c = mix(c, c * np.array([0.66, 0.78, 0.58], np.float32), bunch)
    c = mix(c, _FLOWERS[0], 0.7 * flower)
    coat = Coat.of(s, c, tilt=_soft(0.22 * blade * fb + 0.12 * tuft * ft, 0.22 * fbm2(p + 9.9, 0.3 * s.scale) * fb))
    coat.wrap[:] = 0.12
    return earth_wall(s, coat)


def _sprinkle(s: Spot, p: F32) -> tuple[F32, F32]:
    """Bunches of longer grass, three strokes each, and here and there a daisy: coverage (n,) of both."""
    size = 1.7 * s.scale
    i, j = np.floor(p[:, 0] / size).astype(np.int32), np.floor(p[:, 1] / size).astype(np.int32)
    value, shift = hash01(i, j, 3), hash01(i, j, 5)
    crowd = smoothstep(0.5 + 1.1 * fbm2(p + 13.0, 8.0))
    x = p[:, 0] / size - i - (0.3 + 0.4 * shift)
    y = p[:, 1] / size - j - (0.3 + 0.4 * ((shift * 7.3) % 1))
    # in the isometric picture x + y runs across and y - x up, so strokes along y - x stand upright
    across, up = (x + y) * 0.7, (y - x) * 0.7
    blades = np.minimum(np.abs(across), np.minimum(np.abs(across - 0.05 - 0.3 * up), np.abs(across + 0.05 + 0.3 * up)))
    soft = np.float32(s.pixel) / size
    stroke = np.clip((0.022 - blades) / soft + 0.5, 0, 1) * (np.abs(up) < 0.17)
    bunch = 0.9 * stroke * (value < 0.10 + 0.55 * crowd) * s.fade(0.16)
    dot = np.clip((0.045 - np.hypot(x + 0.2, y + 0.2)) / soft + 0.5, 0, 1)
    return bunch * (s.normal[:, 2] > 0.6), dot * (value > 1 - 0.22 * np.maximum(crowd - 0.5, 0)) * s.fade(0.16) * (s.normal[:, 2] > 0.6)


def meadow(s: Spot) -> Coat:
    """Long grass with drifts of flowers."""
    coat = grass(s)
    p = _xy(s)
    drift = smoothstep(0.35 + 1.1 * fbm2(p + 21.0, 9.0))
    _, value, middle = cells2(p, 0.42 * s.scale)
    size = 0.20 + 0.12 * ((value * 7.7) % 1)
    dot = np.clip((size - middle) * (0.42 / s.pixel) * s.scale + 0.5, 0, 1) * (value < 0.03 + 0.22 * drift)
    kind = np.clip(np.floor(hash01((value * 4096).astype(np.int32)) * 3 + 1.4 * (fbm2(p + 50, 14.0) + 1)), 0, 4).astype(np.int32)
    top = smoothstep((s.normal[:, 2] - 0.55) * 5)
    coat.albedo = mix(coat.albedo * np.array([1.05, 1.0, 0.9], np.float32), _FLOWERS[kind], 0.85 * dot * s.fade(0.3) * top)
    return coat


def soil(s: Spot) -> Coat:
    """Bare earth: clods and damp patches."""
    p = _xy(s)
    slow, mid, fine = fbm2(p, 6.0), fbm2(p + 5, 1.3), fbm2(p + 2, 0.36 * s.scale)
    c = mix(s.color, s.second(0.72), smoothstep(0.4 + 0.7 * slow))
    c = c * (1 + 0.10 * mid + 0.14 * fine * s.fade(0.18))[:, None]
    edge, value, middle = cells2(p, 0.62 * s.scale)
    stone = smoothstep((0.16 + 0.12 * ((value * 9.1) % 1) - middle) * 9) * (value < 0.22) * s.fade(0.3)
    c = mix(c, np.clip(1.35 * c + 0.05, 0, 1) * (0.85 + 0.3 * value)[:, None], 0.75 * stone)
    return earth_wall(s, Coat.of(s, c, tilt=_soft(0.20 * fine * s.fade(0.18) + 0.3 * stone, 0.16 * mid)))


def sand(s: Spot) -> Coat:
    """Wind ripples that fork and fade, over soft dunes."""
    p = _xy(s)
    slow, mid = fbm2(p, 11.0), fbm2(p + 5, 3.0)
    phase = (p[:, 0] * 0.45 + p[:, 1] * 0.9 + 0.30 * mid + 0.6 * slow) * (2 * np.pi / (0.55 * s.scale))
    strength = smoothstep(0.30 + 1.2 * fbm2(p + 31, 7.0)) * s.fade(0.55)
    ripple = np.sin(phase).astype(np.float32)
    c = mix(s.color, s.second((0.93, 0.88, 0.80)), smoothstep(0.4 + 0.6 * slow))
    c = c * (1 + 0.04 * mid + 0.02 * ripple * strength + 0.05 * (spots2(p, 0.07) - 0.5) * s.fade(0.1))[:, None]
    slope = 0.11 * strength * np.cos(phase).astype(np.float32)
    return Coat.of(s, c, tilt=_soft(-0.45 * slope, -0.9 * slope))


def crop(s: Spot) -> Coat:
    """Rows of plants on ridges; the second colour is the earth between."""
    p = _xy(s)
    big = fbm2(p, 9.0)
    period = 1.05 * s.scale
    y = s.scene[:, 1] + 0.06 * fbm2(p + 3, 2.0)
    row = np.cos(2 * np.pi * y / period).astype(np.float32)
    clump = fbm2(p * np.array([1.0, 0.6], np.float32), 0.75 * s.scale)
    f = s.fade(1.05)
    plant = smoothstep((row * 0.75 + 0.5 * clump + 0.32) * 1.5)
    plant = mix(np.full_like(plant, 0.66), plant, f)
    leaf = s.color * (1 + 0.18 * clump * s.fade(0.3) + 0.12 * big + 0.10 * row * f)[:, None]
    earth = s.second((0.52, 0.46, 0.42)) * (1 + 0.12 * clump)[:, None]
    c = mix(earth, leaf, plant)
    tilt = _soft(0.15 * clump, 0.42 * f * np.sin(2 * np.pi * y / period).astype(np.float32))
    return earth_wall(s, Coat.of(s, c, tilt=tilt))


def cobble(s: Spot) -> Coat:
    """Rounded stones, worn and each its own grey, in earthy joints."""
    p = _xy(s)
    edge, value, middle = cells2(p, 0.40 * s.scale)
    f = s.fade(0.40, low=2.0, high=4.0)
    slow = fbm2(p, 5.0)
    c = s.color * (1 + 0.34 * (value - 0.5) * f + 0.08 * slow)[:, None]
    warm = ((value * 6.1) % 1 - 0.5) * f
    c = c * np.stack([1 + 0.07 * warm, np.ones_like(warm), 1 - 0.10 * warm], 1)
    joint = smoothstep((0.115 - edge) / 0.10)
    dirt = s.second((0.50, 0.47, 0.42))
    moss = mix(dirt, dirt * np.array([0.82, 1.0, 0.62], np.float32), smoothstep(slow + 0.2))
    c = mix(c, moss, 0.78 * joint * f + 0.16 * (1 - f))
    dome = f * smoothstep((middle - 0.1) * 2.4)
    tilt = _soft(0.35 * dome * (value - 0.5), 0.35 * dome * ((value * 3.3) % 1 - 0.5))
    return Coat.of(s, c, tilt=tilt)


def paving(s: Spot) -> Coat:
    """Cut slabs in a running bond along the scene's axes."""
    p = _xy(s)
    w, h = 0.85 * s.scale, 0.6 * s.scale
    row = np.floor(p[:, 1] / h).astype(np.int32)
    q = p[:, 0] / w + 0.5 * (row & 1)
    col = np.floor(q).astype(np.int32)
    value = hash01(row, col)
    px = np.float32(s.pixel)
    du, dv = np.minimum(q - col, 1 - q + col) * w, np.minimum(p[:, 1] / h - row, 1 - p[:, 1] / h + row) * h
    joint = np.clip((0.014 + px / 2 - np.minimum(du, dv)) / px, 0, np.minimum(1, 0.028 / px))
    f = s.fade(0.6)
    slow, fine = fbm2(p, 4.0), fbm2(p + 3, 0.5)
    c = s.color * (1 + 0.17 * (value - 0.5) * f + 0.06 * slow + 0.04 * fine)[:, None]
    c = mix(c, s.second(0.55), (0.75 * joint * f).astype(np.float32))
    return Coat.of(s, c, shine=0.04)


def gravel(s: Spot) -> Coat:
    """Small stones."""
    p = _xy(s)
    _, value, _ = cells2(p, 0.17 * s.scale)
    f = s.fade(0.17, low=1.4, high=3.0)
    slow, mid = fbm2(p, 5.0), fbm2(p + 8, 0.9)
    c = mix(s.color, s.second(0.8), smoothstep(0.35 + 0.5 * slow))
    c = c * (1 + 0.34 * (value - 0.5) * (0.25 + 0.75 * f) + 0.08 * mid)[:, None]
    tilt = _soft(0.4 * (value - 0.5) * f, 0.4 * ((value * 5.7) % 1 - 0.5) * f)
    return earth_wall(s, Coat.of(s, c, tilt=tilt))


def asphalt(s: Spot) -> Coat:
    """Fine grain, patched and polished by wheels, a few hair cracks."""
    p = _xy(s)
    slow, mid = fbm2(p, 8.0), fbm2(p + 4, 1.8)
    grain = (spots2(p, 0.06) - 0.5) * s.fade(0.08, low=0.6, high=1.6)
    crack = smoothstep((0.018 - np.abs(fbm2(p + 13, 4.5) - 0.08)) / 0.018) * s.wear * smoothstep((slow - 0.1) * 4)
    c = s.color * (1 + 0.10 * slow + 0.06 * mid + 0.16 * grain)[:, None]
    c = c * (1 - 0.35 * crack * s.fade(0.12))[:, None]
    return Coat.of(s, c, shine=0.04)


def marking(s: Spot) -> Coat:
    """Road paint, worn."""
    p = _xy(s)
    gone = smoothstep((fbm2(p, 0.8) + 0.5 * fbm2(p + 3, 0.2) - 0.35) * 2.2) * s.wear
    c = mix(s.color, s.second(0.45), 0.75 * gone) * (1 + 0.05 * fbm2(p + 9, 2.0))[:, None]
    return Coat.of(s, c)


def snow(s: Spot) -> Coat:
    """Soft drifts, blue in the hollows, here and there a sparkle."""
    p = _xy(s)
    slow, mid = fbm2(p, 7.0), fbm2(p + 5, 1.6)
    c = s.color * (1 + 0.025 * mid)[:, None]
    c = mix(c, c * np.array([0.90, 0.95, 1.0], np.float32), smoothstep(0.3 - 0.8 * slow))
    spark = (spots2(p, max(0.05, s.pixel)) > 0.9975) * s.fade(0.12, low=1, high=2)
    coat = Coat.of(s, c + 0.25 * spark[:, None], tilt=_soft(0.10 * mid, 0.10 * slow), shine=0.05)
    coat.wrap[:] = 0.2
    return coat


def rock(s: Spot) -> Coat:
    """Strata, cracks and lichen."""
    q = s.scene if not len(s) else s.scene * np.array([0.6, 0.6, 1.5], np.float32)
    slow, mid, fine = fbm3(s.scene, 2.4 * s.scale), fbm3(q, 0.9 * s.scale), fbm3(s.scene + 7, 0.3 * s.scale)
    crack = smoothstep((0.07 - np.abs(mid)) / 0.07) * s.fade(0.3)
    c = s.color * (1 + 0.16 * slow + 0.12 * mid + 0.10 * fine * s.fade(0.15))[:, None]
    c = mix(c, s.second(0.6), 0.5 * crack)
    lichen = smoothstep((fbm3(s.scene + 23, 0.9) - 0.55) * 5) * smoothstep(s.normal[:, 2] * 2)
    c = mix(c, c * np.array([0.95, 1.08, 0.72], np.float32), 0.6 * lichen)
    t = np.stack([mid, fbm3(q + 11, 0.9 * s.scale), fine], 1) * np.float32(0.34)
    return Coat.of(s, c, tilt=t)


def water(s: Spot) -> Coat:
    """Ripples and drifting tones; the banks' foam and the reflection are the renderer's."""
    p = s.scene[:, :2]
    slow = fbm2(p, 9.0)
    a = fbm2(p * np.array([1.0, 1.7], np.float32) + 0.3 * slow[:, None], 1.7 * s.scale)
    b = fbm2(p * np.array([1.5, 1.0], np.float32) + 40, 1.1 * s.scale)
    f = s.fade(0.6)
    c = mix(s.color, s.second((0.62, 0.74, 0.86)), smoothstep(0.45 + 0.6 * slow))
    c = c * (1 + 0.10 * a * f)[:, None]
    glint = smoothstep((a + b - 0.95) * 3) * f
    c = mix(c, np.full_like(c, 0.8), 0.22 * glint)
    coat = Coat.of(s, c, tilt=_soft(0.11 * a * f, 0.11 * b * f), rough=np.minimum(s.rough, 0.12), shine=0.04)
    level = smoothstep((s.normal[:, 2] - 0.6) * 4)
    coat.mirror = level
    return coat
