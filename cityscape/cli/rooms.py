"""The commands of rooms: `room` makes one, or a floor of them; `rooms` lists what there is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cityscape.cli.chosen import Profile, core
from cityscape.cli.paint import PainterName, PaintMasks, PaintModel, PaintSize, PaintSteps, PaintUrl, told

if TYPE_CHECKING:
    from cityscape.world.tile import Scene

SCULPTOR_HELP = (
    "who makes parts of the paintings: partgen (networks) or exact (recipes); default: partgen for whole objects in towns by the painter "
    "procedural, else exact"
)
WEIGHTS_HELP = "networks of the sculptor partgen: autopartgen, autopartgen-4096, triposg, or a folder; default: its own"
DEVICE_HELP = "where the sculptor's networks run: cpu, cuda, cuda:1, mps; default: a card for released weights, else the processor"
COMMERCIAL_HELP = "refuse whatever may not be used commercially, before anything is made"


def room(
    context: typer.Context,
    prompt: Annotated[str, typer.Argument(help="which room, in plain words")],
    grid: Annotated[str, typer.Option("--grid", "-g", help="columns x rows of rooms on one floor")] = "1x1",
    seed: Annotated[int, typer.Option("--seed", "-s", help="another number, another room of the same kind")] = 7,
    style: Annotated[str | None, typer.Option("--style", "-t", help="a style by name, or a .toml file")] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help="a kind of room by name, or a .toml file")] = None,
    size: Annotated[float | None, typer.Option("--size", help="edge of a room in metres; default: what is usual for its kind")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="new folder for the scene; default: named after the prompt")] = None,
    painter: PainterName = "procedural",
    sculptor: Annotated[str | None, typer.Option("--sculptor", help=SCULPTOR_HELP)] = None,
    weights: Annotated[str | None, typer.Option("--weights", help=WEIGHTS_HELP)] = None,
    device: Annotated[str | None, typer.Option("--device", help=DEVICE_HELP)] = None,
    commercial: Annotated[bool, typer.Option("--commercial", help=COMMERCIAL_HELP)] = False,
    paint_model: PaintModel = "",
    paint_url: PaintUrl = "",
    paint_size: PaintSize = 0,
    paint_steps: PaintSteps = 0,
    paint_masks: PaintMasks = "",
    workers: Annotated[int | None, typer.Option("--workers", "-w", help="processes; default: what cores and memory allow")] = None,
    no_render: Annotated[bool, typer.Option("--no-render", help="make no room.png")] = False,
    no_export: Annotated[bool, typer.Option("--no-export", help="make no room.glb")] = False,
    profile: Profile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Make a room: a scene with room.glb and room.png."""
    from cityscape.cli.commands import Last
    from cityscape.cli.make import finish, free_folder
    from cityscape.cli.progress import shown
    from cityscape.plan.request import check_prompt
    from cityscape.run import room as run
    from cityscape.run.inputs import parse_grid

    folder = free_folder(out, check_prompt(prompt))
    sculptor, weights = core(context, sculptor, weights)
    paint = told(context, painter, model=paint_model, url=paint_url, size=paint_size, steps=paint_steps, masks=paint_masks)
    with shown(quiet=quiet) as progress:
        events = Last(progress)
        scene = run(
            prompt,
            grid=parse_grid(grid),
            seed=seed,
            style=style,
            kind=kind,
            size=size,
            out=folder,
            painter=painter,
            sculptor=sculptor,
            weights=weights,
            device=device,
            commercial=commercial,
            paint=paint,
            workers=workers,
            progress=events,
        )
    finish(scene, folder, events.finished, render=not no_render, export=not no_export, quiet=quiet, json=json, notes=missing(scene))


def rooms(json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False) -> None:
    """List the kinds of rooms and the styles they can have."""
    from cityscape.cli.make import report
    from cityscape.grammar.roomkinds import load_rooms
    from cityscape.grammar.themes import load_themes

    kinds, styles = load_rooms(), load_themes("styles")
    data = {
        "rooms": [{"name": r.name, "title": r.title, "words": list(r.words), "pieces": sorted(r.pieces)} for r in kinds],
        "styles": [{"name": t.name, "title": t.title, "words": list(t.words), "variants": sorted(t.variants)} for t in styles],
    }
    width = max(len(n) for n in (*(r.name for r in kinds), *(t.name for t in styles)))
    lines = [f"{r.name:{width}}  {r.description or r.title}" for r in kinds]
    lines += ["", *[f"{t.name:{width}}  style: {t.description or t.title}" for t in styles]]
    report(data, lines, quiet=False, json=json)


def missing(scene: Scene) -> list[str]:
    """A note for each piece that the prompt asked for and that found no room."""
    out = []
    for cell, tile in sorted(scene.tiles.items()):
        have = Counter(t.kind for t in tile.things)
        for w in tile.brief.wanted:
            if tile.brief.room is not None and have[w.kind] < w.count:
                where = f" in room {cell[0]},{cell[1]}" if len(scene.tiles) > 1 else ""
                out.append(
                    f"no room for {w.count - have[w.kind]} of {w.count} {w.kind.replace('_', ' ')}{where}: make it larger with --size"
                )
    return out
