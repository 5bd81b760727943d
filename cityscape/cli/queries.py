"""`cityscape import`, `find` and `stats`: foreign models brought in, and what is in a scene."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from cityscape.edit.find import Hit
    from cityscape.edit.stats import Group, Stats

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")]
SceneArgument = Annotated[Path, typer.Argument(metavar="SCENE", help="folder of a scene")]


def import_(
    source: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="a GLB, glTF, OBJ... scene, or several models")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="new folder for the scene; default: named after the file")] = None,
    tile_size: Annotated[
        float | None, typer.Option("--tile-size", help="edge of a tile in metres; default: 40, or of several models what holds the largest")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="what parts are: auto, nodes, materials, components or core (the networks)")] = "auto",
    scale: Annotated[float, typer.Option("--scale", help="metres per unit of the files")] = 1.0,
    up: Annotated[str, typer.Option("--up", help="the files' vertical axis, y or z")] = "y",
    layout: Annotated[str, typer.Option("--layout", help="several models: grid or row, a tile each, or pack, many in a tile")] = "grid",
    licence: Annotated[str, typer.Option("--licence", help="under which the files are, such as CC0; kept with each tile")] = "",
    theme: Annotated[str, typer.Option("--theme", help="the theme whose light the scene has")] = "suburb",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make a scene of somebody else's 3D files.

    One file is a scene that is cut into tiles; of several, or of a folder, each becomes one object.
    """
    from cityscape.cli.make import free_folder, report
    from cityscape.cli.progress import counted
    from cityscape.edit.importing import import_scene

    folder = free_folder(out, source[0].stem or source[0].resolve().name)
    given: Any = source[0] if len(source) == 1 else source
    chosen: dict[str, Any] = {"by": by, "up": up, "layout": layout}  # checked below
    with counted("import", quiet=quiet) as step:
        done = import_scene(given, folder, tile_size=tile_size, scale=scale, licence=licence, theme=theme, step=step, **chosen)
    parts = f"{_n(done.parts, 'part')} ({done.open:,} not closed)"
    counts = f"{_n(done.files, 'file')}: {_n(done.tiles, 'tile')} of {done.tile_size:g} m, {_n(done.objects, 'object')}, {parts}"
    cuts = f"; {_n(done.cut, 'ground')} cut at borders" if done.cut else ""
    lines = [*(f"note: {n}" for n in done.notes), f"scene    {done.path}", f"{counts}, {done.faces:,} faces{cuts}"]
    report(done.model_dump(mode="json"), lines, quiet=quiet, json=json)


def find(
    scene: SceneArgument,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="SELECTOR...",
            help="such as label:roof tile:2,* height>3 -material:brick*; keys: tile, label, kind, object, name, part, material, pattern,"
            " color (#hex~tolerance), locked; sizes: width, depth, height, faces, volume, x, y, z; or an address, 1,2/house_02/roof",
        ),
    ],
    json: Json = False,
) -> None:
    """List the parts of a scene that a selector means.

    Exit code 1 when nothing is found.
    """
    from cityscape.cli.make import report
    from cityscape.edit.find import hits
    from cityscape.store import SceneFolder

    found = hits(SceneFolder.open(scene), " ".join(what))
    data = {"scene": str(scene), "selector": " ".join(what), "found": [h.model_dump(mode="json") for h in found]}
    if json:
        report(data, [], quiet=False, json=True)
    else:
        _table(found)
    if not found:
        raise typer.Exit(1)


def stats(scene: SceneArgument, json: Json = False) -> None:
    """Tell how much of what there is in a scene: labels, kinds, materials, sizes."""
    from cityscape.cli.make import report
    from cityscape.cli.progress import counted
    from cityscape.edit.stats import stats as count
    from cityscape.store import SceneFolder

    with counted("tiles", quiet=json) as step:
        s = count(SceneFolder.open(scene), step=step)
    if json:
        report(s.model_dump(mode="json"), [], quiet=False, json=True)
    else:
        _figures(s)


def _table(found: list[Hit]) -> None:
    table = _columns("address", "label", "kind", "material", ">size m", ">at m")
    for h in found:
        size, at = " x ".join(f"{x:.2f}" for x in h.size), ", ".join(f"{x:.2f}" for x in h.position)
        table.add_row(h.address, h.label + (" (locked)" if h.locked else ""), h.kind, f"{h.material} {h.color}", size, at)
    console = _console()
    if found:
        console.print(table)
    objects = len({(h.cell, h.object) for h in found})
    tiles = len({h.cell for h in found})
    print(f"{_n(len(found), 'part')} of {_n(objects, 'object')} in {_n(tiles, 'tile')}", flush=True)


def _figures(s: Stats) -> None:
    size = [h - a for a, h in zip(s.low, s.high, strict=True)]
    of = "" if s.tiles == s.cells else f" of {s.cells:,}"
    lines = [
        f"scene      {s.path}  ({s.bytes / 2**20:.1f} MB)",
        f"tiles      {s.tiles:,}{of}",
        f"objects    {s.objects:,}",
        f"parts      {s.parts:,}: {s.open:,} not closed" + (f", {s.locked:,} locked" if s.locked else ""),
        f"faces      {s.faces:,}, {s.vertices:,} vertices",
        f"size       {size[0]:.2f} x {size[1]:.2f} x {size[2]:.2f} m, from {', '.join(f'{x:.2f}' for x in s.low)}",
        f"largest    {', '.join(s.largest) or '-'}",
    ]
    print("\n".join(lines), flush=True)
    for title, groups in (("label", s.labels), ("kind", s.kinds), ("material", s.materials)):
        _groups(title, groups)


def _groups(title: str, groups: tuple[Group, ...], most: int = 24) -> None:
    table = _columns(title, ">objects" if title == "kind" else ">parts", ">faces", ">tiles", ">mean height m")
    for g in groups[:most]:
        table.add_row(g.name, f"{g.count:,}", f"{g.faces:,}", f"{g.tiles:,}", f"{g.height:.2f}")
    if len(groups) > most:
        rest = groups[most:]
        table.add_row(f"{len(rest)} more", f"{sum(g.count for g in rest):,}", f"{sum(g.faces for g in rest):,}", "", "")
    _console().print(table)


def _columns(*names: str) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for n in names:
        table.add_column(n.removeprefix(">"), justify="right" if n.startswith(">") else "left", no_wrap=True)
    return table


def _console() -> Any:
    """A console that is as wide as what it prints where nobody watches."""
    import sys

    from rich.console import Console

    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 240)


def _n(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
