"""Muon in float32: momentum whose matrices are brought near to orthogonal before they are a step.

torch's own (`torch.optim.Muon`) multiplies in bfloat16, which CPUs without such units do fifty times more slowly than float32.
Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024; step size as Liu et al., arXiv:2502.16982.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import torch
from torch import Tensor

QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients of the Newton-Schulz polynomial: steepest at 0, and within about 0.7 to 1.2 after five rounds."""


class Muon(torch.optim.Optimizer):
    """For matrices, and the weights of convolutions as matrices of (outputs, all inputs).

    Parameters
    ----------
    params : weights with two or more axes. lr : learning rate, in AdamW's measure. momentum : Nesterov's. weight_decay : decoupled.
    rounds : of Newton-Schulz.
    """

    def __init__(self, params: Any, *, lr: float = 1e-3, momentum: float = 0.95, weight_decay: float = 0.01, rounds: int = 5) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "rounds": rounds})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Update the matrices that have gradients."""
        for group in self.param_groups:
            alike: dict[torch.Size, list[tuple[Tensor, Tensor]]] = defaultdict(list)
            for p in group["params"]:
                if p.grad is None:
                    continue
                buffer = self.state[p].setdefault("momentum_buffer", torch.zeros_like(p))
                buffer.lerp_(p.grad, 1 - group["momentum"])
                alike[p.shape].append((p, p.grad.lerp(buffer, group["momentum"])))
            for shape, pairs in alike.items():
                moves = orthogonal(torch.stack([move.flatten(1) for _, move in pairs]), group["rounds"])
                for (p, _), move in zip(pairs, moves, strict=True):
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(move.view(shape), alpha=-group["lr"] * 0.2 * max(move.shape) ** 0.5)


def orthogonal(x: Tensor, rounds: int = 5) -> Tensor:
    """Matrices (b, m, n) with their singular values brought near to 1, in float32."""
    tall = x.shape[1] > x.shape[2]
    y = (x.mT if tall else x).float()
    y = y / y.flatten(1).norm(dim=1).clamp(min=1e-7)[:, None, None]
    a, b, c = QUINTIC
    for _ in range(rounds):
        gram = y @ y.mT
        y = a * y + (b * gram + c * gram @ gram) @ y
    return (y.mT if tall else y).to(x.dtype)
