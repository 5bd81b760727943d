"""The operations: small records that say what is to be changed, as JSON, as arguments of a command, or from Python.

Targets are addresses (``1,2``, ``1,2/house_02``, ``1,2/house_02/roof``) or selectors (``label:roof tile:2,*``), which mean all that
match. Lengths are metres and angles degrees in the scene's frame (z up). Numbers that nothing in a scene can have are refused here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, Iterable, Literal, get_args

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from cityscape.errors import InputError
from cityscape.world.brief import CrossingKind, Side, Wanted
from cityscape.world.material import Pattern
from cityscape.world.records import Cell, Hex, Positive, Record, Unit
from cityscape.world.theme import LandUse

FAR = 1e5
"""Metres: nothing in a scene stands farther away."""
MOST = 1000
"""Times: the largest factor of a scale, and the most copies of one duplicate."""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _numbers(value: Any) -> Any:
    """``1,0,0`` as its numbers, ``2`` three times."""
    if isinstance(value, str):
        value = [x.strip() for x in value.split(",")]
        value = value[0] if len(value) == 1 else value
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        return (value, value, value)
    return value


def _triple(value: Any) -> Any:
    return [x.strip() for x in value.split(",")] if isinstance(value, str) else value


def _axis(value: Any) -> Any:
    named = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
    return named.get(value.strip().lower(), _triple(value)) if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    return [x.strip() for x in value.split(",")] if isinstance(value, str) else value


def _name(value: str) -> str:
    if not (text := value.strip()) or "/" in text or "\\" in text or not text.isprintable():
        raise ValueError("a name has letters in it and no slash")
    return text


_WANTED = re.compile(r"\s*(?:(\d+)\s+)?(?:(small|medium|large)\s+)?([a-z0-9_ ]+?)(?:\s+(#[0-9a-fA-F]{6}))?\s*")
_CROSSING = re.compile(r"\s*(?:(main|side)\s+)?([a-z]+)(?:\s*@\s*([0-9.]+))?(?:\s*x\s*([0-9.]+))?\s*")


def _wish(value: Any) -> Any:
    """``2 large watchtower #aa3322`` as a record."""
    if isinstance(value, str) and (m := _WANTED.fullmatch(value)):
        said = {"kind": m[3].strip().replace(" ", "_"), "count": m[1], "size": m[2], "color": m[4]}
        return {k: v for k, v in said.items() if v is not None}
    return value


def _crossing(value: Any) -> Any:
    """``main street@0.3x7`` as a record."""
    if isinstance(value, str) and (m := _CROSSING.fullmatch(value)):
        said = {"rank": m[1], "kind": m[2], "at": m[3], "width": m[4]}
        return {k: v for k, v in said.items() if v is not None}
    return value


Targets = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=1000)], ...], BeforeValidator(_listed), Field(min_length=1)]
Metres = Annotated[float, Field(ge=-FAR, le=FAR)]
Vector = Annotated[tuple[Metres, Metres, Metres], BeforeValidator(_triple)]
Factor = Annotated[float, Field(ge=1 / MOST, le=MOST)]
Factors = Annotated[tuple[Factor, Factor, Factor], BeforeValidator(_numbers)]
Axis = Annotated[tuple[Metres, Metres, Metres], BeforeValidator(_axis)]
Where = Annotated[Cell, BeforeValidator(_cell)]
Called = Annotated[str, Field(min_length=1, max_length=64), BeforeValidator(lambda v: _name(v) if isinstance(v, str) else v)]
Wish = Annotated[Wanted, BeforeValidator(_wish)]


class Across(Record):
    """A crossing as an operation gives it; what is left out is as usual in the scene's theme."""

    kind: CrossingKind
    at: Unit = 0.5
    width: Positive | None = None
    rank: Literal["main", "side"] = "side"
    level: float | None = None
    pavement: float | None = Field(None, ge=0, le=6)
    kerb: float | None = Field(None, ge=0, le=0.5)


Crossed = Annotated[Across, BeforeValidator(_crossing)]


class _Op(Record):
    """What all operations share."""

    remakes: ClassVar[bool] = False


