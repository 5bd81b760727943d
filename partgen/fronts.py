"""Fronts: what a picture tells of a building's plan in each layer of height, and the bands of layers that tell the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from partgen.carve import Carver
from partgen.facades import Facades
from partgen.isosurface import BOUNDS
from partgen.points import triangles
from partgen.voxels import solid_voxels

if TYPE_CHECKING:
    import trimesh

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

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


@dataclass(frozen=True, eq=False)
class Layers:
    """Those of a window's grid, each a plan of cells along the facades: (layers, cells, cells), u before v, larger numbers in front.

    solid, empty : what the picture proves. shade : what lies unknown behind the part's own pixels. guess : the network's own shape.
    low (2,) and step : where cells are, in the window's frame.
    """

    solid: Bools
    empty: Bools
    shade: Bools
    guess: Bools
    low: Array
    step: float
    first: int

    @staticmethod
    def of(mesh: trimesh.Trimesh, inside: Bools, carver: Carver, way: Facades) -> Layers | None:
        from scipy.ndimage import map_coordinates

        grid = len(inside) - 1
        flat = way.across(np.asarray(mesh.vertices))[:, [0, 2]]
        step = 2 * BOUNDS / (grid * FINE)
        low = np.floor(flat.min(0) / step - 2) * step
        size = np.ceil((flat.max(0) - low) / step).astype(int) + 3
        heights = np.arange(grid + 1) * (2 * BOUNDS / grid) - BOUNDS
        used = (heights > mesh.bounds[0, 1] - 2 * FINE * step) & (heights < mesh.bounds[1, 1] + 2 * FINE * step)
        first, heights = int(used.argmax()), heights[used]
        u, v = low[0] + np.arange(size[0]) * step, low[1] + np.arange(size[1]) * step
        ground = u[:, None, None] * way.u + v[None, :, None] * way.v
        places = (ground[None] + heights[:, None, None, None] * np.array([0.0, 1.0, 0.0])).astype(np.float32)
        every = torch.from_numpy(places.reshape(-1, 3))
        value, known = (x.numpy().reshape(places.shape[:3]) for x in carver.certain(every))
        behind = carver.behind(every).numpy().reshape(places.shape[:3])
        at = (places.reshape(-1, 3).T + BOUNDS) * (grid / (2 * BOUNDS))
        guess = map_coordinates(inside.astype(np.float32), at, order=1, mode="nearest").reshape(known.shape) > 0.5
        solid, empty = known & (value < 0), known & (value >= 0)
        return Layers(solid, empty, ~known & behind, (guess | solid) & ~empty, low, step, first) if solid.any() else None


def nodes(grid: int) -> NDArray[np.float32]:
    at = np.arange(grid + 1) * (2 * BOUNDS / grid) - BOUNDS
    return np.stack(np.meshgrid(at, at, at, indexing="ij"), -1).reshape(-1, 3).astype(np.float32)


def enclosed(mesh: trimesh.Trimesh, grid: int) -> Bools:
    """Which of the grid's points a mesh encloses, (grid + 1,)^3."""
    n = grid + 1
    return solid_voxels(triangles(mesh) * ((1 - 1 / n) / BOUNDS), n)


@dataclass(frozen=True, eq=False)
class Fronts:
    """What is seen of fronts that look along one axis of the plan: (layers, cells) for the cells of the other axis.

    at : how far in front the front is, -1 where none is seen. none : whether it is seen that the nearest one does not go on there.
    """

    at: Ints
    none: Bools

    @staticmethod
    def of(solid: Bools, empty: Bools, shade: Bools) -> Fronts:
        """Fronts of plans (layers, cells along the axis, cells across)."""
        n = solid.shape[1]
        at = np.where(solid.any(1), n - 1 - solid[:, ::-1].argmax(1), -1)
        near = nearest(at)
        along = np.arange(n)[None, :, None]
        through = np.take_along_axis(empty, np.clip(near - 1, 0, n - 1)[:, None], 1)[:, 0]
        open_ = ~empty & (along < near[:, None])  # the first of these, seen from the front, is in whose shade?
        first = n - 1 - open_[:, ::-1].argmax(1)
        own = np.take_along_axis(shade, first[:, None], 1)[:, 0]
        return Fronts(at, (at < 0) & (near >= 0) & through & (own | ~open_.any(1)))


def nearest(at: Ints) -> Ints:
    """In each row the value of the nearest column that has one, i.e. is not negative; -1 where none has."""
    from scipy.ndimage import distance_transform_edt

    none = at < 0
    out = np.full_like(at, -1)
    for k in np.flatnonzero(~none.all(1)):
        index = distance_transform_edt(none[k], return_distances=False, return_indices=True)[0]
        out[k] = at[k, index]
    return out


# -- bands ----------------------------------------------------------------------------------------------------------


def bands(u: Fronts, v: Fronts, empty: Bools, used: Ints) -> list[Ints]:
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


def _alike(fronts: Fronts, band: list[int], k: int) -> bool:
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


def _opened(u: Fronts, v: Fronts, empty: Bools, band: list[int], k: int) -> bool:
    """Whether layer k is empty over much of what the fronts of the layer below shut in: a roof within a parapet."""
    last = band[-1]
    shut = (np.arange(empty.shape[1])[:, None] < u.at[last][None]) & (np.arange(empty.shape[2])[None] < v.at[last][:, None])
    return bool((empty[k] & shut & ~empty[last]).sum() > OPEN * max(1, shut.sum()))


def level(fronts: Fronts, a: Ints, b: Ints) -> bool:
    """Whether what both of two bands show of their fronts lies in one plane."""
    first, second = (np.where((x := fronts.at[band].astype(float)) < 0, np.nan, x) for band in (a, b))
    both = ~np.isnan(first).all(0) & ~np.isnan(second).all(0)
    if not both.any():
        return True
    return bool((np.abs(np.nanmedian(first[:, both], 0) - np.nanmedian(second[:, both], 0)) <= LEDGE - 1).mean() >= LIKE)
