"""What the embedded core is asked of a held-out object, and how well it answers.

A question is a procedural tile or room of coarse parts: one painting with exact depth and mask, and the true meshes. Frame:
y up, the whole truth, ground included, within [-1, 1]^3, as `partgen.metrics.evaluate` normalises it. The ground is made
like every part, but no figure of parts counts it.

Modes: ``vae`` a true part's surface encoded and decoded, the most that the others can reach; ``masks`` one part for each
region of the mask; ``masks_depth`` the same with depth that a network guesses; ``image`` the painting with depth and no mask;
``object`` the whole surface and no mask.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.grammar.compose import compose
from cityscape.grammar.teacher import Batch
from cityscape.learn.tiles import GROUND_LABELS, Recipe, drawn
from cityscape.world.frames import to_y_up
from cityscape.world.seeds import derive
from partgen import checkpoint, metrics, weights
from partgen.config import CoreConfig
from partgen.errors import WeightsError
from partgen.isosurface import extract_mesh
from partgen.points import sample_surface, triangles
from partgen.seen import LEAST_PIXELS, Seen, View, see
from partgen.vae import ShapeVAE
from partgen.voxels import solid_voxels
from partgen.windowed import POINTS, WindowGenerator, WindowOptions, WindowPart, load
from partgen.windows import Windows, cropped

if TYPE_CHECKING:
    import trimesh

MODES = ("vae", "masks", "masks_depth", "image", "object")
RECIPE = Recipe(rooms=0.25, coarse=1, reuse=1, turns=True)
"""How questions are drawn: coarse parts, themes and rooms in turn."""
PICTURE = 640
"""Pixels along a side of a question's painting."""
SURFACE = 16_384
"""Points of the whole surface that mode ``object`` is given."""
GROUND_IOU = 0.1
"""A part made without a mask stands for the ground where it is matched with it and shares at least this much of it."""
FOUND = 0.5
"""A part is found where the IoU is at least this."""


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
        to_y_up(shown.views.axes[0].numpy()),
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


# -- who answers --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Candidate:
    """The networks that are examined: the shape VAE, and where there are all of them the generator."""

    config: CoreConfig
    vae: ShapeVAE
    maker: WindowGenerator | None
    folder: Path


def candidate(folder: Path, modes: Sequence[str]) -> Candidate:
    """The networks of a folder that modes need; mode ``vae`` alone needs no more than vae.safetensors."""
    if any(mode != "vae" for mode in modes):
        maker = load(folder, device="cpu")
        return Candidate(maker.config, maker.vae, maker, folder)
    config, file = weights.read_config(folder / weights.CONFIG)[0], folder / "vae.safetensors"
    if not config.dit.fused:
        raise WeightsError(f"{folder} has no weights for windows (a VAE with learned queries, a DiT with a fused context)")
    vae = ShapeVAE(config.vae)
    checkpoint.fill(vae, checkpoint.read(file)[0], file=file, expected=f"the shape VAE of {config.name}", dtype=torch.float32)
    return Candidate(config, vae.eval(), None, folder)


def depth_file(folder: Path) -> Path | None:
    """The weights of the depth network in a folder, if there are any."""
    return next(iter(sorted(folder.glob("*depth*.safetensors"))), None)


def skipped(mode: str, folder: Path) -> str | None:
    """Why a mode cannot be asked with the weights of a folder; None where it can."""
    if mode == "masks_depth":
        from importlib.util import find_spec

        if find_spec("partgen.depth") is None:
            return "this version has no depth network"
        if depth_file(folder) is None:
            return f"{folder} has no weights of the depth network"
    return None


def guessed_depth(q: Question, folder: Path) -> NDArray[np.floating]:
    """The depth that the network of a folder sees in a question's painting, NaN where it sees nothing."""
    from importlib import import_module

    network = import_module("partgen.depth").load(depth_file(folder))
    return np.asarray(network.predict(q.picture, view=q.view))


# -- answers -------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Made:
    """A part that was made: its mesh in the question's frame, the true part it was made for (None: not told), its label."""

    mesh: trimesh.Trimesh
    truth: int | None
    label: str | None


def answers(q: Question, mode: str, who: Candidate, *, grid: int, seed: int) -> list[Made]:
    """The parts that a candidate makes of a question."""
    with torch.inference_mode():
        if mode == "vae":
            return _decoded(q, who, grid)
        assert who.maker is not None
        depth = guessed_depth(q, who.folder) if mode == "masks_depth" else None
        masked = mode.startswith("masks")
        seen = q.seen(depth=depth, mask=masked)
        cloud = torch.from_numpy(q.surface).clone()
        cloud[:, :3] = ((cloud[:, :3].double() - torch.from_numpy(seen.centre)) / seen.size).float()
        options = WindowOptions(grid=grid, coarse_grid=min(grid, WindowOptions().coarse_grid))
        parts = who.maker.parts(
            seen, masked=masked, level=0, seed=seed, options=options, surface=cloud if mode == "object" else None
        )  # fmt: skip
        return [Made(_placed(p, seen), None if p.region is None else p.region - 1, p.label) for p in parts]


