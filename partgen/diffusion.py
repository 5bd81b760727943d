"""Diffusion of latents: the noise schedule, guidance and the samplers, three separate things.

Two kinds of schedule share one way of stepping:

* ``release``: v-prediction with zero terminal SNR, SDE-DPM-Solver++ of second order (specification, section 5;
  Lu et al. 2022, "DPM-Solver++", SDE form; Lin et al. 2023, "Common diffusion noise schedules ... are flawed");
* ``flow``: rectified flow, Euler steps (Liu et al. 2022), for models trained by `partgen.train`.

The state stays in the dtype of the first noise (float32 everywhere in this package).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from partgen.errors import PartgenError

Kind = Literal["release", "flow"]
Branch = Literal["none", "image", "geometry"]

TRAIN_STEPS = 1000
_BETA_START, _BETA_END = 0.00085, 0.012
_LAST_SIGNAL = 2.0**-24  # squared signal at the last time, where the rescaling would leave 0


@dataclass(frozen=True)
class Schedule:
    """The times of one sampling run.

    Parameters
    ----------
    kind : which equation a step follows.
    times : n numbers that the network is told, 999 first in the release.
    sigmas : n + 1 noise levels, the last 0; noise over signal (``release``) or the flow time in [0, 1] (``flow``).
    """

    kind: Kind
    times: tuple[float, ...]
    sigmas: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.times)


@lru_cache(maxsize=1)
def training_noise() -> tuple[Tensor, Tensor]:
    """Betas and squared signals of the 1000 training times, after the rescaling to zero terminal SNR.

    Returns
    -------
    (1000,) float32 betas, (1000,) float32 cumulative products of 1 - beta.  Rounding follows the release: the
    squared signal is computed again from float32 betas.
    """
    first = torch.linspace(sqrt(_BETA_START), sqrt(_BETA_END), TRAIN_STEPS, dtype=torch.float32) ** 2
    root = torch.cumprod(1 - first, 0).sqrt()
    root = (root - root[-1]) * (root[0] / (root[0] - root[-1]))
    signal = root**2
    betas = 1 - torch.cat([signal[:1], signal[1:] / signal[:-1]])
    signal = torch.cumprod(1 - betas, 0)
    signal[-1] = _LAST_SIGNAL
    return betas, signal


def schedule(steps: int = 50, *, kind: Kind = "release", shift: float = 1.0) -> Schedule:
    """The times of a run of `steps` steps.

    Parameters
    ----------
    steps : 1 to 1000.
    kind : ``release`` (trailing times of the v-prediction schedule) or ``flow``.
    shift : ``flow`` only: > 1 spends more steps at high noise, ``t -> shift t / (1 + (shift - 1) t)``.
    """
    if not 1 <= steps <= TRAIN_STEPS:
        raise PartgenError(f"{steps} sampling steps asked for: give a number from 1 to {TRAIN_STEPS}")
    if kind == "flow":
        t = np.linspace(1, 0, steps + 1)
        t = shift * t / (1 + (shift - 1) * t)
        return Schedule("flow", tuple(float(v * TRAIN_STEPS) for v in t[:-1]), tuple(float(v) for v in t))
    times = np.round(TRAIN_STEPS - np.arange(steps) * (TRAIN_STEPS / steps)).astype(int) - 1
    signal = training_noise()[1].numpy()
    sigmas = np.sqrt((1 - signal) / signal)[times]
    return Schedule("release", tuple(int(t) for t in times), (*(float(s) for s in sigmas), 0.0))


def add_noise(x0: Tensor, noise: Tensor, t: Tensor, *, plan: Schedule | None = None) -> Tensor:
    """Clean latents (b, ...) and noise (b, ...) mixed as at integer training times t (b,).

    With a `plan`, only its times exist and any other counts as its last (what the release's scheduler does).
    """
    if plan is None:
        signal = training_noise()[1][t.cpu()]
    else:
        rank = {int(time): k for k, time in enumerate(plan.times)}
        sigma = torch.tensor([plan.sigmas[rank.get(int(time), len(plan) - 1)] for time in t])
        signal = 1 / (1 + sigma**2)
    signal = signal.to(x0.device).reshape(-1, *[1] * (x0.dim() - 1))
    return signal.sqrt() * x0 + (1 - signal).sqrt() * noise


def advance(plan: Schedule, k: int, x: Tensor, v: Tensor, before: Tensor | None, noise: Tensor | None) -> tuple[Tensor, Tensor]:
    """One step: the state after step k, and the clean latent that step k believed in.

    Parameters
    ----------
    plan : the schedule.
    k : 0 to len(plan) - 1.
    x : state before the step; v : the network's (guided) output for it.
    before : what step k - 1 believed in (None at k = 0).
    noise : standard normal, like x (``release`` only; unused in the last step).
    """
    if plan.kind == "flow":
        return x + (plan.sigmas[k + 1] - plan.sigmas[k]) * v, x - plan.sigmas[k] * v
    a, s, level = _mix(plan.sigmas[k])
    x0 = a * x - s * v
    if k == len(plan) - 1:
        return x0, x0
    a_next, s_next, level_next = _mix(plan.sigmas[k + 1])
    h = level_next - level
    fresh = 1 - exp(-2 * h)
    d = x0
    if k > 0:
        if before is None:
            raise PartgenError("a step after the first needs the clean latent of the step before it")
        d = x0 + 0.5 * h / (level - _mix(plan.sigmas[k - 1])[2]) * (x0 - before)
    out = (s_next / s) * exp(-h) * x + a_next * fresh * d
    return (out if noise is None else out + s_next * sqrt(fresh) * noise), x0


def _mix(sigma: float) -> tuple[float, float, float]:
    """Signal, noise and log signal-to-noise of one level."""
    a = 1 / sqrt(1 + sigma * sigma)
    return a, sigma * a, -log(sigma) if sigma > 0 else float("inf")


def sample(
    model: Callable[[Tensor, Tensor], Tensor],
    noise: Tensor,
    *,
    step_noise: Tensor | Sequence[Tensor] | Callable[[int], Tensor],
    steps: int = 50,
    callback: Callable[[int, Tensor, Tensor], object] | None = None,
) -> Tensor:
    """Run the release's sampler from given noises.

    Parameters
    ----------
    model : ``model(x, t) -> v`` with x like `noise`, t (b,) int64 all equal (999 first), v like x.
    noise : (b, ...) float, the first state, standard normal.
    step_noise : (steps, b, ...) standard normal, or ``k -> (b, ...)``; the last is not used.
    steps : how many.
    callback : called as ``callback(k, x, x0)`` after each step.

    Returns
    -------
    (b, ...) the final state, in scaled latent space.

    Source: specification, section 5.
    """
    if not callable(step_noise) and len(step_noise) < steps:
        raise PartgenError(f"{len(step_noise)} noises given for {steps} steps: give one for each step")
    draw = step_noise if callable(step_noise) else step_noise.__getitem__
    return run(model, noise, schedule(steps), draw=draw, callback=callback)


def sample_flow(
    model: Callable[[Tensor, Tensor], Tensor],
    noise: Tensor,
    *,
    steps: int = 25,
    shift: float = 1.0,
    callback: Callable[[int, Tensor, Tensor], object] | None = None,
) -> Tensor:
    """Run the rectified-flow sampler: as `sample`, for a model whose v is noise minus data and whose t is 1000 times the flow time."""
    return run(model, noise, schedule(steps, kind="flow", shift=shift), draw=None, callback=callback)


def run(
    model: Callable[[Tensor, Tensor], Tensor],
    x: Tensor,
    plan: Schedule,
    *,
    draw: Callable[[int], Tensor] | None,
    callback: Callable[[int, Tensor, Tensor], object] | None = None,
    start: int = 0,
    before: Tensor | None = None,
) -> Tensor:
    """Step from `start` to the end of a schedule; `start` and `before` go on with a run that was stopped (see `advance`)."""
    dtype = torch.int64 if plan.kind == "release" else torch.float32
    for k in range(start, len(plan)):
        t = torch.full((x.shape[0],), plan.times[k], dtype=dtype, device=x.device)
        v = model(x, t).to(x.dtype)
        last = plan.kind == "flow" or k == len(plan) - 1
        x, before = advance(plan, k, x, v, before, None if last or draw is None else draw(k))
        if callback is not None:
            callback(k, x, before)
    return x


def branches(image_scale: float, geometry_scale: float) -> tuple[Branch, ...]:
    """Which predictions `guide` needs, in the order of its arguments; the others have zero weight.

    ``none`` sees neither condition, ``geometry`` the parts without the image, ``image`` both.
    """
    for name, value in (("image", image_scale), ("geometry", geometry_scale)):
        if not value >= 0:
            raise PartgenError(f"the {name} guidance scale is {value}: it must not be negative")
    wanted = [("none", 1 - geometry_scale), ("geometry", geometry_scale - image_scale), ("image", image_scale)]
    return tuple(name for name, weight in wanted if weight)  # type: ignore[misc]


def guide(
    v_none: Tensor | None,
    v_geo: Tensor | None,
    v_image: Tensor | None,
    *,
    image_scale: float,
    geometry_scale: float,
) -> Tensor:
    """Classifier-free guidance with two nested conditions, equation (2) of the paper.

    ``v_none + geometry_scale (v_geo - v_none) + image_scale (v_image - v_geo)``

    Parameters
    ----------
    v_none, v_geo, v_image : predictions without conditions, with the parts only, with parts and image; all alike.
        One that has zero weight (see `branches`) may be None and is not looked at.
    image_scale, geometry_scale : >= 0.
    """
    total: Tensor | None = None
    needed = branches(image_scale, geometry_scale)
    given = {"none": v_none, "geometry": v_geo, "image": v_image}
    weights = {"none": 1 - geometry_scale, "geometry": geometry_scale - image_scale, "image": image_scale}
    for name in needed:
        v = given[name]
        if v is None:
            raise PartgenError(f"guidance with scales image {image_scale}, geometry {geometry_scale} needs the prediction '{name}'")
        total = weights[name] * v if total is None else total + weights[name] * v
    assert total is not None  # the weights sum to 1
    return total


def guide_whole(v_none: Tensor | None, v_image: Tensor, *, scale: float) -> Tensor:
    """Guidance of the whole-object stage: ``v_none + scale (v_image - v_none)``; a scale of at most 1 is plain conditional sampling."""
    if scale <= 1:
        return v_image
    if v_none is None:
        raise PartgenError(f"guidance with scale {scale} needs the prediction without conditions")
    return v_none + scale * (v_image - v_none)