class _Aimed(_Op):
    target: Targets = Field(description="addresses such as 1,2/house_02/roof, or selectors such as 'label:roof tile:2,*'")


class Move(_Aimed):
    """Move objects or parts; one that comes to stand over another finished tile is handed to it."""

    op: Literal["move"] = "move"
    by: Vector | None = Field(None, description="metres east, north and up")
    to: Vector | None = Field(None, description="where the pivot is to be in the scene, metres")

    @model_validator(mode="after")
    def _one(self) -> Move:
        if (self.by is None) == (self.to is None):
            raise ValueError("give either by or to")
        return self


class Rotate(_Aimed):
    """Turn objects or parts about an axis through their pivot."""

    op: Literal["rotate"] = "rotate"
    degrees: float = Field(ge=-36000, le=36000, description="counter-clockwise, seen against the axis")
    axis: Axis = Field((0.0, 0.0, 1.0), description="x, y, z or a direction such as 1,1,0 in the scene's frame")

    @model_validator(mode="after")
    def _some(self) -> Rotate:
        if sum(x * x for x in self.axis) < 1e-12:
            raise ValueError("an axis of length 0 has no direction")
        return self


class Scale(_Aimed):
    """Make objects or parts larger or smaller; their pivot, the middle of the base, stays."""

    op: Literal["scale"] = "scale"
    factor: Factors = Field(description="times, one number or three along the thing's own axes: 1.5 or 1,1,2")


class Duplicate(_Aimed):
    """Copy objects or parts."""

    op: Literal["duplicate"] = "duplicate"
    by: Vector | None = Field(None, description="from one copy to the next, metres; default: its width to the east and half a metre")
    count: int = Field(1, ge=1, le=MOST, description="how many copies")


class Delete(_Aimed):
    """Delete objects or parts; an object without parts goes, too."""

    op: Literal["delete"] = "delete"


class Rename(_Aimed):
    """Call objects or parts something else; ids, and so addresses, stay."""

    op: Literal["rename"] = "rename"
    name: Called = Field(description="the new name; {n} in it counts, where there are several")


class Relabel(_Aimed):
    """Say what parts are (roof, wall, window...), or of which kind objects are."""

    op: Literal["relabel"] = "relabel"
    label: Called = Field(description="the new label or kind")


class Recolour(_Aimed):
    """Give parts another colour; what else their material has stays."""

    op: Literal["recolour"] = "recolour"
    color: Hex = Field(description="#rrggbb")
    color2: Hex | None = Field(None, description="joints, mortar, stripes; default: a darker color")


class ChangeMaterial(_Aimed):
    """Change fields of the material of parts."""

    op: Literal["material"] = "material"
    name: Called | None = Field(None, description="its name; default: one that says what it is")
    pattern: Pattern | None = Field(None, description="how the surface varies: brick, slate, timber, water, grass...")
    color: Hex | None = Field(None, description="#rrggbb")
    color2: Hex | None = Field(None, description="joints, mortar, stripes")
    scale: Factor | None = Field(None, description="size of the pattern relative to life")
    roughness: Unit | None = Field(None, description="0 a mirror, 1 chalk")
    metallic: Unit | None = Field(None, description="0 or 1, and what lies between")
    opacity: Unit | None = Field(None, description="0 glass, 1 solid")
    emission: float | None = Field(None, ge=0, le=20, description="light given off, in units of white paper in the sun")
    wear: Unit | None = Field(None, description="stains, fading and dirt")

    @model_validator(mode="after")
    def _some(self) -> ChangeMaterial:
        if not self.fields():
            raise ValueError("give at least one field of a material")
        return self

    def fields(self) -> dict[str, Any]:
        """What is to be changed."""
        return {k: v for k, v in self.model_dump(exclude={"op", "target"}).items() if v is not None}


