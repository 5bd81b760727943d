"""The procedural world as training objects: tiles and rooms, their parts, and what one picture shows of them.

Everything is a function of the seed. Seeds of the held-out split are never trained on (`split`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.errors import InputError
from cityscape.grammar.levels import LEVELS, Level
from cityscape.grammar.teacher import LABELS, Batch, Pictures, Pool, Sample, sample
from cityscape.world.frames import to_y_up
from cityscape.world.seeds import derive, generator
from partgen.solid_batch import Picks, inside
from partgen.train.objects import BAND, NO_PART, Objects

Split = Literal["train", "probe", "test"]
SPLITS: dict[str, int] = {"train": 0, "probe": 1_000_000_000, "test": 2_000_000_000}
"""Where the seeds of a split begin; each has a thousand million of its own."""
GROUND_LABELS = frozenset({"ground", "terrain", "floor"})


@dataclass(frozen=True)
class Recipe:
    """How objects are drawn and how finely they are sampled."""

    rooms: float = 0.2  # share of rooms
    levels: tuple[float, float, float, float] = (0.25, 0.4, 0.2, 0.15)  # shares of coarse, object, medium and fine parts
    reuse: int = 3  # objects made of each layout: turned, in other colours, with things left out
    most: int = 18  # parts listed of an object that has more (coarse ones have 15 at most)
    fine_picture: int = 640  # pixels of the picture that points are taken from
    picture: int = 256  # pixels of the picture that is kept
    cloud: int = 1024  # points on each part
    query: int = 1536  # points round each part
    seen: int = 512  # points of a part that are seen
    near: int = 1024  # points near a part that are seen
    shell: int = 8192  # points of the whole that are seen


def split(name: Split, n: int, *, start: int = 0) -> range:
    """n seeds of a split, from its `start`-th."""
    if name not in SPLITS:
        raise InputError(f"there is no split {name!r}: use one of {', '.join(SPLITS)}")
    if not 0 <= start <= start + n <= 1_000_000_000:
        raise InputError(f"{n} seeds from number {start} are more than a split has: ask for fewer")
    return range(SPLITS[name] + start, SPLITS[name] + start + n)


def drawn(seed: int, recipe: Recipe | None = None) -> list[Sample]:
    """The samples of a seed: one layout and its variations, each at a level of its own."""
    r = recipe or Recipe()
    rng = generator("training", seed)
    layout = sample(derive("training layout", seed), room="" if rng.random() < r.rooms else None)
    pool = Pool((layout,))
    out = []
    for k in range(r.reuse):
        level: Level = LEVELS[int(rng.choice(4, p=np.array(r.levels) / sum(r.levels)))]
        out.append(layout.at_level(level) if k == 0 else pool.sample(derive("variation", seed, k), level))
    return out


def objects(seed: int, recipe: Recipe | None = None) -> Objects:
    """The training objects of a seed."""
    r = recipe or Recipe()
    return Objects.cat([measured(s, derive("points", seed, k), r) for k, s in enumerate(drawn(seed, r))])


def measured(s: Sample, seed: int, recipe: Recipe | None = None) -> Objects:
    """One sample as a training object.

    Of samples with more than `Recipe.most` parts only so many are listed, drawn from those that are seen.
    """
    r = recipe or Recipe()
    g = torch.Generator().manual_seed(seed % 2**62)
    batch = Batch.of([s])
    sharp = batch.pictures(r.fine_picture, color=False)
    kept = batch.pictures(r.picture)
    part = sharp.part[0].reshape(-1)
    points, normals = sharp.points[0].reshape(-1, 3), sharp.normal[0].reshape(-1, 3)
    there = torch.nonzero(part >= 0)[:, 0]
    part, points, normals = part[there], points[there].double(), normals[there]
    weight = 1 / (normals.double() @ sharp.views.axes[0, 2]).clamp(min=0.05)
    pixels = torch.bincount(part, minlength=s.shape.parts)
    chosen = _listed(s, kept.part[0], pixels, r.most, g)

    frame = Frame.of(points)
    picks = _singles(chosen, s.shape.parts)
    cloud = batch.clouds(r.cloud, picks, generator=g).double()
    low, high = cloud[..., :3].amin(1), cloud[..., :3].amax(1)
    centre, half = (low + high) / 2, ((high - low).amax(1) / 2).clamp(min=1e-3)

    seen, near = torch.zeros(len(chosen), r.seen, 6), torch.zeros(len(chosen), r.near, 6)
    surface = torch.cat([points, normals.double()], 1)
    for k, p in enumerate(chosen.tolist()):
        own = torch.nonzero(part == p)[:, 0]
        c, h = centre[k], half[k]
        if len(own):
            seen[k] = _relative(surface[own[_draw(weight[own], r.seen, g)]], c, h)
            box = torch.stack([points[own].amin(0), points[own].amax(0)])
            c, h = box.mean(0), ((box[1] - box[0]).max() / 2).clamp(min=1e-3)
        about = torch.nonzero(((points - c).abs() < 1.7 * h).all(1))[:, 0]
        if len(about):
            near[k] = _relative(surface[about[_draw(weight[about], r.near, g)]], centre[k], half[k])

    queries = _queries(cloud, centre, half, r.query, g)
    own_d, all_d = _distances(batch, picks, cloud, surface, queries, half)
    relative = (queries - centre[:, None]) / half[:, None, None]
    place = torch.full((s.shape.parts,), -1)
    place[chosen] = torch.arange(len(chosen))
    shell = _draw(weight, r.shell, g)
    shell_part = place[part[shell]]
    mask = torch.where(kept.part[0] >= 0, place[kept.part[0].clamp(min=0)] + 1, 0)
    labels = torch.tensor([LABELS.index(s.labels[p]) for p in chosen.tolist()])
    ground = torch.tensor([s.labels[p] in GROUND_LABELS or s.things[p] == "ground" for p in chosen.tolist()])
    return Objects(
        picture=_on_white(kept)[None],
        mask=mask[None].to(torch.uint8),
        depth=((kept.depth[0] - _shift(kept, frame)) / frame.half)[None].half(),
        view=torch.from_numpy(to_y_up(kept.views.axes[0].numpy()))[None].float(),
        span=torch.tensor([r.picture / float(kept.views.scale[0]) / frame.half]),
        middle=(kept.views.axes[0, :2] @ (kept.views.target[0] - frame.centre) / frame.half)[None].float(),
        shell=_turned(torch.cat([(points[shell] - frame.centre) / frame.half, normals[shell].double()], 1))[None],
        shell_part=torch.where(shell_part >= 0, shell_part, NO_PART)[None].to(torch.uint8),
        unit=torch.tensor([frame.half]),
        level=torch.tensor([LEVELS.index(s.level)], dtype=torch.uint8),
        first=torch.tensor([0, len(chosen)]),
        centre=_turned((centre - frame.centre) / frame.half).float(),
        half=(half / frame.half).float(),
        label=labels.short(),
        ground=ground,
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
    """The cube that what is seen of a whole fills: centre (3,) float64 and half side, in the tile's frame in metres."""

    centre: Tensor
    half: float

    @staticmethod
    def of(points: Tensor) -> Frame:
        """The frame of seen points (n, 3)."""
        low, high = points.amin(0), points.amax(0)
        return Frame((low + high) / 2, float((high - low).max()) / 2)


