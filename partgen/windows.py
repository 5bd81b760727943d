"""Windows: cubes of an object's frame in which a part is looked at large enough.

Small parts are lost in the frame of the whole, so a part is made in a window round what is seen of it: shells, history and
the part itself are moved and scaled into the window's own [-1, 1]^3, and the mesh that comes out is brought back.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

MARGIN = 1.2
"""Half side of a window over half the longest side of what is seen of its part."""
LEAST = 0.01
"""No window has a smaller half side, in the frame of the whole."""


@dataclass(frozen=True, eq=False)
class Windows:
    """b cubes: centre (b, 3) and half side (b,), float, in the frame that they are cut from."""

    centre: Tensor
    half: Tensor

    @staticmethod
    def around(points: Tensor, *, margin: float | Tensor = MARGIN, least: float = LEAST) -> Windows:
        """The windows round clouds (b, n, 3 or more): middle of their boxes, `margin` times half the longest side."""
        low, high = points[..., :3].amin(1), points[..., :3].amax(1)
        return Windows((low + high) / 2, ((high - low).amax(1) / 2 * margin).clamp(min=least))

    @staticmethod
    def whole(b: int) -> Windows:
        """The frame of the whole itself, b times."""
        return Windows(torch.zeros(b, 3), torch.ones(b))

    def __len__(self) -> int:
        return len(self.half)

    def into(self, points: Tensor) -> Tensor:
        """Points (b, n, 3), or with normals (b, n, 6), in the windows' own frames."""
        moved = (points[..., :3] - self.centre[:, None]) / self.half[:, None, None]
        return torch.cat([moved, points[..., 3:]], -1) if points.shape[-1] > 3 else moved

    def out_of(self, points: Tensor) -> Tensor:
        """Points (b, n, 3 or 6) in the windows' own frames, back in the frame that they were cut from."""
        moved = points[..., :3] * self.half[:, None, None] + self.centre[:, None]
        return torch.cat([moved, points[..., 3:]], -1) if points.shape[-1] > 3 else moved

    def within(self, centre: Tensor, half: Tensor) -> Windows:
        """These windows, given in frames of their own, each a cube (b, 3), (b,) of another frame, in that other frame."""
        return Windows(self.centre * half[:, None] + centre, self.half * half)

    @property
    def zoom(self) -> Tensor:
        """(b,) log2 of how far each window is zoomed into the whole: 0 for the whole's own frame."""
        return -self.half.log2()


def cropped(points: Tensor, n: int, *, reach: float = 1.15, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
    """n of the points of each cloud (b, k, 6) that lie within [-reach, reach]^3, drawn with repetition where there are fewer.

    Returns
    -------
    (b, n, 6), zeros where there is none, and (b,) bool, whether there is any. Points that are all zero count as none.
    """
    inside = (points[..., :3].abs() <= reach).all(-1) & (points != 0).any(-1)
    b, k = inside.shape
    # a random order with those inside first, then the first of them again and again
    key = torch.rand(b, k, generator=generator, device=None if generator is None else generator.device).to(points.device)
    order = (key + (~inside)).argsort(1)
    count = inside.sum(1)
    at = torch.arange(n, device=points.device)[None] % count.clamp(min=1)[:, None]
    out = points.gather(1, order.gather(1, at.clamp(max=k - 1))[..., None].expand(-1, -1, points.shape[-1]))
    return torch.where((count > 0)[:, None, None], out, 0.0), count > 0
