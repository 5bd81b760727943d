"""Settings behind the flags: what `cityscape.toml` and `--profile` say becomes the defaults of a command's options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from cityscape.settings import Held

OPTION = {"parts": "level", "render": "no_render", "export": "no_export"}
"""Fields whose option has another name in the commands; those that begin with no_ are turned round."""

SCENES = ("weights", "paint_model")
REMEMBERED = {"resume": SCENES, "regenerate": SCENES, "grow": SCENES}
"""Fields that a command does not heed though it has an option for them, because a scene remembers its own."""


def settle(context: typer.Context, profile: str | None) -> str | None:
    """Callback of `--profile`, which is read before all other options: fills in their defaults."""
    from cityscape.settings import hold

    if not context.resilient_parsing:
        options = {p.name for p in context.command.params}
        passed = REMEMBERED.get(context.info_name or "", ())
        settled = {o: v for o, v in defaults(hold(profile=profile), passed).items() if o in options}
        context.default_map = {**(context.default_map or {}), **settled}
    return profile


def defaults(held: Held, passed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Option -> value, of the fields that somebody has set, but for those that are passed over."""
    out: dict[str, Any] = {}
    for name, source in held.sources.items():
        value, option = getattr(held.values, name), OPTION.get(name, name)
        if source != "default" and value is not None and name != "profile" and name not in passed:
            out[option] = not value if option.startswith("no_") else value
    return out


def from_settings(context: typer.Context, option: str) -> bool:
    """Whether an option has its value from the settings, not from a flag or the command itself."""
    return getattr(context.get_parameter_source(option), "name", "") == "DEFAULT_MAP"


def given(context: typer.Context, option: str) -> bool:
    """Whether an option was given as a flag."""
    return getattr(context.get_parameter_source(option), "name", "") == "COMMANDLINE"


PROFILE_HELP = "settings for a kind of machine: laptop, gpu-8gb, gpu-24gb, gpu-80gb, api"
Profile = Annotated[str | None, typer.Option("--profile", is_eager=True, callback=settle, help=PROFILE_HELP)]


def core(context: typer.Context, sculptor: str | None, weights: str | None) -> tuple[str | None, str | None]:
    """Sculptor and weights that belong together: the flag of one overrules the other where that is only a setting or a default."""
    from cityscape.sculpt import is_name_of_weights

    if weights is not None and is_name_of_weights(weights) and given(context, "weights") and not given(context, "sculptor"):
        return "partgen", weights
    if sculptor == "exact" and weights is not None and not given(context, "weights"):
        return sculptor, None
    return sculptor, weights


def settings(
    profile: Annotated[str | None, typer.Option("--profile", help="as if this profile were asked for")] = None,
    example: Annotated[bool, typer.Option("--template", help="print a cityscape.toml to fill in instead")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Tell what cityscape.toml and the profile settle, and where each value is from.

    Flags win, then the project's file, then the user's, then the profile.
    """
    from cityscape.cli.make import report
    from cityscape.settings import hold, places, template

    if example:
        print(template(), end="")
        return
    held = hold(profile=profile)
    values = held.values.model_dump(mode="json")
    files = [{"path": str(p), "there": p.is_file()} for p in places()]
    lines = [f"{'file':12} {f['path']}  ({'read' if f['there'] else 'not there'})" for f in files]
    for name, value in values.items():
        shown = "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        lines.append(f"{name:12} {shown:14} {held.sources[name]}")
    told = {n: {"value": v, "from": held.sources[n]} for n, v in values.items()}
    report({"files": files, "settings": told}, lines, quiet=False, json=json)
