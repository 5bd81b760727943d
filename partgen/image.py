"""Pictures and masks as the image encoder wants them: framed, on white, square; one picture per masked part.

Pictures are (h, w, 3) uint8, boxes (x0, y0, x1, y1) in pixels, half open, y down. Everything here is exact integer work on pixels but for
PIL's bicubic resize. ``compat="release"`` frames as the release does: the box is clipped at the border and the crop stretched to a square;
by default what lies outside the picture is white and nothing is stretched. Source: AUTOPARTGEN.md sections 6 and 10 (item 11).
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Union

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from torch import Tensor

from partgen.errors import PartgenError

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]
Source = Union[str, Path, "Image.Image", NDArray[Any]]

MARGIN = 1.2  # side of the frame over the larger side of the object
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
INDEXED = "wanted is an indexed mask: one whole number per pixel, 0 for the background (PNG of mode L, P or 16-bit grey)"


# -- pictures -------------------------------------------------------------------------------------
def load_image(source: Source) -> Image.Image:
    """A picture from a path, a PIL image or an (h, w), (h, w, 3) or (h, w, 4) uint8 array: RGB, or RGBA where it has an alpha."""
    image = _open(source, "image")
    if image.mode == "P" and "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, np.float64)
        top = 1.0 if image.mode == "F" and values.max() <= 1 else 255.0 if values.max() <= 255 else 65535.0
        image = Image.fromarray((values / top * 255).clip(0, 255).astype(np.uint8))
    return image.convert("RGBA" if has_alpha(image) else "RGB")


def has_alpha(image: Image.Image) -> bool:
    """Whether the picture carries an alpha channel."""
    return "A" in image.getbands() or "a" in image.getbands()


def usable_alpha(image: Image.Image) -> bool:
    """Whether the alpha cuts an object out: at least 1 % of the pixels at 8 or less and 1 % at 247 or more."""
    if not has_alpha(image):
        return False
    alpha = np.asarray(image.getchannel("A"))
    return bool((alpha <= 8).mean() >= 0.01 and (alpha >= 247).mean() >= 0.01)


def on_white(image: Image.Image) -> Pixels:
    """The picture over white: rgb a + 255 (1 - a), truncated; (h, w, 3)."""
    if not has_alpha(image):
        return np.asarray(image.convert("RGB"))
    rgba = np.asarray(image.convert("RGBA"), np.float32)
    a = rgba[..., 3:] / np.float32(255)
    return (rgba[..., :3] * a + np.float32(255) * (1 - a)).astype(np.uint8)


def frame(alpha: Pixels, *, compat: str | None = None) -> Box | None:
    """The square around the foreground (alpha > 204) with a margin; may reach outside the picture; None without foreground.

    alpha : (h, w) uint8.
    """
    ys, xs = np.nonzero(alpha > 204)
    if not len(xs):
        return None
    x0, x1, y0, y1 = int(xs.min()), int(xs.max()), int(ys.min()), int(ys.max())
    if compat == "release":  # extents one short, halves truncated toward zero
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        half = int(MARGIN * max(x1 - x0, y1 - y0)) // 2
        return int(cx - half), int(cy - half), int(cx + half), int(cy + half)
    side = ceil(MARGIN * max(x1 - x0 + 1, y1 - y0 + 1))
    left, top = (x0 + x1 + 1 - side) // 2, (y0 + y1 + 1 - side) // 2
    return left, top, left + side, top + side


def crop(pixels: Pixels, box: Box | None, *, compat: str | None = None) -> Pixels:
    """The part of an (h, w, 3) picture inside the box, white beyond the border; without a box the picture, padded to a square.

    ``compat="release"`` clips the box to the picture and crops nothing where that leaves it empty.
    """
    h, w = pixels.shape[:2]
    if compat == "release":
        if box is None:
            return pixels
        x0, y0, x1, y1 = max(box[0], 0), max(box[1], 0), min(box[2], w), min(box[3], h)
        return pixels[y0:y1, x0:x1] if x1 > x0 and y1 > y0 else pixels
    if box is None:
        side = max(h, w)
        x0, y0 = (w - side) // 2, (h - side) // 2
        box = (x0, y0, x0 + side, y0 + side)
    x0, y0, x1, y1 = box
    out = np.full((y1 - y0, x1 - x0, 3), 255, np.uint8)
    inner = pixels[max(y0, 0) : max(min(y1, h), 0), max(x0, 0) : max(min(x1, w), 0)]
    out[max(-y0, 0) : max(-y0, 0) + inner.shape[0], max(-x0, 0) : max(-x0, 0) + inner.shape[1]] = inner
    return out


def to_tensor(pixels: Pixels, size: int = 448) -> Tensor:
    """(h, w, 3) uint8 to (3, size, size) float32 in [0, 1], PIL's bicubic resize."""
    resized = Image.fromarray(pixels).resize((size, size), Image.Resampling.BICUBIC)
    return torch.from_numpy(np.array(resized)).permute(2, 0, 1).float() / 255


