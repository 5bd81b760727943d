"""Cutting the object out of a picture: one protocol, a picture in, the same picture with an alpha out.

A picture whose own alpha is usable keeps it. Networks whose code lives in their repositories run only when the caller says that it may.
Source: AUTOPARTGEN.md section 6.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from partgen.errors import PartgenError
from partgen.image import to_tensor, usable_alpha

log = logging.getLogger("partgen")


class Background(Protocol):
    """Anything that gives a picture an alpha."""

    def __call__(self, image: Image.Image) -> Image.Image:
        """RGB or RGBA in; out the picture as it shall be used: RGBA, or RGB where nothing could be cut."""


@dataclass(frozen=True)
class Choice:
    """A way to remove backgrounds, and what its licence allows."""

    name: str
    licence: str
    commercial: bool
    source: str = ""
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    logits: bool = True  # whether the network's output still wants a sigmoid


CHOICES = {
    c.name: c
    for c in (
        Choice("alpha", "none needed", True),
        Choice("rembg", "MIT (rembg), Apache-2.0 (u2net)", True, "the rembg package"),
        Choice("birefnet", "MIT", True, "ZhengPeng7/BiRefNet"),
        Choice(
            "rmbg-1.4",
            "BRIA RMBG-1.4, non-commercial use only",
            False,
            "briaai/RMBG-1.4",
            mean=(0.5, 0.5, 0.5),
            std=(1.0, 1.0, 1.0),
            logits=False,
        ),
    )
}


def as_given(image: Image.Image) -> Image.Image:
    """The picture with the alpha that it has, or with none."""
    return image


def keep_usable(remove: Background) -> Background:
    """`remove`, but for pictures that are cut out already."""
    return lambda image: image if usable_alpha(image) else remove(image)


def background(name: str = "alpha", *, path: str | None = None, device: str = "cpu", trust_remote_code: bool = False) -> Background:
    """The background removal called `name`.

    Parameters
    ----------
    name : "alpha" (what the picture brings), "rembg", "birefnet", or "rmbg-1.4" (not for commercial use).
    path : a local folder or another repository with the same network, instead of the usual one.
    device : where the network runs.
    trust_remote_code : birefnet and rmbg-1.4 bring their network as Python code; True lets it run.
    """
    choice = CHOICES.get(name)
    if choice is None:
        raise PartgenError(f"no background removal is called {name!r}: choose one of {', '.join(CHOICES)}")
    if not choice.commercial:
        log.warning("%s is licensed for %s: pictures that it cuts out are not for commercial use", name, choice.licence)
    if name == "alpha":
        return as_given
    if name == "rembg":
        return keep_usable(_rembg())
    if not trust_remote_code:
        raise PartgenError(
            f"{name} runs Python code from {path or choice.source}: read it there and allow it "
            "(--trust-remote-code, trust_remote_code=True), or give a picture with a transparent background"
        )
    from transformers import AutoModelForImageSegmentation

    model = AutoModelForImageSegmentation.from_pretrained(path or choice.source, trust_remote_code=True).eval().to(device)
    return keep_usable(Segmenter(model, choice, device=device))


class Segmenter:
    """A salient-object network as a `Background`.

    model : (1, 3, size, size) normalised pictures to a mask of one channel; of nested outputs the last tensor (logits) or the first.
    """

    def __init__(self, model: Callable[[Tensor], Any], choice: Choice, *, size: int = 1024, device: str = "cpu") -> None:
        self.model, self.choice, self.size, self.device = model, choice, size, device

    def __call__(self, image: Image.Image) -> Image.Image:
        """RGB in, RGBA out; the mask is scaled back to the picture bilinearly."""
        rgb = image.convert("RGB")
        x = to_tensor(np.asarray(rgb), self.size)
        x = (x - torch.tensor(self.choice.mean)[:, None, None]) / torch.tensor(self.choice.std)[:, None, None]
        with torch.no_grad():
            y = self.model(x[None].to(self.device))
        while not isinstance(y, Tensor):
            y = list(y.values() if isinstance(y, dict) else y)
            y = y[-1 if self.choice.logits else 0]
        mask = y.float().squeeze().cpu()
        mask = mask.sigmoid() if self.choice.logits else (mask - mask.min()) / (mask.max() - mask.min()).clamp(min=1e-6)
        alpha = Image.fromarray((mask * 255).round().byte().numpy()).resize(rgb.size, Image.Resampling.BILINEAR)
        rgb.putalpha(alpha)
        return rgb


def _rembg() -> Background:
    try:
        from rembg import new_session, remove
    except ImportError as e:
        raise PartgenError("rembg is not installed: pip install rembg, or give a picture with a transparent background") from e
    session = new_session("u2net")
    return lambda image: remove(image.convert("RGB"), session=session)
