"""The surface of a signed field: coarse to fine, asking the field only near its surface, then marching cubes.

Frame: partgen's, y up; the grid covers [-bounds, bounds]^3. The field is negative inside; it need not be a metric
distance, only its sign and its order of magnitude near the surface are used.

`extract_mesh` is what the rest calls. Its ``compat="release"`` is in `partgen.isosurface_release`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.errors import PartgenError

if TYPE_CHECKING:
    import trimesh

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BOUNDS = 1.01
"""Half the edge of the grid, where nothing else is said."""

_CORNERS = np.array([(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)])
_CHILD = np.array([(i, j, k) for i in range(3) for j in range(3) for k in range(3)])
_FACES = [(axis, side, np.flatnonzero(_CORNERS[:, axis] == side)) for axis in range(3) for side in (0, 1)]
_CHILD_POINTS = np.array([((c + _CORNERS) * (9, 3, 1)).sum(1) for c in _CORNERS])  # (child, corner) -> one of the 27
_TRILINEAR = np.prod(1 - np.abs(_CORNERS[:, None] - _CHILD / 2), -1).astype(np.float32)  # (8, 27)
_REACH = 0.9  # a surface nearer than this many cells to a corner could pass through a cell: half a diagonal and 4 %
_BEND = 1.5  # how far a field may dip below what its bend at the cell's centre says


class Field:
    """A user's field behind one door: chunked, counted, checked, for callables on torch or on numpy points.

    Attributes
    ----------
    queries : int, points asked so far.
    """

    def __init__(self, sdf: Callable[[Any], Any], *, chunk: int, device: str | torch.device) -> None:
        self.sdf, self.chunk, self.device, self.queries = sdf, chunk, device, 0
        self._numpy: bool | None = None

    def __call__(self, points: NDArray[Any]) -> Floats:
        """Signed values (n,) float32 at points (n, 3)."""
        points = np.ascontiguousarray(points, np.float32)
        out = np.empty(len(points), np.float32)
        with torch.no_grad():
            for i in range(0, len(points), self.chunk):
                out[i : i + self.chunk] = self._ask(points[i : i + self.chunk])
        self.queries += len(points)
        if not np.isfinite(out).all():
            raise PartgenError("the field returned values that are not finite: its latents or weights hold NaN or infinity")
        return out

    def _ask(self, points: Floats) -> Floats:
        if self._numpy is None:
            self._numpy = self._wants_numpy(points[:2])
        given: Any = points if self._numpy else torch.from_numpy(points).to(self.device)
        return _vector(self.sdf(given), len(points))

    def _wants_numpy(self, points: Floats) -> bool:
        try:
            _vector(self.sdf(torch.from_numpy(points).to(self.device)), len(points))
            return False
        except (TypeError, AttributeError, ValueError, RuntimeError):
            try:
                _vector(self.sdf(points), len(points))
                return True
            except Exception:
                return False  # let the torch call fail and say why


def _vector(values: Any, n: int) -> Floats:
    """A field's answer as (n,) float32; complains about any other shape."""
    out = values.detach().to("cpu", torch.float32).numpy() if isinstance(values, Tensor) else np.asarray(values, np.float32)
    if out.size != n:
        raise PartgenError(f"the field gave values of shape {out.shape} for {n} points; it must give one number each")
    return out.reshape(n)


