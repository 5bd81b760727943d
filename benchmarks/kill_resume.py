"""Kill a run at random moments, resume it, and compare with a run that nobody disturbed.

    python benchmarks/kill_resume.py                  # 4x4 tiles, ten kills
    python benchmarks/kill_resume.py --grid 2x2 --kills 3 --tile-size 20

Each line: when the run was killed (SIGKILL, seconds after its start), how many tiles were finished then,
how many were made after it, whether files of finished tiles were touched, and whether all files of the
final scene are byte for byte those of the uninterrupted run. Leaves with 1 when anything differs.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from cityscape.store import SceneFolder


def files(folder: Path) -> dict[str, str]:
    """Relative name -> SHA-256 of every file."""
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def identity(scene: SceneFolder) -> dict[str, tuple[int, int]]:
    """Inode and time of each file of each finished tile."""
    names = [f"tiles/{c[0]}_{c[1]}.json" for c in scene.done()] + [f"assets/{n}" for c in scene.done() for n in scene.assets_of(c)]
    return {n: ((scene.path / n).stat().st_ino, (scene.path / n).stat().st_mtime_ns) for n in names}


def command(*arguments: object) -> list[str]:
    """A cityscape command without pictures and models, which are made from the scene alone."""
    return [sys.executable, "-m", "cityscape", *(str(a) for a in arguments), "--quiet", "--no-render", "--no-export"]


def main() -> int:
    """Run, kill, resume, compare, print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--prompt", default="a walled medieval town by a river")
    ask.add_argument("--grid", default="4x4")
    ask.add_argument("--tile-size", default="40")
    ask.add_argument("--kills", type=int, default=10)
    ask.add_argument("--workers", default="2")
    ask.add_argument("--seed", type=int, default=7, help="of the moments")
    a = ask.parse_args()
    chance = random.Random(a.seed)
    place = Path(tempfile.mkdtemp(prefix="kill_resume_"))
    generate = ["generate", a.prompt, "--sculptor", "exact", "--grid", a.grid, "--tile-size", a.tile_size, "--workers", a.workers, "--out"]
    try:
        began = time.perf_counter()
        subprocess.run(command(*generate, place / "whole"), check=True)
        whole, seconds = files(place / "whole"), time.perf_counter() - began
        tiles = len(SceneFolder.open(place / "whole").done())
        print(f"uninterrupted: {tiles} tiles, {len(whole)} files, {seconds:.1f} s, {a.workers} workers", flush=True)
        print("kill    at s  finished  made after  touched  identical", flush=True)
        wrong = 0
        for k in range(a.kills):
            folder = place / f"scene{k}"
            moment = seconds * (k + chance.random()) / a.kills
            p = subprocess.Popen(command(*generate, folder))
            try:
                p.wait(moment)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
            begun = (folder / "scene.json").is_file()
            before = identity(SceneFolder.open(folder)) if begun else {}
            finished = sum(n.startswith("tiles/") for n in before)
            subprocess.run(command("resume", folder) if begun else command(*generate, folder), check=True)
            after = identity(SceneFolder.open(folder))
            touched = sum(after[n] != v for n, v in before.items())
            same = files(folder) == whole
            wrong += touched > 0 or not same
            print(f"{k + 1:4}  {moment:6.1f}  {finished:8}  {tiles - finished:10}  {touched:7}  {'yes' if same else 'NO'}", flush=True)
            shutil.rmtree(folder)
        print("all as they should be" if not wrong else f"{wrong} of {a.kills} differ")
        return 1 if wrong else 0
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
