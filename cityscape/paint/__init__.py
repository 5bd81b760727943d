"""Painters: a brief becomes one isometric picture of its cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Mapping

from cityscape.errors import InputError
from cityscape.world.protocols import Painter

NAMES = ("procedural", "diffusers", "remote")
"""The painters that can be asked for."""


@dataclass(frozen=True)
class PaintOptions:
    """What the painters that use image models are told; the built-in one takes nothing.

    model : family, repository or folder of an image model; for the painter remote the server's name of it; "": the painter's choice.
    url : of the painter remote's images API. size, steps : pixels of the whole picture and steps of denoising; 0: the painter's choice.
    masks : "sam2", a folder or repository of SAM 2, or a folder of mask files ``I_J.png``; "": no masks.
    """

    model: str = ""
    url: str = ""
    size: int = 0
    steps: int = 0
    masks: str = ""

    def stored(self) -> dict[str, bool | int | float | str]:
        """What a scene remembers of it, folders by their whole path."""
        whole = {k: str(Path(v).resolve()) if k in ("model", "masks") and v and Path(v).is_dir() else v for k, v in asdict(self).items()}
        return {f"paint_{k}": v for k, v in whole.items() if v}

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> PaintOptions:
        """From what a scene remembers."""
        names = cls.__dataclass_fields__
        return cls(**{k: options[f"paint_{k}"] for k in names if f"paint_{k}" in options})


def painter(name: str = "procedural", *, parts: str = "fine", options: PaintOptions | None = None, beside: float = 0.0) -> Painter:
    """The painter of that name.

    parts : the level of parts that the built-in one's mask numbers. options : of those that use image models.
    beside : GB of the card that the sculptor needs.

    Raises
    ------
    InputError : another name, with those there are; options that mean nothing to it; a model or server that cannot be used.
    """
    o = options or PaintOptions()
    if name not in NAMES:
        near = get_close_matches(name, NAMES, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(NAMES)}"
        raise InputError(f"there is no painter {name!r}: {hint}")
    _refuse(name, o)
    if name == "procedural":
        from cityscape.grammar.levels import check_level
        from cityscape.paint.procedural import ProceduralPainter

        return ProceduralPainter(parts=check_level(parts))
    from cityscape.paint.segment import segmenter

    masks = segmenter(o.masks) if o.masks else None
    if name == "diffusers":
        from cityscape.paint.diffusers import DiffusersPainter

        return DiffusersPainter(o.model, o.size, o.steps, segmenter=masks, beside=beside).check()
    from cityscape.paint.remote import MODEL, RemotePainter

    return RemotePainter(o.url, o.model or MODEL, o.size or 1024, segmenter=masks).check()


HEEDED: dict[str, tuple[str, ...]] = {
    "procedural": (),
    "diffusers": ("model", "size", "steps", "masks"),
    "remote": ("model", "url", "size", "masks"),
}
"""The options that each painter heeds."""


def _refuse(name: str, o: PaintOptions) -> None:
    """Raise `InputError` for options that the painter would not heed, or that cannot be."""
    given = [option for option, value in asdict(o).items() if value and option not in HEEDED[name]]
    if given:
        others = " or ".join(n for n in NAMES if given[0] in HEEDED[n])
        raise InputError(f"--paint-{given[0]} means nothing to the painter {name}: leave it out, or choose --painter {others}")
    if o.size and (o.size % 16 or not 64 <= o.size <= 4096):
        raise InputError(f"pictures of {o.size} pixels cannot be painted: give --paint-size a multiple of 16 from 64 to 4096")
    if not 0 <= o.steps <= 1000:
        raise InputError(f"{o.steps} steps of denoising cannot be made: give --paint-steps a number from 1 to 1000")
