"""Thousands of tiles and rooms, meshed and checked: closed parts of positive volume inside their tile, objects that keep apart.

    python benchmarks/soundness.py [--tiles 1000] [--rooms 200] [--theme medieval] [--workers 2] [--out FILE.jsonl]

Every tile is a line of the file; a run that was stopped goes on where it ended. Prints a table and every offender with its seed,
by which ``cityscape.grammar.sample(seed, theme)`` makes it again. Exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

os.environ.setdefault("OMP_NUM_THREADS", "1")
MOST = 0.01
"""Largest share of an object's volume that another may take."""


def main() -> int:
    """Check what is not yet in the file and report on all."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tiles", type=int, default=1000)
    ap.add_argument("--rooms", type=int, default=200)
    ap.add_argument("--theme", help="only this one; default: all in turn")
    ap.add_argument("--seed", type=int, default=0, help="the first tile's")
    ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--out", type=Path, default=Path("soundness.jsonl"))
    args = ap.parse_args()
    from cityscape.grammar.themes import theme_names

    themes = [args.theme] if args.theme else sorted(theme_names())
    wanted = [("tile", args.seed + k, themes[k % len(themes)]) for k in range(args.tiles)]
    rooms = room_jobs(args.rooms, args.seed)
    known = read(args.out)
    todo = [j for j in wanted + rooms if j not in known]
    print(f"{len(wanted) + len(rooms)} wanted, {len(wanted) + len(rooms) - len(todo)} known in {args.out}", flush=True)
    began = perf_counter()
    with args.out.open("a", encoding="utf-8") as f:
        for k, row in enumerate(run(todo, args.workers)):
            f.write(json.dumps(row) + "\n")
            f.flush()
            known[row["what"], row["seed"], row["theme"]] = row
            if (k + 1) % 50 == 0:
                print(f"  {k + 1} of {len(todo)}, {(perf_counter() - began) / (k + 1):.2f} s each", flush=True)
    return report([known[j] for j in wanted + rooms if j in known])


def room_jobs(n: int, seed: int) -> list[tuple[str, int, str]]:
    """Rooms to check, kinds in turn."""
    from cityscape.grammar.roomkinds import room_names

    names = sorted(room_names())
    return [("room", seed + k, names[k % len(names)]) for k in range(n)]


def read(path: Path) -> dict[tuple[str, int, str], dict[str, Any]]:
    """The rows of earlier runs; a torn last line is left out."""
    out = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                continue
            out[row["what"], row["seed"], row["theme"]] = row
    return out


def run(jobs: list[tuple[str, int, str]], workers: int) -> Any:
    """The rows of jobs as they come."""
    if workers < 2:
        yield from map(check, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(check, j) for j in jobs]):
            yield done.result()


def check(job: tuple[str, int, str]) -> dict[str, Any]:
    """Make and check one tile or room."""
    from cityscape.assemble.soundness import quality
    from cityscape.errors import InputError
    from cityscape.grammar.compose import compose
    from cityscape.grammar.teacher import brief_for
    from cityscape.world.part import placed
    from cityscape.world.tile import Tile

    what, seed, name = job
    row: dict[str, Any] = {"what": what, "seed": seed, "theme": name}
    began = perf_counter()
    try:
        brief = brief_for(seed, **({"room": name} if what == "room" else {"theme": name}))
        things = compose(brief, seed=seed)
    except InputError as e:
        return row | {"refused": str(e)}
    except Exception as e:
        return row | {"failed": f"{type(e).__name__}: {e}"}
    q = quality(Tile(brief, things, seed))
    outside = []
    for t in things:
        for p in t.parts:
            v, _ = placed(t, p)
            if v[:, :2].min() < -2e-3 or v[:, :2].max() > brief.size + 2e-3 or v[:, 2].min() < brief.base - 2e-3:
                outside.append(p.id)
    return row | {
        "use": brief.land_use,
        "objects": q.objects,
        "parts": q.parts,
        "triangles": q.triangles,
        "open": list(q.open_parts),
        "hollow": list(q.hollow_parts),
        "outside": outside,
        "overlaps": [[*o.things, round(o.share, 5)] for o in q.overlaps if o.share > MOST],
        "largest": q.largest_overlap,
        "seconds": round(perf_counter() - began, 3),
    }


def report(rows: list[dict[str, Any]]) -> int:
    """The table and the offenders."""
    print("what   theme or kind    made refused  failed    parts  open  hollow  outside  overlaps  largest %  s each")
    groups = sorted({(r["what"], r["theme"]) for r in rows})
    bad = 0
    for what, theme in groups:
        mine = [r for r in rows if (r["what"], r["theme"]) == (what, theme)]
        made = [r for r in mine if "parts" in r]
        c: Counter[str] = Counter({k: sum(len(r[k]) for r in made) for k in ("open", "hollow", "outside", "overlaps")})
        failed, refused = (sum(k in r for r in mine) for k in ("failed", "refused"))
        bad += sum(c.values()) + failed
        print(
            f"{what:6s} {theme[:14]:14s} {len(made):6d} {refused:7d} {failed:7d} {sum(r['parts'] for r in made):8d} {c['open']:5d}"
            f" {c['hollow']:7d} {c['outside']:8d} {c['overlaps']:9d} {100 * max((r['largest'] for r in made), default=0):10.3f}"
            f" {np.mean([r['seconds'] for r in made]) if made else 0:7.2f}"
        )
    for r in rows:
        for k in ("failed", "open", "hollow", "outside", "overlaps"):
            if r.get(k):
                print(f"  OFFENDER {k}: {r['what']} {r['theme']} seed {r['seed']} ({r.get('use', '')}): {r[k]}")
    print("sound" if not bad else f"{bad} faults")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
