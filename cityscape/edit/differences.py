"""`diff`: what is different between two states of a scene, in words.

Records are compared, not meshes, where two parts have the same node of the same asset; what no step between the states changed is not
read at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from pydantic import Field

from cityscape.edit.address import Address
from cityscape.errors import SceneError
from cityscape.store import SceneFolder, disk, glb, moves
from cityscape.store.history import cell_of, file_of
from cityscape.store.records import PartRecord, SceneRecord, ThingRecord, TileRecord
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Tile

What = Literal["scene", "brief", "tile", "object", "part"]
How = Literal[
    "added", "removed", "remade", "moved", "turned", "scaled", "reshaped", "recoloured", "rematerialled", "renamed", "relabelled",
    "locked", "unlocked", "handed", "changed",
]  # fmt: skip


FIELDS = ("text", "land_use", "density", "wanted", "corners", "landmark", "room", "style")
"""Of a brief, besides its sockets."""


class Difference(Record):
    """One thing that is not the same in both states."""

    what: What
    how: How
    address: str
    text: str
    to: str | None = Field(None, description="of an object that was handed to another tile: its address there")


@dataclass
class State:
    """A scene at an entry of its history, as far as it is not the same elsewhere.

    name : what the entry was called by. files : what files hold there, by the names of their contents.
    """

    folder: SceneFolder
    name: str
    entry: int
    files: moves.Files
    scene: SceneRecord = field(init=False)

    def __post_init__(self) -> None:
        data = self.read("scene.json")
        if data is None:
            raise SceneError(f"{self.folder.path} had no scene.json at {self.name}")
        self.scene = SceneRecord.model_validate(disk.parse_json(data, self.folder.path / "scene.json"))

    @property
    def plan(self) -> Plan:
        """The plan there."""
        return self.scene.plan

    def read(self, file: str) -> bytes | None:
        """What a file holds there; None where there is none."""
        if file in self.files:
            name = self.files[file]
            return None if name is None else moves.kept(self.folder.path, name)
        path = self.folder.path / file
        return path.read_bytes() if path.is_file() else None

    def record(self, cell: Cell) -> TileRecord | None:
        """A tile's record there."""
        data = self.read(file_of(cell))
        return None if data is None else TileRecord.model_validate(disk.parse_json(data, self.folder.path / file_of(cell)))

    def tile(self, cell: Cell) -> Tile | None:
        """A tile there, with its meshes."""
        data = self.read(file_of(cell))
        return None if data is None or cell not in self.plan.cells else self.folder.decode(data, cell, self.plan)


def states(folder: SceneFolder, a: str | int, b: str | int) -> tuple[State, State]:
    """Two states by entry, checkpoint, ``start`` or ``head``."""
    history = folder.history
    n, m = history.find(a), history.find(b)
    return State(folder, str(a), n, history.files_at(n)), State(folder, str(b), m, history.files_at(m))


def diff(folder: SceneFolder, a: str | int, b: str | int) -> list[Difference]:
    """What is different between two states: the scene's own fields first, then tile by tile.

    Parameters
    ----------
    a, b : numbers of entries, names of checkpoints, ``start`` or ``head``.
    """
    return compared(*states(folder, a, b))


def compared(a: State, b: State) -> list[Difference]:
    """What is different between two states."""
    changed = sorted(f for f in {*a.files, *b.files} if a.files.get(f, "") != b.files.get(f, ""))
    out = _plans(a.plan, b.plan) if "scene.json" in changed else []
    cells = sorted((cell_of(f) for f in changed if f.startswith("tiles/")), key=lambda c: (c[1], c[0]))
    meshes = _Meshes(a.folder)
    gone: dict[Any, list[tuple[Cell, ThingRecord]]] = {}
    new: dict[Any, list[tuple[Cell, ThingRecord]]] = {}
    each: list[Difference] = []
    for cell in cells:
        one, two = a.record(cell), b.record(cell)
        if one is not None and two is not None:
            each += _tiles(cell, one, two, meshes, gone, new)
        elif (lone := one or two) is not None:
            how: How = "removed" if two is None else "added"
            each.append(_said("tile", how, Address(cell), f"{how}, with {_count(len(lone.things), 'object')}"))
    for key, olds in gone.items():
        for cell, t in olds:
            if twins := new.get(key):
                there, twin = twins.pop(0)
                now = str(Address(there, twin.id))
                each.append(Difference(what="object", how="handed", address=str(Address(cell, t.id)), text=f"is {now} now", to=now))
            else:
                each.append(_said("object", "removed", Address(cell, t.id), f"removed ({t.kind}, {_count(len(t.parts), 'part')})"))
    for cell, t in (x for left in new.values() for x in left):
        each.append(_said("object", "added", Address(cell, t.id), f"added ({t.kind}, {_count(len(t.parts), 'part')})"))
    order = {c: k for k, c in enumerate(cells)}
    return out + sorted(each, key=lambda d: order[cell_at(d.address)])


