"""Meshes cut into charts: closed as before, where they were, with a vertex for each chart that meets at an edge."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from cityscape.sculpt.charts import UP, WALL, beside, cut, sides
from cityscape.sculpt.hidden import Hidden, usual
from cityscape.world.mesh import Mesh

TOWARD = np.array([1.0, -1.0, 1.0]) / np.sqrt(3)


def _gable() -> tuple[np.ndarray, np.ndarray]:
    """A house of 10 x 6 x 5 metres with a roof of 3."""
    corners = [(x, y, z) for x in (0, 10) for y in (0, 6) for z in (0, 5)] + [(0, 3, 8), (10, 3, 8)]
    hull = trimesh.convex.convex_hull(np.array(corners, float))
    return np.asarray(hull.vertices, float), np.asarray(hull.faces, np.int64)


@pytest.mark.parametrize("seed", range(4))
def test_any_charts_of_a_closed_mesh_cut_apart_leave_it_closed_and_where_it_was(seed: int) -> None:
    ball = trimesh.creation.icosphere(2, 3.0)
    rng = np.random.default_rng(seed)
    chart = rng.integers(0, seed + 2, len(ball.faces))  # also checkered ones, of which many meet at a vertex
    v, f, source = cut(np.asarray(ball.vertices), np.asarray(ball.faces, np.int64), chart)
    out = Mesh(v.astype(np.float32), f.astype(np.int32))
    assert out.watertight and out.volume == pytest.approx(
        Mesh(np.asarray(ball.vertices, np.float32), np.asarray(ball.faces, np.int32)).volume, rel=1e-5
    )
    assert np.array_equal(v, np.asarray(ball.vertices)[source])
    assert np.array_equal(source[f[: len(ball.faces)]], ball.faces)  # the faces themselves come first, as they were
    of = np.full(len(v), -1)
    for face, k in zip(f[: len(ball.faces)], chart, strict=True):
        assert all(of[i] in (-1, k) for i in face)
        of[face] = k
    area = np.linalg.norm(np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]]), axis=1)
    assert np.allclose(area[len(ball.faces) :], 0, atol=1e-9)


def test_one_chart_is_not_cut() -> None:
    v, f = _gable()
    assert cut(v, f, np.zeros(len(f), np.int64))[1] is f


def test_each_edge_has_its_two_sides() -> None:
    _, f = _gable()
    left, right = beside(f)
    after = np.roll(f, -1, 1)
    assert len(left) == 3 * len(f) // 2
    assert np.array_equal(f.ravel()[left], after.ravel()[right]) and np.array_equal(f.ravel()[right], after.ravel()[left])


def test_roofs_look_up_walls_do_not_and_half_of_a_house_looks_away() -> None:
    v, f = _gable()
    side, away = sides(v, f, TOWARD)
    n = np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]])
    n /= np.linalg.norm(n, axis=1, keepdims=True)
    assert np.array_equal(side == UP, n[:, 2] > 0.5)
    assert away[n[:, 0] < -0.9].all() and away[n[:, 1] > 0.9].all() and not away[n[:, 0] > 0.9].any()


def test_hidden_walls_are_as_walls_that_are_seen_and_roofs_as_roofs() -> None:
    v, f = _gable()
    rng = np.random.default_rng(0)
    wall, roof, window = (0.7, 0.6, 0.4, 0), (0.5, 0.1, 0.05, 0), (0.05, 0.05, 0.1, 0.8)
    colors = np.clip(np.array([wall] * 700 + [window] * 300 + [roof] * 500) + rng.normal(0, 0.01, (1500, 4)), 0, 1)
    normals = np.array([(1.0, 0, 0)] * 1000 + [(0, -0.7, 0.7)] * 500)
    hidden = Hidden(Mesh(v.astype(np.float32), f.astype(np.int32)), rng.random((1500, 3)) * 5, normals, colors, built=True)
    out = hidden.at(np.zeros((2, 3)), np.zeros(2, np.int64), np.array([WALL, UP]))
    assert np.allclose(out, [wall, roof], atol=0.02)


def test_the_usual_colour_is_one_that_is_there() -> None:
    colors = np.array([(0.8, 0.8, 0.8, 0.0)] * 60 + [(0.1, 0.1, 0.1, 0.0)] * 40)
    assert np.allclose(usual(colors), colors[0])
