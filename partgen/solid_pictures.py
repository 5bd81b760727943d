"""Pictures of solids: an orthographic z-buffer over flattened pairs of triangles and pixels, in plain torch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from partgen.solid_batch import PAIRS, Picks, SolidBatch, rows, spread

FAR = (1 << 62) - 1
STEPS = float(1 << 22)
"""Depths are compared in steps of 1 / STEPS of the scene's unit."""
DEEPEST = float(1 << 8)
"""Depths lie within this distance of the camera's target, in the scene's unit."""


@dataclass(frozen=True, eq=False)
class Views:
    """Orthographic cameras, one for each picture.

    axes : (m, 3, 3) float64, rows are the picture's right, its up and the direction towards the camera.
    target : (m, 3) float64, what is in the picture's middle. scale : (m,) float64, pixels for a unit.
    width, height : pixels, of all.
    """

    axes: Tensor
    target: Tensor
    scale: Tensor
    width: int
    height: int

    def to(self, device: torch.device | str) -> Views:
        """The views on a device."""
        return Views(self.axes.to(device), self.target.to(device), self.scale.to(device), self.width, self.height)

    def take(self, index: Tensor) -> Views:
        """The views of some pictures."""
        return Views(self.axes[index], self.target[index], self.scale[index], self.width, self.height)

    def points(self, depth: Tensor) -> Tensor:
        """(m, h, w, 3) float32 places in the scene of pixel centres at depths (m, h, w)."""
        device = depth.device
        x = (torch.arange(self.width, device=device) + 0.5 - self.width / 2) / self.scale[:, None]
        y = (self.height / 2 - torch.arange(self.height, device=device) - 0.5) / self.scale[:, None]
        right, up, back = self.axes.float().unbind(1)
        out = self.target[:, None, None].float() + x.float()[:, None, :, None] * right[:, None, None]
        return out + y.float()[:, :, None, None] * up[:, None, None] - depth[..., None] * back[:, None, None]


@dataclass(frozen=True, eq=False)
class Depths:
    """What is at the pixels' centres: face (m, h, w) int64, -1 where nothing is; depth (m, h, w) float32, growing away from
    the camera and 0 in the plane through the target, NaN where nothing is."""

    face: Tensor
    depth: Tensor

    def part(self, batch: SolidBatch) -> Tensor:
        """(m, h, w) int64 parts numbered within their scene, -1 where nothing is."""
        p = rows(batch.face_part, self.face.clamp(min=0))
        return torch.where(self.face >= 0, p - batch.part_start[batch.part_scene[p]], -1)

    def normal(self, batch: SolidBatch) -> Tensor:
        """(m, h, w, 3) float32 unit normals, 0 where nothing is."""
        return rows(batch.normals, self.face.clamp(min=0)) * (self.face >= 0)[..., None]


