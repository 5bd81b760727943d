"""The painter that runs an image model on this machine, through the library `diffusers`."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Iterator

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.paint import controlnet
from cityscape.paint.attempts import BadPicture, painted
from cityscape.paint.context import Margins, Shown
from cityscape.paint.ladder import Card, Choice, choose, demand, this_machine
from cityscape.paint.models import FAMILIES, Family, Request, family_of_class, family_of_repository
from cityscape.paint.segment import Segmenter
from cityscape.paint.wording import AVOID, wording
from cityscape.world.brief import Brief
from cityscape.world.painting import Context, Painting

FREE = frozenset({"apache-2.0", "mit", "bsd-3-clause", "cc0-1.0", "cc-by-4.0", "openrail", "openrail++", "creativeml-openrail-m"})
"""Licences, in the words of model cards, that let pictures be sold (the last three with terms of use)."""


@dataclass(frozen=True)
class DiffusersPainter:
    """Paints tiles one after the other, each in the picture of its finished neighbours.

    model : name of a family or of a repository, or a folder that a pipeline was saved to; "": what the card is large enough for.
    size, steps : pixels of the whole picture, and steps of denoising; 0: what suits the model.
    attempts : pictures for a tile at most. card : what the machine has; None: ask torch. beside : GB of it that the sculptor needs.
    """

    model: str = ""
    size: int = 0
    steps: int = 0
    attempts: int = 3
    margins: Margins = field(default_factory=Margins)
    segmenter: Segmenter | None = None
    card: Card | None = None
    beside: float = 0.0
    name: str = "diffusers"
    wants_finished: bool = True
    alone: bool = True
    """Run in one process: the model is in memory once."""

    def check(self) -> DiffusersPainter:
        """This painter; raises `InputError` where its model is none that it knows, or does not fit."""
        self.choice  # noqa: B018
        return self

    @property
    def choice(self) -> Choice:
        """The family and how it is run."""
        card = self.card or this_machine()
        if self.model:
            return demand(_family(self.model), card, beside=self.beside)
        chosen = choose(card, beside=self.beside)
        if chosen is None:
            raise InputError(
                "without a graphics card no image model is chosen by itself: name one with --paint-model, or use the painter procedural"
            )
        return chosen

    @property
    def family(self) -> Family:
        """The family alone."""
        return _family(self.model) if self.model else self.choice.family

    @property
    def models(self) -> tuple[str, ...]:
        """For the tiles' provenance."""
        f = self.family
        return (f"{f.name}: {self.model if self.model and self.model != f.name else ' + '.join(f.repositories)}",)

    @property
    def licences(self) -> tuple[str, ...]:
        """For the tiles' provenance; none where the model does not state it."""
        said = self._licence
        return (said,) if said else ()

    @property
    def commercial(self) -> bool:
        """Whether it is known that what it paints may be sold."""
        return self.family.commercial if self._listed else self._licence in FREE

    @property
    def _listed(self) -> bool:
        """Whether the weights are those that the family is known by."""
        return not self.model or family_of_repository(self.model) is not None

    @property
    def _licence(self) -> str | None:
        return self.family.licence if self._listed else _stated(self.model)

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        """The painting of one tile, without depth, and without a mask unless there is a segmenter."""
        choice = self.choice
        size, steps = self.size or choice.family.size, self.steps or choice.family.steps
        pipe = _pipeline(self.model or choice.family.name, choice, (self.card or this_machine()).kind)

        def make(shown: Shown, seed: int) -> NDArray[np.uint8]:
            return _picture(pipe, choice.family, _request(brief, shown, choice.family, steps), seed)

        out = painted(make, brief, context, seed=seed, size=size, attempts=self.attempts, margins=self.margins, painter=self.name)
        return self.segmenter(out, brief) if self.segmenter else out


def _family(model: str) -> Family:
    """The family of a name or folder."""
    known = family_of_repository(model)
    if known is not None:
        return known
    index = Path(model) / "model_index.json"
    if Path(model).is_dir():
        try:
            said = str(json.loads(index.read_text("utf-8"))["_class_name"])
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise InputError(f"{model} holds no pipeline of diffusers: name a folder with a model_index.json by --paint-model") from e
    else:
        said = _class_of_repository(model)
    found = family_of_class(said)
    if found is None:
        raise InputError(f"{model} is a {said}, which cannot paint tiles: use one of {', '.join(f.pipeline for f in FAMILIES)}")
    return found


def _stated(model: str) -> str | None:
    """The licence that the model card in a folder states, in its hub's words; None where there is none."""
    from huggingface_hub import ModelCard

    card = Path(model) / "README.md"
    try:
        said = ModelCard.load(card, ignore_metadata_errors=True).data.license if card.is_file() else None
    except (OSError, ValueError):
        return None
    return said if isinstance(said, str) else None


