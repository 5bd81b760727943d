"""Guessed depth put right by what is known beside it: by the ground alone, where the network was told of the mask; else by outlines too.

A network that is told of a mask (`partgen.depth.DepthConfig.told`) stands things where they belong; what it cannot know is how far away all
of it is. One that sees colours alone is right about what things are like, and wrong about where they stand (`partgen.stood`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partgen.depth import LOOKS, Estimator
from partgen.errors import PartgenError
from partgen.seen import View
from partgen.stood import stood


def guessed(
    estimator: Estimator,
    picture: NDArray[np.uint8],
    view: View,
    *,
    base: float | None = None,
    mask: NDArray[np.integer] | None = None,
    ground: Collection[int] = (),
    below: NDArray[np.floating] | None = None,
) -> NDArray[np.float32]:
    """The depth that an estimator sees in a picture (h, w, 3 or 4) uint8, put right by its mask and its ground, where these are known.

    Parameters
    ----------
    view, base, mask, ground : as `partgen.depth.DepthNetwork.predict` has them.
    below : (h, w) depth of the ground as if nothing stood on it (`partgen.stood.under`), NaN where none is; None: not known.

    Returns
    -------
    (h, w) float32, NaN where nothing is.

    Raises
    ------
    PartgenError : as `predict` and `stood` do.
    """
    more: dict[str, Any] = {"looks": LOOKS} if _told(estimator) else {}
    depth = estimator.predict(picture, view, base=base, mask=mask, ground=ground, **more)
    if mask is None:
        return depth
    if _told(estimator):
        return grounded(depth, mask, ground=ground, below=below)
    return stood(depth, mask, view, ground=ground, below=below)


def grounded(
    depth: NDArray[np.floating], mask: NDArray[np.integer], *, ground: Collection[int], below: NDArray[np.floating] | None
) -> NDArray[np.float32]:
    """Depth (h, w) moved as a whole to where its ground (the mask's numbers) is known to lie, and the ground as it is known.

    Without any known ground it stays as it is.
    """
    if depth.shape != mask.shape or (below is not None and below.shape != depth.shape):
        shapes = ", ".join(str(x.shape) for x in (depth, mask, below) if x is not None)
        raise PartgenError(f"depth, mask and ground are of shapes {shapes}: give arrays (h, w) of one shape")
    out = np.asarray(depth, float).copy()
    if below is not None:
        known = np.isin(mask, sorted(ground)) & (mask != 0) & np.isfinite(out) & np.isfinite(below)
        if known.any():
            out += np.median((below - out)[known])
            out[known] = np.asarray(below, float)[known]
    return out.astype(np.float32)


def _told(estimator: Estimator) -> bool:
    return bool(getattr(getattr(estimator, "config", None), "told", False))
