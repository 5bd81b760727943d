"""Seamless random textures, baked once and looked up: the grain of every surface.

Baked tables repeat (after `period` features), so one lookup gives all octaves at the price of one.
Everything is float32 and the same on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.world.seeds import generator

F32 = NDArray[Any]
"""Arrays that hold float32; numpy's stubs promote too eagerly to say so in types."""

_N3 = 64
_N2 = 512
_CELLS = 32


def hash01(*keys: NDArray | int) -> F32:
    """Whole numbers (broadcastable arrays) to repeatable random numbers in [0, 1)."""
    h: NDArray = np.asarray(np.uint32(0x9E3779B9))
    with np.errstate(over="ignore"):
        for k in keys:
            h = (h ^ np.asarray(k).astype(np.int64).astype(np.uint32)) * np.uint32(0x85EBCA6B)
            h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
            h = h ^ (h >> np.uint32(16))
    return (h >> np.uint32(8)).astype(np.float32) * np.float32(1 / (1 << 24))


def fbm3(xyz: F32, size: float | F32) -> F32:
    """Cloudy noise in space, (n, 3) metres -> (n,), about -1..1 with mean 0; the largest blobs are `size` metres."""
    return _lookup3(_fbm3_table(), _scaled(xyz, size, _N3 / 4))


def lumps3(xyz: F32, size: float | F32) -> tuple[F32, F32]:
    """Rounded clumps packed in space: height (n,) in 0..1 (1 = middle of a clump) and slope (n, 3), in 1 / size."""
    t = _scaled(xyz, size, _N3 / 8)
    h, gx, gy, gz = (_lookup3(x, t) for x in _lump_tables())
    return h, np.stack([gx, gy, gz], 1)


def fbm2(xy: F32, size: float | F32) -> F32:
    """Cloudy noise in the plane, (n, 2) metres -> (n,), about -1..1 with mean 0; seven octaves below `size` metres."""
    return _lookup2(_fbm2_table(), _scaled(xy, size, _N2 / 8))


def cells2(xy: F32, size: float | F32) -> tuple[F32, F32, F32]:
    """Pebble-like cells of mean diameter `size`: (n, 2) metres -> three (n,) arrays.

    Distance to the nearest joint (0 at the joint, in units of `size`, about 0.35 in the middle of a cell),
    a random number per cell, and the distance from the cell's seed in units of `size`.
    """
    t = _scaled(xy, size, _N2 / _CELLS)
    edge, middle, value = _cell_tables()
    i = np.floor(t + 0.5).astype(np.int32) & (_N2 - 1)
    return _lookup2(edge, t), value[i[:, 0], i[:, 1]], _lookup2(middle, t)


def spots2(xy: F32, size: float | F32) -> F32:
    """White grain: a random number per square of edge `size`, (n, 2) -> (n,) in 0..1, not interpolated."""
    i = np.floor(xy / np.asarray(size, np.float32).reshape(-1, 1)).astype(np.int32)
    return hash01(i[:, 0], i[:, 1])


def _scaled(p: F32, size: float | F32, texels: float) -> F32:
    s = np.float32(texels) / np.asarray(size, np.float32)
    return (p * (s[:, None] if np.ndim(s) else s)).astype(np.float32)


def _lookup3(table: F32, t: F32) -> F32:
    """Trilinear, wrapping; t (n, 3) in texels."""
    n = table.shape[0]
    base = np.floor(t)
    f = t - base
    i = base.astype(np.int32) & (n - 1)
    j = (i + 1) & (n - 1)
    flat = table.ravel()
    x0, x1 = i[:, 0] * (n * n), j[:, 0] * (n * n)
    y0, y1 = i[:, 1] * n, j[:, 1] * n
    z0, z1 = i[:, 2], j[:, 2]
    fx, fy, fz = f[:, 0], f[:, 1], f[:, 2]

    def along_z(xy: NDArray) -> F32:
        a = flat[xy + z0]
        return a + fz * (flat[xy + z1] - a)

    a, b = along_z(x0 + y0), along_z(x1 + y0)
    low = a + fx * (b - a)
    a, b = along_z(x0 + y1), along_z(x1 + y1)
    high = a + fx * (b - a)
    return low + fy * (high - low)


