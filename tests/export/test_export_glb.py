"""An exported city is the city: same nodes, names, places and volumes, in a file that Khronos calls valid."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hamlet import GLASS, LAMP, hamlet
from khronos import complaints

from cityscape.errors import InputError, SceneError
from cityscape.export import export_glb, node_name, tile_name
from cityscape.world.frames import to_y_up
from cityscape.world.part import placed
from cityscape.world.tile import Scene


def document(path: Path) -> dict:
    """The JSON of a GLB, after a look at the file's frame."""
    data = path.read_bytes()
    magic, version, length, text, kind = struct.unpack("<4sIII4s", data[:20])
    assert (magic, version, length, kind) == (b"glTF", 2, len(data), b"JSON")
    assert text % 4 == 0 and struct.unpack("<4s", data[24 + text : 28 + text])[0] == b"BIN\0"
    return json.loads(data[20 : 20 + text])


def expected(scene: Scene) -> dict[str, np.ndarray]:
    """Part node -> vertices (v, 3) in the scene, y up; and their volume."""
    out = {}
    for tile in scene.tiles.values():
        for thing, part in tile.parts():
            out[node_name(tile.cell, part.id)] = to_y_up(placed(thing, part)[0] + tile.origin)
    return out


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, Path]:
    scene, path = hamlet(), tmp_path_factory.mktemp("glb") / "town.glb"
    export_glb(scene, path)
    return scene, path


@pytest.mark.parametrize("normals", [True, False])
def test_trimesh_reads_the_same_parts_back(city: tuple[Scene, Path], tmp_path: Path, normals: bool) -> None:
    import trimesh

    scene, path = city[0], tmp_path / "town.glb"
    report = export_glb(scene, path, normals=normals)
    loaded = trimesh.load(path)
    want = expected(scene)
    assert sorted(loaded.graph.nodes_geometry) == sorted(want)
    assert report.parts == len(want) == 32
    volumes = {node_name(t.cell, p.id): p.mesh.volume * abs(np.prod(x.pose.scale)) for t in scene.tiles.values() for x, p in t.parts()}
    for name, points in want.items():
        matrix, geometry = loaded.graph[name]
        mesh = loaded.geometry[geometry].copy().apply_transform(matrix)
        np.testing.assert_allclose(mesh.bounds, [points.min(0), points.max(0)], atol=2e-5)
        mesh.merge_vertices(merge_norm=True, merge_tex=True)
        assert mesh.is_watertight
        assert mesh.volume == pytest.approx(volumes[name], rel=1e-4)


def test_tree_is_city_tile_object_part(city: tuple[Scene, Path]) -> None:
    scene, path = city
    doc = document(path)
    nodes = doc["nodes"]
    names = [n["name"] for n in nodes]
    assert len(set(names)) == len(names)
    assert not any("/" in n or " " in n for n in names)
    root = nodes[doc["scenes"][0]["nodes"][0]]
    assert root["name"] == "City" and root["extras"]["prompt"] == scene.plan.prompt
    assert not {"rotation", "scale", "translation", "matrix"} & set(root)
    for t, cell in zip(root["children"], scene.plan.cells, strict=True):
        tile = scene.tiles[cell]
        assert nodes[t]["name"] == tile_name(cell) and nodes[t]["extras"]["cell"] == list(cell)
        for o, thing in zip(nodes[t]["children"], tile.things, strict=True):
            assert nodes[o]["name"] == node_name(cell, thing.id)
            x = nodes[o]["extras"]
            assert (x["kind"], x["id"], x["name"], x["object_kind"], x["cell"]) == ("object", thing.id, thing.name, thing.kind, list(cell))
            for p, part in zip(nodes[o]["children"], thing.parts, strict=True):
                x = nodes[p]["extras"]
                assert (x["kind"], x["id"], x["label"], x["material"]) == ("part", part.id, part.label, part.material.name)
                assert x["cell"] == list(cell) and x["object"] == thing.id
                assert doc["materials"][doc["meshes"][nodes[p]["mesh"]]["primitives"][0]["material"]]["name"] == part.material.name


def test_no_node_ends_in_a_word_that_godot_obeys(city: tuple[Scene, Path]) -> None:
    names = [n["name"].lower() for n in document(city[1])["nodes"]]
    assert any("wheel" in n for n in names)
    for word in ("col", "colonly", "convcol", "convcolonly", "wheel", "vehicle", "rigid", "loop", "noimp", "navmesh", "occ"):
        assert not any(n.endswith(("-" + word, "_" + word)) for n in names)


