"""The part-id view: one clear colour per part."""

from __future__ import annotations

from colorsys import hsv_to_rgb
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.render.drawn import Rays, layers
from cityscape.world.painting import Camera
from cityscape.world.theme import Light
from cityscape.world.tile import Tile


def id_colors(count: int) -> NDArray[np.float32]:
    """(count + 1, 3) sRGB 0..1 per id, 0 is black; hues turn by the golden ratio, so that neighbours differ."""
    k = np.arange(count)
    hue, value, full = (k * 0.61803398875) % 1, 0.72 + 0.26 * ((k * 0.7548776662) % 1), 0.45 + 0.35 * ((k * 0.5698402910) % 1)
    rgb = [hsv_to_rgb(*row) for row in zip(hue, full, value, strict=True)]
    return np.array([(0.0, 0.0, 0.0), *rgb], np.float32)


def id_picture(
    tiles: Sequence[Tile], camera: Camera, light: Light, background: NDArray[np.float32] | None
) -> tuple[NDArray[np.uint8], NDArray[np.int32], tuple[str, ...]]:
    """Picture (h, w, 4) uint8, exact ids (h, w) int32, and the names that they stand for, from 1."""
    names = tuple(f"{t.cell[0]}_{t.cell[1]}/{p.id}" for t in tiles for _, p in t.parts())
    drawn = layers(tiles, camera, light, Rays(1, 0))
    color = id_colors(len(names))[drawn.ids]
    shade = 0.80 + 0.20 * np.clip(drawn.normal @ np.array([0.25, -0.45, 0.86], np.float32), -0.4, 1)
    edge = _outline(drawn.ids)
    color = color * (shade * np.where(edge, np.float32(0.72), np.float32(1)))[..., None]
    there = (drawn.ids > 0)[..., None]
    under = np.zeros_like(color) if background is None else background
    alpha = np.where(there, 255, 0 if background is None else 255)
    return np.concatenate([np.round(np.where(there, color, under) * 255), alpha], -1).astype(np.uint8), drawn.ids, names


def _outline(ids: NDArray[np.int32]) -> NDArray[np.bool_]:
    out = np.zeros(ids.shape, bool)
    out[:, 1:] |= ids[:, 1:] != ids[:, :-1]
    out[1:] |= ids[1:] != ids[:-1]
    return out
