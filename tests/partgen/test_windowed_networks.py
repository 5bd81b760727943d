"""The options of the embedded core: learned queries, a fused context, adaLN, corrections of the shell's latent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from plain_twin import randomise
from torch import Tensor

from partgen.config import CoreConfig, preset
from partgen.dit import PartDiT
from partgen.errors import PartgenError
from partgen.layers import Attention, Memory
from partgen.train.muon import orthogonal
from partgen.vae import ShapeVAE
from partgen.weights import read_config, write_config


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def small() -> CoreConfig:
    c = preset("tile")
    vae = replace(
        c.vae, width_encoder=32, width_decoder=32, width_query=16, num_attention_heads=2, latent_channels=8, queries=12, lattice=0, sight=0
    )
    dit = replace(
        c.dit,
        width=32,
        num_attention_heads=2,
        num_layers=2,
        num_latents=8,
        slot_latents=12,
        in_channels=8,
        latent_dim=8,
        cross_attention_dim=16,
    )
    return replace(c, vae=vae, dit=dit, image=replace(c.image, size=28, width=16, heads=2, table=2))


@pytest.fixture(scope="module")
def vae() -> ShapeVAE:
    return randomise(ShapeVAE(small().vae), 1)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def dit() -> PartDiT:
    return randomise(PartDiT(small().dit), 2)  # type: ignore[return-value]


def cloud(b: int = 2, n: int = 40) -> Tensor:
    p = torch.nn.functional.normalize(noise(b, n, 3, seed=5), dim=-1)
    return torch.cat([p * 0.7, p], -1)


@torch.no_grad()
def test_learned_queries_do_not_care_for_the_order_of_points(vae: ShapeVAE) -> None:
    x = cloud()
    assert torch.allclose(vae.encode(x, tokens=8).mode, vae.encode(x[:, torch.randperm(40)], tokens=8).mode, atol=1e-5)
    assert vae.encode(x).mode.shape == (2, 12, 8) and vae.encode(x, tokens=8).mode.shape == (2, 8, 8)


@torch.no_grad()
def test_standardised_latents_decode_to_the_same_shapes() -> None:
    vae = randomise(ShapeVAE(small().vae), 3)
    assert isinstance(vae, ShapeVAE)
    x, q = cloud(16), noise(16, 9, 3, seed=6) * 0.5
    before = vae.decode(vae.encode(x, tokens=8).mode, q)
    vae.standardise(vae.encode(x, tokens=8).mode)
    z = vae.encode(x, tokens=8).mode
    assert z.mean(0).abs().max() < 1e-4 and z.std(0).max() < 1 + 1e-4
    assert torch.allclose(vae.decode(z, q), before, atol=1e-4)


def contexts(dit: PartDiT, rows: slice = slice(None)):  # type: ignore[no-untyped-def]
    image, slots = noise(3, 5, 32, seed=7), [noise(3, 12, 8, seed=k) for k in (8, 9)] + [noise(3, 8, 8, seed=10)]
    present = torch.tensor([[2, 2, 2, 2], [2, 2, 1, 0], [0, 2, 0, 2]])
    level, zoom = torch.tensor([1, 0, 3]), torch.tensor([0.0, 2.0, 1.0])
    return dit.fused_context(image[rows], [s[rows] for s in slots], present[rows], level=level[rows], zoom=zoom[rows])


@torch.no_grad()
def test_a_batch_of_contexts_is_its_singles(dit: PartDiT) -> None:
    x, t = noise(3, 8, 8, seed=11), torch.tensor([1000.0, 400.0, 30.0])
    together = dit.denoise(x, t, contexts(dit))
    for k in range(3):
        alone = dit.denoise(x[k : k + 1], t[k : k + 1], contexts(dit, slice(k, k + 1)))
        assert torch.allclose(alone, together[k : k + 1], atol=1e-4)


@torch.no_grad()
def test_several_draws_share_a_context(dit: PartDiT) -> None:
    x, t = noise(6, 8, 8, seed=12), torch.linspace(10, 1000, 6)
    both = dit.predict(x, t, contexts(dit))
    for k in range(6):
        alone = dit.predict(x[k : k + 1], t[k : k + 1], contexts(dit, slice(k // 2, k // 2 + 1)))
        assert torch.allclose(alone, both[k : k + 1], atol=1e-4)


@torch.no_grad()
def test_what_is_not_present_is_not_looked_at(dit: PartDiT) -> None:
    image, junk = noise(1, 5, 32), noise(1, 12, 8, seed=13)
    present = torch.tensor([[0, 2, 1, 0]])
    x = noise(1, 8, 8, seed=14)
    a = dit.predict(x, 500.0, dit.fused_context(image, [junk, junk, junk[:, :8]], present))
    b = dit.predict(x, 500.0, dit.fused_context(image * 3, [junk, junk * 3, junk[:, :8] + 1], present))
    assert torch.allclose(a, b, atol=1e-5)
    c = dit.predict(x, 500.0, dit.fused_context(image, [junk + 1, junk, junk[:, :8]], present))
    assert not torch.allclose(a, c, atol=1e-3)


@torch.no_grad()
def test_the_clean_latent_is_a_correction_of_the_shells() -> None:
    dit = PartDiT(small().dit)  # as it begins, it corrects nothing
    shell = noise(2, 8, 8, seed=15)
    context = dit.fused_context(None, [None, None, shell], torch.tensor([[0, 0, 0, 2], [0, 0, 0, 0]]))
    said = dit.predict(noise(2, 8, 8, seed=16), 1000.0, context)
    assert torch.allclose(said[0], shell[0], atol=1e-5) and not said[1].any()


@torch.no_grad()
def test_velocity_leads_to_the_clean_latent(dit: PartDiT) -> None:
    x, context = noise(3, 8, 8, seed=17), contexts(dit)
    x0, v = dit.predict(x, 700.0, context), dit.denoise(x, 700.0, context)
    assert torch.allclose(x - 0.7 * v, x0, atol=1e-4)


def test_queries_folded_into_a_row_are_queries_of_their_own() -> None:
    k, v, q = noise(2, 3, 7, 4), noise(2, 3, 7, 4, seed=1), noise(6, 3, 5, 4, seed=2)
    out = Memory(2, k, v).attend(q)
    for i in range(6):
        assert torch.allclose(out[i : i + 1], Memory(1, k[i // 3 : i // 3 + 1], v[i // 3 : i // 3 + 1]).attend(q[i : i + 1]), atol=1e-5)


def test_local_attention_subtracts_the_squared_distance() -> None:
    layer = randomise(Attention(12, 3, 8, norm_cross=True, local=True), 4)
    assert isinstance(layer, Attention) and layer.near is not None
    x, c, at, of = noise(2, 5, 12), noise(2, 9, 8, seed=1), noise(2, 5, 3, seed=2), noise(2, 9, 3, seed=3)
    with torch.no_grad():
        plain = layer.memory(c, at=of)
        (q,) = layer.split(layer.to_q(x))
        assert plain.k is not None and plain.v is not None
        logits = q @ plain.k[..., :4].transpose(-1, -2) / 2 - layer.near.exp()[:, None, None] * (torch.cdist(at, of) ** 2)[:, None]
        expected = layer.join(logits.softmax(-1) @ plain.v)
        assert torch.allclose(layer(x, c, at=at, of=of), expected, atol=1e-5)
    assert torch.allclose(layer(x.requires_grad_(), c, at=at, of=of), expected, atol=1e-5)


def test_tokens_of_a_lattice_see_what_is_near_them() -> None:
    c = replace(small().vae, queries=8, lattice=2, num_layers_encoder=0)
    vae = randomise(ShapeVAE(c), 6)
    assert isinstance(vae, ShapeVAE)
    for block in (vae.encoder.blocks[0], vae.decoder.blocks[-1]):
        block.attn2.near.data.fill_(6.0)  # type: ignore[union-attr,operator]
    x = torch.cat([torch.rand(1, 64, 3, generator=torch.Generator().manual_seed(1)), noise(1, 64, 3)], -1)
    x[:, 32:, :3] *= -1  # half of the points in the cell of the last token, half in that of the first
    moved = x.clone()
    moved[:, :32, :3] *= 0.9
    with torch.no_grad():
        away = (vae.encode(x).mode - vae.encode(moved).mode).abs().amax((0, 2))
    assert away[-1] > 1e-3 > 1e-6 > away[0]


def test_training_attention_is_the_fused_one() -> None:
    k, v, q = noise(2, 3, 7, 4), noise(2, 3, 7, 4, seed=1), noise(2, 3, 5, 4, seed=2)
    with torch.no_grad():
        fused = Memory(2, k, v).attend(q)
    assert torch.allclose(Memory(2, k, v).attend(q.requires_grad_()), fused, atol=1e-5)


def test_orthogonal_brings_singular_values_near_one() -> None:
    for shape in ((2, 20, 50), (2, 50, 20)):
        s = torch.linalg.svdvals(orthogonal(noise(*shape)))
        assert s.min() > 0.5 and s.max() < 1.4


def test_the_configuration_survives_its_file(tmp_path: Path) -> None:
    write_config(tmp_path / "config.json", preset("tile"), sampler="flow")
    config, sampler, _ = read_config(tmp_path / "config.json")
    assert (config, sampler) == (preset("tile"), "flow")


def test_parts_need_as_many_queries_as_they_have_tokens() -> None:
    c = preset("tile")
    with pytest.raises(PartgenError, match="query tokens"):
        replace(c, vae=replace(c.vae, queries=8, lattice=2))
    with pytest.raises(PartgenError, match="lattice"):
        replace(c.vae, queries=16)
    with pytest.raises(PartgenError, match="prediction"):
        replace(c.dit, prediction="noise")
