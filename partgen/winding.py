"""Winding numbers: how often a surface goes round a point, also where it has holes.

Inside a closed surface whose normals point outwards it is 1, outside 0; a surface with holes gives what lies between, and above
one half is inside. Source: Jacobson, Kavan & Sorkine-Hornung, "Robust inside-outside segmentation using generalized winding
numbers" (2013); far triangles are taken together as dipoles, after Barill et al., "Fast winding numbers for soups and clouds"
(2018). Solid angles: Van Oosterom & Strackee (1983).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAF = 8
"""Triangles in a cluster."""
REACH = 3.0
"""Clusters farther away than this many of their radii count as one dipole."""
PAIRS = 1 << 15
"""Pairs of points and clusters that are worked on at a time."""


@dataclass(frozen=True, eq=False)
class Surface:
    """Triangles in clusters of neighbours.

    corners : (3, 3, k, LEAF): corner, axis, cluster, triangle; filled up with triangles without area. centre (k, 3), radius (k,),
    vector (k, 3): middle, reach and summed area vector of a cluster.
    """

    corners: Floats
    centre: Floats
    radius: Floats
    vector: Floats

    @staticmethod
    def of(vertices: NDArray[Any], faces: NDArray[Any]) -> Surface:
        """The surface of vertices (v, 3) and faces (f, 3)."""
        triangles = np.asarray(vertices, np.float64)[np.asarray(faces)]
        groups = _split(triangles.mean(1), np.arange(len(triangles)))
        corners = np.zeros((len(groups), LEAF, 3, 3))
        centre, radius, vector = np.zeros((len(groups), 3)), np.zeros(len(groups)), np.zeros((len(groups), 3))
        for k, group in enumerate(groups):
            t = triangles[group]
            normal = np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]) / 2
            area = np.linalg.norm(normal, axis=1)
            total = area.sum()
            centre[k] = (t.mean(1) * area[:, None]).sum(0) / total if total > 0 else t.mean((0, 1))
            radius[k] = np.linalg.norm(t.reshape(-1, 3) - centre[k], axis=1).max()
            vector[k] = normal.sum(0)
            corners[k] = centre[k]
            corners[k, : len(t)] = t
        return Surface(np.ascontiguousarray(corners.transpose(2, 3, 0, 1)), centre, radius, vector)

    def winding(self, points: NDArray[Any], *, reach: float = REACH) -> Floats:
        """(n,) winding numbers at points (n, 3); `reach` inf counts every triangle exactly."""
        points = np.asarray(points, np.float64)
        out = np.zeros(len(points))
        step = max(1, (1 << 20) // max(1, len(self.centre)))
        for a in range(0, len(points), step):
            p = points[a : a + step]
            x, y, z = (self.centre[None, :, axis] - p[:, None, axis] for axis in range(3))
            d = np.sqrt(x * x + y * y + z * z)
            far = d > reach * self.radius
            dipole = (x * self.vector[:, 0] + y * self.vector[:, 1] + z * self.vector[:, 2]) / np.maximum(d * d * d, 1e-90)
            out[a : a + step] = np.where(far, dipole, 0).sum(1) / (4 * np.pi)
            which, cluster = np.nonzero(~far)
            for b in range(0, len(which), PAIRS):
                w, c = which[b : b + PAIRS], cluster[b : b + PAIRS]
                angle = _solid_angle(self.corners[:, :, c] - p[w].T[None, :, :, None]).sum(1)
                out[a : a + step] += np.bincount(w, angle, minlength=len(p)) / (4 * np.pi)
        return out


def _split(middle: Floats, index: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Groups of at most LEAF indices: halved at the median along the longest side, again and again."""
    todo, done = [index], []
    while todo:
        group = todo.pop()
        if len(group) <= LEAF:
            if len(group):
                done.append(group)
            continue
        m = middle[group]
        order = np.argsort(m[:, np.ptp(m, axis=0).argmax()], kind="stable")
        todo += [group[order[len(group) // 2 :]], group[order[: len(group) // 2]]]
    return done


def _solid_angle(t: Floats) -> Floats:
    """(...) signed solid angles, seen from the origin, of triangles (3, 3, ...): corner, axis."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = t
    la, lb, lc = (np.sqrt(x * x + y * y + z * z) for x, y, z in t)
    triple = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    below = la * lb * lc + (ax * bx + ay * by + az * bz) * lc + (bx * cx + by * cy + bz * cz) * la + (cx * ax + cy * ay + cz * az) * lb
    return np.asarray(2 * np.arctan2(triple, below))
