"""How good parts are: matched to the true ones, by volume and by surface, and how far they get into each other.

Frame: truth within [-1, 1]^3, as the paper normalises it; thresholds and distances are in that frame.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from partgen.errors import PartgenError
from partgen.points import sample_surface, triangles
from partgen.voxels import mean_thickness, solid_voxels, surface_voxels

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """One shape against another: iou and f_score in 0..1 (1 is equal), chamfer >= 0 (0 is equal; None without a surface)."""

    iou: float
    f_score: float
    chamfer: float | None


@dataclass(frozen=True)
class Match:
    """A true part and the predicted part that stands for it; None and zeros where none is left."""

    truth: int
    predicted: int | None
    score: Score


@dataclass(frozen=True)
class Evaluation:
    """What `evaluate` found.

    Parameters
    ----------
    parts : means over the true parts. One without a partner counts as IoU 0 and F 0; the Chamfer distance is the mean
        over those that have one.
    whole : all parts taken together.
    matches : one for each true part, in their order.
    extra : predicted parts that stand for no true part.
    overlap, true_overlap : share of the occupied space that two or more parts claim, predicted and true.
    """

    parts: Score
    whole: Score
    matches: tuple[Match, ...]
    extra: tuple[int, ...]
    overlap: float
    true_overlap: float

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries and numbers, for JSON."""
        return asdict(self)


def evaluate(
    predicted: Sequence[Any],
    truth: Sequence[Any],
    *,
    grid: int = 64,
    threshold: float = 0.02,
    samples: int = 10_000,
    normalise: bool = False,
    seed: int = 0,
) -> Evaluation:
    """Compare predicted parts with true ones, one by one and as a whole.

    Each true part gets the predicted part that makes the sum of IoUs largest (Hungarian matching).

    Parameters
    ----------
    predicted, truth : meshes with ``vertices`` and ``faces``; empty ones are ignored as truth and never matched.
    grid : int, voxels over [-1, 1] for the IoU.
    threshold : float, distance of the F-score.
    samples : int, surface points of each shape.
    normalise : bool, first move both so that the truth fills [-1, 1]^3 (centre of its box, largest coordinate).
    seed : int, of the surface points, the same for all shapes.

    Source: AutoPartGen section 4 (IoU on 64^3, F-score at 0.02, Chamfer distance; parts and merged object).
    """
    real = [triangles(m) for m in _parts(truth)]
    made = [triangles(m) for m in _parts(predicted)]
    if not any(len(t) for t in real):
        raise PartgenError("evaluate got no truth to compare with: none of the true parts has a face")
    everything = np.concatenate(real).reshape(-1, 3)
    low, high = everything.min(0), everything.max(0)
    if normalise:
        centre, size = (low + high) / 2, max(float((high - low).max()) / 2, 1e-12)
        real, made = [(t - centre) / size for t in real], [(t - centre) / size for t in made]
    elif max(-low.min(), high.max()) > 1.1:
        raise PartgenError(f"the truth reaches from {low.round(3)} to {high.round(3)}, outside [-1, 1]^3: pass normalise=True")
    options = (grid, samples, seed)
    want = [_Shape(t, *options) for t in real]
    got = [_Shape(t, *options) for t in made]
    pairs = _matching(want, got)
    matches = tuple(
        Match(i, j, _compare(got[j], w, threshold) if j is not None else Score(0.0, 0.0, None))
        for i, (w, j) in enumerate(zip(want, pairs, strict=True))
        if len(w.corners)
    )
    near = [m.score.chamfer for m in matches if m.score.chamfer is not None]
    parts = Score(
        float(np.mean([m.score.iou for m in matches])),
        float(np.mean([m.score.f_score for m in matches])),
        float(np.mean(near)) if near else None,
    )
    whole = _compare(
        _Shape(np.concatenate(made) if made else np.zeros((0, 3, 3)), *options), _Shape(np.concatenate(real), *options), threshold
    )
    extra = tuple(j for j in range(len(got)) if j not in pairs)
    return Evaluation(parts, whole, matches, extra, _shared(got), _shared(want))


