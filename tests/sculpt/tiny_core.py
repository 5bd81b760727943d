"""Weights of a tiny learned core with random numbers: it knows nothing, but all that surrounds it runs."""

from __future__ import annotations

from pathlib import Path

import torch

from partgen import checkpoint, weights
from partgen.condition import ImageEncoder
from partgen.config import CoreConfig, DiTConfig, ImageConfig, VAEConfig
from partgen.depth import DepthConfig, DepthNetwork
from partgen.depth import save as save_depth
from partgen.dit import PartDiT
from partgen.labels import LabelHead
from partgen.vae import ShapeVAE


def write(folder: Path, *, seed: int = 0, depth: bool = False) -> Path:
    """The folder, with dit, vae, image and labels, and if asked with a network that guesses depth."""
    vae = VAEConfig(
        latent_channels=4, num_attention_heads=2, width_encoder=16, width_decoder=16, num_layers_encoder=1, num_layers_decoder=1,
        embed_frequency=2, queries=8, width_query=16,
    )  # fmt: skip
    dit = DiTConfig(
        num_latents=8, in_channels=4, latent_dim=4, width=16, num_layers=2, num_attention_heads=2, cross_attention_dim=8,
        token_cross_attention_layer=0, mlp_encode_cond=False, use_part_position_embedding=False, use_diffusion_forcing=False,
        scale_factor=1.0, skips=False, adaln=True, prediction="x0", fused=1, slots=3, slot_latents=8, levels=4, residual=True, zoom=True,
    )  # fmt: skip
    image = ImageConfig(size=28, width=8, layers=1, heads=2, table=2)
    config = CoreConfig("tiny_tile", vae, dit, image, surface_samples=256, surface_pool=256, surface_points=128, shift=4.0)
    folder.mkdir(parents=True, exist_ok=True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        labels = LabelHead(("building", "tree"), dit.num_latents, dit.in_channels)
        networks = {"dit": PartDiT(dit), "vae": ShapeVAE(vae), "image": ImageEncoder(image).dino}
        if depth:
            save_depth(DepthNetwork(DepthConfig(size=64, widths=(8, 8), fine=8)), folder / "depth.safetensors")
    for name, module in networks.items():
        checkpoint.write(folder / f"{name}.safetensors", module.state_dict(), noted={"kind": name})
    checkpoint.write(folder / "labels.safetensors", labels.state_dict(), noted={"kind": "labels", "names": list(labels.names)})
    said = {"weights": "tiny-random", "licence": "CC0-1.0", "commercial": True, "source": "this test"}
    weights.write_config(folder / weights.CONFIG, config, sampler="flow", provenance=said)
    return folder
