"""The quality gate: numbers of a painted picture, and whether it will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.paint.context import Shown

NEAR = 24
"""Colours closer than this in every channel count as the same."""

FLAT = 4.0
"""Mean step from pixel to pixel, in levels of 255, below which a surface shows nothing."""


@dataclass(frozen=True)
class Verdict:
    """What the gate says of a picture; shares are 0..1.

    filled : share of the ground that was really painted, not left as the clean slab. kept : share of what lies round it that stayed as
    it was. detail : mean step of brightness between neighbouring pixels where painting was allowed. white, black : shares of that.
    faults : what is wrong, in words; none: the picture passes. score : for choosing the best of several.
    """

    filled: float
    kept: float
    detail: float
    white: float
    black: float
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def score(self) -> float:
        """0..1, larger is better."""
        return self.filled * self.kept * min(1.0, self.detail / FLAT) * (1 - self.white) * (1 - self.black)


def judge(painted: NDArray[np.uint8], shown: Shown) -> Verdict:
    """The verdict on a model's picture (h, w, 3) of what it was shown, before anything outside of the mask is put back."""
    from scipy.ndimage import binary_erosion

    at = shown.paint & shown.ground
    if not at.any():
        at = shown.paint
    new = np.abs(painted.astype(np.int16) - shown.picture).max(2)
    grey = painted.astype(np.float32).mean(2)
    step = np.zeros_like(grey)
    step[:, 1:] += np.abs(np.diff(grey, axis=1)) / 2
    step[1:] += np.abs(np.diff(grey, axis=0)) / 2
    inner = binary_erosion(at, np.ones((3, 3)))  # the rim's own step is no detail
    filled, detail = _mean(new[at] > NEAR / 2), _mean(step[inner])
    kept = _mean(new[shown.kept & ~shown.paint] <= NEAR) if shown.kept.any() else 1.0
    white, black = _mean((painted[at] > 245).all(1)), _mean((painted[at] < 10).all(1))
    tests = (
        (filled < 0.5, f"only {filled:.0%} of the slab is painted"),
        (kept < 0.6, f"{1 - kept:.0%} of the neighbours' pixels were changed"),
        (detail < FLAT / 4, "there is nothing on the slab"),
        (white > 0.6, f"{white:.0%} of the slab is white"),
        (black > 0.6, f"{black:.0%} of the slab is black"),
    )
    return Verdict(filled, kept, detail, white, black, tuple(words for wrong, words in tests if wrong))


def _mean(values: Any) -> float:
    return float(np.mean(values)) if np.size(values) else 0.0
