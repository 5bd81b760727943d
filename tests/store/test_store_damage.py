"""Damage of every kind is found, named in one line, and nothing is trusted or overwritten."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from toys import make_plan, make_tile

from cityscape.errors import InputError, SceneError
from cityscape.store import SceneFolder
from cityscape.store.disk import digest


def edit(file, change):
    data = json.loads(file.read_text())
    change(data)
    file.write_text(json.dumps(data))


def refused(path, words, *, cell=(0, 0)):
    with pytest.raises(SceneError, match=words) as e:
        SceneFolder.open(path).read_tile(cell)
    assert "\n" not in str(e.value)
    return str(e.value)


@pytest.mark.parametrize("which", range(4))
def test_a_flipped_byte_in_any_asset(folder, which):
    name = folder.assets_of((0, 0))[which]
    data = bytearray((folder.assets / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder.assets / name).write_bytes(data)
    refused(folder.path, f"asset {name} .* was altered")
    assert len(folder.verify()) == 1 and folder.read_tile((1, 1))


@pytest.mark.parametrize("which", range(4))
def test_a_missing_asset(folder, which):
    name = folder.assets_of((0, 0))[which]
    (folder.assets / name).unlink()
    assert "cityscape resume" in refused(folder.path, f"asset {name} is missing")


def test_making_a_tile_again_mends_its_assets(folder, plan):
    name = folder.assets_of((0, 0))[0]
    (folder.assets / name).write_bytes(b"rubbish")
    folder.write_tile(make_tile(plan, (0, 0)))
    assert folder.verify() == []


@pytest.mark.parametrize("file", ["scene.json", "tiles/0_0.json"])
def test_json_cut_off_anywhere(folder, file):
    data = (folder.path / file).read_bytes()
    for share in (0.0, 0.1, 0.5, 0.99):
        (folder.path / file).write_bytes(data[: int(len(data) * share)])
        refused(folder.path, f"{file} is damaged")
    for junk in (b"[]", b"\xff\xfe\x00", b"[" * 100_000):
        (folder.path / file).write_bytes(junk)
        refused(folder.path, f"{file} is damaged")


@pytest.mark.parametrize("file", ["scene.json", "tiles/0_0.json"])
def test_a_newer_schema(folder, file):
    edit(folder.path / file, lambda d: d.update(schema_version=2, something_new=True))
    refused(folder.path, "made by a newer cityscape .*install a newer")
    for bad in (0, "1", None, True):
        edit(folder.path / file, lambda d, bad=bad: d.update(schema_version=bad))
        refused(folder.path, "no schema version")


CHANGES = {
    "unknown key": (lambda d: d.update(extra=1), "extra"),
    "wrong cell": (lambda d: d["brief"].update(cell=[1, 1]), "describes cell"),
    "wrong size": (lambda d: d["brief"].update(size=20.0), "damaged"),
    "material out of range": (lambda d: d["things"][0]["parts"][0].update(material=99), "material 99 of"),
    "negative material": (lambda d: d["things"][0]["parts"][0].update(material=-1), "material"),
    "unknown node": (lambda d: d["things"][0]["parts"][0].update(node="nobody"), "no node 'nobody'"),
    "another part's node": (lambda d: d["things"][0]["parts"][0].update(node=d["things"][0]["parts"][2]["node"]), "faces"),
    "wrong volume": (lambda d: d["things"][0]["parts"][0].update(volume=1.0), "volume"),
    "id twice": (lambda d: d["things"][1].update(id="house_0"), "twice"),
    "no id": (lambda d: d["things"][0].pop("id"), "things.0.id"),
    "colour": (lambda d: d["materials"][0].update(color="red"), "not a colour"),
    "rotation": (lambda d: d["things"][0].update(pose={"rotation": [1, 1, 0, 0]}), "length 1"),
    "asset path": (lambda d: d.update(mesh="../../etc/passwd"), "mesh"),
    "other asset": (lambda d: d.update(mesh=d["painting"]["rgba"]), "mesh"),
    "picture size": (lambda d: d["painting"]["camera"].update(width=32), "is wanted"),
    "mask is colour": (lambda d: d["painting"].update(mask=d["painting"]["rgba"]), "is wanted"),
    "mask past parts": (lambda d: d["painting"].update(parts=["a"]), "counts up to"),
    "seed": (lambda d: d.update(seed=-1), "seed"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_values_out_of_range_and_references_that_point_nowhere(folder, name):
    change, words = CHANGES[name]
    edit(folder.path / "tiles" / "0_0.json", change)
    problems = SceneFolder.open(folder.path).verify()
    assert len(problems) == 1 and re.search(words, problems[0]), problems


def test_nan_in_json(folder):
    file = folder.path / "tiles" / "0_0.json"
    file.write_text(re.sub(r'"volume": [0-9.]+', '"volume": NaN', file.read_text(), count=1))
    refused(folder.path, "NaN is not a number")
    file.write_text(file.read_text().replace("NaN", "1e999"))
    refused(folder.path, "damaged")


def test_a_mesh_that_lies_under_a_true_hash(folder):
    """The hash is right, but the content is no tile's mesh."""
    for data in (b"", b"glTF", b"not a mesh at all" * 100):
        name = digest(data) + ".glb"
        (folder.assets / name).write_bytes(data)
        edit(folder.path / "tiles" / "0_0.json", lambda d, name=name: d.update(mesh=name))
        refused(folder.path, "cannot be read")


