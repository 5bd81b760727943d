"""`Given`: what somebody else (a language model) has decided of a plan; the offline layout supplies the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from cityscape.plan.borders import Border
from cityscape.plan.streets import Rank
from cityscape.plan.wish import Wish
from cityscape.world.brief import Wanted
from cityscape.world.records import Cell
from cityscape.world.theme import LandUse


@dataclass
class Given:
    """Decisions; what is None or missing is left to `cityscape.plan.offline`.

    wish : what is wanted, instead of what the prompt's words say.
    pattern : shape of the streets. relief : as in `Theme.relief`, metres.
    lift : height of a cell's ground above the lowest, metres.
    river : the borders that water crosses, from one outer border to another; it must leave the streets joined.
    ranks : the borders that streets cross. walls : border -> where a city wall crosses it, 0..1.
    uses, densities, texts, wanted : by cell. landmarks : cells that hold one.
    """

    wish: Wish | None = None
    pattern: str | None = None
    relief: float | None = None
    lift: dict[Cell, float] = field(default_factory=dict)
    river: list[Border] | None = None
    ranks: dict[Border, Rank] | None = None
    walls: dict[Border, float] | None = None
    uses: dict[Cell, LandUse] = field(default_factory=dict)
    densities: dict[Cell, float] = field(default_factory=dict)
    texts: dict[Cell, str] = field(default_factory=dict)
    wanted: dict[Cell, list[Wanted]] = field(default_factory=dict)
    landmarks: frozenset[Cell] = frozenset()
