"""Patterns of walls, roofs and joinery: what lies on the face's own axes."""

from __future__ import annotations

import numpy as np

from cityscape.look.noise import F32, cells2, fbm2, fbm3, hash01
from cityscape.look.spot import Coat, Spot, courses, lines, luma, mix, smoothstep


def _uv(s: Spot, a: float = 1.0, b: float = 1.0) -> F32:
    return np.stack([s.u * a + s.tint * 37, s.v * b], 1)


def _slope(s: Spot, du: F32, dv: F32) -> F32:
    return du[:, None] * s.along + dv[:, None] * s.up


def weather(s: Spot, albedo: F32, *, amount: float = 1.0) -> F32:
    """Dirt rising from the ground, a dark line where walls stand on it, streaks and slow fading; stains where wear is past a half."""
    wall = smoothstep((0.75 - np.abs(s.normal[:, 2])) * 4)
    wear = s.wear * amount
    foot = np.exp(-np.maximum(s.local[:, 2], 0) * 1.5) * wall
    cloud = fbm3(s.local + s.tint[:, None] * 61, 3.5)
    streak = fbm2(np.stack([s.u * 2.3 + s.tint * 11, s.v * 0.16], 1), 1.0)
    contact = np.exp(-np.maximum(s.local[:, 2], 0) * 7.0) * wall
    f = 1 - wear * (0.34 * foot * (0.75 + 0.5 * cloud) + 0.10 * cloud + 0.20 * np.maximum(streak - 0.1, 0) * wall) - 0.13 * contact
    old = smoothstep((wear - 0.55) * 2.5)
    f = f - old * (0.22 * smoothstep(1.4 * cloud - 0.1) + 0.25 * np.maximum(streak, 0) * wall)
    dirt = np.array([1.0, 0.985, 0.955], np.float32)
    out = albedo * f[:, None]
    return out * mix(np.ones(3, np.float32), dirt, (wear * (foot + 0.5 * np.maximum(cloud, 0)))[:, None])


def shade_object(s: Spot, color: F32, amount: float = 0.05) -> F32:
    """A slight difference of brightness and warmth from object to object."""
    t = (s.tint - 0.5) * 2
    k = np.stack([1 + amount * t, 1 + amount * 0.8 * t, 1 + amount * 0.55 * t], 1)
    return color * k


def plain(s: Spot) -> Coat:
    """Paint: nearly even."""
    c = shade_object(s, s.color, 0.03) * (1 + 0.03 * fbm3(s.local, 1.5))[:, None]
    return Coat.of(s, weather(s, c, amount=0.45))


def painted(s: Spot) -> Coat:
    """The surface's own colours as they are: dirt and joints are in them already."""
    return Coat.of(s, s.color)


def plaster(s: Spot) -> Coat:
    """Limewash: clouds, a hand-made surface, stains at the foot."""
    big = fbm3(s.local + s.tint[:, None] * 31, 2.2 * s.scale)
    fine = fbm3(s.local, 0.42 * s.scale)
    c = shade_object(s, s.color, 0.05)
    c = mix(c, c * np.array([1.0, 0.955, 0.88], np.float32), smoothstep(big * 0.9 + 0.3))
    c = c * (1 + 0.045 * big + 0.035 * fine * s.fade(0.2))[:, None]
    patch = smoothstep((fbm3(s.local + 17, 1.7) - 0.62) * 5) * s.wear
    c = mix(c, s.second(0.78), 0.55 * patch)
    t = fine * 0.07 * s.fade(0.2)
    return Coat.of(s, weather(s, c, amount=1.2), tilt=_slope(s, t, t))


def adobe(s: Spot) -> Coat:
    """Rammed or moulded mud: soft humps, faint courses, straw."""
    big, fine = fbm3(s.local + s.tint[:, None] * 31, 1.8 * s.scale), fbm3(s.local + 9, 0.35 * s.scale)
    course = lines(s.v + 0.05 * big, 0.55 * s.scale, 0.05, max(s.pixel, 0.09)) * s.fade(0.4)
    c = shade_object(s, s.color, 0.06) * (1 + 0.09 * big + 0.05 * fine)[:, None]
    c = mix(c, s.second(0.82), 0.3 * course)
    t = 0.10 * fine
    return Coat.of(s, weather(s, c, amount=1.1), tilt=_slope(s, t, 0.14 * big + t))


