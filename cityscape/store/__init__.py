"""Scenes on disk."""

from __future__ import annotations

from cityscape.store.folder import SceneFolder
from cityscape.store.pictures import settled
from cityscape.store.records import Settings

__all__ = ["SceneFolder", "Settings", "settled"]
