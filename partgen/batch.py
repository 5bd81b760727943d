"""Several objects in lockstep: each has its own history and its own end, the networks see them together.

`drive` runs the loops of `partgen.autoregress` until all of them wait for an answer, lets a worker answer all
questions of one kind at once, and goes on.  One object is a batch of one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any, Protocol

from partgen.autoregress import Accepted, Ask, Part, SamplePart, SampleWhole
from partgen.state import RunState

_SLOW = (SampleWhole, SamplePart)


class Worker(Protocol):
    """Whoever computes what the loops ask for."""

    def answer(self, asks: Sequence[Ask], states: Sequence[RunState]) -> list[Any]:
        """Answers to questions of one kind and group, one from each of some runs."""


def drive(loops: Sequence[Generator[Ask, Any, None]], states: Sequence[RunState], worker: Worker) -> Iterator[tuple[int, Part]]:
    """Run loops to their ends.

    Parameters
    ----------
    loops : from `partgen.autoregress.loop`, not started; states : theirs.
    worker : answers.

    Yields
    ------
    (place of the object, its new part), as they are made.
    """
    waiting: dict[int, Ask] = {}
    for i, one in enumerate(loops):
        yield from ((i, part) for part in _go(one, i, None, waiting))
    while waiting:
        # all that is quick first, so that sampling sees as many objects together as it can
        quick = [i for i, ask in waiting.items() if not isinstance(ask, _SLOW)]
        first = waiting[min(quick) if quick else min(waiting)]
        kind = _kind(first, states[min(quick) if quick else min(waiting)])
        group = sorted(i for i, ask in waiting.items() if _kind(ask, states[i]) == kind)
        answers = worker.answer([waiting[i] for i in group], [states[i] for i in group])
        made: list[tuple[int, Part]] = []
        for i, value in zip(group, answers, strict=True):
            states[i].sampling = None
            del waiting[i]
            made += [(i, part) for part in _go(loops[i], i, value, waiting)]
        yield from made


def _go(one: Generator[Ask, Any, None], i: int, value: Any, waiting: dict[int, Ask]) -> list[Part]:
    """Send a loop its answer and note what it asks next; returns the parts it made on the way."""
    made: list[Part] = []
    try:
        ask = one.send(value)
        while isinstance(ask, Accepted):
            made.append(ask.part)
            ask = next(one)
    except StopIteration:
        return made
    waiting[i] = ask
    return made


def _kind(ask: Ask, state: RunState) -> object:
    """Questions of equal kind can be answered together; a sampling that goes on does so with those at its step."""
    slow = isinstance(ask, _SLOW)
    step = state.sampling.k if slow and state.sampling is not None else -1
    return type(ask).__name__, ask.group, (step, state.options.steps, state.options.compat) if slow else None
