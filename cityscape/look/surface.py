"""From hits to coats: collects what a pattern needs and calls it, pattern by pattern."""

from __future__ import annotations

from typing import Callable

import numpy as np
from numpy.typing import NDArray

from cityscape.look import glazing, grounds, indoors, nature, walls
from cityscape.look.color import linear
from cityscape.look.hits import Hits
from cityscape.look.noise import F32, hash01
from cityscape.look.spot import Coat, Spot
from cityscape.look.stage import Stage
from cityscape.world.material import PATTERNS

DRAW: dict[str, Callable[[Spot], Coat]] = {
    **{n: getattr(walls, n) for n in ("plain", "plaster", "brick", "stone", "rubble", "concrete", "panel", "timber", "planks")},
    **{n: getattr(walls, n) for n in ("shingle", "roof_tile", "slate", "thatch", "fabric", "adobe")},
    **{n: getattr(grounds, n) for n in ("asphalt", "cobble", "paving", "gravel", "marking", "grass", "meadow", "soil")},
    **{n: getattr(grounds, n) for n in ("sand", "crop", "snow", "rock", "water")},
    **{n: getattr(nature, n) for n in ("foliage", "needles", "bark")},
    **{n: getattr(glazing, n) for n in ("metal", "corrugated", "glass", "window", "solar", "neon", "lamp")},
    **{n: getattr(indoors, n) for n in ("parquet", "tiles", "carpet", "wallpaper", "marble", "woven", "dots", "stripes")},
    "painted": walls.painted,
}
"""The function of every pattern."""

GLOWING = ("neon", "lamp")


def coats(stage: Stage, hits: Hits, *, pixel: float, lit: float = 0.0) -> Coat:
    """The coat at every hit.

    pixel : edge of a pixel in metres, for fading patterns that are too fine. lit : share of windows that are lit.
    """
    n = len(hits.face)
    out = Coat(*(np.zeros(shape, np.float32) for shape in ((n, 3), n, n, n, (n, 3), (n, 3), n)))
    material = stage.material[stage.owner[hits.face]]
    table = np.array([PATTERNS.index(m.pattern) for m in stage.materials], np.int32)
    pattern = table[material]
    order = np.argsort(pattern, kind="stable")
    cuts = np.flatnonzero(np.diff(pattern[order], prepend=-1))
    for a, b in zip(cuts, [*cuts[1:], n], strict=True):
        which = order[a:b]
        name = PATTERNS[pattern[which[0]]]
        spot = _spot(stage, hits, which, material[which], pixel=pixel, lit=lit)
        coat = DRAW[name](spot)
        glow = np.array([m.emission for m in stage.materials], np.float32)[material[which]]
        if hits.glow is not None:
            glow = glow * hits.glow[which]
        metallic = np.array([m.metallic for m in stage.materials], np.float32)[material[which]]
        if name in GLOWING:
            coat.emit = coat.emit * glow[:, None]
        elif glow.any():
            coat.emit = coat.emit + coat.albedo * glow[:, None]
        if metallic.any():
            coat.mirror = np.maximum(coat.mirror, 0.5 * metallic * (1 - coat.rough))
            coat.shine = coat.shine + metallic * (0.35 - coat.shine)
        for field in ("albedo", "rough", "shine", "mirror", "emit", "tilt", "wrap"):
            getattr(out, field)[which] = getattr(coat, field)
    return out


def _spot(stage: Stage, hits: Hits, which: NDArray, material: NDArray, *, pixel: float, lit: float) -> Spot:
    mats = stage.materials
    face = hits.face[which]
    normal, flat = hits.normal[which], stage.normals[face]
    is_round = stage.smooth.round[face]
    axis_normal = np.where(is_round[:, None], normal, flat)
    along, up = _axes(axis_normal)
    local = hits.local[which]
    local_along, local_up = _axes(stage.local_normals[face])
    u = np.einsum("ij,ij->i", local, local_along)
    v = np.einsum("ij,ij->i", local, local_up)
    if is_round.any():
        axis = stage.smooth.axis[face]
        d = hits.point[which][:, :2] - axis[:, :2]
        ru = np.arctan2(d[:, 1], d[:, 0]) * axis[:, 2]
        rv = np.einsum("ij,ij->i", d, up[:, :2]) + local[:, 2] * up[:, 2]
        u, v = np.where(is_round, ru, u), np.where(is_round, rv, v)
    colors = linear([m.color for m in mats])
    seconds = linear([m.color2 or m.color for m in mats])
    shell = stage.smooth.shell[face]
    own = stage.owner[face]
    return Spot(
        scene=(hits.point[which] + stage.origin.astype(np.float32)),
        local=local,
        normal=normal,
        along=along,
        up=up,
        across=local_along,
        rising=local_up,
        u=u.astype(np.float32),
        v=v.astype(np.float32),
        color=colors[material] if hits.paint is None else hits.paint[which],
        color2=seconds[material],
        own2=np.array([m.color2 is not None for m in mats])[material],
        scale=np.array([m.scale for m in mats], np.float32)[material],
        wear=np.array([m.wear for m in mats], np.float32)[material],
        rough=np.array([m.roughness for m in mats], np.float32)[material],
        tint=stage.tint[own],
        shell=_shell_value(stage)[shell],
        box=stage.smooth.shell_box[shell],
        pixel=pixel,
        lit=lit,
    )


def _axes(normal: F32) -> tuple[F32, F32]:
    """Horizontal axis and axis up the slope of faces with these normals; x and y where the face lies flat."""
    flat = np.hypot(normal[:, 0], normal[:, 1])
    lies = flat < 0.12
    safe = np.where(lies, 1, flat)
    along = np.stack([np.where(lies, 1, -normal[:, 1] / safe), np.where(lies, 0, normal[:, 0] / safe), np.zeros_like(flat)], 1)
    up = np.cross(normal, along)
    return along.astype(np.float32), up.astype(np.float32)


def _shell_value(stage: Stage) -> F32:
    """A random number per connected piece, from its place in its object and the object's own number."""
    box = np.round(stage.smooth.shell_box.sum(1) * 50).astype(np.int64)
    owner = np.zeros(len(box), np.int64)
    owner[stage.smooth.shell] = stage.owner
    tint = (stage.tint[owner] * 65521).astype(np.int64)
    return hash01(box[:, 0], box[:, 1], box[:, 2], tint)
