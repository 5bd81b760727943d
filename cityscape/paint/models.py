"""`Family`: the kinds of image models that can paint, their licences, what they need, and how each is called.

Memory is counted from parameters (bf16: 2 bytes, nf4: about 0.6) plus room for a picture of 1024 pixels; "offload" moves one network at
a time onto the card, so that the largest counts. Licences: what the model cards said in November 2026; a user must check them.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from cityscape.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

BFL = "FLUX.1-dev Non-Commercial License"


@dataclass(frozen=True)
class Request:
    """One call of a model: pictures are RGB, `mask` is L with white where painting is allowed, `lines` RGB white on black."""

    prompt: str
    avoid: str
    picture: Image
    mask: Image
    lines: Image
    size: int
    steps: int


@dataclass(frozen=True)
class Family:
    """One kind of model.

    name : how it is asked for. repositories : the main one first. pipeline : class of `diffusers` that paints with it.
    claims : other classes that a folder's model_index.json may name for the same networks.
    full, offload, small : GB of a card that it needs as it is, with offload, and with four-bit weights and offload.
    steps : of denoising by default. size : pixels that it was trained for. edits : told by command and picture, not by description.
    """

    name: str
    title: str
    repositories: tuple[str, ...]
    licence: str
    commercial: bool
    pipeline: str
    claims: tuple[str, ...]
    full: float
    offload: float
    small: float
    steps: int
    half: str = "bfloat16"
    size: int = 1024
    edits: bool = False
    quantised: tuple[str, ...] = ("transformer",)

    def arguments(self, r: Request) -> dict[str, Any]:
        """What its pipeline is called with, but for the generator and what a ControlNet is shown."""
        common = {
            "prompt": r.prompt,
            "image": r.picture,
            "mask_image": r.mask,
            "height": r.size,
            "width": r.size,
            "num_inference_steps": r.steps,
        }
        if self.name == "flux2-klein":
            return {**common, "image_reference": r.picture, "strength": 1.0, "guidance_scale": 1.0}
        if self.name == "flux-fill":
            return {**common, "guidance_scale": 30.0, "strength": 1.0}
        if self.name == "flux-controlnet":
            return {**common, "strength": 0.95 if r.steps > 1 else 1.0, "guidance_scale": 3.5}
        if self.name == "sdxl":
            strength = 0.99 if r.steps > 1 else 1.0  # below 1 the only step would be left out
            return {**common, "negative_prompt": r.avoid, "strength": strength, "guidance_scale": 7.0}
        return {**common, "negative_prompt": r.avoid, "strength": 1.0, "true_cfg_scale": 4.0}


FAMILIES: tuple[Family, ...] = (
    Family(
        "flux2-klein", "FLUX.2 [klein] 4B", ("black-forest-labs/FLUX.2-klein-4B",), "Apache-2.0", True,
        "Flux2KleinInpaintPipeline", ("Flux2KleinPipeline",), 16, 10, 6, 4, edits=True, quantised=("transformer", "text_encoder"),
    ),
    Family(
        "flux-fill", "FLUX.1 Fill [dev]", ("black-forest-labs/FLUX.1-Fill-dev",), BFL, False,
        "FluxFillPipeline", (), 38, 26, 11, 28, quantised=("transformer", "text_encoder_2"),
    ),
    Family(
        "flux-controlnet", "FLUX.1 [dev] with the inpainting ControlNet",
        ("black-forest-labs/FLUX.1-dev", "alimama-creative/FLUX.1-dev-Controlnet-Inpainting-Beta"),
        BFL, False, "FluxControlNetInpaintPipeline", ("FluxControlNetPipeline", "FluxPipeline"), 42, 29, 13, 28,
        quantised=("transformer", "text_encoder_2"),
    ),
    Family(
        "sdxl", "SDXL inpainting 0.1", ("diffusers/stable-diffusion-xl-1.0-inpainting-0.1",), "CreativeML Open RAIL++-M", True,
        "StableDiffusionXLInpaintPipeline", (), 8, 6, 6, 30, half="float16", quantised=(),
    ),
    Family(
        "qwen-edit", "Qwen-Image-Edit 20B", ("Qwen/Qwen-Image-Edit",), "Apache-2.0", True,
        "QwenImageEditInpaintPipeline", ("QwenImageEditPipeline",), 60, 44, 18, 40, edits=True, quantised=("transformer", "text_encoder"),
    ),
)  # fmt: skip
"""The families, the one to prefer first."""


def family(name: str) -> Family:
    """The family of that name; raises `InputError` with the names there are."""
    for f in FAMILIES:
        if f.name == name:
            return f
    near = get_close_matches(name, [f.name for f in FAMILIES], n=1)
    hint = f"did you mean {near[0]!r}?" if near else "choose one of: " + ", ".join(f.name for f in FAMILIES)
    raise InputError(f"there is no family of image models {name!r}: {hint}")


def family_of_repository(name: str) -> Family | None:
    """The family that a repository's name belongs to, if it is one of those listed."""
    return next((f for f in FAMILIES if name in f.repositories or name == f.name), None)


def family_of_class(pipeline: str) -> Family | None:
    """The family of a class that a model_index.json names, if it is known."""
    return next((f for f in FAMILIES if pipeline == f.pipeline or pipeline in f.claims), None)
