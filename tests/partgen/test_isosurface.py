"""Extraction against analytic shapes and against its dense twin."""

from __future__ import annotations

from typing import Any, Callable, Sequence

import numpy as np
import pytest
import torch
from scipy.spatial import cKDTree
from torch import Tensor

from partgen.errors import PartgenError
from partgen.isosurface import extract_mesh, polygonise

Sdf = Callable[[Tensor], Tensor]


def sphere(r: float, at: Sequence[float] = (0, 0, 0), scale: float = 1.0) -> Sdf:
    return lambda p: scale * ((p - torch.tensor(at)).norm(dim=-1) - r)


def box(half: Sequence[float], at: Sequence[float] = (0, 0, 0), scale: float = 1.0) -> Sdf:
    def sdf(p: Tensor) -> Tensor:
        d = (p - torch.tensor(at)).abs() - torch.tensor(half)
        return scale * (d.clamp(min=0).norm(dim=-1) + d.amax(-1).clamp(max=0))

    return sdf


def turned(sdf: Sdf, a: float = 0.5, b: float = 0.3) -> Sdf:
    x = torch.tensor([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]], dtype=torch.float32)
    z = torch.tensor([[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]], dtype=torch.float32)
    return lambda p: sdf(p @ (x @ z).T)


def union(*sdfs: Sdf) -> Sdf:
    return lambda p: torch.stack([f(p) for f in sdfs]).amin(0)


def waves(frequency: float, seed: int = 0) -> Sdf:
    """A random smooth field, as an untrained decoder's."""
    g = torch.Generator().manual_seed(seed)
    k, phase, weight = torch.randn(40, 3, generator=g) * frequency, 6.28 * torch.rand(40, generator=g), torch.randn(40, generator=g)
    return lambda p: torch.sin(p @ k.T + phase) @ weight + 1.0


def network(seed: int = 0) -> Sdf:
    """A random decoder of frequencies 1 to 8."""
    g = torch.Generator().manual_seed(seed)
    a, b = torch.randn(27, 32, generator=g) / 5, torch.randn(32, generator=g)

    def sdf(p: Tensor) -> Tensor:
        phases = (p[..., None] * torch.tensor([1.0, 2, 4, 8])).flatten(-2)
        return torch.nn.functional.gelu(torch.cat([p, phases.sin(), phases.cos()], -1) @ a) @ b

    return sdf


