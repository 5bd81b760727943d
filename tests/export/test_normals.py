"""Creases stay sharp, round things become round, and the fast way agrees with the plain one."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.export.normals import CREASE, shade
from partgen.solids import Solid, ball, box, cone, cylinder, gable, hull


def plain(vertices: np.ndarray, faces: np.ndarray, crease: float) -> np.ndarray:
    """(f, 3, 3) corner normals: around each corner, walk from face to face over edges shallower than the crease."""
    tri = vertices[faces]
    n = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    n /= np.linalg.norm(n, axis=1, keepdims=True)
    edges: dict[tuple[int, int], list[int]] = {}
    for f, (a, b, c) in enumerate(faces.tolist()):
        for e in ((a, b), (b, c), (c, a)):
            edges.setdefault((min(e), max(e)), []).append(f)
    out = np.zeros((len(faces), 3, 3))
    for f in range(len(faces)):
        for k in range(3):
            v = faces[f, k]
            seen, todo = {f}, [f]
            while todo:
                g = todo.pop()
                for pair in edges.values():
                    if g in pair:
                        for h in pair:
                            if h not in seen and v in faces[h] and n[g] @ n[h] > np.cos(np.radians(crease)):
                                seen.add(h)
                                todo.append(h)
            total = np.zeros(3)
            for g in seen:
                i = faces[g].tolist().index(v)
                a, b = tri[g, (i + 1) % 3] - tri[g, i], tri[g, (i + 2) % 3] - tri[g, i]
                total += n[g] * np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))
            out[f, k] = total / np.linalg.norm(total)
    return out


SOLIDS = {"box": box(2, 3, 1), "cylinder": cylinder(1, 2), "cone": cone(1, 2, segments=20), "ball": ball(1, 1.2, 0.8)}


@pytest.mark.parametrize("solid", SOLIDS.values(), ids=SOLIDS)
def test_agrees_with_the_plain_twin(solid: Solid) -> None:
    v, f = solid.mesh()
    shaded = shade(v, f)
    np.testing.assert_allclose(shaded.normals[shaded.faces], plain(v, f, CREASE), atol=1e-5)
    assert np.array_equal(shaded.source[shaded.faces], f)


def test_a_box_has_24_vertices_and_a_ball_keeps_its_own() -> None:
    assert len(shade(*box(1, 1, 1).mesh()).source) == 24
    v, f = ball(2).mesh()
    round_ = shade(v, f)
    assert len(round_.source) == len(v)
    np.testing.assert_allclose(round_.normals, v[round_.source] / 2, atol=0.02)


def test_a_low_roof_keeps_its_ridge() -> None:
    v, f = gable(10, 8, 0.8).mesh()  # its sides turn by only 23 degrees at the ridge
    shaded = shade(v, f)
    tri = v[f]
    flat = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    np.testing.assert_allclose(shaded.normals[shaded.faces], np.repeat(flat[:, None], 3, 1), atol=1e-6)


def test_no_normal_looks_away_from_its_face() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        v, f = hull(rng.normal(size=(30, 3)) * (1, 1, rng.uniform(0.05, 1))).mesh()
        shaded = shade(v, f, crease=70)
        tri = v[f]
        flat = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
        assert (np.einsum("ijk,ik->ij", shaded.normals[shaded.faces], flat) > 0).all()
        np.testing.assert_allclose(np.linalg.norm(shaded.normals, axis=1), 1, atol=1e-5)


def test_a_face_without_area_still_gets_a_unit_normal() -> None:
    v = np.array([[0, 0, 0], [1, 0, 0], [2, 0, 0.0]])
    shaded = shade(v, np.array([[0, 1, 2]]))
    assert np.array_equal(np.linalg.norm(shaded.normals, axis=1), [1, 1, 1])
