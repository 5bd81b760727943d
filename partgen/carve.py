"""What a picture with depth knows for certain, put into a decoded field: what lies before the seen surface is empty.

A network's field is blurred; the visible side of a part is known to the pixel. So all is empty where the camera looks through,
solid a little behind the pixels of the part itself, and empty a little behind the pixels of others. Only what no pixel tells is
asked of the network: the hidden side, which is also why carving saves time.

Source: Kutulakos and Seitz, "A theory of shape by space carving", 2000, with a depth for each pixel instead of a colour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from partgen.seen import Seen
from partgen.windows import Windows

SKIN = 0.035
"""How far behind a seen surface all is solid, and of the part that is seen, in a window's frame."""
GRAZING = 0.25
"""Cosine to the camera below which a pixel's normal is not trusted, and depths are compared along the view."""


@dataclass(frozen=True, eq=False)
class Carver:
    """The certain part of a field in one window.

    own : (s, s) bool, the pixels of the part. window : where the field is. scale : the field's steepness, its values are distance / scale.
    seen : the shell. slack : how far before the seen surface the network is believed, for depths that are guesses, in the window's frame.
    """

    seen: Seen
    window: Windows
    own: Tensor
    scale: float
    slack: float = 0.0

    @staticmethod
    def of(seen: Seen, own: Tensor, window: Windows, *, scale: float, slack: float = 0.0) -> Carver:
        """The carver of the part that the seen points `own` (n,) bool show."""
        return Carver(seen, window, seen.pixels(own), scale, slack)

    def certain(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """What the picture knows of points (n, 3) of the window.

        Returns
        -------
        (n,) values of the field, negative inside, and (n,) bool, whether they are known: all but what lies deeper behind a seen surface
        than its skin, and with slack what lies before it by no more.
        """
        s = self.seen
        place, at, inside = self._pixels(points)
        number = torch.where(inside, s.number[at], -1)
        shown = s.points[number.clamp(min=0)]
        # to the plane that the pixel shows a piece of: exact on flat faces, however coarse the pixels are
        toward = s.axes[2]
        away = place - shown[:, :3]
        along = (away @ toward) / self.window.half[0]
        flat = (away * shown[:, 3:]).sum(1) / self.window.half[0]
        before = torch.where(shown[:, 3:] @ toward > GRAZING, flat, along)
        before = torch.where(number >= 0, before, self.scale + self.slack)
        skin = (before < 0) & (before > -SKIN) & (along > -2 * SKIN)
        mine = self.own[at] & inside
        deep = torch.where(mine, before, torch.minimum(-before, before + SKIN))
        return (torch.where(skin, deep, before - self.slack) / self.scale).clamp(max=1.0), skin | (before > self.slack)

    def behind(self, points: Tensor) -> Tensor:
        """(n,) bool, which of points (n, 3) of the window lie in the line of sight of a pixel that shows the part."""
        _, at, inside = self._pixels(points)
        return self.own[at] & inside

    def _pixels(self, points: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor], Tensor]:
        """Points (n, 3) of the window in the frame of the whole, the rows and columns of their pixels, (n,) whether there are such."""
        s = self.seen
        place = points.to(torch.float32).cpu() * self.window.half[0] + self.window.centre[0]
        across = place @ s.axes[:2].T - s.middle
        side = s.shown.shape[0]
        column = ((across[:, 0] / s.span + 0.5) * side).floor().long()
        row = ((0.5 - across[:, 1] / s.span) * side).floor().long()
        inside = (column >= 0) & (column < side) & (row >= 0) & (row < side)
        return place, (row.clamp(0, side - 1), column.clamp(0, side - 1)), inside

    def __call__(self, points: Tensor, ask: Callable[[Tensor], Tensor]) -> Tensor:
        """The field (n,), negative inside, at points (n, 3) of the window; `ask` gives it, (k, 3) to (k,), where the picture cannot."""
        value, known = (x.to(points.device) for x in self.certain(points))
        open_ = torch.nonzero(~known)[:, 0]
        if len(open_):
            value[open_] = ask(points[open_]).to(value.dtype)
        return value
