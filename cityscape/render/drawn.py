"""Drawing with `cityscape.look`, block by block where a city is too big to hold at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.look.render import Layers, trace
from cityscape.look.shade import REACH
from cityscape.look.stage import Item, Stage, items_of
from cityscape.render.frame import extremes
from cityscape.world.painting import Camera
from cityscape.world.theme import Light
from cityscape.world.tile import Tile

LIMIT = 900_000
"""Triangles held at once; more are drawn in blocks of the picture, each with the tiles that can matter to it."""
BLOCK = 512


@dataclass(frozen=True)
class Rays:
    """How many rays: per edge pixel, and for ambient light."""

    samples: int
    ambient: int


QUALITY = {"draft": Rays(4, 4), "normal": Rays(8, 8), "high": Rays(16, 16), "beauty": Rays(24, 32)}


def layers(tiles: Sequence[Tile], camera: Camera, light: Light, rays: Rays, *, limit: int = LIMIT) -> Layers:
    """The linear layers of a picture of tiles; ids number the parts of all tiles in order, from 1."""
    counts = [sum(len(p.mesh.faces) for _, p in t.parts()) for t in tiles]
    first = np.concatenate([[1], 1 + np.cumsum([sum(len(x.parts) for x in t.things) for t in tiles])])
    if sum(counts) <= limit:
        return _trace(stage_for(tiles, first, range(len(tiles))), camera, light, rays, None)
    h, w = camera.height, camera.width
    out = Layers.empty(h, w)
    boxes = [_reach(t, camera, light) for t in tiles]
    for y in range(0, h, BLOCK):
        for x in range(0, w, BLOCK):
            x1, y1 = min(x + BLOCK, w), min(y + BLOCK, h)
            near = [k for k, b in enumerate(boxes) if b[0] < x1 and b[2] > x and b[1] < y1 and b[3] > y]
            if not near:
                continue
            out.put(y, x, _trace(stage_for(tiles, first, near), camera, light, rays, (x, y, x1, y1)))
    return out


def stage_for(tiles: Sequence[Tile], first: NDArray[np.int64], which: Sequence[int] | range) -> Stage:
    """The stage of some of the tiles, numbered as if all were there."""
    items: list[Item] = []
    for k in which:
        items += items_of(tiles[k].things, tiles[k].origin, int(first[k]))[0]
    return Stage(items)


def _trace(stage: Stage, camera: Camera, light: Light, rays: Rays, window: tuple[int, int, int, int] | None) -> Layers:
    return trace(stage, camera, light, samples=rays.samples, ambient_occlusion=rays.ambient, window=window)


def _reach(tile: Tile, camera: Camera, light: Light) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in pixels of all that a tile can change: itself, its shadow and its ambient reach."""
    points = extremes(tile)
    if not len(points):
        return (np.inf, np.inf, -np.inf, -np.inf)
    a, e = np.radians(light.azimuth), np.radians(light.elevation)
    low = points[:, 2].min() - 10.0
    drop = (points[:, 2] - low) / np.tan(max(e, 0.1))
    shadow = np.c_[points[:, 0] - np.cos(a) * drop, points[:, 1] - np.sin(a) * drop, np.full(len(points), low)]
    p = camera.project(np.concatenate([points, shadow]))[:, :2]
    pad = REACH * camera.height / camera.span + 16
    (x0, y0), (x1, y1) = p.min(0) - pad, p.max(0) + pad
    return (float(x0), float(y0), float(x1), float(y1))
