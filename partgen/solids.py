"""Analytic convex solids: the alphabet from which the procedural world is spelled.

Every solid is convex and closed, so that a part (a union of solids) has an exact surface, an exact
inside test and a cheap ray test.  Lengths are metres in whatever frame the caller builds in; in
`cityscape` that frame is right-handed with z up.

A solid is one of three primitives under an affine map ``x = linear @ p + offset``:

* `Hull`     the convex hull of a point set (boxes, prisms, wedges, roofs, ...),
* `Frustum`  a cone frustum about +z from ``z = 0`` to ``z = 1`` (cylinders, cones, columns),
* `Ball`     the unit sphere (ellipsoids after the map).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import cos, pi, sin
from typing import Literal, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Primitive = Literal["hull", "frustum", "ball"]


@dataclass(frozen=True, eq=False)
class Solid:
    """One convex primitive under an affine map.

    Parameters
    ----------
    primitive : which primitive.
    points : (n, 3) float, the hull's points (``hull`` only, else empty), before the map.
    top : float, radius at z = 1 of a frustum whose radius at z = 0 is 1 (``frustum`` only).
    segments : int, facets around (``frustum``) or subdivision level 0..3 (``ball``) of the mesh.
    linear : (3, 3) float, and offset : (3,) float, the affine map.
    faces : (f, 3) int, triangles of the hull's points in any order and turn, where they are known without another search.
    """

    primitive: Primitive
    points: Array = field(default_factory=lambda: np.zeros((0, 3)))
    top: float = 1.0
    segments: int = 16
    linear: Array = field(default_factory=lambda: np.eye(3))
    offset: Array = field(default_factory=lambda: np.zeros(3))
    faces: NDArray[np.int64] | None = field(default=None, repr=False)

    # -- moving -----------------------------------------------------------------------------------
    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Solid:
        """The solid translated by (x, y, z)."""
        return replace(self, offset=self.offset + (x, y, z))

    def turned(self, yaw: float = 0.0, *, pitch: float = 0.0, roll: float = 0.0) -> Solid:
        """The solid rotated about the origin: roll about x, then pitch about y, then yaw about z (radians)."""
        r = rotation(yaw, pitch=pitch, roll=roll)
        return replace(self, linear=r @ self.linear, offset=r @ self.offset)

    def scaled(self, x: float, y: float | None = None, z: float | None = None) -> Solid:
        """The solid scaled about the origin; one number scales all axes.  Negative factors mirror."""
        s = np.array([x, x if y is None else y, x if z is None else z], float)
        return replace(self, linear=s[:, None] * self.linear, offset=s * self.offset)

    # -- asking -----------------------------------------------------------------------------------
    def mesh(self) -> tuple[Array, NDArray[np.int64]]:
        """Closed triangle mesh: vertices (v, 3), faces (f, 3) counter-clockwise seen from outside."""
        if self.primitive == "hull":
            v, f = self.points, _hull_faces(self.points.tobytes())
        elif self.primitive == "frustum":
            v, f = _unit_frustum(self.top, self.segments)
        else:
            v, f = _unit_sphere(self.segments)
        out = v @ self.linear.T + self.offset
        return out, (f[:, ::-1] if np.linalg.det(self.linear) < 0 else f)

    def surface(self) -> tuple[Array, NDArray[np.int64]]:
        """As `mesh`, but before the affine map, and with triangles in any turn: what `partgen.solid_batch` begins with."""
        if self.primitive == "hull":
            return self.points, self.faces if self.faces is not None else _hull_faces(self.points.tobytes())
        return _unit_frustum(self.top, self.segments) if self.primitive == "frustum" else _unit_sphere(self.segments)

    def corners(self) -> Array:
        """(n, 3) points whose convex hull contains the solid's mesh."""
        if self.primitive == "hull":
            v = self.points
        elif self.primitive == "frustum":
            v = _unit_frustum(self.top, self.segments)[0]
        else:
            v = _unit_sphere(self.segments)[0]
        return v @ self.linear.T + self.offset

    def contains(self, xyz: ArrayLike) -> NDArray[np.bool_]:
        """Exact inside test of the analytic solid, boundary included; xyz (n, 3) -> (n,) bool."""
        p = (np.asarray(xyz, float) - self.offset) @ _inverse(np.asarray(self.linear, float).tobytes()).T
        if self.primitive == "ball":
            return np.einsum("ij,ij->i", p, p) <= 1 + 1e-9
        if self.primitive == "frustum":
            r = 1 + (self.top - 1) * p[:, 2]
            return (np.hypot(p[:, 0], p[:, 1]) <= r + 1e-9) & (p[:, 2] >= -1e-9) & (p[:, 2] <= 1 + 1e-9)
        planes = _hull_planes(self.points.tobytes())
        return np.asarray((p @ planes[:, :3].T + planes[:, 3] <= 1e-9).all(1))


