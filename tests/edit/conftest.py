"""The hand-made town as a file and as an imported scene, and a way to call commands in this process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from models import town, write

from cityscape.cli import main
from cityscape.edit.importing import import_scene


@dataclass
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys):
    def run(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Result(stop.value.code, out, err)

    return run


@pytest.fixture(scope="session")
def town_glb(tmp_path_factory) -> Path:
    return write(town(), tmp_path_factory.mktemp("foreign") / "town.glb")


@pytest.fixture(scope="session")
def town_scene(town_glb, tmp_path_factory) -> Path:
    """The town cut into tiles of 20 m."""
    out = tmp_path_factory.mktemp("imported") / "town"
    import_scene(town_glb, out, tile_size=20, licence="CC0")
    return out
