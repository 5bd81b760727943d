"""Pairs of pixels become segments: what is of one thing is joined, also past what stands before it; what touches stays apart."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from partgen.agglomerate import offsets, pair, segments

REACH = (1, 3, 8)


def said(part: NDArray[np.int64], *, noise: float = 0.0, seed: int = 0) -> NDArray[np.float64]:
    """Logits of all pairs of a picture of parts: 3 where they are of one part, else -3, with normal noise."""
    out = np.zeros((len(offsets(REACH)), *part.shape))
    for k, offset in enumerate(offsets(REACH)):
        here, there = pair(part.shape, offset)
        out[k][here] = np.where(part[here] == part[there], 3.0, -3.0)
    return out + noise * np.random.default_rng(seed).normal(size=out.shape)


def scene(s: int = 40) -> NDArray[np.int64]:
    """-1 outside; a post (1) before a wall (0), a box (2) that touches the wall, a bit (3) alone."""
    part = np.full((s, s), -1)
    part[4:16, 2:34] = 0
    part[2:18, 15:18] = 1
    part[16:26, 20:34] = 2
    part[32:36, 4:8] = 3
    return part


def same(a: NDArray[np.int64], b: NDArray[np.int64]) -> bool:
    """Whether two numberings cut a picture alike."""
    pairs = set(zip(a.ravel().tolist(), b.ravel().tolist(), strict=True))
    return len(pairs) == len({x for x, _ in pairs}) == len({y for _, y in pairs})


def test_offsets_and_pairs_meet_every_pixel_that_has_a_partner() -> None:
    pairs = offsets(REACH)
    assert len(set(pairs)) == len(pairs) == 2 + 4 + 4
    grid = np.arange(20 * 30).reshape(20, 30)
    for down, right in pairs:
        here, there = pair(grid.shape, (down, right))
        assert grid[here].size == (20 - down) * (30 - abs(right))
        assert (grid[there] - grid[here] == down * 30 + right).all()


def test_true_pairs_give_the_true_segments_the_wall_behind_the_post_in_one() -> None:
    part = scene()
    found = segments(said(part), offsets(REACH), part >= 0)
    assert same(found, part) and (found[part < 0] == -1).all() and found.max() == 3


@pytest.mark.parametrize("seed", range(4))
def test_noise_that_direct_neighbours_alone_would_leak_through_is_borne(seed: int) -> None:
    part = scene()
    logits = said(part, noise=2.5, seed=seed)
    found = segments(logits, offsets(REACH), part >= 0)
    for k in range(3):
        numbers, count = np.unique(found[part == k], return_counts=True)
        best = numbers[count.argmax()]
        assert ((found == best) & (part == k)).sum() / ((found == best) | (part == k)).sum() > 0.9
    again = segments(logits, offsets(REACH), part >= 0)
    assert np.array_equal(found, again)


def test_what_is_outside_is_not_looked_at() -> None:
    part = scene()
    logits = said(part)
    wild = logits.copy()
    for k, offset in enumerate(offsets(REACH)):
        here, there = pair(part.shape, offset)
        wild[k][here] = np.where((part[here] < 0) | (part[there] < 0), 99.0, logits[k][here])
    assert np.array_equal(segments(logits, offsets(REACH), part >= 0), segments(wild, offsets(REACH), part >= 0))


def test_a_higher_bias_joins_less_and_nothing_is_nothing() -> None:
    part = scene()
    logits = said(part, noise=2.0)
    many = [segments(logits, offsets(REACH), part >= 0, bias=b).max() for b in (-1.0, 0.0, 1.5, 9.0)]
    assert many == sorted(many)
    assert (segments(logits, offsets(REACH), np.zeros_like(part, bool)) == -1).all()
