"""The networks against the golden vectors: every intermediate, every case, all keys and shapes."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from golden import assert_close, cases, load, read_json, section
from torch import Tensor, nn

from partgen.dit import DiTBlock, PartDiT, PartPosition, remap_triposg
from partgen.layers import Attention, ScalarMLP, frequencies, frequency_embedding, sinusoid
from partgen.vae import Posterior, ShapeVAE, VAEBlock


@pytest.fixture(autouse=True)
def _no_grad() -> Any:
    with torch.no_grad():
        yield


def loaded(module: nn.Module, state: dict[str, Tensor]) -> nn.Module:
    module.load_state_dict(state, strict=True)
    return module.eval()


@pytest.fixture(scope="module")
def vae() -> ShapeVAE:
    meta, state = load("vae_weights")
    return loaded(ShapeVAE.from_release(meta["config"]), state)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def dit() -> PartDiT:
    meta, state = load("dit_weights")
    return loaded(PartDiT.from_release(meta["config"]), state)  # type: ignore[return-value]


def test_golden_freq_embedding() -> None:
    meta, t = load("freq_embedding")
    for i, variant in enumerate(meta["variants"]):
        assert_close(frequencies(variant["num_freqs"], pi=variant["include_pi"]), t[f"out.{i}.frequencies"], f"frequencies {i}")
        got = frequency_embedding(t["in.points"], variant["num_freqs"], pi=variant["include_pi"])
        assert_close(got, t[f"out.{i}.embedding"], f"embedding {i}")


def test_golden_time_embedding() -> None:
    meta, t = load("time_embedding")
    width = meta["width"]
    assert_close(sinusoid(t["in.timesteps"], width), t["out.sincos"], "integer times")
    assert_close(sinusoid(t["in.sigma_times_1000"], width), t["out.sincos_float"], "sigmas")
    mlp = loaded(ScalarMLP(width, meta["out_dim"]), section(t, "sd.time_proj"))
    assert_close(mlp(t["in.timesteps"]), t["out.mlp"], "mlp")
    position = loaded(PartPosition(width), section(t, "sd.part_position_embedding"))
    linear = position(torch.arange(meta["num_slots"]))
    assert_close(linear, t["out.part_pe_linear"], "slot, before map_position")
    mapped = loaded(nn.Linear(width, meta["latent_dim"]), section(t, "sd.map_position"))(linear)
    assert_close(nn.functional.silu(mapped), t["out.part_pe"], "slot")
    assert_close(10000.0 ** (-torch.arange(128) / 128), t["out.pe_frequencies"], "slot frequencies")


def test_golden_attention() -> None:
    meta, t = load("attention")
    for name, v in meta["variants"].items():
        layer = Attention(v["dim"], v["heads"], v["ctx"], qk_norm=v["qk_norm"], norm_cross=v["norm_cross"])
        loaded(layer, section(t, f"sd.{name}"))
        x, want = t[f"in.{name}.x"], section(t, f"out.{name}")
        if v["ctx"] is None:
            q, k, value = layer.qkv(x)
            y = layer(x)
        else:
            memory = layer.memory(t[f"in.{name}.ctx"])
            assert memory.k is not None and memory.v is not None
            q, k, value = layer.queries(x), memory.k, memory.v
            y = layer(x, memory)
            assert torch.equal(y, layer(x, t[f"in.{name}.ctx"]))
        sdpa = nn.functional.scaled_dot_product_attention(q, k, value)
        for key, got in {"q": q, "k": k, "v": value, "sdpa": sdpa, "y": y}.items():
            assert_close(got, want[key], f"{name}.{key}")


def test_golden_blocks() -> None:
    meta, t = load("blocks")
    for name, v in meta["variants"].items():
        inputs = section(t, f"in.{name}")
        if v["family"] == "vae":
            block = loaded(VAEBlock(v["dim"], v["heads"], cross=not v["self"]), section(t, f"sd.{name}"))
            y = block(inputs["x"], inputs.get("ctx"))
        else:
            block = loaded(DiTBlock(v["dim"], v["heads"], v["ctx"], part=v["part"] or None, skip=v["skip"]), section(t, f"sd.{name}"))
            y = block(inputs["x"], inputs["image"], inputs.get("part"), inputs.get("skip"))
        assert_close(y, t[f"out.{name}.y"], name)


@pytest.mark.parametrize("name", ["no_sigma", "sigma_2d", "sigma_1d", "one_slot_zero", "image_only"])
def test_golden_dit_forward(dit: PartDiT, name: str) -> None:
    _, t = load("dit_forward")
    given, want = section(t, f"in.{name}"), section(t, f"out.{name}")
    seen: dict[str, Tensor] = {}
    hooks = [b.register_forward_hook(lambda _m, _i, y, i=i: seen.update({f"block{i}": y})) for i, b in enumerate(dit.blocks)]
    hooks.append(dit.time_proj.register_forward_hook(lambda _m, _i, y: seen.update(time_proj=y)))
    hooks.append(dit.blocks[0].register_forward_pre_hook(lambda _m, i: seen.update(tokens_in=i[0])))
    geometry, sigma = given.get("geo"), given.get("sigma_history")
    y = dit(given["x"], given["timesteps"], given["image"], geometry=geometry, sigma=sigma)
    for hook in hooks:
        hook.remove()
    seen |= {"y": y, "cond_proj": dit.image_tokens(given["image"])}
    if geometry is not None:
        seen["part_tokens"] = dit.part_tokens(geometry, sigma)
    seen["norm_out"] = dit.norm_out(seen["block4"])
    assert seen.keys() == want.keys()
    for key, value in want.items():
        assert_close(seen[key], value, f"{name}.{key}")
    for collapse in (False, True):  # one context for all steps, empty slots as one token or as many
        context = dit.context(given["image"], geometry, sigma, collapse=collapse)
        assert_close(dit.denoise(given["x"], given["timesteps"], context), want["y"], f"{name} through a context")


def test_golden_vae_encode(vae: ShapeVAE) -> None:
    meta, t = load("vae_encode")
    assert set(cases(t)) == {"clamp", "fixed", "fps_random", "fps_start0", "zeros"}
    for name in ("fixed", "zeros", "fps_start0", "fps_random"):
        want, surface = section(t, f"out.{name}"), t[f"in.{name}.surface"]
        if "indices" in want:
            start = int(want["fps_effective_start"])
            index = vae.query_index(surface, start=start)
            assert torch.equal(index, want["indices"]), name
            posterior = vae.encode(surface, start=start)
        else:
            index = t[f"in.{name}.indices"]
            posterior = vae.encode(surface, index)
        features = vae.encoder.features(surface)
        seen = {
            "x_q": features.gather(1, index[..., None].expand(-1, -1, features.shape[-1])),
            "encoder_out": vae.encoder(surface, index),
            "mean": posterior.mean,
            "logvar": posterior.logvar,
            "std": posterior.std,
            "mode": posterior.mode,
            "kl": posterior.kl(),
        }
        seen["moments"] = vae.quant(seen["encoder_out"])
        for key, got in seen.items():
            assert_close(got, want[key], f"{name}.{key}")
    empty = vae.encode_nothing(16)
    assert_close(empty.mean, t["out.zeros.mean"], "encode_nothing")
    assert_close(empty.logvar, t["out.zeros.logvar"], "encode_nothing")
    clamped = Posterior.from_moments(t["in.clamp.moments"])
    assert_close(clamped.mean, t["out.clamp.mean"], "clamp.mean")
    assert torch.equal(clamped.logvar, t["out.clamp.logvar"])
    assert_close(clamped.std, t["out.clamp.std"], "clamp.std")
    draw = clamped.sample(torch.Generator().manual_seed(meta["posterior_seed"]))
    assert_close(draw, t["out.clamp.sample"], "clamp.sample")


def test_golden_vae_decode(vae: ShapeVAE) -> None:
    meta, t = load("vae_decode")
    for name, case in meta["cases"].items():
        z, queries, want = t[f"in.{name}.z"], t[f"in.{name}.queries"], section(t, f"out.{name}")
        start = vae.post_quant(z)
        assert_close(start, want["post_quant"], f"{name}.post_quant")
        assert_close(vae.decoder.tokens(start), want["kv"], f"{name}.kv")
        assert_close(vae.decode(z, queries, chunk=case["num_chunks"]), want["sdf"], f"{name}.sdf")
        assert_close(vae.query(vae.memory(z), queries), want["sdf"], f"{name}.sdf, memory once")
    joined = torch.cat([t["in.part1.z"], t["in.part2.z"]], 1)
    assert torch.equal(joined, t["in.concat.z"])


@pytest.mark.parametrize(("manifest", "kind"), [("vae", ShapeVAE), ("dit_2048", PartDiT), ("dit_4096", PartDiT)])
def test_golden_manifests(manifest: str, kind: type[ShapeVAE] | type[PartDiT]) -> None:
    want = read_json(f"manifest_{manifest}")
    with torch.device("meta"):
        model = kind.from_release(want["config"])
    assert {key: list(value.shape) for key, value in model.state_dict().items()} == want["state_dict"]
    assert len(model.state_dict()) == want["num_tensors"]
    assert sum(p.numel() for p in model.parameters()) == want["num_parameters"]
    assert [name for name, _ in model.named_buffers()] == want["persistent_buffers"] == []


def test_golden_names_of_triposg(dit: PartDiT) -> None:
    own = dit.state_dict()
    assert remap_triposg(own).keys() == own.keys()
    whole = {key: value for key, value in own.items() if ".attn3." not in key and ".norm3." not in key}  # a model without part attention
    old = {
        k.replace("attn2.", "attn_cross.0.").replace("norm2", "norm_cross.0").replace(".norm_ff.", ".norm3."): v for k, v in whole.items()
    }
    assert remap_triposg(old).keys() == whole.keys()
    public = {k.replace(".norm_ff.", ".norm3."): v for k, v in whole.items()}
    assert remap_triposg(public).keys() == whole.keys()
