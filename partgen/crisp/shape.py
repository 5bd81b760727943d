"""A candidate to stand for a surface."""

from __future__ import annotations

from dataclasses import dataclass

from partgen.crisp.surface import Floats, Ints

TERM = 0.012
"""What each number that a shape takes must gain, in units of mean distance."""


@dataclass(frozen=True, eq=False)
class Shape:
    """vertices (v, 3), faces (f, 3): closed. kind : see `Crisped`. terms : how many numbers it took, about (planes, corners of an outline).
    guess : mean distance of the input's points from it."""

    vertices: Floats
    faces: Ints
    kind: str
    terms: int
    guess: float = 0.0

    def cost(self, mean: float, unit: float) -> float:
        """A mean distance in units and the price of the terms: the candidate with the least is the simplest that fits."""
        return mean / unit + TERM * self.terms
