"""What `partgen.crisp` gains: true parts, spoiled as a small decoder spoils them, cleaned, and held against the truth.

    python benchmarks/crisp.py [--parts 300] [--first 0] [--keep FILE.pkl] [--json FILE.json] [--label wall ...] [--objects 30]

A part of `cityscape.grammar.sample` gets a window (its box, a quarter larger) of 64 or 96 voxels; its signed distances there are
blurred by a voxel and disturbed by smooth noise of half a voxel to a voxel; marching cubes make a mesh of that. IoU is with the true
polytopes on 96^3 points about the true box. Prints, per label, level and kind: parts, mean IoU before and after, mean and worst gain,
faces, how far the surface moved (voxels) and milliseconds of processor time for a part. `--keep` stores the spoiled parts, so that a
second run starts at once.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Sequence

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
import trimesh
from manifold3d import Manifold, Mesh64
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from cityscape.grammar.teacher import Sample, sample
from partgen.crisp import crisp, crisp_parts
from partgen.files import whole
from partgen.isosurface import as_mesh, polygonise
from partgen.solid_batch import Picks, inside, pack
from partgen.solid_clouds import signed_distance
from partgen.voxels import solid_voxels

GRID = 96
"""Points an axis for the IoU."""
BLUR, WAVE, NOISE = 1.0, (3.5, 7.0), (0.25, 0.5)
"""Of the field: blur, the noise's blur before it is scaled, and its standard deviation (half its amplitude), in voxels."""
LEAST = 0.5
"""IoU that a spoiled part must have to be cleaned at all."""
DRAWN = {"fine": 5, "medium": 3, "coarse": 1}
"""Parts taken of a tile, by level."""
Y_UP = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
"""The tile's frame (z up) to partgen's (y up)."""


@dataclass(frozen=True)
class Spoiled:
    """A part as a decoder would give it.

    mesh : in partgen's frame, its window [-1, 1]^3. voxel : of the extraction, in that unit. truth : (GRID,) * 3 bool over `box` (2, 3).
    """

    name: str
    label: str
    level: str
    mesh: trimesh.Trimesh
    voxel: float
    truth: NDArray[np.bool_]
    box: NDArray[np.float64]


def spoil(s: Sample, part: int, *, seed: int, window: Sequence[int] | None = None) -> Spoiled | None:
    """One part of a sample, spoiled; None where nothing of it is left (it is thinner than the blur).

    `window` lists the parts whose box the window is made of (default: of this one), which then has 128 voxels.
    """
    rng = np.random.default_rng(seed)
    n = int(rng.choice([64, 96])) if window is None else 128
    low, high = _box(s, [part])
    around = _box(s, window or [part])
    centre, half = around.mean(0), 1.25 * float(np.ptp(around, axis=0).max()) / 2
    voxel = 2 / n
    batch = pack([s.shape.only(np.arange(s.shape.parts) == part)])
    picks = Picks.wholes(batch)
    box = np.stack([low - centre, high - centre]) @ Y_UP.T / half
    box = np.stack([box.min(0), box.max(0)])

    def metres(p: NDArray[np.float64]) -> torch.Tensor:
        return torch.from_numpy((p @ Y_UP * half + centre).astype(np.float32))

    axis = (np.arange(n) + 0.5) * voxel - 1
    axes = [axis[(axis > box[0, k] - 7 * voxel) & (axis < box[1, k] + 7 * voxel)] for k in range(3)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    field = signed_distance(batch, picks, metres(grid.reshape(1, -1, 3)), band=5 * voxel * half)[0].numpy().reshape(grid.shape[:3])
    noise = gaussian_filter(rng.standard_normal(field.shape), float(rng.uniform(*WAVE)), mode="wrap")
    field = gaussian_filter(field / (voxel * half), BLUR, mode="nearest") + noise * (rng.uniform(*NOISE) / noise.std())
    vertices, faces = polygonise(np.pad(field.astype(np.float32), 1, constant_values=5.0))
    if not len(faces):
        return None
    mesh = as_mesh((vertices - 1) * voxel + grid[0, 0, 0], faces)
    middle, reach = box.mean(0), np.ptp(box, axis=0) / 2 * 1.05 + 1.5 * voxel
    axis = (np.arange(GRID) + 0.5) * (2 / GRID) - 1
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), -1).reshape(-1, 3) * reach + middle
    truth = inside(batch, metres(grid), picks, torch.zeros(len(grid), dtype=torch.int64)).numpy().reshape((GRID,) * 3)
    box = np.stack([middle - reach, middle + reach])
    name = f"{s.brief.look.theme.name} {s.seed} {s.level} {s.ids[part]}"
    return Spoiled(name, s.labels[part], s.level, mesh, voxel, truth, box)