def normalise(pictures: Tensor) -> Tensor:
    """(..., 3, h, w) in [0, 1] to the encoder's mean and deviation."""
    mean, std = pictures.new_tensor(MEAN)[:, None, None], pictures.new_tensor(STD)[:, None, None]
    return (pictures - mean) / std


# -- masks ----------------------------------------------------------------------------------------
def load_mask(source: Source) -> NDArray[np.int64]:
    """An indexed mask: (h, w) whole numbers, 0 the background, every other value one part.

    Grey, palette (its indices) and 16-bit grey pictures and integer arrays are read without loss; a colour picture is refused.
    """
    if isinstance(source, np.ndarray) and source.ndim == 2:
        labels = source
    else:
        image = _open(source, "mask")
        if image.format == "JPEG":
            raise PartgenError(f"the mask is a JPEG, which blurs labels; {INDEXED}")
        labels = np.asarray(image)
        if image.mode == "PA" or labels.ndim == 3:
            labels = _grey(np.asarray(image if image.mode != "PA" else image.getchannel("P")))
    if labels.dtype == bool:
        labels = labels.astype(np.int64)
    if labels.dtype.kind == "f" and (not np.isfinite(labels).all() or (labels != np.round(labels)).any()):
        raise PartgenError(f"the mask holds fractions; {INDEXED}")
    if labels.size == 0 or labels.min() < 0:
        raise PartgenError(f"the mask is empty or holds negative numbers; {INDEXED}")
    labels = labels.astype(np.int64)
    if not labels.any():
        raise PartgenError(f"the mask has no region: every pixel is 0, the background; {INDEXED}")
    return labels


def check_mask(mask: NDArray[np.int64], size: tuple[int, int]) -> None:
    """Refuse a mask whose shape is not that of a picture of (width, height); another resolution of the same shape is fine."""
    (h, w), (width, height) = mask.shape, size
    if abs(w * height - width * h) > max(w, h, width, height):
        raise PartgenError(f"the mask is {w} x {h} pixels and the image {width} x {height}: they must show the same frame")


@dataclass(frozen=True, eq=False)
class Region:
    """One part of a mask: its label and its (h, w) bool pixels."""

    label: int
    pixels: NDArray[np.bool_]


def regions(mask: NDArray[np.int64]) -> list[Region]:
    """The parts in the order in which they are made: lowest bottom edge in the picture first, then from the left, then by label."""
    keyed = []
    for label in np.unique(mask[mask != 0]).tolist():
        pixels = mask == label
        ys, xs = np.nonzero(pixels)
        keyed.append(((-int(ys.max()), int(xs.min()), label), Region(label, pixels)))
    return [region for _, region in sorted(keyed, key=lambda item: item[0])]


