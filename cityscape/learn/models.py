"""A folder of 3D models as training objects, measured as tiles are.

Signs of distances come from winding numbers (`partgen.winding`), so meshes need not be closed: a part is where its own number is
above one half, the whole also where that of all parts together is. What encloses nothing, such as a leaf or a pane of glass, is
a sheet `SHEET` thick to both sides. Each model is seen by the painter's isometric camera, turned about the vertical between views.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.errors import InputError
from cityscape.learn import meshes
from cityscape.learn.measure import Look, Sampling, measured, to_discs, tree
from cityscape.learn.meshes import Model, Up
from cityscape.look.tracer import Tracer
from cityscape.world.painting import Camera
from cityscape.world.seeds import derive
from partgen.checkpoint import sha256
from partgen.points import draw
from partgen.train.objects import Objects, noted, write
from partgen.winding import Surface

Floats = NDArray[np.float64]

SHEET = 0.02
"""Half the thickness of what encloses nothing, in units of its part's half side."""
LIFT = 1e-3
"""How far points are raised off a surface to tell whether something covers it."""
SUN = np.array([0.25, -0.55, 0.8]) / np.linalg.norm([0.25, -0.55, 0.8])
MARGIN = 1.06
"""Height of the picture over what must fit."""
FRONT = 50.0
"""Where camera rays start, in front of the model's centre; a model is within 1.8 of it."""


@dataclass(frozen=True)
class Recipe(Sampling):
    """How models are seen and sampled."""

    views: int = 4  # pictures of each, a quarter turn apart (more: evenly round)
    up: Up = "y"  # the files' vertical axis


@dataclass(frozen=True)
class Made:
    """What came of a folder: objects and models made, those of one part alone, and (file, reason) of those left out."""

    objects: int = 0
    models: int = 0
    single: int = 0
    skipped: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Made) -> Made:
        sums = (self.objects + other.objects, self.models + other.models, self.single + other.single)
        return Made(*sums, self.skipped + other.skipped)


def found(folder: Path) -> list[Path]:
    """The model files of a folder and the folders in it, in order of their names."""
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}: give one with {', '.join(meshes.SUFFIXES)} files")
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in meshes.SUFFIXES and p.is_file())
    if not files:
        raise InputError(f"{folder} holds no 3D models: put files of the kinds {', '.join(meshes.SUFFIXES)} there")
    return files


def objects(file: Path, seed: int, recipe: Recipe | None = None) -> Objects:
    """The training objects of one model, a view each; `InputError` says why it cannot be used."""
    r = recipe or Recipe()
    model = meshes.read(file, up=r.up, most=r.most)
    unit = model.size if file.suffix.lower() in (".glb", ".gltf") else 0.0
    out = []
    for k in range(r.views):
        seen = View(model, 2 * np.pi * k / r.views)
        if not len(seen.shown(64)[0]):
            continue
        g = torch.Generator().manual_seed(derive("model", seed, k) % 2**62)
        made = measured(seen, r, g)
        out.append(replace(made, unit=made.unit * unit if unit else torch.ones(1)))
    if not out:
        raise InputError("nothing of it can be seen")
    return Objects.cat(out)


