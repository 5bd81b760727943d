"""Points on, and distances to, the exposed surface of unions of solids."""

from __future__ import annotations

import torch
from torch import Tensor

from partgen.solid_batch import PAIRS, Grid, Picks, SolidBatch, containing, inside, rows

LIFT = 3e-4
"""A point is exposed when nothing of its union holds it after a step of this length (in the scene's unit) outwards."""
SHARE, ROUNDS = 0.45, 6
"""How much of a surface is thought to be exposed at first, and how often more candidates are drawn before points repeat."""


def clouds(batch: SolidBatch, picks: Picks, n: int, *, generator: torch.Generator | None = None) -> Tensor:
    """Area-weighted points with normals on the exposed surface of unions of parts.

    What other parts of the same union cover, or lies against them, is no surface; coinciding faces count once.

    Returns
    -------
    (m, n, 6) float32, xyz and unit normal; zeros for a pick without parts. Where a union exposes so little that too few
    candidates remain, points repeat.
    """
    m, device = len(picks.scene), batch.device
    pick, face = picks.faces(batch)
    total = torch.zeros(m, dtype=torch.float64, device=device).index_add(0, pick, batch.areas[face].double())
    sums = torch.cumsum(batch.areas[face].double(), 0)
    before = torch.cumsum(total, 0) - total
    out = torch.zeros(m, n, 6, device=device)
    have = torch.zeros(m, dtype=torch.int64, device=device)
    missing = torch.nonzero(total > 0)[:, 0]
    rate = torch.full((m,), SHARE, device=device)
    for _ in range(ROUNDS):
        if not len(missing):
            break
        count = (1.15 * (n - have[missing]) / rate[missing]).long() + 16
        which = missing.repeat_interleave(count)
        u = torch.rand(len(which), 3, generator=generator, device=_home(generator, device)).to(device)
        at = torch.searchsorted(sums, before[which] + u[:, 0].double() * total[which]).clamp(max=len(sums) - 1)
        f = face[at]
        a, b, c = rows(batch.vertices, rows(batch.faces, f)).unbind(1)
        root = u[:, 1:2].sqrt()
        v = u[:, 2:3]
        p = a * (1 - root) + b * (root * (1 - v)) + c * (root * v)
        normal = rows(batch.normals, f)
        free = ~inside(batch, p + normal * LIFT, picks, which)
        free = free & (pick[at] == which)
        keep = torch.nonzero(free)[:, 0]
        keep = keep[~_repeated(batch, picks, which[keep], p[keep], normal[keep], f[keep])]
        w = which[keep]
        rank = torch.arange(len(w), device=device) - torch.searchsorted(w, w) + have[w]
        ok = rank < n
        out[w[ok], rank[ok], :3], out[w[ok], rank[ok], 3:] = p[keep][ok], normal[keep][ok]
        got = torch.bincount(w, minlength=m)
        have = (have + got).clamp(max=n)
        rate[missing] = ((got[missing] + 1) / (count + 2)).clamp(min=0.02)
        missing = missing[have[missing] < n]
    for k in missing.tolist():  # almost all is covered: what there is, again and again
        h = int(have[k])
        if h:
            out[k, h:] = out[k, torch.arange(n - h, device=device) % h]
    return out


def _repeated(batch: SolidBatch, picks: Picks, pick: Tensor, p: Tensor, normal: Tensor, face: Tensor) -> Tensor:
    """(n,) whether a part numbered lower shows the same face at a point: the same place inside, the same place outside."""
    which, solid = containing(batch, p - normal * LIFT, picks, pick)
    lower = batch.solid_part[solid] < batch.face_part[face[which]]
    # such a solid ends within LIFT of the point: deeper, it would have held the lifted point, and that one is free
    out = torch.zeros(len(p), dtype=torch.bool, device=p.device)
    out[which[lower]] = True
    return out


def _home(generator: torch.Generator | None, device: torch.device) -> torch.device:
    """Where numbers are drawn: where the generator lives, so that a CPU generator gives every device the same points."""
    return device if generator is None else generator.device


