"""Draw docs/context.png: what the painter of each tile of a 3x3 is shown, and where it may paint.

    python renders/context.py [OUT.png]

On the left the nine tiles in the order of their making; what may be painted is tinted. On the right the tile in the middle, made
once more when all its neighbours are finished.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cityscape.grammar.compose import compose
from cityscape.look.render import picture
from cityscape.look.stage import Stage, items_of
from cityscape.paint.context import Margins, Shown, show
from cityscape.plan import planner
from cityscape.run.graph import order, shown_of
from cityscape.run.stages import tile_seed
from cityscape.world.painting import Context
from cityscape.world.plan import Plan
from cityscape.world.records import Cell

PROMPT, SEED = "a medieval river town with a wall", 7
SMALL, LARGE, GAP, LINE = 240, 400, 14, 22
TINT = np.array([214, 51, 132], float)


def main(out: Path) -> None:
    """Draw and write the sheet."""
    plan = planner("offline").plan(PROMPT, grid=(3, 3), seed=SEED)
    things = {c: compose(plan.brief(c), seed=tile_seed(plan, c)) for c in plan.cells}
    middle: Cell = (1, 1)

    def shown(cell: Cell, finished: dict[Cell, Cell], size: int) -> Shown:
        context = Context(finished={step: things[c] for step, c in finished.items()})
        return show(plan.brief(cell), context, seed=tile_seed(plan, cell), size=size, margins=Margins(samples=3, ambient_occlusion=4))

    width = 3 * SMALL + 2 * LARGE + 6 * GAP
    height = 2 * (LARGE + LINE) + 3 * GAP
    sheet = Image.new("RGB", (width, height), "white")
    step = (height - 2 * GAP - 3 * LINE - 3 * SMALL) // 2
    for k, cell in enumerate(order(plan, chained=True), 1):
        s = shown(cell, shown_of(plan, cell), SMALL)
        x, y = GAP + cell[0] * (SMALL + GAP), GAP + (2 - cell[1]) * (SMALL + LINE + step)
        put(sheet, tinted(s.picture, s.paint), x, y, f"{k}: tile {cell[0]},{cell[1]}")
    around = {(i - 1, j - 1): (i, j) for i, j in plan.cells if (i, j) != middle}
    s = shown(middle, around, LARGE)
    panels = (
        (hidden(plan, things, s), "1,1 again: its neighbours in front hide it"),
        (s.picture, "what hides it cut away, on a clean slab"),
        (s.guided, "the plan's streets, river and bridge as guidance"),
        (tinted(s.picture, s.paint), "what may be painted: no pixel of a neighbour"),
    )
    for k, (image, words) in enumerate(panels):
        put(sheet, image, 3 * (SMALL + GAP) + 2 * GAP + k % 2 * (LARGE + GAP), GAP + k // 2 * (LARGE + LINE + GAP), words)
    sheet.quantize(256, Image.Quantize.FASTOCTREE).save(out, optimize=True)
    print(f"{out}  {out.stat().st_size / 1000:.0f} kB")


def hidden(plan: Plan, things: dict, s: Shown) -> np.ndarray:
    """The neighbours whole, and the cell's ground among them."""
    items = []
    for cell, those in things.items():
        seen = those if cell != (1, 1) else those[:1]
        items += items_of(seen, np.array([cell[0] * plan.tile_size, cell[1] * plan.tile_size, 0.0]))[0]
    target = tuple(a + plan.tile_size * d for a, d in zip(s.camera.target, (1, 1, 0), strict=True))
    drawn = picture(Stage(items), s.camera.model_copy(update={"target": target}), plan.style.theme.light, samples=3, ambient_occlusion=4)
    a = drawn.rgba[..., 3:] / 255
    return np.round(drawn.rgba[..., :3] * a + 255 * (1 - a)).astype(np.uint8)


def tinted(image: np.ndarray, paint: np.ndarray) -> np.ndarray:
    """A picture with what may be painted in colour."""
    return np.where(paint[..., None], np.round(image * 0.45 + TINT * 0.55), image).astype(np.uint8)


def put(sheet: Image.Image, image: np.ndarray, x: int, y: int, words: str) -> None:
    """A panel and the line under it."""
    sheet.paste(Image.fromarray(np.ascontiguousarray(image)), (x, y))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((x, y, x + image.shape[1] - 1, y + image.shape[0] - 1), outline=(208, 208, 208))
    draw.text((x, y + image.shape[0] + 3), words, fill=(40, 40, 44), font=ImageFont.load_default(14))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "context.png")
