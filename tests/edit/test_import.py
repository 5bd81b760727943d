"""Imports: what stands where it stood, in the cell it stands in; what was cut meets; an export taken back in is what it was."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import trimesh
from models import CC0, coloured, patched, town, write
from scipy.spatial import cKDTree
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

from cityscape.edit.foreign import closed, read_part, read_thing
from cityscape.edit.importing import import_scene
from cityscape.edit.reading import read
from cityscape.errors import InputError
from cityscape.export import export_glb
from cityscape.run.survey import survey
from cityscape.store import SceneFolder
from cityscape.world.frames import to_z_up
from cityscape.world.part import placed


def same_places(a: np.ndarray, b: np.ndarray, slack: float = 1e-5) -> bool:
    return all(cKDTree(x).query(y)[0].max() < slack for x, y in ((a, b), (b, a)))


def corners_of(scene) -> dict[tuple[str, str], np.ndarray]:
    """(cell and object, part) -> corners of faces in the scene's frame."""
    out = {}
    for cell, tile in scene.tiles.items():
        for t, p in tile.parts():
            v, f = placed(t, p)
            points = (v + np.array(tile.origin))[f].reshape(-1, 3)
            out[f"{cell}{t.id}", p.id] = points
    return out


def test_everything_stands_where_it_stood(town_glb, town_scene):
    scene = SceneFolder.open(town_scene).scene()
    there = np.concatenate([v for k, v in corners_of(scene).items() if "Ground" not in k[0]])
    source = trimesh.load_scene(town_glb)
    nodes = [(source.graph[n][0], source.geometry[source.graph[n][1]]) for n in source.graph.nodes_geometry if n != "Ground"]
    want = [to_z_up(trimesh.transform_points(g.triangles.reshape(-1, 3), m)) for m, g in nodes]
    want = np.concatenate(want)
    assert len(there) == len(want) and same_places(there, want)


def test_objects_belong_to_the_cell_of_their_base(town_scene):
    scene = SceneFolder.open(town_scene).scene()
    where = {t.name: cell for cell, tile in scene.tiles.items() for t in tile.things if t.kind != "ground"}
    assert where == {"House.001": (0, 0), "car_red": (2, 1), "Street Lamp": (1, 0)}
    house = next(t for t in scene.tiles[0, 0].things if t.name == "House.001")
    assert [(p.name, p.label, p.material.name) for p in house.parts] == [("Walls", "wall", "Plaster"), ("Roof", "roof", "RoofTiles")]
    assert 2 * np.degrees(np.arctan2(house.pose.rotation[2], house.pose.rotation[3])) == pytest.approx(30)
    for tile in scene.tiles.values():
        for _, p in tile.parts():
            low, high = p.mesh.bounds
            if p.pose.rotation == (0, 0, 0, 1):  # the pivot is the middle of the base
                assert np.allclose([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]], 0, atol=1e-5)
            assert p.mesh.watertight and p.mesh.volume > 0, "mirrored nodes too"


def test_a_closed_ground_is_cut_exactly_at_the_borders(town_scene):
    scene = SceneFolder.open(town_scene).scene()
    cells = {c for c, tile in scene.tiles.items() if any(t.kind == "ground" for t in tile.things)}
    assert cells == {(i, j) for i in range(3) for j in range(2)}
    volume = 0.0
    for c in cells:
        (ground,) = [t for t in scene.tiles[c].things if t.kind == "ground"]
        (part,) = ground.parts
        v = placed(ground, part)[0]
        assert closed(part.mesh) and v[:, :2].min() > -1e-6 and v[:, :2].max() < 20 + 1e-6
        volume += part.mesh.volume
    assert volume == pytest.approx(60 * 30 * 1, rel=1e-6)


def test_an_open_ground_is_kept_whole_and_told(tmp_path):
    scene = town()
    sheet = trimesh.Trimesh([(0, 0, 0), (60, 0, 0), (60, 0, -30), (0, 0, -30)], [(0, 1, 2), (0, 2, 3)], process=False)
    scene.geometry["Ground"] = coloured(sheet, "Grass", (0.1, 0.4, 0.1, 1))
    scene.graph.update("Ground", "RootNode", matrix=np.eye(4))
    done = import_scene(write(scene, tmp_path / "open.glb"), tmp_path / "scene", tile_size=20)
    assert done.open == 1 and done.cut == 0
    assert any("not closed" in n and "kept whole in tile 1,0" in n for n in done.notes)


