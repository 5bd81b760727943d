"""Foreign files as objects and parts: what belongs together, what it is called, where its pivots are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Sequence, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cityscape.edit.names import free, id_of, kind_of, label_of, legal
from cityscape.edit.reading import Floats, Foreign, Node, Surface, Up, read
from cityscape.errors import InputError
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose

By = Literal["auto", "nodes", "materials", "components", "core"]
MOST = 64
"""Components that "auto" still takes for the parts of an object; of more it makes one part."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Piece:
    """Some faces of one material: what becomes a part.

    names : what it is called, the most telling first. corners : (f, 3, 3) float64, scene frame. colors : (f, 3, 3) uint8 sRGB or None.
    turn : (3, 3) the rotation that its node has in the scene, or the identity. label : where somebody knows it already.
    """

    names: tuple[str, ...]
    corners: Floats
    material: Material
    colors: NDArray[np.uint8] | None
    turn: Matrix
    label: str | None = None


@dataclass(frozen=True, eq=False)
class Body:
    """Surfaces that make up one object, with the name and the node they stand under."""

    name: str
    surfaces: tuple[Surface, ...]
    node: Node | None = None

    @property
    def box(self) -> Floats:
        """(2, 3) the lowest and highest corner, scene frame."""
        points = [s.corners.reshape(-1, 3) for s in self.surfaces]
        return np.stack([np.min([p.min(0) for p in points], 0), np.max([p.max(0) for p in points], 0)])


def read_thing(
    path: str | Path, *, by: By = "auto", up: Up = "y", scale: float = 1.0, box: ArrayLike | None = None, name: str | None = None
) -> Thing:
    """A file as one object, the middle of its base at the origin.

    Parameters
    ----------
    by : what its parts are: ``nodes``, ``materials``, ``components``, what the embedded networks make of it (``core``), or ``auto``:
        nodes and materials where there are several, else components, if not too many.
    up, scale : see `cityscape.edit.reading.read`. name : instead of the file's.
    box : (2, 3) metres: it is scaled by one number so that it fits, and stands in the middle of the box's base.

    Raises
    ------
    InputError : the file cannot be used; one sentence says why.
    """
    file = read(path, up=up, scale=scale)
    body = whole(file, name=name)
    return _fitted(thing_of_body(body, by=by), box)


def read_part(
    path: str | Path, *, up: Up = "y", scale: float = 1.0, box: ArrayLike | None = None, name: str | None = None, thing: str = "thing"
) -> Part:
    """A file as one part of the object `thing`: all its surfaces with the material of the largest, their colours at its vertices.

    See `read_thing`; with `box`, the part's pose puts it there, in the frame of its object.
    """
    file = read(path, up=up, scale=scale)
    body = whole(file, name=name)
    made = build(body.name, [united(body.name, _surface_pieces(body), np.eye(3))], np.eye(3))
    placed = _fitted(made, box)
    part = placed.parts[0]
    shift = np.array(placed.pose.position)
    pose = part.pose.model_copy(update={"position": _vec(np.array(part.pose.position) + shift)})
    return replace(part, id=f"{thing}__{id_of(body.name)}", thing=thing, pose=pose)


def whole(file: Foreign, *, name: str | None = None) -> Body:
    """All surfaces of a file as one object, called after its file."""
    roots = file.roots
    return Body(legal(name or file.path.stem), file.surfaces, roots[0] if len(roots) == 1 else None)


def thing_of_body(body: Body, *, by: By = "auto", taken: set[str] | None = None, notes: list[str] | None = None) -> Thing:
    """An object of a body: pose in the scene's frame, its id free among `taken`. What is to be told goes to `notes`."""
    if by not in get_args(By):
        raise InputError(f"parts cannot be made by {by!r}: choose one of {', '.join(get_args(By))}")
    turn = rotation(body.node)
    upright = turn if abs(turn[2, 2] - 1) < 1e-6 else np.eye(3)
    return build(body.name, pieces(body, by=by, notes=notes), upright, taken=taken)