@lru_cache(maxsize=8)
def _class_of_repository(model: str) -> str:
    if "/" not in model or model.startswith(("/", ".")) or model.count("/") != 1:
        known = ", ".join(f.name for f in FAMILIES)
        raise InputError(f"there is no image model {model!r}: name a folder, a repository, or one of {known} by --paint-model")
    from diffusers import DiffusionPipeline

    try:
        return str(DiffusionPipeline.load_config(model)["_class_name"])
    except (OSError, KeyError) as e:
        raise InputError(f"the image model {model} cannot be found, here or on its hub: check the name, or name a folder") from e


@lru_cache(maxsize=1)
def _pipeline(model: str, choice: Choice, kind: str) -> Any:
    """The networks, read once in each process and put where the choice says."""
    import diffusers
    import torch

    f = choice.family
    cls = getattr(diffusers, f.pipeline, None)
    if cls is None:
        raise InputError(f"{f.title} needs a newer diffusers than {diffusers.__version__}: run pip install --upgrade diffusers")
    half = getattr(torch, f.half) if kind != "cpu" else torch.float32
    given: dict[str, Any] = {"torch_dtype": half}
    if choice.four_bit:
        from diffusers.quantizers import PipelineQuantizationConfig

        bits: dict[str, Any] = {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": half}
        given["quantization_config"] = PipelineQuantizationConfig(
            quant_backend="bitsandbytes_4bit",
            quant_kwargs=bits,
            components_to_quantize=list(f.quantised),
        )
    source = f.repositories[0] if model in (f.name, *f.repositories) else model
    try:
        if f.name == "qwen-edit" and find_spec("torchvision") is None:
            from cityscape.paint.qwen import processor

            given["processor"] = processor(source)
        with _quiet():
            if f.name == "flux-controlnet":
                own = Path(source) / "controlnet"
                given["controlnet"] = controlnet.load(own if own.is_dir() else f.repositories[1], half)
            pipe = cls.from_pretrained(source, **given)
    except (OSError, ValueError, TypeError, KeyError, RuntimeError, ImportError) as e:
        reason = " ".join(str(e).split())[:200]
        raise InputError(
            f"the image model {source} cannot be loaded ({reason}): download it first, or name another with --paint-model"
        ) from e
    if choice.offload == "model":
        pipe.enable_model_cpu_offload()
    elif choice.offload == "sequential":
        pipe.enable_sequential_cpu_offload()
    elif kind != "cpu":
        pipe.to(kind)
    if choice.slicing:
        pipe.enable_attention_slicing()
        if hasattr(pipe.vae, "enable_tiling") and kind != "cpu":
            pipe.vae.enable_tiling()
    pipe.set_progress_bar_config(disable=True)
    return pipe


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the bars and remarks of the libraries, which mean nothing to who paints."""
    import warnings

    from diffusers.utils import logging as ours
    from transformers.utils import logging as theirs

    before = ours.get_verbosity(), theirs.get_verbosity()
    for log in (ours, theirs):
        log.set_verbosity_error()
        log.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ours.set_verbosity(before[0])
        theirs.set_verbosity(before[1])


def _request(brief: Brief, shown: Shown, f: Family, steps: int) -> Request:
    from PIL import Image

    def picture(array: NDArray) -> Image.Image:
        return Image.fromarray(np.ascontiguousarray(array))

    white = shown.paint.astype(np.uint8) * 255
    lines = np.repeat(shown.lines[..., None].astype(np.uint8) * 255, 3, 2)
    size = shown.camera.height
    return Request(wording(brief, editing=f.edits), AVOID, picture(shown.guided), picture(white), picture(lines), size, steps)


def _picture(pipe: Any, f: Family, request: Request, seed: int) -> NDArray[np.uint8]:
    """One call of a pipeline; raises `BadPicture` for what cannot be used, `InputError` where memory is too small."""
    import torch
    from PIL import Image

    try:
        with torch.inference_mode(), _quiet():
            arguments = f.arguments(request) | (controlnet.told(pipe, request) if f.name == "flux-controlnet" else {})
            out = pipe(**arguments, generator=torch.Generator("cpu").manual_seed(seed), output_type="np").images[0]
    except torch.cuda.OutOfMemoryError as e:
        raise InputError(f"{f.title} ran out of the card's memory: paint smaller with --paint-size, or use another model") from e
    array = np.asarray(out, np.float32)
    if array.ndim != 3 or array.shape[2] != 3 or not np.isfinite(array).all():
        raise BadPicture(f"{f.title} answered with numbers that are no picture")
    image = Image.fromarray(np.round(np.clip(array, 0, 1) * 255).astype(np.uint8))
    if image.size != request.picture.size:
        image = image.resize(request.picture.size, Image.Resampling.LANCZOS)
    return np.asarray(image)
