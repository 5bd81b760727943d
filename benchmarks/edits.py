"""Random edits with undo and redo: is every state sound, and does all of it come back byte for byte?

    python benchmarks/edits.py --sequences 1000 --steps 30

Each sequence makes a scene of a few boxes, carries out random operations on it, takes back and does again some of them, and in the
end undoes all, which must give the first scene back, and redoes all, which must give the last. Every state is read whole
(`SceneFolder.verify`). Sequence K of a seed is always the same.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "edit")]

from boxes import make_scene, maker, random_operation, state  # noqa: E402

from cityscape.edit.changes import edit  # noqa: E402
from cityscape.errors import InputError  # noqa: E402
from cityscape.store import SceneFolder  # noqa: E402


def sequence(place: Path, picture: Path, *, steps: int, seed: tuple[int, int], counts: Counter[str]) -> list[str]:
    """Run one sequence; returns what went wrong."""
    rng = np.random.default_rng(seed)
    faults: list[str] = []
    folder = make_scene(place)
    states, at = [state(place)], 0

    def check(what: str) -> None:
        if state(place) != states[at]:
            faults.append(f"after {what} the files are not those of state {at}")
        faults.extend(f"after {what}: {line}" for line in SceneFolder.open(place).verify())
        counts["states checked"] += 1

    for _ in range(steps):
        draw = rng.random()
        if draw < 0.15 and at:
            n = int(rng.integers(1, 5))
            with folder.lock():
                folder.history.undo(n)
            folder.reload()
            at = max(0, at - n)
            counts["undo"] += 1
            check(f"undo {n}")
        elif draw < 0.27 and at < len(states) - 1:
            n = int(rng.integers(1, 5))
            with folder.lock():
                folder.history.redo(n)
            folder.reload()
            at = min(len(states) - 1, at + n)
            counts["redo"] += 1
            check(f"redo {n}")
        else:
            op = random_operation(folder, lambda x: x[int(rng.integers(len(x)))], picture)
            try:
                edit(folder, op, maker=maker)
            except InputError:
                counts["refused"] += 1
                check(f"a refused {op['op']}")
                continue
            states[at + 1 :] = [state(place)]
            at += 1
            counts[op["op"]] += 1
            check(op["op"])
    history = folder.history
    if at:
        history.undo(at)
    if state(place) != states[0]:
        faults.append("undoing all did not give the first scene back")
    if len(states) > 1:
        history.redo(len(states) - 1)
    if state(place) != states[-1]:
        faults.append("redoing all did not give the last scene back")
    return faults


def main() -> int:
    """Run the sequences and print what came of them; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=30, help="operations, undo and redo of a sequence")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first sequence")
    parser.add_argument("--place", type=Path, default=Path("/dev/shm") if Path("/dev/shm").is_dir() else None, help="folder to work in")
    arguments = parser.parse_args()
    from PIL import Image

    counts: Counter[str] = Counter()
    bad: list[str] = []
    began = perf_counter()
    with tempfile.TemporaryDirectory(dir=arguments.place) as folder:
        picture = Path(folder) / "picture.png"
        Image.fromarray(np.arange(48, dtype=np.uint8).reshape(4, 4, 3) * 5).save(picture)
        for k in range(arguments.first, arguments.first + arguments.sequences):
            place = Path(folder) / f"scene-{k}"
            faults = sequence(place, picture, steps=arguments.steps, seed=(arguments.seed, k), counts=counts)
            bad += [f"sequence {k}: {f}" for f in faults]
            shutil.rmtree(place)
            if (k + 1) % 50 == 0:
                print(f"{k + 1} sequences, {len(bad)} faults, {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(bad[:40]))
    for name in sorted(counts):
        print(f"{name:16} {counts[name]:7,}")
    print(f"{arguments.sequences:,} sequences of {arguments.steps}: {len(bad)} faults, {perf_counter() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