def rotation(yaw: float = 0.0, *, pitch: float = 0.0, roll: float = 0.0) -> Array:
    """(3, 3) rotation: roll about x, then pitch about y, then yaw about z, radians, right-handed."""
    cy, sy, cp, sp, cr, sr = cos(yaw), sin(yaw), cos(pitch), sin(pitch), cos(roll), sin(roll)
    rz = np.array([[cy, -sy, 0], [sy, cy, 0], [0, 0, 1]])
    ry = np.array([[cp, 0, sp], [0, 1, 0], [-sp, 0, cp]])
    rx = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    return rz @ ry @ rx


# -- shapes: each returns one Solid, standing on z = 0 unless said otherwise ---------------------------


def hull(points: ArrayLike) -> Solid:
    """The convex hull of at least four points, (n, 3), that are not all in one plane."""
    p, faces = _extreme_points(np.asarray(points, float))
    return Solid("hull", points=p, faces=faces)


def box(sx: float, sy: float, sz: float, *, at: Sequence[float] = (0, 0, 0)) -> Solid:
    """A box centred on (at.x, at.y) in plan, its bottom at at.z."""
    x, y, z = at
    return Solid("hull", points=_BOX * (sx, sy, sz) + (x, y, z), faces=_BOX_FACES)


def prism(polygon: ArrayLike, z0: float, z1: float) -> Solid:
    """A convex polygon (n, 2) in plan, extruded from z0 to z1."""
    xy = np.asarray(polygon, float)
    return hull(np.vstack([np.c_[xy, np.full(len(xy), z)] for z in (z0, z1)]))


def gable(sx: float, sy: float, rise: float, *, at: Sequence[float] = (0, 0, 0)) -> Solid:
    """A gable roof's volume: triangular prism, ridge along x, base sx by sy centred at `at`."""
    a, b = sx / 2, sy / 2
    p = [(-a, -b, 0), (a, -b, 0), (a, b, 0), (-a, b, 0), (-a, 0, rise), (a, 0, rise)]
    return hull(np.array(p, float) + at)


def hip(sx: float, sy: float, rise: float, *, ridge: float | None = None, at: Sequence[float] = (0, 0, 0)) -> Solid:
    """A hip roof's volume, ridge along x of length `ridge` (default sx - sy; 0 makes a pyramid)."""
    a, b = sx / 2, sy / 2
    r = max(0.0, sx - sy if ridge is None else ridge) / 2
    top = [(-r, 0, rise), (r, 0, rise)] if r > 1e-6 else [(0, 0, rise)]
    return hull(np.array([(-a, -b, 0), (a, -b, 0), (a, b, 0), (-a, b, 0), *top], float) + at)


def taper(sx: float, sy: float, tx: float, ty: float, height: float, *, at: Sequence[float] = (0, 0, 0)) -> Solid:
    """A box whose top (tx by ty) differs from its base (sx by sy), both centred."""
    p = np.vstack([_BOX[:4] * (sx, sy, 0), _BOX[:4] * (tx, ty, 0) + (0, 0, height)])
    return hull(p + at)


def frustum(r0: float, r1: float, height: float, *, at: Sequence[float] = (0, 0, 0), segments: int = 16) -> Solid:
    """A cone frustum about the vertical: radius r0 at the bottom, r1 at the top (either may be 0, not both)."""
    if r0 > 0:
        return Solid("frustum", top=r1 / r0, segments=segments, linear=np.diag([r0, r0, height]), offset=np.array(at, float))
    flipped = Solid("frustum", top=0.0, segments=segments, linear=np.diag([r1, r1, -height]))
    return flipped.moved(at[0], at[1], at[2] + height)


