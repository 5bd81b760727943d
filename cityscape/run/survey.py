"""What is in a stored scene, and how good it is: the figures behind `cityscape info`."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from cityscape.errors import SceneError
from cityscape.store import SceneFolder
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Provenance, Step

TINY = 1e-6
"""Gaps below a micrometre are no problem: unions of gathered parts round anew what fine parts have bit by bit."""


IMPORT = "import"
"""The sculptor of tiles that came from somebody else's file."""


class TileFigures(Record):
    """Counts of one tile."""

    cell: Cell
    land_use: str
    objects: int
    parts: int
    faces: int
    watertight: int = Field(description="parts whose mesh is closed")
    positive: int = Field(description="parts whose volume is positive")
    overlap: float | None = Field(None, description="largest share of an object's volume inside another object")


class Trail(Record):
    """How some tiles came about: their steps, with the seeds of each tile beside them."""

    cells: tuple[Cell, ...]
    steps: tuple[Step, ...]
    seeds: tuple[int, ...] = Field(description="of each tile, in the order of `cells`")


class Survey(Record):
    """Figures of a whole scene; `seams` holds the seam report where it was asked for."""

    path: str
    prompt: str
    theme: str
    seed: int
    tile_size: float
    cells: int
    tiles: tuple[TileFigures, ...]
    objects: int
    parts: int
    faces: int
    watertight: int
    positive: int
    backends: dict[str, str]
    models: tuple[str, ...]
    licences: tuple[str, ...]
    commercial: bool
    trails: tuple[Trail, ...] = ()
    overlap: float | None = None
    seams: dict[str, Any] | None = None
    problems: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every cell of the plan has its tile."""
        return len(self.tiles) == self.cells


def survey(folder: SceneFolder, *, check: bool = False) -> Survey:
    """Read every finished tile and count; raises `SceneError` for missing or damaged files.

    With `check` also: pixels of all pictures, intersections of objects, and the seams of every
    border; what the measurements find wrong is listed in `problems`.
    """
    damage = folder.verify() if check else []
    if damage:
        more = f" (and {len(damage) - 1} more faults)" if len(damage) > 1 else ""
        raise SceneError(damage[0] + more)
    problems: list[str] = []
    tiles, makers, seeds = [], [], []
    done = folder.done()
    for cell in folder.plan.cells:
        if cell not in done:
            continue
        tile = folder.read_tile(cell, painting=False)
        meshes = [p.mesh for _, p in tile.parts()]
        overlap = None
        if check:
            from cityscape.assemble import quality

            overlap = quality(tile).largest_overlap
        tiles.append(
            TileFigures(
                cell=cell,
                land_use=tile.brief.room.kind.name if tile.brief.room else tile.brief.land_use,
                objects=len(tile.things),
                parts=len(meshes),
                faces=sum(len(m.faces) for m in meshes),
                watertight=sum(m.watertight for m in meshes),
                positive=sum(m.volume > 0 for m in meshes),
                overlap=overlap,
            )
        )
        makers.append(tile.provenance)
        seeds.append(tile.seed)
    seams = None
    if check:
        seams = _seams(folder)
        problems += _faults(tiles, seams, {t.cell for t, m in zip(tiles, makers, strict=True) if m.sculptor == IMPORT})
    settings = folder.settings
    return Survey(
        path=str(folder.path),
        prompt=folder.plan.prompt,
        theme=folder.plan.style.theme.name,
        seed=folder.plan.seed,
        tile_size=folder.plan.tile_size,
        cells=len(folder.plan.briefs),
        tiles=tuple(tiles),
        objects=sum(t.objects for t in tiles),
        parts=sum(t.parts for t in tiles),
        faces=sum(t.faces for t in tiles),
        watertight=sum(t.watertight for t in tiles),
        positive=sum(t.positive for t in tiles),
        backends={"planner": settings.planner, "painter": settings.painter, "sculptor": settings.sculptor},
        models=_each(m for p in makers for m in p.models),
        licences=_each(m for p in makers for m in p.licences),
        commercial=all(p.commercial for p in makers),
        trails=_trails([t.cell for t in tiles], makers, seeds),
        overlap=max((t.overlap for t in tiles if t.overlap is not None), default=0.0) if check else None,
        seams=seams,
        problems=tuple(problems),
    )


def _trails(cells: list[Cell], makers: list[Provenance], seeds: list[int]) -> tuple[Trail, ...]:
    """Tiles with equal steps together."""
    groups: dict[tuple[Step, ...], list[int]] = {}
    for k, p in enumerate(makers):
        groups.setdefault(tuple(s if s.role == "plan" else s.model_copy(update={"seed": None}) for s in p.steps), []).append(k)
    return tuple(
        Trail(cells=tuple(cells[k] for k in index), steps=steps, seeds=tuple(seeds[k] for k in index))
        for steps, index in groups.items()
        if steps
    )


def _each(words: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _seams(folder: SceneFolder) -> dict[str, Any]:
    from cityscape.assemble import seams

    report = seams(folder.scene(paintings=False))
    return {
        **{
            k: getattr(report, k)
            for k in ("height_gap", "loose_vertices", "fallen_rays", "rays", "socket_offset", "color_across", "color_inside")
        },
        "borders": [b.model_dump(mode="json") for b in report.borders],
    }


def _faults(tiles: list[TileFigures], seams: dict[str, Any], imported: set[Cell]) -> list[str]:
    """What is wrong by the rules of the tiles that are made here; foreign ones stay as they came, open and overlapping or not."""
    out = []
    for t in tiles:
        if t.cell in imported:
            continue
        if t.watertight < t.parts:
            out.append(f"tile {t.cell}: {t.parts - t.watertight} parts are not watertight")
        if t.positive < t.parts:
            out.append(f"tile {t.cell}: {t.parts - t.positive} parts have no positive volume")
        if t.overlap is not None and t.overlap > 0.01:
            out.append(f"tile {t.cell}: two objects share {100 * t.overlap:.1f} % of the smaller one's volume")
    for b in seams["borders"]:
        if imported & {tuple(c) for c in b["cells"]}:
            continue
        wrong = [f"{k} {b[k]}" for k in ("height_gap", "fallen_rays", "socket_offset") if b[k] > TINY]
        if wrong:
            out.append(f"border {tuple(b['cells'][0])}-{tuple(b['cells'][1])}: {', '.join(wrong)}")
    return out
