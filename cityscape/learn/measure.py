"""Measuring: whatever is solid and has parts, seen by one camera, as a training object; tiles and meshes share it.

Frame: z up, in the caller's unit; what is written is y up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.world.frames import to_y_up
from partgen.points import draw
from partgen.train.objects import BAND, NO_PART, Objects


@dataclass(frozen=True)
class Sampling:
    """How finely objects are sampled."""

    most: int = 18  # parts listed of an object that has more (coarse ones have 15 at most)
    fine_picture: int = 640  # pixels of the picture that points are taken from
    picture: int = 256  # pixels of the picture that is kept
    cloud: int = 2048  # points on each part
    query: int = 2048  # points round each part
    seen: int = 1024  # points of a part that are seen
    near: int = 1024  # points near a part that are seen
    shell: int = 8192  # points of the whole that are seen

    @property
    def flat(self) -> bool:
        """Whether only pictures are measured, and of the parts their boxes."""
        return not self.query


@dataclass(frozen=True, eq=False)
class Look:
    """One square picture of what is measured.

    rgb : (s, s, 3) uint8 on white. part : (s, s) int64, -1 where nothing is. depth : (s, s) float32, growing away from the camera
    and 0 in the plane through the target, NaN where nothing is. points, normal : (s, s, 3) float32.
    axes : (3, 3) float64, rows are right, up and towards the camera; target : (3,) float64; scale : pixels for a unit.
    """

    rgb: Tensor
    part: Tensor
    depth: Tensor
    points: Tensor
    normal: Tensor
    axes: Tensor
    target: Tensor
    scale: float


class Measured(Protocol):
    """What can be measured: n numbered parts."""

    parts: int
    level: int
    """The granularity's number."""
    first: NDArray[np.bool_]
    """(n,) parts made before all others: what the rest stands on."""
    ground: NDArray[np.bool_]
    """(n,) parts that are ground."""
    label: NDArray[np.int64]
    """(n,) numbers in the vocabulary, -1 unknown."""

    def look(self, size: int, *, color: bool) -> Look:
        """The picture, `size` pixels square."""
        ...

    def clouds(self, chosen: Tensor, n: int, g: torch.Generator) -> Tensor:
        """(m, n, 6) points and normals on the surface of each of the parts `chosen` (m,)."""
        ...

    def inside(self, points: Tensor, chosen: Tensor) -> Tensor:
        """(m, q) whether points (m, q, 3) float32 lie in the part `chosen` (m,) of their row."""
        ...

    def inside_any(self, points: Tensor) -> Tensor:
        """(k,) whether points (k, 3) float32 lie in any part."""
        ...


