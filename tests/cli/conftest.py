"""One small real city, made once by the command line, and a way to call it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import cityscape
from cityscape.cli import main

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(cityscape.__file__).parent.parent)}


@dataclass
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys):
    """Run a command in this process: `call("info", folder)`."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Result(stop.value.code, out, err)

    return run


def process(*arguments: object, cwd: Path) -> Result:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "cityscape", *(str(a) for a in arguments)]
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=300)
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def city(tmp_path_factory) -> tuple[Path, Result]:
    """A 2x1 city of small tiles, and what its making printed."""
    place = tmp_path_factory.mktemp("city")
    result = process("generate", "a quiet suburb", "--grid", "2x1", "--tile-size", "20", "--no-render", "--json", "--workers", 1, cwd=place)
    return place / "a-quiet-suburb", result


@pytest.fixture
def scene(city, tmp_path) -> Path:
    """A copy of the city, to be damaged."""
    return Path(shutil.copytree(city[0], tmp_path / "scene"))
