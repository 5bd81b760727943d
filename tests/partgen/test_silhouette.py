"""Silhouettes: the z-buffer agrees with trying every triangle, and parts that look like their region are told from others."""

from __future__ import annotations

import numpy as np
import torch
import trimesh

from partgen.seen import View, see
from partgen.silhouette import agreement, heights, raster

AXES = np.array([[0.7071, 0.0, 0.7071], [-0.4082, 0.8165, 0.4082], [-0.5774, -0.5774, 0.5774]])
AXES[2] = np.cross(AXES[0], AXES[1])


def _plain(corners: np.ndarray, h: int, w: int) -> np.ndarray:
    out = np.full((h, w), -np.inf)
    for y in range(h):
        for x in range(w):
            for a, b, c in corners:
                m = np.array([[a[0], b[0], c[0]], [a[1], b[1], c[1]], [1, 1, 1]])
                if abs(np.linalg.det(m)) < 1e-9:
                    continue
                k = np.linalg.solve(m, [x + 0.5, y + 0.5, 1])
                if (k >= -1e-9).all():
                    out[y, x] = max(out[y, x], k @ [a[2], b[2], c[2]])
    return out


def test_raster_agrees_with_its_plain_twin() -> None:
    corners = np.random.default_rng(1).uniform(-3, 15, (9, 3, 3))
    got, want = raster(corners, 12, 10), _plain(corners, 12, 10)
    assert np.array_equal(np.isfinite(got), np.isfinite(want))
    assert np.abs(np.where(np.isfinite(want), got - want, 0)).max() < 1e-9


def _seen(meshes: list[trimesh.Trimesh], size: int = 96):  # type: ignore[no-untyped-def]
    """The shell of meshes, mask numbers in their order, by the same z-buffer."""
    view = View(AXES, np.zeros(3), 5.0)
    near, mask = np.full((size, size), -np.inf), np.zeros((size, size), int)
    for k, m in enumerate(meshes, 1):
        p = m.vertices @ AXES.T
        scale = size / view.span
        z = raster(np.stack([size / 2 + p[:, 0] * scale, size / 2 - p[:, 1] * scale, p[:, 2]], 1)[m.faces], size, size)
        mask[z > near] = k
        near = np.maximum(near, z)
    depth = np.where(np.isfinite(near), -near, np.nan)
    return see(np.full((size, size, 3), 255, np.uint8), depth, view, mask=mask)


def _in_whole(mesh: trimesh.Trimesh, seen) -> trimesh.Trimesh:  # type: ignore[no-untyped-def]
    return trimesh.Trimesh((mesh.vertices - seen.centre) / seen.size, mesh.faces, process=False)


def test_a_part_agrees_with_its_own_region_and_with_no_other() -> None:
    box = trimesh.creation.box((1.5, 1.0, 1.2), trimesh.transformations.translation_matrix((-0.8, 0, 0)))
    ball = trimesh.creation.icosphere(3, 0.6)
    ball.vertices += (0.9, 0.2, 0.1)
    seen = _seen([box, ball])
    own = [torch.nonzero(seen.region == k)[:, 0] for k in (1, 2)]
    assert agreement(_in_whole(box, seen), seen, own[0]) > 0.97
    assert agreement(_in_whole(ball, seen), seen, own[1]) > 0.97
    assert agreement(_in_whole(ball, seen), seen, own[0]) < 0.05


def test_what_others_hide_is_not_held_against_a_part() -> None:
    front = trimesh.creation.box((0.8, 0.8, 0.8))
    front.vertices += AXES[2] * 1.5
    back = trimesh.creation.box((1.6, 1.6, 1.6))
    seen = _seen([front, back])
    own = torch.nonzero(seen.region == 2)[:, 0]
    assert agreement(_in_whole(back, seen), seen, own) > 0.95
    assert np.isfinite(heights(_in_whole(front, seen), seen)).any()
