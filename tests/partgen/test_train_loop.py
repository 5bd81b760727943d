"""The training loop on a small regression: what it learns, what survives, what it refuses."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny_task import Breaking, Drifting, Tiny

from partgen.checkpoint import read, write
from partgen.errors import PartgenError
from partgen.train import TrainSettings, checkpoint, train
from partgen.train.data import Prefetch
from partgen.train.flat import Flat
from partgen.train.muon import Muon
from partgen.train.optimiser import matrices, owners
from partgen.train.parallel import Accelerated
from partgen.train.settings import ema_decay, progress, rate
from partgen.train.trainer import _run

QUICK = TrainSettings(steps=20, warmup=5, log_every=5, precision="fp32", learning_rate=3e-3)
SCRIPT = Path(__file__).with_name("tiny_task.py")


def quiet(event: dict[str, Any]) -> None:
    """No lines on standard error."""


def state(out: Path) -> checkpoint.State:
    found = checkpoint.latest(out / "checkpoints")
    assert found is not None
    return found[0]


def script(out: Path, **said: Any) -> subprocess.Popen[str]:
    """A training in a process (group) of its own."""
    command = [sys.executable, str(SCRIPT), str(out), json.dumps(said)]
    path = os.pathsep.join([str(Path(__file__).parents[2]), str(SCRIPT.parent)])
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def after_first_save(out: Path, process: subprocess.Popen[str]) -> None:
    while not checkpoint.files(out / "checkpoints"):
        assert process.poll() is None
        time.sleep(0.02)


# -- it learns


@pytest.mark.parametrize("optimiser", ["adamw", "muon"])
def test_loss_falls_eightfold(tmp_path: Path, optimiser: str) -> None:
    settings = replace(QUICK, steps=200, optimiser=optimiser, precision="bf16", ema=0.9)
    told: list[dict[str, Any]] = []
    train(partial(Tiny, side=96, noise=0.0, size=128, pitch=1.5), settings, tmp_path, on_event=told.append)
    losses = [e["loss"] for e in told if e["event"] == "log"]
    assert losses[-1] < losses[0] / 8


def test_average_and_export_are_what_is_probed(tmp_path: Path) -> None:
    result = train(Tiny, QUICK, tmp_path, on_event=quiet)
    task = Tiny()
    task.model.load_state_dict(read(tmp_path / "weights" / "tiny.safetensors")[0])
    with torch.no_grad():
        assert task.probe(task.model) == result.probe
    kept = state(tmp_path)
    assert all(torch.equal(kept.ema[name], value) for name, value in task.model.state_dict().items())
    assert not torch.equal(kept.ema["0.weight"], kept.model["0.weight"])


def test_schedules() -> None:
    settings = TrainSettings(steps=1000, warmup=10, cosine_from=0.5, floor=0.1, learning_rate=1.0, ema=0.9)
    rates = [rate(settings, step, progress(settings, step, 0.0)) for step in range(1001)]
    assert rates[0] == 0.1 and rates[9] == 1.0 and set(rates[9:501]) == {1.0}
    assert all(a > b for a, b in pairwise(rates[500:]))
    assert math.isclose(rates[750], 0.55) and math.isclose(rates[1000], 0.1)
    assert [ema_decay(settings, step) for step in (1, 20, 10_000)] == [1 / 21, 0.5, 0.9]
    timed = TrainSettings(minutes=2)
    assert progress(timed, 10**6, 30.0) == 0.25 and progress(timed, 0, 1e9) == 1.0


def test_training_by_time_ends_by_its_own_clock(tmp_path: Path) -> None:
    settings = replace(QUICK, steps=0, minutes=0.01, cosine_from=0.0)
    result = train(Tiny, settings, tmp_path, on_event=quiet)
    assert result.seconds >= 0.6 and result.step > 0 and state(tmp_path).seconds == result.seconds
    rates = [entry["lr"] for entry in log(tmp_path, "log") if entry["step"] > settings.warmup]
    assert all(a > b for a, b in pairwise(rates))
    again = train(Tiny, settings, tmp_path, resume=True, on_event=quiet)
    assert again.step == result.step


def log(out: Path, event: str) -> list[dict[str, Any]]:
    return [entry for entry in map(json.loads, (out / "log.jsonl").read_text().splitlines()) if entry["event"] == event]


def test_log(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    train(Tiny, QUICK, tmp_path, on_event=told.append)
    lines = log(tmp_path, "log")
    assert [entry["step"] for entry in lines] == [5, 10, 15, 20]
    assert set(lines[0]) >= {"seconds", "lr", "loss", "error", "grad_norm", "steps_per_second", "waiting"}
    assert [entry for entry in told if entry["event"] == "log"] == lines
    assert 0 <= lines[0]["waiting"] <= 1


# -- several processes


def test_halves_equal_the_whole(tmp_path: Path) -> None:
    make = partial(Tiny, side=96, noise=0.0)
    for processes in (1, 2):
        train(make, replace(QUICK, processes=processes), tmp_path / str(processes), on_event=quiet)
    one, two = (state(tmp_path / str(n)) for n in (1, 2))
    assert max(float((one.model[name] - two.model[name]).abs().max()) for name in one.model) < 2e-4
    assert math.isclose(log(tmp_path / "1", "log")[-1]["loss"], log(tmp_path / "2", "log")[-1]["loss"], rel_tol=1e-4)


def test_accelerate_changes_nothing(tmp_path: Path) -> None:
    train(Tiny, QUICK, tmp_path / "alone", on_event=quiet)
    _run(Accelerated(QUICK), Tiny, QUICK, tmp_path / "accelerated", (None, []), None, quiet)
    one, two = (checkpoint.fingerprint(state(tmp_path / name)) for name in ("alone", "accelerated"))
    assert one == two


def test_unlike_ranks_are_found(tmp_path: Path) -> None:
    with pytest.raises(PartgenError, match="weights differ"):
        train(Drifting, replace(QUICK, processes=2), tmp_path, on_event=quiet)


@pytest.mark.parametrize(("how", "said"), [("kill", "signal 9"), ("raise", "ZeroDivisionError")])
def test_a_lost_process_ends_the_others(tmp_path: Path, how: str, said: str) -> None:
    with pytest.raises(PartgenError, match=f"process 1 of the training .*{said}"):
        train(partial(Breaking, how=how), replace(QUICK, processes=2), tmp_path, on_event=quiet)


def test_matrices_are_shared_out() -> None:
    model = torch.nn.ModuleDict(
        {
            "table": torch.nn.Embedding(200, 128),
            "narrow": torch.nn.Linear(64, 128),
            **{f"wide{i}": torch.nn.Linear(96 + 32 * i, 128) for i in range(4)},
        }
    )
    names = matrices(model)
    assert names == [f"wide{i}.weight" for i in range(4)]
    flat = Flat(model)
    shared = owners(flat, names, 2)
    assert set(shared) == set(names) and set(shared.values()) == {0, 1}
    flat.values.fill_(2.0)
    assert all(bool((p == 2).all()) for p in model.parameters())
    sum(p.sum() for p in model.parameters()).backward()
    assert flat.grads is not None and float(flat.grads.sum()) == sum(p.numel() for p in model.parameters())
    flat.check()
    model["narrow"].weight.grad = None
    with pytest.raises(PartgenError, match=r"narrow\.weight"):
        flat.check()


def test_wide_convolutions_take_muons_step_as_matrices() -> None:
    model = torch.nn.ModuleDict(
        {
            "wide": torch.nn.Conv2d(16, 32, 3),
            "narrow": torch.nn.Conv2d(16, 8, 3),
            "mixing": torch.nn.Conv2d(64, 48, 1),
            "out": torch.nn.Conv2d(64, 24, 1),
        }
    )
    names = matrices(model)
    assert names == ["wide.weight", "mixing.weight"] and set(owners(Flat(model), names, 2).values()) == {0, 1}
    weight = model["wide"].weight
    before = weight.detach().clone()
    (weight * torch.randn(weight.shape, generator=torch.Generator().manual_seed(3))).sum().backward()
    Muon([weight], lr=0.1, weight_decay=0.0).step()
    move = (weight.detach() - before).flatten(1)
    spread = torch.linalg.svdvals(move)
    assert move.shape == (32, 144) and float(spread.max()) < 1.8 * float(spread.min()), "every direction moves about as far"


# -- what survives


@pytest.mark.parametrize(("processes", "optimiser"), [(1, "adamw"), (2, "muon")])
def test_killed_and_resumed_is_bit_exact(tmp_path: Path, processes: int, optimiser: str) -> None:
    settings = replace(QUICK, steps=40, processes=processes, optimiser=optimiser)
    make = partial(Tiny, side=96)
    killed = script(tmp_path / "killed", steps=40, processes=processes, optimiser=optimiser, side=96, pause=0.05, save_every=0.3)
    after_first_save(tmp_path / "killed", killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    train(make, settings, tmp_path / "whole", on_event=quiet)
    assert 0 < state(tmp_path / "killed").step < 40
    train(make, settings, tmp_path / "killed", resume=True, on_event=quiet)
    one, two = state(tmp_path / "killed"), state(tmp_path / "whole")
    assert one.step == two.step == 40
    assert checkpoint.fingerprint(one) == checkpoint.fingerprint(two)
    lines = [entry["step"] for entry in log(tmp_path / "killed", "log")]
    assert lines == sorted(set(lines))  # steps that were made again are logged once


def test_a_signal_saves_and_stops(tmp_path: Path) -> None:
    process = script(tmp_path / "run", steps=40, processes=2, pause=0.05, save_every=1000.0)
    while not (tmp_path / "run" / "log.jsonl").exists() or not log(tmp_path / "run", "log"):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to all of the processes
    said, _ = process.communicate(timeout=60)
    kept = state(tmp_path / "run")
    assert process.returncode == 0 and said.split() == ["step", str(kept.step), "stopped", "True"]
    assert 0 < kept.step < 40
    settings = replace(QUICK, steps=40)
    two = train(Tiny, settings, tmp_path / "run", resume=True, on_event=quiet)  # and by one process, if need be
    assert two.step == 40 and not two.stopped


def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path) -> None:
    train(Tiny, replace(QUICK, steps=10), tmp_path, on_event=quiet)
    train(Tiny, replace(QUICK, steps=20), tmp_path, resume=True, on_event=quiet)
    newest, older = checkpoint.files(tmp_path / "checkpoints")
    newest.write_bytes(newest.read_bytes()[:-100])
    told: list[dict[str, Any]] = []
    assert train(Tiny, QUICK, tmp_path, resume=True, on_event=told.append).step == 20
    assert sum("damaged" in e.get("text", "") for e in told if e["event"] == "warning") == 1
    assert [entry["step"] for entry in log(tmp_path, "save")] == [10, 20]
    for file in checkpoint.files(tmp_path / "checkpoints"):
        file.unlink()
    write(newest, {"a": torch.zeros(3)})  # of something else
    with pytest.raises(PartgenError, match="no checkpoint of a training"):
        train(Tiny, QUICK, tmp_path, resume=True, on_event=quiet)


def test_a_full_disk_costs_no_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flat = replace(QUICK, cosine_from=1.0)  # its steps are the same, however many there are to be
    train(Tiny, flat, tmp_path / "free", on_event=quiet)
    train(Tiny, replace(flat, steps=10), tmp_path / "full", on_event=quiet)
    put, tries = checkpoint._write, []

    def full(file: Path, *rest: Any) -> None:
        tries.append(file)
        if len(tries) < 4:
            file.write_bytes(b"as far as it got")
            raise OSError(errno.ENOSPC, "No space left on device")
        put(file, *rest)

    monkeypatch.setattr(checkpoint, "_write", full)
    told: list[dict[str, Any]] = []
    train(Tiny, replace(flat, save_every=1e-6), tmp_path / "full", resume=True, on_event=told.append)
    assert [e["text"] for e in told if e["event"] == "warning" and "the disk is full" in e["text"]]
    assert checkpoint.fingerprint(state(tmp_path / "full")) == checkpoint.fingerprint(state(tmp_path / "free"))

    tries.clear()
    monkeypatch.setattr(checkpoint, "_write", lambda *_: full(tmp_path / "part") or tries.clear())
    with pytest.raises(PartgenError, match="disk is full"):
        train(Tiny, replace(flat, steps=25), tmp_path / "full", resume=True, on_event=quiet)
    assert state(tmp_path / "full").step == 20  # the one before is still there
    assert not list((tmp_path / "full" / "checkpoints").glob(".*"))


def test_writes_that_truly_fail_cost_no_training(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    flat = replace(QUICK, cosine_from=1.0)
    train(Tiny, replace(flat, steps=10), tmp_path, on_event=quiet)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    told: list[dict[str, Any]] = []
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))  # the log has room, a checkpoint has not
    try:
        with pytest.raises(PartgenError, match=r"step 20 could not be written.*step-00000010"):
            train(Tiny, replace(flat, save_every=1e-6), tmp_path, resume=True, on_event=told.append)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sum("goes on" in e.get("text", "") for e in told) == 9
    assert state(tmp_path).step == 10


def test_an_export_that_fails_costs_no_training(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    train(partial(Tiny, export_fails_until=15), replace(QUICK, save_every=1e-6), tmp_path / "run", on_event=told.append)
    assert sum("could not be exported" in e.get("text", "") for e in told) == 15
    assert (tmp_path / "run" / "weights" / "tiny.safetensors").is_file()
    with pytest.raises(PartgenError, match=r"step 20 could not be exported.*step-00000020"):
        train(partial(Tiny, export_fails_until=99), QUICK, tmp_path / "late", on_event=quiet)
    train(Tiny, QUICK, tmp_path / "late", resume=True, on_event=quiet)  # nothing is left to do but that
    first, late = (read(tmp_path / name / "weights" / "tiny.safetensors")[0] for name in ("run", "late"))
    assert all(torch.equal(first[name], late[name]) for name in first)


def test_bad_losses_are_skipped_then_end_it(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    train(partial(Tiny, bad_from=3, bad_to=12), QUICK, tmp_path / "a", on_event=told.append)
    assert sum("not finite" in e.get("text", "") for e in told) == 9
    assert all(bool(v.isfinite().all()) for v in state(tmp_path / "a").model.values())
    make = partial(Tiny, bad_from=8, bad_to=99)
    with pytest.raises(PartgenError, match=r"10 steps in a row.* stays"):
        train(make, replace(QUICK, steps=40, save_every=1e-6), tmp_path / "b", on_event=quiet)
    assert all(bool(v.isfinite().all()) for v in state(tmp_path / "b").model.values())


# -- what it refuses


def test_folders_and_settings_of_another_training(tmp_path: Path) -> None:
    train(Tiny, QUICK, tmp_path / "run", on_event=quiet)
    for make, settings, resume, said in (
        (Tiny, QUICK, False, "not empty"),
        (Tiny, replace(QUICK, optimiser="muon"), True, "optimiser is muon but was adamw"),
        (Tiny, replace(QUICK, learning_rate=1.0), True, "learning_rate"),
        (partial(Tiny, side=8), QUICK, True, r"0\.weight is \(32, 8\) there and \(8, 8\) here"),
        (partial(Tiny, name="other"), QUICK, True, "is of tiny, not of other"),
    ):
        with pytest.raises(PartgenError, match=said):
            train(make, settings, tmp_path / "run", resume=resume, on_event=quiet)
    with pytest.raises(PartgenError, match="no training"):
        train(Tiny, QUICK, tmp_path / "nowhere", resume=True, on_event=quiet)


def test_weights_to_start_from(tmp_path: Path) -> None:
    torch.manual_seed(5)
    given = Tiny().model.state_dict()
    given["4.weight"], given["odd"] = torch.zeros(3, 3), torch.zeros(1)
    file = write(tmp_path / "init.safetensors", given)
    told: list[dict[str, Any]] = []
    settings = replace(QUICK, steps=1, learning_rate=1e-12)
    train(Tiny, settings, tmp_path / "run", init=file, on_event=told.append)
    assert torch.allclose(state(tmp_path / "run").model["2.weight"], given["2.weight"])
    (said,) = [e["text"] for e in told if e["event"] == "warning"]
    assert "5 of 6" in said and "4.weight" in said and "odd" in said
    with pytest.raises(PartgenError, match="nothing in"):
        train(Tiny, settings, tmp_path / "other", init=write(tmp_path / "no.safetensors", {"odd": torch.zeros(1)}), on_event=quiet)


@pytest.mark.parametrize(
    ("said", "match"),
    [({}, "how long"), ({"steps": 1, "optimiser": "sgd"}, "adamw, muon"), ({"steps": 1, "ema": 1.0}, "ema"), ({"steps": -1}, "steps")],
)
def test_settings_out_of_range(said: dict[str, Any], match: str) -> None:
    with pytest.raises(PartgenError, match=match):
        TrainSettings(**said)


def test_errors_of_the_data_reach_the_caller() -> None:
    def three() -> Any:
        yield from (1, 2)
        raise KeyError("gone")

    batches = Prefetch(three())
    assert [batches.get()[0], batches.get()[0]] == [1, 2]
    for _ in range(2):
        with pytest.raises(KeyError, match="gone"):
            batches.get()
    batches.close()
    with pytest.raises(PartgenError, match="came to an end"):
        Prefetch(iter(())).get()
