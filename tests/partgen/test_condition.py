"""The image encoder against a plain twin under torch.hub's names, and backgrounds behind their protocol."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from golden import assert_close
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from partgen.background import CHOICES, Segmenter, background
from partgen.condition import ImageEncoder, beside, canonical_weights
from partgen.config import ImageConfig
from partgen.errors import PartgenError, WeightsError
from partgen.image import MEAN, STD

TINY = ImageConfig(size=56, patch=14, width=32, layers=2, heads=4, registers=4, table=6)


def hub_weights(c: ImageConfig = TINY) -> dict[str, Tensor]:
    g = torch.Generator().manual_seed(0)
    w = c.width
    shapes: dict[str, tuple[int, ...]] = {
        "cls_token": (1, 1, w),
        "pos_embed": (1, 1 + c.table**2, w),
        "register_tokens": (1, c.registers, w),
    }
    shapes |= {"mask_token": (1, w), "patch_embed.proj.weight": (w, 3, c.patch, c.patch), "patch_embed.proj.bias": (w,)}
    shapes |= {"norm.weight": (w,), "norm.bias": (w,)}
    for i in range(c.layers):
        block = {"norm1": (w,), "norm2": (w,), "attn.qkv": (3 * w, w), "attn.proj": (w, w), "mlp.fc1": (4 * w, w), "mlp.fc2": (w, 4 * w)}
        for name, shape in block.items():
            shapes |= {f"blocks.{i}.{name}.weight": shape, f"blocks.{i}.{name}.bias": shape[:1]}
        shapes |= {f"blocks.{i}.ls1.gamma": (w,), f"blocks.{i}.ls2.gamma": (w,)}
    return {key: torch.randn(shape, generator=g) * (0.3 if len(shape) == 1 else shape[-1] ** -0.5) for key, shape in shapes.items()}


def plain_dino(p: dict[str, Tensor], pictures: Tensor, c: ImageConfig = TINY) -> Tensor:
    """DINOv2 with registers from its papers, up to before the final norm, on torch.hub's names."""
    x = (pictures - torch.tensor(MEAN)[:, None, None]) / torch.tensor(STD)[:, None, None]
    x = F.conv2d(x, p["patch_embed.proj.weight"], p["patch_embed.proj.bias"], stride=c.patch)
    side = x.shape[-1]
    table = p["pos_embed"][:, 1:].unflatten(1, (c.table, c.table)).permute(0, 3, 1, 2)
    table = F.interpolate(table, size=(side, side), mode="bicubic", antialias=True)
    patches = (x + table).flatten(2).transpose(1, 2)
    first = (p["cls_token"] + p["pos_embed"][:, :1]).expand(len(x), -1, -1)
    x = torch.cat([first, p["register_tokens"].expand(len(x), -1, -1), patches], 1)
    for i in range(c.layers):
        b = {key.split(".", 2)[2]: value for key, value in p.items() if key.startswith(f"blocks.{i}.")}
        h = F.layer_norm(x, (c.width,), b["norm1.weight"], b["norm1.bias"], 1e-6)
        q, k, v = F.linear(h, b["attn.qkv.weight"], b["attn.qkv.bias"]).unflatten(-1, (3, c.heads, -1)).permute(2, 0, 3, 1, 4)
        a = (q @ k.transpose(-1, -2) / (c.width // c.heads) ** 0.5).softmax(-1) @ v
        x = x + b["ls1.gamma"] * F.linear(a.transpose(1, 2).flatten(2), b["attn.proj.weight"], b["attn.proj.bias"])
        h = F.layer_norm(x, (c.width,), b["norm2.weight"], b["norm2.bias"], 1e-6)
        h = F.linear(F.gelu(F.linear(h, b["mlp.fc1.weight"], b["mlp.fc1.bias"])), b["mlp.fc2.weight"], b["mlp.fc2.bias"])
        x = x + b["ls2.gamma"] * h
    return x


@torch.no_grad()
def test_features_are_dinov2s_before_the_norm() -> None:
    weights, encoder = hub_weights(), ImageEncoder(TINY)
    encoder.load_weights(weights)
    pictures = torch.rand(2, 3, 56, 56, generator=torch.Generator().manual_seed(1))
    features = encoder(pictures)
    assert features.shape == (2, TINY.tokens, TINY.width) == (2, 1 + 4 + 16, 32)
    assert_close(features, plain_dino(weights, pictures))
    assert_close(encoder.dropped(), plain_dino(weights, torch.zeros(1, 3, 56, 56)))
    assert_close(torch.cat([encoder(x[None]) for x in pictures]), features)
    again = ImageEncoder(TINY)
    again.load_weights(canonical_weights(weights))  # transformers 4's names
    assert torch.equal(again(pictures), features)
    again.load_weights(encoder.dino.state_dict())  # the installed one's
    assert torch.equal(again(pictures), features)
    assert beside(features, encoder.dropped()).shape == (2, TINY.tokens, 2 * TINY.width)


def test_the_release_sees_1029_tokens() -> None:
    assert ImageConfig().tokens == 1029
    with torch.device("meta"):
        encoder = ImageEncoder()
    assert len(encoder.dino.state_dict()) == 4 + 2 + 24 * 18  # tables, patch projection, layers
    assert encoder.dino.embeddings.position_embeddings.shape == (1, 1370, 1024)


def test_other_weights_are_named() -> None:
    encoder, weights = ImageEncoder(TINY), hub_weights()
    with pytest.raises(WeightsError, match=r"lacks embeddings.register_tokens.*dinov2_vitl14_reg"):
        encoder.load_weights({k: v for k, v in weights.items() if k != "register_tokens"})
    with pytest.raises(WeightsError, match=r"position_embeddings .* \(1, 10, 32\), wanted is \(1, 37, 32\)"):
        encoder.load_weights({**weights, "pos_embed": weights["pos_embed"][:, :10]})


def test_backgrounds() -> None:
    rgb = Image.new("RGB", (30, 20), (200, 10, 10))
    assert background()(rgb) is rgb
    for name in ("birefnet", "rmbg-1.4"):
        with pytest.raises(PartgenError, match="trust_remote_code"):
            background(name)
    with pytest.raises(PartgenError, match="choose one of alpha"):
        background("magic")
    assert [c.name for c in CHOICES.values() if not c.commercial] == ["rmbg-1.4"]

    def left_half(x: Tensor) -> Any:
        y = torch.full((1, 1, *x.shape[-2:]), -20.0)
        y[..., : x.shape[-1] // 2] = 20.0
        return [torch.zeros(1), y]

    cut = Segmenter(left_half, CHOICES["birefnet"], size=64)(rgb)
    alpha = np.asarray(cut.getchannel("A"))
    assert cut.mode == "RGBA" and (alpha[:, :13] == 255).all() and (alpha[:, 17:] == 0).all()


def test_the_licence_of_rmbg_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(PartgenError):
        background("rmbg-1.4")
    assert "not for commercial use" in caplog.text
