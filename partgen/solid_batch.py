"""Scenes of convex solids in flat tensors: inside tests, surface clouds, signed distances and pictures, batched on any device.

A scene is a row of parts, a part a union of solids. Two things are kept of them: the *volume*, convex polytopes as planes,
and the *surface*, triangles. They may differ in what is inside: columns that stand side by side need no walls between them.
Scenes of a batch lie one behind the other; parts are numbered through (`part_start` says where a scene's begin).

Frame: the caller's, in its unit. Nothing here knows what the parts are.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.errors import PartgenError
from partgen.solids import Solid

Array = NDArray[np.float64]

CELLS = 40
"""Cells of the search grid along a scene's longest side."""
PAIRS = 1 << 22
"""So many pairs of points and things are looked at together."""


@dataclass(frozen=True, eq=False)
class Shape:
    """One scene before it is packed, numpy.

    vertices : (v, 3) float, faces : (f, 3) int, counter-clockwise from outside, and face_part : (f,) int: the surface.
    planes : (k, 4) float, outward unit normals n and offsets d, n x + d <= 0 inside; plane_solid : (k,) int, ascending.
    box : (s, 2, 3) float and solid_part : (s,) int: the solids. parts : how many parts there are.
    """

    vertices: Array
    faces: NDArray[np.int64]
    face_part: NDArray[np.int64]
    planes: Array
    plane_solid: NDArray[np.int64]
    box: Array
    solid_part: NDArray[np.int64]
    parts: int

    def moved(self, matrix: Array) -> Shape:
        """The shape through a rigid motion or mirror (4, 4)."""
        r, t = matrix[:3, :3], matrix[:3, 3]
        n = self.planes[:, :3] @ r.T
        ends = np.stack([self.box @ r.T + t]).reshape(-1, 2, 3)
        return Shape(
            self.vertices @ r.T + t,
            self.faces[:, ::-1].copy() if np.linalg.det(r) < 0 else self.faces,
            self.face_part,
            np.c_[n, self.planes[:, 3] - n @ t],
            self.plane_solid,
            np.stack([ends.min(1), ends.max(1)], 1) if _axial(r) else _boxes(self.vertices, self, matrix),
            self.solid_part,
            self.parts,
        )

    def only(self, keep: NDArray[np.bool_]) -> Shape:
        """The shape without the parts for which `keep` (parts,) is false; the rest are numbered anew."""
        number = np.cumsum(keep) - 1
        f, s = keep[self.face_part], keep[self.solid_part]
        k = s[self.plane_solid]
        solid = np.cumsum(s) - 1
        used = np.zeros(len(self.vertices), bool)
        used[self.faces[f]] = True
        vertex = np.cumsum(used) - 1
        return Shape(
            self.vertices[used], vertex[self.faces[f]], number[self.face_part[f]], self.planes[k],
            solid[self.plane_solid[k]], self.box[s], number[self.solid_part[s]], int(keep.sum()),
        )  # fmt: skip

    def regrouped(self, owner: NDArray[np.int64], parts: int) -> Shape:
        """The shape with its parts gathered into `parts` others; `owner` (old parts,) says into which."""
        order = np.argsort(owner[self.face_part], kind="stable")
        return Shape(
            self.vertices,
            self.faces[order],
            owner[self.face_part][order],
            self.planes,
            self.plane_solid,
            self.box,
            owner[self.solid_part],
            parts,
        )


