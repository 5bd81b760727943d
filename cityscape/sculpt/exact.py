"""The exact sculptor: the recipe's own meshes, so what the picture shows is known without looking."""

from __future__ import annotations

from dataclasses import dataclass

from cityscape.grammar.levels import Level
from cityscape.world.brief import Brief
from cityscape.world.painting import Painting
from cityscape.world.part import Thing


@dataclass(frozen=True)
class ExactSculptor:
    """Makes a brief's objects again from their recipes: one closed mesh per part, coloured by material.

    parts : how far parts are gathered: ``fine``, ``medium`` or ``coarse``.
    """

    name: str = "exact"
    parts: Level = "fine"

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]:
        """The objects that the procedural painter painted for the same brief and seed; the picture is not read."""
        from cityscape.grammar.compose import compose

        return list(compose(brief, seed=seed, level=self.parts))
