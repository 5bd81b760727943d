"""The commands and their options; what they do lives in the rooms below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cityscape.cli import edit as edits
from cityscape.cli.chosen import Profile, core, given, settings
from cityscape.cli.edit_tiles import NEGATIVE, accept, regenerate
from cityscape.cli.grow import grow
from cityscape.cli.learn import evaluation
from cityscape.cli.llm import Fallback, Model, PlannerName, Price, Timeout, Url
from cityscape.cli.paint import PainterName, PaintMasks, PaintModel, PaintSize, PaintSteps, PaintUrl, told, told_of
from cityscape.cli.queries import find, import_, stats
from cityscape.cli.rooms import COMMERCIAL_HELP, DEVICE_HELP, SCULPTOR_HELP, WEIGHTS_HELP, room, rooms
from cityscape.cli.train import app as train
from cityscape.cli.upkeep import check, gc
from cityscape.errors import InputError, ServiceError
from partgen.cli import parts

if TYPE_CHECKING:
    from cityscape.store import SceneFolder
    from cityscape.world.plan import Plan

app = typer.Typer(
    help="One prompt becomes an editable 3D city or room made of named parts.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Grid = Annotated[str, typer.Option("--grid", "-g", help="columns x rows of tiles")]
Seed = Annotated[int, typer.Option("--seed", "-s", help="another number, another city of the same kind")]
ThemeName = Annotated[
    str | None, typer.Option("--theme", "-t", help="a theme by name, or a .toml file, instead of the one the prompt calls")
]
TileSize = Annotated[float, typer.Option("--tile-size", help="edge of a tile in metres")]
Workers = Annotated[int | None, typer.Option("--workers", "-w", help="processes; default: what cores and memory allow")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="allow more than 40x40 tiles")]
NoRender = Annotated[bool, typer.Option("--no-render", help="make no city.png")]
NoExport = Annotated[bool, typer.Option("--no-export", help="make no city.glb")]
Weights = Annotated[str | None, typer.Option("--weights", help=WEIGHTS_HELP)]
Device = Annotated[str | None, typer.Option("--device", help=DEVICE_HELP)]
Commercial = Annotated[bool, typer.Option("--commercial", help=COMMERCIAL_HELP)]
SceneArgument = Annotated[Path, typer.Argument(metavar="SCENE", help="folder of a scene")]


@app.command()
def generate(
    context: typer.Context,
    prompt: Annotated[str, typer.Argument(help="what to build, in plain words")] = "",
    grid: Grid = "3x3",
    seed: Annotated[int | None, typer.Option("--seed", "-s", help="another number, another city of the same kind  [default: 7]")] = None,
    theme: ThemeName = None,
    tile_size: TileSize = 40.0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="new folder for the scene; default: named after the prompt")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="a plan file instead of a prompt, grid, theme and tile size")] = None,
    planner: PlannerName = "offline",
    llm_url: Url = None,
    llm_model: Model = None,
    llm_price: Price = None,
    llm_timeout: Timeout = 180.0,
    llm_fallback: Fallback = False,
    painter: PainterName = "procedural",
    sculptor: Annotated[str | None, typer.Option("--sculptor", help=SCULPTOR_HELP)] = None,
    level: Annotated[
        str | None,
        typer.Option(
            "--parts",
            help="fine: every part; medium: roofs, walls...; coarse: whole objects; default: the sculptor's; fine and medium are for exact",
        ),
    ] = None,
    weights: Weights = None,
    device: Device = None,
    commercial: Commercial = False,
    paint_model: PaintModel = "",
    paint_url: PaintUrl = "",
    paint_size: PaintSize = 0,
    paint_steps: PaintSteps = 0,
    paint_masks: PaintMasks = "",
    workers: Workers = None,
    yes: Yes = False,
    no_render: NoRender = False,
    no_export: NoExport = False,
    profile: Profile = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make a city: a scene with city.glb and city.png."""
    from cityscape.cli.llm import hired
    from cityscape.cli.make import finish, free_folder
    from cityscape.cli.progress import shown
    from cityscape.plan.request import check_prompt
    from cityscape.run import Said
    from cityscape.run import generate as run
    from cityscape.run.inputs import check_grid, parse_grid

    ready: Plan | None = None
    columns_rows = check_grid(parse_grid(grid), large=yes)
    if plan is not None:
        if prompt:
            raise InputError("both a prompt and --plan are given: leave one of them out")
        if given(context, "planner") and planner != "offline":
            raise InputError("both --planner and --plan are given: leave one of them out")
        planner = "offline"
        ready = _plan_file(plan, seed)
        name = ready.prompt or plan.stem
    else:
        name = check_prompt(prompt)
    folder = free_folder(out, name)
    sculptor, weights = core(context, sculptor, weights)
    paint = told(context, painter, model=paint_model, url=paint_url, size=paint_size, steps=paint_steps, masks=paint_masks)
    with shown(quiet=quiet) as progress:
        events = Last(progress)
        chosen = hired(
            context,
            planner,
            url=llm_url,
            model=llm_model,
            price=llm_price,
            timeout=llm_timeout,
            fallback=llm_fallback,
            say=lambda line: events(Said(line)),
        )
        scene = run(
            prompt,
            grid=columns_rows,
            seed=7 if seed is None else seed,
            theme=theme,
            tile_size=tile_size,
            out=folder,
            plan=ready,
            planner=chosen,
            painter=painter,
            sculptor=sculptor,
            parts=level,
            weights=weights,
            device=device,
            commercial=commercial,
            paint=paint,
            workers=workers,
            progress=events,
            large=yes,
        )
    finish(scene, folder, events.finished, render=not no_render, export=not no_export, quiet=quiet, json=json)


