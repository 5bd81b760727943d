"""`Chamber`: the measures of one room, its walls and the holes in them; everything else of a room is placed by it.

The tile's frame is the scene's: x east, y north, z up, metres, the floor at z = 0. Walls stand on the north and west sides,
inside the tile. Along a wall runs u: x on the north wall, y on the west wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, pi, tan
from typing import Literal

import numpy as np

from cityscape.grammar.kit import Wall
from cityscape.world.brief import Brief, Crossing, Side
from cityscape.world.room import Back
from cityscape.world.theme import Interior

THICK = 0.1875
"""Thickness of the walls, metres, on the snapping lattice."""
LOW = 1.1
"""Height of walls behind which another room lies."""
KNEE = 1.0
"""Height of the wall under an attic's slope."""
PITCH = pi / 3
"""Of the attic's slope: steep enough that its inner side is seen from above."""
EDGE = 0.05
"""How far pieces keep from the open edges of the floor."""
HEAD = 2.03
"""Height of doors."""
DRAPE = 0.02
"""How far curtains hang below the sill."""
SWING = 0.85
"""Clear depth before and behind a doorway."""

WINDOWS: dict[str, tuple[float, float, float]] = {
    "casement": (1.15, 1.2, 0.92),
    "sash": (0.95, 1.45, 0.75),
    "wide": (2.1, 1.35, 0.72),
    "arched": (0.8, 1.35, 0.95),
    "round": (0.95, 0.95, 1.12),
    "slit": (0.34, 1.0, 1.25),
}
"""Width, height and sill of each shape of window."""

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1."""


@dataclass(frozen=True)
class Opening:
    """A hole in a wall: its middle along it, width, bottom and top. A ``way`` is a doorway without a door."""

    kind: Literal["window", "door", "way"]
    side: Back
    u: float
    width: float
    z0: float
    z1: float

    @property
    def span(self) -> tuple[float, float]:
        """Its edges along the wall."""
        return self.u - self.width / 2, self.u + self.width / 2


@dataclass(frozen=True)
class Doorway:
    """Where people come in: side, middle along it, clear width."""

    side: Side
    u: float
    width: float


@dataclass(frozen=True)
class Chamber:
    """One room's measures. `tiled`: what runs along the foot of the walls is the room's own (tiles), not the style's panelling."""

    size: float
    height: float
    low: tuple[Back, ...]
    attic: Back | None
    doorways: tuple[Doorway, ...]
    interior: Interior
    windows: tuple[Opening, ...] = ()
    tiled: bool = False

    @classmethod
    def of(cls, brief: Brief) -> Chamber:
        """The measures that a brief gives."""
        assert brief.room is not None
        ways = [Doorway(side, round(c.at * brief.size * 256) / 256, c.width) for side, s in brief.sockets.items() for c in s.of("door")]
        interior, kind = brief.look.theme.interior or Interior(), brief.room.kind
        more: dict[str, float] = {} if kind.curtains else {"curtains": 0.0}
        interior = interior.model_copy(update=more | ({} if kind.wainscot is None else {"wainscot": kind.wainscot}))
        return cls(brief.size, brief.room.height, brief.room.low, brief.room.attic, tuple(ways), interior, tiled=kind.wainscot is not None)

    @property
    def draped(self) -> bool:
        """Whether its windows may have curtains."""
        return self.interior.curtains > 0 and self.interior.window in ("casement", "sash", "wide")

    @property
    def off(self) -> float:
        """How far pieces keep from the walls' faces: skirting and panelling."""
        return 0.05 if self.interior.wainscot or self.interior.beams else 0.025

    @property
    def inner(self) -> Rect:
        """The floor on which pieces stand."""
        return (THICK + self.off, EDGE, self.size - EDGE, self.size - THICK - self.off)

    def tall(self, side: Back) -> float:
        """Height of the upright part of a wall."""
        return LOW if side in self.low else KNEE if side == self.attic else self.height

    def reach(self, side: Back) -> tuple[float, float]:
        """From where to where a wall's face is free of the other wall, along u."""
        return (THICK, self.size) if side == "north" else (0.0, self.size - THICK)

    def wall(self, side: Back) -> Wall:
        """The frame of a wall's face: x along it to the right, its origin at u = size / 2; y into the wall; z up."""
        s = self.size
        return Wall(s / 2, s - THICK, 0.0, 0.0, s) if side == "north" else Wall(THICK, s / 2, 0.0, pi / 2, s)

    def doors(self, side: Back) -> tuple[Opening, ...]:
        """The doorways in a wall; those in low walls are open to the sky."""
        kind: Literal["door", "way"] = "way" if side in self.low else "door"
        top = LOW if side in self.low else min(HEAD, self.tall(side) - 0.12)
        return tuple(Opening(kind, side, d.u, d.width, 0.0, top) for d in self.doorways if d.side == side)

    def openings(self, side: Back) -> tuple[Opening, ...]:
        """All holes of a wall, from left to right."""
        here = [w for w in self.windows if w.side == side]
        return tuple(sorted((*self.doors(side), *here), key=lambda o: o.u))

    def clear(self) -> list[Rect]:
        """The floor that doorways need: for the leaf's swing and for who comes in."""
        out = []
        for d in self.doorways:
            a, b, s, deep = d.u - d.width / 2 - 0.06, d.u + d.width / 2 + 0.06, self.size, max(SWING, d.width)
            out.append(
                {
                    "north": (a, s - THICK - deep, b, s),
                    "south": (a, 0.0, b, SWING),
                    "west": (0.0, a, THICK + deep, b),
                    "east": (s - SWING, a, s, b),
                }[d.side]
            )
        return out

    def entrances(self) -> list[tuple[float, float]]:
        """A point inside each doorway, where a person stands who has just come in."""
        s, step = self.size, 0.42
        at = {"north": lambda u: (u, s - THICK - step), "south": lambda u: (u, step), "west": lambda u: (THICK + step, u)}
        return [at[d.side](d.u) if d.side != "east" else (s - step, d.u) for d in self.doorways]

    def headroom(self, away: float) -> float:
        """Height under the attic's slope `away` metres from its wall's face."""
        return KNEE + away * tan(PITCH)

    @property
    def lean(self) -> float:
        """How far the attic's slope leans into the room at its top."""
        return (self.height - KNEE) / tan(PITCH)


