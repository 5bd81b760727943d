"""`Wish`: what a prompt asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cityscape.world.theme import Role, Swatch, Theme

Size = Literal["small", "medium", "large"]
MANY = -1
"""A `count` of "many": what that means depends on the kind."""


@dataclass(frozen=True)
class Ask:
    """How much of a feature is wanted; count None: as much as fits the theme."""

    count: int | None = None
    size: Size = "medium"
    color: str | None = None


@dataclass(frozen=True)
class Desire:
    """Single objects that the prompt names; count None: a plural without a number."""

    kind: str
    count: int | None = 1
    size: Size = "medium"
    color: str | None = None


@dataclass
class Wish:
    """What a prompt asks for. `rooms`: the kinds of rooms that it names; `without`: kinds of furniture that it refuses."""

    theme: Theme
    variants: tuple[str, ...] = ()
    features: dict[str, Ask] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rooms: list[str] = field(default_factory=list)
    desires: list[Desire] = field(default_factory=list)
    overrides: dict[Role, tuple[Swatch, ...]] = field(default_factory=dict)
    looks: list[str] = field(default_factory=list)
    density: float | None = None
    size: Size = "medium"
    understood: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
