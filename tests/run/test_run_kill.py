"""Death at any moment leaves a valid folder; `resume` ends where an uninterrupted run ends, and makes nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from crew import Brush, Chisel
from driver import SmallPainter, begin
from test_run_graph import files
from toys import make_plan

import cityscape
from cityscape.errors import SceneError
from cityscape.run import TileStarted, generate, resume
from cityscape.store import SceneFolder

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(cityscape.__file__).parent.parent), str(HERE)])}


def start(folder: Path, workers: int) -> subprocess.Popen:
    command = [sys.executable, str(HERE / "driver.py"), str(folder), str(workers)]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(p: subprocess.Popen) -> list[str]:
    out, err = p.communicate(timeout=300)
    assert p.returncode == 0, err
    return out.splitlines()


def identity(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of the files of finished tiles."""
    scene = SceneFolder.open(folder)
    names = [f"tiles/{c[0]}_{c[1]}.json" for c in scene.done()] + [f"assets/{n}" for c in scene.done() for n in scene.assets_of(c)]
    return {n: ((folder / n).stat().st_ino, (folder / n).stat().st_mtime_ns) for n in names}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[dict[str, str], int]:
    """Files of an uninterrupted run with one worker, in this process, and how many events it told."""
    folder, events = tmp_path_factory.mktemp("whole") / "scene", []
    begin(folder, workers=1, progress=events.append)
    return files(folder), len(events)


def test_two_workers_make_the_same_files(whole, tmp_path):
    finish(start(tmp_path / "s", 2))
    assert files(tmp_path / "s") == whole[0]


@pytest.mark.slow
@pytest.mark.parametrize("k", range(4))
def test_killed_at_random_moments_of_a_real_run(whole, tmp_path, k):
    """Begun by one worker or two, gone on with by one or two, in another process."""
    chance = random.Random(k)
    workers = 1 + k % 2
    folder = tmp_path / "scene"
    p = start(folder, workers)
    for _ in range(chance.randint(1, whole[1] - 2)):
        assert p.stdout.readline()
    time.sleep(chance.random() * 0.3)
    p.kill()
    p.communicate()
    scene = SceneFolder.open(folder)
    assert scene.verify() == []
    before, events = identity(folder), []
    resume(folder, painter=SmallPainter(), workers=1 + k // 2, progress=events.append)
    made = [e for e in events if isinstance(e, TileStarted)]
    assert len(made) == 4 - len([n for n in before if n.startswith("tiles")])
    assert files(folder) == whole[0]
    after = identity(folder)
    assert {n: after[n] for n in before} == before


def _die_at(n: int, work) -> bool:
    """Do `work` in a forked process that dies at its n-th step towards the disk; True when it lived."""
    child = os.fork()
    if child == 0:
        count = 0
        real = {name: getattr(os, name) for name in ("fsync", "replace", "mkdir", "open", "unlink")}

        def counting(name):
            def step(*a, **k):
                nonlocal count
                count += 1
                if count == n:
                    os._exit(9)
                return real[name](*a, **k)

            return step

        for name in real:
            setattr(os, name, counting(name))
        try:
            work()
        finally:
            os._exit(0 if count < n else 9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_death_at_every_single_step_towards_the_disk(tmp_path):
    plan, crew = make_plan(2, 1), {"painter": Brush(wants_paintings=True), "sculptor": Chisel()}
    generate(plan=plan, out=tmp_path / "whole", workers=1, **crew)
    want = files(tmp_path / "whole")
    n, before_scene, kept = 0, 0, set()
    while True:
        n += 1
        folder = tmp_path / f"s{n}"
        if _die_at(n, lambda folder=folder: generate(plan=plan, out=folder, workers=1, **crew)):
            break
        try:
            scene = SceneFolder.open(folder)
        except SceneError:  # dead before scene.json stood: the same command begins anew
            before_scene += 1
            generate(plan=plan, out=folder, workers=1, **crew)
        else:
            assert scene.verify() == []
            kept.add(len(scene.done()))
            identical = identity(folder)
            resume(folder, workers=1, **crew)
            assert {k: v for k, v in identity(folder).items() if k in identical} == identical
        assert files(folder) == want, f"step {n}"
    assert n > 30 and before_scene > 2 and kept == {0, 1, 2}


def _gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=20)[1]


def test_workers_end_with_a_killed_parent(tmp_path):
    p = start(tmp_path / "s", 2)
    while not p.stdout.readline().startswith("StageStarted"):
        pass
    workers = psutil.Process(p.pid).children(recursive=True)
    assert len(workers) == 2
    p.kill()
    p.communicate()
    assert _gone(workers)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_everything_and_frees_the_lock(tmp_path, workers):
    folder = tmp_path / "s"
    p = start(folder, workers)
    while not p.stdout.readline().startswith("StageStarted"):
        pass
    others = psutil.Process(p.pid).children(recursive=True)
    p.send_signal(signal.SIGINT)
    p.communicate(timeout=60)
    assert p.returncode != 0 and _gone(others)
    assert not (folder / ".lock").exists() and SceneFolder.open(folder).verify() == []


def test_two_runs_on_one_folder_are_kept_apart(tmp_path):
    folder = tmp_path / "s"
    p = start(folder, 1)
    while not p.stdout.readline().startswith("StageStarted"):
        pass
    try:
        with pytest.raises(SceneError, match=f"written by process {p.pid}"):
            resume(folder, painter=Brush(name="small"))
    finally:
        p.kill()
        p.communicate()
