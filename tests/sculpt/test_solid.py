"""Mending, cutting apart, footing and dividing keep meshes closed."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from cityscape.sculpt.division import _edges, divided
from cityscape.sculpt.footing import Footing, drawn_out, rooted
from cityscape.sculpt.solid import apart, closed, lightened, pieces, thinned
from cityscape.world.framing import tile_camera
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Painting
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose
from partgen.silhouette import raster


def _box(size: tuple[float, float, float], at: tuple[float, float, float]) -> Mesh:
    b = trimesh.creation.box(size)
    return Mesh(b.vertices + at, b.faces)


def _ball(radius: float, at: tuple[float, float, float]) -> Mesh:
    b = trimesh.creation.icosphere(3, radius)
    return Mesh(b.vertices + at, b.faces)


def _ground(size: float = 10.0) -> Footing:
    part = Part("ground__land", "land", "land", "ground", Material(name="m"), _box((size, size, 2), (size / 2, size / 2, -1)))
    return Footing([Thing("ground", "ground", "ground", Pose(), (part,))], size=size, base=-2)


def _painted(boxes: list[Mesh]) -> Painting:
    """A painting with depth of boxes on the ground of 10 m, and nothing else that matters."""
    camera = tile_camera(10.0, np.concatenate([m.vertices for m in boxes]), size=200)
    near = np.full((200, 200), -np.inf)
    for m in [*boxes, _box((10, 10, 2), (5, 5, -1))]:
        p = camera.project(m.vertices)
        near = np.maximum(near, raster(np.c_[p[:, :2], -p[:, 2]][m.faces], 200, 200))
    depth = np.where(np.isfinite(near), -near, np.nan).astype(np.float32)
    return Painting(np.full((200, 200, 4), 200, np.uint8), camera, None, depth, (), "test")


def test_a_building_whose_foot_is_hidden_stands_on_the_ground_and_a_bridge_stays_one() -> None:
    footing, front = _ground(), _box((3, 3, 6), (7, 3, 3))
    tower, bridge = _box((2, 2, 2), (3.5, 6.5, 6)), _box((2, 2, 1), (7, 3, 8))
    painting = _painted([front, tower, bridge])
    rooted_ = rooted(tower, footing, painting)
    assert rooted_.watertight and rooted_.bounds[0][2] == pytest.approx(0) and rooted_.bounds[1][2] == pytest.approx(7)
    assert rooted_.volume == pytest.approx(2 * 2 * 2 + 1.7 * 1.7 * 5, rel=0.05)
    assert rooted(bridge, footing, painting) is bridge, "what is below is seen"
    standing = _box((2, 2, 7), (3.5, 6.5, 3.5))
    assert rooted(standing, footing, painting) is standing


def test_closed_turns_inside_out_meshes_and_mends_holes() -> None:
    box = _box((1, 1, 1), (0, 0, 0))
    assert closed(box.vertices, box.faces[:, ::-1]).volume == pytest.approx(1)  # type: ignore[union-attr]
    mended = closed(box.vertices, box.faces[1:])
    assert mended is not None and mended.watertight and mended.volume == pytest.approx(1)
    assert closed(box.vertices[:3], np.array([[0, 1, 2]])) is None


def test_thinned_meshes_stay_closed() -> None:
    thin = thinned(_ball(1, (0, 0, 0)), 200)
    assert thin.watertight and len(thin.faces) <= 400 and thin.volume > 3.6


def test_lightened_meshes_stay_closed_and_within_what_is_allowed() -> None:
    ball = trimesh.creation.icosphere(5, 1.0)
    both = trimesh.util.concatenate([ball, trimesh.creation.icosphere(4, 0.5).apply_translation((3, 0, 0))])
    mesh = Mesh(both.vertices, both.faces)
    faces = []
    for within in (0.003, 0.01, 0.03):
        thin = lightened(mesh, 0, within=within)
        faces.append(len(thin.faces))
        v = thin.vertices.astype(float)
        middle = np.where(v[:, :1] > 2, (3.0, 0.0, 0.0), (0.0, 0.0, 0.0))
        radius = np.where(v[:, 0] > 2, 0.5, 1.0)
        assert thin.watertight and thin.volume == pytest.approx(mesh.volume, rel=8 * within)
        assert np.abs(np.linalg.norm(v - middle, axis=1) - radius).max() < within
    assert faces[2] < faces[1] < faces[0] < len(mesh.faces)
    assert len(lightened(mesh, 10**6, within=0.1).faces) == len(mesh.faces)


def test_apart_cuts_the_larger_and_keeps_the_smaller() -> None:
    large, small = _box((4, 4, 4), (0, 0, 2)), _box((1, 1, 1), (2, 0, 1))
    cut, kept = apart([large, small])
    assert np.array_equal(kept.vertices, small.vertices)
    assert cut.watertight and cut.volume == pytest.approx(64 - 0.5, rel=1e-4)
    far = [_box((1, 1, 1), (9, 0, 0)), large]
    assert [m.volume for m in apart(far)] == [m.volume for m in far]


def test_what_hovers_a_little_is_let_down_and_what_hangs_stays() -> None:
    footing = _ground()
    low, high = footing.stood([_box((1, 1, 2), (5, 5, 1.3)), _box((1, 1, 1), (2, 2, 4))], loose=True)
    assert low.bounds[0, 2] == pytest.approx(0, abs=1e-5)
    assert high.bounds[0, 2] == pytest.approx(3.5)


def test_what_is_sunk_or_outside_is_pushed_back_and_stays_closed() -> None:
    footing = _ground()
    (mesh,) = footing.stood([_ball(1, (0.5, 5, 0.2))], loose=True)
    assert mesh.watertight and mesh.volume > 0
    assert mesh.bounds[0, 0] >= 0 and mesh.bounds[0, 2] >= -1e-5


def test_what_reaches_the_border_in_the_picture_reaches_it() -> None:
    mesh = _box((2, 1, 1), (9.05 - 0.1, 5, 0.5))
    shown = np.array([[10.0, 5, 0.5]])
    assert drawn_out(mesh, shown, 10).bounds[1, 0] == 10
    assert drawn_out(mesh, shown - (1, 0, 0), 10).bounds[1, 0] == mesh.bounds[1, 0]


def test_pieces_are_told_apart() -> None:
    a, b = _box((1, 1, 1), (0, 0, 0)), _box((1, 1, 1), (5, 0, 0))
    both = Mesh(np.r_[a.vertices, b.vertices], np.r_[a.faces, b.faces + len(a.vertices)])
    label = pieces(both)
    assert label.max() == 1 and (label[: len(a.vertices)] == label[0]).all()


def test_what_thinning_pinches_is_parted_again() -> None:
    beads = [trimesh.creation.icosphere(3, 0.11) for _ in range(6)]
    for k, b in enumerate(beads):
        b.apply_translation((0.2 * k, 0, 0))
    chain = trimesh.boolean.union(beads)
    mesh = Mesh(np.asarray(chain.vertices, np.float32), np.asarray(chain.faces, np.int32))
    for most in (100, 300, 900):
        thin = thinned(mesh, most)
        assert thin.watertight and len(thin.faces) <= 4 * most and thin.volume > 0.5 * mesh.volume


def test_divided_edges_are_shared() -> None:
    ball = trimesh.creation.icosphere(2)
    v, f = ball.vertices.astype(float), ball.faces.astype(np.int64)
    rng = np.random.default_rng(5)
    for share in (0.1, 0.5, 1.0):
        a, b, edge_of = _edges(f)
        marked = rng.random(len(a)) < share
        w, g, of = divided(v, f, a, b, edge_of, marked, rng.uniform(0.3, 0.7, int(marked.sum())))
        mesh = Mesh(w, g)
        assert mesh.watertight
        assert len(w) == len(v) + marked.sum()
        assert np.array_equal(np.bincount(of), 1 + marked[edge_of].sum(1))  # each face of as many as its edges got vertices, and one
        assert mesh.volume == pytest.approx(Mesh(v, f).volume, rel=1e-5)
