"""Pictures of windows: what an orthographic camera shows of a cube, cut out of a larger picture and brought to one size."""

from __future__ import annotations

import torch
from torch import Tensor

from partgen.windows import Windows

REACH = 1.62
"""A cube of half side 1 is seen within this distance of its middle, whatever the camera: at most sqrt(3), isometric a little less."""


def crops(picture: Tensor, mask: Tensor, view: Tensor, span: Tensor, middle: Tensor, window: Windows, part: Tensor, *, size: int) -> Tensor:
    """The windows in pictures, all of it and one part of it, on white.

    Parameters
    ----------
    picture : (b, s, s, 3) uint8. mask : (b, s, s) whole numbers.
    view : (b, 3, 3) rows right, up, towards the camera; span (b,) height of the picture; middle (b, 2) of its centre along right and up.
    window : in the frame of the view. part : (b,) the mask's number of the part; 0: none, the second picture is white.
    size : pixels along a side.

    Returns
    -------
    (b, 2, size, size, 3) uint8.
    """
    b, s = picture.shape[:2]
    at = torch.einsum("bij,bj->bi", view[:, :2], window.centre) - middle
    per = s / span
    across, up = s / 2 + at[:, 0] * per, s / 2 - at[:, 1] * per
    reach = window.half * REACH * per
    step = (torch.arange(size) + 0.5) / size * 2 - 1
    columns = across[:, None] + reach[:, None] * step
    rows = up[:, None] + reach[:, None] * step
    # normalised coordinates of grid_sample, pixel centres at halves
    grid = torch.stack([(columns / s * 2 - 1)[:, None, :].expand(b, size, size), (rows / s * 2 - 1)[:, :, None].expand(b, size, size)], -1)
    whole = picture.permute(0, 3, 1, 2).float() - 255
    own = whole * ((mask == part[:, None, None]) & (part > 0)[:, None, None])[:, None]
    both = torch.cat([whole, own], 1)
    seen = torch.nn.functional.grid_sample(both, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    return (seen + 255).round().clamp(0, 255).to(torch.uint8).unflatten(1, (2, 3)).permute(0, 1, 3, 4, 2)


def pixels(
    side: int, axes: Tensor, span: Tensor, middle: Tensor, window: Windows, *, size: int
) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
    """Which pixels of square pictures, `side` along a side, windows show where they are `size` pixels along a side: the nearest.

    axes, span, middle : the camera, as `crops` has it.

    Returns
    -------
    ((b, 1, 1), (b, size, 1), (b, 1, size)) indices of picture, row and column, and (b, size, size) whether the picture goes so far.
    """
    at = torch.einsum("bij,bj->bi", axes[:, :2], window.centre) - middle
    per, step = side / span, (torch.arange(size) + 0.5) / size * 2 - 1
    reach = (window.half * REACH * per)[:, None] * step
    column = (side / 2 + at[:, :1] * per[:, None] + reach).floor().long()
    row = (side / 2 - at[:, 1:] * per[:, None] + reach).floor().long()
    inside = ((row >= 0) & (row < side))[:, :, None] & ((column >= 0) & (column < side))[:, None, :]
    first = torch.arange(len(row))[:, None, None]
    return (first, row.clamp(0, side - 1)[:, :, None], column.clamp(0, side - 1)[:, None, :]), inside
