"""Light at hits: sun with soft shadow, gathered ambient light, reflection, glow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityscape.look.hits import Hits
from cityscape.look.lamps import Lamps, lamplight
from cityscape.look.light import PAPER, Sky, cone, disc_samples, sphere_samples
from cityscape.look.noise import F32, fbm2
from cityscape.look.spot import Coat, smoothstep
from cityscape.look.stage import Stage

SUN_RADIUS = 0.019
"""Radius of the sun's disc, radians (about twice life: softer edges)."""
REACH = 7.0
"""Ambient light is blocked by what lies nearer than this, metres."""


@dataclass(frozen=True, eq=False)
class Scenery:
    """What shading needs besides the hits: the sky, each face's glow, and how many rays to spend."""

    stage: Stage
    sky: Sky
    glow: F32
    shadows: bool = True
    ambient_rays: int = 8
    detail: bool = False
    lamps: Lamps | None = None


def sunlight(scenery: Scenery, hits: Hits, index: NDArray[np.int32], *, rays: int = 4, extra: int = 0) -> F32:
    """(n,) share of the sun's disc that each hit sees.

    index : (n,) row of the sample tables. Where `rays` rays disagree, `extra` more are sent.
    """
    n = len(hits)
    if not scenery.shadows:
        return np.ones(n, np.float32)
    facing = np.flatnonzero(scenery.stage.normals[hits.face] @ scenery.sky.sun_to > -0.35)
    facing = facing[np.einsum("ij,j->i", hits.normal[facing], scenery.sky.sun_to) > -0.25]
    out = np.zeros(n, np.float32)
    out[facing] = _visible(scenery, hits.lifted[facing], index[facing], disc_samples(rays))
    if extra:
        partial = facing[(out[facing] > 0.01) & (out[facing] < 0.99)]
        more = _visible(scenery, hits.lifted[partial], index[partial], disc_samples(extra))
        out[partial] = (out[partial] * rays + more * extra) / (rays + extra)
    return out


def _visible(scenery: Scenery, start: F32, index: NDArray[np.int32], discs: F32) -> F32:
    directions = cone(scenery.sky.sun_to, discs, SUN_RADIUS)
    seen = np.zeros(len(start), np.float32)
    for k in range(discs.shape[1]):
        seen += ~scenery.stage.shades.blocked(start, directions[index, k])
    return seen / discs.shape[1]


def ambient(scenery: Scenery, hits: Hits, index: NDArray[np.int32], *, rays: int | None = None) -> F32:
    """(n, 3) irradiance / pi from sky, first bounce and lamps, by cosine-distributed rays of at most `REACH` metres."""
    count = scenery.ambient_rays if rays is None else rays
    near = 0 if scenery.lamps is None else lamplight(scenery.stage, scenery.lamps, hits)
    if count == 0:
        return scenery.sky.dome(hits.normal) + near
    table = sphere_samples(count)
    total = np.zeros((len(hits), 3), np.float32)
    for k in range(count):
        d = hits.normal * np.float32(1.002) + table[index, k]
        face = scenery.stage.tracer.first(hits.lifted, d, REACH)
        hit = np.flatnonzero(face >= 0)
        light = scenery.sky.radiance(d)
        light[hit] = scenery.glow[face[hit]]
        total += light
    return total / count + near


def lit(scenery: Scenery, hits: Hits, coat: Coat, sun: F32, ambience: F32, view: F32) -> F32:
    """(n, 3) radiance towards the viewer.

    sun : (n,) from `sunlight`; ambience : (n, 3) from `ambient`; view : (3,) unit direction in which the camera looks.
    """
    normal = hits.normal + coat.tilt
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    cosine = normal @ scenery.sky.sun_to
    wrap = coat.wrap
    front = np.clip((cosine + wrap) / (1 + wrap), 0, 1)
    soft = smoothstep((scenery.stage.normals[hits.face] @ scenery.sky.sun_to + 0.30) / 0.35)
    direct = (front * sun * np.where(wrap > 0, 1, soft))[:, None] * scenery.sky.sun
    bent = 1 + 0.22 * np.clip(coat.tilt[:, 2] - np.einsum("ij,ij->i", coat.tilt, hits.normal) * hits.normal[:, 2], -1, 1)
    out = coat.albedo * (direct + ambience * bent[:, None])
    half = scenery.sky.sun_to - view
    half = half / np.linalg.norm(half)
    power = 2 / np.maximum(coat.rough, 0.08) ** 3
    gloss = coat.shine * (power + 8) / 25 * np.clip(normal @ half, 0, 1) ** power * np.clip(cosine * 4, 0, 1)
    out += np.minimum(gloss * sun, 3)[:, None] * scenery.sky.sun
    which = np.flatnonzero(coat.mirror > 0.01)
    if len(which):
        seen, amount = _reflected(scenery, hits, coat, normal, which, view)
        out[which] = out[which] * (1 - amount) + seen * amount
    return out + coat.emit * np.float32(PAPER)


def _reflected(scenery: Scenery, hits: Hits, coat: Coat, normal: F32, which: NDArray, view: F32) -> tuple[F32, F32]:
    n = 0.4 * normal[which] + 0.6 * hits.normal[which]
    n /= np.linalg.norm(n, axis=1, keepdims=True) + 1e-9
    cosine = np.clip(-(n @ view), 0, 1)
    d = view + 2 * cosine[:, None] * n
    mirror = coat.mirror[which]
    upright = np.abs(hits.normal[which, 2]) < 0.5
    sky_way = d.copy()
    sky_way[upright, 2] = np.abs(d[upright, 2]) * 0.6
    face = scenery.stage.tracer.first(hits.lifted[which], d, 60.0)
    seen = scenery.sky.radiance(sky_way)
    tint = coat.albedo[which] / (coat.albedo[which].max(1, keepdims=True) + 1e-4)
    hit = face >= 0
    seen[hit] = seen[hit] * 0.25 + 0.75 * np.minimum(scenery.glow[face[hit]], 2.0)
    seen = seen * (0.45 + 0.55 * tint)
    fresnel = coat.shine[which] + (1 - coat.shine[which]) * (1 - cosine) ** 4
    return seen, np.clip(mirror * (0.30 + 0.70 * fresnel), 0, 0.9)[:, None]


def foam(scenery: Scenery, hits: Hits, water: NDArray[np.bool_], coat: Coat) -> None:
    """Draw foam and shallow water where a bank or a pile is near, in place."""
    which = np.flatnonzero(water & (scenery.stage.normals[hits.face, 2] > 0.6))
    if not len(which):
        return
    start = hits.point[which] + np.array([0, 0, 0.04], np.float32)
    near = np.zeros(len(which), np.float32)
    for k in range(8):
        a = np.pi / 4 * (k + 0.5)
        d = np.array([np.cos(a), np.sin(a), 0], np.float32)
        for reach, weight in ((0.35, 0.5), (0.8, 0.3), (1.8, 0.2)):
            near += weight * scenery.stage.tracer.blocked(start, d, reach)
    near = np.clip(near / 3.0, 0, 1)
    p = hits.point[which, :2] + scenery.stage.origin[:2].astype(np.float32)
    edge = smoothstep((near - 0.50 + 0.45 * fbm2(p, 1.1)) * 3.0)
    shallow = coat.albedo[which] * (1 + 0.55 * near[:, None]) + 0.03 * near[:, None]
    foamy = np.array([0.80, 0.86, 0.86], np.float32)
    coat.albedo[which] = np.clip(shallow + (foamy - shallow) * (0.55 * edge)[:, None], 0, 1)
    coat.mirror[which] *= 1 - 0.7 * edge
