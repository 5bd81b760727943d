"""`kill -9` at random moments of editing: the scene opens, what was acknowledged is there, and the next lock clears up.

``benchmarks/kills.py`` does this hundreds of times, with regenerations and growth too.
"""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable

import pytest
from killing import Told, begin, edit, examine, killed, state
from toys import make_plan, make_tile

from cityscape.store import SceneFolder
from cityscape.store.garbage import collect
from cityscape.store.history import Entry

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_editing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = begin(tmp_path / "scene").path
    entries: dict[int, Entry] = {}
    marks: dict[str, int] = {}
    done = 0
    for k in range(5):
        aim = chance.random() * 0.02 if k % 2 else None
        told = killed(path, edit, seed=chance.getrandbits(32), after=chance.random() * 0.3, aim=aim)
        entries |= told.entries
        marks |= told.marks
        done += told.done
        examine(path, told, entries, marks)
    assert done


def die_at(n: int, work: Callable[[], None]) -> bool:
    """Do `work` in a process of its own that dies at its n-th step towards the disk; returns whether it lived."""
    child = os.fork()
    if child == 0:
        count = 0

        def counting(real: Callable[..., Any]) -> Callable[..., Any]:
            def step(*a: Any, **k: Any) -> Any:
                nonlocal count
                count += 1
                if count == n:
                    os._exit(9)
                return real(*a, **k)

            return step

        for name in ("fsync", "replace", "mkdir", "unlink"):
            setattr(os, name, counting(getattr(os, name)))
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 0


def grown(path: Path) -> None:
    with SceneFolder.open(path).draft() as draft:
        draft.plan = make_plan(3, 1)
        for cell in ((0, 0), (1, 0)):
            tile = draft.tile(cell)
            draft.put(replace(tile, things=tile.things[:-1], seed=5))
        draft.put(make_tile(draft.plan, (2, 0), painting=False))
        draft.commit("grow", "a column, and less in the others")


def undone(path: Path) -> None:
    folder = SceneFolder.open(path)
    with folder.lock():
        folder.history.undo()


def shortened(path: Path) -> None:
    collect(path, keep=0)


@pytest.mark.parametrize("work", [grown, undone, shortened])
def test_death_at_every_single_step_towards_the_disk(tmp_path: Path, work: Callable[[Path], None]) -> None:
    """Before or after, nothing between, and no step that leaves more than the next lock clears up."""
    start = begin(tmp_path / "start").path
    if work is not grown:
        grown(start)
        SceneFolder.open(start).history.mark("grown")
        grown(start)
    entries = {e.n: e for e in SceneFolder.open(start).history.entries()}
    end = shutil.copytree(start, tmp_path / "end")
    work(end)
    states, seen = (state(start), state(end)), set()
    for n in range(1, 1000):
        path = shutil.copytree(start, tmp_path / f"s{n}")
        lived = die_at(n, lambda path=path: work(path))  # type: ignore[misc]
        examine(path, Told(), {} if work is shortened else entries, {})
        seen.add(states.index(state(path)))
        if lived:
            break
        shutil.rmtree(path)
    assert n > 15 and seen == ({0, 1} if states[0] != states[1] else {0})