def test_scene_json_that_disagrees_with_its_plan(folder):
    edit(folder.path / "scene.json", lambda d: d.update(seed=8))
    with pytest.raises(SceneError, match="not those of its plan"):
        SceneFolder.open(folder.path)


def test_a_plan_whose_sockets_disagree(folder):
    edit(folder.path / "scene.json", lambda d: d["plan"]["briefs"][0]["sockets"].update(east={"crossings": []}))
    with pytest.raises(SceneError, match=r"scene.json is damaged.*sockets disagree"):
        SceneFolder.open(folder.path)


def test_no_scene_there(tmp_path):
    (tmp_path / "file").write_text("x")
    for path, words in ((tmp_path, "no scene.json"), (tmp_path / "nowhere", "is no folder"), (tmp_path / "file", "is no folder")):
        with pytest.raises(SceneError, match=words):
            SceneFolder.open(path)


def test_folders_that_are_refused(tmp_path, folder, plan):
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("x")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    for path, words in (
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "below", "cannot make"),
        (tmp_path / "full", "not empty.*thesis.doc"),
        (folder.path, "already holds a scene"),
        ("/proc/nowhere", "cannot make"),
    ):
        with pytest.raises(InputError, match=words):
            SceneFolder.create(path, plan)
    with pytest.raises(InputError, match="not empty"):
        SceneFolder.create(tmp_path / "full", plan, overwrite=True)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_overwrite_replaces_a_scene_and_nothing_else(folder, plan):
    again = SceneFolder.create(folder.path, make_plan(1, 1), overwrite=True)
    assert again.done() == set() and sorted(p.name for p in folder.path.iterdir()) == ["assets", "scene.json", "tiles"]
    (folder.path / "city.glb").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        SceneFolder.create(folder.path, plan, overwrite=True)
    assert (folder.path / "city.glb").read_text() == "mine"


def test_a_tile_that_is_not_there_yet(folder, tmp_path):
    shutil.copytree(folder.path, tmp_path / "part")
    (tmp_path / "part" / "tiles" / "1_0.json").unlink()
    part = SceneFolder.open(tmp_path / "part")
    assert part.done() == {(0, 0), (0, 1), (1, 1)} and len(part.scene().tiles) == 3
    with pytest.raises(SceneError, match=r"not finished.*resume"):
        part.read_tile((1, 0))
    with pytest.raises(SceneError, match="no cell"):
        part.read_tile((9, 9))
