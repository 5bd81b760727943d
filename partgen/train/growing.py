"""Columns of a folder's files, on the device that learns from them; a folder may grow while it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
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
    """A dataclass of tensors with its tensors on a device; what is no tensor stays as it is."""
    values = {f.name: getattr(record, f.name) for f in fields(record)}  # type: ignore[arg-type]
    return type(record)(**{name: v.to(device) if isinstance(v, Tensor) else v for name, v in values.items()})


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
        self._looked = -float("inf")
        self.files = 0
        """How many files are held: another number is other columns."""

    def now(self) -> _T:
        """All columns; a file that is being made or was damaged is left for later where the folder is watched."""
        if self._held is None or (self.watch and monotonic() - self._looked >= self.watch):
            self._look()
            began = monotonic()
            while self._held is None:
                if monotonic() - began > PATIENCE:
                    raise PartgenError(
                        f"{self.folder} is still empty after {PATIENCE:.0f} seconds: make training objects with 'cityscape train data'"
                    )
                sleep(0.5)
                self._look()
        return self._held  # type: ignore[no-any-return]

    def _look(self) -> None:
        found = sorted(self.folder.glob("objects-*.safetensors")) if self.watch else objects.files(self.folder)
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
        self._looked = monotonic()
