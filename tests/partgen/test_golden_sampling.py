"""Schedule, guidance and sampler against the golden vectors, and what must hold without them."""

from __future__ import annotations

import pytest
import torch
from golden import assert_close, load, read_json
from torch import Tensor

import partgen
from partgen import diffusion
from partgen.errors import PartgenError


def test_golden_schedule() -> None:
    meta, g = load("scheduler")
    betas, signal = diffusion.training_noise()
    assert_close(betas, g["out.betas"], "betas")
    assert_close(signal, g["out.alphas_cumprod"], "alphas_cumprod")
    for n in meta["steps"]:
        plan = diffusion.schedule(n)
        assert list(plan.times) == g[f"out.{n}.timesteps"].tolist()
        want = g[f"out.{n}.sigmas"]
        assert_close(torch.tensor(plan.sigmas[:-1]) / want[:-1], torch.ones(n), f"sigmas of {n} steps, each by itself")
        assert plan.sigmas[-1] == want[-1] == 0


def test_golden_trajectory_of_fifty_steps() -> None:
    meta, g = load("scheduler")
    outputs = iter(g["in.model_outputs"])
    states: list[Tensor] = [g["in.x_init"]]
    beliefs: list[Tensor] = []

    def keep(k: int, x: Tensor, x0: Tensor) -> None:
        states.append(x)
        beliefs.append(x0)

    last = partgen.sample(lambda x, t: next(outputs), g["in.x_init"], step_noise=g["in.noises"], steps=meta["traj_steps"], callback=keep)
    assert_close(torch.stack(states), g["out.x"], "states")
    assert_close(torch.stack(beliefs), g["out.x0_pred"], "x0")
    assert torch.equal(last, states[-1]) and torch.equal(last, beliefs[-1])
    noised = diffusion.add_noise(g["in.x0"], g["in.eps"], g["in.train_t"], plan=diffusion.schedule(50))
    assert_close(noised, g["out.add_noise"], "add_noise")


def test_golden_guidance() -> None:
    meta, g = load("guidance")
    none, geo, image = g["in.none"], g["in.geo"], g["in.image_geo"]
    for name, case in meta["cases"].items():
        scales = {"image_scale": case["image_cfg_scale"], "geometry_scale": case["geometry_cfg_scale"]}
        assert_close(partgen.guide(none, geo, image, **scales), g[f"out.{name}.pred"], name)
        assert release_weights(**scales) == pytest.approx(g[f"out.{name}.internal"].tolist(), rel=1e-6)
    for scale in meta["whole_scales"]:
        assert_close(diffusion.guide_whole(none, image, scale=scale), g[f"out.whole_{scale:g}.pred"], f"whole {scale}")


def test_golden_sampler_runs_through_the_network() -> None:
    from partgen.dit import PartDiT

    meta, g = load("sampler")
    weights_meta, weights = load("dit_weights")
    dit = PartDiT.from_release(weights_meta["config"]).eval()
    dit.load_state_dict({k.removeprefix("sd."): v for k, v in weights.items()}, strict=True)
    for name, case in meta["cases"].items():
        noise = g[f"out.{name}.x"][0]
        drawn = torch.randn(noise.shape, generator=torch.Generator().manual_seed(case["seed"]))
        assert torch.equal(drawn, noise)
        image, dropped, geo = (g[f"in.{name}.{k}"] for k in ("image", "image_dropped", "geo"))
        sigma = g.get(f"in.{name}.sigma_history")
        guided: list[Tensor] = []

        def model(
            x: Tensor,
            t: Tensor,
            image: Tensor = image,
            dropped: Tensor = dropped,
            geo: Tensor = geo,
            sigma: Tensor | None = sigma,
            case: dict = case,
            guided: list[Tensor] = guided,
        ) -> Tensor:
            if case["kind"] == "whole":
                v = diffusion.guide_whole(dit(x, t, dropped, geo * 0, sigma), dit(x, t, image, geo, sigma), scale=case["whole_cfg_scale"])
            else:
                scales = {"image_scale": case["image_cfg_scale"], "geometry_scale": case["geometry_cfg_scale"]}
                seen = {"none": (dropped, geo * 0), "geometry": (dropped, geo), "image": (image, geo)}
                needed = diffusion.branches(**scales)
                v = partgen.guide(*(dit(x, t, *seen[b], sigma) if b in needed else None for b in seen), **scales)
            guided.append(v)
            return v

        with torch.no_grad():
            last = partgen.sample(model, noise, step_noise=g[f"out.{name}.noises"], steps=meta["steps"])
        assert_close(torch.stack(guided), g[f"out.{name}.guided"], f"{name}: guided", tolerance=1e-4)
        assert_close(last, g[f"out.{name}.x"][-1], f"{name}: final", tolerance=1e-4)
        assert_close(last / weights_meta["config"]["scale_factor"], g[f"out.{name}.native"], f"{name}: native", tolerance=1e-4)