def _listed(s: Sample, shown: Tensor, pixels: Tensor, most: int, g: torch.Generator) -> Tensor:
    """Parts in the order of making: the ground, then as masks are ordered (lowest in the picture first), the unseen last."""
    n = s.shape.parts
    low, left = torch.full((n,), -1), torch.full((n,), 1 << 20)
    rows, columns = torch.nonzero(shown >= 0, as_tuple=True)
    which = shown[rows, columns]
    low.scatter_reduce_(0, which, rows, "amax")
    left.scatter_reduce_(0, which, columns, "amin")
    ground = torch.tensor([thing == "ground" for thing in s.things])
    if n > most:
        seen = torch.nonzero(pixels >= 12)[:, 0]
        seen = seen[torch.randperm(len(seen), generator=g)[:most]]
    else:
        seen = torch.arange(n)
    keys = np.lexsort((seen.numpy(), left[seen].numpy(), -low[seen].numpy(), ~ground[seen].numpy()))
    return seen[torch.from_numpy(keys.copy())]


def _singles(chosen: Tensor, parts: int) -> Picks:
    return Picks(torch.zeros(len(chosen), dtype=torch.int64), torch.nn.functional.one_hot(chosen, parts).bool())


def _draw(weight: Tensor, n: int, g: torch.Generator) -> Tensor:
    """n indices drawn by weight (k,), by inversion (torch.multinomial is limited to 2^24 and slower)."""
    total = weight.cumsum(0)
    return torch.searchsorted(total, torch.rand(n, generator=g, dtype=total.dtype) * total[-1]).clamp(max=len(weight) - 1)


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


