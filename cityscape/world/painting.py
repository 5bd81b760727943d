"""`Camera`, `Painting` and `Context`: one isometric picture of one cell, and what its neighbours show."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan, degrees, radians, sqrt

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from cityscape.world.brief import Brief, Side
from cityscape.world.part import Thing
from cityscape.world.records import Cell, Positive, Record, Vec3

ISO_ELEVATION = degrees(atan(1 / sqrt(2)))
"""35.264 degrees: the elevation of a true isometric view."""


class Camera(Record):
    """An orthographic camera looking at `target` from the given direction.

    The camera sits in direction (cos azimuth, sin azimuth) horizontally, raised by `elevation`
    (degrees). Azimuth -45 puts it at +x, -y: the south and east sides of a tile are seen.
    `span` is the height in metres that the picture covers; pixels are square.
    """

    azimuth: float = -45.0
    elevation: float = Field(ISO_ELEVATION, ge=-89, le=89)
    target: Vec3 = (0.0, 0.0, 0.0)
    span: Positive = 60.0
    width: int = Field(1024, ge=8, le=16384)
    height: int = Field(1024, ge=8, le=16384)

    def axes(self) -> NDArray[np.float64]:
        """(3, 3) float: rows are the picture's right, its up, and the direction towards the camera."""
        a, e = radians(self.azimuth), radians(self.elevation)
        back = np.array([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)])
        right = np.array([-np.sin(a), np.cos(a), 0.0])
        return np.stack([right, np.cross(back, right), back])

    def project(self, xyz: NDArray[np.floating]) -> NDArray[np.float64]:
        """Points (n, 3) in the scene frame -> (n, 3): pixel column, pixel row (from the top), depth in metres.

        Depth grows away from the camera and is 0 in the plane through `target`.
        """
        p = (np.asarray(xyz, float) - self.target) @ self.axes().T
        k = self.height / self.span
        return np.c_[self.width / 2 + p[:, 0] * k, self.height / 2 - p[:, 1] * k, -p[:, 2]]

    def rays(
        self, columns: NDArray[np.floating], rows: NDArray[np.floating], *, start: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Origins (n, 3) `start` metres in front of the target plane, and the common direction (3,)."""
        k = self.span / self.height
        right, up, back = self.axes()
        x = (np.asarray(columns, float) - self.width / 2) * k
        y = (self.height / 2 - np.asarray(rows, float)) * k
        return x[:, None] * right + y[:, None] * up + back * start + np.array(self.target), -back


@dataclass(frozen=True, eq=False)
class Painting:
    """One isometric picture of one cell.

    rgba : (h, w, 4) uint8, sRGB, straight alpha; camera : what it was painted with, in the tile's frame.
    mask : (h, w) uint16 or None, 0 = nothing, k = the k-th entry of `parts`.
    depth : (h, w) float32 or None, metres as in `Camera.project`, NaN where nothing is.
    parts : the part ids that the mask's numbers stand for.
    """

    rgba: NDArray[np.uint8]
    camera: Camera
    mask: NDArray[np.uint16] | None = None
    depth: NDArray[np.float32] | None = None
    parts: tuple[str, ...] = ()
    painter: str = "procedural"


@dataclass(frozen=True)
class Context:
    """What a painter may know of a cell's surroundings: the neighbours' briefs and, where finished, paintings and objects.

    finished : step (di, dj) to a finished neighbour, diagonal ones too -> its objects, each in the frame of its own tile.
    """

    briefs: dict[Side, Brief] = field(default_factory=dict)
    paintings: dict[Side, Painting] = field(default_factory=dict)
    finished: dict[Cell, tuple[Thing, ...]] = field(default_factory=dict)
