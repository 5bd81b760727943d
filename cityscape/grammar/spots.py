"""Candidate places for a piece, each with a score, as arrays: along walls, in corners, in the open, across from another piece."""

from __future__ import annotations

from dataclasses import dataclass
from math import tan

import numpy as np
from numpy.typing import NDArray

from cityscape.grammar.chamber import KNEE, LOW, PITCH, Chamber, Rect
from cityscape.grammar.pieces import Body, Put
from cityscape.world.room import Back

Array = NDArray[np.float64]

TALL = 1.35
"""What is higher stands rather in the corner at the back, where it hides nothing, metres."""
BROAD = 1.15
"""What is broader rather takes the middle of its wall, metres."""
NEAR_WALL = 0.45
"""How far from a window what is higher than its sill must stand, metres."""


@dataclass(frozen=True, eq=False)
class Spots:
    """x, y, score (n,) float and turn (n,) int of places for one body; better ones have higher scores."""

    x: Array
    y: Array
    turn: NDArray[np.int64]
    score: Array

    def __len__(self) -> int:
        return len(self.x)

    def rects(self, body: Body) -> Array:
        """(n, 4) the footprints."""
        w, d, _ = body.size
        a = np.where(self.turn % 2 == 0, w, d) / 2
        b = np.where(self.turn % 2 == 0, d, w) / 2
        return np.stack([self.x - a, self.y - b, self.x + a, self.y + b], 1)

    def fronts(self, body: Body) -> Array:
        """(n, 4) the clear floor before each."""
        r, deep = self.rects(body), body.indoor.front
        out = r.copy()
        for k, (edge, keep, sign) in enumerate(((1, 3, -1), (2, 0, 1), (3, 1, 1), (0, 2, -1))):
            at = self.turn % 4 == k
            out[at, keep] = r[at, edge]
            out[at, edge] = r[at, edge] + sign * deep
        return out

    def chosen(self, keep: NDArray[np.bool_]) -> Spots:
        """Those that a mask keeps."""
        return Spots(self.x[keep], self.y[keep], self.turn[keep], self.score[keep])

    @classmethod
    def joined(cls, *parts: Spots) -> Spots:
        """All of several."""
        if not parts:
            return cls(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0))
        return cls(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("x", "y", "turn", "score")))


def overlaps(rects: Array, others: list[Rect]) -> NDArray[np.bool_]:
    """(n,) whether each of (n, 4) rectangles shares more than an edge with any of the others."""
    if not others or not len(rects):
        return np.zeros(len(rects), bool)
    o, e = np.array(others), 1e-4
    meets: NDArray[np.bool_] = (
        (rects[:, None, 0] < o[None, :, 2] - e)
        & (o[None, :, 0] < rects[:, None, 2] - e)
        & (rects[:, None, 1] < o[None, :, 3] - e)
        & (o[None, :, 1] < rects[:, None, 3] - e)
    )
    return np.asarray(meets.any(1))


def inside(rect: Rect, inner: Rect) -> bool:
    """Whether a rectangle lies in the room."""
    e = 1e-6
    return rect[0] >= inner[0] - e and rect[1] >= inner[1] - e and rect[2] <= inner[2] + e and rect[3] <= inner[3] + e


def within(rects: Array, inner: Rect) -> NDArray[np.bool_]:
    """(n,) whether each rectangle lies in the room."""
    x0, y0, x1, y1 = inner
    e = 1e-6
    return (rects[:, 0] >= x0 - e) & (rects[:, 1] >= y0 - e) & (rects[:, 2] <= x1 + e) & (rects[:, 3] <= y1 + e)


def under_roof(c: Chamber, rects: Array, height: float) -> NDArray[np.bool_]:
    """(n,) whether something that high fits under the attic's slope there."""
    if c.attic is None:
        return np.ones(len(rects), bool)
    away = c.inner[3] - rects[:, 3] if c.attic == "north" else rects[:, 0] - c.inner[0]
    return height <= KNEE + away * tan(PITCH) - 0.16 + 1e-9


def along_walls(c: Chamber, body: Body, solids: list[Rect], *, side: Back | None = None, step: float = 0.05) -> Spots:
    """Places with the back to a wall: in even steps, in the corners, and flush with what stands there."""
    w, d, h = *body.size[:2], body.top
    x0, y0, x1, y1 = c.inner
    out = []
    for back in ("west", "north"):
        if body.base and (back in c.low or back == c.attic):
            continue
        north = back == "north"
        lo, hi = (x0, x1) if north else (y0, y1)
        if hi - lo < w:
            continue
        shift = max(0.0, (h + 0.16 - KNEE) / tan(PITCH)) if back == c.attic else 0.0
        if shift > 0.45:
            continue
        band = [r for r in solids if (r[3] > y1 - shift - d if north else r[0] < x0 + shift + d)]
        edges = np.array([(r[0], r[2]) if north else (r[1], r[3]) for r in band]).reshape(-1, 2)
        begin, end = np.append(edges[:, 0], hi), np.append(edges[:, 1], lo)
        u = np.concatenate(
            [np.arange(lo + w / 2, hi - w / 2, step), begin - w / 2 - 0.005 * (begin < hi), end + w / 2 + 0.005 * (end > lo)]
        )
        left, right = (u - w / 2)[:, None] - end, begin - (u + w / 2)[:, None]
        left, right = (np.where(g > -1e-3, g, 99.0).min(1) for g in (left, right))
        score = _along(u, left, right, w, h, lo, hi, north)
        if back in c.low and h > LOW + 0.1:
            score = score - 1.6  # it would hide the room behind
        if side is not None:
            score = score + (1.2 if back == side else 0.0)
        n = len(u)
        if north:
            out.append(Spots(u, np.full(n, y1 - shift - d / 2), np.zeros(n, np.int64), score))
        else:
            out.append(Spots(np.full(n, x0 + shift + d / 2), u, np.ones(n, np.int64), score))
    return Spots.joined(*out)


