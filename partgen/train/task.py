"""What can be trained: a model, its batches, its loss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn


class Task(Protocol):
    """One thing to train.  Each process makes its own from the same ``make_task``, under the same global seed.

    Attributes
    ----------
    name : kept in checkpoints, so that none is continued as another task.
    model : holds all trainable parameters, as float32; its buffers must not change in training (they are not averaged).
    """

    name: str
    model: nn.Module

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """Batches for the steps `start`, `start` + 1, ...: each a pure function of (data, seed, step, rank).

        Runs in a thread of its own, a few batches ahead.  Tensors (also within mappings, lists, tuples) are moved to the device.
        """
        ...

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """Scalar loss (a mean over the batch) and detached scalars to log; every random draw is from `generator` (on the model's device).

        Called under autocast; `generator` and torch's global one are seeded by (seed, step, rank) before each call.
        """
        ...

    def probe(self, model: nn.Module) -> dict[str, float]:
        """Held-out figures of the averaged weights; on rank 0 only, without gradients and without autocast."""
        ...

    def export(self, model: nn.Module, folder: Path) -> None:
        """Write what users load, from the averaged weights, each file whole or not at all; on rank 0, after each checkpoint."""
        ...
