"""Grouping: votes become regions, regions a mask of all that is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from plain_twin import randomise
from test_windows import AXES, box_depth, noise
from torch import Tensor

import partgen
from partgen import checkpoint
from partgen.agglomerate import offsets, pair
from partgen.boxes import Boxes, fewer, together
from partgen.errors import PartgenError, WeightsError
from partgen.grouping import GroupingConfig, GroupingNetwork, Votes, grouped, inputs, load, save
from partgen.seen import View, see

SORTS = ("bush", "house")
SMALL = GroupingConfig(size=32, widths=(8, 16), fine=8, reach=(1, 3), sorts=SORTS)


def votes(centre: Tensor, half: float, ground: Tensor, part: Tensor, *, sort: Tensor | None = None, apart: Tensor | None = None) -> Votes:
    """Votes of one picture whose pixels say the centres (3, s, s) and the pairs of `part` (s, s).

    sort (s, s) : of each pixel; apart (s, s) : pixels that hang together with none.
    """
    s = ground.shape[0]
    same = torch.full((1, len(offsets(SMALL.reach)), s, s), -5.0)
    for k, offset in enumerate(offsets(SMALL.reach)):
        here, there = pair((s, s), offset)
        one = part[here] == part[there]
        if apart is not None:
            one &= ~apart[here] & ~apart[there]
        same[0, k][here] = torch.where(one, 5.0, -5.0)
    sorts = torch.zeros(1, 0, s, s) if sort is None else torch.nn.functional.one_hot(sort, 2).permute(2, 0, 1)[None] * 9.0
    return Votes(centre[None], torch.full((1, 3, s, s), half).log(), torch.where(ground, 5.0, -5.0)[None], sorts, same)


def scene(s: int = 24) -> tuple[Tensor, Tensor, Tensor]:
    """Points (3, s, s), the true part of each pixel (-1 nothing, 0 ground, 1..3) and the parts' centres (3, 3)."""
    part = torch.zeros(s, s, dtype=torch.long)
    part[:, -3:] = -1
    part[2:8, 2:8], part[2:8, 12:18], part[14:20, 4:16] = 1, 2, 3
    part[4:6, 4:6] = 0  # ground is seen through the first
    centres = torch.tensor([[-0.6, 0.0, 0.6], [0.1, 0.1, 0.1], [-0.5, 0.0, 0.5]])
    return noise(3, s, s) * 0.1, part, centres


def centre_votes() -> tuple[Tensor, Tensor, Tensor]:
    points, part, centres = scene()
    return points, part, centres[:, (part - 1).clamp(min=0)] - points


def test_true_votes_give_the_true_regions_the_largest_first() -> None:
    points, part, target = centre_votes()
    sort = (part == 3).long()
    found = grouped(votes(target + noise(3, *part.shape, seed=4) * 0.01, 0.2, part == 0, part, sort=sort), points, part >= 0, SMALL.reach)
    number = found.number
    assert (number[part < 0] == 0).all() and (number[part == 0] == 1).all() and number.max() == 4
    for k in (1, 2, 3):
        assert len(np.unique(number[part == k])) == 1
    assert (number[part == 3] == 2).all() and found.sort.tolist() == [1, 0, 0]


def test_cut_segments_that_vote_alike_are_one_part_if_they_are_of_one_sort() -> None:
    points, part, target = centre_votes()
    halves = part.clone()
    halves[17:, :] = torch.where(part[17:, :] == 3, 9, part[17:, :])  # no pair says that both belong together
    assert grouped(votes(target, 0.2, part == 0, halves), points, part >= 0, SMALL.reach).number.max() == 4
    other = (halves == 9).long()
    assert grouped(votes(target, 0.2, part == 0, halves, sort=other), points, part >= 0, SMALL.reach).number.max() == 5


def test_crumbs_join_the_part_that_they_vote_for() -> None:
    points, part, target = centre_votes()
    apart = torch.zeros_like(part, dtype=torch.bool)
    apart[15, 6:9] = True
    number = grouped(votes(target, 0.2, part == 0, part, apart=apart), points, part >= 0, SMALL.reach).number
    assert number.max() == 4 and len(np.unique(number[part == 3])) == 1


def test_too_many_parts_are_joined_like_with_like() -> None:
    points, part, target = centre_votes()
    most = [grouped(votes(target, 0.2, part == 0, part), points, part >= 0, SMALL.reach, most=k).number.max() for k in (1, 2, 3, 9)]
    assert most == [2, 3, 4, 4]
    for odd in (1, 2, 3):  # whichever is of another sort stays alone
        sort = (part == odd).long()
        number = grouped(votes(target, 0.2, part == 0, part, sort=sort), points, part >= 0, SMALL.reach, most=2).number
        rest = {int(number[part == k][0]) for k in (1, 2, 3) if k != odd}
        assert len(rest) == 1 and int(number[part == odd][0]) not in rest


