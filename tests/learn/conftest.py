"""Calling `cityscape train` in this process, and objects and a trained shape VAE made with it once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from tests.calling import Result, called

torch.set_num_threads(1)


def train(*arguments: object) -> Result:
    """Run a command to its end: ``train("vae", "--data", folder)``."""
    return called("train", *arguments)


@pytest.fixture(scope="session")
def call():
    return train


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Objects of two worlds."""
    folder = tmp_path_factory.mktemp("learn") / "data"
    done = train("data", "--out", folder, "--seeds", 2, "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert said["objects"] == 6 and said["files"] == len(list(folder.iterdir())) == 1
    return folder


@pytest.fixture(scope="session")
def shapes(data: Path) -> Path:
    """A tiny shape VAE after about a minute."""
    out = data.parent / "vae"
    options = ("--steps", 160, "--parts", 8, "--wholes", 4, "--learning-rate", 4e-3, "--warmup", 20, "--ema", 0.98, "--log-every", 10)
    done = train("vae", "--config", "tiny", "--data", data, "--probe", data, "--out", out, *options, "--json", "--quiet")
    assert done.code == 0 and not done.err, done.err
    assert json.loads(done.out)["step"] == 160
    return out