def signed_distance(batch: SolidBatch, picks: Picks, points: Tensor, *, band: float) -> Tensor:
    """Truncated signed distance to unions of parts, negative inside.

    Parameters
    ----------
    points : (m, q, 3) float32, q for each pick.
    band : distances beyond it are given as it, in the scene's unit.

    Returns
    -------
    (m, q) float32. The sign is exact everywhere. Outside, the magnitude is exact up to `band`, and a lower bound beyond. Inside it
    is the distance to the nearest exposed foot on a triangle: exact where the closest face is free, too large (by at most what
    is left to `band`) where the closest surface begins in the middle of a triangle that another solid covers at its foot.
    """
    m, q = points.shape[:2]
    p = points.reshape(-1, 3)
    pick = torch.arange(m, device=batch.device).repeat_interleave(q)
    within = inside(batch, p, picks, pick)
    corners = batch.vertices[batch.faces]
    grid = Grid.of(torch.stack([corners.amin(1), corners.amax(1)], 1), batch.face_scene, batch.bounds, reach=band)
    level = torch.cat([batch.normals, -(corners[:, 0] * batch.normals).sum(1, keepdim=True)], 1)
    best = torch.full((len(p),), float(band), device=batch.device)
    per_point = max(1.0, len(grid.item) / max(1, len(grid.start)))
    chunk = max(1024, int(PAIRS / (8 * per_point)))
    for k in range(0, len(p), chunk):
        here = slice(k, k + chunk)
        which, face = grid.near(p[here], picks.scene[pick[here]])
        keep = picks.holds(batch, pick[here][which], batch.face_part[face])
        which, face = which[keep], face[keep]
        x, plane = rows(p[here], which), rows(level, face)
        plane = x[:, 0] * plane[:, 0] + x[:, 1] * plane[:, 1] + x[:, 2] * plane[:, 2] + plane[:, 3]
        side = torch.where(within[here], -1.0, 1.0)[which] * plane  # outside points see fronts, inside points backs
        keep = torch.nonzero((side <= band) & (side >= -1e-4))[:, 0]
        which, face, x = which[keep], face[keep], rows(x, keep)
        foot = closest(x, rows(corners, face))
        d = (foot - x).norm(dim=1)
        keep = d < band
        which, face, foot, d = which[keep], face[keep], foot[keep], d[keep]
        buried = within[here][which]
        if bool(buried.any()):
            i = torch.nonzero(buried)[:, 0]
            hidden = inside(batch, foot[i] + batch.normals[face[i]] * LIFT, picks, pick[here][which[i]])
            d = d.index_fill(0, i[hidden], float(band))
        best[here] = best[here].scatter_reduce(0, which, d, "amin")
    return torch.where(within, -best, best).reshape(m, q)


def closest(p: Tensor, triangle: Tensor) -> Tensor:
    """(n, 3) closest points of triangles (n, 3, 3) to points (n, 3). Source: Ericson, "Real-Time Collision Detection", 5.1.5."""
    a, b, c = triangle.unbind(1)
    ab, ac, ap = b - a, c - a, p - a
    d1, d2 = (ab * ap).sum(1), (ac * ap).sum(1)
    bp, cp = p - b, p - c
    d3, d4, d5, d6 = (ab * bp).sum(1), (ac * bp).sum(1), (ab * cp).sum(1), (ac * cp).sum(1)
    va, vb, vc = d3 * d6 - d5 * d4, d5 * d2 - d1 * d6, d1 * d4 - d3 * d2
    tiny = 1e-20
    denom = (va + vb + vc).clamp(min=tiny)
    v, w = vb / denom, vc / denom
    bc = (d4 - d3) / ((d4 - d3) + (d5 - d6)).clamp(min=tiny)
    on = (va <= 0) & (d4 - d3 >= 0) & (d5 - d6 >= 0)
    v, w = torch.where(on, 1 - bc, v), torch.where(on, bc, w)
    on = (vb <= 0) & (d2 >= 0) & (d6 <= 0)
    v, w = torch.where(on, torch.zeros_like(v), v), torch.where(on, d2 / (d2 - d6).clamp(min=tiny), w)
    on = (vc <= 0) & (d1 >= 0) & (d3 <= 0)
    v, w = torch.where(on, d1 / (d1 - d3).clamp(min=tiny), v), torch.where(on, torch.zeros_like(w), w)
    for on, x, y in (((d6 >= 0) & (d5 <= d6), 0.0, 1.0), ((d3 >= 0) & (d4 <= d3), 1.0, 0.0), ((d1 <= 0) & (d2 <= 0), 0.0, 0.0)):
        v, w = torch.where(on, torch.full_like(v, x), v), torch.where(on, torch.full_like(w, y), w)
    return a + v[:, None] * ab + w[:, None] * ac
