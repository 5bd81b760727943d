"""What a language model answers: records for a city, its districts and its tiles, their strict schema, and a patient reader.

The schema is strict (every key, no other keys, no unknown words); the reader takes whatever fits and tells what did not, because
servers without structured output promise nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

LONGEST_TEXT = 400
"""Letters of a tile's sentence that are kept."""


class Answer(BaseModel):
    """An answer or a part of one; unknown keys are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class ColorIn(Answer):
    """A colour of a material."""

    role: str
    color: str = Field(description="#rrggbb")


class PointIn(Answer):
    """A place of the grid."""

    x: int
    y: int


class RiverIn(Answer):
    """Water through the city."""

    kind: str
    width: str = "medium"
    enters: str = "west"
    leaves: str = "east"
    through: tuple[PointIn, ...] = Field((), description="places of the given grid that it runs through, in order")


class DistrictIn(Answer):
    """One district."""

    x: int
    y: int
    text: str = Field(description="what this district is, in one sentence")
    land_uses: tuple[str, ...] = Field((), description="those that it holds, the most first")


class CityIn(Answer):
    """The whole city. null: the layout decides."""

    title: str = Field("", description="a short name for this kind of place")
    theme: str | None = Field(None, description="the known theme that is nearest")
    second_theme: str | None = Field(None, description="another one to blend in, only where the request names two kinds of place")
    description: str = Field("", description="a phrase for an image model: the place, its materials and colours, at most 25 words")
    variants: tuple[str, ...] = Field((), description="season, weather, hour and age that the request asks for")
    colors: tuple[ColorIn, ...] = Field((), description="only colours that differ from the theme's")
    streets: str | None = None
    relief: float | None = Field(None, description="metres of height difference over five tiles, 0 to 40")
    density: float | None = Field(None, description="0 empty to 1 full")
    walls: bool | None = Field(None, description="a wall round the whole city")
    river: RiverIn | None = None
    districts: tuple[DistrictIn, ...] = Field((), description="one for each place of the given grid; none if it is empty")


class DistrictsIn(Answer):
    """The districts of a quarter."""

    districts: tuple[DistrictIn, ...] = ()


class ObjectIn(Answer):
    """Objects of one kind."""

    kind: str
    count: int = 1


class SidesIn(Answer):
    """What crosses the four sides of a tile."""

    south: tuple[str, ...] = ()
    east: tuple[str, ...] = ()
    north: tuple[str, ...] = ()
    west: tuple[str, ...] = ()


class TileIn(Answer):
    """One tile. null: the layout decides."""

    x: int
    y: int
    land_use: str | None = None
    text: str = Field("", description="what the tile shows, in one sentence of at most 40 words")
    wanted: tuple[ObjectIn, ...] = Field((), description="objects that must stand here, at most six kinds")
    crossings: SidesIn | None = None
    height: float | None = Field(None, description="metres of the ground above the lowest tile")
    density: float | None = Field(None, description="0 empty to 1 full")
    landmark: bool = Field(False, description="it holds a landmark of the city")


class TilesIn(Answer):
    """The tiles of a district."""

    tiles: tuple[TileIn, ...] = ()


A = TypeVar("A", bound=Answer)


def schema(model: type[Answer], words: Mapping[str, list[str]]) -> dict[str, Any]:
    """The strict JSON schema of an answer: every key required, no others.

    `words` are the allowed values of keys, as "TileIn.land_use"; of a list they are its items'.
    """
    out = model.model_json_schema()
    defs = out.pop("$defs", {})
    made = _strict(out, model.__name__, words)
    if defs:
        made["$defs"] = {n: _strict(d, n, words) for n, d in defs.items()}
    return made


def _strict(node: dict[str, Any], name: str, words: Mapping[str, list[str]]) -> dict[str, Any]:
    fields = {k: _field(v, words.get(f"{name}.{k}")) for k, v in node["properties"].items()}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _field(node: dict[str, Any], words: list[str] | None) -> dict[str, Any]:
    out = {k: v for k, v in node.items() if k in ("type", "description", "$ref")}
    if "$ref" in out:  # strict servers want a reference to stand alone
        return {"$ref": out["$ref"]}
    if "anyOf" in node:
        out["anyOf"] = [_field(n, words) for n in node["anyOf"]]
    if "items" in node:
        out["items"] = _field(node["items"], words)
    elif words is not None and out.get("type") == "string":
        out["enum"] = words
    return out


def object_in(text: str) -> tuple[dict[str, Any] | None, str | None]:
    """The JSON object in a reply, or what is wrong with it: whole replies first, then one inside of thoughts, fences and prose."""
    text = re.sub(r"<think(?:ing)?>.*?</think(?:ing)?>", "", text, flags=re.DOTALL).strip()
    best: dict[str, Any] | None = None
    try:
        found = json.loads(text)
        if isinstance(found, dict):
            return found, None
        return None, "it was JSON, but no object"
    except (ValueError, RecursionError):
        pass
    decoder, k, tried = json.JSONDecoder(), text.find("{"), 0
    while k >= 0 and tried < 50:
        tried += 1
        try:
            found, end = decoder.raw_decode(text, k)
        except (ValueError, RecursionError):
            end = k + 1
        else:
            if isinstance(found, dict) and (best is None or len(found) >= len(best)):
                best = found
        k = text.find("{", end)
        if best is not None and tried > 8:
            break
    if best is None:
        return None, "it was no good JSON" if "{" in text else "it held no JSON object"
    return best, None


def patient(model: type[A], data: Any) -> tuple[A, list[str]]:
    """As much of an answer as fits, and a line for each part that does not; list items that do not fit are left out."""
    faults: list[str] = []
    if not isinstance(data, dict):
        return model(), ["the answer is no JSON object"]
    data = json.loads(json.dumps(data))
    for _ in range(200):
        try:
            return model.model_validate(data), faults
        except ValidationError as e:
            bad: dict[tuple[Any, ...], str] = {}
            for error in e.errors():
                bad.setdefault(_cut(data, error["loc"]), f"{'.'.join(map(str, error['loc']))}: {error['msg']}"[:120])
            faults += [f for f in bad.values() if f not in faults]
            if () in bad:
                break
            for loc in sorted(bad, key=lambda p: [(isinstance(k, int), k if isinstance(k, int) else 0) for k in p], reverse=True):
                _drop(data, loc)
    return model(), [*faults, "nothing of the answer can be used"]


def _cut(data: Any, loc: tuple[Any, ...]) -> tuple[Any, ...]:
    """The part of a fault's place to leave out: the value itself, or, where it is missing, what lacks it."""
    here, path = data, []
    for key in loc:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            break
        path.append(key)
    return tuple(path)


def _drop(data: Any, loc: tuple[Any, ...]) -> None:
    try:
        for key in loc[:-1]:
            data = data[key]
        del data[loc[-1]]
    except (KeyError, IndexError, TypeError):
        pass


def tidy(text: str, *, most: int = LONGEST_TEXT) -> str:
    """A model's sentence as one line without control characters, full stop or markup at its end, cut at a word."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split()).strip(" .\"'`*#-")
    if len(line) > most:
        line = line[:most].rsplit(" ", 1)[0].rstrip(" ,;:.")
    return f"{line[:1].upper()}{line[1:]}"