def test_guidance_looks_only_at_what_has_weight() -> None:
    v = torch.randn(3, 1, 4, 2)
    assert diffusion.branches(0, 2) == ("none", "geometry")
    assert diffusion.branches(5, 5) == ("none", "image")
    assert diffusion.branches(0, 1) == ("geometry",)
    assert diffusion.branches(1, 1) == ("image",)
    assert diffusion.branches(0, 0) == ("none",)
    assert diffusion.branches(3, 2) == ("none", "geometry", "image")
    assert torch.equal(partgen.guide(None, v[1], None, image_scale=0, geometry_scale=1), v[1])
    wide = partgen.guide(v[0], v[1], v[2], image_scale=5, geometry_scale=5)
    assert torch.equal(wide, partgen.guide(v[0], None, v[2], image_scale=5, geometry_scale=5))
    assert torch.equal(diffusion.guide_whole(None, v[1], scale=1), v[1])
    with pytest.raises(PartgenError, match="needs the prediction 'geometry'"):
        partgen.guide(v[0], None, None, image_scale=0, geometry_scale=2)
    with pytest.raises(PartgenError, match="must not be negative"):
        partgen.guide(v[0], v[1], v[2], image_scale=-1, geometry_scale=2)
    with pytest.raises(PartgenError, match="from 1 to 1000"):
        diffusion.schedule(0)


@pytest.mark.parametrize("kind", ["release", "flow"])
def test_a_stopped_run_goes_on_to_the_same_end(kind: diffusion.Kind) -> None:
    noises = torch.randn(9, 1, 4, 3, generator=torch.Generator().manual_seed(3))
    plan = diffusion.schedule(9, kind=kind)

    def model(x: Tensor, t: Tensor) -> Tensor:
        return torch.tanh(x + t[:, None, None] / 1000)

    kept: dict[int, tuple[Tensor, Tensor]] = {}
    start = torch.randn(1, 4, 3, generator=torch.Generator().manual_seed(4))
    whole = diffusion.run(model, start, plan, draw=noises.__getitem__, callback=lambda k, x, x0: kept.update({k: (x, x0)}))
    x, x0 = kept[4]
    assert torch.equal(diffusion.run(model, x, plan, draw=noises.__getitem__, start=5, before=x0), whole)


def test_samplers_reach_the_data_when_the_network_knows_it() -> None:
    data, noise = torch.randn(2, 5, 3), torch.randn(2, 5, 3)

    def flow(x: Tensor, t: Tensor) -> Tensor:
        return (x - data) / (t[:, None, None] / 1000)

    assert_close(diffusion.sample_flow(flow, noise, steps=7, shift=3.0), data, "flow")

    def v_prediction(x: Tensor, t: Tensor) -> Tensor:
        a = diffusion.training_noise()[1][t][:, None, None].sqrt()
        s = (1 - a**2).sqrt()
        return a * (x - a * data) / s - s * data

    assert_close(partgen.sample(v_prediction, noise, step_noise=torch.randn(12, 2, 5, 3), steps=12), data, "release", tolerance=2e-4)


def release_weights(image_scale: float, geometry_scale: float) -> list[float]:
    """How the release writes the two scales: an inner scale and two weights (specification, section 5)."""
    cfg = max(image_scale, geometry_scale, 1.000001)
    return [cfg, image_scale / cfg, geometry_scale / cfg]


def test_golden_traces_of_the_loop() -> None:
    from scripted import trace

    for name, scenario in read_json("ar_traces")["scenarios"].items():
        calls, parts = trace(scenario)
        assert calls == scenario["calls"], name
        assert parts == scenario["num_parts"], name
