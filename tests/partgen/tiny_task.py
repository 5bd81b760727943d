"""A small regression task for the tests of the training loop; run as a script it trains, to be killed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from partgen.checkpoint import write


@dataclass
class Tiny:
    """y = sin(3 x) summed over eight inputs, learned by a small perceptron; `side` > 95 gives Muon something to do."""

    side: int = 32
    size: int = 32
    noise: float = 0.05
    pause: float = 0.0
    bad_from: int = -1
    bad_to: int = -1
    name: str = "tiny"

    def __post_init__(self) -> None:
        self.model: nn.Module = nn.Sequential(
            nn.Linear(8, self.side), nn.GELU(), nn.Linear(self.side, self.side), nn.GELU(), nn.Linear(self.side, 1)
        )

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        step = start
        while True:
            x = torch.rand(self.size, 8, generator=torch.Generator().manual_seed(step)) * 2 - 1
            part = self.size // world
            yield {"x": x[rank * part : (rank + 1) * part], "step": step}
            step += 1

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        time.sleep(self.pause)
        x = batch["x"]
        y = (3 * x).sin().sum(-1, keepdim=True)
        seen = x + self.noise * torch.randn(x.shape, generator=generator)
        loss = (self.model(seen).float() - y).square().mean()
        if self.bad_from <= batch["step"] < self.bad_to:
            loss = loss * torch.nan
        return loss, {"error": loss.detach().sqrt()}

    def probe(self, model: nn.Module) -> dict[str, float]:
        x = torch.rand(256, 8, generator=torch.Generator().manual_seed(999_999)) * 2 - 1
        return {"error": float((model(x) - (3 * x).sin().sum(-1, keepdim=True)).square().mean())}

    def export(self, model: nn.Module, folder: Path) -> None:
        write(folder / "tiny.safetensors", model.state_dict(), noted={"kind": "tiny"})


def main() -> None:
    """out steps processes pause save_every resume(0|1) optimiser"""
    from partgen.train import TrainSettings, train

    out, steps, processes, pause, save_every, resume, optimiser = sys.argv[1:]
    settings = TrainSettings(
        steps=int(steps),
        processes=int(processes),
        save_every=float(save_every),
        log_every=5,
        precision="fp32",
        optimiser=optimiser,  # type: ignore[arg-type]
    )
    side = 96 if optimiser == "muon" else 32
    result = train(partial(Tiny, side=side, pause=float(pause)), settings, out, resume=resume == "1")
    print(f"step {result.step} stopped {result.stopped}", flush=True)


if __name__ == "__main__":
    main()
