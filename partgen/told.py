"""What a mask tells of a picture's depth, as planes beside its colours: where regions end, and what of them is ground.

A region's number means nothing, so none is among the planes. A wall's foot is the end of its region in its column, which may be far
below: so each pixel is told where the run of its region that it lies in ends, above, below, to its left and to its right.
"""

from __future__ import annotations

import torch
from torch import Tensor

PLANES = 10
"""Known (1 all over); ground; whether the pixel to the right, and whether that below, is of another region; the ends of the pixel's run:
below and above (v, up, from -1 to 1 over the picture), left and right (u); whether ground begins right below its run; where all that is
not ground ends below it, or the ground it lies on does (v)."""
KNOWN, BELOW = 0, 4
"""Places of the plane that tells whether a mask is known, and of where a run ends below."""


def planes(mask: Tensor, ground: Tensor, known: Tensor | None = None) -> Tensor:
    """What masks tell.

    Parameters
    ----------
    mask : (b, h, w) whole numbers; all that is in no region has one number of its own. ground : (b, h, w) bool, pixels that are ground.
    known : (b,) bool, whose mask is told; None: all.

    Returns
    -------
    (b, `PLANES`, h, w) float32, zeros where no mask is known.
    """
    b, h, w = mask.shape
    last_column = torch.ones(b, h, 1, dtype=torch.bool, device=mask.device)
    last_row = torch.ones(b, 1, w, dtype=torch.bool, device=mask.device)
    right = torch.cat([mask[:, :, 1:] != mask[:, :, :-1], last_column], 2)
    below = torch.cat([mask[:, 1:] != mask[:, :-1], last_row], 1)
    bottom, top = _ends(below, 1)
    most, least = _ends(right, 2)
    # the ground of the row below each pixel, taken where its run ends
    under = torch.cat([ground[:, 1:], torch.zeros_like(last_row)], 1)
    first = torch.cat([ground[:, 1:] != ground[:, :-1], last_row], 1)
    stands = under.gather(1, bottom.long() - 1) & ~ground
    told = torch.stack(
        [
            torch.ones_like(bottom), ground.float(), right.float(), below.float(),
            1 - bottom * (2 / h), 1 - top * (2 / h), least * (2 / w) - 1, most * (2 / w) - 1, stands.float(),
            1 - _ends(first, 1)[0] * (2 / h),
        ],
        1,
    )  # fmt: skip
    return told if known is None else told * known[:, None, None, None]


def _ends(edge: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    """Where each pixel's run ends and begins along an axis, in pixels, float; edge : (b, h, w) bool, whether a run ends with the pixel."""
    n = edge.shape[axis]
    at = torch.arange(n, device=edge.device, dtype=torch.float32)
    at = at[:, None] if axis == 1 else at
    end = torch.where(edge, at + 1, float(n)).flip(axis).cummin(axis).values.flip(axis)
    begun = torch.where(edge, at + 1, 0.0).cummax(axis).values
    begin = torch.cat([torch.zeros_like(begun.narrow(axis, 0, 1)), begun.narrow(axis, 0, n - 1)], axis)
    return end, begin
