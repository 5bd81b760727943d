"""Files that `cityscape export` wrote, taken back in: cells, ids, names, labels and poses from the nodes' extras."""

from __future__ import annotations

from typing import Any, Iterator

from pydantic import ValidationError

from cityscape.edit.foreign import mesh_of
from cityscape.edit.names import legal
from cityscape.edit.reading import Foreign, Node, Surface
from cityscape.errors import InputError
from cityscape.world.brief import IMPORTED, Brief
from cityscape.world.frames import pose_z_up
from cityscape.world.part import Part, Thing
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.records import Cell
from cityscape.world.theme import Style
from cityscape.world.tile import Provenance, Tile


def is_ours(file: Foreign) -> bool:
    """Whether every surface stands where `cityscape export` would have put it: City / Tile / Object / Part, unscaled."""
    for s in file.surfaces:
        chain = s.node.above()
        if [n.extras.get("kind") for n in chain] != ["city", "tile", "object", "part"] or abs(chain[0].matrix[0, 0] - 1) > 1e-9:
            return False
    return True


def our_plan(file: Foreign, *, style: Style) -> Plan:
    """The plan that the export tells of: prompt, seed, tile size and cells; what is not in it is as in any import.

    Raises
    ------
    InputError : its extras were changed into something that is no plan.
    """
    root = file.surfaces[0].node.above()[0].extras
    tiles = {_cell(n): n for n in _nodes(file, 1)}
    try:
        size = float(root["tile_size"])
        base = min(-3.0, min(float(s.corners[..., 2].min()) for s in file.surfaces) - 1e-3)
        briefs = tuple(_brief(c, n, size, base) for c, n in sorted(tiles.items()))
        return Plan(
            prompt=str(root.get("prompt", "import")), seed=int(root.get("seed", 0)), tile_size=size, base=base, style=style, briefs=briefs
        )
    except (KeyError, TypeError, ValueError, ValidationError) as e:
        raise InputError(
            f"{file.path.name} was exported by cityscape, but its extras were changed ({type(e).__name__}): export it anew"
        ) from e


def _brief(cell: Cell, node: Node, size: float, base: float) -> Brief:
    text = IMPORTED + str(node.extras.get("text", "")).removeprefix(IMPORTED)
    return Brief(cell=cell, size=size, base=base, text=text, land_use=node.extras.get("land_use", "residential"))


def our_tiles(file: Foreign, plan: Plan) -> Iterator[Tile]:
    """The tiles of an export, in the plan's order; meshes have their split corners joined again."""
    by_object: dict[int, list[Surface]] = {}
    for s in file.surfaces:
        by_object.setdefault(id(s.node.parent), []).append(s)
    tiles = {_cell(n): n for n in _nodes(file, 1)}
    objects: dict[int, list[Node]] = {}
    for n in _nodes(file, 2):
        objects.setdefault(id(n.parent), []).append(n)
    for cell in plan.cells:
        node = tiles[cell]
        things = tuple(_thing(n, by_object[id(n)]) for n in objects.get(id(node), ()))
        said = tuple(str(x) for x in node.extras.get("licences", ()))
        seed = node.extras.get("seed", 0)
        yield Tile(plan.brief(cell), things, int(seed), provenance=Provenance(planner="import", licences=said))


def _thing(node: Node, surfaces: list[Surface]) -> Thing:
    id = legal(node.extras.get("id", node.name))
    parts = []
    for s in surfaces:
        said = s.node.extras
        mesh = mesh_of(s.local, s.colors, s.numbers)
        if mesh is not None:
            name, label = legal(said.get("name", s.node.name)), legal(said.get("label", "body"))
            parts.append(Part(legal(said.get("id", s.node.name)), name, label, id, s.material, mesh, _pose(s.node)))
    kind = legal(node.extras.get("object_kind", "thing"))
    return Thing(id, legal(node.extras.get("name", node.name)), kind, _pose(node), tuple(parts))


def _pose(node: Node) -> Pose:
    raw: dict[str, Any] = node.raw
    return pose_z_up(raw.get("translation", (0, 0, 0)), raw.get("rotation", (0, 0, 0, 1)), raw.get("scale", (1, 1, 1)))


def _nodes(file: Foreign, depth: int) -> list[Node]:
    return list({id(n): n for s in file.surfaces for n in [s.node.above()[depth]]}.values())


def _cell(node: Node) -> Cell:
    cell = node.extras.get("cell")
    if not (isinstance(cell, list) and len(cell) == 2 and all(isinstance(x, int) for x in cell)):
        raise InputError(f"the node {node.name!r} was a tile of cityscape, but its cell is {cell!r}: export it anew")
    return (cell[0], cell[1])
