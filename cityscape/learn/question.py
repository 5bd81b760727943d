"""A question of the exam: a held-out tile or room of coarse parts, one painting of it with exact depth and mask, and its true meshes.

Frame: y up, the whole truth, ground included, within [-1, 1]^3, as `partgen.metrics.evaluate` normalises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import torch
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.grammar.teacher import Batch
from cityscape.learn.tiles import GROUND_LABELS, Recipe, drawn
from cityscape.world.frames import to_y_up
from cityscape.world.seeds import derive
from partgen.files import whole
from partgen.points import triangles
from partgen.seen import Seen, View, see
from partgen.voxels import solid_voxels

if TYPE_CHECKING:
    import trimesh

RECIPE = Recipe(rooms=0.25, levels=(1, 0, 0, 0), reuse=1, turns=True)
"""How questions are drawn: coarse parts, themes and rooms in turn."""
PICTURE = 640
"""Pixels along a side of a question's painting."""
SURFACE = 16_384
"""Points of the whole surface that mode ``object`` is given."""
FORMAT = 1
"""Of kept questions; another number when what `question` makes changes."""


@dataclass(frozen=True, eq=False)
class Question:
    """One object.

    seed : what it was drawn from. theme : its name; of a room "room". labels, meshes : of each true part; meshes are closed.
    ground : (p,) bool, whether a part is the ground.
    picture : (s, s, 4) uint8. depth : (s, s) float32, as `partgen.seen.see` wants it. mask : (s, s) int64, 1 + a part's place.
    view : the camera. surface : (n, 6) float32 points on the exposed surface of the whole.
    """

    seed: int
    theme: str
    labels: tuple[str, ...]
    meshes: tuple[trimesh.Trimesh, ...]
    ground: NDArray[np.bool_]
    picture: NDArray[np.uint8]
    depth: NDArray[np.float32]
    mask: NDArray[np.int64]
    view: View
    surface: NDArray[np.float32]

    @property
    def pixels(self) -> NDArray[np.int64]:
        """(p,) how many pixels show each part."""
        return np.bincount(self.mask.reshape(-1), minlength=len(self.labels) + 1)[1:]

    @cached_property
    def voxels(self) -> NDArray[np.int64]:
        """(p,) how many of 64^3 voxels each true part fills."""
        return np.array([int(solid_voxels(triangles(m), 64).sum()) for m in self.meshes])

    @property
    def counted(self) -> list[int]:
        """The parts that figures count: all but the ground."""
        return [k for k in range(len(self.labels)) if not self.ground[k]]

    def seen(self, *, depth: NDArray[np.floating] | None = None, mask: bool = True) -> Seen:
        """Its shell, with the exact depth or another."""
        return see(self.picture, self.depth if depth is None else depth, self.view, mask=self.mask if mask else None)


def question(seed: int) -> Question:
    """The question of a seed."""
    import trimesh

    s = drawn(seed, RECIPE)[0]
    made = {}
    for t in compose(s.brief, seed=s.seed, level=s.level):
        for p in t.parts:
            m = t.pose.matrix() @ p.pose.matrix()
            made[p.id] = (to_y_up(p.mesh.vertices.astype(float) @ m[:3, :3].T + m[:3, 3]), p.mesh.faces)
    corners = np.concatenate([made[k][0] for k in s.ids])
    low, high = corners.min(0), corners.max(0)
    centre, size = (low + high) / 2, float((high - low).max()) / 2
    batch = Batch.of([s])
    shown = batch.pictures(PICTURE)
    surface = batch.clouds(SURFACE, generator=torch.Generator().manual_seed(derive("exam surface", seed) % 2**62))[0].double().numpy()
    view = View(
        to_y_up(shown.views.axes[0].numpy()).astype(np.float64),
        (to_y_up(shown.views.target[0].numpy()) - centre) / size,
        PICTURE / float(shown.views.scale[0]) / size,
    )
    return Question(
        seed,
        "room" if s.brief.room is not None else s.brief.look.theme.name,
        s.labels,
        tuple(trimesh.Trimesh((made[k][0] - centre) / size, made[k][1], process=False) for k in s.ids),
        np.array([label in GROUND_LABELS or thing == "ground" for label, thing in zip(s.labels, s.things, strict=True)]),
        (shown.rgba[0] * 255).round().to(torch.uint8).numpy(),
        (shown.depth[0].double() / size).float().numpy(),
        shown.part[0].numpy() + 1,
        view,
        np.concatenate([(to_y_up(surface[:, :3]) - centre) / size, to_y_up(surface[:, 3:])], 1).astype(np.float32),
    )


# -- on disk -------------------------------------------------------------------------------------------


def kept(seed: int, folder: Path) -> Question:
    """The question of a seed from a folder, made and kept there where it is missing: making takes longer than most answers."""
    file = Path(folder) / f"question-{seed:010d}.npz"
    if not file.is_file():
        _write(question(seed), file)
    return _read(file, seed)


def _write(q: Question, file: Path) -> None:
    columns: dict[str, Any] = {
        "vertices": np.concatenate([m.vertices for m in q.meshes]),
        "faces": np.concatenate([m.faces for m in q.meshes]).astype(np.int32),
        "counts": np.array([(len(m.vertices), len(m.faces)) for m in q.meshes]),
        "said": np.array([str(FORMAT), str(q.seed), q.theme, *q.labels]),
        "axes": q.view.axes, "target": q.view.target, "span": np.array(q.view.span), "mask": q.mask.astype(np.uint8),
        "ground": q.ground, "picture": q.picture, "depth": q.depth, "surface": q.surface,
    }  # fmt: skip
    with whole(file) as unfinished, open(unfinished, "wb") as stream:
        np.savez_compressed(stream, **columns)


def _read(file: Path, seed: int) -> Question:
    import trimesh

    try:
        with np.load(file, allow_pickle=False) as found:
            c = {k: found[k] for k in found.files}
        version, of, theme, *labels = c["said"].tolist()
        if (version, of) != (str(FORMAT), str(seed)):
            raise ValueError("of another version or seed")
        ends = np.cumsum(c["counts"], 0)[:-1]
        vertices, faces = np.split(c["vertices"], ends[:, 0]), np.split(c["faces"], ends[:, 1])
        meshes = tuple(trimesh.Trimesh(v, f, process=False) for v, f in zip(vertices, faces, strict=True))
        view = View(c["axes"], c["target"], float(c["span"]))
        shown = c["picture"], c["depth"], c["mask"].astype(np.int64)
        return Question(seed, theme, tuple(labels), meshes, c["ground"], *shown, view, c["surface"])
    except (OSError, ValueError, KeyError, BadZipFile) as e:
        raise InputError(f"{file} is damaged or of another version ({e}): delete it, and it is made again") from None
