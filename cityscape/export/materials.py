"""PBR materials of glTF from those of the world, each written once."""

from __future__ import annotations

from typing import Any

from cityscape.world.material import Material

STRENGTH = "KHR_materials_emissive_strength"


def linear(color: str) -> list[float]:
    """`#rrggbb` in sRGB -> three linear numbers 0..1 (IEC 61966-2-1), to seven digits."""
    c = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return [round(x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4, 7) for x in c]


def pbr(m: Material, *, colored: bool = False) -> dict[str, Any]:
    """A glTF material; what glTF cannot say (pattern, second colour, wear) goes into its extras.

    colored : the vertices have colours, with which glTF multiplies the material's, which is white then.
    """
    base = linear(m.color)
    out: dict[str, Any] = {
        "name": m.name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [*([1.0, 1.0, 1.0] if colored else base), m.opacity],
            "metallicFactor": m.metallic,
            "roughnessFactor": m.roughness,
        },
        "extras": {"pattern": m.pattern, "color": m.color, "color2": m.color2, "scale": m.scale, "wear": m.wear},
    }
    if m.opacity < 1:
        out["alphaMode"] = "BLEND"
    if m.emission > 0 and not colored:  # glTF cannot glow vertex by vertex
        out["emissiveFactor"] = [round(x * min(m.emission, 1), 7) for x in base]
        if m.emission > 1:
            out["extensions"] = {STRENGTH: {"emissiveStrength": m.emission}}
    return out
