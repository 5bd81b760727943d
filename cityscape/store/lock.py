"""The lock file that keeps two writers of one scene apart."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Iterator

from cityscape.errors import SceneError
from cityscape.store.disk import write

NAME = ".lock"


@contextmanager
def locked(folder: Path, *, wait: float = 0.0) -> Iterator[bool]:
    """Hold a folder's lock; raises `SceneError` while another living process holds it, after `wait` seconds of asking again.

    The file names the holder's process, its start time and its host. When that process is gone
    (killed, or its number now belongs to a younger process) the lock is stale and is taken over; gives
    whether that happened.
    """
    mine = _me()
    path = folder / NAME
    until = monotonic() + wait
    stale = path.is_file()
    while (holder := _taken(folder, path, mine)) is not None:
        if monotonic() >= until:
            raise SceneError(busy(folder, holder))
        sleep(0.1)
        stale = path.is_file()
    try:
        yield stale
    finally:
        with _guard(folder):
            if _read(path) == mine:
                path.unlink(missing_ok=True)


def holder(folder: Path) -> tuple[dict[str, Any], bool] | None:
    """What a folder's lock says of its holder, and whether that is known to be gone; None where there is no lock."""
    said = _read(folder / NAME)
    if said is None:
        return ({}, True) if (folder / NAME).is_file() else None
    return said, not _alive(said)


def _taken(folder: Path, path: Path, mine: dict[str, Any]) -> dict[str, Any] | None:
    """Take the lock; returns who holds it where that is somebody else."""
    with _guard(folder):
        holder = _read(path)
        if holder is not None and _alive(holder):
            return holder
        write(path, (json.dumps(mine) + "\n").encode())
    return None


def _me() -> dict[str, Any]:
    return {"pid": os.getpid(), "host": socket.gethostname(), "started": _started(os.getpid())}


def _started(pid: int) -> float | None:
    """When a process began, seconds since 1970; None when it is gone."""
    import psutil

    try:
        p = psutil.Process(pid)
        return None if p.status() == psutil.STATUS_ZOMBIE else round(p.create_time(), 2)
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return 0.0


def _read(path: Path) -> dict[str, Any] | None:
    """What the lock file says; None where there is none or nobody can have written it (it is written whole)."""
    try:
        data = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return None
    except OSError as e:
        raise SceneError(f"cannot read the lock {path}: {e.strerror or e}") from e
    return data if isinstance(data, dict) and isinstance(data.get("pid"), int) else None


def _alive(holder: dict[str, Any]) -> bool:
    if holder.get("host") != socket.gethostname():
        return True  # its processes cannot be seen from here
    began = _started(holder["pid"])
    said = holder.get("started")
    return began is not None and (not began or not isinstance(said, (int, float)) or abs(began - said) < 2.0)


def busy(folder: Path, holder: dict[str, Any]) -> str:
    """What to say of a lock whose holder lives."""
    where = "" if holder.get("host") == socket.gethostname() else f" on host {holder.get('host')}"
    ask = f"wait until it ends or stop it{f', or delete {NAME} there when it is surely gone' if where else ''}"
    return f"scene {folder} is being written by process {holder['pid']}{where}: {ask}"


@contextmanager
def _guard(folder: Path) -> Iterator[None]:
    """Look at the lock and change it without another process in between; the system frees it at death."""
    try:
        import fcntl
    except ImportError:  # Windows: two takers of one stale lock within a millisecond are not kept apart
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as e:
        raise SceneError(f"cannot lock {folder}: {e.strerror or e}") from e
    try:
        with suppress(OSError):  # a file system without flock
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
