"""How far a candidate is from the surface that it is to replace."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partgen.crisp.surface import Floats, Ints, Surface

_HERE, _THERE = 1600, 4000
"""Points of one surface that are looked at, and of the other that they are held against."""


@dataclass(frozen=True)
class Error:
    """Distances between two surfaces: mean and largest, both ways; the one that 95 in 100 of the candidate's points keep to; and the share
    of the input's points that are farther than 1.25 units away. Rounded edges lie far from sharp ones, but not the other way round."""

    mean: float
    most: float
    largest: float
    stray: float


class Ruler:
    """Measures candidates against one surface.

    Parameters
    ----------
    surface : the input. unit : what its errors amount to.
    """

    def __init__(self, surface: Surface, unit: float) -> None:
        from scipy.spatial import cKDTree

        self.unit = unit
        self.points, self.normals = scattered(surface.vertices, surface.faces, _HERE)
        self._places, self._facing = scattered(surface.vertices, surface.faces, _THERE)
        self._step = 2 * np.sqrt(float(surface.areas.sum()) / _THERE)
        self._tree = cKDTree(self._places)

    def error(self, vertices: Floats, faces: Ints) -> Error:
        """Of a closed mesh; sampled, so the largest is a little less than the Hausdorff distance."""
        there = self.to(vertices, faces)
        points, normals = scattered(vertices, faces, _HERE)
        points = np.concatenate([points, vertices[:2000]])
        back = _near(self._tree, self._places, self._facing, points, self._step)
        # vertices are looked at for the largest only: they are no fair sample
        return Error(
            float((there.mean() + back[:_HERE].mean()) / 2),
            float(np.quantile(back[:_HERE], 0.95)),
            float(max(there.max(), back.max())),
            float((there > 1.25 * self.unit).mean()),
        )

    def to(self, vertices: Floats, faces: Ints) -> Floats:
        """(n,) distances of the input's points to a mesh."""
        from scipy.spatial import cKDTree

        points, normals = scattered(vertices, faces, _THERE)
        step = 2 * np.sqrt(_area(vertices, faces) / _THERE)
        return _near(cKDTree(points), points, normals, self.points, step)


def scattered(vertices: Floats, faces: Ints, count: int) -> tuple[Floats, Floats]:
    """(count, 3) points spread evenly over a mesh, always the same, and their normals."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    cross = np.cross(b - a, c - a)
    ends = np.cumsum(np.linalg.norm(cross, axis=1))
    k = np.arange(count)
    at = np.minimum(np.searchsorted(ends, (k + 0.5) / count * ends[-1]), len(faces) - 1)
    u, v = (0.5 + k * 0.7548776662466927) % 1, (0.5 + k * 0.5698402909980532) % 1  # Roberts 2018, the plane's golden ratio
    u = np.sqrt(u)
    p = a[at] * (1 - u)[:, None] + b[at] * (u * (1 - v))[:, None] + c[at] * (u * v)[:, None]
    n = cross[at]
    return p, n / np.maximum(np.linalg.norm(n, axis=1), 1e-300)[:, None]


def _area(vertices: Floats, faces: Ints) -> float:
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def _near(tree: object, places: Floats, normals: Floats, points: Floats, step: float) -> Floats:
    """Distances of points to a surface known by places with normals: to the plane of the nearest one, where that is beside it."""
    far, at = tree.query(points)  # type: ignore[attr-defined]
    d = points - places[at]
    along = np.abs((d * normals[at]).sum(1))
    aside = np.sqrt(np.maximum(far**2 - along**2, 0))
    return np.asarray(np.where(aside <= step, along, far), np.float64)
