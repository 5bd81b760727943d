"""The learned sculptor: a painting becomes parts by the networks of `partgen`, which see nothing but the painting.

Of the brief it takes what is honestly known of any tile: its edge, the height of its slab and the plan's light. The ground (of a room
its shell) is not learned but the brief's own, exact and coloured as always, because its sides must lie on the tile's borders and its
top must meet the neighbours'; the networks make everything that stands on it. With a mask each region becomes a part; without one,
parts are made until the network says that none is left. Without depth, the depth network guesses it, and a mask, or the outlines that
colours alone tell, and the ground put the guess right.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.grammar.levels import LEVELS, Level, sort_of
from cityscape.sculpt.footing import Footing
from cityscape.sculpt.made import Made, coloured, named, standing
from cityscape.sculpt.solid import closed, lightened, smoothed, thinned, without_crumbs
from cityscape.world.brief import Brief
from cityscape.world.frames import to_y_up, to_z_up
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Painting
from cityscape.world.part import Thing, placed
from partgen.errors import PartgenError

if TYPE_CHECKING:
    from partgen.depth import Estimator
    from partgen.seen import Seen, View
    from partgen.windowed import WindowGenerator

Array = NDArray[np.float64]

UNKNOWN = "part"
"""Label of what the networks have no word for."""
HISTORY = 1024
"""Points on the ground that the networks are told of."""
SOLID = 0.7
"""Only what its hull agrees with so well is taken for it: a house, not a group of trees."""
THIRD = 1 / 3
"""Thinning moves a surface by less than this share of the cells that it was made of,"""
HALF = 0.5
"""or than this share of a pixel of the painting, whichever is more."""
COINCIDES = 0.15
"""What lies this close to the exact ground, in metres, is ground."""


@dataclass(frozen=True)
class PartgenSculptor:
    """Makes objects of what a painting shows.

    parts : the level of the parts asked for; where a painting has a mask, its numbers are the parts.
    weights : folder of the networks; None: those that come with the package.
    crisp : whether parts are made flat, edged and round where they nearly are.
    backs : whether hidden sides of buildings are made straight.
    faces : of a part's shape, about, at most; detail : most more for each pixel that shows the part,
        about, that come of its colours.
    grid : cells along the side of a part's window. agree : IoU of silhouettes below which a part is tried again, at most `tries` times.
    hulls : whether a part that still does not look like its region becomes the hull of what is seen of it, where that looks more like it.
    device : where the networks run; the same bytes come only from the same device.
    """

    parts: Level = "coarse"
    weights: Path | None = None
    crisp: bool = False
    backs: bool = True
    faces: int = 2200
    detail: float = 0.18
    grid: int = 64
    agree: float = 0.5
    tries: int = 2
    hulls: bool = True
    device: str = "cpu"
    name: str = "partgen"

    @property
    def folder(self) -> Path:
        """Where the networks are."""
        from partgen.weights import embedded

        try:
            return self.weights or embedded()
        except PartgenError as e:
            raise InputError(f"{e}, name a folder of weights by --weights, or use the sculptor exact") from e

    @property
    def models(self) -> tuple[str, ...]:
        """The weights by name and SHA-256, for the tiles' provenance."""
        known = _said(*_stamp(self.folder))
        return (f"{known['weights']} (sha256 {known['sha256']})",)

    @property
    def licences(self) -> tuple[str, ...]:
        """The weights' licence."""
        return (f"{(k := _said(*_stamp(self.folder)))['weights']}: {k['licence']}",)

    @property
    def commercial(self) -> bool:
        """Whether the weights' licence is known to allow commercial use."""
        return bool(_said(*_stamp(self.folder))["commercial"])

    def check(self) -> PartgenSculptor:
        """This sculptor; raises `InputError` where its weights are not there or not of the right kind."""
        _said(*_stamp(self.folder))
        return self

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]:
        """The ground and what the networks make of the painting.

        Raises
        ------
        InputError : no weights, no depth and no network for it, or a picture that cannot be used.
        """
        from cityscape.grammar.compose import compose

        ground = [t for t in compose(brief, seed=seed) if sort_of(t.kind) == "ground"]
        with one_thread():
            try:
                made = self._made(painting, brief, ground, seed)
            except PartgenError as e:
                raise InputError(str(e)) from e
            return [*ground, *coloured(made, painting, brief, ground, detail=self.detail)]

    # -- shapes -----------------------------------------------------------------------------------
    def _made(self, painting: Painting, brief: Brief, ground: Sequence[Thing], seed: int) -> list[Made]:
        """Closed meshes on the ground, with what they are called."""
        from partgen.grounded import guessed
        from partgen.seen import see
        from partgen.stood import under
        from partgen.windowed import WindowOptions

        core = _core(*_stamp(self.folder), self.device)
        view = view_of(painting)
        depth = painting.depth
        outlines: NDArray[np.integer] | None = painting.mask
        lying: Collection[int] = _named(painting, ground) or ()
        if depth is None:
            if outlines is None and (outlines := core.outlines(painting.rgba)) is not None:
                lying = (1,)
            below = under(list(_raw(ground)), view, painting.rgba.shape[:2])
            depth = guessed(self._estimator(), painting.rgba, view, base=brief.base, mask=outlines, ground=lying, below=below)
        seen = see(painting.rgba, depth, view, mask=painting.mask)
        leave = _grounds(painting, seen, ground)
        if painting.depth is None and outlines is not None and leave and not lying:  # now it is known what lies
            depth = guessed(self._estimator(), painting.rgba, view, base=brief.base, mask=outlines, ground=leave, below=below)
            seen = see(painting.rgba, depth, view, mask=painting.mask)
        options = WindowOptions(grid=self.grid, agree=self.agree, tries=self.tries, backs=self.backs)
        level = LEVELS.index(self.parts)
        known = _points(ground, seen, seed)
        made: list[Made] = []
        plain: list[Made] = []
        for part in core.parts(seen, level=level, seed=seed, options=options, known=known, leave=leave):
            shape = part.mesh
            if self.hulls and part.region is not None and part.agreement is not None and part.agreement < self.agree:
                shape = _better(shape, part.agreement, seen, part.region)
            v = to_z_up(np.asarray(shape.vertices, float) * seen.size + seen.centre)
            mesh = closed(v, np.asarray(shape.faces))
            if mesh is None or (part.region is None and is_ground(mesh, ground, brief)):
                continue
            (made if shape is part.mesh else plain).append(Made(mesh, part.region, part.label or UNKNOWN, part.cell * seen.size))
        made = self._cleaned(made, painting.camera.span / painting.camera.height) + plain
        return named(standing(made, seen, ground, brief, painting, loose=self.parts in ("coarse", "object")), painting)

    def _estimator(self) -> Estimator:
        """What sees depth in pictures that come without."""
        from partgen.depth import load
        from partgen.weights import locate

        file = locate(self.folder).depth
        if file is None:
            raise InputError(f"the painting has no depth, and {self.folder} has no network to guess it: add one, or paint with depth")
        return load(file)

    def _cleaned(self, made: list[Made], pixel: float) -> list[Made]:
        """Parts without crumbs and ripples, with as few faces as their cells and the picture's pixels (metres) warrant."""
        made = [replace(m, mesh=without_crumbs(m.mesh)) for m in made]
        done: list[Made] = []
        for m in made:
            mesh = self._crisp(m) if self.crisp else None
            done.append(
                replace(m, mesh=mesh or thinned(lightened(smoothed(m.mesh), 0, within=max(THIRD * m.voxel, HALF * pixel)), self.faces))
            )
        return [m for m in done if m.mesh.watertight and m.mesh.volume > 0]

    def _crisp(self, m: Made) -> Mesh | None:
        import trimesh

        from partgen.crisp import crisp_parts

        raw = trimesh.Trimesh(m.mesh.vertices.astype(float), m.mesh.faces, process=False, validate=False)
        results = crisp_parts([raw], tolerance=1.5 * m.voxel, up=(0, 0, 1), max_faces=self.faces)
        return closed(np.asarray(results[0].mesh.vertices), np.asarray(results[0].mesh.faces)) if results else None


