"""A hilly 2x2 by hand: a river through the western tiles, two streets and a town wall across it, a lane northwards."""

from __future__ import annotations

from functools import lru_cache

from cityscape.assemble import assemble
from cityscape.grammar.compose import compose
from cityscape.grammar.themes import load_theme
from cityscape.world.brief import Brief, Crossing, Socket
from cityscape.world.plan import Plan
from cityscape.world.theme import Style
from cityscape.world.tile import Scene, Tile

BASE = -6.0
HEIGHTS = {(0, 0): 0.0, (1, 0): 0.7, (2, 0): 2.1, (0, 1): 0.4, (1, 1): 1.0, (2, 1): 2.6, (0, 2): 1.3, (1, 2): 1.2, (2, 2): 3.4}


def plan() -> Plan:
    """The plan; river levels fall southwards, streets follow the ground."""
    main = Socket(crossings=(Crossing(kind="street", at=0.45, width=7, rank="main", pavement=1.6, kerb=0.14),))
    wall = Crossing(kind="wall", at=0.2, width=2)
    side = Socket(crossings=(Crossing(kind="street", at=0.6, width=5, pavement=1.2, kerb=0.14), wall))
    lane = Socket(crossings=(Crossing(kind="path", at=0.4, width=3),))
    levels = ((0.5, -1.6), (0.47, -1.2), (0.52, -0.9))
    river = [Socket(crossings=(Crossing(kind="river", at=at, width=8, level=level),)) for at, level in levels]
    briefs = []
    for j, street in enumerate((main, side)):
        for i in (0, 1):
            north_south = (river[j], river[j + 1]) if i == 0 else (lane, lane)
            briefs.append(
                Brief(
                    cell=(i, j),
                    land_use=("park", "residential", "residential", "farm")[i + 2 * j],
                    density=0.3,
                    corners=tuple(HEIGHTS[i + di, j + dj] for di, dj in ((0, 0), (1, 0), (1, 1), (0, 1))),
                    sockets={"east": street, "west": street, "south": north_south[0], "north": north_south[1]},
                    base=BASE,
                )
            )
    style = Style(theme=load_theme("medieval"))
    return Plan(prompt="a valley", seed=3, base=BASE, style=style, briefs=tuple(briefs))


@lru_cache(maxsize=1)
def valley() -> Scene:
    """The composed scene."""
    p = plan()
    return assemble(p, (Tile(brief=p.brief(c), things=compose(p.brief(c), seed=p.seed), seed=p.seed) for c in p.cells))
