"""Two writers are kept apart; a dead one stands in nobody's way."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from cityscape.errors import SceneError
from cityscape.store import SceneFolder

HOLD = """
import sys, time
from cityscape.store import SceneFolder
with SceneFolder.open(sys.argv[1]).lock():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(folder):
    """Another process that holds the lock."""
    p = subprocess.Popen([sys.executable, "-c", HOLD, str(folder.path)], stdout=subprocess.PIPE, text=True)
    assert p.stdout.readline() == "held\n"
    yield p
    p.kill()
    p.wait()
    p.stdout.close()


def test_a_living_holder_is_respected(folder, holder):
    before = (folder.path / ".lock").read_bytes()
    with pytest.raises(SceneError, match=f"written by process {holder.pid}: wait"), folder.lock():
        pytest.fail("two writers")
    assert (folder.path / ".lock").read_bytes() == before


def test_a_killed_holder_is_taken_over_and_cleaned_up(folder, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    (folder.assets / ".tmp-1-half.png").write_bytes(b"half")
    (folder.path / ".tmp-1-scene.json").write_bytes(b"half")
    assert (folder.path / ".lock").exists()
    with folder.lock():
        assert json.loads((folder.path / ".lock").read_text())["pid"] == os.getpid()
    assert not list(folder.path.rglob(".*"))


def test_a_zombie_holds_nothing(folder, holder):
    holder.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet waited for
    with folder.lock():
        pass


def test_one_process_holds_it_once(folder):
    with folder.lock(), pytest.raises(SceneError, match="being written"), SceneFolder.open(folder.path).lock():
        pytest.fail("two writers")
    with folder.lock():
        pass


def test_a_process_number_used_again_is_another_process(folder):
    me = {"pid": os.getpid(), "host": socket.gethostname(), "started": 1000.0}
    (folder.path / ".lock").write_text(json.dumps(me))
    with folder.lock():
        pass


def test_another_host_is_asked_about(folder):
    (folder.path / ".lock").write_text(json.dumps({"pid": 1, "host": "elsewhere", "started": 1.0}))
    with pytest.raises(SceneError, match=r"on host elsewhere.*delete .lock"), folder.lock():
        pytest.fail("two writers")


def test_a_lock_that_says_nothing_is_stale(folder):
    for text in ("", "{", "[]", '{"pid": "x"}'):
        (folder.path / ".lock").write_text(text)
        with folder.lock():
            pass


def test_the_lock_goes_when_the_work_fails(folder):
    with pytest.raises(RuntimeError), folder.lock():
        raise RuntimeError
    assert not (folder.path / ".lock").exists()