def iou(a: Any, b: Any, *, grid: int = 64) -> float:
    """Intersection over union of two meshes in [-1, 1]^3 on `grid`^3 voxels: 1.0 for equal ones."""
    return _iou(_Shape(triangles(a), grid, 0, 0), _Shape(triangles(b), grid, 0, 0))


def surface_scores(a: Any, b: Any, *, threshold: float = 0.02, samples: int = 10_000, seed: int = 0) -> tuple[float, float | None]:
    """F-score at `threshold` and Chamfer distance of two meshes (see `distances`)."""
    return _surface(_Shape(triangles(a), 1, samples, seed), _Shape(triangles(b), 1, samples, seed), threshold)


def overlap(parts: Sequence[Any], *, grid: int = 64) -> float:
    """The share of the occupied voxels that two or more parts claim: 0.0 for parts that only touch."""
    return _shared([_Shape(triangles(m), grid, 0, 0) for m in _parts(parts)])


def duplicate_score(candidate: Any, accepted: Sequence[Any], *, grid: int = 256, compat: str | None = None) -> float:
    """How much of a candidate repeats the union of the accepted parts, or of that union the candidate: 0 to 1.

    The larger containment ratio max(|A & B| / |A|, |A & B| / |B|), on the voxels that the surfaces pass through. By
    default the same ratio of the enclosed volumes must agree and the smaller of both counts: a plate on a box shares
    its surface but no volume, a screw in a wall shares volume but no surface, and neither is a duplicate. Sheets
    thinner than a voxel have no volume to ask; there the surface decides.

    Parameters
    ----------
    candidate : mesh. accepted : meshes. In [-1, 1]^3.
    grid : int, voxels over [-1, 1].
    compat : "release" for the ratio of surfaces alone.

    Source: AUTOPARTGEN.md section 7; section 10.9 for what it gets wrong.
    """
    if compat not in (None, "release"):
        raise PartgenError(f'compat must be None or "release", got {compat!r}')
    meshes = _parts(accepted)
    surface = containment(_voxels(candidate, "surface", grid), _union([_voxels(m, "surface", grid) for m in meshes]))
    if compat == "release" or surface == 0:
        return surface
    thickness = min(mean_thickness(triangles(candidate)), mean_thickness(triangles(meshes)))
    fine = grid if thickness < 4 / grid else max(grid // 2, 1)
    if thickness < 2 / fine:
        return surface
    return min(surface, containment(_voxels(candidate, "solid", fine), _union([_voxels(m, "solid", fine) for m in meshes])))


def containment(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
    """max(|A & B| / |A|, |A & B| / |B|) of two sets of distinct numbers; 0.0 if either is empty."""
    if not len(a) or not len(b):
        return 0.0
    return len(np.intersect1d(a, b, assume_unique=True)) / min(len(a), len(b))


def sampled_voxels(points: Floats, grid: int) -> NDArray[np.int64]:
    """The voxels that points (n, 3) in [-1, 1]^3 fall into, sorted: the release's fallback, for comparisons only."""
    index = np.minimum(np.floor((np.clip(points, -1, 1) + 1) * (grid / 2)).astype(np.int64), grid - 1)
    return np.unique((index[:, 0] * grid + index[:, 1]) * grid + index[:, 2])


def distances(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """From each point of `a` (n, 3) to the nearest of `b` (m, 3), and back."""
    from scipy.spatial import cKDTree

    return cKDTree(b).query(a)[0], cKDTree(a).query(b)[0]


# -- inside ----------------------------------------------------------------------------------------
def _parts(meshes: Any) -> list[Any]:
    return [meshes] if hasattr(meshes, "faces") else list(meshes)


_KNOWN: WeakKeyDictionary[Any, dict[tuple[str, int], NDArray[np.int64]]] = WeakKeyDictionary()


def _voxels(mesh: Any, kind: str, grid: int) -> NDArray[np.int64]:
    """Sorted voxel numbers of a mesh; kept for as long as a trimesh lives unchanged (its hash is that of its content),
    since every candidate is held against all parts before it."""
    try:
        known = _KNOWN.setdefault(mesh, {})
    except TypeError:  # not hashable: some plain record of vertices and faces
        known = {}
    if (kind, grid) not in known:
        corners = triangles(mesh)
        known[kind, grid] = surface_voxels(corners, grid) if kind == "surface" else np.flatnonzero(solid_voxels(corners, grid))
    return known[kind, grid]


def _union(sets: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.unique(np.concatenate(sets)) if sets else np.zeros(0, np.int64)


class _Shape:
    """One shape and what is measured of it, each once."""

    def __init__(self, corners: Floats, grid: int, samples: int, seed: int) -> None:
        self.corners, self.grid, self.samples, self.seed = corners, grid, samples, seed

    @cached_property
    def thin(self) -> bool:
        return bool(len(self.corners)) and mean_thickness(self.corners) < 2 / self.grid

    @cached_property
    def solid(self) -> NDArray[np.bool_]:
        return solid_voxels(self.corners, self.grid)

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """The solid and the voxels its surface passes through: what is left of a sheet thinner than a voxel."""
        g = self.grid
        i, j, k = np.unravel_index(surface_voxels(self.corners, g), (3 * g,) * 3)
        index = np.stack([i, j, k], -1) - g
        index = index[((index >= 0) & (index < g)).all(1)]
        out = self.solid.copy()
        out[tuple(index.T)] = True
        return out

    @cached_property
    def points(self) -> Floats:
        faces = np.arange(3 * len(self.corners)).reshape(-1, 3)
        mesh = type("Soup", (), {"vertices": self.corners.reshape(-1, 3), "faces": faces})
        return sample_surface(mesh, self.samples, self.seed)[:, :3].numpy().astype(np.float64)


def _iou(a: _Shape, b: _Shape) -> float:
    """On centres inside; with the surface's voxels added to both where one is thinner than a voxel."""
    x, y = (a.filled, b.filled) if a.thin or b.thin else (a.solid, b.solid)
    union = int((x | y).sum())
    return float((x & y).sum() / union) if union else 0.0


def _surface(a: _Shape, b: _Shape, threshold: float) -> tuple[float, float | None]:
    """F-score: harmonic mean of the shares of points nearer than `threshold`. Chamfer: mean of both mean distances."""
    if not len(a.corners) or not len(b.corners):
        return 0.0, None
    there, back = distances(a.points, b.points)
    precision, recall = float((there < threshold).mean()), float((back < threshold).mean())
    f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f, float((there.mean() + back.mean()) / 2)


def _compare(got: _Shape, want: _Shape, threshold: float) -> Score:
    return Score(_iou(got, want), *_surface(got, want, threshold))


def _matching(want: list[_Shape], got: list[_Shape]) -> list[int | None]:
    """For each true part the predicted one, or None; where no volume is shared, near centres decide."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = [i for i, w in enumerate(want) if len(w.corners)], [j for j, g in enumerate(got) if len(g.corners)]
    out: list[int | None] = [None] * len(want)
    if not rows or not columns:
        return out
    cost = np.empty((len(rows), len(columns)))
    for r, i in enumerate(rows):
        for c, j in enumerate(columns):
            apart = np.linalg.norm(want[i].corners.mean((0, 1)) - got[j].corners.mean((0, 1)))
            cost[r, c] = -_iou(got[j], want[i]) + 1e-4 * apart
    for r, c in zip(*linear_sum_assignment(cost), strict=True):
        out[rows[r]] = columns[c]
    return out


def _shared(shapes: list[_Shape]) -> float:
    claims = sum((s.solid.astype(np.int32) for s in shapes if len(s.corners)), start=np.zeros((), np.int32))
    taken = int((claims > 0).sum())
    return float((claims > 1).sum() / taken) if taken else 0.0
