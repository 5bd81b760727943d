"""Commands that change a scene by hand and go through its history: `edit`, `undo`, `redo`, `log`, `checkpoint`, `go`, `diff`.

The sub-commands of `edit` are made from the records of `cityscape.edit.operations`, when one is asked for.
"""

from __future__ import annotations

import inspect
import json as j
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import typer
from typer.core import TyperGroup

from cityscape.cli.chosen import Profile
from cityscape.cli.edit_tiles import Json, Quiet, SceneArgument, Wait, Workers
from cityscape.cli.rooms import DEVICE_HELP, WEIGHTS_HELP
from cityscape.errors import InputError, Stopped

if TYPE_CHECKING:
    from cityscape.store.history import Entry

DRY_HELP = "only say what would be done"
WAIT_HELP = "wait for another program that writes the scene"


class Operations(TyperGroup):
    """A group of commands, one for each operation, that come about when they are looked for; SCENE stands before them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the group's own options from before and after SCENE."""
        front, rest = _sorted(args)
        return super().parse_args(ctx, [*front, *rest])

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all operations."""
        return [op.replace("_", "-") for op in _operations()]

    def get_command(self, ctx: Any, name: str) -> Any:
        """The command of an operation."""
        known = _operations()
        if (op := name.replace("-", "_")) not in known:
            from cityscape.edit.address import nearest

            raise InputError(f"there is no operation {name!r}: {nearest(op, known).replace('it has', 'there are')}")
        return _command(name, known[op])


edit = typer.Typer(
    cls=Operations,
    help="Change objects, parts, tiles or the style of a scene: one operation, or with --json several as one step.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


@edit.callback()
def _edit(
    context: typer.Context,
    scene: SceneArgument,
    json: Annotated[str | None, typer.Option("--json", metavar="FILE", help="a JSON list of operations, or - for standard input")] = None,
    wait: Wait = 0.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_HELP)] = False,
    weights: Annotated[str | None, typer.Option("--weights", help=WEIGHTS_HELP)] = None,
    device: Annotated[str | None, typer.Option("--device", help=DEVICE_HELP)] = None,
    workers: Workers = None,
    profile: Profile = None,
    quiet: Quiet = False,
) -> None:
    """Change objects, parts, tiles or the style of a scene: one operation, or with --json several as one step."""
    context.obj = {"scene": scene, "wait": wait, "dry": dry_run, "making": {"weights": weights, "device": device, "workers": workers}}
    context.obj["quiet"] = quiet
    if context.invoked_subcommand is not None:
        if json is not None:
            raise InputError("both --json and an operation are given: leave one of them out")
        return
    if json is None:
        raise InputError(f"nothing is to be done: name an operation ({', '.join(_operations())}), or give --json FILE")
    run(context.obj, _read(json), json=True)


def run(told: dict[str, Any], ops: Any, *, json: bool) -> None:
    """Carry out operations and say what was done."""
    from cityscape.cli.make import report
    from cityscape.cli.progress import shown
    from cityscape.edit.changes import edit as carry_out

    try:
        with shown(quiet=told["quiet"]) as progress:

            def maker(draft: Any, cells: Any) -> None:
                from cityscape.run.anew import remake

                remake(draft, cells, progress=progress, **told["making"])

            done = carry_out(told["scene"], ops, maker=maker, wait=told["wait"], dry=told["dry"])
    except KeyboardInterrupt:
        raise Stopped("stopped: the scene is as it was") from None
    data = {
        "scene": str(told["scene"]),
        "entry": done.entry.n if done.entry else None,
        "said": list(done.said),
        "remade": [list(c) for c in done.remade],
        "handed": {str(a): str(b) for a, b in done.handed.items()},
    }
    lines = [f"would have {s}" if told["dry"] else s for s in done.said]
    report(data, lines, quiet=told["quiet"], json=json)


# -- history ----------------------------------------------------------------------------------------------
Steps = Annotated[int, typer.Argument(metavar="[N]", help="how many steps")]


def undo(scene: SceneArgument, steps: Steps = 1, wait: Wait = 0.0, quiet: Quiet = False, json: Json = False) -> None:
    """Take back the last edits."""
    _stepped(scene, "undo", steps, wait=wait, quiet=quiet, json=json)


def redo(scene: SceneArgument, steps: Steps = 1, wait: Wait = 0.0, quiet: Quiet = False, json: Json = False) -> None:
    """Do again what was undone."""
    _stepped(scene, "redo", steps, wait=wait, quiet=quiet, json=json)


def log(
    scene: SceneArgument,
    all: Annotated[bool, typer.Option("--all", "-a", help="also what was undone, and other branches")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell what was changed in a scene, step by step."""
    from cityscape.cli.make import report
    from cityscape.store import SceneFolder

    history = SceneFolder.open(scene).history
    head, marks = history.head, history.marks()
    line = history.line()
    forward = {*head.forward}
    entries = list(history.entries()) if all else [*line, *(history.entry(n) for n in sorted(forward))]
    done = {e.n for e in line}
    names: dict[int, list[str]] = {}
    for name, n in marks.items():
        names.setdefault(n, []).append(name)
    if json or quiet:
        data = {"head": head.entry, "checkpoints": marks, "entries": [_plain(e, done, forward) for e in entries]}
        report(data, [], quiet=quiet, json=json)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title, how in (("", {}), ("n", {"justify": "right"}), ("when", {}), ("what", {}), ("tiles", {}), ("checkpoint", {})):
        table.add_column(title, **how)  # type: ignore[arg-type]
    table.add_row("*" if not head.entry else "", "0", "", "as it was made", "", ", ".join(names.get(0, [])))
    for e in entries:
        mark = "*" if e.n == head.entry else "" if e.n in done else "undone" if e.n in forward else "aside"
        table.add_row(
            mark,
            str(e.n),
            e.when[:16].replace("T", " "),
            e.text,
            _few(e),
            ", ".join(names.get(e.n, [])),
            style=None if e.n in done else "dim",
        )
    Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False).print(table)


