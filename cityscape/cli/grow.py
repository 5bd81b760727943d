"""`cityscape grow`: more tiles around a scene."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cityscape.cli.chosen import Profile
from cityscape.cli.paint import PaintModel, PaintUrl
from cityscape.cli.rooms import COMMERCIAL_HELP, DEVICE_HELP, WEIGHTS_HELP


def grow(
    scene: Annotated[Path, typer.Argument(metavar="SCENE", help="folder of a scene")],
    east: Annotated[int, typer.Option("--east", help="columns to add in the east")] = 0,
    west: Annotated[int, typer.Option("--west", help="columns to add in the west; they have negative numbers")] = 0,
    north: Annotated[int, typer.Option("--north", help="rows to add in the north")] = 0,
    south: Annotated[int, typer.Option("--south", help="rows to add in the south; they have negative numbers")] = 0,
    to: Annotated[str | None, typer.Option("--to", help="columns x rows to have in all, such as 12x8: grows east and north")] = None,
    seed: Annotated[int | None, typer.Option("--seed", "-s", help="another number, another layout of the new part")] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="what the new part shall be; default: as the scene's prompt says")] = None,
    weights: Annotated[str | None, typer.Option("--weights", help=WEIGHTS_HELP)] = None,
    device: Annotated[str | None, typer.Option("--device", help=DEVICE_HELP)] = None,
    commercial: Annotated[bool, typer.Option("--commercial", help=COMMERCIAL_HELP)] = False,
    paint_model: PaintModel = "",
    paint_url: PaintUrl = "",
    workers: Annotated[int | None, typer.Option("--workers", "-w", help="processes; default: what cores and memory allow")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="allow more than 40x40 tiles")] = False,
    wait: Annotated[float, typer.Option("--wait", help="seconds to wait while another program writes the scene")] = 0.0,
    profile: Profile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Make a scene larger: tiles around it that go on where it ends.

    What is there stays as it is. Streets, rivers, the ground and the land uses go on; what ends is told.
    """
    from cityscape.cli.make import report
    from cityscape.cli.progress import shown
    from cityscape.paint import PaintOptions
    from cityscape.run.grow import grow as run
    from cityscape.run.inputs import parse_grid

    with shown(quiet=quiet) as progress:
        grown = run(
            scene,
            east=east,
            west=west,
            north=north,
            south=south,
            to=parse_grid(to) if to is not None else None,
            seed=seed,
            prompt=prompt,
            weights=weights,
            device=device,
            commercial=commercial,
            paint=PaintOptions(paint_model, paint_url),
            workers=workers,
            progress=progress,
            large=yes,
            wait=wait,
        )
    old = [name for stem in ("city", "room") for name in (f"{stem}.png", f"{stem}.glb") if (scene / name).is_file()]
    notes = list(grown.notes)
    if old:
        be = "are" if len(old) > 1 else "is"
        notes.append(f"{' and '.join(old)} {be} of before: 'cityscape render' and 'cityscape export' make new ones")
    data = {
        "scene": str(grown.path),
        "entry": grown.entry,
        "new": [list(c) for c in grown.new],
        "tiles": grown.tiles,
        "made": grown.made,
        "notes": notes,
        "seconds": round(grown.seconds, 2),
        "peak_memory": grown.peak_memory,
    }
    lines = [f"scene    {grown.path}", *(f"note: {n}" for n in notes)]
    lines.append(
        f"{grown.tiles} tiles, {len(grown.new)} of them new; {grown.seconds:.1f} s, {grown.peak_memory / 2**30:.2f} GB of memory at most"
    )
    report(data, lines, quiet=quiet, json=json)
