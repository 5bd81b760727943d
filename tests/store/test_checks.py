"""A whole scene passes; every kind of damage is told in a line; repair rebuilds what can be, and makes nothing worse."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from toys import make_plan, make_tile

from cityscape.errors import InputError, SceneError
from cityscape.store import SceneFolder, disk, moves
from cityscape.store.checks import check
from cityscape.store.garbage import collect
from cityscape.store.repairs import Repaired, repair
from cityscape.world.brief import Brief
from cityscape.world.pose import Pose
from cityscape.world.records import Cell
from cityscape.world.tile import Tile


def remake(folder: SceneFolder, cell: Cell, seed: int | None, brief: Brief | None) -> Tile:
    return make_tile(folder.plan, cell)


def moved(folder: SceneFolder, by: float, *, cell: Cell = (0, 0)) -> None:
    with folder.draft() as draft:
        tile = draft.tile(cell)
        draft.put(replace(tile, things=tuple(replace(t, pose=Pose.standing(by, 2, 0)) for t in tile.things)))
        draft.commit("move", f"moved by {by}")


def lifted(folder: SceneFolder, *, cell: Cell = (0, 0)) -> None:
    """An edit that makes a mesh which nobody can make again."""
    with folder.draft() as draft:
        tile = draft.tile(cell)
        thing = tile.things[0]
        new = replace(thing.parts[0], mesh=thing.parts[0].mesh.moved((0, 0, 1)))
        draft.put(replace(tile, things=(replace(thing, parts=(new, *thing.parts[1:])), *tile.things[1:])))
        draft.commit("swap", "another mesh")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A 2x1 scene with four entries, of which one is undone, one branch, a checkpoint and a variant."""
    plan = make_plan(2, 1)
    folder = SceneFolder.create(tmp_path_factory.mktemp("made") / "scene", plan)
    for cell in plan.cells:
        folder.write_tile(make_tile(plan, cell))
    moved(folder, 1.0)
    moved(folder, 2.0, cell=(1, 0))
    folder.history.mark("moved")
    lifted(folder)
    folder.history.undo()
    moved(folder, 3.0)
    place = folder.path / "variants" / "1_0"
    place.mkdir(parents=True)
    (place / "1.json").write_bytes((folder.path / "tiles" / "1_0.json").read_bytes())
    return folder.path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> SceneFolder:
    return SceneFolder.open(shutil.copytree(made, tmp_path / "scene"))


def files(folder: SceneFolder) -> dict[str, bytes]:
    return {p.relative_to(folder.path).as_posix(): p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}


def kinds(folder: SceneFolder) -> list[str]:
    report = check(folder.path)
    assert all("\n" not in p.line for p in report.problems)
    return [p.kind for p in report.problems]


def mended(folder: SceneFolder) -> Repaired:
    done = repair(folder.path, remake=remake)
    assert done.report.problems == (), [p.line for p in done.report.problems]
    assert done.did and not done.failed and kinds(folder) == []
    return done


def states(folder: SceneFolder) -> dict[int, dict[str, str | None]]:
    return {n: folder.history.files_at(n) for n in (0, 1, 2, 4)}


def test_a_whole_scene_passes_and_is_not_touched(folder: SceneFolder) -> None:
    before = files(folder)
    report = check(folder.path)
    assert report.problems == () and report.counts["entries"] == 4 and report.counts["tiles"] == 2 and report.counts["variants"] == 1
    assert files(folder) == before
    assert repair(folder.path, remake=remake).did == () and files(folder) == before


def test_a_scene_without_a_history_passes(tmp_path: Path) -> None:
    plan = make_plan(2, 1)
    folder = SceneFolder.create(tmp_path / "scene", plan)
    folder.write_tile(make_tile(plan, (0, 0)))
    report = check(folder.path)
    assert report.problems == () and "1 of 2 tiles are not made yet" in report.notes[0]


def test_there_must_be_a_scene(tmp_path: Path) -> None:
    for look in (check, repair, collect):
        with pytest.raises(SceneError, match="is no folder"):
            look(tmp_path / "nowhere")


