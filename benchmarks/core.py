"""The AutoPartGen core against a plain twin that keeps nothing and leaves nothing out: ratios taken in one run.

    python benchmarks/core.py [--threads N] [--rounds N] [--only NAME ...] [--json FILE]
    python benchmarks/core.py --full

Networks with random weights. `step`: one guided prediction, contexts ready, alternating with the twin; `part`: a whole 50-step part with
everything that it needs, contexts included. The twin (tests/partgen/plain_twin.py) is the specification word by word: three branches in
one batch, all keys and values at every step. In image mode (guidance image 0, geometry 2) one branch has no weight and the two others share
the dropped picture; in mask mode (5, 5) one branch has none. `batch of 8`: eight objects in lockstep against eight twins, and against
the core itself one after the other. The figures hold for a machine on which nothing else runs.

`--full` runs one guided step of the full-size DiT with random bfloat16 weights: seconds and peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import torch
from torch import Tensor

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "partgen")]

import plain_twin  # noqa: E402

from partgen.config import DiTConfig, release_2048, small  # noqa: E402
from partgen.diffusion import branches, guide, sample  # noqa: E402
from partgen.dit import Context, ImageContext, PartDiT  # noqa: E402

MODES = {"image": (0.0, 2.0), "mask": (5.0, 5.0)}
STEPS = 50
MIDDLE = DiTConfig(  # tokens, pictures and width in the release's proportions
    num_latents=384,
    in_channels=32,
    latent_dim=32,
    width=384,
    num_layers=11,
    num_attention_heads=6,
    cross_attention_dim=192,
    token_cross_attention_layer=5,
)
SIZES = {"small": (small().dit, small().image.tokens), "middle": (MIDDLE, 193)}


class Conditions:
    """Random conditions of one part: pictures (1, t, 2 c), slots (1, 2, n, l), a first noise (1, n, i) and the steps' noises."""

    def __init__(self, config: DiTConfig, tokens: int, dtype: torch.dtype = torch.float32, seed: int = 0) -> None:
        g = torch.Generator().manual_seed(seed)

        def noise(*shape: int) -> Tensor:
            return torch.randn(shape, generator=g).to(dtype)

        n, c = config.num_latents, config.context_width
        self.image, self.dropped = noise(1, tokens, c), noise(1, tokens, c)
        self.geometry = noise(1, 2, n, config.latent_dim)
        self.x = noise(1, n, config.in_channels)
        self.noises = noise(STEPS, 1, n, config.in_channels)


def contexts(dit: PartDiT, given: Conditions, scales: tuple[float, float], dropped: ImageContext | None = None) -> tuple[Any, Context]:
    """The branches that have a weight and their joined context; the dropped picture's keys and values are good for a whole run."""
    needed = branches(*scales)
    dropped = dropped or dit.image_context(given.dropped)
    rows = {
        "none": lambda: dit.context(dropped, torch.zeros_like(given.geometry)),
        "geometry": lambda: dit.context(dropped, given.geometry),
        "image": lambda: dit.context(given.image, given.geometry),
    }
    return needed, Context.cat([rows[name]() for name in needed])


def predict(dit: PartDiT, needed: Any, context: Context, x: Tensor, t: Tensor, scales: tuple[float, float]) -> Tensor:
    """One guided prediction, all branches in one batch."""
    v = dict(zip(needed, dit.denoise(x.expand(len(needed), -1, -1), t.expand(len(needed)), context).split(1), strict=True))
    return guide(v.get("none"), v.get("geometry"), v.get("image"), image_scale=scales[0], geometry_scale=scales[1])


def compare(name: str, mode: str, *, rounds: int) -> list[dict[str, Any]]:
    """Step and part of one size in one mode, the core and the twin taking turns."""
    config, tokens = SIZES[name]
    scales, given = MODES[mode], Conditions(config, tokens)
    dit: PartDiT = plain_twin.randomise(PartDiT(config))  # type: ignore[assignment]
    p, heads, t = dict(dit.state_dict()), config.num_attention_heads, torch.tensor([500])
    needed, context = contexts(dit, given, scales)

    def core_step() -> Tensor:
        return predict(dit, needed, context, given.x, t, scales)

    def twin_model(x: Tensor, time: Tensor) -> Tensor:
        return plain_twin.guided(p, heads, x, time, given.image, given.dropped, given.geometry, scales)

    def core_part() -> Tensor:
        names, joined = contexts(dit, given, scales)
        return sample(lambda x, time: predict(dit, names, joined, x, time, scales), given.x, step_noise=given.noises, steps=STEPS)

    def twin_part() -> Tensor:
        return sample(twin_model, given.x, step_noise=given.noises, steps=STEPS)

    few = rounds if name == "small" else 1
    return [
        race(f"{name} step, {mode} mode", core_step, lambda: twin_model(given.x, t), rounds=rounds),
        race(f"{name} part, {mode} mode", core_part, twin_part, rounds=few),
    ]


