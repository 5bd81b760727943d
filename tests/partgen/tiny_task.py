"""A small regression task for the tests of the training loop; run as a script it trains, to be killed."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from partgen.checkpoint import write


@dataclass
class Tiny:
    """y = sin(pitch x) summed over eight inputs, learned by a small perceptron; `side` > 95 gives Muon something to do."""

    side: int = 32
    size: int = 32
    noise: float = 0.05
    pitch: float = 3.0
    pause: float = 0.0
    bad_from: int = -1
    bad_to: int = -1
    export_fails_until: int = 0  # so many exports find no room
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
        y = (self.pitch * x).sin().sum(-1, keepdim=True)
        seen = x + self.noise * torch.randn(x.shape, generator=generator)
        loss = (self.model(seen).float() - y).square().mean()
        if self.bad_from <= batch["step"] < self.bad_to:
            loss = loss * torch.nan
        return loss, {"error": loss.detach().sqrt()}

    def probe(self, model: nn.Module) -> dict[str, float]:
        x = torch.rand(256, 8, generator=torch.Generator().manual_seed(999_999)) * 2 - 1
        return {"error": float((model(x) - (self.pitch * x).sin().sum(-1, keepdim=True)).square().mean())}

    def export(self, model: nn.Module, folder: Path) -> None:
        self.export_fails_until -= 1
        if self.export_fails_until >= 0:
            raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")  # as a full disk gave it
        write(folder / "tiny.safetensors", model.state_dict(), noted={"kind": "tiny"})


@dataclass
class Drifting(Tiny):
    """Changes the weights of each rank in its own way, which no task may do."""

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        with torch.no_grad():
            next(self.model.parameters()).add_(1e-3 * torch.rand(1, generator=generator))
        return super().loss(batch, generator)


@dataclass
class Breaking(Tiny):
    """Ends rank 1 in the middle of step 7."""

    how: str = "kill"

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        for batch in super().batches(rank=rank, world=world, start=start):
            yield {**batch, "rank": rank}

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        if batch["rank"] == 1 and batch["step"] == 7:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise ZeroDivisionError("a fault")
        return super().loss(batch, generator)


def main() -> None:
    """Train in a folder (the first argument) with settings and task options from JSON (the second)."""
    from partgen.train import TrainSettings, train

    out, said = sys.argv[1], json.loads(sys.argv[2])
    task = {name: said.pop(name) for name in ("side", "pause") if name in said}
    settings = TrainSettings(**{"warmup": 5, "log_every": 5, "precision": "fp32", "learning_rate": 3e-3, **said})
    result = train(partial(Tiny, **task), settings, out)
    print(f"step {result.step} stopped {result.stopped}", flush=True)


if __name__ == "__main__":
    main()
