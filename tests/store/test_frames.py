"""Axes are exchanged in one place, and there correctly."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.world import frames
from cityscape.world.pose import Pose

RNG = np.random.default_rng(0)


def test_up_is_up_and_nothing_is_mirrored():
    assert frames.to_y_up([[0, 0, 1]]).tolist() == [[0, 1, 0]]
    assert frames.to_y_up([[1, 0, 0], [0, 1, 0]]).tolist() == [[1, 0, 0], [0, 0, -1]]
    assert np.linalg.det(frames.y_up()) == 1


def test_there_and_back_is_exact():
    p = RNG.normal(size=(50, 3)).astype(np.float32)
    q = frames.to_y_up(p)
    assert q.dtype == np.float32 and np.array_equal(frames.to_z_up(q), p)
    assert np.array_equal(frames.apply(frames.y_up(), p), q)
    assert np.array_equal(frames.apply(frames.y_up().T, q), p)


def test_a_pose_means_the_same_in_both_frames():
    for _ in range(20):
        q = RNG.normal(size=4)
        pose = Pose(position=tuple(RNG.normal(size=3)), rotation=tuple(q / np.linalg.norm(q)), scale=tuple(RNG.uniform(0.5, 2, 3)))
        seen = Pose(
            position=tuple(frames.to_y_up([pose.position])[0]),
            rotation=frames.quaternion_y_up(pose.rotation),
            scale=frames.scale_y_up(pose.scale),
        )
        assert np.allclose(seen.matrix(), frames.matrix_y_up(pose), atol=1e-12)
        p = RNG.normal(size=(5, 3))
        assert np.allclose(frames.apply(seen.matrix(), frames.to_y_up(p)), frames.to_y_up(frames.apply(pose.matrix(), p)))


def test_the_cube_holds_the_box():
    lo, hi = np.array([2.0, -3, 1]), np.array([6.0, 7, 2])
    m = frames.cube(lo, hi, margin=0.1)
    box = frames.apply(m, [lo, hi])
    assert np.allclose(np.abs(box).max(), 0.9) and np.allclose(box.sum(0), 0)
    assert np.allclose(np.abs(box[1] - box[0]), 0.18 * frames.to_y_up([[4, 10, 1]])[0].__abs__())
    p = RNG.uniform(lo, hi, (20, 3))
    assert np.allclose(frames.apply(frames.from_cube(lo, hi, margin=0.1), frames.apply(m, p)), p)


@pytest.mark.parametrize("box", [((0, 0, 0), (0, 0, 0)), ((0, 0, 0), (np.nan, 1, 1)), ((1, 1, 1), (0, 0, 0))])
def test_a_box_without_size_has_no_cube(box):
    with pytest.raises(ValueError, match="finite box"):
        frames.cube(*box)
