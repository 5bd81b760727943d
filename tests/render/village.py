"""A scene of two tiles with a handful of parts."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.theme import Light, Style, Swatch, Theme
from cityscape.world.tile import Scene, Tile
from partgen.solids import ball, box, cylinder, gable

THEME = Theme(
    name="toy", title="Toy", words=("toy",), palette={}, materials={"wall": (Swatch(colors=("#ddccaa",)),)},
    land_use={"residential": 1}, buildings={}, objects={}, trees={}, light=Light(),
)  # fmt: skip


def part(name: str, pattern: str, color: str, *solids) -> PartRecipe:  # type: ignore[no-untyped-def]
    return PartRecipe(name, name, Material(name=name, pattern=pattern, color=color), solids)


def village() -> Scene:
    plan = Plan(
        prompt="toy", style=Style(theme=THEME), tile_size=20.0,
        briefs=tuple(Brief(cell=(i, 0), size=20.0) for i in range(2)),
    )  # fmt: skip
    scene = Scene(plan)
    for i in range(2):
        ground = thing("ground", "ground", "ground", Pose(), [part("earth", "grass", "#7a9a4f", box(20, 20, 3, at=(10, 10, -3)))])
        house = thing(
            "house_01", "house 01", "cottage", Pose.standing(7 + i, 12, 0, 0.3),
            [
                part("wall", "brick", "#a4553d", box(5, 4, 3)),
                part("roof", "roof_tile", "#b5583a", gable(5.6, 4.6, 2, at=(0, 0, 3))),
                part("door", "planks", "#5a4030", box(1, 0.1, 2, at=(0, -2.05, 0))),
            ],
        )  # fmt: skip
        tree = thing(
            "tree_01", "tree 01", "oak", Pose.standing(15, 5, 0),
            [part("trunk", "bark", "#6b5138", cylinder(0.3, 2)), part("crown", "foliage", "#5f8a3c", ball(1.6, at=(0, 0, 3)))],
        )  # fmt: skip
        scene = scene.with_tile(Tile(plan.brief((i, 0)), (ground, house, tree), 1))
    return scene


def part_count(scene: Scene) -> int:
    return int(np.sum([len(t.parts) for tile in scene.tiles.values() for t in tile.things]))
