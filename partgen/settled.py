"""Guessed depth of things set down: the guess tells their relief, and where their feet are seen the ground tells how far away they are.

A wall's lowest pixels touch the ground, whose depth is known; so a thing whose foot is seen is moved along the view, as it is, until it
stands there. Unlike `partgen.stood`, which makes blocks of outlines and takes nothing from the guess, this is for a guess that is
nearly right: feet are taken for such only within `REACH`, and what is upright nowhere over the ground, as a tree's crown, is left alone.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from partgen.depth import check_view
from partgen.errors import PartgenError
from partgen.seen import LEAST_PIXELS, View

REACH = 0.04
"""Farther than this share of the picture's height from the ground a thing hangs over it; the guess must be right to this."""
ABOVE = (2, 6)
"""Pixels over a foot between which a wall is looked at: nearer ones may be blended with the ground."""
UPRIGHT = 0.5
"""Share by which a wall may rise more or less than an upright one does."""
LEAST = 0.05
"""Share of its columns that must stand on the ground of a piece that is moved, and at least `COLUMNS`."""
COLUMNS = 4


def settled(
    depth: NDArray[np.floating],
    mask: NDArray[np.integer],
    view: View,
    *,
    ground: Collection[int] = (),
    below: NDArray[np.floating] | None = None,
) -> NDArray[np.float32]:
    """The depth of a picture whose parts are known, from a guess that is nearly right.

    Parameters
    ----------
    depth : (h, w) guess in the view's unit, growing away from the camera, NaN where nothing is.
    mask : (h, w) whole numbers, 0 no part. view : an isometric camera. ground : the mask's numbers that are the ground.
    below : (h, w) depth of the ground as if nothing stood on it (`partgen.stood.under`), NaN where none is; None: the guess's own.

    Returns
    -------
    (h, w) float32, NaN where the guess is. The ground is `below` where that is given; all else is moved with the ground as a whole, and
    each connected piece of a region then by as much as its foot asks for: the median over the columns in which it is seen to stand.

    Raises
    ------
    PartgenError : shapes that differ, or a camera that is not isometric.
    """
    from scipy import ndimage

    check_view(view)
    if depth.ndim != 2 or depth.shape != mask.shape or (below is not None and below.shape != depth.shape):
        shapes = ", ".join(str(x.shape) for x in (depth, mask, below) if x is not None)
        raise PartgenError(f"depth, mask and ground are of shapes {shapes}: give arrays (h, w) of one shape")
    out = np.asarray(depth, float).copy()
    there = np.isfinite(out)
    lies = np.isin(mask, sorted(ground)) & (mask != 0) & there
    known = lies & np.isfinite(out if below is None else below)
    if below is not None and known.any():
        out += np.median((below - out)[known])
        out[known] = np.asarray(below, float)[known]
    pixel = view.span / len(out)
    up = (len(out) / 2 - 0.5 - np.arange(len(out)))[:, None] * pixel
    height = up * view.axes[1][1] - out * view.axes[2][1]
    for k in np.unique(mask[(mask != 0) & ~lies & there]):
        names, _ = ndimage.label((mask == k) & there, np.ones((3, 3)))
        for i, box in enumerate(ndimage.find_objects(names), 1):
            own = names[box] == i
            if own.sum() < LEAST_PIXELS:
                continue
            off = _lifted(own, box, height, known, pixel, float(view.axes[1][1]))
            near = off[np.abs(off) < REACH * view.span]
            if len(near) >= max(COLUMNS, LEAST * own.shape[1]):
                out[box][own] += np.median(near) / view.axes[2][1]
    return out.astype(np.float32)


def _lifted(
    own: NDArray[np.bool_],
    box: tuple[slice, slice],
    height: NDArray[np.float64],
    known: NDArray[np.bool_],
    pixel: float,
    steep: float,
) -> NDArray[np.float64]:
    """(k,) how far over the ground the walls of a piece begin, one for each column in which an upright wall meets it.

    own : the piece's pixels in its box of the picture. height : (h, w). known : (h, w) ground.
    """
    columns = np.nonzero(own.any(0))[0]
    low = own.shape[0] - 1 - own[::-1, columns].argmax(0)
    first, last = (low - a for a in ABOVE)
    held = (last >= 0) & own[np.maximum(last, 0), columns] & own[np.maximum(first, 0), columns] & (box[0].start + low + 1 < len(height))
    y, x = (box[0].start + low)[held], (box[1].start + columns)[held]
    wall, higher = height[y - ABOVE[0], x], height[y - ABOVE[1], x]
    rise = (ABOVE[1] - ABOVE[0]) * pixel / steep
    stands = known[y + 1, x] & (np.abs(higher - wall - rise) < UPRIGHT * rise)
    # the foot lies where the last pixel ends, half a pixel below its middle
    return np.asarray((wall - (ABOVE[0] + 0.5) * pixel / steep - height[np.minimum(y + 1, len(height) - 1), x])[stands], float)
