"""A worker process: tiles to make come in by standard input, news go out by standard output, both pickled.

Started by `cityscape.run.pool` as ``python -m cityscape.run.worker`` with one thread per library. It
ends when its input ends, which happens by itself when the parent dies, however that dies.
"""

from __future__ import annotations

import os
import pickle
import queue
import threading
import traceback
from typing import Any, BinaryIO


def main() -> None:
    """Serve until told to stop."""
    inbox = os.fdopen(os.dup(0), "rb")
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what libraries print must not mix with the messages
    tasks: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_listen, args=(inbox, tasks), daemon=True).start()
    try:
        _serve(tasks, outbox)
    except BrokenPipeError:  # the parent is gone
        pass
    except BaseException as e:
        _send(outbox, ("error", _portable(e), traceback.format_exc()))
    os._exit(0)


def _listen(inbox: BinaryIO, tasks: queue.Queue[Any]) -> None:
    while True:
        try:
            tasks.put(pickle.load(inbox))
        except (EOFError, OSError):
            os._exit(1)  # nobody waits for what is being made
        except BaseException as e:  # a task that cannot be understood, such as a painter defined in a script
            tasks.put(e)


def _serve(tasks: queue.Queue[Any], outbox: BinaryIO) -> None:
    from cityscape.run.stages import make_tile
    from cityscape.store import SceneFolder
    from partgen.memory import peak

    start = tasks.get()
    if isinstance(start, BaseException):
        raise start
    plan, crew, path = start
    crew = crew.hired()
    folder = SceneFolder.open(path) if path is not None else None
    while True:
        task = tasks.get()
        if isinstance(task, BaseException):
            raise task
        cell, paintings, finished, seed, reserved = task
        tile, done = make_tile(
            plan,
            cell,
            crew,
            paintings=paintings,
            finished=finished,
            folder=folder,
            stage=lambda s, c=cell: _send(outbox, ("stage", c, s)),  # type: ignore[misc]
            seed=seed,
            reserved=reserved,
        )
        _send(outbox, ("done", done, tile if folder is None else None, peak()))


def _send(outbox: BinaryIO, message: tuple[Any, ...]) -> None:
    pickle.dump(message, outbox, protocol=5)
    outbox.flush()


def _portable(e: BaseException) -> BaseException:
    try:
        pickle.loads(pickle.dumps(e))
        return e
    except Exception:
        return RuntimeError(f"{type(e).__name__}: {e}")


if __name__ == "__main__":
    main()
