"""Tiles become one scene, and figures say how well they meet."""

from __future__ import annotations

from cityscape.assemble.place import assemble
from cityscape.assemble.quality import Overlap, TileQuality, quality
from cityscape.assemble.seams import Seam, SeamReport, seams

__all__ = ["Overlap", "Seam", "SeamReport", "TileQuality", "assemble", "quality", "seams"]