def measured(s: Measured, sampling: Sampling, g: torch.Generator) -> Objects:
    """One training object.

    Of more than `Sampling.most` parts only so many are listed, drawn from those that are seen.
    """
    r = sampling
    kept = s.look(r.picture, color=True)
    sharp = kept if r.fine_picture == r.picture else s.look(r.fine_picture, color=False)
    part = sharp.part.reshape(-1)
    points, normals = sharp.points.reshape(-1, 3), sharp.normal.reshape(-1, 3)
    there = torch.nonzero(part >= 0)[:, 0]
    part, points, normals = part[there], points[there].double(), normals[there]
    weight = 1 / (normals.double() @ sharp.axes[2]).clamp(min=0.05)
    pixels = torch.bincount(part, minlength=s.parts)
    chosen = _listed(s, kept.part, pixels, r.most, g)

    frame = Frame.of(points)
    cloud = s.clouds(chosen, r.cloud, g).double()
    low, high = cloud[..., :3].amin(1), cloud[..., :3].amax(1)
    centre, half = (low + high) / 2, ((high - low).amax(1) / 2).clamp(min=1e-3)

    seen, near = torch.zeros(len(chosen), r.seen, 6), torch.zeros(len(chosen), r.near, 6)
    surface = torch.cat([points, normals.double()], 1)
    for k, p in enumerate(() if r.flat else chosen.tolist()):
        own = torch.nonzero(part == p)[:, 0]
        c, h = centre[k], half[k]
        if len(own):
            seen[k] = _relative(surface[own[draw(weight[own], r.seen, g)]], c, h)
            box = torch.stack([points[own].amin(0), points[own].amax(0)])
            c, h = box.mean(0), ((box[1] - box[0]).max() / 2).clamp(min=1e-3)
        about = torch.nonzero(((points - c).abs() < 1.7 * h).all(1))[:, 0]
        if len(about):
            near[k] = _relative(surface[about[draw(weight[about], r.near, g)]], centre[k], half[k])

    queries = _queries(cloud, centre, half, r.query, g)
    own_d, all_d = (queries[..., 0], queries[..., 0]) if r.flat else _distances(s, chosen, cloud, surface, queries, half)
    relative = (queries - centre[:, None]) / half[:, None, None]
    place = torch.full((s.parts,), -1)
    place[chosen] = torch.arange(len(chosen))
    shell = draw(weight, r.shell, g)
    shell_part = place[part[shell]]
    mask = torch.where(kept.part >= 0, place[kept.part.clamp(min=0)] + 1, 0)
    return Objects(
        picture=kept.rgb[None],
        mask=mask[None].to(torch.uint8),
        depth=((kept.depth - _shift(kept, frame)) / frame.half)[None].half(),
        view=torch.from_numpy(to_y_up(kept.axes.numpy()))[None].float(),
        span=torch.tensor([r.picture / kept.scale / frame.half]),
        middle=(kept.axes[:2] @ (kept.target - frame.centre) / frame.half)[None].float(),
        shell=_turned(torch.cat([(points[shell] - frame.centre) / frame.half, normals[shell].double()], 1))[None],
        shell_part=torch.where(shell_part >= 0, shell_part, NO_PART)[None].to(torch.uint8),
        unit=torch.tensor([frame.half]),
        level=torch.tensor([s.level], dtype=torch.uint8),
        first=torch.tensor([0, len(chosen)]),
        centre=_turned((centre - frame.centre) / frame.half).float(),
        half=(half / frame.half).float(),
        label=torch.from_numpy(s.label)[chosen].short(),
        ground=torch.from_numpy(s.ground)[chosen],
        visible=pixels[chosen].int(),
        cloud=_turned(torch.cat([(cloud[..., :3] - centre[:, None]) / half[:, None, None], cloud[..., 3:]], -1)),
        query=_turned(relative),
        own=own_d.half(),
        all=all_d.half(),
        seen=_turned(seen),
        near=_turned(near),
    )  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """The cube that what is seen of a whole fills: centre (3,) float64 and half side, in the caller's frame and unit."""

    centre: Tensor
    half: float

    @staticmethod
    def of(points: Tensor) -> Frame:
        """The frame of seen points (n, 3)."""
        low, high = points.amin(0), points.amax(0)
        return Frame((low + high) / 2, float((high - low).max()) / 2)


def on_white(rgba: Tensor) -> Tensor:
    """(s, s, 4) float sRGB 0..1 with alpha as (s, s, 3) uint8 on white."""
    return ((rgba[..., :3] * rgba[..., 3:] + 1 - rgba[..., 3:]).clamp(0, 1) * 255).round().to(torch.uint8)


def _listed(s: Measured, shown: Tensor, pixels: Tensor, most: int, g: torch.Generator) -> Tensor:
    """Parts in the order of making: the ground, then as masks are ordered (lowest in the picture first), the unseen last."""
    n = s.parts
    low, left = torch.full((n,), -1), torch.full((n,), 1 << 20)
    rows, columns = torch.nonzero(shown >= 0, as_tuple=True)
    which = shown[rows, columns]
    low.scatter_reduce_(0, which, rows, "amax")
    left.scatter_reduce_(0, which, columns, "amin")
    if n > most:
        seen = torch.nonzero(pixels >= 12)[:, 0]
        seen = seen[torch.randperm(len(seen), generator=g)[:most]]
    else:
        seen = torch.arange(n)
    keys = np.lexsort((seen.numpy(), left[seen].numpy(), -low[seen].numpy(), ~s.first[seen.numpy()]))
    return seen[torch.from_numpy(keys.copy())]


def _relative(cloud: Tensor, centre: Tensor, half: Tensor) -> Tensor:
    return torch.cat([(cloud[:, :3] - centre) / half, cloud[:, 3:]], 1).float()


