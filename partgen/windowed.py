"""Parts from what one picture with depth shows, made in windows by networks with a fused context.

With a mask each region becomes a part, in the window round its shell. Without, a grouping network finds the regions; where there is
none, parts are made one after the other in the frame of the whole until the core says that none is left, each then made again in a
window round the points that it claims.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen import checkpoint, weights
from partgen.carve import Carver
from partgen.condition import ImageEncoder, beside
from partgen.config import CoreConfig
from partgen.dit import Context, PartDiT
from partgen.errors import PartgenError, WeightsError
from partgen.grouping import COARSE, FINER, GROUND, GroupingNetwork
from partgen.grouping import load as load_groups
from partgen.hidden import Hidden
from partgen.isosurface import extract_mesh
from partgen.labels import LabelHead
from partgen.lockstep import answer, drive
from partgen.seen import Seen
from partgen.sight import Panes
from partgen.smooth import Ask, Smooth
from partgen.vae import ShapeVAE
from partgen.window_run import ASKED, HISTORY, Making, Order, Run, WindowOptions, WindowPart

__all__ = ["HISTORY", "Order", "WindowGenerator", "WindowOptions", "WindowPart", "decoder", "embedded", "load", "meshed", "opened"]

if TYPE_CHECKING:
    import trimesh

COARSE_PASS = 16
"""Cells along a side of the first, dense look at a field, at most."""


class WindowGenerator:
    """Makes parts from shells with a VAE, a part DiT with a fused context, an image encoder and, where there is one, a label head."""

    def __init__(
        self,
        vae: ShapeVAE,
        dit: PartDiT,
        image: ImageEncoder,
        config: CoreConfig,
        *,
        labels: LabelHead | None = None,
        groups: GroupingNetwork | None = None,
        device: str | torch.device = "cpu",
        provenance: dict[str, Any] | None = None,
    ) -> None:
        self.device = torch.device(device)
        self.vae, self.dit, self.image = vae.to(self.device).eval(), dit.to(self.device).eval(), image.to(self.device).eval()
        self.labels = None if labels is None else labels.to(self.device).eval()
        self.groups = None if groups is None else groups.to(self.device).eval()
        self.config, self.provenance = config, dict(provenance or {})

    # -- making -----------------------------------------------------------------------------------
    def parts(
        self,
        seen: Seen,
        *,
        masked: bool | None = None,
        level: int | None = None,
        seed: int = 0,
        options: WindowOptions | None = None,
        surface: Tensor | None = None,
        known: Tensor | None = None,
        leave: Collection[int] = (),
        done: Sequence[WindowPart] = (),
        tell: Callable[[int, int], object] | None = None,
    ) -> Iterator[WindowPart]:
        """The parts of one object.

        Parameters
        ----------
        seen : its shell. masked : whether each region of its mask is a part; None: where it has any. Without, a grouping network
            finds the regions where there is one; else parts are made one after the other until the core says that none is left.
        level : granularity asked for, 0 coarse to 2 fine; None: not told.
        seed : equal seeds give equal parts. surface : (n, 6) points on the whole surface, as of a mesh: parts of regions
            are then made of their hidden sides too (`partgen.hidden`).
        known : (n, 6) points on what is there already and is not to be made, as the ground: the beginning of the history.
        leave : regions of the mask that are not to be made.
        done : parts that an earlier run made of the same inputs; they are not made again.
        tell : called before each part with its place and, where that is known, how many there will be (else 0).

        Returns
        -------
        Iterator over parts in the frame of the whole. Regions that show too little or come out empty are left out. Where regions were
        found, a part's number is that of `WindowGenerator.found`, the ground first. Coarse parts and objects are called what the grouping
        network sees in their pixels, where it knows sorts; others what the label head says of their latents.
        """
        order = Order(seen, masked, level, seed, options, surface, known, leave, done, tell)
        return (part for _, part in self.together([order]))

    def together(self, orders: Sequence[Order], *, most: int = 16) -> Iterator[tuple[int, WindowPart]]:
        """The parts of several objects, made in lockstep: the next window of each in one pass of the networks.

        Yields (place in `orders`, part) as they are made; each object gets the parts that it gets alone, up to the rounding of batches.

        most : windows in a pass; the most memory goes by it.
        """
        yield from drive([self._run(order) for order in orders], partial(answer, self), most=most)

    def _run(self, order: Order) -> Making:
        seen, o = order.seen, order.options or WindowOptions()
        found = seen.regions() if order.masked is not False else []
        if order.masked and not found:
            raise PartgenError("parts of a mask are asked for, but the mask has no region: every pixel is 0")
        names: dict[int, str] = {}
        told = bool(found)
        if self.groups is not None and o.group:
            if found:
                names = self.groups.named(seen) if (order.level or 0) < FINER else {}
            else:
                seen, names = self.found(seen, order.level)
                found = sorted(seen.regions())
        run = Run(self, replace(order, seen=seen), names=names)
        if order.surface is not None and found:
            run.hidden = Hidden.of(order.surface, seen, ground=None if told else GROUND)
        return run.masked([k for k in found if k not in order.leave], order.tell) if found else run.blind(order.tell)

    def found(self, seen: Seen, level: int | None = None) -> tuple[Seen, dict[int, str]]:
        """The same shell with the mask that the grouping network finds, and what its regions are called where the network knows sorts.

        Region 1 is the ground, the parts follow, the largest first.

        level : as in `parts`; at the coarsest the smallest parts are joined, like with like, until there are `COARSE`.
        """
        assert self.groups is not None, "these weights have no grouping network"
        coarse = not level
        with torch.inference_mode():
            mask, sorts = self.groups.regions(seen, level=1 if level is None or coarse else level, most=COARSE if coarse else 0)
        names = {k: name for k, name in enumerate(sorts, 2) if name is not None}
        return replace(seen, mask=mask, region=mask[seen.shown]), names

    def outlines(self, picture: NDArray[np.uint8]) -> NDArray[np.int64] | None:
        """The objects (h, w) that the colours of a picture (h, w, 3 or 4) tell, numbered as by `found`; None without a network for that."""
        if self.groups is None or not self.groups.config.blind:
            return None
        return np.asarray(self.groups.regions_of(picture)[0].numpy())

    def context(self, *, pictures: Tensor | None, slots: Sequence[Tensor | None], present: Tensor, level: Tensor, zoom: Tensor) -> Context:
        """A context from pictures (b, 2, s, s, 3) uint8 and latents; see `PartDiT.fused_context`."""
        features = None
        if pictures is not None:
            shown = pictures.flatten(0, 1).permute(0, 3, 1, 2).float().to(self.device) / 255
            both = self.image(shown).unflatten(0, (-1, 2))
            features = beside(both[:, 0], both[:, 1])
        return self.dit.fused_context(features, slots, present, level=level, zoom=zoom)

    def encode(self, cloud: Tensor, tokens: int) -> Tensor:
        """Latents (b, tokens, c) of clouds (b, n, 6)."""
        return self.vae.encode(cloud.to(self.device), tokens=tokens).mode

    def field(self, latent: Tensor, panes: Panes | None = None, *, asked: int = ASKED) -> Ask:
        """The field of a latent (n, c) in its window's frame; see `decoder`."""
        return decoder(self.vae, latent, panes, asked=asked)

    def mesh(self, field: Ask, grid: int, carver: Carver | None = None) -> trimesh.Trimesh:
        """The mesh of a field; see `meshed`."""
        return meshed(field, grid, carver, device=self.device)


