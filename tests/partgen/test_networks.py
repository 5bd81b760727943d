"""What must hold for any weights: order does not matter, a batch is its singles, memories change nothing, the plain twin agrees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plain_twin
import pytest
import torch
from golden import assert_close, error
from torch import Tensor

from partgen import layers
from partgen.config import CoreConfig, DiTConfig, VAEConfig, preset, small
from partgen.dit import Context, PartDiT
from partgen.errors import PartgenError
from partgen.vae import ShapeVAE

VAE = VAEConfig(latent_channels=8, num_attention_heads=4, width_encoder=32, width_decoder=64, num_layers_encoder=2, num_layers_decoder=3)
DIT = DiTConfig(
    num_latents=16,
    in_channels=8,
    latent_dim=8,
    width=64,
    num_layers=6,
    num_attention_heads=4,
    cross_attention_dim=24,
    token_cross_attention_layer=3,
)


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


@pytest.fixture(scope="module")
def vae() -> ShapeVAE:
    return plain_twin.randomise(ShapeVAE(VAE), 1)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def dit() -> PartDiT:
    return plain_twin.randomise(PartDiT(DIT), 2)  # type: ignore[return-value]


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def surface(b: int = 3, n: int = 256) -> Tensor:
    p = torch.nn.functional.normalize(noise(b, n, 3, seed=3), dim=-1)
    return torch.cat([p * torch.tensor([0.5, 0.9, 0.7]), p], -1)


# -- VAE ------------------------------------------------------------------------------------------
def test_vae_is_its_plain_twin(vae: ShapeVAE) -> None:
    points, queries, z = surface(), noise(3, 50, 3), noise(3, 16, 8)
    index = vae.query_index(points)
    mean, logvar = plain_twin.encode(vae.state_dict(), 4, 8, points, index)
    assert_close(vae.encode(points).mean, mean)
    assert_close(vae.encode(points).logvar, logvar)
    assert_close(vae.decode(z, queries), plain_twin.decode(vae.state_dict(), 4, 8, z, queries))


def test_vae_batch_is_its_singles(vae: ShapeVAE) -> None:
    points, queries = surface(), noise(3, 50, 3)
    together = vae.encode(points)
    singles = [vae.encode(p[None]) for p in points]
    assert_close(together.mean, torch.cat([s.mean for s in singles]))
    assert_close(together.kl(), torch.cat([s.kl() for s in singles]))
    assert_close(
        vae.decode(together.mode, queries), torch.cat([vae.decode(s.mode, q[None]) for s, q in zip(singles, queries, strict=True)])
    )


def test_vae_does_not_see_the_order_of_points_tokens_or_queries(vae: ShapeVAE) -> None:
    points, queries = surface(1), noise(1, 50, 3)
    order = torch.randperm(256, generator=torch.Generator().manual_seed(5))
    index = vae.query_index(points)
    z = vae.encode(points, index).mode
    where = torch.empty(256, dtype=torch.long)
    where[order] = torch.arange(256)
    assert_close(vae.encode(points[:, order], where[index]).mode, z)
    shuffled = torch.randperm(z.shape[1], generator=torch.Generator().manual_seed(6))
    assert_close(vae.encode(points, index[:, shuffled]).mode, z[:, shuffled])
    sdf = vae.decode(z, queries)
    assert_close(vae.decode(z[:, shuffled], queries), sdf)
    assert_close(vae.decode(z, queries.flip(1)), sdf.flip(1))
    for chunk in (1, 7, 50):
        assert_close(vae.decode(z, queries, chunk=chunk), sdf)


def test_latents_joined_in_any_order_or_twice_are_the_same_union(vae: ShapeVAE) -> None:
    a, b, queries = noise(1, 16, 8, seed=1), noise(1, 16, 8, seed=2), noise(1, 40, 3)
    union = vae.decode(torch.cat([a, b], 1), queries)
    assert_close(vae.decode(torch.cat([b, a], 1), queries), union)
    assert_close(vae.decode(torch.cat([a, b, b, a], 1), queries), union)  # softmax over repeated tokens
    assert_close(vae.decode(torch.cat([a, a], 1), queries), vae.decode(a, queries))  # a part united with itself


def test_an_empty_cloud_is_one_token_repeated(vae: ShapeVAE) -> None:
    whole = vae.encode(torch.zeros(1, 256, 6))
    quick = vae.encode_nothing(16, batch=2)
    assert quick.mean.shape == (2, 16, 8)
    assert_close(quick.mean[:1], whole.mean)
    assert_close(quick.logvar[1:], whole.logvar)


def test_chunks_take_their_own_farthest_points() -> None:
    vae = ShapeVAE(replace(VAE, surface_sampling_chunks=2))
    points = surface(2)
    index = vae.query_index(points)
    assert index.shape == (2, 16) and (index[:, :8] < 128).all() and (index[:, 8:] >= 128).all()
    assert torch.equal(index[:, 8:] - 128, vae.query_index(torch.cat([points[:, 128:]] * 2, 1))[:, :8])


# -- DiT ------------------------------------------------------------------------------------------
def conditions(b: int = 3) -> dict[str, Tensor]:
    return {
        "x": noise(b, 16, 8, seed=1),
        "t": torch.tensor([999, 500, 19])[:b],
        "image": noise(b, 9, 48, seed=2),
        "geometry": noise(b, 2, 16, 8, seed=3),
    }


@pytest.mark.parametrize("sigma", [None, torch.tensor([[0, 0.1], [0, 0.2], [0.3, 0.4]]), torch.tensor([0.1, 0.0, 0.7])])
def test_dit_is_its_plain_twin(dit: PartDiT, sigma: Tensor | None) -> None:
    c = conditions()
    assert_close(dit(**c, sigma=sigma), plain_twin.dit(dit.state_dict(), 4, **c, sigma=sigma))


def test_dit_batch_is_its_singles_and_contexts_join(dit: PartDiT) -> None:
    c = conditions()
    c["geometry"][1] = 0  # one row with empty slots, between two with tokens
    sigma = torch.tensor([[0, 0.1], [0, 0.2], [0.3, 0.4]])
    want = torch.cat([dit(**{k: v[i : i + 1] for k, v in c.items()}, sigma=sigma[i : i + 1]) for i in range(3)])
    assert_close(dit(**c, sigma=sigma), want)
    for collapse in (None, False):
        rows = [dit.context(c["image"][i : i + 1], c["geometry"][i : i + 1], sigma[i : i + 1], collapse=collapse) for i in range(3)]
        joined = Context.cat(rows)
        assert joined.rows == 3
        assert_close(dit.denoise(c["x"], c["t"], joined), want)
        assert_close(dit.denoise(c["x"][[2, 0]], c["t"][[2, 0]], Context.cat([rows[2], rows[0]])), want[[2, 0]])
    one = dit.denoise(c["x"][:1], 999, rows[0])
    assert_close(one, want[:1])


def test_rows_without_slots_join_rows_with_slots(dit: PartDiT) -> None:
    c = conditions()
    want = torch.cat([dit(c["x"][:1], c["t"][:1], c["image"][:1]), dit(**{k: v[1:] for k, v in c.items()})])
    joined = Context.cat([dit.context(c["image"][:1]), dit.context(c["image"][1:], c["geometry"][1:])])
    assert_close(dit.denoise(c["x"], c["t"], joined), want)


def test_a_shared_picture_is_kept_once(dit: PartDiT) -> None:
    c = conditions()
    dropped = dit.image_context(c["image"][:1])
    slots = c["geometry"]
    branches = Context.cat([dit.context(dropped, slots), dit.context(dropped, torch.zeros_like(slots))])
    assert [len(m) for m in branches.image] == [1] * 6 and branches.image[0][0].k is dropped.memories[0].k
    assert [m.k.shape[2] for m in branches.part[0] if m.k is not None] == [32, 2]  # empty slots are one token each
    want = dit(c["x"].repeat(2, 1, 1), c["t"].repeat(2), c["image"][:1].expand(6, -1, -1), torch.cat([slots, torch.zeros_like(slots)]))
    assert_close(dit.denoise(c["x"].repeat(2, 1, 1), c["t"].repeat(2), branches), want)
    one_slot_row = dit.context(c["image"], slots[:1])
    assert_close(dit.denoise(c["x"], c["t"], one_slot_row), dit(c["x"], c["t"], c["image"], slots[:1].expand(3, -1, -1, -1)))
    with pytest.raises(PartgenError, match="2 rows of image context and 3 of geometry"):
        dit.context(c["image"][:2], slots)


def test_dit_does_not_see_the_order_of_tokens_within_a_slot_but_that_of_slots(dit: PartDiT) -> None:
    c = conditions()
    want = dit(**c)
    assert_close(dit(c["x"].flip(1), c["t"], c["image"], c["geometry"]).flip(1), want)
    assert_close(dit(c["x"], c["t"], c["image"].flip(1), c["geometry"].flip(2)), want)
    assert error(dit(c["x"], c["t"], c["image"], c["geometry"].flip(1)), want) > 1e-3


def test_training_reaches_every_parameter() -> None:
    with torch.enable_grad():
        dit = PartDiT(replace(DIT, num_layers=5))
        c = conditions()
        dit(**c, sigma=torch.rand(3, 2)).square().mean().backward()
        assert [name for name, p in dit.named_parameters() if p.grad is None or not p.grad.any()] == []
        vae = ShapeVAE(VAE)
        sdf, posterior = vae(surface(2), noise(2, 20, 3))
        (sdf.square().mean() + posterior.kl().mean()).backward()
        assert [name for name, p in vae.named_parameters() if p.grad is None or not p.grad.any()] == []


@pytest.mark.parametrize("quick", [False, True])  # a CPU without and with units for it
def test_half_precision_follows(dit: PartDiT, vae: ShapeVAE, quick: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "_quick_bfloat16", lambda: quick)
    c = conditions()
    half = PartDiT(DIT).bfloat16()
    half.load_state_dict(dit.state_dict())
    context = half.context(c["image"], c["geometry"])
    v = half.denoise(c["x"], c["t"], context)
    assert v.dtype == (torch.bfloat16 if quick else torch.float32)
    assert error(v.float(), dit(**c)) < 0.1
    coarse = ShapeVAE(VAE).bfloat16()
    coarse.load_state_dict(vae.state_dict())
    z, queries = noise(1, 16, 8), noise(1, 40, 3)
    got = coarse.decode(z, queries)
    assert got.dtype == torch.float32 and error(got, vae.decode(z, queries)) < 0.1
    assert coarse.encode(surface(1)).mean.dtype == torch.float32


# -- configurations -------------------------------------------------------------------------------
def test_flags_shape_the_transformer() -> None:
    plain = PartDiT(
        replace(DIT, use_diffusion_forcing=False, use_part_position_embedding=False, mlp_encode_cond=False, part_as_concat=True)
    )
    assert not [k for k in plain.state_dict() if k.startswith(("sigma", "map", "part", "cond"))]
    c = conditions()
    y = plain(c["x"], c["t"], c["image"][..., :24], c["geometry"])
    assert torch.equal(plain(c["x"], c["t"], c["image"][..., :24], c["geometry"], sigma=torch.rand(3, 2)), y)


def test_configurations_say_what_is_wrong() -> None:
    assert preset("small") == small() and isinstance(small(), CoreConfig)
    assert preset("release_4096").guidance["image"] == (2.0, 2.0) and preset("release_2048").guidance["image"] == (0.0, 2.0)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"width": 100, "num_attention_heads": 3}, "cannot be split"),
        ({"width": "wide"}, "width must be int"),
        ({"latent_on_spatial": True}, "latent_on_spatial"),
        ({"num_layers": 0}, "num_layers must be positive"),
    ]
    for bad, message in cases:
        with pytest.raises(PartgenError, match=message):
            PartDiT.from_release(bad)
    with pytest.warns(UserWarning, match="colour"):
        DiTConfig.from_release({"colour": 1})
    with pytest.raises(PartgenError, match="no configuration is called"):
        preset("huge")
    with pytest.raises(PartgenError, match="must agree"):
        replace(small(), vae=VAEConfig())
