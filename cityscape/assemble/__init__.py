"""Tiles become one scene, and figures say how well they meet."""

from __future__ import annotations

from cityscape.assemble.place import assemble
from cityscape.assemble.soundness import Overlap, TileQuality, quality
from cityscape.assemble.seam import Seam, SeamReport, seams

__all__ = ["Overlap", "Seam", "SeamReport", "TileQuality", "assemble", "quality", "seams"]
