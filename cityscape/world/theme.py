"""`Theme`: the vocabulary of one kind of place, read from `prompts/themes/*.toml`, and the `Style` made of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cityscape.world.material import Pattern
from cityscape.world.records import Hex, Positive, Record, Unit

LandUse = Literal[
    "residential", "commercial", "market", "civic", "park", "farm", "forest",
    "lake", "harbour", "industry", "fort", "station",
]  # fmt: skip

Role = Literal[
    "wall", "wall2", "plinth", "trim", "timber", "roof", "roof_flat", "frame", "glass", "door", "shutter",
    "metal", "awning", "sign", "lamp", "accent", "stone", "fabric", "wood", "street", "street_side", "pavement",
    "kerb", "marking", "ground", "plaza", "path", "soil", "crop", "sand", "water", "bank", "rock", "foliage",
    "needles", "bark", "flower", "fence", "city_wall", "vehicle", "slab",
    "floor", "room_wall", "skirting", "rug", "upholstery", "leather", "linen", "curtain", "furniture", "cabinet", "worktop",
    "ceramic", "appliance", "plastic", "screen", "book", "paper", "board", "food",
]  # fmt: skip
"""What a recipe asks for; a theme answers with swatches. The last three lines are for rooms and what stands in them."""


class Swatch(Record):
    """One possible material for a role; `colors` are hex values or names in the theme's palette."""

    pattern: Pattern = "plain"
    colors: tuple[str, ...] = Field(min_length=1, description="one is drawn for each object")
    color2: str | None = None
    weight: Positive = 1.0
    scale: Positive = 1.0
    roughness: Unit = 0.85
    metallic: Unit = 0.0
    opacity: Unit = 1.0
    emission: float = Field(0.0, ge=0, le=20)
    wear: Unit = 0.3


class Streets(Record):
    """Widths in metres and the shape of the network."""

    pattern: Literal["grid", "organic", "radial", "none"] = "grid"
    main: Positive = 7.0
    side: Positive = 5.0
    pavement: float = Field(1.6, ge=0, description="width of the pavement on each side; 0: none")
    kerb: float = Field(0.14, ge=0, le=0.5, description="height of the pavement above the street")
    markings: bool = True
    bridges: Literal["stone", "timber", "concrete", "steel"] = "stone"


class Light(Record):
    """The sun and sky of a picture; colours sRGB, angles in degrees, azimuth from +x towards +y."""

    sun: Hex = "#fff1d6"
    sun_strength: float = Field(2.6, ge=0, le=10)
    azimuth: float = -110.0
    elevation: float = Field(48.0, gt=0, le=90)
    sky: Hex = "#b9d2f2"
    sky_strength: float = Field(0.9, ge=0, le=10)
    bounce: Hex = "#cbb795"
    background: Hex = "#eef1f5"
    windows: Unit = Field(0.0, description="share of windows that are lit")
    lamps: float = Field(1.0, ge=0, le=20, description="how much lamps give to what stands around them after dark; rooms send it back")
    exposure: Positive = 1.0


class Interior(Record):
    """What a style does to the shell of a room; lengths in metres."""

    window: Literal["casement", "wide", "arched", "round", "slit", "sash"] = "casement"
    curtains: Unit = Field(0.0, description="how often a room's windows have them")
    wainscot: float = Field(0.0, ge=0, le=1.6, description="height of the panelling along the walls; 0: none")
    skirting: float = Field(0.09, ge=0, le=0.4, description="height of the skirting; 0: none")
    cornice: bool = Field(False, description="a moulding along the top of the walls")
    beams: bool = Field(False, description="posts and a rail of timber on the walls")
    leaf: Literal["panelled", "plain", "boarded", "sliding"] = Field("panelled", description="the doors")


class Variant(Record):
    """A season, weather or hour: what it changes in a theme."""

    words: tuple[str, ...] = ()
    palette: dict[str, tuple[Hex, ...]] = {}
    materials: dict[Role, tuple[Swatch, ...]] = {}
    trees: dict[str, Positive] | None = None
    light: Light | None = None
    wear: float = Field(0.0, ge=-1, le=1, description="added to the wear of all materials")


class Theme(Record):
    """One kind of place. Weights are relative; kinds are names in `cityscape.grammar`'s registry."""

    name: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")
    title: str
    description: str = Field("", description="a phrase for image models")
    words: tuple[str, ...] = Field(description="words of a prompt that call this theme")
    near: tuple[str, ...] = Field((), description="words that hint at this theme without naming it")
    palette: dict[str, tuple[Hex, ...]]
    materials: dict[Role, tuple[Swatch, ...]]
    land_use: dict[LandUse, Positive] = Field(description="share of tiles by land use")
    buildings: dict[LandUse, dict[str, Positive]] = Field(description="land use -> building kind -> weight")
    objects: dict[LandUse, dict[str, Positive]] = Field(description="land use -> object kind -> mean number per 40 m tile")
    street_objects: dict[str, Positive] = Field({}, description="along streets: kind -> mean number per 40 m")
    trees: dict[str, Positive] = Field(description="species -> weight")
    vehicles: dict[str, Positive] = {}
    landmarks: tuple[str, ...] = Field((), description="kinds of which a city gets one, in its middle")
    enclosure: dict[str, Positive] = Field({}, description="fence | hedge | wall | none -> weight, around plots")
    streets: Streets = Streets()
    relief: float = Field(2.0, ge=0, le=40, description="typical height difference over five tiles, metres")
    gap: float = Field(1.0, ge=0, le=20, description="space between neighbouring buildings, metres")
    density: Unit | None = Field(None, description="how full tiles are unless the prompt says; default: fuller towards the heart")
    setback: float = Field(0.5, ge=0, le=15, description="space between the street and a building, metres")
    light: Light = Light()
    interior: Interior | None = Field(None, description="the shell of rooms; only styles have it")
    variants: dict[str, Variant] = {}

    def with_variants(self, *names: str) -> Theme:
        """The theme as it looks in the named season, weather or hour; raises KeyError for an unknown one."""
        t = self
        for name in names:
            v = self.variants[name]
            t = t.model_copy(
                update={
                    "palette": {**t.palette, **v.palette},
                    "materials": _worn({**t.materials, **v.materials}, v.wear),
                    "trees": v.trees or t.trees,
                    "light": v.light or t.light,
                }
            )
        return t


def _worn(materials: dict[Role, tuple[Swatch, ...]], more: float) -> dict[Role, tuple[Swatch, ...]]:
    """The same materials, older or newer; what is meant to be spotless (wear 0) stays so."""
    if not more:
        return materials
    return {
        role: tuple(s.model_copy(update={"wear": min(1.0, max(0.0, round(s.wear + more, 4)))}) if s.wear else s for s in swatches)
        for role, swatches in materials.items()
    }


class Style(Record):
    """How a plan looks: a theme with its variants applied, and the prompt's own wishes."""

    theme: Theme
    variants: tuple[str, ...] = ()
    overrides: dict[Role, tuple[Swatch, ...]] = Field({}, description="materials that the prompt asked for")
