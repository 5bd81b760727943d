"""`cityscape room` and `cityscape rooms`, as a user meets them; the example with a kind of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

import cityscape
from tests.calling import Result, called, example
from tests.painting import small


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A floor of two rooms, and what its making printed."""
    place = tmp_path_factory.mktemp("floor")
    with pytest.MonkeyPatch.context() as patch:
        small(patch)
        result = called("room", "a bathroom and a bedroom", "--grid", "2x1", "--size", "4", "--no-render", "--json", cwd=place)
    return place / "a-bathroom-and-a-bedroom", result


def test_room_makes_a_scene(floor) -> None:
    folder, result = floor
    assert result.code == 0, result.err
    data = json.loads(result.out)
    assert data["tiles"] == 2 and data["objects"] > 10 and data["theme"] == "scandinavian"
    assert (folder / "room.glb").read_bytes()[:4] == b"glTF"
    assert sorted(p.name for p in folder.iterdir()) == ["assets", "room.glb", "scene.json", "tiles"]


def test_info_finds_rooms_and_seams_sound(floor, call) -> None:
    result = call("info", floor[0])
    assert result.code == 0 and "height gap 0 mm, 0 of" in result.out and "socket offset 0 %" in result.out, result.out
    data = json.loads(call("info", floor[0], "--json").out)
    assert {t["land_use"] for t in data["tiles"]} == {"bathroom", "bedroom"} and data["problems"] == []
    assert data["seams"]["loose_vertices"] == 0


def test_resume_and_render_know_rooms(floor, call, tmp_path) -> None:
    again = call("resume", floor[0], "--no-render", "--json", "--quiet")
    assert again.code == 0 and json.loads(again.out)["made"] == 0
    done = call("render", floor[0], "--out", tmp_path / "x.png", "--size", "200x150", "--quality", "draft", "--renderer", "embree")
    assert done.code == 0 and Image.open(tmp_path / "x.png").size == (200, 150)
    scene = cityscape.load(floor[0])
    assert all(t.things[0].kind == "room" and t.brief.room is not None for t in scene.tiles.values())


def test_rooms_lists_kinds_and_styles(call) -> None:
    data = json.loads(call("rooms", "--json").out)
    assert {"bedroom", "spaceship"} <= {r["name"] for r in data["rooms"]} and "cosy" in {s["name"] for s in data["styles"]}
    assert "cosy" not in call("themes").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("room", ""), ("prompt is empty",)),
        (("room", "a cafe", "--kind", "caffe"), ("caffe", "did you mean 'cafe'")),
        (("room", "a cafe", "--style", "nowhere.toml"), ("nowhere.toml",)),
        (("room", "a cafe", "--size", "99"), ("size 99",)),
        (("room", "a cafe", "--grid", "0x1"), ("no tiles",)),
        (("room", "a cafe", "--painter", "rembrandt"), ("rembrandt",)),
    ],
)
def test_bad_input_is_one_line(call, monkeypatch, tmp_path, arguments, words) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.code == 2 and result.out == "" and result.err.count("\n") == 1 and result.err.startswith("cityscape: ")
    assert all(w in result.err for w in words), result.err
    assert list(tmp_path.iterdir()) == []


def test_a_wish_that_finds_no_room_is_told(call, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("room", "a bathroom with nine wardrobes", "--size", "3.5", "--no-render", "--no-export", "--json", "--quiet")
    assert any("wardrobe" in n and "--size" in n for n in json.loads(result.out)["notes"])


def test_the_example_runs(tmp_path) -> None:
    said = example("04_my_room.py", cwd=tmp_path)
    assert "piano 01" in said and "green walls" in said and (tmp_path / "out/music_room/room.png").is_file()
