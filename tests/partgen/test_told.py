"""What a mask tells the depth network: the same whatever its numbers, and nothing where none is known."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from partgen import checkpoint
from partgen.depth import TOLD, DepthConfig, DepthNetwork, Surface, _apart, load, sampled, save
from partgen.errors import PartgenError
from partgen.told import BELOW, KNOWN, PLANES, planes
from partgen.train.depth_task import DepthTask, Pictures, drawn, losses, said_of_masks
from partgen.train.objects import read, write
from partgen.train.shape_task import objects_seed
from tests.partgen.test_depth import VIEW, box_world, heights, objects

TINY = DepthConfig(size=64, widths=(8, 16, 16, 16, 16), told=True, attend=True, finer=2)


def plain(mask: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """`planes` of one mask, pixel by pixel."""
    h, w = mask.shape
    out = np.zeros((PLANES, h, w))
    for y in range(h):
        for x in range(w):
            ends = []
            for step_y, step_x in ((1, 0), (-1, 0), (0, -1), (0, 1)):
                at = (y, x)
                while 0 <= at[0] + step_y < h and 0 <= at[1] + step_x < w and mask[at[0] + step_y, at[1] + step_x] == mask[y, x]:
                    at = (at[0] + step_y, at[1] + step_x)
                ends.append(at)
            (low, _), (high, _), (_, left), (_, right) = ends
            last = y
            while last + 1 < h and ground[last + 1, x] == ground[y, x]:
                last += 1
            out[:, y, x] = [
                1, ground[y, x], right == x, low == y,
                1 - 2 * (low + 1) / h, 1 - 2 * high / h, 2 * left / w - 1, 2 * (right + 1) / w - 1,
                low + 1 < h and ground[low + 1, x] and not ground[y, x], 1 - 2 * (last + 1) / h,
            ]  # fmt: skip
    return out


def some_mask(h: int, w: int) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(0).integers(0, 3, (h // 3, w // 3)).repeat(3, 0).repeat(3, 1))


def test_planes_are_those_of_their_plain_twin() -> None:
    mask = some_mask(12, 15)
    assert np.allclose(planes(mask[None], mask[None] == 1)[0], plain(mask.numpy(), mask.numpy() == 1), atol=1e-6)


def test_numbers_say_nothing_and_what_is_not_known_is_not_told() -> None:
    mask = torch.stack([some_mask(12, 12), some_mask(12, 12).flip(1)])
    renamed = torch.tensor([7, 3, 200])[mask]
    known = torch.tensor([True, False])
    a, b = planes(mask, mask == 1, known), planes(renamed, renamed == 3, known)
    assert torch.equal(a, b)
    assert not a[1].any() and bool((a[0, KNOWN] == 1).all())


def test_planes_are_made_on_the_masks_device() -> None:
    mask = torch.zeros(2, 8, 8, dtype=torch.int64, device="meta")
    assert planes(mask, mask == 1, torch.zeros(2, dtype=torch.bool, device="meta")).device.type == "meta"


def test_walls_stand_where_their_region_ends() -> None:
    s = 64
    picture, _, part = box_world(s, seed=1)
    truth = heights(s, seed=1)[1]
    ground = float(truth[part == 1].max())
    network = DepthNetwork(TINY).eval()
    with torch.no_grad():  # what lies does so as high as the ground; all is upright, and ends where its region does
        network.net.out.weight.zero_()
        network.net.out.bias[:] = torch.tensor([ground, 7.0, -40.0, 0.0, 40.0])  # type: ignore[index]
        mask = torch.from_numpy(part.astype(np.int64))[None]
        said = network(torch.from_numpy(picture)[None].permute(0, 3, 1, 2) / 255, planes(mask, mask == 1)).height()[0].numpy()
    colours = picture.astype(int).sum(2)
    for k in (2, 3, 4):
        rows, columns = np.nonzero((part[:-1] == k) & (part[1:] == 1))
        for y, x in zip(rows, columns, strict=True):  # up the wall that is seen there
            wall = np.arange(y, y - 4, -1)
            wall = wall[(part[wall, x] == k) & (colours[wall, x] == colours[y, x])]
            assert np.abs(said[wall, x] - truth[wall, x]).max() < 2.6 / s


def test_a_mask_is_told_only_where_the_network_listens() -> None:
    torch.manual_seed(0)
    picture, _, part = box_world(90)
    for config in (TINY, replace(TINY, told=False)):
        network = DepthNetwork(config).eval()
        with torch.no_grad():
            network.net.out.weight.mul_(10)
        alone, beside = network.predict(picture), network.predict(picture, mask=part, ground=[1])
        assert np.array_equal(alone, beside, equal_nan=True) is not config.told
        renamed = network.predict(picture, mask=np.array([0, 9, 4, 5, 2])[part], ground={9})
        assert np.array_equal(beside, renamed, equal_nan=True)


def test_a_mask_is_cut_as_its_picture_is() -> None:
    torch.manual_seed(0)
    network = DepthNetwork(TINY).eval()
    picture, depth, part = box_world(90)
    rgba = np.dstack([picture, np.where(np.isnan(depth), 0, 255).astype(np.uint8)])
    here = network.predict(rgba, VIEW, mask=part, ground=[1])
    more = ((3, 9), (40, 2))
    moved = network.predict(np.pad(rgba, (*more, (0, 0))), mask=np.pad(part, more), ground=[1])
    there = network.predict(rgba, mask=part, ground=[1])
    assert np.isfinite(here).any()
    assert np.array_equal(moved[3:93, 40:130], there, equal_nan=True)


def test_each_pixel_is_of_its_own_regions_surface() -> None:
    mask = some_mask(30, 30).numpy().repeat(3, 0).repeat(3, 1)
    low = mask[2::5, 2::5]
    flat = torch.from_numpy(low.astype(np.float32))[None]
    said = Surface(flat, 0 * flat, torch.ones_like(flat), flat)
    fine = (np.arange(90) + 0.5) / 90 * 2 - 1
    height, _ = sampled(said, torch.from_numpy(fine).float(), torch.from_numpy(-fine).float())
    out = _apart(said, height[0].numpy(), fine, -fine, low, mask)
    assert (np.abs(height[0].numpy() - mask) > 0.01).mean() > 0.1
    assert np.abs(out - mask).max() < 1e-5


def test_bad_masks_are_refused() -> None:
    network = DepthNetwork(TINY).eval()
    picture, _, part = box_world(64)
    with pytest.raises(PartgenError, match="whole number for each"):
        network.predict(picture, mask=part[:-1])
    with pytest.raises(PartgenError, match="whole number for each"):
        network.predict(picture, mask=part.astype(float))  # type: ignore[arg-type]


def test_weights_from_before_masks_were_told_load(tmp_path: Path) -> None:
    old = DepthConfig(size=64, widths=(8, 16), fine=8)
    network = DepthNetwork(old)
    shape = {k: v for k, v in asdict(old).items() if k not in ("told", "attend", "finer")}
    tensors = {k: v.half() for k, v in network.state_dict().items()}
    made = load(checkpoint.write(tmp_path / "old.safetensors", tensors, noted={"kind": "depth", "config": shape}))
    assert made.config == old and not made.config.told
    assert load(save(DepthNetwork(TINY), tmp_path / "new.safetensors")).config == TINY


def test_the_shape_that_is_trained_is_small() -> None:
    with torch.device("meta"):
        network = DepthNetwork(TOLD)
    assert 2 * sum(p.numel() for p in network.parameters()) < 9e6


# -- training -------------------------------------------------------------------------------------
def test_masks_are_told_of_most_pictures_and_some_regions_are_joined(tmp_path: Path) -> None:
    held = Pictures.of(objects(6))
    rows = torch.arange(6).repeat(40)
    parts, ground = held.mask[rows].long(), held.ground[rows]
    told = said_of_masks(parts, ground, torch.Generator().manual_seed(0))
    known = told[:, KNOWN].amax((1, 2)) > 0
    assert 0.45 < float(known.float().mean()) < 0.75
    exact = planes(parts, ground.gather(1, parts.flatten(1)).view(parts.shape))
    edges, full = (x[known][:, 2:4].sum((1, 2, 3)) for x in (told, exact))
    assert bool((edges <= full).all()) and bool((edges < full).any()) and bool((edges == full).any())
    assert bool((told[:, 1] <= exact[:, 1]).all())
    assert bool((told[:, BELOW].abs() <= 1).all())


def test_a_batch_tells_masks_and_its_loss_reaches_all_weights(tmp_path: Path) -> None:
    write(objects(4), tmp_path / "objects-0000000000.safetensors")
    task = DepthTask(tmp_path, config=TINY, size=6)
    batch = next(task.batches(rank=0, world=1, start=0))
    assert batch["told"].shape == (6, PLANES, 64, 64)
    loss, figures = task.loss(batch, torch.Generator())
    loss.backward()  # type: ignore[no-untyped-call]
    assert torch.isfinite(loss) and {"near", "part"} <= set(figures)
    quiet = {name for name, p in task.model.named_parameters() if p.grad is None or not p.grad.any()}
    assert not quiet - {n for n in quiet if ".attend." in n}  # which says nothing at first
    plain_task = DepthTask(tmp_path, config=replace(TINY, told=False), size=6)
    assert "told" not in next(plain_task.batches(rank=0, world=1, start=0))


def test_a_part_that_is_moved_as_a_whole_costs_as_much_as_a_larger_one() -> None:
    held = Pictures.of(objects(1))
    network = DepthNetwork(TINY)
    h = held.heights(torch.tensor([0]))
    parts = held.mask[:1].long()
    with torch.no_grad():
        said = network(held.picture[:1].permute(0, 3, 1, 2) / 255)
    costs = []
    for k in (1, 2):
        off = h.nan_to_num(0) + 0.1 * (parts == k)
        costs.append(float(losses(replace(said, flat=off, lying=torch.ones_like(off)), h, parts)["part"]))
    assert costs[0] == pytest.approx(costs[1], rel=1e-4) and costs[0] > 0.01


def test_a_folder_may_grow_while_it_is_learned_from(tmp_path: Path) -> None:
    write(objects(3), tmp_path / "objects-0000000000.safetensors")
    task = DepthTask(tmp_path, config=TINY, size=8, watch=0.1)
    batches = task.batches(rank=0, world=1, start=0)
    next(batches)
    (tmp_path / "objects-0000000002.safetensors").write_bytes(b"half of one")
    write(objects(5), tmp_path / "objects-0000000001.safetensors")
    both = Pictures.cat([Pictures.of(read(tmp_path / f"objects-000000000{k}.safetensors")) for k in (0, 1)])
    for step in range(1, 500):
        got = next(batches)
        g = torch.Generator().manual_seed(objects_seed(0, step, 0))
        wanted = drawn(both, torch.randint(8, (8,), generator=g), g, told=True)
        if all(torch.equal(got[k].nan_to_num(-1), wanted[k].nan_to_num(-1)) for k in wanted):
            break
    else:
        pytest.fail("the new file was never drawn from")
