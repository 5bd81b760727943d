"""The alphabet of solids: closed, outward, with the volumes that geometry says, and exact inside tests."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from cityscape.world.mesh import Mesh
from partgen import solids as S

SHAPES = {
    "box": (S.box(2, 3, 4), 24.0),
    "gable": (S.gable(6, 4, 3), 36.0),
    "pyramid": (S.hip(4, 4, 3), 16.0),
    "hip": (S.hip(6, 4, 3), 4 * 4 * 3 / 3 + 2 * 4 * 3 / 2),
    "taper": (S.taper(2, 2, 1, 1, 3), 7.0),
    "cylinder": (S.cylinder(2, 5, segments=64), pi * 4 * 5),
    "cone": (S.cone(2, 3, segments=64), pi * 4 * 3 / 3),
    "upside_down": (S.frustum(0, 2, 3, segments=64), pi * 4 * 3 / 3),
    "ball": (S.ball(1, 2, 3, detail=3), 4 / 3 * pi * 6),
    "dome": (S.dome(2, segments=48, rings=16), 2 / 3 * pi * 8),
    "rod": (S.rod((0, 0, 0), (1, 2, 2), 0.5, segments=64), pi * 0.25 * 3),
    "beam": (S.beam((0, 0, 0), (3, 0, 4), 0.2, 0.3), 0.06 * 5),
}


@pytest.mark.parametrize("name", SHAPES)
def test_closed_outward_and_of_known_volume(name: str) -> None:
    solid, volume = SHAPES[name]
    mesh = Mesh(*solid.mesh())
    assert mesh.watertight
    assert mesh.volume == pytest.approx(volume, rel=0.012)


@pytest.mark.parametrize("name", SHAPES)
def test_moving_turning_and_mirroring_keep_volume_and_orientation(name: str) -> None:
    solid, volume = SHAPES[name]
    moved = solid.turned(0.7, pitch=0.3, roll=-1.1).moved(3, -2, 9)
    assert Mesh(*moved.mesh()).volume == pytest.approx(volume, rel=0.012)
    mirrored = Mesh(*solid.scaled(-1, 1, 1).mesh())
    assert mirrored.watertight and mirrored.volume == pytest.approx(volume, rel=0.012)


@pytest.mark.parametrize("name", SHAPES)
def test_inside_test_agrees_with_the_mesh(name: str) -> None:
    solid = SHAPES[name][0].turned(0.4, pitch=0.2).moved(1, 2, 3)
    v, f = solid.mesh()
    centre = v.mean(0)
    mid = v[f].mean(1)
    assert solid.contains(centre + (mid - centre) * 0.97).all()
    assert not solid.contains(centre + (v - centre) * 1.02).any()


def test_arch_leaves_its_opening_clear_and_spandrel_fills_the_rest() -> None:
    stones = S.arch(4, 2, 1, 0.4)
    wall = S.spandrel(4, 2, 1, 3)
    inside, above = np.array([[0, 0, 1.8], [1.5, 0, 1.0], [-1.9, 0, 0.1]]), np.array([[0, 0, 2.6], [1.9, 0, 2.5]])
    assert not any(s.contains(inside).any() for s in stones + wall)
    assert np.logical_or.reduce([s.contains(above) for s in wall]).all()
