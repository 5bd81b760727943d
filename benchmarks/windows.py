"""What parts of held-out objects cost, and what they are worth, with the cells that their windows have and without thrift.

    python benchmarks/windows.py [--n N] [--start N] [--grid 128] [--objects FOLDER] [--weights FOLDER] [--only WAY]
                                [--json FILE]

Mode ``masks`` of `cityscape eval core` on one thread. "lavish": every window has `grid` cells a side and the network is asked at each of
their corners; "thrifty": what `WindowOptions` does by itself. Seconds are of one core, of all parts of one object, without reading
weights; "asked" counts the network's queries; IoU and F are means over the parts beside the ground.
Objects are made once and kept in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cityscape.learn.exam import answers, candidate, marked  # noqa: E402
from cityscape.learn.question import Question, kept  # noqa: E402
from cityscape.learn.tiles import split  # noqa: E402
from partgen.vae import ShapeVAE  # noqa: E402
from partgen.weights import embedded  # noqa: E402
from partgen.windowed import WindowGenerator  # noqa: E402

WAYS = ("lavish", "thrifty")
ROW = "{:>10} {:12s} {:8s} {:8.1f} {:8.0f} {:10.0f} {:10.0f} {:7.3f} {:7.3f}"


def main() -> int:
    """Run the objects and print a table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--n", type=int, default=8, help="objects")
    ap.add_argument("--start", type=int, default=0, help="which object of the test split is the first")
    ap.add_argument("--grid", type=int, default=128, help="cells along a window's side, at most")
    ap.add_argument("--objects", type=Path, default=ROOT / "out" / "objects", help="where objects are kept")
    ap.add_argument("--weights", type=Path, help="folder of weights (default: the package's)")
    ap.add_argument("--only", choices=WAYS, nargs="+", default=list(WAYS), help="ways")
    ap.add_argument("--json", type=Path, help="also write the figures there")
    args = ap.parse_args()
    torch.set_num_threads(1)
    who = candidate(args.weights or embedded(), ["masks"])
    ways: dict[str, dict[str, Any]] = {way: {"fine": 0.0, "asked": 0} if way == "lavish" else {} for way in args.only}
    rows: list[dict[str, Any]] = []
    print("    object theme        way       seconds  windows      asked      faces     IoU       F")
    for seed in split("test", args.n, start=args.start):
        q = kept(seed, args.objects)
        for way, options in ways.items():
            rows.append({"object": seed, "theme": q.theme, "way": way, **measured(q, who, args.grid, options)})
            show(rows[-1])
    for way in ways:
        mine = [r for r in rows if r["way"] == way]
        show({"object": "mean", "theme": "", "way": way, **{k: fmean(r[k] for r in mine) for k in FIGURES}})
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


FIGURES = ("seconds", "windows", "asked", "faces", "iou", "f")


def show(row: dict[str, Any]) -> None:
    """One line of the table."""
    print(ROW.format(row["object"], row["theme"], row["way"], *(row[k] for k in FIGURES)), flush=True)


def measured(q: Question, who: Any, grid: int, options: dict[str, Any]) -> dict[str, float]:
    """The figures of one object made in one way."""
    count = {"windows": 0, "asked": 0}
    field, query = WindowGenerator.field, ShapeVAE.query

    def counted_field(self: Any, *args: Any, **kwargs: Any) -> Any:
        count["windows"] += 1
        return field(self, *args, **kwargs)

    def counted_query(self: Any, memory: Any, queries: Any, **kwargs: Any) -> Any:
        count["asked"] += queries.shape[1]
        return query(self, memory, queries, **kwargs)

    WindowGenerator.field, ShapeVAE.query = counted_field, counted_query  # type: ignore[method-assign]
    try:
        start = process_time()
        made = answers(q, "masks", who, grid=grid, seed=0, **options)
        seconds = process_time() - start
    finally:
        WindowGenerator.field, ShapeVAE.query = field, query  # type: ignore[method-assign]
    parts = marked(q, made)
    return {
        "seconds": seconds,
        **count,
        "faces": sum(len(m.mesh.faces) for m in made),
        "iou": fmean(p["iou"] for p in parts),
        "f": fmean(p["f"] for p in parts),
    }


if __name__ == "__main__":
    raise SystemExit(main())
