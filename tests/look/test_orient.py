"""Orientation: a tile that was turned is turned back."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.grammar.themes import load_theme
from cityscape.look.orient import orientation, turned
from cityscape.look.render import picture
from cityscape.look.stage import stage_of
from cityscape.world.framing import tile_camera
from cityscape.world.material import Material
from cityscape.world.painting import Painting
from cityscape.world.part import placed
from cityscape.world.pose import Pose
from partgen import solids as s

EDGE = 20.0


def yard():
    """Three unequal blocks on a slab."""
    grey, red, blue = (Material(name=n, color=c) for n, c in (("slab", "#b0b0b0"), ("red", "#b04030"), ("blue", "#3050b0")))
    slab = thing("ground", "Ground", "ground", Pose.standing(10, 10, -2), [PartRecipe("slab", "slab", grey, (s.box(20, 20, 2),))])
    tall = thing("tall", "Tall", "house", Pose.standing(4, 5, 0), [PartRecipe("body", "wall", red, (s.box(4, 6, 12),))])
    long = thing("long", "Long", "house", Pose.standing(14, 15, 0, 0.3), [PartRecipe("body", "wall", blue, (s.box(9, 3, 3),))])
    return (slab, tall, long)


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_tile_is_turned_back(quarters):
    things, light = yard(), load_theme("suburb").light
    camera = tile_camera(EDGE, np.array([(0, 0, -2), (20, 0, 0), (20, 20, 12), (0, 20, 0)], float), size=96)
    stage, _ = stage_of(things)
    drawn = picture(stage, camera, light, samples=2, ambient_occlusion=2)
    best, scores = orientation(turned(things, quarters, EDGE), Painting(drawn.rgba, camera), light, edge=EDGE, size=96)
    assert best == -quarters % 4
    assert sorted(scores)[-1] > sorted(scores)[-2] + 0.05
    back = turned(turned(things, quarters, EDGE), best, EDGE)
    for a, b in zip(things, back, strict=True):
        assert placed(a, a.parts[0])[0] == pytest.approx(placed(b, b.parts[0])[0], abs=1e-5)
