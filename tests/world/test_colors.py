"""Meshes with colours of their own: they come back from disk, are drawn and are exported."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

from cityscape.errors import SceneError
from cityscape.export import export_glb
from cityscape.look.render import picture
from cityscape.look.stage import stage_of
from cityscape.store import glb
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Camera
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose
from cityscape.world.theme import Light
from cityscape.world.tile import Tile


def _box(colors: np.ndarray | None, *, id: str = "box", x: float = 0.0, color: str = "#808080") -> Thing:
    b = trimesh.creation.box((2, 2, 2))
    mesh = Mesh(b.vertices, b.faces, colors)
    part = Part(f"{id}__whole", id, "wall", id, Material(name="m", pattern="painted", color=color), mesh)
    return Thing(id, id, "box", Pose(position=(x, 0.0, 1.0)), (part,))


def _rainbow() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (8, 3), np.uint8)


def test_store_keeps_every_byte() -> None:
    colors = _rainbow()
    glow = np.arange(8, dtype=np.uint8)
    shining = _box(colors, id="lamp", x=8)
    shining = shining.with_parts((replace(shining.parts[0], mesh=replace(shining.parts[0].mesh, glow=glow)),))
    assert np.array_equal(glb.decode(glb.encode((shining,)))["lamp__whole"].glow, glow)
    back = glb.decode(glb.encode((_box(colors), _box(None, id="other", x=4))))
    assert np.array_equal(back["box__whole"].colors, colors)
    assert back["box__whole"].glow is None
    assert back["other__whole"].colors is None


def test_moving_keeps_colors_and_their_number_must_fit() -> None:
    mesh = _box(_rainbow()).parts[0].mesh
    assert np.array_equal(mesh.moved((1, 2, 3)).colors, mesh.colors)
    with pytest.raises(ValueError, match="one colour for each vertex"):
        Mesh(mesh.vertices, mesh.faces, mesh.colors[:-1])


def test_damaged_colors_are_refused() -> None:
    data = glb.encode((_box(_rainbow()),))
    with pytest.raises(SceneError, match="colours that do not fit"):
        glb.decode(data.replace(b'"VEC4"', b'"VEC2"'))


def test_even_colors_are_drawn_as_the_material_of_that_color() -> None:
    camera, light = Camera(span=6, width=96, height=96, target=(0, 0, 1)), Light()
    even = np.tile(np.array([[0x30, 0x90, 0x50]], np.uint8), (8, 1))
    with_colors = picture(stage_of([_box(even, color="#ff0000")])[0], camera, light, samples=2)
    plain = picture(stage_of([_box(None, color="#309050")])[0], camera, light, samples=2)
    # light that comes back from neighbours takes the mean of the vertices, so all but the last bit agrees
    assert np.abs(with_colors.rgba.astype(int) - plain.rgba.astype(int)).max() <= 1


def test_export_multiplies_white_by_linear_colors(tmp_path: Path) -> None:
    colors = _rainbow()
    tile = Tile(Brief(cell=(0, 0)), (_box(colors), _box(None, id="other", x=4)), 1)
    export_glb([tile], tmp_path / "a.glb")
    raw = (tmp_path / "a.glb").read_bytes()
    length = struct.unpack("<I", raw[12:16])[0]
    doc = json.loads(raw[20 : 20 + length])
    data = raw[28 + length :]
    coloured = [m["primitives"][0] for m in doc["meshes"] if "COLOR_0" in m["primitives"][0]["attributes"]]
    assert len(doc["meshes"]) == 2 and len(coloured) == 1
    factor = doc["materials"][coloured[0]["material"]]["pbrMetallicRoughness"]["baseColorFactor"]
    assert factor == [1, 1, 1, 1]
    a = doc["accessors"][coloured[0]["attributes"]["COLOR_0"]]
    assert a["componentType"] == 5123 and a["type"] == "VEC4" and a["normalized"]
    view = doc["bufferViews"][a["bufferView"]]
    got = np.frombuffer(data, np.uint16, 4 * a["count"], view["byteOffset"] + a["byteOffset"]).reshape(-1, 4)
    p = doc["accessors"][coloured[0]["attributes"]["POSITION"]]
    start = doc["bufferViews"][p["bufferView"]]["byteOffset"] + p["byteOffset"]
    place = np.frombuffer(data, np.float32, 3 * p["count"], start).reshape(-1, 3)
    box = trimesh.creation.box((2, 2, 2))
    for xyz, c in zip(place, got, strict=True):
        mine = colors[np.abs(box.vertices - (xyz[0], -xyz[2], xyz[1])).sum(1).argmin()] / 255
        linear = np.where(mine <= 0.04045, mine / 12.92, ((mine + 0.055) / 1.055) ** 2.4)
        assert np.abs(c[:3] / 65535 - linear).max() < 1e-4


def test_what_glows_shines_in_the_dark() -> None:
    camera, night = Camera(span=6, width=64, height=64, target=(0, 0, 1)), Light(sun_strength=0.0, sky_strength=0.02)
    colors = np.full((8, 3), 200, np.uint8)
    dull, bright = _box(colors), _box(colors)
    part = bright.parts[0]
    glowing = part.material.model_copy(update={"emission": 2.0})
    parts = [replace(part, material=glowing, mesh=replace(part.mesh, glow=np.full(8, k, np.uint8))) for k in (0, 255)]
    boxes = (dull, *(bright.with_parts((p,)) for p in parts))
    seen = [picture(stage_of([t])[0], camera, night, samples=1).rgba[32, 32, :3].mean() for t in boxes]
    assert seen[0] == seen[1] < 0.5 * seen[2]
