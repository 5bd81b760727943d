"""Attempts: pictures are made until one passes the quality gate, a bounded number of times; the best is kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Callable

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import ServiceError
from cityscape.paint.context import Margins, Shown, show
from cityscape.paint.gate import Verdict, judge
from cityscape.paint.rebase import rebased
from cityscape.world.brief import Brief
from cityscape.world.painting import Context, Painting
from cityscape.world.records import Cell
from cityscape.world.seeds import derive

LOG = logging.getLogger("cityscape.paint")

Image = NDArray[np.uint8]
Make = Callable[[Shown, int], Image]
"""What was shown and a seed to a picture (h, w, 3) uint8 of the same size; `BadPicture` where the answer was none."""


class BadPicture(ServiceError):
    """A model answered with something that is no picture; another attempt may help."""


@dataclass(frozen=True)
class Best:
    """The picture that was kept, its verdict, and how many were made."""

    picture: Image
    verdict: Verdict
    attempts: int


def best_of(make: Make, shown: Shown, *, seed: int, attempts: int, cell: Cell = (0, 0)) -> Best:
    """The first picture that passes the gate, or the best of all.

    Each attempt has a seed of its own. Raises `BadPicture` where none of them was a picture.
    """
    best: Best | None = None
    broken: BadPicture | None = None
    for k in range(max(1, attempts)):
        try:
            picture = make(shown, derive(seed, "paint", k))
        except BadPicture as e:
            broken = e
            LOG.warning("tile %d,%d, attempt %d: %s", *cell, k + 1, e)
            continue
        verdict = judge(picture, shown)
        if verdict.passed:
            return Best(picture, verdict, k + 1)
        if best is None or verdict.score > best.verdict.score:
            best = Best(picture, verdict, max(1, attempts))
    if best is None:
        assert broken is not None
        raise broken
    LOG.warning("tile %d,%d: the best of %d pictures is kept, though %s", *cell, best.attempts, ", ".join(best.verdict.faults))
    return best


def painted(
    make: Make,
    brief: Brief,
    context: Context,
    *,
    seed: int,
    size: int,
    attempts: int,
    margins: Margins,
    painter: str,
) -> Painting:
    """The whole way from a brief to its painting: show, attempt, rebase."""
    shown = show(brief, context, seed=seed, size=size, margins=margins)
    best = best_of(make, shown, seed=seed, attempts=attempts, cell=brief.cell)
    return Painting(rebased(best.picture, shown), shown.tile_camera, painter=painter)