class Texture(_Aimed):
    """Lay a picture on parts, as colours of their vertices; their faces are divided as far as that needs."""

    op: Literal["texture"] = "texture"
    file: Path = Field(description="a picture")
    mapping: Literal["box", "planar"] = Field("box", description="on every side the way it faces, or through the part along an axis")
    axis: Literal["x", "y", "z"] = Field("z", description="where a planar picture is seen from")
    size: Annotated[float, Field(ge=0.01, le=1000)] | None = Field(
        None, description="width of the picture, metres, repeated; default: the part's"
    )
    detail: float = Field(
        0.1, ge=0.005, le=100, description="about how long the edges of faces are afterwards, metres, as far as most allows"
    )
    most: int = Field(20_000, ge=12, le=400_000, description="about how many faces a part may have afterwards")


class Swap(_Aimed):
    """Put another part or object, of the scene or of a file, in place of what is there: in its box, on its base, at its pivot."""

    op: Literal["swap"] = "swap"
    source: str | None = Field(None, description="address of what takes the place")
    file: Path | None = Field(None, description="a GLB file that takes the place")
    fit: Literal["inside", "stretch", "none"] = Field(
        "inside", description="as large as the old box allows, stretched to fill it, or as is"
    )

    @model_validator(mode="after")
    def _one(self) -> Swap:
        if (self.source is None) == (self.file is None):
            raise ValueError("give either source or file")
        return self


class Merge(_Aimed):
    """Make one part of several of one object, or of all of them."""

    op: Literal["merge"] = "merge"
    name: Called | None = Field(None, description="name of the part; default: the largest one's")


class Split(_Aimed):
    """Make a part of each piece of a part that hangs together by itself."""

    op: Literal["split"] = "split"


class Lock(_Aimed):
    """Keep tiles, objects or parts as they are, whatever is edited or made again."""

    op: Literal["lock"] = "lock"


class Unlock(_Aimed):
    """Let tiles, objects or parts be changed again."""

    op: Literal["unlock"] = "unlock"


class AddTile(_Op):
    """Plan a new cell beside the others, which continues what crosses their borders, and make its tile."""

    op: Literal["add_tile"] = "add_tile"
    remakes: ClassVar[bool] = True
    cell: Where = Field(description="COLUMN,ROW")
    text: str | None = Field(None, max_length=2000, description="what it shows, in a sentence")
    land_use: LandUse | None = Field(None, description="market, residential, farm, park...")
    density: Unit | None = Field(None, description="how full it is")
    wanted: tuple[Wish, ...] | None = Field(None, description="objects that it must show, such as windmill or '2 large watchtower'")


class RemoveTile(_Op):
    """Take a cell and its tile out of the scene."""

    op: Literal["remove_tile"] = "remove_tile"
    cell: Where = Field(description="COLUMN,ROW")


class ChangeBrief(_Op):
    """Tell a cell to be something else, and make its tile again; what crosses its borders stays."""

    op: Literal["brief"] = "brief"
    remakes: ClassVar[bool] = True
    cell: Where = Field(description="COLUMN,ROW")
    text: str | None = Field(None, max_length=2000, description="what it shows, in a sentence")
    land_use: LandUse | None = Field(None, description="market, residential, farm, park...")
    density: Unit | None = Field(None, description="how full it is")
    wanted: tuple[Wish, ...] | None = Field(None, description="objects that it must show, such as windmill or '2 large watchtower'")

    @model_validator(mode="after")
    def _some(self) -> ChangeBrief:
        if self.text is None and self.land_use is None and self.density is None and self.wanted is None:
            raise ValueError("give text, land_use, density or wanted")
        return self


