"""Depth of pictures by a large network for any picture, brought to the scale of an isometric one by its slab.

Such a network tells how near things are up to an unknown factor and shift. The two edges of a slab that face the isometric
camera are known, though: what is lowest in a column of the picture lies at the slab's foot, whose depth the camera tells.
A least squares line through them gives factor and shift.
Source: Depth Anything V2, Yang et al. 2024 (arXiv 2406.09414); its networks through transformers.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from partgen.depth import TOWARDS, UP, check_view, framed, placed, split
from partgen.errors import PartgenError, WeightsError
from partgen.image import crop, normalise, to_tensor
from partgen.seen import View

LEAST_COLUMNS = 8
"""A line through fewer columns says nothing."""


class Anything:
    """A network of transformers' depth estimation; see `anything`."""

    def __init__(self, network: Any, *, size: int) -> None:
        self.network, self.size = network, size

    @torch.no_grad()
    def predict(
        self,
        picture: NDArray[np.uint8],
        view: View | None = None,
        *,
        base: float | None = None,
        mask: NDArray[np.integer] | None = None,
        ground: Collection[int] = (),
    ) -> NDArray[np.float32]:
        """As `partgen.depth.DepthNetwork.predict`; what is seen is told by alpha, else by not being white. A mask is passed over.

        Raises
        ------
        PartgenError : as there, or what the network says does not fall off along the slab's edges.
        """
        rgb, alpha = split(picture)
        check_view(view)
        box = framed(rgb, alpha)
        seen = crop(rgb, box)
        there = np.asarray((seen < 246).any(2), bool)
        if alpha is not None:
            there = crop(np.repeat(255 - alpha[..., None], 3, 2), box)[..., 0] < 128  # white, transparent, beyond the border
        pixels = normalise(to_tensor(seen, self.size)[None]).to(self.network.device, self.network.dtype)
        near = self.network(pixel_values=pixels).predicted_depth.float()
        near = F.interpolate(near[:, None], size=seen.shape[:2], mode="bilinear", align_corners=False)[0, 0].cpu().numpy()
        height = aligned(near, there) * seen.shape[0] / 2
        x0, y0, x1, y1 = box
        out = np.full(rgb.shape[:2], np.nan)
        rows, columns = slice(max(y0, 0), min(y1, len(rgb))), slice(max(x0, 0), min(x1, rgb.shape[1]))
        out[rows, columns] = height[rows.start - y0 : rows.stop - y0, columns.start - x0 : columns.stop - x0]
        return placed(out, view, base=base)


def anything(model: str = "depth-anything/Depth-Anything-V2-Small-hf", *, device: str = "cpu", size: int | None = None) -> Anything:
    """A large network for depth, by its name on the hub or from a folder.

    Parameters
    ----------
    model : the default is Apache-2.0; its larger siblings are for non-commercial use only. What it tells must grow towards the camera.
    device : where it runs. size : pixels along a side that it is shown; None: what it was trained with.

    Raises
    ------
    WeightsError : there is no such model, or it needs what is not installed.
    """
    from transformers import AutoModelForDepthEstimation

    try:
        network = AutoModelForDepthEstimation.from_pretrained(model)
    except (OSError, ValueError, ImportError) as e:
        raise WeightsError(
            f"there is no depth model {model!r} to load ({str(e).splitlines()[0]}): give a folder or a name on the hub"
        ) from None
    config: Any = network.config
    inner = getattr(config, "backbone_config", None) or config
    patch = int(getattr(inner, "patch_size", 14))
    side = size or int(getattr(inner, "image_size", 518))
    side = max(patch, round(side / patch) * patch)
    return Anything(network.eval().requires_grad_(False).to(device), size=side)


def aligned(near: NDArray[np.floating], there: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Heights over a slab's foot from nearness up to factor and shift.

    Parameters
    ----------
    near : (s, s) of a framed isometric picture, growing towards the camera. there : (s, s) bool, what is seen.

    Returns
    -------
    (s, s) float64 in half sides of the frame, at least 0, NaN where nothing is.

    Raises
    ------
    PartgenError : too little is seen, or nearness does not grow down the slab's edges.
    """
    s = len(near)
    v = 1 - (np.arange(s) + 0.5) / s * 2
    lowest = s - 1 - there[::-1].argmax(0)
    columns = np.nonzero(there.any(0))[0]
    edge = max(1, s // 128)  # the very border is blurred
    rows = np.maximum(lowest[columns] - edge, 0)
    kept = there[rows, columns]
    rows, columns = rows[kept], columns[kept]
    if len(columns) < LEAST_COLUMNS:
        raise PartgenError("too little is seen to find the slab's edges: show a slab on white or on a transparent background")
    depth, said = v[rows] * UP / TOWARDS, np.asarray(near, np.float64)[rows, columns]
    # things over the slab's edge are off the line: fit again without what is far from it
    kept = np.ones(len(rows), bool)
    for _ in range(3):
        terms = np.stack([said[kept], np.ones(kept.sum())], 1)
        factor, shift = np.linalg.lstsq(terms, depth[kept], rcond=None)[0]
        off = np.abs(said * factor + shift - depth)
        kept = off <= max(2.5 * float(np.median(off)), 1e-6)
    if not (np.isfinite(factor) and factor < 0 and np.ptp(said) > 1e-9):
        raise PartgenError("the model's depth does not fall off along the slab's front edges: it cannot be brought to the picture's scale")
    height = v[:, None] * UP - (near * factor + shift) * TOWARDS
    return np.where(there, np.maximum(height, 0), np.nan)
