"""Meshes in and out: reading any file, partgen's frame and back, and cleaning what an extraction leaves.

Frame: y up; `normalise` moves a mesh so that the longest side of its box is [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Sequence

import numpy as np
from numpy.typing import NDArray

from partgen.errors import PartgenError

if TYPE_CHECKING:
    import trimesh

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Frame:
    """Where a normalised mesh came from: ``original = normalised * size + centre``.

    Parameters
    ----------
    centre : (x, y, z) of the input's box. size : half the longest side of it.
    """

    centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
    size: float = 1.0

    def restore(self, mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        """A copy of a mesh of partgen's frame in the frame of the input."""
        out = mesh.copy()
        out.vertices = np.asarray(out.vertices) * self.size + np.asarray(self.centre)
        return out


def load_mesh(source: Any) -> trimesh.Trimesh:
    """A mesh from a file that trimesh reads, a trimesh, or a scene, whose geometries are joined where they stand.

    Parameters
    ----------
    source : path, ``trimesh.Trimesh`` or ``trimesh.Scene``.

    Returns
    -------
    trimesh.Trimesh of vertices and faces alone, checked: it has faces, no NaN, and an area.
    """
    import trimesh

    name = "the mesh"
    if isinstance(source, (str, Path)):
        name = str(source)
        source = _read(Path(source))
    if isinstance(source, trimesh.Scene):
        source = _join(source)
    if not hasattr(source, "faces") or not hasattr(source, "vertices"):
        raise PartgenError(f"{name} is a {type(source).__name__} without faces: give a surface mesh (GLB, OBJ, PLY, STL...)")
    vertices, faces = np.asarray(source.vertices, np.float64), np.asarray(source.faces)
    if not len(faces):
        raise PartgenError(f"{name} has no faces: give a surface mesh, not points or lines")
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise PartgenError(f"{name} is damaged: a face names vertex {int(faces.max())} of {len(vertices)}")
    if not np.isfinite(vertices).all():
        bad = int((~np.isfinite(vertices)).any(1).sum())
        raise PartgenError(f"{name} has {bad} vertices that are NaN or infinite of {len(vertices)}: repair it first")
    corners = vertices[faces]
    span = float((corners.reshape(-1, 3).max(0) - corners.reshape(-1, 3).min(0)).max())
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum()
    if not area > 1e-12 * span**2 or span == 0:
        raise PartgenError(f"{name} has no area: all of its {len(faces)} faces are degenerate")
    return _plain(vertices, faces)


def normalise(mesh: trimesh.Trimesh) -> tuple[trimesh.Trimesh, Frame]:
    """A copy with the centre of its box at 0 and its largest coordinate at 1, and the frame that leads back.

    Source: AUTOPARTGEN.md section 7.
    """
    used = np.asarray(mesh.vertices, np.float64)[np.unique(np.asarray(mesh.faces))]
    low, high = used.min(0), used.max(0)
    centre, size = (low + high) / 2, float((high - low).max()) / 2
    out = mesh.copy()
    out.vertices = (np.asarray(mesh.vertices) - centre) / size
    return out, Frame((float(centre[0]), float(centre[1]), float(centre[2])), size)


def clean(
    mesh: trimesh.Trimesh, *, max_faces: int | None = 50_000, floaters: float = 0.01, smooth: int = 0, aggressiveness: float = 1.0
) -> trimesh.Trimesh:
    """What is done with each part: drop floaters, simplify, smooth. A step that would leave nothing leaves the mesh as it was.

    Parameters
    ----------
    max_faces : int, faces at most; None or 0 keeps all.
    floaters : float, share of the area below which a component is dropped.
    aggressiveness : float, see `simplify`.
    smooth : int, rounds of Taubin smoothing.

    Source: AUTOPARTGEN.md section 7.1.
    """
    mesh = drop_floaters(mesh, ratio=floaters)
    if max_faces and len(mesh.faces) > max_faces:
        mesh = simplify(mesh, max_faces, aggressiveness=aggressiveness)
    return taubin(mesh, smooth) if smooth and len(mesh.faces) > 20 else mesh


