"""A room of a kind of one's own: a small TOML file says what stands in it, the rest is arranged.

python examples/04_my_room.py
"""

from pathlib import Path

import cityscape
from cityscape.render import render_scene

kind = Path(__file__).with_name("music_room.toml")
out = Path("out/music_room")
scene = cityscape.room("a music room with green walls on a winter evening", kind=str(kind), seed=5, out=out)
render_scene(scene, out / "room.png")

print(*scene.plan.notes, sep="\n")
print(", ".join(thing.name for thing in scene.tile(0, 0).things[1:]))
