"""Training of the depth network on the pictures of training objects, made to look like many others as they are drawn.

Of most of them a network that can be told of masks (`partgen.depth.DepthConfig.told`) is told: of objects as they are listed, or some of
them taken together, as coarse parts are. Of the others it sees the picture alone, so that it serves either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from partgen.depth import FILE, TOLD, DepthConfig, DepthNetwork, Surface, placed, save
from partgen.errors import PartgenError
from partgen.seen import View, see
from partgen.told import planes
from partgen.train import objects
from partgen.train.growing import Growing
from partgen.train.objects import Objects
from partgen.train.shape_task import objects_seed
from partgen.train.varied import even, framed_again, looks, normals

NEAR = 0.03
"""Depths that are no farther off count as right, in units of the whole."""
VOXEL = 1 / 32
KNOWN = 0.6
"""Share of the pictures whose mask is told; ..."""
JOINED = 0.5
"""... of these, the share with regions taken together, ..."""
GAPS = 0.15
"""... the share with regions left out, up to half of them, ..."""
NAMELESS = 0.15
"""... and the share of which it is not told what is ground."""
SMALL = 0.02
"""Errors of height below this, in half sides of the frame, count for more than their size: parts must stand right to a third of it."""
LEAST = 12
"""Pixels of a part whose mean error counts."""


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
        return Pictures.cat([Pictures.of(objects.read(file)) for file in objects.files(folder)])

    @staticmethod
    def cat(many: Sequence[Pictures]) -> Pictures:
        """Pictures one after the other."""
        if len({p.picture.shape[1:] for p in many}) > 1:
            raise PartgenError("the pictures in a folder differ in size: make all of its training objects with one recipe")
        return Pictures(**{f.name: torch.cat([getattr(p, f.name) for p in many]) for f in fields(Pictures)})

    def heights(self, rows: Tensor) -> Tensor:
        """(b, s, s) heights over the objects' middle, in half sides of the picture, NaN where nothing is."""
        s = self.depth.shape[-1]
        v = (1 - (torch.arange(s, device=self.depth.device) + 0.5) / s * 2)[:, None]
        rise = self.view[rows][:, 1:, 1, None, None]
        return rise[:, 0] * v - rise[:, 1] * self.depth[rows].float() * 2 / self.span[rows, None, None]