def components(mesh: Any) -> Ints:
    """Which component each face belongs to, (f,) int64 from 0: faces that share an edge are of one component.

    Vertices at the same place count as one, so that files with a vertex for each corner work.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    faces = np.asarray(mesh.faces, np.int64)
    if not len(faces):
        return np.zeros(0, np.int64)
    place = _places(np.asarray(mesh.vertices, np.float64))
    corner = place[faces]
    edges = np.sort(np.concatenate([corner[:, [0, 1]], corner[:, [1, 2]], corner[:, [2, 0]]]), axis=1)
    key = edges[:, 0] * (place.max() + 1) + edges[:, 1]
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    a, b = order[same] % len(faces), order[same + 1] % len(faces)
    links = coo_matrix((np.ones(len(a)), (a, b)), shape=(len(faces),) * 2)
    return connected_components(links, directed=False)[1].astype(np.int64)


def _places(vertices: NDArray[np.float64]) -> Ints:
    """A number for each vertex (n, 3), equal for equal coordinates."""
    order = np.lexsort(vertices.T)
    new = np.r_[False, (np.diff(vertices[order], axis=0) != 0).any(1)]
    out = np.empty(len(vertices), np.int64)
    out[order] = np.cumsum(new)
    return out


def submesh(mesh: Any, keep: NDArray[np.bool_]) -> trimesh.Trimesh:
    """The faces where `keep` (f,) is true, with the vertices they use."""
    faces = np.asarray(mesh.faces, np.int64)[keep]
    used, renamed = np.unique(faces, return_inverse=True)
    return _plain(np.asarray(mesh.vertices)[used], renamed.reshape(-1, 3))


def drop_floaters(mesh: trimesh.Trimesh, *, ratio: float = 0.01) -> trimesh.Trimesh:
    """The mesh without components whose area is under `ratio` of the whole; the mesh itself if none would be left."""
    label = components(mesh)
    if not len(label) or label.max() == 0 or ratio <= 0:
        return mesh
    corners = np.asarray(mesh.vertices)[np.asarray(mesh.faces)]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    keep = (np.bincount(label, area) >= ratio * area.sum())[label]
    return mesh if keep.all() or not keep.any() else submesh(mesh, keep)


def simplify(mesh: trimesh.Trimesh, faces: int, *, aggressiveness: float = 1.0) -> trimesh.Trimesh:
    """The mesh with about `faces` faces, by quadric edge collapse; unchanged if it has no more.

    `aggressiveness` is where to begin; the release uses 1 alone, which leaves a finely meshed ball as it is.

    Source: Garland and Heckbert, "Surface simplification using quadric error metrics", 1997 (fast_simplification).
    """
    if len(mesh.faces) <= faces:
        return mesh
    import fast_simplification

    v, f = np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64)
    for force in (*np.arange(aggressiveness, 7.0), 7.0, 10.0):  # gently first: what is flat goes without a trace
        v, f = fast_simplification.simplify(v, f, target_count=int(faces), agg=float(force))
        if len(f) <= faces:
            break
    return _plain(v, f) if len(f) else mesh


def lightened(mesh: trimesh.Trimesh, within: float, *, faces: int = 0) -> trimesh.Trimesh:
    """A closed mesh with as few faces as its surface needs; as it is where it is not closed.

    within : the surface moves by less than this. faces : enough is enough: with no more faces than this it moves by less.

    Source: edge collapse of manifold3d, which keeps meshes closed.
    """
    from manifold3d import Error, Manifold, Mesh

    solid = Manifold(Mesh(np.asarray(mesh.vertices, np.float32), np.asarray(mesh.faces, np.uint32)))
    if len(mesh.faces) <= faces or solid.status() != Error.NoError or solid.is_empty():
        return mesh
    out = mesh
    for share in (0.3, 0.5, 1.0):
        if share == 0.5 and len(out.faces) > 2 * faces:
            continue  # never does half of it again
        raw = solid.simplify(share * within).to_mesh()
        v, f = np.asarray(raw.vert_properties, np.float64)[:, :3], np.asarray(raw.tri_verts, np.int64)
        if not len(f) or not (thin := _plain(v, f)).is_watertight:
            break
        out = thin
        if len(f) <= faces:
            break
    # chords cut corners: what was lost of the volume is put back evenly
    lost = (float(mesh.volume) - float(out.volume)) / max(float(out.area), 1e-30)
    if out is not mesh and lost:
        out.vertices = np.asarray(out.vertices) + np.asarray(out.vertex_normals) * float(np.clip(lost, -within / 2, within / 2))
    return out


def taubin(mesh: trimesh.Trimesh, rounds: int) -> trimesh.Trimesh:
    """A smoothed copy that keeps its volume. Source: Taubin, "A signal processing approach to fair surface design", 1995."""
    import trimesh

    return trimesh.smoothing.filter_taubin(mesh.copy(), lamb=0.5, nu=0.53, iterations=rounds) if rounds > 0 else mesh


def grounded(meshes: Sequence[trimesh.Trimesh], *, tolerance: float = 0.005) -> list[trimesh.Trimesh]:
    """The parts without what hovers: only components that stand on the ground or touch, over others, some that do.

    The ground is the lowest y of all parts. Two components touch if their surfaces come within `tolerance` of each
    other, measured exactly between triangles; the release compared random samples, had it switched off, and could not
    have resolved its own tolerance.

    Returns
    -------
    list of meshes, one for each input, in order; one that hovers altogether has no faces.
    """
    from partgen.contact import touch

    pieces = [
        (i, submesh(m, label == k))
        for i, m in enumerate(meshes)
        for label in [components(m)]
        for k in range(int(label.max(initial=-1)) + 1)
    ]
    if not pieces:
        return list(meshes)
    low, high = (np.array([f(np.asarray(p.vertices), 0) for _, p in pieces]) for f in (np.min, np.max))
    stands = low[:, 1] <= low[:, 1].min() + tolerance
    front = list(np.flatnonzero(stands))
    while front:
        k = front.pop()
        apart = np.maximum(low - high[k], low[k] - high).max(1)
        for other in np.flatnonzero(~stands & (apart <= tolerance)):
            if touch(pieces[k][1], pieces[other][1], tolerance=tolerance):
                stands[other] = True
                front.append(other)
    if stands.all():
        return list(meshes)
    out = []
    for i, mesh in enumerate(meshes):
        mine = np.array([stands[k] for k, (owner, _) in enumerate(pieces) if owner == i], bool)
        out.append(mesh if mine.all() else submesh(mesh, mine[components(mesh)]))
    return out


# -- reading ---------------------------------------------------------------------------------------
def _plain(vertices: NDArray[Any], faces: NDArray[Any]) -> trimesh.Trimesh:
    import trimesh

    return trimesh.Trimesh(vertices, faces, process=False, validate=False)


def _read(path: Path) -> Any:
    import trimesh

    if not path.is_file():
        raise PartgenError(f"there is no mesh file {path}")
    try:
        return trimesh.load(path, process=False)  # its processing drops NaN vertices without a word
    except Exception as e:  # each of trimesh's readers fails in its own way
        known = ", ".join(sorted(f for f in trimesh.available_formats() if f.isalnum()))
        raise PartgenError(f"{path} could not be read as a mesh ({type(e).__name__}: {e}); known are {known}") from e


def _join(scene: trimesh.Scene) -> trimesh.Trimesh:
    vertices, faces, count = [np.zeros((0, 3))], [np.zeros((0, 3), np.int64)], 0
    for node in scene.graph.nodes_geometry:
        transform, name = scene.graph[node]
        geometry = scene.geometry[name]
        if not hasattr(geometry, "faces"):
            continue
        linear = np.asarray(transform)[:3, :3]
        f = np.asarray(geometry.faces, np.int64) + count
        faces.append(f[:, ::-1] if np.linalg.det(linear) < 0 else f)
        vertices.append(np.asarray(geometry.vertices) @ linear.T + np.asarray(transform)[:3, 3])
        count += len(geometry.vertices)
    return _plain(np.concatenate(vertices), np.concatenate(faces))
