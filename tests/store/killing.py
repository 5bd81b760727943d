"""Killing an editor at random moments, and looking at what it leaves: for `test_kills.py` and ``benchmarks/kills.py``."""

from __future__ import annotations

import json
import os
import random
import signal
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable

from toys import make_plan, make_tile

from cityscape.errors import InputError
from cityscape.store import SceneFolder, disk, moves
from cityscape.store.checks import LEFT, check
from cityscape.store.garbage import collect
from cityscape.store.history import Entry
from cityscape.world.pose import Pose
from cityscape.world.records import Cell

Say = Callable[[dict[str, Any]], None]
Work = Callable[[Path, random.Random, Say], None]
"""What an editor does until it is killed: it says what it begins, and what it has done."""


@dataclass
class Told:
    """What a killed editor had said: the operation that it was at, and what it had acknowledged."""

    doing: str = ""
    entries: dict[int, Entry] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    head: int | None = None
    state: dict[str, str] | None = None
    tiles: list[str] = field(default_factory=list)
    done: int = 0


def begin(path: Path) -> SceneFolder:
    """A scene of toys."""
    plan = make_plan(2, 1)
    folder = SceneFolder.create(path, plan)
    with folder.lock():
        for cell in plan.cells:
            folder.write_tile(make_tile(plan, cell))
    return folder


def state(path: Path) -> dict[str, str]:
    """File -> SHA-256 of what a scene is now."""
    files = [path / "scene.json", *(path / "tiles").glob("[!.]*.json")]
    return {p.relative_to(path).as_posix(): disk.digest(p.read_bytes()) for p in sorted(files)}


def acknowledge(folder: SceneFolder, say: Say, entry: Entry | None = None, **more: Any) -> None:
    """Say that something was done, and what the scene is after it."""
    said = {"done": entry.model_dump(mode="json") if entry else None, "head": folder.history.head.entry, "state": state(folder.path)}
    say({**said, **more})


def edit(path: Path, chance: random.Random, say: Say) -> None:
    """Moves, meshes, whole tiles and plans through drafts; undo, redo, checkpoints and garbage collection."""
    folder = SceneFolder.open(path)
    kinds = ("move", "mesh", "both", "empty", "grow", "shrink", "undo", "redo", "go", "mark", "gc", "leave")
    while True:
        kind = chance.choice(kinds)
        say({"doing": kind})
        try:
            if kind in ("undo", "redo", "go"):
                with folder.lock():
                    last = folder.history.last
                    if kind == "go":
                        folder.history.go(chance.randint(0, last))
                    else:
                        getattr(folder.history, kind)(chance.randint(1, 3))
                folder.reload()
                acknowledge(folder, say)
            elif kind == "mark":
                name = f"m{chance.random()}"
                with folder.lock():
                    say({"marked": name, "at": folder.history.mark(name)})
            elif kind == "gc":
                collect(path)
                say({"swept": True})
            else:
                _edit(folder, kind, chance, say)
        except InputError:  # nothing to undo
            continue


def _edit(folder: SceneFolder, kind: str, chance: random.Random, say: Say) -> None:
    with folder.draft() as draft:
        done = sorted(draft.done())
        for cell in done if kind == "both" else [chance.choice(done)]:
            tile = draft.tile(cell)
            if kind == "mesh" and tile.things:
                thing, by = tile.things[0], (0, 0, chance.random())
                things = (replace(thing, parts=tuple(replace(p, mesh=p.mesh.moved(by)) for p in thing.parts)), *tile.things[1:])
            elif kind == "empty":
                things = () if tile.things else make_tile(make_plan(2, 1), (0, 0)).things
            else:
                things = tuple(replace(t, pose=Pose.standing(chance.random(), 2, 0)) for t in tile.things)
            draft.put(replace(tile, things=things))
        fresh: list[Cell] = []
        columns = len(draft.plan.cells)
        if kind == "grow" and columns < 5:
            draft.plan, fresh = make_plan(columns + 1, 1), [(columns, 0)]
        elif kind == "shrink" and columns > 1:
            draft.plan = make_plan(columns - 1, 1)
            draft.remove((columns - 1, 0))
        if kind == "leave":
            return
        acknowledge(folder, say, draft.commit(kind, f"{kind} by chance", fresh=fresh))
    for cell in fresh:
        with folder.lock():
            folder.write_tile(make_tile(folder.plan, cell))
            say({"made": f"tiles/{cell[0]}_{cell[1]}.json"})


