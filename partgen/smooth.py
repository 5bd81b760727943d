"""Smooth: a field that is asked at the corners of a grid and interpolated between them.

A decoder of few tokens has nothing to say that is finer than its tokens; what is sharp in a window comes of `partgen.carve`. Most of
the time of a part goes into asking the decoder, so it is asked no more finely than it answers.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.isosurface import BOUNDS

Ask = Callable[[Tensor], Tensor]
"""A field: points (n, 3) of a window to (n,) values, negative inside."""
FAR = 0.5
"""A corner whose nearest ones of a grid half as fine all have values beyond this, of one sign, is interpolated between those: a surface is
at least 0.5 of the distance to which fields are learned away from each, which is nearly as far as they are from it."""
PLACES = 64
"""Places told apart along a side of a cell: those of finer grids fall exactly on them, up to so many times as fine."""
_SIGNS = np.array([(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)])


class Smooth:
    """Trilinear interpolation of a field on [-BOUNDS, BOUNDS]^3 between the corners of `cells`^3 cells.

    ask : (n, 3) points to (n,) values. Each corner is asked once, when first it is needed; what is not needed is never asked, and of
    those between the corners of a grid half as fine only the ones that are not `FAR` from a surface.
    A place's value depends on nothing but its corners, not on what else was looked up.
    """

    def __init__(self, ask: Ask, cells: int) -> None:
        self.ask, self.cells = ask, cells
        self.values = np.full((cells + 1) ** 3, np.nan, np.float32)

    def __call__(self, points: Tensor) -> Tensor:
        """(n,) values at points (n, 3)."""
        n, device = self.cells, points.device
        place = (points.detach().to("cpu", torch.float32).numpy() + BOUNDS) * (n * PLACES / (2 * BOUNDS))
        at = np.rint(place).astype(np.int64).clip(0, n * PLACES)
        low = np.minimum(at // PLACES, n - 1)
        share = ((at - low * PLACES) / np.float32(PLACES)).astype(np.float32)
        first = (low[:, 0] * (n + 1) + low[:, 1]) * (n + 1) + low[:, 2]
        near = [(1 - share[:, axis], share[:, axis]) for axis in range(3)]
        around: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]] = []
        wanted = np.zeros(len(self.values), bool)
        for i in (0, 1):
            for j in (0, 1):
                flat = near[0][i] * near[1][j]
                for k in (0, 1):
                    weight = flat * near[2][k]
                    use = np.flatnonzero(weight)
                    corner = first[use] + (i * (n + 1) + j) * (n + 1) + k
                    wanted[corner] = True
                    around.append((use, corner, weight[use]))
        self._fill(np.flatnonzero(wanted & np.isnan(self.values)), device)
        out = np.zeros(len(at), np.float32)
        for use, corner, weight in around:
            out[use] += weight * self.values[corner]
        return torch.from_numpy(out).to(device)

    def _fill(self, missing: NDArray[np.int64], device: torch.device) -> None:
        """Give the corners (k,) a value."""
        if len(missing) and self.cells % 2 == 0:
            missing = self._far(missing, device)
        self._asked(missing, device)

    def _far(self, missing: NDArray[np.int64], device: torch.device) -> NDArray[np.int64]:
        """Interpolate those of the corners (k,) that are far from a surface, and return the others."""
        side = self.cells + 1
        odd = np.stack(np.unravel_index(missing, (side,) * 3), -1) % 2
        between = odd.any(1)
        if not between.any():
            return missing
        around = missing[between, None] + (odd[between, None] * _SIGNS) @ np.array([side * side, side, 1])
        wanted = np.zeros(len(self.values), bool)
        wanted[around] = True
        self._asked(np.flatnonzero(wanted & np.isnan(self.values)), device)
        value = self.values[around]
        far = (value.min(1) > FAR) | (value.max(1) < -FAR)
        self.values[missing[between][far]] = value[far].mean(1)
        return missing[np.isnan(self.values[missing])]

    def _asked(self, missing: NDArray[np.int64], device: torch.device) -> None:
        if not len(missing):
            return
        corner = np.stack(np.unravel_index(missing, (self.cells + 1,) * 3), -1)
        places = torch.from_numpy((corner * (2 * BOUNDS / self.cells) - BOUNDS).astype(np.float32))
        self.values[missing] = self.ask(places.to(device)).detach().to("cpu", torch.float32).numpy()
