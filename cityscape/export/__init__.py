"""Files for other programs."""

from __future__ import annotations

from cityscape.export.glb import ExportReport, export_glb, node_name, tile_name

__all__ = ["ExportReport", "export_glb", "node_name", "tile_name"]