def _along(u: Array, left: Array, right: Array, w: float, h: float, lo: float, hi: float, north: bool) -> Array:
    """Scores along a wall: flush or well apart, never an awkward gap; the tall in the back corner, the broad in the middle."""
    score = np.zeros(len(u))
    for gap in (left, right):
        score += np.where(gap < 0.04, 0.35, np.where(gap < 0.3, -0.7, np.where(gap < 0.5, -0.2, 0.1)))
    corner = (u - w / 2 - lo if north else hi - u - w / 2) / max(hi - lo, 1e-6)
    if h > TALL:
        score += 0.9 * (1 - corner)
    elif w > BROAD:
        score += np.where(np.abs(left - right) < 0.08, 0.7, 0.0) + 0.3 * (1 - np.abs(2 * (u - lo) / (hi - lo) - 1))
    return score


def in_corners(c: Chamber, body: Body, solids: list[Rect]) -> Spots:
    """Places with the back to a wall and a side to another, or to the end of the wall."""
    s = along_walls(c, body, solids)
    w = body.size[0]
    x0, y0, x1, y1 = c.inner
    u = np.where(s.turn == 0, s.x, s.y)
    lo, hi = np.where(s.turn == 0, x0, y0), np.where(s.turn == 0, x1, y1)
    at_lo, at_hi = np.abs(u - w / 2 - lo) < 1e-6, np.abs(hi - w / 2 - u) < 1e-6
    deep = (at_lo & (s.turn == 0)) | (at_hi & (s.turn == 1))
    bonus = np.where(deep, 1.6, np.where(at_lo | at_hi, 0.9, 0.0))
    return Spots(s.x, s.y, s.turn, s.score + bonus)


def in_the_open(c: Chamber, body: Body, solids: list[Rect], *, middle: bool, step: float = 0.15) -> Spots:
    """Places anywhere on the floor: small things near the walls, or, with `middle`, in the middle of what is free."""
    w, d, _ = body.size
    x0, y0, x1, y1 = c.inner
    parts = []
    turns = (0, 1) if middle else (0, 1, 2, 3)
    for turn in turns:
        a, b = (w, d) if turn % 2 == 0 else (d, w)
        if x1 - x0 < a or y1 - y0 < b:
            continue
        xs = np.unique(np.r_[np.arange(x0 + a / 2, x1 - a / 2, step), x1 - a / 2])
        ys = np.unique(np.r_[np.arange(y0 + b / 2, y1 - b / 2, step), y1 - b / 2])
        x, y = (g.ravel() for g in np.meshgrid(xs, ys))
        if middle:
            mx, my = _open_middle(c.inner, solids)
            score = -0.9 * np.hypot(x - mx, y - my) + (0.15 if turn == 0 else 0.0)
        else:
            away = np.minimum(np.minimum(x - a / 2 - x0, y1 - y - b / 2), 1.5)
            edge = np.minimum(np.minimum(x1 - x - a / 2, y - b / 2 - y0), 1.0)
            score = -0.8 * away - np.where(edge < 0.25, 0.25, 0.0) - (0.0 if turn in (0, 1) else 0.35)
        parts.append(Spots(x, y, np.full(len(x), turn), score))
    return Spots.joined(*parts)


def _open_middle(inner: Rect, solids: list[Rect]) -> tuple[float, float]:
    """The middle of the floor that is left between what stands along the walls."""
    x0, y0, x1, y1 = inner
    west = max([x0, *[r[2] for r in solids if r[0] < x0 + 0.1 and r[3] - r[1] > 0.5]])
    north = min([y1, *[r[1] for r in solids if r[3] > y1 - 0.1 and r[2] - r[0] > 0.5]])
    return (min(west, x1 - 1.0) + x1) / 2, (y0 + max(north, y0 + 1.0)) / 2


def across(c: Chamber, body: Body, solids: list[Rect], anchor: Put) -> Spots:
    """Places that look at a piece: opposite to it, or against the other wall with a view of it."""
    w, d, h = body.size
    gaps, shifts = np.arange(1.1, 3.4, 0.15), np.arange(-0.8, 0.81, 0.1)
    g, r = (v.ravel() for v in np.meshgrid(gaps, shifts))
    turn = (anchor.turn + 2) % 4
    at = np.array([anchor.local(float(b), anchor.body.size[1] / 2 + float(a) + d / 2) for a, b in zip(g, r, strict=True)])
    back_shown = 0.5 if turn in (2, 3) and h > 0.95 else 0.0
    opposite = Spots(at[:, 0], at[:, 1], np.full(len(g), turn), 1.9 - 1.1 * np.abs(r) - 0.45 * np.abs(g - 2.2) - back_shown)
    walls = along_walls(c, body, solids)
    dx, dy = anchor.x - walls.x, anchor.y - walls.y
    ax, ay = np.where(walls.turn == 1, 1, 0), np.where(walls.turn == 0, -1, 0)
    sees = (dx * ax + dy * ay > 0.2) & (-(dx * anchor.ahead[0] + dy * anchor.ahead[1]) > 0.2)
    side = walls.chosen(sees)
    return Spots.joined(opposite, Spots(side.x, side.y, side.turn, side.score + 0.25))


def nearer(s: Spots, anchor: Put) -> Spots:
    """The places with a bonus for being close to a piece."""
    return Spots(s.x, s.y, s.turn, s.score - 0.9 * np.hypot(s.x - anchor.x, s.y - anchor.y))
