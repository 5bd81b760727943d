"""Columns of a folder's files, on the device that learns from them; a folder may grow while it is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor

from partgen.errors import PartgenError
from partgen.train import objects

_T = TypeVar("_T")
PATIENCE = 300.0
"""Seconds that an empty folder is waited at which something is being made."""


def moved(record: _T, device: torch.device | str) -> _T:
    """A dataclass of tensors, and of such dataclasses, with its tensors on a device; all else stays as it is."""
    values = {f.name: getattr(record, f.name) for f in fields(record)}  # type: ignore[arg-type]
    for name, v in values.items():
        values[name] = v.to(device) if isinstance(v, Tensor) else moved(v, device) if is_dataclass(v) else v
    return type(record)(**values)


class Growing(Generic[_T]):
    """What a folder's files hold, read file by file and joined.

    Parameters
    ----------
    folder : of training objects. read : a file to its columns, on the CPU. join : columns of many files to one.
    device : where the columns lie. watch : seconds after which new files are looked for; 0: the folder is read once, and must not be empty.
    """

    def __init__(
        self,
        folder: Path,
        read: Callable[[Path], _T],
        join: Callable[[Sequence[_T]], _T],
        *,
        device: torch.device | str = "cpu",
        watch: float = 0,
    ) -> None:
        self.folder, self.device, self.watch = Path(folder), torch.device(device), watch
        self._read, self._join = read, join
        self._known: set[Path] = set()
        self._held: Any = None
        self._thread: threading.Thread | None = None
        self._failed: BaseException | None = None
        self.files = 0
        """How many files are held: another number is other columns."""

    def now(self) -> _T:
        """All columns; where the folder is watched, those of the files that another thread has read by now."""
        if not self.watch:
            if self._held is None:
                self._look(objects.files(self.folder))
        elif self._thread is None:
            self._thread = threading.Thread(target=self._follow, daemon=True, name="growing")
            self._thread.start()
        began = monotonic()
        while self._held is None and self._failed is None:
            if monotonic() - began > PATIENCE:
                raise PartgenError(f"{self.folder} is still empty after {PATIENCE:.0f} seconds: make objects with 'cityscape train data'")
            sleep(0.1)
        if self._failed is not None:
            raise self._failed
        return self._held  # type: ignore[no-any-return]

    def _follow(self) -> None:
        """Looks for new files again and again; one that is damaged is passed over, whoever makes it may mend it."""
        try:
            while True:
                self._look(sorted(self.folder.glob("objects-*.safetensors")))
                sleep(self.watch if self._held is not None else 0.2)
        except BaseException as e:
            self._failed = e

    def _look(self, found: Sequence[Path]) -> None:
        new: list[_T] = []
        for file in found:
            if file in self._known:
                continue
            try:
                new.append(moved(self._read(file), self.device))
            except PartgenError:
                if not self.watch:
                    raise
                continue
            self._known.add(file)
        if new:
            self._held = self._join([*([] if self._held is None else [self._held]), *new])
            self.files = len(self._known)
            if self.device.type == "cuda":  # what is outgrown would stay with this process, and others share the device
                torch.cuda.empty_cache()
