"""Where a training begins: weights that are there already, as one file that fits the model that is trained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from partgen import checkpoint
from partgen.errors import PartgenError

PREFIXES = {"dit": "dit.", "image": "image.dino.", "labels": "labels."}
"""File of a weights folder -> what its names begin with in the model that the core's training holds."""


def vae_file(given: Path) -> Path:
    """The shape VAE: the file itself, or the one in a weights folder or in the folder of its training."""
    tried = [given, given / "vae.safetensors", given / "weights" / "vae.safetensors"]
    found = next((file for file in tried if file.is_file()), None)
    if found is None:
        raise PartgenError(f"there is no shape VAE at {given}: give a vae.safetensors, or the folder of a finished 'train vae'")
    return found


@contextmanager
def core_start(given: Path | None) -> Iterator[Path | None]:
    """A file for ``init`` of the core's training: a folder's dit, image and labels files are joined for as long as the block runs."""
    if given is None or given.is_file():
        yield given
        return
    folder = given / "weights" if (given / "weights").is_dir() else given
    files = {role: folder / f"{role}.safetensors" for role in PREFIXES}
    if not files["dit"].is_file():
        raise PartgenError(f"there are no weights to start from at {given}: give a weights folder with dit.safetensors, or one file")
    tensors = {
        prefix + name: value
        for role, prefix in PREFIXES.items()
        if files[role].is_file()
        for name, value in checkpoint.read(files[role])[0].items()
    }
    with TemporaryDirectory(prefix="partgen-init-") as place:
        yield checkpoint.write(Path(place) / "init.safetensors", tensors, noted={"kind": "core"})
