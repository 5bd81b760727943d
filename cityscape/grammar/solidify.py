"""From recipes to parts: union of solids, watertight, one mesh per part."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.recipe import PartRecipe
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose
from partgen.solids import Solid


def union_mesh(solids: tuple[Solid, ...]) -> Mesh:
    """The union of solids as one closed mesh in their common frame.

    Solids whose boxes do not meet are simply put side by side; the rest go through manifold3d.
    """
    return merged_mesh([s.mesh() for s in solids])


def merged_mesh(meshes: list[tuple[np.ndarray, np.ndarray]]) -> Mesh:
    """The union of closed meshes, vertices (v, 3) and faces (f, 3) in one frame, as one closed mesh."""
    boxes = np.array([(v.min(0), v.max(0)) for v, _ in meshes])
    groups = _touching(boxes)
    out_v, out_f, n = [], [], 0
    for group in groups:
        v, f = meshes[group[0]] if len(group) == 1 else _boolean([meshes[k] for k in group])
        out_v.append(v)
        out_f.append(f + n)
        n += len(v)
    return Mesh(np.vstack(out_v).astype(np.float32), np.vstack(out_f).astype(np.int32))


def _touching(boxes: np.ndarray) -> list[list[int]]:
    """Groups of indices whose (n, 2, 3) boxes are connected by contact."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    lo, hi = boxes[:, 0] - 1e-4, boxes[:, 1] + 1e-4
    meet = ((lo[:, None] <= hi[None]) & (lo[None] <= hi[:, None])).all(-1)
    _, label = connected_components(csr_matrix(meet), directed=False)
    groups: dict[int, list[int]] = {}
    for k, g in enumerate(label):
        groups.setdefault(int(g), []).append(k)
    return list(groups.values())


def _boolean(meshes: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    from manifold3d import Manifold, OpType
    from manifold3d import Mesh as MMesh

    solids = [Manifold(MMesh(np.asarray(v, np.float32), np.asarray(f, np.uint32))) for v, f in meshes]
    m = Manifold.batch_boolean(solids, OpType.Add).simplify(1e-4).to_mesh()
    return np.asarray(m.vert_properties)[:, :3].astype(float), np.asarray(m.tri_verts).astype(np.int64)


def thing(id: str, name: str, kind: str, pose: Pose, recipes: list[PartRecipe]) -> Thing:
    """An object from its recipes; each part's pivot is the middle of its base."""
    parts = []
    for r in recipes:
        m = union_mesh(r.solids)
        lo, hi = m.bounds.astype(np.float64)
        pivot = tuple(float(np.float32(x)) for x in ((lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2]))
        parts.append(
            Part(f"{id}__{r.name}", r.name, r.label, id, r.material, m.moved((-pivot[0], -pivot[1], -pivot[2])), Pose(position=pivot))
        )
    return Thing(id, name, kind, pose, tuple(parts))
