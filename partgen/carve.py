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


@dataclass(frozen=True, eq=False)
class Carver:
    """The certain part of a field in one window.

    seen : the shell. window : where the field is. own : (s s + 1,) bool, the pixels of the part, row by row, and one for all that lies
    beside the picture. scale : the field's steepness, its values are distance / scale. slack : how far before the seen surface the
    network is believed, for depths that are guesses, in the window's frame.
    """

    seen: Seen
    window: Windows
    own: Tensor
    scale: float
    slack: float = 0.0

    @staticmethod
    def of(seen: Seen, own: Tensor, window: Windows, *, scale: float, slack: float = 0.0) -> Carver:
        """The carver of the part that the seen points `own` (n,) bool show."""
        return Carver(seen, window, torch.cat([seen.pixels(own).reshape(-1), own.new_zeros(1)]), scale, slack)

    def certain(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """What the picture knows of points (n, 3) of the window.

        Returns
        -------
        (n,) values of the field, negative inside, and (n,) bool, whether they are known: all but what lies deeper behind a seen surface
        than its skin, and with slack what lies before it by no more.
        """
        place, toward, at = self._pixels(points)
        plane = self.seen.planes.index_select(0, at)
        along = (toward - plane[:, 4]) / self.window.half[0]
        before = ((place * plane[:, :3]).sum(1) - plane[:, 3]) / self.window.half[0]
        skin = (before < 0) & (before > -SKIN) & (along > -2 * SKIN)
        deep = torch.where(self.own[at], before, torch.minimum(-before, before + SKIN))
        return (torch.where(skin, deep, before - self.slack) / self.scale).clamp(max=1.0), skin | (before > self.slack)

    def behind(self, points: Tensor) -> Tensor:
        """(n,) bool, which of points (n, 3) of the window lie in the line of sight of a pixel that shows the part."""
        return self.own[self._pixels(points)[2]]

    def _pixels(self, points: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Points (n, 3) of the window in the frame of the whole, how far they are towards the camera (n,), their pixels' numbers (n,)."""
        place = points.to(torch.float32).cpu() * self.window.half[0] + self.window.centre[0]
        return place, *self.seen.under(place)

    def __call__(self, points: Tensor, ask: Callable[[Tensor], Tensor]) -> Tensor:
        """The field (n,), negative inside, at points (n, 3) of the window; `ask` gives it, (k, 3) to (k,), where the picture cannot."""
        value, known = (x.to(points.device) for x in self.certain(points))
        open_ = torch.nonzero(~known)[:, 0]
        if len(open_):
            value[open_] = ask(points[open_]).to(value.dtype)
        return value