def test_colours_and_light_are_kept(town_scene):
    scene = SceneFolder.open(town_scene).scene()
    paint = {p.material.name: p.material for tile in scene.tiles.values() for _, p in tile.parts()}
    assert paint["Plaster"].color == "#e7dacb"
    assert paint["Bulb"].emission == pytest.approx(1.0) and paint["Plaster"].roughness == 0.5 and paint["Plaster"].wear == 0


def test_an_export_comes_back_as_it_was(town_scene, tmp_path):
    before = SceneFolder.open(town_scene).scene()
    export_glb(before, tmp_path / "town.glb")
    done = import_scene(tmp_path / "town.glb", tmp_path / "again", licence="CC0")
    after = SceneFolder.open(tmp_path / "again").scene()
    assert done.tile_size == 20 and set(after.tiles) == set(before.tiles) and after.plan.prompt == before.plan.prompt
    for cell, tile in before.tiles.items():
        other = after.tiles[cell]
        assert tile.provenance == other.provenance
        for t, u in zip(tile.things, other.things, strict=True):
            assert (t.id, t.name, t.kind) == (u.id, u.name, u.kind)
            assert np.allclose(t.pose.matrix(), u.pose.matrix(), atol=1e-12)
            for p, q in zip(t.parts, u.parts, strict=True):
                assert (p.id, p.name, p.label) == (q.id, q.name, q.label) and np.allclose(p.pose.matrix(), q.pose.matrix(), atol=1e-9)
                assert p.material.model_dump(exclude={"emission"}) == q.material.model_dump(exclude={"emission"})
                assert p.material.emission == pytest.approx(q.material.emission, abs=1e-4)
                assert len(p.mesh.faces) == len(q.mesh.faces) and q.mesh.watertight == p.mesh.watertight
    a, b = corners_of(before), corners_of(after)
    assert a.keys() == b.keys() and all(len(a[k]) == len(b[k]) and same_places(a[k], b[k]) for k in a)


def test_a_foreign_export_keeps_names_and_places(town_scene, tmp_path):
    """Through a program that knows nothing of our extras."""
    before = SceneFolder.open(town_scene).scene()
    export_glb(before, tmp_path / "town.glb")

    def forget(head: dict) -> None:
        for n in head["nodes"]:
            n.pop("extras", None)

    import_scene(patched(tmp_path / "town.glb", tmp_path / "plain.glb", forget), tmp_path / "again", tile_size=20)
    after = SceneFolder.open(tmp_path / "again").scene()
    names = {p.name for tile in after.tiles.values() for _, p in tile.parts()}
    assert {"Tile_0_0__House_001__Walls", "Tile_0_0__House_001__Roof", "Tile_2_1__car_red__car_red"} <= names
    house = [t for t in after.tiles[0, 0].things if "House" in t.name]
    (old,) = [t for t in before.tiles[0, 0].things if "House" in t.name]
    assert len(house) == 1 and np.allclose(house[0].pose.matrix(), old.pose.matrix(), atol=1e-5)


def test_a_picture_becomes_colours_at_the_corners(tmp_path):
    from PIL import Image

    picture = Image.fromarray(np.array([[(255, 0, 0), (0, 255, 0)], [(0, 0, 255), (255, 255, 0)]], np.uint8))
    mesh = trimesh.Trimesh([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], [(0, 1, 2), (0, 2, 3)], process=False)
    uv = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    mesh.visual = TextureVisuals(uv=uv, material=PBRMaterial(baseColorTexture=picture))
    part = read_part(write(trimesh.Scene(mesh), tmp_path / "quad.glb"))
    v = part.mesh.vertices - part.mesh.vertices.min(0)  # in the file x to the right, y up, which is z here
    seen = {(round(float(x)), round(float(z))): tuple(int(k) for k in c) for (x, _, z), c in zip(v, part.mesh.colors, strict=True)}
    assert seen == {(0, 0): (0, 0, 255), (1, 0): (255, 255, 0), (1, 1): (0, 255, 0), (0, 1): (255, 0, 0)}


