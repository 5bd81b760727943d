"""What a person has settled once: `cityscape.toml`, profiles, and which of them holds."""

from __future__ import annotations

from cityscape.settings.fields import PROFILES, Preferences
from cityscape.settings.files import NAME, Held, hold, places, template

__all__ = ["NAME", "PROFILES", "Held", "Preferences", "hold", "places", "template"]
