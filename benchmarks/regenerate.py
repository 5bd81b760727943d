"""Regenerate the first tile, a corner, a border tile and an inner tile of a city, and see what changed.

    python benchmarks/regenerate.py                                  # 4x4 tiles of 40 m
    python benchmarks/regenerate.py --grid 3x3 --tile-size 20

The city is made by one process and so is each regeneration. Before each, two objects and a part of the tile are locked. A line
says how many files of other tiles (and of scene.json) changed, whether what was locked is the same bit by bit, the seam figures of
the borders it touches before and after (largest height gap in millimetres, fallen rays, largest socket offset in % of the tile,
colour difference across), and the seconds against those of the whole city. Leaves with 1 when anything that should stay did not,
or a seam got worse.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from cityscape.assemble import SeamReport
from cityscape.run import generate
from cityscape.run.inputs import parse_grid
from cityscape.run.regenerate import regenerate
from cityscape.store import SceneFolder
from cityscape.world.part import Thing
from cityscape.world.records import Cell

KINDS = ("ground", "room")


def files(folder: Path) -> dict[str, str]:
    """Relative name -> SHA-256 of the scene's own files."""
    found = [folder / "scene.json", *sorted((folder / "tiles").iterdir()), *sorted((folder / "assets").iterdir())]
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in found}


def lock(folder: SceneFolder, cell: Cell) -> None:
    """Lock the first two objects that stand on a tile's ground, and the first part of the third."""
    with folder.draft() as draft:
        tile = draft.tile(cell)
        names = [t.id for t in tile.things if t.kind not in KINDS][:3]

        def marked(t: Thing) -> Thing:
            if t.id in names[:2]:
                return replace(t, locked=True)
            if t.id in names:
                return replace(t, parts=(replace(t.parts[0], locked=True), *t.parts[1:]))
            return t

        draft.put(replace(tile, things=tuple(marked(t) for t in tile.things)))
        draft.commit("lock", f"locked {', '.join(names)}")


def contents(folder: SceneFolder, cell: Cell) -> dict[str, bytes]:
    """Object -> poses, materials and meshes, of what is locked in a tile."""
    return {
        t.id: repr(t.pose).encode()
        + b"".join(repr((p.id, p.pose, p.material)).encode() + p.mesh.vertices.tobytes() + p.mesh.faces.tobytes() for p in t.parts)
        for t in folder.read_tile(cell).things
        if t.locked or any(p.locked for p in t.parts)
    }


def figures(r: SeamReport) -> str:
    """The worst of each figure."""
    color = "-" if r.color_across is None else f"{r.color_across:.2f}"
    return f"{1000 * r.height_gap:.5f} / {r.fallen_rays} / {r.socket_offset:.3f} / {color}"


def main() -> int:
    """Make, lock, regenerate, compare, print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--prompt", default="a walled medieval town by a river")
    ask.add_argument("--grid", default="4x4")
    ask.add_argument("--tile-size", type=float, default=40.0)
    ask.add_argument("--seed", type=int, default=7)
    a = ask.parse_args()
    columns, rows = parse_grid(a.grid)
    place = Path(tempfile.mkdtemp(prefix="regenerate_"))
    try:
        path = place / "scene"
        began, work = time.perf_counter(), time.process_time()
        generate(a.prompt, grid=(columns, rows), tile_size=a.tile_size, seed=a.seed, out=path, sculptor="exact", workers=1)
        whole, work = time.perf_counter() - began, time.process_time() - work
        folder = SceneFolder.open(path)
        print(f"{columns}x{rows} made by one process in {whole:.1f} s ({work:.1f} s of processor time)", flush=True)
        print("| tile | others changed | locked, same | seams before | after | s | share | processor s | share |", flush=True)
        print("|---|---|---|---|---|---|---|---|---|", flush=True)
        places = {"first": (0, 0), "corner": (columns - 1, rows - 1), "border": (columns // 2, 0), "inner": (columns // 2, rows // 2)}
        wrong = 0
        for name, cell in places.items():
            lock(folder, cell)
            held, before = contents(folder, cell), files(path)
            spent = time.process_time()
            done = regenerate(path, cell, workers=1)
            spent = time.process_time() - spent
            after = files(path)
            own = f"tiles/{cell[0]}_{cell[1]}.json"
            others = sum(after.get(k) != v for k, v in before.items() if k != own)
            now = contents(SceneFolder.open(path), cell)
            same = sum(now.get(k) == v for k, v in held.items())
            wrong += others + (same < len(held)) + (after[own] == before[own])
            line = f"| {name} {cell[0]},{cell[1]} | {others} of {len(before) - 1} files | {same} of {len(held)}"
            line += f" | {figures(done.before)} | {figures(done.after)} | {done.seconds:.1f} | {done.seconds / whole:.3f}"
            print(f"{line} | {spent:.1f} | {spent / work:.3f} |", flush=True)
        problems = SceneFolder.open(path).verify()
        print("\n".join(problems) if problems else "every file of the scene is sound", flush=True)
        return 1 if wrong or problems else 0
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
