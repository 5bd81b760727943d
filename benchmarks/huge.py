"""Opening and editing a scene of 100x100 cells: seconds and memory of a fresh process for each row.

    python benchmarks/huge.py [--side N] [--keep FOLDER] [--json FILE]

The offline planner plans the city; only a few tiles are made, with coarse parts, since what is measured does not depend on how many
there are. `open` reads the scene; `part` opens it, gives one part another material and saves; `cell` opens it, adds one cell to the
plan and saves. `cpu` is processor time, which other programs on the machine do not stretch as they do `wall`. Peak memory is the
process's largest resident set, with Python and all libraries.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

PROMPT = "a medieval town by a river with farms"
TASKS = ("open", "part", "cell")


def main() -> int:
    """Plan, make a few tiles, and run the tasks."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--side", type=int, default=100)
    ap.add_argument("--seed", type=int, default=3)
    ap.add_argument("--keep", type=Path, help="folder of the scene, kept and used again; default: a temporary one")
    ap.add_argument("--json", type=Path, help="also write the figures there")
    ap.add_argument("--task", help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.task:
        print(json.dumps(make(args.keep, args.side, args.seed) if args.task == "plan" else measure(args.task, args.keep)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary) / "city"
        rows: list[dict[str, Any]] = []
        for task in TASKS if (folder / "scene.json").is_file() else ("plan", *TASKS):
            command = [sys.executable, __file__, "--task", task, "--keep", str(folder), "--side", str(args.side), "--seed", str(args.seed)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
        print("  task  wall s   cpu s  peak MB")
        for row in rows:
            print(f"{row['task']:>6} {row['wall']:7.2f} {row['cpu']:7.2f} {row['peak_bytes'] / 1e6:8.0f}")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def make(folder: Path, side: int, seed: int) -> dict[str, Any]:
    """Plan the city and make two of its tiles."""
    from cityscape.plan import planner
    from cityscape.run.stages import Crew, make_tile
    from cityscape.store import SceneFolder, Settings
    from partgen.memory import peak

    wall, cpu = perf_counter(), process_time()
    plan = planner().plan(PROMPT, grid=(side, side), seed=seed, confirm=True)
    row = {"task": "plan", "wall": perf_counter() - wall, "cpu": process_time() - cpu, "peak_bytes": peak()}
    scene = SceneFolder.create(folder, plan, Settings(options={"parts": "coarse"}))
    crew = Crew(parts="coarse", sculptor="exact").hired()
    for cell in ((0, 0), (side // 2, side // 2)):
        make_tile(plan, cell, crew, paintings={}, finished={}, folder=scene, stage=lambda s: None)
    return row


def measure(task: str, folder: Path) -> dict[str, Any]:
    """One task, imports included."""
    wall = perf_counter()
    from cityscape.store import SceneFolder
    from partgen.memory import peak

    scene = SceneFolder.open(folder)
    if task == "part":
        edit_part(scene)
    elif task == "cell":
        from cityscape.plan.grow import fill

        with scene.draft() as draft:
            east = max(c[0] for c in draft.plan.cells) + 1
            draft.plan = fill(draft.plan, [(east, 0)])
            draft.commit("grow", "one cell was added", fresh=[(east, 0)])
    return {"task": task, "wall": perf_counter() - wall, "cpu": process_time(), "peak_bytes": peak()}


def edit_part(scene: Any) -> None:
    """Give one part of the tile (0, 0) another roughness."""
    with scene.draft() as draft:
        tile = draft.tile((0, 0))
        thing = tile.things[-1]
        part = thing.parts[0]
        rough = 0.5 if part.material.roughness != 0.5 else 0.6
        other = replace(part, material=part.material.model_copy(update={"roughness": rough}))
        changed = thing.with_parts((other, *thing.parts[1:]))
        draft.put(replace(tile, things=(*tile.things[:-1], changed)))
        draft.commit("material", f"{part.id} has another roughness")


if __name__ == "__main__":
    sys.exit(main())
