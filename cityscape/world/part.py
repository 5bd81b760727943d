"""`Part` and `Thing`: a closed mesh with a name, and the object that its parts make up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.pose import Pose


@dataclass(frozen=True, eq=False)
class Part:
    """One closed mesh of one material.

    id : unique in its tile, ``object__name`` (no slash: engines strip it).
    name : what people call it; label : its word in the label vocabulary (roof, wall, window, ...).
    thing : id of the object it belongs to.
    mesh : in the part's frame, whose origin (the pivot) is the middle of the part's base.
    pose : the part's frame in the frame of its object.
    locked : neither edits nor the regeneration of its tile change it.
    """

    id: str
    name: str
    label: str
    thing: str
    material: Material
    mesh: Mesh
    pose: Pose = Pose()
    locked: bool = False


@dataclass(frozen=True, eq=False)
class Thing:
    """An object of a tile (a house, a tree, the ground): an upright frame and its parts.

    pose : the object's frame (origin at the middle of its base) in the frame of its tile, whose
    origin is the tile's south-west corner at z = 0 of the scene.
    locked : neither edits nor the regeneration of its tile change it or its parts.
    """

    id: str
    name: str
    kind: str
    pose: Pose
    parts: tuple[Part, ...]
    locked: bool = False

    def part(self, name: str) -> Part:
        """The part of that name; raises KeyError with the names there are."""
        for p in self.parts:
            if p.name == name:
                return p
        raise KeyError(f"object {self.id!r} has no part {name!r}; it has {[p.name for p in self.parts]}")

    def with_parts(self, parts: tuple[Part, ...]) -> Thing:
        """A copy with other parts."""
        return replace(self, parts=parts)


def placed(thing: Thing, part: Part) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Vertices (v, 3) in the tile's frame and faces (f, 3) of a part."""
    m = thing.pose.matrix() @ part.pose.matrix()
    v = part.mesh.vertices.astype(np.float64)
    if not np.array_equal(m, np.eye(4)):
        v = v @ m[:3, :3].T + m[:3, 3]
    return v, part.mesh.faces if np.linalg.det(m[:3, :3]) > 0 else part.mesh.faces[:, ::-1]