def _box(s: Sample, parts: Sequence[int]) -> NDArray[np.float64]:
    """(2, 3) ends of some parts, metres."""
    corners = s.shape.vertices[s.shape.faces[np.isin(s.shape.face_part, parts)]].reshape(-1, 3)
    return np.stack([corners.min(0), corners.max(0)])


def iou(part: Spoiled, mesh: trimesh.Trimesh) -> float:
    """Of a mesh with the truth."""
    middle, reach = part.box.mean(0), np.ptp(part.box, axis=0) / 2
    have = solid_voxels((np.asarray(mesh.vertices)[mesh.faces] - middle) / reach, GRID)
    union = int((have | part.truth).sum())
    return float((have & part.truth).sum() / union) if union else 0.0


def draw(count: int, *, first: int = 0) -> tuple[list[tuple[Spoiled, float]], int]:
    """So many spoiled parts with their IoU, of tiles of all themes in turn (never the ground), and how many were given up.

    Given up are parts too thin for the spoiling: those of which less than half is left.
    """
    from cityscape.grammar.themes import theme_names

    themes = sorted(theme_names())
    out: list[tuple[Spoiled, float]] = []
    lost = 0
    seed = first
    while len(out) < count:
        rng = np.random.default_rng(seed)
        fine = sample(seed, themes[seed % len(themes)])
        for level, most in DRAWN.items():
            s = fine.at_level(level)
            by_label: dict[str, list[int]] = {}
            for k in range(s.shape.parts):
                if s.things[k] not in ("ground", "room"):
                    by_label.setdefault(s.labels[k], []).append(k)
            labels = rng.permutation(sorted(by_label))[:most]
            for k in (int(rng.choice(by_label[x])) for x in labels):
                part = spoil(s, k, seed=1000 * seed + k)
                score = iou(part, part.mesh) if part is not None else 0.0
                if part is not None and score >= LEAST:
                    out.append((part, score))
                else:
                    lost += 1
        seed += 1
    return out[:count], lost


def draw_objects(count: int, *, first: int = 0) -> list[list[tuple[Spoiled, float]]]:
    """So many objects of 3 to 12 medium parts, each part extracted in the object's window of 128 voxels."""
    from cityscape.grammar.themes import theme_names

    themes = sorted(theme_names())
    out: list[list[tuple[Spoiled, float]]] = []
    seed = first
    while len(out) < count:
        rng = np.random.default_rng(seed)
        s = sample(seed, themes[seed % len(themes)], "medium")
        members: dict[str, list[int]] = {}
        for k, thing in enumerate(s.things):
            members.setdefault(thing, []).append(k)
        fit = sorted(t for t, parts in members.items() if t not in ("ground", "room") and 3 <= len(parts) <= 12)
        for thing in rng.permutation(fit)[:2]:
            parts = [spoil(s, k, seed=1000 * seed + k, window=members[thing]) for k in members[thing]]
            known = [(p, score) for p in parts if p is not None and (score := iou(p, p.mesh)) >= LEAST]
            if len(known) >= 2:
                out.append(known)
        seed += 1
    return out[:count]


def shared(meshes: Sequence[trimesh.Trimesh]) -> float:
    """Volume that pairs of meshes share, as a part of all their volume."""
    solids = [Manifold(Mesh64(np.array(m.vertices, np.float64), np.array(m.faces, np.uint64))) for m in meshes]
    both = sum((a ^ b).volume() for k, a in enumerate(solids) for b in solids[:k])
    return float(both / sum(a.volume() for a in solids))


def measure_objects(objects: list[list[tuple[Spoiled, float]]]) -> None:
    """Print what cleaning the parts of objects together gains over cleaning each by itself."""
    rows = []
    for parts in objects:
        meshes, tolerance = [p.mesh for p, _ in parts], 1.5 * parts[0][0].voxel
        began = process_time()
        together = crisp_parts(meshes, tolerance=tolerance)
        seconds = process_time() - began
        alone = [crisp(m, tolerance=tolerance) for m in meshes]
        scores = [(before, iou(p, a.mesh), iou(p, t.mesh)) for (p, before), a, t in zip(parts, alone, together, strict=True)]
        overlaps = [shared(m) for m in (meshes, [a.mesh for a in alone], [t.mesh for t in together])]
        closed = all(t.mesh.is_watertight and t.mesh.volume > 0 for t in together)
        rows.append((*np.mean(scores, axis=0), *overlaps, seconds / len(parts), closed, len(parts)))
    before, alone_, together_, o0, o1, o2, seconds_, closed_, parts_ = (np.array(x, float) for x in zip(*rows, strict=True))
    print(f"\n{len(rows)} objects of {parts_.mean():.1f} parts: IoU {before.mean():.4f}, cleaned one by one {alone_.mean():.4f},", end="")
    print(f" together {together_.mean():.4f}; shared volume {100 * o0.mean():.2f}, {100 * o1.mean():.2f}, {100 * o2.mean():.3f} %", end="")
    print(f" (most {100 * o2.max():.3f}); {1000 * seconds_.mean():.0f} ms a part; all closed in {int(closed_.sum())}")