def _placed(part: WindowPart, seen: Seen) -> trimesh.Trimesh:
    mesh = part.mesh.copy()
    mesh.vertices = np.asarray(mesh.vertices) * seen.size + seen.centre
    return mesh


def _decoded(q: Question, who: Candidate, grid: int) -> list[Made]:
    """Each counted part from points of its own surface, in the window round what is seen of it (of unseen parts: round all)."""
    seen, out = q.seen(), []
    for k in q.counted:
        g = torch.Generator().manual_seed(derive("exam part", q.seed, k) % 2**62)
        cloud = sample_surface(q.meshes[k], 4 * POINTS, derive("exam cloud", q.seed, k) % 2**31)
        cloud[:, :3] = ((cloud[:, :3].double() - torch.from_numpy(seen.centre)) / seen.size).float()
        own = torch.nonzero(seen.region == k + 1)[:, 0]
        window = Windows.around((seen.drawn(own, POINTS, g) if len(own) >= LEAST_PIXELS else cloud)[None])
        points, some = cropped(window.into(cloud[None]), POINTS, generator=g)
        if not bool(some[0]):
            continue
        mesh = _surface(who.vae, who.vae.encode(points, tokens=who.config.dit.num_latents).mode, grid)
        if len(mesh.faces):
            place = np.asarray(mesh.vertices) * float(window.half[0]) + window.centre[0].double().numpy()
            mesh.vertices = place * seen.size + seen.centre
            out.append(Made(mesh, k, None))
    return out


def _surface(vae: ShapeVAE, latent: Tensor, grid: int) -> trimesh.Trimesh:
    """The mesh of a latent (1, n, c), as `WindowGenerator.mesh` makes it."""
    memory = vae.memory(latent)
    return extract_mesh(lambda p: vae.query(memory, p[None])[0], grid, coarse=min(32, max(8, grid // 4)), close=True)


# -- marking -------------------------------------------------------------------------------------------


def examined(q: Question, mode: str, who: Candidate, *, grid: int, seed: int) -> tuple[dict[str, Any], list[Made]]:
    """The record of one question in one mode, plain numbers for JSON, and what was made."""
    clock, busy = time.perf_counter(), time.process_time()
    made = answers(q, mode, who, grid=grid, seed=seed)
    spent = {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - busy, "peak_bytes": peak()}
    return {**(blind(q, made) if mode in ("image", "object") else told(q, made)), **spent}, made


def told(q: Question, made: Sequence[Made]) -> dict[str, Any]:
    """Marks of parts that were each made for one true part."""
    by = {m.truth: m for m in made}
    rows = []
    for k in q.counted:
        m = by.get(k)
        iou, f, cd = (0.0, 0.0, None) if m is None else _score(m.mesh, q.meshes[k])
        rows.append(_row(q, k, iou, f, cd, None if m is None else m.label))
    kept = [m for m in made if m.truth is not None and not q.ground[m.truth]]
    return {"parts": rows, "made": len(kept), **_together(q, made, kept)}


def blind(q: Question, made: Sequence[Made]) -> dict[str, Any]:
    """Marks of parts that were made without a mask: matched so that the sum of IoUs is largest, the ground among them."""
    found = metrics.evaluate([m.mesh for m in made], list(q.meshes))
    rows, ground = [], set()
    for match in found.matches:
        j, k = match.predicted, match.truth
        if q.ground[k]:
            if j is not None and match.score.iou >= GROUND_IOU:
                ground.add(j)
            continue
        rows.append(_row(q, k, match.score.iou, match.score.f_score, match.score.chamfer, None if j is None else made[j].label))
    kept = [m for j, m in enumerate(made) if j not in ground]
    return {"parts": rows, "made": len(kept), "found": sum(r["iou"] >= FOUND for r in rows), **_together(q, made, kept)}


def _score(a: trimesh.Trimesh, b: trimesh.Trimesh) -> tuple[float, float, float | None]:
    return metrics.iou(a, b), *metrics.surface_scores(a, b)


def _row(q: Question, k: int, iou: float, f: float, cd: float | None, label: str | None) -> dict[str, Any]:
    size = {"voxels": int(q.voxels[k]), "pixels": int(q.pixels[k])}
    return {"part": k, "label": q.labels[k], **size, "iou": iou, "f": f, "cd": cd, "said": label}


def _together(q: Question, made: Sequence[Made], kept: Sequence[Made]) -> dict[str, Any]:
    """Figures of all parts at once: the whole with its ground (None where the ground is not made), and overlaps without it."""
    whole = [m.mesh for m in made]
    iou, f, cd = (metrics.iou(whole, q.meshes), *metrics.surface_scores(whole, q.meshes)) if whole else (0.0, 0.0, None)
    overlap = metrics.overlap([m.mesh for m in kept]) if kept else 0.0
    return {"whole": {"iou": iou, "f": f, "cd": cd}, "overlap": overlap, "true_overlap": metrics.overlap([q.meshes[k] for k in q.counted])}


def peak() -> int:
    """The most memory that this process has used so far, bytes."""
    import sys

    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
