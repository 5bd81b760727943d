"""Several processes that make files: each does its share and tells of every file; none outlives its parent."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing import connection, get_context, parent_process
from typing import Any

from cityscape.errors import CityscapeError
from partgen.errors import PartgenError

Share = Callable[..., Any]
"""Called with rank=, world= and each=, a callback that is given whatever a worker tells."""


def work(share: Share, workers: int, each: Callable[[Any], None]) -> None:
    """Run ``share(rank=r, world=workers, each=...)`` for every r below `workers`, in processes of their own where that is more than one.

    share : picklable. each : told in this process what the shares tell.

    Raises
    ------
    CityscapeError, PartgenError : as a share raised them. CityscapeError : a process that died.
    """
    if workers == 1:
        share(rank=0, world=1, each=each)
        return
    context = get_context("spawn")
    pipes = {}
    try:
        for rank in range(workers):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_serve, args=(share, rank, workers, theirs), daemon=True)
            process.start()
            theirs.close()
            pipes[ours] = process
        left = dict(pipes)
        while left:
            for ready in connection.wait(list(left)):
                assert isinstance(ready, connection.Connection)
                try:
                    kind, said = ready.recv()
                except EOFError:
                    left[ready].join(10)
                    code = left[ready].exitcode
                    why = "the system may have run out of memory" if code == -9 else "see the lines above"
                    raise CityscapeError(f"a worker died with code {code} ({why}): what is finished is kept, use fewer workers") from None
                if kind == "error":
                    raise said
                if kind == "done":
                    del left[ready]
                else:
                    each(said)
    finally:
        for ours, process in pipes.items():
            process.kill()
            process.join()
            ours.close()


def _serve(share: Share, rank: int, world: int, pipe: connection.Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    leave_with_parent()
    if "torch" in sys.modules:  # came with the share
        sys.modules["torch"].set_num_threads(1)
    try:
        share(rank=rank, world=world, each=lambda said: pipe.send(("told", said)))
        pipe.send(("done", None))
    except (CityscapeError, PartgenError) as e:
        pipe.send(("error", e))
    except BrokenPipeError:
        pass
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def leave_with_parent() -> None:
    """From now on this process ends when the one that started it does, however that ends; for processes of multiprocessing."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