# -- what the parts are -----------------------------------------------------------------------------------
def pieces(body: Body, *, by: By, notes: list[str] | None = None) -> list[Piece]:
    """The parts of a body, in the file's order."""
    if by == "core":
        from cityscape.edit.core import core_pieces

        return core_pieces(body)
    each = _surface_pieces(body)
    if by == "materials":
        groups: dict[Material, list[Piece]] = {}
        for p in each:
            groups.setdefault(p.material.model_copy(update={"color": "#000000"}) if p.colors is not None else p.material, []).append(p)
        return [
            united(g[0].material.name, g, g[0].turn) if len(g) > 1 else replace(g[0], names=(g[0].material.name,)) for g in groups.values()
        ]
    if by == "nodes" or (by == "auto" and len(each) > 1):
        return each
    found = [c for p in each for c in split(p)]
    if by == "auto" and len(found) > MOST:
        if notes is not None:
            notes.append(f"{body.name}: {len(found)} pieces that hang together are one part; --by components makes them parts")
        return each
    return found


def _surface_pieces(body: Body) -> list[Piece]:
    """A piece for each material of each node."""
    count = Counter(id(s.node) for s in body.surfaces)
    out = []
    for s in body.surfaces:
        names = (s.node.name, s.material.name)
        if count[id(s.node)] > 1:
            names = (s.material.name, s.node.name)
        out.append(Piece(names, s.corners, s.material, s.seen, rotation(s.node)))
    return out


def united(name: str, parts: Sequence[Piece], turn: Matrix) -> Piece:
    """Several pieces as one: the largest one's material, and colours at its corners where they are not all alike."""
    if len(parts) == 1:
        return replace(parts[0], names=(name, *parts[0].names), turn=turn)
    areas = [_area(p.corners) for p in parts]
    material = parts[int(np.argmax(areas))].material
    colors = None
    if any(p.colors is not None or p.material.color != material.color for p in parts):
        colors = np.concatenate([painted(p) for p in parts])
    return Piece((name, material.name), np.concatenate([p.corners for p in parts]), material, colors, turn)


def painted(p: Piece) -> NDArray[np.uint8]:
    """(f, 3, 3) uint8 sRGB: a piece's colours at its corners, be they its material's."""
    if p.colors is not None:
        return p.colors
    return np.broadcast_to(np.array([int(p.material.color[k : k + 2], 16) for k in (1, 3, 5)], np.uint8), p.corners.shape).copy()


def split(p: Piece) -> list[Piece]:
    """A piece for each component: faces that hang together by common corners; the largest first."""
    label = components(p.corners)
    if label.max() == 0:
        return [p]
    order = np.argsort(-np.bincount(label, _areas(p.corners)), kind="stable")
    return [replace(p, corners=p.corners[m], colors=None if p.colors is None else p.colors[m]) for m in (label == k for k in order)]