def decoder(vae: ShapeVAE, latent: Tensor, panes: Panes | None = None, *, asked: int = ASKED) -> Ask:
    """The field that a VAE decodes of a latent (n, c), in its window's frame: points (n, 3) to (n,), negative inside.

    Parameters
    ----------
    panes : what the picture shows of the window, for a VAE with sight.
    asked : cells along the window's side at whose corners the network is asked; its field is interpolated between. 0: asked everywhere.
    """
    device = latent.device
    memory = vae.memory(latent[None])
    if panes is not None:
        panes = Panes(panes.maps.to(device), panes.axes.to(device))
    pictures = None if panes is None or vae.sight is None else vae.sight.pictures(panes)

    def network(points: Tensor) -> Tensor:
        return vae.query(memory, points[None], panes=panes, pictures=pictures)[0]

    return Smooth(network, asked) if asked else network


def meshed(field: Ask, grid: int, carver: Carver | None = None, *, device: str | torch.device = "cpu") -> trimesh.Trimesh:
    """The mesh of a field, in its window's frame; empty where it has no surface.

    grid : cells along the window's side. carver : overrules the field where the picture knows better. device : where points are asked.
    """
    carved = field if carver is None else partial(carver, ask=field)
    return extract_mesh(carved, grid, coarse=min(COARSE_PASS, max(8, grid // 4)), close=True, device=device)


def load(folder: str | Path = weights.EMBEDDED, *, device: str | torch.device | None = None) -> WindowGenerator:
    """A generator with the weights of a name or folder: vae, dit and image, and labels where there are any."""
    return opened(weights.locate(folder), device=device)


def opened(found: weights.Located, *, device: str | torch.device | None = None) -> WindowGenerator:
    """A generator with weights that are found."""
    if not found.config.dit.fused or found.image is None:
        raise WeightsError(f"{found.dit.parent} has no weights for windows (a DiT with a fused context, a VAE and an image encoder)")
    config = found.config
    vae, dit, image = ShapeVAE(config.vae), PartDiT(config.dit), ImageEncoder(config.image)
    full = torch.float32
    checkpoint.fill(vae, checkpoint.read(found.vae)[0], file=found.vae, expected=f"the shape VAE of {config.name}", dtype=full)
    checkpoint.fill(dit, checkpoint.read(found.dit)[0], file=found.dit, expected=f"the part DiT of {config.name}", dtype=full)
    image.load_weights({k: v.float() for k, v in checkpoint.read(found.image)[0].items()})
    labels = None
    if found.labels is not None:
        state, noted = checkpoint.read(found.labels)
        labels = LabelHead(noted["names"], config.dit.num_latents, config.dit.in_channels)
        checkpoint.fill(labels, state, file=found.labels, expected="a label head", dtype=full)
    groups = None if found.groups is None else load_groups(found.groups)
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    return WindowGenerator(vae, dit, image, config, labels=labels, groups=groups, device=place, provenance=found.provenance)


def embedded(found: weights.Located, *, device: torch.device) -> Any:
    """The same behind the door of `partgen.generator.PartGenerator`, with the depth network that lies beside the weights, if any."""
    from partgen.embedded import EmbeddedGenerator

    return EmbeddedGenerator(opened(found, device=device), depth=None if found.depth is None else _depth(found.depth))


def _depth(file: Path) -> Any:
    from partgen.depth import load as load_depth

    return load_depth(file)
