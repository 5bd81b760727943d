"""Guessed depth put right by a mask and the ground: blocks come out exact, whatever was guessed of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray

from partgen.depth import ISOMETRIC
from partgen.errors import PartgenError
from partgen.seen import View
from partgen.stood import stood, under

SIZE = 160
VIEW = View(ISOMETRIC, np.array([0.0, 0.2, 0.0]), 3.0)
Boxes = list[tuple[tuple[float, ...], tuple[float, ...]]]
SLAB = ((-1.0, -0.1, -1.0), (1.0, 0.0, 1.0))
HOUSE, TOWER, SHED = ((-0.3, 0.0, -0.5), (0.2, 0.5, 0.1)), ((0.3, 0.0, 0.3), (0.6, 1.0, 0.6)), ((-0.8, 0.0, 0.4), (-0.5, 0.2, 0.9))


def box(low: tuple[float, ...], high: tuple[float, ...]) -> Any:
    return trimesh.creation.box(bounds=[low, high])


def shown(boxes: Boxes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The depth and mask of boxes, the first of them 1."""
    deep = np.stack([under([box(*b)], VIEW, (SIZE, SIZE)) for b in boxes])
    there = np.isfinite(deep).any(0)
    mask = np.where(there, np.where(np.isfinite(deep), deep, np.inf).argmin(0) + 1, 0)
    return np.where(there, np.nanmin(np.where(there, deep, 0), 0), np.nan), mask


def error(depth: NDArray[np.floating], truth: NDArray[np.floating], where: NDArray[np.bool_]) -> float:
    return float(np.abs(depth - truth)[where].mean())


@pytest.mark.parametrize("told", [True, False])
def test_boxes_on_a_slab_come_out_of_a_guess_that_all_is_ground(told: bool) -> None:
    truth, mask = shown([SLAB, HOUSE, TOWER, SHED])
    below = under([box(*SLAB)], VIEW, truth.shape)
    guess = np.where(mask > 0, np.where(np.isfinite(below), below, 0.5), np.nan)
    out = stood(guess, mask, VIEW, ground=[1], below=below) if told else stood(guess, mask, VIEW)
    assert (np.isnan(out) == np.isnan(truth)).all()
    pixel = VIEW.span / SIZE
    for k in (2, 3, 4):
        assert error(guess, truth, mask == k) > 8 * pixel
        assert error(out, truth, mask == k) < 1.5 * pixel
    if told:
        assert error(out, truth, mask == 1) < 1e-6


def test_the_guess_does_not_matter_where_it_is_not_trusted_nor_do_the_masks_numbers() -> None:
    truth, mask = shown([SLAB, HOUSE, TOWER])
    below = under([box(*SLAB)], VIEW, truth.shape)
    rng = np.random.default_rng(0)
    one = stood(truth, mask, VIEW, ground=[1], below=below)
    assert np.array_equal(one, stood(truth + rng.normal(size=truth.shape), mask, VIEW, ground=[1], below=below), equal_nan=True)
    other = np.array([0, 7, 3, 5])[mask]
    assert np.array_equal(one, stood(truth, other, VIEW, ground=[7], below=below), equal_nan=True)


def test_a_trusted_guess_gives_the_relief_and_the_ground_the_place() -> None:
    truth, mask = shown([SLAB, HOUSE])
    below = under([box(*SLAB)], VIEW, truth.shape)
    off = truth + 0.7 * (mask == 2)
    out = stood(off, mask, VIEW, ground=[1], below=below, trust=1.0)
    left = (out - truth)[mask == 2]
    assert np.ptp(left) < 1e-5
    assert abs(left.mean()) < 1.5 * VIEW.span / SIZE


def test_a_thing_whose_foot_is_hidden_stands_behind_what_hides_it() -> None:
    truth, mask = shown([SLAB, ((-0.5, 0.0, -0.5), (0.1, 0.9, 0.1)), ((0.2, 0.0, 0.2), (0.5, 0.45, 0.5))])
    below = under([box(*SLAB)], VIEW, truth.shape)
    out = stood(np.where(mask > 0, 0.0, np.nan), mask, VIEW, ground=[1], below=below)
    assert error(out, truth, mask == 2) < 2 * VIEW.span / SIZE


def test_what_has_no_ground_under_it_keeps_its_guess() -> None:
    truth, mask = shown([HOUSE])
    assert np.array_equal(stood(truth, mask, VIEW), truth.astype(np.float32), equal_nan=True)
    nothing = np.full(truth.shape, np.nan)
    assert np.isnan(stood(nothing, mask, VIEW, ground=[1], below=nothing)).all()


def test_bad_input_is_told() -> None:
    truth, mask = shown([SLAB, HOUSE])
    with pytest.raises(PartgenError, match="one shape"):
        stood(truth, mask[:-1], VIEW)
    with pytest.raises(PartgenError, match="isometric"):
        stood(truth, mask, View(np.eye(3), np.zeros(3), 2.0))
