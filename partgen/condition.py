"""What the diffusion transformer is told of pictures: DINOv2 features before the final norm, whole beside part.

The network is transformers' `Dinov2WithRegistersModel` without its final norm; weights come under torch.hub's names
(``dinov2_vitl14_reg``) or under those of either generation of transformers. Tokens: [class, registers, patches row by row].
Source: AUTOPARTGEN.md sections 3.7 and 6; DINOv2, arXiv:2304.07193; registers, arXiv:2309.16588.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from partgen.config import ImageConfig
from partgen.errors import WeightsError
from partgen.image import normalise

_HUB = (  # torch.hub's names to transformers 4's; qkv is cut apart before
    (r"^(cls_token|register_tokens|mask_token)$", r"embeddings.\1"),
    (r"^pos_embed$", "embeddings.position_embeddings"),
    (r"^patch_embed\.proj\.", "embeddings.patch_embeddings.projection."),
    (r"^blocks\.(?:\d+\.)??(\d+)\.(?=[a-z])", r"encoder.layer.\1."),
    (r"\.attn\.(query|key|value)\.", r".attention.attention.\1."),
    (r"\.attn\.proj\.", ".attention.output.dense."),
    (r"\.ls([12])\.gamma$", r".layer_scale\1.lambda1"),
    (r"^norm\.", "layernorm."),
)
_NEW = (  # transformers 5's names to transformers 4's
    (r"\.attention\.([qkv])_proj\.", lambda m: f".attention.attention.{ {'q': 'query', 'k': 'key', 'v': 'value'}[m[1]] }."),
    (r"\.attention\.o_proj\.", ".attention.output.dense."),
)


class ImageEncoder(nn.Module):
    """Pictures to feature tokens."""

    def __init__(self, config: ImageConfig | None = None) -> None:
        super().__init__()
        from transformers import Dinov2Config, Dinov2Model, Dinov2WithRegistersConfig, Dinov2WithRegistersModel

        self.config = c = config or ImageConfig()
        layout: dict[str, Any] = {
            "hidden_size": c.width,
            "num_hidden_layers": c.layers,
            "num_attention_heads": c.heads,
            "mlp_ratio": 4,
            "image_size": c.table * c.patch,
            "patch_size": c.patch,
            "layerscale_value": c.layer_scale,
            "qkv_bias": True,
            "use_swiglu_ffn": False,
        }
        self.dino: Any
        if c.registers:
            self.dino = Dinov2WithRegistersModel(Dinov2WithRegistersConfig(num_register_tokens=c.registers, **layout))
        else:
            self.dino = Dinov2Model(Dinov2Config(**layout))
        if not c.normed:
            self.dino.layernorm = nn.Identity()  # the features are those before it
        self.eval()

    def forward(self, pictures: Tensor) -> Tensor:
        """(b, 3, s, s) in [0, 1], s a multiple of the patch, to (b, tokens, width)."""
        weight = self.dino.embeddings.cls_token
        return self.dino(pixel_values=normalise(pictures.to(weight.device, torch.float32)).to(weight.dtype)).last_hidden_state

    def dropped(self) -> Tensor:
        """(1, tokens, width): the features of a black picture, which stand for "no picture"."""
        return self(torch.zeros(1, 3, self.config.size, self.config.size))

    def load_weights(self, state: Mapping[str, Tensor]) -> None:
        """Take the weights of a DINOv2, under torch.hub's or transformers' names; its final norm is left out unless it is wanted."""
        own = {_canonical(key): key for key in self.dino.state_dict()}
        given = {key: value for key, value in canonical_weights(state).items() if self.config.normed or not key.startswith("layernorm.")}
        wrong = sorted(own.keys() ^ given.keys())
        if wrong:
            side = "lacks" if wrong[0] in own else "has no use for"
            raise WeightsError(
                f"these are not the image encoder's weights ({len(wrong)} names differ; it {side} {wrong[0]}): wanted is {self}"
            )
        shapes = {key: tuple(value.shape) for key, value in self.dino.state_dict().items()}
        for key, value in given.items():
            if tuple(value.shape) != shapes[own[key]]:
                raise WeightsError(f"{key} of the image encoder has shape {tuple(value.shape)}, wanted is {shapes[own[key]]}: {self}")
        self.dino.load_state_dict({own[key]: value for key, value in given.items()}, strict=True)

    def __repr__(self) -> str:
        c = self.config
        return f"DINOv2 with {c.registers} registers, {c.layers} layers, width {c.width}, patch {c.patch} (release: dinov2_vitl14_reg)"


def canonical_weights(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same weights under transformers 4's names."""
    out: dict[str, Tensor] = {}
    hub = "pos_embed" in state
    for key, value in state.items():
        pieces = {key: value}
        if hub and ".attn.qkv." in key:
            pieces = {key.replace("qkv", name): part for name, part in zip(("query", "key", "value"), value.chunk(3), strict=True)}
        for name, part in pieces.items():
            for pattern, new in _HUB if hub else ():
                name = re.sub(pattern, new, name)
            out[_canonical(name)] = part
    return out


def _canonical(key: str) -> str:
    key = key.removeprefix("dinov2_with_registers.").removeprefix("dinov2.")
    for pattern, new in _NEW:
        key = re.sub(pattern, new, key)  # type: ignore[call-overload]
    return key


def beside(whole: Tensor, part: Tensor) -> Tensor:
    """The transformer's raw image context: features of the whole picture beside those of one part's, (b, t, c) each, on the channels.

    Without masks `part` is the dropped picture's; for the whole object's generation it is the whole's again; without any picture both are
    the dropped one's. One row serves all rows of the other.
    """
    rows = max(len(whole), len(part))
    return torch.cat([whole.expand(rows, -1, -1), part.expand(rows, -1, -1)], -1)
