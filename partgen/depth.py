"""Depth for pictures that have none: a small network that knows how an isometric picture of things on a slab is made.

What it tells of each pixel is not depth but the height over the lowest that is seen, as a blend of two guesses: lying flat,
at one height; or upright, over one row of the picture. So flat ground is a constant of the one guess and a vertical wall a
constant of the other, and depth follows from height and the known camera without any slant having to be learned. Where a mask is known
the network may be told of it (`partgen.told`): most walls stand where their region ends below.

Framed pictures: what is seen fills `FILL` of a square on white; u to the right and v up run from -1 to 1 over it, heights and
depths are measured in its half side.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from partgen import checkpoint
from partgen.errors import PartgenError
from partgen.image import Box, crop, to_tensor
from partgen.seen import LEAST_PIXELS, View
from partgen.told import BELOW, KNOWN, PLANES, planes
from partgen.unet import UNet

FILE = "tile-depth.safetensors"
FILL = 0.96
"""Longer side of what is seen over the side of a framed picture."""
JUMP = 0.02
"""Heights of neighbours that differ by more, in half sides of the frame, belong to two surfaces: nothing is blended across."""
_WAYS = ((1.0, False), (1.0, True), (1.07, False), (1.07, True))
LOOKS = len(_WAYS)
"""Ways to look at a picture: how much larger the frame, and whether mirrored."""
NEARBY = 2
"""Pixels of the framed picture within which a region is looked for that the network saw beside where it is."""
UP, TOWARDS = sqrt(2 / 3), sqrt(1 / 3)
"""How steeply the isometric picture's up and the direction towards its camera rise."""
ISOMETRIC = np.array([[sqrt(0.5), 0, -sqrt(0.5)], [-sqrt(1 / 6), UP, -sqrt(1 / 6)], [TOWARDS, TOWARDS, TOWARDS]])
"""Axes of the isometric camera that pictures without a view are taken to have: right, up, towards the camera; y up."""


class Estimator(Protocol):
    """Anything that gives a picture its depth."""

    def predict(
        self,
        picture: NDArray[np.uint8],
        view: View | None = None,
        *,
        base: float | None = None,
        mask: NDArray[np.integer] | None = None,
        ground: Collection[int] = (),
    ) -> NDArray[np.float32]:
        """See `DepthNetwork.predict`; what has no use for a mask passes it over."""


@dataclass(frozen=True)
class DepthConfig:
    """The network's shape.

    Parameters
    ----------
    size : pixels along a side of a framed picture, a multiple of 32.
    widths : channels where the picture is halved once, twice, ...; multiples of `groups`.
    fine : channels at full size. groups : of the norms.
    told : whether it can be told of a mask. attend, finer : see `partgen.unet.UNet`.
    """

    size: int = 256
    widths: tuple[int, ...] = (24, 48, 80, 128, 192)
    fine: int = 8
    groups: int = 8
    told: bool = False
    attend: bool = False
    finer: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        side = 2 ** len(self.widths)
        if not self.widths or self.size % side or self.size < side or any(w < 1 or w % self.groups for w in (*self.widths, self.fine)):
            raise PartgenError(
                f"a depth network of size {self.size}, widths {self.widths} and fine {self.fine} cannot be made: "
                f"the size must be a multiple of {side}, every width one of {self.groups}"
            )


TOLD = DepthConfig(widths=(48, 96, 144, 192, 256), fine=24, told=True, attend=True, finer=2)
"""The shape that is trained now."""


@dataclass(frozen=True, eq=False)
class Surface:
    """What the network says of b framed pictures, each (b, s, s): `flat` heights, `foot` rows, their blend `lying`, `mask` logits."""

    flat: Tensor
    foot: Tensor
    lying: Tensor
    mask: Tensor

    def height(self, v: Tensor | None = None) -> Tensor:
        """(b, s, s) heights over the lowest that is seen, in half sides of the frame; v : how high in the picture, else each pixel's."""
        if v is None:
            s = self.flat.shape[-2]
            v = (1 - (torch.arange(s, device=self.flat.device) + 0.5) / s * 2)[:, None]
        return self.lying * self.flat + (1 - self.lying) * (v - self.foot) / UP