class ChangeSocket(_Op):
    """Change what crosses one border of a cell; the tiles on both sides are made again."""

    op: Literal["socket"] = "socket"
    remakes: ClassVar[bool] = True
    cell: Where = Field(description="COLUMN,ROW")
    side: Side = Field(description="south, east, north or west")
    crossings: tuple[Crossed, ...] | None = Field(
        None, description="all that crosses: street, 'main street@0.3', path@0.5x2, river, wall, rail; none: nothing does"
    )
    cover: Literal["soft", "hard"] | None = Field(None, description="between crossings: the theme's ground, or its plaza")

    @model_validator(mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("crossings") in ("none", ["none"], ("none",)):
            return {**value, "crossings": ()}
        return value

    @model_validator(mode="after")
    def _some(self) -> ChangeSocket:
        if self.crossings is None and self.cover is None:
            raise ValueError("give crossings or cover")
        return self


class Restyle(_Op):
    """Make the whole scene in another theme, season, weather, hour or palette; its plan and its seeds stay."""

    op: Literal["restyle"] = "restyle"
    remakes: ClassVar[bool] = True
    theme: str | None = Field(None, description="a theme by name, or a .toml file")
    season: str | None = Field(None, description="spring, summer, autumn, winter; 'none' for the theme's own")
    weather: str | None = Field(None, description="sunny, cloudy, rain, fog; 'none' for the theme's own")
    hour: str | None = Field(None, description="dawn, day, dusk, night; 'none' for the theme's own")
    words: str | None = Field(None, max_length=2000, description="a wish in words: 'red roofs and white walls'")
    palette: dict[str, tuple[Hex, ...]] | None = Field(None, description="colours of the theme's palette, by name")

    @model_validator(mode="after")
    def _some(self) -> Restyle:
        if not self.model_dump(exclude={"op"}, exclude_none=True):
            raise ValueError("give theme, season, weather, hour, words or palette")
        return self


class Set(_Op):
    """Change what the scene says of itself; no tile changes."""

    op: Literal["set"] = "set"
    prompt: str = Field(min_length=1, max_length=2000, description="the scene's prompt, which titles it")


_Things = Move | Rotate | Scale | Duplicate | Delete | Rename | Relabel | Recolour | ChangeMaterial | Texture | Swap | Merge | Split
_Plans = AddTile | RemoveTile | ChangeBrief | ChangeSocket | Restyle | Set
Operation = Annotated[_Things | Lock | Unlock | _Plans, Field(discriminator="op")]
OPERATIONS: dict[str, type[_Op]] = {k.model_fields["op"].default: k for k in get_args(get_args(Operation)[0])}
"""The records by the name of their operation."""

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Operation)


def read_operation(data: Any) -> Any:
    """The record of an operation that is given as JSON data; raises `InputError` with what is wrong in it."""
    if isinstance(data, _Op):
        return data
    op = data.get("op") if isinstance(data, dict) else None
    if not isinstance(data, dict) or op not in OPERATIONS:
        from cityscape.edit.address import nearest

        said = f"{op!r} is no operation" if op is not None else f"{str(data)[:60]!r} is no operation: it needs 'op'"
        raise InputError(f"{said}: {nearest(str(op), OPERATIONS).replace('it has', 'there are')}")
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as e:
        raise InputError(_why(str(op), e)) from None


def read_operations(data: Any) -> list[Any]:
    """The records of a list of operations, or of a single one; raises `InputError` with the number of the one that is wrong."""
    many = data if isinstance(data, (list, tuple)) else [data]
    out = []
    for k, one in enumerate(many, 1):
        try:
            out.append(read_operation(one))
        except InputError as e:
            raise InputError(f"operation {k}: {e}" if len(many) > 1 else str(e)) from None
    if not out:
        raise InputError("there is no operation: give at least one")
    return out


def plain(ops: Iterable[Any]) -> list[dict[str, Any]]:
    """Operations as JSON data, without what is left at its default."""
    return [{"op": o.op, **o.model_dump(mode="json", exclude_defaults=True, exclude={"op"})} for o in ops]


def _why(op: str, error: ValidationError) -> str:
    first = error.errors()[0]
    loc = [str(x) for x in first["loc"] if x != op]
    text = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if first["type"] == "missing":
        return f"{op} needs {'.'.join(loc)}"
    if first["type"] == "extra_forbidden":
        from cityscape.edit.address import nearest

        return f"{op} has no field {loc[-1]!r}: {nearest(loc[-1], [f for f in OPERATIONS[op].model_fields if f != 'op'])}"
    if first["type"] == "value_error":
        return f"{'.'.join([op, *loc])}: {text}"
    given = str(first.get("input"))
    return f"{'.'.join([op, *loc])} must be {text}, not {given if len(given) <= 60 else given[:57] + '...'}"
