"""From a finished run to weights that go with the package: half precision, named, hashed, with a card that says what they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from partgen import checkpoint, weights
from partgen.errors import PartgenError
from partgen.files import whole

LARGEST = 16 * 2**20
"""No file of embedded weights is larger, bytes."""
TOGETHER = 45 * 2**20
"""All of them together are not larger, bytes."""
HASHES = "sha256.json"
ROLES = ("vae", "dit", "image", "labels", "depth", "groups")


def ship(run: Path, out: Path, *, name: str = weights.EMBEDDED, card: Mapping[str, Any] | None = None) -> list[Path]:
    """Write the weights of a folder (``vae``, ``dit``, ``image``, ``labels``, ``depth``, ``groups``, each if it is there) as float16 files.

    Parameters
    ----------
    run : folder of exported weights with its ``config.json``. out : folder of the package's weights; what is not in `run` stays.
    name : the files' prefix. card : figures and provenance that go into the configuration's record.

    Returns
    -------
    The files written; ``sha256.json`` has the hashes of all.

    Raises
    ------
    PartgenError : nothing to ship, or files too large for a package.
    """
    made: list[Path] = []
    for role in ROLES:
        source = next((f for f in (run / f"{role}.safetensors", run / f"{weights.EMBEDDED}-{role}.safetensors") if f.is_file()), None)
        if source is None:
            continue
        tensors, noted = checkpoint.read(source)
        half = {k: v.to(torch.float16) if v.is_floating_point() else v for k, v in tensors.items()}
        bad = [k for k, v in half.items() if v.is_floating_point() and not torch.isfinite(v).all()]
        if bad:
            raise PartgenError(f"{source} does not fit into half precision: {bad[0]} is not finite")
        file = out / f"{name}-{role}.safetensors"
        checkpoint.write(file, half, noted={**noted, "licence": "Apache-2.0"})
        if file.stat().st_size > LARGEST:
            raise PartgenError(f"{file} has {file.stat().st_size:,} bytes: more than {LARGEST:,} do not belong into a package")
        made.append(file)
    if not made:
        raise PartgenError(f"{run} has no weights to ship (vae, dit, image, labels, depth or groups .safetensors)")
    if (run / weights.CONFIG).is_file():
        config, sampler, _ = weights.read_config(run / weights.CONFIG)
        said = {
            "weights": name,
            "source": "trained by this project on its own procedural world",
            "licence": "Apache-2.0",
            "commercial": True,
        }
        weights.write_config(out / weights.CONFIG, config, sampler=sampler, provenance={**said, **(card or {})})
    everything = sorted(out.glob(f"{name}-*.safetensors"))
    if (total := sum(f.stat().st_size for f in everything)) > TOGETHER:
        raise PartgenError(f"the weights in {out} have {total:,} bytes together: more than {TOGETHER:,} do not belong into a package")
    with whole(out / HASHES) as unfinished:
        unfinished.write_text(json.dumps({f.name: checkpoint.sha256(f) for f in everything}, indent=1) + "\n")
    return made
