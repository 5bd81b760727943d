"""What the embedded core is asked of a held-out object, and how well it answers.

The ground is made like every part, but no figure of parts counts it.

Modes: ``vae`` a true part's surface encoded and decoded by the shape VAE alone, a scattered part piece by piece as the others make it
(they may do better where they carve what the painting shows for certain); ``masks`` one part for each region of the mask;
``masks_depth`` the same with depth that is guessed from picture, mask and ground; ``image`` the painting with depth and no mask;
``object`` the whole surface and no mask.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cityscape.learn.question import Question
from cityscape.world.seeds import derive
from partgen import checkpoint, metrics, weights
from partgen.config import CoreConfig
from partgen.errors import WeightsError
from partgen.memory import peak
from partgen.pieces import pieces
from partgen.points import sample_surface
from partgen.seen import LEAST_PIXELS, Seen
from partgen.vae import ShapeVAE
from partgen.window_run import joined, only_near
from partgen.windowed import WindowGenerator, WindowOptions, WindowPart, decoder, load, meshed
from partgen.windows import Windows, cropped

if TYPE_CHECKING:
    import trimesh

MODES = ("vae", "masks", "masks_depth", "image", "object")
GROUND_IOU = 0.1
"""A part made without a mask stands for the ground where it is matched with it and shares at least this much of it."""
FOUND = 0.5
"""A part is found where the IoU is at least this."""


# -- who answers --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Candidate:
    """The networks that are examined: the shape VAE, and where there are all of them the generator."""

    config: CoreConfig
    vae: ShapeVAE
    maker: WindowGenerator | None
    folder: Path


def files(folder: Path, mode: str) -> list[Path]:
    """The files of weights in a folder that a mode depends on; raises `WeightsError` where one is missing.

    Mode ``vae`` needs no more than the shape VAE, as a training of it exports.
    """
    if mode == "vae":
        tried = [folder / f"{mark}vae.safetensors" for mark in ("", f"{weights.EMBEDDED}-")]
        vae = next((f for f in tried if f.is_file()), None)
        if vae is None:
            raise WeightsError(f"{folder} has no vae weights: expected is vae.safetensors, as 'cityscape train vae' exports it")
        return [vae]
    found = weights.locate(folder)
    optional = [
        found.image,
        found.labels,
        found.depth if mode == "masks_depth" else None,
        found.groups if mode in ("image", "object") else None,
    ]
    return [found.vae, found.dit, *(f for f in optional if f is not None)]


def candidate(folder: Path, modes: Sequence[str]) -> Candidate:
    """The networks of a folder that modes need."""
    if any(mode != "vae" for mode in modes):
        maker = load(folder, device="cpu")
        return Candidate(maker.config, maker.vae, maker, folder)
    config, file = weights.read_config(folder / weights.CONFIG)[0], files(folder, "vae")[0]
    if not config.dit.fused:
        raise WeightsError(f"{folder} has no weights for windows (a VAE with learned queries, a DiT with a fused context)")
    vae = ShapeVAE(config.vae)
    checkpoint.fill(vae, checkpoint.read(file)[0], file=file, expected=f"the shape VAE of {config.name}", dtype=torch.float32)
    return Candidate(config, vae.eval(), None, folder)


def skipped(mode: str, folder: Path) -> str | None:
    """Why a mode cannot be asked with the weights of a folder; None where it can."""
    if mode != "masks_depth":
        return None
    return None if weights.locate(folder).depth is not None else f"{folder} has no weights of the depth network"


def guessed_depth(q: Question, folder: Path) -> NDArray[np.floating]:
    """The depth that is guessed of a question's painting, NaN where nothing is seen.

    As in use, the ground is known, because briefs make it, and what the network of a folder sees is put right by that and by the mask.
    """
    from partgen import depth
    from partgen.grounded import guessed
    from partgen.stood import under

    file = weights.locate(folder).depth
    assert file is not None  # `skipped` has looked
    number = np.flatnonzero(q.ground)
    ground = (number + 1).tolist()
    lowest = min(float(m.bounds[0, 1]) for m in q.meshes)
    below = under([q.meshes[k] for k in number], q.view, q.depth.shape)
    return guessed(depth.load(file), q.picture, q.view, base=lowest, mask=q.mask, ground=ground, below=below)


# -- answers -------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Made:
    """A part that was made: its mesh in the question's frame, the true part it was made for (None: not told), its label."""

    mesh: trimesh.Trimesh
    truth: int | None
    label: str | None


def answers(q: Question, mode: str, who: Candidate, *, grid: int, seed: int, **options: Any) -> list[Made]:
    """The parts that a candidate makes of a question.

    options : further ones of `WindowOptions`, for all modes but ``vae``.
    """
    with torch.inference_mode():
        if mode == "vae":
            return _decoded(q, who, grid)
        assert who.maker is not None
        depth = guessed_depth(q, who.folder) if mode == "masks_depth" else None
        masked = mode.startswith("masks")
        seen = q.seen(depth=depth, mask=masked)
        cloud = torch.from_numpy(q.surface).clone()
        cloud[:, :3] = ((cloud[:, :3].double() - torch.from_numpy(seen.centre)) / seen.size).float()
        chosen = WindowOptions(grid=grid, coarse_grid=min(grid, WindowOptions().coarse_grid), **options)
        parts = who.maker.parts(
            seen, masked=masked, level=0, seed=seed, options=chosen, surface=cloud if mode == "object" else None
        )  # fmt: skip
        return [Made(_placed(p, seen), None if p.region is None else p.region - 1, p.label) for p in parts]


