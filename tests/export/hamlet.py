"""A small city made by hand: every kind of solid, material, pose and name that an export has to carry."""

from __future__ import annotations

from math import pi

from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.theme import Style, Theme
from cityscape.world.tile import Scene, Tile
from partgen.solids import ball, box, cylinder, gable

PLASTER = Material(name="wall-d9c3a0", pattern="plaster", color="#d9c3a0")
TILES = Material(name="roof-a8512f", pattern="roof_tile", color="#a8512f")
GLASS = Material(name="glass-9fc3d6", pattern="glass", color="#9fc3d6", opacity=0.4, roughness=0.1, metallic=0.2)
LAMP = Material(name="lamp-ffe2a8", pattern="lamp", color="#ffe2a8", emission=4.0)
LEAVES = Material(name="foliage-5f8a3c", pattern="foliage", color="#5f8a3c")
BARK = Material(name="bark-6b5138", pattern="bark", color="#6b5138")
GRASS = Material(name="ground-7a9a4f", pattern="grass", color="#7a9a4f")


def ground(size: float) -> Thing:
    """A flat tile."""
    slab = box(size, size, 3, at=(size / 2, size / 2, -3))
    return thing("ground", "ground", "ground", Pose(), [PartRecipe("grass", "grass", GRASS, (slab,))])


def house(id: str, x: float, y: float, yaw: float) -> Thing:
    """A house with walls, a gable roof, windows and a chimney of two overlapping boxes."""
    recipes = [
        PartRecipe("walls", "wall", PLASTER, (box(6, 5, 3),)),
        PartRecipe("roof", "roof", TILES, (gable(6.6, 5.6, 2.4, at=(0, 0, 3)),)),
        PartRecipe("windows", "window", GLASS, tuple(box(0.9, 0.06, 1.1, at=(k, -2.53, 1)) for k in (-1.8, 1.8))),
        PartRecipe("chimney", "chimney", TILES, (box(0.7, 0.7, 3, at=(1.5, 1, 3.5)), box(0.9, 0.9, 0.2, at=(1.5, 1, 6.4)))),
    ]
    return thing(id, "house", "cottage", Pose.standing(x, y, 0, yaw), recipes)


def tree(id: str, x: float, y: float) -> Thing:
    """A trunk with a round crown; all trees are alike, so they share their meshes."""
    recipes = [
        PartRecipe("trunk", "trunk", BARK, (cylinder(0.2, 2),)),
        PartRecipe("crown", "crown", LEAVES, (ball(1.4, 1.3, 1.6, at=(0, 0, 3)),)),
    ]
    return thing(id, "tree", "oak", Pose(position=(x, y, 0), scale=(1.0, 1.0, 1.25)), recipes)


def cart(id: str, x: float, y: float) -> Thing:
    """Names that engines would read as commands: Godot takes a node ending in `_wheel` for a vehicle's wheel."""
    recipes = [
        PartRecipe("body", "body", BARK, (box(1.6, 0.9, 0.5, at=(0, 0, 0.5)),)),
        PartRecipe("wheel", "wheel", BARK, (cylinder(0.4, 0.1, segments=24).turned(roll=pi / 2).moved(0, -0.45, 0.4),)),
        PartRecipe("lamp/left", "lamp", LAMP, (ball(0.1, at=(0.7, 0, 1.1), detail=2),)),
    ]
    return thing(id, "cart", "cart", Pose.standing(x, y, 0, 0.7), recipes)


def hamlet(*, size: float = 24.0) -> Scene:
    """Two tiles side by side."""
    empty: dict = {"palette": {}, "materials": {}, "buildings": {}, "objects": {}}
    theme = Theme(name="test", title="Test", words=("test",), land_use={"residential": 1}, trees={"oak": 1}, **empty)
    briefs = tuple(Brief(cell=(i, 1), size=size, text=f"tile {i}") for i in (0, 1))
    plan = Plan(prompt="a hamlet, “quoted” & small", seed=5, tile_size=size, style=Style(theme=theme), briefs=briefs)
    tiles = {}
    for b in briefs:
        i = b.cell[0]
        things = (
            ground(size),
            house("cottage_1", 7, 7, 0.3 + i),
            house("cottage_2", 16, 8, pi),
            tree("oak_1", 5, 17),
            tree("oak_2", 12, 18),
            cart("cart_1", 18, 18),
        )
        tiles[b.cell] = Tile(brief=plan.brief(b.cell), things=things, seed=5)
    return Scene(plan, tiles)
