"""Pictures of whole scenes: still, turntable, exploded by parts, part ids."""

from __future__ import annotations

from cityscape.render.scene import QUALITIES, RENDERERS, VIEWS, Rendering, render_scene

__all__ = ["QUALITIES", "RENDERERS", "VIEWS", "Rendering", "render_scene"]
