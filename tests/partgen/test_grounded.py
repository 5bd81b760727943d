"""Depth put right by its ground, and looked at in several ways."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from partgen.depth import LOOKS, DepthConfig, DepthNetwork
from partgen.errors import PartgenError
from partgen.grounded import grounded, guessed
from partgen.stood import stood, under
from tests.partgen.test_stood import HOUSE, SHED, SLAB, TOWER, VIEW, box, shown


def test_depth_moves_to_where_its_ground_lies() -> None:
    truth, mask = shown([SLAB, HOUSE, TOWER, SHED])
    below = under([box(*SLAB)], VIEW, truth.shape)
    off = truth + np.where(mask == 2, 0.1, 0.3)
    out = grounded(off, mask, ground=[1], below=below)
    assert np.array_equal(np.isnan(out), np.isnan(truth))
    assert float(np.nanmax(np.abs(out - truth)[mask == 1])) < 1e-6
    assert np.nanmax(np.abs(out - truth - np.where(mask == 2, -0.2, 0))) < 0.01, "all moves as one"
    for ground, known in (([], below), ([1], None)):
        assert np.array_equal(grounded(off, mask, ground=ground, below=known), off.astype(np.float32), equal_nan=True)
    with pytest.raises(PartgenError, match="of one shape"):
        grounded(off, mask[1:], ground=[1], below=below)


def picture(size: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    out = np.full((size, size, 4), 255, np.uint8)
    out[..., :3] = rng.integers(0, 255, (size // 8, size // 8, 3)).repeat(8, 0).repeat(8, 1)
    truth, _ = shown([SLAB, HOUSE, TOWER, SHED])
    out[np.isnan(truth), 3] = 0
    return out


def test_who_is_told_of_the_mask_keeps_its_relief_and_who_is_not_makes_blocks() -> None:
    torch.manual_seed(0)
    truth, mask = shown([SLAB, HOUSE, TOWER, SHED])
    below = under([box(*SLAB)], VIEW, truth.shape)
    rgba = picture(len(truth))
    for told in (False, True):
        network = DepthNetwork(DepthConfig(size=64, widths=(8, 8), fine=8, told=told)).eval()
        raw = network.predict(rgba, VIEW, mask=mask, ground=(1,), looks=LOOKS if told else 1)
        wanted = grounded(raw, mask, ground=(1,), below=below) if told else stood(raw, mask, VIEW, ground=(1,), below=below)
        assert np.array_equal(guessed(network, rgba, VIEW, mask=mask, ground=(1,), below=below), wanted, equal_nan=True)
        assert np.array_equal(guessed(network, rgba, VIEW), network.predict(rgba, VIEW, looks=LOOKS if told else 1), equal_nan=True)


def test_looks_are_the_mean_of_several_and_mirrored_ones_are_mirrored_back() -> None:
    torch.manual_seed(0)
    truth, mask = shown([SLAB, HOUSE, TOWER, SHED])
    network, rgba = DepthNetwork(DepthConfig(size=64, widths=(8, 8), fine=8, told=True)).eval(), picture(len(truth))
    once = network.predict(rgba, VIEW, base=0.0, mask=mask, ground=(1,))
    flipped = network.predict(rgba[:, ::-1].copy(), VIEW, base=0.0, mask=mask[:, ::-1].copy(), ground=(1,))[:, ::-1]
    both = network.predict(rgba, VIEW, base=0.0, mask=mask, ground=(1,), looks=2)
    inner = np.isfinite(once) & np.isfinite(flipped)
    assert float(np.abs(once - flipped)[inner].mean()) > 1e-4, "a network is not symmetric by itself"
    assert float(np.abs(both - (once + flipped) / 2)[inner].mean()) < 0.2 * float(np.abs(once - flipped)[inner].mean())
