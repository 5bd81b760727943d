"""Manifolds of manifold3d and back: the one door to it."""

from __future__ import annotations

from typing import Any

import numpy as np

from partgen.crisp.surface import Floats, Ints


def manifold(vertices: Floats, faces: Ints) -> Any:
    """A closed mesh as a manifold; None where manifold3d finds it is none."""
    from manifold3d import Error, Manifold, Mesh64

    made = Manifold(Mesh64(np.array(vertices, np.float64, order="C"), np.array(faces, np.uint64, order="C")))
    return made if made.status() == Error.NoError and not made.is_empty() else None


def arrays(solid: Any) -> tuple[Floats, Ints]:
    """Vertices (v, 3) and faces (f, 3) of a manifold."""
    mesh = solid.to_mesh64()
    return np.array(mesh.vert_properties[:, :3], np.float64), np.array(mesh.tri_verts, np.int64)


def moved(solid: Any, linear: Floats, offset: Floats) -> Any:
    """The manifold after x -> linear x + offset."""
    return solid.transform(np.ascontiguousarray(np.c_[linear, offset], np.float64))
