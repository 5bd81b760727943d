"""Objects on their ground: nothing hovers over it, nothing is sunk in it, nothing leaves the tile."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.sculpt.solid import pieces
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Painting
from cityscape.world.part import Thing, placed

Array = NDArray[np.float64]

DROP = 0.5
"""What hovers by less than this, in metres and as a share of its own height, is let down; what hovers higher hangs there on purpose."""
REACH = 0.12
"""What the picture shows to reach the border, and ends this close to it, in metres, is drawn out to it."""
LAYERS = (0.06, 0.2, 0.35, 0.5, 0.65, 0.8)
"""Heights at which a building's plan is taken, as shares of its own."""
FILLED = 0.8
"""A plan that lies over others to this share stands on them."""
SEEN = 0.1
"""No more than this share of a hidden foot may be seen."""
BESIDE = 0.15
"""What is seen this little behind a point, in metres, still hides it: they touch."""
FLOORS = ("floor", "threshold", "slab")
"""Labels of the parts of a room that things stand on."""


class Footing:
    """The ground of a tile as heights.

    Parameters
    ----------
    ground : the exact objects that are the ground (of a room its shell, of which only the floor counts here).
    size : edge of the tile, metres. base : z of the slab's underside.
    """

    def __init__(self, ground: Sequence[Thing], *, size: float, base: float) -> None:
        from cityscape.look.tracer import Tracer

        self.size, self.base = size, base
        vertices, faces, n = [np.zeros((0, 3))], [np.zeros((0, 3), np.int64)], 0
        for t in ground:
            for p in t.parts:
                if t.kind != "room" or p.label in FLOORS:
                    v, f = placed(t, p)
                    vertices.append(v)
                    faces.append(f.astype(np.int64) + n)
                    n += len(v)
        self.vertices, self.faces = np.concatenate(vertices), np.concatenate(faces)
        self.top = float(self.vertices[:, 2].max()) if n else base
        self._tracer = Tracer(self.vertices.astype(np.float32), self.faces.astype(np.int32))

    def heights(self, xy: Array) -> Array:
        """(n,) z of the ground below points (n, 2) of the tile, NaN where there is none."""
        inner = np.clip(xy, 1e-3, self.size - 1e-3)
        above = np.c_[inner, np.full(len(inner), self.top + 1.0)]
        down = np.array([0.0, 0.0, -1.0])
        face = self._tracer.first(above.astype(np.float32), down.astype(np.float32))
        out = np.full(len(inner), np.nan)
        hit = np.flatnonzero(face >= 0)
        a, b, c = (self.vertices[self.faces[face[hit], k]] for k in range(3))
        n = np.cross(b - a, c - a)
        steep = np.abs(n[:, 2]) > 1e-12
        z = a[:, 2] - ((inner[hit] - a[:, :2]) * n[:, :2]).sum(1) / np.where(steep, n[:, 2], 1)
        out[hit] = np.where(steep, z, a[:, 2])
        return out

    def stood(self, meshes: Sequence[Mesh], *, loose: bool) -> list[Mesh]:
        """The parts of one object on the ground.

        Each piece of it (with `loose`; else the object as a whole) that hovers a little is let down onto the ground; what is below
        the ground or outside the tile is pushed back to its surface or border, which keeps the mesh closed.
        """
        moved = [m.vertices.astype(np.float64) for m in meshes]
        for v in moved:
            v[:, :2] = np.clip(v[:, :2], 0, self.size)
            v[:, 2] = np.maximum(v[:, 2], self.base)
        if loose:
            for v, m in zip(moved, meshes, strict=True):
                label = pieces(m)
                for k in range(int(label.max(initial=-1)) + 1):
                    v[label == k] = self._let_down(v[label == k])
        elif moved:
            lift = self._let_down(np.concatenate(moved))[:, 2] - np.concatenate(moved)[:, 2]
            for v in moved:
                v[:, 2] += lift[0]
        out = []
        for v, m in zip(moved, meshes, strict=True):
            ground = self.heights(v[:, :2])
            below = np.isfinite(ground) & (v[:, 2] < ground)
            v[below, 2] = ground[below]
            out.append(Mesh(v.astype(np.float32), m.faces))
        return out

    def _let_down(self, v: Array) -> Array:
        low, high = v[:, 2].min(), v[:, 2].max()
        foot = v[v[:, 2] <= low + max(0.02, 0.03 * (high - low))]
        ground = self.heights(foot[:, :2])
        if not np.isfinite(ground).any():
            return v
        gap = float(np.nanmin(foot[:, 2] - ground))
        if 0 < gap <= min(DROP, max(0.1, 0.5 * (high - low))):
            return v - (0.0, 0.0, gap)
        return v


