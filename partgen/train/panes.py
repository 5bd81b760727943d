"""Panes of training objects: what their pictures show in the windows of their parts."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from partgen.seen import normals_of
from partgen.sight import Panes
from partgen.train.objects import Objects
from partgen.windows import Windows


def positions(depth: Tensor, view: Tensor, span: Tensor, middle: Tensor) -> Tensor:
    """(b, s, s, 3) points that pictures with depth (b, s, s) show, in the frame of the whole; NaN where nothing is."""
    s = depth.shape[-1]
    step = ((torch.arange(s) + 0.5) / s - 0.5)[None] * span[:, None]
    across = (middle[:, :1] + step)[:, None, :].expand(-1, s, -1)
    up = (middle[:, 1:] - step)[:, :, None].expand(-1, -1, s)
    return torch.einsum("bhwi,bij->bhwj", torch.stack([across, up, -depth.float()], -1), view)


def normals(held: Objects) -> Tensor:
    """(n, s, s, 3) int8, 127 times the normals of what each object's picture shows."""
    out = torch.zeros(*held.depth.shape, 3, dtype=torch.int8)
    for k in range(len(held)):
        one = slice(k, k + 1)
        depth = held.depth[one].float()
        place = positions(depth, held.view[one], held.span[one], held.middle[one])[0].double().numpy()
        found = normals_of(np.nan_to_num(place), depth[0].double().numpy(), held.view[k].double().numpy())
        out[k] = torch.from_numpy(np.nan_to_num(found * 127).round().astype(np.int8))
    return out


def panes(held: Objects, normal: Tensor, rows: Tensor, window: Windows) -> Panes:
    """The panes of parts (b,) in windows of the frame of the whole. normal : of `normals`."""
    owner = held.owner[rows]
    mask = held.mask[owner].long()
    depth = held.depth[owner].float()
    place = positions(depth, held.view[owner], held.span[owner], held.middle[owner]).nan_to_num()
    own = mask == (rows - held.first[owner] + 1)[:, None, None]
    kind = torch.where(own, 1, torch.where(depth.isnan(), 0, 2))
    return Panes.cut(place, normal[owner].float() / 127, kind, held.view[owner], held.span[owner], held.middle[owner], window)
