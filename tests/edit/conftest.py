"""The hand-made town as a file and as an imported scene, and a way to call commands in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from boxes import make_scene
from models import town, write

from cityscape.edit.importing import import_scene
from cityscape.store import SceneFolder
from tests.calling import call  # noqa: F401  (a fixture)


@pytest.fixture(scope="session")
def town_glb(tmp_path_factory) -> Path:
    return write(town(), tmp_path_factory.mktemp("foreign") / "town.glb")


@pytest.fixture(scope="session")
def town_scene(town_glb, tmp_path_factory) -> Path:
    """The town cut into tiles of 20 m."""
    out = tmp_path_factory.mktemp("imported") / "town"
    import_scene(town_glb, out, tile_size=20, licence="CC0")
    return out


@pytest.fixture
def folder(tmp_path: Path) -> SceneFolder:
    """A finished 2x1 scene of boxes."""
    return make_scene(tmp_path / "scene")
