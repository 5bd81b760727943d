"""The tile graph: order and workers never change the result; errors stop a run and keep what is finished."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from crew import Brush, Chisel
from toys import make_plan

import cityscape
from cityscape.errors import CityscapeError, InputError, SceneError
from cityscape.run import Finished, Planned, StageStarted, TileDone, TileStarted, generate, load, resume
from cityscape.run.graph import order, waits_for
from cityscape.run.stages import tile_seed
from cityscape.store import SceneFolder
from cityscape.store.disk import digest
from cityscape.world.tile import Scene


def files(path: Path) -> dict[str, str]:
    return {str(p.relative_to(path)): digest(p.read_bytes()) for p in sorted(path.rglob("*")) if p.is_file()}


def content(scene: Scene) -> dict:
    return {
        c: (
            t.brief, t.seed, t.provenance,
            [(u.id, p.id, p.pose, p.material, p.mesh.vertices.tobytes(), p.mesh.faces.tobytes()) for u, p in t.parts()],
            t.painting.rgba.tobytes(), t.painting.mask.tobytes(), t.painting.depth.tobytes(),
        )
        for c, t in scene.tiles.items()
    }  # fmt: skip


@pytest.mark.parametrize("chained", [False, True])
def test_workers_and_folders_change_nothing(tmp_path, chained):
    plan, brush = make_plan(3, 2), Brush(wants_paintings=chained)
    scenes = {}
    for workers in (1, 2):
        for out in (None, tmp_path / f"scene{workers}"):
            scenes[workers, out is None] = content(generate(plan=plan, painter=brush, sculptor=Chisel(), workers=workers, out=out))
    assert files(tmp_path / "scene1") == files(tmp_path / "scene2")
    assert len({str(s) for s in scenes.values()}) == 1
    assert content(load(tmp_path / "scene1")) == scenes[1, True]
    assert list(scenes[2, True]) == list(plan.cells)


def test_neighbours_matter_only_to_a_painter_who_asks():
    plan = make_plan(2, 1)
    alone, chained = (content(generate(plan=plan, painter=Brush(wants_paintings=w), sculptor=Chisel(), workers=1)) for w in (False, True))
    assert alone[0, 0] == chained[0, 0] and alone[1, 0] != chained[1, 0]


def test_another_seed_is_another_city():
    a, b = (generate(plan=make_plan(1, 1, seed=s), painter=Brush(), sculptor=Chisel()) for s in (1, 2))
    assert a.tile(0, 0).seed != b.tile(0, 0).seed
    assert content(a)[0, 0][3] != content(b)[0, 0][3]


def test_a_tile_does_not_depend_on_what_else_is_in_the_scene():
    small, large = make_plan(2, 2), make_plan(3, 3)
    assert [tile_seed(small, c) for c in small.cells] == [tile_seed(large, c) for c in small.cells]
    assert len({tile_seed(large, c) for c in large.cells}) == 9


def test_the_wavefront_never_waits_for_what_comes_later():
    plan = make_plan(4, 3)
    for chained in (False, True):
        cells = order(plan, chained=chained)
        assert sorted(cells) == sorted(plan.cells)
        for k, c in enumerate(cells):
            assert set(waits_for(plan, c, chained=chained).values()) <= set(cells[:k])
    assert waits_for(plan, (1, 1), chained=True) == {"west": (0, 1), "south": (1, 0)}
    assert waits_for(plan, (1, 1), chained=False) == {}


@pytest.mark.parametrize("workers", [1, 2])
def test_events_tell_the_whole_story(tmp_path, workers):
    events = []
    plan = make_plan(2, 2)
    generate(plan=plan, painter=Brush(), sculptor=Chisel(), out=tmp_path / "s", workers=workers, progress=events.append)
    assert events[0] == Planned(plan, 0, workers, tmp_path / "s")
    for cell in plan.cells:
        mine = [e for e in events if getattr(e, "cell", None) == cell]
        assert [type(e) for e in mine] == [TileStarted, StageStarted, StageStarted, StageStarted, TileDone]
        assert [e.stage for e in mine[1:4]] == ["paint", "sculpt", "store"]
        assert mine[4].objects == 1 and mine[4].parts == 2 and mine[4].faces == 20
    last = events[-1]
    assert isinstance(last, Finished) and (last.tiles, last.made, last.path) == (4, 4, tmp_path / "s")
    assert last.seconds > 0 and last.peak_memory > 2**20
    events.clear()
    resume(tmp_path / "s", painter=Brush(), sculptor=Chisel(), workers=workers, progress=events.append)
    assert [type(e) for e in events] == [Planned, Finished] and events[0].done == 4 and events[1].made == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_tile_keeps_the_finished_ones(tmp_path, workers):
    out = tmp_path / "s"
    plan = make_plan(3, 1)
    with pytest.raises(InputError, match="the brush broke"):
        generate(plan=plan, painter=Brush(fails_at=(2, 0)), sculptor=Chisel(), out=out, workers=workers)
    assert SceneFolder.open(out).done() == {(0, 0), (1, 0)} and not (out / ".lock").exists()
    kept = {p: p.stat().st_mtime_ns for p in (out / "tiles").iterdir()}
    with pytest.raises(InputError, match="begun with 'brush', not 'procedural'"):
        resume(out, painter="procedural")
    resume(out, painter=Brush(), sculptor=Chisel(), workers=workers)
    assert SceneFolder.open(out).done() == set(plan.cells)
    assert {p: p.stat().st_mtime_ns for p in kept} == kept
    generate(plan=plan, painter=Brush(), sculptor=Chisel(), out=tmp_path / "whole")
    assert files(out) == files(tmp_path / "whole")


def test_a_worker_that_dies_is_reported(tmp_path):
    with pytest.raises(CityscapeError, match=r"died with code 3.*finished tiles are kept"):
        generate(plan=make_plan(2, 2), painter=Brush(dies_at=(1, 1)), sculptor=Chisel(), out=tmp_path / "s", workers=2)
    assert SceneFolder.open(tmp_path / "s").verify() == []


def test_an_error_in_a_worker_shows_where(tmp_path):
    with pytest.raises(TypeError, match="str") as e:
        generate(plan=make_plan(2, 2), painter=Brush(seconds="long"), sculptor=Chisel(), workers=2)
    assert "crew.py" in str(e.value.__cause__)


def test_back_ends_that_cannot_travel_are_refused_with_a_way_out():
    class Local(Brush):
        pass

    with pytest.raises(CityscapeError, match="use workers=1"):
        generate(plan=make_plan(2, 2), painter=Local(), sculptor=Chisel(), workers=2)


def test_provenance_gathers_what_the_back_ends_say():
    p = generate(plan=make_plan(1, 1), painter=Brush(), sculptor=Chisel()).tile(0, 0).provenance
    assert (p.planner, p.painter, p.sculptor, p.models) == ("file", "brush", "chisel", ("chisel-1",))
    assert p.licences == ("Apache-2.0", "CC-BY-NC-4.0") and not p.commercial


def test_damage_is_told_before_anything_is_made(tmp_path):
    generate(plan=make_plan(2, 1), painter=Brush(), sculptor=Chisel(), out=tmp_path, workers=1)
    (tmp_path / "tiles" / "1_0.json").unlink()
    asset = tmp_path / "assets" / SceneFolder.open(tmp_path).assets_of((0, 0))[0]
    asset.write_bytes(b"x")
    with pytest.raises(SceneError, match="altered"):
        resume(tmp_path, painter=Brush(), sculptor=Chisel())
    assert SceneFolder.open(tmp_path).done() == {(0, 0)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"prompt": ""}, "empty"),
        ({"prompt": "  \n "}, "empty"),
        ({"prompt": "x" * 10_000}, "10,000 characters"),
        ({"prompt": "a\0b"}, "control"),
        ({"prompt": "\ud800"}, "control"),
        ({"prompt": None}, "NoneType"),
        ({"grid": (0, 0)}, "at least 1x1"),
        ({"grid": (3, -1)}, "at least 1x1"),
        ({"grid": (1000, 1000)}, "1,000,000 tiles.*--yes"),
        ({"grid": (10**9, 1), "large": True}, "too large"),
        ({"grid": 3}, "two whole numbers"),
        ({"grid": (3.0, 3)}, "two whole numbers"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"workers": 0}, "at least 1"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(tmp_path, arguments, words):
    with pytest.raises(InputError, match=words) as e:
        cityscape.generate(**{"prompt": "a town", "out": tmp_path / "out", **arguments})
    assert "\n" not in str(e.value) and not (tmp_path / "out").exists()


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from crew import Brush, Chisel
from toys import make_plan
from cityscape.run import generate
generate(plan=make_plan(2, 1), painter=Brush(), sculptor=Chisel(), workers=2, out={out!r})
print("once")
"""


def test_a_script_needs_no_guard_for_its_workers(tmp_path):
    here = Path(__file__).parent
    text = SCRIPT.format(paths=[str(here), str(here.parent / "store")], out=str(tmp_path / "s"))
    (tmp_path / "script.py").write_text(text)
    environment = {**os.environ, "PYTHONPATH": str(Path(cityscape.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "once\n"), done.stderr
    assert SceneFolder.open(tmp_path / "s").done() == {(0, 0), (1, 0)}