def test_what_the_dead_leave_is_told_and_cleared_away(folder: SceneFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as m:
        m.setattr(moves, "finish", lambda scene: False)
        folder.history.undo()
    for place in ("", "tiles", "assets", "history", "history/objects", "variants/1_0"):
        (folder.path / place / f"{disk.TEMP}1-x").write_bytes(b"half")
    (folder.path / ".lock").write_text('{"pid": 1, "host": "', "utf-8")
    report = check(folder.path)
    assert sorted(p.kind for p in report.problems) == ["lock", "pending", *["temp"] * 6] and report.left_by_the_dead
    mended(folder)
    assert folder.history.head.entry == 2


def test_a_living_writer_is_respected(folder: SceneFolder) -> None:
    (folder.path / ".lock").write_text(json.dumps({"pid": 1, "host": "elsewhere", "started": 1.0}))
    for look in (check, repair, collect):
        with pytest.raises(SceneError, match="is being written"):
            look(folder.path)


@pytest.mark.parametrize("damage", ["missing", "rubbish"])
def test_every_asset_of_the_making_comes_back_bit_by_bit(folder: SceneFolder, damage: str) -> None:
    before = files(folder)
    for name in {a for c in folder.done() for a in folder.assets_of(c)}:
        if damage == "missing":
            (folder.assets / name).unlink()
        else:
            (folder.assets / name).write_bytes(b"rubbish")
    assert set(kinds(folder)) == {"asset", "variant"}
    mended(folder)
    assert files(folder) == before


@pytest.mark.parametrize("damage", [None, b"{", b"{}", b"[]", b"\xff"])
@pytest.mark.parametrize("file", ["tiles/0_0.json", "tiles/1_0.json"])
def test_a_tile_comes_back_from_the_history(folder: SceneFolder, file: str, damage: bytes | None) -> None:
    before = (folder.path / file).read_bytes()
    (folder.path / file).unlink() if damage is None else (folder.path / file).write_bytes(damage)
    assert kinds(folder) == ["tile"]
    mended(folder)
    assert (folder.path / file).read_bytes() == before
    folder.history.undo()


def test_without_a_history_a_tile_is_made_again(tmp_path: Path) -> None:
    plan = make_plan(2, 1)
    folder = SceneFolder.create(tmp_path / "scene", plan)
    for cell in plan.cells:
        folder.write_tile(make_tile(plan, cell))
    before = files(folder)
    (folder.path / "tiles" / "0_0.json").write_text("{")
    done = repair(folder.path)
    assert done.did == () and len(done.report.problems) == 1, "nobody is there to make it"
    mended(folder)
    after = files(folder)
    aside = [f for f in after if f.startswith("history/aside/")]
    assert {f: after[f] for f in before} == before and [after[f] for f in aside] == [b"{"]


def test_a_mesh_that_nobody_can_make_takes_the_tile_back_a_step(folder: SceneFolder) -> None:
    before = (folder.path / "tiles" / "0_0.json").read_bytes()
    made = set(folder.assets_of((0, 0)))
    lifted(folder)
    (new,) = set(folder.assets_of((0, 0))) - made
    (folder.assets / new).unlink()
    done = repair(folder.path, remake=remake)
    assert (folder.path / "tiles" / "0_0.json").read_bytes() == before
    assert folder.history.entry(folder.history.head.entry).kind == "repair"
    assert [p.kind for p in done.report.problems] == ["past"], "what cannot come back is said, not dropped"
    with pytest.raises(SceneError, match="nothing was changed"):
        folder.history.undo()


def test_an_asset_that_only_the_past_needs(folder: SceneFolder) -> None:
    old = set(folder.assets_of((0, 0)))
    with folder.draft() as draft:
        draft.put(replace(draft.tile((0, 0)), things=(), painting=None))
        draft.commit("delete", "all")
    for name in old:
        (folder.assets / name).unlink()
    assert set(kinds(folder)) == {"past"}
    mended(folder)
    folder.history.undo()
    assert folder.verify() == []


@pytest.mark.parametrize("damage", [None, b"", b'{"entry": 99}'])
def test_the_head_is_found_again(folder: SceneFolder, damage: bytes | None) -> None:
    head = folder.path / "history" / "head.json"
    want = states(folder)
    head.unlink() if damage is None else head.write_bytes(damage)
    assert kinds(folder) == ["head"]
    mended(folder)
    assert folder.history.head.entry == folder.history.last == 4 and states(folder) == want


def test_the_head_is_where_the_files_are(folder: SceneFolder) -> None:
    folder.history.go(1)
    (folder.path / "history" / "head.json").unlink()
    mended(folder)
    assert folder.history.head.entry == 1


@pytest.mark.parametrize("damage", [None, b'{"moved'])
def test_checkpoints_have_a_copy(folder: SceneFolder, damage: bytes | None) -> None:
    file = folder.path / "history" / "marks.json"
    file.unlink() if damage is None else file.write_bytes(damage)
    assert kinds(folder) == ["marks"]
    mended(folder)
    assert folder.history.marks() == {"moved": 2}


def test_entries_that_are_lost_are_told_and_never_dropped(folder: SceneFolder) -> None:
    entry = folder.path / "history" / "000002.json"
    whole = entry.read_bytes()
    for damage in (b"{", None):
        entry.write_bytes(damage) if damage else entry.unlink()
        found = repair(folder.path, remake=remake).report
        assert {p.kind for p in found.problems} >= {"entry"} and any("000002" in p.file for p in found.problems)
        assert entry.exists() == bool(damage)
        with pytest.raises(SceneError, match="nothing was removed"):
            collect(folder.path)
    entry.write_bytes(whole)
    assert kinds(folder) == []


def test_a_content_that_a_file_still_holds_is_kept_again(folder: SceneFolder) -> None:
    name = disk.digest((folder.path / "tiles" / "0_0.json").read_bytes()) + ".json"
    (folder.path / "history" / "objects" / name).write_bytes(b"x")
    assert kinds(folder) == ["object"]
    mended(folder)


def test_a_change_from_outside_is_entered(folder: SceneFolder) -> None:
    file = folder.path / "tiles" / "0_0.json"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"House 1", b"Our house"))
    assert kinds(folder) == ["outside"]
    changed = file.read_bytes()
    mended(folder)
    assert file.read_bytes() == changed
    folder.history.undo()
    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", [b"{", b'{"entry": null, "head": {}, "files": {"../x": null}}'])
def test_a_move_that_cannot_be_finished_is_put_aside(folder: SceneFolder, damage: bytes) -> None:
    (folder.path / "history" / "pending.json").write_bytes(damage)
    before = (folder.path / "tiles" / "0_0.json").read_bytes()
    (folder.path / "tiles" / "0_0.json").write_bytes(moves.kept(folder.path, str(folder.history.files_at(1)["tiles/0_0.json"])))
    assert kinds(folder) == ["head", "outside"]
    mended(folder)
    assert (folder.path / "tiles" / "0_0.json").read_bytes() == before


def test_a_scene_record_comes_back_if_the_history_has_it(folder: SceneFolder) -> None:
    with folder.draft() as draft:
        draft.plan = draft.plan.model_copy(update={"notes": ("one",)})
        draft.commit("note", "a note")
    (folder.path / "scene.json").write_bytes(b"{")
    assert "scene" in kinds(folder)
    mended(folder)
    assert SceneFolder.open(folder.path).plan.notes == ("one",)


def test_a_plan_whose_borders_moved(folder: SceneFolder) -> None:
    file = folder.path / "scene.json"
    data = json.loads(file.read_text())
    for brief in data["plan"]["briefs"]:
        brief["corners"] = [z + 1 for z in brief["corners"]]
    file.write_text(json.dumps(data))
    report = check(folder.path)
    assert [p.kind for p in report.problems] == ["plan", "plan"] and "other corner heights" in report.problems[0].what


def test_strays(folder: SceneFolder) -> None:
    (folder.path / "tiles" / "notes.txt").write_text("x")
    (folder.path / "assets" / "x.glb").write_text("x")
    (folder.path / "city.png").write_text("mine")
    shutil.copy(folder.path / "tiles" / "0_0.json", folder.path / "tiles" / "7_7.json")
    assert kinds(folder) == ["stray"] * 3
    left = repair(folder.path, remake=remake).report
    assert sorted(p.file for p in left.problems) == ["assets/x.glb", "tiles/notes.txt"], "what is not ours stays"


def test_a_damaged_variant(folder: SceneFolder) -> None:
    (folder.path / "variants" / "1_0" / "2.json").write_text("{")
    assert kinds(folder) == ["variant"]


# -- garbage ------------------------------------------------------------------------------------------


def test_nothing_that_can_be_reached_is_removed(folder: SceneFolder) -> None:
    before = files(folder)
    assert collect(folder.path).files == 0 and files(folder) == before


def test_what_nothing_reaches_goes(folder: SceneFolder) -> None:
    before = files(folder)
    with folder.draft() as draft:  # left: what it put stays behind
        for k in range(6):
            draft.put(replace(draft.tile((0, 0)), seed=k, things=()))
            draft._store(draft.tile((0, 0)))
    other = SceneFolder.create(folder.path.parent / "other", make_plan(2, 1, seed=8))
    other.write_tile(make_tile(other.plan, (0, 0)))
    for name in other.assets_of((0, 0)):
        shutil.copy(other.assets / name, folder.assets)
    (folder.path / "variants" / "9_9").mkdir()
    (folder.path / "variants" / "9_9" / "1.json").write_bytes((other.path / "tiles" / "0_0.json").read_bytes())
    (folder.assets / "mine.txt").write_text("not ours")
    told = collect(folder.path, dry_run=True)
    assert (told.assets, told.contents, told.variants) == (4, 6, 1) and told.bytes > 1000
    assert collect(folder.path) == told
    (folder.assets / "mine.txt").unlink()
    assert files(folder) == before


@pytest.mark.parametrize("keep", [0, 1, 2, 3, 100])
def test_forgetting_keeps_steps_and_checkpoints(folder: SceneFolder, keep: int) -> None:
    history = folder.history
    for k in range(3):
        moved(folder, 4.0 + k, cell=(k % 2, 0))  # entries 5, 6, 7 on 1, 2, 4; 3 is a branch, 2 a checkpoint
    everything = files(folder)
    line = [e.n for e in history.line()]
    reached = {n: reach(folder, n) for n in (2, *line[max(0, len(line) - keep - 1) :])}
    told = collect(folder.path, keep=keep, dry_run=True)
    assert files(folder) == everything
    assert collect(folder.path, keep=keep) == told
    assert told.entries >= 1 and not (folder.path / "history" / "000003.json").exists()
    assert check(folder.path).problems == () and folder.history.find("moved") in (0, 2)
    for n, want in reached.items():
        there = folder.history.find("moved") if n == 2 else n
        if not (folder.path / "history" / f"{there:06d}.json").exists():
            there = 0
        assert reach(folder, there) == want
    with pytest.raises(InputError, match="forgotten"):
        history.entry(3)
    moved(folder, 9.0)
    assert history.head.entry == 8 and check(folder.path).problems == ()


def reach(folder: SceneFolder, n: int) -> dict[str, bytes]:
    """The files at an entry; the scene is left where it was."""
    here = folder.history.head.entry
    folder.history.go(n)
    seen = {f: data for f, data in files(folder).items() if f.startswith(("tiles/", "scene.json"))}
    folder.history.go(here)
    return seen


def test_forgetting_all_leaves_the_scene_as_it_is(folder: SceneFolder) -> None:
    (folder.path / "history" / "marks.json").unlink()
    (folder.path / "history" / "marks.copy.json").unlink()
    before = {f: data for f, data in files(folder).items() if f.startswith(("tiles/", "scene.json"))}
    freed = collect(folder.path, keep=0)
    assert freed.entries == 4 and freed.contents == 6 and freed.assets == 1
    assert {f: data for f, data in files(folder).items() if f.startswith(("tiles/", "scene.json"))} == before
    assert check(folder.path).problems == () and folder.history.head.entry == 0
    with pytest.raises(InputError, match="nothing to undo"):
        folder.history.undo()


def test_forgetting_survives_death(folder: SceneFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    class Death(BaseException):
        pass

    for k in range(3):
        moved(folder, 4.0 + k)
    want = reach(folder, 6)
    whole = shutil.copytree(folder.path, folder.path.parent / "whole")
    write, cut = disk.write, []
    for stop in range(1, 6):
        scene = SceneFolder.open(shutil.copytree(whole, folder.path.parent / f"s{stop}"))
        count = 0

        def dying(path: Path, data: bytes, *, stop: int = stop, **more: bool) -> None:
            nonlocal count
            count += 1
            if path.name != ".lock" and count >= stop:
                raise Death
            write(path, data, **more)

        with monkeypatch.context() as m:
            m.setattr(disk, "write", dying)
            try:
                collect(scene.path, keep=2)
            except Death:
                cut.append(moves.cut_off(scene.path))
        assert check(scene.path).left_by_the_dead
        assert reach(SceneFolder.open(scene.path), 6) == want
        assert check(scene.path).problems == ()
        assert scene.history.head.forgotten == (0 if cut == [False] else 4)
    assert cut == [False, True, True, True, True]


def test_no_steps_below_none(folder: SceneFolder) -> None:
    with pytest.raises(InputError, match="give 0 or more"):
        collect(folder.path, keep=-1)
