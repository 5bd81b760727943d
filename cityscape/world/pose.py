"""`Pose`: where a thing stands in its parent's frame."""

from __future__ import annotations

from math import cos, sin
from typing import TYPE_CHECKING

from pydantic import field_validator

from cityscape.world.records import Record, Vec3

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Pose(Record):
    """Scale, then rotate (unit quaternion x, y, z, w as in glTF), then translate; right-handed, z up, metres."""

    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    scale: Vec3 = (1.0, 1.0, 1.0)

    @field_validator("rotation")
    @classmethod
    def _unit(cls, q: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        if abs(sum(x * x for x in q) - 1) > 1e-4:
            raise ValueError("a rotation is a quaternion of length 1")
        return q

    @field_validator("scale")
    @classmethod
    def _some(cls, s: Vec3) -> Vec3:
        if min(abs(x) for x in s) < 1e-6:
            raise ValueError("a scale of 0 would flatten the part: use a number above 0.000001")
        return s

    @classmethod
    def standing(cls, x: float, y: float, z: float, yaw: float = 0.0) -> Pose:
        """Upright at (x, y, z), turned by yaw radians about +z."""
        return cls(position=(x, y, z), rotation=(0.0, 0.0, sin(yaw / 2), cos(yaw / 2)))

    def matrix(self) -> NDArray[np.float64]:
        """(4, 4) float: column-vector homogeneous transform, child to parent."""
        import numpy as np

        x, y, z, w = self.rotation
        r = np.array(
            [
                [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
            ]
        )
        m = np.eye(4)
        m[:3, :3] = r * np.array(self.scale)
        m[:3, 3] = self.position
        return m