def shape_of(parts: Sequence[Sequence[Solid]], poses: Sequence[Array] | None = None) -> Shape:
    """The shape of parts made of solids; `poses` are (4, 4) maps of parts into the scene's frame.

    Round solids become the polytopes that their meshes are.
    """
    solids = [s for p in parts for s in p]
    owner = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    if not solids:
        z = np.zeros(0, np.int64)
        return Shape(np.zeros((0, 3)), np.zeros((0, 3), np.int64), z, np.zeros((0, 4)), z, np.zeros((0, 2, 3)), z, len(parts))
    surfaces = [s.surface() for s in solids]
    linear, offset = np.stack([s.linear for s in solids]), np.stack([s.offset for s in solids])
    if poses is not None:
        m = np.stack(list(poses))[owner]
        linear, offset = m[:, :3, :3] @ linear, np.einsum("sij,sj->si", m[:, :3, :3], offset) + m[:, :3, 3]
    nv, nf = np.array([len(v) for v, _ in surfaces]), np.array([len(f) for _, f in surfaces])
    vs, fs = np.repeat(np.arange(len(solids)), nv), np.repeat(np.arange(len(solids)), nf)
    vertices = np.einsum("vij,vj->vi", linear[vs], np.concatenate([v for v, _ in surfaces])) + offset[vs]
    first = np.concatenate([[0], np.cumsum(nv)])[:-1]
    faces = np.concatenate([f for _, f in surfaces]) + first[fs, None]
    centre = np.add.reduceat(vertices, first) / nv[:, None]
    faces, planes, plane_solid = _planes(vertices, faces, fs, centre)
    box = np.stack([np.minimum.reduceat(vertices, first), np.maximum.reduceat(vertices, first)], 1)
    return Shape(vertices, faces, owner[fs], planes, plane_solid, box, owner, len(parts))


def shape_of_columns(vertices: Array, faces: NDArray[np.int64], prisms: NDArray[np.int64]) -> Shape:
    """One part: a closed surface, vertices (v, 3) and faces (f, 3), that convex prisms (n, 6) fill: three corners above, three below."""
    p = vertices[prisms]
    local = np.array([(0, 1, 2), (3, 5, 4), (0, 3, 1), (1, 4, 2), (2, 5, 0)])
    solid = np.repeat(np.arange(len(prisms)), 5)
    tri = p[:, local].reshape(-1, 3, 3)
    n, d = _plane(tri, p.mean(1)[solid])
    zero = np.zeros(len(prisms), np.int64)
    box = np.stack([p.min(1), p.max(1)], 1)
    return Shape(vertices, faces, np.zeros(len(faces), np.int64), np.c_[n, d], solid, box, zero, 1)


def joined(shapes: Sequence[Shape]) -> Shape:
    """Several shapes as one scene, their parts one behind the other."""
    v, s, p = (np.cumsum([0, *n]) for n in zip(*((len(x.vertices), len(x.box), x.parts) for x in shapes), strict=True))
    return Shape(
        np.concatenate([x.vertices for x in shapes]),
        np.concatenate([x.faces + k for x, k in zip(shapes, v, strict=False)]),
        np.concatenate([x.face_part + k for x, k in zip(shapes, p, strict=False)]),
        np.concatenate([x.planes for x in shapes]),
        np.concatenate([x.plane_solid + k for x, k in zip(shapes, s, strict=False)]),
        np.concatenate([x.box for x in shapes]),
        np.concatenate([x.solid_part + k for x, k in zip(shapes, p, strict=False)]),
        int(p[-1]),
    )


@dataclass(frozen=True, eq=False)
class SolidBatch:
    """Scenes packed into tensors; all float32 and int64.

    vertices (v, 3), faces (f, 3), face_part (f,) ascending, planes (k, 4), plane_start (s + 1,), box (s, 2, 3),
    solid_part (s,), part_scene (p,), part_start (b + 1,).
    """

    vertices: Tensor
    faces: Tensor
    face_part: Tensor
    planes: Tensor
    plane_start: Tensor
    box: Tensor
    solid_part: Tensor
    part_scene: Tensor
    part_start: Tensor

    def to(self, device: torch.device | str) -> SolidBatch:
        """The batch on a device."""
        return SolidBatch(*(getattr(self, f.name).to(device) for f in fields(self)))

    def __len__(self) -> int:
        return len(self.part_start) - 1

    @property
    def device(self) -> torch.device:
        """Where it lies."""
        return self.vertices.device

    @cached_property
    def solid_scene(self) -> Tensor:
        """(s,) the scene of each solid."""
        return self.part_scene[self.solid_part]

    @cached_property
    def face_scene(self) -> Tensor:
        """(f,) the scene of each face."""
        return self.part_scene[self.face_part]

    @cached_property
    def face_start(self) -> Tensor:
        """(p + 1,) where each part's faces begin."""
        return torch.searchsorted(self.face_part, torch.arange(len(self.part_scene) + 1, device=self.device))

    @cached_property
    def _normals_areas(self) -> tuple[Tensor, Tensor]:
        a, b, c = self.vertices[self.faces].unbind(1)
        n = torch.linalg.cross(b - a, c - a)
        length = n.norm(dim=1)
        return n / length.clamp(min=1e-20)[:, None], length / 2

    @property
    def normals(self) -> Tensor:
        """(f, 3) unit normals."""
        return self._normals_areas[0]

    @property
    def areas(self) -> Tensor:
        """(f,) areas."""
        return self._normals_areas[1]

    @cached_property
    def bounds(self) -> Tensor:
        """(b, 2, 3) the scenes' boxes."""
        s = self.solid_scene[:, None].expand(-1, 3)
        lo = torch.full((len(self), 3), torch.inf, device=self.device).scatter_reduce(0, s, self.box[:, 0], "amin")
        hi = torch.full((len(self), 3), -torch.inf, device=self.device).scatter_reduce(0, s, self.box[:, 1], "amax")
        return torch.stack([lo, hi], 1)

    @cached_property
    def grid(self) -> Grid:
        """Where solids are."""
        return Grid.of(self.box, self.solid_scene, self.bounds)


