"""Where the shipped `prompts/` and `layouts/` lie: inside an installed wheel, or beside a checkout's packages."""

from __future__ import annotations

from pathlib import Path


def resource(*parts: str) -> Path:
    """Path of a shipped file or folder, e.g. ``resource("prompts", "themes")``."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "data", package.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"the installation lacks {'/'.join(parts)}: install cityscape again")
