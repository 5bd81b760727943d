"""`Spot` and `Coat`: what a pattern is asked about a bunch of points, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cityscape.look.noise import F32, hash01


@dataclass(eq=False)
class Spot:
    """n points of surfaces with one pattern, all arrays float32 of length n.

    scene : (n, 3) scene frame, metres; local : (n, 3) the object's frame.
    normal : (n, 3) rounded unit normal, scene frame; along, up : (n, 3) unit axes of the face, scene frame:
    horizontal, and up the slope; across, rising : the same axes in the object's frame.
    u, v : (n,) metres along those axes (round walls are unrolled).
    color, color2 : (n, 3) linear RGB; own2 : (n,) bool, whether the material names its second colour.
    scale, wear, rough : (n,) from the material. tint : (n,) random number per object.
    shell : (n,) random number per connected piece; box : (n, 2, 3) the piece's box in the object's frame.
    pixel : float, edge of a pixel on the surface, metres. lit : share of windows that are lit.
    """

    scene: F32
    local: F32
    normal: F32
    along: F32
    up: F32
    across: F32
    rising: F32
    u: F32
    v: F32
    color: F32
    color2: F32
    own2: NDArray[np.bool_]
    scale: F32
    wear: F32
    rough: F32
    tint: F32
    shell: F32
    box: F32
    pixel: float
    lit: float

    def __len__(self) -> int:
        return len(self.u)

    def fade(self, period: float | F32, *, low: float = 1.6, high: float = 3.2) -> F32:
        """(n,) 1 where `period` metres (times the material's scale) cover more than `high` pixels, 0 below `low`."""
        return smoothstep((period * self.scale / np.float32(self.pixel) - low) / (high - low))

    def second(self, factor: float | tuple[float, float, float]) -> F32:
        """(n, 3) the second colour, or `factor` times the first where the material has none."""
        return np.where(self.own2[:, None], self.color2, np.minimum(self.color * np.asarray(factor, np.float32), 1))


@dataclass(eq=False)
class Coat:
    """The answer: linear colours and how they shine.

    albedo : (n, 3); rough : (n,); shine : (n,) reflectance at normal incidence; mirror : (n,) how sharply the
    surroundings are reflected (0 none, 1 a mirror); emit : (n, 3) light given off, in units of white paper in the
    sun; tilt : (n, 3) what is added to the unit normal, scene frame; wrap : (n,) light that comes through (leaves).
    """

    albedo: F32
    rough: F32
    shine: F32
    mirror: F32
    emit: F32
    tilt: F32
    wrap: F32 = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def of(cls, s: Spot, albedo: F32, *, tilt: F32 | None = None, rough: F32 | None = None, shine: float | F32 = 0.035) -> Coat:
        """A dull coat of the given colour."""
        n = len(s)
        zero = np.zeros(n, np.float32)
        return cls(
            np.clip(albedo, 0, 1).astype(np.float32, copy=False),
            s.rough if rough is None else rough,
            np.broadcast_to(np.asarray(shine, np.float32), (n,)).copy(),
            zero,
            np.zeros((n, 3), np.float32),
            np.zeros((n, 3), np.float32) if tilt is None else tilt.astype(np.float32, copy=False),
            zero,
        )


def smoothstep(t: F32) -> F32:
    """0 below 0, 1 above 1, an S in between."""
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def mix(a: F32, b: F32, t: F32 | float) -> F32:
    """a where t = 0, b where t = 1; t (n,) goes with (n, 3) colours."""
    t = np.asarray(t, np.float32)
    return a + (b - a) * (t[:, None] if t.ndim == 1 and np.ndim(a) == 2 else t)


def luma(c: F32) -> F32:
    """(n, 3) linear RGB -> (n,) luminance."""
    return c @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def lines(position: F32, period: F32 | float, width: F32 | float, pixel: float) -> F32:
    """Coverage (n,) of the lines of `width` metres that lie at every multiple of `period`, box-filtered over a pixel."""
    d = np.abs(position - period * np.round(position / period))
    half = np.maximum(width, 1e-4) / 2
    return np.clip((half + pixel / 2 - d) / pixel, 0, np.minimum(1, 2 * half / pixel)).astype(np.float32)


@dataclass(eq=False)
class Courses:
    """Rows of units (bricks, tiles): random number per unit, place inside it (0..1 each) and joint coverage."""

    value: F32
    row: NDArray[np.int32]
    col: NDArray[np.int32]
    across: F32
    high: F32
    joint: F32


def courses(s: Spot, width: float, height: float, joint: float, *, stagger: float = 0.5, ragged: float = 0.0) -> Courses:
    """Lay units of `width` by `height` metres (times the material's scale) over the face's own axes.

    stagger : shift of every other row in widths; ragged : random shift and width of whole rows, 0..1.
    """
    w, h = width * s.scale, height * s.scale
    row = np.floor(s.v / h).astype(np.int32)
    shift = stagger * (row & 1)
    if ragged:
        shift = shift + hash01(row, 7)
        w = w * (1 + ragged * (hash01(row, 11) - 0.5))
    q = s.u / w + shift
    col = np.floor(q).astype(np.int32)
    across, high = (q - col).astype(np.float32), (s.v / h - row).astype(np.float32)
    j = joint * s.scale
    px = np.float32(s.pixel)

    def cover(f: F32, size: F32) -> F32:
        d = np.minimum(f, 1 - f) * size
        return np.clip((j / 2 + px / 2 - d) / px, 0, np.minimum(1, j / px))

    a, b = cover(across, w), cover(high, h)
    value = hash01(row, col, (s.tint * 1024).astype(np.int32))
    return Courses(value, row, col, across, high, (1 - (1 - a) * (1 - b)).astype(np.float32))