def measure(part: Spoiled, before: float) -> dict[str, Any]:
    """One part cleaned and held against the truth."""
    began = process_time()
    made = crisp(part.mesh, tolerance=1.5 * part.voxel)
    seconds = process_time() - began
    return {
        "name": part.name,
        "label": part.label,
        "level": part.level,
        "kind": made.kind,
        "before": before,
        "after": iou(part, made.mesh),
        "faces": made.faces,
        "moved": made.moved / part.voxel,
        "mean_moved": made.mean_moved / part.voxel,
        "seconds": seconds,
        "closed": bool(made.mesh.is_watertight and made.mesh.volume > 0),
    }


def table(rows: list[dict[str, Any]], key: str) -> None:
    """Print means by label, level or kind, the most frequent first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for r in rows:
        groups.setdefault(r[key], []).append(r)
    print(f"\n{key:12s} parts  before   after    gain   worst  faces before/after  moved  mean    ms  kinds")
    for name, mine in [*sorted(groups.items(), key=lambda x: -len(x[1])), ("all", rows)]:
        gain = np.array([r["after"] - r["before"] for r in mine])
        before, after, moved, mean, ms = (
            float(np.mean([r[k] for r in mine])) for k in ("before", "after", "moved", "mean_moved", "seconds")
        )
        was, now = np.mean([r["faces"] for r in mine], axis=0)
        kinds = ", ".join(f"{n} {k}" for k, n in Counter(r["kind"] for r in mine).most_common())
        print(
            f"{name:12s} {len(mine):5d}  {before:.4f}  {after:.4f} {gain.mean():+.4f} {gain.min():+.4f} {was:9.0f} {now:8.0f}"
            f" {moved:7.2f} {mean:5.2f} {1000 * ms:5.0f}  {kinds}"
        )


def main() -> int:
    """Draw (or read) the parts, clean them all, print the tables."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--parts", type=int, default=300)
    ap.add_argument("--first", type=int, default=0, help="the first tile's seed")
    ap.add_argument("--objects", type=int, default=0, help="clean the parts of so many objects together instead")
    ap.add_argument("--keep", type=Path, help="pickle of the spoiled parts: read if it is there, else written")
    ap.add_argument("--label", nargs="+", help="only these labels")
    ap.add_argument("--json", type=Path, help="also write one record a part there")
    args = ap.parse_args()
    torch.set_num_threads(1)
    if args.objects:
        measure_objects(draw_objects(args.objects, first=args.first))
        return 0
    if args.keep and args.keep.is_file():
        parts, lost = pickle.loads(args.keep.read_bytes())
    else:
        parts, lost = draw(args.parts, first=args.first)
        if args.keep:
            with whole(args.keep) as file:
                file.write_bytes(pickle.dumps((parts, lost)))
    parts = [x for x in parts[: args.parts] if not args.label or x[0].label in args.label]
    print(f"{len(parts)} parts; {lost} were too thin to be left by the spoiling")
    if not parts:
        return 1
    crisp(parts[0][0].mesh, tolerance=1.5 * parts[0][0].voxel)  # imports are no part of it
    rows = [measure(*x) for x in parts]
    for key in ("label", "level", "kind"):
        table(rows, key)
    worse = sum(r["after"] < r["before"] - 0.002 for r in rows)
    slow = np.percentile([1000 * r["seconds"] for r in rows], [50, 90, 100])
    print(
        f"\n{worse} of {len(rows)} lose more than 0.002; milliseconds {slow[0]:.0f} (median), {slow[1]:.0f} (90 %), {slow[2]:.0f} (most);"
        f" closed {sum(r['closed'] for r in rows)}; most faces {max(r['faces'][1] for r in rows)}"
    )
    if args.json:
        with whole(args.json) as file:
            file.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
