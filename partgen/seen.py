"""What one picture with depth shows of an object: the visible shell, an incomplete surface of points with normals.

Frames: the caller's is right-handed and y up. The frame of the whole is the cube that the shell fills: centre of its box at the
origin, half the longest side 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.errors import PartgenError
from partgen.points import draw
from partgen.windows import Windows

LEAST_PIXELS = 6
"""A region with fewer pixels than this shows too little to make a part of."""
GRAZING = 0.25
"""Cosine to the camera below which a pixel's normal is not trusted, and it counts as turned to the camera."""


@dataclass(frozen=True, eq=False)
class View:
    """An orthographic camera.

    axes : (3, 3) rows are the picture's right, its up and the direction towards the camera.
    target : (3,) what is in the picture's middle. span : height of the picture.
    """

    axes: NDArray[np.float64]
    target: NDArray[np.float64]
    span: float


@dataclass(frozen=True, eq=False)
class Seen:
    """The shell of one object, in the frame of the whole.

    picture : (s, s, 3) uint8 on white, square. mask : (s, s) int64, 0 where no region is.
    axes (3, 3), span, middle (2,) : the camera in the frame of the whole, as `partgen.train.objects.Objects` has it.
    shown : (s, s) bool, the pixels that show something.
    points : (n, 6) float32 points and normals, one for each pixel that shows something. weight : (n,) the surface that each
    stands for. region : (n,) int64, the mask's number of each.
    centre (3,), size : back to the caller's frame: q size + centre.
    """

    picture: Tensor
    mask: Tensor
    axes: Tensor
    span: float
    middle: Tensor
    shown: Tensor
    points: Tensor
    weight: Tensor
    region: Tensor
    centre: NDArray[np.float64]
    size: float

    @cached_property
    def surface(self) -> Tensor:
        """(s, s, 6) float32, the point and normal of each pixel, zeros where nothing is."""
        return self.pixels(self.points)

    @cached_property
    def number(self) -> Tensor:
        """(s, s) int64, which of the points each pixel shows, -1 where nothing is."""
        return self.pixels(torch.arange(len(self.points)) + 1) - 1

    @cached_property
    def planes(self) -> Tensor:
        """(s s + 1, 5) float32, the plane that each pixel shows a piece of, row by row, and one for all that lies beside the picture.

        Its normal, how far it is along that, how far the pixel's point is towards the camera. Where nothing is seen all is infinitely far
        before it. Distances to planes are exact on flat faces, however coarse the pixels are.
        """
        toward, normal = self.axes[2], self.points[:, 3:]
        normal = torch.where((normal @ toward > GRAZING)[:, None], normal, toward)
        place = self.points[:, :3]
        known = torch.cat([normal, (normal * place).sum(1, keepdim=True), (place @ toward)[:, None]], 1)
        out = torch.zeros(self.shown.numel() + 1, 5)
        out[:, 3:] = -torch.inf
        out[:-1][self.shown.reshape(-1)] = known
        return out

    def pixels(self, values: Tensor) -> Tensor:
        """(s, s, ...) what is known of each point (n, ...), at its pixel; zeros where nothing is."""
        out = values.new_zeros(*self.shown.shape, *values.shape[1:])
        out[self.shown] = values
        return out

    def regions(self) -> list[int]:
        """The mask's numbers in the order in which parts are made: lowest in the picture first, then leftmost, then the number."""
        rows, columns = torch.nonzero(self.mask > 0, as_tuple=True)
        which = self.mask[rows, columns]
        keys = []
        for k in torch.unique(which).tolist():
            at = which == k
            keys.append((-int(rows[at].max()), int(columns[at].min()), k))
        return [k for _, _, k in sorted(keys)]

    def drawn(self, chosen: Tensor, n: int, g: torch.Generator) -> Tensor:
        """n of the points numbered `chosen` (k,), drawn by the surface they stand for, (n, 6)."""
        return self.points[chosen[draw(self.weight[chosen].double(), n, g)]]

    def under(self, places: Tensor) -> tuple[Tensor, Tensor]:
        """How far places (n, 3) lie towards the camera (n,), and the numbers of their pixels (n,), row by row; what lies beside the picture
        has the number after the last."""
        side = len(self.shown)
        x, y, toward = (places @ self.axes.T).unbind(1)
        column = (((x - self.middle[0]) / self.span + 0.5) * side).floor_()
        row = ((0.5 - (y - self.middle[1]) / self.span) * side).floor_()
        at = row.mul(side).add_(column).to(torch.int64)
        beside = (column < 0) | (column >= side) | (row < 0) | (row >= side)
        return toward, at.masked_fill_(beside, side * side)

    def inside(self, window: Windows, *, reach: float = 1.15) -> Tensor:
        """(k,) numbers of the points that one window shows."""
        near = (self.points[:, :3] - window.centre[0]).abs().amax(1) <= reach * window.half[0]
        return torch.nonzero(near)[:, 0]


