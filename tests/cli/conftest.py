"""One small real city, made once by the command line, and a way to call it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shell import Result, process

from tests.calling import call  # noqa: F401  (a fixture)


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