def pack(shapes: Sequence[Shape]) -> SolidBatch:
    """Shapes as one batch on the CPU."""
    if not shapes:
        raise PartgenError("a batch wants at least one scene")
    whole = joined(shapes)
    order = np.argsort(whole.face_part, kind="stable")
    counts = np.array([x.parts for x in shapes])
    return SolidBatch(
        torch.from_numpy(whole.vertices.astype(np.float32)),
        torch.from_numpy(whole.faces[order].astype(np.int64)),
        torch.from_numpy(whole.face_part[order].astype(np.int64)),
        torch.from_numpy(whole.planes.astype(np.float32)),
        torch.from_numpy(np.searchsorted(whole.plane_solid, np.arange(len(whole.box) + 1)).astype(np.int64)),
        torch.from_numpy(whole.box.astype(np.float32)),
        torch.from_numpy(whole.solid_part.astype(np.int64)),
        torch.from_numpy(np.repeat(np.arange(len(shapes)), counts).astype(np.int64)),
        torch.from_numpy(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)),
    )


@dataclass(frozen=True, eq=False)
class Picks:
    """Sets of parts, each within one scene: what clouds and pictures are made of.

    scene : (m,) int64. mask : (m, p) bool over the longest scene's parts, or None for all of them.
    """

    scene: Tensor
    mask: Tensor | None = None

    @classmethod
    def wholes(cls, batch: SolidBatch) -> Picks:
        """Each scene as a whole."""
        return cls(torch.arange(len(batch), device=batch.device))

    @classmethod
    def singles(cls, batch: SolidBatch) -> Picks:
        """Each part by itself, in order."""
        local = torch.arange(len(batch.part_scene), device=batch.device) - batch.part_start[batch.part_scene]
        longest = int((batch.part_start[1:] - batch.part_start[:-1]).max())
        return cls(batch.part_scene, torch.nn.functional.one_hot(local, longest).bool())

    def holds(self, batch: SolidBatch, pick: Tensor, part: Tensor) -> Tensor:
        """(n,) whether the picks (n,) hold the parts (n,), numbered through."""
        if self.mask is None:
            return torch.ones_like(pick, dtype=torch.bool)
        return self.mask[pick, part - batch.part_start[batch.part_scene[part]]]

    def faces(self, batch: SolidBatch) -> tuple[Tensor, Tensor]:
        """(n,) picks and (n,) faces: all faces of all picks, pick by pick."""
        first, last = batch.part_start[self.scene], batch.part_start[self.scene + 1]
        pick, part = spread(first, last - first)
        keep = self.holds(batch, pick, part)
        pick, part = pick[keep], part[keep]
        which, face = spread(batch.face_start[part], batch.face_start[part + 1] - batch.face_start[part])
        return pick[which], face


def rows(x: Tensor, index: Tensor) -> Tensor:
    """``x[index]`` along the first axis, several times faster on CPUs."""
    return x.index_select(0, index.reshape(-1)).reshape(*index.shape, *x.shape[1:])


