"""The three doors behind which everything slow, learned or remote hides."""

from __future__ import annotations

from typing import Protocol

from cityscape.world.brief import Brief
from cityscape.world.painting import Context, Painting
from cityscape.world.part import Thing
from cityscape.world.plan import Plan


class Planner(Protocol):
    """Text to plan."""

    def plan(self, prompt: str, *, grid: tuple[int, int], seed: int) -> Plan: ...


class Painter(Protocol):
    """Brief to isometric picture, in the context of the finished neighbours."""

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting: ...


class Sculptor(Protocol):
    """Picture to objects of separate, complete, named parts."""

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]: ...
