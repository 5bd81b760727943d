"""Guessed depth put right by what a mask and the ground tell: things stand on the ground, and their outlines tell how far back they reach.

In an isometric picture a thing's lowest pixels touch the ground, whose depth is known; above them its walls rise until the roof, whose
height follows from the upper outline, because the back of a plan that is its own mirror image lies as far behind the line between its
outer corners as the front lies before it. So each connected piece of a region is taken for a block on its own plan. That is rough, but
off by far less than what a small network guesses of a whole picture, and its error does not grow with the height of things.

Heights are measured along the frame's y. The foot of a pixel is how high in the picture (along the camera's up) the place under it would
be at height 0: walls have one foot in each column.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partgen.depth import check_view
from partgen.errors import PartgenError
from partgen.seen import LEAST_PIXELS, View
from partgen.silhouette import raster

Array = NDArray[np.float64]

STEP = 0.03
"""What juts out of a plan on less than twice this share of the columns, as stairs do, is passed over."""
NARROW = 0.4
"""Pieces that touch the ground on a smaller share of their columns bulge over it, as a tree's crown does, ..."""
BULGE = 0.2
"""... by up to this share of their width."""
TOUCH = 3.0
"""Pixels within which a column counts as touching."""
HIDDEN = 0.25
"""Where something before it hides a thing's foot: how far towards the back of what hides it, from what is seen, the foot is taken to be."""
EVEN = 1.5
"""Pixels within which upper and lower outline run alike of what is taken for a block with a flat roof."""
SEEN = 0.1
"""Pieces whose foot is seen on a larger share of their columns are not guessed at: the hidden rest follows from what is seen."""


def under(meshes: Sequence[Any], view: View, shape: tuple[int, int]) -> Array:
    """(h, w) depth of a ground's meshes alone, as if nothing stood on them; NaN where none is."""
    h, w = shape
    near = np.full(shape, -np.inf)
    per = h / view.span
    axes, target = np.asarray(view.axes, float), np.asarray(view.target, float)
    for mesh in meshes:
        v = np.asarray(mesh.vertices, float) - target
        placed = np.stack([w / 2 + v @ axes[0] * per, h / 2 - v @ axes[1] * per, v @ axes[2]], 1)
        near = np.maximum(near, raster(placed[np.asarray(mesh.faces)], h, w))
    return np.where(np.isfinite(near), -near, np.nan)


