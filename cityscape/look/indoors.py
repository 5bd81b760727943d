"""Patterns of rooms and of painted things: floors, papered walls, weaves, marble, dots and stripes."""

from __future__ import annotations

import numpy as np

from cityscape.look.noise import F32, fbm2, fbm3, hash01
from cityscape.look.spot import Coat, Spot, courses, lines, mix, smoothstep
from cityscape.look.walls import shade_object, weather


def _along(s: Spot, du: F32, dv: F32) -> F32:
    return du[:, None] * s.along + dv[:, None] * s.up


def _uv(s: Spot) -> F32:
    return np.stack([s.u, s.v], 1)


def parquet(s: Spot) -> Coat:
    """Oiled floor boards, each with its own tone and grain, their ends staggered."""
    k = courses(s, 1.15, 0.16, 0.012, ragged=0.6)
    f = s.fade(0.16)
    grain = fbm2(np.stack([s.u * 0.16 + k.value * 31, s.v * 2.4], 1), 0.5 * s.scale)
    c = s.color * (1 + (0.34 * (k.value - 0.5)) * f + 0.10 * grain)[:, None]
    warm = ((k.value * 6.1) % 1 - 0.5) * f
    c = c * np.stack([1 + 0.05 * warm, np.ones_like(warm), 1 - 0.10 * warm], 1)
    c = mix(c, s.second(0.45), 0.65 * k.joint * f + 0.04 * (1 - f))
    coat = Coat.of(s, c * (1 + 0.03 * fbm2(_uv(s), 2.6))[:, None], shine=0.045)
    coat.mirror = np.full(len(s), 0.10, np.float32)
    return coat


def tiles(s: Spot) -> Coat:
    """Square glazed tiles in grout; with a second colour every other tile has it."""
    size = 0.30 * s.scale
    i, j = np.floor(s.u / size), np.floor(s.v / size)
    value = hash01(i.astype(np.int32), j.astype(np.int32), 5)
    other = (((i + j) % 2) > 0.5) & s.own2
    c = np.where(other[:, None], s.color2, s.color) * (1 + 0.08 * (value - 0.5) * s.fade(0.3))[:, None]
    far = s.fade(0.3)
    mean = np.where(s.own2[:, None], 0.5 * (s.color + s.color2), s.color)
    c = mix(mean, c, far)
    joint = np.maximum(lines(s.u, size, 0.012 * s.scale, s.pixel), lines(s.v, size, 0.012 * s.scale, s.pixel))
    c = mix(c, np.clip(0.55 * mean + 0.22, 0, 1), 0.55 * joint * s.fade(0.2))
    coat = Coat.of(s, weather(s, c, amount=0.4), shine=0.05)
    coat.mirror = (0.22 * (1 - s.rough)).astype(np.float32)
    return coat


def carpet(s: Spot) -> Coat:
    """A rug: pile, a border of the second colour, a lozenge ground; plain where there is no second colour."""
    pile = fbm2(_uv(s), 0.16 * s.scale) * s.fade(0.08) + 0.6 * fbm2(_uv(s) + 5, 0.7)
    c = shade_object(s, s.color, 0.05)
    x, y = s.local[:, 0], s.local[:, 1]
    edge = np.minimum.reduce([x - s.box[:, 0, 0], s.box[:, 1, 0] - x, y - s.box[:, 0, 1], s.box[:, 1, 1] - y])
    short = np.minimum(s.box[:, 1, 0] - s.box[:, 0, 0], s.box[:, 1, 1] - s.box[:, 0, 1])
    d = edge / np.maximum(short, 0.1)
    band = smoothstep((0.055 - np.abs(d - 0.115)) * 60) + 0.8 * smoothstep((0.008 - np.abs(d - 0.20)) * 200)
    step = np.float32(0.34) * s.scale
    lozenge = np.abs((x / step) % 1 - 0.5) + np.abs((y / step) % 1 - 0.5)
    motif = smoothstep((0.16 - lozenge) * 14) * (d > 0.22) * s.fade(0.2)
    second = s.second(1.0)
    c = mix(c, second, np.clip(0.85 * band + 0.7 * motif, 0, 1) * s.own2)
    c = c * (1 + 0.10 * pile)[:, None]
    return Coat.of(s, c, tilt=_along(s, 0.16 * pile, 0.16 * pile), shine=0.01)


