"""Released core weights as a sculptor: AutoPartGen's (parts of a picture or of a mask's regions) and TripoSG's (whole shapes).

They see the picture alone, without depth, and answer in a frame of their own, which `cityscape.sculpt.stance` sets on the tile. As for
the embedded core the ground is the brief's own; what the networks make of it tells the scale and is then left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.grammar.labels import canonical
from cityscape.grammar.levels import Level, sort_of
from cityscape.sculpt.footing import Footing
from cityscape.sculpt.made import Made, coloured, named, standing
from cityscape.sculpt.partgen import UNKNOWN, is_ground, one_thread
from cityscape.sculpt.solid import above, apiece, closed, smoothed, thinned, without_crumbs
from cityscape.sculpt.stance import Shape, best_turn, front, on_region, on_slab
from cityscape.world.brief import Brief
from cityscape.world.frames import to_z_up
from cityscape.world.painting import Painting
from cityscape.world.part import Thing, placed
from partgen.errors import PartgenError

HASHED = 256 * 2**20
"""Weights of at most so many bytes are told by their SHA-256, larger ones by their size."""
RIM = 0.25
"""A region that shows so much of the rim of the tile is the ground."""


@dataclass(frozen=True)
class ReleasedSculptor:
    """Makes objects of what a painting shows, with released weights or others of their layout.

    weights : a name of `partgen.weights`, or a folder. parts : their level; where a painting has a mask, its numbers are the parts.
    device : where the networks run; None: a card if there is one. offload : whether they leave the card while they rest; None: where it
        has too little room for all of them at once. steps, grid : of sampling and extraction; None: the weights' own.
    most : most parts without a mask. repeats : overlap above which a part repeats earlier ones and is made anew; None: no test.
    faces, detail : see `cityscape.sculpt.partgen.PartgenSculptor`.
    """

    weights: str
    parts: Level = "coarse"
    device: str | None = None
    steps: int | None = None
    grid: int | None = None
    most: int = 15
    repeats: float | None = 0.3
    offload: bool | None = None
    faces: int = 1200
    detail: float = 0.18
    name: str = "partgen"

    @property
    def models(self) -> tuple[str, ...]:
        """The weights by name, and by SHA-256 or size."""
        return (str(_said(self.weights)["model"]),)

    @property
    def licences(self) -> tuple[str, ...]:
        """The weights' licence."""
        return (f"{(k := _said(self.weights))['weights']}: {k['licence']}",)

    @property
    def commercial(self) -> bool:
        """Whether the weights' licence is known to allow commercial use."""
        return bool(_said(self.weights)["commercial"])

    @property
    def alone(self) -> bool:
        """One process shall do it all: the networks are too large to be there twice."""
        return True

    def check(self) -> ReleasedSculptor:
        """This sculptor; raises `InputError` where its weights are not on this machine, with what brings them."""
        _said(self.weights)
        return self

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]:
        """The ground and what the networks make of the painting; raises `InputError` for a picture that cannot be used."""
        from cityscape.grammar.compose import compose

        ground = [t for t in compose(brief, seed=seed) if sort_of(t.kind) == "ground"]
        with one_thread():
            try:
                maker = _maker(self.weights, self.device, self.offload)
                shapes = self._shapes(maker, painting, brief, ground, seed % 2**31)
            except PartgenError as e:
                raise InputError(str(e)) from e
            made = [m for s in shapes if (m := self._finished(s, painting, ground, brief)) is not None]
            stood = standing(made, None, ground, brief, painting, loose=self.parts in ("coarse", "object"))
            return [*ground, *coloured(named(stood, painting), painting, brief, ground, detail=self.detail)]

    # -- shapes -------------------------------------------------------------------------------------
    def _shapes(self, maker: Any, painting: Painting, brief: Brief, ground: Sequence[Thing], seed: int) -> list[Shape]:
        """What the networks make, in the tile's frame, without the ground."""
        from partgen.autoregress import Options
        from partgen.whole import WholeGenerator

        own = maker.config
        steps, grid = self.steps or own.steps, self.grid or own.grid
        options = Options(steps=steps, grid=grid, max_parts=self.most, max_faces=20 * self.faces, duplicate_threshold=self.repeats)
        whole = isinstance(maker, WholeGenerator)
        mask, slab = (None, None) if painting.mask is None else told_apart(painting, ground)
        if mask is not None and not (mask != (slab or 0)).any():
            return []  # nothing but ground is painted
        more: dict[str, Any] = {"skip": frozenset({slab or 0})} if whole and mask is not None else {}
        level = float(np.mean(brief.corners))
        raw = []
        for part in maker.generate(np.asarray(painting.rgba), mask, seed=seed, options=options, **more):
            v = np.asarray(to_z_up(np.asarray(part.mesh.vertices, float)), float)
            if len(part.mesh.faces) and np.isfinite(v).all():
                raw.append(Shape(v, np.asarray(part.mesh.faces), part.label))
        if not raw:
            return []
        if whole and mask is not None:
            footing = Footing(ground, size=brief.size, base=brief.base)
            pixels = np.asarray(painting.mask)
            return [on_region(s, pixels == s.region, painting, footing.heights, level=level, size=brief.size) for s in raw]
        base = [s for s in raw if slab is not None and s.region == slab] if mask is not None else [max(raw, key=_footprint)]
        span = np.concatenate([s.vertices for s in (base or raw)])
        top = bool(base) and not whole
        at = brief.base if whole else level
        stood = best_turn(lambda k: on_slab(raw, span, k, size=brief.size, level=at, top=top), painting)[1]
        return [s for s in stood if slab is None or s.region != slab] if not whole else self._cut_off(stood[0], level)

    def _cut_off(self, shape: Shape, level: float) -> list[Shape]:
        """A whole tile as one shape: what stands above its ground, piece by piece."""
        mesh = closed(shape.vertices, shape.faces)
        over = None if mesh is None else above(mesh, level + 0.15)
        return [] if over is None else [Shape(m.vertices.astype(float), m.faces) for m in apiece(over, most=self.most)]

    def _finished(self, s: Shape, painting: Painting, ground: Sequence[Thing], brief: Brief) -> Made | None:
        mesh = closed(s.vertices, s.faces)
        if mesh is None or (s.region is None and is_ground(mesh, ground, brief)):
            return None
        mesh = thinned(smoothed(without_crumbs(mesh)), self.faces)
        voxel = float(np.ptp(mesh.vertices, axis=0).max()) / 64
        return Made(mesh, s.region, _label(painting, s.region), voxel) if mesh.watertight and mesh.volume > 0 else None


