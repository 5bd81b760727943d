"""A scene of a few boxes, quick to store, and random operations on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Sequence

import numpy as np

from cityscape.store import SceneFolder
from cityscape.store.draft import Draft
from cityscape.world.brief import Brief, Crossing, Socket
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.records import Cell
from cityscape.world.theme import Style
from cityscape.world.tile import Tile
from tests.toy_theme import THEME

SIZE = 20.0
_CORNERS = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0.0, 1.0)])
_FACES = (
    (0, 1, 3),
    (0, 3, 2),
    (4, 6, 7),
    (4, 7, 5),
    (0, 4, 5),
    (0, 5, 1),
    (2, 3, 7),
    (2, 7, 6),
    (0, 2, 6),
    (0, 6, 4),
    (1, 5, 7),
    (1, 7, 3),
)


def box(w: float, d: float, h: float, *, at: tuple[float, float, float] = (0, 0, 0)) -> Mesh:
    """A box on its base."""
    return Mesh((_CORNERS * (w, d, h) + at).astype(np.float32), np.array(_FACES, np.int32))


def two_boxes() -> Mesh:
    """A mesh of two pieces."""
    a, b = box(1, 1, 1), box(0.5, 0.5, 2, at=(3, 0, 0))
    return Mesh(np.concatenate([a.vertices, b.vertices]), np.concatenate([a.faces, b.faces + 8]))


def make_plan(columns: int = 2, rows: int = 1) -> Plan:
    street = Socket(crossings=(Crossing(kind="street", at=0.5, width=4.0),))
    briefs = [
        Brief(cell=(i, j), text=f"tile {i} {j}", sockets={"east": street, "west": street}, size=SIZE)
        for j in range(rows)
        for i in range(columns)
    ]
    return Plan(prompt="boxes", seed=7, tile_size=SIZE, style=Style(theme=THEME), briefs=tuple(briefs))


def make_tile(plan: Plan, cell: Cell, *, seed: int = 1) -> Tile:
    """Ground and two houses of boxes; a brief that wants things gets another house for each."""
    wall = Material(name="wall-aa5533", pattern="brick", color="#aa5533")
    roof = Material(name="roof-884422", pattern="slate", color="#884422")
    slab = Part("ground__slab", "slab", "slab", "ground", wall, box(SIZE, SIZE, 1))
    things = [Thing("ground", "Ground", "ground", Pose.standing(SIZE / 2, SIZE / 2, -1), (slab,))]
    for k in range(2 + sum(w.count for w in plan.brief(cell).wanted)):
        id = f"house_{k + 1:02d}"
        parts = (
            Part(f"{id}__body", "body", "wall", id, wall, box(3, 4, 3)),
            Part(f"{id}__roof", "roof", "roof", id, roof, box(3.4, 4.4, 1), Pose(position=(0, 0, 2.9))),
            Part(f"{id}__chimneys", "chimneys", "chimney", id, wall, two_boxes(), Pose(position=(-1, 0, 3.5))),
        )
        things.append(Thing(id, f"House {k + 1}", "cottage", Pose.standing(4 + 6 * (k % 3), 5 + 6 * (k // 3), 0, 0.3 * k), parts))
    return Tile(plan.brief(cell), tuple(things), seed=seed)


def maker(draft: Draft, cells: Sequence[Cell]) -> None:
    """Makes tiles of boxes again."""
    for cell in cells:
        draft.put(make_tile(draft.plan, cell, seed=draft.tile(cell).seed if draft.has(cell) else 1))


def make_scene(path: Path, columns: int = 2, rows: int = 1) -> SceneFolder:
    plan = make_plan(columns, rows)
    folder = SceneFolder.create(path, plan)
    with folder.lock():
        for cell in plan.cells:
            folder.write_tile(make_tile(plan, cell))
    return folder


def state(path: Path) -> dict[str, bytes]:
    """Every file that a scene is made of, but for assets and history."""
    return {str(p.relative_to(path)): p.read_bytes() for p in (path / "scene.json", *sorted((path / "tiles").glob("*")))}


Choose = Callable[[Sequence[Any]], Any]
KINDS = (
    "move", "move", "rotate", "scale", "duplicate", "delete", "rename", "relabel", "recolour", "material", "texture", "swap", "merge",
    "split", "lock", "unlock", "brief", "socket", "remove_tile", "add_tile", "restyle", "set", "many",
)  # fmt: skip


def random_operation(folder: SceneFolder, choose: Choose, picture: Path, *, kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """An operation that fits what is there, most of the time."""
    op = choose(kinds)
    done = [c for c in folder.plan.cells if c in folder.done()] or [(0, 0)]
    cell = choose(done)
    tile = folder.read_tile(cell, painting=False) if cell in folder.done() else None
    here = f"{cell[0]},{cell[1]}"
    things = [t for t in tile.things] if tile else []
    thing = choose(things) if things else None
    a = f"{here}/{thing.id}" if thing else here
    p = choose([None, *thing.parts]) if thing else None
    b = f"{a}/{p.id}" if p is not None else a
    steps = (-25.0, -3.0, 0.0, 0.5, 1.75, 25.0)
    vector = [choose(steps), choose(steps), choose((0.0, 1.0))]
    color = choose(("#112233", "#aa3322", "#00ff7f"))
    said: dict[str, dict[str, Any]] = {
        "move": {"target": b, "by": vector},
        "rotate": {"target": b, "degrees": choose((-90.0, 17.0, 45.0)), "axis": choose(("x", "z", "1,2,0"))},
        "scale": {"target": b, "factor": choose((0.5, 1.25, "1,2,1"))},
        "duplicate": {"target": b, "count": choose((1, 2))},
        "delete": {"target": b},
        "rename": {"target": b, "name": choose(("first", "second", "third"))},
        "relabel": {"target": b, "label": choose(("wall", "roof", "tree"))},
        "recolour": {"target": b, "color": color},
        "material": {"target": b, "roughness": choose((0.1, 0.9)), "pattern": choose(("brick", "slate"))},
        "texture": {"target": b, "file": str(picture), "detail": 2.0, "most": 200, "mapping": choose(("box", "planar"))},
        "swap": {"target": b, "source": _other(folder, choose, done, part=p is not None), "fit": choose(("inside", "stretch", "none"))},
        "merge": {"target": a},
        "split": {"target": b},
        "lock": {"target": b},
        "unlock": {"target": choose((a, b, here, "tile:*,*"))},
        "brief": {"cell": cell, "wanted": [{"kind": "cottage", "count": choose((1, 2))}]},
        "socket": {"cell": cell, "side": choose(("south", "east")), "crossings": choose(([], ["path@0.3"], ["main street"]))},
        "remove_tile": {"cell": cell},
        "add_tile": {"cell": (cell[0] + choose((-1, 1)), cell[1] + choose((0, 1)))},
        "restyle": {"palette": {"warm": [color]}},
        "set": {"prompt": choose(("boxes", "other boxes"))},
        "many": {"op": "recolour", "target": choose(("label:roof", "tile:0,* label:wall", "kind:cottage")), "color": color},
    }
    return {"op": op, **said[op]}


def _other(folder: SceneFolder, choose: Choose, done: Sequence[Cell], *, part: bool) -> str:
    cell = choose(done)
    if cell not in folder.done():
        return "0,0/nothing"
    things = folder.read_tile(cell, painting=False).things
    if not things:
        return "0,0/nothing"
    thing = choose(things)
    return f"{cell[0]},{cell[1]}/{thing.id}" + (f"/{choose(thing.parts).id}" if part else "")
