"""`Draft`: an object of a tile before it has meshes."""

from __future__ import annotations

from dataclasses import dataclass

from cityscape.grammar.ground import Cover, cover_parts
from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.world.part import Thing
from cityscape.world.pose import Pose


@dataclass(frozen=True, eq=False)
class Draft:
    """An object's parts as unions of solids in its own frame; of the ground and of floors also as columns, in the tile's frame.

    What has columns stands at the tile's origin and comes before all that has none.
    """

    id: str
    name: str
    kind: str
    pose: Pose
    parts: tuple[PartRecipe, ...] = ()
    covers: tuple[Cover, ...] = ()

    def meshed(self) -> Thing:
        """The object with its meshes."""
        made = thing(self.id, self.name, self.kind, self.pose, list(self.parts))
        return made.with_parts((*cover_parts(self.id, self.covers), *made.parts)) if self.covers else made


def numbered(kind: str, count: dict[str, int]) -> str:
    """The next id of a kind: house_01, house_02..."""
    count[kind] = count.get(kind, 0) + 1
    return f"{kind}_{count[kind]:02d}"