def in_words(found: list[Difference], *, most: int = 60) -> list[str]:
    """Differences as lines; of tiles that were made anew the objects are counted, and where there are too many lines, parts are."""
    remade = {d.address for d in found if d.what == "tile" and d.how == "remade"}
    lines: dict[str, list[str]] = {}
    for d in found:
        if d.what in ("scene", "brief", "tile") or d.address.split("/")[0] not in remade:
            lines.setdefault(d.address, []).append(d.text)
    for address in remade:
        objects = [d.how for d in found if d.what == "object" and d.address.split("/")[0] == address]
        counts = [f"{n} {how}" for how in ("added", "removed", "handed") if (n := objects.count(how))]  # type: ignore[arg-type]
        lines[address] += [", ".join(counts)] if counts else []
    if len(lines) > most:
        counted: dict[str, Counter[str]] = {}
        for d in found:
            if d.what == "part":
                lines.pop(d.address, None)
        for d in found:
            if d.what == "part" and d.address.split("/")[0] not in remade:
                counted.setdefault(d.address.rpartition("/")[0], Counter())[d.how] += 1
        for address, hows in counted.items():
            lines.setdefault(address, []).append("parts " + ", ".join(f"{how} {n}" for how, n in hows.items()))
    out = [f"{address}: {'; '.join(texts)}" for address, texts in lines.items()]
    return out if len(out) <= 4 * most else [*out[: 4 * most], f"and {len(out) - 4 * most} more"]


# -- comparing --------------------------------------------------------------------------------------------


def _plans(a: Plan, b: Plan) -> list[Difference]:
    out = []
    if a.prompt != b.prompt:
        out.append(Difference(what="scene", how="changed", address="scene", text=f"prompt {a.prompt!r} became {b.prompt!r}"))
    if a.style != b.style:
        one, two = (", ".join([s.theme.title, *s.variants]) for s in (a.style, b.style))
        text = f"style {one} became {two}" if one != two else f"materials or colours of the style {one} changed"
        out.append(Difference(what="scene", how="changed", address="scene", text=text))
    old, new = {x.cell: x for x in a.briefs}, {x.cell: x for x in b.briefs}
    for cell in sorted({*old, *new}, key=lambda c: (c[1], c[0])):
        if cell not in new or cell not in old:
            how, text = ("removed", "removed from the plan") if cell not in new else ("added", "added to the plan")
            out.append(_said("brief", how, Address(cell), text))  # type: ignore[arg-type]
            continue
        x, y = old[cell], new[cell]
        fields = [n.replace("_", " ") for n in FIELDS if getattr(x, n) != getattr(y, n)]
        fields += [f"{s} border" for s in x.sockets if x.sockets[s] != y.sockets[s]]
        if fields:
            out.append(_said("brief", "changed", Address(cell), f"brief changed: {', '.join(fields)}"))
    return out


def _tiles(cell: Cell, a: TileRecord, b: TileRecord, meshes: _Meshes, gone: Any, new: Any) -> list[Difference]:
    out: list[Difference] = []
    here = Address(cell)
    if a.seed != b.seed or a.provenance != b.provenance or a.brief != b.brief:
        out.append(_said("tile", "remade", here, f"made anew, {_count(len(b.things), 'object')} instead of {len(a.things)}"))
    if a.locked != b.locked:
        out.append(_said("tile", "locked" if b.locked else "unlocked", here, "locked" if b.locked else "unlocked"))
    old, now = {t.id: t for t in a.things}, {t.id: t for t in b.things}
    for id, t in old.items():
        if id not in now:
            gone.setdefault(_key(t), []).append((cell, t))
    for id, t in now.items():
        if id not in old:
            new.setdefault(_key(t), []).append((cell, t))
        else:
            out += _things(cell, old[id], t, a, b, meshes)
    return out


