"""Two small tiles with four objects each: a plan whose making costs next to nothing."""

from __future__ import annotations

from cityscape.grammar.themes import load_theme
from cityscape.world.brief import Brief
from cityscape.world.plan import Plan
from cityscape.world.theme import Style


def farm(columns: int = 2) -> Plan:
    briefs = tuple(Brief(cell=(i, 0), size=20.0, density=0.15, land_use="farm") for i in range(columns))
    return Plan(prompt="a farm on Mars", seed=7, tile_size=20.0, style=Style(theme=load_theme("mars")), briefs=briefs)
