"""Training of the depth network on the pictures of training objects, made to look like many others as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from partgen.depth import FILE, DepthConfig, DepthNetwork, Surface, placed, save
from partgen.errors import PartgenError
from partgen.seen import View, see
from partgen.train import objects
from partgen.train.objects import Objects
from partgen.train.shape_task import objects_seed
from partgen.train.varied import even, framed_again, looks, normals

NEAR = 0.03
"""Depths that are no farther off count as right, in units of the whole."""
VOXEL = 1 / 32


@dataclass(frozen=True, eq=False)
class Pictures:
    """What is learned of training objects: their columns of these names, and which of the mask's numbers are ground, (n, 256) bool."""

    picture: Tensor
    mask: Tensor
    depth: Tensor
    view: Tensor
    span: Tensor
    middle: Tensor
    ground: Tensor

    def __len__(self) -> int:
        return len(self.span)

    @staticmethod
    def of(o: Objects) -> Pictures:
        """The pictures of objects."""
        ground = torch.zeros(len(o), 256, dtype=torch.bool)
        place = torch.arange(o.parts) - o.first[o.owner]
        fits = place < 255
        ground[o.owner[fits], place[fits] + 1] = o.ground[fits]
        return Pictures(o.picture.clone(), o.mask.clone(), o.depth.clone(), o.view.clone(), o.span.clone(), o.middle.clone(), ground)

    @staticmethod
    def read(folder: Path) -> Pictures:
        """All pictures of a folder of training objects in memory, without the rest of it."""
        many = [Pictures.of(objects.read(file)) for file in objects.files(folder)]
        if len({p.picture.shape[1:] for p in many}) > 1:
            raise PartgenError(f"the pictures in {folder} differ in size: make all of its training objects with one recipe")
        return Pictures(**{f.name: torch.cat([getattr(p, f.name) for p in many]) for f in fields(Pictures)})

    def heights(self, rows: Tensor) -> Tensor:
        """(b, s, s) heights over the objects' middle, in half sides of the picture, NaN where nothing is."""
        s = self.depth.shape[-1]
        v = (1 - (torch.arange(s) + 0.5) / s * 2)[:, None]
        rise = self.view[rows][:, 1:, 1, None, None]
        return rise[:, 0] * v - rise[:, 1] * self.depth[rows].float() * 2 / self.span[rows, None, None]