class DepthNetwork(nn.Module):
    """A U-Net over framed pictures, with the pixels' own coordinates beside their colours."""

    def __init__(self, config: DepthConfig | None = None) -> None:
        super().__init__()
        self.config = c = config or DepthConfig()
        inputs, outputs = (5 + PLANES, 5) if c.told else (5, 4)
        blended = inputs if c.told else 3
        self.net = UNet(inputs, outputs, widths=c.widths, fine=c.fine, groups=c.groups, blended=blended, attend=c.attend, finer=c.finer)
        with torch.no_grad():  # at first all is ground, a little over the lowest
            self.net.out.bias[:] = torch.tensor([0.15, -0.2, 2.0, 0.0, 0.0])[:outputs]  # type: ignore[index]

    def forward(self, pictures: Tensor, told: Tensor | None = None) -> Surface:
        """Framed pictures (b, 3, s, s) in [0, 1] to what they show; told : (b, `PLANES`, s, s), what is known of their masks."""
        b, _, h, w = pictures.shape
        x = pictures * 2 - 1
        u = ((torch.arange(w, device=x.device) + 0.5) / w * 2 - 1).to(x).expand(b, 1, h, w)
        v = (1 - (torch.arange(h, device=x.device) + 0.5) / h * 2).to(x)[:, None].expand(b, 1, h, w)
        if self.config.told:
            told = x.new_zeros(b, PLANES, h, w) if told is None else told
            flat, foot, lying, mask, ends = self.net(torch.cat([x, u, v, told], 1)).unbind(1)
            # a wall may stand where its region ends, on what lies there
            row = ((1 - told[:, BELOW]) * (h / 2)).round().long().clamp(max=h - 1)
            stands = told[:, BELOW] - UP * flat.gather(1, row)
            foot = torch.lerp(foot, stands, ends.sigmoid() * told[:, KNOWN])
        else:
            flat, foot, lying, mask = self.net(torch.cat([x, u, v], 1)).unbind(1)
        coloured = (15 * (1 - pictures.float().amin(1))).clamp(max=3) - 1.5  # what is not white is most likely something
        return Surface(flat, foot, lying.sigmoid(), mask + coloured)

    @torch.no_grad()
    def predict(
        self,
        picture: NDArray[np.uint8],
        view: View | None = None,
        *,
        base: float | None = None,
        mask: NDArray[np.integer] | None = None,
        ground: Collection[int] = (),
        looks: int = 1,
    ) -> NDArray[np.float32]:
        """The depth of one picture, as `partgen.seen.see` wants it.

        Parameters
        ----------
        picture : (h, w, 3 or 4) uint8; its alpha tells what is seen, else the network does (of what is not white).
        view : its camera, isometric in elevation; None: one whose unit is half the longest side of the box of what is seen.
        base : height in the view's frame (y) of the lowest that is seen. An orthographic picture does not tell how far away
            things are: None puts the middle of what is seen on the vertical line through the view's target.
        mask : (h, w) whole numbers, 0 what is in no region; a network that is not `DepthConfig.told` of masks passes it over.
        ground : the mask's numbers that are the ground, where that is known.
        looks : how often it is looked at, mirrored and from a little farther away, at most `LOOKS`; the mean is given.

        Returns
        -------
        (h, w) float32 growing away from the camera, 0 in the plane through the target (without a view: through the centre of
        the box of what is seen), NaN where nothing is.

        Raises
        ------
        PartgenError : no such picture, a mask of another shape, a camera that is not isometric, or nothing is seen.
        """
        rgb, alpha = split(picture)
        check_view(view)
        check_mask(mask, rgb)
        box = x0, y0, x1, y1 = framed(rgb, alpha)
        rows, columns = np.arange(max(y0, 0), min(y1, len(rgb))), np.arange(max(x0, 0), min(x1, rgb.shape[1]))
        told = [self._looked(rgb, _larger(box, far), rows, columns, mask, ground, mirror) for far, mirror in _WAYS[:looks]]
        height, shown = (np.mean(values, axis=0) for values in zip(*told, strict=True))
        out = np.full(rgb.shape[:2], np.nan)
        inner = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
        there = shown > 0 if alpha is None else alpha[inner] > 127
        out[inner] = np.where(there, height, np.nan)
        return placed(out, view, base=base)

    def _looked(
        self,
        rgb: NDArray[np.uint8],
        box: Box,
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
        mask: NDArray[np.integer] | None,
        ground: Collection[int],
        mirror: bool,
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Heights in pixels over the lowest that is seen and mask logits at rows and columns of a picture, as seen in a square of it."""
        s, device, (x0, y0, x1, y1) = self.config.size, self.net.out.weight.device, box
        small = None if mask is None or not self.config.told else _cut(mask, box, s)
        picture = to_tensor(crop(rgb, box), s)[None]
        known = None if small is None else [torch.from_numpy(x)[None] for x in (small, _lying(small, ground))]
        if mirror:
            picture, known = picture.flip(-1), None if known is None else [x.flip(-1) for x in known]
        said = self(picture.to(device), None if known is None else planes(*(x.to(device) for x in known)))
        if mirror:
            said = Surface(*(x.flip(-1) for x in (said.flat, said.foot, said.lying, said.mask)))
        v = 1 - (torch.from_numpy(rows) + 0.5 - y0) / (y1 - y0) * 2
        u = (torch.from_numpy(columns) + 0.5 - x0) / (x1 - x0) * 2 - 1
        height, shown = (t[0].cpu().numpy() for t in sampled(said, u.float(), v.float()))
        if small is not None and mask is not None:
            height = _apart(said, height, u.numpy(), v.numpy(), small, mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
        return height * np.float32((y1 - y0) / 2), shown


def sampled(said: Surface, u: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """Heights and mask logits (b, h, w) at columns u (w,) and rows v (h,) of the frame; between two surfaces the nearer pixel's alone."""
    grid = torch.stack([u.expand(len(v), len(u)), -v[:, None].expand(len(v), len(u))], -1).to(said.flat)[None]
    fields = torch.stack([said.flat, said.foot, said.lying, said.mask], 1)
    grid = grid.expand(len(fields), -1, -1, -1)
    smooth = F.grid_sample(fields, grid, mode="bilinear", padding_mode="border", align_corners=False)
    nearest = F.grid_sample(fields, grid, mode="nearest", padding_mode="border", align_corners=False)
    rows = v.to(said.flat)[:, None]
    a, b = (Surface(*x.unbind(1)).height(rows) for x in (smooth, nearest))
    return torch.where((a - b).abs() < JUMP, a, b), smooth[:, 3]


def split(picture: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """A picture (h, w, 3 or 4) as (h, w, 3) on white, and its alpha (h, w) if it cuts something out."""
    x = np.asarray(picture)
    if x.ndim != 3 or x.shape[2] not in (3, 4) or x.dtype != np.uint8 or 0 in x.shape:
        raise PartgenError(f"the picture is an array {x.shape} of {x.dtype}: give (height, width, 3 or 4) uint8")
    if x.shape[2] == 3:
        return x, None
    alpha = x[..., 3]
    a = x[..., 3:].astype(np.float32) / 255
    white = (x[..., :3] * a + 255 * (1 - a)).round().astype(np.uint8)
    return white, alpha if (alpha <= 127).any() else None


def check_mask(mask: NDArray[np.integer] | None, rgb: NDArray[np.uint8]) -> None:
    """Refuse a mask that is not a whole number for each pixel of the picture."""
    if mask is not None and (mask.shape != rgb.shape[:2] or mask.dtype.kind not in "iub"):
        raise PartgenError(
            f"the mask is an array {mask.shape} of {mask.dtype} and the picture {rgb.shape[:2]}: give a whole number for each of its pixels"
        )


def _larger(box: Box, by: float) -> Box:
    """A square box so many times as large, round the same middle."""
    more = round((box[2] - box[0]) * (by - 1) / 2)
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def _cut(mask: NDArray[np.integer], box: Box, size: int) -> NDArray[np.int64]:
    """A mask (h, w) in the square that a framed picture is cut by, (size, size), by the nearest pixels; beyond its border is no region."""
    h, w = mask.shape
    at = (np.arange(size) + 0.5) / size
    rows, columns = (np.floor(a + at * (b - a)).astype(int) for a, b in ((box[1], box[3]), (box[0], box[2])))
    inside = ((rows >= 0) & (rows < h))[:, None] & ((columns >= 0) & (columns < w))
    return np.where(inside, mask[rows.clip(0, h - 1)[:, None], columns.clip(0, w - 1)], 0).astype(np.int64)


def _lying(mask: NDArray[np.int64], ground: Collection[int]) -> NDArray[np.bool_]:
    return np.asarray(np.isin(mask, sorted(ground)) & (mask != 0))


def _apart(
    said: Surface, height: NDArray[np.float32], u: NDArray[Any], v: NDArray[Any], small: NDArray[np.int64], large: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Heights (h, w) at columns u and rows v whose pixels each belong to the surface of their own region.

    small : (s, s) mask as the network saw it; large : (h, w). A pixel that the network saw as another region's takes what is said of the
    nearest pixel within `NEARBY` that is of its own.
    """
    s = len(small)
    x, y = (u + 1) * (s / 2) - 0.5, (1 - v) * (s / 2) - 0.5
    column, row = (np.rint(a).astype(int).clip(0, s - 1) for a in (x, y))
    i, j = np.nonzero(small[row[:, None], column] != large)
    best, at = np.full(len(i), np.inf), np.zeros((2, len(i)), int)
    for down in range(-NEARBY, NEARBY + 1):
        for right in range(-NEARBY, NEARBY + 1):
            r, c = (row[i] + down).clip(0, s - 1), (column[j] + right).clip(0, s - 1)
            far = np.where(small[r, c] == large[i, j], (r - y[i]) ** 2 + (c - x[j]) ** 2, np.inf)
            at[:, far < best] = np.stack([r, c])[:, far < best]
            best = np.minimum(best, far)
    found = np.isfinite(best)
    i, j, (r, c) = i[found], j[found], at[:, found]
    own = Surface(*(f[0].cpu()[r, c] for f in (said.flat, said.foot, said.lying, said.mask)))
    out = height.copy()
    out[i, j] = own.height(torch.from_numpy(v[i]).float()).numpy()
    return out


def check_view(view: View | None) -> None:
    """Refuse a camera that does not look down as the isometric one does; which way it faces is free."""
    if view is None:
        return
    axes = np.asarray(view.axes, float)
    if axes.shape != (3, 3) or not np.allclose(axes @ axes.T, np.eye(3), atol=1e-3) or not view.span > 0:
        raise PartgenError(
            "the view's axes are no right, up and towards of a camera, or its span is not positive: give an orthographic view"
        )
    if abs(axes[0, 1]) > 0.02 or abs(axes[2, 1] - TOWARDS) > 0.06:
        looks = float(np.degrees(np.arcsin(np.clip(axes[2, 1], -1, 1))))
        raise PartgenError(
            f"the view looks down by {looks:.0f} degrees or is tilted: depth is known for isometric pictures (35 degrees, level)"
        )


def framed(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> Box:
    """The square that a framed picture is cut by: what is seen, by alpha or by not being white, fills `FILL` of it."""
    there = np.asarray(alpha > 127 if alpha is not None else (rgb < 246).any(2), bool)
    if alpha is None:  # no single stray pixels
        rows, columns = there.sum(1) > 1, there.sum(0) > 1
    else:
        rows, columns = there.any(1), there.any(0)
    if there.sum() < LEAST_PIXELS or not rows.any() or not columns.any():
        raise PartgenError("the picture shows nothing: every pixel is white or transparent")
    y, x = np.nonzero(rows)[0], np.nonzero(columns)[0]
    side = round(max(x[-1] - x[0], y[-1] - y[0], 7) / FILL) + 1
    left, top = int(x[0] + x[-1] + 1 - side) // 2, int(y[0] + y[-1] + 1 - side) // 2
    return left, top, left + side, top + side


def placed(height: NDArray[np.floating], view: View | None = None, *, base: float | None = None) -> NDArray[np.float32]:
    """Depth from heights over the lowest that is seen, (h, w) in pixels and NaN where nothing is; see `DepthNetwork.predict`."""
    h, w = height.shape
    there = np.isfinite(height)
    if there.sum() < LEAST_PIXELS:
        raise PartgenError("nothing is seen in the picture: show something on white or on a transparent background")
    axes = ISOMETRIC if view is None else np.asarray(view.axes, float)
    pixel = 1.0 if view is None else view.span / h
    up = (h / 2 - 0.5 - np.arange(h))[:, None] * pixel
    across = (np.arange(w) + 0.5 - w / 2)[None] * pixel
    depth = (up * axes[1, 1] - height * pixel) / axes[2, 1]
    if view is not None and base is not None:
        return np.asarray(depth - (base - view.target[1]) / axes[2, 1], np.float32)
    # places are target + across right + up up - (depth - away) towards, with `away` to be found
    places = across[..., None] * axes[0] + up[..., None] * axes[1] - depth[..., None] * axes[2]
    low, high = np.quantile(places[there], [2e-4, 1 - 2e-4], axis=0)
    middle = (low + high) / 2
    if view is None:
        return np.asarray((depth + middle @ axes[2]) / ((high - low).max() / 2), np.float32)
    flat = np.array([axes[2, 0], 0, axes[2, 2]])
    return np.asarray(depth + middle @ flat / (flat @ axes[2]), np.float32)


def save(network: DepthNetwork, file: str | Path) -> Path:
    """Write a network as float16 safetensors with its shape noted inside."""
    return checkpoint.write_network(network, network.config, file, kind="depth")


def load(source: str | Path, *, device: str = "cpu") -> DepthNetwork:
    """The network in a file that `save` wrote, or in `FILE` of a folder; it computes in float32.

    Raises
    ------
    WeightsError : nothing there, or no such network.
    """
    file = Path(source) / FILE if Path(source).is_dir() else Path(source)
    wanted = f"the {FILE} that a training of depth exported"
    made = checkpoint.read_network(
        file, lambda shape: DepthNetwork(DepthConfig(**shape)), kind="depth", title="depth network", wanted=wanted
    )
    return made.to(device)


def anything(model: str = "depth-anything/Depth-Anything-V2-Small-hf", *, device: str = "cpu", **options: Any) -> Estimator:
    """A large network for any picture in place of the small one; see `partgen.depth_anything.anything`."""
    from partgen.depth_anything import anything as made

    return made(model, device=device, **options)
