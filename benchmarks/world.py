"""What the procedural world costs as a teacher: samples, clouds, distances and pictures a second, and how near the painter they are.

    python benchmarks/world.py [--tiles 16] [--size 256] [--points 4096] [--paint 2] [--device cpu] [--processes 2] [--json FILE]

Rates are tiles a second of wall time in one process with one thread, then of all processes together (each with one thread);
the last column is their ratio. Where something else keeps the machine busy, compare the ratios, not the rates.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Callable

os.environ.setdefault("OMP_NUM_THREADS", "1")
SEED = 7_000


def main() -> int:
    """Measure and print the table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tiles", type=int, default=16, help="tiles for each figure")
    ap.add_argument("--size", type=int, default=256, help="pixels of a picture's edge")
    ap.add_argument("--points", type=int, default=4096, help="points of a cloud, and queries of distances")
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--pool", type=int, default=6, help="layouts of the pool")
    ap.add_argument("--paint", type=int, default=2, help="tiles that the painter paints to compare with")
    ap.add_argument("--theme", help="only this one")
    ap.add_argument("--device", default="cpu")
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--json", type=Path)
    ap.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.one:
        print(json.dumps(rates(args, seed=SEED + 10_000 * os.getpid())))
        return 0
    alone = rates(args, seed=SEED)
    together = [] if args.processes < 2 else side_by_side(args)
    print(f"{args.tiles} tiles in batches of {args.batch}, {args.size} px, {args.points} points, device {args.device}")
    print("".ljust(34) + "1 process   cpu ms a tile" + (f"   {args.processes} processes   ratio" if together else ""))
    for name, row in alone.items():
        line = name.ljust(34) + f"{row['rate']:9.2f} {row['cpu_ms']:15.1f}"
        if together:
            total = sum(t[name]["rate"] for t in together)
            line += f" {total:13.2f} {total / row['rate']:7.2f}"
        print(line)
    near = nearness(args) if args.paint else {}
    for name, value in near.items():
        print(name.ljust(34) + f"{value:9.4f}")
    if args.json:
        args.json.write_text(json.dumps({"alone": alone, "together": together, "painter": near}, indent=1) + "\n")
    return 0


def side_by_side(args: argparse.Namespace) -> list[dict[str, Any]]:
    """The same by several processes at once."""
    command = [sys.executable, __file__, "--one"]
    for name in ("tiles", "size", "points", "batch", "pool", "device"):
        command += [f"--{name}", str(getattr(args, name))]
    command += ["--theme", args.theme] if args.theme else []
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(args.processes)]
    return [json.loads(p.communicate()[0].splitlines()[-1]) for p in running]


def rates(args: argparse.Namespace, *, seed: int) -> dict[str, dict[str, float]]:
    """Tiles a second and CPU milliseconds a tile of everything."""
    import torch

    from cityscape.grammar import Batch, Pool, sample

    torch.set_num_threads(1)
    n, size, points, device = args.tiles, args.size, args.points, args.device
    sample(seed - 1, args.theme)  # themes and kinds are read once
    pool = Pool.of(range(seed, seed + args.pool), theme=args.theme)
    drawn = [pool.sample(seed + k) for k in range(n)]
    chunks = [drawn[k : k + args.batch] for k in range(0, n, args.batch)]
    batches = [Batch.of(c).to(device) for c in chunks]

    def everything(samples: list[Any]) -> None:
        for k in range(0, n, args.batch):
            b = Batch.of(samples[k : k + args.batch]).to(device)
            b.clouds(points)
            b.shell(b.pictures(size), points)

    def distances() -> None:
        for b in batches:
            near = b.clouds(points)[..., :3]
            b.distances(near + 0.1 * torch.randn(near.shape, device=device))

    jobs: dict[str, Callable[[], Any]] = {
        "fresh samples": lambda: [sample(seed + 500 + k, args.theme) for k in range(n)],
        "pooled samples": lambda: [pool.sample(seed + 900 + k) for k in range(n)],
        "batches made of samples": lambda: [Batch.of(c).to(device) for c in chunks],
        "clouds of whole tiles": lambda: [b.clouds(points) for b in batches],
        "clouds of all parts, 256 points": lambda: [b.clouds(256, b.singles) for b in batches],
        "distances": distances,
        "pictures, geometry": lambda: [b.pictures(size, color=False) for b in batches],
        "pictures, colour": lambda: [b.pictures(size) for b in batches],
        "pooled: sample, cloud, picture": lambda: everything([pool.sample(seed + 1300 + k) for k in range(n)]),
        "fresh: sample, cloud, picture": lambda: everything([sample(seed + 1700 + k, args.theme) for k in range(n)]),
    }
    out = {}
    for name, job in jobs.items():
        wall, cpu = perf_counter(), process_time()
        job()
        if device != "cpu":
            torch.cuda.synchronize()
        wall, cpu = perf_counter() - wall, process_time() - cpu
        out[name] = {"rate": n / wall, "cpu_ms": 1000 * cpu / n}
    return out


def nearness(args: argparse.Namespace) -> dict[str, float]:
    """How the pictures differ from the painter's, and what the painter takes at 1024 pixels."""
    import numpy as np
    from skimage.color import deltaE_ciede2000, rgb2lab

    from cityscape.grammar import sample
    from cityscape.grammar.compose import compose
    from cityscape.paint.procedural import ProceduralPainter

    color, ids, depth, seconds = [], [], [], []
    for k in range(args.paint):
        s = sample(SEED + 31 * k, args.theme)
        things = compose(s.brief, seed=s.seed)
        painted = ProceduralPainter(size=256, samples=1).portrait(s.brief, things)
        shown = s.to("cpu").pictures(256)
        assert painted.mask is not None and painted.depth is not None and painted.parts == s.ids
        mine, theirs = shown.part[0].numpy() + 1, painted.mask.astype(int)
        seen = (mine > 0) & (theirs > 0)
        ids.append(float((mine != theirs).mean()))
        depth.append(float((np.abs(shown.depth[0].numpy() - painted.depth)[seen] > 1e-3).mean()))
        lab = [rgb2lab(x.astype(float)) for x in (shown.rgba[0, ..., :3].numpy(), painted.rgba[..., :3] / 255)]
        color.append(float(deltaE_ciede2000(*lab)[seen].mean()))
        began = perf_counter()
        ProceduralPainter().portrait(s.brief, things)
        seconds.append(perf_counter() - began)
    return {
        "painter, s a tile at 1024 px": float(np.mean(seconds)),
        "mean CIE DE2000 to the painter": float(np.mean(color)),
        "share of pixels, another part": float(np.mean(ids)),
        "share of pixels, depth off 1 mm": float(np.mean(depth)),
    }


if __name__ == "__main__":
    sys.exit(main())
