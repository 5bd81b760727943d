"""Checkpoints of a training: its exact state as one safetensors file, which runs no code when read."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from partgen.errors import PartgenError
from partgen.files import whole

_FORMAT = 1
_NAME = re.compile(r"step-(\d{8})\.safetensors")
_FULL = (errno.ENOSPC, errno.EDQUOT)
KEPT = 2


@dataclass
class State:
    """All that a training needs to go on exactly.

    There are no states of random generators: each step seeds them anew from (seed, step, rank).

    Parameters
    ----------
    task : its name; settings : those in force, as a dict.
    step, seconds : how far it is.
    model, ema, optimiser : tensors by name; plain : the optimiser's other values.
    """

    task: str
    settings: dict[str, Any]
    step: int = 0
    seconds: float = 0.0
    model: dict[str, Tensor] = field(default_factory=dict)
    ema: dict[str, Tensor] = field(default_factory=dict)
    optimiser: dict[str, Tensor] = field(default_factory=dict)
    plain: dict[str, Any] = field(default_factory=dict)


class SaveError(PartgenError):
    """A checkpoint that could not be written; those before it are whole."""


def save(state: State, folder: str | Path) -> Path:
    """Write a checkpoint, whole or not at all, and keep the one before it; on a full disk no older one is kept besides."""
    folder = Path(folder)
    file = folder / f"step-{state.step:08d}.safetensors"
    tensors = {f"{part}:{name}": value for part in ("model", "ema", "optimiser") for name, value in getattr(state, part).items()}
    head = {name: getattr(state, name) for name in ("task", "settings", "step", "seconds", "plain")}
    text = json.dumps({"format": _FORMAT, **head}, sort_keys=True)
    try:
        try:
            _put(file, tensors, text)
        except OSError as e:
            if e.errno not in _FULL or not _drop(folder, 1):
                raise
            _put(file, tensors, text)  # in the place of the last but one
    except OSError as e:
        why = "the disk is full" if e.errno in _FULL else f"{e.strerror or e}"
        raise SaveError(f"the checkpoint of step {state.step} could not be written to {folder} ({why})") from None
    _drop(folder, KEPT)
    return file


def _drop(folder: Path, kept: int) -> int:
    """Remove all but the newest checkpoints; how many went."""
    old = files(folder)[kept:]
    with contextlib.suppress(OSError):
        for file in old:
            file.unlink()
    return len(old)


def _put(file: Path, tensors: dict[str, Tensor], head: str) -> None:
    with whole(file) as unfinished:
        _write(unfinished, tensors, head)


def _write(file: Path, tensors: dict[str, Tensor], head: str) -> None:
    """Write safetensors and wait until the disk has them; raises OSError."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    held = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    try:
        save_file(held, file, metadata={"partgen_training": head})
    except SafetensorError as e:  # it wraps the system's errors: "... (os error 28)"
        found = re.search(r"os error (\d+)", str(e))
        raise OSError(int(found[1]) if found else errno.EIO, str(e)) from None
    with open(file, "rb+") as opened:
        os.fsync(opened.fileno())


def files(folder: str | Path) -> list[Path]:
    """Checkpoints in a folder, the newest first, whole or not."""
    folder = Path(folder)
    return sorted((file for file in folder.iterdir() if _NAME.fullmatch(file.name)), reverse=True) if folder.is_dir() else []


def load(file: str | Path) -> State:
    """Read a checkpoint that `save` wrote."""
    from safetensors import SafetensorError, safe_open

    parts: dict[str, dict[str, Tensor]] = {"model": {}, "ema": {}, "optimiser": {}}
    try:
        with safe_open(str(file), "pt") as opened:
            head = json.loads((opened.metadata() or {}).get("partgen_training", "null"))
            if not isinstance(head, dict) or head.pop("format", None) != _FORMAT:
                raise PartgenError(f"{file} is no checkpoint of a training by this version of partgen")
            for path in opened.keys():  # noqa: SIM118
                part, name = path.split(":", 1)
                parts[part][name] = opened.get_tensor(path)
        return State(**head, model=parts["model"], ema=parts["ema"], optimiser=parts["optimiser"])
    except FileNotFoundError:
        raise PartgenError(f"there is no checkpoint at {file}") from None
    except (OSError, SafetensorError, KeyError, TypeError, json.JSONDecodeError) as e:
        raise PartgenError(f"the checkpoint {file} is damaged ({' '.join(str(e).split())})") from None


def latest(folder: str | Path) -> tuple[State, Path, list[str]] | None:
    """The newest checkpoint that is whole.

    Returns
    -------
    (state, file, a line for each newer one that had to be passed over), or None where there is no checkpoint at all.
    """
    said: list[str] = []
    found = files(folder)
    for file in found:
        try:
            return load(file), file, said
        except PartgenError as e:
            said.append(str(e))
    if said:
        raise PartgenError(f"no checkpoint in {folder} can be used: {'; '.join(said)}: train anew in another folder")
    return None


def fingerprint(state: State) -> str:
    """Hexadecimal SHA-256 of model, average and optimiser, by name and bytes."""
    import hashlib

    total = hashlib.sha256()
    for part in (state.model, state.ema, state.optimiser):
        for name in sorted(part):
            total.update(name.encode())
            total.update(part[name].detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data)
    return total.hexdigest()
