"""Where settings come from, and which of them holds: flags, then the project's file, the user's, the profile, the defaults."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Mapping
from urllib.parse import urlsplit

from pydantic import ValidationError

from cityscape.errors import InputError
from cityscape.settings.fields import PROFILES, Preferences

NAME = "cityscape.toml"

_SECRETS = "api_?key|keys?|tokens?|secrets?|passwords?|passwd|credentials?|bearer|authorization"
_SECRET_NAME = re.compile(rf"(^|[_\-.])({_SECRETS})($|[_\-.])", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"^(sk-|hf_|xai-|gsk_|ghp_|AKIA|AIza|Bearer\s)")


@dataclass(frozen=True)
class Held:
    """The settings that hold, and for each field where it is from: a file, ``profile NAME``, ``a flag`` or ``default``."""

    values: Preferences
    sources: dict[str, str]


def places(folder: str | Path | None = None) -> tuple[Path, Path]:
    """Where the project's file and the user's are looked for, whether they are there or not.

    folder : of the project; None: the current one. The user's is in ``$XDG_CONFIG_HOME/cityscape``, ``%APPDATA%`` on Windows.
    """
    base = os.environ.get("XDG_CONFIG_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else None)
    return Path(folder or ".") / NAME, Path(base or Path.home() / ".config").expanduser() / "cityscape" / NAME


def hold(flags: Mapping[str, Any] | None = None, *, profile: str | None = None, folder: str | Path | None = None) -> Held:
    """The settings that hold.

    Parameters
    ----------
    flags : what was said on the command line, by field; None values count as not said.
    profile : the one asked for by a flag; None: the files' own.
    folder : the project's; None: the current one.

    Raises
    ------
    InputError : a file that is no TOML, has an unknown key (the nearest is named), a value of the wrong kind, or a secret.
    """
    said = {k: v for k, v in (flags or {}).items() if v is not None}
    if profile is not None:
        said["profile"] = profile
    _known(said, "the flags")
    layers: list[tuple[str, dict[str, Any]]] = [("a flag", said)]
    project, user = places(folder)
    layers += [(str(project), _near(_read(project), project)), (str(user), _read(user))]
    chosen = next((row["profile"] for _, row in layers if "profile" in row), None)
    if chosen is not None:
        layers.append((f"profile {chosen}", _profile(chosen, next(where for where, row in layers if "profile" in row))))
    for where, row in layers:
        _checked(row, where)
    values: dict[str, Any] = {}
    sources = dict.fromkeys(Preferences.model_fields, "default")
    for where, row in reversed(layers):
        values |= row
        sources |= dict.fromkeys(row, where)
    return Held(_checked(values, "the settings"), sources)


def template() -> str:
    """A `cityscape.toml` with every field, its help and its default, all commented out."""
    lines = [
        f"# {NAME}: in the folder you work in, or for all folders in your configuration folder.",
        "# Keys never stand here: they come from the environment or a keyring.",
        "",
    ]
    for name, field in Preferences.model_fields.items():
        default = field.default
        shown = '""' if default is None else str(default).lower() if isinstance(default, bool) else f'"{default}"'
        lines += [f"# {field.description}", f"# {name} = {shown}", ""]
    return "\n".join(lines)


def _read(file: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as e:
        raise InputError(f"cannot read {file} ({e.strerror or e}): change its permissions or remove it") from e
    except ValueError as e:  # TOML and UTF-8
        raise InputError(f"{file} is not valid TOML ({e}): mend that line") from e
    _no_secrets(data, file)
    _known(data, str(file))
    return data


def _near(data: dict[str, Any], file: Path) -> dict[str, Any]:
    """A project's settings; refuses servers elsewhere, since a folder from somebody else would have the user's keys sent there."""
    for name in ("llm_url", "paint_url"):
        host = urlsplit(str(data.get(name, ""))).hostname or ""
        if host and host not in ("localhost", "127.0.0.1", "::1"):
            raise InputError(
                f"{file} sets {name} to {host}, and your key would be sent there: a project's file may only name servers on this machine,"
                " so write it into your own settings, or give it as a flag"
            )
    return data


def _no_secrets(data: Mapping[str, Any], file: Path, above: str = "") -> None:
    """Refuse keys and passwords; what they are is not repeated."""
    for key, value in data.items():
        name = f"{above}{key}"
        if _SECRET_NAME.search(name) or (isinstance(value, str) and _SECRET_VALUE.match(value)):
            raise InputError(
                f"{file} holds a secret under {name!r}: keys are taken from the environment (such as OPENAI_API_KEY) or a keyring only,"
                " so remove that line, and change the key if the file was shared"
            )
        if isinstance(value, dict):
            _no_secrets(value, file, f"{name}.")


def _known(data: Mapping[str, Any], where: str) -> None:
    known = list(Preferences.model_fields)
    for key in data:
        if key not in known:
            near = get_close_matches(key.replace("-", "_"), known, 1, 0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise InputError(f"{where} has the unknown setting {key!r}: {hint}")


def _profile(name: Any, where: str) -> dict[str, Any]:
    if name not in PROFILES:
        near = get_close_matches(str(name), PROFILES, 1, 0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(PROFILES)}"
        raise InputError(f"{where} asks for the profile {name!r}, which there is not: {hint}")
    return PROFILES[name]


def _checked(values: Mapping[str, Any], where: str) -> Preferences:
    try:
        return Preferences(**values)
    except ValidationError as e:
        first = e.errors()[0]
        name = first["loc"][0]
        help_line = Preferences.model_fields[str(name)].description
        told = str(first["msg"]).removeprefix("Value error, ")
        raise InputError(f"{where}: {name} {told[:1].lower() + told[1:]} ({name}: {help_line})") from None