def components(corners: Floats) -> NDArray[np.int64]:
    """(f,) which faces hang together by common corners, numbered from 0."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    point = welded(corners)[1]
    n = int(point.max()) + 1
    a, b = point[:, [0, 1]].reshape(-1), point[:, [1, 2]].reshape(-1)
    label = connected_components(coo_matrix((np.ones(len(a), np.int8), (a, b)), (n, n)), directed=False)[1]
    return np.unique(label[point[:, 0]], return_inverse=True)[1].reshape(-1).astype(np.int64)


# -- objects of parts ------------------------------------------------------------------------------------
def build(name: str, parts: Sequence[Piece], turn: Matrix, *, taken: set[str] | None = None, kind: str | None = None) -> Thing:
    """An object of pieces: its frame is turned by `turn` (an upright rotation) and stands in the middle of its base.

    Each part's pivot is the middle of its own base; it keeps its node's rotation, everything else of the node's frame is in its vertices.
    """
    id = free(id_of(name), set() if taken is None else taken)
    own = [p.corners @ turn for p in parts]
    origin = _base(own)
    names: set[str] = set()
    ids: set[str] = set()
    out = []
    for p, corners in zip(parts, own, strict=True):
        called = free(legal(p.names[0], "part")[:180], names)
        pivot = _base([corners])
        inner = np.asarray(turn.T @ p.turn)
        mesh = mesh_of((corners - pivot) @ inner, p.colors)
        if mesh is None:
            continue
        label = p.label or label_of(p.names, p.material.name, name)
        out.append(Part(f"{id}__{free(id_of(called, 'part'), ids)}", called, label, id, p.material, mesh, _pose(pivot - origin, inner)))
    if not out:
        raise InputError(f"{name} has no faces with any area: leave it out")
    return Thing(id, legal(name), kind or kind_of(name), _pose(turn @ origin, turn), tuple(out))


def mesh_of(corners: Floats, colors: NDArray[np.uint8] | None, numbers: NDArray[np.int64] | None = None) -> Mesh | None:
    """The mesh of faces by their corners (f, 3, 3); None where nothing has an area.

    Faces that meet in an edge, in place and colour, share its two vertices; what touches in a point, or in an edge of another piece,
    stays apart, so that what was closed is closed. numbers : (f, 3) corners that are one vertex already.
    """
    spots = corners.astype(np.float32)
    place = welded(spots)[1]
    keep = (place[:, 0] != place[:, 1]) & (place[:, 1] != place[:, 2]) & (place[:, 2] != place[:, 0])
    if not keep.any():
        return None
    spots, paint = spots[keep], None if colors is None else colors[keep]
    seen = welded(spots, paint)[1]
    nodes = np.arange(seen.size).reshape(-1, 3) if numbers is None else np.unique(numbers[keep], return_inverse=True)[1].reshape(-1, 3)
    label = _sewn(seen, nodes)[nodes].reshape(-1)
    first = np.full(int(label.max()) + 1, len(label), np.int64)
    np.minimum.at(first, label, np.arange(len(label)))
    used, faces = np.unique(first[label], return_inverse=True)
    return Mesh(spots.reshape(-1, 3)[used], faces.reshape(-1, 3).astype(np.int32), None if paint is None else paint.reshape(-1, 3)[used])


def _sewn(seen: NDArray[np.int64], nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) which vertex each node is: nodes at both ends of an edge that just two faces pass, one each way, are sewn together.

    seen : (f, 3) numbers of places. nodes : (f, 3) numbers 0..n-1. Where more faces pass an edge, those of one piece are sewn.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n, many = int(nodes.max()) + 1, int(seen.max()) + 1
    start, end = seen.reshape(-1), np.roll(seen, -1, 1).reshape(-1)
    a, b = nodes.reshape(-1), np.roll(nodes, -1, 1).reshape(-1)
    pairs = np.zeros((2, 0), np.int64)
    piece = np.zeros(len(a), np.int64)
    label = np.arange(n)
    for _ in range(2):
        key, back = (piece * many + start) * many + end, (piece * many + end) * many + start
        order = np.argsort(key, kind="stable")
        low = np.searchsorted(key[order], back, side="left")
        high = np.searchsorted(key[order], back, side="right")
        _, at, count = np.unique(key, return_inverse=True, return_counts=True)
        one = np.flatnonzero((high - low == 1) & (count[at.reshape(-1)] == 1))
        other = order[low[one]]
        pairs = np.concatenate([pairs, [a[one], b[other]], [b[one], a[other]]], 1)
        label = connected_components(coo_matrix((np.ones(pairs.shape[1], np.int8), pairs), (n, n)), directed=False)[1]
        rings = np.concatenate([[label[a], label[b]]], 1)
        whole = connected_components(coo_matrix((np.ones(len(a), np.int8), rings), (n, n)), directed=False)[1]
        piece = whole[label[a]].astype(np.int64)
        if piece.max() and float(piece.max() + 1) * many * many >= 2**62:
            break
    return np.asarray(label, np.int64)


def welded(corners: NDArray[Any], colors: NDArray[np.uint8] | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which corners are vertices, (v,) into the corners one after the other, and the faces (f, 3) of those.

    Corners of the same place, as float32, and of the same colour are one.
    """
    first, number = numbered(corners.reshape(-1, 3), None if colors is None else colors.reshape(-1, 3))
    return first, number.reshape(-1, 3)