def _things(cell: Cell, x: ThingRecord, y: ThingRecord, a: TileRecord, b: TileRecord, meshes: _Meshes) -> list[Difference]:
    at = Address(cell, x.id)
    out = [_said("object", how, at, text) for how, text in _poses(x.pose, y.pose)]
    if x.name != y.name:
        out.append(_said("object", "renamed", at, f"renamed from {x.name} to {y.name}"))
    if x.kind != y.kind:
        out.append(_said("object", "relabelled", at, f"a {y.kind}, no {x.kind}"))
    if x.locked != y.locked:
        out.append(_said("object", "locked" if y.locked else "unlocked", at, "locked" if y.locked else "unlocked"))
    old, now = {p.id: p for p in x.parts}, {p.id: p for p in y.parts}
    for id in [*old, *(i for i in now if i not in old)]:
        here = Address(cell, x.id, id.removeprefix(f"{x.id}__") or id)
        if id not in now or id not in old:
            p = old.get(id) or now[id]
            how: How = "removed" if id not in now else "added"
            out.append(_said("part", how, here, f"{how} ({p.label})"))
        else:
            out += _parts(here, old[id], now[id], a, b, meshes)
    return out


def _parts(at: Address, p: PartRecord, q: PartRecord, a: TileRecord, b: TileRecord, meshes: _Meshes) -> list[Difference]:
    said: list[tuple[How, str]] = list(_poses(p.pose, q.pose))
    if p.name != q.name:
        said.append(("renamed", f"renamed from {p.name} to {q.name}"))
    if p.label != q.label:
        said.append(("relabelled", f"labelled {q.label}, not {p.label}"))
    m, n = a.materials[p.material], b.materials[q.material]
    if m.color != n.color:
        said.append(("recoloured", f"coloured {n.color}, before {m.color}"))
    fields = [f for f in type(m).model_fields if f not in ("name", "color") and getattr(m, f) != getattr(n, f)]
    if fields:
        said.append(("rematerialled", "of another material: " + ", ".join(f"{f} {getattr(n, f)}" for f in fields)))
    where = ((p.asset or a.mesh or "", p.node), (q.asset or b.mesh or "", q.node))
    if where[0] != where[1]:
        if (p.vertices, p.faces) != (q.vertices, q.faces):
            said.append(("reshaped", f"of another shape, {q.faces} faces instead of {p.faces}"))
        elif (word := meshes.difference(*where)) is not None:
            said.append(("reshaped", word))
    if p.locked != q.locked:
        said.append(("locked", "locked") if q.locked else ("unlocked", "unlocked"))
    return [_said("part", how, at, text) for how, text in said]


def _poses(a: Pose, b: Pose) -> list[tuple[How, str]]:
    out: list[tuple[How, str]] = []
    if a.position != b.position:
        by = ", ".join(f"{round(y - x, 4) + 0.0:g}" for x, y in zip(a.position, b.position, strict=True))
        out.append(("moved", f"moved by {by} m"))
    if a.rotation != b.rotation:
        out.append(("turned", f"turned by {_angle(a, b):.3g} degrees"))
    if a.scale != b.scale:
        times = [y / x for x, y in zip(a.scale, b.scale, strict=True)]
        same = max(times) - min(times) < 1e-9
        out.append(("scaled", f"scaled by {times[0]:.4g}" if same else "scaled by " + " x ".join(f"{t:.4g}" for t in times)))
    return out


def _angle(a: Pose, b: Pose) -> float:
    return float(np.degrees(2 * np.arccos(min(1.0, abs(float(np.dot(a.rotation, b.rotation)))))))


class _Meshes:
    """The meshes of assets, each asset read once."""

    def __init__(self, folder: SceneFolder) -> None:
        self.folder = folder
        self.known: dict[str, dict[str, Any]] = {}

    def difference(self, one: tuple[str, str], two: tuple[str, str]) -> str | None:
        """How two meshes differ, in words; None where they do not."""
        a, b = self._mesh(*one), self._mesh(*two)
        if not (np.array_equal(a.vertices, b.vertices) and np.array_equal(a.faces, b.faces)):
            return "of another shape"
        same = (a.colors is None) == (b.colors is None) and (a.colors is None or np.array_equal(a.colors, b.colors))
        return None if same else "painted otherwise"

    def _mesh(self, asset: str, node: str) -> Any:
        if asset not in self.known:
            if len(self.known) > 8:
                self.known.pop(next(iter(self.known)))
            data = disk.read_asset(self.folder.assets, asset, user="the states that are compared need it; restore a copy")
            self.known[asset] = glb.decode(data)
        return self.known[asset][node]


def _key(t: ThingRecord) -> Any:
    """What an object has wherever it stands."""
    return t.kind, t.name, tuple((p.name, p.vertices, p.faces, p.volume) for p in t.parts)


def _said(what: What, how: How, address: Address, text: str) -> Difference:
    return Difference(what=what, how=how, address=str(address), text=text)


def cell_at(address: str) -> Cell:
    """The cell of an address."""
    i, j = address.split("/")[0].split(",")
    return int(i), int(j)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
