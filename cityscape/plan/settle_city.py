"""What a language model says of a whole city, checked against the world's words and rules and made into decisions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from cityscape.grammar.blend import blend
from cityscape.grammar.themes import load_theme
from cityscape.plan import nearest, water
from cityscape.plan.answers import CityIn, DistrictIn, RiverIn, tidy
from cityscape.plan.areas import Area, Parts
from cityscape.plan.given import Given
from cityscape.plan.vocabulary import vocabulary
from cityscape.plan.wish import Ask, Size, Wish
from cityscape.plan.words import GROUPS, read
from cityscape.world.records import Cell
from cityscape.world.theme import Role, Streets, Swatch, Theme

PATTERNS: tuple[str, ...] = get_args(Streets.model_fields["pattern"].annotation)
RIVERS = ("none", "river", "canal", "harbour")
SIZES: tuple[Size, ...] = ("small", "medium", "large")
Faults = list[str]


def settle_city(answer: CityIn, prompt: str, area: Area, parts: Parts, *, theme: str | None = None) -> tuple[Given, Faults]:
    """The decisions of an answer, and a sentence for each thing that had to be changed.

    `theme` is the user's own choice, which no answer changes. Of the prompt's words, read without a network, whatever the answer
    leaves out is taken: features, colours, single objects, season and hour.
    """
    faults: Faults = []
    chosen = load_theme(theme) if theme is not None else _theme(answer, prompt, faults)
    wish = read(prompt, theme=theme if theme is not None else chosen.name if chosen.name in vocabulary().themes else None)
    names = _variants(answer, chosen, faults)
    wish = replace(wish, theme=_described(chosen, answer), variants=names or wish.variants, unused=[], guessed=[])
    wish.variants = tuple(v for v in wish.variants if v in chosen.variants)
    wish.overrides = {**_colors(answer, chosen, faults), **wish.overrides}
    wish.understood = [f"theme {chosen.name}", *wish.variants, *(u for u in wish.understood[1:] if u not in wish.variants)]
    if answer.density is not None:
        wish.density = min(max(answer.density, 0.05), 1.0)
    if answer.walls is not None and answer.walls != ("wall" in wish.features):
        if answer.walls:
            wish.features["wall"] = Ask()
        else:
            faults.append("the request speaks of a city wall and the answer has none")
            del wish.features["wall"]
    given = Given(wish=wish, relief=None if answer.relief is None else min(max(answer.relief, 0.0), 40.0))
    if answer.streets is not None:
        given.pattern = nearest.near(answer.streets, PATTERNS)
        if given.pattern is None:
            faults.append(f"streets {_said(answer.streets)} are none of {', '.join(PATTERNS)}: left to the layout")
    if answer.river is not None:
        given.river = _river(answer.river, wish, area, parts, faults)
    return given, faults


def settle_districts(answers: tuple[DistrictIn, ...], parts: Parts) -> tuple[dict[Cell, DistrictIn], Faults]:
    """The districts by place, their land uses known ones; those missing are told."""
    faults: Faults = []
    out: dict[Cell, DistrictIn] = {}
    for d in answers:
        at = (d.x, d.y)
        if at not in parts:
            faults.append(f"there is no district {at}")
            continue
        if at in out:
            faults.append(f"district {at} is given twice")
            continue
        uses = []
        for word in d.land_uses[:8]:
            use = nearest.land_use(word)
            if use is None or use != word:
                faults.append(f"district {at}: land use {_said(word)} is unknown" + (f", taken as {use}" if use else ""))
            if use is not None and use not in uses:
                uses.append(use)
        out[at] = DistrictIn(x=d.x, y=d.y, text=tidy(d.text, most=240), land_uses=tuple(uses))
    if missing := [c for c in parts if c not in out]:
        faults.append(f"{len(missing)} districts are missing, the first {missing[0]}")
    return out, faults


def _said(word: str) -> str:
    """A model's word, fit to be shown."""
    return '"' + tidy(word, most=40) + '"'


