"""The messages that a language model gets: the texts of `prompts/planner`, with the vocabulary and the layout filled in."""

from __future__ import annotations

import json
from functools import lru_cache
from string import Template
from typing import Any

from cityscape.errors import InputError
from cityscape.plan import nearest
from cityscape.plan.answers import CityIn, DistrictIn, DistrictsIn, TilesIn, schema
from cityscape.plan.areas import Area, Parts
from cityscape.plan.chat import Messages
from cityscape.plan.heights import STEEPEST
from cityscape.plan.settle_city import PATTERNS, RIVERS, SIZES
from cityscape.plan.settle_tiles import laid_out
from cityscape.plan.vocabulary import vocabulary
from cityscape.plan.words import DEFAULT_THEME, GROUPS
from cityscape.world.brief import SIDES
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.resources import resource
from cityscape.world.theme import Theme

PAINTABLE = (
    "wall", "roof", "trim", "timber", "door", "awning", "street", "pavement", "plaza", "path", "ground", "water", "foliage", "flower",
    "city_wall", "vehicle", "glass", "metal", "stone",
)  # fmt: skip
"""Materials whose colour a model may choose."""


@lru_cache(maxsize=16)
def _text(name: str) -> Template:
    try:
        return Template(resource("prompts", "planner", f"{name}.md").read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"prompts/planner/{name}.md cannot be read: install cityscape again") from e


def say(name: str, **words: object) -> str:
    """A text of `prompts/planner` with its words filled in."""
    return _text(name).substitute({k: str(v) for k, v in words.items()})


def request(task: str, data: dict[str, Any], *, size: float) -> Messages:
    """Two messages: the rules with the task, and the data as one JSON object; the user's words are nowhere else."""
    rules = say("rules", fallback=f"{DEFAULT_THEME} town", size=f"{size:g}")
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return [{"role": "system", "content": f"{rules}\n\n{task}"}, {"role": "user", "content": body}]


def city(prompt: str, area: Area, parts: Parts, *, theme: str | None, seed: int, size: float) -> tuple[Messages, dict[str, Any]]:
    """The question for the whole city, and the schema of its answer."""
    known = vocabulary().themes
    task = say(
        "city",
        columns=area.columns,
        rows=area.rows,
        themes="\n".join(f"- {n}: {t.description or t.title}" for n, t in known.items()),
        roles=", ".join(PAINTABLE),
        variants="; ".join(" | ".join(g) for g in GROUPS),
        districts=_districts(parts) if parts else '"districts": none, the grid is small; the places of the river are tiles.',
    )
    data: dict[str, Any] = {"request": prompt, "grid": {"columns": area.columns, "rows": area.rows}, "variation": seed}
    if parts:
        data["districts"] = _places(parts)
    if theme is not None:
        data["theme"] = theme
    words: dict[str, list[str]] = {
        "CityIn.theme": list(known),
        "CityIn.second_theme": list(known),
        "CityIn.variants": [v for g in GROUPS for v in g],
        "CityIn.streets": list(PATTERNS),
        "ColorIn.role": list(PAINTABLE),
        "RiverIn.kind": list(RIVERS),
        "RiverIn.width": list(SIZES),
        "RiverIn.enters": list(SIDES),
        "RiverIn.leaves": list(SIDES),
        "DistrictIn.land_uses": list(nearest.LAND_USES),
    }
    return request(task, data, size=size), schema(CityIn, words)


def quarter(
    about: dict[str, Any], area: Area, parts: Parts, here: str, around: dict[str, str], *, size: float
) -> tuple[Messages, dict[str, Any]]:
    """The question for the districts of a quarter of a very large city."""
    data = {**about, "quarter": {"text": here, "columns": area.columns, "rows": area.rows}, "around": around, "districts": _places(parts)}
    task = say("quarter", districts=_districts(parts))
    return request(task, data, size=size), schema(DistrictsIn, {"DistrictIn.land_uses": list(nearest.LAND_USES)})


def tiles(
    about: dict[str, Any], area: Area, draft: Plan, theme: Theme, here: DistrictIn | None, around: dict[str, str]
) -> tuple[Messages, dict[str, Any]]:
    """The question for the tiles of one area, with the layout that they have."""
    data: dict[str, Any] = dict(about)
    if here is not None:
        data["district"] = {"text": here.text, "land_uses": list(here.land_uses)}
        data["around"] = around
    data["tiles"] = [_tile(c, area, draft) for c in area.cells]
    task = say(
        "tiles",
        land_uses=", ".join(nearest.LAND_USES),
        crossings=", ".join(nearest.CROSSINGS),
        kinds=", ".join(nearest.own_kinds(theme)),
        most=3,
        step=f"{STEEPEST * draft.tile_size:.1f}",
    )
    words: dict[str, list[str]] = {"TileIn.land_use": list(nearest.LAND_USES), **{f"SidesIn.{s}": list(nearest.CROSSINGS) for s in SIDES}}
    return request(task, data, size=draft.tile_size), schema(TilesIn, words)


def about(prompt: str, plan: Plan, *, seed: int) -> dict[str, Any]:
    """What every question after the first tells of the city."""
    theme = plan.style.theme
    return {
        "request": prompt,
        "city": {"title": theme.title, "theme": theme.name, "description": theme.description, "variants": list(plan.style.variants)},
        "variation": seed,
    }


def again(messages: Messages, answer: str, faults: list[str]) -> Messages:
    """The question once more, with the answer to it and what is wrong with that."""
    listed = "\n".join(f"- {f}" for f in faults[:24]) + (f"\n- and {len(faults) - 24} more of this kind" if len(faults) > 24 else "")
    return [*messages, {"role": "assistant", "content": answer}, {"role": "user", "content": say("review", faults=listed)}]


def _districts(parts: Parts) -> str:
    across, up = 1 + max(i for i, _ in parts), 1 + max(j for _, j in parts)
    return say("districts", across=across, up=up, land_uses=", ".join(nearest.LAND_USES))


def _places(parts: Parts) -> list[dict[str, int]]:
    return [{"x": i, "y": j, "columns": a.columns, "rows": a.rows} for (i, j), a in parts.items()]


def _tile(c: Cell, area: Area, draft: Plan) -> dict[str, Any]:
    near = draft.neighbours(c)
    out: dict[str, Any] = {"x": c[0], "y": c[1], "land_use": draft.brief(c).land_use}
    out["crossings"] = {s: sorted(laid_out(draft, c, s)) for s in SIDES}
    if fixed := [s for s in SIDES if s in near and near[s] not in area]:
        out["fixed"] = fixed
    return out
