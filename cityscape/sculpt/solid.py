"""Meshes that networks make, brought into order: closed, light, and out of each other's way."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.world.mesh import Mesh

SHARED = 0.002
"""Two objects may share this much of the smaller one's volume before the larger one is cut."""


def closed(vertices: NDArray[np.floating], faces: NDArray[np.integer]) -> Mesh | None:
    """A watertight mesh of positive volume from one that is nearly so; None where nothing can be made of it."""
    mesh = Mesh(np.asarray(vertices, np.float32), np.asarray(faces, np.int32))
    if not len(mesh.faces) or not np.isfinite(mesh.vertices).all():
        return None
    if not mesh.watertight:
        mended = _mended(mesh)
        if mended is None:
            return None
        mesh = mended
    if mesh.volume < 0:
        mesh = Mesh(mesh.vertices, mesh.faces[:, ::-1])
    return mesh if mesh.volume > 1e-9 else None


def thinned(mesh: Mesh, most: int) -> Mesh:
    """The mesh with about `most` faces, or as it is where thinning would open it."""
    if len(mesh.faces) <= most:
        return mesh
    from partgen.mesh import simplify

    raw = _trimesh(mesh)
    for target in (most, 2 * most, 4 * most):
        if target >= len(mesh.faces):
            break
        thin = simplify(raw, target)
        out = Mesh(np.asarray(thin.vertices), np.asarray(thin.faces))
        if not out.watertight and (solid := _manifold(out)) is not None:
            out = _mesh(solid) or out  # edges of four faces become two of two
        if out.watertight and out.volume > 0.5 * mesh.volume:
            return out
    return mesh


def lightened(mesh: Mesh, most: int, *, within: float) -> Mesh:
    """The mesh with no more than `most` faces, or with as few as leave its surface less than `within` metres from where it was."""
    from partgen.mesh import lightened

    out = lightened(_trimesh(mesh), within, faces=most)
    thin = Mesh(np.asarray(out.vertices), np.asarray(out.faces))
    return thin if thin.watertight and thin.volume > 0.5 * mesh.volume else mesh


def smoothed(mesh: Mesh, rounds: int = 10) -> Mesh:
    """The mesh without the ripples of its extraction."""
    from partgen.mesh import taubin

    out = taubin(_trimesh(mesh), rounds)
    return Mesh(np.asarray(out.vertices), np.asarray(out.faces))


def without_crumbs(mesh: Mesh, *, share: float = 0.002) -> Mesh:
    """The mesh without pieces of less than this share of its surface."""
    from partgen.mesh import drop_floaters

    out = drop_floaters(_trimesh(mesh), ratio=share)
    return Mesh(np.asarray(out.vertices), np.asarray(out.faces))


def pieces(mesh: Mesh) -> NDArray[np.int64]:
    """(v,) the number of the connected piece that each vertex belongs to."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    f, n = mesh.faces, len(mesh.vertices)
    links = coo_matrix((np.ones(2 * len(f), bool), (np.r_[f[:, 0], f[:, 1]], np.r_[f[:, 1], f[:, 2]])), shape=(n, n))
    return connected_components(links, directed=False)[1].astype(np.int64)


def above(mesh: Mesh, level: float) -> Mesh | None:
    """What of a mesh is above a height, closed by a flat underside; None where nothing is or it cannot be cut."""
    solid = _manifold(mesh)
    return None if solid is None else _mesh(solid.trim_by_plane((0.0, 0.0, 1.0), level))


def apiece(mesh: Mesh, *, most: int) -> list[Mesh]:
    """The connected pieces of a mesh, each closed, the largest first and no more than `most`."""
    solid = _manifold(mesh)
    found = [] if solid is None else [m for one in solid.decompose() if (m := _mesh(one)) is not None]
    return sorted((m for m in found if m.watertight and m.volume > 1e-3), key=lambda m: -m.volume)[:most]


def apart(meshes: Sequence[Mesh]) -> list[Mesh]:
    """The meshes with the larger of any two cut where they share room, so that what is small stays whole.

    A cut that would leave nothing, or something open, is not made.
    """
    out = list(meshes)
    boxes = [m.bounds.astype(float) for m in out]
    order = sorted(range(len(out)), key=lambda k: (out[k].volume, k))
    for i, small in enumerate(order):
        for large in order[i + 1 :]:
            if (boxes[small][0] >= boxes[large][1]).any() or (boxes[large][0] >= boxes[small][1]).any():
                continue
            cut = _cut(out[large], out[small])
            if cut is not None:
                out[large] = cut
    return out


def _cut(a: Mesh, b: Mesh) -> Mesh | None:
    """a without what it shares with b; None where that is next to nothing or cannot be taken away."""
    first, second = _manifold(a), _manifold(b)
    if first is None or second is None:
        return None
    shared = abs(float((first ^ second).volume()))
    if shared <= SHARED * min(a.volume, b.volume) or shared > 0.7 * a.volume:
        return None
    left = _mesh(first - second)
    if left is None:
        return None
    left = without_crumbs(left, share=0.01)
    return left if left.watertight and left.volume > 0.25 * a.volume else None


def _manifold(mesh: Mesh) -> Any:
    from manifold3d import Error, Manifold
    from manifold3d import Mesh as Raw

    out = Manifold(Raw(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32)))
    return out if out.status() == Error.NoError and not out.is_empty() else None


def _mesh(solid: Any) -> Mesh | None:
    raw = solid.to_mesh()
    faces = np.asarray(raw.tri_verts, np.int32)
    return Mesh(np.asarray(raw.vert_properties)[:, :3], faces) if len(faces) else None


def _mended(mesh: Mesh) -> Mesh | None:
    """The mesh with its places joined and what is still open left out; else its convex hull."""
    import trimesh

    raw = trimesh.Trimesh(mesh.vertices, mesh.faces, process=True)
    raw.update_faces(raw.nondegenerate_faces())
    raw.merge_vertices()
    trimesh.repair.fill_holes(raw)
    candidate = Mesh(np.asarray(raw.vertices), np.asarray(raw.faces))
    if candidate.watertight:
        return candidate
    try:
        hull = raw.convex_hull
    except Exception:  # qhull's own, for what has no thickness
        return None
    out = Mesh(np.asarray(hull.vertices), np.asarray(hull.faces))
    return out if out.watertight else None


def _trimesh(mesh: Mesh) -> Any:
    import trimesh

    return trimesh.Trimesh(mesh.vertices.astype(float), mesh.faces, process=False, validate=False)
