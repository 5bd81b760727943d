"""The built-in painter: makes the tile's objects from its brief and draws them with known camera, mask and depth."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.grammar.levels import Level, gather, outline_of, owners
from cityscape.world.brief import Brief
from cityscape.world.painting import Camera, Context, Painting
from cityscape.world.part import Thing

MARGIN = 1.03
"""Free space around the tile, as a factor on what must fit."""


@dataclass
class ProceduralPainter:
    """Draws what the grammar makes of a brief; nothing to download, the same bytes everywhere.

    size : edge of the square picture in pixels.
    samples, ambient_occlusion : rays per pixel on edges, and for ambient light.
    parts : the level of the parts that the mask numbers; what is painted are always the fine ones in their own materials.
    """

    size: int = 1024
    samples: int = 6
    ambient_occlusion: int = 8
    parts: Level = "fine"

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        """The painting of one tile; `context` does not matter, because neighbours agree through their briefs."""
        from cityscape.grammar.compose import compose

        return self.portrait(brief, compose(brief, seed=seed))

    def portrait(self, brief: Brief, things: Sequence[Thing]) -> Painting:
        """The painting of given objects (in the tile's frame) on the brief's cell."""
        from cityscape.look.render import picture
        from cityscape.look.stage import stage_of

        origin = (brief.cell[0] * brief.size, brief.cell[1] * brief.size, 0.0)
        stage, names = stage_of(things, origin)
        camera = tile_camera(brief.size, stage.vertices + (stage.origin - origin), size=self.size)
        there = camera.model_copy(update={"target": tuple(float(a + b) for a, b in zip(camera.target, origin, strict=True))})
        drawn = picture(stage, there, brief.look.theme.light, samples=self.samples, ambient_occlusion=self.ambient_occlusion)
        ids, names = _gathered(drawn.ids, names, things, self.parts)
        return Painting(drawn.rgba, camera, ids.astype(np.uint16), drawn.depth, names, "procedural")


def _gathered(ids: NDArray[np.int32], names: tuple[str, ...], things: Sequence[Thing], level: Level) -> tuple[NDArray, tuple[str, ...]]:
    """The mask and the part ids at a level."""
    if level == "fine":
        return ids, names
    bundles = gather([outline_of(t) for t in things], level)
    at = owners(bundles)
    table = np.array([0, *(at[n] + 1 for n in names)], np.int32)
    return table[ids], tuple(b.id for b in bundles)


def tile_camera(edge: float, points: NDArray[np.floating], *, size: int = 1024) -> Camera:
    """The isometric camera in the tile's frame (origin at the south-west corner).

    The tile's diamond is `edge * sqrt(2)` wide; with `MARGIN`, rounded up to whole metres, that is the span, so that
    all ordinary tiles of one size share one scale. Only where the picture of `points` (n, 3), the vertices of all
    objects, is higher than that does the span grow to its height with `MARGIN`, again in whole metres. The camera looks
    along the vertical axis through the tile's centre, at the height that centres the picture (rounded to 0.1 m).
    """
    probe = Camera(target=(edge / 2, edge / 2, 0.0))
    right, up, _ = probe.axes()
    offset = np.asarray(points, float) - probe.target
    heights, sides = offset @ up, offset @ right
    low, high = float(heights.min()), float(heights.max())
    span = float(ceil(MARGIN * max(edge * sqrt(2), 2 * float(np.abs(sides).max()), high - low)))
    middle = round((low + high) / 2 / float(up[2]), 1)
    return Camera(target=(edge / 2, edge / 2, middle), span=span, width=size, height=size)
