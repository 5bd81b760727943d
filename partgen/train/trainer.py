"""The training loop: the same for every task, on one process or several, on CPU or GPU."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

from partgen.errors import PartgenError
from partgen.train import checkpoint
from partgen.train.log import Log, OnEvent, Teller
from partgen.train.loop import Loop, Result, seed_of
from partgen.train.parallel import Accelerated, Alone, Ranks, launched, shared
from partgen.train.settings import TrainSettings
from partgen.train.task import Task


def train(
    make_task: Callable[[], Task],
    settings: TrainSettings,
    out: str | Path,
    *,
    resume: bool = False,
    init: str | Path | None = None,
    on_event: OnEvent | None = None,
) -> Result:
    """Train a task.

    Parameters
    ----------
    make_task : makes the task, in every process; picklable (a function of a module, or a partial of one).
    settings : how.
    out : folder of the run: ``checkpoints/``, ``weights/`` (what the task exports), ``log.jsonl``; new or empty, unless resumed.
    resume : go on from the last whole checkpoint in `out`.
    init : weights to start from, where names and shapes agree; the rest is told as a warning; a checkpoint comes before it.
    on_event : told of every log line, probe, save and warning, in place of lines on standard error.

    Raises
    ------
    PartgenError : a folder in use, other settings than before, a lost process, or ten steps in a row without a finite loss.
    """
    out = Path(out)
    told = on_event or Teller()
    if launched():
        ranks = Accelerated(settings)
        problem, start = ranks.decide(_outcome(_begin, out, resume) if ranks.rank == 0 else None)
        if problem:
            raise PartgenError(problem)
        return _run(ranks, make_task, settings, out, start, init, told)
    start = _begin(out, resume)
    if settings.processes == 1:
        return _run(Alone(settings.device), make_task, settings, out, start, init, told)
    with shared(settings.processes, _run, (make_task, settings, out, start, init)) as several:
        return _run(several, make_task, settings, out, start, init, told)


def _outcome(function: Callable[..., Any], *arguments: Any) -> tuple[str, Any]:
    try:
        return "", function(*arguments)
    except PartgenError as e:
        return str(e), None


def _begin(out: Path, resume: bool) -> tuple[Path | None, list[str]]:
    """The checkpoint to go on from, and what is to be said about it."""
    if resume:
        if not out.is_dir():
            raise PartgenError(f"there is no training at {out} to resume: check the folder, or start without resume")
        found = checkpoint.latest(out / "checkpoints")
        if found is None:
            return None, [f"there is no checkpoint in {out} yet: the training starts from the beginning"]
        state, file, said = found
        for newer in [one for one in checkpoint.files(file.parent) if one > file]:
            newer.rename(newer.with_name(newer.name + ".damaged"))
        return file, [f"{line}; the one before it is used" for line in said]
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise PartgenError(f"{out} is not empty: give a new folder, or resume to go on with the training in it")
    out.mkdir(parents=True, exist_ok=True)
    return None, []


@contextlib.contextmanager
def _signals() -> Iterator[threading.Event]:
    """Set by SIGINT or SIGTERM; a second signal does what it always did."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def heed(number: int, frame: Any) -> None:
        asked.set()
        signal.signal(number, before[signal.Signals(number)] or signal.SIG_DFL)

    for one in before:
        signal.signal(one, heed)
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler or signal.SIG_DFL)


def _run(
    ranks: Ranks,
    make_task: Callable[[], Task],
    settings: TrainSettings,
    out: Path,
    start: tuple[Path | None, list[str]],
    init: str | Path | None,
    told: OnEvent | None = None,
) -> Result:
    """One rank's training, from its start or a checkpoint to its end."""
    file, said = start
    torch.manual_seed(seed_of(settings.seed, 0))
    task = make_task()
    state = None if file is None else checkpoint.load(file)
    loop = Loop(ranks, task, settings, out)
    if state is not None:
        loop.load(state)
    elif init is not None:
        said = said + loop.fill(init)
    loop.level()
    with _signals() if ranks.rank == 0 or launched() else contextlib.nullcontext(threading.Event()) as asked:
        log = Log(out, step=loop.step, told=told or Teller()) if ranks.rank == 0 else None
        try:
            for text in said:
                loop.warn(log, text)
            return loop.run(log, asked)
        finally:
            loop.close()
            if log is not None:
                log.close()
