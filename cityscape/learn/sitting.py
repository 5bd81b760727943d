"""An exam sat: held-out objects asked one by one, by one or more processes, kept as they are answered.

``eval.jsonl`` in the exam's folder has one line for each object, in the order of their seeds; an exam that was stopped, or is asked
in further modes, goes on with what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from cityscape.errors import CityscapeError, InputError
from cityscape.learn.crew import leave_with_parent
from cityscape.learn.exam import MODES, Candidate, candidate, examined, files, skipped
from cityscape.learn.question import kept
from cityscape.learn.sheet import ROWS, columns, drawn_row
from cityscape.learn.tiles import Split, split
from partgen import checkpoint
from partgen.files import whole
from partgen.weights import CONFIG

RECORDS = "eval.jsonl"


@dataclass(frozen=True)
class Exam:
    """What is asked of whom.

    weights : folder of the networks. split, n, start : which held-out objects. modes : of `cityscape.learn.exam`.
    grid : cells along a window's side. seed : of the sampling.
    """

    weights: Path
    split: Split = "test"
    n: int = 20
    start: int = 0
    modes: tuple[str, ...] = MODES
    grid: int = 64
    seed: int = 0

    def __post_init__(self) -> None:
        unknown = [m for m in self.modes if m not in MODES]
        if unknown or not self.modes:
            raise InputError(f"there is no mode {', '.join(map(repr, unknown)) or 'given'}: use some of {', '.join(MODES)}")
        if self.split not in ("test", "probe"):
            raise InputError(f"the split {self.split!r} is not held out: use test or probe")
        if self.n < 1:
            raise InputError(f"an exam of {self.n} objects says nothing: ask for at least one")
        if self.grid < 8 or self.grid & (self.grid - 1):
            raise InputError(f"a grid of {self.grid} cells cannot be halved down to one: use 16, 32, 64 or 128")
        if not (self.weights / CONFIG).is_file():
            raise InputError(f"{self.weights} holds no weights ({CONFIG} is missing): give the folder of a training's weights")

    @property
    def seeds(self) -> range:
        """The seeds of its objects."""
        return split(self.split, self.n, start=self.start)

    def asked(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """The modes that can be asked, and why each of the others cannot."""
        why = {m: reason for m in dict.fromkeys(self.modes) if (reason := skipped(m, self.weights)) is not None}
        return tuple(m for m in dict.fromkeys(self.modes) if m not in why), why

    def marked(self, mode: str) -> dict[str, Any]:
        """What the answers of a mode depend on besides the object: written beside them."""
        return {"weights": fingerprint(self.weights, mode), "grid": self.grid, "seed": self.seed}


def fingerprint(folder: Path, mode: str) -> str:
    """Tells the weights that a mode uses from all others."""
    used = [folder / CONFIG, *files(folder, mode)]
    return sha256("".join(f"{f.name} {checkpoint.sha256(f)}\n" for f in used).encode()).hexdigest()[:16]


Tell = Callable[[int, int], object]
"""Told how many objects are done, and of how many."""


def sit(exam: Exam, out: Path, *, workers: int = 1, objects: Path | None = None, tell: Tell | None = None) -> list[dict[str, Any]]:
    """Ask what has not been asked yet and return the records of all objects, in the order of their seeds.

    Parameters
    ----------
    out : folder for `RECORDS`; whatever is there of the same exam is kept. workers : processes, 1 for this one; records do not
        depend on it, but for times and memory. objects : folder where questions are kept, for this exam and others; None: in `out`.

    Raises
    ------
    InputError : the folder holds answers of other weights, or damaged ones.
    """
    if workers < 1:
        raise InputError(f"{workers} workers cannot do anything: use at least 1")
    modes, why = exam.asked()
    if not modes:
        raise InputError(f"nothing can be asked: {'; '.join(f'{m}: {reason}' for m, reason in why.items())}")
    marks = {m: exam.marked(m) for m in modes}
    known = records(out)
    for seed in exam.seeds:
        for m in modes:
            if (old := known.get(seed, {}).get("modes", {}).get(m)) is not None and old["of"] != marks[m]:
                told = ", ".join(k for k in marks[m] if old["of"].get(k) != marks[m][k])
                raise InputError(f"{out / RECORDS} holds answers of another exam ({told} differ): choose another folder with --out")
    todo = [(seed, left) for seed in exam.seeds if (left := tuple(m for m in modes if m not in known.get(seed, {}).get("modes", {})))]
    done = len(exam.seeds) - len(todo)
    if tell is not None:
        tell(done, len(exam.seeds))
    task = _Task(exam, out, objects or out / "objects", marks, frozenset(exam.seeds[:ROWS]))
    for new in _answered(task, todo, workers):
        old = known.get(new["seed"], {})
        known[new["seed"]] = {**new, "modes": {**old.get("modes", {}), **new["modes"]}}
        _keep(out, known)
        done += 1
        if tell is not None:
            tell(done, len(exam.seeds))
    return [known[seed] for seed in exam.seeds]


def records(out: Path) -> dict[int, dict[str, Any]]:
    """The records in an exam's folder, by seed."""
    file = out / RECORDS
    found: dict[int, dict[str, Any]] = {}
    for k, line in enumerate(file.read_text().splitlines() if file.is_file() else [], 1):
        try:
            one = json.loads(line)
            if not all(isinstance(a["of"], dict) and isinstance(a["parts"], list) for a in one["modes"].values()):
                raise ValueError
            found[int(one["seed"])] = one
        except (ValueError, TypeError, KeyError, AttributeError):
            raise InputError(f"line {k} of {file} is damaged: delete that line, and its object is asked again") from None
    return found