def glaze(c: Chamber, count: int, rng: np.random.Generator) -> tuple[Opening, ...]:
    """Windows for a chamber: up to `count`, in even rows on its full walls, clear of doors and corners; the west wall first."""
    out: list[Opening] = []
    w, h, sill = WINDOWS[c.interior.window]
    h = min(h, c.height - 0.3 - sill) if c.height < sill + h + 0.3 else h
    walls = [s for s in (("west", "north") if rng.random() < 0.62 else ("north", "west")) if s not in c.low and s != c.attic]
    if not walls or count <= 0:
        return ()
    first = -(-count // len(walls)) if len(walls) > 1 and count > 1 else count
    for side, n in zip(walls, (first, count - first), strict=False):
        out += _row(c, side, n, w, h, sill, rng)  # type: ignore[arg-type]
    return tuple(out)


def _row(c: Chamber, side: Back, count: int, w: float, h: float, sill: float, rng: np.random.Generator) -> list[Opening]:
    lo, hi = c.reach(side)
    lo, hi = lo + 0.3, hi - 0.3
    if c.attic is not None:
        lo, hi = (lo + c.lean, hi) if side == "north" else (lo, hi - c.lean)
    free = [(lo, hi)]
    for d in c.doors(side):
        a, b = d.u - d.width / 2 - 0.35, d.u + d.width / 2 + 0.35
        free = [x for p, q in free for x in ((p, min(q, a)), (max(p, b), q)) if x[1] - x[0] > 0.3]
    if not free:
        return []
    p, q = max(free, key=lambda x: x[1] - x[0])
    w = min(w, q - p - 0.1)
    n = min(count, int((q - p) / (w + 0.3)))
    if w < 0.3 or n < 1:
        return []
    step = (q - p) / n
    shift = float(rng.uniform(-0.5, 0.5)) * max(0.0, step - w - 0.3) * (0.55 if n == 1 else 0.0)
    return [Opening("window", side, p + step * (k + 0.5) + shift, w, sill, sill + h) for k in range(n)]


def slope_roll() -> float:
    """How far a wall's frame is rolled about x to stand in an attic's slope."""
    return pi / 2 - atan2(tan(PITCH), 1.0)


def slope_length(c: Chamber) -> float:
    """Length of an attic's slope from the knee wall to its top."""
    return c.lean / cos(PITCH)


def door_crossing(size: float, width: float, *, late: bool, spare: float) -> Crossing:
    """A doorway near the end of a border (`late`: the far end), clear of the walls' thickness; on the snapping lattice.

    size : edge of the room, width : clear width, spare : wall left beside it; metres.
    """
    u = (size - spare if late else spare) + (-width / 2 if late else width / 2)
    u += -THICK if late else 0.0
    return Crossing(kind="door", at=round(u * 256) / 256 / size, width=width)
