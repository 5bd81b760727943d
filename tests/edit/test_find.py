"""Selectors find what they say, read only what can match, and answer nonsense with one line and the nearest key."""

from __future__ import annotations

import json

import pytest

from cityscape.edit.find import hits, selector
from cityscape.edit.stats import stats
from cityscape.errors import InputError
from cityscape.store import SceneFolder


def found(scene, text) -> set[str]:
    return {h.address for h in hits(SceneFolder.open(scene), text)}


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("label:roof", {"0,0/House.001/Roof"}),
        ("label:ROOF tile:0..3,*", {"0,0/House.001/Roof"}),
        ("label:roof tile:1..,*", set()),
        ("name:House* -label:roof", {"0,0/House.001/Walls"}),
        ("name:House* not:label:roof", {"0,0/House.001/Walls"}),
        ("0,0/House.001", {"0,0/House.001/Walls", "0,0/House.001/Roof"}),
        ("0,0/House.001/Roof height>2", {"0,0/House.001/Roof"}),
        ("tile:0,0 not:0,0/House.001 -kind:ground", set()),
        ("material:paint", {"2,1/car_red/car_red"}),
        ("kind:car tile:*,..1", {"2,1/car_red/car_red"}),
        ("color:#5a5ae6", {"2,1/car_red/car_red"}),
        ("color:#000000~1", set()),
        ("kind:ground tile:0,*", {"0,0/Ground/Ground", "0,1/Ground/Ground"}),
        ("locked:yes", set()),
        ("width=4 depth=2 height=1", {"2,1/car_red/car_red"}),
        ("z>=3 height<1", {"1,0/Street_Lamp/Street_Lamp"}),
        ("'name:Street Lamp'", {"1,0/Street_Lamp/Street_Lamp"}),
    ],
)
def test_a_selector_finds_what_it_says(text, want, town_scene):
    assert found(town_scene, text) == want


def test_everything_and_its_complement(town_scene):
    everything = found(town_scene, "*")
    for text in ("label:roof", "kind:ground", "height>1", "color:#5a5ae6~30", "tile:0,*", "0,0"):
        one, other = found(town_scene, text), found(town_scene, f"not:{text}")
        assert one | other == everything and not one & other


def test_what_is_found_is_found_by_its_address(town_scene):
    for h in hits(SceneFolder.open(town_scene), "*"):
        assert found(town_scene, h.address) == {h.address}


def test_only_tiles_that_can_match_are_read(town_scene, monkeypatch):
    read = []
    real = SceneFolder.read_tile
    monkeypatch.setattr(SceneFolder, "read_tile", lambda self, cell, **k: read.append(cell) or real(self, cell, **k))
    hits(SceneFolder.open(town_scene), "tile:1..2,0 label:roof")
    hits(SceneFolder.open(town_scene), "0,1/Ground")
    assert read == [(1, 0), (2, 0), (0, 1)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("labl:roof", "no key 'labl': did you mean label"),
        ("colour:#112233", "did you mean color"),
        ("label:", "says no value"),
        ("roof", "is no selector"),
        ("hight>3", "did you mean height"),
        ("height>tall", "is no number"),
        ("height>nan", "is no number"),
        ("height:3", "sizes are compared"),
        ("color:red", "is no colour"),
        ("color:#112233~x", "is no colour"),
        ("tile:a,b", "is no tile"),
        ("tile:1", "is no tile"),
        ("locked:maybe", "neither"),
        ("'label:roof", "not closed"),
        ("", "nothing is asked"),
        ("1,2/a/b/c", "is no address"),
    ],
)
def test_nonsense_is_one_clear_line(text, why):
    with pytest.raises(InputError, match=why):
        selector(text)


def test_an_address_that_is_not_there_names_the_nearest(town_scene):
    with pytest.raises(InputError, match="no tile 9,9: the nearest are"):
        found(town_scene, "9,9")
    with pytest.raises(InputError, match=r"no object 'House': did you mean House.001"):
        found(town_scene, "0,0/House")


def test_the_commands(town_scene, call):
    done = call("find", town_scene, "-label:ground", "name:House*", "--json")
    data = json.loads(done.out)
    assert done.code == 0 and {h["part"] for h in data["found"]} == {"House.001__Walls", "House.001__Roof"}
    assert call("find", town_scene, "label:rof*").code == 1
    told = call("find", town_scene, "0,0/House.001")
    assert told.code == 0 and "2 parts of 1 object in 1 tile" in told.out and "0,0/House.001/Roof" in told.out
    assert call("stats", town_scene).code == 0


def test_statistics_count_what_is_there(town_scene):
    folder = SceneFolder.open(town_scene)
    s, scene = stats(folder), folder.scene()
    parts = [p for tile in scene.tiles.values() for _, p in tile.parts()]
    assert (s.tiles, s.objects, s.parts, s.faces) == (6, 9, len(parts), sum(len(p.mesh.faces) for p in parts))
    for groups in (s.labels, s.materials):
        assert sum(g.count for g in groups) == s.parts and sum(g.faces for g in groups) == s.faces
    assert sum(g.count for g in s.kinds) == s.objects and s.open == 0
    assert s.low == (0, 0, -1) and s.high[:2] == (60, 30)
    assert {g.name: g.tiles for g in s.kinds}["ground"] == 6 and s.largest[0].startswith("0,0/House")
