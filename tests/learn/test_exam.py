"""The exam of the core: what is asked, that it can be stopped and shared, and what it says of bad input. Networks are random."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from PIL import Image

from cityscape.cli import main
from cityscape.errors import InputError
from cityscape.learn import exam as asking
from cityscape.learn import sheet as sheets
from cityscape.learn import sitting
from cityscape.learn.exam import Made
from cityscape.learn.marks import BARS, figures
from cityscape.learn.question import RECIPE, kept, question
from cityscape.learn.report import written
from cityscape.learn.sitting import Exam, records, sit
from cityscape.learn.tiles import drawn
from cityscape.look.tracer import Tracer
from partgen import depth, metrics
from partgen.errors import PartgenError
from partgen.voxels import solid_voxels
from tests import tiny_core

START = 3
"""Number 3 is a room, number 4 a tile of the fourth theme."""
TIMES = ("seconds", "cpu_seconds", "peak_bytes")


@pytest.fixture(scope="session")
def objects(tmp_path_factory) -> Path:
    """Where all exams here keep their questions."""
    return tmp_path_factory.mktemp("objects")


@pytest.fixture(scope="session")
def weights(tmp_path_factory) -> Path:
    return tiny_core.write(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="session")
def exam(weights) -> Exam:
    return Exam(weights, "test", n=2, start=START, modes=("masks",), grid=8)


@pytest.fixture(scope="session")
def sat(exam, objects, tmp_path_factory) -> Path:
    """An exam's folder, sat by this process."""
    out = tmp_path_factory.mktemp("sat")
    sit(exam, out, objects=objects)
    return out


def untimed(found) -> str:
    for r in found:
        for a in r["modes"].values():
            for k in TIMES:
                assert a.pop(k) > 0
    return json.dumps(found)


