"""`Hits`: where rays met the stage, with everything interpolated there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.look.stage import Stage

F32 = NDArray[Any]


@dataclass(eq=False)
class Hits:
    """n points on faces.

    face : (n,) int32; point : (n, 3) float32 relative to the stage's origin; local : (n, 3) float32, object frame;
    normal : (n, 3) float32 rounded unit normal, scene frame; lifted : (n, 3) float32, where shadow rays start:
    the point raised to the rounded surface, so that facets do not shade themselves (Hanika, 2021);
    paint : (n, 3) float32 linear colours and glow : (n,) shares of the materials' emission, where the stage has any.
    """

    face: NDArray[np.int32]
    point: F32
    local: F32
    normal: F32
    lifted: F32
    paint: F32 | None = None
    glow: F32 | None = None

    def __len__(self) -> int:
        return len(self.face)

    def take(self, which: NDArray | slice) -> Hits:
        """Some of the hits."""
        paint, glow = (None if x is None else x[which] for x in (self.paint, self.glow))
        return Hits(self.face[which], self.point[which], self.local[which], self.normal[which], self.lifted[which], paint, glow)


def along(stage: Stage, origins: NDArray[np.float64], direction: NDArray[np.float64], face: NDArray[np.int32]) -> NDArray[np.float64]:
    """Exact distance (n,) from each origin to the plane of its face, float64; origins relative to the stage's origin."""
    a = stage.vertices[stage.faces[face, 0]].astype(np.float64)
    b, c = (stage.vertices[stage.faces[face, k]].astype(np.float64) for k in (1, 2))
    n = np.cross(b - a, c - a)
    slope = n @ direction
    t = np.einsum("ij,ij->i", a - origins, n) / np.where(slope == 0, 1, slope)
    return t


def hits_at(stage: Stage, face: NDArray[np.int32], point: NDArray) -> Hits:
    """Interpolate at points (n, 3), relative to the stage's origin, on their faces."""
    corner = stage.faces[face]
    a, b, c = (stage.vertices[corner[:, k]] for k in range(3))
    point = np.asarray(point, np.float32)
    e1, e2, d = b - a, c - a, point - a
    d11, d12, d22 = (np.einsum("ij,ij->i", x, y) for x, y in ((e1, e1), (e1, e2), (e2, e2)))
    p1, p2 = np.einsum("ij,ij->i", d, e1), np.einsum("ij,ij->i", d, e2)
    det = d11 * d22 - d12 * d12
    det = np.where(np.abs(det) > 1e-20, det, 1)
    w1 = np.clip((d22 * p1 - d12 * p2) / det, 0, 1)[:, None]
    w2 = np.clip((d11 * p2 - d12 * p1) / det, 0, 1)[:, None]
    w0 = np.clip(1 - w1 - w2, 0, 1)
    la, lb, lc = (stage.local[corner[:, k]] for k in range(3))
    local = la + (lb - la) * w1 + (lc - la) * w2
    paint = glow = None
    if stage.paint is not None and stage.glowing is not None:
        pa, pb, pc = (stage.paint[corner[:, k]] for k in range(3))
        paint = pa * w0 + pb * w1 + pc * w2
        ga, gb, gc = (stage.glowing[corner[:, k], None] for k in range(3))
        glow = (ga * w0 + gb * w1 + gc * w2)[:, 0]
    normal = stage.normals[face].copy()
    lifted = point + normal * np.float32(2e-3)
    s = stage.smooth
    k = np.flatnonzero(s.curved[face])
    if len(k):
        cn = s.corner[face[k]]
        m = cn[:, 0] * w0[k] + cn[:, 1] * w1[k] + cn[:, 2] * w2[k]
        normal[k] = m / (np.linalg.norm(m, axis=1, keepdims=True) + 1e-20)
        p = point[k]
        rise = np.zeros_like(p)
        for q, w, corner_point in ((0, w0, a), (1, w1, b), (2, w2, c)):
            off = np.minimum(np.einsum("ij,ij->i", p - corner_point[k], cn[:, q]), 0)[:, None]
            rise -= off * cn[:, q] * w[k]
        lifted[k] += rise
    return Hits(face, point, local, normal, lifted, paint, glow)