def _placed(part: WindowPart, seen: Seen) -> trimesh.Trimesh:
    mesh = part.mesh.copy()
    mesh.vertices = np.asarray(mesh.vertices) * seen.size + seen.centre
    return mesh


def _decoded(q: Question, who: Candidate, grid: int) -> list[Made]:
    """Each part from points of its own surface, in the window round it; a scattered one piece by piece."""
    seen, out = q.seen(), []
    for k in range(len(q.labels)):
        g = torch.Generator().manual_seed(derive("exam part", q.seed, k) % 2**62)
        cloud = sample_surface(q.meshes[k], 4 * who.config.surface_points, derive("exam cloud", q.seed, k) % 2**31)
        cloud[:, :3] = ((cloud[:, :3].double() - torch.from_numpy(seen.centre)) / seen.size).float()
        bits = pieces(cloud[:, :3].numpy(), least=LEAST_PIXELS)
        made = [_piece(who, cloud[torch.from_numpy(bit)], grid, g, alone=len(bits) == 1) for bit in bits]
        found = [mesh for mesh in made if mesh is not None]
        if found:
            mesh = joined(found)
            mesh.vertices = np.asarray(mesh.vertices) * seen.size + seen.centre
            out.append(Made(mesh, k, None))
    return out


def _piece(who: Candidate, cloud: Tensor, grid: int, g: torch.Generator, *, alone: bool) -> trimesh.Trimesh | None:
    """What the VAE makes of a cloud (n, 6) in the window round it, in the frame of the whole; of a part that is not `alone` no more than
    lies where the cloud does."""
    window = Windows.around(cloud[None])
    points, some = cropped(window.into(cloud[None]), who.config.surface_points, generator=g)
    if not bool(some[0]):
        return None
    latent = who.vae.encode(points, tokens=who.config.dit.num_latents).mode[0]
    mesh = meshed(decoder(who.vae, latent, asked=grid), grid)  # asked in every cell: what the network can, not what a window needs
    if not len(mesh.faces):
        return None
    mesh.vertices = np.asarray(mesh.vertices) * float(window.half[0]) + window.centre[0].double().numpy()
    return mesh if alone else only_near(mesh, window, cloud[:, :3])


# -- marking -------------------------------------------------------------------------------------------


def examined(q: Question, mode: str, who: Candidate, *, grid: int, seed: int) -> tuple[dict[str, Any], list[Made]]:
    """The record of one question in one mode, plain numbers for JSON, and what was made."""
    clock, busy = time.perf_counter(), time.process_time()
    made = answers(q, mode, who, grid=grid, seed=seed)
    spent = {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - busy, "peak_bytes": peak()}
    return {**(blind(q, made) if mode in ("image", "object") else told(q, made)), **spent}, made


def told(q: Question, made: Sequence[Made]) -> dict[str, Any]:
    """Marks of parts that were each made for one true part."""
    kept = [m for m in made if m.truth is not None and not q.ground[m.truth]]
    return {"parts": marked(q, made), "made": len(kept), "stands_for": [m.truth for m in made], **_together(q, made, kept)}


def marked(q: Question, made: Sequence[Made]) -> list[dict[str, Any]]:
    """A row of marks for each true part beside the ground, of the part that was made for it."""
    by = {m.truth: m for m in made}
    rows = []
    for k in q.counted:
        m = by.get(k)
        iou, f, cd = (0.0, 0.0, None) if m is None else _score(m.mesh, q.meshes[k])
        rows.append(_row(q, k, iou, f, cd, None if m is None else m.label))
    return rows


def blind(q: Question, made: Sequence[Made]) -> dict[str, Any]:
    """Marks of parts that were made without a mask: matched so that the sum of IoUs is largest, the ground among them."""
    found = metrics.evaluate([m.mesh for m in made], list(q.meshes))
    rows, ground = [], set()
    stands_for: list[int | None] = [None] * len(made)
    for match in found.matches:
        j, k = match.predicted, match.truth
        if j is not None and match.score.iou > 0:
            stands_for[j] = k
        if q.ground[k]:
            if j is not None and match.score.iou >= GROUND_IOU:
                ground.add(j)
            continue
        rows.append(_row(q, k, match.score.iou, match.score.f_score, match.score.chamfer, None if j is None else made[j].label))
    kept = [m for j, m in enumerate(made) if j not in ground]
    hits = sum(r["iou"] >= FOUND for r in rows)
    return {"parts": rows, "made": len(kept), "found": hits, "stands_for": stands_for, **_together(q, made, kept)}


def _score(a: trimesh.Trimesh, b: trimesh.Trimesh) -> tuple[float, float, float | None]:
    return metrics.iou(a, b), *metrics.surface_scores(a, b)


def _row(q: Question, k: int, iou: float, f: float, cd: float | None, label: str | None) -> dict[str, Any]:
    size = {"voxels": int(q.voxels[k]), "pixels": int(q.pixels[k])}
    return {"part": k, "label": q.labels[k], **size, "iou": iou, "f": f, "cd": cd, "said": label}


def _together(q: Question, made: Sequence[Made], kept: Sequence[Made]) -> dict[str, Any]:
    """Figures of all parts at once: the whole with its ground, and overlaps without it."""
    whole = [m.mesh for m in made]
    iou, f, cd = (metrics.iou(whole, q.meshes), *metrics.surface_scores(whole, q.meshes)) if whole else (0.0, 0.0, None)
    overlap = metrics.overlap([m.mesh for m in kept]) if kept else 0.0
    return {"whole": {"iou": iou, "f": f, "cd": cd}, "overlap": overlap, "true_overlap": metrics.overlap([q.meshes[k] for k in q.counted])}
