"""Carving: what the camera looks through is empty, what it sees is solid behind, the rest is the network's."""

from __future__ import annotations

import numpy as np
import torch
from test_windows import AXES, box_depth

from partgen.carve import SKIN, Carver
from partgen.isosurface import extract_mesh
from partgen.seen import View, see
from partgen.windows import Windows


def cube_seen(size: int = 160):  # type: ignore[no-untyped-def]
    depth = box_depth(size, 4.0)
    mask = np.isfinite(depth).astype(np.int64)
    return see(np.zeros((size, size, 3), np.uint8), depth, View(AXES, np.zeros(3), 4.0), mask=mask)


def test_a_vague_blob_becomes_the_cube_on_its_seen_side() -> None:
    seen = cube_seen()
    window = Windows(torch.zeros(1, 3), torch.tensor([1.3]))
    carver = Carver.of(seen, seen.region == 1, window, scale=0.15)

    def blob(p: torch.Tensor) -> torch.Tensor:
        return (p.norm(dim=1) - 1.25) / 0.15  # larger than the cube, round

    mesh = extract_mesh(lambda p: carver(p, lambda q: blob(q).clamp(-1, 1)), 64, coarse=16, close=True)
    v = np.asarray(mesh.vertices) * 1.3
    front = v[(v @ AXES[2]) > 0.4]
    reach = np.abs(front.max(1) - 1)
    assert mesh.is_watertight
    assert np.quantile(reach, 0.9) < 0.06, "the faces that are seen lie where they are seen"
    assert v.max() < 1.08, "nothing reaches into what the camera looks through"


def test_a_network_that_says_nothing_leaves_a_thin_skin_and_far_from_pixels_it_decides() -> None:
    seen = cube_seen(96)
    window = Windows(torch.zeros(1, 3), torch.tensor([1.3]))
    carver = Carver.of(seen, seen.region == 1, window, scale=0.15)
    toward = torch.from_numpy(AXES[2]).float()
    corner = torch.ones(1, 3) / 1.3  # the cube's near corner
    behind = corner - toward * torch.tensor([[-0.1], [SKIN], [0.6]])  # the corner's faces lie 1 / sqrt(3) as deep
    asked: list[int] = []

    def network(p: torch.Tensor) -> torch.Tensor:
        asked.append(len(p))
        return torch.full((len(p),), 0.37)

    said = carver(behind, network)
    assert asked == [1], "the network is asked only where the picture does not know"
    assert said[0] > 0 and said[1] < 0 and said[2] == torch.tensor(0.37)


def test_others_keep_their_own_skin() -> None:
    seen = cube_seen(96)
    window = Windows(torch.zeros(1, 3), torch.tensor([1.3]))
    nobody = Carver.of(seen, torch.zeros(len(seen.points), dtype=torch.bool), window, scale=0.15)
    toward = torch.from_numpy(AXES[2]).float()
    inside = torch.ones(1, 3) / 1.3 - toward * torch.tensor([[SKIN], [0.5]])
    said = nobody(inside, lambda p: torch.full((len(p),), -1.0))
    assert said[0] > 0 and said[1] == -1
