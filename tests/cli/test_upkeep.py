"""check and gc of a real scene: clean as made, one line per fault, mended by those who made it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from cityscape.run import upkeep
from cityscape.store import SceneFolder
from cityscape.world.pose import Pose


def shifted(folder: SceneFolder) -> None:
    """An edit of the first tile's last object."""
    with folder.draft() as draft:
        tile = draft.tile((0, 0))
        last = tile.things[-1]
        x, y, z = last.pose.position
        draft.put(replace(tile, things=(*tile.things[:-1], replace(last, pose=Pose.standing(x, y + 0.1, z)))))
        draft.commit("move", "one object")


def test_check_finds_nothing_in_what_was_made(city, call):
    result = call("check", city[0])
    assert result.code == 0 and result.err == "" and result.out.startswith("checked    2 tiles") and "all is well" in result.out
    data = json.loads(call("check", city[0], "--json").out)
    assert data["problems"] == [] and data["counts"]["borders"] == 1 and data["counts"]["tiles"] == 2
    assert call("check", city[0], "--quiet", "--no-seams").out == ""


def test_check_says_where_what_and_what_to_do(scene, call):
    name = SceneFolder.open(scene).assets_of((1, 0))[0]
    (scene / "assets" / name).unlink()
    (scene / "tiles" / "0_0.json").write_text("{")
    result = call("check", scene)
    assert result.code == 1 and result.out.count("PROBLEM") == 2 and result.err == ""
    assert f"assets/{name}: missing, and tile 1,0 needs it; run 'cityscape check {scene} --repair'" in result.out
    assert "tiles/0_0.json: " in result.out
    data = json.loads(call("check", scene, "--json").out)
    assert {p["kind"] for p in data["problems"]} == {"asset", "tile"} and all("line" in p for p in data["problems"])


def test_repair_makes_exact_parts_and_pictures_with_the_same_bytes(scene, city, call):
    whole = {p.name: p.read_bytes() for p in (city[0] / "assets").iterdir()}
    tile = (scene / "tiles" / "0_0.json").read_bytes()
    shifted(SceneFolder.open(scene))
    for file in (scene / "assets").iterdir():
        file.unlink() if file.suffix == ".glb" else file.write_bytes(b"x")
    result = call("check", scene, "--repair")
    assert result.code == 0, result.out + result.err
    assert result.out.count("mended     made asset") == len(whole) and "all is well" in result.out
    assert {p.name: p.read_bytes() for p in (scene / "assets").iterdir()} == whole
    SceneFolder.open(scene).history.undo()
    assert (scene / "tiles" / "0_0.json").read_bytes() == tile


def test_repair_makes_a_lost_tile_as_it_was(scene, city, call):
    (scene / "tiles" / "1_0.json").write_bytes(b"\x00" * 100)
    data = json.loads(call("check", scene, "--repair", "--json").out)
    assert data["problems"] == [] and data["failed"] == [] and any("made tile 1,0 again" in d for d in data["did"])
    assert (scene / "tiles" / "1_0.json").read_bytes() == (city[0] / "tiles" / "1_0.json").read_bytes()


def test_a_ground_that_was_moved_is_a_seam_that_does_not_meet(scene):
    folder = SceneFolder.open(scene)
    with folder.draft() as draft:
        tile = draft.tile((0, 0))
        up = tuple(replace(t, pose=Pose.standing(*t.pose.position[:2], t.pose.position[2] + 0.5)) for t in tile.things)
        draft.put(replace(tile, things=up))
        draft.commit("move", "all of it, up")
    found = upkeep.check(scene).problems
    assert [p.kind for p in found] == ["seam"] and "a step of 500 mm" in found[0].line and "regenerate" in found[0].todo
    assert upkeep.check(scene, seams=False).problems == ()
    folder.history.undo()
    assert upkeep.check(scene).problems == ()


def test_gc_tells_asks_and_keeps_what_undo_needs(scene, call):
    folder = SceneFolder.open(scene)
    with folder.draft() as draft:
        draft.put(replace(draft.tile((0, 0)), things=(), painting=None))
        draft.commit("delete", "all")
    assert json.loads(call("gc", scene, "--json").out)["files"] == 0
    dry = json.loads(call("gc", scene, "--keep", 0, "--dry-run", "--json").out)
    assert dry["entries"] == 1 and dry["assets"] > 0 and dry["bytes"] > 10_000
    refused = call("gc", scene, "--keep", 0)
    assert refused.code == 2 and "say --yes" in refused.err and folder.history.last == 1
    assert json.loads(call("gc", scene, "--keep", 0, "--yes", "--json").out) == {**dry, "dry_run": False}
    assert call("check", scene, "--no-seams").code == 0
    assert "removed 0 files" in call("gc", scene).out


@pytest.mark.parametrize("command", ["check", "gc"])
def test_no_scene_and_a_busy_one(command, scene, tmp_path, call):
    result = call(command, tmp_path / "nowhere")
    assert result.code == 2 and result.err.count("\n") == 1 and "is no folder" in result.err
    with SceneFolder.open(scene).lock():
        pass
    (scene / ".lock").write_text(json.dumps({"pid": 1, "host": "elsewhere", "started": 1.0}))
    result = call(command, scene)
    assert result.code == 2 and "on host elsewhere" in result.err and result.err.count("\n") == 1


def test_a_scene_without_its_history_is_a_scene(scene, tmp_path, call):
    shifted(SceneFolder.open(scene))
    copy = tmp_path / "copy"
    shutil.copytree(scene, copy, ignore=shutil.ignore_patterns("history"))
    assert call("check", copy).code == 0
    shifted(SceneFolder.open(copy))
    assert SceneFolder.open(copy).history.last == 1 and call("check", copy).code == 0
