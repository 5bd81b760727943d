"""A theme of one's own is a readable file: prompts/themes/gingerbread.toml, beside this program.

python examples/05_my_theme.py [OUT]

Files in prompts/themes/ of the working folder are found by name and by the words of a prompt; any other is named by its path.
"""

import sys
from pathlib import Path

import cityscape

out = Path(sys.argv[1] if len(sys.argv) > 1 else "out/gingerbread")
theme = Path(__file__).with_name("prompts") / "themes" / "gingerbread.toml"
scene = cityscape.generate("a market square with two taverns", grid=(1, 1), seed=4, theme=str(theme), out=out, sculptor="exact")
print(f"{scene.plan.style.theme.title}: {sum(len(t.things) for t in scene.tiles.values())} objects in {out}")
