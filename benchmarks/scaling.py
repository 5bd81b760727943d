"""What a city costs: seconds per tile, peak memory and file size from 3x3 to 10x10 (20x20 with --large).

    python benchmarks/scaling.py [--large] [--workers N] [--prompt TEXT] [--json FILE]

Every size runs in a process of its own, through the same calls as `cityscape generate` and `cityscape export`:
plan, paint, sculpt, store, then one GLB. Peak memory is the largest sum of resident memory over the process and
its workers, sampled ten times a second (pages that they share count for each).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

SIZES = (3, 6, 10)
LARGE = 20
PROMPT = "a medieval market town by a river, with a castle and farms"


def main() -> int:
    """Run all sizes and print a table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--large", action="store_true", help="also 20x20")
    ap.add_argument("--sizes", type=int, nargs="+", help="edges of the square grids instead of 3 6 10")
    ap.add_argument("--workers", type=int, help="processes (default: as many as cores and memory allow)")
    ap.add_argument("--prompt", default=PROMPT)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--json", type=Path, help="also write the figures there")
    ap.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.one:
        print(json.dumps(measure(args.one, prompt=args.prompt, seed=args.seed, workers=args.workers)))
        return 0
    sizes = args.sizes or [*SIZES, *([LARGE] if args.large else [])]
    rows: list[dict[str, Any]] = []
    print("   grid  tiles  workers  tiles s  s/tile  x first  GLB s  GLB MB  peak MB    parts")
    for n in sizes:
        row = run(n, args)
        rows.append(row)
        ratio = row["seconds_per_tile"] / rows[0]["seconds_per_tile"]
        print(
            f"{n}x{n}".rjust(7)
            + f" {row['tiles']:6d} {row['workers']:8d} {row['tile_seconds']:8.1f} {row['seconds_per_tile']:7.2f} {ratio:8.2f}"
            + f" {row['glb_seconds']:6.1f} {row['glb_bytes'] / 1e6:7.1f} {row['peak_bytes'] / 1e6:8.0f} {row['parts']:8d}",
            flush=True,
        )
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def run(n: int, args: argparse.Namespace) -> dict[str, Any]:
    """One size in a fresh process, with its memory watched."""
    command = [sys.executable, __file__, "--one", str(n), "--prompt", args.prompt, "--seed", str(args.seed)]
    command += ["--workers", str(args.workers)] if args.workers else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(child, peak), daemon=True)
        watcher.start()
        out, _ = child.communicate()
        watcher.join()
    if child.returncode:
        raise SystemExit(f"{n}x{n} failed with exit code {child.returncode}")
    return {**json.loads(out.splitlines()[-1]), "peak_bytes": peak[0]}


def measure(n: int, *, prompt: str, seed: int, workers: int | None) -> dict[str, Any]:
    """Make an n x n city in a temporary folder and export it; returns the figures."""
    import cityscape
    from cityscape.export import export_glb
    from cityscape.run import Planned

    used: list[int] = []

    def listen(event: object) -> None:
        if isinstance(event, Planned):
            used.append(event.workers)

    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        scene = cityscape.generate(
            prompt, grid=(n, n), seed=seed, out=Path(folder) / "city", sculptor="exact", workers=workers, progress=listen
        )
        made = perf_counter()
        report = export_glb(scene, Path(folder) / "city.glb")
        done = perf_counter()
    return {
        "grid": [n, n],
        "tiles": report.tiles,
        "workers": used[0],
        "tile_seconds": round(made - start, 3),
        "seconds_per_tile": round((made - start) / report.tiles, 4),
        "glb_seconds": round(done - made, 3),
        "glb_bytes": report.bytes,
        "objects": report.objects,
        "parts": report.parts,
        "triangles": report.triangles,
    }


def _watch(child: subprocess.Popen[str], peak: list[int]) -> None:
    import psutil

    try:
        root = psutil.Process(child.pid)
    except psutil.NoSuchProcess:
        return
    while child.poll() is None:
        total = 0
        for p in _tree(root):
            try:
                total += p.memory_info().rss
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total)
        sleep(0.1)


def _tree(root: Any) -> list[Any]:
    import psutil

    try:
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


if __name__ == "__main__":
    sys.exit(main())
