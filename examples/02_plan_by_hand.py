"""A plan is a small file: change one cell's land use, name what it must show, and make the city from it.

python examples/02_plan_by_hand.py
"""

from pathlib import Path

import cityscape
from cityscape.plan import planner
from cityscape.render import render_scene
from cityscape.world.brief import Wanted

plan = planner("offline").plan("a quiet suburb with tree-lined streets", grid=(2, 2), seed=11)
briefs = list(plan.briefs)
briefs[0] = briefs[0].model_copy(update={"land_use": "park", "wanted": (Wanted(kind="gazebo"), Wanted(kind="oak", count=6))})
plan = plan.model_copy(update={"briefs": tuple(briefs)})

out = Path("out/by_hand")
scene = cityscape.generate(plan.prompt, plan=plan, out=out, sculptor="exact")
render_scene(scene, out / "city.png")
print("park:", sorted({thing.kind for thing in scene.tile(*briefs[0].cell).things}))