@app.command()
def resume(
    context: typer.Context,
    scene: SceneArgument,
    weights: Weights = None,
    device: Device = None,
    commercial: Commercial = False,
    paint_model: PaintModel = "",
    paint_url: PaintUrl = "",
    workers: Workers = None,
    no_render: NoRender = False,
    no_export: NoExport = False,
    profile: Profile = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Go on with a scene whose making was stopped.

    Finished tiles stay as they are.
    """
    from cityscape.cli.make import finish
    from cityscape.cli.progress import shown
    from cityscape.run import resume as run

    paint = told_of(context, scene, model=paint_model, url=paint_url)
    with shown(quiet=quiet) as progress:
        events = Last(progress)
        made = run(scene, weights=weights, paint=paint, device=device, commercial=commercial, workers=workers, progress=events)
    finish(made, scene, events.finished, render=not no_render, export=not no_export, quiet=quiet, json=json)


@app.command()
def plan(
    context: typer.Context,
    prompt: Annotated[str, typer.Argument(help="what to build, in plain words")],
    out: Annotated[Path, typer.Option("--out", "-o", help="the file to write")] = Path("plan.json"),
    grid: Grid = "3x3",
    seed: Seed = 7,
    theme: ThemeName = None,
    tile_size: TileSize = 40.0,
    planner: PlannerName = "offline",
    llm_url: Url = None,
    llm_model: Model = None,
    llm_price: Price = None,
    llm_timeout: Timeout = 180.0,
    llm_fallback: Fallback = False,
    yes: Yes = False,
    profile: Profile = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write a plan as JSON, for generate --plan.

    It can be changed by hand before.
    """
    from cityscape.cli.llm import hired
    from cityscape.cli.make import report
    from cityscape.cli.progress import shown
    from cityscape.plan.files import write_plan
    from cityscape.run import Said
    from cityscape.run.inputs import check_grid, parse_grid

    size = check_grid(parse_grid(grid), large=yes)
    if out.exists():
        raise InputError(f"{out} exists already: choose another name with --out, or remove it first")
    with shown(quiet=quiet) as progress:
        chosen = hired(
            context,
            planner,
            url=llm_url,
            model=llm_model,
            price=llm_price,
            timeout=llm_timeout,
            fallback=llm_fallback,
            say=lambda line: progress(Said(line)),
        )
        usage = getattr(chosen, "usage", None)
        try:
            made = chosen.plan(prompt, grid=size, seed=seed, theme=theme, tile_size=tile_size, confirm=True)
        except ServiceError:
            progress(Said(usage.line()))  # type: ignore[union-attr]
            raise
    write_plan(made, out)
    data = {"plan": str(out), "theme": made.style.theme.name, "seed": made.seed, "tiles": len(made.briefs), "notes": list(made.notes)}
    lines = [f"plan   {out}  ({len(made.briefs)} tiles of {made.style.theme.title})", *made.notes]
    if usage is not None:
        data["llm"] = usage.plain()
        lines.append(usage.line())
    report(data, lines, quiet=quiet, json=json)


@app.command()
def render(
    scene: SceneArgument,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="picture or film to write; default: in the scene's folder")] = None,
    view: Annotated[str, typer.Option("--view", help="iso, turntable, exploded or ids (one colour per part)")] = "iso",
    size: Annotated[str | None, typer.Option("--size", help="pixels, such as 1600x1200; a width alone makes 4:3")] = None,
    quality: Annotated[str, typer.Option("--quality", help="draft, normal, high or beauty")] = "normal",
    renderer: Annotated[str, typer.Option("--renderer", help="auto, embree, pyrender or mitsuba")] = "auto",
    profile: Profile = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make a picture or a turntable film of a scene."""
    from cityscape.cli.make import draw, report
    from cityscape.run.inputs import parse_size

    pixels = parse_size(size) if size else None
    folder = _open(scene)
    target = out or scene / f"{view}{'.mp4' if view == 'turntable' else '.png'}"
    data = draw(folder.scene(paintings=False), target, view=view, size=pixels, quality=quality, renderer=renderer, quiet=quiet)
    kind = "film" if view == "turntable" else "picture"
    line = f"{kind:8} {target}  ({data['renderer']}, {data['seconds']:.1f} s)"
    report(data, [line, *(f"note: {n}" for n in data["notes"])], quiet=quiet, json=json)


@app.command()
def export(
    scene: SceneArgument,
    out: Annotated[Path, typer.Argument(metavar="OUT.glb", help="file to write")],
    commercial: Annotated[bool, typer.Option("--commercial", help="refuse a scene with tiles that may not be used commercially")] = False,
    profile: Profile = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write a scene as one GLB.

    y up, metres, nodes City / Tile / Object / Part with stable ids in their extras.
    """
    from cityscape.cli.make import report
    from cityscape.export import export_glb

    folder = _open(scene)
    done = folder.done()
    if commercial:
        from cityscape.run.licences import check_scene

        check_scene(folder)
    tiles = (folder.read_tile(c, painting=False) for c in folder.plan.cells if c in done)
    data = export_glb(tiles, out, plan=folder.plan).model_dump(mode="json")
    line = (
        f"model  {out}  ({data['bytes'] / 2**20:.1f} MB, {data['objects']} objects, {data['parts']} parts, {data['triangles']} triangles)"
    )
    report(data, [line], quiet=quiet, json=json)