def test_of_one_sort_and_size_what_has_one_colour_is_joined_first() -> None:
    middle, half = np.array([[-0.2, 0, 0], [0.0, 0, 0], [0.2, 0, 0.0]]), np.full((3, 3), 0.02)
    for odd in (0, 1, 2):
        hue = np.full((3, 3), 1 / 3)
        hue[odd] = 0.6, 0.2, 0.2
        number = fewer(Boxes(middle, half, np.zeros((3, 1)), np.ones(3), hue), 2)
        rest = {int(number[k]) for k in range(3) if k != odd}
        assert len(rest) == 1 and int(number[odd]) not in rest


def test_segments_of_one_sort_whose_boxes_overlap_are_one_part() -> None:
    n, sort = np.ones(2) * 50, np.array([[0.0, -9.0], [0.0, -9.0]])
    for away, parts in ((0.3, 1), (0.9, 2)):  # of a box 1 wide, middles too far apart to agree
        middle, half = np.array([[0.0, 0, 0], [away, 0, 0]]), np.array([[0.5, 0.2, 0.2]] * 2)
        assert together(Boxes(middle, half, sort, n, np.zeros((2, 3)))).max() + 1 == parts
    middle, half = np.array([[0.0, 0, 0], [0.3, 0, 0]]), np.array([[0.5, 0.2, 0.2]] * 2)
    assert together(Boxes(middle, half, np.array([[0.0, -9.0], [-9.0, 0.0]]), n, np.zeros((2, 3)))).tolist() == [0, 1]


def test_votes_of_a_mirror_image_are_those_of_the_picture_turned_back() -> None:
    points, part, target = centre_votes()
    pairs, swap = offsets(SMALL.reach), [2, 1, 0]
    true = votes(target, 0.2, part == 0, part, sort=(part == 3).long())
    back = votes(target.flip(2)[swap], 0.2, (part == 0).flip(1), part.flip(1), sort=(part == 3).long().flip(1)).mirrored(pairs)
    assert torch.equal(back.centre, true.centre) and torch.equal(back.ground, true.ground) and torch.equal(back.sort, true.sort)
    for k, offset in enumerate(pairs):
        here, _ = pair((24, 24), offset)
        assert torch.equal(back.same[0, k][here], true.same[0, k][here])
    assert torch.equal(true.mean(back).centre, true.centre)


def test_a_picture_and_its_mirror_image_are_seen_alike() -> None:
    network = randomise(GroupingNetwork(SMALL), 2).eval()
    assert isinstance(network, GroupingNetwork)
    x, level = noise(1, 10, 32, 32), 1
    planes = [0, 1, 2, 5, 4, 3, 8, 7, 6, 9]
    axes = torch.tensor(AXES, dtype=torch.float32)
    with torch.no_grad():
        one, other = network._both(x, level, axes), network._both(x[:, planes].flip(3), level, axes).mirrored(network.pairs)
    assert torch.allclose(one.centre, other.centre, atol=1e-5) and torch.allclose(one.sort, other.sort, atol=1e-5)


def test_bare_ground_and_nothing() -> None:
    points, part, _ = scene()
    still = votes(torch.zeros_like(points), 0.2, torch.ones_like(part, dtype=torch.bool), part)
    found = grouped(still, points, part >= 0, SMALL.reach)
    assert set(np.unique(found.number)) == {0, 1} and not len(found.sort)
    nothing = torch.zeros_like(part, dtype=torch.bool)
    assert not grouped(votes(torch.zeros_like(points), 0.2, part == 0, part), points, nothing, SMALL.reach).number.any()


def test_every_seen_pixel_gets_a_number_and_no_other() -> None:
    depth = box_depth(120, 4.0)
    seen = see(np.full((120, 120, 3), 90, np.uint8), depth, View(AXES, np.zeros(3), 4.0))
    network = randomise(GroupingNetwork(SMALL), 2).eval()
    assert isinstance(network, GroupingNetwork)
    mask, sorts = network.regions(seen, level=1, most=5)
    assert len(sorts) == int(mask.max()) - 1 and set(sorts) <= set(SORTS)
    assert mask.shape == seen.shown.shape and torch.equal(mask > 0, seen.shown) and int(mask.max()) <= 6
    assert torch.equal(mask, network.regions(seen, level=1, most=5)[0])


