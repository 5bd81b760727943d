"""Segmentation: a painting gets the indexed mask that masks-to-parts wants, from SAM 2 or from files of one's own.

Whoever makes the numbers, they take the same way: `masked` checks, tidies and names them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Protocol, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.world.brief import Brief
from cityscape.world.painting import Painting

LEAST = 1e-4
"""A region of a smaller share of the picture is a speck, and goes to whatever surrounds it."""

MOST = 400
"""Most regions that a mask may have."""

_MEAN, _STD = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
"""Of ImageNet, as SAM 2 was trained."""


class Segmenter(Protocol):
    """A painting and its brief to the painting with a mask."""

    def __call__(self, painting: Painting, brief: Brief) -> Painting: ...


def masked(painting: Painting, numbers: NDArray[np.integer], *, names: Sequence[str] | None = None) -> Painting:
    """The painting with a mask.

    numbers : (h, w), 0 nothing; what is transparent in the painting becomes 0, specks become what surrounds them, and without names
    the regions are numbered anew, the largest first.
    names : the part ids that the numbers 1, 2, ... stand for; None: ``region_01`` and so on.

    Raises
    ------
    InputError : another size than the painting's, too many regions, fewer names than numbers.
    """
    shape = painting.rgba.shape[:2]
    if numbers.shape != shape:
        raise InputError(f"a mask of {numbers.shape[::-1]} pixels does not fit a painting of {shape[::-1]}: make it the same size")
    if int(numbers.min()) < 0 or (names is not None and int(numbers.max()) > len(names)):
        raise InputError(f"a mask counts from {int(numbers.min())} to {int(numbers.max())}, but there are {len(names or ())} names")
    there = painting.rgba[..., 3] > 127
    out = np.where(there, numbers, 0)
    if names is None:
        out = _tidy(out, there)
        found, counts = np.unique(out[out > 0], return_counts=True)
        if len(found) > MOST:
            raise InputError(
                f"a mask has {len(found)} regions, more than {MOST}: is it an indexed picture, one number or colour for each part?"
            )
        order = found[np.argsort(-counts, kind="stable")]
        table = np.zeros(int(out.max()) + 1, np.uint16)
        table[order] = np.arange(1, len(order) + 1)
        out, names = table[out], tuple(f"region_{k:02d}" for k in range(1, len(order) + 1))
    return replace(painting, mask=out.astype(np.uint16), parts=tuple(names))


def _tidy(numbers: NDArray[np.integer], there: NDArray[np.bool_]) -> NDArray[np.integer]:
    """Without specks, and without holes in what is there: each such pixel takes the number of the nearest that has one."""
    from scipy import ndimage

    found, index = np.unique(numbers, return_inverse=True)
    counts = np.bincount(index.ravel())
    small = (counts < max(4, LEAST * numbers.size))[index].reshape(numbers.shape)
    known = (numbers > 0) & ~small
    if not known.any():
        return np.zeros_like(numbers)
    _, at = ndimage.distance_transform_edt(~known, return_indices=True)
    return np.where(there, numbers[tuple(at)], 0)


def read_mask(path: str | Path) -> NDArray[np.int64]:
    """(h, w) numbers of a mask file: an indexed or grey PNG of 8 or 16 bits, or a picture with one colour for each part.

    Black, and what is transparent, is 0. Raises `InputError` for what cannot be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            image.load()
            if image.mode in ("P", "L", "I;16", "I", "1"):
                return np.asarray(image).astype(np.int64)
            rgba = np.asarray(image.convert("RGBA")).astype(np.int64)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError) as e:
        raise InputError(f"the mask {path} cannot be read ({e}): give a PNG with one number or colour for each part") from e
    colour = (rgba[..., 0] << 16 | rgba[..., 1] << 8 | rgba[..., 2]) * (rgba[..., 3] > 127)
    found, index = np.unique(colour, return_inverse=True)
    numbers = np.arange(len(found)) + (0 if found[0] == 0 else 1)
    return np.asarray(numbers[index].reshape(colour.shape), np.int64)


@dataclass(frozen=True)
class FileMasks:
    """Masks of one's own: ``I_J.png`` in a folder for the tile of column I, row J; tiles without a file stay without a mask."""

    folder: Path
    name: str = "files"
    licences: tuple[str, ...] = ()

    def __call__(self, painting: Painting, brief: Brief) -> Painting:
        file = self.folder / f"{brief.cell[0]}_{brief.cell[1]}.png"
        return masked(painting, read_mask(file)) if file.is_file() else painting


