"""A small U-Net for CPUs: pictures are halved before the first layer, and what comes out is at full size again."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Residual(nn.Module):
    """`convs` 3 x 3 convolutions, each after a group norm and SiLU, added to what went in."""

    def __init__(self, width: int, groups: int, convs: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(convs):
            layers += [nn.GroupNorm(groups, width), nn.SiLU(inplace=True), nn.Conv2d(width, width, 3, padding=1)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """(b, width, h, w) to the same."""
        return x + self.layers(x)


class Attention(nn.Module):
    """Every pixel of a small picture looks at every other; added to what went in, at first nothing."""

    def __init__(self, width: int, groups: int, *, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(groups, width)
        self.qkv = nn.Conv2d(width, 3 * width, 1)
        self.out = nn.Conv2d(width, width, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        """(b, width, h, w) to the same."""
        q, k, v = self.qkv(self.norm(x)).flatten(2).unflatten(1, (3, self.heads, -1)).transpose(-1, -2).unbind(1)
        seen = F.scaled_dot_product_attention(q, k, v).transpose(-1, -2)
        return x + self.out(seen.flatten(1, 2).unflatten(-1, x.shape[-2:]))


class UNet(nn.Module):
    """(b, inputs, h, w) to (b, outputs, h, w), float32.

    Parameters
    ----------
    widths : channels where the picture is halved once, twice, ...; h and w must be multiples of 2 to the power of their number.
    fine : channels at full size. groups : of the norms; widths and fine are multiples of it.
    blended : how many of the input's first channels are looked at once more at full size.
    attend : whether the smallest picture's pixels look at each other. finer : on how many of the larger levels, on the way up, two
    convolutions follow each other instead of one.

    Its last layers compute in float32, whatever autocast says: heights and pairs are told to a fraction of a pixel.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        widths: tuple[int, ...],
        fine: int,
        groups: int,
        blended: int,
        attend: bool = False,
        finer: int = 0,
    ) -> None:
        super().__init__()
        w, g = widths, groups
        self.blended = blended
        self.stem = nn.Conv2d(inputs * 4, w[0], 3, padding=1)
        self.down = nn.ModuleList(
            nn.Sequential(nn.Conv2d(a, b, 3, stride=2, padding=1), Residual(b, g, 2)) for a, b in zip(w, w[1:], strict=False)
        )
        self.attend = Attention(w[-1], g) if attend else None
        self.narrow = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in zip(w, w[1:], strict=False))
        self.up = nn.ModuleList(Residual(a, g, 2 if k < finer else 1) for k, a in enumerate(w[:-1]))
        self.sharp = nn.Sequential(nn.GroupNorm(g, w[0]), nn.SiLU(inplace=True), nn.Conv2d(w[0], 4 * fine, 1), nn.PixelShuffle(2))
        self.blend = nn.Conv2d(fine + blended, fine, 3, padding=1)
        self.out = nn.Conv2d(fine, outputs, 1)
        with torch.no_grad():
            self.out.weight.mul_(0.1)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        y = self.stem(F.pixel_unshuffle(x, 2))
        passed = []
        for layer in self.down:
            passed.append(y)
            y = layer(y)
        if self.attend is not None:
            y = self.attend(y)
        for narrow, up, skip in zip(reversed(self.narrow), reversed(self.up), reversed(passed), strict=True):
            y = up(F.interpolate(narrow(y), scale_factor=2.0, mode="nearest") + skip)
        with torch.autocast(x.device.type, enabled=False):
            fine = self.sharp(y.float())
            fine = fine + F.silu(self.blend(torch.cat([fine, x[:, : self.blended].float()], 1)))
            return self.out(fine)
