"""What this machine lends to a run: cores, memory, and how much of it was used."""

from __future__ import annotations

import os
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Variables that keep a worker's libraries on one thread; read when the library is loaded."""

WORKER_BYTES = 700 * 2**20
"""Memory that one worker may need."""


def cores() -> int:
    """Processor cores that this process may use, container limits included."""
    try:
        n = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        n = os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        n = min(n, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no cgroup, or "max"
        pass
    return max(1, n)


def memory() -> tuple[int, int]:
    """Total and available memory in bytes, container limits included."""
    import psutil

    m = psutil.virtual_memory()
    total, available = int(m.total), int(m.available)
    try:
        group = Path("/sys/fs/cgroup")
        limit = int((group / "memory.max").read_text())
        used = int((group / "memory.current").read_text())
        total, available = min(total, limit), min(available, max(0, limit - used))
    except (OSError, ValueError):
        pass
    return total, available


def workers(wanted: int | None, *, tiles: int) -> int:
    """How many workers to use: what is wanted, or as many as cores, memory and tiles allow."""
    if wanted is not None:
        return max(1, min(wanted, tiles))
    if tiles < 3:  # starting a worker costs about as much as a tile
        return 1
    return max(1, min(cores(), tiles, memory()[1] // WORKER_BYTES, 64))
