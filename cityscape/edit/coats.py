"""`Coat`: a foreign material: what it says in our terms, and its picture sampled at the corners of faces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.names import legal
from cityscape.look.color import to_linear, to_srgb
from cityscape.world.material import Material

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

GREY = "#b0b0b0"
INSET = 0.02
"""How far from a corner towards the middle of its face a picture is looked at, so that neighbours in an atlas do not bleed."""
PATTERNLESS: dict[str, Any] = {"pattern": "plain", "wear": 0.0}


@dataclass(frozen=True)
class Coat:
    """A glTF material.

    factor : linear, times which picture and vertex colours are taken. turn : (2, 3) float, from texture coordinates (v down) into
    the picture. clamp : whether the picture ends at its border along u and v. own : of our own export, whose colours stay as they are.
    """

    material: Material
    factor: tuple[float, float, float] = (1.0, 1.0, 1.0)
    turn: Floats = field(default_factory=lambda: np.eye(2, 3))
    clamp: tuple[bool, bool] = (False, False)
    own: bool = False


def coats_of_gltf(head: dict[str, Any]) -> dict[str, Coat]:
    """The coats of a glTF's JSON (see `cityscape.edit.reading`) by the names of its materials."""
    return {m["name"]: _coat(m, head, k) for k, m in enumerate(head.get("materials", ()))}


def coat_of(visual: Any, faces: NDArray[np.int64], coats: dict[str, Coat]) -> tuple[Material, Bytes | None]:
    """The material of a trimesh visual, and the colours (f, 3, 3) uint8 sRGB at the faces' corners where it is not of one colour."""
    raw = getattr(visual, "material", None)
    coat = coats.get(str(getattr(raw, "name", ""))) if raw is not None else None
    if coat is None:
        return _plain_coat(visual, raw, faces)
    light = np.ones((*faces.shape, 3))
    picture = _sampled(getattr(raw, "baseColorTexture", None), getattr(visual, "uv", None), faces, coat)
    paint = getattr(visual, "vertex_attributes", {}).get("color")
    if picture is None and paint is None:
        return coat.material, None
    if paint is not None:
        light = light * _unit(paint)[faces][..., :3]
    if picture is not None and paint is None and coat.factor == (1.0, 1.0, 1.0):
        return _even(coat.material, picture)
    if picture is not None:
        light = light * to_linear(picture / np.float32(255))
    colors = _bytes(light * np.array(coat.factor))
    return (coat.material, colors) if coat.own else _even(coat.material, colors)


def _even(material: Material, colors: Bytes) -> tuple[Material, Bytes | None]:
    """Colours that are all the same belong to the material; of others it gets the mean."""
    flat = colors.reshape(-1, 3)
    hue = "#" + "".join(f"{round(float(x)):02x}" for x in flat.mean(0))
    material = material.model_copy(update={"color": hue})
    return material, None if (flat == flat[0]).all() else colors


def _bytes(light: Any) -> Bytes:
    return np.rint(255 * to_srgb(light).astype(np.float64)).astype(np.uint8)


def _unit(values: Any) -> Floats:
    v = np.asarray(values)
    return v / np.iinfo(v.dtype).max if v.dtype.kind == "u" else np.clip(v.astype(np.float64), 0, 1)


def hexed(light: Any) -> str:
    """Three linear numbers as `#rrggbb`."""
    return "#" + "".join(f"{x:02x}" for x in _bytes(np.asarray(light, np.float64)[None])[0])


# -- glTF ----------------------------------------------------------------------------------------------
def _coat(raw: dict[str, Any], head: dict[str, Any], k: int) -> Coat:
    name = legal(raw.get("real_name"), "plain" if raw.get("plain") else f"material_{k}")[:64].strip()
    more, extras = raw.get("extensions", {}), raw.get("extras", {})
    pbr = raw.get("pbrMetallicRoughness", {})
    factor = [float(x) for x in pbr.get("baseColorFactor", (1, 1, 1, 1))]
    metallic, rough = float(pbr.get("metallicFactor", 1)), float(pbr.get("roughnessFactor", 1))
    texture = pbr.get("baseColorTexture")
    if (old := more.get("KHR_materials_pbrSpecularGlossiness")) is not None:
        factor = [float(x) for x in old.get("diffuseFactor", (1, 1, 1, 1))]
        metallic, rough, texture = 0.0, 1 - float(old.get("glossinessFactor", 1)), old.get("diffuseTexture")
    if "metallicRoughnessTexture" in pbr or raw.get("plain"):  # its numbers are in the picture
        metallic, rough = 0.0, max(rough, 0.6)
    opacity = factor[3] if raw.get("alphaMode") == "BLEND" else 1.0
    glow = np.array([float(x) for x in raw.get("emissiveFactor", (0, 0, 0))])
    emission = 0.0 if "emissiveTexture" in raw else float(glow.max())
    color = factor[:3]
    if emission > 0:
        if max(color) < 0.02:
            color = list(glow / emission)
        emission *= float(more.get("KHR_materials_emissive_strength", {}).get("emissiveStrength", 1))
    numbers = {"metallic": metallic, "roughness": rough, "opacity": opacity}
    values = {key: min(1.0, max(0.0, float(f"{x:.6g}"))) for key, x in numbers.items()} | {"emission": min(20.0, max(0.0, emission))}
    material = Material(name=name, color=GREY if raw.get("plain") else hexed(color), **PATTERNLESS, **values)
    if "pattern" in extras and "wear" in extras:  # of our own export: what glTF cannot say
        said = {key: extras[key] for key in ("pattern", "color", "color2", "scale", "wear") if extras.get(key) is not None}
        material = Material(**(material.model_dump() | said))
        most = float(to_linear(_parts(material.color)).max())
        if emission and most > 0:
            material = material.model_copy(update={"emission": min(20.0, float(f"{emission / most:.6g}"))})
    return Coat(material, (factor[0], factor[1], factor[2]), *_turn(texture, head), own="pattern" in extras)


