"""Rebasing: what was painted is cut out and put on the clean slab, so that every tile stands on its own exact ground.

The ground that the camera sees is always the tile's; above and around it only what was really painted is. Neighbours are left out.
After SynCity (arXiv 2503.16420, section 3.2), without its change of scale: here the slab keeps its place and size.
"""

from __future__ import annotations

from typing import Callable

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import require
from cityscape.paint.context import Shown

Image = NDArray[np.uint8]
Matting = Callable[[Image], NDArray[np.floating]]
"""A picture (h, w, 3) uint8 to the share (h, w) of each pixel that is no background, 0..1."""

CHANGED = 24
"""A colour that differs by so much in one channel was painted."""


def joined(painted: Image, shown: Shown) -> Image:
    """The painted picture (h, w, 3) where painting was allowed, and everywhere else, to the bit, what was shown."""
    return np.where(shown.paint[..., None], painted, shown.picture)


def rebased(painted: Image, shown: Shown, *, matting: Matting | None = None) -> Image:
    """(h, w, 4) uint8: the tile alone, in the window of its own camera.

    painted : (h, w, 3) as large as what was shown.
    matting : a background model; None: what differs from what was shown is painted.
    """
    from scipy import ndimage

    over = shown.paint & ~shown.ground
    if matting is None:
        far = np.abs(painted.astype(np.int16) - shown.picture).max(2)
        alpha = (far > CHANGED).astype(np.float32)
        alpha = ndimage.binary_opening(alpha > 0, np.ones((2, 2))).astype(np.float32)
    else:
        alpha = np.clip(np.asarray(matting(painted), np.float32), 0, 1)
    solid = (alpha >= 0.5) & over
    labels, _ = ndimage.label(solid | (shown.ground & shown.paint), np.ones((3, 3)))
    standing = np.unique(labels[shown.ground & shown.paint])
    alpha = np.where(over & solid & np.isin(labels, standing[standing > 0]), alpha, 0)
    alpha[shown.ground & shown.paint] = 1
    out = shown.slab.copy()
    base = out[..., 3:].astype(np.float32) / 255
    a = alpha[..., None]
    both = a + base * (1 - a)
    mixed = (painted * a + out[..., :3] * base * (1 - a)) / np.maximum(both, 1e-6)
    out[..., :3] = np.round(np.where(both > 0, mixed, 0))
    out[..., 3] = np.round(both[..., 0] * 255)
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


def matting(model: str = "isnet-general-use") -> Matting:
    """A background model of the package `rembg` (MIT; u2net and isnet are Apache-2.0), where that is installed."""
    rembg = require("rembg", extra="matting", why="cutting out with a background model")
    session = rembg.new_session(model)

    def alpha(picture: Image) -> NDArray[np.floating]:
        return np.asarray(rembg.remove(picture, session=session, only_mask=True), np.float32) / 255

    return alpha
