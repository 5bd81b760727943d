"""Ground heights: bilinear inside a tile, one shared profile along each border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cityscape.world.brief import Brief, Side, Socket

Array = NDArray[np.float64]

BANK = 1.5
"""Width of a river's bank, metres, inside the crossing's width."""

SNAP = 256.0
"""Plan coordinates are whole multiples of 1 / SNAP metre, exact in float32 for any tile."""


@dataclass(frozen=True)
class BorderProfile:
    """Heights along one border, computed from what both tiles know: two corner heights and the socket.

    The two tiles evaluate the same arithmetic on the same numbers, so their borders are equal bit by bit.
    """

    first: float
    last: float
    size: float
    socket: Socket

    def ground(self, t: ArrayLike) -> Array:
        """Height of open ground at distance t (n,) from the border's first corner, metres."""
        return self.first + (self.last - self.first) * (np.asarray(t, float) / self.size)

    def height(self, t: ArrayLike, *, cover: str) -> Array:
        """Height of a cover ('ground', 'street', 'pavement', 'bank', 'water') at t (n,), metres.

        A border carries at most one pavement height per place; where kerbs differ the street at t decides.
        """
        t = np.asarray(t, float)
        z = self.ground(t)
        if cover == "pavement":
            for c in self.socket.of("street", "path"):
                near = np.abs(t - c.at * self.size) <= c.half + 2 / SNAP
                z = np.where(near, z + c.kerb, z)
        if cover in ("bank", "water"):
            for c in self.socket.of("river"):
                d = np.abs(t - c.at * self.size)
                level = self.first if c.level is None else c.level
                if cover == "water":
                    z = np.where(d <= c.width / 2, level, z)
                else:
                    w = np.clip((d - (c.width / 2 - BANK)) / BANK, 0.0, 1.0)
                    w = np.round(w * 64) / 64
                    z = np.where(d <= c.width / 2 + 2 / SNAP, level + (z - level) * w, z)
        return z


def profile(brief: Brief, side: Side) -> BorderProfile:
    """The border profile of one side; t runs west to east or south to north."""
    sw, se, ne, nw = brief.corners
    ends = {"south": (sw, se), "east": (se, ne), "north": (nw, ne), "west": (sw, nw)}[side]
    return BorderProfile(*ends, brief.size, brief.sockets[side])


def ground(brief: Brief, xy: ArrayLike) -> Array:
    """Height of open ground, bilinear in the corners, at points (n, 2) of the tile's frame -> (n,)."""
    p = np.asarray(xy, float).reshape(-1, 2) / brief.size
    sw, se, ne, nw = brief.corners
    south, north = sw + (se - sw) * p[:, 0], nw + (ne - nw) * p[:, 0]
    return south + (north - south) * p[:, 1]


def roughness(brief: Brief, *, cells: int = 8) -> float:
    """How far the triangulated ground may rise above the bilinear one, metres, when it is cut into that many cells a side."""
    sw, se, ne, nw = brief.corners
    return abs(sw - se + ne - nw) / (4 * cells**2)


def slope(brief: Brief, x: float, y: float) -> tuple[float, float]:
    """Gradient (dz/dx, dz/dy) of open ground at a point of the tile's frame."""
    u, v = x / brief.size, y / brief.size
    sw, se, ne, nw = brief.corners
    return (
        ((se - sw) * (1 - v) + (ne - nw) * v) / brief.size,
        ((nw - sw) * (1 - u) + (ne - se) * u) / brief.size,
    )
