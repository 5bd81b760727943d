"""A weights folder of random networks that a CPU runs in a moment: the smallest with a fused context."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from cityscape.grammar.teacher import LABELS
from partgen import checkpoint, weights
from partgen.condition import ImageEncoder
from partgen.config import CoreConfig, tile
from partgen.dit import PartDiT
from partgen.labels import LabelHead
from partgen.vae import ShapeVAE


def tiny() -> CoreConfig:
    big = tile()
    vae = replace(
        big.vae, latent_channels=8, num_attention_heads=2, width_encoder=16, width_decoder=16, num_layers_encoder=1, num_layers_decoder=1,
        embed_frequency=3, queries=8, width_query=8, width_points=8, lattice=2, sight=8,
    )  # fmt: skip
    dit = replace(
        big.dit, num_latents=8, in_channels=8, latent_dim=8, width=16, num_layers=2, num_attention_heads=2, cross_attention_dim=16,
        slot_latents=8,
    )  # fmt: skip
    return replace(big, name="tiny", vae=vae, dit=dit, image=replace(big.image, size=28, width=16, layers=1, heads=2, table=2))


def write(folder: Path, *, seed: int = 0) -> Path:
    """Write random weights of `tiny` into a folder."""
    config = tiny()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        networks = {
            "dit": PartDiT(config.dit),
            "vae": ShapeVAE(config.vae),
            "image": ImageEncoder(config.image).dino,
            "labels": LabelHead(LABELS, config.dit.num_latents, config.dit.in_channels),
        }
    for name, module in networks.items():
        noted = {"kind": name, **({"names": list(LABELS)} if name == "labels" else {})}
        checkpoint.write(folder / f"{name}.safetensors", module.state_dict(), noted=noted)
    weights.write_config(folder / weights.CONFIG, config, sampler="flow")
    return folder