def _theme(answer: CityIn, prompt: str, faults: Faults) -> Theme:
    known = vocabulary().themes
    if not answer.theme:
        return read(prompt).theme
    name = nearest.near(answer.theme, known)
    if name is None:
        name = read(f"{answer.theme} {answer.title} {answer.description} {prompt}"[:2000]).theme.name
        name = name if name in known else next(iter(n for n in known if n in name), "medieval")
        faults.append(f"theme {_said(answer.theme)} is unknown, taken as {name}")
    second = nearest.near(answer.second_theme, known) if answer.second_theme else None
    if answer.second_theme and second is None:
        faults.append(f"second theme {_said(answer.second_theme)} is unknown, left out")
    return blend(known[name], known[second]) if second is not None and second != name else known[name]


def _described(theme: Theme, answer: CityIn) -> Theme:
    title, about = tidy(answer.title, most=60), tidy(answer.description, most=240)
    about = about[:1].lower() + about[1:] if about[1:2].islower() or about[1:2] == " " else about
    return theme.model_copy(update={"title": title or theme.title, "description": about or theme.description})


def _variants(answer: CityIn, theme: Theme, faults: Faults) -> tuple[str, ...]:
    chosen: dict[object, str] = {}
    for word in answer.variants[:8]:
        name = nearest.near(word, theme.variants)
        if name is None:
            faults.append(f"variant {_said(word)} is unknown, left out")
            continue
        group = next((g for g in GROUPS if name in g), name)
        if chosen.setdefault(group, name) != name:
            faults.append(f"variants {chosen[group]} and {name} exclude each other: {chosen[group]} is taken")
    return tuple(chosen[g] for g in (*GROUPS, *(k for k in chosen if k not in GROUPS)) if g in chosen)


def _colors(answer: CityIn, theme: Theme, faults: Faults) -> dict[Role, tuple[Swatch, ...]]:
    out: dict[Role, tuple[Swatch, ...]] = {}
    for c in answer.colors[:24]:
        found = nearest.roles(c.role)
        if not found or not re.fullmatch(r"#[0-9a-fA-F]{6}", c.color.strip()):
            what = f"material {_said(c.role)} is unknown" if not found else f"color {_said(c.color)} is not written as #rrggbb"
            faults.append(f"{what}, left out")
            continue
        for role in found:
            own = theme.materials.get(role) or (Swatch(colors=("#b0b0b0",)),)
            tones = (*(out[role][0].colors if role in out else ()), c.color.strip().lower())
            out[role] = (own[0].model_copy(update={"colors": tones[-4:]}),)
    return out


def _river(r: RiverIn, wish: Wish, area: Area, parts: Parts, faults: Faults) -> list[water.Border] | None:
    kind = nearest.near(r.kind, RIVERS)
    if kind is None:
        faults.append(f"river kind {_said(r.kind)} is none of {', '.join(RIVERS)}: left to the layout")
        return None
    asked = [f for f in ("river", "canal", "harbour") if f in wish.features]
    if kind == "none":
        if asked:
            faults.append(f"the request speaks of a {asked[0]} and the answer has none")
        for f in asked:
            del wish.features[f]
        wish.refused = (*wish.refused, "harbour")
        return None
    for f in asked:
        if f != kind:
            del wish.features[f]
    size = nearest.near(r.width, SIZES) or "medium"
    wish.features[kind] = replace(wish.features.get(kind, Ask()), size=size)  # type: ignore[arg-type]
    if kind == "harbour":
        return None
    wish.refused = (*wish.refused, "harbour")
    enter, leave = nearest.side(r.enters), nearest.side(r.leaves)
    stops = [parts[(p.x, p.y)].middle if parts else (p.x, p.y) for p in r.through[:64] if (p.x, p.y) in (parts or area)]
    if len(stops) < len(r.through[:64]):
        faults.append("the river runs through places that are not in the grid: they are left out")
    if enter is None or leave is None:
        faults.append("the river's sides are none of south, east, north, west: it is laid out anew")
        return None
    river = water.through(frozenset(area.cells), list(dict.fromkeys(stops)), enter, leave)
    if river is None:
        faults.append(f"the river from the {enter} to the {leave} would cross itself or cut streets off: it is laid out anew")
    return river
