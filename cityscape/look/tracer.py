"""Rays against triangles: embree, in bounded chunks, and the plain numpy twin that it must agree with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[Any]

CHUNK = 1 << 18
FAR = np.float32(1e30)


class Tracer:
    """First hits and occlusion over one set of triangles.

    vertices : (v, 3) float32; faces : (f, 3) int32. Rays are given in the same frame.
    """

    def __init__(self, vertices: F32, faces: NDArray[np.int32]) -> None:
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        self.count = len(faces)
        self._scene = EmbreeScene(robust=True)
        if self.count:
            self._mesh = TriangleMesh(self._scene, np.ascontiguousarray(vertices, np.float32), np.ascontiguousarray(faces, np.int32))

    def first(self, origins: F32, directions: F32, limit: float | None = None) -> NDArray[np.int32]:
        """Index (n,) of the first triangle that each ray meets, -1 for none.

        origins, directions : (n, 3); directions may be (3,). Directions need not have length 1; `limit` counts in their lengths.
        """
        return self._run("INTERSECT", origins, directions, limit)

    def blocked(self, origins: F32, directions: F32, limit: float | None = None) -> NDArray[np.bool_]:
        """Whether anything lies on each ray, (n,) bool."""
        return self._run("OCCLUDED", origins, directions, limit) >= 0

    def _run(self, query: str, origins: F32, directions: F32, limit: float | None) -> NDArray[np.int32]:
        n = len(origins)
        out = np.full(n, -1, np.int32)
        if not self.count:
            return out
        for a in range(0, n, CHUNK):
            b = min(a + CHUNK, n)
            o = np.ascontiguousarray(origins[a:b], np.float32)
            d = directions if directions.ndim == 1 else directions[a:b]
            d = np.ascontiguousarray(np.broadcast_to(d, o.shape), np.float32)
            if limit is None:
                out[a:b] = self._scene.run(o, d, query=query)
            else:
                out[a:b] = self._scene.run(o, d, dists=np.full(b - a, limit, np.float32), query=query)
        return out


class PlainTracer:
    """The same by trying every triangle (Moeller & Trumbore, 1997); for tests and tiny scenes."""

    def __init__(self, vertices: F32, faces: NDArray[np.int32]) -> None:
        self.triangles = np.asarray(vertices, np.float64)[np.asarray(faces)]

    def first(self, origins: F32, directions: F32, limit: float | None = None) -> NDArray[np.int32]:
        """As `Tracer.first`."""
        t = self.distances(origins, directions)
        if limit is not None:
            t = np.where(t <= limit, t, np.inf)
        if not t.shape[1]:
            return np.full(len(origins), -1, np.int32)
        k = t.argmin(1)
        return np.where(np.isfinite(t[np.arange(len(t)), k]), k, -1).astype(np.int32)

    def blocked(self, origins: F32, directions: F32, limit: float | None = None) -> NDArray[np.bool_]:
        """As `Tracer.blocked`."""
        return self.first(origins, directions, limit) >= 0

    def distances(self, origins: F32, directions: F32) -> NDArray[np.float64]:
        """(n, f) distance along each ray to each triangle, inf where it misses."""
        o = np.asarray(origins, np.float64)[:, None]
        d = np.broadcast_to(np.asarray(directions, np.float64), (len(origins), 3))[:, None]
        a, b, c = (self.triangles[None, :, k] for k in range(3))
        e1, e2 = b - a, c - a
        p = np.cross(d, e2)
        det = (e1 * p).sum(-1)
        ok = np.abs(det) > 1e-14
        inv = 1 / np.where(ok, det, 1)
        s = o - a
        u = (s * p).sum(-1) * inv
        q = np.cross(s, e1)
        v = (d * q).sum(-1) * inv
        t = (e2 * q).sum(-1) * inv
        return np.where(ok & (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0), t, np.inf)
