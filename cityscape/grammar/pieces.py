"""`Body` and `Put`: a piece of furniture as made, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import pi
from typing import Callable

import numpy as np
from numpy.typing import NDArray

from cityscape.grammar.chamber import Rect
from cityscape.grammar.recipe import KINDS, Indoor, Kind, Lot, PartRecipe, make
from cityscape.world.brief import Wanted
from cityscape.world.material import Material
from cityscape.world.pose import Pose
from cityscape.world.records import Hex
from cityscape.world.seeds import generator
from cityscape.world.theme import Style

Array = NDArray[np.float64]

SOFT = ("upholstery", "leather", "linen", "rug", "curtain", "cabinet", "appliance", "ceramic", "fabric", "plastic")
"""Roles that take the colour that a prompt gives a piece; pieces without them are painted whole."""

_COS, _SIN = (1, 0, -1, 0), (0, 1, 0, -1)


@dataclass(frozen=True, eq=False)
class Body:
    """A piece as its recipe made it, centred in plan.

    boxes : (n, 2, 3) the corners of boxes about its solids. size : width, depth, height, metres.
    offset : where its middle lies in the recipe's frame.
    """

    kind: Kind
    parts: tuple[PartRecipe, ...]
    boxes: Array
    offset: tuple[float, float]
    size: tuple[float, float, float]

    @property
    def indoor(self) -> Indoor:
        """How it stands in a room."""
        return self.kind.indoor or Indoor()

    @property
    def base(self) -> float:
        """Height of its base above the floor."""
        return sum(self.indoor.at) / 2 if self.indoor.spot == "hung" else 0.0

    @property
    def top(self) -> float:
        """Height of its top above the floor."""
        return self.base + self.size[2]

    @cached_property
    def turned(self) -> tuple[Array, ...]:
        """The boxes after 0, 1, 2, 3 quarter turns."""
        out = []
        for k in range(4):
            c, s = _COS[k], _SIN[k]
            xy = np.stack([c * self.boxes[..., 0] - s * self.boxes[..., 1], s * self.boxes[..., 0] + c * self.boxes[..., 1]], -1)
            flat = np.stack([xy.min(1), xy.max(1)], 1)
            out.append(np.concatenate([flat, self.boxes[..., 2:]], -1))
        return tuple(out)


class Sizes:
    """The pieces of one entry, made when they are looked at: [0] of usual size, [1] as small as they go."""

    def __init__(self, make: Callable[[float], tuple[Body, ...]]) -> None:
        self._make, self._known = make, dict[int, tuple[Body, ...]]()

    def __getitem__(self, small: int) -> tuple[Body, ...]:
        small = min(small, 1)
        if small not in self._known:
            self._known[small] = self._make(0.0 if small else 1.0)
        return self._known[small]


@dataclass(frozen=True, eq=False)
class Put:
    """A body in a room: its middle (x, y), its base z, metres, and its turn in quarters (0 looks south, 1 east, 2 north, 3 west)."""

    entry: str
    body: Body
    x: float
    y: float
    turn: int
    z: float = 0.0
    color: Hex | None = None

    @property
    def rect(self) -> Rect:
        """Its footprint."""
        return rect_of(self.body, self.x, self.y, self.turn)

    @property
    def ahead(self) -> tuple[int, int]:
        """The direction in which it looks."""
        return _SIN[self.turn % 4], -_COS[self.turn % 4]

    @property
    def front(self) -> Rect:
        """The clear floor that it needs before it."""
        return strip_of(self.rect, self.turn, self.body.indoor.front)

    @property
    def boxes(self) -> Array:
        """(n, 2, 3) the boxes of its solids in the room."""
        return self.body.turned[self.turn % 4] + np.array([self.x, self.y, self.z])

    @property
    def pose(self) -> Pose:
        """The frame of the recipe in the room."""
        c, s = _COS[self.turn % 4], _SIN[self.turn % 4]
        ox, oy = self.body.offset
        x, y = self.x - (c * ox - s * oy), self.y - (s * ox + c * oy)
        return Pose.standing(round(x, 4), round(y, 4), round(self.z, 4), self.turn % 4 * pi / 2)

    def lifted(self, z: float) -> Put:
        """A copy with its base at z."""
        return replace(self, z=z)

    def local(self, right: float, ahead: float) -> tuple[float, float]:
        """The point `right` along its width and `ahead` of its middle, metres."""
        c, s = _COS[self.turn % 4], _SIN[self.turn % 4]
        return self.x + c * right + s * ahead, self.y + s * right - c * ahead


def rect_of(body: Body, x: float, y: float, turn: int) -> Rect:
    """The footprint of a body."""
    w, d, _ = body.size
    a, b = (w / 2, d / 2) if turn % 2 == 0 else (d / 2, w / 2)
    return (x - a, y - b, x + a, y + b)


def strip_of(rect: Rect, turn: int, deep: float) -> Rect:
    """The strip of that depth before a footprint."""
    x0, y0, x1, y1 = rect
    return ((x0, y0 - deep, x1, y0), (x1, y0, x1 + deep, y1), (x0, y1, x1, y1 + deep), (x0 - deep, y0, x0, y1))[turn % 4]


def meet(a: Rect, b: Rect, gap: float = 1e-4) -> bool:
    """Whether two rectangles share more than an edge."""
    return a[0] < b[2] - gap and b[0] < a[2] - gap and a[1] < b[3] - gap and b[1] < a[3] - gap


def collide(a: Array, b: Array, *, gap: float = 0.003) -> bool:
    """Whether any of the boxes (n, 2, 3) meets any of (m, 2, 3), or comes closer than `gap`, metres."""
    lo = np.maximum(a[:, None, 0], b[None, :, 0])
    hi = np.minimum(a[:, None, 1], b[None, :, 1])
    return bool((lo < hi + np.array([gap, gap, 0.0])).all(-1).any())


def body_of(
    kind: str,
    style: Style,
    key: tuple[object, ...],
    *,
    fill: float,
    wish: Wanted | None = None,
    known: dict[str, Material] | None = None,
) -> Body:
    """A piece made for its own taste: the same key gives the same piece.

    fill : 0..1, how much of its range of sizes it may take. known : materials of roles that the whole room shares.
    """
    k = KINDS[kind]
    rng = generator(*key, kind)
    size = wish.size if wish else "medium"
    share = {"small": 0.1, "medium": 0.45, "large": 0.95}[size]
    jitter = rng.uniform(-0.25, 0.25, 2)
    f = np.clip(share + jitter, 0, 1) * fill
    w, d = (lo + (hi - lo) * float(g) for (lo, hi), g in zip((k.width, k.depth), f, strict=True))
    lot = Lot(w, d, size=size)
    seed = generator(*key, kind, "make")
    color = wish.color if wish else None
    parts = make(kind, lot, style, seed, known=known)
    if color is not None:
        own = {p.material.name.split("-")[0] for p in parts}
        painted = tuple(r for r in SOFT if r in own) or ("furniture", "wood", "timber", "metal", "trim")
        parts = make(
            kind,
            lot,
            style,
            generator(*key, kind, "make"),
            color=color,
            painted=painted,
            known={r: m for r, m in (known or {}).items() if r not in painted},
        )
    corners = [s.corners() for p in parts for s in p.solids]
    boxes = np.array([(c.min(0), c.max(0)) for c in corners])
    lo, hi = boxes[:, 0].min(0), boxes[:, 1].max(0)
    middle = (lo + hi) / 2
    boxes = boxes - np.array([middle[0], middle[1], 0.0])
    size3 = (float(hi[0] - lo[0]), float(hi[1] - lo[1]), float(hi[2]))
    return Body(k, tuple(parts), boxes, (float(middle[0]), float(middle[1])), size3)
