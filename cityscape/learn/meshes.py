"""3D models as parts: reading a file, what its parts are, which of their surfaces enclose something, what colours they wear.

Frame: z up, the box of the model's vertices centred and its longest side 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.world.frames import to_z_up

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SUFFIXES = (".glb", ".gltf", ".obj", ".ply", ".stl", ".off", ".3mf")
MOST = 15
"""Parts of a model: more are joined."""
CROWD = 200
"""Pieces that are compared with one another; of more, the smallest go to their neighbours at once."""
GREY = 0.5
"""Linear reflectance of what has no colour."""
Up = Literal["y", "z"]


@dataclass(frozen=True, eq=False)
class Model:
    """One model.

    corners : (f, 3, 3) float64. part : (f,) int64, numbered without gaps. parts : how many.
    thin : (f,) bool, faces of pieces that enclose nothing by themselves.
    color : (f, 3, 3) float32 linear, at the corners; uv : (f, 3, 2) float32, v upwards; texture : (f,) int64 into `textures`
    ((h, w, 3) float32 linear, which multiply the colour), -1 none.
    size : half the longest side in the file's unit. by : what the parts were: nodes, materials or pieces.
    """

    corners: Floats
    part: Ints
    parts: int
    thin: NDArray[np.bool_]
    color: NDArray[np.float32]
    uv: NDArray[np.float32]
    texture: Ints
    textures: tuple[NDArray[np.float32], ...]
    size: float
    by: str


def read(file: Path, *, up: Up = "y", most: int = MOST) -> Model:
    """A model of a file; `InputError` says why one cannot be used.

    Parts are the nodes that have faces, where there are two or more; else the materials; else the pieces that hang together.
    More than `most` are joined: the smallest, again and again, to what is nearest to it.
    """
    found = _geometries(file)
    corners = np.concatenate([g.corners for g in found])
    if not np.isfinite(corners).all():
        bad = int((~np.isfinite(corners)).any((1, 2)).sum())
        raise InputError(f"{bad} of its {len(corners)} faces have corners that are NaN or infinite")
    if up == "y":
        corners = to_z_up(corners)
    low, high = corners.min((0, 1)), corners.max((0, 1))
    size = float((high - low).max()) / 2
    area = _areas(corners)
    if not size > 0 or not area.sum() > 1e-9 * size**2:
        raise InputError("its faces have no area")
    corners = (corners - (low + high) / 2) / size
    keep = area > 1e-12 * size**2
    point = _welded(corners)
    keep &= (point[:, 0] != point[:, 1]) & (point[:, 1] != point[:, 2]) & (point[:, 2] != point[:, 0])
    if not keep.any():
        raise InputError("its faces have no area")
    node, material = (np.concatenate([np.full(len(g.corners), k) for g, k in zip(found, keys, strict=True)]) for keys in _keys(found))
    corners, point, node, material = corners[keep], point[keep], node[keep], material[keep]
    piece = _pieces(point)
    by, part = next((n, p) for n, p in (("nodes", node), ("materials", material), ("pieces", piece)) if n == "pieces" or p.min() != p.max())
    part = np.unique(part, return_inverse=True)[1].reshape(-1)
    part = joined(corners, part, most)
    color, uv = (np.concatenate([getattr(g, name) for g in found])[keep].astype(np.float32) for name in ("color", "uv"))
    turned, thin = _oriented(corners, point, np.unique(np.stack([part, piece], 1), axis=0, return_inverse=True)[1].reshape(-1))
    corners, color, uv = (np.where(turned[:, None, None], x[:, ::-1], x) for x in (corners, color, uv))
    textures: list[NDArray[np.float32]] = []
    texture = []
    for g in found:
        at = next((k for k, known in enumerate(textures) if known is g.texture), -1)
        if g.texture is not None and at < 0:
            at = len(textures)
            textures.append(g.texture)
        texture.append(np.full(len(g.corners), at))
    return Model(corners, part, int(part.max()) + 1, thin, color, uv, np.concatenate(texture)[keep], tuple(textures), size, by)


# -- reading -----------------------------------------------------------------------------------------
@dataclass(frozen=True, eq=False)
class _Geometry:
    corners: Floats
    color: Floats
    uv: Floats
    texture: NDArray[np.float32] | None
    node: str
    material: str


def _geometries(file: Path) -> list[_Geometry]:
    import trimesh

    try:
        scene = trimesh.load(file, process=False)
        if not isinstance(scene, trimesh.Scene):
            scene = trimesh.Scene(scene)
        out: list[_Geometry] = []
        images: dict[int, NDArray[np.float32]] = {}
        for name in scene.graph.nodes_geometry:
            transform, geometry = scene.graph[name]
            mesh = scene.geometry[geometry]
            if len(getattr(mesh, "faces", ())):
                out.append(_geometry(mesh, np.asarray(transform, np.float64), _node(scene, name), images))
    except InputError:
        raise
    except Exception as e:  # each of trimesh's readers fails in its own way
        said = str(e).splitlines() or [""]
        raise InputError(f"it could not be read ({type(e).__name__}: {said[0][:120]})") from e
    if not out:
        raise InputError("it has no faces")
    return out


def _node(scene: Any, name: str) -> str:
    """A glTF node; trimesh makes nodes of the primitives of a mesh, below it and named after it."""
    parent = scene.graph.transforms.parents.get(name)
    return str(parent) if parent is not None and re.fullmatch(re.escape(str(parent)) + r"_[0-9a-f]{6}", name) else name


def _geometry(mesh: Any, transform: Floats, node: str, images: dict[int, NDArray[np.float32]]) -> _Geometry:
    vertices, faces = np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64)
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise InputError(f"it is damaged: a face names vertex {int(faces.max())} of {len(vertices)}")
    corners = (vertices @ transform[:3, :3].T + transform[:3, 3])[faces]
    color, uv, texture, material = _coat(mesh.visual, faces, images)
    if np.linalg.det(transform[:3, :3]) < 0:  # mirrored: its faces look the other way
        corners, color, uv = corners[:, ::-1], color[:, ::-1], uv[:, ::-1]
    return _Geometry(corners, color, uv, texture, node, material)


def _coat(visual: Any, faces: Ints, images: dict[int, NDArray[np.float32]]) -> tuple[Floats, Floats, NDArray[np.float32] | None, str]:
    """Colours (f, 3, 3) linear and places in the texture (f, 3, 2) at corners, the texture, and the material's name.

    images : textures that other geometries had, by what is in them.
    """
    color, uv = np.full((*faces.shape, 3), GREY), np.zeros((*faces.shape, 2))
    material = getattr(visual, "material", None)
    if material is None:
        kind = getattr(visual, "kind", None)
        if kind == "face":
            color = np.repeat(linear(np.asarray(visual.face_colors)[:, None, :3] / 255), 3, 1)
        elif kind == "vertex":
            color = linear(np.asarray(visual.vertex_colors)[faces][..., :3] / 255)
        return color, uv, None, ""
    image = getattr(material, "baseColorTexture", None)
    image = getattr(material, "image", None) if image is None else image
    factor = getattr(material, "baseColorFactor", None)
    if factor is not None:  # linear, as glTF has it
        factor = np.asarray(factor, np.float64)[:3] / (255 if np.asarray(factor).dtype.kind in "iu" else 1)
    elif image is None and getattr(material, "diffuse", None) is not None:
        factor = linear(np.asarray(material.diffuse, np.float64)[:3] / 255)
    places = getattr(visual, "uv", None)
    texture = None
    if image is not None and places is not None and len(places) > faces.max():
        uv = np.nan_to_num(np.asarray(places, np.float64)[faces][..., :2])
        rgb = np.asarray(image.convert("RGB"))
        key = hash((rgb.shape, rgb.tobytes()))
        if key not in images:
            images[key] = linear(np.arange(256) / 255).astype(np.float32)[rgb]
        texture = images[key]
    if texture is not None:
        color[:] = 1.0
    color[:] = color if factor is None else factor
    return color, uv, texture, str(getattr(material, "name", None) or id(material))


def linear(srgb: Any) -> Any:
    """sRGB 0..1 as linear light (IEC 61966-2-1)."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _keys(found: list[_Geometry]) -> tuple[list[int], list[int]]:
    nodes, materials = list(dict.fromkeys(g.node for g in found)), list(dict.fromkeys(g.material for g in found))
    return [nodes.index(g.node) for g in found], [materials.index(g.material) for g in found]