def stood(
    depth: NDArray[np.floating],
    mask: NDArray[np.integer],
    view: View,
    *,
    ground: Collection[int] = (),
    below: NDArray[np.floating] | None = None,
    trust: float = 0.0,
) -> NDArray[np.float32]:
    """The depth of a picture whose parts are known and whose depth is a guess.

    Parameters
    ----------
    depth : (h, w) guess in the view's unit, as `partgen.depth.DepthNetwork.predict` gives it, NaN where nothing is.
    mask : (h, w) whole numbers, 0 no part. view : an isometric camera.
    ground : the mask's numbers that are the ground; none: the one that most of the others stand on.
    below : (h, w) depth of the ground as if nothing stood on it (`under`), NaN where none is; None: level, at the guess's height.
    trust : share of the guess's own relief in the parts', 0 to 1; where they stand is never its.

    Returns
    -------
    (h, w) float32, NaN where the guess is. The ground is `below` where that is given, else the guess; so is what is in no part.

    Raises
    ------
    PartgenError : shapes that differ, or a camera that is not isometric.
    """
    check_view(view)
    if depth.ndim != 2 or depth.shape != mask.shape or (below is not None and below.shape != depth.shape):
        shapes = ", ".join(str(x.shape) for x in (depth, mask, below) if x is not None)
        raise PartgenError(f"depth, mask and ground are of shapes {shapes}: give arrays (h, w) of one shape")
    there = np.isfinite(depth)
    mask = np.where(there, mask, 0)
    frame = _Frame.of(view, depth.shape)
    number = np.asarray(sorted(ground) if ground else _carrier(mask), int)
    on_ground = np.isin(mask, number) & (mask > 0)
    out = np.asarray(depth, float).copy()
    if below is None:
        flat = frame.level(depth, mask, on_ground)
        if flat is None:
            return out.astype(np.float32)
        floor = np.broadcast_to(frame.depth(flat), depth.shape)
    else:
        floor = np.asarray(below, float)
        known = on_ground & np.isfinite(floor)
        out[known] = floor[known]
    rise = frame.height(floor)
    foot = frame.up - frame.steep * rise
    pieces = _pieces(mask, on_ground)
    behind = np.full(depth.shape, np.nan)  # the foot of the back of what each pixel shows
    for piece in sorted(pieces, key=lambda p: (bool(p.open.mean() <= SEEN), -p.last)):
        block = _block(piece, foot, behind, frame)
        if block is None:
            continue
        front, back = block
        height = _heights(piece, front, back, rise, frame)
        y, x = piece.rows, piece.columns
        new = (frame.up[y, 0] * frame.steep + frame.base - height) / frame.toward
        if trust > 0:
            guess = np.asarray(depth, float)[y, x]
            new = new + trust * (guess - new - np.median(guess - new))
        out[y, x] = new
        behind[y, x] = back[x - piece.left]
    return np.where(there, out, np.nan).astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Frame:
    """A picture's camera: `up` (h, 1) places of its rows, `pixel` the side of a pixel, `base` the height of the target."""

    up: Array
    pixel: float
    steep: float
    toward: float
    base: float

    @staticmethod
    def of(view: View, shape: tuple[int, ...]) -> _Frame:
        pixel = view.span / shape[0]
        up = np.asarray((shape[0] / 2 - 0.5 - np.arange(shape[0]))[:, None] * pixel, np.float64)
        return _Frame(up, pixel, float(view.axes[1][1]), float(view.axes[2][1]), float(view.target[1]))

    def height(self, depth: NDArray[np.floating]) -> Array:
        return np.asarray(self.up * self.steep - depth * self.toward + self.base, float)

    def depth(self, height: float) -> Array:
        return np.asarray((self.up * self.steep + self.base - height) / self.toward, float)

    def level(self, depth: NDArray[np.floating], mask: NDArray[np.integer], on_ground: NDArray[np.bool_]) -> float | None:
        """The guess's height of the ground, right below what stands on it."""
        above = np.zeros_like(on_ground)
        above[1:] = (mask[:-1] > 0) & ~on_ground[:-1]
        edge = above & on_ground
        edge = edge if edge.any() else on_ground
        return float(np.median(self.height(depth)[edge])) if edge.any() else None


