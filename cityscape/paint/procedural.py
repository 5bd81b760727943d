"""The built-in painter: makes the tile's objects from its brief and draws them with known camera, mask and depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.grammar.levels import Level, gather, outline_of, owners
from cityscape.world.brief import Brief
from cityscape.world.framing import tile_camera
from cityscape.world.painting import Context, Painting
from cityscape.world.part import Thing


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
