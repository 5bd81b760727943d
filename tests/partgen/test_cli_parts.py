"""``cityscape parts`` and ``python -m partgen``: five modes on disk, same seed same bytes, every bad input in one line."""

from __future__ import annotations

import json
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image

from cityscape.cli import main as cityscape
from partgen.cli import main as partgen
from partgen.generator import write_random

torch.set_num_threads(1)

QUICK = ("--steps", "2", "--max-parts", "2", "--grid", "8", "--duplicate-threshold", "1")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny weights in ``w`` and good and bad inputs beside it."""
    folder = tmp_path_factory.mktemp("inputs")
    write_random(folder / "w", seed=1)
    rgba = np.zeros((40, 60, 4), np.uint8)
    rgba[5:30, 10:50] = (200, 100, 50, 255)
    Image.fromarray(rgba).save(folder / "picture.png")
    labels = np.zeros((40, 60), np.uint8)
    labels[5:15, 10:50], labels[15:30, 10:50] = 7, 2
    Image.fromarray(labels).save(folder / "mask.png")
    Image.fromarray(labels.astype(np.uint16) * 300).save(folder / "mask16.png")
    Image.fromarray(labels[:, :40]).save(folder / "mask_small.png")
    Image.fromarray(np.stack([labels * 30, labels, labels], -1)).save(folder / "mask_colour.png")
    Image.fromarray(labels * 0).save(folder / "mask_empty.png")
    box = trimesh.creation.box((2, 3, 4), transform=trimesh.transformations.translation_matrix((10, 0, -5)))
    box.export(folder / "box.glb")
    (folder / "noise.png").write_bytes(b"this is no picture")
    (folder / "noise.glb").write_bytes(b"this is no mesh")
    trimesh.PointCloud(np.eye(3)).export(folder / "points.ply")
    box.vertices[3, 1] = np.nan
    box.export(folder / "nan.ply")
    return folder


MODES = {
    "image": ("picture.png",),
    "mesh": ("box.glb",),
    "image_mesh": ("box.glb", "--image", "picture.png"),
    "image_mask": ("picture.png", "--mask", "mask.png"),
    "image_mesh_mask": ("box.glb", "--image", "picture.png", "--mask", "mask.png"),
}


def run(folder: Path, *words: str, by: Callable[[list[str]], Any] = cityscape, weights: str = "w") -> int:
    """The exit code of ``parts``; names of files in the folder become paths."""
    full = [str(folder / word) if (folder / word).exists() else word for word in words]
    with pytest.raises(SystemExit) as e:
        by(["parts", *full, "--weights", str(folder / weights)])
    return int(e.value.code or 0)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_leaves_its_parts_and_the_same_bytes_again(given: Path, tmp_path: Path, mode: str) -> None:
    assert run(given, *MODES[mode], *QUICK, "--seed", "4", "--out", str(tmp_path / "a")) == 0
    assert run(given, *MODES[mode], *QUICK, "--seed", "4", "--out", str(tmp_path / "b"), by=partgen) == 0
    found = contents(tmp_path / "a")
    assert found == contents(tmp_path / "b")
    record = json.loads(found["parts.json"])
    n = len(record["parts"])
    assert record["mode"] == mode and record["seed"] == 4 and n >= 1
    assert set(found) == {"parts.json", "combined.glb", *(f"part_{i:03d}.glb" for i in range(n))}
    scene = trimesh.load_scene(tmp_path / "a" / "combined.glb")
    assert sorted(scene.graph.nodes_geometry) == [f"part_{i:03d}" for i in range(n)]
    for part in record["parts"]:
        mesh = trimesh.load_scene(tmp_path / "a" / part["file"]).to_mesh()
        assert len(mesh.faces) == part["faces"] > 0
        assert np.allclose(mesh.bounds, part["bounds"], atol=1e-4)
    assert [part["label"] for part in record["parts"]] == ([2, 7] if "mask" in mode else [None] * n)
    assert record["weights"]["weights"] == "random-tiny" and record["weights"]["commercial"] is True
    assert {"image", "mesh", "mask"} & set(mode.split("_")) == set(record["inputs"])


def test_another_seed_makes_other_parts_and_json_is_printed(given: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in ("1", "2"):
        assert run(given, "picture.png", *QUICK, "--seed", seed, "--out", str(tmp_path / seed), "--json", "-q") == 0
    assert (tmp_path / "1" / "part_000.glb").read_bytes() != (tmp_path / "2" / "part_000.glb").read_bytes()
    shown = capsys.readouterr()
    assert shown.err == "" and '"seed": 2' in shown.out


def test_a_16_bit_mask_keeps_its_labels(given: Path, tmp_path: Path) -> None:
    assert run(given, "picture.png", "--mask", "mask16.png", *QUICK, "--out", str(tmp_path / "out")) == 0
    record = json.loads((tmp_path / "out" / "parts.json").read_text())
    assert [part["label"] for part in record["parts"]] == [600, 2100]


def test_what_a_non_commercial_network_cuts_out_is_not_for_commercial_use(tmp_path: Path) -> None:
    from types import SimpleNamespace

    from partgen.cli import _finish, _Teller
    from partgen.output import Output
    from partgen.state import RunState

    for background, said in (("rmbg-1.4", False), ("birefnet", None)):
        folder = Output(tmp_path / background)
        maker: Any = SimpleNamespace(provenance={"weights": "mine"})
        record = _finish(maker, folder, RunState("image"), background=background, grounded=False, told=_Teller(quiet=True))
        assert json.loads(record.read_text())["weights"].get("commercial") is said


def test_what_hovers_can_be_dropped(given: Path, tmp_path: Path) -> None:
    assert run(given, "box.glb", *QUICK, "--grounded", "--out", str(tmp_path / "out")) == 0
    record = json.loads((tmp_path / "out" / "parts.json").read_text())
    assert {part["file"] for part in record["parts"]} | {"combined.glb", "parts.json"} == set(contents(tmp_path / "out"))


BAD = {
    "no inputs": ((), "neither an image nor a mesh is given"),
    "no such image": (("missing.png",), "no image at missing.png"),
    "unreadable image": (("noise.png",), "noise.png cannot be read as a picture"),
    "no such mesh": (("missing.obj",), "there is no mesh file missing.obj"),
    "unreadable mesh": (("noise.glb",), "noise.glb could not be read as a mesh"),
    "mesh without faces": (("points.ply",), "without faces"),
    "NaN vertices": (("nan.ply",), "NaN"),
    "mask without image": (("box.glb", "--mask", "mask.png"), "a mask without its image is given"),
    "mask of another size": (("picture.png", "--mask", "mask_small.png"), "the mask is 40 x 40 pixels and the image 60 x 40"),
    "colour mask": (("picture.png", "--mask", "mask_colour.png"), "the mask is a colour picture"),
    "empty mask": (("picture.png", "--mask", "mask_empty.png"), "the mask has no region"),
    "no such mask": (("picture.png", "--mask", "missing.png"), "no mask at missing.png"),
    "two images": (("picture.png", "--image", "picture.png"), "two pictures are given"),
    "grid": (("picture.png", "--grid", "100"), "grid is 100: it must be a power of two"),
    "max parts": (("picture.png", "--max-parts", "0"), "max_parts is 0"),
    "scale": (("picture.png", "--image-scale", "-1"), "a guidance scale must not be negative"),
    "compat": (("picture.png", "--compat", "older"), "compat is 'older'"),
    "dtype": (("picture.png", "--dtype", "int4"), "dtype 'int4' is not known"),
    "background": (("picture.png", "--background", "magic"), "no background removal is called 'magic'"),
    "nothing to resume": (("--resume",), "holds no stopped run"),
    "not a number": (("picture.png", "--seed", "many"), "Invalid value for '--seed'"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_inputs_are_one_line_and_leave_nothing(given: Path, tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = BAD[case]
    assert run(given, *words, "--out", str(tmp_path / "out")) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and err.startswith("cityscape: ") and said in err
    assert not (tmp_path / "out").exists()


def test_bad_weights_are_one_line(given: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("truncated", "code", "foreign"):
        shutil.copytree(given / "w", tmp_path / name)
    shutil.copytree(given, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "truncated" / "dit.safetensors"
    file.write_bytes(file.read_bytes()[:5000])
    (tmp_path / "code" / "vae.safetensors").unlink()
    (tmp_path / "code" / "vae.pth").write_bytes(pickle.dumps({"model": print}, protocol=2))
    shutil.copy(tmp_path / "foreign" / "vae.safetensors", tmp_path / "foreign" / "dit.safetensors")
    for weights, said in (
        ("nowhere", "there are no weights at"),
        ("truncated", "dit.safetensors is cut short or damaged"),
        ("code", "vae.pth holds code (__builtin__.print) besides tensors and is refused"),
        ("foreign", "dit.safetensors is not the part DiT of tiny"),
    ):
        assert run(tmp_path, "picture.png", "--out", str(tmp_path / "out"), weights=weights) == 2
        err = capsys.readouterr().err
        assert err.count("\n") == 1 and said in err
        assert not (tmp_path / "out").exists()


def test_the_licence_is_asked_before_anything_is_downloaded(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARTGEN_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit) as e:
        cityscape(["parts", str(given / "picture.png"), "--out", str(tmp_path / "out")])
    err = capsys.readouterr().err
    assert e.value.code == 2 and "FAIR Noncommercial" in err and "--accept-licence" in err
    assert not list(tmp_path.iterdir())


def test_a_full_folder_is_left_alone(given: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(given / "box.glb", tmp_path / "part_000.glb")
    before = contents(tmp_path)
    assert run(given, str(tmp_path / "part_000.glb"), *QUICK, "--out", str(tmp_path)) == 2
    assert "exists already and is not an empty folder" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_ctrl_c_keeps_the_run_and_resume_ends_with_the_same_bytes(given: Path, tmp_path: Path) -> None:
    words = ["parts", str(given / "picture.png"), "--mask", str(given / "mask.png"), "--weights", str(given / "w")]
    words += ["--steps", "400", "--grid", "8", "--duplicate-threshold", "1"]
    child = [sys.executable, "-m", "partgen", *words, "--out", str(tmp_path / "a")]
    process = subprocess.Popen(child, env={**_environment(), "OMP_NUM_THREADS": "1"}, stderr=subprocess.PIPE, text=True)
    waited = time.monotonic() + 120
    while not (tmp_path / "a" / "part_000.glb").exists() and time.monotonic() < waited:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "the run is kept" in err and (tmp_path / "a" / "run.safetensors").exists()
    with pytest.raises(SystemExit) as e:
        partgen(["parts", "--resume", "--weights", str(given / "w"), "--out", str(tmp_path / "a")])
    assert not e.value.code
    with pytest.raises(SystemExit):
        partgen([*words, "--out", str(tmp_path / "b")])
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def _environment() -> dict[str, str]:
    import os

    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def test_convert_and_weights_from_the_command_line(given: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from partgen.checkpoint import read

    tensors = read(given / "w" / "dit.safetensors")[0]
    torch.save({"model": tensors}, tmp_path / "dit.pth")
    with pytest.raises(SystemExit):
        partgen(["convert", str(tmp_path / "dit.pth"), "--dtype", "bfloat16"])
    assert read(tmp_path / "dit.safetensors")[0]["proj_in.weight"].dtype == torch.bfloat16
    with pytest.raises(SystemExit):
        partgen(["weights"])
    with pytest.raises(SystemExit):
        partgen(["weights", "--random", str(tmp_path / "r")])
    assert "NO commercial use" in capsys.readouterr().out and (tmp_path / "r" / "config.json").exists()
    with pytest.raises(SystemExit) as e:
        partgen(["convert", str(tmp_path / "nothing.pth")])
    assert e.value.code == 2 and "there are no weights at" in capsys.readouterr().err
