"""Meshes: every bad file has its sentence, frames lead back, cleaning does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

import numpy as np
import pytest
import trimesh

from partgen.contact import touch, triangle_distances
from partgen.errors import PartgenError
from partgen.mesh import clean, components, drop_floaters, grounded, load_mesh, normalise, simplify, taubin


def box(extents: Sequence[float], at: Sequence[float] = (0, 0, 0)) -> trimesh.Trimesh:
    mesh = trimesh.creation.box(extents)
    mesh.apply_translation(at)
    return mesh


def joined(*meshes: trimesh.Trimesh) -> trimesh.Trimesh:
    return trimesh.util.concatenate(list(meshes))


@pytest.mark.parametrize("suffix", ["glb", "obj", "ply", "stl", "off"])
def test_files_come_in(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"box.{suffix}"
    box((2, 4, 6), (1, 1, 1)).export(file)
    mesh = load_mesh(file)
    assert len(mesh.faces) == 12
    assert mesh.volume == pytest.approx(48)
    assert np.allclose(mesh.bounds, [[0, -1, -2], [2, 3, 4]])


def test_a_scene_is_joined_where_its_nodes_stand(tmp_path: Path) -> None:
    scene = trimesh.Scene()
    scene.add_geometry(box((1, 1, 1)), transform=trimesh.transformations.translation_matrix([3, 0, 0]))
    mirror = np.diag([-1.0, 1, 1, 1])
    scene.add_geometry(box((1, 1, 1), (1, 0, 0)), transform=mirror)
    scene.export(tmp_path / "two.glb")
    for source in (scene, tmp_path / "two.glb"):
        mesh = load_mesh(source)
        assert mesh.volume == pytest.approx(2)
        assert np.allclose(mesh.bounds[:, 0], [-1.5, 3.5])


def bad(name: str) -> Any:
    corner = np.eye(3)
    if name == "nan":
        return trimesh.Trimesh(np.array([[0, 0, 0], [1, 0, 0], [0, np.nan, 0]]), [[0, 1, 2]], process=False)
    if name == "no faces":
        return trimesh.Trimesh(corner, np.zeros((0, 3), int), process=False)
    if name == "points":
        return trimesh.PointCloud(corner)
    if name == "index":
        return trimesh.Trimesh(corner, [[0, 1, 7]], process=False)
    if name == "flat":
        return trimesh.Trimesh(np.zeros((3, 3)), [[0, 1, 2]], process=False)
    return trimesh.Scene()


@pytest.mark.parametrize(
    "name, says",
    [
        ("nan", "1 vertices that are NaN"),
        ("no faces", "no faces"),
        ("points", "without faces"),
        ("index", "damaged"),
        ("flat", "no area"),
        ("empty scene", "no faces"),
    ],
)
def test_bad_meshes_say_what_is_wrong(name: str, says: str) -> None:
    with pytest.raises(PartgenError, match=says):
        load_mesh(bad(name))


def test_bad_files_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(PartgenError, match="there is no mesh file"):
        load_mesh(tmp_path / "none.glb")
    for name in ("broken.glb", "text.xyzzy", "broken.stl"):
        (tmp_path / name).write_bytes(b"this is no mesh")
        with pytest.raises(PartgenError, match=r"could not be read|no faces"):
            load_mesh(tmp_path / name)


def test_normalise_and_back() -> None:
    mesh = box((2, 8, 4), (100, -3, 7))
    inside, frame = normalise(mesh)
    assert np.allclose(inside.bounds, [[-0.25, -1, -0.5], [0.25, 1, 0.5]])
    assert frame.centre == (100, -3, 7) and frame.size == 4
    assert np.allclose(frame.restore(inside).vertices, mesh.vertices, atol=1e-12)
    assert np.allclose(mesh.bounds[0], [99, -7, 5]), "the input is left alone"


def test_components_see_through_split_vertices() -> None:
    two = joined(box((1, 1, 1)), box((1, 1, 1), (3, 0, 0)))
    soup = trimesh.Trimesh(two.triangles.reshape(-1, 3), np.arange(72).reshape(-1, 3), process=False)
    for mesh in (two, soup):
        label = components(mesh)
        assert label.max() == 1
        assert (label[:12] == label[0]).all() and (label[12:] == label[12]).all()


def test_floaters_leave_and_the_rest_stays() -> None:
    speck = box((0.05, 0.05, 0.05), (2, 0, 0))
    assert np.allclose(drop_floaters(joined(box((1, 1, 1)), speck)).bounds, [[-0.5] * 3, [0.5] * 3])
    second = box((0.5, 0.5, 0.5), (2, 0, 0))
    assert len(drop_floaters(joined(box((1, 1, 1)), second)).faces) == 24
    many = joined(*[box((0.1, 0.1, 0.1), (i * 0.3, 0, 0)) for i in range(120)])
    assert len(drop_floaters(many).faces) == len(many.faces), "if all would go, none does"


def test_simplify_keeps_the_shape() -> None:
    ball = trimesh.creation.icosphere(subdivisions=5, radius=0.7)
    small = simplify(ball, 2000)
    assert len(small.faces) <= 2000 and small.is_watertight
    assert small.volume == pytest.approx(ball.volume, rel=0.01)
    assert simplify(ball, 10**6) is ball
    assert len(clean(ball, max_faces=1000).faces) <= 1000


def test_taubin_smooths_without_shrinking() -> None:
    ball = trimesh.creation.icosphere(subdivisions=4, radius=0.7)
    rng = np.random.default_rng(0)
    rough = ball.copy()
    rough.vertices = ball.vertices * (1 + 0.01 * rng.standard_normal((len(ball.vertices), 1)))
    smooth = taubin(rough, 10)
    radii = np.linalg.norm(smooth.vertices, axis=1)
    assert radii.std() < 0.5 * np.linalg.norm(rough.vertices, axis=1).std()
    assert smooth.volume == pytest.approx(ball.volume, rel=0.02)


def test_clean_of_nothing_is_nothing() -> None:
    assert len(clean(trimesh.Trimesh()).faces) == 0


# -- contact ---------------------------------------------------------------------------------------
def test_triangle_distances_of_known_pairs() -> None:
    s = np.array([[[0, 0, 0], [1, 0, 0], [0, 1, 0]]], float)
    shifted = s + [0, 0, 0.25]
    corner = np.array([[[0.2, 0.2, 0.1], [0.2, 0.3, 2], [0.3, 0.2, 2]]])
    through = np.array([[[0.2, 0.2, -1], [0.2, 0.3, 2], [0.3, 0.2, 2]]])
    beside = s + [2, 0, 0]
    crossing = np.array([[[0.5, -0.5, 0.3], [0.5, 0.5, 0.3], [0.5, 0, 3]]])  # edges pass each other 0.3 apart
    for other, want in ((shifted, 0.25), (corner, 0.1), (through, 0.0), (beside, 1.0), (crossing, 0.3)):
        assert triangle_distances(s, other)[0] == pytest.approx(want, abs=1e-12)
        assert triangle_distances(other, s)[0] == pytest.approx(want, abs=1e-12)


def test_triangle_distances_against_dense_points() -> None:
    rng = np.random.default_rng(1)
    s, t = rng.normal(size=(20, 3, 3)), rng.normal(size=(20, 3, 3)) + [1.5, 0, 0]
    n = 24
    i, j = np.array([(a, b) for a in range(n + 1) for b in range(n + 1 - a)]).T
    weights = np.stack([i, j, n - i - j], -1) / n
    got = triangle_distances(s, t)
    for k in range(len(s)):
        p, q = weights @ s[k], weights @ t[k]
        dense = np.sqrt(((p[:, None] - q[None]) ** 2).sum(-1).min())
        assert got[k] <= dense + 1e-9
        assert dense - got[k] < 0.2


def test_touching_is_exact() -> None:
    a = box((1, 1, 1))
    assert touch(a, box((1, 1, 1), (1, 0, 0)), tolerance=1e-9)
    assert touch(a, box((0.2, 3, 0.2)), tolerance=0)
    assert not touch(a, box((1, 1, 1), (1.01, 0, 0)), tolerance=0.009)
    assert touch(a, box((1, 1, 1), (1.01, 0, 0)), tolerance=0.011)
    assert not touch(a, box((0.2, 0.2, 0.2)), tolerance=0.3), "only surfaces count: one that floats inside does not touch"
    assert touch(a, box((0.2, 0.2, 0.2)), tolerance=0.41)


def test_grounded_keeps_what_stands_and_drops_what_hovers() -> None:
    leg, top, lamp = box((0.1, 0.5, 0.1), (0, 0.25, 0)), box((1, 0.1, 1), (0, 0.55, 0)), box((0.2, 0.2, 0.2), (0, 0.7, 0))
    cloud = box((0.5, 0.2, 0.5), (0, 3, 0))
    out = grounded([joined(top, cloud), leg, lamp, cloud])
    assert [len(m.faces) for m in out] == [12, 12, 12, 0]
    assert out[0].bounds[1, 1] == pytest.approx(0.6)
    assert [len(m.faces) for m in grounded([leg, top, lamp])] == [12, 12, 12]
    assert grounded([]) == []
