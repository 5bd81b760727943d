"""One small real city, made once by the command line, and a way to call it. Paintings are small."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.calling import Result, call, called  # noqa: F401  (call is a fixture)
from tests.painting import small


@pytest.fixture(scope="session")
def city(tmp_path_factory) -> tuple[Path, Result]:
    """A 2x1 city of small tiles, and what its making printed."""
    place = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch:
        small(patch)
        result = called(
            "generate", "a quiet suburb", "--grid", "2x1", "--tile-size", "20", "--sculptor", "exact", "--no-render", "--json", cwd=place
        )
    return place / "a-quiet-suburb", result


@pytest.fixture(autouse=True)
def small_paintings(monkeypatch) -> None:
    """What tests make anew looks like what the city was made of."""
    small(monkeypatch)


@pytest.fixture
def scene(city, tmp_path) -> Path:
    """A copy of the city, to be damaged."""
    return Path(shutil.copytree(city[0], tmp_path / "scene"))
