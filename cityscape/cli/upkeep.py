"""`cityscape check` and `cityscape gc`: keeping a scene whole and small."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Iterator

import typer

from cityscape.cli.progress import counted
from cityscape.errors import InputError

if TYPE_CHECKING:
    from cityscape.store.checks import Report, Step
    from cityscape.store.garbage import Freed

SceneArgument = Annotated[Path, typer.Argument(metavar="SCENE", help="folder of a scene")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")]
Wait = Annotated[float, typer.Option("--wait", min=0, metavar="SECONDS", help="wait for another program that writes the scene")]


def check(
    scene: SceneArgument,
    repair: Annotated[bool, typer.Option("--repair", help="mend what can be rebuilt, and say what was done")] = False,
    seams: Annotated[bool, typer.Option("--seams/--no-seams", help="measure the borders of tiles too")] = True,
    weights: Annotated[str | None, typer.Option("--weights", help="where a learned sculptor's networks are now, for --repair")] = None,
    device: Annotated[str | None, typer.Option("--device", help="where they run, for --repair")] = None,
    wait: Wait = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Verify every hash, reference, record and seam of a scene and of its history.

    Exit code 1 when there are problems.
    """
    from cityscape.cli.make import report
    from cityscape.run import upkeep

    did: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    with _shown(quiet=quiet) as step:
        if repair:
            mended = upkeep.repair(scene, seams=seams, weights=weights, device=device, wait=wait, step=step)
            did, failed, found = mended.did, mended.failed, mended.report
        else:
            found = upkeep.check(scene, seams=seams, step=step)
    data = found.model_dump(mode="json", exclude_none=True)
    for plain, p in zip(data["problems"], found.problems, strict=True):
        plain["line"] = p.line
    if repair:
        data |= {"did": list(did), "failed": list(failed)}
    report(data, [*(f"mended     {d}" for d in did), *(f"in vain    {f}" for f in failed), *_lines(found)], quiet=quiet, json=json)
    if found.problems:
        raise typer.Exit(1)


def gc(
    scene: SceneArgument,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would be removed")] = False,
    keep: Annotated[
        int | None,
        typer.Option("--keep", metavar="STEPS", help="forget first what lies more than so many steps back, and what was undone"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="forget without asking")] = False,
    wait: Wait = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Remove the meshes, pictures and variants that neither a scene nor its history can reach.

    What undo, redo, go and accept need always stays, unless --keep says to forget it; named checkpoints stay in any case.
    """
    from cityscape.cli.make import report
    from cityscape.store.garbage import collect

    with _shown(quiet=quiet) as step:
        planned = collect(scene, keep=keep, dry_run=True, step=step)
    if keep is not None and planned.entries and not (yes or dry_run):
        _ask(planned, keep)
    done = planned
    if not dry_run:
        with _shown(quiet=quiet) as step:
            done = collect(scene, keep=keep, wait=wait, step=step)
    data = {"scene": str(scene), "dry_run": dry_run, **done.model_dump(), "files": done.files}
    verb = "would remove" if dry_run else "removed"
    what = [f"{done.assets} assets", f"{done.contents} contents of the history", f"{done.variants} files of variants"]
    what += [f"{done.entries} entries of the history"] if keep is not None else []
    report(data, [f"{verb} {done.files} files, {done.bytes / 2**20:.1f} MB: {', '.join(what)}"], quiet=quiet, json=json)


def _ask(planned: Freed, keep: int) -> None:
    text = f"{planned.entries} entries of the history, all but the last {keep} steps and the named checkpoints, would be forgotten for good"
    if not sys.stdin.isatty():
        raise InputError(f"{text}: say --yes if that is meant, or look with --dry-run")
    if not typer.confirm(f"{text}, and what was undone could not be redone. Forget them?", err=True):
        raise InputError("nothing was forgotten and nothing removed")


def _lines(found: Report) -> list[str]:
    counts = ", ".join(f"{n:,} {what}" for what, n in found.counts.items() if n)
    total = len(found.problems)
    last = "all is well" if not total else f"{total} problem{'s' * (total > 1)}"
    return [
        *(f"PROBLEM    {p.line}" for p in found.problems),
        *(f"note       {n}" for n in found.notes),
        f"checked    {counts or 'nothing'}: {last}",
    ]


@contextmanager
def _shown(*, quiet: bool) -> Iterator[Step | None]:
    """A bar for what is looked at; None where nothing is to be shown."""
    with counted("checking", quiet=quiet) as bar:
        if bar is None:
            yield None
            return
        yield lambda what, done, total: bar(done, total)
