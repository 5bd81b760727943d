"""Smooth: what is linear comes out exact, corners are asked once, and a mesh of it is the mesh of the field."""

from __future__ import annotations

import numpy as np
import torch
import trimesh
from test_lockstep import maker, shell  # noqa: F401  the fixture

from partgen.isosurface import BOUNDS, extract_mesh
from partgen.smooth import Smooth
from partgen.window_run import LEAST_GRID, WindowOptions, only_near
from partgen.windowed import WindowGenerator
from partgen.windows import Windows


def places(n: int, seed: int = 0) -> torch.Tensor:
    """Random points of a grid of 128 cells."""
    at = torch.randint(0, 129, (n, 3), generator=torch.Generator().manual_seed(seed))
    return at * (2 * BOUNDS / 128) - BOUNDS


def slanted(p: torch.Tensor) -> torch.Tensor:
    return p @ torch.tensor([0.3, -1.1, 0.7]) - 0.2


def test_a_linear_field_is_exact() -> None:
    p = places(500)
    assert torch.allclose(Smooth(slanted, 16)(p), slanted(p), atol=1e-5)


def test_each_corner_is_asked_once_and_only_where_it_is_needed() -> None:
    asked: list[torch.Tensor] = []
    field = Smooth(lambda p: (asked.append(p), slanted(p))[1], 16)  # type: ignore[func-returns-value]
    field(torch.zeros(1, 3))
    assert sum(map(len, asked)) == 1, "the middle is a corner itself"
    for seed in range(4):
        field(places(300, seed))
    corners = torch.cat(asked)
    assert len(torch.unique(corners, dim=0)) == len(corners) <= 17**3


def test_a_value_does_not_depend_on_what_else_was_asked() -> None:
    def bumpy(p: torch.Tensor) -> torch.Tensor:
        return (5 * p).sin().sum(1)

    p, one = places(400), Smooth(bumpy, 16)
    together = one(p)
    assert torch.equal(one(p.flip(0)).flip(0), together)
    assert torch.equal(torch.cat([Smooth(bumpy, 16)(x[None]) for x in p[:50]]), together[:50])


def test_a_ball_stays_a_ball_for_a_fraction_of_the_questions() -> None:
    count = [0, 0]

    def ball(k: int):  # type: ignore[no-untyped-def]
        def field(p: torch.Tensor) -> torch.Tensor:
            count[k] += len(p)
            return (p.norm(dim=1) - 0.7).clamp(-0.15, 0.15)

        return field

    fine = extract_mesh(ball(0), 64, coarse=16, close=True)
    quick = extract_mesh(Smooth(ball(1), 32), 64, coarse=16, close=True)
    assert quick.is_watertight and abs(quick.volume / fine.volume - 1) < 0.01
    assert np.abs(np.linalg.norm(quick.vertices, axis=1) - 0.7).max() < 0.002
    assert count[1] < count[0] / 2


def test_small_windows_have_no_more_cells_than_their_pixels_need(maker: WindowGenerator) -> None:  # noqa: F811
    seen = shell(3)
    pixel = seen.span / len(seen.mask)
    for grid in (16, 64, 256):
        for part in maker.parts(seen, options=WindowOptions(grid=grid, steps=0, retries=0, sight=False)):
            cells = round(2 * float(part.window.half[0]) / part.cell)
            assert cells == grid or (LEAST_GRID <= cells < grid and 2 <= pixel / part.cell < 4)
    for part in maker.parts(seen, options=WindowOptions(grid=64, fine=0, steps=0, retries=0)):
        assert round(2 * float(part.window.half[0]) / part.cell) == 64


def test_only_bodies_with_points_on_them_stay() -> None:
    near, far = trimesh.creation.box((0.4, 0.4, 0.4)), trimesh.creation.icosphere(1, 0.2)
    far.apply_translation((0.8, 0, 0))
    window, both = Windows(torch.zeros(1, 3), torch.ones(1)), trimesh.util.concatenate([near, far])
    kept = only_near(both, window, torch.tensor([[0.2, 0.21, 0.2]]))
    assert kept is not None and kept.is_watertight and np.isclose(kept.volume, near.volume)
    assert only_near(both, window, torch.tensor([[0.0, 0.9, 0.9]])) is None
    assert only_near(near, window, torch.tensor([[0.0, 0.9, 0.9]])) is near, "a single body is what the window is about"


def test_far_from_a_surface_corners_are_interpolated_and_near_it_all_are_asked() -> None:
    asked: list[torch.Tensor] = []

    def wall(p: torch.Tensor) -> torch.Tensor:
        asked.append(p)
        return (p[:, 0] / 0.15).clamp(-1, 1)

    field = Smooth(wall, 32)
    every = places(4000)
    said = field(every)
    corners = torch.cat(asked)
    near = corners[:, 0].abs() < 0.06
    between = ((corners + BOUNDS) * (16 / (2 * BOUNDS)) % 1 - 0.5).abs().amin(1) < 0.1
    assert bool((between & near).any()) and not bool((between & (corners[:, 0].abs() > 0.3)).any())
    assert torch.equal(said.sign()[every[:, 0].abs() > 1e-3], every[:, 0].sign()[every[:, 0].abs() > 1e-3])
    assert len(torch.unique(corners, dim=0)) == len(corners)
