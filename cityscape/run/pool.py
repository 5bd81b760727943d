"""Worker processes: fresh interpreters with one thread each, that end with their parent.

They are started as programs of their own and not through `multiprocessing`, whose workers read the
parent's main script again (so that a script needs a guard) and outlive a killed parent.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from cityscape.errors import CityscapeError
from cityscape.run.machine import THREADS
from cityscape.run.stages import Crew
from cityscape.world.brief import Outline, Side
from cityscape.world.painting import Painting
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell


class Pool:
    """`count` workers on one plan; a context manager, that ends them when it is left."""

    def __init__(self, count: int, plan: Plan, crew: Crew, folder: Path | None) -> None:
        self._news: queue.Queue[tuple[int, tuple[Any, ...]]] = queue.Queue()
        self._workers: list[subprocess.Popen[bytes]] = []
        self.idle = list(range(count))
        self.busy: set[int] = set()
        self.peaks = [0] * count
        try:
            start = pickle.dumps((plan, crew, folder.resolve() if folder else None), protocol=5)
        except Exception as e:
            raise CityscapeError(f"this painter or sculptor cannot be sent to worker processes ({e}): use workers=1") from e
        environment = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": os.pathsep.join(p or os.getcwd() for p in sys.path)}
        try:
            for k in range(count):
                p = subprocess.Popen(
                    [sys.executable, "-m", "cityscape.run.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=environment,
                    start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
                )
                self._workers.append(p)
                threading.Thread(target=self._listen, args=(k,), daemon=True).start()
                self._send(k, start)
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def start(
        self,
        cell: Cell,
        paintings: dict[Side, Painting],
        finished: dict[Cell, tuple[Thing, ...]],
        seed: int | None = None,
        reserved: tuple[Outline, ...] = (),
    ) -> int:
        """Give a tile to an idle worker; returns the worker's number. `seed` and `reserved` are those of `make_tile`."""
        k = self.idle.pop(0)
        self.busy.add(k)
        self._send(k, pickle.dumps((cell, paintings, finished, seed, reserved), protocol=5))
        return k

    def news(self) -> tuple[Any, ...]:
        """Wait for the next message: ('stage', cell, stage) or ('done', TileDone, tile or None, peak memory).

        A worker's exception is raised here.
        """
        k, message = self._news.get()
        if message[0] != "stage":
            self.busy.discard(k)
        if message[0] == "error":
            _, error, trace = message
            raise error from (None if isinstance(error, CityscapeError) else WorkerTraceback(trace))
        if message[0] == "gone":
            code = self._workers[k].wait()
            why = "the system may have run out of memory" if code == -9 else "see the lines above"
            raise CityscapeError(f"worker process {k} died with code {code} ({why}): finished tiles are kept, use fewer workers to go on")
        if message[0] == "done":
            self.idle.append(k)
            self.idle.sort()
            self.peaks[k] = message[3]
        return message

    def _send(self, k: int, data: bytes) -> None:
        pipe = self._workers[k].stdin
        assert pipe is not None
        with suppress(OSError):  # the listener tells that it is gone, and why
            pipe.write(data)
            pipe.flush()

    def _listen(self, k: int) -> None:
        pipe = self._workers[k].stdout
        assert pipe is not None
        while True:
            try:
                message = pickle.load(pipe)
            except Exception:
                self._news.put((k, ("gone",)))
                return
            self._news.put((k, message))
            if message[0] == "error":
                return

    def _end(self) -> None:
        for p in self._workers:
            p.kill()
        for p in self._workers:
            p.wait()
            if p.stdin is not None:
                with suppress(OSError):
                    p.stdin.close()


class WorkerTraceback(Exception):
    """The traceback of an error in a worker, as text."""

    def __str__(self) -> str:
        return "\n" + str(self.args[0])
