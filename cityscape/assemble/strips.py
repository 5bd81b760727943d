"""Colours of a tile's ground along its borders, seen from above without light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cityscape.assemble.edge import ground
from cityscape.world.brief import SIDES, Side
from cityscape.world.tile import Tile

Array = NDArray[np.float64]

WIDTH = 0.02
"""Width of a strip as a share of the tile's edge."""
INSIDE = 0.25
"""Where the line inside the tile lies with which its border is compared, as a share of the tile's edge."""
ALONG, ACROSS, BLOCKS = 200, 5, 50
"""Samples along and across a strip, and the blocks along it whose mean colours are compared."""


def strips(tile: Tile) -> dict[Side, Array]:
    """Mean colours of three strips per side: (3, BLOCKS, 3) CIE Lab, NaN where a block has no ground below it.

    The first lies at the border, the others on both sides of the line that runs parallel to it at `INSIDE`.
    """
    from skimage.color import rgb2lab

    from cityscape.look.color import to_srgb

    size = tile.brief.size
    t = (np.arange(ALONG) + 0.5) / ALONG * size
    depth = (np.arange(ACROSS) + 0.5) / ACROSS * WIDTH * size
    d = np.concatenate([depth, INSIDE * size - depth, INSIDE * size + depth])
    tt, dd = (g.ravel() for g in np.meshgrid(t, d))
    far = size - dd
    plan = {"south": (tt, dd), "north": (tt, far), "west": (dd, tt), "east": (far, tt)}
    light = _albedo(tile, np.concatenate([np.stack(plan[s], 1) for s in SIDES]))
    light = light.reshape(4, 3, ACROSS, BLOCKS, ALONG // BLOCKS, 3).mean(axis=(2, 4))
    lab = np.where(np.isnan(light), np.nan, rgb2lab(to_srgb(np.nan_to_num(light))))
    return {s: lab[k] for k, s in enumerate(SIDES)}


def difference(a: Array, b: Array) -> float | None:
    """Mean CIE Delta E 2000 between blocks (n, 3) in Lab; None where none has ground on both sides."""
    from skimage.color import deltaE_ciede2000

    known = np.isfinite(a).all(-1) & np.isfinite(b).all(-1)
    return float(np.mean(deltaE_ciede2000(a[known], b[known]))) if known.any() else None


def _albedo(tile: Tile, xy: Array) -> Array:
    """(n, 3) linear RGB of the ground's materials at points (n, 2) of the tile, NaN where there is no ground."""
    from cityscape.look.hits import along, hits_at
    from cityscape.look.stage import stage_of
    from cityscape.look.surface import coats

    out = np.full((len(xy), 3), np.nan)
    stage, _ = stage_of(ground(tile), tile.origin)
    if not len(stage.faces):
        return out
    origin = np.array(tile.origin) - stage.origin
    o = np.c_[xy + origin[:2], np.full(len(xy), stage.bounds[1, 2] + 1 - stage.origin[2])]
    down = np.array([0.0, 0.0, -1.0])
    face = stage.tracer.first(o.astype(np.float32), down.astype(np.float32))
    hit = np.flatnonzero(face >= 0)
    if len(hit):
        o, face = o[hit], face[hit]
        point = o + along(stage, o, down, face)[:, None] * down
        out[hit] = coats(stage, hits_at(stage, face, point), pixel=0.05).albedo
    return out