def palette(n: int) -> Pixels:
    """(n, 4) RGBA of n parts: hue i / n, saturation 0.7, value 0.95, opaque."""
    rows = [[int(255 * c) for c in colorsys.hsv_to_rgb(i / n, 0.7, 0.95)] + [255] for i in range(n)]
    return np.array(rows, np.uint8).reshape(n, 4)


def coloured(mask: NDArray[np.int64]) -> Pixels:
    """(h, w, 4) RGBA picture of a mask, parts in the colours of `palette` in the order of `regions`, background transparent."""
    out = np.zeros((*mask.shape, 4), np.uint8)
    parts = regions(mask)
    for colour, region in zip(palette(len(parts)), parts, strict=True):
        out[region.pixels] = colour
    return out


def only(pixels: Pixels, region: NDArray[np.bool_]) -> Pixels:
    """The picture (h, w, 3) with everything outside the region white; the region is resized to the picture, nearest pixel."""
    h, w = pixels.shape[:2]
    if region.shape != (h, w):
        region = np.asarray(Image.fromarray(region.astype(np.uint8) * 255).resize((w, h), Image.Resampling.NEAREST)) > 127
    return np.where(region[..., None], pixels, np.uint8(255))


# -- both -----------------------------------------------------------------------------------------
@dataclass(frozen=True, eq=False)
class Prepared:
    """What the image encoder is shown, in [0, 1] before `normalise`.

    whole : (3, size, size). parts : (k, 3, size, size), one per masked part, in order. labels : k labels of the mask. box : the frame.
    """

    whole: Tensor
    parts: Tensor
    labels: tuple[int, ...]
    box: Box | None


def prepare(image: Image.Image, mask: NDArray[np.int64] | None = None, *, size: int = 448, compat: str | None = None) -> Prepared:
    """Frame a picture, and the parts of a mask with the same frame.

    Parameters
    ----------
    image : RGB or RGBA; only an alpha gives a frame.
    mask : (h, w) labels as from `load_mask`, of the picture's shape.
    size : pixels along a side of the result.
    compat : "release" for the release's clipping and stretching.
    """
    white = on_white(image)
    box = frame(np.asarray(image.getchannel("A")), compat=compat) if has_alpha(image) else None
    if mask is not None:
        check_mask(mask, image.size)
    found = [] if mask is None else regions(mask)
    shown = [to_tensor(crop(only(white, region.pixels), box, compat=compat), size) for region in found]
    return Prepared(
        whole=to_tensor(crop(white, box, compat=compat), size),
        parts=torch.stack(shown) if shown else torch.zeros(0, 3, size, size),
        labels=tuple(region.label for region in found),
        box=box,
    )


def _open(source: Source, what: str) -> Image.Image:
    if isinstance(source, Image.Image):
        return source
    if isinstance(source, np.ndarray):
        try:
            return Image.fromarray(source)
        except (TypeError, ValueError) as e:
            raise PartgenError(f"the {what} is an array of shape {source.shape} and type {source.dtype}: not a picture") from e
    path = Path(source)
    if not path.is_file():
        raise PartgenError(f"no {what} at {path}")
    try:
        image = Image.open(path)
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as e:
        raise PartgenError(f"{path} cannot be read as a picture ({e}): give the {what} as PNG, JPEG or WebP") from e
    return image


def _grey(pixels: NDArray[Any]) -> NDArray[Any]:
    """The labels of an (h, w, 2, 3 or 4) picture whose colours are all grey; transparent pixels are background."""
    if pixels.ndim == 2:
        return pixels
    colours = pixels[..., :1] if pixels.shape[-1] == 2 else pixels[..., :3]
    visible = pixels[..., -1] > 0 if pixels.shape[-1] in (2, 4) else np.ones(pixels.shape[:2], bool)
    if (colours[visible] != colours[visible][:, :1]).any():
        n = len(np.unique(colours[visible], axis=0))
        raise PartgenError(f"the mask is a colour picture ({n} colours); {INDEXED}")
    return np.where(visible, colours[..., 0], 0)