def test_regions_of_a_mask_are_named_by_what_their_pixels_look_like() -> None:
    depth = box_depth(120, 4.0)
    network = GroupingNetwork(SMALL)
    with torch.no_grad():
        network.net.out.weight.zero_()
        assert network.net.out.bias is not None
        network.net.out.bias[8] = 2.0
        network.net.out.bias[6] = -1.0
    mask = np.zeros((120, 120), np.int64)
    mask[:60], mask[60:] = 3, 7
    seen = see(np.full((120, 120, 3), 90, np.uint8), depth, View(AXES, np.zeros(3), 4.0), mask=mask)
    assert network.named(seen) == {3: "house", 7: "house"}
    with torch.no_grad():
        network.net.out.bias[6] = 1.0
    assert network.named(seen) == {}, "ground has no sort"
    assert GroupingNetwork(GroupingConfig(size=32, widths=(8, 16), fine=8)).named(seen) == {}


def test_without_depth_regions_follow_from_colours_alone() -> None:
    network = randomise(GroupingNetwork(replace(SMALL, blind=True, attend=True)), 2).eval()
    assert isinstance(network, GroupingNetwork)
    depth = box_depth(120, 4.0)
    picture = (noise(120, 120, 3, seed=3) * 40 + 128).clamp(0, 255).numpy().astype(np.uint8)
    picture[~np.isfinite(depth)] = 255
    seen = see(picture, depth, View(AXES, np.zeros(3), 4.0))
    bent = see(picture, depth + np.linspace(0, 0.4, 120), View(AXES, np.zeros(3), 4.0))
    mask, names = network.regions(seen, depth=False)
    assert torch.equal(mask > 0, seen.shown) and len(names) == int(mask.max()) - 1
    assert torch.equal(mask, network.regions(bent, depth=False)[0])
    assert not torch.equal(network.regions(seen)[0], network.regions(bent)[0])
    for alpha in (True, False):  # without alpha what is white is nothing
        given = np.dstack([picture, np.where(np.isfinite(depth), 255, 0).astype(np.uint8)]) if alpha else picture
        again, called = network.regions_of(given)
        assert torch.equal(again, mask) and called == names
    wide = np.full((120, 300, 3), 255, np.uint8)
    wide[:, 100:220] = picture
    again = network.regions_of(wide)[0]
    assert again.shape == (120, 300) and torch.equal(again[:, 100:220] > 0, mask > 0)
    with pytest.raises(PartgenError, match="shows nothing"):
        network.regions_of(np.full((50, 50, 3), 255, np.uint8))
    with pytest.raises(PartgenError, match="needs depth"):
        GroupingNetwork(SMALL).regions(seen, depth=False)


def test_weights_of_before_load_and_vote_as_they_did() -> None:
    file = Path(partgen.__file__).parent / "weights" / "tile-groups.safetensors"
    tensors, noted = checkpoint.read(file)
    old = {name: value for name, value in noted["config"].items() if name not in ("blind", "attend")}
    assert GroupingConfig(**old).blind is False and GroupingConfig(**old).attend is False
    network = load(file)
    assert set(network.state_dict()) == set(tensors)


def test_what_the_network_sees_is_bounded_and_zero_where_nothing_is() -> None:
    there = torch.zeros(1, 4, 4, dtype=torch.bool)
    there[0, 1, 2] = True
    x = inputs(torch.full((1, 4, 4, 3), 255, dtype=torch.uint8), torch.ones(1, 4, 4, 6), there)
    assert x.shape == (1, 10, 4, 4) and x[0, 3:, 1, 2].tolist() == [1.0] * 7 and float(x[0, 3:].sum()) == 7.0
    for known in (True, False):
        y = inputs(torch.full((1, 4, 4, 3), 255, dtype=torch.uint8), torch.ones(1, 4, 4, 6), there, torch.tensor([known]))
        assert y.shape == (1, 11, 4, 4) and y[0, 3:, 1, 2].tolist() == [float(known)] * 6 + [1.0, float(known)]


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
    with pytest.raises(PartgenError, match="cannot reach"):
        GroupingConfig(reach=(2, 4))
    from partgen.depth import DepthConfig, DepthNetwork
    from partgen.depth import save as save_depth

    other = save_depth(DepthNetwork(DepthConfig(size=32, widths=(8, 8), fine=8)), tmp_path / "depth.safetensors")
    with pytest.raises(WeightsError, match="no grouping network"):
        load(other)