def lockstep(name: str, *, objects: int = 8, steps: int = STEPS) -> dict[str, Any]:
    """A part each for several objects: the core in one batch, the twin one after the other; then the core one after the other."""
    config, tokens = SIZES[name]
    scales, given = MODES["image"], [Conditions(config, tokens, seed=i) for i in range(objects)]
    dit: PartDiT = plain_twin.randomise(PartDiT(config))  # type: ignore[assignment]
    p, heads = dict(dit.state_dict()), config.num_attention_heads
    starts, noises = torch.cat([one.x for one in given]), torch.cat([one.noises for one in given], 1)

    def core(some: list[Conditions], x: Tensor, noise: Tensor) -> Tensor:
        needed, n = branches(*scales), len(some)
        rows = [dit.context(dit.image_context(one.dropped), one.geometry * (k == "geometry")) for k in needed for one in some]
        joined = Context.cat(rows)

        def model(x: Tensor, t: Tensor) -> Tensor:
            v = dict(zip(needed, dit.denoise(x.repeat(len(needed), 1, 1), t[:1].expand(n * len(needed)), joined).split(n), strict=True))
            return guide(v.get("none"), v.get("geometry"), v.get("image"), image_scale=scales[0], geometry_scale=scales[1])

        return sample(model, x, step_noise=noise[:steps], steps=steps)

    def twin(one: Conditions) -> Tensor:
        def model(x: Tensor, t: Tensor) -> Tensor:
            return plain_twin.guided(p, heads, x, t, one.image, one.dropped, one.geometry, scales)

        return sample(model, one.x, step_noise=one.noises[:steps], steps=steps)

    row = race(
        f"{name} batch of {objects}, image mode",
        lambda: core(given, starts, noises),
        lambda: torch.cat([twin(one) for one in given]),
        rounds=1,
    )
    start = perf_counter()
    for i, one in enumerate(given):
        core([one], starts[i : i + 1], noises[:, i : i + 1])
    row["singles_seconds"] = perf_counter() - start
    print(f"{'':28s} the core's own singles {row['singles_seconds']:.2f} s: {row['singles_seconds'] / row['core_seconds']:.2f}x as long")
    return row


def race(what: str, core: Any, twin: Any, *, rounds: int) -> dict[str, Any]:
    """Median seconds of both, taken in turns after one unmeasured round of the shorter kind, and how far apart their results are."""
    times: dict[str, list[float]] = {"core": [], "twin": []}
    results: dict[str, Tensor] = {}
    if rounds > 1:
        core(), twin()
    for i in range(rounds):
        for name, run in (("core", core), ("twin", twin)) if i % 2 else (("twin", twin), ("core", core)):
            start = perf_counter()
            results[name] = run()
            times[name].append(perf_counter() - start)
    a, b = median(times["core"]), median(times["twin"])
    off = float((results["core"] - results["twin"]).abs().max() / results["twin"].abs().max())
    row = {"what": what, "core_seconds": a, "twin_seconds": b, "ratio": b / a, "relative_difference": off}
    print(f"{what:28s} {a:9.4f} s  twin {b:9.4f} s  ratio {b / a:5.2f}   difference {off:.1e}", flush=True)
    return row


def full(mode: str = "image") -> dict[str, Any]:
    """One guided step of the release's DiT with random bfloat16 weights."""
    config, tokens = release_2048().dit, release_2048().image.tokens
    with torch.device("meta"):
        dit = PartDiT(config).bfloat16()
    dit = dit.to_empty(device="cpu").eval()
    g = torch.Generator().manual_seed(0)
    for value in dit.parameters():
        value.uniform_(-1, 1, generator=g).mul_(1.7 / value.shape[-1] ** 0.5 if value.ndim > 1 else 0.25)
        value.add_(0 if value.ndim > 1 else 1)
    loaded = _peak()
    given = Conditions(config, tokens)
    start = perf_counter()
    needed, context = contexts(dit, given, MODES[mode])
    ready = perf_counter()
    v = predict(dit, needed, context, given.x, torch.tensor([500]), MODES[mode])
    done = perf_counter()
    row = {
        "what": f"release step, {mode} mode, bfloat16 weights",
        "branches": list(needed),
        "context_seconds": ready - start,
        "step_seconds": done - ready,
        "weights_gib": sum(q.numel() * q.element_size() for q in dit.parameters()) / 2**30,
        "peak_gib_after_loading": loaded,
        "peak_gib": _peak(),
        "finite": bool(v.isfinite().all()),
    }
    print(f"{row['what']}: {row['step_seconds']:.1f} s for the branches {', '.join(needed)}")
    print(f"their context, once per part: {row['context_seconds']:.1f} s")
    print(f"weights {row['weights_gib']:.2f} GiB, peak memory {row['peak_gib']:.2f} GiB; all values finite: {row['finite']}")
    return row


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> int:
    """Run what was asked for and print a table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--threads", type=int, help="threads of torch (default: all cores)")
    ap.add_argument("--rounds", type=int, default=7, help="measurements of each side; the median counts")
    ap.add_argument("--only", nargs="+", choices=SIZES, default=list(SIZES), help="sizes")
    ap.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    ap.add_argument("--full", action="store_true", help="one guided step of the full-size DiT instead")
    ap.add_argument("--json", type=Path, help="also write the figures there")
    args = ap.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    with torch.inference_mode():
        if args.full:
            rows = [full()]
        else:
            rows = [row for n in args.only for m in args.modes for row in compare(n, m, rounds=args.rounds)]
            rows += [lockstep("small")] if "small" in args.only else []
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
