"""Small stages with known answers."""

from __future__ import annotations

import numpy as np

from cityscape.look.stage import Item, Stage
from cityscape.world.material import Material
from partgen.solids import Solid, ball, box, cylinder


def item(solid: Solid, id: int, *, pattern: str = "plain", color: str = "#b0a090", frame: np.ndarray | None = None, **more: object) -> Item:
    v, f = solid.mesh()
    return Item(v, f, Material(name=pattern, pattern=pattern, color=color, **more), id, frame)  # type: ignore[arg-type]


def little_town() -> Stage:
    return Stage(
        [
            item(box(12, 12, 1, at=(0, 0, -1)), 1, pattern="grass", color="#7a9a4f"),
            item(box(3, 2, 4, at=(-1, 1, 0)), 2, pattern="brick", color="#a4553d", frame=np.eye(4)),
            item(ball(1.2, at=(2, -1, 1.2)), 3, pattern="foliage", color="#5f8a3c", frame=np.eye(4)),
            item(cylinder(0.7, 2, at=(-3, -3, 0)), 4, pattern="stone", frame=np.eye(4)),
        ]
    )


def wall(pattern: str, *, color: str = "#a08060", slope: float = 0.0, **more: object) -> Stage:
    """A 6 m cube of one pattern."""
    frame = np.eye(4)
    return Stage([item(box(6, 6, 6), 1, pattern=pattern, color=color, frame=frame, **more)])
