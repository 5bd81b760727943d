"""Sight: a decoded field told, point by point, what the picture shows where the point lies.

A latent says what a part is like; the pixels say where exactly. A small convolutional network looks at the window's seen surface,
and a head reads, for each query point, the decoder's features beside the network's at the point's pixel and how far before or behind
the seen surface the point lies. Its output corrects the field. It learns with the shape VAE, from shells whose truth is known.

Source: pixel-aligned implicit functions (PIFu, arXiv:1905.05172), on top of a VecSet decoder.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from partgen.layers import Linear
from partgen.pictures import REACH, pixels
from partgen.seen import Seen
from partgen.windows import Windows

PANE = 96
"""Pixels along a side of a pane."""
NEAR = 0.5
"""Distances to the seen surface are cut here, in a window's frame."""


@dataclass(frozen=True, eq=False)
class Panes:
    """What is seen in b windows, in the windows' own frames.

    maps : (b, 8, s, s) float32: the seen point, its normal, whether it is the part's own, whether it is of something else.
    axes : (b, 3, 3), the camera: right, up, towards it.
    """

    maps: Tensor
    axes: Tensor

    @staticmethod
    def cut(
        points: Tensor, normals: Tensor, kind: Tensor, axes: Tensor, span: Tensor, middle: Tensor, window: Windows, *, size: int = PANE
    ) -> Panes:
        """The panes of windows.

        Parameters
        ----------
        points, normals : (b, s, s, 3) float, the surface that each pixel shows, in the frame that the windows are cut from.
        kind : (b, s, s), 0 where nothing is, 1 where the part is, 2 where something else is.
        axes (b, 3, 3), span (b,), middle (b, 2) : the camera, as `partgen.train.objects.Objects` has it.
        """
        which, inside = pixels(kind.shape[1], axes, span, middle, window, size=size)
        what = kind[which] * inside
        own, other = what == 1, what == 2
        there = (own | other)[..., None]
        place = (points[which].float() - window.centre[:, None, None]) / window.half[:, None, None, None]
        maps = torch.cat([place.clamp(-4, 4) * there, normals[which].float() * there, own[..., None], other[..., None]], -1)
        return Panes(maps.permute(0, 3, 1, 2).contiguous(), axes)

    @staticmethod
    def of(seen: Seen, own: Tensor, window: Windows) -> Panes:
        """The pane of the part that the seen points `own` (n,) bool show, in one window."""
        points, normals = seen.surface[None].split(3, -1)
        kind = seen.pixels(2 - own.long())
        return Panes.cut(points, normals, kind[None], seen.axes[None], torch.tensor([seen.span]), seen.middle[None], window)

    def flipped(self, which: Tensor) -> Panes:
        """Mirrored in some rows (b,) as `partgen.train.shape_task.flipped` mirrors points, for isometric cameras."""
        mirrored = self.maps.flip(3)[:, [2, 1, 0, 5, 4, 3, 6, 7]]
        return Panes(torch.where(which[:, None, None, None], mirrored, self.maps), self.axes)


class Sight(nn.Module):
    """See the module.

    features : channels of the decoder's features. width : of the picture's. hidden : of the head.
    """

    def __init__(self, features: int, *, width: int = 32, hidden: int = 96) -> None:
        super().__init__()
        self.first = nn.Conv2d(6, width, 5, stride=2, padding=2)
        self.look = nn.ModuleList([nn.Conv2d(width, width, 3, padding=d, dilation=d) for d in (1, 2, 4, 8)])
        self.from_field = Linear(features, hidden)
        self.from_pixels = Linear(width + 9, hidden)
        self.mix = Linear(hidden, hidden)
        self.out = Linear(hidden, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def pictures(self, panes: Panes) -> Tensor:
        """(b, width, s / 2, s / 2) features of panes."""
        m = panes.maps
        deep = torch.einsum("bchw,bc->bhw", m[:, :3], panes.axes[:, 2])[:, None]
        x = F.gelu(self.first(torch.cat([deep, m[:, 3:]], 1)))
        for layer in self.look:
            x = x + F.gelu(layer(x))
        return x

    def forward(self, features: Tensor, queries: Tensor, panes: Panes, pictures: Tensor) -> Tensor:
        """(b, q) correction to add to a field, negative inside.

        features : (b, q, c) of the decoder. queries : (b, q, 3) in the windows' frames. pictures : of `pictures`.
        """
        with torch.autocast(queries.device.type, enabled=False):
            told = self._told(queries.float(), panes, pictures.float())
        x = F.gelu(self.from_field(features) + self.from_pixels(told.to(features.dtype)))
        return self.out(x + F.gelu(self.mix(x)))[..., 0].float()

    def _told(self, queries: Tensor, panes: Panes, pictures: Tensor) -> Tensor:
        """(b, q, width + 9) what the picture shows where points lie, in float32: pixels are found to a small part of one."""
        flat = torch.einsum("bij,bqj->bqi", panes.axes, queries)
        grid = torch.stack([flat[..., 0], -flat[..., 1]], -1)[:, None] / REACH
        soft = F.grid_sample(pictures, grid, mode="bilinear", padding_mode="zeros", align_corners=False)[:, :, 0].transpose(1, 2)
        sharp = F.grid_sample(panes.maps, grid, mode="nearest", padding_mode="zeros", align_corners=False)[:, :, 0].transpose(1, 2)
        away, normal, what = queries - sharp[..., :3], sharp[..., 3:6], sharp[..., 6:]
        there = what.sum(-1, keepdim=True)
        before = torch.cat([torch.einsum("bqi,bi->bq", away, panes.axes[:, 2])[..., None], (away * normal).sum(-1, keepdim=True)], -1)
        before = before.clamp(-NEAR, NEAR) * there / NEAR
        return torch.cat([soft, before, (before * 8).clamp(-1, 1)[..., 1:], normal, what, 1 - there], -1)
