"""The autoregressive loop: part after part, each made in the light of those before it.

The loop decides and never computes.  `loop` is a generator: it yields what it wants to know (`Features`,
`EncodeMesh`, `SampleWhole`, `EncodeHistory`, `SamplePart`, `Decode`), is sent the answer, and keeps all it
has learnt in a `RunState`.  So the same few lines drive one object or many in lockstep (`partgen.batch`), real
networks or a script, and a run that was stopped anywhere goes on from its state.

Source: paper, section 3.2; specification, section 7.  ``compat="release"`` repeats the release's seeds, order of
events and rules; the default mends what section 10 of the specification lists (one noise stream a part, the end
test apart from the duplicate test, one retry's end mark does not end the run, masked regions are tried again).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import torch
from torch import Tensor

from partgen.errors import PartgenError

if TYPE_CHECKING:
    import trimesh

    from partgen.state import RunState

Mode = Literal["image", "mesh", "image_mesh", "image_mask", "image_mesh_mask"]
Compat = Literal["release"] | None


@dataclass(frozen=True)
class Options:
    """How parts are made; None leaves a number to the weights' own configuration."""

    image_scale: float | None = None  # guidance of the image in the part steps
    geometry_scale: float | None = None  # guidance of whole and history in the part steps
    whole_scale: float | None = None  # guidance of the whole object's generation
    steps: int = 50  # sampling steps of the whole and of each part
    max_parts: int = 40  # no more than this (without a mask; a mask has as many as its regions)
    grid: int = 256  # cells along an axis of the extraction grid, a power of two
    retries: int = 3  # further seeds for a part that came out empty or a duplicate
    duplicate_threshold: float | None = 0.3  # score above which a part repeats earlier ones; None: no test
    end_threshold: float | None = 0.1  # mean |latent| below which the sequence ends; None: no test
    history_noise: float = 0.0  # share of noise mixed into the history, 0 to 1
    postprocess: bool = True  # simplify and drop floaters
    max_faces: int | None = 50_000  # a part has no more faces than this
    smooth: int = 0  # Taubin smoothing rounds of each part
    compat: Compat = None  # "release": the release's seeds, noises, rules and vertex placement
    part_seed_stride: int = 0  # compat only: seed step from part to part
    retry_seed_stride: int = 1009  # compat only: seed step from attempt to attempt

    def __post_init__(self) -> None:
        for name, least in (("steps", 1), ("max_parts", 1), ("retries", 0), ("smooth", 0), ("history_noise", 0)):
            if not getattr(self, name) >= least:
                raise PartgenError(f"{name} is {getattr(self, name)}: it must be at least {least}")
        for name in ("image_scale", "geometry_scale", "whole_scale"):
            value = getattr(self, name)
            if value is not None and not value >= 0:
                raise PartgenError(f"{name} is {value}: a guidance scale must not be negative")
        if self.history_noise > 1:
            raise PartgenError(f"history_noise is {self.history_noise}: it must not be above 1")
        if self.grid < 8 or self.grid & (self.grid - 1):
            raise PartgenError(f"grid is {self.grid}: it must be a power of two, 8 or more")
        if self.compat not in (None, "release"):
            raise PartgenError(f"compat is {self.compat!r}: it must be None or 'release'")


@dataclass(frozen=True, eq=False)
class Part:
    """One accepted part.

    Parameters
    ----------
    index : its place in the order of making, from 0.
    region : place of its mask region (0 first), None without a mask.
    label : its value in the mask, None without a mask.
    mesh : closed triangle mesh; inside the loop in partgen's frame (y up, [-1, 1]^3).
    latent : (n, c) native latent on the CPU, float32.
    seed, attempt : what made it.
    """

    index: int
    region: int | None
    label: int | None
    mesh: trimesh.Trimesh
    latent: Tensor
    seed: int
    attempt: int


# -- what the loop asks for ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Features:
    """Image tokens (k, c) of the whole picture, of a black one ("dropped"), or of one mask region's picture."""

    of: Literal["image", "dropped", "region"]
    region: int | None = None

    @property
    def group(self) -> object:
        return Features


