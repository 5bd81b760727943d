"""`Tree`: the entries of a history as far as they can be read, and what its files hold at each of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, NamedTuple

from cityscape.errors import CityscapeError, SceneError
from cityscape.store import moves
from cityscape.store.history import MADE, History, parse_entry
from cityscape.store.moves import Files
from cityscape.world.records import Cell

Changes = dict[str, tuple[str | None, str | None]]


class Step(NamedTuple):
    """What the tree keeps of an entry."""

    parent: int
    changes: Changes
    left: tuple[Cell, ...]
    made: bool


@dataclass
class Tree:
    """The sound entries by their numbers, the damaged ones with what is wrong, and the children of each, oldest first.

    broken : sound entries that cannot be reached, because one that leads to them is missing or damaged.
    """

    steps: dict[int, Step] = field(default_factory=dict)
    damaged: dict[int, str] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)

    def objects(self) -> set[str]:
        """Names of all contents that some entry refers to."""
        return {name for s in self.steps.values() for pair in s.changes.values() for name in pair if name}

    def line(self, n: int) -> list[int]:
        """The entries that lead from the beginning to an entry."""
        out = []
        while n in self.steps:
            out.append(n)
            n = self.steps[n].parent
        return out[::-1]

    def walk(self) -> Iterator[tuple[int, Files]]:
        """Each entry that can be reached, parents first, and what the entries before it on its line changed files to.

        The dictionary is changed on the way.
        """
        above: Files = {}
        stack: list[tuple[int, dict[str, tuple[str | None, ...]] | None]] = [(n, None) for n in reversed(self.children.get(0, []))]
        while stack:
            n, back = stack.pop()
            if back is None:
                yield n, above
                changes = self.steps[n].changes
                stack.append((n, {f: (above[f],) if f in above else () for f in changes}))
                stack += [(k, None) for k in reversed(self.children.get(n, []))]
                above |= {f: after for f, (_, after) in changes.items()}
            else:
                for f, was in back.items():
                    if was:
                        above[f] = was[0]
                    else:
                        del above[f]

    def start(self) -> Files:
        """What files held before anything was changed, of all that some entry changed."""
        first: Files = {}
        for n, above in self.walk():
            for f, (before, _) in self.steps[n].changes.items():
                if f not in above:
                    first.setdefault(f, before)
        return first

    def state(self, n: int) -> Files:
        """What files hold at an entry, of all that some entry changed, or as far as entries that lead to it are there."""
        files = {} if n in self.broken or (n and n not in self.steps) else self.start()
        for k in self.line(n):
            files |= {f: after for f, (_, after) in self.steps[k].changes.items()}
        return files

    def like(self, now: Files) -> int | None:
        """The newest entry at which files hold what they hold now; 0: before all; None: at none."""
        first = self.start()
        found = 0 if all(now.get(f) == name for f, name in first.items()) else None
        for n, above in self.walk():
            then = first | above | {f: after for f, (_, after) in self.steps[n].changes.items()}
            if n > (found or 0) and all(now.get(f) == name for f, name in then.items()):
                found = n
        return found


def tree(scene: Path, step: Callable[[], None] = lambda: None) -> Tree:
    """The history of a scene's folder, whatever state it is in; a move that was begun counts as done. `step` hears of each entry."""
    history, out = History(scene), Tree()
    try:
        begun = moves.pending(scene)
    except SceneError:
        begun = None
    coming = {e["n"]: e for e in begun.entries} if begun else {}
    numbers = {*moves.numbers(scene), *coming} - set(begun.gone if begun else ())
    for n in sorted(numbers):
        step()
        try:
            e = parse_entry(coming[n], scene / moves.FOLDER / moves.PENDING) if n in coming else history.entry(n)
        except CityscapeError as problem:
            out.damaged[n] = str(problem)
            continue
        changes = {sys.intern(f): tuple(name and sys.intern(name) for name in pair) for f, pair in e.changes.items()}
        out.steps[n] = Step(e.parent, changes, e.left, e.kind == MADE)  # type: ignore[arg-type]
        if (e.parent and e.parent not in out.steps) or e.parent in out.broken:
            out.broken.add(n)
        else:
            out.children.setdefault(e.parent, []).append(n)
    return out