# -- frames and weights ---------------------------------------------------------------------------------------------


def view_of(painting: Painting) -> View:
    """A painting's camera in partgen's axes, still in metres."""
    from partgen.seen import View

    c = painting.camera
    return View(np.asarray(to_y_up(c.axes()), float), np.asarray(to_y_up(np.array(c.target)), float), c.span)


def _stamp(folder: Path) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """A folder and the state of its files, by which what was read of it is remembered."""
    if not folder.is_dir() or not any(folder.glob("*.safetensors")):
        raise InputError(f"there are no weights in {folder}: name a folder with vae, dit and image files by --weights")
    files = sorted(f for f in folder.iterdir() if f.suffix in (".safetensors", ".json") and f.is_file())
    return str(folder.resolve()), tuple((f.name, (s := f.stat()).st_size, s.st_mtime_ns) for f in files)


@lru_cache(maxsize=4)
def _said(folder: str, files: tuple[tuple[str, int, int], ...]) -> dict[str, Any]:
    """What a folder of weights says of itself, and one SHA-256 over its files."""
    from partgen import checkpoint, weights

    try:
        found = weights.locate(folder)
    except PartgenError as e:
        raise InputError(str(e)) from e
    if not found.config.dit.fused or found.image is None:
        raise InputError(
            f"{folder} has no weights for windows (a DiT with a fused context, a VAE and an image encoder): name another folder"
        )
    total = sha256()
    for name, _, _ in files:
        total.update(f"{name} {checkpoint.sha256(Path(folder) / name)}\n".encode())
    return {**found.provenance, "sha256": total.hexdigest()}


