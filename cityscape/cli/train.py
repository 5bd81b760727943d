"""`cityscape train`: training objects, the networks that learn from them, and how it went."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial, wraps
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_origin, get_type_hints

import typer

from cityscape.errors import InputError, Stopped

if TYPE_CHECKING:
    from partgen.config import CoreConfig

app = typer.Typer(
    help="Train the networks that make parts: on the procedural world, or on 3D models of your own.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

PER_FILE = 4
"""Seeds in a file: what at most is lost where the making is stopped, and the least that a process is given."""

Out = Annotated[Path, typer.Option("--out", "-o", help="folder of the run: checkpoints, weights, log.jsonl; new, unless resumed")]
Data = Annotated[Path, typer.Option("--data", "-d", help="folder of training objects, as 'train data' makes it")]
Probe = Annotated[Path | None, typer.Option("--probe", help="folder of held-out objects, to measure on")]
Config = Annotated[
    str | None,
    typer.Option(
        "--config", "-c", help="a preset (tile, tiny), a config.json or a folder with one  [default: tile; resumed: the run's own]"
    ),
]
Batch = Annotated[int, typer.Option("--batch", help="pictures in a step, over all processes")]
Large = Annotated[bool, typer.Option("--large", help="the network for GPUs, which also tells parts apart where depth is not known")]
Watch = Annotated[float, typer.Option("--watch", help="seconds after which new files in --data are looked for; 0: it is read once")]
Resume = Annotated[bool, typer.Option("--resume", help="go on from the last checkpoint in --out")]
Init = Annotated[Path | None, typer.Option("--init", help="weights to start from, where they fit: a file or a weights folder")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors and warnings")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")]


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each field of `TrainSettings` in place of its parameter `settings`, a dict of them."""
    from partgen.train import TrainSettings

    hints = get_type_hints(TrainSettings)
    own = inspect.signature(command)
    types = get_type_hints(command, include_extras=True)
    parameters = [p.replace(annotation=types[n], kind=p.KEYWORD_ONLY) for n, p in own.parameters.items() if n != "settings"]
    for f in fields(TrainSettings):
        kind = str if get_origin(hints[f.name]) is Literal else hints[f.name]
        option = typer.Option(f"--{f.name.replace('_', '-')}", help=f.metadata["help"])
        annotation: Any = Annotated[kind, option]
        parameters.append(inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=annotation))

    @wraps(command)
    def run(**given: Any) -> None:
        command(settings={f.name: given.pop(f.name) for f in fields(TrainSettings)}, **given)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    del run.__wrapped__  # type: ignore[attr-defined]
    return run


