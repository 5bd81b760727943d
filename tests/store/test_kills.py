"""`kill -9` at random moments of editing: the scene opens, what was acknowledged is there, and the next lock clears up.

``benchmarks/kills.py`` does this hundreds of times, with regenerations and growth too.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from killing import begin, edit, examine, killed

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