def killed(path: Path, work: Work, *, seed: int, after: float, aim: float | None = None) -> Told:
    """Let a process of its own work on a scene, kill it (SIGKILL) some seconds after its first word, and tell what it said.

    With `aim` it is killed that many seconds after it is next seen to write files, which a moment taken blindly seldom meets.
    """
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reads)
            work(path, random.Random(seed), lambda said: _all(writes, (json.dumps(said) + "\n").encode()))
        except BaseException:
            _all(writes, (json.dumps({"failed": traceback.format_exc()}) + "\n").encode())
        finally:
            os._exit(code)
    os.close(writes)
    heard, until = b"", None
    os.set_blocking(reads, False)
    while until is None or time.monotonic() < until:
        try:
            chunk = os.read(reads, 1 << 20)
            if not chunk:
                break
            heard += chunk
            until = until or time.monotonic() + after
        except BlockingIOError:
            time.sleep(min(0.0005, after / 4))
    if aim is not None:
        until = time.monotonic() + 15
        while time.monotonic() < until and not _writes(path) and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            time.sleep(0.0002)
            with suppress(BlockingIOError):
                heard += os.read(reads, 1 << 20)
        time.sleep(aim)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.set_blocking(reads, True)
    while chunk := os.read(reads, 1 << 20):
        heard += chunk
    os.close(reads)
    return _told(heard)


def _writes(path: Path) -> bool:
    """Whether somebody is at the files just now."""
    names = {name for place in ("", "tiles", "assets", moves.FOLDER) if (path / place).is_dir() for name in os.listdir(path / place)}
    return moves.PENDING in names or any(name.startswith(disk.TEMP) and not name.endswith(".lock") for name in names)


def _all(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def _told(heard: bytes) -> Told:
    out = Told()
    for line in heard.split(b"\n")[:-1]:  # what comes after the last end of a line was cut off
        said = json.loads(line)
        assert "failed" not in said, said["failed"]
        out.doing = said.get("doing", out.doing)
        out.done += "doing" not in said
        if said.get("done"):
            entry = Entry.model_validate(said["done"])
            out.entries[entry.n] = entry
        if "state" in said:
            out.head, out.state, out.tiles = said["head"], said["state"], []
        if "made" in said:
            out.tiles.append(said["made"])
        if "marked" in said:
            out.marks[said["marked"]] = said["at"]
    return out


def phase(path: Path) -> str:
    """What was hit, as far as the folder tells."""
    if moves.cut_off(path):
        move = moves.pending(path)
        assert move is not None
        begun = any(disk.temps(path)) or any(moves.entry_file(path, e["n"]).is_file() for e in move.entries)
        return "files being put in place" if begun else "move written down"
    if disk.temps(path):
        return "file half-written"
    return "lock held" if (path / ".lock").exists() else "between two"


def examine(path: Path, told: Told, entries: dict[int, Entry], marks: dict[str, int]) -> None:
    """Assert that a scene whose editor was killed is readable, whole after the next lock, and has all that was acknowledged.

    `entries` and `marks` are those that were acknowledged since the scene was made.
    """
    SceneFolder.open(path, mend=False).scene(paintings=False)
    before = check(path)
    assert before.left_by_the_dead, [p.line for p in before.problems if p.kind not in LEFT]
    folder = SceneFolder.open(path)
    with folder.lock():
        pass
    after = check(path)
    assert after.problems == (), [p.line for p in after.problems]
    for n, entry in entries.items():
        assert folder.history.entry(n) == entry
        for name in {name for pair in entry.changes.values() for name in pair if name}:
            moves.kept(path, name)
    there = folder.history.marks()
    assert {name: there.get(name) for name in marks} == marks
    if told.state is not None and folder.history.head.entry == told.head:
        now = state(path)
        assert {f: now.get(f) for f in told.state} == told.state
        assert set(now) - set(told.state) <= {f"tiles/{i}_{j}.json" for i, j in folder.history.head.fresh}
        assert all(f in now for f in told.tiles)
    if told.head is not None and told.doing not in ("undo", "redo", "go"):
        assert folder.history.head.entry >= told.head
