"""Commands that make single tiles anew: `regenerate`, and `accept` for its variants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cityscape.cli.chosen import Profile
from cityscape.cli.paint import PaintModel, PaintUrl
from cityscape.cli.rooms import COMMERCIAL_HELP, DEVICE_HELP, WEIGHTS_HELP
from cityscape.errors import InputError, Stopped

if TYPE_CHECKING:
    from cityscape.assemble import SeamReport
    from cityscape.run.regenerate import Remade
    from cityscape.world.records import Cell

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")]
SceneArgument = Annotated[Path, typer.Argument(metavar="SCENE", help="folder of a scene")]
Wait = Annotated[float, typer.Option("--wait", metavar="SECONDS", min=0, help="wait for another program that writes the scene")]
Workers = Annotated[int | None, typer.Option("--workers", "-w", help="processes; default: what cores and memory allow")]

NEGATIVE = {"ignore_unknown_options": True}
"""Settings of commands that take cells: -1,0 is no option."""

SAME = "stopped: the scene is as it was"


def regenerate(
    scene: SceneArgument,
    cells: Annotated[list[str], typer.Argument(metavar="COLUMN,ROW...", help="tiles to make anew, such as 1,2")],
    prompt: Annotated[str | None, typer.Option("--prompt", "-p", help="what to show there instead, in plain words")] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", "-s", help="number of the attempt: 0 was the first  [default: one after all that were tried]")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", "-k", help="objects or object/part that stay, with * and ?; several with commas or by giving it again"),
    ] = None,
    variants: Annotated[int, typer.Option("--variants", min=1, max=64, help="make so many beside the scene, for accept")] = 1,
    wait: Wait = 0.0,
    weights: Annotated[str | None, typer.Option("--weights", help=WEIGHTS_HELP)] = None,
    device: Annotated[str | None, typer.Option("--device", help=DEVICE_HELP)] = None,
    commercial: Annotated[bool, typer.Option("--commercial", help=COMMERCIAL_HELP)] = False,
    paint_model: PaintModel = "",
    paint_url: PaintUrl = "",
    workers: Workers = None,
    profile: Profile = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make single tiles anew, among all their neighbours.

    Locked objects and parts stay, and all other tiles. With --variants the scene stays as it is, and accept chooses.
    """
    from cityscape.cli.make import report
    from cityscape.cli.progress import counted, shown
    from cityscape.paint import PaintOptions
    from cityscape.run.regenerate import regenerate as run
    from cityscape.run.variants import propose, sheet_of

    wanted = [parse_cell(c) for c in cells]
    names = tuple(x for k in keep or () for x in _names(k))
    told: dict[str, Any] = {
        "prompt": prompt,
        "seed": seed,
        "keep": names,
        "weights": weights,
        "device": device,
        "commercial": commercial,
        "paint": PaintOptions(paint_model, paint_url),
        "workers": workers,
        "wait": wait,
    }
    if variants > 1 and len(wanted) > 1:
        raise InputError(f"variants of {len(wanted)} tiles are asked for: give one tile with --variants")
    try:
        if variants > 1:
            with counted("variants", quiet=quiet) as step:
                proposed = propose(scene, wanted[0], variants, step=step, **told)
            lines = _list(scene, proposed)
            report({"sheet": str(sheet_of(scene, proposed.cell)), **proposed.model_dump(mode="json")}, lines, quiet=quiet, json=json)
            return
        with shown(quiet=quiet) as progress:
            done = run(scene, wanted, progress=progress, **told)
    except KeyboardInterrupt:
        raise Stopped(SAME) from None
    lines = [f"tile {_cell(t.cell)}   {_told(t)}" for t in done.tiles]
    lines += [f"note: {n}" for n in done.notes]
    lines += [_seams(done.before, done.after), f"entry {done.entry} of the history, {done.seconds:.1f} s"]
    report(done.model_dump(mode="json"), lines, quiet=quiet, json=json)


def accept(
    scene: SceneArgument,
    cell: Annotated[str, typer.Argument(metavar="COLUMN,ROW", help="the tile")],
    variant: Annotated[int | None, typer.Option("--variant", "-n", help="number of the variant; without it they are listed")] = None,
    wait: Wait = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Put one of a tile's variants in its place, or list them."""
    from cityscape.cli.make import report
    from cityscape.run.variants import accept as run
    from cityscape.run.variants import sheet_of
    from cityscape.run.variants import variants as known

    at = parse_cell(cell)
    if variant is None:
        found = known(scene, at)
        report({"sheet": str(sheet_of(scene, at)), **found.model_dump(mode="json")}, _list(scene, found), quiet=quiet, json=json)
        return
    done = run(scene, at, variant, wait=wait)
    lines = [f"tile {_cell(at)} is variant {variant} now", _seams(done.before, done.after), f"entry {done.entry} of the history"]
    report(done.model_dump(mode="json"), lines, quiet=quiet, json=json)


def parse_cell(text: str) -> Cell:
    """'1,2' as column and row; raises `InputError`."""
    try:
        i, j = (int(x) for x in text.split(","))
    except ValueError:
        raise InputError(f"{text!r} is no tile: write column and row, such as 1,2") from None
    return i, j


def _names(text: str) -> list[str]:
    """Names between commas; a comma inside ``1,2/house_02`` belongs to the cell."""
    import re

    return [x.strip() for x in re.findall(r"(?:\s*[+-]?\d+\s*,\s*[+-]?\d+/)?[^,]+", text) if x.strip()]


def _list(scene: Path, found: Any) -> list[str]:
    from cityscape.run.variants import sheet_of

    sheet = sheet_of(scene, found.cell)
    lines = [f"variant {v.k}   {_told(v.tile)}; {_seams(found.before, v.seams)}" for v in found.variants]
    lines += [f"note: {n}" for n in found.notes]
    if sheet.is_file():
        lines.append(f"picture  {sheet}")
    return [*lines, f"choose with: cityscape accept {scene} {_cell(found.cell)} --variant K"]


def _told(t: Remade) -> str:
    kept = f", {len(t.kept)} kept" if t.kept else ""
    out = f", {t.left_out} left out for them" if t.left_out else ""
    return f"attempt {t.attempt}: {t.objects} objects{kept}{out}, {t.parts} parts"


def _seams(before: SeamReport, after: SeamReport) -> str:
    if not after.borders:
        return "no borders"
    text = f"{len(after.borders)} borders: gap {1000 * before.height_gap:.3f} -> {1000 * after.height_gap:.3f} mm"
    text += f", fallen rays {before.fallen_rays} -> {after.fallen_rays}, offset {before.socket_offset:.3f} -> {after.socket_offset:.3f} %"
    if before.color_across is not None and after.color_across is not None:
        text += f", colour {before.color_across:.2f} -> {after.color_across:.2f}"
    return text


def _cell(cell: Cell) -> str:
    return f"{cell[0]},{cell[1]}"