@pytest.mark.parametrize("by", ["auto", "nodes", "materials", "components"])
def test_real_models_become_objects(by):
    for file in sorted(CC0.glob("*.glb")):
        thing = read_thing(file, by=by)
        ids = [p.id for p in thing.parts]
        assert len(set(ids)) == len(ids) and all(i.startswith(f"{thing.id}__") for i in ids)
        v = np.concatenate([placed(thing, p)[0] for p in thing.parts])
        assert abs(v[:, 2].min()) < 1e-5 and np.allclose(v[:, :2].min(0), -v[:, :2].max(0), atol=1e-4)
    assert read_thing(CC0 / "Well.glb").kind == "well"
    assert read_thing(CC0 / "Window_1.glb").kind


def test_a_box_is_fitted_by_one_number():
    box = np.array([(1.0, 2.0, 3.0), (3.0, 6.0, 4.0)])
    plain, thing, part = (
        read_thing(CC0 / "Well.glb"),
        read_thing(CC0 / "Well.glb", box=box),
        read_part(CC0 / "Well.glb", box=box, thing="t"),
    )
    assert part.thing == "t" and part.id == "t__Well"
    v = np.concatenate([placed(thing, p)[0] for p in thing.parts])
    m = part.pose.matrix()
    w = part.mesh.vertices @ m[:3, :3].T + m[:3, 3]
    old = np.concatenate([placed(plain, p)[0] for p in plain.parts])
    for points in (v, w):
        low, high = points.min(0), points.max(0)
        assert (low >= box[0] - 1e-4).all() and (high <= box[1] + 1e-4).all() and low[2] == pytest.approx(3, abs=1e-5)
        k = (high - low) / (old.max(0) - old.min(0))
        assert np.allclose(k, k[0], rtol=1e-4)


def test_a_folder_of_models_has_a_tile_each(tmp_path):
    done = import_scene(CC0, tmp_path / "scene", licence="CC0")
    scene = SceneFolder.open(tmp_path / "scene").scene()
    assert done.files == done.tiles == done.objects == 3
    for tile in scene.tiles.values():
        (thing,) = tile.things
        v = np.concatenate([placed(thing, p)[0] for p in thing.parts])
        assert abs(v[:, 2].min()) < 1e-5 and v[:, :2].min() > 0 and v[:, :2].max() < tile.brief.size
    packed = import_scene(sorted(CC0.glob("*.glb")), tmp_path / "packed", layout="pack", tile_size=20)
    assert packed.tiles == 1 and packed.objects == 3


def test_the_rest_of_the_house_takes_an_imported_scene(town_scene, call, tmp_path):
    found = survey(SceneFolder.open(town_scene), check=True)
    assert not found.problems and found.licences == ("CC0",) and found.commercial and found.complete
    assert call("resume", town_scene, "--no-render", "--no-export", "--quiet").code == 0
    assert (
        call("render", town_scene, "--size", "160x120", "--quality", "draft", "--renderer", "embree", "--out", tmp_path / "x.png").code == 0
    )
    assert call("export", town_scene, tmp_path / "x.glb", "--commercial").code == 0


def test_a_lost_tile_of_an_import_is_not_made_up(town_scene, tmp_path, call):
    scene = shutil.copytree(town_scene, tmp_path / "scene")
    (scene / "tiles" / "1_0.json").unlink()
    told = call("resume", scene, "--no-render", "--no-export")
    assert told.code == 2 and "tile 1,0" in told.err and "import its model anew" in told.err


