"""A painter and a sculptor that are quick, see their neighbours, and can fail on wish."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np

from cityscape.errors import InputError
from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.painting import Camera, Context, Painting
from cityscape.world.part import Thing
from cityscape.world.pose import Pose
from cityscape.world.records import Cell
from cityscape.world.seeds import generator
from partgen import solids as s


@dataclass(frozen=True)
class Brush:
    """Paints noise; where it wants paintings, the noise continues what west and south show."""

    wants_paintings: bool = False
    fails_at: Cell | None = None
    dies_at: Cell | None = None
    name: str = "brush"
    seconds: float = 0.0

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        time.sleep(self.seconds)
        if brief.cell == self.fails_at:
            raise InputError("the brush broke")
        if brief.cell == self.dies_at:
            os._exit(3)
        rng = generator(seed, "paint")
        rgba = rng.integers(0, 256, (32, 32, 4)).astype(np.uint8)
        depth = rng.normal(size=(32, 32)).astype(np.float32)
        if self.wants_paintings:
            assert set(context.paintings) <= {"west", "south"}
            for side, p in sorted(context.paintings.items()):
                assert side in context.briefs
                rgba += p.rgba // 2
                depth += p.depth / 3
        else:
            assert not context.paintings
        return Painting(rgba, Camera(width=32, height=32), np.ones((32, 32), np.uint16), depth, ("house__body",), self.name)


@dataclass(frozen=True)
class Chisel:
    """Makes one house whose size depends on the picture's depth, bit by bit."""

    name: str = "chisel"
    models: tuple[str, ...] = ("chisel-1",)
    licences: tuple[str, ...] = ("CC-BY-NC-4.0",)
    commercial: bool = False

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]:
        assert painting.depth is not None
        w, d, h = (3 + abs(float(x)) for x in painting.depth[0, :3])
        m = Material(name="wall")
        recipes = [PartRecipe("body", "wall", m, (s.box(w, d, h),)), PartRecipe("roof", "roof", m, (s.gable(w, d, 2, at=(0, 0, h)),))]
        return [thing("house", "House", "cottage", Pose.standing(20, 20, 0), recipes)]