def test_truth_is_closed_normalised_and_fills_what_the_solids_fill(objects):
    q = kept(2_000_000_000 + START, objects)
    assert all(m.is_watertight and m.volume > 0 for m in q.meshes)
    corners = np.concatenate([m.vertices for m in q.meshes])
    assert np.allclose((corners.min(0) + corners.max(0)) / 2, 0) and np.isclose(np.abs(corners).max(), 1)
    s = drawn(q.seed, RECIPE)[0]
    assert s.labels == q.labels and q.theme == "room"
    # the solids of all parts, in the question's frame: y up, the box of all of it in the cube
    v = s.shape.vertices[:, [0, 2, 1]] * (1, 1, -1)
    v = (v - (v.min(0) + v.max(0)) / 2) / (np.ptp(v, axis=0).max() / 2)
    for k in range(len(q.labels)):
        solid = solid_voxels(v[s.shape.faces[s.shape.face_part == k]], 64)
        mesh = solid_voxels(np.asarray(q.meshes[k].triangles), 64)
        assert (solid & mesh).sum() >= 0.97 * (solid | mesh).sum()
    # the painting shows the parts where they are: rays through its pixels meet the meshes that its mask names, at its depth
    n = len(q.mask)
    rows, columns = (x[::97] for x in np.nonzero(q.mask))
    across, up = ((columns + 0.5) / n - 0.5) * q.view.span, (0.5 - (rows + 0.5) / n) * q.view.span
    start = q.view.target + across[:, None] * q.view.axes[0] + up[:, None] * q.view.axes[1] + 4 * q.view.axes[2]
    first = np.cumsum([0, *(len(m.vertices) for m in q.meshes)])
    faces = np.concatenate([m.faces + k for m, k in zip(q.meshes, first, strict=False)])
    hit = Tracer(corners.astype(np.float32), faces.astype(np.int32)).first(start, -q.view.axes[2])
    owner = np.repeat(np.arange(len(q.meshes)), [len(m.faces) for m in q.meshes])
    assert (hit >= 0).mean() > 0.995 and (owner[hit] + 1 == q.mask[rows, columns]).mean() > 0.99
    a, b, c = (corners[faces[hit, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    far = ((a - start) * normal).sum(1) / np.minimum(normal @ -q.view.axes[2], -1e-12)
    assert np.quantile(np.abs(far - 4 - q.depth[rows, columns]), 0.98) < 1e-4


def test_kept_questions_are_the_made_ones(objects, tmp_path):
    a, b = question(2_000_000_000 + START), kept(2_000_000_000 + START, objects)
    for name in ("seed", "theme", "labels"):
        assert getattr(a, name) == getattr(b, name)
    for name in ("ground", "picture", "depth", "mask", "surface"):
        assert np.array_equal(getattr(a, name), getattr(b, name), equal_nan=name == "depth")
    assert all(np.array_equal(x.vertices, y.vertices) and np.array_equal(x.faces, y.faces) for x, y in zip(a.meshes, b.meshes, strict=True))
    file = tmp_path / "question-2000000003.npz"
    file.write_bytes(b"PK nonsense")
    with pytest.raises(InputError, match="delete it"):
        kept(2_000_000_000 + START, tmp_path)


def test_perfect_answers_get_full_marks_and_missing_ones_zero(objects):
    q = kept(2_000_000_000 + START, objects)
    right = [Made(m, k, label) for k, (m, label) in enumerate(zip(q.meshes, q.labels, strict=True))]
    told, found = asking.told(q, right), asking.blind(q, [replace(m, truth=None) for m in right])
    for marks in (told, found):
        assert all(p["iou"] == 1 and p["f"] == 1 and p["cd"] < 1e-9 for p in marks["parts"])
        assert marks["made"] == len(marks["parts"]) == len(q.counted) and marks["overlap"] == marks["true_overlap"]
        assert marks["whole"]["iou"] == 1
    assert found["found"] == found["made"] and found["stands_for"] == told["stands_for"]
    none = asking.told(q, []), asking.blind(q, [])
    for marks in none:
        assert all(p["iou"] == 0 and p["cd"] is None for p in marks["parts"]) and marks["made"] == 0
    of = {"peak_bytes": 1, "seconds": 1.0, "cpu_seconds": 1.0}
    row = {"theme": q.theme, "modes": {"masks": {**told, **of}, "image": {**found, **of}, "object": {**none[1], **of}}}
    f = figures([row])
    seen = sum(q.pixels[k] > 0 for k in q.counted)
    assert f["masks"]["iou"] == 1 and f["masks"]["low"] == 0 and f["masks"]["parts"] == seen and f["masks"]["label_accuracy"] == 1
    assert f["masks"]["with_hidden"]["iou"] == pytest.approx(seen / len(q.counted))
    assert f["image"]["precision"] == f["image"]["recall"] == 1 and f["image"]["count_error"] == 0
    assert f["object"]["precision"] == f["object"]["recall"] == 0 and f["object"]["count_error"] == len(q.counted)
    assert sum(g["parts"] for g in f["masks"]["by_size"].values()) == seen


def test_pairs_are_marked_as_evaluate_marks_them(objects):
    q = kept(2_000_000_000 + START, objects)
    k = q.counted[0]
    moved = q.meshes[k].copy()
    moved.vertices = moved.vertices + 0.02
    mine = next(p for p in asking.told(q, [Made(moved, k, None)])["parts"] if p["part"] == k)
    theirs = metrics.evaluate([moved], [q.meshes[k]]).parts
    assert (mine["iou"], mine["f"], mine["cd"]) == (theirs.iou, theirs.f_score, theirs.chamfer)
    assert 0 < mine["iou"] < 1


def test_two_workers_answer_as_one_does(exam, sat, objects, tmp_path):
    assert untimed(sit(exam, tmp_path, workers=2, objects=objects)) == untimed(list(records(sat).values()))
    names = sorted(f.name for f in (sat / "rows").iterdir())
    assert names == sorted(f.name for f in (tmp_path / "rows").iterdir()) and len(names) == 2 * 3
    assert all((sat / "rows" / n).read_bytes() == (tmp_path / "rows" / n).read_bytes() for n in names)


@pytest.mark.slow
def test_workers_of_an_exam_end_with_a_killed_parent(weights, tmp_path):
    call = [
        sys.executable,
        "-m",
        "cityscape",
        "eval",
        "core",
        "--weights",
        str(weights),
        "-n",
        "2",
        "--workers",
        "2",
        "--out",
        str(tmp_path),
    ]
    parent = psutil.Popen([*call, "--grid", "16"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while len(started := [p for p in parent.children() if p.cpu_times().user > 5]) < 2:  # imported, and at their first question
            assert parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until
            time.sleep(0.1)
    finally:
        others = parent.children(recursive=True)
        parent.kill()
        parent.wait()
    assert len(started) == 2
    assert not psutil.wait_procs(others, timeout=60)[1]


def test_an_exam_goes_on_where_it_was_stopped(exam, sat, objects, tmp_path, monkeypatch):
    (tmp_path / sitting.RECORDS).write_text((sat / sitting.RECORDS).read_text().splitlines()[0] + "\n")
    asked: list[tuple[int, str]] = []
    real = sitting.examined
    monkeypatch.setattr(sitting, "examined", lambda q, m, *a, **k: asked.append((q.seed, m)) or real(q, m, *a, **k))
    told = []
    found = sit(exam, tmp_path, objects=objects, tell=lambda done, all: told.append((done, all)))
    assert asked == [(2_000_000_004, "masks")] and told == [(1, 2), (2, 2)]
    assert untimed(found) == untimed(list(records(sat).values()))
    # nothing is left, and fewer objects are a part of it
    assert len(sit(replace(exam, n=1), tmp_path, objects=objects)) == 1 and len(asked) == 1
    # further modes are asked alone and join the line of their object
    more = sit(replace(exam, n=1, modes=("object", "masks", "vae")), tmp_path, objects=objects)
    assert asked[1:] == [(2_000_000_003, "object"), (2_000_000_003, "vae")] and set(more[0]["modes"]) == {"masks", "object", "vae"}
    assert len((tmp_path / sitting.RECORDS).read_text().splitlines()) == 2


def test_the_report_has_every_bar_and_the_sheet_is_small(exam, sat):
    found = list(records(sat).values())
    data = written(exam, found, sat)
    assert json.loads((sat / "eval.json").read_text()) == json.loads(json.dumps(data))
    assert len(data["bars"]) == len(BARS)
    assert {b["verdict"] for b in data["bars"] if b["mode"] not in exam.modes} == {"-"}
    assert all(b["verdict"] != "-" for b in data["bars"] if b["mode"] == "masks" and b["figure"] != "cd")
    assert (sat / "sheet.png").stat().st_size <= sheets.MOST_BYTES
    with Image.open(sat / "sheet.png") as picture:
        assert picture.width > 800 and picture.height > 2 * sheets.EDGE


def test_front_and_back_show_what_is_there(objects):
    import trimesh

    q = kept(2_000_000_000 + START, objects)
    front, back = views = sheets.sides(q)
    assert np.allclose(back.axes @ back.axes.T, np.eye(3)) and np.isclose(np.linalg.det(back.axes), 1)
    for view in views:  # nothing of the truth is cut off
        at = (np.concatenate([m.vertices for m in q.meshes]) - view.target) @ view.axes[:2].T
        assert np.abs(at).max() <= view.span / 2
    near, far = (trimesh.creation.box((0.3, 0.3, 0.3)) for _ in range(2))
    level = front.axes[2] * (1, 0, 1)
    near.apply_translation(0.4 * level)
    far.apply_translation(-0.4 * level)
    both = sheets.pictured([near, far], np.array([(1, 0, 0), (0, 0, 1)], np.float32), views).astype(int)
    # from either side, the nearer box is the lower one in the picture
    for half, sign in zip(np.split(both, 2, 1), (1, -1), strict=True):
        red, blue = half[..., 0] > half[..., 2] + 60, half[..., 2] > half[..., 0] + 60
        assert sign * (np.nonzero(red)[0].mean() - np.nonzero(blue)[0].mean()) > 5
    # a box behind another in the line of sight is hidden
    hidden = near.copy()
    hidden.apply_translation(-1.0 * front.axes[2])
    one = sheets.flat_picture([near, hidden], np.array([(1, 0, 0), (0, 0, 1)], np.float32), front, 64).astype(int)
    assert (one[..., 0] > one[..., 2] + 60).any() and not (one[..., 2] > one[..., 0] + 60).any()
    empty = sheets.flat_picture([], np.zeros((0, 3), np.float32), front, 16)
    assert (empty == sheets.PAPER).all()


@pytest.mark.parametrize("told", [False, True])
def test_depth_is_guessed_beside_mask_and_ground(told, objects, tmp_path):
    torch.manual_seed(0)
    folder = tiny_core.write(tmp_path, depth=True)
    depth.save(depth.DepthNetwork(depth.DepthConfig(size=64, widths=(8, 8), fine=8, told=told)), folder / "depth.safetensors")
    q = kept(2_000_000_000 + START + 1, objects)
    said = asking.guessed_depth(q, folder)
    seen = q.mask > 0
    ground = np.isin(q.mask, np.flatnonzero(q.ground) + 1)
    assert np.array_equal(np.isfinite(said), seen)
    assert np.abs(said - q.depth)[ground].mean() < 0.01, "the ground is known"
    assert np.abs(said - q.depth)[seen & ~ground].mean() > 0.01, "an untrained network knows nothing else"


def test_bad_input_is_said_in_one_line(exam, sat, weights, objects, tmp_path, capsys):
    def refused(words: str, **changes: object) -> None:
        with pytest.raises((InputError, PartgenError), match=words) as e:
            sit(replace(exam, **changes), sat, objects=objects)
        assert "\n" not in str(e.value)

    refused("config.json is missing", weights=tmp_path / "nowhere")
    refused("no mode 'guess'", modes=("masks", "guess"))
    refused("use some of", modes=())
    refused("at least one", n=0)
    refused("not held out", split="train")
    refused("cannot be halved", grid=48)
    refused("nothing can be asked", modes=("masks_depth",))
    refused("another exam", grid=16)
    other = tiny_core.write(tmp_path / "other", seed=1)
    refused("another exam", weights=other)
    (other / "dit.safetensors").unlink()
    refused("no dit weights", weights=other, modes=("masks",))
    with pytest.raises(InputError, match="workers"):
        sit(exam, sat, workers=0)
    with pytest.raises(InputError, match="changed while"):
        sitting._candidate(weights, (("vae", "0123"),))

    out = Path(shutil.copytree(sat, tmp_path / "damaged"))
    lines = (out / sitting.RECORDS).read_text().splitlines()
    for bad in (lines[1][:-40], '{"seed": 5}', "[]", '{"seed": 5, "modes": {"masks": 3}}'):
        (out / sitting.RECORDS).write_text("\n".join([lines[0], bad]) + "\n")
        with pytest.raises(InputError, match=r"line 2 of .* is damaged: delete that line"):
            sit(exam, out, objects=objects)
    with pytest.raises(SystemExit) as stop:
        main(["eval", "core", "--weights", str(tmp_path / "nowhere"), "--out", str(out)])
    said = capsys.readouterr().err
    assert stop.value.code == 2 and said.startswith("cityscape: ") and said.count("\n") == 1


def test_the_command_prints_the_bars_and_goes_on(exam, weights, objects, sat, tmp_path, capsys):
    out = Path(shutil.copytree(sat, tmp_path / "out"))
    line = ["eval", "core", "--weights", str(weights), "--n", "2", "--start", str(START), "--grid", "8", "--objects", str(objects)]
    with pytest.raises(SystemExit) as stop:
        main([*line, "--modes", "masks,masks_depth", "--out", str(out)])
    said = capsys.readouterr().out
    assert stop.value.code == 0 and "NOT held" in said and "not asked" in said and "0.85" in said
    assert (out / sitting.RECORDS).read_text() == (sat / sitting.RECORDS).read_text()
    assert torch.get_num_threads() >= 1