# -- training objects ---------------------------------------------------------------------------------
@app.command()
def data(
    out: Annotated[Path, typer.Option("--out", "-o", help="folder for the objects; what is there already is left alone")],
    split: Annotated[str | None, typer.Option("--split", help="train, probe or test: their worlds differ  [default: train]")] = None,
    seeds: Annotated[int | None, typer.Option("--seeds", "-n", help="worlds to make, three objects each  [default: 100]")] = None,
    start: Annotated[int | None, typer.Option("--start", help="the first of them, counted within the split  [default: 0]")] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="pictures alone, six a world, for groups and depth: five times as fast")
    ] = False,
    source: Annotated[Path | None, typer.Option("--from", help="a folder of your own 3D models, instead of the procedural world")] = None,
    views: Annotated[int, typer.Option("--views", help="pictures of each model of --from")] = 4,
    up: Annotated[str, typer.Option("--up", help="the vertical axis in the models of --from: y or z")] = "y",
    workers: Annotated[int, typer.Option("--workers", "-w", help="processes")] = 1,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make training objects of the procedural world, or of a folder of 3D models.

    Stopped, the same command goes on. The same seeds give the same objects, whatever the number of processes.
    """
    if not 1 <= workers <= 256:
        raise InputError(f"workers is {workers}: it must be from 1 to 256")
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: give a folder with --out")
    if source is None:
        count = 100 if seeds is None else seeds
        _worlds(out, split or "train", count, start or 0, pictures=pictures, workers=workers, quiet=quiet, json=json)
        return
    given = [name for name, value in (("--split", split), ("--seeds", seeds), ("--start", start)) if value is not None]
    given += ["--pictures"] if pictures else []
    if given:
        raise InputError(f"{given[0]} is of the procedural world and --from is given: leave one of them out")
    _models(out, source, views, up, workers=workers, quiet=quiet, json=json)


def _worlds(out: Path, split: str, n: int, start: int, *, pictures: bool, workers: int, quiet: bool, json: bool) -> None:
    from cityscape.cli.make import report
    from cityscape.learn import tiles

    if n < 1:
        raise InputError(f"seeds is {n}: it must be 1 or more")
    seeds = tiles.split(split, n, start=start)  # type: ignore[arg-type]
    recipe = tiles.Recipe.pictures() if pictures else tiles.Recipe()
    make = partial(tiles.make, out, seeds, recipe=recipe, per_file=PER_FILE)
    made, files, seconds = _shared(make, len(tiles.blocks(seeds, PER_FILE)), workers, lambda said: said, quiet)
    objects = sum(made)
    says = {"folder": str(out), "files": files, "objects": objects, "seconds": round(seconds, 2)}
    report(says, [f"objects  {out}  ({objects:,} made now, in {files} files; {seconds:.1f} s)"], quiet=quiet, json=json)


def _models(out: Path, source: Path, views: int, up: str, *, workers: int, quiet: bool, json: bool) -> None:
    from cityscape.cli.make import report
    from cityscape.learn import models

    if up not in ("y", "z"):
        raise InputError(f"--up is {up!r}: give y or z")
    if not 1 <= views <= 64:
        raise InputError(f"--views is {views}: it must be from 1 to 64")
    recipe = models.Recipe(views=views, up=up)  # type: ignore[arg-type]
    count = len(models.blocks(models.found(source)))
    told, files, seconds = _shared(partial(models.make, out, source, recipe=recipe), count, workers, lambda said: said.objects, quiet)
    made = sum(told, models.Made())
    if not made.models and not any(out.glob("objects-*.safetensors")):
        name, why = made.skipped[0]
        raise InputError(f"none of the {len(made.skipped)} models of {source} can be used; the first, {name}: {why}")
    says = {"folder": str(out), "files": files, "objects": made.objects, "models": made.models, "single": made.single}
    says |= {"skipped": [{"file": name, "why": why} for name, why in made.skipped], "seconds": round(seconds, 2)}
    lines = [f"objects  {out}  ({made.objects:,} of {made.models} models made now; {seconds:.1f} s)"]
    if made.single:
        lines.append(f"note: {made.single} of the models have one part alone: they teach shapes, and nothing of parts")
    lines += [f"left out: {name}: {why}" for name, why in made.skipped]
    report(says, lines, quiet=quiet, json=json)


def _shared(share: Any, files: int, workers: int, objects: Callable[[Any], int], quiet: bool) -> tuple[list[Any], int, float]:
    """What the workers told, of how many files, and in what time; `objects` is how many a message stands for."""
    import sys

    from cityscape.cli.progress import counted
    from cityscape.learn.crew import work

    told: list[Any] = []
    began = perf_counter()
    try:
        with counted("files", quiet=quiet) as step:

            def each(said: Any) -> None:
                told.append(said)
                if step is not None:
                    step(len(told), files)
                elif not quiet:
                    print(f"{len(told)} of {files} files: {sum(map(objects, told)):,} objects", file=sys.stderr, flush=True)

            work(share, min(workers, files), each)
    except KeyboardInterrupt:
        raise Stopped("stopped; the files that are finished are kept, and the same command goes on") from None
    return told, files, perf_counter() - began


# -- trainings ----------------------------------------------------------------------------------------
@app.command()
@with_settings
def vae(
    data: Data,
    out: Out,
    settings: dict[str, Any],
    config: Config = None,
    probe: Probe = None,
    resume: Resume = False,
    init: Init = None,
    parts: Annotated[int, typer.Option("--parts", help="parts in a batch, over all processes")] = 20,
    wholes: Annotated[int, typer.Option("--wholes", help="surroundings of parts in a batch, over all processes")] = 8,
    queries: Annotated[int, typer.Option("--queries", help="points at which a decoded shape is held against the truth")] = 320,
    kl: Annotated[float, typer.Option("--kl", help="weight of the latents' divergence from the standard normal")] = 1e-3,
    keep: Annotated[
        bool, typer.Option("--keep-latents", help="train the decoder alone, from --init: a core of these latents stays good")
    ] = False,
    watch: Watch = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train the shape VAE: surfaces, and what is seen of them, to latents and back to shapes."""
    from partgen.train import starts
    from partgen.train.shape_task import ShapeTask

    chosen = _config(config, out, resume=resume)
    _objects(data, probe)
    for name, n in (("parts", parts), ("wholes", wholes), ("queries", queries)):
        _at_least_one(name, n)
    if keep and init is None and not resume:
        raise InputError("--keep-latents is given without the shape VAE whose latents are kept: name it with --init")
    options: dict[str, Any] = {"parts": parts, "wholes": wholes, "queries": queries, "kl": kl, "keep": keep, "watch": watch}
    make = partial(ShapeTask, chosen, data, probe, seed=settings["seed"], **_points(chosen), **options)
    _train(make, settings, out, resume=resume, init=None if init is None else starts.vae_file(init), quiet=quiet, json=json)


