"""Hidden sides of architecture: walls that no pixel shows, made of what the walls that are seen say of them.

A building's seen walls end somewhere, and where they end its hidden ones begin. So in each height layer the picture tells which rows
and columns of the plan, along the two facades' directions, have a front; what lies behind a front both ways is taken to be solid, as
far as nothing that is seen shines through it. Layers whose fronts lie alike are one storey band with one plan, so that hidden walls
are upright planes; under roofs each layer has its own, and a hidden slope is what the gable's end shows of it. Where no pixel tells
of a front, the network's own shape does, or the band above. What is proven stays as it was made: the new surface is taken from the
same field with the same certain values (`partgen.carve`), and only what they leave open changes.

Frame: a window's, y up. Source: the plan of a layer is an orthogonal hull of its fronts; Manhattan-world reasoning as in Coughlan and
Yuille, "Manhattan world", 1999.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.carve import Carver
from partgen.isosurface import as_mesh, polygonise
from partgen.points import triangles
from partgen.seen import Seen
from partgen.voxels import solid_voxels
from partgen.windows import Windows

if TYPE_CHECKING:
    import trimesh

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

BOUNDS = 1.01
"""Half the edge of a window's grid, as `partgen.isosurface.extract_mesh` has it."""
UPRIGHT = 0.3
"""A wall's normal rises by less than this."""
WALLS = 0.2
"""Share of the seen surface that walls must have."""
ALONG = 0.55
"""How much of one mind the walls' directions are, 0 for a round tower and 1 for a box, below which a part is left alone."""
SAME = 12.0
"""Degrees within which a wall runs along a facade."""
SNAP = 1.5
"""Facades that lie within so many degrees of the frame's axes lie along them."""
FINE = 2
"""Cells of a plan for each of the window's, along a side."""
LIKE = 0.75
"""Layers belong to one band where on so large a share of the plan's rows their fronts lie within `LEDGE` cells."""
LEDGE = 3
RECENT = 7
"""The highest so many layers stand for a band."""
CORNICE = 3
"""Bands of no more layers may be ornaments."""
OPEN = 0.15
"""Where so much of a plan opens from one layer to the next, a roof lies between them."""
TRUST = 0.55
"""Plans that share less than this with the network's shape, as IoU, are not trusted."""
TRIM = 0.12
"""Most of a plan's width that is taken off at the back."""
WING = 0.15
"""Least width of a wing that only the network shows, over the side of a square as large as the plan."""
FILLED = 0.7
"""A wing that fills so much of its box is its box."""
LEFT = 0.5
"""Parts are left alone where more than this share of their layers is."""


@dataclass(frozen=True)
class Facades:
    """The two directions that a building's seen walls look in.

    u, v : (3,) unit, level, at right angles, both turned to the camera. share : of the seen walls that look in one of them or away.
    """

    u: Array
    v: Array
    share: float

    def across(self, points: NDArray[Any]) -> Array:
        """(n, 3) places along u, y and v."""
        return np.asarray(points @ np.stack([self.u, [0.0, 1.0, 0.0], self.v]).T, float)


def facades(points: NDArray[np.floating], weight: NDArray[np.floating], toward: NDArray[np.floating]) -> Facades | None:
    """The facades of a part, None for what has none: what is round, what grows, what shows no walls.

    Parameters
    ----------
    points : (n, 6) seen points with normals. weight : (n,) the surface that each stands for. toward : (3,) to the camera.

    Source: the mean of fourfold angles, as for any direction that is known up to quarter turns (Mardia and Jupp, 2000).
    """
    n, w = np.asarray(points, float)[:, 3:], np.asarray(weight, float)
    wall = np.abs(n[:, 1]) < UPRIGHT
    if w[wall].sum() < WALLS * w.sum() or not wall.any():
        return None
    angle, area = np.arctan2(n[wall, 2], n[wall, 0]), w[wall]
    mean = (area * np.exp(4j * angle)).sum() / area.sum()
    if abs(mean) < ALONG:
        return None
    turn, share = float(np.angle(mean)) / 4, 0.0
    for _ in range(3):  # without what runs askew
        off = (angle - turn + np.pi / 4) % (np.pi / 2) - np.pi / 4
        near = np.abs(off) < np.radians(SAME)
        share = float(area[near].sum() / area.sum())
        turn += float(np.average(off[near], weights=area[near])) if near.any() else 0.0
    if abs(turn) < np.radians(SNAP):
        turn = 0.0
    sides = np.array([[np.cos(t), 0.0, np.sin(t)] for t in turn + np.arange(4) * np.pi / 2])
    first, second = sorted(np.argsort(-(sides @ toward))[:2])
    return Facades(sides[first], sides[second], share)


