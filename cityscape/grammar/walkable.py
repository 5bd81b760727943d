"""Where a person can walk in a room: a grid of places for a disc, flooded from the doors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityscape.grammar.chamber import Rect

STEP = 0.1
"""Edge of the grid's cells, metres."""
RADIUS = 0.3
"""Of a person, metres."""
REACH = 0.55
"""From the middle of a person to the edge of the seat that is taken, metres, at most."""

Grid = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Walk:
    """The cells of a floor: x (n,) and y (m,) of their middles; `free` (m, n) where a person's middle may be."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    free: Grid

    @classmethod
    def of(cls, inner: Rect) -> Walk:
        """An empty floor."""
        x0, y0, x1, y1 = inner
        x, y = (np.arange(a + STEP / 2, b, STEP) for a, b in ((x0, x1), (y0, y1)))
        ok = [(v >= a + RADIUS - 1e-9) & (v <= b - RADIUS + 1e-9) for v, a, b in ((x, x0, x1), (y, y0, y1))]
        return cls(x, y, ok[1][:, None] & ok[0][None])

    def without(self, rect: Rect) -> Walk:
        """The floor with something standing on `rect`."""
        x0, y0, x1, y1 = rect
        dx = np.maximum(np.maximum(x0 - self.x, self.x - x1), 0.0)
        dy = np.maximum(np.maximum(y0 - self.y, self.y - y1), 0.0)
        near = dy[:, None] ** 2 + dx[None] ** 2 < RADIUS**2 - 1e-9
        return Walk(self.x, self.y, self.free & ~near)

    def ways(self, entrances: list[tuple[float, float]]) -> Grid | None:
        """(m, n) the cells that can be walked to from every entrance; None where two entrances are cut off from each other.

        Without entrances: the largest connected floor.
        """
        from scipy.ndimage import label

        labels, count = label(self.free)
        if not count:
            return None
        found = set()
        for x, y in entrances:
            d = (self.y[:, None] - y) ** 2 + (self.x[None] - x) ** 2
            d = np.where(self.free, d, np.inf)
            k = int(d.argmin())
            if d.flat[k] > 0.3**2:
                return None
            found.add(int(labels.flat[k]))
        if len(found) > 1:
            return None
        which = found.pop() if found else int(np.bincount(labels.ravel())[1:].argmax()) + 1
        return np.asarray(labels == which)

    def touches(self, ways: Grid, rect: Rect, reach: float) -> bool:
        """Whether some cell of `ways` lies within `reach` of a rectangle."""
        x0, y0, x1, y1 = rect
        i = np.flatnonzero((self.x >= x0 - reach) & (self.x <= x1 + reach))
        j = np.flatnonzero((self.y >= y0 - reach) & (self.y <= y1 + reach))
        return bool(len(i) and len(j) and ways[j[0] : j[-1] + 1, i[0] : i[-1] + 1].any())