def cylinder(radius: float, height: float, *, at: Sequence[float] = (0, 0, 0), segments: int = 16) -> Solid:
    """An upright cylinder."""
    return frustum(radius, radius, height, at=at, segments=segments)


def cone(radius: float, height: float, *, at: Sequence[float] = (0, 0, 0), segments: int = 16) -> Solid:
    """An upright cone, apex up."""
    return frustum(radius, 0.0, height, at=at, segments=segments)


def rod(a: ArrayLike, b: ArrayLike, radius: float, *, end: float | None = None, segments: int = 8) -> Solid:
    """A round bar from point a to point b, (3,) each; `end` is its radius at b (default: the same)."""
    p, q = np.asarray(a, float), np.asarray(b, float)
    axis = q - p
    z = axis / np.linalg.norm(axis)
    x = np.cross([0.0, 0, 1] if abs(z[2]) < 0.9 else [1.0, 0, 0], z)
    x /= np.linalg.norm(x)
    m = np.c_[x * radius, np.cross(z, x) * radius, axis]
    return Solid("frustum", top=1.0 if end is None else end / radius, segments=segments, linear=m, offset=p)


def beam(a: ArrayLike, b: ArrayLike, width: float, height: float) -> Solid:
    """A square-cut bar whose axis runs from a to b, (3,) each; `width` is horizontal, `height` the other way."""
    p, q = np.asarray(a, float), np.asarray(b, float)
    z = (q - p) / np.linalg.norm(q - p)
    x = np.cross(z, [0.0, 0, 1]) if abs(z[2]) < 0.999 else np.array([1.0, 0, 0])
    x /= np.linalg.norm(x)
    y = np.cross(z, x)
    m = np.c_[x * width, y * height, q - p]
    return Solid("hull", points=_BOX.copy(), linear=m, offset=p, faces=_BOX_FACES)


def ball(rx: float, ry: float | None = None, rz: float | None = None, *, at: Sequence[float] = (0, 0, 0), detail: int = 2) -> Solid:
    """An ellipsoid centred at `at`; detail 1 has 80 facets, 2 has 320."""
    r = np.diag([rx, rx if ry is None else ry, rx if rz is None else rz])
    return Solid("ball", segments=detail, linear=r.astype(float), offset=np.array(at, float))


def dome(radius: float, height: float | None = None, *, at: Sequence[float] = (0, 0, 0), segments: int = 20, rings: int = 6) -> Solid:
    """Half an ellipsoid standing on its flat side, as a convex polytope."""
    h = radius if height is None else height
    pts = [(0.0, 0.0, h)]
    for k in range(rings):
        e = pi / 2 * k / rings
        pts += [(radius * cos(e) * cos(t), radius * cos(e) * sin(t), h * sin(e)) for t in 2 * pi * np.arange(segments) / segments]
    return hull(np.array(pts) + at)


def arch(span: float, rise: float, depth: float, thickness: float, *, steps: int = 8, at: Sequence[float] = (0, 0, 0)) -> list[Solid]:
    """A semi-elliptic arch ring as wedge stones: opening `span` wide along x and `rise` high, `depth` along y."""
    out = []
    for k in range(steps):
        quad = []
        for t in (pi * k / steps, pi * (k + 1) / steps):
            for extra in (0.0, thickness):
                quad.append((-(span / 2 + extra) * cos(t), (rise + extra) * sin(t)))
        pts = [(x, y, z) for x, z in quad for y in (-depth / 2, depth / 2)]
        out.append(hull(np.array(pts) + at))
    return out


def spandrel(span: float, rise: float, depth: float, top: float, *, steps: int = 8, at: Sequence[float] = (0, 0, 0)) -> list[Solid]:
    """The wall above a semi-elliptic opening, up to height `top` (> rise), as convex strips; x along the wall."""
    out = []
    for k in range(steps):
        x0, x1 = (-(span / 2) * cos(pi * j / steps) for j in (k, k + 1))
        z0, z1 = (rise * sin(pi * j / steps) for j in (k, k + 1))
        pts = [(x, y, z) for x, zs in ((x0, (z0, top)), (x1, (z1, top))) for z in zs for y in (-depth / 2, depth / 2)]
        out.append(hull(np.array(pts) + at))
    return out


