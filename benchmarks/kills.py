"""Kill editors of a scene (SIGKILL) at random moments, and look at what each leaves.

    python benchmarks/kills.py                  # 200 kills: edits, regenerations and growth in turn
    python benchmarks/kills.py --kills 60 --only edits

After each kill: the scene opens and can be read; `check` finds nothing but what a killed writer leaves; after the next
lock it finds nothing at all; every entry that was acknowledged is there with its contents, every checkpoint, and the state
that was acknowledged last. Edits go through drafts on a scene of toys (moves, meshes, tiles, plans, undo, redo, checkpoints, garbage
collection); regenerations and growth are `regenerate`, `propose`, `accept`, `grow` and `resume` of `cityscape.run` on a small village.
Half of the kills come at any moment, half up to 30 ms after the editor is seen to write files, which is where it matters.
The table says what the editors were at, and what the folder tells of the moment. Leaves with 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "store"))

import killing

from cityscape.paint.procedural import ProceduralPainter
from cityscape.store import SceneFolder
from cityscape.store.history import Entry

PHASES = ("between two", "lock held", "file half-written", "move written down", "files being put in place")


@dataclass
class SmallPainter(ProceduralPainter):
    """The procedural painter, quick enough to be killed often."""

    size: int = 64
    samples: int = 1
    ambient_occlusion: int = 1
    name: str = "small"


def village(path: Path) -> None:
    """A real scene of two tiles."""
    from cityscape.run import generate

    generate("a village by a river", grid=(2, 1), tile_size=20, out=path, painter=SmallPainter(), parts="coarse", workers=1)


def finish(path: Path) -> None:
    """Make the tiles that are missing."""
    from cityscape.run import resume

    resume(path, painter=SmallPainter(), workers=1)


def regenerations(path: Path, chance: random.Random, say: killing.Say) -> None:
    """Tiles made anew, variants of them, and one of these accepted, with undo between."""
    from cityscape.run.regenerate import regenerate
    from cityscape.run.variants import accept, propose

    while True:
        folder = SceneFolder.open(path)
        cell = chance.choice(sorted(folder.done()))
        say({"doing": "regenerate"})
        regenerate(path, cell, painter=SmallPainter(), workers=1)
        killing.acknowledge(folder, say, folder.history.entry(folder.history.head.entry))
        say({"doing": "variants"})
        propose(path, cell, 2, painter=SmallPainter(), workers=1, sheet=False)
        say({"doing": "accept"})
        accept(path, cell, chance.randint(1, 2))
        killing.acknowledge(folder, say, folder.history.entry(folder.history.head.entry))
        say({"doing": "undo"})
        with folder.lock():
            folder.history.undo(chance.randint(1, 2))
        killing.acknowledge(folder, say)


def growth(path: Path, chance: random.Random, say: killing.Say) -> None:
    """What the last one left is finished, the scene grows by a row or a column, and shrinks again by undo."""
    from cityscape.run.grow import grow

    folder = SceneFolder.open(path)
    while True:
        say({"doing": "resume"})
        finish(path)
        say({"doing": "grow"})
        folder.reload()
        if len(folder.plan.briefs) < 6:
            side = chance.choice(("east", "west", "north", "south"))
            grow(path, painter=SmallPainter(), workers=1, **{side: 1})  # type: ignore[arg-type]
            folder.reload()
            killing.acknowledge(folder, say, folder.history.entry(folder.history.head.entry))
            continue
        say({"doing": "undo"})
        with folder.lock():
            folder.history.undo(2)
        killing.acknowledge(folder, say)


@dataclass
class Case:
    """A kind of editor, how long it is let live at most (seconds), and its scene."""

    name: str
    work: Any
    make: Any
    longest: float
    path: Path = Path()
    kills: int = 0
    entries: dict[int, Entry] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)


def main() -> int:
    """Kill, look, print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--kills", type=int, default=200)
    ask.add_argument("--only", choices=("edits", "regenerations", "growth"), help="one kind of editor")
    ask.add_argument("--scene", type=int, default=20, help="kills after which a scene is made anew, so that histories stay short")
    ask.add_argument("--seed", type=int, default=7, help="of the moments")
    a = ask.parse_args()
    cases = [
        Case("edits", killing.edit, killing.begin, 0.5),
        Case("regenerations", regenerations, village, 2.5),
        Case("growth", growth, village, 2.5),
    ]
    cases = [c for c in cases if a.only in (None, c.name)]
    chance, began = random.Random(a.seed), time.perf_counter()
    hit: Counter[tuple[str, str, str]] = Counter()
    failures: list[str] = []
    acknowledged = 0
    with tempfile.TemporaryDirectory(prefix="kills_") as place:
        for k in range(a.kills):
            case = cases[k % len(cases)]
            if case.kills % a.scene == 0:
                case.path, case.entries, case.marks = Path(place) / f"{case.name}{k}", {}, {}
                case.make(case.path)
            case.kills += 1
            aim = 0.03 * chance.random() ** 4 if chance.random() < 0.5 else None
            told = killing.killed(case.path, case.work, seed=chance.getrandbits(32), after=chance.random() * case.longest, aim=aim)
            case.entries |= told.entries
            case.marks |= told.marks
            acknowledged += told.done
            hit[case.name, told.doing, killing.phase(case.path)] += 1
            try:
                killing.examine(case.path, told, case.entries, case.marks)
            except Exception as e:
                failures.append(
                    f"kill {k + 1}, {case.name}, {told.doing}: {type(e).__name__}: {str(e).splitlines()[0][:300] if str(e) else ''}"
                )
                print(failures[-1], flush=True)
                case.kills = 0  # a scene of its own for the rest
            if sys.stderr.isatty():
                print(f"\r{k + 1} of {a.kills}", end="", file=sys.stderr, flush=True)
    print(f"{'editor':14} {'killed while':12} " + "".join(f"{p:>26}" for p in PHASES))
    for name, doing in sorted({(n, d) for n, d, _ in hit}):
        print(f"{name:14} {doing:12} " + "".join(f"{hit[name, doing, p] or '-':>26}" for p in PHASES))
    print(f"{'all':14} {'':12} " + "".join(f"{sum(n for (_, _, q), n in hit.items() if q == p):>26}" for p in PHASES))
    seconds = time.perf_counter() - began
    lost = f"{len(failures) or 'no'} scenes unreadable or short of something"
    print(f"{a.kills} kills, {acknowledged} acknowledged operations, {seconds:.0f} s: {lost}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
