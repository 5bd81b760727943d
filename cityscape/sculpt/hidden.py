"""Colours of what no picture shows: even, and like what is seen of the same thing.

What is built has one colour for its hidden walls and one for what looks up, the usual one of what is seen of the same piece looking that
way, without windows, doors and beams. Of all else (trees, things in the street) a hidden spot is as the seen ones near it are on the whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cityscape.sculpt.charts import SLOPE, SPREAD, UP, WALL, spread
from cityscape.sculpt.solid import pieces
from cityscape.world.mesh import Mesh

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

ENOUGH = 60
"""So many seen points tell the usual colour of a side; with fewer, those of other pieces or sides are asked too."""
SPARSE = 800
"""Points of a part that are asked for the colours near a hidden spot."""
NEAR = 40
"""The colour of a hidden spot is the median of so many of them."""
LIKE = 0.07
"""Roots of linear colours no farther apart than this are alike."""
LEVEL = 2.5
"""How much more a difference in height counts than one across: trunks are below crowns."""


class Hidden:
    """What hidden spots of a part look like.

    Parameters
    ----------
    mesh : of the part, in the tile's frame. built : whether sides have one colour each.
    points, normals : (n, 3) places and normals that the picture shows of it. colors : (n, 4) linear, and glow.
    """

    def __init__(self, mesh: Mesh, points: Array, normals: Array, colors: Array, *, built: bool) -> None:
        from scipy.spatial import cKDTree

        self.built, self.piece_of = built, pieces(mesh)
        count = int(self.piece_of.max(initial=0)) + 1
        if built:
            piece = np.zeros(len(points), np.int64)
            if count > 1:
                spots, of = spread(mesh.vertices.astype(float), mesh.faces.astype(np.int64), SPREAD)
                piece = self.piece_of[mesh.faces[of[cKDTree(spots).query(points)[1]], 0]]
            up = normals[:, 2] > SLOPE
            self.palette = np.zeros((count, 2, 4))
            for k in range(count):
                for side in (WALL, UP):
                    like = up == (side == UP)
                    tried = ((piece == k) & like, like, piece == k, np.ones(len(points), bool))
                    self.palette[k, side] = usual(colors[next((t for t in tried if t.sum() >= ENOUGH), tried[-1])])
        else:
            some = np.arange(len(points))[:: max(1, len(points) // SPARSE)]
            self.tree, self.colors = cKDTree(points[some] * (1, 1, LEVEL)), colors[some]

    def at(self, points: Array, pieces: Ints, sides: Ints) -> Array:
        """(n, 4) linear colours and glow of points (n, 3) of pieces (n,) that look to sides (n,)."""
        if self.built:
            return np.asarray(self.palette[pieces, sides])
        near = self.tree.query(points * (1, 1, LEVEL), k=min(NEAR, len(self.colors)))[1].reshape(len(points), -1)
        return np.asarray(np.median(self.colors[near], 1))


def usual(colors: Array) -> Array:
    """(4,) the colour that (n, 4) have most often, light ones rather than dark: windows, timber and shadow are darker than the wall."""
    tones = np.sqrt(colors)
    some = tones[:: max(1, len(tones) // 400)]
    near = (np.abs(some[:, None] - tones[None, :: max(1, len(tones) // 2000)]).max(-1) < LIKE).sum(1)
    middle = some[(near * (0.1 + some[:, :3].mean(1)) ** 2).argmax()]
    for _ in range(3):
        middle = np.sqrt(colors[np.abs(tones - middle).max(1) < 1.5 * LIKE].mean(0))
    return np.asarray(middle**2)