# -- the primitives' own meshes ------------------------------------------------------------------------

_BOX = np.array([(x, y, z) for z in (0.0, 1.0) for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))])
_BOX_QUADS = ((0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))
_BOX_FACES = np.array([(q[0], q[k], q[k + 1]) for q in _BOX_QUADS for k in (1, 2)], np.int64)


def _extreme_points(points: Array) -> tuple[Array, NDArray[np.int64]]:
    """The points that the hull needs, in their order, and its triangles among them."""
    from scipy.spatial import ConvexHull

    faces = ConvexHull(points).simplices
    used = np.zeros(len(points), bool)
    used[faces] = True
    return points[used], (np.cumsum(used) - 1)[faces]


@lru_cache(maxsize=65536)
def _hull_faces(data: bytes) -> NDArray[np.int64]:
    from scipy.spatial import ConvexHull

    p = np.frombuffer(data).reshape(-1, 3)
    h = ConvexHull(p)
    f = h.simplices.astype(np.int64)
    n = np.cross(p[f[:, 1]] - p[f[:, 0]], p[f[:, 2]] - p[f[:, 0]])
    flip = np.einsum("ij,ij->i", n, h.equations[:, :3]) < 0
    f[flip] = f[flip][:, ::-1]
    return f


@lru_cache(maxsize=4096)
def _inverse(data: bytes) -> Array:
    return np.asarray(np.linalg.inv(np.frombuffer(data).reshape(3, 3)), np.float64)


@lru_cache(maxsize=65536)
def _hull_planes(data: bytes) -> Array:
    from scipy.spatial import ConvexHull

    return ConvexHull(np.frombuffer(data).reshape(-1, 3)).equations


@lru_cache(maxsize=4096)
def _unit_frustum(top: float, n: int) -> tuple[Array, NDArray[np.int64]]:
    t = 2 * pi * np.arange(n) / n
    ring = np.c_[np.cos(t), np.sin(t)]
    i, j = np.arange(n), (np.arange(n) + 1) % n
    base = np.c_[ring, np.zeros(n)]
    fan = [(0, k + 1, k) for k in range(1, n - 1)]
    if top <= 1e-9:
        v = np.vstack([base, [[0, 0, 1.0]]])
        sides = np.c_[i, j, np.full(n, n)]
        return v, np.vstack([sides, fan])
    v = np.vstack([base, np.c_[ring * top, np.ones(n)]])
    sides = np.vstack([np.c_[i, j, j + n], np.c_[i, j + n, i + n]])
    lid = [(n, n + k, n + k + 1) for k in range(1, n - 1)]
    return v, np.vstack([sides, fan, lid])


@lru_cache(maxsize=8)
def _unit_sphere(level: int) -> tuple[Array, NDArray[np.int64]]:
    g = (1 + 5**0.5) / 2
    v: list[tuple[float, float, float]] = [(-1, g, 0), (1, g, 0), (-1, -g, 0), (1, -g, 0), (0, -1, g), (0, 1, g)]
    v += [(0, -1, -g), (0, 1, -g), (g, 0, -1), (g, 0, 1), (-g, 0, -1), (-g, 0, 1)]
    f = [(0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4)]
    f += [(11, 10, 2), (10, 7, 6), (7, 1, 8), (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9)]
    f += [(4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1)]
    p = [np.array(q, float) / np.linalg.norm(q) for q in v]
    for _ in range(level):
        middle: dict[tuple[int, int], int] = {}
        finer = []
        for face in f:
            halves = []
            for k in range(3):
                a, b = face[k], face[(k + 1) % 3]
                key = (min(a, b), max(a, b))
                if key not in middle:
                    m = p[a] + p[b]
                    p.append(m / np.linalg.norm(m))
                    middle[key] = len(p) - 1
                halves.append(middle[key])
            ab, bc, ca = halves
            a, b, c = face
            finer += [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
        f = finer
    return np.array(p), np.array(f, np.int64)