@dataclass(frozen=True)
class Sam2Masks:
    """Masks by SAM 2 (Apache-2.0), asked at a grid of points.

    model : repository or folder. points : across the picture. sure : least IoU that the network expects of a region.
    steady : least IoU of a region with itself at a harder and a softer threshold. same : regions that share more are one.
    """

    model: str = "facebook/sam2.1-hiera-small"
    points: int = 24
    sure: float = 0.7
    steady: float = 0.85
    same: float = 0.7
    device: str = "cpu"
    name: str = "sam2"

    @property
    def models(self) -> tuple[str, ...]:
        """For the tiles' provenance."""
        return (self.model,)

    @property
    def licences(self) -> tuple[str, ...]:
        """For the tiles' provenance; none for weights whose licence is not known."""
        return ("Apache-2.0",) if self.model.startswith("facebook/sam2") else ()

    @property
    def commercial(self) -> bool:
        """Whether the weights are known to be free for commercial use."""
        return bool(self.licences)

    def __call__(self, painting: Painting, brief: Brief) -> Painting:
        return masked(painting, self.numbers(painting.rgba))

    def numbers(self, rgba: NDArray[np.uint8]) -> NDArray[np.int64]:
        """(h, w) regions of a picture (h, w, 4): small ones lie over large ones; what no region claims is one more."""
        there = rgba[..., 3] > 127
        regions = self._regions(rgba, there)
        out = there.astype(np.int64)
        for k, region in enumerate(sorted(regions, key=lambda r: -int(r.sum())), 2):
            out[region & there] = k
        return out

    def _regions(self, rgba: NDArray[np.uint8], there: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
        import torch
        from PIL import Image
        from torch.nn.functional import interpolate

        model = _sam(self.model, self.device)
        side = int(model.config.vision_config.backbone_config.image_size[0])
        a = rgba[..., 3:].astype(np.float32) / 255
        rgb = np.round(rgba[..., :3] * a + 255 * (1 - a)).astype(np.uint8)
        small = np.asarray(Image.fromarray(rgb).resize((side, side), Image.Resampling.BILINEAR), np.float32) / 255
        pixels = torch.from_numpy(((small - _MEAN) / _STD).transpose(2, 0, 1).copy())[None].to(self.device)
        at = (np.arange(self.points) + 0.5) / self.points
        x, y = (v.ravel() for v in np.meshgrid(at, at))
        h, w = there.shape
        on = there[(y * h).astype(int), (x * w).astype(int)]
        points = torch.from_numpy(np.c_[x, y][on] * side).float().to(self.device)
        found: list[tuple[float, NDArray[np.bool_]]] = []
        with torch.inference_mode():
            seen = model.get_image_embeddings(pixels)
            for some in points.split(32):
                labels = torch.ones(1, len(some), 1, dtype=torch.int64, device=self.device)
                said = model(image_embeddings=seen, input_points=some[None, :, None], input_labels=labels, multimask_output=True)
                scores, logits = said.iou_scores[0].flatten(), said.pred_masks[0].flatten(0, 1)
                for k in torch.nonzero(scores >= self.sure)[:, 0].tolist():
                    soft = logits[k]
                    inner, outer = int((soft > 1).sum()), int((soft > -1).sum())
                    if outer and inner / outer >= self.steady:
                        full = interpolate(soft[None, None].float(), (h, w), mode="bilinear")[0, 0] > 0
                        found.append((float(scores[k]), full.cpu().numpy()))
        return _different(found, same=self.same)


def _different(found: Iterable[tuple[float, NDArray[np.bool_]]], *, same: float) -> list[NDArray[np.bool_]]:
    """The regions without those that share more than `same` (IoU) with a better one."""
    kept: list[NDArray[np.bool_]] = []
    for _, region in sorted(found, key=lambda f: -f[0]):
        size = int(region.sum())
        if size and all((region & k).sum() <= same * (size + k.sum() - (region & k).sum()) for k in kept):
            kept.append(region)
    return kept[:MOST]


@lru_cache(maxsize=1)
def _sam(model: str, device: str) -> Any:
    from transformers import Sam2Model

    try:
        network: Any = Sam2Model.from_pretrained(model)
        return network.to(device).eval()
    except (OSError, ValueError) as e:
        raise InputError(f"SAM 2 cannot be loaded from {model}: name a folder or repository with its weights") from e


def segmenter(source: str | Path) -> Segmenter:
    """Who masks by that name: "sam2", a folder or repository of SAM 2, or a folder of mask files; else `InputError`."""
    if str(source) == "sam2":
        return Sam2Masks()
    path = Path(source)
    if path.is_dir():
        if (path / "config.json").is_file():
            return Sam2Masks(str(path))
        if any(path.glob("*_*.png")):
            return FileMasks(path.resolve())
        raise InputError(f"{path} has neither masks (such as 0_0.png) nor a SAM 2 model: name another folder by --paint-masks")
    if str(source).count("/") == 1 and not str(source).startswith((".", "/")):
        return Sam2Masks(str(source))
    raise InputError(f"there are no masks {source}: name sam2, a folder of mask files such as 0_0.png, or a folder or repository of SAM 2")
