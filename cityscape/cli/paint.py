"""The options of painters that use image models, for every command that paints."""

from __future__ import annotations

from typing import Annotated

import typer

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
