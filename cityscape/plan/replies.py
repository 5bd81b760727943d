"""Replies of a language model, kept by what was asked, so that a run can be repeated without its server."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from partgen.files import whole


def default_folder() -> Path:
    """The user's own cache folder: $CITYSCAPE_CACHE, else where this system keeps such things."""
    if own := os.environ.get("CITYSCAPE_CACHE"):
        return Path(own) / "llm"
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = str(Path.home() / "Library" / "Caches")
    else:
        root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "cityscape" / "llm"


def key_of(model: str, messages: list[dict[str, str]], schema: dict[str, Any]) -> str:
    """The name of a reply: SHA-256 of model, messages and schema; address and key of the server are no part of it."""
    asked = json.dumps([model, messages, schema], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def recall(folder: Path | None, key: str) -> str | None:
    """The text of a kept reply; None where there is none, or none that can be read."""
    if folder is None:
        return None
    try:
        held = json.loads((folder / key[:2] / f"{key}.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    text = held.get("text") if isinstance(held, dict) else None
    return text if isinstance(text, str) else None


def keep(folder: Path | None, key: str, text: str, *, model: str) -> bool:
    """Keep a reply; False where the folder cannot be written."""
    if folder is None:
        return True
    try:
        with whole(folder / key[:2] / f"{key}.json") as file:
            file.write_text(json.dumps({"model": model, "text": text}, ensure_ascii=False), "utf-8")
    except OSError:
        return False
    return True