def straightened(mesh: trimesh.Trimesh, seen: Seen, own: Tensor, window: Windows, *, grid: int, carver: Carver) -> trimesh.Trimesh | None:
    """A building's mesh with hidden sides that are built like its seen ones; None where it should stay as it is.

    Parameters
    ----------
    mesh : closed, in the window's frame, as the network and the carver made it. seen : the shell. own : (k,) the numbers of its points
        that show the part. window : of the part. grid : cells along the window's side. carver : what was known when it was made.

    Returns
    -------
    Closed, in the window's frame; equal to `mesh` where the carver knows the field.
    """
    shell = seen.points[own].numpy().astype(float)
    found = facades(shell, seen.weight[own].numpy(), seen.axes[2].numpy().astype(float))
    if found is None:
        return None
    plan = _Plan.of(mesh, carver, found, grid)
    if plan is None:
        return None
    field, left = _field(plan, found, grid, _distances(mesh, grid))
    if left > LEFT:
        return None
    nodes = _nodes(grid)
    value, known = (x.numpy() for x in carver.certain(torch.from_numpy(nodes)))
    side = grid + 1
    volume = np.where(known, value, (field / carver.scale).clip(-1, 1)).astype(np.float32).reshape(side, side, side)
    lid = 1e-7 * float(np.abs(volume).max())
    for axis in range(3):
        for end in (0, -1):
            face = np.moveaxis(volume, axis, 0)[end]
            np.maximum(face, lid, out=face)
    vertices, faces = polygonise(volume)
    if not len(faces):
        return None
    return as_mesh(vertices.astype(np.float64) * (2 * BOUNDS / grid) - BOUNDS, faces)


# -- evidence -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Plan:
    """Layers of a window's grid, each a plan of cells along the facades: (layers, cells, cells), u before v, larger numbers in front.

    solid, empty : what the picture proves. shade : what lies unknown behind the part's own pixels. guess : the network's own shape.
    low (2,) and step : where cells are, in the window's frame.
    """

    solid: Bools
    empty: Bools
    shade: Bools
    guess: Bools
    low: Array
    step: float

    @staticmethod
    def of(mesh: trimesh.Trimesh, carver: Carver, way: Facades, grid: int) -> _Plan | None:
        from scipy.ndimage import map_coordinates

        flat = way.across(np.asarray(mesh.vertices))[:, [0, 2]]
        step = 2 * BOUNDS / (grid * FINE)
        low = np.floor(flat.min(0) / step - 2) * step
        size = np.ceil((flat.max(0) - low) / step).astype(int) + 3
        heights = np.arange(grid + 1) * (2 * BOUNDS / grid) - BOUNDS
        u, v = low[0] + np.arange(size[0]) * step, low[1] + np.arange(size[1]) * step
        ground = u[:, None, None] * way.u + v[None, :, None] * way.v
        places = (ground[None] + heights[:, None, None, None] * np.array([0.0, 1.0, 0.0])).astype(np.float32)
        every = torch.from_numpy(places.reshape(-1, 3))
        value, known = (x.numpy().reshape(places.shape[:3]) for x in carver.certain(every))
        behind = carver.behind(every).numpy().reshape(places.shape[:3])
        at = (places.reshape(-1, 3).T + BOUNDS) * (grid / (2 * BOUNDS))
        inside = map_coordinates(_enclosed(mesh, grid).astype(np.float32), at, order=1, mode="nearest").reshape(known.shape) > 0.5
        solid, empty = known & (value < 0), known & (value >= 0)
        return _Plan(solid, empty, ~known & behind, (inside | solid) & ~empty, low, step) if solid.any() else None


def _nodes(grid: int) -> NDArray[np.float32]:
    at = np.arange(grid + 1) * (2 * BOUNDS / grid) - BOUNDS
    return np.stack(np.meshgrid(at, at, at, indexing="ij"), -1).reshape(-1, 3).astype(np.float32)


def _enclosed(mesh: trimesh.Trimesh, grid: int) -> Bools:
    """Which of the grid's points a mesh encloses, (grid + 1,)^3."""
    n = grid + 1
    return solid_voxels(triangles(mesh) * ((1 - 1 / n) / BOUNDS), n)