def spread(first: Tensor, count: Tensor) -> tuple[Tensor, Tensor]:
    """Ranges that begin at first (n,) and are count (n,) long, one behind the other: (m,) which range, (m,) the number."""
    which = torch.repeat_interleave(torch.arange(len(first), device=first.device), count)
    begin = torch.cumsum(count, 0) - count
    return which, torch.arange(len(which), device=first.device) - begin[which] + first[which]


@dataclass(frozen=True, eq=False)
class Grid:
    """A uniform grid over each scene that lists, cell by cell, the boxes that reach into it.

    low (b, 3), step (b,), size (b, 3): the cells; base (b + 1,): where a scene's begin; start (c + 1,), item (n,): the lists.
    """

    low: Tensor
    step: Tensor
    size: Tensor
    base: Tensor
    start: Tensor
    item: Tensor

    @classmethod
    def of(cls, box: Tensor, scene: Tensor, bounds: Tensor, *, reach: float = 0.0) -> Grid:
        """The grid of boxes (n, 2, 3), grown by `reach`, of scenes (n,) with bounds (b, 2, 3)."""
        low, high = bounds[:, 0] - reach - 1e-3, bounds[:, 1] + reach + 1e-3
        step = (high - low).amax(1) / CELLS
        size = ((high - low) / step[:, None]).ceil().long().clamp(min=1)
        base = torch.cat([torch.zeros(1, dtype=torch.int64, device=box.device), size.prod(1).cumsum(0)])
        a = ((box[:, 0] - reach - 1e-4 - low[scene]) / step[scene, None]).floor().long().clamp(min=0)
        b = ((box[:, 1] + reach + 1e-4 - low[scene]) / step[scene, None]).floor().long()
        n = (torch.minimum(b, size[scene] - 1) - a + 1).clamp(min=1)
        sx, sy = size[scene, 0], size[scene, 1]
        # a box's cells: its layers and rows, then along each row
        layer, k = spread(torch.zeros_like(scene), n[:, 1] * n[:, 2])
        row_y = rows(n[:, 1].contiguous(), layer)
        z = torch.div(k, row_y, rounding_mode="floor")
        corner = base[scene] + (a[:, 2] * sy + a[:, 1]) * sx + a[:, 0]
        begin = rows(corner, layer) + (z * rows(sy, layer) + k - z * row_y) * rows(sx, layer)
        row, key = spread(begin, rows(n[:, 0].contiguous(), layer))
        which = rows(layer, row)
        order = torch.argsort(key, stable=True)
        count = torch.bincount(key, minlength=int(base[-1]))
        start = torch.cat([torch.zeros(1, dtype=torch.int64, device=box.device), count.cumsum(0)])
        return cls(low, step, size, base, start, which[order])

    def near(self, points: Tensor, scene: Tensor) -> tuple[Tensor, Tensor]:
        """Pairs of points (n, 3) in scenes (n,) and the boxes listed in their cells: (m,) points ascending, (m,) boxes."""
        size = rows(self.size, scene)
        cell = ((points - rows(self.low, scene)) / rows(self.step, scene)[:, None]).floor().long()
        ok = ((cell >= 0) & (cell < size)).all(1)
        cell = torch.minimum(cell.clamp(min=0), size - 1)
        key = rows(self.base, scene) + (cell[:, 2] * size[:, 1] + cell[:, 1]) * size[:, 0] + cell[:, 0]
        first = self.start[key]
        which, at = spread(first, torch.where(ok, self.start[key + 1] - first, 0))
        return which, self.item[at]