def numbered(points: NDArray[Any], colors: NDArray[np.uint8] | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points (n, 3), equal ones as one: which of them come first, (v,) and sorted, and the number (n,) of each in that order."""
    p = np.ascontiguousarray(points, np.float32) + np.float32(0)
    key = [np.ascontiguousarray(p[:, k]).view(np.uint32).astype(np.int64) for k in range(3)]
    if colors is not None:
        c = colors.astype(np.int64)
        key.append((c[:, 0] << 16) | (c[:, 1] << 8) | c[:, 2])
    order = np.lexsort(key)
    new = np.r_[True, np.any([k[order][1:] != k[order][:-1] for k in key], 0)]
    number = np.empty(len(p), np.int64)
    number[order] = np.cumsum(new) - 1
    first = np.full(int(number.max()) + 1, len(p), np.int64)
    np.minimum.at(first, number, np.arange(len(p)))
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.sort(first), rank[number]


def closed(mesh: Mesh) -> bool:
    """Whether each edge is passed as often one way as the other, vertices of several colours at one place counted as one."""
    faces = welded(mesh.vertices[mesh.faces])[1]
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    n = int(edges.max()) + 1
    there, back = np.sort(edges[:, 0] * n + edges[:, 1]), np.sort(edges[:, 1] * n + edges[:, 0])
    return bool((there == back).all())


def rotation(node: Node | None) -> Matrix:
    """(3, 3) the rotation of a node in the scene; the identity where it is a mirror, skewed, or only an exchange of axes."""
    if node is None:
        return np.eye(3)
    linear = node.matrix[:3, :3]
    length = np.linalg.norm(linear, axis=0)
    if length.min() <= 0:
        return np.eye(3)
    r = linear / length
    if np.abs(r.T @ r - np.eye(3)).max() > 1e-5 or np.linalg.det(r) < 0:
        return np.eye(3)
    u, _, v = np.linalg.svd(r)
    exchange = np.abs(np.abs(r) - np.rint(np.abs(r))).max() < 1e-6
    upright = abs(r[2, 2] - 1) < 1e-6
    return np.eye(3) if exchange and not upright else np.asarray(u @ v)


# -- inside ---------------------------------------------------------------------------------------------
def _base(groups: Sequence[Floats]) -> Floats:
    """(3,) the middle of the base of a box round corners."""
    low = np.min([g.reshape(-1, 3).min(0) for g in groups], 0)
    high = np.max([g.reshape(-1, 3).max(0) for g in groups], 0)
    return np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])


def _pose(position: Floats, turn: Matrix) -> Pose:
    if np.abs(turn - np.eye(3)).max() < 1e-9:
        return Pose(position=_vec(position))
    from scipy.spatial.transform import Rotation

    q = Rotation.from_matrix(turn).as_quat()
    q = -q if q[3] < 0 else q
    return Pose(position=_vec(position), rotation=(float(q[0]), float(q[1]), float(q[2]), float(q[3])))


def _vec(v: ArrayLike) -> tuple[float, float, float]:
    x, y, z = (float(k) + 0.0 for k in np.asarray(v, float))
    return (x, y, z)


def _areas(corners: Floats) -> Floats:
    return np.asarray(np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2)


def _area(corners: Floats) -> float:
    return float(_areas(corners).sum())


def _fitted(thing: Thing, box: ArrayLike | None) -> Thing:
    """The object with the middle of its base at the origin; with a box, made to fit it and standing in it."""
    thing = replace(thing, pose=thing.pose.model_copy(update={"position": (0.0, 0.0, 0.0)}))
    if box is None:
        return thing
    low, high = np.asarray(box, float)
    if not np.isfinite([low, high]).all() or (high - low).min() < 0 or (high - low).max() <= 0:
        raise InputError(f"a box from {low.tolist()} to {high.tolist()} has no size: give its lowest and its highest corner")
    points = np.concatenate([p.mesh.vertices @ (m := (thing.pose.matrix() @ p.pose.matrix()))[:3, :3].T + m[:3, 3] for p in thing.parts])
    size = points.max(0) - points.min(0)
    k = float(min((high - low)[a] / size[a] for a in range(3) if size[a] > 1e-9 and (high - low)[a] > 0))
    parts = tuple(_scaled(p, k) for p in thing.parts)
    at = _vec([*(low + high)[:2] / 2 - k * (points.min(0) + points.max(0))[:2] / 2, low[2] - k * points[:, 2].min()])
    return replace(thing, parts=parts, pose=thing.pose.model_copy(update={"position": at}))


def _scaled(p: Part, k: float) -> Part:
    mesh = Mesh((p.mesh.vertices.astype(float) * k).astype(np.float32), p.mesh.faces, p.mesh.colors, p.mesh.glow)
    return replace(p, mesh=mesh, pose=p.pose.model_copy(update={"position": _vec(np.array(p.pose.position) * k)}))
