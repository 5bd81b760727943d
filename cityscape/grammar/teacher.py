"""The teacher: tiles as solids with names and colours, and on any device their clouds, distances and pictures, in batches.

    s = sample(7, theme="medieval")              # numpy, no meshes made
    batch = Batch.of([s, sample(8)]).to("cuda")  # one padded batch
    cloud = batch.clouds(4096)                   # (2, 4096, 6)
    shown = batch.pictures(256)                  # colours, depth, parts, normals; what the painter would show
    shell = batch.shell(shown, 4096)             # what one picture tells of the surface

Geometry is the painter's: parts, cameras and what lies at a pixel's centre agree with `cityscape.paint.procedural`.
Frame: the tile's (z up, metres, origin at its south-west corner).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.errors import InputError
from cityscape.grammar.any_brief import any_brief
from cityscape.grammar.any_room import any_room
from cityscape.grammar.compose import draft
from cityscape.grammar.draft import Draft
from cityscape.grammar.ground import Cover
from cityscape.grammar.labels import vocabulary
from cityscape.grammar.levels import Level, Outline, check_level, gather
from cityscape.grammar.shading import Paint, shaded
from cityscape.grammar.site import lay_out
from cityscape.world.brief import Brief
from cityscape.world.framing import tile_camera
from cityscape.world.material import Material
from cityscape.world.painting import Camera
from cityscape.world.seeds import derive, generator
from partgen.solid_batch import Picks, Shape, SolidBatch, joined, pack, shape_of, shape_of_columns
from partgen.solid_clouds import clouds, signed_distance
from partgen.solid_pictures import Depths, Views, depths

TRIES = 8
"""Briefs drawn until one can be laid out."""
LABELS: tuple[str, ...] = tuple(vocabulary())
"""The labels by number, as in `Batch.labels`."""
BAND = 0.25
"""Up to this distance in metres `Batch.distances` measures, unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One tile as solids.

    brief, seed : what it was laid out from. level : how far its parts are gathered.
    shape : the solids and the surface, parts in the painter's order.
    ids, names, labels, things, kinds : of each part: its id, its name, its label, its object's id and kind.
    paint : materials of the *fine* parts, whatever the level; face_paint (f,) says which of them a face of `shape` wears.
    origins : ids of the fine parts, in order; owner (fine parts,) which part holds each of them.
    """

    brief: Brief
    seed: int
    level: Level
    shape: Shape
    ids: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    things: tuple[str, ...]
    kinds: tuple[str, ...]
    materials: tuple[Material, ...]
    origins: tuple[str, ...]
    owner: NDArray[np.int64]
    face_paint: NDArray[np.int64]

    @cached_property
    def camera(self) -> Camera:
        """The isometric camera that the painter uses for this tile."""
        return tile_camera(self.brief.size, self.shape.vertices)

    def to(self, device: torch.device | str) -> Batch:
        """A batch of this sample alone, on a device."""
        return Batch.of([self]).to(device)

    def at_level(self, level: Level) -> Sample:
        """The same tile with its fine parts gathered; only from ``fine``."""
        if check_level(level) == self.level:
            return self
        if self.level != "fine":
            raise InputError(f"a {self.level} sample cannot become {level}: sample it at level fine first")
        bundles = gather(self.outlines(), level)
        number = {p: k for k, b in enumerate(bundles) for p in b.parts}
        owner = np.array([number[p] for p in self.ids])
        order = np.argsort(owner[self.shape.face_part], kind="stable")
        area = _areas(self.shape)
        chief = [
            min(np.flatnonzero(owner == k), key=lambda i: (vocabulary()[self.labels[i]].detail or 3, -area[i])) for k in range(len(bundles))
        ]
        return replace(
            self,
            level=level,
            shape=self.shape.regrouped(owner, len(bundles)),
            ids=tuple(b.id for b in bundles),
            names=tuple(b.name for b in bundles),
            labels=tuple(b.label or self.labels[i] for b, i in zip(bundles, chief, strict=True)),
            things=tuple(b.thing for b in bundles),
            kinds=tuple(b.kind for b in bundles),
            owner=owner,
            face_paint=self.face_paint[order],
        )

    def outlines(self) -> list[Outline]:
        """What gathering knows of the objects."""
        s = self.shape
        lo, hi = np.full((s.parts, 3), np.inf), np.full((s.parts, 3), -np.inf)
        corners = s.vertices[s.faces].reshape(-1, 3)
        owner = np.repeat(s.face_part, 3)
        first = np.searchsorted(owner, np.arange(s.parts))
        lo, hi = np.minimum.reduceat(corners, first), np.maximum.reduceat(corners, first)
        out = []
        for thing in dict.fromkeys(self.things):
            at = [k for k, t in enumerate(self.things) if t == thing]
            box = np.stack([lo[at].min(0), hi[at].max(0)])
            ids, labels = tuple(self.ids[k] for k in at), tuple(self.labels[k] for k in at)
            out.append(Outline(thing, thing.replace("_", " "), self.kinds[at[0]], box, ids, labels))
        return out


def sample(
    seed: int, theme: str | None = None, level: Level | None = None, *, room: str | None = None, brief: Brief | None = None
) -> Sample:
    """A tile drawn at random.

    Parameters
    ----------
    seed : the same seed gives the same tile. theme : one by name (of a room: its style), or drawn. level : of its parts; None is ``fine``.
    room : a kind of room instead of a piece of land, "" for any kind. brief : lay out this one instead.

    Raises
    ------
    InputError : there is no such theme, level or room.
    """
    wanted = check_level(level or "fine")
    brief = brief or brief_for(seed, theme=theme, room=room)
    return solid_sample(brief, draft(brief, seed=seed), seed).at_level(wanted)


def brief_for(seed: int, *, theme: str | None = None, room: str | None = None) -> Brief:
    """The brief that `sample` lays out for a seed: the first that it can."""
    for attempt in range(TRIES):
        drawn = derive("teacher", seed, attempt) if attempt else seed
        brief = any_brief(drawn, theme=theme) if room is None else any_room(drawn, kind=room or None, style=theme)
        try:
            if room is None:
                lay_out(brief, seed=seed)
            return brief
        except InputError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError


def solid_sample(brief: Brief, drafts: Sequence[Draft], seed: int) -> Sample:
    """The fine sample of objects that are laid out."""
    shapes: list[Shape] = []
    rows: list[tuple[str, str, str, str, str, Material]] = []
    solids, poses = [], []
    for d in drafts:
        for c in d.covers:
            shapes.append(_cover(c))
            rows.append((f"{d.id}__{c.name}", c.name, c.label, d.id, d.kind, c.material))
        if d.parts:
            m = d.pose.matrix()
            for p in d.parts:
                solids.append(p.solids)
                poses.append(m)
                rows.append((f"{d.id}__{p.name}", p.name, p.label, d.id, d.kind, p.material))
    first = [k for k, d in enumerate(drafts) if d.parts]
    if first and any(d.covers for d in drafts[first[0] + 1 :]):
        raise ValueError("objects made of columns come first")
    if solids:
        shapes.append(shape_of(solids, poses))
    shape = joined(shapes)
    ids, names, labels, things, kinds, materials = (tuple(x) for x in zip(*rows, strict=True))
    return Sample(
        brief, seed, "fine", shape, ids, names, labels, things, kinds, materials, ids, np.arange(len(ids)), shape.face_part.copy()
    )  # fmt: skip


def _cover(c: Cover) -> Shape:
    """The shape of a part of the ground."""
    vertices, faces, prisms, n = [], [], [], 0
    for m in c.columns:
        half = len(m.vertices) // 2
        tops = m.faces[(m.faces < half).all(1)].astype(np.int64)
        vertices.append(m.vertices.astype(float))
        faces.append(m.faces.astype(np.int64) + n)
        prisms.append(np.c_[tops, tops + half] + n)
        n += len(m.vertices)
    return shape_of_columns(np.concatenate(vertices), np.concatenate(faces), np.concatenate(prisms))


def _areas(s: Shape) -> NDArray[np.float64]:
    a, b, c = s.vertices[s.faces].transpose(1, 0, 2)
    return np.asarray(np.bincount(s.face_part, np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2, minlength=s.parts), np.float64)


@dataclass(frozen=True, eq=False)
class Pictures:
    """What isometric cameras see, pixel centres exact; one picture for each pick.

    rgba : (m, h, w, 4) float32 sRGB 0..1, alpha 0 or 1. depth : (m, h, w) float32 metres as in `Camera.project`, NaN where
    nothing is. part : (m, h, w) int64, its part's number within its sample, -1 where nothing is. normal : (m, h, w, 3) float32.
    views : the cameras.
    """

    rgba: Tensor
    depth: Tensor
    part: Tensor
    normal: Tensor
    views: Views

    @property
    def points(self) -> Tensor:
        """(m, h, w, 3) float32 places of the surface seen, NaN where nothing is."""
        return self.views.points(self.depth)


@dataclass(frozen=True, eq=False)
class Batch:
    """Samples as tensors, padded to the longest: part p of sample b is real where ``mask[b, p]``.

    solids : their geometry. mask : (b, p) bool. labels : (b, p) int64, indices into `LABELS`, -1 where padded.
    colors : (b, p, 3) float32 sRGB, of each part's largest material. paint : what each face wears.
    """

    samples: tuple[Sample, ...]
    solids: SolidBatch
    mask: Tensor
    labels: Tensor
    colors: Tensor
    paint: Paint

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> Batch:
        """Samples as one batch on the CPU."""
        solids = pack([s.shape for s in samples])
        longest = max(s.shape.parts for s in samples)
        mask = torch.zeros(len(samples), longest, dtype=torch.bool)
        labels = torch.full((len(samples), longest), -1)
        colors = torch.zeros(len(samples), longest, 3)
        for k, s in enumerate(samples):
            mask[k, : s.shape.parts] = True
            labels[k, : s.shape.parts] = torch.tensor([LABELS.index(x) for x in s.labels])
            colors[k, : s.shape.parts] = torch.from_numpy(_part_colors(s))
        paint = Paint.of([s.materials for s in samples], [s.face_paint for s in samples], [s.brief.look.theme.light for s in samples])
        return cls(tuple(samples), solids, mask, labels, colors, paint)

    def to(self, device: torch.device | str) -> Batch:
        """The batch on a device."""
        moved = (x.to(device) for x in (self.solids, self.mask, self.labels, self.colors, self.paint))
        return Batch(self.samples, *moved)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def device(self) -> torch.device:
        """Where it lies."""
        return self.mask.device

    def picks(self, parts: Tensor | None = None, scene: Tensor | None = None) -> Picks:
        """Unions of parts: each sample as a whole, or those that `parts` (m, p) bool marks in the samples `scene` (m,).

        Without `scene`, m is a multiple of the samples' number and the first rows belong to the first sample.
        """
        if parts is None:
            return Picks.wholes(self.solids)
        if scene is None:
            if len(parts) % len(self):
                raise InputError(f"{len(parts)} unions cannot be shared evenly by {len(self)} samples: say with scene whose they are")
            scene = torch.arange(len(self), device=self.device).repeat_interleave(len(parts) // len(self))
        return Picks(scene, parts)

    @property
    def singles(self) -> Picks:
        """Each real part by itself, sample by sample."""
        return Picks.singles(self.solids)

    def clouds(self, n: int, picks: Picks | None = None, *, generator: torch.Generator | None = None) -> Tensor:
        """(m, n, 6) float32: area-weighted points and normals on the exposed surface of each pick (default: of each sample)."""
        return clouds(self.solids, picks or self.picks(), n, generator=generator)

    def distances(self, points: Tensor, picks: Picks | None = None, *, band: float = BAND) -> Tensor:
        """(m, q) float32 signed distance at points (m, q, 3), cut at `band` metres; see `partgen.solid_clouds.signed_distance`."""
        return signed_distance(self.solids, picks or self.picks(), points, band=band)

    def views(self, size: int, picks: Picks | None = None) -> Views:
        """The painter's cameras at another size in pixels, one for each pick."""
        cameras = [s.camera for s in self.samples]
        axes = torch.from_numpy(np.stack([c.axes() for c in cameras])).to(self.device)
        target = torch.tensor([c.target for c in cameras], dtype=torch.float64, device=self.device)
        scale = torch.tensor([size / c.span for c in cameras], dtype=torch.float64, device=self.device)
        views = Views(axes, target, scale, size, size)
        return views if picks is None or picks.mask is None else views.take(picks.scene)

    def pictures(self, size: int = 256, picks: Picks | None = None, *, color: bool = True) -> Pictures:
        """What the painter's cameras see of each pick (default: of each sample), `size` pixels square; `color` false leaves it white."""
        picks = picks or self.picks()
        views = self.views(size, picks)
        seen: Depths = depths(self.solids, picks, views)
        normal = seen.normal(self.solids)
        rgba = (
            shaded(self.solids, picks, views, seen, normal, self.paint)
            if color
            else (seen.face >= 0).float()[..., None].expand(-1, -1, -1, 4)
        )
        return Pictures(rgba, seen.depth, seen.part(self.solids), normal, views)

    def shell(self, shown: Pictures, n: int, *, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
        """The visible surface: what pictures with depth tell and nothing more.

        Returns
        -------
        (m, n, 6) float32 points and normals of n pixels drawn by the surface that they stand for (pixels that look along a
        surface stand for more of it), and (m, n) int64 the parts they show; zeros and -1 where a picture is empty.
        """
        m = len(shown.depth)
        there = shown.part.reshape(m, -1) >= 0
        back = shown.views.axes[:, 2].float()
        facing = (shown.normal.reshape(m, -1, 3) * back[:, None]).sum(-1).clamp(min=0.05)
        weight = torch.where(there, 1 / facing, 0.0)
        empty = ~there.any(1)
        weight[empty, 0] = 1.0
        home = self.device if generator is None else generator.device
        at = torch.multinomial(weight.to(home), n, replacement=True, generator=generator).to(self.device)
        points = shown.points.reshape(m, -1, 3)
        row = torch.arange(m, device=self.device)[:, None]
        cloud = torch.cat([points[row, at], shown.normal.reshape(m, -1, 3)[row, at]], -1)
        return torch.where(empty[:, None, None], 0.0, cloud.nan_to_num(0.0)), shown.part.reshape(m, -1)[row, at]


def _part_colors(s: Sample) -> NDArray[np.float32]:
    """(p, 3) sRGB of each part's largest material."""
    rgb = np.array([[int(m.color[k : k + 2], 16) / 255 for k in (1, 3, 5)] for m in s.materials], np.float32)
    a, b, c = s.shape.vertices[s.shape.faces].transpose(1, 0, 2)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    fine = np.bincount(s.face_paint, area, minlength=len(rgb))
    order = np.argsort(fine, kind="stable")
    chief = np.zeros(s.shape.parts, np.int64)
    chief[s.owner[order]] = order
    return rgb[chief]


SYMMETRIES = 8
"""Quarter turns and mirrors of a square."""
DIAGONAL = 5
"""The mirror that exchanges north and west, and so leaves the camera's diagonal where it is."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Layouts that are used again: turned and mirrored, in other colours, with objects left out; far quicker than fresh ones.

    ``Pool.of(range(200)).sample(k)`` is the same for the same k, whatever was asked before.
    """

    layouts: tuple[Sample, ...]

    @classmethod
    def of(cls, seeds: Sequence[int], *, theme: str | None = None) -> Pool:
        """A pool of the layouts of these seeds."""
        return cls(tuple(sample(k, theme) for k in seeds))

    def sample(self, seed: int, level: Level | None = None, *, dropped: float = 0.35) -> Sample:
        """One of the pool's layouts, changed: up to a share `dropped` of its objects is left out (never the ground)."""
        rng = generator("pool", seed)
        base = self.layouts[int(rng.integers(len(self.layouts)))]
        keep = _kept(base, rng, dropped)
        shape = base.shape.only(keep) if not keep.all() else base.shape
        faces = keep[base.shape.face_part]
        number = np.cumsum(keep) - 1

        def left(x: tuple) -> tuple:  # type: ignore[type-arg]
            return tuple(v for v, k in zip(x, keep, strict=True) if k)

        made = replace(
            base,
            seed=seed,
            shape=shape.moved(_symmetry(int(rng.choice(_turns(base))), base.brief.size)),
            ids=left(base.ids),
            names=left(base.names),
            labels=left(base.labels),
            things=left(base.things),
            kinds=left(base.kinds),
            materials=_recolored(left(base.materials), rng),
            origins=left(base.origins),
            owner=np.arange(int(keep.sum())),
            face_paint=number[base.face_paint[faces]],
        )
        return made.at_level(check_level(level or "fine"))


def _kept(base: Sample, rng: np.random.Generator, dropped: float) -> NDArray[np.bool_]:
    things = [t for t in dict.fromkeys(base.things) if t not in ("ground", "room")]
    share = float(rng.uniform(0, dropped))
    gone = {t for t in things if rng.random() < share}
    return np.array([t not in gone for t in base.things])


def _turns(base: Sample) -> tuple[int, ...]:
    """The symmetries that show a sample as well as it is: of rooms only those that keep the high walls behind what stands in them."""
    return tuple(range(SYMMETRIES)) if base.brief.room is None else (0, DIAGONAL)


def _symmetry(k: int, size: float) -> NDArray[np.float64]:
    """(4, 4): k mod 4 quarter turns about the middle of the tile, mirrored for k >= 4."""
    m = np.eye(4)
    c, s = ((1, 0), (0, 1), (-1, 0), (0, -1))[k % 4]
    m[:2, :2] = np.array([[c, -s], [s, c]]) @ np.diag([-1.0 if k >= 4 else 1.0, 1.0])
    m[:2, 3] = size / 2 - m[:2, :2] @ (size / 2, size / 2)
    return m


def _recolored(materials: tuple[Material, ...], rng: np.random.Generator) -> tuple[Material, ...]:
    """Materials in shifted colours, the same for the same material: a little hue, more lightness and saturation."""
    from colorsys import hls_to_rgb, rgb_to_hls

    tilt = float(rng.normal(0, 0.02))
    known: dict[Material, Material] = {}
    out = []
    for m in materials:
        if m not in known:
            h, light, s = rgb_to_hls(*(int(m.color[k : k + 2], 16) / 255 for k in (1, 3, 5)))
            h, light, s = h + tilt + rng.normal(0, 0.02), light * np.exp(rng.normal(0, 0.12)), s * np.exp(rng.normal(0, 0.15))
            rgb = hls_to_rgb(h % 1, float(np.clip(light, 0.02, 0.95)), float(np.clip(s, 0, 1)))
            known[m] = m.model_copy(update={"color": "#" + "".join(f"{round(255 * x):02x}" for x in rgb)})
        out.append(known[m])
    return tuple(out)


__all__ = ["BAND", "LABELS", "Batch", "Pictures", "Pool", "Sample", "sample", "solid_sample"]
