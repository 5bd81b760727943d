"""regenerate and accept on the command line: what they print, what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cityscape.cli.edit_tiles import _names, parse_cell
from cityscape.errors import InputError
from cityscape.store import SceneFolder


def test_one_tile_and_its_report(call, scene):
    cell = SceneFolder.open(scene).plan.cells[0]
    name = f"{cell[0]},{cell[1]}"
    done = call("regenerate", scene, name, "--prompt", "a park", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert told["entry"] == 1 and told["tiles"][0]["attempt"] == 1
    assert SceneFolder.open(scene).plan.brief(cell).land_use == "park"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["regenerate", "SCENE", "9,9"], "has no tile 9,9"),
        (["regenerate", "SCENE", "-1,0"], "has no tile -1,0"),
        (["regenerate", "SCENE", "one"], "'one' is no tile"),
        (["regenerate", "SCENE", "0,0", "--keep", "nothing_like_it"], "nothing in tile 0,0 is called"),
        (["regenerate", "SCENE", "0,0", "1,0", "--variants", "2"], "give one tile with --variants"),
        (["accept", "SCENE", "0,0", "--variant", "1"], "has no variants"),
        (["accept", "SCENE", "0,0"], "has no variants"),
        (["regenerate", "nowhere", "0,0"], "nowhere is no folder"),
    ],
)
def test_refused_in_one_line(call, city, arguments, words):
    path: Path = city[0]
    done = call(*(path if a == "SCENE" else a for a in arguments))
    assert done.code == 2 and words in done.err and done.err.count("\n") == 1


def test_words_of_the_command_line():
    assert parse_cell("-1,2") == (-1, 2)
    assert _names("1,2/house_02, roof_*,-1,0/well") == ["1,2/house_02", "roof_*", "-1,0/well"]
    with pytest.raises(InputError):
        parse_cell("1,2,3")
