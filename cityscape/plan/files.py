"""Plans as JSON files: short enough to write by hand or by a language model, exact enough to keep.

A file needs no more than::

    {"style": "medieval", "briefs": [
      {"cell": [0, 0], "land_use": "market", "sockets": {"east": ["main street"]}},
      {"cell": [1, 0], "land_use": "farm", "wanted": ["windmill"]}]}

A socket may be given on one of its two sides; heights, widths, water levels and texts that are left out are filled in.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from cityscape.errors import InputError
from cityscape.grammar.themes import load_theme
from cityscape.plan import heights as ground
from cityscape.plan import text, walls, water
from cityscape.plan.borders import Border, border, cells_of
from cityscape.plan.zoning import cover
from cityscape.world.brief import SIDES, STEP, Brief, Crossing, CrossingKind, Side, Socket, Wanted
from cityscape.world.plan import SCHEMA, Plan
from cityscape.world.records import Cell, Positive, Record, Unit
from cityscape.world.resources import resource
from cityscape.world.theme import LandUse, Role, Style, Swatch, Theme

BIGGEST = 400_000_000
"""Bytes; a plan file larger than this is refused."""

_CORNER_STEPS: tuple[Cell, ...] = ((0, 0), (1, 0), (1, 1), (0, 1))


class CrossingIn(Record):
    """A crossing as a file may give it: ``{"kind": "street", "rank": "main"}`` or just ``"main street"``."""

    kind: CrossingKind
    at: Unit = 0.5
    width: Positive | None = Field(None, description="metres; default: the theme's")
    rank: Literal["main", "side"] = "side"
    level: float | None = Field(None, description="height of a river's surface, metres; default: 0.9 under the ground")
    pavement: float | None = Field(None, ge=0, le=6, description="width on each side of a street, metres; default: the theme's")
    kerb: float | None = Field(None, ge=0, le=0.5, description="height of the pavement, metres; default: the theme's")

    @model_validator(mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        if isinstance(value, str):
            rank, _, kind = value.rpartition(" ")
            return {"kind": kind, **({"rank": rank} if rank else {})}
        return value


class SocketIn(Record):
    """What crosses a border: a list of crossings, one crossing, or this record."""

    crossings: tuple[CrossingIn, ...] = ()
    cover: Literal["soft", "hard"] | None = Field(None, description="default: hard between paved land uses")

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, value: Any) -> Any:
        if isinstance(value, str) or (isinstance(value, dict) and "kind" in value):
            return {"crossings": [value]}
        return {"crossings": value} if isinstance(value, (list, tuple)) else value


class BriefIn(Record):
    """A cell as a file may give it."""

    cell: Cell
    text: str | None = None
    land_use: LandUse = "residential"
    density: Unit = 0.6
    wanted: tuple[Wanted, ...] = ()
    corners: tuple[float, float, float, float] | None = Field(None, description="heights SW, SE, NE, NW; default: the neighbours', else 0")
    sockets: dict[Side, SocketIn] = {}
    landmark: bool = False
    size: float | None = None
    base: float | None = None
    style: StyleIn | None = None

    @field_validator("wanted", mode="before")
    @classmethod
    def _kinds(cls, value: Any) -> Any:
        return [{"kind": w} if isinstance(w, str) else w for w in value] if isinstance(value, (list, tuple)) else value


class StyleIn(Record):
    """A theme by name (its variants are then applied) or written out whole (taken as it is)."""

    theme: str | Theme
    variants: tuple[str, ...] = ()
    overrides: dict[Role, tuple[Swatch, ...]] = {}

    @model_validator(mode="before")
    @classmethod
    def _name(cls, value: Any) -> Any:
        return {"theme": value} if isinstance(value, str) else value


class PlanFile(Record):
    """A plan as a file may give it; `BriefIn` for each cell."""

    schema_version: int = SCHEMA
    prompt: str = ""
    seed: int = Field(0, ge=0, lt=2**63)
    tile_size: float = Field(40.0, ge=8, le=400)
    base: float | None = Field(None, description="z of the slab's underside, metres; default: 3 m under the lowest corner")
    style: StyleIn
    briefs: tuple[BriefIn, ...] = Field(min_length=1)
    notes: tuple[str, ...] = ()


BriefIn.model_rebuild()
PlanFile.model_rebuild()


# -- reading ---------------------------------------------------------------------------------------------


def read_plan(path: str | Path) -> Plan:
    """The plan in a JSON file, completed; raises `InputError` saying which cell and key is wrong."""
    path = Path(path)
    try:
        if path.stat().st_size > BIGGEST:
            raise InputError(f"{path} has {path.stat().st_size:,} bytes: a plan may have {BIGGEST:,} at most")
        data = json.loads(path.read_text("utf-8"))
    except OSError as e:
        raise InputError(f"the plan {path} cannot be read: {e.strerror}") from e
    except json.JSONDecodeError as e:
        raise InputError(f"the plan {path} is not good JSON: line {e.lineno}, column {e.colno}: {e.msg}") from e
    except (UnicodeDecodeError, RecursionError, ValueError) as e:
        raise InputError(f"the plan {path} is not good JSON: {str(e)[:80]}") from e
    return parse_plan(data, name=str(path))


def parse_plan(data: Any, *, name: str = "plan") -> Plan:
    """The plan in data as `json.loads` gives it; `name` is what errors call it."""
    if not isinstance(data, dict):
        raise InputError(f"{name} is not a plan: it must be a JSON object with style and briefs")
    version = data.get("schema_version", SCHEMA)
    if isinstance(version, int) and version > SCHEMA:
        raise InputError(f"{name} has schema {version}, this cityscape knows {SCHEMA}: install a newer cityscape")
    try:
        file = PlanFile.model_validate(data)
    except ValidationError as e:
        raise InputError(f"{name}: {_first(e, data)}") from e
    try:
        style = _style(file.style)
        return _complete(file, style)
    except ValidationError as e:
        raise InputError(f"{name}: {e.errors()[0]['msg'].removeprefix('Value error, ')}") from e
    except InputError as e:
        raise InputError(f"{name}: {e}") from e


def _first(e: ValidationError, data: dict[str, Any]) -> str:
    error = e.errors()[0]
    loc = [str(x) for x in error["loc"] if x != "[key]"]
    where = ""
    if len(loc) > 1 and loc[0] == "briefs" and loc[1].isdigit():
        entry = data["briefs"][int(loc[1])]
        cell = entry.get("cell") if isinstance(entry, dict) else None
        where = f"cell {tuple(cell)}: " if isinstance(cell, list) else f"brief {loc[1]}: "
        loc = loc[2:]
    message = error["msg"].removeprefix("Value error, ")
    given = "" if error["type"] in ("missing", "extra_forbidden") else f", not {str(error.get('input'))[:60]!r}"
    said = {"missing": "is missing: add it", "extra_forbidden": "is an unknown key: remove it"}
    message = said.get(error["type"], f"{message[:1].lower()}{message[1:]}")
    return f"{where}{'.'.join(loc)} {message}{given}"


def _style(given: StyleIn) -> Style:
    if isinstance(given.theme, Theme):
        return Style(theme=given.theme, variants=given.variants, overrides=given.overrides)
    theme = load_theme(given.theme)
    for v in given.variants:
        if v not in theme.variants:
            raise InputError(f"theme {theme.name!r} has no variant {v!r}: {_near(v, sorted(theme.variants))}")
    return Style(theme=theme.with_variants(*given.variants), variants=given.variants, overrides=given.overrides)


def _near(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


def _complete(file: PlanFile, style: Style) -> Plan:
    cells = frozenset(b.cell for b in file.briefs)
    _check_kinds(file.briefs)
    heights = _heights(file.briefs)
    rivers = _sockets(file, cells, style, heights)
    surface = [c.level for k in rivers.values() for c in k.crossings if c.level is not None]
    base = water.base(heights, surface) if file.base is None else file.base
    briefs = []
    for b in file.briefs:
        if b.size not in (None, file.tile_size) or (b.base is not None and b.base != base):
            raise InputError(f"cell {b.cell} has another size or base than the plan: leave both out")
        own = _style(b.style) if b.style is not None else None
        mine = {s: rivers[border(b.cell, s)] for s in SIDES}
        about = (own or style).theme
        briefs.append(
            Brief(
                cell=b.cell,
                text=b.text if b.text is not None else text.sentence(about, (own or style).variants, b.land_use, mine, list(b.wanted)),  # type: ignore[arg-type]
                land_use=b.land_use,
                density=b.density,
                wanted=b.wanted,
                corners=b.corners or tuple(heights[(b.cell[0] + i, b.cell[1] + j)] for i, j in _CORNER_STEPS),  # type: ignore[arg-type]
                sockets=mine,
                landmark=b.landmark,
                size=file.tile_size,
                base=base,
                style=own,
            )
        )
    prompt = file.prompt or style.theme.title
    return Plan(prompt=prompt, seed=file.seed, tile_size=file.tile_size, base=base, style=style, briefs=tuple(briefs), notes=file.notes)


def _check_kinds(briefs: Iterable[BriefIn]) -> None:
    from cityscape.grammar.kinds import kinds

    known = kinds()
    for b in briefs:
        for w in b.wanted:
            if w.kind not in known:
                raise InputError(f"cell {b.cell}: wanted kind {w.kind[:60]!r} is unknown: {_near(w.kind, sorted(known))}")


def _heights(briefs: Iterable[BriefIn]) -> ground.Heights:
    out: ground.Heights = {}
    for b in briefs:
        for k, (i, j) in enumerate(_CORNER_STEPS):
            corner = (b.cell[0] + i, b.cell[1] + j)
            if b.corners is not None:
                out[corner] = b.corners[k]
            else:
                out.setdefault(corner, 0.0)
    for b in briefs:
        if b.corners is not None:
            out.update({(b.cell[0] + i, b.cell[1] + j): b.corners[k] for k, (i, j) in enumerate(_CORNER_STEPS)})
    return out


def _sockets(file: PlanFile, cells: frozenset[Cell], style: Style, heights: ground.Heights) -> dict[Border, Socket]:
    given: dict[Border, tuple[Cell, Socket]] = {}
    uses = {b.cell: b.land_use for b in file.briefs}
    everywhere = {border(c, s): Socket(cover=cover(*(uses[n] for n in cells_of(border(c, s)) if n in uses))) for c in cells for s in SIDES}
    for b in file.briefs:
        for side in SIDES:
            if side not in b.sockets:
                continue
            key = border(b.cell, side)
            across = tuple(crossing_of(c, key, file.tile_size, style.theme, heights) for c in b.sockets[side].crossings)
            socket = Socket(crossings=across, cover=b.sockets[side].cover or everywhere[key].cover)
            check_overlap(b.cell, side, socket, file.tile_size)
            other = given.get(key)
            if other is not None and other[0] != b.cell and other[1] != socket:
                raise InputError(f"sockets disagree between cells {other[0]} and {b.cell}: give both the same crossings, or one of them")
            given[key] = (b.cell, socket)
    return {**everywhere, **{k: socket for k, (_, socket) in given.items()}}


def crossing_of(c: CrossingIn, b: Border, size: float, theme: Theme, heights: ground.Heights) -> Crossing:
    """A crossing of a border with what a file left out as it is usual in the theme."""
    s = theme.streets
    usual = {"street": s.main if c.rank == "main" else s.side, "path": 2.5, "river": round(0.72 * size) / 4, "wall": walls.WIDTH}
    pavement = c.pavement if c.pavement is not None else s.pavement if c.kind == "street" else 0.0
    kerb = c.kerb if c.kerb is not None else s.kerb if pavement else 0.0
    level = c.level
    if c.kind == "river" and level is None:
        level = ground.rounded(ground.along(heights, b, c.at) - water.DEPTH)
    width = c.width or usual.get(c.kind, 4.0)
    return Crossing(kind=c.kind, at=c.at, width=width, rank=c.rank, level=level, pavement=pavement, kerb=kerb)


def check_overlap(cell: Cell, side: Side, socket: Socket, size: float) -> None:
    """Raise `InputError` where crossings overlap or reach over a corner."""
    spans = sorted((c.at * size - c.half, c.at * size + c.half, c.kind) for c in socket.crossings)
    if spans and (spans[0][0] < 0 or max(hi for _, hi, _ in spans) > size):
        raise InputError(f"cell {cell}: a crossing of the {side} side reaches over its corner: move it inwards or make it narrower")
    for a, b in pairwise(spans):
        if b[0] < a[1]:
            raise InputError(f"cell {cell}: {a[2]} and {b[2]} overlap on the {side} side: move one of them")


# -- writing ---------------------------------------------------------------------------------------------


def write_plan(plan: Plan, path: str | Path) -> None:
    """Write a plan as JSON that `read_plan` gives back unchanged; the file appears whole or not at all."""
    path = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as f:
                f.write(plan_text(plan))
                f.flush()
                os.fsync(f.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise InputError(f"the plan cannot be written to {path}: {e.strerror}") from e


def plan_text(plan: Plan) -> str:
    """A plan as compact JSON, a line for each cell."""
    head = {
        "schema_version": plan.schema_version,
        "prompt": plan.prompt,
        "seed": plan.seed,
        "tile_size": plan.tile_size,
        "base": plan.base,
        "style": _style_out(plan.style),
        "notes": list(plan.notes),
    }
    uses = {b.cell: b.land_use for b in plan.briefs}
    lines = ",\n".join("  " + json.dumps(_brief_out(b, uses, plan.style.theme), ensure_ascii=False) for b in plan.briefs)
    body = ",\n".join(f' "{k}": {json.dumps(v, ensure_ascii=False)}' for k, v in head.items())
    return "{\n" + body + ',\n "briefs": [\n' + lines + "\n ]\n}\n"


def _style_out(style: Style) -> dict[str, Any]:
    name = style.theme.name
    file = resource("prompts", "themes") / f"{name}.toml"
    by_name = file.is_file() and set(style.variants) <= set(style.theme.variants)
    if by_name:
        shipped = load_theme(str(file))
        by_name = set(style.variants) <= set(shipped.variants) and shipped.with_variants(*style.variants) == style.theme
    out: dict[str, Any] = {"theme": name if by_name else style.theme.model_dump(mode="json", exclude_defaults=True)}
    if style.variants:
        out["variants"] = list(style.variants)
    if style.overrides:
        out["overrides"] = {r: [s.model_dump(mode="json", exclude_defaults=True) for s in ss] for r, ss in style.overrides.items()}
    return out


def _brief_out(b: Brief, uses: dict[Cell, LandUse], theme: Theme) -> dict[str, Any]:
    out: dict[str, Any] = {"cell": list(b.cell), "land_use": b.land_use, "density": b.density, "text": b.text}
    if b.wanted:
        out["wanted"] = [w.kind if w == Wanted(kind=w.kind) else w.model_dump(mode="json", exclude_defaults=True) for w in b.wanted]
    if b.landmark:
        out["landmark"] = True
    out["corners"] = list(b.corners)
    sockets = {}
    for side in SIDES:
        near = (b.cell[0] + STEP[side][0], b.cell[1] + STEP[side][1])
        socket = b.sockets[side]
        usual = cover(*(uses[c] for c in (b.cell, near) if c in uses))
        if (side in ("south", "west") and near in uses) or socket == Socket(cover=usual):
            continue
        across = [_crossing_out(c, theme) for c in socket.crossings]
        sockets[side] = across if socket.cover == usual else {"crossings": across, "cover": socket.cover}
    if sockets:
        out["sockets"] = sockets
    if b.style is not None:
        out["style"] = _style_out(b.style)
    return out


def _crossing_out(c: Crossing, theme: Theme) -> dict[str, Any]:
    s = theme.streets
    usual_pavement = s.pavement if c.kind == "street" else 0.0
    usual_kerb = s.kerb if c.pavement else 0.0
    out: dict[str, Any] = {"kind": c.kind, "at": c.at, "width": c.width}
    if c.rank != "side":
        out["rank"] = c.rank
    if c.level is not None:
        out["level"] = c.level
    if c.pavement != usual_pavement:
        out["pavement"] = c.pavement
    if c.kerb != usual_kerb:
        out["kerb"] = c.kerb
    return out