def test_materials_are_shared_linear_and_glow(city: tuple[Scene, Path]) -> None:
    doc = document(city[1])
    by_name = {m["name"]: m for m in doc["materials"]}
    assert len(by_name) == len(doc["materials"]) == 7
    glass, lamp = by_name[GLASS.name], by_name[LAMP.name]
    assert glass["alphaMode"] == "BLEND" and glass["pbrMetallicRoughness"]["baseColorFactor"][3] == 0.4
    # 0x9f / 255 = 0.6235 in sRGB is 0.3467 in linear light
    assert glass["pbrMetallicRoughness"]["baseColorFactor"][0] == pytest.approx(0.34670, abs=1e-4)
    assert lamp["extensions"]["KHR_materials_emissive_strength"]["emissiveStrength"] == 4.0
    assert max(lamp["emissiveFactor"]) == 1.0
    assert doc["extensionsUsed"] == ["KHR_materials_emissive_strength"]


def test_alike_parts_share_one_mesh(city: tuple[Scene, Path]) -> None:
    doc = document(city[1])
    crowns = {n["mesh"] for n in doc["nodes"] if n["name"].endswith("__crown")}
    assert len(crowns) == 1
    assert len(doc["meshes"]) < sum("mesh" in n for n in doc["nodes"])


def test_bounds_and_indices_are_exact(city: tuple[Scene, Path]) -> None:
    doc = document(city[1])
    data = city[1].read_bytes()
    start = data.index(b"BIN\0") + 4

    def read(k: int) -> np.ndarray:
        a = doc["accessors"][k]
        kind = {5123: np.uint16, 5125: np.uint32, 5126: np.float32}[a["componentType"]]
        n = a["count"] * (3 if a["type"] == "VEC3" else 1)
        at = start + doc["bufferViews"][a["bufferView"]]["byteOffset"] + a["byteOffset"]
        return np.frombuffer(data, kind, n, at).reshape(a["count"], -1)

    for mesh in doc["meshes"]:
        p = mesh["primitives"][0]
        points, normals, index = (read(k) for k in (p["attributes"]["POSITION"], p["attributes"]["NORMAL"], p["indices"]))
        a = doc["accessors"][p["attributes"]["POSITION"]]
        assert np.array_equal(np.float32(a["min"]), points.min(0)) and np.array_equal(np.float32(a["max"]), points.max(0))
        assert index.dtype == np.uint16 and set(index.ravel().tolist()) == set(range(len(points)))
        np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-5)


def test_same_city_same_bytes_and_tiles_may_come_one_by_one(city: tuple[Scene, Path], tmp_path: Path) -> None:
    first = city[1].read_bytes()
    report = export_glb(hamlet(), tmp_path / "again.glb")
    assert (tmp_path / "again.glb").read_bytes() == first
    assert report.sha256 == sha256(first).hexdigest() and report.bytes == len(first)
    stream = export_glb((t for t in city[0].tiles.values()), tmp_path / "stream.glb", plan=city[0].plan)
    assert stream.sha256 == report.sha256


def test_scene_with_large_part_takes_long_indices(tmp_path: Path) -> None:
    from cityscape.world.mesh import Mesh

    scene = hamlet()
    tile = scene.tiles[(0, 1)]
    tree = tile.things[3]
    one = tree.parts[1].mesh
    many = 500
    shift = np.repeat(np.arange(many) * 4.0, len(one.vertices))
    v = np.tile(one.vertices, (many, 1)) + np.c_[shift, shift * 0, shift * 0]
    f = np.concatenate([one.faces + k * len(one.vertices) for k in range(many)])
    big = replace(tree, parts=(replace(tree.parts[1], mesh=Mesh(v, f)),))
    export_glb([replace(tile, things=(big,))], tmp_path / "big.glb")
    doc = document(tmp_path / "big.glb")
    assert {a["componentType"] for a in doc["accessors"] if a["type"] == "SCALAR"} == {5125}
    assert complaints(tmp_path / "big.glb") in (None, [])


@pytest.mark.parametrize("normals", [True, False])
def test_khronos_validator_finds_nothing(city: tuple[Scene, Path], tmp_path: Path, normals: bool) -> None:
    export_glb(city[0], tmp_path / "town.glb", normals=normals)
    found = complaints(tmp_path / "town.glb")
    if found is None:
        pytest.skip("needs node and npm's gltf-validator (npm install gltf-validator)")
    assert found == []


def test_what_cannot_be_exported_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "town.glb"
    path.write_bytes(b"old")
    scene = hamlet()
    tile = scene.tiles[(0, 1)]
    broken = replace(tile.things[1].parts[0], mesh=type(tile.things[1].parts[0].mesh)(np.full((3, 3), np.nan), np.array([[0, 1, 2]])))
    bad = replace(tile, things=(tile.things[1].with_parts((broken,)),))
    with pytest.raises(InputError, match="not finite"):
        export_glb([tile, bad], path)
    with pytest.raises(InputError, match="nothing to export"):
        export_glb([], path)
    with pytest.raises(InputError, match=r"\.glb"):
        export_glb(scene, tmp_path / "town.xyz")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["town.glb"]
    (tmp_path / "file").write_text("")
    with pytest.raises(SceneError, match="cannot write"):
        export_glb(scene, tmp_path / "file" / "town.glb")