@dataclass
class DepthTask:
    """See the module.

    Parameters
    ----------
    data : folder of training objects; probe_data : of held-out ones. config : the network's.
    size : pictures in a batch, over all processes. seed : of the batches. shown : held-out pictures in a probe.
    """

    data: Path
    probe_data: Path | None = None
    config: DepthConfig | None = None
    size: int = 8
    seed: int = 0
    shown: int = 48
    name: str = "depth"

    def __post_init__(self) -> None:
        self.config = self.config or DepthConfig()
        self.model: nn.Module = DepthNetwork(self.config)
        self._pictures: Pictures | None = None

    @property
    def pictures(self) -> Pictures:
        """The training pictures, read once."""
        if self._pictures is None:
            self._pictures = self._checked(Pictures.read(self.data), self.data)
        return self._pictures

    def _checked(self, held: Pictures, folder: Path) -> Pictures:
        side, want = held.picture.shape[1], self.config.size if self.config else 0
        if side != want:
            raise PartgenError(f"the pictures in {folder} have {side} pixels along a side and the network {want}: give it a size of {side}")
        return held

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        held, step = self.pictures, start
        while True:
            g = torch.Generator().manual_seed(objects_seed(self.seed, step, rank))
            yield drawn(held, torch.randint(len(held), (max(1, self.size // world),), generator=g), g)
            step += 1

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        said: Surface = self.model(batch["picture"])
        with torch.autocast(said.flat.device.type, enabled=False):
            parts = losses(said, batch["height"])
        loss = parts["height"] + 2 * parts["gradient"] + 0.15 * parts["normal"] + 0.3 * parts["mask"]
        return loss, {name: value.detach() for name, value in parts.items()}

    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """Errors on held-out pictures, as they are and made to look otherwise (`varied_...`); see `judged`."""
        if self.probe_data is None:
            return {}
        held = self._checked(Pictures.read(self.probe_data), self.probe_data)
        rows = torch.randperm(len(held), generator=torch.Generator().manual_seed(1))[: self.shown]
        network: Any = model
        out = judged(network, held, rows)
        return out | {f"varied_{name}": value for name, value in judged(network, held, rows, torch.Generator().manual_seed(2)).items()}

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`."""
        network: Any = model
        save(network, folder / FILE)


def drawn(held: Pictures, rows: Tensor, g: torch.Generator) -> dict[str, Tensor]:
    """The pictures (b,) made to look otherwise: `picture` (b, 3, s, s) in [0, 1] and `height` (b, s, s), NaN where nothing is."""
    height, parts = held.heights(rows), held.mask[rows].long()
    colours = held.picture[rows].permute(0, 3, 1, 2).float() / 255
    # things without their slab, where enough is left
    bare = held.ground[rows].gather(1, parts.flatten(1)).reshape(parts.shape)
    bare &= (torch.rand(len(rows), 1, 1, generator=g) < 0.12) & (((~bare) & ~height.isnan()).sum((1, 2)) > 1500)[:, None, None]
    height = torch.where(bare, torch.nan, height)
    colours = torch.where(height.isnan()[:, None], 1.0, colours)
    mirror = torch.rand(len(rows), 1, 1, generator=g) < 0.5
    height, parts = torch.where(mirror, height.flip(2), height), torch.where(mirror, parts.flip(2), parts)
    colours = torch.where(mirror[:, None], colours.flip(3), colours)
    colours, height, parts = framed_again(colours, height, parts, g)
    colours = looks(colours, height, parts, g)
    return {"picture": colours, "height": height}


def losses(said: Surface, height: Tensor) -> dict[str, Tensor]:
    """Means over a batch: `height` and its `gradient`, from pixel to pixel (absolute), `normal` (1 - cosine), `mask` (cross entropy)."""
    there = ~height.isnan()
    target, h = height.nan_to_num(0), said.height()
    count = there.sum().clamp(min=1)
    size = ((h - target).abs() * there).sum() / count
    step = h.new_zeros(())
    for axis in (1, 2):
        both = there.narrow(axis, 0, there.shape[axis] - 1) & there.narrow(axis, 1, there.shape[axis] - 1)
        step = step + ((h.diff(dim=axis) - target.diff(dim=axis)).abs() * both).sum() / count
    flat = even(height)  # false beside NaN
    normal = ((1 - (normals(h) * normals(target)).sum(-1)) * flat).sum() / flat.sum().clamp(min=1)
    return {"height": size, "gradient": step, "normal": normal, "mask": F.binary_cross_entropy_with_logits(said.mask, there.float())}


def judged(network: DepthNetwork, held: Pictures, rows: Tensor, g: torch.Generator | None = None) -> dict[str, float]:
    """How well depth is told of pictures (n,), in the frame of the whole; with `g`, of pictures made to look otherwise.

    Returns
    -------
    `error` : mean absolute error of depth where both see something. `voxels` : that in voxels of 1 / 32. `near` : share of
    pixels within `NEAR`. `normal` : median degrees between the normals that `see` takes from both depths. `iou` : of the masks.
    All are means over the pictures.
    """
    figures = []
    for k in rows.tolist():
        row = torch.tensor([k])
        picture = held.picture[row].permute(0, 3, 1, 2).float() / 255
        if g is not None:
            picture = looks(picture, held.heights(row), held.mask[row].long(), g)
        rgb = (picture[0].permute(1, 2, 0) * 255).round().to(torch.uint8).numpy()
        axes, middle, truth = held.view[k].double().numpy(), held.middle[k].double().numpy(), held.depth[k].float().numpy()
        # the camera's target on the vertical line through the middle of the whole, round which what is seen is centred
        target = axes[0] * middle[0] + np.array([0, middle[1] / axes[1, 1], 0])
        view = View(axes, target, float(held.span[k]))
        told = network.predict(rgb, view) - axes[2] @ target
        a, b = np.isfinite(told), np.isfinite(truth)
        both = a & b
        if both.sum() < 64:
            figures.append((2.0, 0.0, 90.0, float(both.sum() / max((a | b).sum(), 1))))
            continue
        off = np.abs(told - truth)[both]
        n = [see(rgb, np.where(both, d.astype(float), np.nan), View(axes, np.zeros(3), view.span)).points[:, 3:] for d in (told, truth)]
        angle = torch.rad2deg((n[0] * n[1]).sum(1).clamp(-1, 1).acos().median())
        figures.append((float(off.mean()), float((off < NEAR).mean()), float(angle), float(both.sum() / (a | b).sum())))
    error, near, normal, iou = np.mean(figures, axis=0).tolist()
    return {"error": error, "voxels": error / VOXEL, "near": near, "normal": normal, "iou": iou}


def placed_truth(held: Pictures, k: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The depth of picture k made from its heights alone, as the network's are placed: how much placing itself is off."""
    height = held.heights(torch.tensor([k]))[0].numpy() * held.depth.shape[-1] / 2
    return placed(height - np.nanmin(height))
