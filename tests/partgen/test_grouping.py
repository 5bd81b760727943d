"""Grouping: votes become regions, regions a mask of all that is seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from plain_twin import randomise
from test_windows import AXES, box_depth, noise

from partgen.errors import PartgenError, WeightsError
from partgen.grouping import GroupingConfig, GroupingNetwork, Votes, grouped, inputs, load, save
from partgen.seen import View, see

SMALL = GroupingConfig(size=32, widths=(8, 16), fine=8)


def votes(centre: torch.Tensor, half: float, ground: torch.Tensor, *, apart: torch.Tensor | None = None) -> Votes:
    """Votes of one picture whose pixels say the centres (3, s, s); `apart` (s, s) are pixels that hang together with no neighbour."""
    s = ground.shape[0]
    same = torch.full((1, s, s), 5.0)
    if apart is not None:
        same[0][apart] = -5.0
    return Votes(centre[None], torch.full((1, s, s), half).log(), torch.where(ground, 5.0, -5.0)[None], same, same.clone())


def scene(s: int = 24) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Points (3, s, s), the true part of each pixel (-1 nothing, 0 ground, 1..3) and the parts' centres (3, 3)."""
    part = torch.zeros(s, s, dtype=torch.long)
    part[:, -3:] = -1
    part[2:8, 2:8], part[2:8, 12:18], part[14:20, 4:16] = 1, 2, 3
    part[4:6, 4:6] = 0  # ground is seen through the first
    centres = torch.tensor([[-0.6, 0.0, 0.6], [0.1, 0.1, 0.1], [-0.5, 0.0, 0.5]])
    return noise(3, s, s) * 0.1, part, centres


def test_true_votes_give_the_true_regions() -> None:
    points, part, centres = scene()
    target = centres[:, (part - 1).clamp(min=0)] - points + noise(3, *part.shape, seed=4) * 0.01
    found = grouped(votes(target, 0.2, part == 0), points, part >= 0)
    assert (found[part < 0] == 0).all() and (found[part == 0] == 1).all()
    for k in (1, 2, 3):
        assert len(np.unique(found[part == k])) == 1
    assert found.max() == 4 and (found[part == 3] == 2).all(), "the largest first"


def test_cut_patches_that_vote_alike_are_one_part() -> None:
    points, part, centres = scene()
    apart = torch.zeros_like(part, dtype=torch.bool)
    apart[16, :] = True
    target = centres[:, (part - 1).clamp(min=0)] - points
    assert grouped(votes(target, 0.2, part == 0, apart=apart), points, part >= 0).max() == 4


def test_too_many_parts_are_joined_the_smallest_with_what_is_near() -> None:
    points, part, centres = scene()
    target = centres[:, (part - 1).clamp(min=0)] - points
    found = grouped(votes(target, 0.2, part == 0), points, part >= 0, most=2)
    assert found.max() == 3 and len(np.unique(found[(part == 1)])) == 1
    assert grouped(votes(target, 0.2, part == 0), points, part >= 0, most=3).max() == 4


def test_bare_ground_and_nothing() -> None:
    points, part, _ = scene()
    found = grouped(votes(torch.zeros_like(points), 0.2, torch.ones_like(part, dtype=torch.bool)), points, part >= 0)
    assert set(np.unique(found)) == {0, 1}
    assert not grouped(votes(torch.zeros_like(points), 0.2, part == 0), points, torch.zeros_like(part, dtype=torch.bool)).any()


def test_every_seen_pixel_gets_a_number_and_no_other() -> None:
    depth = box_depth(120, 4.0)
    seen = see(np.full((120, 120, 3), 90, np.uint8), depth, View(AXES, np.zeros(3), 4.0))
    network = randomise(GroupingNetwork(SMALL), 2).eval()
    assert isinstance(network, GroupingNetwork)
    mask = network.regions(seen, level=1, most=5)
    assert mask.shape == seen.shown.shape and torch.equal(mask > 0, seen.shown) and int(mask.max()) <= 6
    assert torch.equal(mask, network.regions(seen, level=1, most=5))


def test_what_the_network_sees_is_bounded_and_zero_where_nothing_is() -> None:
    there = torch.zeros(1, 4, 4, dtype=torch.bool)
    there[0, 1, 2] = True
    x = inputs(torch.full((1, 4, 4, 3), 255, dtype=torch.uint8), torch.ones(1, 4, 4, 6), there)
    assert x.shape == (1, 10, 4, 4) and x[0, 3:, 1, 2].tolist() == [1.0] * 7 and float(x[0, 3:].sum()) == 7.0


def test_written_and_read_it_votes_the_same(tmp_path: Path) -> None:
    network = randomise(GroupingNetwork(SMALL), 1).eval()
    assert isinstance(network, GroupingNetwork)
    again = load(save(network, tmp_path / "groups.safetensors"))
    assert again.config == SMALL
    x, level = noise(1, 10, 32, 32), torch.tensor([1])
    with torch.no_grad():
        assert torch.allclose(network(x, level).centre, again(x, level).centre, atol=0.05, rtol=0.05)


def test_bad_shapes_and_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(PartgenError, match="cannot be made"):
        GroupingConfig(size=30)
    from partgen.depth import DepthConfig, DepthNetwork
    from partgen.depth import save as save_depth

    other = save_depth(DepthNetwork(DepthConfig(size=32, widths=(8, 8), fine=8)), tmp_path / "depth.safetensors")
    with pytest.raises(WeightsError, match="no grouping network"):
        load(other)
