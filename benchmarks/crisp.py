"""What `partgen.crisp` gains: true parts, spoiled as a small decoder spoils them, cleaned, and held against the truth.

    python benchmarks/crisp.py [--parts 300] [--first 0] [--keep FILE.pkl] [--json FILE.json] [--label wall ...]

A part of `cityscape.grammar.sample` gets a window (its box, a quarter larger) of 64 or 96 voxels; its signed distances there are blurred by
a voxel and disturbed by smooth noise of half a voxel to a voxel; marching cubes make a mesh of that. IoU is with the true polytopes on
96^3 points over the true box. Prints, per label: parts, mean IoU before and after, how the gain is spread, kinds, faces, how far the
surface moved (voxels) and milliseconds of processor time for a part. `--keep` stores the spoiled parts, so that a second run starts at once.
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
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
import trimesh
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from cityscape.grammar.teacher import Sample, sample
from partgen.isosurface import as_mesh, polygonise
from partgen.solid_batch import Picks, inside, pack
from partgen.solid_clouds import signed_distance
from partgen.voxels import solid_voxels

GRID = 96
"""Points an axis for the IoU."""
BLUR, WAVE, NOISE = 1.0, (3.5, 7.0), (0.25, 0.5)
"""Of the field: blur, the noise's blur before it is scaled, and its standard deviation (half its amplitude), in voxels."""
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


def spoil(s: Sample, part: int, *, seed: int) -> Spoiled | None:
    """One part of a sample, spoiled; None where nothing of it is left (it is thinner than the blur)."""
    rng = np.random.default_rng(seed)
    n = int(rng.choice([64, 96]))
    corners = s.shape.vertices[s.shape.faces[s.shape.face_part == part]].reshape(-1, 3)
    low, high = corners.min(0), corners.max(0)
    centre, half = (low + high) / 2, 1.25 * float((high - low).max()) / 2
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


def iou(part: Spoiled, mesh: trimesh.Trimesh) -> float:
    """Of a mesh with the truth."""
    middle, reach = part.box.mean(0), np.ptp(part.box, axis=0) / 2
    have = solid_voxels((np.asarray(mesh.vertices)[mesh.faces] - middle) / reach, GRID)
    union = int((have | part.truth).sum())
    return float((have & part.truth).sum() / union) if union else 0.0


def draw(count: int, *, first: int = 0) -> list[Spoiled]:
    """So many spoiled parts of tiles of all themes in turn; never the ground."""
    from cityscape.grammar.themes import theme_names

    themes = sorted(theme_names())
    out: list[Spoiled] = []
    seed = first
    while len(out) < count:
        rng = np.random.default_rng(seed)
        fine = sample(seed, themes[seed % len(themes)])
        for level, most in DRAWN.items():
            s = fine.at_level(level)
            loose = [k for k in range(s.shape.parts) if s.things[k] not in ("ground", "room")]
            by_label: dict[str, list[int]] = {}
            for k in loose:
                by_label.setdefault(s.labels[k], []).append(k)
            labels = rng.permutation(sorted(by_label))[:most]
            for k in (int(rng.choice(by_label[x])) for x in labels):
                made = spoil(s, k, seed=1000 * seed + k)
                if made is not None:
                    out.append(made)
        seed += 1
    return out[:count]
