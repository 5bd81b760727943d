"""The whole-shape generator: a picture in, one shape out, by rectified flow; with a mask one shape for each of its regions.

For networks without part attention, of TripoSG's layout (arXiv:2502.06608). Each shape fills partgen's frame by itself: where it stands
among the others is for the caller to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from partgen.autoregress import Options, Part
from partgen.diffusion import guide_whole, run, schedule
from partgen.errors import PartgenError
from partgen.image import check_mask, load_image, load_mask, prepare, regions
from partgen.isosurface import extract_mesh
from partgen.layers import Memory
from partgen.mesh import clean
from partgen.worker import Hosted, Networks, Noise


@dataclass
class WholeGenerator(Hosted):
    """Makes whole shapes with a DiT, a VAE's decoder and an image encoder. provenance : what is known of the weights."""

    networks: Networks
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def generate(
        self,
        image: Any = None,
        mask: Any = None,
        mesh: Any = None,
        seed: int = 0,
        *,
        options: Options | None = None,
        skip: frozenset[int] = frozenset(),
        callback: Callable[[int], None] | None = None,
    ) -> Iterator[Part]:
        """Make shapes.

        Parameters
        ----------
        image, mask, seed : see `partgen.generator.Inputs`; without a mask the whole picture is one shape. mesh : refused.
        options : steps, grid, whole_scale, post-processing are heeded. skip : values of the mask of which nothing is made.
        callback : called with the number of each finished step.

        Yields
        ------
        Part with a mesh in partgen's frame (y up, [-1, 1]^3), which it fills by itself. Equal inputs, seeds and options: equal parts.
        """
        if mesh is not None or image is None:
            raise PartgenError("these weights make shapes of pictures only: give an image and no mesh")
        o = options or Options(steps=self.config.steps, grid=self.config.grid)
        picture, labels = load_image(image), None if mask is None else load_mask(mask)
        if labels is not None:
            check_mask(labels, picture.size)
        return self._all(picture, labels, seed, o, skip, callback)

    def _all(
        self, picture: Image.Image, labels: NDArray[np.int64] | None, seed: int, o: Options, skip: frozenset[int], callback: Any
    ) -> Iterator[Part]:
        shown: list[tuple[int | None, Image.Image]] = [(None, picture)]
        if labels is not None:
            shown = [(r.label, _cut(picture, r.pixels)) for r in regions(labels) if r.label not in skip]
        for k, (label, one) in enumerate(shown):
            latent = self._sample(prepare(one, size=self.config.image.size).whole, seed + 1009 * k, o, callback)
            mesh = self._decode(latent, o)
            if o.postprocess:
                mesh = clean(mesh, max_faces=o.max_faces, smooth=o.smooth)
            if len(mesh.faces):
                yield Part(k, None if label is None else k, label, mesh, latent.float().cpu(), seed + 1009 * k, 0)

    def _sample(self, picture: Tensor, seed: int, o: Options, callback: Callable[[int], None] | None) -> Tensor:
        """(n, c) latent of one picture (3, s, s); without the picture its features are zeros."""
        n, d = self.networks, self.config.dit
        scale = self.config.whole_guidance if o.whole_scale is None else o.whole_scale
        with n.on_device(n.encoder):
            tokens = n.encoder(picture[None].to(n.device)).float()
        with n.on_device(n.dit):
            context = n.dit.context(torch.cat([torch.zeros_like(tokens), tokens]) if scale > 1 else tokens)

            def model(x: Tensor, t: Tensor) -> Tensor:
                rows = context.rows
                v = n.dit.denoise(x.repeat(rows, 1, 1), t.repeat(rows), context).float().chunk(rows)
                return guide_whole(v[0] if rows > 1 else None, v[-1], scale=scale)

            noise = Noise(seed, (d.num_latents, d.in_channels), n.device, release=False).first()[None]
            plan = schedule(o.steps, kind="flow", shift=self.config.shift)
            tell = None if callback is None else lambda k, x, x0: callback(k + 1)
            return run(model, noise, plan, draw=None, callback=tell)[0] / d.scale_factor

    def _decode(self, latent: Tensor, o: Options) -> Any:
        n = self.networks
        with n.on_device(n.vae):
            memory: Memory = n.vae.memory(latent[None].to(n.device))
            return extract_mesh(partial(self._field, memory), o.grid, close=True, device=n.device)

    def _field(self, memory: Memory, points: Tensor) -> Tensor:
        return self.networks.vae.query(memory, points[None])[0]


def _cut(picture: Image.Image, pixels: NDArray[np.bool_]) -> Image.Image:
    """The picture with everything outside a region (h, w) transparent."""
    rgba = np.asarray(picture.convert("RGBA")).copy()
    h, w = rgba.shape[:2]
    if pixels.shape != (h, w):
        pixels = np.asarray(Image.fromarray(pixels.astype(np.uint8) * 255).resize((w, h), Image.Resampling.NEAREST)) > 127
    rgba[..., 3] = np.where(pixels, 255, 0)
    return Image.fromarray(rgba)
