"""Each command does what it says, and says it in the form that was asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from shell import process

import cityscape
from cityscape.cli.make import slug


def test_generate_prints_one_json_object_and_the_files_are_there(city):
    folder, result = city
    assert result.code == 0, result.err
    data = json.loads(result.out)
    assert data["scene"] == "a-quiet-suburb" and folder.is_dir()
    assert data["tiles"] == data["made"] == 2 and data["parts"] > 10 and data["seconds"] > 0 and data["peak_memory"] > 2**20
    assert (folder / "city.glb").read_bytes()[:4] == b"glTF" and not (folder / "city.png").exists()
    assert sorted(p.name for p in folder.iterdir()) == ["assets", "city.glb", "scene.json", "tiles"]
    lines = result.err.splitlines()
    assert lines[0].startswith("planned 2 tiles") and sum("tile" in x and "done" in x for x in lines) == 2


def test_generate_in_a_process_of_its_own(tmp_path):
    told = ("--grid", "1x1", "--tile-size", "20", "--sculptor", "exact", "--no-render", "--json")
    result = process("generate", "a quiet suburb", *told, cwd=tmp_path)
    assert result.code == 0 and result.err.startswith("planned 1 tile"), result.err
    assert json.loads(result.out)["made"] == 1 and (tmp_path / "a-quiet-suburb" / "city.glb").read_bytes()[:4] == b"glTF"


def test_what_is_painted_here_is_sculpted_by_the_networks(call, tmp_path):
    quick = ("--grid", "1x1", "--tile-size", "20", "--no-render", "--json")
    made = call("generate", "a quiet suburb", *quick, "-o", tmp_path / "a")
    assert made.code == 0 and (tmp_path / "a" / "city.glb").is_file(), made.err
    info = json.loads(call("info", tmp_path / "a", "--json").out)
    assert info["backends"]["sculptor"] == "partgen" and info["problems"] == [] and info["watertight"] == info["positive"] == info["parts"]
    tile = cityscape.load(tmp_path / "a").tile(0, 0)
    assert {p.split("__")[0] for p in tile.painting.parts} >= {t.id for t in tile.things if t.kind != "ground"}
    assert any(p.mesh.colors is not None for _, p in tile.parts()) and tile.provenance.commercial


def test_info_tells_that_all_is_well(city, call):
    result = call("info", city[0])
    assert result.code == 0 and result.err == ""
    assert "watertight" in result.out and "height gap 0 mm" in result.out and "Apache-2.0" in result.out and "PROBLEM" not in result.out
    data = json.loads(call("info", city[0], "--json").out)
    assert data["parts"] == data["watertight"] == data["positive"] == sum(t["parts"] for t in data["tiles"])
    assert data["problems"] == [] and data["overlap"] <= 0.01 and len(data["seams"]["borders"]) == 1
    assert call("info", city[0], "--quiet").out == ""


def test_info_refuses_damaged_files(scene, call):
    scene_assets = sorted((scene / "assets").glob("*.png"))
    scene_assets[0].write_bytes(b"x")
    result = call("info", scene)
    assert result.code == 2 and result.out == "" and scene_assets[0].name in result.err and result.err.count("\n") == 1


def test_load_and_info_agree(city, call):
    loaded = cityscape.load(city[0])
    assert (
        sum(1 for t in loaded.tiles.values() for _ in t.parts()) == json.loads(call("info", city[0], "--json", "--no-check").out)["parts"]
    )


def test_export_and_render(city, call, tmp_path):
    done = json.loads(call("export", city[0], tmp_path / "town.glb", "--json").out)
    assert (tmp_path / "town.glb").stat().st_size == done["bytes"] and done["tiles"] == 2
    assert (tmp_path / "town.glb").read_bytes() == (city[0] / "city.glb").read_bytes()
    result = call(
        "render", city[0], "--out", tmp_path / "x.png", "--size", "160x90", "--quality", "draft", "--renderer", "embree", "--json"
    )
    assert result.code == 0, result.err
    with Image.open(tmp_path / "x.png") as im:
        assert im.size == (160, 90)


def test_plan_then_generate_from_it(call, tmp_path):
    assert call("plan", "a harbour town", "--grid", "1x1", "--tile-size", 20, "--out", tmp_path / "p.json", "--quiet").out == ""
    again = call("plan", "a harbour town", "--out", tmp_path / "p.json")
    assert again.code == 2 and "exists already" in again.err
    quick = ("--sculptor", "exact", "--no-render", "--no-export", "--quiet")
    result = call("generate", "--plan", tmp_path / "p.json", "--seed", 3, "--out", tmp_path / "s", *quick)
    assert (result.code, result.out, result.err) == (0, "", "")
    made = cityscape.load(tmp_path / "s")
    assert made.plan.prompt == "a harbour town" and made.plan.seed == 3 and list(made.tiles) == [(0, 0)]
    both = call("generate", "words", "--plan", tmp_path / "p.json", "--out", tmp_path / "t")
    assert both.code == 2 and not (tmp_path / "t").exists()


def test_resume_makes_what_is_missing_and_nothing_else(scene, city, call):
    (scene / "tiles" / "1_0.json").unlink()
    kept = (scene / "tiles" / "0_0.json").stat().st_mtime_ns
    result = call("resume", scene, "--no-render", "--json")
    assert result.code == 0 and json.loads(result.out)["made"] == 1
    assert (scene / "tiles" / "0_0.json").stat().st_mtime_ns == kept
    for file in ("tiles/1_0.json", "city.glb"):
        assert (scene / file).read_bytes() == (city[0] / file).read_bytes()
    assert json.loads(call("resume", scene, "--no-render", "--json", "--quiet").out)["made"] == 0


def test_themes_and_doctor(call):
    names = [t["name"] for t in json.loads(call("themes", "--json").out)["themes"]]
    assert {"medieval", "downtown", "suburb", "solarpunk", "cyberpunk", "oasis"} <= set(names)
    assert all(n in call("themes").out for n in names)
    found = json.loads(call("doctor", "--json").out)["findings"]
    assert {"machine", "libraries", "extras", "graphics", "video", "back-ends", "ladder", "ladder's rungs"} == {f["group"] for f in found}
    assert next(f for f in found if f["name"] == "embree")["state"] == "ok"
    assert "embree" in call("doctor").out


HEAVY = {"torch", "trimesh", "scipy", "PIL", "embreex", "shapely", "networkx", "manifold3d", "numpy", "skimage", "pydantic"}

HELP = """
import sys
from cityscape.cli import main
try:
    main(["--help"])
