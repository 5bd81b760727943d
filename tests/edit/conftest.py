"""A finished scene of boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from boxes import make_scene

from cityscape.store import SceneFolder


@pytest.fixture
def folder(tmp_path: Path) -> SceneFolder:
    """A finished 2x1 scene."""
    return make_scene(tmp_path / "scene")
