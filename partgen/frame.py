"""Frames of pictures whose depth is not known: the square that what is seen fills as a tile fills the frame of the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.pictures import REACH

FILL = 0.875
"""Longer side of what is seen over the side of its frame: that of a tile in the frame of the whole."""


@dataclass(frozen=True, eq=False)
class Frame:
    """Squares of b pictures, `left`, `top` and `side` (b,) in pixels, float."""

    left: Tensor
    top: Tensor
    side: Tensor

    @staticmethod
    def round(there: Tensor, *, grown: Tensor | float = 1.0, moved: Tensor | float = 0.0) -> Frame:
        """The squares of which what is there (b, h, w) fills `FILL`.

        grown : (b,) how much larger they are. moved : (b, 2) how far to the right and down, in sides.
        """
        h, w = there.shape[1:]
        middle, longest = [], []
        for dim, n in ((1, w), (2, h)):
            some, at = there.any(dim), torch.arange(n, device=there.device)
            low, high = torch.where(some, at, n).amin(1), torch.where(some, at, -1).amax(1) + 1
            middle.append((low + high) / 2)
            longest.append(high - low)
        side = torch.maximum(*longest).clamp(min=4) / FILL * grown
        corner = torch.stack(middle, 1) + side[:, None] * (moved - 0.5)
        return Frame(corner[:, 0], corner[:, 1], side)

    def pixels(self, h: int, w: int, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Rows (b, size) and columns (b, size) of pictures (h, w) that the squares show, and whether there are such, (b, size, size)."""
        step = (torch.arange(size, device=self.side.device) + 0.5) / size * self.side[:, None]
        row, column = (self.top[:, None] + step).floor().long(), (self.left[:, None] + step).floor().long()
        inside = ((row >= 0) & (row < h))[:, :, None] & ((column >= 0) & (column < w))[:, None, :]
        return row.clamp(0, h - 1), column.clamp(0, w - 1), inside


def flat(size: int, axes: Tensor) -> Tensor:
    """(b, 3, size, size) places of a picture's pixels in the plane through the frame's middle; axes (b, 3, 3) of the camera."""
    at = ((torch.arange(size, device=axes.device) + 0.5) / size * 2 - 1) * REACH
    return axes[:, 0, :, None, None] * at - axes[:, 1, :, None, None] * at[:, None]


def upright(found: NDArray[np.int64], frame: Frame, there: Tensor) -> Tensor:
    """(h, w) numbers of a frame on all that is there (h, w) in the picture that it was cut from: those of the nearest places."""
    from scipy.ndimage import distance_transform_edt

    if not found.any():
        return torch.zeros(there.shape, dtype=torch.int64)
    rows, columns = distance_transform_edt(found == 0, return_distances=False, return_indices=True)
    full, n = torch.from_numpy(found[rows, columns]), len(found)
    corner, side = (frame.top[0], frame.left[0]), frame.side[0]
    row, column = (
        ((torch.arange(k) + 0.5 - start) / side * n).floor().long().clamp(0, n - 1) for k, start in zip(there.shape, corner, strict=True)
    )
    return torch.where(there, full[row[:, None], column[None]], 0)
