"""What lies behind and under a scene: a soft gradient and the slab's contact shadow."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.world.painting import Camera
from cityscape.world.part import placed
from cityscape.world.theme import Light
from cityscape.world.tile import Tile


def backdrop(tiles: Sequence[Tile], camera: Camera, light: Light) -> NDArray[np.float32]:
    """(h, w, 3) float32 sRGB 0..1: the theme's background, lighter towards the top, shaded where the slab stands."""
    w, h = camera.width, camera.height
    base = np.array([int(light.background[k : k + 2], 16) / 255 for k in (1, 3, 5)], np.float32)
    y = np.linspace(0, 1, h, dtype=np.float32)[:, None, None]
    x = np.linspace(-1, 1, w, dtype=np.float32)[None, :, None]
    f = 1.025 - 0.085 * y**1.5 - 0.03 * x * x
    image = np.clip(base * f, 0, 1)
    shade = _shadow(tiles, camera, light)
    tint = np.array([0.96, 0.98, 1.0], np.float32) * 0.35
    return image * (1 - shade[..., None] * (1 - tint))


def _shadow(tiles: Sequence[Tile], camera: Camera, light: Light) -> NDArray[np.float32]:
    """(h, w) float32 0..0.6: how much the ground under the slab is shaded."""
    from PIL import Image, ImageDraw
    from scipy.ndimage import gaussian_filter

    w, h = camera.width, camera.height
    if camera.elevation < 5:
        return np.zeros((h, w), np.float32)
    scale = 4
    canvas = Image.new("L", (-(-w // scale), -(-h // scale)))
    draw = ImageDraw.Draw(canvas)
    a = np.radians(light.azimuth)
    slabs = [x for t in tiles for x in _slabs(t)]
    grain = min(1.0, tiles[0].brief.size / 40) if tiles and not any(_grounded(t) for t in tiles) else 1.0
    away = -np.array([np.cos(a), np.sin(a)]) * 1.4 * grain
    for (x0, y0, z), (x1, y1, _) in slabs:
        square = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]) + away
        p = camera.project(np.c_[square, np.full(4, z)])[:, :2] / scale
        draw.polygon([tuple(q) for q in p], fill=255)
    mask = np.asarray(canvas, np.float32) / 255
    metre = camera.height / camera.span / scale * grain
    size = float(np.sqrt(len(tiles)) * (tiles[0].brief.size if tiles else 40))
    near, far = gaussian_filter(mask, 0.9 * metre), gaussian_filter(mask, max(3.5, 0.06 * size) * metre)
    shade = 0.34 * near + 0.26 * far
    big = Image.fromarray(shade).resize((canvas.width * scale, canvas.height * scale), Image.Resampling.BILINEAR)
    return np.asarray(big, np.float32)[:h, :w]


def _grounded(tile: Tile) -> bool:
    return not tile.things or any(t.kind in ("ground", "room") for t in tile.things)


def _slabs(tile: Tile) -> list[NDArray[np.float64]]:
    """Boxes (2, 3), scene frame, of what stands on the paper: the tile's slab, or the objects of a tile that has no ground."""
    s, (ox, oy, _), base = tile.brief.size, tile.origin, tile.brief.base
    if _grounded(tile):
        return [np.array([(ox, oy, base), (ox + s, oy + s, base)])]
    out = []
    for t in tile.things:
        v = np.concatenate([placed(t, p)[0] for p in t.parts]) + np.array(tile.origin)
        out.append(np.stack([v.min(0), v.max(0)]))
    return out