def _lookup2(table: F32, t: F32) -> F32:
    """Bilinear, wrapping; t (n, 2) in texels."""
    n = table.shape[0]
    base = np.floor(t)
    f = t - base
    i = base.astype(np.int32) & (n - 1)
    j = (i + 1) & (n - 1)
    flat = table.ravel()
    x0, x1 = i[:, 0] * n, j[:, 0] * n
    a = flat[x0 + i[:, 1]]
    a = a + f[:, 1] * (flat[x0 + j[:, 1]] - a)
    b = flat[x1 + i[:, 1]]
    b = b + f[:, 1] * (flat[x1 + j[:, 1]] - b)
    return a + f[:, 0] * (b - a)


def _periodic(rng: np.random.Generator, cells: int, n: int, dims: int) -> NDArray:
    """Smooth value noise of `cells` lattice cells per side on an n-grid that wraps."""
    lattice = rng.uniform(-1, 1, (cells,) * dims)
    t = np.arange(n) * cells / n
    i = t.astype(int)
    f = t - i
    f = f * f * f * (f * (f * 6 - 15) + 10)
    for axis in range(dims):
        shape = [1] * dims
        shape[axis] = n
        g = f.reshape(shape)
        lattice = lattice.take(i, axis) * (1 - g) + lattice.take((i + 1) % cells, axis) * g
    return lattice


def _octaves(name: str, first: int, count: int, n: int, dims: int, gain: float) -> F32:
    rng = generator("look", "noise", name)
    total = np.sum([_periodic(rng, first * 2**k, n, dims) * gain**k for k in range(count)], axis=0)
    total -= np.mean(total)
    return np.ascontiguousarray(total / (2.2 * np.std(total)), np.float32)


@lru_cache(maxsize=1)
def _fbm3_table() -> F32:
    return _octaves("fbm3", 4, 4, _N3, 3, 0.55)


@lru_cache(maxsize=1)
def _fbm2_table() -> F32:
    return _octaves("fbm2", 8, 6, _N2, 2, 0.58)


@lru_cache(maxsize=1)
def _lump_tables() -> tuple[F32, F32, F32, F32]:
    from scipy.spatial import cKDTree

    cells = 8
    rng = generator("look", "noise", "lumps")
    grid = np.stack(np.meshgrid(*[np.arange(cells)] * 3, indexing="ij"), -1).reshape(-1, 3)
    seeds = grid + rng.uniform(0.05, 0.95, grid.shape)
    at = np.stack(np.meshgrid(*[np.arange(_N3)] * 3, indexing="ij"), -1).reshape(-1, 3) * (cells / _N3)
    d = cKDTree(seeds, boxsize=cells).query(at)[0].reshape((_N3,) * 3)
    h = 1 - np.clip(d / 0.95, 0, 1) ** 2
    step = cells / _N3
    slope = [(np.roll(h, -1, a) - np.roll(h, 1, a)) / (2 * step) for a in range(3)]
    return tuple(np.ascontiguousarray(x, np.float32) for x in (h, *slope))  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _cell_tables() -> tuple[F32, F32, F32]:
    from scipy.spatial import cKDTree

    rng = generator("look", "noise", "cells")
    grid = np.stack(np.meshgrid(*[np.arange(_CELLS)] * 2, indexing="ij"), -1).reshape(-1, 2)
    stagger = 0.5 * (grid[:, 0] % 2)[:, None] * np.array([0.0, 1.0])
    seeds = (grid + 0.5 + stagger + rng.uniform(-0.28, 0.28, grid.shape)) % _CELLS
    at = np.stack(np.meshgrid(*[np.arange(_N2)] * 2, indexing="ij"), -1).reshape(-1, 2) * (_CELLS / _N2)
    d, k = cKDTree(seeds, boxsize=_CELLS).query(at, k=2)
    a, b = seeds[k[:, 0]], seeds[k[:, 1]]
    apart = b - a
    apart -= _CELLS * np.round(apart / _CELLS)
    edge = (d[:, 1] ** 2 - d[:, 0] ** 2) / (2 * np.linalg.norm(apart, axis=1))
    value = rng.uniform(size=len(seeds))[k[:, 0]]
    return tuple(np.ascontiguousarray(x.reshape(_N2, _N2), np.float32) for x in (edge, d[:, 0], value))  # type: ignore[return-value]