@dataclass(frozen=True, eq=False)
class EncodeMesh:
    """Scaled latent (n, c) of the input mesh; `seed` is for its surface samples."""

    seed: int
    group = None


@dataclass(frozen=True, eq=False)
class EncodeHistory:
    """Scaled latent (n, c) of the union of the parts so far; no parts: the encoding of nothing."""

    meshes: tuple[trimesh.Trimesh, ...]
    seed: int

    @property
    def group(self) -> object:
        return bool(self.meshes)


@dataclass(frozen=True, eq=False)
class SampleWhole:
    """Scaled latent (n, c) of the whole object, from its picture (image twice on the channels)."""

    seed: int
    image: Tensor
    dropped: Tensor
    scale: float

    @property
    def group(self) -> object:
        return self.scale


@dataclass(frozen=True, eq=False)
class SamplePart:
    """Native latent (n, c) of the next part.

    Parameters
    ----------
    image : tokens of the whole picture and of the part's, (k, c) each; dropped : those of a black picture.
    geometry : scaled latents (n, c) of the whole and of the history.
    sigma : noise share of each slot, or None.
    """

    seed: int
    image: tuple[Tensor, Tensor]
    dropped: Tensor
    geometry: tuple[Tensor, Tensor]
    image_scale: float
    geometry_scale: float
    sigma: tuple[float, float] | None

    @property
    def group(self) -> object:
        return self.image_scale, self.geometry_scale, self.sigma is None


@dataclass(frozen=True, eq=False)
class Decode:
    """Mesh of a native latent (n, c); no faces where it has no surface."""

    latent: Tensor
    group = None


@dataclass(frozen=True, eq=False)
class Accepted:
    """Not a question: a part is made and kept."""

    part: Part
    group = None


Ask = Features | EncodeMesh | EncodeHistory | SampleWhole | SamplePart | Decode | Accepted


def loop(
    state: RunState,
    *,
    score: Callable[[trimesh.Trimesh, Sequence[trimesh.Trimesh]], float],
    clean: Callable[[trimesh.Trimesh], trimesh.Trimesh],
) -> Generator[Ask, Any, None]:
    """Make the parts of one object.

    Parameters
    ----------
    state : where to begin: fresh, or of a run that was stopped.  It is changed as the loop goes.
    score : how much a candidate repeats earlier parts, 0 to 1.
    clean : post-processing of a candidate; may leave it without faces.

    Yields
    ------
    What it needs; send the answer.  `Accepted` needs none.
    """
    if state.finished:
        return
    o, release = state.options, state.options.compat == "release"
    if "image" in state.mode and state.image is None:
        state.image = yield Features("image")
    if state.dropped is None:
        state.dropped = yield Features("dropped")
    if state.whole is None:
        if "mesh" in state.mode:
            state.whole = yield EncodeMesh(stage_seed(state.seed, "surface", -1, 0))
        else:
            seed = state.seed if release else stage_seed(state.seed, "whole", 0, 0)
            assert state.image is not None
            state.whole = yield SampleWhole(seed, state.image, state.dropped, state.whole_scale)
    while len(state.regions) < len(state.labels):
        state.regions.append((yield Features("region", len(state.regions))))

    masked = bool(state.labels)
    attempts = 1 if masked and release else o.retries + 1
    while state.index < (len(state.labels) if masked else o.max_parts):
        if state.history is None:
            yield from _remember(state)
        while state.attempt < attempts:
            verdict, part = yield from _attempt(state, score=score, clean=clean)
            state.log.append({"part": state.index, "attempt": state.attempt, **verdict})
            state.latent = None
            ends = sum(entry["part"] == state.index and entry["verdict"] == "end" for entry in state.log)
            if verdict["verdict"] == "end" and (release or state.attempt == 0 or ends > 1):
                state.finished = "end"
                return
            if part is not None:
                state.parts.append(part)
                state.history = None
                break
            state.attempt += 1
        failed = state.attempt == attempts
        state.index, state.attempt = state.index + 1, 0
        if failed and not masked:
            state.finished = "attempts"
            return
        if not failed:
            yield Accepted(state.parts[-1])
            if release:
                yield from _remember(state)
    state.finished = "regions" if masked else "limit"


