"""A quick painter that tells what it was shown, and a sculptor of ground and houses; the script kills nothing itself but can be killed."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np

from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.painting import Camera, Context, Painting
from cityscape.world.part import Thing
from cityscape.world.pose import Pose
from cityscape.world.seeds import generator
from partgen import solids as s

SIDES = ("south", "east", "north", "west")


@dataclass(frozen=True)
class Onlooker:
    """Paints what it was shown: pixel (0, k) says whether side k's painting was there, (1, k) how many objects were finished."""

    wants_paintings: bool = True
    wants_finished: bool = True
    seconds: float = 0.0
    name: str = "onlooker"

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        time.sleep(self.seconds)
        rgba = generator(seed, "paint").integers(0, 256, (16, 16, 4)).astype(np.uint8)
        for _, p in sorted(context.paintings.items()):
            rgba += p.rgba // 2
        rgba[0, :4, 0] = [side in context.paintings for side in SIDES]
        rgba[1, :9, 0] = [len(context.finished.get((i, j), ())) for j in (-1, 0, 1) for i in (-1, 0, 1)]
        mask = np.ones((16, 16), np.uint16)
        mask[8:] = 2
        return Painting(rgba, Camera(width=16, height=16), mask, None, ("ground__slab", "house_01__body"), self.name)


@dataclass(frozen=True)
class Builder:
    """A slab as large as the tile, and houses on it at random places; their number depends on the seed."""

    name: str = "builder"

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]:
        rng, m, h = generator(seed, "build"), Material(name="wall"), brief.size / 2
        out = [thing("ground", "ground", "ground", Pose.standing(h, h, 0, 0), [PartRecipe("slab", "slab", m, (s.box(2 * h, 2 * h, 1),))])]
        for k in range(int(rng.integers(6, 10))):
            x, y = 5 + (2 * h - 10) * rng.random(2)
            recipes = [
                PartRecipe("body", "wall", m, (s.box(4, 5, 3),)),
                PartRecipe("roof", "roof", m, (s.gable(4, 5, 2, at=(0, 0, 3)),)),
            ]
            id = f"house_{k + 1:02d}"
            out.append(thing(id, id.replace("_", " "), "house", Pose.standing(x, y, 1, 0), recipes))
        return out


def main() -> None:
    """`village.py FOLDER CELL...`: regenerate slowly and say so, to be killed at any moment."""
    from village import Builder, Onlooker

    from cityscape.run.regenerate import regenerate

    def tell(event: object) -> None:
        print(type(event).__name__, getattr(event, "stage", ""), flush=True)

    cells = [tuple(int(x) for x in c.split(",")) for c in sys.argv[2:]]
    regenerate(sys.argv[1], cells, painter=Onlooker(seconds=0.05), sculptor=Builder(), workers=1, progress=tell)
    print("done", flush=True)


if __name__ == "__main__":
    main()
