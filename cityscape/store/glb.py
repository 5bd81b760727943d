"""One tile's meshes as one GLB file: a node per part, vertices exactly as they are in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError, SceneError
from cityscape.world.frames import y_up
from cityscape.world.mesh import Mesh
from cityscape.world.part import Thing

COLORS = "_SRGB"
"""Name of the vertex attribute that holds a mesh's own colours: sRGB bytes as they are in memory, and its glow."""
ROOT = "z_up"
"""Name of the node that turns the tile's frame (z up) into glTF's (y up)."""


def encode(things: tuple[Thing, ...]) -> bytes:
    """A tile's parts as GLB bytes; the same parts give the same bytes.

    Each part is one node named by the part's id, placed in the tile's frame under `ROOT`; its mesh
    holds the part's own float32 vertices and its faces, nothing split and nothing merged.
    """
    import trimesh

    scene = trimesh.Scene(base_frame="world")
    scene.graph.update(frame_to=ROOT, matrix=y_up())
    for t in things:
        frame = t.pose.matrix()
        for p in t.parts:
            _check(p.id, p.mesh)
            geometry = trimesh.Trimesh(p.mesh.vertices, p.mesh.faces, process=False, validate=False)
            if p.mesh.colors is not None:
                geometry.vertex_attributes[COLORS] = np.c_[
                    p.mesh.colors, np.zeros(len(p.mesh.colors), np.uint8) if p.mesh.glow is None else p.mesh.glow
                ]
            scene.add_geometry(geometry, node_name=p.id, geom_name=p.id, parent_node_name=ROOT, transform=frame @ p.pose.matrix())
    return bytes(trimesh.exchange.gltf.export_glb(scene, include_normals=False))


def decode(data: bytes) -> dict[str, Mesh]:
    """Part id -> mesh, as `encode` was given them; refuses indices out of range, NaN and infinities."""
    import io

    from trimesh.exchange.gltf import load_glb

    try:
        loaded = load_glb(io.BytesIO(data), skip_materials=True, merge_primitives=False, ignore_broken=False)
        geometry, graph = loaded["geometry"], loaded["graph"]
        nodes = {edge["frame_to"]: edge["geometry"] for edge in graph if "geometry" in edge}
    except Exception as e:  # trimesh raises whatever its parser stumbles over
        raise SceneError(f"a tile's GLB cannot be read ({type(e).__name__}: {e})") from e
    meshes = {}
    for node, name in nodes.items():
        g = geometry[name]
        vertices, faces = np.asarray(g["vertices"], np.float32), np.asarray(g["faces"])
        if len(faces) and (faces.min() < 0 or faces.max() >= len(vertices)):
            raise SceneError(f"part {node!r} has faces that point past its {len(vertices)} vertices")
        mesh = Mesh(vertices, faces.astype(np.int32), *_colors(node, g, len(vertices)))
        if not np.isfinite(mesh.vertices).all():
            raise SceneError(f"part {node!r} has vertices that are not finite numbers")
        meshes[node] = mesh
    return meshes


def _colors(node: str, geometry: dict[str, Any], vertices: int) -> tuple[NDArray[np.uint8] | None, NDArray[np.uint8] | None]:
    found = geometry.get("vertex_attributes", {}).get(COLORS)
    if found is None:
        return None, None
    colors = np.asarray(found)
    if colors.shape != (vertices, 4) or colors.dtype != np.uint8:
        raise SceneError(f"part {node!r} has colours that do not fit its {vertices} vertices")
    return colors[:, :3], colors[:, 3]


def _check(id: str, mesh: Mesh) -> None:
    if not len(mesh.faces) or not len(mesh.vertices):
        raise InputError(f"part {id!r} has no faces, so it cannot be stored: leave it out")
    if mesh.faces.min() < 0 or mesh.faces.max() >= len(mesh.vertices):
        raise InputError(f"part {id!r} has faces that point past its {len(mesh.vertices)} vertices")
    if not np.isfinite(mesh.vertices).all():
        raise InputError(f"part {id!r} has vertices that are not finite numbers")