def _remember(state: RunState) -> Generator[Ask, Any, None]:
    meshes = tuple(part.mesh for part in state.parts)
    state.history = yield EncodeHistory(meshes, stage_seed(state.seed, "surface", len(meshes), 0))


def _attempt(
    state: RunState,
    *,
    score: Callable[[trimesh.Trimesh, Sequence[trimesh.Trimesh]], float],
    clean: Callable[[trimesh.Trimesh], trimesh.Trimesh],
) -> Generator[Ask, Any, tuple[dict[str, Any], Part | None]]:
    """One try at one part: what became of it, and the part if it is good."""
    o, i, masked = state.options, state.index, bool(state.labels)
    if o.compat == "release":
        seed = state.seed + i * o.part_seed_stride + state.attempt * o.retry_seed_stride
    else:
        seed = stage_seed(state.seed, "part", i, state.attempt)
    if state.latent is None:
        state.latent = yield _part_question(state, seed)
    latent = state.latent
    assert latent is not None
    if not masked and o.end_threshold is not None and is_end(latent, o.end_threshold):
        return {"verdict": "end"}, None
    mesh = yield Decode(latent)
    if not len(mesh.faces):
        return {"verdict": "empty"}, None
    said: dict[str, Any] = {}
    if not masked and o.duplicate_threshold is not None and state.parts:
        said["score"] = round(float(score(mesh, [part.mesh for part in state.parts])), 6)
        if said["score"] > o.duplicate_threshold:
            return {"verdict": "duplicate", **said}, None
    mesh = clean(mesh)
    if not len(mesh.faces):
        return {"verdict": "empty", **said}, None
    region = i if masked else None
    label = state.labels[i] if masked else None
    part = Part(len(state.parts), region, label, mesh, latent.detach().float().cpu(), seed, state.attempt)
    return {"verdict": "accepted", **said}, part


def _part_question(state: RunState, seed: int) -> SamplePart:
    dropped, whole, history, image, q = state.dropped, state.whole, state.history, state.image, state.options.history_noise
    assert dropped is not None and whole is not None and history is not None
    part = state.regions[state.index] if state.labels else dropped
    sigma = None
    if q > 0 and state.parts:
        noise = generator(stage_seed(state.seed, "history", state.index, 0))
        history = (1 - q) * history + q * torch.randn(history.shape, generator=noise).to(history)
        sigma = (0.0, q)
    seen = (dropped if image is None else image, part)
    return SamplePart(seed, seen, dropped, (whole, history), state.image_scale, state.geometry_scale, sigma)


def is_end(latent: Tensor, threshold: float = 0.1) -> bool:
    """Whether a native latent (n, c) is the end of the sequence: (nearly) zero."""
    return bool(latent.abs().float().mean() < threshold)


def stage_seed(seed: int, stage: str, part: int, attempt: int) -> int:
    """A seed of its own for each stage, part and attempt, so that no draw depends on another."""
    text = f"partgen {seed} {stage} {part} {attempt}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def generator(seed: int, device: torch.device | str = "cpu") -> torch.Generator:
    """A fresh torch generator."""
    return torch.Generator(device).manual_seed(seed)


def mode_of(*, image: bool, mesh: bool, mask: bool) -> Mode:
    """The name of a combination of inputs."""
    if mask and not image:
        raise PartgenError("a mask without its image is given: give the image too")
    if not (image or mesh):
        raise PartgenError("neither an image nor a mesh is given: give one of them, or both")
    names = [name for name, given in (("image", image), ("mesh", mesh), ("mask", mask)) if given]
    return "_".join(names)  # type: ignore[return-value]
