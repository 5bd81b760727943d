"""`cityscape train`: from nothing to weights, killed and resumed, on models of one's own; every bad input in one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import pytest
import shares
import torch
from PIL import Image
from small import COMMAND, ENVIRONMENT

from cityscape.errors import CityscapeError, InputError
from cityscape.grammar.teacher import LABELS
from cityscape.learn.crew import work
from partgen import weights
from partgen.agglomerate import offsets
from partgen.checkpoint import read
from partgen.config import tiny_tile
from partgen.depth import load as load_depth
from partgen.errors import PartgenError
from partgen.grouping import GroupingNetwork, Votes, grouped
from partgen.grouping import load as load_groups
from partgen.train import TrainSettings, checkpoint, curves, objects
from partgen.train.core_task import CoreTask
from partgen.train.grouping_task import GroupingTask, drawn
from partgen.train.grouping_task import losses as losses_of
from partgen.train.settings import half
from partgen.train.shape_task import ShapeTask, part_windows
from partgen.vae import ShapeVAE
from partgen.windows import cropped

REAL = Path(__file__).with_name("quaternius")
BRIEF = ("--config", "tiny", "--parts", 4, "--warmup", 2, "--log-every", 2)


def log(run: Path, kind: str) -> list[dict]:
    return [said for line in (run / "log.jsonl").read_text().splitlines() if (said := json.loads(line))["event"] == kind]


def state(run: Path) -> checkpoint.State:
    found = checkpoint.latest(run / "checkpoints")
    assert found is not None
    return found[0]


def votes_of(votes: Votes, k: int) -> Votes:
    return Votes(*(getattr(votes, f.name)[k : k + 1] for f in fields(Votes)))


# -- from nothing to weights
@pytest.mark.slow
def test_the_shape_vae_learns_from_scratch(shapes, data):
    losses = [said["loss"] for said in log(shapes, "log")]
    assert np.mean(losses[-3:]) < 0.7 * losses[0], "the loss of the first ten steps falls by three tenths"
    (probe,) = log(shapes, "probe")
    assert 0 <= probe["full_iou"] <= 1 and 0 < probe["full_error"] < 1
    config, sampler, _ = weights.read_config(shapes / "weights" / "config.json")
    assert config == tiny_tile() and sampler == "flow"

    vae = ShapeVAE(config.vae)
    vae.load_state_dict(read(shapes / "weights" / "vae.safetensors")[0])
    held, g = objects.read_all(data), torch.Generator().manual_seed(0)
    rows = torch.arange(held.parts)
    cloud, _ = cropped(part_windows(held, rows, g).into(held.cloud[rows].float()), 512, generator=g)
    with torch.no_grad():
        latent = vae.encode(cloud, tokens=config.dit.num_latents).mode
    assert abs(float(latent.mean())) < 0.2 and 0.3 < float(latent.std()) < 1.2, "what is exported has standardised latents"


@pytest.mark.slow
def test_the_core_trains_on_the_vae_and_knows_the_labels(call, data, shapes, tmp_path):
    out = tmp_path / "core"
    done = call("core", "--data", data, "--vae", shapes, "--out", out, "--steps", 4, *BRIEF, "--quiet")
    assert done.code == 0, done.err
    assert [said["step"] for said in log(out, "log")] == [2, 4]
    _, noted = read(out / "weights" / "labels.safetensors")
    assert tuple(noted["names"]) == LABELS
    for role in ("dit", "image", "vae"):
        assert (out / "weights" / f"{role}.safetensors").is_file()
    more = tmp_path / "more"
    done = call("core", "--data", data, "--vae", out / "weights", "--out", more, "--steps", 1, *BRIEF, "--init", out)
    assert done.code == 0 and "tensors taken" not in done.err, "all of the folder's weights fit"

    picture = tmp_path / "curves.png"
    assert call("curves", shapes, out, "--out", picture).code == 0
    drawn = np.asarray(Image.open(picture))
    assert {(43, 108, 176), (217, 98, 43)} <= set(map(tuple, drawn.reshape(-1, 3).tolist())), "a colour for each training"


@pytest.mark.slow
def test_the_decoder_learns_on_while_latents_stay(call, data, shapes, tmp_path):
    out = tmp_path / "on"
    done = call("vae", "--data", data, "--out", out, "--steps", 3, *BRIEF, "--wholes", 2, "--init", shapes, "--keep-latents", "--quiet")
    assert done.code == 0, done.err
    before, after = (read(folder / "weights" / "vae.safetensors")[0] for folder in (shapes, out))
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert {n for n in before if n.startswith(("encoder.", "quant.", "latent_"))} <= same
    assert not {n for n in before if n.startswith(("decoder.blocks", "sight.first"))} & same
    done = call("vae", "--data", data, "--out", tmp_path / "none", "--steps", 3, *BRIEF, "--keep-latents")
    assert done.code == 2 and "--init" in done.err


@pytest.mark.slow
def test_the_grouping_network_trains_and_finds_regions(call, data, tmp_path):
    out = tmp_path / "groups"
    how = ("--steps", 40, "--batch", 2, "--warmup", 2, "--log-every", 5, "--optimiser", "muon", "--learning-rate", 3e-3, "--ema", 0.9)
    done = call("groups", "--data", data, "--probe", data, "--out", out, *how, "--quiet")
    assert done.code == 0, done.err
    (probe,) = log(out, "probe")
    assert 0 <= probe["precision"] <= 1 and 0 <= probe["recall"] <= 1

    task = GroupingTask(data)
    config, held = task.config, task.shells(data)
    assert config is not None and set(config.sorts) <= set(LABELS) and config.sorts
    batch = drawn(held, torch.arange(2), None)
    part, centre, half = batch["part"], batch["centre"] - batch["points"], batch["half"]
    votes = Votes(
        centre,
        half.log(),
        torch.where(batch["ground"], 9.0, -9.0),
        torch.nn.functional.one_hot(batch["sort"].clamp(min=0), len(config.sorts)).permute(0, 3, 1, 2) * 9.0,
        torch.stack([torch.where(part == part.roll((-d, -r), (1, 2)), 9.0, -9.0) for d, r in offsets(config.reach)], 1),
    )
    truth = losses_of(votes, batch, config)
    assert truth["centre"] == 0 and truth["half"] == 0 and truth["ground"] < 0.01 and truth["same"] < 0.01 and truth["sort"] < 0.01
    found = torch.from_numpy(grouped(votes_of(votes, 0), batch["points"][0], batch["there"][0], config.reach).number)
    for p in part[0][(part[0] >= 0)].unique():
        (number,) = found[part[0] == p].unique().tolist()
        assert (number == 1) == bool(batch["ground"][0][part[0] == p].all()), "true votes give the true regions"
    after, before = (
        sum(losses_of(network(batch["shown"], batch["level"]), batch, config).values())
        for network in (load_groups(out / "weights" / "groups.safetensors"), GroupingNetwork(config))
    )
    assert after < 0.9 * before


@pytest.mark.slow
def test_pictures_alone_teach_groups_and_nothing_of_surfaces(call, tmp_path):
    flat = tmp_path / "flat"
    done = call("data", "--out", flat, "--seeds", 1, "--pictures", "--json")
    assert done.code == 0 and json.loads(done.out)["objects"] == 6, done.err
    (file,) = objects.files(flat)
    o = objects.read(file)
    assert set(o.level.tolist()) == {1} and o.query.shape[1] == 0
    for k in range(len(o)):  # every part that is seen is listed
        assert int(o.mask[k].max()) <= int(o.first[k + 1] - o.first[k])
        assert torch.equal(o.mask[k] == 0, o.depth[k].isnan())
    how = ("--steps", 2, "--batch", 2, "--warmup", 1, "--quiet")
    assert call("groups", "--data", flat, "--out", tmp_path / "groups", *how).code == 0
    for option, told in ((), True), (("--no-told",), False):
        out = tmp_path / f"depth-{told}"
        assert call("depth", "--data", flat, "--out", out, *how, *option).code == 0
        assert load_depth(out / "weights").config.told is told
    refused = call("vae", "--data", flat, "--out", tmp_path / "vae", "--steps", 2, *BRIEF, "--quiet")
    assert refused.code == 2 and "pictures alone" in refused.err
    assert call("data", "--out", flat, "--seeds", 1).code == 2, "one folder, one recipe"


@pytest.mark.slow
def test_killed_and_resumed_it_makes_the_same_weights(call, data, tmp_path):
    options = ("vae", "--data", data, "--steps", 12, *BRIEF, "--wholes", 2, "--save-every", 0.2)
    assert call(*options, "--out", tmp_path / "whole", "--quiet").code == 0
    cut = tmp_path / "cut"
    command = [*COMMAND, *map(str, options), "--out", str(cut)]
    process = subprocess.Popen(command, env=ENVIRONMENT, start_new_session=True, stderr=subprocess.DEVNULL)
    while not checkpoint.files(cut / "checkpoints"):
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert state(cut).step < 12
    done = call("vae", "--data", data, "--steps", 12, *BRIEF[2:], "--wholes", 2, "--out", cut, "--resume", "--config", "tiny")
    assert done.code == 0, done.err
    assert checkpoint.fingerprint(state(cut)) == checkpoint.fingerprint(state(tmp_path / "whole"))
    for name in (p.name for p in (cut / "weights").iterdir()):
        assert (cut / "weights" / name).read_bytes() == (tmp_path / "whole" / "weights" / name).read_bytes()


@pytest.mark.slow
def test_models_of_ones_own(call, shapes, tmp_path):
    source = tmp_path / "models"
    source.mkdir()
    for file in REAL.glob("*.glb"):
        (source / file.name).write_bytes(file.read_bytes())
    (source / "broken.obj").write_text("v 0 0 0\n")
    data = tmp_path / "data"
    done = call("data", "--from", source, "--out", data, "--views", 1, "--quiet", "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert (said["models"], said["objects"], said["single"]) == (3, 3, 0) and [s["file"] for s in said["skipped"]] == ["broken.obj"]
    again = call("data", "--from", source, "--out", data, "--views", 1)
    assert again.code == 0 and "left out: broken.obj" not in again.err and json.loads(json.dumps(again.out)).startswith("objects")

    assert call("vae", "--data", data, "--out", tmp_path / "vae", "--steps", 2, *BRIEF, "--wholes", 2, "--init", shapes).code == 0
    core = tmp_path / "core"
    done = call("core", "--data", data, "--vae", tmp_path / "vae", "--out", core, "--steps", 2, *BRIEF, "--probe", data)
    assert done.code == 0, done.err
    assert not log(core, "warning") and np.isfinite(log(core, "log")[-1]["loss"]), "parts without labels leave the loss a number"
    assert read(core / "weights" / "labels.safetensors")[1]["names"] == ["part"]


# -- workers
def test_workers_share_the_work_and_pass_on_what_ails_them():
    told: list[tuple[int, int]] = []
    work(shares.counting, 2, told.append)
    assert sorted(k for _, k in told) == list(range(7)) and {rank for rank, _ in told} == {0, 1}
    with pytest.raises(InputError, match="does not want to"):
        work(shares.refusing, 2, told.append)
    with pytest.raises(CityscapeError, match="died with code 3"):
        work(shares.dying, 2, told.append)


@pytest.mark.slow
def test_ctrl_c_ends_the_making_of_objects_in_one_line(tmp_path):
    command = [*COMMAND, "data", "--out", str(tmp_path / "d"), "--seeds", "16", "--workers", "2"]
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs ignore it
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed, start_new_session=True
    )
    family = psutil.Process(process.pid)
    while len(family.children(recursive=True)) < 3:  # two workers and the tracker of their resources
        assert process.poll() is None
        time.sleep(0.05)
    children = family.children(recursive=True)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert err.splitlines()[-1].startswith("cityscape: stopped; ") and "Traceback" not in err
    assert not psutil.wait_procs(children, timeout=20)[1]


# -- settings
def test_every_setting_is_an_option(call):
    done = call("vae", "--help")
    assert done.code == 0
    for f in fields(TrainSettings):
        assert f"--{f.name.replace('_', '-')}" in done.out


def test_auto_precision_is_what_the_hardware_has(monkeypatch):
    from partgen import layers

    settings, cpu = TrainSettings(steps=1), torch.device("cpu")
    assert settings.precision == "auto"
    for quick in (True, False):
        monkeypatch.setattr(layers, "_quick_bfloat16", lambda quick=quick: quick)
        assert half(settings, cpu) == quick
    assert half(replace(settings, precision="bf16"), cpu) and not half(replace(settings, precision="fp32"), cpu)


# -- bad input
def test_bad_input_is_one_line(call, tmp_path, data):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.stl").write_text("nonsense")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "objects-0.safetensors").write_bytes(next(data.iterdir()).read_bytes()[:5000])
    new, known = ("--out", tmp_path / "new"), ("--data", data)
    bad = [
        (("data", *new, "--seeds", 0), "seeds is 0"),
        (("data", *new, "--split", "exam"), "no split 'exam'"),
        (("data", *new, "--workers", 0), "workers is 0"),
        (("data", "--out", tmp_path / "full" / "x"), "is a file"),
        (("data", *new, "--from", tmp_path / "nowhere"), "no folder"),
        (("data", *new, "--from", tmp_path / "empty"), "no 3D models"),
        (("data", *new, "--from", tmp_path / "bad", "--quiet"), "a.stl"),
        (("data", *new, "--from", REAL, "--seeds", 3), "--seeds"),
        (("data", *new, "--from", REAL, "--up", "x"), "--up"),
        (("vae", *new, "--data", tmp_path / "empty", "--steps", 1), "cityscape train data"),
        (("vae", *new, "--data", tmp_path / "damaged", "--steps", 1, "--config", "tiny"), "damaged"),
        (("vae", *new, *known), "neither steps nor minutes"),
        (("vae", *new, *known, "--steps", 1, "--config", "huge"), "huge"),
        (("vae", *new, *known, "--steps", 1, "--config", "small"), "learned queries"),
        (("vae", *new, *known, "--steps", 1, "--precision", "int8"), "precision"),
        (("vae", *new, *known, "--steps", 1, "--parts", 0), "parts is 0"),
        (("vae", "--out", tmp_path / "full", *known, "--steps", 1, "--config", "tiny"), "not empty"),
        (("vae", "--out", tmp_path / "never", *known, "--steps", 1, "--resume"), "resume"),
        (("core", *new, *known, "--steps", 1), "--vae"),
        (("core", *new, *known, "--steps", 1, "--vae", tmp_path / "empty"), "no shape VAE"),
        (("curves", tmp_path / "empty"), "log.jsonl"),
        (("curves", tmp_path / "empty", "--out", "x.jpg"), ".png"),
        (("paint",), "paint"),
    ]
    for arguments, word in bad:
        done = call(*arguments)
        lines = done.err.splitlines()
        assert done.code == 2 and len(lines) == 1 and lines[0].startswith("cityscape: ") and word in lines[0], (arguments, done)


def test_labels_that_no_file_names_are_refused(data, tmp_path):
    held = objects.read_all(data)
    objects.write(held, tmp_path / "bare" / "objects-0.safetensors")
    torch.manual_seed(0)
    vae = tmp_path / "vae.safetensors"
    ShapeTask(tiny_tile(), data).export(ShapeVAE(tiny_tile().vae), tmp_path)
    with pytest.raises(PartgenError, match="do not name"):
        next(CoreTask(tiny_tile(), vae, None, tmp_path / "bare").batches(rank=0, world=1, start=0))


# -- curves
def test_curves_have_round_ticks_that_hold_all_values(tmp_path):
    for low, high in ((0.0, 1.0), (0.13, 0.87), (3, 4711), (-2, 5), (0.5, 0.5), (0, 0)):
        ticks = curves.nice_ticks(low, high)
        assert ticks[0] <= low and ticks[-1] >= high and 2 <= len(ticks) <= 8
        assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])
    for low, high in ((0.02, 3.0), (1e-6, 1e3)):
        ticks = curves.log_ticks(low, high)
        assert ticks[0] <= low * 1.001 and ticks[-1] >= high * 0.999
    run = tmp_path / "run"
    run.mkdir()
    lines = [{"event": "log", "step": k, "seconds": k * 2.0, "loss": float("nan") if k == 3 else 1 / k} for k in range(1, 6)]
    (run / "log.jsonl").write_text("\n".join(json.dumps(x) for x in lines) + '\n{"event": "lo')
    assert [p[0] for p in curves.read(run).loss] == [1, 2, 4, 5]
    with Image.open(curves.draw([run, run], tmp_path / "c.png", x="minutes")) as drawn:
        assert drawn.width == curves.PANEL[0]