def test_the_command_tells_what_it_made(call, town_glb, tmp_path):
    done = call("import", town_glb, "--out", tmp_path / "s", "--tile-size", 20)
    assert done.code == 0 and "1 file: 6 tiles of 20 m, 9 objects, 10 parts (0 not closed)" in done.out and "1 ground cut" in done.out
    again = call("import", town_glb, "--out", tmp_path / "s")
    assert again.code == 2 and "already holds a scene" in again.err
    unsaid = call("import", town_glb, "--out", tmp_path / "t", "--tile-size", 20, "--quiet")
    assert unsaid.code == 0 and call("export", tmp_path / "t", tmp_path / "x.glb", "--commercial").code == 2


# -- bad input -------------------------------------------------------------------------------------------
def _nan(head: dict) -> None:
    head["nodes"][0]["translation"] = [float("nan"), 0, 0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda h: h.update(extensionsRequired=["KHR_draco_mesh_compression"]), "needs the glTF extension KHR_draco_mesh_compression"),
        (lambda h: h["buffers"].append({"uri": "gone.bin", "byteLength": 9}), "wants its buffer 'gone.bin' beside it, which is not there"),
        (lambda h: h["nodes"][1].setdefault("children", []).append(0) or h["nodes"][0].update(children=[1]), "stands under"),
        (lambda h: h.update(asset={"version": "1.0"}), "is no glTF 2.0 file"),
        (lambda h: h.update(meshes=[], nodes=[{"name": "empty"}], scenes=[{"nodes": [0]}]), "has no faces"),
        (lambda h: h.update(accessors=[]), "is damaged"),
    ],
)
def test_a_damaged_glb_is_one_clear_sentence(change, why, town_glb, tmp_path):
    bad = patched(town_glb, tmp_path / "bad.glb", change)
    with pytest.raises(InputError, match=why) as e:
        read(bad)
    assert "bad.glb" in str(e.value) and "\n" not in str(e.value)


def test_other_damage_is_one_clear_sentence_too(town_glb, tmp_path):
    (tmp_path / "cut.glb").write_bytes(town_glb.read_bytes()[:900])
    (tmp_path / "junk.glb").write_bytes(b"no model at all")
    (tmp_path / "junk.obj").write_text("v 1 2 oops\n")
    (tmp_path / "points.obj").write_text("v 0 0 0\nv 1 0 0\n")
    (tmp_path / "a.txt").write_text("")
    nan = town()
    nan.geometry["Roof"].vertices[0] = np.nan
    write(nan, tmp_path / "nan.glb")
    for name, why in [
        ("cut.glb", "cut off"),
        ("junk.glb", "JSON cannot be read"),
        ("junk.obj", "junk.obj"),
        ("points.obj", "has no faces"),
        ("nan.glb", "NaN or infinite"),
        ("a.txt", "is no 3D file"),
        ("gone.glb", "there is no file"),
    ]:
        with pytest.raises(InputError, match=why):
            read(tmp_path / name)
    for wrong in ({"scale": 0}, {"scale": float("nan")}, {"up": "x"}):
        with pytest.raises(InputError):
            read(town_glb, **wrong)
    for wrong in ({"by": "magic"}, {"tile_size": 1}, {"layout": "heap"}):
        with pytest.raises(InputError):
            import_scene(town_glb, tmp_path / "s", **wrong)
    assert not (tmp_path / "s").exists() and not list(tmp_path.glob(".tmp-*")), "nothing is left of what failed"


def test_an_obj_keeps_its_objects_and_materials(tmp_path):
    (tmp_path / "m.mtl").write_text("newmtl Brick\nKd 0.5 0.25 0.25\nnewmtl Glass\nKd 0.2 0.4 0.8\nd 0.5\n")
    quad = "v {0} 0 0\nv {1} 0 0\nv {1} 1 0\nv {0} 1 0\n"
    (tmp_path / "m.obj").write_text(
        "mtllib m.mtl\no Wall\n"
        + quad.format(0, 1)
        + "usemtl Brick\nf 1 2 3 4\no Window\n"
        + quad.format(2, 3)
        + "usemtl Glass\nf 5 6 7 8\n"
    )
    said = {p.name: (p.material.name, p.material.color) for p in read_thing(tmp_path / "m.obj").parts}
    assert said == {"Wall": ("Brick", "#804040"), "Window": ("Glass", "#3366cc")}
