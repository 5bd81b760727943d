"""How to train: one frozen record, and the schedules that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, isfinite, pi
from typing import TYPE_CHECKING, Any, Literal

from partgen.errors import PartgenError

if TYPE_CHECKING:
    import torch

Optimiser = Literal["adamw", "muon"]
Precision = Literal["auto", "bf16", "fp32"]


def _option(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True)
class TrainSettings:
    """How to train; ``dataclasses.fields(TrainSettings)[i].metadata["help"]`` is a field's line of help."""

    steps: int = _option(0, "optimiser steps in all; 0: train for --minutes instead")
    minutes: float = _option(0.0, "minutes of training in all, without probes and saves; counts only where steps is 0")
    learning_rate: float = _option(3e-4, "learning rate at its highest, of both optimisers")
    weight_decay: float = _option(0.01, "decoupled weight decay of weights with two or more axes; biases and norms have none")
    warmup: int = _option(100, "steps over which the learning rate rises from 0")
    cosine_from: float = _option(0.3, "share of the training after which the learning rate falls, as a cosine")
    floor: float = _option(0.02, "share of the learning rate that is left at the end")
    optimiser: Optimiser = _option("adamw", "adamw, or muon (Muon for hidden matrices, AdamW for the rest)")
    betas: tuple[float, float] = _option((0.9, 0.95), "decay of AdamW's two running means")
    ema: float = _option(0.998, "decay of the averaged weights, which rises as step / (step + 20) up to this; 0: no average")
    clip: float = _option(1.0, "longest gradient; longer ones are scaled down to it; 0: no limit")
    precision: Precision = _option("auto", "bf16 (autocast; weights stay float32), fp32, or auto: bf16 where the hardware has it")
    processes: int = _option(1, "CPU processes, each with its own batches; on GPUs use accelerate launch instead")
    device: str = _option("cpu", "cpu, cuda or cuda:1")
    save_every: float = _option(300.0, "seconds of training between checkpoints")
    probe_every: float = _option(600.0, "seconds of training between probes; 0: only at the end")
    log_every: int = _option(20, "steps between lines of log.jsonl")
    seed: int = _option(0, "another number: other first weights, other noise")

    def __post_init__(self) -> None:
        if isinstance(self.betas, list):  # as JSON gives it
            object.__setattr__(self, "betas", tuple(self.betas))
        for name, least in (("steps", 0), ("minutes", 0), ("warmup", 0), ("weight_decay", 0), ("clip", 0), ("probe_every", 0)):
            if not (getattr(self, name) >= least and isfinite(getattr(self, name))):
                raise PartgenError(f"{name} is {getattr(self, name)}: it must be {least} or more")
        for name in ("processes", "log_every"):
            if getattr(self, name) < 1:
                raise PartgenError(f"{name} is {getattr(self, name)}: it must be 1 or more")
        for name in ("learning_rate", "save_every"):
            if not (getattr(self, name) > 0 and isfinite(getattr(self, name))):
                raise PartgenError(f"{name} is {getattr(self, name)}: it must be more than 0")
        for name in ("cosine_from", "floor"):
            if not 0 <= getattr(self, name) <= 1:
                raise PartgenError(f"{name} is {getattr(self, name)}: it must be from 0 to 1")
        for name, values in (("ema", (self.ema,)), ("betas", self.betas)):
            if not all(0 <= value < 1 for value in values) or (name == "betas" and len(values) != 2):
                raise PartgenError(f"{name} is {getattr(self, name)}: {'two numbers' if name == 'betas' else 'it'} from 0 to below 1")
        for name, choices in (("optimiser", ("adamw", "muon")), ("precision", ("auto", "bf16", "fp32"))):
            if getattr(self, name) not in choices:
                raise PartgenError(f"{name} is {getattr(self, name)!r}: choose one of {', '.join(choices)}")
        if not self.steps and not self.minutes:
            raise PartgenError("neither steps nor minutes are given: say how long to train")
        if self.processes > 1 and self.device != "cpu":
            raise PartgenError(
                f"processes is {self.processes} on {self.device}: they are for the CPU; use accelerate launch for several GPUs"
            )


def half(settings: TrainSettings, device: torch.device) -> bool:
    """Whether the passes run in bfloat16 on a device: without such units a CPU is six times as fast in float32."""
    if settings.precision != "auto":
        return settings.precision == "bf16"
    import torch

    from partgen.layers import _quick_bfloat16

    return _quick_bfloat16() if device.type == "cpu" else device.type != "cuda" or torch.cuda.is_bf16_supported()


def progress(settings: TrainSettings, step: int, seconds: float) -> float:
    """Share of the training that is done after `step` steps and `seconds` of training, 0 to 1."""
    done = step / settings.steps if settings.steps else seconds / (60 * settings.minutes)
    return min(done, 1.0)


def rate(settings: TrainSettings, step: int, done: float) -> float:
    """Learning rate of step `step` (from 0) where a share `done` of the training is behind it."""
    factor = min((step + 1) / settings.warmup, 1.0) if settings.warmup else 1.0
    if done > settings.cosine_from:
        along = (done - settings.cosine_from) / (1 - settings.cosine_from)
        factor *= settings.floor + (1 - settings.floor) * (1 + cos(pi * along)) / 2
    return settings.learning_rate * factor


def ema_decay(settings: TrainSettings, step: int) -> float:
    """Decay of the averaged weights at the end of step `step`, counted from 1."""
    return min(settings.ema, step / (step + 20))
