"""Metrics with numbers known from geometry."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Sequence

import numpy as np
import pytest
import trimesh

from partgen.errors import PartgenError
from partgen.metrics import duplicate_score, evaluate, iou, overlap, surface_scores
from partgen.points import triangles
from partgen.voxels import mean_thickness, solid_voxels, surface_voxels


def box(extents: Sequence[float], at: Sequence[float] = (0, 0, 0)) -> trimesh.Trimesh:
    mesh = trimesh.creation.box(extents)
    mesh.apply_translation(at)
    return mesh


CUBE = box((0.5, 0.5, 0.5))


# -- voxels ----------------------------------------------------------------------------------------
def test_solid_voxels_are_the_centres_inside() -> None:
    ball = trimesh.creation.icosphere(subdivisions=4, radius=0.7)
    centre = (np.arange(64) + 0.5) / 32 - 1
    r = np.linalg.norm(np.stack(np.meshgrid(centre, centre, centre, indexing="ij"), -1), axis=-1)
    solid = solid_voxels(triangles(ball), 64)
    assert not (solid & (r > 0.7)).any()
    assert solid[r < 0.695].all()
    assert solid_voxels(triangles(CUBE), 64).sum() == 16**3


def test_solids_survive_overlaps_flips_and_holes() -> None:
    other = box((0.5, 0.5, 0.5), (0.25, 0, 0))
    both = trimesh.util.concatenate([CUBE, other])
    assert solid_voxels(triangles(both), 64).sum() == 16 * 16 * 24, "where two shells overlap is inside too"
    flipped = CUBE.copy()
    flipped.invert()
    assert solid_voxels(triangles(flipped), 64).sum() == 16**3
    ball = trimesh.creation.icosphere(subdivisions=3, radius=0.7)
    holed = trimesh.Trimesh(ball.vertices, ball.faces[1:], process=False)
    assert np.array_equal(solid_voxels(triangles(holed), 64), solid_voxels(triangles(ball), 64))


def test_surface_voxels_do_not_depend_on_how_a_surface_is_cut() -> None:
    rng = np.random.default_rng(0)
    turned = box((0.9, 0.5, 0.3))
    turned.apply_transform(trimesh.transformations.random_rotation_matrix(rng.random(3)))
    coarse = surface_voxels(triangles(turned), 64)
    fine = turned.subdivide().subdivide().subdivide()
    assert np.array_equal(coarse, surface_voxels(triangles(fine), 64))


def test_surface_voxels_hold_all_samples_and_little_else() -> None:
    rng = np.random.default_rng(1)
    soup = rng.normal(size=(12, 3, 3)) * 0.3
    keys = surface_voxels(soup, 32)
    mesh = trimesh.Trimesh(soup.reshape(-1, 3), np.arange(36).reshape(-1, 3), process=False)
    from partgen.points import sample_surface

    index = np.floor((sample_surface(mesh, 200_000).numpy()[:, :3].astype(float) + 3) * 16).astype(int)
    hit = np.unique((index[:, 0] * 96 + index[:, 1]) * 96 + index[:, 2])
    assert np.isin(hit, keys).all()
    assert len(keys) < 1.08 * len(hit)


def test_mean_thickness() -> None:
    assert mean_thickness(triangles(box((100, 100, 0.25), (7, 8, 9)))) == pytest.approx(0.25, rel=0.01)
    assert mean_thickness(np.zeros((0, 3, 3))) == 0


# -- scores ----------------------------------------------------------------------------------------
def test_iou_of_boxes() -> None:
    assert iou(CUBE, CUBE) == 1
    assert iou(CUBE, box((0.5, 0.5, 0.5), (0.25, 0, 0))) == pytest.approx(1 / 3)
    assert iou(CUBE, box((0.5, 0.5, 0.5), (0.5, 0, 0))) == 0
    assert iou(CUBE, box((0.25, 0.25, 0.25))) == pytest.approx(1 / 8)
    sheet = box((1, 0.001, 1), (0, 0.01, 0))
    assert iou(sheet, sheet) == 1, "thinner than a voxel, and there all the same"
    assert iou(sheet, box((1, 0.001, 1), (0, 0.5, 0))) == 0


def test_chamfer_and_f_score_of_shifted_planes() -> None:
    flat = trimesh.Trimesh([[-1, 0, -1], [1, 0, -1], [1, 0, 1], [-1, 0, 1]], [[0, 2, 1], [0, 3, 2]], process=False)
    assert surface_scores(flat, flat) == (1.0, 0.0)
    for shift, f in ((0.01, 1.0), (0.05, 0.0)):
        moved = flat.copy()
        moved.apply_translation((0, shift, 0))
        got = surface_scores(flat, moved)
        assert got[0] == f
        assert got[1] == pytest.approx(shift, abs=1e-6)
    half = trimesh.Trimesh([[-1, 0, -1], [0, 0, -1], [0, 0, 1], [-1, 0, 1]], [[0, 2, 1], [0, 3, 2]], process=False)
    f, chamfer = surface_scores(half, flat, samples=40_000)
    assert f == pytest.approx(2 * 1 * 0.51 / 1.51, abs=0.02), "all of the half is on the whole, half of the whole on the half"
    assert chamfer == pytest.approx(0.25 / 2, abs=0.01), "mean of 0 one way and of a quarter the other"


def test_evaluate_matches_parts_in_any_order() -> None:
    truth = [CUBE, box((0.2, 0.2, 0.2), (0.8, 0, 0)), box((0.2, 0.2, 0.2), (-0.8, 0, 0))]
    said = evaluate([truth[2], truth[0], truth[1]], truth)
    assert [m.predicted for m in said.matches] == [1, 2, 0]
    assert (said.parts.iou, said.parts.f_score, said.parts.chamfer) == (1, 1, 0)
    assert said.whole.iou == 1 and said.extra == () and said.overlap == 0
    json.dumps(said.as_dict(), allow_nan=False)


def test_evaluate_counts_what_is_missing_and_what_is_too_much() -> None:
    other = box((0.2, 0.2, 0.2), (0.8, 0, 0))
    said = evaluate([CUBE], [other, CUBE])
    assert said.matches[0].predicted is None and said.matches[1].predicted == 0
    assert said.parts.iou == 0.5 and said.parts.f_score == 0.5 and said.parts.chamfer == 0
    said = evaluate([CUBE, other, trimesh.Trimesh()], [CUBE])
    assert said.extra == (1, 2) and said.parts.iou == 1 and said.whole.iou < 1
    said = evaluate([], [CUBE])
    assert said.parts.iou == 0 and said.parts.chamfer is None and said.whole.f_score == 0
    json.dumps(said.as_dict(), allow_nan=False)


def test_evaluate_knows_its_frame() -> None:
    metres = [box((10, 4, 10), (100, 2, 100))]
    with pytest.raises(PartgenError, match="normalise=True"):
        evaluate(metres, metres)
    assert evaluate(metres, metres, normalise=True).whole.iou == 1
    with pytest.raises(PartgenError, match="no truth"):
        evaluate([CUBE], [])


def test_overlap_between_parts() -> None:
    assert overlap([CUBE, box((0.5, 0.5, 0.5), (0.5, 0, 0))]) == 0
    assert overlap([CUBE, box((0.5, 0.5, 0.5), (0.25, 0, 0))]) == pytest.approx(1 / 3)
    assert overlap([CUBE, CUBE]) == 1
    assert overlap([]) == 0


# -- duplicates ------------------------------------------------------------------------------------
def test_neighbours_are_no_duplicates() -> None:
    plate = box((0.4, 0.02, 0.4), (0, 0.26, 0))
    assert duplicate_score(plate, [CUBE], compat="release") == pytest.approx(0.48, abs=0.01), "section 10.9 of the specification"
    assert duplicate_score(plate, [CUBE]) == 0
    assert duplicate_score(box((0.5, 0.5, 0.5), (0.5, 0, 0)), [CUBE]) == 0
    assert duplicate_score(box((0.1, 0.1, 0.1)), [CUBE]) == 0, "a screw inside a wall"


def test_duplicates_are_duplicates() -> None:
    assert duplicate_score(CUBE, [CUBE]) == 1, "twelve faces are enough"
    assert duplicate_score(CUBE, [box((0.1, 0.1, 0.1), (0.8, 0, 0)), CUBE]) == 1
    assert duplicate_score(box((0.5, 0.5, 0.5), (0.25, 0, 0)), [CUBE]) > 0.3
    sheet = box((0.4, 0.001, 0.4))
    assert duplicate_score(sheet, [sheet]) == 1
    record = SimpleNamespace(vertices=np.array(CUBE.vertices), faces=np.array(CUBE.faces))
    assert duplicate_score(record, [record]) == 1
    assert duplicate_score(CUBE, []) == 0 and duplicate_score(trimesh.Trimesh(), [CUBE]) == 0


def test_a_mesh_that_moves_is_looked_at_again() -> None:
    mesh = CUBE.copy()
    assert duplicate_score(mesh, [CUBE]) == 1
    mesh.apply_translation((0.7, 0, 0))
    assert duplicate_score(mesh, [CUBE]) == 0
