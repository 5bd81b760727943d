"""A closed surface with what cleaning asks of it: areas, normals, which faces meet, and its shells.

Frame: any, in any unit. Faces are counter-clockwise seen from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Surface:
    """A closed triangle surface.

    vertices : (v, 3) float. faces : (f, 3) int. neighbours : (f, 3) int, the face across the edge from corner k to corner k + 1.
    """

    vertices: Floats
    faces: Ints
    neighbours: Ints

    @classmethod
    def of(cls, vertices: Floats, faces: Ints) -> Surface | None:
        """The surface, or None where it is not closed: an edge without a partner, with several, or of one turn with it."""
        other = neighbours(faces, len(vertices))
        return None if other is None else cls(vertices, faces, other)

    @cached_property
    def _crosses(self) -> Floats:
        a, b, c = (self.vertices[self.faces[:, k]] for k in range(3))
        return np.asarray(np.cross(b - a, c - a))

    @cached_property
    def areas(self) -> Floats:
        """(f,) areas."""
        return np.asarray(np.linalg.norm(self._crosses, axis=1) / 2)

    @cached_property
    def normals(self) -> Floats:
        """(f, 3) unit normals; zero where a face has no area."""
        return self._crosses / np.maximum(2 * self.areas, 1e-300)[:, None]

    @cached_property
    def centres(self) -> Floats:
        """(f, 3) centres of the faces."""
        return np.asarray(self.vertices[self.faces].mean(1))

    @cached_property
    def vertex_normals(self) -> Floats:
        """(v, 3) unit normals, weighted by area."""
        total = np.stack([sums(self.faces.ravel(), np.repeat(self._crosses[:, k], 3), len(self.vertices)) for k in range(3)], 1)
        return total / np.maximum(np.linalg.norm(total, axis=1), 1e-300)[:, None]

    @property
    def volume(self) -> float:
        """Signed volume; negative for a cavity."""
        return volume(self.vertices, self.faces)

    def smooth_normals(self, rounds: int) -> Floats:
        """(f, 3) unit normals averaged with those of neighbours that face the same way, so that edges stay."""
        n, area = self.normals, self.areas[:, None]
        for _ in range(rounds):
            around = n[self.neighbours]
            alike = np.clip(np.einsum("fi,fki->fk", n, around), 0, 1) ** 2 * self.areas[self.neighbours]
            n = n * area + np.einsum("fk,fki->fi", alike, around)
            n /= np.maximum(np.linalg.norm(n, axis=1), 1e-300)[:, None]
        return n

    def shells(self) -> list[Surface]:
        """The connected components, largest area first."""
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        f = len(self.faces)
        row = np.repeat(np.arange(f), 3)
        count, label = connected_components(coo_matrix((np.ones(3 * f, np.int8), (row, self.neighbours.ravel())), shape=(f, f)))
        if count == 1:
            return [self]
        area = np.bincount(label, self.areas)
        order = np.argsort(label, kind="stable")
        start = np.searchsorted(label[order], np.arange(count + 1))
        renamed = np.empty(f, np.int64)
        out = []
        for k in np.argsort(-area, kind="stable"):
            mine = order[start[k] : start[k + 1]]
            renamed[mine] = np.arange(len(mine))
            used, corner = np.unique(self.faces[mine], return_inverse=True)
            out.append(Surface(self.vertices[used], corner.reshape(-1, 3).astype(np.int64), renamed[self.neighbours[mine]]))
        return out


def neighbours(faces: Ints, count: int) -> Ints | None:
    """(f, 3) the face across each edge of a closed, evenly turned surface of `count` vertices; None of any other."""
    if not len(faces) or faces.min() < 0 or faces.max() >= count:
        return None
    a, b = faces.ravel(), np.roll(faces, -1, 1).ravel()
    there, back = a * count + b, b * count + a
    order = np.argsort(there, kind="stable")
    ordered = there[order]
    if (a == b).any() or (ordered[1:] == ordered[:-1]).any():
        return None
    at = np.searchsorted(ordered, back)
    at[at == len(ordered)] = 0
    if not np.array_equal(ordered[at], back):
        return None
    return np.asarray(order[at] // 3).reshape(-1, 3)


def volume(vertices: Floats, faces: Ints) -> float:
    """Signed volume of a closed mesh, positive where it is turned outwards."""
    t = (vertices - vertices.mean(0))[faces]
    return float(np.einsum("fi,fi->", t[:, 0], np.cross(t[:, 1], t[:, 2])) / 6)


def sums(index: Ints, values: Floats, count: int) -> Floats:
    """(count,) sums of `values` (n,) by `index` (n,)."""
    return np.asarray(np.bincount(index, values, minlength=count), np.float64)


def as_surface(mesh: Any) -> Surface | None:
    """A trimesh's surface, its vertices welded where that is what closes it; None where it is open, not finite, flat or inside out."""
    vertices, faces = np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64)
    if vertices.ndim != 2 or not len(faces) or not np.isfinite(vertices).all():
        return None
    found = Surface.of(vertices, faces)
    if found is None and faces.min() >= 0 and faces.max() < len(vertices):
        place, first, name = np.unique(vertices, axis=0, return_index=True, return_inverse=True)
        faces = name.ravel()[faces]
        faces = faces[(faces != np.roll(faces, 1, 1)).all(1)]
        found = Surface.of(vertices[first], faces.astype(np.int64))
    size = float(np.ptp(vertices, axis=0).max())
    return found if found is not None and found.volume > 1e-12 * size**3 else None