def _distances(batch: Batch, picks: Picks, cloud: Tensor, surface: Tensor, queries: Tensor, half: Tensor) -> tuple[Tensor, Tensor]:
    """(m, q) signed distances to each part and to the whole, in units of `half`.

    The sign is exact. The magnitude is that to the nearest of many points on the surface, taken as little discs: a little
    noise where the surface is far from flat.
    """
    m, q = queries.shape[:2]
    flat = queries.reshape(-1, 3).float()
    which = torch.arange(m).repeat_interleave(q)
    in_part = inside(batch.solids, flat, picks, which).reshape(m, q)
    whole = picks.scene.new_zeros(1)
    in_all = inside(batch.solids, flat, Picks(whole), torch.zeros_like(which)).reshape(m, q)
    lifted = (cloud[..., :3] + cloud[..., 3:] * 3e-4).reshape(-1, 3).float()
    covered = inside(batch.solids, lifted, Picks(whole), torch.zeros(len(lifted), dtype=torch.int64))
    open_points = torch.cat([cloud.reshape(-1, 6)[~covered], surface[:: max(1, len(surface) // 60_000)]]).numpy()
    own, everything = np.empty((m, q)), np.empty((m, q))
    tree = _tree(open_points)
    for k in range(m):
        x, h = queries[k].numpy(), float(half[k])
        own[k] = _to_discs(_tree(cloud[k].numpy()), cloud[k].numpy(), x) / h
        everything[k] = _to_discs(tree, open_points, x) / h
    signed = (torch.from_numpy(v).clamp(max=BAND) * torch.where(i, -1.0, 1.0) for v, i in ((own, in_part), (everything, in_all)))
    a, b = signed
    return a, b


def _tree(cloud: NDArray[np.float64]) -> object:
    from scipy.spatial import cKDTree

    return cKDTree(cloud[:, :3], balanced_tree=False, compact_nodes=False)


def _to_discs(tree: object, cloud: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """(q,) distances of points to the nearest discs of a cloud, each as wide as its neighbours are far."""
    far, at = tree.query(x, k=3)  # type: ignore[attr-defined]
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


def _on_white(shown: Pictures) -> Tensor:
    rgba = shown.rgba[0]
    return ((rgba[..., :3] * rgba[..., 3:] + 1 - rgba[..., 3:]).clamp(0, 1) * 255).round().to(torch.uint8)


def _shift(shown: Pictures, frame: Frame) -> float:
    """Depth of the frame's centre in the pictures' own measure."""
    return float(-(shown.views.axes[0, 2] @ (frame.centre - shown.views.target[0])))


def make(folder: Path, seeds: Sequence[int], *, recipe: Recipe | None = None, per_file: int = 12, rank: int = 0, world: int = 1) -> int:
    """Write the objects of seeds into files of `per_file` seeds each; files that are there are left alone. Returns the objects written.

    Several processes share the work: each makes the files whose number modulo `world` is its `rank`.
    """
    from partgen.train.objects import write

    folder.mkdir(parents=True, exist_ok=True)
    r, done = recipe or Recipe(), 0
    for n, k in enumerate(range(0, len(seeds), per_file)):
        block = seeds[k : k + per_file]
        file = folder / f"objects-{block[0]:010d}.safetensors"
        if n % world != rank or file.exists():
            continue
        made = Objects.cat([objects(seed, r) for seed in block])
        write(made, file, noted={"seeds": [block[0], block[-1]], "recipe": vars(replace(r))})
        done += len(made)
    return done