def see(picture: Any, depth: NDArray[np.floating], view: View, *, mask: NDArray[np.integer] | None = None, largest: int = 640) -> Seen:
    """The shell that a picture with depth shows.

    Parameters
    ----------
    picture : (h, w, 3 or 4) uint8; alpha, if any, is put on white. depth : (h, w) float, in the caller's unit, growing away from
        the camera and 0 in the plane through the target; NaN where nothing is.
    view : its camera. mask : (h, w) whole numbers, 0 nothing, every other value one part.
    largest : pictures with longer sides are thinned to about this many pixels along a side.

    Raises
    ------
    PartgenError : shapes differ, or nothing is seen.
    """
    rgba = np.asarray(picture)
    h, w = depth.shape
    if rgba.shape[:2] != (h, w) or (mask is not None and mask.shape != (h, w)):
        raise PartgenError(f"the picture is {rgba.shape[:2]}, its depth {(h, w)}: picture, depth and mask must be of one shape")
    if h != w:
        raise PartgenError(f"the picture is {w} x {h} pixels: a picture with depth must be square")
    if rgba.shape[2] == 4:
        a = rgba[..., 3:].astype(np.float32) / 255
        rgba = (rgba[..., :3] * a + 255 * (1 - a)).round().astype(np.uint8)
    step = max(1, round(h / largest))
    if step > 1:
        rgba, depth = rgba[step // 2 :: step, step // 2 :: step], depth[step // 2 :: step, step // 2 :: step]
        mask = None if mask is None else mask[step // 2 :: step, step // 2 :: step]
    s = depth.shape[0]
    pixel = view.span / h * step
    first = (step // 2 + 0.5) / h * view.span - view.span / 2
    across = first + np.arange(s) * pixel
    places = (
        view.target
        + across[None, :, None] * view.axes[0]
        - across[:, None, None] * view.axes[1]
        - np.nan_to_num(depth)[..., None] * view.axes[2]
    )
    there = np.isfinite(depth)
    if there.sum() < LEAST_PIXELS:
        raise PartgenError("the picture's depth shows nothing: every pixel is empty")
    normals = normals_of(places, np.asarray(depth, float), view.axes)
    shown = places[there]
    low, high = shown.min(0), shown.max(0)
    centre, size = (low + high) / 2, float((high - low).max()) / 2
    facing = (normals[there] @ view.axes[2]).clip(0.05)
    points = np.concatenate([(shown - centre) / size, normals[there]], 1)
    regions = np.zeros((s, s), np.int64) if mask is None else np.asarray(mask, np.int64)
    # the middle of the thinned picture lies where its outermost pixel centres meet
    middle = np.array([(across[0] + across[-1]) / 2, -(across[0] + across[-1]) / 2])
    return Seen(
        torch.from_numpy(np.ascontiguousarray(rgba)),
        torch.from_numpy(regions),
        torch.from_numpy(np.asarray(view.axes, np.float32)),
        pixel * s / size,
        torch.from_numpy((view.axes[:2] @ (view.target - centre) + middle) / size).float(),
        torch.from_numpy(there),
        torch.from_numpy(points.astype(np.float32)),
        torch.from_numpy((1 / facing).astype(np.float32)),
        torch.from_numpy(regions[there]),
        centre,
        size,
    )


def normals_of(places: NDArray[np.float64], depth: NDArray[np.float64], axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """(h, w, 3) unit normals of a depth picture: in each direction the neighbour whose depth is nearer, so that edges stay sharp."""

    def along(axis: int) -> NDArray[np.float64]:
        step = np.diff(places, axis=axis)
        jump = np.abs(np.diff(depth, axis=axis))
        jump = np.where(np.isfinite(jump), jump, np.inf)
        pad = [(0, 0), (0, 0)]
        ahead, behind = list(pad), list(pad)
        ahead[axis], behind[axis] = (0, 1), (1, 0)
        to_next, to_last = np.pad(step, [*ahead, (0, 0)]), np.pad(step, [*behind, (0, 0)])
        jump_next = np.pad(jump, ahead, constant_values=np.inf)
        jump_last = np.pad(jump, behind, constant_values=np.inf)
        # a step over an edge bends away from the one before it: take the one that goes on as its own continuation does
        with np.errstate(invalid="ignore"):  # nothing beside nothing
            bend_next = np.abs(jump_next - np.roll(jump_next, -1, axis))
            bend_last = np.abs(jump_last - np.roll(jump_last, 1, axis))
        bend_next = np.where(np.isfinite(bend_next), bend_next, jump_next)
        bend_last = np.where(np.isfinite(bend_last), bend_last, jump_last)
        use_next = np.where(np.isfinite(jump_next), bend_next, np.inf) <= np.where(np.isfinite(jump_last), bend_last, np.inf)
        return np.asarray(np.where(use_next[..., None], to_next, to_last))

    right, down = along(1), along(0)
    normal = np.cross(down, right)
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    normal = np.where(length > 1e-12, normal / np.maximum(length, 1e-12), axes[2])
    return np.asarray(np.where((normal @ axes[2])[..., None] < 0, -normal, normal))


def normals_shown(places: Tensor, depth: Tensor, axes: Tensor) -> Tensor:
    """`normals_of` of many depth pictures at once, on whichever device, in planes: places (b, 3, h, w), depth (b, h, w), axes (b, 3, 3)
    to (b, 3, h, w).

    Where a picture shows nothing its depth is NaN and its place any number.
    """

    def along(dim: int) -> Tensor:
        jump = depth.diff(dim=dim).abs().nan_to_num(torch.inf)
        none = torch.full_like(depth.narrow(dim, 0, 1), torch.inf)
        jump_next, jump_last = torch.cat([jump, none], dim), torch.cat([none, jump], dim)
        bend_next, bend_last = (jump_next - jump_next.roll(-1, dim)).abs(), (jump_last - jump_last.roll(1, dim)).abs()
        bend_next = torch.where(bend_next.isfinite(), bend_next, jump_next)  # also where nothing is beside nothing
        bend_last = torch.where(bend_last.isfinite(), bend_last, jump_last)
        step, gap = places.diff(dim=dim + 1), torch.zeros_like(places.narrow(dim + 1, 0, 1))
        ahead = (bend_next <= bend_last)[:, None]
        return torch.where(ahead, torch.cat([step, gap], dim + 1), torch.cat([gap, step], dim + 1))

    down, right = along(1), along(2)
    towards = axes[:, 2, :, None, None]
    normal = torch.linalg.cross(down, right, dim=1)
    length = normal.square().sum(1, keepdim=True).sqrt()
    normal = torch.where(length > 1e-12, normal / length.clamp(min=1e-12), towards)
    return torch.where((normal * towards).sum(1, keepdim=True) < 0, -normal, normal)
