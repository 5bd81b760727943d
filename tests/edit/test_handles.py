"""Handles are addresses: what is read after an edit is what is there then."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest
from boxes import maker, state

import cityscape
from cityscape.cli import main
from cityscape.edit.differences import compared, diff, in_words, states
from cityscape.edit.handles import SceneHandle
from cityscape.edit.side_by_side import picture
from cityscape.errors import InputError, SceneError
from cityscape.store import SceneFolder


@pytest.fixture
def scene(folder: SceneFolder) -> SceneHandle:
    return SceneHandle(folder.path, maker=maker)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def test_a_chain_of_names_edits_and_reads(scene: SceneHandle) -> None:
    roof = scene.tile(0, 0).object("house_01").part("roof")
    before = roof.read()
    assert roof.recolour("#aa3322").read().material.color == "#aa3322" and before.material.color == "#884422"
    assert roof.move(by=(0, 0, 1)).scale(1.5).rename("lid").read().name == "lid"
    assert [p.read().name for p in roof.object.parts] == ["body", "lid", "chimneys"]
    assert [e.kind for e in scene.log()] == ["recolour", "move", "scale", "rename"]
    scene.undo(4)
    assert roof.read().material == before.material
    scene.redo()
    assert roof.read().material.color == "#aa3322"
    with pytest.raises(InputError, match="did you mean roof"):
        scene.tile(0, 0).object("house_01").part("rof")
    with pytest.raises(InputError, match="the nearest are"):
        scene.tile(3, 3)


def test_a_handle_follows_its_object_to_another_tile(scene: SceneHandle) -> None:
    house = scene.tile(0, 0).object("house_01")
    house.move(by=(20, 0, 0)).rename("guest")
    assert str(house.address) == "1,0/house_03" and house.tile.object("guest").read().id == "house_03"


def test_a_batch_is_seen_within_and_is_one_step(scene: SceneHandle) -> None:
    first = state(scene.path)
    with scene.batch("a red street"):
        scene.select("label:roof").recolour("#ff0000")
        assert {p.read().material.color for p in scene.find("label:roof")} == {"#ff0000"}
        scene.tile(0, 0).change(wanted=["1 cottage"])
        assert len(scene.tile(0, 0).objects) == 4
        assert state(scene.path) == first
    assert [e.text for e in scene.log()] == ["a red street"]
    second = state(scene.path)
    with pytest.raises(InputError, match="no part"), scene.batch():
        scene.tile(0, 0).object("house_01").delete()
        scene.at("0,0/house_02/nothing")
    with pytest.raises(InputError, match="an operation of the batch failed"), scene.batch():
        scene.tile(0, 0).object("house_01").delete()
        with suppress(InputError):
            scene.edit({"op": "delete", "target": "0,0/house_01"})
    assert state(scene.path) == second
    scene.undo()
    assert state(scene.path) == first


def test_checkpoints_and_other_programs(scene: SceneHandle) -> None:
    scene.checkpoint("as made")
    scene.select("kind:cottage").lock()
    other = SceneHandle(scene.path)
    other.select("kind:cottage").unlock()
    house = scene.tile(0, 0).object("house_01")
    assert not house.read().locked
    house.move(by=(1, 0, 0))
    assert other.at("0,0/house_01").read().pose == house.read().pose
    assert scene.go("as made") == 0 and scene.log() == []


def test_two_programs_on_one_scene(folder: SceneFolder, capsys: pytest.CaptureFixture[str]) -> None:
    import subprocess
    import sys

    code = (
        "import sys, time\nfrom cityscape.store import SceneFolder\n"
        "with SceneFolder.open(sys.argv[1]).draft():\n    print('held', flush=True)\n    sys.stdin.readline()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    status, _, err = run(capsys, "edit", folder.path, "move", "0,0/house_01", "--by", "1,0,0")
    assert status == 2 and "is being written by process" in err and len(err.strip().splitlines()) == 1
    timer = threading.Thread(target=lambda: (sleep(0.3), holder.communicate("\n")))
    timer.start()
    status, out, err = run(capsys, "edit", folder.path, "move", "0,0/house_01", "--by", "1,0,0", "--wait", "60")
    timer.join()
    assert status == 0, err
    assert "moved 0,0/house_01 by 1, 0, 0 m" in out


def test_commands(folder: SceneFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, first = folder.path, state(folder.path)
    assert run(capsys, "edit", path, "scale", "0,0/house_01", "--factor", "2", "--dry-run")[1] == "would have scaled 0,0/house_01 by 2\n"
    assert state(path) == first
    assert run(capsys, "edit", path, "recolour", "label:roof tile:0,*", "1,0/house_01", "--color", "#00ff00")[0] == 0
    ops = [{"op": "move", "target": "0,0/house_01", "by": [1, 0, 0]}, {"op": "lock", "target": "1,0"}]
    (tmp_path / "ops.json").write_text(json.dumps(ops))
    status, out, _ = run(capsys, "edit", path, "--json", tmp_path / "ops.json")
    assert status == 0 and json.loads(out)["said"] == ["moved 0,0/house_01 by 1, 0, 0 m", "locked 1,0"]
    assert run(capsys, "checkpoint", path, "two")[0] == 0
    assert run(capsys, "undo", path)[1].startswith("undone  2")
    assert "undone" in run(capsys, "log", path)[1]
    assert json.loads(run(capsys, "log", path, "--json")[1])["checkpoints"] == {"two": 2}
    assert run(capsys, "redo", path)[0] == 0
    words = run(capsys, "diff", path, "start", "two")[1]
    assert "0,0/house_01/roof: coloured #00ff00, before #884422" in words and "moved by 1, 0, 0 m" in words and "1,0: locked" in words
    assert run(capsys, "go", path, "start")[1] == "as it was made\n" and state(path) == first
    assert "go" in run(capsys, "edit", path, "--help")[1] and "--by X,Y,Z" in run(capsys, "edit", path, "move", "--help")[1]


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("move", "0,0/house_01", "--by", "1,nan,0"), "move.by.1 must be a finite number"),
        (("scale", "0,0/house_01", "--factor", "0"), "must be greater than or equal to 0.001"),
        (("move", "0,0/hose_01", "--by", "1,0,0"), "did you mean house_01"),
        (("move", "-3,0/house", "--by", "1,0,0"), "no tile -3,0"),
        (("mvoe", "0,0"), "move"),
        (("--json", "nowhere.json"), "no file nowhere.json"),
        ((), "name an operation"),
    ],
)
def test_bad_commands_are_one_line(folder: SceneFolder, arguments: tuple, match: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(folder.path)
    status, out, err = run(capsys, "edit", folder.path, *arguments)
    assert status == 2 and not out and match in err and "Traceback" not in err and state(folder.path) == before
    assert len([line for line in err.strip().splitlines() if line]) <= 2


def test_a_history_with_a_missing_asset_is_one_line(folder: SceneFolder, capsys: pytest.CaptureFixture[str]) -> None:
    old = folder.assets_of((0, 0))[0]
    scene = SceneHandle(folder.path, maker=maker)
    scene.select("kind:cottage", "0,0/ground", "1,0/ground").delete()
    (folder.assets / old).unlink()
    before = state(folder.path)
    status, _, err = run(capsys, "undo", folder.path)
    assert status == 2 and "is missing from" in err and len(err.strip().splitlines()) == 1 and state(folder.path) == before
    with pytest.raises(SceneError, match="is missing"):
        scene.undo()


def test_differences(scene: SceneHandle, tmp_path: Path) -> None:
    assert diff(scene.folder, "start", "head") == []
    scene.tile(0, 0).object("house_01").duplicate(by=(0, 5, 0))
    scene.tile(0, 0).object("house_02").move(by=(20, 0, 0))
    scene.at("1,0/house_01/roof").rotate(30).scale((1, 1, 2)).relabel("lid").swap("0,0/ground/slab", fit="stretch")
    scene.at("1,0/house_02/roof").delete()
    one, two = states(scene.folder, "start", "head")
    found = compared(one, two)
    said = {(d.address, d.how) for d in found}
    assert {("0,0/house_03", "added"), ("0,0/house_02", "handed"), ("1,0/house_02/roof", "removed")} <= said
    hows = ("turned", "scaled", "relabelled", "recoloured", "reshaped")
    assert {("1,0/house_01/roof", how) for how in hows} <= said
    back = {(d.address, d.how) for d in diff(scene.folder, "head", "start")}
    assert ("0,0/house_03", "removed") in back and ("1,0/house_02/roof", "added") in back
    assert any("is 1,0/house_03 now" in line for line in in_words(found))
    picture(one, two, found, tmp_path / "d.png", size=(160, 120), quality="draft")
    assert (tmp_path / "d.png").stat().st_size > 1000
    scene.tile(1, 0).change(density=0.1)
    scene.tile(0, 0).remove()
    words = in_words(diff(scene.folder, "start", "head"))
    assert "0,0: removed from the plan" in words[0] and any("brief changed: density" in w for w in words)


def test_the_public_face(folder: SceneFolder) -> None:
    town = cityscape.open(folder.path)
    assert town.cells == ((0, 0), (1, 0)) and "open" in cityscape.__all__
    town.tile(0, 0).object("house_01").move(by=(1, 0, 0))
    assert town.log()[0].kind == "move"