@app.command()
@with_settings
def core(
    data: Data,
    out: Out,
    settings: dict[str, Any],
    vae: Annotated[
        Path | None, typer.Option("--vae", help="the trained shape VAE: its file, a weights folder or a run's  [required]")
    ] = None,
    config: Config = None,
    probe: Probe = None,
    resume: Resume = False,
    init: Init = None,
    parts: Annotated[int, typer.Option("--parts", help="conditions in a batch, over all processes")] = 24,
    draws: Annotated[int, typer.Option("--draws", help="noise levels for each of them")] = 2,
    masked: Annotated[float, typer.Option("--masked", help="share of them with a mask")] = 0.65,
    decoded: Annotated[float, typer.Option("--decoded", help="weight of the decoded guess in the loss")] = 0.5,
    watch: Watch = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train the part DiT with its image encoder and label head; the shape VAE comes first."""
    from partgen.train import starts
    from partgen.train.core_task import CoreTask

    if vae is None:
        raise InputError("no --vae is given: train one with 'cityscape train vae' and name its folder")
    shapes = starts.vae_file(vae)
    chosen = _config(config, out, resume=resume)
    _objects(data, probe)
    _at_least_one("parts", parts)
    _at_least_one("draws", draws)
    if not 0 < masked < 1:
        raise InputError(f"masked is {masked}: it must be between 0 and 1")
    options: dict[str, Any] = {"parts": parts, "draws": draws, "masked": masked, "decoded": decoded, "watch": watch}
    make = partial(CoreTask, chosen, shapes, None, data, probe, seed=settings["seed"], **_points(chosen), **options)
    with starts.core_start(init) as begin:
        _train(make, settings, out, resume=resume, init=begin, quiet=quiet, json=json)


@app.command()
@with_settings
def depth(
    data: Data,
    out: Out,
    settings: dict[str, Any],
    probe: Probe = None,
    resume: Resume = False,
    init: Init = None,
    batch: Batch = 8,
    told: Annotated[bool, typer.Option("--told/--no-told", help="whether it learns to use a mask where one is known")] = True,
    watch: Watch = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train the network that sees depth in isometric pictures, for paintings that come without."""
    from partgen.depth import TOLD
    from partgen.train.depth_task import DepthTask

    make = partial(DepthTask, data, probe, replace(TOLD, told=told), batch, settings["seed"], watch=watch)
    _train_pictures(make, data, probe, batch, settings, out, resume=resume, init=init, quiet=quiet, json=json)


@app.command()
@with_settings
def groups(
    data: Data,
    out: Out,
    settings: dict[str, Any],
    probe: Probe = None,
    resume: Resume = False,
    init: Init = None,
    batch: Batch = 8,
    large: Large = False,
    watch: Watch = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Train the network that tells parts apart in pictures that come without a mask."""
    from partgen.grouping import LARGE, GroupingConfig
    from partgen.train.grouping_task import GroupingTask

    make = partial(GroupingTask, data, probe, LARGE if large else GroupingConfig(), batch, settings["seed"], watch=watch)
    _train_pictures(make, data, probe, batch, settings, out, resume=resume, init=init, quiet=quiet, json=json)


def _train_pictures(make: Any, data: Path, probe: Path | None, batch: int, settings: dict[str, Any], out: Path, **how: Any) -> None:
    """Run a training that takes batches of pictures; see `_train`."""
    _objects(data, probe)
    _at_least_one("batch", batch)
    _train(make, settings, out, **how)


def _at_least_one(name: str, n: int) -> None:
    if n < 1:
        raise InputError(f"{name} is {n}: it must be 1 or more")


def _points(config: CoreConfig) -> dict[str, Any]:
    """How many points of shells and of whole surfaces are looked at: as many as in use."""
    return {"points": config.told_points, "surface": config.surface_points}


def _config(given: str | None, out: Path, *, resume: bool) -> CoreConfig:
    """A preset by name, or the configuration in a file or a folder; a training that goes on keeps its own."""
    from partgen import weights
    from partgen.config import PRESETS, preset

    own = out / "weights" / weights.CONFIG
    if given is None and resume and own.is_file():
        return weights.read_config(own)[0]
    if given is None or given in PRESETS:
        return preset(given or "tile")
    file = Path(given) / weights.CONFIG if Path(given).is_dir() else Path(given)
    if not file.is_file():
        raise InputError(f"there is no configuration {given}: give one of {', '.join(PRESETS)}, a config.json or a folder with one")
    return weights.read_config(file)[0]


def _objects(data: Path, probe: Path | None) -> None:
    from partgen.train.objects import files

    for folder in (data, probe):
        if folder is not None:
            files(folder)


def _train(make: Any, settings: dict[str, Any], out: Path, *, resume: bool, init: Path | None, quiet: bool, json: bool) -> None:
    """Run a training to its end and tell how it went."""
    import sys

    import torch

    from cityscape.cli.make import report
    from partgen.train import TrainSettings, train

    chosen = TrainSettings(**settings)
    if chosen.device == "cpu" and chosen.processes > 1:
        torch.set_num_threads(1)

    def warned(event: dict[str, Any]) -> None:
        if event["event"] == "warning":
            print(f"step {event['step']}: {event['text']}", file=sys.stderr, flush=True)

    done = train(make, chosen, out, resume=resume, init=init, on_event=warned if quiet else None)
    if done.stopped:
        raise Stopped(f"stopped at step {done.step}, {done.seconds / 60:.1f} minutes in; the same command with --resume goes on")
    says: dict[str, Any] = {"run": str(out), "weights": str(out / "weights"), "step": done.step, "minutes": round(done.seconds / 60, 2)}
    says |= {"figures": done.figures, "probe": done.probe}
    lines = [f"weights  {out / 'weights'}  ({done.step} steps, {done.seconds / 60:.1f} minutes)"]
    lines += ["held out " + "  ".join(f"{name} {value:.4g}" for name, value in done.probe.items())] * bool(done.probe)
    report(says, lines, quiet=quiet, json=json)


# -- how it went --------------------------------------------------------------------------------------
@app.command()
def curves(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="folders of trainings")],
    out: Annotated[Path, typer.Option("--out", "-o", help="picture to write")] = Path("curves.png"),
    x: Annotated[str, typer.Option("--x", help="steps or minutes")] = "steps",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw the loss and the held-out figures of one training or several."""
    from cityscape.cli.make import report
    from partgen.train.curves import draw

    file = draw(runs, out, x=x)  # type: ignore[arg-type]
    report({"picture": str(file)}, [f"picture  {file}"], quiet=quiet, json=json)
