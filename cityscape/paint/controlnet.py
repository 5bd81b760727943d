"""ControlNets for FLUX.1 [dev]: the inpainting one that SynCity paints with, which `diffusers` has no class for, and others for lines.

The inpainting one (alimama's) is shown the picture with a black hole, as latents, and beside
them, in four channels more, where the picture stays. Whoever knows only the usual channels is shown the plan's lines.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from cityscape.paint.models import Request, family

INPAINTING = family("flux-controlnet").repositories[1]


@lru_cache(maxsize=1)
def inpainting() -> type[Any]:
    """The class of a FLUX.1 ControlNet that is also told where the picture stays: by `stays` (1, tokens, 4), set before each call."""
    import torch
    from diffusers import FluxControlNetModel
    from diffusers.configuration_utils import register_to_config

    class InpaintingControlNet(FluxControlNetModel):  # type: ignore[misc, valid-type]
        """As its base, with more channels to what it is shown."""

        @register_to_config
        def __init__(
            self,
            patch_size: int = 1,
            in_channels: int = 64,
            num_layers: int = 6,
            num_single_layers: int = 0,
            attention_head_dim: int = 128,
            num_attention_heads: int = 24,
            joint_attention_dim: int = 4096,
            pooled_projection_dim: int = 768,
            guidance_embeds: bool = True,
            axes_dims_rope: tuple[int, ...] = (16, 56, 56),
            extra_condition_channels: int = 4,
        ) -> None:
            super().__init__(
                patch_size=patch_size,
                in_channels=in_channels,
                num_layers=num_layers,
                num_single_layers=num_single_layers,
                attention_head_dim=attention_head_dim,
                num_attention_heads=num_attention_heads,
                joint_attention_dim=joint_attention_dim,
                pooled_projection_dim=pooled_projection_dim,
                guidance_embeds=guidance_embeds,
                axes_dims_rope=list(axes_dims_rope),
            )
            self.controlnet_x_embedder = torch.nn.Linear(in_channels + extra_condition_channels, num_attention_heads * attention_head_dim)
            self.stays: Any = None

        def forward(self, hidden_states: Any, controlnet_cond: Any, **more: Any) -> Any:
            shown = torch.cat([controlnet_cond, self.stays.to(controlnet_cond)], -1)
            return super().forward(hidden_states, shown, **more)  # type: ignore[misc]

    return InpaintingControlNet


def load(source: str | Path, dtype: Any) -> Any:
    """The ControlNet of a repository or folder."""
    from diffusers import FluxControlNetModel

    known = FluxControlNetModel.load_config(source)
    cls = inpainting() if str(source) == INPAINTING or known.get("extra_condition_channels") else FluxControlNetModel
    return cls.from_pretrained(source, torch_dtype=dtype)


def told(pipe: Any, r: Request) -> dict[str, Any]:
    """What a pipeline's ControlNet is shown of a request, as arguments of the call."""
    if not hasattr(pipe.controlnet, "stays"):
        return {"control_image": r.lines, "controlnet_conditioning_scale": 0.6, "control_guidance_end": 0.8}
    from PIL import Image

    free = np.asarray(r.mask) > 127
    pipe.controlnet.stays = packed(~free, pipe.vae_scale_factor)
    return {
        "control_image": Image.fromarray(np.where(free[..., None], 0, np.asarray(r.picture)).astype(np.uint8)),
        "controlnet_conditioning_scale": 0.9,
    }


def packed(stays: np.ndarray, factor: int) -> Any:
    """(1, tokens, 4) of a mask (h, w): a latent is `factor` pixels wide, a token two latents wide and high."""
    import torch
    from torch.nn.functional import interpolate

    h, w = (n // (2 * factor) for n in stays.shape)
    small = interpolate(torch.from_numpy(stays.astype(np.float32))[None, None], (2 * h, 2 * w))[0, 0]
    return small.reshape(h, 2, w, 2).permute(0, 2, 1, 3).reshape(1, h * w, 4)