def rooted(mesh: Mesh, footing: Footing, painting: Painting) -> Mesh:
    """The mesh of a building carried down to the ground where something hides its foot, so that it does not hang in the air behind that.

    Plans at several heights, as their convex hulls, are drawn down to the ground where the layers below hold less. Where more than
    `SEEN` of what is added would be seen in the painting (depth in metres), nothing is: then the building overhangs on purpose.
    """
    import trimesh

    from cityscape.grammar.solidify import merged_mesh

    if painting.depth is None:
        return mesh
    v = mesh.vertices.astype(np.float64)
    low, high = float(v[:, 2].min()), float(v[:, 2].max())
    raw = trimesh.Trimesh(v, mesh.faces, process=False, validate=False)
    layers = [(z, plan) for z in low + (high - low) * np.array(LAYERS) if (plan := _plan(raw, float(z))) is not None]
    feet = []
    for k, (z, plan) in enumerate(layers):
        ground = footing.heights(np.array(plan.exterior.coords))
        if not np.isfinite(ground).any():
            continue
        base = float(np.nanmin(ground))
        least = min((plan.intersection(below).area for _, below in layers[:k]), default=plan.area)
        if low - float(np.nanmax(ground)) <= DROP and least > FILLED * plan.area:
            continue
        foot = trimesh.creation.extrude_polygon(plan, z - base)
        foot.apply_translation((0.0, 0.0, base))
        if _seen(trimesh.sample.sample_surface(foot, 800, seed=0)[0], painting) <= SEEN:
            feet.append((np.asarray(foot.vertices), np.asarray(foot.faces)))
    return merged_mesh([(v, mesh.faces), *feet]) if feet else mesh


def _plan(raw: Any, z: float) -> Any:
    """The convex hull, a polygon of shapely, of a mesh's section at a height, a little smaller than it; None where there is none."""
    import trimesh
    from shapely import MultiPoint

    ends = trimesh.intersections.mesh_plane(raw, (0.0, 0.0, 1.0), (0.0, 0.0, z))
    plan = MultiPoint(ends.reshape(-1, 3)[:, :2]).convex_hull.buffer(-BESIDE, join_style="mitre")
    return plan if plan.geom_type == "Polygon" and not plan.is_empty else None


def _seen(points: Array, painting: Painting) -> float:
    """The share of points (n, 3) of the tile before which the painting shows nothing."""
    assert painting.depth is not None
    p = painting.camera.project(points)
    h, w = painting.depth.shape
    column, row = np.floor(p[:, 0]).astype(int), np.floor(p[:, 1]).astype(int)
    inside = (column >= 0) & (column < w) & (row >= 0) & (row < h)
    shown = painting.depth[row.clip(0, h - 1), column.clip(0, w - 1)]
    before = inside & (shown < p[:, 2] + 2 * BESIDE)
    return float(1 - before.mean()) if len(points) else 0.0


def drawn_out(mesh: Mesh, shown: Array, size: float) -> Mesh:
    """The mesh with what nearly reaches a border moved onto it, where the points (n, 3) that the picture shows of it do reach it."""
    v = mesh.vertices.astype(np.float64)
    for axis in (0, 1):
        for end in (0.0, size):
            if len(shown) and np.abs(shown[:, axis] - end).min() < 0.03:
                v[np.abs(v[:, axis] - end) < REACH, axis] = end
    return Mesh(v.astype(np.float32), mesh.faces)
