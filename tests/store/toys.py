"""A small plan and tiles made by hand, with every kind of thing that a scene stores."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.store import settled
from cityscape.world.brief import Brief, Crossing, Socket
from cityscape.world.material import Material
from cityscape.world.painting import Camera, Painting
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.records import Cell
from cityscape.world.seeds import generator
from cityscape.world.theme import Style
from cityscape.world.tile import Provenance, Tile
from partgen import solids as s
from tests.toy_theme import THEME


def make_plan(columns: int = 2, rows: int = 2, *, prompt: str = "a toy town – ünïcode", seed: int = 7) -> Plan:
    street = Socket(crossings=(Crossing(kind="street", at=0.3, width=5.0),))
    briefs = []
    for j in range(rows):
        for i in range(columns):
            corners = tuple(0.1 * ((i + a) * 3 + (j + b)) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1)))
            briefs.append(Brief(cell=(i, j), text=f"tile {i} {j}", corners=corners, sockets={"east": street, "west": street}))
    return Plan(prompt=prompt, seed=seed, style=Style(theme=THEME), briefs=tuple(briefs))


def make_tile(plan: Plan, cell: Cell, *, painting: bool = True) -> Tile:
    rng = generator(plan.seed, cell)
    wall = Material(name="wall", pattern="brick", color="#aa5533")
    glass = Material(name="glass", pattern="glass", color="#aaccee", color2="#112233", roughness=0.1)
    things = []
    for k in range(4):
        w, d, h = rng.uniform(3, 6, 3)
        recipes = [
            PartRecipe("body", "wall", wall, (s.box(w, d, h), s.box(w / 2, d + 1, h / 3))),
            PartRecipe("roof", "roof", glass, (s.gable(w + 1, d + 1, 2, at=(0, 0, h)),)),
            PartRecipe("crown", "crown", wall, (s.ball(1.3, at=(0, 0, h + 3)), s.cone(0.7, 2, at=(0.2, 0, h + 3)))),
        ]
        things.append(thing(f"house_{k}", f"House {k}", "cottage", Pose.standing(*rng.uniform(8, 32, 2), 0.5, rng.uniform(0, 6)), recipes))
    picture = None
    if painting:
        names = tuple(p.id for t in things for p in t.parts)
        mask = rng.integers(0, len(names) + 1, (48, 64)).astype(np.uint16)
        depth = rng.uniform(-25, 25, (48, 64)).astype(np.float32)
        depth[mask == 0] = np.nan
        camera = Camera(target=(20.0, 20.0, 1.0), width=64, height=48)
        rgba = rng.integers(0, 256, (48, 64, 4)).astype(np.uint8)
        picture = settled(Painting(rgba, camera, mask, depth, names))
    return Tile(plan.brief(cell), tuple(things), seed=2**62 + 1, painting=picture, provenance=Provenance(models=("m",)))