class View:
    """A model turned about the vertical, as `cityscape.learn.measure.Measured`."""

    level = 0  # at most fifteen parts: coarse

    def __init__(self, model: Model, angle: float) -> None:
        c, s = np.cos(angle), np.sin(angle)
        self.model, self.corners = model, model.corners @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1.0]])
        self.parts = model.parts
        self.first = self.ground = np.zeros(self.parts, bool)
        self.label = np.full(self.parts, -1)
        cross = np.cross(self.corners[:, 1] - self.corners[:, 0], self.corners[:, 2] - self.corners[:, 0])
        self.area = np.linalg.norm(cross, axis=1) / 2
        self.normal = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-30)
        flat = self.corners.reshape(-1, 3)
        self.faces = np.arange(len(flat)).reshape(-1, 3)
        self.tracer = Tracer(flat.astype(np.float32), self.faces.astype(np.int32))
        self.rows = [np.flatnonzero(model.part == p) for p in range(self.parts)]
        self.low = np.array([self.corners[r].min((0, 1)) for r in self.rows])
        self.high = np.array([self.corners[r].max((0, 1)) for r in self.rows])
        self.sheet = SHEET * np.maximum((self.high - self.low).max(1) / 2, 1e-3)
        self.surfaces = [Surface.of(flat, self.faces[r]) for r in self.rows]
        self.sheets = [self._sheet(p) for p in range(self.parts)]
        self.camera = self._camera(flat)

    def _camera(self, points: Floats) -> Camera:
        probe = Camera()
        right, up, _ = probe.axes()
        x, y = points @ right, points @ up
        target = right * (x.min() + x.max()) / 2 + up * (y.min() + y.max()) / 2
        return Camera(target=tuple(target.tolist()), span=MARGIN * max(float(np.ptp(x)), float(np.ptp(y))), width=8, height=8)

    # -- what is seen
    def shown(self, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
        """Pixels (k,) that show something, counted row by row, with their faces (k,), places (k, 3) and distances from `FRONT` (k,)."""
        camera = self.camera.model_copy(update={"width": size, "height": size})
        rows, columns = np.divmod(np.arange(size * size), size)
        origins, direction = camera.rays(columns + 0.5, rows + 0.5, start=FRONT)
        face = self.tracer.first(origins.astype(np.float32), direction.astype(np.float32)).astype(np.int64)
        slope = self.normal[face] @ direction
        at = np.flatnonzero((face >= 0) & (np.abs(slope) > 1e-6))
        face, slope, o = face[at], slope[at], origins[at]
        t = ((self.corners[face, 0] - o) * self.normal[face]).sum(1) / slope
        return at, face, o + t[:, None] * direction, t

    def look(self, size: int, *, color: bool) -> Look:
        """See `Measured`."""
        at, face, points, t = self.shown(size)
        axes = self.camera.axes()
        normal = self.normal[face]
        normal = np.where((normal @ axes[2])[:, None] < 0, -normal, normal)
        rgb = np.full((size * size, 3), 255, np.uint8)
        if color:
            rgb[at] = self._shaded(face, points, normal)
        raised = points + normal * np.where(self.model.thin[face], self.sheet[self.model.part[face]], 0)[:, None]

        def picture(values: Any, empty: float, dtype: type) -> Tensor:
            out = np.full((size * size, *np.shape(values)[1:]), empty, dtype)
            out[at] = values
            return torch.from_numpy(out.reshape(size, size, *out.shape[1:]))

        return Look(
            rgb=torch.from_numpy(rgb.reshape(size, size, 3)),
            part=picture(self.model.part[face], -1, np.int64),
            depth=picture(t - FRONT, np.nan, np.float32),
            points=picture(raised, np.nan, np.float32),
            normal=picture(normal, 0, np.float32),
            axes=torch.from_numpy(axes),
            target=torch.tensor(self.camera.target, dtype=torch.float64),
            scale=size / self.camera.span,
        )

    def _shaded(self, face: NDArray[np.int64], points: Floats, normal: Floats) -> NDArray[np.uint8]:
        """(k, 3) sRGB of points: sun with shadows, and sky."""
        m = self.model
        c = self.corners[face]
        e1, e2, d = c[:, 1] - c[:, 0], c[:, 2] - c[:, 0], points - c[:, 0]
        d11, d12, d22, p1, p2 = ((a * b).sum(1) for a, b in ((e1, e1), (e1, e2), (e2, e2), (d, e1), (d, e2)))
        det = np.maximum(d11 * d22 - d12 * d12, 1e-30)
        w = np.stack([(d22 * p1 - d12 * p2) / det, (d11 * p2 - d12 * p1) / det], 1).clip(0, 1)
        w = np.concatenate([1 - w.sum(1, keepdims=True), w], 1)
        color = (m.color[face] * w[..., None]).sum(1)
        uv = (m.uv[face] * w[..., None]).sum(1)
        for k, texture in enumerate(m.textures):
            on = np.flatnonzero(m.texture[face] == k)
            h, wide = texture.shape[:2]
            column = np.floor(uv[on, 0] * wide).astype(np.int64) % wide
            row = np.floor((1 - uv[on, 1]) * h).astype(np.int64) % h
            color[on] *= texture[row, column]
        lit = ~self.tracer.blocked((points + normal * 2e-3).astype(np.float32), SUN.astype(np.float32))
        light = 0.35 + 0.2 * normal[:, 2:] + 0.75 * (np.maximum(normal @ SUN, 0) * lit)[:, None]
        x = (color * light).clip(0, 1)
        srgb = np.where(x <= 0.0031308, x * 12.92, 1.055 * np.maximum(x, 1e-9) ** (1 / 2.4) - 0.055)
        return np.asarray((srgb * 255).round(), np.uint8)

    # -- what is solid
    def _sheet(self, p: int) -> tuple[Any, Floats] | None:
        """A tree of points with normals on the faces of a part that enclose nothing."""
        rows = self.rows[p][self.model.thin[self.rows[p]]]
        if not len(rows):
            return None
        cloud = self._points(rows, 2048, torch.Generator().manual_seed(p))[0]
        return tree(cloud), cloud

    def _points(self, rows: NDArray[np.int64], n: int, g: torch.Generator) -> tuple[Floats, NDArray[np.int64]]:
        """(n, 6) points and normals on faces, evenly by area, and (n,) their faces."""
        face = rows[draw(torch.from_numpy(self.area[rows]), n, g).numpy()]
        u = torch.rand(n, 2, generator=g, dtype=torch.float64).numpy()
        u = np.where(u.sum(1, keepdims=True) > 1, 1 - u, u)
        c = self.corners[face]
        points = c[:, 0] + u[:, :1] * (c[:, 1] - c[:, 0]) + u[:, 1:] * (c[:, 2] - c[:, 0])
        return np.concatenate([points, self.normal[face]], 1), face

    def _within(self, p: int, points: Floats) -> tuple[NDArray[np.bool_], Floats]:
        """(k,) whether points lie in a part, and its winding numbers there (0 outside of its box)."""
        reach = self.sheet[p]
        near = np.flatnonzero(((points >= self.low[p] - reach) & (points <= self.high[p] + reach)).all(1))
        number, inside = np.zeros(len(points)), np.zeros(len(points), bool)
        if len(near):
            x = points[near]
            number[near] = self.surfaces[p].winding(x)
            sheet = self.sheets[p]
            inside[near] = np.abs(number[near]) > 0.5 if sheet is not None else number[near] > 0.5
            if sheet is not None:
                inside[near] |= to_discs(*sheet, x) < reach
        return inside, number

    def clouds(self, chosen: Tensor, n: int, g: torch.Generator) -> Tensor:
        """See `Measured`; points that the part itself covers are left out where there are others."""
        out = []
        for p in chosen.tolist():
            cloud, face = self._points(self.rows[p], 2 * n, g)
            side = np.where(torch.rand(2 * n, generator=g).numpy() < 0.5, 1.0, -1.0)
            thin = self.model.thin[face]
            cloud[:, 3:] *= np.where(thin, side, 1)[:, None]
            cloud[:, :3] += cloud[:, 3:] * np.where(thin, self.sheet[p], 0)[:, None]
            free = np.flatnonzero(~self._within(p, cloud[:, :3] + cloud[:, 3:] * LIFT)[0])
            out.append(cloud[free[np.arange(n) % len(free)]] if len(free) else cloud[:n])
        return torch.from_numpy(np.stack(out))

    def inside(self, points: Tensor, chosen: Tensor) -> Tensor:
        """See `Measured`."""
        rows = [self._within(p, x.double().numpy())[0] for p, x in zip(chosen.tolist(), points, strict=True)]
        return torch.from_numpy(np.stack(rows))

    def inside_any(self, points: Tensor) -> Tensor:
        """See `Measured`."""
        x = points.double().numpy()
        inside, total = np.zeros(len(x), bool), np.zeros(len(x))
        box = np.flatnonzero(((x >= self.low.min(0)) & (x <= self.high.max(0))).all(1))
        for p in range(self.parts):
            here, _ = self._within(p, x)
            inside |= here
        open_parts = [p for p in range(self.parts) if self.sheets[p] is not None]
        left = box[~inside[box]]
        if len(open_parts) > 1:  # several open parts may enclose something together
            for p in open_parts:
                total[left] += self.surfaces[p].winding(x[left])
            inside |= total > 0.5
        return torch.from_numpy(inside)


# -- a folder -----------------------------------------------------------------------------------------
def blocks(files: Sequence[Path], per_file: int = 8) -> list[Sequence[Path]]:
    """The models of each file that `make` writes."""
    return [files[k : k + per_file] for k in range(0, len(files), per_file)]


def make(
    folder: Path,
    source: Path,
    *,
    recipe: Recipe | None = None,
    per_file: int = 8,
    rank: int = 0,
    world: int = 1,
    each: Callable[[Made], None] | None = None,
) -> Made:
    """Write the objects of all models in `source` into files of `per_file` models each; files that are there are left alone.

    Several processes share the work as in `cityscape.learn.tiles.make`. `each` is told of every block of models that is done.

    Raises
    ------
    InputError : no models, or `folder` holds what was made of others.
    """
    r, total = recipe or Recipe(), Made()
    files = found(source)
    for number, block in list(enumerate(blocks(files, per_file)))[rank::world]:
        file = folder / f"objects-models-{number * per_file:06d}.safetensors"
        names = [p.relative_to(source).as_posix() for p in block]
        says = {"models": names, "sha256": [sha256(p) for p in block], "recipe": asdict(r)}
        if file.exists():
            if {k: v for k, v in noted(file).items() if k in says} != says:
                raise InputError(f"{file} was made of other models or with other settings: give another folder, or delete it")
            continue
        many: list[Objects] = []
        made = Made()
        for name, path in zip(names, block, strict=True):
            try:
                many.append(objects(path, derive(name), r))
                made += Made(len(many[-1]), 1, int(many[-1].parts == len(many[-1])))
            except InputError as e:
                made += Made(skipped=((name, str(e)),))
        if many:
            write(Objects.cat(many), file, noted={**says, "labels": []})
        total += made
        if each is not None:
            each(made)
    return total
