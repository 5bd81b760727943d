"""`Mesh`: vertices and faces, and the few questions that everybody asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle mesh.

    vertices : (v, 3) float32, metres.
    faces : (f, 3) int32, counter-clockwise seen from outside.
    colors : (v, 3) uint8 sRGB, in place of the material's colour, or None.
    glow : (v,) uint8, with colours: how much of the material's emission each vertex has, 255 all of it; None: nothing glows.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int32]
    colors: NDArray[np.uint8] | None = None
    glow: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "vertices", np.ascontiguousarray(self.vertices, np.float32).reshape(-1, 3))
        object.__setattr__(self, "faces", np.ascontiguousarray(self.faces, np.int32).reshape(-1, 3))
        if self.colors is not None:
            colors = np.ascontiguousarray(self.colors, np.uint8)
            if colors.shape != self.vertices.shape:
                raise ValueError(f"a mesh has one colour for each vertex: {self.vertices.shape}, not {colors.shape}")
            object.__setattr__(self, "colors", colors)
        if self.glow is not None:
            glow = np.ascontiguousarray(self.glow, np.uint8)
            if self.colors is None or glow.shape != self.vertices.shape[:1]:
                raise ValueError(f"a mesh with colours glows vertex by vertex: {len(self.vertices)} numbers, not {glow.shape}")
            object.__setattr__(self, "glow", glow if glow.any() else None)

    @cached_property
    def bounds(self) -> NDArray[np.float32]:
        """(2, 3) float32: the lowest and highest corner."""
        return np.stack([self.vertices.min(0), self.vertices.max(0)])

    @cached_property
    def volume(self) -> float:
        """Signed volume by the divergence theorem, cubic metres; positive when faces look outwards."""
        v = self.vertices.astype(np.float64) - self.vertices[0].astype(np.float64)
        a, b, c = (v[self.faces[:, k]] for k in range(3))
        return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)

    @cached_property
    def watertight(self) -> bool:
        """Whether every edge is shared by exactly two faces that run along it in opposite directions."""
        e = self.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
        n = len(self.vertices)
        there, back = np.sort(e[:, 0] * n + e[:, 1]), np.sort(e[:, 1] * n + e[:, 0])
        return len(e) > 0 and bool((there == back).all()) and bool((np.diff(there) > 0).all())

    def moved(self, offset: NDArray[np.floating] | tuple[float, float, float]) -> Mesh:
        """The mesh translated."""
        return Mesh((self.vertices.astype(np.float64) + np.asarray(offset, float)).astype(np.float32), self.faces, self.colors, self.glow)
