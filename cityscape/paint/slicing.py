"""Obstruction slicing: what of the tiles in front hides a cell is cut away, part by part.

What hides a cell is what lies in the cell's column: all points that the picture shows over the cell's ground or above it. The
column has four sides, two through the cell's near borders and two upright ones through its left and right corner. All of them
contain the direction of view, so that cuts are seen exactly edge-on: they need no caps, and the picture of what is left is whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable

import numpy as np
from numpy.typing import NDArray

from cityscape.look.stage import Item
from cityscape.world.painting import Camera

Array = NDArray[np.float64]


def column(corners: Array, camera: Camera) -> tuple[Array, Array]:
    """The sides of the column over a quadrilateral: normals (k, 3) and offsets (k,), inside where n . p > c for all.

    corners : (4, 3) metres, south-west, south-east, north-east, north-west, in the camera's frame.
    """
    right, _, back = camera.axes()
    c = np.asarray(corners, float)
    across = c @ right
    middle = c.mean(0)
    normals, offsets = [], []
    for k in range(4):
        a, b = c[k], c[(k + 1) % 4]
        n = np.cross(b - a, back)
        n = n * np.sign(n @ (middle - a)) / np.linalg.norm(n)
        if n[2] > 1e-9:  # a near border: the column is above it; far ones do not bound what rises
            normals.append(n)
            offsets.append(float(n @ a))
    for n, x in ((right, across.min()), (-right, -across.max())):
        normals.append(n)
        offsets.append(float(x))
    return np.array(normals), np.array(offsets)


def sliced(items: Iterable[Item], normals: Array, offsets: Array) -> list[Item]:
    """The items without what lies in the column; those that do not reach into it are handed on as they are."""
    out: list[Item] = []
    for item in items:
        side = item.vertices @ normals.T - offsets  # (v, k)
        if (side <= 0).all(0).any():
            out.append(item)
        elif not (side > 0).all():
            left = _without(item, normals, offsets)
            if left is not None:
                out.append(left)
    return out


def _without(item: Item, normals: Array, offsets: Array) -> Item | None:
    """What of an item's surface lies outside of the column, or None."""
    rows = _rows(item)
    inside = rows[np.asarray(item.faces)]  # (f, 3, 3 + attributes)
    kept = []
    for n, c in zip(normals, offsets, strict=True):
        inside, outside = _split(inside, n, c)
        kept.append(outside)
    triangles = np.concatenate(kept)
    if not len(triangles):
        return None
    flat, index = np.unique(np.round(triangles.reshape(-1, triangles.shape[2]), 6), axis=0, return_inverse=True)
    faces = index.reshape(-1, 3).astype(np.int32)
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])]
    if not len(faces):
        return None
    colors = glow = None
    if item.colors is not None:
        colors = np.clip(np.round(flat[:, 3:6]), 0, 255).astype(np.uint8)
        glow = None if item.glow is None else np.clip(np.round(flat[:, 6]), 0, 255).astype(np.uint8)
    return replace(item, vertices=flat[:, :3], faces=faces, colors=colors, glow=glow)


def _rows(item: Item) -> Array:
    """(v, 3 + attributes): places, and where there are any, colours and glow."""
    columns = [np.asarray(item.vertices, float)]
    if item.colors is not None:
        columns.append(item.colors.astype(float))
        if item.glow is not None:
            columns.append(item.glow.astype(float)[:, None])
    return np.concatenate(columns, 1)


def _split(triangles: Array, normal: Array, offset: float) -> tuple[Array, Array]:
    """Triangles (t, 3, a), whose first three numbers are places, cut by a plane: what is beyond it, and what is not."""
    s = triangles[:, :, :3] @ normal - offset
    beyond = s > 0
    count = beyond.sum(1)
    over, under = [triangles[count == 3]], [triangles[count == 0]]
    for lone, single, pair in ((1, over, under), (2, under, over)):
        t, d, b = triangles[count == lone], s[count == lone], beyond[count == lone]
        if not len(t):
            continue
        first = np.argmax(b if lone == 1 else ~b, axis=1)  # the corner that is alone on its side
        order = (first[:, None] + np.arange(3)) % 3
        t, d = np.take_along_axis(t, order[:, :, None], 1), np.take_along_axis(d, order, 1)
        p, q, r = t[:, 0], t[:, 1], t[:, 2]
        pq = p + (q - p) * (d[:, 0] / (d[:, 0] - d[:, 1]))[:, None]
        pr = p + (r - p) * (d[:, 0] / (d[:, 0] - d[:, 2]))[:, None]
        single.append(np.stack([p, pq, pr], 1))
        pair += [np.stack([pq, q, r], 1), np.stack([pq, r, pr], 1)]
    return np.concatenate(over), np.concatenate(under)
