"""Rebasing: what was painted is cut out and put on the clean slab, so that every tile stands on its own exact ground.

The ground that the camera sees is always the tile's; above and around it only what was really painted is. Neighbours are left out.
After SynCity (arXiv 2503.16420, section 3.2), without its change of scale: here the slab keeps its place and size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cityscape.paint.context import Shown

Image = NDArray[np.uint8]
CHANGED = 24
"""A colour that differs by so much in one channel was painted."""


def joined(painted: Image, shown: Shown) -> Image:
    """The painted picture (h, w, 3) where painting was allowed, and everywhere else, to the bit, what was shown."""
    return np.where(shown.paint[..., None], painted, shown.picture)


def rebased(painted: Image, shown: Shown) -> Image:
    """(h, w, 4) uint8: the tile alone, in the window of its own camera.

    painted : (h, w, 3) as large as what was shown; above the ground, what differs from that is painted, if it hangs together with it.
    """
    from scipy import ndimage

    on = shown.ground & shown.paint
    far = np.abs(painted.astype(np.int16) - shown.picture).max(2) > CHANGED
    new = ndimage.binary_opening(far, np.ones((2, 2))) & shown.paint & ~shown.ground
    labels, _ = ndimage.label(new | on, np.ones((3, 3)))
    new &= np.isin(labels, np.unique(labels[on]))
    out = shown.slab.copy()
    out[new | on] = np.dstack([painted, np.full(on.shape, 255, np.uint8)])[new | on]
    return shown.cropped(out)


def fitted(picture: Image, shown: Shown) -> Image:
    """A free picture of an object on white, moved and scaled so that its widest part lies on the slab; (h, w, 3).

    For models that generate without being shown anything.
    """
    from PIL import Image as Pictures

    background = np.median(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]), axis=0)
    there = np.abs(picture.astype(np.int16) - background).max(2) > CHANGED
    out = shown.picture.copy()
    slab = shown.slab[..., 3] > 127
    if not there.any() or not slab.any():
        return out
    rows, cols = np.nonzero(there)
    left, right, top, bottom = cols.min(), cols.max() + 1, rows.min(), rows.max() + 1
    srows, scols = np.nonzero(slab)
    wide = int(scols.max() + 1 - scols.min())
    k = wide / (right - left)
    tall = max(1, round((bottom - top) * k))
    small = np.asarray(Pictures.fromarray(picture[top:bottom, left:right]).resize((wide, tall), Pictures.Resampling.LANCZOS))
    y1, x0 = int(srows.max()) + 1, int(scols.min())
    y0 = max(0, y1 - tall)
    out[y0:y1, x0 : x0 + wide] = small[tall - (y1 - y0) :]
    return out
