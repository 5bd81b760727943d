"""History: every state comes back byte for byte, and a death at any moment loses nothing that was acknowledged."""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from toys import make_plan, make_tile

from cityscape.errors import InputError, SceneError
from cityscape.store import SceneFolder, disk, lock, moves
from cityscape.store.history import file_of
from cityscape.world.pose import Pose


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A 2x1 scene that nothing has changed yet."""
    plan = make_plan(2, 1)
    folder = SceneFolder.create(tmp_path_factory.mktemp("made") / "scene", plan)
    for cell in plan.cells:
        folder.write_tile(make_tile(plan, cell))
    return folder.path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> SceneFolder:
    return SceneFolder.open(shutil.copytree(made, tmp_path / "scene"))


def state(folder: SceneFolder) -> dict[str, bytes]:
    return {str(p.relative_to(folder.path)): p.read_bytes() for p in (folder.path / "scene.json", *(folder.path / "tiles").glob("*"))}


def moved(folder: SceneFolder, by: float, *, cell: tuple[int, int] = (0, 0)) -> None:
    with folder.draft() as draft:
        tile = draft.tile(cell)
        things = tuple(replace(t, pose=Pose.standing(by, 2, 0)) for t in tile.things)
        draft.put(replace(tile, things=things))
        draft.commit("move", f"moved by {by}", what={"op": "move", "by": by})


def test_undo_and_redo_restore_bytes(folder: SceneFolder) -> None:
    states = [state(folder)]
    for k in range(4):
        moved(folder, k + 1.0, cell=(k % 2, 0))
        states.append(state(folder))
    history = folder.history
    for k in (3, 2, 1, 0):
        history.undo()
        assert state(folder) == states[k]
    with pytest.raises(InputError, match="nothing to undo"):
        history.undo()
    for k in (1, 2, 3, 4):
        history.redo()
        assert state(folder) == states[k]
    with pytest.raises(InputError, match="nothing to redo"):
        history.redo()
    assert [e.n for e in history.undo(3)] == [4, 3, 2]
    assert [e.n for e in history.redo(2)] == [2, 3]
    assert state(folder) == states[3]


def test_a_new_edit_keeps_the_branch_beside_it(folder: SceneFolder) -> None:
    moved(folder, 1.0)
    branch = state(folder)
    folder.history.undo()
    moved(folder, 2.0)
    assert [e.parent for e in folder.history.entries()] == [0, 0]
    other = state(folder)
    folder.history.go(1)
    assert state(folder) == branch
    folder.history.go(2)
    assert state(folder) == other
    assert folder.history.go("start") == 0


def test_moving_writes_no_mesh_and_reads_back(folder: SceneFolder) -> None:
    before = set(os.listdir(folder.assets))
    moved(folder, 3.0)
    assert set(os.listdir(folder.assets)) == before
    assert SceneFolder.open(folder.path).read_tile((0, 0)).things[0].pose.position[0] == 3.0
    assert folder.verify() == []


def test_a_new_mesh_lies_beside_the_old_ones(folder: SceneFolder) -> None:
    with folder.draft() as draft:
        tile = draft.tile((0, 0))
        thing = tile.things[0]
        new = replace(thing.parts[0], mesh=thing.parts[0].mesh.moved((0, 0, 1)))
        draft.put(replace(tile, things=(replace(thing, parts=(new, *thing.parts[1:])), *tile.things[1:])))
        draft.commit("swap", "another mesh")
    assets = folder.assets_of((0, 0))
    assert len([a for a in assets if a.endswith(".glb")]) == 2
    assert folder.verify() == []
    assert folder.history.assets() >= set(assets)


def test_leaving_a_draft_changes_nothing(folder: SceneFolder) -> None:
    before = state(folder)
    with pytest.raises(RuntimeError), folder.draft() as draft:
        draft.remove((0, 0))
        assert not draft.has((0, 0))
        raise RuntimeError
    assert state(folder) == before and folder.history.last == 0


def test_locks_and_flags_are_stored(folder: SceneFolder) -> None:
    with folder.draft() as draft:
        tile = draft.tile((0, 0))
        thing = replace(tile.things[0], locked=True, parts=tuple(replace(p, locked=True) for p in tile.things[0].parts))
        draft.put(replace(tile, locked=True, things=(thing, *tile.things[1:])))
        draft.commit("lock", "locked")
    tile = SceneFolder.open(folder.path).read_tile((0, 0))
    assert tile.locked and tile.things[0].locked and all(p.locked for p in tile.things[0].parts)
    assert not folder.read_tile((1, 0)).locked


def test_tiles_that_a_larger_plan_asked_for_undo_with_it(folder: SceneFolder) -> None:
    first = state(folder)
    larger = make_plan(3, 1)
    with folder.draft() as draft:
        draft.plan = larger
        draft.commit("grow", "one to the east", fresh=[(2, 0)])
    with folder.lock():
        folder.write_tile(make_tile(larger, (2, 0)))
    grown = state(folder)
    assert [e.n for e in folder.history.undo()] == [2, 1]
    assert state(folder) == first
    assert folder.history.head.fresh == ()
    folder.history.redo()
    assert state(folder) == grown
    assert folder.history.head.fresh == ()


@pytest.mark.parametrize("stop", range(1, 9))
def test_a_death_while_a_move_is_made(folder: SceneFolder, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    moved(folder, 1.0)
    before = state(folder)
    count = 0
    write = disk.write

    class Death(BaseException):
        pass

    def dying(path: Path, data: bytes, **more: bool) -> None:
        nonlocal count
        count += 1
        if count == stop:
            raise Death
        write(path, data, **more)

    with monkeypatch.context() as m:
        m.setattr(disk, "write", dying)
        try:
            with folder.draft() as draft:
                for cell in ((0, 0), (1, 0)):
                    tile = draft.tile(cell)
                    draft.put(replace(tile, things=()))
                draft.commit("delete", "all")
        except Death:
            pass
        else:
            pytest.skip("the move needs fewer writes")
    asked = moves.cut_off(folder.path)
    again = SceneFolder.open(folder.path)
    assert again.verify() == [] and not moves.cut_off(folder.path)
    after = state(again)
    assert (after == before) != asked
    if asked:
        assert again.history.head.entry == 2
        again.history.undo()
        assert state(again) == before


def test_a_missing_asset_stops_an_undo_in_one_line(folder: SceneFolder) -> None:
    old = folder.assets_of((0, 0))[0]
    with folder.draft() as draft:
        draft.put(replace(draft.tile((0, 0)), things=()))
        draft.commit("delete", "all")
    (folder.assets / old).unlink()
    before = state(folder)
    with pytest.raises(SceneError, match=r"is missing from .*nothing was changed"):
        folder.history.undo()
    assert state(folder) == before


def test_checkpoints(folder: SceneFolder) -> None:
    folder.history.mark("as made")
    moved(folder, 1.0)
    folder.history.mark("moved")
    assert folder.history.marks() == {"as made": 0, "moved": 1}
    assert folder.history.go("as made") == 0 and folder.history.find("moved") == 1
    for name, match in (("moved", "already"), ("12", "cannot be called"), ("", "cannot be called")):
        with pytest.raises(InputError, match=match):
            folder.history.mark(name)
    with pytest.raises(InputError, match="the checkpoints are as made, moved"):
        folder.history.go("mooved")
    with pytest.raises(InputError, match="no entry 7"):
        folder.history.go(7)


def test_a_pending_move_may_not_leave_the_scene(folder: SceneFolder) -> None:
    moves.make_folder(folder.path)
    (folder.path / "history" / "pending.json").write_text('{"entry": null, "head": {}, "files": {"../x": null}}')
    with pytest.raises(SceneError, match="damaged"), folder.lock():
        pass


def test_cells_that_are_asked_for_twice_are_known_at_every_entry(folder: SceneFolder) -> None:
    def planned(columns: int, fresh: list[tuple[int, int]]) -> None:
        with folder.draft() as draft:
            draft.plan = make_plan(columns, 1)
            draft.commit("plan", f"{columns} columns", fresh=fresh)

    planned(3, [(2, 0)])
    planned(2, [])
    planned(3, [(2, 0)])
    assert folder.history.head.fresh == ((2, 0),)
    folder.history.undo(2)
    assert folder.history.head.entry == 1 and folder.history.head.fresh == ((2, 0),)
    folder.history.undo()
    assert folder.history.head.fresh == ()
    folder.history.redo()
    folder.reload()
    with folder.lock():
        folder.write_tile(make_tile(folder.plan, (2, 0)))
    made = folder.history.settle()
    assert made is not None and made.cells() == ((2, 0),) and folder.history.head.fresh == ()


def test_a_scene_that_nobody_may_write_is_read_as_a_begun_move_leaves_it(folder: SceneFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    moved(folder, 1.0)
    want = state(folder)
    with monkeypatch.context() as m:
        m.setattr(moves, "finish", lambda scene: False)
        folder.history.undo()  # written down, not done
    assert state(folder) == want and folder.history.head.entry == 0
    with monkeypatch.context() as m:
        m.setattr(lock, "write", _refuse)
        seen = SceneFolder.open(folder.path)
        assert moves.cut_off(folder.path)
        assert seen.read_tile((0, 0)).things[0].pose.position[0] != 1.0
        assert set(seen.scene().tiles) == seen.done() == {(0, 0), (1, 0)}
    assert SceneFolder.open(folder.path).verify() == [] and not moves.cut_off(folder.path)


def _refuse(path: Path, data: bytes) -> None:
    raise SceneError(f"cannot write {path}: read-only")


def test_a_move_whose_contents_are_missing_changes_nothing(folder: SceneFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    moved(folder, 1.0)
    moved(folder, 1.0, cell=(1, 0))
    before = state(folder)
    with monkeypatch.context() as m:
        m.setattr(moves, "finish", lambda scene: False)
        folder.history.undo(2)
    asked = list(moves.wanted(folder.path).values())
    (folder.path / "history" / "objects" / str(asked[-1])).unlink()
    with pytest.raises(SceneError, match="is missing"), folder.lock():
        pass
    assert state(folder) == before


def test_a_lost_head_stops_edits_and_not_reading(folder: SceneFolder) -> None:
    moved(folder, 1.0)
    (folder.path / "history" / "head.json").unlink()
    before = state(folder)
    assert SceneFolder.open(folder.path).verify() == []
    with pytest.raises(SceneError, match=r"head.json is missing.*--repair"):
        moved(folder, 2.0)
    assert state(folder) == before and len(list((folder.path / "history").glob("0*.json"))) == 1


def test_numbers_are_never_used_twice(folder: SceneFolder) -> None:
    for k in range(3):
        moved(folder, k + 1.0)
    folder.history.undo(2)
    moved(folder, 7.0)
    assert folder.history.head.entry == folder.history.last == 4 and folder.history.entry(4).parent == 1


def test_undo_reads_only_what_it_takes_back(folder: SceneFolder) -> None:
    for k in range(5):
        moved(folder, k + 1.0)
    (folder.path / "history" / "000001.json").write_text("{")
    assert [e.n for e in folder.history.undo(3)] == [5, 4, 3]
    with pytest.raises(SceneError, match=r"000001.json is damaged"):
        folder.history.undo(2)


def test_going_keeps_what_redo_would_do(folder: SceneFolder) -> None:
    for k in range(5):
        moved(folder, k + 1.0)
    last = state(folder)
    folder.history.undo()
    folder.history.go(2)
    assert folder.history.head.forward == (5, 4, 3)
    folder.history.go(4)
    assert folder.history.head.forward == (5,)
    folder.history.redo()
    assert state(folder) == last


def test_a_plan_without_a_cell_takes_its_tile_away(folder: SceneFolder) -> None:
    before = state(folder)
    with folder.draft() as draft:
        draft.plan = make_plan(1, 1)
        draft.commit("remove", "the east")
    assert not (folder.path / "tiles" / "1_0.json").exists()
    folder.history.undo()
    assert state(folder) == before
    with folder.draft() as draft, pytest.raises(InputError, match="no cell"):
        draft.put(make_tile(make_plan(3, 1), (2, 0)))
        draft.commit("add", "a tile without a place")
    assert state(folder) == before


def test_meshes_that_were_cleared_away_are_written_again(folder: SceneFolder) -> None:
    tile = folder.read_tile((0, 0))
    for asset in folder.assets_of((0, 0)):
        (folder.assets / asset).unlink()
    for cell in ((1, 0),):
        folder.write_tile(replace(tile, brief=folder.plan.brief(cell), painting=None))
    assert folder.read_tile((1, 0)).things


def test_readers_see_one_state_while_another_writes(folder: SceneFolder) -> None:
    """Two tiles are always moved by the same amount."""
    stop, seen = threading.Event(), set()

    def write() -> None:
        k = 0
        while not stop.is_set():
            k += 1
            with folder.draft(wait=5) as draft:
                for cell in ((0, 0), (1, 0)):
                    tile = draft.tile(cell)
                    draft.put(replace(tile, things=tuple(replace(t, pose=Pose.standing(k / 8, 2, 0)) for t in tile.things)))
                draft.commit("move", "both")
            with folder.lock(wait=5):
                folder.history.undo()
                folder.history.redo()

    moved(folder, 0.0)
    moved(folder, 0.0, cell=(1, 0))
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(12):
            try:
                tiles = SceneFolder.open(folder.path).scene(paintings=False).tiles
            except SceneError as e:
                assert "faster" in str(e)
                continue
            x, y = (tiles[c].things[0].pose.position[0] for c in ((0, 0), (1, 0)))
            assert x == y
            seen.add(x)
    finally:
        stop.set()
        writer.join()
    assert seen


def test_a_write_that_was_stopped_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*a: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(disk.os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        disk.write(tmp_path / "x", b"x")
    assert not list(tmp_path.iterdir())


def test_an_entry_may_name_no_other_file(folder: SceneFolder) -> None:
    moved(folder, 1.0)
    file = folder.path / "history" / "000001.json"
    file.write_text(file.read_text().replace("tiles/0_0.json", "tiles/../../x"))
    with pytest.raises(SceneError, match=r"000001.json is damaged"):
        folder.history.undo()
    assert not moves.cut_off(folder.path)


def test_files_are_named_by_their_cells() -> None:
    assert file_of((-1, 12)) == "tiles/-1_12.json"