@app.command()
def info(
    scene: SceneArgument,
    check: Annotated[bool, typer.Option("--check/--no-check", help="measure seams and intersections, read every pixel")] = True,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell what is in a scene, and how good it is.

    Exit code 1 when the measurements find faults, 2 when files are missing or damaged.
    """
    from cityscape.cli.figures import lines
    from cityscape.cli.make import report
    from cityscape.run.survey import survey
    from cityscape.store import SceneFolder

    found = survey(SceneFolder.open(scene), check=check)
    report(found.model_dump(mode="json"), lines(found), quiet=quiet, json=json)
    if found.problems:
        raise typer.Exit(1)


@app.command()
def themes(json: Json = False) -> None:
    """List the themes and their seasons and weathers."""
    from cityscape.cli.make import report
    from cityscape.grammar.themes import load_themes

    known = load_themes()
    data = {"themes": [{"name": t.name, "title": t.title, "words": list(t.words), "variants": sorted(t.variants)} for t in known]}
    width = max(len(t.name) for t in known)
    report(
        data, [f"{t.name:{width}}  {t.title}  ({', '.join(sorted(t.variants)) or 'no variants'})" for t in known], quiet=False, json=json
    )


@app.command()
def doctor(
    as_card: Annotated[float | None, typer.Option("--as-card", metavar="GB", help="explain the ladder as for a card of this size")] = None,
    json: Json = False,
) -> None:
    """Tell what this machine has, what back-ends need, and which combination suits its graphics card, with licences.

    Exit code 1 when something needed is missing.
    """
    from cityscape.cli.figures import findings
    from cityscape.cli.make import report
    from cityscape.run.doctor import examine

    found = examine(as_card)
    report({"findings": [f.model_dump(mode="json") for f in found]}, findings(found), quiet=False, json=json)
    if any(f.state == "missing" for f in found):
        raise typer.Exit(1)


app.command()(grow)
app.command()(settings)
app.command()(room)
app.command()(rooms)
app.command()(parts)
app.command()(check)
app.command()(gc)
app.command("import")(import_)
app.command(context_settings={"ignore_unknown_options": True})(find)
app.command()(stats)
app.command(context_settings=NEGATIVE)(regenerate)
app.command(context_settings=NEGATIVE)(accept)
for history in (edits.undo, edits.redo, edits.log, edits.checkpoint, edits.go, edits.diff):
    app.command()(history)
app.add_typer(edits.edit, name="edit")
app.add_typer(train, name="train")
app.add_typer(evaluation, name="eval")


@app.callback(invoke_without_command=True)
def _main(context: typer.Context, version: Annotated[bool, typer.Option("--version", help="print the version")] = False) -> None:
    if version:
        from cityscape import __version__

        print(__version__)
    elif context.invoked_subcommand is None:
        print(context.get_help())


class Last:
    """Passes events on and keeps the last one."""

    def __init__(self, then: Any) -> None:
        self.then, self.finished = then, None

    def __call__(self, event: Any) -> None:
        self.finished = event
        self.then(event)


def _open(path: Path) -> SceneFolder:
    from cityscape.store import SceneFolder

    folder = SceneFolder.open(path)
    if not folder.done():
        raise InputError(f"{path} has no finished tile yet: run 'cityscape resume {path}' first")
    return folder


def _plan_file(path: Path, seed: int | None) -> Plan:
    from cityscape.plan.files import read_plan

    made: Plan = read_plan(path)
    if seed is None:
        return made
    if not 0 <= seed < 2**63:
        raise InputError(f"seed {seed} is not a whole number from 0 to 2^63 - 1")
    return made.model_copy(update={"seed": seed})