def wallpaper(s: Spot) -> Coat:
    """Printed paper: sprigs in offset rows in the second colour, fine stripes between."""
    step = 0.42 * s.scale
    row = np.floor(s.v / step)
    u = s.u / step + 0.5 * (row % 2)
    a, b = u - np.floor(u) - 0.5, s.v / step - row - 0.5
    r, t = np.hypot(a, b), np.arctan2(b, a)
    petal = smoothstep((0.17 + 0.07 * np.cos(5 * t) - r) * 16)
    stripe = lines(s.u, step / 2, 0.02 * s.scale, s.pixel) * 0.35
    f = s.fade(0.28)
    c = shade_object(s, s.color, 0.02)
    c = mix(c, s.second(0.86), np.clip((0.75 * petal + stripe) * f + 0.16 * (1 - f), 0, 1))
    return Coat.of(s, c * (1 + 0.02 * fbm3(s.local, 1.8))[:, None])


def marble(s: Spot) -> Coat:
    """Polished stone with soft clouds and veins of the second colour."""
    q = s.local + s.tint[:, None] * 29
    cloud = fbm3(q, 1.6 * s.scale)
    vein = np.abs(fbm3(q + 0.35 * cloud[:, None], 0.9 * s.scale))
    c = s.color * (1 + 0.06 * cloud)[:, None]
    c = mix(c, s.second(0.62), 0.75 * smoothstep((0.09 - vein) * 12) * s.fade(0.4) + 0.08)
    coat = Coat.of(s, c, shine=0.06)
    coat.mirror = np.full(len(s), 0.16, np.float32)
    return coat


def woven(s: Spot) -> Coat:
    """Basketwork, wicker, tatami: strands that go over and under; mats get a cloth edge in the second colour."""
    a, b = 0.07 * s.scale, 0.035 * s.scale
    row = np.floor(s.v / b)
    over = np.sin((s.u / a + 0.5 * (row % 2)) * 2 * np.pi)
    f = s.fade(0.05)
    c = shade_object(s, s.color, 0.05) * (1 + 0.14 * over * f + 0.06 * fbm2(_uv(s), 0.9))[:, None]
    c = mix(c, c * 0.6, 0.5 * lines(s.v, b, 0.006 * s.scale, s.pixel) * f)
    return Coat.of(s, weather(s, c, amount=0.5), tilt=_along(s, 0.2 * over * f, np.zeros_like(over)), shine=0.02)


def dots(s: Spot) -> Coat:
    """Spots of the second colour: mushroom caps, toys, polka-dot cloth."""
    step = 0.62 * s.scale
    row = np.floor(s.v / step)
    col = np.floor(s.u / step + 0.5 * (row % 2))
    jitter = 0.22 * (hash01(row.astype(np.int32), col.astype(np.int32), 3) - 0.5)
    size = 0.17 + 0.12 * hash01(row.astype(np.int32), col.astype(np.int32), 9)
    a, b = s.u / step + 0.5 * (row % 2) - col - 0.5 + jitter, s.v / step - row - 0.5 - jitter
    spot = smoothstep((size - np.hypot(a, b)) * np.clip(step / s.pixel, 2, 24))
    c = shade_object(s, s.color, 0.05) * (1 + 0.05 * fbm3(s.local, 0.9))[:, None]
    c = mix(c, s.second((1.6, 1.6, 1.6)), spot * s.fade(0.2))
    return Coat.of(s, weather(s, c, amount=0.6), shine=0.05)


def stripes(s: Spot) -> Coat:
    """Broad stripes up the face, painted or sewn: tents, awnings, candy poles."""
    width = 0.5 * s.scale
    phase = s.u / width
    d = (np.abs((phase % 2) - 1) - 0.5) * width / np.float32(s.pixel)
    t = np.clip(d + 0.5, 0, 1)
    c = mix(s.color, s.second(1.9), t * s.fade(0.5) + 0.5 * (1 - s.fade(0.5)))
    return Coat.of(s, weather(s, c * (1 + 0.03 * fbm3(s.local, 1.2))[:, None], amount=0.5), shine=0.03)
