"""Timber framing as real geometry: posts, rails, braces, gable trusses and jetties."""

from __future__ import annotations

from typing import Sequence

from cityscape.grammar.kit import Block, Side, Wall
from cityscape.grammar.recipe import Build
from partgen.solids import Solid, box, hull

PROUD = 0.05
_IN = 0.03


def _bar(x0: float, x1: float, z0: float, z1: float, proud: float = PROUD) -> Solid:
    """A timber over the rectangle x0..x1, z0..z1 of a wall, a hair short so that joints cost no triangles."""
    g = 1e-3
    return box(abs(x1 - x0) - 2 * g, proud + _IN, z1 - z0 - 2 * g, at=((x0 + x1) / 2, (_IN - proud) / 2, z0 + g))


def _brace(x0: float, z0: float, x1: float, z1: float, w: float) -> Solid:
    """A slanting timber from (x0, z0) to (x1, z1), cut to stay inside the rectangle between these corners."""
    g = 2e-3
    dx, dz = x1 - x0, z1 - z0
    sx, sz = (1 if dx > 0 else -1), (1 if dz > 0 else -1)
    x0, x1, z0, z1 = x0 + sx * g, x1 - sx * g, z0 + sz * g, z1 - sz * g
    length = (dx * dx + dz * dz) ** 0.5
    if abs(dx) > abs(dz):
        v = min(w * length / abs(dx), abs(dz) * 0.6) * sz
        pts = [(x0, z0), (x0, z0 + v), (x1, z1), (x1, z1 - v)]
    else:
        v = min(w * length / abs(dz), abs(dx) * 0.6) * sx
        pts = [(x0, z0), (x0 + v, z0), (x1, z1), (x1 - v, z1)]
    return hull([(x, y, z) for x, z in pts for y in (0.01 - PROUD, _IN)])


def bay_middles(length: float, bays: int) -> list[float]:
    """The middles of equal bays along a wall."""
    return [-length / 2 + length * (k + 0.5) / bays for k in range(bays)]


def frame_wall(
    b: Build,
    wall: Wall,
    h: float,
    *,
    bays: int,
    openings: Sequence[int] = (),
    sill: float = 0.9,
    head: float = 2.1,
    doors: Sequence[int] = (),
    post: float = 0.17,
    pattern: int = 0,
    corners: bool = True,
) -> None:
    """Posts between bays, plates, rails at sill and head, and braces in the blind bays.

    openings : bays with a window between `sill` and `head`; doors : bays that stay free below `head`.
    pattern : 0 plain braces, 1 crosses below the windows, 2 close studding below the windows.
    corners : whether this wall's end posts stand around the building's corner.
    """
    n, t = bays, post * 0.85
    step = wall.length / n
    e = wall.length / 2 + (PROUD if corners else -_IN - 2e-3)
    edge = [-e, *[-wall.length / 2 + step * k for k in range(1, n)], e]
    s = [_bar(-e, e, h - t, h)]
    if doors:
        s.append(_bar(-e, edge[min(doors)] + post / 2, 0, t))
        s.append(_bar(edge[max(doors) + 1] - post / 2, e, 0, t))
    else:
        s.append(_bar(-e, e, 0, t))
    left = [-e, *[x - post / 2 for x in edge[1:-1]], e - post]
    for x in left:
        s.append(_bar(x, x + post, t, h - t))
    for k in range(n):
        x0, x1 = left[k] + post, left[k + 1]
        mid, half = (x0 + x1) / 2, h * 0.5
        if k in doors:
            s.append(_bar(x0, x1, head, head + t))
        elif k in openings:
            low, high = sill - t * 1.2, max(min(head + t * 1.2, h - t), head)
            s.append(_bar(x0, x1, low, low + t))
            if h - t - high > 0.05:
                s.append(_bar(x0, x1, high - t * 0.8, high))
            if pattern == 1 and low - t > 0.35:
                s += [_brace(x0, t, x1, low, t * 0.75), _brace(x1, t, x0, low, t * 0.75)]
            elif pattern == 2 and low - t > 0.3:
                s += [_bar(mid + q * step * 0.17 - t * 0.4, mid + q * step * 0.17 + t * 0.4, t, low) for q in (-1, 1)]
        elif pattern == 1 and n > 2:
            s.append(_bar(x0, x1, half - t / 2, half + t / 2))
            s += [_brace(x0, t, x1, half - t / 2, t * 0.8), _brace(x1, t, x0, half - t / 2, t * 0.8)]
            s.append(_bar(mid - t * 0.4, mid + t * 0.4, half + t / 2, h - t))
        else:
            west = k < (n - 1) / 2 or (k == (n - 1) / 2 and mid < 0.01)
            s.append(_brace(x1, t, x0, h - t, t) if west else _brace(x0, t, x1, h - t, t))
    b.add("beams", "timber", wall.put(*s), label="beam")


def frame_gable(b: Build, wall: Wall, rise: float, *, window: float = 0.0, post: float = 0.16) -> None:
    """The truss in a triangular gable whose foot is the wall frame's foot; `window` is the width kept free in its middle."""
    e, t = wall.length / 2, post * 0.85
    k = rise / e
    low = t * (1 + k * k) ** 0.5
    collar = rise * 0.56
    free = window / 2

    def under(z: float) -> float:
        return e - (z + low) / k

    s = [_bar(-under(t), under(t), 0, t)]
    if under(collar + t) > 0.25:
        s.append(_bar(-under(collar + t), under(collar + t), collar, collar + t))
        tip = rise - low - k * t / 2
        if tip - collar - t > 0.15:
            s.append(_bar(-t / 2, t / 2, collar + t, tip))
    inner = [-free - t, free] if window > 0 else [-t / 2]
    for x in inner:
        s.append(_bar(x, x + t, t, min(collar, (e - max(abs(x), abs(x + t))) * k - low)))
    foot, reach = under(t) * 0.92, (free + t if window > 0 else t / 2)
    if foot - reach > 0.4:
        top = min(collar, (e - reach) * k - low) * 0.82
        s += [_brace(q * foot * 0.86, t, q * reach, top, t * 0.85) for q in (-1, 1)]
    for q in (-1, 1):
        pts = [(q * e, 0.0), (0.0, rise), (0.0, rise - low), (q * (e - low / k), 0.0)]
        s.append(hull([(x - q * 1e-3 * (x == 0), y, z) for x, z in pts for y in (0.005 - PROUD, _IN)]))
    b.add("beams", "timber", wall.put(*s), label="beam")


def jetty(b: Build, upper: Block, side: Side, out: float, *, joist: float = 0.16, every: float = 0.7) -> None:
    """Joist ends and corner brackets under a storey that stands `out` before the one below."""
    f = upper.wall(side)
    n = max(2, round(f.length / every))
    xs = [-f.length / 2 + 0.14 + (f.length - 0.28) * k / n for k in range(n + 1)]
    s = [box(joist, out + 0.05, joist, at=(x, out / 2 - 0.05, -joist)) for x in xs]
    s += [
        hull(
            [
                (x + q, y, z)
                for q in (-joist / 2, joist / 2)
                for y, z in ((0.02, -joist), (out + 0.02, -joist), (out + 0.02, -joist - 0.6), (out - 0.1, -joist - 0.6))
            ]
        )
        for x in (xs[0], xs[-1])
    ]
    b.add("beams", "timber", f.put(*s), label="beam")