def _parts(color: str) -> NDArray[np.float32]:
    return np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)], np.float32)


def _turn(texture: dict[str, Any] | None, head: dict[str, Any]) -> tuple[Floats, tuple[bool, bool]]:
    """How texture coordinates lead into a picture (KHR_texture_transform), and where it ends."""
    turn, clamp = np.eye(2, 3), (False, False)
    if not texture:
        return turn, clamp
    if (t := texture.get("extensions", {}).get("KHR_texture_transform")) is not None:
        a, (sx, sy) = float(t.get("rotation", 0)), (float(x) for x in t.get("scale", (1, 1)))
        c, s = np.cos(a), np.sin(a)
        turn = np.c_[np.array([[c, s], [-s, c]]) @ np.diag([sx, sy]), np.array(t.get("offset", (0, 0)), float)]
    try:
        sampler = head["samplers"][head["textures"][texture["index"]]["sampler"]]
        clamp = (sampler.get("wrapS") == 33071, sampler.get("wrapT") == 33071)
    except (KeyError, IndexError):
        pass
    return turn, clamp


def _sampled(image: Any, uv: Any, faces: NDArray[np.int64], coat: Coat) -> Bytes | None:
    """(f, 3, 3) uint8 sRGB: the picture's nearest pixel at each corner, a little inside the face; None without a picture."""
    if image is None or uv is None or len(uv) <= faces.max():
        return None
    rgb = np.asarray(image.convert("RGB"))
    at = np.asarray(uv, np.float64)[faces][..., :2]
    at = np.nan_to_num(at + INSET * (at.mean(1, keepdims=True) - at))
    at[..., 1] = 1 - at[..., 1]  # trimesh has v upwards
    at = at @ coat.turn[:, :2].T + coat.turn[:, 2]
    h, w = rgb.shape[:2]
    for k, clamp in enumerate(coat.clamp):
        inside = (at[..., k] >= 0) & (at[..., k] <= 1)
        at[..., k] = np.clip(at[..., k], 0, 1) if clamp else np.where(inside, at[..., k], at[..., k] % 1.0)
    x = np.minimum((at[..., 0] * w).astype(int), w - 1)
    y = np.minimum((at[..., 1] * h).astype(int), h - 1)
    return np.ascontiguousarray(rgb[y, x])


# -- other kinds ---------------------------------------------------------------------------------------
def _plain_coat(visual: Any, raw: Any, faces: NDArray[np.int64]) -> tuple[Material, Bytes | None]:
    """Of files without glTF's materials: OBJ's diffuse colour and picture, or colours of faces or vertices, all sRGB."""
    name = legal(getattr(raw, "name", None), "plain")[:64].strip()
    material = Material(name=name, color=GREY, **PATTERNLESS)
    if raw is not None:
        diffuse = np.asarray(getattr(raw, "diffuse", (176, 176, 176, 255)), np.float64)
        if diffuse.max() <= 1 and np.asarray(getattr(raw, "diffuse", 0)).dtype.kind == "f":
            diffuse = diffuse * 255
        shine = float(getattr(raw, "glossiness", 1.0) or 0.0)
        rough = min(1.0, max(0.2, (2 / (shine + 2)) ** 0.5))
        color = "#" + "".join(f"{min(255, max(0, round(x))):02x}" for x in diffuse[:3])
        opacity = float(min(1.0, max(0.0, diffuse[3] / 255))) if len(diffuse) > 3 else 1.0
        material = Material(name=name, color=color, roughness=rough, opacity=opacity, **PATTERNLESS)
        picture = _sampled(getattr(raw, "image", None), getattr(visual, "uv", None), faces, Coat(material))
        return (material, None) if picture is None else _even(material, picture)
    kind = getattr(visual, "kind", None)
    if kind == "face":
        return _even(material, np.repeat(np.asarray(visual.face_colors)[:, None, :3], 3, 1).astype(np.uint8))
    if kind == "vertex":
        return _even(material, np.asarray(visual.vertex_colors)[faces][..., :3].astype(np.uint8))
    return material, None