def _keep(out: Path, known: dict[int, dict[str, Any]]) -> None:
    with whole(out / RECORDS) as unfinished:
        unfinished.write_text("".join(json.dumps(known[seed]) + "\n" for seed in sorted(known)))


# -- asking --------------------------------------------------------------------------------------------

Todo = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class _Task:
    """What every process of an exam knows: the exam, its folders, what marks the answers of each mode, and whom the sheet shows."""

    exam: Exam
    out: Path
    objects: Path
    marks: dict[str, dict[str, Any]]
    shown: frozenset[int]


def _answered(task: _Task, todo: Sequence[Todo], workers: int) -> Iterator[dict[str, Any]]:
    """Records of what is to be done, as they come."""
    if workers == 1 or len(todo) < 2:
        yield from (_one(task, seed, modes) for seed, modes in todo)
        return
    with ProcessPoolExecutor(min(workers, len(todo)), get_context("spawn"), leave_with_parent) as pool:
        waiting = {pool.submit(_one, task, seed, modes) for seed, modes in todo}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BrokenProcessPool:
            raise CityscapeError(
                "a worker process died (the system may have run out of memory): what is finished is kept, use fewer workers to go on"
            ) from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one(task: _Task, seed: int, modes: tuple[str, ...]) -> dict[str, Any]:
    """The record of one object. One thread, whatever process it is, so that sums come out the same."""
    exam, threads = task.exam, torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        who = _candidate(exam.weights, tuple(sorted((m, mark["weights"]) for m, mark in task.marks.items())))
        q = kept(seed, task.objects)
        said, made = {}, {}
        for m in modes:
            record, parts = examined(q, m, who, grid=exam.grid, seed=exam.seed)
            said[m] = {"of": task.marks[m], **record}
            made[m] = (parts, record["stands_for"])
        if seed in task.shown:
            drawn_row(q, {m: made[m] for m in columns(tuple(task.marks)) if m in made}, task.out / "rows")
    finally:
        torch.set_num_threads(threads)
    hidden = sum(q.pixels[k] == 0 for k in q.counted)
    return {"seed": seed, "theme": q.theme, "counted": len(q.counted), "hidden": int(hidden), "modes": said}


@lru_cache(maxsize=1)
def _candidate(folder: Path, prints: tuple[tuple[str, str], ...]) -> Candidate:
    who = candidate(folder, [m for m, _ in prints])
    if any(fingerprint(folder, m) != known for m, known in prints):
        raise InputError(f"the weights in {folder} changed while they were examined: copy them to a folder of their own first")
    return who
