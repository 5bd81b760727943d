"""Two states of a scene as one picture, side by side, with what is different in colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.address import Address
from cityscape.edit.differences import Difference, State, cell_at
from cityscape.errors import SceneError
from cityscape.world.painting import ISO_ELEVATION
from cityscape.world.part import Part
from cityscape.world.records import Cell
from cityscape.world.theme import Light
from cityscape.world.tile import Scene

TINTS = {"gone": "#d2382c", "new": "#27a045", "changed": "#f0a020"}
"""Of parts that are only in the first state, only in the second, or not the same in both."""
WHOLE = 64
"""Tiles that a picture shows all of; of larger scenes it shows what changed, and what is round it."""


def picture(
    a: State, b: State, found: list[Difference], path: Path, *, size: tuple[int, int] = (1000, 800), quality: str = "normal"
) -> None:
    """Both states side by side from the same place and by day, what changed in colours.

    Red is gone, green is new, what leans towards orange is not the same.
    """
    from cityscape.render.files import check_suffix, save_picture
    from cityscape.render.frame import fit
    from cityscape.render.scene import Shot

    target = check_suffix(path, moving=False)
    both = [_tinted(s, found, _shown(a, b, found)) for s in (a, b)]
    tiles = [t for scene in both for t in scene.tiles.values()]
    if not any(len(p.mesh.faces) for t in tiles for _, p in t.parts()):
        raise SceneError("neither state has anything to draw")
    camera = fit(tiles, azimuth=-45.0, elevation=ISO_ELEVATION, width=size[0], height=size[1])
    pictures: list[NDArray[np.uint8]] = []
    for scene in both:
        here = list(scene.tiles.values())
        if not here:
            pictures.append(np.full((size[1], size[0], 4), 255, np.uint8))
            continue
        pictures.append(Shot(here, Light(), quality, "auto", False, lambda _: None).take(camera))
    line = np.full((size[1], 6, 4), 255, np.uint8)
    save_picture(target, np.concatenate([pictures[0], line, pictures[1]], 1))


def _shown(a: State, b: State, found: list[Difference]) -> set[Cell]:
    cells = {*a.plan.cells, *b.plan.cells}
    if len(cells) <= WHOLE:
        return cells
    changed = {cell_at(d.address) for d in found if d.what != "scene"}
    return {(i + x, j + y) for i, j in changed for x in (-1, 0, 1) for y in (-1, 0, 1)} & cells


def _tinted(state: State, found: list[Difference], cells: set[Cell]) -> Scene:
    """A state as a scene, with what changed in colours; nothing is in tiles that were made anew."""
    marks: dict[str, str] = {}
    remade = {d.address for d in found if d.what == "tile" and d.how == "remade"}
    for d in found:
        if d.what not in ("object", "part", "tile") or d.how in ("locked", "unlocked", "renamed", "relabelled", "remade"):
            continue
        if d.address.split("/")[0] in remade:
            continue
        kind = "gone" if d.how == "removed" else "new" if d.how == "added" else "changed"
        marks |= {d.address: kind} | ({d.to: kind} if d.to else {})
    tiles = {}
    for cell in sorted(cells, key=lambda c: (c[1], c[0])):
        tile = state.tile(cell)
        if tile is None:
            continue
        things = []
        for t in tile.things:
            parts = []
            for p in t.parts:
                short = p.id.removeprefix(f"{t.id}__") or p.id
                near = (str(x) for x in (Address(cell, t.id, short), Address(cell, t.id), Address(cell)))
                tint = next((marks[x] for x in near if x in marks), None)
                parts.append(p if tint is None else _coloured(p, TINTS[tint]))
            things.append(t.with_parts(tuple(parts)))
        tiles[cell] = replace(tile, things=tuple(things))
    return Scene(state.plan, tiles)


def _coloured(part: Part, color: str) -> Part:
    plain = {"color2": None, "pattern": "plain", "opacity": 1.0, "emission": 0.15}
    from cityscape.grammar.themes import mixed

    color = mixed(part.material.color, color, 0.6 if color == TINTS["changed"] else 1.0)
    m = part.material.model_copy(update={"name": f"tint-{color[1:]}", "color": color, **plain})
    return replace(part, material=m, mesh=replace(part.mesh, colors=None, glow=None) if part.mesh.colors is not None else part.mesh)
