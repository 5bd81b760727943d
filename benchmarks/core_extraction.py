"""What an extraction costs against its plain twin, which asks the field at every grid point.

    python benchmarks/core_extraction.py [--sizes 128 256] [--fields NAME ...] [--json FILE]

Ratios are of one run on one thread. Fields: analytic shapes, which cost nearly nothing to ask, so that the ratio shows
the book-keeping; and decoders of random weights, whose ratio is that of the queries: "decoder" is a ball whose surface
such a network disturbs, as a trained one's does; "network" is random alone, with surface all over the grid.
"cells" is the largest distance from a vertex to the nearest one of the dense surface, in grid cells; "lost %" is the share
of the dense surface's vertices that have none of ours within half a cell.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from scipy.spatial import cKDTree
from torch import Tensor

from partgen.config import VAEConfig
from partgen.isosurface import extract_mesh, polygonise
from partgen.vae import ShapeVAE

Sdf = Callable[[Tensor], Tensor]
BOUNDS = 1.01


def main() -> int:
    """Run all fields at all sizes and print a table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--sizes", type=int, nargs="+", default=[128, 256])
    ap.add_argument("--fields", nargs="+", default=list(FIELDS), choices=list(FIELDS))
    ap.add_argument("--json", type=Path, help="also write the figures there")
    args = ap.parse_args()
    torch.set_num_threads(1)
    extract_mesh(ball(0.5), 32)  # imports are no part of it
    rows = []
    print("field       size  queries   share %  seconds  dense s    ratio   cells   lost %")
    with torch.no_grad():
        for n in args.sizes:
            for name in args.fields:
                row = measure(name, n)
                rows.append(row)
                print(
                    f"{name:10s} {n:5d} {row['queries']:8d} {100 * row['share']:9.2f} {row['seconds']:8.2f} {row['dense_seconds']:8.2f}"
                    f" {row['ratio']:8.2f} {row['cells']:7.3f} {100 * row['lost']:8.3f}",
                    flush=True,
                )
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def measure(name: str, n: int) -> dict[str, Any]:
    """One field at one size, both ways."""
    sdf = FIELDS[name]()
    began = perf_counter()
    mesh = extract_mesh(sdf, n, bounds=BOUNDS)
    seconds = perf_counter() - began
    began = perf_counter()
    vertices = dense(sdf, n)[0]
    dense_seconds = perf_counter() - began
    a, b = np.asarray(mesh.vertices), np.asarray(vertices)
    cell = 2 * BOUNDS / n
    far = cKDTree(b).query(a)[0] / cell if len(a) and len(b) else np.full(len(a), np.inf)
    back = cKDTree(a).query(b)[0] / cell if len(a) and len(b) else np.full(len(b), np.inf)
    return {
        "field": name,
        "size": n,
        "queries": mesh.metadata["queries"],
        "share": mesh.metadata["queries"] / (n + 1) ** 3,
        "seconds": seconds,
        "dense_seconds": dense_seconds,
        "ratio": dense_seconds / seconds,
        "cells": float(far.max(initial=0.0)),
        "lost": float((back > 0.5).mean()) if len(back) else 0.0,
    }


def dense(sdf: Sdf, n: int, *, chunk: int = 50_000) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The plain twin: all points of the same grid, then marching cubes."""
    axis = (torch.arange(n + 1, dtype=torch.float64) * (2 * BOUNDS / n) - BOUNDS).float()
    values = np.empty((n + 1) ** 3, np.float32)
    for i in range(0, len(values), chunk):
        index = torch.from_numpy(np.stack(np.unravel_index(np.arange(i, min(i + chunk, len(values))), (n + 1,) * 3), -1))
        values[i : i + chunk] = sdf(axis[index]).numpy()
    vertices, faces = polygonise(values.reshape((n + 1,) * 3))
    return vertices * (2 * BOUNDS / n) - BOUNDS, faces


# -- fields ----------------------------------------------------------------------------------------
def ball(r: float) -> Sdf:
    return lambda p: 30 * (p.norm(dim=-1) - r)


def box(half: tuple[float, float, float], *, turn: float = 0.0) -> Sdf:
    c, s = float(np.cos(turn)), float(np.sin(turn))
    matrix = torch.tensor([[1.0, 0, 0], [0, c, -s], [0, s, c]]) @ torch.tensor([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])

    def sdf(p: Tensor) -> Tensor:
        d = (p @ matrix.T).abs() - torch.tensor(half)
        return 30 * (d.clamp(min=0).norm(dim=-1) + d.amax(-1).clamp(max=0))

    return sdf


def decoder(*, alone: bool) -> Sdf:
    """A small ShapeVAE decoder of random weights; unless alone it disturbs a ball by a few hundredths."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        config = VAEConfig(
            latent_channels=8, num_attention_heads=4, width_encoder=32, width_decoder=64, num_layers_encoder=1, num_layers_decoder=2
        )
        vae = ShapeVAE(config).eval()
        memory = vae.memory(torch.randn(1, 64, 8))
        middle = vae.query(memory, torch.rand(1, 4096, 3) * 2 - 1)
    mean, spread = float(middle.mean()), float(middle.std())

    def sdf(p: Tensor) -> Tensor:
        noise = (vae.query(memory, p[None])[0] - mean) / spread
        return noise if alone else 30 * (p.norm(dim=-1) - 0.6 + 0.005 * noise)

    return sdf


FIELDS: dict[str, Callable[[], Sdf]] = {
    "ball": lambda: ball(0.6),
    "box": lambda: box((0.5, 0.35, 0.2), turn=0.4),
    "full box": lambda: box((1.0, 1.0, 1.0)),
    "plate": lambda: box((0.7, 0.004, 0.6), turn=0.7),
    "decoder": lambda: decoder(alone=False),
    "network": lambda: decoder(alone=True),
}

if __name__ == "__main__":
    raise SystemExit(main())
