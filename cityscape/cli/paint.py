"""The options of painters that use image models, for every command that paints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cityscape.cli.chosen import from_settings, given

if TYPE_CHECKING:
    from cityscape.paint import PaintOptions

PainterName = Annotated[str, typer.Option("--painter", help="who paints the tiles: procedural, diffusers or remote")]
PaintModel = Annotated[
    str, typer.Option("--paint-model", help="image model: a family, repository or folder (diffusers), or the server's name of it (remote)")
]
PaintUrl = Annotated[str, typer.Option("--paint-url", help="images API of the painter remote, such as http://localhost:8000/v1")]
PaintSize = Annotated[int, typer.Option("--paint-size", help="pixels of an image model's pictures; 0: what suits it")]
PaintSteps = Annotated[int, typer.Option("--paint-steps", help="steps of denoising of the painter diffusers; 0: what suits the model")]
PaintMasks = Annotated[
    str, typer.Option("--paint-masks", help="masks for image models' paintings: sam2, its folder, or a folder of I_J.png")
]


def told(context: typer.Context, painter: str, **options: Any) -> PaintOptions:
    """What a painter is told; `options` as of `PaintOptions`.

    What the settings alone say lapses where it means nothing to the painter; a model also where it was settled for another painter
    than the one that a flag names.
    """
    from cityscape.paint import HEEDED, PaintOptions

    settled = (context.default_map or {}).get("painter")
    other = given(context, "painter") and settled not in (None, painter)
    lapsed = {o for o in options if from_settings(context, f"paint_{o}") and ((other and o == "model") or o not in HEEDED.get(painter, ()))}
    return PaintOptions(**{o: v for o, v in options.items() if o not in lapsed})


def told_of(context: typer.Context, scene: Path, *, model: str, url: str) -> PaintOptions:
    """What the painter that a scene remembers is told."""
    from cityscape.store import SceneFolder

    return told(context, SceneFolder.open(scene).settings.painter, model=model, url=url)