def containing(batch: SolidBatch, points: Tensor, picks: Picks, pick: Tensor) -> tuple[Tensor, Tensor]:
    """All pairs of points (n, 3) and solids of their picks (n,) that hold them: (m,) points, (m,) solids."""
    scene = picks.scene[pick]
    out_p, out_s = [], []
    per_point = max(1.0, len(batch.grid.item) / max(1, len(batch.grid.start)))
    chunk = max(4096, int(PAIRS / (8 * per_point)))
    for k in range(0, len(points), chunk):
        p, s = points[k : k + chunk], scene[k : k + chunk]
        which, solid = batch.grid.near(p, s)
        q, box = rows(p, which), rows(batch.box.reshape(-1, 6), solid)
        keep = (q[:, 0] >= box[:, 0]) & (q[:, 0] <= box[:, 3]) & (q[:, 1] >= box[:, 1])
        keep = torch.nonzero(keep & (q[:, 1] <= box[:, 4]) & (q[:, 2] >= box[:, 2]) & (q[:, 2] <= box[:, 5]))[:, 0]
        if picks.mask is not None:
            keep = keep[picks.holds(batch, pick[k : k + chunk][which[keep]], batch.solid_part[solid[keep]])]
        which, solid, q = which[keep], solid[keep], rows(q, keep)
        first = batch.plane_start[solid]
        pair, plane = spread(first, batch.plane_start[solid + 1] - first)
        e, x = rows(batch.planes, plane), rows(q, pair)
        outside = e[:, 0] * x[:, 0] + e[:, 1] * x[:, 1] + e[:, 2] * x[:, 2] + e[:, 3] > 0
        hit = torch.zeros(len(which), dtype=torch.bool, device=p.device)
        hit[pair[outside]] = True
        out_p.append(which[~hit] + k)
        out_s.append(solid[~hit])
    return torch.cat(out_p), torch.cat(out_s)


def inside(batch: SolidBatch, points: Tensor, picks: Picks, pick: Tensor) -> Tensor:
    """(n,) whether points (n, 3) lie in the union of the parts of their picks (n,)."""
    which, _ = containing(batch, points, picks, pick)
    out = torch.zeros(len(points), dtype=torch.bool, device=points.device)
    out[which] = True
    return out


def _plane(tri: Array, centre: Array) -> tuple[Array, Array]:
    """Unit normals (n, 3) away from centres (n, 3), and offsets (n,), of triangles (n, 3, 3)."""
    n = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-30)
    d = -np.einsum("ij,ij->i", n, tri.mean(1))
    flip = np.einsum("ij,ij->i", n, centre) + d > 0
    n[flip], d[flip] = -n[flip], -d[flip]
    return n, d


def _planes(
    vertices: Array, faces: NDArray[np.int64], solid: NDArray[np.int64], centre: Array
) -> tuple[NDArray[np.int64], Array, NDArray[np.int64]]:
    """Faces turned outwards, and the planes of all solids, each once: (k, 4), (k,)."""
    tri = vertices[faces]
    n = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    length = np.linalg.norm(n, axis=1)
    flip = np.einsum("ij,ij->i", n, tri[:, 0] - centre[solid]) < 0
    faces = np.where(flip[:, None], faces[:, ::-1], faces)
    good = length > 1e-12
    turn: Array = np.where(flip, -1.0, 1.0) / np.maximum(length, 1e-30)
    n = (n * turn[:, None])[good]
    s = solid[good]
    d = -np.einsum("ij,ij->i", n, tri[good, 0])
    key: NDArray[np.int64] = np.asarray(np.round(np.c_[n, d + np.einsum("ij,ij->i", n, centre[s])] * 4096), np.int64)
    code: NDArray[np.int64] = key[:, 3] + 1048583 * (key[:, 2] + 8209 * (key[:, 1] + 8209 * (key[:, 0] + 8209 * s)))
    order = np.lexsort((np.arange(len(s)), code))
    new = np.diff(code[order], prepend=code[order[:1]] - 1) != 0
    first = np.sort(order[new])
    return faces, np.c_[n, d][first], s[first]


def _axial(r: Array) -> bool:
    """Whether a (3, 3) map sends axes to axes."""
    return bool(np.isclose(np.abs(r), np.round(np.abs(r)), atol=1e-12).all())


def _boxes(vertices: Array, shape: Shape, matrix: Array) -> Array:
    """Boxes of a shape's solids after a general motion: of the corners of the boxes before."""
    k = np.array([(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)])
    corners = shape.box[:, k, np.arange(3)] @ matrix[:3, :3].T + matrix[:3, 3]
    return np.stack([corners.min(1), corners.max(1)], 1)
