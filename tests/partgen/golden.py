"""Where the golden vectors are and how to read them.

The folder is ``$PARTGEN_GOLDEN``, else ``../shared/golden`` beside the checkout; without it the tests that need it are
skipped and say so. Each file holds tensors ``in.case.name``, ``out.case.name`` and ``sd.variant.key`` and a JSON header.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

FOLDER = Path(os.environ.get("PARTGEN_GOLDEN") or Path(__file__).resolve().parents[3] / "shared" / "golden")
TOLERANCE = 2e-5  # max|difference| / max|reference|, from the goldens' README


def path(name: str) -> Path:
    """The golden file `name` (with suffix); skips the calling test where it is absent."""
    file = FOLDER / name
    if not file.is_file():
        pytest.skip(f"no golden vectors at {file}: set PARTGEN_GOLDEN to their folder")
    return file


def load(name: str) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """The header and all tensors of ``<name>.safetensors``."""
    from safetensors import safe_open

    with safe_open(path(f"{name}.safetensors"), "pt") as file:
        return json.loads(file.metadata()["meta"]), {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118


def read_json(name: str) -> Any:
    """A golden JSON file: ``ar_traces`` or one of the manifests."""
    return json.loads(path(f"{name}.json").read_text())


def section(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The tensors whose names start with ``prefix.``, under the rest of their names."""
    return {key[len(prefix) + 1 :]: value for key, value in tensors.items() if key.startswith(prefix + ".")}


def cases(tensors: dict[str, Tensor]) -> list[str]:
    """The names of the cases in a file, sorted."""
    return sorted({key.split(".")[1] for key in tensors if key.startswith("in.")})


def error(got: Tensor, want: Tensor) -> float:
    """max|got - want| / max|want|; the shapes must agree."""
    assert got.shape == want.shape, f"shape {tuple(got.shape)}, golden {tuple(want.shape)}"
    return float((got.double() - want.double()).abs().max() / want.double().abs().max().clamp(min=1e-30))


def assert_close(got: Tensor, want: Tensor, what: str = "", *, tolerance: float = TOLERANCE) -> None:
    """Fail, naming `what`, if `got` is further from `want` than `tolerance` (relative to the largest value)."""
    e = error(got, want)
    assert e <= tolerance, f"{what}: relative error {e:.2e} > {tolerance:.0e}"


torch.set_num_threads(1)
