"""Tiles become one scene, and figures say how well they meet."""

from __future__ import annotations

from cityscape.assemble.place import assemble
from cityscape.assemble.seam import Seam, SeamReport, seams
from cityscape.assemble.soundness import Overlap, TileQuality, quality

__all__ = ["Overlap", "Seam", "SeamReport", "TileQuality", "assemble", "quality", "seams"]
