"""All trainable parameters of a model as one vector, and their gradients as another."""

from __future__ import annotations

import zlib

import torch
from torch import nn

from partgen.errors import PartgenError

_ALIGN = 16  # floats: each parameter begins on a 64-byte border


class Flat:
    """Moves the trainable parameters of a model into one vector, of which they become views.

    Attributes
    ----------
    parameters : name -> parameter, each once, in the model's order.
    spans : name -> (begin, end) of its values in the vectors.
    values, grads : (n,) float; `grads` is None unless asked for, else every parameter's ``grad`` is a view of it.
    """

    def __init__(self, model: nn.Module, *, grads: bool = True) -> None:
        self.parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}
        if not self.parameters:
            raise PartgenError("this model has no trainable parameters: there is nothing to train")
        self.spans: dict[str, tuple[int, int]] = {}
        n = 0
        for name, p in self.parameters.items():
            if p.dtype != torch.float32:
                raise PartgenError(f"parameter {name} is {p.dtype}: trained weights must be float32; bf16 is the precision of the passes")
            self.spans[name] = (n, n + p.numel())
            n += -(-p.numel() // _ALIGN) * _ALIGN
        device = next(iter(self.parameters.values())).device
        self.values = torch.zeros(n, device=device)
        self.grads = torch.zeros(n, device=device) if grads else None
        for name, p in self.parameters.items():
            begin, end = self.spans[name]
            view = self.values[begin:end].view(p.shape)
            view.copy_(p.detach())
            p.data = view
            if self.grads is not None:
                p.grad = self.grads[begin:end].view(p.shape)

    def check(self) -> None:
        """Raise where a parameter or its gradient no longer lives in the vectors (a task that replaces them while it trains)."""
        for name, p in self.parameters.items():
            for what, held, vector in (("parameter", p, self.values), ("the gradient of", p.grad, self.grads)):
                if vector is not None and (held is None or held.data_ptr() != vector.data_ptr() + 4 * self.spans[name][0]):
                    raise PartgenError(f"{what} {name} was replaced while training: a task must leave weights and gradients in place")

    def fingerprint(self) -> int:
        """CRC-32 of the values' bytes."""
        return zlib.crc32(self.values.detach().cpu().numpy().data)