def depths(batch: SolidBatch, picks: Picks, views: Views) -> Depths:
    """What pictures of unions of parts show; `views` has one camera for each pick. Equal depths go to the lower face."""
    m, h, w = len(picks.scene), views.height, views.width
    pick, face = picks.faces(batch)
    toward = rows(batch.normals, face).double()
    toward = (toward * rows(views.axes[:, 2], pick)).sum(1)
    keep = torch.nonzero(toward > 1e-9)[:, 0]  # closed things show their fronts
    pick, face = pick[keep], face[keep]
    corner = rows(batch.faces, face)
    if picks.mask is None:  # each vertex is seen by one camera
        vertex_scene = torch.zeros(len(batch.vertices), dtype=torch.int64, device=batch.device)
        vertex_scene[batch.faces.reshape(-1)] = batch.face_scene.repeat_interleave(3)
        v = rows(_project(batch.vertices.double(), views, vertex_scene), corner.reshape(-1)).reshape(-1, 3, 3)
    else:
        v = _project(rows(batch.vertices, corner.reshape(-1)).double(), views, pick.repeat_interleave(3)).reshape(-1, 3, 3)
    low = (v[..., :2].amin(1) - 0.5).ceil().long().clamp(min=0)
    high = (v[..., :2].amax(1) - 0.5).floor().long()
    count = (torch.minimum(high, torch.tensor([w - 1, h - 1], device=batch.device)) - low + 1).clamp(min=0)
    keep = torch.nonzero((count > 0).all(1))[:, 0]
    pick, face, v, low, count = (rows(x, keep) for x in (pick, face, v, low, count))
    v[..., :2] -= low[:, None].double() + 0.5  # relative to the middle of the triangle's first pixel
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = (v[:, k].unbind(1) for k in range(3))
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    gx = ((bz - az) * (cy - ay) - (cz - az) * (by - ay)) / area
    gy = ((cz - az) * (bx - ax) - (bz - az) * (cx - ax)) / area
    z0 = az - gx * ax - gy * ay
    turn = torch.where(area > 0, 1.0, -1.0)
    buffer = torch.full((m * h * w,), FAR, dtype=torch.int64, device=batch.device)
    for part in _chunks(count.prod(1)):
        # rows of pixels first: where each begins and ends follows from the edges
        tri, y = spread(torch.zeros_like(count[part, 1]), count[part, 1])
        yd = y.double()
        left, right = torch.zeros_like(yd), (count[part, 0][tri] - 1).double()
        for px, py, qx, qy in ((ax, ay, bx, by), (bx, by, cx, cy), (cx, cy, ax, ay)):
            a, b = (py - qy)[part] * turn[part], (qx - px)[part] * turn[part]
            # a x + b y + c >= 0 inside
            cut = -(b[tri] * (yd - py[part][tri])) / a[tri] + px[part][tri]
            left = torch.where(a[tri] > 0, torch.maximum(left, cut - EDGE), left)
            right = torch.where(a[tri] < 0, torch.minimum(right, cut + EDGE), right)
        x0 = left.ceil().long()
        length = (right.floor().long() - x0 + 1).clamp(min=0)
        z = z0[part][tri] + gy[part][tri] * yd
        base = ((pick * h + low[:, 1]) * w + low[:, 0])[part][tri] + y * w
        row, x = spread(x0, length)
        d = z[row] + gx[part][tri][row] * x
        code = (((d + DEEPEST) * STEPS).long().clamp(0, (1 << 31) - 1) << 31) | face[part][tri][row]
        buffer.scatter_reduce_(0, base[row] + x, code, "amin")
    seen = buffer < FAR
    found = torch.where(seen, buffer & ((1 << 31) - 1), -1).reshape(m, h, w)
    depth = ((buffer >> 31).double() / STEPS - DEEPEST).float().masked_fill(~seen, torch.nan).reshape(m, h, w)
    return Depths(found, depth)


EDGE = 1e-9
"""Pixels whose centre is closer than this to an edge, in pixels along the row, count as on it: no gaps between neighbours."""


def _project(p: Tensor, views: Views, pick: Tensor) -> Tensor:
    """Points (n, 3) -> (n, 3) float64: pixel column, pixel row, depth."""
    k = views.scale[:, None, None]
    m = views.axes * torch.cat([k, -k, -torch.ones_like(k)], 1)
    middle = torch.tensor([views.width / 2, views.height / 2, 0.0], dtype=p.dtype, device=p.device)
    shift = middle - (m @ views.target[..., None])[..., 0]
    x, y, z = p.unbind(1)
    out = [sum(rows(m[:, r, c], pick) * q for c, q in enumerate((x, y, z))) + rows(shift[:, r], pick) for r in range(3)]
    return torch.stack(out, 1)


def _chunks(amount: Tensor) -> list[slice]:
    """Runs of triangles of at most `PAIRS` pixels each (a larger triangle is a run of its own)."""
    total = torch.cumsum(amount, 0)
    out, begin, done = [], 0, 0
    while begin < len(amount):
        end = max(begin + 1, int(torch.searchsorted(total, torch.tensor(done + PAIRS, device=amount.device), right=True)))
        out.append(slice(begin, end))
        done, begin = int(total[end - 1]), end
    return out