def checkpoint(
    scene: SceneArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what the state is to be called")],
    wait: Wait = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Name the state that a scene is in, for go and diff."""
    from cityscape.cli.make import report
    from cityscape.store import SceneFolder

    folder = SceneFolder.open(scene)
    with folder.lock(wait=wait):
        n = folder.history.mark(name)
    report({"scene": str(scene), "checkpoint": name.strip(), "entry": n}, [f"entry {n} is called {name.strip()}"], quiet=quiet, json=json)


def go(
    scene: SceneArgument,
    to: Annotated[str, typer.Argument(metavar="NAME|N", help="a checkpoint, an entry's number, or start")],
    wait: Wait = 0.0,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Bring a scene to a checkpoint or an entry of its history."""
    from cityscape.cli.make import report
    from cityscape.store import SceneFolder

    folder = SceneFolder.open(scene)
    with folder.lock(wait=wait):
        n = folder.history.go(to)
    report({"scene": str(scene), "entry": n}, [f"at entry {n}" if n else "as it was made"], quiet=quiet, json=json)


def diff(
    scene: SceneArgument,
    a: Annotated[str, typer.Argument(metavar="A", help="a checkpoint, an entry's number, start or head")],
    b: Annotated[str, typer.Argument(metavar="[B]", help="the same")] = "head",
    picture: Annotated[Path | None, typer.Option("--picture", help="a picture of both states, what changed in colours")] = None,
    quality: Annotated[str, typer.Option("--quality", help="draft, normal or high")] = "normal",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell what is different between two states of a scene, in words and as a picture."""
    from cityscape.cli.make import report
    from cityscape.edit import differences
    from cityscape.store import SceneFolder

    one, two = differences.states(SceneFolder.open(scene), a, b)
    found = differences.compared(one, two)
    lines = differences.in_words(found) or [f"nothing is different between {a} and {b}"]
    data: dict[str, Any] = {"a": one.entry, "b": two.entry, "differences": [d.model_dump() for d in found]}
    if picture is not None:
        from cityscape.edit.side_by_side import picture as draw

        draw(one, two, found, picture, quality=quality)
        data["picture"] = str(picture)
        lines.append(f"picture  {picture}  (red: gone, green: new, orange: not the same)")
    report(data, lines, quiet=quiet, json=json)


def _stepped(scene: Path, way: str, steps: int, *, wait: float, quiet: bool, json: bool) -> None:
    from cityscape.cli.make import report
    from cityscape.store import SceneFolder

    folder = SceneFolder.open(scene)
    with folder.lock(wait=wait):
        done = getattr(folder.history, way)(steps)
        head = folder.history.head.entry
    word = "undone" if way == "undo" else "redone"
    data = {"scene": str(scene), word: [e.n for e in done], "entry": head}
    report(data, [f"{word}  {e.n}  {e.text}" for e in done], quiet=quiet, json=json)


def _plain(e: Entry, done: set[int], forward: set[int]) -> dict[str, Any]:
    state = "done" if e.n in done else "undone" if e.n in forward else "aside"
    return {"n": e.n, "parent": e.parent, "when": e.when, "kind": e.kind, "text": e.text, "state": state, "what": e.what}


def _few(e: Entry) -> str:
    cells = e.cells()
    return " ".join(f"{a},{b}" for a, b in cells[:3]) + (f" +{len(cells) - 3}" if len(cells) > 3 else "")


# -- operations as commands -------------------------------------------------------------------------------


def _operations() -> dict[str, Any]:
    from cityscape.edit.operations import OPERATIONS

    return OPERATIONS


_VALUED = ("--json", "--wait", "--weights", "--device", "--workers", "-w", "--profile")


def _sorted(args: list[str]) -> tuple[list[str], list[str]]:
    """The group's options and SCENE, then the operation with what belongs to it."""
    front: list[str] = []
    scene: list[str] = []
    k = 0
    while k < len(args):
        a = args[k]
        if a.startswith("-") and a != "-":
            take = 2 if a in _VALUED else 1
            front += args[k : k + take]
            k += take
        elif not scene:
            scene = [a]
            k += 1
        else:
            break
    return front, [*scene, *args[k:]]


def _command(name: str, record: Any) -> Any:
    """The command of an operation: its fields as options, its target or cell as arguments."""
    once = typer.Typer(add_completion=False, rich_markup_mode=None)
    once.command(name, help=inspect.getdoc(record), context_settings={"ignore_unknown_options": True})(_function(record))
    made = typer.main.get_command(once)
    return made.get_command(None, name) if isinstance(made, TyperGroup) else made  # type: ignore[arg-type]


def _function(record: Any) -> Any:
    op = record.model_fields["op"].default
    fields = {n: f for n, f in record.model_fields.items() if n != "op"}

    def function(**given: Any) -> None:
        context = given.pop("context")
        told = dict(context.obj)
        json, quiet, dry, wait = (given.pop(n) for n in ("json", "quiet", "dry_run", "wait"))
        told |= {"quiet": told["quiet"] or quiet, "dry": told["dry"] or dry, "wait": max(told["wait"], wait)}
        values = {n: v for n, v in given.items() if v is not None and v != []}
        if "palette" in values:
            values["palette"] = _palette(values["palette"])
        run(told, {"op": op, **values}, json=json)

    parameters = [inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    for n, f in fields.items():
        kind, many = _type(f.annotation)
        if n in ("target", "cell"):
            how: Any = typer.Argument(metavar="TARGET..." if n == "target" else "COLUMN,ROW", help=f.description)
            default: Any = inspect.Parameter.empty
        else:
            how = typer.Option(f"--{n.replace('_', '-')}", help=_help(f), metavar=_metavar(n, f, kind))
            default = inspect.Parameter.empty if f.is_required() else None
        wanted: Any = list[str] if many else kind
        wanted = wanted if default is inspect.Parameter.empty else wanted | None
        parameters.append(inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[wanted, how]))
    own = [("wait", float, typer.Option("--wait", metavar="SECONDS", min=0, help=WAIT_HELP), 0.0)]
    own += [("dry_run", bool, typer.Option("--dry-run", help=DRY_HELP), False)]  # type: ignore[list-item]
    own += [("quiet", bool, typer.Option("--quiet", "-q", help="print nothing but errors"), False)]  # type: ignore[list-item]
    own += [("json", bool, typer.Option("--json", help="print one JSON object on standard output"), False)]  # type: ignore[list-item]
    for n, t, how, default in own:
        parameters.append(inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[t, how]))
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {p.name: p.annotation for p in parameters}
    function.__name__ = op
    return function


def _type(annotation: Any) -> tuple[Any, bool]:
    """What the command line reads for a field, and whether it may be given several times; records check the values themselves."""
    inner = [a for a in get_args(annotation) if a is not type(None)]
    if get_origin(annotation) is Annotated:
        return _type(inner[0])
    if type(None) in get_args(annotation):
        return _type(inner[0])
    if get_origin(annotation) is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return str, True
    if get_origin(annotation) is dict:
        return str, True
    if annotation in (int, float):
        return annotation, False
    return str, False


def _metavar(name: str, field: Any, kind: Any) -> str | None:
    text = str(field.annotation)
    if "Literal" in text and (words := _words(field.annotation)) and len(words) < 7:
        return "|".join(words)
    if name in ("by", "to"):
        return "X,Y,Z"
    return {"palette": "NAME=#rrggbb", "color": "#rrggbb", "color2": "#rrggbb", "factor": "F|X,Y,Z", "file": "FILE", "axis": "AXIS"}.get(
        name
    )


def _words(annotation: Any) -> tuple[str, ...]:
    from typing import Literal

    if get_origin(annotation) is Literal:
        return tuple(str(x) for x in get_args(annotation))
    return next((w for a in get_args(annotation) if (w := _words(a))), ())


def _help(field: Any) -> str:
    if field.is_required() or field.default is None:
        return str(field.description)
    shown = ",".join(f"{x:g}" for x in field.default) if isinstance(field.default, tuple) else field.default
    return f"{field.description}  [default: {shown}]"


def _palette(given: list[str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for text in given:
        name, sign, colors = text.partition("=")
        if not sign:
            raise InputError(f"--palette {text!r}: write NAME=#rrggbb, with commas between several")
        out[name.strip()] = [c.strip() for c in colors.split(",")]
    return out


def _read(where: str) -> Any:
    """The JSON of a file, or of standard input."""
    try:
        text = sys.stdin.read() if where == "-" else Path(where).read_text(encoding="utf-8")
        return j.loads(text, parse_constant=lambda w: float(w.replace("Infinity", "inf")))
    except FileNotFoundError:
        raise InputError(f"there is no file {where}: give a JSON file with a list of operations, or - for standard input") from None
    except (OSError, ValueError, RecursionError) as e:
        raise InputError(f"{'standard input' if where == '-' else where} cannot be read as JSON ({e})") from None
