"""Small paintings where a test is about something else: a picture of full size costs more than all the rest of a tile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cityscape.paint.procedural import ProceduralPainter


def small(patch: pytest.MonkeyPatch) -> None:
    """Let the procedural painter paint 128 pixels across with a ray each, whatever it is told, in this process."""
    portrait = ProceduralPainter.portrait
    quick = {"size": 128, "samples": 1, "ambient_occlusion": 0}
    patch.setattr(ProceduralPainter, "portrait", lambda self, *a, **k: portrait(replace(self, **quick), *a, **k))