@dataclass
class DepthTask:
    """See the module.

    Parameters
    ----------
    data : folder of training objects; probe_data : of held-out ones. config : the network's; None: `TOLD`.
    size : pictures in a batch, over all processes. seed : of the batches. shown : held-out pictures in a probe.
    watch : seconds after which new files are looked for in `data`; 0: it is read once.

    The pictures lie, and batches are drawn, on the device that the model is on when batches begin.
    """

    data: Path
    probe_data: Path | None = None
    config: DepthConfig | None = None
    size: int = 8
    seed: int = 0
    shown: int = 48
    name: str = "depth"
    watch: float = 0.0

    def __post_init__(self) -> None:
        self.config = self.config or TOLD
        self.model: nn.Module = DepthNetwork(self.config)

    def _checked(self, held: Pictures, folder: Path) -> Pictures:
        side, want = held.picture.shape[1], self.config.size if self.config else 0
        if side != want:
            raise PartgenError(f"the pictures in {folder} have {side} pixels along a side and the network {want}: give it a size of {side}")
        return held

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        device, step = next(self.model.parameters()).device, start
        told, size = self.config is not None and self.config.told, max(1, self.size // world)
        pictures = Growing(
            self.data,
            lambda file: Pictures.of(objects.read(file)),
            lambda many: self._checked(Pictures.cat(many), self.data),
            device=device,
            watch=self.watch,
        )
        while True:
            held = pictures.now()
            with torch.device(device):
                g = torch.Generator(device).manual_seed(objects_seed(self.seed, step, rank))
                batch = drawn(held, torch.randint(len(held), (size,), generator=g), g, told=told)
            yield batch
            step += 1

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        said: Surface = self.model(batch["picture"], batch.get("told"))
        with torch.autocast(said.flat.device.type, enabled=False):
            figures = losses(said, batch["height"], batch["parts"])
            loss = figures["near"] + figures["part"] + 2 * figures["gradient"] + 0.15 * figures["normal"] + 0.3 * figures["mask"]
        return loss, {name: value.detach() for name, value in figures.items()}

    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """Errors on held-out pictures, as they are, made to look otherwise (`varied_`) and beside their masks (`told_`); see `judged`."""
        if self.probe_data is None:
            return {}
        held = self._checked(Pictures.read(self.probe_data), self.probe_data)
        rows = torch.randperm(len(held), generator=torch.Generator().manual_seed(1))[: self.shown]
        network: Any = model
        out = judged(network, held, rows)
        out |= {f"varied_{name}": value for name, value in judged(network, held, rows, torch.Generator().manual_seed(2)).items()}
        if self.config is not None and self.config.told:
            out |= {f"told_{name}": value for name, value in judged(network, held, rows, told=True).items()}
        return out

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`."""
        network: Any = model
        save(network, folder / FILE)


def drawn(held: Pictures, rows: Tensor, g: torch.Generator, *, told: bool = False) -> dict[str, Tensor]:
    """The pictures (b,) made to look otherwise.

    Returns
    -------
    `picture` (b, 3, s, s) in [0, 1]; `height` (b, s, s), NaN where nothing is; `parts` (b, s, s) int64, 0 where none is listed; with
    `told`, under that name what the network is told of masks (`partgen.told.planes`).
    """
    height, parts = held.heights(rows), held.mask[rows].long()
    colours = held.picture[rows].permute(0, 3, 1, 2).float() / 255
    # things without their slab, where enough is left
    bare = held.ground[rows].gather(1, parts.flatten(1)).reshape(parts.shape)
    bare &= (torch.rand(len(rows), 1, 1, generator=g) < 0.12) & (((~bare) & ~height.isnan()).sum((1, 2)) > 1500)[:, None, None]
    height = torch.where(bare, torch.nan, height)
    parts = torch.where(bare, 0, parts)
    colours = torch.where(height.isnan()[:, None], 1.0, colours)
    mirror = torch.rand(len(rows), 1, 1, generator=g) < 0.5
    height, parts = torch.where(mirror, height.flip(2), height), torch.where(mirror, parts.flip(2), parts)
    colours = torch.where(mirror[:, None], colours.flip(3), colours)
    colours, height, parts = framed_again(colours, height, parts, g)
    colours = looks(colours, height, parts, g)
    out = {"picture": colours, "height": height, "parts": parts}
    return out | {"told": said_of_masks(parts, held.ground[rows], g)} if told else out


def said_of_masks(parts: Tensor, ground: Tensor, g: torch.Generator) -> Tensor:
    """What is told of masks: nothing, objects, several of them as one, or not all of them; (b, `PLANES`, s, s).

    parts : (b, s, s) int64. ground : (b, 256) bool, which numbers are.
    """
    b = len(parts)
    lies = ground & (torch.rand(b, 1, generator=g) >= NAMELESS)
    few = 2 + 14 * torch.rand(b, 1, generator=g)
    joined = 256 + (torch.rand(b, 256, generator=g) * few).long()
    own = torch.arange(256).expand(b, 256)
    keep = ground | (torch.rand(b, 1, generator=g) >= JOINED) | (own == 0)
    numbers = torch.where(keep, own, joined)
    left_out = torch.rand(b, 256, generator=g) < 0.5 * torch.rand(b, 1, generator=g) * (torch.rand(b, 1, generator=g) < GAPS)
    numbers = torch.where(left_out & ~ground, 0, numbers)
    at = parts.flatten(1)
    mask, flat = (x.gather(1, at).view(parts.shape) for x in (numbers, lies))
    return planes(mask, flat, torch.rand(b, generator=g) < KNOWN)


def losses(said: Surface, height: Tensor, parts: Tensor | None = None) -> dict[str, Tensor]:
    """Means over a batch.

    parts : (b, s, s) int64 numbers from 0 to 255, 0 where none is listed.

    Returns
    -------
    Of what is seen, in half sides of the frame: `height`, absolute error; `near`, the same weighted (`weighted`); `gradient`, absolute from
    pixel to pixel; `normal`, 1 - cosine; `mask`, cross entropy. `part`: `weighted` mean errors of the parts, each part as heavy as
    another, 0 without parts.
    """
    there = ~height.isnan()
    target, h = height.nan_to_num(0), said.height()
    count = there.sum().clamp(min=1)
    off = (h - target) * there
    step = h.new_zeros(())
    for axis in (1, 2):
        both = there.narrow(axis, 0, there.shape[axis] - 1) & there.narrow(axis, 1, there.shape[axis] - 1)
        step = step + ((h.diff(dim=axis) - target.diff(dim=axis)).abs() * both).sum() / count
    flat = even(height)  # false beside NaN
    normal = ((1 - (normals(h) * normals(target)).sum(-1)) * flat).sum() / flat.sum().clamp(min=1)
    return {
        "height": off.abs().sum() / count,
        "near": weighted(off).sum() / count,
        "part": h.new_zeros(()) if parts is None else _of_parts(off, there, parts),
        "gradient": step,
        "normal": normal,
        "mask": F.binary_cross_entropy_with_logits(said.mask, there.float()),
    }


def weighted(off: Tensor) -> Tensor:
    """Errors, any shape, as they count: their size, and steeper near 0 so that small ones go on mattering."""
    size = off.abs()
    return size / 2 + SMALL * torch.log1p(size / SMALL)


def _of_parts(off: Tensor, there: Tensor, parts: Tensor) -> Tensor:
    """The mean over all parts of how far each as a whole is off."""
    b = len(parts)
    number = torch.where(there, parts, 0) + 256 * torch.arange(b, device=parts.device)[:, None, None]
    index, n = number.flatten(), 256 * b
    count = off.new_zeros(n).scatter_add(0, index, there.flatten().to(off.dtype))
    mean = off.new_zeros(n).scatter_add(0, index, off.flatten()) / count.clamp(min=1)
    real = (count >= LEAST) & (torch.arange(n, device=parts.device) % 256 > 0)
    return (weighted(mean) * real).sum() / real.sum().clamp(min=1)


def judged(
    network: DepthNetwork, held: Pictures, rows: Tensor, g: torch.Generator | None = None, *, told: bool = False
) -> dict[str, float]:
    """How well depth is told of pictures (n,), in the frame of the whole; with `g`, of pictures made to look otherwise.

    told : whether the network is told of their masks.

    Returns
    -------
    `error` : mean absolute error of depth where both see something. `voxels` : that in voxels of 1 / 32. `near` : share of
    pixels within `NEAR`. `part` : mean over the listed parts of how far each as a whole is off. `normal` : median degrees between the
    normals that `see` takes from both depths. `iou` : of the masks. All are means over the pictures.
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
        number = held.mask[k].numpy()
        known: Any = {"mask": number, "ground": torch.nonzero(held.ground[k])[:, 0].tolist()} if told else {}
        depth = network.predict(rgb, view, **known) - axes[2] @ target
        a, b = np.isfinite(depth), np.isfinite(truth)
        both = a & b
        if both.sum() < 64:
            figures.append((2.0, 0.0, 2.0, 90.0, float(both.sum() / max((a | b).sum(), 1))))
            continue
        off = np.abs(depth - truth)[both]
        size = np.bincount(number[both], minlength=256)
        moved = np.abs(np.bincount(number[both], (depth - truth)[both], 256))[1:] / size[1:].clip(1)
        part = moved[size[1:] >= LEAST].mean() if (size[1:] >= LEAST).any() else off.mean()
        n = [see(rgb, np.where(both, d.astype(float), np.nan), View(axes, np.zeros(3), view.span)).points[:, 3:] for d in (depth, truth)]
        angle = torch.rad2deg((n[0] * n[1]).sum(1).clamp(-1, 1).acos().median())
        near = float((off < NEAR).mean())
        figures.append((float(off.mean()), near, float(part), float(angle), float(both.sum() / (a | b).sum())))
    error, close, part, normal, iou = np.mean(figures, axis=0).tolist()
    return {"error": error, "voxels": error / VOXEL, "near": close, "part": part, "normal": normal, "iou": iou}


def placed_truth(held: Pictures, k: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The depth of picture k made from its heights alone, as the network's are placed: how much placing itself is off."""
    height = held.heights(torch.tensor([k]))[0].numpy() * held.depth.shape[-1] / 2
    return placed(height - np.nanmin(height))
