"""A finished scene of toys."""

from __future__ import annotations

import pytest
from toys import make_plan, make_tile

from cityscape.store import SceneFolder, Settings
from cityscape.world.plan import Plan


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def folder(tmp_path, plan) -> SceneFolder:
    """A finished 2x2 scene."""
    f = SceneFolder.create(tmp_path / "scene", plan, Settings(options={"a": 1}))
    with f.lock():
        for cell in plan.cells:
            f.write_tile(make_tile(plan, cell))
    return f