def brick(s: Spot) -> Coat:
    """Running bond, a little larger than life so that it reads."""
    k = courses(s, 0.36, 0.145, 0.022)
    f = s.fade(0.145)
    c = shade_object(s, s.color, 0.05)
    var = (k.value - 0.5) * f
    c = c * (1 + 0.30 * var + 0.06 * fbm3(s.local, 1.8))[:, None]
    c = c * np.stack([np.ones_like(var), 1 - 0.16 * np.maximum(var, 0), 1 - 0.24 * np.maximum(var, 0)], 1)
    mortar = s.second(1.0)
    mortar = np.where(s.own2[:, None], mortar, mix(c, np.full_like(c, 0.55), 0.42))
    c = mix(c, mortar, 0.8 * k.joint * f + 0.13 * (1 - f))
    edge = (np.maximum(0, 0.22 - k.high) - np.maximum(0, k.high - 0.78)) * f
    return Coat.of(s, weather(s, c), tilt=_slope(s, np.zeros_like(edge), -1.3 * edge))


def stone(s: Spot) -> Coat:
    """Ashlar in courses of different lengths."""
    k = courses(s, 0.85, 0.42, 0.03, ragged=0.5)
    f = s.fade(0.42)
    grain = fbm3(s.local, 0.6 * s.scale)
    c = shade_object(s, s.color, 0.05) * (1 + (0.26 * (k.value - 0.5)) * f + 0.07 * grain)[:, None]
    warm = ((k.value * 7.13) % 1 - 0.5) * f
    c = c * np.stack([1 + 0.05 * warm, np.ones_like(warm), 1 - 0.09 * warm], 1)
    c = mix(c, s.second(0.55), 0.72 * k.joint * f + 0.04 * (1 - f))
    bevel_v = (np.maximum(0, 0.16 - k.high) - np.maximum(0, k.high - 0.84)) * f
    bevel_u = (np.maximum(0, 0.09 - k.across) - np.maximum(0, k.across - 0.91)) * f
    return Coat.of(s, weather(s, c), tilt=_slope(s, -3.2 * bevel_u + 0.1 * grain, -2.2 * bevel_v + 0.1 * grain))


def rubble(s: Spot) -> Coat:
    """Field stones in mortar."""
    edge, value, middle = cells2(_uv(s, 1.0, 1.25), 0.5 * s.scale)
    f = s.fade(0.4)
    joint = smoothstep((0.075 - edge) / 0.06)
    c = shade_object(s, s.color, 0.05) * (1 + 0.42 * (value - 0.5) * f + 0.10 * fbm3(s.local, 0.5))[:, None]
    warm = ((value * 5.31) % 1 - 0.5) * f
    c = c * np.stack([1 + 0.08 * warm, np.ones_like(warm), 1 - 0.12 * warm], 1)
    c = mix(c, s.second(0.58), (0.8 * joint) * f + 0.1 * (1 - f))
    t = (0.35 - np.minimum(middle, 0.6)) * f
    return Coat.of(s, weather(s, c), tilt=_slope(s, 0.12 * fbm3(s.local, 0.3), 0.5 * t))


def concrete(s: Spot) -> Coat:
    """Cast in boards: faint joints, clouds, rain marks."""
    big, fine = fbm3(s.local + s.tint[:, None] * 13, 2.6 * s.scale), fbm3(s.local, 0.5 * s.scale)
    c = shade_object(s, s.color, 0.03) * (1 + 0.06 * big + 0.035 * fine)[:, None]
    j = np.maximum(lines(s.u, 2.4 * s.scale, 0.03, s.pixel), lines(s.v, 1.2 * s.scale, 0.03, s.pixel))
    c = mix(c, s.second(0.7), 0.30 * j * s.fade(0.6))
    return Coat.of(s, weather(s, c, amount=1.3), tilt=_slope(s, 0.03 * fine, 0.03 * fine))


