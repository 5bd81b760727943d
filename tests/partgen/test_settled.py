"""Things set down on the ground: an exact depth stays, a shifted one is put right, and what hangs over the ground is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from partgen.errors import PartgenError
from partgen.seen import View
from partgen.settled import settled
from partgen.stood import under
from tests.partgen.test_stood import HOUSE, SHED, SIZE, SLAB, TOWER, VIEW, box, error, shown

PIXEL = VIEW.span / SIZE


def test_exact_depth_stays_as_it_is() -> None:
    truth, mask = shown([SLAB, HOUSE, TOWER, SHED])
    below = under([box(*SLAB)], VIEW, truth.shape)
    for given in (below, None):
        out = settled(truth, mask, VIEW, ground=[1], below=given)
        assert np.array_equal(np.isnan(out), np.isnan(truth))
        assert float(np.nanmax(np.abs(out - truth))) < 0.7 * PIXEL


@pytest.mark.parametrize("seed", range(3))
def test_a_guess_that_is_off_comes_to_stand_where_feet_are_seen(seed: int) -> None:
    truth, mask = shown([SLAB, HOUSE, TOWER, SHED])
    below = under([box(*SLAB)], VIEW, truth.shape)
    rng = np.random.default_rng(seed)
    guess = truth + 0.1 + np.array([0, 0, *rng.uniform(-0.1, 0.1, 3)])[mask] + rng.normal(scale=0.003, size=truth.shape)
    out = settled(guess, mask, VIEW, ground=[1], below=below)
    for k in (2, 3, 4):
        off = (out - truth)[mask == k]
        assert abs(off.mean()) < 0.7 * PIXEL
        assert off.std() < 0.005  # the relief is the guess's
    assert error(out, truth, mask == 1) < 1e-6


def test_what_hangs_over_the_ground_and_what_has_none_keeps_its_guess() -> None:
    crown = ((-0.3, 0.5, -0.3), (0.3, 0.9, 0.3))
    truth, mask = shown([SLAB, crown])
    below = under([box(*SLAB)], VIEW, truth.shape)
    assert np.array_equal(settled(truth, mask, VIEW, ground=[1], below=below)[mask == 2], truth.astype(np.float32)[mask == 2])
    truth, mask = shown([HOUSE])
    assert np.array_equal(settled(truth, mask, VIEW), truth.astype(np.float32), equal_nan=True)
    nothing = np.full(truth.shape, np.nan)
    assert np.isnan(settled(nothing, mask, VIEW, ground=[1], below=nothing)).all()


def test_numbers_of_the_mask_do_not_matter() -> None:
    truth, mask = shown([SLAB, HOUSE, TOWER])
    guess = truth + 0.05 * (mask > 1)
    one = settled(guess, mask, VIEW, ground=[1])
    assert np.array_equal(one, settled(guess, np.array([0, 7, 3, 5])[mask], VIEW, ground=[7]), equal_nan=True)


def test_bad_input_is_told() -> None:
    truth, mask = shown([SLAB, HOUSE])
    with pytest.raises(PartgenError, match="one shape"):
        settled(truth, mask[:-1], VIEW)
    with pytest.raises(PartgenError, match="isometric"):
        settled(truth, mask, View(np.eye(3), np.zeros(3), 2.0))
