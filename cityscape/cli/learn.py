"""The command that judges the embedded core: `cityscape eval core`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cityscape.errors import InputError

evaluation = typer.Typer(help="Judge what was learned.", add_completion=False, rich_markup_mode=None)


@evaluation.callback()
def _evaluation() -> None:
    """Judge what was learned."""


@evaluation.command("core")
def eval_core(
    weights: Annotated[Path | None, typer.Option("--weights", help="folder of weights; default: the embedded ones")] = None,
    split: Annotated[str, typer.Option("--split", help="which held-out objects: test or probe")] = "test",
    n: Annotated[int, typer.Option("--n", "-n", help="how many objects")] = 20,
    start: Annotated[int, typer.Option("--start", help="number of the first of them in its split")] = 0,
    modes: Annotated[str, typer.Option("--modes", help="what is asked, with commas between")] = "vae,masks,masks_depth,image,object",
    grid: Annotated[int, typer.Option("--grid", help="cells along a window's side, a power of two")] = 64,
    seed: Annotated[int, typer.Option("--seed", "-s", help="of the sampling")] = 0,
    workers: Annotated[int, typer.Option("--workers", "-w", help="processes")] = 1,
    out: Annotated[Path, typer.Option("--out", "-o", help="folder for the results; what is there of the same exam is kept")] = Path(
        "eval-core"
    ),
    objects: Annotated[
        Path | None, typer.Option("--objects", help="folder where the objects are kept, for more exams; default: in --out")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Ask the embedded core for the parts of held-out tiles and rooms and hold the answers against the bars.

    Run again, it goes on where it was stopped.
    """
    from cityscape.cli.progress import counted
    from cityscape.learn.report import written
    from cityscape.learn.sitting import Exam, sit
    from partgen.weights import embedded

    asked = tuple(m.strip() for m in modes.split(",") if m.strip())
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: give a folder with --out")
    exam = Exam(weights or embedded(), split, n, start, asked, grid, seed)  # type: ignore[arg-type]
    try:
        with counted("objects", quiet=quiet) as bar:
            records = sit(exam, out, workers=workers, objects=objects, tell=bar)
    except KeyboardInterrupt:
        typer.echo("cityscape: stopped; the same command goes on", err=True)
        raise SystemExit(130) from None
    data = written(exam, records, out)
    if json:
        from json import dumps

        typer.echo(dumps(data))
    elif not quiet:
        from rich.console import Console

        from cityscape.learn.marks import lines, table

        console = Console()
        console.print(table(data["figures"], data["skipped"]))
        console.print("\n".join(["", *lines(data["figures"]), "", f"{out / 'eval.json'}"]), markup=False, highlight=False)
