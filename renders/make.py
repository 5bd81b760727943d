"""Make the gallery: one 3x3 city per theme, and a contact sheet of twelve tiles of one theme.

    python renders/make.py [NAME ...]

Pictures are JPEG of at most 400 kB; the prompts and seeds below are all there is to them.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

import cityscape
from cityscape.plan import planner
from cityscape.render import render_scene

HERE = Path(__file__).parent
CITIES = {
    "medieval": ("a dense walled medieval castle town", 5),
    "downtown": ("a dense modern downtown with skyscrapers", 4),
    "suburb": ("a leafy suburb with a school and a church", 2),
    "solarpunk": ("a solarpunk city by a canal", 8),
    "cyberpunk": ("a cyberpunk district at night", 6),
    "oasis": ("a desert oasis town with a lake, a mosque and palms", 3),
}
SHEET = ("medieval", "a medieval market town by a river", 21)


def save(image: np.ndarray, path: Path) -> None:
    """Write (h, w, 3 or 4) uint8 as JPEG under 400 kB."""
    for quality in (90, 85, 80, 75, 70, 60):
        data = BytesIO()
        Image.fromarray(image[..., :3]).save(data, "JPEG", quality=quality, optimize=True)
        if data.tell() <= 395_000:
            break
    path.write_bytes(data.getvalue())
    print(path, f"{data.tell() / 1000:.0f} kB")


def city(theme: str) -> None:
    """A 3x3 city of a theme."""
    prompt, seed = CITIES[theme]
    scene = cityscape.generate(prompt, grid=(3, 3), seed=seed, theme=theme)
    save(render_scene(scene, size=(1600, 1000)).image, HERE / f"{theme}.jpg")


def sheet() -> None:
    """Twelve paintings of one theme, one land use after another."""
    theme, prompt, seed = SHEET
    plan = planner("offline").plan(prompt, grid=(4, 3), seed=seed, theme=theme)
    scene = cityscape.generate(prompt, plan=plan)
    back = plan.style.theme.light.background
    rows = []
    for j in range(3):
        row = []
        for i in range(4):
            painting = scene.tile(i, j).painting
            assert painting is not None
            tile = Image.fromarray(painting.rgba).resize((480, 480), Image.Resampling.LANCZOS)
            ground = Image.new("RGBA", tile.size, back)
            ground.alpha_composite(tile)
            row.append(np.asarray(ground.convert("RGB")))
        rows.append(np.hstack(row))
    save(np.vstack(rows), HERE / f"{theme}_tiles.jpg")


def main() -> None:
    """Make what was named, or all."""
    names = sys.argv[1:] or [*CITIES, "sheet"]
    for name in names:
        if name == "sheet":
            sheet()
        else:
            city(name)


if __name__ == "__main__":  # workers import this file
    main()