@dataclass(frozen=True, eq=False)
class _Fronts:
    """What is seen of fronts that look along one axis of the plan: (layers, cells) for the cells of the other axis.

    at : how far in front the front is, -1 where none is seen. none : whether it is seen that the nearest one does not go on there.
    """

    at: Ints
    none: Bools

    @staticmethod
    def of(solid: Bools, empty: Bools, shade: Bools) -> _Fronts:
        """Fronts of plans (layers, cells along the axis, cells across)."""
        n = solid.shape[1]
        at = np.where(solid.any(1), n - 1 - solid[:, ::-1].argmax(1), -1)
        near = _nearest(at)
        along = np.arange(n)[None, :, None]
        through = np.take_along_axis(empty, np.clip(near - 1, 0, n - 1)[:, None], 1)[:, 0]
        open_ = ~empty & (along < near[:, None])  # the first of these, seen from the front, is in whose shade?
        first = n - 1 - open_[:, ::-1].argmax(1)
        own = np.take_along_axis(shade, first[:, None], 1)[:, 0]
        return _Fronts(at, (at < 0) & (near >= 0) & through & (own | ~open_.any(1)))


def _nearest(at: Ints) -> Ints:
    """In each row the value of the nearest column that has one, i.e. is not negative; -1 where none has."""
    from scipy.ndimage import distance_transform_edt

    none = at < 0
    out = np.full_like(at, -1)
    for k in np.flatnonzero(~none.all(1)):
        index = distance_transform_edt(none[k], return_distances=False, return_indices=True)[0]
        out[k] = at[k, index]
    return out


# -- bands ----------------------------------------------------------------------------------------------------------


def _bands(u: _Fronts, v: _Fronts, empty: Bools, used: Ints) -> list[Ints]:
    """The used layers, lowest first, gathered into bands whose fronts lie alike."""
    bands: list[list[int]] = []
    for k in used:
        k = int(k)
        if bands and _alike(u, bands[-1], k) and _alike(v, bands[-1], k) and not _opened(u, v, empty, bands[-1], k):
            bands[-1].append(k)
        else:
            bands.append([k])
    # a cornice of a layer or two does not part what is above from what is below
    k = 1
    while k + 1 < len(bands):
        a, b, c = bands[k - 1], bands[k], bands[k + 1]
        if len(b) <= CORNICE and min(len(a), len(c)) > CORNICE and all(_alike(f, a, c[0]) and _alike(f, a, c[1]) for f in (u, v)):
            bands[k - 1 : k + 2] = [a + b + c]
        else:
            k += 1
    return [np.array(b) for b in bands]


def _alike(fronts: _Fronts, band: list[int], k: int) -> bool:
    """Whether the fronts of layer k lie as those of the highest layers of a band below it."""
    recent = fronts.at[band[-RECENT:]].astype(float)
    recent[recent < 0] = np.nan
    there, other = ~np.isnan(recent).all(0), fronts.at[k]
    both = there & (other >= 0)
    if not both.any():
        return not (there | (other >= 0)).any()
    same = np.abs(np.nanmedian(recent[:, both], 0) - other[both]) <= LEDGE
    denied = (there & fronts.none[k]).sum() + ((other >= 0) & fronts.none[band[-RECENT:]].all(0)).sum()
    return bool(same.sum() >= LIKE * (both.sum() + denied))


def _opened(u: _Fronts, v: _Fronts, empty: Bools, band: list[int], k: int) -> bool:
    """Whether layer k is empty over much of what the fronts of the layer below shut in: a roof within a parapet."""
    last = band[-1]
    shut = (np.arange(empty.shape[1])[:, None] < u.at[last][None]) & (np.arange(empty.shape[2])[None] < v.at[last][:, None])
    return bool((empty[k] & shut & ~empty[last]).sum() > OPEN * max(1, shut.sum()))


# -- plans ----------------------------------------------------------------------------------------------------------


def _field(plan: _Plan, way: Facades, grid: int, keep: Array) -> tuple[Array, float]:
    """Signed distances at the window's grid points ((grid + 1)^3,), negative inside, of the part with straight hidden sides.

    keep : the same of the network's shape, for bands that are left as they were. Also returns the share of such bands, by layers.
    """
    from scipy.ndimage import map_coordinates

    turned = [x.transpose(0, 2, 1) for x in (plan.solid, plan.empty, plan.shade)]
    u, v = _Fronts.of(plan.solid, plan.empty, plan.shade), _Fronts.of(*turned)
    used = np.flatnonzero(plan.guess.any((1, 2)))
    side = grid + 1
    out = np.full((side, side, side), 1.0)
    at = np.arange(side) * (2 * BOUNDS / grid) - BOUNDS
    x, z = np.meshgrid(at, at, indexing="ij")
    across = way.across(np.stack([x, np.zeros_like(x), z], -1).reshape(-1, 3))[:, [0, 2]]
    index = ((across - plan.low) / plan.step).T
    left = 0
    for band in _bands(u, v, plan.empty, used):
        mask = _mask(plan, u, v, band)
        if mask is None:
            out[:, band] = keep[:, band]
            left += len(band)
            continue
        level = map_coordinates(_signed(mask) * plan.step, index, order=1, mode="nearest").reshape(side, side)
        out[:, band] = level[:, None]
    return out.reshape(-1), left / max(1, len(used))


