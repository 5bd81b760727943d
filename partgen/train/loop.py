"""One rank's part of a training: its model, optimiser and step, from its beginning to its end."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from partgen.checkpoint import read
from partgen.errors import PartgenError
from partgen.train import checkpoint
from partgen.train.data import Prefetch, to_device
from partgen.train.flat import Flat
from partgen.train.log import Figures, Log, means
from partgen.train.optimiser import Optimiser
from partgen.train.parallel import Ranks
from partgen.train.settings import TrainSettings, ema_decay, half, progress, rate
from partgen.train.task import Task

LOCKED = ("optimiser", "betas", "learning_rate", "weight_decay", "seed")  # a training that goes on keeps these
BAD_STEPS = 10  # so many losses in a row that are no numbers end a training


@dataclass(frozen=True)
class Result:
    """How a training ended.

    Parameters
    ----------
    step, seconds : how far it is, of all its runs.
    stopped : a signal ended it before its time; ``resume=True`` goes on.
    checkpoint : the last one; None on other ranks than 0.
    figures, probe : of the last log line and the last probe.
    """

    step: int
    seconds: float
    stopped: bool
    checkpoint: Path | None
    figures: dict[str, float] = field(default_factory=dict)
    probe: dict[str, float] = field(default_factory=dict)


def seed_of(*values: int) -> int:
    """63 bits that depend on all of the values."""
    return int.from_bytes(hashlib.sha256(repr(values).encode()).digest()[:8], "little") >> 1


class Loop:
    """The state of one rank: model, average (rank 0), optimiser, step, seconds."""

    def __init__(self, ranks: Ranks, task: Task, settings: TrainSettings, out: Path) -> None:
        self.ranks, self.task, self.settings, self.out = ranks, task, settings, out
        task.model.to(ranks.device)
        self.model = task.model.train()
        self.ema: nn.Module | None = None
        if ranks.rank == 0:
            self.ema = copy.deepcopy(self.model).eval()
            self.average = Flat(self.ema, grads=False)
            self.ema.requires_grad_(False)
        self.flat = Flat(self.model)
        self.optimiser = Optimiser(self.model, self.flat, settings, rank=ranks.rank, world=ranks.world)
        self.owned = [(*self.flat.spans[name], owner) for name, owner in self.optimiser.owner.items()]
        self.generator = torch.Generator(ranks.device)
        self.step, self.seconds = 0, 0.0
        self.figures, self.line, self.probed = Figures(), {}, {}  # type: tuple[Figures, dict[str, float], dict[str, float]]
        self.saved: tuple[int, Path] | None = None
        self.exported = -1  # the step of the last export by this process
        self.prefetch: Prefetch | None = None

    # -- beginnings

    def load(self, state: checkpoint.State) -> None:
        """Go on from a checkpoint; raises where settings or model differ."""
        if state.task != self.task.name:
            raise PartgenError(f"the training in {self.out} is of {state.task}, not of {self.task.name}: give its own folder")
        now = asdict(self.settings)
        for name in LOCKED:
            was = state.settings.get(name, now[name])
            was = tuple(was) if isinstance(was, list) else was
            if was != now[name]:
                raise PartgenError(
                    f"{name} is {now[name]} but was {was} in the training at {self.out}: resume with the same, or start anew"
                )
        wanted = self.model.state_dict()
        for name in [*wanted, *state.model]:
            here, there = (tuple(one[name].shape) if name in one else None for one in (wanted, state.model))
            if here != there:
                raise PartgenError(f"the model in {self.out} is another one: {name} is {there} there and {here} here (None: not in it)")
        self.model.load_state_dict(state.model)
        if self.ema is not None:
            self.ema.load_state_dict(state.ema)
        self.optimiser.load(state.optimiser, state.plain)
        self.step, self.seconds = state.step, state.seconds
        self.saved = (state.step, self.out / "checkpoints" / f"step-{state.step:08d}.safetensors")

    def fill(self, init: str | Path) -> list[str]:
        """Weights to start from; returns a line on what did not match."""
        given, _ = read(init)
        wanted = self.model.state_dict()
        good = {name: value for name, value in given.items() if name in wanted and value.shape == wanted[name].shape}
        if not good:
            raise PartgenError(f"nothing in {init} fits this model: it begins with {', '.join(list(given)[:3])}")
        self.model.load_state_dict(good, strict=False)
        if self.ema is not None:
            self.ema.load_state_dict(good, strict=False)
        said = []
        for text, names in (
            ("not in the file", [name for name in wanted if name not in given]),
            ("of another shape in the file", [name for name in wanted if name in given and name not in good]),
            ("not in the model", [name for name in given if name not in wanted]),
        ):
            if names:
                said.append(f"{len(names)} {text} ({', '.join(names[:3])}{', ...' * (len(names) > 3)})")
        return [f"init {init}: {len(good)} of {len(wanted)} tensors taken; {'; '.join(said)}"] if said else []

    def level(self) -> None:
        """Give every rank the weights of rank 0."""
        self.ranks.spread(self.flat.values, [(0, len(self.flat.values), 0)])
        if self.ema is not None and not self.step:
            self.average.values.copy_(self.flat.values)

    # -- the loop

    def run(self, log: Log | None, asked: threading.Event) -> Result:
        """Steps until the end."""
        ranks, settings = self.ranks, self.settings
        self.prefetch = Prefetch(self.task.batches(rank=ranks.rank, world=ranks.world, start=self.step))
        bad = 0
        saved = probed = logged = self.seconds
        steps, waited = 0, 0.0
        while True:
            done = progress(settings, self.step, self.seconds)
            end = "end" if done >= 1 else "stopped" if asked.is_set() else ""
            save = bool(end) or self.seconds - saved >= settings.save_every
            probe = end == "end" or bool(settings.probe_every and self.seconds - probed >= settings.probe_every)
            done, end, save, probe = ranks.decide((done, end, save, probe))
            if save:
                self._save(log, last=bool(end))
                saved = self.seconds
            if probe:
                self._probe(log, done)
                probed = self.seconds
            if end:
                if log is not None:
                    text = "done" if end == "end" else "stopped; resume goes on"
                    log("end", step=self.step, seconds=self.seconds, text=text)
                file = self.saved[1] if self.saved and ranks.rank == 0 else None
                return Result(self.step, self.seconds, end == "stopped", file, self.line, self.probed)
            began = perf_counter()
            lr = rate(settings, self.step, done)
            wait, norm = self._step(lr)
            waited += wait
            self.seconds += perf_counter() - began
            steps += 1
            if isfinite(norm):
                bad = 0
            else:
                bad += 1
                self.warn(log, f"the loss or its gradient is not finite: step skipped ({bad} in a row)")
                if bad >= BAD_STEPS:
                    where = f"the checkpoint of step {self.saved[0]} stays" if self.saved else "there is no checkpoint yet"
                    raise PartgenError(
                        f"no finite loss in {bad} steps in a row, up to step {self.step}: {where}; try a lower learning_rate"
                    )
            if self.step % settings.log_every == 0:
                taken = ranks.gather(self.figures.take())
                if log is not None:
                    self.line = means(taken)
                    span = max(self.seconds - logged, 1e-9)
                    rates = {"lr": lr, "steps_per_second": steps / span, "waiting": waited / span}
                    log("log", step=self.step, seconds=self.seconds, done=progress(settings, self.step, self.seconds), **self.line, **rates)
                logged, steps, waited = self.seconds, 0, 0.0

    def _step(self, lr: float) -> tuple[float, float]:
        """One optimiser step; returns (seconds waited for data, gradient norm, not finite where the step was skipped)."""
        assert self.prefetch is not None and self.flat.grads is not None
        batch, waited = self.prefetch.get()
        seed = seed_of(self.settings.seed, 1, self.step, self.ranks.rank)
        torch.manual_seed(seed)
        self.generator.manual_seed(seed)
        grads = self.flat.grads.zero_()
        kind = self.ranks.device.type
        with torch.autocast(kind, torch.bfloat16, enabled=half(self.settings, self.ranks.device)):
            loss, figures = self.task.loss(to_device(batch, self.ranks.device), self.generator)
        if torch.isfinite(loss):
            loss.backward()  # type: ignore[no-untyped-call]
        else:
            grads[0] = torch.nan  # reaches all ranks through the average
        self.ranks.average(grads)
        norm = float(grads.norm())
        self.step += 1
        if self.step % self.settings.log_every == 1:
            self.flat.check()
        if not isfinite(norm):
            return waited, norm
        if self.settings.clip and norm > self.settings.clip:
            grads.mul_(self.settings.clip / norm)
        self.optimiser.step(lr)
        if self.owned:
            self.ranks.spread(self.flat.values, self.owned)
        if self.ema is not None:
            self._average()
        self.figures.add({"loss": loss, **figures, "grad_norm": norm})
        return waited, norm

    @torch.no_grad()
    def _average(self) -> None:
        assert self.ema is not None
        self.average.values.lerp_(self.flat.values, 1 - ema_decay(self.settings, self.step))
        for mine, its in zip(self.ema.buffers(), self.model.buffers(), strict=True):
            mine.copy_(its)

    # -- what is kept

    def _save(self, log: Log | None, *, last: bool) -> None:
        """Checkpoint and export; what can not be written is a warning, and an error only at the end."""
        if self.saved is not None and self.saved[0] == self.step:
            if last and log is not None:
                self._export(log, last=last)
            return
        self.flat.check()
        prints = self.ranks.gather(self.flat.fingerprint())
        if len(set(prints)) > 1:
            raise PartgenError(
                f"the processes' weights differ at step {self.step}: a task's loss must not change weights; resume goes back"
            )
        tensors, plain = self._optimiser_state()
        if log is None or self.ema is None:
            return
        state = checkpoint.State(
            self.task.name, asdict(self.settings), self.step, self.seconds, self.model.state_dict(), self.ema.state_dict(), tensors, plain
        )
        with self._writing(log, last=last):
            file = checkpoint.save(state, self.out / "checkpoints")
            self.saved = (self.step, file)
            log("save", step=self.step, seconds=self.seconds, file=str(file))
            self._export(log, last=last)

    def _export(self, log: Log, *, last: bool) -> None:
        if self.ema is None or self.exported == self.step:
            return
        with self._writing(log, last=last), torch.no_grad():
            self.task.export(self.ema, self.out / "weights")
            self.exported = self.step

    @contextlib.contextmanager
    def _writing(self, log: Log, *, last: bool) -> Iterator[None]:
        """What can not be written within is a warning, or at the end of the training an error."""
        try:
            yield
        except checkpoint.SaveError as e:
            text = str(e)
        except (OSError, SafetensorError) as e:  # safetensors wraps what the system says
            text = f"the weights of step {self.step} could not be exported: {e}"
        else:
            return
        if last:
            raise PartgenError(f"{text}; the last checkpoint is {self.saved[1] if self.saved else 'not there'}: make room and resume")
        self.warn(log, f"{text}; the training goes on and tries again later")

    def _optimiser_state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """The optimiser's state with the parts that other ranks own."""
        tensors, plain = self.optimiser.state()
        if self.ranks.world > 1 and self.owned:
            momenta = torch.zeros_like(self.flat.values)
            for name, owner in self.optimiser.owner.items():
                begin, end = self.flat.spans[name]
                if owner == self.ranks.rank and f"{name}/momentum_buffer" in tensors:
                    momenta[begin:end] = tensors[f"{name}/momentum_buffer"].flatten()
            self.ranks.spread(momenta, self.owned)
            for name in self.optimiser.owner:
                begin, end = self.flat.spans[name]
                tensors[f"{name}/momentum_buffer"] = momenta[begin:end].view(self.flat.parameters[name].shape)
        return tensors, plain

    def _probe(self, log: Log | None, done: float) -> None:
        if log is None or self.ema is None:
            return
        with torch.no_grad():
            self.probed = {name: float(value) for name, value in self.task.probe(self.ema).items()}
        log("probe", step=self.step, seconds=self.seconds, done=done, **self.probed)

    def warn(self, log: Log | None, text: str) -> None:
        if log is not None:
            log("warning", step=self.step, seconds=self.seconds, text=text)

    def close(self) -> None:
        if self.prefetch is not None:
            self.prefetch.close()
