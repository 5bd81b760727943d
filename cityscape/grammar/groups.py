"""Pieces that belong together: chairs at desks and tables, night stands at beds, rows of desks before a board.

Each function gives slots, the best first, and for each slot alternatives (x, y, turn), the snuggest first.
"""

from __future__ import annotations

from math import ceil
from typing import Iterator

import numpy as np

from cityscape.grammar.chamber import Rect
from cityscape.grammar.pieces import Body, Put

Place = tuple[float, float, int]

TUCKS = (0.3, 0.22, 0.14, 0.06, -0.02, -0.1)
"""How far a seat may be pushed under what it stands at, metres; the first that does not collide is taken.

What is no seat (a coffee table before a sofa) keeps some space for legs.
"""


def before(host: Put, body: Body, count: int) -> list[list[Place]]:
    """In front of a piece, facing it, evenly along its width."""
    w, d, _ = host.body.size
    gaps = TUCKS if body.indoor.seat else (-0.38, -0.3, -0.45)
    n = min(count, max(1, int((w + 0.1) / (body.size[0] + 0.12))))
    out = []
    for k in range(n):
        r = -w / 2 + w * (k + 0.5) / n
        out.append([(*host.local(r, d / 2 + body.size[1] / 2 - t), (host.turn + 2) % 4) for t in gaps])
    return out


def beside(host: Put, body: Body, count: int) -> list[list[Place]]:
    """At the sides of a piece, their backs in line."""
    w, d, _ = host.body.size
    gap = 0.04
    out = []
    for s in (-1, 1)[: max(1, min(2, count + 1))]:
        out.append([(*host.local(s * (w / 2 + body.size[0] / 2 + g), -d / 2 + body.size[1] / 2), host.turn) for g in (gap, 0.12)])
    return out


def around(host: Put, body: Body, count: int) -> list[list[Place]]:
    """About a table, facing it: its long sides first, then its ends; all four of a square or round one."""
    w, d, _ = host.body.size
    across, deep = body.size[0] + 0.08, body.size[1]
    per = {0: max(1, int(w / across)), 1: max(1, int(d / across))}
    long = 0 if w >= d else 1
    square = abs(w - d) < 0.15
    if square:
        even = ceil(count / 4)
        take = {k: min(per[k % 2], even) for k in range(4)}
    else:
        pair = min(per[long], max(1, ceil(min(count, 2 * per[long]) / 2)))
        ends = min(per[1 - long], max(0, ceil((count - 2 * pair) / 2)))
        take = {k: pair if k % 2 == long else ends for k in range(4)}
    slots = []
    for k in (long, long + 2, 1 - long, 3 - long):
        k %= 4
        length, reach = (w, d / 2) if k % 2 == 0 else (d, w / 2)
        for i in range(take[k]):
            r = -length / 2 + length * (i + 0.5) / take[k]
            slots.append([_at(host, k, r, reach + deep / 2 - t) for t in TUCKS])
    return slots


def _at(host: Put, side: int, along: float, away: float) -> Place:
    """A place at a side of a piece (0 its front, 1 its left hand, 2 its back, 3), facing it."""
    right, ahead = {0: (along, away), 1: (away, along), 2: (along, -away), 3: (-away, along)}[side]
    return (*host.local(right, ahead), (host.turn + side + 2) % 4)


def rows(host: Put, body: Body, count: int, least: int, inner: Rect) -> Iterator[list[Place]]:
    """Rows that look at a piece on a wall (a board): fuller ones first, centred before it as far as the room allows."""
    w, d, _ = body.size
    north = host.turn % 2 == 0
    x0, y0, x1, y1 = inner
    lo, hi = (x0, x1) if north else (y0, y1)
    middle = host.x if north else host.y
    deep = abs((host.y - y0) if north else (x1 - host.x)) - host.body.size[1] / 2
    plans = []
    for aisle in (0.75, 0.6, 0.5):
        for seat in (0.85, 0.72):
            for gap in (2.7, 2.3, 1.35, 1.05):
                columns = max(1, int((hi - lo - 0.5 + aisle) / (w + aisle)))
                lines = max(1, int((deep - gap) / (d + seat)))
                if columns * lines < least:
                    continue
                for c in range(columns, 0, -1):
                    r = min(lines, ceil(count / c))
                    if least <= c * r and (c * r <= count or c == 1):
                        plans.append((c * r, -abs(c - r), aisle, seat, gap, c, r))
    seen = set()
    for _, _, aisle, seat, gap, c, r in sorted(plans, key=lambda p: (-p[0], -p[1], -p[2], -p[3], -p[4])):
        if (c, r, aisle) in seen:
            continue
        seen.add((c, r, aisle))
        span = c * w + (c - 1) * aisle
        if span > hi - lo:
            continue
        centre = float(np.clip(middle, lo + span / 2 + 0.0, hi - span / 2))
        for shift in (centre - middle, (lo + hi) / 2 - middle):
            sign = 1 if north else (1 if host.turn % 4 == 1 else -1)
            out = []
            for j in range(r):
                for i in range(c):
                    along = sign * (shift - span / 2 + w / 2 + i * (w + aisle))
                    out.append((*host.local(along, host.body.size[1] / 2 + gap + d / 2 + j * (d + seat)), host.turn))
            yield out
