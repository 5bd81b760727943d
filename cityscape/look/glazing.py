"""Patterns that shine or glow: glass, windows, metal, solar cells, neon, lamps."""

from __future__ import annotations

import numpy as np

from cityscape.look.noise import F32, fbm3, hash01
from cityscape.look.spot import Coat, Spot, courses, lines, luma, mix, smoothstep
from cityscape.look.walls import shade_object, weather

LIT = np.array(
    [[1.0, 0.60, 0.25], [1.0, 0.70, 0.36], [1.0, 0.52, 0.18], [1.0, 0.64, 0.30], [0.90, 0.82, 0.66], [0.78, 0.84, 0.86]], np.float32
)
"""Linear colours of lit rooms."""


def _pane(s: Spot) -> tuple[F32, F32, F32, F32]:
    """Place in the pane in metres from its lower left corner, along the face's axes, and the pane's size there."""
    lo, hi = s.box[:, 0], s.box[:, 1]
    w = np.einsum("ij,ij->i", np.abs(s.across), hi - lo)
    h = np.einsum("ij,ij->i", np.abs(s.rising), hi - lo)
    from_middle = s.local - 0.5 * (lo + hi)
    x = np.einsum("ij,ij->i", from_middle, s.across) + 0.5 * w
    y = np.einsum("ij,ij->i", from_middle, s.rising) + 0.5 * h
    return x, y, np.maximum(w, 0.05), np.maximum(h, 0.05)


def _reflection(s: Spot, x: F32, y: F32, h: F32, value: F32) -> F32:
    """How bright the sky stands in the pane, 0..1: a gradient with a soft diagonal edge."""
    rise = y / h
    cloud = fbm3(s.scene + value[:, None] * 3, 7.0)
    diagonal = smoothstep(((x * 0.55 + y) / np.maximum(h, 1.2) - 0.55 + 0.5 * cloud) * 1.6)
    return np.clip(0.15 + 0.35 * rise + 0.40 * diagonal + 0.25 * (value - 0.5), 0, 1)


def _lights(s: Spot, value: F32, y: F32, h: F32) -> F32:
    """(n, 3) light of lit rooms, brighter towards the ceiling lamp."""
    if s.lit <= 0:
        return np.zeros((len(s), 3), np.float32)
    on = value < s.lit
    k = hash01((value * 65521).astype(np.int32), 3)
    color = LIT[(k * len(LIT)).astype(np.int32).clip(0, len(LIT) - 1)]
    dusk = np.float32(1 + 0.9 * np.clip((s.lit - 0.25) / 0.3, 0, 1))  # by day a lamp is lost in the light that falls in
    return color * (dusk * on * (0.42 + 0.50 * hash01((value * 65521).astype(np.int32), 5)) * (0.60 + 0.55 * y / h))[:, None]


def _glass(s: Spot, value: F32, x: F32, y: F32, w: F32, h: F32) -> Coat:
    deep = s.color * np.array([0.34, 0.38, 0.42], np.float32)
    bright = mix(s.color, np.full_like(s.color, 0.85), 0.38)
    r = _reflection(s, x, y, h, value)
    c = mix(deep, bright, 0.62 * r)
    coat = Coat.of(s, c, rough=np.minimum(s.rough, 0.1), shine=0.06)
    coat.mirror[:] = 0.35
    coat.emit = _lights(s, value, y, h)
    lit = luma(coat.emit) > 0.01
    coat.albedo = mix(coat.albedo, coat.albedo * np.float32(0.5), lit * 1.0)
    coat.mirror = coat.mirror * np.where(lit, np.float32(0.3), np.float32(1))
    return coat


def glass(s: Spot) -> Coat:
    """Plain panes: dark rooms behind a reflection of the sky; large ones are lit storey by storey."""
    x, y, w, h = _pane(s)
    value = _rooms(s, x, y, w, h)
    coat = _glass(s, value, x, y, w, h)
    cols, rows = _division(w, h)
    floor = np.where(rows > 1, lines(y, h / rows, 0.26, s.pixel), 0)
    mullion = np.where(cols > 1, lines(x, w / (2 * cols), 0.07, s.pixel), 0)
    m = (np.maximum(floor, 0.7 * mullion) * s.fade(0.8)).astype(np.float32)
    frame = np.where(s.own2[:, None], s.color2, s.color * np.float32(0.30))
    coat.albedo = mix(coat.albedo, frame, 0.8 * m)
    coat.emit = coat.emit * (0.6 * (1 - 0.85 * m))[:, None]  # a storey of glass holds more unlit corners than a window
    coat.mirror = coat.mirror * (1 - m)
    return coat


