"""Theme files: finding, inheriting, checking. `prompts/themes/_base.toml` says how to write one."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import ValidationError

from cityscape.errors import InputError
from cityscape.grammar.tables import Table, folders, read_table
from cityscape.world.material import PATTERNS
from cityscape.world.resources import resource
from cityscape.world.theme import LandUse, Role, Swatch, Theme

Shelf = Literal["themes", "styles"]

BASE = "_base"
_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_MERGED = ("palette", "materials", "buildings", "objects", "streets", "light", "adjust", "interior")
_ROLES: tuple[str, ...] = get_args(Role)
_LAND_USES: tuple[str, ...] = get_args(LandUse)


def theme_names(shelf: Shelf = "themes") -> list[str]:
    """Names of all themes: the shipped ones and those in ``./prompts/themes`` of the working folder, sorted.

    Shelf ``styles``: the same for the styles of rooms, which are themes too.
    """
    return sorted({f.stem for d in folders(shelf) for f in d.glob("*.toml") if not f.stem.startswith("_")})


def load_themes(shelf: Shelf = "themes") -> list[Theme]:
    """All themes of a shelf, in the order of their names."""
    return [load_theme(n, shelf) for n in theme_names(shelf)]


def load_theme(name_or_path: str | Path, shelf: Shelf = "themes") -> Theme:
    """The theme of a name, or of a file whose path ends in .toml; raises `InputError` for what is not a good theme."""
    path = _find(str(name_or_path), shelf, near=None)
    chain = _chain(path, shelf)
    files = tuple((str(p), p.stat().st_mtime_ns) for p in chain)
    return _build(files)


@lru_cache(maxsize=64)
def _build(files: tuple[tuple[str, int], ...]) -> Theme:
    path = Path(files[0][0])
    table: Table = {}
    for file, _ in reversed(files):
        table = _merge(table, {k: v for k, v in read_table(Path(file), "theme").items() if k != "extends"})
    table.setdefault("name", path.stem)
    table.setdefault("title", str(table["name"]).replace("_", " ").title())
    _validated(path, _plain(table))
    if "variants" in table:
        table["variants"] = {n: _variant(path, f"variants.{n}", v, table) for n, v in table["variants"].items()}
    theme = _validated(path, table)
    _check_colours(path, "materials", theme.materials, theme.palette)
    for n, v in theme.variants.items():
        _check_colours(path, f"variants.{n}.materials", {**theme.materials, **v.materials}, {**theme.palette, **v.palette})
    _check_enclosures(path, theme)
    _check_kinds(path, theme)
    return theme


# -- finding and reading ---------------------------------------------------------------------------------


def _find(name: str, shelf: Shelf, *, near: Path | None) -> Path:
    what = shelf[:-1]
    if name.lower().endswith(".toml"):
        path = Path(name) if near is None or Path(name).is_absolute() else near.parent / name
        if not path.is_file():
            raise InputError(f"there is no {what} file {name!r}: give the path of a .toml file or one of {', '.join(theme_names(shelf))}")
        return path
    if _NAME.fullmatch(name):
        for folder in ([near.parent] if near is not None else []) + folders(shelf):
            if (folder / f"{name}.toml").is_file():
                return folder / f"{name}.toml"
    names = theme_names(shelf)
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}? " if close else ""
    shown = name if len(name) <= 60 else name[:57] + "..."
    raise InputError(f"there is no {what} {shown!r}: {hint}there are {', '.join(names)}")


def _chain(path: Path, shelf: Shelf) -> list[Path]:
    chain = [path]
    while True:
        here = chain[-1]
        parent = read_table(here, "theme").get("extends", None if here.stem == BASE else BASE)
        if parent is None:
            return chain
        if not isinstance(parent, str):
            raise InputError(f"theme file {path}: extends must be the name of a theme, not {parent!r}")
        there = _find(parent, shelf, near=here)
        if there.resolve() == here.resolve() and parent == here.stem:
            shipped = resource("prompts", shelf) / f"{parent}.toml"
            if shipped.is_file() and shipped.resolve() != here.resolve():
                there = shipped
        if any(there.resolve() == p.resolve() for p in chain):
            names = " -> ".join(p.stem for p in [*chain, there])
            raise InputError(f"theme file {path}: extends goes round in a circle ({names}): let one of them extend {BASE!r}")
        chain.append(there)


# -- inheriting ------------------------------------------------------------------------------------------


def _merge(base: Table, over: Table) -> Table:
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        if key == "variants" and isinstance(old, dict) and isinstance(value, dict):
            out[key] = {**old, **{n: _merge(old[n], v) if n in old and isinstance(v, dict) else v for n, v in value.items()}}
        elif key in _MERGED and isinstance(old, dict) and isinstance(value, dict):
            out[key] = {**old, **value}
        else:
            out[key] = value
    return out


def _plain(table: Table) -> Table:
    variants = table.get("variants")
    if not isinstance(variants, dict):
        return table
    bare = {n: {k: x for k, x in v.items() if k != "adjust"} if isinstance(v, dict) else v for n, v in variants.items()}
    return {**table, "variants": bare}


def _variant(path: Path, where: str, variant: Table, table: Table) -> Table:
    out = {k: v for k, v in variant.items() if k != "adjust"}
    if isinstance(out.get("light"), dict) and isinstance(table.get("light"), dict):
        out["light"] = {**table["light"], **out["light"]}
    adjust = variant.get("adjust", {})
    if not isinstance(adjust, dict):
        raise InputError(f"theme file {path}: {where}.adjust must be a table of roles")
    palette = {**table.get("palette", {}), **(out.get("palette") or {})}
    changed = {}
    for role, how in adjust.items():
        if role not in _ROLES or not isinstance(how, dict):
            raise InputError(f"theme file {path}: {where}.adjust.{role} {_unlike(role, _ROLES, 'a role')}")
        changed[role] = [_adjusted(path, f"{where}.adjust.{role}", s, how, palette) for s in table.get("materials", {}).get(role, [])]
    out["materials"] = {**{r: s for r, s in changed.items() if s}, **(out.get("materials") or {})}
    return out


def _adjusted(path: Path, where: str, swatch: Table, how: Table, palette: Table) -> Table:
    how = dict(how)
    tint, amount = how.pop("tint", None), how.pop("amount", 0.5)
    out = {**swatch, **how}
    if tint is None:
        return out
    if not _is_hex(tint) or not isinstance(amount, (int, float)) or not 0 <= amount <= 1:
        raise InputError(f"theme file {path}: {where} needs tint as #rrggbb and amount from 0 to 1, not {tint!r} and {amount!r}")
    if "colors" in swatch:
        colors = [h for c in swatch["colors"] for h in ([c] if _is_hex(c) else palette.get(c, [c]))]
        out["colors"] = [mixed(c, tint, amount) if _is_hex(c) else c for c in colors]
    second = swatch.get("color2")
    if second is not None:
        second = second if _is_hex(second) else (palette.get(second) or [second])[0]
        out["color2"] = mixed(second, tint, amount) if _is_hex(second) else second
    return out


def mixed(a: str, b: str, amount: float) -> str:
    """The colour `amount` (0..1) of the way from a to b, sRGB, `#rrggbb`."""
    x, y = ([int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in (a, b))
    return "#" + "".join(f"{round(p + (q - p) * amount):02x}" for p, q in zip(x, y, strict=True))


# -- checking --------------------------------------------------------------------------------------------


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None


def _unlike(word: str, known: tuple[str, ...] | list[str], what: str) -> str:
    close = get_close_matches(str(word), known, n=1, cutoff=0.5)
    return f"is not {what}" + (f": did you mean {close[0]!r}?" if close else f": there are {', '.join(known)}")


def _validated(path: Path, table: Table) -> Theme:
    try:
        return Theme.model_validate(table)
    except ValidationError as e:
        error = e.errors()[0]
        loc = [str(x) for x in error["loc"] if x != "[key]"]
        key, value = ".".join(loc), error.get("input")
        last = loc[-1] if loc else ""
        if error["type"] == "literal_error" and last == "pattern":
            why = f"{value!r} {_unlike(str(value), PATTERNS, 'a pattern')}"
        elif error["type"] == "literal_error" and "[key]" in error["loc"]:
            known = _ROLES if "materials" in loc else _LAND_USES
            why = _unlike(last, known, "a role" if "materials" in loc else "a land use")
        elif error["type"] == "extra_forbidden":
            fields = Swatch.model_fields if "materials" in loc else Theme.model_fields
            why = "is an unknown key: remove it" if len(loc) > 1 and "materials" not in loc else _unlike(last, list(fields), "a known key")
        elif error["type"] == "missing":
            why = "is missing: add it"
        else:
            shown = repr(value)
            message = error["msg"].removeprefix("Value error, ")
            why = message if shown in message else f"{shown[:60]}: {message[0].lower()}{message[1:]}"
        raise InputError(f"theme file {path}: {key} {why}") from e


def _check_colours(path: Path, where: str, materials: dict[Any, tuple[Swatch, ...]], palette: dict[str, tuple[str, ...]]) -> None:
    for role, swatches in materials.items():
        if not swatches:
            raise InputError(f"theme file {path}: {where}.{role} is empty: give one swatch or more")
        for s in swatches:
            for c in (*s.colors, *([s.color2] if s.color2 else [])):
                if c.startswith("#") and not _is_hex(c):
                    raise InputError(f"theme file {path}: {where}.{role} {c!r} is not a colour: write it as #rrggbb")
                if not c.startswith("#") and not palette.get(c):
                    raise InputError(f"theme file {path}: {where}.{role} {c!r} {_unlike(c, sorted(palette), 'a colour of the palette')}")


def _check_enclosures(path: Path, theme: Theme) -> None:
    known = ("fence", "hedge", "wall", "none")
    for n in theme.enclosure:
        if n not in known:
            raise InputError(f"theme file {path}: enclosure.{n} {_unlike(n, known, 'an enclosure')}")


def _check_kinds(path: Path, theme: Theme) -> None:
    from cityscape.grammar.kinds import kinds

    known = kinds()
    tables: list[tuple[str, Any]] = [(f"buildings.{u}", t) for u, t in theme.buildings.items()]
    tables += [(f"objects.{u}", t) for u, t in theme.objects.items()]
    tables += [(n, getattr(theme, n)) for n in ("street_objects", "trees", "vehicles", "landmarks")]
    for where, names in tables:
        for n in names:
            if n not in known and not (n == "tree" and where.partition(".")[0] in ("objects", "street_objects")):
                raise InputError(f"theme file {path}: {where}.{n} {_unlike(n, sorted(known), 'a kind of object')}")
