"""`stats`: how much of what there is in a scene: counts by label, kind and material, and sizes."""

from __future__ import annotations

from collections import Counter
from typing import Callable

import numpy as np

from cityscape.edit.foreign import closed
from cityscape.store import SceneFolder
from cityscape.world.part import placed
from cityscape.world.records import Record


class Group(Record):
    """Parts that have a label, or objects of a kind, or parts of a material: how many, with how many faces, how high on average."""

    name: str
    count: int
    faces: int
    tiles: int
    height: float


class Stats(Record):
    """A scene in numbers. `low` and `high` are the corners of its box, scene frame, metres; `open` parts enclose nothing."""

    path: str
    cells: int
    tiles: int
    objects: int
    parts: int
    faces: int
    vertices: int
    open: int
    locked: int
    meshes: int
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    bytes: int
    labels: tuple[Group, ...]
    kinds: tuple[Group, ...]
    materials: tuple[Group, ...]
    largest: tuple[str, ...]


class _Count:
    def __init__(self) -> None:
        self.count, self.faces = Counter[str](), Counter[str]()
        self.height: dict[str, float] = {}
        self.tiles: dict[str, int] = {}
        self._last: dict[str, object] = {}

    def add(self, name: str, faces: int, height: float, tile: object) -> None:
        self.count[name] += 1
        self.faces[name] += faces
        self.height[name] = self.height.get(name, 0.0) + height
        if self._last.get(name) != tile:
            self._last[name] = tile
            self.tiles[name] = self.tiles.get(name, 0) + 1

    def groups(self) -> tuple[Group, ...]:
        return tuple(
            Group(name=n, count=k, faces=self.faces[n], tiles=self.tiles[n], height=round(self.height[n] / k, 3))
            for n, k in sorted(self.count.items(), key=lambda x: (-x[1], x[0]))
        )


def stats(folder: SceneFolder, *, step: Callable[[int, int], None] | None = None) -> Stats:
    """Count what is in a scene; tiles are read one after the other, without their pictures.

    step : called with (done, total).
    """
    done = folder.done()
    cells = [c for c in folder.plan.cells if c in done]
    labels, kinds, materials = _Count(), _Count(), _Count()
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    objects = parts = vertices = open = locked = 0
    sizes: list[tuple[float, str]] = []
    for k, cell in enumerate(cells):
        if step:
            step(k, len(cells))
        tile = folder.read_tile(cell, painting=False)
        for thing in tile.things:
            objects += 1
            bottom, top, faces = np.full(3, np.inf), np.full(3, -np.inf), 0
            for p in thing.parts:
                v = placed(thing, p)[0] + np.array(tile.origin)
                a, b, n = v.min(0), v.max(0), len(p.mesh.faces)
                bottom, top, faces = np.minimum(bottom, a), np.maximum(top, b), faces + n
                labels.add(p.label, n, float(b[2] - a[2]), cell)
                materials.add(p.material.name, n, float(b[2] - a[2]), cell)
                parts, vertices = parts + 1, vertices + len(v)
                open += not closed(p.mesh)
                locked += any(bool(getattr(x, "locked", False)) for x in (tile, thing, p))
            if thing.parts:
                kinds.add(thing.kind, faces, float(top[2] - bottom[2]), cell)
                low, high = np.minimum(low, bottom), np.maximum(high, top)
                if thing.kind not in ("ground", "room"):
                    sizes.append((float(np.prod(np.maximum(top - bottom, 1e-3))), f"{cell[0]},{cell[1]}/{thing.id}"))
    if step:
        step(len(cells), len(cells))
    assets = {name for c in cells for name in folder.assets_of(c)}
    files = [f for f in folder.path.rglob("*") if f.is_file()]
    box = [tuple(round(float(x), 3) for x in v) if np.isfinite(v).all() else (0.0, 0.0, 0.0) for v in (low, high)]
    return Stats(
        path=str(folder.path),
        cells=len(folder.plan.cells),
        tiles=len(cells),
        objects=objects,
        parts=parts,
        faces=sum(labels.faces.values()),
        vertices=vertices,
        open=open,
        locked=locked,
        meshes=sum(name.endswith(".glb") for name in assets),
        low=box[0],  # type: ignore[arg-type]
        high=box[1],  # type: ignore[arg-type]
        bytes=sum(f.stat().st_size for f in files),
        labels=labels.groups(),
        kinds=kinds.groups(),
        materials=materials.groups(),
        largest=tuple(name for _, name in sorted(sizes, key=lambda x: (-x[0], x[1]))[:5]),
    )
