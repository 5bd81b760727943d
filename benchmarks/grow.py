"""A city grown from 3x3 to 12x12 in six steps, and the same size made at once: how the tiles meet, and what memory it takes.

    python benchmarks/grow.py [--prompt TEXT] [--theme NAME] [--full] [--json FILE]

Every step runs in a process of its own, with one worker, and is then looked at by another one: are the sockets and corner heights of all
borders equal in the tiles that were made, and what are the seam figures (`cityscape.assemble.seams`)? Paintings are small, since they do
not matter here and take nine tenths of the time; `--full` paints as a user's scene is painted. Peak memory is the process's largest
resident set. `changed` counts files of older tiles that differ after a step.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, Iterator

START = (3, 3)
STEPS: tuple[dict[str, int], ...] = (
    {"east": 2},
    {"north": 3},
    {"west": 2},
    {"south": 2},
    {"east": 3, "north": 2},
    {"west": 2, "south": 2},
)
END = (12, 12)
PROMPT = "a medieval market town by a river, with hills and farms"

COLUMNS = {
    "step": ("step", 15), "grid": ("grid", 5), "new": ("new", 4), "seconds": ("seconds", 7), "peak_bytes": ("peak MB", 7),
    "borders": ("borders", 7), "sockets": ("sockets", 7), "corners": ("corners", 7), "gap": ("gap mm", 7), "fallen": ("fallen rays", 11),
    "offset": ("offset %", 8), "loose": ("loose", 5), "changed": ("changed", 7),
}  # fmt: skip
"""The figures of a row: title and width."""


def main() -> int:
    """Grow, make at once, and print the table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--prompt", default=PROMPT)
    ap.add_argument("--theme")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--full", action="store_true", help="paint as a user's scene is painted")
    ap.add_argument("--json", type=Path, help="also write the figures there")
    ap.add_argument("--task", help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.task:
        print(json.dumps(run(json.loads(args.task), args)))
        return 0
    rows = []
    print("".join(f" {title:>{w}}" for title, w in COLUMNS.values()))
    with tempfile.TemporaryDirectory() as temporary:
        grown, whole = str(Path(temporary) / "grown"), str(Path(temporary) / "whole")
        tasks: list[dict[str, Any]] = [{"do": "generate", "grid": START, "path": grown}]
        tasks += [{"do": "grow", "sides": s, "path": grown} for s in STEPS]
        tasks += [{"do": "generate", "grid": END, "path": whole}]
        before: dict[str, str] = {}
        for task in tasks:
            row = {**child(task, args), **child({"do": "look", "path": task["path"]}, args)}
            now = files(Path(task["path"]) / "tiles")
            row["changed"] = sum(now.get(n) != h for n, h in before.items()) if task["do"] == "grow" else 0
            before = now
            rows.append(row)
            print("".join(f" {shown(row[k], k):>{w}}" for k, (_, w) in COLUMNS.items()), flush=True)
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def shown(value: Any, name: str) -> str:
    """A figure as text."""
    if name == "peak_bytes":
        return f"{value / 1e6:.0f}"
    digits, unit = {"gap": (4, 1000), "offset": (3, 1)}.get(name, (1, 1))
    return f"{unit * value:.{digits}f}" if isinstance(value, float) else str(value)


def child(task: dict[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    """A task in a fresh process."""
    command = [sys.executable, __file__, "--task", json.dumps(task), "--prompt", args.prompt, "--seed", str(args.seed)]
    command += (["--theme", args.theme] if args.theme else []) + (["--full"] if args.full else [])
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    out: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return out


def run(task: dict[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    """Make, grow or look at a scene."""
    from partgen.memory import peak

    if task["do"] == "look":
        return look(Path(task["path"]))
    import cityscape
    from cityscape.paint.procedural import ProceduralPainter

    painter: Any = "procedural" if args.full else ProceduralPainter(size=64, samples=1, ambient_occlusion=1)
    began = perf_counter()
    if task["do"] == "grow":
        grown = cityscape.grow(task["path"], **task["sides"], painter=painter, workers=1)
        new, step = len(grown.new), " ".join(f"{n} {s}" for s, n in task["sides"].items())
    else:
        grid = tuple(task["grid"])
        scene = cityscape.generate(
            args.prompt, grid=grid, seed=args.seed, theme=args.theme, out=task["path"], painter=painter, sculptor="exact", workers=1
        )
        new, step = len(scene.tiles), f"{grid[0]}x{grid[1]} at once"
    return {"step": step, "new": new, "seconds": perf_counter() - began, "peak_bytes": peak()}


class OnDisk(Mapping[Any, Any]):
    """A scene's tiles, read when they are looked at and not kept."""

    def __init__(self, folder: Any) -> None:
        self.folder, self.cells = folder, sorted(folder.done())

    def __getitem__(self, cell: Any) -> Any:
        return self.folder.read_tile(cell, painting=False)

    def __contains__(self, cell: object) -> bool:
        return cell in self.cells

    def __iter__(self) -> Iterator[Any]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def look(path: Path) -> dict[str, Any]:
    """How the tiles of a scene meet: `sockets` and `corners` count borders on which two tiles differ."""
    from cityscape.assemble import seams
    from cityscape.store import SceneFolder
    from cityscape.world.brief import OPPOSITE
    from cityscape.world.tile import Scene

    folder = SceneFolder.open(path)
    briefs = {c: folder.read_tile(c, painting=False).brief for c in sorted(folder.done())}
    ends = {"east": ((1, 0), (2, 3)), "north": ((3, 0), (2, 1))}
    sockets = corners = 0
    for c, b in briefs.items():
        for side, other in folder.plan.neighbours(c).items():
            if side in ends and other in briefs:
                sockets += b.sockets[side] != briefs[other].sockets[OPPOSITE[side]]
                corners += any(b.corners[k] != briefs[other].corners[m] for k, m in ends[side])
    report = seams(Scene(folder.plan, OnDisk(folder)), color=False)  # type: ignore[arg-type]
    columns, rows = (len({c[k] for c in briefs}) for k in (0, 1))
    return {
        "grid": f"{columns}x{rows}",
        "borders": len(report.borders),
        "sockets": sockets,
        "corners": corners,
        "gap": report.height_gap,
        "fallen": report.fallen_rays,
        "offset": report.socket_offset,
        "loose": report.loose_vertices,
    }


def files(folder: Path) -> dict[str, str]:
    """Name -> SHA-256 of a folder's files."""
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.json"))}


if __name__ == "__main__":
    sys.exit(main())
