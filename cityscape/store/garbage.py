"""`collect`: what neither a scene nor any state of its history reaches is removed; `shortened`: a history that forgets."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Iterator

from pydantic import Field

from cityscape.errors import InputError, SceneError
from cityscape.store import disk, moves
from cityscape.store.checks import AN_ASSET, ASSET, Step, variant_files
from cityscape.store.folder import SceneFolder
from cityscape.store.history import MADE, Entry, Head, History, cell_of, plain
from cityscape.store.moves import Move
from cityscape.store.states import Tree, tree
from cityscape.world.records import Cell, Record


class Freed(Record):
    """What a collection removed, or would remove."""

    assets: int = 0
    contents: int = Field(0, description="of the history")
    variants: int = 0
    entries: int = Field(0, description="of the history, forgotten")
    bytes: int = 0

    @property
    def files(self) -> int:
        """All of them."""
        return self.assets + self.contents + self.variants + self.entries


def collect(path: str | Path, *, keep: int | None = None, dry_run: bool = False, wait: float = 0.0, step: Step | None = None) -> Freed:
    """Remove the assets, contents and variants that nothing reaches.

    Parameters
    ----------
    keep : forget first what lies more than this many steps back, and what was undone; named checkpoints stay within reach.
    dry_run : only tell.
    wait : seconds to wait for another program that writes the scene.

    Raises
    ------
    SceneError : the history is damaged, so that nobody can tell what it reaches; nothing is removed.
    """
    if keep is not None and keep < 0:
        raise InputError(f"{keep} steps cannot be kept: give 0 or more")
    folder = SceneFolder.open(path, mend=not dry_run)
    if dry_run:
        return _collect(folder, keep, True, step)
    with folder.lock(wait=wait):
        disk.remove_temps(folder.path)
        return _collect(folder, keep, False, step)


def _collect(folder: SceneFolder, keep: int | None, dry_run: bool, step: Step | None) -> Freed:
    known = _tree(folder.path)
    gone: tuple[int, ...] = ()
    size = 0
    if keep is not None and (known.steps or folder.history.head.last):
        move, known = shortened(folder.history, known, keep)
        gone = move.gone
        size = sum(moves.entry_file(folder.path, n).stat().st_size for n in gone)
        _reach(folder, known, step)  # is all of it there? before anything is forgotten
        if not dry_run and (gone or move.entries):
            moves.move(folder.path, move)
    assets, objects, cells = _reach(folder, known, step)
    found: dict[str, list[Path]] = {
        "assets": [p for p in _files(folder.path / "assets") if ASSET.fullmatch(p.name) and p.name not in assets],
        "contents": [
            p for p in _files(folder.path / moves.FOLDER / moves.OBJECTS) if moves.CONTENT.fullmatch(p.name) and p.name not in objects
        ],
        "variants": [p for p in _variants(folder.path) if (c := _cell(p, folder.path)) is not None and c not in cells],
    }
    size += sum(p.stat().st_size for files in found.values() for p in files)
    if not dry_run:
        for files in found.values():
            for p in files:
                try:
                    p.unlink(missing_ok=True)
                except OSError as e:
                    raise SceneError(f"cannot remove {p}: {e.strerror or e}") from e
    return Freed(entries=len(gone), bytes=size, **{what: len(files) for what, files in found.items()})


def shortened(history: History, known: Tree, keep: int) -> tuple[Move, Tree]:
    """The move that makes a history forget, and the tree that is left.

    What stays are the last `keep` steps, the checkpoints, and the entries at which their lines part; what lies between two
    of them becomes one step. What comes before all of them becomes the new beginning.
    """
    head, marks = history.head, history.marks()
    line = known.line(head.entry)
    last: list[int] = []
    steps = 0
    while steps < keep and len(last) < len(line):
        last.append(line[-1 - len(last)])
        steps += not known.steps[last[-1]].made
    begin = known.steps[last[-1]].parent if last else head.entry
    ends = {begin, *marks.values()}
    base = max(set[int].intersection(*({0, *known.line(n)} for n in ends)))  # the newest that all of them come from
    stay = {*last, *ends} - {base}
    used = {n for end in stay for n in known.line(end) if n > base}
    parts = Counter(known.steps[n].parent for n in used)
    stay |= {n for n in used if parts[n] > 1}
    out, entries = Tree(), []
    for n in sorted(stay):
        between = [n]
        while (parent := known.steps[between[-1]].parent) != base and parent not in stay:
            between.append(parent)
        entry = _joined([history.entry(k) for k in reversed(between)], 0 if parent == base else parent)
        if len(between) > 1 or parent == base != 0:
            entries.append(entry)
        out.steps[n] = known.steps[n]._replace(parent=entry.parent, changes=dict(entry.changes), made=entry.kind == MADE)
        out.children.setdefault(entry.parent, []).append(n)
    gone = tuple(sorted(set(known.steps) - stay))
    here = head.entry if head.entry != base else 0
    new = Head(entry=here, fresh=head.fresh, last=history.last, forgotten=max((head.forgotten, *gone)))
    moved = {name: 0 if n == base else n for name, n in marks.items()}
    return Move(plain(new), {}, tuple(plain(e) for e in entries), gone, moved if moved != marks else None), out


def _joined(entries: list[Entry], parent: int) -> Entry:
    """Entries that follow each other as one, which has the number of the last."""
    changes: dict[str, tuple[str | None, str | None]] = {}
    fresh: list[Cell] = []
    for e in entries:
        for f, (before, after) in e.changes.items():
            changes[f] = (changes[f][0] if f in changes else before, after)
        made = set(e.cells())
        fresh = [c for c in (*fresh, *e.fresh) if c not in made]
    more = len(entries) - 1
    text = f"{entries[-1].text} (and {more} step{'s' * (more > 1)} before it)" if more else entries[-1].text
    kind = next((e.kind for e in reversed(entries) if e.kind != MADE), MADE)
    kept = {f: pair for f, pair in changes.items() if pair[0] != pair[1]}
    return entries[-1].model_copy(update={"parent": parent, "changes": kept, "fresh": tuple(fresh), "text": text, "kind": kind})


def _tree(path: Path) -> Tree:
    """The history, all of it; raises `SceneError` where some of it is damaged."""
    known = tree(path)
    head = History(path).head
    gaps = [n for n in range(head.forgotten + 1, max(head.last, max(known.steps, default=0)) + 1) if n not in known.steps]
    if known.damaged or known.broken or gaps:
        n = min((*known.damaged, *known.broken, *gaps))
        raise SceneError(
            f"entry {n} of the history of {path} is missing or damaged, so nobody can tell what it reaches: nothing was removed; "
            f"see 'cityscape check {path}'"
        )
    return known


def _reach(folder: SceneFolder, known: Tree, step: Step | None) -> tuple[set[str], set[str], set[Cell]]:
    """Assets and contents that are reached, and the cells that some plan has."""
    assets: set[str] = set()
    cells = set(folder.plan.cells)
    objects = known.objects()
    for k, name in enumerate(sorted(objects)):
        if step is not None:
            step("contents", k + 1, len(objects))
        data = moves.kept(folder.path, name)
        assets |= {a.decode() for a in AN_ASSET.findall(data)}
        plan = disk.parse_json(data, folder.path / name).get("plan")
        if plan:
            cells |= {(int(b["cell"][0]), int(b["cell"][1])) for b in plan["briefs"]}
    for place in (*_files(folder.path / "tiles"), *(f for f in variant_files(folder.path) if _cell(f, folder.path) in cells)):
        assets |= {a.decode() for a in AN_ASSET.findall(place.read_bytes())}
    for content in filter(None, moves.wanted(folder.path).values()):
        objects.add(content)
        assets |= {a.decode() for a in AN_ASSET.findall(moves.kept(folder.path, content))}
    return assets, objects, cells


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        with os.scandir(folder) as entries:
            names = sorted(e.name for e in entries if e.is_file(follow_symlinks=False))
        yield from (folder / name for name in names)


def _variants(scene: Path) -> Iterator[Path]:
    """Lists and pictures of variants, and variants."""
    place = scene / "variants"
    yield from (p for p in _files(place) if p.suffix in (".json", ".png"))
    for folder in sorted(place.glob("*_*/")) if place.is_dir() else ():
        yield from _files(folder)


def _cell(file: Path, scene: Path) -> Cell | None:
    """The cell that a file of variants belongs to; None for what is not one."""
    name = file.relative_to(scene / "variants").parts[0].split(".")[0]
    return cell_of(f"tiles/{name}.json") if moves.FILE.fullmatch(f"tiles/{name}.json") else None
