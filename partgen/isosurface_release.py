"""The released system's extraction, flaws and all, for comparisons with it: ``extract_mesh(..., compat="release")``.

Known flaws kept here (AUTOPARTGEN.md section 10): vertices at index / R of samples at index / (R - 1), levels that do
not coincide, volumes rounded to bfloat16.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from partgen.isosurface import Field, polygonise


def extract(field: Field, resolution: int, *, bounds: float, dense: int | None, crop: bool) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Vertices (v, 3) and faces (f, 3). Source: AUTOPARTGEN.md section 8.

    Parameters
    ----------
    resolution : int, cells an axis, as the release counts them (its number of points).
    dense : int, points an axis of the dense pass; None: half of `resolution`, at least 32.
    crop : bool, shrink the bounds to where a pass of 128^3 points finds values below 1.
    """
    low, high = torch.full((3,), -bounds), torch.full((3,), bounds)
    if crop:
        low, high = _coarse_box(field, low, high)
    size = max(32, resolution // 2) if dense is None else dense
    grid = _everywhere(field, low, high, size).bfloat16()
    while len(grid) < resolution:
        marked = _marked(grid)
        r = 2 * len(grid)
        grid = grid.repeat_interleave(2, 0).repeat_interleave(2, 1).repeat_interleave(2, 2)
        parents = marked.nonzero()
        if len(parents):
            eight = torch.cartesian_prod(*[torch.arange(2)] * 3)
            child = (2 * parents[:, None] + eight).reshape(-1, 3)
            value = -torch.from_numpy(field((low + child / (r - 1) * (high - low)).numpy()))
            grid[child[:, 0], child[:, 1], child[:, 2]] = value.bfloat16()
    vertices, faces = polygonise(-grid.float().numpy())
    span = (high - low).numpy().astype(np.float32)
    return vertices / np.float32(len(grid)) * span + low.numpy(), faces


def _everywhere(field: Field, low: Tensor, high: Tensor, r: int) -> Tensor:
    """The field, positive inside, at r points an axis, ends included: (r, r, r) float32."""
    axes = [torch.linspace(float(low[c]), float(high[c]), r) for c in range(3)]
    points = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    return -torch.from_numpy(field(points.numpy())).reshape(r, r, r)


def _marked(grid: Tensor) -> Tensor:
    """The points to refine: those whose sigmoid has not saturated in bfloat16, widened; (r, r, r) bool."""
    near = (2 * torch.sigmoid(grid) - 1).abs() < 1
    inner = torch.zeros_like(near)
    inner[1:-1, 1:-1, 1:-1] = near[1:-1, 1:-1, 1:-1]
    width = 5 if len(grid) < 512 else 3
    return F.max_pool3d(inner[None, None].float(), width, stride=1, padding=width // 2)[0, 0] > 0


def _coarse_box(field: Field, low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    """The bounds of the values below 1 in a pass of 128^3 points, two points wider."""
    near = _everywhere(field, low, high, 128).abs() < 1
    inner = torch.zeros_like(near)
    inner[1:-1, 1:-1, 1:-1] = near[1:-1, 1:-1, 1:-1]
    index = inner.nonzero()
    if not len(index):
        return low, high
    first, last = (index.amin(0) - 2).clamp(min=0), (index.amax(0) + 2).clamp(max=127)
    span = high - low
    return low + first / 127 * span, low + last / 127 * span
