"""AdamW, or Muon for hidden matrices with AdamW for the rest; and their state as named tensors."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from partgen.train.flat import Flat
from partgen.train.muon import Muon
from partgen.train.settings import TrainSettings

LEAST_SIDE = 96  # Muon is for matrices with no side shorter than this
LEAST_CHANNELS = 24  # and for convolutions with no fewer outputs, twice as many where they look at single pixels


def matrices(model: nn.Module) -> list[str]:
    """Names of the trainable weights that Muon is for: matrices of layers, no embeddings, no side below 96; wide convolutions."""
    embeddings = {id(p) for m in model.modules() if isinstance(m, (nn.Embedding, nn.EmbeddingBag)) for p in m.parameters(recurse=False)}
    return [
        name for name, p in model.named_parameters() if p.requires_grad and id(p) not in embeddings and name.endswith("weight") and _wide(p)
    ]


def _wide(p: Tensor) -> bool:
    if p.ndim == 4:
        out, into, *kernel = p.shape
        return out >= LEAST_CHANNELS if max(kernel) > 1 else min(out, into) >= 2 * LEAST_CHANNELS
    return p.ndim == 2 and min(p.shape) >= LEAST_SIDE


def owners(flat: Flat, names: list[str], world: int) -> dict[str, int]:
    """Which rank updates which matrix: the costliest first, each to the rank with the least to do.

    A Newton-Schulz step of an (m, n) matrix, m <= n, costs about m^2 (2 n + m).
    """
    sides = {name: (len(p := flat.parameters[name]), p[0].numel()) for name in names}
    cost = {name: min(s) ** 2 * (2 * max(s) + min(s)) for name, s in sides.items()}
    load = [0] * world
    found: dict[str, int] = {}
    for name in sorted(names, key=lambda one: (-cost[one], one)):
        found[name] = load.index(min(load))
        load[found[name]] += cost[name]
    return found


class Optimiser:
    """The optimisers of one rank.

    Attributes
    ----------
    owner : matrix name -> rank that updates it; empty with AdamW.
    """

    def __init__(self, model: nn.Module, flat: Flat, settings: TrainSettings, *, rank: int = 0, world: int = 1) -> None:
        names = matrices(model) if settings.optimiser == "muon" else []
        self.flat, self.rank = flat, rank
        self.owner = owners(flat, names, world)
        rest = {name: p for name, p in flat.parameters.items() if name not in self.owner}
        self._parts: list[tuple[torch.optim.Optimizer, list[str]]] = []
        decayed = [name for name, p in rest.items() if p.ndim >= 2]
        plain = [name for name, p in rest.items() if p.ndim < 2]
        groups = [
            {"params": [rest[name] for name in some], "weight_decay": decay}
            for some, decay in ((decayed, settings.weight_decay), (plain, 0.0))
            if some
        ]
        if groups:
            self._parts.append((_adamw(groups, settings), decayed + plain))
        mine = [name for name, owner in self.owner.items() if owner == rank]
        if mine:
            made = Muon([flat.parameters[name] for name in mine], lr=settings.learning_rate, weight_decay=settings.weight_decay)
            self._parts.append((made, mine))

    def step(self, learning_rate: float) -> None:
        """Update the parameters of this rank in place."""
        for one, _ in self._parts:
            for group in one.param_groups:
                group["lr"] = learning_rate
            one.step()

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Tensors and plain values of this rank's optimisers, by ``<parameter>/<key>``."""
        tensors: dict[str, Tensor] = {}
        plain: dict[str, Any] = {}
        for one, names in self._parts:
            for name in names:
                for key, value in one.state.get(self.flat.parameters[name], {}).items():
                    (tensors if isinstance(value, Tensor) else plain)[f"{name}/{key}"] = value
        return tensors, plain

    def load(self, tensors: dict[str, Tensor], plain: dict[str, Any]) -> None:
        """Take over what `state` gave, of any rank; what belongs to other ranks is left."""
        for one, names in self._parts:
            held: dict[int, dict[str, Any]] = {}
            place = {name: i for i, name in enumerate(names)}
            for path, value in [*tensors.items(), *plain.items()]:
                name, key = path.rsplit("/", 1)
                if name in place:
                    held.setdefault(place[name], {})[key] = value.clone() if isinstance(value, Tensor) else value
            one.load_state_dict({"state": held, "param_groups": one.state_dict()["param_groups"]})


def _adamw(groups: list[dict[str, Any]], settings: TrainSettings) -> torch.optim.AdamW:
    try:
        return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=settings.betas, fused=True)
    except RuntimeError:  # no fused kernel for this device or torch
        return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=settings.betas)