def _division(w: F32, h: F32) -> tuple[F32, F32]:
    """Columns and storeys into which a pane of this size is divided."""
    return np.maximum(np.round(w / 2.6), 1), np.maximum(np.round(h / 3.1), 1)


def _rooms(s: Spot, x: F32, y: F32, w: F32, h: F32) -> F32:
    cols, rows = _division(w, h)
    i, j = np.floor(x / w * cols * 0.9999).astype(np.int32), np.floor(y / h * rows * 0.9999).astype(np.int32)
    return hash01((s.shell * 65521).astype(np.int32), i, j)


def window(s: Spot) -> Coat:
    """A window: glass with glazing bars; broad ones are divided into casements, tall ones into storeys."""
    x, y, w, h = _pane(s)
    value = _rooms(s, x, y, w, h)
    coat = _glass(s, value, x, y, w, h)
    cols, rows = np.maximum(np.round(w / (0.62 * s.scale)), 1), np.maximum(np.round(h / (0.72 * s.scale)), 1)
    bar = 0.055 * s.scale
    px = s.pixel
    a = lines(x, w / cols, bar, px)
    b = lines(y, h / rows, bar, px)
    f = s.fade(0.55)
    frame = np.where(s.own2[:, None], s.color2, np.float32(0.62))
    m = (np.maximum(a, b) * f).astype(np.float32)
    coat.albedo = mix(coat.albedo, frame, 0.85 * m)
    coat.mirror = coat.mirror * (1 - m)
    coat.emit = coat.emit * (1 - 0.8 * m)[:, None]
    coat.rough = mix(coat.rough, np.full_like(coat.rough, 0.7), m)
    return coat


def solar(s: Spot) -> Coat:
    """Solar cells: dark blue squares between thin bright lines."""
    k = courses(s, 0.5, 0.5, 0.03, stagger=0.0)
    f = s.fade(0.5)
    c = s.color * (1 + 0.22 * (k.value - 0.5) * f)[:, None]
    c = mix(c, s.second((2.6, 2.4, 2.0)), 0.6 * k.joint * f)
    coat = Coat.of(s, c, rough=np.minimum(s.rough, 0.2), shine=0.08)
    coat.mirror[:] = 0.45
    return coat


def metal(s: Spot) -> Coat:
    """Sheet and cast metal: brushed, faintly stained."""
    g = fbm3(s.local * np.array([0.3, 0.3, 1.0], np.float32), 0.6)
    c = shade_object(s, s.color, 0.03) * (1 + 0.05 * g)[:, None]
    coat = Coat.of(s, weather(s, c, amount=0.5), shine=0.12)
    coat.mirror[:] = 0.12
    return coat


def corrugated(s: Spot) -> Coat:
    """Wavy sheets with overlaps; rust by wear."""
    period = 0.26 * s.scale
    f = s.fade(0.26)
    phase = 2 * np.pi * s.u / period
    sheet = np.floor(s.u / (1.3 * s.scale)).astype(np.int32)
    value = hash01(sheet, np.floor(s.v / (2.6 * s.scale)).astype(np.int32))
    c = shade_object(s, s.color, 0.04) * (1 + 0.10 * (value - 0.5) + 0.13 * f * np.cos(phase))[:, None]
    lap = lines(s.v, 2.6 * s.scale, 0.04, s.pixel)
    c = c * (1 - 0.35 * lap * s.fade(0.6))[:, None]
    rust = smoothstep((fbm3(s.local, 1.4) + 0.5 * fbm3(s.local + 3, 0.4) - 0.62 + 0.45 * s.wear) * 2.2) * s.wear
    tone = np.where(s.own2[:, None], s.color2, np.array([0.23, 0.095, 0.04], np.float32))
    c = mix(c, tone, 0.75 * rust)
    coat = Coat.of(s, c.astype(np.float32), tilt=(0.5 * f * np.sin(phase)).astype(np.float32)[:, None] * s.along, shine=0.10)
    coat.mirror[:] = 0.05
    return coat


def neon(s: Spot) -> Coat:
    """A glowing tube or sign; its light is the material's emission."""
    flicker = 0.92 + 0.16 * hash01((s.shell * 65521).astype(np.int32), 9)
    coat = Coat.of(s, s.color * 0.6)
    coat.emit = s.color * flicker[:, None]
    return coat


def lamp(s: Spot) -> Coat:
    """A lampshade or bulb."""
    coat = Coat.of(s, s.color)
    coat.emit = s.color.copy()
    return coat
