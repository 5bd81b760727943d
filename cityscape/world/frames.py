"""Frames: the one place where axes are exchanged and lengths are normalised.

scene and tile   right-handed, z up, metres; a tile's origin is its south-west corner.
glTF             right-handed, y up, metres; (x, y, z) of the scene is (x, z, -y).
partgen          right-handed, y up, the cube [-1, 1]^3; axes as in glTF.

Source: glTF 2.0 specification, section 3.4 "Coordinate System and Units".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from cityscape.world.pose import Pose

_UP = ((1, 0, 0, 0), (0, 0, 1, 0), (0, -1, 0, 0), (0, 0, 0, 1))


def y_up() -> NDArray[np.float64]:
    """(4, 4) float: column-vector transform from z up (scene) to y up (glTF); its transpose goes back."""
    return np.array(_UP, float)


def to_y_up(xyz: ArrayLike) -> NDArray[np.floating]:
    """Points or directions (n, 3) with z up -> (n, 3) with y up, in the same floating type."""
    p = np.asarray(xyz)
    return np.stack([p[..., 0], p[..., 2], -p[..., 1]], -1)


def to_z_up(xyz: ArrayLike) -> NDArray[np.floating]:
    """Points or directions (n, 3) with y up -> (n, 3) with z up, in the same floating type."""
    p = np.asarray(xyz)
    return np.stack([p[..., 0], -p[..., 2], p[..., 1]], -1)


def quaternion_y_up(xyzw: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A rotation (x, y, z, w) of the z-up frame as the same rotation seen in the y-up frame."""
    x, y, z, w = xyzw
    return (x, z, -y, w)


def scale_y_up(scale: tuple[float, float, float]) -> tuple[float, float, float]:
    """A scale along x, y, z of the z-up frame as a scale along the y-up frame's axes."""
    x, y, z = scale
    return (x, z, y)


def matrix_y_up(pose: Pose) -> NDArray[np.float64]:
    """(4, 4) float: a pose of the z-up frame as a column-vector transform of the y-up frame."""
    up = y_up()
    return up @ pose.matrix() @ up.T


def pose_z_up(translation: ArrayLike, rotation: ArrayLike, scale: ArrayLike) -> Pose:
    """A node's translation, rotation (x, y, z, w) and scale of the y-up frame as a pose of the z-up frame."""
    from cityscape.world.pose import Pose

    (x, y, z), (a, b, c, w), (u, v, t) = (tuple(float(n) for n in np.asarray(k, float)) for k in (translation, rotation, scale))
    return Pose(position=(x, -z + 0.0, y), rotation=(a, -c + 0.0, b, w), scale=(u, t, v))


def matrix_z_up(matrix: ArrayLike) -> NDArray[np.float64]:
    """(4, 4) float: a column-vector transform of the y-up frame as one of the z-up frame."""
    up = y_up()
    return np.asarray(up.T @ np.asarray(matrix, float) @ up, np.float64)


def cube(low: ArrayLike, high: ArrayLike, *, margin: float = 0.05) -> NDArray[np.float64]:
    """(4, 4) float: from the scene's frame into partgen's cube.

    The box (low, high), (3,) metres each, is centred and scaled by one number, so that its longest
    side spans [-1 + margin, 1 - margin].
    """
    lo, hi = np.asarray(low, float), np.asarray(high, float)
    edge = float((hi - lo).max())
    if not np.isfinite([lo, hi]).all() or edge <= 0 or not 0 <= margin < 1:
        raise ValueError(f"a cube needs a finite box with some size and a margin in [0, 1), not {lo}, {hi}, {margin}")
    k = 2 * (1 - margin) / edge
    m = np.diag([k, k, k, 1.0])
    m[:3, 3] = -k * (lo + hi) / 2
    return np.asarray(y_up() @ m, np.float64)


def from_cube(low: ArrayLike, high: ArrayLike, *, margin: float = 0.05) -> NDArray[np.float64]:
    """(4, 4) float: the inverse of `cube`, from partgen's frame back into the scene's."""
    return np.asarray(np.linalg.inv(cube(low, high, margin=margin)), np.float64)


def apply(matrix: ArrayLike, xyz: ArrayLike) -> NDArray[np.float64]:
    """Points (n, 3) through a (4, 4) column-vector transform."""
    m = np.asarray(matrix, float)
    return np.asarray(np.asarray(xyz, float) @ m[:3, :3].T + m[:3, 3], np.float64)
