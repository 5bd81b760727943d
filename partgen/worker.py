"""The networks at work: answers to what the autoregressive loop asks, one batch for all objects that ask the same.

What does not change is computed once: image keys and values per picture, slots per part, the decoder's memory per
part; branches of guidance without weight are not evaluated, the others share one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import torch
from torch import Tensor, nn

from partgen.autoregress import Ask, Decode, EncodeHistory, EncodeMesh, Features, SamplePart, SampleWhole, generator
from partgen.config import CoreConfig
from partgen.diffusion import Kind, branches, guide, guide_whole, run, schedule
from partgen.dit import Context, ImageContext, PartDiT
from partgen.errors import Cancelled, PartgenError
from partgen.isosurface import extract_mesh
from partgen.layers import Memory
from partgen.points import surface_cloud
from partgen.state import RunState, Sampling
from partgen.vae import ShapeVAE

Stage = Literal["whole", "part", "decode"]


@dataclass(frozen=True, eq=False)
class Progress:
    """Told to a callback after each sampling step and before each extraction.

    Parameters
    ----------
    stage : what is being made; part : its place in the order (of making, or of the mask's regions); attempt : from 0.
    step, steps : sampling steps done and in all (0 of 0 for ``decode``).
    state : the run as it stands; `partgen.state.save` keeps it.
    item : place of the object in its batch.
    """

    stage: Stage
    part: int
    attempt: int
    step: int
    steps: int
    state: RunState
    item: int = 0


Callback = Callable[[Progress], Any]


class Hosted:
    """What makes shapes with networks tells whose they are and where they run."""

    networks: Any

    @property
    def config(self) -> CoreConfig:
        """The networks' configuration."""
        return self.networks.config

    @property
    def device(self) -> torch.device:
        """Where they compute."""
        return self.networks.device


@dataclass
class Networks:
    """The three networks and where they run.

    Parameters
    ----------
    dit, vae, encoder : the networks; encoder maps (b, 3, size, size) pictures in [0, 1] to (b, k, c) tokens, and may be
        None where all inputs are meshes and the dropped picture's tokens are given.
    config : theirs.
    sampler : which schedule the DiT was trained for.
    device : where they compute.
    offload : keep each on the CPU while it is not in use, for small cards.
    """

    dit: PartDiT
    vae: ShapeVAE
    encoder: nn.Module
    config: CoreConfig
    sampler: Kind = "release"
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    offload: bool = False
    denoise: Callable[[Tensor, Tensor, Context], Tensor] | None = None
    _dropped: Tensor | None = field(default=None, repr=False)
    _seen: list[tuple[Tensor, Tensor, ImageContext]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if not self.offload:
            for module in (self.dit, self.vae, self.encoder):
                module.to(self.device)

    @contextmanager
    def on_device(self, module: nn.Module) -> Iterator[None]:
        """Bring a module to the device for as long as it is needed."""
        if self.offload:
            module.to(self.device)
        try:
            with torch.inference_mode():
                yield
        finally:
            if self.offload:
                module.to("cpu")

    # -- pictures ---------------------------------------------------------------------------------
    def features(self, asks: Sequence[Features], states: Sequence[RunState]) -> list[Tensor]:
        """Tokens (k, c) of one picture for each question; the black picture is encoded once."""
        shown = [None if ask.of == "dropped" else _picture(ask, state) for ask, state in zip(asks, states, strict=True)]
        pictures = [picture for picture in shown if picture is not None]
        size = self.config.image.size
        if self._dropped is None and None in shown:
            pictures.append(torch.zeros(3, size, size))
        tokens: list[Tensor] = []
        if pictures:
            with self.on_device(self.encoder):
                tokens = list(self.encoder(torch.stack(pictures).to(self.device)).float())
        if self._dropped is None and None in shown:
            self._dropped = tokens.pop()
        out = iter(tokens)
        return [next(out) if picture is not None else self._dropped for picture in shown]  # type: ignore[misc]

    def image_context(self, whole: Tensor, part: Tensor) -> ImageContext:
        """Keys and values for [whole | part] tokens (k, c) each, computed once for as long as they are in use."""
        for a, b, context in self._seen:
            if a is whole and b is part:
                return context
        context = self.dit.image_context(torch.cat([whole, part], -1)[None].to(self.device))
        self._seen.append((whole, part, context))
        return context

    # -- shapes -----------------------------------------------------------------------------------
    def encode(self, clouds: Sequence[Tensor | None]) -> list[Tensor]:
        """Scaled latents (n, c) of clouds (p, 6); None is the empty cloud, of which all tokens are equal."""
        n, scale = self.config.dit.num_latents, self.config.dit.scale_factor
        given = [cloud for cloud in clouds if cloud is not None]
        with self.on_device(self.vae):
            latents = iter(self.vae.encode(torch.stack(given).to(self.device)).mode * scale if given else ())
            nothing = self.vae.encode_nothing(n).mode[0] * scale if len(given) < len(clouds) else None
        return [next(latents) if cloud is not None else nothing for cloud in clouds]  # type: ignore[misc]

    def cloud(self, meshes: Any, seed: int) -> Tensor | None:
        """The encoder's input for meshes, (p, 6); None where they have no surface."""
        points = surface_cloud(meshes, self.config.surface_points, candidates=self.config.surface_pool, seed=seed)
        return points if bool(points.any()) else None

    def decode(self, asks: Sequence[Decode], states: Sequence[RunState]) -> list[Any]:
        """A mesh for each latent; the decoder's memory is computed once, for all together."""
        with self.on_device(self.vae):
            memory = self.vae.memory(torch.stack([ask.latent for ask in asks]).to(self.device))
            out = []
            for i, state in enumerate(states):
                own = Memory(1, None if memory.k is None else memory.k[i : i + 1], None if memory.v is None else memory.v[i : i + 1])
                options = state.options
                release = options.compat == "release"
                field = partial(self._field, own)
                out.append(extract_mesh(field, options.grid, compat=options.compat, close=not release, device=self.device))
        return out

    def _field(self, memory: Memory, points: Tensor) -> Tensor:
        return self.vae.query(memory, points[None])[0]

    # -- sampling ---------------------------------------------------------------------------------
    def sample(
        self, asks: Sequence[SamplePart] | Sequence[SampleWhole], states: Sequence[RunState], step: Callable[[int], None]
    ) -> list[Tensor]:
        """Latents (n, c), one for each question: scaled of wholes, native of parts.  All questions have equal guidance."""
        first, options, d = asks[0], states[0].options, self.config.dit
        plan = schedule(options.steps, kind=self.sampler)
        start = 0 if states[0].sampling is None else states[0].sampling.k + 1
        noises = [Noise(ask.seed, (d.num_latents, d.in_channels), self.device, release=options.compat == "release") for ask in asks]
        begin = [noise.first() for noise in noises]
        before = None
        if start:
            kept = [state.sampling for state in states if state.sampling is not None]
            begin = [one.x for one in kept]
            before = torch.stack([one.x0 for one in kept]).to(self.device)
            for noise in noises:
                noise.skip(start)
        with self.on_device(self.dit):
            used = len(self._seen)
            wanted, context, whole_scale = self._context(asks)
            self._seen = self._seen[-max(len(self._seen) - used, len(asks) + 1) :]
            denoise = self.denoise or self.dit.denoise

            def model(x: Tensor, t: Tensor) -> Tensor:
                rows = len(wanted)
                v = denoise(x.repeat(rows, 1, 1), t.repeat(rows), context).float().chunk(rows)
                seen = dict(zip(wanted, v, strict=True))
                if whole_scale is not None:
                    return guide_whole(seen.get("none"), seen["image"], scale=whole_scale)
                assert isinstance(first, SamplePart)
                scales = {"image_scale": first.image_scale, "geometry_scale": first.geometry_scale}
                return guide(seen.get("none"), seen.get("geometry"), seen.get("image"), **scales)

            def keep(k: int, x: Tensor, x0: Tensor) -> None:
                for i, state in enumerate(states):
                    state.sampling = Sampling(k, x[i], x0[i])
                step(k + 1)

            def draw(k: int) -> Tensor:
                return torch.stack([noise.next() for noise in noises])

            x = run(model, torch.stack(begin).to(self.device), plan, draw=draw, callback=keep, start=start, before=before)
        return list(x if whole_scale is not None else x / d.scale_factor)

    def _context(self, asks: Sequence[SamplePart] | Sequence[SampleWhole]) -> tuple[tuple[str, ...], Context, float | None]:
        """Branches that are needed, and their contexts: branch after branch, in each one object after the other."""
        d, made = self.config.dit, []
        first = asks[0]
        if isinstance(first, SampleWhole):
            wanted: tuple[str, ...] = ("none", "image") if first.scale > 1 else ("image",)
        else:
            wanted = branches(first.image_scale, first.geometry_scale)
        for name in wanted:
            for ask in asks:
                if isinstance(ask, SampleWhole):
                    pictures = (ask.image, ask.image) if name == "image" else (ask.dropped, ask.dropped)
                    slots, sigma = torch.zeros(1, 1, d.num_latents, d.latent_dim, device=self.device), None
                else:
                    pictures = ask.image if name == "image" else (ask.dropped, ask.dropped)
                    slots = torch.stack([slot.to(self.device) for slot in ask.geometry])[None]
                    slots = torch.zeros_like(slots) if name == "none" else slots
                    sigma = None if ask.sigma is None else torch.tensor([ask.sigma], device=self.device)
                made.append(self.dit.context(self.image_context(*pictures), slots, sigma))
        return wanted, Context.cat(made), first.scale if isinstance(first, SampleWhole) else None


class Noise:
    """The normal draws of one sampling run: the first state, then one tensor a step.

    By default one stream on the CPU, the same on every device.  The release draws the first state and the steps from two
    streams of one seed on the target device, so that its first step noise is its first state.
    """

    def __init__(self, seed: int, shape: tuple[int, int], device: torch.device, *, release: bool) -> None:
        self.shape, self.device = shape, device
        self.home = device if release else torch.device("cpu")
        self.stream = generator(seed % 2**32 if release else seed, self.home)
        self.start = self._draw()
        if release:
            self.stream = generator(seed, self.home)

    def first(self) -> Tensor:
        """The first state."""
        return self.start

    def next(self) -> Tensor:
        """The noise of the next step."""
        return self._draw()

    def skip(self, steps: int) -> None:
        """Go past the noises of steps that are done."""
        for _ in range(steps):
            self._draw()

    def _draw(self) -> Tensor:
        return torch.randn(self.shape, generator=self.stream, device=self.home).to(self.device)


@dataclass
class Session:
    """Networks at work for some runs: answers questions, tells a callback, stops when it says so (returns False)."""

    networks: Networks
    callback: Callback | None = None
    items: dict[int, int] = field(default_factory=dict)  # id of a state -> its place in the batch

    def answer(self, asks: Sequence[Any], states: Sequence[RunState]) -> list[Any]:
        """See `partgen.batch.Worker`."""
        first: Ask = asks[0]
        if isinstance(first, Features):
            return list(self.networks.features(asks, states))
        if isinstance(first, EncodeMesh):
            clouds = [self.networks.cloud(_mesh(state), ask.seed) for ask, state in zip(asks, states, strict=True)]
            return list(self.networks.encode(clouds))
        if isinstance(first, EncodeHistory):
            return list(self.networks.encode([self.networks.cloud(ask.meshes, ask.seed) if ask.meshes else None for ask in asks]))
        if isinstance(first, Decode):
            self._tell("decode", states, 0, 0)
            return self.networks.decode(asks, states)
        stage: Stage = "whole" if isinstance(first, SampleWhole) else "part"
        total = states[0].options.steps
        return list(self.networks.sample(asks, states, lambda done: self._tell(stage, states, done, total)))

    def _tell(self, stage: Stage, states: Sequence[RunState], step: int, steps: int) -> None:
        if self.callback is None:
            return
        for state in states:
            told = Progress(stage, state.index, state.attempt, step, steps, state, self.items.get(id(state), 0))
            if self.callback(told) is False:
                raise Cancelled(state)


def _picture(ask: Features, state: RunState) -> Tensor:
    if state.inputs is None or state.inputs.picture is None:
        raise PartgenError("the saved run stopped before its image was read: give the image (and mask) again beside resume")
    shown = state.inputs.picture
    return shown.whole if ask.of == "image" else shown.parts[ask.region]


def _mesh(state: RunState) -> Any:
    if state.inputs is None or state.inputs.mesh is None:
        raise PartgenError("the saved run stopped before its mesh was read: give the mesh again beside resume")
    return state.inputs.mesh
