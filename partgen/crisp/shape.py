"""A candidate to stand for a surface."""

from __future__ import annotations

from dataclasses import dataclass

from partgen.crisp.fit import Error
from partgen.crisp.surface import Floats, Ints

TERM = 0.012
"""What each number that a shape takes must gain, in units of mean distance."""


@dataclass(frozen=True, eq=False)
class Shape:
    """vertices (v, 3), faces (f, 3): closed. kind : see `Crisped`. terms : how many numbers it took, about (planes, corners of an outline)."""

    vertices: Floats
    faces: Ints
    kind: str
    terms: int

    def cost(self, error: Error, unit: float) -> float:
        """Mean distance in units and the price of its terms: the candidate with the least is the simplest that fits."""
        return error.mean / unit + TERM * self.terms
