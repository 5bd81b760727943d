"""Parts of a foreign object by the embedded networks of `partgen`, which see its shape and know nothing of its nodes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from cityscape.edit.foreign import Body, Piece, painted
from cityscape.edit.foreign import pieces as pieces_of
from cityscape.edit.reading import Floats
from cityscape.errors import InputError
from cityscape.sculpt.solid import closed, thinned
from cityscape.world.frames import to_y_up, to_z_up

FACES = 8_000
"""About the most faces of a part."""
SAMPLES = 40_000
"""Points on the object's surface from which its new parts take their colours."""


def core_pieces(body: Body, *, seed: int = 0) -> list[Piece]:
    """The parts that the networks make of a body: closed meshes, each in the colours of the nearest of the old surface.

    Raises
    ------
    InputError : there are no weights, or the networks make nothing of it.
    """
    import trimesh

    from partgen.autoregress import Options
    from partgen.errors import PartgenError

    old = pieces_of(body, by="nodes")
    corners = np.concatenate([p.corners for p in old])
    shape = trimesh.Trimesh(to_y_up(corners.reshape(-1, 3)), np.arange(3 * len(corners)).reshape(-1, 3), process=False, validate=False)
    shape.merge_vertices()
    try:
        maker = _maker()
        options = Options(steps=maker.config.steps, grid=maker.config.grid, max_faces=None)
        making = maker.generate(mesh=shape, seed=seed, options=options)
        made = list(making)
    except PartgenError as e:
        raise InputError(f"the networks cannot make parts of {body.name}: {e}") from e
    names: dict[str, str] = making.state.notes.get("names", {})
    dye = _Dye(old, seed)
    out = []
    for part in made:
        mesh = closed(np.asarray(to_z_up(np.asarray(part.mesh.vertices, float))), np.asarray(part.mesh.faces))
        if mesh is None:
            continue
        mesh = thinned(mesh, FACES)
        found = mesh.vertices.astype(float)[mesh.faces]
        label = names.get(str(part.index))
        which, colors = dye(found)
        material = old[which].material
        if (colors == colors[0, 0]).all():
            material = material.model_copy(update={"color": "#" + "".join(f"{x:02x}" for x in colors[0, 0])})
            out.append(Piece((label or body.name,), found, material, None, np.eye(3), label))
        else:
            out.append(Piece((label or body.name,), found, material, colors, np.eye(3), label))
    if not out:
        raise InputError(f"the networks make nothing of {body.name}: choose --by nodes, materials or components")
    return out


@lru_cache(maxsize=1)
def _maker() -> Any:
    from partgen.generator import load
    from partgen.weights import embedded

    return load(embedded())


class _Dye:
    """Colours of the old surface at the nearest of points spread over it."""

    def __init__(self, old: list[Piece], seed: int) -> None:
        from scipy.spatial import cKDTree

        corners = np.concatenate([p.corners for p in old])
        colors = np.concatenate([painted(p) for p in old]).astype(float)
        owner = np.repeat(np.arange(len(old)), [len(p.corners) for p in old])
        area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        rng = np.random.default_rng(seed)
        face = rng.choice(len(corners), SAMPLES, p=area / area.sum())
        a, b = rng.random((2, SAMPLES, 1))
        root = np.sqrt(a)
        weight = np.stack([1 - root, root * (1 - b), root * b], 1)
        self.tree = cKDTree((corners[face] * weight).sum(1))
        self.color = np.rint((colors[face] * weight).sum(1)).astype(np.uint8)
        self.owner = owner[face]

    def __call__(self, corners: Floats) -> tuple[int, Any]:
        """Which old piece most corners (f, 3, 3) are nearest to, and their colours (f, 3, 3) uint8."""
        near = self.tree.query(corners.reshape(-1, 3))[1]
        return int(np.bincount(self.owner[near]).argmax()), self.color[near].reshape(corners.shape)
