"""Restyle: the same plan in another theme, season, weather, hour or palette."""

from __future__ import annotations

from typing import Any

from cityscape.edit.address import nearest
from cityscape.edit.operations import Restyle
from cityscape.edit.replanning import replanned
from cityscape.edit.targets import Done
from cityscape.errors import InputError
from cityscape.world.brief import Brief
from cityscape.world.plan import Plan
from cityscape.world.theme import Style, Theme


def restyle(draft: Any, op: Restyle) -> Done:
    """Make all tiles that are not locked in another style, from the same briefs and seeds; locked and imported ones stay."""
    plan = draft.plan
    new = restyled(plan, op)
    if new == plan.style:
        raise InputError(f"{draft.folder.path} is in that style already: nothing would change")
    done = draft.done()
    locked = {b.cell for b in plan.briefs if b.cell in done and (b.imported or draft.tile(b.cell).locked)}
    briefs = [
        b.model_copy(update={"style": b.style or plan.style})
        if b.cell in locked
        else b.model_copy(update={"style": None, "text": _retold(b, plan, new)})
        for b in plan.briefs
    ]
    draft.plan = replanned(plan, style=new, briefs=briefs)
    left = f"; {len(locked)} that are locked or imported stay as they were" if locked else ""
    return Done(f"restyled the scene: {_title(new)}{left}", tuple(c for c in plan.cells if c in done and c not in locked))


def restyled(plan: Plan, op: Restyle) -> Style:
    """A plan's style as an operation wants it."""
    from cityscape.grammar.themes import load_theme
    from cityscape.plan.words import GROUPS

    indoors = any(b.room is not None for b in plan.briefs)
    shelf: Any = "styles" if indoors else "themes"
    old = plan.style
    theme, same = base_theme(old, shelf), True
    if op.theme is not None:
        theme = load_theme(op.theme, shelf)
        same = theme.name == old.theme.name
    overrides = dict(old.overrides)
    said: tuple[str, ...] = ()
    if op.words is not None:
        wish = _wish(op.words, theme.name, shelf)
        if wish.theme.name != theme.name and op.theme is None:
            theme, same = wish.theme, False
        overrides |= wish.overrides
        said = wish.variants
        if not (wish.variants or wish.overrides) and same:
            raise InputError(
                f"no word of {op.words!r} says how the scene is to look: name a theme, a season, an hour, or colours of things"
            )
    chosen = {_group(v, GROUPS): v for v in old.variants if v in theme.variants} | {_group(v, GROUPS): v for v in said}
    for group, value in zip(GROUPS, (op.season, op.weather, op.hour), strict=False):
        if value is None:
            continue
        chosen.pop(group, None)
        if value.strip().lower() not in ("none", "any", ""):
            chosen[group] = _variant(theme, group, value.strip().lower())
    variants = tuple(chosen[g] for g in GROUPS if g in chosen) + tuple(v for g, v in chosen.items() if g not in GROUPS)
    dressed = theme.with_variants(*variants)
    palette = _own_palette(old, shelf) if same else {}
    for name, colors in (op.palette or {}).items():
        if name not in dressed.palette:
            raise InputError(f"theme {theme.name} has no colours {name!r} in its palette: {nearest(name, dressed.palette)}")
        if not colors:
            raise InputError(f"palette.{name} needs at least one colour")
        palette[name] = colors
    if palette:
        dressed = dressed.model_copy(update={"palette": {**dressed.palette, **{n: c for n, c in palette.items() if n in dressed.palette}}})
    return Style(theme=dressed, variants=variants, overrides=overrides)


def base_theme(style: Style, shelf: Any) -> Theme:
    """A style's theme without its season, weather and hour; what the plan itself changed in it (fences, trees) stays.

    A theme that is found nowhere any more is taken as it is.
    """
    from cityscape.grammar.blend import blend
    from cityscape.grammar.themes import load_theme, theme_names

    theme = style.theme
    if not style.variants:
        return theme
    names = theme_names(shelf)
    if theme.name in names:
        bare = load_theme(theme.name, shelf)
    else:
        halves = [(a, b) for a in names for b in names if a != b and f"{a[:19]}-{b[:19]}" == theme.name]
        if not halves:
            return theme
        bare = blend(load_theme(halves[0][0], shelf), load_theme(halves[0][1], shelf))
    kept: dict[str, Any] = {"enclosure": theme.enclosure}
    if not any(v in bare.variants and bare.variants[v].trees for v in style.variants):
        kept["trees"] = theme.trees
    return bare.model_copy(update=kept)


def _own_palette(style: Style, shelf: Any) -> dict[str, Any]:
    """Colours of a style's palette that an earlier operation changed."""
    if not style.variants:
        return {}
    usual = base_theme(style, shelf).with_variants(*(v for v in style.variants if v in style.theme.variants)).palette
    return {n: c for n, c in style.theme.palette.items() if usual.get(n) != c}


def _wish(words: str, theme: str, shelf: Any) -> Any:
    """What words wish; without a word that calls a theme, of the theme that there is."""
    from cityscape.grammar.themes import theme_names
    from cityscape.plan.request import check_prompt
    from cityscape.plan.words import read, read_room

    check_prompt(words)
    own = theme if theme in theme_names(shelf) else None
    if shelf == "styles":
        from cityscape.grammar.roomkinds import load_rooms

        rooms = {r.name: r for r in load_rooms()}
        wish = read_room(words, rooms)
        called = not any(u.startswith("no word calls") for u in wish.understood)
        return wish if called or own is None else read_room(words, rooms, style=own)
    wish = read(words)
    called = not any(u.startswith("no word calls") for u in wish.understood)
    return wish if called or own is None else read(words, theme=own)


def _group(variant: str, groups: tuple[tuple[str, ...], ...]) -> Any:
    return next((g for g in groups if variant in g), variant)


def _variant(theme: Theme, group: tuple[str, ...], value: str) -> str:
    known = [v for v in group if v in theme.variants]
    if value in known:
        return value
    hint = nearest(value, known) if known else "it has none of that sort"
    raise InputError(f"theme {theme.name} has no {value!r}: {hint}")


def _retold(brief: Brief, plan: Plan, new: Style) -> str:
    """A brief's sentence with the new place and weather in it, where it names the old."""
    old = _about(brief.style or plan.style)
    head, found, tail = brief.text.rpartition(old)
    return f"{head}{_about(new)}{tail}" if found else brief.text


def _about(style: Style) -> str:
    from cityscape.plan.text import WEATHER

    mood = " ".join(WEATHER.get(v, v) for v in style.variants)
    return f"{style.theme.description or style.theme.title}{', ' + mood if mood else ''}"


def _title(style: Style) -> str:
    return ", ".join([style.theme.title, *style.variants, *(f"own {r.replace('_', ' ')}" for r in style.overrides)])