def _mask(plan: _Plan, u: _Fronts, v: _Fronts, band: Ints) -> Bools | None:
    """(cells, cells) the plan of a band; None where the network's shape is too unlike it."""
    guess = plan.guess[band].mean(0)
    front_u, rows = _decided(u, band, plan.guess[band].any(1))
    front_v, columns = _decided(v, band, plan.guess[band].any(2))
    n, m = guess.shape
    mask = (np.arange(n)[:, None] <= front_u[None]) & (np.arange(m)[None] <= front_v[:, None]) & rows[None] & columns[:, None]
    mask &= ~_through(plan, band)
    mask = _trimmed(mask, guess)
    usual = guess >= 0.5
    mask |= _wings(usual, mask)
    shared, either = int((mask & usual).sum()), int((mask | usual).sum())
    return mask if either and shared >= TRUST * either else None


def _through(plan: _Plan, band: Ints) -> Bools:
    """Where a band is seen to be empty somewhere above what hides in the part's own shade: walls are upright, so nothing is there."""
    from scipy.ndimage import binary_opening

    empty, shade = plan.empty[band], plan.shade[band]
    seen = (empty[1:] & shade[:-1]).any(0) & ~plan.solid[band].any(0)
    return np.asarray(binary_opening(seen | empty.all(0), np.ones((5, 5))))


def _trimmed(mask: Bools, guess: Array) -> Bools:
    """A plan without the outermost rows and columns at the back that the network, too, takes for empty: what a cornice or a pier feigns."""
    out = mask.copy()
    for turn in (False, True):
        m, g = (out.T, guess.T) if turn else (out, guess)
        width = int(np.ptp(np.flatnonzero(m.any(1)))) + 1 if m.any() else 0
        for k in np.flatnonzero(m.any(1))[: max(2, int(TRIM * width))]:
            if g[k][m[k]].mean() >= 0.5:
                break
            m[k] = False
    return out


def _wings(usual: Bools, mask: Bools) -> Bools:
    """What the network makes well outside a plan, squared: a wing whose fronts nothing shows."""
    from scipy.ndimage import binary_opening, find_objects, label

    out = np.zeros_like(mask)
    reach = max(3, int(WING * np.sqrt(usual.sum())))
    extra = binary_opening(usual & ~mask, np.ones((reach, reach)))
    names, count = label(extra)
    for k, box in enumerate(find_objects(names), 1):
        own = names[box] == k
        out[box] |= own if own.mean() < FILLED else True
    return out


def _decided(fronts: _Fronts, band: Ints, guess: Bools) -> tuple[Ints, Bools]:
    """The front of each row in a band, and whether there is one: by votes of the layers that see it, else by the guess."""
    at = fronts.at[band].astype(float)
    at[at < 0] = np.nan
    yes, no = (~np.isnan(at)).sum(0), fronts.none[band].sum(0)
    front = np.full(at.shape[1], -1)
    if (yes > 0).any():
        front[yes > 0] = np.round(np.nanmedian(at[:, yes > 0], 0)).astype(int)
    front = _nearest(front[None])[0]
    there = np.where(yes + no > 0, yes >= no, guess.mean(0) >= 0.5)
    return front, np.asarray(there & (front >= 0))


def _signed(mask: Bools) -> Array:
    """Signed distances in cells to the edge of a plan, negative inside."""
    from scipy.ndimage import distance_transform_edt

    if not mask.any():
        return np.full(mask.shape, float(max(mask.shape)))
    return np.asarray(np.where(mask, 0.5 - distance_transform_edt(mask), distance_transform_edt(~mask) - 0.5))


def _distances(mesh: trimesh.Trimesh, grid: int) -> Array:
    """(grid + 1,)^3 signed distances to a mesh near it, to the plane of the nearest vertex."""
    from scipy.spatial import cKDTree

    side, cell = grid + 1, 2 * BOUNDS / grid
    inside = _enclosed(mesh, grid)
    out = np.where(inside, -2 * cell, 2 * cell)
    vertices, normals = np.asarray(mesh.vertices), np.asarray(mesh.vertex_normals)
    nodes = _nodes(grid).astype(float)
    far, at = cKDTree(vertices).query(nodes, distance_upper_bound=2 * cell)
    near = np.isfinite(far)
    flat = np.abs(((nodes[near] - vertices[at[near]]) * normals[at[near]]).sum(1)).clip(1e-3 * cell)
    out.reshape(-1)[near] = np.where(inside.reshape(-1)[near], -flat, flat)
    return out.reshape(side, side, side)
