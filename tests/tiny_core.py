"""A weights folder of random networks with the layout of the embedded core, tiny: it knows nothing, but all that surrounds it runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from cityscape.grammar.teacher import LABELS
from partgen import checkpoint, weights
from partgen.config import CoreConfig, tile
from partgen.generator import write_random
from partgen.labels import LabelHead


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


def write(folder: Path, *, seed: int = 0, depth: bool = False) -> Path:
    """The folder, with dit, vae, image and labels, and if asked with a network that guesses depth."""
    config = tiny()
    write_random(folder, config, seed=seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        labels = LabelHead(LABELS, config.dit.num_latents, config.dit.in_channels)
        if depth:
            from partgen.depth import DepthConfig, DepthNetwork, save

            save(DepthNetwork(DepthConfig(size=64, widths=(8, 8), fine=8)), folder / "depth.safetensors")
    checkpoint.write(folder / "labels.safetensors", labels.state_dict(), noted={"kind": "labels", "names": list(labels.names)})
    said = {"weights": "tiny-random", "licence": "CC0-1.0", "commercial": True, "source": "this test"}
    weights.write_config(folder / weights.CONFIG, config, sampler="flow", provenance=said)
    return folder
