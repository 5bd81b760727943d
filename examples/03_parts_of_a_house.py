"""Every object is made of named, closed parts: list those of one house and draw the town pulled apart.

The sculptor exact makes all of them; the learned one, which is the default, makes whole objects.

python examples/03_parts_of_a_house.py
"""

from pathlib import Path

import cityscape
from cityscape.render import render_scene

scene = cityscape.generate("a solarpunk garden quarter", grid=(1, 1), seed=5, sculptor="exact")
tile = scene.tile(0, 0)
house = max(tile.things[1:], key=lambda thing: len(thing.parts))
for part in house.parts:
    print(f"{part.id:40} {part.label:12} {part.material.pattern:10} {part.material.color} {part.mesh.volume:8.2f} m3")

Path("out").mkdir(exist_ok=True)
render_scene(scene, "out/exploded.png", view="exploded")
