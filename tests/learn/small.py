"""Quick ways to make training objects, and to call the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch

import cityscape
from cityscape.learn import models, tiles
from partgen.train.objects import Objects

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(cityscape.__file__).parent.parent), "OMP_NUM_THREADS": "1"}
COMMAND = (sys.executable, "-m", "cityscape", "train")
SIZES: dict[str, Any] = {"fine_picture": 96, "picture": 48, "cloud": 96, "query": 96, "seen": 64, "near": 64, "shell": 256}
WORLD = tiles.Recipe(reuse=1, **SIZES)
MODEL = models.Recipe(views=1, **SIZES)


def same(a: Objects, b: Objects) -> bool:
    """Whether all columns are equal, byte for byte."""
    return all(equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(Objects))


def equal(a: torch.Tensor, b: torch.Tensor) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.contiguous().numpy().tobytes() == b.contiguous().numpy().tobytes()
