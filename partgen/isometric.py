"""The isometric view of an object: the camera of the embedded core, and what it sees of a mesh.

Frame: right-handed, y up. Source: ISO 5456-3 (isometric axonometry).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from partgen.seen import View

if TYPE_CHECKING:
    import trimesh

AXES: NDArray[np.float64] = np.array(
    [
        [np.sqrt(1 / 2), 0.0, -np.sqrt(1 / 2)],
        [-np.sqrt(1 / 6), np.sqrt(2 / 3), -np.sqrt(1 / 6)],
        [np.sqrt(1 / 3), np.sqrt(1 / 3), np.sqrt(1 / 3)],
    ]
)
"""(3, 3) the picture's right, its up and the direction towards the camera, which sits at +x, +y, +z."""


def isometric(low: NDArray[np.floating], high: NDArray[np.floating], *, margin: float = 1.03) -> View:
    """The isometric view that shows all of a box."""
    corners = np.array([[(low, high)[i][0], (low, high)[j][1], (low, high)[k][2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)], float)
    flat = corners @ AXES[:2].T
    middle = (flat.min(0) + flat.max(0)) / 2
    target = middle @ AXES[:2]
    return View(AXES, target, float((flat.max(0) - flat.min(0)).max()) * margin)


def look_at(mesh: trimesh.Trimesh, view: View, *, size: int = 640) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.int64]]:
    """What a view shows of a mesh, pixel centres exact.

    Returns
    -------
    (size, size, 4) uint8 picture in the mesh's own colours, softly lit; (size, size) depth, NaN where nothing is; (size, size) the
    face seen, -1 where none is.
    """
    from trimesh.ray.ray_pyembree import RayMeshIntersector

    step = (np.arange(size) + 0.5) / size * view.span - view.span / 2
    start = view.target + step[None, :, None] * view.axes[0] - step[:, None, None] * view.axes[1]
    far = float(np.linalg.norm(mesh.extents)) + float(np.linalg.norm(view.target - mesh.bounds.mean(0))) + view.span
    origins = (start + view.axes[2] * far).reshape(-1, 3)
    directions = np.broadcast_to(-view.axes[2], origins.shape)
    face = np.asarray(RayMeshIntersector(mesh).intersects_first(origins, directions)).reshape(-1)
    hit = np.flatnonzero(face >= 0)
    normals = np.asarray(mesh.face_normals)[face[hit]]
    # the plane of the face gives the depth exactly
    corner = np.asarray(mesh.triangles)[face[hit], 0]
    down = -(normals @ view.axes[2])
    along = ((corner - origins[hit]) * normals).sum(1) / np.where(np.abs(down) < 1e-9, 1e-9, down)
    depth = np.full(size * size, np.nan)
    depth[hit] = along - far
    picture = np.zeros((size * size, 4), np.uint8)
    light = np.array([0.35, 0.8, 0.5]) / np.linalg.norm([0.35, 0.8, 0.5])
    front = normals * np.sign(normals @ view.axes[2])[:, None]
    shade = 0.55 + 0.45 * np.clip(front @ light, 0, 1)
    picture[hit, :3] = (face_colors(mesh)[face[hit]] * shade[:, None]).clip(0, 255).astype(np.uint8)
    picture[hit, 3] = 255
    return picture.reshape(size, size, 4), depth.reshape(size, size), face.reshape(size, size)


def face_colors(mesh: Any) -> NDArray[np.float64]:
    """(f, 3) sRGB 0..255 of a trimesh's faces: its vertex or face colours, else its material's, else a light grey."""
    visual = getattr(mesh, "visual", None)
    try:
        if visual is not None and visual.kind == "texture":
            corners = np.asarray(visual.to_color().vertex_colors, float)[np.asarray(mesh.faces)]
            return np.asarray(corners[..., :3].mean(1))
        if visual is not None and visual.kind in ("face", "vertex"):
            return np.asarray(visual.face_colors, float)[:, :3]
    except Exception:  # a texture that cannot be read is no reason to stop
        pass
    return np.full((len(mesh.faces), 3), 200.0)
