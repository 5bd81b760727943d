"""One prompt, one city: a scene folder, a GLB for any engine, a picture.

python examples/01_first_city.py
"""

from pathlib import Path

import cityscape
from cityscape.export import export_glb
from cityscape.render import render_scene

out = Path("out/first_city")
scene = cityscape.generate("a walled medieval town in autumn", grid=(2, 2), seed=3, out=out)
export_glb(scene, out / "city.glb")
render_scene(scene, out / "city.png")

for cell, tile in sorted(scene.tiles.items()):
    print(cell, tile.brief.land_use, len(tile.things), "objects", sum(1 for _ in tile.parts()), "parts")
