"""A finished scene of toys, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from toys import make_plan, make_tile

from cityscape.store import SceneFolder, Settings
from cityscape.world.plan import Plan


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture(scope="session")
def toy_scene(tmp_path_factory) -> Path:
    """A finished 2x2 scene, to be copied."""
    plan = make_plan()
    f = SceneFolder.create(tmp_path_factory.mktemp("toys") / "scene", plan, Settings(options={"a": 1}))
    with f.lock():
        for cell in plan.cells:
            f.write_tile(make_tile(plan, cell))
    return f.path


@pytest.fixture
def folder(toy_scene, tmp_path) -> SceneFolder:
    """A copy of it, to be worked on."""
    return SceneFolder.open(shutil.copytree(toy_scene, tmp_path / "scene"))
