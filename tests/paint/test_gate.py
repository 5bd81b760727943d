"""The gate, the attempts and the cutting out, on pictures made for them."""

from __future__ import annotations

import numpy as np
import pytest
from town import shown

from cityscape.paint.attempts import BadPicture, best_of
from cityscape.paint.gate import judge
from cityscape.paint.rebase import fitted, joined, rebased


def pattern(s) -> np.ndarray:
    """A painting that will do: bricks on the slab, the rest as shown."""
    rows, cols = np.mgrid[0 : s.paint.shape[0], 0 : s.paint.shape[1]]
    brick = np.where(((rows // 3 + cols // 4) % 2)[..., None] > 0, (180, 90, 60), (110, 50, 40)).astype(np.uint8)
    return joined(brick, s)


def test_the_verdict_names_what_is_wrong():
    s = shown("again")
    good = pattern(s)
    assert judge(good, s).passed and judge(good, s).kept == 1.0
    assert any("only" in f for f in judge(s.picture, s).faults)
    assert any("white" in f for f in judge(np.full_like(good, 255), s).faults)
    black = judge(np.zeros_like(good), s)
    assert any("black" in f for f in black.faults) and any("neighbours" in f for f in black.faults)
    flat = joined(np.full_like(good, 90), s)
    assert any("nothing on the slab" in f for f in judge(flat, s).faults)
    assert judge(good, s).score > judge(s.picture, s).score


def test_attempts_have_seeds_of_their_own_are_bounded_and_the_best_is_kept(caplog):
    s = shown("again")
    good, seeds = pattern(s), []

    def slow(shown, seed):
        seeds.append(seed)
        if len(seeds) == 1:
            raise BadPicture("noise")
        return good if len(seeds) == 3 else np.zeros_like(good)

    best = best_of(slow, s, seed=5, attempts=4)
    assert best.attempts == 3 and np.array_equal(best.picture, good) and len(set(seeds)) == 3
    again: list[int] = []
    tries = iter([np.zeros_like(good), s.picture.copy(), np.full_like(good, 255)])
    worst = best_of(lambda shown, seed: again.append(seed) or next(tries), s, seed=5, attempts=3)
    assert again == seeds, "the same seeds again"
    assert not worst.verdict.passed and worst.attempts == 3
    assert worst.verdict.score == max(judge(p, s).score for p in (np.zeros_like(good), s.picture, np.full_like(good, 255)))
    assert "the best of 3 pictures is kept" in caplog.text

    def broken(shown, seed):
        raise BadPicture("no picture")

    with pytest.raises(BadPicture, match="no picture"):
        best_of(broken, s, seed=5, attempts=2)


def test_the_tile_stands_on_its_clean_slab_and_holds_only_what_was_painted():
    s = shown("first")
    painting = s.picture.copy()
    free = s.paint & ~s.ground
    rows, cols = np.nonzero(s.paint & s.ground)
    top, at = rows.min(), int(np.median(cols[rows == rows.min()]))
    tower = np.zeros_like(free)
    tower[top - 6 : top + 3, at - 3 : at + 4] = True
    painting[tower & s.paint] = (200, 30, 30)
    loose = np.zeros_like(free)
    far = np.argwhere(free & ~tower)[0]
    loose[far[0] : far[0] + 2, far[1] : far[1] + 2] = True
    painting[loose & free] = (30, 200, 30)
    out = rebased(painting, s)
    alpha = out[..., 3]
    assert out.shape == (s.tile_camera.height, s.tile_camera.width, 4)
    assert (alpha[s.cropped(s.ground & s.paint)] == 255).all()
    assert (alpha[s.cropped(tower & free)] == 255).mean() > 0.7
    assert not alpha[s.cropped(loose & free)].any(), "what hangs in the air is left out"
    sides = s.cropped((s.slab[..., 3] == 255) & ~s.paint)
    assert np.array_equal(out[sides], s.cropped(s.slab)[sides])


def test_a_free_picture_is_laid_on_the_slab():
    s = shown("first")
    picture = np.full((200, 200, 3), 255, np.uint8)
    picture[60:150, 20:80] = (120, 60, 30)
    out = fitted(picture, s)
    new = np.abs(out.astype(int) - s.picture).max(2) > 24
    rows, cols = np.nonzero(s.slab[..., 3] > 127)
    assert abs(np.nonzero((out == (120, 60, 30)).all(2))[1].max() - cols.max()) <= 2
    assert new.any()
