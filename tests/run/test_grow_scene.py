"""A scene that grows keeps what it has, can be stopped anywhere, and can be brought back."""

from __future__ import annotations

import json
import os

import pytest
from crew import Brush, Chisel
from test_run_graph import files
from test_run_kill import _die_at
from toys import make_plan

import cityscape
from cityscape.cli import main
from cityscape.errors import InputError
from cityscape.plan import planner
from cityscape.run import generate, resume
from cityscape.run.events import Finished, Planned, TileDone
from cityscape.run.grow import grow
from cityscape.store import SceneFolder

CREW = {"painter": Brush(), "sculptor": Chisel()}


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


def tiles(path) -> dict[str, str]:
    return {n: h for n, h in files(path).items() if n.startswith("tiles/")}


@pytest.fixture
def town(tmp_path):
    path = tmp_path / "town"
    plan = planner().plan("a village by a river", grid=(2, 2), seed=3, tile_size=20)
    generate(plan=plan, out=path, workers=1, **CREW)
    return path


def test_a_scene_grows_and_shrinks_back(town):
    before = files(town)
    events = []
    grown = grow(town, east=1, west=1, workers=1, progress=events.append, **CREW)
    folder = SceneFolder.open(town)
    assert grown.new == ((-1, 0), (2, 0), (-1, 1), (2, 1)) and grown.made == 4 and grown.tiles == 8
    assert folder.verify() == [] and folder.done() == set(folder.plan.cells)
    assert {n: h for n, h in tiles(town).items() if n in before} == {n: h for n, h in before.items() if n.startswith("tiles/")}
    assert isinstance(events[0], Planned) and events[0].done == 4 and events[0].plan.notes == grown.notes
    assert sum(isinstance(e, TileDone) for e in events) == 4 and isinstance(events[-1], Finished)
    with folder.lock():
        folder.history.undo()
    assert {n: h for n, h in files(town).items() if n in before} == before and len(tiles(town)) == 4
    with folder.lock():
        folder.history.redo()
    assert len(tiles(town)) == 8


def test_workers_and_order_change_nothing(town, tmp_path):
    import shutil

    other = tmp_path / "other"
    shutil.copytree(town, other)
    grow(town, north=1, workers=1, **CREW)
    grow(other, north=1, workers=2, **CREW)
    assert tiles(town) == tiles(other)


def test_stopped_after_the_plan_resume_makes_the_rest(town):
    broken = {"painter": Brush(fails_at=(2, 1)), "sculptor": Chisel()}
    with pytest.raises(InputError, match="the brush broke"):
        grow(town, east=1, workers=1, **broken)
    folder = SceneFolder.open(town)
    assert len(folder.plan.cells) == 6 and len(folder.done()) == 5 and folder.verify() == []
    resume(town, workers=1, **CREW)
    assert folder.done() == set(folder.plan.cells)
    with folder.lock():
        folder.history.undo()
    assert len(tiles(town)) == 4 and len(SceneFolder.open(town).plan.cells) == 4


def test_death_at_any_step_leaves_a_scene_that_resume_finishes(tmp_path):
    import shutil

    plan = make_plan(2, 1)
    generate(plan=plan, out=tmp_path / "first", workers=1, **CREW)
    shutil.copytree(tmp_path / "first", tmp_path / "whole")
    grow(tmp_path / "whole", east=1, workers=1, **CREW)
    want = tiles(tmp_path / "whole")
    n, lived = 0, False
    while not lived:
        n += 3
        path = tmp_path / f"s{n}"
        shutil.copytree(tmp_path / "first", path)
        lived = _die_at(n, lambda path=path: grow(path, east=1, workers=1, **CREW))
        folder = SceneFolder.open(path)
        assert folder.verify() == []
        if len(folder.plan.cells) == 3:
            resume(path, workers=1, **CREW)
            assert tiles(path) == want
        else:
            assert files(path).keys() >= files(tmp_path / "first").keys()
        shutil.rmtree(path)
    assert n > 20


def test_bad_input_changes_nothing(town):
    before = files(town)
    for bad in ({}, {"east": -1}, {"to": (1, 1)}, {"to": (3, 3), "east": 1}, {"east": 60, "north": 60}, {"east": 1, "workers": 0}):
        with pytest.raises(InputError):
            grow(town, **bad, **CREW)
    with pytest.raises(InputError, match="begun with"):
        grow(town, east=1, painter="diffusers")
    assert files(town) == before
    assert cityscape.grow is grow


def test_the_command_tells_what_was_made(tmp_path, capsys):
    path = tmp_path / "town"
    generate("a hamlet", grid=(1, 1), tile_size=20, out=path, sculptor="exact", workers=1)
    capsys.readouterr()
    assert run("grow", str(path), "--to", "2x1", "--json", "--workers", "1", "--quiet") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["new"] == [[1, 0]] and said["tiles"] == 2 and said["entry"] == 1
    assert run("grow", str(path), "--to", "1x1") == 2
    assert "already" in capsys.readouterr().err
    assert os.listdir(path / "history")