@dataclass(frozen=True, eq=False)
class _Piece:
    """A connected piece of a region: its pixels, and in each of its columns the highest and lowest row.

    open : (k,) bool, whether the ground begins right below, so that nothing hides the foot.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    left: int
    top: NDArray[np.int64]
    low: NDArray[np.int64]
    open: NDArray[np.bool_]

    @property
    def last(self) -> int:
        return int(self.low.max())

    @property
    def across(self) -> NDArray[np.int64]:
        return self.left + np.arange(len(self.low))


def _carrier(mask: NDArray[np.integer]) -> list[int]:
    """The number that lies under most columns of the others."""
    a, b = mask[:-1], mask[1:]
    under_it = b[(a != b) & (a > 0) & (b > 0)]
    return [int(np.bincount(under_it).argmax())] if len(under_it) else []


def _pieces(mask: NDArray[np.integer], on_ground: NDArray[np.bool_]) -> list[_Piece]:
    from scipy import ndimage

    found = []
    for k in np.unique(mask[(mask > 0) & ~on_ground]):
        names, _ = ndimage.label(mask == k, np.ones((3, 3)))
        for i, box in enumerate(ndimage.find_objects(names), 1):
            own = names[box] == i
            if own.sum() < LEAST_PIXELS:
                continue
            rows, columns = np.nonzero(own)
            first, left = box[0].start, box[1].start
            top, low = first + own.argmax(0), first + own.shape[0] - 1 - own[::-1].argmax(0)
            below = np.minimum(low + 1, len(mask) - 1)
            across = left + np.arange(own.shape[1])
            free = on_ground[below, across] | (mask[below, across] == 0)
            found.append(_Piece(rows + first, columns + left, left, top, low, free))
    return found


def _block(piece: _Piece, foot: Array, behind: Array, frame: _Frame) -> tuple[Array, Array] | None:
    """The feet of a piece's front and back in each of its columns (k,); None where there is no ground under it."""
    x, pixel, slope = piece.across, frame.pixel, frame.toward
    touched = foot[piece.low, x]
    known = np.isfinite(touched)
    if not known.any():
        return None
    touched = np.where(known, touched, np.interp(x, x[known], touched[known]))
    free = piece.open & known
    before = behind[np.minimum(piece.low + 1, len(behind) - 1), x]  # nothing that is hidden begins before the back of what hides it
    if free.mean() > SEEN:
        outline = frame.up[piece.top, 0]
        mirrored = outline[0] + outline[-1] - outline[::-1]  # the front of a flat-roofed block, as high up as its roof
        rises = (mirrored - touched)[free]
        carried = _lowest(x[free], touched[free], x, slope * pixel)
        if np.quantile(np.abs(rises - np.median(rises)), 0.8) < EVEN * pixel:
            carried = np.minimum(carried, mirrored - np.median(rises))
        held = np.where(np.isfinite(before), np.maximum(carried, before), carried)
        touched = np.where(free, touched, np.minimum(held, touched))
    else:
        hidden = np.where(np.isfinite(before), np.minimum(touched, HIDDEN * before + (1 - HIDDEN) * touched), touched)
        if free.any():
            hidden = np.minimum(hidden, _lowest(x[free], touched[free], x, slope * pixel))
        touched = np.where(free, touched, hidden)
    front = _lowest(x, _without_steps(x, touched, slope * pixel), x, slope * pixel)
    width = len(x)
    if width > 4:
        share = float((touched - front < TOUCH * pixel).mean())
        front = front - BULGE * max(0.0, 1 - share / NARROW) * width * pixel
    back = front[0] + front[-1] - front[::-1]
    return front, back


def _heights(piece: _Piece, front: Array, back: Array, rise: Array, frame: _Frame) -> Array:
    """(n,) heights of a piece's pixels: walls over the front's feet, up to the roof."""
    roof = (frame.up[piece.top, 0] - back) / frame.steep
    roof = np.maximum(roof, np.median(roof))
    at = piece.columns - piece.left
    wall = (frame.up[piece.rows, 0] - front[at]) / frame.steep
    ground = rise[piece.rows, piece.columns]
    return np.maximum(np.minimum(wall, roof[at]), np.where(np.isfinite(ground), ground, -np.inf))


def _lowest(x: NDArray[np.int64], values: Array, at: NDArray[np.int64], slope: float) -> Array:
    """The steepest line at `at` (k,) that rises from values (n,) at x (n,) by no more than `slope` a column and lies over none."""
    return np.asarray((values[None] + slope * np.abs(at[:, None] - x[None])).min(1))


def _without_steps(x: NDArray[np.int64], values: Array, slope: float) -> Array:
    """Values (n,) without narrow dips: a closing by a cone of that slope."""
    reach = STEP * len(x)
    if reach < 1:
        return values
    apart = np.abs(x[:, None] - x[None])
    near = apart <= reach
    high = np.where(near, values[None] - slope * apart, -np.inf).max(1)
    return np.asarray(np.where(near, high[None] + slope * apart, np.inf).min(1))