def panel(s: Spot) -> Coat:
    """Cladding panels with shadow gaps, each a hair different."""
    k = courses(s, 1.5, 0.75, 0.03, stagger=0.0)
    f = s.fade(0.75)
    c = shade_object(s, s.color, 0.03) * (1 + 0.07 * (k.value - 0.5) * f + 0.02 * fbm3(s.local, 2.0))[:, None]
    c = mix(c, s.second(0.45), 0.6 * k.joint * f)
    return Coat.of(s, weather(s, c, amount=0.6), shine=0.05)


def _long_axis(s: Spot) -> tuple[F32, F32, F32]:
    """Along the piece's longest side, and the two across, in its object's frame; and whether it is a slender bar."""
    ext = s.box[:, 1] - s.box[:, 0]
    axis = ext.argmax(1)
    i = np.arange(len(s))
    a = s.local[i, axis]
    b, c = s.local[i, (axis + 1) % 3], s.local[i, (axis + 2) % 3]
    return a, b, c


def _grain(s: Spot, along: F32, b: F32, c: F32, seed: F32) -> F32:
    q = np.stack([along * 0.22 + seed * 19, b * 2.6, c * 2.6], 1)
    return fbm3(q, 0.7 * s.scale)


def timber(s: Spot) -> Coat:
    """Beams: grain along the piece."""
    a, b, c = _long_axis(s)
    g = _grain(s, a, b, c, s.shell)
    col = shade_object(s, s.color, 0.05) * (1 + 0.24 * (s.shell - 0.5) + 0.17 * g * s.fade(0.12))[:, None]
    crack = smoothstep((g - 0.55) * 4) * s.fade(0.12)
    col = mix(col, s.second(0.5), 0.35 * crack)
    return Coat.of(s, weather(s, col, amount=0.6))


def planks(s: Spot) -> Coat:
    """Boards: upright on walls, along the longer side on floors; slender pieces are one board."""
    ext = s.box[:, 1] - s.box[:, 0]
    sorted_ext = np.sort(ext, 1)
    bar = sorted_ext[:, 1] < 0.34
    a, b, c = _long_axis(s)
    flat = np.abs(s.normal[:, 2]) > 0.7
    swap = flat & (ext[:, 0] >= ext[:, 1])
    lying = ~flat & (ext[:, 2] < 0.55) & ~bar
    across = np.where(swap | lying, s.v, s.u)
    along = np.where(swap | lying, s.u, s.v)
    w = 0.24 * s.scale
    index = np.floor(across / w).astype(np.int32)
    value = np.where(bar, s.shell, hash01(index, (s.tint * 512).astype(np.int32)))
    f = np.where(bar, np.float32(1), s.fade(0.24))
    gap = lines(across, w, 0.026, s.pixel) * s.fade(0.24) * ~bar
    ga, gb, gc = np.where(bar, a, along), np.where(bar, b, across), np.where(bar, c, value * 5)
    g = _grain(s, ga, gb, gc, value)
    col = shade_object(s, s.color, 0.06) * (1 + 0.26 * (value - 0.5) * f + 0.13 * g * s.fade(0.12))[:, None]
    grey = np.repeat(luma(col)[:, None], 3, 1) * np.array([1.02, 1.0, 0.97], np.float32)
    col = mix(col, grey, 0.35 * s.wear * ((value * 3.7) % 1))
    col = mix(col, s.second(0.38), 0.72 * gap)
    return Coat.of(s, weather(s, col, amount=0.9))


def shingle(s: Spot) -> Coat:
    """Wooden or asphalt shingles: staggered, every course casts a thin shadow on the next."""
    k = courses(s, 0.30, 0.30, 0.018)
    return _roofing(s, k.value, k.high, k.joint, 0.30, 0.36, 0.0)