# -- parts -------------------------------------------------------------------------------------------
def _areas(corners: Floats) -> Floats:
    return np.asarray(np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2)


def _welded(corners: Floats) -> Ints:
    """(f, 3) numbers of corners: the same for corners at the same place, to a millionth of the model."""
    grid = np.round(corners.reshape(-1, 3) * 1e6).astype(np.int64)
    return np.unique(grid, axis=0, return_inverse=True)[1].reshape(-1, 3)


def _pieces(point: Ints) -> Ints:
    """(f,) which faces hang together by common corners."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n = int(point.max()) + 1
    a, b = point[:, [0, 1]].reshape(-1), point[:, [1, 2]].reshape(-1)
    label = connected_components(coo_matrix((np.ones(len(a), np.int8), (a, b)), (n, n)), directed=False)[1]
    return np.asarray(label[point[:, 0]], np.int64)


def joined(corners: Floats, part: Ints, most: int) -> Ints:
    """(f,) at most `most` parts: the smallest by area joined to the nearest, until there are no more.

    Source: the AutoPartGen paper's preparation of its data. Distances are between points on the surfaces.
    """
    n = int(part.max()) + 1
    if n <= most:
        return part
    from scipy.spatial import cKDTree
    from scipy.spatial.distance import cdist

    area = np.bincount(part, _areas(corners), minlength=n)
    clouds = [_spread(corners[part == k], 48) for k in range(n)]
    home = np.arange(n)
    if n > CROWD:
        order = np.argsort(-area, kind="stable")
        large = order[:CROWD]
        tree = cKDTree(np.concatenate([clouds[k] for k in large]))
        owner = np.repeat(large, [len(clouds[k]) for k in large])
        for k in order[CROWD:]:
            d, at = tree.query(clouds[k])
            home[k] = owner[at[d.argmin()]]
            area[home[k]] += area[k]
    alive = np.unique(home)
    d = np.full((n, n), np.inf)
    every = np.concatenate([clouds[k] for k in alive])
    begin = np.cumsum([0] + [len(clouds[k]) for k in alive[:-1]])
    for a in alive:
        d[a, alive] = np.minimum.reduceat(cdist(clouds[a], every).min(0), begin)
        d[a, a] = np.inf
    living = set(alive.tolist())
    while len(living) > most:
        small = min(living, key=lambda k: (area[k], k))
        to = int(d[small].argmin())
        home[home == small] = to
        area[to] += area[small]
        d[to] = d[:, to] = np.minimum(d[to], d[small])
        d[to, to] = np.inf
        d[small] = d[:, small] = np.inf
        living.remove(small)
    return np.unique(home, return_inverse=True)[1].reshape(-1)[part]


def _spread(corners: Floats, n: int) -> Floats:
    """About n points on faces: their middles and corners, thinned evenly."""
    points = np.concatenate([corners.mean(1), corners.reshape(-1, 3), (corners[:, 0] + corners[:, 1]) / 2])
    return points[np.linspace(0, len(points) - 1, min(n, len(points))).astype(int)]


def _oriented(corners: Floats, point: Ints, piece: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(f,) which faces are to be turned so that closed pieces look outwards, and (f,) which belong to pieces that enclose nothing.

    A piece encloses something where each of its edges is passed as often one way as the other, and its volume is not nothing.
    """
    n, many = int(point.max()) + 1, int(piece.max()) + 1
    edges = np.concatenate([point[:, [0, 1]], point[:, [1, 2]], point[:, [2, 0]]])
    forward = edges[:, 0] < edges[:, 1]
    owner = np.tile(piece, 3)
    key = (owner.astype(np.int64) * n + edges.min(1)) * n + edges.max(1) if many * n * n < 2**62 else None
    if key is None:
        key = np.unique(np.c_[owner, edges.min(1), edges.max(1)], axis=0, return_inverse=True)[1].reshape(-1)
    unique, at = np.unique(key, return_inverse=True)
    balance = np.bincount(at.reshape(-1), np.where(forward, 1, -1), minlength=len(unique))
    open_piece = np.zeros(many, bool)
    open_piece[owner[balance[at.reshape(-1)] != 0]] = True
    volume = np.bincount(piece, np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6, minlength=many)
    area = np.bincount(piece, _areas(corners), minlength=many)
    flat = np.abs(volume) < 1e-3 * area * np.sqrt(area)
    return (~open_piece & (volume < 0))[piece], (open_piece | flat)[piece]
