"""Objects in lockstep against one after the other: ``python -m benchmarks.core_batch`` or ``python benchmarks/core_batch.py``.

The small configuration with random weights, a GPU if there is one, else one thread.  Both ways make the same parts
(checked); the ratio is what counts, seconds depend on the machine.  Aim: 2x for a batch of 8.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from typing import Any

import numpy as np
import torch

import partgen
from partgen.config import preset
from partgen.generator import Inputs, write_random


def objects(n: int) -> list[Inputs]:
    """n pictures of blobs, each with its seed."""
    y, x = np.mgrid[-1:1:96j, -1:1:96j]
    made = []
    for i in range(n):
        rng = np.random.default_rng(i)
        inside = (x / rng.uniform(0.4, 0.8)) ** 2 + (y / rng.uniform(0.4, 0.8)) ** 2 < 1
        picture = np.zeros((96, 96, 4), np.uint8)
        picture[inside] = [*rng.integers(60, 220, 3), 255]
        made.append(Inputs(image=picture, seed=i))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--config", default="small")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--parts", type=int, default=2)
    parser.add_argument("--grid", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    given = objects(options.batch)
    settings: dict[str, Any] = {
        "steps": options.steps,
        "max_parts": options.parts,
        "grid": options.grid,
        "duplicate_threshold": None,
        "end_threshold": None,
        "postprocess": False,
    }
    with tempfile.TemporaryDirectory() as folder:
        write_random(folder, preset(options.config))
        maker = partgen.load(folder)
        spent: dict[str, list[float]] = {"one after the other": [], "lockstep": []}
        sampling: dict[str, float] = {}
        for _ in range(options.rounds):
            clock = Clock(maker.networks)
            begin = time.perf_counter()
            singles = [[part.latent for part in maker.generate(image=one.image, seed=one.seed, **settings)] for one in given]
            spent["one after the other"].append(time.perf_counter() - begin)
            sampling["one after the other"] = clock.stop()
            clock = Clock(maker.networks)
            begin = time.perf_counter()
            together: list[list[torch.Tensor]] = [[] for _ in given]
            for i, part in maker.batch(given, **settings):
                together[i].append(part.latent)
            spent["lockstep"].append(time.perf_counter() - begin)
            sampling["lockstep"] = clock.stop()
        firsts = [(one[0], other[0]) for one, other in zip(singles, together, strict=True)]
        away = max(float((a - b).abs().max() / b.abs().max()) for a, b in firsts)
    made = options.batch * options.parts
    print(f"{options.config}, {options.batch} objects of {options.parts} parts, {options.steps} steps, grid {options.grid}")
    for name, seconds in spent.items():
        print(f"{name:20} {min(seconds):7.2f} s  {made / min(seconds):6.2f} parts/s   sampling {sampling[name]:6.2f} s")
    print(f"ratio: {min(spent['one after the other']) / min(spent['lockstep']):.2f}x overall, ", end="")
    print(f"{sampling['one after the other'] / sampling['lockstep']:.2f}x sampling; first parts' latents differ by {away:.1e}")


class Clock:
    """Seconds that networks spend in sampling."""

    def __init__(self, networks: Any) -> None:
        self.networks, self.total, self.plain = networks, 0.0, type(networks).sample

        def timed(*args: Any, **kwargs: Any) -> Any:
            begin = time.perf_counter()
            out = self.plain(networks, *args, **kwargs)
            self.total += time.perf_counter() - begin
            return out

        networks.sample = timed

    def stop(self) -> float:
        """Seconds so far; the networks are as before."""
        del self.networks.sample
        return self.total


if __name__ == "__main__":
    main()
