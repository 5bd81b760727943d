"""`Material`: what a part is made of."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from cityscape.world.records import Hex, Positive, Record, Unit

Pattern = Literal[
    "plain", "plaster", "brick", "stone", "rubble", "concrete", "panel", "timber", "planks", "shingle",
    "roof_tile", "slate", "thatch", "metal", "corrugated", "glass", "window", "solar", "fabric", "adobe",
    "asphalt", "cobble", "paving", "gravel", "marking", "grass", "meadow", "soil", "sand", "crop", "snow",
    "rock", "water", "foliage", "needles", "bark", "neon", "lamp",
    "parquet", "tiles", "carpet", "wallpaper", "marble", "woven", "dots", "stripes",
    "painted",
]  # fmt: skip
"""How the surface varies from point to point; `cityscape.look.surface` draws each one."""

PATTERNS: tuple[str, ...] = get_args(Pattern)


class Material(Record):
    """A surface: a pattern in one or two colours with PBR constants (glTF metallic-roughness)."""

    name: str = Field(min_length=1, max_length=64)
    pattern: Pattern = "plain"
    color: Hex = "#b0b0b0"
    color2: Hex | None = Field(None, description="joints, mortar, stripes; default: a darker `color`")
    scale: Positive = Field(1.0, description="size of the pattern relative to life")
    roughness: Unit = 0.85
    metallic: Unit = 0.0
    opacity: Unit = 1.0
    emission: float = Field(0.0, ge=0, le=20, description="light given off, in units of white paper in the sun")
    wear: Unit = Field(0.3, description="stains, fading and dirt")
