"""What all tests share: a machine of one core, where files are written, and which tests come first."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cityscape.run.machine import THREADS

MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30
"""Bytes that must be free there."""

for name in THREADS:  # libraries read them when they are loaded, so this comes before any test file
    os.environ.setdefault(name, "1")

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
settings.load_profile("patient")


def pytest_configure() -> None:
    """Keep temporary folders in memory, where there is some: every file of a scene waits for its disk, and tests write very many."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, those of few tests last: processes are dealt one file after the other, so the last should be short."""
    slow = {i.path for i in items if i.get_closest_marker("slow")}
    count = Counter(i.path for i in items)
    items.sort(key=lambda i: (i.path not in slow, -count[i.path]))


@pytest.fixture(scope="session", autouse=True)
def one_core() -> Iterator[None]:
    """By default a run works in the test's own process: a worker costs seconds to start, and tests of workers ask for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cityscape.run.machine.cores", lambda: 1)
        yield
