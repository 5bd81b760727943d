"""A small 3x3 town, and what the painter of its middle is shown; run it to store the pictures that the tests compare with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cityscape.grammar.compose import compose
from cityscape.paint.context import Margins, Shown, show
from cityscape.plan import planner
from cityscape.run.stages import tile_seed
from cityscape.world.painting import Context
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.records import Cell

STORED = Path(__file__).parent / "shown"
MIDDLE: Cell = (1, 1)
STEPS = {"first": ((-1, 0), (0, -1), (-1, -1)), "again": tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0))}
"""The neighbours that are finished when the middle is made first, and when it is made again."""
QUICK = Margins(samples=1, ambient_occlusion=0)


@lru_cache
def plan() -> Plan:
    return planner("offline").plan("a medieval river town", grid=(3, 3), seed=3, tile_size=20.0)


@lru_cache
def things() -> dict[Cell, tuple[Thing, ...]]:
    return {c: compose(plan().brief(c), seed=tile_seed(plan(), c)) for c in plan().cells}


def context(when: str) -> Context:
    return Context(finished={s: things()[MIDDLE[0] + s[0], MIDDLE[1] + s[1]] for s in STEPS[when]})


@lru_cache
def shown(when: str, margins: Margins = QUICK) -> Shown:
    return show(plan().brief(MIDDLE), context(when), seed=tile_seed(plan(), MIDDLE), size=128, margins=margins)


def pictures(s: Shown) -> dict[str, NDArray[np.uint8]]:
    """What is compared: pictures as they are, masks as black and white."""
    masks = {name: getattr(s, name).astype(np.uint8) * 255 for name in ("lines", "ground", "kept", "paint")}
    return {"picture": s.picture, "guided": s.guided, "slab": s.slab, **masks}


if __name__ == "__main__":
    STORED.mkdir(exist_ok=True)
    for when in STEPS:
        for name, array in pictures(shown(when)).items():
            Image.fromarray(array).save(STORED / f"{when}_{name}.png", optimize=True)
