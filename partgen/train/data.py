"""Batches, made a few ahead in a thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from time import perf_counter
from typing import Any

import torch
from torch import Tensor

from partgen.errors import PartgenError

DEPTH = 3
_END = object()


class Prefetch:
    """Runs an iterator in a thread, at most `depth` batches ahead.

    `get` returns (batch, seconds waited for it); what the iterator raises, `get` raises.
    """

    def __init__(self, batches: Iterator[Any], *, depth: int = DEPTH) -> None:
        self._queue: queue.Queue[tuple[Any, BaseException | None]] = queue.Queue(depth)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._fill, args=(batches,), daemon=True, name="batches")
        self._thread.start()

    def _fill(self, batches: Iterator[Any]) -> None:
        error: BaseException | None = None
        try:
            for batch in batches:
                if not self._put((batch, None)):
                    return
        except BaseException as e:
            error = e
        self._put((_END, error))

    def _put(self, item: tuple[Any, BaseException | None]) -> bool:
        while not self._closed.is_set():
            try:
                self._queue.put(item, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def get(self) -> tuple[Any, float]:
        """The next batch, and how long it was waited for."""
        began = perf_counter()
        batch, error = self._queue.get()
        if batch is _END:
            self._queue.put((_END, error))
            if error is not None:
                raise error
            raise PartgenError("the batches came to an end before the training: a task's batches must go on for ever")
        return batch, perf_counter() - began

    def close(self) -> None:
        """Stop the thread, after the batch that it is making."""
        self._closed.set()
        while True:
            try:
                self._queue.get_nowait()
            except queue.Empty:
                break
        self._thread.join(5)


def to_device(batch: Any, device: torch.device) -> Any:
    """A batch with its tensors on `device`; mappings, lists and tuples are gone through, all else stays as it is."""
    if isinstance(batch, Tensor):
        return batch.to(device, non_blocking=True)
    if isinstance(batch, Mapping):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, device) for value in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch
