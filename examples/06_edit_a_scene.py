"""A city is edited in place: recolour, make a tile anew, grow, and take it all back.

python examples/06_edit_a_scene.py [FOLDER]
"""

import sys
from pathlib import Path

import cityscape
from cityscape.render import render_scene

out = Path(sys.argv[1] if len(sys.argv) > 1 else "out/edited")
cityscape.generate("a village of cottages", grid=(2, 1), seed=4, tile_size=20, parts="medium", out=out / "village")

town = cityscape.open(out / "village")
roofs = town.find("label:roof")
print(f"{len(roofs)} roofs, the first is {roofs[0].address}")
with town.batch("red roofs, and none may change"):
    town.select("label:roof").recolour("#aa3322").lock()
town.checkpoint("red roofs")

town.regenerate((1, 0), prompt="a small park with a pond")
town.grow(east=1)
for entry in town.log():
    print(f"{entry.n:3} {entry.text}")
render_scene(cityscape.load(out / "village"), out / "village.png")

town.go("start")
print(f"back at the start: {len(town.cells)} tiles, a roof is {town.find('label:roof')[0].read().material.color}")
