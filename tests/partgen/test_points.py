"""Farthest points are the textbook's, surface samples are spread by area and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import trimesh
from torch import Tensor

from partgen.errors import PartgenError
from partgen.points import farthest_points, query_index, sample_surface, surface_cloud


def textbook(points: Tensor, m: int, start: int) -> list[int]:
    """The plain twin: float32, ties to the lowest index, nothing twice."""
    p = points.numpy().astype(np.float32)
    near, taken = np.full(len(p), np.inf, np.float32), [start]
    while len(taken) < m:
        d = (p - p[taken[-1]]) ** 2
        near = np.minimum(near, d[:, 0] + d[:, 1] + d[:, 2])
        near[taken] = -1
        taken.append(int(near.argmax()))
    return taken


def cloud(kind: str, n: int) -> Tensor:
    g = torch.Generator().manual_seed(3)
    if kind == "ball":
        return torch.randn(n, 3, generator=g)
    if kind == "surface":
        return sample_surface([trimesh.creation.icosphere(3), trimesh.creation.box((1, 0.1, 2))], n, 3)[:, :3]
    if kind == "lattice":  # ties everywhere
        side = round(n ** (1 / 3)) + 1
        return torch.stack(torch.meshgrid(*[torch.arange(side).float()] * 3, indexing="ij"), -1).reshape(-1, 3)[:n]
    return torch.rand(n // 3 + 1, 3, generator=g).repeat(3, 1)[:n]  # each point thrice


@pytest.mark.parametrize("kind", ["ball", "surface", "lattice", "repeated"])
@pytest.mark.parametrize("n, m", [(300, 50), (6000, 2500)])
def test_farthest_points_are_the_textbooks(kind: str, n: int, m: int) -> None:
    p = cloud(kind, n)
    assert farthest_points(p[None], m, 7)[0].tolist() == textbook(p, m, 7)


def test_farthest_points_of_a_batch_are_those_of_each() -> None:
    p = torch.stack([cloud("ball", 500), cloud("surface", 500)])
    both = farthest_points(p, 40, [3, 9])
    assert both.shape == (2, 40) and both.dtype == torch.int64
    assert both[0].tolist() == farthest_points(p[:1], 40, 3)[0].tolist()
    assert both[1].tolist() == farthest_points(p[1:], 40, 9)[0].tolist()


def test_farthest_points_do_not_depend_on_the_order_of_points() -> None:
    p = cloud("ball", 5000)
    shuffle = torch.randperm(5000, generator=torch.Generator().manual_seed(0))
    start = int(shuffle.argsort()[11])
    assert shuffle[farthest_points(p[shuffle][None], 1000, start)[0]].tolist() == farthest_points(p[None], 1000, 11)[0].tolist()


def test_farthest_points_keep_all_if_there_are_too_few() -> None:
    assert farthest_points(torch.rand(2, 5, 3), 9).tolist() == [[0, 1, 2, 3, 4]] * 2


def test_bad_questions_are_refused() -> None:
    with pytest.raises(PartgenError, match=r"\(b, n, 3\)"):
        farthest_points(torch.rand(5, 3), 2)
    with pytest.raises(PartgenError, match="start"):
        farthest_points(torch.rand(1, 5, 3), 2, 5)
    with pytest.raises(PartgenError, match="chunks"):
        query_index(torch.rand(1, 10, 6), 4, chunks=3)


def test_query_index_by_chunks() -> None:
    p = torch.rand(2, 64, 6, generator=torch.Generator().manual_seed(0))
    index = query_index(p, 16, chunks=2, start=5)
    for b in range(2):
        assert index[b, :8].tolist() == textbook(p[b, :32, :3], 8, 5)
        assert (index[b, 8:] - 32).tolist() == textbook(p[b, 32:, :3], 8, 5)
    drawn = [query_index(p, 8, start=None, generator=torch.Generator().manual_seed(s)).tolist() for s in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert query_index(p[:, :8], 8).tolist() == [list(range(8))] * 2


def test_samples_lie_on_the_surface_and_follow_its_area() -> None:
    big, small = trimesh.creation.box((2, 2, 2)), trimesh.creation.box((1, 1, 1))
    small.apply_translation((5, 0, 0))
    s = sample_surface([big, small], 40_000, 1).numpy()
    left = s[:, 0] < 3
    assert left.mean() == pytest.approx(24 / 30, abs=0.01)
    assert np.allclose(np.abs(s[left, :3]).max(1), 1, atol=1e-6)
    assert np.allclose((s[left, :3] * s[left, 3:]).sum(1), 1, atol=1e-6), "the normal is that of the face, outward"
    for axis in range(3):
        assert abs(s[left, axis].mean()) < 0.02
        assert s[left, axis].var() == pytest.approx((1 + 1 / 3 + 1 / 3) / 3, abs=0.02)


def test_same_seed_same_points() -> None:
    mesh = trimesh.creation.icosphere(2)
    assert torch.equal(sample_surface(mesh, 100, 5), sample_surface([mesh], 100, 5))
    assert not torch.equal(sample_surface(mesh, 100, 5), sample_surface(mesh, 100, 6))
    g = [torch.Generator().manual_seed(1) for _ in range(2)]
    assert torch.equal(sample_surface(mesh, 100, g[0]), sample_surface(mesh, 100, g[1]))
    assert not torch.equal(sample_surface(mesh, 100, g[0]), sample_surface(mesh, 100, torch.Generator().manual_seed(1)))
    assert torch.equal(surface_cloud(mesh, 64, candidates=256, seed=2), surface_cloud(mesh, 64, candidates=256, seed=2))


def test_an_empty_mesh_is_a_cloud_of_zeros() -> None:
    nothing = trimesh.Trimesh()
    assert surface_cloud([], 32).equal(torch.zeros(32, 6))
    assert sample_surface([nothing, nothing], 8).equal(torch.zeros(8, 6))
    flat = trimesh.Trimesh(np.zeros((3, 3)), [[0, 1, 2]], process=False)
    assert sample_surface(flat, 8).equal(torch.zeros(8, 6))


def test_a_cloud_is_spread_wider_than_its_candidates() -> None:
    mesh = trimesh.creation.icosphere(3)

    def closest(points: Tensor) -> float:
        d = torch.cdist(points[:, :3], points[:, :3]) + 9 * torch.eye(len(points))
        return float(d.amin(1).min())

    assert closest(surface_cloud(mesh, 256, candidates=2048)) > 10 * closest(sample_surface(mesh, 256))