def slate(s: Spot) -> Coat:
    """Slates: thin, staggered, bluish and brownish ones mixed."""
    k = courses(s, 0.40, 0.32, 0.016)
    coat = _roofing(s, k.value, k.high, k.joint, 0.32, 0.26, 0.0)
    hue = ((k.value * 9.7) % 1 - 0.5) * s.fade(0.32)
    coat.albedo = coat.albedo * np.stack([1 + 0.10 * hue, np.ones_like(hue), 1 - 0.08 * hue], 1)
    coat.shine[:] = 0.055
    coat.rough = np.minimum(coat.rough, 0.6)
    return coat


def roof_tile(s: Spot) -> Coat:
    """Pantiles: rounded columns, overlapping rows."""
    k = courses(s, 0.34, 0.46, 0.0, stagger=0.0)
    wave = np.cos(2 * np.pi * k.across).astype(np.float32)
    coat = _roofing(s, k.value, k.high, np.zeros_like(wave), 0.46, 0.36, 0.0)
    f = s.fade(0.34)
    coat.albedo = coat.albedo * (1 - f * 0.28 * smoothstep((wave - 0.35) * 1.8))[:, None]
    coat.tilt = coat.tilt + (0.55 * f * np.sin(2 * np.pi * k.across))[:, None] * s.along
    return coat


def _roofing(s: Spot, value: F32, high: F32, joint: F32, height: float, contrast: float, lip: float) -> Coat:
    f = s.fade(height)
    slow = fbm3(s.local + s.tint[:, None] * 41, 2.8)
    c = shade_object(s, s.color, 0.06) * (1 + contrast * (value - 0.5) * f + 0.08 * slow)[:, None]
    odd = smoothstep((value - 0.86) * 12) * f
    c = mix(c, s.second((0.80, 0.76, 0.74)), 0.7 * odd)
    moss = smoothstep((fbm3(s.local + 5, 1.6) - 0.45) * 3) * s.wear
    c = mix(c, c * np.array([0.82, 0.9, 0.7], np.float32), 0.8 * moss)
    shadow = smoothstep(1 - high / np.maximum(0.20, 1.2 * s.pixel / (height * s.scale))) * f
    c = c * (1 - 0.42 * shadow - 0.05 * (1 - f))[:, None]
    c = c * (1 - 0.45 * joint * f)[:, None]
    lift = (0.16 * (0.5 - high) + 0.22 * ((value * 5.7) % 1 - 0.5)) * f
    return Coat.of(s, c, tilt=lift[:, None] * s.up)


def thatch(s: Spot) -> Coat:
    """Straw combed down the slope, trimmed in layers."""
    fine = fbm2(_uv(s, 5.0, 0.55), 1.4 * s.scale)
    clump = fbm2(_uv(s, 1.6, 0.35), 1.6 * s.scale)
    layer = (s.v / (0.95 * s.scale) + 0.10 * clump) % 1
    shadow = smoothstep(1 - layer / 0.13) * s.fade(0.5)
    c = shade_object(s, s.color, 0.05)
    c = mix(c, s.second((0.62, 0.58, 0.5)), 0.35 * smoothstep(0.5 - clump))
    c = c * (1 + 0.20 * fine * s.fade(0.16) + 0.08 * clump - 0.30 * shadow)[:, None]
    return Coat.of(s, c, tilt=_slope(s, 0.34 * fine * s.fade(0.16), 0.15 * clump))


def fabric(s: Spot) -> Coat:
    """Cloth: stripes of the second colour where there is one, soft folds."""
    stripe = 0.5 + 0.5 * np.clip(np.sin(2 * np.pi * s.u / (0.9 * s.scale)) * (0.9 * s.scale) / (2 * np.pi * 0.7 * s.pixel), -1, 1)
    fold = fbm3(s.local * np.array([1.0, 1.0, 0.4], np.float32), 0.9)
    c = np.where(s.own2[:, None], mix(s.color, s.color2, stripe * s.fade(0.45) + 0.5 * (1 - s.fade(0.45))), s.color)
    c = shade_object(s, c, 0.04) * (1 + 0.07 * fold)[:, None]
    coat = Coat.of(s, weather(s, c, amount=0.4), tilt=_slope(s, 0.16 * fold, 0.06 * fold))
    coat.wrap[:] = 0.25
    return coat
