"""Bad input, line by line of the issue: one clear line on standard error, exit code 2, nothing overwritten."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from shell import ENVIRONMENT, process

GENERATE = ("generate", "a town")


def refused(result, *words: str) -> None:
    assert result.code == 2 and result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("cityscape: ") and "Traceback" not in result.err, result.err
    for w in words:
        assert w in lines[0], lines[0]


def contents(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("generate", ""), ("prompt is empty",)),
        (("generate", "   "), ("prompt is empty",)),
        (("generate",), ("prompt is empty",)),
        (("generate", "x" * 10_000), ("10,000 characters",)),
        ((*GENERATE, "--grid", "0x0"), ("0x0", "no tiles")),
        ((*GENERATE, "--grid", "-1x3"), ("-1x3",)),
        ((*GENERATE, "--grid", "1000x1000"), ("1,000,000 tiles", "--yes")),
        ((*GENERATE, "--grid", "41x40"), ("--yes",)),
        ((*GENERATE, "--grid", "three"), ("three", "3x3")),
        ((*GENERATE, "--grid", "3x3x3"), ("3x3x3",)),
        ((*GENERATE, "--theme", "mediaeval"), ("mediaeval", "did you mean 'medieval'")),
        ((*GENERATE, "--tile-size", "0"), ("tile size",)),
        ((*GENERATE, "--tile-size", "nan"), ("tile size",)),
        ((*GENERATE, "--seed", "-1"), ("seed",)),
        ((*GENERATE, "--seed", "one"), ("--seed", "integer")),
        ((*GENERATE, "--workers", "0"), ("workers",)),
        ((*GENERATE, "--painter", "rembrandt"), ("rembrandt", "procedural")),
        ((*GENERATE, "--sculptor", "rodin"), ("rodin", "exact", "partgen")),
        ((*GENERATE, "--sculptor", "partgen", "--weights", "nowhere"), ("no weights", "nowhere", "--weights")),
        ((*GENERATE, "--weights", "nowhere"), ("no weights", "nowhere")),
        ((*GENERATE, "--sculptor", "exact", "--weights", "nowhere"), ("exact", "no networks")),
        ((*GENERATE, "--frobnicate"), ("--frobnicate", "--help")),
        (("paint",), ("paint",)),
        (("plan", "a town", "--grid", "0x1"), ("no tiles",)),
        (("resume", "nowhere"), ("nowhere",)),
        (("info", "nowhere"), ("nowhere",)),
        (("render", "nowhere"), ("nowhere",)),
        (("export", "nowhere", "x.glb"), ("nowhere",)),
        (("generate", "--plan", "nowhere.json"), ("nowhere.json",)),
    ],
)
def test_refused_at_the_door(call, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    refused(call(*arguments), *words)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be_used(call, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("x")
    before = contents(tmp_path)
    refused(call(*GENERATE, "--out", tmp_path / "full"), "not empty", "thesis.doc")
    refused(call(*GENERATE, "--out", tmp_path / "file"), "is a file")
    refused(call(*GENERATE, "--out", tmp_path / "file" / "below"))
    refused(call(*GENERATE, "--out", "/proc/nowhere"), "/proc/nowhere")
    if os.getuid():  # root may write anywhere
        (tmp_path / "shut").mkdir(mode=0o555)
        refused(call(*GENERATE, "--out", tmp_path / "shut"), "cannot write")
    assert contents(tmp_path) == before


def test_a_finished_scene_is_not_overwritten(call, scene):
    before = contents(scene)
    refused(call(*GENERATE, "--out", scene), "already holds a scene", "resume")
    assert contents(scene) == before


def spoil_json(scene: Path) -> None:
    data = (scene / "scene.json").read_bytes()
    (scene / "scene.json").write_bytes(data[: len(data) // 2])


def spoil_schema(scene: Path) -> None:
    data = json.loads((scene / "scene.json").read_text())
    (scene / "scene.json").write_text(json.dumps({**data, "schema_version": 99}))


def spoil_mesh(scene: Path) -> None:
    file = sorted((scene / "assets").glob("*.glb"))[0]
    data = bytearray(file.read_bytes())
    data[-5] ^= 255
    file.write_bytes(data)


def spoil_missing(scene: Path) -> None:
    sorted((scene / "assets").glob("*.glb"))[0].unlink()


def spoil_tile(scene: Path) -> None:
    (scene / "tiles" / "0_0.json").write_text('{"schema_version": 1}')


SPOILS = {
    spoil_json: "scene.json is damaged",
    spoil_schema: "newer cityscape",
    spoil_mesh: "altered",
    spoil_missing: "missing",
    spoil_tile: "0_0.json is damaged",
}


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("command", ["render", "export", "resume", "info"])
def test_damaged_scenes(call, scene, tmp_path, spoil, command):
    spoil(scene)
    before = contents(scene)
    extra = {"export": [tmp_path / "x.glb"], "info": ["--no-check"]}.get(command, [])
    refused(call(command, scene, *extra), SPOILS[spoil])
    assert contents(scene) == before and not (tmp_path / "x.glb").exists()


def test_plans_that_contradict_themselves(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("plan", "a town", "--grid", "2x1", "--out", "good.json", "--quiet").code == 0
    good = json.loads(Path("good.json").read_text())

    def refuse(change, *words):
        data = json.loads(json.dumps(good))
        change(data["briefs"])
        Path("bad.json").write_text(json.dumps(data))
        refused(call("generate", "--plan", "bad.json", "--out", "s"), *words)
        assert not Path("s").exists()

    street, river = ({"kind": kind, "at": 0.5, "width": 5.0} for kind in ("street", "river"))
    refuse(lambda b: b[1].update(cell=b[0]["cell"]), "two briefs", "(0, 0)")

    def disagree(b):
        b[0]["sockets"]["east"], b[1]["sockets"]["west"] = [street], [river]

    refuse(disagree, "sockets disagree", "(0, 0)", "(1, 0)")
    Path("bad.json").write_text("{")
    refused(call("generate", "--plan", "bad.json", "--out", "s"), "bad.json", "JSON")
    Path("bad.json").write_text(json.dumps({**good, "schema_version": 99}))
    refused(call("generate", "--plan", "bad.json", "--out", "s"), "newer")


def test_renders_and_exports_that_cannot_be(call, city, tmp_path):
    before = contents(city[0])
    refused(call("render", city[0], "--view", "sideways"), "sideways")
    refused(call("render", city[0], "--size", "big"), "big")
    refused(call("render", city[0], "--size", "0x0"))
    refused(call("render", city[0], "--out", tmp_path / "x.docx"), "x.docx")
    refused(call("export", city[0], tmp_path / "x.obj"), "glb")
    refused(call("export", city[0], "/proc/x.glb"), "/proc")
    assert contents(city[0]) == before and list(tmp_path.iterdir()) == []


def test_the_same_in_a_process_of_its_own(tmp_path):
    refused(process("generate", "", cwd=tmp_path), "empty")
    refused(process(*GENERATE, "--grid", "1000x1000", cwd=tmp_path), "--yes")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_is_one_line_and_can_be_resumed(tmp_path):
    command = [sys.executable, "-m", "cityscape", *GENERATE, "--grid", "2x2", "--tile-size", "20", "--workers", "1", "--out", "s"]
    p = subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert p.stderr.readline().startswith("planned 4 tiles")
    p.send_signal(signal.SIGINT)
    out, err = p.communicate(timeout=60)
    assert p.returncode == 130 and out == "" and "Traceback" not in err
    assert err.splitlines()[-1].startswith("cityscape: stopped") and "resume" in err
    assert (tmp_path / "s" / "scene.json").is_file() and not (tmp_path / "s" / ".lock").exists()
