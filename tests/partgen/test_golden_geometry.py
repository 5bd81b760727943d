"""Points, surfaces and decisions against the golden vectors: counts and indices exactly, lengths to 2e-5."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from golden import assert_close, load
from torch import Tensor

from partgen.autoregress import is_end
from partgen.isosurface import extract_mesh
from partgen.metrics import containment, duplicate_score, sampled_voxels
from partgen.points import farthest_points, triangles
from partgen.voxels import surface_voxels

ISOSURFACES = [
    "sphere_5_6",
    "sphere_6_7",
    "sphere_7_8",
    "sphere_6_6",
    "box_6_7",
    "two_6_7",
    "sphere_5_7",
    "coarse_7_8",
    "empty",
    "touching",
]


@pytest.mark.parametrize("case", ["fps_start0", "fps_random"])
def test_golden_farthest_points(case: str) -> None:
    _, g = load("vae_encode")
    want = g[f"out.{case}.indices"]
    start = int(g[f"out.{case}.fps_effective_start"][0])
    got = farthest_points(g[f"in.{case}.surface"][..., :3], want.shape[1], start)
    assert got.tolist() == want.tolist()


def test_golden_farthest_points_of_an_empty_history() -> None:
    _, g = load("vae_encode")
    want = g["in.zeros.indices"]
    assert farthest_points(g["in.zeros.surface"][..., :3], want.shape[1], 0).tolist() == want.tolist()


def field(spec: dict[str, Any]) -> Any:
    """The SDF of a golden case: minus its union of primitives, which are positive inside."""

    def sdf(p: Tensor) -> Tensor:
        values = []
        for prim in spec["prims"]:
            q = p - torch.tensor(prim["center"])
            if prim["shape"] == "sphere":
                values.append(q.norm(dim=-1) - prim["r"])
            else:
                d = q.abs() - torch.tensor(prim["half"])
                values.append(d.clamp(min=0).norm(dim=-1) + d.amax(-1).clamp(max=0))
        return spec["scale"] * torch.stack(values).amin(0)

    return sdf


@pytest.mark.parametrize("case", ISOSURFACES)
def test_golden_isosurface(case: str) -> None:
    meta, g = load("isosurface")
    spec = meta["cases"][case]
    mesh = extract_mesh(field(spec), 2 ** spec["hier"], compat="release", dense=2 ** spec["dense"], crop=spec.get("coarse", False))
    merged = mesh.copy()
    merged.merge_vertices()
    counts = [len(mesh.vertices), len(mesh.faces), len(merged.vertices), len(merged.faces), mesh.metadata["queries"]]
    assert counts == g[f"out.{case}.counts"].tolist()
    if len(mesh.faces):
        assert_close(torch.as_tensor(np.array(mesh.bounds)), g[f"out.{case}.bounds"], "bounds")
        assert_close(torch.tensor([mesh.volume, mesh.area]), g[f"out.{case}.volume_area"], "volume and area")
        assert mesh.is_watertight == bool(g[f"out.{case}.watertight"])


@pytest.mark.parametrize("case", ["same", "contained", "disjoint", "shifted"])
def test_golden_voxel_iou(case: str) -> None:
    """The counts and scores of Open3D's voxels on the boxes themselves, and of the sampled fallback on given points."""
    meta, g = load("voxel_iou")
    grid = meta["grid"]
    a, b = (SimpleNamespace(vertices=g[f"in.{case}.{s}.v"].numpy(), faces=g[f"in.{case}.{s}.f"].numpy()) for s in "ab")
    x, y = surface_voxels(triangles(a), grid), surface_voxels(triangles(b), grid)
    assert [len(x), len(y), len(np.intersect1d(x, y))] == g[f"out.{case}.open3d.counts"].tolist()
    assert duplicate_score(a, [b], grid=grid, compat="release") == pytest.approx(float(g[f"out.{case}.open3d.score"][0]), rel=1e-12)
    x, y = (sampled_voxels(g[f"in.{case}.{s}.samples"].numpy(), grid) for s in "ab")
    assert [len(x), len(y), len(np.intersect1d(x, y))] == g[f"out.{case}.sampled.counts"].tolist()
    assert containment(x, y) == pytest.approx(float(g[f"out.{case}.sampled.score"][0]), rel=1e-12)


def test_golden_end_of_sequence() -> None:
    _, g = load("voxel_iou")
    assert [is_end(latent) for latent in g["in.eot"]] == g["out.eot"].tolist()
