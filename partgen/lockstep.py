"""Windows of several objects in lockstep: each object has its own history, the networks see the next window of each together.

The parts of one object follow each other, since each is told of those before it; what can be made at once are parts of different objects.
What a window is told is drawn by its own run, from its own seed, and every row of a batch is computed by itself: an object gets the
parts that it gets alone, up to the rounding of larger batches, and alone it is a batch of one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from partgen.autoregress import generator
from partgen.diffusion import schedule


@dataclass(frozen=True, eq=False)
class Telling:
    """What one window is told, and how it is to be made.

    around, history, own : (1, n, 6) points in the window's frame: of the whole, of the parts made so far (None: none is near), of the part
        itself (None: the part is not known). pictures : (1, 2, s, s, 3) uint8. level, zoom : (1,), see `PartDiT.fused_context`.
    steps : of sampling; 0: the shell's own latent. guidance : 1 for none. seed : of the noise.
    """

    around: Tensor
    history: Tensor | None
    own: Tensor | None
    pictures: Tensor
    level: Tensor
    zoom: Tensor
    steps: int
    guidance: float
    seed: int

    @property
    def kind(self) -> tuple[Any, ...]:
        """Windows of equal kind can be made together."""
        shapes = tuple(None if x is None else x.shape[1] for x in (self.around, self.history, self.own))
        return shapes, self.pictures.shape[1:], self.steps, self.guidance


@dataclass(frozen=True, eq=False)
class Latents:
    """What the networks make of a window: its latent (n, c), and that of its shell, where that is told."""

    latent: Tensor
    guess: Tensor | None


def answer(maker: Any, tellings: Sequence[Telling]) -> list[Latents]:
    """The latents of windows of one kind, from a `partgen.windowed.WindowGenerator`."""
    d, first, b = maker.config.dit, tellings[0], len(tellings)
    around, history, own = _encoded(
        maker,
        ([t.around for t in tellings], [t.history for t in tellings], [t.own for t in tellings]),
        (d.slot_tokens, d.slot_tokens, d.num_latents),
    )
    if own is not None and not first.steps:
        return [Latents(x, x) for x in own]
    row = [2, 2, 2 if history is not None else 1, 2 if own is not None else 0]
    present = torch.tensor([row] * b, device=maker.device)
    level, zoom = torch.cat([t.level for t in tellings]), torch.cat([t.zoom for t in tellings]).to(maker.device)
    pictures = torch.cat([t.pictures for t in tellings])
    context = maker.context(pictures=pictures, slots=[around, history, own], present=present, level=level, zoom=zoom)
    empty = None
    if first.guidance != 1:
        empty = maker.context(pictures=None, slots=[None] * 3, present=present * 0, level=level, zoom=zoom)
    x = torch.cat([torch.randn(1, d.num_latents, d.in_channels, generator=generator(t.seed)) for t in tellings]).to(maker.device)
    plan = schedule(first.steps, kind="flow", shift=maker.config.shift)
    for k in range(first.steps):
        v = maker.dit.denoise(x, plan.times[k], context)
        if empty is not None:
            v0 = maker.dit.denoise(x, plan.times[k], empty)
            v = v0 + first.guidance * (v - v0)
        x = x + (plan.sigmas[k + 1] - plan.sigmas[k]) * v
    return [Latents(x[i], None if own is None else own[i]) for i in range(b)]


def _encoded(maker: Any, clouds: Sequence[Sequence[Tensor | None]], tokens: Sequence[int]) -> list[Tensor | None]:
    """Latents (b, tokens, c) of each kind of cloud that windows are told, None for a kind that none is: those of one size in one pass."""
    given = [torch.cat(some) if (some := [c for c in one if c is not None]) else None for one in clouds]
    out: list[Tensor | None] = [None] * len(given)
    sizes = [(0, 0) if one is None else (one.shape[1], m) for one, m in zip(given, tokens, strict=True)]
    for size in dict.fromkeys(sizes):
        at = [k for k, one in enumerate(given) if one is not None and sizes[k] == size]
        if at:
            together: list[Tensor] = [given[k] for k in at]  # type: ignore[misc]
            found = maker.encode(torch.cat(together), size[1]).split([len(x) for x in together])
            for k, latents in zip(at, found, strict=True):
                out[k] = latents
    return out


def drive(
    runs: Sequence[Generator[Any, Any, None]], answers: Callable[[Sequence[Telling]], list[Latents]], *, most: int = 16
) -> Iterator[tuple[int, Any]]:
    """Run coroutines of `partgen.window_run.Run` to their ends, their windows together; yields (place, part) as parts are made.

    most : windows in a batch.
    """
    waiting: dict[int, Telling] = {}

    def go(i: int, value: Latents | None) -> Iterator[tuple[int, Any]]:
        """Send a run its latents, hand its parts on as they come, and note what it asks for next."""
        said = _next(runs[i], value)
        while said is not None and not isinstance(said, Telling):
            yield i, said
            said = _next(runs[i], None)
        if said is not None:
            waiting[i] = said

    for i in range(len(runs)):
        yield from go(i, None)
    while waiting:
        kind = waiting[min(waiting)].kind
        group = [i for i in sorted(waiting) if waiting[i].kind == kind][:most]
        with torch.inference_mode():
            found = answers([waiting.pop(i) for i in group])
        for i, latents in zip(group, found, strict=True):
            yield from go(i, latents)


def _next(run: Generator[Any, Any, None], value: Latents | None) -> Any:
    """What a run says next, None at its end; whoever listens between does so outside of inference mode."""
    with torch.inference_mode():
        try:
            return run.send(value)
        except StopIteration:
            return None