def _queries(cloud: Tensor, centre: Tensor, half: Tensor, n: int, g: torch.Generator) -> Tensor:
    """(m, n, 3): close to the surface, near it, in its box and in the window round it."""
    m, tight, wide, box = len(cloud), n // 3, n // 6, n // 4
    low, high = cloud[..., :3].amin(1), cloud[..., :3].amax(1)
    at = torch.randint(cloud.shape[1], (m, tight + wide), generator=g)
    on = cloud[..., :3].gather(1, at[..., None].expand(-1, -1, 3))
    sigma = torch.cat([torch.full((tight,), 0.02), torch.full((wide,), 0.08)])[None, :, None]
    near = on + torch.randn(m, tight + wide, 3, generator=g, dtype=torch.float64) * sigma * half[:, None, None]
    margin = 0.08 * half[:, None, None]
    inner = low[:, None] - margin + torch.rand(m, box, 3, generator=g, dtype=torch.float64) * ((high - low)[:, None] + 2 * margin)
    rest = n - tight - wide - box
    outer = centre[:, None] + (torch.rand(m, rest, 3, generator=g, dtype=torch.float64) * 2 - 1) * 1.7 * half[:, None, None]
    return torch.cat([near, inner, outer], 1)


def _distances(s: Measured, chosen: Tensor, cloud: Tensor, surface: Tensor, queries: Tensor, half: Tensor) -> tuple[Tensor, Tensor]:
    """(m, q) signed distances to each part and to the whole, in units of `half`.

    The sign is exact. The magnitude is that to the nearest of many points on the surface, taken as little discs: a little
    noise where the surface is far from flat.
    """
    m, q = queries.shape[:2]
    in_part = s.inside(queries.float(), chosen)
    in_all = s.inside_any(queries.reshape(-1, 3).float()).reshape(m, q)
    covered = s.inside_any((cloud[..., :3] + cloud[..., 3:] * 3e-4).reshape(-1, 3).float())
    open_points = torch.cat([cloud.reshape(-1, 6)[~covered], surface[:: max(1, len(surface) // 60_000)]]).numpy()
    own, everything = np.empty((m, q)), np.empty((m, q))
    every = tree(open_points)
    for k in range(m):
        x, h = queries[k].numpy(), float(half[k])
        own[k] = to_discs(tree(cloud[k].numpy()), cloud[k].numpy(), x) / h
        everything[k] = to_discs(every, open_points, x) / h
    signed = (torch.from_numpy(v).clamp(max=BAND) * torch.where(i, -1.0, 1.0) for v, i in ((own, in_part), (everything, in_all)))
    a, b = signed
    return a, b


def tree(cloud: NDArray[np.float64]) -> Any:
    """Of the places of a cloud (n, 6)."""
    from scipy.spatial import cKDTree

    return cKDTree(cloud[:, :3], balanced_tree=False, compact_nodes=False)


def to_discs(places: Any, cloud: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """(q,) distances of points to the nearest discs of a cloud, each as wide as its neighbours are far."""
    _, at = places.query(x, k=3)
    v = x[:, None] - cloud[at, :3]
    above = np.abs((v * cloud[at, 3:]).sum(-1))
    along = np.sqrt(np.maximum((v**2).sum(-1) - above**2, 0))
    radius = np.sqrt(max(_extent(cloud), 1e-12) / len(cloud)) * 0.8
    return np.asarray(np.sqrt(above**2 + np.maximum(along - radius, 0) ** 2).min(1))


def _extent(cloud: NDArray[np.float64]) -> float:
    """Roughly the area of a cloud's surface: that of its box."""
    a, b, c = np.ptp(cloud[:, :3], axis=0)
    return float(2 * (a * b + b * c + c * a))


def _turned(x: Tensor) -> Tensor:
    """Points (..., 3) or points with normals (..., 6) from z up to y up; float16 but for float64 triples of centres."""
    blocks = [torch.from_numpy(to_y_up(b.double().numpy())) for b in x.split(3, -1)]
    return torch.cat(blocks, -1).half() if x.ndim > 2 or x.shape[-1] == 6 else torch.cat(blocks, -1)


def _shift(shown: Look, frame: Frame) -> float:
    """Depth of the frame's centre in the pictures' own measure."""
    return float(-(shown.axes[2] @ (frame.centre - shown.target)))