def extract_mesh(
    sdf: Callable[[Any], Any],
    resolution: int = 256,
    *,
    compat: str | None = None,
    bounds: float = BOUNDS,
    coarse: int | None = None,
    close: bool = False,
    chunk: int = 50_000,
    device: str | torch.device = "cpu",
    dense: int | None = None,
    crop: bool = False,
) -> trimesh.Trimesh:
    """The zero surface of `sdf` as a mesh, normals outward.

    Parameters
    ----------
    sdf : callable on (n, 3) points (a torch tensor; numpy where the callable takes only that) giving (n,) values,
        negative inside.
    resolution : int, cells an axis, a power of two of at least 8.
    compat : None, or "release" for the released system's meshes with all their flaws.
    bounds : float, half the edge of the grid.
    coarse : int, cells an axis of the first pass, which is dense; a power of two. None: a quarter of `resolution`, at
        least 32. What is thinner than one of these cells is still found where the field bends towards it.
    close : bool, cap shapes that reach the end of the grid, so that the mesh is closed there too.
    chunk : int, points a call.
    device : where the points are handed over.
    dense, crop : only with ``compat="release"``: cells an axis of its dense pass (None: half of `resolution`, at least
        32) and its crop to a coarse box.

    Returns
    -------
    trimesh.Trimesh, empty where the field has no surface; ``metadata["queries"]`` says how often the field was asked.

    Source: Lorensen and Cline 1987 (marching cubes), Lewiner et al. 2003; AUTOPARTGEN.md sections 8 and 10.
    """
    if resolution < 8 or resolution & (resolution - 1):
        raise PartgenError(f"the resolution must be a power of two of at least 8, got {resolution}")
    field = Field(sdf, chunk=chunk, device=device)
    if compat == "release":
        from partgen.isosurface_release import extract

        vertices, faces = extract(field, resolution, bounds=bounds, dense=dense, crop=crop)
    elif compat is None:
        first = min(max(32, resolution // 4), resolution) if coarse is None else coarse
        if first < 4 or first & (first - 1) or first > resolution:
            raise PartgenError(f"the coarse pass must be a power of two of 4 to {resolution} cells, got {first}")
        vertices, faces = _adaptive(field, resolution, first, bounds, close)
    else:
        raise PartgenError(f'compat must be None or "release", got {compat!r}')
    return as_mesh(vertices, faces, queries=field.queries, resolution=resolution, bounds=bounds)


def as_mesh(vertices: NDArray[Any], faces: NDArray[Any], **metadata: Any) -> trimesh.Trimesh:
    """A trimesh of exactly these vertices and faces."""
    import trimesh

    return trimesh.Trimesh(vertices, faces, process=False, validate=False, metadata=metadata)


def polygonise(volume: Floats, mask: NDArray[np.bool_] | None = None) -> tuple[Floats, Ints]:
    """Marching cubes at 0 of a volume that is negative inside: vertices (v, 3) in index units, faces (f, 3) outward.

    `mask` is true at the far corner (i + 1, j + 1, k + 1) of each cell to look at; other values may be NaN.
    """
    from skimage.measure import marching_cubes

    try:
        vertices, faces, _, _ = marching_cubes(volume, 0.0, gradient_direction="descent", allow_degenerate=False, mask=mask)
    except (ValueError, RuntimeError):  # skimage's two ways to say that there is no surface
        return np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int64)
    return vertices, faces.astype(np.int64)


# -- coarse to fine --------------------------------------------------------------------------------
class _Grid:
    """One level: values at (n + 1)^3 points, NaN where nobody asked yet."""

    def __init__(self, field: Field, n: int, bounds: float, lid: float) -> None:
        self.field, self.n, self.bounds, self.lid = field, n, bounds, lid
        self.shape = (n + 1, n + 1, n + 1)
        self.values = np.full(self.shape, np.nan, np.float32)
        stride = np.array([(n + 1) ** 2, n + 1, 1])
        self.corners, self.children = _CORNERS @ stride, _CHILD @ stride

    def points(self, flat: Ints) -> Ints:
        """Grid indices (n, 3) of flat point numbers."""
        return np.stack(np.unravel_index(flat, self.shape), -1)

    def ask(self, flat: Ints) -> None:
        """Evaluate the points `flat` that have no value yet."""
        missing = flat[np.isnan(self.values.reshape(-1)[flat])]
        if len(missing) > 50_000:  # marking beats sorting
            mark = np.zeros(self.values.size, bool)
            mark[missing] = True
            missing = np.flatnonzero(mark)
        else:
            missing = np.unique(missing)
        if len(missing):
            index = self.points(missing)
            # the same float for the same place on every level: point 2i of this one is point i of the one before
            got = self.field(index * (2 * self.bounds / self.n) - self.bounds)
            if self.lid > 0:
                edge = ((index == 0) | (index == self.n)).any(1)
                got[edge] = np.maximum(got[edge], self.lid)
            self.values.reshape(-1)[missing] = got

    def first(self, cells: Ints) -> Ints:
        """The flat number of the low corner of each cell (i, j, k), (n, 3)."""
        return (cells[:, 0] * (self.n + 1) + cells[:, 1]) * (self.n + 1) + cells[:, 2]

    def at(self, cells: Ints) -> Floats:
        """Corner values (n, 8), in the order of `_CORNERS`; asks for what is missing."""
        flat = self.first(cells)[:, None] + self.corners
        self.ask(flat.reshape(-1))
        return self.values.reshape(-1)[flat]

    def block(self, parents: Ints) -> Floats:
        """Values (n, 3, 3, 3) at the corners of all children of the cells `parents` of the level before."""
        flat = self.first(2 * parents)[:, None] + self.children
        self.ask(flat.reshape(-1))
        return self.values.reshape(-1)[flat].reshape(-1, 3, 3, 3)

    def finer(self) -> _Grid:
        """The next level, holding all values known here."""
        fine = _Grid(self.field, 2 * self.n, self.bounds, self.lid)
        fine.values[::2, ::2, ::2] = self.values
        return fine


def _adaptive(field: Field, resolution: int, coarse: int, bounds: float, close: bool) -> tuple[NDArray[Any], Ints]:
    """Vertices and faces by refining only the cells that the surface passes through, or may."""
    grid = _Grid(field, coarse, bounds, 0.0)
    grid.ask(np.arange(grid.values.size))
    if close:
        grid.lid = 1e-7 * float(np.abs(grid.values).max())
        for axis in range(3):
            for end in (0, -1):
                side = np.moveaxis(grid.values, axis, 0)[end]
                np.maximum(side, grid.lid, out=side)
    cells, slope = _near_cells(grid)
    while True:
        corners = grid.at(cells)
        inside = corners <= 0  # marching cubes sides a 0 with the negative
        crossed = np.asarray(inside.any(1) & ~inside.all(1))
        active = _follow(grid, cells, corners, crossed)
        if grid.n == resolution:
            break
        fine = grid.finer()
        quiet = ~crossed
        hidden = cells[quiet][_may_hide(fine, cells[quiet], corners[quiet], slope[quiet])]
        parents = np.concatenate([active, hidden])
        if not len(parents):
            return np.zeros((0, 3)), np.zeros((0, 3), np.int64)
        if fine.n < resolution:
            cells = (2 * parents[:, None, :] + _CORNERS).reshape(-1, 3)
            slope = np.repeat(_slope(fine.block(parents)), 8)
        else:
            cells = np.concatenate([_likely_children(fine, grid, active), (2 * hidden[:, None, :] + _CORNERS).reshape(-1, 3)])
        grid = fine
    if not len(active):
        return np.zeros((0, 3)), np.zeros((0, 3), np.int64)
    low, high = active.min(0), active.max(0) + 2
    mask = np.zeros(tuple(high - low), bool)
    mask[tuple((active - low + 1).T)] = True
    cut = grid.values[low[0] : high[0], low[1] : high[1], low[2] : high[2]]
    vertices, faces = polygonise(cut, mask)
    return (vertices.astype(np.float64) + low) * (2 * bounds / resolution) - bounds, faces


def _near_cells(grid: _Grid) -> tuple[Ints, Floats]:
    """The cells of a dense level that hold a corner of each sign or lie near the surface: (n, 3), and the slopes there.

    The slope of a cell is the largest change of the field from point to point in it and its 26 neighbours, in values
    per cell; with it, a corner value says how many cells away the surface is at least.
    """
    from scipy.ndimage import maximum_filter

    v, n = grid.values, grid.n
    steep = np.zeros((n, n, n), np.float32)
    for axis in range(3):
        d = np.abs(np.diff(v, axis=axis))
        for other in range(3):
            if other != axis:
                k = np.moveaxis(d, other, 0)
                d = np.moveaxis(np.maximum(k[:-1], k[1:]), 0, other)
        steep += d * d
    steep = np.sqrt(maximum_filter(steep, 3))
    size = np.abs(v)
    least = size[:-1, :-1, :-1].copy()
    for i, j, k in _CORNERS[1:]:
        np.minimum(least, size[i : n + i, j : n + j, k : n + k], out=least)
    inside = v <= 0
    some, every = inside[:-1, :-1, :-1].copy(), inside[:-1, :-1, :-1].copy()
    for i, j, k in _CORNERS[1:]:
        part = inside[i : n + i, j : n + j, k : n + k]
        some |= part
        every &= part
    near = (some & ~every) | (least <= _REACH * steep)
    return np.argwhere(near), steep[near]


def _slope(block: Floats) -> Floats:
    """The largest change from point to point in each block (n, 3, 3, 3), in values per cell: (n,)."""
    steps = [np.abs(np.diff(block, axis=axis)).reshape(len(block), -1).max(1) for axis in (1, 2, 3)]
    return np.sqrt(steps[0] ** 2 + steps[1] ** 2 + steps[2] ** 2)


def _follow(grid: _Grid, cells: Ints, corners: Floats, crossed: NDArray[np.bool_]) -> Ints:
    """All cells the surface passes through, (n, 3): the `crossed` ones and those it leads to across their faces.

    Without it a surface that enters a neighbour nobody proposed would end there in a hole.
    """
    n = grid.n
    seen = np.zeros((n, n, n), bool)
    seen[tuple(cells.T)] = True
    front, values = cells[crossed], corners[crossed]
    found = [front]
    while len(front):
        inside = values <= 0
        ahead = []
        for axis, side, which in _FACES:
            face = inside[:, which]
            step = front[face.any(1) & ~face.all(1)].copy()
            step[:, axis] += 2 * side - 1
            step = step[(step[:, axis] >= 0) & (step[:, axis] < n)]
            step = step[~seen[tuple(step.T)]]
            seen[tuple(step.T)] = True  # a cell reached twice through one axis and side is impossible
            ahead.append(step)
        front = np.concatenate(ahead)
        values = grid.at(front)
        found.append(front)
    return np.concatenate(found)


def _likely_children(fine: _Grid, grid: _Grid, cells: Ints) -> Ints:
    """The children (n, 3) of the crossed `cells` that the surface enters if the field is trilinear but for its bend.

    Only for the last level, where the children's corners are most of all queries. The field is asked at the centres,
    which any child needs; twice its bend there is the margin. What a margin misses, `_follow` reaches from next door.
    """
    centre = fine.first(2 * cells + 1)
    fine.ask(centre)
    middle = fine.values.reshape(-1)[centre]
    corners = grid.at(cells)
    guess = corners @ _TRILINEAR
    margin = 2 * np.abs(middle - guess[:, 13]) + 0.02 * (corners.max(1) - corners.min(1))
    guess[:, 13] = middle
    of_child = guess[:, _CHILD_POINTS]
    enters = (of_child.min(2) < margin[:, None]) & (of_child.max(2) > -margin[:, None])
    parent, child = np.nonzero(enters)
    return 2 * cells[parent] + _CORNERS[child]


def _may_hide(fine: _Grid, cells: Ints, corners: Floats, slope: Floats) -> NDArray[np.bool_]:
    """Which cells without a change of sign may still hold surface: (n,) bool.

    Cells whose corners are all farther from 0 than the slope can bridge do not. For the others the field is asked at
    the centre (a point of the next level): where it bends towards 0 by as much as is left to it, something thinner
    than the cell may be in it. A plane bends nowhere, so plain surfaces cost one query for each such cell.
    """
    hide = np.zeros(len(cells), bool)
    close = np.flatnonzero(np.abs(corners).min(1) <= _REACH * slope)
    if not len(close):
        return hide
    centre = fine.first(2 * cells[close] + 1)
    fine.ask(centre)
    middle = fine.values.reshape(-1)[centre]
    around = corners[close]
    least = np.minimum(np.abs(around).min(1), np.abs(middle))
    bend = np.abs(around).mean(1) - np.abs(middle)
    hide[close] = ((middle <= 0) != (around[:, 0] <= 0)) | (_BEND * bend >= least)
    return hide