def told_apart(painting: Painting, ground: Sequence[Thing]) -> tuple[NDArray[np.int64], int | None]:
    """The mask with all that is ground under one number, and that number (None: no ground is painted).

    What is ground is known by ids where the painting has them; else it is what shows a good share of the rim of the tile.
    """
    from scipy.ndimage import binary_erosion

    mask = np.asarray(painting.mask).astype(np.int64)
    numbers = [int(k) for k in np.unique(mask[mask > 0])]
    if painting.parts:
        known = {t.id for t in ground}
        of_ground = {k for k in numbers if k <= len(painting.parts) and painting.parts[k - 1].split("__")[0] in known}
    else:
        shapes = [Shape(v, f) for t in ground for p in t.parts for v, f in (placed(t, p),)]
        outline = np.zeros(mask.shape, bool)
        drawn = front(shapes, painting)[1] >= 0
        outline[: drawn.shape[0], : drawn.shape[1]] = drawn
        rim = outline & ~binary_erosion(outline, iterations=3)
        share = {k: float((mask[rim] == k).mean()) if rim.any() else 0.0 for k in numbers}
        of_ground = {k for k, part in share.items() if part >= RIM}
    if not of_ground:
        return mask, None
    slab = max(numbers) + 1
    return np.where(np.isin(mask, sorted(of_ground)), slab, mask), slab


def is_released(weights: str) -> bool:
    """Whether weights are of the released layouts: a name of the registry, or a folder whose DiT has no fused context."""
    from partgen import weights as known

    if Path(weights).is_dir():
        try:
            return not known.locate(Path(weights), download=False).config.dit.fused
        except PartgenError:
            return False  # the embedded core's sculptor says what is wrong
    return known.ALIASES.get(weights, weights) in known.REGISTRY


def _said(weights: str) -> dict[str, Any]:
    """What is known of weights, without reading large files."""
    from partgen import weights as known

    try:
        found = known.locate(weights, download=False)
    except PartgenError as e:
        raise InputError(str(e)) from e
    if found.image is None:
        raise InputError(
            f"{weights} has no image encoder: put image.safetensors there, or run 'python -m partgen weights dinov2 --accept-licence'"
        )
    size = found.dit.stat().st_size
    mark = f"sha256 {_hash(found.dit, size, found.dit.stat().st_mtime_ns)}" if size <= HASHED else f"{found.dit.name}, {size:,} bytes"
    return {**found.provenance, "model": f"{found.provenance['weights']} ({mark})"}


@lru_cache(maxsize=8)
def _hash(file: Path, size: int, changed: int) -> str:
    """SHA-256 of a file that has that size and was changed then."""
    from partgen.checkpoint import sha256

    return sha256(file)


@lru_cache(maxsize=1)
def _maker(weights: str, device: str | None, offload: bool | None) -> Any:
    """The networks, read once in each process."""
    import torch

    from partgen.generator import load
    from partgen.weights import locate

    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if offload is None and place.type == "cuda":
        found = locate(weights, download=False)
        files = [f for f in (found.dit, found.vae, found.image) if f is not None]
        offload = torch.cuda.mem_get_info(place)[0] < sum(f.stat().st_size for f in files)  # two bytes a number, and as much to work with
    return load(weights, place, offload=bool(offload))


def _footprint(s: Shape) -> float:
    return float(np.prod(np.ptp(s.vertices[:, :2], axis=0)))


def _label(painting: Painting, region: int | None) -> str:
    """A part's label from the mask's name for it, where it has one."""
    if region is None or not 0 < region <= len(painting.parts):
        return UNKNOWN
    thing, _, part = painting.parts[region - 1].partition("__")
    kind, word = (re.sub(r"_?\d+$", "", x) for x in (thing, part))
    sort = sort_of(kind)
    return (sort if sort != "ground" else canonical(kind)) if word in ("", "whole") else canonical(word)