def dense(sdf: Sdf, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The plain twin: every one of the (n + 1)^3 points."""
    axis = (torch.arange(n + 1, dtype=torch.float64) * (2 * 1.01 / n) - 1.01).float()
    points = torch.stack(torch.meshgrid(axis, axis, axis, indexing="ij"), -1).reshape(-1, 3)
    values = torch.cat([sdf(part) for part in points.split(50_000)]).reshape(n + 1, n + 1, n + 1)
    vertices, faces = polygonise(values.numpy())
    return vertices * (2 * 1.01 / n) - 1.01, faces


@pytest.mark.parametrize("n", [32, 64, 128])
def test_sphere_and_box_have_their_analytic_bounds(n: int) -> None:
    cell = 2.02 / n
    for scale in (1.0, 30.0):
        mesh = extract_mesh(sphere(0.6, scale=scale), n)
        assert np.abs(mesh.bounds - [[-0.6] * 3, [0.6] * 3]).max() < 0.2 * cell
        assert mesh.is_watertight and mesh.volume == pytest.approx(4 / 3 * np.pi * 0.6**3, rel=4 / n)
        mesh = extract_mesh(box((0.5, 0.35, 0.2), (0.1, -0.15, 0.05), scale), n)
        assert np.abs(mesh.bounds - [[-0.4, -0.5, -0.15], [0.6, 0.2, 0.25]]).max() < 0.2 * cell
        assert mesh.is_watertight and mesh.volume == pytest.approx(1.0 * 0.7 * 0.4, rel=4 / n)


THIN = 0.6 * 2.02 / 64  # of the 128 grid's cells 1.2, of its coarse pass 0.3
FIELDS: dict[str, Sdf] = {
    "sphere": sphere(0.6, scale=30),
    "turned box": turned(box((0.5, 0.35, 0.2))),
    "two": union(sphere(0.3, (-0.5, 0, 0)), box((0.2, 0.2, 0.2), (0.5, 0.1, -0.2))),
    "plate": box((0.7, 0.6, THIN / 2), (0.03, 0.01, 0.0117)),
    "turned plate": turned(box((0.7, 0.6, THIN / 2)), 0.7, 1.1),
    "turned rod": turned(box((0.7, THIN / 2, THIN / 2)), 0.7, 1.1),
    "speck": sphere(THIN / 2, (0.3, 0.21, 0.117)),
    "slot": lambda p: torch.maximum(sphere(0.7)(p), -turned(box((2.0, 2.0, THIN / 2)), 0.4, 0.9)(p)),
    "root of a box": lambda p: (lambda v: v.sign() * v.abs().sqrt() * 10)(turned(box((0.5, 0.35, 0.2)))(p)),
    "root of a plate": lambda p: (lambda v: v.sign() * v.abs().sqrt() * 10)(turned(box((0.7, 0.6, THIN / 2)))(p)),
    "steep plate": turned(box((0.7, 0.6, THIN / 2), scale=1e4)),
    "saturated plate": lambda p: torch.tanh(40 * turned(box((0.7, 0.6, THIN / 2)))(p)),
    "unequal sides": lambda p: (lambda v: torch.where(v < 0, 200 * v, v))(turned(box((0.5, 0.35, 0.2)))(p)),
    "waves": waves(3),
    "fine waves": waves(8),
    "network": network(),
}


@pytest.mark.parametrize("name", FIELDS)
def test_the_surface_is_that_of_the_dense_twin(name: str) -> None:
    """No vertex farther than half a cell from the other's, either way: nothing lost, nothing made up."""
    n = 128
    vertices, faces = dense(FIELDS[name], n)
    mesh = extract_mesh(FIELDS[name], n)
    assert len(faces) and len(mesh.faces) == pytest.approx(len(faces), rel=1e-3)
    for a, b in ((mesh.vertices, vertices), (vertices, mesh.vertices)):
        assert cKDTree(a).query(b)[0].max() < 0.5 * 2.02 / n
    assert mesh.metadata["queries"] < (n + 1) ** 3 / 2


@pytest.mark.parametrize("name, share", [("sphere", 0.045), ("turned box", 0.035), ("turned plate", 0.035), ("speck", 0.018)])
def test_few_queries(name: str, share: float) -> None:
    """Fewer than 8 % of the dense queries at 256, counted by the field itself."""
    asked = 0

    def counted(p: Tensor) -> Tensor:
        nonlocal asked
        asked += len(p)
        return FIELDS[name](p)

    mesh = extract_mesh(counted, 256)
    assert asked < share * 257**3
    assert asked - mesh.metadata["queries"] <= 2, "but for the two points that find out what the callable takes"


def test_surfaces_through_grid_points_have_no_holes() -> None:
    """Values of exactly 0 at whole planes of points."""
    for half in ((0.5, 0.5, 0.5), (0.25, 0.5, 0.03125)):
        mesh = extract_mesh(box(half), 64, bounds=1.0)
        assert np.allclose(mesh.bounds, [-np.array(half), half], atol=1e-6)
        assert mesh.volume == pytest.approx(8 * np.prod(half), rel=1e-5)
        assert mesh.is_watertight


def test_no_point_is_asked_twice() -> None:
    seen: list[Tensor] = []

    def kept(p: Tensor) -> Tensor:
        seen.append(p.clone())
        return FIELDS["two"](p)

    extract_mesh(kept, 128)
    points = torch.cat(seen[1:])
    assert len(points.unique(dim=0)) == len(points)


def test_the_result_does_not_depend_on_chunks_or_scale() -> None:
    a = extract_mesh(FIELDS["turned box"], 64)
    b = extract_mesh(FIELDS["turned box"], 64, chunk=777)
    c = extract_mesh(lambda p: 1024 * FIELDS["turned box"](p), 64)
    assert np.array_equal(a.vertices, b.vertices) and np.array_equal(a.faces, b.faces)
    assert np.allclose(a.vertices, c.vertices, atol=1e-6) and np.array_equal(a.faces, c.faces)


def test_a_surface_is_followed_where_the_coarse_pass_saw_only_a_piece() -> None:
    """A saturated needle says nothing of itself a cell away; it is held by a ball and followed from there."""
    needle = union(sphere(0.2, (-0.6, 0, 0)), box((0.7, 0.012, 0.012), (0.1, 0.003, 0.004)))
    field = lambda p: torch.tanh(200 * needle(p))  # noqa: E731
    mesh = extract_mesh(field, 256, coarse=32)
    assert mesh.bounds[1, 0] == pytest.approx(0.8, abs=2.02 / 256)
    assert mesh.is_watertight


def test_no_surface_is_an_empty_mesh() -> None:
    for field in (lambda p: p[:, 0] * 0 + 3, lambda p: p[:, 0] * 0 - 3, sphere(-0.5)):
        for compat in (None, "release"):
            assert len(extract_mesh(field, 32, compat=compat).faces) == 0


def test_shapes_that_leave_the_grid_are_closed_on_request() -> None:
    assert not extract_mesh(box((2.0, 0.3, 0.3)), 64).is_watertight
    mesh = extract_mesh(box((2.0, 0.3, 0.3)), 64, close=True)
    assert mesh.is_watertight
    assert mesh.volume == pytest.approx(2.02 * 0.36, rel=0.02)
    assert np.allclose(mesh.bounds[:, 0], [-1.01, 1.01], atol=1e-4)


def test_fields_on_numpy_points_and_of_any_shape() -> None:
    want = extract_mesh(sphere(0.6), 32)

    def on_numpy(p: Any) -> Any:
        if not isinstance(p, np.ndarray):
            raise TypeError("numpy only")
        return np.linalg.norm(p, axis=1) - 0.6

    assert np.allclose(extract_mesh(on_numpy, 32).vertices, want.vertices, atol=1e-6)
    assert np.array_equal(extract_mesh(lambda p: sphere(0.6)(p)[:, None], 32).vertices, want.vertices)


def test_bad_fields_and_settings_are_refused() -> None:
    with pytest.raises(PartgenError, match="one number each"):
        extract_mesh(lambda p: p, 32)
    with pytest.raises(PartgenError, match="not finite"):
        extract_mesh(lambda p: p[:, 0] / 0 * 0, 32)
    with pytest.raises(PartgenError, match="power of two"):
        extract_mesh(sphere(0.5), 100)
    with pytest.raises(PartgenError, match="coarse pass"):
        extract_mesh(sphere(0.5), 64, coarse=128)
    with pytest.raises(PartgenError, match="compat"):
        extract_mesh(sphere(0.5), 64, compat="older")


def test_the_releases_flaw_is_the_releases_alone() -> None:
    """Its vertices lie (R - 1) / R of the way from the low corner."""
    low, high = extract_mesh(sphere(0.6, scale=60), 128, compat="release").bounds[:, 0]
    assert (low, high) == pytest.approx((-0.603, 0.587), abs=2e-3)