except SystemExit:
    print(*sys.modules)
"""


def test_help_loads_nothing_heavy():
    environment = {**os.environ, "PYTHONPATH": str(Path(cityscape.__file__).parent.parent)}
    out = subprocess.run([sys.executable, "-c", HELP], env=environment, capture_output=True, text=True, check=True).stdout
    assert "Commands:" in out and "generate" in out
    assert not HEAVY & set(out.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A Medieval Town by a River!", "a-medieval-town-by-a-river"),
        ("Ein Dörfchen – mit Kirche", "ein-dorfchen-mit-kirche"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 200, "x" * 48),
        ("町", "city-" + slug("町")[5:]),
    ],
)
def test_a_folder_is_named_after_the_prompt(prompt, name):
    assert slug(prompt) == name and 0 < len(name) <= 48


def test_parts_of_a_coarser_level_and_resume_remembers_it(call, tmp_path):
    made = {}
    for level in ("medium", "coarse"):
        folder = tmp_path / level
        quick = ("--sculptor", "exact", "--no-render", "--no-export", "--json")
        data = json.loads(call("generate", "a small village", "-g", "2x1", "--parts", level, "-o", folder, *quick).out)
        made[level] = data["parts"]
        assert json.loads((folder / "scene.json").read_text())["settings"]["options"] == {"parts": level}
        info = json.loads(call("info", folder, "--json").out)
        assert info["problems"] == [] and info["watertight"] == info["positive"] == info["parts"]
    assert made["coarse"] <= 30 < made["medium"]
    tile = tmp_path / "coarse" / "tiles" / "0_0.json"
    before = tile.read_bytes()
    tile.unlink()
    assert call("resume", tmp_path / "coarse", "--no-render", "--no-export").code == 0 and tile.read_bytes() == before
    refused = call("generate", "x", "--parts", "rough", "-o", tmp_path / "no")
    assert refused.code == 2 and "coarse, object, medium, fine" in refused.err and not (tmp_path / "no").exists()