@lru_cache(maxsize=1)
def _core(folder: str, files: tuple[tuple[str, int, int], ...], device: str) -> WindowGenerator:
    """The networks, read once in each process."""
    from partgen.weights import locate
    from partgen.windowed import opened

    return opened(locate(folder), device=device)


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch on one thread, as in worker processes: sums come out the same however many workers there are."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


# -- the ground -----------------------------------------------------------------------------------------------------


def _points(ground: Sequence[Thing], seen: Seen, seed: int) -> Any:
    """(HISTORY, 6) points with normals on the ground, in the frame of the whole; None without ground."""
    import torch
    import trimesh

    from partgen.points import sample_surface

    meshes = [placed(t, p) for t in ground for p in t.parts]
    if not meshes:
        return None
    start = np.cumsum([0] + [len(v) for v, _ in meshes])
    faces = np.concatenate([f + s for (_, f), s in zip(meshes, start, strict=False)])
    raw = trimesh.Trimesh(np.asarray(to_y_up(np.concatenate([v for v, _ in meshes]))), faces, process=False, validate=False)
    cloud = sample_surface(raw, HISTORY, seed % 2**31).double()
    place = (cloud[:, :3] - torch.from_numpy(seen.centre)) / seen.size
    return torch.cat([place, cloud[:, 3:]], 1).float()


def _named(painting: Painting, ground: Sequence[Thing]) -> frozenset[int] | None:
    """Numbers of the mask whose ids say that they are the ground; None where ids say nothing."""
    known = {t.id for t in ground}
    named = frozenset(k for k, id in enumerate(painting.parts, 1) if id.split("__")[0] in known)
    return named if named or any("__" in id for id in painting.parts) else None


def _grounds(painting: Painting, seen: Seen, ground: Sequence[Thing]) -> frozenset[int]:
    """Numbers of the mask that are the ground: by their ids, or where there are none, because they lie on it."""
    if (named := _named(painting, ground)) is not None:
        return named
    from partgen.silhouette import heights

    out = []
    drawn = np.full(tuple(seen.mask.shape), -np.inf)
    for raw in _raw(ground):
        drawn = np.maximum(drawn, heights(_Raw((raw.vertices - seen.centre) / seen.size, raw.faces), seen))
    shown = seen.shown.numpy()
    near = seen.points[:, :3].numpy() @ seen.axes[2].numpy()
    on = np.abs(near - drawn[shown]) < COINCIDES / seen.size
    region = seen.region.numpy()
    for k in np.unique(region[region > 0]):
        if on[region == k].mean() > 0.8:
            out.append(int(k))
    return frozenset(out)


@dataclass(frozen=True, eq=False)
class _Raw:
    vertices: Array
    faces: NDArray[np.integer[Any]]


def _raw(ground: Sequence[Thing]) -> Iterator[_Raw]:
    """The ground's meshes, y up, in metres."""
    for t in ground:
        for p in t.parts:
            v, f = placed(t, p)
            yield _Raw(np.asarray(to_y_up(v), float), f)


def _better(shape: Any, agreed: float, seen: Seen, region: int) -> Any:
    """The hull of what is seen of a region, and of what is below it down to its foot, piece by piece, if it looks more like the picture."""
    import torch
    import trimesh

    from partgen.pieces import pieces
    from partgen.seen import LEAST_PIXELS
    from partgen.silhouette import agreement

    own = torch.nonzero(seen.region == region)[:, 0]
    points = seen.points[own, :3].numpy().astype(float)
    hulls = []
    for bit in pieces(points, least=LEAST_PIXELS):
        mine = points[bit]
        foot = np.c_[mine[:, 0], np.full(len(mine), mine[:, 1].min()), mine[:, 2]]
        try:
            hulls.append(trimesh.convex.convex_hull(np.r_[mine, foot]))
        except Exception:  # qhull's own, for what has no thickness
            continue
    if not hulls:
        return shape
    hull = trimesh.util.concatenate(hulls)
    return hull if agreement(hull, seen, own) > max(agreed, SOLID) else shape


def is_ground(mesh: Mesh, ground: Sequence[Thing], brief: Brief) -> bool:
    """Whether a part that was made without a mask is the ground once more: wide, and with its top on the exact one."""
    v = mesh.vertices.astype(float)
    if (np.ptp(v[:, :2], axis=0) < 0.6 * brief.size).any():
        return False
    height = Footing(ground, size=brief.size, base=brief.base).heights(v[:, :2])
    return bool(np.nanmean(v[:, 2] <= height + 4 * COINCIDES) > 0.8)
